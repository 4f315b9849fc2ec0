//! From a document to the canonical invoice: each attribute into the field of its row, everything else carried.

use super::codes::{self, Fit, Table};
use super::{CFDI, TFD, complements, seal, us_facts};
use crate::catalog::countries;
use crate::mapping::{self, Field};
use crate::model::national::{
    ACuentaTerceros, Addenda, AsRead, InformacionGlobal, LineMx, Mx, NodoExtra, Parte, TimbreFiscalDigital,
};
use crate::model::{
    Discount, DocumentType, Element as Tree, ExchangeRate, Invoice, Jurisdiction, Line, Node, Number, Pairs, Party,
    PaymentMeans, PaymentTerms, PrecedingDocument, Tax, TaxFactor, TaxId, TaxIdType, TaxType, Text, Unit, UnitCodeList,
};
use crate::report::{Location, Report, Values};
use crate::xml::{Attr, Document, Element, Item, line_feeds};

/// The invoice and the US facts that its Addenda carries.
pub(super) fn to_model(document: &Document<'_>, report: &mut Report) -> (Invoice, Vec<us_facts::Fact>) {
    let root = document.root();
    let mut reader = Reader { root, report, mx: Mx::default(), facts: Vec::new() };
    let mut invoice = reader.comprobante(root);
    for _ in document.beside_root() {
        reader.report.add("FRO-CFDI-001", None, Location::default(), Values::default());
    }
    let Reader { mut mx, facts, .. } = reader;
    if mx.sello.as_ref().is_some_and(|sello| !sello.is_empty()) {
        mx.sealed_sha256 = Some(seal::digest(document).into());
    }
    invoice.extensions.mx = Some(Box::new(mx));
    (invoice, facts)
}

struct Reader<'r, 'd, 'a> {
    root: Element<'d, 'a>,
    report: &'r mut Report,
    mx: Mx,
    facts: Vec<us_facts::Fact>,
}

/// Indices in the CFDI and in the JSON, from 0.
#[derive(Clone, Copy)]
struct At<'i> {
    field: Field,
    xml: &'i [usize],
    json: &'i [usize],
}

fn at(field: Field) -> At<'static> {
    At { field, xml: &[], json: &[] }
}

impl At<'_> {
    fn location(self) -> Location {
        mapping::row(self.field).at(self.xml, self.json)
    }
}

/// What a typed node has beside SAT's attributes.
#[derive(Default)]
struct Extra {
    xmlns: Pairs,
    attributes: Pairs,
}

impl Extra {
    fn take(&mut self, attr: &Attr<'_>) {
        match attr.declares() {
            Some(prefix) => self.xmlns.push(prefix, attr.value()),
            None => self.attributes.push(attr.name, attr.value()),
        }
    }
}

