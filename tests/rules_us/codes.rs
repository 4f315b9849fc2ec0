//! Tax numbers, places, days, currencies, trade: what exists, what agrees, and what does not.

use serde_json::{Value, json};

use super::{assert_told, invoice, told};

/// A buyer alone.
fn buyer(party: Value) -> Value {
    json!({ "buyer": party })
}

fn number(kind: &str, value: &str) -> Value {
    buyer(json!({"tax_ids": [{"type": kind, "value": value}]}))
}

#[test]
fn tax_numbers_have_their_shape() {
    assert_told(&[
        (number("ein", "12-3456789"), &[]),
        (number("ein", "123456789"), &[]),
        (number("ein", " 12-3456789 "), &[]),
        (number("ein", "XX-XXX6789"), &[]),
        (number("ein", "**-***6789"), &[]),
        (number("ein", "12-345678"), &["301"]),
        (number("ein", "12-34567890"), &["301"]),
        (number("ein", "12-345678A"), &["301"]),
        (number("ein", ""), &["301"]),
        (number("ein", "12--3456789"), &["w301"]),
        (number("ein", "123-45-6789"), &["w301"]),
        (number("ein", "12 3456789"), &["w301"]),
        (number("ssn", "123-45-6789"), &[]),
        (number("ssn", "123456789"), &[]),
        (number("ssn", "XXX-XX-6789"), &[]),
        (number("ssn", "***-**-0000"), &[]),
        (number("ssn", "12-3456789"), &["w302"]),
        (number("ssn", "123-45-678"), &["302"]),
        // Given to nobody.
        (number("ssn", "000-45-6789"), &["w302"]),
        (number("ssn", "001-45-6789"), &[]),
        (number("ssn", "665-45-6789"), &[]),
        (number("ssn", "666-45-6789"), &["w302"]),
        (number("ssn", "667-45-6789"), &[]),
        (number("ssn", "899-45-6789"), &[]),
        (number("ssn", "900-45-6789"), &["w302"]),
        (number("ssn", "123-00-6789"), &["w302"]),
        (number("ssn", "123-45-0000"), &["w302"]),
        (number("itin", "900-50-0000"), &[]),
        (number("itin", "900-49-0000"), &["w303"]),
        (number("itin", "900-65-0000"), &[]),
        (number("itin", "900-66-0000"), &["w303"]),
        (number("itin", "900-69-0000"), &["w303"]),
        (number("itin", "900-70-0000"), &[]),
        (number("itin", "900-88-0000"), &[]),
        (number("itin", "900-89-0000"), &["w303"]),
        (number("itin", "900-90-0000"), &[]),
        (number("itin", "900-92-0000"), &[]),
        (number("itin", "900-93-0000"), &["w303"]),
        (number("itin", "900-94-0000"), &[]),
        (number("itin", "900-99-0000"), &[]),
        (number("itin", "800-70-0000"), &["w303"]),
        (number("itin", "9XX-XX-0000"), &[]),
        (number("itin", "900-70-00"), &["303"]),
        (number("rfc", "EKU9003173C9"), &[]),
        (number("rfc", "eku-900317-3c9"), &[]),
        (number("rfc", "XEXX010101000"), &[]),
        (number("rfc", "12-3456789"), &["304"]),
        (number("rfc", "EKU9013173C9"), &["304"]),
        // Others have the shape that their country gives them.
        (number("other", "anything"), &[]),
        (number("state_permit", "1-2"), &[]),
        (buyer(json!({"tax_ids": [{"type": "ein"}]})), &[]),
    ]);
    let of = |country: &str, kind: &str, value: &str| {
        buyer(json!({"tax_ids": [{"country": country, "type": kind, "value": value}]}))
    };
    assert_told(&[
        (of("US", "ein", "12-3456789"), &[]),
        (of("PR", "ein", "12-3456789"), &[]),
        (of("MX", "ein", "12-3456789"), &["w305"]),
        (of("DE", "ssn", "123-45-6789"), &["w305"]),
        (of("DE", "itin", "900-70-0000"), &["w305"]),
        (of("MX", "state_permit", "1-2"), &["w305"]),
        (of("US", "rfc", "EKU9003173C9"), &["w305"]),
        (of("PR", "rfc", "EKU9003173C9"), &["w305"]),
        (of("DE", "other", "DE123456789"), &[]),
        (of("U.S.", "ein", "12-3456789"), &["310"]),
    ]);
}

/// Every party is looked at.
#[test]
fn each_party_is_judged() {
    let wrong = json!({
        "tax_ids": [{"country": "US", "type": "ein", "value": "1"}],
        "address": {"state": "XX", "postal_code": "1", "country": "US"},
    });
    for party in ["seller", "buyer", "ship_to", "ship_from", "remit_to", "importer_of_record", "producer"] {
        let all = super::found(&invoice(json!({ party: wrong })));
        let wanted = ["address/postal_code", "address/state", "tax_ids/0/value"].map(|at| format!("/{party}/{at}"));
        let mut places: Vec<String> = all.into_iter().map(|(.., place)| place).collect();
        places.sort();
        assert_eq!(places, wanted, "{party}");
    }
}

