//! A context: both of its forms, what is wrong with one, and what is learnt from past CFDIs.
#![cfg(feature = "toml")]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};

use frontera::catalog::Catalogs;
use frontera::context::{Context, LearnOptions, Learner, Learnt, Match, Undecided, UndecidedOf};
use frontera::model::{Invoice, Line};
use frontera::{ErrorKind, Lang, MisuseProblem, Options, Report};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Value, json};

// Both forms.

/// Code, pointer and what is marked, for one fault each.
#[test]
fn faults_of_toml_have_a_place() {
    for (text, code, pointer, marked) in [
        ("[isuer]\nrfc = 'EKU9003173C9'", "FRO-IN-011", "/isuer", "isuer"),
        ("[[items]]\n[[items]]\nskuu = 'b'", "FRO-IN-011", "/items/1/skuu", "skuu"),
        ("[[customers]]\ndelivery = { country = 'US', zip = '1' }", "FRO-IN-011", "/customers/0/delivery/zip", "zip"),
        ("[issuer]\nlegal_name = 'x'", "FRO-IN-013", "/issuer", "[issuer]"),
        ("us_tax = 'both'", "FRO-IN-013", "/us_tax", "'both'"),
        ("[[items]]\nclave_prod_serv = 50407000", "FRO-IN-013", "/items/0/clave_prod_serv", "50407000"),
        ("[[items]]\nexcise = { rate = 0.53 }", "FRO-IN-013", "/items/0/excise/rate", "0.53"),
        ("[[items]]\nsku = 2026-01-01", "FRO-IN-013", "/items/0/sku", "2026-01-01"),
        ("[[customers]]\ntax_id = 123456789", "FRO-IN-013", "/customers/0/tax_id", "123456789"),
        ("[defaults]\nissue_time = 12:00", "FRO-IN-013", "/defaults/issue_time", "12:00"),
        ("[[items]]\nsku = 'a'\nsku = 'b'", "FRO-IN-002", "", "sku"),
        ("[issuer]\nrfc = 'x'\n[issuer]", "FRO-IN-002", "", "issuer"),
        ("[[items]]\nobjeto_imp = 02", "FRO-IN-010", "", "0"),
        ("[issuer\nrfc = 'x'", "FRO-IN-010", "", ""),
        (" \n", "FRO-IN-003", "", ""),
    ] {
        for mark in ["", "\u{FEFF}"] {
            let text = format!("{mark}{text}");
            let error = Context::from_toml(text.as_bytes()).unwrap_err();
            let at = error.position().unwrap();
            let found = (error.code(), error.pointer().unwrap_or_default(), &text[at.offset..at.offset + at.length]);
            assert_eq!(found, (code, pointer, marked), "{text}");
        }
    }
    let message = |text: &str| Context::from_toml(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        message("[[items]]\nsku = 'a'\nclave_prod_serv = 50407000"),
        "line 3, column 19: /items/0/clave_prod_serv: invalid type: integer `50407000`, expected a string; numbers and codes \
         are text: write it in quotes"
    );
    assert!(message("[[items]]\nskuu = 'a'").ends_with("did you mean `sku`?"));
    assert!(!message("[[customers]]\ntax_id = 123456789").contains("123456789"), "it may be a social security number");
    let json = Context::from_json(br#"{"customers": [{"tax_id": 123456789}]}"#).unwrap_err();
    assert!(!json.to_string().contains("123456789"));
}

#[test]
fn hostile_toml_is_refused_in_time() {
    let deep = [
        format!("a = {}", "[".repeat(200_000)),
        format!("a = {}", "{ a = ".repeat(200_000)),
        format!("a{} = 1", ".a".repeat(200_000)),
        format!("[a{}]", ".a".repeat(200_000)),
    ];
    for text in deep {
        assert_eq!(Context::from_toml(text.as_bytes()).unwrap_err().code(), "FRO-IN-008");
    }
    assert_eq!(Context::from_toml("a = [".repeat(1_100_000).as_bytes()).unwrap_err().code(), "FRO-IN-009");
    assert_eq!(Context::from_toml(&vec![b'#'; 65 << 20]).unwrap_err().code(), "FRO-IN-009");
    assert_eq!(Context::from_toml(b"a = '\xFF'").unwrap_err().code(), "FRO-IN-004");
}

#[test]
fn a_day_is_tomls_own_or_text() {
    let with = |filed: &str| {
        let text = format!("[issuer]\nrfc = 'x'\nborder_notice.filed = {filed}\n[defaults]\nissue_time = 12:00:00");
        Context::from_bytes(text.as_bytes()).unwrap()
    };
    assert_eq!(with("2026-01-15"), with("'2026-01-15'"));
    assert_eq!(with("2026-01-15").defaults.issue_time.unwrap().to_string(), "12:00:00");
}

/// Whatever may stand in a context, by the names of its fields.
fn contexts() -> impl Strategy<Value = Value> {
    // Every kind of sign that one of the forms must escape.
    let text = prop_oneof!["[A-Z0-9]{1,13}", "[ -~]{0,12}", "(\\PC|[\\x00-\\x7f\"'\\\\\u{2028}]){0,6}"];
    let maybe = |names: &'static [&'static str]| {
        proptest::collection::vec(proptest::option::of(text.clone()), names.len()).prop_map(|values| {
            let pairs = names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), json!(value?))));
            pairs.collect::<serde_json::Map<_, _>>()
        })
    };
    let more = |fields: serde_json::Map<String, Value>, flags: u8, extra: &[(&str, Value)]| {
        let mut fields = fields;
        for (i, (name, value)) in extra.iter().enumerate() {
            if flags & (1 << i) != 0 {
                fields.insert((*name).into(), value.clone());
            }
        }
        Value::Object(fields)
    };
    let names: &[&str] = &[
        "rfc",
        "legal_name",
        "country",
        "tax_id",
        "regimen_fiscal",
        "domicilio_fiscal",
        "uso_cfdi",
        "metodo_pago",
        "forma_pago",
        "pedimento_key",
        "services_used_in",
        "exportacion",
    ];
    let customer = (maybe(names), any::<u8>()).prop_map(move |(fields, flags)| {
        let delivery = json!({"country": "US", "postal_code": "79901"});
        more(fields, flags, &[("names", json!(["A", "B\t\u{7F}"])), ("delivery", delivery), ("documents", json!(7))])
    });
    let names: &[&str] =
        &["sku", "description", "clave_prod_serv", "clave_unidad", "objeto_imp", "fraccion", "taxes_with_exportacion"];
    let item = (maybe(names), any::<u8>()).prop_map(move |(fields, flags)| {
        let taxes = json!([{"tax_type": "vat", "factor": "rate", "rate": "0.160000"},
            {"tax_type": "excise", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "amount_per_unit"}]);
        let excise = json!({"amount_per_unit": "1.5000", "units_per_unit": "0.75"});
        more(
            fields,
            flags,
            &[("taxes", taxes), ("excise", excise), ("supply", json!("food")), ("charge", json!("freight"))],
        )
    });
    let list = |item| proptest::collection::vec(item, 0..3);
    (list(customer.boxed()), list(item.boxed()), maybe(&["legal_name", "curp"]), any::<u8>()).prop_map(
        move |(customers, items, issuer, flags)| {
            let mut issuer = issuer;
            issuer.insert("rfc".into(), json!("EKU9003173C9"));
            issuer.insert("border_notice".into(), json!({"filed": "2026-01-15"}));
            issuer.insert("address".into(), json!({"calle": "Calle \"1\"", "estado": "CHH", "codigo_postal": "32000"}));
            let rate = json!({"from": "USD", "to": "MXN", "rate": "17.7430", "date": "2026-04-20", "source": "DOF"});
            let seen = json!([{"value": "H87", "documents": 2}, {"value": "KGM", "documents": 1}]);
            let undecided = json!([{"of": "item", "key": "A", "field": "clave_unidad", "values": seen}]);
            let extra = [
                ("issuer", Value::Object(issuer)),
                ("us_tax", json!("concept")),
                ("us_tax_concept", json!({"clave_prod_serv": "93161700", "taxes": [{"tax_type": "vat"}]})),
                ("exchange", json!({"series": "dof", "allow_inverted": true, "rates": [rate]})),
                ("defaults", json!({"one_unit": true, "issue_time": "12:00:00"})),
                ("undecided", undecided),
                ("documents", json!([{"number": "A1", "uuid": "C1AF4465-06F1-42FC-A101-0F154A9F2968"}])),
            ];
            let mut fields = serde_json::Map::new();
            fields.insert("customers".into(), json!(customers));
            fields.insert("items".into(), json!(items));
            more(fields, flags, &extra)
        },
    )
}

