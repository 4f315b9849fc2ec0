//! CRP20201 to CRP20211: the totals, in pesos.

use rust_decimal::Decimal;

use super::super::sources::PAGOS;
use super::super::view::{Cfdi, Numero};
use super::suma::Suma;
use super::tasa::EXENTO;
use super::{Pago, Totales, TrasladoP};
use crate::rules::{Example, Out, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: totales", rules: RULES };

/// The decimals of pesos.
const CENTS: u32 = 2;

const USD: &str = "cfdi/payment-receipt-usd.xml";
const MXN: &str = "cfdi/payment-receipt-usd-for-mxn-invoices.xml";

/// The IVA withheld is another tax; a quota of IEPS may be 0.04.
const ISR: &[(&str, &str)] = &[
    (r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesISR="400.00""#),
    (
        r#"ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#,
        r#"ImpuestoDR="001" TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#,
    ),
    (r#"RetencionP ImpuestoP="002""#, r#"RetencionP ImpuestoP="001""#),
];
const IEPS: &[(&str, &str)] = &[
    (r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesIEPS="400.00""#),
    (
        r#"ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#,
        r#"ImpuestoDR="003" TipoFactorDR="Cuota" TasaOCuotaDR="0.040000""#,
    ),
    (r#"RetencionP ImpuestoP="002""#, r#"RetencionP ImpuestoP="003""#),
];
/// The second document has 8 %: 320.00 × 17.9035 is 5729.12.
const BORDER: &[(&str, &str)] = &[
    (
        r#"TotalTrasladosBaseIVA16="71614.00" TotalTrasladosImpuestoIVA16="11458.24""#,
        r#"TotalTrasladosBaseIVA8="71614.00" TotalTrasladosImpuestoIVA8="5729.12""#,
    ),
    (r#"TasaOCuotaDR="0.160000" ImporteDR="640.00""#, r#"TasaOCuotaDR="0.080000" ImporteDR="320.00""#),
    (r#"TasaOCuotaP="0.160000" ImporteP="640.00""#, r#"TasaOCuotaP="0.080000" ImporteP="320.00""#),
];
pub(super) const EXEMPT: &[(&str, &str)] = &[
    (
        r#"TotalTrasladosBaseIVA16="71614.00" TotalTrasladosImpuestoIVA16="11458.24""#,
        r#"TotalTrasladosBaseIVAExento="71614.00""#,
    ),
    (r#"TipoFactorDR="Tasa" TasaOCuotaDR="0.160000" ImporteDR="640.00""#, r#"TipoFactorDR="Exento""#),
    (r#"TipoFactorP="Tasa" TasaOCuotaP="0.160000" ImporteP="640.00""#, r#"TipoFactorP="Exento""#),
];

static RULES: &[Rule] = &[
    rule(
        "CRP20201",
        &PAGOS,
        (
            "TotalRetencionesIVA is the IVA withheld of every payment times its TipoCambioP, rounded to cents",
            "Multiply each ImporteP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalRetencionesIVA es la suma del IVA retenido de cada pago por su TipoCambioP, redondeada a centavos",
            "Multiplique cada ImporteP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Totales/@TotalRetencionesIVA",
        &[(r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesIVA="400.01""#)],
    )])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.retenciones_iva, |pago, suma| withheld("002", pago, suma))),
    rule(
        "CRP20202",
        &PAGOS,
        (
            "TotalRetencionesISR is the ISR withheld of every payment times its TipoCambioP, rounded to cents",
            "Multiply each ImporteP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalRetencionesISR es la suma del ISR retenido de cada pago por su TipoCambioP, redondeada a centavos",
            "Multiplique cada ImporteP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Totales/@TotalRetencionesISR",
        &[(r#"TotalRetencionesISR="400.00""#, r#"TotalRetencionesISR="399.99""#)],
    )
    .given(ISR)])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.retenciones_isr, |pago, suma| withheld("001", pago, suma))),
    rule(
        "CRP20203",
        &PAGOS,
        (
            "TotalRetencionesIEPS is the IEPS withheld of every payment times its TipoCambioP, rounded to cents",
            "Multiply each ImporteP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalRetencionesIEPS es la suma del IEPS retenido de cada pago por su TipoCambioP, redondeada a centavos",
            "Multiplique cada ImporteP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Totales/@TotalRetencionesIEPS",
        &[(r#"TotalRetencionesIEPS="400.00""#, r#"TotalRetencionesIEPS="400.01""#)],
    )
    .given(IEPS)])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.retenciones_ieps, |pago, suma| withheld("003", pago, suma))),
    rule(
        "CRP20204",
        &PAGOS,
        (
            "TotalTrasladosBaseIVA16 is every BaseP of IVA at 16 % times its TipoCambioP, rounded to cents",
            "Multiply each BaseP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalTrasladosBaseIVA16 es la suma de cada BaseP de IVA al 16 % por su TipoCambioP, redondeada a centavos",
            "Multiplique cada BaseP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Totales/@TotalTrasladosBaseIVA16",
        &[(r#"TotalTrasladosBaseIVA16="27500.00""#, r#"TotalTrasladosBaseIVA16="27500.01""#)],
    )])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.base_iva_16, |pago, suma| bases(Iva::Sixteen, pago, suma))),
    rule(
        "CRP20205",
        &PAGOS,
        (
            "TotalTrasladosImpuestoIVA16 is every ImporteP of IVA at 16 % times its TipoCambioP, rounded to cents",
            "Multiply each ImporteP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalTrasladosImpuestoIVA16 es la suma de cada ImporteP de IVA al 16 % por su TipoCambioP, redondeada a centavos",
            "Multiplique cada ImporteP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Totales/@TotalTrasladosImpuestoIVA16",
        &[(r#"TotalTrasladosImpuestoIVA16="11458.24""#, r#"TotalTrasladosImpuestoIVA16="11458.23""#)],
    )])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.impuesto_iva_16, |pago, suma| taxes(Iva::Sixteen, pago, suma))),
    rule(
        "CRP20206",
        &PAGOS,
        (
            "TotalTrasladosBaseIVA8 is every BaseP of IVA at 8 % times its TipoCambioP, rounded to cents",
            "Multiply each BaseP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalTrasladosBaseIVA8 es la suma de cada BaseP de IVA al 8 % por su TipoCambioP, redondeada a centavos",
            "Multiplique cada BaseP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Totales/@TotalTrasladosBaseIVA8",
        &[(r#"TotalTrasladosBaseIVA8="71614.00""#, r#"TotalTrasladosBaseIVA8="71614.01""#)],
    )
    .given(BORDER)])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.base_iva_8, |pago, suma| bases(Iva::Eight, pago, suma))),
    rule(
        "CRP20207",
        &PAGOS,
        (
            "TotalTrasladosImpuestoIVA8 is every ImporteP of IVA at 8 % times its TipoCambioP, rounded to cents",
            "Multiply each ImporteP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalTrasladosImpuestoIVA8 es la suma de cada ImporteP de IVA al 8 % por su TipoCambioP, redondeada a centavos",
            "Multiplique cada ImporteP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Totales/@TotalTrasladosImpuestoIVA8",
        &[(r#"TotalTrasladosImpuestoIVA8="5729.12""#, r#"TotalTrasladosImpuestoIVA8="5729.13""#)],
    )
    .given(BORDER)])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.impuesto_iva_8, |pago, suma| taxes(Iva::Eight, pago, suma))),
    rule(
        "CRP20208",
        &PAGOS,
        (
            "TotalTrasladosBaseIVA0 is every BaseP of IVA at 0 % times its TipoCambioP, rounded to cents",
            "Multiply each BaseP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalTrasladosBaseIVA0 es la suma de cada BaseP de IVA al 0 % por su TipoCambioP, redondeada a centavos",
            "Multiplique cada BaseP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Totales/@TotalTrasladosBaseIVA0",
        &[(r#"TotalTrasladosBaseIVA0="268552.50""#, r#"TotalTrasladosBaseIVA0="268552.51""#)],
    )])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.base_iva_0, |pago, suma| bases(Iva::Zero, pago, suma))),
    rule(
        "CRP20209",
        &PAGOS,
        (
            "TotalTrasladosImpuestoIVA0 is every ImporteP of IVA at 0 % times its TipoCambioP",
            "Write 0: there is no tax at that rate.",
        ),
        (
            "TotalTrasladosImpuestoIVA0 es la suma de cada ImporteP de IVA al 0 % por su TipoCambioP",
            "Escriba 0: a esa tasa no hay impuesto.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Totales/@TotalTrasladosImpuestoIVA0",
        &[(r#"TotalTrasladosImpuestoIVA0="0.00""#, r#"TotalTrasladosImpuestoIVA0="0.01""#)],
    )])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.impuesto_iva_0, |pago, suma| taxes(Iva::Zero, pago, suma))),
    rule(
        "CRP20210",
        &PAGOS,
        (
            "TotalTrasladosBaseIVAExento is every BaseP of exempt IVA times its TipoCambioP, rounded to cents",
            "Multiply each BaseP by its payment's TipoCambioP, add up, and round once.",
        ),
        (
            "TotalTrasladosBaseIVAExento es la suma de cada BaseP de IVA exento por su TipoCambioP, redondeada a centavos",
            "Multiplique cada BaseP por el TipoCambioP de su pago, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Totales/@TotalTrasladosBaseIVAExento",
        &[(r#"TotalTrasladosBaseIVAExento="71614.00""#, r#"TotalTrasladosBaseIVAExento="71613.99""#)],
    )
    .given(EXEMPT)])
    .cfdi(|cfdi, out| sum(cfdi, out, |totales| &totales.base_iva_exento, |pago, suma| bases(Iva::Exempt, pago, suma))),
    rule(
        "CRP20211",
        &PAGOS,
        (
            "MontoTotalPagos is Monto of every payment times its TipoCambioP, rounded to cents",
            "Multiply each Monto by its TipoCambioP, add up, and round once.",
        ),
        (
            "MontoTotalPagos es la suma de Monto de cada pago por su TipoCambioP, redondeada a centavos",
            "Multiplique cada Monto por su TipoCambioP, sume y redondee una sola vez.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Totales/@MontoTotalPagos",
        &[(r#"MontoTotalPagos="31500.00""#, r#"MontoTotalPagos="31500.01""#)],
    )])
    .cfdi(|cfdi, out| {
        sum(cfdi, out, |totales| &totales.monto_total_pagos, |pago, suma| suma.add_in_pesos(&pago.monto, pago));
    }),
];

/// The rule that a total, where it is there, is what its payments add up to.
fn sum<'d>(
    cfdi: &Cfdi<'d>,
    out: &mut Out<'_>,
    total: for<'t> fn(&'t Totales<'d>) -> &'t Numero<'d>,
    add: impl Fn(&Pago<'d>, &mut Suma),
) {
    for pagos in &cfdi.pagos {
        let total = total(&pagos.totales);
        if total.number().is_some() {
            let mut suma = Suma::default();
            pagos.pagos.iter().for_each(|pago| add(pago, &mut suma));
            suma.must_be_rounded(total, CENTS, out);
        }
    }
}

fn withheld(impuesto: &str, pago: &Pago<'_>, suma: &mut Suma) {
    for retencion in pago.retenciones.iter().filter(|retencion| retencion.impuesto.is(impuesto)) {
        suma.add_in_pesos(&retencion.importe, pago);
    }
}

fn bases(iva: Iva, pago: &Pago<'_>, suma: &mut Suma) {
    for traslado in pago.traslados.iter().filter(|traslado| iva.is(traslado)) {
        suma.add_in_pesos(&traslado.base, pago);
    }
}

fn taxes(iva: Iva, pago: &Pago<'_>, suma: &mut Suma) {
    for traslado in pago.traslados.iter().filter(|traslado| iva.is(traslado)) {
        suma.add_in_pesos(&traslado.importe, pago);
    }
}

/// An IVA that has totals.
#[derive(Clone, Copy)]
pub(super) enum Iva {
    Eight,
    Exempt,
    Sixteen,
    Zero,
}

impl Iva {
    /// Whether a transferred tax is this one.
    pub(super) fn is(self, traslado: &TrasladoP<'_>) -> bool {
        let rate = match self {
            Iva::Eight => Some(Decimal::new(8, 2)),
            Iva::Exempt => None,
            Iva::Sixteen => Some(Decimal::new(16, 2)),
            Iva::Zero => Some(Decimal::ZERO),
        };
        traslado.impuesto.is("002")
            && match rate {
                Some(rate) => traslado.tipo_factor.is("Tasa") && traslado.tasa_o_cuota.value() == Some(rate),
                None => traslado.tipo_factor.is(EXENTO),
            }
    }
}
