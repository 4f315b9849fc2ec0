//! Completeness of the mapping, judged from outside: SAT's XSD on one side, the neutral schema on the other.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use frontera::Format;
use frontera::mapping::{self, Owner};
use frontera::schema::{Element, Model, Schema};
use serde_json::Value;
use support::generate::{Shape, document};
use support::{convert, flatten, template};

/// Paths of all attributes, and of the nodes that hold anything at all.
fn declared(element: Element, at: &str, paths: &mut BTreeSet<String>) {
    let at = format!("{at}{}", element.name());
    paths.extend(element.attributes().map(|attribute| format!("{at}/@{}", attribute.name())));
    if matches!(element.model(), Model::Any { .. }) {
        paths.insert(at.clone());
    }
    for child in element.children() {
        declared(child, &format!("{at}/"), paths);
    }
}

fn root(namespace: &str, version: &str, name: &str) -> Element {
    Schema::find(namespace, Some(version)).unwrap().root(name).unwrap()
}

#[test]
fn every_attribute_of_the_xsd_stands_in_exactly_one_row() {
    let mut expected = BTreeSet::new();
    declared(root("http://www.sat.gob.mx/cfd/4", "4.0", "Comprobante"), "", &mut expected);
    let stamp = root("http://www.sat.gob.mx/TimbreFiscalDigital", "1.1", "TimbreFiscalDigital");
    declared(stamp, "Comprobante/Complemento/", &mut expected);
    let rows: Vec<String> =
        mapping::rows().iter().map(|row| row.cfdi.replace("[]", "")).filter(|path| !path.is_empty()).collect();
    let mapped: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(mapped.len(), rows.len(), "a path stands in two rows");
    assert_eq!(mapped, expected);
    assert!(expected.len() > 80, "{} paths", expected.len());
}

/// CFDI 3.3 is a part of 4.0: what its XSD declares stands in the same rows.
#[test]
fn every_attribute_of_the_earlier_xsd_stands_in_a_row() {
    let mut expected = BTreeSet::new();
    declared(root("http://www.sat.gob.mx/cfd/3", "3.3", "Comprobante"), "", &mut expected);
    let mapped: BTreeSet<String> = mapping::rows().iter().map(|row| row.cfdi.replace("[]", "")).collect();
    assert_eq!(expected.difference(&mapped).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(expected.len() > 65, "{} paths", expected.len());
}

/// The neutral schema's leaves: every field of the public JSON belongs to a row.
#[test]
fn every_field_of_the_schema_belongs_to_a_row() {
    let schema: Value = serde_json::from_str(frontera::formats::us::SCHEMA).unwrap();
    let mut leaves = BTreeSet::new();
    walk(&schema, &schema, String::new(), &mut Vec::new(), &mut leaves);
    assert!(leaves.len() > 150, "{} leaves", leaves.len());
    let covered =
        |leaf: &str| mapping::rows().iter().any(|row| leaf == row.us || leaf.starts_with(&format!("{}/", row.us)));
    let missing: Vec<_> = leaves.iter().filter(|leaf| !covered(leaf)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

fn walk(root: &Value, schema: &Value, at: String, inside: &mut Vec<String>, leaves: &mut BTreeSet<String>) {
    let reference =
        schema["$ref"].as_str().or_else(|| schema["anyOf"].as_array()?.iter().find_map(|s| s["$ref"].as_str()));
    if let Some(name) = reference.and_then(|reference| reference.strip_prefix("#/$defs/")) {
        // Trees of XML hold themselves.
        if inside.iter().any(|outer| outer == name) {
            return;
        }
        inside.push(name.to_owned());
        walk(root, &root["$defs"][name], at, inside, leaves);
        inside.pop();
    } else if let Some(fields) = schema["properties"].as_object() {
        for (name, field) in fields {
            walk(root, field, format!("{at}/{name}"), inside, leaves);
        }
    } else if schema["items"].is_object() {
        walk(root, &schema["items"], format!("{at}/[]"), inside, leaves);
    } else {
        leaves.insert(at);
    }
}

/// What conversions really write: each attribute that a document has turns up at the pointer of its row.
#[test]
fn values_stand_where_the_rows_say() {
    let mut seen = BTreeMap::new();
    for seed in 0..40 {
        for tipo in ['I', 'E', 'T', 'P', 'N'] {
            let xml = document(Shape { seed, tipo, foreign: true, ..Shape::default() });
            let (json, _) = convert(xml.as_bytes(), Format::UsJson);
            for (pointer, value) in flatten(&serde_json::from_slice(&json).unwrap()) {
                seen.insert(template(&pointer), value);
            }
        }
    }
    let missing: Vec<_> = mapping::rows()
        .iter()
        .filter(|row| row.cfdi.contains('@') && row.owner != Owner::Us)
        .filter(|row| !seen.keys().any(|pointer| pointer == row.us))
        .map(|row| row.us)
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    // The other way: nothing neutral is written that no row names.
    let stray: Vec<_> = seen
        .keys()
        .filter(|pointer| {
            !mapping::rows().iter().any(|row| *pointer == row.us || pointer.starts_with(&format!("{}/", row.us)))
        })
        .collect();
    assert!(stray.is_empty(), "{stray:#?}");
}

#[test]
fn search_finds_every_row_by_its_attribute_and_its_field() {
    for row in mapping::rows() {
        if let Some((_, attribute)) = row.cfdi.rsplit_once('@') {
            assert!(mapping::search(attribute).any(|found| found.field == row.field), "{attribute}");
        }
        assert!(mapping::search(row.us).any(|found| found.field == row.field), "{}", row.us);
    }
    assert_eq!(mapping::search("NoSuchThing").count(), 0);
    assert!(mapping::nearest("UsoCFD").contains(&"UsoCFDI"));
}
