//! `Options::validate`: what is read and what is written is judged, each by its own rules, and told once.

mod support;

use std::sync::Arc;

use frontera::context::{Context, Series};
use frontera::exchange::{Quote, Rates};
use frontera::{Case, Converted, Event, Finding, Format, Intent, Options, Severity};
use serde_json::Value;

fn judged() -> Options {
    Options::default().validate(true)
}

fn convert(bytes: &[u8], to: Format, options: &Options) -> Converted {
    frontera::convert(bytes, to, options).unwrap()
}

/// The rules and structure that are broken, with their places.
fn broken(converted: &Converted) -> Vec<(&'static str, &str)> {
    let of_rules = |finding: &&Finding| !finding.code.as_str().starts_with("FRO-");
    let all = converted.report.violations().filter(of_rules);
    all.map(|finding| (finding.code.as_str(), finding.location.as_str())).collect()
}

/// 99 is FormaPago's only value with PPD (CFDI40105).
fn wrong_cfdi() -> Vec<u8> {
    let xml = String::from_utf8(support::fixture("cfdi/net-terms-ppd.xml")).unwrap();
    assert_eq!(xml.matches("FormaPago=\"99\"").count(), 1);
    xml.replace("FormaPago=\"99\"", "FormaPago=\"03\"").into_bytes()
}

#[test]
fn an_embedder_asks_for_it() {
    assert_eq!(broken(&convert(&wrong_cfdi(), Format::UsJson, &Options::default())), []);
    let converted = convert(&wrong_cfdi(), Format::UsJson, &judged());
    assert_eq!(broken(&converted), [("CFDI40105", "/cfdi:Comprobante/@FormaPago")]);
    assert!(converted.output.is_some(), "what could be read is there");
    assert_eq!(convert(&wrong_cfdi(), Format::UsJson, &judged().strict(true)).output, None);
}

/// What is right stays as it is: the same bytes, no error, and nothing about what could not be judged.
#[test]
fn fixtures_go_there_and_back_as_without_it() {
    for path in support::fixtures() {
        let xml = std::fs::read(&path).unwrap();
        let name = path.display();
        let mut input = xml;
        for to in [Format::UsJson, Format::Cfdi, Format::UsJson] {
            let plain = convert(&input, to, &Options::default());
            let converted = convert(&input, to, &judged());
            assert!(converted.output == plain.output, "{name} to {to}");
            let told = |converted: &Converted| converted.report.not_checked().count();
            assert_eq!(told(&converted), told(&plain), "{name} to {to}");
            let errors = converted.report.findings().iter().filter(|finding| finding.severity == Severity::Error);
            assert_eq!(errors.collect::<Vec<_>>(), Vec::<&Finding>::new(), "{name} to {to}");
            input = converted.output.unwrap();
        }
    }
}

/// The drafts that were worked out by hand keep SAT's rules.
#[test]
fn drafts_are_given_out() {
    let expected: Value = serde_json::from_slice(&support::fixture("draft/expected.json")).unwrap();
    let drafts = expected["drafts"].as_object().unwrap();
    assert!(drafts.len() > 40, "{}", drafts.len());
    for (name, expected) in drafts {
        let json = support::fixture(&format!("draft/{name}.json"));
        let context = format!("draft/{}.json", expected["context"].as_str().unwrap());
        let context = Arc::new(Context::from_json(&support::fixture(&context)).unwrap());
        let mut options = Options::default().case(Case::MxIssuerDraft).context(context);
        if let Some(rates) = expected["rates"].as_str() {
            options = options.rates(rates_of(rates));
        }
        let plain = convert(&json, Format::Cfdi, &options);
        let converted = convert(&json, Format::Cfdi, &options.validate(true));
        assert!(converted.output == plain.output, "{name}: {:#?}", broken(&converted));
        assert_eq!(converted.report.has_errors(), plain.report.has_errors(), "{name}: {:#?}", broken(&converted));
    }
}

fn rates_of(file: &str) -> Rates {
    let file = support::fixture(&format!("draft/{file}"));
    let mut rows = csv::Reader::from_reader(&file[..]);
    let quotes = rows.records().map(|row| {
        let row = row.unwrap();
        let series = if row[2].eq_ignore_ascii_case("dof") { Series::Dof } else { Series::Fix };
        Quote::new(row[0].parse().unwrap(), "USD", series, row[1].parse().unwrap()).unwrap()
    });
    Rates::from_quotes(quotes).unwrap()
}

