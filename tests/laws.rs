//! The laws of the two adapters, over generated documents: get-put, put-get, literals, the seal.
//!
//! 256 cases each; `PROPTEST_CASES` asks for more.

mod support;

use std::collections::BTreeSet;

use frontera::formats::cfdi::Family;
use frontera::mapping::{self, Field};
use frontera::{Format, Options};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::generate::{Shape, document};
use support::{attributes, codes, convert, flatten, template, there_and_back};

fn shapes() -> impl Strategy<Value = Shape> {
    (any::<u64>(), prop::sample::select(vec!['I', 'E', 'T', 'P', 'N']), any::<bool>(), any::<bool>())
        .prop_map(|(seed, tipo, odd, foreign)| Shape { seed, tipo, odd, foreign, ..Shape::default() })
}

/// A document of CFDI 4.0, or of 3.3.
fn make(shape: Shape, earlier: bool) -> String {
    let family = if earlier { Family::Cfdi33 } else { Family::Cfdi40 };
    document(Shape { family, ..shape })
}

fn to_json(xml: &[u8]) -> Value {
    serde_json::from_slice(&convert(xml, Format::UsJson).0).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Unchanged JSON gives back the same document: a fresh reading says the same to the letter, and writing it once more
    /// gives the same bytes. (That the XML is SAT's own infoset again is judged in `tests/fidelity.rs`.)
    #[test]
    fn unchanged_json_gives_the_same_document(shape in shapes(), earlier in any::<bool>()) {
        let xml = make(shape, earlier);
        let (json, back) = there_and_back(xml.as_bytes());
        let (again, twice) = there_and_back(&back);
        prop_assert_eq!(differences(&in_order(&json), &in_order(&again)), Vec::<String>::new());
        prop_assert_eq!(back, twice);
    }

    /// Without `as_read` every value is the same; only how it was written is not.
    #[test]
    fn deleting_as_read_changes_no_value(shape in shapes(), earlier in any::<bool>()) {
        let xml = make(Shape { odd: true, ..shape }, earlier);
        let mut json = to_json(xml.as_bytes());
        remove_literals(&mut json);
        let (plain, _) = convert(&serde_json::to_vec(&json).unwrap(), Format::Cfdi);
        let fresh = to_json(&plain);
        prop_assert_eq!(differences(&without_literals(&json), &without_literals(&fresh)), Vec::<String>::new());
    }

    /// A changed field is what a fresh reading sees, and only the attributes of its row are others.
    #[test]
    fn a_changed_field_is_what_a_fresh_reading_sees(
        shape in shapes(), earlier in any::<bool>(), pick in any::<prop::sample::Index>(), turn in any::<u32>(),
    ) {
        let xml = make(shape, earlier);
        let json = to_json(xml.as_bytes());
        let leaves: Vec<String> = flatten(&json).into_keys().filter(|pointer| can_change(pointer)).collect();
        prop_assume!(!leaves.is_empty());
        let pointer = &leaves[pick.index(leaves.len())];
        check_change(&json, pointer, turn).map_err(|why| TestCaseError::fail(format!("{pointer}: {why}\n{xml}")))?;
    }
}

