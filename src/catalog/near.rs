//! The codes nearest to a mistyped one, found by trying what a slip of the pen makes, not by looking at every code.

use super::{Catalog, Entry};

/// At most this many are told.
const MOST: usize = 5;
/// Longer codes than this have too many neighbours to try, and are not typed by hand.
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
    if !code.is_ascii() || code.len() > LONGEST {
        return found;
    }
    let trimmed = code.trim();
    let mut titled = trimmed.to_ascii_lowercase();
    titled[..trimmed.len().min(1)].make_ascii_uppercase();
    for other in [trimmed.to_owned(), trimmed.to_ascii_uppercase(), trimmed.to_ascii_lowercase(), titled] {
        add(catalog.entry(&other));
    }
    for other in slips(trimmed) {
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

/// Codes at one slip from this one: two characters exchanged, one left out, one too many, one mistaken.
fn slips(code: &str) -> Vec<String> {
    let bytes = code.as_bytes();
    let alphabet: Vec<u8> = match bytes.iter().all(u8::is_ascii_digit) {
        true => (b'0'..=b'9').collect(),
        false => (b'0'..=b'9').chain(b'A'..=b'Z').collect(),
    };
    let mut all = Vec::new();
    for at in 1..bytes.len() {
        let mut other = bytes.to_vec();
        other.swap(at - 1, at);
        all.push(other);
    }
    // The last place first: there it was cut off.
    for at in (0..=bytes.len()).rev() {
        for letter in &alphabet {
            let mut other = bytes.to_vec();
            other.insert(at, *letter);
            all.push(other);
        }
    }
    for at in (0..bytes.len()).rev() {
        let mut other = bytes.to_vec();
        other.remove(at);
        all.push(other);
    }
    for at in (0..bytes.len()).rev() {
        for letter in &alphabet {
            let mut other = bytes.to_vec();
            other[at] = *letter;
            all.push(other);
        }
    }
    all.into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
}