impl<'d, 'a> Reader<'_, 'd, 'a> {
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
                "Exportacion" => self.mx.exportacion = self.text(at(Field::Exportacion), attr),
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
        let mut order = Order::default();
        let mut groups = Vec::new();
        self.children(root, &|| "".into(), &mut |reader, child, name| {
            following -= usize::from(!is_addenda(name));
            match name {
                "InformacionGlobal" if order.once(reader, 0, child) => reader.informacion_global(child),
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
        let Some(text) = self.text(at(Field::Fecha), attr) else { return };
        let parts = text.split_once('T').and_then(|(date, time)| Some((date.parse().ok()?, time.parse().ok()?)));
        match parts {
            Some((date, time)) => (invoice.issue_date, invoice.issue_time) = (Some(date), Some(time)),
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
                "FacAtrAdquirente" => self.mx.emisor.fac_atr_adquirente = self.text(at(Field::FacAtrAdquirente), attr),
                _ => extra.take(attr),
            }
        }
        self.leaf(element, extra, &|| "/Emisor".into());
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
                "DomicilioFiscalReceptor" => {
                    self.mx.receptor.domicilio_fiscal = self.text(at(Field::DomicilioFiscalReceptor), attr);
                }
                "ResidenciaFiscal" => {
                    let at = At { field: Field::ResidenciaFiscal, xml: &[], json: &[foreign] };
                    // SAT's list has one code that ISO has not (ZZZ); it stays as it is.
                    abroad.country = self.text(at, attr).map(|code| countries::alpha2(&code).map_or(code, Text::from));
                }
                "NumRegIdTrib" => {
                    let at = At { field: Field::NumRegIdTrib, xml: &[], json: &[foreign] };
                    abroad.value = self.text(at, attr);
                }
                "RegimenFiscalReceptor" => {
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
        party
    }

    fn conceptos(&mut self, element: Element<'d, 'a>, lines: &mut Vec<Line>) {
        lines.reserve(element.elements().count());
        self.bare(element, &|| "/Conceptos".into(), &mut |reader, child, name| {
            if name != "Concepto" {
                return false;
            }
            let line = reader.concepto(child, lines.len());
            lines.push(line);
            true
        });
    }

    fn concepto(&mut self, element: Element<'d, 'a>, i: usize) -> Line {
        let here = |field| At { field, xml: std::slice::from_ref(&i), json: std::slice::from_ref(&i) };
        let path = || format!("/Conceptos/Concepto[{}]", i + 1);
        let mut line = Line::default();
        let mut mx = LineMx::default();
        let mut unit = Unit::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            match attr.name {
                "ClaveProdServ" => mx.clave_prod_serv = self.text(here(Field::ClaveProdServ), attr),
                "NoIdentificacion" => line.sku = self.text(here(Field::NoIdentificacion), attr),
                "Cantidad" => line.quantity = self.number(here(Field::Cantidad), attr),
                "ClaveUnidad" => {
                    unit.code = self.text(here(Field::ClaveUnidad), attr);
                    unit.code_list = Some(UnitCodeList::UneceRec20);
                }
                "Unidad" => unit.text = self.text(here(Field::Unidad), attr),
                "Descripcion" => line.description = self.text(here(Field::Descripcion), attr),
                "ValorUnitario" => line.unit_price = self.number(here(Field::ValorUnitario), attr),
                "Importe" => line.amount = self.number(here(Field::Importe), attr),
                "Descuento" => {
                    let at = At { field: Field::ConceptoDescuento, xml: &[i], json: &[i, 0] };
                    if let Some(amount) = self.number(at, attr) {
                        line.discounts.push(Discount { amount: Some(amount), ..Discount::default() });
                    }
                }
                "ObjetoImp" => {
                    mx.objeto_imp = self.text(here(Field::ObjetoImp), attr);
                    let code = mx.objeto_imp.as_deref().unwrap_or_default();
                    match codes::shown(codes::OBJETO_IMP, code) {
                        Some((taxability, _)) => line.taxability = Some(taxability),
                        None => {
                            let location = here(Field::ObjetoImp).location();
                            self.report.add("FRO-CFDI-006", Some(Field::ObjetoImp), location, Values::found(code));
                        }
                    }
                }
                _ => extra.take(attr),
            }
        }
        self.keep(extra, path);
        if unit != Unit::default() {
            line.unit = Some(unit);
        }
        let mut order = Order::default();
        self.children(element, &path, &mut |reader, child, name| {
            match name {
                "Impuestos" if order.once(reader, 0, child) => {
                    reader.impuestos(child, i, &mut line.taxes);
                    mx.impuestos_vacio = line.taxes.is_empty();
                }
                "ACuentaTerceros" if order.once(reader, 1, child) => {
                    mx.a_cuenta_terceros = Some(Box::new(reader.a_cuenta_terceros(child, i)));
                }
                "InformacionAduanera" if order.many(reader, 2, child) => {
                    let j = mx.informacion_aduanera.len();
                    let number =
                        reader.numero_pedimento(child, &|| format!("{}/InformacionAduanera[{}]", path(), j + 1));
                    mx.informacion_aduanera.push(number);
                }
                "CuentaPredial" if order.many(reader, 3, child) => {
                    let j = mx.cuenta_predial.len();
                    let mut extra = Extra::default();
                    let mut number = Text::default();
                    for attr in child.attrs() {
                        match attr.name {
                            "Numero" => {
                                let at = At { field: Field::CuentaPredial, xml: &[i, j], json: &[i, j] };
                                number = reader.text(at, attr).unwrap_or_default();
                            }
                            _ => extra.take(attr),
                        }
                    }
                    reader.leaf(child, extra, &|| format!("{}/CuentaPredial[{}]", path(), j + 1));
                    mx.cuenta_predial.push(number);
                }
                "ComplementoConcepto" if order.once(reader, 4, child) => {
                    let mut nodo = tree_head(child);
                    nodo.children = child.items().filter_map(complement_node).collect();
                    mx.complemento_concepto = Some(Box::new(nodo));
                }
                "Parte" if order.many(reader, 5, child) => {
                    let parte = reader.parte(child, i, mx.partes.len());
                    mx.partes.push(parte);
                }
                _ => return false,
            }
            true
        });
        line.extensions.mx = Some(Box::new(mx));
        line
    }

    fn impuestos(&mut self, element: Element<'d, 'a>, i: usize, taxes: &mut Vec<Tax>) {
        let path = || format!("/Conceptos/Concepto[{}]/Impuestos", i + 1);
        let mut order = Order::default();
        self.bare(element, &path, &mut |reader, child, name| {
            let (fields, repeated, rank) = match name {
                "Traslados" => (&LINE_TRASLADO, "Traslado", 0),
                "Retenciones" => (&LINE_RETENCION, "Retencion", 1),
                _ => return false,
            };
            if !order.once(reader, rank, child) {
                return false;
            }
            reader.taxes(child, fields, repeated, Some(i), &|| format!("{}/{name}", path()), taxes);
            true
        });
    }

    fn resumen(&mut self, element: Element<'d, 'a>, invoice: &mut Invoice) {
        let mut extra = Extra::default();
        let totals = &mut invoice.totals;
        let mut bare = true;
        for attr in element.attrs() {
            match attr.name {
                "TotalImpuestosRetenidos" => {
                    totals.withholding = self.number(at(Field::TotalImpuestosRetenidos), attr);
                    bare = false;
                }
                "TotalImpuestosTrasladados" => {
                    totals.tax = self.number(at(Field::TotalImpuestosTrasladados), attr);
                    bare = false;
                }
                _ => extra.take(attr),
            }
        }
        self.keep(extra, || "/Impuestos".into());
        let mut order = Order::default();
        let (mut transferred, mut withheld) = (Vec::new(), Vec::new());
        // Withheld taxes come first here and last in the JSON, whose indices the transferred ones shift.
        let shift = element
            .elements()
            .filter(|child| child.local_name() == "Traslados" && child.same_namespace(element))
            .flat_map(|child| child.elements())
            .filter(|child| child.local_name() == "Traslado" && child.same_namespace(element))
            .count();
        self.children(element, &|| "/Impuestos".into(), &mut |reader, child, name| {
            match name {
                "Retenciones" if order.once(reader, 0, child) => {
                    let fields = Taxes { shift, ..SUMMARY_RETENCION };
                    reader.taxes(child, &fields, "Retencion", None, &|| "/Impuestos/Retenciones".into(), &mut withheld);
                }
                "Traslados" if order.once(reader, 1, child) => {
                    reader.taxes(
                        child,
                        &SUMMARY_TRASLADO,
                        "Traslado",
                        None,
                        &|| "/Impuestos/Traslados".into(),
                        &mut transferred,
                    );
                }
                _ => return false,
            }
            true
        });
        self.mx.impuestos_vacio = bare && transferred.is_empty() && withheld.is_empty();
        transferred.append(&mut withheld);
        invoice.tax_summary = transferred;
    }

    /// A list of Traslado or Retencion, on line `i` or in the summary.
    fn taxes(
        &mut self,
        element: Element<'d, 'a>,
        fields: &Taxes,
        repeated: &str,
        i: Option<usize>,
        path: &dyn Fn() -> String,
        taxes: &mut Vec<Tax>,
    ) {
        // Most lines have one tax; room for four would be most of the line's memory.
        taxes.reserve_exact(element.elements().count());
        let mut j = 0;
        self.bare(element, path, &mut |reader, child, name| {
            if name != repeated {
                return false;
            }
            let k = taxes.len() + fields.shift;
            let (xml, json) = (&[i.unwrap_or(j), j][..if i.is_some() { 2 } else { 1 }], &[i.unwrap_or(k), k]);
            let json = &json[..xml.len()];
            let mut tax = Tax::new(if fields.withheld { TaxType::WithholdingOther } else { TaxType::Other });
            tax.jurisdiction = Some(Jurisdiction::mexico());
            let mut extra = Extra::default();
            for attr in child.attrs() {
                let here = |field: Option<Field>| field.map(|field| At { field, xml, json });
                match (attr.name, here(fields.base), here(fields.factor), here(fields.rate)) {
                    ("Base", Some(at), _, _) => tax.taxable_amount = reader.number(at, attr),
                    ("Impuesto", ..) => {
                        let at = At { field: fields.kind, xml, json };
                        let table = if fields.withheld { codes::IMPUESTO_RETENIDO } else { codes::IMPUESTO_TRASLADADO };
                        if let Some(kind) = reader.code(at, attr, table) {
                            tax.tax_type = kind;
                        }
                    }
                    ("TipoFactor", _, Some(at), _) => tax.factor = reader.code(at, attr, codes::TIPO_FACTOR),
                    ("TasaOCuota", _, _, Some(at)) => tax.rate = reader.number(at, attr),
                    ("Importe", ..) => tax.amount = reader.number(At { field: fields.amount, xml, json }, attr),
                    _ => extra.take(attr),
                }
            }
            reader.leaf(child, extra, &|| format!("{}/{repeated}[{}]", path(), j + 1));
            taxes.push(tax);
            j += 1;
            true
        });
    }

    fn a_cuenta_terceros(&mut self, element: Element<'d, 'a>, i: usize) -> ACuentaTerceros {
        let here = |field| At { field, xml: std::slice::from_ref(&i), json: std::slice::from_ref(&i) };
        let mut third = ACuentaTerceros::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            match attr.name {
                "RfcACuentaTerceros" => third.rfc = self.text(here(Field::TercerosRfc), attr),
                "NombreACuentaTerceros" => third.nombre = self.text(here(Field::TercerosNombre), attr),
                "RegimenFiscalACuentaTerceros" => third.regimen_fiscal = self.text(here(Field::TercerosRegimen), attr),
                "DomicilioFiscalACuentaTerceros" => {
                    third.domicilio_fiscal = self.text(here(Field::TercerosDomicilio), attr)
                }
                _ => extra.take(attr),
            }
        }
        self.leaf(element, extra, &|| format!("/Conceptos/Concepto[{}]/ACuentaTerceros", i + 1));
        third
    }

    fn parte(&mut self, element: Element<'d, 'a>, i: usize, j: usize) -> Parte {
        let indices = [i, j];
        let here = |field| At { field, xml: &indices, json: &indices };
        let path = || format!("/Conceptos/Concepto[{}]/Parte[{}]", i + 1, j + 1);
        let mut parte = Parte::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            match attr.name {
                "ClaveProdServ" => parte.clave_prod_serv = self.text(here(Field::ParteClaveProdServ), attr),
                "NoIdentificacion" => parte.no_identificacion = self.text(here(Field::ParteNoIdentificacion), attr),
                "Cantidad" => parte.cantidad = self.number(here(Field::ParteCantidad), attr),
                "Unidad" => parte.unidad = self.text(here(Field::ParteUnidad), attr),
                "Descripcion" => parte.descripcion = self.text(here(Field::ParteDescripcion), attr),
                "ValorUnitario" => parte.valor_unitario = self.number(here(Field::ParteValorUnitario), attr),
                "Importe" => parte.importe = self.number(here(Field::ParteImporte), attr),
                _ => extra.take(attr),
            }
        }
        self.keep(extra, path);
        self.children(element, &path, &mut |reader, child, name| {
            if name != "InformacionAduanera" {
                return false;
            }
            let k = parte.informacion_aduanera.len();
            let number = reader.numero_pedimento(child, &|| format!("{}/InformacionAduanera[{}]", path(), k + 1));
            parte.informacion_aduanera.push(number);
            true
        });
        parte
    }

    /// The one attribute whose blanks count: the XSD does not collapse it.
    fn numero_pedimento(&mut self, element: Element<'d, 'a>, path: &dyn Fn() -> String) -> Text {
        let mut extra = Extra::default();
        let mut number = Text::default();
        for attr in element.attrs() {
            match attr.name {
                "NumeroPedimento" => number = attr.value().into(),
                _ => extra.take(attr),
            }
        }
        self.leaf(element, extra, path);
        number
    }

    fn complemento(&mut self, element: Element<'d, 'a>) {
        let mut complemento = tree_head(element);
        for item in element.items() {
            let node = match item {
                Item::Element(child) if self.mx.timbre.is_none() && is_plain_stamp(child) => {
                    self.mx.timbre = Some(Box::new(self.timbre(child)));
                    Some(Node::Stamp)
                }
                item => complement_node(item),
            };
            complemento.children.extend(node);
        }
        self.mx.complemento.push(complemento);
    }

    fn timbre(&mut self, element: Element<'d, 'a>) -> TimbreFiscalDigital {
        let mut timbre = TimbreFiscalDigital::default();
        let mut extra = Extra::default();
        if element.name() != "tfd:TimbreFiscalDigital" {
            timbre.name = Some(element.name().into());
        }
        for attr in element.attrs() {
            match attr.name {
                "Version" => timbre.version = self.text(at(Field::TfdVersion), attr),
                "UUID" => timbre.uuid = self.text(at(Field::TfdUuid), attr),
                "FechaTimbrado" => timbre.fecha_timbrado = self.text(at(Field::TfdFechaTimbrado), attr),
                "RfcProvCertif" => timbre.rfc_prov_certif = self.text(at(Field::TfdRfcProvCertif), attr),
                "Leyenda" => timbre.leyenda = self.text(at(Field::TfdLeyenda), attr),
                "SelloCFD" => timbre.sello_cfd = self.text(at(Field::TfdSelloCfd), attr),
                "NoCertificadoSAT" => timbre.no_certificado_sat = self.text(at(Field::TfdNoCertificadoSat), attr),
                "SelloSAT" => timbre.sello_sat = self.text(at(Field::TfdSelloSat), attr),
                _ => extra.take(attr),
            }
        }
        (timbre.xmlns, timbre.attributes) = (extra.xmlns, extra.attributes);
        timbre
    }

    fn addenda(&mut self, element: Element<'d, 'a>, following: usize) {
        let mut nodo = tree_head(element);
        let mut ours = false;
        for item in element.items() {
            match item {
                Item::Element(child) if us_facts::is_ours(child) => {
                    self.facts.extend(us_facts::read(child));
                    ours = true;
                }
                item => nodo.children.extend(tree_node(item, Space::Layout)),
            }
        }
        // An Addenda that held nothing but US facts is written anew with them.
        if ours && nodo.children.is_empty() && nodo.xmlns.is_empty() && nodo.attributes.is_empty() {
            return;
        }
        let antes_de = (following > 0).then_some(following as u32);
        self.mx.addenda.push(Addenda { nodo, antes_de });
    }

    // What every node has in common.

    /// An element that holds elements and has no attributes of SAT's.
    fn bare(&mut self, element: Element<'d, 'a>, path: &dyn Fn() -> String, visit: Visit<'_, Self, Element<'d, 'a>>) {
        let mut extra = Extra::default();
        element.attrs().iter().for_each(|attr| extra.take(attr));
        self.keep(extra, path);
        self.children(element, path, visit);
    }

    /// An element that holds nothing.
    fn leaf(&mut self, element: Element<'d, 'a>, extra: Extra, path: &dyn Fn() -> String) {
        self.keep(extra, path);
        self.children(element, path, &mut |_, _, _| false);
    }

    /// Visits the elements of SAT's namespace; what the visitor does not take, and all else, is reported.
    fn children(
        &mut self,
        element: Element<'d, 'a>,
        path: &dyn Fn() -> String,
        visit: Visit<'_, Self, Element<'d, 'a>>,
    ) {
        for item in element.items() {
            match item {
                Item::Element(child) => {
                    let taken = child.same_namespace(self.root) && visit(self, child, child.local_name());
                    if !taken {
                        self.report.add("FRO-CFDI-002", None, node_location(&path()), Values::found(child.name()));
                    }
                }
                Item::Comment(_) | Item::Instruction(_) => {
                    self.report.add("FRO-CFDI-001", None, Location::default(), Values::default());
                }
                Item::Space(_) => {}
                Item::Text(text) => {
                    self.report.add("FRO-CFDI-003", None, node_location(&path()), Values::found(shorten(&text)));
                }
            }
        }
    }

    fn keep(&mut self, extra: Extra, path: impl Fn() -> String) {
        if !extra.xmlns.is_empty() || !extra.attributes.is_empty() {
            let Extra { xmlns, attributes } = extra;
            self.mx.nodos.push(NodoExtra { nodo: path().into(), xmlns, attributes });
        }
    }

    // Values.

    fn text(&mut self, at: At<'_>, attr: &Attr<'a>) -> Option<Text> {
        let (value, changed) = attr.collapsed();
        if changed {
            self.as_read(at, &attr.value(), Some(&value));
        }
        Some(value.into())
    }

    fn number(&mut self, at: At<'_>, attr: &Attr<'a>) -> Option<Number> {
        let (value, changed) = attr.collapsed();
        let Some((number, canonical)) = Number::from_xsd(&value) else {
            self.unreadable(at, attr, "a decimal number");
            return None;
        };
        if !canonical || changed {
            self.as_read(at, &attr.value(), Some(number.text(&mut [0; 48])));
        }
        if number.is_wide() {
            self.report.add("FRO-CFDI-008", Some(at.field), at.location(), Values::found(shorten(&value)));
        }
        Some(number)
    }

    fn code<T: Copy>(&mut self, at: At<'_>, attr: &Attr<'a>, table: &Table<T>) -> Option<T> {
        let (code, changed) = attr.collapsed();
        let shown = codes::shown(table, &code);
        match shown {
            None => {
                self.keep_literal(at, &attr.value(), None);
                self.report.add("FRO-CFDI-006", Some(at.field), at.location(), Values::found(shorten(&code)));
            }
            Some(_) if changed => self.as_read(at, &attr.value(), Some(&code)),
            Some(_) => {}
        }
        shown.map(|(value, _)| value)
    }

    fn unreadable(&mut self, at: At<'_>, attr: &Attr<'a>, expected: &str) {
        let value = attr.value();
        self.mx.as_read.retain(|kept| kept.at != mapping::pointer(mapping::row(at.field).us, at.json));
        self.keep_literal(at, &value, None);
        let values = Values::found(shorten(&value)).expected(expected);
        self.report.add("FRO-CFDI-007", Some(at.field), at.location(), values);
    }

    fn as_read(&mut self, at: At<'_>, literal: &str, canonical: Option<&str>) {
        self.keep_literal(at, literal, canonical);
        let values = Values::found(shorten(literal)).expected(shorten(canonical.unwrap_or_default()));
        self.report.add("FRO-CFDI-005", Some(at.field), at.location(), values);
    }

    fn keep_literal(&mut self, at: At<'_>, literal: &str, canonical: Option<&str>) {
        let pointer = mapping::pointer(mapping::row(at.field).us, at.json);
        self.mx.as_read.push(AsRead { at: pointer, text: literal.into(), of: canonical.map(Text::from) });
    }

    fn derived(&mut self, field: Field, json: &[usize], found: &str, shown: &str) {
        let location = mapping::row(field).at(&[], json);
        self.report.add("FRO-MAP-001", Some(field), location, Values::found(found).expected(shown));
    }
}

