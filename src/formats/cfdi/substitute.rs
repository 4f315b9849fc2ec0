//! The draft that takes the place of a stamped CFDI: the same document, issued anew, with TipoRelacion 04 towards the old one.
//!
//! What the document says stays: amounts that SAT accepts, references, complements, Addenda. What is new is Fecha and the
//! relation; what is gone is the seal, its certificate and the stamp. It is a draft like any other, written and judged by the
//! same code. Nothing is cancelled here: [`cancellation`](super::cancellation) says what comes after.
//!
//! Departure: none from SAT's guide, which leaves open whether several relations 04 share a node. CFDI 4.0 repeats
//! CfdiRelacionados for further relations, CFDI 3.3 has it once for many UUIDs; so the UUID joins a node of 04 where there is one.

use super::stamps::{self, Carried};
use super::write::groups;
use super::{codes, default_groups, read as read_xml, write_within};
use crate::case::{self, Case};
use crate::convert::{Format, Intent, Limits, Options, read};
use crate::error::{Error, InputProblem};
use crate::mapping::{self, Field};
use crate::model::national::{Mx, TimbreFiscalDigital};
use crate::model::{Date, Element as Tree, Invoice, Node, PrecedingDocument, Relation, Text, Time, is_uuid};
use crate::report::{Location, Report, Values};

/// Makes the draft that substitutes a stamped CFDI: 4.0, 3.3, and 3.2 as far as a context supplies what it lacks.
///
/// `date` and `time` are the Fecha of the draft, local to its LugarExpedicion: the library reads no clock, and a PAC refuses a
/// Fecha that is older than 72 hours. To substitute with a correction, change the neutral JSON of the document and give
/// that: it carries the stamp. Of the options count those of a draft ([`Options::context`], [`Options::placeholder`], …); the
/// draft is validated whatever [`Options::validate`] says, and one that breaks a rule is not given out: with any error among
/// the findings there is none.
///
/// Given JSON, issuer and type are what it says: whether they are the stamped document's is not compared, since what the
/// document said is no longer there. A document with US sales tax needs the [context](Options::context) with which it was
/// drafted: its US facts bring the tax back.
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
/// As [`convert`](crate::convert()); Retenciones are refused by name. A document without a stamp is a finding (FRO-SUB-001),
/// and so is one of which it is not clear which stamp it has (FRO-SUB-002, FRO-SUB-005, FRO-SUB-006).
pub fn substitute(bytes: &[u8], date: Date, time: Time, options: &Options) -> Result<Substituted, Error> {
    let mut reading = read(bytes, options).map_err(|error| without_invoice(bytes, options).unwrap_or(error))?;
    let options = &options.clone().intent(Intent::Draft).validate(true);
    let invoice = &mut reading.invoice;
    let mut substituted = Substituted { output: None, sidecar: None, uuid: None, report: reading.report };
    let report = &mut substituted.report;
    if let Some(uuid) = uuid(invoice, report) {
        substituted.uuid = Some(uuid.clone());
        if relate(invoice, &uuid, report) && is_an_issuers_own(invoice, options, report) {
            tell_if_earlier(invoice, date, time, report);
            tell_of_carta_porte(invoice, report);
            issue_anew(invoice, date, time, report);
            let readable = Limits { depth: options.limits.depth, ..Limits::none() };
            let written = write_within(invoice, options, &readable, reading.format, report);
            (substituted.output, substituted.sidecar) = (written.xml, written.sidecar);
            if options.strict {
                report.harden();
            }
            if report.has_errors() {
                (substituted.output, substituted.sidecar) = (None, None);
            }
            if substituted.output.is_some() {
                let values = Values::found(uuid).expected(format!("{date}T{time}"));
                report.add(
                    "FRO-SUB-004",
                    Some(Field::TipoRelacion),
                    mapping::row(Field::TfdUuid).at(&[0], &[]),
                    values,
                );
            }
        }
    }
    Ok(substituted)
}

/// What substituting a document gave.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Substituted {
    /// The draft, a CFDI 4.0; absent with any error among the findings.
    pub output: Option<Vec<u8>>,
    /// US facts as a file of their own, where [`UsFacts::Sidecar`](crate::UsFacts::Sidecar) asked for it and there are any;
    /// absent with the draft.
    pub sidecar: Option<Vec<u8>>,
    /// The UUID of the stamped document, as its stamp writes it but for blanks around it: what is to be cancelled once the
    /// draft is stamped. There also where there is no draft; absent where the document has no stamp, none that is clear
    /// (FRO-SUB-005, FRO-SUB-006), or none with a UUID.
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
    let none = Mx::default();
    let mx = invoice.mx().unwrap_or(&none);
    let location = mapping::row(Field::TfdUuid).at(&[0], &[]);
    let carried = stamps::carried(mx).next();
    let count = stamps::typed(mx) + stamps::carried(mx).count();
    if count > 1 {
        let location = carried.map_or(location, |carried| place(mx, &carried));
        report.add("FRO-SUB-005", Some(Field::TfdUuid), location, Values::found(count.to_string()));
        return None;
    }
    if let Some(carried) = carried {
        let version = ["Version", "version"].into_iter().find_map(|name| carried.tree.attribute(name));
        let values = Values::found(version.unwrap_or_default().trim());
        report.add("FRO-SUB-006", Some(Field::TfdVersion), place(mx, &carried), values);
        return None;
    }
    let uuid_of = |stamp: &TimbreFiscalDigital| stamp.uuid.clone();
    let uuid = mx.timbre.as_deref().and_then(uuid_of).unwrap_or_default();
    let uuid = uuid.trim();
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

