//! Rules: each one's examples, and what holds over the whole registry.
//!
//! The examples are judged by what SAT's matrices say of each code; the places by hand. Rules that ask outside are answered by
//! the register of `support/register.rs`.

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use frontera::rules::{self, Example, Needs, Rule};
use frontera::{Event, Lang, Report, ValidateOptions};
use support::fixture;
use support::register::Register;

/// The schema's codes: a document can fail the XSD and the rule.
const STRUCTURE: [&str; 3] = ["CCE999", "CFDI40999", "CRP20999"];

fn options(rule: &Rule) -> ValidateOptions {
    let options = ValidateOptions::default()
        .now("2026-11-28".parse().unwrap(), "12:00:00".parse().unwrap())
        .dormant(rule.is_dormant())
        .rates(support::register::rates());
    #[cfg(not(feature = "catalog-places"))]
    let options = options.catalogs(support::register::catalogs());
    match rule.needs() {
        Needs::Lookup => options.lookups(Arc::new(Register)),
        _ => options,
    }
}

fn edited(text: &str, edits: &[(&str, &str)], rule: &Rule) -> String {
    let mut text = text.to_owned();
    for (right, wrong) in edits {
        assert_eq!(text.matches(right).count(), 1, "{}: {right} stands once in the base", rule.code());
        text = text.replacen(right, wrong, 1);
    }
    text
}

fn validate(text: &str, rule: &Rule) -> Report {
    frontera::validate(text.as_bytes(), &options(rule))
        .unwrap_or_else(|error| panic!("{}: {error}", rule.code()))
        .report
}

fn violations(report: &Report) -> BTreeSet<&str> {
    report.violations().map(|finding| finding.code.as_str()).filter(|code| !code.starts_with("FRO-SEAL")).collect()
}

fn try_example(rule: &Rule, example: &Example) {
    let code = rule.code();
    let base = String::from_utf8(fixture(example.base)).unwrap();
    let right = edited(&base, example.given, rule);
    let report = validate(&right, rule);
    assert_eq!(violations(&report), BTreeSet::new(), "{code}: the right example: {:#?}", report.findings());

    let wrong = edited(&right, example.edits, rule);
    let report = validate(&wrong, rule);
    let expected: BTreeSet<&str> = example.with.iter().copied().chain([code]).collect();
    let mut found = violations(&report);
    found.retain(|it| !STRUCTURE.contains(it) || expected.contains(it));
    assert_eq!(found, expected, "{code}: the wrong example: {:#?}", report.findings());
    let of_rule: Vec<_> = report.violations().filter(|finding| finding.code == code).collect();
    let places: Vec<_> = of_rule.iter().map(|finding| finding.location.as_str()).collect();
    assert!(places.iter().any(|place| place.ends_with(example.at)), "{code} at {}: {places:?}", example.at);
    assert_eq!(of_rule.len(), 1, "{code} once: {places:?}");
    assert!(of_rule[0].location.position(wrong.as_bytes()).is_some(), "{code}: {places:?} is in the document");
    for lang in [Lang::En, Lang::Es] {
        assert!(!of_rule[0].message(lang).contains('{') && !of_rule[0].help(lang).contains('{'), "{code}");
    }
}

/// Only some rules, while they are written: `FRONTERA_RULES=CRP202 cargo test --test rules examples`.
fn asked_for(rule: &Rule) -> bool {
    std::env::var("FRONTERA_RULES").map_or(true, |prefix| rule.code().starts_with(&prefix))
}

#[test]
fn examples() {
    let mut failed = Vec::new();
    for rule in rules::all().filter(|rule| asked_for(rule)) {
        for example in rule.examples() {
            if let Err(panic) = std::panic::catch_unwind(|| try_example(rule, example)) {
                let text = panic.downcast_ref::<String>().cloned();
                failed.push(text.unwrap_or_else(|| format!("{}: {:?}", rule.code(), panic.downcast_ref::<&str>())));
            }
        }
    }
    assert!(failed.is_empty(), "{} examples fail:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn every_rule_has_words_a_source_and_an_example() {
    let mut seen = BTreeSet::new();
    for table in rules::tables() {
        assert!(table.rules.windows(2).all(|pair| pair[0].code() < pair[1].code()), "{} is sorted", table.name);
        for rule in table.rules {
            let code = rule.code();
            assert!(seen.insert(code), "{code} is in one table");
            assert!(std::ptr::eq(rules::find(code).unwrap(), rule));
            for lang in [Lang::En, Lang::Es] {
                let (title, text) = (rule.title(lang), rule.text(lang));
                assert!(title.len() > 10 && !title.ends_with('.') && !title.contains('{'), "{code}: {title}");
                assert!(text.len() > 10 && text.ends_with('.'), "{code}: {text}");
            }
            assert_ne!(rule.title(Lang::En), rule.title(Lang::Es), "{code}");
            assert!(!rule.source().name.is_empty());
            match rule.checked_elsewhere() {
                None => assert!(!rule.examples().is_empty(), "{code} has an example"),
                Some(place) => assert!(!place.is_empty() && rule.examples().is_empty(), "{code} says where"),
            }
        }
    }
}

/// A rule that asks outside is told as not checked where nobody answers.
#[test]
fn what_needs_a_look_up_is_never_passed() {
    for rule in rules::all().filter(|rule| rule.needs() == Needs::Lookup && !rule.is_dormant() && asked_for(rule)) {
        for example in rule.examples() {
            let right = edited(&String::from_utf8(fixture(example.base)).unwrap(), example.given, rule);
            let validation = frontera::validate(right.as_bytes(), &ValidateOptions::default()).unwrap();
            let not_checked = validation.report.findings().iter().find(|finding| finding.code == rule.code());
            assert_eq!(not_checked.map(|finding| finding.event), Some(Event::NotChecked), "{}", rule.code());
        }
    }
}
