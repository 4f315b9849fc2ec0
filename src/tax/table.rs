//! The law as rows: kinds of supply, what makes an export, the domestic rates, what the buyer keeps back, what is refused.
//!
//! Each row has its dates and its source; `treatment` asks them and knows no rate itself. LIVA is the
//! Ley del Impuesto al Valor Agregado, RLIVA its regulation, LISR the Ley del Impuesto sobre la Renta, LIEPS the Ley del Impuesto
//! Especial sobre Producción y Servicios.

use rust_decimal::Decimal;

use crate::catalog::Border;
use crate::model::{Supply, TaxType};

/// Why a line is taxed as it is: a row of the decision table.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// Its name, stable: `exported_a1`.
    pub code: &'static str,
    /// In English.
    pub en: &'static str,
    /// In Spanish.
    pub es: &'static str,
    /// The article.
    pub source: &'static str,
    /// The first day, ISO 8601; empty where it is older than CFDI 4.0.
    pub from: &'static str,
    /// The last day that is known; empty without one.
    pub until: &'static str,
}

impl Reason {
    const fn new(
        code: &'static str,
        en: &'static str,
        es: &'static str,
        source: &'static str,
        from: &'static str,
        until: &'static str,
    ) -> Reason {
        Reason { code, en, es, source, from, until }
    }
}

/// Goods cross the border, services are used across it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Things.
    Goods,
    /// Rights.
    Intangible,
    /// Neither: money that is no price.
    NoSupply,
    /// Services.
    Services,
}

/// What the law says of a supply inside the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domestic {
    /// TipoFactor Exento.
    Exempt,
    /// 16 %, or the border's 8 %.
    General,
    /// ObjetoImp 01.
    NotSubject,
    /// 0 %.
    Zero,
}

/// A kind of supply.
#[derive(Debug)]
#[non_exhaustive]
pub struct SupplyRow {
    /// Which.
    pub supply: Supply,
    /// What it is.
    pub nature: Nature,
    /// Inside the country.
    pub domestic: Domestic,
    /// Why, where that is not the general rate.
    pub reason: Option<&'static Reason>,
    /// Why it is 0 % when used abroad, for services of the closed list.
    pub export: Option<&'static Reason>,
}

const fn goods(supply: Supply, domestic: Domestic, reason: Option<&'static Reason>) -> SupplyRow {
    SupplyRow { supply, nature: Nature::Goods, domestic, reason, export: None }
}

const fn service(supply: Supply, export: Option<&'static Reason>) -> SupplyRow {
    SupplyRow { supply, nature: Nature::Services, domestic: Domestic::General, reason: None, export }
}

const fn exempt(supply: Supply, reason: &'static Reason) -> SupplyRow {
    SupplyRow { supply, nature: Nature::Services, domestic: Domestic::Exempt, reason: Some(reason), export: None }
}

/// Every kind of supply, in the order of [`Supply`].
pub static SUPPLIES: &[SupplyRow] = &[
    service(Supply::Advertising, Some(&ADVERTISING)),
    goods(Supply::Agricultural, Domestic::Zero, Some(&AGRICULTURAL)),
    service(Supply::CallCenter, Some(&CALL_CENTER)),
    service(Supply::Commission, Some(&COMMISSION)),
    goods(Supply::ExemptGoods, Domestic::Exempt, Some(&EXEMPT_GOODS)),
    exempt(Supply::ExemptService, &EXEMPT_SERVICE),
    service(Supply::Filming, Some(&FILMING)),
    service(Supply::Financing, Some(&FINANCING)),
    goods(Supply::Food, Domestic::Zero, Some(&FOOD)),
    service(Supply::Freight, None),
    goods(Supply::Goods, Domestic::General, None),
    service(Supply::Insurance, Some(&INSURANCE)),
    SupplyRow {
        supply: Supply::Intangible,
        nature: Nature::Intangible,
        domestic: Domestic::General,
        reason: None,
        export: None,
    },
    service(Supply::InternationalFreight, Some(&INTERNATIONAL_FREIGHT)),
    service(Supply::ItServices, Some(&IT_SERVICES)),
    service(Supply::Maquila, Some(&MAQUILA)),
    exempt(Supply::MedicalService, &MEDICAL),
    goods(Supply::Medicine, Domestic::Zero, Some(&MEDICINE)),
    SupplyRow {
        supply: Supply::NotSubject,
        nature: Nature::NoSupply,
        domestic: Domestic::NotSubject,
        reason: Some(&NOT_SUBJECT),
        export: None,
    },
    service(Supply::ProfessionalFees, None),
    service(Supply::Rent, None),
    goods(Supply::Scrap, Domestic::General, None),
    service(Supply::Service, None),
    service(Supply::TechnicalAssistance, Some(&TECHNICAL_ASSISTANCE)),
    exempt(Supply::Tuition, &TUITION),
];

