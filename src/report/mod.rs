//! What a user is told: one type for violations, losses, derived and defaulted values.
//!
//! A finding never stops a conversion. Its words are chosen when it is shown, in English or Spanish. As JSON it has one form,
//! [`FindingReport`], in what [`Finding`] serialises to, in `frontera validate` and in `frontera convert --report`;
//! `schemas/validation.schema.json` describes it.
//! ```
//! use frontera::{Format, Lang, Options};
//! let xml = include_bytes!("../../fixtures/cfdi/export-produce.xml");
//! let converted = frontera::convert(xml, Format::UsJson, &Options::default())?;
//! for finding in converted.report.findings() {
//!     println!("{} {}", finding.code, finding.message(Lang::En));
//! }
//! # Ok::<(), frontera::Error>(())
//! ```

mod codes;
mod fault;
mod json;
mod merge;
mod verified;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::Serialize;

use crate::convert::Format;
use crate::error::Position;
use crate::formats::Source;
use crate::mapping::{self, Field};
use crate::model::Text;

pub(crate) use codes::{Entry, entries};
use merge::Index;

pub(crate) use codes::of_structure;
pub use fault::Fault;
#[cfg(feature = "schema")]
pub use json::schema;
pub use json::{FileReport, FindingReport, PlaceReport, SCHEMA};
pub use verified::{CertificateKind, CertificateReport, Check, CheckReport, SealReport, Verdict};

/// A finding's code: SAT's own where SAT has one, else the project's `FRO-<room>-<number>`; never reused.
#[derive(Clone, Copy)]
pub struct Code(&'static Entry);

impl Code {
    /// A code of the registry.
    pub(crate) fn of(code: &str) -> Option<Code> {
        codes::find(code).map(Code)
    }

    /// The code as text.
    pub fn as_str(self) -> &'static str {
        self.0.code
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Code").field(&self.0.code).finish()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.code)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || self.0.code == other.0.code
    }
}

impl Eq for Code {}

impl PartialEq<&str> for Code {
    fn eq(&self, other: &&str) -> bool {
        self.0.code == *other
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.code.cmp(other.0.code)
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code)
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// Good to know.
    Note,
    /// Look at it.
    Warning,
    /// The result is wrong, incomplete or missing.
    Error,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A value was filled in that nobody gave.
    Defaulted,
    /// A value follows from another one.
    Derived,
    /// A fact is not in the result.
    Dropped,
    /// Something could not be judged.
    NotChecked,
    /// Digits were lost.
    Rounded,
    /// A rule or the form of a document is broken.
    Violated,
}

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

/// Where: a field of the mapping with its indices, as XPath and as JSON pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Location {
    /// XPath in the CFDI, with SAT's prefixes.
    pub xpath: Option<Text>,
    /// JSON pointer in the neutral invoice.
    pub pointer: Option<Text>,
}

impl Location {
    /// A place in a CFDI.
    pub(crate) fn xpath(xpath: impl Into<Text>) -> Self {
        Location { xpath: Some(xpath.into()), pointer: None }
    }

    /// The XPath, else the pointer.
    pub fn as_str(&self) -> &str {
        self.xpath.as_deref().or(self.pointer.as_deref()).unwrap_or("/")
    }

    /// Its place in a source, CFDI or JSON; `None` where the source has no such field. For many, see [`Source`].
    pub fn position(&self, source: &[u8]) -> Option<Position> {
        Source::new(source).position(self)
    }
}

/// What a message is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Values {
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Text>,
    /// What should stand there, or stands there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Text>,
    /// What it may have been meant to be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Text>,
    /// The other file that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Text>,
}

/// One thing that a user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Which one.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What happened.
    pub event: Event,
    /// Where it happened first.
    pub location: Location,
    /// What it is about.
    pub values: Values,
    /// How often it happened: equal events are one finding.
    pub count: u32,
    field: Option<Field>,
    fault: Option<Fault>,
}

