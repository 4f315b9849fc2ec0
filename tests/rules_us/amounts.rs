//! Lines, discounts, taxes, totals: bounds by hand, just inside and just outside.

use serde_json::{Value, json};

use super::support::{fixture, merge};
use super::{assert_told, found, invoice, told, validate};

fn line(quantity: &str, price: &str, amount: &str) -> Value {
    json!({"lines": [{"quantity": quantity, "unit_price": price, "amount": amount}]})
}

/// By hand. Halves go either way; a price may be rounded to what is written, at least to the cent; what is further off is wrong.
#[test]
fn a_line_is_quantity_times_price() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        // 1.5 × 33.33 = 49.995
        ("1.5", "33.33", "50.00", &[]),
        ("1.5", "33.33", "49.99", &[]),
        ("1.5", "33.33", "49.995", &[]),
        ("1.5", "33.33", "50", &[]),
        // 49.995 ± 1.5 × 0.005 ± 0.005 is 49.9825 to 50.0075
        ("1.5", "33.33", "49.9825", &["w101"]),
        ("1.5", "33.33", "50.0075", &["w101"]),
        ("1.5", "33.33", "49.9824", &["101"]),
        ("1.5", "33.33", "50.0076", &["101"]),
        // 3 × 3.33 = 9.99; ten for three is 3.3333…
        ("3", "3.33", "10.00", &["w101"]),
        ("3", "3.33", "9.97", &["w101"]),
        ("3", "3.33", "10.02", &["101"]),
        ("3", "3.333", "10.00", &[]),
        // 9.993 ± 3 × 0.0005 ± 0.005 is up to 9.9995.
        ("3", "3.331", "9.9995", &["w101"]),
        ("3", "3.331", "10.00", &["101"]),
        ("3", "3.3333", "10.00", &[]),
        // Written without cents, it still has them.
        ("3", "3", "9.02", &["w101"]),
        ("3", "3", "9.03", &["101"]),
        // 0.000123456789 × 1234567 = 152.4156…
        ("1234567", "0.000123456789", "152.42", &[]),
        ("1234567", "0.000123456789", "152.41", &["101"]),
        ("399.123456789012", "899.123456789012", "358861.26", &[]),
        ("-2", "45.00", "-90.00", &[]),
        ("2", "-45.00", "-90.00", &[]),
        ("-2", "-45.00", "90.00", &[]),
        ("2", "45.00", "-90.00", &["101"]),
        ("0", "45.00", "0", &[]),
        ("0", "45.00", "0.01", &["101"]),
    ];
    let wrong = cases
        .iter()
        .filter(|(quantity, price, amount, wanted)| told(&invoice(line(quantity, price, amount))) != **wanted);
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&(_, _, _, _)>::new());
    // Yen have no decimals: 12.5 × 1843 = 23037.5.
    for (amount, wanted) in [("23038", vec![]), ("23037", vec![]), ("23037.5", vec![]), ("23045", vec!["101"])] {
        let mut yen = invoice(line("12.5", "1843", amount));
        yen["currency"] = json!("JPY");
        assert_eq!(told(&yen), wanted, "{amount}");
    }
    // What is not stated is not wrong.
    for missing in ["quantity", "unit_price", "amount"] {
        let mut invoice = invoice(line("2", "3.00", "7.00"));
        invoice["lines"][0].as_object_mut().unwrap().remove(missing);
        assert_eq!(told(&invoice), Vec::<String>::new(), "{missing}");
    }
}

/// SAT's limits, by hand, for an invoice that is to be a CFDI.
#[test]
fn a_line_of_a_cfdi_has_sats_limits() {
    let mx = json!({"extensions": {"mx": {}}});
    let cases = [
        // 9.5 × 44.995 = 427.4525 and 10.5 × 45.005 = 472.5525
        ("10", "45.00", "427.45", ""),
        ("10", "45.00", "427.44", "101"),
        ("10", "45.00", "472.56", ""),
        ("10", "45.00", "472.57", "101"),
        // 9.995 × 44.995 = 449.725025 and 10.005 × 45.005 = 450.275025
        ("10.00", "45.00", "449.72", ""),
        ("10.00", "45.00", "449.71", "101"),
        ("10.00", "45.00", "450.28", ""),
        ("10.00", "45.00", "450.29", "101"),
        ("-10.00", "45.00", "-450.28", ""),
        ("-10.00", "45.00", "450.00", "101"),
        // 0.5 × 45.005 = 22.5025
        ("0", "45.00", "22.51", ""),
        ("0", "45.00", "22.52", "101"),
    ];
    for (quantity, price, amount, wanted) in cases {
        let mut invoice = invoice(line(quantity, price, amount));
        merge(&mut invoice, mx.clone());
        assert_eq!(told(&invoice).join(" "), wanted, "{quantity} × {price} = {amount}");
    }
}

