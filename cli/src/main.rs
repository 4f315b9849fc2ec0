//! `frontera`: invoices across the Mexico–US border, on the command line.
//!
//! Everything that a conversion knows is in the library; this package reads files, writes files and says what happened. It
//! never computes an amount and never changes a document.

#![forbid(unsafe_code)]

mod args;
mod attach;
mod cadena;
mod cancellation;
mod catalog;
mod context;
mod convert;
mod credentials;
mod explain;
mod explain_tax;
mod failure;
mod files;
mod findings;
mod fix;
mod io;
mod judged;
mod learn;
mod map;
mod place_time;
mod print;
mod progress;
mod qr;
mod sarif;
mod seal;
mod sheets;
mod show;
mod snippet;
mod substitute;
mod table;
mod text;
mod validate;
mod verify;
mod words;

use std::alloc::System;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use zeroizing_alloc::ZeroAlloc;

use args::{Args, Command};
use failure::Failure;

/// Arithmetic with a private key leaves copies of its numbers in memory that it gives back.
#[global_allocator]
static WIPED: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // `--help` and `--version` are such errors too, and a closed pipe is no reason to complain.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    match run(&args.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(ERRORS),
        Err(failure) => {
            failure.print();
            ExitCode::from(USAGE)
        }
    }
}

/// Some finding is an error.
const ERRORS: u8 = 1;
/// The input or the call cannot be used.
const USAGE: u8 = 2;

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// As asked.
    Done,
    /// With an error among the findings.
    Errors,
}

fn run(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Attach(args) => attach::run(args),
        Command::Cadena(args) => cadena::run(args),
        Command::Catalog(args) => catalog::run(args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "frontera", &mut script);
            print::stdout(&script).map(|()| Outcome::Done)
        }
        Command::Context(args) => context::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Explain(args) => explain::run(args),
        Command::ExplainTax(args) => explain_tax::run(args),
        Command::Fix(args) => fix::run(args),
        Command::Formats => print::stdout(print::formats().as_bytes()).map(|()| Outcome::Done),
        Command::Learn(args) => learn::run(args),
        Command::Man { command } => print::stdout(&print::man(command.as_deref())?).map(|()| Outcome::Done),
        Command::Map(args) => map::run(args),
        Command::Qr(args) => qr::run(args),
        Command::Schema { name } => print::stdout(print::schema(name.as_deref()).as_bytes()).map(|()| Outcome::Done),
        Command::Seal(args) => seal::run(args),
        Command::Show(args) => show::run(args),
        Command::Substitute(args) => substitute::run(args),
        Command::Validate(args) => validate::run(args),
        Command::Verify(args) => verify::run(args),
    }
}
