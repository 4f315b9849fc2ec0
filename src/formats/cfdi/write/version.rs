//! Which version is written, and what a fact of another version comes to.
//!
//! A document that was read is restored as the version that it was; a draft is always CFDI 4.0. A fact that the version has no
//! place for is refused where the document keeps its seal, and told where it becomes a draft.

use super::{Purpose, Writer};
use crate::formats::cfdi::{CFDI, Family};
use crate::mapping::{self, Field};
use crate::model::national::{Cfdi32, Mx, NodoExtra};
use crate::model::{Element, Invoice, Pairs};
use crate::report::{Location, Report, Values};
use crate::schema::{Attribute, Model, Schema};

/// The family that an invoice is written as; `None` where a finding says why there is none.
pub(super) fn family(mx: &Mx, purpose: Purpose, report: &mut Report) -> Option<Family> {
    if purpose.is_draft() {
        return Some(Family::Cfdi40);
    }
    let (is_3, is_4) = declared(mx);
    let version = mx.version.as_deref().unwrap_or_default();
    let family = match version {
        "4.0" => Family::Cfdi40,
        "3.3" => Family::Cfdi33,
        // The reader takes an empty one as the newest of the namespace.
        "" if is_3 && !is_4 => Family::Cfdi33,
        "" => Family::Cfdi40,
        _ => {
            let code = if version == Family::Cfdi32.version() { "FRO-CFDI-020" } else { "FRO-CFDI-012" };
            add(report, code, Field::Version, version);
            return None;
        }
    };
    let (ours, others) = if family == Family::Cfdi40 { (is_4, is_3) } else { (is_3, is_4) };
    if others && !ours {
        add(report, "FRO-CFDI-027", Field::Version, version);
        return None;
    }
    Some(family)
}

/// Whether the root declares the namespace of CFDI 3, and that of 4.0.
fn declared(mx: &Mx) -> (bool, bool) {
    let root = mx.nodos.iter().find(|kept| kept.nodo == "/");
    let has = |namespace: &str| root.is_some_and(|root| root.xmlns.iter().any(|(_, address)| address == namespace));
    (has(Family::Cfdi33.namespace()), has(CFDI))
}

fn add(report: &mut Report, code: &'static str, field: Field, found: &str) {
    report.add(code, Some(field), mapping::row(field).at(&[], &[]), Values::found(found));
}

/// Where SAT publishes the schema of a document.
pub(super) fn schema_location(family: Family) -> &'static str {
    match family {
        Family::Cfdi33 => "http://www.sat.gob.mx/cfd/3 http://www.sat.gob.mx/sitio_internet/cfd/3/cfdv33.xsd",
        _ => "http://www.sat.gob.mx/cfd/4 http://www.sat.gob.mx/sitio_internet/cfd/4/cfdv40.xsd",
    }
}

/// The attribute of a mapping row in SAT's XSD of a version.
fn attribute(family: Family, field: Field) -> Option<Attribute> {
    let mut parts = mapping::row(field).cfdi.split('/');
    let mut element = Schema::find(family.namespace(), Some(family.version()))?.root(parts.next()?)?;
    for part in parts {
        if let Some(name) = part.strip_prefix('@') {
            return element.attribute(name);
        }
        let name = part.trim_end_matches("[]");
        element = match element.model() {
            Model::Any { .. } => Schema::all().iter().rev().find_map(|schema| schema.root(name))?,
            _ => element.child(name)?,
        };
    }
    None
}

impl Writer<'_, '_> {
    /// Whether facts that came with CFDI 4.0 have a place.
    pub(super) fn is_40(&self) -> bool {
        self.family == Family::Cfdi40
    }

    /// Whether SAT's XSD of the version asks for an attribute and does not take an empty one. Seal and stamp are made later.
    pub(super) fn is_needed(&self, field: Field) -> bool {
        let takes_empty = |of: Attribute| of.fixed().is_none() && of.value_type().check("").is_ok();
        let needed = |attribute: Attribute| attribute.is_required() && !takes_empty(attribute);
        let later = matches!(field, Field::Sello | Field::Certificado | Field::NoCertificado)
            || mapping::row(field).cfdi.contains("/TimbreFiscalDigital/");
        !later && attribute(self.family, field).is_some_and(needed)
    }

    /// Whether SAT's XSD of the version has an attribute.
    pub(super) fn has_place(&self, field: Field) -> bool {
        self.is_40() || attribute(self.family, field).is_some()
    }

    /// Whether the version has the node of an attribute; if not, that is said.
    pub(super) fn has_node(&mut self, field: Field, indices: &[usize]) -> bool {
        let has = self.has_place(field);
        if !has {
            self.only_in_40(field, indices, indices);
        }
        has
    }

    pub(super) fn only_in_40(&mut self, field: Field, xml: &[usize], json: &[usize]) {
        let location = mapping::row(field).at(xml, json);
        self.block("FRO-CFDI-021", field, location, Values::found(self.family.name()));
    }
}

