//! What the lines come to for a row of the summary of taxes.
//!
//! SAT compares rates as numbers: `0.16` and `0.160000` are one row. A row that is not there is one of zero.

use rust_decimal::Decimal;

use super::view::{Numero, Retencion, Traslado};
use crate::rules::Out;
use crate::tax::money;

/// What rows of the summary are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clave<'c> {
    pub(super) impuesto: &'c str,
    /// Nothing for what is withheld, which is summed by tax alone.
    pub(super) factor: &'c str,
    pub(super) tasa: Tasa,
}

/// A rate as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tasa {
    /// There is one, but it cannot be compared. It stands before all others.
    Incierta,
    Ninguna,
    De(Decimal),
}

impl<'c> Clave<'c> {
    pub(super) fn of_traslado(traslado: &'c Traslado<'_>) -> Clave<'c> {
        let factor = traslado.tipo_factor.text();
        // Exempt is one row, whatever rate somebody wrote beside it.
        let tasa = match traslado.tasa_o_cuota.value() {
            _ if factor == "Exento" => Tasa::Ninguna,
            Some(rate) => Tasa::De(rate),
            None if traslado.tasa_o_cuota.is_there() => Tasa::Incierta,
            None => Tasa::Ninguna,
        };
        Clave { impuesto: traslado.impuesto.text(), factor, tasa }
    }

    pub(super) fn of_retencion(retencion: &'c Retencion<'_>) -> Clave<'c> {
        Clave { impuesto: retencion.impuesto.text(), factor: "", tasa: Tasa::Ninguna }
    }

    fn uncertain(self) -> Clave<'c> {
        Clave { tasa: Tasa::Incierta, ..self }
    }

    fn is_of(&self, other: &Clave<'_>) -> bool {
        self.impuesto == other.impuesto && self.factor == other.factor
    }
}

impl std::fmt::Display for Clave<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.impuesto)?;
        if !self.factor.is_empty() {
            write!(f, " {}", self.factor)?;
        }
        match self.tasa {
            Tasa::De(rate) => write!(f, " {rate}"),
            Tasa::Incierta | Tasa::Ninguna => Ok(()),
        }
    }
}

/// The sums of the lines by key, sorted; none where a sum cannot be computed.
pub(super) struct Sumas<'c>(Vec<(Clave<'c>, Option<Decimal>)>);

impl<'c> Sumas<'c> {
    pub(super) fn of<'n>(lines: impl Iterator<Item = (Clave<'c>, &'n Numero<'n>)>) -> Sumas<'c> {
        let mut all: Vec<_> = lines.map(|(clave, number)| (clave, number.value_or_zero())).collect();
        all.sort_unstable_by_key(|(clave, _)| *clave);
        all.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1 = sum.1.zip(next.1).and_then(|(sum, next)| money::plus(sum, next));
            }
            same
        });
        Sumas(all)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn at(&self, clave: Clave<'_>) -> Option<Option<Decimal>> {
        let at = self.0.binary_search_by(|(it, _)| it.cmp(&clave)).ok()?;
        self.0.get(at).map(|(_, sum)| *sum)
    }

    /// What the lines come to for a row; none where that cannot be known.
    pub(super) fn get(&self, clave: Clave<'_>) -> Option<Decimal> {
        // A line whose rate cannot be compared may be of any row of its tax and factor.
        if clave.tasa == Tasa::Incierta || self.at(clave.uncertain()).is_some() {
            return None;
        }
        self.at(clave).unwrap_or(Some(Decimal::ZERO))
    }

    /// The keys of the lines that the summary has no row for, though they do not come to zero.
    pub(super) fn without_row<'s>(
        &'s self,
        rows: impl Iterator<Item = Clave<'s>>,
        decimals: u32,
    ) -> impl Iterator<Item = (Clave<'c>, Decimal)> {
        let mut rows: Vec<Clave<'s>> = rows.collect();
        rows.sort_unstable();
        let has_row = move |clave: &Clave<'_>| {
            let of_tax = rows.partition_point(|row| (row.impuesto, row.factor) < (clave.impuesto, clave.factor));
            match clave.tasa {
                Tasa::Incierta => rows.get(of_tax).is_some_and(|row| row.is_of(clave)),
                _ => {
                    rows.get(of_tax).is_some_and(|row| *row == clave.uncertain())
                        || rows.binary_search_by(|row| row.cmp(clave)).is_ok()
                }
            }
        };
        let lines = self.0.iter().filter_map(move |(clave, sum)| Some((*clave, money::round((*sum)?, decimals))));
        lines.filter(move |(clave, sum)| !sum.is_zero() && !has_row(clave))
    }
}

/// A number that must be what others come to. One that is not there is zero.
pub(super) fn must_be(sum: Option<Decimal>, number: &Numero<'_>, out: &mut Out<'_>) {
    if number.is_there() && number.number().is_none() {
        return;
    }
    match sum.zip(number.value_or_zero()) {
        None => out.not_checked(number),
        Some((sum, value)) if sum != value => out.expected(number, sum),
        Some(_) => {}
    }
}
