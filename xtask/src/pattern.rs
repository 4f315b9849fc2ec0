//! XML Schema's regular expressions as tables of states, so that nothing is compiled when a document is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::automaton::Automaton;

/// Characters as sorted ranges, both ends inside.
type Ranges = Vec<(u32, u32)>;

const LAST: u32 = 0x10FFFF;

#[derive(Debug, Clone)]
enum Expr {
    Chars(Ranges),
    Sequence(Vec<Expr>),
    Choice(Vec<Expr>),
    Repeat(Box<Expr>, u32, Option<u32>),
}

impl Expr {
    /// The characters, where it is one of a class.
    fn chars(&self) -> Option<&Ranges> {
        match self {
            Expr::Chars(ranges) => Some(ranges),
            Expr::Sequence(parts) if parts.len() == 1 => parts[0].chars(),
            _ => None,
        }
    }
}

/// A pattern made ready.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
pub(crate) enum Form {
    /// Between so many characters of one class.
    Run { class: Ranges, min: u32, max: Option<u32> },
    /// `next[state * symbols + symbol]`, 0 where it ends; state 1 is the first.
    States { classes: Vec<Ranges>, accepts: Vec<bool>, next: Vec<u16> },
}

pub(crate) fn compile(pattern: &str) -> Result<Form, String> {
    let mut parser = Parser { chars: pattern.chars().collect(), at: 0 };
    let expr = parser.choice()?;
    if parser.at != parser.chars.len() {
        return Err(format!("`{pattern}`: something after its end"));
    }
    if let Expr::Sequence(parts) = &expr
        && let [Expr::Repeat(inside, min, max)] = parts.as_slice()
        && let Some(class) = inside.chars()
    {
        return Ok(Form::Run { class: class.clone(), min: *min, max: *max });
    }
    states(&expr).map_err(|problem| format!("`{pattern}`: {problem}"))
}

struct Parser {
    chars: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Result<char, String> {
        let c = self.peek().ok_or("the pattern ends too early")?;
        self.at += 1;
        Ok(c)
    }

    fn takes(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        self.at += usize::from(there);
        there
    }

    fn choice(&mut self) -> Result<Expr, String> {
        let mut branches = vec![self.sequence()?];
        while self.takes('|') {
            branches.push(self.sequence()?);
        }
        if branches.len() == 1 {
            return Ok(branches.remove(0));
        }
        // A choice between characters is a class.
        let chars: Option<Vec<Ranges>> = branches.iter().map(|branch| branch.chars().cloned()).collect();
        Ok(chars.map_or(Expr::Choice(branches), |chars| Expr::Chars(tidy(chars.concat()))))
    }

    fn sequence(&mut self) -> Result<Expr, String> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.quantified(atom)?);
        }
        Ok(Expr::Sequence(parts))
    }

    fn atom(&mut self) -> Result<Expr, String> {
        Ok(match self.next()? {
            '(' => {
                let inside = self.choice()?;
                if !self.takes(')') {
                    return Err("a group without its end".into());
                }
                inside
            }
            '[' => Expr::Chars(self.class()?),
            '.' => Expr::Chars(negated(&[(10, 10), (13, 13)])),
            '\\' => Expr::Chars(self.escape()?),
            c @ ('*' | '+' | '?' | '{' | '}' | ']') => return Err(format!("`{c}` out of its place")),
            c => Expr::Chars(one(c)),
        })
    }

    fn quantified(&mut self, atom: Expr) -> Result<Expr, String> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.at += 1;
                let min = self.number()?;
                let max = match self.next()? {
                    '}' => return Ok(Expr::Repeat(Box::new(atom), min, Some(min))),
                    ',' if self.peek() == Some('}') => None,
                    ',' => Some(self.number()?),
                    c => return Err(format!("`{c}` in a quantity")),
                };
                if !self.takes('}') {
                    return Err("a quantity without its end".into());
                }
                return Ok(Expr::Repeat(Box::new(atom), min, max));
            }
            _ => return Ok(atom),
        };
        self.at += 1;
        Ok(Expr::Repeat(Box::new(atom), min, max))
    }

    fn number(&mut self) -> Result<u32, String> {
        let mut digits = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_digit) {
            digits.push(c);
            self.at += 1;
        }
        digits.parse().map_err(|_| "a quantity without a number".into())
    }

    fn class(&mut self) -> Result<Ranges, String> {
        let negative = self.takes('^');
        let mut ranges = Vec::new();
        loop {
            let c = self.next()?;
            match c {
                ']' => break,
                '\\' => {
                    ranges.extend(self.escape()?);
                    continue;
                }
                '[' => return Err("a class inside a class".into()),
                _ => {}
            }
            let hyphen = self.peek() == Some('-') && self.chars.get(self.at + 1) != Some(&']');
            if !hyphen {
                ranges.extend(one(c));
                continue;
            }
            self.at += 1;
            let end = self.next()?;
            if end == '\\' || end == '[' || end < c {
                return Err(format!("the range {c}-{end}"));
            }
            ranges.push((c as u32, end as u32));
        }
        let ranges = tidy(ranges);
        Ok(if negative { negated(&ranges) } else { ranges })
    }

    fn escape(&mut self) -> Result<Ranges, String> {
        Ok(match self.next()? {
            'd' => tidy(DIGITS.iter().map(|zero| (*zero, zero + 9)).collect()),
            's' => vec![(9, 10), (13, 13), (32, 32)],
            'n' => one('\n'),
            'r' => one('\r'),
            't' => one('\t'),
            c @ ('\\' | '|' | '.' | '-' | '^' | '?' | '*' | '+' | '{' | '}' | '(' | ')' | '[' | ']') => one(c),
            c => return Err(format!("`\\{c}` is not handled here")),
        })
    }
}