/// Where a stamp stands that is carried as a tree.
fn place(mx: &Mx, carried: &Carried<'_>) -> Location {
    let (i, j) = carried.place;
    let before = mx.complemento[i].children[..j].iter().filter(|node| matches!(node, Node::Stamp)).count();
    let before = before + stamps::carried(mx).filter(|other| other.place.0 == i && other.place.1 < j).count();
    in_complemento(i, &format!("tfd:TimbreFiscalDigital[{}]", before + 1), j, "")
}

/// A place in a Complemento, by its XPath and by the child that it is in JSON.
fn in_complemento(i: usize, xpath: &str, j: usize, pointer: &str) -> Location {
    Location {
        xpath: Some(format!("/cfdi:Comprobante/cfdi:Complemento[{}]/{xpath}", i + 1).into()),
        pointer: Some(format!("/extensions/mx/complemento/{i}/children/{j}{pointer}").into()),
    }
}

/// A document that was issued before the one it substitutes is a mistake of whoever gave the time.
fn tell_if_earlier(invoice: &Invoice, date: Date, time: Time, report: &mut Report) {
    let Some(day) = invoice.issue_date else { return };
    // A day without a time says nothing about the hours of that day.
    if (date, time) < (day, invoice.issue_time.unwrap_or(time)) {
        let was = invoice.issue_time.map_or(day.to_string(), |time| format!("{day}T{time}"));
        let values = Values::found(format!("{date}T{time}")).expected(was);
        report.add("FRO-SUB-007", Some(Field::Fecha), mapping::row(Field::Fecha).at(&[], &[]), values);
    }
}

/// The number by which a Carta Porte is known is the earlier document's.
fn tell_of_carta_porte(invoice: &Invoice, report: &mut Report) {
    let Some(mx) = invoice.mx() else { return };
    for (i, complemento) in mx.complemento.iter().enumerate() {
        for (j, node) in complemento.children.iter().enumerate() {
            let Node::Element(tree) = node else { continue };
            if let Some(number) = carta_porte(mx, complemento, tree) {
                let location = in_complemento(i, &format!("{}/@IdCCP", tree.name), j, "/attributes/IdCCP");
                report.add("FRO-SUB-009", Some(Field::Complemento), location, Values::found(number));
            }
        }
    }
}

/// The IdCCP of a Carta Porte, which it has since version 3.0.
fn carta_porte<'m>(mx: &'m Mx, complemento: &'m Tree, tree: &'m Tree) -> Option<&'m str> {
    let namespace = stamps::namespace(mx, complemento, tree);
    let is_one = tree.local_name() == "CartaPorte" && namespace.starts_with("http://www.sat.gob.mx/CartaPorte");
    tree.attribute("IdCCP").filter(|number| is_one && !number.trim().is_empty())
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
        let relation = other.relation.and_then(|relation| codes::code_of(codes::TIPO_RELACION, relation, None));
        let kept = invoice.mx().map(|mx| &mx.cfdi_relacionados[..]).unwrap_or_default();
        let location = mapping::row(Field::RelacionadoUuid).at(&node_of(at, &groups(kept, documents)), &[at]);
        let values = relation.map(Values::found).unwrap_or_default();
        report.add("FRO-SUB-003", Some(Field::RelacionadoUuid), location, values);
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

/// Which CfdiRelacionados a document is in, and which CfdiRelacionado of it it is.
fn node_of(at: usize, groups: &[u32]) -> [usize; 2] {
    let mut first = 0;
    for (i, size) in groups.iter().enumerate() {
        let size = *size as usize;
        if at < first + size {
            return [i, at - first];
        }
        first += size;
    }
    [groups.len(), 0]
}

const LIST: &str = "/preceding_documents/";

/// Whoever substitutes issues a document: what refuses a draft refuses this one, and has no other findings.
fn is_an_issuers_own(invoice: &Invoice, options: &Options, report: &mut Report) -> bool {
    let options = options.clone().case(Case::MxIssuerDraft);
    case::decide(invoice, Format::Cfdi, Format::Cfdi, &options, report).is_ok()
}

/// Without what made it the old document, so that its seal is no loss to be told.
fn issue_anew(invoice: &mut Invoice, date: Date, time: Time, report: &mut Report) {
    (invoice.issue_date, invoice.issue_time) = (Some(date), Some(time));
    let mx = invoice.mx_mut();
    (mx.sello, mx.certificado, mx.no_certificado, mx.timbre) = (None, None, None, None);
    (mx.sealed_sha256, mx.seal_sha256) = (None, None);
    // A PAC takes the number of a confirmation once: CFDI40129.
    if let Some(number) = mx.confirmacion.take() {
        let location = mapping::row(Field::Confirmacion).at(&[], &[]);
        report.add("FRO-SUB-008", Some(Field::Confirmacion), location, Values::found(number));
    }
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
