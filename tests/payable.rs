//! Payables of a Mexican buyer. Every figure is worked out by hand in the comment above its test.

mod support;

use frontera::context::{Context, Series};
use frontera::exchange::{Quote, Rates};
use frontera::payable::{IvaPosition, Payable, PayableLine};
use frontera::{Format, Options, Report};
use serde_json::{Value, json};
use support::codes;

/// Amounts: 250.00; 3 × 33.335 = 100.005, rounded 100.01; 1000.00 less 10 % = 900.00. Sum 1250.01.
/// The document's 50.00 off by these: 9.99992, 4.00036…, 35.99971…, cut to 9.99 + 4.00 + 35.99 = 49.98; the two cents left go
/// to the first and the third, which lost most: 10.00, 4.00, 36.00. Nets: 240.00, 96.01, 864.00.
/// IVA of services: the hosting's base is 240.00 + 15.63 + 5.00 = 260.63, × 0.16 = 41.7008; the fees' 864.00 × 0.16 = 138.24.
/// Together 1124.63 and 179.9408, rounded 179.94.
/// Total: 240.00 + 96.01 + 864.00 + 20.63 + 30.00 = 1250.64; × 17.8642 = 22330.25 + 11.433088 = 22341.683088.
#[test]
fn an_invoice_of_goods_and_services() {
    let invoice = json!({
        "schema_version": "1.0",
        "document_type": "invoice",
        "document_number": "INV-1001",
        "issue_date": "2026-03-02",
        "currency": "USD",
        "exchange_rate": {"from": "USD", "to": "MXN", "rate": "17.8642", "date": "2026-02-27", "source": "dof"},
        "seller": {
            "legal_name": "Rio Grande Supply LLC",
            "trade_name": "RGS",
            "tax_ids": [{"type": "ein", "value": "00-1234567"}],
        },
        "buyer": {"legal_name": "ESCUELA KEMPER URGATE", "tax_ids": [{"type": "rfc", "value": "EKU9003173C9"}]},
        "purchase_order_number": "PO-7",
        "payment_terms": {"code": "net", "net_days": 30},
        "lines": [
            {
                "sku": "HOST",
                "description": "Hosting, March",
                "amount": "250.00",
                "supply": "it_services",
                "taxes": [
                    {"tax_type": "sales_tax", "jurisdiction": {"level": "state", "code": "TX"}, "rate": "0.0625", "taxable_amount": "250.00", "amount": "15.63"},
                    {"tax_type": "sales_tax", "jurisdiction": {"level": "city", "name": "Laredo"}, "rate": "0.02", "taxable_amount": "250.00", "amount": "5.00"},
                ],
            },
            {"sku": "ROD-3", "description": "Steel rods", "quantity": "3", "unit_price": "33.335"},
            {"description": "Design", "amount": "1000.00", "discounts": [{"percent": "10"}], "supply": "professional_fees"},
        ],
        "document_discounts": [{"amount": "50.00"}],
        "charges": [{"type": "freight", "amount": "30.00"}],
        "trade": {"services_used_in": "MX"},
        "totals": {"total": "1250.64", "amount_due": "1000.00"},
    });
    let context = json!({"items": [
        {"sku": "ROD-3", "supply": "goods"},
        {"charge": "freight", "supply": "international_freight"},
    ]});
    let (payable, report) = payable(&invoice, &with(&context));
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-PAY-011", "FRO-PAY-003", "FRO-PAY-009"]);
    assert!(!report.has_errors());
    let expected = json!({
        "schema_version": "1.0",
        "document_type": "invoice",
        "document_number": "INV-1001",
        "issue_date": "2026-03-02",
        "due_date": "2026-04-01",
        "payment_terms": {"code": "net", "net_days": 30},
        "purchase_order_number": "PO-7",
        "supplier": {
            "legal_name": "Rio Grande Supply LLC",
            "trade_name": "RGS",
            "country": "US",
            "tax_ids": [{"type": "ein", "value": "00-1234567"}],
        },
        "buyer": {"rfc": "EKU9003173C9", "legal_name": "ESCUELA KEMPER URGATE"},
        "currency": "USD",
        "exchange_rate": {"from": "USD", "to": "MXN", "rate": "17.8642", "date": "2026-02-27", "source": "dof"},
        "total": "1250.64",
        "total_mxn": "22341.68",
        "amount_due": "1000.00",
        "us_taxes": [
            {"tax_type": "sales_tax", "jurisdiction": {"level": "state", "code": "TX"}, "rate": "0.0625", "amount": "15.63"},
            {"tax_type": "sales_tax", "jurisdiction": {"level": "city", "name": "Laredo"}, "rate": "0.02", "amount": "5.00"},
        ],
        "lines": [
            {
                "sku": "HOST", "description": "Hosting, March", "amount": "250.00", "discount": "10.00", "net": "240.00",
                "us_tax": "20.63", "supply": "it_services",
                "iva": {
                    "position": "self_assessed", "source": "LIVA 24-V, 26-IV; RLIVA 50",
                    "rate": "0.160000", "base": "260.63", "amount": "41.7008",
                },
            },
            {
                "sku": "ROD-3", "description": "Steel rods", "quantity": "3", "unit_price": "33.335", "amount": "100.01",
                "discount": "4.00", "net": "96.01", "supply": "goods",
                "iva": {"position": "on_pedimento", "source": "LIVA 24-I, 26-I, 28"},
            },
            {
                "description": "Design", "amount": "1000.00", "discount": "136.00", "net": "864.00", "supply": "professional_fees",
                "iva": {
                    "position": "self_assessed", "source": "LIVA 24-V, 26-IV; RLIVA 50",
                    "rate": "0.160000", "base": "864.00", "amount": "138.24",
                },
            },
            {
                "charge": "freight", "amount": "30.00", "net": "30.00", "supply": "international_freight",
                "iva": {"position": "undecided", "source": "LIVA 16, 24-V"},
            },
        ],
        "iva_totals": [{"position": "self_assessed", "rate": "0.160000", "base": "1124.63", "amount": "179.94"}],
    });
    assert_eq!(serde_json::to_value(&payable).unwrap(), expected);
    assert!(!format!("{payable:?}").contains("EKU9003173C9") && !format!("{payable:?}").contains("1234567"));
}

