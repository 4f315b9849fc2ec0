//! What an invoice does not carry, from files: contexts and tables of rates.

use std::path::Path;

use frontera::Limits;
use frontera::context::Context;
use frontera::exchange::Rates;

use crate::failure::Failure;
use crate::io::Input;

/// Reads a context. What is wrong with it is shown at its place in the file.
pub(crate) fn read(path: &Path) -> Result<Context, Failure> {
    let input = Input::read(path, Limits::default().bytes)?;
    Context::from_json(&input.bytes).map_err(|error| Failure::Library(error, input))
}

/// Reads a table of rates.
pub(crate) fn read_rates(path: &Path) -> Result<Rates, Failure> {
    let input = Input::read(path, Limits::default().bytes)?;
    Rates::from_csv(&input.bytes).map_err(|error| Failure::Library(error, input))
}
