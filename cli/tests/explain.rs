//! `frontera explain`: every code of the registry, for people and for programs.

mod support;

use frontera::{Lang, rules};
use support::*;

#[test]
fn what_is_said_reads_as_prose() {
    // Which table a rule stands in, and how many examples it has, may change: up to the first.
    let beginning = |run: Run| -> String {
        let said = run.ended(0).stdout;
        let is_table = |line: &str| line.starts_with("Group ") || line.starts_with("Grupo ");
        let parts: Vec<&str> = said.trim_end().split("\n\n").take(3).collect();
        parts.join("\n\n").lines().filter(|line| !is_table(line)).map(|line| format!("{line}\n")).collect()
    };
    insta::assert_snapshot!("rule_en", beginning(frontera(["explain", "CFDI40149"])));
    insta::assert_snapshot!("rule_es", beginning(frontera(["explain", "CFDI40149", "--lang", "es"])));
    insta::assert_snapshot!("files_es", frontera(["explain", "FRO-DUP-001", "--lang", "es"]).ended(0).stdout);
    insta::assert_snapshot!("finding_en", frontera(["explain", "FRO-MAP-004"]).ended(0).stdout);
}

#[test]
fn a_code_is_known_however_it_is_written() {
    let said = frontera(["explain", "CFDI40149"]).ended(0).stdout;
    for code in ["cfdi40149", "40149", " Cfdi40149 "] {
        assert_eq!(frontera(["explain", code]).ended(0).stdout, said, "{code}");
    }
    assert_eq!(frontera(["explain", "fro-map-004"]).ended(0).stdout.lines().next(), Some("FRO-MAP-004 · error"));
}

#[test]
fn an_unknown_code_is_named_with_the_nearest() {
    let run = frontera(["explain", "FRO-MPA-004"]).ended(2);
    assert!(run.stderr.contains("did you mean FRO-MAP-004"), "{}", run.stderr);
    // Three of SAT's matrices have a 999.
    let run = frontera(["explain", "999"]).ended(2);
    assert!(run.stderr.contains("did you mean CCE999, CP999, SPT999?"), "{}", run.stderr);
    let run = frontera(["explain", "everything"]).ended(2);
    assert!(run.stderr.contains("frontera explain --list"), "{}", run.stderr);
    frontera(["explain"]).ended(2);
    frontera(["explain", "40149", "--list"]).ended(2);
}

#[test]
fn codes_of_each_group_are_explained_in_both_forms() {
    // The first and the last of each group: a run takes a while, and the library's tests ask for each.
    let ends = |group: rules::Group| [group.codes.first().copied(), group.codes.last().copied()];
    for explanation in rules::groups().into_iter().flat_map(ends).flatten() {
        let code = explanation.code();
        for (name, lang) in [("en", Lang::En), ("es", Lang::Es)] {
            let run = frontera(["explain", code, "--json", "--lang", name]).ended(0);
            let said: Value = serde_json::from_str(&run.stdout).unwrap();
            assert_eq!((&said["code"], &said["title"]), (&json!(code), &json!(explanation.title(lang))));
            assert_eq!(said["text"], explanation.text(lang));
            assert_eq!(said["severity"], json!(explanation.severity()));
            let Some(rule) = explanation.rule() else {
                assert!(said.get("examples").is_none() && said.get("source").is_none(), "{said:#}");
                continue;
            };
            assert_eq!(said["source"]["name"], rule.source().name);
            assert_eq!(said["dormant"], rule.is_dormant());
            assert_eq!(said["examples"].as_array().unwrap().len(), rule.examples().len());
            assert_eq!(said.get("elsewhere").is_some(), rule.checked_elsewhere().is_some());
            for (said, example) in said["examples"].as_array().unwrap().iter().zip(rule.examples()) {
                assert_eq!(said["base"], format!("fixtures/{}", example.base));
                assert_eq!(said["edits"][0]["right"], example.edits[0].0);
                assert_eq!(said["edits"][0]["wrong"], example.edits[0].1);
            }
        }
    }
    let page = frontera(["explain", "40149"]).ended(0).stdout;
    for text in
        ["DomicilioFiscalReceptor=\"84000\"", "DomicilioFiscalReceptor=\"85621\"", "fixtures/cfdi/export-produce.xml"]
    {
        assert!(page.contains(text), "{page}");
    }
}

#[test]
fn the_list_has_every_code_once() {
    let text = frontera(["explain", "--list"]).ended(0).stdout;
    let spanish = frontera(["explain", "--list", "--lang", "es"]).ended(0).stdout;
    let list: Vec<Value> = serde_json::from_str(&frontera(["explain", "--list", "--json"]).ended(0).stdout).unwrap();
    let all: Vec<_> = rules::codes().collect();
    assert_eq!(list.len(), all.len());
    let begins = |text: &str, code: &str| text.lines().filter(|line| line.split(' ').next() == Some(code)).count();
    for (said, explanation) in list.iter().zip(all) {
        let code = explanation.code();
        assert_eq!((&said["code"], &said["title"]), (&json!(code), &json!(explanation.title(Lang::En))));
        assert_eq!((begins(&text, code), begins(&spanish, code)), (1, 1), "{code}");
        assert_eq!(said.get("decided").is_some(), explanation.rule().is_some());
    }
    for group in rules::groups() {
        assert!(text.lines().any(|line| line == group.name(Lang::En)), "{}", group.name(Lang::En));
        assert!(spanish.lines().any(|line| line == group.name(Lang::Es)), "{}", group.name(Lang::Es));
    }
}
