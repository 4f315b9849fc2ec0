//! SAT's XSDs as tables, and the interpreter that checks a document against them.
//!
//! Every XSD of CFDI, the stamp, Retenciones and their complements is data here: elements, their order and occurrence,
//! attributes, types with their facets. Content models and patterns are tables of states made by the generator; nothing is
//! compiled when a document is read. Nothing here knows what a value means.
//! ```
//! use frontera::schema::{Schema, named_type};
//! let cfdi = Schema::find("http://www.sat.gob.mx/cfd/4", Some("4.0")).unwrap();
//! let root = cfdi.root("Comprobante").unwrap();
//! assert!(root.attribute("Fecha").unwrap().is_required());
//! assert!(root.attribute("Fecha").unwrap().value_type().check("2026-11-24T10:00:00").is_ok());
//! let uso = named_type("http://www.sat.gob.mx/sitio_internet/cfd/catalogos", "c_UsoCFDI").unwrap();
//! assert!(uso.check("G03").is_ok() && uso.check("X99").is_err());
//! ```
//! The verdict is that of libxml2 with SAT's XSDs, the judge of the tests. Departures from XML Schema that follow from it are
//! marked in `value.rs`; departures from that judge:
//! - a complement of a namespace without XSD counts as the content that Complemento must have; it is told as *not checked*;
//! - `xsi:type` is never accepted: SAT's XSDs have no type that it could choose.

mod check;
mod pattern;
#[rustfmt::skip]
mod tables;
mod value;
mod view;

use crate::packed::CodeSet;

pub(crate) use check::{Checker, Fault, Inside, Place, Sink, View, ViewAttr};
use pattern::Pattern;
pub use value::ValueFault;
use value::{Base, Space};
pub(crate) use view::Trees;

/// One XSD: the roots that a namespace declares in one version.
pub struct Schema {
    namespace: &'static str,
    prefix: &'static str,
    version: Option<&'static str>,
    file: &'static str,
    roots: &'static [u16],
}

impl Schema {
    /// Every XSD, by namespace and version.
    pub fn all() -> &'static [Schema] {
        tables::SCHEMAS
    }

    /// The XSD of a namespace: of this version, else the newest.
    pub fn find(namespace: &str, version: Option<&str>) -> Option<&'static Schema> {
        let first = tables::SCHEMAS.partition_point(|schema| schema.namespace < namespace);
        let mut of_it = tables::SCHEMAS[first..].iter().take_while(|schema| schema.namespace == namespace);
        let newest = of_it.clone().last()?;
        Some(of_it.find(|schema| version.is_some() && schema.version == version).unwrap_or(newest))
    }

    /// The namespace that the XSD is of.
    pub fn namespace(&self) -> &'static str {
        self.namespace
    }

    /// The prefix that SAT gives the namespace.
    pub fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// The fixed value of the roots' Version.
    pub fn version(&self) -> Option<&'static str> {
        self.version
    }

    /// Where SAT publishes it, below `http://www.sat.gob.mx/`.
    pub fn file(&self) -> &'static str {
        self.file
    }

    /// The elements that may stand on their own.
    pub fn roots(&self) -> impl Iterator<Item = Element> {
        self.roots.iter().map(|at| Element(&tables::DECLS[usize::from(*at)]))
    }

    /// A root by its local name.
    pub fn root(&self, name: &str) -> Option<Element> {
        self.roots().find(|root| root.name() == name)
    }
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schema").field("file", &self.file).finish_non_exhaustive()
    }
}

