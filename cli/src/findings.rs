//! Findings and errors for people, with the source underlined. For programs the library has a JSON form.
//!
//! What is shown is bounded whatever the document holds: the most severe [`SHOWN`] findings, a window of the line, the
//! beginning of a value. The JSON has everything.

use std::collections::HashMap;
use std::fmt;
use std::io::Write;

use frontera::report::FindingReport;
use frontera::{Finding, Format, Lang, Location, Position, Report, Severity, Source};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::io::Input;
use crate::snippet::Snippet;
use crate::text::{clip, redact, visible, wrap};
use crate::words;

/// A finding with its place in what was read, where it has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Located<'r> {
    pub(crate) finding: &'r Finding,
    place: Option<(&'r Input, Position)>,
}

/// Finds the place of each finding; `also` gives a second chance in another file.
pub(crate) fn locate<'r>(
    report: &'r Report,
    input: &'r Input,
    also: impl Fn(&Location) -> Option<(&'r Input, Position)>,
) -> Vec<Located<'r>> {
    locate_in(&Source::new(&input.bytes), report, input, also)
}

/// As [`locate`], in a source that was read already.
pub(crate) fn locate_in<'r>(
    source: &Source<'_>,
    report: &'r Report,
    input: &'r Input,
    also: impl Fn(&Location) -> Option<(&'r Input, Position)>,
) -> Vec<Located<'r>> {
    let findings = report.findings();
    let mut known: HashMap<&Location, Option<Position>> = HashMap::new();
    for finding in findings {
        known.entry(&finding.location).or_insert_with(|| source.position(&finding.location));
    }
    let located = findings.iter().map(|finding| {
        let position = known.get(&finding.location).copied().flatten();
        let place = position.map(|position| (input, position)).or_else(|| also(&finding.location));
        Located { finding, place }
    });
    located.collect()
}

/// Says the findings on standard error, a summary last.
pub(crate) fn print(findings: &[Located<'_>], omitted: u64, lang: Lang) {
    let mut out = render(findings, lang, columns(std::io::stderr()));
    if let Some(more) = more(findings.len() - findings.len().min(SHOWN), lang) {
        out.push_str(&more);
        out.push('\n');
    }
    if let Some(more) = not_listed(omitted, lang) {
        out.push_str(&more);
        out.push('\n');
    }
    if !findings.is_empty() {
        out.push_str(&summary(findings, lang));
        out.push('\n');
    }
    stderr(&out);
}

/// The findings that are shown, each with its source.
pub(crate) fn render(findings: &[Located<'_>], lang: Lang, columns: usize) -> String {
    let mut out = String::new();
    for located in most_severe(findings) {
        out.push_str(&Notice::of_finding(located, lang).render(columns));
        out.push('\n');
    }
    out
}

/// Why the library could not read a file, in the form of findings.
pub(crate) fn render_error(error: &frontera::Error, input: Option<&Input>, lang: Lang, columns: usize) -> String {
    let said = FindingReport::of_error(error, lang);
    let clean = |text: &str| visible(&redact(&clip(text, MESSAGE)));
    let mut head = format!("{} {}", words::severity(Severity::Error).0.of(lang), said.code);
    if let Some(pointer) = error.pointer().filter(|pointer| !pointer.is_empty()) {
        head = format!("{head} {} {}", words::AT.of(lang), visible(&redact(&clip(pointer, VALUE))));
    }
    let snippet = input.and_then(|input| Some(Snippet::new(input, error.position()?)));
    let help = Some(format!("{}: {}", words::HELP.of(lang), clean(&said.help)));
    let notice = Notice { message: clean(&said.message), severity: miette::Severity::Error, head, snippet, help };
    notice.render(columns) + "\n"
}

/// Says why the library stopped, on standard error.
pub(crate) fn print_error(error: &frontera::Error, input: &Input) {
    match error.position() {
        Some(at) => stderr(&Notice::of_error(error, Snippet::new(input, at)).render(columns(std::io::stderr()))),
        None => print_message(&format!("{}: {}", input.name, redact(&clip(error.message(), MESSAGE)))),
    }
}

/// Says in words why a command stopped, on standard error.
pub(crate) fn print_message(message: &str) {
    let message = visible(message);
    stderr(&format!("\x1B[1;31merror:\x1B[0m {message}\n"));
}

/// Says one more thing, on standard error.
pub(crate) fn print_note(message: &str) {
    stderr(&format!("{}\n", visible(message)));
}

/// How many findings there are of each severity, in words.
pub(crate) fn summary(findings: &[Located<'_>], lang: Lang) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = findings.iter().filter(|located| located.finding.severity == severity).count();
        (count, words::severity(severity))
    });
    let parts: Vec<_> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, (one, many))| format!("{count} {}", if *count == 1 { one } else { many }.of(lang)))
        .collect();
    parts.join(", ")
}

/// The findings to show: all, or as many as anybody reads, the most severe ones in the order found.
pub(crate) fn most_severe<'f, 'r>(findings: &'f [Located<'r>]) -> Vec<&'f Located<'r>> {
    let mut order = by_severity(findings.iter().map(|located| located.finding.severity));
    order.truncate(SHOWN);
    order.sort_unstable();
    order.into_iter().map(|at| &findings[at]).collect()
}

