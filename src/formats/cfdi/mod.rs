//! CFDI: Mexico's invoice XML as Anexo 20 defines it, in the versions 4.0, 3.3 and 3.2.
//!
//! [`read`] gives the document as it is, borrowed from the input; [`Document::to_invoice`] its meaning; [`write()`] a document
//! from an invoice. Reading and writing an invoice unchanged gives the same facts byte for byte where the seal covers them.
//! ```
//! use frontera::formats::cfdi;
//! let document = cfdi::read(include_bytes!("../../../fixtures/cfdi/export-produce.xml"), &Default::default())?;
//! let (invoice, report) = document.to_invoice()?;
//! assert_eq!(invoice.currency.as_deref(), Some("USD"));
//! assert!(!report.has_errors());
//! # Ok::<(), frontera::Error>(())
//! ```
//! CFDI 4.0 and 3.3 share one reader and one writer, since 3.3 is all but a part of 4.0; a draft is always a 4.0. CFDI 3.2 has
//! a reader of its own and is not written: `docs/cfdi-3.md` says what becomes of it.
//!
//! Departures: comments and processing instructions outside Complemento, ComplementoConcepto and Addenda are not kept (a
//! finding says so), nor the XML declaration, the borders of CDATA and white space between elements.

mod cadena;
pub mod cancellation;
pub(crate) mod codes;
pub(crate) mod complements;
mod edit;
mod expresion;
mod family;
mod fix;
mod path;
mod profile;
mod read;
pub(crate) mod rules;
pub(crate) use read::wire_name;
mod seal;
#[cfg(feature = "seal")]
pub(crate) mod sealed;
#[cfg(all(test, feature = "seal"))]
pub(crate) use seal::hex;
mod stamps;
mod structure;
mod substitute;
pub mod us_facts;
mod write;

use crate::convert::{Format, Intent, Limits, Options, UsFacts};
use crate::draft::{self, Hints};
use crate::error::{Error, InputProblem, MisuseProblem};
use crate::mapping::{self, Field};
use crate::model::national::Mx;
use crate::model::{Invoice, PrecedingDocument, Text};
use crate::report::{Location, Report, Values};
use crate::validate::Profile;
use crate::xml;

use cadena::Scope;
pub use expresion::NoExpression;
pub use family::Family;
pub use fix::{Fixed, fix};
use path::Found;
pub(crate) use path::{Memo, locate};
pub use structure::check_complement;
pub use substitute::{Substituted, substitute};
use write::Purpose;

/// The namespace of CFDI 4.0.
pub const CFDI: &str = "http://www.sat.gob.mx/cfd/4";
/// The namespace of the stamp.
pub const TFD: &str = "http://www.sat.gob.mx/TimbreFiscalDigital";

/// Reads a document. Fails on what is not well-formed, too large, or none of SAT's [families](Family); whatever else is wrong
/// with it is left to the findings.
pub fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Document<'a>, Error> {
    read_as(bytes, limits, Family::of)
}

/// [`read`] for whoever judges it: a Comprobante of CFDI 4.0's namespace is one, whatever its Version says.
pub(crate) fn read_to_judge<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Document<'a>, Error> {
    read_as(bytes, limits, |document| Family::of(document).or_else(|error| Family::by_namespace(document).ok_or(error)))
}

fn read_as<'a>(
    bytes: &'a [u8],
    limits: &Limits,
    family: impl FnOnce(&xml::Document<'a>) -> Result<Family, (InputProblem, String)>,
) -> Result<Document<'a>, Error> {
    let document = xml::Document::read(bytes, limits.xml())?;
    let at_root = |(problem, message)| refuse(problem, message, bytes, &document);
    let family = family(&document).map_err(at_root)?;
    if !cadena::is_bounded(&document, family) {
        let message = "nodes inside each other make the cadena original many times as long as the document".into();
        return Err(at_root((InputProblem::TooLarge, message)));
    }
    Ok(Document { bytes, xml: document, family })
}