impl Finding {
    /// The message in words.
    pub fn message(&self, lang: Lang) -> String {
        let mut message = self.fill(self.text(lang).0, lang);
        // A rule's title says what holds; what does not is added to it.
        if self.fault.is_none() && self.event == Event::Violated && crate::rules::find(self.code.as_str()).is_some() {
            let words = match lang {
                Lang::En => ["found", "expected"],
                Lang::Es => ["se encontró", "se esperaba"],
            };
            let values = [&self.values.found, &self.values.expected];
            if values.iter().all(|value| value.is_none()) {
                message.push_str(match lang {
                    Lang::En => ": not so here",
                    Lang::Es => ": aquí no es así",
                });
            }
            for (i, (word, value)) in words.into_iter().zip(values).enumerate() {
                let Some(value) = value else { continue };
                let first = i == 0 || self.values.found.is_none();
                message.push_str(if first { ": " } else { ", " });
                message.push_str(word);
                message.push_str(" `");
                show(&mut message, value);
                message.push('`');
            }
        }
        message
    }

    /// What to change.
    pub fn help(&self, lang: Lang) -> String {
        self.fill(self.text(lang).1, lang)
    }

    /// What exactly the schema finds wrong, where it is a fault of structure.
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// The row of the mapping that it is about.
    pub fn field(&self) -> Option<Field> {
        self.field
    }

    /// A finding that is in no report.
    pub(crate) fn of(code: Option<Code>, location: Location, values: Values) -> Self {
        Finding::new(code.map_or(&codes::UNREGISTERED, |code| code.0), None, location, values)
    }

    fn new(code: &'static Entry, field: Option<Field>, location: Location, values: Values) -> Self {
        let (severity, event) = (code.severity, code.event);
        Finding { code: Code(code), severity, event, location, values, count: 1, field, fault: None }
    }

    fn text(&self, lang: Lang) -> (&'static str, &'static str) {
        match (self.fault, lang) {
            (Some(fault), _) => fault.text(lang),
            (None, Lang::En) => self.code.0.en,
            (None, Lang::Es) => self.code.0.es,
        }
    }

    /// One pass, so that a value which looks like a placeholder stays what it is.
    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut out = String::with_capacity(template.len() + 64);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            match name {
                "at" => out.push_str(self.location.as_str()),
                "pointer" => out.push_str(self.location.pointer.as_deref().unwrap_or_default()),
                "name" => match (last_step(self.location.as_str()), self.values.found.as_deref()) {
                    // The name is one that would mislead in a path.
                    ("*", Some(written)) => show(&mut out, written),
                    (name, _) => out.push_str(name),
                },
                "nearest" if self.values.candidates.is_empty() => {}
                "nearest" => {
                    let candidates = self.values.candidates.join("`, `");
                    out.push_str(&match lang {
                        Lang::En => format!("Did you mean `{candidates}`?"),
                        Lang::Es => format!("¿Quiso decir `{candidates}`?"),
                    });
                }
                "found" => show(&mut out, self.values.found.as_deref().unwrap_or_default()),
                "file" => show(&mut out, self.values.file.as_deref().unwrap_or_default()),
                "reason" | "source" => {
                    let code = self.values.expected.as_deref().unwrap_or_default();
                    let (en, es, source) = crate::tax::table::words(code).unwrap_or_default();
                    out.push_str(match (name, lang) {
                        ("source", _) => source,
                        (_, Lang::En) => en,
                        (_, Lang::Es) => es,
                    });
                }
                "or_context" => {
                    if let Some(place) = self.values.expected.as_deref() {
                        out.push_str(&match lang {
                            Lang::En => format!(", or into the context at {place}"),
                            Lang::Es => format!(", o en el contexto en {place}"),
                        });
                    }
                }
                "expected" => out.push_str(self.values.expected.as_deref().unwrap_or_default()),
                _ => out.push_str(&self.values.candidates.join(", ")),
            }
            rest = after;
        }
        out.push_str(rest);
        out.truncate(out.trim_end().len());
        out
    }
}

