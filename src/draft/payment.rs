//! How a document is paid: SAT's MetodoPago and FormaPago from terms and payments.
//!
//! Source: section "payment" of SAT's guide to CFDI 4.0; CFDI40105 (PPD goes with 99). Paid in full by one method is PUE with
//! its form; terms that end after the day of issue are PPD with 99, and a Pago for each payment. An early-payment discount is no
//! Descuento: it is a credit memo or the Pago's business when it is taken. Nothing else follows: the rest is asked for.

use rust_decimal::Decimal;

use super::Desk;
use crate::formats::cfdi::codes;
use crate::mapping::Field;
use crate::model::{Invoice, Number, PaymentMethod, TermsCode, Text};
use crate::report::Values;

impl Desk<'_> {
    pub(super) fn payment(&mut self, invoice: &mut Invoice) {
        let customer = self.customer(invoice);
        let defaults = &self.context.defaults;
        let stated_method = invoice.mx().and_then(|mx| mx.metodo_pago.clone());
        let (method, why) = match (&stated_method, settled(invoice), deferred(invoice)) {
            (Some(method), ..) => (Some(method.clone()), ""),
            (None, Some(_), _) => (Some("PUE".into()), "paid in full"),
            (None, None, true) => (Some("PPD".into()), "terms after the day of issue"),
            (None, None, false) => match customer.and_then(|customer| customer.metodo_pago.clone()) {
                Some(method) => (Some(method), "customers[].metodo_pago"),
                None => (defaults.metodo_pago.clone(), "defaults.metodo_pago"),
            },
        };
        if let (None, Some(method)) = (&stated_method, &method) {
            invoice.mx_mut().metodo_pago = Some(method.clone());
            self.tell_payment(Field::MetodoPago, method, why);
        }
        let has_form = invoice.mx().is_some_and(|mx| mx.forma_pago.is_some());
        let stated = invoice.payment_means.as_ref().and_then(|means| means.method);
        // PPD takes 99 whatever the means will be (CFDI40105); the means stay as US facts.
        if has_form {
            return;
        }
        let (form, why): (Option<Text>, _) = match (method.as_deref(), stated, settled(invoice)) {
            (Some("PPD"), ..) => (Some("99".into()), "PPD"),
            (_, Some(method), _) => (form_of(method), ""),
            (Some("PUE"), None, Some(Some(paid))) => (form_of(paid), "paid in full"),
            _ => match customer.and_then(|customer| customer.forma_pago.clone()) {
                Some(form) => (Some(form), "customers[].forma_pago"),
                None => (defaults.forma_pago.clone(), "defaults.forma_pago"),
            },
        };
        let Some(form) = form else { return };
        if method.as_deref() == Some("PPD") && stated.is_some_and(|method| form_of(method).as_deref() != Some("99")) {
            // The neutral field is what the CFDI will say; how it is paid is for the Pago to say.
            let found = stated.map(|method| crate::formats::cfdi::wire_name(&method)).unwrap_or_default();
            self.tell_of("FRO-DRAFT-013", Some(Field::PaymentMethod), "/payment_means/method", Values::found(found));
            invoice.payment_means.get_or_insert_default().method = Some(PaymentMethod::Undetermined);
        }
        invoice.mx_mut().forma_pago = Some(form.clone());
        if !why.is_empty() {
            self.tell_payment(Field::FormaPago, &form, why);
        }
    }

    fn tell_payment(&mut self, field: Field, value: &Text, why: &str) {
        let code = if why.starts_with("defaults") { "FRO-DRAFT-003" } else { "FRO-DRAFT-009" };
        let values = Values::found(why).expected(value.clone());
        self.tell_of(code, Some(field), crate::mapping::row(field).us, values);
    }
}

fn form_of(method: PaymentMethod) -> Option<Text> {
    codes::code_of(codes::FORMA_PAGO, method, None).map(Text::from)
}

/// Whether payments cover the total, and by which one method.
fn settled(invoice: &Invoice) -> Option<Option<PaymentMethod>> {
    let total = invoice.totals.total.as_ref().and_then(Number::value)?;
    let amounts = invoice.payments.iter().map(|payment| payment.amount.as_ref()?.value());
    let paid = amounts.sum::<Option<Decimal>>()?;
    if invoice.payments.is_empty() || total.is_zero() || paid < total {
        return None;
    }
    let first = invoice.payments[0].method;
    Some(first.filter(|_| invoice.payments.iter().all(|payment| payment.method == first)))
}

/// Whether payment is due later.
fn deferred(invoice: &Invoice) -> bool {
    let by_terms = invoice.payment_terms.as_ref().is_some_and(|terms| match terms.code {
        Some(TermsCode::DueOnReceipt) => false,
        Some(TermsCode::Eom | TermsCode::Installments | TermsCode::Prox) => true,
        Some(TermsCode::Net) | None => terms.net_days.is_some_and(|days| days > 0),
    });
    by_terms || matches!((invoice.due_date, invoice.issue_date), (Some(due), Some(issued)) if due > issued)
}
