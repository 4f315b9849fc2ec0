//! Who issues, who receives and how it is paid: what SAT's rules leave no choice in, by the code that each test names, and
//! what a draft asks for in the place of a guess.

mod support;

use frontera::context::Context;
use frontera::model::Text;
use frontera::{Case, Finding, Format, Intent, Lang, Options, Report, Severity};
use serde_json::{Value, json};
use support::arithmetic::Node;

/// Ten hours of a service in Monterrey, 100.00 and IVA 16.00.
fn invoice() -> Value {
    json!({
        "schema_version": "1.0", "document_type": "invoice", "document_number": "T-1", "issue_date": "2026-02-12",
        "issue_time": "10:30:00", "currency": "MXN",
        "seller": {"legal_name": "Kemper Industrial Supply"},
        "buyer": {"legal_name": "Iluminadora Stores"},
        "lines": [{"sku": "SRV", "description": "Service", "quantity": "10", "unit_price": "10.00", "amount": "100.00"}],
    })
}

fn context() -> Value {
    json!({
        "issuer": {
            "rfc": "EKU9003173C9", "legal_name": "ESCUELA KEMPER URGATE", "names": ["Kemper Industrial Supply"],
            "regimen_fiscal": "601", "lugar_expedicion": "64000",
        },
        "defaults": {"metodo_pago": "PUE", "forma_pago": "03", "uso_cfdi": "G03", "issue_time": "12:00:00"},
        "customers": [
            {
                "legal_name": "PACIFIC CREST BUILDERS LLC", "names": ["Pacific Crest Builders"], "country": "US",
                "tax_id": "00-1987654", "rfc": "XEXX010101000",
            },
            {
                "rfc": "IIA040805DZ4", "legal_name": "INDISTRIA ILUMINADORA DE ALMACENES", "names": ["Iluminadora Stores"],
                "regimen_fiscal": "601", "domicilio_fiscal": "62661", "uso_cfdi": "G01",
            },
        ],
        "items": [
            {"sku": "SRV", "clave_prod_serv": "81111500", "clave_unidad": "E48", "supply": "service"},
            {"sku": "ITS", "clave_prod_serv": "81111500", "clave_unidad": "E48", "supply": "it_services"},
        ],
        "documents": [{"number": "INV-2041", "uuid": "7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B17"}],
    })
}

/// With fields set by pointer; a missing parent becomes an object.
fn with(mut value: Value, changes: &[(&str, Value)]) -> Value {
    for (at, new) in changes {
        let mut place = &mut value;
        for step in at.split('/').skip(1) {
            place = match step.parse::<usize>() {
                Ok(index) => &mut place[index],
                Err(_) => &mut place[step],
            };
        }
        *place = new.clone();
    }
    value
}

fn options_of(context: &Value) -> Options {
    let context = Context::from_json(&serde_json::to_vec(context).unwrap()).unwrap();
    Options::default().case(Case::MxIssuerDraft).context(context)
}

fn drafted(invoice: &Value, context: &Value) -> (Option<Vec<u8>>, Report) {
    let converted =
        frontera::convert(&serde_json::to_vec(invoice).unwrap(), Format::Cfdi, &options_of(context)).unwrap();
    for finding in converted.report.findings() {
        // Both languages say the same facts, in words of their own.
        let [en, es] = [Lang::En, Lang::Es].map(|lang| finding.message(lang));
        assert!(!en.is_empty() && en != es, "{finding:?}");
    }
    (converted.output, converted.report)
}

/// The draft, drafted again from its JSON to the same bytes.
#[track_caller]
fn written(invoice: &Value, context: &Value) -> (Node, Report) {
    let (xml, report) = drafted(invoice, context);
    let xml = xml.unwrap_or_else(|| panic!("{:#?}", errors(&report)));
    let (json, _) = support::convert(&xml, Format::UsJson);
    let again = frontera::convert(&json, Format::Cfdi, &options_of(context).intent(Intent::Draft)).unwrap();
    assert_eq!(again.output.as_deref().map(String::from_utf8_lossy), Some(String::from_utf8_lossy(&xml)));
    let restored = support::convert(&json, Format::Cfdi).0;
    assert_eq!(String::from_utf8_lossy(&restored), String::from_utf8_lossy(&xml));
    (Node::read(&xml), report)
}