type Visit<'v, R, E> = &'v mut dyn FnMut(&mut R, E, &str) -> bool;

/// The rows of a list of taxes.
struct Taxes {
    withheld: bool,
    base: Option<Field>,
    kind: Field,
    factor: Option<Field>,
    rate: Option<Field>,
    amount: Field,
    /// How many taxes stand before these in the JSON.
    shift: usize,
}

const LINE_TRASLADO: Taxes = Taxes {
    withheld: false,
    base: Some(Field::TrasladoBase),
    kind: Field::TrasladoImpuesto,
    factor: Some(Field::TrasladoTipoFactor),
    rate: Some(Field::TrasladoTasaOCuota),
    amount: Field::TrasladoImporte,
    shift: 0,
};

const LINE_RETENCION: Taxes = Taxes {
    withheld: true,
    base: Some(Field::RetencionBase),
    kind: Field::RetencionImpuesto,
    factor: Some(Field::RetencionTipoFactor),
    rate: Some(Field::RetencionTasaOCuota),
    amount: Field::RetencionImporte,
    shift: 0,
};

const SUMMARY_TRASLADO: Taxes = Taxes {
    withheld: false,
    base: Some(Field::ResumenTrasladoBase),
    kind: Field::ResumenTrasladoImpuesto,
    factor: Some(Field::ResumenTrasladoTipoFactor),
    rate: Some(Field::ResumenTrasladoTasaOCuota),
    amount: Field::ResumenTrasladoImporte,
    shift: 0,
};

