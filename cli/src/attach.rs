//! `frontera attach`.

use std::path::Path;

use frontera::formats::cfdi;
use frontera::{ErrorKind, Location, MisuseProblem};
use serde_json::Value;

use crate::Outcome;
use crate::args::AttachArgs;
use crate::failure::Failure;
use crate::findings;
use crate::io::{self, Input, Target};

pub(crate) fn run(args: &AttachArgs) -> Result<Outcome, Failure> {
    if io::is_dash(&args.stamped) && io::is_dash(&args.sidecar) {
        let message = "only one of the two can come from standard input";
        return Err(Failure::Usage { command: "attach", message });
    }
    let target = Target::new(args.output.as_deref().unwrap_or(Path::new("-")), args.force)?;
    let stamped = Input::read(&args.stamped, args.reading.max_bytes)?;
    let sidecar = Input::read(&args.sidecar, args.reading.max_bytes)?;
    let (with, report) = match cfdi::attach(&stamped.bytes, &sidecar.bytes, &args.reading.limits()) {
        Ok(done) => done,
        Err(error) => {
            let about = match error.kind() {
                ErrorKind::Misuse(MisuseProblem::Sidecar) => sidecar,
                _ => stamped,
            };
            return Err(Failure::Library(error, about));
        }
    };

    let facts: Value = serde_json::from_slice(&sidecar.bytes).unwrap_or_default();
    // A fact without a place in the CFDI is shown where the sidecar has it.
    let in_sidecar = |location: &Location| {
        let pointer = location.pointer.as_deref()?;
        let at = facts["facts"].as_array()?.iter().position(|fact| fact["at"] == pointer)?;
        let fact = Location { xpath: None, pointer: Some(format!("/facts/{at}").into()) };
        Some((&sidecar, fact.position(&sidecar.bytes)?))
    };
    findings::print(&findings::locate(&report, &stamped, in_sidecar), report.omitted(), args.reading.lang());
    io::write_all(vec![(target, with)])?;
    Ok(if report.has_errors() { Outcome::Errors } else { Outcome::Done })
}