/// A CFDI as it was read: every node and literal, borrowed from the input.
#[derive(Clone)]
pub struct Document<'a> {
    bytes: &'a [u8],
    xml: xml::Document<'a>,
    family: Family,
}

impl Document<'_> {
    /// The meaning: the canonical invoice, US facts of the project's Addenda applied, and what there is to say about it.
    ///
    /// # Errors
    /// For a family that has no invoice: Retenciones.
    pub fn to_invoice(&self) -> Result<(Invoice, Report), Error> {
        if !self.family.has_invoice() {
            let message = format!("a {} is not converted; CFDI 4.0, 3.3 and 3.2 are", self.family);
            return Err(refuse(InputProblem::Unsupported, message, self.bytes, &self.xml));
        }
        let mut report = Report::default();
        let (invoice, facts) = read::to_model(&self.xml, self.family, &mut report);
        let invoice = us_facts::apply(invoice, &facts, &mut report);
        Ok((invoice, report))
    }

    /// An error that is shown at the root element.
    #[cfg(feature = "seal")]
    pub(crate) fn refuse(&self, problem: InputProblem, message: String) -> Error {
        refuse(problem, message, self.bytes, &self.xml)
    }

    /// Which of SAT's documents it is.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The cadena original: what the seal signs, byte for byte as SAT's stylesheet of the document's family gives it.
    /// ```
    /// let cfdi = frontera::formats::cfdi::read(include_bytes!("../../../fixtures/cfdi/export-produce.xml"), &Default::default())?;
    /// let cadena = cfdi.cadena();
    /// assert!(cadena.starts_with("||4.0|") && cadena.ends_with("||"));
    /// # Ok::<(), frontera::Error>(())
    /// ```
    pub fn cadena(&self) -> String {
        cadena::text(|to| cadena::write(&self.xml, self.family, Scope::Sealed, to))
    }

    /// [`cadena`](Self::cadena) as pieces into whatever takes bytes (a digest, a file), without a text of it in memory.
    ///
    /// # Errors
    /// The first error of the writer; nothing is written after it.
    pub fn cadena_to(&self, mut out: impl std::io::Write) -> std::io::Result<()> {
        let mut done = Ok(());
        cadena::write(&self.xml, self.family, Scope::Sealed, &mut |piece| {
            if done.is_ok() {
                done = out.write_all(piece);
            }
        });
        done
    }

    /// SHA-256 of the [`cadena`](Self::cadena), which the seals of CFDI 4.0, 3.3 and Retenciones 2.0 sign.
    pub fn cadena_sha256(&self) -> [u8; 32] {
        cadena::sha256(&self.xml, self.family, Scope::Sealed)
    }

    /// The stamp's own cadena original, which SelloSAT signs; of the first TimbreFiscalDigital of the document.
    ///
    /// `None` without one, and for a version of it other than 1.1 and 1.0.
    pub fn cadena_tfd(&self) -> Option<String> {
        cadena::stamp(&self.xml)
    }

    /// The value of an attribute or the text of an element by its XPath as findings write it, complements included:
    /// `/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[2]/@Importe`,
    /// `/cfdi:Comprobante/cfdi:Complemento/pago20:Pagos/pago20:Pago/@Monto`.
    ///
    /// Prefixes are those of SAT's schemas, whatever the document's own are (`cfdi` and `retenciones` stand for the root's
    /// namespace); elements of other namespaces have the name that is written. `[n]` counts equal siblings from 1, and `[1]`
    /// may be left out.
    pub fn value(&self, xpath: &str) -> Option<String> {
        match path::find(&self.xml, xpath, &mut Memo::default())? {
            Found::Attribute(attr) => Some(attr.value().into_owned()),
            Found::Element(element) => Some(element.text()),
            Found::Around(_) => None,
        }
    }
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("uuid", &self.value("/cfdi:Comprobante/cfdi:Complemento/tfd:TimbreFiscalDigital/@UUID"))
            .finish()
    }
}

