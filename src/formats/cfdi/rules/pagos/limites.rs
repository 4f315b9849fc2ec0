//! CRP20275 to CRP20277: payments and documents in several currencies; and what is paid of the documents in all.
//!
//! SAT's guide gives limits for ImpPagado in the payment's currency, from the digits that it and EquivalenciaDR are written
//! with; what they are exactly follows one public implementation of it. The upper limit decides nothing: a payment may be
//! greater than what it pays of its documents, as in a single currency.

use rust_decimal::Decimal;

use super::super::sources::PAGOS;
use super::super::view::{Cfdi, Numero};
use super::Pago;
use super::suma::quotient;
use crate::rules::{Example, Out, Rule, Table, rule};
use crate::tax::money;

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: varias monedas", rules: RULES };

const MXN: &str = "cfdi/payment-receipt-usd-for-mxn-invoices.xml";
/// The least that 20300.00 can be by 17.5000000000 is 1159.99.
const TOO_LITTLE: &[(&str, &str)] =
    &[(r#"Monto="1160.00""#, r#"Monto="1159.98""#), (r#"MontoTotalPagos="31500.00""#, r#"MontoTotalPagos="31499.65""#)];

static RULES: &[Rule] = &[
    rule(
        "CRP20275",
        &PAGOS,
        (
            "What is paid of a document in another currency, at its lower limit, is no more than Monto",
            "Correct ImpPagado, EquivalenciaDR or Monto; the limits follow a public implementation of SAT's guide.",
        ),
        (
            "Lo pagado de un documento en otra moneda no rebasa Monto en su límite inferior",
            "Corrija ImpPagado, EquivalenciaDR o Monto; los límites siguen una implementación pública de la guía del \
             SAT.",
        ),
    )
    .tried(&[Example::new(MXN, "pago20:DoctoRelacionado/@ImpPagado", TOO_LITTLE).with(&["CRP20217", "CRP20276"])])
    .cfdi(|cfdi, out| {
        for (pago, documento) in cfdi.cada_documento() {
            let (pagado, equivalencia) = (&documento.imp_pagado, &documento.equivalencia_dr);
            let there = [pagado, equivalencia, &pago.monto].into_iter().all(|numero| numero.number().is_some());
            if !there || pago.same_currency(documento) != Some(false) {
                continue;
            }
            let least = equivalencia.value().and_then(|by| {
                least(pagado, (by, equivalencia.decimals()), cfdi.decimals_of(pago.moneda_p.text()))
            });
            match least.zip(pago.monto.value()) {
                Some((least, monto)) => out.must(least <= monto, pagado),
                None => out.not_checked(pagado),
            }
        }
    }),
    rule(
        "CRP20276",
        &PAGOS,
        (
            "With several currencies Monto is no less than the lower limits of what is paid of its documents",
            "Correct Monto, or ImpPagado and EquivalenciaDR; the limits follow a public implementation of SAT's guide.",
        ),
        (
            "Con varias monedas, Monto no es menor que la suma de los límites inferiores de lo pagado",
            "Corrija Monto, ImpPagado o EquivalenciaDR; los límites siguen una implementación pública de la guía del \
             SAT.",
        ),
    )
    .tried(&[Example::new(MXN, "pago20:Pago/@Monto", TOO_LITTLE).with(&["CRP20217", "CRP20275"])])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago().filter(|pago| has_several(pago)) {
            must_fit(paid(cfdi, pago, Uno::TenDecimals), &pago.monto, out);
        }
    }),
    rule(
        "CRP20277",
        &PAGOS,
        (
            "With several currencies EquivalenciaDR 1 counts as 1.0000000000 in the limits of Monto",
            "Correct Monto or ImpPagado and leave the 1; the limits follow a public implementation of SAT's guide.",
        ),
        (
            "Con varias monedas, EquivalenciaDR 1 cuenta como 1.0000000000 en los límites de Monto",
            "Corrija Monto o ImpPagado y deje EquivalenciaDR en 1; los límites siguen una implementación pública de la guía \
             del SAT.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/payment-receipt-usd.xml",
        "pago20:DoctoRelacionado/@EquivalenciaDR",
        &[
            (r#"Monto="19640.00""#, r#"Monto="19639.96""#),
            (r#"MontoTotalPagos="351624.74""#, r#"MontoTotalPagos="351624.02""#),
        ],
    )
    .given(&[
        (
            r#"MonedaDR="USD" EquivalenciaDR="1" NumParcialidad="2" ImpSaldoAnt="4640.00" ImpPagado="4640.00""#,
            r#"MonedaDR="MXN" EquivalenciaDR="17.9035" NumParcialidad="2" ImpSaldoAnt="83072.24" ImpPagado="83072.24""#,
        ),
        (
            r#"BaseDR="4000.00" ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.160000" ImporteDR="640.00""#,
            r#"BaseDR="71614.00" ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.160000" ImporteDR="11458.24""#,
        ),
    ])
    .with(&["CRP20217", "CRP20276"])])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago().filter(|pago| has_several(pago) && pago.monto.number().is_some()) {
            let mut same = pago.documentos.iter().filter(|documento| pago.same_currency(documento) == Some(true));
            let Some(first) = same.next() else { continue };
            let sums = [Uno::AsWritten, Uno::TenDecimals].map(|uno| paid(cfdi, pago, uno));
            let ([Some(written), Some(with_ten)], Some(monto)) = (sums, pago.monto.value()) else {
                out.not_checked(&pago.monto);
                continue;
            };
            // Where the digits as written suffice, the other rules say it.
            out.must(with_ten <= monto || monto < written, &first.equivalencia_dr);
        }
    }),
];

