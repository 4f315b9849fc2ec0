//! Lines, and what stands on them.

use serde::{Deserialize, Serialize};

use super::{Exemption, LineExtensions, Number, Tax, Text};

/// One line of goods or services.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Line {
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
    /// The price of one unit before discounts, in the document's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Number>,
    /// Quantity times price, before discounts and tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// Discounts on the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// Codes of what is sold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classifications: Vec<Classification>,
    /// ISO 3166-1 alpha-2 code of where the goods were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_of_origin: Option<Text>,
    /// Weight without packing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_weight: Option<Box<Weight>>,
    /// Serial numbers of the pieces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serial_numbers: Vec<Text>,
    /// Brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<Text>,
    /// Model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Text>,
    /// Whether and how the line is taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxability: Option<Taxability>,
    /// What kind of supply it is to the law: what decides its Mexican tax, together with where it is delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supply: Option<Supply>,
    /// The line's taxes: first those paid on top, then those kept back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<Tax>,
    /// Why this line is exempt of sales tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Box<Exemption>>,
    /// What one country's law knows of the line.
    #[serde(default, skip_serializing_if = "LineExtensions::is_empty")]
    pub extensions: LineExtensions,
}

impl Line {
    /// A line with its four main facts.
    pub fn new(description: impl Into<Text>, quantity: Number, unit_price: Number, amount: Number) -> Self {
        Line {
            description: Some(description.into()),
            quantity: Some(quantity),
            unit_price: Some(unit_price),
            amount: Some(amount),
            ..Line::default()
        }
    }
}

/// What kind of supply a line is, in the terms of Mexico's VAT law (LIVA): one row each in `tax::table`.
///
/// It says what is sold, not at what rate: the rate follows from this, from where it is handed over and from the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Supply {
    /// Advertising.
    Advertising,
    /// Animals and plants that are not industrialised: produce, livestock, grain, cut flowers.
    Agricultural,
    /// Attending calls that come from abroad.
    CallCenter,
    /// Commission and brokerage.
    Commission,
    /// Goods whose sale the law exempts: land, housing, books, used movables of a private person.
    ExemptGoods,
    /// Services that the law exempts and that have no kind of their own here.
    ExemptService,
    /// Filming and recording.
    Filming,
    /// Financing.
    Financing,
    /// Food of LIVA 2-A, industrialised or not.
    Food,
    /// Carriage of goods by road within Mexico.
    Freight,
    /// Goods without a kind of their own here.
    Goods,
    /// Insurance and bonds.
    Insurance,
    /// Rights and other intangible goods.
    Intangible,
    /// Carriage of goods across the border.
    InternationalFreight,
    /// Information technology: software, hosting, their upkeep.
    ItServices,
    /// Maquila and submaquila for export.
    Maquila,
    /// Services of physicians and hospitals that the law exempts.
    MedicalService,
    /// Patent medicines.
    Medicine,
    /// Nothing that the law taxes: duties paid for the customer, deposits, indemnities.
    NotSubject,
    /// Fees of a profession.
    ProfessionalFees,
    /// Rent of real estate for business.
    Rent,
    /// Scrap: waste of metal, paper, glass, plastics for the recycling industry.
    Scrap,
    /// Services without a kind of their own here.
    Service,
    /// Technical assistance, and information on industrial, commercial or scientific experience.
    TechnicalAssistance,
    /// Teaching by institutions with official recognition.
    Tuition,
}

/// A unit of measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its code in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
    /// The list; absent means UN/ECE Recommendation 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_list: Option<UnitCodeList>,
    /// The unit in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// A list of unit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnitCodeList {
    /// UN/ECE Recommendation 20, from which SAT's c_ClaveUnidad is taken.
    #[serde(rename = "unece_rec20")]
    UneceRec20,
    /// What US invoices write: EA, LB, GAL, HR.
    Us,
    /// X12 element 355.
    X12,
}

/// A discount, in money, in percent or in both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Discount {
    /// Percent of the amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Number>,
    /// Money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// A charge that is not a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Charge {
    /// What for.
    #[serde(rename = "type")]
    pub kind: ChargeType,
    /// Money.
    pub amount: Number,
    /// Taxes on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<Tax>,
}

/// What a charge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChargeType {
    /// Commission.
    Commission,
    /// Freight.
    Freight,
    /// Handling.
    Handling,
    /// Insurance.
    Insurance,
    /// Any other.
    Other,
    /// Packing.
    Packing,
}

/// A code of what is sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Classification {
    /// The scheme.
    pub scheme: ClassificationScheme,
    /// The code.
    pub code: Text,
}

/// A scheme of product codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClassificationScheme {
    /// The six digits that all customs tariffs share.
    Hs6,
    /// The US tariff, ten digits.
    HtsUs,
    /// US export numbers, ten digits.
    ScheduleB,
    /// Mexico's tariff, ten digits with NICO.
    Tigie,
    /// UNSPSC, eight digits.
    Unspsc,
}

/// A weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// How many units.
    pub value: Number,
    /// UN/ECE code of the unit: `KGM`, `LBR`.
    pub unit: Text,
}

/// Whether and how a line is taxed.
///
/// The first eight are SAT's c_ObjetoImp, one to one; the others are what US systems say beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Taxability {
    /// Outside the law's object (01).
    NotSubject,
    /// Taxed, taxes shown (02); rate 0 and exempt are said by the taxes.
    Taxable,
    /// Taxed, not shown apart (03).
    NotItemized,
    /// Taxed, but no tax arises (04).
    NoTaxDue,
    /// Taxed, with the PODEBI credit (05).
    CreditPodebi,
    /// IVA not charged (06).
    VatNotCharged,
    /// IVA not charged, IEPS shown (07).
    VatNotChargedExciseItemized,
    /// IVA not charged, IEPS not shown (08).
    VatNotChargedExciseNotItemized,
    /// The customer is exempt.
    CustomerExempt,
    /// The seller does not collect there.
    NotCollecting,
    /// The product is exempt.
    ProductExempt,
    /// The buyer accounts for the tax.
    ReverseCharge,
    /// Taxed at zero.
    ZeroRated,
}
