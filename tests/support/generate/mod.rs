//! Random documents that SAT's XSDs accept, some of them as odd as they allow.
//!
//! The structure is walked from `frontera::schema`: each family, each complement that SAT publishes an XSD of. That the tables
//! are SAT's is judged by `tests/structure.rs`, where SAT's own XSDs must accept what is made here. No model of the library's is
//! asked, so a node that it forgot still turns up. The values are random, not consistent: totals do not add up and seals do
//! not verify. The same [`Shape`] always gives the same document.
//!
//! Departures from what the XSDs accept: `Version` is never padded (SAT's stylesheet and every judge choose by it); nothing of
//! the document's own namespace stands inside a complement; a namespace with two versions has one of them in a document (the
//! judge knows one at a time); there is no DOCTYPE.

// Each test binary includes this file as a private module.
#![allow(unreachable_pub)]

mod foreign;
mod markup;
pub mod pattern;
mod values;

use frontera::formats::cfdi::Family;
use frontera::schema::{Element, Model, Schema, prefix_of};

use super::random::Random;

/// Which document to make.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Another seed, another document.
    pub seed: u64,
    pub family: Family,
    /// `TipoDeComprobante`: `I`, `E`, `T`, `P` or `N`; other families than CFDI 4.0 and 3.3 choose for themselves.
    pub tipo: char,
    /// With literals and markup that the XSD accepts and few issuers write.
    pub odd: bool,
    /// With stamps, complements known and unknown, and an Addenda.
    pub foreign: bool,
    pub complements: Complements,
}

/// Which complements stand where they may.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Complements {
    /// Mostly the stamp and iedu; any other now and then; unknown ones between them.
    Any,
    /// This one of [`Schema::all`], and nothing unknown.
    Only(usize),
}

impl Default for Shape {
    fn default() -> Self {
        Shape { seed: 0, family: Family::Cfdi40, tipo: 'I', odd: false, foreign: false, complements: Complements::Any }
    }
}

/// The places in [`Schema::all`] of everything that may stand in a Complemento.
pub fn complements() -> Vec<usize> {
    let families = |schema: &Schema| Family::ALL.iter().any(|family| family.namespace() == schema.namespace());
    let all = Schema::all().iter().enumerate();
    all.filter(|(_, schema)| !families(schema)).map(|(at, _)| at).collect()
}

/// A random document that SAT's XSD accepts (its Addenda and unknown complements set aside).
pub fn document(shape: Shape) -> String {
    let odd = shape.odd;
    let mut random = Random::new(shape.seed);
    let family = Family::ALL.iter().position(|family| *family == shape.family).expect("one of all");
    let only = match shape.complements {
        Complements::Any => 0,
        Complements::Only(at) => at + 1,
    };
    for part in [shape.tipo as u64, u64::from(odd), u64::from(shape.foreign), family as u64, only as u64] {
        random = Random::new(random.next() ^ part);
    }
    let family =
        Schema::find(shape.family.namespace(), Some(shape.family.version())).expect("every family has its XSD");
    let main = if odd { random.pick(&["", "", "", "c", "CFDI", "_4.0", "ñandú", "*"]) } else { "*" };
    let maker = Maker {
        main: if main == "*" { family.prefix() } else { main },
        xsi: if odd { random.pick(&["xsi", "xsi", "i", "esquema-1"]) } else { "xsi" },
        layout: random.pick(&[Layout::Compact, Layout::Lines, Layout::Indented]),
        references: odd && random.chance(1, 2),
        family,
        chosen: Vec::new(),
        shape,
        random,
        out: String::new(),
        scope: Vec::new(),
        depth: 0,
        sello: String::new(),
    };
    maker.document()
}

