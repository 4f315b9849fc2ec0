//! One folder per format: how it is read, what it means, how it is written.

pub mod cfdi;
pub mod us;

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crate::convert::{Format, Limits};
use crate::error::Position;
use crate::report::Location;
use crate::xml;

/// A source read once, to tell the places of many findings in it.
///
/// ```
/// use frontera::{Format, Options, Source};
/// let xml = include_bytes!("../../fixtures/cfdi/odd-literals.xml");
/// let report = frontera::convert(xml, Format::UsJson, &Options::default())?.report;
/// let source = Source::new(xml);
/// for finding in report.findings() {
///     let at = source.position(&finding.location).unwrap();
///     println!("{}:{} {}", at.line, at.column, finding.code);
/// }
/// # Ok::<(), frontera::Error>(())
/// ```
pub struct Source<'s> {
    bytes: &'s [u8],
    form: Form<'s>,
    /// What is before each block of the bytes.
    blocks: Vec<Before>,
    /// Places found so far: findings come in the order of the document.
    memo: Mutex<cfdi::Memo>,
}

enum Form<'s> {
    Cfdi(xml::Document<'s>),
    ContextJson,
    #[cfg(feature = "toml")]
    ContextToml(crate::context::Places<'s>),
    Unreadable,
    UsJson,
}

impl<'s> Source<'s> {
    /// Reads a source; one that cannot be read has no places.
    pub fn new(bytes: &'s [u8]) -> Self {
        let form = match Format::detect(bytes) {
            Ok(Format::Cfdi) => xml::Document::read(bytes, Limits::none().xml()).map_or(Form::Unreadable, Form::Cfdi),
            Ok(Format::UsJson) => Form::UsJson,
            Ok(Format::Payable) | Err(_) => Form::Unreadable,
        };
        Source::of(bytes, form)
    }

    /// Reads the source of a context, TOML (with the feature `toml`) or JSON.
    pub fn context(bytes: &'s [u8]) -> Self {
        Source::of(bytes, Form::of_context(bytes))
    }

    fn of(bytes: &'s [u8], form: Form<'s>) -> Self {
        Source { bytes, form, blocks: Before::blocks(bytes), memo: Mutex::default() }
    }

    /// Which format of an invoice it is, where it can be read as one.
    pub fn format(&self) -> Option<Format> {
        match self.form {
            Form::Cfdi(_) => Some(Format::Cfdi),
            Form::UsJson => Some(Format::UsJson),
            _ => None,
        }
    }

    /// Whether its places are pointers.
    pub(crate) fn has_pointers(&self) -> bool {
        !matches!(self.form, Form::Cfdi(_) | Form::Unreadable)
    }

    /// The place of a location; a field that is not there is shown at what is around it.
    pub fn position(&self, location: &Location) -> Option<Position> {
        let span = match &self.form {
            Form::Cfdi(document) => {
                let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
                let span = cfdi::locate(location.xpath.as_deref()?, document, &mut memo)?;
                let mark = self.bytes.len() - document.source_len();
                span.start + mark..span.end + mark
            }
            Form::ContextJson | Form::UsJson => us::locate(location.pointer.as_deref()?, self.bytes)?,
            #[cfg(feature = "toml")]
            Form::ContextToml(places) => {
                let span = places.find(location.pointer.as_deref()?)?;
                let mark = mark_len(self.bytes);
                span.start + mark..span.end + mark
            }
            Form::Unreadable => return None,
        };
        Some(self.of_span(span))
    }

    /// As [`Position::of`], with no more than a block of the bytes to look at.
    fn of_span(&self, span: Range<usize>) -> Position {
        let start = span.start.min(self.bytes.len());
        let block = start / BLOCK;
        let before = self.blocks.get(block).copied().unwrap_or_default();
        let first = if block == 0 { mark_len(self.bytes).min(start) } else { block * BLOCK };
        let Before { lines, column } = before.and(&self.bytes[first..start]);
        let length = span.end.min(self.bytes.len()).saturating_sub(start);
        Position { offset: start, length, line: 1 + lines, column: 1 + column }
    }
}

impl<'s> Form<'s> {
    fn of_context(bytes: &'s [u8]) -> Form<'s> {
        if crate::context::is_json(bytes) {
            return Form::ContextJson;
        }
        #[cfg(feature = "toml")]
        if let Some(places) = std::str::from_utf8(&bytes[mark_len(bytes)..]).ok().and_then(crate::context::Places::of) {
            return Form::ContextToml(places);
        }
        Form::Unreadable
    }
}

/// Bytes between two known places: a document may be one line of megabytes, and have a thousand findings.
const BLOCK: usize = 1 << 16;

/// What is before a place: line ends, and characters since the last one.
#[derive(Clone, Copy, Default)]
struct Before {
    lines: usize,
    column: usize,
}

impl Before {
    fn blocks(bytes: &[u8]) -> Vec<Before> {
        let mut before = Before::default();
        let mut blocks = vec![before];
        for (i, block) in bytes.chunks(BLOCK).enumerate() {
            before = before.and(&block[if i == 0 { mark_len(bytes) } else { 0 }..]);
            blocks.push(before);
        }
        blocks
    }

    fn and(self, bytes: &[u8]) -> Before {
        let characters = |bytes: &[u8]| bytes.iter().filter(|b| **b & 0xC0 != 0x80).count();
        match memchr::memrchr(b'\n', bytes) {
            Some(last) => Before {
                lines: self.lines + memchr::memchr_iter(b'\n', bytes).count(),
                column: characters(&bytes[last + 1..]),
            },
            None => Before { lines: self.lines, column: self.column + characters(bytes) },
        }
    }
}

/// A byte order mark is no character of the first line.
fn mark_len(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long lines and short ones, a byte order mark, letters of two bytes over the borders of blocks.
    #[test]
    fn positions_by_blocks_are_those_of_the_whole() {
        let line = "é".repeat(BLOCK / 2 + 1);
        let texts = [
            format!("\u{FEFF}a\n{line}x{line}\n\r\n{line}"),
            "\n".repeat(BLOCK + 3),
            format!("{}{}", "x".repeat(BLOCK - 1), line.repeat(3)),
            String::new(),
        ];
        for text in texts {
            let source = Source::new(text.as_bytes());
            let places = (0..8).chain((1..4).flat_map(|n| n * BLOCK - 4..n * BLOCK + 4)).chain([text.len()]);
            for at in places {
                assert_eq!(source.of_span(at..at + 2), Position::of(text.as_bytes(), at..at + 2), "{at}");
            }
        }
    }
}
