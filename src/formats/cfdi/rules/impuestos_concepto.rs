//! CFDI40174 to CFDI40186: the taxes of lines.

use super::comun::{amount_of_tax, decimals, keys, positive, rate, retenciones, traslados};
use super::sources::CFDI;
use crate::catalog::Direction;
use crate::rules::{Example, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: impuestos de los conceptos", rules: RULES };

/// A tax more on a line, so small that the summary does not show it.
const TRASLADO: &[(&str, &str)] = &[(
    r#"<cfdi:Traslado Base="4015.00""#,
    r#"<cfdi:Traslado Base="0.001" Impuesto="003" TipoFactor="Tasa" TasaOCuota="0.090000" Importe="0.00"/><cfdi:Traslado Base="4015.00""#,
)];
const EXENTO: &[(&str, &str)] = &[(
    r#"<cfdi:Traslado Base="4015.00""#,
    r#"<cfdi:Traslado Base="0.001" Impuesto="003" TipoFactor="Exento"/><cfdi:Traslado Base="4015.00""#,
)];
const RETENCION: &[(&str, &str)] = &[(
    r#"<cfdi:Retencion Base="4350.00""#,
    r#"<cfdi:Retencion Base="0.001" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.350000" Importe="0.00"/><cfdi:Retencion Base="4350.00""#,
)];

static RULES: &[Rule] = &[
    rule(
        "CFDI40174",
        &CFDI,
        (
            "Base of a transferred tax is above zero",
            "Write the amount that the tax is on; where there is none, the line has no such Traslado.",
        ),
        (
            "La Base del Traslado del concepto es mayor que cero",
            "Escriba el importe sobre el que se calcula el impuesto; si no lo hay, el concepto no lleva ese Traslado.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/software-services-export-cad.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Base",
        &[(r#"Base="0.001""#, r#"Base="0""#)],
    )
    .given(TRASLADO)])
    .cfdi(|cfdi, out| traslados(cfdi).for_each(|it| positive(&it.base, out))),
    rule(
        "CFDI40175",
        &CFDI,
        (
            "Impuesto of a transferred tax is a key of c_Impuesto",
            "Write 002 for IVA or 003 for IEPS.",
        ),
        ("El Impuesto del Traslado del concepto es una clave de c_Impuesto", "Escriba 002 para IVA o 003 para IEPS."),
    )
    .tried(&[Example::new(
        "cfdi/software-services-export-cad.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Impuesto",
        &[(r#"Impuesto="003""#, r#"Impuesto="004""#)],
    )
    .given(EXENTO)])
    .cfdi(|cfdi, out| keys(cfdi, "c_Impuesto", traslados(cfdi).map(|it| &it.impuesto), out)),
    rule(
        "CFDI40176",
        &CFDI,
        (
            "TipoFactor of a transferred tax is a key of c_TipoFactor",
            "Write Tasa, Cuota or Exento.",
        ),
        ("El TipoFactor del Traslado del concepto es una clave de c_TipoFactor", "Escriba Tasa, Cuota o Exento."),
    )
    .tried(&[Example::new(
        "cfdi/software-services-export-cad.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@TipoFactor",
        &[(r#"Base="0.001" Impuesto="003" TipoFactor="Exento""#, r#"Base="0.001" Impuesto="003" TipoFactor="exento""#)],
    )
    .given(EXENTO)])
    .cfdi(|cfdi, out| keys(cfdi, "c_TipoFactor", traslados(cfdi).map(|it| &it.tipo_factor), out)),
    rule(
        "CFDI40177",
        &CFDI,
        (
            "A Traslado that is Exento has neither TasaOCuota nor Importe",
            "Take the attribute away; a rate of 0 % is TipoFactor Tasa.",
        ),
        (
            "El Traslado Exento del concepto no lleva TasaOCuota ni Importe",
            "Quite el atributo; la tasa de 0 % es TipoFactor Tasa.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/medical-consultation-exento.xml",
            "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@TasaOCuota",
            &[(
                r#"Base="1200.00" Impuesto="002" TipoFactor="Exento""#,
                r#"Base="1200.00" Impuesto="002" TipoFactor="Exento" TasaOCuota="0.000000""#,
            )],
        ),
        Example::new(
            "cfdi/medical-consultation-exento.xml",
            "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Importe",
            &[(
                r#"Base="1200.00" Impuesto="002" TipoFactor="Exento""#,
                r#"Base="1200.00" Impuesto="002" TipoFactor="Exento" Importe="0.00""#,
            )],
        ),
    ])
    .cfdi(|cfdi, out| {
        for traslado in traslados(cfdi).filter(|it| it.tipo_factor.is("Exento")) {
            out.must(!traslado.tasa_o_cuota.is_there(), &traslado.tasa_o_cuota);
            out.must(!traslado.importe.is_there(), &traslado.importe);
        }
    }),
    rule(
        "CFDI40178",
        &CFDI,
        (
            "A Traslado with TipoFactor Tasa or Cuota has both TasaOCuota and Importe",
            "Add the attribute that is missing; what is exempt is TipoFactor Exento.",
        ),
        (
            "El Traslado del concepto con TipoFactor Tasa o Cuota lleva TasaOCuota e Importe",
            "Agregue el atributo que falta; lo exento es TipoFactor Exento.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/software-services-export-cad.xml",
            "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@TasaOCuota",
            &[(r#" TasaOCuota="0.090000""#, "")],
        )
        .given(TRASLADO),
        Example::new(
            "cfdi/software-services-export-cad.xml",
            "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Importe",
            &[(
                r#"Base="4015.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0.00""#,
                r#"Base="4015.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000""#,
            )],
        ),
    ])
    .cfdi(|cfdi, out| {
        for traslado in traslados(cfdi).filter(|it| it.tipo_factor.is_one_of(&["Tasa", "Cuota"])) {
            out.must(traslado.tasa_o_cuota.is_there(), &traslado.tasa_o_cuota);
            out.must(traslado.importe.is_there(), &traslado.importe);
        }
    }),
    rule(
        "CFDI40179",
        &CFDI,
        (
            "TasaOCuota of a transferred tax is one of c_TasaOCuota for its Impuesto and TipoFactor, in force on the day of Fecha",
            "Write the rate as a fraction, such as 0.160000 for 16 %.",
        ),
        (
            "La TasaOCuota del Traslado del concepto está en c_TasaOCuota para su Impuesto y TipoFactor, vigente en la Fecha",
            "Escriba la tasa como fracción, por ejemplo 0.160000 para 16 %.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/software-services-export-cad.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@TasaOCuota",
        &[(r#"TasaOCuota="0.090000""#, r#"TasaOCuota="0.160000""#)],
    )
    .given(TRASLADO)])
    .cfdi(|cfdi, out| {
        for it in traslados(cfdi) {
            rate(cfdi, Direction::Traslado, [&it.impuesto, &it.tipo_factor], &it.tasa_o_cuota, out);
        }
    }),
    rule(
        "CFDI40180",
        &CFDI,
        (
            "Importe of a transferred tax is Base by TasaOCuota, within what the written decimals of Base allow",
            "Correct Importe, or Base where the tax is on another amount.",
        ),
        (
            "El Importe del Traslado del concepto es Base por TasaOCuota, dentro de lo que permiten los decimales de la Base",
            "Corrija el Importe, o la Base si el impuesto es sobre otro importe.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/net-terms-ppd.xml",
        "cfdi:Concepto/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Importe",
        &[
            (r#"Importe="2035.20""#, r#"Importe="2035.22""#),
            (r#"TotalImpuestosTrasladados="2482.56""#, r#"TotalImpuestosTrasladados="2482.58""#),
            (r#" Importe="2482.56""#, r#" Importe="2482.58""#),
            (r#" Total="17998.56""#, r#" Total="17998.58""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        if traslados(cfdi).all(|it| it.importe.number().is_none()) {
            return;
        }
        let Some(decimals) = decimals(cfdi, out) else { return };
        for it in traslados(cfdi) {
            amount_of_tax(&it.tipo_factor, [&it.base, &it.tasa_o_cuota, &it.importe], decimals, out);
        }
    }),
    rule(
        "CFDI40181",
        &CFDI,
        (
            "Base of a withheld tax is above zero",
            "Write the amount that the retention is on; where there is none, the line has no such Retencion.",
        ),
        (
            "La Base de la Retencion del concepto es mayor que cero",
            "Escriba el importe sobre el que se retiene; si no lo hay, el concepto no lleva esa Retencion.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/freight-retention-4.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Base",
        &[(r#"Base="0.001""#, r#"Base="0""#)],
    )
    .given(RETENCION)])
    .cfdi(|cfdi, out| retenciones(cfdi).for_each(|it| positive(&it.base, out))),
    rule(
        "CFDI40182",
        &CFDI,
        (
            "Impuesto of a withheld tax is a key of c_Impuesto",
            "Write 001 for ISR, 002 for IVA or 003 for IEPS.",
        ),
        (
            "El Impuesto de la Retencion del concepto es una clave de c_Impuesto",
            "Escriba 001 para ISR, 002 para IVA o 003 para IEPS.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/freight-retention-4.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Impuesto",
        &[(r#"Impuesto="001""#, r#"Impuesto="004""#)],
    )
    .given(RETENCION)
    .with(&["CFDI40185"])])
    .cfdi(|cfdi, out| keys(cfdi, "c_Impuesto", retenciones(cfdi).map(|it| &it.impuesto), out)),
    rule(
        "CFDI40183",
        &CFDI,
        ("TipoFactor of a withheld tax is a key of c_TipoFactor", "Write Tasa or Cuota."),
        ("El TipoFactor de la Retencion del concepto es una clave de c_TipoFactor", "Escriba Tasa o Cuota."),
    )
    .tried(&[Example::new(
        "cfdi/freight-retention-4.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@TipoFactor",
        &[(r#"Impuesto="001" TipoFactor="Tasa""#, r#"Impuesto="001" TipoFactor="Factor""#)],
    )
    .given(RETENCION)
    .with(&["CFDI40185"])])
    .cfdi(|cfdi, out| keys(cfdi, "c_TipoFactor", retenciones(cfdi).map(|it| &it.tipo_factor), out)),
    rule(
        "CFDI40184",
        &CFDI,
        (
            "TipoFactor of a withheld tax is not Exento",
            "Take the Retencion away: what is exempt is not withheld.",
        ),
        (
            "El TipoFactor de la Retencion del concepto no es Exento",
            "Quite la Retencion: lo exento no se retiene.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/freight-retention-4.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@TipoFactor",
        &[(r#"Impuesto="001" TipoFactor="Tasa""#, r#"Impuesto="001" TipoFactor="Exento""#)],
    )
    .given(RETENCION)])
    .cfdi(|cfdi, out| {
        for retencion in retenciones(cfdi) {
            out.must(!retencion.tipo_factor.is("Exento"), &retencion.tipo_factor);
        }
    }),
    rule(
        "CFDI40185",
        &CFDI,
        (
            "TasaOCuota of a withheld tax is within c_TasaOCuota for its Impuesto and TipoFactor, in force on the day of Fecha",
            "Write the rate as a fraction, such as 0.106667 for two thirds of IVA.",
        ),
        (
            "La TasaOCuota de la Retencion del concepto está en c_TasaOCuota para su Impuesto y TipoFactor, vigente en la Fecha",
            "Escriba la tasa como fracción, por ejemplo 0.106667 para las dos terceras partes del IVA.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/freight-retention-4.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@TasaOCuota",
        &[(r#"TasaOCuota="0.350000""#, r#"TasaOCuota="0.350001""#)],
    )
    .given(RETENCION)])
    .cfdi(|cfdi, out| {
        for it in retenciones(cfdi) {
            rate(cfdi, Direction::Retencion, [&it.impuesto, &it.tipo_factor], &it.tasa_o_cuota, out);
        }
    }),
    rule(
        "CFDI40186",
        &CFDI,
        (
            "Importe of a withheld tax is Base by TasaOCuota, within what the written decimals of Base allow",
            "Correct Importe, or Base where the retention is on another amount.",
        ),
        (
            "El Importe de la Retencion del concepto es Base por TasaOCuota, dentro de lo que permiten los decimales de la Base",
            "Corrija el Importe, o la Base si se retiene sobre otro importe.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/freight-retention-4.xml",
        "cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Importe",
        &[
            (r#"Importe="174.00""#, r#"Importe="174.02""#),
            (r#" Importe="1174.00""#, r#" Importe="1174.02""#),
            (r#"TotalImpuestosRetenidos="1174.00""#, r#"TotalImpuestosRetenidos="1174.02""#),
            (r#" Total="32872.00""#, r#" Total="32871.98""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        if retenciones(cfdi).all(|it| it.importe.number().is_none()) {
            return;
        }
        let Some(decimals) = decimals(cfdi, out) else { return };
        for it in retenciones(cfdi) {
            amount_of_tax(&it.tipo_factor, [&it.base, &it.tasa_o_cuota, &it.importe], decimals, out);
        }
    }),
];
