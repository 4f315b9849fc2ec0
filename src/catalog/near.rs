//! The codes nearest to a mistyped one, found by trying what a slip of the pen makes, not by looking at every code.

use super::{Catalog, Entry};
use crate::nearest;

/// At most this many are told.
const MOST: usize = 5;
/// Longer ones are not typed by hand.
const LONGEST: usize = 24;

pub(super) fn near<'a>(catalog: Catalog<'a>, code: &str) -> Vec<Entry<'a>> {
    let mut found: Vec<Entry<'a>> = Vec::new();
    let mut add = |entry: Option<Entry<'a>>| {
        if let Some(entry) = entry
            && entry.code() != code
            && found.iter().all(|other| other.code() != entry.code())
        {
            found.push(entry);
        }
        found.len() >= MOST
    };
    let trimmed = code.trim();
    if !trimmed.is_ascii() || trimmed.len() > LONGEST {
        return found;
    }
    for other in nearest::slips(trimmed) {
        if add(catalog.entry(&other)) {
            return found;
        }
    }
    // What starts alike: the longest beginning that some code has, but at least half of it.
    let set = catalog.codes();
    for length in (trimmed.len().div_ceil(2).max(1)..=trimmed.len()).rev() {
        let start = &trimmed[..length];
        for row in set.lower_bound(start)..set.len() {
            let entry = catalog.at_row(row).filter(|entry| entry.code().starts_with(start));
            if entry.is_none() {
                break;
            }
            if add(entry) {
                return found;
            }
        }
    }
    found
}