/// No draft: code and pointer of each error.
#[track_caller]
fn refused(invoice: &Value, context: &Value) -> Vec<(String, String)> {
    let (xml, report) = drafted(invoice, context);
    assert!(xml.is_none(), "{}", String::from_utf8_lossy(&xml.unwrap()));
    errors(&report)
}

fn errors(report: &Report) -> Vec<(String, String)> {
    let errors = report.findings().iter().filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|it| (it.code.as_str().to_owned(), it.location.pointer.as_deref().unwrap_or_default().to_owned()))
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect()
}

#[track_caller]
fn finding<'r>(report: &'r Report, code: &str) -> &'r Finding {
    let found = report.findings().iter().find(|finding| finding.code == code);
    found.unwrap_or_else(|| panic!("{code} in {:?}", support::codes(report)))
}

fn values(finding: &Finding) -> (Option<&str>, Option<&str>) {
    (finding.values.found.as_deref(), finding.values.expected.as_deref())
}

fn rfc(value: &str) -> Value {
    json!([{"type": "rfc", "value": value}])
}

fn foreign(kind: &str, country: &str, value: &str) -> Value {
    json!([{"type": "rfc", "value": "XEXX010101000"}, {"type": kind, "country": country, "value": value}])
}

/// ISO 3166-1: `MX` is Mexico; `MEX` is its alpha-3 code, `mx` and `Mexico` are none. None of them is abroad.
#[test]
fn a_country_that_is_no_code_is_told_with_the_code_that_is_meant() {
    let places = [
        "/trade/services_used_in",
        "/trade/delivery/country",
        "/buyer/address/country",
        "/seller/address/country",
        "/ship_to/address/country",
        "/ship_from/address/country",
        "/lines/0/country_of_origin",
    ];
    for place in places {
        for (text, meant) in
            [("MEX", Some("MX")), ("mx", Some("MX")), ("Mexico", Some("MX")), ("USA", Some("US")), ("Atlantis", None)]
        {
            let invoice = with(invoice(), &[(place, json!(text))]);
            let (xml, report) = drafted(&invoice, &context());
            assert!(xml.is_none(), "{place} {text}");
            assert_eq!(errors(&report), pairs(&[("FRO-DRAFT-015", place)]), "{text}");
            let values = &finding(&report, "FRO-DRAFT-015").values;
            let candidates: Vec<&str> = values.candidates.iter().map(Text::as_str).collect();
            assert_eq!((values.found.as_deref(), candidates), (Some(text), meant.into_iter().collect()), "{place}");
        }
        let good = with(invoice(), &[(place, json!("MX"))]);
        assert!(drafted(&good, &context()).0.is_some(), "{place}: {:?}", errors(&drafted(&good, &context()).1));
    }
    let ids = json!([{"type": "rfc", "country": "MEX", "value": "IIA040805DZ4"}]);
    let told = refused(&with(invoice(), &[("/buyer/tax_ids", ids)]), &context());
    assert_eq!(told, pairs(&[("FRO-DRAFT-015", "/buyer/tax_ids/0/country")]));
}

