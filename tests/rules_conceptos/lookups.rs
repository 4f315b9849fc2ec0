//! What is asked of the caller: products, pedimentos, third parties, the marks of regime 626.

use std::collections::BTreeSet;

use frontera::catalog::Catalogs;
use frontera::{Event, ValidateOptions};

use super::{asking, codes, edited, report, text, verdict, verdict_alone};

/// By a look-up, or by the columns that SAT's spreadsheet has and the program's table lacks.
#[test]
fn what_a_product_demands() {
    let iedu = text("school-tuition-iedu");
    assert_eq!(verdict(&iedu, "CFDI40163", &asking()), "ok", "the line has the complement");
    assert_eq!(verdict_alone(&iedu, "CFDI40163"), "?");
    let elsewhere = iedu.replace("http://www.sat.gob.mx/iedu", "http://www.sat.gob.mx/other");
    assert_eq!(verdict(&elsewhere, "CFDI40163", &asking()), "wrong");
    assert_eq!(verdict(&text("soft-drinks-ieps-quota"), "CFDI40164", &asking()), "ok");

    let loaded = |columns: &str, cells: &str| {
        let table =
            format!("frontera-catalogs\t1\n[c_ClaveProdServ]\ncode\tname{columns}\n43211503\tPortátil{cells}\n");
        ValidateOptions::default().catalogs(Catalogs::builtin().load(table.as_bytes()).unwrap())
    };
    let taxes = "\tincluir_iva_trasladado\tincluir_ieps_trasladado";
    let complement = "\tcomplemento_que_debe_incluir";
    for (code, columns, cells, wanted) in [
        ("CFDI40164", taxes, "\tSí\tNo", "ok"),
        ("CFDI40164", taxes, "\tOpcional\tOpcional", "ok"),
        ("CFDI40164", taxes, "\tNo\tSí", "wrong"),
        ("CFDI40164", taxes, "\t\tNo", "?"),
        ("CFDI40164", "", "", "?"),
        ("CFDI40163", complement, "\t", "ok"),
        ("CFDI40163", complement, "\tiedu", "?"),
        ("CFDI40163", "", "", "?"),
    ] {
        let xml = text("imported-laptops-pedimento");
        assert_eq!(verdict(&xml, code, &loaded(columns, cells)), wanted, "{code} {cells:?}");
    }
}

