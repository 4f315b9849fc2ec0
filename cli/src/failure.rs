//! Why a command could not do its work: exit status 2, with the reason in words.

use std::fmt;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::args::Args;
use crate::findings;
use crate::io::{Input, Name};

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library cannot read the input; the input is here to show the place.
    Library(frontera::Error, Input),
    /// There is a file where the result should go.
    Exists(PathBuf),
    /// Anything else, in words.
    Said(String),
    /// Options of a command that contradict each other.
    Usage { command: &'static str, message: &'static str },
}

impl Failure {
    pub(crate) fn input(name: &Name, reason: &dyn fmt::Display) -> Self {
        Failure::Said(format!("cannot read {name}: {reason}"))
    }

    pub(crate) fn output(name: &str, reason: &dyn fmt::Display) -> Self {
        Failure::Said(format!("cannot write {name}: {reason}"))
    }

    pub(crate) fn exists(path: &Path) -> Self {
        Failure::Exists(path.to_owned())
    }

    /// Says it on standard error.
    pub(crate) fn print(&self) {
        match self {
            Failure::Library(error, input) => findings::print_error(error, input),
            Failure::Exists(path) => {
                findings::print_message(&format!("{} exists; --force replaces it", path.display()))
            }
            Failure::Said(message) => findings::print_message(message),
            Failure::Usage { command, message } => {
                let mut all = Args::command();
                all.build();
                if let Some(command) = all.find_subcommand_mut(command) {
                    let _ = command.error(ErrorKind::ArgumentConflict, message).print();
                }
            }
        }
    }
}
