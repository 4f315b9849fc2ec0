//! Which treatment the law gives a line: exported or not, then the domestic rate; never the buyer's RFC.

use rust_decimal::Decimal;

use super::table::{
    self, CONTRADICTION, Domestic, EXCISE, EXPORTED_EXCISE, EXPORTS, ExportRow, FREIGHT_BORDER, INTANGIBLE, Nature,
    OTHER_KEY, RATES, RETENTIONS, Reason, Refusal, Regime, TEMPORARY, THIRD_PARTY, VIRTUAL_EXPORT, millionths,
};
use crate::catalog::Border;
use crate::context::{BorderNotice, Excise};
use crate::model::{Date, Supply, TaxFactor, TaxType};

/// What decides a line's tax.
#[derive(Clone, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) supply: Supply,
    /// The day of issue, local.
    pub(crate) day: Date,
    /// Country in which goods are handed over.
    pub(crate) delivered_in: Option<&'a str>,
    /// The region of the place where they are; absent where nobody says which place.
    pub(crate) delivery_region: Option<Border>,
    pub(crate) pedimento_key: Option<&'a str>,
    pub(crate) services_used_in: Option<&'a str>,
    /// c_Exportacion as stated.
    pub(crate) exportacion: Option<&'a str>,
    /// A party that is neither seller nor buyer exports.
    pub(crate) third_party_exports: bool,
    /// The seller is a natural person.
    pub(crate) seller_is_natural: bool,
    pub(crate) seller_regime: Option<&'a str>,
    /// The buyer is a Mexican legal person.
    pub(crate) buyer_withholds: bool,
    pub(crate) border_notice: Option<&'a BorderNotice>,
    /// The region of LugarExpedicion.
    pub(crate) place_region: Border,
    /// ClaveProdServ has the border's flag; absent without a ClaveProdServ.
    pub(crate) product_flag: Option<bool>,
    pub(crate) excise: Option<&'a Excise>,
}

/// What the table says of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Treatment {
    pub(crate) reason: &'static Reason,
    pub(crate) objeto_imp: &'static str,
    /// What it makes of the document's Exportacion.
    pub(crate) exportacion: &'static str,
    /// In the order in which a CFDI has them: on top, then kept back.
    pub(crate) levies: Vec<Levy>,
    /// The row is used after its last known day.
    pub(crate) outdated: bool,
}

/// A tax of a line, without amounts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Levy {
    pub(crate) tax: TaxType,
    pub(crate) factor: TaxFactor,
    /// Absent for an exempt one.
    pub(crate) rate: Option<Decimal>,
    /// Units of the base in one unit of the line, for an amount per unit.
    pub(crate) units_per_unit: Option<Decimal>,
    pub(crate) reason: &'static Reason,
}

/// Why the table has no answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Undecided {
    /// A fact is missing.
    Missing(Missing),
    /// By name.
    Refused(&'static Refusal),
    /// A fact that another finding tells is missing.
    Waits,
}

/// A fact that decides and that nobody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Where goods are handed over, or under which pedimento.
    Delivery,
    /// The postal code of that place: the border's rate depends on it.
    DeliveryPlace,
    /// What of the pedimento is known: it leaves the country.
    PedimentoKey,
    /// Where services are used.
    ServicesUsedIn,
}

/// Asks the table.
pub(crate) fn decide(facts: &Facts<'_>) -> Result<Treatment, Undecided> {
    let row = table::row(facts.supply);
    let (reason, exportacion, domestic, outdated) = match exported(facts)? {
        Some((reason, exportacion)) => (reason, exportacion, None, false),
        None => {
            let (reason, rate, outdated) = domestic(facts, row)?;
            (reason, "01", Some(rate), outdated)
        }
    };
    let mut levies = Vec::new();
    let iva = match domestic {
        None => Some(Rate::Of(millionths(0))),
        Some(Rate::None) => None,
        Some(rate) => Some(rate),
    };
    let Some(iva) = iva else {
        return Ok(Treatment { reason, objeto_imp: "01", exportacion, levies, outdated });
    };
    if row.nature == Nature::Goods
        && let Some(excise) = facts.excise
    {
        levies.extend(excise_levy(excise, domestic.is_none()));
    }
    levies.push(match iva {
        Rate::Of(rate) => Levy::rate(TaxType::Vat, rate, reason),
        _ => Levy { factor: TaxFactor::Exempt, rate: None, ..Levy::rate(TaxType::Vat, Decimal::ZERO, reason) },
    });
    let iva = match iva {
        Rate::Of(rate) => Some(rate),
        _ => None,
    };
    levies.extend(retentions(facts, iva)?);
    Ok(Treatment { reason, objeto_imp: "02", exportacion, levies, outdated })
}

