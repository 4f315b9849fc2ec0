//! The canonical invoice: what both sides of the border agree on, in plain business terms.
//!
//! Owned, `Send + Sync`, without a format's words; what only SAT's code can say lives in [`national::Mx`]. Its serde form
//! *is* the neutral US invoice JSON (see `formats::us` for the strict reader and the schema), so that a field has one name.
//! ```
//! use frontera::model::{DocumentType, Invoice, Line, Party};
//! let mut invoice = Invoice::new(DocumentType::Invoice);
//! invoice.currency = Some("USD".into());
//! invoice.seller = Party::named("Desert Fresh Produce LLC");
//! invoice.lines.push(Line::new("Roma tomatoes, 25 lb case", "100".parse()?, "12.50".parse()?, "1250.00".parse()?));
//! assert_eq!(invoice.lines[0].amount.as_ref().unwrap().to_string(), "1250.00");
//! # Ok::<(), frontera::model::NotANumber>(())
//! ```
//! Signs are positive; the document type says which way the money goes. Nothing here computes: totals are what the
//! document says they are.

mod extensions;
mod line;
pub mod national;
mod number;
mod party;
mod payment;
mod tax;
mod time;
mod trade;
mod tree;

use serde::{Deserialize, Serialize};

pub use extensions::{Extensions, LineExtensions, Open};
pub(crate) use extensions::{Foreign, Members};
pub use line::{
    Charge, ChargeType, Classification, ClassificationScheme, Discount, Line, Supply, Taxability, Unit, UnitCodeList,
    Weight,
};
pub use number::{NotANumber, Number, Text};
pub use party::{Address, Contact, Party, TaxForm, TaxId, TaxIdType};
pub use payment::{Payment, PaymentMeans, PaymentMethod, PaymentTerms, TermsCode};
pub use tax::{Exemption, ExemptionReason, Jurisdiction, JurisdictionLevel, Tax, TaxFactor, TaxRounding, TaxType};
pub use time::{Date, NotATime, Time};
pub use trade::{Assist, Delivery, Trade, UsmcaCertification};
pub use tree::{Element, Node, Pairs};

/// The version of the neutral JSON that this release writes; it reads this one and every earlier one.
pub const SCHEMA_VERSION: &str = "1.0";

/// One invoice, credit memo, receipt, transfer or payroll statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// The version of the JSON form: `1.0`.
    pub schema_version: SchemaVersion,
    /// What kind of document it is; amounts are positive in each kind.
    pub document_type: DocumentType,
    /// Series in which the number counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Text>,
    /// The issuer's number of the document, leading zeros kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Text>,
    /// Local date of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue_date: Option<Date>,
    /// Local time of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue_time: Option<Time>,
    /// IANA name of the zone in which date and time are local.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Text>,
    /// The day on which payment is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Date>,
    /// The period that the invoice is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_period: Option<ServicePeriod>,
    /// ISO 4217 code of every amount (`XXX`: no amounts).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// Rate to another currency, with its direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange_rate: Option<ExchangeRate>,
    /// Whether unit prices contain tax; absent means that they do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_basis: Option<PriceBasis>,
    /// Who sells and issues.
    #[serde(default)]
    pub seller: Party,
    /// Who buys and owes.
    #[serde(default)]
    pub buyer: Party,
    /// Where the goods go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<Box<Party>>,
    /// Where the goods come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_from: Option<Box<Party>>,
    /// Whom to pay, where it is not the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remit_to: Option<Box<Party>>,
    /// The importer of record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importer_of_record: Option<Box<Party>>,
    /// The producer of the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<Box<Party>>,
    /// The buyer's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order_number: Option<Text>,
    /// The contract that the invoice is under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_number: Option<Text>,
    /// Whatever else the buyer wants to see on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_reference: Option<Text>,
    /// When payment is due and what an early one saves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<PaymentTerms>,
    /// How payment is or was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_means: Option<PaymentMeans>,
    /// Payments already received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Payment>,
    /// Documents that this one corrects, replaces or refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preceding_documents: Vec<PrecedingDocument>,
    /// Why a credit or debit memo was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// The lines, in their order.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// Discounts on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub document_discounts: Vec<Discount>,
    /// Charges on the whole document that are not lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// Why the document is exempt of sales tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
    /// Taxes of the document per kind, factor and rate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_summary: Vec<Tax>,
    /// Where the seller's system rounds tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_rounding: Option<TaxRounding>,
    /// Terms of trade and customs facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade: Option<Box<Trade>>,
    /// The document's totals as it states them.
    #[serde(default)]
    pub totals: Totals,
    /// Free notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// Text at the foot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<Text>,
    /// What one country's law knows (`mx`), and whatever others put beside it.
    #[serde(default, skip_serializing_if = "Extensions::is_empty")]
    pub extensions: Extensions,
}

