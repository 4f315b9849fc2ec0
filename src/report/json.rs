//! The one JSON form of findings: what `frontera validate` and `convert --report` write and what a [`Finding`] serialises to.

use serde::Serialize;

use super::{Event, Fault, Finding, Lang, Report, SealReport};
use crate::error::{Error, Position};
use crate::formats::Source;
use crate::validate::{Profile, Validation};

/// The JSON Schema of [`FileReport`] (draft 2020-12), as `schemas/validation.schema.json` has it.
pub const SCHEMA: &str = include_str!("../../schemas/validation.schema.json");

/// What validating or converting one file gave. Fields that have nothing to say are left out, but for those of `location`, which are
/// always there and null where unknown. Several files are one such object a line (NDJSON), in the order they were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct FileReport {
    /// The file as it was named, `-` for standard input.
    pub file: String,
    /// False where it could not be read, or where a finding is an error. True says nothing about what is in `not_checked`.
    pub valid: bool,
    /// What it is: `cfdi`, `us-json` or `context`. Absent where it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Which of SAT's documents: `CFDI 4.0`. Absent where it is none of them, and for a conversion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// What it was checked as. Absent where it is none of SAT's documents, and for a conversion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// What was verified of its seal. Absent where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealReport>,
    /// What there is to say, in the order found, but for what is in `not_checked`.
    pub findings: Vec<FindingReport>,
    /// What could not be judged, in the same form.
    pub not_checked: Vec<FindingReport>,
    /// How many more findings there were than are listed. Absent where all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub omitted: Option<u64>,
}

impl FileReport {
    /// The report of a conversion: `valid` tells that no finding is an error.
    pub fn of_conversion(file: impl Into<String>, report: &Report, source: &Source<'_>, lang: Lang) -> Self {
        let (not_checked, findings) = split(report, source, lang);
        FileReport {
            file: file.into(),
            valid: !report.has_errors(),
            format: source.format().map(|format| format.name().into()),
            family: None,
            profile: None,
            seal: None,
            findings,
            not_checked,
            omitted: omitted(report),
        }
    }

    /// The report of a context that was checked: `valid` tells that no finding is an error.
    pub fn of_context(file: impl Into<String>, report: &Report, source: &Source<'_>, lang: Lang) -> Self {
        let format = Some("context".into());
        FileReport { format, ..FileReport::of_conversion(file, report, source, lang) }
    }

    /// The report of a file that could be read and was validated.
    pub fn new(file: impl Into<String>, validation: &Validation, source: &Source<'_>, lang: Lang) -> Self {
        let (not_checked, findings) = split(&validation.report, source, lang);
        FileReport {
            file: file.into(),
            valid: validation.is_valid(),
            format: Some(validation.format.name().into()),
            family: validation.family.map(|family| family.name().into()),
            profile: validation.profile,
            seal: validation.seal.clone(),
            findings,
            not_checked,
            omitted: omitted(&validation.report),
        }
    }

    /// The report of a file that the library could not read.
    pub fn of_error(file: impl Into<String>, error: &Error, lang: Lang) -> Self {
        FileReport {
            file: file.into(),
            valid: false,
            format: None,
            family: None,
            profile: None,
            seal: None,
            findings: vec![FindingReport::of_error(error, lang)],
            not_checked: Vec::new(),
            omitted: None,
        }
    }
}

fn omitted(report: &Report) -> Option<u64> {
    Some(report.omitted()).filter(|omitted| *omitted > 0)
}

fn split(report: &Report, source: &Source<'_>, lang: Lang) -> (Vec<FindingReport>, Vec<FindingReport>) {
    let findings = report.findings().iter().map(|finding| FindingReport::new(finding, source, lang));
    findings.partition(|finding| finding.event == Event::NotChecked)
}

/// One thing that a user should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Finding", deny_unknown_fields))]
#[non_exhaustive]
pub struct FindingReport {
    /// SAT's own code where SAT has one (`CFDI40999`), else the project's (`FRO-SEAL-004`); never reused.
    pub code: String,
    /// How much it weighs. One `error` makes a file not valid.
    pub severity: super::Severity,
    /// What happened.
    pub event: Event,
    /// The message, in the language asked for.
    pub message: String,
    /// What to change, in the language asked for.
    pub help: String,
    /// How often: equal events are one finding, with the place of the first. Absent for once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Where.
    pub location: PlaceReport,
    /// What a schema finds wrong, for faults of structure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// What stands there, long values cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What should stand there, or stands there now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What it may have been meant to be, nearest first. Absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
    /// The other file that it is about: of two with one UUID the earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

impl FindingReport {
    /// A finding with its place in what was read.
    pub fn new(finding: &Finding, source: &Source<'_>, lang: Lang) -> Self {
        FindingReport::of(finding, lang, Some(source))
    }

