//! From a document to the canonical invoice: each attribute into the field of its row, everything else carried.

mod lines;
mod nodes;
mod trees;
mod v32;
mod values;

use super::cadena::{self, Scope};
use super::codes::{self, Fit};
use super::{Family, seal, us_facts};
use crate::catalog::countries;
use crate::mapping::Field;
use crate::model::national::{InformacionGlobal, Mx};
use crate::model::{
    Date, DocumentType, ExchangeRate, Invoice, Party, PaymentMeans, PaymentTerms, PrecedingDocument, Tax, TaxFactor,
    TaxId, TaxIdType, Text, Time,
};
use crate::report::{Location, Report, Values};
use crate::xml::{Attr, Document, Element};

use nodes::{Extra, Order};
use values::{At, at};
pub(super) use values::{shorten, trim};

/// The invoice and the US facts that its Addenda carries.
pub(super) fn to_model(document: &Document<'_>, family: Family, report: &mut Report) -> (Invoice, Vec<us_facts::Fact>) {
    let root = document.root();
    let mut reader = Reader { root, family, report, mx: Mx::default(), facts: Vec::new(), altered: false };
    let mut invoice = match family {
        Family::Cfdi32 => reader.comprobante_32(root),
        _ => reader.comprobante(root),
    };
    for _ in document.beside_root() {
        reader.report.add("FRO-CFDI-001", None, Location::default(), Values::default());
    }
    let Reader { mut mx, facts, altered, .. } = reader;
    // The order of attributes is no fact, so neither is that of their literals.
    mx.as_read.sort_by(|a, b| a.at.cmp(&b.at));
    invoice.extensions.mx = Some(Box::new(mx));
    // Nothing is ever compared with a 3.2, which is not written.
    if family == Family::Cfdi32 {
        return (invoice, facts);
    }
    let digests = if altered { digests_as_written(&invoice, family) } else { None };
    let [sealed, seal] = digests.unwrap_or_else(|| digests_of(document, family));
    let mx = invoice.mx_mut();
    (mx.sealed_sha256, mx.seal_sha256) = (Some(sealed.into()), Some(seal.into()));
    (invoice, facts)
}

struct Reader<'r, 'd, 'a> {
    root: Element<'d, 'a>,
    family: Family,
    report: &'r mut Report,
    mx: Mx,
    facts: Vec<us_facts::Fact>,
    /// A finding says that the document will not come back as it was.
    altered: bool,
}

/// What the seal covers, and what it does not cover itself.
fn digests_of(document: &Document<'_>, family: Family) -> [String; 2] {
    [cadena::sha256(document, family, Scope::Sealed), seal::sha256(document)].map(seal::hex)
}

/// The digests of what an invoice gives when it is written: what a document at fault is compared with later, since its faults
/// were told when it was read.
fn digests_as_written(invoice: &Invoice, family: Family) -> Option<[String; 2]> {
    let xml =
        super::write::document(invoice, super::write::Purpose::Same, &Default::default(), &mut Report::default())?;
    let document = Document::read(&xml, crate::Limits::none().xml()).ok()?;
    Some(digests_of(&document, family))
}

