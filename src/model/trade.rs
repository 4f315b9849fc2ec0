//! Terms of trade and customs facts of a US invoice (19 CFR 141.86; USMCA Annex 5-A).

use serde::{Deserialize, Serialize};

use super::{Date, Number, Text};

/// Terms of trade and customs facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Trade {
    /// Incoterm, three letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoterm: Option<Text>,
    /// The named place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoterm_place: Option<Text>,
    /// Where the seller hands the goods over, to the buyer or to whoever carries them for the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Box<Delivery>>,
    /// Key of the export pedimento under which the seller exports the goods: `A1` definitive, `RT` return, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pedimento_key: Option<Text>,
    /// ISO 3166-1 alpha-2 code of the country in which the services of the invoice are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services_used_in: Option<Text>,
    /// Why the goods leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_reason: Option<Text>,
    /// USMCA/T-MEC certification on the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usmca_certification: Option<UsmcaCertification>,
    /// Port of entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port_of_entry: Option<Text>,
    /// Exporter of record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exporter_of_record: Option<Text>,
    /// Whether seller and buyer are related.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_parties: Option<bool>,
    /// Value of the goods for customs, where it is not the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customs_value: Option<Number>,
    /// Goods and services that the buyer furnished.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assists: Vec<Assist>,
}

/// Where goods are handed over: not where they go to in the end, nor where the buyer resides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// ISO 3166-1 alpha-2.
    pub country: Text,
    /// The postal code there; in Mexico it tells whether that is in a border region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Text>,
}

/// Something that the buyer furnished and the price does not contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assist {
    /// What.
    pub description: Text,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
}

/// The nine data elements of a USMCA certification of origin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UsmcaCertification {
    /// Importer, exporter or producer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certifier_role: Option<Text>,
    /// Who certifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certifier: Option<Text>,
    /// Exporter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exporter: Option<Text>,
    /// Producer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<Text>,
    /// Importer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importer: Option<Text>,
    /// The goods, with their six digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<Text>,
    /// Origin criterion, A to D.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_criterion: Option<Text>,
    /// First day of the blanket period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blanket_start: Option<Date>,
    /// Last day of the blanket period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blanket_end: Option<Date>,
    /// When it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Date>,
}