/// Values that a log may have, long ones cut.
fn presentable(values: Values, path: &str) -> Values {
    let hidden = last_step(path).contains("IdTrib");
    // Nine digits may be a social security number, which no log should have.
    let found = values.found.map(|found| match hidden {
        true => "…".into(),
        false => shorten(&mask(&found), 120),
    });
    let expected = values.expected.map(|expected| shorten(&expected, 240));
    Values { found, expected, ..values }
}

/// Hides what has the shape of a US tax number, whichever attribute it strayed into: of nine digits the last four stay.
pub(crate) fn mask(text: &Text) -> Text {
    let is_number = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        digits == 9 && word.bytes().all(|b| b.is_ascii_digit() || b == b'-') && word.len() <= 11
    };
    if !text.split_whitespace().any(is_number) {
        return text.clone();
    }
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if !is_number(word) {
            out.push_str(piece);
            continue;
        }
        let shown = word.len() - 4;
        out.extend(piece.char_indices().map(|(at, c)| if at < shown && c.is_ascii_digit() { '*' } else { c }));
    }
    out.into()
}

/// What a document has, with the characters that nobody sees named: a value may be wrong because of them alone.
fn show(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\u{A0}'
            | '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202F}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' => {
                out.extend(c.escape_unicode());
            }
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
}

/// The name in the last step of a path: `Rfc` of `/cfdi:Comprobante/cfdi:Emisor/@Rfc`.
fn last_step(path: &str) -> &str {
    let step = path.rsplit('/').next().unwrap_or(path);
    let step = step.strip_prefix('@').unwrap_or(step);
    step.split_once('[').map_or(step, |(name, _)| name)
}

/// A [`FindingReport`] in English, without a source to tell line and column from.
impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        FindingReport::of(self, Lang::En, None).serialize(serializer)
    }
}

/// Everything that a conversion or a validation has to say, in the order found.
///
/// It lists some thousand findings at most, and the first of each code whatever there is before it; how many more there were
/// is in [`omitted`](Report::omitted).
#[derive(Clone, Default)]
pub struct Report {
    findings: Vec<Finding>,
    omitted: u64,
    index: Index,
}

