//! `frontera substitute`.

use std::path::Path;

use frontera::context::Context;
use frontera::model::{Date, Text, Time};
use frontera::{Lang, Options};

use crate::Outcome;
use crate::args::SubstituteArgs;
use crate::failure::Failure;
use crate::findings;
use crate::io::{self, Input, Target};
use crate::place_time;
use crate::validate;
use crate::words;

pub(crate) fn run(args: &SubstituteArgs) -> Result<Outcome, Failure> {
    let lang = args.reading.lang();
    args.files.one_from_standard_input("substitute", &args.input)?;
    let target = Target::beside(&args.input, args.output.as_deref().unwrap_or(Path::new("-")), args.force)?;
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let options = Options::default().placeholder(args.placeholder).limits(args.reading.limits());
    let context = args.files.read_context()?;
    let place = match args.date {
        None => place(&input, &options, context.as_ref()),
        Some(_) => None,
    };
    let options = args.files.read_with(context, options)?;
    let (date, time) = args.date.map_or_else(|| now(place.as_deref(), lang), Ok)?;
    let substituted = match frontera::substitute(&input.bytes, date, time, &options) {
        Ok(substituted) => substituted,
        Err(error) => return Err(Failure::Library(error, input)),
    };
    let located = findings::locate(&substituted.report, &input, |_| None);
    findings::print(&located, substituted.report.omitted(), lang);
    match substituted.output {
        Some(output) => {
            io::write_all(vec![(target, output)])?;
            // The draft is there; without what follows two CFDIs would say the same.
            let uuid = substituted.uuid.as_deref().unwrap_or_default();
            next_steps(uuid, lang).iter().for_each(|line| findings::print_note(line));
        }
        None => findings::print_note(words::NOTHING_WRITTEN.of(lang)),
    }
    Ok(if substituted.report.has_errors() { Outcome::Errors } else { Outcome::Done })
}

/// Where the draft will be issued: what the document says, else the context.
fn place(input: &Input, options: &Options, context: Option<&Context>) -> Option<Text> {
    // What cannot be read is said where it is substituted.
    let invoice = frontera::read(&input.bytes, options).ok()?.invoice;
    let own = invoice.mx().and_then(|mx| mx.lugar_expedicion.clone());
    own.or_else(|| context?.issuer.as_ref()?.lugar_expedicion.clone())
}

/// The time at a place, else the machine's, which is then said.
fn now(place: Option<&str>, lang: Lang) -> Result<(Date, Time), Failure> {
    let there = place.and_then(|place| place_time::at(place, jiff::Timestamp::now()));
    match there {
        Some(there) => validate::as_given(there, "--date"),
        None => {
            let now = validate::now("--date")?;
            let said = words::MACHINE_TIME.of(lang).replace("{}", &format!("{}T{}", now.0, now.1));
            findings::print_note(&said);
            Ok(now)
        }
    }
}

fn next_steps(uuid: &str, lang: Lang) -> [String; 5] {
    [
        words::NEXT.of(lang).to_owned(),
        format!("  1. {}", words::NEXT_RELATED.of(lang).replace("{}", uuid)),
        format!("  2. {}", words::NEXT_STAMP.of(lang)),
        format!("  3. {}", words::NEXT_CANCEL.of(lang).replace("{}", uuid)),
        words::NEXT_EXPLAIN.of(lang).to_owned(),
    ]
}
