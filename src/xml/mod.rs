//! A borrowed XML document: one pass of quick-xml's events into a flat arena, and the writer's escapes.
//!
//! Knows no invoice. Names, values and text are slices of the input; what needs character references resolved is resolved
//! when it is asked for. Nothing here recurses, expands entities or reaches out.
//!
//! Departure from quick-xml: it leaves well-formedness of names, references and the end of the document to its user; here
//! they are checked.

mod document;
mod escape;

pub(crate) use document::{Attr, Document, Element, Item, Limits, is_wide};
pub(crate) use escape::{
    attribute_value, character_data, collapse, is_name, is_name_char, is_space, is_xml_text, line_feeds,
};

/// The namespace of `xsi:schemaLocation`.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
