//! CRP20212 to CRP20244 and CRP20275 to CRP20277: payments, their accounts, and the balances of documents.

use std::sync::Arc;

use frontera::ValidateOptions;

use super::receipt::*;
use crate::support;
use crate::support::register::Register;

/// In one currency Monto is at least the sum of ImpPagado, to the cent.
#[test]
fn a_payment_in_one_currency_is_no_less_than_what_it_pays() {
    let two = |monto| One {
        monto,
        mas_documentos: documento("MXN", "1", ["84.01", "84.01", "0.00"], "01", ""),
        ..One::default()
    };
    for (monto, right) in [("200.01", true), ("200.02", true), ("1000.00", true), ("200.00", false), ("0.01", false)] {
        let expected: &[&str] = if right { &[] } else { &["CRP20217"] };
        assert_broken(&two(monto).untaxed(monto).xml(), expected, monto);
    }
    // A document whose currency is not said is of none.
    let other = documento("", "1", ["84.01", "84.01", "0.00"], "01", "");
    for (monto, right) in [("116.00", true), ("115.99", false)] {
        let one = One { monto, mas_documentos: other.clone(), ..One::default() }.untaxed(monto);
        let expected: &[&str] = if right { &[] } else { &["CRP20217"] };
        assert_broken(&one.xml(), expected, monto);
    }
}

/// With several currencies Monto is at least the sum of the lower limits (ImpPagado − 10^−d ÷ 2) ÷ (EquivalenciaDR + 10^−e ÷ 2 −
/// 10^−16), truncated to the decimals of MonedaP.
///
/// By hand: 20299.995 ÷ 17.50000000005 is 1159.999714; with one decimal of the rate 20299.995 ÷ 17.55 is 1156.694871; with none
/// of the amount 20299.5 ÷ 17.50000000005 is 1159.971428. 99.995 ÷ 0.125 is 799.96, 799 yen. 4999.995 ÷ 0.05000000005 is
/// 99999.899900. 15.45 ÷ (1.5 − 10^−16) is a little more than 10.30.
#[test]
fn a_payment_in_several_currencies_is_no_less_than_the_lower_limits() {
    let cases = [
        ("USD", "MXN", "17.5000000000", "20300.00", "1159.99", "1159.98"),
        ("USD", "MXN", "17.5", "20300.00", "1156.69", "1156.68"),
        ("USD", "MXN", "17.5000000000", "20300", "1159.97", "1159.96"),
        ("JPY", "MXN", "0.12", "100.00", "799", "798"),
        ("MXN", "USD", "0.0500000000", "5000.00", "99999.89", "99999.88"),
        ("USD", "MXN", "1", "15.5", "10.30", "10.29"),
        // The decimals of a currency that c_Moneda does not have are unknown; none accept the most.
        ("ZZZ", "MXN", "17.5000000000", "20300.00", "1159.00", "1158.99"),
    ];
    for (moneda_p, moneda_dr, equivalencia, pagado, least, less) in cases {
        for (monto, right) in [(least, true), (less, false), ("999999999.00", true)] {
            let one = One {
                moneda_p,
                tipo_cambio: "1",
                monto,
                moneda_dr,
                equivalencia,
                saldos: [pagado, pagado, "0"],
                ..One::default()
            };
            let mut expected = if right { vec![] } else { vec!["CRP20217", "CRP20275", "CRP20276"] };
            if moneda_p == "JPY" && monto.contains('.') {
                expected.push("CRP20219");
            }
            assert_broken(&one.untaxed(monto).xml(), &expected, (moneda_p, equivalencia, pagado, monto));
        }
    }
}

