//! A digest of what the seal does not cover itself: the seal, its certificate and the stamp.
//!
//! Together with the digest of the cadena original it tells whether a document changed since it was read: none of these holds
//! once it is another. Prefixes, the order of attributes and the literals' padding do not count.

use sha2::{Digest, Sha256};

use super::TFD;
use crate::xml::{Document, Element};

/// SHA-256 over Sello, Certificado and every stamp in a Complemento.
pub(super) fn sha256(document: &Document<'_>) -> [u8; 32] {
    let root = document.root();
    let mut out = Vec::with_capacity(4 * 1024);
    for name in ["Sello", "Certificado"] {
        let Some(attr) = root.attr(name) else { continue };
        let (value, _) = attr.collapsed();
        named(&mut out, name);
        match name {
            // NoCertificado says which certificate it is; of its two thousand characters the ends and the middle tell
            // another one, at a tenth of the cost.
            "Certificado" => abridged(&mut out, value.as_bytes()),
            _ => out.extend_from_slice(value.as_bytes()),
        }
    }
    if let Some(stamp) = document.namespace_id(TFD) {
        let complements = root.elements().filter(|it| it.local_name() == "Complemento" && it.same_namespace(root));
        for element in complements.flat_map(Element::elements).filter(|it| it.namespace_id() == stamp) {
            attributes(&mut out, root, element);
        }
    }
    Sha256::digest(&out).into()
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(digest: [u8; 32]) -> String {
    let mut out = String::with_capacity(64);
    for byte in digest {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    out
}

fn attributes(out: &mut Vec<u8>, root: Element<'_, '_>, element: Element<'_, '_>) {
    out.push(b'<');
    out.extend_from_slice(element.local_name().as_bytes());
    let mut attrs: Vec<_> = element.attrs().iter().filter(|attr| attr.is_plain()).collect();
    attrs.sort_unstable_by_key(|attr| attr.name);
    for attr in attrs {
        let (value, _) = attr.collapsed();
        named(out, attr.name);
        // The stamp repeats the seal, which is in the digest already.
        match attr.name {
            "SelloCFD" if root.attr("Sello").is_some_and(|sello| sello.collapsed().0 == value) => {}
            _ => out.extend_from_slice(value.as_bytes()),
        }
    }
    out.push(b'>');
}

fn named(out: &mut Vec<u8>, name: &str) {
    out.push(b'|');
    out.extend_from_slice(name.as_bytes());
    out.push(b'=');
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
