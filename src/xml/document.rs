//! The arena.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::events::Event;
use quick_xml::events::attributes::Attribute;
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};

use super::escape::{
    BREAK, CONTROL, HIGH, MARKUP, SPACE, classes, collapse, is_name, is_space, is_xml_text, line_feeds,
};
use crate::error::{Error, InputProblem};

/// How much is read before it is refused.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) bytes: usize,
    pub(crate) depth: usize,
    pub(crate) nodes: usize,
}

/// Beyond these an element is no invoice's, and look-ups that walk them would cost too much.
const MAX_ATTRIBUTES: usize = 512;
const MAX_NAMESPACES: usize = 256;
const MAX_BINDINGS: usize = 512;

/// A well-formed document with its namespaces resolved.
#[derive(Clone)]
pub(crate) struct Document<'a> {
    source: &'a str,
    nodes: Vec<Record<'a>>,
    attrs: Vec<Attr<'a>>,
    namespaces: Vec<Cow<'a, str>>,
    root: u32,
    /// How many elements stand inside each other.
    depth: usize,
}

/// A node; siblings are linked, children follow their parent.
#[derive(Clone)]
struct Record<'a> {
    kind: Kind,
    /// Name of an element, text of a text, the whole inside of a comment or instruction.
    text: &'a str,
    /// Where the name goes on after its prefix.
    local: u16,
    namespace: u16,
    attrs: Range<u32>,
    first_child: u32,
    next: u32,
    /// Where the end tag begins; for an empty tag, where its `/>` does.
    close: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    CData,
    Char(char),
    Comment,
    Element,
    Instruction,
    /// White space as it stands, between markup.
    Space,
    Text,
}

/// An attribute or a namespace declaration.
#[derive(Clone)]
pub(crate) struct Attr<'a> {
    /// The name as written, with its prefix.
    pub(crate) name: &'a str,
    raw: &'a str,
    /// True where the raw value is the value.
    plain: bool,
    /// True where it also is its own collapsed form.
    tidy: bool,
    namespace: u16,
}

const NONE: u32 = u32::MAX;
/// The namespace of unprefixed attributes, and of elements outside any namespace.
const NO_NAMESPACE: u16 = 0;
/// What a declaration has in place of one.
const DECLARATION: u16 = u16::MAX;

impl<'a> Attr<'a> {
    /// The value as XML 1.0 normalises it: references resolved, bare tabs and line ends blanks.
    pub(crate) fn value(&self) -> Cow<'a, str> {
        if self.plain {
            return Cow::Borrowed(self.raw);
        }
        // The reader has resolved it once already, so this cannot fail.
        normalized(self.name, self.raw).unwrap_or(Cow::Borrowed(self.raw))
    }

    /// The value with `xs:whiteSpace` collapse; the flag tells whether that changed it.
    pub(crate) fn collapsed(&self) -> (Cow<'a, str>, bool) {
        let value = self.value();
        if self.tidy {
            return (value, false);
        }
        match collapse(&value) {
            Cow::Borrowed(_) => (value, false),
            Cow::Owned(collapsed) => (Cow::Owned(collapsed), true),
        }
    }

    /// For `xmlns="…"` and `xmlns:p="…"`: the prefix, empty for the default namespace.
    pub(crate) fn declares(&self) -> Option<&'a str> {
        if self.namespace == DECLARATION { declared_prefix(self.name) } else { None }
    }

    pub(crate) fn is_declaration(&self) -> bool {
        self.namespace == DECLARATION
    }

    /// True for an attribute without a namespace: neither prefixed nor a declaration.
    pub(crate) fn is_plain(&self) -> bool {
        self.namespace == NO_NAMESPACE
    }
}

/// A handle on an element.
#[derive(Clone, Copy)]
pub(crate) struct Element<'d, 'a> {
    document: &'d Document<'a>,
    at: u32,
}

