//! Changes of a document's bytes: what is not named stays byte for byte.

use std::ops::Range;

use super::Document;
use crate::xml::{Element, attribute_value};

/// In the source, byte order mark set aside.
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

impl Edit {
    /// Gives an attribute a value: in the place of the one that it has, or as a new one right after `after`, else after the
    /// element's name.
    pub(super) fn attribute(
        document: &Document<'_>,
        element: Element<'_, '_>,
        name: &str,
        value: &str,
        after: &str,
    ) -> Edit {
        if let Some(attr) = element.attr(name) {
            return Edit { at: document.xml.attr_span(attr), text: escaped(value) };
        }
        // Behind the quote that closes the value.
        let end = element.attr(after).map_or(element.span().end, |attr| document.xml.attr_span(attr).end + 1);
        Edit { at: end..end, text: format!(" {name}=\"{}\"", escaped(value)) }
    }
}

impl Document<'_> {
    /// The document with these edits. Of two that overlap the first is made.
    pub(super) fn edited(&self, mut edits: Vec<Edit>) -> Vec<u8> {
        let mark = self.bytes.len() - self.xml.source_len();
        // Stable: what is put into one place keeps its order.
        edits.sort_by_key(|edit| edit.at.start);
        let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
        let mut out = Vec::with_capacity(self.bytes.len() + added);
        let mut done = 0;
        for Edit { at, text } in edits {
            let (start, end) = (at.start + mark, at.end + mark);
            if start < done || end > self.bytes.len() {
                continue;
            }
            out.extend_from_slice(&self.bytes[done..start]);
            out.extend_from_slice(text.as_bytes());
            done = end;
        }
        out.extend_from_slice(&self.bytes[done..]);
        out
    }
}

pub(super) fn escaped(value: &str) -> String {
    let mut out = Vec::with_capacity(value.len());
    attribute_value(&mut out, value);
    String::from_utf8(out).unwrap_or_default()
}