#[test]
fn a_country_of_the_register_that_is_no_code_is_told_with_its_place_there() {
    for (place, named) in [
        ("/customers/1/country", "customers[1].country"),
        ("/customers/1/services_used_in", "customers[1].services_used_in"),
        ("/customers/1/delivery/country", "customers[1].delivery.country"),
    ] {
        let (xml, report) = drafted(&invoice(), &with(context(), &[(place, json!("usa"))]));
        assert!(xml.is_none(), "{place}");
        assert_eq!(errors(&report), pairs(&[("FRO-DRAFT-016", "/buyer")]));
        let told = finding(&report, "FRO-DRAFT-016");
        assert_eq!(values(told), (Some("usa"), Some(named)));
        assert_eq!(told.values.candidates, ["US"]);
        // Of another customer it is nobody's business here.
        let other = place.replace('1', "0");
        assert!(drafted(&invoice(), &with(context(), &[(&other, json!("usa"))])).0.is_some());
    }
}

/// A US seller has an address abroad; `MEX`, `mx` and `Mexico` are none, and `USA` is.
#[test]
fn a_seller_in_mexico_is_not_foreign_however_mexico_is_written() {
    let payable = |country: &str| {
        let seller = json!({"legal_name": "X", "address": {"country": country}, "tax_ids": rfc("EKU9003173C9")});
        let document = with(invoice(), &[("/seller", seller)]);
        let options = Options::default().case(Case::ReceivedInMx);
        let converted = frontera::convert(&serde_json::to_vec(&document).unwrap(), Format::Payable, &options).unwrap();
        support::codes(&converted.report)[0]
    };
    for mexico in ["MX", "mx", "MEX", "Mexico", "México", "Atlantis"] {
        assert_eq!(payable(mexico), "FRO-CASE-010", "{mexico}");
    }
    for abroad in ["US", "USA", "us", "IE"] {
        assert_eq!(payable(abroad), "FRO-CASE-011", "{abroad}");
    }
}

#[test]
fn the_document_stands_against_the_register_and_both_are_told() {
    let stated = [
        ("/extensions/mx/emisor/regimen_fiscal", "612", "601"),
        ("/extensions/mx/lugar_expedicion", "22000", "64000"),
        ("/extensions/mx/receptor/regimen_fiscal", "603", "601"),
        ("/extensions/mx/receptor/domicilio_fiscal", "01000", "62661"),
        ("/extensions/mx/receptor/uso_cfdi", "G02", "G01"),
    ];
    for (place, found, expected) in stated {
        let (document, report) = written(&with(invoice(), &[(place, json!(found))]), &context());
        let told = finding(&report, "FRO-DRAFT-017");
        assert_eq!((told.severity, told.location.as_str()), (Severity::Warning, place));
        assert_eq!(values(told), (Some(found), Some(expected)));
        let parties = [&document, document.child("Emisor").unwrap(), document.child("Receptor").unwrap()];
        let names = ["LugarExpedicion", "RegimenFiscal", "DomicilioFiscalReceptor", "RegimenFiscalReceptor", "UsoCFDI"];
        let all = parties.iter().flat_map(|node| names.map(|name| node.text(name)));
        assert_eq!(all.flatten().filter(|text| *text == found).count(), 1, "{place}");
        let same = with(invoice(), &[(place, json!(expected))]);
        assert!(!support::codes(&written(&same, &context()).1).contains(&"FRO-DRAFT-017"), "{place}");
    }
}

#[test]
fn a_party_has_one_rfc_and_it_has_the_shape_of_one() {
    let two = json!([{"type": "rfc", "value": "IIA040805DZ4"}, {"type": "rfc", "value": "CACX7605101P8"}]);
    for party in ["buyer", "seller"] {
        let first = if party == "seller" { "EKU9003173C9" } else { "IIA040805DZ4" };
        let mut ids = two.clone();
        ids[0]["value"] = json!(first);
        let told = refused(&with(invoice(), &[(&format!("/{party}/tax_ids"), ids)]), &context());
        assert_eq!(told, pairs(&[("FRO-DRAFT-018", &format!("/{party}/tax_ids/1/value"))]));
    }
    let mx = json!({"receptor": {"regimen_fiscal": "601", "domicilio_fiscal": "62661", "uso_cfdi": "G03"}});
    // A month 13, twelve digits of nothing, and what may be the number of a person, which is not said.
    for bad in ["NOTANRFC", "IIA041305DZ4", "123456789012", "123-45-6789"] {
        let buyer = json!({"legal_name": "Zed", "tax_ids": rfc(bad)});
        let (xml, report) = drafted(&with(invoice(), &[("/buyer", buyer), ("/extensions/mx", mx.clone())]), &context());
        assert!(xml.is_none());
        assert_eq!(errors(&report), pairs(&[("FRO-DRAFT-019", "/buyer/tax_ids/0/value")]), "{bad}");
        assert!(!format!("{report:?}").contains(bad), "{bad}");
    }
}

