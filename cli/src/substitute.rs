//! `frontera substitute`.

use std::path::Path;

use frontera::{Lang, Options};

use crate::Outcome;
use crate::args::SubstituteArgs;
use crate::failure::Failure;
use crate::findings;
use crate::io::{self, Input, Target};
use crate::validate;
use crate::words;

pub(crate) fn run(args: &SubstituteArgs) -> Result<Outcome, Failure> {
    let lang = args.reading.lang();
    args.files.one_from_standard_input("substitute", &args.input)?;
    let target = Target::new(args.output.as_deref().unwrap_or(Path::new("-")), args.force)?;
    let (date, time) = args.date.map_or_else(|| validate::now("--date"), Ok)?;
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let options = Options::default().placeholder(args.placeholder).limits(args.reading.limits());
    let options = args.files.read_into(options)?;
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

fn next_steps(uuid: &str, lang: Lang) -> [String; 4] {
    [
        words::NEXT.of(lang).to_owned(),
        format!("  1. {}", words::NEXT_STAMP.of(lang)),
        format!("  2. {}", words::NEXT_CANCEL.of(lang).replace("{}", uuid)),
        words::NEXT_EXPLAIN.of(lang).to_owned(),
    ]
}
