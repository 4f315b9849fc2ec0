//! Documents with Comercio Exterior, and what its rules say of them.

use std::collections::BTreeSet;

use frontera::{Event, Report, ValidateOptions, Validation};

use super::register;

pub const NONE: [&str; 0] = [];

pub fn export() -> String {
    String::from_utf8(super::fixture("cfdi/export-auto-parts-comercio-exterior.xml")).unwrap()
}

/// A document with changes, of which each left side stands once.
pub fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from} stands once");
        text = text.replacen(from, to, 1);
    }
    text
}

pub fn options() -> ValidateOptions {
    let options = ValidateOptions::default().rates(register::rates());
    #[cfg(not(feature = "catalog-places"))]
    let options = options.catalogs(register::catalogs());
    options
}

pub fn validate(xml: &str, options: &ValidateOptions) -> Validation {
    frontera::validate(xml.as_bytes(), options).unwrap()
}

pub fn of_event(report: &Report, event: Event) -> Vec<&str> {
    let all = report.findings().iter().filter(|finding| finding.event == event && finding.code.as_str() != "CCE999");
    let codes: BTreeSet<&str> = all.map(|f| f.code.as_str()).filter(|code| code.starts_with("CCE")).collect();
    codes.into_iter().collect()
}

/// The complement's codes that are broken.
pub fn broken(xml: &str) -> Vec<String> {
    of_event(&validate(xml, &options()).report, Event::Violated).into_iter().map(str::to_owned).collect()
}

/// Those that could not be judged.
pub fn not_checked(xml: &str) -> Vec<String> {
    of_event(&validate(xml, &options()).report, Event::NotChecked).into_iter().map(str::to_owned).collect()
}

pub fn has(codes: &[String], code: &str) -> bool {
    codes.iter().any(|it| it == code)
}

/// The invoice as a transfer of own goods.
pub fn transfer() -> String {
    let mut xml = edited(
        &export(),
        &[
            (r#" FormaPago="99""#, ""),
            (r#"SubTotal="44000.00""#, r#"SubTotal="0""#),
            (r#" Total="44000.00" TipoDeComprobante="I""#, r#" Total="0" TipoDeComprobante="T""#),
            (r#" MetodoPago="PPD""#, ""),
            (
                r#"Rfc="XEXX010101000" Nombre="RIO BRAVO AXLE AND BRAKE INC" DomicilioFiscalReceptor="32000" ResidenciaFiscal="USA" NumRegIdTrib="002345678" RegimenFiscalReceptor="616""#,
                r#"Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" DomicilioFiscalReceptor="42501" RegimenFiscalReceptor="601""#,
            ),
            (r#"<cce20:Receptor NumRegIdTrib="002345678">"#, "<cce20:Receptor>"),
            (r#" ClaveDePedimento="A1""#, r#" MotivoTraslado="02" ClaveDePedimento="A1""#),
        ],
    );
    while let Some(start) = xml.find("<cfdi:Impuestos") {
        let close = "</cfdi:Impuestos>";
        let end = xml[start..].find(close).unwrap() + start + close.len();
        xml.replace_range(start..end, "");
    }
    xml.replace(r#"ObjetoImp="02""#, r#"ObjetoImp="01""#)
}

/// No customs' attributes; the Unidad of each Concepto says the customs' unit.
pub fn without_customs(xml: &str) -> String {
    edited(
        xml,
        &[
            (r#" CantidadAduana="2220.000" UnidadAduana="01" ValorUnitarioAduana="10.000000""#, ""),
            (r#" CantidadAduana="800.000" UnidadAduana="06" ValorUnitarioAduana="27.250000""#, ""),
            (r#"Cantidad="1200" ClaveUnidad="H87" Unidad="PIEZA""#, r#"Cantidad="1200" ClaveUnidad="H87" Unidad="01""#),
            (r#"Cantidad="800" ClaveUnidad="H87" Unidad="PIEZA""#, r#"Cantidad="800" ClaveUnidad="H87" Unidad="06""#),
        ],
    )
}

/// The text without what stands between two marks, and without them.
pub fn without(text: &str, from: &str, to: &str) -> String {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    format!("{}{}", &text[..start], &text[end..])
}
