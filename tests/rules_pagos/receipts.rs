//! Whole documents: those that exist, those of chance, and those with several faults at once.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use frontera::{Severity, ValidateOptions};

use super::receipt::*;
use crate::support;
use crate::support::random::Random;

#[test]
fn the_base_of_the_tables_is_right() {
    assert_broken(&One::default().xml(), &[], "taxed");
    assert_broken(&One::default().untaxed("116.00").xml(), &[], "untaxed");
    let validation = frontera::validate(One::default().xml().as_bytes(), &ValidateOptions::default()).unwrap();
    let errors: Vec<_> = validation.report.findings().iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// Every payment receipt of the fixtures and of the public corpus. In one the accounts and their banks were emptied; one with a
/// stamp has neither TipoCambioP nor EquivalenciaDR, of the peso, and is warned of.
#[test]
fn receipts_that_exist_break_no_rule() {
    for path in support::fixtures().into_iter().filter(|path| is_receipt(path)) {
        assert_eq!(broken(&report(&std::fs::read_to_string(&path).unwrap())), [""; 0], "{}", path.display());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let corpus = shared.join("corpus/cfdi");
    if !corpus.exists() {
        // Straight to the terminal: the test harness swallows what a passing test prints.
        let _ = writeln!(std::io::stderr(), "SKIPPED receipts_that_exist_break_no_rule: no {}", corpus.display());
        return;
    }
    let mut seen = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        if !is_receipt(&path) {
            continue;
        }
        seen += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let emptied = name.ends_with("-008.xml");
        let expected: &[&str] = if emptied { &["CRP20225", "CRP20226"] } else { &[] };
        let report = report(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(broken(&report), expected, "{name}: {:#?}", report.findings());
        let without = name.starts_with("42d71227");
        let expected: &[&str] = if without { &["CRP20214", "CRP20238"] } else { &[] };
        assert_eq!(warned(&report), expected, "{name}");
    }
    assert!(seen >= 20, "{seen} receipts in the corpus");
}

fn is_receipt(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains("http://www.sat.gob.mx/Pagos20\""))
}

/// CRP20101 to CRP20123 are asked where the complement is; each Concepto is asked.
#[test]
fn the_comprobante_is_asked_only_with_the_complement() {
    let xml = receipt("").replace("<pago20:Pagos Version=\"2.0\"></pago20:Pagos>", "");
    let plain = xml.replace("SubTotal=\"0\"", "SubTotal=\"5\" FormaPago=\"99\"").replace("\"Pago\"", "\"Otra\"");
    assert_broken(&plain, &[], "no complement");
    let with = receipt("").replace("SubTotal=\"0\"", "SubTotal=\"5\" FormaPago=\"99\"").replace("\"Pago\"", "\"Otra\"");
    assert_broken(&with, &["CRP20103", "CRP20105", "CRP20118"], "with it");
}

#[test]
fn every_concepto_is_asked_for_everything() {
    let concepto = |attrs: &str, inside: &str| {
        let xml = One::default().xml();
        let start = xml.find("<cfdi:Concepto ").unwrap();
        let end = xml.find("</cfdi:Conceptos>").unwrap();
        format!("{}<cfdi:Concepto {attrs}>{inside}</cfdi:Concepto>{}", &xml[..start], &xml[end..])
    };
    let right = r#"ClaveProdServ="84111506" Cantidad="1" ClaveUnidad="ACT" Descripcion="Pago" ValorUnitario="0" Importe="0" ObjetoImp="01""#;
    let third = r#"<cfdi:ACuentaTerceros RfcACuentaTerceros="JUFA7608212V6" NombreACuentaTerceros="ADRIANA JUAREZ FERNANDEZ" RegimenFiscalACuentaTerceros="601" DomicilioFiscalACuentaTerceros="29133"/>"#;
    for (attrs, inside, expected) in [
        (right.to_owned(), "", &[][..]),
        (right.to_owned(), third, &[]),
        (right.to_owned(), "<cfdi:Impuestos/>", &["CRP20112"]),
        (right.to_owned(), "<cfdi:Parte/>", &["CRP20112"]),
        (right.replace("\"1\"", "\"1.000000\"").replace("\"0\"", "\"0.00\""), "", &[]),
        (right.replace("\"1\"", "\"1.000001\""), "", &["CRP20115"]),
        (right.replace("\"1\"", "\"0.999999\""), "", &["CRP20115"]),
        (right.replace("Importe=\"0\"", "Importe=\"0.01\""), "", &["CRP20120"]),
        (right.replace("Importe=\"0\"", "Importe=\"-0.01\""), "", &["CRP20120"]),
        (right.replace("84111506", ""), "", &["CRP20113"]),
        (r#"Unidad="x" NoIdentificacion="x" Descuento="x""#.to_owned(), "", &["CRP20114", "CRP20117", "CRP20121"]),
        (String::new(), "", &[]),
    ] {
        assert_broken(&concepto(&attrs, inside), expected, (&attrs, inside));
    }
    // The second of two is wrong besides being a second.
    let two = One::default()
        .xml()
        .replace("</cfdi:Conceptos>", &format!("<cfdi:Concepto {}/></cfdi:Conceptos>", right.replace("ACT", "E48")));
    assert_broken(&two, &["CRP20111", "CRP20116"], "two");
    assert_eq!(
        not_checked(&report(&concepto(&right.replace("\"1\"", &format!("\"1{}\"", "0".repeat(30))), ""))),
        ["CRP20115"]
    );
}

/// Nodes that stand twice, are missing or empty: what can be seen is judged, and nothing else.
#[test]
fn faults_of_structure_hide_no_rule() {
    for inside in ["", "<pago20:Totales/>", "<pago20:Pago/>", "<pago20:Pago><pago20:DoctoRelacionado/></pago20:Pago>"] {
        assert_broken(&receipt(inside), &[], inside);
    }
    // The second complement, payment, document and list is as good as the first.
    let wrong = One { objeto: "01", forma: "99", ..One::default() }.xml();
    let inside = |xml: &str| {
        let start = xml.find("<pago20:Pagos").unwrap();
        xml[start..xml.find("</cfdi:Complemento>").unwrap()].to_owned()
    };
    let right = One::default().xml();
    let two = right.replace("</cfdi:Complemento>", &format!("{}</cfdi:Complemento>", inside(&wrong)));
    assert_broken(&two, &["CRP20212", "CRP20247"], "two complements");
    let found = report(&two);
    let place = found.violations().find(|finding| finding.code == "CRP20212").unwrap().location.as_str().to_owned();
    assert!(place.ends_with("pago20:Pagos[2]/pago20:Pago/@FormaDePagoP"), "{place}");
    let apart = right.replace(
        "</cfdi:Complemento>",
        &format!("</cfdi:Complemento><cfdi:Complemento>{}</cfdi:Complemento>", inside(&wrong)),
    );
    assert_broken(&apart, &["CRP20212", "CRP20247"], "two nodes Complemento");
    let lists = right.replace(
        "</pago20:ImpuestosDR>",
        "</pago20:ImpuestosDR><pago20:ImpuestosDR><pago20:TrasladosDR><pago20:TrasladoDR ImpuestoDR=\"004\"/></pago20:TrasladosDR></pago20:ImpuestosDR>",
    );
    assert_broken(&lists, &["CRP20256"], "two nodes ImpuestosDR");
    // Another namespace is another complement.
    assert_broken(&wrong.replace("sat.gob.mx/Pagos20", "sat.gob.mx/Pagos21"), &[], "another namespace");
}

/// What 28 digits do not hold is told as not checked, by each rule that needs it and by no other.
#[test]
fn numbers_that_are_too_long_are_told() {
    let long = "1".repeat(40);
    let usd = One {
        moneda_p: "USD",
        tipo_cambio: "20",
        monto: "116.00",
        moneda_dr: "MXN",
        equivalencia: "20.0000000000",
        saldos: ["2320.00", "2320.00", "0.00"],
        base_dr: "2000.00",
        importe_dr: "320.00",
        totales: iva16("2000.00", "320.00", "2320.00"),
        mas_documentos: documento("USD", "1", ["0.00", "0.00", "0.00"], "01", ""),
        ..One::default()
    }
    .xml();
    assert_eq!(not_checked(&report(&usd)), [""; 0]);
    for (attribute, expected) in [
        ("TotalTrasladosBaseIVA16=\"2000.00\"", &["CRP20204"][..]),
        ("MontoTotalPagos=\"2320.00\"", &["CRP20211"]),
        ("TipoCambioP=\"20\"", &["CRP20204", "CRP20205", "CRP20211"]),
        ("Monto=\"116.00\"", &["CRP20211", "CRP20217", "CRP20275", "CRP20276", "CRP20277"]),
        ("EquivalenciaDR=\"20.0000000000\"", &["CRP20217", "CRP20268", "CRP20274", "CRP20275", "CRP20276", "CRP20277"]),
        ("ImpSaldoAnt=\"2320.00\"", &["CRP20244"]),
        ("ImpPagado=\"2320.00\"", &["CRP20217", "CRP20244", "CRP20275", "CRP20276", "CRP20277"]),
        ("BaseDR=\"2000.00\"", &["CRP20261", "CRP20268"]),
        ("ImporteDR=\"320.00\"", &["CRP20261", "CRP20274"]),
        ("BaseP=\"100.00\"", &["CRP20204", "CRP20268"]),
        ("ImporteP=\"16.00\"", &["CRP20205", "CRP20274"]),
    ] {
        assert_eq!(usd.matches(attribute).count(), 1, "{attribute}");
        let name = attribute.split('=').next().unwrap();
        let found = report(&usd.replace(attribute, &format!("{name}=\"{long}\"")));
        assert_eq!(not_checked(&found), expected, "{attribute}: {:#?}", found.findings());
    }
    let rate = report(&usd.replace("TasaOCuotaDR=\"0.160000\"", &format!("TasaOCuotaDR=\"{long}\"")));
    assert_eq!(not_checked(&rate), ["CRP20260", "CRP20261"]);
    let mxn = One::default().xml();
    let rate = report(&mxn.replace("TipoCambioP=\"1\"", &format!("TipoCambioP=\"{long}\"")));
    assert_eq!(not_checked(&rate), ["CRP20215"]);
    let rate = report(&mxn.replace("EquivalenciaDR=\"1\"", &format!("EquivalenciaDR=\"{long}\"")));
    assert_eq!(not_checked(&rate), ["CRP20238"]);
    // A rate of nothing divides nothing.
    let zero = report(&usd.replace("EquivalenciaDR=\"20.0000000000\"", "EquivalenciaDR=\"0\""));
    assert_eq!(not_checked(&zero), ["CRP20268", "CRP20274"]);
}

/// Receipts of chance are right, and wrong in the one way in which each is broken.
#[test]
fn receipts_of_chance_are_right_until_they_are_broken() {
    let mut random = Random::new(20_278);
    let taxes = ["R001", "R002", "R003", "T16", "T8", "T0", "TE", "T003"];
    for round in 0..support::from_env("FRONTERA_ROUNDS", 40) {
        let moneda_p = random.pick(&["MXN", "USD"]);
        let chosen: Vec<Vec<(&str, Vec<&str>)>> = (0..1 + random.below(3))
            .map(|_| {
                let documentos = 0..1 + random.below(3);
                documentos
                    .map(|_| {
                        let moneda = random.pick(&["MXN", "USD"]);
                        (moneda, taxes.into_iter().filter(|_| random.chance(1, 3)).collect())
                    })
                    .collect()
            })
            .collect();
        let borrowed: Vec<Vec<(&str, &[&str])>> = chosen
            .iter()
            .map(|documentos| documentos.iter().map(|(moneda, taxes)| (*moneda, taxes.as_slice())).collect())
            .collect();
        let pagos: Vec<&[(&str, &[&str])]> = borrowed.iter().map(Vec::as_slice).collect();
        let right = generated(&pagos, moneda_p);
        assert_broken(&right, &[], round);
        let breaks = [
            ("MontoTotalPagos", "CRP20211"),
            ("TotalRetencionesISR", "CRP20202"),
            ("TotalTrasladosBaseIVA16", "CRP20204"),
            ("TotalTrasladosImpuestoIVA8", "CRP20207"),
            ("TotalTrasladosBaseIVAExento", "CRP20210"),
            ("ImpSaldoInsoluto", "CRP20244"),
        ];
        for (attribute, code) in breaks.into_iter().filter(|(attribute, _)| right.contains(&format!(" {attribute}="))) {
            let wrong = match attribute {
                "ImpSaldoInsoluto" => right.replacen("ImpSaldoInsoluto=\"0\"", "ImpSaldoInsoluto=\"0.01\"", 1),
                _ => bumped(&right, attribute),
            };
            assert_broken(&wrong, &[code], (round, attribute));
        }
        let swaps = [
            ("FormaDePagoP=\"01\"", "FormaDePagoP=\"99\"", "CRP20212"),
            (" TipoCambioP=\"20\"", "", "CRP20214"),
            ("TipoCambioP=\"1\"", "TipoCambioP=\"2\"", "CRP20215"),
            ("EquivalenciaDR=\"1\"", "EquivalenciaDR=\"1.1\"", "CRP20238"),
            (" EquivalenciaDR=\"20.0000000000\"", "", "CRP20237"),
            (" EquivalenciaDR=\"0.0500000000\"", "", "CRP20237"),
            ("ObjetoImpDR=\"02\"", "ObjetoImpDR=\"01\"", "CRP20247"),
            ("ObjetoImpDR=\"01\"", "ObjetoImpDR=\"02\"", "CRP20246"),
            ("Descripcion=\"Pago\"", "Descripcion=\"Pagos\"", "CRP20118"),
        ];
        for (from, to, code) in swaps.into_iter().filter(|(from, _, _)| right.contains(from)) {
            assert_broken(&right.replacen(from, to, 1), &[code], (round, from));
        }
        for (attribute, code) in [("BaseP", "CRP20268"), ("ImporteP", "CRP20274")] {
            if right.contains(&format!(" {attribute}=")) {
                let wrong = bumped(&right, attribute);
                let found = report(&wrong);
                // The first may be of what is exempt, or withheld.
                let codes = [code, "CRP20265", "CRP20269"];
                assert!(
                    broken(&found).iter().any(|it| codes.contains(it)),
                    "{round} {attribute}: {:?}",
                    broken(&found)
                );
            }
        }
        // Half of what the documents of the first payment get.
        let start = right.find(" Monto=\"").unwrap() + 8;
        let end = start + right[start..].find('"').unwrap();
        let less = format!("{}1.00{}", &right[..start], &right[end..]);
        assert!(broken(&report(&less)).contains(&"CRP20217"), "{round}");
    }
}
