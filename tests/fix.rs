//! `fix`: what has one answer is mended, everything else stays as it is, and is told.
//!
//! The expected documents are the fixtures, whose figures were worked out by hand (fixtures/cfdi/README.md): each is broken in
//! places that follow from the lines, and must come back byte for byte.

mod support;

use frontera::{Event, Fixed, Lang, Severity, ValidateOptions};
use support::fixture;

fn fix(text: &str) -> Fixed {
    frontera::fix(text.as_bytes(), &ValidateOptions::default()).unwrap()
}

fn changes(fixed: &Fixed) -> Vec<(&str, &str, &str)> {
    let derived = fixed.report.findings().iter().filter(|finding| finding.event == Event::Derived);
    let of = |finding: &'_ frontera::Finding| finding.code.as_str();
    derived
        .map(|finding| {
            let path = finding.location.as_str().trim_start_matches("/cfdi:Comprobante/");
            (of(finding), path, finding.values.expected.as_deref().unwrap_or_default())
        })
        .collect()
}

fn edited(base: &str, edits: &[(&str, &str)]) -> (String, String) {
    let right = String::from_utf8(fixture(base)).unwrap();
    let mut wrong = right.clone();
    for (from, to) in edits {
        assert_eq!(wrong.matches(from).count(), 1, "{base}: {from}");
        wrong = wrong.replacen(from, to, 1);
    }
    (right, wrong)
}

/// Every draft of the fixtures is right as it is.
#[test]
fn a_right_draft_is_not_touched() {
    let mut drafts = 0;
    for path in support::fixtures() {
        let bytes = std::fs::read(&path).unwrap();
        let fixed = frontera::fix(&bytes, &ValidateOptions::default()).unwrap();
        match fixed.output {
            Some(output) => {
                drafts += 1;
                assert_eq!(fixed.changes, 0, "{}: {:#?}", path.display(), fixed.report);
                assert!(output == bytes, "{}", path.display());
            }
            None => assert!(fixed.report.has_errors(), "{}", path.display()),
        }
    }
    assert!(drafts > 25, "{drafts}");
}