/// Anexo 20: an RFC is capitals and digits.
#[test]
fn an_rfc_is_written_bare_and_in_capitals() {
    let (document, report) = written(&with(invoice(), &[("/buyer/tax_ids", rfc("iia-040805-dz4 "))]), &context());
    assert_eq!(document.child("Receptor").unwrap().text("Rfc"), Some("IIA040805DZ4"));
    let told = finding(&report, "FRO-DRAFT-020");
    assert_eq!((told.severity, told.location.as_str()), (Severity::Note, "/buyer/tax_ids/0/value"));
    let (document, _) = written(&with(invoice(), &[("/seller/tax_ids", rfc("eku 900317 3c9"))]), &context());
    assert_eq!(document.child("Emisor").unwrap().text("Rfc"), Some("EKU9003173C9"));
}

/// CFDI40159, CFDI40149, CFDI40161: 616, the postal code of the issuer, and a use that goes with 616.
#[test]
fn a_generic_receiver_has_what_its_rfc_leaves() {
    for (of, buyer) in [
        ("XEXX010101000", json!({"legal_name": "Pacific Crest Builders"})),
        ("XAXX010101000", json!({"legal_name": "Walk-in customer", "tax_ids": rfc("XAXX010101000")})),
    ] {
        let mx = |facts: Value| with(invoice(), &[("/buyer", buyer.clone()), ("/extensions/mx/receptor", facts)]);
        for (facts, code, place) in [
            (json!({"regimen_fiscal": "601"}), "FRO-DRAFT-021", "regimen_fiscal"),
            (json!({"domicilio_fiscal": "92154"}), "FRO-DRAFT-022", "domicilio_fiscal"),
            (json!({"uso_cfdi": "G03"}), "FRO-DRAFT-023", "uso_cfdi"),
            (json!({"uso_cfdi": "CP01"}), "FRO-DRAFT-023", "uso_cfdi"),
            (json!({"uso_cfdi": "X99"}), "FRO-DRAFT-023", "uso_cfdi"),
        ] {
            let (xml, report) = drafted(&mx(facts.clone()), &context());
            assert!(xml.is_none(), "{of} {facts}");
            assert_eq!(errors(&report), pairs(&[(code, &format!("/extensions/mx/receptor/{place}"))]), "{of} {facts}");
            let sat = [("021", "CFDI40159"), ("022", "CFDI40149"), ("023", "CFDI40161")];
            let sat = sat.iter().find(|(end, _)| code.ends_with(end)).unwrap().1;
            let message = finding(&report, code).message(Lang::Es);
            assert!(message.contains(sat) && message.contains(of), "{message}");
        }
        let facts = json!({"regimen_fiscal": "616", "domicilio_fiscal": "64000", "uso_cfdi": "S01"});
        let (document, _) = written(&mx(facts), &context());
        let receptor = document.child("Receptor").unwrap();
        assert_eq!(receptor.text("Rfc"), Some(of));
        // c_UsoCFDI has 616 among the regimes of G02.
        let credit = [
            ("/document_type", json!("credit_memo")),
            ("/preceding_documents", json!([{"number": "INV-2041", "relation": "credit"}])),
        ];
        let (document, _) = written(&with(mx(json!({"uso_cfdi": "G02"})), &credit), &context());
        assert_eq!(document.child("Receptor").unwrap().text("UsoCFDI"), Some("G02"));
        let (document, _) = written(&with(mx(json!({})), &credit), &context());
        assert_eq!(document.child("Receptor").unwrap().text("UsoCFDI"), Some("S01"));
    }
}

