//! Attributes as values, and the literals that a value would lose.

use super::Reader;
use crate::formats::cfdi::codes::{self, Table};
use crate::mapping::{self, Field};
use crate::model::national::AsRead;
use crate::model::{Number, Text};
use crate::report::{Location, Values};
use crate::xml::Attr;

impl<'d, 'a> Reader<'_, 'd, 'a> {
    // Values.

    pub(super) fn text(&mut self, at: At<'_>, attr: &Attr<'a>) -> Option<Text> {
        let (value, changed) = attr.collapsed();
        if changed {
            self.as_read(at, &attr.value(), Some(&value));
        }
        Some(value.into())
    }

    pub(super) fn number(&mut self, at: At<'_>, attr: &Attr<'a>) -> Option<Number> {
        let (value, changed) = attr.collapsed();
        let Some((number, canonical)) = Number::from_xsd(&value) else {
            self.unreadable(at, attr, "a decimal number");
            return None;
        };
        if !canonical || changed {
            self.as_read(at, &attr.value(), Some(number.text(&mut [0; 48])));
        }
        if number.is_wide() {
            self.report.add("FRO-CFDI-008", Some(at.field), at.location(), Values::found(shorten(&value)));
        }
        Some(number)
    }

    pub(super) fn code<T: Copy>(&mut self, at: At<'_>, attr: &Attr<'a>, table: &Table<T>) -> Option<T> {
        let (code, changed) = attr.collapsed();
        let shown = codes::shown(table, &code);
        match shown {
            None => {
                self.keep_literal(at, &attr.value(), None);
                self.report.add("FRO-CFDI-006", Some(at.field), at.location(), Values::found(shorten(&code)));
            }
            Some(_) if changed => self.as_read(at, &attr.value(), Some(&code)),
            Some(_) => {}
        }
        shown.map(|(value, _)| value)
    }

    pub(super) fn unreadable(&mut self, at: At<'_>, attr: &Attr<'a>, expected: &str) {
        let value = attr.value();
        self.keep_literal(at, &value, None);
        let values = Values::found(shorten(&value)).expected(expected);
        self.report.add("FRO-CFDI-007", Some(at.field), at.location(), values);
    }

    pub(super) fn as_read(&mut self, at: At<'_>, literal: &str, canonical: Option<&str>) {
        self.keep_literal(at, literal, canonical);
        // Nine digits may be a social security number, which no log should have.
        let shown = |text: &str| if at.field == Field::NumRegIdTrib { "…".into() } else { shorten(text) };
        let values = Values::found(shown(literal)).expected(shown(canonical.unwrap_or_default()));
        self.report.add("FRO-CFDI-005", Some(at.field), at.location(), values);
    }

    pub(super) fn keep_literal(&mut self, at: At<'_>, literal: &str, canonical: Option<&str>) {
        let pointer = mapping::pointer(mapping::row(at.field).us, at.json);
        self.mx.as_read.push(AsRead { at: pointer, text: literal.into(), of: canonical.map(Text::from) });
    }

    pub(super) fn derived(&mut self, field: Field, json: &[usize], found: &str, shown: &str) {
        // The neutral field has no attribute; the code that it shows has.
        let xpath = mapping::row(Field::FormaPago).at(&[], &[]).xpath;
        let location = Location { xpath, ..mapping::row(field).at(&[], json) };
        self.report.add("FRO-MAP-001", Some(field), location, Values::found(found).expected(shown));
    }
}

/// Indices in the CFDI and in the JSON, from 0.
#[derive(Clone, Copy)]
pub(super) struct At<'i> {
    pub(super) field: Field,
    pub(super) xml: &'i [usize],
    pub(super) json: &'i [usize],
}

pub(super) fn at(field: Field) -> At<'static> {
    At { field, xml: &[], json: &[] }
}

impl At<'_> {
    pub(super) fn location(self) -> Location {
        mapping::row(self.field).at(self.xml, self.json)
    }
}

/// XML's white space, which is less than Unicode's.
pub(super) const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

pub(in crate::formats::cfdi) fn trim(text: &str) -> &str {
    text.trim_matches(SPACES)
}

/// Enough of a value to recognise it in a message.
pub(in crate::formats::cfdi) fn shorten(text: &str) -> Text {
    const ENOUGH: usize = 60;
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}