/// The same law for each field of the richest fixtures, one after the other.
#[test]
fn each_field_in_turn() {
    let mut changed = BTreeSet::new();
    let mut documents: Vec<_> = [support::fixtures(), support::fixtures_of("cfdi33")]
        .into_iter()
        .flatten()
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect();
    // No fixture's stamp has a Leyenda.
    let foreign = (0..).map(|seed| document(Shape { seed, foreign: true, ..Shape::default() }));
    documents
        .push(("generated".into(), foreign.into_iter().find(|xml| xml.contains("Leyenda=")).unwrap().into_bytes()));
    for (name, xml) in documents {
        let json = to_json(&xml);
        for pointer in flatten(&json).into_keys().filter(|pointer| can_change(pointer)) {
            check_change(&json, &pointer, 1).unwrap_or_else(|why| panic!("{name}: {pointer}: {why}"));
            changed.insert(template(&pointer));
        }
    }
    // Every row with an attribute that can be changed by hand was.
    let missed: Vec<_> = mapping::rows()
        .iter()
        .filter(|row| row.cfdi.contains('@') && !row.cfdi.ends_with("@Version") && !changed.contains(row.us))
        .map(|row| (row.us, row.cfdi))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// What was read may have its faults; what is changed since must not have new ones, sealed or not.
#[test]
fn an_edit_that_no_cfdi_can_say_is_refused() {
    let us = support::fixture("us/draft-produce.json");
    let unsealed = to_json(&convert(&us, Format::Cfdi).0);
    let edits: &[(&str, Value)] = &[
        ("/lines/1", json!({"description": "extra", "amount": "5.00"})),
        ("/lines/0/taxes/0/tax_type", json!("sales_tax")),
        ("/charges", json!([{"type": "freight", "amount": "50.00"}])),
        ("/price_basis", json!("tax_inclusive")),
        ("/lines/0/amount", json!("-5.00")),
        ("/exchange_rate/rate", json!("-17")),
        ("/currency", Value::Null),
        ("/issue_time", Value::Null),
        ("/buyer/tax_ids", json!([])),
        ("/seller/legal_name", json!(" ")),
        ("/extensions/mx/lugar_expedicion", json!("")),
    ];
    for (at, value) in edits {
        let mut json = unsealed.clone();
        match json.pointer_mut(at) {
            Some(place) => *place = value.clone(),
            None => {
                let (parent, name) = at.rsplit_once('/').unwrap();
                match json.pointer_mut(parent).unwrap() {
                    Value::Array(items) => items.push(value.clone()),
                    parent => parent[name] = value.clone(),
                }
            }
        }
        let converted =
            frontera::convert(&serde_json::to_vec(&json).unwrap(), Format::Cfdi, &Options::default()).unwrap();
        assert!(converted.output.is_none() && converted.report.has_errors(), "{at}: {:#?}", converted.report);
    }
}

/// A seal or a stamp that is not the one that was read is no seal.
#[test]
fn an_edit_of_seal_or_stamp_is_told() {
    let sealed = to_json(&support::fixture("cfdi/export-produce.xml"));
    for at in [
        "sello",
        "certificado",
        "no_certificado",
        "timbre/uuid",
        "timbre/fecha_timbrado",
        "timbre/sello_cfd",
        "timbre/sello_sat",
    ] {
        for value in [json!("AAAA"), Value::Null] {
            let mut json = sealed.clone();
            *json.pointer_mut(&format!("/extensions/mx/{at}")).unwrap() = value;
            let (_, report) = convert(&serde_json::to_vec(&json).unwrap(), Format::Cfdi);
            assert!(codes(&report).contains(&"FRO-SEAL-001"), "{at}: {report:#?}");
        }
    }
    for digest in ["sealed_sha256", "seal_sha256"] {
        let mut json = sealed.clone();
        json["extensions"]["mx"].as_object_mut().unwrap().remove(digest);
        json["totals"]["total"] = json!("1.00");
        let (_, report) = convert(&serde_json::to_vec(&json).unwrap(), Format::Cfdi);
        assert_eq!(codes(&report), ["FRO-SEAL-003"]);
    }
}

/// Losses of different fields are different findings, each with its place.
#[test]
fn each_loss_has_its_own_finding() {
    let mut json: Value = serde_json::from_slice(&support::fixture("us/draft-produce.json")).unwrap();
    json["extensions"]["acme"] = json!(1);
    json["extensions"]["beta"] = json!(2);
    json["lines"][0]["brand"] = json!("Sol");
    let options = Options::default().us_facts(frontera::UsFacts::None);
    let (_, report) = support::convert_with(&serde_json::to_vec(&json).unwrap(), Format::Cfdi, &options);
    let places: Vec<_> = report.losses().map(|finding| finding.location.as_str().to_owned()).collect();
    assert_eq!(places, ["/lines/0/brand", "/extensions/acme", "/extensions/beta"]);
}

/// A line that is taken out takes its own literals and declarations with it, and no other line's.
#[test]
fn a_line_that_goes_takes_what_is_its_own_with_it() {
    let xml = String::from_utf8(support::fixture("cfdi/net-terms-ppd.xml")).unwrap();
    let lines = xml.matches("<cfdi:Concepto ").count();
    assert!(lines >= 2);
    // The second line declares a namespace, and writes its quantity in its own way.
    let (first, second) = xml.split_at(xml.rfind("<cfdi:Concepto ").unwrap());
    let second = second.replacen("<cfdi:Concepto ", "<cfdi:Concepto xmlns:z=\"urn:lot\" z:lot=\"L9\" ", 1);
    let second = second.replacen("Cantidad=\"", "Cantidad=\"0", 1);
    let json = to_json(format!("{first}{second}").as_bytes());
    let edit = |remove: usize| {
        let mut json = json.clone();
        json["lines"].as_array_mut().unwrap().remove(remove);
        let (back, _) = convert(&serde_json::to_vec(&json).unwrap(), Format::Cfdi);
        String::from_utf8(back).unwrap()
    };
    let without_first = edit(0);
    assert!(without_first.contains("z:lot=\"L9\"") && without_first.contains("Cantidad=\"0"), "{without_first}");
    let without_last = edit(lines - 1);
    assert!(!without_last.contains("urn:lot") && !without_last.contains("Cantidad=\"0"), "{without_last}");
}

/// A sidecar that was written for another document is told.
#[test]
fn a_sidecar_knows_its_document() {
    let mut json: Value = serde_json::from_slice(&support::fixture("us/draft-produce.json")).unwrap();
    json["purchase_order_number"] = json!("PO-A");
    let options = Options::default().us_facts(frontera::UsFacts::Sidecar);
    let converted = frontera::convert(&serde_json::to_vec(&json).unwrap(), Format::Cfdi, &options).unwrap();
    let (draft, sidecar) = (converted.output.unwrap(), converted.sidecar.unwrap());
    // What sealing adds is no other document.
    let sealed = String::from_utf8(draft)
        .unwrap()
        .replace(" Version=\"4.0\"", " Sello=\"AAAA\" NoCertificado=\"1\" Version=\"4.0\"");
    let attach = |xml: &[u8]| frontera::formats::cfdi::attach(xml, &sidecar, &Default::default()).unwrap().1;
    assert_eq!(codes(&attach(sealed.as_bytes())), [] as [&str; 0]);
    assert_eq!(codes(&attach(&support::fixture("cfdi/credit-note-01.xml"))), ["FRO-MAP-017"]);
}

/// Facts without an attribute travel as US facts, and touch nothing that is sealed.
#[test]
fn us_facts_cross_a_sealed_document() {
    let xml = support::fixture("cfdi/export-produce.xml");
    let mut json = to_json(&xml);
    json["purchase_order_number"] = json!("PO-7781");
    json["due_date"] = json!("2026-04-01");
    json["buyer"]["address"] = json!({"line1": "2850 W Ruthrauff Rd", "city": "Tucson", "state": "AZ", "postal_code": "85705", "country": "US"});
    json["lines"][3]["country_of_origin"] = json!("MX");
    json["lines"][3]["classifications"] = json!([{"scheme": "hts_us", "code": "0702002099"}]);
    json["notes"] = json!(["Keep at 55 F", "tabs\tand\nlines & <marks>"]);
    json["extensions"]["acme"] = json!({"id": 7, "rate": 1.10});
    let text = serde_json::to_string(&json).unwrap().replace("\"rate\":1.1", "\"rate\":1.10");
    let (with, report) = convert(text.as_bytes(), Format::Cfdi);
    assert_eq!(codes(&report), Vec::<&str>::new());
    let (plain, _) = convert(&convert(&xml, Format::UsJson).0, Format::Cfdi);
    let kept: Vec<_> = attributes(&with).into_iter().filter(|(path, _)| !path.contains("Addenda")).collect();
    assert_eq!(kept, attributes(&plain).into_iter().collect::<Vec<_>>());
    let (fresh, report) = convert(&with, Format::UsJson);
    assert!(!report.has_errors());
    assert!(String::from_utf8(fresh.clone()).unwrap().contains("1.10"), "a foreign number keeps its literal");
    assert_eq!(serde_json::from_slice::<Value>(&fresh).unwrap(), json);
}

/// An Addenda is not sealed: a fact that says otherwise than the CFDI is left out and named.
#[test]
fn a_us_fact_cannot_contradict_the_cfdi() {
    let xml = String::from_utf8(support::fixture("cfdi/net-terms-ppd.xml")).unwrap();
    let facts = r#"<cfdi:Addenda><f:UsFacts xmlns:f="urn:frontera:us-facts:1" version="1">
        <f:Fact at="/totals/total">1.00</f:Fact><f:Fact at="/purchase_order_number">PO-1</f:Fact>
        <f:Fact at="/extensions/mx/sello">x</f:Fact><f:Fact at="/nowhere">x</f:Fact>
        <f:Fact at="/lines" type="json">[]</f:Fact></f:UsFacts></cfdi:Addenda></cfdi:Comprobante>"#;
    let with = xml.replace("</cfdi:Comprobante>", facts);
    let before = to_json(xml.as_bytes());
    let (json, report) = convert(with.as_bytes(), Format::UsJson);
    let json: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["purchase_order_number"], "PO-1");
    assert_eq!(json["totals"], before["totals"]);
    assert_eq!(json["lines"], before["lines"]);
    let rejected: Vec<_> = report
        .findings()
        .iter()
        .filter(|finding| finding.code == "FRO-MAP-007")
        .map(|finding| finding.location.pointer.clone().unwrap().to_string())
        .collect();
    assert_eq!(rejected, ["/totals/total", "/extensions/mx/sello", "/nowhere", "/lines"]);
}