/// CFDI40151, CFDI40154: neither goes with XAXX010101000. A US number stays a US fact, another is told.
#[test]
fn the_public_has_no_foreign_number() {
    for (id, told) in [
        (json!({"type": "ein", "country": "US", "value": "12-3456789"}), false),
        (json!({"type": "other", "country": "CA", "value": "123456789"}), true),
    ] {
        let mut ids = rfc("XAXX010101000");
        ids.as_array_mut().unwrap().push(id);
        let buyer = json!({"legal_name": "Bob", "tax_ids": ids});
        let (document, report) = written(&with(invoice(), &[("/buyer", buyer)]), &context());
        let receptor = document.child("Receptor").unwrap();
        assert_eq!((receptor.text("NumRegIdTrib"), receptor.text("ResidenciaFiscal")), (None, None));
        assert_eq!(support::codes(&report).contains(&"FRO-DRAFT-014"), told);
    }
}

/// CFDI40152, CFDI40153, CFDI40156: c_Pais has nine digits for the United States and for Canada.
#[test]
fn a_foreign_number_is_as_its_country_writes_it() {
    let buyer = |ids: Value| with(invoice(), &[("/buyer", json!({"legal_name": "Zed", "tax_ids": ids}))]);
    for (ids, code, place) in [
        (foreign("other", "MX", "123456789"), "FRO-DRAFT-024", "country"),
        (foreign("other", "CA", "12"), "FRO-DRAFT-026", "value"),
        (foreign("ein", "US", "98-76543"), "FRO-DRAFT-026", "value"),
        (foreign("other", "US", "98-7654321"), "FRO-DRAFT-026", "value"),
    ] {
        let (xml, report) = drafted(&buyer(ids.clone()), &context());
        assert!(xml.is_none(), "{ids}");
        assert_eq!(errors(&report), pairs(&[(code, &format!("/buyer/tax_ids/1/{place}"))]), "{ids}");
        let number = ids[1]["value"].as_str().unwrap();
        let words = [Lang::En, Lang::Es].map(|lang| finding(&report, code).message(lang)).concat();
        assert!(!words.contains(&format!("{number} ")) && !words.contains(&format!("`{number}")), "{words}");
    }
    let mut none = foreign("other", "CA", "123456789");
    none[1].as_object_mut().unwrap().remove("country");
    assert_eq!(refused(&buyer(none.clone()), &context()), pairs(&[("FRO-DRAFT-025", "/buyer/tax_ids/1/country")]));
    // The IRS gives these three.
    for kind in ["ein", "itin", "ssn"] {
        none[1]["type"] = json!(kind);
        none[1]["value"] = json!("98-7654321");
        let (document, report) = written(&buyer(none.clone()), &context());
        let receptor = document.child("Receptor").unwrap();
        assert_eq!(receptor.text("ResidenciaFiscal"), Some("USA"));
        assert_eq!(receptor.text("NumRegIdTrib"), Some("987654321"));
        finding(&report, "FRO-DRAFT-039");
    }
    // The register may have dashes; CFDI40156 does not.
    let (document, _) =
        written(&with(invoice(), &[("/buyer", json!({"legal_name": "Pacific Crest Builders"}))]), &context());
    assert_eq!(document.child("Receptor").unwrap().text("NumRegIdTrib"), Some("001987654"));
}