/// 398.28 × 16 % = 63.7248. SAT: (398.28 ± 0.005) × 0.16 spans 63.7240 to 63.7256, so 63.72 and 63.73.
#[test]
fn a_tax_is_base_times_rate() {
    let tax = |amount: &str, more: Value| {
        let mut invoice = invoice(json!({"lines": [{"amount": "398.28", "taxes": [{
            "tax_type": "vat", "rate": "0.16", "taxable_amount": "398.28", "amount": amount,
        }]}]}));
        merge(&mut invoice, more);
        told(&invoice).join(" ")
    };
    let (line, document) = (json!({"tax_rounding": "line"}), json!({"tax_rounding": "document"}));
    let mx = json!({"extensions": {"mx": {}}});
    // Amount, then what is told where nothing is said, of rounding by line, once, and of SAT.
    let cases = [
        ("63.72", ["", "", "", ""]),
        ("63.7248", ["", "", "", ""]),
        ("63.725", ["", "", "", ""]),
        ("63.73", ["", "w201", "", ""]),
        ("63.7249", ["", "w201", "", ""]),
        ("63.71", ["201", "201", "201", "201"]),
        ("63.715", ["", "w201", "", "201"]),
        ("63.7148", ["201", "201", "201", "201"]),
        ("63.7149", ["", "w201", "", "201"]),
        ("63.74", ["201", "201", "201", "201"]),
        ("63.7348", ["201", "201", "201", "201"]),
        ("-63.72", ["201", "201", "201", "201"]),
    ];
    for (amount, wanted) in cases {
        let told = [json!({}), line.clone(), document.clone(), mx.clone()].map(|more| tax(amount, more));
        assert_eq!(told, wanted, "{amount}");
    }
    // Half a cent: 0.50 × 0.05 = 0.025.
    for (amount, wanted) in [("0.02", ""), ("0.03", ""), ("0.025", ""), ("0.01", "201"), ("0.04", "201")] {
        let half = json!({"tax_rounding": "line", "lines": [{"amount": "0.50", "taxes": [{
            "tax_type": "vat", "rate": "0.05", "taxable_amount": "0.50", "amount": amount,
        }]}]});
        assert_eq!(told(&invoice(half)).join(" "), wanted, "{amount}");
    }
}

/// Three lines of 10.03 at 16 %: 1.6048 each, so 1.60 three times is 4.80, and once 4.8144 is 4.81.
#[test]
fn a_summary_is_rounded_by_line_or_once() {
    let of = |line_amount: &str, summary: &str, rounding: Option<&str>| {
        let tax = |base: &str, amount: &str| json!({"tax_type": "vat", "rate": "0.16", "taxable_amount": base, "amount": amount});
        let line = json!({"amount": "10.03", "taxes": [tax("10.03", line_amount)]});
        let mut invoice = invoice(json!({"lines": [line, line, line], "tax_summary": [tax("30.09", summary)]}));
        if let Some(rounding) = rounding {
            invoice["tax_rounding"] = json!(rounding);
        }
        told(&invoice).join(" ")
    };
    let cases = [
        ("1.60", "4.80", ["", "", "w203"]),
        ("1.60", "4.81", ["", "w203", ""]),
        ("1.60", "4.79", ["203", "203", "203"]),
        ("1.60", "4.82", ["203", "203", "203"]),
        ("1.6048", "4.81", ["", "w203", ""]),
        ("1.6048", "4.80", ["", "", "w203"]),
        ("1.6048", "4.8144", ["", "w203", ""]),
        ("1.6048", "4.82", ["203", "203", "203"]),
    ];
    for (line, summary, wanted) in cases {
        let told = [None, Some("line"), Some("document")].map(|rounding| of(line, summary, rounding));
        assert_eq!(told, wanted, "{line} {summary}");
    }
}

/// 1200.00 × 8.25 % = 99.00, for two lines: half a cent each, where it is not rounded once.
#[test]
fn a_tax_of_the_header_is_the_sum_of_as_many_roundings_as_there_are_lines() {
    let header = |amount: &str, rounding: Option<&str>, lines: usize| {
        let mut invoice = invoice(json!({
            "lines": vec![json!({"amount": "1200.00"}); lines],
            "tax_summary": [{"tax_type": "sales_tax", "rate": "0.0825", "taxable_amount": "1200.00", "amount": amount}],
        }));
        if let Some(rounding) = rounding {
            invoice["tax_rounding"] = json!(rounding);
        }
        told(&invoice).join(" ")
    };
    for (amount, wanted) in [
        ("99.00", ["", "", ""]),
        ("99.01", ["", "", "w202"]),
        ("98.99", ["", "", "w202"]),
        ("99.02", ["202", "202", "202"]),
        ("98.98", ["202", "202", "202"]),
    ] {
        assert_eq!([None, Some("line"), Some("document")].map(|it| header(amount, it, 2)), wanted, "{amount}");
    }
    assert_eq!((header("99.01", None, 1), header("99.02", None, 4)), ("202".into(), String::new()));
    // A charge is one more part, and SAT's summary has one of its own.
    for (more, amount, wanted) in [
        (json!({"charges": [{"type": "freight", "amount": "1.00"}]}), "99.01", ""),
        (json!({"charges": [{"type": "freight", "amount": "1.00"}]}), "99.02", "202"),
        (json!({"extensions": {"mx": {}}}), "99.01", ""),
        (json!({"extensions": {"mx": {}}}), "99.02", "202"),
    ] {
        let mut invoice = invoice(json!({
            "lines": [{"amount": "1200.00"}],
            "tax_summary": [{"tax_type": "sales_tax", "rate": "0.0825", "taxable_amount": "1200.00", "amount": amount}],
        }));
        merge(&mut invoice, more);
        assert_eq!(told(&invoice).join(" "), wanted, "{amount}");
    }
}

