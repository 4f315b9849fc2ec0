//! Lines, discounts and taxes of drafts where money could be lost: each case is one that a hurried converter gets wrong.
//!
//! Figures are by hand; the rates are 16 % (LIVA 1), 0 % for produce (LIVA 2-A I a), 8 % in the border (decree DOF 2018-12-31).

mod support;

use frontera::context::Context;
use frontera::{Converted, Format, Options};
use serde_json::{Value, json};

/// A seller in Monterrey or Tijuana with tile (16 %), tomatoes (0 %), consulting (a service), duties paid (not subject).
fn context(place: &str, more: Value) -> Context {
    let mut context = json!({
        "issuer": {
            "rfc": "EKU9003173C9", "legal_name": "ESCUELA KEMPER URGATE", "regimen_fiscal": "601", "lugar_expedicion": place
        },
        "defaults": {"metodo_pago": "PUE", "forma_pago": "03", "uso_cfdi": "G03"},
        "customers": [{
            "rfc": "URE180429TM6", "legal_name": "UNIVERSIDAD ROBOTICA ESPAÑOLA", "regimen_fiscal": "601",
            "domicilio_fiscal": "86991", "delivery": {"country": "MX"}
        }],
        "items": [
            {"sku": "TILE", "clave_prod_serv": "30131700", "clave_unidad": "H87", "supply": "goods"},
            {"sku": "TOM", "clave_prod_serv": "50407000", "clave_unidad": "KGM", "supply": "agricultural"},
            {"sku": "CONS", "clave_prod_serv": "80101500", "clave_unidad": "E48", "supply": "service"},
            {"sku": "DUTY", "clave_prod_serv": "93161700", "clave_unidad": "E48", "supply": "not_subject"}
        ]
    });
    support::merge(&mut context, more);
    Context::from_json(&serde_json::to_vec(&context).unwrap()).unwrap()
}

fn line(sku: &str, amount: &str) -> Value {
    json!({"sku": sku, "description": sku, "quantity": "1", "unit_price": amount, "amount": amount})
}

fn invoice(lines: Value) -> Value {
    json!({
        "schema_version": "1.0", "document_type": "invoice", "issue_date": "2026-03-10", "issue_time": "10:00:00",
        "currency": "MXN",
        "seller": {"legal_name": "Kemper", "tax_ids": [{"type": "rfc", "value": "EKU9003173C9"}]},
        "buyer": {"legal_name": "Robotica", "tax_ids": [{"type": "rfc", "value": "URE180429TM6"}]},
        "lines": lines
    })
}

fn draft(invoice: &Value, context: Context) -> Converted {
    let options = Options::default().context(context);
    frontera::convert(&serde_json::to_vec(invoice).unwrap(), Format::Cfdi, &options).unwrap()
}

/// SubTotal, Descuento, TotalImpuestosTrasladados, Total.
#[track_caller]
fn totals(converted: &Converted) -> [String; 4] {
    let xml = converted.output.as_ref().unwrap_or_else(|| panic!("{:#?}", converted.report));
    let invoice = frontera::read(xml, &Options::default()).unwrap().invoice;
    let text = |number: Option<frontera::model::Number>| number.map_or(String::new(), |number| number.to_string());
    let totals = invoice.totals;
    [text(totals.subtotal), text(totals.discount), text(totals.tax), text(totals.total)]
}

#[track_caller]
fn told(converted: &Converted, code: &str, place: &str) {
    let found = converted.report.findings().iter().any(|finding| {
        finding.code.as_str() == code && finding.location.pointer.as_deref().unwrap_or_default().starts_with(place)
    });
    assert!(found, "{code} at {place}: {:#?}", converted.report);
}

#[track_caller]
fn refused(converted: &Converted, code: &str, place: &str) {
    assert!(converted.output.is_none(), "a draft in spite of {code}");
    told(converted, code, place);
}

fn plain() -> Context {
    context("64000", json!({}))
}

/// 100.00 of tile at 16 %, tomatoes worth 20.00 come back at 0 %: IVA stays 16.00, Total 100 + 30 − 20 + 16 = 126.
#[test]
fn what_comes_back_keeps_its_own_rate() {
    let lines = json!([line("TILE", "100.00"), line("TOM", "30.00"), line("TOM", "-20.00")]);
    assert_eq!(totals(&draft(&invoice(lines), plain())), ["130.00", "20.00", "16.00", "126.00"]);
    // Duties of 10.00 come back: only those of 15.00 can bear it.
    let lines = json!([line("TILE", "100.00"), line("DUTY", "15.00"), line("DUTY", "-10.00")]);
    assert_eq!(totals(&draft(&invoice(lines), plain())), ["115.00", "10.00", "16.00", "121.00"]);
    // With nothing of its rate left there is nothing that it could be taken off.
    let lines = json!([line("TILE", "100.00"), line("TOM", "-20.00")]);
    refused(&draft(&invoice(lines), plain()), "FRO-TAX-026", "/lines/1");
    // More than its own line: the rest is not taken off another rate.
    let lines = json!([line("TILE", "25.00"), line("TOM", "200.00"), line("TILE", "-150.00")]);
    refused(&draft(&invoice(lines), plain()), "FRO-TAX-026", "/lines/2");
}

