//! The judge of drafts' arithmetic, judged: what is right gives nothing, and each fault made by hand is found.

mod support;

use support::arithmetic::{self, LAW, Written, codes, faults, faults_of_draft, limits};

/// Their figures are worked out by hand in the README beside them.
#[test]
fn the_fixtures_have_no_fault() {
    let mut checked = 0;
    for path in support::fixtures() {
        let xml = std::fs::read(&path).unwrap();
        assert_eq!(faults(&xml), [], "{}", path.display());
        checked += 1;
    }
    assert!(checked >= 48, "{checked} fixtures");
}

/// One edit each, and the codes that it must give and no other.
#[test]
fn every_rule_finds_its_fault() {
    let (mut seen, mut wrong) = (Vec::new(), Vec::new());
    for (fixture, edits, wanted) in FAULTS {
        let mut xml = String::from_utf8(support::fixture(&format!("cfdi/{fixture}.xml"))).unwrap();
        for (from, to) in *edits {
            assert!(xml.contains(from), "{fixture} has no {from}");
            xml = xml.replacen(from, to, 1);
        }
        let found = faults(xml.as_bytes());
        if codes(&found) != *wanted {
            wrong.push(format!("{fixture}: {edits:?}\n  wanted {wanted:?}\n  found {found:?}"));
        }
        seen.extend_from_slice(wanted);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let judged = [107..=112, 114..=117, 119..=119, 166..=169, 171..=186, 201..=221];
    for number in judged.into_iter().flatten() {
        assert!(seen.contains(&&*format!("CFDI40{number}")), "nothing breaks CFDI40{number}");
    }
}

type Fault = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// By hand, from the figures in `fixtures/cfdi/README.md`.
const FAULTS: &[Fault] = &[
    // SubTotal 30577.70.
    ("domestic-auto-parts-iva-16", &[("SubTotal=\"30577.70\"", "SubTotal=\"30577.700\"")], &["CFDI40107"]),
    ("domestic-auto-parts-iva-16", &[("SubTotal=\"30577.70\"", "SubTotal=\"30577.71\"")], &["CFDI40108", "CFDI40119"]),
    ("transfer-trucking", &[("SubTotal=\"0\"", "SubTotal=\"1\"")], &["CFDI40109", "CFDI40119"]),
    // Descuento 822.00 of 9852.00.
    (
        "discounts-line-and-document",
        &[("Descuento=\"822.00\"", "Descuento=\"9852.01\"")],
        &["CFDI40110", "CFDI40111", "CFDI40119"],
    ),
    ("discounts-line-and-document", &[("Descuento=\"822.00\"", "Descuento=\"822.01\"")], &["CFDI40111", "CFDI40119"]),
    ("discounts-line-and-document", &[("Descuento=\"822.00\"", "Descuento=\"822.000\"")], &["CFDI40112"]),
    ("domestic-auto-parts-iva-16", &[(" Moneda=", " Descuento=\"0.00\" Moneda=")], &["CFDI40111"]),
    ("domestic-auto-parts-iva-16", &[("TipoCambio=\"1\"", "TipoCambio=\"1.01\"")], &["CFDI40114"]),
    ("export-produce", &[("TipoCambio=\"17.8642\" ", "")], &["CFDI40115"]),
    ("transfer-trucking", &[("Moneda=\"XXX\"", "Moneda=\"XXX\" TipoCambio=\"1\"")], &["CFDI40116"]),
    ("export-produce", &[("TipoCambio=\"17.8642\"", "TipoCambio=\"17.8642001\"")], &["CFDI40117"]),
    ("export-produce", &[("TipoCambio=\"17.8642\"", "TipoCambio=\"17,8642\"")], &["CFDI40117"]),
    ("domestic-auto-parts-iva-16", &[("Total=\"35470.13\"", "Total=\"35470.14\"")], &["CFDI40119"]),
    ("domestic-auto-parts-iva-16", &[("Total=\"35470.13\"", "Total=\"35470.130\"")], &["CFDI40119"]),
    ("hotel-local-lodging-tax", &[("TotaldeTraslados=\"360.00\"", "TotaldeTraslados=\"361.00\"")], &["CFDI40119"]),
    // 48×92.50: (48−0.5)×(92.50−0.005) = 4393.5125 and (48+0.5)×(92.50+0.005) = 4486.4925.
    ("domestic-auto-parts-iva-16", &[("ValorUnitario=\"92.50\"", "ValorUnitario=\"0\"")], &["CFDI40166", "CFDI40167"]),
    ("domestic-auto-parts-iva-16", &[("ValorUnitario=\"92.50\"", "ValorUnitario=\"95.00\"")], &["CFDI40167"]),
    ("discounts-line-and-document", &[(" Descuento=\"320.00\"", " Descuento=\"320.000\"")], &["CFDI40168"]),
    (
        "discounts-line-and-document",
        &[(" Descuento=\"320.00\"", " Descuento=\"3200.01\"")],
        &["CFDI40111", "CFDI40169"],
    ),
    ("objeto-imp-03-04", &[("ObjetoImp=\"03\"", "ObjetoImp=\"02\"")], &["CFDI40171"]),
    ("domestic-auto-parts-iva-16", &[("ObjetoImp=\"02\"", "ObjetoImp=\"04\"")], &["CFDI40172"]),
    (
        "objeto-imp-03-04",
        &[("ObjetoImp=\"03\"/>", "ObjetoImp=\"06\"><cfdi:Impuestos/></cfdi:Concepto>")],
        &["CFDI40173"],
    ),
    // The first line's Base 4440.00 at 16 %: 710.40.
    ("domestic-auto-parts-iva-16", &[("Base=\"4440.00\"", "Base=\"0.00\"")], &["CFDI40174", "CFDI40180", "CFDI40215"]),
    (
        "domestic-auto-parts-iva-16",
        &[("Impuesto=\"002\"", "Impuesto=\"004\"")],
        &["CFDI40175", "CFDI40179", "CFDI40215", "CFDI40221"],
    ),
    (
        "domestic-auto-parts-iva-16",
        &[("TipoFactor=\"Tasa\"", "TipoFactor=\"Otro\"")],
        &["CFDI40176", "CFDI40179", "CFDI40215", "CFDI40221"],
    ),
    (
        "medical-consultation-exento",
        &[("TipoFactor=\"Exento\"", "TipoFactor=\"Exento\" TasaOCuota=\"0.000000\"")],
        &["CFDI40177"],
    ),
    ("domestic-auto-parts-iva-16", &[(" Importe=\"710.40\"", "")], &["CFDI40178", "CFDI40221"]),
    (
        "domestic-auto-parts-iva-16",
        &[("TasaOCuota=\"0.160000\" Importe=\"710.40\"", "TasaOCuota=\"0.150000\" Importe=\"666.00\"")],
        &["CFDI40179", "CFDI40215", "CFDI40221"],
    ),
    // (4440.00 ± 0.005) × 0.16 spans 710.3992 to 710.4008, so the limits are 710.39 and 710.41.
    ("domestic-auto-parts-iva-16", &[("Importe=\"710.40\"", "Importe=\"710.42\"")], &["CFDI40180", "CFDI40221"]),
    ("domestic-auto-parts-iva-16", &[("Importe=\"710.40\"", "Importe=\"710.38\"")], &["CFDI40180", "CFDI40221"]),
    // ISR 1000.00 and IVA 1066.67 withheld on 10000.00.
    (
        "professional-fees-retentions",
        &[("<cfdi:Retencion Base=\"10000.00\"", "<cfdi:Retencion Base=\"0.00\"")],
        &["CFDI40181", "CFDI40186"],
    ),
    (
        "professional-fees-retentions",
        &[("<cfdi:Retencion Base=\"10000.00\" Impuesto=\"001\"", "<cfdi:Retencion Base=\"10000.00\" Impuesto=\"009\"")],
        &["CFDI40182", "CFDI40185", "CFDI40211"],
    ),
    (
        "professional-fees-retentions",
        &[("Impuesto=\"001\" TipoFactor=\"Tasa\"", "Impuesto=\"001\" TipoFactor=\"Monto\"")],
        &["CFDI40183", "CFDI40185"],
    ),
    (
        "professional-fees-retentions",
        &[("Impuesto=\"001\" TipoFactor=\"Tasa\"", "Impuesto=\"001\" TipoFactor=\"Exento\"")],
        &["CFDI40184"],
    ),
    (
        "professional-fees-retentions",
        &[("TasaOCuota=\"0.100000\" Importe=\"1000.00\"", "TasaOCuota=\"0.360000\" Importe=\"3600.00\"")],
        &["CFDI40185", "CFDI40211"],
    ),
    (
        "professional-fees-retentions",
        &[("TasaOCuota=\"0.100000\" Importe=\"1000.00\"", "TasaOCuota=\"0.100000\" Importe=\"1000.02\"")],
        &["CFDI40186", "CFDI40211"],
    ),
    (
        "transfer-trucking",
        &[("</cfdi:Conceptos>", "</cfdi:Conceptos><cfdi:Impuestos TotalImpuestosTrasladados=\"0\"/>")],
        &["CFDI40201"],
    ),
    (
        "professional-fees-retentions",
        &[("TotalImpuestosRetenidos=\"2066.67\"", "TotalImpuestosRetenidos=\"2066.670\"")],
        &["CFDI40202"],
    ),
    (
        "professional-fees-retentions",
        &[
            ("TotalImpuestosRetenidos=\"2066.67\"", "TotalImpuestosRetenidos=\"2066.68\""),
            ("Total=\"9533.33\"", "Total=\"9533.32\""),
        ],
        &["CFDI40203"],
    ),
    (
        "domestic-auto-parts-iva-16",
        &[("TotalImpuestosTrasladados=\"4892.43\"", "TotalImpuestosTrasladados=\"4892.430\"")],
        &["CFDI40204"],
    ),
    (
        "domestic-auto-parts-iva-16",
        &[
            ("TotalImpuestosTrasladados=\"4892.43\"", "TotalImpuestosTrasladados=\"4892.44\""),
            ("Total=\"35470.13\"", "Total=\"35470.14\""),
        ],
        &["CFDI40205"],
    ),
    (
        "professional-fees-retentions",
        &[(" TotalImpuestosRetenidos=\"2066.67\"", ""), ("Total=\"9533.33\"", "Total=\"11600.00\"")],
        &["CFDI40206", "CFDI40209"],
    ),
    (
        "professional-fees-retentions",
        &[(
            "<cfdi:Retencion Impuesto=\"001\" Importe=\"1000.00\"/>",
            "<cfdi:Retencion Impuesto=\"009\" Importe=\"1000.00\"/>",
        )],
        &["CFDI40207", "CFDI40211"],
    ),
    (
        "professional-fees-retentions",
        &[(
            "<cfdi:Retencion Impuesto=\"001\" Importe=\"1000.00\"/>",
            "<cfdi:Retencion Impuesto=\"002\" Importe=\"1000.00\"/>",
        )],
        &["CFDI40208", "CFDI40211"],
    ),
    (
        "professional-fees-retentions",
        &[(
            "<cfdi:Retencion Impuesto=\"001\" Importe=\"1000.00\"/>",
            "<cfdi:Retencion Impuesto=\"001\" Importe=\"1000.000\"/>",
        )],
        &["CFDI40210"],
    ),
    (
        "professional-fees-retentions",
        &[
            (
                "<cfdi:Retencion Impuesto=\"001\" Importe=\"1000.00\"/>",
                "<cfdi:Retencion Impuesto=\"001\" Importe=\"1000.01\"/>",
            ),
            ("TotalImpuestosRetenidos=\"2066.67\"", "TotalImpuestosRetenidos=\"2066.68\""),
            ("Total=\"9533.33\"", "Total=\"9533.32\""),
        ],
        &["CFDI40211"],
    ),
    (
        "domestic-auto-parts-iva-16",
        &[(" TotalImpuestosTrasladados=\"4892.43\"", ""), ("Total=\"35470.13\"", "Total=\"30577.70\"")],
        &["CFDI40212"],
    ),
    // In an exempt document every Traslado of the lines has its Base; the summary's is the last.
    ("medical-consultation-exento", &[("<cfdi:Traslado Base=\"2150.00\"", "<cfdi:Traslado")], &["CFDI40213"]),
    ("domestic-auto-parts-iva-16", &[("Base=\"30577.70\"", "Base=\"30577.700\"")], &["CFDI40214"]),
    ("domestic-auto-parts-iva-16", &[("Base=\"30577.70\"", "Base=\"30577.71\"")], &["CFDI40215"]),
    ("medical-consultation-exento", &[("Base=\"2150.00\"", "Base=\"2150.01\"")], &["CFDI40216"]),
    (
        "domestic-auto-parts-iva-16",
        &[("Base=\"30577.70\" Impuesto=\"002\"", "Base=\"30577.70\" Impuesto=\"008\"")],
        &["CFDI40215", "CFDI40217", "CFDI40219", "CFDI40221"],
    ),
    // A second row of the same rate in another spelling.
    (
        "domestic-auto-parts-iva-16",
        &[(
            "<cfdi:Traslado Base=\"30577.70\" Impuesto=\"002\" TipoFactor=\"Tasa\" TasaOCuota=\"0.160000\" Importe=\"4892.43\"/>",
            "<cfdi:Traslado Base=\"30577.70\" Impuesto=\"002\" TipoFactor=\"Tasa\" TasaOCuota=\"0.160000\" Importe=\"4892.43\"/>\
             <cfdi:Traslado Base=\"0.00\" Impuesto=\"002\" TipoFactor=\"Tasa\" TasaOCuota=\"0.16\" Importe=\"0.00\"/>",
        )],
        &["CFDI40215", "CFDI40218", "CFDI40221"],
    ),
    (
        "domestic-auto-parts-iva-16",
        &[(
            "Base=\"30577.70\" Impuesto=\"002\" TipoFactor=\"Tasa\" TasaOCuota=\"0.160000\"",
            "Base=\"30577.70\" Impuesto=\"002\" TipoFactor=\"Tasa\" TasaOCuota=\"0.170000\"",
        )],
        &["CFDI40215", "CFDI40219", "CFDI40221"],
    ),
    ("domestic-auto-parts-iva-16", &[("Importe=\"4892.43\"/>", "Importe=\"4892.430\"/>")], &["CFDI40220"]),
    (
        "domestic-auto-parts-iva-16",
        &[
            ("Importe=\"4892.43\"/>", "Importe=\"4892.44\"/>"),
            ("TotalImpuestosTrasladados=\"4892.43\"", "TotalImpuestosTrasladados=\"4892.44\""),
            ("Total=\"35470.13\"", "Total=\"35470.14\""),
        ],
        &["CFDI40221"],
    ),
];

/// Half an odd cent, zeros that widen nothing and zeros that narrow the limits: 3.5 of SAT's guide.
#[test]
fn limits_follow_what_is_written() {
    let cases = [
        // (10−0.5)×(45.00−0.005)=427.4525; (10+0.5)×(45.00+0.005)=472.5525 less next to nothing.
        ("10", "45.00", 2, "427.45", "472.56"),
        // (10.00−0.005)×44.995=449.725025; 10.005×45.005=450.275025.
        ("10.00", "45.00", 2, "449.72", "450.28"),
        // 12×1842.5=22110 and 13×1843.5=23965.5, of which the halves of decimals: (12.5−0.05)×1842.5=22939.125; 12.55×1843.5=23135.925.
        ("12.5", "1843", 0, "22939", "23136"),
        ("1234567", "0.000123", 2, "151.23", "152.47"),
    ];
    for (quantity, price, d, low, high) in cases {
        let [quantity, price] = [quantity, price].map(|literal| Written::parse(literal).unwrap());
        let wanted = (low.parse().unwrap(), high.parse().unwrap());
        assert_eq!(limits(quantity, price, d), wanted, "{quantity:?} × {price:?}");
    }
}

/// Every literal that the XSD allows, and no other.
#[test]
fn numbers_are_read_as_written() {
    let wide = format!("100.{}", "0".repeat(30));
    for (literal, value, decimals) in [
        ("+1", "1", 0),
        ("01.0", "1", 1),
        ("1.", "1", 0),
        (".5", "0.5", 1),
        ("-0.10", "-0.1", 2),
        (wide.as_str(), "100", 30),
    ] {
        let read = Written::parse(literal).unwrap();
        assert_eq!((read.value, read.decimals), (value.parse().unwrap(), decimals), "{literal}");
    }
    for none in ["", ".", "1e3", "1,5", "--1", "1.2.3", "+-1", " "] {
        assert_eq!(Written::parse(none), None, "{none:?}");
    }
}

/// IVA without the IEPS in its base passes every rule of the matrix and is against the law.
#[test]
fn bases_are_those_of_the_law() {
    let xml = String::from_utf8(support::fixture("cfdi/tequila-ieps-53.xml")).unwrap();
    assert_eq!(faults_of_draft(xml.as_bytes()), []);
    // 12000.00 and 6000.00 instead of 18360.00 and 9180.00: IVA 1920.00+960.00=2880.00, transferred 12420.00, Total 30420.00.
    let mut wrong = xml;
    for (from, to) in [
        ("Base=\"18360.00\"", "Base=\"12000.00\""),
        ("Importe=\"2937.60\"", "Importe=\"1920.00\""),
        ("Base=\"9180.00\"", "Base=\"6000.00\""),
        ("Importe=\"1468.80\"", "Importe=\"960.00\""),
        ("Base=\"27540.00\"", "Base=\"18000.00\""),
        ("Importe=\"4406.40\"", "Importe=\"2880.00\""),
        ("TotalImpuestosTrasladados=\"13946.40\"", "TotalImpuestosTrasladados=\"12420.00\""),
        ("Total=\"31946.40\"", "Total=\"30420.00\""),
    ] {
        assert!(wrong.contains(from), "{from}");
        wrong = wrong.replace(from, to);
    }
    assert_eq!(faults(wrong.as_bytes()), []);
    assert_eq!(codes(&faults_of_draft(wrong.as_bytes())), [LAW]);
    assert_eq!(arithmetic::round("199.125".parse().unwrap(), 2), "199.13".parse().unwrap());
}
