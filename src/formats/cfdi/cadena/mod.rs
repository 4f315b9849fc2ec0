//! The cadena original: the text, joined by bars, that a seal signs.
//!
//! Built from the document as it was read, in the order of SAT's XSLT; it never looks at the canonical model. The order is
//! data: [`plan`] holds the templates of every family and of the stamp, generated from SAT's stylesheets.
//! ```
//! let cfdi = frontera::formats::cfdi::read(include_bytes!("../../../../fixtures/cfdi/export-produce.xml"), &Default::default())?;
//! assert!(cfdi.cadena().starts_with("||4.0|"));
//! assert!(cfdi.cadena_tfd().is_some_and(|stamp| stamp.starts_with("||1.1|")));
//! # Ok::<(), frontera::Error>(())
//! ```
//! What XSLT does of itself holds here too: an element without a template gives the text inside it as it stands, blanks and
//! all, which is how the text of a complement that SAT's stylesheet does not know comes to be sealed.
//!
//! Departure: SAT's stylesheet fetches its parts over the network; here they are static tables. A document that nests so that
//! its cadena would be many times its own length is refused when it is read; XSLT would go on.

#[rustfmt::skip]
mod plan;

use sha2::{Digest, Sha256};

use super::{Family, TFD};
use crate::xml::{Attr, Document, Element, Item, is_space, line_feeds};

/// A stylesheet: the root element that it begins with, and for each namespace (by its place in the plan's list) the
/// templates.
pub(super) struct Sheet {
    root: Name,
    tables: &'static [(u8, Table)],
}

/// The templates of one namespace by local name.
type Table = &'static [(&'static str, &'static [Step])];

