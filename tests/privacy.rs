//! Nine digits may be a social security number: no `Debug`, finding or error shows one.

mod support;

use frontera::{Format, Lang, Options};

const SSN: &str = "123456789";

#[test]
fn no_debug_form_shows_a_tax_number() {
    let xml = String::from_utf8(support::fixture("cfdi/export-produce.xml")).unwrap().replace("001234567", SSN);
    let padded = xml.replace(&format!("\"{SSN}\""), &format!("\" {SSN} \""));
    for xml in [xml, padded] {
        assert!(xml.contains(SSN));
        let reading = frontera::read(xml.as_bytes(), &Options::default()).unwrap();
        let converted = frontera::convert(xml.as_bytes(), Format::UsJson, &Options::default()).unwrap();
        for text in [format!("{reading:?}"), format!("{:?}", reading.invoice), format!("{converted:?}")] {
            assert!(!text.contains(SSN), "{text}");
        }
        for finding in converted.report.findings() {
            assert!(!finding.message(Lang::En).contains(SSN) && !finding.message(Lang::Es).contains(SSN));
        }
    }
}

#[test]
fn no_error_quotes_a_tax_number() {
    let json = format!(
        r#"{{"schema_version": "1.0", "document_type": "invoice", "buyer": {{"tax_ids": [{{"type": "ssn", "value": {SSN}}}]}}}}"#
    );
    let error = frontera::convert(json.as_bytes(), Format::Cfdi, &Options::default()).unwrap_err();
    assert_eq!(error.pointer(), Some("/buyer/tax_ids/0/value"));
    assert!(!format!("{error} {error:?}").contains(SSN), "{error}");
}

/// Numbers that strayed into attributes where no number belongs.
#[test]
fn no_fault_of_structure_shows_a_tax_number() {
    let xml = "<Comprobante xmlns='http://www.sat.gob.mx/cfd/4' Version='4.0' Fecha='123-45-6789' Moneda='123456789'>\
               id 12-3456789<Emisor Rfc='123456789'/></Comprobante>";
    let validation = frontera::validate(xml.as_bytes(), &frontera::ValidateOptions::default()).unwrap();
    let findings = validation.report.findings();
    let told = format!("{validation:?}{}", serde_json::to_string(findings).unwrap());
    let text: String = findings.iter().map(|finding| finding.message(frontera::Lang::Es)).collect();
    for number in ["123456789", "123-45-6789", "12-3456789"] {
        assert!(!told.contains(number) && !text.contains(number), "{number}: {told}{text}");
    }
    assert!(text.contains("*****6789") && text.contains("***-**-6789"), "{text}");
}
