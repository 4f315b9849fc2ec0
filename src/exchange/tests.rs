//! Calendars by hand. Banking days and holidays are real ones of 2026; the rates are made up, so that each tells its day.

use super::*;
use crate::context::Context;
use crate::model::{DocumentType, Invoice};
use crate::{Options, Report};

use crate::context::Series::{Dof, Fix};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn table(series: Series, rows: &[(&str, &str)]) -> Vec<Quote> {
    let quote = |(date, rate): &(&str, &str)| Quote::new(day(date), "USD", series, rate.parse().unwrap()).unwrap();
    rows.iter().map(quote).collect()
}

/// Easter 2026: Banxico determines nothing on Thursday 2 and Friday 3 April.
const EASTER_FIX: &[(&str, &str)] = &[
    ("2026-03-27", "17.0327"),
    ("2026-03-30", "17.0330"),
    ("2026-03-31", "17.0331"),
    ("2026-04-01", "17.0401"),
    ("2026-04-06", "17.0406"),
    ("2026-04-07", "17.0407"),
];
/// Each a banking day later.
const EASTER_DOF: &[(&str, &str)] = &[
    ("2026-03-30", "17.0327"),
    ("2026-03-31", "17.0330"),
    ("2026-04-01", "17.0331"),
    ("2026-04-06", "17.0401"),
    ("2026-04-07", "17.0406"),
];

/// By hand from CFF 20: the last publication before the day. On Wednesday 1 April the DOF has the FIX of 31 March, and then
/// nothing until Monday 6.
#[test]
fn both_series_give_the_rate_published_before_the_day() {
    let expected = [
        ("2026-03-31", "17.0327"),
        ("2026-04-01", "17.0330"),
        ("2026-04-02", "17.0331"),
        ("2026-04-03", "17.0331"),
        ("2026-04-04", "17.0331"),
        ("2026-04-05", "17.0331"),
        ("2026-04-06", "17.0331"),
        ("2026-04-07", "17.0401"),
        ("2026-04-08", "17.0406"),
        ("2026-04-11", "17.0406"),
    ];
    for (date, rate) in expected {
        for (series, rows) in [(Dof, EASTER_DOF), (Fix, EASTER_FIX)] {
            let rates = Rates::from_quotes(table(series, rows)).unwrap();
            for named in [None, Some(series)] {
                assert_eq!(rates.on("USD", day(date), named).unwrap().rate.to_string(), rate, "{date} {series:?}");
            }
        }
    }
}

/// The 16th of March 2026, a Monday, is a holiday: Friday's rate is published on Tuesday.
#[test]
fn a_long_weekend_is_bridged() {
    let fix = [("2026-03-12", "17.0312"), ("2026-03-13", "17.0313"), ("2026-03-17", "17.0317")];
    let dof = [("2026-03-13", "17.0312"), ("2026-03-17", "17.0313")];
    for (date, rate) in [("2026-03-14", "17.0312"), ("2026-03-17", "17.0312"), ("2026-03-18", "17.0313")] {
        for (series, rows) in [(Dof, dof.as_slice()), (Fix, fix.as_slice())] {
            let rates = Rates::from_quotes(table(series, rows)).unwrap();
            assert_eq!(rates.on("USD", day(date), None).unwrap().rate.to_string(), rate, "{date} {series:?}");
        }
    }
}

#[test]
fn a_table_that_does_not_reach_the_day_has_no_rate() {
    let dof = Rates::from_quotes(table(Dof, EASTER_DOF)).unwrap();
    let fix = Rates::from_quotes(table(Fix, EASTER_FIX)).unwrap();
    // The day itself does not count, nor does what is published later.
    assert_eq!(dof.on("USD", day("2026-03-30"), None), Err(NoRate::NotThere));
    // A FIX alone is not yet published on the banking day after it, as far as the table knows.
    assert_eq!(fix.on("USD", day("2026-03-30"), None), Err(NoRate::NotThere));
    assert_eq!(fix.on("USD", day("2026-03-31"), None).unwrap().date, day("2026-03-27"));
    // 7 April is ten days before the 17th, 6 April eleven.
    assert_eq!(dof.on("USD", day("2026-04-17"), None).unwrap().date, day("2026-04-07"));
    assert_eq!(dof.on("USD", day("2026-04-18"), None), Err(NoRate::NotThere));
    assert_eq!(fix.on("USD", day("2026-04-16"), None).unwrap().date, day("2026-04-06"));
    assert_eq!(fix.on("USD", day("2026-04-17"), None), Err(NoRate::NotThere));
    assert_eq!(dof.on("EUR", day("2026-04-07"), None), Err(NoRate::NotThere));
    assert_eq!(dof.on("USD", day("2026-04-07"), Some(Fix)), Err(NoRate::NotThere));
    assert_eq!(Rates::default().on("USD", day("2026-04-07"), None), Err(NoRate::NotThere));
    // The first days of the calendar have no ten days before them.
    assert_eq!(dof.on("USD", "0001-01-03".parse().unwrap(), None), Err(NoRate::NotThere));
}

