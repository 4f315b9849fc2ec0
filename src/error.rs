//! What stops a conversion: the input cannot be read, or the call can mean nothing.
//!
//! Whatever can be read is never an error but a [`Finding`](crate::Finding).

use std::fmt;
use std::ops::Range;

use crate::model::Text;
use crate::report::{Code, Finding, Location, Values};

/// Why nothing could be done, and where.
///
/// ```
/// use frontera::{ErrorKind, InputProblem, Options, Format};
/// let error = frontera::convert(b"<a><b></a>", Format::UsJson, &Options::default()).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Input(InputProblem::NotWellFormed));
/// assert_eq!(error.position().unwrap().column, 7);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    position: Option<Position>,
    pointer: Option<Text>,
}

/// Who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes cannot be read as what they claim to be, or exceed a limit: send another file.
    Input(InputProblem),
    /// The call can mean nothing: change the program.
    Misuse(MisuseProblem),
}

/// What is wrong with the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputProblem {
    /// Not an X.509 certificate, in DER or PEM: send the `.cer`.
    Certificate,
    /// A document type declaration or an entity declaration. SAT uses neither, and attackers do: remove it.
    Doctype,
    /// An attribute or a JSON field stands twice. Keep one.
    Duplicate,
    /// Nothing but white space.
    Empty,
    /// An encoding other than UTF-8. Save the file as UTF-8.
    Encoding,
    /// An entity other than the five of XML. Write the character itself.
    Entity,
    /// Neither CFDI XML nor neutral invoice JSON. Name the format, or convert it first.
    Format,
    /// Not a private key in PKCS #8, in DER or PEM, or a truncated one: send the `.key`.
    Key,
    /// A key of another algorithm than RSA.
    KeyAlgorithm,
    /// A private key whose encryption is not read: encrypt it by PBES2 with AES.
    KeyEncryption,
    /// The password does not open the private key.
    KeyPassword,
    /// An RSA key of fewer bits than a seal needs.
    KeySize,
    /// A root element of another namespace. CFDI 4.0 is `http://www.sat.gob.mx/cfd/4`, 3.3 and 3.2
    /// are `http://www.sat.gob.mx/cfd/3`.
    Namespace,
    /// Deeper than `Limits::depth`.
    TooDeep,
    /// Longer than `Limits::bytes`.
    TooLarge,
    /// Not well-formed XML or JSON: truncated, or damaged on the way.
    NotWellFormed,
    /// A field that the schema does not know.
    UnknownField,
    /// A file that cannot be opened or read to its end. The library reads no files; see [`Error::unreadable`].
    Unreadable,
    /// A document that this release does not read: CFDI 3.x, Retenciones, a later schema version.
    Unsupported,
    /// A value of the wrong type or form.
    Value,
}

impl InputProblem {
    fn code(self) -> &'static str {
        match self {
            InputProblem::Certificate => "FRO-CERT-001",
            InputProblem::Doctype => "FRO-IN-001",
            InputProblem::Duplicate => "FRO-IN-002",
            InputProblem::Empty => "FRO-IN-003",
            InputProblem::Encoding => "FRO-IN-004",
            InputProblem::Entity => "FRO-IN-005",
            InputProblem::Format => "FRO-IN-006",
            InputProblem::Key => "FRO-KEY-001",
            InputProblem::KeyPassword => "FRO-KEY-002",
            InputProblem::KeyEncryption => "FRO-KEY-003",
            InputProblem::KeyAlgorithm => "FRO-KEY-004",
            InputProblem::KeySize => "FRO-KEY-005",
            InputProblem::Namespace => "FRO-IN-007",
            InputProblem::TooDeep => "FRO-IN-008",
            InputProblem::TooLarge => "FRO-IN-009",
            InputProblem::NotWellFormed => "FRO-IN-010",
            InputProblem::UnknownField => "FRO-IN-011",
            InputProblem::Unsupported => "FRO-IN-012",
            InputProblem::Value => "FRO-IN-013",
            InputProblem::Unreadable => "FRO-IN-014",
        }
    }
}