/// Cities and their ZIP codes, as anybody may look them up.
#[test]
fn states_and_zip_codes_agree() {
    let of = |state: &str, zip: &str| {
        let address = json!({"address": {"state": state, "postal_code": zip, "country": "US"}});
        told(&invoice(buyer(address))).join(" ")
    };
    let right = [
        ("AK", "99501"),
        ("AL", "35203"),
        ("AL", "36925"),
        ("AR", "71601"),
        ("AR", "72956"),
        ("AZ", "85004"),
        ("AZ", "86556"),
        ("CA", "90001"),
        ("CA", "92154"),
        ("CA", "96162"),
        ("CO", "80202"),
        ("CO", "81658"),
        ("CT", "06103"),
        ("CT", "06928"),
        ("DC", "20001"),
        ("DC", "20500"),
        ("DE", "19702"),
        ("DE", "19980"),
        ("FL", "32003"),
        ("FL", "34997"),
        ("GA", "30303"),
        ("GA", "31999"),
        ("GA", "39815"),
        ("HI", "96813"),
        ("IA", "50309"),
        ("IA", "52809"),
        ("ID", "83201"),
        ("ID", "83877"),
        ("IL", "60601"),
        ("IL", "62999"),
        ("IN", "46204"),
        ("IN", "47997"),
        ("KS", "66002"),
        ("KS", "67954"),
        ("KY", "40003"),
        ("KY", "42788"),
        ("LA", "70112"),
        ("LA", "71497"),
        ("MA", "01001"),
        ("MA", "02139"),
        ("MA", "02791"),
        ("MD", "20601"),
        ("MD", "21930"),
        ("ME", "03901"),
        ("ME", "04992"),
        ("MI", "48201"),
        ("MI", "49971"),
        ("MN", "55401"),
        ("MN", "56763"),
        ("MO", "63101"),
        ("MO", "65899"),
        ("MS", "38601"),
        ("MS", "39776"),
        ("MT", "59001"),
        ("MT", "59937"),
        ("NC", "27006"),
        ("NC", "28909"),
        ("ND", "58001"),
        ("ND", "58856"),
        ("NE", "68001"),
        ("NE", "69367"),
        ("NH", "03031"),
        ("NH", "03897"),
        ("NJ", "07001"),
        ("NJ", "08989"),
        ("NM", "87001"),
        ("NM", "88441"),
        ("NV", "88901"),
        ("NV", "89883"),
        ("NY", "10001"),
        ("NY", "14975"),
        ("NY", "00501"),
        ("NY", "06390"),
        ("OH", "43001"),
        ("OH", "45999"),
        ("OK", "73001"),
        ("OK", "74966"),
        ("OR", "97001"),
        ("OR", "97920"),
        ("PA", "15001"),
        ("PA", "19640"),
        ("PR", "00601"),
        ("PR", "00988"),
        ("RI", "02801"),
        ("RI", "02940"),
        ("SC", "29001"),
        ("SC", "29945"),
        ("SD", "57001"),
        ("SD", "57799"),
        ("TN", "37010"),
        ("TN", "38589"),
        ("TX", "75001"),
        ("TX", "77002"),
        ("TX", "78041"),
        ("TX", "79999"),
        ("TX", "73301"),
        ("TX", "88595"),
        ("UT", "84001"),
        ("UT", "84791"),
        ("VA", "20101"),
        ("VA", "22001"),
        ("VA", "24658"),
        ("VI", "00802"),
        ("VT", "05001"),
        ("VT", "05907"),
        ("WA", "98001"),
        ("WA", "99403"),
        ("WI", "53001"),
        ("WI", "54990"),
        ("WV", "24701"),
        ("WV", "26886"),
        ("WY", "82001"),
        ("WY", "83128"),
        ("GU", "96910"),
        ("AS", "96799"),
        ("AE", "09001"),
        ("AA", "34002"),
        ("AP", "96201"),
    ];
    for (state, zip) in right {
        assert_eq!(of(state, zip), "", "{state} {zip}");
        assert_eq!(of(state, &format!("{zip}-0001")), "", "{state} {zip}");
    }
    let wrong = [
        ("TX", "74999"),
        ("TX", "80000"),
        ("TX", "92154"),
        ("CA", "85004"),
        ("CA", "96201"),
        ("AZ", "87001"),
        ("NM", "88501"),
        ("NY", "15001"),
        ("NJ", "10001"),
        ("MA", "05501"),
        ("FL", "34002"),
        ("OK", "73301"),
        ("VA", "20001"),
        ("DC", "20101"),
        ("WA", "99501"),
        ("OR", "98001"),
        ("NV", "90001"),
        ("AK", "98001"),
        ("HI", "96910"),
        ("PR", "00802"),
        ("VT", "03031"),
    ];
    for (state, zip) in wrong.into_iter().filter(|(state, _)| *state != "MA") {
        assert_eq!(of(state, zip), "w313", "{state} {zip}");
    }
    // The IRS in Andover.
    assert_eq!(of("MA", "05501"), "");
}

