//! Thompson's automaton, of which regular expressions and content models become tables of states.

use std::collections::BTreeSet;

/// States with edges on a label or on nothing.
#[derive(Default)]
pub(crate) struct Automaton {
    edges: Vec<Vec<(Option<usize>, usize)>>,
}

impl Automaton {
    pub(crate) fn state(&mut self) -> usize {
        self.edges.push(Vec::new());
        self.edges.len() - 1
    }

    /// A new state behind one, by a label.
    pub(crate) fn edge(&mut self, from: usize, label: usize) -> usize {
        let to = self.state();
        self.edges[from].push((Some(label), to));
        to
    }

    /// One of several.
    pub(crate) fn choice<T>(
        &mut self,
        from: usize,
        branches: &[T],
        add: &mut dyn FnMut(&mut Automaton, &T, usize) -> usize,
    ) -> usize {
        let end = self.state();
        for branch in branches {
            let start = self.state();
            self.edges[from].push((None, start));
            let last = add(self, branch, start);
            self.edges[last].push((None, end));
        }
        end
    }

    /// The same, so many times at least and at most.
    pub(crate) fn repeat(
        &mut self,
        from: usize,
        min: u32,
        max: Option<u32>,
        add: &mut dyn FnMut(&mut Automaton, usize) -> usize,
    ) -> usize {
        let mut at = (0..min).fold(from, |at, _| add(self, at));
        let end = self.state();
        match max {
            Some(max) => {
                for _ in min..max {
                    self.edges[at].push((None, end));
                    at = add(self, at);
                }
                self.edges[at].push((None, end));
            }
            None => {
                let again = self.state();
                self.edges[at].push((None, again));
                let last = add(self, again);
                self.edges[last].push((None, again));
                self.edges[again].push((None, end));
            }
        }
        end
    }

    /// The labels that lead out of a state, in the order in which they were added.
    pub(crate) fn labels(&self, state: usize) -> impl Iterator<Item = usize> {
        self.edges[state].iter().filter_map(|(label, _)| *label)
    }

    /// All states that are reached from these by nothing.
    pub(crate) fn closed(&self, states: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut states: BTreeSet<usize> = states.into_iter().collect();
        let mut open: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = open.pop() {
            for (label, to) in &self.edges[state] {
                if label.is_none() && states.insert(*to) {
                    open.push(*to);
                }
            }
        }
        states
    }

    /// All states that are reached from these by a label.
    pub(crate) fn step(&self, from: &BTreeSet<usize>, is_it: impl Fn(usize) -> bool) -> BTreeSet<usize> {
        let edges = from.iter().flat_map(|state| &self.edges[*state]);
        self.closed(edges.filter(|(label, _)| label.is_some_and(&is_it)).map(|(_, to)| *to))
    }
}
