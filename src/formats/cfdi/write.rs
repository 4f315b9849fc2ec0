//! From the canonical invoice to a document: straight to bytes, in the order of Anexo 20.
//!
//! A value that was written in its own way is written so again (`as_read`) while the field still has that value. A draft
//! takes every amount and SAT fact as given; what is missing is a finding, and then nothing is written.

use std::borrow::Cow;
use std::collections::HashMap;

use super::codes::{self, Table};
use super::read::{is_exempt, wire_name};
use super::{CFDI, complements, default_groups};
use crate::catalog::{countries, units};
use crate::mapping::{self, Field};
use crate::model::national::{AsRead, LineMx, Mx, NodoExtra, Parte, TimbreFiscalDigital};
use crate::model::{
    DocumentType, Element as Tree, Invoice, Line, Node, Number, Party, PrecedingDocument, PriceBasis, Tax, TaxId,
    TaxIdType, TaxType, UnitCodeList,
};
use crate::report::{Location, Report, Values};
use crate::xml::{self, XSI, is_name, is_xml_text};

/// The document, or `None` where a finding says why there is none.
pub(super) fn document(invoice: &Invoice, draft: bool, report: &mut Report) -> Option<Vec<u8>> {
    let none = Mx::default();
    let mx = invoice.mx().unwrap_or(&none);
    let as_read = mx.as_read.iter().map(|entry| (entry.at.as_str(), entry)).collect();
    let nodos = mx.nodos.iter().map(|nodo| (nodo.nodo.as_str(), nodo)).collect();
    let out = Vec::with_capacity(8 * 1024 + invoice.lines.len() * 512);
    let mut writer = Writer {
        out,
        invoice,
        mx,
        draft,
        report,
        as_read,
        nodos,
        path: Vec::new(),
        bindings: Vec::new(),
        prefixes: Vec::new(),
        addendas: 0,
        open: false,
        blocked: false,
    };
    writer.comprobante();
    (!writer.blocked).then_some(writer.out)
}

struct Writer<'m, 'r> {
    out: Vec<u8>,
    invoice: &'m Invoice,
    mx: &'m Mx,
    draft: bool,
    report: &'r mut Report,
    as_read: HashMap<&'m str, &'m AsRead>,
    nodos: HashMap<&'m str, &'m NodoExtra>,
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
}

