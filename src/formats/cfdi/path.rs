//! XPaths of a document: what findings write, and the way from one back to its place.
//!
//! A step is `prefix:local`, or `prefix:local[n]` for the n-th of equal siblings, or `@name`. A prefix is SAT's for its
//! namespace whatever the document calls it; an element of another namespace has the name that is written. One whose written
//! prefix is SAT's for something else is `*[n]`, the n-th of all elements beside it.

use std::collections::BTreeMap;
#[cfg(test)]
use std::fmt;

use crate::schema;
use crate::xml::{Attr, Document, Element};

/// What an XPath leads to.
pub(super) enum Found<'d, 'a> {
    /// What was asked for is not there; this is the innermost element of its path that is.
    Around(Element<'d, 'a>),
    Attribute(&'d Attr<'a>),
    Element(Element<'d, 'a>),
}

/// Elements found before, by their parent and step, so that many places in one long list cost one walk over it.
#[derive(Default)]
pub(crate) struct Memo(BTreeMap<(u32, String), (usize, u32)>);

/// The bytes of a location in a document, or of the element around what is not there.
pub(crate) fn locate(xpath: &str, document: &Document<'_>, memo: &mut Memo) -> Option<std::ops::Range<usize>> {
    Some(match find(document, xpath, memo)? {
        Found::Attribute(attr) => document.attr_span(attr),
        Found::Element(element) | Found::Around(element) => element.span(),
    })
}

/// Follows an XPath as far as the document goes: a missing attribute is shown at its element.
pub(super) fn find<'d, 'a>(document: &'d Document<'a>, xpath: &str, memo: &mut Memo) -> Option<Found<'d, 'a>> {
    let root = document.root();
    let mut element = root;
    let mut parts = xpath.split('/').filter(|part| !part.is_empty());
    let first = parts.next()?;
    if !is_called(root, root, first.strip_suffix("[1]").unwrap_or(first)) {
        return None;
    }
    for part in parts {
        if let Some(name) = part.strip_prefix('@') {
            return Some(element.attr(name).map_or(Found::Around(element), Found::Attribute));
        }
        let (name, wanted) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((name, index)) => (name, index.parse::<usize>().ok()?.max(1)),
            None => (part, 1),
        };
        let key = (element.index(), name.to_owned());
        let known = memo.0.get(&key).filter(|(nth, _)| *nth <= wanted);
        let known = known.map(|(nth, at)| (*nth, document.element(*at)));
        let equals = |child: &Element<'d, 'a>| name == "*" || is_called(root, *child, name);
        let child = match known {
            Some((nth, child)) if nth == wanted => Some(child),
            Some((nth, child)) => child.later().filter(|child| equals(child)).nth(wanted - nth - 1),
            None => element.elements().filter(|child| equals(child)).nth(wanted - 1),
        };
        let Some(child) = child else { return Some(Found::Around(element)) };
        memo.0.insert(key, (wanted, child.index()));
        element = child;
    }
    Some(Found::Element(element))
}

/// The XPath of an element. The structure checker, which walks the document anyhow, keeps a [`Path`] instead.
#[cfg(test)]
pub(crate) fn xpath_of<'d, 'a>(document: &'d Document<'a>, element: Element<'d, 'a>) -> String {
    let mut path = Path::new(document);
    // Elements are numbered in the order of the document: the last one that begins before this one is around it.
    while path.element().index() != element.index() {
        let mut children = path.element().elements().take_while(|child| child.index() <= element.index()).peekable();
        if children.peek().is_none() {
            break;
        }
        while let Some(child) = children.next() {
            path.push(child);
            if children.peek().is_some() {
                path.pop();
            }
        }
    }
    path.to_string()
}

/// The way from the root to an element, written as XPath when it is asked for.
///
/// It counts equal siblings as they are pushed: push (and pop) every child in the order of the document, also one that is not
/// looked into.
#[cfg(test)]
pub(crate) struct Path<'d, 'a> {
    root: Element<'d, 'a>,
    levels: Vec<Level<'d, 'a>>,
    /// SAT's prefix by the namespace's number in this document, once it was looked up.
    prefixes: Vec<Option<Option<&'static str>>>,
}

#[cfg(test)]
struct Level<'d, 'a> {
    element: Element<'d, 'a>,
    step: Step<'a>,
    /// Which of its equal siblings it is, and which of all.
    nth: u32,
    nth_of_all: u32,
    /// How many children of each name were pushed so far, and how many in all.
    children: Counter<'a>,
    all: u32,
}

