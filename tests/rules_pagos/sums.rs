//! CRP20201 to CRP20211 and CRP20262 to CRP20274: what totals and the taxes of a payment add up to.

use super::receipt::*;

/// Half a cent is rounded away from zero, once for all payments: 2 × 0.0025 pesos are half a cent.
#[test]
fn totals_are_rounded_once() {
    let mxn = |monto: &str| {
        pago(
            &[" FormaDePagoP=\"01\" MonedaP=\"USD\" TipoCambioP=\"0.25\"", &attr("Monto", monto)].concat(),
            &documento("USD", "1", ["0.01", "0.01", "0.00"], "01", ""),
        )
    };
    for (montos, total, right) in [
        (&["0.02"][..], "0.01", true),
        (&["0.02"], "0.00", false),
        (&["0.01"], "0.00", true),
        (&["0.01"], "0.01", false),
        // Rounded one by one they would be 0.
        (&["0.01", "0.01"], "0.01", true),
        (&["0.01", "0.01"], "0.00", false),
        (&["0.01", "0.01"], "0.02", false),
    ] {
        let pagos: String = montos.iter().map(|monto| mxn(monto)).collect();
        let xml = receipt(&format!("<pago20:Totales MontoTotalPagos=\"{total}\"/>{pagos}"));
        let expected: &[&str] = if right { &[] } else { &["CRP20211"] };
        assert_broken(&xml, expected, (montos, total));
    }
}

/// A total counts what is of it alone: tax, direction, factor and rate. Each is stated a cent too high.
#[test]
fn each_total_is_of_its_own_tax() {
    let all: &[(&str, &str, &str)] = &[
        ("TotalRetencionesISR", "R001", "CRP20202"),
        ("TotalRetencionesIVA", "R002", "CRP20201"),
        ("TotalRetencionesIEPS", "R003", "CRP20203"),
        ("TotalTrasladosBaseIVA16", "T16", "CRP20204"),
        ("TotalTrasladosImpuestoIVA16", "T16", "CRP20205"),
        ("TotalTrasladosBaseIVA8", "T8", "CRP20206"),
        ("TotalTrasladosImpuestoIVA8", "T8", "CRP20207"),
        ("TotalTrasladosBaseIVA0", "T0", "CRP20208"),
        ("TotalTrasladosImpuestoIVA0", "T0", "CRP20209"),
        ("TotalTrasladosBaseIVAExento", "TE", "CRP20210"),
    ];
    let right = generated(&[&[("MXN", &["R001", "R002", "R003", "T16", "T8", "T0", "TE", "T003"])]], "MXN");
    assert_broken(&right, &[], "all taxes");
    for (total, _, code) in all {
        assert_broken(&bumped(&right, total), &[code], total);
    }
    // Where one tax alone is, the others' totals are 0.
    for tax in ["R001", "R002", "R003", "T16", "T8", "T0", "TE", "T003"] {
        let right = generated(&[&[("MXN", &[tax])]], "MXN");
        assert_broken(&right, &[], tax);
        for (total, of, code) in all.iter().filter(|(_, of, _)| *of != tax) {
            let with = |value: &str| right.replace("<pago20:Totales", &format!("<pago20:Totales {total}=\"{value}\""));
            assert_broken(&with("0.00"), &[], (tax, of, total));
            assert_broken(&with("10.00"), &[code], (tax, of, total));
        }
    }
}

/// IVA of 16 % that is a quota is no IVA of 16 %, and IEPS of 8 % no IVA of 8 %.
#[test]
fn a_total_of_iva_is_of_its_factor_and_of_no_other_tax() {
    let of = |impuesto, factor, tasa, name: &str, value: &str| {
        let totales = [attr(name, value), attr("MontoTotalPagos", "116.00")].concat();
        let found = report(&One { impuesto, factor, tasa, totales, ..One::default() }.xml());
        broken(&found).iter().any(|code| ("CRP20204".."CRP20211").contains(code))
    };
    for (impuesto, factor, tasa, name, counts) in [
        ("002", "Tasa", "0.160000", "TotalTrasladosBaseIVA16", true),
        ("002", "Cuota", "0.160000", "TotalTrasladosBaseIVA16", false),
        ("002", "Tasa", "0.080000", "TotalTrasladosBaseIVA8", true),
        ("003", "Tasa", "0.080000", "TotalTrasladosBaseIVA8", false),
        ("002", "Tasa", "0.000000", "TotalTrasladosBaseIVA0", true),
        ("003", "Tasa", "0.000000", "TotalTrasladosBaseIVA0", false),
        ("002", "Exento", "", "TotalTrasladosBaseIVAExento", true),
        ("003", "Exento", "", "TotalTrasladosBaseIVAExento", false),
        ("002", "Tasa", "0.000000", "TotalTrasladosBaseIVAExento", false),
    ] {
        assert_eq!(of(impuesto, factor, tasa, name, "100.00"), !counts, "{impuesto} {factor} {tasa} {name}");
        assert_eq!(of(impuesto, factor, tasa, name, "0.00"), counts, "{impuesto} {factor} {tasa} {name}");
    }
}

