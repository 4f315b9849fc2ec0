//! Seeded faults in XML: one to three of them in any document, however it was made.
//!
//! It works on a small tree of its own, in which values stand as they were written. What comes out may be valid still, invalid,
//! or no XML at all; that is for the judges to say. The same seed makes the same faults.

mod tree;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use frontera::schema::{Element, Schema, Type};

use self::tree::{Node, Path, Tag, escape, read, unescape};
use super::random::Random;

/// The document with faults, and what was done to it.
pub fn mutate(xml: &str, seed: u64) -> (String, String) {
    let mut random = Random::new(seed);
    let (before, root, after) = read(xml);
    let mut mutator = Mutator { root, random: Random::new(random.next()), told: Vec::new() };
    for _ in 0..random.pick(&[1, 1, 1, 2, 2, 3]) {
        // Not every fault can be made at every place.
        for _ in 0..50 {
            if mutator.fault() {
                break;
            }
        }
    }
    let mut out = before;
    mutator.root.write(&mut out);
    out.push_str(&after);
    (out, mutator.told.join("; "))
}

/// The document with another value at the first element of a name that has the attribute; without one, another text.
pub fn with_value(xml: &str, element: &str, attribute: Option<&str>, value: &str) -> Option<String> {
    let (mut out, mut root, after) = read(xml);
    let has = |tag: &Tag| attribute.is_none_or(|name| tag.attributes.iter().any(|(known, _)| known == name));
    let at = root.paths().into_iter().find(|at| root.at(at).local() == element && has(root.at(at)))?;
    let tag = root.at_mut(&at);
    match attribute {
        Some(name) => tag.attributes.iter_mut().find(|(known, _)| known == name)?.1 = value.into(),
        None => tag.inside = vec![Node::Other(value.into())],
    }
    root.write(&mut out);
    Some(out + &after)
}

/// The document with the first child of a name inside a parent of a name so many times.
pub fn with_child(xml: &str, parent: &str, child: &str, times: usize) -> Option<String> {
    let (mut out, mut root, after) = read(xml);
    let is_it = |node: &Node| matches!(node, Node::Element(tag) if tag.local() == child);
    let of = |tag: &Tag| tag.inside.iter().position(is_it);
    let at = root.paths().into_iter().find(|at| root.at(at).local() == parent && of(root.at(at)).is_some())?;
    let inside = &mut root.at_mut(&at).inside;
    let place = inside.iter().position(is_it)?;
    let node = inside.remove(place);
    (0..times).for_each(|_| inside.insert(place, node.clone()));
    root.write(&mut out);
    Some(out + &after)
}

struct Mutator {
    root: Tag,
    random: Random,
    told: Vec<String>,
}

impl Mutator {
    fn fault(&mut self) -> bool {
        let (what, done) = match self.random.below(20) {
            0..=8 => self.value(),
            9..=11 => self.attribute(),
            12..=15 => self.element(),
            16 => self.text(),
            17 | 18 => self.complement(),
            _ => self.of_root(),
        };
        if done {
            self.told.push(what);
        }
        done
    }

    /// A value that is another.
    fn value(&mut self) -> (String, bool) {
        let Some((at, index)) = self.some_attribute() else { return (String::new(), false) };
        let (name, old) = self.root.at(&at).attributes[index].clone();
        // libxml2 takes a second to say that a value is none of 100,000 codes, since it lists them.
        let long = TYPES.get(name.as_str()).is_some_and(|types| types.iter().any(|of| of.listed() > Some(5_000)));
        if long && self.random.chance(7, 8) {
            return (String::new(), false);
        }
        let new = match self.random.below(4) {
            0 | 1 => self.by_facets(&name, &old),
            _ => self.by_hand(&old),
        };
        let what = format!("{}/@{name}: {:.60} -> {:.60}", self.root.at(&at).name, old, new);
        let done = new != old;
        self.root.at_mut(&at).attributes[index].1 = new;
        (what, done)
    }