#[test]
fn places_are_codes() {
    let address = |address: Value| buyer(json!({ "address": address }));
    assert_told(&[
        (address(json!({"state": "TX", "country": "US"})), &[]),
        (address(json!({"state": "tx", "country": "US"})), &["w311"]),
        (address(json!({"state": "Texas", "country": "US"})), &["w311"]),
        (address(json!({"state": "TEXAS ", "country": "US"})), &["w311"]),
        (address(json!({"state": "XX", "country": "US"})), &["311"]),
        (address(json!({"state": "Tex.", "country": "US"})), &["311"]),
        (address(json!({"state": "", "postal_code": "", "country": "US"})), &[]),
        // Elsewhere states are something else, and nobody said that this is the US.
        (address(json!({"state": "ON", "postal_code": "M5V 2T6", "country": "CA"})), &[]),
        (address(json!({"state": "Jalisco", "postal_code": "4410"})), &[]),
        (address(json!({"state": "TX", "postal_code": "92154"})), &["w313"]),
        (address(json!({"state": "BC", "postal_code": "22010"})), &[]),
        (address(json!({"state": "CO", "postal_code": "92154", "country": "MX"})), &[]),
        (address(json!({"postal_code": "78041", "country": "US"})), &[]),
        (address(json!({"postal_code": "78041-1234", "country": "US"})), &[]),
        (address(json!({"postal_code": "780411234", "country": "US"})), &[]),
        (address(json!({"postal_code": "7804", "country": "US"})), &["312"]),
        (address(json!({"postal_code": "780412", "country": "US"})), &["312"]),
        (address(json!({"postal_code": "78041-123", "country": "US"})), &["312"]),
        (address(json!({"postal_code": "78O41", "country": "US"})), &["312"]),
        (address(json!({"postal_code": "M5V 2T6", "country": "US"})), &["312"]),
        (address(json!({"country": "us"})), &["310"]),
        (address(json!({"country": "USA"})), &["310"]),
        (address(json!({"country": "UK"})), &["310"]),
        (address(json!({"country": "GB"})), &[]),
        (json!({"trade": {"delivery": {"country": "US", "postal_code": "78041"}}}), &[]),
        (json!({"trade": {"delivery": {"country": "US", "postal_code": "1"}}}), &["312"]),
        (json!({"trade": {"delivery": {"country": "MX", "postal_code": "1"}}}), &[]),
        (json!({"trade": {"services_used_in": "XX"}}), &["310"]),
        (json!({"lines": [{"amount": "1.00", "country_of_origin": "China"}]}), &["310"]),
        (json!({"tax_summary": [{"tax_type": "vat", "jurisdiction": {"level": "country", "code": "EU"}}]}), &["310"]),
        (json!({"tax_summary": [{"tax_type": "vat", "jurisdiction": {"level": "city", "code": "EU"}}]}), &[]),
        (json!({"lines": [{"amount": "1.00", "exemption": {"reason": "other", "state": "ZZ"}}]}), &["311"]),
    ]);
    // What may have been meant is said.
    let wrong = invoice(address(json!({"country": "Mexico"})));
    let report = super::validate(&serde_json::to_vec(&wrong).unwrap());
    let finding = report.violations().next().unwrap();
    assert_eq!(finding.values.candidates.iter().map(|it| it.as_str()).collect::<Vec<_>>(), ["MX"]);
}

