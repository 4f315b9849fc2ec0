//! CFDI40130 to CFDI40137: the global invoice, and relations to other documents.

use super::Cfdi;
use super::sources::CFDI;
use super::view::Texto;
use crate::context::RFC_PUBLIC as PUBLICO;
use crate::model::Date;
use crate::rules::{Example, Needs, Out, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: factura global, relaciones", rules: RULES };

/// The name of the receiver of a global invoice, as SAT writes it.
pub(super) const PUBLICO_EN_GENERAL: &str = "PUBLICO EN GENERAL";
/// Periodicidad of two months.
const BIMESTRAL: &str = "05";

static RULES: &[Rule] = &[
    rule(
        "CFDI40130",
        &CFDI,
        (
            "An invoice to PUBLICO EN GENERAL, XAXX010101000, has InformacionGlobal, and no other has",
            "Say in InformacionGlobal of which period it is; leave it out for a customer of their own name.",
        ),
        (
            "Una factura a PUBLICO EN GENERAL, XAXX010101000, lleva InformacionGlobal, y ninguna otra lo lleva",
            "Indique en InformacionGlobal el periodo; omita el nodo para un cliente con nombre propio.",
        ),
    )
    .tried(&[
        Example::new(
            GLOBAL,
            "cfdi:Comprobante/cfdi:InformacionGlobal",
            &[(r#"<cfdi:InformacionGlobal Periodicidad="01" Meses="09" Año="2026"/>"#, "")],
        ),
        Example::new(
            GLOBAL,
            "cfdi:Comprobante/cfdi:InformacionGlobal",
            &[(r#" Nombre="PUBLICO EN GENERAL""#, r#" Nombre="VENTA DE MOSTRADOR""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        let to = &cfdi.receptor;
        let (kind, rfc, name) = (&cfdi.tipo_de_comprobante, &to.rfc, &to.nombre);
        match &cfdi.informacion_global {
            None if kind.is("I") && rfc.is(PUBLICO) && name.is(PUBLICO_EN_GENERAL) => {
                out.violated(cfdi.at.nodo.child("cfdi:InformacionGlobal"));
            }
            // SAT's row does not forbid it, but PACs refuse it.
            Some(global) if is_other(kind, "I") || is_other(rfc, PUBLICO) || is_other(name, PUBLICO_EN_GENERAL) => {
                out.warn(global.nodo);
            }
            _ => {}
        }
    }),
    rule(
        "CFDI40131",
        &CFDI,
        (
            "Periodicidad is a code of c_Periodicidad",
            "Write 01 for a day, 02 a week, 03 a fortnight, 04 a month or 05 two months.",
        ),
        (
            "Periodicidad es una clave de c_Periodicidad",
            "Escriba 01 diario, 02 semanal, 03 quincenal, 04 mensual o 05 bimestral.",
        ),
    )
    .tried(&[Example::new(
        GLOBAL,
        "cfdi:InformacionGlobal/@Periodicidad",
        &[(r#"Periodicidad="01""#, r#"Periodicidad="06""#)],
    )])
    .cfdi(|cfdi, out| {
        if let Some(global) = &cfdi.informacion_global {
            cfdi.must_be_listed("c_Periodicidad", &global.periodicidad, out);
        }
    }),
    rule(
        "CFDI40132",
        &CFDI,
        (
            "A global invoice of two months, Periodicidad 05, is of an issuer in regime 621",
            "Write another Periodicidad; only Incorporación Fiscal, 621, invoices two months at once.",
        ),
        (
            "Una factura global bimestral, Periodicidad 05, es de un emisor en el régimen 621",
            "Escriba otra Periodicidad; solo Incorporación Fiscal, 621, factura dos meses juntos.",
        ),
    )
    .tried(&[Example::new(
        GLOBAL,
        "cfdi:InformacionGlobal/@Periodicidad",
        &[(r#"Periodicidad="01" Meses="09""#, r#"Periodicidad="05" Meses="17""#)],
    )])
    .cfdi(|cfdi, out| {
        if let Some(global) = &cfdi.informacion_global
            && global.periodicidad.is(BIMESTRAL)
        {
            out.must(cfdi.emisor.regimen_fiscal.is("621"), &global.periodicidad);
        }
    }),
    rule(
        "CFDI40133",
        &CFDI,
        ("Meses is a code of c_Meses", "Write a month, 01 to 12, or two, 13 to 18."),
        ("Meses es una clave de c_Meses", "Escriba un mes, 01 a 12, o un bimestre, 13 a 18."),
    )
    .tried(&[Example::new(GLOBAL, "cfdi:InformacionGlobal/@Meses", &[(r#"Meses="09""#, r#"Meses="19""#)])
        .with(&["CFDI40134"])])
    .cfdi(|cfdi, out| {
        if let Some(global) = &cfdi.informacion_global {
            cfdi.must_be_listed("c_Meses", &global.meses, out);
        }
    }),
    rule(
        "CFDI40134",
        &CFDI,
        ("Meses is a month, 01 to 12, unless Periodicidad is 05", "Write the month of the sales, 01 to 12."),
        ("Meses es un mes, 01 a 12, salvo con Periodicidad 05", "Escriba el mes de las ventas, 01 a 12."),
    )
    .tried(&[Example::new(GLOBAL, "cfdi:InformacionGlobal/@Meses", &[(r#"Meses="09""#, r#"Meses="13""#)])])
    .cfdi(|cfdi, out| months(cfdi, false, out)),
    rule(
        "CFDI40135",
        &CFDI,
        (
            "Meses is two months, 13 to 18, when Periodicidad is 05",
            "Write the two months of the sales: 13 for January and February, to 18 for November and December.",
        ),
        (
            "Meses es un bimestre, 13 a 18, con Periodicidad 05",
            "Escriba el bimestre de las ventas: de 13, enero y febrero, a 18, noviembre y diciembre.",
        ),
    )
    .tried(&[Example::new(GLOBAL, "cfdi:InformacionGlobal/@Meses", &[(r#"Meses="17""#, r#"Meses="09""#)]).given(&[
        (r#"Periodicidad="01" Meses="09""#, r#"Periodicidad="05" Meses="17""#),
        (
            r#"Rfc="H&amp;E951128469" Nombre="HERRERIA &amp; ELECTRICOS" RegimenFiscal="601""#,
            r#"Rfc="FUNK671228PH6" Nombre="KARLA FUENTE NOLASCO" RegimenFiscal="621""#,
        ),
    ])])
    .cfdi(|cfdi, out| months(cfdi, true, out)),
    rule(
        "CFDI40136",
        &CFDI,
        (
            "Año of a global invoice is this year, or one before",
            "Write the year of the sales; SAT's guide takes this year and the last, its error matrix five before.",
        ),
        (
            "Año de una factura global es el año en curso o uno anterior",
            "Escriba el año de las ventas; la guía del SAT admite este y el anterior, su matriz hasta cinco antes.",
        ),
    )
    .needing(Needs::Clock)
    .tried(&[
        Example::new(GLOBAL, "cfdi:InformacionGlobal/@Año", &[(r#"Año="2026""#, r#"Año="2027""#)]),
        Example::new(GLOBAL, "cfdi:InformacionGlobal/@Año", &[(r#"Año="2026""#, r#"Año="2020""#)]),
        Example::new(GLOBAL, "cfdi:InformacionGlobal/@Año", &[(r#"Año="2026""#, r#"Año="2024""#)]),
    ])
    .cfdi(|cfdi, out| {
        let Some(written) = cfdi.informacion_global.as_ref().map(|global| &global.anio) else { return };
        let Some(year) = written.get().and_then(year) else { return };
        let Some(now) = cfdi.clock().and_then(|(day, _)| year_of(day)) else { return out.not_checked(written) };
        match now - year {
            0 | 1 => {}
            2..=5 => out.warn_expected(written, format_args!("{} … {now}", now - 1)),
            _ => out.expected(written, format_args!("{} … {now}", now - 5)),
        }
    }),
    rule(
        "CFDI40137",
        &CFDI,
        (
            "TipoRelacion is a code of c_TipoRelacion",
            "Write a code of 01 to 07; those of before CFDI 4.0 are not taken any more.",
        ),
        (
            "TipoRelacion es una clave de c_TipoRelacion",
            "Escriba una clave de 01 a 07; las anteriores a CFDI 4.0 ya no se admiten.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/substitution-04.xml",
            "cfdi:CfdiRelacionados/@TipoRelacion",
            &[(r#"TipoRelacion="04""#, r#"TipoRelacion="08""#)],
        ),
        Example::new(
            "cfdi/credit-note-two-relations.xml",
            "cfdi:CfdiRelacionados[2]/@TipoRelacion",
            &[(r#"TipoRelacion="03""#, r#"TipoRelacion="10""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for relacionados in &cfdi.relacionados {
            cfdi.must_be_listed("c_TipoRelacion", &relacionados.at.tipo_relacion, out);
        }
    }),
];

const GLOBAL: &str = "cfdi/global-invoice-public.xml";

/// Something else than this is written.
fn is_other(text: &Texto<'_>, than: &str) -> bool {
    text.is_there() && !text.is(than)
}

/// Meses for Periodicidad 05, or for the others.
fn months(cfdi: &Cfdi<'_>, bimonthly: bool, out: &mut Out<'_>) {
    let Some(global) = &cfdi.informacion_global else { return };
    let Some(meses) = global.meses.get().filter(|_| global.periodicidad.is(BIMESTRAL) == bimonthly) else { return };
    let months = if bimonthly { 13..=18 } else { 1..=12 };
    // As it is written: `9` is no code.
    let number = match meses.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some((tens - b'0') * 10 + (ones - b'0')),
        _ => None,
    };
    if !number.is_some_and(|number| months.contains(&number)) {
        out.expected(&global.meses, format_args!("{:02} … {}", months.start(), months.end()));
    }
}

/// A year as it is written, four digits.
fn year(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn year_of(day: Date) -> Option<i32> {
    year(day.to_string().get(..4)?)
}