/// Fields that a hand may change: not the record of how things were read, nor trees, which are XML.
fn can_change(pointer: &str) -> bool {
    let fixed = [
        "/as_read/",
        "/nodos/",
        "/complemento",
        "/addenda/",
        "/cfdi_relacionados/",
        "/timbre/name",
        "/timbre/xmlns",
        "/timbre/attributes",
    ];
    !fixed.iter().any(|part| pointer.contains(part))
        && ![
            "/schema_version",
            "/extensions/mx/sealed_sha256",
            "/extensions/mx/seal_sha256",
            // Other versions are other documents.
            "/extensions/mx/version",
            "/extensions/mx/timbre/version",
        ]
        .contains(&pointer)
        && !pointer.ends_with("impuestos_vacio")
        && !pointer.ends_with("/jurisdiction/level")
}

/// Another value of the same kind. The second part: the field cannot take any value by itself, and an error is right.
fn another(pointer: &str, value: &Value, turn: u32) -> Option<(Value, bool)> {
    let choose = |choices: &[&str]| {
        let others: Vec<_> = choices.iter().filter(|choice| **choice != *value).collect();
        json!(others[turn as usize % others.len()])
    };
    let template = template(pointer);
    let free = |value: Value| Some((value, false));
    match template.as_str() {
        "/document_type" => free(choose(&["invoice", "credit_memo", "transfer", "payroll", "payment_receipt"])),
        "/issue_date" => free(json!("2031-07-09")),
        "/issue_time" => free(json!("23:58:01")),
        // These two name one fact with the currency: one alone contradicts it.
        "/exchange_rate/from" | "/exchange_rate/to" => Some((json!("CAD"), true)),
        "/currency" => Some((choose(&["CAD", "EUR", "JPY"]), false)),
        "/payment_means/method" => free(choose(&["cash", "check", "credit_card", "debit_card", "intermediary"])),
        "/lines/[]/taxability" => free(choose(&["not_subject", "taxable", "not_itemized", "no_tax_due"])),
        "/preceding_documents/[]/relation" => free(choose(&["credit", "return", "substitution", "installment"])),
        "/lines/[]/taxes/[]/tax_type" | "/tax_summary/[]/tax_type" => {
            let withheld = value.as_str().unwrap().starts_with("withholding");
            free(choose(if withheld {
                &["withholding_income", "withholding_vat"]
            } else {
                &["vat", "excise", "income"]
            }))
        }
        "/lines/[]/taxes/[]/factor" | "/tax_summary/[]/factor" => free(choose(&["rate", "amount_per_unit"])),
        // Another list makes another unit of the same code, or none.
        "/lines/[]/unit/code_list" => None,
        // Whether a number is an RFC decides which attribute it is.
        "/seller/tax_ids/[]/type" | "/buyer/tax_ids/[]/type" => None,
        // The country of an RFC is a projection; of a foreign number it is ResidenciaFiscal.
        "/seller/tax_ids/[]/country" => None,
        "/buyer/tax_ids/[]/country" => {
            (pointer != "/buyer/tax_ids/0/country").then(|| (choose(&["CA", "GB", "DE"]), false))
        }
        "/lines/[]/taxes/[]/jurisdiction/code" | "/tax_summary/[]/jurisdiction/code" => None,
        _ => {
            mapping::rows().iter().find(|row| row.us == template)?;
            let numbers = ["amount", "rate", "quantity", "unit_price", "cantidad", "valor_unitario", "importe"];
            let totals =
                ["/totals/subtotal", "/totals/discount", "/totals/tax", "/totals/withholding", "/totals/total"];
            if numbers.iter().any(|end| template.ends_with(end)) || totals.contains(&template.as_str()) {
                return free(json!(format!("{}.250", 1 + turn % 1000)));
            }
            value.as_str()?;
            free(json!(format!("X{turn}")))
        }
    }
}

