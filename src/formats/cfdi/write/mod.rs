//! From the canonical invoice to a document: straight to bytes, in the order of Anexo 20.
//!
//! A value that was written in its own way is written so again (`as_read`) while the field still has that value. A draft
//! takes every amount and SAT fact as given; what is missing is a finding, and then nothing is written.

mod draft;
mod lines;
mod nodes;
mod trees;
mod version;

use std::borrow::Cow;
use std::collections::HashMap;

use super::read::{date_and_time, is_exempt, wire_name};
use super::{Family, cadena, codes, default_groups};
use crate::catalog::countries;
use crate::context::RFC_FOREIGN;
use crate::draft::Hints;
use crate::mapping::{self, Field};
use crate::model::national::{AsRead, Mx, NodoExtra};
use crate::model::{DocumentType, Invoice, Node, Party, PrecedingDocument, TaxId, TaxIdType, Text};
use crate::report::{Report, Values};
use crate::xml;

/// What a document is written for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A document that was read and whose fiscal facts changed since: it keeps its seal attributes, and whatever Anexo 20
    /// requires must be there.
    Changed,
    /// A new document: no seal, or placeholders for one, and whatever SAT requires must be there.
    Draft { placeholder: bool },
    /// A document that was read, with US facts that were not in it: they must not be amounts that a CFDI cannot say.
    Extended,
    /// The document that was read, as it was, faults and all.
    Same,
}

impl Purpose {
    fn is_draft(self) -> bool {
        matches!(self, Purpose::Draft { .. })
    }
}

/// What stands in the place of the seal in a draft for a PAC that seals: the XSD asks for the attributes, and for twenty
/// digits in the number of the certificate.
pub(super) const PLACEHOLDERS: [(Field, &str); 3] =
    [(Field::Sello, ""), (Field::NoCertificado, "00000000000000000000"), (Field::Certificado, "")];

/// The document, or `None` where a finding says why there is none.
pub(super) fn document(invoice: &Invoice, purpose: Purpose, hints: &Hints, report: &mut Report) -> Option<Vec<u8>> {
    let none = Mx::default();
    let family = version::family(invoice.mx().unwrap_or(&none), purpose, report)?;
    let moved = if purpose.is_draft() { version::moved(invoice, report) } else { None };
    let invoice = moved.as_ref().unwrap_or(invoice);
    let mx = invoice.mx().unwrap_or(&none);
    let mut as_read: HashMap<_, _> = mx.as_read.iter().map(|kept| (Cow::Borrowed(kept.at.as_str()), kept)).collect();
    let mut nodos: HashMap<_, _> = mx.nodos.iter().map(|kept| (Cow::Borrowed(kept.nodo.as_str()), kept)).collect();
    for (i, line) in invoice.lines.iter().enumerate() {
        let Some(mx) = &line.extensions.mx else { continue };
        for kept in &mx.as_read {
            as_read.insert(Cow::Owned(format!("/lines/{i}{}", kept.at)), kept);
        }
        for kept in &mx.nodos {
            let path = kept.nodo.trim_end_matches('/');
            nodos.insert(Cow::Owned(format!("/Conceptos/Concepto[{}]{path}", i + 1)), kept);
        }
    }
    let out = Vec::with_capacity(8 * 1024 + invoice.lines.len() * 512);
    let mut writer = Writer {
        out,
        family,
        invoice,
        mx,
        draft: purpose.is_draft(),
        placeholder: purpose == Purpose::Draft { placeholder: true },
        checks: purpose.is_draft() || purpose == Purpose::Changed,
        amounts: purpose != Purpose::Same,
        report,
        as_read,
        nodos,
        path: Vec::new(),
        bindings: Vec::new(),
        prefixes: Vec::new(),
        addendas: 0,
        open: false,
        blocked: false,
        hints,
    };
    writer.comprobante();
    (!writer.blocked).then_some(writer.out)
}

