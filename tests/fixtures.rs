//! Each fixture is a pair: a CFDI and its neutral invoice, with figures worked out by hand in its README.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use frontera::model::Number;
use frontera::{Format, Options};
use serde_json::Value;
use support::{attributes, convert, convert_with};

fn partner(xml: &std::path::Path) -> PathBuf {
    xml.parent().unwrap().parent().unwrap().join("us").join(xml.file_name().unwrap()).with_extension("json")
}

/// `FRONTERA_BLESS=1` writes the JSON anew; what changed is to be read like any other change.
#[test]
fn each_pair_is_one_invoice_in_two_forms() {
    let bless = std::env::var_os("FRONTERA_BLESS").is_some();
    let [newest, earlier, oldest] = ["cfdi", "cfdi33", "cfdi32"].map(support::fixtures_of);
    assert!(newest.len() >= 24 && earlier.len() >= 5 && oldest.len() >= 2);
    // CFDI 3.2 is read and not written.
    let all =
        newest.into_iter().chain(earlier).map(|path| (path, true)).chain(oldest.into_iter().map(|path| (path, false)));
    for (path, restored) in all {
        let xml = std::fs::read(&path).unwrap();
        let (json, report) = convert_with(&xml, Format::UsJson, &Options::default().pretty(true));
        let pair = partner(&path);
        if bless {
            std::fs::write(&pair, &json).unwrap();
        }
        let expected = std::fs::read(&pair).unwrap_or_else(|error| panic!("{}: {error}", pair.display()));
        assert_eq!(
            String::from_utf8(json).unwrap(),
            String::from_utf8(expected.clone()).unwrap(),
            "{}",
            pair.display()
        );
        assert!(!report.has_errors(), "{}: {report:#?}", path.display());
        if !restored {
            continue;
        }
        let (back, again) = convert(&expected, Format::Cfdi);
        assert!(again.is_empty(), "{}: {again:#?}", path.display());
        assert_eq!(by_local_name(&back), by_local_name(&xml), "{}", path.display());
    }
}

/// Attributes by path without prefixes, declarations set aside: those are judged by the oracle in `tests/fidelity.rs`.
fn by_local_name(xml: &[u8]) -> BTreeMap<String, String> {
    let xml = xml.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(xml);
    let strip = |part: &str| part.rsplit_once(':').map_or(part.to_owned(), |(_, local)| local.to_owned());
    attributes(xml)
        .into_iter()
        .filter(|(path, _)| path.contains('@') && !path.contains("@xmlns") && !path.contains("Addenda"))
        .map(|(path, value)| (path.split('/').map(strip).collect::<Vec<_>>().join("/"), value))
        .collect()
}

/// The README's own arithmetic, done by hand: `SubTotal` and `Total` of each row are what both forms say.
#[test]
fn figures_are_those_worked_out_by_hand() {
    let readmes = ["cfdi/README.md", "cfdi33/README.md", "cfdi32/README.md"];
    let readme = readmes.map(|name| String::from_utf8(support::fixture(name)).unwrap()).concat();
    let mut checked = 0;
    for row in readme.lines().filter(|row| row.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let json = format!("us/{}.json", cells[1].trim_matches('`').trim_end_matches(".xml"));
        let invoice: Value = serde_json::from_slice(&support::fixture(&json)).unwrap();
        for (label, field) in [("SubTotal ", "subtotal"), ("Total ", "total")] {
            let Some(figure) = figure(cells[3], label) else { continue };
            let value = |text: &str| text.parse::<Number>().unwrap().value().unwrap();
            assert_eq!(value(invoice["totals"][field].as_str().unwrap()), value(figure), "{json}: {label}");
            checked += 1;
        }
    }
    assert!(checked >= 94, "{checked} figures");
}

/// The last figure that follows a label standing on its own.
fn figure<'c>(cell: &'c str, label: &str) -> Option<&'c str> {
    let (at, _) = cell
        .match_indices(label)
        .filter(|(at, _)| *at == 0 || !cell.as_bytes()[at - 1].is_ascii_alphabetic())
        .last()?;
    let rest = &cell[at + label.len()..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let figure = rest[..end].trim_end_matches('.');
    (!figure.is_empty()).then_some(figure)
}

/// A third party's validator reads the schema as we do.
#[test]
fn every_json_satisfies_the_schema() {
    let schema: Value = serde_json::from_str(frontera::formats::us::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for path in ["cfdi", "cfdi33", "cfdi32"].into_iter().flat_map(support::fixtures_of) {
        let json: Value = serde_json::from_slice(&std::fs::read(partner(&path)).unwrap()).unwrap();
        let errors: Vec<_> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
    for bad in [
        r#"{"schema_version": "1.0", "document_type": "invoice", "totals": {"total": 5}}"#,
        r#"{"schema_version": "1.0", "document_type": "invoice", "totals": {"total": "1e3"}}"#,
        r#"{"schema_version": "1.0", "document_type": "bill"}"#,
        r#"{"schema_version": "1.0", "document_type": "invoice", "currancy": "USD"}"#,
        r#"{"document_type": "invoice"}"#,
    ] {
        let json: Value = serde_json::from_str(bad).unwrap();
        assert!(!validator.is_valid(&json), "the schema takes {bad}");
        assert!(
            frontera::convert(bad.as_bytes(), Format::UsJson, &Options::default()).is_err(),
            "the reader takes {bad}"
        );
    }
}

/// The few findings of a clean document: one domestic invoice has at most three.
#[test]
fn a_clean_domestic_invoice_has_little_to_say() {
    for name in
        ["domestic-auto-parts-iva-16", "border-hardware-iva-8", "tequila-ieps-53", "professional-fees-retentions"]
    {
        let (_, report) = convert(&support::fixture(&format!("cfdi/{name}.xml")), Format::UsJson);
        assert!(report.findings().len() <= 3, "{name}: {report:#?}");
    }
}
