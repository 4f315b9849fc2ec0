//! What the integration tests share.

// Not every test binary uses everything.
#![allow(dead_code, unreachable_pub)]

pub mod arithmetic;
pub mod cadena;
pub mod comercio_exterior;
pub mod disturb;
pub mod drafts;
pub mod generate;
pub mod mutate;
pub mod neutral;
pub mod oracle;
pub mod random;
pub mod register;
pub mod said;
pub mod us_invoices;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use frontera::{Converted, Format, Options, Report};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use serde_json::Value;

/// A file of `fixtures/`.
pub fn fixture(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every CFDI 4.0 of `fixtures/`.
pub fn fixtures() -> Vec<PathBuf> {
    fixtures_of("cfdi")
}

/// Every XML in a folder of `fixtures/`: `cfdi`, `cfdi33` or `cfdi32`.
pub fn fixtures_of(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    files.sort();
    files
}

/// A conversion that must give a document.
pub fn convert(bytes: &[u8], to: Format) -> (Vec<u8>, Report) {
    convert_with(bytes, to, &Options::default())
}

/// A conversion that must give a document.
pub fn convert_with(bytes: &[u8], to: Format, options: &Options) -> (Vec<u8>, Report) {
    let Converted { output, report, .. } = frontera::convert(bytes, to, options)
        .unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(bytes)));
    let output = output.unwrap_or_else(|| panic!("no output: {report:#?}\n{}", String::from_utf8_lossy(bytes)));
    (output, report)
}

/// CFDI to US JSON and back.
pub fn there_and_back(xml: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (json, _) = convert(xml, Format::UsJson);
    let (back, _) = convert(&json, Format::Cfdi);
    (json, back)
}

/// The codes of a report, in order.
pub fn codes(report: &Report) -> Vec<&'static str> {
    report.findings().iter().map(|finding| finding.code.as_str()).collect()
}

/// A number from the environment, for runs longer than the usual one.
pub fn from_env(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// Pointers and values of all leaves.
pub fn flatten(value: &Value) -> BTreeMap<String, Value> {
    let mut leaves = BTreeMap::new();
    flatten_into(value, String::new(), &mut leaves);
    leaves
}

fn flatten_into(value: &Value, at: String, leaves: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                flatten_into(value, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), leaves);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (i, value) in items.iter().enumerate() {
                flatten_into(value, format!("{at}/{i}"), leaves);
            }
        }
        leaf => {
            leaves.insert(at, leaf.clone());
        }
    }
}

/// A pointer with `[]` for its indices.
pub fn template(pointer: &str) -> String {
    let part = |part: &str| {
        if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) { "[]".into() } else { part.to_owned() }
    };
    pointer.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every attribute of a document by the path of its element, `xmlns` and all; text of elements as `#text`.
pub fn attributes(xml: &[u8]) -> BTreeMap<String, String> {
    let text = std::str::from_utf8(xml).unwrap();
    let mut reader = Reader::from_str(text);
    let mut found = BTreeMap::new();
    let mut path: Vec<(String, BTreeMap<String, usize>)> = vec![(String::new(), BTreeMap::new())];
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let (parent, counts) = path.last_mut().unwrap();
                let count = counts.entry(name.clone()).or_default();
                *count += 1;
                let here = format!("{parent}/{name}[{count}]");
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
                    found.insert(format!("{here}/@{}", attribute.key.as_ref()), value.into_owned());
                }
                found.insert(here.clone(), String::new());
                if matches!(event, Event::Start(_)) {
                    path.push((here, BTreeMap::new()));
                }
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Text(run) if !run.trim().is_empty() => {
                let here = path.last().unwrap().0.clone();
                found.entry(format!("{here}/#text")).or_default().push_str(run);
            }
            Event::CData(run) if !run.trim().is_empty() => {
                let here = path.last().unwrap().0.clone();
                found.entry(format!("{here}/#text")).or_default().push_str(run);
            }
            Event::GeneralRef(name) => {
                let here = path.last().unwrap().0.clone();
                let text = found.entry(format!("{here}/#text")).or_default();
                match name.resolve_char_ref().unwrap() {
                    Some(c) => text.push(c),
                    None => text.push_str(quick_xml::escape::resolve_predefined_entity(name).unwrap()),
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Puts members of one JSON object into another, objects into objects; whatever else is there is replaced.
pub fn merge(into: &mut serde_json::Value, from: serde_json::Value) {
    match (into, from) {
        (serde_json::Value::Object(into), serde_json::Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name).or_insert(serde_json::Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}
