//! Rules of a neutral US invoice: its arithmetic, numbers and codes.
//!
//! One table for each subject: amounts `FRO-US-1xx`, taxes `2xx`, parties `3xx`, documents, dates and terms `4xx`, trade `5xx`.
//! An error is a document that contradicts itself, or a code that does not exist; what may be another practice is a warning.
//! What is not stated is not wrong. Amounts of an invoice that was a CFDI, or is to be one, are judged with SAT's tolerances.

mod amounts;
mod book;
mod currencies;
mod documents;
mod exemptions;
mod parties;
mod places;
mod summary;
mod taxes;
mod totals;
mod trade;

use std::fmt::{self, Display};

use book::{Book, Verdict};
use rust_decimal::Decimal;

use crate::catalog::Catalogs;
use crate::model::{Invoice, Party, Tax};
use crate::report::Report;
use crate::rules::{At, Check, Out, Source, Spot, Table};
use crate::tax::money;

/// Every table, sorted by code in itself.
pub(crate) static TABLES: &[&Table] = &[
    &amounts::TABLE,
    &totals::TABLE,
    &currencies::TABLE,
    &taxes::TABLE,
    &exemptions::TABLE,
    &parties::TABLE,
    &documents::TABLE,
    &trade::TABLE,
];

/// What the fields mean.
static FORMAT: Source = Source::new("frontera, JSON Schema of the neutral US invoice 1.0", "");

/// A neutral invoice, and what a rule may ask beside it.
pub(crate) struct UsInvoice<'d> {
    pub(crate) invoice: &'d Invoice,
    pub(crate) catalogs: &'d Catalogs,
    pub(crate) book: Book,
}

/// A JSON pointer, with what stands there.
pub(crate) struct Pointer(pub(crate) String, pub(crate) Option<String>);

impl At for Pointer {
    fn spot(&self) -> Spot {
        Spot::Pointer(self.0.clone())
    }
    fn found(&self) -> Option<&str> {
        self.1.as_deref()
    }
}

/// Checks the rules of a neutral invoice.
pub(crate) fn check(invoice: &Invoice, catalogs: &Catalogs, report: &mut Report) {
    let it = UsInvoice { invoice, catalogs, book: Book::of(invoice, catalogs) };
    for rule in TABLES.iter().flat_map(|table| table.rules) {
        if let Check::Us(check) = rule.check {
            check(&it, &mut Out::new(rule, None, report));
        }
    }
}

/// A place, without what stands there: a tax number is never shown.
fn at(pointer: impl Into<String>) -> Pointer {
    Pointer(pointer.into(), None)
}

/// A place and what stands there.
fn found(pointer: impl Into<String>, found: impl Display) -> Pointer {
    Pointer(pointer.into(), Some(found.to_string()))
}

impl<'d> UsInvoice<'d> {
    /// An amount is wrong, and should be another one.
    fn wrong(&self, out: &mut Out<'_>, at: Pointer, expected: impl Display) {
        match self.book.lenient {
            true => out.warn_expected(at, expected),
            false => out.expected(at, expected),
        }
    }

    fn tell(&self, out: &mut Out<'_>, verdict: Option<Verdict>, at: impl FnOnce() -> Pointer) {
        match verdict {
            None | Some(Verdict::Fits) => {}
            Some(Verdict::Near(expected)) => out.warn_expected(at(), self.money(expected)),
            Some(Verdict::Off(expected)) => self.wrong(out, at(), self.money(expected)),
            Some(Verdict::TooLong) => out.not_checked(at()),
        }
    }

    /// In the decimals of the currency.
    fn money(&self, value: Decimal) -> Decimal {
        money::round(value, self.book.basis.decimals)
    }

    fn parties(&self) -> impl Iterator<Item = (&'static str, &'d Party)> {
        let it = self.invoice;
        let others = [
            ("/ship_to", &it.ship_to),
            ("/ship_from", &it.ship_from),
            ("/remit_to", &it.remit_to),
            ("/importer_of_record", &it.importer_of_record),
            ("/producer", &it.producer),
        ];
        let others = others.into_iter().filter_map(|(at, party)| Some((at, party.as_deref()?)));
        [("/seller", &it.seller), ("/buyer", &it.buyer)].into_iter().chain(others)
    }

    /// Every tax with its place: of lines, of charges, of the summary.
    fn taxes(&self) -> impl Iterator<Item = (TaxPlace, &'d Tax)> {
        let it = self.invoice;
        let of = |place: fn(usize, usize) -> TaxPlace| {
            move |(i, taxes): (usize, &'d Vec<Tax>)| taxes.iter().enumerate().map(move |(j, tax)| (place(i, j), tax))
        };
        let lines = it.lines.iter().map(|line| &line.taxes).enumerate().flat_map(of(TaxPlace::Line));
        let charges = it.charges.iter().map(|charge| &charge.taxes).enumerate().flat_map(of(TaxPlace::Charge));
        let summary = it.tax_summary.iter().enumerate().map(|(j, tax)| (TaxPlace::Summary(j), tax));
        lines.chain(charges).chain(summary)
    }
}

/// Where a tax stands; its display is the pointer.
#[derive(Clone, Copy, PartialEq)]
enum TaxPlace {
    Line(usize, usize),
    Charge(usize, usize),
    Summary(usize),
}

impl Display for TaxPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TaxPlace::Line(i, j) => write!(f, "/lines/{i}/taxes/{j}"),
            TaxPlace::Charge(i, j) => write!(f, "/charges/{i}/taxes/{j}"),
            TaxPlace::Summary(j) => write!(f, "/tax_summary/{j}"),
        }
    }
}
