//! What a conversion legally is: the table of cases held against what happens, and what is inferred.

mod support;

use frontera::case::{self, Case, Outcome};
use frontera::context::Context;
use frontera::model::DocumentType;
use frontera::payable::Payable;
use frontera::{Converted, Format, Intent, Options};
use serde_json::{Value, json};
use support::codes;

const KINDS: [DocumentType; 7] = [
    DocumentType::CreditMemo,
    DocumentType::DebitMemo,
    DocumentType::Invoice,
    DocumentType::PaymentReceipt,
    DocumentType::Payroll,
    DocumentType::Transfer,
    DocumentType::WithholdingStatement,
];

#[test]
fn each_document_stands_in_one_rule() {
    for case in Case::ALL {
        for from in Format::READ {
            for kind in KINDS {
                let fits = |rule: &&case::Rule| {
                    rule.case == *case && rule.from == *from && rule.document_types.contains(&kind)
                };
                let found: Vec<_> = case::rules().iter().filter(fits).collect();
                assert_eq!(found.len(), 1, "{case} {from} {kind:?}");
                assert!(std::ptr::eq(found[0], case::rule(*case, *from, kind)));
                assert!(!found[0].why.is_empty() && !found[0].source.is_empty());
                if let Outcome::Refused { code } = found[0].outcome {
                    assert!(code.starts_with("FRO-CASE-"), "{code}");
                }
            }
        }
    }
}

/// What the table says is what happens to a document of each kind, for whatever format is asked for.
#[test]
fn the_table_is_what_happens() {
    for case in Case::ALL {
        for kind in KINDS {
            let document = match case {
                Case::ReceivedInMx => us_invoice(kind),
                _ => mexican(kind),
            };
            for to in Format::ALL {
                let rule = case::rule(*case, Format::UsJson, kind);
                let converted = convert(&document, *to, &Options::default().case(*case));
                let told: Vec<_> =
                    codes(&converted.report).into_iter().filter(|code| code.starts_with("FRO-CASE")).collect();
                match rule.outcome {
                    Outcome::Refused { code } => assert_eq!(told, [code], "{case} {kind:?} {to}"),
                    Outcome::Yields { format, .. } if format == *to => {
                        assert_eq!(told, [""; 0], "{case} {kind:?} {to}")
                    }
                    Outcome::Yields { .. } => assert_eq!(told, ["FRO-CASE-004"], "{case} {kind:?} {to}"),
                }
                if !told.is_empty() {
                    assert!(converted.output.is_none(), "{case} {kind:?} {to}");
                    assert_eq!(converted.report.findings().len(), 1, "nothing else is said of what is refused");
                }
            }
        }
    }
}

/// What is told is the sum of IVA that the document itself states.
#[test]
fn a_cfdi_received_in_the_us_is_the_same_json_and_a_note() {
    let xml = support::fixture("cfdi/domestic-auto-parts-iva-16.xml");
    let plain = frontera::convert(&xml, Format::UsJson, &Options::default()).unwrap();
    let bill = frontera::convert(&xml, Format::UsJson, &Options::default().case(Case::ReceivedInUs)).unwrap();
    assert_eq!(bill.output, plain.output);
    let more: Vec<_> = codes(&bill.report).into_iter().filter(|code| !codes(&plain.report).contains(code)).collect();
    assert_eq!(more, ["FRO-CASE-012"]);
    let json: Value = serde_json::from_slice(bill.output.as_ref().unwrap()).unwrap();
    let note = bill.report.findings().iter().find(|finding| finding.code == "FRO-CASE-012").unwrap();
    let charged = format!("{} {}", json["totals"]["tax"].as_str().unwrap(), json["currency"].as_str().unwrap());
    assert_eq!(note.values.found.as_deref(), Some(charged.as_str()));
    assert!(!String::from_utf8(bill.output.unwrap()).unwrap().contains("sales_tax"));
    // An export at 0 % charges none.
    let xml = support::fixture("cfdi/export-produce.xml");
    let bill = frontera::convert(&xml, Format::UsJson, &Options::default().case(Case::ReceivedInUs)).unwrap();
    assert!(!codes(&bill.report).contains(&"FRO-CASE-012"));
    // Payroll is read as it is, and is no bill.
    let xml = support::fixture("cfdi/payroll-fortnight.xml");
    let bill = frontera::convert(&xml, Format::UsJson, &Options::default().case(Case::ReceivedInUs)).unwrap();
    assert_eq!((codes(&bill.report), bill.output), (vec!["FRO-CASE-006"], None));
}