impl Levy {
    fn rate(tax: TaxType, rate: Decimal, reason: &'static Reason) -> Levy {
        Levy { tax, factor: TaxFactor::Rate, rate: Some(rate), units_per_unit: None, reason }
    }
}

/// The first axis: why a line is exported, and what Exportacion is then.
fn exported(facts: &Facts<'_>) -> Result<Option<(&'static Reason, &'static str)>, Undecided> {
    let row = table::row(facts.supply);
    match row.nature {
        Nature::NoSupply => Ok(None),
        Nature::Intangible => Err(Undecided::Refused(&INTANGIBLE)),
        Nature::Goods => Ok(goods_exported(facts)?.map(|row| (&row.reason, row.exportacion))),
        Nature::Services => {
            let Some(reason) = row.export else { return Ok(None) };
            if std::ptr::eq(reason, &table::INTERNATIONAL_FREIGHT) {
                return Ok(Some((reason, "01")));
            }
            match facts.services_used_in {
                Some("MX") => Ok(None),
                Some(_) => Ok(Some((reason, "01"))),
                None => Err(Undecided::Missing(Missing::ServicesUsedIn)),
            }
        }
    }
}

/// By delivery and pedimento.
pub(crate) fn goods_exported(facts: &Facts<'_>) -> Result<Option<&'static ExportRow>, Undecided> {
    let by_key = |key: &str| EXPORTS.iter().find(|row| row.key == key);
    if facts.third_party_exports {
        return Err(Undecided::Refused(&THIRD_PARTY));
    }
    if facts.exportacion == Some("03") {
        return Err(Undecided::Refused(&TEMPORARY));
    }
    let row = match (facts.pedimento_key, facts.exportacion) {
        (Some("V1"), _) => return Err(Undecided::Refused(&VIRTUAL_EXPORT)),
        (Some(key), stated) => match (by_key(key).filter(|row| !row.key.is_empty()), stated) {
            (Some(row), Some(stated)) if row.exportacion != stated => return Err(Undecided::Refused(&CONTRADICTION)),
            (Some(row), _) => Some(row),
            // The document says itself that it is definitive, under a key without a row.
            (None, Some("04")) => by_key(""),
            (None, _) => return Err(Undecided::Refused(&OTHER_KEY)),
        },
        (None, Some("02")) => by_key("A1"),
        (None, Some("04")) => by_key(""),
        (None, _) => None,
    };
    match (row, facts.delivered_in, facts.exportacion) {
        (Some(_), Some("MX"), _) => Err(Undecided::Refused(&CONTRADICTION)),
        (Some(row), _, _) => Ok(Some(row)),
        (None, Some("MX"), _) => Ok(None),
        (None, Some(_), Some("01")) => Err(Undecided::Refused(&CONTRADICTION)),
        (None, Some(_), _) => Err(Undecided::Missing(Missing::PedimentoKey)),
        (None, None, Some("01")) => Ok(None),
        (None, None, _) => Err(Undecided::Missing(Missing::Delivery)),
    }
}

/// What IVA is inside the country.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rate {
    Exempt,
    /// No tax node at all.
    None,
    Of(Decimal),
}