const SUMMARY_RETENCION: Taxes = Taxes {
    withheld: true,
    base: None,
    kind: Field::ResumenRetencionImpuesto,
    factor: None,
    rate: None,
    amount: Field::ResumenRetencionImporte,
    shift: 0,
};

/// The order of nodes inside one parent, as Anexo 20 has it.
#[derive(Default)]
struct Order {
    highest: u8,
    seen: u16,
}

impl Order {
    fn many(&mut self, reader: &mut Reader<'_, '_, '_>, rank: u8, element: Element<'_, '_>) -> bool {
        if rank < self.highest {
            reader.report.add("FRO-CFDI-004", None, Location::default(), Values::found(element.name()));
        }
        self.highest = self.highest.max(rank);
        self.seen |= 1 << rank;
        true
    }

    /// False where one was there already.
    fn once(&mut self, reader: &mut Reader<'_, '_, '_>, rank: u8, element: Element<'_, '_>) -> bool {
        self.seen & (1 << rank) == 0 && self.many(reader, rank, element)
    }
}

/// A stamp of version 1.1 without anything inside.
fn is_plain_stamp(element: Element<'_, '_>) -> bool {
    element.local_name() == "TimbreFiscalDigital"
        && element.namespace() == TFD
        && element.attr("Version").is_some_and(|version| trim(&version.value()) == "1.1")
        && element.items().next().is_none()
}

