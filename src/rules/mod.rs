//! Rules: what a document must hold beside its structure, each one entry with its code, words, source and examples.
//!
//! The tables are in the rooms of the formats ([`formats::cfdi`](crate::formats::cfdi) and
//! [`formats::us`](crate::formats::us)); here is what a rule is, the registry of all, and what a caller may answer for the
//! rules that look outside the document ([`Lookups`]). `frontera explain`, `docs/rules.md` and the tests are made from the
//! entries.
//! ```
//! use frontera::Lang;
//! let rule = frontera::rules::find("CFDI40149").unwrap();
//! assert!(rule.title(Lang::En).contains("LugarExpedicion"));
//! assert_eq!(rule.needs(), frontera::rules::Needs::Document);
//! ```

mod explain;
mod files;
mod lookups;
mod out;

use crate::formats::cfdi::rules::Cfdi;
use crate::formats::us::rules::UsInvoice;
use crate::report::{Entry, Event, Lang, Severity};

pub use explain::{Explanation, Group, codes, explain, groups, near};
pub use files::Duplicates;
pub use lookups::{Certificate, Lookups, Pedimento, ProductDemands, Sealed, Taxpayer};
pub(crate) use out::{At, Out, Spot};

/// A rule of a document: one entry for its code, its words, its source, what it needs, its examples and its check.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    pub(crate) entry: Entry,
    source: &'static Source,
    needs: Needs,
    dormant: bool,
    examples: &'static [Example],
    pub(crate) check: Check,
}

/// Where a rule is written.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The law, guide or matrix.
    pub name: &'static str,
    /// Its release or date of publication, ISO 8601; empty where it has none.
    pub date: &'static str,
}

impl Source {
    pub(crate) const fn new(name: &'static str, date: &'static str) -> Source {
        Source { name, date }
    }
}

/// What a rule is decided from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Needs {
    /// The time now ([`ValidateOptions::now`](crate::ValidateOptions::now)), for documents without stamp and Fecha.
    Clock,
    /// The document and the catalogues.
    Document,
    /// Several documents at once, or rates that the caller offers.
    Given,
    /// An answer from outside ([`Lookups`]); without one it is told as not checked.
    Lookup,
}

/// A wrong document and a right one: a fixture with one change. They run as tests.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// The file under `fixtures/`.
    pub base: &'static str,
    /// What is put in the place of what, before the example is right. Each left side stands once in the file.
    pub given: &'static [(&'static str, &'static str)],
    /// What is put in the place of what to make it wrong: the right text and the wrong one. The first is the change that the
    /// rule is about; others keep the rest of the document right.
    pub edits: &'static [(&'static str, &'static str)],
    /// Where the finding is: the end of its path.
    pub at: &'static str,
    /// The codes that such a document has besides, of the schema or of rules that say the same.
    pub with: &'static [&'static str],
}

impl Example {
    pub(crate) const fn new(
        base: &'static str,
        at: &'static str,
        edits: &'static [(&'static str, &'static str)],
    ) -> Example {
        Example { base, given: &[], edits, at, with: &[] }
    }

    /// First makes the right document out of the file.
    pub(crate) const fn given(mut self, given: &'static [(&'static str, &'static str)]) -> Example {
        self.given = given;
        self
    }

    /// Codes that come with it.
    pub(crate) const fn with(mut self, with: &'static [&'static str]) -> Example {
        self.with = with;
        self
    }
}

/// How a rule is checked.
pub(crate) enum Check {
    /// On a CFDI 4.0, its complements included.
    Cfdi(for<'d, 'o> fn(&Cfdi<'d>, &mut Out<'o>)),
    /// On a neutral invoice.
    Us(for<'d, 'o> fn(&UsInvoice<'d>, &mut Out<'o>)),
    /// In another room, which this names with its test.
    Elsewhere(&'static str),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Check::Cfdi(_) => "Cfdi",
            Check::Us(_) => "Us",
            Check::Elsewhere(place) => place,
        })
    }
}

/// A rule by its code; an error that the document alone decides, unless said otherwise.
///
/// The words: a title that says what holds, without placeholders, and what to change.
pub(crate) const fn rule(
    code: &'static str,
    source: &'static Source,
    en: (&'static str, &'static str),
    es: (&'static str, &'static str),
) -> Rule {
    let entry = Entry { code, severity: Severity::Error, event: Event::Violated, en, es };
    let check = Check::Elsewhere("");
    Rule { entry, source, needs: Needs::Document, dormant: false, examples: &[], check }
}

impl Rule {
    /// A warning instead of an error.
    pub(crate) const fn warning(mut self) -> Rule {
        self.entry.severity = Severity::Warning;
        self
    }

    pub(crate) const fn needing(mut self, needs: Needs) -> Rule {
        self.needs = needs;
        self
    }

    /// Off unless asked for, since SAT suspends it.
    pub(crate) const fn dormant(mut self) -> Rule {
        self.dormant = true;
        self
    }

    pub(crate) const fn tried(mut self, examples: &'static [Example]) -> Rule {
        self.examples = examples;
        self
    }

    pub(crate) const fn cfdi(mut self, check: for<'d, 'o> fn(&Cfdi<'d>, &mut Out<'o>)) -> Rule {
        self.check = Check::Cfdi(check);
        self
    }

    pub(crate) const fn us(mut self, check: for<'d, 'o> fn(&UsInvoice<'d>, &mut Out<'o>)) -> Rule {
        self.check = Check::Us(check);
        self
    }

    pub(crate) const fn elsewhere(mut self, place: &'static str) -> Rule {
        self.check = Check::Elsewhere(place);
        self
    }

    /// SAT's code, or the project's.
    pub fn code(&self) -> &'static str {
        self.entry.code
    }

    /// What holds, in a line.
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.entry.en.0,
            Lang::Es => self.entry.es.0,
        }
    }

    /// What to change where it does not hold.
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.entry.en.1,
            Lang::Es => self.entry.es.1,
        }
    }

    /// How much a finding weighs; some rules tell lesser cases as warnings.
    pub fn severity(&self) -> Severity {
        self.entry.severity
    }

    /// Where it is written.
    pub fn source(&self) -> &'static Source {
        self.source
    }

    /// What it is decided from.
    pub fn needs(&self) -> Needs {
        self.needs
    }

    /// True where SAT suspends it: it is off unless [asked for](crate::ValidateOptions::dormant).
    pub fn is_dormant(&self) -> bool {
        self.dormant
    }

    /// Wrong and right documents.
    pub fn examples(&self) -> &'static [Example] {
        self.examples
    }

    /// Where it is checked, for a rule that is not checked on a document alone.
    pub fn checked_elsewhere(&self) -> Option<&'static str> {
        match self.check {
            Check::Elsewhere(place) => Some(place),
            _ => None,
        }
    }
}

/// Rules that belong together, sorted by code.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// What they are about.
    pub name: &'static str,
    /// The rules.
    pub rules: &'static [Rule],
}

/// Every table.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    let of_formats = crate::formats::cfdi::rules::TABLES.iter().chain(crate::formats::us::rules::TABLES);
    of_formats.chain(files::TABLES).copied()
}

/// Every rule, table by table.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    tables().flat_map(|table| table.rules)
}

/// The rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    tables().find_map(|table| {
        let at = table.rules.binary_search_by(|rule| rule.entry.code.cmp(code)).ok()?;
        table.rules.get(at)
    })
}