/// What both sides say is compared: kind, jurisdiction, rate.
#[test]
fn a_summary_is_compared_as_far_as_both_sides_say_it() {
    let state = json!({"level": "state", "code": "TX"});
    let city = json!({"level": "city", "name": "Houston"});
    let tax = |place: &Value, rate: &str, amount: &str| json!({"tax_type": "sales_tax", "jurisdiction": place, "rate": rate, "taxable_amount": "100.00", "amount": amount});
    let lines = json!([{"amount": "100.00", "taxes": [tax(&state, "0.0625", "6.25"), tax(&city, "0.02", "2.00")]}]);
    let of = |summary: Value| json!({"lines": lines, "tax_summary": summary});
    let combined = |amount: &str| json!([{"tax_type": "sales_tax", "rate": "0.0825", "taxable_amount": "100.00", "amount": amount}]);
    assert_told(&[
        (of(json!([tax(&state, "0.0625", "6.25"), tax(&city, "0.02", "2.00")])), &[]),
        // 0.06250 is the same rate.
        (of(json!([tax(&state, "0.06250", "6.25"), tax(&city, "0.020", "2.00")])), &[]),
        // One rate for both, as QuickBooks has it.
        (of(combined("8.25")), &[]),
        (of(combined("8.26")), &["202", "203"]),
        // No rate and no place.
        (of(json!([{"tax_type": "sales_tax", "amount": "8.25"}])), &[]),
        (of(json!([{"tax_type": "sales_tax", "amount": "8.24"}])), &["203"]),
        // One is missing, one is of another kind.
        (of(json!([tax(&state, "0.0625", "6.25")])), &["203"]),
        (of(json!([tax(&state, "0.0625", "6.25"), {"tax_type": "duty", "amount": "2.00"}])), &["203"]),
        // One line is wrong in itself: that is told, and not the summary.
        (
            json!({"lines": [{"amount": "100.00", "taxes": [tax(&state, "0.0625", "6.25")]}, {"amount": "110.00", "taxes": [
                {"tax_type": "sales_tax", "jurisdiction": city, "rate": "0.02", "taxable_amount": "110.00", "amount": "2.00"},
            ]}], "tax_summary": combined("8.25")}),
            &["201"],
        ),
        // Rates are apart, and what is exempt has none.
        (
            json!({
                "lines": [{"amount": "300.00", "taxes": [
                    {"tax_type": "vat", "rate": "0.16", "taxable_amount": "100.00", "amount": "16.00"},
                    {"tax_type": "vat", "rate": "0.08", "taxable_amount": "100.00", "amount": "8.00"},
                    {"tax_type": "vat", "factor": "exempt", "rate": "0", "taxable_amount": "100.00"},
                ]}],
                "tax_summary": [
                    {"tax_type": "vat", "rate": "0.16", "taxable_amount": "100.00", "amount": "15.00"},
                    {"tax_type": "vat", "rate": "0.08", "taxable_amount": "100.00", "amount": "9.00"},
                    {"tax_type": "vat", "factor": "exempt", "taxable_amount": "90.00"},
                ],
            }),
            &["203", "204"],
        ),
        // The same twice is a sum.
        (of(json!([{"tax_type": "sales_tax", "amount": "8.00"}, {"tax_type": "sales_tax", "amount": "0.25"}])), &[]),
        // The base, at its own place.
        (
            of(json!([
                {"tax_type": "sales_tax", "jurisdiction": state, "rate": "0.0625", "taxable_amount": "100.01", "amount": "6.25"},
                tax(&city, "0.02", "2.00"),
            ])),
            &["204"],
        ),
        // Another line says nothing of its taxes and may have more.
        (
            json!({
                "lines": [{"amount": "100.00", "taxes": [tax(&state, "0.0625", "6.25")]}, {"amount": "50.00"}],
                "tax_summary": [{"tax_type": "sales_tax", "jurisdiction": state, "rate": "0.0625", "taxable_amount": "150.00", "amount": "9.38"}],
            }),
            &["w204"],
        ),
        (
            json!({
                "lines": [{"amount": "100.00", "taxes": [tax(&state, "0.0625", "6.25")]}, {"amount": "50.00"}],
                "tax_summary": [{"tax_type": "sales_tax", "jurisdiction": state, "rate": "0.0625", "taxable_amount": "90.00", "amount": "5.63"}],
            }),
            &["204"],
        ),
    ]);
}