    /// At a bound, or just beyond it, of a type that an attribute of this name has somewhere.
    fn by_facets(&mut self, name: &str, old: &str) -> String {
        let Some(types) = TYPES.get(name) else { return self.by_hand(old) };
        let of = self.random.pick(types);
        let (min, max) = of.length();
        if let Some(count) = of.listed().filter(|_| self.random.chance(1, 2)) {
            let at = self.random.below(count);
            let code = of.code(at).map_or(String::new(), |code| escape(&code));
            return match self.random.below(4) {
                0 => changed_end(&code, &mut self.random),
                1 => other_case(&code),
                _ => code,
            };
        }
        let bounds: Vec<&str> = [of.min(), of.max()].into_iter().flatten().collect();
        if !bounds.is_empty() && self.random.chance(1, 2) {
            let bound = self.random.pick(&bounds).to_owned();
            return match self.random.below(5) {
                0 => bound,
                1 => changed_end(&bound, &mut self.random),
                2 => format!("{bound}0"),
                3 => format!("-{bound}"),
                _ => bound.replace('0', "9"),
            };
        }
        if let Some(most) = of.fraction_digits().or(of.total_digits()).filter(|_| self.random.chance(2, 3)) {
            let count = (usize::from(most) + self.random.below(3)).saturating_sub(1);
            let digits = |random: &mut Random| (0..count).map(|_| random.letter("0123456789")).collect::<String>();
            return match self.random.below(4) {
                0 => format!("1.{}", digits(&mut self.random)),
                1 => format!("1.{}000", digits(&mut self.random)),
                2 => digits(&mut self.random),
                _ => format!("000{}.0", digits(&mut self.random)),
            };
        }
        let lengths = [min.saturating_sub(1), min, max.unwrap_or(min), max.map_or(min, |max| max + 1)];
        let length = self.random.pick(&lengths);
        let filler = self.random.pick(&['x', 'A', '0', 'ñ', '🌽', '|']);
        let plain = unescape(old);
        let text: String = plain.chars().chain(std::iter::repeat(filler)).take(length.min(9_000)).collect();
        escape(&text)
    }

    fn by_hand(&mut self, old: &str) -> String {
        let random = &mut self.random;
        let is_number = old.starts_with(|c: char| c.is_ascii_digit()) && !old.contains(':') && old.len() < 20;
        let is_date = old.len() >= 10 && old.as_bytes()[4] == b'-' && old.as_bytes()[7] == b'-';
        match random.below(16) {
            0 => String::new(),
            1 | 2 if is_number || random.chance(1, 4) => match random.below(3) {
                0 => format!("{}{old}", random.pick(&["-", "+", "0", "00", "$", ".", "--", "+-"])),
                1 => format!("{old}{}", random.pick(&["0", ".", ".0", ".0000001", "e5", "000000000", "%", ".5.", ","])),
                _ => random.word(NUMBERS).into(),
            },
            3..=5 if is_date => match random.below(4) {
                0 => format!("{}{}", random.word(DAYS), &old[10..]),
                1 => format!("{}{}", &old[..10], random.word(TIMES)),
                2 => format!("{old}{}", random.word(ZONES)),
                _ => random.word(DATES).into(),
            },
            1 | 2 => random.word(DATES).into(),
            3 => changed_end(old, random),
            4 => other_case(old),
            5 => {
                // White space at an end or inside.
                let blank =
                    random.pick(&[" ", "  ", "\t", "\n", "&#9;", "&#10;", "&#13;", "&#32;", "\u{a0}", "\u{2003}"]);
                insert(old, random, blank)
            }
            6 => {
                let piece =
                    random.pick(&["x", "Ñ", "|", "-", "é", "🌽", "0", "A", ",", "&amp;", "&lt;", "&quot;", ".", "/"]);
                insert(old, random, piece)
            }
            7 => {
                let plain: Vec<char> = unescape(old).chars().collect();
                let middle = random.below(plain.len().max(1));
                let cut = random.pick(&[0, plain.len().saturating_sub(1), middle]);
                escape(&plain.iter().enumerate().filter(|(at, _)| *at != cut).map(|(_, c)| *c).collect::<String>())
            }
            8 => {
                let mut plain: Vec<char> = unescape(old).chars().collect();
                if let Some(at) = (!plain.is_empty()).then(|| random.below(plain.len())) {
                    plain[at] = random.letter("aZ09-_|,.:ÑñÉ \u{661}\u{ff11}½'");
                }
                escape(&plain.into_iter().collect::<String>())
            }
            9 => format!("{old}{old}"),
            10 => old.repeat(1 + random.pick(&[40, 300])),
            11 => "A".repeat(random.pick(&[2_000, 9_000])),
            12 => format!("{old}="),
            13 => old.chars().rev().collect::<String>().replace(['&', ';', '<'], ""),
            14 => match self.some_attribute() {
                Some((at, index)) => self.root.at(&at).attributes[index].1.clone(),
                None => String::new(),
            },
            _ => random.word(CODES).into(),
        }
    }

