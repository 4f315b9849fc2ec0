//! What an invoice of a US product does not carry and a CFDI needs: the issuer, its customers, its items, exchange rates, and
//! the choices that only the user may make.
//!
//! A context is data: TOML (`Context::from_toml`, feature `toml`) or JSON ([`Context::from_json`]), described by
//! `schemas/context.schema.json`. It decides nothing by itself and never holds a guess: an entry is what the user wrote or
//! what `frontera learn` saw without contradiction in the issuer's own CFDIs, and what is `undecided` stays so.
//! ```
//! use frontera::context::Context;
//! let context = Context::from_json(br#"{
//!   "issuer": {"rfc": "EKU9003173C9", "legal_name": "ESCUELA KEMPER URGATE", "regimen_fiscal": "601", "lugar_expedicion": "22000"},
//!   "items": [{"sku": "TOM-25", "clave_prod_serv": "50407000", "clave_unidad": "XCS", "supply": "agricultural"}]
//! }"#)?;
//! assert_eq!(context.items[0].clave_prod_serv.as_deref(), Some("50407000"));
//! # Ok::<(), frontera::Error>(())
//! ```
//! What the document says wins over the context, and what contradicts it is a finding.

mod check;
mod form;
mod learn;
mod lookup;

use serde::{Deserialize, Serialize};

pub(crate) use check::is_rfc;
#[cfg(feature = "toml")]
pub(crate) use form::Places;
pub(crate) use form::is_json;
pub use learn::{LearnOptions, Learner, Learnt, Skipped, learn};
pub use lookup::Match;
pub(crate) use lookup::{ItemIndex, RFC_FOREIGN, RFC_PUBLIC, bare, fold_name, is_generic_rfc};

use crate::model::{ChargeType, Date, Delivery, ExchangeRate, Number, Supply, Tax, Text, Time};

/// The JSON Schema of a context (draft 2020-12), as `schemas/context.schema.json` has it.
pub const SCHEMA: &str = include_str!("../../schemas/context.schema.json");

/// What a CFDI needs and an invoice does not carry. Every part may be missing; what is then missing in a draft is a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Context {
    /// What becomes of US sales tax that the issuer collected; without the choice it is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_tax: Option<UsTax>,
    /// The Concepto that US sales tax becomes with `us_tax = "concept"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_tax_concept: Option<Item>,
    /// Who issues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Issuer>,
    /// Which rate of exchange is taken, where the document has none.
    #[serde(default, skip_serializing_if = "Exchange::is_empty")]
    pub exchange: Exchange,
    /// What may be filled in where neither document nor register says; each is the user's choice, and each use is told.
    #[serde(default, skip_serializing_if = "Defaults::is_empty")]
    pub defaults: Defaults,
    /// The customer register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<Customer>,
    /// The item map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// The UUIDs of documents that were issued, by their numbers, for credit memos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<IssuedDocument>,
    /// What past documents say differently: listed, used by nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<Undecided>,
}

/// What becomes of US sales tax in a CFDI. Closed: there is no third way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UsTax {
    /// A Concepto of its own with ObjetoImp 01: the CFDI's Total is the invoice's.
    Concept,
    /// Kept beside the CFDI with the US facts: its Total is without it, which is a reported loss.
    Outside,
}

/// Who issues the CFDI.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// RFC.
    pub rfc: Text,
    /// The name in SAT's register: upper case, without the kind of company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<Text>,
    /// The names that the US product has for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Text>,
    /// c_RegimenFiscal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regimen_fiscal: Option<Text>,
    /// Postal code of the place of issue (c_CodigoPostal).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lugar_expedicion: Option<Text>,
    /// The notice of the border stimulus, where the issuer filed one: without it nothing is 8 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub border_notice: Option<BorderNotice>,
    /// Fiscal address, which Comercio Exterior asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<MxAddress>,
    /// CURP, which Comercio Exterior asks of natural persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curp: Option<Text>,
    /// How many past documents say so (`frontera learn`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<u32>,
}

/// Tax numbers are not shown.
impl std::fmt::Debug for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Issuer")
            .field("legal_name", &self.legal_name)
            .field("regimen_fiscal", &self.regimen_fiscal)
            .field("lugar_expedicion", &self.lugar_expedicion)
            .field("border_notice", &self.border_notice)
            .finish_non_exhaustive()
    }
}

/// The issuer's notice of the VAT stimulus of the border regions (decrees DOF 2018-12-31 and 2020-12-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BorderNotice {
    /// The day on which it was filed; it has effect 72 hours later.
    pub filed: Date,
    /// The day from which on it has no effect any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Date>,
}

impl BorderNotice {
    /// The day from which on it has effect: 72 hours after it was filed.
    pub(crate) fn takes_effect(&self) -> Option<Date> {
        self.filed.plus_days(3)
    }
}

/// A Mexican address in the codes of SAT's catalogues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MxAddress {
    /// Street.
    pub calle: Text,
    /// Number of the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_exterior: Option<Text>,
    /// Number within the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_interior: Option<Text>,
    /// c_Colonia.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colonia: Option<Text>,
    /// c_Localidad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub localidad: Option<Text>,
    /// c_Municipio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipio: Option<Text>,
    /// c_Estado.
    pub estado: Text,
    /// c_CodigoPostal.
    pub codigo_postal: Text,
}

