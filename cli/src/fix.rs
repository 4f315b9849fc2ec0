//! `frontera fix`.

use std::path::Path;

use frontera::ValidateOptions;

use crate::Outcome;
use crate::args::FixArgs;
use crate::failure::Failure;
use crate::findings;
use crate::io::{self, Input, Target};
use crate::words;

pub(crate) fn run(args: &FixArgs) -> Result<Outcome, Failure> {
    let lang = args.reading.lang();
    let target = Target::new(args.output.as_deref().unwrap_or(Path::new("-")), args.force)?;
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let options = ValidateOptions::default().limits(args.reading.limits());
    let fixed = match frontera::fix(&input.bytes, &options) {
        Ok(fixed) => fixed,
        Err(error) => return Err(Failure::Library(error, input)),
    };
    findings::print(&findings::locate(&fixed.report, &input, |_| None), fixed.report.omitted(), lang);
    match fixed.output {
        Some(output) => {
            if fixed.changes == 0 {
                findings::print_note(words::NOTHING_TO_MEND.of(lang));
            }
            io::write_all(vec![(target, output)])?;
        }
        None => findings::print_note(words::NOTHING_WRITTEN.of(lang)),
    }
    Ok(if fixed.report.has_errors() { Outcome::Errors } else { Outcome::Done })
}
