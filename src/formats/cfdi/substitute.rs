//! The draft that takes the place of a stamped CFDI: the same document, issued anew, with TipoRelacion 04 towards the old one.
//!
//! What the document says stays: amounts that SAT accepts, references, complements, Addenda. What is new is Fecha and the
//! relation; what is gone is the seal, its certificate and the stamp. It is a draft like any other, written and judged by the
//! same code. Nothing is cancelled here: [`cancellation`](super::cancellation) says what comes after.
//!
//! Departure: none from SAT's guide, which leaves open whether several relations 04 share a node. CFDI 4.0 repeats
//! CfdiRelacionados for further relations, CFDI 3.3 has it once for many UUIDs; so the UUID joins a node of 04 where there is one.

use super::write::groups;
use super::{default_groups, read as read_xml, write_within};
use crate::case::{self, Case};
use crate::convert::{Format, Intent, Limits, Options, read};
use crate::error::{Error, InputProblem};
use crate::formats::cfdi::wire_name;
use crate::mapping::{self, Field};
use crate::model::{Date, Invoice, PrecedingDocument, Relation, Text, Time, is_uuid};
use crate::report::{Report, Values};

/// Makes the draft that substitutes a stamped CFDI: 4.0, 3.3, and 3.2 as far as a context supplies what it lacks.
///
/// `date` and `time` are the Fecha of the draft, local to its LugarExpedicion: the library reads no clock, and a PAC refuses a
/// Fecha that is older than 72 hours. To substitute with a correction, change the neutral JSON of the document and give
/// that: it carries the stamp. Of the options count those of a draft ([`Options::context`], [`Options::placeholder`], …); the
/// draft is validated whatever [`Options::validate`] says, and one that breaks a rule is not given out.
/// ```
/// use frontera::Options;
/// let stamped = include_bytes!("../../../fixtures/cfdi/export-produce.xml");
/// let (date, time) = ("2026-11-28".parse().unwrap(), "10:30:00".parse().unwrap());
/// let substituted = frontera::substitute(stamped, date, time, &Options::default())?;
/// let draft = String::from_utf8(substituted.output.unwrap()).unwrap();
/// let uuid = substituted.uuid.unwrap();
/// assert!(draft.contains(r#"<cfdi:CfdiRelacionados TipoRelacion="04">"#));
/// assert!(draft.contains(&format!(r#"<cfdi:CfdiRelacionado UUID="{uuid}"/>"#)));
/// assert!(draft.contains(r#"Fecha="2026-11-28T10:30:00""#) && !draft.contains("Sello"));
/// # Ok::<(), frontera::Error>(())
/// ```
///
/// # Errors
/// As [`convert`](crate::convert()); Retenciones are refused by name. A document without a stamp is a finding (FRO-SUB-001).
pub fn substitute(bytes: &[u8], date: Date, time: Time, options: &Options) -> Result<Substituted, Error> {
    let mut reading = read(bytes, options).map_err(|error| without_invoice(bytes, options).unwrap_or(error))?;
    let options = &options.clone().intent(Intent::Draft).validate(true);
    let invoice = &mut reading.invoice;
    let mut substituted = Substituted { output: None, sidecar: None, uuid: None, report: reading.report };
    let report = &mut substituted.report;
    if let Some(uuid) = uuid(invoice, report) {
        substituted.uuid = Some(uuid.clone());
        if relate(invoice, &uuid, report) && is_an_issuers_own(invoice, options, report) {
            issue_anew(invoice, date, time);
            let values = Values::found(uuid).expected(format!("{date}T{time}"));
            report.add("FRO-SUB-004", Some(Field::TipoRelacion), mapping::row(Field::TfdUuid).at(&[0], &[]), values);
            let readable = Limits { depth: options.limits.depth, ..Limits::none() };
            let written = write_within(invoice, options, &readable, reading.format, report);
            (substituted.output, substituted.sidecar) = (written.xml, written.sidecar);
        }
    }
    if options.strict {
        substituted.report.harden();
        if substituted.report.has_errors() {
            (substituted.output, substituted.sidecar) = (None, None);
        }
    }
    Ok(substituted)
}

