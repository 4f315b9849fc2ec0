//! One folder per format: how it is read, what it means, how it is written.

pub mod cfdi;
pub mod us;

use crate::convert::{Format, Limits};
use crate::error::Position;
use crate::report::Location;
use crate::xml;

/// A source read once, to tell the places of many findings in it.
///
/// ```
/// use frontera::{Format, Options, Source};
/// let xml = include_bytes!("../../fixtures/cfdi/odd-literals.xml");
/// let report = frontera::convert(xml, Format::UsJson, &Options::default())?.report;
/// let source = Source::new(xml);
/// for finding in report.findings() {
///     let at = source.position(&finding.location).unwrap();
///     println!("{}:{} {}", at.line, at.column, finding.code);
/// }
/// # Ok::<(), frontera::Error>(())
/// ```
pub struct Source<'s> {
    bytes: &'s [u8],
    form: Form<'s>,
}

enum Form<'s> {
    Cfdi(xml::Document<'s>),
    Unreadable,
    UsJson,
}

impl<'s> Source<'s> {
    /// Reads a source; one that cannot be read has no places.
    pub fn new(bytes: &'s [u8]) -> Self {
        let form = match Format::detect(bytes) {
            Ok(Format::Cfdi) => xml::Document::read(bytes, Limits::none().xml()).map_or(Form::Unreadable, Form::Cfdi),
            Ok(Format::UsJson) => Form::UsJson,
            Err(_) => Form::Unreadable,
        };
        Source { bytes, form }
    }

    /// The place of a location; a field that is not there is shown at what is around it.
    pub fn position(&self, location: &Location) -> Option<Position> {
        let span = match &self.form {
            Form::Cfdi(document) => {
                let span = cfdi::locate(location.xpath.as_deref()?, document)?;
                let mark = self.bytes.len() - document.source_len();
                span.start + mark..span.end + mark
            }
            Form::UsJson => us::locate(location.pointer.as_deref()?, self.bytes)?,
            Form::Unreadable => return None,
        };
        Some(Position::of(self.bytes, span))
    }
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}
