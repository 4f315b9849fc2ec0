//! CFDI 3.2, the version of 2012 to 2017: attribute names in lower case, texts where later versions have codes, taxes of the
//! document alone.
//!
//! What has a neutral meaning goes into the neutral field; everything else into [`Cfdi32`], in SAT's terms. A text is never
//! taken for a code: only the spellings in the tables below are, each with a finding, and the text stays.
//!
//! Departure: white space between the elements of a complement is not kept, since no 3.2 is written.

use super::nodes::{Extra, Order, node_location};
use super::trees::{complement_node, tree_head};
use super::{Reader, date_and_time, values, wire_name};
use crate::catalog::countries::{self, plain};
use crate::formats::cfdi::stamps::is_stamp;
use crate::model::national::{Cfdi32, InformacionAduanera32, LineMx, Parte, TimbreFiscalDigital, Ubicacion};
use crate::model::{
    Address, DocumentType, ExchangeRate, Invoice, Jurisdiction, Line, Number, Party, PaymentMeans, PaymentMethod,
    PaymentTerms, Tax, TaxFactor, TaxId, TaxIdType, TaxType, Text, Unit,
};
use crate::report::{Location, Values};
use crate::xml::{Attr, Element};

impl<'d, 'a> Reader<'_, 'd, 'a> {
    pub(super) fn comprobante_32(&mut self, root: Element<'d, 'a>) -> Invoice {
        let mut invoice = Invoice::new(DocumentType::Invoice);
        let mut facts = Cfdi32::default();
        let mut extra = Extra::default();
        let (mut moneda, mut tipo_cambio) = (None, None);
        for attr in root.attrs() {
            let to = |pointer: &str| Place::new("", attr, pointer);
            let only = |name: &str| Place::new("", attr, &format!("/extensions/mx/cfdi32/{name}"));
            match attr.name {
                "version" => self.mx.version = self.text_32(&to("/extensions/mx/version"), attr),
                "serie" => invoice.series = self.text_32(&to("/series"), attr),
                "folio" => invoice.document_number = self.text_32(&to("/document_number"), attr),
                "fecha" => match date_and_time(&attr.collapsed().0) {
                    Some((date, time)) => {
                        (invoice.issue_date, invoice.issue_time) = (Some(date), Some(time));
                        let _ = self.text_32(&to("/issue_date"), attr);
                    }
                    None => self.unreadable_32(
                        &to("/issue_date"),
                        attr,
                        "FRO-CFDI-007",
                        "a date and time such as 2016-03-01T10:00:00",
                    ),
                },
                "sello" => self.mx.sello = self.text_32(&to("/extensions/mx/sello"), attr),
                "formaDePago" => facts.forma_de_pago = self.text_32(&only("forma_de_pago"), attr),
                "noCertificado" => self.mx.no_certificado = self.text_32(&to("/extensions/mx/no_certificado"), attr),
                "certificado" => self.mx.certificado = self.text_32(&to("/extensions/mx/certificado"), attr),
                "condicionesDePago" => {
                    let text = self.text_32(&to("/payment_terms/text"), attr);
                    invoice.payment_terms = Some(PaymentTerms { text, ..PaymentTerms::default() });
                }
                "subTotal" => invoice.totals.subtotal = self.number_32(&to("/totals/subtotal"), attr),
                "descuento" => invoice.totals.discount = self.number_32(&to("/totals/discount"), attr),
                "motivoDescuento" => facts.motivo_descuento = self.text_32(&only("motivo_descuento"), attr),
                "TipoCambio" => tipo_cambio = Some(attr),
                "Moneda" => moneda = Some(attr),
                "total" => invoice.totals.total = self.number_32(&to("/totals/total"), attr),
                "tipoDeComprobante" => {
                    let kind = row(TIPO_DE_COMPROBANTE, &attr.collapsed().0);
                    match kind {
                        Some(kind) => invoice.document_type = kind,
                        None => self.unreadable_32(&to("/document_type"), attr, "FRO-CFDI-006", ""),
                    }
                }
                "metodoDePago" => {
                    facts.metodo_de_pago = self.text_32(&only("metodo_de_pago"), attr);
                    let code = facts.metodo_de_pago.as_deref().unwrap_or_default();
                    if let Some(method) = row(METODO_DE_PAGO, code) {
                        self.derived_32("/payment_means/method", attr, "", code, &wire_name(&method));
                        invoice.payment_means = Some(PaymentMeans { method: Some(method) });
                    }
                }
                "LugarExpedicion" => {
                    let value = attr.collapsed().0;
                    let is_postal_code = value.len() == 5 && value.bytes().all(|b| b.is_ascii_digit());
                    match is_postal_code {
                        true => {
                            self.mx.lugar_expedicion = self.text_32(&to("/extensions/mx/lugar_expedicion"), attr);
                        }
                        false => facts.lugar_expedicion = self.text_32(&only("lugar_expedicion"), attr),
                    }
                }
                "NumCtaPago" => facts.num_cta_pago = self.text_32(&only("num_cta_pago"), attr),
                "FolioFiscalOrig" => facts.folio_fiscal_orig = self.text_32(&only("folio_fiscal_orig"), attr),
                "SerieFolioFiscalOrig" => {
                    facts.serie_folio_fiscal_orig = self.text_32(&only("serie_folio_fiscal_orig"), attr);
                }
                "FechaFolioFiscalOrig" => {
                    facts.fecha_folio_fiscal_orig = self.text_32(&only("fecha_folio_fiscal_orig"), attr);
                }
                "MontoFolioFiscalOrig" => {
                    facts.monto_folio_fiscal_orig = self.number_32(&only("monto_folio_fiscal_orig"), attr);
                }
                _ => extra.take(attr),
            }
        }
        self.keep(extra, || "/".into());
        self.moneda_32(moneda, tipo_cambio, &mut invoice, &mut facts);

        let is_addenda = |name: &str| name == "Addenda";
        let mut following = root.elements().filter(|child| !is_addenda(child.local_name())).count();
        let path = || String::new();
        let mut order = Order::inside(&path);
        self.children(root, &path, &mut |reader, child, name| {
            following -= usize::from(!is_addenda(name));
            match name {
                "Emisor" if order.once(reader, 2, child) => invoice.seller = reader.emisor_32(child, &mut facts),
                "Receptor" if order.once(reader, 3, child) => invoice.buyer = reader.receptor_32(child, &mut facts),
                "Conceptos" if order.once(reader, 4, child) => reader.conceptos_32(child, &mut invoice.lines),
                "Impuestos" if order.once(reader, 5, child) => reader.impuestos_32(child, &mut invoice),
                "Complemento" if order.many(reader, 6, child) => reader.complemento(child),
                // No US facts: they are read only where the document can be written again.
                "Addenda" => reader.addenda_tree(child, following),
                _ => return false,
            }
            true
        });
        for (missing, what) in
            [(root.attr("tipoDeComprobante").is_none(), "tipoDeComprobante=\"ingreso\""), (!order.has(4), "Conceptos")]
        {
            if missing {
                self.report.add("FRO-CFDI-013", None, node_location(""), Values::found(what));
            }
        }
        if facts != Cfdi32::default() {
            self.mx.cfdi32 = Some(Box::new(facts));
        }
        invoice
    }

    /// Moneda and TipoCambio are texts: a currency is a code of ISO 4217 or a spelling of the table, a rate a number.
    fn moneda_32(
        &mut self,
        moneda: Option<&Attr<'a>>,
        tipo_cambio: Option<&Attr<'a>>,
        invoice: &mut Invoice,
        facts: &mut Cfdi32,
    ) {
        let kept = |name: &str, attr| Place::new("", attr, &format!("/extensions/mx/cfdi32/{name}"));
        if let Some(attr) = moneda {
            let value = attr.collapsed().0;
            if ISO_4217.split(' ').any(|code| code == value) {
                invoice.currency = self.text_32(&Place::new("", attr, "/currency"), attr);
            } else {
                facts.moneda = self.text_32(&kept("moneda", attr), attr);
                match row(MONEDA, &plain(&value)) {
                    Some(code) => {
                        self.derived_32("/currency", attr, "", &value, code);
                        invoice.currency = Some(code.into());
                    }
                    None => self.unknown_32("/currency", attr, "", "a currency of ISO 4217"),
                }
            }
        }
        let Some(attr) = tipo_cambio else { return };
        let is_rate = Number::from_xsd(&attr.collapsed().0).is_some();
        match (&invoice.currency, is_rate) {
            (Some(from), true) => {
                let from = from.clone();
                let rate = self.number_32(&Place::new("", attr, "/exchange_rate/rate"), attr);
                invoice.exchange_rate =
                    rate.map(|rate| ExchangeRate { from, to: "MXN".into(), rate, date: None, source: None });
            }
            (currency, _) => {
                let expected = if currency.is_some() { "a decimal number" } else { "a rate of a known currency" };
                self.unknown_32("/exchange_rate/rate", attr, "", expected);
                facts.tipo_cambio = self.text_32(&kept("tipo_cambio", attr), attr);
            }
        }
    }

    fn emisor_32(&mut self, element: Element<'d, 'a>, facts: &mut Cfdi32) -> Party {
        let (mut party, extra) = self.party_32(element, "/Emisor", "/seller");
        let path = || "/Emisor".to_owned();
        self.keep(extra, path);
        let mut order = Order::inside(&path);
        let (mut fiscal, mut branch) = (None, None);
        self.children(element, &path, &mut |reader, child, name| {
            match name {
                "DomicilioFiscal" if order.once(reader, 0, child) => {
                    fiscal = Some(reader.ubicacion_32(child, "/Emisor/DomicilioFiscal", "domicilio_fiscal"));
                    party.address = fiscal
                        .as_deref()
                        .map(|place| reader.address_32(place, child, "/Emisor/DomicilioFiscal", "/seller/address"));
                }
                "ExpedidoEn" if order.once(reader, 1, child) => {
                    branch = Some(reader.ubicacion_32(child, "/Emisor/ExpedidoEn", "expedido_en"));
                }
                "RegimenFiscal" if child.attr("Regimen").is_some() && order.many(reader, 2, child) => {
                    let j = facts.regimen_fiscal.len();
                    let path = format!("/Emisor/RegimenFiscal[{}]", j + 1);
                    let mut extra = Extra::default();
                    for attr in child.attrs() {
                        match attr.name {
                            "Regimen" => {
                                let pointer = format!("/extensions/mx/cfdi32/regimen_fiscal/{j}");
                                facts.regimen_fiscal.extend(reader.text_32(&Place::new(&path, attr, &pointer), attr));
                            }
                            _ => extra.take(attr),
                        }
                    }
                    reader.leaf(child, extra, &|| path.clone());
                }
                _ => return false,
            }
            true
        });
        (facts.domicilio_fiscal, facts.expedido_en) = (fiscal, branch);
        party
    }

    fn receptor_32(&mut self, element: Element<'d, 'a>, facts: &mut Cfdi32) -> Party {
        let (mut party, extra) = self.party_32(element, "/Receptor", "/buyer");
        let path = || "/Receptor".to_owned();
        self.keep(extra, path);
        let mut order = Order::inside(&path);
        self.children(element, &path, &mut |reader, child, name| {
            if name != "Domicilio" || !order.once(reader, 0, child) {
                return false;
            }
            let place = reader.ubicacion_32(child, "/Receptor/Domicilio", "domicilio_receptor");
            party.address = Some(reader.address_32(&place, child, "/Receptor/Domicilio", "/buyer/address"));
            facts.domicilio_receptor = Some(place);
            true
        });
        party
    }

    fn party_32(&mut self, element: Element<'d, 'a>, path: &str, pointer: &str) -> (Party, Extra) {
        let mut party = Party::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            match attr.name {
                "rfc" => {
                    let value = self.text_32(&Place::new(path, attr, &format!("{pointer}/tax_ids/0/value")), attr);
                    party.tax_ids.push(TaxId { country: Some("MX".into()), kind: TaxIdType::Rfc, value });
                }
                "nombre" => {
                    party.legal_name = self.text_32(&Place::new(path, attr, &format!("{pointer}/legal_name")), attr);
                }
                _ => extra.take(attr),
            }
        }
        (party, extra)
    }

    fn ubicacion_32(&mut self, element: Element<'d, 'a>, path: &str, name: &str) -> Box<Ubicacion> {
        let mut place = Ubicacion::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            let (field, pointer) = match attr.name {
                "calle" => (&mut place.calle, "calle"),
                "noExterior" => (&mut place.no_exterior, "no_exterior"),
                "noInterior" => (&mut place.no_interior, "no_interior"),
                "colonia" => (&mut place.colonia, "colonia"),
                "localidad" => (&mut place.localidad, "localidad"),
                "referencia" => (&mut place.referencia, "referencia"),
                "municipio" => (&mut place.municipio, "municipio"),
                "estado" => (&mut place.estado, "estado"),
                "pais" => (&mut place.pais, "pais"),
                "codigoPostal" => (&mut place.codigo_postal, "codigo_postal"),
                _ => {
                    extra.take(attr);
                    continue;
                }
            };
            let pointer = format!("/extensions/mx/cfdi32/{name}/{pointer}");
            *field = self.text_32(&Place::new(path, attr, &pointer), attr);
        }
        self.leaf(element, extra, &|| path.to_owned());
        Box::new(place)
    }

    /// What a US address can show of one: street and numbers on the first line, the neighbourhood on the second.
    fn address_32(&mut self, place: &Ubicacion, element: Element<'d, 'a>, path: &str, pointer: &str) -> Box<Address> {
        let street = [&place.calle, &place.no_exterior, &place.no_interior];
        let street: Vec<&str> = street.into_iter().flatten().map(|part| part.as_str()).collect();
        let known = place.pais.as_deref().and_then(|pais| match countries::alpha3(pais) {
            Some(_) => Some(pais),
            None => countries::alpha2(pais).or_else(|| countries::named(pais)),
        });
        if let (None, Some(attr)) = (known, element.attr("pais")) {
            self.unknown_32(&format!("{pointer}/country"), attr, path, "a country of ISO 3166");
        }
        let address = Address {
            line1: (!street.is_empty()).then(|| street.join(" ").into()),
            line2: place.colonia.clone(),
            city: place.localidad.clone().or_else(|| place.municipio.clone()),
            county: place.municipio.clone().filter(|_| place.localidad.is_some()),
            state: place.estado.clone(),
            postal_code: place.codigo_postal.clone(),
            country: known.map(Text::from),
        };
        let shown = [&address.line1, &address.line2, &address.city, &address.state, &address.country];
        let shown: Vec<&str> = shown.into_iter().flatten().map(|part| part.as_str()).collect();
        let location = Location { pointer: Some(pointer.into()), ..node_location(path) };
        let values = Values::found(element.local_name()).expected(values::shorten(&shown.join(", ")));
        self.report.add("FRO-CFDI-024", None, location, values);
        Box::new(address)
    }

    fn conceptos_32(&mut self, element: Element<'d, 'a>, lines: &mut Vec<Line>) {
        self.bare(element, &|| "/Conceptos".into(), &mut |reader, child, name| {
            if name != "Concepto" {
                return false;
            }
            let line = reader.concepto_32(child, lines.len());
            lines.push(line);
            true
        });
    }

    fn concepto_32(&mut self, element: Element<'d, 'a>, i: usize) -> Line {
        let path = format!("/Conceptos/Concepto[{}]", i + 1);
        let (literals, nodes) = (self.mx.as_read.len(), self.mx.nodos.len());
        let mut line = Line::default();
        let mut mx = LineMx::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            let to = |name: &str| Place::new(&path, attr, &format!("/lines/{i}/{name}"));
            match attr.name {
                "cantidad" => line.quantity = self.number_32(&to("quantity"), attr),
                "unidad" => {
                    let text = self.text_32(&to("unit/text"), attr);
                    line.unit = Some(Unit { text, ..Unit::default() });
                }
                "noIdentificacion" => line.sku = self.text_32(&to("sku"), attr),
                "descripcion" => line.description = self.text_32(&to("description"), attr),
                "valorUnitario" => line.unit_price = self.number_32(&to("unit_price"), attr),
                "importe" => line.amount = self.number_32(&to("amount"), attr),
                _ => extra.take(attr),
            }
        }
        self.keep(extra, || path.clone());
        let here = || path.clone();
        let base = format!("/lines/{i}/extensions/mx");
        self.children(element, &here, &mut |reader, child, name| {
            match name {
                "InformacionAduanera" => {
                    let j = mx.informacion_aduanera_32.len();
                    let path = format!("{path}/InformacionAduanera[{}]", j + 1);
                    let pointer = format!("{base}/informacion_aduanera_32/{j}");
                    mx.informacion_aduanera_32.push(reader.aduana_32(child, &path, &pointer));
                }
                "CuentaPredial" if child.attr("numero").is_some() => {
                    let j = mx.cuenta_predial.len();
                    let path = format!("{path}/CuentaPredial[{}]", j + 1);
                    let mut extra = Extra::default();
                    for attr in child.attrs() {
                        match attr.name {
                            "numero" => {
                                let place = Place::new(&path, attr, &format!("{base}/cuenta_predial/{j}"));
                                mx.cuenta_predial.extend(reader.text_32(&place, attr));
                            }
                            _ => extra.take(attr),
                        }
                    }
                    reader.leaf(child, extra, &|| path.clone());
                }
                "ComplementoConcepto" if mx.complemento_concepto.is_none() => {
                    let mut nodo = tree_head(child);
                    nodo.children = child.items().filter_map(|item| complement_node(item, reader.family)).collect();
                    mx.complemento_concepto = Some(Box::new(nodo));
                }
                "Parte" => {
                    let j = mx.partes.len();
                    let path = format!("{path}/Parte[{}]", j + 1);
                    let parte = reader.parte_32(child, &path, &format!("{base}/partes/{j}"));
                    mx.partes.push(parte);
                }
                _ => return false,
            }
            true
        });
        self.move_to_line(&here, i, (literals, nodes), &mut mx);
        line.extensions.mx = Some(Box::new(mx)).filter(|mx| **mx != LineMx::default());
        line
    }

    fn aduana_32(&mut self, element: Element<'d, 'a>, path: &str, pointer: &str) -> InformacionAduanera32 {
        let mut aduana = InformacionAduanera32::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            let (field, name) = match attr.name {
                "numero" => (&mut aduana.numero, "numero"),
                "fecha" => (&mut aduana.fecha, "fecha"),
                "aduana" => (&mut aduana.aduana, "aduana"),
                _ => {
                    extra.take(attr);
                    continue;
                }
            };
            *field = self.text_32(&Place::new(path, attr, &format!("{pointer}/{name}")), attr);
        }
        self.leaf(element, extra, &|| path.to_owned());
        aduana
    }

    fn parte_32(&mut self, element: Element<'d, 'a>, path: &str, pointer: &str) -> Parte {
        let mut parte = Parte::default();
        let mut extra = Extra::default();
        for attr in element.attrs() {
            let to = |name: &str| Place::new(path, attr, &format!("{pointer}/{name}"));
            match attr.name {
                "cantidad" => parte.cantidad = self.number_32(&to("cantidad"), attr),
                "unidad" => parte.unidad = self.text_32(&to("unidad"), attr),
                "noIdentificacion" => parte.no_identificacion = self.text_32(&to("no_identificacion"), attr),
                "descripcion" => parte.descripcion = self.text_32(&to("descripcion"), attr),
                "valorUnitario" => parte.valor_unitario = self.number_32(&to("valor_unitario"), attr),
                "importe" => parte.importe = self.number_32(&to("importe"), attr),
                _ => extra.take(attr),
            }
        }
        self.keep(extra, || path.to_owned());
        self.children(element, &|| path.to_owned(), &mut |reader, child, name| {
            if name != "InformacionAduanera" {
                return false;
            }
            let k = parte.informacion_aduanera_32.len();
            let path = format!("{path}/InformacionAduanera[{}]", k + 1);
            let pointer = format!("{pointer}/informacion_aduanera_32/{k}");
            parte.informacion_aduanera_32.push(reader.aduana_32(child, &path, &pointer));
            true
        });
        parte
    }

    fn impuestos_32(&mut self, element: Element<'d, 'a>, invoice: &mut Invoice) {
        let mut extra = Extra::default();
        let totals = &mut invoice.totals;
        for attr in element.attrs() {
            let to = |pointer: &str| Place::new("/Impuestos", attr, pointer);
            match attr.name {
                "totalImpuestosRetenidos" => totals.withholding = self.number_32(&to("/totals/withholding"), attr),
                "totalImpuestosTrasladados" => totals.tax = self.number_32(&to("/totals/tax"), attr),
                _ => extra.take(attr),
            }
        }
        let path = || "/Impuestos".to_owned();
        self.keep(extra, path);
        let mut order = Order::inside(&path);
        let (mut transferred, mut withheld) = (Vec::new(), Vec::new());
        // Withheld taxes come first here and last in the JSON.
        let is = |child: &Element<'d, 'a>, name: &str| child.local_name() == name && child.same_namespace(element);
        let lists = element.elements().filter(|child| is(child, "Traslados"));
        let shift = lists.flat_map(|list| list.elements()).filter(|child| is(child, "Traslado")).count();
        self.children(element, &path, &mut |reader, child, name| {
            match name {
                "Retenciones" if order.once(reader, 0, child) => reader.taxes_32(child, true, shift, &mut withheld),
                "Traslados" if order.once(reader, 1, child) => reader.taxes_32(child, false, 0, &mut transferred),
                _ => return false,
            }
            true
        });
        transferred.append(&mut withheld);
        invoice.tax_summary = transferred;
    }

    fn taxes_32(&mut self, element: Element<'d, 'a>, withheld: bool, shift: usize, taxes: &mut Vec<Tax>) {
        let (list, repeated) = if withheld { ("Retenciones", "Retencion") } else { ("Traslados", "Traslado") };
        let list = format!("/Impuestos/{list}");
        self.bare(element, &|| list.clone(), &mut |reader, child, name| {
            if name != repeated {
                return false;
            }
            let path = format!("{list}/{repeated}[{}]", taxes.len() + 1);
            let k = taxes.len() + shift;
            let mut tax = Tax::new(if withheld { TaxType::WithholdingOther } else { TaxType::Other });
            tax.jurisdiction = Some(Jurisdiction::mexico());
            let mut extra = Extra::default();
            for attr in child.attrs() {
                let to = |name: &str| Place::new(&path, attr, &format!("/tax_summary/{k}/{name}"));
                match attr.name {
                    "impuesto" => {
                        let table = if withheld { RETENIDO } else { TRASLADADO };
                        match row(table, &attr.collapsed().0) {
                            Some(kind) => tax.tax_type = kind,
                            None => reader.unreadable_32(&to("tax_type"), attr, "FRO-CFDI-006", ""),
                        }
                    }
                    "tasa" if !withheld => {
                        tax.rate = reader.tasa_32(&to("rate"), attr);
                        tax.factor = tax.rate.is_some().then_some(TaxFactor::Rate);
                    }
                    "importe" => tax.amount = reader.number_32(&to("amount"), attr),
                    _ => extra.take(attr),
                }
            }
            reader.leaf(child, extra, &|| path.clone());
            taxes.push(tax);
            true
        });
    }

    /// A rate in per cent as the fraction that the model has; the literal stays.
    fn tasa_32(&mut self, place: &Place, attr: &Attr<'a>) -> Option<Number> {
        let value = attr.collapsed().0;
        let Some((percent, _)) = Number::from_xsd(&value) else {
            self.unreadable_32(place, attr, "FRO-CFDI-007", "a decimal number");
            return None;
        };
        let rate = percent.hundredth();
        let text = rate.to_string();
        self.keep_literal_at(place, &attr.value(), Some(&text));
        self.report.add("FRO-CFDI-026", None, place.location(), Values::found(values::shorten(&value)).expected(text));
        Some(rate)
    }

    pub(super) fn timbre_32(&mut self, element: Element<'d, 'a>) -> TimbreFiscalDigital {
        let mut timbre = TimbreFiscalDigital::default();
        let mut extra = Extra::default();
        if element.name() != "tfd:TimbreFiscalDigital" {
            timbre.name = Some(element.name().into());
        }
        for attr in element.attrs() {
            let (field, name) = match attr.name {
                "version" => (&mut timbre.version, "version"),
                "UUID" => (&mut timbre.uuid, "uuid"),
                "FechaTimbrado" => (&mut timbre.fecha_timbrado, "fecha_timbrado"),
                "selloCFD" => (&mut timbre.sello_cfd, "sello_cfd"),
                "noCertificadoSAT" => (&mut timbre.no_certificado_sat, "no_certificado_sat"),
                "selloSAT" => (&mut timbre.sello_sat, "sello_sat"),
                _ => {
                    extra.take(attr);
                    continue;
                }
            };
            let xpath = format!("/cfdi:Comprobante/cfdi:Complemento/tfd:TimbreFiscalDigital/@{}", attr.name);
            let place = Place { xpath, pointer: format!("/extensions/mx/timbre/{name}") };
            *field = self.text_32(&place, attr);
        }
        (timbre.xmlns, timbre.attributes) = (extra.xmlns, extra.attributes);
        timbre
    }

    // Values.

    fn text_32(&mut self, place: &Place, attr: &Attr<'a>) -> Option<Text> {
        let (value, changed) = attr.collapsed();
        if changed {
            self.as_read_32(place, &attr.value(), &value);
        }
        Some(value.into())
    }

    fn number_32(&mut self, place: &Place, attr: &Attr<'a>) -> Option<Number> {
        let (value, changed) = attr.collapsed();
        let Some((number, canonical)) = Number::from_xsd(&value) else {
            self.unreadable_32(place, attr, "FRO-CFDI-007", "a decimal number");
            return None;
        };
        if !canonical || changed {
            self.as_read_32(place, &attr.value(), &number.to_string());
        }
        if number.is_wide() {
            self.report.add("FRO-CFDI-008", None, place.location(), Values::found(values::shorten(&value)));
        }
        Some(number)
    }

    fn as_read_32(&mut self, place: &Place, literal: &str, canonical: &str) {
        self.keep_literal_at(place, literal, Some(canonical));
        let values = Values::found(values::shorten(literal)).expected(values::shorten(canonical));
        self.report.add("FRO-CFDI-005", None, place.location(), values);
    }

    fn unreadable_32(&mut self, place: &Place, attr: &Attr<'a>, code: &'static str, expected: &str) {
        let value = attr.value();
        self.keep_literal_at(place, &value, None);
        self.report.add(code, None, place.location(), Values::found(values::shorten(&value)).expected(expected));
    }

    fn derived_32(&mut self, pointer: &str, attr: &Attr<'a>, path: &str, found: &str, shown: &str) {
        let values = Values::found(values::shorten(found)).expected(shown);
        self.report.add("FRO-CFDI-024", None, Place::new(path, attr, pointer).location(), values);
    }

    fn unknown_32(&mut self, pointer: &str, attr: &Attr<'a>, path: &str, expected: &str) {
        let values = Values::found(values::shorten(&attr.value())).expected(expected);
        self.report.add("FRO-CFDI-025", None, Place::new(path, attr, pointer).location(), values);
    }
}