/// A CFDI that is restored from changed JSON is judged as it is written; its place is that of the JSON as well.
#[test]
fn what_was_changed_is_judged_when_it_is_written() {
    let (json, _) = support::convert(&support::fixture("cfdi/net-terms-ppd.xml"), Format::UsJson);
    let mut invoice: Value = serde_json::from_slice(&json).unwrap();
    invoice["extensions"]["mx"]["forma_pago"] = "03".into();
    invoice["payment_means"]["method"] = "wire".into();
    let changed = serde_json::to_vec(&invoice).unwrap();
    assert_eq!(broken(&convert(&changed, Format::Cfdi, &Options::default())), []);
    let converted = convert(&changed, Format::Cfdi, &judged());
    let finding = converted.report.violations().find(|finding| finding.code == "CFDI40105").unwrap();
    assert_eq!(finding.location.xpath.as_deref(), Some("/cfdi:Comprobante/@FormaPago"));
    assert_eq!(finding.location.pointer.as_deref(), Some("/extensions/mx/forma_pago"));
    let position = finding.location.position(&changed).unwrap();
    assert_eq!(&changed[position.offset..position.offset + position.length], b"\"03\"");
    assert!(converted.output.is_some(), "only a draft is held back");
}

/// A document that comes back as it was is not judged again: it was when it was read.
#[test]
fn what_was_not_changed_is_judged_once() {
    let json = convert(&wrong_cfdi(), Format::UsJson, &Options::default()).output.unwrap();
    assert_eq!(broken(&convert(&json, Format::Cfdi, &judged())), []);
    // Judged as input, and written as it was read.
    let converted = convert(&wrong_cfdi(), Format::Cfdi, &judged());
    assert_eq!(broken(&converted), [("CFDI40105", "/cfdi:Comprobante/@FormaPago")]);
    assert_eq!(converted.report.violations().find(|it| it.code == "CFDI40105").unwrap().count, 1);
}

/// Structure is judged with the rules, and a complement without a schema is no violation.
#[test]
fn structure_is_judged_with_the_rules() {
    let xml = String::from_utf8(support::fixture("cfdi/unknown-complement.xml")).unwrap();
    assert!(convert(xml.as_bytes(), Format::UsJson, &judged()).report.not_checked().next().is_none());
    let wrong = xml.replace("<cfdi:Comprobante ", "<cfdi:Comprobante Zona=\"x\" ");
    let converted = convert(wrong.as_bytes(), Format::UsJson, &judged());
    assert!(broken(&converted).contains(&("CFDI40999", "/cfdi:Comprobante/@Zona")), "{:#?}", broken(&converted));
    assert!(converted.report.findings().iter().all(|finding| finding.event != Event::NotChecked));
}

/// A new document from an old one: what is wrong with either is told, and once where it is the same.
#[test]
fn a_draft_of_a_cfdi_is_judged_as_a_draft() {
    let xml = support::fixture("cfdi/net-terms-ppd.xml");
    let draft = judged().intent(Intent::Draft);
    let converted = convert(&xml, Format::Cfdi, &draft);
    assert!(converted.output.is_some() && !converted.report.has_errors(), "{:#?}", converted.report);
    let refused = convert(&wrong_cfdi(), Format::Cfdi, &draft);
    assert_eq!(refused.output, None);
    assert_eq!(broken(&refused), [("CFDI40105", "/cfdi:Comprobante/@FormaPago")]);
}

/// SAT: 605 is the regime of salaries, which a company cannot have (CFDI40141); nothing of the draft itself asks that.
#[test]
fn a_draft_that_breaks_a_rule_is_not_given_out() {
    let mut invoice: Value = serde_json::from_slice(&support::fixture("us/draft-produce.json")).unwrap();
    invoice["extensions"]["mx"]["emisor"]["regimen_fiscal"] = "605".into();
    let json = serde_json::to_vec(&invoice).unwrap();
    assert!(convert(&json, Format::Cfdi, &Options::default()).output.is_some());
    let refused = convert(&json, Format::Cfdi, &judged());
    assert_eq!(refused.output, None);
    let finding = refused.report.violations().find(|finding| finding.code == "CFDI40141").unwrap();
    assert_eq!(finding.location.pointer.as_deref(), Some("/extensions/mx/emisor/regimen_fiscal"));
}

/// What a case refuses has no other findings.
#[test]
fn what_is_refused_is_not_judged() {
    let json = br#"{"schema_version": "1.0", "document_type": "invoice", "seller": {"legal_name": "A US LLC",
        "tax_ids": [{"country": "US", "type": "ein", "value": "00-1234567"}]}}"#;
    let codes = |options: &Options| support::codes(&convert(json, Format::Cfdi, options).report);
    assert_eq!(codes(&judged()), codes(&Options::default()));
}
