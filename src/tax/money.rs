//! Exact arithmetic with SAT's rounding: half away from zero, to the decimals of the currency, within limits that follow from
//! how the numbers are written.
//!
//! Source: SAT's guide to CFDI 4.0 and its error matrix (CFDI40167, CFDI40180, CFDI40186). `None` means that 28 digits do not
//! hold the result; it is never a wrong one.

use std::ops::RangeInclusive;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::Number;

/// The decimals of quantities, prices, rates and taxes of a line.
pub(crate) const LINE_DECIMALS: u32 = 6;

/// Rounds half away from zero, and writes all these decimals.
pub(crate) fn round(value: Decimal, decimals: u32) -> Decimal {
    let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded
}

/// Like [`round`], but without decimals beyond the value's own.
pub(crate) fn round_at_most(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// A product without a lost digit.
pub(crate) fn times(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let product = a.checked_mul(b)?;
    let nothing = a.is_zero() || b.is_zero();
    (nothing || product.scale() == a.scale() + b.scale() && !product.is_zero()).then_some(product)
}

/// A product rounded to decimals, from every digit of it: also where 28 digits do not hold the product itself.
pub(crate) fn times_rounded(a: Decimal, b: Decimal, decimals: u32) -> Option<Decimal> {
    if let Some(product) = times(a, b) {
        return Some(round(product, decimals));
    }
    let (a, b) = (a.normalize(), b.normalize());
    let product = a.mantissa().checked_mul(b.mantissa())?;
    let cut = (a.scale() + b.scale()).checked_sub(decimals)?;
    let unit = 10i128.checked_pow(cut)?;
    let half = if product.is_negative() { -(unit / 2) } else { unit / 2 };
    Decimal::try_from_i128_with_scale(product.checked_add(half)? / unit, decimals).ok()
}

/// A sum without a lost digit.
pub(crate) fn sum(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    values.into_iter().try_fold(Decimal::ZERO, plus)
}

/// A sum of two without a lost digit.
pub(crate) fn plus(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    // The difference from the greater one is exact, whichever that is.
    (sum.checked_sub(a)? == b && sum.checked_sub(b)? == a).then_some(sum)
}

/// Percent of an amount, rounded.
pub(crate) fn percent(of: Decimal, percent: Decimal, decimals: u32) -> Option<Decimal> {
    Some(round(times(times(of, percent)?, Decimal::new(1, 2))?, decimals))
}

/// What rounding can make of a sum of so many lines: half a unit for each, and one of the whole.
pub(crate) fn tolerance(lines: usize, decimals: u32) -> Decimal {
    Decimal::new(1, decimals) * Decimal::from(lines + 1) / Decimal::TWO
}

/// What SAT accepts as Importe of a line (CFDI40167).
pub(crate) fn line_limits(quantity: &Number, price: &Number, decimals: u32) -> Option<RangeInclusive<Decimal>> {
    let (low_quantity, high_quantity) = bounds(quantity)?;
    let (low_price, high_price) = bounds(price)?;
    let low = low_quantity.checked_mul(low_price)?;
    let high = high_quantity.checked_mul(high_price)?;
    Some(floor(low, decimals)..=ceil(high, decimals)?)
}

/// What SAT accepts as Importe of a tax (CFDI40180, CFDI40186).
pub(crate) fn tax_limits(base: &Number, rate: Decimal, decimals: u32) -> Option<RangeInclusive<Decimal>> {
    let (low, high) = bounds(base)?;
    Some(floor(low.checked_mul(rate)?, decimals)..=ceil(high.checked_mul(rate)?, decimals)?)
}

/// What a number may have been before it was written with its decimals.
fn bounds(number: &Number) -> Option<(Decimal, Decimal)> {
    let value = number.value()?;
    let scale = u32::try_from(number.scale()).ok()?;
    let half = Decimal::try_from_i128_with_scale(5, scale + 1).ok()?;
    let low = value.checked_sub(half)?;
    let high = value.checked_add(half)?.checked_sub(Decimal::new(1, 12))?;
    Some((low, high))
}

fn floor(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::ToZero)
}

fn ceil(value: Decimal, decimals: u32) -> Option<Decimal> {
    Some(value.round_dp_with_strategy(decimals, RoundingStrategy::AwayFromZero))
}

/// Parts of a total in proportion to weights: each cut to the decimals, and what is left given out by one unit each where most
/// was cut off, to the earlier one where that is equal. The parts are exact: their sum is the total, and none exceeds its `most`.
///
/// `None` where the total is more than all the `most`, has more decimals, or is below zero.
pub(crate) fn prorate(total: Decimal, weights: &[Decimal], most: &[Decimal], decimals: u32) -> Option<Vec<Decimal>> {
    let all = sum(weights.iter().copied())?;
    let room = sum(most.iter().copied())?;
    if total.is_sign_negative() && !total.is_zero() || total > room || round_at_most(total, decimals) != total {
        return None;
    }
    if total.is_zero() {
        return Some(vec![round(Decimal::ZERO, decimals); weights.len()]);
    }
    let unit = Decimal::try_from_i128_with_scale(1, decimals).ok()?;
    let mut parts = Vec::with_capacity(weights.len());
    let mut cut = Vec::with_capacity(weights.len());
    for (weight, most) in weights.iter().zip(most) {
        // In units of all × 1, where the remainder is exact; a quotient of 28 digits might be rounded up.
        let exact = times(total, *weight)?;
        let rest = exact.checked_rem(times(all, unit)?)?;
        let part = exact.checked_sub(rest)?.checked_div(all)?;
        cut.push(rest);
        parts.push(round(part.min(floor(*most, decimals)), decimals));
    }
    let mut left = total.checked_sub(sum(parts.iter().copied())?)?;
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| cut[*b].cmp(&cut[*a]).then(a.cmp(b)));
    // Whoever cannot take a unit leaves it to the next; a second round is needed only then.
    while left >= unit {
        let before = left;
        for i in &order {
            if left >= unit && parts[*i].checked_add(unit)? <= most[*i] {
                parts[*i] += unit;
                left -= unit;
            }
        }
        if left == before {
            return None;
        }
    }
    Some(parts)
}
