//! Finding entries by the words of their names.
//!
//! The words of a blob are sorted as a search compares them, so each word asked for is a range of numbers; then the texts
//! are read once, as numbers, and compared with those ranges. Nothing is indexed beforehand.

use std::ops::Range;

use super::table::Blob;
use super::words::fold;
use super::{Catalog, Entry};

/// More words than this are not looked at: they are bits of a number, and no name has as many.
const MOST_WORDS: usize = 32;
/// The columns that are searched: the names, and what SAT holds for similar.
const TEXTS: [&str; 3] = ["name", "name_en", SIMILAR];
const SIMILAR: &str = "palabras_similares";
/// So many codes that begin with what is asked for.
const MOST_CODES: usize = 50;

pub(super) fn search<'a>(catalogs: impl Iterator<Item = Catalog<'a>>, words: &str) -> Vec<Entry<'a>> {
    let wanted = words.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty());
    let wanted: Vec<String> = wanted.take(MOST_WORDS).collect();
    let mut hits = Vec::new();
    let mut found = Vec::new();
    for (order, catalog) in catalogs.enumerate() {
        let codes = codes(catalog, words.trim());
        let kind = kind(catalog.name());
        let rank = |row| Rank {
            kind,
            ended: catalog.cells("until").is_some_and(|it| !it.value(row).is_empty()),
            order,
            row,
            ..Rank::default()
        };
        hits.extend(codes.iter().map(|(row, whole)| (Rank { by: if *whole { 0 } else { 2 }, ..rank(*row) }, catalog)));
        if !wanted.is_empty() {
            for (row, by_prefix, similar, words) in matching(catalog, &wanted, &mut found) {
                if codes.iter().all(|(code, _)| *code != row) {
                    hits.push((Rank { by: 1, by_prefix, similar, words, ..rank(row) }, catalog));
                }
            }
        }
    }
    hits.sort_unstable_by_key(|(rank, _)| *rank);
    hits.into_iter().filter_map(|(rank, catalog)| catalog.at_row(rank.row)).collect()
}

/// The rows whose code is what is asked for, in any case; else those whose code begins with it, if it looks like a code.
fn codes(catalog: Catalog<'_>, asked: &str) -> Vec<(usize, bool)> {
    let set = catalog.codes();
    let whole =
        [asked.to_owned(), asked.to_uppercase(), asked.to_lowercase()].into_iter().find_map(|it| set.position(&it));
    if let Some(row) = whole {
        return vec![(row, true)];
    }
    if asked.len() < 4 || !asked.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let rows = set.lower_bound(asked)..set.len();
    let begins = |row: &usize| set.get(*row).is_some_and(|code| code.starts_with(asked));
    rows.take_while(begins).take(MOST_CODES).map(|row| (row, false)).collect()
}

/// What people look for comes first: what an invoice names, then complements, then places and lists that repeat another.
fn kind(catalog: &str) -> u8 {
    match catalog {
        "c_Colonia" | "c_Localidad" | "c_Municipio" | "cce20:c_Localidad" | "cce20:c_Municipio" => 2,
        "ccp31:c_Localidad" | "ccp31:c_Municipio" | "ccp31:c_ClaveProdServCP" | "ccp31:c_Estaciones" => 2,
        other => u8::from(other.contains(':')),
    }
}

/// The least first.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// By its code, by its words, by the beginning of its code.
    by: u8,
    /// Words found only as the beginning of a longer one.
    by_prefix: u32,
    /// Some word stands in SAT's similar words alone.
    similar: bool,
    kind: u8,
    /// Words of the name.
    words: usize,
    ended: bool,
    order: usize,
    row: usize,
}

/// A word asked for, as ranges of a blob's words: those that are it, singular or plural, and those that begin with it.
struct Asked {
    equal: Vec<Range<u32>>,
    prefix: Range<u32>,
}

impl Asked {
    fn of(word: &str, words: Option<super::words::Words<'_>>) -> Asked {
        let Some(words) = words else { return Asked { equal: Vec::new(), prefix: 0..0 } };
        let (equal, prefix) = words.ranges(word);
        let mut forms = vec![format!("{word}s"), format!("{word}es")];
        for end in ["s", "es"] {
            // What is left must still be a word.
            forms.extend(word.strip_suffix(end).filter(|stem| stem.len() >= 3).map(str::to_owned));
        }
        let others = forms.iter().map(|form| words.ranges(form).0);
        let equal = std::iter::once(equal).chain(others).filter(|range| !range.is_empty()).collect();
        Asked { equal, prefix }
    }

    /// Whether it is this word, and whether it is the whole of it.
    fn is(&self, id: u32) -> (bool, bool) {
        let whole = self.equal.iter().any(|range| range.contains(&id));
        (whole || self.prefix.contains(&id), whole)
    }
}

/// What was found in a row: a bit for each word asked for.
#[derive(Clone, Copy, Default)]
struct Bits {
    any: u32,
    whole: u32,
    named: u32,
}

/// The words asked for in a blob's words: found once per blob.
type Found<'a> = (&'a Blob, Vec<Asked>);

/// The rows that have all words: which, how many by their beginnings only, whether some only as similar ones, and of how many
/// words the name is.
fn matching<'a>(catalog: Catalog<'a>, wanted: &[String], found: &mut Vec<Found<'a>>) -> Vec<(usize, u32, bool, usize)> {
    let all = u32::MAX >> (MOST_WORDS - wanted.len());
    let mut rows: Vec<Bits> = Vec::new();
    let mut somewhere = 0;
    for (blob, table) in catalog.parts() {
        if found.iter().all(|(known, _)| !std::ptr::eq(*known, blob)) {
            let words = blob.words();
            found.push((blob, wanted.iter().map(|word| Asked::of(word, words)).collect()));
        }
        let asked = found.iter().find(|(known, _)| std::ptr::eq(*known, blob)).map_or(&[][..], |(_, asked)| asked);
        if asked.iter().all(|word| word.prefix.is_empty() && word.equal.is_empty()) {
            continue;
        }
        for column in TEXTS {
            let Some(cells) = blob.cells(table, column) else { continue };
            rows.resize(table.rows, Bits::default());
            for (row, tokens) in rows.iter_mut().zip(cells.all_tokens()) {
                for id in tokens {
                    for (bit, word) in asked.iter().enumerate() {
                        let (any, whole) = word.is(id);
                        row.any |= u32::from(any) << bit;
                        row.whole |= u32::from(whole) << bit;
                        row.named |= u32::from(any && column != SIMILAR) << bit;
                    }
                }
                somewhere |= row.any;
            }
        }
    }
    if somewhere != all {
        return Vec::new();
    }
    let name = catalog.cells("name");
    let count = |row| name.and_then(|cells| cells.tokens(row)).map_or(0, Iterator::count);
    let found = rows.iter().enumerate().filter(|(_, bits)| bits.any == all);
    found.map(|(row, bits)| (row, (all & !bits.whole).count_ones(), bits.named != all, count(row))).collect()
}
