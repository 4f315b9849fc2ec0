//! SAT's codes and the neutral values that show them: one table per field, read in both directions.
//!
//! Source: SAT's catalogues of CFDI 4.0, August 2026 (c_FormaPago, c_ObjetoImp, c_TipoRelacion, c_Impuesto, c_TipoFactor,
//! c_TipoDeComprobante); TipoRelacion 08 and 09 are in the XSD's list only.

use crate::model::{DocumentType, PaymentMethod, Relation, TaxFactor, TaxType, Taxability};

/// How many neutral values a code may stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// SAT's code does not say which: reading it is a derived value.
    Many,
    One,
}

use Fit::{Many, One};

/// A table: code, neutral value, and whether the code says just that. The first row of a code is what it is shown as, the
/// first row of a value the code that it takes.
pub(crate) type Table<T> = [(&'static str, T, Fit)];

pub(crate) fn shown<T: Copy>(table: &Table<T>, code: &str) -> Option<(T, Fit)> {
    table.iter().find(|row| row.0 == code).map(|row| (row.1, row.2))
}

/// The code of a value: `code` itself where the value may stand for it.
pub(crate) fn code_of<T: Copy + PartialEq>(table: &Table<T>, value: T, code: Option<&str>) -> Option<&'static str> {
    let mut rows = table.iter().filter(|row| row.1 == value);
    let first = rows.clone().next()?;
    Some(code.and_then(|code| rows.find(|row| row.0 == code)).unwrap_or(first).0)
}

pub(crate) static FORMA_PAGO: &Table<PaymentMethod> = &[
    ("01", PaymentMethod::Cash, One),
    ("02", PaymentMethod::Check, One),
    ("03", PaymentMethod::Wire, Many),
    ("03", PaymentMethod::Ach, Many),
    ("04", PaymentMethod::CreditCard, One),
    ("05", PaymentMethod::Wallet, One),
    ("06", PaymentMethod::ElectronicMoney, One),
    ("08", PaymentMethod::Voucher, One),
    ("17", PaymentMethod::Offset, One),
    ("28", PaymentMethod::DebitCard, One),
    ("29", PaymentMethod::ChargeCard, One),
    ("30", PaymentMethod::AdvanceApplied, One),
    ("31", PaymentMethod::Intermediary, One),
    ("99", PaymentMethod::Undetermined, One),
];

/// Forms that have no neutral value of their own: payment in kind, subrogation, novation and the like. Shown as `other`,
/// which has no code to go back to.
pub(crate) static FORMA_PAGO_OTHER: &[&str] = &["12", "13", "14", "15", "23", "24", "25", "26", "27"];

pub(crate) static OBJETO_IMP: &Table<Taxability> = &[
    ("01", Taxability::NotSubject, One),
    ("02", Taxability::Taxable, One),
    ("03", Taxability::NotItemized, One),
    ("04", Taxability::NoTaxDue, One),
    ("05", Taxability::CreditPodebi, One),
    ("06", Taxability::VatNotCharged, One),
    ("07", Taxability::VatNotChargedExciseItemized, One),
    ("08", Taxability::VatNotChargedExciseNotItemized, One),
];

pub(crate) static TIPO_RELACION: &Table<Relation> = &[
    ("01", Relation::Credit, One),
    ("02", Relation::Debit, One),
    ("03", Relation::Return, One),
    ("04", Relation::Substitution, One),
    ("05", Relation::TransferOfInvoiced, One),
    ("06", Relation::InvoiceOfTransfers, One),
    ("07", Relation::AdvanceApplied, One),
    ("08", Relation::Installment, One),
    ("09", Relation::DeferredPayment, One),
];

pub(crate) static TIPO_DE_COMPROBANTE: &Table<DocumentType> = &[
    ("I", DocumentType::Invoice, One),
    ("I", DocumentType::DebitMemo, One),
    ("E", DocumentType::CreditMemo, One),
    ("T", DocumentType::Transfer, One),
    ("P", DocumentType::PaymentReceipt, One),
    ("N", DocumentType::Payroll, One),
];

pub(crate) static IMPUESTO_TRASLADADO: &Table<TaxType> =
    &[("001", TaxType::Income, One), ("002", TaxType::Vat, One), ("003", TaxType::Excise, One)];

pub(crate) static IMPUESTO_RETENIDO: &Table<TaxType> = &[
    ("001", TaxType::WithholdingIncome, One),
    ("002", TaxType::WithholdingVat, One),
    ("003", TaxType::WithholdingExcise, One),
];

pub(crate) static TIPO_FACTOR: &Table<TaxFactor> =
    &[("Tasa", TaxFactor::Rate, One), ("Cuota", TaxFactor::AmountPerUnit, One), ("Exento", TaxFactor::Exempt, One)];
