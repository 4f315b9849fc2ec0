//! Rates of taxes: in c_TasaOCuota, and what an amount may be by them.

use super::super::view::{Cfdi, Numero, Texto};
use super::ImpuestoDr;
use crate::catalog::Direction;
use crate::rules::Out;
use crate::tax::money;

/// The factors that have a rate.
pub(super) const WITH_RATE: &[&str] = &["Cuota", "Tasa"];
pub(super) const EXENTO: &str = "Exento";

/// The rule that a rate is one of c_TasaOCuota for its tax, factor and direction. An unknown tax or factor is another rule's.
pub(super) fn must_be_listed(
    cfdi: &Cfdi<'_>,
    (impuesto, factor, tasa): (&Texto<'_>, &Texto<'_>, &Numero<'_>),
    direction: Direction,
    out: &mut Out<'_>,
) {
    if tasa.number().is_none() || !factor.is_one_of(WITH_RATE) {
        return;
    }
    let Some(rate) = tasa.value() else { return out.not_checked(tasa) };
    let (mut known, mut later) = (false, false);
    for row in cfdi.asked.catalogs.tasas().filter(|row| impuesto.is(row.impuesto())) {
        known = true;
        let fits = factor.is(row.factor()) && row.applies_to(direction) && row.least() <= rate && rate <= row.most();
        if !fits {
            continue;
        }
        // One that has ended may be of an invoice from before, which is paid only now.
        if cfdi.day().is_none_or(|day| row.is_valid_on(day) || row.has_ended_by(day)) {
            return;
        }
        later = true;
    }
    if later {
        out.not_checked(tasa);
    } else if known {
        out.violated(tasa);
    }
}

/// The rule that ImporteDR is inside the limits that follow from BaseDR and TasaOCuotaDR as written.
pub(super) fn must_be_inside(impuesto: &ImpuestoDr<'_>, out: &mut Out<'_>) {
    let ImpuestoDr { base, tasa_o_cuota, importe, .. } = impuesto;
    let (Some(number), Some(_), Some(_)) = (base.number(), tasa_o_cuota.number(), importe.number()) else { return };
    if impuesto.tipo_factor.is(EXENTO) {
        return;
    }
    let limits = u32::try_from(importe.decimals()).ok().zip(tasa_o_cuota.value());
    let limits = limits.and_then(|(decimals, rate)| money::tax_limits(number, rate, decimals));
    let Some((limits, value)) = limits.zip(importe.value()) else { return out.not_checked(importe) };
    if !limits.contains(&value) {
        out.expected(importe, format!("{} … {}", limits.start(), limits.end()));
    }
}
