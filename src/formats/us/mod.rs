//! The neutral US invoice JSON: strict to read, exact to write.
//!
//! Its types are the canonical model itself (see [`crate::model`]): snake_case, decimal strings, no unknown fields but under
//! `extensions`. Its JSON Schema is `schemas/us-invoice.schema.json`.
//!
//! Departures from the schema: a list is taken for an object whose fields stand in order, and `{"invoice": null}` for
//! `"invoice"`, as serde does. A fault inside a foreign extension is shown at the extension's end.
//! ```
//! use frontera::formats::us;
//! let json = br#"{"schema_version": "1.0", "document_type": "invoice", "currancy": "USD"}"#;
//! let error = us::read(json, &Default::default()).unwrap_err();
//! assert!(error.to_string().contains("did you mean `currency`?"));
//! ```

pub(crate) mod rules;

use std::ops::Range;

use serde_json::value::RawValue;

use crate::convert::Limits;
use crate::error::{Error, InputProblem};
use crate::model::{Foreign, Invoice, Members};

/// The JSON Schema of the neutral invoice (draft 2020-12), as `schemas/us-invoice.schema.json` has it.
pub const SCHEMA: &str = include_str!("../../../schemas/us-invoice.schema.json");

/// Reads an invoice. Errors name the JSON pointer, the line and the column.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Invoice, Error> {
    read_json(bytes, limits)
}

/// Reads any of the project's JSON documents, strictly.
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(bytes: &[u8], limits: &Limits) -> Result<T, Error> {
    let (text, bom) = text_of(bytes, limits)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().clone();
        explain(bytes, bom, pointer(&path), &error.into_inner())
    })?;
    json.end().map_err(|error| explain(bytes, bom, String::new(), &error))?;
    Ok(read)
}

/// The text of a document of data that is worth a look, and how many bytes its byte order mark has.
pub(crate) fn text_of<'s>(bytes: &'s [u8], limits: &Limits) -> Result<(&'s str, usize), Error> {
    limits.check(bytes)?;
    let source = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Error::input(InputProblem::Encoding, "not UTF-8; save the file as UTF-8").at(bytes, at..at + 1)
    })?;
    let bom = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let text = &source[bom..];
    if text.trim().is_empty() {
        return Err(Error::input(InputProblem::Empty, "nothing but white space").at(bytes, 0..0));
    }
    // Each becomes some hundreds of bytes of the invoice; those inside strings are counted too, which does no harm.
    let nodes = memchr::memchr2_iter(b'{', b'[', text.as_bytes()).count();
    if nodes > limits.nodes {
        let message = format!("more than {} objects and lists", limits.nodes);
        return Err(Error::input(InputProblem::TooLarge, message));
    }
    Ok((text, bom))
}

/// Writes an invoice, on one line or indented for people.
pub fn write(invoice: &Invoice, pretty: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 * 1024 + invoice.lines.len() * 1024);
    // Writing to memory fails only where a map has a key that is no string; the model has none.
    let done = match pretty {
        true => serde_json::to_writer_pretty(&mut out, invoice),
        false => serde_json::to_writer(&mut out, invoice),
    };
    debug_assert!(done.is_ok());
    if pretty {
        out.push(b'\n');
    }
    out
}

/// The JSON Schema made anew from the types; [`SCHEMA`] is what it was when it was last written.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Invoice>()
        .to_value();
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$id".into(), "urn:frontera:us-invoice:1.0".into());
        fields.insert("title".into(), "Neutral US invoice".into());
    }
    schema
}

/// A path as JSON pointer.
pub(crate) fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut out = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("/{index}")),
            Segment::Map { key } => out.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    out
}

fn explain(bytes: &[u8], bom: usize, pointer: String, error: &serde_json::Error) -> Error {
    use serde_json::error::Category;
    let text = &bytes[bom..];
    let full = error.to_string();
    let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
    let (problem, message) = match (problem_of(message, &pointer), error.classify()) {
        ((InputProblem::Value, message), Category::Data) => (InputProblem::Value, message),
        // Where a code is expected, serde_json calls anything but text a fault of syntax.
        ((InputProblem::Value, _), Category::Syntax)
            if std::str::from_utf8(text).is_ok_and(|text| Foreign::parse(text).is_ok()) =>
        {
            (InputProblem::Value, "a code is expected, as text".to_owned())
        }
        ((InputProblem::Value, message), Category::Eof) => {
            (InputProblem::NotWellFormed, format!("the document ends too early: {message}"))
        }
        ((InputProblem::Value, message), _) => (InputProblem::NotWellFormed, message),
        (told, _) => told,
    };
    // A value that is wrong is shown whole; where serde_json stopped is its end.
    let whole = (problem == InputProblem::Value).then(|| locate(&pointer, bytes)).flatten();
    let at = stopped(text, error) + bom;
    let span = whole.unwrap_or(at..(at + 1).min(bytes.len()));
    Error::input(problem, message).at(bytes, span).pointing(pointer)
}

/// What a message of serde says, in the project's words; what has no problem of its own is a value of the wrong form.
pub(crate) fn problem_of(message: &str, pointer: &str) -> (InputProblem, String) {
    // Names and values of the input are quoted only after these words.
    let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.rsplit_once("`, expected "));
    if message == "recursion limit exceeded" {
        (InputProblem::TooDeep, "objects and lists too deep inside each other".to_owned())
    } else if message.starts_with("unknown variant") && pointer == "/schema_version" {
        (InputProblem::Unsupported, format!("{message}; this release reads 1.0"))
    } else if let Some((name, known)) = unknown {
        let near = crate::nearest::nearest(name, known.split('`').skip(1).step_by(2));
        let hint = near.first().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let shown: String = name.chars().take(60).collect();
        (InputProblem::UnknownField, format!("unknown field `{shown}`{hint}"))
    } else if message.starts_with("duplicate field") {
        (InputProblem::Duplicate, message.to_owned())
    } else if is_tax_number(pointer) && message.starts_with("invalid type") {
        // A number in place of text may be a social security number.
        (InputProblem::Value, "a tax number is text".to_owned())
    } else {
        (InputProblem::Value, message.to_owned())
    }
}

/// Whether a tax number stands at a pointer, of an invoice or of a context.
fn is_tax_number(pointer: &str) -> bool {
    pointer.contains("/tax_ids/") || ["/curp", "/rfc", "/tax_id"].iter().any(|name| pointer.ends_with(name))
}

/// The byte that serde_json could not take. It counts columns in bytes, and a line end inside a string as a line already.
fn stopped(text: &[u8], error: &serde_json::Error) -> usize {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text).nth(line - 2).map_or(0, |newline| newline + 1),
    };
    (line_start + error.column()).saturating_sub(1).min(text.len())
}

/// The bytes of a JSON pointer's value, or of the innermost thing around it that is there.
pub(crate) fn locate(pointer: &str, source: &[u8]) -> Option<Range<usize>> {
    let text = std::str::from_utf8(source).ok()?.trim_start_matches('\u{FEFF}');
    let mut here: &RawValue = serde_json::from_str(text).ok()?;
    for part in pointer.split('/').skip(1) {
        let name = part.replace("~1", "/").replace("~0", "~");
        let next = match here.get().as_bytes().first() {
            Some(b'{') => serde_json::from_str::<Members<'_>>(here.get())
                .ok()?
                .0
                .into_iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| v),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(here.get()).ok()?;
                name.parse::<usize>().ok().and_then(|i| items.get(i).copied())
            }
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => break,
        }
    }
    let start = here.get().as_ptr() as usize - source.as_ptr() as usize;
    Some(start..start + here.get().len())
}
