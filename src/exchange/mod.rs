//! Rates of exchange as they are published: a table of day, currency and series, and which of them the law means on a day.
//!
//! CFF 20 takes the rate that Banxico published in the Diario Oficial (DOF) on the day before, and on days without one the last
//! that was published. The same number has two dates: Banxico determines it at noon of a banking day *t* (FIX) and the DOF
//! publishes it on the next banking day. So a table says which series it is, and a rate says of which day and series it is.
//! ```
//! use frontera::context::Series::{Dof, Fix};
//! use frontera::exchange::{Quote, Rates};
//! // What Banxico determined on Thursday is in Friday's DOF, and counts for Saturday, Sunday and Monday.
//! let rates = Rates::from_quotes([
//!     Quote::new("2026-02-26".parse()?, "USD", Fix, "17.8642".parse()?)?,
//!     Quote::new("2026-02-27".parse()?, "USD", Fix, "17.9001".parse()?)?,
//!     Quote::new("2026-02-27".parse()?, "USD", Dof, "17.8642".parse()?)?,
//! ])?;
//! for series in [Dof, Fix] {
//!     assert_eq!(rates.on("USD", "2026-03-02".parse()?, Some(series))?.rate.to_string(), "17.8642");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! Nothing is inverted, interpolated or fetched here. Departure: which days are banking days is told from the rows alone, so
//! a table with a day missing gives the rate before it; a rate more than [`NEAR_DAYS`] days old is none.

#[cfg(feature = "csv")]
mod csv;
#[cfg(test)]
mod tests;
mod tipo_cambio;

use rust_decimal::Decimal;

use crate::context::{Exchange, Series};
use crate::model::{Date, ExchangeRate, Number, Text};

pub(crate) use tipo_cambio::{MEXICAN_PESO, NO_CURRENCY, of_others, rate_to_pesos};

/// How many days before a document a rate may be of: the longest pause of publication, over a year's end or Easter, is shorter,
/// and a table that ends earlier is no answer.
pub const NEAR_DAYS: i32 = 10;

/// Published rates: pesos for one unit of a currency. No two of them contradict each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates {
    /// By currency, series and day.
    rows: Vec<Quote>,
}

/// A published rate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quote {
    /// The day of the series: of publication (DOF), or of determination (FIX).
    pub date: Date,
    /// ISO 4217 code of the currency of which one unit has this price.
    pub currency: Text,
    /// The series.
    pub series: Series,
    /// Pesos for one unit, as written.
    pub rate: Number,
}

impl Quote {
    /// A rate as it was published.
    ///
    /// # Errors
    /// What can be no published rate.
    pub fn new(date: Date, currency: impl Into<Text>, series: Series, rate: Number) -> Result<Self, BadQuote> {
        let quote = Quote { date, currency: currency.into(), series, rate };
        quote.check().map(|()| quote)
    }

    fn check(&self) -> Result<(), BadQuote> {
        let is_code = self.currency.len() == 3 && self.currency.bytes().all(|b| b.is_ascii_uppercase());
        if !is_code || [MEXICAN_PESO, NO_CURRENCY].contains(&self.currency.as_str()) {
            return Err(BadQuote::Currency);
        }
        if self.rate.value().is_none_or(|rate| rate <= Decimal::ZERO) {
            return Err(BadQuote::Rate);
        }
        // In a table that is filled up over weekends the row before the last one is not the banking day before.
        if self.series == Series::Fix && self.date.is_weekend() {
            return Err(BadQuote::Weekend);
        }
        Ok(())
    }
}

/// Why a rate can be no published one. Comparable, so that a test asserts the value and not the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadQuote {
    /// Another rate for the same day, currency and series. Keep the one that was published.
    #[error("another rate for the same day, currency and series")]
    Contradiction,
    /// No foreign currency: three capital letters of ISO 4217, and neither MXN nor XXX.
    #[error("no foreign currency: three capital letters such as USD")]
    Currency,
    /// Not above zero, or longer than 28 digits.
    #[error("a rate is a decimal number above zero")]
    Rate,
    /// Banxico determines no FIX on a Saturday or Sunday: a table that is filled up gives the rate of a wrong day. Remove
    /// those rows.
    #[error("no FIX is determined on a Saturday or Sunday; remove the rows that fill the table up")]
    Weekend,
}

