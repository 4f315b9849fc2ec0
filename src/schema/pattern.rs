//! Patterns as the generator made them: runs of one class, or tables of states.

use super::{Class, tables};

/// A pattern of an XSD.
pub(super) enum Pattern {
    /// So many characters of one class.
    Run { source: &'static str, class: u16, min: u32, max: u32 },
    /// Symbols are classes that do not overlap; `next[(state - 1) * symbols + symbol]` is the next state, 0 none; state 1 is
    /// the first.
    States { source: &'static str, symbols: &'static [u16], accepts: &'static [bool], next: &'static [u16] },
}

impl Pattern {
    /// As SAT writes it.
    pub(super) fn source(&self) -> &'static str {
        match self {
            Pattern::Run { source, .. } | Pattern::States { source, .. } => source,
        }
    }

    /// Whether the whole text matches; in time linear in its length.
    pub(super) fn matches(&self, text: &str) -> bool {
        match *self {
            Pattern::Run { class, min, max, .. } => {
                let class = &tables::CLASSES[usize::from(class)];
                let mut count = 0;
                for c in text.chars() {
                    if !class.has(c) {
                        return false;
                    }
                    count += 1;
                }
                (min..=max).contains(&count)
            }
            Pattern::States { symbols, accepts, next, .. } => {
                let mut state = 1;
                for c in text.chars() {
                    let Some(symbol) = symbols.iter().position(|class| tables::CLASSES[usize::from(*class)].has(c))
                    else {
                        return false;
                    };
                    state = usize::from(next[(state - 1) * symbols.len() + symbol]);
                    if state == 0 {
                        return false;
                    }
                }
                accepts[state - 1]
            }
        }
    }
}

impl Class {
    fn has(&self, c: char) -> bool {
        match c as u32 {
            c @ 0..128 => self.ascii >> c & 1 == 1,
            c => self.rest.iter().any(|(start, end)| (*start..=*end).contains(&c)),
        }
    }
}