/// The row of a supply.
pub fn row(supply: Supply) -> &'static SupplyRow {
    // A test holds the order.
    &SUPPLIES[supply as usize]
}

static ADVERTISING: Reason = Reason::new(
    "advertising_abroad",
    "0 %: advertising used abroad",
    "0 %: publicidad aprovechada en el extranjero",
    "LIVA 29-IV c",
    "",
    "",
);
static CALL_CENTER: Reason = Reason::new(
    "call_center_abroad",
    "0 %: calls from abroad, contracted and paid from there",
    "0 %: llamadas originadas, contratadas y pagadas en el extranjero",
    "LIVA 29-IV h",
    "",
    "",
);
static COMMISSION: Reason = Reason::new(
    "commission_abroad",
    "0 %: commission used abroad",
    "0 %: comisión aprovechada en el extranjero",
    "LIVA 29-IV d",
    "",
    "",
);
static FILMING: Reason = Reason::new(
    "filming_abroad",
    "0 %: filming used abroad",
    "0 %: filmación aprovechada en el extranjero",
    "LIVA 29-IV g",
    "",
    "",
);
static FINANCING: Reason = Reason::new(
    "financing_abroad",
    "0 %: financing used abroad",
    "0 %: financiamiento aprovechado en el extranjero",
    "LIVA 29-IV f",
    "",
    "",
);
static INSURANCE: Reason = Reason::new(
    "insurance_abroad",
    "0 %: insurance used abroad",
    "0 %: seguro aprovechado en el extranjero",
    "LIVA 29-IV e",
    "",
    "",
);
static IT_SERVICES: Reason = Reason::new(
    "it_services_abroad",
    "0 %: information technology used abroad",
    "0 %: tecnologías de la información aprovechadas en el extranjero",
    "LIVA 29-IV i",
    "",
    "",
);
static MAQUILA: Reason =
    Reason::new("maquila_abroad", "0 %: maquila for export", "0 %: maquila para exportación", "LIVA 29-IV b", "", "");
static TECHNICAL_ASSISTANCE: Reason = Reason::new(
    "technical_assistance_abroad",
    "0 %: technical assistance used abroad",
    "0 %: asistencia técnica aprovechada en el extranjero",
    "LIVA 29-IV a",
    "",
    "",
);
/// The one service that is 0 % wherever it is used.
pub(super) static INTERNATIONAL_FREIGHT: Reason = Reason::new(
    "international_freight",
    "0 %: goods carried across the border by a resident",
    "0 %: transporte internacional de bienes por un residente",
    "LIVA 29-V",
    "",
    "",
);

static AGRICULTURAL: Reason = Reason::new(
    "agricultural",
    "0 %: animals and plants that are not industrialised",
    "0 %: animales y vegetales no industrializados",
    "LIVA 2-A I a",
    "",
    "",
);
static FOOD: Reason = Reason::new("food", "0 %: food", "0 %: alimentos", "LIVA 2-A I b", "", "");
static MEDICINE: Reason =
    Reason::new("medicine", "0 %: patent medicines", "0 %: medicinas de patente", "LIVA 2-A I b", "", "");
static EXEMPT_GOODS: Reason = Reason::new(
    "exempt_goods",
    "exempt: goods of LIVA 9",
    "exento: bienes del artículo 9 de la LIVA",
    "LIVA 9",
    "",
    "",
);
static EXEMPT_SERVICE: Reason = Reason::new(
    "exempt_service",
    "exempt: services of LIVA 15",
    "exento: servicios del artículo 15 de la LIVA",
    "LIVA 15",
    "",
    "",
);
static MEDICAL: Reason =
    Reason::new("medical_service", "exempt: medical services", "exento: servicios médicos", "LIVA 15-XIV", "", "");
static TUITION: Reason =
    Reason::new("tuition", "exempt: teaching", "exento: servicios de enseñanza", "LIVA 15-IV", "", "");
static NOT_SUBJECT: Reason =
    Reason::new("not_subject", "not subject to tax", "no objeto de impuesto", "LIVA 1", "", "");