/// An element as an XSD declares it.
#[derive(Clone, Copy)]
pub struct Element(&'static Decl);

impl Element {
    /// The local name; the namespace is that of the XSD.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The attributes, in the order of the XSD.
    pub fn attributes(self) -> impl ExactSizeIterator<Item = Attribute> {
        self.complex().attributes.iter().map(Attribute)
    }

    /// An attribute by its name.
    pub fn attribute(self, name: &str) -> Option<Attribute> {
        self.attributes().find(|attribute| attribute.name() == name)
    }

    /// The elements that may stand inside, in the order of the XSD.
    pub fn children(self) -> Vec<Element> {
        let mut children: Vec<u16> = Vec::new();
        match self.complex().content {
            Content::Model(_, states) => children.extend(states.iter().flat_map(|state| state.next).map(|next| next.0)),
            Content::All(members) => children.extend(members.iter().map(|member| member.0)),
            _ => {}
        }
        let mut seen = std::collections::BTreeSet::new();
        children.retain(|child| seen.insert(*child));
        children.into_iter().map(|child| Element(&tables::DECLS[usize::from(child)])).collect()
    }

    /// A child by its local name.
    pub fn child(self, name: &str) -> Option<Element> {
        let element = |decl: u16| Element(&tables::DECLS[usize::from(decl)]);
        let mut found = None;
        let mut look = |decl: u16| {
            found = found.or_else(|| Some(element(decl)).filter(|child| child.name() == name));
            found.is_some()
        };
        match self.complex().content {
            Content::Model(_, states) => states.iter().flat_map(|state| state.next).any(|next| look(next.0)),
            Content::All(members) => members.iter().any(|member| look(member.0)),
            _ => false,
        };
        found
    }

    /// What may stand inside.
    pub fn model(self) -> Model {
        match self.complex().content {
            Content::Empty => Model::Empty,
            Content::Any(min, max) => Model::Any { min, max: (max != u32::MAX).then_some(max) },
            Content::All(_) => Model::All,
            Content::Model(..) => Model::Elements,
            Content::Text(kind) => Model::Text(Type(&tables::SIMPLES[usize::from(kind)])),
        }
    }

    /// The content model as an automaton: per state whether the element may end there, and what may follow. The first state
    /// is 0; models other than [`Model::Elements`] have none.
    pub fn states(self) -> Vec<(bool, Vec<(Element, usize)>)> {
        let Content::Model(_, states) = self.complex().content else { return Vec::new() };
        let next = |next: &(u16, u16)| (Element(&tables::DECLS[usize::from(next.0)]), usize::from(next.1));
        states.iter().map(|state| (state.accepts, state.next.iter().map(next).collect())).collect()
    }

    /// Of [`Model::All`]: the members, each with whether it must be there.
    pub fn members(self) -> Vec<(Element, bool)> {
        let Content::All(members) = self.complex().content else { return Vec::new() };
        members.iter().map(|(decl, required)| (Element(&tables::DECLS[usize::from(*decl)]), *required)).collect()
    }

    fn complex(self) -> &'static Complex {
        &tables::COMPLEXES[usize::from(self.0.kind)]
    }
}

impl std::fmt::Debug for Element {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Element").field(&self.name()).finish()
    }
}

/// What may stand inside an element.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Model {
    /// Each member at most once, in any order.
    All,
    /// Roots of any namespace, so many at least and at most.
    Any {
        /// At least.
        min: u32,
        /// At most; none: without end.
        max: Option<u32>,
    },
    /// Elements in an order.
    Elements,
    /// Nothing, not even white space.
    Empty,
    /// A value.
    Text(Type),
}

/// An attribute as an XSD declares it.
#[derive(Clone, Copy)]
pub struct Attribute(&'static Attr);

impl Attribute {
    /// The name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Whether it must be there.
    pub fn is_required(self) -> bool {
        self.0.required
    }

    /// The one value that it may have.
    pub fn fixed(self) -> Option<&'static str> {
        self.0.fixed
    }

    /// The type of its value.
    pub fn value_type(self) -> Type {
        Type(&tables::SIMPLES[usize::from(self.0.kind)])
    }
}

impl std::fmt::Debug for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Attribute").field(&self.name()).finish()
    }
}