/// EquivalenciaDR 1 beside another currency counts with ten decimals: 4999.995 ÷ 1.00000000005 is 4999.994999, so 4999.99; as
/// written it would be 4999.995 ÷ 1.5, so 3333.33. The other document's limit is 1159.99: 6159.98 in all, else 4493.32.
#[test]
fn one_beside_another_currency_has_ten_decimals() {
    for (equivalencia, monto, expected) in [
        ("1", "6159.98", &[][..]),
        ("1", "6159.97", &["CRP20217", "CRP20276", "CRP20277"]),
        ("1", "4493.32", &["CRP20217", "CRP20276", "CRP20277"]),
        // Here what is written says it, too.
        ("1", "4493.31", &["CRP20217", "CRP20276"]),
        ("1.0000000000", "6159.98", &[]),
        ("1.0000000000", "6159.97", &["CRP20217", "CRP20276"]),
    ] {
        let one = One {
            moneda_p: "USD",
            tipo_cambio: "20",
            monto,
            equivalencia: "17.5000000000",
            saldos: ["20300.00", "20300.00", "0.00"],
            mas_documentos: documento("USD", equivalencia, ["5000.00", "5000.00", "0.00"], "01", ""),
            ..One::default()
        };
        let total = format!("{}.{:02}", cents(monto) * 20 / 100, cents(monto) * 20 % 100);
        assert_broken(&one.untaxed(&total).xml(), expected, (equivalencia, monto));
    }
    // Each of the ten counts: (100000000.00 − 0.005) ÷ 1.00000000005 is 99999999.990000, and with nine 99999999.945.
    for (monto, right) in [("100001159.98", true), ("100001159.97", false)] {
        let one = One {
            moneda_p: "USD",
            tipo_cambio: "1",
            monto,
            equivalencia: "17.5000000000",
            saldos: ["20300.00", "20300.00", "0.00"],
            mas_documentos: documento("USD", "1", ["100000000.00", "100000000.00", "0.00"], "01", ""),
            ..One::default()
        };
        let expected: &[&str] = if right { &[] } else { &["CRP20217", "CRP20276", "CRP20277"] };
        assert_broken(&one.untaxed(monto).xml(), expected, monto);
    }
}