/// How goods leave: the key of the seller's pedimento.
#[derive(Debug)]
#[non_exhaustive]
pub struct ExportRow {
    /// Key of the pedimento; empty for "another definitive key", which only Exportacion 04 says.
    pub key: &'static str,
    /// c_Exportacion.
    pub exportacion: &'static str,
    /// Why it is 0 %.
    pub reason: Reason,
}

/// Exports of goods. Whether they are is a matter of delivery and pedimento, never of the buyer's RFC.
pub static EXPORTS: &[ExportRow] = &[
    ExportRow {
        key: "A1",
        exportacion: "02",
        reason: Reason::new(
            "exported_a1",
            "0 %: goods exported, pedimento A1",
            "0 %: exportación definitiva, pedimento A1",
            "LIVA 29-I",
            "",
            "",
        ),
    },
    ExportRow {
        key: "RT",
        exportacion: "04",
        reason: Reason::new(
            "returned_rt",
            "0 %: temporarily imported goods return, pedimento RT",
            "0 %: retorno de bienes importados temporalmente, pedimento RT",
            "LIVA 29-I",
            "2022-02-25",
            "",
        ),
    },
    ExportRow {
        key: "",
        exportacion: "04",
        reason: Reason::new(
            "exported_other_key",
            "0 %: goods exported under another key than A1",
            "0 %: exportación definitiva con clave distinta a A1",
            "LIVA 29-I",
            "2022-02-25",
            "",
        ),
    },
];

/// A rate of IVA inside the country.
#[derive(Debug)]
#[non_exhaustive]
pub struct RateRow {
    /// Where it is in force: the whole country, or a border region.
    pub region: Border,
    /// A fraction with six decimals.
    pub rate: Decimal,
    /// Why. After its last known day it is still used, with a warning.
    pub reason: Reason,
}

/// IVA's rates, the special ones first.
pub static RATES: &[RateRow] = &[
    RateRow {
        region: Border::Northern,
        rate: millionths(80_000),
        reason: Reason::new(
            "border_north",
            "8 %: northern border region, seller with the notice",
            "8 %: región fronteriza norte, emisor con aviso",
            "decree DOF 2018-12-31; extended DOF 2024-12-24 and 2025-12-31",
            "2019-01-01",
            "2026-12-31",
        ),
    },
    RateRow {
        region: Border::Southern,
        rate: millionths(80_000),
        reason: Reason::new(
            "border_south",
            "8 %: southern border region, seller with the notice",
            "8 %: región fronteriza sur, emisor con aviso",
            "decree DOF 2020-12-30; extended DOF 2024-12-24 and 2025-12-31",
            "2021-01-01",
            "2026-12-31",
        ),
    },
    RateRow {
        region: Border::None,
        rate: millionths(160_000),
        reason: Reason::new("general", "16 %: general rate", "16 %: tasa general", "LIVA 1", "", ""),
    },
];

/// Who keeps tax back from whom.
#[derive(Debug)]
#[non_exhaustive]
pub struct RetentionRow {
    /// The supplies that it is for; empty for all that are taxed or exempt.
    pub supplies: &'static [Supply],
    /// Whether the seller must be a natural person.
    pub natural: bool,
    /// The seller's regime: with it, without it, or whatever it is.
    pub regime: Regime,
    /// What is kept back.
    pub tax: TaxType,
    /// For withheld IVA, the rate of IVA that it belongs to.
    pub of: Option<Decimal>,
    /// A fraction of the price with six decimals; absent where the law's answer is not known: refused.
    pub rate: Option<Decimal>,
    /// Why.
    pub reason: Reason,
}