#[cfg(test)]
#[derive(Clone, Copy)]
enum Step<'a> {
    /// The written prefix would say something else.
    Any,
    Sat(&'static str, &'a str),
    Written(&'a str),
}

#[cfg(test)]
impl<'d, 'a> Path<'d, 'a> {
    /// The root's path.
    pub(crate) fn new(document: &'d Document<'a>) -> Self {
        let root = document.root();
        let mut path = Path { root, levels: Vec::with_capacity(8), prefixes: Vec::new() };
        let step = path.step(root);
        path.levels.push(Level { element: root, step, nth: 1, nth_of_all: 1, children: Counter::default(), all: 0 });
        path
    }

    /// Steps down to the next child of the element.
    pub(crate) fn push(&mut self, child: Element<'d, 'a>) {
        let step = self.step(child);
        let (mut nth, mut nth_of_all) = (1, 1);
        if let Some(parent) = self.levels.last_mut() {
            parent.all += 1;
            nth_of_all = parent.all;
            nth = match step {
                Step::Any => nth_of_all,
                Step::Sat(prefix, local) => parent.children.next((prefix, local)),
                Step::Written(name) => parent.children.next(("", name)),
            };
        }
        self.levels.push(Level { element: child, step, nth, nth_of_all, children: Counter::default(), all: 0 });
    }

    /// Steps back to the parent; the root stays.
    pub(crate) fn pop(&mut self) {
        if self.levels.len() > 1 {
            self.levels.pop();
        }
    }

    /// The element it leads to.
    pub(crate) fn element(&self) -> Element<'d, 'a> {
        self.levels.last().map_or(self.root, |level| level.element)
    }

    /// The XPath of an attribute of the element, there or not, by its written name.
    pub(crate) fn attribute(&self, name: &str) -> String {
        format!("{self}/@{name}")
    }

    /// The XPath where a child should stand that is not there.
    pub(crate) fn missing(&self, namespace: &str, local: &str) -> String {
        match prefix_of(self.root, namespace) {
            Some(prefix) => format!("{self}/{prefix}:{local}"),
            None => format!("{self}/{local}"),
        }
    }

    fn step(&mut self, element: Element<'d, 'a>) -> Step<'a> {
        let id = usize::from(element.namespace_id());
        if self.prefixes.len() <= id {
            self.prefixes.resize(id + 1, None);
        }
        let prefix = *self.prefixes[id].get_or_insert_with(|| prefix_of(self.root, element.namespace()));
        match prefix {
            Some(prefix) => Step::Sat(prefix, element.local_name()),
            None if misleads(self.root, element.name()) => Step::Any,
            None => Step::Written(element.name()),
        }
    }
}

#[cfg(test)]
impl fmt::Display for Path<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for level in &self.levels {
            match level.step {
                Step::Any => write!(f, "/*[{}]", level.nth_of_all)?,
                Step::Sat(prefix, local) => write!(f, "/{prefix}:{local}")?,
                Step::Written(name) => write!(f, "/{name}")?,
            }
            if level.nth > 1 && !matches!(level.step, Step::Any) {
                write!(f, "[{}]", level.nth)?;
            }
        }
        Ok(())
    }
}

/// Children by name: few as a rule, and as many as a hostile document likes.
#[cfg(test)]
#[derive(Default)]
struct Counter<'a> {
    few: Vec<((&'static str, &'a str), u32)>,
    many: BTreeMap<(&'static str, &'a str), u32>,
}

#[cfg(test)]
impl<'a> Counter<'a> {
    /// Counts one more of the name.
    fn next(&mut self, name: (&'static str, &'a str)) -> u32 {
        const FEW: usize = 16;
        if let Some((_, count)) = self.few.iter_mut().find(|(known, _)| *known == name) {
            *count += 1;
            return *count;
        }
        if self.few.len() < FEW {
            self.few.push((name, 1));
            return 1;
        }
        let count = self.many.entry(name).or_default();
        *count += 1;
        *count
    }
}

