//! The rate of a document: as it states it, else of the context, else of a table.

use rust_decimal::Decimal;

use super::{NoRate, of_context};
use crate::context::Series;
use crate::convert::Options;
use crate::mapping::{self, Field};
use crate::model::{ExchangeRate, Invoice, Number, Text};
use crate::report::{Report, Values};
use crate::tax::money;

/// Mexico's currency.
pub(crate) const MEXICAN_PESO: &str = "MXN";
/// ISO 4217's code for no currency: a CFDI without amounts.
pub(crate) const NO_CURRENCY: &str = "XXX";
/// The decimals of TipoCambio (Anexo 20).
const DECIMALS: u32 = money::LINE_DECIMALS;

/// A finding says why there is no rate that can be taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told;

/// The rate from the invoice's currency to pesos; none where it needs none or nothing gives one.
pub(crate) fn rate_to_pesos(
    invoice: &Invoice,
    options: &Options,
    report: &mut Report,
) -> Result<Option<ExchangeRate>, Told> {
    let Some(currency) = invoice.currency.as_ref().filter(|it| ![MEXICAN_PESO, NO_CURRENCY].contains(&it.as_str()))
    else {
        return Ok(None);
    };
    match &invoice.exchange_rate {
        Some(stated) => of_document(stated, currency, options, report).map(Some),
        None => of_others(invoice, currency, options, report),
    }
}

fn of_document(
    stated: &ExchangeRate,
    currency: &Text,
    options: &Options,
    report: &mut Report,
) -> Result<ExchangeRate, Told> {
    if stated.from == *currency && stated.to == MEXICAN_PESO {
        return Ok(ExchangeRate { rate: fit(&stated.rate, report)?, ..stated.clone() });
    }
    let pair = format!("{} to {}", stated.from, stated.to);
    let needed = format!("{currency} to {MEXICAN_PESO}");
    let is_inverse = stated.from == MEXICAN_PESO && stated.to == *currency;
    if !is_inverse {
        return tell("FRO-FX-006", Field::RateFrom, Values::found(pair).expected(needed), report);
    }
    if !options.the_context().exchange.allow_inverted {
        return tell("FRO-FX-004", Field::RateFrom, Values::found(pair).expected(needed), report);
    }
    let inverse = stated.rate.value().filter(|rate| *rate > Decimal::ZERO);
    let inverse = inverse.and_then(|rate| Decimal::ONE.checked_div(rate)).map(|rate| money::round(rate, DECIMALS));
    let Some(inverse) = inverse.filter(|rate| *rate > Decimal::ZERO) else {
        return tell("FRO-FX-002", Field::TipoCambio, Values::found(stated.rate.to_string()), report);
    };
    let rate = fit(&Number::from(inverse), report)?;
    let values = Values::found(format!("{pair} {}", stated.rate)).expected(rate.to_string());
    add("FRO-FX-005", Field::TipoCambio, values, report);
    Ok(ExchangeRate { from: currency.clone(), to: MEXICAN_PESO.into(), rate, ..stated.clone() })
}

/// A rate that the document does not state: the context knows the issuer's choice for a day, a table only what was published.
pub(crate) fn of_others(
    invoice: &Invoice,
    currency: &Text,
    options: &Options,
    report: &mut Report,
) -> Result<Option<ExchangeRate>, Told> {
    // Without a day no rate is the day's; that it is missing is another finding.
    let Some(day) = invoice.issue_date else { return Ok(None) };
    let exchange = &options.the_context().exchange;
    match of_context(exchange, currency, day) {
        Ok(entry) => {
            let rate = fit(&entry.rate, report)?;
            let date = entry.date.map(|date| date.to_string());
            let origin: Vec<String> = entry.source.iter().map(Text::to_string).chain(date).collect();
            let origin = if origin.is_empty() { "exchange.rates".to_owned() } else { origin.join(" ") };
            let values = Values::found(origin).expected(rate.to_string());
            add("FRO-FX-007", Field::TipoCambio, values, report);
            return Ok(Some(ExchangeRate { rate, ..entry.clone() }));
        }
        Err(NoRate::Contradiction) => {
            let entries = exchange.rates.iter().filter(|entry| entry.from == *currency && entry.to == MEXICAN_PESO);
            let said = entries.map(|entry| match entry.date {
                Some(date) => format!("{} ({date})", entry.rate),
                None => entry.rate.to_string(),
            });
            let values = Values::found(day.to_string()).candidates(said.take(CANDIDATES));
            return tell("FRO-FX-008", Field::TipoCambio, values, report);
        }
        Err(_) => {}
    }
    let Some(rates) = &options.rates else { return Ok(None) };
    match rates.on(currency, day, exchange.series) {
        Ok(quote) => {
            let (series, source) = match quote.series {
                Series::Dof => ("DOF", "dof"),
                Series::Fix => ("FIX", "banxico_fix"),
            };
            let rate = fit(&quote.rate, report)?;
            let values = Values::found(format!("{series} {}", quote.date)).expected(rate.to_string());
            add("FRO-FX-009", Field::TipoCambio, values, report);
            let (from, to) = (currency.clone(), MEXICAN_PESO.into());
            Ok(Some(ExchangeRate { from, to, rate, date: Some(quote.date), source: Some(source.into()) }))
        }
        Err(NoRate::WhichSeries) => tell("FRO-FX-010", Field::TipoCambio, Values::found(currency.clone()), report),
        Err(_) => Ok(None),
    }
}

/// Contradictions of a context that are shown.
const CANDIDATES: usize = 6;

/// A rate as TipoCambio has it: above zero, not the 1 of a rate that nobody looked up, at most six decimals.
fn fit(rate: &Number, report: &mut Report) -> Result<Number, Told> {
    let Some(value) = rate.value().filter(|value| *value > Decimal::ZERO) else {
        return tell("FRO-FX-002", Field::TipoCambio, Values::found(rate.to_string()), report);
    };
    if value == Decimal::ONE {
        return tell("FRO-FX-001", Field::TipoCambio, Values::found(rate.to_string()), report);
    }
    if rate.scale() <= DECIMALS as usize {
        return Ok(rate.clone());
    }
    let rounded = money::round(value, DECIMALS);
    if rounded.is_zero() {
        return tell("FRO-FX-002", Field::TipoCambio, Values::found(rate.to_string()), report);
    }
    let rounded = Number::from(rounded);
    let values = Values::found(rate.to_string()).expected(rounded.to_string());
    add("FRO-FX-003", Field::TipoCambio, values, report);
    Ok(rounded)
}

fn tell<T>(code: &'static str, field: Field, values: Values, report: &mut Report) -> Result<T, Told> {
    add(code, field, values, report);
    Err(Told)
}

fn add(code: &'static str, field: Field, values: Values, report: &mut Report) {
    report.add(code, Some(field), mapping::row(field).at(&[], &[]), values);
}