/// What substituting a document gave.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Substituted {
    /// The draft, a CFDI 4.0; absent where an error among the findings prevents it.
    pub output: Option<Vec<u8>>,
    /// US facts as a file of their own, where [`UsFacts::Sidecar`](crate::UsFacts::Sidecar) asked for it and there are any.
    pub sidecar: Option<Vec<u8>>,
    /// The UUID of the stamped document, as its stamp writes it: what is to be cancelled once the draft is stamped.
    pub uuid: Option<Text>,
    /// What there is to say.
    pub report: Report,
}

/// Documents hold tax numbers: their length stands for them.
impl std::fmt::Debug for Substituted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Substituted")
            .field("output", &self.output.as_ref().map(Vec::len))
            .field("sidecar", &self.sidecar.as_ref().map(Vec::len))
            .field("uuid", &self.uuid)
            .field("report", &self.report)
            .finish()
    }
}

/// Why a document that is well-formed has no invoice: what it is.
fn without_invoice(bytes: &[u8], options: &Options) -> Option<Error> {
    let document = read_xml(bytes, &options.limits).ok().filter(|document| !document.family.has_invoice())?;
    let message = format!("a {} is not substituted; CFDI 4.0, 3.3 and 3.2 are", document.family);
    Some(super::refuse(InputProblem::Unsupported, message, bytes, &document.xml))
}

/// The UUID of the stamp; a finding says why there is none.
fn uuid(invoice: &Invoice, report: &mut Report) -> Option<Text> {
    let location = mapping::row(Field::TfdUuid).at(&[0], &[]);
    let stamp = invoice.mx().and_then(|mx| mx.timbre.as_ref());
    let uuid = stamp.and_then(|stamp| stamp.uuid.as_deref()).map(str::trim).unwrap_or_default();
    if uuid.is_empty() {
        report.add("FRO-SUB-001", Some(Field::TfdUuid), location, Values::default());
        return None;
    }
    if !is_uuid(uuid) {
        report.add("FRO-SUB-002", Some(Field::TfdUuid), location, Values::found(uuid));
        return None;
    }
    Some(uuid.into())
}

/// Puts the UUID among what the document substitutes. False where a finding says why it cannot stand there.
fn relate(invoice: &mut Invoice, uuid: &Text, report: &mut Report) -> bool {
    let documents = &invoice.preceding_documents;
    let substitutes = |document: &PrecedingDocument| document.relation == Some(Relation::Substitution);
    let mut own = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.uuid.as_deref().is_some_and(|other| other.trim().eq_ignore_ascii_case(uuid)));
    if let Some((at, other)) = own.clone().find(|(_, document)| !substitutes(document)) {
        let relation = other.relation.map(|relation| wire_name(&relation)).unwrap_or_default();
        let location = mapping::row(Field::RelacionadoUuid).at(&[0, at], &[at]);
        report.add("FRO-SUB-003", Some(Field::RelacionadoUuid), location, Values::found(relation));
        return false;
    }
    // The neutral JSON may say so already.
    if own.next().is_some() {
        return true;
    }
    let kept = invoice.mx().map(|mx| &mx.cfdi_relacionados[..]).unwrap_or_default();
    let mut groups = groups(kept, documents);
    let mut end = 0;
    let joined = groups.iter_mut().find_map(|size| {
        let first = documents.get(end);
        end += *size as usize;
        let fits = *size > 0 && first.is_some_and(substitutes);
        fits.then(|| *size += 1).map(|()| end)
    });
    let at = joined.unwrap_or(documents.len());
    if joined.is_none() {
        groups.push(1);
    }
    let substituted =
        PrecedingDocument { uuid: Some(uuid.clone()), relation: Some(Relation::Substitution), ..Default::default() };
    invoice.preceding_documents.insert(at, substituted);
    if groups == default_groups(&invoice.preceding_documents) {
        groups.clear();
    }
    let mx = invoice.mx_mut();
    mx.cfdi_relacionados = groups;
    for kept in &mut mx.as_read {
        let Some(rest) = kept.at.strip_prefix(LIST) else { continue };
        let (index, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if let Some(index) = index.parse::<usize>().ok().filter(|index| *index >= at) {
            kept.at = format!("{LIST}{}{rest}", index + 1).into();
        }
    }
    true
}

const LIST: &str = "/preceding_documents/";