/// Supply, where it is used, and the position with its articles: one row for each answer of the law.
#[test]
fn each_supply_has_its_position() {
    use IvaPosition::{NotDue, OnPedimento, SelfAssessed, Undecided};
    let cases = [
        ("goods", Some("MX"), OnPedimento, "LIVA 24-I, 26-I, 28", None),
        ("scrap", None, OnPedimento, "LIVA 24-I, 26-I, 28", None),
        ("food", None, OnPedimento, "LIVA 24-I, 25-III, 28", None),
        ("exempt_goods", None, OnPedimento, "LIVA 24-I, 25-III, 28", None),
        ("service", Some("MX"), SelfAssessed, "LIVA 24-V, 26-IV; RLIVA 50", None),
        ("service", Some("US"), NotDue, "LIVA 24-V", None),
        ("service", None, Undecided, "LIVA 24-V", Some("FRO-PAY-002")),
        ("freight", Some("MX"), SelfAssessed, "LIVA 24-V, 26-IV; RLIVA 50", None),
        ("medical_service", Some("MX"), NotDue, "LIVA 24-V, 25-III", None),
        ("tuition", None, NotDue, "LIVA 24-V, 25-III", None),
        ("intangible", Some("MX"), SelfAssessed, "LIVA 24-II, 24-III, 26-III; RLIVA 50", None),
        ("intangible", Some("US"), Undecided, "LIVA 24-II, 24-III", Some("FRO-PAY-003")),
        ("intangible", None, Undecided, "LIVA 24-II, 24-III", Some("FRO-PAY-002")),
        ("international_freight", Some("MX"), Undecided, "LIVA 16, 24-V", Some("FRO-PAY-003")),
        ("rent", Some("MX"), Undecided, "LIVA 1-A III, 19, 24-IV", Some("FRO-PAY-003")),
        ("not_subject", None, NotDue, "LIVA 1, 24", None),
    ];
    for (supply, used_in, position, source, code) in cases {
        let mut invoice = minimal();
        invoice["lines"][0]["supply"] = json!(supply);
        // Rent, freight and rights are asked of nobody else.
        match used_in {
            Some(country) => invoice["trade"] = json!({"services_used_in": country}),
            None => drop(invoice.as_object_mut().unwrap().remove("trade")),
        }
        let (payable, report) = payable(&invoice, &Options::default());
        let iva = &payable.lines[0].iva;
        assert_eq!((iva.position, iva.source.as_str()), (position, source), "{supply} {used_in:?}");
        let told: Vec<_> = codes(&report).into_iter().filter(|code| *code != "FRO-PAY-010").collect();
        assert_eq!(told, Vec::from_iter(code), "{supply} {used_in:?}");
        assert_eq!(iva.rate.is_some(), position == SelfAssessed);
        assert_eq!(payable.iva_totals.len(), usize::from(position == SelfAssessed));
    }
}

