//! What every node has in common: declarations, unknown attributes and children, and the order of Anexo 20.

use super::Reader;
use super::values::shorten;
use crate::model::Pairs;
use crate::model::national::NodoExtra;
use crate::report::{Location, Values};
use crate::xml::{Attr, Element, Item};

impl<'d, 'a> Reader<'_, 'd, 'a> {
    // What every node has in common.

    /// An element that holds elements and has no attributes of SAT's.
    pub(super) fn bare(
        &mut self,
        element: Element<'d, 'a>,
        path: &dyn Fn() -> String,
        visit: Visit<'_, Self, Element<'d, 'a>>,
    ) {
        let mut extra = Extra::default();
        element.attrs().iter().for_each(|attr| extra.take(attr));
        self.keep(extra, path);
        self.children(element, path, visit);
    }

    /// An element that holds nothing.
    pub(super) fn leaf(&mut self, element: Element<'d, 'a>, extra: Extra, path: &dyn Fn() -> String) {
        self.keep(extra, path);
        self.children(element, path, &mut |_, _, _| false);
    }

    /// Visits the elements of SAT's namespace; what the visitor does not take, and all else, is reported.
    pub(super) fn children(
        &mut self,
        element: Element<'d, 'a>,
        path: &dyn Fn() -> String,
        visit: Visit<'_, Self, Element<'d, 'a>>,
    ) {
        for item in element.items() {
            match item {
                Item::Element(child) => {
                    let taken = child.same_namespace(self.root) && visit(self, child, child.local_name());
                    if !taken {
                        self.altered = true;
                        self.report.add("FRO-CFDI-002", None, node_location(&path()), Values::found(child.name()));
                    }
                }
                Item::Comment(_) | Item::Instruction(_) => {
                    self.report.add("FRO-CFDI-001", None, node_location(&path()), Values::default());
                }
                Item::Space(_) => {}
                Item::Text(text) => {
                    self.altered = true;
                    self.report.add("FRO-CFDI-003", None, node_location(&path()), Values::found(shorten(&text)));
                }
            }
        }
    }

    /// A node without anything that the invoice could say is not written again.
    pub(super) fn says_nothing(&mut self, element: Element<'d, 'a>, path: &str) {
        self.altered = true;
        self.report.add("FRO-CFDI-002", None, node_location(path), Values::found(element.name()));
    }

    pub(super) fn keep(&mut self, extra: Extra, path: impl Fn() -> String) {
        if !extra.xmlns.is_empty() || !extra.attributes.is_empty() {
            let Extra { xmlns, attributes } = extra;
            self.mx.nodos.push(NodoExtra { nodo: path().into(), xmlns, attributes });
        }
    }
}

pub(super) type Visit<'v, R, E> = &'v mut dyn FnMut(&mut R, E, &str) -> bool;

/// What a typed node has beside SAT's attributes.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) xmlns: Pairs,
    pub(super) attributes: Pairs,
}

impl Extra {
    pub(super) fn take(&mut self, attr: &Attr<'_>) {
        match attr.declares() {
            Some(prefix) => self.xmlns.push(prefix, attr.value()),
            None => self.attributes.push(attr.name, attr.value()),
        }
    }
}

/// The order of nodes inside one parent, as Anexo 20 has it.
pub(super) struct Order<'p> {
    /// The parent's path.
    path: &'p dyn Fn() -> String,
    highest: u8,
    seen: u16,
}

impl<'p> Order<'p> {
    pub(super) fn inside(path: &'p dyn Fn() -> String) -> Self {
        Order { path, highest: 0, seen: 0 }
    }

    pub(super) fn many(&mut self, reader: &mut Reader<'_, '_, '_>, rank: u8, element: Element<'_, '_>) -> bool {
        if rank < self.highest {
            let location = node_location(&(self.path)());
            reader.altered = true;
            reader.report.add("FRO-CFDI-004", None, location, Values::found(element.name()));
        }
        self.highest = self.highest.max(rank);
        self.seen |= 1 << rank;
        true
    }

    pub(super) fn has(&self, rank: u8) -> bool {
        self.seen & (1 << rank) != 0
    }

    /// False where one was there already.
    pub(super) fn once(&mut self, reader: &mut Reader<'_, '_, '_>, rank: u8, element: Element<'_, '_>) -> bool {
        !self.has(rank) && self.many(reader, rank, element)
    }
}

pub(super) fn node_location(path: &str) -> Location {
    let mut xpath = String::from("/cfdi:Comprobante");
    for part in path.split('/').filter(|part| !part.is_empty()) {
        xpath.push_str("/cfdi:");
        xpath.push_str(part);
    }
    Location { xpath: Some(xpath.into()), pointer: None }
}