/// CFDI40130, CFDI40146.
#[test]
fn the_name_of_the_public_is_for_global_invoices() {
    let public = |value: &str| json!({"legal_name": "PUBLICO EN GENERAL", "tax_ids": rfc(value)});
    let told = refused(&with(invoice(), &[("/buyer", public("XAXX010101000"))]), &context());
    assert_eq!(told, pairs(&[("FRO-DRAFT-027", "/extensions/mx/informacion_global")]));
    let global = json!({"periodicidad": "01", "meses": "02", "año": "2026"});
    let changes = [("/buyer", public("XAXX010101000")), ("/extensions/mx/informacion_global", global.clone())];
    let (document, _) = written(&with(invoice(), &changes), &context());
    assert!(document.child("InformacionGlobal").is_some());
    let told = refused(&with(invoice(), &[("/buyer", public("XEXX010101000"))]), &context());
    assert_eq!(told, pairs(&[("FRO-DRAFT-028", "/buyer/legal_name")]));
    // One customer without an RFC has a name of its own; a credit memo is not of type I.
    let walk_in = json!({"legal_name": "Walk-in customer", "tax_ids": rfc("XAXX010101000")});
    written(&with(invoice(), &[("/buyer", walk_in)]), &context());
}

/// CFDI40126, CFDI40147. c_CodigoPostal has 64000 and 62661.
#[test]
fn postal_codes_are_those_of_the_catalogue() {
    for place in ["/extensions/mx/lugar_expedicion", "/extensions/mx/receptor/domicilio_fiscal"] {
        for bad in ["ABCDE", "6400", "92154-0001"] {
            let (xml, report) = drafted(&with(invoice(), &[(place, json!(bad))]), &context());
            assert!(xml.is_none());
            assert_eq!(errors(&report), pairs(&[("FRO-DRAFT-029", place)]), "{bad}");
        }
        let (_, report) = drafted(&with(invoice(), &[(place, json!("6400"))]), &context());
        assert!(finding(&report, "FRO-DRAFT-029").values.candidates.iter().any(|near| near == "64000"));
    }
}

/// c_UsoCFDI G02 is for returns, discounts and allowances; the customer's usual use is for its purchases.
#[test]
fn a_credit_memo_to_a_mexican_buyer_is_for_g02() {
    let credit = with(
        invoice(),
        &[
            ("/document_type", json!("credit_memo")),
            ("/preceding_documents", json!([{"number": "INV-2041", "relation": "credit"}])),
        ],
    );
    let (document, report) = written(&credit, &context());
    assert_eq!(document.child("Receptor").unwrap().text("UsoCFDI"), Some("G02"));
    assert_eq!(finding(&report, "FRO-DRAFT-030").severity, Severity::Note);
    // Stated, it stands.
    let stated = with(credit.clone(), &[("/extensions/mx/receptor/uso_cfdi", json!("S01"))]);
    let (document, report) = written(&stated, &context());
    assert_eq!(document.child("Receptor").unwrap().text("UsoCFDI"), Some("S01"));
    assert!(!support::codes(&report).contains(&"FRO-DRAFT-030"));
    // By the catalogue G02 does not go with 605 (wages): asked for, not guessed.
    let wages = with(context(), &[("/customers/1/regimen_fiscal", json!("605"))]);
    assert_eq!(refused(&credit, &wages), pairs(&[("FRO-DRAFT-031", "/extensions/mx/receptor/uso_cfdi")]));
}

/// A credit or debit note is related to what it changes (c_TipoRelacion 01, 02), and a relation is to a UUID.
#[test]
fn a_memo_names_what_it_changes() {
    for (kind, relation) in [("credit_memo", "credit"), ("debit_memo", "debit")] {
        let memo =
            |documents: Value| with(invoice(), &[("/document_type", json!(kind)), ("/preceding_documents", documents)]);
        let none = with(invoice(), &[("/document_type", json!(kind))]);
        assert_eq!(refused(&none, &context()), pairs(&[("FRO-DRAFT-012", "/preceding_documents")]), "{kind}");
        let unknown = memo(json!([{"number": "INV-999", "relation": relation}]));
        let told = refused(&unknown, &context());
        assert_eq!(told, pairs(&[("FRO-MAP-004", "/preceding_documents/0/uuid")]), "{kind}");
        let unrelated = memo(json!([{"number": "INV-2041"}]));
        let told = refused(&unrelated, &context());
        assert_eq!(told, pairs(&[("FRO-MAP-004", "/preceding_documents/0/relation")]), "{kind}");
        let (document, _) = written(&memo(json!([{"number": "INV-2041", "relation": relation}])), &context());
        let related = document.child("CfdiRelacionados").unwrap();
        assert_eq!(related.text("TipoRelacion"), Some(if kind == "credit_memo" { "01" } else { "02" }));
        let uuid = related.child("CfdiRelacionado").unwrap().text("UUID");
        assert_eq!(uuid, Some("7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B17"));
    }
}

