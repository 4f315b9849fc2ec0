//! Findings as a SARIF 2.1.0 log: one for all files, written while they are read, so that a batch holds one file at a time.
//!
//! SARIF's members may stand in any order. The results come first; the rules that they name, known only then, come last.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use frontera::report::{FileReport, FindingReport};
use frontera::rules::{self, Explanation};
use frontera::{Event, Lang, Severity};
use serde::Serialize;

use crate::io;
use crate::words;

/// A log that is being written; each step gives the text that comes next.
pub(crate) struct Log {
    lang: Lang,
    /// The codes of the results, with their places in the list of rules.
    codes: BTreeMap<String, usize>,
    notices: Vec<Notification>,
    empty: bool,
}

impl Log {
    pub(crate) fn new(lang: Lang) -> Log {
        Log { lang, codes: BTreeMap::new(), notices: Vec::new(), empty: true }
    }

    /// Everything before the first result.
    pub(crate) fn begin(&self) -> String {
        let language = match self.lang {
            Lang::Es => "es-MX",
            _ => "en-US",
        };
        format!(
            r#"{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"columnKind":"unicodeCodePoints","language":"{language}","results":["#
        )
    }

    /// The results of a file.
    pub(crate) fn file(&mut self, path: &Path, report: &FileReport, bytes: &[u8]) -> String {
        let places = Places::new(bytes);
        let artifact = Artifact::of(path, self.lang);
        let mut out = String::new();
        for finding in report.findings.iter().chain(&report.not_checked) {
            out.push_str(if self.empty { "\n" } else { ",\n" });
            self.empty = false;
            let next = self.codes.len();
            let rule_index = *self.codes.entry(finding.code.clone()).or_insert(next);
            out.push_str(&json(&Found::new(finding, rule_index, &artifact, &places, self.lang)));
        }
        if let Some(omitted) = report.omitted {
            let text = words::NOT_LISTED.of(self.lang).replace("{}", &omitted.to_string());
            let locations = vec![Location { physical_location: Some(Physical::of(&artifact)), ..Location::default() }];
            self.notices.push(Notification { level: "note", message: Message { text }, locations });
        }
        out
    }

    /// Everything after the last result.
    pub(crate) fn end(&self) -> String {
        let mut codes: Vec<(&str, usize)> = self.codes.iter().map(|(code, at)| (code.as_str(), *at)).collect();
        codes.sort_by_key(|(_, at)| *at);
        let rules = codes.into_iter().map(|(code, _)| Descriptor::new(code, self.lang)).collect();
        let driver = Driver {
            name: "frontera",
            version: env!("CARGO_PKG_VERSION"),
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules,
        };
        // That files are wrong is what it was asked for.
        let invocation = Invocation { execution_successful: true, tool_execution_notifications: &self.notices };
        format!("\n],\"tool\":{},\"invocations\":[{}]}}]}}\n", json(&Tool { driver }), json(&invocation))
    }
}

/// The schema that the log names; nobody fetches it.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

fn json(value: &impl Serialize) -> String {
    // Strings, numbers and lists alone; there is nothing to fail on.
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Serialize)]
struct Tool<'l> {
    driver: Driver<'l>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'l> {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor<'l>>,
}

/// A code.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'l> {
    id: &'l str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

impl<'l> Descriptor<'l> {
    fn new(code: &'l str, lang: Lang) -> Self {
        let explained = rules::explain(code);
        let title = explained.map_or("", |it| it.title(lang));
        let help = explained.map_or("", |it| it.text(lang));
        let level = explained.map_or("none", |it| level(it.severity()));
        Descriptor {
            id: code,
            short_description: Message { text: without_values(title) },
            full_description: Message { text: full(title, explained, lang) },
            help: Message { text: without_values(help) },
            default_configuration: Configuration { level },
        }
    }
}

/// The title, and where it is written.
fn full(title: &str, explained: Option<Explanation>, lang: Lang) -> String {
    let mut text = without_values(title);
    if let Some(rule) = explained.and_then(|it| it.rule()) {
        let source = rule.source();
        let between = if source.date.is_empty() { "" } else { ", " };
        text.push_str(&format!(". {}: {}{between}{}.", words::SOURCE.of(lang), source.name, source.date));
    }
    text
}

