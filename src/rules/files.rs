//! What no document can tell of itself: rules of several files at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Needs, Rule, Source, Table, rule};
use crate::model::Text;
use crate::report::{Code, Finding, Values, shorten};
use crate::validate::Validation;

pub(super) static TABLES: &[&Table] = &[&Table { name: "frontera: several files", rules: RULES }];

static STAMP: Source = Source::new("SAT, Anexo 20, TimbreFiscalDigital: UUID of RFC 4122", "");

static RULES: &[Rule] = &[rule(
    "FRO-DUP-001",
    &STAMP,
    (
        "A stamp's UUID stands in one of the files only",
        "{file} has the same UUID: count the invoice once, and leave one of the two files out.",
    ),
    (
        "El UUID de un timbre está en uno solo de los archivos",
        "{file} tiene el mismo UUID: cuente la factura una sola vez y quite uno de los dos archivos.",
    ),
)
.warning()
.needing(Needs::Given)
.elsewhere("`frontera validate` with several files (src/rules/files.rs); tested in cli/tests/validate.rs")];

/// Finds stamps that more than one of several documents have.
///
/// It keeps a UUID and a name of each stamped document, so that a batch still holds one document at a time.
/// ```
/// use frontera::ValidateOptions;
/// use frontera::rules::Duplicates;
/// let options = ValidateOptions::default();
/// let mut duplicates = Duplicates::new();
/// let validation = frontera::validate(include_bytes!("../../fixtures/cfdi/export-produce.xml"), &options)?;
/// assert_eq!(duplicates.check(&validation, "a.xml"), None);
/// let finding = duplicates.check(&validation, "b.xml").unwrap();
/// assert_eq!((finding.code.as_str(), finding.values.file.as_deref()), ("FRO-DUP-001", Some("a.xml")));
/// # Ok::<(), frontera::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// The first document of each UUID, which has no case.
    seen: BTreeMap<Text, Text>,
}

impl Duplicates {
    /// None seen yet.
    pub fn new() -> Self {
        Duplicates::default()
    }

    /// A finding for a document with the UUID of an earlier one, which it names; put it into the report with
    /// [`Validation::add`]. Documents without a stamp have none.
    pub fn check(&mut self, validation: &Validation, name: &str) -> Option<Finding> {
        let uuid = validation.uuid.as_ref()?;
        match self.seen.entry(uuid.to_ascii_uppercase().into()) {
            Entry::Vacant(first) => {
                first.insert(name.into());
                None
            }
            Entry::Occupied(first) => {
                let file = Some(shorten(first.get(), MOST_OF_A_NAME));
                let values = Values { file, ..Values::found(shorten(uuid, MOST_OF_A_NAME)) };
                Some(Finding::of(Code::of("FRO-DUP-001"), validation.uuid_at.clone(), values))
            }
        }
    }
}

/// Characters of a name in a finding.
const MOST_OF_A_NAME: usize = 240;
