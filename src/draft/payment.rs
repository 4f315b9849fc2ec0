//! How a document is paid: SAT's MetodoPago and FormaPago from terms and payments.
//!
//! Source: MetodoPago and FormaPago in SAT's guide to CFDI 4.0; CFDI40105 (PPD goes with 99). Paid in full is PUE, unless a
//! payment came after the month of issue, with the form in which most was paid; terms that end after the day of issue are PPD
//! with 99, and a Pago for each payment. An early-payment discount is no Descuento: it is a credit memo or the Pago's business
//! when it is taken. Nothing else follows: the rest is asked for, and no default stands against a payment.

use rust_decimal::Decimal;

use super::Desk;
use super::receiver::said;
use crate::formats::cfdi::codes;
use crate::mapping::{self, Field};
use crate::model::{Date, Invoice, Number, PaymentMethod, TermsCode, Text};
use crate::report::Values;

impl Desk<'_> {
    pub(super) fn payment(&mut self, invoice: &mut Invoice) {
        let Some(method) = self.metodo_pago(invoice) else { return };
        self.forma_pago(invoice, method.as_deref());
    }

    /// MetodoPago, where it is known; `None` where a finding asks for it.
    fn metodo_pago(&mut self, invoice: &mut Invoice) -> Option<Option<Text>> {
        let at = mapping::row(Field::MetodoPago).us;
        if let Some(stated) = said(&invoice.mx().and_then(|mx| mx.metodo_pago.clone())) {
            return Some(Some(stated.into()));
        }
        let (method, code): (Text, _) = match settlement(invoice) {
            Settlement::Full => ("PUE".into(), "FRO-DRAFT-009"),
            Settlement::Later => ("PPD".into(), "FRO-DRAFT-033"),
            Settlement::Nothing | Settlement::Part if deferred(invoice) => ("PPD".into(), "FRO-DRAFT-032"),
            Settlement::Part => {
                self.hints.told.extend([(Field::MetodoPago, 0), (Field::FormaPago, 0)]);
                self.refuse("FRO-DRAFT-036", at, Values::default());
                return None;
            }
            Settlement::Nothing => {
                let own = self.customer(invoice).and_then(|customer| customer.metodo_pago.clone());
                match own.map(|method| (method, "FRO-DRAFT-001")) {
                    Some(own) => own,
                    None => match self.context.defaults.metodo_pago.clone() {
                        Some(default) => (default, "FRO-DRAFT-003"),
                        None => return Some(None),
                    },
                }
            }
        };
        invoice.mx_mut().metodo_pago = Some(method.clone());
        self.tell_payment(code, Field::MetodoPago, "customers[].metodo_pago", &method);
        Some(Some(method))
    }

    fn forma_pago(&mut self, invoice: &mut Invoice, method: Option<&str>) {
        let own = invoice.mx().and_then(|mx| mx.forma_pago.clone()).filter(|form| !form.trim().is_empty());
        let means = invoice.payment_means.as_ref().and_then(|means| means.method);
        if method == Some("PPD") {
            // CFDI40105
            if let Some(own) = own.as_ref().filter(|own| *own != "99") {
                let at = mapping::row(Field::FormaPago).us;
                return self.refuse("FRO-DRAFT-038", at, Values::found(own.clone()).expected("99"));
            }
            if let Some(means) = means.filter(|means| form_of(*means).as_deref() != Some("99")) {
                // The neutral field is what the CFDI will say; how it is paid is for the Pago to say.
                let found = crate::formats::cfdi::wire_name(&means);
                self.tell_of(
                    "FRO-DRAFT-013",
                    Some(Field::PaymentMethod),
                    "/payment_means/method",
                    Values::found(found),
                );
                invoice.payment_means.get_or_insert_default().method = Some(PaymentMethod::Undetermined);
            }
            if own.is_none() {
                invoice.mx_mut().forma_pago = Some("99".into());
                self.tell_payment("FRO-DRAFT-034", Field::FormaPago, "", &"99".into());
            }
            return;
        }
        if own.is_some() {
            return;
        }
        if let Some(means) = means {
            if let Some(form) = form_of(means) {
                invoice.mx_mut().forma_pago = Some(form);
            }
            return;
        }
        let (form, code): (Text, _) = match paid_by(invoice) {
            PaidBy::Form(form) => (form, "FRO-DRAFT-009"),
            PaidBy::Most(form) => (form, "FRO-DRAFT-035"),
            PaidBy::Unclear(forms) => {
                self.hints.told.insert((Field::FormaPago, 0));
                let at = mapping::row(Field::FormaPago).us;
                return self.refuse("FRO-DRAFT-037", at, Values::default().candidates(forms));
            }
            PaidBy::Unsaid => {
                let own = self.customer(invoice).and_then(|customer| customer.forma_pago.clone());
                match own.map(|form| (form, "FRO-DRAFT-001")) {
                    Some(own) => own,
                    None => match self.context.defaults.forma_pago.clone() {
                        Some(default) => (default, "FRO-DRAFT-003"),
                        None => return,
                    },
                }
            }
        };
        invoice.mx_mut().forma_pago = Some(form.clone());
        self.tell_payment(code, Field::FormaPago, "customers[].forma_pago", &form);
    }

    fn tell_payment(&mut self, code: &'static str, field: Field, register: &'static str, value: &Text) {
        let values = match code {
            "FRO-DRAFT-001" => Values::found(value.clone()).expected(register),
            _ => Values::default().expected(value.clone()),
        };
        self.tell_of(code, Some(field), mapping::row(field).us, values);
    }
}