#[test]
fn currencies_and_their_rates() {
    let of = |currency: &str, from: &str, to: &str, rate: &str| json!({"currency": currency, "exchange_rate": {"from": from, "to": to, "rate": rate}});
    assert_told(&[
        (of("USD", "USD", "MXN", "17.25"), &[]),
        (of("MXN", "USD", "MXN", "17.25"), &[]),
        (of("USD", "MXN", "USD", "0.0580"), &[]),
        (of("USD", "USD", "MXN", "0.9999"), &["w135"]),
        (of("USD", "USD", "MXN", "1.0001"), &[]),
        (of("USD", "MXN", "USD", "1.0001"), &["w135"]),
        (of("USD", "MXN", "USD", "0.9999"), &[]),
        (of("USD", "USD", "MXN", "1"), &["w133"]),
        (of("USD", "MXN", "USD", "1"), &["w133"]),
        (of("USD", "USD", "EUR", "1.000"), &["w133"]),
        (of("EUR", "EUR", "USD", "0.95"), &[]),
        // The balboa is a dollar.
        (of("USD", "PAB", "USD", "1"), &[]),
        (of("USD", "USD", "PAB", "1"), &[]),
        (of("USD", "PAB", "GBP", "1"), &["w133", "w134"]),
        (of("MXN", "MXN", "MXN", "1"), &[]),
        (of("MXN", "MXN", "MXN", "1.000000"), &[]),
        (of("MXN", "MXN", "MXN", "1.01"), &["132"]),
        (of("USD", "USD", "MXN", "0"), &["131"]),
        (of("USD", "USD", "MXN", "-17"), &["131"]),
        (of("MXN", "MXN", "MXN", "0"), &["131"]),
        (of("USD", "EUR", "MXN", "20"), &["w134"]),
        (of("USD", "US", "MXN", "17.25"), &["130", "w134"]),
        (json!({"currency": "usd"}), &["130"]),
        (json!({"currency": "XXX"}), &[]),
        (json!({"currency": "XXX", "totals": {"total": "0.00"}}), &[]),
        (json!({"currency": "XXX", "totals": {"amount_due": "1"}}), &["136"]),
        (json!({"currency": "XXX", "lines": [{"amount": "1"}]}), &["136"]),
        // Goods that are moved have a value.
        (
            json!({"currency": "XXX", "document_type": "transfer", "lines": [{"amount": "1"}], "totals": {"subtotal": "0", "total": "0"}}),
            &[],
        ),
        (json!({"document_type": "transfer", "lines": [{"amount": "1"}], "totals": {"subtotal": "2"}}), &["110"]),
        (json!({"lines": [{"amount": "1"}], "totals": {"subtotal": "0"}}), &["110"]),
    ]);
    let on = |day: &str| json!({"exchange_rate": {"from": "USD", "to": "MXN", "rate": "17.25", "date": day}});
    assert_told(&[(on("2026-03-02"), &[]), (on("2026-03-03"), &["w137"])]);
}

#[test]
fn iva_and_sales_tax_are_two_taxes() {
    let of = |tax: Value| json!({ "tax_summary": [tax] });
    let sale = |place: Value, rate: &str| of(json!({"tax_type": "sales_tax", "jurisdiction": place, "rate": rate}));
    let vat = |place: Value| of(json!({"tax_type": "vat", "jurisdiction": place, "rate": "0.16"}));
    assert_told(&[
        (sale(json!({"level": "country", "code": "MX"}), "0.16"), &["209"]),
        (sale(json!({"level": "country", "code": "MX"}), "0.05"), &["209"]),
        (of(json!({"tax_type": "use_tax", "jurisdiction": {"level": "country", "code": "MX"}})), &["209"]),
        (sale(json!({"level": "special", "name": "IVA 16%"}), "0.16"), &["209"]),
        (sale(json!({"level": "special", "name": "iva"}), "0.16"), &["209"]),
        (sale(json!({"level": "city", "name": "Oliva"}), "0.01"), &[]),
        (sale(json!({"level": "city", "name": "Ivanhoe"}), "0.01"), &[]),
        (sale(json!({"level": "country"}), "0.16"), &["w209"]),
        (sale(json!({"level": "country"}), "0.080000"), &["w209"]),
        (sale(json!({"level": "country"}), "0.07"), &[]),
        (sale(json!({"level": "country", "code": "BS"}), "0.08"), &[]),
        (sale(json!({"level": "state", "code": "TX"}), "0.08"), &[]),
        (sale(json!({"level": "state"}), "0.16"), &[]),
        (vat(json!({"level": "country", "code": "MX"})), &[]),
        (vat(json!({"level": "country", "code": "US"})), &["w210"]),
        (vat(json!({"level": "state", "code": "TX"})), &["w210"]),
        (vat(json!({"level": "city", "code": "US-TX"})), &["w210"]),
        (vat(json!({"level": "state", "code": "JAL"})), &[]),
        (vat(json!({"level": "state"})), &[]),
        // States without one, Alaska's boroughs with theirs.
        (sale(json!({"level": "state", "code": "OR"}), "0.05"), &["w211"]),
        (sale(json!({"level": "state", "code": "US-NH"}), "0.05"), &["w211"]),
        (sale(json!({"level": "state", "code": "MT"}), "0"), &[]),
        (sale(json!({"level": "state", "code": "AK"}), "0.05"), &["w211"]),
        (sale(json!({"level": "county", "code": "AK"}), "0.05"), &[]),
        (sale(json!({"level": "state", "code": "DE"}), "0.05"), &["w211"]),
        (sale(json!({"level": "state", "code": "PR"}), "0.105"), &[]),
    ]);
}

