//! Drafts in which one figure or one decision is at stake; whole ones, with their figures, are in `fixtures/draft`.

use serde_json::{Value, json};

use super::{Basis, Draft, prepare};
use crate::context::Context;
use crate::model::{Invoice, Number};
use crate::{Options, Report};

/// A company in Monterrey that sells to a company, both in Mexico: goods are 16 %, and nothing is kept back.
fn context(more: Value) -> Context {
    let mut context = json!({
        "issuer": {"rfc": "EKU9003173C9", "legal_name": "ESCUELA KEMPER URGATE", "regimen_fiscal": "601", "lugar_expedicion": "64000"},
        "defaults": {"metodo_pago": "PUE", "forma_pago": "03", "uso_cfdi": "G03", "issue_time": "12:00:00"},
        "customers": [{
            "rfc": "IIA040805DZ4", "legal_name": "INDISTRIA ILUMINADORA DE ALMACENES", "names": ["Iluminadora Stores"],
            "regimen_fiscal": "601", "domicilio_fiscal": "62661", "delivery": {"country": "MX", "postal_code": "62661"},
        }],
        "items": [
            {"sku": "BOLT", "clave_prod_serv": "31161700", "clave_unidad": "H87", "supply": "goods"},
            {"sku": "BOOK", "clave_prod_serv": "55101500", "clave_unidad": "H87", "supply": "exempt_goods"},
            {
                "sku": "COLA", "clave_prod_serv": "50202306", "clave_unidad": "H87", "supply": "goods",
                "excise": {"amount_per_unit": "1.6451"},
            },
        ],
    });
    context.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Context::from_json(&serde_json::to_vec(&context).unwrap()).unwrap()
}

/// One invoice of these lines, with what more it says.
fn invoice(lines: Value, more: Value) -> Invoice {
    let mut invoice = json!({
        "schema_version": "1.0", "document_type": "invoice", "issue_date": "2026-03-24", "currency": "MXN",
        "buyer": {"legal_name": "Iluminadora Stores"}, "lines": lines,
    });
    invoice.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    crate::read(&serde_json::to_vec(&invoice).unwrap(), &Options::default()).unwrap().invoice
}

fn bolts(quantity: &str, price: &str, amount: &str) -> Value {
    json!({"sku": "BOLT", "description": "Bolts", "quantity": quantity, "unit_price": price, "amount": amount})
}

/// The draft, and the codes and places of what was found.
fn draft_with(invoice: &Invoice, context: Context) -> (Draft, Vec<String>) {
    let mut report = Report::default();
    let draft = prepare(invoice, &Options::default().context(context), &mut report);
    let place = |finding: &crate::Finding| finding.location.pointer.as_deref().unwrap_or_default().to_owned();
    let found = report.findings().iter().map(|it| format!("{} {}", it.code.as_str(), place(it))).collect();
    (draft, found)
}

fn draft(lines: Value, more: Value) -> (Draft, Vec<String>) {
    draft_with(&invoice(lines, more), context(json!({})))
}

fn text(number: &Option<Number>) -> String {
    number.as_ref().map_or("nothing".into(), ToString::to_string)
}

/// SubTotal, Descuento, transferred, withheld, Total.
fn totals(draft: &Draft) -> [String; 5] {
    let it = &draft.invoice.totals;
    [&it.subtotal, &it.discount, &it.tax, &it.withholding, &it.total].map(text)
}

fn has(found: &[String], what: &str) -> bool {
    found.iter().any(|it| it == what)
}

const TOLD: &str = "FRO-TAX-030 /totals/total";
const REFUSED: &str = "FRO-TAX-031 /totals/total";

