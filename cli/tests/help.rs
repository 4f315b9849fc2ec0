//! What the command says about itself: help, schemas, formats, completions, manual pages.

mod support;

use support::*;

#[test]
fn help_reads_as_prose() {
    insta::assert_snapshot!("help", frontera(["--help"]).ended(0).stdout);
    for command in [
        "convert",
        "attach",
        "show",
        "map",
        "validate",
        "explain",
        "substitute",
        "seal",
        "verify",
        "explain-tax",
        "learn",
        "context",
        "cadena",
        "qr",
        "catalog",
    ] {
        insta::assert_snapshot!(format!("help_{command}"), frontera([command, "--help"]).ended(0).stdout);
    }
}

#[test]
fn a_wrong_call_is_a_wrong_call() {
    frontera([""; 0]).ended(2);
    frontera(["convert"]).ended(2);
    frontera(["convrt"]).ended(2);
    frontera(["show", "export-produce.xml", "--lang", "fr"]).ended(2);
    assert!(frontera(["--version"]).ended(0).stdout.starts_with("frontera "));
}

#[test]
fn schemas_are_the_librarys_own() {
    assert_eq!(frontera(["schema", "us-invoice"]).ended(0).stdout, frontera::formats::us::SCHEMA);
    assert_eq!(frontera(["schema", "context"]).ended(0).stdout, frontera::context::SCHEMA);
    assert_eq!(frontera(["schema", "validation"]).ended(0).stdout, frontera::report::SCHEMA);
    assert_eq!(frontera(["schema", "us-facts"]).ended(0).stdout, frontera::formats::cfdi::us_facts::XSD);
    let list = frontera(["schema"]).ended(0).stdout;
    assert!(list.contains("us-invoice") && list.contains("us-facts"), "{list}");
    assert_eq!(list.matches("context").count(), 2, "once, in its name and its words: {list}");
    let run = frontera(["schema", "us-invoce"]).ended(2);
    assert!(run.stderr.contains("'us-invoice'"), "{}", run.stderr);
}

#[test]
fn every_format_is_listed() {
    let list = frontera(["formats"]).ended(0).stdout;
    for format in frontera::Format::ALL {
        assert!(list.contains(format.name()) && list.contains(format.description()), "{list}");
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = frontera(["completions", shell]).ended(0).stdout;
        assert!(script.contains("us-facts") && script.contains("attach"), "{shell}");
    }
    frontera(["completions", "tcsh"]).ended(2);
}

#[test]
fn manual_pages_are_there() {
    assert!(frontera(["man"]).ended(0).stdout.contains(".TH frontera 1"));
    let page = frontera(["man", "convert"]).ended(0).stdout;
    assert!(page.contains("\\-\\-us\\-facts") && page.contains("Exit status"), "{page}");
    let run = frontera(["man", "convrt"]).ended(2);
    assert!(run.stderr.contains("convert, attach, show"), "{}", run.stderr);
}

/// Whoever looks into README for a command finds it: each of them, in the order of `--help`.
#[test]
fn readme_has_every_command() {
    let help = frontera(["--help"]).ended(0).stdout;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next().filter(|_| !line.starts_with("   ")));
    let names: Vec<_> = names.filter(|name| *name != "help").map(|name| format!("`{name}`")).collect();
    let readme = read(cfdi("../../README.md"));
    assert!(names.len() > 15 && readme.contains(&format!("all commands: {} |", names.join(", "))), "{names:?}");
}
