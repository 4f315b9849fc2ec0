//! Texts as sequences of words: how SAT's names are cut, packed, put together again and found.
//!
//! The words of a blob stand in one list, in the order of what a search compares (lower case, no accents), so that the words
//! that start with a prefix are one range of numbers. A text is a sequence of numbers of words; a blank between two words
//! goes without saying, anything else between them is a word of its own.
//!
//! The bytes of a sequence: one below the number of *hot* words is that hot word; from there to 254 two bytes are a word
//! beyond; 255 is followed by three bytes.

use std::cmp::Ordering;
use std::ops::Range;

use crate::packed::{CodeSet, encode_list, last_at_most, number};

/// The words of a blob.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    hot: &'a [u8],
    list: CodeSet<'a>,
}

impl<'a> Words<'a> {
    pub(crate) fn from_bytes(bytes: &'a [u8]) -> Option<Words<'a>> {
        let (hot, rest) = bytes.split_first()?;
        let (hot, list) = rest.split_at_checked(usize::from(*hot) * 3)?;
        Some(Words { hot, list: CodeSet::from_bytes(list)? })
    }

    /// Puts a text together.
    pub(crate) fn text(self, tokens: Tokens<'a>) -> String {
        let mut out = String::with_capacity(48);
        let mut after_word = false;
        for id in tokens {
            let start = out.len();
            if after_word {
                out.push(' ');
            }
            let from = out.len();
            if self.list.append(id as usize, &mut out).is_none() {
                out.truncate(start);
                break;
            }
            let is_word = out[from..].starts_with(char::is_alphanumeric);
            if after_word && !is_word {
                out.remove(start);
            }
            after_word = is_word;
        }
        out
    }

    /// The words that a search for `folded` finds: equal to it, and starting with it. The first range is part of the second.
    pub(crate) fn ranges(self, folded: &str) -> (Range<u32>, Range<u32>) {
        let count_while = |holds: &dyn Fn(Ordering) -> bool, prefix: bool| {
            let holds = |at| {
                let mut word = String::new();
                self.list.append(at, &mut word).is_some() && holds(compare(&word, folded, prefix))
            };
            last_at_most(self.list.len(), holds).map_or(0, |at| at + 1) as u32
        };
        let start = count_while(&|order| order == Ordering::Less, false);
        let equal = count_while(&|order| order != Ordering::Greater, false);
        let prefix = count_while(&|order| order != Ordering::Greater, true);
        (start..equal, start..prefix)
    }

    pub(crate) fn tokens(self, bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { hot: self.hot, bytes }
    }
}

/// The numbers of a text's words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<'a> {
    hot: &'a [u8],
    bytes: &'a [u8],
}

impl Iterator for Tokens<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let (first, rest) = self.bytes.split_first()?;
        let hot = self.hot.len() / 3;
        let first = usize::from(*first);
        let (id, rest) = if first < hot {
            (number(self.hot, first * 3, 3)?, rest)
        } else if first < 255 {
            let (second, rest) = rest.split_first()?;
            (((first - hot) * 256) as u64 + u64::from(*second), rest)
        } else {
            (number(rest, 0, 3)?, rest.get(3..)?)
        };
        self.bytes = rest;
        Some(id as u32)
    }
}

/// Packs words and texts; the writing half of [`Words`].
#[derive(Debug)]
pub(crate) struct Packer<'t> {
    words: Vec<&'t str>,
    /// The number of a word, and its place among the hot ones.
    ids: std::collections::HashMap<&'t str, (u32, Option<u8>)>,
    hot: Vec<u32>,
}

