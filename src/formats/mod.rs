//! One folder per format: how it is read, what it means, how it is written.

pub mod cfdi;
pub mod us;

use crate::convert::Format;
use crate::error::Position;
use crate::report::Location;

/// The place of a finding in a source of either format.
pub(crate) fn locate(location: &Location, source: &[u8]) -> Option<Position> {
    let span = match Format::detect(source).ok()? {
        Format::Cfdi => cfdi::locate(location.xpath.as_deref()?, source)?,
        Format::UsJson => us::locate(location.pointer.as_deref()?, source)?,
    };
    Some(Position::of(source, span))
}