    /// An attribute that is missing, or where it should not be.
    fn attribute(&mut self) -> (String, bool) {
        let Some((at, index)) = self.some_attribute() else { return (String::new(), false) };
        let paths = self.root.paths();
        let other = paths[self.random.below(paths.len())].clone();
        let (name, value) = self.root.at(&at).attributes[index].clone();
        let what = format!("{}/@{name}", self.root.at(&at).name);
        let kind = self.random.below(12);
        let foreign = self.random.word(FOREIGN);
        let random = &mut self.random;
        let attributes = &mut self.root.at_mut(&at).attributes;
        let has = |attributes: &[(String, String)], name: &str| attributes.iter().any(|(known, _)| known == name);
        match kind {
            0..=3 => {
                attributes.remove(index);
                (format!("{what} dropped"), true)
            }
            4 => {
                attributes.push((name, value));
                (format!("{what} twice"), random.chance(1, 4) || attributes.pop().is_none())
            }
            5 => {
                let new = match random.below(4) {
                    0 => other_case(&name),
                    1 => format!("{name}x"),
                    2 => name.to_lowercase(),
                    _ => name[..name.len() - 1].into(),
                };
                let done = !new.is_empty() && new != name && !has(attributes, &new);
                if done {
                    attributes[index].0.clone_from(&new);
                }
                (format!("{what} called {new}"), done)
            }
            6 | 7 => {
                let moved = attributes.remove(index);
                let of = self.root.at_mut(&other);
                let done = !has(&of.attributes, &name);
                let told = format!("{what} moved to {}", of.name);
                if done {
                    of.attributes.push(moved);
                }
                (told, done)
            }
            8 => {
                let new = random.pick(&["frontera", "Version", "version", "id", "Total", "Importe", "xmlnsx"]);
                let done = !has(attributes, new);
                if done {
                    attributes.push((new.into(), "1".into()));
                }
                (format!("{what}: {new} beside it"), done)
            }
            9 => {
                // Its own prefix, which SAT's unqualified attributes do not have.
                let prefix = random.pick(&["cfdi", "otro", "sin-declarar"]);
                let new = format!("{prefix}:{name}");
                let done = !name.contains(':') && !has(attributes, "xmlns:otro");
                if done {
                    attributes[index].0.clone_from(&new);
                    if prefix == "otro" {
                        attributes.push(("xmlns:otro".into(), "urn:otro".into()));
                    }
                }
                (format!("{what} called {new}"), done)
            }
            _ => {
                let (new, value) = foreign.split_once('=').expect("a pair");
                let done = !has(attributes, new) && (!new.starts_with("xsi:") || !has(attributes, "xmlns:xsi"));
                if done {
                    if new.starts_with("xsi:") {
                        attributes.push(("xmlns:xsi".into(), "http://www.w3.org/2001/XMLSchema-instance".into()));
                    }
                    attributes.push((new.into(), value.into()));
                }
                (format!("{what}: {new} beside it"), done)
            }
        }
    }

