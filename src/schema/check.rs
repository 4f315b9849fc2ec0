//! The interpreter: one walk over a document or a tree, every fault told.

use std::borrow::Cow;
use std::fmt;

use super::value::{Space, ValueFault};
use super::{Complex, Content, Decl, Schema, State, tables};
use crate::xml::XSI;

/// An element of whatever holds a document.
pub(crate) trait View: Copy {
    type Attr: ViewAttr;
    fn local_name(&self) -> &str;
    /// The name with its prefix.
    fn written(&self) -> &str;
    fn namespace(&self) -> &str;
    fn same_namespace(&self, other: &Self) -> bool;
    /// Whether it is the very same element.
    fn is(&self, other: &Self) -> bool;
    fn attributes(&self) -> impl Iterator<Item = Self::Attr>;
    fn inside(&self) -> impl Iterator<Item = Inside<Self>>;
    /// The text directly inside.
    fn text(&self) -> String;
}

/// What stands inside an element; comments and instructions are none of it.
pub(crate) enum Inside<V> {
    Element(V),
    /// Character data, and whether it is blank; a CDATA section may be empty.
    Text(bool),
}

/// An attribute of whatever holds a document.
pub(crate) trait ViewAttr {
    /// The name with its prefix.
    fn name(&self) -> &str;
    /// True for `xmlns` and `xmlns:…`.
    fn is_declaration(&self) -> bool;
    /// Empty for a name without prefix.
    fn namespace(&self) -> &str;
    fn value(&self) -> Cow<'_, str>;
    /// The value with white space collapsed.
    fn collapsed(&self) -> Cow<'_, str>;
}