/// What says nothing of itself is a discount of the whole: 90.00 of 300.00, by thirds; IVA (200 − 60) × 0.16 = 22.40.
#[test]
fn a_discount_in_a_line_is_of_the_whole() {
    let off = json!({"description": "Loyalty", "quantity": "1", "unit_price": "-90.00", "amount": "-90.00"});
    let lines = json!([line("TILE", "200.00"), line("TOM", "100.00"), off]);
    let converted = draft(&invoice(lines), plain());
    assert_eq!(totals(&converted), ["300.00", "90.00", "22.40", "232.40"]);
    told(&converted, "FRO-TAX-025", "/lines/2");
    // What else it says is told to be gone.
    let mut off = line("GONE", "-90.00");
    off["brand"] = json!("Acme");
    let converted = draft(&invoice(json!([line("TILE", "200.00"), off])), plain());
    let gone = converted.report.findings().iter().find(|finding| finding.code == "FRO-TAX-034").unwrap();
    assert_eq!(gone.values.found.as_deref(), Some("sku, brand"));
}

/// Sales tax of 8.25 less 1.65 that came back is 6.60: 100 − 20 + 16 % of 80 (12.80) + 6.60 = 99.40.
#[test]
fn sales_tax_of_a_negative_line_is_off_the_rest() {
    let concept = json!({"sku": "STX", "clave_prod_serv": "93161700", "clave_unidad": "E48"});
    let context = |us_tax: &str| context("64000", json!({"us_tax": us_tax, "us_tax_concept": concept}));
    let taxed = |sku: &str, amount: &str, tax: &str| {
        let mut line = line(sku, amount);
        line["taxes"] =
            json!([{"tax_type": "sales_tax", "jurisdiction": {"level": "state", "code": "TX"}, "amount": tax}]);
        line
    };
    let lines = json!([taxed("TILE", "100.00", "8.25"), taxed("TILE", "-20.00", "-1.65")]);
    let mut given = invoice(lines);
    given["totals"] = json!({"total": "86.60", "amount_due": "0.00"});
    assert_eq!(totals(&draft(&given, context("concept"))), ["106.60", "20.00", "12.80", "99.40"]);
    // Outside the CFDI, and owed all the same: 12.80 of IVA is what is still due.
    let outside = draft(&given, context("outside"));
    assert_eq!(totals(&outside), ["100.00", "20.00", "12.80", "92.80"]);
    let back = frontera::read(&outside.output.unwrap(), &Options::default()).unwrap().invoice;
    assert_eq!(back.totals.amount_due.unwrap().to_string(), "12.80");
}

/// A summary that says more sales tax than the lines is not cut down to them.
#[test]
fn a_summary_of_sales_tax_must_be_that_of_the_lines() {
    let concept = json!({"sku": "STX", "clave_prod_serv": "93161700", "clave_unidad": "E48"});
    let mut given = invoice(json!([line("TILE", "100.00"), line("TILE", "100.00")]));
    given["lines"][0]["taxes"] = json!([{"tax_type": "sales_tax", "amount": "8.25"}]);
    given["tax_summary"] = json!([{"tax_type": "sales_tax", "amount": "16.50"}]);
    let context = context("64000", json!({"us_tax": "concept", "us_tax_concept": concept}));
    refused(&draft(&given, context), "FRO-TAX-044", "/tax_summary");
}

/// IVA in the head alone must be what the lines come to; it does not vanish into them.
#[test]
fn a_header_tax_must_be_that_of_the_lines() {
    for (summary, at) in [
        (json!([{"tax_type": "vat", "amount": "20.00"}]), "/tax_summary/0"),
        (json!([{"tax_type": "vat", "rate": "0.16", "taxable_amount": "500.00", "amount": "80.00"}]), "/tax_summary/0"),
        (json!([{"tax_type": "vat", "amount": "16.00"}, {"tax_type": "vat", "amount": "9.00"}]), "/tax_summary/0"),
        (json!([{"tax_type": "excise", "rate": "0.08", "amount": "8.00"}]), "/tax_summary/0"),
    ] {
        let mut given = invoice(json!([line("TILE", "100.00")]));
        given["tax_summary"] = summary;
        refused(&draft(&given, plain()), "FRO-TAX-038", at);
    }
    let mut given = invoice(json!([line("TILE", "100.00")]));
    given["tax_summary"] = json!([{"tax_type": "vat", "amount": "16.00"}]);
    assert_eq!(totals(&draft(&given, plain())), ["100.00", "", "16.00", "116.00"]);
}

