//! A context as text: JSON, and TOML with the feature `toml`.

use super::Context;
use crate::convert::Limits;
use crate::error::Error;

/// How much of a context is read: room for some two hundred thousand items.
const LIMITS: Limits = Limits { bytes: 64 << 20, depth: 60, nodes: 1 << 20 };

impl Context {
    /// Reads a context from JSON.
    ///
    /// # Errors
    /// What is no JSON, has an unknown field or a value of the wrong form: with pointer, line and column.
    pub fn from_json(bytes: &[u8]) -> Result<Context, Error> {
        crate::formats::us::read_json(bytes, &LIMITS)
    }

    /// The context as JSON, indented for people: what [`from_json`](Self::from_json) reads.
    /// ```
    /// use frontera::context::Context;
    /// let context = Context::from_json(br#"{"us_tax": "outside"}"#)?;
    /// assert_eq!(Context::from_json(context.to_json().as_bytes())?, context);
    /// # Ok::<(), frontera::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        // Writing to memory fails only where a map has a key that is no string; a context has no maps.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads a context from TOML. A day and a time of day may be written as TOML's own or as text; numbers and codes are text.
    ///
    /// ```
    /// use frontera::context::Context;
    /// let context = Context::from_toml(br#"
    /// [issuer]
    /// rfc = "EKU9003173C9"
    /// border_notice = { filed = 2026-01-15 }
    ///
    /// [[items]]
    /// sku = "TOM-25"   # crates of 25 lb
    /// clave_prod_serv = "50407000"
    /// "#)?;
    /// assert_eq!(context.items[0].sku.as_deref(), Some("TOM-25"));
    ///
    /// let error = Context::from_toml(b"[isuer]\nrfc = 'EKU9003173C9'").unwrap_err();
    /// assert_eq!(error.to_string(), "line 1, column 2: /isuer: unknown field `isuer`; did you mean `issuer`?");
    /// # Ok::<(), frontera::Error>(())
    /// ```
    ///
    /// # Errors
    /// What is no TOML, has an unknown field or a value of the wrong form: with pointer, line and column.
    #[cfg(feature = "toml")]
    pub fn from_toml(bytes: &[u8]) -> Result<Context, Error> {
        toml_form::read(bytes)
    }

    /// The context as TOML: what [`from_toml`](Self::from_toml) reads. Each entry of a list is a table of its own, and what an
    /// entry has within it stands on its line.
    #[cfg(feature = "toml")]
    pub fn to_toml(&self) -> String {
        let text = toml_form::write(&self.to_json());
        // A file without anything in it is no context but a mistake.
        if text.trim().is_empty() { "# A context that says nothing.\n".into() } else { text }
    }

    /// Reads a context in either form: what begins with `{` is JSON.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json) and [`from_toml`](Self::from_toml).
    #[cfg(feature = "toml")]
    pub fn from_bytes(bytes: &[u8]) -> Result<Context, Error> {
        match is_json(bytes) {
            true => Context::from_json(bytes),
            false => Context::from_toml(bytes),
        }
    }
}

/// Whether a context is JSON: its first character is a brace, with which no TOML begins.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"{")
}

#[cfg(feature = "toml")]
pub(crate) use toml_form::Places;

#[cfg(feature = "toml")]
mod toml_form {
    use std::ops::Range;

    use serde_json::value::RawValue;
    use toml::Spanned;
    use toml::de::{DeTable, DeValue};

    use super::LIMITS;
    use crate::context::Context;
    use crate::error::{Error, InputProblem};
    use crate::formats::us;
    use crate::model::Members;

    /// Fields that TOML has values of its own for.
    const TIMES: [&str; 4] = ["date", "filed", "issue_time", "withdrawn"];

    pub(super) fn read(bytes: &[u8]) -> Result<Context, Error> {
        let (text, mark) = us::text_of(bytes, &LIMITS)?;
        let mut table = DeTable::parse(text).map_err(|error| explain(bytes, mark, &error))?;
        times_as_text(table.get_mut());
        let places = table.clone();
        serde_path_to_error::deserialize(toml::Deserializer::from(table)).map_err(|error| {
            let pointer = us::pointer(error.path());
            let error = error.into_inner();
            let (problem, message) = us::problem_of(error.message(), &pointer);
            let place = locate(&places, &pointer);
            let quoted = place.as_ref().filter(|(_, bare)| *bare && problem == InputProblem::Value);
            let message = match quoted {
                Some(_) if message.ends_with("is text") => format!("{message}: write it in quotes"),
                Some(_) => format!("{message}; numbers and codes are text: write it in quotes"),
                None => message,
            };
            let place = match problem {
                InputProblem::Value => place.map(|(span, _)| span).or_else(|| error.span()),
                _ => error.span().or(place.map(|(span, _)| span)),
            };
            let error = Error::input(problem, message).pointing(pointer);
            match place {
                Some(span) => error.at(bytes, span.start + mark..span.end + mark),
                None => error,
            }
        })
    }