#[test]
fn discounts_are_between_nothing_and_all() {
    let line = |discounts: Value| json!({"lines": [{"amount": "200.00", "discounts": discounts}]});
    let document = |discounts: Value| json!({"lines": [{"amount": "200.00"}], "document_discounts": discounts});
    assert_told(&[
        (line(json!([{"percent": "0"}, {"percent": "100"}])), &[]),
        (line(json!([{"percent": "100.01"}])), &["102"]),
        (line(json!([{"percent": "-0.01"}])), &["102"]),
        (line(json!([{"amount": "200.00"}])), &[]),
        (line(json!([{"amount": "200.01"}])), &["102"]),
        (line(json!([{"amount": "150.00"}, {"percent": "25"}])), &[]),
        (line(json!([{"amount": "150.01"}, {"percent": "25"}])), &["102"]),
        (line(json!([{"amount": "-1.00"}])), &["102"]),
        // Nothing is left to take off of nothing.
        (json!({"lines": [{"amount": "0", "discounts": [{"amount": "1.00"}]}]}), &["102"]),
        (json!({"lines": [{"amount": "0", "discounts": [{"amount": "-1.00"}]}]}), &["102"]),
        // Off a line below zero it is written either way, and makes it less below.
        (
            json!({"lines": [{"amount": "-200.00", "discounts": [{"percent": "10"}]}], "totals": {"discount": "-20.00"}}),
            &[],
        ),
        (
            json!({"lines": [{"amount": "-200.00", "discounts": [{"amount": "20.00"}]}], "totals": {"discount": "20.00"}}),
            &["111"],
        ),
        (json!({"lines": [{"amount": "-200.00", "discounts": [{"amount": "-20.00"}]}]}), &[]),
        (json!({"lines": [{"amount": "-200.00", "discounts": [{"amount": "20.00"}]}]}), &[]),
        (document(json!([{"amount": "200.00"}])), &[]),
        (document(json!([{"amount": "200.01"}])), &["104"]),
        (document(json!([{"amount": "-0.01"}])), &["104"]),
        (document(json!([{"percent": "100.5"}])), &["104"]),
        // Freight may be given free, too.
        (
            json!({
                "lines": [{"amount": "200.00"}], "charges": [{"type": "freight", "amount": "10.00"}],
                "document_discounts": [{"amount": "210.00"}],
            }),
            &[],
        ),
        (json!({"charges": [{"type": "freight", "amount": "-10.00"}]}), &["w105"]),
        // Twice the same: of the whole, or of what is left; to a cent.
        (line(json!([{"percent": "12.5", "amount": "25.00"}])), &[]),
        (line(json!([{"percent": "12.5", "amount": "25.01"}])), &[]),
        (line(json!([{"percent": "12.5", "amount": "25.02"}])), &["w103"]),
        (line(json!([{"percent": "12.5", "amount": "24.98"}])), &["w103"]),
        (line(json!([{"amount": "100.00"}, {"percent": "10", "amount": "20.00"}])), &[]),
        (line(json!([{"amount": "100.00"}, {"percent": "10", "amount": "10.00"}])), &[]),
        (line(json!([{"amount": "100.00"}, {"percent": "10", "amount": "15.00"}])), &["w103"]),
        (document(json!([{"percent": "10", "amount": "20.00"}])), &[]),
        (document(json!([{"percent": "10", "amount": "20.02"}])), &["w103"]),
    ]);
}

/// A percent that is none is told once, and not what it would come to as well.
#[test]
fn a_discount_is_told_once() {
    for discount in [json!({"percent": "150"}), json!({"amount": "-500.00"})] {
        let line = invoice(json!({"lines": [{"amount": "200.00", "discounts": [discount]}]}));
        assert_eq!(found(&line).len(), 1, "{discount}");
        let document = invoice(json!({"lines": [{"amount": "200.00"}], "document_discounts": [discount]}));
        assert_eq!(found(&document).len(), 1, "{discount}");
    }
}

/// Lines of 100.00 less 10.00, and 50.00; 5.00 off the whole; freight of 20.00; tax of 8.00: 163.00.
#[test]
fn totals_are_what_the_parts_come_to() {
    let of = |totals: Value| {
        json!({
            "lines": [{"amount": "100.00", "discounts": [{"amount": "10.00"}]}, {"amount": "50.00"}],
            "document_discounts": [{"amount": "5.00"}], "charges": [{"type": "freight", "amount": "20.00"}],
            "tax_summary": [{"tax_type": "sales_tax", "amount": "8.00"}], "totals": totals,
        })
    };
    assert_told(&[
        (of(json!({})), &[]),
        (
            of(
                json!({"subtotal": "150.00", "discount": "15.00", "charges": "20.00", "tax": "8.00", "total": "163.00"}),
            ),
            &[],
        ),
        (of(json!({"total": "163.00"})), &[]),
        (of(json!({"total": "163.01"})), &["116"]),
        (of(json!({"total": "155.00"})), &["116"]),
        (of(json!({"total": "143.00"})), &["116"]),
        (of(json!({"subtotal": "150.01"})), &["110"]),
        (of(json!({"subtotal": "149.99"})), &["110"]),
        // Other practices: net of the lines' discounts.
        (of(json!({"subtotal": "140.00", "discount": "5.00", "total": "163.00"})), &["w110"]),
        (of(json!({"subtotal": "140.00", "discount": "15.00", "total": "163.00"})), &["110"]),
        (of(json!({"discount": "5.00"})), &["111"]),
        // What is below zero counted as a discount.
        (
            json!({
                "lines": [{"amount": "100.00"}, {"amount": "-10.00"}],
                "totals": {"subtotal": "100.00", "discount": "10.00", "tax": "0", "total": "90.00"},
            }),
            &["w110"],
        ),
        (json!({"lines": [{"amount": "100.00"}, {"amount": "-10.00"}], "totals": {"subtotal": "110.00"}}), &["110"]),
        (of(json!({"charges": "20.01"})), &["112"]),
        (of(json!({"tax": "8.01"})), &["114"]),
        // One wrong total does not make the sum of all wrong.
        (of(json!({"subtotal": "151.00", "total": "163.00"})), &["110"]),
        (of(json!({"subtotal": "151.00", "total": "164.00"})), &["110"]),
        (of(json!({"subtotal": "151.00", "total": "165.00"})), &["110", "116"]),
        (of(json!({"rounding": "0.02", "total": "163.02"})), &[]),
        (of(json!({"rounding": "0.02", "total": "163.00"})), &["116"]),
        (of(json!({"rounding": "1.01", "total": "164.01"})), &["w118"]),
        (json!({"currency": "JPY", "totals": {"rounding": "5"}}), &[]),
        (of(json!({"total": "163.004"})), &["116", "w119"]),
        (of(json!({"total": "163.000"})), &[]),
    ]);
}