fn one(c: char) -> Ranges {
    vec![(c as u32, c as u32)]
}

fn tidy(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    let mut out: Ranges = Vec::new();
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start <= last.1 + 1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

fn negated(ranges: &[(u32, u32)]) -> Ranges {
    let mut out = Vec::new();
    let mut from = 0;
    for (start, end) in ranges {
        if *start > from {
            out.push((from, start - 1));
        }
        from = end + 1;
    }
    if from <= LAST {
        out.push((from, LAST));
    }
    out
}

/// Adds an expression behind a state; labels are the numbers of classes.
fn add(automaton: &mut Automaton, classes: &mut Vec<Ranges>, expr: &Expr, from: usize) -> usize {
    match expr {
        Expr::Chars(ranges) => {
            let class = classes.iter().position(|known| known == ranges).unwrap_or_else(|| {
                classes.push(ranges.clone());
                classes.len() - 1
            });
            automaton.edge(from, class)
        }
        Expr::Sequence(parts) => parts.iter().fold(from, |at, part| add(automaton, classes, part, at)),
        Expr::Choice(branches) => {
            automaton.choice(from, branches, &mut |automaton, branch, at| add(automaton, classes, branch, at))
        }
        Expr::Repeat(inside, min, max) => {
            automaton.repeat(from, *min, *max, &mut |automaton, at| add(automaton, classes, inside, at))
        }
    }
}

fn states(expr: &Expr) -> Result<Form, String> {
    let (mut automaton, mut classes) = (Automaton::default(), Vec::new());
    let start = automaton.state();
    let end = add(&mut automaton, &mut classes, expr, start);

    // Symbols: characters that no class tells apart.
    let mut borders: BTreeSet<u32> = BTreeSet::from([0]);
    for (from, to) in classes.iter().flatten() {
        borders.insert(*from);
        borders.insert(to + 1);
    }
    let mut symbols: BTreeMap<Vec<usize>, Ranges> = BTreeMap::new();
    let borders: Vec<u32> = borders.into_iter().filter(|border| *border <= LAST).collect();
    for (at, from) in borders.iter().enumerate() {
        let to = borders.get(at + 1).map_or(LAST, |next| next - 1);
        let inside = |ranges: &Ranges| ranges.iter().any(|(start, end)| start <= from && from <= end);
        let member: Vec<usize> = (0..classes.len()).filter(|class| inside(&classes[*class])).collect();
        symbols.entry(member).or_default().push((*from, to));
    }
    symbols.remove(&Vec::new());

    let first = automaton.closed([start]);
    let mut numbers = BTreeMap::from([(first.clone(), 1u16)]);
    let mut table = vec![(first, Vec::new())];
    let mut at = 0;
    while at < table.len() {
        let from = table[at].0.clone();
        let mut row = Vec::new();
        for member in symbols.keys() {
            let to = automaton.step(&from, |class| member.contains(&class));
            if to.is_empty() {
                row.push(0);
                continue;
            }
            let next = u16::try_from(table.len() + 1).map_err(|_| "too many states")?;
            let number = *numbers.entry(to.clone()).or_insert(next);
            if number == next {
                table.push((to, Vec::new()));
            }
            row.push(number);
        }
        table[at].1 = row;
        at += 1;
    }
    let accepts: Vec<bool> = table.iter().map(|(states, _)| states.contains(&end)).collect();
    let rows: Vec<Vec<u16>> = table.into_iter().map(|(_, row)| row).collect();
    let (accepts, rows) = fewest(accepts, rows);
    Ok(Form::States { classes: symbols.into_values().collect(), accepts, next: rows.concat() })
}

/// The same language with the fewest states.
fn fewest(accepts: Vec<bool>, rows: Vec<Vec<u16>>) -> (Vec<bool>, Vec<Vec<u16>>) {
    let mut group: Vec<usize> = accepts.iter().map(|accepts| usize::from(*accepts)).collect();
    loop {
        let of = |state: u16| if state == 0 { usize::MAX } else { group[usize::from(state) - 1] };
        let mut known: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut index: BTreeMap<(usize, Vec<usize>), usize> = BTreeMap::new();
        let mut refined = Vec::with_capacity(group.len());
        for (state, row) in rows.iter().enumerate() {
            let key = (group[state], row.iter().map(|to| of(*to)).collect::<Vec<_>>());
            let number = *index.entry(key.clone()).or_insert_with(|| {
                known.push(key);
                known.len() - 1
            });
            refined.push(number);
        }
        let same = known.len() == group.iter().collect::<BTreeSet<_>>().len();
        group = refined;
        if same {
            break;
        }
    }
    let count = group.iter().max().map_or(0, |max| max + 1);
    let mut out_accepts = vec![false; count];
    let mut out_rows = vec![Vec::new(); count];
    for (state, row) in rows.iter().enumerate() {
        out_accepts[group[state]] = accepts[state];
        out_rows[group[state]] =
            row.iter().map(|to| if *to == 0 { 0 } else { group[usize::from(*to) - 1] as u16 + 1 }).collect();
    }
    (out_accepts, out_rows)
}

/// The zero of each script's ten digits (Unicode general category Nd), which `\d` means.
#[rustfmt::skip]
const DIGITS: &[u32] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
    0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950,
    0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
    0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];
