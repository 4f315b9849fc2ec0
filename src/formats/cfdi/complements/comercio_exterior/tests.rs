//! Figures are worked out by hand; each says how.

use serde_json::{Value, json};

use super::goods::limits;
use super::*;
use crate::convert::{Intent, Limits};
use crate::formats::{cfdi, us};
use crate::report::Lang;

#[path = "../../../../../tests/support/oracle.rs"]
#[allow(dead_code, unreachable_pub)]
mod oracle;

/// A prepared invoice: 1,200 harnesses of 18.50 and 800 rotors of 27.25, in dollars.
fn invoice() -> Value {
    json!({
        "schema_version": "1.0", "document_type": "invoice", "series": "US", "document_number": "0042",
        "issue_date": "2026-04-20", "issue_time": "09:30:00", "currency": "USD",
        "exchange_rate": {"from": "USD", "to": "MXN", "rate": "17.7430"},
        "seller": {
            "legal_name": "ESCUELA KEMPER URGATE",
            "tax_ids": [{"country": "MX", "type": "rfc", "value": "EKU9003173C9"}]
        },
        "buyer": {
            "legal_name": "RIO BRAVO AXLE AND BRAKE INC",
            "tax_ids": [
                {"country": "MX", "type": "rfc", "value": "XEXX010101000"},
                {"country": "US", "type": "ein", "value": "00-2345678"}
            ],
            "address": {
                "line1": "4400 Invented Loop", "line2": "Suite 12", "city": "El Paso", "county": "El Paso",
                "state": "TX", "postal_code": "79901-0001", "country": "US"
            }
        },
        "lines": [
            {
                "sku": "HAR-7710", "description": "Wiring harness", "quantity": "1200",
                "unit": {"code": "KGM"}, "unit_price": "18.50", "amount": "22200.00", "supply": "goods",
                "taxes": [{"tax_type": "vat", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "rate",
                    "rate": "0.000000", "taxable_amount": "22200.00", "amount": "0.00"}],
                "extensions": {"mx": {"clave_prod_serv": "26121704", "objeto_imp": "02"}}
            },
            {
                "sku": "ROT-280V", "description": "Brake rotor", "quantity": "800",
                "unit": {"code": "H87"}, "unit_price": "27.25", "amount": "21800.00", "supply": "goods",
                "taxes": [{"tax_type": "vat", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "rate",
                    "rate": "0.000000", "taxable_amount": "21800.00", "amount": "0.00"}],
                "extensions": {"mx": {"clave_prod_serv": "25171715", "objeto_imp": "02"}}
            }
        ],
        "tax_summary": [{"tax_type": "vat", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "rate",
            "rate": "0.000000", "taxable_amount": "44000.00", "amount": "0.00"}],
        "trade": {"incoterm": "FCA", "delivery": {"country": "US"}, "pedimento_key": "A1"},
        "totals": {"subtotal": "44000.00", "tax": "0.00", "total": "44000.00"},
        "extensions": {"mx": {
            "metodo_pago": "PPD", "forma_pago": "99", "exportacion": "02", "lugar_expedicion": "32000",
            "emisor": {"regimen_fiscal": "601"},
            "receptor": {"domicilio_fiscal": "32000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
        }}
    })
}

fn context() -> Value {
    json!({
        "issuer": {
            "rfc": "EKU9003173C9", "lugar_expedicion": "32000",
            "address": {
                "calle": "Calle de la Prueba", "numero_exterior": "1450", "localidad": "06",
                "municipio": "037", "estado": "CHH", "codigo_postal": "32000"
            }
        },
        "items": [
            {"sku": "HAR-7710", "fraccion": "8544309901"},
            {"sku": "ROT-280V", "fraccion": "8708.30.99 01"}
        ]
    })
}

/// Puts a value at a pointer, or takes away what is there.
fn set(json: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = json.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
    match (parent, value) {
        (Value::Object(fields), Value::Null) => assert!(fields.remove(name).is_some(), "{pointer}"),
        (Value::Object(fields), value) => drop(fields.insert(name.into(), value)),
        (Value::Array(items), value) if name == "-" => items.push(value),
        (Value::Array(items), value) => items[name.parse::<usize>().unwrap()] = value,
        (other, _) => panic!("{pointer}: {other}"),
    }
}

fn invoice_with(changes: &[(&str, Value)]) -> Value {
    changed(invoice(), changes)
}

fn changed(mut json: Value, changes: &[(&str, Value)]) -> Value {
    for (pointer, value) in changes {
        set(&mut json, pointer, value.clone());
    }
    json
}

fn made(invoice: &Value, context: &Value) -> (Invoice, Report) {
    let mut invoice = us::read(&serde_json::to_vec(invoice).unwrap(), &Limits::default()).unwrap();
    let context = Context::from_json(&serde_json::to_vec(context).unwrap()).unwrap();
    let mut report = Report::default();
    complete(&mut invoice, &Options::default().context(context), &mut report);
    assert_eq!(is_there(&invoice), !report.has_errors(), "it is there exactly where nothing is missing: {report:#?}");
    for finding in report.findings() {
        for lang in [Lang::En, Lang::Es] {
            let words = format!("{} {}", finding.message(lang), finding.help(lang));
            let is_whole = ["``", "()", "  ", ": :"].iter().all(|hole| !words.contains(hole));
            assert!(is_whole && !words.ends_with(": "), "{}: {words}", finding.code);
        }
    }
    (invoice, report)
}

/// The complement, checked against SAT's XSD by the project's own interpreter.
fn complement(invoice: &Invoice) -> Element {
    let node = invoice.mx().unwrap().complemento[0].clone();
    let tree = node.elements().next().unwrap().clone();
    let report = cfdi::check_complement(&tree, &[("cce20", CCE20)]);
    assert!(report.is_empty(), "{report:#?}");
    tree
}

fn child<'t>(tree: &'t Element, path: &str) -> &'t Element {
    path.split('/').fold(tree, |tree, name| tree.elements().find(|child| child.local_name() == name).expect(name))
}