#[test]
fn what_a_document_does_not_say_is_not_held_against_it() {
    assert_told(&[
        // Nothing but totals, as a header alone has them.
        (json!({"totals": {"subtotal": "100.00", "discount": "5.00", "tax": "8.00", "total": "103.00"}}), &[]),
        (json!({"totals": {"subtotal": "100.00", "discount": "5.00", "tax": "8.00", "total": "104.00"}}), &["116"]),
        // A line without amount.
        (json!({"lines": [{"quantity": "2"}], "totals": {"subtotal": "9.00", "total": "9.00"}}), &[]),
        // Words cost nothing.
        (json!({"lines": [{"description": "Thank you"}, {"amount": "9.00"}], "totals": {"subtotal": "9.00"}}), &[]),
        // No tax is stated, and what is more may be one: a warning.
        (json!({"lines": [{"amount": "9.00"}], "totals": {"total": "9.72"}}), &["w116"]),
        (json!({"lines": [{"amount": "9.00", "taxability": "product_exempt"}], "totals": {"total": "9.72"}}), &["116"]),
        (json!({"lines": [{"amount": "9.00"}], "totals": {"tax": "0.72", "total": "9.72"}}), &[]),
        (json!({"lines": [{"amount": "9.00"}], "totals": {"tax": "0.72", "total": "9.73"}}), &["116"]),
        // A tax, a discount that says not how much.
        (
            json!({"lines": [{"amount": "9.00", "taxes": [{"tax_type": "vat", "rate": "0.16"}]}], "totals": {"total": "10.44"}}),
            &[],
        ),
        (
            json!({"lines": [{"amount": "9.00", "taxes": [{"tax_type": "vat", "rate": "0.16"}]}], "totals": {"tax": "1.44", "total": "10.45"}}),
            &["116"],
        ),
        (
            json!({"lines": [{"amount": "9.00", "discounts": [{"reason": "Sale"}]}], "totals": {"discount": "1.00", "tax": "0", "total": "8.00"}}),
            &[],
        ),
        (
            json!({"lines": [{"amount": "9.00", "discounts": [{"reason": "Sale"}]}], "totals": {"tax": "0", "total": "8.00"}}),
            &[],
        ),
        (
            json!({"lines": [{"amount": "9.00"}], "tax_summary": [{"tax_type": "withholding_income"}], "totals": {"tax": "0", "total": "8.00"}}),
            &[],
        ),
        // Charges and discounts that are listed nowhere.
        (json!({"lines": [{"amount": "9.00"}], "totals": {"charges": "2.00", "tax": "0", "total": "11.00"}}), &[]),
        (json!({"lines": [{"amount": "9.00"}], "totals": {"discount": "2.00", "tax": "0", "total": "7.00"}}), &[]),
        // Amounts of more decimals are rounded each, or once: 0.004 three times is 0.00 or 0.01.
        (json!({"lines": vec![json!({"amount": "1.004"}); 3], "totals": {"subtotal": "3.00"}}), &[]),
        (json!({"lines": vec![json!({"amount": "1.004"}); 3], "totals": {"subtotal": "3.01"}}), &[]),
        (json!({"lines": vec![json!({"amount": "1.004"}); 3], "totals": {"subtotal": "3.02"}}), &["110"]),
        (json!({"lines": vec![json!({"amount": "1.004"}); 3], "totals": {"subtotal": "2.99"}}), &["110"]),
        // And what no amount is stated for: 3 × 0.335 = 1.005, up or down.
        (json!({"lines": [{"quantity": "3", "unit_price": "0.335"}], "totals": {"subtotal": "1.00"}}), &[]),
        (json!({"lines": [{"quantity": "3", "unit_price": "0.335"}], "totals": {"subtotal": "1.01"}}), &[]),
        (json!({"lines": [{"quantity": "3", "unit_price": "0.335"}], "totals": {"subtotal": "0.99"}}), &["110"]),
        // Without a currency nothing says how many decimals there are: a warning.
        (json!({"currency": null, "lines": [{"amount": "9.00"}], "totals": {"subtotal": "9.01"}}), &["w110"]),
    ]);
}

/// 116.00 with 16 % inside is 100.00 and 16.00.
#[test]
fn prices_may_contain_their_tax() {
    let of = |totals: Value, taxes: Value| json!({"price_basis": "tax_inclusive", "lines": [{"amount": "116.00", "taxes": taxes}], "totals": totals});
    let taxes = json!([{"tax_type": "vat", "rate": "0.16", "taxable_amount": "100.00", "amount": "16.00"}]);
    assert_told(&[
        (of(json!({"total": "116.00"}), json!([])), &[]),
        (of(json!({"total": "132.00"}), json!([])), &["116"]),
        (of(json!({"subtotal": "116.00", "tax": "16.00", "total": "116.00"}), taxes.clone()), &[]),
        (of(json!({"subtotal": "100.00", "tax": "16.00", "total": "116.00"}), taxes.clone()), &[]),
        (of(json!({"subtotal": "100.01", "total": "116.00"}), taxes.clone()), &["110"]),
        (of(json!({"subtotal": "116.00", "tax": "16.00", "total": "132.00"}), taxes.clone()), &["116"]),
        (of(json!({"subtotal": "100.00", "tax": "16.00", "total": "100.00"}), taxes), &["116"]),
        // Less 10 % it is 90.00 and 14.40.
        (
            json!({
                "price_basis": "tax_inclusive",
                "lines": [{"amount": "116.00", "discounts": [{"percent": "10"}], "taxes": [
                    {"tax_type": "vat", "rate": "0.16", "taxable_amount": "90.00", "amount": "14.40"},
                ]}],
                "totals": {"subtotal": "90.00", "total": "104.40"},
            }),
            &[],
        ),
        (
            json!({
                "price_basis": "tax_inclusive",
                "lines": [{"amount": "116.00", "discounts": [{"percent": "10"}], "taxes": [
                    {"tax_type": "vat", "rate": "0.16", "taxable_amount": "90.00", "amount": "14.40"},
                ]}],
                "totals": {"subtotal": "101.60", "total": "104.40"},
            }),
            &[],
        ),
        // Freight may have its own on top, or inside; what is withheld of it is not on top.
        (inclusive_freight("139.20"), &[]),
        (inclusive_freight("136.00"), &[]),
        (inclusive_freight("140.00"), &["116"]),
        // Nothing says how much is tax.
        (of(json!({"subtotal": "107.41", "tax": "8.59", "total": "116.00"}), json!([])), &[]),
        (of(json!({"subtotal": "116.01"}), json!([])), &["110"]),
    ]);
}