struct Maker {
    shape: Shape,
    family: &'static Schema,
    /// The versions that this document has of namespaces with several.
    chosen: Vec<&'static Schema>,
    random: Random,
    out: String,
    /// The usual prefix of the document's own namespace, and that of XMLSchema-instance.
    main: &'static str,
    xsi: &'static str,
    layout: Layout,
    /// Whether letters with an accent become character references often.
    references: bool,
    /// Every declaration (prefix, namespace) in force, the innermost last.
    scope: Vec<(String, String)>,
    depth: usize,
    sello: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Compact,
    Lines,
    Indented,
}

/// What may stand between two tags.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Outside,
    /// A content type without content: comments, but no blank.
    Empty,
    Sequence,
    Foreign,
}

type Pairs = Vec<(String, String)>;

/// The document and its typed nodes.
impl Maker {
    fn document(mut self) -> String {
        let (odd, crlf) = (self.shape.odd, self.shape.odd && self.random.chance(1, 4));
        let usual = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
        let bom = if odd && self.random.chance(1, 4) { "\u{feff}" } else { "" };
        let declaration = match odd {
            true => self.random.pick(&[
                usual,
                "",
                "<?xml version='1.0' encoding='utf-8'?>",
                r#"<?xml version="1.0"?>"#,
                r#"<?xml  version = "1.0" encoding="UTF-8" standalone='yes' ?>"#,
            ]),
            false => usual,
        };
        self.out.push_str(declaration);
        self.gap(Place::Outside);
        let root = self.family.root(self.shape.family.root()).expect("every family has its root");
        self.typed(root, self.family);
        self.gap(Place::Outside);
        format!("{bom}{}", if crlf { self.out.replace('\n', "\r\n") } else { self.out })
    }

    /// An element that an XSD declares, with what it declares below it.
    fn typed(&mut self, element: Element, schema: &'static Schema) {
        let (odd, mark, root, namespace) =
            (self.shape.odd, self.scope.len(), self.scope.is_empty(), schema.namespace());
        let mut attributes = Pairs::new();
        if root {
            self.declare_root(&mut attributes);
        }
        let prefix = self.prefix_of(namespace, &mut attributes);
        if !root && odd && self.random.chance(1, 10) {
            self.declare_nested(&prefix, &mut attributes);
        }
        // An Addenda may carry what it likes, since the XSD never sees it.
        let addenda = element.name() == "Addenda" && namespace == self.family.namespace();
        let free = self.shape.foreign && addenda && self.random.chance(1, 2);
        if free {
            self.foreign_attributes(&mut attributes);
        }
        let located = match namespace {
            _ if free => false,
            _ if root => self.random.chance(7, 8),
            TFD => self.random.chance(1, 2),
            _ => odd && self.random.chance(1, 16),
        };
        if located {
            let xsi = self.instance(&mut attributes);
            attributes.push((format!("{xsi}:schemaLocation"), self.locations(schema)));
        }
        let own = attributes.len();
        let long = self.out.len() > LONG;
        let bare = long || odd && may_be_empty(element) && self.random.chance(1, 5);
        for attribute in element.attributes() {
            if attribute.is_required() || !bare && self.random.chance(1, 2) {
                let value = match attribute.fixed() {
                    Some(fixed) => fixed.into(),
                    None => self.value(attribute.name(), attribute.value_type()),
                };
                attributes.push((attribute.name().into(), value));
            }
        }
        let mut children = self.children(element, bare);
        // An empty node is legal and odd.
        for _ in 0..8 {
            if children.is_empty() && attributes.len() == own && !odd && !bare {
                children = self.children(element, false);
            }
        }

        let name = qualified(&prefix, element.name());
        let at = self.start(&name, attributes);
        match element.model() {
            Model::Any { min, .. } => self.open_node(element.name(), min > 0),
            Model::Empty if !odd => {}
            Model::Empty => self.gap(Place::Empty),
            Model::Text(of) => {
                let value = self.value(element.name(), of);
                let cut =
                    if odd && self.random.chance(1, 6) { value.chars().next().map_or(0, char::len_utf8) } else { 0 };
                self.escaped(&value[..cut], None);
                if cut > 0 {
                    self.remark();
                }
                self.escaped(&value[cut..], None);
            }
            _ if children.is_empty() && (!odd || self.random.chance(1, 2)) => {}
            _ => {
                // The one element with text between its children.
                let mixed = element.name() == "specialInstruction";
                for child in children {
                    if mixed && self.random.chance(1, 2) {
                        self.prose();
                    }
                    self.gap(Place::Sequence);
                    self.typed(child, schema);
                }
                self.depth -= 1;
                self.gap(Place::Sequence);
                self.depth += 1;
            }
        }
        self.finish(&name, at);
        self.scope.truncate(mark);
    }