/// An error that is shown at the root element.
fn refuse(problem: InputProblem, message: String, bytes: &[u8], document: &xml::Document<'_>) -> Error {
    let mark = bytes.len() - document.source_len();
    let span = document.root().span();
    Error::input(problem, message).at(bytes, span.start + mark..span.end + mark)
}

/// A written document, and the sidecar file where US facts were asked for in one.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The CFDI; absent where a finding says why it cannot be written.
    pub xml: Option<Vec<u8>>,
    /// The US facts as a file of their own.
    pub sidecar: Option<Vec<u8>>,
}

/// Documents hold tax numbers: their length stands for them.
impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Written")
            .field("xml", &self.xml.as_ref().map(Vec::len))
            .field("sidecar", &self.sidecar.as_ref().map(Vec::len))
            .finish()
    }
}

/// Writes an invoice: what was read from a CFDI 4.0 or 3.3 as that version, a draft as CFDI 4.0. What was written is read
/// back: the differences are the US facts, and where the invoice was sealed the digest of what the seal covers is compared.
///
/// Nothing is written where a draft lacks a fact that a CFDI must have; each is a finding that names the field.
pub fn write(invoice: &Invoice, options: &Options, report: &mut Report) -> Written {
    write_within(invoice, options, &Limits::none(), Format::UsJson, report)
}

/// [`write()`], but the document must be one that these limits let be read again, and the places of what is wrong with it are
/// those of the format that the invoice was given in.
pub(crate) fn write_within(
    invoice: &Invoice,
    options: &Options,
    limits: &Limits,
    given: Format,
    report: &mut Report,
) -> Written {
    let draft = match options.intent {
        Intent::Auto => !was_cfdi(invoice),
        Intent::Draft => true,
        Intent::Restore => false,
    };
    if draft && invoice.mx().is_some_and(|mx| has_seal(mx) || stamps::are_carried(mx)) {
        report.add("FRO-SEAL-002", Some(Field::Sello), mapping::row(Field::Sello).at(&[], &[]), Values::default());
    }
    let placeholder = options.placeholder;
    if placeholder && !draft && !invoice.mx().is_some_and(has_placeholders) {
        report.add("FRO-DRAFT-040", Some(Field::Sello), mapping::row(Field::Sello).at(&[], &[]), Values::default());
    }
    let purpose = if draft { Purpose::Draft { placeholder } } else { Purpose::Same };
    let mut prepared = draft.then(|| draft::prepare(invoice, options, report));
    if let Some(mx) = prepared.as_mut().and_then(|draft| draft.invoice.extensions.mx.as_deref_mut()) {
        stamps::type_carried(mx);
    }
    let none = Hints::default();
    let hints = prepared.as_ref().map_or(&none, |draft| &draft.hints);
    let invoice = prepared.as_ref().map_or(invoice, |draft| &draft.invoice);
    let mx = invoice.mx();
    let places = prepared.as_ref().map_or(&[][..], |draft| &draft.places);
    let mut of_writing = Report::default();
    let xml = write::document(invoice, purpose, hints, &mut of_writing);
    report.absorb(of_writing, |pointer| in_given(pointer, places));
    let Some(xml) = xml.filter(|_| prepared.as_ref().is_none_or(|draft| !draft.blocked)) else {
        return Written::default();
    };

    let document = match read(&xml, limits) {
        Ok(document) => document,
        Err(error) => {
            report.add("FRO-CFDI-011", None, Location::default(), Values::found(error.to_string()));
            return Written::default();
        }
    };
    if draft {
        // The judge sees what the PAC would get: lengths, patterns, codes.
        let mut faults = Report::default();
        document.check_structure(Profile::Draft, options.newer_catalogs(), &mut faults);
        if options.validate {
            let mut broken = Report::default();
            options.judge_rules(&document, Profile::Draft, &mut broken);
            faults.absorb_violations(broken, given);
        }
        let wrong = faults.has_errors();
        report.absorb(faults, |pointer| in_given(pointer, places));
        if wrong {
            return Written::default();
        }
    }
    let (tree, family) = (&document.xml, document.family);
    let (fresh, _) = read::to_model(tree, family, &mut Report::default());
    if *invoice == fresh {
        return Written { xml: Some(xml), sidecar: None };
    }
    if !draft {
        let digests = |mx: &Mx| Some([mx.sealed_sha256.clone()?, mx.seal_sha256.clone()?]);
        let was = mx.and_then(digests);
        let is = fresh.mx().and_then(digests);
        if mx.is_some_and(has_seal) && was != is {
            let code = if was.is_some() { "FRO-SEAL-001" } else { "FRO-SEAL-003" };
            report.add(code, Some(Field::SealedDigest), mapping::row(Field::Sello).at(&[], &[]), Values::default());
        }
        // What was read may have had its faults; what was changed since must not have new ones.
        let purpose = if was == is { Purpose::Extended } else { Purpose::Changed };
        let mut checked = Report::default();
        if write::document(invoice, purpose, &none, &mut checked).is_none() {
            *report = checked;
            return Written::default();
        }
        // What was not changed since it was read was judged where it was read.
        if options.validate && was != is {
            let mut judged = Report::default();
            options.judge_cfdi(&document, &mut judged);
            report.absorb_violations(judged, given);
        }
    }
    us_facts::tell_what_is_not_carried(invoice, &fresh, draft, report);
    let facts = us_facts::difference(invoice, &fresh, report);
    if facts.is_empty() {
        return Written { xml: Some(xml), sidecar: None };
    }
    match options.us_facts {
        UsFacts::Sidecar => {
            let of = seal::hex(cadena::sha256(tree, family, Scope::Facts));
            Written { sidecar: Some(us_facts::to_sidecar(facts, of)), xml: Some(xml) }
        }
        UsFacts::None => {
            for fact in facts {
                let field = mapping::by_pointer(&fact.at).map(|row| row.field);
                let location = Location { xpath: None, pointer: Some(fact.at.into()) };
                report.add("FRO-MAP-006", field, location, Values::default());
            }
            Written { xml: Some(xml), sidecar: None }
        }
        UsFacts::Addenda => match us_facts::to_xml(&facts).and_then(|element| insert(&xml, tree, &element)) {
            Some(xml) => Written { xml: Some(xml), sidecar: None },
            None => {
                report.add(
                    "FRO-CFDI-009",
                    Some(Field::Addenda),
                    mapping::row(Field::Addenda).at(&[], &[]),
                    Values::default(),
                );
                Written::default()
            }
        },
    }
}