/// What is wrong at a place.
#[derive(Debug)]
pub(crate) enum Fault<'f> {
    /// Nothing inside, where a complement must be.
    Empty,
    /// The attribute has another value than the one that it must have.
    Fixed { found: &'f str, expected: &'static str },
    /// The attribute of the place is not there.
    MissingAttribute,
    /// The element of the place is not there.
    MissingElement,
    /// In Complemento, an element that no XSD of its namespace declares.
    NotDeclared,
    /// Text where only elements may stand, or nothing at all.
    Text { found: &'f str },
    /// An element that may not stand here, as it is written; what may.
    UnexpectedElement { written: &'f str, expected: Vec<&'static str> },
    /// An attribute that the XSD does not know here; those that it knows.
    UnknownAttribute { known: Vec<&'static str> },
    /// Not a fault: a complement that no XSD is known for.
    UnknownNamespace { namespace: &'f str },
    /// A value that fails a facet.
    Value { found: &'f str, fault: ValueFault, of: super::Type },
}

/// Who is told.
pub(crate) trait Sink {
    /// `schema` is the one that the element at the place is of.
    fn fault(&mut self, schema: &'static Schema, place: &Place<'_>, fault: Fault<'_>);
    /// Whether a code that the list of its type lacks is one of a newer list.
    fn admits(&self, of: super::Type, code: &str) -> bool;
    /// False once further faults are only counted: then no effort is made to explain them.
    fn explains(&self) -> bool;
}

/// Where a fault is; its `Display` is an XPath with SAT's prefixes.
pub(crate) struct Place<'p> {
    steps: &'p [Step],
    /// Of an attribute.
    attribute: Option<&'p str>,
}

impl Place<'_> {
    /// The name of the attribute or element that is meant.
    pub(crate) fn name(&self) -> &str {
        self.attribute.unwrap_or_else(|| self.steps.last().map_or("", |step| &step.name))
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Step { prefix, name, index, .. } in self.steps {
            f.write_str("/")?;
            if !prefix.is_empty() {
                write!(f, "{prefix}:")?;
            }
            f.write_str(name)?;
            if *index > 1 || *name == "*" {
                write!(f, "[{index}]")?;
            }
        }
        match self.attribute {
            Some(attribute) => write!(f, "/@{attribute}"),
            None => Ok(()),
        }
    }
}

struct Step {
    /// SAT's, or none where the name has its own.
    prefix: &'static str,
    name: Cow<'static, str>,
    index: u32,
    /// Which of the counted children of the element come after this.
    counted: usize,
}

/// One walk.
pub(crate) struct Checker<'s, V> {
    sink: &'s mut dyn Sink,
    root: V,
    /// Seal and certificate of the root may be missing or empty.
    draft: bool,
    steps: Vec<Step>,
    /// How many children of each declaration the open elements have had, the innermost last.
    counts: Vec<(u16, u32)>,
    /// The XSD of each namespace of which there are several.
    chosen: Vec<&'static Schema>,
}

/// What a draft has not got yet, in the spelling of each family.
const SEAL: &[&str] =
    &["Sello", "sello", "Certificado", "certificado", "Cert", "NoCertificado", "noCertificado", "NumCert"];

impl<'s, V: View> Checker<'s, V> {
    /// Checks a whole document, its Addendas set aside; false where no XSD is known for its root.
    pub(crate) fn document(root: V, draft: bool, sink: &'s mut dyn Sink) -> bool {
        let mut checker = Checker { sink, root, draft, steps: Vec::new(), counts: Vec::new(), chosen: Vec::new() };
        let Some(schema) = checker.schema_of(root) else { return false };
        match declared(schema, root) {
            Some(at) => checker.element(root, schema, at, 1),
            None => checker.not_declared(root, schema, 1),
        }
        true
    }

    fn element(&mut self, element: V, schema: &'static Schema, decl: u16, index: u32) {
        let Decl { name, kind } = &tables::DECLS[usize::from(decl)];
        let complex = &tables::COMPLEXES[usize::from(*kind)];
        if self.is_other_family(element, schema) {
            self.step(element, index);
        } else {
            let (prefix, name) = (schema.prefix, Cow::Borrowed(*name));
            self.steps.push(Step { prefix, name, index, counted: self.counts.len() });
        }
        self.attributes(element, schema, complex);
        match complex.content {
            Content::Empty => {
                let (mut nth, mut text) = (0, false);
                for inside in element.inside() {
                    match inside {
                        Inside::Element(child) => self.unexpected(element, child, &mut nth, schema, Vec::new()),
                        Inside::Text(_) => text = true,
                    }
                }
                self.text(element, schema, text);
            }
            Content::Text(kind) => {
                let simple = &tables::SIMPLES[usize::from(kind)];
                let mut nth = 0;
                for inside in element.inside() {
                    if let Inside::Element(child) = inside {
                        self.unexpected(element, child, &mut nth, schema, Vec::new());
                    }
                }
                let text = element.text();
                if let Err(fault) = super::Type(simple).check(&text) {
                    self.tell(schema, None, Fault::Value { found: &text, fault, of: super::Type(simple) });
                }
            }
            Content::Any(min, max) => self.wildcard(element, schema, min, max),
            Content::All(members) => self.all(element, schema, members),
            Content::Model(mixed, states) => self.model(element, schema, mixed, states),
        }
        if let Some(step) = self.steps.pop() {
            self.counts.truncate(step.counted);
        }
    }

    fn attributes(&mut self, element: V, schema: &'static Schema, complex: &'static Complex) {
        let known = complex.attributes;
        let mut seen = 0u64;
        // Documents mostly keep the order of the XSD: look on from the last one found.
        let mut next = 0;
        for attribute in element.attributes() {
            if attribute.is_declaration() {
                continue;
            }
            let name = attribute.name();
            if !attribute.namespace().is_empty() {
                self.foreign(schema, &attribute);
                continue;
            }
            let (before, after) = known.split_at(next);
            let found = match after.iter().position(|known| known.name == name) {
                Some(at) => next + at,
                None => match before.iter().position(|known| known.name == name) {
                    Some(at) => at,
                    None => {
                        let known = known.iter().map(|known| known.name).collect();
                        self.tell(schema, Some(name), Fault::UnknownAttribute { known });
                        continue;
                    }
                },
            };
            seen |= 1 << found;
            next = found + 1;
            self.attribute(schema, &attribute, found, complex);
        }
        let mut missing = complex.required & !seen;
        while missing != 0 {
            let name = known[missing.trailing_zeros() as usize].name;
            missing &= missing - 1;
            if !self.is_seal_of_draft(name) {
                self.tell(schema, Some(name), Fault::MissingAttribute);
            }
        }
    }

    fn attribute(&mut self, schema: &'static Schema, attribute: &V::Attr, at: usize, complex: &'static Complex) {
        let known = &complex.attributes[at];
        let simple = &tables::SIMPLES[usize::from(known.kind)];
        let value = match simple.space {
            Space::Collapse => attribute.collapsed(),
            Space::Preserve => attribute.value(),
        };
        let mut checked = simple.check(&value);
        if checked.is_ok() && simple.space == Space::Collapse {
            checked = simple.check_spaces(&attribute.value());
        }
        if checked == Err(ValueFault::Enumeration) && self.sink.admits(super::Type(simple), &value) {
            checked = Ok(());
        }
        if let Err(fault) = checked {
            if !(value.is_empty() && self.is_seal_of_draft(known.name)) {
                let fault = Fault::Value { found: &value, fault, of: super::Type(simple) };
                self.tell(schema, Some(known.name), fault);
            }
        } else if let Some(expected) = known.fixed
            && !simple.is_fixed(&value, expected)
        {
            self.tell(schema, Some(known.name), Fault::Fixed { found: &value, expected });
        }
    }

    /// Attributes with a prefix: those of `xsi` that say where an XSD is, and no other.
    fn foreign(&mut self, schema: &'static Schema, attribute: &V::Attr) {
        let local = attribute.name().split_once(':').map_or(attribute.name(), |(_, local)| local);
        let allowed = attribute.namespace() == XSI && matches!(local, "schemaLocation" | "noNamespaceSchemaLocation");
        if !allowed {
            self.tell(schema, Some(attribute.name()), Fault::UnknownAttribute { known: Vec::new() });
        }
    }

    fn is_seal_of_draft(&self, name: &str) -> bool {
        self.draft && self.steps.len() == 1 && SEAL.contains(&name)
    }

    fn wildcard(&mut self, element: V, schema: &'static Schema, min: u32, max: u32) {
        let (mut count, mut nth, mut text) = (0, 0, false);
        // Told once of each; a hostile document has many complements, and each asks for its place among the others.
        let mut unknown: Vec<String> = Vec::new();
        for inside in element.inside() {
            let child = match inside {
                Inside::Element(child) => child,
                Inside::Text(blank) => {
                    text |= !blank;
                    continue;
                }
            };
            count += 1;
            if count > max {
                self.unexpected(element, child, &mut nth, schema, Vec::new());
                continue;
            }
            nth += 1;
            let Some(of_child) = self.schema_of(child) else {
                let namespace = child.namespace();
                if !unknown.iter().any(|told| told == namespace) {
                    unknown.push(namespace.to_owned());
                    let index = self.index_of(element, child, nth);
                    self.step(child, index);
                    self.tell(schema, None, Fault::UnknownNamespace { namespace });
                    self.steps.pop();
                }
                continue;
            };
            match declared(of_child, child) {
                Some(decl) => {
                    let index = self.count(child, of_child, decl, nth);
                    self.element(child, of_child, decl, index);
                }
                None => {
                    let index = self.index_of(element, child, nth);
                    self.not_declared(child, of_child, index);
                }
            }
        }
        self.text(element, schema, text);
        if count < min {
            self.tell(schema, None, Fault::Empty);
        }
    }

    fn all(&mut self, element: V, schema: &'static Schema, members: &'static [(u16, bool)]) {
        let mut seen = 0u64;
        let left = |seen: u64| {
            let left = members.iter().enumerate().filter(|(at, _)| seen >> at & 1 == 0);
            left.map(|(_, member)| tables::DECLS[usize::from(member.0)].name).collect::<Vec<_>>()
        };
        let (mut nth, mut text) = (0, false);
        for inside in element.inside() {
            match inside {
                Inside::Text(blank) => text |= !blank,
                Inside::Element(child) => {
                    let is_it = |member: &(u16, bool)| tables::DECLS[usize::from(member.0)].name == child.local_name();
                    let at = members.iter().position(is_it).filter(|_| child.same_namespace(&element));
                    match at {
                        Some(at) if seen >> at & 1 == 0 => {
                            seen |= 1 << at;
                            nth += 1;
                            let index = self.count(child, schema, members[at].0, nth);
                            self.element(child, schema, members[at].0, index);
                        }
                        _ => self.unexpected(element, child, &mut nth, schema, left(seen)),
                    }
                }
            }
        }
        self.text(element, schema, text);
        let missing = members.iter().enumerate().filter(|(at, member)| member.1 && seen >> at & 1 == 0);
        for (_, member) in missing {
            self.missing(schema, tables::DECLS[usize::from(member.0)].name);
        }
    }

    fn model(&mut self, element: V, schema: &'static Schema, mixed: bool, states: &'static [State]) {
        let (mut state, mut nth, mut text) = (0, 0, false);
        for inside in element.inside() {
            let child = match inside {
                Inside::Text(blank) => {
                    text |= !(mixed || blank);
                    continue;
                }
                Inside::Element(child) => child,
            };
            // The document's own Addenda is set aside.
            if self.steps.len() == 1 && child.local_name() == "Addenda" && child.same_namespace(&element) {
                nth += 1;
                continue;
            }
            let name = child.local_name();
            let is_it = |next: &&(u16, u16)| tables::DECLS[usize::from(next.0)].name == name;
            if child.same_namespace(&element)
                && let Some((decl, next)) = states[state].next.iter().find(is_it)
            {
                state = usize::from(*next);
                nth += 1;
                let index = self.count(child, schema, *decl, nth);
                self.element(child, schema, *decl, index);
                continue;
            }
            let known =
                child.same_namespace(&element).then(|| states.iter().flat_map(|s| s.next).find(is_it)).flatten();
            match known {
                Some((decl, _)) if self.sink.explains() => {
                    nth += 1;
                    let leads =
                        |state: usize| states[state].next.iter().find(is_it).map(|(_, next)| usize::from(*next));
                    match way(states, state, |state| leads(state).is_some()) {
                        // It comes too early: what should stand before it is missing.
                        Some((expected, before)) => {
                            expected.into_iter().for_each(|name| self.missing(schema, name));
                            state = leads(before).unwrap_or(before);
                        }
                        // It comes too late, or too often.
                        None => {
                            let index = self.index_of(element, child, nth);
                            self.step(child, index);
                            let expected = allowed(&states[state]);
                            let written = child.written();
                            self.tell(schema, None, Fault::UnexpectedElement { written, expected });
                            self.steps.pop();
                        }
                    }
                    let index = self.count(child, schema, *decl, nth);
                    self.element(child, schema, *decl, index);
                }
                _ => self.unexpected(element, child, &mut nth, schema, allowed(&states[state])),
            }
        }
        self.text(element, schema, text);
        if !states[state].accepts {
            let expected = way(states, state, |state| states[state].accepts).map(|(expected, _)| expected);
            expected.into_iter().flatten().for_each(|name| self.missing(schema, name));
        }
    }

    /// One fault for all the text of an element, if there is any.
    fn text(&mut self, element: V, schema: &'static Schema, any: bool) {
        if !any {
            return;
        }
        let found = if self.sink.explains() { element.text() } else { String::new() };
        self.tell(schema, None, Fault::Text { found: found.trim() });
    }

    fn missing(&mut self, schema: &'static Schema, name: &'static str) {
        let name = Cow::Borrowed(name);
        self.steps.push(Step { prefix: schema.prefix, name, index: 1, counted: self.counts.len() });
        self.tell(schema, None, Fault::MissingElement);
        self.steps.pop();
    }

    /// An element that may not stand where it does; what is inside is not looked at. It is one more of the children.
    fn unexpected(&mut self, parent: V, child: V, nth: &mut u32, schema: &'static Schema, expected: Vec<&'static str>) {
        *nth += 1;
        let index = self.index_of(parent, child, *nth);
        self.step(child, index);
        self.tell(schema, None, Fault::UnexpectedElement { written: child.written(), expected });
        self.steps.pop();
    }

    fn not_declared(&mut self, child: V, schema: &'static Schema, index: u32) {
        self.step(child, index);
        self.tell(schema, None, Fault::NotDeclared);
        self.steps.pop();
    }

    fn step(&mut self, child: V, index: u32) {
        let (prefix, name) = match self.called(child) {
            Called::Any => ("", "*".into()),
            Called::Sat(prefix) => (prefix, Cow::Owned(child.local_name().to_owned())),
            Called::Written => ("", Cow::Owned(child.written().to_owned())),
        };
        self.steps.push(Step { prefix, name, index, counted: self.counts.len() });
    }

    /// How a path calls an element; `formats::cfdi::path` finds it by the same rules.
    fn called(&self, element: V) -> Called {
        let of_root = super::prefix_of(self.root.namespace());
        if let (true, Some(prefix)) = (element.same_namespace(&self.root), of_root) {
            return Called::Sat(prefix);
        }
        let written = element.written().split_once(':').map_or("", |(prefix, _)| prefix);
        match super::prefix_of(element.namespace()).filter(|prefix| !is_family(prefix)) {
            Some(prefix) => Called::Sat(prefix),
            None if of_root == Some(written) || (super::is_prefix(written) && !is_family(written)) => Called::Any,
            None => Called::Written,
        }
    }

    /// True for a CFDI or Retenciones of another version than the document: SAT's prefix means the document's.
    fn is_other_family(&self, element: V, schema: &'static Schema) -> bool {
        is_family(schema.prefix) && !element.same_namespace(&self.root)
    }

    fn tell(&mut self, schema: &'static Schema, attribute: Option<&str>, fault: Fault<'_>) {
        self.sink.fault(schema, &Place { steps: &self.steps, attribute }, fault);
    }

    /// The place of the next child of this declaration among its like; `nth`: it is so many-th of all.
    fn count(&mut self, child: V, schema: &'static Schema, decl: u16, nth: u32) -> u32 {
        if self.is_other_family(child, schema) && self.called(child) == Called::Any {
            return nth;
        }
        let from = self.steps.last().map_or(0, |step| step.counted);
        match self.counts[from..].iter_mut().rev().find(|counted| counted.0 == decl) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.counts.push((decl, 1));
                1
            }
        }
    }

    /// The place of any child among its like; `nth`: it is so many-th of all.
    fn index_of(&self, parent: V, child: V, nth: u32) -> u32 {
        let called = self.called(child);
        if called == Called::Any || !self.sink.explains() {
            return nth;
        }
        let like = |sibling: V| {
            let same_name = match called {
                Called::Written => sibling.written() == child.written(),
                _ => sibling.local_name() == child.local_name(),
            };
            same_name && self.called(sibling) == called
        };
        let mut index = 0;
        for inside in parent.inside() {
            let Inside::Element(sibling) = inside else { continue };
            index += u32::from(like(sibling));
            if sibling.is(&child) {
                break;
            }
        }
        index
    }

    /// The XSD of an element's namespace. Where there are several, the first element of the namespace in the document
    /// chooses by its Version.
    fn schema_of(&mut self, element: V) -> Option<&'static Schema> {
        let namespace = element.namespace();
        let newest = Schema::find(namespace, None)?;
        let first = Schema::all().iter().find(|schema| schema.namespace == namespace)?;
        if std::ptr::eq(newest, first) {
            return Some(newest);
        }
        if let Some(chosen) = self.chosen.iter().find(|schema| schema.namespace == namespace) {
            return Some(chosen);
        }
        let first = first_of(self.root, namespace, true).unwrap_or(element);
        let version = |name: &str| {
            let found = first.attributes().find(|attribute| attribute.name() == name);
            found.map(|version| version.value().into_owned()).filter(|version| !version.is_empty())
        };
        let version = version("Version").or_else(|| version("version"));
        let schema = Schema::find(namespace, version.as_deref())?;
        self.chosen.push(schema);
        Some(schema)
    }
}

