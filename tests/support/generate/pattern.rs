//! A sampler for the patterns of an XSD, and a matcher for those that a value must match besides.
//!
//! It reads the pattern itself, as SAT writes it; the tables of states that the library has instead are not asked.

use std::collections::BTreeSet;

use crate::support::random::Random;

/// A pattern that was read.
pub enum Pattern {
    Class(Class),
    Sequence(Vec<Pattern>),
    Choice(Vec<Pattern>),
    /// The greatest number is none where there is no end.
    Repeat(Box<Pattern>, usize, Option<usize>),
}

/// Some characters, or all others.
pub struct Class {
    others: bool,
    ranges: Vec<(char, char)>,
}

impl Pattern {
    /// Panics over what SAT does not use.
    pub fn read(source: &str) -> Pattern {
        let mut reader = Reader { chars: source.chars().collect(), at: 0 };
        let pattern = reader.choice();
        assert_eq!(reader.at, reader.chars.len(), "no end of {source}");
        pattern
    }

    /// A text that matches; repeats tend to be few.
    pub fn sample(&self, random: &mut Random, out: &mut String) {
        match self {
            Pattern::Class(class) => out.push(class.sample(random)),
            Pattern::Sequence(parts) => parts.iter().for_each(|part| part.sample(random, out)),
            Pattern::Choice(parts) => parts[random.below(parts.len())].sample(random, out),
            Pattern::Repeat(part, min, max) => {
                let most = max.unwrap_or(min + 3);
                let room = match random.below(8) {
                    0 => most,
                    1 => *min,
                    _ => most.min(min + 20),
                };
                let count = min + random.below(room - min + 1);
                let count = if room == most && random.chance(1, 4) { most } else { count };
                (0..count).for_each(|_| part.sample(random, out));
            }
        }
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        self.ends(&chars, &BTreeSet::from([0])).contains(&chars.len())
    }

    /// The class and bounds of a pattern that repeats one class and no more.
    pub fn run(&self) -> Option<(&Class, usize, Option<usize>)> {
        match self {
            Pattern::Repeat(part, min, max) => match &**part {
                Pattern::Class(class) => Some((class, *min, *max)),
                _ => None,
            },
            Pattern::Sequence(parts) | Pattern::Choice(parts) if parts.len() == 1 => parts[0].run(),
            _ => None,
        }
    }

    fn ends(&self, chars: &[char], starts: &BTreeSet<usize>) -> BTreeSet<usize> {
        match self {
            Pattern::Class(class) => {
                let step = |at: &usize| chars.get(*at).is_some_and(|c| class.has(*c)).then_some(at + 1);
                starts.iter().filter_map(step).collect()
            }
            Pattern::Sequence(parts) => parts.iter().fold(starts.clone(), |at, part| part.ends(chars, &at)),
            Pattern::Choice(parts) => parts.iter().flat_map(|part| part.ends(chars, starts)).collect(),
            Pattern::Repeat(part, min, max) => {
                let (mut now, mut all) = (starts.clone(), BTreeSet::new());
                for count in 0.. {
                    let known = all.len();
                    if count >= *min {
                        all.extend(&now);
                    }
                    // Once a step leads nowhere new, none does.
                    let stands = count > *min && all.len() == known;
                    if stands || now.is_empty() || max.is_some_and(|max| count >= max) {
                        break;
                    }
                    now = part.ends(chars, &now);
                }
                all
            }
        }
    }
}

impl Class {
    pub fn has(&self, c: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) != self.others
    }

    /// Whether it names what it leaves out.
    pub fn is_open(&self) -> bool {
        self.others
    }

    fn sample(&self, random: &mut Random) -> char {
        if self.others {
            loop {
                let c = random.letter("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789áñÑü,:;_%&<>\"'#/+=½€🌽");
                if self.has(c) {
                    return c;
                }
            }
        }
        let (first, last) = self.ranges[random.below(self.ranges.len())];
        let width = last as u32 - first as u32 + 1;
        char::from_u32(first as u32 + random.below(width as usize) as u32).expect("SAT's ranges have no holes")
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self) -> char {
        self.at += 1;
        self.chars[self.at - 1]
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn choice(&mut self) -> Pattern {
        let mut parts = vec![self.sequence()];
        while self.eat('|') {
            parts.push(self.sequence());
        }
        if parts.len() == 1 { parts.remove(0) } else { Pattern::Choice(parts) }
    }

    fn sequence(&mut self) -> Pattern {
        let mut parts = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let atom = match self.take() {
                '(' => {
                    let inner = self.choice();
                    assert!(self.eat(')'), "a group ends");
                    inner
                }
                '[' => Pattern::Class(self.class()),
                '.' => Pattern::Class(Class { others: true, ranges: vec![('\n', '\n'), ('\r', '\r')] }),
                '\\' => Pattern::Class(Class { others: false, ranges: escaped(self.take()) }),
                c => Pattern::Class(Class { others: false, ranges: vec![(c, c)] }),
            };
            parts.push(self.repeated(atom));
        }
        Pattern::Sequence(parts)
    }

    fn repeated(&mut self, atom: Pattern) -> Pattern {
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let end = self.at + self.chars[self.at..].iter().position(|c| *c == '}').expect("a quantifier ends");
                let text: String = self.chars[self.at + 1..end].iter().collect();
                self.at = end;
                match text.split_once(',') {
                    Some((min, max)) => (min.parse().expect("a number"), max.parse().ok()),
                    None => text.parse().map(|count| (count, Some(count))).expect("a number"),
                }
            }
            _ => return atom,
        };
        self.at += 1;
        Pattern::Repeat(Box::new(atom), min, max)
    }

    fn class(&mut self) -> Class {
        let others = self.eat('^');
        let mut ranges = Vec::new();
        loop {
            let first = match self.take() {
                ']' => return Class { others, ranges },
                '\\' => {
                    ranges.extend(escaped(self.take()));
                    continue;
                }
                c => c,
            };
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1) != Some(&']');
            if is_range {
                self.at += 1;
                let last = self.take();
                ranges.push((first, last));
            } else {
                ranges.push((first, first));
            }
        }
    }
}

fn escaped(c: char) -> Vec<(char, char)> {
    match c {
        // Digits of any script; a few will do.
        'd' => vec![('0', '9'), ('0', '9'), ('0', '9'), ('٠', '٩')],
        's' => vec![(' ', ' '), ('\t', '\t'), ('\n', '\n'), ('\r', '\r')],
        c if c.is_alphanumeric() => panic!("no class \\{c}"),
        c => vec![(c, c)],
    }
}
