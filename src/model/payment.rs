//! Terms, means and payments.

use serde::{Deserialize, Serialize};

use super::{Date, Number, Text};

/// When payment is due, and what an early one saves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentTerms {
    /// The kind of terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<TermsCode>,
    /// Days until payment is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_days: Option<u32>,
    /// Percent off for an early payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_percent: Option<Number>,
    /// Days within which a payment is early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_days: Option<u32>,
    /// The terms in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// The kind of payment terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TermsCode {
    /// At once.
    DueOnReceipt,
    /// At the end of the month.
    Eom,
    /// In instalments.
    Installments,
    /// A number of days after issue.
    Net,
    /// On a day of the next month.
    Prox,
}

/// How payment is or was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaymentMeans {
    /// The method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<PaymentMethod>,
}

/// A method of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PaymentMethod {
    /// US bank transfer by the clearing house.
    Ach,
    /// An advance or customer credit is applied.
    AdvanceApplied,
    /// Notes and coins.
    Cash,
    /// Charge card, paid in full each month.
    ChargeCard,
    /// Check.
    Check,
    /// Credit card.
    CreditCard,
    /// Debit card.
    DebitCard,
    /// Electronic money.
    ElectronicMoney,
    /// Someone collects for the seller: a marketplace, PayPal, Stripe.
    Intermediary,
    /// Debts are set off.
    Offset,
    /// One of SAT's rarer forms, or anything else.
    Other,
    /// Not known yet.
    Undetermined,
    /// Vouchers.
    Voucher,
    /// Electronic wallet.
    Wallet,
    /// Bank transfer.
    Wire,
}

/// A payment received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// How much, in the document's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<PaymentMethod>,
    /// The bank's or the payer's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Text>,
}