/// Puts the US facts of a sidecar file into a stamped document, after everything that is there; no other byte changes.
///
/// Facts that contradict the document are left out, each with a finding. Fails where the document carries US facts already.
pub fn attach(stamped: &[u8], sidecar: &[u8], limits: &Limits) -> Result<(Vec<u8>, Report), Error> {
    let (facts, of) = us_facts::from_sidecar(sidecar)
        .map_err(|error| Error::misuse(MisuseProblem::Sidecar, format!("not a sidecar of US facts: {error}")))?;
    let Document { xml: document, family, .. } = read(stamped, limits)?;
    if !matches!(family, Family::Cfdi33 | Family::Cfdi40) {
        let message = format!("a {family} takes no US facts; CFDI 4.0 and 3.3 do");
        return Err(refuse(InputProblem::Unsupported, message, stamped, &document));
    }
    let mut report = Report::default();
    let (invoice, there) = read::to_model(&document, family, &mut Report::default());
    if !there.is_empty() {
        return Err(Error::misuse(MisuseProblem::AlreadyAttached, "the document already carries US facts"));
    }
    if of.is_some_and(|of| of != seal::hex(cadena::sha256(&document, family, Scope::Facts))) {
        let location = mapping::row(Field::Addenda).at(&[], &[]);
        report.add("FRO-MAP-017", Some(Field::Addenda), location, Values::default());
    }
    let applied = us_facts::apply(invoice.clone(), &facts, &mut report);
    let facts = us_facts::difference(&applied, &invoice, &mut Report::default());
    if facts.is_empty() {
        return Ok((stamped.to_vec(), report));
    }
    let bom = stamped.len() - document.source_len();
    let with = us_facts::to_xml(&facts)
        .and_then(|element| insert(&stamped[bom..], &document, &element))
        .ok_or_else(|| Error::input(InputProblem::Value, "the US facts cannot be written into this document"))?;
    Ok(([&stamped[..bom], &with].concat(), report))
}