#[test]
fn exempt_lines_have_no_sales_tax() {
    let of = |line: Value, tax: Value| {
        let mut line = line;
        line["amount"] = json!("100.00");
        line["taxes"] = json!([tax]);
        json!({ "lines": [line] })
    };
    let tax = json!({"tax_type": "sales_tax", "amount": "8.25"});
    let said = |taxability: &str| json!({ "taxability": taxability });
    for taxability in ["customer_exempt", "not_collecting", "product_exempt", "not_subject", "no_tax_due", "zero_rated"]
    {
        assert_eq!(told(&invoice(of(said(taxability), tax.clone()))), ["w208"], "{taxability}");
    }
    for taxability in ["taxable", "reverse_charge", "not_itemized"] {
        assert_eq!(told(&invoice(of(said(taxability), tax.clone()))), Vec::<String>::new(), "{taxability}");
    }
    let exemption = json!({"exemption": {"reason": "government"}});
    assert_told(&[
        (of(said("product_exempt"), json!({"tax_type": "sales_tax", "amount": "0.00"})), &[]),
        (of(said("product_exempt"), json!({"tax_type": "sales_tax", "rate": "0.0825"})), &["w208"]),
        (of(said("product_exempt"), json!({"tax_type": "vat", "amount": "16.00"})), &[]),
        (of(exemption.clone(), tax), &["w208"]),
        // In part.
        (
            of(
                exemption,
                json!({"tax_type": "sales_tax", "amount": "4.13", "taxable_amount": "50.00", "exempt_amount": "50.00"}),
            ),
            &[],
        ),
    ]);
}

#[test]
fn certificates_are_there_where_a_state_asks_for_one() {
    let of = |reason: &str, more: Value| {
        let mut exemption = more;
        exemption["reason"] = json!(reason);
        json!({ "exemption": exemption })
    };
    let state = |state: &str| json!({ "state": state });
    for (reason, wanted) in [
        ("resale", "w220"),
        ("agriculture", "w220"),
        ("manufacturing", "w220"),
        ("nonprofit", "w220"),
        ("direct_pay", "w220"),
        ("government", ""),
        ("export", ""),
        ("other", ""),
    ] {
        assert_eq!(told(&invoice(of(reason, state("TX")))).join(" "), wanted, "{reason}");
    }
    for (place, wanted) in [
        ("CA", "w220"),
        ("NY", "w220"),
        ("DC", "w220"),
        ("AK", ""),
        ("DE", ""),
        ("MT", ""),
        ("NH", ""),
        ("OR", ""),
        ("GU", ""),
    ] {
        assert_eq!(told(&invoice(of("resale", state(place)))).join(" "), wanted, "{place}");
    }
    let place = |state: &str| json!({"address": {"state": state, "country": "US"}});
    let with = |mut invoice: Value, name: &str, party: Value| {
        invoice[name] = party;
        invoice
    };
    assert_told(&[
        (of("resale", json!({"state": "TX", "certificate_number": "1"})), &[]),
        (of("resale", json!({"state": "TX", "certificate_number": " "})), &["w220"]),
        (of("resale", json!({"state": "TX", "form": "01-339"})), &[]),
        // Nobody says where.
        (of("resale", json!({})), &[]),
        (with(of("resale", json!({})), "buyer", place("TX")), &["w220"]),
        (with(of("resale", json!({})), "ship_to", place("TX")), &["w220"]),
        (with(with(of("resale", json!({})), "ship_to", place("OR")), "buyer", place("TX")), &[]),
        (with(of("resale", state("OR")), "buyer", place("TX")), &[]),
    ]);
    // The invoice is of 2026-03-02.
    let days =
        |issued: &str, expires: &str| of("resale", json!({"form": "01-339", "issued": issued, "expires": expires}));
    assert_told(&[
        (days("2026-03-02", "2026-03-02"), &[]),
        (days("2026-03-01", "2026-03-01"), &["w221"]),
        (days("2026-03-03", "2026-03-03"), &["w221"]),
        (days("2026-03-02", "2026-03-01"), &["222", "w221"]),
    ]);
    let export = |more: Value| {
        let mut invoice = of("export", json!({}));
        super::merge(&mut invoice, more);
        invoice
    };
    let delivery = |country: &str| json!({"trade": {"delivery": {"country": country}}});
    assert_told(&[
        (export(delivery("US")), &["w223"]),
        (export(delivery("MX")), &[]),
        (export(json!({"ship_to": {"address": {"country": "US"}}})), &["w223"]),
        (export(json!({"ship_to": {"address": {"country": "US"}}, "trade": {"delivery": {"country": "MX"}}})), &[]),
        (export(json!({"buyer": {"address": {"country": "US"}}})), &[]),
    ]);
}