fn form_of(method: PaymentMethod) -> Option<Text> {
    codes::code_of(codes::FORMA_PAGO, method, None).map(Text::from)
}

/// What the payments of a document come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settlement {
    /// The total, within the month of issue as far as their days are known.
    Full,
    /// Some of it was paid after the month of issue.
    Later,
    /// There are none, or they took themselves back.
    Nothing,
    /// Less than the total, or nobody says how much.
    Part,
}

fn settlement(invoice: &Invoice) -> Settlement {
    let total = invoice.totals.total.as_ref().and_then(Number::value).unwrap_or_default();
    if invoice.payments.is_empty() || total.is_zero() {
        return Settlement::Nothing;
    }
    let mut amounts = invoice.payments.iter().map(|payment| payment.amount.as_ref()?.value());
    let paid = amounts.try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount?));
    let due = invoice.totals.amount_due.as_ref().and_then(Number::value);
    if paid.is_some_and(|paid| paid <= Decimal::ZERO) {
        return Settlement::Nothing;
    }
    let month = |date: Date| date.to_string().get(..7).map(str::to_owned);
    let issued = invoice.issue_date.and_then(month);
    let later = |date: Date| month(date) > issued;
    if issued.is_some() && invoice.payments.iter().filter_map(|payment| payment.date).any(later) {
        return Settlement::Later;
    }
    match (paid, due) {
        (Some(paid), _) if paid >= total => Settlement::Full,
        (None, Some(due)) if due <= Decimal::ZERO => Settlement::Full,
        _ => Settlement::Part,
    }
}

/// By which form a document is paid, as far as its payments say.
enum PaidBy {
    /// By this one alone.
    Form(Text),
    /// Most of it by this one: SAT's guide takes it.
    Most(Text),
    /// By forms of which none is the greatest for sure, which SAT leaves to the issuer, or by one that SAT's list has not.
    Unclear(Vec<Text>),
    /// Nobody says.
    Unsaid,
}

fn paid_by(invoice: &Invoice) -> PaidBy {
    let mut forms: Vec<(Text, Decimal)> = Vec::new();
    let (mut unknown, mut others, mut exact) = (Decimal::ZERO, 0, true);
    for payment in &invoice.payments {
        let amount = payment.amount.as_ref().and_then(Number::value);
        exact &= amount.is_some();
        let amount = amount.unwrap_or_default();
        let mut add = |to: &mut Decimal| match to.checked_add(amount) {
            Some(sum) => *to = sum,
            None => exact = false,
        };
        let method = payment.method.filter(|method| *method != PaymentMethod::Undetermined);
        match method.and_then(form_of) {
            Some(form) => match forms.iter_mut().find(|(known, _)| *known == form) {
                Some((_, sum)) => add(sum),
                None => forms.push((form, amount)),
            },
            None => {
                add(&mut unknown);
                others += 1;
            }
        }
    }
    forms.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    let names = || forms.iter().map(|(form, _)| form.clone()).collect();
    match forms.as_slice() {
        [] if invoice.payments.iter().any(|payment| payment.method == Some(PaymentMethod::Other)) => {
            PaidBy::Unclear(Vec::new())
        }
        [] => PaidBy::Unsaid,
        [(form, _)] if others == 0 => PaidBy::Form(form.clone()),
        [(form, most), rest @ ..] => {
            let next = rest.first().map_or(Decimal::ZERO, |(_, sum)| *sum);
            match exact && next.checked_add(unknown.max(Decimal::ZERO)).is_some_and(|next| *most > next) {
                true => PaidBy::Most(form.clone()),
                false => PaidBy::Unclear(names()),
            }
        }
    }
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