/// A namespace, by its place in the plan's list, and a local name.
struct Name(u8, &'static str);

/// What a template does, in order. `Must` is SAT's Requerido: a bar, and the value if there is one. `May` is Opcional:
/// nothing at all where the attribute is missing; an empty one is there. Values are collapsed as `normalize-space` does.
enum Step {
    Must(&'static str),
    May(&'static str),
    /// The attribute of the first of these elements that has it.
    MustIn(&'static [Name], &'static str),
    MayIn(&'static [Name], &'static str),
    /// All text inside the first of these elements; of the element itself where there is no path.
    MustText(&'static [Name]),
    MayText(&'static [Name]),
    /// The templates of these elements.
    Apply(Path),
    /// These steps for each of these elements.
    Each(Path, &'static [Step]),
    /// The steps of the first test that holds.
    When(&'static [(Test, &'static [Step])]),
}

/// Elements seen from one, in document order.
enum Path {
    /// All children.
    Any,
    /// At any depth (`.//a` or `.//a/b`).
    Below(&'static [Name]),
    /// Children of children; the element itself without a name.
    Down(&'static [Name]),
}

enum Test {
    Equals(&'static str, &'static str),
    Has(&'static [Name]),
}

/// How much of a document a digest covers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The cadena original.
    Sealed,
    /// What stays the same when a draft is sealed and stamped: neither Fecha, NoCertificado nor stamp.
    Facts,
}

/// Gives the cadena piece by piece.
pub(super) fn write(document: &Document<'_>, family: Family, scope: Scope, to: &mut dyn FnMut(&[u8])) {
    let mut run = Run::new(document, sheet(family), to);
    run.facts_only = scope == Scope::Facts;
    run.begin(document.root());
}

/// SHA-256 of the cadena.
pub(super) fn sha256(document: &Document<'_>, family: Family, scope: Scope) -> [u8; 32] {
    let mut hash = Sha256::new();
    write(document, family, scope, &mut |piece| hash.update(piece));
    hash.finalize().into()
}

/// The stamp's own cadena; none without a stamp, or with one of a version that SAT has no stylesheet for.
pub(super) fn stamp(document: &Document<'_>) -> Option<String> {
    let namespace = document.namespace_id(TFD)?;
    let is_stamp = |it: &Element<'_, '_>| it.namespace_id() == namespace && it.local_name() == "TimbreFiscalDigital";
    of_stamp(document, document.all_elements().find(is_stamp)?).map(|(cadena, _)| cadena)
}

/// The cadena of this stamp, and the stamp's version.
pub(super) fn of_stamp<'d, 'a>(document: &'d Document<'a>, stamp: Element<'d, 'a>) -> Option<(String, &'static str)> {
    let version = |name| stamp.attr(name).map(|attr| attr.collapsed().0).filter(|version| !version.is_empty());
    let (sheet, version) = match &*version("Version").or_else(|| version("version"))? {
        "1.1" => (&plan::TFD_11, "1.1"),
        "1.0" => (&plan::TFD_10, "1.0"),
        _ => return None,
    };
    Some((text(|to| Run::new(document, sheet, to).begin(stamp)), version))
}

/// The pieces as one text.
pub(super) fn text(write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> String {
    let mut out = Vec::new();
    write(&mut |piece| out.extend_from_slice(piece));
    // Every piece ends where a text of the document does, or a text of the plan.
    String::from_utf8(out).unwrap_or_default()
}

/// False where the cadena is out of all proportion to the document. A template that looks for its elements at any depth finds
/// those inside each other again: Conceptos in Conceptos with Partes in Partes multiply.
pub(super) fn is_bounded(document: &Document<'_>, family: Family) -> bool {
    if document.depth() <= SHALLOW {
        return true;
    }
    let mut nothing = |_: &[u8]| {};
    let mut run = Run::new(document, sheet(family), &mut nothing);
    run.left = PROPORTION * (document.source_len() as u64) + 65_536;
    run.begin(document.root());
    run.left > 0
}

/// True where all text inside such an element goes into the cadena, the blanks between its elements included, when it stands in
/// a Complemento: nothing may be added there. The stamp is one: it has no template, and normally no text.
pub(super) fn text_is_sealed(family: Family, namespace: &str, local_name: &str) -> bool {
    let Ok(number) = plan::NAMESPACES.binary_search(&namespace) else { return true };
    let sheet = sheet(family);
    sheet.template(number as u8, local_name).is_none_or(|steps| sheet.lets_text_through(steps, 0))
}

fn sheet(family: Family) -> &'static Sheet {
    match family {
        Family::Cfdi32 => &plan::CFDI_32,
        Family::Cfdi33 => &plan::CFDI_33,
        Family::Cfdi40 => &plan::CFDI_40,
        Family::Retenciones10 => &plan::RETENCIONES_10,
        Family::Retenciones20 => &plan::RETENCIONES_20,
    }
}

/// No document of SAT's is deeper; in one as shallow nothing multiplies by more than some ten.
const SHALLOW: usize = 12;
/// How many times its document a cadena may cost.
const PROPORTION: u64 = 16;
/// The number of a namespace that no stylesheet names.
const UNKNOWN: u8 = u8::MAX;

impl Sheet {
    fn table(&self, namespace: u8) -> Table {
        self.tables.iter().find(|(number, _)| *number == namespace).map_or(&[], |(_, table)| table)
    }

    fn template(&self, namespace: u8, local_name: &str) -> Option<&'static [Step]> {
        find(self.table(namespace), local_name)
    }

    /// True where these steps come to an element without a template. Those of the complements do not go in circles.
    fn lets_text_through(&self, steps: &[Step], depth: usize) -> bool {
        let path = |path: &Path| match path {
            Path::Any => true,
            Path::Below(names) | Path::Down(names) => names.last().is_some_and(|name| {
                self.template(name.0, name.1).is_none_or(|steps| depth > 16 || self.lets_text_through(steps, depth + 1))
            }),
        };
        steps.iter().any(|step| match step {
            Step::Apply(to) => path(to),
            // Inside, `.` is the element that was chosen.
            Step::Each(to, body) => {
                let itself = body.iter().any(|step| matches!(step, Step::Apply(Path::Down([]))));
                (itself && path(to)) || self.lets_text_through(body, depth)
            }
            Step::When(cases) => cases.iter().any(|(_, body)| self.lets_text_through(body, depth)),
            _ => false,
        })
    }
}

fn find(table: Table, local_name: &str) -> Option<&'static [Step]> {
    table.iter().find(|(name, _)| *name == local_name).map(|(_, steps)| *steps)
}

/// One cadena being written.
///
/// Recursion goes down the document, which the reader's limit on depth bounds: no template is applied to its own element.
struct Run<'d, 'a, 'o> {
    root: Element<'d, 'a>,
    /// For each namespace of the document its place in the plan's list, and its templates.
    namespaces: Vec<(u8, Table)>,
    start: &'static Name,
    stamp: Option<u16>,
    facts_only: bool,
    /// How many more steps and bytes.
    left: u64,
    out: Out<'o>,
}

impl<'d, 'a, 'o> Run<'d, 'a, 'o> {
    fn new(document: &'d Document<'a>, sheet: &'static Sheet, to: &'o mut dyn FnMut(&[u8])) -> Self {
        let known = |address: &str| match plan::NAMESPACES.binary_search(&address) {
            Ok(number) => (number as u8, sheet.table(number as u8)),
            Err(_) => (UNKNOWN, &[][..]),
        };
        Run {
            root: document.root(),
            namespaces: document.namespaces().map(known).collect(),
            start: &sheet.root,
            stamp: document.namespace_id(TFD),
            facts_only: false,
            left: u64::MAX,
            out: Out { buffer: [0; BUFFER], len: 0, to },
        }
    }

    /// The template of `/`.
    fn begin(&mut self, element: Element<'d, 'a>) {
        self.push("|");
        if self.matches(element, self.start) {
            self.apply(element);
        }
        self.push("||");
        self.out.flush();
    }

    fn apply(&mut self, element: Element<'d, 'a>) {
        let namespace = element.namespace_id();
        if self.facts_only && Some(namespace) == self.stamp {
            return;
        }
        match find(self.namespaces[usize::from(namespace)].1, element.local_name()) {
            Some(steps) => self.steps(steps, element),
            None => self.built_in(element),
        }
    }

    /// XSLT's own template: text as it stands, templates for elements, nothing for comments and instructions.
    fn built_in(&mut self, element: Element<'d, 'a>) {
        for item in element.items() {
            match item {
                Item::Element(child) => self.visit(child, None),
                Item::Space(text) => self.push(&line_feeds(text)),
                Item::Text(text) => self.push(&text),
                Item::Comment(_) | Item::Instruction(_) => {}
            }
        }
    }

    fn steps(&mut self, steps: &'static [Step], here: Element<'d, 'a>) {
        // Where the next attribute is likely to stand: most documents have them in SAT's order.
        let mut next = 0;
        for step in steps {
            match step {
                Step::Must(name) => {
                    self.push("|");
                    if let Some(attr) = self.attr(here, name, &mut next) {
                        self.value(attr);
                    }
                }
                Step::May(name) => {
                    if let Some(attr) = self.attr(here, name, &mut next) {
                        self.push("|");
                        self.value(attr);
                    }
                }
                Step::MustIn(path, name) => {
                    self.push("|");
                    if let Some(attr) = self.first(here, path, &|it| it.attr(name)) {
                        self.value(attr);
                    }
                }
                Step::MayIn(path, name) => {
                    if let Some(attr) = self.first(here, path, &|it| it.attr(name)) {
                        self.push("|");
                        self.value(attr);
                    }
                }
                Step::MustText(path) => {
                    self.push("|");
                    if let Some(element) = self.first(here, path, &Some) {
                        self.inside(element, &mut Words::default());
                    }
                }
                Step::MayText(path) => {
                    if let Some(element) = self.first(here, path, &Some) {
                        self.push("|");
                        self.inside(element, &mut Words::default());
                    }
                }
                Step::Apply(path) => self.each(path, here, None),
                Step::Each(path, body) => self.each(path, here, Some(body)),
                Step::When(cases) => {
                    let holds = |test: &Test| match test {
                        Test::Equals(name, text) => here.attr(name).is_some_and(|attr| attr.value() == *text),
                        Test::Has(path) => self.first(here, path, &Some).is_some(),
                    };
                    if let Some((_, body)) = cases.iter().find(|(test, _)| holds(test)) {
                        self.steps(body, here);
                    }
                }
            }
        }
    }

    fn each(&mut self, path: &Path, here: Element<'d, 'a>, body: Option<&'static [Step]>) {
        match path {
            Path::Any => here.elements().for_each(|child| self.visit(child, body)),
            Path::Below(names) => self.below(names, here, false, body),
            Path::Down(names) => self.down(names, here, body),
        }
    }

    fn down(&mut self, names: &[Name], here: Element<'d, 'a>, body: Option<&'static [Step]>) {
        let [first, rest @ ..] = names else { return self.visit(here, body) };
        for child in here.elements() {
            if self.matches(child, first) {
                self.down(rest, child, body);
            }
        }
    }

    /// `parent`: the element itself is of the name that stands before the last one.
    fn below(&mut self, names: &[Name], here: Element<'d, 'a>, parent: bool, body: Option<&'static [Step]>) {
        let [before @ .., last] = names else { return };
        for child in here.elements() {
            if self.left == 0 {
                return;
            }
            self.spend(1);
            if (parent || before.is_empty()) && self.matches(child, last) {
                self.visit(child, body);
            }
            let parent = before.last().is_some_and(|name| self.matches(child, name));
            self.below(names, child, parent, body);
        }
    }

    fn visit(&mut self, element: Element<'d, 'a>, body: Option<&'static [Step]>) {
        if self.left == 0 {
            return;
        }
        self.spend(1);
        match body {
            Some(steps) => self.steps(steps, element),
            None => self.apply(element),
        }
    }

    /// The first answer among the elements of a path, in document order.
    fn first<T>(
        &self,
        here: Element<'d, 'a>,
        path: &[Name],
        answer: &dyn Fn(Element<'d, 'a>) -> Option<T>,
    ) -> Option<T> {
        let [first, rest @ ..] = path else { return answer(here) };
        here.elements().filter(|child| self.matches(*child, first)).find_map(|child| self.first(child, rest, answer))
    }

    /// What XPath calls the string value of an element, its white space collapsed.
    fn inside(&mut self, element: Element<'d, 'a>, words: &mut Words) {
        for item in element.items() {
            match item {
                Item::Element(child) => self.inside(child, words),
                Item::Space(_) => words.blank = true,
                Item::Text(text) => {
                    for (nth, word) in text.split(|c: char| u8::try_from(c).is_ok_and(is_space)).enumerate() {
                        words.blank |= nth > 0;
                        if word.is_empty() {
                            continue;
                        }
                        if words.blank && words.any {
                            self.push(" ");
                        }
                        self.push(word);
                        *words = Words { any: true, blank: false };
                    }
                }
                Item::Comment(_) | Item::Instruction(_) => {}
            }
        }
    }

    fn matches(&self, element: Element<'d, 'a>, name: &Name) -> bool {
        self.namespaces[usize::from(element.namespace_id())].0 == name.0 && element.local_name() == name.1
    }

    fn attr(&self, element: Element<'d, 'a>, name: &str, next: &mut usize) -> Option<&'d Attr<'a>> {
        if self.facts_only && matches!(name, "Fecha" | "NoCertificado") && element.is(self.root) {
            return None;
        }
        let attrs = element.attrs();
        // Names of one length that end alike are nearly always one: most others never come to a comparison of texts.
        let end = name.as_bytes().last();
        let is_it = |attr: &Attr<'a>| attr.name.as_bytes().last() == end && attr.name == name;
        let (before, after) = attrs.split_at(*next);
        let at = after.iter().position(is_it).map(|at| at + *next).or_else(|| before.iter().position(is_it))?;
        *next = at + 1;
        Some(&attrs[at])
    }

    fn value(&mut self, attr: &Attr<'a>) {
        self.push(&attr.collapsed().0);
    }

    fn push(&mut self, text: &str) {
        self.spend(text.len() as u64);
        self.out.push(text.as_bytes());
    }

    fn spend(&mut self, cost: u64) {
        self.left = self.left.saturating_sub(cost);
    }
}

/// How far the words of one value have come.
#[derive(Default)]
struct Words {
    any: bool,
    /// White space since the last one.
    blank: bool,
}

/// Gathers short pieces: a digest takes a block at little more than the cost of a byte.
struct Out<'o> {
    buffer: [u8; BUFFER],
    len: usize,
    to: &'o mut dyn FnMut(&[u8]),
}

const BUFFER: usize = 1024;

impl Out<'_> {
    fn push(&mut self, piece: &[u8]) {
        if piece.len() > BUFFER - self.len {
            self.flush();
            if piece.len() > BUFFER {
                return (self.to)(piece);
            }
        }
        self.buffer[self.len..self.len + piece.len()].copy_from_slice(piece);
        self.len += piece.len();
    }

    fn flush(&mut self) {
        (self.to)(&self.buffer[..self.len]);
        self.len = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of all that CFDI 4.0 has a template for, only what holds a Complemento or is one comes to unknown elements.
    #[test]
    fn text_is_sealed_where_no_template_stops_it() {
        for (number, table) in plan::CFDI_40.tables {
            let namespace = plan::NAMESPACES[usize::from(*number)];
            for (name, _) in *table {
                let open =
                    ["Comprobante", "Conceptos", "Concepto", "ComplementoConcepto", "Complemento"].contains(name);
                let open = open && namespace == Family::Cfdi40.namespace();
                assert_eq!(text_is_sealed(Family::Cfdi40, namespace, name), open, "{namespace} {name}");
            }
        }
        assert!(text_is_sealed(Family::Cfdi40, TFD, "TimbreFiscalDigital"));
        assert!(text_is_sealed(Family::Cfdi40, "urn:unknown", "Nomina"));
        // Nómina 1.1 is CFDI 3.2's.
        assert!(text_is_sealed(Family::Cfdi40, "http://www.sat.gob.mx/nomina", "Nomina"));
        assert!(!text_is_sealed(Family::Cfdi32, "http://www.sat.gob.mx/nomina", "Nomina"));
    }

    /// The lookup is a binary search, and the sentinel for unknown namespaces is none of them.
    #[test]
    fn namespaces_are_sorted_and_few() {
        assert!(plan::NAMESPACES.is_sorted() && plan::NAMESPACES.len() < usize::from(UNKNOWN));
    }
}