impl Invoice {
    /// An empty document of this kind.
    pub fn new(document_type: DocumentType) -> Self {
        Invoice {
            schema_version: SchemaVersion::V1,
            document_type,
            series: None,
            document_number: None,
            issue_date: None,
            issue_time: None,
            time_zone: None,
            due_date: None,
            service_period: None,
            currency: None,
            exchange_rate: None,
            price_basis: None,
            seller: Party::default(),
            buyer: Party::default(),
            ship_to: None,
            ship_from: None,
            remit_to: None,
            importer_of_record: None,
            producer: None,
            purchase_order_number: None,
            contract_number: None,
            buyer_reference: None,
            payment_terms: None,
            payment_means: None,
            payments: Vec::new(),
            preceding_documents: Vec::new(),
            reason: None,
            lines: Vec::new(),
            document_discounts: Vec::new(),
            charges: Vec::new(),
            exemption: None,
            tax_summary: Vec::new(),
            tax_rounding: None,
            trade: None,
            totals: Totals::default(),
            notes: Vec::new(),
            footer: None,
            extensions: Extensions::default(),
        }
    }

    /// SAT's facts, where the document has any.
    pub fn mx(&self) -> Option<&national::Mx> {
        self.extensions.mx.as_deref()
    }

    /// SAT's facts, made on first use.
    pub fn mx_mut(&mut self) -> &mut national::Mx {
        self.extensions.mx.get_or_insert_default()
    }
}

/// The version of the JSON form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum SchemaVersion {
    /// The first published form.
    #[serde(rename = "1.0")]
    V1,
}

/// The kind of document. Closed: a new kind is a new version of the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// Money owed back to the buyer.
    CreditMemo,
    /// Money owed on top of an earlier invoice.
    DebitMemo,
    /// Money owed for goods or services.
    Invoice,
    /// Money received.
    PaymentReceipt,
    /// Wages.
    Payroll,
    /// Goods moved without a sale.
    Transfer,
    /// Tax withheld from payments.
    WithholdingStatement,
}

/// Whether prices contain tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PriceBasis {
    /// Tax comes on top.
    TaxExclusive,
    /// Tax is inside.
    TaxInclusive,
}

/// A rate with its direction: one unit of `from` is `rate` units of `to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// ISO 4217 code of the unit.
    pub from: Text,
    /// ISO 4217 code of the price.
    pub to: Text,
    /// Units of `to` for one unit of `from`.
    pub rate: Number,
    /// The day that the rate is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Who published it, and which series (`banxico_fix`, `dof`, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
}

/// First and last day of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServicePeriod {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// A document that this one corrects, replaces or refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PrecedingDocument {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Text>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Its fiscal UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<Text>,
    /// What this document is to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
}

/// True for 8-4-4-4-12 hexadecimal digits in either case, as the XSDs of the stamp and of CfdiRelacionado have a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    let is_dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, b): (usize, u8)| if is_dash(at) { b == b'-' } else { b.is_ascii_hexdigit() };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

/// What a document is to the one it refers to; SAT's c_TipoRelacion, one to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Relation {
    /// An advance payment is applied to it.
    AdvanceApplied,
    /// It credits the document.
    Credit,
    /// It debits the document.
    Debit,
    /// It was issued for a deferred payment.
    DeferredPayment,
    /// It was issued for an instalment.
    Installment,
    /// It invoices earlier transfers.
    InvoiceOfTransfers,
    /// Goods of it came back.
    Return,
    /// It takes the document's place.
    Substitution,
    /// It moves goods that were invoiced before.
    TransferOfInvoiced,
}

/// Totals as the document states them; nothing here is computed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Sum of the lines before discounts and tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtotal: Option<Number>,
    /// Sum of the discounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Number>,
    /// Sum of the charges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charges: Option<Number>,
    /// What is taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxable: Option<Number>,
    /// Taxes that the buyer pays on top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Number>,
    /// Taxes that the buyer keeps back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withholding: Option<Number>,
    /// The total of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Number>,
    /// What is still owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_due: Option<Number>,
    /// Rounding of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Number>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pattern of TimbreFiscalDigital's UUID in SAT's XSD, in either case.
    #[test]
    fn what_is_a_uuid() {
        let uuid = "6D7434A6-E3F2-47AD-9E4C-08849946AFA0";
        assert!(is_uuid(uuid) && is_uuid(&uuid.to_lowercase()));
        let wrong =
            [&uuid[..35], &uuid.replace('-', ""), &uuid.replace('D', "G"), &format!("{uuid}-"), "6D7434A6-E3F2", ""];
        for wrong in wrong {
            assert!(!is_uuid(wrong), "{wrong}");
        }
        assert!(!is_uuid("6D7434A6-E3F2-47AD-9E4C-08849946AFñ"));
    }
}