/// 116.00, and freight of 20.00 with 3.20 of which 0.80 are kept back.
fn inclusive_freight(total: &str) -> Value {
    let tax = |kind: &str, rate: &str, amount: &str| json!({"tax_type": kind, "rate": rate, "taxable_amount": "20.00", "amount": amount});
    json!({
        "price_basis": "tax_inclusive", "lines": [{"amount": "116.00"}],
        "charges": [{
            "type": "freight", "amount": "20.80", "taxes": [tax("vat", "0.16", "3.20"), tax("withholding_vat", "0.04", "0.80")],
        }],
        "totals": {"total": total},
    })
}

/// 200.00 owed, 50.00 paid.
#[test]
fn what_is_due_is_what_is_not_paid() {
    let of = |due: &str, paid: &[&str], percent: &str| {
        let payments: Vec<Value> = paid.iter().map(|amount| json!({"amount": amount})).collect();
        json!({
            "totals": {"subtotal": "200.00", "tax": "0", "total": "200.00", "amount_due": due}, "payments": payments,
            "payment_terms": {"discount_percent": percent},
        })
    };
    assert_told(&[
        (of("150.00", &["20.00", "30.00"], "0"), &[]),
        (of("150.01", &["20.00", "30.00"], "0"), &["117"]),
        (of("149.99", &["20.00", "30.00"], "0"), &["117"]),
        // Deposits and older balances that are not listed.
        (of("150.00", &[], "0"), &["w117"]),
        (of("200.00", &[], "0"), &[]),
        // All of it is given up for an early payment, and there was none.
        (of("0.00", &[], "100"), &["w117"]),
        // 2 % for an early payment is 4.00.
        (of("0.00", &["196.00"], "2"), &[]),
        (of("0.00", &["195.99"], "2"), &["117"]),
        (of("0.00", &["196.00"], "1.9"), &["117"]),
        (of("0.00", &["196.00"], "0"), &["117"]),
        (of("3.00", &["196.00"], "2"), &["117"]),
        // More than is owed.
        (of("0.00", &["210.00"], "0"), &[]),
        (of("-10.00", &["210.00"], "0"), &[]),
        (of("10.00", &["210.00"], "0"), &["117"]),
    ]);
}

#[test]
fn withheld_taxes_are_kept_back() {
    let tax = |kind: &str, rate: &str, amount: &str| json!({"tax_type": kind, "rate": rate, "taxable_amount": "1000.00", "amount": amount});
    let of = |totals: Value| {
        let taxes = json!([tax("vat", "0.16", "160.00"), tax("withholding_income", "0.1", "100.00")]);
        json!({"lines": [{"amount": "1000.00", "taxes": taxes}], "totals": totals})
    };
    assert_told(&[
        (of(json!({"tax": "160.00", "withholding": "100.00", "total": "1060.00"})), &[]),
        (of(json!({"total": "1060.00"})), &[]),
        (of(json!({"withholding": "100.01"})), &["115"]),
        (of(json!({"tax": "60.00"})), &["114"]),
        (of(json!({"total": "1160.00"})), &["116"]),
        // A statement of what was withheld totals that.
        (
            json!({"document_type": "withholding_statement", "lines": [{"amount": "1000.00"}], "totals": {"total": "100.00"}}),
            &[],
        ),
    ]);
}

/// A tax of another base than its amount is of is told once: 16.50 ÷ 0.0825 = 200.00, to half a cent 199.94 to 200.06.
#[test]
fn a_wrong_base_is_told_where_it_stands() {
    let of = |line: &str, summary: &str| {
        let tax = |base: &str| json!({"tax_type": "vat", "rate": "0.0825", "taxable_amount": base, "amount": "16.50"});
        json!({"lines": [{"amount": "300.00", "taxes": [tax(line)]}], "tax_summary": [tax(summary)]})
    };
    assert_told(&[
        (of("300.00", "199.95"), &["201"]),
        (of("300.00", "199.93"), &["201", "204"]),
        (of("100.00", "200.05"), &["201"]),
        (of("100.00", "200.07"), &["201", "204"]),
    ]);
}