/// The invoice as a draft of CFDI 4.0 has it, where it was read from an earlier version: SAT's namespace and schema are those
/// of 4.0, and facts that only the earlier version has are told and left out. `None` where nothing is to be changed.
pub(super) fn moved(invoice: &Invoice, report: &mut Report) -> Option<Invoice> {
    let mx = invoice.mx()?;
    let version = mx.version.as_deref().unwrap_or_default();
    let is_earlier = match version {
        "3.2" | "3.3" => true,
        _ => declared(mx) == (true, false),
    };
    let version = if is_earlier && !version.is_empty() { version } else { "3" };
    let has_32 = |invoice: &Invoice| {
        let line_has = |mx: &crate::model::national::LineMx| {
            !mx.informacion_aduanera_32.is_empty()
                || mx.partes.iter().any(|parte| !parte.informacion_aduanera_32.is_empty())
        };
        mx.cfdi32.is_some() || invoice.lines.iter().any(|line| line.extensions.mx.as_deref().is_some_and(line_has))
    };
    if !is_earlier && !has_32(invoice) {
        return None;
    }
    let mut invoice = invoice.clone();
    let mut tell = |pointer: String, field: Field| {
        let location = Location { xpath: None, pointer: Some(pointer.into()) };
        report.add("FRO-CFDI-023", Some(field), location, Values::found(version));
    };
    let mx = invoice.mx_mut();
    if let Some(facts) = mx.cfdi32.take() {
        names(&facts).into_iter().for_each(|name| tell(format!("/extensions/mx/cfdi32/{name}"), Field::Cfdi32));
    }
    mx.nodos.iter_mut().enumerate().for_each(|(i, kept)| {
        if !move_node(kept) {
            tell(format!("/extensions/mx/nodos/{i}/attributes"), Field::Nodos);
        }
    });
    mx.complemento.iter_mut().for_each(move_root);
    mx.addenda.iter_mut().for_each(|addenda| move_root(&mut addenda.nodo));
    // A literal without a value is of a field that the earlier version writes otherwise, or of one at fault.
    mx.as_read.retain(|kept| {
        if kept.of.is_none() {
            tell(kept.at.to_string(), Field::AsRead);
        }
        kept.of.is_some()
    });
    for (i, line) in invoice.lines.iter_mut().enumerate() {
        let Some(mx) = line.extensions.mx.as_deref_mut() else { continue };
        let base = format!("/lines/{i}/extensions/mx");
        if !std::mem::take(&mut mx.informacion_aduanera_32).is_empty() {
            tell(format!("{base}/informacion_aduanera_32"), Field::InformacionAduanera32);
        }
        for (j, parte) in mx.partes.iter_mut().enumerate() {
            if !std::mem::take(&mut parte.informacion_aduanera_32).is_empty() {
                tell(format!("{base}/partes/{j}/informacion_aduanera_32"), Field::ParteInformacionAduanera32);
            }
        }
        for (j, kept) in mx.nodos.iter_mut().enumerate() {
            if !move_node(kept) {
                tell(format!("{base}/nodos/{j}/attributes"), Field::LineNodos);
            }
        }
        mx.complemento_concepto.iter_mut().for_each(|tree| move_root(tree));
        mx.as_read.retain(|kept| {
            if kept.of.is_none() {
                tell(format!("/lines/{i}{}", kept.at), Field::LineAsRead);
            }
            kept.of.is_some()
        });
    }
    if is_earlier {
        add(report, "FRO-CFDI-022", Field::Version, version);
    }
    Some(invoice)
}

/// The fields that have a value.
fn names(facts: &Cfdi32) -> Vec<String> {
    match serde_json::to_value(facts) {
        Ok(serde_json::Value::Object(fields)) => fields.into_iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    }
}

/// Declarations of SAT's namespace are those of 4.0. False where an attribute of no namespace was left out: it is one that the
/// earlier version did not know, and may be one of 4.0.
fn move_node(kept: &mut NodoExtra) -> bool {
    move_pairs(&mut kept.xmlns, &mut kept.attributes);
    let before = kept.attributes.iter().count();
    kept.attributes.retain(|name, _| name.contains(':'));
    before == kept.attributes.iter().count()
}

/// What is inside is somebody else's, and stays as it is.
fn move_root(tree: &mut Element) {
    move_pairs(&mut tree.xmlns, &mut tree.attributes);
}

fn move_pairs(xmlns: &mut Pairs, attributes: &mut Pairs) {
    let old = Family::Cfdi33.namespace();
    xmlns.change(|_, address| (address == old).then(|| CFDI.to_owned()));
    attributes.change(|name, value| {
        if !name.ends_with(":schemaLocation") || !value.split_ascii_whitespace().any(|part| part == old) {
            return None;
        }
        let mut parts = value.split_ascii_whitespace();
        let mut pairs = Vec::new();
        while let Some(namespace) = parts.next() {
            match (namespace == old, parts.next()) {
                (true, _) => pairs.push(schema_location(Family::Cfdi40).to_owned()),
                (false, Some(address)) => pairs.push(format!("{namespace} {address}")),
                (false, None) => pairs.push(namespace.to_owned()),
            }
        }
        Some(pairs.join(" "))
    });
}