/// What stands inside an element.
pub(crate) enum Item<'d, 'a> {
    Comment(&'a str),
    Element(Element<'d, 'a>),
    Instruction(&'a str),
    /// White space alone, between markup; line ends as they are in the file.
    Space(&'a str),
    /// A run of text, CDATA and references, joined.
    Text(Cow<'a, str>),
}

impl<'a> Document<'a> {
    /// Reads a whole document.
    pub(crate) fn read(bytes: &'a [u8], limits: Limits) -> Result<Self, Error> {
        if bytes.len() > limits.bytes {
            let message = format!("longer than {} bytes, the limit", limits.bytes);
            return Err(Error::input(InputProblem::TooLarge, message));
        }
        let source = decode(bytes)?;
        Builder::new(source, limits).run().map_err(|error| error.after_mark(bytes.len() - source.len()))
    }

    pub(crate) fn root(&self) -> Element<'_, 'a> {
        Element { document: self, at: self.root }
    }

    /// The element with this number.
    pub(crate) fn element(&self, index: u32) -> Element<'_, 'a> {
        Element { document: self, at: index }
    }

    /// Comments and instructions before and after the root.
    pub(crate) fn beside_root(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut at = if self.nodes.is_empty() { NONE } else { 0 };
        std::iter::from_fn(move || {
            while at != NONE {
                let record = &self.nodes[at as usize];
                at = record.next;
                if record.kind != Kind::Element {
                    return Some(self.span(record.text));
                }
            }
            None
        })
    }

    /// The number that a namespace has in this document.
    pub(crate) fn namespace_id(&self, address: &str) -> Option<u16> {
        self.namespaces.iter().position(|known| known == address).map(|id| id as u16)
    }

    fn elements_from<'d>(&'d self, first: u32) -> impl Iterator<Item = Element<'d, 'a>> {
        let mut at = first;
        let document = self;
        std::iter::from_fn(move || {
            while at != NONE {
                let here = at;
                let record = &document.nodes[here as usize];
                at = record.next;
                if record.kind == Kind::Element {
                    return Some(Element { document, at: here });
                }
            }
            None
        })
    }

    /// Every namespace in the order of its number.
    pub(crate) fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.namespaces.iter().map(|address| &**address)
    }

    /// Every element in the order of the document.
    pub(crate) fn all_elements(&self) -> impl Iterator<Item = Element<'_, 'a>> {
        let elements = self.nodes.iter().enumerate().filter(|(_, record)| record.kind == Kind::Element);
        elements.map(|(at, _)| Element { document: self, at: at as u32 })
    }

    /// How many elements stand inside each other at most.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Bytes without the byte order mark.
    pub(crate) fn source_len(&self) -> usize {
        self.source.len()
    }

    /// The bytes that a slice of the document takes in the source.
    pub(crate) fn span(&self, slice: &str) -> Range<usize> {
        let start = (slice.as_ptr() as usize).wrapping_sub(self.source.as_ptr() as usize);
        // Slices that are not of the source (resolved references) have no place of their own.
        if start > self.source.len() { 0..0 } else { start..start + slice.len() }
    }

    pub(crate) fn attr_span(&self, attr: &Attr<'a>) -> Range<usize> {
        self.span(attr.raw)
    }
}

impl<'d, 'a> Element<'d, 'a> {
    fn record(self) -> &'d Record<'a> {
        &self.document.nodes[self.at as usize]
    }

    /// Its number: elements are numbered in the order of their start tags.
    pub(crate) fn index(self) -> u32 {
        self.at
    }

    /// The name as written, with its prefix.
    pub(crate) fn name(self) -> &'a str {
        self.record().text
    }

    pub(crate) fn local_name(self) -> &'a str {
        let record = self.record();
        &record.text[usize::from(record.local)..]
    }