/// More tax than is listed is an error where every line and charge says its own, and a warning where one may have more.
#[test]
fn what_is_complete_has_no_more_tax() {
    let tax = json!({"tax_type": "sales_tax", "amount": "8.00"});
    let withheld = json!({"tax_type": "withholding_income", "amount": "1.00"});
    let of = |line: Value, charge: Option<Value>| {
        let mut invoice = json!({"lines": [{"amount": "100.00", "taxes": [tax]}, line], "totals": {"tax": "9.00"}});
        if let Some(charge) = charge {
            invoice["charges"] = json!([charge]);
        }
        invoice
    };
    let open = json!({"amount": "50.00"});
    let charge = |amount: &str, taxes: Value| Some(json!({"type": "freight", "amount": amount, "taxes": taxes}));
    let mut exempt = of(open.clone(), None);
    exempt["exemption"] = json!({"reason": "government"});
    assert_told(&[
        (of(open.clone(), None), &["w114"]),
        (of(json!({"amount": "50.00", "taxability": "product_exempt"}), None), &["114"]),
        (of(json!({"amount": "50.00", "taxability": "taxable"}), None), &["w114"]),
        (of(json!({"amount": "50.00", "exemption": {"reason": "government"}}), None), &["114"]),
        (exempt, &["114"]),
        (of(json!({"amount": "0.00"}), None), &["114"]),
        (of(json!({"amount": "50.00", "taxes": [withheld]}), None), &["w114"]),
        (of(json!({"amount": "0"}), charge("5.00", json!([]))), &["w114"]),
        (of(json!({"amount": "0"}), charge("0.00", json!([]))), &["114"]),
        (of(json!({"amount": "0"}), charge("5.00", json!([withheld]))), &["w114"]),
        (
            of(json!({"amount": "0"}), charge("5.00", json!([withheld, {"tax_type": "sales_tax", "amount": "0.40"}]))),
            &["114"],
        ),
        // A tax that is wrong in itself does not make the total wrong, however little is said of the rest.
        (
            json!({
                "lines": [
                    {"amount": "100.00", "taxes": [
                        {"tax_type": "sales_tax", "rate": "0.0825", "taxable_amount": "100.00", "amount": "8.00"},
                    ]},
                    {"amount": "50.00"},
                ],
                "totals": {"tax": "8.25"},
            }),
            &["201"],
        ),
        // In the summary, too.
        (
            json!({
                "lines": [{"amount": "100.00", "taxes": [tax]}, {"amount": "50.00"}],
                "tax_summary": [{"tax_type": "sales_tax", "amount": "8.01"}],
            }),
            &["w203"],
        ),
        (
            json!({
                "lines": [{"amount": "100.00", "taxes": [tax]}, {"amount": "50.00"}],
                "tax_summary": [{"tax_type": "sales_tax", "amount": "7.99"}],
            }),
            &["203"],
        ),
    ]);
}

/// What stands there is said.
#[test]
fn findings_say_what_they_found() {
    let values = |wrong: Value| {
        let report = validate(&serde_json::to_vec(&invoice(wrong)).unwrap());
        let of = |it: &Option<frontera::model::Text>| it.as_ref().map(ToString::to_string).unwrap_or_default();
        report.violations().map(|it| (of(&it.values.found), of(&it.values.expected))).collect::<Vec<_>>()
    };
    let pair = |found: &str, expected: &str| vec![(found.to_owned(), expected.to_owned())];
    let tax = |base: &str, amount: &str| json!({"tax_type": "sales_tax", "taxable_amount": base, "amount": amount});
    let summary = |base: &str, amount: &str| json!({"lines": [{"amount": "100.00", "taxes": [tax("100.00", "8.00")]}], "tax_summary": [tax(base, amount)]});
    assert_eq!(values(line("2", "3.005", "7.00")), pair("7.00", "6.01"));
    assert_eq!(values(summary("100.00", "8.01")), pair("8.01", "8.00"));
    assert_eq!(values(summary("99.00", "8.00")), pair("99.00", "100.00"));
    let iva =
        |kind: &str| json!({"tax_summary": [{"tax_type": kind, "jurisdiction": {"level": "city", "name": "IVA"}}]});
    assert_eq!(values(iva("use_tax")), pair("use_tax", "vat"));
    assert_eq!(values(iva("sales_tax")), pair("sales_tax", "vat"));
    // Each total at its own place.
    for name in ["subtotal", "discount", "charges", "taxable", "tax", "withholding", "total", "amount_due", "rounding"]
    {
        let fine = invoice(json!({"totals": { name: "0.001" }}));
        let places: Vec<String> = found(&fine).into_iter().filter(|it| it.0 == "FRO-US-119").map(|it| it.2).collect();
        assert_eq!(places, [format!("/totals/{name}")]);
    }
}

/// Nobody checked the arithmetic of a CFDI 3.2 when it was stamped.
#[test]
fn a_cfdi_3_2_is_only_warned_of() {
    let mut old: Value = serde_json::from_slice(&fixture("us/imported-spirits-32.json")).unwrap();
    old["totals"]["subtotal"] = json!("20000.00");
    assert_eq!(told(&old), ["w110", "w311"]);
    old["extensions"]["mx"]["version"] = json!("3.3");
    assert_eq!(told(&old), ["110", "w311"]);
}