    /// An element that is missing, or where or what it should not be.
    fn element(&mut self) -> (String, bool) {
        let Some(at) = self.some_element() else { return (String::new(), false) };
        let name = self.root.at(&at).name.clone();
        match self.random.below(13) {
            0 | 1 => {
                self.take(&at);
                (format!("{name} dropped"), true)
            }
            2 => {
                let copy = self.root.at(&at).clone();
                let times = self.random.pick(&[1, 1, 1, 2, 9, 30]);
                for _ in 0..times {
                    self.put(&at, Node::Element(copy.clone()));
                }
                (format!("{name} repeated {times} times"), true)
            }
            3 | 4 => {
                let moved = self.take(&at);
                let paths = self.root.paths();
                let to = paths[self.random.below(paths.len())].clone();
                let parent = self.root.at_mut(&to);
                let told = format!("{name} moved to {}", parent.name);
                let place = self.random.below(parent.inside.len() + 1);
                parent.inside.insert(place, moved);
                (told, true)
            }
            5 | 6 => {
                // With its neighbour.
                let (last, parent) = at.split_last().expect("not the root");
                let parent = self.root.at_mut(parent);
                let next = (last + 1..parent.inside.len()).find(|at| matches!(parent.inside[*at], Node::Element(_)));
                if let Some(next) = next {
                    parent.inside.swap(*last, next);
                }
                (format!("{name} swapped"), next.is_some())
            }
            7 => {
                let tag = self.root.at_mut(&at);
                let done = !tag.inside.is_empty();
                tag.inside.clear();
                (format!("{name} emptied"), done)
            }
            8 => {
                let copy = self.root.at(&at).clone();
                let tag = self.root.at_mut(&at);
                if self.random.chance(1, 2) {
                    tag.inside = Vec::new();
                }
                tag.inside.push(Node::Element(copy));
                (format!("{name} inside itself"), true)
            }
            9 => {
                // Its children stand in its place.
                let Node::Element(tag) = self.take(&at) else { return (String::new(), false) };
                for child in tag.inside.into_iter().rev() {
                    self.put(&at, child);
                }
                (format!("{name} unwrapped"), true)
            }
            10 | 11 => {
                let new = self.other_name(&name);
                let done = new != name && !new.is_empty();
                self.root.at_mut(&at).name.clone_from(&new);
                (format!("{name} called {new}"), done)
            }
            _ => self.other_namespace(&at),
        }
    }

    fn other_name(&mut self, name: &str) -> String {
        let (prefix, local) = name.split_once(':').map_or(("", name), |(prefix, local)| (prefix, local));
        let paths = self.root.paths();
        let other = self.root.at(&paths[self.random.below(paths.len())]).name.clone();
        let other = other.split_once(':').map_or(other.as_str(), |(_, local)| local);
        let local = match self.random.below(5) {
            0 => other_case(local),
            1 => format!("{local}s"),
            2 => local.to_lowercase(),
            3 => local[..local.char_indices().last().map_or(0, |(at, _)| at)].to_owned(),
            _ => other.to_owned(),
        };
        match (local.is_empty(), prefix) {
            (true, _) => String::new(),
            (_, "") => local,
            _ => format!("{prefix}:{local}"),
        }
    }

    /// Into another namespace: one that SAT has an XSD of, or none, or nobody's.
    fn other_namespace(&mut self, at: &Path) -> (String, bool) {
        let known = Schema::all()[self.random.below(Schema::all().len())].namespace();
        let namespace = self.random.pick(&[
            known,
            known,
            "",
            "urn:x",
            "http://www.sat.gob.mx/cfd/4 ",
            "http://www.sat.gob.mx/cfd/3",
        ]);
        let tag = self.root.at_mut(at);
        let (name, local) = (tag.name.clone(), tag.name.rsplit(':').next().unwrap_or_default().to_owned());
        // Without a prefix, so that an empty one can be said.
        tag.name = local;
        tag.attributes.retain(|(name, _)| name != "xmlns");
        tag.attributes.push(("xmlns".into(), namespace.into()));
        (format!("{name} of the namespace `{namespace}`"), true)
    }

    /// Text, or what looks like it, between the tags.
    fn text(&mut self) -> (String, bool) {
        let paths = self.root.paths();
        let at = paths[self.random.below(paths.len())].clone();
        let piece = if self.random.chance(1, 4) { self.random.pick(BROKEN) } else { self.random.word(PIECES) };
        let tag = self.root.at_mut(&at);
        let told = format!("{piece:?} in {}", tag.name);
        let place = self.random.below(tag.inside.len() + 1);
        tag.inside.insert(place, Node::Other(piece.into()));
        (told, true)
    }