/// An attribute of CFDI 3.2 and its field.
struct Place {
    xpath: String,
    pointer: String,
}

impl Place {
    /// `path` is that of the element, without prefixes.
    fn new(path: &str, attr: &Attr<'_>, pointer: &str) -> Place {
        let element = node_location(path).xpath.unwrap_or_default();
        Place { xpath: format!("{element}/@{}", attr.name), pointer: pointer.to_owned() }
    }

    fn location(&self) -> Location {
        Location { xpath: Some(self.xpath.as_str().into()), pointer: Some(self.pointer.as_str().into()) }
    }
}

impl Reader<'_, '_, '_> {
    fn keep_literal_at(&mut self, place: &Place, literal: &str, canonical: Option<&str>) {
        self.mx.as_read.push(crate::model::national::AsRead {
            at: place.pointer.as_str().into(),
            text: literal.into(),
            of: canonical.map(Text::from),
        });
    }
}

/// A stamp of version 1.0 without anything inside.
pub(super) fn is_plain_stamp_32(element: Element<'_, '_>) -> bool {
    is_stamp(element.namespace(), element.local_name())
        && element.attr("version").is_some_and(|version| values::trim(&version.value()) == "1.0")
        && element.items().next().is_none()
}

fn row<T: Copy>(table: &[(&str, T)], text: &str) -> Option<T> {
    table.iter().find(|row| row.0 == text).map(|row| row.1)
}