/// Products of more than 28 digits are cut as long as no cent is lost.
#[test]
fn what_is_long_is_computed_while_the_cents_are_there() {
    // By hand (Python): 12345678901234567890 × 98765432 = 1219326310013717430989178480.
    let product = "1219326310013717430989178480";
    let of = |with: Value| {
        let report = validate(&serde_json::to_vec(&invoice(with)).unwrap());
        (report.violations().count(), report.not_checked().count())
    };
    assert_eq!(of(line("12345678901234567890", "98765432", product)), (0, 0));
    assert_eq!(of(line("12345678901234567890", "98765432.00", product)), (0, 0));
    assert_eq!(of(line("12345678901234567890.12", "98765432.12", product)), (0, 1));
    let sum = |other: &str| json!({"lines": [{"amount": product}, {"amount": other}], "totals": {"subtotal": product}});
    assert_eq!(of(sum("0.00")), (0, 0));
    assert_eq!(of(sum("0.01")), (0, 1));
    // What a line does not say is no reason to speak; what is too long is.
    let total = |line: Value| json!({"lines": [line], "totals": {"total": "5.00"}});
    assert_eq!(of(total(json!({"quantity": "2"}))), (0, 0));
    assert_eq!(of(total(json!({"amount": "12345678901234567890123456789012.00"}))), (0, 1));
}

/// Each line counts once; what is at zero, or says nothing, may be counted.
#[test]
fn the_taxable_total_is_what_taxes_stand_on() {
    let tax = |rate: &str, base: &str| json!({"tax_type": "sales_tax", "rate": rate, "taxable_amount": base});
    let of = |taxable: &str| {
        json!({
            "lines": [
                {"amount": "100.00", "taxes": [tax("0.06", "100.00"), tax("0.02", "100.00")]},
                {"amount": "40.00", "taxes": [tax("0.00", "40.00")]},
                {"amount": "7.00", "taxability": "product_exempt"},
            ],
            "totals": {"taxable": taxable},
        })
    };
    let header = |taxable: &str| {
        json!({
            "lines": [{"amount": "100.00"}, {"amount": "40.00"}], "tax_summary": [tax("0.06", "100.00")],
            "totals": {"taxable": taxable},
        })
    };
    assert_told(&[
        (of("100.00"), &[]),
        (of("140.00"), &[]),
        (of("99.99"), &["113"]),
        (of("140.01"), &["113"]),
        (header("100.00"), &[]),
        (header("99.99"), &["113"]),
        (header("140.00"), &[]),
        (header("140.01"), &["113"]),
    ]);
}

#[test]
fn rates_are_fractions_and_what_is_exempt_has_none() {
    let of = |tax: Value| json!({"lines": [{"amount": "100.00", "taxes": [tax]}]});
    assert_told(&[
        (of(json!({"tax_type": "sales_tax", "rate": "1"})), &[]),
        (of(json!({"tax_type": "sales_tax", "rate": "1.01"})), &["205"]),
        (of(json!({"tax_type": "sales_tax", "rate": "8.25", "taxable_amount": "100.00", "amount": "8.25"})), &["205"]),
        (of(json!({"tax_type": "withholding_income", "rate": "10"})), &["205"]),
        (of(json!({"tax_type": "vat", "rate": "-0.16"})), &["205"]),
        // Tobacco pays more than its price; litres are no fraction.
        (of(json!({"tax_type": "excise", "rate": "1.6"})), &[]),
        (of(json!({"tax_type": "vat", "factor": "amount_per_unit", "rate": "3.0818"})), &[]),
        (of(json!({"tax_type": "vat", "factor": "exempt", "rate": "0", "amount": "0.00"})), &[]),
        (of(json!({"tax_type": "vat", "factor": "exempt", "amount": "0.01"})), &["206"]),
        (of(json!({"tax_type": "vat", "factor": "exempt", "rate": "0.16", "amount": "16.00"})), &["206"]),
    ]);
}

#[test]
fn what_is_taxed_and_exempt_is_the_line() {
    let of = |base: &str, exempt: Value| {
        json!({"lines": [{"amount": "100.00", "taxes": [
            {"tax_type": "sales_tax", "taxable_amount": base, "exempt_amount": exempt},
        ]}]})
    };
    let with = |mut invoice: Value, more: Value| {
        merge(&mut invoice, more);
        invoice
    };
    let freight = json!({"charges": [{"type": "freight", "amount": "20.00"}]});
    assert_told(&[
        (of("80.00", json!("20.00")), &[]),
        (of("80.00", json!("20.01")), &[]),
        (of("80.00", json!("20.02")), &["w207"]),
        (of("80.00", json!("19.99")), &[]),
        (
            json!({"lines": [{"amount": "0", "taxes": [{"tax_type": "sales_tax", "taxable_amount": "0.02"}]}]}),
            &["w207"],
        ),
        (
            json!({"lines": [{"amount": "-100.00", "taxes": [{"tax_type": "sales_tax", "taxable_amount": "-100.01"}]}]}),
            &[],
        ),
        (of("80.00", json!("19.98")), &["w207"]),
        // The rest is taxed at nothing.
        (of("80.00", json!(null)), &[]),
        (of("100.02", json!(null)), &["w207"]),
        // Freight may be taxed with the goods.
        (with(of("120.00", json!(null)), freight.clone()), &[]),
        (with(of("120.02", json!(null)), freight.clone()), &["w207"]),
        (with(of("80.00", json!("10.00")), freight), &[]),
        (with(of("150.00", json!(null)), json!({"price_basis": "tax_inclusive"})), &[]),
        // IVA stands on IEPS too.
        (json!({"lines": [{"amount": "100.00", "taxes": [{"tax_type": "vat", "taxable_amount": "153.00"}]}]}), &[]),
        (
            json!({"lines": [{"amount": "-100.00", "taxes": [{"tax_type": "sales_tax", "taxable_amount": "-100.00"}]}]}),
            &[],
        ),
        (
            json!({"lines": [{"amount": "-100.00", "taxes": [{"tax_type": "sales_tax", "taxable_amount": "-100.02"}]}]}),
            &["w207"],
        ),
    ]);
}