    /// What stands in an open node, somewhere else; an open node twice.
    fn complement(&mut self) -> (String, bool) {
        let paths = self.root.paths();
        let is_open = |name: &str| ["Complemento", "ComplementoConcepto", "Addenda"].contains(&name);
        let open: Vec<_> = paths.iter().filter(|at| is_open(self.root.at(at).local())).cloned().collect();
        let inside: Vec<_> = paths
            .iter()
            .filter(|at| at.split_last().is_some_and(|(_, parent)| open.contains(&parent.to_vec())))
            .cloned()
            .collect();
        if inside.is_empty() {
            return (String::new(), false);
        }
        let at = inside[self.random.below(inside.len())].clone();
        let name = self.root.at(&at).name.clone();
        match self.random.below(8) {
            5 => {
                // Whatever the document has, the whole of it too, as a complement.
                let from = paths[self.random.below(paths.len())].clone();
                let from = if self.random.chance(1, 4) { Vec::new() } else { from };
                let copy = self.root.at(&from).clone();
                let told = format!("{} beside {name}", copy.name);
                let beside = self.random.chance(1, 2);
                let parent = self.root.at_mut(&at[..at.len() - 1]);
                let place = if beside { parent.inside.len() } else { 0 };
                parent.inside.insert(place, Node::Element(copy));
                (told, true)
            }
            6 => {
                // Twice, the second of another version.
                let mut copy = self.root.at(&at).clone();
                let new = self.random.word(VERSIONS);
                let version = copy.attributes.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("version"));
                let done = version.map(|(_, value)| *value = new.into()).is_some();
                if done {
                    self.put(&at, Node::Element(copy));
                }
                (format!("{name} twice, first of version {new:?}"), done)
            }
            0 => {
                let parent = at[..at.len() - 1].to_vec();
                let copy = self.root.at(&parent).clone();
                let done = !parent.is_empty();
                if done {
                    self.put(&parent, Node::Element(copy));
                }
                (format!("the whole node of {name} repeated"), done)
            }
            1 => {
                let tag = self.root.at_mut(&at);
                let version = tag.attributes.iter().position(|(name, _)| name.eq_ignore_ascii_case("version"));
                let new = self.random.word(VERSIONS);
                if let Some(version) = version {
                    tag.attributes[version].1 = new.into();
                }
                (format!("{name} of version {new:?}"), version.is_some())
            }
            2 => {
                // Into a line, as its complement.
                let lines: Vec<_> = paths.iter().filter(|at| self.root.at(at).local() == "Concepto").cloned().collect();
                if lines.is_empty() {
                    return (String::new(), false);
                }
                let copy = self.root.at(&at).clone();
                let line = lines[self.random.below(lines.len())].clone();
                let prefix = self.root.at(&line).name.split_once(':').map_or(String::new(), |(p, _)| format!("{p}:"));
                let node = Tag {
                    name: format!("{prefix}ComplementoConcepto"),
                    inside: vec![Node::Element(copy)],
                    ..Tag::default()
                };
                self.root.at_mut(&line).inside.push(Node::Element(node));
                (format!("{name} in a line"), true)
            }
            _ => {
                let moved = self.take(&at);
                let mut targets: Vec<Path> = self.root.paths();
                let wide = self.random.chance(1, 2);
                targets.retain(|at| at.is_empty() || wide || is_open(self.root.at(at).local()));
                let to = targets[self.random.below(targets.len())].clone();
                let told = format!("{name} moved to {}", self.root.at(&to).name);
                self.root.at_mut(&to).inside.push(moved);
                (told, true)
            }
        }
    }

    fn of_root(&mut self) -> (String, bool) {
        match self.random.below(4) {
            0 => {
                let name = self.root.name.clone();
                let new = self.other_name(&name);
                let done = new != name && !new.is_empty();
                if done {
                    self.root.name.clone_from(&new);
                }
                (format!("the root {new}"), done)
            }
            1 => self.other_namespace(&Vec::new()),
            _ => {
                let new = self.random.word(VERSIONS);
                let version = self.root.attributes.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("version"));
                let done = version.is_some();
                if let Some((_, value)) = version {
                    *value = new.into();
                }
                (format!("the root of version {new:?}"), done)
            }
        }
    }

    /// Any attribute that declares no namespace.
    fn some_attribute(&mut self) -> Option<(Path, usize)> {
        let mut all = Vec::new();
        for at in self.root.paths() {
            let attributes = &self.root.at(&at).attributes;
            let own = (0..attributes.len()).filter(|index| !attributes[*index].0.starts_with("xmlns"));
            all.extend(own.map(|index| (at.clone(), index)));
        }
        (!all.is_empty()).then(|| all[self.random.below(all.len())].clone())
    }

    /// Any element but the root.
    fn some_element(&mut self) -> Option<Path> {
        let paths = self.root.paths();
        (paths.len() > 1).then(|| paths[1 + self.random.below(paths.len() - 1)].clone())
    }

    fn take(&mut self, at: &[usize]) -> Node {
        let (last, parent) = at.split_last().expect("not the root");
        self.root.at_mut(parent).inside.remove(*last)
    }

    fn put(&mut self, at: &[usize], node: Node) {
        let (last, parent) = at.split_last().expect("not the root");
        self.root.at_mut(parent).inside.insert(*last, node);
    }
}

