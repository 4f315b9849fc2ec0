//! Sums of amounts as far as they are known, and what rounding allows them to be.
//!
//! An amount that is not there leaves a sum open above: whoever states less than the rest of it is wrong all the same.

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy::{AwayFromZero, ToZero};

use super::super::view::Numero;
use super::{Documento, Pago};
use crate::exchange::MEXICAN_PESO;
use crate::rules::Out;
use crate::tax::money;

/// The decimals of amounts that are converted to the payment's currency: no attribute has more.
const CONVERTED: u32 = money::LINE_DECIMALS;

/// A sum of amounts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suma {
    /// What it is at least and at most; none where 28 digits do not hold it, or a quotient is none.
    range: Option<(Decimal, Decimal)>,
    /// Whether every amount was there.
    whole: bool,
}

impl Default for Suma {
    fn default() -> Self {
        Suma { range: Some((Decimal::ZERO, Decimal::ZERO)), whole: true }
    }
}

impl Suma {
    fn add(&mut self, range: Option<(Decimal, Decimal)>) {
        self.range = self
            .range
            .zip(range)
            .and_then(|((least, most), (low, high))| Some((money::plus(least, low)?, money::plus(most, high)?)));
    }

    pub(super) fn add_exact(&mut self, amount: Option<Decimal>) {
        self.add(amount.map(|amount| (amount, amount)));
    }

    /// Something is not there that belongs to it.
    pub(super) fn lacks(&mut self) {
        self.whole = false;
    }

    /// Adds an amount of a payment, in pesos.
    pub(super) fn add_in_pesos(&mut self, amount: &Numero<'_>, pago: &Pago<'_>) {
        let rate = &pago.tipo_cambio_p;
        // The rate of the peso is another rule's: told once, not again for every total.
        if amount.number().is_none() || (!pago.moneda_p.is(MEXICAN_PESO) && rate.number().is_none()) {
            self.lacks();
        } else if pago.moneda_p.is(MEXICAN_PESO) {
            self.add_exact(amount.value());
        } else {
            self.add_exact(amount.value().zip(rate.value()).and_then(|(amount, rate)| money::times(amount, rate)));
        }
    }

    /// Adds an amount of a document, in the payment's currency.
    pub(super) fn add_converted(&mut self, amount: &Numero<'_>, documento: &Documento<'_>, pago: &Pago<'_>) {
        let rate = &documento.equivalencia_dr;
        let same = pago.same_currency(documento) == Some(true);
        // Likewise EquivalenciaDR of the same currency.
        if amount.number().is_none() || (!same && rate.number().is_none()) {
            self.lacks();
        } else if same {
            self.add_exact(amount.value());
        } else {
            self.add(amount.value().zip(rate.value()).and_then(|(amount, rate)| quotient(amount, rate, CONVERTED)));
        }
    }

    /// What it is at least; none where that cannot be computed.
    pub(super) fn least(&self) -> Option<Decimal> {
        self.range.map(|(least, _)| least)
    }

    /// The rule that an amount is this sum, truncated or raised to the decimals that it is written with.
    pub(super) fn must_be(&self, amount: &Numero<'_>, out: &mut Out<'_>) {
        let decimals = u32::try_from(amount.decimals()).unwrap_or(u32::MAX);
        let cut = |(least, most): (Decimal, Decimal)| {
            (least.round_dp_with_strategy(decimals, ToZero), most.round_dp_with_strategy(decimals, AwayFromZero))
        };
        self.judge(amount, self.range.map(cut), out);
    }

    /// The rule that an amount is this sum, rounded to decimals.
    pub(super) fn must_be_rounded(&self, amount: &Numero<'_>, decimals: u32, out: &mut Out<'_>) {
        let round = |(least, most)| (money::round(least, decimals), money::round(most, decimals));
        self.judge(amount, self.range.map(round), out);
    }

    fn judge(&self, amount: &Numero<'_>, range: Option<(Decimal, Decimal)>, out: &mut Out<'_>) {
        if amount.number().is_none() {
            return;
        }
        let Some(((least, most), value)) = range.zip(amount.value()) else { return out.not_checked(amount) };
        if !self.whole {
            out.must(least <= value, amount);
        } else if least == most && value != least {
            out.expected(amount, least);
        } else if value < least || most < value {
            out.expected(amount, format!("{least} … {most}"));
        }
    }
}

/// A quotient truncated to decimals, and raised to them: the lesser first. From every digit of it.
pub(super) fn quotient(of: Decimal, by: Decimal, decimals: u32) -> Option<(Decimal, Decimal)> {
    if by < Decimal::ZERO {
        return None;
    }
    let (of, by) = (of.normalize(), by.normalize());
    // In units of the last decimal, both as whole numbers.
    let raised = decimals.checked_add(by.scale())?;
    let times = |number: i128, exponent: u32| number.checked_mul(10i128.checked_pow(exponent)?);
    let (of, by) = match raised.checked_sub(of.scale()) {
        Some(exponent) => (times(of.mantissa(), exponent)?, by.mantissa()),
        None => (of.mantissa(), times(by.mantissa(), of.scale().checked_sub(raised)?)?),
    };
    let (cut, rest) = (of.checked_div(by)?, of.checked_rem(by)?);
    let raised = cut.checked_add(rest.signum())?;
    let decimal = |units| Decimal::try_from_i128_with_scale(units, decimals).ok();
    Some((decimal(cut.min(raised))?, decimal(cut.max(raised))?))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::quotient;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// By hand: 2 ÷ 3 is 0.666…, 1 ÷ 8 is 0.125; the scales of the two sides outweigh each other either way.
    #[test]
    fn a_quotient_is_cut_and_raised_from_every_digit() {
        for (of, by, decimals, cut, raised) in [
            ("2", "3", 2, "0.66", "0.67"),
            ("2", "3", 0, "0", "1"),
            ("1", "8", 3, "0.125", "0.125"),
            ("1", "8", 2, "0.12", "0.13"),
            ("-2", "3", 2, "-0.67", "-0.66"),
            ("0", "3", 2, "0", "0"),
            ("20300.00", "17.5000000000", 6, "1160", "1160"),
            ("0.000000000001", "1", 2, "0", "0.01"),
            ("0.05", "0.0000000001", 0, "500000000", "500000000"),
            ("999999999999999999.99", "1.0000000001", 2, "999999999900000000.00", "999999999900000000.00"),
            ("999999999999999999.98", "1.0000000001", 2, "999999999899999999.99", "999999999900000000.00"),
        ] {
            let expected = Some((decimal(cut), decimal(raised)));
            assert_eq!(quotient(decimal(of), decimal(by), decimals), expected, "{of} / {by}");
        }
    }

    #[test]
    fn a_quotient_that_cannot_be_computed_is_none() {
        for (of, by) in [("1", "0"), ("1", "-2"), ("79228162514264337593543950335", "0.0000000001")] {
            assert_eq!(quotient(decimal(of), decimal(by), 6), None, "{of} / {by}");
        }
    }
}
