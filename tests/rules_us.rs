//! The rules of the neutral US invoice. Figures are worked out by hand; the random invoices have an arithmetic of their own
//! (`support/us_invoices.rs`).

#[path = "rules_us/amounts.rs"]
mod amounts;
#[path = "rules_us/codes.rs"]
mod codes;
mod support;

use frontera::report::Values;
use frontera::{Format, Lang, Severity, ValidateOptions};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use support::us_invoices::right;
use support::{fixture, fixtures_of, from_env, merge};

/// Code, weight and place of every violation.
type Found = Vec<(&'static str, Severity, String)>;

fn validate(json: &[u8]) -> frontera::Report {
    frontera::validate(json, &ValidateOptions::default().from(Format::UsJson)).unwrap().report
}

fn found(invoice: &Value) -> Found {
    let report = validate(&serde_json::to_vec(invoice).unwrap());
    let all = report.violations().map(|it| (it.code.as_str(), it.severity, it.location.as_str().to_owned()));
    let mut all: Found = all.collect();
    all.sort();
    all
}

/// The numbers of the codes, sorted; a warning has a `w` before it.
fn told(invoice: &Value) -> Vec<String> {
    let short = |(code, severity, _): &(&str, Severity, String)| match severity {
        Severity::Error => code.trim_start_matches("FRO-US-").to_owned(),
        _ => format!("w{}", code.trim_start_matches("FRO-US-")),
    };
    let mut codes: Vec<String> = found(invoice).iter().map(short).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// A small invoice with this put in.
fn invoice(with: Value) -> Value {
    let mut invoice = json!({
        "schema_version": "1.0", "document_type": "invoice", "issue_date": "2026-03-02", "currency": "USD",
    });
    merge(&mut invoice, with);
    invoice
}

/// Each case with what it must be told; all that fail are shown.
fn assert_told(cases: &[(Value, &[&str])]) {
    let wrong = cases.iter().filter_map(|(case, wanted)| {
        let told = told(&invoice(case.clone()));
        (told != *wanted).then(|| format!("{case}\n  wanted {wanted:?}, told {told:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn json_files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut names: Vec<String> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json") && name != "expected.json")
        .collect();
    names.sort();
    names.into_iter().map(|name| (format!("{folder}/{name}"), fixture(&format!("{folder}/{name}")))).collect()
}

/// Each told once with its reason; all others are told nothing.
#[test]
fn fixtures_are_told_only_what_is_true() {
    let told = [
        // The line does not say its tax.
        ("draft/charge-with-stated-tax.json", "w114"),
        // The total has IVA that nothing in the document states.
        ("draft/charges-freight-packing.json", "w116"),
        ("draft/negative-line-same-sku.json", "w116"),
        // Goods for Arizona without tariff number and origin.
        ("draft/mexican-buyer-delivered-abroad.json", "w520 w521"),
        ("draft/tomatoes-arizona-a1.json", "w520 w521"),
        // DAP of nowhere.
        ("draft/refused/third-party-exporter.json", "w502 w520 w521"),
        ("draft/refused/rate-of-one.json", "w133"),
        // 10 × 45.00 is not 480.00; 45.01 off 45.00.
        ("draft/refused/amount-outside-limits.json", "101"),
        ("draft/refused/discount-above-amount.json", "102"),
        // Texas in letters: CFDI 3.2 has no code for it.
        ("us/imported-spirits-32.json", "w311"),
    ];
    let mut seen = 0;
    for folder in ["us", "draft", "draft/refused", "neutral"] {
        for (name, bytes) in json_files(folder) {
            let invoice: Value = serde_json::from_slice(&bytes).unwrap();
            let wanted = told.iter().find(|(file, _)| *file == name).map_or("", |(_, codes)| codes);
            assert_eq!(self::told(&invoice).join(" "), wanted, "{name}");
            assert_eq!(validate(&bytes).not_checked().count(), 0, "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 130, "{seen}");
}

/// What SAT's rules accept is no error as a US invoice.
#[test]
fn every_cfdi_of_the_fixtures_is_right_as_json() {
    for folder in ["cfdi", "cfdi33", "cfdi32"] {
        for path in fixtures_of(folder) {
            let xml = std::fs::read(&path).unwrap();
            let (json, _) = support::convert(&xml, Format::UsJson);
            let report = validate(&json);
            assert!(!report.has_errors(), "{}: {:#?}", path.display(), report.findings());
        }
    }
}

#[test]
fn what_a_draft_is_made_of_has_no_error() {
    let contexts = support::drafts::Contexts::new();
    for seed in 0..u64::from(from_env("FRONTERA_CASES", 3000)) {
        let draft = contexts.draft(seed);
        let report = validate(&draft.json);
        assert!(!report.has_errors(), "{seed}: {:#?}\n{}", report.findings(), String::from_utf8_lossy(&draft.json));
        assert_eq!(report.not_checked().count(), 0, "{seed}: {:#?}", report.findings());
    }
}

/// One number changed by one unit of the currency, or by more where a unit is within rounding: the code that it must give, and
/// no other.
#[test]
fn random_invoices_are_right_and_one_wrong_number_is_one_finding() {
    let mut tried = std::collections::BTreeMap::new();
    for seed in 0..u64::from(from_env("FRONTERA_CASES", 60)) {
        let right = right(seed);
        assert_eq!(told(&right.json), Vec::<String>::new(), "{seed}: {}", right.json);
        for (place, change, wanted) in changes(&right.json, right.unit) {
            let mut wrong = right.json.clone();
            let number = wrong.pointer_mut(&place).unwrap();
            let value: Decimal = number.as_str().unwrap().parse().unwrap();
            *number = json!((value + change).to_string());
            // Where a charge does not say its taxes, or the other rounding is meant, it is a warning.
            let told: Vec<String> = told(&wrong).iter().map(|code| code.trim_start_matches('w').to_owned()).collect();
            assert_eq!(told, [wanted], "{seed}: {place} by {change}: {}", right.json);
            *tried.entry(wanted).or_insert(0) += 1;
        }
    }
    // Each kind of change was made.
    let codes: Vec<&str> = tried.keys().copied().collect();
    let wanted = ["101", "110", "111", "112", "113", "114", "116", "117", "201", "202", "203", "204", "205"];
    assert_eq!(codes, wanted, "{tried:?}");
}

/// Which numbers are changed, by how much, and what that is told as.
fn changes(json: &Value, unit: Decimal) -> Vec<(String, Decimal, &'static str)> {
    let mut changes = Vec::new();
    let number = |place: &str| json.pointer(place).and_then(Value::as_str).map(|text| text.parse::<Decimal>().unwrap());
    let mut change = |place: String, by: Decimal, code: &'static str| {
        if number(&place).is_some() {
            changes.push((place.clone(), by, code));
            // Amounts stay above zero, where they mean something else.
            if number(&place).is_some_and(|value| value > by) {
                changes.push((place, -by, code));
            }
        }
    };
    let lines = json["lines"].as_array().unwrap();
    // Percents alone may be rounded on each line, or once.
    let alone =
        |line: &Value| line["discounts"][0].get("percent").is_some() && line["discounts"][0].get("amount").is_none();
    let by_percent = lines.iter().any(alone);
    for (i, line) in lines.iter().enumerate() {
        // More than half of the last decimal of the price, for each piece.
        let quantity: Decimal = line["quantity"].as_str().unwrap().parse().unwrap();
        change(format!("/lines/{i}/amount"), (quantity + Decimal::TWO) * unit, "101");
        change(format!("/lines/{i}/unit_price"), Decimal::TWO * unit, "101");
        if !by_percent {
            change(format!("/lines/{i}/discounts/0/amount"), unit, "111");
        }
        for j in 0..4 {
            change(format!("/lines/{i}/taxes/{j}/amount"), Decimal::TWO * unit, "201");
        }
    }
    for i in 0..2 {
        change(format!("/charges/{i}/amount"), unit, "112");
        change(format!("/charges/{i}/taxes/0/amount"), Decimal::TWO * unit, "201");
    }
    // Tax may be rounded on each line, or once.
    let parts = lines.len() + json["charges"].as_array().map_or(0, Vec::len);
    let rounding = Decimal::from(parts + 1) * unit;
    change("/document_discounts/0/amount".into(), rounding, "111");
    for j in 0..4 {
        let entry = format!("/tax_summary/{j}");
        change(format!("{entry}/amount"), rounding, "203");
        change(format!("{entry}/taxable_amount"), unit, "204");
        // Another rate is of no line, and not that of its own amount; a percent is no rate at all.
        change(format!("{entry}/rate"), Decimal::new(100, 0), "205");
        if number(&format!("{entry}/taxable_amount")).is_some_and(|base| base > Decimal::TEN * rounding) {
            change(format!("{entry}/rate"), Decimal::new(5, 1), "202");
        }
    }
    for (name, by, code) in [
        ("subtotal", unit, "110"),
        // What is listed nowhere is in the total alone.
        ("discount", rounding, if json.to_string().contains("discounts") { "111" } else { "116" }),
        ("charges", unit, "112"),
        ("taxable", unit, "113"),
        ("tax", rounding, "114"),
        ("total", rounding, "116"),
        ("amount_due", rounding, "117"),
    ] {
        change(format!("/totals/{name}"), by, code);
    }
    change("/payments/0/amount".into(), rounding, "117");
    changes
}

/// No finding has a digit of it, whatever is wrong with it.
#[test]
fn tax_numbers_are_never_shown() {
    let numbers = ["98-76543210", "987-65-432", "987654321", "666-98-7654", "9876 54321", "98765432A", "9876543210"];
    for number in numbers {
        for kind in ["ein", "ssn", "itin", "rfc"] {
            let party = json!({"tax_ids": [{"country": "DE", "type": kind, "value": number}]});
            let invoice = invoice(json!({"seller": party, "buyer": party, "ship_to": party}));
            let report = validate(&serde_json::to_vec(&invoice).unwrap());
            assert!(report.violations().count() > 0, "{kind} {number}");
            for finding in report.violations().filter(|it| it.location.as_str().ends_with("/value")) {
                let title = frontera::rules::find(finding.code.as_str()).unwrap().title(Lang::En);
                assert_eq!(finding.message(Lang::En), format!("{title}: not so here"), "{kind} {number}");
                assert_eq!(finding.values, Values::default(), "{kind} {number}");
            }
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            let said = format!("{:?}{}", report, serde_json::to_string(report.findings()).unwrap());
            assert!(!said.contains(number) && !said.contains(&digits), "{kind} {number}: {said}");
        }
    }
}

/// More than 28 digits are not computed with, and that is said once.
#[test]
fn what_is_too_long_is_not_checked() {
    let long = "1234567890123456789012345678901.25";
    let places: [(&str, &[&str]); 18] = [
        ("/lines/0/amount", &["/lines/0/amount"]),
        ("/lines/0/quantity", &["/lines/0/amount"]),
        ("/lines/0/taxes/0/amount", &["/lines/0/taxes/0/amount", "/tax_summary/0/amount"]),
        ("/lines/0/taxes/0/taxable_amount", &["/lines/0/taxes/0/amount", "/tax_summary/0/taxable_amount"]),
        ("/lines/0/discounts/0/amount", &["/lines/0/discounts", "/lines/0/discounts/0", "/totals/discount"]),
        ("/tax_summary/0/amount", &["/tax_summary/0/amount"]),
        ("/tax_summary/0/taxable_amount", &["/tax_summary/0/taxable_amount"]),
        ("/totals/subtotal", &["/totals/subtotal"]),
        ("/totals/discount", &["/totals/discount"]),
        ("/totals/charges", &["/totals/charges"]),
        ("/totals/taxable", &["/totals/taxable"]),
        ("/totals/tax", &["/totals/tax"]),
        ("/totals/rounding", &["/totals/rounding"]),
        ("/totals/total", &["/totals/total", "/totals/amount_due"]),
        ("/totals/amount_due", &["/totals/amount_due"]),
        ("/payments/0/amount", &["/totals/amount_due"]),
        ("/charges/0/amount", &["/totals/charges"]),
        ("/document_discounts/0/amount", &["/document_discounts", "/totals/discount"]),
    ];
    let mut texas: Value = serde_json::from_slice(&fixture("neutral/texas-distributor.json")).unwrap();
    texas["totals"]["rounding"] = json!("0.00");
    for (place, told) in places {
        let mut invoice = texas.clone();
        *invoice.pointer_mut(place).unwrap() = json!(long);
        let report = validate(&serde_json::to_vec(&invoice).unwrap());
        let not_checked: Vec<&str> = report.not_checked().map(|it| it.location.as_str()).collect();
        for at in told {
            assert!(not_checked.contains(at), "{place}: {at} is not in {not_checked:?}");
        }
        assert!(!report.has_errors(), "{place}: {:#?}", report.findings());
    }
    // Nor is anything else that is written as a number.
    let mut all = texas;
    lengthen(&mut all, long);
    assert!(!validate(&serde_json::to_vec(&all).unwrap()).findings().is_empty());
}

/// Every number of an invoice becomes this one.
fn lengthen(value: &mut Value, long: &str) {
    match value {
        Value::Object(fields) => {
            let all = fields.iter_mut().filter(|(name, _)| *name != "schema_version");
            all.for_each(|(_, value)| lengthen(value, long));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| lengthen(value, long)),
        Value::String(text) if text.parse::<Decimal>().is_ok() => *text = long.to_owned(),
        _ => {}
    }
}

/// As many different rates as lines, on both sides.
#[test]
fn a_long_invoice_takes_time_in_proportion() {
    let tax = |i: usize| json!({"tax_type": "sales_tax", "rate": format!("0.{:05}", i + 1), "taxable_amount": "0.00", "amount": "0.00"});
    let lines: Vec<Value> = (0..10_000)
        .map(|i| json!({"line_number": i.to_string(), "quantity": "1", "unit_price": "1.00", "amount": "1.00", "taxes": [tax(i)]}))
        .collect();
    let summary: Vec<Value> = (0..10_000).rev().map(tax).collect();
    let long = invoice(json!({"lines": lines, "tax_summary": summary, "totals": {"subtotal": "10000.00"}}));
    let started = std::time::Instant::now();
    assert_eq!(told(&long), Vec::<String>::new());
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