/// One line of 100.00 at 16 % is 116.00. Half a cent for the line and half for the whole make a cent, with two lines one and a
/// half; the invoice's own rounding is besides.
#[test]
fn a_total_may_be_off_by_what_rounding_makes() {
    let one = || json!([bolts("1", "100.00", "100.00")]);
    let two = || json!([bolts("1", "60.00", "60.00"), bolts("1", "40.00", "40.00")]);
    for (lines, stated, told) in [
        (one(), json!({"total": "116.00"}), None),
        (one(), json!({"total": "116.01"}), Some(TOLD)),
        (one(), json!({"total": "115.99"}), Some(TOLD)),
        (one(), json!({"total": "116.02"}), Some(REFUSED)),
        (one(), json!({"total": "115.98"}), Some(REFUSED)),
        (two(), json!({"total": "116.01"}), Some(TOLD)),
        (two(), json!({"total": "116.015"}), Some(TOLD)),
        (two(), json!({"total": "116.016"}), Some(REFUSED)),
        (one(), json!({"total": "116.50", "rounding": "0.50"}), Some(TOLD)),
        (one(), json!({"total": "115.50", "rounding": "-0.50"}), Some(TOLD)),
        (one(), json!({"total": "115.50", "rounding": "0.50"}), Some(REFUSED)),
        // Its own taxes: 100.00 + 8.25, and 100.00 + 16.00 − 4.00.
        (one(), json!({"total": "108.25", "tax": "8.25"}), Some(TOLD)),
        (one(), json!({"total": "112.00", "tax": "16.00", "withholding": "4.00"}), Some(TOLD)),
        (one(), json!({"total": "120.00", "tax": "16.00", "withholding": "4.00"}), Some(REFUSED)),
        // Without a tax.
        (one(), json!({"total": "100.00"}), Some(TOLD)),
    ] {
        let (draft, found) = draft(lines, json!({"totals": stated}));
        assert_eq!(totals(&draft), ["100.00", "nothing", "16.00", "nothing", "116.00"], "{stated}");
        for finding in [TOLD, REFUSED] {
            assert_eq!(has(&found, finding), told == Some(finding), "{stated}: {found:?}");
        }
        assert_eq!(draft.blocked, told == Some(REFUSED), "{stated}");
    }
}

/// The lines' own taxes make the invoice's total where others have none: 100.00 + 16.00 − 4.00 + 100.00 = 212.00. The draft's is
/// 112.00 + 116.00. And with the US tax of a line, 100.00 + 8.25.
#[test]
fn a_total_is_of_the_taxes_that_the_lines_state() {
    let mut taxed = bolts("1", "100.00", "100.00");
    taxed["taxes"] = json!([
        {"tax_type": "vat", "factor": "rate", "rate": "0.16", "amount": "16.00"},
        {"tax_type": "withholding_vat", "factor": "rate", "rate": "0.04", "amount": "4.00"},
    ]);
    let both = || json!([taxed, bolts("1", "100.00", "100.00")]);
    for (total, told) in [("212.00", TOLD), ("204.00", REFUSED), ("220.00", REFUSED)] {
        let (draft, found) = draft(both(), json!({"totals": {"total": total}}));
        assert_eq!(totals(&draft), ["200.00", "nothing", "32.00", "4.00", "228.00"]);
        assert!(has(&found, told), "{total}: {found:?}");
    }
    let mut american = bolts("1", "100.00", "100.00");
    american["taxes"] = json!([{"tax_type": "sales_tax", "rate": "0.0825", "amount": "8.25"}]);
    let header = json!([{"tax_type": "sales_tax", "rate": "0.0825", "amount": "8.25"}]);
    for (line, summary) in [(american, json!([])), (bolts("1", "100.00", "100.00"), header)] {
        let invoice = invoice(json!([line]), json!({"tax_summary": summary, "totals": {"total": "108.25"}}));
        let (draft, found) = draft_with(&invoice, context(json!({"us_tax": "outside"})));
        assert_eq!(totals(&draft), ["100.00", "nothing", "16.00", "nothing", "116.00"]);
        assert!(has(&found, TOLD), "{found:?}");
    }
}

/// What is due moves with the total, so what was paid stays paid: 100.00 − 60.00 = 40.00 paid, 116.00 − 40.00 = 76.00 due.
#[test]
fn what_is_due_moves_with_the_total() {
    let lines = json!([bolts("1", "100.00", "100.00")]);
    let (draft, _) = draft(lines, json!({"totals": {"total": "100.00", "amount_due": "60.00"}}));
    assert_eq!(text(&draft.invoice.totals.amount_due), "76.00");
}