#[test]
fn what_a_line_is_comes_from_the_document_then_the_context() {
    let mut invoice = minimal();
    invoice["lines"] = json!([{"sku": "A", "description": "A thing", "amount": "10.00"}]);
    let told = |invoice: &Value, context: Value| {
        let (payable, report) = payable(invoice, &with(&context));
        let said = report.findings().iter().find(|finding| finding.code == "FRO-PAY-001");
        let said = said.map(|finding| {
            let pointer = finding.location.pointer.as_deref().unwrap().to_owned();
            (pointer, finding.values.found.as_deref().unwrap().to_owned(), finding.values.candidates.len())
        });
        (payable.lines[0].supply.map(|supply| json!(supply)), said)
    };
    let unknown = |candidates| (None, Some(("/lines/0/supply".to_owned(), "A thing".to_owned(), candidates)));
    assert_eq!(told(&invoice, json!({})), unknown(0));
    assert_eq!(told(&invoice, json!({"items": [{"sku": "A"}]})), unknown(0));
    assert_eq!(told(&invoice, json!({"items": [{"sku": "A", "supply": "food"}]})), (Some(json!("food")), None));
    let two = json!({"items": [{"sku": "A", "supply": "food"}, {"sku": "A", "supply": "goods"}]});
    assert_eq!(told(&invoice, two.clone()), unknown(2), "never the first of several");
    invoice["lines"][0]["supply"] = json!("scrap");
    assert_eq!(told(&invoice, two), (Some(json!("scrap")), None));
    // A charge has no such field: the context says it.
    invoice["charges"] = json!([{"type": "handling", "amount": "5.00"}]);
    let (_, report) = payable(&invoice, &Options::default());
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-PAY-014"]);
    let context = json!({"items": [{"charge": "handling", "supply": "service"}]});
    let (made, report) = payable(&invoice, &with(&context));
    assert_eq!(codes(&report), ["FRO-PAY-010"]);
    // 5.00 × 0.16.
    assert_eq!(made.lines[1].iva.amount.as_ref().unwrap().to_string(), "0.80");
}

#[test]
fn where_services_are_used_comes_from_the_document_then_the_buyer_in_the_context() {
    let mut invoice = minimal();
    let context = json!({"customers": [{"rfc": "EKU9003173C9", "services_used_in": "US"}]});
    let position = |invoice: &Value, options: &Options| payable(invoice, options).0.lines[0].iva.position;
    assert_eq!(position(&invoice, &with(&context)), IvaPosition::SelfAssessed, "the document wins");
    invoice.as_object_mut().unwrap().remove("trade");
    assert_eq!(position(&invoice, &with(&context)), IvaPosition::NotDue);
    assert_eq!(position(&invoice, &Options::default()), IvaPosition::Undecided);
}