/// A template without what stands for values: SARIF would take the braces for its own.
fn without_values(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

impl Message {
    /// What is said of a document, which may have braces of its own.
    fn saying(text: &str) -> Message {
        Message { text: text.replace('{', "{{").replace('}', "}}") }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'l> {
    execution_successful: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tool_execution_notifications: &'l [Notification],
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
}

/// A finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'f> {
    rule_id: &'f str,
    rule_index: usize,
    kind: &'static str,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence_count: Option<u32>,
}

impl<'f> Found<'f> {
    fn new(finding: &'f FindingReport, at: usize, artifact: &Artifact, places: &Places<'_>, lang: Lang) -> Self {
        // What could not be judged is open, and has no level.
        let (kind, level) = match finding.event {
            Event::NotChecked => ("open", "none"),
            _ => ("fail", level(finding.severity)),
        };
        let place = &finding.location;
        let mut physical = Physical::of(artifact);
        physical.region = place.offset.map(|offset| places.region(offset, place.length.unwrap_or(0)));
        let location = Location {
            physical_location: Some(physical),
            logical_locations: Some([Logical::of(&place.path)]),
            ..Location::default()
        };
        let other = finding.file.as_ref().map(|file| Location {
            id: Some(1),
            physical_location: Some(Physical::of(&Artifact::of(Path::new(file), lang))),
            ..Location::default()
        });
        Found {
            rule_id: &finding.code,
            rule_index: at,
            kind,
            level,
            message: Message::saying(&format!("{}. {}", finding.message.trim_end_matches('.'), finding.help)),
            locations: [location],
            related_locations: other.into_iter().collect(),
            occurrence_count: finding.count,
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "note",
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[Logical; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

impl Physical {
    fn of(artifact: &Artifact) -> Physical {
        Physical { artifact_location: artifact.clone(), region: None }
    }
}

#[derive(Clone, Serialize)]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Description>,
}

#[derive(Clone, Serialize)]
struct Description {
    text: &'static str,
}

impl Artifact {
    fn of(path: &Path, lang: Lang) -> Artifact {
        let text = words::STANDARD_INPUT.of(lang);
        Artifact { uri: uri(path), description: io::is_dash(path).then_some(Description { text }) }
    }
}

/// A path as a URI: relative ones stay so, without the steps that lead nowhere.
fn uri(path: &Path) -> String {
    let mut steps = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => steps.push(encoded(name.as_encoded_bytes())),
            Component::ParentDir => steps.push("..".into()),
            // A drive, whose colon stays.
            Component::Prefix(prefix) => steps.push(prefix.as_os_str().to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir => {}
        }
    }
    match steps.join("/") {
        steps if path.is_absolute() => format!("file:///{steps}"),
        steps if steps.is_empty() => ".".into(),
        steps => steps,
    }
}

/// Unreserved characters as they are, all other bytes as `%XX`: a colon would make a scheme of the first step.
fn encoded(name: &[u8]) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(*byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Where in the document: the path that the finding names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

impl Logical {
    fn of(path: &str) -> Logical {
        let is_xpath = path.starts_with("/cfdi:") || path.starts_with("/retenciones:");
        let last = path.rsplit('/').next().unwrap_or_default();
        let kind = is_xpath.then_some(if last.starts_with('@') { "attribute" } else { "element" });
        Logical { fully_qualified_name: path.to_owned(), kind }
    }
}

/// Lines and columns from 1, offsets from 0; characters are code points, a byte order mark is none.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    char_offset: usize,
    char_length: usize,
    byte_offset: usize,
    byte_length: usize,
}

/// A file, to tell many places in it.
struct Places<'b> {
    bytes: &'b [u8],
    /// What is before each block.
    blocks: Vec<Point>,
}

/// Lines and characters before a place.
#[derive(Clone, Copy, Default)]
struct Point {
    lines: usize,
    column: usize,
    characters: usize,
}

/// A document may be one line of megabytes, and have a thousand findings.
const BLOCK: usize = 1 << 14;

impl<'b> Places<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let mut before = Point::default();
        let mut blocks = vec![before];
        for (i, block) in bytes.chunks(BLOCK).enumerate() {
            before = before.and(&block[if i == 0 { mark(bytes) } else { 0 }..]);
            blocks.push(before);
        }
        Places { bytes, blocks }
    }

    fn region(&self, offset: usize, length: usize) -> Region {
        let offset = offset.min(self.bytes.len());
        let end_offset = offset.saturating_add(length).min(self.bytes.len());
        let (start, end) = (self.point(offset), self.point(end_offset));
        Region {
            start_line: 1 + start.lines,
            start_column: 1 + start.column,
            end_line: 1 + end.lines,
            end_column: 1 + end.column,
            char_offset: start.characters,
            char_length: end.characters - start.characters,
            byte_offset: offset,
            byte_length: end_offset - offset,
        }
    }

    fn point(&self, offset: usize) -> Point {
        let block = offset / BLOCK;
        let first = if block == 0 { mark(self.bytes).min(offset) } else { block * BLOCK };
        self.blocks.get(block).copied().unwrap_or_default().and(&self.bytes[first..offset])
    }
}