    pub(crate) fn namespace(self) -> &'d str {
        &self.document.namespaces[self.record().namespace as usize]
    }

    pub(crate) fn namespace_id(self) -> u16 {
        self.record().namespace
    }

    /// True for one and the same element of a document.
    pub(crate) fn is(self, other: Element<'_, '_>) -> bool {
        self.at == other.at
    }

    pub(crate) fn same_namespace(self, other: Element<'_, '_>) -> bool {
        self.record().namespace == other.record().namespace
    }

    /// The namespace of one of its attributes; empty without a prefix.
    pub(crate) fn attr_namespace(self, attr: &Attr<'a>) -> &'d str {
        self.document.namespaces.get(usize::from(attr.namespace)).map_or("", |address| address)
    }

    /// Attributes and declarations in the order written.
    pub(crate) fn attrs(self) -> &'d [Attr<'a>] {
        let Range { start, end } = self.record().attrs;
        &self.document.attrs[start as usize..end as usize]
    }

    /// An attribute without prefix.
    pub(crate) fn attr(self, name: &str) -> Option<&'d Attr<'a>> {
        self.attrs().iter().find(|attr| attr.name == name)
    }

    pub(crate) fn span(self) -> Range<usize> {
        self.document.span(self.record().text)
    }

    /// Where the end tag begins; for an empty tag, where its `/>` does.
    pub(crate) fn close(self) -> usize {
        self.record().close as usize
    }

    /// The elements inside, comments and text passed over.
    pub(crate) fn elements(self) -> impl Iterator<Item = Element<'d, 'a>> {
        self.document.elements_from(self.record().first_child)
    }

    /// The elements after it, inside the same parent.
    pub(crate) fn later(self) -> impl Iterator<Item = Element<'d, 'a>> {
        self.document.elements_from(self.record().next)
    }

    /// The text directly inside.
    pub(crate) fn text(self) -> String {
        let mut text = String::new();
        self.items().for_each(|item| match item {
            Item::Text(run) => text.push_str(&run),
            Item::Space(run) => text.push_str(&line_feeds(run)),
            _ => {}
        });
        text
    }

    /// Everything inside, runs of text joined.
    pub(crate) fn items(self) -> impl Iterator<Item = Item<'d, 'a>> {
        let mut at = self.record().first_child;
        let document = self.document;
        std::iter::from_fn(move || {
            if at == NONE {
                return None;
            }
            let here = at;
            let record = &document.nodes[here as usize];
            at = record.next;
            Some(match record.kind {
                Kind::Element => Item::Element(Element { document, at: here }),
                Kind::Comment => Item::Comment(record.text),
                Kind::Instruction => Item::Instruction(record.text),
                Kind::Space if at == NONE || !document.nodes[at as usize].kind.is_text() => Item::Space(record.text),
                Kind::Space | Kind::Text | Kind::CData | Kind::Char(_) => {
                    let mut run = record.piece();
                    while at != NONE && document.nodes[at as usize].kind.is_text() {
                        run.to_mut().push_str(&document.nodes[at as usize].piece());
                        at = document.nodes[at as usize].next;
                    }
                    Item::Text(run)
                }
            })
        })
    }
}

impl Kind {
    fn is_text(self) -> bool {
        matches!(self, Kind::Space | Kind::Text | Kind::CData | Kind::Char(_))
    }
}

impl<'a> Record<'a> {
    /// Line ends are line feeds, as XML asks.
    fn piece(&self) -> Cow<'a, str> {
        match self.kind {
            Kind::Char(c) => Cow::Owned(c.to_string()),
            _ => line_feeds(self.text),
        }
    }
}

/// One pass over the events.
struct Builder<'a> {
    source: &'a str,
    limits: Limits,
    document: Document<'a>,
    /// Open elements, each with its last child so far and the number of bindings outside it.
    open: Vec<Open>,
    /// Prefixes in scope, innermost last.
    bindings: Vec<(&'a str, u16)>,
    last_top: u32,
}

