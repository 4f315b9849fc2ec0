//! CRP20212 to CRP20220: how a payment was made, in which currency, and how much it was.

use rust_decimal::Decimal;

use super::super::Cfdi;
use super::super::sources::PAGOS;
use super::super::view::{Numero, moment};
use super::limites::{self, Uno};
use super::{Pago, suma::Suma};
use crate::context::Series;
use crate::exchange::{MEXICAN_PESO, NO_CURRENCY};
use crate::rules::{Example, Needs, Out, Rule, Table, rule};
use crate::tax::money;

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: pago", rules: RULES };

const USD: &str = "cfdi/payment-receipt-usd.xml";
const MXN: &str = "cfdi/payment-receipt-usd-for-mxn-invoices.xml";

static RULES: &[Rule] = &[
    rule(
        "CRP20212",
        &PAGOS,
        ("FormaDePagoP is not 99", "Write how it was paid; a payment that was made is not to be defined."),
        ("FormaDePagoP no es 99", "Escriba cómo se pagó; un pago recibido no está por definir."),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Pago/@FormaDePagoP",
        &[(r#"FormaDePagoP="03""#, r#"FormaDePagoP="99""#)],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            out.must(!pago.forma_de_pago_p.is("99"), &pago.forma_de_pago_p);
        }
    }),
    rule(
        "CRP20213",
        &PAGOS,
        ("MonedaP is not XXX", "Write the currency in which it was paid."),
        ("MonedaP no es XXX", "Escriba la moneda en que se pagó."),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@MonedaP", &[(r#"MonedaP="USD""#, r#"MonedaP="XXX""#)])])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            out.must(!pago.moneda_p.is(NO_CURRENCY), &pago.moneda_p);
        }
    }),
    rule(
        "CRP20214",
        &PAGOS,
        ("A payment has TipoCambioP", "Write the rate of the day on which it was paid; 1 for MXN."),
        ("El pago lleva TipoCambioP", "Escriba el tipo de cambio del día del pago; 1 para MXN."),
    )
    .tried(&[
        Example::new(USD, "pago20:Pago/@TipoCambioP", &[(r#" TipoCambioP="17.9035""#, "")]),
        Example::new(
            MXN,
            "pago20:Pago[2]/@TipoCambioP",
            &[(r#"TipoCambioP="1" Monto="11200.00""#, r#"Monto="11200.00""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            if pago.tipo_cambio_p.is_there() || !pago.moneda_p.is_there() {
                continue;
            }
            must_be_there(&pago.tipo_cambio_p, pago.moneda_p.is(MEXICAN_PESO), cfdi, out);
        }
    }),
    rule(
        "CRP20215",
        &PAGOS,
        ("TipoCambioP of a payment in MXN is 1", "Write 1, or the currency in which it was paid."),
        ("TipoCambioP de un pago en MXN es 1", "Escriba 1, o la moneda en que se pagó."),
    )
    .tried(&[
        Example::new(
            MXN,
            "pago20:Pago[2]/@TipoCambioP",
            &[(r#"TipoCambioP="1" Monto="11200.00""#, r#"TipoCambioP="17.5" Monto="11200.00""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago().filter(|pago| pago.moneda_p.is(MEXICAN_PESO)) {
            must_be_one(&pago.tipo_cambio_p, out);
        }
    }),
    rule(
        "CRP20216",
        &PAGOS,
        (
            "TipoCambioP outside the limits around the published rate needs Confirmacion",
            "Correct the rate: pesos for one unit of MonedaP. SAT suspends this rule.",
        ),
        (
            "TipoCambioP fuera de los límites del tipo de cambio publicado requiere Confirmacion",
            "Corrija el tipo de cambio: pesos por una unidad de MonedaP. El SAT tiene suspendida esta regla.",
        ),
    )
    .warning()
    .dormant()
    .needing(Needs::Given)
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@TipoCambioP",
        &[
            (r#"TipoCambioP="17.9035""#, r#"TipoCambioP="110""#),
            (r#"TotalTrasladosBaseIVA16="71614.00""#, r#"TotalTrasladosBaseIVA16="440000.00""#),
            (r#"TotalTrasladosImpuestoIVA16="11458.24""#, r#"TotalTrasladosImpuestoIVA16="70400.00""#),
            (r#"TotalTrasladosBaseIVA0="268552.50""#, r#"TotalTrasladosBaseIVA0="1650000.00""#),
            (r#"MontoTotalPagos="351624.74""#, r#"MontoTotalPagos="2160400.00""#),
        ],
    )
    .given(&[(r#"FechaPago="2026-02-19T12:00:00""#, r#"FechaPago="2026-01-05T12:00:00""#)])])
    .cfdi(|cfdi, out| {
        if cfdi.confirmacion.is_there() {
            return;
        }
        for pago in cfdi.cada_pago() {
            let (moneda, rate) = (pago.moneda_p.text(), &pago.tipo_cambio_p);
            let variation = cfdi.asked.catalogs.moneda(moneda).and_then(|moneda| moneda.variation());
            let Some(variation) = variation.filter(|_| ![MEXICAN_PESO, NO_CURRENCY].contains(&moneda) && rate.number().is_some()) else {
                continue;
            };
            // SAT compares with the FIX; a table of the DOF has the same number on the day that it is published.
            let published = moment(pago.fecha_pago.text()).zip(cfdi.asked.rates).and_then(|((day, _), rates)| {
                let on = |series| rates.on(moneda, day, Some(series)).ok();
                [Series::Fix, Series::Dof].into_iter().find_map(on)?.rate.value()
            });
            match published.and_then(|published| band(published, variation)).zip(rate.value()) {
                Some(((least, most), rate_)) => out.must(least <= rate_ && rate_ <= most, rate),
                None => out.not_checked(rate),
            }
        }
    }),
    rule(
        "CRP20217",
        &PAGOS,
        (
            "What is paid of the documents is no more than Monto",
            "Correct Monto or ImpPagado; with several currencies the lower limits count, by a public implementation of SAT's \
             guide.",
        ),
        (
            "Lo pagado de los documentos no rebasa Monto",
            "Corrija Monto o ImpPagado; con varias monedas cuentan los límites inferiores, según una implementación pública \
             de la guía del SAT.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@Monto",
        &[
            (r#"Monto="19640.00""#, r#"Monto="19639.99""#),
            (r#"MontoTotalPagos="351624.74""#, r#"MontoTotalPagos="351624.56""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            limites::must_fit(limites::paid(cfdi, pago, Uno::TenDecimals), &pago.monto, out);
        }
    }),
    rule(
        "CRP20218",
        &PAGOS,
        ("Monto is more than 0", "Write what was paid; an invoice that is not paid has no payment receipt."),
        ("Monto es mayor que 0", "Escriba lo pagado; una factura sin pago no lleva recibo de pago."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@Monto",
        &[
            (r#"Monto="19640.00""#, r#"Monto="0.00""#),
            (r#"MontoTotalPagos="351624.74""#, r#"MontoTotalPagos="0.00""#),
        ],
    )
    .with(&["CRP20217"])])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let positive = pago.monto.number().is_none_or(|monto| !monto.is_zero() && !monto.is_negative());
            out.must(positive, &pago.monto);
        }
    }),
    rule(
        "CRP20219",
        &PAGOS,
        ("Monto has no more decimals than MonedaP", "Round it to the decimals of the currency."),
        ("Monto no tiene más decimales que MonedaP", "Redondéelo a los decimales de la moneda."),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@Monto", &[(r#"Monto="19640.00""#, r#"Monto="19640.000""#)])])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let decimals = cfdi.decimals_of(pago.moneda_p.text());
            out.must(decimals.is_none_or(|decimals| pago.monto.decimals() <= decimals as usize), &pago.monto);
        }
    }),
    rule(
        "CRP20220",
        &PAGOS,
        (
            "Monto above the limit of payment receipts, in MXN, needs Confirmacion",
            "Correct Monto or TipoCambioP. SAT suspends this rule.",
        ),
        (
            "Monto por encima del límite de los recibos de pago, en MXN, requiere Confirmacion",
            "Corrija Monto o TipoCambioP. El SAT tiene suspendida esta regla.",
        ),
    )
    .warning()
    .dormant()
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@Monto",
        &[
            (r#"Monto="19640.00""#, r#"Monto="100000000000000000.00""#),
            (r#"MontoTotalPagos="351624.74""#, r#"MontoTotalPagos="1790350000000000000.00""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        let entry = cfdi.catalog("c_TipoDeComprobante").and_then(|types| types.entry("P"));
        let limit = entry.and_then(|entry| entry.field("valor_maximo")?.parse::<Decimal>().ok());
        let Some(limit) = limit.filter(|_| !cfdi.confirmacion.is_there()) else { return };
        for pago in cfdi.cada_pago().filter(|pago| pago.monto.number().is_some()) {
            match in_pesos(pago) {
                Some(pesos) => out.must(pesos <= limit, &pago.monto),
                None => out.not_checked(&pago.monto),
            }
        }
    }),
];

/// A rate that is missing; where it could only be 1, PACs have stamped without it while CFDI 3.3 was still in use.
pub(super) fn must_be_there(rate: &Numero<'_>, is_one: bool, cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    match (is_one, cfdi.is_stamped_in_transition()) {
        (true, true) => out.warn_expected(rate, "1"),
        (true, false) => out.expected(rate, "1"),
        (false, _) => out.violated(rate),
    }
}

/// The rule that the rate of one and the same currency is 1, where it is there.
pub(super) fn must_be_one(rate: &Numero<'_>, out: &mut Out<'_>) {
    if rate.is_too_long() {
        out.not_checked(rate);
    } else if rate.value().is_some_and(|rate| rate != Decimal::ONE) {
        out.expected(rate, "1");
    }
}

/// The least and the most that a rate may be without a confirmation. SAT's cell of c_Moneda is a number that it shows as per
/// cent: 5 is 500 %, so that the least is 0.
fn band(published: Decimal, variation: u32) -> Option<(Decimal, Decimal)> {
    let times = |times: u32| money::times(published, Decimal::from(times));
    Some((times(1u32.saturating_sub(variation))?, times(variation.checked_add(1)?)?))
}

/// Monto in pesos, as far as it is known.
fn in_pesos(pago: &Pago<'_>) -> Option<Decimal> {
    let mut suma = Suma::default();
    suma.add_in_pesos(&pago.monto, pago);
    suma.least()
}