/// A simple type: what a value may be.
#[derive(Clone, Copy)]
pub struct Type(&'static Simple);

impl Type {
    /// The name of the built-in type that it restricts, as XML Schema writes it.
    pub fn base(self) -> &'static str {
        self.0.base.name()
    }

    /// Whether white space around and between words does not count.
    pub fn collapses(self) -> bool {
        self.0.space == Space::Collapse
    }

    /// The least and the greatest number of characters.
    pub fn length(self) -> (usize, Option<usize>) {
        let (min, max) = self.0.length;
        (min as usize, (max != u32::MAX).then_some(max as usize))
    }

    /// The patterns: a value matches one of each list.
    pub fn patterns(self) -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
        self.0.patterns.iter().map(|any| any.iter().map(|at| tables::PATTERNS[usize::from(*at)].source()))
    }

    /// The least value, of numbers and dates.
    pub fn min(self) -> Option<&'static str> {
        self.0.min
    }

    /// The greatest value, of numbers and dates.
    pub fn max(self) -> Option<&'static str> {
        self.0.max
    }

    /// How many digits at most stand after the point.
    pub fn fraction_digits(self) -> Option<u8> {
        (self.0.fraction != u8::MAX).then_some(self.0.fraction)
    }

    /// How many digits a number has at most.
    pub fn total_digits(self) -> Option<u8> {
        (self.0.total != u8::MAX).then_some(self.0.total)
    }

    /// How many values it lists; none where it lists no values.
    pub fn listed(self) -> Option<usize> {
        match self.0.codes {
            Codes::Any => None,
            Codes::Few(codes) => Some(codes.len()),
            Codes::Many(set) => Some(code_set(set).len()),
        }
    }

    /// A value of the list, in the order of their bytes.
    pub fn code(self, index: usize) -> Option<crate::model::Text> {
        match self.0.codes {
            Codes::Any => None,
            Codes::Few(codes) => codes.get(index).map(|code| crate::model::Text::from(*code)),
            Codes::Many(set) => code_set(set).get(index).map(|code| crate::model::Text::from(code.as_str())),
        }
    }

    /// Whether the list has this very value.
    pub fn lists(self, code: &str) -> bool {
        match self.0.codes {
            Codes::Any => false,
            Codes::Few(codes) => codes.binary_search(&code).is_ok(),
            Codes::Many(set) => code_set(set).contains(code),
        }
    }

    /// Up to three values of the list that `code` may have been meant for.
    pub fn near(self, code: &str) -> Vec<crate::model::Text> {
        match self.0.codes {
            Codes::Any => Vec::new(),
            Codes::Few(codes) => {
                crate::nearest::nearest(code, codes.iter().copied()).into_iter().map(Into::into).collect()
            }
            Codes::Many(set) => {
                let set = code_set(set);
                let mut near: Vec<crate::model::Text> = Vec::new();
                for slip in crate::nearest::slips(code).filter(|slip| set.contains(slip)) {
                    if near.len() < 3 && !near.iter().any(|known| **known == *slip) {
                        near.push(slip.into());
                    }
                }
                near
            }
        }
    }

    /// Checks a value as it stands in a document, white space included.
    ///
    /// # Errors
    /// The first facet that it fails.
    pub fn check(self, value: &str) -> Result<(), ValueFault> {
        match self.0.space {
            Space::Collapse => self.0.check(&crate::xml::collapse(value)).and(self.0.check_spaces(value)),
            Space::Preserve => self.0.check(value),
        }
    }
}

impl std::fmt::Debug for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Type").field("base", &self.base()).finish_non_exhaustive()
    }
}

/// A simple type that SAT names for several XSDs: its catalogues (`c_UsoCFDI` …) and data types (`t_Importe` …).
pub fn named_type(namespace: &str, name: &str) -> Option<Type> {
    let at = tables::NAMED.binary_search_by_key(&(namespace, name), |(ns, name, _)| (*ns, *name)).ok()?;
    Some(Type(&tables::SIMPLES[usize::from(tables::NAMED[at].2)]))
}

/// The names of a simple type, each with its namespace: lists that are equal are one type.
pub(crate) fn names_of(of: Type) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_it = move |kind: u16| std::ptr::eq(&tables::SIMPLES[usize::from(kind)], of.0);
    tables::NAMED.iter().filter(move |(_, _, kind)| is_it(*kind)).map(|(namespace, name, _)| (*namespace, *name))
}

/// The prefix that SAT gives a namespace.
pub fn prefix_of(namespace: &str) -> Option<&'static str> {
    Schema::find(namespace, None).map(Schema::prefix)
}

/// Whether a prefix is SAT's for some namespace.
pub(crate) fn is_prefix(prefix: &str) -> bool {
    Schema::all().iter().any(|schema| schema.prefix == prefix)
}

// What the generated tables are made of.

struct Decl {
    name: &'static str,
    kind: u16,
}

struct Complex {
    attributes: &'static [Attr],
    /// A bit for each attribute that must be there.
    required: u64,
    content: Content,
}

struct Attr {
    name: &'static str,
    kind: u16,
    required: bool,
    fixed: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Content {
    All(&'static [(u16, bool)]),
    Any(u32, u32),
    Empty,
    /// Whether text may stand between the elements, and the states.
    Model(bool, &'static [State]),
    Text(u16),
}

struct State {
    accepts: bool,
    /// Which element leads to which state.
    next: &'static [(u16, u16)],
}

struct Simple {
    base: Base,
    space: Space,
    length: (u32, u32),
    patterns: &'static [&'static [u16]],
    codes: Codes,
    min: Option<&'static str>,
    max: Option<&'static str>,
    total: u8,
    fraction: u8,
}

enum Codes {
    Any,
    Few(&'static [&'static str]),
    Many(u16),
}

/// The characters of a class: a bit for each of ASCII, ranges for the rest.
struct Class {
    ascii: u128,
    rest: &'static [(u32, u32)],
}

/// The long enumerations, one after the other.
static SETS: &[u8] = include_bytes!("sets.bin");

fn code_set(at: u16) -> CodeSet<'static> {
    let (from, to) = tables::SETS[usize::from(at)];
    let bytes = SETS.get(from as usize..to as usize).unwrap_or_default();
    CodeSet::from_bytes(bytes).unwrap_or(CodeSet::EMPTY)
}
