//! Bytes in, bytes out: what the input is, what to make of it, and how.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use crate::case::{self, Case};
use crate::catalog::Catalogs;
use crate::context::Context;
use crate::error::{Error, InputProblem};
use crate::exchange::Rates;
use crate::formats::cfdi::rules::Asked;
use crate::formats::{cfdi, us};
use crate::model::Invoice;
use crate::payable;
#[cfg(feature = "seal")]
use crate::report::Finding;
use crate::report::Report;
#[cfg(feature = "seal")]
use crate::seal::{self, Authorities, Csd, SealOptions, Sealed};
#[cfg(feature = "seal")]
use crate::validate::ValidateOptions;
use crate::validate::{NobodyKnows, Profile};
use crate::xml;

/// Converts a document; its format is told from its content unless [`Options::from`] names it.
///
/// ```
/// use frontera::{Format, Options};
/// let xml = include_bytes!("../fixtures/cfdi/export-produce.xml");
/// let json = frontera::convert(xml, Format::UsJson, &Options::default())?.output.unwrap();
/// let back = frontera::convert(&json, Format::Cfdi, &Options::default())?;
/// assert!(back.report.is_empty(), "the seal holds: nothing sealed changed");
/// # Ok::<(), frontera::Error>(())
/// ```
///
/// # Errors
/// Input that is not well-formed, exceeds a limit or is no document of its format. Whatever can be read is not an error but a
/// finding of the report; where one prevents a result, `output` is `None`.
pub fn convert(bytes: &[u8], to: Format, options: &Options) -> Result<Converted, Error> {
    let mut judged = Report::default();
    let Reading { format, invoice, mut report } = read_and(bytes, options, options.validate.then_some(&mut judged))?;
    let origin = if cfdi::was_cfdi(&invoice) { Format::Cfdi } else { format };
    // Before anything is made of it: what is refused has no other findings.
    if case::decide(&invoice, origin, to, options, &mut report).is_err() {
        if options.strict {
            report.harden();
        }
        return Ok(Converted { output: None, sidecar: None, report });
    }
    report.absorb_violations(judged, format);
    let (mut output, mut sidecar) = match to {
        Format::Payable => (Some(payable::of(&invoice, options, &mut report).write(options.pretty)), None),
        Format::UsJson => {
            let output = us::write(&invoice, options.pretty);
            // One that was given as neutral JSON is judged already.
            if options.validate && format != Format::UsJson {
                options.judge_us(&output, &invoice, format, &mut report);
            }
            (Some(output), None)
        }
        Format::Cfdi => {
            let readable = Limits { depth: options.limits.depth, ..Limits::none() };
            let written = cfdi::write_within(&invoice, options, &readable, format, &mut report);
            #[cfg(feature = "seal")]
            let written = options.sealed(written, format, &mut report)?;
            (written.xml, written.sidecar)
        }
    };
    if options.strict {
        report.harden();
        if report.has_errors() {
            (output, sidecar) = (None, None);
        }
    }
    Ok(Converted { output, sidecar, report })
}

/// Reads a document of a format that is [read](Format::READ) into the canonical invoice.
///
/// # Errors
/// As [`convert`].
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, Error> {
    read_and(bytes, options, None)
}

/// As [`read`], and judges the document where there is a report for it.
fn read_and(bytes: &[u8], options: &Options, judged: Option<&mut Report>) -> Result<Reading, Error> {
    options.limits.check(bytes)?;
    let format = match options.from {
        Some(format) => format,
        None => Format::detect(bytes)?,
    };
    let (invoice, report) = match format {
        Format::Cfdi => {
            let document = cfdi::read(bytes, &options.limits)?;
            let read = document.to_invoice()?;
            if let Some(judged) = judged {
                options.judge_cfdi(&document, judged);
            }
            read
        }
        Format::Payable => return Err(format.unreadable()),
        Format::UsJson => {
            let invoice = us::read(bytes, &options.limits)?;
            if let Some(judged) = judged {
                us::rules::check(&invoice, options.the_catalogs(), judged);
            }
            (invoice, Report::default())
        }
    };
    Ok(Reading { format, invoice, report })
}

/// The result of a conversion.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Converted {
    /// The document; absent where an error among the findings prevents it.
    pub output: Option<Vec<u8>>,
    /// US facts as a file of their own, where [`UsFacts::Sidecar`] asked for it and there are any.
    pub sidecar: Option<Vec<u8>>,
    /// What there is to say.
    pub report: Report,
}