#[test]
fn what_was_a_cfdi_is_restored_in_any_case_and_drafted_anew_by_its_issuer_alone() {
    let xml = support::fixture("cfdi/domestic-auto-parts-iva-16.xml");
    let (json, _) = support::convert(&xml, Format::UsJson);
    for options in
        Case::ALL.iter().map(|case| Options::default().case(*case)).chain([Options::default(), options(ISSUER)])
    {
        let back = frontera::convert(&json, Format::Cfdi, &options).unwrap();
        assert!(back.report.is_empty() && back.output.is_some(), "{:#?}", back.report);
    }
    let draft = |case: Case| {
        let options = Options::default().intent(Intent::Draft).case(case);
        codes(&frontera::convert(&json, Format::Cfdi, &options).unwrap().report)
            .into_iter()
            .filter(|code| code.starts_with("FRO-CASE"))
            .collect::<Vec<_>>()
    };
    assert_eq!(draft(Case::MxIssuerDraft), [""; 0]);
    assert_eq!(draft(Case::ReceivedInMx), ["FRO-CASE-008"]);
    assert_eq!(draft(Case::ReceivedInUs), ["FRO-CASE-004"]);
}

const CALLED: &str = r#"{"issuer": {"rfc": "EKU9003173C9", "names": ["Escuela Kemper, Urgate."]}}"#;
const ISSUER: &str = r#"{"issuer": {"rfc": "EKU9003173C9"}}"#;

/// Seller, context, and what becomes of a CFDI that is asked for without a case: the code, and the place it names.
#[test]
fn the_case_of_a_draft_is_inferred_only_from_an_rfc() {
    let rfc = |value: &str| json!({"tax_ids": [{"country": "MX", "type": "rfc", "value": value}]});
    let with = |kind: &str, country: Option<&str>| match country {
        Some(country) => json!({"tax_ids": [{"type": kind, "country": country, "value": "001234567"}]}),
        None => json!({"tax_ids": [{"type": kind, "value": "001234567"}]}),
    };
    let at = |country: &str| json!({"address": {"country": country}});
    let cases = [
        (rfc("EKU9003173C9"), None, None),
        (rfc("EKU9003173C9"), Some(ISSUER), None),
        (rfc("XEXX010101000"), None, Some(("FRO-CASE-002", "/seller/tax_ids/0/value"))),
        (rfc("xaxx-010101-000"), Some(ISSUER), Some(("FRO-CASE-002", "/seller/tax_ids/0/value"))),
        (with("ein", None), None, Some(("FRO-CASE-001", "/seller/tax_ids/0"))),
        (with("ssn", None), None, Some(("FRO-CASE-001", "/seller/tax_ids/0"))),
        (with("state_permit", Some("US")), None, Some(("FRO-CASE-001", "/seller/tax_ids/0"))),
        (with("other", Some("US")), None, Some(("FRO-CASE-001", "/seller/tax_ids/0"))),
        (at("US"), None, Some(("FRO-CASE-001", "/seller/address/country"))),
        (at("US"), Some("{}"), Some(("FRO-CASE-001", "/seller/address/country"))),
        (at("US"), Some(ISSUER), Some(("FRO-CASE-003", "/seller"))),
        (json!({}), Some(ISSUER), Some(("FRO-CASE-003", "/seller"))),
        // The context says what the issuer is called; case and the comma do not matter.
        (json!({}), Some(CALLED), None),
        (at("MX"), Some(CALLED), None),
        (at("US"), Some(CALLED), Some(("FRO-CASE-003", "/seller"))),
        (with("ein", None), Some(CALLED), Some(("FRO-CASE-003", "/seller"))),
        (
            json!({"trade_name": "Another"}),
            Some(r#"{"issuer": {"rfc": "EKU9003173C9", "names": ["Another, Inc."]}}"#),
            Some(("FRO-CASE-003", "/seller")),
        ),
        // Neither: the RFC is missing, which the writer says with its place.
        (json!({}), None, Some(("FRO-MAP-004", "/seller/tax_ids/0/value"))),
        (at("MX"), None, Some(("FRO-MAP-004", "/seller/tax_ids/0/value"))),
        (with("other", Some("CA")), None, Some(("FRO-MAP-004", "/seller/tax_ids/0/value"))),
    ];
    for (seller, context, expected) in cases {
        let mut invoice = mexican(DocumentType::Invoice);
        invoice["seller"] = seller.clone();
        invoice["seller"]["legal_name"] = json!("ESCUELA KEMPER URGATE");
        let converted = convert(&invoice, Format::Cfdi, &context.map_or_else(Options::default, options));
        let errors: Vec<_> = converted
            .report
            .findings()
            .iter()
            .filter(|finding| finding.code.as_str().starts_with("FRO-CASE") || finding.code == "FRO-MAP-004")
            .map(|finding| (finding.code.as_str(), finding.location.pointer.as_deref().unwrap()))
            .collect();
        assert_eq!(errors.first().copied(), expected, "{seller} {context:?}");
        let said = format!("{:?}", converted.report);
        assert!(!said.contains("001234567"), "{said}");
    }
}

#[test]
fn a_caller_that_names_the_case_is_believed_where_it_can_be() {
    let mut invoice = mexican(DocumentType::Invoice);
    invoice["seller"]["tax_ids"] = json!([]);
    let said = |invoice: &Value, case: Case, context: &str| {
        codes(&convert(invoice, Format::Cfdi, &options(context).case(case)).report)
            .into_iter()
            .filter(|code| code.starts_with("FRO-CASE"))
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&invoice, Case::MxIssuerDraft, ISSUER), [""; 0]);
    invoice["seller"]["tax_ids"] = json!([{"type": "rfc", "value": "XEXX010101000"}]);
    assert_eq!(said(&invoice, Case::MxIssuerDraft, ISSUER), ["FRO-CASE-002"]);
    assert_eq!(
        said(&invoice, Case::ReceivedInMx, "{}"),
        ["FRO-CASE-004"],
        "a US invoice received in Mexico is no CFDI"
    );
}