/// MetodoPago, FormaPago; the document with its total of 116.00.
#[track_caller]
fn paid(changes: &[(&str, Value)]) -> (String, String, Report) {
    let (document, report) = written(&with(invoice(), changes), &context());
    let text = |name: &str| document.text(name).unwrap().to_owned();
    (text("MetodoPago"), text("FormaPago"), report)
}

/// SAT's guide to CFDI 4.0: paid in full at once is PUE; of several forms the one of the greatest amount.
#[test]
fn paid_in_full_is_pue_with_the_form_in_which_most_was_paid() {
    let (method, form, report) = paid(&[("/payments", json!([{"amount": "116.00", "method": "check"}]))]);
    assert_eq!((method.as_str(), form.as_str()), ("PUE", "02"));
    finding(&report, "FRO-DRAFT-009");
    let payments = json!([{"amount": "16.00", "method": "cash"}, {"amount": "100.00", "method": "check"}]);
    let (method, form, report) = paid(&[("/payments", payments)]);
    assert_eq!((method.as_str(), form.as_str()), ("PUE", "02"));
    assert_eq!(values(finding(&report, "FRO-DRAFT-035")).1, Some("02"));
    // A wire and a clearing-house transfer are one form: 40 + 20 beside 56 in cash.
    let payments = json!([{"amount": "56.00", "method": "cash"}, {"amount": "40.00", "method": "wire"},
        {"amount": "20.00", "method": "ach"}]);
    assert_eq!(paid(&[("/payments", payments)]).1, "03");
    // Equal amounts: the issuer's choice. What nobody knows may be the most of another form.
    for (one, other) in [
        (json!({"amount": "58.00", "method": "cash"}), json!({"amount": "58.00", "method": "check"})),
        (json!({"amount": "60.00", "method": "cash"}), json!({"amount": "56.00", "method": "other"})),
        (json!({"amount": "50.00", "method": "cash"}), json!({"amount": "66.00"})),
    ] {
        let known = other["amount"] == "56.00";
        let changed = with(invoice(), &[("/payments", json!([one, other]))]);
        if known {
            assert_eq!(written(&changed, &context()).0.text("FormaPago"), Some("01"));
        } else {
            assert_eq!(refused(&changed, &context()), pairs(&[("FRO-DRAFT-037", "/extensions/mx/forma_pago")]));
        }
    }
    // A form that SAT's list has not is no default either.
    let other = with(invoice(), &[("/payments", json!([{"amount": "116.00", "method": "other"}]))]);
    assert_eq!(refused(&other, &context()), pairs(&[("FRO-DRAFT-037", "/extensions/mx/forma_pago")]));
}

/// PUE is for what is paid by the end of the month of issue, 2026-02.
#[test]
fn a_payment_after_the_month_of_issue_is_ppd() {
    for (date, method) in [("2026-02-28", "PUE"), ("2026-01-31", "PUE"), ("2026-03-01", "PPD"), ("2027-01-01", "PPD")] {
        let payments = json!([{"amount": "116.00", "method": "check", "date": date}]);
        let (is, form, report) = paid(&[("/payments", payments)]);
        assert_eq!((is.as_str(), form.as_str()), (method, if method == "PPD" { "99" } else { "02" }), "{date}");
        assert_eq!(support::codes(&report).contains(&"FRO-DRAFT-033"), method == "PPD");
    }
}

