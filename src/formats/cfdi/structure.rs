//! The document against SAT's XSD.

use super::Document;
use crate::schema::{Checker, Fault, Place, Schema, Sink};

impl Document<'_> {
    #[doc(hidden)]
    pub fn faults(&self, draft: bool) -> Vec<String> {
        struct List(Vec<String>);
        impl Sink for List {
            fn fault(&mut self, _: &'static Schema, place: &Place<'_>, fault: Fault<'_>) {
                if !matches!(fault, Fault::UnknownNamespace { .. }) {
                    self.0.push(format!("{place}: {fault:?}"));
                }
            }
            fn explains(&self) -> bool {
                self.0.len() < 1_000
            }
        }
        let mut list = List(Vec::new());
        Checker::document(self.xml.root(), draft, &mut list);
        list.0
    }
}