#[test]
fn a_context_that_says_nothing_reads_back() {
    let nothing = Context::default();
    assert_eq!(Context::from_bytes(nothing.to_toml().as_bytes()).unwrap(), nothing);
    assert!(Context::from_toml(b" \n").is_err(), "an empty file is a mistake");
}

fn schema() -> jsonschema::Validator {
    jsonschema::draft202012::new(&serde_json::from_str(frontera::context::SCHEMA).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: support::from_env("PROPTEST_CASES", 256), ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_the_same(value in contexts()) {
        let context = Context::from_json(value.to_string().as_bytes()).unwrap();
        let (toml, json) = (context.to_toml(), context.to_json());
        prop_assert_eq!(&Context::from_toml(toml.as_bytes()).map_err(|e| format!("{e}\n{toml}")).unwrap(), &context);
        prop_assert_eq!(&Context::from_json(json.as_bytes()).unwrap(), &context);
        prop_assert_eq!(&Context::from_bytes(toml.as_bytes()).unwrap(), &context);
        prop_assert_eq!(&Context::from_bytes(json.as_bytes()).unwrap(), &context);
    }

    /// Whoever checks is bounded and never stops.
    #[test]
    fn whatever_is_read_can_be_checked(value in contexts()) {
        let context = Context::from_json(value.to_string().as_bytes()).unwrap();
        let mut report = Report::default();
        context.check(Catalogs::builtin(), None, &mut report);
        for finding in report.findings() {
            let pointer = finding.location.pointer.as_deref().unwrap();
            let parent = pointer.rsplit_once('/').unwrap().0;
            let written: Value = serde_json::from_str(&context.to_json()).unwrap();
            prop_assert!(written.pointer(parent).is_some(), "{}", pointer);
        }
    }
}

/// A third party's validator reads the schema as we do.
#[test]
fn the_schema_takes_what_the_types_take() {
    let validator = schema();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..64 {
        let value = contexts().new_tree(&mut runner).unwrap().current();
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{value:#}\n{errors:?}");
    }
    for bad in [
        json!({"isuer": {}}),
        json!({"issuer": {}}),
        json!({"issuer": {"rfc": "x", "names": "y"}}),
        json!({"customers": [{"name": "x"}]}),
        json!({"customers": [{"delivery": {"country": "US", "zip": "1"}}]}),
        json!({"items": [{"supply": "things"}]}),
        json!({"items": [{"excise": {"rate": 0.53}}]}),
        json!({"items": [{"excise": {"rate": "53 %"}}]}),
        json!({"exchange": {"series": "banxico"}}),
        json!({"defaults": {"issue_time": "noon"}}),
        json!({"undecided": [{"of": "line", "key": "x", "field": "y", "values": []}]}),
        json!({"us_tax": "both"}),
    ] {
        assert!(!validator.is_valid(&bad), "the schema takes {bad}");
        assert!(Context::from_json(bad.to_string().as_bytes()).is_err(), "the reader takes {bad}");
    }
}

/// Nothing of what is documented is stale: each block of TOML is a context without an error.
#[test]
fn the_documented_examples_are_contexts() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/context.md")).unwrap();
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 6, "{} blocks", blocks.len());
    for block in &blocks {
        let context = Context::from_toml(block.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{block}"));
        let report = checked(&context);
        assert!(!report.has_errors(), "{block}\n{report:#?}");
    }
    // A field of the whole stands above every table.
    let (first, rest): (Vec<&str>, Vec<&str>) = blocks.iter().partition(|block| block.starts_with("us_tax"));
    let context = Context::from_toml([first, rest].concat().concat().as_bytes()).expect("they go together");
    assert!(context.us_tax.is_some() && context.items.len() == 4 && !context.undecided.is_empty());
}

// What is wrong with a context.

fn checked(context: &Context) -> Report {
    let mut report = Report::default();
    context.check(Catalogs::builtin(), None, &mut report);
    report
}

/// `CODE pointer` of each finding.
fn found(text: &str) -> Vec<String> {
    let report = checked(&Context::from_toml(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}")));
    for finding in report.findings() {
        assert!(!finding.help(Lang::En).is_empty() && !finding.message(Lang::Es).contains("{}"));
    }
    report.findings().iter().map(|finding| format!("{} {}", finding.code, finding.location.as_str())).collect()
}

/// Facts of SAT's catalogues (release of August 2026) and of its matrix of errors; each pair is one change.
#[test]
fn each_fault_is_told_at_its_place() {
    let none: [&str; 0] = [];
    let issuer = |rest: &str| format!("[issuer]\nrfc = 'EKU9003173C9'\nlugar_expedicion = '22000'\n{rest}");
    let customer = |rest: &str| format!("{}\n[[customers]]\n{rest}", issuer(""));
    let item = |rest: &str| format!("[[items]]\nsku = 'A'\n{rest}");
    for (text, codes) in [
        (issuer("legal_name = 'ESCUELA KEMPER URGATE'\nregimen_fiscal = '601'"), &none[..]),
        (issuer("regimen_fiscal = '612'"), &["FRO-CTX-007 /issuer/regimen_fiscal"]),
        (issuer("regimen_fiscal = '6O1'"), &["FRO-CTX-003 /issuer/regimen_fiscal"]),
        (issuer("legal_name = 'ESCUELA KEMPER URGATE, S.A. DE C.V.'"), &["FRO-CTX-014 /issuer/legal_name"]),
        (issuer("legal_name = 'Escuela Kemper Urgate'"), &["FRO-CTX-015 /issuer/legal_name"]),
        (issuer("legal_name = 'ESCUELA  KEMPER'"), &["FRO-CTX-016 /issuer/legal_name"]),
        (issuer("curp = 'XEXX010101'"), &["FRO-CTX-017 /issuer/curp"]),
        ("[issuer]\nrfc = 'eku9003173c9'".into(), &["FRO-CTX-005 /issuer/rfc"]),
        ("[issuer]\nrfc = 'XEXX010101000'".into(), &["FRO-CTX-018 /issuer/rfc"]),
        ("[issuer]\nrfc = 'CUSC850516316'\nregimen_fiscal = '601'".into(), &["FRO-CTX-008 /issuer/regimen_fiscal"]),
        // 64000 is Monterrey, 22000 Tijuana.
        (issuer("border_notice = { filed = 2026-01-15 }"), &none),
        (
            "[issuer]\nrfc = 'EKU9003173C9'\nlugar_expedicion = '64000'\nborder_notice = { filed = 2026-01-15 }".into(),
            &["FRO-CTX-019 /issuer/lugar_expedicion"],
        ),
        (
            issuer("border_notice = { filed = 2026-01-15, withdrawn = 2026-01-14 }"),
            &["FRO-CTX-020 /issuer/border_notice/withdrawn"],
        ),
        (
            issuer("address = { calle = 'x', estado = 'CHH', municipio = '004', codigo_postal = '22000' }"),
            &["FRO-CTX-038 /issuer/address/estado"],
        ),
        (
            issuer("address = { calle = 'x', estado = 'BCN', municipio = '099', codigo_postal = '22000' }"),
            &["FRO-CTX-003 /issuer/address/municipio"],
        ),
        // c_ClaveProdServ has no stimulus for 43231601, accounting software.
        (
            issuer("border_notice = { filed = 2026-01-15 }\n[[items]]\nsku = 'A'\nclave_prod_serv = '43231601'"),
            &["FRO-CTX-033 /items/0/clave_prod_serv"],
        ),
        (customer("rfc = 'CTE950627K46'\nuso_cfdi = 'G03'\nregimen_fiscal = '601'"), &none),
        (customer("rfc = 'CTE950627K46'\nuso_cfdi = 'D01'"), &["FRO-CTX-007 /customers/0/uso_cfdi"]),
        (
            customer("rfc = 'CUSC850516316'\nuso_cfdi = 'G03'\nregimen_fiscal = '605'"),
            &["FRO-CTX-009 /customers/0/uso_cfdi"],
        ),
        (customer("rfc = 'CTE950627K46'\ndomicilio_fiscal = '00999'"), &["FRO-CTX-003 /customers/0/domicilio_fiscal"]),
        (customer("rfc = 'XEXX010101000'\nregimen_fiscal = '616'\nuso_cfdi = 'S01'\ntax_id = '1'"), &none),
        (
            customer("rfc = 'XEXX010101000'\nregimen_fiscal = '601'\nuso_cfdi = 'G03'\ntax_id = '1'"),
            &["FRO-CTX-010 /customers/0/regimen_fiscal", "FRO-CTX-010 /customers/0/uso_cfdi"],
        ),
        (
            customer("rfc = 'XEXX010101000'\ncountry = 'US'\ndomicilio_fiscal = '85621'\nlegal_name = 'X'"),
            &["FRO-CTX-011 /customers/0/domicilio_fiscal"],
        ),
        (
            "[[customers]]\ncountry = 'US'\ndomicilio_fiscal = '85621'\nlegal_name = 'X'".into(),
            &["FRO-CTX-012 /customers/0/domicilio_fiscal"],
        ),
        (customer("names = ['X']\ncountry = 'USA'"), &["FRO-CTX-013 /customers/0/country"]),
        (customer("names = ['X']\nservices_used_in = 'us'"), &["FRO-CTX-013 /customers/0/services_used_in"]),
        (customer("names = ['X']\nmetodo_pago = 'PPD'\nforma_pago = '03'"), &["FRO-CTX-006 /customers/0/metodo_pago"]),
        (customer("names = ['X']\nmetodo_pago = 'PUE'\nforma_pago = '99'"), &["FRO-CTX-006 /customers/0/metodo_pago"]),
        (customer("uso_cfdi = 'G03'"), &["FRO-CTX-027 /customers/0"]),
        (
            customer("names = ['X']\ndelivery = { country = 'MX', postal_code = '00999' }"),
            &["FRO-CTX-003 /customers/0/delivery/postal_code"],
        ),
        (
            customer("rfc = 'CTE950627K46'\n[[customers]]\nrfc = 'CTE950627K46'\nuso_cfdi = 'G03'"),
            &["FRO-CTX-025 /customers/1/rfc"],
        ),
        (customer("rfc = 'CTE950627K46'\n[[customers]]\nrfc = 'CTE950627K46'"), &["FRO-CTX-024 /customers/1/rfc"]),
        (
            customer("names = ['Acme, Inc.']\ncountry = 'US'\n[[customers]]\nnames = ['ACME INC']\ncountry = 'CA'"),
            &["FRO-CTX-026 /customers/1"],
        ),
        (item("clave_prod_serv = '50407000'\nclave_unidad = 'XCS'\nobjeto_imp = '02'"), &none),
        (item("objeto_imp = '2'"), &["FRO-CTX-003 /items/0/objeto_imp"]),
        ("[[items]]\nclave_unidad = 'H87'".into(), &["FRO-CTX-028 /items/0"]),
        (item("clave_unidad = 'H87'\n[[items]]\nsku = ' A'\nclave_unidad = 'KGM'"), &["FRO-CTX-029 /items/1/sku"]),
        (
            "[[items]]\ndescription = 'Nut'\n[[items]]\ndescription = 'NUT '\nclave_unidad = 'KGM'".into(),
            &["FRO-CTX-029 /items/1/description"],
        ),
        ("[[items]]\ncharge = 'freight'\n[[items]]\ncharge = 'freight'".into(), &["FRO-CTX-024 /items/1/charge"]),
        // 8544309901 (wiring harnesses) is told in kilos.
        (item("fraccion = '8544309901'\nclave_unidad = 'LBR'"), &none),
        (item("fraccion = '8544309901'\nclave_unidad = 'H87'"), &["FRO-CTX-030 /items/0/fraccion"]),
        (item("fraccion = '8544309901'\nclave_unidad = 'H87'\ncustoms_units_per_unit = '9.5'"), &none),
        (
            item("fraccion = '8544309901'\nclave_unidad = 'H87'\ncustoms_units_per_unit = '0'"),
            &["FRO-CTX-031 /items/0/customs_units_per_unit"],
        ),
        (item("fraccion = '87083099'"), &["FRO-CTX-003 /items/0/fraccion"]),
        (item("taxes = [{ tax_type = 'vat' }]"), &["FRO-CTX-032 /items/0/taxes"]),
        (item("excise = { rate = '0.530000' }"), &none),
        (item("excise = { rate = '0.54' }"), &["FRO-CTX-035 /items/0/excise/rate"]),
        (item("excise = { amount_per_unit = '1.6451', units_per_unit = '0.6' }"), &none),
        (
            item("excise = { amount_per_unit = '99', units_per_unit = '1' }"),
            &["FRO-CTX-035 /items/0/excise/amount_per_unit"],
        ),
        (item("excise = { amount_per_unit = '1' }"), &["FRO-CTX-034 /items/0/excise"]),
        ("us_tax = 'concept'".into(), &["FRO-CTX-002 /us_tax"]),
        ("us_tax = 'concept'\n[us_tax_concept]\nclave_prod_serv = '93161700'".into(), &["FRO-CTX-002 /us_tax_concept"]),
        ("us_tax = 'concept'\n[us_tax_concept]\nclave_prod_serv = '93161700'\nclave_unidad = 'E48'".into(), &none),
        (
            "exchange.rates = [{ from = 'USD', to = 'MXN', rate = '1', date = 2026-01-02, source = 'DOF' }]".into(),
            &["FRO-CTX-022 /exchange/rates/0/rate"],
        ),
        (
            "exchange.rates = [{ from = 'USD', to = 'USD', rate = '1', date = 2026-01-02, source = 'DOF' }]".into(),
            &["FRO-CTX-021 /exchange/rates/0/to"],
        ),
        (
            "exchange.rates = [{ from = 'USD', to = 'MXN', rate = '17.1', date = 2026-01-02 }]".into(),
            &["FRO-CTX-023 /exchange/rates/0"],
        ),
        ("[[documents]]\nnumber = 'A1'\nuuid = 'x'".into(), &["FRO-CTX-036 /documents/0/uuid"]),
        (
            "documents = [{ number = 'A1', uuid = 'C1AF4465-06F1-42FC-A101-0F154A9F2968' }, \
             { number = 'A1', uuid = 'C1AF4465-06F1-42FC-A101-0F154A9F2969' }]"
                .into(),
            &["FRO-CTX-037 /documents/1/number"],
        ),
        (
            "undecided = [{ of = 'item', key = 'A', field = 'sku', values = [] }]".into(),
            &["FRO-CTX-001 /undecided/0/key"],
        ),
    ] {
        assert_eq!(found(&text), codes, "{text}");
    }
}

#[test]
fn a_wrong_code_has_near_ones() {
    let context = Context::from_toml(b"[[items]]\nsku = 'A'\nclave_prod_serv = '5040700'").unwrap();
    let report = checked(&context);
    let near = &report.findings()[0].values.candidates;
    assert!(!near.is_empty() && near.iter().all(|code| Catalogs::builtin().product(code).is_some()), "{near:?}");
    assert!(report.findings()[0].help(Lang::En).contains("Did you mean"));
}

/// A code with a last day, as a file of catalogues has it.
#[test]
fn what_is_not_in_force_is_told() {
    let newer = b"frontera-catalogs\t1\n[c_MetodoPago]\ncode\tname\tfrom\tuntil\nPUE\tx\t2022-01-01\t2026-05-31\n";
    let catalogs = Catalogs::builtin().load(newer).unwrap();
    let context = Context::from_toml(b"[defaults]\nmetodo_pago = 'PUE'").unwrap();
    for (day, codes) in [
        (Some("2026-05-31"), &[][..]),
        (Some("2026-06-01"), &["FRO-CTX-004"]),
        (Some("2021-12-31"), &["FRO-CTX-004"]),
        (None, &["FRO-CTX-004"]),
    ] {
        let mut report = Report::default();
        context.check(&catalogs, day.map(|day| day.parse().unwrap()), &mut report);
        assert_eq!(support::codes(&report), codes, "{day:?}");
    }
}

/// What is private stays where it is.
#[test]
fn no_finding_says_a_tax_number() {
    let text = "[issuer]\nrfc = 'EKU900317-3C9'\ncurp = 'ABCD850516'\n[[customers]]\nrfc = 'cusc850516316'\n[[customers]]\n\
        rfc = 'XEXX010101000'\ncountry = 'US'\ntax_id = '123-45-6789'\ndomicilio_fiscal = '123456789'\nuso_cfdi = 'G03'\n\
        [[undecided]]\nof = 'customer'\nkey = '123-45-6789'\nfield = 'tax_id'\nvalues = [{ value = '123-45-6789', documents = 1 }]";
    let report = checked(&Context::from_toml(text.as_bytes()).unwrap());
    let said = format!("{report:?}{}", serde_json::to_string(report.findings()).unwrap()).to_uppercase();
    for private in ["EKU9003", "ABCD85", "CUSC85", "123-45", "12345"] {
        assert!(!said.contains(private), "{private}: {said}");
    }
}

// What is learnt.

/// A CFDI 4.0 of few words. `lines` are the Conceptos.
fn cfdi(folio: &str, uuid: &str, kind: &str, exportacion: &str, buyer: &str, lines: &str) -> Invoice {
    let stamp = match uuid {
        "" => String::new(),
        uuid => format!(
            "<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd='http://www.sat.gob.mx/TimbreFiscalDigital' Version='1.1' \
             UUID='{uuid}' FechaTimbrado='2026-01-02T10:00:00' RfcProvCertif='SPR190613I52' SelloCFD='AA==' \
             NoCertificadoSAT='30001000000500003456' SelloSAT='AA=='/></cfdi:Complemento>"
        ),
    };
    let xml = format!(
        "<cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/4' Version='4.0' Serie='A' Folio='{folio}' \
         Fecha='2026-01-02T10:00:00' FormaPago='03' MetodoPago='PUE' SubTotal='100' Moneda='MXN' Total='100' \
         TipoDeComprobante='{kind}' Exportacion='{exportacion}' LugarExpedicion='22000' NoCertificado='' Certificado='' Sello=''>\
         <cfdi:Emisor Rfc='EKU9003173C9' Nombre='ESCUELA KEMPER URGATE' RegimenFiscal='601'/>{buyer}\
         <cfdi:Conceptos>{lines}</cfdi:Conceptos>{stamp}</cfdi:Comprobante>"
    );
    frontera::read(xml.as_bytes(), &Options::default()).unwrap().invoice
}

fn line(sku: &str, description: &str, code: &str, unit: &str, iva: &str) -> String {
    let sku = if sku.is_empty() { String::new() } else { format!("NoIdentificacion='{sku}'") };
    let taxes = match iva {
        "" => String::new(),
        rate => format!(
            "<cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado Base='100' Impuesto='002' TipoFactor='Tasa' TasaOCuota='{rate}' \
             Importe='1'/></cfdi:Traslados></cfdi:Impuestos>"
        ),
    };
    let objeto = if iva.is_empty() { "01" } else { "02" };
    format!(
        "<cfdi:Concepto ClaveProdServ='{code}' {sku} Cantidad='1' ClaveUnidad='{unit}' Descripcion='{description}' \
         ValorUnitario='100' Importe='100' ObjetoImp='{objeto}'>{taxes}</cfdi:Concepto>"
    )
}

fn teorema(uso: &str) -> String {
    format!(
        "<cfdi:Receptor Rfc='CTE950627K46' Nombre='COMERCIALIZADORA TEOREMA' DomicilioFiscalReceptor='64000' \
         RegimenFiscalReceptor='601' UsoCFDI='{uso}'/>"
    )
}

fn abroad(number: &str) -> String {
    let number =
        if number.is_empty() { String::new() } else { format!("ResidenciaFiscal='USA' NumRegIdTrib='{number}'") };
    format!(
        "<cfdi:Receptor Rfc='XEXX010101000' Nombre='RIO BRAVO AXLE INC' DomicilioFiscalReceptor='22000' {number} \
         RegimenFiscalReceptor='616' UsoCFDI='S01'/>"
    )
}

/// Seven documents of one issuer, one of them twice.
fn documents() -> Vec<(&'static str, Invoice)> {
    let uuid = |last: u8| format!("C1AF4465-06F1-42FC-A101-0F154A9F29{last:02}");
    let bolt = |unit: &str| line("B-1", "Bolt", "31161600", unit, "0.160000");
    let public = "<cfdi:Receptor Rfc='XAXX010101000' Nombre='PUBLICO EN GENERAL' DomicilioFiscalReceptor='22000' \
         RegimenFiscalReceptor='616' UsoCFDI='S01'/>";
    let two = [bolt("H87"), line("", "Consulting  fee", "84111500", "E48", "0.16")].concat();
    vec![
        ("1.xml", cfdi("1", &uuid(1), "I", "01", &teorema("G01"), &two)),
        ("1 again.xml", cfdi("1", &uuid(1), "I", "01", &teorema("G01"), &two)),
        ("2.xml", cfdi("2", &uuid(2), "I", "01", &teorema("G03"), &bolt("H87"))),
        ("3.xml", cfdi("3", &uuid(3), "I", "01", &teorema("G03"), &line("B-1", "Bolt M8", "31161600", "KGM", "0.16"))),
        // A credit memo says nothing of the use.
        (
            "4.xml",
            cfdi("4", &uuid(4), "E", "01", &teorema("G02"), &line("", "CONSULTING FEE", "84111500", "E48", "0.160000")),
        ),
        // One and the same folio with two UUIDs.
        (
            "5.xml",
            cfdi("5", &uuid(5), "I", "02", &abroad("12-3456789"), &line("AX-1", "Axle", "25174800", "H87", "0.000000")),
        ),
        ("6.xml", cfdi("5", &uuid(6), "I", "01", &abroad(""), &line("AX-1", "Axle", "25174800", "H87", "0.160000"))),
        ("7.xml", cfdi("7", "", "I", "01", public, &line("D-1", "Duties", "93161700", "E48", ""))),
        ("p.xml", cfdi("8", &uuid(8), "P", "01", &teorema("CP01"), &bolt("H87"))),
    ]
}

fn learnt(documents: &[(&str, Invoice)]) -> Learnt {
    let mut learner = Learner::new(LearnOptions::default());
    documents.iter().for_each(|(name, invoice)| learner.add(*name, invoice));
    learner.finish().unwrap()
}

/// Counted by hand in `documents`.
#[test]
fn a_context_is_what_documents_say_without_contradiction() {
    let learnt = learnt(&documents());
    assert_eq!(learnt.documents, 7);
    let skipped: Vec<_> = learnt.skipped.iter().map(|it| (it.name.as_str(), it.why.code.as_str())).collect();
    assert_eq!(skipped, [("1.xml", "FRO-CTX-047"), ("p.xml", "FRO-CTX-045")]);
    assert_eq!(learnt.skipped[0].why.values.found.as_deref(), Some("1 again.xml"));
    let toml = r#"
[issuer]
rfc = "EKU9003173C9"
legal_name = "ESCUELA KEMPER URGATE"
regimen_fiscal = "601"
lugar_expedicion = "22000"
documents = 7

[[customers]]
rfc = "CTE950627K46"
legal_name = "COMERCIALIZADORA TEOREMA"
regimen_fiscal = "601"
domicilio_fiscal = "64000"
metodo_pago = "PUE"
forma_pago = "03"
exportacion = "01"
documents = 4

[[customers]]
rfc = "XEXX010101000"
legal_name = "RIO BRAVO AXLE INC"
country = "US"
tax_id = "12-3456789"
regimen_fiscal = "616"
uso_cfdi = "S01"
metodo_pago = "PUE"
forma_pago = "03"
documents = 2

[[items]]
sku = "AX-1"
description = "Axle"
clave_prod_serv = "25174800"
clave_unidad = "H87"
objeto_imp = "02"
documents = 2

[[items]]
sku = "B-1"
clave_prod_serv = "31161600"
objeto_imp = "02"
taxes = [{ tax_type = "vat", factor = "rate", rate = "0.160000" }]
taxes_with_exportacion = "01"
documents = 3

[[items]]
sku = "D-1"
description = "Duties"
clave_prod_serv = "93161700"
clave_unidad = "E48"
objeto_imp = "01"
documents = 1

[[items]]
description = "CONSULTING FEE"
clave_prod_serv = "84111500"
clave_unidad = "E48"
objeto_imp = "02"
taxes = [{ tax_type = "vat", factor = "rate", rate = "0.160000" }]
taxes_with_exportacion = "01"
documents = 2

[[documents]]
number = "A1"
uuid = "C1AF4465-06F1-42FC-A101-0F154A9F2901"

[[documents]]
number = "A2"
uuid = "C1AF4465-06F1-42FC-A101-0F154A9F2902"

[[documents]]
number = "A3"
uuid = "C1AF4465-06F1-42FC-A101-0F154A9F2903"

[[documents]]
number = "A4"
uuid = "C1AF4465-06F1-42FC-A101-0F154A9F2904"

[[undecided]]
of = "customer"
key = "CTE950627K46"
field = "uso_cfdi"
values = [
  { value = "G03", documents = 2 },
  { value = "G01", documents = 1 },
]

[[undecided]]
of = "customer"
key = "12-3456789"
field = "exportacion"
values = [
  { value = "01", documents = 1 },
  { value = "02", documents = 1 },
]

[[undecided]]
of = "item"
key = "AX-1"
field = "taxes"
values = [
  { value = "exportacion 01: vat rate 0.160000", documents = 1 },
  { value = "exportacion 02: vat rate 0.000000", documents = 1 },
]

[[undecided]]
of = "item"
key = "B-1"
field = "clave_unidad"
values = [
  { value = "H87", documents = 2 },
  { value = "KGM", documents = 1 },
]

[[undecided]]
of = "issuer"
key = "A5"
field = "documents"
values = [
  { value = "C1AF4465-06F1-42FC-A101-0F154A9F2905", documents = 1 },
  { value = "C1AF4465-06F1-42FC-A101-0F154A9F2906", documents = 1 },
]
"#;
    assert_eq!(learnt.context.to_toml(), toml.trim_start());
}

#[test]
fn what_is_learnt_is_what_a_look_up_finds() {
    let context = learnt(&documents()).context;
    for (_, invoice) in documents().iter().filter(|(name, _)| *name != "p.xml") {
        for line in &invoice.lines {
            let item = context.item_for(line).one().expect("an item of its own documents");
            let bare = Line { sku: None, ..line.clone() };
            // Of a SKU with two descriptions none is known.
            assert_eq!(context.item_for(&bare).one().is_some(), line.sku.as_deref() != Some("B-1"), "{item:?}");
        }
        let public = invoice.buyer.rfc().unwrap().value.as_deref() == Some("XAXX010101000");
        assert_eq!(matches!(context.customer_for(&invoice.buyer), Match::One(_)), !public);
    }
    let of_bolt = |field| context.undecided_for(UndecidedOf::Item, "B-1", field).map(|it: &Undecided| it.values.len());
    assert_eq!((of_bolt("clave_unidad"), of_bolt("clave_prod_serv")), (Some(2), None));
}

#[test]
fn a_cfdi_33_gives_codes_and_names() {
    let learnt = learn_files(&["cfdi33/export-avocado-33.xml", "cfdi32/imported-spirits-32.xml"]).unwrap();
    let skipped: Vec<_> = learnt.skipped.iter().map(|it| it.why.code.as_str()).collect();
    assert_eq!(skipped, ["FRO-CTX-043"]);
    let issuer = learnt.context.issuer.as_ref().unwrap();
    // Names of 3.3 had the kind of company, so that none becomes the legal one.
    assert_eq!((issuer.legal_name.as_deref(), issuer.regimen_fiscal.as_deref()), (None, None));
    assert_eq!(issuer.names, ["ESCUELA KEMPER URGATE"]);
    let item = &learnt.context.items[0];
    assert!(item.clave_prod_serv.is_some() && item.clave_unidad.is_some());
    assert!(item.objeto_imp.is_none() && item.taxes.is_empty(), "3.3 has no ObjetoImp and no Exportacion");
}

/// Of `export-auto-parts-comercio-exterior.xml`, as its README has it.
#[test]
fn comercio_exterior_gives_tariff_codes_and_the_address() {
    let context = learn_files(&["cfdi/export-auto-parts-comercio-exterior.xml"]).unwrap().context;
    let fractions: Vec<_> = context.items.iter().map(|item| (item.sku.as_deref(), item.fraccion.as_deref())).collect();
    assert_eq!(fractions, [(Some("HAR-7710"), Some("8544309901")), (Some("ROT-280V"), Some("8708309901"))]);
    let address = context.issuer.unwrap().address.unwrap();
    assert_eq!((address.estado.as_str(), address.codigo_postal.as_str()), ("CHH", "32000"));
}

fn learn_files(names: &[&str]) -> Result<Learnt, frontera::Error> {
    let documents =
        names.iter().map(|name| (*name, frontera::read(&support::fixture(name), &Options::default()).unwrap().invoice));
    frontera::context::learn(documents, LearnOptions::default())
}

#[test]
fn a_context_is_one_issuers() {
    let two = ["cfdi/export-produce.xml", "cfdi/border-hardware-iva-8.xml"];
    let error = learn_files(&two).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Misuse(MisuseProblem::SeveralIssuers), "FRO-CTX-040"));
    assert!(error.message().contains("EKU9003173C9 (1)"), "{error}");
    let nothing = learn_files(&["cfdi/payroll-fortnight.xml"]).unwrap_err();
    assert_eq!((nothing.kind(), nothing.code()), (ErrorKind::Misuse(MisuseProblem::NothingLearnt), "FRO-CTX-041"));
    let mut learner = Learner::new(LearnOptions::default().issuer("abc-010101-ab1"));
    learner.add("1", &frontera::read(&support::fixture(two[0]), &Options::default()).unwrap().invoice);
    assert_eq!(learner.clone().finish().unwrap_err().code(), "FRO-CTX-041");
}