/// Types of attributes by their names, from every XSD.
static TYPES: LazyLock<BTreeMap<&'static str, Vec<Type>>> = LazyLock::new(|| {
    fn walk(element: Element, depth: usize, types: &mut BTreeMap<&'static str, Vec<Type>>) {
        for attribute in element.attributes() {
            types.entry(attribute.name()).or_default().push(attribute.value_type());
        }
        for child in element.children().into_iter().filter(|_| depth < 12) {
            walk(child, depth + 1, types);
        }
    }
    let mut types = BTreeMap::new();
    Schema::all().iter().flat_map(Schema::roots).for_each(|root| walk(root, 0, &mut types));
    types
});

fn changed_end(text: &str, random: &mut Random) -> String {
    let plain = unescape(text);
    let cut = plain.char_indices().last().map_or(0, |(at, _)| at);
    escape(&format!("{}{}", &plain[..cut], random.letter("0123456789AZaz-. Ñ")))
}

fn other_case(text: &str) -> String {
    let plain = unescape(text);
    let flip = |c: char| if c.is_lowercase() { c.to_uppercase().to_string() } else { c.to_lowercase().to_string() };
    let mut chars = plain.chars();
    // The first letter of a name, all of a code.
    let flipped: String = match chars.next() {
        Some(first) if plain.len() > 6 => flip(first) + chars.as_str(),
        _ => plain.chars().map(flip).collect(),
    };
    escape(&flipped)
}

fn insert(text: &str, random: &mut Random, piece: &str) -> String {
    let middle = random.below(text.len() + 1);
    let mut at = random.pick(&[0, text.len(), middle]);
    // Not inside a reference.
    while !text.is_char_boundary(at) || text[..at].rfind('&') > text[..at].rfind(';') {
        at -= 1;
    }
    format!("{}{piece}{}", &text[..at], &text[at..])
}

const NUMBERS: &str = "1e5|1,000.00|-1|+1|.5|5.|.|-|+|0|-0|1.0.0|1234567890123456789012345678901234567890|\
    0.1234567890123456789012345678901234567890|NaN|INF|0x10|１２|1 000|99999999999|32768|2147483648|-2147483649|0.0000001|1_000";
const DAYS: &str = "2024-02-30|2023-02-29|2024-02-29|2100-02-29|2000-02-29|2024-06-31|2024-13-01|2024-00-10|2024-01-00|\
    0000-01-01|0001-01-01|12024-01-01|02024-01-01|-2024-01-01|2024-1-1|1899-12-31|2014-01-01|2009-12-31|9999-12-31";
const TIMES: &str = "|T24:00:00|T24:00:01|T23:59:60|T23:60:00|T12:00|T12|t12:00:00|T12:00:00.|T12:00:00.123|T12:00:00Z| 12:00:00|\
    T1:00:00|T00:00:00|T24:00:00.000|T12:00:00-06:00|T99:00:00";