#[test]
#[allow(clippy::type_complexity, reason = "a table of cases")]
fn totals_and_summary_come_back_as_they_were_worked_out_by_hand() {
    // (fixture, what is broken, the places that change)
    let cases: &[(&str, &[(&str, &str)], &[&str])] = &[
        ("cfdi/maquila-services-export.xml", &[(r#"SubTotal="14318.60""#, r#"SubTotal="14318.6000""#)], &["@SubTotal"]),
        (
            "cfdi/discounts-line-and-document.xml",
            &[(r#"Descuento="822.00""#, r#"Descuento="820.00""#), (r#"Total="10474.80""#, r#"Total="1""#)],
            &["@Descuento", "@Total"],
        ),
        (
            "cfdi/resin-six-decimals.xml",
            &[
                (r#" SubTotal="9997.96""#, r#" SubTotal="9997.9606""#),
                (r#"TotalImpuestosTrasladados="1599.67""#, r#"TotalImpuestosTrasladados="1599.68""#),
                (r#"TasaOCuota="0.160000" Importe="1599.67""#, r#"TasaOCuota="0.160000" Importe="1599.673696""#),
            ],
            &[
                "@SubTotal",
                "cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Importe",
                "cfdi:Impuestos/@TotalImpuestosTrasladados",
            ],
        ),
        (
            "cfdi/rent-cuenta-predial.xml",
            &[(r#"TotalImpuestosRetenidos="5786.68""#, r#"TotalImpuestosRetenidos="5786.67""#)],
            &["cfdi:Impuestos/@TotalImpuestosRetenidos"],
        ),
        ("cfdi/hotel-local-lodging-tax.xml", &[(r#" Total="14280.00""#, r#" Total="13920.00""#)], &["@Total"]),
        ("cfdi/transfer-trucking.xml", &[(r#" Total="0""#, r#" Total="12.50""#)], &["@Total"]),
        (
            "cfdi/medical-consultation-exento.xml",
            &[(r#"<cfdi:Traslado Base="2150.00" Impuesto="002""#, r#"<cfdi:Traslado Base="2150.5" Impuesto="002""#)],
            &["cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Base"],
        ),
        (
            "cfdi/software-services-export-cad.xml",
            &[
                (r#"RegimenFiscalReceptor="616""#, r#"RegimenFiscalReceptor="601""#),
                (r#"UsoCFDI="S01""#, r#"UsoCFDI="G03""#),
                (r#"DomicilioFiscalReceptor="64000""#, r#"DomicilioFiscalReceptor="78701""#),
            ],
            &[
                "cfdi:Receptor/@RegimenFiscalReceptor",
                "cfdi:Receptor/@UsoCFDI",
                "cfdi:Receptor/@DomicilioFiscalReceptor",
            ],
        ),
        (
            "cfdi/medical-devices-maquila-return.xml",
            &[(r#"NumRegIdTrib="00"#, r#"NumRegIdTrib="00-"#)],
            &["cfdi:Receptor/@NumRegIdTrib"],
        ),
    ];
    for (base, edits, places) in cases {
        let (right, wrong) = edited(base, edits);
        let fixed = fix(&wrong);
        let found: Vec<_> = changes(&fixed).into_iter().map(|change| change.1.to_owned()).collect();
        assert_eq!(&found, places, "{base}");
        assert_eq!(fixed.changes, places.len(), "{base}");
        assert_eq!(String::from_utf8(fixed.output.unwrap()).unwrap(), right, "{base}");
        assert!(!fixed.report.has_errors(), "{base}");
    }
}

/// Attributes that must be there, and one that must not.
#[test]
fn what_is_missing_is_put_in_and_what_nothing_adds_up_to_is_taken_out() {
    let (_, wrong) = edited(
        "cfdi/discounts-line-and-document.xml",
        &[(r#" Descuento="822.00""#, ""), (r#" TotalImpuestosTrasladados="1444.80""#, "")],
    );
    let fixed = fix(&wrong);
    let expected = [
        ("FRO-FIX-007", "@Descuento", "822.00"),
        ("FRO-FIX-007", "cfdi:Impuestos/@TotalImpuestosTrasladados", "1444.80"),
    ];
    assert_eq!(changes(&fixed), expected);
    assert!(!fixed.report.has_errors(), "{:#?}", fixed.report);

    let (right, wrong) = edited(
        "cfdi/maquila-services-export.xml",
        &[(r#" Total="14318.60""#, r#" Descuento="5.00" Total="14318.60""#)],
    );
    let fixed = fix(&wrong);
    assert_eq!(changes(&fixed), [("FRO-FIX-008", "@Descuento", "")]);
    assert_eq!(String::from_utf8(fixed.output.unwrap()).unwrap(), right);
}

/// Whoever is owed a discount or taxes does not lose them: the document says one thing and its lines another.
#[test]
fn what_stands_on_no_line_is_left_to_its_owner() {
    let (_, discount) = edited(
        "cfdi/maquila-services-export.xml",
        &[(r#" Total="14318.60""#, r#" Descuento="5.00" Total="14313.60""#)],
    );
    let (_, taxes) = edited(
        "cfdi/objeto-imp-03-04.xml",
        &[
            (
                r#"</cfdi:Conceptos>"#,
                r#"</cfdi:Conceptos><cfdi:Impuestos TotalImpuestosTrasladados="680.08"><cfdi:Traslados><cfdi:Traslado Base="4250.50" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="680.08"/></cfdi:Traslados></cfdi:Impuestos>"#,
            ),
            (r#" Total="4250.50""#, r#" Total="4930.58""#),
        ],
    );
    for (wrong, place) in [(discount, "/@Descuento"), (taxes, "/cfdi:Impuestos")] {
        let fixed = fix(&wrong);
        let told = fixed.report.findings().iter().find(|finding| finding.code == "FRO-FIX-009").expect("told");
        assert!(told.location.as_str().ends_with(place), "{told:?}");
        assert_eq!((fixed.changes, fixed.output.as_deref()), (0, Some(wrong.as_bytes())));
    }
}

/// The summary is made from the lines where its rows are others: 10000 at 16 %, ISR 10 %, two thirds of IVA.
#[test]
fn a_summary_is_written_anew() {
    let base = "cfdi/rent-cuenta-predial.xml";
    let right = String::from_utf8(fixture(base)).unwrap();
    let start = right.rfind("<cfdi:Impuestos").unwrap();
    let end = right.rfind("</cfdi:Impuestos>").unwrap() + "</cfdi:Impuestos>".len();
    let indent = &right[right[..start].rfind('>').unwrap() + 1..start];
    let without = format!("{}{}", &right[..start - indent.len()], &right[end..]);
    let fixed = fix(&without);
    assert_eq!(changes(&fixed), [("FRO-FIX-006", "cfdi:Impuestos", "")]);
    assert!(!fixed.report.has_errors(), "{:#?}", fixed.report);
    // The order of rows is by tax; the fixture's is the same.
    assert_eq!(String::from_utf8(fixed.output.unwrap()).unwrap(), right);

    let twice = right.replace(
        r#"<cfdi:Retencion Impuesto="001" Importe="2800.00"/>"#,
        r#"<cfdi:Retencion Impuesto="001" Importe="1400.00"/><cfdi:Retencion Impuesto="001" Importe="1400.00"/>"#,
    );
    assert_ne!(twice, right);
    assert_eq!(String::from_utf8(fix(&twice).output.unwrap()).unwrap(), right);
}

/// A line that contradicts itself has several answers: nothing that follows from it is touched.
#[test]
fn lines_are_never_changed() {
    for edits in [
        &[(r#"Importe="13893.60" ObjetoImp"#, r#"Importe="13993.60" ObjetoImp"#)][..],
        &[(
            r#"Base="13893.60" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0.00""#,
            r#"Base="13893.60" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="5.00""#,
        )],
        &[(r#"Importe="425.00" ObjetoImp"#, r#"Importe="x" ObjetoImp"#)],
        &[(r#"Importe="425.00" ObjetoImp"#, r#"Importe="425.00" Descuento="425.01" ObjetoImp"#)],
    ] {
        let (_, wrong) = edited("cfdi/maquila-services-export.xml", edits);
        let fixed = fix(&wrong);
        assert_eq!(fixed.changes, 0, "{edits:?}");
        let told = fixed.report.findings().iter().find(|finding| finding.code == "FRO-FIX-005").expect("told");
        assert_eq!(told.severity, Severity::Warning);
        assert!(told.location.as_str().contains("cfdi:Concepto"), "{told:?}");
        assert_eq!(String::from_utf8(fixed.output.unwrap()).unwrap(), wrong);
    }
}

#[test]
fn a_sealed_document_is_refused() {
    for base in ["cfdi/professional-fees-retentions.xml", "cfdi/export-produce.xml"] {
        let fixed = fix(&String::from_utf8(fixture(base)).unwrap().replace(" Total=\"", " Total=\"1"));
        assert_eq!((fixed.output, fixed.changes), (None, 0));
        assert_eq!(fixed.report.findings()[0].code, "FRO-FIX-001");
    }
    let error = frontera::fix(&fixture("cfdi33/export-avocado-33.xml"), &ValidateOptions::default()).unwrap_err();
    assert!(error.message().contains("CFDI 3.3"), "{error}");
}

/// Nine digits may be a social security number.
#[test]
fn tax_numbers_are_not_told() {
    let (_, wrong) =
        edited("cfdi/medical-devices-maquila-return.xml", &[(r#"NumRegIdTrib="00"#, r#"NumRegIdTrib="00-"#)]);
    let number = wrong.split("NumRegIdTrib=\"").nth(1).unwrap().split('"').next().unwrap();
    let bare = number.replace('-', "");
    for finding in fix(&wrong).report.findings() {
        for text in [finding.message(Lang::En), finding.help(Lang::En), serde_json::to_string(finding).unwrap()] {
            assert!(!text.contains(number) && !text.contains(&bare), "{text}");
        }
    }
}

/// An empty document, one without lines, nodes in the wrong place: no panic, no change that is not told.
#[test]
fn bad_input_is_left_alone() {
    for xml in [
        r#"<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4"/>"#,
        r#"<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" TipoDeComprobante="I" Moneda="MXN"><cfdi:Conceptos/></cfdi:Comprobante>"#,
        r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/4" TipoDeComprobante="T" Moneda="XXX"/>"#,
        r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/4" TipoDeComprobante="I" Moneda="MXN"><Conceptos><Concepto Cantidad="1" ValorUnitario="1" Importe="1"><Impuestos><Traslados><Traslado Base="1" Impuesto="&lt;" TipoFactor="Tasa" TasaOCuota="0" Importe="0"/></Traslados></Impuestos></Concepto></Conceptos></Comprobante>"#,
    ] {
        let fixed = fix(xml);
        assert_eq!(fixed.changes, changes(&fixed).len(), "{xml}");
        let output = fixed.output.unwrap();
        assert_eq!(fixed.changes == 0, output == xml.as_bytes(), "{xml}");
        assert!(fix(&String::from_utf8(output).unwrap()).changes == 0, "mending what is mended changes nothing");
    }
}