/// 100.00 USD at 17.0401 are 1704.01 pesos; a total of 33.335 at 17.0401 is 568.0317335, rounded 568.03.
#[test]
fn the_total_in_pesos_needs_a_rate() {
    let quote = Quote::new("2026-02-27".parse().unwrap(), "USD", Series::Dof, "17.0401".parse().unwrap()).unwrap();
    let options = Options::default().rates(Rates::from_quotes([quote]).unwrap());
    let mut invoice = minimal();
    invoice.as_object_mut().unwrap().remove("exchange_rate");
    let pesos = |payable: &Payable| payable.total_mxn.as_ref().map(ToString::to_string);
    let (made, report) = payable(&invoice, &options);
    assert_eq!(pesos(&made).as_deref(), Some("1704.01"));
    let rate = json!({"from": "USD", "to": "MXN", "rate": "17.0401", "date": "2026-02-27", "source": "dof"});
    assert_eq!(serde_json::to_value(&made.exchange_rate).unwrap(), rate);
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-FX-009"]);
    invoice["totals"]["total"] = json!("33.335");
    assert_eq!(pesos(&payable(&invoice, &options).0).as_deref(), Some("568.03"));

    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!((pesos(&made), made.exchange_rate), (None, None));
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-PAY-004"]);
    // One that cannot be taken is told once, and is not in the record.
    invoice["exchange_rate"] = json!({"from": "MXN", "to": "USD", "rate": "0.0559"});
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!((pesos(&made), made.exchange_rate), (None, None));
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-FX-004"]);

    invoice.as_object_mut().unwrap().remove("exchange_rate");
    invoice["currency"] = json!("MXN");
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!((pesos(&made).as_deref(), codes(&report)), (Some("33.335"), vec!["FRO-PAY-010"]));
    invoice.as_object_mut().unwrap().remove("currency");
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!((pesos(&made), codes(&report)), (None, vec!["FRO-PAY-010", "FRO-PAY-008"]));
}

/// With tax inside the price 108.25 is the base, × 0.16 = 17.32. Without, the line's own 100.00: 16.00, and what stands in the
/// summary alone is told not to be in it.
#[test]
fn us_taxes_are_cost_and_part_of_the_base() {
    let tax = |amount: &str| json!({"tax_type": "sales_tax", "rate": "0.0825", "amount": amount});
    let mut invoice = minimal();
    invoice["price_basis"] = json!("tax_inclusive");
    invoice["lines"][0]["amount"] = json!("108.25");
    invoice["lines"][0]["taxes"] = json!([tax("8.25")]);
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!(codes(&report), ["FRO-PAY-010"]);
    assert_eq!(iva(&made.lines[0]), ["0.160000", "108.25", "17.32"]);
    assert_eq!(made.us_taxes[0].amount.to_string(), "8.25");

    let mut invoice = minimal();
    invoice["tax_summary"] = json!([tax("8.25")]);
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-PAY-007"]);
    assert_eq!(iva(&made.lines[0]), ["0.160000", "100.00", "16.00"]);
    assert_eq!(made.us_taxes.len(), 1);

    // Both: the summary is what the total has, and one rate is one however it is written.
    invoice["lines"][0]["taxes"] = json!([tax("8.2501")]);
    let again = json!({"tax_type": "sales_tax", "rate": "0.08250", "amount": "1.00"});
    invoice["tax_summary"] = json!([tax("8.25"), again]);
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!(codes(&report), ["FRO-PAY-010"]);
    assert_eq!(made.us_taxes.iter().map(|tax| tax.amount.to_string()).collect::<Vec<_>>(), ["9.25"]);
    assert_eq!(iva(&made.lines[0]), ["0.160000", "108.2501", "17.320016"]);
}

#[test]
fn iva_that_the_seller_charges_is_taken_as_stated_and_told() {
    let vat = json!({"tax_type": "vat", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "rate", "rate": "0.160000", "taxable_amount": "100.00", "amount": "16.00"});
    let mut invoice = minimal();
    invoice["lines"][0]["taxes"] = json!([vat]);
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-PAY-006"]);
    assert_eq!(made.lines[0].iva.position, IvaPosition::Charged);
    assert_eq!(iva(&made.lines[0]), ["0.160000", "100.00", "16.00"]);
    assert_eq!(made.iva_totals[0].position, IvaPosition::Charged);
    assert_eq!(made.us_taxes, []);
    // In the summary alone it may be of any line: none is assessed a second time.
    let mut invoice = minimal();
    invoice["tax_summary"] = json!([vat]);
    let (made, report) = payable(&invoice, &Options::default());
    assert_eq!(codes(&report), ["FRO-PAY-010", "FRO-PAY-006"]);
    assert_eq!((made.lines[0].iva.position, made.iva_totals.len()), (IvaPosition::Undecided, 0));
}

