//! Taxes of both countries, on a line or summed up for the document.

use serde::{Deserialize, Serialize};

use super::{Date, Number, Text};

/// One tax on a line, on a charge or in the summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// The kind of tax, and whether it is paid on top or kept back.
    pub tax_type: TaxType,
    /// Who levies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Jurisdiction>,
    /// How `rate` is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<TaxFactor>,
    /// A fraction of the base (`0.160000` is 16 %), or money per unit of the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Number>,
    /// The base: money, or units for an amount per unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxable_amount: Option<Number>,
    /// The tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// What of the price is exempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exempt_amount: Option<Number>,
}

impl Tax {
    /// A tax of which only the kind is known.
    pub fn new(tax_type: TaxType) -> Self {
        Tax {
            tax_type,
            jurisdiction: None,
            factor: None,
            rate: None,
            taxable_amount: None,
            amount: None,
            exempt_amount: None,
        }
    }
}

/// The kind of tax. Mexican IVA is [`Vat`](TaxType::Vat), never [`SalesTax`](TaxType::SalesTax).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TaxType {
    /// Customs duty.
    Duty,
    /// Tax on certain goods: IEPS in Mexico.
    Excise,
    /// Income tax charged on top; SAT's schema allows it, no law asks for it.
    Income,
    /// A tax on top of which only its amount is known.
    Other,
    /// US state and local sales tax.
    SalesTax,
    /// US use tax.
    UseTax,
    /// Value added tax: IVA in Mexico.
    Vat,
    /// Excise kept back by the buyer.
    WithholdingExcise,
    /// Income tax kept back by the buyer: ISR in Mexico.
    WithholdingIncome,
    /// A tax kept back of which only its amount is known.
    WithholdingOther,
    /// Value added tax kept back by the buyer.
    WithholdingVat,
}

impl TaxType {
    /// True where the buyer keeps the tax back from what it pays.
    pub fn is_withheld(self) -> bool {
        matches!(
            self,
            TaxType::WithholdingExcise
                | TaxType::WithholdingIncome
                | TaxType::WithholdingOther
                | TaxType::WithholdingVat
        )
    }
}

/// How a tax follows from its base. Closed: SAT's c_TipoFactor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxFactor {
    /// So much money per unit.
    AmountPerUnit,
    /// The law exempts it: neither rate nor amount.
    Exempt,
    /// A fraction of the base.
    Rate,
}

/// Who levies a tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// The level of government.
    pub level: JurisdictionLevel,
    /// Its code: `MX`, `TX`, a county's FIPS number …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

impl Jurisdiction {
    /// The Mexican federation.
    pub fn mexico() -> Self {
        Jurisdiction { level: JurisdictionLevel::Country, code: Some("MX".into()), name: None }
    }
}

/// A level of government.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JurisdictionLevel {
    /// City.
    City,
    /// Country.
    Country,
    /// County.
    County,
    /// A district for one purpose.
    Special,
    /// State.
    State,
}

/// Where tax is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TaxRounding {
    /// Once, on the document.
    Document,
    /// On each line.
    Line,
}

/// Why no sales tax is charged, and the paper that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The reason.
    pub reason: ExemptionReason,
    /// The certificate's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_number: Option<Text>,
    /// The state whose certificate it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Text>,
    /// When it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// The form's number (`01-339`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Text>,
}

/// Why no sales tax is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ExemptionReason {
    /// Farming.
    Agriculture,
    /// The buyer pays the state itself.
    DirectPay,
    /// Shipped out of the country.
    Export,
    /// A public body.
    Government,
    /// Used in making goods.
    Manufacturing,
    /// A charity.
    Nonprofit,
    /// Any other.
    Other,
    /// Bought to be sold on.
    Resale,
}