impl Report {
    /// All findings.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Facts that are not in the result, or not as they were: dropped, defaulted, rounded.
    pub fn losses(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| matches!(f.event, Event::Dropped | Event::Defaulted | Event::Rounded))
    }

    /// Broken rules.
    pub fn violations(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.event == Event::Violated)
    }

    /// What could not be judged.
    pub fn not_checked(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.event == Event::NotChecked)
    }

    /// How many more findings there were than are listed: nobody reads a hundred thousand.
    pub fn omitted(&self) -> u64 {
        self.omitted
    }

    /// True where a finding has error severity. Omitted ones are no exception: the first of each code is listed.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    /// Nothing to say.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn add(&mut self, code: &'static str, field: Option<Field>, location: Location, values: Values) {
        let entry = codes::find(code).unwrap_or(&codes::UNREGISTERED);
        debug_assert_eq!(entry.code, code, "the registry lacks a code");
        self.insert(Finding::new(entry, field, location, values));
    }

    /// A fault of structure, each at its own place. `at` gives the XPath of the attribute or element, or of where a missing
    /// one should stand; it is not asked for where the report is full, so that a hundred thousand faults cost little.
    pub(crate) fn add_fault(&mut self, code: &'static str, at: impl FnOnce() -> String, fault: Fault, values: Values) {
        let entry = codes::find(code).unwrap_or(&codes::UNREGISTERED);
        debug_assert_eq!(entry.code, code, "the registry lacks a code");
        if self.is_full() && self.index.has(Code(entry)) {
            self.omitted += 1;
            return;
        }
        let location = Location::xpath(at());
        let values = presentable(values, location.as_str());
        let mut finding = Finding::new(entry, None, location, values);
        finding.fault = Some(fault);
        self.insert(finding);
    }

    /// What a rule finds; `severity` and `event` may differ from its entry's. The place is not asked for where the report is
    /// full, so that a hundred thousand cost little.
    pub(crate) fn add_of_rule(
        &mut self,
        entry: &'static Entry,
        severity: Severity,
        event: Event,
        at: impl FnOnce() -> Location,
        values: Values,
    ) {
        if self.is_full() && self.index.has(Code(entry)) {
            self.omitted += 1;
            return;
        }
        let location = at();
        let values = presentable(values, location.as_str());
        self.insert(Finding { severity, event, ..Finding::new(entry, None, location, values) });
    }

    /// Takes in the findings of a part, with other pointers where `place` has one.
    pub(crate) fn absorb(&mut self, part: Report, place: impl Fn(&str) -> Option<String>) {
        for mut finding in part.findings {
            if let Some(moved) = finding.location.pointer.as_deref().and_then(&place) {
                finding.location.pointer = Some(moved.into());
            }
            self.insert(finding);
        }
        self.omitted += part.omitted;
    }

    /// Takes in what a validation found broken, and not what it could not judge.
    pub(crate) fn absorb_violations(&mut self, mut judged: Report, given: Format) {
        judged.retain(|finding| finding.event != Event::NotChecked);
        self.absorb_all(judged, given);
    }

    /// Takes in what was found in what was made, which gets the place in what was given as well.
    pub(crate) fn absorb_all(&mut self, judged: Report, given: Format) {
        self.omitted += judged.omitted;
        for mut finding in judged.findings {
            let Location { xpath, pointer } = &mut finding.location;
            match (given, &xpath, &pointer) {
                (Format::Cfdi, None, Some(pointer)) => *xpath = mapping::xpath_of(pointer),
                (Format::UsJson, Some(xpath), None) => *pointer = mapping::pointer_of(xpath),
                _ => {}
            }
            self.insert(finding);
        }
    }

    /// Takes in one finding.
    pub(crate) fn take_in(&mut self, finding: Finding) {
        self.insert(finding);
    }

    /// Only some findings stay. What is omitted is of unknown codes and stays counted.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Finding) -> bool) {
        let omitted = self.omitted;
        let kept: Vec<Finding> = std::mem::take(self).findings.into_iter().filter(keep).collect();
        kept.into_iter().for_each(|finding| self.insert(finding));
        self.omitted = omitted;
    }

    /// Findings of a severity become errors.
    pub(crate) fn raise(&mut self, severity: Severity) {
        for finding in self.findings.iter_mut().filter(|finding| finding.severity == severity) {
            finding.severity = Severity::Error;
        }
    }

    /// Losses become errors.
    pub(crate) fn harden(&mut self) {
        for finding in &mut self.findings {
            if matches!(finding.event, Event::Dropped | Event::Defaulted | Event::Rounded) {
                finding.severity = Severity::Error;
            }
        }
    }

    fn insert(&mut self, finding: Finding) {
        let key = merge::key(&finding);
        if let Some(equal) = self.index.equal(key, &finding, &mut self.findings) {
            equal.count = equal.count.saturating_add(finding.count);
        } else if self.is_full() && self.index.has(finding.code) {
            self.omitted += 1;
        } else {
            self.index.remember(key, finding.code, self.findings.len());
            self.findings.push(finding);
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.findings.len() >= MAX_FINDINGS
    }
}

/// What is said is compared; how it is looked up follows from it.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.findings == other.findings && self.omitted == other.omitted
    }
}

impl Eq for Report {}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("findings", &self.findings).field("omitted", &self.omitted).finish()
    }
}

/// Nobody reads more; beyond it only the first finding of a code is listed.
const MAX_FINDINGS: usize = 1_000;

/// Enough of a value to recognise it in a message.
pub(crate) fn shorten(text: &Text, enough: usize) -> Text {
    match text.char_indices().nth(enough) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.clone(),
    }
}

impl Values {
    pub(crate) fn found(text: impl Into<Text>) -> Self {
        Values { found: Some(text.into()), ..Values::default() }
    }

    pub(crate) fn expected(mut self, text: impl Into<Text>) -> Self {
        self.expected = Some(text.into());
        self
    }

    pub(crate) fn candidates<T: Into<Text>>(mut self, candidates: impl IntoIterator<Item = T>) -> Self {
        self.candidates = candidates.into_iter().map(Into::into).collect();
        self
    }
}

#[cfg(test)]
mod tests;