/// What white space alone means between elements.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    /// Lines and indentation; the writer makes its own.
    Layout,
    /// Text like any other: the cadena original has it.
    Text,
}

/// What stands directly in a Complemento or ComplementoConcepto.
fn complement_node(item: Item<'_, '_>) -> Option<Node> {
    let space = match &item {
        Item::Element(it) if complements::text_is_sealed(it.namespace(), it.local_name()) => Space::Text,
        _ => Space::Layout,
    };
    tree_node(item, space)
}

/// A copy of an element; the reader's limit on depth bounds the recursion.
fn tree(element: Element<'_, '_>, space: Space) -> Tree {
    let mut tree = tree_head(element);
    let mut items = element.items().peekable();
    let mut first = true;
    while let Some(item) = items.next() {
        // Alone between its tags, white space is what the element says.
        let alone = first && items.peek().is_none() && matches!(item, Item::Space(_));
        tree.children.extend(tree_node(item, if alone { Space::Text } else { space }));
        first = false;
    }
    tree
}

fn tree_head(element: Element<'_, '_>) -> Tree {
    let mut extra = Extra::default();
    element.attrs().iter().for_each(|attr| extra.take(attr));
    let Extra { xmlns, attributes } = extra;
    Tree { name: element.name().into(), xmlns, attributes, children: Vec::new() }
}

