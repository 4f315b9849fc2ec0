//! US facts: what a US invoice says and a CFDI has no place for, carried beside it.
//!
//! A fact is a JSON pointer of the neutral invoice and its value. Which facts there are is not a list but a difference: what
//! the invoice says and a fresh reading of the CFDI does not. They stand in an Addenda of the project's own namespace
//! (`schemas/us-facts.xsd`), which no seal covers, or in a sidecar file. Read back they are applied to the projected
//! invoice, and only if the CFDI that the result would give is the same: a fact can add to the fiscal document, never
//! contradict it.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::write::{self, Purpose};
use crate::draft::Hints;
use crate::mapping;
use crate::model::{Foreign, Invoice, Text};
use crate::report::{Location, Report, Values};
use crate::xml::{self, Element, Item};

/// The namespace of the project's Addenda.
pub const NAMESPACE: &str = "urn:frontera:us-facts:1";

/// The XML Schema of the Addenda, as `schemas/us-facts.xsd` has it.
pub const XSD: &str = include_str!("../../../schemas/us-facts.xsd");

/// A pointer and what stands there: text, or any JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    json: Option<String>,
}

impl Fact {
    fn new(at: String, value: &Value) -> Fact {
        match value {
            // What XML cannot hold is written as JSON, whose escapes it can.
            Value::String(text) if xml::is_xml_text(text) => Fact { at, text: Some(text.clone()), json: None },
            value => Fact { at, text: None, json: Some(value.to_string()) },
        }
    }

    fn value(&self) -> Option<Value> {
        match (&self.text, &self.json) {
            (Some(text), None) => Some(Value::String(text.clone())),
            (None, Some(json)) => serde_json::from_str(json).ok(),
            _ => None,
        }
    }
}

/// A sidecar file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sidecar {
    frontera_us_facts: SidecarVersion,
    /// SHA-256 over the CFDI that the facts are of, but for what sealing and stamping add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of_sha256: Option<String>,
    facts: Vec<Fact>,
}

#[derive(Serialize, Deserialize)]
enum SidecarVersion {
    #[serde(rename = "1")]
    V1,
}

pub(crate) fn to_sidecar(facts: Vec<Fact>, of_sha256: String) -> Vec<u8> {
    let sidecar = Sidecar { frontera_us_facts: SidecarVersion::V1, of_sha256: Some(of_sha256), facts };
    // Strings alone; there is nothing to fail on.
    let mut out = serde_json::to_vec_pretty(&sidecar).unwrap_or_default();
    out.push(b'\n');
    out
}

/// The facts, and the digest of the document that they are of.
pub(crate) fn from_sidecar(bytes: &[u8]) -> Result<(Vec<Fact>, Option<String>), serde_json::Error> {
    serde_json::from_slice::<Sidecar>(bytes).map(|sidecar| (sidecar.facts, sidecar.of_sha256))
}

/// True for the element that holds US facts.
pub(super) fn is_ours(element: Element<'_, '_>) -> bool {
    element.namespace() == NAMESPACE && element.local_name() == "UsFacts"
}

/// The facts of the element, and whether there is anything in it that is none.
pub(super) fn read(element: Element<'_, '_>) -> (Vec<Fact>, bool) {
    let mut facts = Vec::new();
    let mut strange = element.attr("version").is_none_or(|version| version.value() != "1");
    for item in element.items() {
        match item {
            Item::Element(child) => match fact(child) {
                Some(fact) => facts.push(fact),
                None => strange = true,
            },
            Item::Text(_) => strange = true,
            Item::Space(_) | Item::Comment(_) | Item::Instruction(_) => {}
        }
    }
    (facts, strange)
}

fn fact(element: Element<'_, '_>) -> Option<Fact> {
    let is_fact = element.namespace() == NAMESPACE && element.local_name() == "Fact";
    if !is_fact || element.elements().next().is_some() {
        return None;
    }
    let at = element.attr("at")?.value().into_owned();
    match element.attr("type").map(|kind| kind.value()) {
        None => Some(Fact { at, text: Some(element.text()), json: None }),
        Some(kind) if kind == "json" => Some(Fact { at, text: None, json: Some(element.text()) }),
        Some(_) => None,
    }
}

