//! Rules of lines, their taxes and the summary: bounds, matrices and days, by hand from SAT's matrix and catalogues; and held
//! against a second opinion on the arithmetic (`support/arithmetic.rs`).
//!
//! `FRONTERA_RULE_DRAFTS` asks for more random drafts than the usual 300, `FRONTERA_SEED` for others.

mod support;

#[path = "rules_conceptos/lines.rs"]
mod lines;
#[path = "rules_conceptos/lookups.rs"]
mod lookups;
#[path = "rules_conceptos/second_opinion.rs"]
mod second_opinion;
#[path = "rules_conceptos/summary.rs"]
mod summary;

use std::collections::BTreeSet;
use std::sync::Arc;

use frontera::{Event, Report, ValidateOptions};
use support::fixture;
use support::register::Register;

type Edits<'e> = &'e [(&'e str, &'e str)];

fn text(name: &str) -> String {
    String::from_utf8(fixture(&format!("cfdi/{name}.xml"))).unwrap()
}

fn edited(name: &str, edits: Edits<'_>) -> String {
    let mut text = text(name);
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{name}: {from}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn report(xml: &str, options: &ValidateOptions) -> Report {
    frontera::validate(xml.as_bytes(), options).unwrap_or_else(|error| panic!("{error}: {xml}")).report
}

fn asking() -> ValidateOptions {
    ValidateOptions::default().lookups(Arc::new(Register))
}

/// The codes of this file's rules.
fn is_ours(code: &str) -> bool {
    let number = code.strip_prefix("CFDI").and_then(|number| number.parse().ok());
    number.is_some_and(|number: u32| matches!(number, 40162..=40222 | 140223..=140227))
}

fn codes(report: &Report, event: Event) -> BTreeSet<&str> {
    let findings = report.findings().iter().filter(|finding| finding.event == event);
    findings.map(|finding| finding.code.as_str()).filter(|code| is_ours(code)).collect()
}

fn violated(xml: &str) -> BTreeSet<String> {
    codes(&report(xml, &ValidateOptions::default()), Event::Violated).into_iter().map(str::to_owned).collect()
}

/// What one rule says of a document: `ok`, `wrong` or `?`, not checked.
fn verdict(xml: &str, code: &str, options: &ValidateOptions) -> &'static str {
    let report = report(xml, options);
    let has = |event| report.findings().iter().any(|finding| finding.code == code && finding.event == event);
    match (has(Event::Violated), has(Event::NotChecked)) {
        (true, _) => "wrong",
        (_, true) => "?",
        _ => "ok",
    }
}

fn verdict_alone(xml: &str, code: &str) -> &'static str {
    verdict(xml, code, &ValidateOptions::default())
}