#[test]
fn two_series_need_a_name_where_the_currency_has_both() {
    let mut rows = table(Dof, EASTER_DOF);
    rows.extend(table(Fix, EASTER_FIX));
    rows.push(Quote::new(day("2026-04-06"), "EUR", Fix, "20.0406".parse().unwrap()).unwrap());
    rows.push(Quote::new(day("2026-04-07"), "EUR", Fix, "20.0407".parse().unwrap()).unwrap());
    let rates = Rates::from_quotes(rows).unwrap();
    assert_eq!(rates.on("USD", day("2026-04-07"), None), Err(NoRate::WhichSeries));
    assert_eq!(rates.on("USD", day("2026-04-07"), Some(Dof)).unwrap().date, day("2026-04-06"));
    assert_eq!(rates.on("USD", day("2026-04-07"), Some(Fix)).unwrap().date, day("2026-04-01"));
    assert_eq!(rates.on("EUR", day("2026-04-08"), None).unwrap().rate.to_string(), "20.0406");
}

#[test]
fn a_row_that_can_be_no_published_rate_is_refused() {
    let quote = |date: &str, currency: &str, series, rate: &str| {
        Quote::new(day(date), currency, series, rate.parse().unwrap()).map(|_| ())
    };
    for currency in ["MXN", "XXX", "usd", "US", "USDX", "", "U$D"] {
        assert_eq!(quote("2026-03-27", currency, Dof, "17"), Err(BadQuote::Currency), "{currency}");
    }
    for rate in ["0", "0.00", "-17.0327", "12345678901234567890123456789.1"] {
        assert_eq!(quote("2026-03-27", "USD", Dof, rate), Err(BadQuote::Rate), "{rate}");
    }
    // 28 March 2026 is a Saturday.
    assert_eq!(quote("2026-03-28", "USD", Fix, "17"), Err(BadQuote::Weekend));
    assert_eq!(quote("2026-03-29", "USD", Fix, "17"), Err(BadQuote::Weekend));
    assert_eq!(quote("2026-03-28", "USD", Dof, "17"), Ok(()));
    let twice = |rate: &str| table(Dof, &[("2026-03-27", "17.03"), ("2026-03-27", rate)]);
    assert_eq!(Rates::from_quotes(twice("17.0300")).unwrap().quotes().len(), 1);
    assert_eq!(Rates::from_quotes(twice("17.04")), Err(BadQuote::Contradiction));
}

proptest::proptest! {
    /// The same numbers, dated by determination and by the next banking day, say the same of every day: whatever the holidays.
    #[test]
    fn tables_a_banking_day_apart_agree(pauses in proptest::collection::vec(1_i32..5, 3..40), day_of in 0_i32..120) {
        let mut date = day("2026-01-05");
        let mut days = vec![];
        for pause in pauses {
            date = date.plus_days(pause).unwrap();
            while date.is_weekend() {
                date = date.plus_days(1).unwrap();
            }
            days.push(date);
        }
        let rate = |i: usize| Number::from(Decimal::new(170_000 + i as i64, 4));
        let fix = days.iter().enumerate().map(|(i, date)| Quote::new(*date, "USD", Fix, rate(i)).unwrap());
        let dof = days[1..].iter().enumerate().map(|(i, date)| Quote::new(*date, "USD", Dof, rate(i)).unwrap());
        let rates = Rates::from_quotes(fix.chain(dof)).unwrap();
        let day = days[2].plus_days(day_of).unwrap();
        let [dof, fix] = [Dof, Fix].map(|series| rates.on("USD", day, Some(series)));
        if let Ok(fix) = fix {
            proptest::prop_assert_eq!(&fix.rate, &dof.unwrap().rate);
        } else if let Ok(dof) = dof {
            // Its FIX is of a banking day before, which may be too long ago.
            proptest::prop_assert!(dof.date.plus_days(NEAR_DAYS).unwrap() < day.plus_days(6).unwrap());
        }
    }
}

fn context(json: &str) -> Context {
    Context::from_json(json.as_bytes()).unwrap()
}