struct Writer<'m, 'r> {
    out: Vec<u8>,
    family: Family,
    invoice: &'m Invoice,
    mx: &'m Mx,
    draft: bool,
    /// Whether a draft has something in the place of the seal.
    placeholder: bool,
    /// Whether what Anexo 20 requires is asked for.
    checks: bool,
    /// Whether amounts that a CFDI has no place for are refused.
    amounts: bool,
    report: &'r mut Report,
    /// Literals by the pointer of their field.
    as_read: HashMap<Cow<'m, str>, &'m AsRead>,
    /// What typed nodes carry, by their path.
    nodos: HashMap<Cow<'m, str>, &'m NodoExtra>,
    /// The open typed nodes, with their index among their equals.
    path: Vec<(&'static str, Option<usize>)>,
    /// Prefixes in scope that typed nodes declare.
    bindings: Vec<(&'m str, &'m str)>,
    /// Per open node: the prefix it was written with and the number of bindings outside it.
    prefixes: Vec<(&'m str, usize)>,
    /// Addendas already written.
    addendas: usize,
    /// A start tag still without its `>`.
    open: bool,
    /// A finding says why there will be no document.
    blocked: bool,
    /// What is known of facts that are missing.
    hints: &'m Hints,
}

impl<'m> Writer<'m, '_> {
    fn comprobante(&mut self) {
        let (invoice, mx) = (self.invoice, self.mx);
        self.check_amounts();
        self.out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.start("Comprobante", None);
        match self.draft {
            true => self.put(Field::Version, &[], Some(self.family.version())),
            false => self.text(Field::Version, &[], &mx.version),
        }
        self.text(Field::Serie, &[], &invoice.series);
        self.text(Field::Folio, &[], &invoice.document_number);
        self.fecha();
        self.seal(Field::Sello, &mx.sello);
        let forma = self.forma_pago();
        self.put(Field::FormaPago, &[], forma);
        self.seal(Field::NoCertificado, &mx.no_certificado);
        self.seal(Field::Certificado, &mx.certificado);
        let terms = invoice.payment_terms.as_ref().and_then(|terms| terms.text.as_deref());
        self.put(Field::CondicionesDePago, &[], terms);
        self.number(Field::SubTotal, &[], &invoice.totals.subtotal);
        self.number(Field::Descuento, &[], &invoice.totals.discount);
        self.text(Field::Moneda, &[], &invoice.currency);
        self.tipo_cambio();
        self.number(Field::Total, &[], &invoice.totals.total);
        self.tipo_de_comprobante();
        self.text(Field::Exportacion, &[], &mx.exportacion);
        // What SAT's guide asks of whatever is paid for; the XSD leaves both open.
        if matches!(invoice.document_type, DocumentType::Invoice | DocumentType::DebitMemo | DocumentType::CreditMemo) {
            self.need_in_draft(Field::MetodoPago, &[], &[], mx.metodo_pago.is_some());
            self.need_in_draft(Field::FormaPago, &[], &[], forma.is_some());
        }
        self.text(Field::MetodoPago, &[], &mx.metodo_pago);
        self.text(Field::LugarExpedicion, &[], &mx.lugar_expedicion);
        self.text(Field::Confirmacion, &[], &mx.confirmacion);

        // Addendas of a document that has them elsewhere than at its end.
        let mut left = self.typed_nodes();
        self.addendas(left);
        let mut step = |writer: &mut Self| {
            left = left.saturating_sub(1);
            writer.addendas(left);
        };
        if let Some(global) = mx.informacion_global.as_ref().filter(|_| self.has_node(Field::Periodicidad, &[])) {
            self.start("InformacionGlobal", None);
            self.text(Field::Periodicidad, &[], &global.periodicidad);
            self.text(Field::Meses, &[], &global.meses);
            self.text(Field::Año, &[], &global.año);
            self.end();
            step(self);
        }
        self.relacionados(&mut step);
        self.emisor();
        step(self);
        self.receptor();
        step(self);
        self.conceptos();
        step(self);
        if self.has_summary() {
            self.resumen();
            step(self);
        }
        for (i, complemento) in mx.complemento.iter().enumerate() {
            // A draft has no stamp, and no Complemento that held nothing else.
            let only_stamp = complemento.children.iter().all(|node| matches!(node, Node::Stamp));
            if !(self.draft && only_stamp && !complemento.children.is_empty()) {
                self.tree_root(complemento, "Complemento", || mapping::row(Field::Complemento).at(&[], &[i]));
            }
            step(self);
        }
        self.addendas(0);
        self.end();
        self.out.push(b'\n');
    }

    /// An attribute of the seal: a draft has none, or a placeholder.
    fn seal(&mut self, field: Field, was: &'m Option<Text>) {
        match PLACEHOLDERS.iter().find(|(of, _)| *of == field) {
            Some((_, empty)) if self.placeholder => self.attribute(mapping::row(field).attribute, empty),
            _ if self.draft => {}
            _ => self.text(field, &[], was),
        }
    }

    fn fecha(&mut self) {
        let (date, time) = (self.invoice.issue_date, self.invoice.issue_time);
        if date.is_some() && time.is_none() && self.checks {
            let location = mapping::row(Field::IssueTime).at(&[], &[]);
            self.block("FRO-MAP-004", Field::IssueTime, location, Values::default());
        }
        match (date, time) {
            (Some(date), Some(time)) => self.put(Field::Fecha, &[], Some(&format!("{date}T{time}"))),
            _ => self.literal(Field::Fecha, &[], None, |text| date_and_time(text).map(|_| text.to_owned())),
        }
    }

    /// SAT's code, unless the neutral method says otherwise.
    fn forma_pago(&mut self) -> Option<&'m str> {
        let code = self.mx.forma_pago.as_deref();
        let Some(method) = self.invoice.payment_means.as_ref().and_then(|means| means.method) else { return code };
        let is_other = |code: &str| codes::FORMA_PAGO_OTHER.contains(&code);
        match (code, codes::code_of(codes::FORMA_PAGO, method, code)) {
            (Some(code), Some(mapped)) if code == mapped => Some(code),
            (Some(code), None) if is_other(code) && method == crate::model::PaymentMethod::Other => Some(code),
            (Some(code), Some(mapped)) => {
                let location = mapping::row(Field::PaymentMethod).at(&[], &[]);
                self.report.add(
                    "FRO-MAP-002",
                    Some(Field::PaymentMethod),
                    location,
                    Values::found(code).expected(mapped),
                );
                Some(mapped)
            }
            (code, None) => {
                self.contradiction(Field::PaymentMethod, &[], &wire_name(&method), Field::FormaPago);
                code
            }
            (None, Some(mapped)) => Some(mapped),
        }
    }

