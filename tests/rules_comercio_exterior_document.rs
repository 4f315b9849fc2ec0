//! Comercio Exterior 2.0: the document around the complement, parties and places, and documents that must pass.
//!
//! Expected places are rows of SAT's catalogues.

mod support;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontera::context::{Context, Series};
use frontera::exchange::{Quote, Rates};
use frontera::{Case, Event, Format, Options, Profile, Severity, ValidateOptions};
use support::comercio_exterior::{
    NONE, broken, edited, export, has, not_checked, of_event, options, transfer, validate, without, without_customs,
};
use support::register::Register;

/// Keys of c_Estado, c_Municipio, c_Localidad, c_Colonia and c_CodigoPostal: 32000 is CHH 037 06, 22000 is BCN 004 04, 21600 is
/// BCN 002 without a locality, 01001 is CMX without a municipality.
#[test]
fn places_in_mexico_are_those_of_the_catalogues() {
    // What stands there, and which of Estado, Municipio, Localidad, Colonia, CodigoPostal is wrong.
    for (place, wrong) in [
        (r#"Colonia="0701" Localidad="06" Municipio="037" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, ""),
        (r#"Colonia="0528" Localidad="04" Municipio="004" Estado="BCN" Pais="MEX" CodigoPostal="22000""#, ""),
        (r#"Municipio="002" Estado="BCN" Pais="MEX" CodigoPostal="21600""#, ""),
        (r#"Estado="CMX" Pais="MEX" CodigoPostal="01001""#, ""),
        (r#"Estado="CHH" Pais="MEX" CodigoPostal="32000""#, ""),
        // A name is no key, whatever its length.
        (r#"Colonia="Centro" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, ""),
        (r#"Colonia="070" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, ""),
        (r#"Colonia="07010" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, ""),
        (r#"Colonia="070A" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, ""),
        // The neighbourhood of another postal code; the place of another.
        (r#"Colonia="0528" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, "C"),
        (r#"Estado="BCN" Pais="MEX" CodigoPostal="32000""#, "P"),
        (r#"Municipio="019" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, "P"),
        (r#"Localidad="02" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, "P"),
        (r#"Localidad="04" Municipio="002" Estado="BCN" Pais="MEX" CodigoPostal="21600""#, "P"),
        (r#"Municipio="010" Estado="CMX" Pais="MEX" CodigoPostal="01001""#, "P"),
        (r#"Estado="CHH" Pais="MEX" CodigoPostal="99999""#, "P"),
        (r#"Estado="CHH" Pais="MEX" CodigoPostal="3200""#, "P"),
        // Keys that the state does not have.
        (r#"Municipio="099" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, "MP"),
        (r#"Localidad="99" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, "LP"),
        (r#"Municipio="037" Localidad="32" Estado="BCN" Pais="MEX" CodigoPostal="32000""#, "LMP"),
        (r#"Estado="TX" Pais="MEX" CodigoPostal="32000""#, "EP"),
        (r#"Estado="Chihuahua" Pais="MEX" CodigoPostal="32000""#, "EP"),
        // What is not there cannot be compared.
        (r#"Municipio="099" Localidad="99" Pais="MEX" CodigoPostal="32000""#, "P"),
        (r#"Colonia="0528" Municipio="037" Estado="CHH" Pais="MEX""#, ""),
        (r#"Colonia="" Localidad="" Municipio="" Estado="CHH" Pais="MEX" CodigoPostal="32000""#, ""),
    ] {
        let own = r#"Colonia="0701" Localidad="06" Municipio="037" Estado="CHH" Pais="MEX" CodigoPostal="32000""#;
        let receiver = r#"Localidad="El Paso" Municipio="El Paso" Estado="TX" Pais="USA" CodigoPostal="79901-0001""#;
        let consignee = r#"Localidad="Santa Teresa" Estado="NM" Pais="USA" CodigoPostal="88008""#;
        let without_number =
            edited(&export(), &[(r#"<cce20:Destinatario NumRegIdTrib="002345678" "#, "<cce20:Destinatario ")]);
        for (xml, from, letters) in [
            (export(), own, [("C", "CCE129"), ("E", "CCE126"), ("L", "CCE128"), ("M", "CCE127"), ("P", "CCE130")]),
            (
                transfer(),
                receiver,
                [("C", "CCE136"), ("E", "CCE139"), ("L", "CCE137"), ("M", "CCE138"), ("P", "CCE141")],
            ),
            (
                without_number,
                consignee,
                [("C", "CCE145"), ("E", "CCE148"), ("L", "CCE146"), ("M", "CCE147"), ("P", "CCE150")],
            ),
        ] {
            let expected: BTreeSet<&str> =
                letters.iter().filter(|(letter, _)| wrong.contains(letter)).map(|(_, code)| *code).collect();
            let broken = broken(&edited(&xml, &[(from, place)]));
            assert_eq!(broken.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{from} as {place}");
        }
    }
}

/// States of c_Estado for MEX, USA and CAN; postal codes as USPS and Canada Post write them; anything elsewhere.
#[test]
fn places_abroad_are_free_but_for_states_and_postal_codes() {
    for (place, wrong) in [
        (r#"Estado="TX" Pais="USA" CodigoPostal="79901""#, ""),
        (r#"Colonia="9999" Localidad="99" Municipio="999" Estado="TX" Pais="USA" CodigoPostal="79901-0001""#, ""),
        (r#"Estado="ON" Pais="CAN" CodigoPostal="K1A 0B1""#, ""),
        (r#"Estado="Bayern" Pais="DEU" CodigoPostal="80331 M""#, ""),
        (r#"Estado="CHH" Pais="ZZZ" CodigoPostal="-""#, ""),
        (r#"Estado="TX" Pais="QQQ" CodigoPostal="-""#, ""),
        (r#"Estado="ON" Pais="USA" CodigoPostal="79901""#, "E"),
        (r#"Estado="TX" Pais="CAN" CodigoPostal="K1A 0B1""#, "E"),
        // SAT lists the fifty states alone.
        (r#"Estado="DC" Pais="USA" CodigoPostal="20001""#, "E"),
        (r#"Estado="TX" Pais="USA" CodigoPostal="K1A 0B1""#, "Z"),
        (r#"Estado="TX" Pais="USA" CodigoPostal="79901-""#, "Z"),
        (r#"Estado="ON" Pais="CAN" CodigoPostal="K1A0B1""#, "Z"),
        // The postal code is written as Mexico's, but the country is another.
        (r#"Estado="ON" Pais="CAN" CodigoPostal="32000""#, "Z"),
        (r#"CodigoPostal="1""#, ""),
    ] {
        let consignee = r#"Localidad="Santa Teresa" Estado="NM" Pais="USA" CodigoPostal="88008""#;
        let receiver = r#"Localidad="El Paso" Municipio="El Paso" Estado="TX" Pais="USA" CodigoPostal="79901-0001""#;
        for (from, of_state, of_code) in [(receiver, "CCE139", "CCE140"), (consignee, "CCE148", "CCE149")] {
            let broken = broken(&edited(&export(), &[(from, place)]));
            assert_eq!(has(&broken, of_state), wrong == "E", "{place}: {broken:?}");
            assert_eq!(has(&broken, of_code), wrong == "Z", "{place}: {broken:?}");
            assert_eq!(broken.len(), wrong.len(), "{place}: {broken:?}");
        }
    }
}

/// c_Pais: USA and CAN nine digits, MEX a registry (SAT's list), other countries nothing.
#[test]
fn foreign_tax_numbers_are_written_as_their_country_does() {
    let of = |from: &str, to: &str, pais: &str| {
        let place = r#"Localidad="El Paso" Municipio="El Paso" Estado="TX" Pais="USA" CodigoPostal="79901-0001""#;
        let elsewhere = format!(r#"Estado="X" Pais="{pais}" CodigoPostal="1""#);
        edited(&export(), &[(place, &elsewhere), (from, to)])
    };
    for (number, pais, fits) in [
        ("002345678", "USA", true),
        ("002345678", "CAN", true),
        ("00234567", "USA", false),
        ("0023456789", "CAN", false),
        ("00-2345678", "USA", false),
        ("00-2345678", "DEU", true),
        ("00-2345678", "ZZZ", true),
        ("00-2345678", "QQQ", true),
    ] {
        let receiver = of(
            r#"<cce20:Receptor NumRegIdTrib="002345678">"#,
            &format!(r#"<cce20:Receptor NumRegIdTrib="{number}">"#),
            pais,
        );
        assert_eq!(has(&broken(&receiver), "CCE135"), !fits, "{number} in {pais}");
        let consignee = edited(
            &export(),
            &[
                (
                    r#"<cce20:Destinatario NumRegIdTrib="002345678""#,
                    &format!(r#"<cce20:Destinatario NumRegIdTrib="{number}""#),
                ),
                (r#"Estado="NM" Pais="USA""#, &format!(r#"Estado="NM" Pais="{pais}""#)),
            ],
        );
        assert_eq!(has(&broken(&consignee), "CCE144"), !fits, "{number} in {pais}");
        let owner = edited(
            &transfer(),
            &[
                (r#"MotivoTraslado="02""#, r#"MotivoTraslado="05""#),
                (
                    "<cce20:Receptor>",
                    &format!(
                        r#"<cce20:Propietario NumRegIdTrib="{number}" ResidenciaFiscal="{pais}"/><cce20:Receptor>"#
                    ),
                ),
            ],
        );
        assert_eq!(broken(&owner).is_empty(), fits, "{number} in {pais}");
        assert_eq!(has(&broken(&owner), "CCE132"), !fits, "{number} in {pais}");
    }
}

/// Only Mexico's registry can be asked, and only by who has it.
#[test]
fn a_mexican_number_is_asked_for() {
    let tijuana = r#"Municipio="004" Estado="BCN" Pais="MEX" CodigoPostal="22000""#;
    let place = r#"Localidad="Santa Teresa" Estado="NM" Pais="USA" CodigoPostal="88008""#;
    let receiver = r#"Localidad="El Paso" Municipio="El Paso" Estado="TX" Pais="USA" CodigoPostal="79901-0001""#;
    let asked = options().lookups(Arc::new(Register));
    for (xml, code, beside) in [
        (edited(&export(), &[(receiver, tijuana)]), "CCE135", "CCE134"),
        (edited(&export(), &[(place, tijuana)]), "CCE144", "CCE143"),
        (
            edited(
                &transfer(),
                &[
                    (r#"MotivoTraslado="02""#, r#"MotivoTraslado="05""#),
                    (
                        "<cce20:Receptor>",
                        r#"<cce20:Propietario NumRegIdTrib="002345678" ResidenciaFiscal="MEX"/><cce20:Receptor>"#,
                    ),
                    (r#"<cce20:Destinatario NumRegIdTrib="002345678""#, "<cce20:Destinatario"),
                ],
            ),
            "CCE131",
            "",
        ),
    ] {
        let expected: Vec<&str> = [beside].into_iter().filter(|code| !code.is_empty()).collect();
        assert_eq!(
            (broken(&xml), not_checked(&xml)),
            (expected.iter().map(|code| (*code).to_owned()).collect(), vec![code.to_owned()])
        );
        let report = validate(&xml, &asked).report;
        assert_eq!(of_event(&report, Event::NotChecked), NONE);
        assert_eq!(of_event(&report, Event::Violated), expected);
        // The register does not know what begins with 9.
        let unknown = xml.replace(r#"NumRegIdTrib="002345678""#, r#"NumRegIdTrib="902345678""#);
        let report = validate(&unknown, &asked).report;
        assert!(of_event(&report, Event::Violated).contains(&code), "{code}");
    }
}

/// SAT's list of taxpayers is asked for an RFC that is neither of the generic ones, and on an invoice alone.
#[test]
fn the_buyer_is_registered_or_abroad() {
    let buyer = |tipo: &str, rfc: &str| {
        edited(
            &export(),
            &[
                (r#"TipoDeComprobante="I""#, &format!(r#"TipoDeComprobante="{tipo}""#)),
                (r#"Rfc="XEXX010101000""#, &format!(r#"Rfc="{rfc}""#)),
                (r#"<cce20:Receptor NumRegIdTrib="002345678">"#, "<cce20:Receptor>"),
            ],
        )
    };
    let asked = options().lookups(Arc::new(Register));
    for (tipo, rfc, known, unknown) in [
        ("I", "XEXX010101000", false, false),
        ("I", "XAXX010101000", true, true),
        ("I", "URE180429TM6", false, false),
        ("I", "URE180429TM7", true, false),
        ("E", "XAXX010101000", false, false),
        ("E", "URE180429TM7", false, false),
        ("I", "", false, false),
    ] {
        let xml = buyer(tipo, rfc);
        let is_broken =
            |options: &ValidateOptions| of_event(&validate(&xml, options).report, Event::Violated).contains(&"CCE107");
        assert_eq!((is_broken(&asked), is_broken(&options())), (known, unknown), "{tipo} {rfc}");
        let open = tipo == "I" && rfc.starts_with("URE");
        assert_eq!(has(&not_checked(&xml), "CCE107"), open, "{tipo} {rfc}");
    }
}

/// The last one published before the day, and no other; without rates of the days before nothing is known.
#[test]
fn the_rate_of_the_dollar_is_the_published_one() {
    let quote = |day: &str, currency: &str, rate: &str| {
        Quote::new(day.parse().unwrap(), currency, Series::Dof, rate.parse().unwrap()).unwrap()
    };
    let judge = |xml: &str, quotes: Vec<Quote>| {
        let options = ValidateOptions::default().rates(Rates::from_quotes(quotes).unwrap());
        let report = validate(xml, &options).report;
        let told = report.findings().iter().find(|finding| finding.code.as_str() == "CCE121");
        told.map(|finding| (finding.event, finding.values.expected.as_deref().unwrap_or_default().to_owned()))
    };
    let not_checked = Some((Event::NotChecked, String::new()));
    // Fecha is Monday 2026-04-20; TipoCambioUSD is 17.7430.
    for (quotes, expected) in [
        (vec![quote("2026-04-17", "USD", "17.743")], None),
        (vec![quote("2026-04-16", "USD", "17.9"), quote("2026-04-17", "USD", "17.7430")], None),
        (vec![quote("2026-04-17", "USD", "17.7430"), quote("2026-04-20", "USD", "17.9")], None),
        (vec![quote("2026-04-17", "USD", "17.7431")], Some((Event::Violated, "17.7431".into()))),
        (vec![quote("2026-04-20", "USD", "17.7430")], not_checked.clone()),
        (vec![quote("2026-04-09", "USD", "17.9")], not_checked.clone()),
        (vec![quote("2026-04-17", "EUR", "17.7430")], not_checked.clone()),
        (vec![], not_checked.clone()),
    ] {
        assert_eq!(judge(&export(), quotes.clone()), expected, "{quotes:?}");
    }
    let right = vec![quote("2026-04-17", "USD", "17.7430")];
    let dateless = edited(&export(), &[(r#" Fecha="2026-04-20T16:05:00""#, "")]);
    assert_eq!(judge(&dateless, right.clone()), not_checked);
    for (usd, expected) in [("", None), ("17,7430", None), ("17.74300000000000000000000000000000", not_checked.clone())]
    {
        let xml = edited(&export(), &[(r#"TipoCambioUSD="17.7430""#, &format!(r#"TipoCambioUSD="{usd}""#))]);
        assert_eq!(judge(&xml, right.clone()), expected, "{usd}");
    }
    let report = validate(&export(), &ValidateOptions::default()).report;
    assert!(of_event(&report, Event::NotChecked).contains(&"CCE121"), "nobody offers rates");
}

/// SAT's c_Pais has 28 countries of the Union, GBR still among them.
#[test]
fn the_reliable_exporters_number_is_for_the_european_union() {
    for (receiver, consignee, fits) in [
        ("USA", "USA", false),
        ("DEU", "USA", true),
        ("USA", "GBR", true),
        ("CHE", "CAN", false),
        ("QQQ", "MEX", false),
    ] {
        let xml = edited(
            &export(),
            &[
                (r#" Incoterm="FCA""#, r#" NumeroExportadorConfiable="MX-0001" Incoterm="FCA""#),
                (r#"Estado="TX" Pais="USA""#, &format!(r#"Estado="TX" Pais="{receiver}""#)),
                (r#"Estado="NM" Pais="USA""#, &format!(r#"Estado="NM" Pais="{consignee}""#)),
            ],
        );
        assert_eq!(has(&broken(&xml), "CCE119"), !fits, "{receiver}, {consignee}");
    }
}

/// SAT's list: the stamp, local taxes, legends, fiscal registry, Carta Porte of any version.
#[test]
fn few_complements_stand_beside_it() {
    for (namespace, name, fits) in [
        ("http://www.sat.gob.mx/implocal", "ImpuestosLocales", true),
        ("http://www.sat.gob.mx/leyendasFiscales", "LeyendasFiscales", true),
        ("http://www.sat.gob.mx/registrofiscal", "CFDIRegistroFiscal", true),
        ("http://www.sat.gob.mx/CartaPorte31", "CartaPorte", true),
        ("http://www.sat.gob.mx/CartaPorte30", "CartaPorte", true),
        ("http://www.sat.gob.mx/donat", "Donatarias", false),
        ("http://www.sat.gob.mx/Pagos20", "Pagos", false),
        ("http://www.sat.gob.mx/nomina12", "Nomina", false),
        ("http://www.sat.gob.mx/ComercioExterior11", "ComercioExterior", false),
        ("urn:example:other", "Other", false),
        ("", "Nowhere", false),
    ] {
        let other = format!(r#"</cce20:ComercioExterior><x:{name} xmlns:x="{namespace}"/>"#);
        let other = if namespace.is_empty() { format!("</cce20:ComercioExterior><{name}/>") } else { other };
        let xml = edited(&export(), &[("</cce20:ComercioExterior>", &other)]);
        let report = validate(&xml, &options()).report;
        let told: Vec<_> = report.violations().filter(|finding| finding.code.as_str() == "CCE115").collect();
        assert_eq!(told.len(), usize::from(!fits), "{namespace}");
        for finding in told {
            let at = finding.location.position(xml.as_bytes()).unwrap().offset;
            let there = xml[at..].trim_start_matches('<').trim_start_matches("x:");
            assert!(there.starts_with(name), "{namespace}: {}", &there[..20]);
        }
    }
}

/// Where the complement is, and where it should be.
#[test]
fn the_complement_belongs_to_exportacion_02() {
    let bare = without(&export(), "<cce20:ComercioExterior ", "</cce20:ComercioExterior>");
    let exportacion = |xml: &str, key: &str| xml.replace(r#"Exportacion="02""#, &format!(r#"Exportacion="{key}""#));
    for key in ["01", "03", "04"] {
        assert_eq!(broken(&exportacion(&bare, key)), NONE, "{key}");
    }
    assert_eq!(broken(&bare), ["CCE104"]);
    assert_eq!(broken(&exportacion(&export(), "03")), ["CCE105"]);
    // 04 leaves it free, and its Incoterm too.
    let other = exportacion(&export(), "04");
    assert_eq!(broken(&other), NONE);
    assert_eq!(broken(&edited(&other, &[(r#" Incoterm="FCA""#, "")])), NONE);
    assert_eq!(broken(&edited(&other, &[(r#"Incoterm="FCA""#, r#"Incoterm="FCB""#)])), ["CCE120"]);
    // Version 1.1, as it was until 2024, is the complement as well; its rules are others.
    let old = r#"<cfdi:Complemento><cce11:ComercioExterior xmlns:cce11="http://www.sat.gob.mx/ComercioExterior11" Version="1.1"/>"#;
    assert_eq!(broken(&edited(&bare, &[("<cfdi:Complemento>", old)])), NONE);
    let not_one = r#"<cfdi:Complemento><x:ComercioExterior xmlns:x="urn:x"/>"#;
    assert_eq!(broken(&edited(&bare, &[("<cfdi:Complemento>", not_one)])), ["CCE104"]);
    let not_one = r#"<cfdi:Complemento><x:Otro xmlns:x="http://www.sat.gob.mx/ComercioExterior20"/>"#;
    assert_eq!(broken(&edited(&bare, &[("<cfdi:Complemento>", not_one)])), ["CCE104"]);

    // In the Addenda a copy is nobody's business.
    let copy = r#"<cfdi:Addenda><cce20:ComercioExterior xmlns:cce20="http://www.sat.gob.mx/ComercioExterior20"/></cfdi:Addenda></cfdi:Comprobante>"#;
    let with_copy = |xml: &str| edited(xml, &[("</cfdi:Comprobante>", copy)]);
    assert_eq!(broken(&with_copy(&export())), NONE);
    assert_eq!(broken(&with_copy(&exportacion(&bare, "01"))), NONE);
    assert_eq!(broken(&with_copy(&bare)), ["CCE104", "CCE114"]);
    // On a line it is, whatever the document.
    let on_a_line = |xml: &str| {
        let at = "</cfdi:Impuestos>\n    </cfdi:Concepto>";
        let inside = r#"</cfdi:Impuestos><cfdi:ComplementoConcepto><cce20:ComercioExterior xmlns:cce20="http://www.sat.gob.mx/ComercioExterior20"/></cfdi:ComplementoConcepto></cfdi:Concepto>"#;
        xml.replacen(at, inside, 1)
    };
    assert_eq!(broken(&on_a_line(&export())), ["CCE114"]);
    for key in ["01", "03", "04"] {
        assert_eq!(broken(&on_a_line(&exportacion(&bare, key))), ["CCE114"], "{key}");
    }
    let namesake = on_a_line(&export()).replace(
        r#"<cce20:ComercioExterior xmlns:cce20="http://www.sat.gob.mx/ComercioExterior20"/>"#,
        r#"<cce20:Otro xmlns:cce20="http://www.sat.gob.mx/ComercioExterior20"/><x:ComercioExterior xmlns:x="urn:x"/>"#,
    );
    assert_eq!(broken(&namesake), NONE);
}

/// Without the complement only that is said, whatever else it would forbid.
#[test]
fn what_the_complement_forbids_is_free_without_it() {
    let bare = without(&export(), "<cce20:ComercioExterior ", "</cce20:ComercioExterior>");
    let others = [
        ("<cfdi:Emisor Rfc", r#"<cfdi:InformacionGlobal Periodicidad="01" Meses="04" Año="2026"/><cfdi:Emisor Rfc"#),
        (r#"Rfc="XEXX010101000""#, r#"Rfc="XAXX010101000""#),
        (r#" NoIdentificacion="HAR-7710" Cantidad"#, " Cantidad"),
        (
            "</cfdi:Conceptos>",
            r#"<cfdi:Concepto ObjetoImp="02"><cfdi:ACuentaTerceros/><cfdi:CuentaPredial/></cfdi:Concepto></cfdi:Conceptos>"#,
        ),
        ("<cfdi:Complemento>", r#"<cfdi:Complemento><x:Otro xmlns:x="urn:x"/>"#),
    ];
    let loose = edited(&bare, &others);
    for tipo in ["I", "T", "N"] {
        let xml = edited(&loose, &[(r#"TipoDeComprobante="I""#, &format!(r#"TipoDeComprobante="{tipo}""#))]);
        assert_eq!(broken(&xml), ["CCE104"], "{tipo}");
    }
    // With it, all of that is wrong.
    let codes = broken(&edited(&export(), &others));
    for code in ["CCE106", "CCE107", "CCE109", "CCE111", "CCE112", "CCE115", "CCE151"] {
        assert!(has(&codes, code), "{code}: {codes:?}");
    }
}

/// What is not there is not wrong, unless it must be there.
#[test]
fn what_is_missing_is_the_schemas_to_say() {
    for (from, to) in [
        (r#" TipoDeComprobante="I""#, ""),
        (r#" Exportacion="02""#, ""),
        (r#" Rfc="XEXX010101000""#, ""),
        (r#" Rfc="EKU9003173C9""#, ""),
        (r#" Estado="CHH" Pais="MEX""#, r#" Estado="CHH""#),
        (r#" Estado="CHH" Pais="MEX""#, r#" Pais="MEX""#),
        (r#" Estado="TX" Pais="USA" CodigoPostal="79901-0001""#, ""),
        (r#" Estado="NM" Pais="USA" CodigoPostal="88008""#, ""),
        (r#" CertificadoOrigen="1""#, ""),
    ] {
        assert_eq!(broken(&edited(&export(), &[(from, to)])), NONE, "{from}");
    }
    for (from, to) in [
        (r#" Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" RegimenFiscal"#, r#" RegimenFiscal"#),
        (r#" Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" DomicilioFiscal"#, r#" DomicilioFiscal"#),
        (r#" Importe="22200.00" ObjetoImp="01""#, r#" Importe="22200.00""#),
    ] {
        assert_eq!(broken(&edited(&transfer(), &[(from, to)])), NONE, "{from}");
    }
}

/// States and municipalities of the catalogue are of 2022 and later: of earlier documents it says nothing.
#[test]
fn a_place_that_begins_later_is_not_judged() {
    let on = |day: &str| {
        let xml = edited(&export(), &[(r#"Fecha="2026-04-20T16:05:00""#, &format!(r#"Fecha="{day}T16:05:00""#))]);
        let of_places = |codes: Vec<String>| -> Vec<String> {
            let places = ["CCE126", "CCE127", "CCE128", "CCE129", "CCE130", "CCE139", "CCE148"];
            codes.into_iter().filter(|code| places.contains(&&**code)).collect()
        };
        (of_places(broken(&xml)), of_places(not_checked(&xml)))
    };
    let later = ["CCE126", "CCE127", "CCE128", "CCE139", "CCE148"].map(str::to_owned).to_vec();
    assert_eq!(on("2022-01-01"), (vec![], vec![]));
    assert_eq!(on("2021-12-31"), (vec![], later));
}

/// Every condition of a transfer on both its sides.
#[test]
fn motives_and_owners_go_together() {
    let owner = r#"<cce20:Propietario NumRegIdTrib="123456789" ResidenciaFiscal="USA"/>"#;
    for (tipo, motive, owners, expected) in [
        ("T", "02", 0, vec![]),
        ("T", "05", 1, vec![]),
        ("T", "05", 3, vec![]),
        ("T", "05", 0, vec!["CCE102", "CCE117"]),
        ("T", "02", 1, vec!["CCE103", "CCE117"]),
        ("T", "", 1, vec!["CCE103"]),
        ("T", "99", 0, vec![]),
        ("I", "", 0, vec![]),
        ("I", "", 1, vec!["CCE103"]),
        ("I", "05", 1, vec!["CCE103"]),
        ("I", "05", 0, vec!["CCE117"]),
    ] {
        let base = if tipo == "T" { transfer().replace(r#" MotivoTraslado="02""#, "") } else { export() };
        let motive = if motive.is_empty() { String::new() } else { format!(r#" MotivoTraslado="{motive}""#) };
        let xml = edited(
            &base,
            &[
                (r#" ClaveDePedimento="A1""#, &format!(r#"{motive} ClaveDePedimento="A1""#)),
                ("</cce20:Emisor>", &format!("</cce20:Emisor>{}", owner.repeat(owners))),
            ],
        );
        assert_eq!(broken(&xml), expected, "{tipo}{motive} {owners}");
    }
}

/// A relation with a kind and a UUID; that the kind is 05 only SAT's guide says.
#[test]
fn goods_invoiced_before_name_their_invoice() {
    let uuid = "6F8A0C5E-1B2D-4E3F-8A9B-0C1D2E3F4A5B";
    let relation = |kind: &str, uuid: &str| {
        format!(r#"<cfdi:CfdiRelacionados{kind}><cfdi:CfdiRelacionado UUID="{uuid}"/></cfdi:CfdiRelacionados>"#)
    };
    let judge = |motive: &str, relations: &str| {
        let xml = edited(
            &transfer(),
            &[
                (r#"MotivoTraslado="02""#, &format!(r#"MotivoTraslado="{motive}""#)),
                ("<cfdi:Emisor Rfc", &format!("{relations}<cfdi:Emisor Rfc")),
            ],
        );
        let report = validate(&xml, &options()).report;
        let told = report.violations().find(|finding| finding.code.as_str() == "CCE116");
        told.map(|finding| finding.severity)
    };
    let (five, six) = (r#" TipoRelacion="05""#, r#" TipoRelacion="06""#);
    assert_eq!(judge("01", &relation(five, uuid)), None);
    assert_eq!(judge("01", &relation(five, &uuid.to_lowercase())), None);
    assert_eq!(judge("02", ""), None);
    assert_eq!(judge("01", ""), Some(Severity::Error));
    assert_eq!(judge("01", "<cfdi:CfdiRelacionados TipoRelacion=\"05\"/>"), Some(Severity::Error));
    assert_eq!(judge("01", &relation("", uuid)), Some(Severity::Error));
    assert_eq!(judge("01", &relation(six, uuid)), Some(Severity::Warning));
    assert_eq!(judge("01", &(relation(six, uuid) + &relation(five, uuid))), None);
    assert_eq!(judge("01", &(relation(six, uuid) + &relation(five, "-"))), Some(Severity::Warning));
    for wrong in [
        "6F8A0C5E-1B2D-4E3F-8A9B-0C1D2E3F4A5",
        "6F8A0C5E-1B2D-4E3F-8A9B-0C1D2E3F4A5BC",
        "6F8A0C5E1-B2D-4E3F-8A9B-0C1D2E3F4A5B",
        "6F8A0C5E-1B2D4-E3F-8A9B-0C1D2E3F4A5B",
        "6F8A0C5E-1B2D-4E3F8-A9B-0C1D2E3F4A5B",
        "6F8A0C5E-1B2D-4E3F-8A9B0-C1D2E3F4A5B",
        "6F8A0C5G-1B2D-4E3F-8A9B-0C1D2E3F4A5B",
        "",
    ] {
        assert_eq!(judge("01", &relation(five, wrong)), Some(Severity::Error), "{wrong}");
    }
}

#[test]
fn small_rules_on_both_their_sides() {
    // CCE118: CertificadoOrigen is a number, and what is neither 0 nor 1 is the schema's.
    let certificate = |of: &str, folio: &str| {
        broken(&edited(
            &export(),
            &[(r#" CertificadoOrigen="1" NumCertificadoOrigen="USMCA-2026-000318""#, &format!("{of}{folio}"))],
        ))
    };
    let folio = r#" NumCertificadoOrigen="USMCA-2026-000318""#;
    for (of, folio, fits) in [
        (r#" CertificadoOrigen="1""#, folio, true),
        (r#" CertificadoOrigen="01""#, folio, true),
        (r#" CertificadoOrigen="0""#, "", true),
        (r#" CertificadoOrigen="2""#, folio, true),
        (r#" CertificadoOrigen="2""#, "", true),
        ("", folio, true),
        (r#" CertificadoOrigen="0""#, folio, false),
        (r#" CertificadoOrigen="0""#, r#" NumCertificadoOrigen="""#, false),
        (r#" CertificadoOrigen="1""#, "", false),
        (r#" CertificadoOrigen="1""#, r#" NumCertificadoOrigen="""#, false),
    ] {
        assert_eq!(has(&certificate(of, folio), "CCE118"), !fits, "{of}{folio}");
    }
    // CCE123, CCE124: by the length of the RFC.
    let curp = |rfc: &str, curp: &str| {
        broken(&edited(
            &export(),
            &[
                (r#"<cfdi:Emisor Rfc="EKU9003173C9""#, &format!(r#"<cfdi:Emisor Rfc="{rfc}""#)),
                ("<cce20:Emisor>", &format!("<cce20:Emisor{curp}>")),
            ],
        ))
    };
    let own = r#" Curp="CACX760510MGTSHC04""#;
    assert_eq!(curp("EKU9003173C9", ""), NONE);
    assert_eq!(curp("EKU9003173C9", own), ["CCE123"]);
    assert_eq!(curp("ÑÑÑ9003173C9", own), ["CCE123"], "characters, not bytes");
    assert_eq!(curp("CACX7605101P8", own), NONE);
    assert_eq!(curp("CACX7605101P8", ""), ["CCE124"]);
    assert_eq!(curp("CACX7605101P8", r#" Curp="""#), ["CCE124"]);
    assert_eq!(curp("", own), NONE);
    // CCE124 forces the node, too.
    let person = export().replace(r#"Rfc="EKU9003173C9""#, r#"Rfc="CACX7605101P8""#);
    assert_eq!(broken(&without(&person, "<cce20:Emisor>", "</cce20:Emisor>")), ["CCE124"]);
    assert_eq!(broken(&without(&export(), "<cce20:Emisor>", "</cce20:Emisor>")), NONE);
    // CCE133: so does it for the receiver abroad.
    let nobody = |xml: &str| {
        let start = xml.find("<cce20:Receptor").unwrap();
        let end = xml.find("</cce20:Receptor>").unwrap() + "</cce20:Receptor>".len();
        broken(&format!("{}{}", &xml[..start], &xml[end..]))
    };
    assert_eq!(nobody(&export()), ["CCE133"]);
    assert_eq!(nobody(&transfer()), NONE);
    assert_eq!(nobody(&export().replace(r#"Rfc="XEXX010101000""#, r#"Rfc="""#)), NONE);
    let empty =
        edited(&export(), &[(r#"<cce20:Receptor NumRegIdTrib="002345678">"#, r#"<cce20:Receptor NumRegIdTrib="">"#)]);
    assert_eq!(broken(&empty), ["CCE133"]);
    let empty = edited(&transfer(), &[("<cce20:Receptor>", r#"<cce20:Receptor NumRegIdTrib="">"#)]);
    assert_eq!(broken(&empty), ["CCE133"]);
    // CCE142: two consignees of an invoice are two consignees.
    let more = |xml: &str| {
        let second = r#"</cce20:Destinatario><cce20:Destinatario><cce20:Domicilio Estado="NM" Pais="USA" CodigoPostal="88008"/></cce20:Destinatario>"#;
        broken(&edited(xml, &[("</cce20:Destinatario>", second)]))
    };
    assert_eq!(more(&export()), NONE);
    assert_eq!(more(&transfer()), ["CCE142"]);
    // CCE143: any of several domiciles; without one nothing is known.
    let home = |pais: &str| format!(r#"<cce20:Domicilio Estado="X" Pais="{pais}" CodigoPostal="1"/>"#);
    for (homes, fits) in [
        (String::new(), true),
        (home("DEU"), true),
        (home("DEU") + &home("MEX"), false),
        (home("MEX") + &home("DEU"), false),
    ] {
        let start = export().find(r#"<cce20:Domicilio Calle="88 Example"#).unwrap();
        let end = export().find("</cce20:Destinatario>").unwrap();
        let xml = format!("{}{homes}{}", &export()[..start], &export()[end..]);
        assert_eq!(has(&broken(&xml), "CCE143"), !fits, "{homes}");
    }
    // CCE108 and CCE110 are of transfers.
    let other = |xml: &str| broken(&xml.replace(r#"Emisor Rfc="EKU9003173C9""#, r#"Emisor Rfc="URE180429TM6""#));
    assert_eq!(other(&export()), NONE);
    assert_eq!(other(&transfer()), ["CCE108"]);
    assert_eq!(broken(&transfer().replacen(r#"ObjetoImp="01""#, r#"ObjetoImp="03""#, 1)), ["CCE110"]);
    assert_eq!(broken(&transfer().replacen(r#"ObjetoImp="01""#, r#"ObjetoImp="02""#, 1)), ["CCE109", "CCE110"]);
    // CCE101.
    for (tipo, fits) in [("I", true), ("E", true), ("N", false), ("P", false), ("X", false)] {
        let xml = edited(&export(), &[(r#"TipoDeComprobante="I""#, &format!(r#"TipoDeComprobante="{tipo}""#))]);
        assert_eq!(has(&broken(&xml), "CCE101"), !fits, "{tipo}");
    }
}

/// A second complement, right in itself: only that it is there is wrong; and each is judged.
#[test]
fn each_complement_is_judged() {
    let whole = {
        let text = export();
        let start = text.find("<cce20:ComercioExterior ").unwrap();
        let end = text.find("</cce20:ComercioExterior>").unwrap() + "</cce20:ComercioExterior>".len();
        text[start..end].to_owned()
    };
    let two = edited(&export(), &[("</cce20:ComercioExterior>", &format!("</cce20:ComercioExterior>{whole}"))]);
    assert_eq!(broken(&two), ["CCE113"]);
    let at = two.rfind(r#"TotalUSD="44000.00""#).unwrap();
    let wrong = format!("{}{}", &two[..at], two[at..].replacen("44000.00", "44000.01", 1));
    assert_eq!(broken(&wrong), ["CCE113", "CCE122"]);
}

/// What a document lacks, has in another order or has twice never stops the rules that can still be judged.
#[test]
fn faults_of_structure_hide_no_other_fault() {
    // The Receptor of the Comprobante, the rates, the Conceptos: gone; TotalUSD is still wrong.
    let wrong = export().replace(r#"TotalUSD="44000.00""#, r#"TotalUSD="44000.01""#);
    for (from, to) in [
        (r#"<cfdi:Receptor "#, "<cfdi:Otro "),
        (r#" TipoCambioUSD="17.7430""#, ""),
        (r#" TipoDeComprobante="I""#, ""),
        (r#" Fecha="2026-04-20T16:05:00""#, r#" Fecha="ayer""#),
        (r#" Moneda="USD""#, ""),
        ("<cce20:Mercancias>", "<cce20:Mercancias></cce20:Mercancias><cce20:Mercancias>"),
        ("<cce20:Emisor>", "<cce20:Emisor/><cce20:Emisor>"),
    ] {
        assert!(has(&broken(&edited(&wrong, &[(from, to)])), "CCE122"), "{from}");
    }
    // Numbers that no arithmetic holds are told, not passed over.
    let long = "1".repeat(40);
    for (from, to, expected) in [
        (
            r#"ValorDolares="22200.00""#,
            format!(r#"ValorDolares="{long}""#),
            vec!["CCE122", "CCE158", "CCE169", "CCE171"],
        ),
        (r#"TotalUSD="44000.00""#, format!(r#"TotalUSD="{long}""#), vec!["CCE122"]),
        (r#"TipoCambio="17.7430" Total"#, format!(r#"TipoCambio="{long}" Total"#), vec!["CCE158"]),
        (r#"TipoCambioUSD="17.7430""#, format!(r#"TipoCambioUSD="{long}""#), vec!["CCE121", "CCE158"]),
        (r#"CantidadAduana="2220.000""#, format!(r#"CantidadAduana="{long}""#), vec!["CCE169", "CCE171"]),
        (
            r#"ValorUnitario="18.50" Importe="22200.00""#,
            format!(r#"ValorUnitario="18.50" Importe="{long}""#),
            vec!["CCE158"],
        ),
        // Half a peso more or less of a rate of 0.4 is no rate.
        (r#"TipoCambio="17.7430" Total="44000.00" TipoDeComprobante="I" Exportacion="02""#, String::new(), vec![]),
    ] {
        if to.is_empty() {
            continue;
        }
        let from = match from {
            r#"TipoCambio="17.7430" Total"# => r#"Moneda="USD" TipoCambio="17.7430""#,
            from => from,
        };
        let to = to.replace(r#"TipoCambio="1111"#, r#"Moneda="USD" TipoCambio="1111"#).replace(" Total", "");
        let xml = edited(&export(), &[(from, &to)]);
        assert_eq!(not_checked(&xml), expected, "{from}");
    }
    let tiny = edited(
        &export(),
        &[
            (r#"TipoCambio="17.7430" Total="#, r#"TipoCambio="17" Total="#),
            (r#"TipoCambioUSD="17.7430""#, r#"TipoCambioUSD="0.4""#),
        ],
    );
    assert!(has(&not_checked(&tiny), "CCE158"), "half a peso less than 0.4 is no rate");
    let bare = without_customs(&export());
    let xml = edited(
        &bare,
        &[(r#"ValorUnitario="18.50" Importe="22200.00""#, &format!(r#"ValorUnitario="18.50" Importe="{long}""#))],
    );
    assert_eq!(not_checked(&xml), ["CCE158", "CCE172"]);
    let xml = edited(&bare, &[(r#"ValorDolares="22200.00""#, &format!(r#"ValorDolares="{long}""#))]);
    assert_eq!(not_checked(&xml), ["CCE122", "CCE158", "CCE172"]);
    // No numbers: the schema says so.
    for (from, to) in [
        (r#"ValorDolares="22200.00""#, r#"ValorDolares="""#),
        (r#"Importe="22200.00" ObjetoImp"#, r#"Importe="x" ObjetoImp"#),
        (r#"TipoCambioUSD="17.7430""#, r#"TipoCambioUSD="x""#),
        (r#"TotalUSD="44000.00""#, r#"TotalUSD="x""#),
    ] {
        assert_eq!(
            (broken(&edited(&export(), &[(from, to)])), not_checked(&edited(&bare, &[(from, to)]))),
            (vec![], vec![]),
            "{from}"
        );
    }
}

/// Every draft of the fixtures with Exportacion 02 has a complement that no rule finds fault with.
#[test]
fn drafts_break_no_rule() {
    let expected: serde_json::Value = serde_json::from_slice(&support::fixture("draft/expected.json")).unwrap();
    let mut judged = 0;
    for (name, row) in expected["drafts"].as_object().unwrap() {
        if row["exportacion"] != "02" {
            continue;
        }
        let context = format!("draft/{}.json", row["context"].as_str().unwrap());
        let mut options = Options::default()
            .case(Case::MxIssuerDraft)
            .context(Context::from_json(&support::fixture(&context)).unwrap());
        if let Some(rates) = row["rates"].as_str() {
            options = options.rates(rates_of(rates));
        }
        let (xml, _) = support::convert_with(&support::fixture(&format!("draft/{name}.json")), Format::Cfdi, &options);
        let xml = String::from_utf8(xml).unwrap();
        assert!(xml.contains("<cce20:ComercioExterior"), "{name}");
        let validation = validate(&xml, &support::comercio_exterior::options());
        assert_eq!(validation.profile, Some(Profile::Draft), "{name}");
        let found: Vec<_> =
            validation.report.findings().iter().filter(|it| it.code.as_str().starts_with("CCE")).collect();
        let violated: Vec<_> = found.iter().filter(|finding| finding.event == Event::Violated).collect();
        assert!(violated.is_empty(), "{name}: {violated:#?}\n{xml}");
        judged += 1;
    }
    assert!(judged > 0);
}

fn rates_of(file: &str) -> Rates {
    let file = support::fixture(&format!("draft/{file}"));
    let mut rows = csv::Reader::from_reader(&file[..]);
    let quotes = rows.records().map(|row| {
        let row = row.unwrap();
        let series = if row[2].eq_ignore_ascii_case("dof") { Series::Dof } else { Series::Fix };
        Quote::new(row[0].parse().unwrap(), "USD", series, row[1].parse().unwrap()).unwrap()
    });
    Rates::from_quotes(quotes).unwrap()
}

/// The public samples: a stamped one has nothing; what others have is named here with the reason.
#[test]
fn the_public_corpus_has_only_known_faults() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let Ok(folder) = std::fs::read_dir(shared.join("corpus/cfdi")) else {
        let _ = writeln!(std::io::stderr(), "SKIPPED the_public_corpus_has_only_known_faults: no {}", shared.display());
        return;
    };
    let mut samples = 0;
    for entry in folder {
        let path = entry.unwrap().path();
        let Ok(xml) = std::fs::read_to_string(&path) else { continue };
        let Ok(validation) = frontera::validate(xml.as_bytes(), &ValidateOptions::default()) else { continue };
        samples += usize::from(xml.contains("http://www.sat.gob.mx/ComercioExterior20"));
        let name = path.file_name().unwrap().to_string_lossy();
        let known = UNSTAMPED.iter().find(|(known, _)| name.ends_with(known));
        let known = known.filter(|_| validation.profile != Some(Profile::Stamped));
        let found = of_event(&validation.report, Event::Violated);
        assert_eq!(found, known.map_or(&[][..], |(_, codes)| codes), "{name}: {:#?}", validation.report.findings());
    }
    assert!(samples > 0);
}

/// No PAC has seen them. An export without the complement; and one that declares 117.64 kilograms at 12.78 dollars as 25.56,
/// which is 2 by 12.78, the quantity of the Concepto.
const UNSTAMPED: &[(&str, &[&str])] =
    &[("CFDv40_before.xml", &["CCE104"]), ("cce20Propietario.xml", &["CCE169", "CCE171"])];

/// SAT's list of neighbourhoods is a feature; without it a key is told as not checked, a name needs no list.
#[cfg(not(feature = "catalog-places"))]
#[test]
fn without_its_list_a_neighbourhood_is_not_checked() {
    let options = ValidateOptions::default().rates(support::register::rates());
    let codes = |xml: &str| of_event(&validate(xml, &options).report, Event::NotChecked).join(" ");
    assert_eq!(codes(&export()), "CCE129");
    assert_eq!(codes(&edited(&export(), &[(r#"Colonia="0701""#, r#"Colonia="Centro""#)])), "");
}
