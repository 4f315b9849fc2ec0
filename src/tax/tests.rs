//! The table against the law as published, the arithmetic against figures worked out by hand.

use rust_decimal::Decimal;

use super::money::{self, line_limits, percent, plus, prorate, round, tax_limits, times};
use super::table::{self, EXPORTS, RATES, REFUSALS, RETENTIONS, SUPPLIES, reasons};
use super::treatment::{Facts, Missing, Undecided, decide};
use crate::catalog::Border;
use crate::context::{BorderNotice, Excise};
use crate::model::{Date, Number, Supply, TaxFactor, TaxType};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn n(text: &str) -> Number {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Goods and services of a company in Monterrey for a foreign buyer, with nothing said about where they go.
fn facts(supply: Supply) -> Facts<'static> {
    Facts {
        supply,
        day: day("2026-03-02"),
        delivered_in: None,
        delivery_region: None,
        pedimento_key: None,
        services_used_in: None,
        exportacion: None,
        third_party_exports: false,
        seller_is_natural: false,
        seller_regime: Some("601"),
        buyer_withholds: false,
        border_notice: None,
        place_region: Border::None,
        product_flag: Some(true),
        excise: None,
    }
}

/// Reason, Exportacion, and the taxes in words.
fn said(facts: &Facts<'_>) -> String {
    match decide(facts) {
        Ok(treatment) => {
            let mut out = format!("{} {}", treatment.reason.code, treatment.exportacion);
            if treatment.objeto_imp != "02" {
                out += &format!(" objeto {}", treatment.objeto_imp);
            }
            for levy in &treatment.levies {
                let tax = match levy.tax {
                    TaxType::Vat => "iva",
                    TaxType::Excise => "ieps",
                    TaxType::WithholdingIncome => "-isr",
                    TaxType::WithholdingVat => "-iva",
                    other => panic!("{other:?}"),
                };
                let rate = match (levy.factor, levy.rate) {
                    (TaxFactor::Exempt, None) => "exento".into(),
                    (TaxFactor::Rate, Some(rate)) => rate.to_string(),
                    (TaxFactor::AmountPerUnit, Some(rate)) => format!("{rate}/u"),
                    other => panic!("{other:?}"),
                };
                out += &format!(" {tax} {rate}");
            }
            if treatment.outdated {
                out += " outdated";
            }
            out
        }
        Err(Undecided::Missing(missing)) => format!("missing {missing:?}"),
        Err(Undecided::Refused(refusal)) => format!("refused {}", refusal.code),
        Err(Undecided::Waits) => "waits".into(),
    }
}

/// LIVA 29-I, RLIVA, SAT's c_Exportacion: by delivery and pedimento.
#[test]
fn goods_by_delivery_and_pedimento() {
    let with = |delivered: Option<&'static str>, key: Option<&'static str>, stated: Option<&'static str>| Facts {
        delivered_in: delivered,
        pedimento_key: key,
        exportacion: stated,
        ..facts(Supply::Goods)
    };
    for (delivered, key, stated, wanted) in [
        (Some("US"), Some("A1"), None, "exported_a1 02 iva 0.000000"),
        (None, Some("A1"), None, "exported_a1 02 iva 0.000000"),
        (None, Some("A1"), Some("02"), "exported_a1 02 iva 0.000000"),
        (None, None, Some("02"), "exported_a1 02 iva 0.000000"),
        (Some("US"), None, Some("02"), "exported_a1 02 iva 0.000000"),
        (Some("US"), Some("RT"), None, "returned_rt 04 iva 0.000000"),
        (Some("US"), Some("RT"), Some("04"), "returned_rt 04 iva 0.000000"),
        (Some("US"), Some("J3"), Some("04"), "exported_other_key 04 iva 0.000000"),
        (Some("CA"), None, Some("04"), "exported_other_key 04 iva 0.000000"),
        (Some("MX"), None, None, "general 01 iva 0.160000"),
        (Some("MX"), None, Some("01"), "general 01 iva 0.160000"),
        (None, None, Some("01"), "general 01 iva 0.160000"),
        (None, None, None, "missing Delivery"),
        (Some("US"), None, None, "missing PedimentoKey"),
        (Some("US"), Some("V1"), None, "refused virtual_export"),
        (Some("US"), Some("V1"), Some("04"), "refused virtual_export"),
        (Some("US"), Some("J3"), None, "refused other_pedimento_key"),
        (None, Some(""), None, "refused other_pedimento_key"),
        (Some("US"), None, Some("03"), "refused temporary_export"),
        (Some("MX"), Some("A1"), None, "refused delivery_contradicts_pedimento"),
        (Some("MX"), None, Some("02"), "refused delivery_contradicts_pedimento"),
        (Some("US"), Some("A1"), Some("01"), "refused delivery_contradicts_pedimento"),
        (Some("US"), None, Some("01"), "refused delivery_contradicts_pedimento"),
    ] {
        assert_eq!(said(&with(delivered, key, stated)), wanted, "{delivered:?} {key:?} {stated:?}");
    }
    let third = Facts { third_party_exports: true, ..with(Some("US"), Some("A1"), None) };
    assert_eq!(said(&third), "refused export_through_third_party");
}