/// A condition on the seller's regime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// Any.
    Any,
    /// This one.
    Is(&'static str),
    /// Any but this one.
    IsNot(&'static str),
}

const FEES: &[Supply] = &[Supply::ProfessionalFees, Supply::MedicalService];
const FEES_AND_RENT: &[Supply] = &[Supply::ProfessionalFees, Supply::Rent];

/// What a Mexican legal person keeps back from what it pays; nobody else keeps anything back under these rules.
pub static RETENTIONS: &[RetentionRow] = &[
    RetentionRow {
        supplies: FEES,
        natural: true,
        regime: Regime::IsNot("626"),
        tax: TaxType::WithholdingIncome,
        of: None,
        rate: Some(millionths(100_000)),
        reason: Reason::new("isr_fees", "ISR 10 % of fees", "ISR 10 % de honorarios", "LISR 106", "", ""),
    },
    RetentionRow {
        supplies: &[Supply::Rent],
        natural: true,
        regime: Regime::IsNot("626"),
        tax: TaxType::WithholdingIncome,
        of: None,
        rate: Some(millionths(100_000)),
        reason: Reason::new("isr_rent", "ISR 10 % of rent", "ISR 10 % de arrendamiento", "LISR 116", "", ""),
    },
    RetentionRow {
        supplies: &[],
        natural: true,
        regime: Regime::Is("626"),
        tax: TaxType::WithholdingIncome,
        of: None,
        rate: Some(millionths(12_500)),
        reason: Reason::new("isr_resico", "ISR 1.25 % (RESICO)", "ISR 1.25 % (RESICO)", "LISR 113-J", "2022-01-01", ""),
    },
    RetentionRow {
        supplies: FEES_AND_RENT,
        natural: true,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(160_000)),
        rate: Some(millionths(106_667)),
        reason: Reason::new(
            "iva_two_thirds",
            "two thirds of IVA",
            "dos terceras partes del IVA",
            "LIVA 1-A II a; RLIVA 3-I",
            "",
            "",
        ),
    },
    RetentionRow {
        supplies: FEES_AND_RENT,
        natural: true,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(80_000)),
        rate: Some(millionths(53_333)),
        reason: Reason::new(
            "iva_two_thirds_border",
            "two thirds of the border's IVA",
            "dos terceras partes del IVA fronterizo",
            "LIVA 1-A II a; RLIVA 3-I",
            "2019-01-01",
            "",
        ),
    },
    RetentionRow {
        supplies: &[Supply::Commission],
        natural: true,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(160_000)),
        rate: Some(millionths(106_667)),
        reason: Reason::new(
            "iva_commission",
            "two thirds of IVA on a commission",
            "dos terceras partes del IVA de la comisión",
            "LIVA 1-A II d; RLIVA 3-I",
            "",
            "",
        ),
    },
    RetentionRow {
        supplies: &[Supply::Commission],
        natural: true,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(80_000)),
        rate: Some(millionths(53_333)),
        reason: Reason::new(
            "iva_commission_border",
            "two thirds of the border's IVA on a commission",
            "dos terceras partes del IVA fronterizo de la comisión",
            "LIVA 1-A II d; RLIVA 3-I",
            "2019-01-01",
            "",
        ),
    },
    RetentionRow {
        supplies: &[Supply::Freight],
        natural: false,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(160_000)),
        rate: Some(millionths(40_000)),
        reason: Reason::new(
            "iva_freight",
            "IVA 4 % of freight",
            "IVA 4 % de autotransporte",
            "LIVA 1-A II c; RLIVA 3-II",
            "",
            "",
        ),
    },
    RetentionRow {
        supplies: &[Supply::Freight],
        natural: false,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(80_000)),
        rate: None,
        reason: Reason::new(
            "iva_freight_border",
            "IVA kept back from freight at 8 %",
            "IVA retenido de autotransporte al 8 %",
            "LIVA 1-A II c",
            "2019-01-01",
            "",
        ),
    },
    RetentionRow {
        supplies: &[Supply::Scrap],
        natural: false,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(160_000)),
        rate: Some(millionths(160_000)),
        reason: Reason::new(
            "iva_scrap",
            "the whole IVA of scrap",
            "todo el IVA de desperdicios",
            "LIVA 1-A II b",
            "",
            "",
        ),
    },
    RetentionRow {
        supplies: &[Supply::Scrap],
        natural: false,
        regime: Regime::Any,
        tax: TaxType::WithholdingVat,
        of: Some(millionths(80_000)),
        rate: Some(millionths(80_000)),
        reason: Reason::new(
            "iva_scrap_border",
            "the whole IVA of scrap at the border's rate",
            "todo el IVA de desperdicios a la tasa fronteriza",
            "LIVA 1-A II b",
            "2019-01-01",
            "",
        ),
    },
];

/// What the table does not decide, by name.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// Its name, stable.
    pub code: &'static str,
    /// In English.
    pub en: &'static str,
    /// In Spanish.
    pub es: &'static str,
    /// The source of the doubt.
    pub source: &'static str,
    /// JSON pointer of the fact that it is about; empty for the line itself.
    pub at: &'static str,
}