/// The element as XML; `None` where a value is nothing that XML can hold.
pub(super) fn to_xml(facts: &[Fact]) -> Option<Vec<u8>> {
    let mut out = format!("<frontera:UsFacts xmlns:frontera=\"{NAMESPACE}\" version=\"1\">").into_bytes();
    for fact in facts {
        let (kind, value) = match (&fact.text, &fact.json) {
            (Some(text), _) => ("", text),
            (None, Some(json)) => (" type=\"json\"", json),
            (None, None) => continue,
        };
        if !xml::is_xml_text(value) || !xml::is_xml_text(&fact.at) {
            return None;
        }
        out.extend_from_slice(b"\n      <frontera:Fact at=\"");
        xml::attribute_value(&mut out, &fact.at);
        out.push(b'"');
        out.extend_from_slice(kind.as_bytes());
        out.push(b'>');
        xml::character_data(&mut out, value);
        out.extend_from_slice(b"</frontera:Fact>");
    }
    out.extend_from_slice(b"\n    </frontera:UsFacts>");
    Some(out)
}

/// What `invoice` says and `fresh`, read from its CFDI, does not. Projections that the reading filled in are noted.
pub(super) fn difference(invoice: &Invoice, fresh: &Invoice, report: &mut Report) -> Vec<Fact> {
    let mut facts = Vec::new();
    if invoice == fresh {
        return facts;
    }
    let mut filled = Vec::new();
    compare("", &neutral(invoice), &neutral(fresh), &mut facts, &mut filled);
    let lines = invoice.lines.iter().enumerate();
    let opens = std::iter::once((String::new(), &invoice.extensions.others))
        .chain(lines.map(|(i, line)| (format!("/lines/{i}"), &line.extensions.others)));
    for (base, others) in opens {
        for (name, raw) in others {
            facts.push(Fact {
                at: format!("{base}/extensions/{}", escape(name)),
                text: None,
                json: Some(raw.get().into()),
            });
        }
    }
    for at in filled {
        let field = mapping::by_pointer(&at).map(|row| row.field);
        report.add("FRO-MAP-013", field, Location { xpath: None, pointer: Some(at.into()) }, Values::default());
    }
    facts
}

/// Applies what does not contradict the CFDI, and says what does.
pub(super) fn apply(invoice: Invoice, facts: &[Fact], report: &mut Report) -> Invoice {
    if facts.is_empty() {
        return invoice;
    }
    let Some(fiscal) = write::document(&invoice, Purpose::Same, &Hints::default(), &mut Report::default()) else {
        return invoice;
    };
    let mut seen = HashSet::new();
    let (facts, twice): (Vec<&Fact>, Vec<&Fact>) = facts.iter().partition(|fact| seen.insert(fact.at.as_str()));
    let groups: Vec<&[&Fact]> = facts.chunk_by(|a, b| field_of(&a.at) == field_of(&b.at)).collect();
    // Every trial writes the document once; hostile facts shall not make that a thousand times a large one.
    let trials = (MAX_WRITTEN / fiscal.len().max(1)).max(MIN_TRIALS);
    let mut sieve = Sieve { invoice: &invoice, fiscal, kept: Vec::new(), trials, report };
    sieve.sift(&groups);
    twice.into_iter().for_each(|fact| sieve.reject(fact, "it stands twice"));
    let kept = sieve.kept;
    patch(&invoice, kept.into_iter()).unwrap_or(invoice)
}

/// Parts the facts that leave the CFDI as it is from those that do not, by halves.
struct Sieve<'f, 'r> {
    invoice: &'f Invoice,
    fiscal: Vec<u8>,
    kept: Vec<&'f Fact>,
    trials: usize,
    report: &'r mut Report,
}