struct Open {
    at: u32,
    last_child: u32,
    bindings: usize,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, limits: Limits) -> Self {
        // An indented CFDI has a node per 67 bytes and an attribute per 46; a compact one grows the lists once or twice.
        let (nodes, attrs) = (source.len() / 64 + 8, source.len() / 44 + 8);
        let document = Document {
            source,
            nodes: Vec::with_capacity(nodes),
            attrs: Vec::with_capacity(attrs),
            namespaces: vec![Cow::Borrowed(""), Cow::Borrowed("http://www.w3.org/XML/1998/namespace")],
            root: NONE,
            depth: 0,
        };
        let bindings = vec![("", NO_NAMESPACE), ("xml", 1)];
        Builder { source, limits, document, open: Vec::new(), bindings, last_top: NONE }
    }

    fn run(mut self) -> Result<Document<'a>, Error> {
        let mut reader = Reader::from_str(self.source);
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| {
                let at = (reader.error_position() as usize).min(self.source.len());
                self.malformed(explain(&error), at..self.source.len().min(at + 1))
            })?;
            let end = reader.buffer_position() as usize;
            match event {
                Event::Start(tag) => {
                    let name = tag.name().as_ref().len();
                    let len = tag.len();
                    self.start(&self.source[start + 1..start + 1 + len], name)?;
                }
                Event::Empty(tag) => {
                    let name = tag.name().as_ref().len();
                    let len = tag.len();
                    self.start(&self.source[start + 1..start + 1 + len], name)?;
                    self.end(end - 2);
                }
                Event::End(_) => {
                    self.end(start);
                }
                Event::Text(_) => self.text(&self.source[start..end], Kind::Text)?,
                Event::CData(_) => self.text(&self.source[start + 9..end - 3], Kind::CData)?,
                Event::GeneralRef(_) => self.reference(&self.source[start..end])?,
                Event::Comment(_) => {
                    let inside = &self.source[start + 4..end - 3];
                    if let Some(at) = inside.find("--").or(inside.ends_with('-').then(|| inside.len() - 1)) {
                        return Err(self.malformed("`--` inside a comment", start + 4 + at..start + 6 + at));
                    }
                    self.aside(inside, Kind::Comment)?;
                }
                Event::PI(_) => {
                    let inside = &self.source[start + 2..end - 2];
                    let target = inside.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
                    if !is_name(target) || target.contains(':') || target.eq_ignore_ascii_case("xml") {
                        return Err(self.malformed(format!("`{target}` is no target of an instruction"), start..end));
                    }
                    self.aside(inside, Kind::Instruction)?;
                }
                Event::Decl(_) => self.declaration(start..end)?,
                Event::DocType(_) => {
                    let message = "a document type declaration; SAT's documents have none, and it is never read";
                    return Err(Error::input(InputProblem::Doctype, message).at(self.source.as_bytes(), start..end));
                }
                Event::Eof => break,
            }
        }
        let end = self.source.len();
        if let Some(open) = self.open.last() {
            let name = self.document.nodes[open.at as usize].text;
            return Err(self.malformed(format!("the document ends inside `{name}`"), end..end));
        }
        if self.document.root == NONE {
            return Err(
                Error::input(InputProblem::Empty, "no element in the document").at(self.source.as_bytes(), end..end)
            );
        }
        Ok(self.document)
    }

    fn start(&mut self, tag: &'a str, name_len: usize) -> Result<(), Error> {
        let name = &tag[..name_len];
        let span = self.document.span(name);
        if self.open.is_empty() && self.document.root != NONE {
            return Err(self.malformed("a second root element", span));
        }
        if !is_plain_name(name.as_bytes()) && !is_name(name) {
            let start = span.start - usize::from(name.is_empty());
            return Err(self.malformed("not a name of an element", start..span.end));
        }
        if self.document.nodes.len() >= self.limits.nodes {
            return Err(self.too_large(format!("more than {} nodes", self.limits.nodes), span));
        }
        if self.open.len() >= self.limits.depth {
            let message = format!("more than {} elements inside each other", self.limits.depth);
            return Err(Error::input(InputProblem::TooDeep, message).at(self.source.as_bytes(), span));
        }
        let outside = self.bindings.len();
        let first = self.document.attrs.len();
        let mut names = Names::default();
        let mut prefixed = false;
        let mut rest = &tag[name_len..];
        while let Some(next) = self.next_attribute(rest)? {
            rest = next.rest;
            prefixed |= self.attribute(next, first, &mut names)?;
        }
        let (prefix, local) = split(name);
        let namespace = self.resolve(prefix, name)?;
        let Ok(local) = u16::try_from(name.len() - local.len()) else {
            return Err(self.too_large("a prefix of more than 64 kB", span));
        };
        if prefixed {
            self.resolve_attributes(first)?;
        }
        let attrs = first as u32..self.document.attrs.len() as u32;
        let at = self.push(Record {
            kind: Kind::Element,
            text: name,
            local,
            namespace,
            attrs,
            first_child: NONE,
            next: NONE,
            close: NONE,
        });
        if self.open.is_empty() {
            self.document.root = at;
        }
        self.open.push(Open { at, last_child: NONE, bindings: outside });
        self.document.depth = self.document.depth.max(self.open.len());
        Ok(())
    }

    /// Splits the next attribute off the inside of a tag: its name, its value as written, and what follows.
    ///
    /// quick-xml's own iterator looks at every byte of a value; the longest, seals and certificates, are skipped here by a
    /// search for their closing quote.
    #[inline(always)] // it is the reader's innermost loop, and has a second, rare caller
    fn next_attribute(&self, rest: &'a str) -> Result<Option<Split<'a>>, Error> {
        let bytes = rest.as_bytes();
        let space = |from: usize| from + bytes[from..].iter().take_while(|b| is_space(**b)).count();
        let start = space(0);
        if start == bytes.len() {
            return Ok(None);
        }
        let fault = |message: &str, at: usize| {
            let at = self.document.span(rest).start + at;
            Err(self.malformed(message, at..at + 1))
        };
        if start == 0 {
            return fault("white space is missing between attributes", 0);
        }
        let (len, colons) = plain_name(&bytes[start..]);
        let mut end = start + len;
        let letters = len > 0 && colons == 0 && bytes.get(end) == Some(&b'=');
        let mut prefixed = false;
        if !letters {
            end = start + bytes[start..].iter().take_while(|b| **b != b'=' && !is_space(**b)).count();
            prefixed = bytes[start..end].contains(&b':');
        }
        let equals = space(end);
        if bytes.get(equals) != Some(&b'=') {
            return fault("an attribute without `=`", start);
        }
        let quote = space(equals + 1);
        let open = match bytes.get(quote) {
            Some(open @ (b'"' | b'\'')) => *open,
            _ => return fault("a value without quotes", quote.min(bytes.len() - 1)),
        };
        match memchr::memchr(open, &bytes[quote + 1..]) {
            Some(len) => {
                let close = quote + 1 + len;
                let (name, value) = (&rest[start..end], &rest[quote + 1..close]);
                if !letters && !is_name(name) {
                    return Err(self.malformed("not a name of an attribute", self.document.span(name)));
                }
                Ok(Some(Split { name, prefixed, value, rest: &rest[close + 1..] }))
            }
            None => fault("a value without its closing quote", quote),
        }
    }

    /// Checks and keeps one attribute; true where its prefix has still to be resolved.
    fn attribute(&mut self, split: Split<'a>, first: usize, names: &mut Names) -> Result<bool, Error> {
        let Split { name, prefixed, value: raw, .. } = split;
        let classes = classes(raw);
        let plain = classes & (MARKUP | BREAK) == 0;
        if classes & (MARKUP | CONTROL | HIGH) != 0 {
            self.check_value(name, raw)?;
        }
        if self.document.attrs.len() - first >= MAX_ATTRIBUTES {
            let message = format!("more than {MAX_ATTRIBUTES} attributes on one element");
            return Err(self.too_large(message, self.document.span(name)));
        }
        if names.may_repeat(name) && self.document.attrs[first..].iter().any(|attr| attr.name == name) {
            return Err(self.duplicate(name, self.document.span(name)));
        }
        let tidy = plain && (classes & SPACE == 0 || matches!(collapse(raw), Cow::Borrowed(_)));
        let attr = Attr { name, raw, plain, tidy, namespace: NO_NAMESPACE };
        let declares = if prefixed || name == "xmlns" { declared_prefix(name) } else { None };
        if let Some(prefix) = declares {
            let span = self.document.span(name);
            let address = attr.value();
            let is_xml = address == "http://www.w3.org/XML/1998/namespace";
            if prefix == "xmlns" || (prefix == "xml") != is_xml || address == "http://www.w3.org/2000/xmlns/" {
                return Err(self.malformed("the prefixes xml and xmlns are XML's own", span));
            }
            if address.is_empty() && !prefix.is_empty() {
                return Err(self.malformed("a prefix cannot be undeclared", span));
            }
            let Some(id) = self.intern(address) else {
                let message = format!("more than {MAX_NAMESPACES} namespaces");
                return Err(self.too_large(message, span));
            };
            if self.bindings.len() >= MAX_BINDINGS {
                return Err(self.too_large(format!("more than {MAX_BINDINGS} namespace declarations in scope"), span));
            }
            self.bindings.push((prefix, id));
        }
        let namespace = if declares.is_some() { DECLARATION } else { NO_NAMESPACE };
        self.document.attrs.push(Attr { namespace, ..attr });
        Ok(prefixed && declares.is_none())
    }

    /// A value with markup or unusual characters: references must resolve, `<` and forbidden characters must not stand in it.
    fn check_value(&self, name: &str, raw: &'a str) -> Result<(), Error> {
        let span = self.document.span(raw);
        if let Some(at) = memchr::memchr(b'<', raw.as_bytes()) {
            return Err(self.malformed("`<` in the value of an attribute", span.start + at..span.start + at + 1));
        }
        for (at, _) in raw.match_indices('&') {
            let end = raw[at..].find(';').map_or(raw.len(), |semicolon| at + semicolon + 1);
            resolve_reference(&raw[at..end])
                .map_err(|fault| self.bad_reference(fault, span.start + at..span.start + end))?;
        }
        match normalized(name, raw) {
            Some(value) if is_xml_text(&value) => Ok(()),
            _ => Err(self.malformed("a character that XML forbids", span)),
        }
    }

    fn resolve_attributes(&mut self, first: usize) -> Result<(), Error> {
        for i in first..self.document.attrs.len() {
            let name = self.document.attrs[i].name;
            let (prefix, local) = split(name);
            if prefix.is_empty() || declared_prefix(name).is_some() {
                continue;
            }
            let namespace = self.resolve(prefix, name)?;
            let twin =
                self.document.attrs[first..i].iter().any(|a| a.namespace == namespace && split(a.name).1 == local);
            if twin {
                return Err(self.duplicate(name, self.document.span(name)));
            }
            self.document.attrs[i].namespace = namespace;
        }
        Ok(())
    }

    fn end(&mut self, close: usize) {
        if let Some(open) = self.open.pop() {
            self.document.nodes[open.at as usize].close = close as u32;
            self.bindings.truncate(open.bindings);
        }
    }

    fn text(&mut self, text: &'a str, mut kind: Kind) -> Result<(), Error> {
        if kind == Kind::Text {
            if is_blank(text) {
                // Blanks around the root are nobody's text.
                if self.open.is_empty() {
                    return Ok(());
                }
                kind = Kind::Space;
            } else if let Some(at) = text.find("]]>") {
                let start = self.document.span(text).start + at;
                return Err(self.malformed("`]]>` in text", start..start + 3));
            }
        }
        if kind != Kind::Space && !is_xml_text(text) {
            return Err(self.malformed("a character that XML forbids", self.document.span(text)));
        }
        if self.open.is_empty() {
            let mut span = self.document.span(text);
            // An empty section has no text to point at.
            if kind == Kind::CData && text.is_empty() {
                span.start -= "<![CDATA[".len();
            }
            return Err(self.malformed("text outside the root element", span));
        }
        // An empty CDATA section says nothing.
        if !text.is_empty() {
            self.push(Record::leaf(kind, text));
        }
        Ok(())
    }

    fn reference(&mut self, reference: &'a str) -> Result<(), Error> {
        let span = self.document.span(reference);
        let c = resolve_reference(reference).map_err(|fault| self.bad_reference(fault, span.clone()))?;
        if self.open.is_empty() {
            return Err(self.malformed("text outside the root element", span));
        }
        self.push(Record::leaf(Kind::Char(c), reference));
        Ok(())
    }

    fn aside(&mut self, inside: &'a str, kind: Kind) -> Result<(), Error> {
        if !is_xml_text(inside) {
            return Err(self.malformed("a character that XML forbids", self.document.span(inside)));
        }
        self.push(Record::leaf(kind, inside));
        Ok(())
    }

    /// `version`, then perhaps `encoding`, then perhaps `standalone`, and nothing else.
    fn declaration(&self, span: Range<usize>) -> Result<(), Error> {
        if span.start != 0 {
            return Err(self.malformed("an XML declaration can only be first", span));
        }
        let mut rest = &self.source[span.start + "<?xml".len()..span.end - "?>".len()];
        let mut last = 0;
        while let Some(next) = self.next_attribute(rest).map_err(|_| self.not_a_declaration(span.clone()))? {
            rest = next.rest;
            let order = match (next.name, next.value) {
                ("version", "1.0") => 1,
                ("version", version) => {
                    let message = format!("XML {version}; SAT's documents are XML 1.0");
                    return Err(self.malformed(message, span));
                }
                ("encoding", encoding) => {
                    self.encoding(encoding, span.clone())?;
                    2
                }
                ("standalone", "yes" | "no") => 3,
                _ => return Err(self.not_a_declaration(span)),
            };
            // The version comes first and is always there.
            if order <= last || (last == 0) != (order == 1) {
                return Err(self.not_a_declaration(span));
            }
            last = order;
        }
        if last == 0 { Err(self.not_a_declaration(span)) } else { Ok(()) }
    }

    fn encoding(&self, encoding: &str, span: Range<usize>) -> Result<(), Error> {
        let utf8 = ["utf-8", "utf8"].iter().any(|known| encoding.eq_ignore_ascii_case(known));
        // Every one-byte encoding that invoices come in agrees with UTF-8 on ASCII.
        if utf8 || (self.source.is_ascii() && is_ascii_superset(encoding)) {
            return Ok(());
        }
        let message = format!("the document declares the encoding {encoding}; save it as UTF-8");
        Err(Error::input(InputProblem::Encoding, message).at(self.source.as_bytes(), span))
    }

    fn not_a_declaration(&self, span: Range<usize>) -> Error {
        self.malformed("an XML declaration that is none: version, encoding, standalone, in that order", span)
    }

    fn push(&mut self, record: Record<'a>) -> u32 {
        let at = self.document.nodes.len() as u32;
        self.document.nodes.push(record);
        let previous = match self.open.last_mut() {
            Some(open) => {
                let previous = std::mem::replace(&mut open.last_child, at);
                if previous == NONE {
                    let parent = open.at as usize;
                    self.document.nodes[parent].first_child = at;
                }
                previous
            }
            None => std::mem::replace(&mut self.last_top, at),
        };
        if previous != NONE {
            self.document.nodes[previous as usize].next = at;
        }
        at
    }

    fn intern(&mut self, address: Cow<'a, str>) -> Option<u16> {
        let known = self.document.namespaces.iter().position(|known| *known == address);
        let id = known.unwrap_or(self.document.namespaces.len());
        if known.is_none() {
            if id >= MAX_NAMESPACES {
                return None;
            }
            self.document.namespaces.push(address);
        }
        Some(id as u16)
    }

    fn resolve(&self, prefix: &str, name: &str) -> Result<u16, Error> {
        match self.bindings.iter().rev().find(|(bound, _)| *bound == prefix) {
            Some((_, namespace)) => Ok(*namespace),
            None => Err(self.malformed(format!("the prefix `{prefix}` is not declared"), self.document.span(name))),
        }
    }

    fn malformed(&self, message: impl Into<String>, span: Range<usize>) -> Error {
        Error::input(InputProblem::NotWellFormed, message).at(self.source.as_bytes(), span)
    }

    fn too_large(&self, message: impl Into<String>, span: Range<usize>) -> Error {
        Error::input(InputProblem::TooLarge, message).at(self.source.as_bytes(), span)
    }

    fn duplicate(&self, name: &str, span: Range<usize>) -> Error {
        let message = format!("the attribute `{name}` stands twice");
        Error::input(InputProblem::Duplicate, message).at(self.source.as_bytes(), span)
    }

    fn bad_reference(&self, fault: Fault, span: Range<usize>) -> Error {
        let text = self.source.get(span.clone()).unwrap_or_default();
        let name = text.strip_prefix('&').and_then(|text| text.strip_suffix(';')).unwrap_or_default();
        match fault {
            Fault::Entity if is_name(name) => {
                let message = format!("the entity `{text}` is not one of XML's five; entities are never expanded");
                Error::input(InputProblem::Entity, message).at(self.source.as_bytes(), span)
            }
            Fault::Entity => self.malformed("`&` that begins no reference; write `&amp;`", span.start..span.start + 1),
            Fault::Character => self.malformed(format!("`{text}` is no character that XML allows"), span),
        }
    }
}

