//! The digest of what the seal covers: it tells whether a document changed since it was read.
//!
//! Not the cadena original itself, but over the same facts: every attribute and text outside Addenda and stamp but Sello and
//! Certificado, white space collapsed as SAT's XSLT does, attributes by name, so that prefixes, their order and the literals'
//! padding do not count.

use sha2::{Digest, Sha256};

use super::{CFDI, TFD, complements};
use crate::xml::{Element, Item, collapse};

/// SHA-256 in lower case hexadecimal digits.
pub(super) fn digest(root: Element<'_, '_>) -> String {
    let mut covered = Vec::with_capacity(8 * 1024);
    cover(root, root, false, &mut covered, &mut Vec::new());
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(&covered) {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    out
}

/// The reader's limit on depth bounds the recursion.
fn cover<'d, 'a>(
    root: Element<'d, 'a>,
    element: Element<'d, 'a>,
    verbatim: bool,
    out: &mut Vec<u8>,
    order: &mut Vec<u16>,
) {
    out.push(b'<');
    out.extend_from_slice(element.local_name().as_bytes());
    let attrs = element.attrs();
    order.clear();
    order.extend(0..attrs.len() as u16);
    // Any order that follows from the names alone will do; by length first spares comparing most of them.
    let name = |at: &u16| attrs[usize::from(*at)].name;
    order.sort_unstable_by(|a, b| name(a).len().cmp(&name(b).len()).then_with(|| name(a).cmp(name(b))));
    let is_root = std::ptr::eq(attrs, root.attrs());
    for at in order.iter() {
        let attr = &attrs[usize::from(*at)];
        if !attr.is_unprefixed()
            || attr.declares().is_some()
            || (is_root && matches!(attr.name, "Sello" | "Certificado"))
        {
            continue;
        }
        out.push(b'|');
        out.extend_from_slice(attr.name.as_bytes());
        out.push(b'=');
        out.extend_from_slice(attr.collapsed().0.as_bytes());
    }
    for item in element.items() {
        match item {
            Item::Element(child) if child.namespace() == CFDI && child.local_name() == "Addenda" => {}
            Item::Element(child) if child.namespace() == TFD => {}
            Item::Element(child) => {
                let complement = matches!(element.local_name(), "Complemento" | "ComplementoConcepto");
                let verbatim =
                    verbatim || (complement && complements::text_is_sealed(child.namespace(), child.local_name()));
                cover(root, child, verbatim, out, order);
            }
            Item::Space(_) if !verbatim => {}
            Item::Space(text) | Item::Text(text) if verbatim => out.extend_from_slice(text.as_bytes()),
            Item::Space(text) | Item::Text(text) => out.extend_from_slice(collapse(&text).as_bytes()),
            Item::Comment(_) | Item::Instruction(_) => {}
        }
    }
    out.push(b'>');
}