impl<'m> Writer<'m, '_> {
    fn comprobante(&mut self) {
        let (invoice, mx) = (self.invoice, self.mx);
        self.check_amounts();
        self.out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.start("Comprobante", None);
        match mx.version.as_deref() {
            _ if self.draft => self.put(Field::Version, &[], Some("4.0")),
            None | Some("4.0") => self.text(Field::Version, &[], &mx.version),
            Some(version) => {
                let location = mapping::row(Field::Version).at(&[], &[]);
                self.block("FRO-CFDI-012", Field::Version, location, Values::found(version));
            }
        }
        self.text(Field::Serie, &[], &invoice.series);
        self.text(Field::Folio, &[], &invoice.document_number);
        self.fecha();
        if !self.draft {
            self.text(Field::Sello, &[], &mx.sello);
        }
        let forma = self.forma_pago();
        self.put(Field::FormaPago, &[], forma);
        if !self.draft {
            self.text(Field::NoCertificado, &[], &mx.no_certificado);
            self.text(Field::Certificado, &[], &mx.certificado);
        }
        let terms = invoice.payment_terms.as_ref().and_then(|terms| terms.text.as_deref());
        self.put(Field::CondicionesDePago, &[], terms);
        self.need(Field::SubTotal, &[], &[], invoice.totals.subtotal.is_some());
        self.number(Field::SubTotal, &[], &invoice.totals.subtotal);
        self.number(Field::Descuento, &[], &invoice.totals.discount);
        self.needed(Field::Moneda, &[], &invoice.currency);
        self.tipo_cambio();
        self.need(Field::Total, &[], &[], invoice.totals.total.is_some());
        self.number(Field::Total, &[], &invoice.totals.total);
        self.tipo_de_comprobante();
        self.needed(Field::Exportacion, &[], &mx.exportacion);
        self.text(Field::MetodoPago, &[], &mx.metodo_pago);
        self.needed(Field::LugarExpedicion, &[], &mx.lugar_expedicion);
        self.text(Field::Confirmacion, &[], &mx.confirmacion);

        // Addendas of a document that has them elsewhere than at its end.
        let mut left = self.typed_nodes();
        self.addendas(left);
        let mut step = |writer: &mut Self| {
            left = left.saturating_sub(1);
            writer.addendas(left);
        };
        if let Some(global) = &mx.informacion_global {
            self.start("InformacionGlobal", None);
            self.needed(Field::Periodicidad, &[], &global.periodicidad);
            self.needed(Field::Meses, &[], &global.meses);
            self.needed(Field::Año, &[], &global.año);
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

    /// What a CFDI has no way to say, and would change its amounts.
    fn check_amounts(&mut self) {
        let invoice = self.invoice;
        if !self.draft {
            return;
        }
        if invoice.document_type == DocumentType::WithholdingStatement {
            self.homeless(Field::TipoDeComprobante, &[], "a withholding statement is a Retenciones document");
        }
        if invoice.price_basis == Some(PriceBasis::TaxInclusive) {
            self.homeless(Field::PriceBasis, &[], "its prices are without tax");
        }
        if !invoice.charges.is_empty() {
            self.homeless(Field::Charges, &[], "it knows lines only");
        }
        if !invoice.document_discounts.is_empty() {
            self.homeless(Field::DocumentDiscounts, &[], "it knows discounts of lines only");
        }
        if invoice.lines.is_empty() {
            self.need(Field::Descripcion, &[0], &[0], false);
        }
        let totals = &invoice.totals;
        let amounts = [
            (Field::SubTotal, &totals.subtotal),
            (Field::Descuento, &totals.discount),
            (Field::Total, &totals.total),
            (Field::TotalImpuestosTrasladados, &totals.tax),
            (Field::TotalImpuestosRetenidos, &totals.withholding),
        ];
        for (field, amount) in amounts {
            self.not_negative(field, &[], amount.as_ref());
        }
        for (i, line) in invoice.lines.iter().enumerate() {
            self.not_negative(Field::Cantidad, &[i], line.quantity.as_ref());
            self.not_negative(Field::ValorUnitario, &[i], line.unit_price.as_ref());
            self.not_negative(Field::Importe, &[i], line.amount.as_ref());
            for (j, discount) in line.discounts.iter().enumerate() {
                self.not_negative(Field::ConceptoDescuento, &[i, j], discount.amount.as_ref());
            }
            for (j, tax) in line.taxes.iter().enumerate() {
                self.mexican(Field::TrasladoImpuesto, &[i, j], tax);
            }
        }
        for (j, tax) in invoice.tax_summary.iter().enumerate() {
            self.mexican(Field::ResumenTrasladoImpuesto, &[j], tax);
        }
    }

    fn mexican(&mut self, field: Field, json: &[usize], tax: &Tax) {
        if tax.jurisdiction.as_ref().is_some_and(|place| place.code.as_deref().is_some_and(|code| code != "MX")) {
            self.homeless(field, json, "the tax of another country is no Traslado or Retencion");
        } else if matches!(tax.tax_type, TaxType::SalesTax | TaxType::UseTax | TaxType::Duty) {
            self.homeless(field, json, "US sales tax, use tax and duty are no Traslado");
        }
        self.not_negative(field, json, tax.amount.as_ref());
        self.not_negative(field, json, tax.taxable_amount.as_ref());
    }

    fn not_negative(&mut self, field: Field, json: &[usize], amount: Option<&Number>) {
        if amount.is_some_and(Number::is_negative) {
            self.homeless(field, json, "it has no negative amounts; use a discount or a credit memo");
        }
    }

    fn homeless(&mut self, field: Field, json: &[usize], why: &str) {
        let pointer = Some(mapping::pointer(mapping::row(field).us, json));
        self.block("FRO-MAP-005", field, Location { xpath: None, pointer }, Values::default().expected(why));
    }

    fn fecha(&mut self) {
        let (date, time) = (self.invoice.issue_date, self.invoice.issue_time);
        self.need(Field::Fecha, &[], &[], date.is_some());
        if date.is_some() && time.is_none() && self.draft {
            let location = mapping::row(Field::IssueTime).at(&[], &[]);
            self.block("FRO-MAP-004", Field::IssueTime, location, Values::default());
        }
        match (date, time) {
            (Some(date), Some(time)) => self.put(Field::Fecha, &[], Some(&format!("{date}T{time}"))),
            _ => self.put(Field::Fecha, &[], None),
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
        if let (Some(rate), Some(currency)) = (rate, self.invoice.currency.as_deref()) {
            if rate.to != "MXN" || rate.from != currency {
                let location = mapping::row(Field::RateFrom).at(&[], &[]);
                let found = format!("{} to {}", rate.from, rate.to);
                let values = Values::found(found).expected(format!("{currency} to MXN"));
                self.block("FRO-MAP-008", Field::RateFrom, location, values);
            }
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
        match unknown {
            Some(literal) if self.invoice.document_type == DocumentType::Invoice => {
                self.attribute("TipoDeComprobante", literal)
            }
            _ => self.put(Field::TipoDeComprobante, &[], code),
        }
    }

    fn relacionados(&mut self, step: &mut impl FnMut(&mut Self)) {
        let (invoice, mx) = (self.invoice, self.mx);
        let documents = &invoice.preceding_documents;
        // A preceding document without a UUID is a US fact, but for a credit memo, which must name what it credits.
        if self.draft {
            for (j, document) in documents.iter().enumerate() {
                let related = document.uuid.is_some() || invoice.document_type == DocumentType::CreditMemo;
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
                self.start("CfdiRelacionados", Some(written));
                let relation = group.first().and_then(|document| document.relation);
                let code = relation.and_then(|relation| codes::code_of(codes::TIPO_RELACION, relation, None));
                if code.is_some() || has_literal {
                    self.put(Field::TipoRelacion, &[first], code);
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
        let rfc = self.rfc(party, Field::EmisorRfc);
        if !self.draft && party.tax_ids.is_empty() && party.legal_name.is_none() && *mx == Default::default() {
            return;
        }
        self.start("Emisor", None);
        if let Some((at, rfc)) = rfc {
            self.put(Field::EmisorRfc, &[at], rfc.value.as_deref());
        }
        self.needed(Field::EmisorNombre, &[], &party.legal_name);
        self.needed(Field::EmisorRegimenFiscal, &[], &mx.regimen_fiscal);
        self.text(Field::FacAtrAdquirente, &[], &mx.fac_atr_adquirente);
        self.end();
    }

    fn receptor(&mut self) {
        let (party, mx) = (&self.invoice.buyer, &self.mx.receptor);
        let rfc = self.rfc(party, Field::ReceptorRfc);
        if !self.draft && party.tax_ids.is_empty() && party.legal_name.is_none() && *mx == Default::default() {
            return;
        }
        self.start("Receptor", None);
        if let Some((at, rfc)) = rfc {
            self.put(Field::ReceptorRfc, &[at], rfc.value.as_deref());
        }
        self.needed(Field::ReceptorNombre, &[], &party.legal_name);
        self.needed(Field::DomicilioFiscalReceptor, &[], &mx.domicilio_fiscal);
        let foreign = party.tax_ids.iter().enumerate().find(|(_, id)| id.kind != TaxIdType::Rfc);
        if let Some((at, id)) = foreign {
            let country = id.country.as_deref().map(|code| countries::alpha3(code).unwrap_or(code));
            self.put(Field::ResidenciaFiscal, &[at], country);
            let number = id.value.as_deref().map(|value| self.foreign_number(at, id, value));
            self.put(Field::NumRegIdTrib, &[at], number.as_deref());
        }
        self.needed(Field::RegimenFiscalReceptor, &[], &mx.regimen_fiscal);
        self.needed(Field::UsoCfdi, &[], &mx.uso_cfdi);
        self.end();
    }

    fn rfc<'p>(&mut self, party: &'p Party, field: Field) -> Option<(usize, &'p TaxId)> {
        let rfc = party.tax_ids.iter().enumerate().find(|(_, id)| id.kind == TaxIdType::Rfc);
        let place = rfc.map_or(0, |(at, _)| at);
        self.need(field, &[], &[place], rfc.is_some_and(|(_, id)| id.value.is_some()));
        rfc
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

    fn conceptos(&mut self) {
        let lines = &self.invoice.lines;
        self.start("Conceptos", None);
        for (i, line) in lines.iter().enumerate() {
            self.concepto(i, line);
        }
        self.end();
    }

    fn concepto(&mut self, i: usize, line: &'m Line) {
        let none = LineMx::default();
        let mx = line.extensions.mx.as_deref();
        let here = &[i];
        self.start("Concepto", Some(i));
        self.needed(Field::ClaveProdServ, here, &mx.and_then(|mx| mx.clave_prod_serv.as_deref()));
        self.text(Field::NoIdentificacion, here, &line.sku);
        self.need(Field::Cantidad, here, here, line.quantity.is_some());
        self.number(Field::Cantidad, here, &line.quantity);
        self.clave_unidad(i, line);
        self.put(Field::Unidad, here, line.unit.as_ref().and_then(|unit| unit.text.as_deref()));
        self.needed(Field::Descripcion, here, &line.description);
        self.need(Field::ValorUnitario, here, here, line.unit_price.is_some());
        self.number(Field::ValorUnitario, here, &line.unit_price);
        self.need(Field::Importe, here, here, line.amount.is_some());
        self.number(Field::Importe, here, &line.amount);
        self.descuento(i, line);
        let objeto = self.objeto_imp(i, line, mx);
        self.need(Field::ObjetoImp, here, here, objeto.is_some());
        self.put(Field::ObjetoImp, here, objeto);

        self.impuestos(i, line, mx.is_some_and(|mx| mx.impuestos_vacio));
        if let Some(mx) = mx {
            self.line_nodes(i, mx);
        } else {
            self.line_nodes(i, &none);
        }
        self.end();
    }

    fn line_nodes(&mut self, i: usize, mx: &LineMx) {
        let here = &[i];
        if let Some(third) = &mx.a_cuenta_terceros {
            self.start("ACuentaTerceros", None);
            self.needed(Field::TercerosRfc, here, &third.rfc);
            self.needed(Field::TercerosNombre, here, &third.nombre);
            self.needed(Field::TercerosRegimen, here, &third.regimen_fiscal);
            self.needed(Field::TercerosDomicilio, here, &third.domicilio_fiscal);
            self.end();
        }
        for (j, number) in mx.informacion_aduanera.iter().enumerate() {
            self.start("InformacionAduanera", Some(j));
            self.put(Field::NumeroPedimento, &[i, j], Some(number));
            self.end();
        }
        for (j, number) in mx.cuenta_predial.iter().enumerate() {
            self.start("CuentaPredial", Some(j));
            self.put(Field::CuentaPredial, &[i, j], Some(number));
            self.end();
        }
        if let Some(tree) = &mx.complemento_concepto {
            self.tree_root(tree, "ComplementoConcepto", || mapping::row(Field::ComplementoConcepto).at(&[i], &[i]));
        }
        for (j, parte) in mx.partes.iter().enumerate() {
            self.parte(i, j, parte);
        }
    }

    fn clave_unidad(&mut self, i: usize, line: &'m Line) {
        let unit = line.unit.as_ref();
        let list = unit.and_then(|unit| unit.code_list).unwrap_or(UnitCodeList::UneceRec20);
        let code = unit.and_then(|unit| unit.code.as_deref());
        let (Some(code), true) = (code, list != UnitCodeList::UneceRec20) else {
            self.need(Field::ClaveUnidad, &[i], &[i], code.is_some());
            return self.put(Field::ClaveUnidad, &[i], code);
        };
        let location = mapping::row(Field::ClaveUnidad).at(&[i], &[i]);
        match units::to_rec20(list, code) {
            Some(row) => {
                if !row.exact {
                    let values = Values::found(code).expected(row.rec20);
                    self.report.add("FRO-MAP-010", Some(Field::ClaveUnidad), location, values);
                }
                self.put(Field::ClaveUnidad, &[i], Some(row.rec20));
            }
            None => {
                let near = crate::nearest::nearest(code, units::codes(list));
                self.block("FRO-MAP-011", Field::ClaveUnidad, location, Values::found(code).candidates(near));
            }
        }
    }

    /// The one Descuento of a line: the sum of what the invoice lists.
    fn descuento(&mut self, i: usize, line: &Line) {
        let amounts: Vec<&Number> = line.discounts.iter().filter_map(|discount| discount.amount.as_ref()).collect();
        if amounts.len() < line.discounts.len() && self.draft {
            let missing = line.discounts.iter().position(|discount| discount.amount.is_none()).unwrap_or_default();
            self.need(Field::ConceptoDescuento, &[i], &[i, missing], false);
        }
        let sum = match &amounts[..] {
            [] => None,
            [one] => Some((*one).clone()),
            many => {
                let sum = many.iter().try_fold(rust_decimal::Decimal::ZERO, |sum, n| sum.checked_add(n.value()?));
                if sum.is_none() {
                    self.homeless(Field::ConceptoDescuento, &[i, 0], "the discounts cannot be added up");
                }
                let sum = sum.map(Number::from);
                if let Some(sum) = &sum {
                    let location = mapping::row(Field::ConceptoDescuento).at(&[i], &[i, 0]);
                    let values = Values::default().expected(sum.to_string());
                    self.report.add("FRO-MAP-012", Some(Field::ConceptoDescuento), location, values);
                }
                sum
            }
        };
        self.number(Field::ConceptoDescuento, &[i, 0], &sum);
    }

    /// SAT's code, unless the neutral field says otherwise.
    fn objeto_imp(&mut self, i: usize, line: &Line, mx: Option<&'m LineMx>) -> Option<&'m str> {
        let code = mx.and_then(|mx| mx.objeto_imp.as_deref());
        let Some(taxability) = line.taxability else { return code };
        match (code, codes::code_of(codes::OBJETO_IMP, taxability, code)) {
            (Some(code), Some(mapped)) if code == mapped => Some(code),
            (Some(code), Some(mapped)) => {
                let location = mapping::row(Field::Taxability).at(&[], &[i]);
                self.report.add("FRO-MAP-002", Some(Field::Taxability), location, Values::found(code).expected(mapped));
                Some(mapped)
            }
            (Some(code), None) => {
                self.contradiction(Field::Taxability, &[i], &wire_name(&taxability), Field::ObjetoImp);
                Some(code)
            }
            (None, mapped) => mapped,
        }
    }

    fn impuestos(&mut self, i: usize, line: &Line, empty: bool) {
        if line.taxes.is_empty() && !empty {
            return;
        }
        self.start("Impuestos", None);
        for (list, node, withheld) in [("Traslados", "Traslado", false), ("Retenciones", "Retencion", true)] {
            let mut taxes =
                line.taxes.iter().enumerate().filter(|(_, tax)| tax.tax_type.is_withheld() == withheld).peekable();
            if taxes.peek().is_none() {
                continue;
            }
            self.start(list, None);
            for (j, (k, tax)) in taxes.enumerate() {
                let (xml, json) = ([i, j], [i, k]);
                let exempt = is_exempt(tax);
                let fields = if withheld { LINE_RETENCION } else { LINE_TRASLADO };
                self.start(node, Some(j));
                self.need(fields[0], &xml, &json, tax.taxable_amount.is_some());
                self.number(fields[0], &json, &tax.taxable_amount);
                self.tax_kind(fields[1], &xml, &json, tax);
                self.tax_factor(fields[2], &xml, &json, tax);
                self.need(fields[3], &xml, &json, tax.rate.is_some() || exempt);
                self.number(fields[3], &json, &tax.rate);
                self.need(fields[4], &xml, &json, tax.amount.is_some() || exempt);
                self.number(fields[4], &json, &tax.amount);
                self.end();
            }
            self.end();
        }
        self.end();
    }

    fn has_summary(&self) -> bool {
        let totals = &self.invoice.totals;
        let literal = |field: Field| self.as_read.contains_key(mapping::row(field).us);
        !self.invoice.tax_summary.is_empty()
            || totals.tax.is_some()
            || totals.withholding.is_some()
            || self.mx.impuestos_vacio
            || literal(Field::TotalImpuestosTrasladados)
            || literal(Field::TotalImpuestosRetenidos)
    }

    fn resumen(&mut self) {
        let invoice = self.invoice;
        self.start("Impuestos", None);
        self.number(Field::TotalImpuestosRetenidos, &[], &invoice.totals.withholding);
        self.number(Field::TotalImpuestosTrasladados, &[], &invoice.totals.tax);
        for (list, node, withheld) in [("Retenciones", "Retencion", true), ("Traslados", "Traslado", false)] {
            let mut taxes =
                invoice.tax_summary.iter().enumerate().filter(|(_, t)| t.tax_type.is_withheld() == withheld).peekable();
            if taxes.peek().is_none() {
                continue;
            }
            self.start(list, None);
            for (j, (k, tax)) in taxes.enumerate() {
                let (xml, json) = ([j], [k]);
                self.start(node, Some(j));
                if withheld {
                    self.tax_kind(Field::ResumenRetencionImpuesto, &xml, &json, tax);
                    self.need(Field::ResumenRetencionImporte, &xml, &json, tax.amount.is_some());
                    self.number(Field::ResumenRetencionImporte, &json, &tax.amount);
                } else {
                    let exempt = is_exempt(tax);
                    self.need(Field::ResumenTrasladoBase, &xml, &json, tax.taxable_amount.is_some());
                    self.number(Field::ResumenTrasladoBase, &json, &tax.taxable_amount);
                    self.tax_kind(Field::ResumenTrasladoImpuesto, &xml, &json, tax);
                    self.tax_factor(Field::ResumenTrasladoTipoFactor, &xml, &json, tax);
                    self.need(Field::ResumenTrasladoTasaOCuota, &xml, &json, tax.rate.is_some() || exempt);
                    self.number(Field::ResumenTrasladoTasaOCuota, &json, &tax.rate);
                    self.need(Field::ResumenTrasladoImporte, &xml, &json, tax.amount.is_some() || exempt);
                    self.number(Field::ResumenTrasladoImporte, &json, &tax.amount);
                }
                self.end();
            }
            self.end();
        }
        self.end();
    }

    fn tax_kind(&mut self, field: Field, xml: &[usize], json: &[usize], tax: &Tax) {
        let code_in = |table: &'static Table<TaxType>| codes::code_of(table, tax.tax_type, None);
        let code = code_in(codes::IMPUESTO_TRASLADADO).or_else(|| code_in(codes::IMPUESTO_RETENIDO));
        self.need(field, xml, json, code.is_some());
        self.put(field, json, code);
    }

    fn tax_factor(&mut self, field: Field, xml: &[usize], json: &[usize], tax: &Tax) {
        self.need(field, xml, json, tax.factor.is_some());
        self.put(field, json, tax.factor.and_then(|factor| codes::code_of(codes::TIPO_FACTOR, factor, None)));
    }

    fn parte(&mut self, i: usize, j: usize, parte: &Parte) {
        let here = &[i, j];
        self.start("Parte", Some(j));
        self.needed(Field::ParteClaveProdServ, here, &parte.clave_prod_serv);
        self.text(Field::ParteNoIdentificacion, here, &parte.no_identificacion);
        self.need(Field::ParteCantidad, here, here, parte.cantidad.is_some());
        self.number(Field::ParteCantidad, here, &parte.cantidad);
        self.text(Field::ParteUnidad, here, &parte.unidad);
        self.needed(Field::ParteDescripcion, here, &parte.descripcion);
        self.number(Field::ParteValorUnitario, here, &parte.valor_unitario);
        self.number(Field::ParteImporte, here, &parte.importe);
        for (k, number) in parte.informacion_aduanera.iter().enumerate() {
            self.start("InformacionAduanera", Some(k));
            self.put(Field::ParteNumeroPedimento, &[i, j, k], Some(number));
            self.end();
        }
        self.end();
    }

    // Trees.

    /// How many nodes but Addendas the document will have.
    fn typed_nodes(&self) -> usize {
        let mx = self.mx;
        let groups = groups(&mx.cfdi_relacionados, &self.invoice.preceding_documents).len();
        usize::from(mx.informacion_global.is_some())
            + groups
            + 3
            + usize::from(self.has_summary())
            + mx.complemento.len()
    }

    /// Writes the Addendas that are followed by at least this many of those nodes.
    fn addendas(&mut self, left: usize) {
        let mx = self.mx;
        while let Some(addenda) = mx.addenda.get(self.addendas) {
            if (addenda.antes_de.unwrap_or(0) as usize) < left {
                break;
            }
            let at = self.addendas;
            self.addendas += 1;
            self.tree_root(&addenda.nodo, "Addenda", || mapping::row(Field::Addenda).at(&[], &[at]));
        }
    }

    fn tree_root(&mut self, tree: &Tree, local: &str, location: impl Fn() -> Location) {
        let (field, layout) = match local {
            "Complemento" => (Field::Complemento, Layout::Complements),
            "Addenda" => (Field::Addenda, Layout::Free),
            _ => (Field::ComplementoConcepto, Layout::Complements),
        };
        if tree.local_name() != local {
            return self.block("FRO-CFDI-010", field, location(), Values::found(tree.name.clone()));
        }
        self.close_tag();
        self.line_break(self.path.len());
        if let Err(what) = self.tree(tree, self.path.len(), layout) {
            self.block("FRO-CFDI-010", field, location(), Values::found(what));
        }
    }

    /// Writes a tree; the error is what cannot be written. Bounded by the depth that JSON and XML readers allow.
    fn tree(&mut self, tree: &Tree, depth: usize, layout: Layout) -> Result<(), String> {
        if !is_name(&tree.name) {
            return Err(tree.name.to_string());
        }
        self.out.push(b'<');
        self.out.extend_from_slice(tree.name.as_bytes());
        self.pairs(&tree.xmlns, &tree.attributes)?;
        let absent = |node: &Node| matches!(node, Node::Stamp) && (self.draft || self.mx.timbre.is_none());
        if tree.children.iter().all(absent) {
            self.out.extend_from_slice(b"/>");
            return Ok(());
        }
        self.out.push(b'>');
        let indent = layout != Layout::Fixed && !tree.children.iter().any(|node| matches!(node, Node::Text(_)));
        for node in &tree.children {
            if indent {
                self.line_break(depth + 1);
            }
            let layout = match (node, layout) {
                (Node::Element(complement), Layout::Complements) => self.layout_of(complement, tree),
                _ => layout,
            };
            self.tree_node(node, depth + 1, layout)?;
        }
        if indent {
            self.line_break(depth);
        }
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(tree.name.as_bytes());
        self.out.push(b'>');
        Ok(())
    }

    /// Blanks may be added inside a complement only where the cadena does not have them.
    fn layout_of(&self, complement: &Tree, parent: &Tree) -> Layout {
        let prefix = complement.name.split_once(':').map_or("", |(prefix, _)| prefix);
        let declared = complement.xmlns.get(prefix).or_else(|| parent.xmlns.get(prefix));
        let outside = || self.bindings.iter().rev().find(|(bound, _)| *bound == prefix).map(|(_, address)| *address);
        let namespace = declared.or_else(outside).unwrap_or_default();
        match complements::text_is_sealed(namespace, complement.local_name()) {
            true => Layout::Fixed,
            false => Layout::Free,
        }
    }

    fn tree_node(&mut self, node: &Node, depth: usize, layout: Layout) -> Result<(), String> {
        match node {
            Node::Element(tree) => return self.tree(tree, depth, layout),
            Node::Text(text) if is_xml_text(text) => xml::character_data(&mut self.out, text),
            Node::Comment(text) if is_xml_text(text) && !text.contains("--") && !text.ends_with('-') => {
                self.out.extend_from_slice(b"<!--");
                self.out.extend_from_slice(text.as_bytes());
                self.out.extend_from_slice(b"-->");
            }
            Node::Instruction(target, data) => {
                let reserved = target.eq_ignore_ascii_case("xml") || target.contains(':');
                if !is_name(target) || reserved || !is_xml_text(data) || data.contains("?>") {
                    return Err(target.to_string());
                }
                self.out.extend_from_slice(b"<?");
                self.out.extend_from_slice(target.as_bytes());
                if !data.is_empty() {
                    self.out.push(b' ');
                    self.out.extend_from_slice(data.as_bytes());
                }
                self.out.extend_from_slice(b"?>");
            }
            Node::Stamp => {
                let mx = self.mx;
                if let Some(timbre) = mx.timbre.as_deref().filter(|_| !self.draft) {
                    self.timbre(timbre)?;
                }
            }
            Node::Text(text) | Node::Comment(text) => return Err(text.to_string()),
        }
        Ok(())
    }

    fn timbre(&mut self, timbre: &TimbreFiscalDigital) -> Result<(), String> {
        let name = timbre.name.as_deref().unwrap_or("tfd:TimbreFiscalDigital");
        if !is_name(name) || !name.ends_with("TimbreFiscalDigital") {
            return Err(name.to_owned());
        }
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        self.pairs(&timbre.xmlns, &timbre.attributes)?;
        self.text(Field::TfdVersion, &[], &timbre.version);
        self.text(Field::TfdUuid, &[], &timbre.uuid);
        self.text(Field::TfdFechaTimbrado, &[], &timbre.fecha_timbrado);
        self.text(Field::TfdRfcProvCertif, &[], &timbre.rfc_prov_certif);
        self.text(Field::TfdLeyenda, &[], &timbre.leyenda);
        self.text(Field::TfdSelloCfd, &[], &timbre.sello_cfd);
        self.text(Field::TfdNoCertificadoSat, &[], &timbre.no_certificado_sat);
        self.text(Field::TfdSelloSat, &[], &timbre.sello_sat);
        self.out.extend_from_slice(b"/>");
        Ok(())
    }

    // Nodes.

    fn start(&mut self, name: &'static str, index: Option<usize>) {
        self.close_tag();
        let depth = self.path.len();
        self.path.push((name, index));
        // Nearly every document has declarations on its root, and there alone.
        let extra = match depth == 0 || self.nodos.len() > 1 {
            true => self.nodos.get(self.xpath().as_str()).copied(),
            false => None,
        };
        let outside = self.bindings.len();
        let mut prefix = self.prefixes.last().map_or("cfdi", |(prefix, _)| prefix);
        if let Some(extra) = extra {
            self.bindings.extend(extra.xmlns.iter());
            prefix = self.prefix_of(CFDI, prefix).unwrap_or(prefix);
        } else if depth == 0 {
            self.bindings.extend([("cfdi", CFDI), ("xsi", XSI)]);
        }
        self.prefixes.push((prefix, outside));
        self.line_break(depth);
        self.out.push(b'<');
        self.qualified(prefix, name);
        match extra {
            Some(extra) => {
                if let Err(what) = self.pairs(&extra.xmlns, &extra.attributes) {
                    let location = mapping::row(Field::Nodos).at(&[], &[]);
                    self.block("FRO-CFDI-010", Field::Nodos, location, Values::found(what));
                }
            }
            None if depth == 0 => {
                self.attribute("xmlns:cfdi", CFDI);
                self.attribute("xmlns:xsi", XSI);
                self.attribute("xsi:schemaLocation", SCHEMA_LOCATION);
            }
            None => {}
        }
        self.open = true;
    }

    fn end(&mut self) {
        let Some((name, _)) = self.path.pop() else { return };
        let (prefix, outside) = self.prefixes.pop().unwrap_or(("cfdi", 0));
        self.bindings.truncate(outside);
        if std::mem::take(&mut self.open) {
            self.out.extend_from_slice(b"/>");
            return;
        }
        self.line_break(self.path.len());
        self.out.extend_from_slice(b"</");
        self.qualified(prefix, name);
        self.out.push(b'>');
    }

    fn close_tag(&mut self) {
        if std::mem::take(&mut self.open) {
            self.out.push(b'>');
        }
    }

    fn qualified(&mut self, prefix: &str, name: &str) {
        if !prefix.is_empty() {
            self.out.extend_from_slice(prefix.as_bytes());
            self.out.push(b':');
        }
        self.out.extend_from_slice(name.as_bytes());
    }

    fn line_break(&mut self, depth: usize) {
        const BLANKS: &[u8; 33] = b"\n                                ";
        self.out.extend_from_slice(&BLANKS[..1 + (depth * 2).min(32)]);
    }

    /// The prefix that is bound to a namespace here: `preferred` if it is.
    fn prefix_of(&self, namespace: &str, preferred: &'m str) -> Option<&'m str> {
        let bound = |prefix: &str| self.bindings.iter().rev().find(|(p, _)| *p == prefix).map(|(_, address)| *address);
        if bound(preferred) == Some(namespace) {
            return Some(preferred);
        }
        let candidates = self.bindings.iter().rev().filter(|(_, address)| *address == namespace);
        candidates.map(|(prefix, _)| *prefix).find(|prefix| bound(prefix) == Some(namespace))
    }

    /// The XPath of the innermost node without prefixes, as `nodos` names it.
    fn xpath(&self) -> String {
        let mut out = String::new();
        for (name, index) in &self.path[1..] {
            out.push('/');
            out.push_str(name);
            if let Some(index) = index {
                out.push_str(&format!("[{}]", index + 1));
            }
        }
        if out.is_empty() { "/".into() } else { out }
    }

    fn pairs(&mut self, xmlns: &crate::model::Pairs, attributes: &crate::model::Pairs) -> Result<(), String> {
        for (prefix, address) in xmlns.iter() {
            if !prefix.is_empty() && (!is_name(prefix) || prefix.contains(':')) || !is_xml_text(address) {
                return Err(format!("xmlns:{prefix}"));
            }
            match prefix {
                "" => self.attribute("xmlns", address),
                prefix => self.attribute(&format!("xmlns:{prefix}"), address),
            }
        }
        for (name, value) in attributes.iter() {
            if !is_name(name) || name == "xmlns" || name.starts_with("xmlns:") || !is_xml_text(value) {
                return Err(name.to_owned());
            }
            self.attribute(name, value);
        }
        Ok(())
    }

    // Values.

    fn text<T: AsRef<str>>(&mut self, field: Field, json: &[usize], value: &Option<T>) {
        self.put(field, json, value.as_ref().map(AsRef::as_ref));
    }

    /// A value without which a draft is none.
    fn needed<T: AsRef<str>>(&mut self, field: Field, indices: &[usize], value: &Option<T>) {
        self.need(field, indices, indices, value.is_some());
        self.text(field, indices, value);
    }

    fn number(&mut self, field: Field, json: &[usize], value: &Option<Number>) {
        let mut buffer = [0; 48];
        self.put(field, json, value.as_ref().map(|number| number.text(&mut buffer)));
    }

    /// Writes the attribute of a row: as it was read if the field is what it was then.
    fn put(&mut self, field: Field, json: &[usize], value: Option<&str>) {
        let row = mapping::row(field);
        if !self.as_read.is_empty() {
            let kept = self.as_read.get(&*mapping::pointer(row.us, json));
            if let Some(kept) = kept.filter(|kept| kept.of.as_deref() == value) {
                let literal = kept.text.as_str();
                if is_xml_text(literal) {
                    return self.attribute(row.attribute, literal);
                }
            }
        }
        let Some(value) = value else { return };
        if !is_xml_text(value) {
            let location = row.at(&[0; 3], json);
            return self.block("FRO-CFDI-009", field, location, Values::default());
        }
        self.attribute(row.attribute, value);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(b' ');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        xml::attribute_value(&mut self.out, value);
        self.out.push(b'"');
    }

    // Findings.

    fn need(&mut self, field: Field, xml: &[usize], json: &[usize], there: bool) {
        if self.draft && !there {
            self.block("FRO-MAP-004", field, mapping::row(field).at(xml, json), Values::default());
        }
    }

    fn contradiction(&mut self, field: Field, json: &[usize], found: &str, other: Field) {
        let expected = mapping::pointer(mapping::row(other).us, json);
        let location = mapping::row(field).at(&[], json);
        self.block("FRO-MAP-003", field, location, Values::found(found).expected(expected));
    }

    fn block(&mut self, code: &'static str, field: Field, location: Location, values: Values) {
        self.report.add(code, Some(field), location, values);
        self.blocked = true;
    }
}

/// The sizes of the CfdiRelacionados nodes: as they were where they still fit, and never two relations in one.
fn groups(kept: &[u32], documents: &[PrecedingDocument]) -> Vec<u32> {
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

/// Where a tree may be broken into lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Around its children; each of them has its own layout.
    Complements,
    /// Nowhere.
    Fixed,
    /// Wherever there is no text.
    Free,
}

const SCHEMA_LOCATION: &str = "http://www.sat.gob.mx/cfd/4 http://www.sat.gob.mx/sitio_internet/cfd/4/cfdv40.xsd";

const LINE_TRASLADO: [Field; 5] = [
    Field::TrasladoBase,
    Field::TrasladoImpuesto,
    Field::TrasladoTipoFactor,
    Field::TrasladoTasaOCuota,
    Field::TrasladoImporte,
];
const LINE_RETENCION: [Field; 5] = [
    Field::RetencionBase,
    Field::RetencionImpuesto,
    Field::RetencionTipoFactor,
    Field::RetencionTasaOCuota,
    Field::RetencionImporte,
];