fn attributes(tree: &Element) -> Vec<(&str, &str)> {
    tree.attributes.iter().collect()
}

/// NoIdentificacion, FraccionArancelaria, CantidadAduana, UnidadAduana, ValorUnitarioAduana, ValorDolares of each.
fn goods(tree: &Element) -> Vec<[&str; 6]> {
    let names = [
        "NoIdentificacion",
        "FraccionArancelaria",
        "CantidadAduana",
        "UnidadAduana",
        "ValorUnitarioAduana",
        "ValorDolares",
    ];
    let all = child(tree, "Mercancias").elements();
    all.map(|one| names.map(|name| one.attribute(name).unwrap_or_default())).collect()
}

fn goods_of(invoice: &Value, context: &Value) -> Vec<[String; 6]> {
    let (invoice, report) = made(invoice, context);
    assert!(!report.has_errors(), "{report:#?}");
    goods(&complement(&invoice)).into_iter().map(|one| one.map(str::to_owned)).collect()
}

/// Codes, pointers and the first candidate.
fn told(report: &Report) -> Vec<(&str, &str, &str)> {
    let one = |finding: &'_ crate::report::Finding| -> (&'static str, String, String) {
        let first = finding.values.candidates.first().map(|text| text.to_string()).unwrap_or_default();
        (finding.code.as_str(), finding.location.as_str().to_owned(), first)
    };
    let all: Vec<_> = report.findings().iter().map(one).collect();
    all.into_iter().map(|(code, at, first)| (code, &*at.leak(), &*first.leak())).collect()
}

/// Errors alone.
fn errors(invoice: &Value, context: &Value) -> Vec<(String, String, String)> {
    let (_, report) = made(invoice, context);
    let is_error = |code: &str| {
        report.findings().iter().any(|it| it.code == code && it.severity == crate::report::Severity::Error)
    };
    let all = told(&report).into_iter().filter(|(code, ..)| is_error(code));
    all.map(|(a, b, c)| (a.into(), b.into(), c.into())).collect()
}

fn is(code: &str, pointer: &str, first: &str) -> Vec<(String, String, String)> {
    vec![(code.into(), pointer.into(), first.into())]
}

/// In dollars the value is the Importe: 22200.00 ÷ 1200 kg = 18.50, 21800.00 ÷ 800 pieces = 27.25; the sum is 44000.00.
#[test]
fn an_export_in_dollars() {
    let (invoice, report) = made(&invoice(), &context());
    assert_eq!(told(&report), [("FRO-CCE-001", "/extensions/mx/complemento", "")]);
    let tree = complement(&invoice);
    assert_eq!(
        attributes(&tree),
        [
            ("Version", "2.0"),
            ("ClaveDePedimento", "A1"),
            ("CertificadoOrigen", "0"),
            ("Incoterm", "FCA"),
            ("TipoCambioUSD", "17.7430"),
            ("TotalUSD", "44000.00"),
        ]
    );
    assert_eq!(
        attributes(child(&tree, "Emisor/Domicilio")),
        [
            ("Calle", "Calle de la Prueba"),
            ("NumeroExterior", "1450"),
            ("Localidad", "06"),
            ("Municipio", "037"),
            ("Estado", "CHH"),
            ("Pais", "MEX"),
            ("CodigoPostal", "32000"),
        ]
    );
    assert_eq!(attributes(child(&tree, "Emisor")), [], "a company has no CURP");
    assert_eq!(attributes(child(&tree, "Receptor")), [("NumRegIdTrib", "002345678")], "as the writer has an EIN");
    assert_eq!(
        attributes(child(&tree, "Receptor/Domicilio")),
        [
            ("Calle", "4400 Invented Loop"),
            ("NumeroInterior", "Suite 12"),
            ("Localidad", "El Paso"),
            ("Municipio", "El Paso"),
            ("Estado", "TX"),
            ("Pais", "USA"),
            ("CodigoPostal", "79901-0001"),
        ]
    );
    assert!(tree.elements().all(|child| child.local_name() != "Destinatario"));
    assert_eq!(
        goods(&tree),
        [
            ["HAR-7710", "8544309901", "1200.000", "01", "18.500000", "22200.00"],
            ["ROT-280V", "8708309901", "800.000", "06", "27.250000", "21800.00"],
        ]
    );
}