    /// The children to write, repeats included, in an order that the XSD takes.
    fn children(&mut self, element: Element, bare: bool) -> Vec<Element> {
        let mut children: Vec<Element> = Vec::new();
        if matches!(element.model(), Model::All) {
            let members = element.members().into_iter();
            children
                .extend(members.filter(|(_, required)| *required || !bare && self.random.chance(1, 2)).map(|(m, _)| m));
            self.random.shuffle(&mut children);
            return children;
        }
        let states = element.states();
        if states.is_empty() {
            return children;
        }
        let ways = ways(&states);
        // Whether to repeat what may be repeated to its bound.
        let most = self.random.chance(1, 16);
        let mut at = 0;
        loop {
            let (accepts, next) = &states[at];
            let next: Vec<_> = next.iter().filter(|(child, _)| self.wants(*child)).collect();
            let short = bare || children.len() >= if most { 24 } else { 12 };
            if *accepts && (short || next.is_empty()) {
                return children;
            }
            let last = children.last().map(|last| last.name());
            let mut taken = None;
            if short {
                taken = next.iter().min_by_key(|(_, to)| ways[*to]);
            } else if most {
                taken = next.iter().find(|(child, _)| Some(child.name()) == last);
            } else if self.random.chance(1, 6) {
                taken = Some(&next[self.random.below(next.len())]);
            }
            // One after the other, as the XSD has them, or none where that will do.
            taken = taken.or_else(|| next.iter().find(|_| self.random.chance(1, 2)));
            match taken {
                Some((child, to)) => {
                    children.push(*child);
                    at = *to;
                }
                None if *accepts => return children,
                None => {}
            }
        }
    }

    fn wants(&mut self, child: Element) -> bool {
        match child.model() {
            Model::Any { .. } if self.shape.foreign && self.shape.complements != Complements::Any => {
                child.name() != "ComplementoConcepto" || self.random.chance(1, 3)
            }
            Model::Any { .. } if self.shape.foreign => self.random.chance(2, 3),
            Model::Any { .. } => self.shape.odd && may_be_empty(child) && self.random.chance(1, 4),
            _ => true,
        }
    }

    fn declare_root(&mut self, attributes: &mut Pairs) {
        let namespace = self.family.namespace();
        self.declare(self.main, namespace, attributes);
        if !self.shape.odd || self.random.chance(1, 2) {
            self.declare(self.xsi, XSI, attributes);
        }
        if self.shape.foreign {
            for (prefix, namespace) in [("tfd", TFD), ("iedu", IEDU), ("x", STRANGE[0])] {
                if self.random.chance(1, 3) {
                    self.declare(prefix, namespace, attributes);
                }
            }
        }
        if self.shape.odd {
            // SAT's usual prefixes bound to something else.
            for prefix in ["", "cfdi", "xsi", "tfd"] {
                if self.random.chance(1, 12) {
                    self.declare(prefix, STRANGE[1], attributes);
                }
            }
        }
    }