    pub(super) fn of(finding: &Finding, lang: Lang, source: Option<&Source<'_>>) -> Self {
        let location = &finding.location;
        let position = source.and_then(|source| source.position(location));
        let owned = |text: &Option<crate::model::Text>| text.as_ref().map(|text| text.to_string());
        let path = match &location.pointer {
            Some(pointer) if source.is_some_and(Source::has_pointers) => pointer.as_str(),
            _ => location.as_str(),
        };
        FindingReport {
            code: finding.code.as_str().into(),
            severity: finding.severity,
            event: finding.event,
            message: finding.message(lang),
            help: finding.help(lang),
            count: Some(finding.count).filter(|count| *count > 1),
            location: PlaceReport::new(path, position, owned(&location.xpath), owned(&location.pointer)),
            fault: finding.fault,
            found: owned(&finding.values.found),
            expected: owned(&finding.values.expected),
            candidates: finding.values.candidates.iter().map(|text| text.to_string()).collect(),
            file: owned(&finding.values.file),
        }
    }

    /// Why a document could not be read, as a finding.
    pub fn of_error(error: &Error, lang: Lang) -> Self {
        let finding = error.to_finding();
        let mut report = FindingReport::of(&finding, lang, None);
        let pointer = error.pointer().filter(|pointer| !pointer.is_empty()).map(str::to_owned);
        report.location = PlaceReport::new(error.pointer().unwrap_or("/"), error.position(), None, pointer);
        report
    }
}

/// A place. A path that names what is missing is shown where it should stand: line and column are those of what is around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Location", deny_unknown_fields))]
#[non_exhaustive]
pub struct PlaceReport {
    /// In XML an XPath with SAT's prefixes, in JSON a pointer; `/` for the whole document.
    pub path: String,
    /// Counted from 1; null where the place is not known.
    pub line: Option<usize>,
    /// Counted from 1, in characters; null where the place is not known.
    pub column: Option<usize>,
    /// Bytes before it; null where the place is not known.
    pub offset: Option<usize>,
    /// Its bytes; null where the place is not known.
    pub length: Option<usize>,
    /// The XPath in the CFDI, for what has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xpath: Option<String>,
    /// The JSON pointer in the neutral invoice, for what has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

impl PlaceReport {
    fn new(path: &str, position: Option<Position>, xpath: Option<String>, pointer: Option<String>) -> Self {
        PlaceReport {
            path: if path.is_empty() { "/".into() } else { path.into() },
            line: position.map(|at| at.line),
            column: position.map(|at| at.column),
            offset: position.map(|at| at.offset),
            length: position.map(|at| at.length),
            xpath,
            pointer,
        }
    }
}

/// The JSON Schema made anew from the types; [`SCHEMA`] is what it was when it was last written.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<FileReport>()
        .to_value();
    without_nulls(&mut schema);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$id".into(), "urn:frontera:validation:1.0".into());
        fields.insert("title".into(), "What validating or converting a file gave".into());
    }
    schema
}

/// A field that may be left out is never null, which the derived schema does not say.
#[cfg(feature = "schema")]
fn without_nulls(schema: &mut serde_json::Value) {
    use serde_json::{Value, json};
    let Some(fields) = schema.as_object_mut() else { return };
    let required = fields.get("required").cloned().unwrap_or_default();
    let required = |name: &str| required.as_array().is_some_and(|names| names.iter().any(|it| it == name));
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        for (_, property) in properties.iter_mut().filter(|(name, _)| !required(name)) {
            if let Some(Value::Array(types)) = property.get("type") {
                property["type"] = types.iter().find(|name| **name != "null").cloned().unwrap_or_default();
            }
            if let Some(Value::Array(choices)) = property.get_mut("anyOf") {
                choices.retain(|choice| *choice != json!({"type": "null"}));
            }
        }
    }
    for definition in fields.get_mut("$defs").and_then(Value::as_object_mut).into_iter().flatten() {
        without_nulls(definition.1);
    }
}

#[cfg(all(test, feature = "schema"))]
mod tests {
    #[test]
    fn the_schema_is_current() {
        let written: serde_json::Value = serde_json::from_str(super::SCHEMA).unwrap();
        assert_eq!(written, super::schema(), "run cargo xtask schemas");
    }
}