/// What is missing leaves a sum open above: less than the rest is wrong, more may be right.
#[test]
fn a_sum_that_lacks_something_is_still_a_least() {
    let two = |tipo_cambio: &str, total: &str| {
        let pago = |tipo_cambio: &str| {
            pago(
                &[" FormaDePagoP=\"01\" MonedaP=\"USD\" Monto=\"10.00\"", &attr("TipoCambioP", tipo_cambio)].concat(),
                &documento("USD", "1", ["10.00", "10.00", "0.00"], "01", ""),
            )
        };
        receipt(&format!("<pago20:Totales MontoTotalPagos=\"{total}\"/>{}{}", pago("20"), pago(tipo_cambio)))
    };
    assert_broken(&two("20", "400.00"), &[], "both");
    assert_broken(&two("", "400.00"), &["CRP20214"], "one lacks its rate");
    assert_broken(&two("", "200.00"), &["CRP20214"], "one lacks its rate");
    assert_broken(&two("", "199.99"), &["CRP20211", "CRP20214"], "one lacks its rate");
    assert_broken(&two("veinte", "199.99"), &["CRP20211"], "one is no number");
    // Of documents: the rate of exchange, the amount, the kind of tax.
    let lacking = |equivalencia, importe_dr, tasa, importe_p: &'static str| {
        let second = documento(
            "USD",
            equivalencia,
            ["5.80", "5.80", "0.00"],
            "02",
            &format!(
                r#"<pago20:ImpuestosDR><pago20:TrasladosDR><pago20:TrasladoDR BaseDR="5.00" ImpuestoDR="002" TipoFactorDR="Tasa"{}{}/></pago20:TrasladosDR></pago20:ImpuestosDR>"#,
                attr("TasaOCuotaDR", tasa),
                attr("ImporteDR", importe_dr),
            ),
        );
        let totales = iva16("200.00", importe_p, "232.00");
        One { mas_documentos: second, monto: "232.00", base_p: "200.00", importe_p, totales, ..One::default() }.xml()
    };
    assert_broken(&lacking("0.0500000000", "0.80", "0.160000", "32.00"), &[], "nothing lacks");
    assert_broken(&lacking("0.0500000000", "0.80", "0.160000", "32.02"), &["CRP20274"], "nothing lacks");
    for (equivalencia, importe_dr, tasa, code) in [
        ("", "0.80", "0.160000", "CRP20237"),
        ("0.0500000000", "", "0.160000", "CRP20259"),
        ("0.0500000000", "0.80", "", "CRP20259"),
    ] {
        let what = (equivalencia, importe_dr, tasa);
        assert_broken(&lacking(equivalencia, importe_dr, tasa, "99.00"), &[code], what);
        assert_broken(&lacking(equivalencia, importe_dr, tasa, "16.00"), &[code], what);
        assert_broken(&lacking(equivalencia, importe_dr, tasa, "15.99"), &[code, "CRP20274"], what);
    }
}