/// The order of most severe first, else as found.
fn by_severity(severities: impl Iterator<Item = Severity>) -> Vec<usize> {
    let mut order: Vec<_> = severities.enumerate().collect();
    order.sort_by_key(|(_, severity)| std::cmp::Reverse(*severity));
    order.into_iter().map(|(at, _)| at).collect()
}

/// How many findings are not shown, in words.
pub(crate) fn more(rest: usize, lang: Lang) -> Option<String> {
    (rest > 0).then(|| words::MORE_FINDINGS.of(lang).replace("{}", &rest.to_string()))
}

/// How many findings no list has, in words.
pub(crate) fn not_listed(omitted: u64, lang: Lang) -> Option<String> {
    (omitted > 0).then(|| words::NOT_LISTED.of(lang).replace("{}", &omitted.to_string()))
}

/// The width of the terminal behind a stream.
#[cfg(unix)]
pub(crate) fn columns(stream: impl std::os::fd::AsFd) -> usize {
    terminal_size::terminal_size_of(stream).map_or(WIDTH, |(width, _)| width.0.into())
}

/// The width of the terminal behind a stream.
#[cfg(windows)]
pub(crate) fn columns(stream: impl std::os::windows::io::AsHandle) -> usize {
    terminal_size::terminal_size_of(stream).map_or(WIDTH, |(width, _)| width.0.into())
}

/// Message and help of a finding, its values no longer than anybody reads.
pub(crate) fn words_of(finding: &Finding, lang: Lang) -> (String, String) {
    let mut short = finding.clone();
    let Location { xpath, pointer } = &mut short.location;
    for text in [&mut short.values.found, &mut short.values.expected, xpath, pointer].into_iter().flatten() {
        *text = clip(text, VALUE).into();
    }
    short.values.candidates.iter_mut().for_each(|text| *text = clip(text, VALUE).into());
    let said = |text: String| visible(&redact(text.trim_end()));
    let times = match finding.count {
        0 | 1 => String::new(),
        count => format!(" {}", words::TIMES.of(lang).replace("{}", &count.to_string())),
    };
    (said(short.message(lang)) + &times, said(short.help(lang)))
}

/// The path of a finding as its source writes paths: a pointer in JSON, else the XPath where there is one.
pub(crate) fn path(located: &Located<'_>) -> Option<String> {
    let Location { xpath, pointer } = &located.finding.location;
    let in_json = located.place.is_some_and(|(input, _)| Format::detect(&input.bytes) == Ok(Format::UsJson));
    let path = if in_json { pointer.as_ref().or(xpath.as_ref()) } else { xpath.as_ref().or(pointer.as_ref()) };
    path.filter(|path| !path.is_empty()).map(|path| visible(&redact(&clip(path, VALUE))))
}

/// What is shown of each kind of trouble.
struct Notice {
    message: String,
    severity: miette::Severity,
    /// Severity in words, the code and the path.
    head: String,
    snippet: Option<Snippet>,
    help: Option<String>,
}

impl Notice {
    fn of_finding(located: &Located<'_>, lang: Lang) -> Notice {
        let finding = located.finding;
        let (message, help) = words_of(finding, lang);
        let severity = match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            _ => miette::Severity::Advice,
        };
        let mut head = format!("{} {}", words::severity(finding.severity).0.of(lang), finding.code);
        if let Some(path) = path(located) {
            head = format!("{head} {} {path}", words::AT.of(lang));
        }
        Notice {
            message,
            severity,
            head,
            snippet: located.place.map(|(input, at)| Snippet::new(input, at)),
            help: Some(format!("{}: {help}", words::HELP.of(lang))),
        }
    }

    fn of_error(error: &frontera::Error, snippet: Snippet) -> Notice {
        let mut head = words::severity(Severity::Error).0.of(Lang::En).to_owned();
        if let Some(pointer) = error.pointer().filter(|pointer| !pointer.is_empty()) {
            let pointer = visible(&redact(&clip(pointer, VALUE)));
            head = format!("{head} {} {pointer}", words::AT.of(Lang::En));
        }
        Notice {
            message: visible(&redact(&clip(error.message(), MESSAGE))),
            severity: miette::Severity::Error,
            head,
            snippet: Some(snippet),
            help: None,
        }
    }

    fn render(&self, columns: usize) -> String {
        let columns = columns.max(40);
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode())
            .with_width(columns)
            .with_links(false)
            .without_syntax_highlighting();
        let mut out = String::new();
        // It fails only where the snippet does, and ours does not; the words would still be there.
        if handler.render_report(&mut out, self).is_err() {
            out = format!("{}\n\n  {}\n", self.head, self.message);
        }
        // miette's own help is introduced in English.
        for (i, line) in self.help.iter().flat_map(|help| wrap(help, columns - 4)).enumerate() {
            out.push_str(&format!("  {}{line}\n", if i > 0 { "  " } else { "" }));
        }
        out
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Notice {}

impl Diagnostic for Notice {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.head))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let mark = self.snippet.as_ref()?.mark();
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(None, mark))))
    }
}

/// Nobody reads more on a terminal.
pub(crate) const SHOWN: usize = 100;
/// Characters of a value, a path, a message.
const VALUE: usize = 160;
const MESSAGE: usize = 400;
/// Columns where there is no terminal.
const WIDTH: usize = 100;

fn stderr(text: &str) {
    // Whoever closed it does not want to know.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}
