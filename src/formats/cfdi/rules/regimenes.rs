//! CFDI140224 to CFDI140227, which SAT spells with an extra 1: what a seller of regime 626 withholds, and ObjetoImp 06 to 08.

use rust_decimal::Decimal;

use super::sources::CFDI;
use super::view::{Cfdi, Concepto, Texto};
use crate::rules::{Example, Needs, Out, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: RESICO, objeto de impuesto", rules: RULES };

/// What a company withholds of ISR from a natural person of regime 626 (LISR 113-J).
const RESICO: Decimal = Decimal::from_parts(125, 0, 0, false, 4);

static RULES: &[Rule] = &[
    rule(
        "CFDI140224",
        &CFDI,
        (
            "No ISR is withheld from a natural person of regime 626 whom SAT's register marks with 1",
            "Take the Retencion of 001 away.",
        ),
        (
            "No se retiene ISR a la persona física del régimen 626 que el registro del SAT marca con 1",
            "Quite la Retencion de 001.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/resico-uniforms-isr-1-25.xml",
        "cfdi:Concepto/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Impuesto",
        &[
            (r#"Rfc="FUNK671228PH6""#, r#"Rfc="CACX7605101P8""#),
            (r#"Nombre="KARLA FUENTE NOLASCO""#, r#"Nombre="XOCHILT CASAS CHAVEZ""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        if mark_of_resico(cfdi, out).is_some_and(|mark| mark == "1") {
            let withheld = cfdi.conceptos.iter().flat_map(|concepto| concepto.retenciones());
            withheld.filter(|it| it.impuesto.is("001")).for_each(|it| out.violated(&it.impuesto));
        }
    }),
    rule(
        "CFDI140225",
        &CFDI,
        (
            "ISR of 1.25 % is withheld from a natural person of regime 626 whom SAT's register marks with 2",
            "Add a Retencion of 001 with TasaOCuota 0.012500 to the line, or correct its rate.",
        ),
        (
            "Se retiene ISR de 1.25 % a la persona física del régimen 626 que el registro del SAT marca con 2",
            "Agregue al concepto una Retencion de 001 con TasaOCuota 0.012500, o corrija su tasa.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[
        Example::new(
            "cfdi/resico-uniforms-isr-1-25.xml",
            "cfdi:Concepto/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@TasaOCuota",
            &[
                (r#"TasaOCuota="0.012500" Importe="230.00""#, r#"TasaOCuota="0.100000" Importe="1840.00""#),
                (r#"Impuesto="001" Importe="230.00""#, r#"Impuesto="001" Importe="1840.00""#),
                (r#"TotalImpuestosRetenidos="230.00""#, r#"TotalImpuestosRetenidos="1840.00""#),
                (r#" Total="21114.00""#, r#" Total="19504.00""#),
            ],
        ),
        Example::new(
            "cfdi/resico-uniforms-isr-1-25.xml",
            "cfdi:Concepto/cfdi:Impuestos/cfdi:Retenciones",
            &[
                (
                    r#"<cfdi:Retencion Base="18400.00" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.012500" Importe="230.00"/>"#,
                    r#"<cfdi:Retencion Base="18400.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.106667" Importe="1962.67"/>"#,
                ),
                (r#"Impuesto="001" Importe="230.00""#, r#"Impuesto="002" Importe="1962.67""#),
                (r#"TotalImpuestosRetenidos="230.00""#, r#"TotalImpuestosRetenidos="1962.67""#),
                (r#" Total="21114.00""#, r#" Total="19381.33""#),
            ],
        ),
    ])
    .cfdi(|cfdi, out| {
        // Only a line that has taxes, or must have some, can have a Retencion.
        let with_taxes = |concepto: &&Concepto<'_>| concepto.impuestos.is_some() || concepto.objeto_imp.is("02");
        if mark_of_resico(cfdi, out).is_none_or(|mark| mark != "2") {
            return;
        }
        for concepto in cfdi.conceptos.iter().filter(with_taxes) {
            let mut isr = concepto.retenciones().iter().filter(|it| it.impuesto.is("001")).peekable();
            match isr.peek() {
                None => out.expected(concepto.nodo.child("cfdi:Impuestos/cfdi:Retenciones"), "001 0.012500"),
                Some(first) => {
                    let rate = &first.tasa_o_cuota;
                    if isr.all(|it| it.tasa_o_cuota.value() != Some(RESICO)) {
                        out.expected(rate, "0.012500");
                    }
                }
            }
        }
    }),
    rule(
        "CFDI140226",
        &CFDI,
        (
            "A line with ObjetoImp 06 or 08 has neither IVA nor IEPS, transferred or withheld",
            "Take the tax away, ISR withheld may stay; where the tax is shown, ObjetoImp is another one.",
        ),
        (
            "El concepto con ObjetoImp 06 u 08 no traslada ni retiene IVA o IEPS",
            "Quite el impuesto, la retención de ISR puede quedarse; si el impuesto se desglosa, ObjetoImp es otro.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/objeto-imp-06-07-08.xml",
            "cfdi:Concepto/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Impuesto",
            &[(r#"Base="0.001" Impuesto="001""#, r#"Base="0.001" Impuesto="002""#)],
        )
        .given(&[(
            r#"<cfdi:Retencion Base="1000.00""#,
            r#"<cfdi:Retencion Base="0.001" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.012500" Importe="0.00"/><cfdi:Retencion Base="1000.00""#,
        )]),
        Example::new(
            "cfdi/objeto-imp-06-07-08.xml",
            "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Impuesto",
            &[(r#"ObjetoImp="07""#, r#"ObjetoImp="08""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|concepto| concepto.objeto_imp.is_one_of(&["06", "08"])) {
            taxes(concepto).filter(|impuesto| impuesto.is_one_of(&["002", "003"])).for_each(|it| out.violated(it));
        }
    }),
    rule(
        "CFDI140227",
        &CFDI,
        (
            "A line with ObjetoImp 07 transfers IEPS and has no IVA, transferred or withheld",
            "Add the Traslado of 003, or take IVA away; ISR and IEPS withheld may stay.",
        ),
        (
            "El concepto con ObjetoImp 07 traslada IEPS y no traslada ni retiene IVA",
            "Agregue el Traslado de 003 o quite el IVA; las retenciones de ISR e IEPS pueden quedarse.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/objeto-imp-06-07-08.xml",
            "cfdi:Concepto/@ObjetoImp",
            &[(r#"ObjetoImp="06""#, r#"ObjetoImp="07""#)],
        ),
        Example::new(
            "cfdi/objeto-imp-06-07-08.xml",
            "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Impuesto",
            &[(r#"Base="0.001" Impuesto="001""#, r#"Base="0.001" Impuesto="002""#)],
        )
        .given(&[(
            r#"<cfdi:Retencion Base="2500.00""#,
            r#"<cfdi:Retencion Base="0.001" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.012500" Importe="0.00"/><cfdi:Retencion Base="2500.00""#,
        )]),
    ])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|concepto| concepto.objeto_imp.is("07")) {
            taxes(concepto).filter(|impuesto| impuesto.is("002")).for_each(|it| out.violated(it));
            out.must(concepto.traslados().iter().any(|it| it.impuesto.is("003")), &concepto.objeto_imp);
        }
    }),
];

/// Impuesto of each Traslado and Retencion of a line.
fn taxes<'c>(concepto: &'c Concepto<'_>) -> impl Iterator<Item = &'c Texto<'c>> {
    let transferred = concepto.traslados().iter().map(|traslado| &traslado.impuesto);
    transferred.chain(concepto.retenciones().iter().map(|retencion| &retencion.impuesto))
}

/// How SAT's register marks an issuer of regime 626 who sells to a company; none where it is not at hand, or there is no such
/// sale.
fn mark_of_resico(cfdi: &Cfdi<'_>, out: &mut Out<'_>) -> Option<String> {
    // 13 characters are a natural person's RFC, 12 a company's.
    let length = |rfc: &Texto<'_>| rfc.text().chars().count();
    let emisor = &cfdi.emisor;
    let sells = cfdi.is_type(&["I", "E"])
        && emisor.regimen_fiscal.is("626")
        && length(&emisor.rfc) == 13
        && length(&cfdi.receptor.rfc) == 12;
    if !sells {
        return None;
    }
    match cfdi.asked.lookups.taxpayer(emisor.rfc.text()) {
        Some(taxpayer) => taxpayer.map(|taxpayer| taxpayer.resico_mark),
        None => {
            out.not_checked(&emisor.rfc);
            None
        }
    }
}