/// Both axes, for every kind: delivered or used in Mexico, and exported or used abroad. The buyer does not come into it.
#[test]
fn every_supply_at_home_and_abroad() {
    let rows = [
        (Supply::Advertising, "general 01 iva 0.160000", "advertising_abroad 01 iva 0.000000"),
        (Supply::Agricultural, "agricultural 01 iva 0.000000", "exported_a1 02 iva 0.000000"),
        (Supply::CallCenter, "general 01 iva 0.160000", "call_center_abroad 01 iva 0.000000"),
        (Supply::Commission, "general 01 iva 0.160000", "commission_abroad 01 iva 0.000000"),
        (Supply::ExemptGoods, "exempt_goods 01 iva exento", "exported_a1 02 iva 0.000000"),
        (Supply::ExemptService, "exempt_service 01 iva exento", "exempt_service 01 iva exento"),
        (Supply::Filming, "general 01 iva 0.160000", "filming_abroad 01 iva 0.000000"),
        (Supply::Financing, "general 01 iva 0.160000", "financing_abroad 01 iva 0.000000"),
        (Supply::Food, "food 01 iva 0.000000", "exported_a1 02 iva 0.000000"),
        (Supply::Freight, "general 01 iva 0.160000", "general 01 iva 0.160000"),
        (Supply::Goods, "general 01 iva 0.160000", "exported_a1 02 iva 0.000000"),
        (Supply::Insurance, "general 01 iva 0.160000", "insurance_abroad 01 iva 0.000000"),
        (Supply::Intangible, "refused intangible", "refused intangible"),
        (
            Supply::InternationalFreight,
            "international_freight 01 iva 0.000000",
            "international_freight 01 iva 0.000000",
        ),
        (Supply::ItServices, "general 01 iva 0.160000", "it_services_abroad 01 iva 0.000000"),
        (Supply::Maquila, "general 01 iva 0.160000", "maquila_abroad 01 iva 0.000000"),
        (Supply::MedicalService, "medical_service 01 iva exento", "medical_service 01 iva exento"),
        (Supply::Medicine, "medicine 01 iva 0.000000", "exported_a1 02 iva 0.000000"),
        (Supply::NotSubject, "not_subject 01 objeto 01", "not_subject 01 objeto 01"),
        (Supply::ProfessionalFees, "general 01 iva 0.160000", "general 01 iva 0.160000"),
        (Supply::Rent, "general 01 iva 0.160000", "general 01 iva 0.160000"),
        (Supply::Scrap, "general 01 iva 0.160000", "exported_a1 02 iva 0.000000"),
        (Supply::Service, "general 01 iva 0.160000", "general 01 iva 0.160000"),
        (Supply::TechnicalAssistance, "general 01 iva 0.160000", "technical_assistance_abroad 01 iva 0.000000"),
        (Supply::Tuition, "tuition 01 iva exento", "tuition 01 iva exento"),
    ];
    assert_eq!(rows.len(), SUPPLIES.len());
    for (at, (supply, home, abroad)) in rows.into_iter().enumerate() {
        assert_eq!((SUPPLIES[at].supply, table::row(supply).supply), (supply, supply));
        // Whether the buyer is a Mexican company or a foreigner.
        for buyer_withholds in [false, true] {
            let here =
                Facts { delivered_in: Some("MX"), services_used_in: Some("MX"), buyer_withholds, ..facts(supply) };
            let there = Facts {
                delivered_in: Some("US"),
                pedimento_key: Some("A1"),
                services_used_in: Some("US"),
                buyer_withholds,
                ..facts(supply)
            };
            let kept = |wanted: &str| match (buyer_withholds, supply, wanted.contains("0.160000")) {
                (true, Supply::Freight, true) => format!("{wanted} -iva 0.040000"),
                (true, Supply::Scrap, true) => format!("{wanted} -iva 0.160000"),
                _ => wanted.to_owned(),
            };
            assert_eq!(said(&here), kept(home), "{supply:?} at home");
            assert_eq!(said(&there), kept(abroad), "{supply:?} abroad");
        }
    }
    assert_eq!(said(&facts(Supply::ItServices)), "missing ServicesUsedIn");
    assert_eq!(said(&facts(Supply::Service)), "general 01 iva 0.160000");
}