/// The invoice is of Monday, 2026-03-02.
#[test]
fn days_and_terms_agree() {
    let of = |due: &str, terms: Value| json!({"due_date": due, "payment_terms": terms});
    assert_told(&[
        (of("2026-03-02", json!({})), &[]),
        (of("2026-03-01", json!({})), &["w401"]),
        (of("2026-04-01", json!({"code": "net", "net_days": 30})), &[]),
        (of("2026-04-01", json!({"net_days": 30})), &[]),
        (of("2026-04-02", json!({"net_days": 30})), &["w402"]),
        (of("2026-03-31", json!({"net_days": 30})), &["w402"]),
        (of("2026-03-02", json!({"net_days": 0})), &[]),
        // Saturday the 7th and Sunday the 8th may move to Monday the 9th, and no further.
        (of("2026-03-07", json!({"net_days": 5})), &[]),
        (of("2026-03-09", json!({"net_days": 5})), &[]),
        (of("2026-03-09", json!({"net_days": 6})), &[]),
        (of("2026-03-08", json!({"net_days": 5})), &["w402"]),
        (of("2026-03-10", json!({"net_days": 5})), &["w402"]),
        (of("2026-03-09", json!({"net_days": 4})), &["w402"]),
        // Counted otherwise.
        (of("2026-04-30", json!({"code": "eom", "net_days": 30})), &[]),
        (of("2026-04-10", json!({"code": "prox", "net_days": 10})), &[]),
        (of("2026-03-31", json!({"code": "net", "net_days": 4294967295u32})), &[]),
        (json!({"payment_terms": {"net_days": 30, "discount_days": 30}}), &[]),
        (json!({"payment_terms": {"net_days": 30, "discount_days": 31}}), &["403"]),
        (json!({"payment_terms": {"discount_days": 31}}), &[]),
        (json!({"payment_terms": {"discount_percent": "0"}}), &[]),
        (json!({"payment_terms": {"discount_percent": "100"}}), &[]),
        (json!({"payment_terms": {"discount_percent": "100.1"}}), &["404"]),
        (json!({"payment_terms": {"discount_percent": "-0.1"}}), &["404"]),
        (of("2026-03-02", json!({"code": "due_on_receipt", "net_days": 0})), &[]),
        (of("2026-03-03", json!({"code": "due_on_receipt"})), &["w405"]),
        (of("2026-03-01", json!({"code": "due_on_receipt"})), &["w401"]),
        (json!({"payment_terms": {"code": "due_on_receipt", "net_days": 1}}), &["w405"]),
        (json!({"service_period": {"start": "2026-02-01", "end": "2026-02-01"}}), &[]),
        (json!({"service_period": {"start": "2026-02-02", "end": "2026-02-01"}}), &["406"]),
    ]);
}

#[test]
fn memos_name_what_they_change() {
    let of = |kind: &str, documents: Value| json!({"document_type": kind, "preceding_documents": documents});
    let uuid = |uuid: &str| of("credit_memo", json!([{ "uuid": uuid }]));
    assert_told(&[
        (of("credit_memo", json!([])), &["w410"]),
        (of("debit_memo", json!([])), &["w410"]),
        (of("invoice", json!([])), &[]),
        (of("credit_memo", json!([{"number": "INV-1"}])), &[]),
        (of("credit_memo", json!([{"number": " "}])), &["w413"]),
        (of("credit_memo", json!([{"date": "2026-03-02"}])), &["w413"]),
        (of("invoice", json!([{"number": "INV-1", "date": "2026-03-02"}])), &[]),
        (of("invoice", json!([{"number": "INV-1", "date": "2026-03-03"}])), &["w412"]),
        (uuid("7a3c1e52-0b64-4d6f-9c1a-5e2d8f304b17"), &[]),
        (uuid("7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B17"), &[]),
        (uuid("7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B1"), &["411"]),
        (uuid("7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B1G"), &["411"]),
        (uuid("7A3C1E5200B64-4D6F-9C1A-5E2D8F304B17"), &["411"]),
        (uuid("7A3C1E52-0B6404D6F-9C1A-5E2D8F304B17"), &["411"]),
        (uuid("7A3C1E52-0B64-4D6F09C1A-5E2D8F304B17"), &["411"]),
        (uuid("7A3C1E52-0B64-4D6F-9C1A05E2D8F304B17"), &["411"]),
        // Signs are positive.
        (
            json!({"document_type": "credit_memo", "preceding_documents": [{"number": "1"}], "lines": [{"quantity": "-1"}]}),
            &["w107"],
        ),
        (json!({"lines": [{"quantity": "-1"}]}), &[]),
        (json!({"totals": {"total": "-1.00"}}), &["w120"]),
        (
            json!({"lines": [{"line_number": "1", "amount": "1.00"}, {"line_number": "2", "amount": "1.00"}, {"line_number": "", "amount": "1.00"}, {"line_number": "", "amount": "1.00"}]}),
            &[],
        ),
        (json!({"lines": [{"line_number": "1", "amount": "1.00"}, {"line_number": "1", "amount": "1.00"}]}), &["w106"]),
    ]);
}