impl Rates {
    /// A table of rates, in any order; rows that say the same are one.
    ///
    /// # Errors
    /// A row that can be no published rate, and two that contradict each other.
    pub fn from_quotes(quotes: impl IntoIterator<Item = Quote>) -> Result<Rates, BadQuote> {
        let mut rows: Vec<Quote> = quotes.into_iter().collect();
        rows.iter().try_for_each(Quote::check)?;
        rows.sort_by(|a, b| a.key().cmp(&b.key()));
        if rows.windows(2).any(|pair| pair[0].contradicts(&pair[1])) {
            return Err(BadQuote::Contradiction);
        }
        rows.dedup_by(|a, b| a.key() == b.key());
        Ok(Rates { rows })
    }

    /// Every rate, by currency, series and day.
    pub fn quotes(&self) -> &[Quote] {
        &self.rows
    }

    /// The rate that counts for a document of a day (CFF 20): the last one published in the DOF before it.
    ///
    /// Of the DOF series that is the last row before the day. A FIX is published on the banking day after its own, so the last
    /// row of that series before the day is published on the day or later, and the one before it counts. Without a series
    /// the currency must have rows of one alone.
    ///
    /// # Errors
    /// Why there is none.
    pub fn on(&self, currency: &str, day: Date, series: Option<Series>) -> Result<&Quote, NoRate> {
        let rows = match series {
            Some(series) => self.of(currency, series),
            None => match (self.of(currency, Series::Dof), self.of(currency, Series::Fix)) {
                (dof, []) => dof,
                ([], fix) => fix,
                _ => return Err(NoRate::WhichSeries),
            },
        };
        let before = &rows[..rows.partition_point(|quote| quote.date < day)];
        let last = match before.last().map(|quote| quote.series) {
            Some(Series::Fix) => before.iter().nth_back(1),
            _ => before.last(),
        };
        last.filter(|quote| is_near(quote.date, day)).ok_or(NoRate::NotThere)
    }

    fn of(&self, currency: &str, series: Series) -> &[Quote] {
        let of = |quote: &Quote| (quote.currency.as_str(), quote.series).cmp(&(currency, series));
        let start = self.rows.partition_point(|quote| of(quote).is_lt());
        let end = self.rows.partition_point(|quote| of(quote).is_le());
        &self.rows[start..end]
    }
}

impl Quote {
    fn key(&self) -> (&str, Series, Date) {
        (&self.currency, self.series, self.date)
    }

    fn contradicts(&self, other: &Quote) -> bool {
        self.key() == other.key() && self.rate.value() != other.rate.value()
    }
}

/// The rate that a context states for a document of a day: of the entries from the currency to pesos the latest one of the day
/// or before it; one without a date is of every day.
///
/// # Errors
/// [`NoRate::NotThere`] where none is near enough, [`NoRate::Contradiction`] where entries that count differ.
pub fn of_context<'c>(exchange: &'c Exchange, currency: &str, day: Date) -> Result<&'c ExchangeRate, NoRate> {
    let fits = |entry: &&ExchangeRate| entry.from == currency && entry.to == MEXICAN_PESO;
    let dated = exchange.rates.iter().filter(fits).filter_map(|entry| Some((entry.date?, entry)));
    let latest = dated.filter(|(date, _)| *date <= day && is_near(*date, day)).map(|(date, _)| date).max();
    let counts = |entry: &&ExchangeRate| entry.date.is_none() || entry.date == latest;
    let mut entries = exchange.rates.iter().filter(fits).filter(counts);
    // One with a day says more than one without.
    let best = entries.clone().find(|entry| entry.date.is_some()).or_else(|| entries.clone().next());
    let best = best.ok_or(NoRate::NotThere)?;
    let same = |entry: &ExchangeRate| match (entry.rate.value(), best.rate.value()) {
        (Some(a), Some(b)) => a == b,
        _ => entry.rate == best.rate,
    };
    if entries.all(same) { Ok(best) } else { Err(NoRate::Contradiction) }
}

/// Whether a rate of a day can be the last one published before another.
fn is_near(date: Date, day: Date) -> bool {
    day.plus_days(-NEAR_DAYS).is_none_or(|first| first <= date)
}

/// Why there is no rate for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoRate {
    /// The context has several rates for the day, which differ. Keep one.
    #[error("several rates that differ")]
    Contradiction,
    /// No row of the currency is before the day, or none is near enough to be the last one published. Get a newer table.
    #[error("no rate of the days before")]
    NotThere,
    /// The table has both series and nobody said which. Name one.
    #[error("two series, and nothing says which")]
    WhichSeries,
}
