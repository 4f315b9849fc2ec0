//! CRP20248 to CRP20261: the taxes of the related documents.

use super::super::sources::PAGOS;
use super::documentos::{END_OF_SUM, END_OF_TAXES, NO_SUM, NO_TOTALS, TAXED};
use super::tasa::{self, EXENTO, WITH_RATE};
use super::totales::EXEMPT;
use crate::catalog::Direction;
use crate::rules::{Example, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: impuestos de los documentos", rules: RULES };

const USD: &str = "cfdi/payment-receipt-usd.xml";
const MXN: &str = "cfdi/payment-receipt-usd-for-mxn-invoices.xml";

static RULES: &[Rule] = &[
    rule(
        "CRP20248",
        &PAGOS,
        (
            "ImpuestosDR has a RetencionDR or a TrasladoDR",
            "Break down the taxes of what is paid of the document, or remove the node.",
        ),
        (
            "ImpuestosDR lleva al menos una RetencionDR o un TrasladoDR",
            "Desglose los impuestos de lo pagado del documento o elimine el nodo.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/pago20:ImpuestosDR",
        &[
            (TAXED, r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="02"><pago20:ImpuestosDR/><!--"#),
            END_OF_TAXES,
            NO_SUM,
            END_OF_SUM,
            NO_TOTALS,
        ],
    )])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento() {
            let empty = documento.retenciones.is_empty() && documento.traslados.is_empty();
            if let Some(impuestos) = documento.impuestos.filter(|_| empty) {
                out.violated(impuestos);
            }
        }
    }),
    rule(
        "CRP20249",
        &PAGOS,
        ("BaseDR of a RetencionDR is more than 0", "Write what of the payment is taxed, or remove the tax."),
        ("BaseDR de una RetencionDR es mayor que 0", "Escriba la parte gravada de lo pagado o elimine el impuesto."),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesDR/pago20:RetencionDR/@BaseDR",
        &[
            (r#"RetencionDR BaseDR="10000.00""#, r#"RetencionDR BaseDR="0.00""#),
            (r#"TasaOCuotaDR="0.040000" ImporteDR="400.00""#, r#"TasaOCuotaDR="0.040000" ImporteDR="0.00""#),
            (r#"ImporteP="400.00""#, r#"ImporteP="0.00""#),
            (r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesIVA="0.00""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for base in cfdi.cada_retencion_dr().map(|retencion| &retencion.base) {
            out.must(base.number().is_none_or(|number| !number.is_zero() && !number.is_negative()), base);
        }
    }),
    rule(
        "CRP20250",
        &PAGOS,
        ("ImpuestoDR of a RetencionDR is in c_Impuesto", "Choose 001 ISR, 002 IVA or 003 IEPS."),
        ("ImpuestoDR de una RetencionDR está en c_Impuesto", "Elija 001 ISR, 002 IVA o 003 IEPS."),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesDR/pago20:RetencionDR/@ImpuestoDR",
        &[
            (
                r#"ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#,
                r#"ImpuestoDR="004" TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#,
            ),
            (r#"RetencionP ImpuestoP="002""#, r#"RetencionP ImpuestoP="004""#),
            (r#" TotalRetencionesIVA="400.00""#, r#""#),
        ],
    )
    .with(&["CRP20262"])])
    .cfdi(|cfdi, out| {
        for retencion in cfdi.cada_retencion_dr() {
            cfdi.must_be_listed("c_Impuesto", &retencion.impuesto, out);
        }
    }),
    rule(
        "CRP20251",
        &PAGOS,
        (
            "TipoFactorDR of a RetencionDR is in c_TipoFactor",
            "Choose Tasa, a part of the base, or Cuota, an amount for each unit.",
        ),
        (
            "TipoFactorDR de una RetencionDR está en c_TipoFactor",
            "Elija Tasa, una parte de la base, o Cuota, un monto por unidad.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesDR/pago20:RetencionDR/@TipoFactorDR",
        &[(r#"TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#, r#"TipoFactorDR="Porcentaje" TasaOCuotaDR="0.040000""#)],
    )])
    .cfdi(|cfdi, out| {
        for retencion in cfdi.cada_retencion_dr() {
            cfdi.must_be_listed("c_TipoFactor", &retencion.tipo_factor, out);
        }
    }),
    rule(
        "CRP20252",
        &PAGOS,
        (
            "TipoFactorDR of a RetencionDR is not Exento",
            "Write the rate that was withheld, or remove the node: nothing is withheld of what is exempt.",
        ),
        (
            "TipoFactorDR de una RetencionDR no es Exento",
            "Escriba la tasa retenida o elimine el nodo: de lo exento no se retiene.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesDR/pago20:RetencionDR/@TipoFactorDR",
        &[(r#"TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#, r#"TipoFactorDR="Exento" TasaOCuotaDR="0.040000""#)],
    )])
    .cfdi(|cfdi, out| {
        for retencion in cfdi.cada_retencion_dr() {
            out.must(!retencion.tipo_factor.is(EXENTO), &retencion.tipo_factor);
        }
    }),
    rule(
        "CRP20253",
        &PAGOS,
        (
            "TasaOCuotaDR of a RetencionDR is in c_TasaOCuota for its tax and factor",
            "Write the rate as a fraction, 0.160000 for 16 %, and the tax and factor that have it.",
        ),
        (
            "TasaOCuotaDR de una RetencionDR está en c_TasaOCuota para su impuesto y factor",
            "Escriba la tasa como fracción, 0.160000 para 16 %, y el impuesto y factor que la tienen.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesDR/pago20:RetencionDR/@TasaOCuotaDR",
        &[
            (r#"TasaOCuotaDR="0.040000" ImporteDR="400.00""#, r#"TasaOCuotaDR="0.170000" ImporteDR="1700.00""#),
            (r#"ImporteP="400.00""#, r#"ImporteP="1700.00""#),
            (r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesIVA="1700.00""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for retencion in cfdi.cada_retencion_dr() {
            let rate = (&retencion.impuesto, &retencion.tipo_factor, &retencion.tasa_o_cuota);
            tasa::must_be_listed(cfdi, rate, Direction::Retencion, out);
        }
    }),
    rule(
        "CRP20254",
        &PAGOS,
        (
            "ImporteDR of a RetencionDR is inside the limits of BaseDR times TasaOCuotaDR",
            "Multiply BaseDR by TasaOCuotaDR and round; more decimals in BaseDR say it more exactly.",
        ),
        (
            "ImporteDR de una RetencionDR está dentro de los límites de BaseDR por TasaOCuotaDR",
            "Multiplique BaseDR por TasaOCuotaDR y redondee; más decimales en BaseDR dan más exactitud.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesDR/pago20:RetencionDR/@ImporteDR",
        &[
            (r#"TasaOCuotaDR="0.040000" ImporteDR="400.00""#, r#"TasaOCuotaDR="0.040000" ImporteDR="400.02""#),
            (r#"ImporteP="400.00""#, r#"ImporteP="400.02""#),
            (r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesIVA="400.02""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for retencion in cfdi.cada_retencion_dr() {
            tasa::must_be_inside(retencion, out);
        }
    }),
    rule(
        "CRP20255",
        &PAGOS,
        ("BaseDR of a TrasladoDR is more than 0", "Write what of the payment is taxed, or remove the tax."),
        ("BaseDR de un TrasladoDR es mayor que 0", "Escriba la parte gravada de lo pagado o elimine el impuesto."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosDR/pago20:TrasladoDR/@BaseDR",
        &[
            (r#"BaseDR="4000.00""#, r#"BaseDR="0.00""#),
            (r#"ImporteDR="640.00""#, r#"ImporteDR="0.00""#),
            (r#"BaseP="4000.00""#, r#"BaseP="0.00""#),
            (r#"ImporteP="640.00""#, r#"ImporteP="0.00""#),
            (r#"TotalTrasladosBaseIVA16="71614.00""#, r#"TotalTrasladosBaseIVA16="0.00""#),
            (r#"TotalTrasladosImpuestoIVA16="11458.24""#, r#"TotalTrasladosImpuestoIVA16="0.00""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for base in cfdi.cada_traslado_dr().map(|traslado| &traslado.base) {
            out.must(base.number().is_none_or(|number| !number.is_zero() && !number.is_negative()), base);
        }
    }),
    rule(
        "CRP20256",
        &PAGOS,
        ("ImpuestoDR of a TrasladoDR is in c_Impuesto", "Choose 002 IVA or 003 IEPS."),
        ("ImpuestoDR de un TrasladoDR está en c_Impuesto", "Elija 002 IVA o 003 IEPS."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosDR/pago20:TrasladoDR/@ImpuestoDR",
        &[
            (r#"BaseDR="4000.00" ImpuestoDR="002""#, r#"BaseDR="4000.00" ImpuestoDR="004""#),
            (r#"BaseP="4000.00" ImpuestoP="002""#, r#"BaseP="4000.00" ImpuestoP="004""#),
            NO_TOTALS,
        ],
    )
    .with(&["CRP20270"])])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_traslado_dr() {
            cfdi.must_be_listed("c_Impuesto", &traslado.impuesto, out);
        }
    }),
    rule(
        "CRP20257",
        &PAGOS,
        (
            "TipoFactorDR of a TrasladoDR is in c_TipoFactor",
            "Choose Tasa, a part of the base, or Cuota, an amount for each unit. What is exempt is Exento.",
        ),
        (
            "TipoFactorDR de un TrasladoDR está en c_TipoFactor",
            "Elija Tasa, una parte de la base, o Cuota, un monto por unidad. Lo exento es Exento.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosDR/pago20:TrasladoDR/@TipoFactorDR",
        &[
            (r#"TipoFactorDR="Tasa" TasaOCuotaDR="0.160000""#, r#"TipoFactorDR="Porcentaje" TasaOCuotaDR="0.160000""#),
            (r#"TipoFactorP="Tasa" TasaOCuotaP="0.160000""#, r#"TipoFactorP="Porcentaje" TasaOCuotaP="0.160000""#),
            NO_TOTALS,
        ],
    )])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_traslado_dr() {
            cfdi.must_be_listed("c_TipoFactor", &traslado.tipo_factor, out);
        }
    }),
    rule(
        "CRP20258",
        &PAGOS,
        (
            "An exempt TrasladoDR has neither TasaOCuotaDR nor ImporteDR",
            "Remove them; what is taxed at 0 % is no exemption but a Tasa.",
        ),
        (
            "Un TrasladoDR exento no lleva TasaOCuotaDR ni ImporteDR",
            "Elimínelos; lo gravado al 0 % no es exento, sino Tasa.",
        ),
    )
    .tried(&[
        Example::new(
            USD,
            "pago20:TrasladosDR/pago20:TrasladoDR/@TasaOCuotaDR",
            &[(r#"TipoFactorDR="Exento""#, r#"TipoFactorDR="Exento" TasaOCuotaDR="0.000000""#)],
        )
        .given(EXEMPT),
        Example::new(
            USD,
            "pago20:TrasladosDR/pago20:TrasladoDR/@ImporteDR",
            &[(r#"TipoFactorDR="Exento""#, r#"TipoFactorDR="Exento" ImporteDR="0.00""#)],
        )
        .given(EXEMPT),
    ])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_traslado_dr().filter(|traslado| traslado.tipo_factor.is(EXENTO)) {
            for numero in [&traslado.tasa_o_cuota, &traslado.importe] {
                out.must(!numero.is_there(), numero);
            }
        }
    }),
    rule(
        "CRP20259",
        &PAGOS,
        ("A TrasladoDR of Tasa or Cuota has TasaOCuotaDR and ImporteDR", "Write both, 0 for what is taxed at 0 %."),
        ("Un TrasladoDR de Tasa o Cuota lleva TasaOCuotaDR e ImporteDR", "Escriba ambos, 0 para lo gravado al 0 %."),
    )
    .tried(&[
        Example::new(
            USD,
            "pago20:TrasladosDR/pago20:TrasladoDR/@TasaOCuotaDR",
            &[(r#"TasaOCuotaDR="0.160000" "#, r#""#)],
        ),
        Example::new(USD, "pago20:TrasladosDR/pago20:TrasladoDR/@ImporteDR", &[(r#" ImporteDR="640.00""#, r#""#)]),
    ])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_traslado_dr().filter(|traslado| traslado.tipo_factor.is_one_of(WITH_RATE)) {
            for numero in [&traslado.tasa_o_cuota, &traslado.importe] {
                out.must(numero.is_there(), numero);
            }
        }
    }),
    rule(
        "CRP20260",
        &PAGOS,
        (
            "TasaOCuotaDR of a TrasladoDR is in c_TasaOCuota for its tax and factor",
            "Write the rate as a fraction, 0.160000 for 16 %, and the tax and factor that have it.",
        ),
        (
            "TasaOCuotaDR de un TrasladoDR está en c_TasaOCuota para su impuesto y factor",
            "Escriba la tasa como fracción, 0.160000 para 16 %, y el impuesto y factor que la tienen.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosDR/pago20:TrasladoDR/@TasaOCuotaDR",
        &[
            (r#"TasaOCuotaDR="0.160000" ImporteDR="640.00""#, r#"TasaOCuotaDR="0.150000" ImporteDR="600.00""#),
            (r#"TasaOCuotaP="0.160000" ImporteP="640.00""#, r#"TasaOCuotaP="0.150000" ImporteP="600.00""#),
            NO_TOTALS,
        ],
    )
    .with(&["CRP20272"])])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_traslado_dr() {
            let rate = (&traslado.impuesto, &traslado.tipo_factor, &traslado.tasa_o_cuota);
            tasa::must_be_listed(cfdi, rate, Direction::Traslado, out);
        }
    }),
    rule(
        "CRP20261",
        &PAGOS,
        (
            "ImporteDR of a TrasladoDR is inside the limits of BaseDR times TasaOCuotaDR",
            "Multiply BaseDR by TasaOCuotaDR and round; more decimals in BaseDR say it more exactly.",
        ),
        (
            "ImporteDR de un TrasladoDR está dentro de los límites de BaseDR por TasaOCuotaDR",
            "Multiplique BaseDR por TasaOCuotaDR y redondee; más decimales en BaseDR dan más exactitud.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosDR/pago20:TrasladoDR/@ImporteDR",
        &[
            (r#"ImporteDR="640.00""#, r#"ImporteDR="640.02""#),
            (r#"ImporteP="640.00""#, r#"ImporteP="640.02""#),
            (r#"TotalTrasladosImpuestoIVA16="11458.24""#, r#"TotalTrasladosImpuestoIVA16="11458.60""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_traslado_dr() {
            tasa::must_be_inside(traslado, out);
        }
    }),
];