#[test]
fn paid_in_part_is_ppd_by_terms_and_asked_for_without_them() {
    let part = json!([{"amount": "50.00", "method": "cash"}]);
    let changed = with(invoice(), &[("/payments", part.clone()), ("/totals/amount_due", json!("66.00"))]);
    for context in [context(), with(context(), &[("/customers/1/metodo_pago", json!("PUE"))])] {
        assert_eq!(refused(&changed, &context), pairs(&[("FRO-DRAFT-036", "/extensions/mx/metodo_pago")]));
    }
    // One that says no amount may be any part.
    let unknown = json!([{"amount": "50.00", "method": "cash"}, {"method": "cash"}]);
    let told = refused(&with(invoice(), &[("/payments", unknown)]), &context());
    assert_eq!(told, pairs(&[("FRO-DRAFT-036", "/extensions/mx/metodo_pago")]));
    for (at, value) in [("/due_date", json!("2026-03-14")), ("/payment_terms", json!({"code": "net", "net_days": 30}))]
    {
        let (method, form, report) = paid(&[("/payments", part.clone()), (at, value)]);
        assert_eq!((method.as_str(), form.as_str()), ("PPD", "99"));
        finding(&report, "FRO-DRAFT-032");
        finding(&report, "FRO-DRAFT-034");
    }
    let (method, form, _) = paid(&[("/payments", part), ("/extensions/mx/metodo_pago", json!("PUE"))]);
    assert_eq!((method.as_str(), form.as_str()), ("PUE", "01"), "stated");
}

/// CFDI40105.
#[test]
fn ppd_has_no_other_form_than_99() {
    let at = "/extensions/mx/forma_pago";
    let stated = [("/extensions/mx/metodo_pago", json!("PPD")), (at, json!("03"))];
    assert_eq!(refused(&with(invoice(), &stated), &context()), pairs(&[("FRO-DRAFT-038", at)]));
    let by_terms = [("/payment_terms", json!({"code": "net", "net_days": 30})), (at, json!("03"))];
    assert_eq!(refused(&with(invoice(), &by_terms), &context()), pairs(&[("FRO-DRAFT-038", at)]));
    // How it will be paid is no FormaPago yet, and is told.
    for forma in [json!("99"), Value::Null] {
        let means = json!({"method": "check"});
        let mut changes = vec![("/extensions/mx/metodo_pago", json!("PPD")), ("/payment_means", means)];
        if !forma.is_null() {
            changes.push((at, forma));
        }
        let (method, form, report) = paid(&changes);
        assert_eq!((method.as_str(), form.as_str()), ("PPD", "99"));
        assert_eq!(values(finding(&report, "FRO-DRAFT-013")).0, Some("check"));
    }
}

#[test]
fn customers_of_one_name_are_told_apart_without_their_foreign_numbers() {
    let twin = json!({"legal_name": "Pacific Crest Builders", "country": "CA", "tax_id": "123456789"});
    let national = json!({"legal_name": "Pacific Crest Builders", "rfc": "CACX7605101P8"});
    let context = with(context(), &[("/customers/1", twin)]);
    let mut context = context;
    context["customers"].as_array_mut().unwrap().push(national);
    let (xml, report) =
        drafted(&with(invoice(), &[("/buyer", json!({"legal_name": "Pacific Crest Builders"}))]), &context);
    assert!(xml.is_none());
    let told = finding(&report, "FRO-DRAFT-005");
    let candidates = [
        "PACIFIC CREST BUILDERS LLC (US, customers[0])",
        "Pacific Crest Builders (CA, customers[1])",
        "Pacific Crest Builders (CACX7605101P8, customers[2])",
    ];
    assert_eq!(told.values.candidates, candidates);
    assert!(!format!("{report:?}").contains("123456789"));
}