#[test]
fn a_context_gives_the_latest_rate_of_the_day_or_before() {
    let context = context(
        r#"{"exchange": {"rates": [
            {"from": "USD", "to": "MXN", "rate": "17.10", "date": "2026-03-10"},
            {"from": "USD", "to": "MXN", "rate": "17.12", "date": "2026-03-12"},
            {"from": "USD", "to": "MXN", "rate": "17.120", "date": "2026-03-12", "source": "dof"},
            {"from": "MXN", "to": "USD", "rate": "0.06", "date": "2026-03-12"},
            {"from": "EUR", "to": "MXN", "rate": "20.00"},
            {"from": "CAD", "to": "MXN", "rate": "12.50"},
            {"from": "CAD", "to": "MXN", "rate": "12.60", "date": "2026-03-12"},
            {"from": "JPY", "to": "MXN", "rate": "0.11", "date": "2026-03-12"},
            {"from": "JPY", "to": "MXN", "rate": "0.12", "date": "2026-03-12"}
        ]}}"#,
    );
    let rate = |currency: &str, date: &str| {
        of_context(&context.exchange, currency, day(date)).map(|entry| entry.rate.to_string())
    };
    assert_eq!(rate("USD", "2026-03-09"), Err(NoRate::NotThere));
    assert_eq!(rate("USD", "2026-03-10").as_deref(), Ok("17.10"));
    assert_eq!(rate("USD", "2026-03-11").as_deref(), Ok("17.10"));
    assert_eq!(rate("USD", "2026-03-12").as_deref(), Ok("17.12"));
    assert_eq!(rate("USD", "2026-03-22").as_deref(), Ok("17.12"));
    assert_eq!(rate("USD", "2026-03-23"), Err(NoRate::NotThere));
    assert_eq!(rate("EUR", "1999-01-01").as_deref(), Ok("20.00"), "without a date it is of every day");
    assert_eq!(rate("CAD", "2026-03-12"), Err(NoRate::Contradiction));
    assert_eq!(rate("CAD", "2026-03-11").as_deref(), Ok("12.50"));
    assert_eq!(rate("JPY", "2026-03-13"), Err(NoRate::Contradiction));
    assert_eq!(rate("GBP", "2026-03-13"), Err(NoRate::NotThere));
}

fn invoice(currency: &str, rate: Option<(&str, &str, &str)>) -> Invoice {
    let mut invoice = Invoice::new(DocumentType::Invoice);
    invoice.issue_date = Some(day("2026-04-07"));
    invoice.currency = Some(currency.into());
    invoice.exchange_rate = rate.map(|(from, to, rate)| {
        let (date, source) = (Some(day("2026-04-06")), Some("bank".into()));
        ExchangeRate { from: from.into(), to: to.into(), rate: rate.parse().unwrap(), date, source }
    });
    invoice
}

/// As a draft takes it.
fn rated(invoice: &mut Invoice, options: &Options, report: &mut Report) -> Result<(), super::tipo_cambio::Told> {
    if let Some(rate) = rate_to_pesos(invoice, options, report)? {
        invoice.exchange_rate = Some(rate);
    }
    Ok(())
}

/// The rate that it has afterwards, and what was told: found, expected, code.
fn told(mut invoice: Invoice, options: &Options) -> (Option<String>, Vec<String>) {
    let mut report = Report::default();
    let done = rated(&mut invoice, options, &mut report);
    assert_eq!(done.is_err(), report.has_errors(), "an error stops the draft");
    let once = invoice.clone();
    let mut again = Report::default();
    assert_eq!(rated(&mut invoice, options, &mut again), done);
    assert_eq!(invoice, once, "doing it twice changes nothing");
    let said = report.findings().iter().map(|finding| {
        let values = &finding.values;
        let said = [values.found.as_deref(), values.expected.as_deref()].map(Option::unwrap_or_default);
        format!("{} → {}: {}", said[0], said[1], finding.code)
    });
    let rate = invoice.exchange_rate.map(|rate| {
        let date = rate.date.map_or(String::new(), |date| format!(" {date}"));
        let source = rate.source.map_or(String::new(), |source| format!(" {source}"));
        format!("{} {} {}{date}{source}", rate.from, rate.to, rate.rate)
    });
    (rate, said.collect())
}

fn check(invoice: Invoice, options: &Options, rate: Option<&str>, said: &[&str]) {
    assert_eq!(told(invoice, options), (rate.map(str::to_owned), said.iter().map(|it| (*it).to_owned()).collect()));
}