impl<'a> Record<'a> {
    fn leaf(kind: Kind, text: &'a str) -> Self {
        Record {
            kind,
            text,
            local: 0,
            namespace: NO_NAMESPACE,
            attrs: 0..0,
            first_child: NONE,
            next: NONE,
            close: NONE,
        }
    }
}

/// An attribute split off the inside of a tag.
struct Split<'a> {
    name: &'a str,
    prefixed: bool,
    value: &'a str,
    rest: &'a str,
}

/// Which names an element has had, roughly: enough to know that most are new.
#[derive(Default)]
struct Names(u64);

impl Names {
    /// False where no attribute so far has this name; remembers it. The name is not empty.
    fn may_repeat(&mut self, name: &str) -> bool {
        let bytes = name.as_bytes();
        let mark = bytes.len() * 11 + usize::from(bytes[0]) * 3 + usize::from(bytes[bytes.len() - 1]);
        let bit = 1 << (mark % 64);
        let seen = self.0 & bit != 0;
        self.0 |= bit;
        seen
    }
}

enum Fault {
    Character,
    Entity,
}

/// One reference with its `&` and `;`.
fn resolve_reference(reference: &str) -> Result<char, Fault> {
    let inside = reference.strip_prefix('&').and_then(|r| r.strip_suffix(';')).ok_or(Fault::Entity)?;
    let Some(number) = inside.strip_prefix('#') else {
        return match inside {
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "amp" => Ok('&'),
            "apos" => Ok('\''),
            "quot" => Ok('"'),
            _ => Err(Fault::Entity),
        };
    };
    let code = match number.strip_prefix('x') {
        Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16),
        None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse(),
        _ => return Err(Fault::Character),
    };
    let c = code.ok().and_then(char::from_u32).ok_or(Fault::Character)?;
    if is_xml_text(c.encode_utf8(&mut [0; 4])) { Ok(c) } else { Err(Fault::Character) }
}