impl<'d, 'a> Reader<'_, 'd, 'a> {
    /// Whether facts that came with CFDI 4.0 are SAT's; on an earlier document they are unknown attributes and nodes.
    fn is_40(&self) -> bool {
        self.family == Family::Cfdi40
    }

    fn comprobante(&mut self, root: Element<'d, 'a>) -> Invoice {
        let mut invoice = Invoice::new(DocumentType::Invoice);
        let mut extra = Extra::default();
        let mut tipo_cambio = None;
        for attr in root.attrs() {
            match attr.name {
                "Version" => self.mx.version = self.text(at(Field::Version), attr),
                "Serie" => invoice.series = self.text(at(Field::Serie), attr),
                "Folio" => invoice.document_number = self.text(at(Field::Folio), attr),
                "Fecha" => self.fecha(&mut invoice, attr),
                "Sello" => self.mx.sello = self.text(at(Field::Sello), attr),
                "FormaPago" => self.forma_pago(&mut invoice, attr),
                "NoCertificado" => self.mx.no_certificado = self.text(at(Field::NoCertificado), attr),
                "Certificado" => self.mx.certificado = self.text(at(Field::Certificado), attr),
                "CondicionesDePago" => {
                    let text = self.text(at(Field::CondicionesDePago), attr);
                    invoice.payment_terms = Some(PaymentTerms { text, ..PaymentTerms::default() });
                }
                "SubTotal" => invoice.totals.subtotal = self.number(at(Field::SubTotal), attr),
                "Descuento" => invoice.totals.discount = self.number(at(Field::Descuento), attr),
                "Moneda" => invoice.currency = self.text(at(Field::Moneda), attr),
                "TipoCambio" => tipo_cambio = self.number(at(Field::TipoCambio), attr),
                "Total" => invoice.totals.total = self.number(at(Field::Total), attr),
                "TipoDeComprobante" => {
                    if let Some(kind) = self.code(at(Field::TipoDeComprobante), attr, codes::TIPO_DE_COMPROBANTE) {
                        invoice.document_type = kind;
                    }
                }
                "Exportacion" if self.is_40() => self.mx.exportacion = self.text(at(Field::Exportacion), attr),
                "MetodoPago" => self.mx.metodo_pago = self.text(at(Field::MetodoPago), attr),
                "LugarExpedicion" => self.mx.lugar_expedicion = self.text(at(Field::LugarExpedicion), attr),
                "Confirmacion" => self.mx.confirmacion = self.text(at(Field::Confirmacion), attr),
                _ => extra.take(attr),
            }
        }
        self.keep(extra, || "/".into());
        if let Some(rate) = tipo_cambio {
            let from = invoice.currency.clone().unwrap_or_default();
            invoice.exchange_rate = Some(ExchangeRate { from, to: "MXN".into(), rate, date: None, source: None });
        }

        let is_addenda = |name: &str| name == "Addenda";
        let mut following = root.elements().filter(|child| !is_addenda(child.local_name())).count();
        let path = || String::new();
        let mut order = Order::inside(&path);
        let mut groups = Vec::new();
        self.children(root, &path, &mut |reader, child, name| {
            following -= usize::from(!is_addenda(name));
            match name {
                "InformacionGlobal" if reader.is_40() && order.once(reader, 0, child) => {
                    reader.informacion_global(child)
                }
                "CfdiRelacionados" if order.many(reader, 1, child) => {
                    reader.cfdi_relacionados(child, &mut invoice, &mut groups);
                }
                "Emisor" if order.once(reader, 2, child) => invoice.seller = reader.emisor(child),
                "Receptor" if order.once(reader, 3, child) => invoice.buyer = reader.receptor(child),
                "Conceptos" if order.once(reader, 4, child) => reader.conceptos(child, &mut invoice.lines),
                "Impuestos" if order.once(reader, 5, child) => reader.resumen(child, &mut invoice),
                "Complemento" if order.many(reader, 6, child) => reader.complemento(child),
                "Addenda" => reader.addenda(child, following),
                _ => return false,
            }
            true
        });
        for (missing, what) in
            [(root.attr("TipoDeComprobante").is_none(), "TipoDeComprobante=\"I\""), (!order.has(4), "Conceptos")]
        {
            if missing {
                self.altered = true;
                self.report.add("FRO-CFDI-013", None, nodes::node_location(""), Values::found(what));
            }
        }
        if groups != super::default_groups(&invoice.preceding_documents) {
            self.mx.cfdi_relacionados = groups;
        }
        let debit = |document: &PrecedingDocument| document.relation == Some(crate::model::Relation::Debit);
        if invoice.document_type == DocumentType::Invoice && invoice.preceding_documents.iter().any(debit) {
            invoice.document_type = DocumentType::DebitMemo;
        }
        invoice
    }

    fn fecha(&mut self, invoice: &mut Invoice, attr: &Attr<'a>) {
        match date_and_time(&attr.collapsed().0) {
            Some((date, time)) => {
                (invoice.issue_date, invoice.issue_time) = (Some(date), Some(time));
                let _ = self.text(at(Field::Fecha), attr);
            }
            None => self.unreadable(at(Field::Fecha), attr, "a date and time such as 2026-03-01T10:00:00"),
        }
    }

    fn forma_pago(&mut self, invoice: &mut Invoice, attr: &Attr<'a>) {
        let Some(code) = self.text(at(Field::FormaPago), attr) else { return };
        let method = match codes::shown(codes::FORMA_PAGO, &code) {
            Some((method, fit)) => {
                if fit == Fit::Many {
                    self.derived(Field::PaymentMethod, &[], &code, &wire_name(&method));
                }
                Some(method)
            }
            None if codes::FORMA_PAGO_OTHER.contains(&&*code) => {
                self.derived(Field::PaymentMethod, &[], &code, "other");
                Some(crate::model::PaymentMethod::Other)
            }
            None => {
                self.report.add(
                    "FRO-CFDI-006",
                    Some(Field::FormaPago),
                    at(Field::FormaPago).location(),
                    Values::found(code.clone()),
                );
                None
            }
        };
        invoice.payment_means = method.map(|method| PaymentMeans { method: Some(method) });
        self.mx.forma_pago = Some(code);
    }

    fn informacion_global(&mut self, element: Element<'d, 'a>) {
        let mut global = InformacionGlobal::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            match attr.name {
                "Periodicidad" => global.periodicidad = self.text(at(Field::Periodicidad), attr),
                "Meses" => global.meses = self.text(at(Field::Meses), attr),
                "Año" => global.año = self.text(at(Field::Año), attr),
                _ => extra.take(attr),
            }
        }
        self.leaf(element, extra, &|| "/InformacionGlobal".into());
        self.mx.informacion_global = Some(global);
    }

    fn cfdi_relacionados(&mut self, element: Element<'d, 'a>, invoice: &mut Invoice, groups: &mut Vec<u32>) {
        let group = groups.len();
        let documents = &mut invoice.preceding_documents;
        let path = || format!("/CfdiRelacionados[{}]", group + 1);
        let mut extra = Extra::default();
        let first = documents.len();
        let mut relation = None;
        for attr in element.attrs() {
            match attr.name {
                "TipoRelacion" => {
                    let at = At { field: Field::TipoRelacion, xml: &[group], json: &[first] };
                    relation = self.code(at, attr, codes::TIPO_RELACION);
                }
                _ => extra.take(attr),
            }
        }
        self.keep(extra, path);
        let mut count = 0;
        self.children(element, &path, &mut |reader, child, name| {
            if name != "CfdiRelacionado" {
                return false;
            }
            let mut document = PrecedingDocument { relation, ..PrecedingDocument::default() };
            let mut extra = Extra::default();
            for attr in child.attrs() {
                match attr.name {
                    "UUID" => {
                        let at = At { field: Field::RelacionadoUuid, xml: &[group, count], json: &[first + count] };
                        document.uuid = reader.text(at, attr);
                    }
                    _ => extra.take(attr),
                }
            }
            reader.leaf(child, extra, &|| format!("{}/CfdiRelacionado[{}]", path(), count + 1));
            // Without a UUID it relates to nothing.
            if document.uuid.is_none() {
                return false;
            }
            documents.push(document);
            count += 1;
            true
        });
        groups.push(count as u32);
    }

    fn emisor(&mut self, element: Element<'d, 'a>) -> Party {
        let mut party = Party::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            match attr.name {
                "Rfc" => {
                    let value = self.text(At { field: Field::EmisorRfc, xml: &[], json: &[0] }, attr);
                    party.tax_ids.push(TaxId { country: Some("MX".into()), kind: TaxIdType::Rfc, value });
                }
                "Nombre" => party.legal_name = self.text(at(Field::EmisorNombre), attr),
                "RegimenFiscal" => self.mx.emisor.regimen_fiscal = self.text(at(Field::EmisorRegimenFiscal), attr),
                "FacAtrAdquirente" if self.is_40() => {
                    self.mx.emisor.fac_atr_adquirente = self.text(at(Field::FacAtrAdquirente), attr)
                }
                _ => extra.take(attr),
            }
        }
        self.leaf(element, extra, &|| "/Emisor".into());
        if party == Party::default() && self.mx.emisor == Default::default() {
            self.says_nothing(element, "/Emisor");
        }
        party
    }

    fn receptor(&mut self, element: Element<'d, 'a>) -> Party {
        let mut party = Party::default();
        let mut extra = Extra::default();
        // The rfc comes first in the list; where it is missing the foreign number does.
        let foreign = usize::from(element.attr("Rfc").is_some());
        let mut abroad = TaxId { country: None, kind: TaxIdType::Other, value: None };
        for attr in element.attrs() {
            match attr.name {
                "Rfc" => {
                    let value = self.text(At { field: Field::ReceptorRfc, xml: &[], json: &[0] }, attr);
                    party.tax_ids.push(TaxId { country: Some("MX".into()), kind: TaxIdType::Rfc, value });
                }
                "Nombre" => party.legal_name = self.text(at(Field::ReceptorNombre), attr),
                "DomicilioFiscalReceptor" if self.is_40() => {
                    self.mx.receptor.domicilio_fiscal = self.text(at(Field::DomicilioFiscalReceptor), attr);
                }
                "ResidenciaFiscal" => {
                    let at = At { field: Field::ResidenciaFiscal, xml: &[], json: &[foreign] };
                    // SAT's list has one code that ISO has not (ZZZ); it stays as it is.
                    abroad.country = self.text(at, attr).map(|code| {
                        // An alpha-2 code is none of SAT's, and would be written as the alpha-3 one.
                        let written = super::write::residence(&code);
                        if written != code.as_str() {
                            self.as_read(at, &code, Some(written));
                        }
                        countries::alpha2(&code).map_or(code, Text::from)
                    });
                }
                "NumRegIdTrib" => {
                    let at = At { field: Field::NumRegIdTrib, xml: &[], json: &[foreign] };
                    abroad.value = self.text(at, attr);
                }
                "RegimenFiscalReceptor" if self.is_40() => {
                    self.mx.receptor.regimen_fiscal = self.text(at(Field::RegimenFiscalReceptor), attr)
                }
                "UsoCFDI" => self.mx.receptor.uso_cfdi = self.text(at(Field::UsoCfdi), attr),
                _ => extra.take(attr),
            }
        }
        if abroad.country.is_some() || abroad.value.is_some() {
            party.tax_ids.push(abroad);
        }
        self.leaf(element, extra, &|| "/Receptor".into());
        if party == Party::default() && self.mx.receptor == Default::default() {
            self.says_nothing(element, "/Receptor");
        }
        party
    }
}

/// The two halves of Fecha.
pub(super) fn date_and_time(text: &str) -> Option<(Date, Time)> {
    let (date, time) = text.split_once('T')?;
    Some((date.parse().ok()?, time.parse().ok()?))
}

/// The word that the JSON writes for a value.
pub(crate) fn wire_name<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// True for a factor that needs neither rate nor amount.
pub(super) fn is_exempt(tax: &Tax) -> bool {
    tax.factor == Some(TaxFactor::Exempt)
}
