//! What a user is told: one type for violations, losses, derived and defaulted values.
//!
//! A finding never stops a conversion. Its words are chosen when it is shown, in English or Spanish.
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

use std::fmt;

use serde::Serialize;
use serde::ser::SerializeStruct;

use crate::error::Position;
use crate::formats::Source;
use crate::mapping::Field;
use crate::model::Text;

use codes::CODES;

/// A finding's code: SAT's own where SAT has one, else the project's `FRO-<room>-<number>`; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Code(&'static str);

impl Code {
    /// The code as text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
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
    /// The XPath, else the pointer.
    pub fn as_str(&self) -> &str {
        self.xpath.as_deref().or(self.pointer.as_deref()).unwrap_or("/")
    }

    /// Its place in a source, CFDI or JSON; `None` where the source has no such field. For many, see [`Source`].
    pub fn position(&self, source: &[u8]) -> Option<Position> {
        Source::new(source).position(self)
    }
}

impl Location {
    fn same_but_for_indices(&self, other: &Location) -> bool {
        let plain = |path: &Option<Text>| -> Vec<u8> {
            path.iter().flat_map(|p| p.bytes()).filter(|b| !b.is_ascii_digit()).collect()
        };
        self == other || (plain(&self.xpath) == plain(&other.xpath) && plain(&self.pointer) == plain(&other.pointer))
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
}

impl Finding {
    /// The message in words.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.text(lang).0)
    }

    /// What to change.
    pub fn help(&self, lang: Lang) -> String {
        self.fill(self.text(lang).1)
    }

    /// The row of the mapping that it is about.
    pub fn field(&self) -> Option<Field> {
        self.field
    }

    fn text(&self, lang: Lang) -> (&'static str, &'static str) {
        let entry = CODES.iter().find(|entry| entry.code == self.code.0);
        entry.map_or(("", ""), |entry| match lang {
            Lang::En => entry.en,
            Lang::Es => entry.es,
        })
    }

    /// One pass, so that a value which looks like a placeholder stays what it is.
    fn fill(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 64);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            match name {
                "at" => out.push_str(self.location.as_str()),
                "pointer" => out.push_str(self.location.pointer.as_deref().unwrap_or_default()),
                "found" => out.push_str(self.values.found.as_deref().unwrap_or_default()),
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

/// Code, severity, event, message and help in English, location, values and count.
impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Finding", 9)?;
        out.serialize_field("code", &self.code)?;
        out.serialize_field("severity", &self.severity)?;
        out.serialize_field("event", &self.event)?;
        out.serialize_field("message", &self.message(Lang::En))?;
        out.serialize_field("help", &self.help(Lang::En))?;
        out.serialize_field("xpath", &self.location.xpath)?;
        out.serialize_field("pointer", &self.location.pointer)?;
        out.serialize_field("values", &self.values)?;
        out.serialize_field("count", &self.count)?;
        out.end()
    }
}

/// Everything that a conversion has to say, in the order found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
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

    /// True where a finding has error severity.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    /// Nothing to say.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn add(&mut self, code: &'static str, field: Option<Field>, location: Location, values: Values) {
        // The table names every code; a test walks the sources for codes that it lacks.
        let (severity, event) = CODES
            .iter()
            .find(|entry| entry.code == code)
            .map_or((Severity::Error, Event::Violated), |e| (e.severity, e.event));
        let code = Code(code);
        // Equal events are one finding: the same code, the same field but for its indices, the same values. Of odd literals
        // one is shown for all of a field; each error has its own place.
        let same = |f: &Finding| {
            f.code == code
                && match severity {
                    Severity::Error => f.values == values && f.location == location,
                    _ => {
                        let any_value = ["FRO-CFDI-005", "FRO-CFDI-008"].contains(&code.0);
                        (any_value || f.values == values) && f.location.same_but_for_indices(&location)
                    }
                }
        };
        let full = self.findings.len() >= MAX_FINDINGS;
        match self.findings.iter_mut().find(|f| same(f) || (full && f.code == code)) {
            Some(finding) => finding.count += 1,
            None => self.findings.push(Finding { code, severity, event, location, values, count: 1, field }),
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
}

/// Nobody reads more; what follows is counted with the first finding of its code.
const MAX_FINDINGS: usize = 1_000;

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
mod tests {
    use super::*;

    #[test]
    fn codes_are_well_formed_sorted_and_unique() {
        assert!(CODES.windows(2).all(|w| w[0].code < w[1].code));
        for entry in CODES {
            let parts: Vec<_> = entry.code.split('-').collect();
            assert_eq!((parts.len(), parts[0], parts[2].len()), (3, "FRO", 3), "{}", entry.code);
            for text in [entry.en.0, entry.en.1, entry.es.0, entry.es.1] {
                assert!(!text.is_empty(), "{}", entry.code);
            }
        }
    }
}
