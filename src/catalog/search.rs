//! Finding entries by the words of their names.
//!
//! The words of a blob are sorted as a search compares them, so each word asked for is a range of numbers; then the texts
//! are read once, as numbers, and compared with those ranges. Nothing is indexed beforehand.

use std::ops::Range;

use super::table::Blob;
use super::words::fold;
use super::{Catalog, Entry};

/// More words than this are not looked at: they are the bits of a byte.
const MOST_WORDS: usize = 8;
/// The columns that are searched.
const TEXTS: [&str; 3] = ["name", "name_en", "palabras_similares"];

pub(super) fn search<'a>(catalogs: impl Iterator<Item = Catalog<'a>>, words: &str) -> Vec<Entry<'a>> {
    let wanted: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .map(fold)
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    let mut hits = Vec::new();
    let mut found = Vec::new();
    for (order, catalog) in catalogs.enumerate() {
        let code = catalog.codes().position(words.trim());
        if let Some(row) = code {
            hits.push((Rank { by_prefix: 0, words: 0, ended: false, order, row }, catalog));
        }
        if !wanted.is_empty() {
            let rows = matching(catalog, &wanted, &mut found).into_iter().filter(|(row, ..)| Some(*row) != code);
            hits.extend(rows.map(|(row, by_prefix, words)| {
                let ended = catalog.cells("until").is_some_and(|cells| !cells.value(row).is_empty());
                (Rank { by_prefix, words, ended, order, row }, catalog)
            }));
        }
    }
    hits.sort_unstable_by_key(|(rank, _)| *rank);
    hits.into_iter().filter_map(|(rank, catalog)| catalog.at_row(rank.row)).collect()
}

/// The least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Words found only as the beginning of a longer one.
    by_prefix: u32,
    /// Words of the name.
    words: usize,
    ended: bool,
    order: usize,
    row: usize,
}

/// The words asked for, as ranges of a blob's words: found once per blob.
type Found<'a> = (&'a Blob, Vec<(Range<u32>, Range<u32>)>);

/// The rows that have all words: which, how many by their beginnings only, and of how many words the name is.
fn matching<'a>(catalog: Catalog<'a>, wanted: &[String], found: &mut Vec<Found<'a>>) -> Vec<(usize, u32, usize)> {
    let all = u8::MAX >> (MOST_WORDS - wanted.len());
    let mut rows: Vec<(u8, u8)> = Vec::new();
    let mut somewhere = 0;
    for (blob, table) in catalog.parts() {
        if found.iter().all(|(known, _)| !std::ptr::eq(*known, blob)) {
            let words = blob.words();
            let ranges = wanted.iter().map(|word| words.map_or((0..0, 0..0), |words| words.ranges(word)));
            found.push((blob, ranges.collect()));
        }
        let ranges = found.iter().find(|(known, _)| std::ptr::eq(*known, blob)).map_or(&[][..], |(_, ranges)| ranges);
        if ranges.iter().all(|(_, prefix)| prefix.is_empty()) {
            continue;
        }
        for column in TEXTS {
            let Some(cells) = blob.cells(table, column) else { continue };
            rows.resize(table.rows, (0, 0));
            for (row, tokens) in rows.iter_mut().zip(cells.all_tokens()) {
                for id in tokens {
                    for (bit, (exact, prefix)) in ranges.iter().enumerate() {
                        if prefix.contains(&id) {
                            row.1 |= 1 << bit;
                            row.0 |= u8::from(exact.contains(&id)) << bit;
                        }
                    }
                }
                somewhere |= row.1;
            }
        }
    }
    if somewhere != all {
        return Vec::new();
    }
    let name = catalog.cells("name");
    let count = |row| name.and_then(|cells| cells.tokens(row)).map_or(0, Iterator::count);
    let found = rows.iter().enumerate().filter(|(_, (_, prefix))| *prefix == all);
    found.map(|(row, (exact, _))| (row, (all & !exact).count_ones(), count(row))).collect()
}
