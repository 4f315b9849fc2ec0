//! The regular expressions that SAT's catalogues state as text: how a country writes its postal codes and tax numbers
//! (c_Pais), a way of paying its accounts (c_FormaPago).
//!
//! They are data of a catalogue, perhaps of one that was loaded at run time, so nothing is compiled ahead. Known is what SAT
//! uses: characters, classes, groups with alternatives, `{n}`, `{n,m}` and `?`; each is matched against the whole text.
//! Departure: whatever else a regular expression may have is not understood, and the answer is then that there is none.

use std::collections::BTreeSet;

/// Whether the whole text matches; `None` where the pattern has something that is not known here.
pub(crate) fn matches(pattern: &str, text: &str) -> Option<bool> {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut reader = Reader { rest: &pattern };
    let alternatives = reader.alternatives(0)?;
    if !reader.rest.is_empty() {
        return None;
    }
    let text: Vec<char> = text.chars().collect();
    Some(ends(&alternatives, &text, 0).contains(&text.len()))
}

/// One piece of a pattern and how often it may stand.
struct Repeated {
    piece: Piece,
    least: usize,
    most: usize,
}

enum Piece {
    /// Ranges of characters, both ends included.
    Class(Vec<(char, char)>),
    Group(Vec<Vec<Repeated>>),
}

struct Reader<'p> {
    rest: &'p [char],
}

impl Reader<'_> {
    fn take(&mut self, wanted: char) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == wanted => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn alternatives(&mut self, depth: usize) -> Option<Vec<Vec<Repeated>>> {
        if depth > DEPTH {
            return None;
        }
        let mut all = Vec::new();
        loop {
            let mut sequence = Vec::new();
            while let Some(next) = self.rest.first()
                && !matches!(next, '|' | ')')
            {
                sequence.push(self.repeated(depth)?);
            }
            all.push(sequence);
            if !self.take('|') {
                return Some(all);
            }
        }
    }

    fn repeated(&mut self, depth: usize) -> Option<Repeated> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        let piece = match first {
            '[' => self.class()?,
            '(' => {
                let group = Piece::Group(self.alternatives(depth + 1)?);
                self.take(')').then_some(group)?
            }
            '.' | '*' | '+' | '\\' | '^' | '$' | '?' | '{' | '}' | ']' => return None,
            c => Piece::Class(vec![(*c, *c)]),
        };
        let (least, most) = if self.take('?') {
            (0, 1)
        } else if self.take('{') {
            let least = self.count()?;
            let most = if self.take(',') { self.count()? } else { least };
            (self.take('}') && least <= most && most <= MOST).then_some((least, most))?
        } else {
            (1, 1)
        };
        (!matches!(self.rest.first(), Some('?' | '{'))).then_some(Repeated { piece, least, most })
    }

    fn class(&mut self) -> Option<Piece> {
        let end = self.rest.iter().position(|c| *c == ']')?;
        let (mut inside, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        if inside.is_empty() || inside[0] == '^' || inside.iter().any(|c| matches!(c, '\\' | '[')) {
            return None;
        }
        let mut ranges = Vec::new();
        while let Some((from, rest)) = inside.split_first() {
            inside = rest;
            match inside {
                ['-', to, rest @ ..] => {
                    ranges.push((*from, *to));
                    inside = rest;
                }
                _ => ranges.push((*from, *from)),
            }
        }
        Some(Piece::Class(ranges))
    }

    fn count(&mut self) -> Option<usize> {
        let digits = self.rest.iter().take_while(|c| c.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        number.iter().collect::<String>().parse().ok()
    }
}

/// Where matches that start at a place may end: a set, so that alternatives with the same end are followed once.
fn ends(alternatives: &[Vec<Repeated>], text: &[char], start: usize) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    for sequence in alternatives {
        let mut places = BTreeSet::from([start]);
        for Repeated { piece, least, most } in sequence {
            let mut reached = if *least == 0 { places.clone() } else { BTreeSet::new() };
            for round in 1..=*most {
                places = places.into_iter().flat_map(|at| after(piece, text, at)).collect();
                if round >= *least {
                    reached.extend(&places);
                }
            }
            places = reached;
        }
        all.extend(places);
    }
    all
}

fn after(piece: &Piece, text: &[char], at: usize) -> BTreeSet<usize> {
    match piece {
        Piece::Group(alternatives) => ends(alternatives, text, at),
        Piece::Class(ranges) => {
            let fits = text.get(at).is_some_and(|c| ranges.iter().any(|(from, to)| (from..=to).contains(&c)));
            fits.then_some(at + 1).into_iter().collect()
        }
    }
}

/// Deeper or longer ones are nobody's postal code.
const DEPTH: usize = 3;
const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use super::matches;
    use crate::catalog::Catalogs;

    /// The patterns of c_Pais, and what USPS and Canada Post write.
    #[test]
    fn a_country_is_asked_how_it_writes_its_postal_codes() {
        let postal = |country: &str, text: &str| {
            let catalogs = Catalogs::builtin();
            matches(catalogs.pais(country).unwrap().postal_code_pattern().unwrap(), text)
        };
        for (country, text, fits) in [
            ("USA", "79901", true),
            ("USA", "79901-0001", true),
            ("USA", "7990", false),
            ("USA", "79901-", false),
            ("USA", "79901-00011", false),
            ("USA", "", false),
            ("CAN", "K1A 0B1", true),
            ("CAN", "K1A0B1", false),
            ("CAN", "k1a 0b1", false),
            ("MEX", "32000", true),
        ] {
            assert_eq!(postal(country, text), Some(fits), "{country} {text}");
        }
    }

    #[test]
    fn every_pattern_of_the_catalogues_is_understood() {
        let catalogs = Catalogs::builtin();
        let countries = catalogs.get("c_Pais").unwrap();
        let country = |entry: &crate::catalog::Entry<'_>| catalogs.pais(entry.code()).unwrap();
        let patterns = countries.iter().flat_map(|entry| {
            let country = country(&entry);
            [country.postal_code_pattern(), country.tax_id_pattern()]
        });
        let patterns: Vec<_> = patterns.flatten().collect();
        assert_eq!(patterns.len(), 6, "MEX, USA and CAN have two each: {patterns:?}");
        for pattern in patterns {
            assert!(matches(pattern, "1").is_some(), "{pattern}");
        }
    }

    #[test]
    fn what_is_not_known_has_no_answer() {
        for pattern in
            ["a.c", "a*", "a+", r"\d", "^a$", "[^a]", "(a", "a)", "a{2", "a{3,2}", "a{1000}", "a??", "[]", "["]
        {
            assert_eq!(matches(pattern, "a"), None, "{pattern}");
        }
        for (pattern, text, fits) in [
            ("(ab|c){2}", "abc", true),
            ("(ab|c){2}", "ab", false),
            ("a{2,3}", "aaa", true),
            ("a{2,3}", "aaaa", false),
            ("(a?){3}b", "aab", true),
            ("", "", true),
            ("Ñ", "Ñ", true),
        ] {
            assert_eq!(matches(pattern, text), Some(fits), "{pattern} {text}");
        }
    }
}