/// The root declares the namespace, and SAT's XSD accepts the document; made twice it is the same.
#[test]
fn the_document_satisfies_the_xsd() {
    let changes = [
        (
            "/ship_to",
            json!({"legal_name": "DOCK 7", "address": {"line1": "88 Example Freight Road", "city": "Santa Teresa",
            "state": "NM", "postal_code": "88008", "country": "US"}}),
        ),
        ("/lines/0/brand", json!("FRONTIER LOOM")),
        ("/lines/0/model", json!("DASH-7710")),
        ("/lines/0/serial_numbers", json!(["A-1", "A-2"])),
        ("/trade/usmca_certification", json!({"origin_criterion": "B"})),
    ];
    let context = changed(context(), &[("/issuer/address/colonia", json!("0701"))]);
    let (mut invoice, mut report) = made(&invoice_with(&changes), &context);
    let mut codes: Vec<_> = told(&report).into_iter().map(|(code, ..)| code).collect();
    codes.retain(|code| *code != "FRO-CCE-016");
    assert_eq!(codes, ["FRO-CCE-002", "FRO-CCE-001"]);
    let tree = complement(&invoice);
    assert_eq!(attributes(child(&tree, "Destinatario")), [("Nombre", "DOCK 7")]);
    let details: Vec<_> = child(&tree, "Mercancias/Mercancia").elements().map(attributes).collect();
    let detail = |serial| vec![("Marca", "FRONTIER LOOM"), ("Modelo", "DASH-7710"), ("NumeroSerie", serial)];
    assert_eq!(details, [detail("A-1"), detail("A-2")]);

    let once = invoice.clone();
    complete(&mut invoice, &Options::default(), &mut report);
    assert_eq!((invoice == once, report.has_errors()), (true, false), "one that is there stays");

    let mut report = Report::default();
    let written = cfdi::write(&invoice, &Options::default().intent(Intent::Draft), &mut report);
    let xml = String::from_utf8(written.xml.unwrap_or_else(|| panic!("{report:#?}"))).unwrap();
    let root = &xml[..xml.find("<cfdi:Emisor").unwrap()];
    assert!(root.contains("xmlns:cce20=\"http://www.sat.gob.mx/ComercioExterior20\""), "{root}");
    assert!(root.contains("sitio_internet/cfd/ComercioExterior20/ComercioExterior20.xsd\""), "{root}");
    let validation = crate::validate(xml.as_bytes(), &Default::default()).unwrap();
    assert!(!validation.report.has_errors(), "{:#?}", validation.report);

    let Some(oracle) = oracle::available("comercio_exterior::the_document_satisfies_the_xsd") else { return };
    let seal = " Sello=\"\" Certificado=\"\" NoCertificado=\"00000000000000000000\" Version=\"4.0\"";
    let sealed = xml.replacen(" Version=\"4.0\"", seal, 1).into_bytes();
    let paths = oracle::write("frontera-comercio-exterior", [("draft".to_owned(), sealed)].into_iter());
    for verdict in oracle.judge("xsd", &paths) {
        assert_eq!(verdict["ok"], true, "{}", verdict["errors"]);
        assert!(verdict["unknown"].as_array().is_none_or(Vec::is_empty), "{verdict}");
    }
}

/// EUR: 22200.00 × 19.5 ÷ 17.5 = 24737.142857…, 21800.00 × 19.5 ÷ 17.5 = 24291.428571…; per unit 24737.14 ÷ 1200 =
/// 20.614283333… and 24291.43 ÷ 800 = 30.3642875, which rounds up; the sum is 49028.57.
#[test]
fn an_export_in_euros() {
    let changes =
        [("/currency", json!("EUR")), ("/exchange_rate", json!({"from": "EUR", "to": "MXN", "rate": "19.500000"}))];
    let rates = json!([
        {"from": "USD", "to": "MXN", "rate": "18.000000", "date": "2026-04-21", "source": "dof"},
        {"from": "USD", "to": "MXN", "rate": "17.500000", "date": "2026-04-17", "source": "dof"},
        {"from": "USD", "to": "MXN", "rate": "17.100000", "date": "2026-04-16", "source": "dof"},
        {"from": "EUR", "to": "MXN", "rate": "19.500000", "date": "2026-04-20", "source": "dof"}
    ]);
    let context = changed(context(), &[("/exchange", json!({"rates": rates}))]);
    let (invoice, report) = made(&invoice_with(&changes), &context);
    let tree = complement(&invoice);
    assert_eq!(tree.attribute("TipoCambioUSD"), Some("17.500000"), "the last one until the day of issue");
    assert_eq!(tree.attribute("TotalUSD"), Some("49028.57"));
    assert_eq!(
        goods(&tree),
        [
            ["HAR-7710", "8544309901", "1200.000", "01", "20.614283", "24737.14"],
            ["ROT-280V", "8708309901", "800.000", "06", "30.364288", "24291.43"],
        ]
    );
    let rate = &report.findings()[0];
    assert_eq!(
        (rate.code.as_str(), rate.values.expected.as_deref()),
        ("FRO-FX-007", Some("17.500000"))
    );
}

