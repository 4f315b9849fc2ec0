//! CRP20245 to CRP20274: rates, limits and what is taxed of a document.

use frontera::ValidateOptions;
use frontera::catalog::Catalogs;

use super::receipt::*;

/// By hand: (100.00 ± 0.005) × 0.16 spans 15.9992 to 16.0008 (with two decimals 15.99 to 16.01, with none 15 to 17); with a
/// base of four decimals 15.999992 to 16.000008.
#[test]
fn taxes_of_a_document_are_inside_the_limits_of_their_base() {
    let cases = [
        ("100.00", "0.160000", "15.99", "16.01", "15.98", "16.02"),
        ("100.00", "0.16", "15.9992", "16.0008", "15.9991", "16.0009"),
        ("100.00", "0.160000", "15", "17", "14", "18"),
        ("100.0000", "0.160000", "15.999992", "16.000008", "15.999991", "16.000009"),
        ("100.00", "0.080000", "7.99", "8.01", "7.98", "8.02"),
        ("100.00", "0.000000", "0.00", "0.00", "-0.01", "0.01"),
    ];
    for (base_dr, tasa, least, most, less, more) in cases {
        for (importe, right) in [(least, true), (most, true), (less, false), (more, false)] {
            let one = One {
                base_dr,
                tasa,
                importe_dr: importe,
                base_p: base_dr,
                importe_p: importe,
                totales: attr("MontoTotalPagos", "116.00"),
                ..One::default()
            };
            let expected: &[&str] =
                if right { &["CRP20267", "CRP20273"] } else { &["CRP20261", "CRP20267", "CRP20273"] };
            assert_broken(&one.xml(), expected, (base_dr, tasa, importe));
            let withheld = One { retencion: true, ..one };
            let expected: &[&str] = if right { &["CRP20264"] } else { &["CRP20254", "CRP20264"] };
            assert_broken(&withheld.xml(), expected, (base_dr, tasa, importe));
        }
    }
}

/// What is exempt has no amount that could be wrong by a rate; that both stand is another fault.
#[test]
fn an_exempt_tax_has_no_limits() {
    let one = One { factor: "Exento", importe_dr: "99.00", importe_p: "", ..One::default() };
    let totales = attr("TotalTrasladosBaseIVAExento", "100.00") + &attr("MontoTotalPagos", "116.00");
    assert_broken(&One { totales, ..one.clone() }.xml(), &["CRP20258", "CRP20266"], "transferred");
    let withheld = One { retencion: true, importe_p: "99.00", totales: attr("TotalRetencionesIVA", "99.00"), ..one };
    assert_broken(&withheld.xml(), &["CRP20252"], "withheld");
}

/// SAT's c_TasaOCuota: fixed rates, ranges with both ends, direction; the quota of IEPS of this release is of 2026.
#[test]
fn rates_are_those_of_the_catalogue() {
    // Tax, factor, rate, and whether it can be transferred and withheld.
    for (impuesto, factor, tasa, transferred, withheld) in [
        ("002", "Tasa", "0.160000", true, true),
        ("002", "Tasa", "0.16", true, true),
        ("002", "Tasa", "0.080000", true, true),
        ("002", "Tasa", "0.000000", true, true),
        ("002", "Tasa", "0.106667", false, true),
        ("002", "Tasa", "0.160001", false, false),
        ("002", "Cuota", "0.160000", false, false),
        ("001", "Tasa", "0.100000", false, true),
        ("001", "Tasa", "0.350000", false, true),
        ("001", "Tasa", "0.350001", false, false),
        ("003", "Tasa", "0.080000", true, true),
        ("003", "Tasa", "0.030000", true, false),
        ("003", "Tasa", "0.160000", false, false),
        ("003", "Cuota", "72.160500", true, true),
        ("003", "Cuota", "72.160501", false, false),
    ] {
        for (retencion, right) in [(false, transferred), (true, withheld)] {
            let one = One { retencion, impuesto, factor, tasa, ..One::default() };
            let found = report(&one.xml());
            let rates: Vec<_> =
                broken(&found).into_iter().filter(|code| ["CRP20253", "CRP20260", "CRP20272"].contains(code)).collect();
            let expected: &[&str] = match (right, retencion) {
                (true, _) => &[],
                (false, true) => &["CRP20253"],
                (false, false) => &["CRP20260", "CRP20272"],
            };
            assert_eq!(rates, expected, "{impuesto} {factor} {tasa} {retencion}");
        }
    }
    // An unknown tax or factor has a code of its own, and what is not there has no rate.
    for (impuesto, factor, tasa) in [("009", "Tasa", "0.160000"), ("002", "Otro", "0.5"), ("002", "Tasa", "")] {
        let found = report(&One { impuesto, factor, tasa, ..One::default() }.xml());
        assert!(
            !broken(&found).iter().any(|code| ["CRP20260", "CRP20272"].contains(code)),
            "{impuesto} {factor} {tasa}"
        );
    }
    let quota = One { impuesto: "003", factor: "Cuota", tasa: "0.160000", ..One::default() };
    let quota = One { totales: attr("MontoTotalPagos", "116.00"), ..quota }.xml();
    assert_eq!(broken(&report(&quota)), [""; 0]);
    let before = quota.replace("Fecha=\"2026-03-02", "Fecha=\"2025-12-31");
    let found = report(&before);
    assert_eq!((broken(&found), not_checked(&found)), (vec![], vec!["CRP20260", "CRP20272"]));
}