/// Amounts in the payment's currency, truncated or raised to the decimals that they are written with.
///
/// By hand: 1000 ÷ 19.5123456789 is 51.249604555815, 160 ÷ 19.5123456789 is 8.199936728930; 450 ÷ 0.0512820513 is
/// 8774.999996928750, 72 ÷ 0.0512820513 is 1403.999999508600.
#[test]
fn taxes_of_a_payment_are_those_of_its_document_in_its_currency() {
    let usd_for_mxn = |base_p, importe_p| One {
        moneda_p: "USD",
        tipo_cambio: "19.5",
        monto: "59.45",
        equivalencia: "19.5123456789",
        saldos: ["1160.00", "1160.00", "0.00"],
        base_dr: "1000.00",
        importe_dr: "160.00",
        base_p,
        importe_p,
        totales: attr("MontoTotalPagos", "1159.28"),
        ..One::default()
    };
    let mxn_for_usd = |base_p, importe_p| One {
        monto: "10179.00",
        moneda_dr: "USD",
        equivalencia: "0.0512820513",
        saldos: ["522.00", "522.00", "0.00"],
        base_dr: "450.00",
        importe_dr: "72.00",
        base_p,
        importe_p,
        totales: attr("MontoTotalPagos", "10179.00"),
        ..One::default()
    };
    let missing = ["CRP20267", "CRP20273"];
    for (of, base_p, right) in [
        (0, "51.24", true),
        (0, "51.25", true),
        (0, "51.23", false),
        (0, "51.26", false),
        (0, "51.249604", true),
        (0, "51.249605", true),
        (0, "51.249603", false),
        (0, "51.249606", false),
        (0, "51", true),
        (0, "52", true),
        (0, "50", false),
        (0, "53", false),
        (1, "8774.99", true),
        (1, "8775.00", true),
        (1, "8774.98", false),
        (1, "8775.01", false),
        (1, "8774.999996", true),
        (1, "8774.999997", true),
        (1, "8774.999995", false),
        (1, "8774.999998", false),
    ] {
        let xml = if of == 0 { usd_for_mxn(base_p, "8.20").xml() } else { mxn_for_usd(base_p, "1404.00").xml() };
        let expected = if right { missing.to_vec() } else { vec!["CRP20267", "CRP20268", "CRP20273"] };
        assert_broken(&xml, &expected, base_p);
    }
    for (of, importe_p, right) in [
        (0, "8.19", true),
        (0, "8.20", true),
        (0, "8.18", false),
        (0, "8.21", false),
        (0, "8.199936", true),
        (0, "8.199937", true),
        (0, "8.199935", false),
        (0, "8.199938", false),
        (1, "1403.99", true),
        (1, "1404.00", true),
        (1, "1403.98", false),
        (1, "1404.01", false),
    ] {
        let xml = if of == 0 { usd_for_mxn("51.25", importe_p).xml() } else { mxn_for_usd("8775.00", importe_p).xml() };
        let expected = if right { missing.to_vec() } else { vec!["CRP20267", "CRP20273", "CRP20274"] };
        assert_broken(&xml, &expected, importe_p);
        // As a tax withheld of the same amount.
        let mut one = if of == 0 { usd_for_mxn("", importe_p) } else { mxn_for_usd("", importe_p) };
        one.retencion = true;
        let expected: &[&str] = if right { &["CRP20264"] } else { &["CRP20264", "CRP20265"] };
        assert_broken(&one.xml(), expected, importe_p);
    }
    // Exempt: the base alone.
    for (base_p, right) in [("51.24", true), ("51.25", true), ("51.23", false), ("51.26", false)] {
        let one = One { factor: "Exento", tasa: "", importe_dr: "", ..usd_for_mxn(base_p, "") };
        let expected: &[&str] = if right { &["CRP20267"] } else { &["CRP20267", "CRP20269"] };
        assert_broken(&one.xml(), expected, base_p);
    }
}

/// A document's amount may be cut to six decimals before it is added, so that each leaves a millionth open.
///
/// By hand: 1000 ÷ 19.5123456789 is 51.249604555815 and 333.33 ÷ 19.5123456789 is 17.083030686589: 68.332635242404 in all,
/// cut one by one 68.332634, raised one by one 68.332636.
#[test]
fn documents_of_a_sum_may_be_cut_before_it() {
    let second = |base: &str| {
        documento(
            "MXN",
            "19.5123456789",
            ["386.66", "386.66", "0.00"],
            "02",
            &format!(
                r#"<pago20:ImpuestosDR><pago20:TrasladosDR><pago20:TrasladoDR BaseDR="{base}" ImpuestoDR="002" TipoFactorDR="Exento"/></pago20:TrasladosDR></pago20:ImpuestosDR>"#
            ),
        )
    };
    for (base_p, right) in [
        ("68.332634", true),
        ("68.332635", true),
        ("68.332636", true),
        ("68.332633", false),
        ("68.332637", false),
        ("68.33", true),
        ("68.34", true),
        ("68.32", false),
        ("68.35", false),
    ] {
        let one = One {
            moneda_p: "USD",
            tipo_cambio: "19.5",
            monto: "80.00",
            equivalencia: "19.5123456789",
            saldos: ["1000.00", "1000.00", "0.00"],
            factor: "Exento",
            tasa: "",
            base_dr: "1000.00",
            importe_dr: "",
            base_p,
            importe_p: "",
            totales: attr("MontoTotalPagos", "1560.00"),
            mas_documentos: second("333.33"),
            ..One::default()
        };
        let expected: &[&str] = if right { &["CRP20267"] } else { &["CRP20267", "CRP20269"] };
        assert_broken(&one.xml(), expected, base_p);
    }
    // In one currency nothing is cut, however many decimals there are.
    for (base_p, right) in [("200.000002", true), ("200.000001", false), ("200.000003", false), ("200.00", true)] {
        let one = One {
            base_dr: "100.000001",
            base_p,
            monto: "232.00",
            importe_p: "32.00",
            mas_documentos: One { base_dr: "100.000001", ..One::default() }.documento(),
            totales: iva16("200.00", "32.00", "232.00"),
            ..One::default()
        };
        let expected: &[&str] = if right { &[] } else { &["CRP20268"] };
        assert_broken(&one.xml(), expected, base_p);
    }
}