/// All four conditions of the decree, and its dates.
#[test]
fn the_border_rate() {
    let notice = BorderNotice { filed: day("2026-01-05"), withdrawn: Some(day("2026-06-01")) };
    let old = BorderNotice { filed: day("2018-12-31"), withdrawn: None };
    let ok = Facts {
        delivered_in: Some("MX"),
        delivery_region: Some(Border::Northern),
        border_notice: Some(&notice),
        place_region: Border::Northern,
        ..facts(Supply::Goods)
    };
    assert_eq!(said(&ok), "border_north 01 iva 0.080000");
    let general = "general 01 iva 0.160000";
    for (facts, wanted) in [
        (Facts { border_notice: None, ..ok.clone() }, general),
        (Facts { place_region: Border::None, ..ok.clone() }, general),
        (Facts { product_flag: Some(false), ..ok.clone() }, general),
        (Facts { product_flag: None, ..ok.clone() }, "waits"),
        (Facts { delivery_region: Some(Border::None), ..ok.clone() }, general),
        (Facts { delivery_region: None, ..ok.clone() }, "missing DeliveryPlace"),
        // Without a notice the place does not matter.
        (Facts { delivery_region: None, border_notice: None, ..ok.clone() }, general),
        (Facts { place_region: Border::Southern, ..ok.clone() }, "border_south 01 iva 0.080000"),
        // 72 hours after it was filed, until it is withdrawn.
        (Facts { day: day("2026-01-07"), ..ok.clone() }, general),
        (Facts { day: day("2026-01-08"), ..ok.clone() }, "border_north 01 iva 0.080000"),
        (Facts { day: day("2026-05-31"), ..ok.clone() }, "border_north 01 iva 0.080000"),
        (Facts { day: day("2026-06-01"), ..ok.clone() }, general),
        // From the decrees' first days; after the last known one with a warning.
        (Facts { day: day("2018-12-31"), border_notice: Some(&old), ..ok.clone() }, general),
        (Facts { day: day("2019-01-03"), border_notice: Some(&old), ..ok.clone() }, "border_north 01 iva 0.080000"),
        (
            Facts { day: day("2020-12-31"), border_notice: Some(&old), place_region: Border::Southern, ..ok.clone() },
            general,
        ),
        (
            Facts { day: day("2021-01-01"), border_notice: Some(&old), place_region: Border::Southern, ..ok.clone() },
            "border_south 01 iva 0.080000",
        ),
        (Facts { day: day("2026-12-31"), border_notice: Some(&old), ..ok.clone() }, "border_north 01 iva 0.080000"),
        (
            Facts { day: day("2027-01-01"), border_notice: Some(&old), ..ok.clone() },
            "border_north 01 iva 0.080000 outdated",
        ),
        // It is a domestic rate, and food is 0 % there as well.
        (Facts { delivered_in: None, pedimento_key: Some("A1"), ..ok.clone() }, "exported_a1 02 iva 0.000000"),
        (Facts { supply: Supply::Food, ..ok.clone() }, "food 01 iva 0.000000"),
        (Facts { supply: Supply::Service, delivered_in: None, ..ok.clone() }, "border_north 01 iva 0.080000"),
        (Facts { supply: Supply::Service, delivered_in: Some("US"), ..ok.clone() }, general),
    ] {
        assert_eq!(said(&facts), wanted, "{facts:?}");
    }
    // Before a decree's first day the place of delivery is nobody's question, and the general rate has no first day.
    let older = BorderNotice { filed: day("2018-12-01"), withdrawn: None };
    let nowhere = Facts { delivery_region: None, border_notice: Some(&older), ..ok.clone() };
    assert_eq!(said(&Facts { day: day("2018-12-31"), ..nowhere.clone() }), general);
    assert_eq!(said(&Facts { day: day("2019-01-01"), ..nowhere.clone() }), "missing DeliveryPlace");
    let south = Facts { place_region: Border::Southern, ..nowhere };
    assert_eq!(said(&Facts { day: day("2020-12-31"), ..south.clone() }), general);
    assert_eq!(said(&Facts { day: day("2021-01-01"), ..south }), "missing DeliveryPlace");
    assert_eq!(said(&Facts { day: day("0001-01-01"), ..ok.clone() }), general);
    assert_eq!(decide(&Facts { delivery_region: None, ..ok }).unwrap_err(), Undecided::Missing(Missing::DeliveryPlace));
}