type Order<'o> = &'o dyn Fn(&mut Vec<&(String, Invoice)>);

/// Every issuer of the fixtures and, where it is at hand, of the public corpus, in three orders.
#[test]
fn the_order_of_documents_does_not_matter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let corpus = shared.join("corpus/cfdi");
    let mut files = ["cfdi", "cfdi33"].map(support::fixtures_of).concat();
    match std::fs::read_dir(&corpus) {
        Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
        Err(_) => {
            let message = format!("SKIPPED the_order_of_documents_does_not_matter: no {}", corpus.display());
            assert!(std::env::var("FRONTERA_ORACLE").as_deref() != Ok("required"), "{message}");
            let _ = writeln!(std::io::stderr(), "{message}");
        }
    }
    files.sort();
    let read = |path: &PathBuf| {
        let invoice = frontera::read(&std::fs::read(path).unwrap(), &Options::default()).ok()?.invoice;
        Some((path.display().to_string(), invoice))
    };
    let documents: Vec<_> = files.iter().filter_map(read).collect();
    let mut issuers: Vec<_> = documents
        .iter()
        .filter(|(_, invoice)| invoice.mx().is_some_and(|mx| mx.version.as_deref() != Some("3.2")))
        .filter_map(|(_, invoice)| invoice.seller.rfc()?.value.clone())
        .collect();
    issuers.sort();
    issuers.dedup();
    assert!(issuers.len() >= 6);
    let mut decided = 0;
    for issuer in issuers {
        let learn = |order: Order<'_>| {
            let mut these: Vec<_> = documents.iter().collect();
            order(&mut these);
            let mut learner = Learner::new(LearnOptions::default().issuer(&issuer));
            these.into_iter().for_each(|(name, invoice)| learner.add(name.as_str(), invoice));
            learner.finish()
        };
        let (once, reversed) = (learn(&|_| {}), learn(&|these| these.reverse()));
        // Every third first: another order, and always the same.
        let shuffled = learn(&|these| {
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            these
                .drain(..)
                .enumerate()
                .for_each(|(i, it)| if i % 3 == 0 { first.push(it) } else { rest.insert(0, it) });
            these.extend(first.into_iter().chain(rest));
        });
        assert_eq!(once, reversed);
        assert_eq!(once, shuffled);
        let Ok(learnt) = once else { continue };
        let context = learnt.context;
        decided += context.items.iter().filter(|item| item.clave_prod_serv.is_some()).count();
        assert_eq!(Context::from_toml(context.to_toml().as_bytes()).unwrap(), context);
        for undecided in &context.undecided {
            assert!(undecided.values.len() > 1, "{undecided:?}");
            assert!(undecided.values.windows(2).all(|pair| pair[0].documents >= pair[1].documents), "{undecided:?}");
        }
    }
    assert!(decided > 60, "{decided} items");
}
