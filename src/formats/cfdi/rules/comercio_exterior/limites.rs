//! The limits of ValorDolares in SAT's standard: the least and greatest value that numbers as written can stand for.

use std::ops::RangeInclusive;

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::view::Cfdi;
use super::ComercioExterior;
use crate::model::Number;
use crate::rules::Out;

/// From the document's currency to dollars.
pub(super) struct Cambio {
    /// Pesos for one unit of the document's currency, and how many decimals are written. SAT takes them for both rates.
    pesos: Decimal,
    decimales: usize,
    /// Pesos for one dollar.
    usd: Decimal,
}

impl Cambio {
    /// None where a rate is not there or no number; where one is too long that is told.
    pub(super) fn de(cfdi: &Cfdi<'_>, cce: &ComercioExterior<'_>, out: &mut Out<'_>) -> Option<Cambio> {
        let (own, usd) = (&cfdi.tipo_cambio, &cce.tipo_cambio_usd);
        for numero in [own, usd] {
            if numero.is_too_long() {
                out.not_checked(numero);
                return None;
            }
        }
        let stated = own.value().map(|value| (value, own.decimals()));
        let (pesos, decimales) = match cfdi.moneda.is("MXN") {
            true => stated.filter(|(value, _)| *value == Decimal::ONE).unwrap_or((Decimal::ONE, 0)),
            false => stated?,
        };
        Some(Cambio { pesos, decimales, usd: usd.value()? })
    }

    /// An amount in dollars, not yet rounded.
    pub(super) fn dolares(&self, amount: Decimal) -> Option<Decimal> {
        amount.checked_mul(self.pesos)?.checked_div(self.usd)
    }

    /// The limits of Importe × TipoCambio ÷ TipoCambioUSD, of an amount with so many decimals (CCE157, CCE158, CCE172).
    pub(super) fn limites(&self, importe: Decimal, decimales: usize) -> Option<RangeInclusive<Decimal>> {
        let (of_importe, of_rate) = (half(decimales)?, half(self.decimales)?);
        let least_usd = self.usd.checked_sub(of_rate).filter(|usd| *usd > Decimal::ZERO)?;
        let most_usd = self.usd.checked_add(of_rate)?.checked_sub(TINY)?;
        let least = importe.checked_sub(of_importe)?.checked_mul(self.pesos.checked_sub(of_rate)?)?;
        let most = under(importe, of_importe)?.checked_mul(under(self.pesos, of_rate)?)?;
        Some(down(least.checked_div(most_usd)?)..=up(most.checked_div(least_usd)?))
    }
}

/// The limits of CantidadAduana × ValorUnitarioAduana (CCE169, CCE171).
pub(super) fn producto(cantidad: &Number, valor: &Number) -> Option<RangeInclusive<Decimal>> {
    let (q, v) = (half(cantidad.scale())?, half(valor.scale())?);
    let (cantidad, valor) = (cantidad.value()?, valor.value()?);
    let least = cantidad.checked_sub(q)?.checked_mul(valor.checked_sub(v)?)?;
    let most = under(cantidad, q)?.checked_mul(under(valor, v)?)?;
    Some(down(least)..=up(most))
}

/// The greatest value that is still rounded down to this one.
fn under(value: Decimal, half: Decimal) -> Option<Decimal> {
    value.checked_add(half)?.checked_sub(TINY)
}

/// Half a unit of the last of so many decimals.
fn half(decimales: usize) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(5, u32::try_from(decimales).ok()?.checked_add(1)?).ok()
}

fn down(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::ToZero)
}

fn up(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::ToPositiveInfinity)
}

/// 10⁻¹².
const TINY: Decimal = Decimal::from_parts(1, 0, 0, false, 12);