/// Documents hold tax numbers: their length stands for them.
impl fmt::Debug for Converted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Converted")
            .field("output", &self.output.as_ref().map(Vec::len))
            .field("sidecar", &self.sidecar.as_ref().map(Vec::len))
            .field("report", &self.report)
            .finish()
    }
}

/// A document read into the canonical invoice.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// What it was.
    pub format: Format,
    /// What it means.
    pub invoice: Invoice,
    /// What there is to say.
    pub report: Report,
}

/// A format of documents: all are written, and those of [`READ`](Format::READ) are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Mexico's CFDI XML: 4.0 and 3.3 are read and written, 3.2 is read.
    Cfdi,
    /// The accounts-payable record of a Mexican buyer, as JSON: it is written only.
    Payable,
    /// The neutral US invoice JSON.
    UsJson,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[Format::Cfdi, Format::UsJson, Format::Payable];
    /// Those that can be read.
    pub const READ: &'static [Format] = &[Format::Cfdi, Format::UsJson];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Cfdi => "cfdi",
            Format::Payable => "payable",
            Format::UsJson => "us-json",
        }
    }

    /// What it is, in a line.
    pub fn description(self) -> &'static str {
        match self {
            Format::Cfdi => "CFDI XML (Mexico, SAT Anexo 20), types I, E, T, P, N: 4.0 and 3.3; 3.2 is read only",
            Format::Payable => "accounts-payable record of a Mexican buyer, JSON 1.0 (schemas/payable.schema.json)",
            Format::UsJson => "neutral US invoice JSON 1.0 (schemas/us-invoice.schema.json)",
        }
    }

    /// Why a format that is written only cannot be read.
    pub(crate) fn unreadable(self) -> Error {
        Error::input(InputProblem::Unsupported, format!("the format `{self}` is written only"))
    }

    /// Tells the format from the first bytes.
    ///
    /// # Errors
    /// Where it is neither XML nor JSON.
    pub fn detect(bytes: &[u8]) -> Result<Format, Error> {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if xml::is_wide(text) {
            let message = "the document is UTF-16 or UTF-32; save it as UTF-8";
            return Err(Error::input(InputProblem::Encoding, message).at(bytes, 0..2));
        }
        match text.iter().position(|b| !b.is_ascii_whitespace()) {
            Some(at) if text[at] == b'<' => Ok(Format::Cfdi),
            Some(at) if text[at] == b'{' => Ok(Format::UsJson),
            Some(at) => {
                let at = bytes.len() - text.len() + at;
                Err(Error::input(InputProblem::Format, "neither XML nor a JSON object").at(bytes, at..at + 1))
            }
            None => Err(Error::input(InputProblem::Empty, "nothing but white space").at(bytes, 0..0)),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;
    fn from_str(name: &str) -> Result<Self, Error> {
        Format::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
            .ok_or_else(|| Error::input(InputProblem::Format, format!("no format is called `{name}`")))
    }
}

/// How to convert. Private fields and chained setters: a new one breaks nobody.
///
/// ```
/// use frontera::{Intent, Options, UsFacts};
/// let options = Options::default().intent(Intent::Draft).us_facts(UsFacts::Sidecar).strict(true);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    from: Option<Format>,
    pub(crate) intent: Intent,
    pub(crate) us_facts: UsFacts,
    pub(crate) strict: bool,
    pretty: bool,
    pub(crate) validate: bool,
    pub(crate) placeholder: bool,
    pub(crate) limits: Limits,
    pub(crate) case: Option<Case>,
    context: Option<Arc<Context>>,
    pub(crate) rates: Option<Arc<Rates>>,
    catalogs: Option<Catalogs>,
    #[cfg(feature = "seal")]
    csd: Option<Arc<Csd>>,
    #[cfg(feature = "seal")]
    authorities: Authorities,
}

impl Options {
    /// Names the input's format instead of telling it from the content.
    pub fn from(mut self, format: Format) -> Self {
        self.from = Some(format);
        self
    }

    /// What a CFDI is written for.
    pub fn intent(mut self, intent: Intent) -> Self {
        self.intent = intent;
        self
    }

