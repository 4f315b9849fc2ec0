//! What a Mexican buyer owes a US seller: the accounts-payable record of a US invoice.
//!
//! A US seller issues no CFDI (case [`ReceivedInMx`](crate::case::Case::ReceivedInMx)). Its buyer books the invoice, accounts
//! for IVA itself and takes US taxes as cost. A [`Payable`] says for each line where its IVA is paid; it is an extract, and the
//! invoice stays the document.
//! ```
//! use frontera::payable::{IvaPosition, Payable};
//! use frontera::{Format, Options, case::Case};
//! let json = br#"{
//!   "schema_version": "1.0", "document_type": "invoice", "document_number": "INV-7", "issue_date": "2026-03-02", "currency": "USD",
//!   "exchange_rate": {"from": "USD", "to": "MXN", "rate": "17.8642", "date": "2026-02-27", "source": "dof"},
//!   "seller": {"legal_name": "Rio Grande Software LLC", "address": {"state": "TX", "country": "US"}},
//!   "buyer": {"legal_name": "ESCUELA KEMPER URGATE", "tax_ids": [{"country": "MX", "type": "rfc", "value": "EKU9003173C9"}]},
//!   "lines": [{"description": "Hosting, March", "amount": "250.00", "supply": "it_services"}],
//!   "trade": {"services_used_in": "MX"},
//!   "totals": {"total": "250.00"}
//! }"#;
//! let converted = frontera::convert(json, Format::Payable, &Options::default().case(Case::ReceivedInMx))?;
//! let payable = Payable::from_json(&converted.output.unwrap())?;
//! assert_eq!(payable.total_mxn.unwrap().to_string(), "4466.05");
//! assert_eq!(payable.lines[0].iva.position, IvaPosition::SelfAssessed);
//! assert_eq!(payable.iva_totals[0].amount.to_string(), "40.00");
//! # Ok::<(), frontera::Error>(())
//! ```
//! Sources: LIVA 24 (what an importation is), 25-III (what of it is not taxed), 26 (when), 27 and 18 (on which base), 28 (goods,
//! at customs); RLIVA 50 (credit in the same return). Departures: IVA is in the document's currency, since the IVA of services
//! is caused when they are paid (LIVA 26-IV) and converted at that day's rate; what a Mexican payer withholds from a non-resident
//! (LISR, title V) is not decided.

mod build;
mod iva;

use serde::{Deserialize, Serialize};

use crate::convert::Limits;
use crate::error::Error;
use crate::model::{
    ChargeType, Date, DocumentType, ExchangeRate, Jurisdiction, Number, PaymentTerms, PrecedingDocument, Supply, TaxId,
    TaxType, Text, Unit,
};

pub use build::of;
pub use iva::{Verdict, verdict};

/// The JSON Schema of a payable (draft 2020-12), as `schemas/payable.schema.json` has it.
pub const SCHEMA: &str = include_str!("../../schemas/payable.schema.json");

/// What is owed by one US invoice, credit memo or debit memo; amounts are positive in each kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Payable {
    /// The version of the JSON form: `1.0`.
    pub schema_version: PayableVersion,
    /// `invoice`, `debit_memo`, or `credit_memo`, which reduces what is owed.
    pub document_type: DocumentType,
    /// The series of the seller's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Text>,
    /// The seller's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Text>,
    /// The seller's date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue_date: Option<Date>,
    /// The day on which payment is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Date>,
    /// The terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<PaymentTerms>,
    /// The buyer's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order_number: Option<Text>,
    /// Documents that it corrects or refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preceding_documents: Vec<PrecedingDocument>,
    /// Whom the money is owed to.
    pub supplier: Supplier,
    /// Who owes it.
    pub buyer: Buyer,
    /// ISO 4217 code of every amount but `total_mxn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// Pesos for one unit of the currency, with day and source: the document's, else by CFF 20 for its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange_rate: Option<ExchangeRate>,
    /// The total as the invoice states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Number>,
    /// The total in pesos, converted once and rounded to centavos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_mxn: Option<Number>,
    /// What the invoice says is still owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_due: Option<Number>,
    /// Taxes that the seller charged and that are not Mexico's, by jurisdiction: part of the cost, never creditable IVA.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub us_taxes: Vec<TaxCharged>,
    /// The lines in their order, then the charges.
    pub lines: Vec<PayableLine>,
    /// IVA of the lines that have a rate, by position and rate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub iva_totals: Vec<IvaTotal>,
}