#[test]
fn a_payable_is_owed_to_a_seller_that_issues_no_cfdi() {
    let codes_of = |seller: Value| {
        let mut invoice = us_invoice(DocumentType::Invoice);
        invoice["seller"] = seller;
        let converted = convert(&invoice, Format::Payable, &Options::default());
        let told: Vec<_> = codes(&converted.report).into_iter().filter(|code| code.starts_with("FRO-CASE")).collect();
        (told, converted.output.is_some())
    };
    let rfc = json!({"type": "rfc", "value": "EKU9003173C9"});
    assert_eq!(codes_of(json!({"legal_name": "X"})), (vec![], true));
    assert_eq!(codes_of(json!({"tax_ids": [rfc]})), (vec!["FRO-CASE-010"], false));
    assert_eq!(codes_of(json!({"tax_ids": [rfc], "address": {"country": "MX"}})), (vec!["FRO-CASE-010"], false));
    assert_eq!(codes_of(json!({"tax_ids": [rfc], "address": {"country": "IE"}})), (vec!["FRO-CASE-011"], true));
    assert_eq!(
        codes_of(json!({"tax_ids": [rfc, {"type": "ein", "value": "001234567"}]})),
        (vec!["FRO-CASE-011"], true)
    );
    assert_eq!(codes_of(json!({"tax_ids": [{"type": "rfc", "value": "XEXX010101000"}]})), (vec![], true));
}

#[test]
fn a_payable_is_written_only() {
    for bytes in [b"{}".as_slice(), b""] {
        let options = Options::default().from(Format::Payable);
        let error = frontera::convert(bytes, Format::UsJson, &options).unwrap_err();
        assert_eq!(error.message(), "the format `payable` is written only");
        let options = frontera::ValidateOptions::default().from(Format::Payable);
        assert_eq!(frontera::validate(bytes, &options).unwrap_err(), error);
    }
    assert_eq!("payable".parse::<Format>().unwrap(), Format::Payable);
    assert!(!Format::READ.contains(&Format::Payable));
}

/// What is written reads back, and satisfies its schema.
#[test]
fn a_payable_satisfies_its_schema() {
    let schema: Value = serde_json::from_str(frontera::payable::SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for seed in 0..200 {
        let mut invoice = support::neutral::draft(seed);
        for party in ["seller", "buyer"] {
            invoice[party]["tax_ids"] = json!([]);
        }
        invoice["document_type"] = json!("invoice");
        invoice["extensions"] = json!({});
        let converted = convert(&invoice, Format::Payable, &Options::default());
        let json = converted.output.unwrap_or_else(|| panic!("{:#?}", converted.report));
        let value: Value = serde_json::from_slice(&json).unwrap();
        let wrong: Vec<_> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}\n{value:#}");
        let payable = Payable::from_json(&json).unwrap();
        assert_eq!(payable.write(false), json);
    }
}

fn options(context: &str) -> Options {
    Options::default().context(Context::from_json(context.as_bytes()).unwrap())
}

fn convert(invoice: &Value, to: Format, options: &Options) -> Converted {
    frontera::convert(&serde_json::to_vec(invoice).unwrap(), to, options).unwrap()
}

/// A Mexican issuer's document.
fn mexican(kind: DocumentType) -> Value {
    let mut invoice: Value = serde_json::from_slice(&support::fixture("us/draft-produce.json")).unwrap();
    invoice["document_type"] = json!(kind);
    invoice
}

/// A US seller's document.
fn us_invoice(kind: DocumentType) -> Value {
    json!({
        "schema_version": "1.0",
        "document_type": kind,
        "issue_date": "2026-03-02",
        "currency": "USD",
        "seller": {"legal_name": "Rio Grande Supply LLC", "address": {"state": "TX", "country": "US"}},
        "buyer": {"tax_ids": [{"country": "MX", "type": "rfc", "value": "EKU9003173C9"}]},
        "lines": [{"description": "Steel rods", "amount": "100.00", "supply": "goods"}],
        "totals": {"total": "100.00"},
    })
}
