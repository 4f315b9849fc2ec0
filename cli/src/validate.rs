//! `frontera validate`.

use std::sync::Arc;

use frontera::ValidateOptions;
use frontera::model::{Date, Time};

use crate::Outcome;
use crate::args::{DenyArg, ValidateArgs};
use crate::catalog;
use crate::context;
use crate::credentials;
use crate::failure::Failure;
use crate::io;
use crate::judged::{self, Job, Words};
use crate::place_time;
use crate::words;

pub(crate) fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    let files = args.inputs.iter().chain(&args.rates).filter(|path| io::is_dash(path));
    if files.count() > 1 {
        return Err(Failure::Usage { command: "validate", message: "standard input can be read only once" });
    }
    let options = options(args)?;
    judged::run(&Job {
        inputs: &args.inputs,
        kinds: &["xml", "json"],
        empty: words::EMPTY_FOLDER,
        format: args.format,
        lang: args.reading.lang(),
        max_bytes: args.reading.max_bytes,
        words: &WORDS,
        judge: &|bytes| frontera::validate(bytes, &options),
        compare: Some(&options),
    })
}

const WORDS: Words =
    Words { yes: words::VALID, no: words::NOT_VALID, many_yes: words::MANY_VALID, many_no: words::MANY_NOT_VALID };

fn options(args: &ValidateArgs) -> Result<ValidateOptions, Failure> {
    let (day, time) = args.now.map_or_else(|| now("--now"), Ok)?;
    let mut options = ValidateOptions::default()
        .limits(args.reading.limits())
        .now(day, time)
        .dormant(args.dormant)
        .deny_warnings(args.deny == Some(DenyArg::Warnings));
    if let Some(profile) = args.profile {
        options = options.profile(profile);
    }
    if let Some(path) = &args.catalogs {
        options = options.catalogs(catalog::load(path)?);
    }
    if let Some(path) = &args.rates {
        options = options.rates(context::read_rates(path)?);
    }
    if args.verify {
        options = options.lookups(Arc::new(credentials::verifier(&args.ca, &[], args.reading.lang())?));
    }
    options = args.allow.iter().fold(options, |options, code| options.allow(*code));
    Ok(args.only.iter().fold(options, |options, code| options.only(*code)))
}

/// The time now, by the machine's clock and time zone.
pub(crate) fn now(option: &str) -> Result<(Date, Time), Failure> {
    as_given(place_time::to_the_second(jiff::Zoned::now().datetime()), option)
}

/// A time in the library's terms.
pub(crate) fn as_given(time: jiff::civil::DateTime, option: &str) -> Result<(Date, Time), Failure> {
    match (time.date().to_string().parse(), time.time().to_string().parse()) {
        (Ok(day), Ok(time)) => Ok((day, time)),
        _ => Err(Failure::Said(format!("the machine's clock says no time; {option} TIME gives one"))),
    }
}