fn check_change(json: &Value, pointer: &str, turn: u32) -> Result<(), String> {
    let value = json.pointer(pointer).unwrap();
    let Some((new, mut contradiction)) = another(pointer, value, turn) else { return Ok(()) };
    if new == *value {
        return Ok(());
    }
    // A CFDI 3.3 has one relation for all.
    let related = json["preceding_documents"].as_array().map_or(0, Vec::len);
    contradiction |= pointer.ends_with("/relation") && related > 1 && json["extensions"]["mx"]["version"] == "3.3";
    let mut changed = json.clone();
    *changed.pointer_mut(pointer).unwrap() = new.clone();
    // The currency is named by the rate as well: whoever changes one changes both.
    if pointer == "/currency" && changed["exchange_rate"].is_object() {
        changed["exchange_rate"]["from"] = new.clone();
    }
    let bytes = serde_json::to_vec(&changed).unwrap();
    let shown_by =
        [("/extensions/mx/forma_pago", "/payment_means/method"), ("/extensions/mx/objeto_imp", "/taxability")];
    if let Some((code, shown)) = shown_by.into_iter().find(|(code, _)| pointer.ends_with(code))
        && json.pointer(&pointer.replace(code, shown)).is_some()
    {
        return the_neutral_field_wins(json, &bytes);
    }
    let converted = frontera::convert(&bytes, Format::Cfdi, &Options::default()).map_err(|error| error.to_string())?;
    let Some(after) = converted.output else {
        let allowed = contradiction && converted.report.has_errors();
        return if allowed { Ok(()) } else { Err(format!("no output: {:#?}", converted.report)) };
    };
    if contradiction {
        return Err("a contradiction went through".into());
    }
    let (before, _) = convert(&serde_json::to_vec(json).unwrap(), Format::Cfdi);

    // Only the attributes of the row differ, and with US facts the Addenda.
    let (was, is) = (attributes(&before), attributes(&after));
    let differing: BTreeSet<&String> =
        was.keys().chain(is.keys()).filter(|path| was.get(*path) != is.get(*path)).collect();
    let template = template(pointer);
    let wanted: Vec<&str> = mapping::rows()
        .iter()
        .filter(|row| row.us == template)
        .map(|row| row.cfdi.rsplit('@').next().unwrap())
        .collect();
    let also: &[&str] = match template.as_str() {
        "/issue_time" => &["Fecha"],
        "/payment_means/method" => &["FormaPago"],
        "/lines/[]/taxability" => &["ObjetoImp"],
        // Neighbours share the node of their relation.
        "/preceding_documents/[]/relation" => &["UUID", "TipoRelacion"],
        _ => &[],
    };
    for path in &differing {
        let attribute = path.rsplit('@').next().unwrap();
        // That an invoice is a debit memo follows from its relations; without one of them it is a US fact.
        let relations = template == "/preceding_documents/[]/relation" && path.contains("CfdiRelacionado");
        let debit = ["/preceding_documents/[]/relation", "/document_type"].contains(&template.as_str());
        let relations = relations || (debit && path.contains("Addenda"));
        if !wanted.contains(&attribute) && !also.contains(&attribute) && !relations {
            return Err(format!("{path} differs: {:?} {:?}", was.get(*path), is.get(*path)));
        }
    }
    if differing.is_empty() && template != "/document_type" {
        return Err("nothing changed in the CFDI".into());
    }

    // A fresh reading sees the new value and, elsewhere, the old ones.
    let fresh = to_json(&after);
    if fresh.pointer(pointer) != Some(&new) {
        return Err(format!("reads back as {:?}, not {new}", fresh.pointer(pointer)));
    }
    let coupled: &[&str] = match template.as_str() {
        "/extensions/mx/forma_pago" => &["/payment_means/method"],
        "/payment_means/method" => &["/extensions/mx/forma_pago"],
        "/currency" => &["/exchange_rate/from"],
        "/preceding_documents/[]/relation" => &["/document_type", "/extensions/mx/cfdi_relacionados/[]"],
        _ => &[],
    };
    let skip = |at: &str| {
        let at = support::template(at);
        at.contains("/as_read")
            || at.ends_with("sealed_sha256")
            || at.ends_with("seal_sha256")
            || at.contains("/nodos/")
            || coupled.contains(&at.as_str())
            || (template.ends_with("/objeto_imp") && at.ends_with("/taxability"))
            || (template.ends_with("/taxability") && at.ends_with("/objeto_imp"))
    };
    let (expected, found) = (flatten(&changed), flatten(&fresh));
    for at in expected.keys().chain(found.keys()).filter(|at| !skip(at)) {
        if expected.get(at) != found.get(at) {
            return Err(format!("{at}: {:?} became {:?}", expected.get(at), found.get(at)));
        }
    }

    // What the seal and the stamp cover changed, or they themselves, and the user is told.
    let mx = |field: &str| json.pointer(&format!("/extensions/mx/{field}")).and_then(Value::as_str).unwrap_or_default();
    let sealed = !mx("sello").is_empty();
    let fiscal = differing.iter().any(|path| !path.contains("Addenda"));
    let told = converted.report.findings().iter().any(|finding| finding.field() == Some(Field::SealedDigest));
    if sealed && fiscal && !told {
        return Err("a sealed part changed without a word".into());
    }
    if told && !fiscal {
        return Err("nothing sealed changed".into());
    }
    Ok(())
}

