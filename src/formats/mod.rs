//! One folder per format: how it is read, what it means, how it is written.

pub mod cfdi;
pub mod us;

use crate::error::Position;
use crate::report::Location;

/// The place of a finding in a source of either format.
pub(crate) fn locate(location: &Location, source: &[u8]) -> Option<Position> {
    let is_xml = source.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'<' | 0xEF));
    let span = match is_xml {
        true => cfdi::locate(location.xpath.as_deref()?, source)?,
        false => us::locate(location.pointer.as_deref()?, source)?,
    };
    Some(Position::of(source, span))
}