/// Every refusal.
pub static REFUSALS: &[&Refusal] =
    &[&FREIGHT_BORDER, &INTANGIBLE, &OTHER_KEY, &TEMPORARY, &THIRD_PARTY, &VIRTUAL_EXPORT, &CONTRADICTION];

pub(super) static FREIGHT_BORDER: Refusal = Refusal {
    code: "freight_at_border_rate",
    en: "what is kept back from freight at 8 % is not settled; state the line's taxes",
    es: "la retención del autotransporte al 8 % no está definida; indique los impuestos de la línea",
    source: "LIVA 1-A II c with the decree DOF 2018-12-31",
    at: "",
};
pub(super) static INTANGIBLE: Refusal = Refusal {
    code: "intangible",
    en: "intangible goods and their use abroad (LIVA 29-II, III) depend on facts that no invoice has; state the line's taxes",
    es: "los bienes intangibles (LIVA 29-II y III) dependen de hechos que la factura no dice; indique los impuestos de la línea",
    source: "LIVA 29-II, 29-III",
    at: "",
};
pub(super) static OTHER_KEY: Refusal = Refusal {
    code: "other_pedimento_key",
    en: "the pedimento's key has no row; state extensions.mx.exportacion",
    es: "la clave del pedimento no tiene renglón; indique extensions.mx.exportacion",
    source: "SAT c_Exportacion",
    at: "/trade/pedimento_key",
};
pub(super) static TEMPORARY: Refusal = Refusal {
    code: "temporary_export",
    en: "goods that leave to come back (Exportacion 03) are no sale; make it a transfer, or state the line's taxes",
    es: "los bienes que salen para volver (Exportacion 03) no son venta; haga un traslado o indique los impuestos de la línea",
    source: "SAT c_Exportacion; LIVA 29-I",
    at: "/extensions/mx/exportacion",
};
pub(super) static THIRD_PARTY: Refusal = Refusal {
    code: "export_through_third_party",
    en: "goods that a third party exports are no export of the seller without its proof; state the line's taxes",
    es: "la exportación por conducto de un tercero requiere su comprobación; indique los impuestos de la línea",
    source: "LIVA 29-I",
    at: "/trade/exporter_of_record",
};
pub(super) static VIRTUAL_EXPORT: Refusal = Refusal {
    code: "virtual_export",
    en: "virtual exports (IMMEX, pedimento V1) are taxed by who sells to whom under which programme; state the line's taxes",
    es: "las exportaciones virtuales (IMMEX, pedimento V1) dependen de quién vende a quién y su programa; indique los impuestos de la línea",
    source: "LIVA 29-I; Ley Aduanera 112",
    at: "/trade/pedimento_key",
};
pub(super) static CONTRADICTION: Refusal = Refusal {
    code: "delivery_contradicts_pedimento",
    en: "delivery in Mexico, pedimento and Exportacion contradict each other; correct one of them",
    es: "la entrega en México, el pedimento y Exportacion se contradicen; corrija uno de ellos",
    source: "LIVA 29-I",
    at: "/trade/delivery",
};

pub(super) static EXPORTED_EXCISE: Reason = Reason::new(
    "excise_exported",
    "IEPS 0 %: definitive export",
    "IEPS 0 %: exportación definitiva",
    "LIEPS 2-III",
    "",
    "",
);
pub(super) static EXCISE: Reason = Reason::new("excise", "IEPS of the item", "IEPS del producto", "LIEPS 2", "", "");

/// Every reason of the table.
pub fn reasons() -> impl Iterator<Item = &'static Reason> {
    let supplies = SUPPLIES.iter().flat_map(|row| row.reason.into_iter().chain(row.export));
    let exports = EXPORTS.iter().map(|row| &row.reason);
    let rates = RATES.iter().map(|row| &row.reason);
    let retentions = RETENTIONS.iter().map(|row| &row.reason);
    supplies.chain(exports).chain(rates).chain(retentions).chain([&EXCISE, &EXPORTED_EXCISE])
}

/// Words and source of a reason or refusal by its code: English, Spanish, source.
pub(crate) fn words(code: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let reason = reasons().find(|reason| reason.code == code).map(|it| (it.en, it.es, it.source));
    reason.or_else(|| REFUSALS.iter().find(|refusal| refusal.code == code).map(|it| (it.en, it.es, it.source)))
}

/// A fraction with six decimals, as SAT writes rates.
pub(crate) const fn millionths(n: u32) -> Decimal {
    Decimal::from_parts(n, 0, 0, false, 6)
}
