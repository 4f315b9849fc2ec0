//! Tags, prefixes, attributes and values.

use super::{Writer, codes, version};
use crate::formats::cfdi::codes::Table;
use crate::mapping::{self, Field};
use crate::model::{Number, Pairs};
use crate::report::{Location, Values};
use crate::xml::{self, XSI, is_name, is_xml_text};

impl<'m> Writer<'m, '_> {
    // Nodes.

    pub(super) fn start(&mut self, name: &'static str, index: Option<usize>) {
        self.close_tag();
        let depth = self.path.len();
        self.path.push((name, index));
        // Nearly every document has declarations on its root, and there alone.
        let extra = match depth == 0 || self.nodos.len() > 1 {
            true => self.nodos.get(self.xpath().as_str()).copied(),
            false => None,
        };
        let outside = self.bindings.len();
        let mut prefix = self.prefixes.last().map_or("cfdi", |(prefix, _)| prefix);
        if let Some(extra) = extra {
            self.bindings.extend(extra.xmlns.iter());
            prefix = self.prefix_of(self.family.namespace(), prefix).unwrap_or(prefix);
        } else if depth == 0 {
            self.bindings.extend([("cfdi", self.family.namespace()), ("xsi", XSI)]);
        }
        self.prefixes.push((prefix, outside));
        self.line_break(depth);
        self.out.push(b'<');
        self.qualified(prefix, name);
        match extra {
            Some(extra) => {
                if let Err(what) = self.pairs(&extra.xmlns, &extra.attributes) {
                    let location = mapping::row(Field::Nodos).at(&[], &[]);
                    self.block("FRO-CFDI-010", Field::Nodos, location, Values::found(what));
                }
            }
            None if depth == 0 => {
                self.attribute("xmlns:cfdi", self.family.namespace());
                self.attribute("xmlns:xsi", XSI);
                self.attribute("xsi:schemaLocation", version::schema_location(self.family));
            }
            None => {}
        }
        self.open = true;
    }

    pub(super) fn end(&mut self) {
        let Some((name, _)) = self.path.pop() else { return };
        let (prefix, outside) = self.prefixes.pop().unwrap_or(("cfdi", 0));
        self.bindings.truncate(outside);
        if std::mem::take(&mut self.open) {
            self.out.extend_from_slice(b"/>");
            return;
        }
        self.line_break(self.path.len());
        self.out.extend_from_slice(b"</");
        self.qualified(prefix, name);
        self.out.push(b'>');
    }

    pub(super) fn close_tag(&mut self) {
        if std::mem::take(&mut self.open) {
            self.out.push(b'>');
        }
    }

    pub(super) fn qualified(&mut self, prefix: &str, name: &str) {
        if !prefix.is_empty() {
            self.out.extend_from_slice(prefix.as_bytes());
            self.out.push(b':');
        }
        self.out.extend_from_slice(name.as_bytes());
    }

    pub(super) fn line_break(&mut self, depth: usize) {
        const BLANKS: &[u8; 33] = b"\n                                ";
        self.out.extend_from_slice(&BLANKS[..1 + (depth * 2).min(32)]);
    }

    /// The prefix that is bound to a namespace here: `preferred` if it is.
    pub(super) fn prefix_of(&self, namespace: &str, preferred: &'m str) -> Option<&'m str> {
        let bound = |prefix: &str| self.bindings.iter().rev().find(|(p, _)| *p == prefix).map(|(_, address)| *address);
        if bound(preferred) == Some(namespace) {
            return Some(preferred);
        }
        let candidates = self.bindings.iter().rev().filter(|(_, address)| *address == namespace);
        candidates.map(|(prefix, _)| *prefix).find(|prefix| bound(prefix) == Some(namespace))
    }

    /// The XPath of the innermost node without prefixes, as `nodos` names it.
    pub(super) fn xpath(&self) -> String {
        let mut out = String::new();
        for (name, index) in &self.path[1..] {
            out.push('/');
            out.push_str(name);
            if let Some(index) = index {
                out.push_str(&format!("[{}]", index + 1));
            }
        }
        if out.is_empty() { "/".into() } else { out }
    }

    pub(super) fn pairs(&mut self, xmlns: &Pairs, attributes: &Pairs) -> Result<(), String> {
        for (prefix, address) in xmlns.iter() {
            if !prefix.is_empty() && (!is_name(prefix) || prefix.contains(':')) || !is_xml_text(address) {
                return Err(format!("xmlns:{prefix}"));
            }
            match prefix {
                "" => self.attribute("xmlns", address),
                prefix => self.attribute(&format!("xmlns:{prefix}"), address),
            }
        }
        for (name, value) in attributes.iter() {
            if !is_name(name) || name == "xmlns" || name.starts_with("xmlns:") || !is_xml_text(value) {
                return Err(name.to_owned());
            }
            self.attribute(name, value);
        }
        Ok(())
    }

    // Values.

    pub(super) fn text<T: AsRef<str>>(&mut self, field: Field, json: &[usize], value: &Option<T>) {
        self.put(field, json, value.as_ref().map(AsRef::as_ref));
    }

    pub(super) fn number(&mut self, field: Field, json: &[usize], value: &Option<Number>) {
        let mut buffer = [0; 48];
        let value = value.as_ref().map(|number| number.text(&mut buffer));
        self.literal(field, json, value, |literal| Number::from_xsd(literal).map(|(number, _)| number.to_string()));
    }

    pub(super) fn put(&mut self, field: Field, json: &[usize], value: Option<&str>) {
        self.literal(field, json, value, |literal| Some(literal.to_owned()));
    }

    /// A code of SAT; one that its table does not have was read as no value.
    pub(super) fn code<T: Copy>(
        &mut self,
        field: Field,
        json: &[usize],
        value: Option<&str>,
        table: &'static Table<T>,
    ) {
        self.literal(field, json, value, |code| codes::shown(table, code).map(|_| code.to_owned()));
    }

    /// Writes the attribute of a row: as it was read if the field is what it was then, and if that literal (white space
    /// collapsed) `reads` as nothing else.
    pub(super) fn literal(
        &mut self,
        field: Field,
        json: &[usize],
        value: Option<&str>,
        reads: impl Fn(&str) -> Option<String>,
    ) {
        let row = mapping::row(field);
        if !self.as_read.is_empty()
            && let Some(kept) = self.as_read.get(&*mapping::pointer(row.us, json))
            && kept.of.as_deref() == value
            && reads(&xml::collapse(&kept.text)).as_deref() == value
            && is_xml_text(&kept.text)
        {
            let literal = kept.text.as_str();
            return self.attribute(row.attribute, literal);
        }
        // XML's white space alone is nothing; a blank of Unicode's is a value.
        if self.checks && value.is_none_or(|value| xml::collapse(value).is_empty()) && self.is_needed(field) {
            let xml: Vec<usize> = self.path.iter().filter_map(|(_, index)| *index).collect();
            self.need(field, &xml, json, false);
        }
        let Some(value) = value else { return };
        if !self.has_place(field) {
            let xml: Vec<usize> = self.path.iter().filter_map(|(_, index)| *index).collect();
            return self.only_in_40(field, &xml, json);
        }
        if !is_xml_text(value) {
            let location = row.at(&[0; 3], json);
            return self.block("FRO-CFDI-009", field, location, Values::default());
        }
        self.attribute(row.attribute, value);
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(b' ');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        xml::attribute_value(&mut self.out, value);
        self.out.push(b'"');
    }

    // Findings.

    pub(super) fn need(&mut self, field: Field, xml: &[usize], json: &[usize], there: bool) {
        if !self.checks || there {
            return;
        }
        let key = (field, json.first().copied().unwrap_or_default());
        self.blocked = true;
        if self.hints.told.contains(&key) {
            return;
        }
        let candidates = self.hints.candidates.get(&key).cloned().unwrap_or_default();
        let mut values = Values::default().candidates(candidates);
        if self.draft
            && let Some(place) = crate::draft::context_place(field)
        {
            values = values.expected(place);
        }
        self.block("FRO-MAP-004", field, mapping::row(field).at(xml, json), values);
    }

    /// What the XSD leaves open and SAT asks for.
    pub(super) fn need_in_draft(&mut self, field: Field, xml: &[usize], json: &[usize], there: bool) {
        self.need(field, xml, json, there || !self.draft);
    }

    pub(super) fn contradiction(&mut self, field: Field, json: &[usize], found: &str, other: Field) {
        let expected = mapping::pointer(mapping::row(other).us, json);
        let location = mapping::row(field).at(&[], json);
        self.block("FRO-MAP-003", field, location, Values::found(found).expected(expected));
    }

    pub(super) fn block(&mut self, code: &'static str, field: Field, location: Location, values: Values) {
        self.report.add(code, Some(field), location, values);
        self.blocked = true;
    }
}
