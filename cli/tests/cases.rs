//! `frontera convert` with a case, a context and a table of rates.

mod support;

use support::*;

/// A US seller's invoice to a Mexican buyer: a service for 100.00 USD.
fn us_invoice() -> String {
    json!({
        "schema_version": "1.0",
        "document_type": "invoice",
        "issue_date": "2026-03-02",
        "currency": "USD",
        "seller": {"legal_name": "Rio Grande Supply LLC", "address": {"country": "US"}},
        "buyer": {"tax_ids": [{"country": "MX", "type": "rfc", "value": "EKU9003173C9"}]},
        "lines": [{"sku": "SUP", "description": "Support", "amount": "100.00"}],
        "trade": {"services_used_in": "MX"},
        "totals": {"total": "100.00"},
    })
    .to_string()
}

/// By hand: 100.00 × 17.0401 = 1704.01 pesos; IVA 16.00.
#[test]
fn a_us_invoice_becomes_a_payable() {
    let folder = folder();
    let [context, rates] = ["context.json", "rates.csv"].map(|name| folder.path().join(name));
    write(&context, r#"{"items": [{"sku": "SUP", "supply": "service"}]}"#);
    write(&rates, "date,rate,series\n2026-02-26,17.0399,DOF\n2026-02-27,17.0401,DOF\n2026-03-02,17.0499,DOF\n");
    let [context, rates] = [&context, &rates].map(|path| path.to_str().unwrap());
    let args = ["convert", "-", "--case", "received-in-mx", "--context", context, "--rates", rates, "--compact"];
    let run = frontera_with(us_invoice(), args).ended(0);
    let payable: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(payable["total_mxn"], "1704.01");
    assert_eq!(payable["exchange_rate"]["source"], "dof");
    assert_eq!(payable["iva_totals"][0]["amount"], "16.00");
    assert!(run.stderr.contains("FRO-FX-009") && run.stderr.contains("DOF 2026-02-27"), "{}", run.stderr);
    // The format alone leaves one case.
    let args = ["convert", "-", "--to", "payable", "--context", context, "--rates", rates, "--compact"];
    assert_eq!(frontera_with(us_invoice(), args).ended(0).stdout, run.stdout);
}

#[test]
fn a_us_sellers_invoice_becomes_no_cfdi() {
    let run = frontera_with(us_invoice(), ["convert", "-"]).ended(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("FRO-CASE-001") && run.stderr.contains("received-in-mx"), "{}", run.stderr);
    let run = frontera_with(us_invoice(), ["convert", "-", "--lang", "es"]).ended(1);
    assert!(run.stderr.contains("no emite CFDI"), "{}", run.stderr);
    let args = ["convert", "-", "--case", "received-in-mx", "--to", "cfdi"];
    let run = frontera_with(us_invoice(), args).ended(1);
    assert!(run.stderr.contains("FRO-CASE-004"), "{}", run.stderr);
}

#[test]
fn a_cfdi_received_in_the_us_is_json_with_a_note() {
    let args = ["convert", "domestic-auto-parts-iva-16.xml", "--case", "received-in-us"];
    let run = frontera(args).ended(0);
    assert!(run.stderr.contains("note FRO-CASE-012"), "{}", run.stderr);
    assert_eq!(run.stdout, frontera(["convert", "domestic-auto-parts-iva-16.xml"]).ended(0).stdout);
    let args = ["convert", "payroll-fortnight.xml", "--case", "received-in-us"];
    assert!(frontera(args).ended(1).stderr.contains("FRO-CASE-006"));
}

#[test]
fn what_is_wrong_with_context_or_rates_is_shown_in_their_file() {
    let folder = folder();
    let [context, rates] = ["context.json", "rates.csv"].map(|name| folder.path().join(name));
    write(&context, "{\n  \"issuer\": {\"rfc\": \"EKU9003173C9\", \"regime\": \"601\"}\n}\n");
    write(&rates, "date,rate,series\n2026-02-27,17.0401,DOF\n2026-02-30,17.0401,DOF\n");
    let [context, rates] = [&context, &rates].map(|path| path.to_str().unwrap());
    let run = frontera_with(us_invoice(), ["convert", "-", "--context", context]).ended(2);
    assert!(run.stderr.contains("context.json:2:") && run.stderr.contains("unknown field"), "{}", run.stderr);
    let run = frontera_with(us_invoice(), ["convert", "-", "--rates", rates]).ended(2);
    assert!(run.stderr.contains("rates.csv:3:1") && run.stderr.contains("a date such as"), "{}", run.stderr);
    for option in ["--context", "--rates"] {
        let run = frontera_with(us_invoice(), ["convert", "-", option, "nowhere"]).ended(2);
        assert!(run.stderr.contains("cannot read nowhere"), "{}", run.stderr);
        let run = frontera_with(us_invoice(), ["convert", "-", option, "-"]).ended(2);
        assert!(run.stderr.contains("only one of"), "{}", run.stderr);
    }
}

#[test]
fn names_are_checked() {
    let run = frontera(["convert", "export-produce.xml", "--case", "received-in-usa"]).ended(2);
    assert!(run.stderr.contains("'received-in-us'"), "{}", run.stderr);
    let run = frontera(["convert", "export-produce.xml", "--from", "payable"]).ended(2);
    assert!(run.stderr.contains("invalid value 'payable'"), "{}", run.stderr);
    assert_eq!(frontera(["schema", "payable"]).ended(0).stdout, frontera::payable::SCHEMA);
    assert_eq!(frontera(["schema", "context"]).ended(0).stdout, frontera::context::SCHEMA);
    assert!(frontera(["formats"]).ended(0).stdout.contains("payable  written"), "it is not read");
}