/// `AA  AD  PPPP  NNNNNNN`, of 2026 at most; office and broker of SAT's lists; the number by the look-up.
#[test]
fn pedimentos_are_written_and_known() {
    let cases = [
        ("26  24  3420  6000517", "ok", "?"),
        ("00  24  3420  6000517", "ok", "?"),
        ("27  24  3420  6000517", "wrong", "wrong"),
        ("26 24 3420 6000517", "wrong", "wrong"),
        ("26   24  3420  6000517", "wrong", "wrong"),
        (" 26  24  3420  6000517", "wrong", "wrong"),
        ("26  24  3420  6000517 ", "wrong", "wrong"),
        ("26  24  3420  6000517  1", "wrong", "wrong"),
        ("26  24  3420  600051", "wrong", "wrong"),
        ("26  24  3420", "wrong", "wrong"),
        ("2A  24  3420  6000517", "wrong", "wrong"),
        ("26  24  3420  600051A", "wrong", "wrong"),
        ("26  03  3420  6000517", "wrong", "wrong"),
        ("26  24  0001  6000517", "wrong", "wrong"),
        ("26  24  3420  6999999", "wrong", "?"),
        ("", "wrong", "wrong"),
    ];
    for (pedimento, asked, unasked) in cases {
        let line = edited("imported-laptops-pedimento", &[("26  24  3420  6000517", pedimento)]);
        let part = edited("brake-kit-parts", &[("26  24  3420  6000518", pedimento)]);
        for (xml, code) in [(&line, "CFDI40194"), (&part, "CFDI40199")] {
            assert_eq!(verdict(xml, code, &asking()), asked, "{code} {pedimento:?}");
            assert_eq!(verdict_alone(xml, code), unasked, "{code} {pedimento:?}");
        }
    }
    let no_day = edited(
        "imported-laptops-pedimento",
        &[("26  24  3420  6000517", "99  24  3420  6000517"), (r#"Fecha="2026-07-22T10:45:00""#, r#"Fecha="""#)],
    );
    assert_eq!(verdict(&no_day, "CFDI40194", &asking()), "ok", "no day to count from");
}

/// What nobody answers is told once for a document, whatever the number of lines.
#[test]
fn what_is_not_known_is_told_once() {
    for (name, code) in [
        ("imported-laptops-pedimento", "CFDI40194"),
        ("brake-kit-parts", "CFDI40199"),
        ("domestic-auto-parts-iva-16", "CFDI40163"),
        ("domestic-auto-parts-iva-16", "CFDI40164"),
        ("third-party-a-cuenta-terceros", "CFDI40187"),
        ("resico-uniforms-isr-1-25", "CFDI140224"),
        ("resico-uniforms-isr-1-25", "CFDI140225"),
    ] {
        let report = report(&text(name), &ValidateOptions::default());
        let told: Vec<_> = report.findings().iter().filter(|finding| finding.code == code).collect();
        assert_eq!(told.iter().map(|it| (it.event, it.count)).collect::<Vec<_>>(), [(Event::NotChecked, 1)], "{code}");
    }
    let quiet = report(&text("objeto-imp-03-04"), &ValidateOptions::default());
    let told = codes(&quiet, Event::NotChecked);
    assert_eq!(told, BTreeSet::from(["CFDI40163", "CFDI40164"]), "nothing to ask of pedimentos, third parties, marks");
}

/// EXT990101NI1 stands in no list, and its attributes follow SAT's own text.
#[test]
fn third_parties_from_abroad() {
    let name = "EXPEDICIÓN DE CFDI POR RESIDENTES EN MÉXICO QUE PRESTAN SERVICIOS DE INTERMEDIACIÓN ENTRE TERCEROS A OFERENTES DE BIENES Y SERVICIOS RESIDENTES EN EL EXTRANJERO";
    let with = |rfc: &str, name: &str, regime: &str, place: &str| {
        edited(
            "third-party-a-cuenta-terceros",
            &[(
                r#"RfcACuentaTerceros="FUNK671228PH6" NombreACuentaTerceros="KARLA FUENTE NOLASCO" RegimenFiscalACuentaTerceros="612" DomicilioFiscalACuentaTerceros="01160""#,
                &format!(
                    r#"RfcACuentaTerceros="{rfc}" NombreACuentaTerceros="{name}" RegimenFiscalACuentaTerceros="{regime}" DomicilioFiscalACuentaTerceros="{place}""#
                ),
            )],
        )
    };
    for (xml, wanted) in [
        (with("EXT990101NI1", name, "616", "42501"), ""),
        (with("EXT990101NI1", "OTRO NOMBRE", "616", "42501"), "CFDI40189"),
        (with("EXT990101NI1", name, "612", "42501"), "CFDI140223"),
        (with("EXT990101NI1", name, "616", "01160"), "CFDI40193"),
        (with("FUNK671228PH6", "KARLA FUENTE NOLASCO", "616", "01160"), ""),
        (with("FUNK671228PH6", "OTRO NOMBRE", "612", "01160"), "CFDI40190"),
        (with("FUNK671228PH6", "KARLA FUENTE NOLASCO", "612", "42501"), "CFDI40193"),
        (with("XOJI740919U48", "KARLA FUENTE NOLASCO", "612", "01160"), "CFDI40187 CFDI40189 CFDI40192"),
    ] {
        let report = report(&xml, &asking());
        let wanted: BTreeSet<_> = wanted.split_whitespace().collect();
        assert_eq!(codes(&report, Event::Violated), wanted, "{xml}");
        assert_eq!(codes(&report, Event::NotChecked), BTreeSet::new());
    }
    // Of an issuer or receiver that is not there nothing is the same.
    let nobody =
        with("", "X", "612", "01160").replace(r#"Rfc="EKU9003173C9""#, "").replace(r#"Rfc="IIA040805DZ4""#, "");
    assert_eq!(verdict_alone(&nobody, "CFDI40188"), "ok");
    let nobody = nobody.replace(r#"RfcACuentaTerceros="" "#, "");
    assert_eq!(verdict_alone(&nobody, "CFDI40188"), "ok");
    assert_eq!(verdict_alone(&nobody, "CFDI40187"), "ok", "there is nobody to ask for");
}

/// The register marks CACX7605101P8 with 1, FUNK671228PH6 with 2, and EKU9003173C9 not at all.
#[test]
fn what_resico_withholds_by_its_mark() {
    let sale = |issuer: &str, regime: &str, receiver: &str, kind: &str, retencion: bool| {
        let xml = edited(
            "resico-uniforms-isr-1-25",
            &[
                (r#"Rfc="FUNK671228PH6""#, &format!(r#"Rfc="{issuer}""#)),
                (r#"RegimenFiscal="626""#, &format!(r#"RegimenFiscal="{regime}""#)),
                (r#"Rfc="EKU9003173C9""#, &format!(r#"Rfc="{receiver}""#)),
                (r#"TipoDeComprobante="I""#, &format!(r#"TipoDeComprobante="{kind}""#)),
            ],
        );
        if retencion {
            xml
        } else {
            xml.replace(r#"Base="18400.00" Impuesto="001""#, r#"Base="18400.00" Impuesto="002""#)
        }
    };
    let (marked_1, marked_2, company) = ("CACX7605101P8", "FUNK671228PH6", "EKU9003173C9");
    for (xml, wanted) in [
        (sale(marked_1, "626", company, "I", true), "wrong ok"),
        (sale(marked_1, "626", company, "E", true), "wrong ok"),
        (sale(marked_1, "626", company, "I", false), "ok ok"),
        (sale(marked_1, "612", company, "I", true), "ok ok"),
        (sale(marked_1, "626", marked_2, "I", true), "ok ok"),
        (sale(marked_1, "626", "XEXX010101000", "I", true), "ok ok"),
        (sale(marked_1, "626", company, "T", true), "ok ok"),
        (sale(marked_2, "626", company, "I", true), "ok ok"),
        (sale(marked_2, "626", company, "I", false), "ok wrong"),
        (sale(marked_2, "612", company, "I", false), "ok ok"),
        (sale(marked_2, "626", marked_1, "I", false), "ok ok"),
        (sale(marked_2, "626", company, "P", false), "ok ok"),
        (sale("XOJI740919U48", "626", company, "I", true), "ok ok"),
        (sale("URE180429TM6", "626", company, "I", true), "ok ok"),
    ] {
        let found = ["CFDI140224", "CFDI140225"].map(|code| verdict(&xml, code, &asking())).join(" ");
        assert_eq!(found, wanted, "{xml}");
    }
    // A second Retencion has the rate; a line without taxes needs none; one that must have some does.
    let right = sale(marked_2, "626", company, "I", true);
    let retencion =
        r#"<cfdi:Retencion Base="18400.00" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.012500" Importe="230.00"/>"#;
    let both = right.replace(retencion, &format!("{}{retencion}", retencion.replace("0.012500", "0.100000")));
    assert_eq!(verdict(&both, "CFDI140225", &asking()), "ok");
    let line = r#"<cfdi:Concepto ClaveProdServ="53102700" Cantidad="1" ClaveUnidad="H87" Descripcion="x" ValorUnitario="1" Importe="1" ObjetoImp="01"/></cfdi:Conceptos>"#;
    for (objeto, wanted) in [("01", "ok"), ("06", "ok"), ("02", "wrong")] {
        let xml = right.replace("</cfdi:Conceptos>", &line.replace("01\"/>", &format!("{objeto}\"/>")));
        assert_eq!(verdict(&xml, "CFDI140225", &asking()), wanted, "{objeto}");
    }
}