static TIPO_DE_COMPROBANTE: &[(&str, DocumentType)] =
    &[("egreso", DocumentType::CreditMemo), ("ingreso", DocumentType::Invoice), ("traslado", DocumentType::Transfer)];

static TRASLADADO: &[(&str, TaxType)] = &[("IEPS", TaxType::Excise), ("IVA", TaxType::Vat)];

static RETENIDO: &[(&str, TaxType)] = &[("ISR", TaxType::WithholdingIncome), ("IVA", TaxType::WithholdingVat)];

/// The codes that SAT asked for in metodoDePago from July 2016, where they say one thing (99 was "others" then).
static METODO_DE_PAGO: &[(&str, PaymentMethod)] = &[
    ("01", PaymentMethod::Cash),
    ("02", PaymentMethod::Check),
    ("03", PaymentMethod::Wire),
    ("04", PaymentMethod::CreditCard),
    ("05", PaymentMethod::Wallet),
    ("06", PaymentMethod::ElectronicMoney),
    ("08", PaymentMethod::Voucher),
    ("28", PaymentMethod::DebitCard),
    ("29", PaymentMethod::ChargeCard),
];

/// Spellings of Moneda that mean one currency. "Dólares" alone does not say whose.
static MONEDA: &[(&str, &str)] = &[
    ("mn", "MXN"),
    ("moneda nacional", "MXN"),
    ("mxn", "MXN"),
    ("mxp", "MXN"),
    ("peso", "MXN"),
    ("peso mexicano", "MXN"),
    ("pesos", "MXN"),
    ("pesos mexicanos", "MXN"),
    ("dolar americano", "USD"),
    ("dolar estadounidense", "USD"),
    ("dolares americanos", "USD"),
    ("dolares estadounidenses", "USD"),
    ("usd", "USD"),
];

/// Codes in force between 2012 and 2017.
const ISO_4217: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR \
    BZD CAD CDF CHF CLF CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
    GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL \
    LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN \
    PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP STD SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS \
    UAH UGX USD UYU UZS VEF VND VUV WST XAF XAU XAG XCD XDR XOF XPF XXX YER ZAR ZMW ZWL";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_the_form_that_they_are_asked_in() {
        for (spelling, _) in MONEDA {
            assert_eq!(plain(spelling), *spelling);
        }
        assert_eq!(plain("M.N."), "mn");
        assert_eq!(plain("MÉXICO"), "mexico");
    }
}
