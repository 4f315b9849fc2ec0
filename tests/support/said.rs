//! A fixture with other attributes, and what is said of a code about it.

use std::sync::Mutex;

use frontera::report::{Event, Severity};
use frontera::rules::{Certificate, Lookups, Sealed, Taxpayer};
use frontera::{Report, ValidateOptions};

pub const ROOT: &str = "cfdi:Comprobante";
pub const EMISOR: &str = "cfdi:Emisor";
pub const RECEPTOR: &str = "cfdi:Receptor";
pub const CONCEPTO: &str = "cfdi:Concepto";
pub const GLOBAL: &str = "cfdi:InformacionGlobal";
/// That of the document, which is the last.
pub const IMPUESTOS: &str = "cfdi:Impuestos";

/// More digits than can be computed with.
pub const LONG: &str = "1.000000000000000000000000000000000000";

/// What is said of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Error,
    NotChecked,
    Nothing,
    Warning,
}

/// A document with SAT's prefixes and double quotes.
#[derive(Clone)]
pub struct Doc(pub String);

impl Doc {
    pub fn of(fixture: &str) -> Doc {
        Doc(String::from_utf8(super::fixture(&format!("cfdi/{fixture}.xml"))).unwrap())
    }

    /// Another value of an attribute of the first element of a name, which may be new.
    pub fn set(&self, element: &str, attribute: &str, value: &str) -> Doc {
        let mut doc = self.without(element, attribute);
        let at = doc.tag(element).start + 1 + element.len();
        doc.0.insert_str(at, &format!(" {attribute}=\"{value}\""));
        doc
    }

    /// Without an attribute of the first element of a name, if it has it.
    pub fn without(&self, element: &str, attribute: &str) -> Doc {
        let mut doc = self.clone();
        if let Some(value) = doc.place(element, attribute) {
            let open = format!(" {attribute}=\"");
            doc.0.replace_range(value.start - open.len()..value.end + 1, "");
        }
        doc
    }

    /// The value of an attribute of the first element of a name, as it is written.
    pub fn value(&self, element: &str, attribute: &str) -> &str {
        &self.0[self.place(element, attribute).unwrap_or_else(|| panic!("{element}/@{attribute}"))]
    }

    pub fn replace(&self, from: &str, to: &str) -> Doc {
        assert_eq!(self.0.matches(from).count(), 1, "{from}");
        Doc(self.0.replacen(from, to, 1))
    }

    /// The start tag of an element, without its end.
    fn tag(&self, element: &str) -> std::ops::Range<usize> {
        let open = format!("<{element}");
        let ends = |at: &usize| !self.0.as_bytes()[at + open.len()].is_ascii_alphabetic();
        let mut all = self.0.match_indices(&open).map(|(at, _)| at).filter(ends);
        let start = if element == IMPUESTOS { all.last() } else { all.next() };
        let start = start.unwrap_or_else(|| panic!("{element}"));
        start..start + self.0[start..].find('>').unwrap()
    }

    fn place(&self, element: &str, attribute: &str) -> Option<std::ops::Range<usize>> {
        let tag = self.tag(element);
        let open = format!(" {attribute}=\"");
        let start = tag.start + self.0[tag].find(&open)? + open.len();
        Some(start..start + self.0[start..].find('"')?)
    }

    pub fn report(&self, options: &ValidateOptions) -> Report {
        frontera::validate(self.0.as_bytes(), options).unwrap().report
    }

    pub fn said(&self, code: &str) -> Said {
        self.said_with(code, &ValidateOptions::default())
    }

    pub fn said_with(&self, code: &str, options: &ValidateOptions) -> Said {
        said(&self.report(options), code)
    }

    /// The last step of each place where a code is violated.
    pub fn places(&self, code: &str) -> Vec<String> {
        let report = self.report(&ValidateOptions::default());
        let of_code = report.violations().filter(|finding| finding.code == code);
        of_code.map(|finding| finding.location.as_str().rsplit_once("/cfdi:").unwrap().1.to_owned()).collect()
    }
}

/// What is said of a code, at most once.
pub fn said(report: &Report, code: &str) -> Said {
    assert!(frontera::rules::find(code).is_some(), "{code}");
    let of_code: Vec<_> = report.findings().iter().filter(|finding| finding.code == code).collect();
    match of_code[..] {
        [] => Said::Nothing,
        [one] => match (one.event, one.severity) {
            (Event::NotChecked, Severity::Note) => Said::NotChecked,
            (Event::Violated, Severity::Error) => Said::Error,
            (Event::Violated, Severity::Warning) => Said::Warning,
            other => panic!("{code}: {other:?}"),
        },
        _ => panic!("{code} more than once: {of_code:#?}"),
    }
}

/// What a caller is asked, and answers: of RFCs `known` alone is registered, as ESCUELA KEMPER URGATE in 42501; every seal
/// verifies and no certificate does.
#[derive(Default)]
pub struct Asked {
    pub known: &'static str,
    pub rfcs: Mutex<Vec<String>>,
    pub seals: Mutex<Vec<([u8; 32], String, String)>>,
    pub certificates: Mutex<Vec<[String; 4]>>,
}

impl Lookups for Asked {
    fn taxpayer(&self, rfc: &str) -> Option<Option<Taxpayer>> {
        self.rfcs.lock().unwrap().push(rfc.into());
        let taxpayer =
            Taxpayer { name: "ESCUELA KEMPER URGATE".into(), postal_code: "42501".into(), ..Taxpayer::default() };
        Some((rfc == self.known).then_some(taxpayer))
    }

    fn seal(&self, sealed: &Sealed<'_>) -> Option<bool> {
        let seal = (sealed.cadena_sha256, sealed.sello.into(), sealed.certificado.into());
        self.seals.lock().unwrap().push(seal);
        Some(true)
    }

    fn certificate(&self, it: &Certificate<'_>) -> Option<bool> {
        self.certificates
            .lock()
            .unwrap()
            .push([it.number, it.certificado, it.rfc.unwrap_or_default(), it.fecha].map(str::to_owned));
        Some(false)
    }
}