/// A customer, by any of its names or tax numbers.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// RFC; `XEXX010101000` for a non-resident without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfc: Option<Text>,
    /// The name that the CFDI has: SAT's for a Mexican customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<Text>,
    /// The names that the US product has for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Text>,
    /// ISO 3166-1 alpha-2 code of the country of residence, for a foreign one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Text>,
    /// Its tax number there (NumRegIdTrib).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_id: Option<Text>,
    /// c_RegimenFiscal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regimen_fiscal: Option<Text>,
    /// Fiscal postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicilio_fiscal: Option<Text>,
    /// c_UsoCFDI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uso_cfdi: Option<Text>,
    /// c_MetodoPago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metodo_pago: Option<Text>,
    /// c_FormaPago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forma_pago: Option<Text>,
    /// Where goods are handed over to it, where the document does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// Key of the pedimento under which goods are exported to it, where the document does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pedimento_key: Option<Text>,
    /// ISO 3166-1 alpha-2 code of where it uses services, where the document does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services_used_in: Option<Text>,
    /// c_Exportacion of every past document (`frontera learn`): what stands for the three above where nothing says more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exportacion: Option<Text>,
    /// How many past documents say so (`frontera learn`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<u32>,
}

/// Tax numbers are not shown.
impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Customer").field("legal_name", &self.legal_name).finish_non_exhaustive()
    }
}

/// An item, by its SKU, else by its description, or by the kind of charge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The seller's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Text>,
    /// The description; case and blanks around and between words do not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The kind of charge that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ChargeType>,
    /// c_ClaveProdServ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clave_prod_serv: Option<Text>,
    /// c_ClaveUnidad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clave_unidad: Option<Text>,
    /// c_ObjetoImp, where it is another than follows from the treatment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objeto_imp: Option<Text>,
    /// What it is to the law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supply: Option<Supply>,
    /// IEPS, where the law taxes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excise: Option<Excise>,
    /// Ten digits of the Mexican tariff, with NICO (c_FraccionArancelaria).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fraccion: Option<Text>,
    /// Customs units in one unit of the line, where the table of units has no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customs_units_per_unit: Option<Number>,
    /// Taxes of every past document (`frontera learn`), kinds and rates alone: taken where neither the document nor `supply`
    /// decides, and only where the document's Exportacion is `taxes_with_exportacion`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<Tax>,
    /// c_Exportacion of the documents that `taxes` is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxes_with_exportacion: Option<Text>,
    /// How many past documents say so (`frontera learn`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<u32>,
}

/// IEPS of an item: a rate, or an amount per unit of its base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Excise {
    /// A fraction of the price: `0.530000`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Number>,
    /// Pesos (the document's currency) for one unit of the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_per_unit: Option<Number>,
    /// Units of the base (litres) in one unit of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_per_unit: Option<Number>,
}

/// A document that was issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IssuedDocument {
    /// Its number as credit memos name it: series and number together.
    pub number: Text,
    /// Its fiscal UUID.
    pub uuid: Text,
}

/// Which rate of exchange is taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The series of the rate file; needed where the file has both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Series>,
    /// Whether a document's rate in the other direction may be inverted; each time is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allow_inverted: bool,
    /// Rates with their day and source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<ExchangeRate>,
}

impl Exchange {
    fn is_empty(&self) -> bool {
        *self == Exchange::default()
    }
}

/// A series of Banxico's rate: the same number, a banking day apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Series {
    /// By the day of publication in the Diario Oficial.
    Dof,
    /// By the day on which Banxico determined it.
    Fix,
}

/// What may be filled in. Nothing is unless it stands here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Whether a buyer with an address abroad and no RFC is a non-resident without one: `XEXX010101000`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign_generic_rfc: bool,
    /// c_UsoCFDI of Mexican customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uso_cfdi: Option<Text>,
    /// c_MetodoPago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metodo_pago: Option<Text>,
    /// c_FormaPago of what is paid at once (PUE).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forma_pago: Option<Text>,
    /// Time of issue of a document that has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue_time: Option<Time>,
    /// Whether a line without quantity and price is one unit at its amount.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_unit: bool,
}

impl Defaults {
    fn is_empty(&self) -> bool {
        *self == Defaults::default()
    }
}

/// A fact on which past documents differ.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Undecided {
    /// Whose: `issuer`, `customer`, `item`.
    pub of: UndecidedOf,
    /// Which one: an RFC or name, a SKU or description.
    pub key: Text,
    /// The field of the entry.
    pub field: Text,
    /// What was seen, the most frequent first.
    pub values: Vec<Seen>,
}

/// A customer's key and values may be tax numbers, which are not shown.
impl std::fmt::Debug for Undecided {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("Undecided");
        out.field("of", &self.of).field("field", &self.field);
        if self.of == UndecidedOf::Item {
            out.field("key", &self.key).field("values", &self.values);
        }
        out.finish_non_exhaustive()
    }
}

/// Whose fact is undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UndecidedOf {
    /// A customer's.
    Customer,
    /// The issuer's.
    Issuer,
    /// An item's.
    Item,
}

/// A value and how many documents have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The value as text.
    pub value: Text,
    /// Documents that have it.
    pub documents: u32,
}

/// The JSON Schema made anew from the types; [`SCHEMA`] is what it was when it was last written.
#[cfg(feature = "schema")]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Context>()
        .to_value();
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$id".into(), "urn:frontera:context:1".into());
        fields.insert("title".into(), "Context of a conversion".into());
    }
    schema
}