/// MXN: 22200.00 ÷ 17.5 = 1268.571428…, 21800.00 ÷ 17.5 = 1245.714285…
#[test]
fn an_export_in_pesos_has_a_rate_of_the_dollar_all_the_same() {
    let invoice = invoice_with(&[("/currency", json!("MXN")), ("/exchange_rate", Value::Null)]);
    assert_eq!(errors(&invoice, &context()), is("FRO-CCE-007", "/exchange_rate", ""));
    let rates = json!({"rates": [{"from": "USD", "to": "MXN", "rate": "17.5"}]});
    let context = changed(context(), &[("/exchange", rates)]);
    let values: Vec<_> = goods_of(&invoice, &context).into_iter().map(|[.., unit, value]| (unit, value)).collect();
    // 1268.57 ÷ 1200 = 1.05714166…, 1245.71 ÷ 800 = 1.5571375.
    assert_eq!(values, [("1.057142".into(), "1268.57".into()), ("1.557138".into(), "1245.71".into())]);
}

/// 1000 lb are 453.59237 kg, 453.592 to three decimals; 18500.00 ÷ 453.592 = 40.785551…: 453.592 × 40 = 18143.68, the rest
/// 356.32 ÷ 453.592 = 0.785552… so 40.785552.
#[test]
fn pounds_are_declared_in_kilograms() {
    let invoice = invoice_with(&[
        ("/lines/0/unit", json!({"code": "LB", "code_list": "us"})),
        ("/lines/0/quantity", json!("1000")),
        ("/lines/0/amount", json!("18500.00")),
    ]);
    let goods = goods_of(&invoice, &context());
    assert_eq!(goods[0], ["HAR-7710", "8544309901", "453.592", "01", "40.785552", "18500.00"]);
    let (_, report) = made(&invoice, &context());
    let converted = &report.findings()[0];
    assert_eq!(converted.code, "FRO-CCE-039");
    let values = &converted.values;
    assert_eq!((values.found.as_deref(), values.expected.as_deref()), (Some("1000 LBR"), Some("453.592 KILO (01)")));
}

/// 50 dozen are 600 pieces; 21800.00 ÷ 600 = 36.333333…
#[test]
fn dozens_are_declared_in_pieces() {
    let changes = [("/lines/1/unit", json!({"code": "DZN"})), ("/lines/1/quantity", json!("50"))];
    let goods = goods_of(&invoice_with(&changes), &context());
    assert_eq!(goods[1], ["ROT-280V", "8708309901", "600.000", "06", "36.333333", "21800.00"]);
}

/// A case of 25 lb is 11.339809 kg by the item: 1200 of them 13607.7708 kg. 22200.00 ÷ 13607.771 = 1.631420…
#[test]
fn what_no_measure_says_the_item_says() {
    let invoice = invoice_with(&[("/lines/0/unit", json!({"code": "XCS"}))]);
    assert_eq!(errors(&invoice, &context()), is("FRO-CCE-038", "/lines/0/unit", ""));
    let context = changed(context(), &[("/items/0/customs_units_per_unit", json!("11.339809"))]);
    let goods = goods_of(&invoice, &context);
    assert_eq!(goods[0], ["HAR-7710", "8544309901", "13607.771", "01", "1.631421", "22200.00"]);
}

/// An "each" may be ten pieces, and the item is believed; a kilogram is no half.
#[test]
fn an_item_and_a_measure_that_differ() {
    let context = changed(
        context(),
        &[("/items/0/customs_units_per_unit", json!("0.5")), ("/items/1/customs_units_per_unit", json!("10"))],
    );
    let invoice = invoice_with(&[("/lines/1/unit", json!({"code": "EA"}))]);
    assert_eq!(errors(&invoice, &context), is("FRO-CCE-040", "/lines/0/sku", ""));
    let context = changed(context, &[("/items/0/customs_units_per_unit", json!("1.000"))]);
    // 21800.00 ÷ 8000 = 2.725.
    assert_eq!(goods_of(&invoice, &context)[1][2..], ["8000.000", "06", "2.725000", "21800.00"]);
    let context = changed(context, &[("/items/0/customs_units_per_unit", json!("0"))]);
    assert_eq!(errors(&invoice, &context), is("FRO-CCE-040", "/lines/0/sku", ""));
}

/// Two lines of one SKU are one Mercancia: 1200 + 0.5 kg, 22200.00 + 9.25; 22209.25 ÷ 1200.5 = 18.50.
#[test]
fn lines_of_one_sku_are_summed() {
    let second = changed(invoice()["lines"][0].clone(), &[("/quantity", json!("0.5")), ("/amount", json!("9.25"))]);
    let goods = goods_of(&invoice_with(&[("/lines/-", second)]), &context());
    assert_eq!(goods.len(), 2);
    assert_eq!(goods[0], ["HAR-7710", "8544309901", "1200.500", "01", "18.500000", "22209.25"]);
}