    fn tipo_cambio(&mut self) {
        let rate = self.invoice.exchange_rate.as_ref();
        // Without a currency that is what is missing.
        if let (Some(rate), Some(currency)) = (rate, self.invoice.currency.as_deref())
            && (rate.to != "MXN" || rate.from != currency)
            && !self.hints.told.contains(&(Field::TipoCambio, 0))
        {
            let location = mapping::row(Field::RateFrom).at(&[], &[]);
            let found = format!("{} to {}", rate.from, rate.to);
            let values = Values::found(found).expected(format!("{currency} to MXN"));
            self.block("FRO-MAP-008", Field::RateFrom, location, values);
        }
        let foreign = self.invoice.currency.as_deref().is_some_and(|currency| !["MXN", "XXX"].contains(&currency));
        self.need_in_draft(Field::TipoCambio, &[], &[], rate.is_some() || !foreign);
        if self.amounts {
            self.not_negative(Field::TipoCambio, &[], rate.map(|rate| &rate.rate));
        }
        self.number(Field::TipoCambio, &[], &rate.map(|rate| rate.rate.clone()));
    }

    fn tipo_de_comprobante(&mut self) {
        let code = codes::code_of(codes::TIPO_DE_COMPROBANTE, self.invoice.document_type, None);
        if code.is_none() && !self.draft {
            self.homeless(Field::TipoDeComprobante, &[], "a withholding statement is a Retenciones document");
        }
        // A code that SAT does not know was read as no kind, which is written where the neutral kind has not changed.
        let unknown = self.as_read.get("/document_type").filter(|kept| kept.of.is_none()).map(|kept| &*kept.text);
        let is_code = |literal: &str| codes::shown(codes::TIPO_DE_COMPROBANTE, &xml::collapse(literal)).is_some();
        let unknown = unknown.filter(|literal| !is_code(literal) && xml::is_xml_text(literal));
        match unknown {
            Some(literal) if self.invoice.document_type == DocumentType::Invoice => {
                self.attribute("TipoDeComprobante", literal)
            }
            _ => self.code(Field::TipoDeComprobante, &[], code, codes::TIPO_DE_COMPROBANTE),
        }
    }

    fn relacionados(&mut self, step: &mut impl FnMut(&mut Self)) {
        let (invoice, mx) = (self.invoice, self.mx);
        let documents = &invoice.preceding_documents;
        // A preceding document without a UUID is a US fact; but what a memo names it must name by UUID.
        if self.checks {
            for (j, document) in documents.iter().enumerate() {
                let debit = self.draft && invoice.document_type == DocumentType::DebitMemo;
                let related = document.uuid.is_some() || debit || invoice.document_type == DocumentType::CreditMemo;
                if related {
                    self.need(Field::RelacionadoUuid, &[0, j], &[j], document.uuid.is_some());
                    self.need(Field::TipoRelacion, &[0], &[j], document.relation.is_some());
                }
            }
        }
        let groups = groups(&mx.cfdi_relacionados, documents);
        let mut first = 0;
        let mut written = 0;
        for size in groups {
            let group = &documents[first..first + size as usize];
            let has_literal = self.as_read.contains_key(format!("/preceding_documents/{first}/relation").as_str());
            if size == 0 || group.iter().any(|document| document.uuid.is_some()) {
                if self.checks && written > 0 && !self.is_40() {
                    self.only_in_40(Field::TipoRelacion, &[written], &[first]);
                }
                self.start("CfdiRelacionados", Some(written));
                let relation = group.first().and_then(|document| document.relation);
                let code = relation.and_then(|relation| codes::code_of(codes::TIPO_RELACION, relation, None));
                if code.is_some() || has_literal {
                    self.code(Field::TipoRelacion, &[first], code, codes::TIPO_RELACION);
                }
                let mut k = 0;
                for (j, document) in group.iter().enumerate() {
                    // Known by its number alone: a US fact.
                    if document.uuid.is_none() {
                        continue;
                    }
                    self.start("CfdiRelacionado", Some(k));
                    self.text(Field::RelacionadoUuid, &[first + j], &document.uuid);
                    self.end();
                    k += 1;
                }
                self.end();
                step(self);
                written += 1;
            }
            first += size as usize;
        }
    }