    /// What TOML itself finds wrong.
    fn explain(bytes: &[u8], mark: usize, error: &toml::de::Error) -> Error {
        let message = error.message();
        let problem = match message {
            "duplicate key" => InputProblem::Duplicate,
            _ if message.contains("recur") => InputProblem::TooDeep,
            _ => InputProblem::NotWellFormed,
        };
        let message = match problem {
            InputProblem::TooDeep => "tables and lists too deep inside each other",
            _ if message.contains("leading zero") => "unexpected leading zero; codes are text: write it in quotes",
            _ => message,
        };
        let span = error.span().unwrap_or(bytes.len()..bytes.len());
        Error::input(problem, message).at(bytes, span.start + mark..span.end + mark)
    }

    fn times_as_text(table: &mut DeTable<'_>) {
        for (name, value) in table.iter_mut() {
            let is_time = TIMES.contains(&name.get_ref().as_ref());
            match value.get_mut() {
                DeValue::Datetime(time) if is_time => *value.get_mut() = DeValue::String(time.to_string().into()),
                DeValue::Table(inner) => times_as_text(inner),
                DeValue::Array(items) => {
                    for item in items.iter_mut() {
                        if let DeValue::Table(inner) = item.get_mut() {
                            times_as_text(inner);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The places of a context's fields in its TOML.
    pub(crate) struct Places<'s>(Spanned<DeTable<'s>>);

    impl<'s> Places<'s> {
        /// Reads a source without a byte order mark; one that is no TOML has no places.
        pub(crate) fn of(text: &'s str) -> Option<Places<'s>> {
            DeTable::parse(text).ok().map(Places)
        }

        /// The bytes of a pointer's value, or of the innermost thing around it that is there.
        pub(crate) fn find(&self, pointer: &str) -> Option<Range<usize>> {
            locate(&self.0, pointer).map(|(span, _)| span)
        }
    }

    /// The place, and whether a value without quotes stands there.
    fn locate(table: &Spanned<DeTable<'_>>, pointer: &str) -> Option<(Range<usize>, bool)> {
        let mut parts = pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~"));
        let first = parts.next()?;
        let (mut here, mut value) = table.get_ref().get(first.as_str()).map(|value| (value.span(), value))?;
        for part in parts {
            let next = match value.get_ref() {
                DeValue::Table(inner) => inner.get(part.as_str()),
                DeValue::Array(items) => part.parse::<usize>().ok().and_then(|at| items.get(at)),
                _ => None,
            };
            match next {
                Some(next) => (here, value) = (next.span(), next),
                None => break,
            }
        }
        let bare = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::String(_) | DeValue::Table(_));
        Some((here, bare))
    }

    /// TOML of what was written as JSON: JSON keeps the order of the fields, and its strings are TOML's but for one character.
    pub(super) fn write(json: &str) -> String {
        let mut out = String::new();
        if let Ok(members) = serde_json::from_str(json) {
            section(&mut out, "", members);
        }
        out
    }

    /// A table: what stands on its lines first, then the tables and lists of tables in it.
    fn section(out: &mut String, name: &str, Members(members): Members<'_>) {
        let mut inner = Vec::new();
        for (field, value) in members {
            let first = value.get().as_bytes().first();
            if first == Some(&b'{') || (first == Some(&b'[') && has_tables(value)) {
                inner.push((format!("{name}{}{field}", if name.is_empty() { "" } else { "." }), value));
            } else {
                line(out, &field, value);
            }
        }
        for (name, value) in inner {
            if let Ok(members) = serde_json::from_str(value.get()) {
                head(out, &format!("[{name}]"));
                section(out, &name, members);
            } else if let Ok(entries) = serde_json::from_str::<Vec<Members<'_>>>(value.get()) {
                for Members(fields) in entries {
                    head(out, &format!("[[{name}]]"));
                    fields.into_iter().for_each(|(field, value)| line(out, &field, value));
                }
            }
        }
    }

    fn head(out: &mut String, head: &str) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(head);
        out.push('\n');
    }

    fn has_tables(list: &RawValue) -> bool {
        list.get()[1..].trim_start().starts_with('{')
    }

    /// `field = value`; a list of several tables takes a line for each.
    fn line(out: &mut String, field: &str, value: &RawValue) {
        out.push_str(field);
        out.push_str(" = ");
        match serde_json::from_str::<Vec<&RawValue>>(value.get()) {
            Ok(items) if has_tables(value) && items.len() > 1 => {
                out.push_str("[\n");
                for item in items {
                    out.push_str("  ");
                    inline(out, item);
                    out.push_str(",\n");
                }
                out.push(']');
            }
            _ => inline(out, value),
        }
        out.push('\n');
    }

    fn inline(out: &mut String, value: &RawValue) {
        let text = value.get();
        let mut between = "";
        match text.as_bytes().first() {
            Some(b'{') => {
                out.push_str("{ ");
                for (field, value) in serde_json::from_str(text).map_or(Vec::new(), |Members(fields)| fields) {
                    out.push_str(std::mem::replace(&mut between, ", "));
                    out.push_str(&field);
                    out.push_str(" = ");
                    inline(out, value);
                }
                out.push_str(" }");
            }
            Some(b'[') => {
                out.push('[');
                for item in serde_json::from_str::<Vec<&RawValue>>(text).unwrap_or_default() {
                    out.push_str(std::mem::replace(&mut between, ", "));
                    inline(out, item);
                }
                out.push(']');
            }
            // TOML has no bare DEL in a string, JSON has.
            _ => out.push_str(&text.replace('\u{7F}', "\\u007F")),
        }
    }
}