/// The value is before discounts, and that is said once.
#[test]
fn discounts_do_not_lower_the_value() {
    let discount = json!([{"amount": "200.00", "reason": "Volume"}]);
    let invoice = invoice_with(&[("/lines/0/discounts", discount.clone()), ("/lines/1/discounts", discount)]);
    assert_eq!(goods_of(&invoice, &context())[0][5], "22200.00");
    let (_, report) = made(&invoice, &context());
    assert_eq!(told(&report)[0], ("FRO-CCE-045", "/lines/0/discounts", ""));
}

/// CCE164: samples are given away.
#[test]
fn samples_are_discounted_wholly() {
    let context = changed(context(), &[("/items/0/fraccion", json!("9801000100"))]);
    let with = |amount: &str| invoice_with(&[("/lines/0/discounts", json!([{"amount": amount}]))]);
    assert_eq!(errors(&with("22199.99"), &context), is("FRO-CCE-041", "/lines/0/discounts", ""));
    assert_eq!(errors(&invoice(), &context), is("FRO-CCE-041", "/lines/0/discounts", ""));
    assert_eq!(goods_of(&with("22200.00"), &context)[0][5], "22200.00");
    let percent = invoice_with(&[("/lines/0/discounts", json!([{"percent": "100"}]))]);
    assert_eq!(goods_of(&percent, &context)[0][5], "22200.00");
}

/// Freight is outside by law; another service is taken to be.
#[test]
fn services_have_no_value_and_no_tariff_line() {
    let service = |sku: &str, supply: &str| {
        json!({"sku": sku, "description": sku, "quantity": "1", "unit": {"code": "E48"}, "unit_price": "350.00",
            "amount": "350.00", "supply": supply})
    };
    let invoice = invoice_with(&[
        ("/lines/-", service("FREIGHT", "international_freight")),
        ("/lines/-", service("SETUP", "service")),
    ]);
    let goods = goods_of(&invoice, &context());
    assert_eq!(goods[2], ["FREIGHT", "", "1.000", "99", "0.000000", "0.00"]);
    assert_eq!(goods[3], ["SETUP", "", "1.000", "99", "0.000000", "0.00"]);
    let (_, report) = made(&invoice, &context());
    assert_eq!(
        told(&report),
        [
            ("FRO-CCE-035", "/lines/2", ""),
            ("FRO-CCE-036", "/lines/3", ""),
            ("FRO-CCE-001", "/extensions/mx/complemento", ""),
        ]
    );
    assert!(report.losses().count() == 1, "strict refuses the second");

    let tariff = json!([{"scheme": "tigie", "code": "8708309901"}]);
    let with_tariff = changed(invoice, &[("/lines/3/classifications", tariff)]);
    assert_eq!(errors(&with_tariff, &context()), is("FRO-CCE-034", "/lines/3/classifications/0/code", ""));
    let goods = invoice_with(&[("/lines/0/unit", json!({"code": "E48"}))]);
    assert_eq!(errors(&goods, &context()), is("FRO-CCE-033", "/lines/0/unit", ""));
    let alone = invoice_with(&[("/lines", json!([service("SETUP", "service")]))]);
    assert_eq!(errors(&alone, &context()), is("FRO-CCE-029", "/lines", ""));
}

#[test]
fn a_tariff_line_is_never_that_of_another_country() {
    let without = changed(context(), &[("/items/0/fraccion", Value::Null)]);
    assert_eq!(errors(&invoice(), &without), is("FRO-CCE-031", "/lines/0/classifications", ""));
    let with = |scheme: &str, code: &str| {
        invoice_with(&[("/lines/0/classifications", json!([{"scheme": scheme, "code": code}]))])
    };
    for (scheme, code) in [("hs6", "8544.30"), ("hts_us", "8544300000"), ("schedule_b", "8544300000")] {
        let found = errors(&with(scheme, code), &without);
        assert_eq!(found, is("FRO-CCE-048", "/lines/0/classifications", "8544300100"), "{scheme}");
    }
    // The document's own line is one, and wins over the context's.
    assert_eq!(goods_of(&with("tigie", "8544.30.99.01"), &without)[0][1], "8544309901");
    let other = changed(context(), &[("/items/0/fraccion", json!("8544300100"))]);
    let (_, report) = made(&with("tigie", "8544309901"), &other);
    assert_eq!(told(&report)[0], ("FRO-CCE-044", "/lines/0/classifications/0/code", ""));
    let two = json!([{"scheme": "tigie", "code": "8544309901"}, {"scheme": "tigie", "code": "8544300100"}]);
    let two = invoice_with(&[("/lines/0/classifications", two)]);
    assert_eq!(errors(&two, &without), is("FRO-CCE-043", "/lines/0/classifications/0/code", ""));
    // Eight digits are not ten, and one that ended in 2024 is none.
    let place = "/lines/0/classifications/0/code";
    assert_eq!(errors(&with("tigie", "85443099"), &without), is("FRO-CCE-032", place, "8544309901"));
    let (_, report) = made(&with("tigie", "9503002300"), &without);
    assert_eq!(told(&report)[0].0, "FRO-CCE-032");
    assert!(!report.findings()[0].values.candidates.iter().any(|code| *code == "9503002300"));
    let wrong = changed(context(), &[("/items/0/fraccion", json!("8544309991"))]);
    assert_eq!(errors(&invoice(), &wrong)[0].1, "/lines/0/sku");
}