fn differences(left: &Value, right: &Value) -> Vec<String> {
    let (left, right) = (flatten(left), flatten(right));
    let keys: BTreeSet<_> = left.keys().chain(right.keys()).collect();
    keys.into_iter()
        .filter(|at| left.get(*at) != right.get(*at))
        .map(|at| format!("{at}: {:?} / {:?}", left.get(at), right.get(at)))
        .collect()
}

/// A code that its projection contradicts does not stand, and that is said.
fn the_neutral_field_wins(json: &Value, changed: &[u8]) -> Result<(), String> {
    let converted = frontera::convert(changed, Format::Cfdi, &Options::default()).map_err(|error| error.to_string())?;
    let told = codes(&converted.report);
    match converted.output {
        Some(after) if told.contains(&"FRO-MAP-002") => {
            let (before, _) = convert(&serde_json::to_vec(json).unwrap(), Format::Cfdi);
            if attributes(&before) == attributes(&after) { Ok(()) } else { Err("the code stood".into()) }
        }
        None if told.contains(&"FRO-MAP-003") => Ok(()),
        _ => Err(format!("{told:?}")),
    }
}

/// The JSON but for literals, and for the digest: a literal such as `+1` is sealed as it is written.
fn without_literals(json: &Value) -> Value {
    let mut json = json.clone();
    remove_literals(&mut json);
    json["extensions"]["mx"].as_object_mut().unwrap().remove("sealed_sha256");
    json
}

fn remove_literals(json: &mut Value) {
    json["extensions"]["mx"].as_object_mut().unwrap().remove("as_read");
    for line in json["lines"].as_array_mut().unwrap() {
        line["extensions"]["mx"].as_object_mut().unwrap().remove("as_read");
    }
}

/// The JSON with its literals in one order: a document may have its attributes in any, the writer has Anexo 20's.
fn in_order(json: &[u8]) -> Value {
    let mut json: Value = serde_json::from_slice(json).unwrap();
    let by_pointer = |mx: &mut Value| {
        if let Some(literals) = mx["as_read"].as_array_mut() {
            literals.sort_by_key(|literal| literal["at"].as_str().unwrap().to_owned());
        }
    };
    by_pointer(&mut json["extensions"]["mx"]);
    json["lines"].as_array_mut().unwrap().iter_mut().for_each(|line| by_pointer(&mut line["extensions"]["mx"]));
    json
}