fn normalized<'a>(name: &'a str, raw: &'a str) -> Option<Cow<'a, str>> {
    let attribute = Attribute { key: QName(name), value: Cow::Borrowed(raw) };
    attribute.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// True for UTF-16 and UTF-32, by their mark or by the zero beside the first character.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || matches!(bytes, [0, _, ..] | [_, 0, ..])
}

/// UTF-8 with or without a byte order mark; other encodings are named.
fn decode(bytes: &[u8]) -> Result<&str, Error> {
    if is_wide(bytes) {
        return Err(
            Error::input(InputProblem::Encoding, "the document is UTF-16 or UTF-32; save it as UTF-8").at(bytes, 0..2)
        );
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => match text.strip_prefix('\u{FEFF}') {
            // quick-xml would pass over a second mark without counting it.
            Some(rest) if rest.starts_with('\u{FEFF}') => {
                Err(Error::input(InputProblem::NotWellFormed, "text before the root element").at(bytes, 3..6))
            }
            rest => Ok(rest.unwrap_or(text)),
        },
        Err(error) => {
            let at = error.valid_up_to();
            let declared = String::from_utf8_lossy(&bytes[..at.min(200)]).to_ascii_lowercase();
            let hint = if declared.contains("iso-8859") || declared.contains("windows-125") {
                "the document declares a one-byte encoding; save it as UTF-8"
            } else {
                "not UTF-8"
            };
            Err(Error::input(InputProblem::Encoding, hint).at(bytes, at..at + 1))
        }
    }
}