    fn emisor(&mut self) {
        let (party, mx) = (&self.invoice.seller, &self.mx.emisor);
        let rfc = rfc(party);
        if !self.draft && party.tax_ids.is_empty() && party.legal_name.is_none() && *mx == Default::default() {
            return;
        }
        self.start("Emisor", None);
        self.put(Field::EmisorRfc, &[rfc.map_or(0, |rfc| rfc.0)], rfc.and_then(|rfc| rfc.1.value.as_deref()));
        self.text(Field::EmisorNombre, &[], &party.legal_name);
        self.text(Field::EmisorRegimenFiscal, &[], &mx.regimen_fiscal);
        self.text(Field::FacAtrAdquirente, &[], &mx.fac_atr_adquirente);
        self.end();
    }

    fn receptor(&mut self) {
        let (party, mx) = (&self.invoice.buyer, &self.mx.receptor);
        let rfc = rfc(party);
        if !self.draft && party.tax_ids.is_empty() && party.legal_name.is_none() && *mx == Default::default() {
            return;
        }
        self.start("Receptor", None);
        self.put(Field::ReceptorRfc, &[rfc.map_or(0, |rfc| rfc.0)], rfc.and_then(|rfc| rfc.1.value.as_deref()));
        self.text(Field::ReceptorNombre, &[], &party.legal_name);
        self.text(Field::DomicilioFiscalReceptor, &[], &mx.domicilio_fiscal);
        // A state's permit is no tax number of a country; and beside a registered RFC, or that of the public, only what was
        // read from there stands there.
        let registered = rfc.and_then(|rfc| rfc.1.value.as_deref()).is_some_and(|rfc| rfc != RFC_FOREIGN);
        let is_foreign = |id: &TaxId| match id.kind {
            TaxIdType::Rfc | TaxIdType::StatePermit => false,
            TaxIdType::Other => true,
            _ => !registered,
        };
        let foreign = party.tax_ids.iter().enumerate().find(|(_, id)| is_foreign(id));
        if let Some((at, id)) = foreign {
            let country = id.country.as_deref().map(residence);
            self.literal(Field::ResidenciaFiscal, &[at], country, |code| Some(residence(code).to_owned()));
            let number = id.value.as_deref().map(|value| self.foreign_number(at, id, value));
            self.put(Field::NumRegIdTrib, &[at], number.as_deref());
        }
        self.text(Field::RegimenFiscalReceptor, &[], &mx.regimen_fiscal);
        self.text(Field::UsoCfdi, &[], &mx.uso_cfdi);
        self.end();
    }

    /// SAT's pattern for the United States is nine digits; the IRS writes its numbers with dashes.
    fn foreign_number<'v>(&mut self, at: usize, id: &TaxId, value: &'v str) -> Cow<'v, str> {
        if !matches!(id.kind, TaxIdType::Ein | TaxIdType::Ssn | TaxIdType::Itin) || !value.contains('-') {
            return Cow::Borrowed(value);
        }
        let location = mapping::row(Field::NumRegIdTrib).at(&[], &[at]);
        self.report.add("FRO-MAP-009", Some(Field::NumRegIdTrib), location, Values::default());
        Cow::Owned(value.replace('-', ""))
    }
}

/// A country as ResidenciaFiscal has it.
pub(super) fn residence(country: &str) -> &str {
    countries::alpha3(country).unwrap_or(country)
}

/// The sizes of the CfdiRelacionados nodes: as they were where they still fit, and never two relations in one.
pub(super) fn groups(kept: &[u32], documents: &[PrecedingDocument]) -> Vec<u32> {
    let total: u64 = kept.iter().map(|size| u64::from(*size)).sum();
    if kept.is_empty() || total != documents.len() as u64 {
        return default_groups(documents);
    }
    let mut rest = documents;
    let split = kept.iter().flat_map(|size| {
        let (group, after) = rest.split_at(*size as usize);
        rest = after;
        if group.is_empty() { vec![0] } else { default_groups(group) }
    });
    split.collect()
}

/// The Mexican tax number among a party's, and which of them it is.
fn rfc(party: &Party) -> Option<(usize, &TaxId)> {
    party.tax_ids.iter().enumerate().find(|(_, id)| id.kind == TaxIdType::Rfc)
}
