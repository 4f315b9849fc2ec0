//! `frontera seal`.

use std::path::Path;

use frontera::ValidateOptions;
use frontera::seal::{SealOptions, seal};

use crate::Outcome;
use crate::args::SealArgs;
use crate::catalog;
use crate::credentials;
use crate::failure::Failure;
use crate::findings;
use crate::io::{self, Input, Target};
use crate::words;

pub(crate) fn run(args: &SealArgs) -> Result<Outcome, Failure> {
    let lang = args.reading.lang();
    let target =
        Target::new(args.output.as_deref().unwrap_or(Path::new("-")), args.replace).map_err(|error| match error {
            Failure::Exists(path) => Failure::Said(format!("{} exists; --replace replaces it", path.display())),
            error => error,
        })?;
    let beside = [Some(args.cert.as_path()), Some(args.key.as_path()), args.password_file.as_deref()];
    for path in beside.into_iter().flatten() {
        if Target::new(path, true).is_ok_and(|file| file.is_same_as(&target)) {
            return Err(Failure::Usage {
                command: "seal",
                message: "the result would replace the certificate or the key",
            });
        }
    }
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let csd = credentials::csd(&args.cert, &args.key, args.password_file.as_deref(), lang)?;
    let mut validate = ValidateOptions::default().limits(args.reading.limits());
    if let Some(path) = &args.catalogs {
        validate = validate.catalogs(catalog::load(path)?);
    }
    let options = SealOptions::default()
        .validate(validate)
        .authorities(credentials::authorities(&args.ca, lang)?)
        .force(args.force);
    let sealed = match seal(&input.bytes, &csd, &options) {
        Ok(sealed) => sealed,
        Err(error) => return Err(Failure::Library(error, input)),
    };
    findings::print(&findings::locate(&sealed.report, &input, |_| None), sealed.report.omitted(), lang);
    match sealed.output {
        Some(output) => io::write_all(vec![(target, output)])?,
        None => findings::print_note(words::NOTHING_WRITTEN.of(lang)),
    }
    Ok(if sealed.report.has_errors() { Outcome::Errors } else { Outcome::Done })
}