impl<'f> Sieve<'f, '_> {
    fn sift(&mut self, groups: &[&[&'f Fact]]) {
        if groups.is_empty() {
            return;
        }
        let why = match self.trials.checked_sub(1) {
            None => "too many facts contradict the CFDI to tell them apart".to_owned(),
            Some(left) => {
                self.trials = left;
                let all = groups.iter().flat_map(|group| group.iter().copied());
                match patch(self.invoice, self.kept.iter().copied().chain(all.clone())) {
                    Ok(patched) if self.leaves_the_cfdi(&patched) => return self.kept.extend(all),
                    Ok(_) => "the CFDI would be another one".to_owned(),
                    Err(why) => why,
                }
            }
        };
        match groups {
            [one] => one.iter().for_each(|fact| self.reject(fact, &why)),
            many if self.trials > 0 => {
                let (first, second) = many.split_at(many.len() / 2);
                self.sift(first);
                self.sift(second);
            }
            many => many.iter().flat_map(|group| group.iter()).for_each(|fact| self.reject(fact, &why)),
        }
    }

    fn leaves_the_cfdi(&self, patched: &Invoice) -> bool {
        write::document(patched, Purpose::Same, &Hints::default(), &mut Report::default()).as_ref()
            == Some(&self.fiscal)
    }

    fn reject(&mut self, fact: &Fact, why: &str) {
        let location = Location { xpath: None, pointer: Some(fact.at.as_str().into()) };
        self.report.add("FRO-MAP-007", None, location, Values::default().expected(why));
    }
}

/// Bytes written to part good facts from bad ones.
const MAX_WRITTEN: usize = 32 << 20;
/// And how often at least.
const MIN_TRIALS: usize = 24;

/// The pointer of the field that a fact belongs to: the parts of an address stand or fall together.
fn field_of(at: &str) -> &str {
    let Some(row) = mapping::by_pointer(at) else { return at };
    let parts = row.us.split('/').count();
    at.match_indices('/').nth(parts - 1).map_or(at, |(end, _)| &at[..end])
}

/// No field of the neutral invoice lies deeper.
const MAX_PATH: usize = 16;

/// SAT's facts that a fresh reading of the CFDI does not say as the invoice does: each is told, since nothing of them is
/// carried elsewhere.
pub(super) fn tell_what_is_not_carried(invoice: &Invoice, fresh: &Invoice, draft: bool, report: &mut Report) {
    let mut places = Vec::new();
    let (wanted, found) = (carried(&invoice.extensions.mx, draft), carried(&fresh.extensions.mx, draft));
    unequal("/extensions/mx".into(), &wanted, &found, &mut places);
    for (i, (line, fresh)) in invoice.lines.iter().zip(&fresh.lines).enumerate() {
        if line.extensions.mx != fresh.extensions.mx {
            let [wanted, found] = [line, fresh].map(|line| carried(&line.extensions.mx, draft));
            unequal(format!("/lines/{i}/extensions/mx"), &wanted, &found, &mut places);
        }
    }
    for at in places {
        let field = mapping::by_pointer(&at).map(|row| row.field);
        report.add("FRO-MAP-014", field, Location { xpath: None, pointer: Some(at.into()) }, Values::default());
    }
}

/// SAT's facts but for what is told elsewhere or follows from other fields.
fn carried<M: Serialize>(mx: &Option<Box<M>>, draft: bool) -> Value {
    let mut value = serde_json::to_value(mx).unwrap_or_default();
    if value.is_null() {
        value = Value::Object(serde_json::Map::new());
    }
    let Value::Object(fields) = &mut value else { return value };
    // Literals are checked as they are written; the digests have their own findings; a projection that wins is told.
    let mut elsewhere =
        vec!["as_read", "sealed_sha256", "seal_sha256", "forma_pago", "objeto_imp", "cfdi_relacionados"];
    if draft {
        // What an earlier version alone can say is told where the draft is made.
        elsewhere.extend(["version", "sello", "certificado", "no_certificado", "timbre", "nodos"]);
        elsewhere.extend(["cfdi32", "informacion_aduanera_32"]);
        if let Some(Value::Array(partes)) = fields.get_mut("partes") {
            partes.iter_mut().filter_map(Value::as_object_mut).for_each(|parte| {
                parte.remove("informacion_aduanera_32");
            });
        }
        if let Some(Value::Array(complementos)) = fields.get_mut("complemento") {
            complementos.retain_mut(|complemento| match complemento.get_mut("children") {
                Some(Value::Array(children)) => {
                    let before = children.len();
                    children.retain(|child| child.get("timbre").is_none());
                    before == 0 || !children.is_empty()
                }
                _ => true,
            });
        }
    }
    fields.retain(|name, value| !elsewhere.contains(&name.as_str()) && *value != Value::Array(Vec::new()));
    value
}

fn unequal(at: String, wanted: &Value, found: &Value, places: &mut Vec<String>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            for name in wanted.keys().chain(found.keys().filter(|name| !wanted.contains_key(*name))) {
                let [wanted, found] = [wanted, found].map(|fields| fields.get(name).unwrap_or(&Value::Null));
                unequal(format!("{at}/{}", escape(name)), wanted, found, places);
            }
        }
        (wanted, found) if wanted == found => {}
        _ => places.push(at),
    }
}

/// The neutral fields as a JSON tree, without extensions.
fn neutral(invoice: &Invoice) -> Value {
    // Foreign extensions are no part of it, and may hold numbers that a JSON tree cannot.
    let foreign = |invoice: &Invoice| {
        !invoice.extensions.others.is_empty() || invoice.lines.iter().any(|line| !line.extensions.others.is_empty())
    };
    let mut value = match foreign(invoice) {
        false => serde_json::to_value(invoice),
        true => {
            let mut invoice = invoice.clone();
            invoice.extensions.others.clear();
            invoice.lines.iter_mut().for_each(|line| line.extensions.others.clear());
            serde_json::to_value(&invoice)
        }
    }
    .unwrap_or_default();
    let strip = |value: &mut Value| {
        if let Value::Object(fields) = value {
            fields.remove("extensions");
        }
    };
    strip(&mut value);
    if let Some(Value::Array(lines)) = value.get_mut("lines") {
        lines.iter_mut().for_each(strip);
    }
    value
}