/// LISR 106, 113-J, 116; LIVA 1-A; RLIVA 3: only a Mexican legal person keeps tax back.
#[test]
fn what_a_mexican_company_keeps_back() {
    let notice = BorderNotice { filed: day("2024-01-05"), withdrawn: None };
    let of = |supply, natural, regime| Facts {
        seller_is_natural: natural,
        seller_regime: Some(regime),
        buyer_withholds: true,
        delivered_in: Some("MX"),
        delivery_region: Some(Border::Northern),
        services_used_in: Some("MX"),
        ..facts(supply)
    };
    let at_border =
        |facts: Facts<'static>| said(&Facts { border_notice: Some(&notice), place_region: Border::Northern, ..facts });
    let general = "general 01 iva 0.160000";
    for (supply, natural, regime, wanted) in [
        (Supply::ProfessionalFees, true, "612", " -isr 0.100000 -iva 0.106667"),
        (Supply::ProfessionalFees, true, "626", " -isr 0.012500 -iva 0.106667"),
        (Supply::ProfessionalFees, false, "601", ""),
        (Supply::ProfessionalFees, false, "626", ""),
        (Supply::Rent, true, "606", " -isr 0.100000 -iva 0.106667"),
        (Supply::Rent, true, "626", " -isr 0.012500 -iva 0.106667"),
        (Supply::Commission, true, "612", " -iva 0.106667"),
        (Supply::Freight, true, "612", " -iva 0.040000"),
        (Supply::Freight, false, "624", " -iva 0.040000"),
        (Supply::Scrap, false, "601", " -iva 0.160000"),
        (Supply::Goods, true, "612", ""),
        (Supply::Goods, true, "626", " -isr 0.012500"),
        (Supply::Goods, false, "626", ""),
    ] {
        let facts = of(supply, natural, regime);
        assert_eq!(said(&facts), format!("{general}{wanted}"), "{supply:?} {natural} {regime}");
        let foreign = Facts { buyer_withholds: false, ..facts };
        assert_eq!(said(&foreign), general, "a foreign buyer keeps nothing back");
    }
    assert_eq!(
        at_border(of(Supply::ProfessionalFees, true, "612")),
        "border_north 01 iva 0.080000 -isr 0.100000 -iva 0.053333"
    );
    assert_eq!(at_border(of(Supply::Commission, true, "612")), "border_north 01 iva 0.080000 -iva 0.053333");
    assert_eq!(at_border(of(Supply::Scrap, false, "601")), "border_north 01 iva 0.080000 -iva 0.080000");
    assert_eq!(at_border(of(Supply::Freight, false, "624")), "refused freight_at_border_rate");
    assert_eq!(said(&of(Supply::MedicalService, true, "612")), "medical_service 01 iva exento -isr 0.100000");
    assert_eq!(said(&of(Supply::MedicalService, true, "626")), "medical_service 01 iva exento -isr 0.012500");
    // No IVA, no IVA kept back; money that is no price has no tax at all.
    let exported = Facts { services_used_in: Some("US"), ..of(Supply::Commission, true, "612") };
    assert_eq!(said(&exported), "commission_abroad 01 iva 0.000000");
    assert_eq!(said(&of(Supply::NotSubject, true, "626")), "not_subject 01 objeto 01");
    // RESICO is from 2022 on.
    let earlier = Facts { day: day("2021-12-31"), ..of(Supply::Goods, true, "626") };
    assert_eq!(said(&earlier), general);
}