/// A rate that has ended may be of an invoice from before; a code that has ended may not.
#[test]
fn a_rate_that_has_ended_is_one_all_the_same() {
    let table = |until: &str| {
        format!(
            "frontera-catalogs\t1\n[c_TasaOCuota]\ncode\ttipo\tminimo\tvalor\timpuesto\tfactor\ttraslado\tretencion\tfrom\tuntil\n\
             x\tFijo\t\t0.160000\t002\tTasa\t1\t\t2022-01-01\t{until}\n"
        )
    };
    for until in ["", "2026-01-31"] {
        let catalogs = Catalogs::builtin().load(table(until).as_bytes()).unwrap();
        let found = report_with(&One::default().xml(), &ValidateOptions::default().catalogs(catalogs));
        assert_eq!((broken(&found), not_checked(&found)), (vec![], vec![]), "{until}");
    }
}

/// SAT's matrix of ObjetoImpDR: 01, 03, 04, 05 without taxes; 02 with them; 06 and 08 with ISR withheld at most; 07 with a
/// transfer of IEPS and nothing of IVA.
#[test]
fn what_is_taxed_of_a_document_fits_its_objeto_imp() {
    let forbidden =
        |objeto: &'static str| [(objeto, &[][..], ""), (objeto, &["T16"], "CRP20247"), (objeto, &["R001"], "CRP20247")];
    let nothing_but_isr = |objeto: &'static str| {
        [
            (objeto, &[][..], ""),
            (objeto, &["R001"], ""),
            (objeto, &["T16"], "CRP20278"),
            (objeto, &["TE"], "CRP20278"),
            (objeto, &["T003"], "CRP20278"),
            (objeto, &["R002"], "CRP20278"),
            (objeto, &["R003"], "CRP20278"),
            (objeto, &["R001", "R003"], "CRP20278"),
        ]
    };
    let mut cases = vec![
        ("02", &[][..], "CRP20246"),
        ("02", &["T16"], ""),
        ("02", &["R001"], ""),
        ("07", &[], "CRP20279"),
        ("07", &["T003"], ""),
        ("07", &["T003", "R001"], ""),
        ("07", &["T003", "R003"], ""),
        ("07", &["T003", "R001", "R003"], ""),
        ("07", &["T003", "R002"], "CRP20279"),
        ("07", &["T003", "T16"], "CRP20279"),
        ("07", &["R003"], "CRP20279"),
        ("07", &["R001"], "CRP20279"),
        ("09", &["T16"], "CRP20245"),
        ("", &["T16"], ""),
    ];
    cases.extend(["01", "03", "04", "05"].into_iter().flat_map(forbidden));
    cases.extend(["06", "08"].into_iter().flat_map(nothing_but_isr));
    for (objeto, taxes, code) in cases {
        let xml = generated(&[&[("MXN", taxes)]], "MXN");
        let written = if taxes.is_empty() { "01" } else { "02" };
        let xml = xml.replace(&attr("ObjetoImpDR", written), &attr("ObjetoImpDR", objeto));
        let expected: Vec<_> = [code].into_iter().filter(|code| !code.is_empty()).collect();
        assert_broken(&xml, &expected, (objeto, taxes));
    }
}

