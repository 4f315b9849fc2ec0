//! Complements and Addendas as trees, the stamp typed.

use super::nodes::Extra;
use super::v32::is_plain_stamp_32;
use super::values::{SPACES, at, trim};
use super::{Family, Reader, cadena, us_facts};
use crate::formats::cfdi::stamps::is_stamp;
use crate::mapping::{self, Field};
use crate::model::national::{Addenda, TimbreFiscalDigital};
use crate::model::{Element as Tree, Node};
use crate::report::Values;
use crate::xml::{Element, Item, is_space, line_feeds};

impl<'d, 'a> Reader<'_, 'd, 'a> {
    pub(super) fn complemento(&mut self, element: Element<'d, 'a>) {
        let mut complemento = tree_head(element);
        for item in element.items() {
            let node = match item {
                Item::Element(child) if self.mx.timbre.is_none() && is_plain_stamp(child) => {
                    self.mx.timbre = Some(Box::new(self.timbre(child)));
                    Some(Node::Stamp)
                }
                // CFDI 3.2 had stamps of version 1.0 until July 2017.
                Item::Element(child)
                    if self.mx.timbre.is_none() && self.family == Family::Cfdi32 && is_plain_stamp_32(child) =>
                {
                    self.mx.timbre = Some(Box::new(self.timbre_32(child)));
                    Some(Node::Stamp)
                }
                item => complement_node(item, self.family),
            };
            complemento.children.extend(node);
        }
        self.mx.complemento.push(complemento);
    }

    pub(super) fn timbre(&mut self, element: Element<'d, 'a>) -> TimbreFiscalDigital {
        let mut timbre = TimbreFiscalDigital::default();
        let mut extra = Extra::default();
        if element.name() != "tfd:TimbreFiscalDigital" {
            timbre.name = Some(element.name().into());
        }
        for attr in element.attrs() {
            match attr.name {
                "Version" => timbre.version = self.text(at(Field::TfdVersion), attr),
                "UUID" => timbre.uuid = self.text(at(Field::TfdUuid), attr),
                "FechaTimbrado" => timbre.fecha_timbrado = self.text(at(Field::TfdFechaTimbrado), attr),
                "RfcProvCertif" => timbre.rfc_prov_certif = self.text(at(Field::TfdRfcProvCertif), attr),
                "Leyenda" => timbre.leyenda = self.text(at(Field::TfdLeyenda), attr),
                "SelloCFD" => timbre.sello_cfd = self.text(at(Field::TfdSelloCfd), attr),
                "NoCertificadoSAT" => timbre.no_certificado_sat = self.text(at(Field::TfdNoCertificadoSat), attr),
                "SelloSAT" => timbre.sello_sat = self.text(at(Field::TfdSelloSat), attr),
                _ => extra.take(attr),
            }
        }
        (timbre.xmlns, timbre.attributes) = (extra.xmlns, extra.attributes);
        timbre
    }

    /// An Addenda as it is, US facts and all.
    pub(super) fn addenda_tree(&mut self, element: Element<'d, 'a>, following: usize) {
        let mut nodo = tree_head(element);
        nodo.children = element.items().filter_map(|item| tree_node(item, Space::Layout)).collect();
        self.mx.addenda.push(Addenda { nodo, antes_de: (following > 0).then_some(following as u32) });
    }

    pub(super) fn addenda(&mut self, element: Element<'d, 'a>, following: usize) {
        let mut nodo = tree_head(element);
        let mut ours = false;
        for item in element.items() {
            match item {
                Item::Element(child) if us_facts::is_ours(child) => {
                    let (facts, strange) = us_facts::read(child);
                    self.facts.extend(facts);
                    if strange {
                        let location = mapping::row(Field::Addenda).at(&[], &[]);
                        self.report.add("FRO-MAP-015", Some(Field::Addenda), location, Values::default());
                    }
                    ours = true;
                }
                item => nodo.children.extend(tree_node(item, Space::Layout)),
            }
        }
        // An Addenda that held nothing but US facts is written anew with them.
        if ours && nodo.children.is_empty() && nodo.xmlns.is_empty() && nodo.attributes.is_empty() {
            return;
        }
        let antes_de = (following > 0).then_some(following as u32);
        self.mx.addenda.push(Addenda { nodo, antes_de });
    }
}

/// A stamp of version 1.1 without anything inside.
fn is_plain_stamp(element: Element<'_, '_>) -> bool {
    is_stamp(element.namespace(), element.local_name())
        && element.attr("Version").is_some_and(|version| trim(&version.value()) == "1.1")
        && element.items().next().is_none()
}

/// What white space alone means between elements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Lines and indentation; the writer makes its own.
    Layout,
    /// Text like any other: the cadena original has it.
    Text,
}

/// What stands directly in a Complemento or ComplementoConcepto.
pub(super) fn complement_node(item: Item<'_, '_>, family: Family) -> Option<Node> {
    let space = match &item {
        Item::Element(it) if cadena::text_is_sealed(family, it.namespace(), it.local_name()) => Space::Text,
        _ => Space::Layout,
    };
    tree_node(item, space)
}

/// A copy of an element; the reader's limit on depth bounds the recursion.
pub(super) fn tree(element: Element<'_, '_>, space: Space) -> Tree {
    let mut tree = tree_head(element);
    let mut items = element.items().peekable();
    let mut first = true;
    while let Some(item) = items.next() {
        // Alone between its tags, white space is what the element says.
        let alone = first && items.peek().is_none() && matches!(item, Item::Space(_) | Item::Text(_));
        tree.children.extend(tree_node(item, if alone { Space::Text } else { space }));
        first = false;
    }
    tree
}

pub(super) fn tree_head(element: Element<'_, '_>) -> Tree {
    let mut extra = Extra::default();
    element.attrs().iter().for_each(|attr| extra.take(attr));
    let Extra { xmlns, attributes } = extra;
    Tree { name: element.name().into(), xmlns, attributes, children: Vec::new() }
}

pub(super) fn tree_node(item: Item<'_, '_>, space: Space) -> Option<Node> {
    Some(match item {
        Item::Element(child) => Node::Element(tree(child, space)),
        Item::Space(_) if space == Space::Layout => return None,
        // References and CDATA that come to blanks would be read as layout the next time.
        Item::Text(text) if space == Space::Layout && text.bytes().all(is_space) => return None,
        Item::Space(text) => Node::Text(line_feeds(text).into()),
        Item::Text(text) => Node::Text(text.into()),
        Item::Comment(text) => Node::Comment(line_feeds(text).into()),
        Item::Instruction(inside) => {
            let (target, data) = inside.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((inside, ""));
            Node::Instruction(target.into(), line_feeds(data.trim_start_matches(SPACES)).into())
        }
    })
}
