//! CFDI40187 to CFDI40193 and CFDI140223: lines sold on somebody else's account.
//!
//! SAT's RFC for residents abroad, EXT990101NI1, stands in no list: it has a name, a regime and a place of its own.

use super::comun::keys;
use super::sources::CFDI;
use super::view::{ACuentaTerceros, Cfdi, Texto};
use crate::rules::{Example, Needs, Out, Rule, Table, Taxpayer, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: a cuenta de terceros", rules: RULES };

/// Whoever sells from abroad through a platform of residents in Mexico.
const EXTRANJERO: &str = "EXT990101NI1";
/// The name that SAT gives it.
const NOMBRE: &str = "EXPEDICIÓN DE CFDI POR RESIDENTES EN MÉXICO QUE PRESTAN SERVICIOS DE INTERMEDIACIÓN ENTRE TERCEROS A OFERENTES DE BIENES Y SERVICIOS RESIDENTES EN EL EXTRANJERO";

const BASE: &str = "cfdi/third-party-a-cuenta-terceros.xml";
/// Another line is sold for a resident abroad.
const ABROAD: &[(&str, &str)] = &[(
    r#"Descripcion="Comisión por intermediación" ValorUnitario="1800.00" Importe="1800.00" ObjetoImp="02">
      <cfdi:Impuestos>
        <cfdi:Traslados>
          <cfdi:Traslado Base="1800.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="288.00"/>
        </cfdi:Traslados>
      </cfdi:Impuestos>"#,
    r#"Descripcion="Artesanía, venta por cuenta de tercero" ValorUnitario="1800.00" Importe="1800.00" ObjetoImp="02">
      <cfdi:Impuestos>
        <cfdi:Traslados>
          <cfdi:Traslado Base="1800.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="288.00"/>
        </cfdi:Traslados>
      </cfdi:Impuestos>
      <cfdi:ACuentaTerceros RfcACuentaTerceros="EXT990101NI1" NombreACuentaTerceros="EXPEDICIÓN DE CFDI POR RESIDENTES EN MÉXICO QUE PRESTAN SERVICIOS DE INTERMEDIACIÓN ENTRE TERCEROS A OFERENTES DE BIENES Y SERVICIOS RESIDENTES EN EL EXTRANJERO" RegimenFiscalACuentaTerceros="616" DomicilioFiscalACuentaTerceros="42501"/>"#,
)];
/// An RFC that no list has.
const UNKNOWN: &[(&str, &str)] = &[(r#"RfcACuentaTerceros="FUNK671228PH6""#, r#"RfcACuentaTerceros="XOJI740919U48""#)];

static RULES: &[Rule] = &[
    rule(
        "CFDI140223",
        &CFDI,
        (
            "RegimenFiscalACuentaTerceros is 616 where RfcACuentaTerceros is EXT990101NI1",
            "Write 616, no tax obligations.",
        ),
        (
            "RegimenFiscalACuentaTerceros es 616 cuando RfcACuentaTerceros es EXT990101NI1",
            "Escriba 616, sin obligaciones fiscales.",
        ),
    )
    .tried(&[Example::new(
        BASE,
        "cfdi:ACuentaTerceros/@RegimenFiscalACuentaTerceros",
        &[(r#"RegimenFiscalACuentaTerceros="616""#, r#"RegimenFiscalACuentaTerceros="612""#)],
    )
    .given(ABROAD)])
    .cfdi(|cfdi, out| {
        for tercero in abroad(cfdi) {
            if tercero.regimen_fiscal.is_there() && !tercero.regimen_fiscal.is("616") {
                out.expected(&tercero.regimen_fiscal, "616");
            }
        }
    }),
    rule(
        "CFDI40187",
        &CFDI,
        (
            "RfcACuentaTerceros is in SAT's list of taxpayers, or EXT990101NI1",
            "Ask the third party for its RFC as SAT has it.",
        ),
        (
            "RfcACuentaTerceros está en la lista de contribuyentes del SAT o es EXT990101NI1",
            "Pida al tercero su RFC como lo tiene el SAT.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(BASE, "cfdi:ACuentaTerceros/@RfcACuentaTerceros", UNKNOWN)
        .given(ABROAD)
        .with(&["CFDI40189", "CFDI40192"])])
    .cfdi(|cfdi, out| {
        registered(cfdi, out, |tercero| &tercero.rfc, |taxpayer, rfc, out| out.must(taxpayer.is_some(), rfc));
    }),
    rule(
        "CFDI40188",
        &CFDI,
        (
            "RfcACuentaTerceros is another than the issuer's and the receiver's",
            "Write the RFC of whom the goods are sold for, or take ACuentaTerceros away.",
        ),
        (
            "RfcACuentaTerceros es distinto del RFC del emisor y del receptor",
            "Escriba el RFC de aquel por cuya cuenta se vende, o quite ACuentaTerceros.",
        ),
    )
    .tried(&[
        Example::new(
            BASE,
            "cfdi:ACuentaTerceros/@RfcACuentaTerceros",
            &[
                (r#"RfcACuentaTerceros="FUNK671228PH6""#, r#"RfcACuentaTerceros="EKU9003173C9""#),
                (r#"NombreACuentaTerceros="KARLA FUENTE NOLASCO""#, r#"NombreACuentaTerceros="ESCUELA KEMPER URGATE""#),
                (r#"DomicilioFiscalACuentaTerceros="01160""#, r#"DomicilioFiscalACuentaTerceros="42501""#),
            ],
        ),
        Example::new(
            BASE,
            "cfdi:ACuentaTerceros/@RfcACuentaTerceros",
            &[
                (r#"RfcACuentaTerceros="FUNK671228PH6""#, r#"RfcACuentaTerceros="IIA040805DZ4""#),
                (
                    r#"NombreACuentaTerceros="KARLA FUENTE NOLASCO""#,
                    r#"NombreACuentaTerceros="INDISTRIA ILUMINADORA DE ALMACENES""#,
                ),
                (r#"DomicilioFiscalACuentaTerceros="01160""#, r#"DomicilioFiscalACuentaTerceros="62661""#),
            ],
        ),
    ])
    .cfdi(|cfdi, out| {
        let others = [&cfdi.emisor.rfc, &cfdi.receptor.rfc];
        for tercero in terceros(cfdi).filter(|tercero| tercero.rfc.is_there()) {
            out.must(others.iter().all(|other| other.get() != tercero.rfc.get()), &tercero.rfc);
        }
    }),
    rule(
        "CFDI40189",
        &CFDI,
        (
            "NombreACuentaTerceros is the name of a registered taxpayer, or SAT's own text with EXT990101NI1",
            "Write the name of the third party's Constancia de Situación Fiscal; with EXT990101NI1 copy SAT's text.",
        ),
        (
            "NombreACuentaTerceros es de un contribuyente inscrito, o el texto del SAT con EXT990101NI1",
            "Escriba el nombre de la Constancia de Situación Fiscal del tercero; con EXT990101NI1 copie el texto del SAT.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[
        Example::new(BASE, "cfdi:ACuentaTerceros/@NombreACuentaTerceros", UNKNOWN)
            .given(ABROAD)
            .with(&["CFDI40187", "CFDI40192"]),
        Example::new(
            BASE,
            "cfdi:ACuentaTerceros/@NombreACuentaTerceros",
            &[("OFERENTES DE BIENES Y SERVICIOS RESIDENTES EN", "OFERENTES DE BIENES RESIDENTES EN")],
        )
        .given(ABROAD),
    ])
    .cfdi(|cfdi, out| {
        for tercero in abroad(cfdi) {
            if tercero.nombre.is_there() && !tercero.nombre.is(NOMBRE) {
                out.expected(&tercero.nombre, NOMBRE);
            }
        }
        registered(cfdi, out, |tercero| &tercero.nombre, |taxpayer, nombre, out| out.must(taxpayer.is_some(), nombre));
    }),
    rule(
        "CFDI40190",
        &CFDI,
        (
            "NombreACuentaTerceros is the one that SAT has for RfcACuentaTerceros",
            "Copy the name of the third party's Constancia de Situación Fiscal, without the company's legal form.",
        ),
        (
            "NombreACuentaTerceros es el que el SAT tiene para RfcACuentaTerceros",
            "Copie el nombre de la Constancia de Situación Fiscal del tercero, sin el régimen de capital.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        BASE,
        "cfdi:ACuentaTerceros/@NombreACuentaTerceros",
        &[(r#"NombreACuentaTerceros="KARLA FUENTE NOLASCO""#, r#"NombreACuentaTerceros="KARLA FUENTES NOLASCO""#)],
    )
    .given(ABROAD)])
    .cfdi(|cfdi, out| {
        registered(cfdi, out, |tercero| &tercero.nombre, |taxpayer, nombre, out| {
            if let Some(taxpayer) = taxpayer.filter(|taxpayer| !nombre.is(&taxpayer.name)) {
                out.expected(nombre, &taxpayer.name);
            }
        });
    }),
    rule(
        "CFDI40191",
        &CFDI,
        (
            "RegimenFiscalACuentaTerceros is a key of c_RegimenFiscal, in force on the day of Fecha",
            "Write the regime of the third party's Constancia de Situación Fiscal.",
        ),
        (
            "RegimenFiscalACuentaTerceros es una clave de c_RegimenFiscal vigente en la Fecha",
            "Escriba el régimen de la Constancia de Situación Fiscal del tercero.",
        ),
    )
    .tried(&[Example::new(
        BASE,
        "cfdi:ACuentaTerceros/@RegimenFiscalACuentaTerceros",
        &[(r#"RegimenFiscalACuentaTerceros="612""#, r#"RegimenFiscalACuentaTerceros="602""#)],
    )])
    .cfdi(|cfdi, out| keys(cfdi, "c_RegimenFiscal", terceros(cfdi).map(|tercero| &tercero.regimen_fiscal), out)),
    rule(
        "CFDI40192",
        &CFDI,
        (
            "DomicilioFiscalACuentaTerceros is of a registered taxpayer",
            "Ask the third party for its RFC and postal code as SAT has them.",
        ),
        (
            "DomicilioFiscalACuentaTerceros es de un contribuyente inscrito",
            "Pida al tercero su RFC y código postal como los tiene el SAT.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(BASE, "cfdi:ACuentaTerceros/@DomicilioFiscalACuentaTerceros", UNKNOWN)
        .given(ABROAD)
        .with(&["CFDI40187", "CFDI40189"])])
    .cfdi(|cfdi, out| {
        registered(
            cfdi,
            out,
            |tercero| &tercero.domicilio_fiscal,
            |taxpayer, domicilio, out| out.must(taxpayer.is_some(), domicilio),
        );
    }),
    rule(
        "CFDI40193",
        &CFDI,
        (
            "DomicilioFiscalACuentaTerceros is the postal code that SAT has for RfcACuentaTerceros, or LugarExpedicion with EXT990101NI1",
            "Copy the postal code of the third party's Constancia de Situación Fiscal; with EXT990101NI1 repeat LugarExpedicion.",
        ),
        (
            "DomicilioFiscalACuentaTerceros es el código postal que el SAT tiene para RfcACuentaTerceros, o LugarExpedicion con EXT990101NI1",
            "Copie el código postal de la Constancia de Situación Fiscal del tercero; con EXT990101NI1 repita LugarExpedicion.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[
        Example::new(
            BASE,
            "cfdi:ACuentaTerceros/@DomicilioFiscalACuentaTerceros",
            &[(r#"DomicilioFiscalACuentaTerceros="01160""#, r#"DomicilioFiscalACuentaTerceros="42501""#)],
        )
        .given(ABROAD),
        Example::new(
            BASE,
            "cfdi:ACuentaTerceros/@DomicilioFiscalACuentaTerceros",
            &[(r#"DomicilioFiscalACuentaTerceros="42501""#, r#"DomicilioFiscalACuentaTerceros="01160""#)],
        )
        .given(ABROAD),
    ])
    .cfdi(|cfdi, out| {
        for tercero in abroad(cfdi) {
            let domicilio = &tercero.domicilio_fiscal;
            if domicilio.is_there() && domicilio.get() != cfdi.lugar_expedicion.get() {
                out.expected(domicilio, cfdi.lugar_expedicion.text());
            }
        }
        registered(cfdi, out, |tercero| &tercero.domicilio_fiscal, |taxpayer, domicilio, out| {
            if let Some(taxpayer) = taxpayer.filter(|taxpayer| !domicilio.is(&taxpayer.postal_code)) {
                out.expected(domicilio, &taxpayer.postal_code);
            }
        });
    }),
];

fn terceros<'c>(cfdi: &'c Cfdi<'_>) -> impl Iterator<Item = &'c ACuentaTerceros<'c>> {
    cfdi.conceptos.iter().filter_map(|concepto| concepto.a_cuenta_terceros.as_ref())
}

/// Those whom SAT has no list of.
fn abroad<'c>(cfdi: &'c Cfdi<'_>) -> impl Iterator<Item = &'c ACuentaTerceros<'c>> {
    terceros(cfdi).filter(|tercero| tercero.rfc.is(EXTRANJERO))
}

/// Judges an attribute by what SAT's list has for the RFC beside it; that there is no list at hand is told once.
fn registered(
    cfdi: &Cfdi<'_>,
    out: &mut Out<'_>,
    attribute: impl for<'c> Fn(&'c ACuentaTerceros<'c>) -> &'c Texto<'c>,
    judge: impl Fn(Option<&Taxpayer>, &Texto<'_>, &mut Out<'_>),
) {
    let mut unknown = None;
    for tercero in terceros(cfdi).filter(|tercero| !tercero.rfc.is(EXTRANJERO)) {
        let it = attribute(tercero);
        let (Some(rfc), true) = (tercero.rfc.get(), it.is_there()) else { continue };
        match cfdi.asked.lookups.taxpayer(rfc) {
            Some(taxpayer) => judge(taxpayer.as_ref(), it, out),
            None => unknown = unknown.or(Some(it)),
        }
    }
    if let Some(it) = unknown {
        out.not_checked(it);
    }
}
