//! Findings and errors for people, on standard error with the source underlined, and for programs, as JSON.
//!
//! What is shown is bounded whatever the document holds: the most severe [`SHOWN`] findings, a window of the line, the
//! beginning of a value. The JSON has everything.

use std::collections::HashMap;
use std::fmt;
use std::io::Write;

use frontera::{Finding, Lang, Location, Position, Report, Severity};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use serde_json::{Value, json};

use crate::io::Input;
use crate::snippet::Snippet;
use crate::text::{clip, redact, visible};
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
    let mut known: HashMap<&Location, Option<Position>> = HashMap::new();
    let mut read = 0usize;
    let findings = report.findings().iter().map(|finding| {
        let location = &finding.location;
        let position = known.get(location).copied().unwrap_or_else(|| {
            // Each look-up reads the source anew.
            read = read.saturating_add(input.bytes.len());
            let position = if read > LOOKED_UP { None } else { location.position(&input.bytes) };
            known.insert(location, position);
            position
        });
        let place = position.map(|position| (input, position)).or_else(|| also(location));
        Located { finding, place }
    });
    findings.collect()
}

/// Says the findings on standard error, a summary last.
pub(crate) fn print(findings: &[Located<'_>], lang: Lang) {
    let mut out = String::new();
    let shown = most_severe(findings);
    for located in &shown {
        out.push_str(&Notice::of_finding(located, lang).render());
        out.push('\n');
    }
    if shown.len() < findings.len() {
        let rest = findings.len() - shown.len();
        out.push_str(&words::MORE_FINDINGS.of(lang).replace("{}", &rest.to_string()));
        out.push('\n');
    }
    if !findings.is_empty() {
        out.push_str(&summary(findings, lang));
        out.push('\n');
    }
    stderr(&out);
}

/// Says why the library stopped, on standard error.
pub(crate) fn print_error(error: &frontera::Error, input: &Input) {
    stderr(&Notice::of_error(error, input).render());
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

/// Every finding as the library serialises it, with its place and in the language asked for.
pub(crate) fn to_json(findings: &[Located<'_>], input: &Input, lang: Lang) -> Vec<u8> {
    let findings: Vec<Value> = findings
        .iter()
        .map(|Located { finding, place }| {
            let mut value = json!(finding);
            value["message"] = finding.message(lang).into();
            value["help"] = finding.help(lang).into();
            if let Some((_, at)) = place {
                value["line"] = at.line.into();
                value["column"] = at.column.into();
                value["offset"] = at.offset.into();
                value["length"] = at.length.into();
            }
            value
        })
        .collect();
    format!("{:#}\n", json!({ "input": input.name.given(), "findings": findings })).into_bytes()
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
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(findings[*at].finding.severity));
    order.truncate(SHOWN);
    order.sort_unstable();
    order.into_iter().map(|at| &findings[at]).collect()
}

/// Message and help of a finding, its values no longer than anybody reads.
pub(crate) fn words_of(finding: &Finding, lang: Lang) -> (String, String) {
    let mut short = finding.clone();
    let Location { xpath, pointer } = &mut short.location;
    for text in [&mut short.values.found, &mut short.values.expected, xpath, pointer].into_iter().flatten() {
        *text = clip(text, VALUE).into();
    }
    short.values.candidates.iter_mut().for_each(|text| *text = clip(text, VALUE).into());
    let said = |text: String| redact(&visible(text.trim_end()));
    let times = match finding.count {
        0 | 1 => String::new(),
        count => format!(" {}", words::TIMES.of(lang).replace("{}", &count.to_string())),
    };
    (said(short.message(lang)) + &times, said(short.help(lang)))
}

/// What is shown of each kind of trouble.
struct Notice {
    message: String,
    severity: miette::Severity,
    /// Severity in words and the code.
    head: String,
    snippet: Option<Snippet>,
    label: Option<String>,
    foot: String,
}

impl Notice {
    fn of_finding(located: &Located<'_>, lang: Lang) -> Notice {
        let finding = located.finding;
        let (message, help) = words_of(finding, lang);
        let place = redact(&visible(&clip(finding.location.as_str(), VALUE)));
        let snippet = located.place.map(|(input, at)| Snippet::new(input, at));
        let mut foot = Vec::new();
        if snippet.is_none() && place != "/" {
            foot.push(format!("{}: {place}", words::AT.of(lang)));
        }
        foot.push(format!("{}: {help}", words::HELP.of(lang)));
        let severity = match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            _ => miette::Severity::Advice,
        };
        Notice {
            message,
            severity,
            head: format!("{} {}", words::severity(finding.severity).0.of(lang), finding.code),
            label: snippet.is_some().then_some(place),
            snippet,
            foot: foot.join("\n"),
        }
    }

    fn of_error(error: &frontera::Error, input: &Input) -> Notice {
        let message = redact(&visible(&clip(error.message(), MESSAGE)));
        let snippet = error.position().map(|at| Snippet::new(input, at));
        let pointer = error.pointer().filter(|pointer| !pointer.is_empty());
        Notice {
            message: match snippet {
                Some(_) => message,
                None => format!("{}: {message}", visible(&input.name.to_string())),
            },
            severity: miette::Severity::Error,
            head: words::severity(Severity::Error).0.of(Lang::En).to_owned(),
            label: Some(pointer.map_or("here".into(), |pointer| redact(&visible(&clip(pointer, VALUE))))),
            snippet,
            foot: String::new(),
        }
    }

    fn render(&self) -> String {
        let columns = terminal_size::terminal_size_of(std::io::stderr()).map_or(WIDTH, |(width, _)| width.0.into());
        let mut handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode())
            .with_width(columns.max(40))
            .with_links(false)
            .without_syntax_highlighting();
        if !self.foot.is_empty() {
            handler = handler.with_footer(self.foot.clone());
        }
        let mut out = String::new();
        // It fails only where the snippet does, and ours does not; the words would still be there.
        if handler.render_report(&mut out, self).is_err() {
            return format!("{}\n  {}\n{}\n", self.head, self.message, self.foot);
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
        Some(Box::new(std::iter::once(LabeledSpan::new_primary_with_span(self.label.clone(), mark))))
    }
}

/// Nobody reads more on a terminal.
const SHOWN: usize = 100;
/// Characters of a value, a path, a message.
const VALUE: usize = 160;
const MESSAGE: usize = 400;
/// Columns where standard error is no terminal.
const WIDTH: usize = 100;
/// Bytes that are read again to find places; what is beyond has its path and no line.
const LOOKED_UP: usize = 1 << 30;

fn stderr(text: &str) {
    // Whoever closed it does not want to know.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}