/// True where a step with this name, its index set aside, means the element.
fn is_called(root: Element<'_, '_>, element: Element<'_, '_>, name: &str) -> bool {
    let local = name.split_once(':').map_or(name, |(_, local)| local);
    if element.local_name() != local {
        return false;
    }
    match prefix_of(root, element.namespace()) {
        Some(prefix) => name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':')) == Some(local),
        None => element.name() == name && !misleads(root, name),
    }
}

/// SAT's prefix for a namespace, in a document with this root.
fn prefix_of(root: Element<'_, '_>, namespace: &str) -> Option<&'static str> {
    if namespace == root.namespace() { prefix_of_root(root) } else { prefix_of_complement(namespace) }
}

/// `cfdi` and `retenciones` stand for the root's namespace alone.
fn prefix_of_complement(namespace: &str) -> Option<&'static str> {
    schema::prefix_of(namespace).filter(|prefix| is_of_complement(prefix))
}

fn is_of_complement(prefix: &str) -> bool {
    !matches!(prefix, "cfdi" | "retenciones") && schema::is_prefix(prefix)
}

/// `cfdi` and `retenciones` are the same for all versions, so the root says which is meant.
fn prefix_of_root(root: Element<'_, '_>) -> Option<&'static str> {
    match root.namespace() {
        "http://www.sat.gob.mx/cfd/3" | "http://www.sat.gob.mx/cfd/4" => Some("cfdi"),
        "http://www.sat.gob.mx/esquemas/retencionpago/1" | "http://www.sat.gob.mx/esquemas/retencionpago/2" => {
            Some("retenciones")
        }
        namespace => prefix_of_complement(namespace),
    }
}