/// One missing or wrong fact: the code, its pointer and the first candidate.
#[test]
fn what_is_missing_in_the_invoice_is_named() {
    let address = |field: &str| format!("/buyer/address/{field}");
    let line = |field: &str| format!("/lines/0/{field}");
    for (at, value, code, pointer, first) in [
        ("/trade/incoterm".into(), Value::Null, "FRO-CCE-005", "/trade/incoterm", "CFR"),
        ("/trade/incoterm".into(), json!("DAT"), "FRO-CCE-006", "/trade/incoterm", "CFR"),
        ("/exchange_rate".into(), Value::Null, "FRO-CCE-007", "/exchange_rate", ""),
        ("/exchange_rate/rate".into(), json!("1.000000"), "FRO-CCE-010", "/exchange_rate/rate", ""),
        ("/exchange_rate/rate".into(), json!("0"), "FRO-CCE-010", "/exchange_rate/rate", ""),
        (address("line1"), Value::Null, "FRO-CCE-017", "/buyer/address/line1", ""),
        (address("state"), Value::Null, "FRO-CCE-017", "/buyer/address/state", ""),
        (address("postal_code"), json!("  "), "FRO-CCE-017", "/buyer/address/postal_code", ""),
        (address("country"), Value::Null, "FRO-CCE-017", "/buyer/address/country", ""),
        (address("country"), json!("USA"), "FRO-CCE-018", "/buyer/address/country", "US"),
        (address("state"), json!("Texas"), "FRO-CCE-019", "/buyer/address/state", "TX"),
        (address("state"), json!("tx"), "FRO-CCE-019", "/buyer/address/state", "TX"),
        (address("state"), json!("PR"), "FRO-CCE-020", "/buyer/address/state", "PR"),
        (address("state"), json!("GU"), "FRO-CCE-020", "/buyer/address/state", "GU"),
        (address("state"), json!("DC"), "FRO-CCE-021", "/buyer/address/state", ""),
        (address("postal_code"), json!("7990"), "FRO-CCE-022", "/buyer/address/postal_code", ""),
        (address("line1"), json!("a|b"), "FRO-CCE-028", "/buyer/address/line1", ""),
        (address("city"), json!("x".repeat(121)), "FRO-CCE-028", "/buyer/address/city", ""),
        ("/buyer/tax_ids/1".into(), json!({"type": "other", "country": "US"}), "FRO-CCE-023", "/buyer/tax_ids", ""),
        ("/buyer/tax_ids/1/value".into(), json!("12345"), "FRO-CCE-024", "/buyer/tax_ids/1/value", ""),
        ("/buyer/tax_ids/0/value".into(), json!("XAXX010101000"), "FRO-CCE-004", "/buyer/tax_ids", ""),
        (line("sku"), Value::Null, "FRO-CCE-030", "/lines/0/sku", ""),
        (line("amount"), Value::Null, "FRO-CCE-037", "/lines/0/amount", ""),
        (line("amount"), json!("0.00"), "FRO-CCE-049", "/lines/0/amount", ""),
        (line("quantity"), json!("-1"), "FRO-CCE-049", "/lines/0/quantity", ""),
        (line("quantity"), json!("0.0001"), "FRO-CCE-047", "/lines/0/quantity", ""),
        (line("amount"), json!("0.004"), "FRO-CCE-047", "/lines/0/amount", ""),
        (line("unit"), Value::Null, "FRO-CCE-038", "/lines/0/unit", ""),
        (line("unit"), json!({"code": "ZZ", "code_list": "us"}), "FRO-CCE-038", "/lines/0/unit", ""),
        ("/document_type".into(), json!("transfer"), "FRO-CCE-003", "/document_type", ""),
        (
            line("extensions/mx/informacion_aduanera"),
            json!(["21  47  3807  8003832"]),
            "FRO-CCE-004",
            "/lines/0/extensions/mx/informacion_aduanera",
            "",
        ),
        (
            "/extensions/mx/complemento".into(),
            json!([{"name": "cfdi:Complemento", "children": [{"name": "ine:INE"}]}]),
            "FRO-CCE-004",
            "/extensions/mx/complemento/0",
            "",
        ),
    ] {
        let invoice = invoice_with(&[(&at, value.clone())]);
        assert_eq!(errors(&invoice, &context()), is(code, pointer, first), "{at}: {value}");
    }
    let nowhere = errors(&invoice_with(&[("/buyer/address", Value::Null)]), &context());
    assert_eq!(nowhere.len(), 4, "{nowhere:?}");
    let euros = [("/currency", json!("EUR"))];
    assert_eq!(errors(&invoice_with(&euros), &context()), is("FRO-CCE-008", "/exchange_rate", ""));
}