const ZONES: &str = "Z|z|+06:00|-06:00|+14:00|+14:01|-15:00|+6:00|+0600|-00:00|.5|+06:60";
const DATES: &str = "2024-02-30|2024-02-30T12:00:00|2024-01-01T24:00:00|2024-01-01T00:00:00Z|2024-01-01|01/02/2024|20240101|\
    2024-01-01T12:00:00-06:00|hoy|2014-01-01T00:00:00-05:00|2013-12-31T23:59:59-07:00|12:00:00|--02-29";
const CODES: &str = "MXN|USD|mxn|XXX|01|1|001|002|PUE|G03|S01|I|Tasa|Exento|H87|84111506|0.160000|0.16|USA|MEX|XAXX010101000|\
    true|Sí|4.0|ingreso|No Aplica|601|00000000-0000-0000-0000-000000000000";
const VERSIONS: &str = "4.0|3.3|3.2|2.0|1.0|1.1|1.2|3.1|4.00|04.0| 4.0|4.0 |+4.0||4,0|5.0|1";
const FOREIGN: &str = "xsi:type=xs:string|xsi:nil=true|xsi:nil=false|xsi:schemaLocation=urn:a b|xsi:schemaLocation=|xsi:schemaLocation=urn:a|\
    xsi:schemaLocation=http://www.sat.gob.mx/cfd/4 nada.xsd|xsi:schemaLocation=urn:x nada.xsd|\
    xsi:noNamespaceSchemaLocation=a.xsd|xsi:otro=1|xml:lang=es|xml:space=preserve|xml:id=a|xmlns:sin-uso=urn:sin-uso|xml:otro=1|\
    xmlns:xml=http://www.w3.org/XML/1998/namespace";
const PIECES: &str = "x| |\n  |<![CDATA[x]]>|<![CDATA[ ]]>|<![CDATA[]]>|<!-- x -->|<?x y?>|&#32;|&#10;|&#160;|\u{a0}|0|&amp;|&lt;|\
    <otro/>|<otro xmlns=\"urn:x\"/>|\u{feff}";
/// What is no XML, or hardly.
const BROKEN: &[&str] = &[
    "]]>",
    "&#0;",
    "&#x1F;",
    "&#xFFFE;",
    "&#xD800;",
    "&#x110000;",
    "&nada;",
    "&",
    "&amp",
    "<!-- a--b -->",
    "<!-- a --->",
    "<",
    "< a/>",
    "<?xml version=\"1.0\"?>",
    "<?XML x?>",
    "<?a:b x?>",
    "<a:b xmlns:a=\"urn:x\"/>",
    "<a:b/>",
    "<:a/>",
    "<a:/>",
    "<a:b:c xmlns:a=\"urn:x\"/>",
    "<a",
    "<a></b>",
    "</a>",
    "\u{1}",
    "\u{7f}",
    "\u{fffe}",
    "\u{ffff}",
    "<a b='<'/>",
    "<a b=c/>",
    "<a b/>",
    "<a b='1'c='2'/>",
    "<1/>",
    "<-a/>",
    "<a b='1' b='2'/>",
    "<a xmlns:p=\"urn:x\" xmlns:q=\"urn:x\" p:b=\"1\" q:b=\"2\"/>",
    "<a xmlns:p=\"\"/>",
    "<a xmlns:xmlns=\"urn:x\"/>",
    "<a xmlns:xml=\"urn:x\"/>",
    "<a xmlns=\"http://www.w3.org/2000/xmlns/\"/>",
    "<a xmlns:p=\"http://www.w3.org/XML/1998/namespace\"/>",
    "<xml:a/>",
    "<a xmlns:xsi=\"urn:x\" xsi:b=\"1\"/>",
    "<![CDATA[a]]b]]>",
    "<![cdata[a]]>",
    "<!ELEMENT a ANY>",
    "<a b=\"&#10;&#xA;\"/>",
    "<a b=\"&#0;\"/>",
    "<a b=\"\u{1}\"/>",
    "<a b=\"&\"/>",
    "<\u{d7}/>",
    "<\u{f7}a/>",
    "<a\u{b7}/>",
    "<\u{b7}a/>",
    "<\u{37e}/>",
    "<\u{2070}/>",
    "<a\u{203f}/>",
];