impl Point {
    fn and(self, bytes: &[u8]) -> Point {
        let characters = |bytes: &[u8]| bytes.iter().filter(|b| **b & 0xC0 != 0x80).count();
        let all = self.characters + characters(bytes);
        match bytes.iter().rposition(|b| *b == b'\n') {
            Some(last) => Point {
                lines: self.lines + bytes.iter().filter(|b| **b == b'\n').count(),
                column: characters(&bytes[last + 1..]),
                characters: all,
            },
            None => Point { column: self.column + characters(bytes), characters: all, ..self },
        }
    }
}

fn mark(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        for (path, expected) in [
            ("a.xml", "a.xml"),
            ("./2026-02/./Peña & hijos.xml", "2026-02/Pe%C3%B1a%20%26%20hijos.xml"),
            ("../a:b#c?.xml", "../a%3Ab%23c%3F.xml"),
            (".", "."),
            ("-", "-"),
            #[cfg(unix)]
            ("/tmp/x y.xml", "file:///tmp/x%20y.xml"),
        ] {
            assert_eq!(uri(Path::new(path)), expected);
        }
    }

    /// By hand: é has two bytes, the byte order mark three and no character.
    #[test]
    fn regions_count_code_points() {
        let text = "\u{FEFF}<a>\n <é b='ñ'/>\n</a>";
        let at = text.find("ñ").unwrap();
        let region = Places::new(text.as_bytes()).region(at, 2);
        let expected = Region {
            start_line: 2,
            start_column: 8,
            end_line: 2,
            end_column: 9,
            char_offset: 11,
            char_length: 1,
            byte_offset: 15,
            byte_length: 2,
        };
        assert_eq!(region, expected);
        let whole = Places::new(text.as_bytes()).region(3, text.len());
        assert_eq!((whole.start_line, whole.start_column, whole.end_line, whole.end_column), (1, 1, 3, 5));
    }

    /// Over the border of blocks the places are those of a walk from the beginning.
    #[test]
    fn long_files_have_the_same_places() {
        let text = format!("{}\n{}", "é".repeat(BLOCK), "ñx\n".repeat(BLOCK));
        let places = Places::new(text.as_bytes());
        for at in (BLOCK - 2..BLOCK + 3).chain(2 * BLOCK - 1..2 * BLOCK + 9).filter(|at| text.is_char_boundary(*at)) {
            let before = &text[..at];
            let region = places.region(at, 0);
            let column = 1 + before.rsplit('\n').next().unwrap().chars().count();
            assert_eq!((region.start_line, region.start_column), (1 + before.matches('\n').count(), column), "{at}");
            assert_eq!(region.char_offset, before.chars().count(), "{at}");
        }
    }

    #[test]
    fn braces_of_a_document_are_no_placeholders() {
        assert_eq!(Message::saying("found `{0}`").text, "found `{{0}}`");
        assert_eq!(without_values("`{found}` is not {expected}"), "`…` is not …");
    }
}