#[test]
fn a_stated_rate_stands_unless_it_is_none() {
    let options = Options::default();
    let usd = |rate| invoice("USD", Some(("USD", "MXN", rate)));
    check(usd("17.8642"), &options, Some("USD MXN 17.8642 2026-04-06 bank"), &[]);
    check(usd("17.864250"), &options, Some("USD MXN 17.864250 2026-04-06 bank"), &[]);
    // Half away from zero.
    let rounded = ["17.8642505 → 17.864251: FRO-FX-003"];
    check(usd("17.8642505"), &options, Some("USD MXN 17.864251 2026-04-06 bank"), &rounded);
    for one in ["1", "1.000000"] {
        let said = format!("{one} → : FRO-FX-001");
        check(usd(one), &options, Some(&format!("USD MXN {one} 2026-04-06 bank")), &[&said]);
    }
    for none in ["0", "-17.8642", "0.0000004", "12345678901234567890123456789.1"] {
        let said = format!("{none} → : FRO-FX-002");
        check(usd(none), &options, Some(&format!("USD MXN {none} 2026-04-06 bank")), &[&said]);
    }
    check(invoice("MXN", None), &options, None, &[]);
    check(invoice("XXX", None), &options, None, &[]);
    check(invoice("MXN", Some(("MXN", "MXN", "1"))), &options, Some("MXN MXN 1 2026-04-06 bank"), &[]);
}