/// LIEPS 2: by rate, by quota, and 0 % on a definitive export (2-III).
#[test]
fn excise_with_the_price() {
    let rate = Excise { rate: Some(n("0.53")), ..Excise::default() };
    let quota = Excise { amount_per_unit: Some(n("3.0818")), units_per_unit: Some(n("7.2")), ..Excise::default() };
    let plain = Excise { amount_per_unit: Some(n("3.0818")), ..Excise::default() };
    let home = Facts { delivered_in: Some("MX"), excise: Some(&rate), ..facts(Supply::Goods) };
    assert_eq!(said(&home), "general 01 ieps 0.53 iva 0.160000");
    let away = Facts { delivered_in: None, pedimento_key: Some("A1"), ..home.clone() };
    assert_eq!(said(&away), "exported_a1 02 ieps 0.000000 iva 0.000000");
    for (excise, units) in [(&quota, "7.2"), (&plain, "1")] {
        let facts = Facts { excise: Some(excise), ..home.clone() };
        assert_eq!(said(&facts), "general 01 ieps 3.0818/u iva 0.160000");
        assert_eq!(decide(&facts).unwrap().levies[0].units_per_unit, Some(d(units)));
    }
    let service = Facts { supply: Supply::Service, ..home };
    assert_eq!(said(&service), "general 01 iva 0.160000");
    let none = Facts { excise: Some(&Excise::default()), supply: Supply::Goods, ..service };
    assert_eq!(said(&none), "general 01 iva 0.160000");
}

/// Names are unique and well-formed, days are days, rates are in SAT's c_TasaOCuota.
#[test]
fn the_table_is_in_order() {
    use crate::catalog::{Catalogs, Direction};
    let mut codes: Vec<&str> = reasons().map(|it| it.code).chain(REFUSALS.iter().map(|it| it.code)).collect();
    assert!(codes.len() > 40, "{}", codes.len());
    for reason in reasons() {
        for day in [reason.from, reason.until].into_iter().filter(|day| !day.is_empty()) {
            assert!(day.parse::<Date>().is_ok(), "{day}");
        }
        assert!(!reason.en.is_empty() && !reason.es.is_empty() && !reason.source.is_empty());
        assert_eq!(table::words(reason.code), Some((reason.en, reason.es, reason.source)));
    }
    for refusal in REFUSALS {
        assert_eq!(table::words(refusal.code), Some((refusal.en, refusal.es, refusal.source)));
    }
    assert_eq!(table::words("nothing"), None);
    codes.sort_unstable();
    let all = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), all);
    let catalogs = Catalogs::builtin();
    let day = day("2026-03-02");
    for row in RATES {
        assert!(catalogs.tasa_o_cuota("002", "Tasa", Direction::Traslado, row.rate, day).is_some(), "{:?}", row.reason);
    }
    for row in RETENTIONS {
        let tax = if row.tax == TaxType::WithholdingVat { "002" } else { "001" };
        if let Some(rate) = row.rate {
            assert!(catalogs.tasa_o_cuota(tax, "Tasa", Direction::Retencion, rate, day).is_some(), "{:?}", row.reason);
        }
    }
    for row in EXPORTS {
        assert!(catalogs.get("c_Exportacion").unwrap().contains(row.exportacion));
    }
}

