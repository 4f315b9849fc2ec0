//! Lines with what stands on them, and the summary of taxes.

use super::Reader;
use super::nodes::{Extra, Order};
use super::trees::{complement_node, tree_head};
use super::values::{At, at};
use crate::formats::cfdi::codes;
use crate::mapping::Field;
use crate::model::national::{ACuentaTerceros, LineMx, Parte};
use crate::model::{Discount, Invoice, Jurisdiction, Line, Tax, TaxType, Text, Unit, UnitCodeList};
use crate::report::Values;
use crate::xml::Element;

impl<'d, 'a> Reader<'_, 'd, 'a> {
    pub(super) fn conceptos(&mut self, element: Element<'d, 'a>, lines: &mut Vec<Line>) {
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

    pub(super) fn concepto(&mut self, element: Element<'d, 'a>, i: usize) -> Line {
        let here = |field| At { field, xml: std::slice::from_ref(&i), json: std::slice::from_ref(&i) };
        let path = || format!("/Conceptos/Concepto[{}]", i + 1);
        let (literals, nodes) = (self.mx.as_read.len(), self.mx.nodos.len());
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
                "ObjetoImp" if self.is_40() => {
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
        let mut order = Order::inside(&path);
        self.children(element, &path, &mut |reader, child, name| {
            match name {
                "Impuestos" if order.once(reader, 0, child) => {
                    reader.impuestos(child, i, &mut line.taxes);
                    mx.impuestos_vacio = line.taxes.is_empty();
                }
                "ACuentaTerceros" if reader.is_40() && order.once(reader, 1, child) => {
                    mx.a_cuenta_terceros = Some(Box::new(reader.a_cuenta_terceros(child, i)));
                }
                // Without its number a node of these says nothing.
                "InformacionAduanera" if child.attr("NumeroPedimento").is_some() && order.many(reader, 2, child) => {
                    let j = mx.informacion_aduanera.len();
                    let number =
                        reader.numero_pedimento(child, &|| format!("{}/InformacionAduanera[{}]", path(), j + 1));
                    mx.informacion_aduanera.push(number);
                }
                "CuentaPredial" if child.attr("Numero").is_some() && order.many(reader, 3, child) => {
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
                    nodo.children = child.items().filter_map(|item| complement_node(item, reader.family)).collect();
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
        self.move_to_line(&path, i, (literals, nodes), &mut mx);
        line.extensions.mx = Some(Box::new(mx));
        line
    }

    /// What was kept since these lengths is of line `i`, and moves with it.
    pub(super) fn move_to_line(
        &mut self,
        path: &dyn Fn() -> String,
        i: usize,
        (literals, nodes): (usize, usize),
        mx: &mut LineMx,
    ) {
        if self.mx.as_read.len() > literals {
            let base = format!("/lines/{i}");
            mx.as_read = self.mx.as_read.split_off(literals);
            mx.as_read.iter_mut().for_each(|kept| kept.at = within(&kept.at, &base));
            mx.as_read.sort_by(|a, b| a.at.cmp(&b.at));
        }
        if self.mx.nodos.len() > nodes {
            let base = path();
            mx.nodos = self.mx.nodos.split_off(nodes);
            mx.nodos.iter_mut().for_each(|kept| kept.nodo = within(&kept.nodo, &base));
        }
    }

    pub(super) fn impuestos(&mut self, element: Element<'d, 'a>, i: usize, taxes: &mut Vec<Tax>) {
        let path = || format!("/Conceptos/Concepto[{}]/Impuestos", i + 1);
        let mut order = Order::inside(&path);
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

    pub(super) fn resumen(&mut self, element: Element<'d, 'a>, invoice: &mut Invoice) {
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
        let path = || "/Impuestos".to_owned();
        self.keep(extra, path);
        let mut order = Order::inside(&path);
        let (mut transferred, mut withheld) = (Vec::new(), Vec::new());
        // Withheld taxes come first here and last in the JSON, whose indices the transferred ones shift.
        let shift = element
            .elements()
            .filter(|child| child.local_name() == "Traslados" && child.same_namespace(element))
            .flat_map(|child| child.elements())
            .filter(|child| child.local_name() == "Traslado" && child.same_namespace(element))
            .count();
        self.children(element, &path, &mut |reader, child, name| {
            match name {
                "Retenciones" if order.once(reader, 0, child) => {
                    let fields = Taxes { shift, ..SUMMARY_RETENCION };
                    reader.taxes(child, &fields, "Retencion", None, &|| "/Impuestos/Retenciones".into(), &mut withheld);
                }
                "Traslados" if order.once(reader, 1, child) => {
                    // Base came with CFDI 4.0.
                    let base = SUMMARY_TRASLADO.base.filter(|_| reader.is_40());
                    reader.taxes(
                        child,
                        &Taxes { base, ..SUMMARY_TRASLADO },
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
    pub(super) fn taxes(
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
        if j == 0 {
            self.says_nothing(element, &path());
        }
    }

    pub(super) fn a_cuenta_terceros(&mut self, element: Element<'d, 'a>, i: usize) -> ACuentaTerceros {
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

    pub(super) fn parte(&mut self, element: Element<'d, 'a>, i: usize, j: usize) -> Parte {
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
            if name != "InformacionAduanera" || child.attr("NumeroPedimento").is_none() {
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
    pub(super) fn numero_pedimento(&mut self, element: Element<'d, 'a>, path: &dyn Fn() -> String) -> Text {
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
}

/// A path without the one that it begins with; `/` for that one itself.
fn within(path: &str, base: &str) -> Text {
    match path.strip_prefix(base) {
        Some("") | None => "/".into(),
        Some(rest) => rest.into(),
    }
}

/// The rows of a list of taxes.
pub(super) struct Taxes {
    withheld: bool,
    base: Option<Field>,
    kind: Field,
    factor: Option<Field>,
    rate: Option<Field>,
    amount: Field,
    /// How many taxes stand before these in the JSON.
    shift: usize,
}

pub(super) const LINE_TRASLADO: Taxes = Taxes {
    withheld: false,
    base: Some(Field::TrasladoBase),
    kind: Field::TrasladoImpuesto,
    factor: Some(Field::TrasladoTipoFactor),
    rate: Some(Field::TrasladoTasaOCuota),
    amount: Field::TrasladoImporte,
    shift: 0,
};

pub(super) const LINE_RETENCION: Taxes = Taxes {
    withheld: true,
    base: Some(Field::RetencionBase),
    kind: Field::RetencionImpuesto,
    factor: Some(Field::RetencionTipoFactor),
    rate: Some(Field::RetencionTasaOCuota),
    amount: Field::RetencionImporte,
    shift: 0,
};

pub(super) const SUMMARY_TRASLADO: Taxes = Taxes {
    withheld: false,
    base: Some(Field::ResumenTrasladoBase),
    kind: Field::ResumenTrasladoImpuesto,
    factor: Some(Field::ResumenTrasladoTipoFactor),
    rate: Some(Field::ResumenTrasladoTasaOCuota),
    amount: Field::ResumenTrasladoImporte,
    shift: 0,
};

pub(super) const SUMMARY_RETENCION: Taxes = Taxes {
    withheld: true,
    base: None,
    kind: Field::ResumenRetencionImpuesto,
    factor: None,
    rate: None,
    amount: Field::ResumenRetencionImporte,
    shift: 0,
};
