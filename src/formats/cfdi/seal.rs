//! Digests of what a document says: they tell whether it changed since it was read.
//!
//! Not the cadena original itself, but over the same facts and more: every attribute and text outside the Addenda, white space
//! collapsed as SAT's XSLT does, attributes by name, so that prefixes, their order and the literals' padding do not count.
//! Seal, certificate and stamp are in it too: none of them holds once it is another.

use sha2::{Digest, Sha256};

use super::{TFD, complements};
use crate::xml::{Document, Element, Item, collapse, line_feeds};

/// How much of a document a digest covers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Everything but the Addenda.
    All,
    /// What stays the same when a draft is sealed and stamped: neither seal, certificate, stamp nor Fecha.
    Facts,
}

/// SHA-256 in lower case hexadecimal digits.
pub(super) fn digest(document: &Document<'_>, scope: Scope) -> String {
    let root = document.root();
    let stamp = document.namespace_id(TFD);
    let mut cover = Cover { root, stamp, scope, out: Vec::with_capacity(12 * 1024), order: Vec::new() };
    cover.element(root, false);
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(&cover.out) {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    out
}

struct Cover<'d, 'a> {
    root: Element<'d, 'a>,
    /// The stamp's namespace, where the document has it.
    stamp: Option<u16>,
    scope: Scope,
    out: Vec<u8>,
    /// The attributes of one element in the digest's order.
    order: Vec<u16>,
}

impl<'d, 'a> Cover<'d, 'a> {
    /// The reader's limit on depth bounds the recursion.
    fn element(&mut self, element: Element<'d, 'a>, verbatim: bool) {
        let name = element.local_name();
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        self.attributes(element);
        let complement = matches!(name, "Complemento" | "ComplementoConcepto");
        for item in element.items() {
            match item {
                Item::Element(child) => {
                    let addenda = child.same_namespace(self.root) && child.local_name() == "Addenda";
                    let stamp = Some(child.namespace_id()) == self.stamp;
                    if addenda || (stamp && self.scope == Scope::Facts) {
                        continue;
                    }
                    let sealed = || {
                        complement
                            && complements::text_is_sealed(self.root.namespace(), child.namespace(), child.local_name())
                    };
                    self.element(child, verbatim || sealed());
                }
                Item::Space(text) if verbatim => self.out.extend_from_slice(line_feeds(text).as_bytes()),
                Item::Text(text) if verbatim => self.out.extend_from_slice(text.as_bytes()),
                Item::Text(text) => self.out.extend_from_slice(collapse(&text).as_bytes()),
                Item::Space(_) | Item::Comment(_) | Item::Instruction(_) => {}
            }
        }
        self.out.push(b'>');
    }

    fn attributes(&mut self, element: Element<'d, 'a>) {
        let attrs = element.attrs();
        let name = |at: &u16| attrs[usize::from(*at)].name;
        self.order.clear();
        self.order.extend(0..attrs.len() as u16);
        // Any order that follows from the names alone will do; by length first spares comparing most of them.
        self.order.sort_unstable_by(|a, b| name(a).len().cmp(&name(b).len()).then_with(|| name(a).cmp(name(b))));
        let is_root = std::ptr::eq(attrs, self.root.attrs());
        let comes_later = self.scope == Scope::Facts && is_root;
        for at in &self.order {
            let attr = &attrs[usize::from(*at)];
            let later = || matches!(attr.name, "Sello" | "Certificado" | "NoCertificado" | "Fecha");
            if !attr.is_plain() || (comes_later && later()) {
                continue;
            }
            self.out.push(b'|');
            self.out.extend_from_slice(attr.name.as_bytes());
            self.out.push(b'=');
            let (value, _) = attr.collapsed();
            match attr.name {
                // NoCertificado says which certificate it is; of its two thousand characters the ends and the middle tell
                // another one, at a tenth of the cost.
                "Certificado" if is_root => abridged(&mut self.out, value.as_bytes()),
                // The stamp repeats the seal, which is in the digest already.
                "SelloCFD" if self.root.attr("Sello").is_some_and(|sello| sello.collapsed().0 == value) => {}
                _ => self.out.extend_from_slice(value.as_bytes()),
            }
        }
    }
}

fn abridged(out: &mut Vec<u8>, value: &[u8]) {
    const PIECE: usize = 64;
    if value.len() <= 3 * PIECE {
        return out.extend_from_slice(value);
    }
    let middle = value.len() / 2;
    out.extend_from_slice(value.len().to_string().as_bytes());
    for piece in [&value[..PIECE], &value[middle..middle + PIECE], &value[value.len() - PIECE..]] {
        out.extend_from_slice(piece);
    }
}