#[test]
fn incoterms_are_those_of_2020() {
    let of = |term: &str| json!({"trade": {"incoterm": term, "incoterm_place": "Laredo"}});
    for term in ["EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP", " DAP ", ""] {
        assert_eq!(told(&invoice(of(term))), Vec::<String>::new(), "{term}");
    }
    for term in ["DAT", "DDU", "DAF", "DES", "DEQ", "fob", "FOB Destination", "dat Laredo"] {
        assert_eq!(told(&invoice(of(term))), ["w501"], "{term}");
    }
    for term in ["FCB", "Delivered", "F.O.B.", "C&F"] {
        assert_eq!(told(&invoice(of(term))), ["501"], "{term}");
    }
    let place = |place: Value| json!({"trade": {"incoterm": "DAP", "incoterm_place": place}});
    let fob = |from: &str, to: &str, term: &str| {
        json!({
            "seller": {"address": {"country": from}}, "buyer": {"address": {"country": to}},
            "trade": {"incoterm": term, "incoterm_place": "Houston"}, "lines": [{"amount": "1.00"}],
        })
    };
    assert_told(&[
        (place(json!(null)), &["w502"]),
        (place(json!("  ")), &["w502"]),
        (json!({"trade": {"incoterm_place": "Laredo"}}), &[]),
        (fob("US", "US", "FOB"), &["w503"]),
        (fob("US", "US", "DAP"), &[]),
        (fob("US", "MX", "FOB"), &[]),
        (fob("MX", "US", "FOB"), &[]),
    ]);
}

#[test]
fn codes_of_products_have_their_digits() {
    let of = |scheme: &str, code: &str| {
        let codes = json!([{"scheme": scheme, "code": code}]);
        told(&invoice(json!({"lines": [{"amount": "1.00", "classifications": codes}]}))).join(" ")
    };
    let cases = [
        ("hts_us", "8708302020", ""),
        ("hts_us", "8708.30.20.20", ""),
        ("hts_us", "9903.88.01.00", ""),
        ("hts_us", "87083020", "w510"),
        ("hts_us", "870830", "w510"),
        ("hts_us", "010121", "w510"),
        ("hts_us", "000121", "510"),
        ("hts_us", "990388", "w510"),
        ("hts_us", "8708", "510"),
        ("hts_us", "870830202", "510"),
        ("hts_us", "87083020201", "510"),
        ("hts_us", "870830202O", "510"),
        ("hts_us", "8708-30-20-20", "510"),
        ("hts_us", "", "510"),
        ("hts_us", "0008302020", "510"),
        ("hts_us", "7708302020", "510"),
        ("hts_us", "0101210000", ""),
        ("schedule_b", "8708302020", ""),
        ("schedule_b", "9880004000", ""),
        ("schedule_b", "9980004000", "511"),
        ("schedule_b", "87083020", "w511"),
        ("schedule_b", "8708302", "511"),
        ("hs6", "870830", ""),
        ("hs6", "8708.30", ""),
        ("hs6", "970110", ""),
        ("hs6", "980110", "512"),
        ("hs6", "87083020", "512"),
        ("hs6", "8708", "512"),
        ("tigie", "87083001", ""),
        ("tigie", "8708300100", ""),
        ("tigie", "8708.30.01", ""),
        ("tigie", "9801000100", ""),
        ("tigie", "9901000100", "513"),
        ("tigie", "870830", "513"),
        ("tigie", "870830010", "513"),
        ("unspsc", "25171700", ""),
        ("unspsc", "2517170014", "w514"),
        ("unspsc", "2517170A", "514"),
        ("unspsc", "251717001A", "514"),
        ("unspsc", "251717", "514"),
        ("unspsc", "251717001", "514"),
    ];
    for (scheme, code, wanted) in cases {
        assert_eq!(of(scheme, code), wanted, "{scheme} {code}");
    }
    let two = |a: (&str, &str), b: (&str, &str)| {
        let codes = json!([{"scheme": a.0, "code": a.1}, {"scheme": b.0, "code": b.1}]);
        json!({"lines": [{"amount": "1.00", "classifications": codes}]})
    };
    assert_told(&[
        (two(("hts_us", "8708.30.20.20"), ("tigie", "87083001")), &[]),
        (two(("hts_us", "8708.30.20.20"), ("tigie", "87083101")), &["w515"]),
        (two(("hs6", "870830"), ("schedule_b", "8708292020")), &["w515"]),
        (two(("unspsc", "25171700"), ("hs6", "870830")), &[]),
        // A chapter of one country's own.
        (two(("hts_us", "9802.00.80.00"), ("tigie", "87083001")), &[]),
    ]);
}