fn tree_node(item: Item<'_, '_>, space: Space) -> Option<Node> {
    Some(match item {
        Item::Element(child) => Node::Element(tree(child, space)),
        Item::Space(_) if space == Space::Layout => return None,
        Item::Space(text) => Node::Text(line_feeds(text).into()),
        Item::Text(text) => Node::Text(text.into()),
        Item::Comment(text) => Node::Comment(line_feeds(text).into()),
        Item::Instruction(inside) => {
            let (target, data) = inside.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((inside, ""));
            Node::Instruction(target.into(), line_feeds(data.trim_start_matches(SPACES)).into())
        }
    })
}

/// XML's white space, which is less than Unicode's.
const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];

fn trim(text: &str) -> &str {
    text.trim_matches(SPACES)
}

/// Enough of a value to recognise it in a message.
fn shorten(text: &str) -> Text {
    const ENOUGH: usize = 60;
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

fn node_location(path: &str) -> Location {
    let mut xpath = String::from("/cfdi:Comprobante");
    for part in path.split('/').filter(|part| !part.is_empty()) {
        xpath.push_str("/cfdi:");
        xpath.push_str(part);
    }
    Location { xpath: Some(xpath.into()), pointer: None }
}

/// The word that the JSON writes for a value.
pub(super) fn wire_name<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// True for a factor that needs neither rate nor amount.
pub(super) fn is_exempt(tax: &Tax) -> bool {
    tax.factor == Some(TaxFactor::Exempt)
}

/// The root must be SAT's Comprobante of version 4.0; what else is often sent is named.
pub(super) fn check_root(document: &Document<'_>) -> Result<(), (crate::error::InputProblem, String)> {
    use crate::error::InputProblem::{Format, Namespace, Unsupported};
    let root = document.root();
    let version =
        root.attr("Version").or(root.attr("version")).map(|v| trim(&v.value()).to_owned()).unwrap_or_default();
    match (root.namespace(), root.local_name()) {
        (CFDI, "Comprobante") if version.is_empty() || version == "4.0" => Ok(()),
        (CFDI, "Comprobante") => {
            Err((Unsupported, format!("CFDI version `{}`; this release reads 4.0", shorten(&version))))
        }
        ("http://www.sat.gob.mx/cfd/3", "Comprobante") => {
            let version = if version.is_empty() { "3" } else { &version };
            Err((Unsupported, format!("a CFDI {}; this release reads CFDI 4.0", shorten(version))))
        }
        (ns, "Comprobante") if ns.starts_with("http://www.sat.gob.mx/cfd/") => {
            Err((Unsupported, format!("a CFD of namespace {}; this release reads CFDI 4.0", shorten(ns))))
        }
        (ns, "Retenciones") if ns.starts_with("http://www.sat.gob.mx/esquemas/retencionpago/") => {
            Err((Unsupported, format!("a Retenciones {}, not a CFDI; this release reads CFDI 4.0", shorten(&version))))
        }
        ("", "Comprobante") => {
            Err((Namespace, "a Comprobante without namespace; CFDI 4.0 is http://www.sat.gob.mx/cfd/4".into()))
        }
        (ns, "Comprobante") => Err((
            Namespace,
            format!("a Comprobante of namespace `{}`; CFDI 4.0 is http://www.sat.gob.mx/cfd/4", shorten(ns)),
        )),
        _ => Err((Format, format!("the root element is `{}`, not a CFDI", shorten(root.name())))),
    }
}