/// How EquivalenciaDR 1 of a document in the payment's currency counts beside one in another.
#[derive(Clone, Copy)]
pub(super) enum Uno {
    AsWritten,
    TenDecimals,
}

/// The decimals of [`Uno::TenDecimals`].
const TEN: usize = 10;

/// Whether a document is in another currency than the payment.
fn has_several(pago: &Pago<'_>) -> bool {
    pago.documentos.iter().any(|documento| pago.same_currency(documento) == Some(false))
}

/// What is paid of the documents in all, in the payment's currency: as it stands in a single currency, else the least that it
/// can be. What is not there is nothing; none where 28 digits do not hold it.
pub(super) fn paid(cfdi: &Cfdi<'_>, pago: &Pago<'_>, uno: Uno) -> Option<Decimal> {
    let several = has_several(pago);
    let decimals = cfdi.decimals_of(pago.moneda_p.text());
    pago.documentos.iter().try_fold(Decimal::ZERO, |sum, documento| {
        let (pagado, equivalencia) = (&documento.imp_pagado, &documento.equivalencia_dr);
        let part = match pago.same_currency(documento) {
            _ if pagado.number().is_none() => Decimal::ZERO,
            Some(true) if !several => pagado.value()?,
            Some(true) => {
                let written = match uno {
                    Uno::AsWritten => equivalencia.decimals(),
                    Uno::TenDecimals => TEN,
                };
                least(pagado, (Decimal::ONE, written), decimals)?
            }
            Some(false) if equivalencia.number().is_some() => {
                least(pagado, (equivalencia.value()?, equivalencia.decimals()), decimals)?
            }
            _ => Decimal::ZERO,
        };
        money::plus(sum, part)
    })
}

/// The rule that Monto is no less than what is paid.
pub(super) fn must_fit(paid: Option<Decimal>, monto: &Numero<'_>, out: &mut Out<'_>) {
    if monto.number().is_none() {
        return;
    }
    match paid.zip(monto.value()) {
        Some((paid, value)) if value < paid => out.expected(monto, format!("≥ {paid}")),
        Some(_) => {}
        None => out.not_checked(monto),
    }
}

/// The least that an amount can be in the payment's currency: (ImpPagado − 10^−d ÷ 2) ÷ (EquivalenciaDR + 10^−e ÷ 2 − 10^−16),
/// truncated to the currency's decimals; for an unknown currency to none, which accepts the most.
fn least(pagado: &Numero<'_>, (by, written): (Decimal, usize), decimals: Option<u32>) -> Option<Decimal> {
    let half = |decimals: usize| {
        let scale = u32::try_from(decimals).ok()?.checked_add(1)?;
        Decimal::try_from_i128_with_scale(5, scale).ok()
    };
    let of = money::plus(pagado.value()?, -half(pagado.decimals())?)?;
    let by = money::plus(money::plus(by, half(written)?)?, -Decimal::new(1, 16))?;
    quotient(of, by, decimals.unwrap_or_default()).map(|(cut, _)| cut)
}