/// Whoever substitutes issues a document: what refuses a draft refuses this one, and has no other findings.
fn is_an_issuers_own(invoice: &Invoice, options: &Options, report: &mut Report) -> bool {
    let options = options.clone().case(Case::MxIssuerDraft);
    case::decide(invoice, Format::Cfdi, Format::Cfdi, &options, report).is_ok()
}

/// Without what made it the old document, so that its seal is no loss to be told.
fn issue_anew(invoice: &mut Invoice, date: Date, time: Time) {
    (invoice.issue_date, invoice.issue_time) = (Some(date), Some(time));
    let mx = invoice.mx_mut();
    (mx.sello, mx.certificado, mx.no_certificado, mx.timbre) = (None, None, None, None);
    (mx.sealed_sha256, mx.seal_sha256) = (None, None);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentType;
    use crate::model::national::AsRead;

    const OWN: &str = "6D7434A6-E3F2-47AD-9E4C-08849946AFA0";

    fn document(uuid: &str, relation: Relation) -> PrecedingDocument {
        PrecedingDocument { uuid: Some(uuid.into()), relation: Some(relation), ..Default::default() }
    }

    /// One letter for each document, as groups, after `OWN` was put among them.
    fn related(documents: &[(&str, Relation)], kept: &[u32]) -> (String, Vec<u32>) {
        let mut invoice = Invoice::new(DocumentType::Invoice);
        invoice.preceding_documents = documents.iter().map(|(uuid, relation)| document(uuid, *relation)).collect();
        invoice.mx_mut().cfdi_relacionados = kept.to_vec();
        let mut report = Report::default();
        assert!(relate(&mut invoice, &OWN.into(), &mut report) && report.is_empty());
        let mut rest = &invoice.preceding_documents[..];
        let written = groups(&invoice.mx().unwrap().cfdi_relacionados, rest).into_iter().map(|size| {
            let (group, after) = rest.split_at(size as usize);
            rest = after;
            let uuids = group.iter().map(|it| it.uuid.as_deref().unwrap());
            uuids.map(|uuid| if uuid == OWN { "own" } else { uuid }).collect::<Vec<_>>().join(",")
        });
        (written.collect::<Vec<_>>().join(" | "), invoice.mx().unwrap().cfdi_relacionados.clone())
    }

    #[test]
    fn the_uuid_joins_the_first_node_of_its_relation() {
        use Relation::{AdvanceApplied, Credit, Substitution};
        let says = |documents: &[(&str, Relation)], kept: &[u32]| related(documents, kept).0;
        assert_eq!(says(&[], &[]), "own");
        assert_eq!(says(&[("a", Credit)], &[]), "a | own");
        assert_eq!(says(&[("a", Substitution)], &[]), "a,own");
        assert_eq!(says(&[("a", Substitution), ("b", AdvanceApplied)], &[]), "a,own | b");
        // Nodes that share a relation, or are parted by another one, stay as they are.
        assert_eq!(says(&[("a", Substitution), ("b", Substitution)], &[1, 1]), "a,own | b");
        assert_eq!(says(&[("a", Credit), ("b", Credit), ("c", Substitution)], &[1, 1, 1]), "a | b | c,own");
        // What follows from the relations is not said.
        assert_eq!(related(&[("a", Credit), ("b", Substitution)], &[]).1, [0; 0]);
    }

    #[test]
    fn a_uuid_that_stands_there_is_not_put_there_again() {
        let own = OWN.to_lowercase();
        assert_eq!(related(&[("a", Relation::Credit), (&own, Relation::Substitution)], &[]).0, format!("a | {own}"));
    }

    #[test]
    fn literals_move_with_their_documents() {
        let mut invoice = Invoice::new(DocumentType::Invoice);
        invoice.preceding_documents =
            vec![document("a", Relation::Substitution), document("b", Relation::AdvanceApplied)];
        let at = |at: &str| AsRead { at: at.into(), text: " 1".into(), of: None };
        invoice.mx_mut().as_read = ["/preceding_documents/0/uuid", "/preceding_documents/1/relation", "/currency"]
            .into_iter()
            .map(at)
            .collect();
        assert!(relate(&mut invoice, &OWN.into(), &mut Report::default()));
        let places: Vec<_> = invoice.mx().unwrap().as_read.iter().map(|kept| kept.at.as_str()).collect();
        assert_eq!(places, ["/preceding_documents/0/uuid", "/preceding_documents/2/relation", "/currency"]);
    }
}