    /// Where US facts go on the way to a CFDI.
    pub fn us_facts(mut self, us_facts: UsFacts) -> Self {
        self.us_facts = us_facts;
        self
    }

    /// Makes dropped, defaulted and rounded facts errors; with an error there is no output.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Indents JSON for people.
    pub fn pretty(mut self, pretty: bool) -> Self {
        self.pretty = pretty;
        self
    }

    /// Also validates what is read and what is written, and puts what is violated into the report: a CFDI by SAT's XSD and
    /// rules, neutral JSON by its own. A draft that breaks one with an error is not given out; anything else is, with its
    /// findings. Off by default, since it costs about as much as the conversion: an embedder that validates by itself asks for
    /// it by name, while `frontera convert` does it unless told not to.
    ///
    /// What cannot be judged is not told; [`validate`](crate::validate()) tells it. A document that is written as it was read is
    /// judged once.
    /// ```
    /// use frontera::{Format, Options};
    /// let xml = std::fs::read_to_string("fixtures/cfdi/net-terms-ppd.xml").unwrap();
    /// let wrong = xml.replace("FormaPago=\"99\"", "FormaPago=\"03\"");
    /// let report = frontera::convert(wrong.as_bytes(), Format::UsJson, &Options::default().validate(true))?.report;
    /// assert!(report.violations().any(|finding| finding.code == "CFDI40105"));
    /// # Ok::<(), frontera::Error>(())
    /// ```
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// Gives a draft what PACs that seal accept in the place of the seal: an empty Sello, an empty Certificado, twenty zeros in
    /// NoCertificado, where SAT's XSD has those attributes and asks for them. Without it a draft has none of the three.
    ///
    /// A document that is restored gets none; a warning says so (FRO-DRAFT-040), and intent draft gives one.
    /// ```
    /// use frontera::{Format, Options};
    /// let json = include_bytes!("../fixtures/us/draft-produce.json");
    /// let options = Options::default().placeholder(true);
    /// let draft = String::from_utf8(frontera::convert(json, Format::Cfdi, &options)?.output.unwrap()).unwrap();
    /// assert!(draft.contains(r#" NoCertificado="00000000000000000000" Certificado="" "#));
    /// # Ok::<(), frontera::Error>(())
    /// ```
    pub fn placeholder(mut self, placeholder: bool) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// How much is read before it is refused.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Which of the three legally different things the conversion is.
    pub fn case(mut self, case: Case) -> Self {
        self.case = Some(case);
        self
    }