impl Payable {
    /// Reads a payable as [`write`](Payable::write) wrote it.
    ///
    /// # Errors
    /// What is no JSON, has an unknown field or a value of the wrong form: with pointer, line and column.
    pub fn from_json(bytes: &[u8]) -> Result<Payable, Error> {
        crate::formats::us::read_json(bytes, &Limits::default())
    }

    /// Writes it as JSON, on one line or indented for people.
    pub fn write(&self, pretty: bool) -> Vec<u8> {
        // Writing to memory fails only where a map has a key that is no string; there is none.
        let mut out =
            if pretty { serde_json::to_vec_pretty(self) } else { serde_json::to_vec(self) }.unwrap_or_default();
        if pretty {
            out.push(b'\n');
        }
        out
    }
}

/// The version of the JSON form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum PayableVersion {
    /// The first published form.
    #[serde(rename = "1.0")]
    V1,
}

/// Whom the money is owed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Supplier {
    /// The legal name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<Text>,
    /// The name on the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_name: Option<Text>,
    /// ISO 3166-1 alpha-2 code: of the address, else of the tax numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Text>,
    /// Tax identities of any country.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_ids: Vec<TaxId>,
}

/// Who owes the money.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Buyer {
    /// RFC, as the document has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfc: Option<Text>,
    /// The legal name, as the document has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<Text>,
}

/// Tax numbers are not shown.
impl std::fmt::Debug for Buyer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buyer").field("legal_name", &self.legal_name).finish_non_exhaustive()
    }
}

/// A tax that the seller charged and that is not Mexico's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TaxCharged {
    /// The kind.
    pub tax_type: TaxType,
    /// Who levies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Jurisdiction>,
    /// A fraction of the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Number>,
    /// Money: the sum of what the invoice states.
    pub amount: Number,
}

/// A line or charge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PayableLine {
    /// The kind of charge, where it is one and no line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ChargeType>,
    /// The line's number on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_number: Option<Text>,
    /// The seller's number of the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Text>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// How many units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Number>,
    /// What a unit is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The price of one unit before discounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Number>,
    /// Before discounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// The line's discounts and its share of those on the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Number>,
    /// Amount less discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Number>,
    /// Taxes of the line that are not Mexico's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_tax: Option<Number>,
    /// What it is to the VAT law: the document's word, else the context's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supply: Option<Supply>,
    /// Where its IVA is paid.
    pub iva: Iva,
}

/// The position of a line towards IVA.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Iva {
    /// Where it is paid.
    pub position: IvaPosition,
    /// The articles that say so.
    pub source: Text,
    /// A fraction of the base, of what is self-assessed or charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Number>,
    /// What is self-assessed: the net amount and the taxes charged with it (LIVA 27, 18). What is charged: as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Number>,
    /// Self-assessed: base times rate, not rounded. Charged: as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
}

/// Where the IVA of a line is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IvaPosition {
    /// The seller charges it on the invoice, as a foreign provider of digital services does (LIVA 18-D).
    Charged,
    /// None is due: the law exempts it, or it is no importation.
    NotDue,
    /// Goods: whatever is due is paid at customs and stands on the import pedimento (LIVA 28).
    OnPedimento,
    /// The buyer pays it in its own return when it pays the seller, and credits it in the same return (LIVA 24, 26; RLIVA 50).
    SelfAssessed,
    /// A fact is missing, or the law depends on facts that no invoice has; a finding says which.
    Undecided,
}

/// IVA of lines of one position and rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct IvaTotal {
    /// Where it is paid.
    pub position: IvaPosition,
    /// A fraction of the base.
    pub rate: Number,
    /// The sum of the bases.
    pub base: Number,
    /// The sum of the lines' IVA, rounded once to the decimals of the currency.
    pub amount: Number,
}

/// The JSON Schema made anew from the types; [`SCHEMA`] is what it was when it was last written.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Payable>()
        .to_value();
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$id".into(), "urn:frontera:payable:1.0".into());
        fields.insert("title".into(), "Payable of a US invoice".into());
    }
    schema
}