    /// A declaration that the typed node of `prefix` does not need; what is below it may use it.
    fn declare_nested(&mut self, prefix: &str, attributes: &mut Pairs) {
        let main_namespace = self.family.namespace();
        let ours = self.prefixes(main_namespace);
        let default_in_use = prefix.is_empty() || ours.contains(&String::new());
        match (self.random.below(7), ours.first()) {
            (0, Some(main)) => self.declare(main, main_namespace, attributes),
            (1, _) => self.declare(&self.fresh("otro"), main_namespace, attributes),
            (2, _) => self.declare(&self.fresh("sin-uso"), STRANGE[2], attributes),
            (3, _) => self.declare(&self.fresh("tfd"), TFD, attributes),
            (4, _) => self.declare(&self.fresh(self.xsi), XSI, attributes),
            (5, _) if !default_in_use => self.declare("", STRANGE[1], attributes),
            // Legal, since it binds this prefix to what it always means.
            _ => attributes.push(("xmlns:xml".into(), "http://www.w3.org/XML/1998/namespace".into())),
        }
    }

    /// A prefix for an element of `namespace`, declared here if none is in force.
    fn prefix_of(&mut self, namespace: &str, attributes: &mut Pairs) -> String {
        let known = self.prefixes(namespace);
        if namespace == self.family.namespace() && self.shape.odd && self.random.chance(1, 30) {
            let prefix = self.fresh("otro");
            self.declare(&prefix, namespace, attributes);
            return prefix;
        }
        if namespace == self.family.namespace()
            && known.iter().any(|prefix| prefix == self.main)
            && self.random.chance(3, 4)
        {
            return self.main.into();
        }
        if !known.is_empty() && (namespace == self.family.namespace() || self.random.chance(1, 2)) {
            return known[self.random.below(known.len())].clone();
        }
        let usual = prefix_of(namespace).unwrap_or("cfdi");
        let prefix = if self.shape.odd { self.random.pick(&[usual, usual, "", "sat1"]) } else { usual };
        self.declare(prefix, namespace, attributes);
        prefix.into()
    }

    /// The value of `xsi:schemaLocation`: pairs of a namespace and an address.
    fn locations(&mut self, of: &Schema) -> String {
        let pair = |schema: &Schema| format!("{} http://www.sat.gob.mx/{}", schema.namespace(), schema.file());
        let mut pairs = vec![pair(of)];
        if of.namespace() == self.family.namespace() && self.shape.foreign && self.random.chance(1, 2) {
            pairs.extend(Schema::find(TFD, Some("1.1")).map(pair));
        }
        if self.shape.odd && self.random.chance(1, 2) {
            let at = self.random.below(pairs.len() + 1);
            pairs.insert(at, format!("{}\n  https://ejemplo.com.mx/x.xsd?a=1&b=2", STRANGE[0]));
        }
        pairs.join(if self.shape.odd { self.random.pick(&[" ", "  ", "\n"]) } else { " " })
    }
}

fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

/// Whether nothing at all is enough.
fn may_be_empty(element: Element) -> bool {
    let content = match element.model() {
        Model::Any { min, .. } => min == 0,
        Model::All => element.members().iter().all(|(_, required)| !required),
        Model::Elements => element.states()[0].0,
        Model::Text(_) => false,
        _ => true,
    };
    content && element.attributes().all(|attribute| !attribute.is_required())
}

/// From each state, how many elements it takes to an end.
fn ways(states: &[(bool, Vec<(Element, usize)>)]) -> Vec<usize> {
    let mut ways: Vec<usize> = states.iter().map(|(accepts, _)| if *accepts { 0 } else { usize::MAX }).collect();
    loop {
        let mut changed = false;
        for (at, (_, next)) in states.iter().enumerate() {
            let least = next.iter().map(|(_, to)| ways[*to].saturating_add(1)).min().unwrap_or(usize::MAX);
            if least < ways[at] {
                (ways[at], changed) = (least, true);
            }
        }
        if !changed {
            return ways;
        }
    }
}

/// From here on a document tries to come to its end.
const LONG: usize = 40_000;
const TFD: &str = "http://www.sat.gob.mx/TimbreFiscalDigital";
const IEDU: &str = "http://www.sat.gob.mx/iedu";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Invented namespaces.
const STRANGE: &[&str] =
    &["urn:x", "http://www.ejemplo.com.mx/addenda/1", "https://ejemplo.com.mx/ns?a=1&b=2", "urn:otra:cfd:4"];