#[test]
fn what_is_missing_is_told_and_absent() {
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut invoice = minimal();
        change(&mut invoice);
        let (made, report) = payable(&invoice, &Options::default());
        let told: Vec<_> = report.findings()[1..]
            .iter()
            .map(|finding| format!("{} {}", finding.code, finding.location.pointer.as_deref().unwrap()))
            .collect();
        (made, told)
    };
    let (made, told) = changed(&|invoice| drop(invoice["totals"].as_object_mut().unwrap().remove("total")));
    assert_eq!((made.total_mxn, told), (None, vec!["FRO-PAY-008 /totals/total".to_owned()]));
    let (made, told) = changed(&|invoice| invoice["buyer"]["tax_ids"] = json!([]));
    assert_eq!((made.buyer.rfc, told), (None, vec!["FRO-PAY-005 /buyer/tax_ids".to_owned()]));
    let (made, told) = changed(&|invoice| drop(invoice["lines"][0].as_object_mut().unwrap().remove("amount")));
    assert_eq!((made.lines[0].iva.base.clone(), told), (None, vec!["FRO-PAY-008 /lines/0/amount".to_owned()]));
    let wide = "12345678901234567890123456789.01";
    let (made, told) = changed(&|invoice| invoice["lines"][0]["amount"] = json!(wide));
    assert_eq!((made.lines[0].net.clone(), told), (None, vec!["FRO-PAY-008 /lines/0/amount".to_owned()]));
    assert_eq!(made.lines[0].amount.as_ref().unwrap().to_string(), wide, "what is stated stays");
    let (made, told) = changed(&|invoice| invoice["lines"][0]["discounts"] = json!([{"reason": "loyalty"}]));
    assert_eq!((made.lines[0].discount.clone(), told), (None, vec!["FRO-PAY-008 /lines/0/discounts/0".to_owned()]));
    // More than the lines: no share can be told.
    let (made, told) = changed(&|invoice| invoice["document_discounts"] = json!([{"amount": "100.01"}]));
    assert_eq!((made.lines[0].net.clone(), told), (None, vec!["FRO-PAY-008 /document_discounts".to_owned()]));
    let withheld = json!([{"tax_type": "withholding_income", "amount": "10.00"}]);
    let (_, told) = changed(&|invoice| invoice["lines"][0]["taxes"] = withheld.clone());
    assert_eq!(told, ["FRO-PAY-012 /totals/withholding"]);
    let (made, told) = changed(&|invoice| invoice["payment_terms"] = json!({"code": "eom", "net_days": 30}));
    assert_eq!((made.due_date, told), (None, vec![]));
    let (made, _) = changed(&|invoice| invoice["payment_terms"] = json!({"code": "due_on_receipt"}));
    assert_eq!(made.due_date, made.issue_date);
}

fn iva(line: &PayableLine) -> [String; 3] {
    [&line.iva.rate, &line.iva.base, &line.iva.amount].map(|number| number.as_ref().unwrap().to_string())
}

fn with(context: &Value) -> Options {
    Options::default().context(Context::from_json(&serde_json::to_vec(context).unwrap()).unwrap())
}

fn payable(invoice: &Value, options: &Options) -> (Payable, Report) {
    let converted = frontera::convert(&serde_json::to_vec(invoice).unwrap(), Format::Payable, options).unwrap();
    let payable = Payable::from_json(&converted.output.unwrap()).unwrap();
    (payable, converted.report)
}

/// A service for 100.00, used in Mexico.
fn minimal() -> Value {
    json!({
        "schema_version": "1.0",
        "document_type": "invoice",
        "issue_date": "2026-03-02",
        "currency": "USD",
        "exchange_rate": {"from": "USD", "to": "MXN", "rate": "17.8642"},
        "seller": {"legal_name": "Rio Grande Supply LLC", "address": {"country": "US"}},
        "buyer": {"tax_ids": [{"country": "MX", "type": "rfc", "value": "EKU9003173C9"}]},
        "lines": [{"description": "Support", "amount": "100.00", "supply": "service"}],
        "trade": {"services_used_in": "MX"},
        "totals": {"total": "100.00"},
    })
}