/// A rate is a fraction of c_TasaOCuota: 16 is no 16 %, and nobody's 15 % is one.
#[test]
fn a_rate_is_one_of_the_catalogue() {
    let with = |tax: Value| {
        let mut given = invoice(json!([line("TILE", "100.00")]));
        given["lines"][0]["taxes"] = json!([tax]);
        draft(&given, plain())
    };
    for rate in ["16", "0.15", "0.1600001", "-0.16"] {
        let tax = json!({"tax_type": "vat", "factor": "rate", "rate": rate, "amount": "16.00"});
        refused(&with(tax), "FRO-TAX-045", "/lines/0/taxes/0/rate");
    }
    let withheld = json!({"tax_type": "withholding_vat", "factor": "rate", "rate": "0.20"});
    refused(&with(withheld), "FRO-TAX-045", "/lines/0/taxes/0/rate");
    // CFDI40177: exempt has neither rate nor amount; the zeros of US products are none.
    let exempt = json!({"tax_type": "vat", "factor": "exempt", "rate": "0", "amount": "0.00"});
    let converted = with(exempt);
    let xml = String::from_utf8(converted.output.unwrap()).unwrap();
    let concepto = r#"<cfdi:Traslado Base="100.00" Impuesto="002" TipoFactor="Exento"/>"#;
    assert_eq!(xml.matches(concepto).count(), 2, "{xml}");
    refused(&with(json!({"tax_type": "vat", "factor": "exempt", "rate": "0.16"})), "FRO-TAX-051", "/lines/0/taxes/0");
}

/// IVA twice on one line is IVA of 32 %; parted between two bases it is not.
#[test]
fn a_tax_stands_once_on_a_line() {
    let with = |taxes: Value| {
        let mut given = invoice(json!([line("TILE", "100.00")]));
        given["lines"][0]["taxes"] = taxes;
        draft(&given, plain())
    };
    let vat = |base: &str| json!({"tax_type": "vat", "factor": "rate", "rate": "0.16", "taxable_amount": base});
    refused(&with(json!([vat("100.00"), vat("100.00")])), "FRO-TAX-054", "/lines/0/taxes/1");
    let exempt = json!({"tax_type": "vat", "factor": "exempt", "taxable_amount": "60.00"});
    assert_eq!(totals(&with(json!([vat("40.00"), exempt]))), ["100.00", "", "6.40", "106.40"]);
    // What a state levies is none of Mexico's, whatever it is called.
    let state = json!({"tax_type": "vat", "jurisdiction": {"level": "state", "name": "Texas"}, "amount": "16.00"});
    refused(&with(json!([state])), "FRO-TAX-040", "/lines/0/taxes");
    // Said by taxability alone it is ObjetoImp 01, which has no taxes.
    let mut given = invoice(json!([line("TILE", "100.00")]));
    given["lines"][0]["taxes"] = json!([vat("100.00")]);
    given["lines"][0]["taxability"] = json!("not_subject");
    refused(&draft(&given, plain()), "FRO-TAX-050", "/lines/0/taxes");
    let mut nothing = invoice(json!([line("TILE", "100.00")]));
    nothing["currency"] = json!("XXX");
    refused(&draft(&nothing, plain()), "FRO-DRAFT-011", "/currency");
}

/// CFDI40171, 40172, 140226, 140227: ObjetoImp and taxes go together or there is no draft.
#[test]
fn objeto_imp_goes_with_the_taxes() {
    let vat = json!({"tax_type": "vat", "factor": "rate", "rate": "0.16"});
    let isr = json!({"tax_type": "withholding_income", "factor": "rate", "rate": "0.0125"});
    for (objeto, taxes, fits) in [
        ("01", json!([vat]), false),
        ("03", json!([vat]), false),
        ("04", json!([isr]), false),
        ("06", json!([vat]), false),
        ("06", json!([isr]), true),
        ("07", json!([isr]), false),
        ("08", json!([isr]), true),
        ("02", json!([vat]), true),
    ] {
        let mut given = invoice(json!([line("TILE", "100.00")]));
        given["lines"][0]["taxes"] = taxes;
        given["lines"][0]["extensions"] = json!({"mx": {"objeto_imp": objeto}});
        let converted = draft(&given, plain());
        match fits {
            true => assert!(converted.output.is_some(), "{objeto}: {:#?}", converted.report),
            false => refused(&converted, "FRO-TAX-050", "/lines/0/taxes"),
        }
    }
}

