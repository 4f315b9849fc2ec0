//! The summary, and what cannot be computed.

use std::collections::BTreeSet;

use frontera::Event;

use super::{Edits, asking, codes, edited, report, text, verdict_alone, violated};

/// By hand, from the rows 40201 to 40221; `software` has two lines of 0 %, 8400.00 and 4015.00, `medical` two exempt ones,
/// 950.00 and 1200.00.
#[test]
fn the_summary_follows_the_lines() {
    const LINE: &str = r#"<cfdi:Traslado Base="4015.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000""#;
    const ROW: &str = r#"<cfdi:Traslado Base="12415.00""#;
    const EXEMPT_LINE: &str = r#"<cfdi:Traslado Base="1200.00" Impuesto="002" TipoFactor="Exento"/>"#;
    const EXEMPT_ROW: &str = r#"<cfdi:Traslado Base="2150.00" Impuesto="002" TipoFactor="Exento"/>"#;
    let cases: &[(&str, Edits<'_>, &str)] = &[
        // A row of zero that no line has is no fault, one of more is.
        (
            "software",
            &[(ROW, r#"<cfdi:Traslado Base="0" Impuesto="003" TipoFactor="Exento"/><cfdi:Traslado Base="12415.00""#)],
            "",
        ),
        (
            "software",
            &[(
                ROW,
                r#"<cfdi:Traslado Base="0.01" Impuesto="003" TipoFactor="Exento"/><cfdi:Traslado Base="12415.00""#,
            )],
            "CFDI40215",
        ),
        // What the lines have and the summary lacks: at the row that should be there, once for a key.
        (
            "software",
            &[(LINE, r#"<cfdi:Traslado Base="4015.00" Impuesto="003" TipoFactor="Tasa" TasaOCuota="0.000000""#)],
            "CFDI40215",
        ),
        // …unless it rounds to nothing.
        (
            "software",
            &[(LINE, &(format!(r#"<cfdi:Traslado Base="0.004" Impuesto="003" TipoFactor="Exento"/>{LINE}"#)))],
            "",
        ),
        (
            "software",
            &[(LINE, &(format!(r#"<cfdi:Traslado Base="0.005" Impuesto="003" TipoFactor="Exento"/>{LINE}"#)))],
            "CFDI40215",
        ),
        ("medical", &[(EXEMPT_LINE, &EXEMPT_LINE.replace("002", "003"))], "CFDI40216"),
        // One line that is not exempt, and the exempt bases are no rule of their own.
        (
            "medical",
            &[(
                EXEMPT_LINE,
                r#"<cfdi:Traslado Base="1200.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0"/>"#,
            )],
            "CFDI40212 CFDI40215",
        ),
        // A rate beside Exento is the line's fault alone.
        ("medical", &[(EXEMPT_ROW, &EXEMPT_ROW.replace("Exento\"", "Exento\" Importe=\"0.00\""))], "CFDI40213"),
        (
            "software",
            &[(
                ROW,
                r#"<cfdi:Traslado Base="0" Impuesto="003" TipoFactor="Exento" TasaOCuota="0.000000"/><cfdi:Traslado Base="12415.00""#,
            )],
            "",
        ),
        // A row without Importe is one of zero; without Impuesto it is of no tax.
        (
            "software",
            &[(
                ROW,
                r#"<cfdi:Traslado Base="0" Impuesto="003" TipoFactor="Tasa" TasaOCuota="0.080000"/><cfdi:Traslado Base="12415.00""#,
            )],
            "",
        ),
        ("software", &[(r#"Base="12415.00" Impuesto="002" "#, r#"Base="12415.00" "#)], "CFDI40213 CFDI40215"),
        // Retenciones without rows, and their total without Retenciones.
        (
            "software",
            &[(
                r#"TotalImpuestosTrasladados="0.00""#,
                r#"TotalImpuestosRetenidos="0.00" TotalImpuestosTrasladados="0.00""#,
            )],
            "",
        ),
        (
            "software",
            &[(
                r#"TotalImpuestosTrasladados="0.00""#,
                r#"TotalImpuestosRetenidos="0.01" TotalImpuestosTrasladados="0.00""#,
            )],
            "CFDI40203",
        ),
        (
            "medical",
            &[(
                "  <cfdi:Impuestos>\n    <cfdi:Traslados>",
                "  <cfdi:Impuestos TotalImpuestosTrasladados=\"0.00\">\n    <cfdi:Traslados>",
            )],
            "",
        ),
        // A T has neither summary nor lines that ask for one.
        ("software", &[(r#"TipoDeComprobante="I""#, r#"TipoDeComprobante="T""#)], "CFDI40201"),
        ("software", &[(r#"TipoDeComprobante="I""#, r#"TipoDeComprobante="P""#)], "CFDI40201"),
        ("software", &[(r#"TipoDeComprobante="I""#, r#"TipoDeComprobante="N""#)], ""),
    ];
    for (name, edits, wanted) in cases {
        let name = match *name {
            "software" => "software-services-export-cad",
            _ => "medical-consultation-exento",
        };
        let wanted: BTreeSet<_> = wanted.split_whitespace().map(str::to_owned).collect();
        assert_eq!(violated(&edited(name, edits)), wanted, "{name} {edits:?}");
    }
    for kind in ["T", "P", "I", "E"] {
        let xml = text("software-services-export-cad")
            .replace(r#"TipoDeComprobante="I""#, &format!(r#"TipoDeComprobante="{kind}""#));
        let (before, summary) = xml.split_once("  <cfdi:Impuestos Total").unwrap();
        let xml = before.to_owned() + summary.split_once("</cfdi:Impuestos>").unwrap().1;
        let wanted = if matches!(kind, "T" | "P") { "ok" } else { "wrong" };
        assert_eq!(verdict_alone(&xml, "CFDI40215"), wanted, "{kind}");
    }
    let freight = text("freight-retention-4").replace(r#"TipoDeComprobante="I""#, r#"TipoDeComprobante="P""#);
    let without = freight.replace(r#"<cfdi:Retencion Impuesto="002" Importe="1174.00"/>"#, "");
    assert_eq!((verdict_alone(&freight, "CFDI40211"), verdict_alone(&without, "CFDI40211")), ("ok", "ok"));
}

/// Numbers of 30 digits are no fault of these rules, but nothing is computed from them.
#[test]
fn numbers_too_long_to_compute_with_are_not_checked() {
    const LONG: &str = "100000000000000000000000000000.00";
    let cases: &[(&str, &str, &[&str])] = &[
        ("freight-retention-4", r#"ValorUnitario="1450.00" Importe="@""#, &["CFDI40167"]),
        ("freight-retention-4", r#"ValorUnitario="@" Importe="4350.00""#, &["CFDI40167"]),
        ("freight-retention-4", r#"Cantidad="@" ClaveUnidad="DAY""#, &["CFDI40167"]),
        ("discounts-line-and-document", r#"Importe="3200.00" Descuento="@""#, &["CFDI40169"]),
        ("discounts-line-and-document", r#"Importe="@" Descuento="320.00""#, &["CFDI40167", "CFDI40169"]),
        (
            "freight-retention-4",
            r#"<cfdi:Traslado Base="@" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="696.00""#,
            &["CFDI40180", "CFDI40215"],
        ),
        (
            "freight-retention-4",
            r#"TasaOCuota="@" Importe="696.00""#,
            &["CFDI40179", "CFDI40180", "CFDI40215", "CFDI40221"],
        ),
        (
            "freight-retention-4",
            r#"TasaOCuota="0.160000" Importe="@"/>
        </cfdi:Traslados>
        <cfdi:Retenciones>
          <cfdi:Retencion Base="4350.00""#,
            &["CFDI40180", "CFDI40221"],
        ),
        (
            "freight-retention-4",
            r#"<cfdi:Retencion Base="@" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.040000" Importe="174.00""#,
            &["CFDI40186"],
        ),
        ("freight-retention-4", r#"TasaOCuota="@" Importe="174.00""#, &["CFDI40185", "CFDI40186"]),
        (
            "freight-retention-4",
            r#"TasaOCuota="0.040000" Importe="@"/>
        </cfdi:Retenciones>
      </cfdi:Impuestos>
    </cfdi:Concepto>
  </cfdi:Conceptos>"#,
            &["CFDI40186", "CFDI40211"],
        ),
        ("freight-retention-4", r#"TotalImpuestosRetenidos="@""#, &["CFDI40203"]),
        ("freight-retention-4", r#"TotalImpuestosTrasladados="@""#, &["CFDI40205"]),
        ("freight-retention-4", r#"<cfdi:Retencion Impuesto="002" Importe="@""#, &["CFDI40203", "CFDI40211"]),
        (
            "freight-retention-4",
            r#"<cfdi:Traslado Base="@" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="4696.00""#,
            &["CFDI40215"],
        ),
        (
            "freight-retention-4",
            r#"TasaOCuota="0.160000" Importe="@"/>
    </cfdi:Traslados>
  </cfdi:Impuestos>"#,
            &["CFDI40205", "CFDI40221"],
        ),
        (
            "freight-retention-4",
            r#"<cfdi:Traslado Base="29350.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="@""#,
            &["CFDI40215", "CFDI40219", "CFDI40221"],
        ),
        ("brake-kit-parts", r#"ValorUnitario="560.00" Importe="@""#, &["CFDI40198"]),
    ];
    for (name, at, wanted) in cases {
        let (before, after) = at.split_once('@').unwrap();
        let xml = text(name);
        let starts: Vec<_> = xml.match_indices(before).map(|(at, _)| at + before.len()).collect();
        let is_here = |start: &&usize| {
            let end = xml[**start..].find('"').unwrap() + **start;
            xml[end..].starts_with(after)
        };
        let here: Vec<_> = starts.iter().filter(is_here).collect();
        assert_eq!(here.len(), 1, "{name}: {at}");
        let end = xml[*here[0]..].find('"').unwrap() + here[0];
        let xml = format!("{}{LONG}{}", &xml[..*here[0]], &xml[end..]);
        let report = report(&xml, &asking());
        assert_eq!(codes(&report, Event::NotChecked), wanted.iter().copied().collect(), "{at}");
        assert_eq!(codes(&report, Event::Violated), BTreeSet::new(), "{at}");
    }
    // Two rows of one tax, of which one has a rate that cannot be compared.
    let row = r#"<cfdi:Traslado Base="29350.00""#;
    let long = format!(
        r#"<cfdi:Traslado Base="0.00" Impuesto="003" TipoFactor="Tasa" TasaOCuota="{LONG}" Importe="0.00"/>{row}"#
    );
    assert_eq!(verdict_alone(&edited("freight-retention-4", &[(row, &long)]), "CFDI40218"), "?");
    // A line whose rate cannot be compared, and no row of its tax and factor: that much is certain.
    let line = r#"Base="4350.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000""#;
    let other = format!(r#"Base="4350.00" Impuesto="003" TipoFactor="Cuota" TasaOCuota="{LONG}""#);
    let report = report(&edited("freight-retention-4", &[(line, &other)]), &asking());
    let expected: Vec<_> = report
        .violations()
        .filter(|finding| finding.code == "CFDI40215")
        .map(|finding| (finding.location.as_str(), finding.values.expected.as_deref().unwrap()))
        .collect();
    let list = "/cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado";
    assert_eq!(expected, [(&*format!("{list}/@Base"), "25000.00"), (list, "003 Cuota: 4350.00")]);
}

/// SAT's limits and sums are of the currency's decimals; without them there is nothing to compare, and no more than that.
#[test]
fn a_currency_that_is_none_is_told() {
    let xml = edited("freight-retention-4", &[(r#"Moneda="MXN""#, r#"Moneda="PESOS""#)]);
    let found = report(&xml, &asking());
    assert_eq!(codes(&found, Event::Violated), BTreeSet::new());
    let wanted = [
        "CFDI40167",
        "CFDI40180",
        "CFDI40186",
        "CFDI40202",
        "CFDI40204",
        "CFDI40210",
        "CFDI40211",
        "CFDI40214",
        "CFDI40215",
        "CFDI40220",
        "CFDI40221",
    ];
    assert_eq!(codes(&found, Event::NotChecked), BTreeSet::from(wanted));
    let bare = edited("objeto-imp-03-04", &[(r#"Moneda="MXN""#, r#"Moneda="PESOS""#)]);
    assert_eq!(codes(&report(&bare, &asking()), Event::NotChecked), BTreeSet::from(["CFDI40167"]));
    let exempt = edited("medical-consultation-exento", &[(r#"Moneda="MXN""#, r#"Moneda="PESOS""#)]);
    let wanted = BTreeSet::from(["CFDI40167", "CFDI40214", "CFDI40215", "CFDI40216", "CFDI40221"]);
    assert_eq!(codes(&report(&exempt, &asking()), Event::NotChecked), wanted);
    // XXX has no decimals, and a transfer's lines may have prices all the same.
    let priced = r#"ValorUnitario="12.55" Importe="376.5""#;
    let transfer = text("transfer-trucking").replace(
        r#"Cantidad="30" ClaveUnidad="XPK" Descripcion="Bolsas plásticas de empaque" ValorUnitario="0" Importe="0""#,
        &format!(r#"Cantidad="30" ClaveUnidad="XPK" Descripcion="x" {priced}"#),
    );
    assert!(transfer.contains(priced));
    assert_eq!(verdict_alone(&transfer, "CFDI40167"), "ok");
    assert_eq!(verdict_alone(&transfer.replace("376.5", "1376.5"), "CFDI40167"), "wrong");
}

/// A document of nothing, and one with everything twice, are the schema's business.
#[test]
fn what_is_not_there_is_not_wrong() {
    let root = r#"<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0""#;
    for inside in [
        "/>",
        "><cfdi:Conceptos/></cfdi:Comprobante>",
        "><cfdi:Conceptos><cfdi:Concepto><cfdi:ACuentaTerceros/><cfdi:InformacionAduanera/><cfdi:Parte/></cfdi:Concepto></cfdi:Conceptos></cfdi:Comprobante>",
        "><cfdi:Conceptos><cfdi:Concepto><cfdi:Impuestos><cfdi:Traslados><cfdi:Traslado/></cfdi:Traslados><cfdi:Retenciones><cfdi:Retencion/></cfdi:Retenciones></cfdi:Impuestos></cfdi:Concepto></cfdi:Conceptos></cfdi:Comprobante>",
    ] {
        assert_eq!(violated(&format!("{root}{inside}")), BTreeSet::new(), "{inside}");
    }
    let empty = "><cfdi:Impuestos><cfdi:Retenciones><cfdi:Retencion/></cfdi:Retenciones><cfdi:Traslados><cfdi:Traslado/><cfdi:Traslado/></cfdi:Traslados></cfdi:Impuestos></cfdi:Comprobante>";
    let wanted = ["CFDI40206", "CFDI40209", "CFDI40213"].map(str::to_owned);
    assert_eq!(violated(&format!("{root}{empty}")), BTreeSet::from(wanted));
    let text = text("freight-retention-4");
    for name in ["Cantidad", "ValorUnitario", "Importe", "Base", "TasaOCuota", "TotalImpuestosRetenidos"] {
        let broken = text.replace(&format!(" {name}=\""), &format!(" {name}=\"x"));
        assert_eq!(violated(&broken), BTreeSet::new(), "{name} is no number");
    }
}
