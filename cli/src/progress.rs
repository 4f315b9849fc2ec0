//! How far a long run is: a bar on standard error, where a person looks at it.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

use crate::io::Name;
use crate::text::visible;

/// A bar, or nothing where nobody sees it or the run is short.
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(crate) fn new(files: usize) -> Progress {
        if files <= FEW || !stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new(files as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Progress(Some(bar))
    }

    /// This file is next.
    pub(crate) fn at(&self, name: &Name) {
        if let Some(bar) = &self.0 {
            bar.set_message(visible(&name.to_string()));
        }
    }

    pub(crate) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Says something while the bar is out of the way.
    pub(crate) fn aside<T>(&self, say: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// Leaves the terminal as it was.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// So many files are done before anybody wonders.
const FEW: usize = 5;