/// A US ZIP that is a Tijuana code as well says nothing of the border; a code that SAT does not have is asked about.
#[test]
fn the_place_of_delivery_is_one_in_mexico() {
    let at = |delivery: Value| {
        let notice = json!({"issuer": {"border_notice": {"filed": "2026-01-05"}}});
        let mut given = invoice(json!([line("CONS", "100.00")]));
        given["trade"] = json!({"delivery": delivery});
        draft(&given, context("22000", notice))
    };
    assert_eq!(totals(&at(json!({"country": "MX", "postal_code": "22203"})))[2], "8.00");
    assert_eq!(totals(&at(json!({"country": "US", "postal_code": "22203"})))[2], "16.00");
    for wrong in ["2201", "22010 ", "abcde"] {
        let converted = at(json!({"country": "MX", "postal_code": wrong}));
        refused(&converted, "FRO-TAX-046", "/trade/delivery/postal_code");
    }
    refused(&at(json!({"country": "MX"})), "FRO-TAX-004", "/trade/delivery/postal_code");
}

/// Taxes of the past are those of this document only where they can be: the law's conditions hold for them as well.
#[test]
fn the_past_decides_nothing_that_the_law_forbids() {
    let learnt = |taxes: Value, trade: Value, place: &str, buyer: &str| {
        let item = json!({
            "sku": "OLD", "clave_prod_serv": "30131700", "clave_unidad": "H87", "objeto_imp": "02", "documents": 7,
            "taxes": taxes, "taxes_with_exportacion": "01"
        });
        let mut given = invoice(json!([line("OLD", "100.00")]));
        given["trade"] = trade;
        given["buyer"]["tax_ids"][0]["value"] = json!(buyer);
        draft(&given, context(place, json!({"items": [item]})))
    };
    let vat = |rate: &str| json!({"tax_type": "vat", "factor": "rate", "rate": rate});
    let kept = json!({"tax_type": "withholding_vat", "factor": "rate", "rate": "0.040000"});
    let here = json!({"delivery": {"country": "MX"}});
    let company = "URE180429TM6";
    let converted = learnt(json!([vat("0.160000"), kept]), here.clone(), "64000", company);
    assert_eq!(totals(&converted), ["100.00", "", "16.00", "112.00"]);
    told(&converted, "FRO-TAX-011", "/lines/0");
    for converted in [
        // Nobody keeps back what only a Mexican company does.
        learnt(json!([vat("0.160000"), kept]), here.clone(), "64000", "XEXX010101000"),
        // The border's rate far from it.
        learnt(json!([vat("0.080000")]), here.clone(), "64000", company),
        // An export is another thing than what was learnt.
        learnt(
            json!([vat("0.160000")]),
            json!({"pedimento_key": "A1", "delivery": {"country": "US"}}),
            "64000",
            company,
        ),
        learnt(
            json!([vat("0.160000")]),
            json!({"exporter_of_record": "Somebody Else", "delivery": {"country": "MX"}}),
            "64000",
            company,
        ),
        learnt(
            json!([vat("0.160000")]),
            json!({"pedimento_key": "A1", "delivery": {"country": "MX"}}),
            "64000",
            company,
        ),
    ] {
        refused(&converted, "FRO-TAX-002", "/lines/0/supply");
    }
}

/// A stated base that is not the line's is the document's word, and told.
#[test]
fn a_base_that_is_not_the_lines_is_told() {
    let mut given = invoice(json!([line("TILE", "100.00")]));
    given["lines"][0]["discounts"] = json!([{"amount": "10.00"}]);
    given["lines"][0]["taxes"] =
        json!([{"tax_type": "vat", "factor": "rate", "rate": "0.16", "taxable_amount": "100.00", "amount": "16.00"}]);
    let converted = draft(&given, plain());
    assert_eq!(totals(&converted), ["100.00", "10.00", "16.00", "106.00"]);
    told(&converted, "FRO-TAX-047", "/lines/0/taxes/0/taxable_amount");
}