/// c_FormaPago by SAT: what of the payer and the payee may stand, and how an account is written.
#[test]
fn banks_and_accounts_are_those_of_the_way_of_paying() {
    let payer = ["02", "03", "04", "05", "06", "28", "29", "99"];
    let payee = ["02", "03", "04", "05", "28", "29", "99"];
    let all = [
        "01", "02", "03", "04", "05", "06", "08", "12", "13", "14", "15", "17", "23", "24", "25", "26", "27", "28",
        "29", "30", "31", "99",
    ];
    let with = |forma: &'static str, pago: &str| {
        broken(&report(&One { forma, pago: pago.to_owned(), ..One::default() }.xml()))
            .into_iter()
            .filter(|code| !["CRP20212", "CRP20225", "CRP20226"].contains(code))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    for forma in all {
        for (attribute, allowed, code) in [
            (r#" RfcEmisorCtaOrd="AAA010101AAA""#, &payer[..], "CRP20221"),
            (r#" CtaOrdenante="0000000000""#, &payer, "CRP20224"),
            (r#" RfcEmisorCtaBen="AAA010101AAA""#, &payee, "CRP20227"),
            (r#" CtaBeneficiario="0000000000""#, &payee, "CRP20228"),
        ] {
            let expected: &[&str] = if allowed.contains(&forma) { &[] } else { &[code] };
            assert_eq!(with(forma, attribute), expected, "{forma} {attribute}");
        }
        let proof = r#" TipoCadPago="01" CertPago="QUJD" CadPago="c" SelloPago="QUJD""#;
        let expected: &[&str] = if forma == "03" { &[] } else { &["CRP20229"] };
        assert_eq!(with(forma, proof), expected, "{forma}");
    }
    // An unknown way of paying, or none, says nothing of banks.
    assert_eq!(with("77", r#" CtaOrdenante="1""#), [""; 0]);
    assert_eq!(with("", r#" CtaOrdenante="1" TipoCadPago="01" CertPago="QUJD" CadPago="c" SelloPago="QUJD""#), [""; 0]);

    let any = "ABCDEFGHIJ_0123456789";
    for (forma, attribute, account, right) in [
        ("02", "CtaOrdenante", "01234567890", true),
        ("02", "CtaOrdenante", "012345678901234567", true),
        ("02", "CtaOrdenante", "0123456789", false),
        ("02", "CtaOrdenante", "012345678901", false),
        ("02", "CtaBeneficiario", any, true),
        ("02", "CtaBeneficiario", "0123456789a", false),
        ("03", "CtaOrdenante", "0123456789", true),
        ("03", "CtaOrdenante", "0123456789012345", true),
        ("03", "CtaOrdenante", "012345678901234567", true),
        ("03", "CtaOrdenante", "01234567890", false),
        ("03", "CtaOrdenante", "01234567890123456", false),
        ("03", "CtaOrdenante", any, false),
        ("03", "CtaBeneficiario", "0123456789", true),
        ("03", "CtaBeneficiario", "012345678901234567", true),
        ("03", "CtaBeneficiario", "0123456789012345", false),
        ("04", "CtaOrdenante", "0123456789012345", true),
        ("04", "CtaOrdenante", "012345678901234", false),
        ("05", "CtaOrdenante", any, true),
        ("06", "CtaOrdenante", "0123456789", true),
        ("06", "CtaOrdenante", "01234567890", false),
        ("28", "CtaOrdenante", "0123456789012345", true),
        ("28", "CtaOrdenante", "012345678901234", false),
        ("29", "CtaOrdenante", "012345678901234", true),
        ("29", "CtaOrdenante", "01234567890123", false),
        // Where the account may not stand at all, how it is written is no matter.
        ("01", "CtaOrdenante", "1", true),
        ("06", "CtaBeneficiario", "1", true),
    ] {
        let found = report(&One { forma, pago: attr(attribute, account), ..One::default() }.xml());
        let of_pattern: Vec<_> =
            broken(&found).into_iter().filter(|code| ["CRP20225", "CRP20226"].contains(code)).collect();
        let expected: &[&str] = match (right, attribute) {
            (true, _) => &[],
            (false, "CtaOrdenante") => &["CRP20225"],
            _ => &["CRP20226"],
        };
        assert_eq!(of_pattern, expected, "{forma} {attribute} {account}");
    }
    let undefined = report(&One { forma: "99", pago: attr("CtaOrdenante", "0123456789"), ..One::default() }.xml());
    assert_eq!((broken(&undefined), not_checked(&undefined)), (vec!["CRP20212"], vec!["CRP20225"]));
}

#[test]
fn the_bank_of_the_payer_is_looked_up_unless_it_is_foreign() {
    let bank = |attrs: &str| One { forma: "03", pago: attrs.to_owned(), ..One::default() }.xml();
    let known = ValidateOptions::default().lookups(Arc::new(Register));
    let foreign = bank(r#" RfcEmisorCtaOrd="XEXX010101000" NomBancoOrdExt="A BANK""#);
    let found = report(&foreign);
    assert_eq!((broken(&found), not_checked(&found)), (vec![], vec![]));
    for (rfc, right) in [("EKU9003173C9", true), ("AAA010101AAA", false)] {
        let xml = bank(&attr("RfcEmisorCtaOrd", rfc));
        let expected: &[&str] = if right { &[] } else { &["CRP20222"] };
        assert_eq!(broken(&report_with(&xml, &known)), expected, "{rfc}");
        let found = report(&xml);
        assert_eq!((broken(&found), not_checked(&found)), (vec![], vec!["CRP20222"]), "{rfc}");
    }
    for (attrs, right) in [
        (r#" RfcEmisorCtaOrd="XEXX010101000""#, false),
        (r#" RfcEmisorCtaOrd="XEXX010101000" NomBancoOrdExt="""#, false),
        (r#" RfcEmisorCtaOrd="EKU9003173C9""#, true),
        ("", true),
    ] {
        let expected: &[&str] = if right { &[] } else { &["CRP20223"] };
        assert_eq!(broken(&report_with(&bank(attrs), &known)), expected, "{attrs}");
    }
}

/// The proof's three parts stand with TipoCadPago or not at all.
#[test]
fn the_parts_of_a_proof_stand_together() {
    let parts = [
        ("CertPago", "CRP20230", "CRP20231"),
        ("CadPago", "CRP20232", "CRP20233"),
        ("SelloPago", "CRP20234", "CRP20235"),
    ];
    for chosen in 0..8 {
        let there = |part: usize| chosen & (1 << part) != 0;
        let attrs: String =
            parts.iter().enumerate().filter(|(i, _)| there(*i)).map(|(_, part)| attr(part.0, "QUJD")).collect();
        let without: Vec<_> = (0..3).filter(|i| there(*i)).map(|i| parts[i].2).collect();
        assert_broken(&One { forma: "03", pago: attrs.clone(), ..One::default() }.xml(), &without, &attrs);
        let with: Vec<_> = (0..3).filter(|i| !there(*i)).map(|i| parts[i].1).collect();
        let attrs = format!(" TipoCadPago=\"01\"{attrs}");
        assert_broken(&One { forma: "03", pago: attrs.clone(), ..One::default() }.xml(), &with, &attrs);
    }
}

/// A currency's decimals by ISO 4217: yen none, pesos two, Kuwaiti dinars three; XXX and unknown ones say nothing.
#[test]
fn amounts_have_no_more_decimals_than_their_currency() {
    for (moneda, amount, right) in [
        ("JPY", "116", true),
        ("JPY", "116.0", false),
        ("MXN", "116.00", true),
        ("MXN", "116.000", false),
        ("KWD", "116.000", true),
        ("KWD", "116.0000", false),
        ("ZZZ", "116.000000", true),
    ] {
        let of = |monto, saldos: [&'static str; 3]| One {
            moneda_p: moneda,
            moneda_dr: moneda,
            monto,
            saldos,
            ..One::default()
        };
        for (one, code) in [
            (of(amount, ["116", "116", "0"]), "CRP20219"),
            (of("116", [amount, "116", "0"]), "CRP20240"),
            (of("116", ["116", amount, "0"]), "CRP20242"),
            (of("116", ["232", "116", amount]), "CRP20243"),
        ] {
            let expected: &[&str] = if right { &[] } else { &[code] };
            assert_broken(&one.untaxed("116.00").xml(), expected, (moneda, amount, code));
        }
    }
    let none = One { moneda_p: "XXX", moneda_dr: "XXX", monto: "116.123456", ..One::default() };
    assert_broken(&none.untaxed("116.12").xml(), &["CRP20213", "CRP20236"], "XXX");
}

#[test]
fn amounts_of_balances_are_above_zero_and_agree() {
    for (saldos, expected) in [
        (["100.00", "100.00", "0"], &[][..]),
        (["100.00", "99.99", "0.01"], &[]),
        (["100.00", "99.99", "0.010"], &["CRP20243"]),
        (["100.00", "99.99", "0.02"], &["CRP20244"]),
        (["100.00", "99.99", "0.00"], &["CRP20244"]),
        (["0.01", "0.01", "0.00"], &[]),
        (["0.00", "0.01", "-0.01"], &["CRP20239", "CRP20244"]),
        (["-1.00", "0.01", "-1.01"], &["CRP20239", "CRP20244"]),
        (["1.00", "0.00", "1.00"], &["CRP20241"]),
        (["1.00", "-0.01", "1.01"], &["CRP20241"]),
        (["99.99", "100.00", "0.00"], &["CRP20244"]),
        // What is not there is the schema's matter.
        (["", "100.00", "5.00"], &[]),
        (["100.00", "", "5.00"], &[]),
        (["100.00", "100.00", ""], &[]),
        (["cien", "100.00", "5.00"], &[]),
    ] {
        let one = One { saldos, ..One::default() }.untaxed("116.00");
        assert_broken(&one.xml(), expected, saldos);
    }
    for (monto, right) in [("0.01", true), ("0", false), ("0.00", false), ("-0.01", false), ("", true)] {
        let one = One { monto, moneda_dr: "", saldos: ["0.01", "", ""], ..One::default() }.untaxed("");
        let found = report(&one.xml());
        assert_eq!(broken(&found).contains(&"CRP20218"), !right, "{monto}: {:?}", broken(&found));
    }
    for (base_dr, right) in [("0.000001", true), ("0", false), ("-1.00", false), ("", true)] {
        let one = One { base_dr, importe_dr: "", base_p: "", importe_p: "", ..One::default() };
        let of_base = |one: One| {
            let found = report(&one.xml());
            let codes = broken(&found).into_iter().filter(|code| ["CRP20249", "CRP20255"].contains(code));
            codes.map(str::to_owned).collect::<Vec<_>>()
        };
        let expected: &[&str] = if right { &[] } else { &["CRP20255"] };
        assert_eq!(of_base(one.clone()), expected, "{base_dr}");
        let expected: &[&str] = if right { &[] } else { &["CRP20249"] };
        assert_eq!(of_base(One { retencion: true, ..one }), expected, "{base_dr}");
    }
}

#[test]
fn rates_of_exchange_are_one_where_currencies_are_the_same() {
    for (moneda_p, tipo_cambio, moneda_dr, equivalencia, expected) in [
        ("MXN", "1", "MXN", "1", &[][..]),
        ("MXN", "1.000000", "MXN", "1.0000000000", &[]),
        ("MXN", "1.000001", "MXN", "1", &["CRP20215"]),
        ("MXN", "0.999999", "MXN", "1", &["CRP20215"]),
        ("MXN", "", "MXN", "1", &["CRP20214"]),
        ("USD", "", "USD", "1", &["CRP20214"]),
        ("USD", "17.5", "USD", "1", &[]),
        ("MXN", "1", "MXN", "0.9999999999", &["CRP20238"]),
        ("MXN", "1", "MXN", "", &["CRP20238"]),
        ("MXN", "uno", "MXN", "uno", &[]),
        ("MXN", "1", "USD", "", &["CRP20237"]),
        ("MXN", "1", "USD", "1", &[]),
        // Nobody says that the currencies are the same, or that they differ.
        ("", "1", "MXN", "", &[]),
        ("MXN", "1", "", "", &[]),
    ] {
        let one = One { moneda_p, tipo_cambio, moneda_dr, equivalencia, monto: "999.00", ..One::default() }.untaxed("");
        assert_broken(&one.xml(), expected, (moneda_p, tipo_cambio, moneda_dr, equivalencia));
    }
    let without = One { tipo_cambio: "", equivalencia: "", ..One::default() }.xml();
    assert_broken(&without, &["CRP20214", "CRP20238"], "without");
    // A peso is a peso all the same, and so are amounts of one currency.
    assert_broken(&bumped(&without, "MontoTotalPagos"), &["CRP20211", "CRP20214", "CRP20238"], "without");
    let base = without.replace(" BaseP=\"100.00\"", " BaseP=\"99.00\"");
    assert_broken(&base, &["CRP20204", "CRP20214", "CRP20238", "CRP20268"], "without");
    assert_eq!(warned(&report(&One::default().xml())), [""; 0]);
}

/// The rate that the register has is 17.9000 of 2 January: with 500 % around it up to 107.40.
#[test]
fn a_rate_of_exchange_far_from_the_published_one_needs_a_confirmation() {
    let xml = |tipo_cambio, moneda_p, fecha: &str| {
        let one = One { moneda_p, tipo_cambio, moneda_dr: moneda_p, ..One::default() }.untaxed("");
        one.xml().replace("2026-03-01T12", &format!("{fecha}T12"))
    };
    let options = |rates: bool| {
        let options = ValidateOptions::default().dormant(true);
        if rates { options.rates(support::register::rates()) } else { options }
    };
    for (tipo_cambio, moneda, fecha, rates, broken_, not_checked_) in [
        ("107.400000", "USD", "2026-01-05", true, false, false),
        ("107.400001", "USD", "2026-01-05", true, true, false),
        ("0.000001", "USD", "2026-01-05", true, false, false),
        ("-0.000001", "USD", "2026-01-05", true, true, false),
        ("110", "USD", "2026-01-05", false, false, true),
        ("110", "USD", "2026-02-05", true, false, true),
        ("110", "USD", "ayer", true, false, true),
        ("110", "EUR", "2026-01-05", true, false, true),
        ("110", "XXX", "2026-01-05", true, false, false),
        ("110", "ZZZ", "2026-01-05", true, false, false),
        ("110", "MXN", "2026-01-05", true, false, false),
        ("", "USD", "2026-01-05", true, false, false),
    ] {
        let xml = xml(tipo_cambio, moneda, fecha);
        let found = report_with(&xml, &options(rates));
        let what = (tipo_cambio, moneda, fecha, rates);
        assert_eq!(warned(&found).contains(&"CRP20216"), broken_, "{what:?}");
        assert_eq!(not_checked(&found).contains(&"CRP20216"), not_checked_, "{what:?}");
        // Off unless asked for, and with a confirmation.
        let confirmed = xml.replace("SubTotal=", "Confirmacion=\"A1234\" SubTotal=");
        for found in [report(&xml), report_with(&confirmed, &options(rates))] {
            assert!(![warned(&found), not_checked(&found)].concat().contains(&"CRP20216"), "{what:?}");
        }
    }
}

/// The most that c_TipoDeComprobante has for P is 999999999999999999.999999, in pesos.
#[test]
fn a_monto_above_the_limit_needs_a_confirmation() {
    let dormant = ValidateOptions::default().dormant(true);
    for (monto, tipo_cambio, moneda_p, broken_, not_checked_) in [
        ("999999999999999999.999999", "1", "MXN", false, false),
        ("1000000000000000000", "1", "MXN", true, false),
        ("500000000000000000", "2", "USD", true, false),
        ("499999999999999999", "2", "USD", false, false),
        ("1000000000000000000000000000000", "1", "MXN", false, true),
    ] {
        let xml = One { monto, tipo_cambio, moneda_p, ..One::default() }.untaxed("").xml();
        let found = report_with(&xml, &dormant);
        assert_eq!(warned(&found).contains(&"CRP20220"), broken_, "{monto} {moneda_p}");
        assert_eq!(not_checked(&found).contains(&"CRP20220"), not_checked_, "{monto} {moneda_p}");
        let confirmed = xml.replace("SubTotal=", "Confirmacion=\"A1234\" SubTotal=");
        for found in [report(&xml), report_with(&confirmed, &dormant)] {
            assert!(![warned(&found), not_checked(&found)].concat().contains(&"CRP20220"), "{monto} {moneda_p}");
        }
    }
}