    /// What a draft needs and the invoice does not carry: issuer, customers, items.
    pub fn context(mut self, context: impl Into<Arc<Context>>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// Published rates of exchange, for documents that have none.
    pub fn rates(mut self, rates: impl Into<Arc<Rates>>) -> Self {
        self.rates = Some(rates.into());
        self
    }

    /// Newer catalogues than the program's.
    pub fn catalogs(mut self, catalogs: Catalogs) -> Self {
        self.catalogs = Some(catalogs);
        self
    }

    /// Also seals the CFDI that is written: [`seal::seal`](crate::seal::seal()) of the result, which is judged as a draft whether
    /// [`validate`](Options::validate) asks for it or not. Nothing is given out that is not sealed.
    #[cfg(feature = "seal")]
    pub fn seal(mut self, csd: impl Into<Arc<Csd>>) -> Self {
        self.csd = Some(csd.into());
        self
    }

    /// Whose certificates [`seal`](Options::seal) takes without a warning; SAT's unless told otherwise.
    #[cfg(feature = "seal")]
    pub fn authorities(mut self, authorities: Authorities) -> Self {
        self.authorities = authorities;
        self
    }

    /// The written document sealed, where that is asked for.
    #[cfg(feature = "seal")]
    fn sealed(&self, written: cfdi::Written, given: Format, report: &mut Report) -> Result<cfdi::Written, Error> {
        let (Some(csd), Some(xml)) = (&self.csd, &written.xml) else { return Ok(written) };
        let mut options = ValidateOptions::default().limits(Limits::none());
        if let Some(catalogs) = &self.catalogs {
            options = options.catalogs(catalogs.clone());
        }
        if let Some(rates) = &self.rates {
            options = options.rates((**rates).clone());
        }
        let options = SealOptions::default().validate(options).authorities(self.authorities.clone());
        let Sealed { output, report: mut told } = seal::seal(xml, csd, &options)?;
        // What the conversion found already is not told twice.
        told.retain(|finding| {
            let same = |it: &Finding| it.code == finding.code && it.location.xpath == finding.location.xpath;
            !report.findings().iter().any(same)
        });
        report.absorb_all(told, given);
        let sidecar = written.sidecar.filter(|_| output.is_some());
        Ok(cfdi::Written { xml: output, sidecar })
    }

    pub(crate) fn the_context(&self) -> &Context {
        static NONE: LazyLock<Context> = LazyLock::new(Context::default);
        self.context.as_deref().unwrap_or(&NONE)
    }

    /// Newer catalogues, where the caller gave some.
    pub(crate) fn newer_catalogs(&self) -> Option<&Catalogs> {
        self.catalogs.as_ref()
    }

    pub(crate) fn the_catalogs(&self) -> &Catalogs {
        self.catalogs.as_ref().unwrap_or_else(|| Catalogs::builtin())
    }

    /// Judges a CFDI as what it is, by SAT's XSD and rules.
    pub(crate) fn judge_cfdi(&self, document: &cfdi::Document<'_>, report: &mut Report) {
        let profile = document.profile(None, report);
        document.check_structure(profile, self.newer_catalogs(), report);
        self.judge_rules(document, profile, report);
    }

    /// Judges a CFDI by SAT's rules alone. No clock is read: what needs one counts from the document's own dates.
    pub(crate) fn judge_rules(&self, document: &cfdi::Document<'_>, profile: Profile, report: &mut Report) {
        let asked = Asked {
            catalogs: self.the_catalogs(),
            profile,
            now: None,
            rates: self.rates.as_deref(),
            lookups: &NobodyKnows,
            verifies: false,
        };
        document.check_rules(asked, false, report);
    }

    /// Judges neutral JSON that was written, by reading it back.
    fn judge_us(&self, written: &[u8], invoice: &Invoice, given: Format, report: &mut Report) {
        let mut judged = Report::default();
        let fresh = us::read(written, &Limits::none());
        us::rules::check(fresh.as_ref().unwrap_or(invoice), self.the_catalogs(), &mut judged);
        report.absorb_violations(judged, given);
    }
}

/// What a CFDI is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Intent {
    /// Restore where the invoice was read from a CFDI, else a draft.
    #[default]
    Auto,
    /// A new document for the PAC: no seal, no stamp, every fact that SAT requires must be there.
    Draft,
    /// The document that it was: nothing is recomputed, seal and stamp stay.
    Restore,
}

/// Where facts go that a CFDI has no place for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UsFacts {
    /// Into an Addenda of the project's own namespace, outside the seal.
    #[default]
    Addenda,
    /// Nowhere; each is a loss in the report.
    None,
    /// Into a file of their own.
    Sidecar,
}

/// How much is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of input.
    pub bytes: usize,
    /// XML elements inside each other; JSON nesting follows from it.
    pub depth: usize,
    /// XML elements, texts and comments; JSON objects and lists.
    pub nodes: usize,
}

/// 128 MiB, 60 levels (as deep as JSON readers follow), a million nodes. Memory is some five to ten times the input; a
/// document of empty tags alone takes more, up to a kilobyte a node.
impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 128 << 20, depth: 60, nodes: 1 << 20 }
    }
}

impl Limits {
    /// Sets the bytes of input.
    pub fn bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// Sets the depth; more than 60 levels cannot be read back from JSON.
    pub fn depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// Sets the number of nodes.
    pub fn nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// For what the library itself wrote, or has read once.
    pub(crate) fn none() -> Self {
        Limits { bytes: u32::MAX as usize, depth: 512, nodes: u32::MAX as usize }
    }

    /// Refuses what is too long.
    pub(crate) fn check(&self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.len() <= self.bytes {
            return Ok(());
        }
        Err(Error::input(InputProblem::TooLarge, format!("longer than {} bytes, the limit", self.bytes)))
    }

    pub(crate) fn xml(&self) -> xml::Limits {
        // Places in a document are 32 bits wide, and trees are followed by recursion.
        let bytes = self.bytes.min(u32::MAX as usize - 1);
        xml::Limits { bytes, depth: self.depth.min(512), nodes: self.nodes.min(u32::MAX as usize - 1) }
    }
}
