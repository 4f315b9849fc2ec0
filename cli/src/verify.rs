//! `frontera verify`.

use crate::Outcome;
use crate::args::VerifyArgs;
use crate::credentials;
use crate::failure::Failure;
use crate::io;
use crate::judged::{self, Job, Words};
use crate::words;

pub(crate) fn run(args: &VerifyArgs) -> Result<Outcome, Failure> {
    if args.inputs.iter().filter(|path| io::is_dash(path)).count() > 1 {
        return Err(Failure::Usage { command: "verify", message: "standard input can be read only once" });
    }
    let verifier = credentials::verifier(&args.ca, &args.sat_cert, args.reading.lang())?.limits(args.reading.limits());
    judged::run(&Job {
        inputs: &args.inputs,
        kinds: &["xml"],
        empty: words::EMPTY_FOLDER_XML,
        format: args.format,
        lang: args.reading.lang(),
        max_bytes: args.reading.max_bytes,
        words: &WORDS,
        judge: &|bytes| verifier.verify(bytes),
        compare: None,
    })
}

const WORDS: Words = Words {
    yes: words::VERIFIED,
    no: words::NOT_VERIFIED,
    many_yes: words::MANY_VERIFIED,
    many_no: words::MANY_NOT_VERIFIED,
};
