//! The second contract: US JSON → CFDI → US JSON keeps the meaning.

mod support;

use std::collections::BTreeMap;

use frontera::{Format, Options, Report, UsFacts};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::neutral::draft;
use support::{codes, convert_with, flatten, template};

/// What a draft is made from: the invoice in a CFDI's terms.
fn prepared(invoice: &Value) -> Value {
    let json = serde_json::to_vec(invoice).unwrap();
    let invoice = frontera::read(&json, &Options::default()).unwrap().invoice;
    let draft = frontera::draft::prepare(&invoice, &Options::default(), &mut Report::default());
    serde_json::to_value(&draft.invoice).unwrap()
}

/// Where SAT's facts, or a projection of them, may be added on the way.
const FILLED: &[&str] = &[
    "/payment_means/method",
    "/lines/[]/taxability",
    "/lines/[]/taxes/[]/jurisdiction/level",
    "/lines/[]/taxes/[]/jurisdiction/code",
    "/tax_summary/[]/jurisdiction/level",
    "/tax_summary/[]/jurisdiction/code",
    "/lines/[]/unit/code_list",
];

/// Everything that the invoice said is there again, to the letter; what is there besides is listed in docs/mapping.md.
fn assert_same_meaning(wanted: &Value, fresh: &Value) -> Result<(), String> {
    let clean = |value: &Value| -> BTreeMap<String, Value> {
        let empty = |value: &Value| *value == json!([]) || *value == json!({});
        flatten(value).into_iter().filter(|(_, value)| !empty(value)).collect()
    };
    let (wanted, fresh) = (clean(wanted), clean(fresh));
    for (at, value) in &wanted {
        if fresh.get(at) != Some(value) {
            return Err(format!("{at}: {value} became {:?}", fresh.get(at)));
        }
    }
    for (at, value) in fresh.iter().filter(|(at, _)| !wanted.contains_key(*at)) {
        let place = template(at);
        let mx = place.starts_with("/extensions/mx/") || place.starts_with("/lines/[]/extensions/mx/");
        if !mx && !FILLED.contains(&place.as_str()) {
            return Err(format!("{at}: {value} was not there"));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// By an Addenda.
    #[test]
    fn an_invoice_crosses_and_comes_back(seed in any::<u64>()) {
        let invoice = draft(seed);
        let json = serde_json::to_vec(&invoice).unwrap();
        let (xml, report) = convert_with(&json, Format::Cfdi, &Options::default());
        prop_assert!(!report.has_errors(), "{:#?}", report);
        let (fresh, report) = convert_with(&xml, Format::UsJson, &Options::default());
        let rejected = codes(&report).contains(&"FRO-MAP-007");
        prop_assert!(!rejected, "{:#?}\n{}", report, String::from_utf8_lossy(&xml));
        assert_same_meaning(&prepared(&invoice), &serde_json::from_slice(&fresh).unwrap())
            .map_err(|why| TestCaseError::fail(format!("{why}\n{}\n{}", serde_json::to_string_pretty(&invoice).unwrap(), String::from_utf8_lossy(&xml))))?;
    }

    /// By a sidecar file, attached to the document when it comes back stamped.
    #[test]
    fn a_sidecar_carries_the_same(seed in any::<u64>()) {
        let invoice = draft(seed);
        let json = serde_json::to_vec(&invoice).unwrap();
        let options = Options::default().us_facts(UsFacts::Sidecar);
        let converted = frontera::convert(&json, Format::Cfdi, &options).unwrap();
        let xml = converted.output.unwrap();
        let (with, _) = convert_with(&json, Format::Cfdi, &Options::default());
        match converted.sidecar {
            None => prop_assert_eq!(&xml, &with),
            Some(sidecar) => {
                let (attached, report) = frontera::formats::cfdi::attach(&xml, &sidecar, &Default::default()).unwrap();
                prop_assert!(report.is_empty(), "{:#?}", report);
                prop_assert_eq!(String::from_utf8(attached).unwrap(), String::from_utf8(with).unwrap());
            }
        }
    }

    /// With US facts switched off each of them is a loss with its place, and strict makes it an error.
    #[test]
    fn without_us_facts_every_loss_is_told(seed in any::<u64>()) {
        let invoice = draft(seed);
        let json = serde_json::to_vec(&invoice).unwrap();
        let (xml, report) = convert_with(&json, Format::Cfdi, &Options::default().us_facts(UsFacts::None));
        let (fresh, _) = convert_with(&xml, Format::UsJson, &Options::default());
        let fresh: Value = serde_json::from_slice(&fresh).unwrap();
        let same = assert_same_meaning(&prepared(&invoice), &fresh);
        let losses = report.losses().count();
        prop_assert_eq!(losses == 0, same.is_ok(), "{:?}\n{:#?}", same, report);
        let strict = frontera::convert(&json, Format::Cfdi, &Options::default().us_facts(UsFacts::None).strict(true)).unwrap();
        prop_assert_eq!(strict.output.is_none(), losses > 0);
        prop_assert_eq!(strict.report.has_errors(), losses > 0);
    }
}

/// What a CFDI cannot say and its totals would show is refused, each at its place.
#[test]
fn amounts_without_a_home_are_refused() {
    let cases = [
        // A charge needs the SAT facts of what it is.
        ("/charges", json!([{"type": "freight", "amount": "10.00"}]), "FRO-TAX-002", "/charges/0/supply"),
        ("/document_discounts", json!([{"amount": "125.01"}]), "FRO-TAX-026", "/document_discounts/0"),
        ("/document_type", json!("withholding_statement"), "FRO-CASE-005", "/document_type"),
        ("/lines/0/quantity", json!("-1"), "FRO-TAX-022", "/lines/0/amount"),
        ("/lines/0/amount", json!("-5.00"), "FRO-TAX-022", "/lines/0/amount"),
        ("/totals/total", json!("-5.00"), "FRO-TAX-031", "/totals/total"),
        ("/lines/0/taxes", json!([{"tax_type": "sales_tax", "amount": "8.25"}]), "FRO-TAX-040", "/lines/0/taxes"),
        (
            "/tax_summary",
            json!([{"tax_type": "vat", "jurisdiction": {"level": "state", "code": "TX"}, "amount": "1"}]),
            "FRO-TAX-040",
            "/tax_summary",
        ),
        ("/tax_summary", json!([{"tax_type": "excise", "amount": "1.00"}]), "FRO-TAX-038", "/tax_summary/0"),
    ];
    for (at, value, code, place) in cases {
        let mut invoice = minimal();
        set(&mut invoice, at, value);
        let converted =
            frontera::convert(&serde_json::to_vec(&invoice).unwrap(), Format::Cfdi, &Options::default()).unwrap();
        assert!(converted.output.is_none(), "{at}");
        let refused: Vec<_> = converted.report.findings().iter().filter(|finding| finding.code == code).collect();
        assert!(!refused.is_empty(), "{at}: {:#?}", converted.report);
        assert!(refused[0].location.pointer.as_deref().unwrap().starts_with(place), "{at}: {:#?}", converted.report);
    }
}

/// A missing fact of SAT is named with its place on either side; it is never guessed.
#[test]
fn each_missing_fact_is_named() {
    let complete = minimal();
    let (_, report) = convert_with(&serde_json::to_vec(&complete).unwrap(), Format::Cfdi, &Options::default());
    assert!(!report.has_errors(), "{report:#?}");
    let needed = [
        ("/issue_date", "/cfdi:Comprobante/@Fecha"),
        ("/exchange_rate", "/cfdi:Comprobante/@TipoCambio"),
        ("/currency", "/cfdi:Comprobante/@Moneda"),
        ("/extensions/mx/exportacion", "/cfdi:Comprobante/@Exportacion"),
        ("/extensions/mx/lugar_expedicion", "/cfdi:Comprobante/@LugarExpedicion"),
        ("/seller/tax_ids/0/value", "/cfdi:Comprobante/cfdi:Emisor/@Rfc"),
        ("/seller/legal_name", "/cfdi:Comprobante/cfdi:Emisor/@Nombre"),
        ("/extensions/mx/emisor/regimen_fiscal", "/cfdi:Comprobante/cfdi:Emisor/@RegimenFiscal"),
        ("/buyer/tax_ids/0/value", "/cfdi:Comprobante/cfdi:Receptor/@Rfc"),
        ("/buyer/legal_name", "/cfdi:Comprobante/cfdi:Receptor/@Nombre"),
        ("/extensions/mx/receptor/domicilio_fiscal", "/cfdi:Comprobante/cfdi:Receptor/@DomicilioFiscalReceptor"),
        ("/extensions/mx/receptor/regimen_fiscal", "/cfdi:Comprobante/cfdi:Receptor/@RegimenFiscalReceptor"),
        ("/extensions/mx/receptor/uso_cfdi", "/cfdi:Comprobante/cfdi:Receptor/@UsoCFDI"),
        ("/extensions/mx/metodo_pago", "/cfdi:Comprobante/@MetodoPago"),
        ("/extensions/mx/forma_pago", "/cfdi:Comprobante/@FormaPago"),
        ("/lines/0/extensions/mx/clave_prod_serv", "/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[1]/@ClaveProdServ"),
        ("/lines/0/unit/code", "/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[1]/@ClaveUnidad"),
        ("/lines/0/description", "/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[1]/@Descripcion"),
    ];
    for (pointer, xpath) in needed {
        // Of a Mexican buyer: for a non-resident some of it follows from SAT's rules.
        let mut invoice = minimal();
        invoice["buyer"]["tax_ids"] = json!([{"country": "MX", "type": "rfc", "value": "URE180429TM6"}]);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        invoice.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
        let converted =
            frontera::convert(&serde_json::to_vec(&invoice).unwrap(), Format::Cfdi, &Options::default()).unwrap();
        assert!(converted.output.is_none(), "{pointer}");
        let [finding] = converted.report.findings() else { panic!("{pointer}: {:#?}", converted.report) };
        assert_eq!(finding.code, "FRO-MAP-004");
        assert!(finding.location.pointer.as_deref().unwrap().starts_with(pointer));
        assert_eq!(finding.location.xpath.as_deref(), Some(xpath));
    }
}

/// A credit memo names what it credits.
#[test]
fn a_credit_memo_needs_the_uuid_of_its_invoice() {
    let mut invoice = minimal();
    invoice["document_type"] = json!("credit_memo");
    invoice["preceding_documents"] = json!([{"number": "INV-100", "relation": "credit"}]);
    let converted =
        frontera::convert(&serde_json::to_vec(&invoice).unwrap(), Format::Cfdi, &Options::default()).unwrap();
    assert!(converted.output.is_none());
    assert_eq!(converted.report.findings()[0].location.pointer.as_deref(), Some("/preceding_documents/0/uuid"));
}

/// Hand-computed: 10 × 12.50 = 125.00, food at 0 %.
fn minimal() -> Value {
    serde_json::from_slice(&support::fixture("us/draft-produce.json")).unwrap()
}

fn set(invoice: &mut Value, at: &str, value: Value) {
    let (parent, name) = at.rsplit_once('/').unwrap();
    invoice.pointer_mut(parent).unwrap()[name] = value;
}
