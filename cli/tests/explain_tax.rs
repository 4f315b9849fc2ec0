//! `frontera explain-tax`: what people read, what programs read, and how it ends.

mod support;

use support::*;

fn explained(invoice: &str, context: &str, more: &[&str]) -> Run {
    let folder = cfdi("../draft");
    let mut command = command();
    command.current_dir(folder).args(["explain-tax", invoice, "--context", &format!("contexts/{context}.toml")]);
    ended(command.args(more).output().unwrap())
}

#[test]
fn each_line_has_its_reason() {
    let run = explained("charges-freight-packing.json", "kemper-monterrey", &[]).ended(0);
    insta::assert_snapshot!("charges_en", run.stdout);
    let run = explained("tequila-exported.json", "distillery", &["--lang", "es"]).ended(0);
    insta::assert_snapshot!("exported_es", run.stdout);
}

/// By the table: goods exported under A1, and IEPS 0 % with them.
#[test]
fn as_json() {
    let run = explained("tequila-exported.json", "distillery", &["--json"]).ended(0);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["exportacion"], "02");
    let line = &json["lines"][0];
    assert_eq!((&line["place"], &line["basis"]), (&json!("/lines/0"), &json!("law")));
    let reason = json!({"code": "exported_a1", "text": "0 %: goods exported, pedimento A1", "source": "LIVA 29-I"});
    assert_eq!(line["reason"], reason);
    assert_eq!(line["taxes"].as_array().unwrap().len(), 2);
    let kept = explained("fees-mx-company.json", "accountant", &["--json"]).ended(0);
    let json: Value = serde_json::from_str(&kept.stdout).unwrap();
    let withheld: Vec<&str> =
        json["lines"][0]["withheld"].as_array().unwrap().iter().map(|it| it["source"].as_str().unwrap()).collect();
    assert_eq!(withheld, ["LISR 106", "LIVA 1-A II a; RLIVA 3-I"]);
}

/// What is missing is told, the rest is explained all the same.
#[test]
fn what_is_undecided_is_said() {
    let run = explained("refused/missing-supply.json", "kemper-monterrey", &[]).ended(1);
    assert!(run.stdout.contains("undecided"), "{}", run.stdout);
    assert!(run.stderr.contains("FRO-TAX-002") && run.stderr.contains("items[].supply"), "{}", run.stderr);
}

#[test]
fn a_cfdi_has_its_taxes_stated() {
    let run = frontera(["explain-tax", "tequila-ieps-53.xml"]).ended(0);
    assert!(run.stdout.contains("as the document or the context"), "{}", run.stdout);
    let run = frontera(["explain-tax", "payment-receipt-usd.xml"]).ended(0);
    assert_eq!(run.stdout, "A document of this kind has no taxes of lines.\n");
}

#[test]
fn one_file_from_standard_input() {
    frontera(["explain-tax", "-", "--context", "-"]).ended(2);
}