/// By hand, `fixtures/cfdi/README.md`: 12000.00 + 1920.00 + 360.00 local, and 100000.00 + 16000.00 − 500.00 local.
#[test]
fn local_taxes_are_in_the_total() {
    for (name, local, total) in
        [("hotel-local-lodging-tax", "360.00", "14280.00"), ("public-works-local-retention", "-500.00", "115500.00")]
    {
        let path = format!("{}/fixtures/us/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let mut invoice = crate::read(&std::fs::read(path).unwrap(), &Options::default()).unwrap().invoice;
        invoice.totals = Default::default();
        let mut report = Report::default();
        let draft = prepare(&invoice, &Options::default(), &mut report);
        assert_eq!(totals(&draft)[4], total, "{name}");
        // The same without them is told, and no error: the invoice adds up.
        let [total, local]: [rust_decimal::Decimal; 2] = [total, local].map(|text| text.parse().unwrap());
        for (off, fits) in [(local, true), (local + local, false)] {
            invoice.totals.total = Some(Number::from(total - off));
            let draft = prepare(&invoice, &Options::default(), &mut Report::default());
            assert_eq!(draft.blocked, !fits, "{name} without {off}");
        }
    }
}

/// A line that is discounted has another base than the document states; one that is not keeps it, also where it is a part.
#[test]
fn a_stated_base_stands_while_its_line_does() {
    let line = |base: &str, amount: &str| {
        let mut line = bolts("1", "100.00", "100.00");
        line["taxes"] =
            json!([{"tax_type": "vat", "factor": "rate", "rate": "0.16", "taxable_amount": base, "amount": amount}]);
        json!([line])
    };
    // 90.00 × 0.16 = 14.40.
    let (discounted, _) = draft(line("100.00", "16.00"), json!({"document_discounts": [{"amount": "10.00"}]}));
    assert_eq!(totals(&discounted), ["100.00", "10.00", "14.40", "nothing", "104.40"]);
    let (part, _) = draft(line("50.00", "8.00"), json!({}));
    assert_eq!(text(&part.invoice.lines[0].taxes[0].taxable_amount), "50.00");
    assert_eq!(totals(&part), ["100.00", "nothing", "8.00", "nothing", "108.00"]);
}

/// Ten at 15.00 with tax, 15.00 off: 135.00 ÷ 1.16 = 116.38, IVA 18.62; ten litres at 1.6451 = 16.45, so 99.93 net. Before the
/// discount 150.00 ÷ 1.16 − 16.45 = 112.86, so Descuento 12.93; the price is 15 ÷ 1.16 − 1.645 = 11.286034.
#[test]
fn a_discounted_price_with_a_quota_inside() {
    let line = json!([{
        "sku": "COLA", "description": "Cola", "quantity": "10", "unit_price": "15.00", "amount": "150.00",
        "discounts": [{"amount": "15.00"}],
    }]);
    let (draft, found) = draft(line, json!({"price_basis": "tax_inclusive"}));
    assert_eq!(totals(&draft), ["112.86", "12.93", "35.07", "nothing", "135.00"], "{found:?}");
    assert_eq!(text(&draft.invoice.lines[0].unit_price), "11.286034");
    assert!(!draft.blocked);
}

/// An exempt price has nothing inside; a quota above the price, and an amount that the parted price does not make, are refused.
#[test]
fn prices_that_can_be_parted_and_that_cannot() {
    let line = |sku: &str, quantity: &str, price: &str, amount: &str| {
        let line = json!({"sku": sku, "description": sku, "quantity": quantity, "unit_price": price, "amount": amount});
        draft(json!([line]), json!({"price_basis": "tax_inclusive"}))
    };
    let (exempt, _) = line("BOOK", "1", "100.00", "100.00");
    assert_eq!(totals(&exempt), ["100.00", "nothing", "nothing", "nothing", "100.00"]);
    assert!(!exempt.blocked);
    let (quota, found) = line("COLA", "1", "1.00", "1.00");
    assert!(quota.blocked && has(&found, "FRO-TAX-020 /lines/0"), "{found:?}");
    // 33.33 ÷ 1.16 = 28.732759 and 3.000000 of it are 86.19 to 86.20; 100.00 ÷ 1.16 is 86.21.
    let (amount, found) = line("BOLT", "3.000000", "33.33", "100.00");
    assert!(amount.blocked && has(&found, "FRO-TAX-020 /lines/0"), "{found:?}");
}

/// Quantity or price that is not stated follows where a division says it; a line without it has no amounts, and the totals of the
/// whole stay as they are, wherever in the list it stands.
#[test]
fn what_one_of_three_says() {
    let (price, _) = draft(json!([{"sku": "BOLT", "quantity": "3", "amount": "10.00"}]), json!({}));
    assert_eq!(text(&price.invoice.lines[0].unit_price), "3.333333");
    let (quantity, _) = draft(json!([{"sku": "BOLT", "unit_price": "4.00", "amount": "10.00"}]), json!({}));
    assert_eq!(text(&quantity.invoice.lines[0].quantity), "2.5");
    // Six decimals at most: 4.00 × 0.250001.
    let (six, _) = draft(json!([{"sku": "BOLT", "unit_price": "4.00", "amount": "1.000004"}]), json!({}));
    assert_eq!(text(&six.invoice.lines[0].quantity), "0.250001");
    let whole = bolts("1", "100.00", "100.00");
    for part in [
        // 3.333…; 10000000 × 0.0000001, which has seven decimals; nothing at all.
        json!({"sku": "BOLT", "unit_price": "3.00", "amount": "10.00"}),
        json!({"sku": "BOLT", "unit_price": "10000000", "amount": "1"}),
        json!({"sku": "BOLT", "unit_price": "0", "amount": "10.00"}),
        json!({"sku": "BOLT", "quantity": "0", "amount": "10.00"}),
        json!({"sku": "BOLT", "amount": "10.00"}),
        json!({"sku": "BOLT"}),
    ] {
        for lines in [json!([part, whole]), json!([whole, part])] {
            let at = usize::from(lines[1] == part);
            let (draft, found) = draft(lines, json!({"totals": {"total": "7.00"}}));
            // What is missing is missing, not zero.
            assert!(!found.iter().any(|it| it.starts_with("FRO-TAX-039")), "{part}: {found:?}");
            let line = &draft.invoice.lines[at];
            assert!(line.quantity.is_none() || line.unit_price.is_none(), "{part}");
            assert_eq!(text(&draft.invoice.totals.total), "7.00", "{part}");
            assert_eq!((draft.invoice.lines.len(), draft.places.len()), (2, 2));
            assert!(draft.lines.len() == 2 && !draft.hints.told.is_empty());
        }
    }
    let (one, _) = draft_with(
        &invoice(json!([{"sku": "BOLT", "amount": "10.00"}]), json!({})),
        context(json!({"defaults": {"one_unit": true}})),
    );
    assert_eq!(totals(&one), ["10.00", "nothing", "1.60", "nothing", "11.60"]);
}

/// A unit of UNECE's list that is not the register's is a contradiction; the same, or one of no list, is not.
#[test]
fn units_that_contradict_the_register() {
    for (unit, refused) in [
        (json!({"code": "H87", "code_list": "unece_rec20"}), false),
        (json!({"code": "KGM", "code_list": "unece_rec20"}), true),
        (json!({"text": "pcs"}), false),
    ] {
        let mut line = bolts("1", "100.00", "100.00");
        line["unit"] = unit.clone();
        let (draft, found) = draft(json!([line]), json!({}));
        assert_eq!(has(&found, "FRO-DRAFT-007 /lines/0/unit/code"), refused, "{unit}: {found:?}");
        assert_eq!(draft.blocked, refused);
        let code = draft.invoice.lines[0].unit.as_ref().and_then(|unit| unit.code.as_deref());
        assert_eq!(code, Some(if refused { "KGM" } else { "H87" }));
    }
}

/// A line that nothing decides stays without taxes and without totals, wherever it stands.
#[test]
fn a_line_that_nothing_decides() {
    let unknown =
        json!({"sku": "GEAR", "description": "Gear", "quantity": "1", "unit_price": "5.00", "amount": "5.00"});
    for lines in [json!([unknown, bolts("1", "5.00", "5.00")]), json!([bolts("1", "5.00", "5.00"), unknown])] {
        let at = usize::from(lines[1] == unknown);
        let (draft, found) = draft(lines, json!({}));
        assert!(draft.blocked && has(&found, &format!("FRO-TAX-002 /lines/{at}/supply")), "{found:?}");
        assert_eq!(draft.lines[at].basis, Basis::Undecided);
        assert_eq!(text(&draft.invoice.totals.total), "nothing");
    }
}
