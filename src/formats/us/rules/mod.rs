//! Rules of a neutral US invoice: its arithmetic, numbers and codes.

use crate::catalog::Catalogs;
use crate::model::Invoice;
use crate::report::Report;
use crate::rules::{At, Check, Out, Rule, Spot, Table};

/// Every table, sorted by code in itself.
pub(crate) static TABLES: &[&Table] = &[&TABLE];

static TABLE: Table = Table { name: "frontera: US invoice", rules: RULES };

static RULES: &[Rule] = &[];

/// A neutral invoice, and what a rule may ask beside it.
pub(crate) struct UsInvoice<'d> {
    pub(crate) invoice: &'d Invoice,
    pub(crate) catalogs: &'d Catalogs,
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
    let it = UsInvoice { invoice, catalogs };
    for rule in TABLES.iter().flat_map(|table| table.rules) {
        if let Check::Us(check) = rule.check {
            check(&it, &mut Out::new(rule, None, report));
        }
    }
}