#[test]
fn what_a_transfer_of_the_payment_has_depends_on_its_factor() {
    let found = |factor, tasa, importe_p| {
        let one = One {
            factor,
            tasa,
            importe_p,
            importe_dr: if tasa == "0.000000" { "0.00" } else { "16.00" },
            ..One::default()
        };
        let report = report(&one.xml());
        (broken(&report).contains(&"CRP20266"), warned(&report).contains(&"CRP20266"))
    };
    for (factor, tasa, importe_p, expected) in [
        ("Tasa", "0.160000", "16.00", (false, false)),
        ("Tasa", "", "16.00", (true, false)),
        ("Tasa", "0.160000", "", (true, false)),
        ("Tasa", "0.000000", "", (false, true)),
        ("Tasa", "", "", (true, false)),
        ("Cuota", "0.160000", "", (true, false)),
        ("Exento", "", "", (false, false)),
        ("Exento", "0.000000", "", (true, false)),
        ("Exento", "", "0.00", (true, false)),
        ("Otro", "", "", (false, false)),
        ("", "0.160000", "16.00", (true, false)),
    ] {
        assert_eq!(found(factor, tasa, importe_p), expected, "{factor} {tasa} {importe_p}");
    }
}

/// 0.16 and 0.160000 are one rate; another tax or factor, or another payment, is another one.
#[test]
fn a_combination_stands_once_in_a_payment() {
    let more = |attrs: &str| {
        One { mas_traslados: format!("<pago20:TrasladoP BaseP=\"100.00\" {attrs}/>"), ..One::default() }.xml()
    };
    let once = |xml: &str| !broken(&report(xml)).contains(&"CRP20271");
    assert!(!once(&more(r#"ImpuestoP="002" TipoFactorP="Tasa" TasaOCuotaP="0.16" ImporteP="16.00""#)));
    assert!(once(&more(r#"ImpuestoP="002" TipoFactorP="Tasa" TasaOCuotaP="0.08" ImporteP="16.00""#)));
    assert!(once(&more(r#"ImpuestoP="003" TipoFactorP="Tasa" TasaOCuotaP="0.16" ImporteP="16.00""#)));
    assert!(once(&more(r#"ImpuestoP="002" TipoFactorP="Cuota" TasaOCuotaP="0.16" ImporteP="16.00""#)));
    assert!(once(&more(r#"ImpuestoP="002" TipoFactorP="Exento""#)));
    assert!(once(&more(r#"ImpuestoP="002" TipoFactorP="Tasa""#)));
    let exempt = r#"<pago20:TrasladoP BaseP="100.00" ImpuestoP="002" TipoFactorP="Exento"/>"#;
    assert!(!once(&One { mas_traslados: exempt.repeat(2), ..One::default() }.xml()));
    // An exempt one that has a rate is exempt.
    let rated = exempt.replace("\"Exento\"", "\"Exento\" TasaOCuotaP=\"0.000000\"");
    assert!(!once(&One { mas_traslados: format!("{exempt}{rated}"), ..One::default() }.xml()));
    let two = generated(&[&[("MXN", &["R001", "T16"])], &[("MXN", &["R001", "T16"])]], "MXN");
    assert_broken(&two, &[], "in two payments");
    let withheld = two.replacen(
        "</pago20:RetencionesP>",
        "<pago20:RetencionP ImpuestoP=\"002\" ImporteP=\"0\"/><pago20:RetencionP ImpuestoP=\"002\" ImporteP=\"0\"/></pago20:RetencionesP>",
        1,
    );
    assert!(broken(&report(&withheld)).contains(&"CRP20263"));
}