#[test]
fn goods_that_cross_say_what_and_whence() {
    let country = |country: &str| json!({"address": {"country": country}});
    let line = json!({"quantity": "1", "amount": "1.00"});
    let with = |more: Value| {
        let mut invoice = json!({"seller": country("MX"), "buyer": country("US"), "lines": [line]});
        super::merge(&mut invoice, more);
        invoice
    };
    let of = |line: Value| with(json!({"ship_to": country("US"), "lines": [line]}));
    let both: &[&str] = &["w520", "w521"];
    assert_told(&[
        // A seller and a buyer alone may be about services.
        (with(json!({})), &[]),
        (with(json!({"trade": {"services_used_in": "US"}})), &[]),
        (with(json!({"trade": {"delivery": {"country": "US"}}})), &[]),
        (with(json!({"ship_to": country("US")})), both),
        (with(json!({"ship_from": country("MX")})), both),
        (with(json!({"trade": {"incoterm": "DAP", "incoterm_place": "Laredo"}})), both),
        (with(json!({"trade": {"pedimento_key": "A1"}})), both),
        (with(json!({"trade": {"port_of_entry": "2304"}})), both),
        (with(json!({"trade": {"usmca_certification": {}}})), both),
        (with(json!({"ship_from": country("US")})), &[]),
        (with(json!({"ship_to": country("MX")})), &[]),
        // Handed over in Mexico, whoever buys.
        (with(json!({"trade": {"pedimento_key": "A1", "delivery": {"country": "MX"}}})), &[]),
        (json!({"ship_to": country("US"), "lines": [line]}), &[]),
        // A seller with an RFC is Mexican.
        (
            json!({
                "seller": {"tax_ids": [{"type": "rfc", "value": "EKU9003173C9"}]}, "ship_to": country("US"), "lines": [line],
            }),
            both,
        ),
        (of(json!({"quantity": "1", "amount": "1.00", "country_of_origin": "MX"})), &["w520"]),
        (
            of(json!({"quantity": "1", "amount": "1.00", "classifications": [{"scheme": "hs6", "code": "870830"}]})),
            &["w521"],
        ),
        (
            of(
                json!({"quantity": "1", "amount": "1.00", "country_of_origin": "MX", "classifications": [{"scheme": "tigie", "code": "87083001"}]}),
            ),
            &[],
        ),
        (
            of(
                json!({"quantity": "1", "amount": "1.00", "country_of_origin": "MX", "classifications": [{"scheme": "unspsc", "code": "25171700"}]}),
            ),
            &["w520"],
        ),
        // Services are no goods: as the line says, by its code, by its unit.
        (of(json!({"quantity": "1", "amount": "1.00", "supply": "service"})), &[]),
        (of(json!({"quantity": "1", "amount": "1.00", "supply": "goods"})), both),
        (of(json!({"quantity": "1", "amount": "1.00", "supply": "food"})), both),
        (
            of(
                json!({"quantity": "1", "amount": "1.00", "classifications": [{"scheme": "unspsc", "code": "80161500"}]}),
            ),
            &[],
        ),
        (
            of(
                json!({"quantity": "1", "amount": "1.00", "classifications": [{"scheme": "unspsc", "code": "69161500"}]}),
            ),
            both,
        ),
        (
            of(
                json!({"quantity": "1", "amount": "1.00", "classifications": [{"scheme": "unspsc", "code": "70161500"}]}),
            ),
            &[],
        ),
        (of(json!({"quantity": "1", "amount": "1.00", "unit": {"code": "HR"}})), &[]),
        (of(json!({"quantity": "1", "amount": "1.00", "unit": {"code": "EA"}})), both),
        (of(json!({"quantity": "1", "amount": "1.00", "supply": "goods", "unit": {"code": "E48"}})), both),
        (of(json!({"quantity": "1", "unit_price": "-1.00", "amount": "-1.00"})), &[]),
        (of(json!({"quantity": null, "amount": "1.00", "description": "Discount card"})), &[]),
    ]);
}

#[test]
fn a_certification_of_origin_is_of_a_year() {
    let of = |more: Value| json!({"trade": {"usmca_certification": more}});
    let days = |start: &str, end: &str| of(json!({"blanket_start": start, "blanket_end": end}));
    assert_told(&[
        (of(json!({"origin_criterion": "D", "certifier_role": "Producer"})), &[]),
        (of(json!({"origin_criterion": "a"})), &["530"]),
        (of(json!({"certifier_role": "agent"})), &["w531"]),
        (of(json!({"certifier_role": "importer"})), &[]),
        (of(json!({"certifier_role": " EXPORTER"})), &[]),
        (days("2026-01-01", "2026-01-01"), &[]),
        (days("2026-01-01", "2026-12-31"), &[]),
        (days("2026-01-01", "2027-01-01"), &[]),
        (days("2026-01-01", "2027-01-02"), &[]),
        (days("2026-01-01", "2027-01-03"), &["w532"]),
        (days("2026-01-02", "2026-01-01"), &["532"]),
    ]);
}