/// True where the written prefix is SAT's for another namespace than that of the element.
fn misleads(root: Element<'_, '_>, written: &str) -> bool {
    let prefix = written.split_once(':').map_or("", |(prefix, _)| prefix);
    is_of_complement(prefix) || prefix_of_root(root) == Some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::Limits;

    fn read(xml: &[u8]) -> Document<'_> {
        Document::read(xml, Limits::default().xml()).unwrap()
    }

    /// Walks a document, and follows the path of each element and attribute back to where it was.
    fn there_and_back(document: &Document<'_>) -> Vec<String> {
        fn walk<'d, 'a>(document: &'d Document<'a>, path: &mut Path<'d, 'a>, memo: &mut Memo, all: &mut Vec<String>) {
            let element = path.element();
            let text = path.to_string();
            assert_eq!(xpath_of(document, element), text);
            for memo in [&mut Memo::default(), memo] {
                match find(document, &text, memo) {
                    Some(Found::Element(found)) => assert_eq!(found.index(), element.index(), "{text}"),
                    _ => panic!("{text} leads elsewhere"),
                }
                for attr in element.attrs() {
                    let text = path.attribute(attr.name);
                    match find(document, &text, memo) {
                        Some(Found::Attribute(found)) => assert!(std::ptr::eq(found, attr), "{text}"),
                        _ => panic!("{text} leads elsewhere"),
                    }
                }
            }
            all.push(text);
            for child in element.elements() {
                path.push(child);
                walk(document, path, memo, all);
                path.pop();
            }
        }
        let mut all = Vec::new();
        walk(document, &mut Path::new(document), &mut Memo::default(), &mut all);
        let mut unique = all.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), all.len(), "a path means one element");
        all
    }

    #[test]
    fn every_node_of_every_fixture_is_found_by_its_path() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cfdi");
        let mut nodes = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|it| it == "xml") {
                nodes += there_and_back(&read(&std::fs::read(path).unwrap())).len();
            }
        }
        assert!(nodes > 800, "{nodes}");
    }

    /// Public samples of every family, with SAT's complements.
    #[test]
    fn every_node_of_the_corpus_is_found_by_its_path() {
        let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(
            || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
            std::path::PathBuf::from,
        );
        let Ok(folder) = std::fs::read_dir(shared.join("corpus/cfdi")) else {
            eprintln!("skipped: the corpus is not here");
            return;
        };
        let mut nodes = 0;
        for entry in folder {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            if let Ok(document) = Document::read(&bytes, Limits::default().xml()) {
                nodes += there_and_back(&document).len();
            }
        }
        assert!(nodes > 2000, "{nodes}");
    }

    #[test]
    fn every_family_and_complements_have_sats_prefixes() {
        let xml = br#"<r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/2" Version="2.0">
            <r:Emisor/><r:Complemento>
              <d:Dividendos xmlns:d="http://www.sat.gob.mx/esquemas/retencionpago/1/dividendos"><d:Remanente/></d:Dividendos>
              <TimbreFiscalDigital xmlns="http://www.sat.gob.mx/TimbreFiscalDigital" UUID=""/>
            </r:Complemento><r:Complemento/></r:Retenciones>"#;
        let root = "/retenciones:Retenciones";
        assert_eq!(
            there_and_back(&read(xml)),
            [
                root.to_owned(),
                format!("{root}/retenciones:Emisor"),
                format!("{root}/retenciones:Complemento"),
                format!("{root}/retenciones:Complemento/dividendos:Dividendos"),
                format!("{root}/retenciones:Complemento/dividendos:Dividendos/dividendos:Remanente"),
                format!("{root}/retenciones:Complemento/tfd:TimbreFiscalDigital"),
                format!("{root}/retenciones:Complemento[2]"),
            ]
        );
        let cfdi33 = br#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/3"><Emisor Rfc=""/></Comprobante>"#;
        assert_eq!(there_and_back(&read(cfdi33)), ["/cfdi:Comprobante", "/cfdi:Comprobante/cfdi:Emisor"]);
    }

    /// Prefixes that lie, namespaces under two prefixes, names without a namespace.
    #[test]
    fn names_that_mislead_are_told_apart() {
        let xml =
            br#"<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" xmlns="urn:x" xmlns:a="urn:a" xmlns:b="urn:a">
            <c:X/><d:X xmlns:d="http://www.sat.gob.mx/cfd/4"/><a:X/><b:X/><a:X/><X/><X xmlns=""/><X a:i="" i=""/>
            <cfdi:X xmlns:cfdi="urn:y"/><tfd:X xmlns:tfd="http://www.sat.gob.mx/cfd/3"/>
            <n:X xmlns:n="http://www.sat.gob.mx/TimbreFiscalDigital"/></c:Comprobante>"#;
        let names = there_and_back(&read(xml));
        let steps: Vec<_> = names[1..].iter().map(|path| path.rsplit('/').next().unwrap()).collect();
        let expected = ["cfdi:X", "cfdi:X[2]", "a:X", "b:X", "a:X[2]", "X", "X[2]", "X[3]", "*[9]", "*[10]", "tfd:X"];
        assert_eq!(steps, expected);
    }

    #[test]
    fn what_is_missing_is_shown_at_what_is_around_it() {
        let xml = br#"<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4"><cfdi:Emisor/></cfdi:Comprobante>"#;
        let document = read(xml);
        let mut path = Path::new(&document);
        assert_eq!(path.missing("http://www.sat.gob.mx/cfd/4", "Receptor"), "/cfdi:Comprobante/cfdi:Receptor");
        assert_eq!(path.missing("http://www.sat.gob.mx/Pagos20", "Pagos"), "/cfdi:Comprobante/pago20:Pagos");
        path.push(document.root().elements().next().unwrap());
        let locate = |xpath: &str| locate(xpath, &document, &mut Memo::default());
        assert_eq!(locate(&path.attribute("Rfc")), locate("/cfdi:Comprobante/cfdi:Emisor"));
        assert!(locate(&path.attribute("Rfc")).is_some());
        assert_eq!(locate("/cfdi:Comprobante/cfdi:Receptor/@Rfc"), locate("/cfdi:Comprobante"));
        assert_eq!(locate("/cfdi:Comprobante/cfdi:Emisor[2]"), locate("/cfdi:Comprobante"));
        assert_eq!(locate("/retenciones:Retenciones"), None);
        assert_eq!(locate(""), None);
    }

    /// A hundred thousand siblings, of one name and of as many names, take a moment and not minutes.
    #[test]
    fn many_siblings_are_counted_in_one_walk() {
        let children: String = (0..100_000).map(|i| format!("<a/><n{i}/>")).collect();
        let xml = format!("<Comprobante xmlns='http://www.sat.gob.mx/cfd/4'>{children}</Comprobante>");
        let document = read(xml.as_bytes());
        let mut path = Path::new(&document);
        let mut memo = Memo::default();
        for (at, child) in document.root().elements().enumerate() {
            path.push(child);
            if at % 50 == 0 {
                let found = find(&document, &path.to_string(), &mut memo);
                assert!(matches!(found, Some(Found::Element(found)) if found.index() == child.index()));
            }
            path.pop();
        }
    }
}
