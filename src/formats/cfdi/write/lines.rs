//! Lines with what stands on them, and the summary of taxes.

use super::{Writer, codes, is_exempt, wire_name};
use crate::catalog::units;
use crate::draft::is_us;
use crate::formats::cfdi::codes::Table;
use crate::mapping::{self, Field};
use crate::model::national::{LineMx, Parte};
use crate::model::{Line, Number, Tax, TaxType, Unit, UnitCodeList};
use crate::report::Values;

impl<'m> Writer<'m, '_> {
    pub(super) fn conceptos(&mut self) {
        let lines = &self.invoice.lines;
        self.start("Conceptos", None);
        for (i, line) in lines.iter().enumerate() {
            self.concepto(i, line);
        }
        self.end();
    }

    pub(super) fn concepto(&mut self, i: usize, line: &'m Line) {
        let none = LineMx::default();
        let mx = line.extensions.mx.as_deref();
        let here = &[i];
        self.start("Concepto", Some(i));
        self.text(Field::ClaveProdServ, here, &mx.and_then(|mx| mx.clave_prod_serv.as_deref()));
        self.text(Field::NoIdentificacion, here, &line.sku);
        self.number(Field::Cantidad, here, &line.quantity);
        self.clave_unidad(i, line);
        self.put(Field::Unidad, here, line.unit.as_ref().and_then(|unit| unit.text.as_deref()));
        self.text(Field::Descripcion, here, &line.description);
        self.number(Field::ValorUnitario, here, &line.unit_price);
        self.number(Field::Importe, here, &line.amount);
        self.descuento(i, line);
        // CFDI 3.3 has no such code, and the neutral field shows nothing then.
        let objeto =
            if self.is_40() { self.objeto_imp(i, line, mx) } else { mx.and_then(|mx| mx.objeto_imp.as_deref()) };
        self.put(Field::ObjetoImp, here, objeto);

        self.impuestos(i, line, mx.is_some_and(|mx| mx.impuestos_vacio));
        if let Some(mx) = mx {
            self.line_nodes(i, mx);
        } else {
            self.line_nodes(i, &none);
        }
        self.end();
    }

    pub(super) fn line_nodes(&mut self, i: usize, mx: &LineMx) {
        let here = &[i];
        if let Some(third) = mx.a_cuenta_terceros.as_ref().filter(|_| self.has_node(Field::TercerosRfc, here)) {
            self.start("ACuentaTerceros", None);
            self.text(Field::TercerosRfc, here, &third.rfc);
            self.text(Field::TercerosNombre, here, &third.nombre);
            self.text(Field::TercerosRegimen, here, &third.regimen_fiscal);
            self.text(Field::TercerosDomicilio, here, &third.domicilio_fiscal);
            self.end();
        }
        for (j, number) in mx.informacion_aduanera.iter().enumerate() {
            self.start("InformacionAduanera", Some(j));
            self.put(Field::NumeroPedimento, &[i, j], Some(number));
            self.end();
        }
        if self.checks && !self.is_40() && mx.cuenta_predial.len() > 1 {
            self.only_in_40(Field::CuentaPredial, &[i, 1], &[i, 1]);
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

    pub(super) fn clave_unidad(&mut self, i: usize, line: &'m Line) {
        let unit = line.unit.as_ref();
        let list = unit.and_then(|unit| unit.code_list).unwrap_or(UnitCodeList::UneceRec20);
        let code = unit.and_then(|unit| unit.code.as_deref());
        if let (true, Some(code), Some(Unit { code_list: None, .. })) = (self.checks, code, unit) {
            let location = mapping::row(Field::UnitCodeList).at(&[], &[i]);
            let values = Values::found(code).expected("unece_rec20");
            self.report.add("FRO-MAP-016", Some(Field::UnitCodeList), location, values);
        }
        let (Some(code), true) = (code, list != UnitCodeList::UneceRec20) else {
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
    pub(super) fn descuento(&mut self, i: usize, line: &Line) {
        let amounts: Vec<&Number> = line.discounts.iter().filter_map(|discount| discount.amount.as_ref()).collect();
        if amounts.len() < line.discounts.len() && self.checks {
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
    pub(super) fn objeto_imp(&mut self, i: usize, line: &Line, mx: Option<&'m LineMx>) -> Option<&'m str> {
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

    pub(super) fn impuestos(&mut self, i: usize, line: &Line, empty: bool) {
        // Taxes of another country are US facts.
        if line.taxes.iter().all(is_us) && !empty {
            return;
        }
        self.start("Impuestos", None);
        for (list, node, withheld) in [("Traslados", "Traslado", false), ("Retenciones", "Retencion", true)] {
            let ours = |tax: &Tax| !is_us(tax) && tax.tax_type.is_withheld() == withheld;
            let mut taxes = line.taxes.iter().enumerate().filter(|(_, tax)| ours(tax)).peekable();
            if taxes.peek().is_none() {
                continue;
            }
            self.start(list, None);
            for (j, (k, tax)) in taxes.enumerate() {
                let (xml, json) = ([i, j], [i, k]);
                let exempt = is_exempt(tax);
                let fields = if withheld { LINE_RETENCION } else { LINE_TRASLADO };
                self.start(node, Some(j));
                self.number(fields[0], &json, &tax.taxable_amount);
                self.tax_kind(fields[1], &json, tax);
                self.tax_factor(fields[2], &json, tax);
                self.need_in_draft(fields[3], &xml, &json, tax.rate.is_some() || exempt);
                self.number(fields[3], &json, &tax.rate);
                self.need_in_draft(fields[4], &xml, &json, tax.amount.is_some() || exempt);
                self.number(fields[4], &json, &tax.amount);
                self.end();
            }
            self.end();
        }
        self.end();
    }

    pub(super) fn has_summary(&self) -> bool {
        let totals = &self.invoice.totals;
        let literal = |field: Field| self.as_read.contains_key(mapping::row(field).us);
        !self.invoice.tax_summary.iter().all(is_us)
            || totals.tax.is_some()
            || totals.withholding.is_some()
            || self.mx.impuestos_vacio
            || literal(Field::TotalImpuestosTrasladados)
            || literal(Field::TotalImpuestosRetenidos)
    }

    pub(super) fn resumen(&mut self) {
        let invoice = self.invoice;
        self.start("Impuestos", None);
        self.number(Field::TotalImpuestosRetenidos, &[], &invoice.totals.withholding);
        self.number(Field::TotalImpuestosTrasladados, &[], &invoice.totals.tax);
        for (list, node, withheld) in [("Retenciones", "Retencion", true), ("Traslados", "Traslado", false)] {
            let ours = |tax: &Tax| !is_us(tax) && tax.tax_type.is_withheld() == withheld;
            let mut taxes = invoice.tax_summary.iter().enumerate().filter(|(_, tax)| ours(tax)).peekable();
            if taxes.peek().is_none() {
                continue;
            }
            self.start(list, None);
            for (j, (k, tax)) in taxes.enumerate() {
                let (xml, json) = ([j], [k]);
                self.start(node, Some(j));
                if withheld {
                    self.tax_kind(Field::ResumenRetencionImpuesto, &json, tax);
                    self.number(Field::ResumenRetencionImporte, &json, &tax.amount);
                } else {
                    // CFDI 3.3 has no Base here: it is that of the lines.
                    if self.is_40() {
                        self.number(Field::ResumenTrasladoBase, &json, &tax.taxable_amount);
                    }
                    self.tax_kind(Field::ResumenTrasladoImpuesto, &json, tax);
                    self.tax_factor(Field::ResumenTrasladoTipoFactor, &json, tax);
                    let exempt = is_exempt(tax);
                    self.need_in_draft(Field::ResumenTrasladoTasaOCuota, &xml, &json, tax.rate.is_some() || exempt);
                    self.number(Field::ResumenTrasladoTasaOCuota, &json, &tax.rate);
                    self.need_in_draft(Field::ResumenTrasladoImporte, &xml, &json, tax.amount.is_some() || exempt);
                    self.number(Field::ResumenTrasladoImporte, &json, &tax.amount);
                }
                self.end();
            }
            self.end();
        }
        self.end();
    }

    pub(super) fn tax_kind(&mut self, field: Field, json: &[usize], tax: &Tax) {
        let code_in = |table: &'static Table<TaxType>| codes::code_of(table, tax.tax_type, None);
        let code = code_in(codes::IMPUESTO_TRASLADADO).or_else(|| code_in(codes::IMPUESTO_RETENIDO));
        let withheld = tax.tax_type.is_withheld();
        let table = if withheld { codes::IMPUESTO_RETENIDO } else { codes::IMPUESTO_TRASLADADO };
        // A code that SAT does not have was read as a tax of which only the amount is known.
        self.code(field, json, code, table);
    }

    pub(super) fn tax_factor(&mut self, field: Field, json: &[usize], tax: &Tax) {
        let code = tax.factor.and_then(|factor| codes::code_of(codes::TIPO_FACTOR, factor, None));
        self.code(field, json, code, codes::TIPO_FACTOR);
    }

    pub(super) fn parte(&mut self, i: usize, j: usize, parte: &Parte) {
        let here = &[i, j];
        self.start("Parte", Some(j));
        self.text(Field::ParteClaveProdServ, here, &parte.clave_prod_serv);
        self.text(Field::ParteNoIdentificacion, here, &parte.no_identificacion);
        self.number(Field::ParteCantidad, here, &parte.cantidad);
        self.text(Field::ParteUnidad, here, &parte.unidad);
        self.text(Field::ParteDescripcion, here, &parte.descripcion);
        self.number(Field::ParteValorUnitario, here, &parte.valor_unitario);
        self.number(Field::ParteImporte, here, &parte.importe);
        for (k, number) in parte.informacion_aduanera.iter().enumerate() {
            self.start("InformacionAduanera", Some(k));
            self.put(Field::ParteNumeroPedimento, &[i, j, k], Some(number));
            self.end();
        }
        self.end();
    }
}

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
