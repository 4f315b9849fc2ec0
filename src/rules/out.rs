//! Where a check says what it finds.

use std::borrow::Cow;
use std::fmt::Display;

use super::Rule;
use crate::formats::cfdi::rules::Nodos;
use crate::model::Text;
use crate::report::{Event, Location, Report, Severity, Values};

/// A place of the document: a node or value that a check was shown.
pub(crate) enum Spot {
    /// A node of a CFDI, or an attribute or child of it by name.
    Node { node: u32, below: Cow<'static, str> },
    /// A JSON pointer.
    Pointer(String),
}

/// What a check can point at.
pub(crate) trait At {
    fn spot(&self) -> Spot;
    /// The text that stands there.
    fn found(&self) -> Option<&str> {
        None
    }
}

impl<T: At + ?Sized> At for &T {
    fn spot(&self) -> Spot {
        (*self).spot()
    }
    fn found(&self) -> Option<&str> {
        (*self).found()
    }
}

/// The findings of one rule on one document.
pub(crate) struct Out<'o> {
    pub(super) rule: &'static Rule,
    /// None for a JSON.
    pub(super) nodos: Option<&'o Nodos>,
    pub(super) report: &'o mut Report,
}

impl<'o> Out<'o> {
    pub(crate) fn new(rule: &'static Rule, nodos: Option<&'o Nodos>, report: &'o mut Report) -> Self {
        Out { rule, nodos, report }
    }

    /// The rule is broken here.
    pub(crate) fn violated(&mut self, at: impl At) {
        self.tell(self.rule.entry.severity, &at, None, &[]);
    }

    /// The rule is broken here, and this should stand there.
    pub(crate) fn expected(&mut self, at: impl At, expected: impl Display) {
        self.tell(self.rule.entry.severity, &at, Some(expected.to_string()), &[]);
    }

    /// The rule is broken here, and one of these may have been meant.
    pub(crate) fn near<T: AsRef<str>>(&mut self, at: impl At, candidates: &[T]) {
        let candidates: Vec<&str> = candidates.iter().map(AsRef::as_ref).collect();
        self.tell(self.rule.entry.severity, &at, None, &candidates);
    }

    /// Whether what is found now will not be shown, so that nothing need be looked for to go with it.
    pub(crate) fn is_full(&self) -> bool {
        self.report.is_full()
    }

    /// The rule is broken here, unless this holds.
    pub(crate) fn must(&mut self, holds: bool, at: impl At) {
        if !holds {
            self.violated(at);
        }
    }

    /// A lesser case of the rule, which is no error.
    pub(crate) fn warn(&mut self, at: impl At) {
        self.tell(Severity::Warning, &at, None, &[]);
    }

    /// As [`warn`](Self::warn), with what should stand there.
    pub(crate) fn warn_expected(&mut self, at: impl At, expected: impl Display) {
        self.tell(Severity::Warning, &at, Some(expected.to_string()), &[]);
    }

    /// It cannot be judged. Equal ones are one finding; say it once, not for each of a thousand lines.
    pub(crate) fn not_checked(&mut self, at: impl At) {
        let nodos = self.nodos;
        let location = || locate(nodos, at.spot());
        self.report.add_of_rule(&self.rule.entry, Severity::Note, Event::NotChecked, location, Values::default());
    }

    /// The answer of a look-up: broken here where it is no, not checked where there is none.
    pub(crate) fn ask(&mut self, answer: Option<bool>, at: impl At) {
        match answer {
            Some(true) => {}
            Some(false) => self.violated(at),
            None => self.not_checked(at),
        }
    }

    fn tell(&mut self, severity: Severity, at: &dyn At, expected: Option<String>, candidates: &[&str]) {
        let nodos = self.nodos;
        let location = || locate(nodos, at.spot());
        let values = Values {
            found: at.found().map(Text::from),
            expected: expected.map(Text::from),
            candidates: candidates.iter().map(|text| Text::from(*text)).collect(),
            ..Values::default()
        };
        self.report.add_of_rule(&self.rule.entry, severity, Event::Violated, location, values);
    }
}

fn locate(nodos: Option<&Nodos>, spot: Spot) -> Location {
    match (spot, nodos) {
        (Spot::Pointer(pointer), _) => Location { xpath: None, pointer: Some(pointer.into()) },
        (Spot::Node { node, below }, Some(nodos)) => Location::xpath(nodos.xpath(node, &below)),
        (Spot::Node { .. }, None) => Location::default(),
    }
}