fn is_ascii_superset(encoding: &str) -> bool {
    let encoding = encoding.to_ascii_lowercase();
    encoding.starts_with("iso-8859-")
        || encoding.starts_with("windows-125")
        || matches!(&*encoding, "ascii" | "us-ascii")
}

/// White space alone. The highest byte is found many at a time, which settles it for all other text.
fn is_blank(text: &str) -> bool {
    text.bytes().fold(0, u8::max) <= b' ' && text.bytes().all(is_space)
}

/// Prefix (empty without one) and local name.
fn split(name: &str) -> (&str, &str) {
    match memchr::memchr(b':', name.as_bytes()) {
        Some(colon) => (&name[..colon], &name[colon + 1..]),
        None => ("", name),
    }
}

fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':') }
}

/// True for letters, with or without a prefix of letters: nearly every name, told without looking at characters one by one.
fn is_plain_name(name: &[u8]) -> bool {
    match (plain_name(name), name) {
        (_, [] | [b':', ..] | [.., b':']) => false,
        ((len, colons), _) => len == name.len() && colons <= 1,
    }
}

/// How many letters and colons a tag's inside begins with, and how many of them are colons: nearly always a whole name.
fn plain_name(bytes: &[u8]) -> (usize, usize) {
    let mut colons = 0;
    for (at, b) in bytes.iter().enumerate() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b':' => colons += 1,
            _ => return (at, colons),
        }
    }
    (bytes.len(), colons)
}

fn explain(error: &quick_xml::Error) -> String {
    use quick_xml::errors::IllFormedError;
    match error {
        quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("`</{found}>` closes `<{expected}>`")
        }
        quick_xml::Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => format!("`</{found}>` closes nothing"),
        quick_xml::Error::IllFormed(IllFormedError::UnclosedReference) => {
            "`&` that begins no reference; write `&amp;`".into()
        }
        other => other.to_string(),
    }
}
