//! `frontera cadena`.

use std::io::IsTerminal;

use frontera::formats::cfdi;

use crate::Outcome;
use crate::args::CadenaArgs;
use crate::failure::Failure;
use crate::io::Input;
use crate::print;

pub(crate) fn run(args: &CadenaArgs) -> Result<Outcome, Failure> {
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let document = match cfdi::read(&input.bytes, &args.reading.limits()) {
        Ok(document) => document,
        Err(error) => return Err(Failure::Library(error, input)),
    };
    let cadena = if args.tfd { document.cadena_tfd() } else { Some(document.cadena()) };
    let Some(mut cadena) = cadena else {
        return Err(Failure::Said(format!("{}: no stamp of version 1.1 or 1.0 in it", input.name)));
    };
    // A digest is taken of exactly these bytes; a person's prompt belongs on the next line.
    if std::io::stdout().is_terminal() {
        cadena.push('\n');
    }
    print::stdout(cadena.as_bytes()).map(|()| Outcome::Done)
}