impl<'t> Packer<'t> {
    pub(crate) fn new(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut counts = std::collections::HashMap::<&str, u32>::new();
        for text in texts {
            for word in cut(text) {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut keyed: Vec<(String, &str)> = counts.keys().map(|word| (fold(word), *word)).collect();
        keyed.sort_unstable();
        let words: Vec<&str> = keyed.into_iter().map(|(_, word)| word).collect();
        // As many hot words as leave two bytes for the rest of an ordinary list.
        let hot_count = 255usize.saturating_sub(words.len().div_ceil(256)).max(HOT_LEAST).min(words.len());
        let mut by_count: Vec<(u32, u32)> = words.iter().zip(0u32..).map(|(word, id)| (counts[word], id)).collect();
        by_count.sort_unstable_by_key(|(count, id)| (std::cmp::Reverse(*count), *id));
        let hot: Vec<u32> = by_count.iter().take(hot_count).map(|(_, id)| *id).collect();
        let mut ids: std::collections::HashMap<_, _> =
            words.iter().zip(0u32..).map(|(word, id)| (*word, (id, None))).collect();
        for (place, id) in (0u8..).zip(&hot) {
            ids.insert(words[*id as usize], (*id, Some(place)));
        }
        Packer { words, ids, hot }
    }

    pub(crate) fn push(&self, text: &str, out: &mut Vec<u8>) {
        for word in cut(text) {
            let (id, hot) = self.ids[word];
            let (high, low) = (id as usize / 256 + self.hot.len(), id as u8);
            match hot {
                Some(place) => out.push(place),
                None if high < 255 => out.extend([high as u8, low]),
                None => {
                    out.push(255);
                    out.extend(&id.to_le_bytes()[..3]);
                }
            }
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = vec![self.hot.len() as u8];
        out.extend(self.hot.iter().flat_map(|id| id.to_le_bytes()[..3].to_vec()));
        out.extend(encode_list(&self.words));
        out
    }
}

const HOT_LEAST: usize = 64;

/// The words of a text and what stands between them, but for single blanks between words.
pub(crate) fn cut(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut after_word = false;
    std::iter::from_fn(move || {
        let mut piece = next_piece(&mut rest)?;
        if after_word && piece == " " && rest.starts_with(char::is_alphanumeric) {
            piece = next_piece(&mut rest)?;
        }
        after_word = piece.starts_with(char::is_alphanumeric);
        Some(piece)
    })
}

fn next_piece<'t>(rest: &mut &'t str) -> Option<&'t str> {
    let is_word = rest.chars().next()?.is_alphanumeric();
    let end = rest.find(|c: char| c.is_alphanumeric() != is_word).unwrap_or(rest.len());
    let (piece, after) = rest.split_at(end);
    *rest = after;
    Some(piece)
}

/// What a search compares: lower case, Latin letters without accents, nothing but letters and digits.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
}

fn compare(word: &str, folded: &str, prefix: bool) -> Ordering {
    let mut word = word.chars().filter_map(fold_char);
    let mut wanted = folded.chars();
    loop {
        match (word.next(), wanted.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return if prefix { Ordering::Equal } else { Ordering::Greater },
            (Some(a), Some(b)) if a != b => return a.cmp(&b),
            _ => {}
        }
    }
}

fn fold_char(c: char) -> Option<char> {
    let plain = match c {
        'a'..='z' | '0'..='9' => return Some(c),
        'A'..='Z' => return Some(c.to_ascii_lowercase()),
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' | 'Á' | 'À' | 'Ä' | 'Â' | 'Ã' | 'Å' => 'a',
        'é' | 'è' | 'ë' | 'ê' | 'É' | 'È' | 'Ë' | 'Ê' => 'e',
        'í' | 'ì' | 'ï' | 'î' | 'Í' | 'Ì' | 'Ï' | 'Î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'õ' | 'Ó' | 'Ò' | 'Ö' | 'Ô' | 'Õ' => 'o',
        'ú' | 'ù' | 'ü' | 'û' | 'Ú' | 'Ù' | 'Ü' | 'Û' => 'u',
        'ñ' | 'Ñ' => 'n',
        'ç' | 'Ç' => 'c',
        _ if c.is_ascii() || !c.is_alphanumeric() => return None,
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    Some(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_come_back_as_they_were(texts in prop::collection::vec("[a-cA-Cñá ,.()]{0,12}|.{0,30}", 1..40)) {
            let packer = Packer::new(texts.iter().map(String::as_str));
            let bytes = packer.bytes();
            let words = Words::from_bytes(&bytes).unwrap();
            for text in &texts {
                let mut packed = Vec::new();
                packer.push(text, &mut packed);
                prop_assert_eq!(&words.text(words.tokens(&packed)), text);
            }
        }
    }

    #[test]
    fn a_prefix_is_a_range() {
        let packer = Packer::new(["Tornillos, tornillo y TORNILLERÍA", "torno; Ñandú nandu"].into_iter());
        let bytes = packer.bytes();
        let words = Words::from_bytes(&bytes).unwrap();
        let found = |range: Range<u32>| -> Vec<String> {
            range.map(|id| words.list.get(id as usize).unwrap().into_string()).collect()
        };
        let (exact, prefix) = words.ranges("tornillo");
        assert_eq!(found(exact), ["tornillo"]);
        assert_eq!(found(prefix), ["tornillo", "Tornillos"]);
        assert_eq!(found(words.ranges("tornilleria").0), ["TORNILLERÍA"]);
        assert_eq!(found(words.ranges("nandu").0), ["nandu", "Ñandú"]);
        assert!(words.ranges("zz").1.is_empty());
    }
}