/// 2 × 3.3333 = 6.6666 is billed as 6.67: 6.67 ÷ 1.16 = 5.75, IVA 0.92.
#[test]
fn inclusive_prices_make_whole_cents() {
    let mut given = invoice(json!([{"sku": "TILE", "description": "Tile", "quantity": "2", "unit_price": "3.3333"}]));
    given["lines"][0]["amount"] = json!("6.6666");
    given["price_basis"] = json!("tax_inclusive");
    given["totals"] = json!({"total": "6.67"});
    let converted = draft(&given, plain());
    assert_eq!(totals(&converted), ["5.75", "", "0.92", "6.67"]);
    assert!(!support::codes(&converted.report).contains(&"FRO-TAX-030"), "{:#?}", converted.report);
}

/// By the document's own figures: 100 + 10 − 10 + 16.00 + 1.60 = 117.60; the draft's IVA is of what is left, 15.84 + … .
#[test]
fn a_total_that_adds_up_by_its_own_taxes_is_told_and_not_refused() {
    let mut given = invoice(json!([line("TILE", "100.00"), line("CONS", "10.00")]));
    for (i, amount) in [(0, "16.00"), (1, "1.60")] {
        given["lines"][i]["taxes"] = json!([{"tax_type": "vat", "factor": "rate", "rate": "0.16", "amount": amount}]);
    }
    given["document_discounts"] = json!([{"amount": "10.00"}]);
    given["totals"] = json!({"total": "117.60"});
    let converted = draft(&given, plain());
    // 10 × 100 ÷ 110 = 9.09, 0.91; IVA 90.91 × 0.16 + 9.09 × 0.16 = 16.00; Total 110 − 10 + 16.
    assert_eq!(totals(&converted), ["110.00", "10.00", "16.00", "116.00"]);
    told(&converted, "FRO-TAX-030", "/totals/total");
    given["totals"] = json!({"total": "131.00"});
    let converted = draft(&given, plain());
    refused(&converted, "FRO-TAX-031", "/totals/total");
    let finding = converted.report.findings().iter().find(|finding| finding.code == "FRO-TAX-031").unwrap();
    assert_eq!(finding.values.expected.as_deref(), Some("117.60"));
}

/// One line that cannot be computed is what is told, not that all the others lack their treatment.
#[test]
fn one_bad_line_does_not_blame_the_others() {
    let mut given = invoice(json!([line("TILE", "100.00"), line("CONS", "10.00")]));
    given["lines"][1]["quantity"] = json!("0");
    given["lines"][1]["amount"] = json!("0");
    let converted = draft(&given, plain());
    let errors: Vec<_> = converted
        .report
        .findings()
        .iter()
        .filter(|finding| finding.severity == frontera::Severity::Error)
        .map(|finding| (finding.code.as_str(), finding.location.pointer.as_deref().unwrap()))
        .collect();
    assert_eq!(errors, [("FRO-TAX-039", "/lines/1/quantity")]);
}

/// A thousand lines and a thousand discounts are not a million: memory is linear in the document.
#[test]
fn many_discounts_on_many_lines() {
    let mut lines: Vec<Value> = (0..300).map(|_| line("TILE", "100.00")).collect();
    lines.extend((0..300).map(
        |i| json!({"description": format!("Rebate {i}"), "quantity": "1", "unit_price": "-1.00", "amount": "-1.00"}),
    ));
    let given = invoice(json!(lines));
    let converted = draft(&given, plain());
    // 30000 − 300 = 29700; IVA 4752.
    assert_eq!(totals(&converted), ["30000.00", "300.00", "4752.00", "34452.00"]);
    let size = serde_json::to_vec(&given).unwrap().len();
    assert!(converted.output.unwrap().len() < 8 * size);
}

/// A percent that its amount contradicts, a price that six decimals do not hold: each is told.
#[test]
fn what_is_not_exact_is_told() {
    let mut given = invoice(json!([line("TILE", "100.00")]));
    given["lines"][0]["discounts"] = json!([{"percent": "10", "amount": "12.00"}]);
    told(&draft(&given, plain()), "FRO-TAX-048", "/lines/0/discounts/0");
    let given = invoice(json!([{"sku": "TILE", "description": "Tile", "quantity": "3", "amount": "100.00"}]));
    let converted = draft(&given, plain());
    told(&converted, "FRO-TAX-021", "/lines/0/unit_price");
    assert_eq!(totals(&converted)[0], "100.00");
    // A returned line at a tenth off is worth so much less: −100 + 10 = −90.
    let mut back = line("TILE", "-100.00");
    back["discounts"] = json!([{"percent": "10"}]);
    let converted = draft(&invoice(json!([line("TILE", "200.00"), back])), plain());
    assert_eq!(totals(&converted), ["200.00", "90.00", "17.60", "127.60"]);
}
