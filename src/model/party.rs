//! Who sells, buys, ships or pays.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Date, Text};

/// A person or company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The name in the register (SAT's: upper case, without the kind of company).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<Text>,
    /// The name on the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_name: Option<Text>,
    /// Tax identities of any country.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_ids: Vec<TaxId>,
    /// Postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Box<Address>>,
    /// Whom to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Box<Contact>>,
    /// The US tax form on file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_tax_form: Option<TaxForm>,
}

impl Party {
    /// A party of which only the name is known.
    pub fn named(legal_name: impl Into<Text>) -> Self {
        Party { legal_name: Some(legal_name.into()), ..Party::default() }
    }

    /// The Mexican taxpayer number, where the party has one.
    pub fn rfc(&self) -> Option<&TaxId> {
        self.tax_ids.iter().find(|id| id.kind == TaxIdType::Rfc)
    }
}

/// A tax identity.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxId {
    /// ISO 3166-1 alpha-2 code of the country that gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Text>,
    /// Which of that country's numbers it is.
    #[serde(rename = "type")]
    pub kind: TaxIdType,
    /// The number; absent where only the country of residence is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Text>,
}

impl TaxId {
    /// A Mexican RFC.
    pub fn rfc(value: impl Into<Text>) -> Self {
        TaxId { country: Some("MX".into()), kind: TaxIdType::Rfc, value: Some(value.into()) }
    }
}

/// The number is never shown: nine digits may be a social security number.
impl fmt::Debug for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaxId")
            .field("country", &self.country)
            .field("kind", &self.kind)
            .field("value", &self.value.as_ref().map(|_| "…"))
            .finish()
    }
}

/// Which number a tax identity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TaxIdType {
    /// US employer identification number.
    Ein,
    /// US individual taxpayer number.
    Itin,
    /// Any other; the country says whose.
    Other,
    /// Mexican taxpayer number, the generic ones included.
    Rfc,
    /// US social security number.
    Ssn,
    /// A US state's seller permit.
    StatePermit,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line1: Option<Text>,
    /// Suite, floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line2: Option<Text>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<Text>,
    /// County.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county: Option<Text>,
    /// State: two letters of USPS in the US.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Text>,
    /// ZIP, ZIP+4 or the country's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Text>,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Text>,
}

/// Whom to call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Text>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Text>,
}

/// The IRS form that a payee gave: W-9, W-8BEN, W-8BEN-E.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxForm {
    /// The form's name.
    #[serde(rename = "type")]
    pub kind: Text,
    /// When it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}