#[test]
fn what_is_missing_in_the_context_is_named() {
    for (at, value, code, pointer, first) in [
        ("/issuer", Value::Null, "FRO-CCE-013", "/seller/address", ""),
        ("/issuer/address", Value::Null, "FRO-CCE-013", "/seller/address", ""),
        ("/issuer/address/municipio", Value::Null, "FRO-CCE-013", "/seller/address/county", "037"),
        ("/issuer/address/codigo_postal", json!("3200"), "FRO-CCE-014", "/seller/address/postal_code", ""),
        ("/issuer/address/estado", json!("TX"), "FRO-CCE-014", "/seller/address/state", "CHH"),
        ("/issuer/address/estado", json!("BCN"), "FRO-CCE-014", "/seller/address/state", "CHH"),
        ("/issuer/address/municipio", json!("019"), "FRO-CCE-014", "/seller/address/county", "037"),
        ("/issuer/address/localidad", json!("01"), "FRO-CCE-014", "/seller/address/city", "06"),
        ("/issuer/address/calle", json!(" "), "FRO-CCE-013", "/seller/address", ""),
        ("/issuer/address/calle", json!("a|b"), "FRO-CCE-028", "/seller/address/line1", ""),
    ] {
        let context = changed(context(), &[(at, value.clone())]);
        let found = errors(&invoice(), &context);
        let found: Vec<_> = match at.ends_with("codigo_postal") {
            // Which one is nearest is the catalogue's business.
            true => found.into_iter().map(|(code, at, _)| (code, at, String::new())).collect(),
            false => found,
        };
        assert_eq!(found, is(code, pointer, first), "{at}: {value}");
    }
}

/// With `catalog-places` a Colonia is one of the postal code's; without it that is said.
#[test]
fn the_issuers_colonia_is_one_of_its_postal_code() {
    let wrong = changed(context(), &[("/issuer/address/colonia", json!("9999"))]);
    if Catalogs::builtin().get("c_Colonia").is_some() {
        let found = errors(&invoice(), &wrong);
        assert_eq!((found.len(), found[0].0.as_str(), found[0].2.is_empty()), (1, "FRO-CCE-014", false));
    } else {
        let (_, report) = made(&invoice(), &wrong);
        assert_eq!(told(&report)[0], ("FRO-CCE-016", "/seller/address", ""));
    }
}

/// CCE123, CCE124.
#[test]
fn a_natural_person_has_a_curp() {
    let invoice = invoice_with(&[("/seller/tax_ids/0/value", json!("CACX7605101P8"))]);
    assert_eq!(errors(&invoice, &context()), is("FRO-CCE-015", "/seller/tax_ids", ""));
    let with = |curp: &str| changed(context(), &[("/issuer/curp", json!(curp))]);
    assert_eq!(errors(&invoice, &with("CACX760510")), is("FRO-CCE-028", "/seller/tax_ids", ""));
    let (made, _) = made(&invoice, &with("CACX760510MGTSHC04"));
    assert_eq!(attributes(child(&complement(&made), "Emisor")), [("Curp", "CACX760510MGTSHC04")]);
}

/// CCE133: with an RFC of its own a buyer has no NumRegIdTrib; CCE134: without one it is not in Mexico.
#[test]
fn a_buyer_in_mexico() {
    let address = json!({"line1": "Av. Inventada 5", "state": "Chihuahua", "postal_code": "32000", "country": "MX"});
    let foreign = invoice_with(&[("/buyer/address", address.clone())]);
    assert_eq!(errors(&foreign, &context()), is("FRO-CCE-025", "/buyer/address/country", ""));
    let rfc = json!([{"country": "MX", "type": "rfc", "value": "URE180429TM6"}]);
    let national = invoice_with(&[("/buyer/address", address), ("/buyer/tax_ids", rfc)]);
    let (invoice, report) = made(&national, &context());
    assert_eq!(told(&report)[0], ("FRO-CCE-026", "/buyer/address/postal_code", ""));
    let tree = complement(&invoice);
    assert_eq!(attributes(child(&tree, "Receptor")), []);
    assert_eq!(
        attributes(child(&tree, "Receptor/Domicilio")),
        [
            ("Calle", "Av. Inventada 5"),
            ("Municipio", "037"),
            ("Estado", "CHH"),
            ("Pais", "MEX"),
            ("CodigoPostal", "32000"),
        ]
    );
    let elsewhere = changed(national.clone(), &[("/buyer/address/state", json!("SON"))]);
    assert_eq!(errors(&elsewhere, &context()), is("FRO-CCE-019", "/buyer/address/state", "CHH"));
    let (invoice, _) = made(&changed(national, &[("/buyer/address", Value::Null)]), &context());
    assert!(complement(&invoice).elements().all(|child| child.local_name() != "Receptor"));
}