/// Half away from zero, and always with the decimals asked for.
#[test]
fn rounding() {
    for (value, decimals, wanted) in [
        ("0.005", 2, "0.01"),
        ("0.004999", 2, "0.00"),
        ("-0.005", 2, "-0.01"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("7", 2, "7.00"),
        ("1.2345675", 6, "1.234568"),
    ] {
        assert_eq!(round(d(value), decimals).to_string(), wanted, "{value}");
    }
    assert_eq!(money::round_at_most(d("7"), 2).to_string(), "7");
    assert_eq!(percent(d("517.00"), d("7.5"), 2), Some(d("38.78")), "38.775 by hand");
    assert_eq!(percent(d("1843"), d("2.5"), 0), Some(d("46")), "46.075 by hand");
}

/// Half a cent for each of three lines and one of the whole are two cents; of yen it is two.
#[test]
fn what_rounding_can_make() {
    assert_eq!(money::tolerance(3, 2), d("0.02"));
    assert_eq!(money::tolerance(3, 0), d("2"));
    assert_eq!(money::tolerance(0, 2), d("0.005"));
}

/// A lost digit is no result.
#[test]
fn what_cannot_be_held_is_none() {
    assert_eq!(times(d("0.123456789012"), d("1000000.5")), Some(d("123456.850740394506")));
    assert_eq!(times(d("1.00000"), d("2.0000000000000000000000000")), Some(d("2")));
    assert_eq!(times(d("0.00000000000001"), d("0.000000000000001")), None);
    assert_eq!(times(d("0"), d("0.000000000000001")), Some(Decimal::ZERO));
    assert_eq!(times(d("99999999999999999999"), d("9999999999.9")), None);
    // 1.000000000005 × 1.000000000005 = 1.000000000010000000000025; 28 digits hold it, and not ten thousand times as much.
    assert_eq!(
        money::times_rounded(d("1.000000000005"), d("1.000000000005"), 12).unwrap().to_string(),
        "1.000000000010"
    );
    // 98765.000000000001 × 12345.000000000001 = 1219253925.000000111110000000000001.
    assert_eq!(times(d("98765.000000000001"), d("12345.000000000001")), None);
    for (decimals, wanted) in [(2, "1219253925.00"), (6, "1219253925.000000"), (11, "1219253925.00000011111")] {
        let rounded = money::times_rounded(d("98765.000000000001"), d("12345.000000000001"), decimals);
        assert_eq!(rounded.unwrap().to_string(), wanted);
        let negative = money::times_rounded(d("-98765.000000000001"), d("12345.000000000001"), decimals);
        assert_eq!(negative.unwrap().to_string(), format!("-{wanted}"));
    }
    // 98765.000000000001 × 12345.000000000005 = 1219253925.000000506170000000000005: half a unit and more goes away from zero.
    for (decimals, wanted) in [(6, "1219253925.000001"), (10, "1219253925.0000005062")] {
        let rounded = money::times_rounded(d("98765.000000000001"), d("12345.000000000005"), decimals);
        assert_eq!(rounded.unwrap().to_string(), wanted);
        let negative = money::times_rounded(d("98765.000000000001"), d("-12345.000000000005"), decimals);
        assert_eq!(negative.unwrap().to_string(), format!("-{wanted}"));
    }
    assert_eq!(money::times_rounded(d("99999999999999999999"), d("9999999999.9"), 2), None);
    assert_eq!(plus(d("1.5"), d("2.25")), Some(d("3.75")));
    assert_eq!(plus(d("9999999999999999999999999999"), d("0.5")), None);
    assert_eq!(plus(Decimal::MAX, Decimal::MAX), None);
    assert_eq!(plus(d("-1.5"), d("1.5")), Some(Decimal::ZERO));
    // 28 digits hold the sum, though not with 28 decimals.
    assert_eq!(plus(d("1.0000000000000000000000000000"), d("10")), Some(d("11")));
    // What is lost is lost on either side: the sum has 29 digits.
    for (great, small) in [("9999999999999999999999999999", "0.4"), ("-9999999999999999999999999999", "0.4")] {
        assert_eq!(plus(d(great), d(small)), None, "{great} + {small}");
        assert_eq!(plus(d(small), d(great)), None, "{small} + {great}");
    }
    assert_eq!(money::sum([d("1"), d("2"), d("0.5")]), Some(d("3.5")));
}

/// By hand: (398.28 ± 0.005) × 0.16 spans 63.7240 to 63.7256, so SAT's limits are 63.72 and 63.73 (odoo/odoo PR 84312).
/// Zeros at the end narrow them: (398.2800 ± 0.00005) × 0.16 spans 63.724792 to 63.724808.
#[test]
fn limits_follow_from_what_is_written() {
    assert_eq!(tax_limits(&n("398.28"), d("0.16"), 2), Some(d("63.72")..=d("63.73")));
    // 100.00 ± 0.005 spans 15.9992 to 16.0008.
    assert_eq!(tax_limits(&n("100.00"), d("0.16"), 2), Some(d("15.99")..=d("16.01")));
    // 100.000000 ± 0.0000005 spans 15.99999992 to 16.00000008.
    assert_eq!(tax_limits(&n("100.000000"), d("0.16"), 2), Some(d("15.99")..=d("16.01")));
    // 100 ± 0.5 spans 15.92 to 16.08 − 1.6e-13.
    assert_eq!(tax_limits(&n("100"), d("0.16"), 2), Some(d("15.92")..=d("16.08")));
    assert_eq!(tax_limits(&n("23038"), d("0.16"), 0), Some(d("3686")..=d("3687")));
    // (10 ± 0.5) × (45.00 ± 0.005): 9.5 × 44.995 = 427.4525 and 10.5 × 45.005 = 472.5525.
    assert_eq!(line_limits(&n("10"), &n("45.00"), 2), Some(d("427.45")..=d("472.56")));
    // (10.000 ± 0.0005) × (45.0000 ± 0.00005): 9.9995 × 44.99995 = 449.977000025, 10.0005 × 45.00005 = 450.023000025.
    assert_eq!(line_limits(&n("10.000"), &n("45.0000"), 2), Some(d("449.97")..=d("450.03")));
}

/// By hand, as fixtures/draft/README.md has them, and what cannot be shared out.
#[test]
fn shares_are_exact() {
    let decimals = |texts: &[&str]| texts.iter().map(|text| d(text)).collect::<Vec<_>>();
    let shares = |total: &str, weights: &[&str], places| {
        let weights = decimals(weights);
        prorate(d(total), &weights, &weights, places)
    };
    // 129.95 × 38.78 ÷ 517 = 9.747545…, 4.838123…, 23.260634…, 0.933870…: two cents left, to .81 and .75.
    let four = shares("38.78", &["129.95", "64.50", "310.10", "12.45"], 2);
    assert_eq!(four, Some(decimals(&["9.75", "4.84", "23.26", "0.93"])));
    // A third each: the cent goes to the first.
    assert_eq!(shares("100.00", &["50", "50", "50"], 2), Some(decimals(&["33.34", "33.33", "33.33"])));
    assert_eq!(shares("0.02", &["50", "50", "50"], 2), Some(decimals(&["0.01", "0.01", "0.00"])));
    // Yen have no decimals: 7 × 100 ÷ 300 = 2.33, 4.66.
    assert_eq!(shares("7", &["100", "200"], 0), Some(decimals(&["2", "5"])));
    assert_eq!(shares("150", &["50", "50", "50"], 2), Some(decimals(&["50.00", "50.00", "50.00"])));
    assert_eq!(shares("0", &["50", "0"], 2), Some(decimals(&["0.00", "0.00"])));
    assert_eq!(shares("10", &["0", "50"], 2), Some(decimals(&["0.00", "10.00"])));
    // More than there is, more decimals than there are, below zero.
    assert_eq!(shares("150.01", &["50", "50", "50"], 2), None);
    assert_eq!(shares("0.001", &["50"], 2), None);
    assert_eq!(shares("-1", &["50"], 2), None);
    // Weights finer than the unit: none takes more than it has.
    assert_eq!(shares("0.01", &["0.005", "0.005"], 2), None);
    assert_eq!(shares("0.01", &["0.005", "0.015"], 2), Some(decimals(&["0.00", "0.01"])));
    // What one has no room for goes to the next: 8 of 10 by halves, and only 3 left of the first.
    let capped = prorate(d("8"), &decimals(&["5", "5"]), &decimals(&["3", "5"]), 2);
    assert_eq!(capped, Some(decimals(&["3.00", "5.00"])));
}

proptest::proptest! {
    /// Sums are exact, no share exceeds its weight, and each is within a unit of the exact one.
    #[test]
    fn any_shares_are_exact(weights in proptest::collection::vec(0u32..1_000_000, 1..40), part in 0u32..=1_000, places in 0u32..=4) {
        let weights: Vec<Decimal> = weights.into_iter().map(|weight| Decimal::new(i64::from(weight), places)).collect();
        let all = money::sum(weights.iter().copied()).unwrap();
        let total = round(all * Decimal::new(i64::from(part), 3), places).min(all);
        let shares = prorate(total, &weights, &weights, places).unwrap();
        proptest::prop_assert_eq!(money::sum(shares.iter().copied()).unwrap(), total);
        let unit = Decimal::new(1, places);
        for (share, weight) in shares.iter().zip(&weights) {
            proptest::prop_assert!(share <= weight && *share >= Decimal::ZERO);
            if !all.is_zero() {
                let exact = total * weight / all;
                proptest::prop_assert!((share - exact).abs() < unit + Decimal::new(1, 12));
            }
        }
    }
}
