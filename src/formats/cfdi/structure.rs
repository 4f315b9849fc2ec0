//! The document against SAT's XSDs.

use super::Document;
use crate::catalog::Catalogs;
use crate::model::Element;
use crate::report::{Fault, Location, Report, Values, of_structure};
use crate::schema::{self, Checker, Place, Schema, Sink, Trees, ValueFault};
use crate::validate::Profile;

impl Document<'_> {
    /// Checks elements, their order, attributes and values, the Addenda set aside.
    /// Codes of newer catalogues are admitted, too.
    pub(crate) fn check_structure(&self, profile: Profile, newer: Option<&Catalogs>, report: &mut Report) {
        Checker::document(self.xml.root(), profile == Profile::Draft, &mut Told { report, newer });
    }
}

/// Checks a complement of the model as [`validate`](crate::validate()) checks one in a document: before it is written, or
/// where there is no document at all. `around` are the prefixes that are bound outside it.
/// ```
/// use frontera::formats::cfdi::check_complement;
/// use frontera::model::Element;
/// let iedu: Element = serde_json::from_str(r#"{
///   "name": "iedu:instEducativas",
///   "attributes": {"version": "1.0", "nombreAlumno": "Ana", "CURP": "AAAA010101MDFBBB01", "nivelEducativo": "Preescolar"}
/// }"#)?;
/// let report = check_complement(&iedu, &[("iedu", "http://www.sat.gob.mx/iedu")]);
/// assert_eq!(report.findings()[0].location.as_str(), "/iedu:instEducativas/@autRVOE");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn check_complement(complement: &Element, around: &[(&str, &str)]) -> Report {
    let mut report = Report::default();
    let trees = Trees::new(complement, around);
    if !Checker::document(trees.root(), false, &mut Told { report: &mut report, newer: None }) {
        let location = Location::xpath(format!("/{}", complement.name));
        report.add("FRO-XSD-002", None, location, Values::found(trees.namespace()));
    }
    report
}

/// Puts what the interpreter finds into words' keeping.
struct Told<'r> {
    report: &'r mut Report,
    newer: Option<&'r Catalogs>,
}

impl Sink for Told<'_> {
    fn fault(&mut self, schema: &'static Schema, place: &Place<'_>, fault: schema::Fault<'_>) {
        let code = of_structure(schema.namespace());
        let (fault, values) = match fault {
            schema::Fault::Empty => (Fault::Empty, Values::default()),
            schema::Fault::Fixed { found, expected } => (Fault::FixedValue, Values::found(found).expected(expected)),
            schema::Fault::MissingAttribute => (Fault::MissingAttribute, Values::default()),
            schema::Fault::MissingElement => (Fault::MissingElement, Values::default()),
            schema::Fault::NotDeclared => (Fault::NotDeclared, Values::found(schema.namespace())),
            schema::Fault::Text { found } => (Fault::TextNotAllowed, Values::found(found)),
            schema::Fault::UnexpectedElement { written, expected } if expected.is_empty() => {
                (Fault::NothingAllowed, Values::found(written))
            }
            schema::Fault::UnexpectedElement { written, expected } => {
                (Fault::UnexpectedElement, Values::found(written).expected(expected.join(", ")))
            }
            schema::Fault::UnknownAttribute { known } => {
                let near = if self.explains() { crate::nearest::nearest(place.name(), known) } else { Vec::new() };
                (Fault::UnknownAttribute, Values::default().candidates(near))
            }
            schema::Fault::UnknownNamespace { namespace } => {
                let location = Location::xpath(place.to_string());
                return self.report.add("FRO-XSD-002", None, location, Values::found(namespace));
            }
            schema::Fault::Value { found, fault, of } => {
                let values = Values::found(found);
                match fault {
                    ValueFault::Base(base) => match base {
                        "xs:date" => (Fault::NotADate, values),
                        "xs:dateTime" => {
                            // Retenciones 1.0 wants the offset, all others the local time.
                            let local = "2024-01-01T00:00:00";
                            let form = match of.check(local).is_ok() || of.check(&format!("{local}-06:00")).is_err() {
                                true => "AAAA-MM-DDThh:mm:ss",
                                false => "AAAA-MM-DDThh:mm:ss-06:00",
                            };
                            (Fault::NotADateTime, values.expected(form))
                        }
                        "xs:time" => (Fault::NotATime, values),
                        "xs:decimal" => (Fault::NotANumber, values),
                        "xs:integer" => (Fault::NotAWholeNumber, values.expected("0, 1, 2 …")),
                        "xs:int" => (Fault::NotAWholeNumber, values.expected("-2147483648 … 2147483647")),
                        "xs:short" => (Fault::NotAWholeNumber, values.expected("-32768 … 32767")),
                        "xs:base64Binary" => (Fault::Pattern, values.expected("base64: A-Z a-z 0-9 + / =")),
                        "xs:NMTOKEN" => (Fault::Pattern, values.expected("[A-Za-z0-9._:-]+")),
                        _ => (Fault::Pattern, values.expected(base)),
                    },
                    ValueFault::Enumeration => {
                        let near = if self.explains() { of.near(found) } else { Vec::new() };
                        (Fault::NotInList, values.candidates(near))
                    }
                    ValueFault::FractionDigits(most) => (Fault::FractionDigits, values.expected(most.to_string())),
                    ValueFault::Length(length) => (Fault::WrongLength, values.expected(length.to_string())),
                    ValueFault::MaxInclusive(max) => (Fault::TooLarge, values.expected(max)),
                    ValueFault::MaxLength(most) => (Fault::TooLong, values.expected(most.to_string())),
                    ValueFault::MinInclusive(min) => (Fault::TooSmall, values.expected(min)),
                    ValueFault::MinLength(1) => (Fault::Empty, Values::default()),
                    ValueFault::MinLength(least) => (Fault::TooShort, values.expected(least.to_string())),
                    ValueFault::Pattern(pattern) => (Fault::Pattern, values.expected(pattern)),
                    ValueFault::TotalDigits(most) => (Fault::TotalDigits, values.expected(most.to_string())),
                }
            }
        };
        self.report.add_fault(code, || place.to_string(), fault, values);
    }

    fn admits(&self, of: schema::Type, code: &str) -> bool {
        let Some(newer) = self.newer else { return false };
        let mut loaded = newer.iter().filter(|catalog| catalog.is_loaded() && catalog.contains(code));
        loaded.any(|catalog| schema::names_of(of).any(|name| catalog.xsd_type() == Some(name)))
    }

    fn explains(&self) -> bool {
        !self.report.is_full()
    }
}