/// By hand: 1 / 0.0559 = 17.8890876…, 1 / 0.00006 = 16666.666666…
#[test]
fn a_rate_is_inverted_only_where_that_is_allowed() {
    let allowed = Options::default().context(context(r#"{"exchange": {"allow_inverted": true}}"#));
    let usd = |rate| invoice("USD", Some(("MXN", "USD", rate)));
    let said = ["MXN to USD → USD to MXN: FRO-FX-004"];
    check(usd("0.0559"), &Options::default(), Some("MXN USD 0.0559 2026-04-06 bank"), &said);
    let said = ["MXN to USD 0.0559 → 17.889088: FRO-FX-005"];
    check(usd("0.0559"), &allowed, Some("USD MXN 17.889088 2026-04-06 bank"), &said);
    let said = ["MXN to USD 0.00006 → 16666.666667: FRO-FX-005"];
    check(usd("0.00006"), &allowed, Some("USD MXN 16666.666667 2026-04-06 bank"), &said);
    check(usd("0"), &allowed, Some("MXN USD 0 2026-04-06 bank"), &["0 → : FRO-FX-002"]);
    check(usd("1"), &allowed, Some("MXN USD 1 2026-04-06 bank"), &["1.000000 → : FRO-FX-001"]);
    for options in [&Options::default(), &allowed] {
        let other = invoice("USD", Some(("EUR", "MXN", "20.1")));
        check(other, options, Some("EUR MXN 20.1 2026-04-06 bank"), &["EUR to MXN → USD to MXN: FRO-FX-006"]);
    }
}

#[test]
fn without_a_rate_the_context_is_asked_before_the_table() {
    let rates = || Rates::from_quotes(table(Dof, EASTER_DOF)).unwrap();
    let both = || {
        let all = table(Dof, EASTER_DOF).into_iter().chain(table(Fix, EASTER_FIX));
        Options::default().rates(Rates::from_quotes(all).unwrap())
    };
    let usd = || invoice("USD", None);
    check(usd(), &Options::default(), None, &[]);
    let options = Options::default().rates(rates());
    check(usd(), &options, Some("USD MXN 17.0401 2026-04-06 dof"), &["DOF 2026-04-06 → 17.0401: FRO-FX-009"]);
    check(invoice("EUR", None), &options, None, &[]);
    check(usd(), &both(), None, &["USD → : FRO-FX-010"]);
    let options = both().context(context(r#"{"exchange": {"series": "fix"}}"#));
    check(usd(), &options, Some("USD MXN 17.0401 2026-04-01 banxico_fix"), &["FIX 2026-04-01 → 17.0401: FRO-FX-009"]);

    let of = |rates: &str| context(&format!(r#"{{"exchange": {{"rates": [{rates}]}}}}"#));
    let dated = r#"{"from": "USD", "to": "MXN", "rate": "17.5", "date": "2026-04-07", "source": "bank purchase"}"#;
    let options = Options::default().rates(rates()).context(of(dated));
    let said = ["bank purchase 2026-04-07 → 17.5: FRO-FX-007"];
    check(usd(), &options, Some("USD MXN 17.5 2026-04-07 bank purchase"), &said);
    let always = r#"{"from": "USD", "to": "MXN", "rate": "17.5000001"}"#;
    let options = Options::default().context(of(always));
    let said = ["17.5000001 → 17.500000: FRO-FX-003", "exchange.rates → 17.500000: FRO-FX-007"];
    check(usd(), &options, Some("USD MXN 17.500000"), &said);
    let options = Options::default().rates(rates()).context(of(&format!("{dated}, {always}")));
    check(usd(), &options, None, &["2026-04-07 → : FRO-FX-008"]);
    let options = Options::default().context(of(r#"{"from": "USD", "to": "MXN", "rate": "1"}"#));
    check(usd(), &options, None, &["1 → : FRO-FX-001"]);
    // Without a day there is no rate of the day; that it is missing is told by the writer.
    let undated = Invoice { issue_date: None, ..usd() };
    check(undated, &Options::default().rates(rates()), None, &[]);
}

#[cfg(feature = "csv")]
mod csv {
    use super::*;
    use crate::InputProblem::{Duplicate, Empty, Encoding, UnknownField, Value};
    use crate::{ErrorKind, InputProblem};

    #[test]
    fn columns_are_known_by_their_names() {
        let text = "\u{FEFF}Rate, DATE ,Currency,series\r\n17.8642,2026-02-27,,dof\r\n\r\n\"20.10\" ,2026-02-26,EUR,Banxico_FIX\r\n17.864200,2026-02-27,USD,DOF";
        let rates = Rates::from_csv(text.as_bytes()).unwrap();
        let rows: Vec<_> = rates
            .quotes()
            .iter()
            .map(|it| format!("{} {} {:?} {}", it.date, it.currency, it.series, it.rate))
            .collect();
        assert_eq!(rows, ["2026-02-26 EUR Fix 20.10", "2026-02-27 USD Dof 17.8642"]);
        assert_eq!(Rates::from_csv(b"date,rate,series\n").unwrap(), Rates::default());
    }

    /// Each with line, column and length of what is shown.
    #[test]
    fn what_is_wrong_is_shown_at_its_place() {
        let cases: &[(&str, InputProblem, [usize; 3])] = &[
            ("", Empty, [1, 1, 0]),
            ("date,rate,series,serie\n", UnknownField, [1, 18, 5]),
            ("date;rate;series\n", UnknownField, [1, 1, 16]),
            ("date,rate,date,series\n", Duplicate, [1, 11, 4]),
            ("date,rate\n", Value, [1, 1, 9]),
            ("date,rate,series\n2026-02-30,17.8642,DOF\n", Value, [2, 1, 10]),
            ("date,rate,series\n27/02/2026,17.8642,DOF\n", Value, [2, 1, 10]),
            ("date,rate,series\n2026-02-27,N/E,DOF\n", Value, [2, 12, 3]),
            ("date,rate,series\n2026-02-27,\"17,8642\",DOF\n", Value, [2, 13, 7]),
            ("date,rate,series\n2026-02-27,0,DOF\n", Value, [2, 12, 1]),
            ("date,rate,series\n2026-02-27,17.8642,\n", Value, [2, 20, 0]),
            ("\u{FEFF}date,rate,series\n\n2026-02-27,17.8642,spot\n", Value, [3, 20, 4]),
            ("date,rate,series,currency\n2026-02-27,17.8642,DOF,MXN\n", Value, [2, 24, 3]),
            ("date,rate,series\n2026-02-28,17.8642,FIX\n", Value, [2, 1, 10]),
            ("date,rate,series\n2026-02-27,17.8642\n", Value, [2, 1, 18]),
            ("date,rate,series\n2026-02-27,1,DOF\n2026-02-27,2,DOF\n", Duplicate, [3, 1, 16]),
        ];
        for (text, problem, place) in cases {
            let error = Rates::from_csv(text.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Input(*problem), "{text}: {error}");
            let at = error.position().unwrap();
            assert_eq!([at.line, at.column, at.length], *place, "{text}: {error}");
        }
        let error = Rates::from_csv(b"date,rate,series\n2026-02-27,17\xE9,DOF\n").unwrap_err();
        assert_eq!((error.kind(), error.position().unwrap().line), (ErrorKind::Input(Encoding), 2));
    }

    proptest::proptest! {
        #[test]
        fn anything_is_a_table_or_an_error(text in "(date|rate|series|[,\"\n\r 0-9.A-Z-]|2026-02-27|17.8642|DOF|FIX|é){0,60}") {
            let with_header = format!("date,rate,series\n{text}");
            for text in [text, with_header] {
                if let Err(error) = Rates::from_csv(text.as_bytes()) {
                    let at = error.position();
                    proptest::prop_assert!(at.is_none_or(|at| at.offset + at.length <= text.len()));
                }
            }
        }
    }
}