/// The place in the given invoice of a place in the prepared one, whose lines may be others.
fn in_given(pointer: &str, places: &[String]) -> Option<String> {
    let rest = pointer.strip_prefix("/lines/")?;
    let (index, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let place = places.get(index.parse::<usize>().ok()?)?;
    Some(format!("{place}{rest}"))
}

/// True for a seal, a certificate or a stamp, placeholders of a draft set aside.
fn has_seal(mx: &Mx) -> bool {
    let given = |text: &Option<Text>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let number = mx.no_certificado.as_ref().is_some_and(|number| number.bytes().any(|b| !matches!(b, b'0' | b' ')));
    given(&mx.sello) || given(&mx.certificado) || number || mx.timbre.is_some()
}

/// True for a draft that has what [`Options::placeholder`] asks for.
fn has_placeholders(mx: &Mx) -> bool {
    let is = |(field, empty): (Field, &str)| {
        let attribute = match field {
            Field::Sello => &mx.sello,
            Field::Certificado => &mx.certificado,
            _ => &mx.no_certificado,
        };
        attribute.as_deref() == Some(empty)
    };
    mx.timbre.is_none() && write::PLACEHOLDERS.into_iter().all(is)
}

/// True where the invoice was read from a CFDI: a US invoice has no namespaces and no seal.
pub(crate) fn was_cfdi(invoice: &Invoice) -> bool {
    invoice.mx().is_some_and(|mx| !mx.nodos.is_empty() || mx.sello.is_some())
}

/// The document with an element at the end of its last Addenda, or of an Addenda of its own.
fn insert(xml: &[u8], document: &xml::Document<'_>, element: &[u8]) -> Option<Vec<u8>> {
    let root = document.root();
    let is_addenda = |child: &xml::Element<'_, '_>| child.local_name() == "Addenda" && child.same_namespace(root);
    let qualified = |name: &str| match root.name().split_once(':') {
        Some((prefix, _)) => format!("{prefix}:{name}"),
        None => name.to_owned(),
    };
    let empty = |at: usize| xml.get(at) == Some(&b'/');
    let mut out = Vec::with_capacity(xml.len() + element.len() + 64);
    let rest = match root.elements().filter(is_addenda).last() {
        Some(addenda) => {
            let at = addenda.close();
            out.extend_from_slice(xml.get(..at)?);
            if empty(at) {
                out.push(b'>');
                out.extend_from_slice(element);
                out.extend_from_slice(format!("</{}>", addenda.name()).as_bytes());
                at + 2
            } else {
                out.extend_from_slice(element);
                at
            }
        }
        None => {
            let at = root.close();
            // A root without anything in it is no invoice.
            if empty(at) {
                return None;
            }
            let addenda = qualified("Addenda");
            out.extend_from_slice(xml.get(..at)?);
            out.extend_from_slice(format!("  <{addenda}>\n    ").as_bytes());
            out.extend_from_slice(element);
            out.extend_from_slice(format!("\n  </{addenda}>\n").as_bytes());
            at
        }
    };
    out.extend_from_slice(xml.get(rest..)?);
    Some(out)
}

/// How preceding documents share CfdiRelacionados where nothing else is said: neighbours with one relation do.
fn default_groups(documents: &[PrecedingDocument]) -> Vec<u32> {
    documents.chunk_by(|a, b| a.relation == b.relation).map(|group| group.len() as u32).collect()
}
