//! What several tables ask: amounts above zero, within SAT's limits, of the currency's decimals; rates of c_TasaOCuota.
//!
//! A value that is not there is not wrong, and one that is no number is the schema's fault: both are passed over. What nothing
//! can be computed from is told as not checked.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::view::{Cfdi, Numero, Parte, Retencion, Texto, Traslado};
use crate::catalog::Direction;
use crate::rules::Out;
use crate::tax::money;

/// Whether the complement Comercio Exterior is there, of whichever version: 1.1 was valid in CFDI 4.0 until January of 2024.
pub(super) fn has_comercio_exterior(cfdi: &Cfdi<'_>) -> bool {
    let namespace = "http://www.sat.gob.mx/ComercioExterior";
    cfdi.complementos.iter().any(|it| it.local == "ComercioExterior" && it.namespace.starts_with(namespace))
}

/// The Traslados of all lines.
pub(super) fn traslados<'c>(cfdi: &'c Cfdi<'_>) -> impl Iterator<Item = &'c Traslado<'c>> {
    cfdi.conceptos.iter().flat_map(|concepto| concepto.traslados())
}

/// The Retenciones of all lines.
pub(super) fn retenciones<'c>(cfdi: &'c Cfdi<'_>) -> impl Iterator<Item = &'c Retencion<'c>> {
    cfdi.conceptos.iter().flat_map(|concepto| concepto.retenciones())
}

/// The Partes of all lines.
pub(super) fn partes<'c>(cfdi: &'c Cfdi<'_>) -> impl Iterator<Item = &'c Parte<'c>> {
    cfdi.conceptos.iter().flat_map(|concepto| &concepto.partes)
}

/// Keys of one catalogue, each in force on the day of Fecha. Lines have much in common: a key that was in order is not looked
/// up again for the next one.
pub(super) fn keys<'c>(cfdi: &Cfdi<'_>, catalog: &str, codes: impl Iterator<Item = &'c Texto<'c>>, out: &mut Out<'_>) {
    let Some(catalog) = cfdi.catalog(catalog) else { return };
    let mut in_order = None;
    for code in codes.filter(|code| code.is_there()) {
        if code.get() != in_order && cfdi.must_be_in(catalog, code, out) {
            in_order = code.get();
        }
    }
}

/// The decimals of the document's currency. Where c_Moneda does not have it, what counts them is not checked.
pub(super) fn decimals(cfdi: &Cfdi<'_>, out: &mut Out<'_>) -> Option<u32> {
    let decimals = cfdi.currency_decimals();
    if decimals.is_none() {
        out.not_checked(&cfdi.moneda);
    }
    decimals
}

/// Above zero.
pub(super) fn positive(number: &Numero<'_>, out: &mut Out<'_>) {
    if number.number().is_some_and(|it| it.is_zero() || it.is_negative()) {
        out.violated(number);
    }
}

/// No more decimals than these.
pub(super) fn at_most(decimals: u32, number: &Numero<'_>, out: &mut Out<'_>) {
    if number.decimals() > decimals as usize {
        out.violated(number);
    }
}

/// Numbers with no more decimals than the currency has.
pub(super) fn decimals_of_currency<'n>(
    cfdi: &Cfdi<'_>,
    numbers: impl IntoIterator<Item = &'n Numero<'n>>,
    out: &mut Out<'_>,
) {
    let mut numbers = numbers.into_iter().filter(|number| number.number().is_some()).peekable();
    if numbers.peek().is_none() {
        return;
    }
    let Some(decimals) = decimals(cfdi, out) else { return };
    for number in numbers {
        at_most(decimals, number, out);
    }
}

/// An Importe within what the written decimals of Cantidad and ValorUnitario allow.
pub(super) fn amount_of_line([cantidad, valor_unitario, importe]: [&Numero<'_>; 3], decimals: u32, out: &mut Out<'_>) {
    if let (Some(quantity), Some(price), Some(_)) = (cantidad.number(), valor_unitario.number(), importe.number()) {
        within(money::line_limits(quantity, price, decimals), importe, out);
    }
}

/// An Importe within what the written decimals of Base allow at the rate; exempt is exempt.
pub(super) fn amount_of_tax(
    factor: &Texto<'_>,
    [base, tasa_o_cuota, importe]: [&Numero<'_>; 3],
    decimals: u32,
    out: &mut Out<'_>,
) {
    if factor.is("Exento") {
        return;
    }
    if let (Some(base), Some(rate), Some(_)) = (base.number(), tasa_o_cuota.number(), importe.number()) {
        within(rate.value().and_then(|rate| money::tax_limits(base, rate, decimals)), importe, out);
    }
}

fn within(limits: Option<RangeInclusive<Decimal>>, importe: &Numero<'_>, out: &mut Out<'_>) {
    let (Some(limits), Some(value)) = (limits, importe.value()) else { return out.not_checked(importe) };
    if !limits.contains(&value) {
        out.expected(importe, format_args!("{} … {}", limits.start(), limits.end()));
    }
}

/// A rate that stands in c_TasaOCuota for its tax, factor and direction on the day of Fecha; exempt has none.
pub(super) fn rate(
    cfdi: &Cfdi<'_>,
    direction: Direction,
    [impuesto, factor]: [&Texto<'_>; 2],
    tasa_o_cuota: &Numero<'_>,
    out: &mut Out<'_>,
) {
    let (Some(impuesto), Some(factor), Some(_)) = (impuesto.get(), factor.get(), tasa_o_cuota.number()) else { return };
    if factor == "Exento" {
        return;
    }
    let Some(rate) = tasa_o_cuota.value() else { return out.not_checked(tasa_o_cuota) };
    let day = cfdi.day();
    // A range that begins after the day had a predecessor, which only a table that holds it knows; a single rate had none.
    let (mut begins_later, mut range_in_force) = (false, false);
    let of_tax = |row: &&crate::catalog::RateRule| {
        row.impuesto() == impuesto && row.factor() == factor && row.applies_to(direction)
    };
    for row in cfdi.asked.catalogs.tasas().filter(of_tax) {
        let fits = row.least() <= rate && rate <= row.most();
        match day {
            Some(day) if row.has_ended_by(day) => {}
            Some(day) if !row.is_valid_on(day) => begins_later |= fits || row.is_range(),
            _ if fits => return,
            _ => range_in_force |= row.is_range(),
        }
    }
    if begins_later && !range_in_force {
        out.not_checked(tasa_o_cuota);
    } else {
        out.violated(tasa_o_cuota);
    }
}