/// What is wrong with the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MisuseProblem {
    /// A stamped file already carries US facts.
    AlreadyAttached,
    /// No document that a context could be learnt from, or none of the issuer that was named.
    NothingLearnt,
    /// Documents of several issuers, and none named: a context is one issuer's.
    SeveralIssuers,
    /// A sidecar that is not one.
    Sidecar,
}

/// A place in the source; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// Bytes before it.
    pub offset: usize,
    /// How many bytes it spans.
    pub length: usize,
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl Position {
    /// The place of a byte range in a source.
    pub fn of(source: &[u8], span: Range<usize>) -> Position {
        let offset = span.start.min(source.len());
        let before = &source[..offset];
        // A byte order mark is no character of the first line.
        let mark = if source.starts_with(b"\xEF\xBB\xBF") { 3.min(offset) } else { 0 };
        let start = before.iter().rposition(|b| *b == b'\n').map_or(mark, |newline| newline + 1);
        let continuation = |b: &&u8| **b & 0xC0 != 0x80;
        Position {
            offset,
            length: span.end.min(source.len()).saturating_sub(offset),
            line: 1 + before.iter().filter(|b| **b == b'\n').count(),
            column: 1 + before[start..].iter().filter(continuation).count(),
        }
    }
}

/// Characters of a message.
const MAX_MESSAGE: usize = 240;

impl Error {
    /// Who must act, and why.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Its code in the registry of findings: stable, and the same in every release.
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            ErrorKind::Input(problem) => problem.code(),
            ErrorKind::Misuse(MisuseProblem::AlreadyAttached) => "FRO-CALL-001",
            ErrorKind::Misuse(MisuseProblem::NothingLearnt) => "FRO-CTX-041",
            ErrorKind::Misuse(MisuseProblem::SeveralIssuers) => "FRO-CTX-040",
            ErrorKind::Misuse(MisuseProblem::Sidecar) => "FRO-CALL-002",
        }
    }

    /// A file that whoever calls the library could not read, as an error like those of the library.
    pub fn unreadable(reason: impl Into<String>) -> Self {
        Error::input(InputProblem::Unreadable, reason)
    }

    /// The same as a finding, for reports about many files.
    pub(crate) fn to_finding(&self) -> Finding {
        let location = Location { xpath: None, pointer: self.0.pointer.clone() };
        Finding::of(Code::of(self.code()), location, Values::found(self.message()))
    }

    /// Where in the input, if it is known.
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// The JSON pointer of the field, for JSON input.
    pub fn pointer(&self) -> Option<&str> {
        self.0.pointer.as_deref()
    }

    /// The message without its place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    pub(crate) fn input(problem: InputProblem, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Input(problem), message)
    }

    pub(crate) fn misuse(problem: MisuseProblem, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Misuse(problem), message)
    }

    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        // Input is quoted in messages, and may be megabytes long.
        let mut message = message.into();
        if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE) {
            message.truncate(end);
            message.push('…');
        }
        Error(Box::new(Inner { kind, message, position: None, pointer: None }))
    }

    pub(crate) fn at(mut self, source: &[u8], span: Range<usize>) -> Self {
        self.0.position = Some(Position::of(source, span));
        self
    }

    /// For a place that was counted after a byte order mark.
    pub(crate) fn after_mark(mut self, mark: usize) -> Self {
        if let Some(position) = &mut self.0.position {
            position.offset += mark;
        }
        self
    }

    pub(crate) fn pointing(mut self, pointer: impl Into<Text>) -> Self {
        self.0.pointer = Some(pointer.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { line, column, .. }) = self.0.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        if let Some(pointer) = self.pointer().filter(|p| !p.is_empty()) {
            write!(f, "{pointer}: ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}