/// Where a tax of the documents is not summed up, SAT has no code: a warning.
#[test]
fn a_tax_that_the_payment_does_not_sum_up_is_told() {
    let all = generated(&[&[("MXN", &["R001", "T16", "TE"])]], "MXN");
    let without = |start: &str, end: &str| {
        let from = all.find(start).unwrap();
        let to = from + all[from..].find(end).unwrap() + end.len();
        format!("{}{}", &all[..from], &all[to..])
    };
    assert_eq!(warned(&report(&all)), [""; 0]);
    for (xml, warned_of) in [
        (without("<pago20:RetencionesP", "</pago20:RetencionesP>"), &["CRP20265"][..]),
        (without("<pago20:TrasladosP", "</pago20:TrasladosP>"), &["CRP20268", "CRP20269"]),
        (without("<pago20:ImpuestosP", "</pago20:ImpuestosP>"), &["CRP20265", "CRP20268", "CRP20269"]),
    ] {
        let found = report(&xml);
        assert_eq!(warned(&found), warned_of, "{xml}");
        // The totals have what the payment does not.
        assert!(broken(&found).iter().all(|code| ("CRP20201".."CRP20212").contains(code)), "{:?}", broken(&found));
    }
}

/// A warning is of the kind of tax that is not summed up.
#[test]
fn what_is_not_summed_up_is_told_by_its_kind() {
    for (tax, code) in [("R002", "CRP20265"), ("T0", "CRP20268"), ("T003", "CRP20268"), ("TE", "CRP20269")] {
        let xml = generated(&[&[("MXN", &[tax])]], "MXN");
        let start = xml.find("<pago20:ImpuestosP").unwrap();
        let end = xml.find("</pago20:ImpuestosP>").unwrap() + "</pago20:ImpuestosP>".len();
        let found = report(&format!("{}{}", &xml[..start], &xml[end..]));
        assert_eq!(warned(&found), [code], "{tax}");
        let place = found.findings().iter().find(|finding| finding.code == code).unwrap().location.as_str();
        assert!(place.ends_with("pago20:Pago/pago20:ImpuestosP"), "{place}");
    }
}

/// SAT asks for one of a family of totals; where another one stands it is a warning.
#[test]
fn totals_of_taxes_are_there() {
    let all = generated(&[&[("MXN", &["R001", "R002", "T16", "T0", "TE"])]], "MXN");
    let without = |names: &[&str]| {
        names.iter().fold(all.clone(), |xml, name| {
            let start = xml.find(&format!(" {name}=\"")).unwrap();
            let end = start + xml[start..].match_indices('"').nth(1).unwrap().0 + 1;
            format!("{}{}", &xml[..start], &xml[end..])
        })
    };
    for (names, broken_, warned_) in [
        (&[][..], &[][..], &[][..]),
        (&["TotalRetencionesISR"], &[], &["CRP20264"]),
        (&["TotalRetencionesISR", "TotalRetencionesIVA"], &["CRP20264"], &[]),
        (&["TotalTrasladosBaseIVA16"], &[], &["CRP20267"]),
        (&["TotalTrasladosBaseIVA16", "TotalTrasladosBaseIVA0"], &[], &["CRP20267"]),
        (&["TotalTrasladosBaseIVA16", "TotalTrasladosBaseIVA0", "TotalTrasladosBaseIVAExento"], &["CRP20267"], &[]),
        (&["TotalTrasladosImpuestoIVA0"], &[], &["CRP20273"]),
        (&["TotalTrasladosImpuestoIVA16", "TotalTrasladosImpuestoIVA0"], &["CRP20273"], &[]),
    ] {
        let found = report(&without(names));
        assert_eq!((broken(&found), warned(&found)), (broken_.to_vec(), warned_.to_vec()), "{names:?}");
    }
    // Each of the family alone.
    for (tax, codes) in [
        ("R001", &["CRP20264"][..]),
        ("R002", &["CRP20264"]),
        ("R003", &["CRP20264"]),
        ("T16", &["CRP20267", "CRP20273"]),
        ("T8", &["CRP20267", "CRP20273"]),
        ("T0", &["CRP20267", "CRP20273"]),
        ("TE", &["CRP20267"]),
        ("T003", &[]),
    ] {
        let xml = generated(&[&[("MXN", &[tax])]], "MXN");
        let start = xml.find("<pago20:Totales").unwrap();
        let end = start + xml[start..].find('>').unwrap() + 1;
        let bare = format!("{}<pago20:Totales MontoTotalPagos=\"1000.00\"/>{}", &xml[..start], &xml[end..]);
        assert_broken(&bare, codes, tax);
        // Without the node, too.
        assert_broken(&format!("{}{}", &xml[..start], &xml[end..]), codes, tax);
    }
}