/// The second axis.
fn domestic(facts: &Facts<'_>, row: &'static table::SupplyRow) -> Result<(&'static Reason, Rate, bool), Undecided> {
    let special = match row.domestic {
        Domestic::Exempt => Some(Rate::Exempt),
        Domestic::NotSubject => Some(Rate::None),
        Domestic::Zero => Some(Rate::Of(millionths(0))),
        Domestic::General => None,
    };
    if let (Some(rate), Some(reason)) = (special, row.reason) {
        return Ok((reason, rate, false));
    }
    let region = border_region(facts)?;
    let rate = RATES.iter().find(|rate| rate.region == region && is_from(&rate.reason, facts.day));
    // A region without a row on that day is never asked for, and the whole country's row has no first day.
    let rate = rate.ok_or(Undecided::Waits)?;
    let outdated = !rate.reason.until.is_empty() && facts.day > day(rate.reason.until);
    Ok((&rate.reason, Rate::Of(rate.rate), outdated))
}

/// The region whose rate applies: all four conditions, asked in the order in which they cost the user something.
fn border_region(facts: &Facts<'_>) -> Result<Border, Undecided> {
    let in_force = facts.border_notice.is_some_and(|notice| {
        notice.takes_effect().is_some_and(|from| from <= facts.day)
            && notice.withdrawn.is_none_or(|until| facts.day < until)
    });
    let has_rate = RATES.iter().any(|rate| rate.region == facts.place_region && is_from(&rate.reason, facts.day));
    if !in_force || facts.place_region == Border::None || !has_rate {
        return Ok(Border::None);
    }
    match (facts.product_flag, facts.delivered_in, facts.delivery_region) {
        (Some(false), ..) => Ok(Border::None),
        (None, ..) => Err(Undecided::Waits),
        // What is handed over abroad and is no export is not handed over in the region.
        (_, Some(country), _) if country != "MX" => Ok(Border::None),
        (_, _, None) => Err(Undecided::Missing(Missing::DeliveryPlace)),
        (_, _, Some(Border::None)) => Ok(Border::None),
        (_, _, Some(_)) => Ok(facts.place_region),
    }
}

fn excise_levy(excise: &Excise, exported: bool) -> Option<Levy> {
    if exported {
        return Some(Levy::rate(TaxType::Excise, millionths(0), &EXPORTED_EXCISE));
    }
    if let Some(rate) = excise.rate.as_ref().and_then(|rate| rate.value()) {
        return Some(Levy::rate(TaxType::Excise, rate, &EXCISE));
    }
    let rate = excise.amount_per_unit.as_ref()?.value()?;
    let units = excise.units_per_unit.as_ref().map_or(Some(Decimal::ONE), |units| units.value())?;
    let factor = TaxFactor::AmountPerUnit;
    Some(Levy { tax: TaxType::Excise, factor, rate: Some(rate), units_per_unit: Some(units), reason: &EXCISE })
}

/// What a Mexican legal person keeps back.
fn retentions(facts: &Facts<'_>, iva: Option<Decimal>) -> Result<Vec<Levy>, Undecided> {
    if !facts.buyer_withholds {
        return Ok(Vec::new());
    }
    let mut levies = Vec::new();
    for row in RETENTIONS {
        let regime = match row.regime {
            Regime::Any => true,
            Regime::Is(code) => facts.seller_regime == Some(code),
            Regime::IsNot(code) => facts.seller_regime != Some(code),
        };
        let applies = (row.supplies.is_empty() || row.supplies.contains(&facts.supply))
            && (!row.natural || facts.seller_is_natural)
            && regime
            && (row.of.is_none() || row.of == iva)
            && is_from(&row.reason, facts.day);
        if !applies {
            continue;
        }
        let Some(rate) = row.rate else { return Err(Undecided::Refused(&FREIGHT_BORDER)) };
        levies.push(Levy::rate(row.tax, rate, &row.reason));
    }
    Ok(levies)
}

fn is_from(reason: &Reason, on: Date) -> bool {
    reason.from.is_empty() || day(reason.from) <= on
}

/// A day of the table; a test reads them all.
fn day(text: &str) -> Date {
    text.parse().unwrap_or(Date::MAX)
}