/// How a path calls an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Called {
    /// Its written prefix is SAT's for something else: it is one of all its siblings.
    Any,
    /// By SAT's prefix.
    Sat(&'static str),
    /// As it is written.
    Written,
}

/// The prefixes that stand for the document's own namespace, whichever version's it is.
fn is_family(prefix: &str) -> bool {
    matches!(prefix, "cfdi" | "retenciones")
}

/// The first element of a namespace in document order, the document's Addendas set aside.
fn first_of<V: View>(element: V, namespace: &str, is_root: bool) -> Option<V> {
    if element.namespace() == namespace {
        return Some(element);
    }
    element.inside().find_map(|inside| match inside {
        Inside::Element(child) if is_root && child.local_name() == "Addenda" && child.same_namespace(&element) => None,
        Inside::Element(child) => first_of(child, namespace, false),
        Inside::Text(_) => None,
    })
}

/// The declaration of a root.
fn declared<V: View>(schema: &'static Schema, element: V) -> Option<u16> {
    schema.roots.iter().copied().find(|at| tables::DECLS[usize::from(*at)].name == element.local_name())
}

/// What may come next.
fn allowed(state: &State) -> Vec<&'static str> {
    state.next.iter().map(|(decl, _)| tables::DECLS[usize::from(*decl)].name).collect()
}

/// The shortest way from a state to one that will do: the elements on it, and that state.
fn way(states: &'static [State], from: usize, will_do: impl Fn(usize) -> bool) -> Option<(Vec<&'static str>, usize)> {
    let mut came: Vec<Option<(usize, u16)>> = vec![None; states.len()];
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        if at != from && will_do(at) {
            let (mut names, mut back) = (Vec::new(), at);
            while let Some((before, decl)) = came[back] {
                names.push(tables::DECLS[usize::from(decl)].name);
                back = before;
            }
            names.reverse();
            return Some((names, at));
        }
        for (decl, next) in states[at].next {
            let next = usize::from(*next);
            if next != from && came[next].is_none() {
                came[next] = Some((at, *decl));
                queue.push_back(next);
            }
        }
    }
    None
}