fn compare(at: &str, wanted: &Value, fresh: &Value, facts: &mut Vec<Fact>, filled: &mut Vec<String>) {
    match (wanted, fresh) {
        (Value::Object(wanted), Value::Object(fresh)) => {
            for (name, value) in wanted {
                let at = format!("{at}/{}", escape(name));
                match fresh.get(name) {
                    Some(fresh) => compare(&at, value, fresh, facts, filled),
                    None => leaves(at, value, facts),
                }
            }
            let added = fresh.keys().filter(|name| !wanted.contains_key(*name));
            filled.extend(added.map(|name| format!("{at}/{}", escape(name))));
        }
        (Value::Array(wanted), Value::Array(fresh)) if at == "/lines" && wanted.len() == fresh.len() => {
            for (i, (wanted, fresh)) in wanted.iter().zip(fresh).enumerate() {
                compare(&format!("{at}/{i}"), wanted, fresh, facts, filled);
            }
        }
        // A list is one fact: its members have no names to be told apart by.
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            let mut inside = Vec::new();
            let mut shown = Vec::new();
            for (i, (wanted, fresh)) in items.iter().zip(others).enumerate() {
                compare(&format!("{at}/{i}"), wanted, fresh, &mut inside, &mut shown);
            }
            match inside.is_empty() {
                true => filled.extend(shown),
                false => facts.push(Fact::new(at.into(), wanted)),
            }
        }
        (wanted, fresh) if wanted == fresh => {}
        (wanted, _) => facts.push(Fact::new(at.into(), wanted)),
    }
}

fn leaves(at: String, value: &Value, facts: &mut Vec<Fact>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                leaves(format!("{at}/{}", escape(name)), value, facts);
            }
        }
        value => facts.push(Fact::new(at, value)),
    }
}

/// The invoice with the facts set; extensions stay as they are but for the foreign ones.
fn patch<'f>(invoice: &Invoice, facts: impl Iterator<Item = &'f Fact>) -> Result<Invoice, String> {
    let mut value = neutral(invoice);
    let mut others = Vec::new();
    for fact in facts {
        let parts: Vec<String> = fact.at.split('/').skip(1).map(unescape).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        if parts.len() > MAX_PATH {
            return Err("no such place".into());
        }
        match (&parts[..], &fact.json) {
            (["extensions", name], Some(json)) if *name != "mx" => others.push((None, (*name).to_owned(), json)),
            (["lines", i, "extensions", name], Some(json)) if *name != "mx" => {
                let i = i.parse::<usize>().ok().filter(|i| *i < invoice.lines.len()).ok_or("no such line")?;
                others.push((Some(i), (*name).to_owned(), json));
            }
            (
                ["schema_version" | "extensions", ..] | ["lines"] | ["lines", _] | ["lines", _, "extensions", ..] | [],
                _,
            ) => {
                return Err("not a US fact".into());
            }
            (parts, _) => set(&mut value, parts, fact.value().ok_or("a value that cannot be read")?)?,
        }
    }
    let mut patched: Invoice = serde_json::from_value(value).map_err(|error| error.to_string())?;
    patched.extensions = invoice.extensions.clone();
    if patched.lines.len() != invoice.lines.len() {
        return Err("lines are the CFDI's".into());
    }
    for (line, old) in patched.lines.iter_mut().zip(&invoice.lines) {
        line.extensions = old.extensions.clone();
    }
    for (line, name, json) in others {
        let Foreign(raw) = Foreign::parse(json)?;
        let open = match line {
            None => &mut patched.extensions.others,
            Some(i) => &mut patched.lines[i].extensions.others,
        };
        open.insert(Text::from(name), raw);
    }
    Ok(patched)
}

/// Sets a value by its path; objects are made on the way, lists are only entered where they are.
fn set(value: &mut Value, path: &[&str], new: Value) -> Result<(), String> {
    let Some((name, rest)) = path.split_first() else {
        *value = new;
        return Ok(());
    };
    let next = match value {
        Value::Object(fields) => fields.entry(*name).or_insert_with(|| Value::Object(serde_json::Map::new())),
        Value::Array(items) => name.parse::<usize>().ok().and_then(|i| items.get_mut(i)).ok_or("no such place")?,
        _ => return Err("no such place".into()),
    };
    set(next, rest, new)
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unescape(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}
