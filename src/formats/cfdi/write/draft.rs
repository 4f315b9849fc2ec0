//! What a CFDI has no way to say and would change its amounts: refused by name.

use super::Writer;
use crate::draft::is_us;
use crate::mapping::{self, Field};
use crate::model::{DocumentType, Number, PriceBasis, Tax};
use crate::report::{Location, Values};

impl<'m> Writer<'m, '_> {
    /// What a CFDI has no way to say, and would change its amounts.
    pub(super) fn check_amounts(&mut self) {
        let invoice = self.invoice;
        if !self.amounts {
            return;
        }
        if invoice.document_type == DocumentType::WithholdingStatement {
            self.homeless(Field::TipoDeComprobante, &[], "a withholding statement is a Retenciones document");
        }
        // A draft has none of these any more, unless a finding says why.
        if invoice.price_basis == Some(PriceBasis::TaxInclusive) && !self.draft {
            self.homeless(Field::PriceBasis, &[], "its prices are without tax");
        }
        if !invoice.charges.is_empty() && !self.draft {
            self.homeless(Field::Charges, &[], "it knows lines only");
        }
        if !invoice.document_discounts.is_empty() && !self.draft {
            self.homeless(Field::DocumentDiscounts, &[], "it knows discounts of lines only");
        }
        if invoice.lines.is_empty() && self.checks {
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

    pub(super) fn mexican(&mut self, field: Field, json: &[usize], tax: &Tax) {
        if is_us(tax) {
            // Beside a draft, where its maker chose so, and beside what was made of it; an edit cannot make one of a Traslado.
            if self.checks && !self.draft {
                self.homeless(field, json, "the tax of another country is no Traslado or Retencion");
            }
            return;
        }
        self.not_negative(field, json, tax.amount.as_ref());
        self.not_negative(field, json, tax.rate.as_ref());
        self.not_negative(field, json, tax.taxable_amount.as_ref());
    }

    pub(super) fn not_negative(&mut self, field: Field, json: &[usize], amount: Option<&Number>) {
        if amount.is_some_and(Number::is_negative) {
            self.homeless(field, json, "it has no negative amounts; use a discount or a credit memo");
        }
    }

    pub(super) fn homeless(&mut self, field: Field, json: &[usize], why: &str) {
        let pointer = Some(mapping::pointer(mapping::row(field).us, json));
        self.block("FRO-MAP-005", field, Location { xpath: None, pointer }, Values::default().expected(why));
    }
}