#[test]
fn a_consignee_is_another_party_or_another_place() {
    let buyer = invoice()["buyer"].clone();
    let has = |to: Value| {
        let (invoice, _) = made(&invoice_with(&[("/ship_to", to)]), &context());
        complement(&invoice).elements().any(|child| child.local_name() == "Destinatario")
    };
    assert!(!has(buyer.clone()));
    assert!(!has(json!({"legal_name": "Rio Bravo  Axle and Brake Inc"})));
    assert!(!has(json!({"address": {"line1": "4400 invented loop", "postal_code": "79901-0001", "country": "US"}})));
    let moved = changed(buyer.clone(), &[("/address/line1", json!("88 Example Freight Road"))]);
    assert!(has(moved));
    assert!(has(changed(buyer, &[("/legal_name", json!("OTHER INC"))])));
    let nowhere = invoice_with(&[("/ship_to", json!({"legal_name": "OTHER INC"}))]);
    let found = errors(&nowhere, &context());
    assert_eq!((found.len(), found[0].1.as_str()), (4, "/ship_to/address/line1"));
}

/// Puerto Rico is a country of c_Pais, whose states are texts; Canada's provinces are keys.
#[test]
fn other_countries() {
    let to = |state: &str, postal_code: &str, country: &str| {
        let address = json!({"line1": "1 Example", "state": state, "postal_code": postal_code, "country": country});
        invoice_with(&[("/ship_to", json!({"legal_name": "OTHER", "address": address}))])
    };
    for (state, postal_code, country, pais) in
        [("San Juan", "00901", "PR", "PRI"), ("ON", "K1A 0B1", "CA", "CAN"), ("Bayern", "80331", "DE", "DEU")]
    {
        let (invoice, report) = made(&to(state, postal_code, country), &context());
        assert!(!report.has_errors(), "{report:#?}");
        let tree = complement(&invoice);
        assert_eq!(
            attributes(child(&tree, "Destinatario/Domicilio")),
            [("Calle", "1 Example"), ("Estado", state), ("Pais", pais), ("CodigoPostal", postal_code)]
        );
    }
    assert_eq!(errors(&to("ON", "K1A0B1", "CA"), &context())[0].0, "FRO-CCE-022");
    assert_eq!(errors(&to("Ontario", "K1A 0B1", "CA"), &context())[0].2, "ON");
}

/// A rate of more decimals than SAT's type has.
#[test]
fn a_rate_has_six_decimals_at_most() {
    let (invoice, report) = made(&invoice_with(&[("/exchange_rate/rate", json!("17.74300049"))]), &context());
    assert_eq!(complement(&invoice).attribute("TipoCambioUSD"), Some("17.743000"));
    assert_eq!(told(&report)[0], ("FRO-CCE-012", "/exchange_rate/rate", ""));
}

/// A number is never shown, and a brand that does not fit is told and left out.
#[test]
fn what_is_said_is_said_with_care() {
    let (_, report) = made(&invoice_with(&[("/buyer/tax_ids/1/value", json!("123456789012"))]), &context());
    assert!(!format!("{report:?}").contains("123456789012"));
    let (invoice, report) = made(&invoice_with(&[("/lines/0/brand", json!("x".repeat(36)))]), &context());
    assert_eq!(told(&report)[0], ("FRO-CCE-046", "/lines/0/brand", ""));
    assert_eq!(child(&complement(&invoice), "Mercancias/Mercancia").elements().count(), 0);
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// By hand. Product: (10.000 − 0.0005) × (2.50 − 0.005) = 24.9487525, down 24.94; (10.0005 − ε) × (2.505 − ε) = 25.05125…,
/// up 25.06. Amount in euros: 999.995 × 19.45 ÷ 17.55 = 1108.2566…, down 1108.25; 1000.005 × 19.55 ÷ 17.45 = 1120.349…,
/// up 1120.35.
#[test]
fn limits_are_those_of_the_standard() {
    let product = limits::of_product(number("10.000"), number("2.50"));
    assert_eq!(product, Some((number("24.94"), number("25.06"))));
    let rates = Rates { own: "19.5".parse().unwrap(), usd: "17.5".parse().unwrap() };
    assert_eq!(limits::of_amount(number("1000.00"), 2, &rates), Some((number("1108.25"), number("1120.35"))));
}

proptest::proptest! {
    /// Whatever the amounts, the value that is written is inside both limits.
    #[test]
    fn a_value_is_inside_the_limits(
        quantity in 1u64..10_000_000_000, cents in 1u64..100_000_000_000, own in 10_000u64..40_000_000, usd in 15_000_000u64..25_000_000,
    ) {
        let rates = Rates { own: Decimal::new(own as i64, 6).into(), usd: Decimal::new(usd as i64, 6).into() };
        let (quantity, amount) = (Decimal::new(quantity as i64, 3), Decimal::new(cents as i64, 2));
        let value = round(amount * number(&rates.own.to_string()) / number(&rates.usd.to_string()), 2);
        let unit = round(value / quantity, 6);
        let (least, most) = limits::of_amount(amount, 2, &rates).unwrap();
        proptest::prop_assert!(least <= value && value <= most);
        if !unit.is_zero() {
            let (least, most) = limits::of_product(quantity, unit).unwrap();
            proptest::prop_assert!(least <= value && value <= most, "{} × {} is {}", quantity, unit, value);
        }
    }
}
