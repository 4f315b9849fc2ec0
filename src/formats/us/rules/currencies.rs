//! FRO-US-130 to FRO-US-139: the currency, and the rate to another one.

use rust_decimal::Decimal;

use super::totals::has_amounts;
use super::{FORMAT, UsInvoice, found};
use crate::exchange::NO_CURRENCY;
use crate::model::{ExchangeRate, Number};
use crate::rules::{Example, Out, Rule, Source, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: currency", rules: RULES };

static ISO_4217: Source = Source::new("ISO 4217, as SAT's c_Moneda has it", "2026-08-06");

static RULES: &[Rule] = &[
    rule(
        "FRO-US-130",
        &ISO_4217,
        ("Currencies are codes of ISO 4217", "Write the three letters in capitals: USD, MXN, CAD."),
        ("Las monedas son claves de ISO 4217", "Escriba las tres letras en mayúsculas: USD, MXN, CAD."),
    )
    .tried(&[
        Example::new(TOMATOES, "/currency", &[(r#""currency": "USD""#, r#""currency": "US$""#)]).with(&["FRO-US-134"]),
        Example::new(TOMATOES, "/exchange_rate/from", &[(r#""from": "EUR""#, r#""from": "EUX""#)])
            .given(&[(r#""from": "USD""#, r#""from": "EUR""#), (r#""to": "MXN""#, r#""to": "USD""#)]),
        Example::new(TOMATOES, "/exchange_rate/to", &[(r#""to": "EUR""#, r#""to": "eur""#)])
            .given(&[(r#""to": "MXN""#, r#""to": "EUR""#)]),
    ])
    .us(|us, out| {
        let it = us.invoice;
        must_exist(us, out, it.currency.as_deref(), "/currency");
        let rate = it.exchange_rate.as_ref();
        must_exist(us, out, rate.map(|rate| rate.from.as_str()), "/exchange_rate/from");
        must_exist(us, out, rate.map(|rate| rate.to.as_str()), "/exchange_rate/to");
    }),
    rule(
        "FRO-US-131",
        &FORMAT,
        ("A rate of exchange is above zero", "Give the rate of the day, or leave the rate out."),
        ("Un tipo de cambio es mayor que cero", "Dé el tipo del día o quite el tipo de cambio."),
    )
    .tried(&[
        Example::new(TOMATOES, "/exchange_rate/rate", &[(r#""rate": "17.2210""#, r#""rate": "0""#)]),
        Example::new(TOMATOES, "/exchange_rate/rate", &[(r#""rate": "17.2210""#, r#""rate": "-17.2210""#)]),
    ])
    .us(|us, out| {
        let Some(ExchangeRate { rate, .. }) = &us.invoice.exchange_rate else { return };
        if rate.is_zero() || rate.is_negative() {
            out.violated(found("/exchange_rate/rate", rate));
        }
    }),
    rule(
        "FRO-US-132",
        &FORMAT,
        ("The rate of a currency to itself is 1", "Correct one of the two currencies, or leave the rate out."),
        (
            "El tipo de cambio de una moneda a sí misma es 1",
            "Corrija una de las dos monedas o quite el tipo de cambio.",
        ),
    )
    .tried(&[Example::new(TOMATOES, "/exchange_rate/rate", &[(r#""to": "MXN""#, r#""to": "USD""#)])])
    .us(|us, out| {
        let Some(ExchangeRate { from, to, rate, .. }) = &us.invoice.exchange_rate else { return };
        if from == to && !is_one(rate) && !rate.is_zero() && !rate.is_negative() {
            out.expected(found("/exchange_rate/rate", rate), "1");
        }
    }),
    rule(
        "FRO-US-133",
        &FORMAT,
        (
            "A rate between two currencies is not 1, unless the one is fixed to the other",
            "Give the rate of the day: bookkeeping products put 1 where none is given.",
        ),
        (
            "El tipo de cambio entre dos monedas no es 1, salvo que una esté fijada a la otra",
            "Dé el tipo del día: los productos contables ponen 1 donde no se indica.",
        ),
    )
    .warning()
    .tried(&[Example::new(TOMATOES, "/exchange_rate/rate", &[(r#""rate": "17.2210""#, r#""rate": "1.00""#)])])
    .us(|us, out| {
        let Some(ExchangeRate { from, to, rate, .. }) = &us.invoice.exchange_rate else { return };
        let pegged = PEGGED.iter().any(|(a, b)| (from == a && to == b) || (from == b && to == a));
        if from != to && is_one(rate) && !pegged {
            out.violated(found("/exchange_rate/rate", rate));
        }
    }),
    rule(
        "FRO-US-134",
        &FORMAT,
        (
            "A rate of exchange is from or to the currency of the document",
            "Give the rate between the document's currency and the other one, with its direction.",
        ),
        (
            "Un tipo de cambio es de o a la moneda del documento",
            "Dé el tipo entre la moneda del documento y la otra, con su dirección.",
        ),
    )
    .warning()
    .tried(&[Example::new(TOMATOES, "/exchange_rate", &[(r#""from": "USD""#, r#""from": "EUR""#)])])
    .us(|us, out| {
        let it = us.invoice;
        let (Some(currency), Some(rate)) = (&it.currency, &it.exchange_rate) else { return };
        if rate.from != *currency && rate.to != *currency {
            out.expected(found("/exchange_rate", format_args!("{} → {}", rate.from, rate.to)), currency);
        }
    }),
    rule(
        "FRO-US-135",
        &FORMAT,
        (
            "A dollar is worth more than a peso",
            "The rate stands the other way round: exchange from and to, or give the rate in the other direction.",
        ),
        (
            "Un dólar vale más que un peso",
            "El tipo de cambio está al revés: intercambie from y to o dé el tipo en la otra dirección.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(TOMATOES, "/exchange_rate/rate", &[(r#""rate": "17.2210""#, r#""rate": "0.0581""#)]),
        Example::new(
            TOMATOES,
            "/exchange_rate/rate",
            &[(r#""from": "USD""#, r#""from": "MXN""#), (r#""to": "MXN""#, r#""to": "USD""#)],
        ),
    ])
    .us(|us, out| {
        let Some(ExchangeRate { from, to, rate, .. }) = &us.invoice.exchange_rate else { return };
        let Some(value) = rate.value().filter(|value| *value > Decimal::ZERO) else { return };
        let inverted = match (from.as_str(), to.as_str()) {
            ("USD", "MXN") => value < Decimal::ONE,
            ("MXN", "USD") => value > Decimal::ONE,
            _ => false,
        };
        if inverted {
            out.violated(found("/exchange_rate/rate", rate));
        }
    }),
    rule(
        "FRO-US-136",
        &ISO_4217,
        (
            "A document without a currency (XXX) has no amounts",
            "Write the currency of the amounts; XXX is for receipts and transfers, whose amounts are all zero.",
        ),
        (
            "Un documento sin moneda (XXX) no tiene importes",
            "Escriba la moneda de los importes; XXX es para recibos y traslados, cuyos importes son cero.",
        ),
    )
    .tried(&[Example::new("us/transfer-trucking.json", "/totals/total", &[(r#""total": "0""#, r#""total": "10.00""#)])
        .with(&["FRO-US-116"])])
    .us(|us, out| {
        if us.invoice.currency.as_deref() == Some(NO_CURRENCY)
            && let Some(at) = has_amounts(us)
        {
            out.violated(super::at(at));
        }
    }),
    rule(
        "FRO-US-137",
        &FORMAT,
        ("The rate of exchange is not of a day after the invoice", "Give the rate that was known on the day of issue."),
        ("El tipo de cambio no es de un día posterior a la factura", "Dé el tipo que se conocía el día de la emisión."),
    )
    .warning()
    .tried(&[Example::new(
        "draft/texas-header-tax.json",
        "/exchange_rate/date",
        &[(r#""date": "2026-05-05""#, r#""date": "2026-05-07""#)],
    )])
    .us(|us, out| {
        let it = us.invoice;
        let (Some(issued), Some(date)) = (it.issue_date, it.exchange_rate.as_ref().and_then(|rate| rate.date)) else {
            return;
        };
        if date > issued {
            out.violated(found("/exchange_rate/date", date));
        }
    }),
];

const TOMATOES: &str = "draft/tomatoes-tijuana.json";

/// Currencies that are fixed at one to one.
static PEGGED: &[(&str, &str)] = &[
    ("BMD", "USD"),
    ("BND", "SGD"),
    ("BSD", "USD"),
    ("BTN", "INR"),
    ("FKP", "GBP"),
    ("GIP", "GBP"),
    ("LSL", "ZAR"),
    ("NAD", "ZAR"),
    ("PAB", "USD"),
    ("SHP", "GBP"),
    ("SZL", "ZAR"),
];

fn is_one(rate: &Number) -> bool {
    rate.value() == Some(Decimal::ONE)
}

fn must_exist(us: &UsInvoice<'_>, out: &mut Out<'_>, code: Option<&str>, at: &'static str) {
    let Some(code) = code.filter(|code| us.catalogs.moneda(code).is_none()) else { return };
    let list = us.catalogs.get("c_Moneda");
    let near: Vec<String> = list.iter().flat_map(|list| list.near(code)).map(|entry| entry.code().to_owned()).collect();
    out.near(found(at, code), &near);
}
