//! Comercio Exterior 2.0: Mercancias and their values against limits and bounds worked out by hand.
//!
//! Expected limits are SAT's formulas in exact fractions; tariff lines and units are rows of SAT's catalogues.

mod support;

use frontera::Event;
use support::comercio_exterior::{
    NONE, broken, edited, export, has, not_checked, options, transfer, validate, without, without_customs,
};

#[test]
fn the_documents_that_the_tables_start_from_are_right() {
    for xml in [export(), transfer(), without_customs(&export()), without_customs(&transfer())] {
        assert_eq!(broken(&xml), NONE);
        assert_eq!(not_checked(&xml), NONE);
    }
}

/// A hundredth below and above.
fn beside(value: &str) -> (String, String) {
    let value: rust_decimal::Decimal = value.parse().unwrap();
    let cent = rust_decimal::Decimal::new(1, 2);
    ((value - cent).to_string(), (value + cent).to_string())
}

/// By hand: (CantidadAduana ± half a unit of its last decimal) by (ValorUnitarioAduana ± likewise), cut and raised to cents.
/// 2219.9995 × 9.9999995 = 22199.9939, 2220.0005 × 10.0000005 = 22200.0061; 2219.5 × 9.5 = 21085.25, 2220.5 × 10.5 = 23315.25;
/// 2.5 × 2.45 = 6.125, 3.5 × 2.55 = 8.925; 0.0005 × 9.9999995 = 0.005, 0.0015 × 10.0000005 = 0.015.
#[test]
fn value_by_customs_quantity_is_within_the_written_decimals() {
    for (quantity, unit_value, least, most) in [
        ("2220.000", "10.000000", "22199.99", "22200.01"),
        ("2220", "10", "21085.25", "23315.25"),
        ("2220.000", "10.5", "23198.99", "23421.01"),
        ("3", "2.5", "6.12", "8.93"),
        ("0.5", "0.5", "0.20", "0.31"),
        ("0.001", "10.000000", "0.00", "0.02"),
    ] {
        let with = |dollars: &str| {
            let from = r#"CantidadAduana="2220.000" UnidadAduana="01" ValorUnitarioAduana="10.000000" ValorDolares="22200.00""#;
            let to = format!(
                r#"CantidadAduana="{quantity}" UnidadAduana="01" ValorUnitarioAduana="{unit_value}" ValorDolares="{dollars}""#
            );
            let broken = broken(&edited(&export(), &[(from, &to)]));
            let both = (has(&broken, "CCE169"), has(&broken, "CCE171"));
            assert_eq!(both.0, both.1, "goods have both codes");
            both.0
        };
        let what = format!("{quantity} by {unit_value}");
        assert!(!with(least) && !with(most), "{what}: limits are inside");
        assert!(with(&beside(most).1), "{what}: above");
        // 0 is not compared, and nothing is below it.
        if least != "0.00" {
            assert!(with(&beside(least).0), "{what}: below");
        }
    }
}

/// The messages name the limits.
#[test]
fn limits_are_told() {
    let wrong = edited(&export(), &[(r#"ValorUnitarioAduana="27.250000""#, r#"ValorUnitarioAduana="27.260000""#)]);
    let validation = validate(&wrong, &options());
    let mut told = validation.report.findings().iter().filter(|finding| finding.code.as_str() == "CCE171");
    // 799.9995 × 27.2599995 = 21807.98597, 800.0005 × 27.2600005 = 21808.01403.
    let values = &told.next().unwrap().values;
    assert_eq!(values.expected.as_deref(), Some("21807.98 … 21808.02"));
    assert_eq!(values.found.as_deref(), Some("21800.00"));
}

/// By hand: (Importe ± half) × (TipoCambio ± half) ÷ (TipoCambioUSD ∓ half), where the half of both rates is that of
/// TipoCambio's decimals, and pesos without TipoCambio are 1 without decimals. With dollars on both sides:
/// 22199.995 × 17.74295 ÷ 17.74305 = 22199.8699, 22200.005 × 17.74305 ÷ 17.74295 = 22200.1301. In pesos:
/// 22199.995 × 0.5 ÷ 18.243 = 608.452, 22200.005 × 1.5 ÷ 17.243 = 1931.2189; with TipoCambio 1.000000 instead
/// 22199.995 × 0.9999995 ÷ 17.7430005 = 1251.1967, 22200.005 × 1.0000005 ÷ 17.7429995 = 1251.1986.
const IN_DOLLARS: &[(&str, &str, &str, &str, &str, &str)] = &[
    // Moneda, TipoCambio, TipoCambioUSD, Importe, least, most
    ("USD", "17.7430", "17.7430", "22200.00", "22199.86", "22200.14"),
    ("USD", "17.7430", "17.7430", "22200", "22199.37", "22200.63"),
    ("USD", "17.743000", "17.7430", "22200.000000", "22199.99", "22200.01"),
    ("USD", "17.7430", "17.7500", "22200.00", "22191.11", "22191.38"),
    ("EUR", "20.5", "17.7430", "22200.00", "25515.08", "25784.78"),
    ("EUR", "20.5000", "17.7430", "22200.00", "25649.41", "25649.70"),
    ("JPY", "0.1160", "17.7430", "22200.00", "145.07", "145.21"),
    ("MXN", "", "17.7430", "22200.00", "608.45", "1931.22"),
    ("MXN", "1", "17.7430", "22200.00", "608.45", "1931.22"),
    ("MXN", "1.000000", "17.7430", "22200.00", "1251.19", "1251.20"),
    // Another rate beside pesos is another rule's: they are 1.
    ("MXN", "17.7430", "17.7430", "22200.00", "608.45", "1931.22"),
];

fn in_dollars(xml: &str, row: &(&str, &str, &str, &str, &str, &str), dollars: &str) -> Vec<String> {
    let (moneda, own, usd, importe, ..) = row;
    let own = if own.is_empty() { String::new() } else { format!(r#" TipoCambio="{own}""#) };
    broken(&edited(
        xml,
        &[
            (r#"Moneda="USD" TipoCambio="17.7430""#, &format!(r#"Moneda="{moneda}"{own}"#)),
            (r#"TipoCambioUSD="17.7430""#, &format!(r#"TipoCambioUSD="{usd}""#)),
            (r#"ValorUnitario="18.50" Importe="22200.00""#, &format!(r#"ValorUnitario="18.50" Importe="{importe}""#)),
            (r#"ValorDolares="22200.00""#, &format!(r#"ValorDolares="{dollars}""#)),
            // The other one is not compared.
            (r#"ValorDolares="21800.00""#, r#"ValorDolares="1""#),
        ],
    ))
}

#[test]
fn value_is_the_amount_in_dollars_within_the_written_decimals() {
    for row in IN_DOLLARS {
        let (least, most) = (row.4, row.5);
        let (below, above) = (beside(least).0, beside(most).1);
        for (tipo, of_sums) in [("I", true), ("E", true), ("T", false)] {
            let tipo = format!(r#"TipoDeComprobante="{tipo}""#);
            let with_customs = edited(&export(), &[(r#"TipoDeComprobante="I""#, &tipo)]);
            let bare = edited(&without_customs(&export()), &[(r#"TipoDeComprobante="I""#, &tipo)]);
            for (dollars, wrong) in [(least, false), (most, false), (&*below, true), (&*above, true)] {
                // With CantidadAduana the sums are compared, without it also each value that stands alone.
                let broken = in_dollars(&with_customs, row, dollars);
                assert_eq!(has(&broken, "CCE158"), wrong && of_sums, "{tipo} {row:?} {dollars}");
                assert!(!has(&broken, "CCE172"), "{tipo} {row:?} {dollars}");
                let broken = in_dollars(&bare, row, dollars);
                assert_eq!(has(&broken, "CCE158"), wrong && of_sums, "{tipo} {row:?} {dollars}");
                assert_eq!(has(&broken, "CCE172"), wrong, "{tipo} {row:?} {dollars}");
            }
        }
    }
}

/// Two Mercancias of one Concepto, and two Conceptos of one Mercancia: what counts is the sum.
#[test]
fn what_has_one_number_is_compared_as_a_sum() {
    let mercancia = |tariff: &str, quantity: &str, dollars: &str| {
        format!(
            r#"<cce20:Mercancia NoIdentificacion="ROT-280V" FraccionArancelaria="{tariff}" CantidadAduana="{quantity}" UnidadAduana="06" ValorUnitarioAduana="27.250000" ValorDolares="{dollars}"/>"#
        )
    };
    let from = mercancia("8708309901", "800.000", "21800.00");
    // 300 × 27.25 = 8175, 500 × 27.25 = 13625; the limits of their sum are 21799.87 and 21800.13.
    let split = |second: &str| {
        let to = mercancia("8708309901", "300.000", "8175.00") + &mercancia("8708309999", "500.000", second);
        let total = if second == "13625.00" { "44000.00" } else { "44000.30" };
        edited(&export(), &[(&from, &to), (r#"TotalUSD="44000.00""#, &format!(r#"TotalUSD="{total}""#))])
    };
    assert_eq!(broken(&split("13625.00")), NONE);
    assert_eq!(broken(&split("13625.30")), ["CCE158", "CCE169", "CCE171"]);
    let validation = validate(&split("13625.30"), &options());
    let told: Vec<_> = validation.report.violations().filter(|finding| finding.code.as_str() == "CCE158").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].location.as_str().ends_with("cce20:Mercancia[2]/@ValorDolares"));
    assert_eq!(told[0].values.found.as_deref(), Some("21800.30"));
    // 21799.995 × 17.74295 ÷ 17.74305 = 21799.8721; 21800.005 × 17.74305 ÷ 17.74295 = 21800.1279.
    assert_eq!(told[0].values.expected.as_deref(), Some("21799.87 … 21800.13"));
    // One of them with 1: SAT compares nothing.
    assert_eq!(broken(&split("1").replace(r#"TotalUSD="44000.30""#, r#"TotalUSD="30376.00""#)), NONE);

    // Both Conceptos of one number: 44000 in all, and one Mercancia has it.
    let one = edited(
        &export(),
        &[
            (
                r#"<cfdi:Concepto ClaveProdServ="26121704" NoIdentificacion="HAR-7710""#,
                r#"<cfdi:Concepto ClaveProdServ="26121704" NoIdentificacion="ROT-280V""#,
            ),
            (r#"<cce20:Mercancia NoIdentificacion="HAR-7710""#, r#"<cce20:Mercancia NoIdentificacion="ROT-280V""#),
        ],
    );
    assert_eq!(broken(&one), NONE);
    let wrong = edited(&one, &[(r#"ValorDolares="22200.00""#, r#"ValorDolares="22201.00""#)]);
    assert!(has(&broken(&wrong), "CCE158"));
    // The decimals of a sum are those of its longest: 43999.995 × 17.74295 ÷ 17.74305 = 43999.747, and with none at all it
    // would be 43999.5 × 17.74295 ÷ 17.74305 = 43999.252.
    for (second, fits) in [("21799.73", false), ("21799.74", true)] {
        let mixed = edited(
            &one,
            &[
                (r#"ValorUnitario="27.25" Importe="21800.00""#, r#"ValorUnitario="27.25" Importe="21800""#),
                (r#"ValorDolares="21800.00""#, &format!(r#"ValorDolares="{second}""#)),
            ],
        );
        assert_eq!(has(&broken(&mixed), "CCE158"), !fits, "{second}");
    }
    // Each of two Mercancias is less than their Concepto's Importe: without CantidadAduana they are not compared one by one.
    let bare = without_customs(&export());
    let from =
        r#"<cce20:Mercancia NoIdentificacion="ROT-280V" FraccionArancelaria="8708309901" ValorDolares="21800.00"/>"#;
    let to = from.replace("21800.00", "8175.00") + &from.replace("9901", "9999").replace("21800.00", "13625.00");
    assert_eq!(broken(&edited(&bare, &[(from, &to)])), NONE);
    // Several of a number: each value alone says nothing, and the customs' attributes must be there (CCE165).
    let bare = edited(
        &without_customs(&export()),
        &[(
            r#"<cfdi:Concepto ClaveProdServ="26121704" NoIdentificacion="HAR-7710""#,
            r#"<cfdi:Concepto ClaveProdServ="26121704" NoIdentificacion="ROT-280V""#,
        )],
    );
    let broken_codes = broken(&bare);
    assert!(has(&broken_codes, "CCE165") && !has(&broken_codes, "CCE166") && !has(&broken_codes, "CCE172"));
    let places: Vec<_> = validate(&bare, &options())
        .report
        .violations()
        .filter(|finding| finding.code.as_str() == "CCE165")
        .map(|finding| finding.location.as_str().to_owned())
        .collect();
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].ends_with("cce20:Mercancia[2]/@CantidadAduana"), "{places:?}");
}

/// 0 is for services and 1 for what SAT allows: they pass, and where no document says whether they may, that is told.
#[test]
fn zero_and_one_are_not_compared() {
    let goods = |xml: &str, dollars: &str| {
        let total = format!(r#"TotalUSD="{}""#, 22200 + dollars.parse::<i32>().unwrap());
        let dollars = format!(r#"ValorDolares="{dollars}""#);
        edited(xml, &[(r#"ValorDolares="21800.00""#, &dollars), (r#"TotalUSD="44000.00""#, &total)])
    };
    for dollars in ["0", "1"] {
        let xml = goods(&export(), dollars);
        assert_eq!((broken(&xml), not_checked(&xml)), (vec![], vec!["CCE169".to_owned()]), "{dollars}");
        let xml = goods(&without_customs(&export()), dollars);
        assert_eq!((broken(&xml), not_checked(&xml)), (vec![], vec!["CCE172".to_owned()]), "{dollars}");
    }
    assert_eq!(broken(&goods(&export(), "2")), ["CCE158", "CCE169", "CCE171"]);
    let service = |unit: &str, tariff: &str, dollars: &str| {
        let total = format!(r#"TotalUSD="{}""#, 22200 + dollars.parse::<i32>().unwrap());
        let to = format!(
            r#"{tariff}CantidadAduana="800.000" UnidadAduana="{unit}" ValorUnitarioAduana="0" ValorDolares="{dollars}""#
        );
        edited(
            &export(),
            &[
                (
                    r#"FraccionArancelaria="8708309901" CantidadAduana="800.000" UnidadAduana="06" ValorUnitarioAduana="27.250000" ValorDolares="21800.00""#,
                    &to,
                ),
                (r#"TotalUSD="44000.00""#, &total),
            ],
        )
    };
    let xml = service("99", "", "0");
    assert_eq!((broken(&xml), not_checked(&xml)), (vec![], vec![]));
    // A service has a value in dollars, or may have 1.
    let xml = service("99", "", "1");
    assert_eq!((broken(&xml), not_checked(&xml)), (vec![], vec!["CCE169".to_owned()]));
    // 799.9995 × -0.5 to 800.0005 × 0.5 = 400.00025 are the limits; SAT's CCE171 is of goods alone.
    assert!(!has(&broken(&service("99", "", "400")), "CCE169"));
    let above = broken(&service("99", "", "401"));
    assert!(has(&above, "CCE169") && !has(&above, "CCE171"));
    // CCE168: the value of a unit of goods is above zero.
    for (value, fits) in [("0.000001", true), ("0.000000", false), ("-27.25", false), ("x", true), ("", true)] {
        let value = format!(r#"ValorUnitarioAduana="{value}""#);
        let xml = edited(&export(), &[(r#"ValorUnitarioAduana="27.250000""#, &value)]);
        assert_eq!(has(&broken(&xml), "CCE168"), !fits, "{value}");
    }
    assert!(has(&broken(&service("06", r#"FraccionArancelaria="8708309901" "#, "0")), "CCE168"));
    let of_services = service("06", "", "0").replace(
        r#"ClaveUnidad="H87" Unidad="PIEZA" Descripcion="Rotor"#,
        r#"ClaveUnidad="E48" Unidad="PIEZA" Descripcion="Rotor"#,
    );
    assert_eq!((broken(&of_services), not_checked(&of_services)), (vec!["CCE168".to_owned()], vec![]));
}

/// The sum has as many decimals as it likes, TotalUSD is rounded half away from zero.
#[test]
fn the_total_is_rounded_to_cents() {
    for (first, second, total, fits) in [
        ("22200.00", "21800.00", "44000", true),
        ("22200.00", "21800.00", "44000.000000", true),
        ("22200.0049", "21800.0000", "44000.00", true),
        ("22200.0050", "21800.0000", "44000.01", true),
        ("22200.0050", "21800.0000", "44000.00", false),
        ("22200.0050", "21800.0000", "44000.0050", false),
        ("22200.00", "21800.00", "43999.99", false),
        ("22200.00", "", "22200.00", true),
        ("22200.00", "-", "1", true),
    ] {
        let xml = edited(
            &export(),
            &[
                (r#"ValorDolares="22200.00""#, &format!(r#"ValorDolares="{first}""#)),
                (r#"ValorDolares="21800.00""#, &format!(r#"ValorDolares="{second}""#)),
                (r#"TotalUSD="44000.00""#, &format!(r#"TotalUSD="{total}""#)),
            ],
        );
        assert_eq!(has(&broken(&xml), "CCE122"), !fits, "{first} + {second} = {total}");
    }
    let none = without(&export(), "<cce20:Mercancias>", "</cce20:Mercancias>");
    assert!(has(&broken(&none), "CCE122"), "nothing is 0 in all");
    let none = edited(&none, &[(r#"TotalUSD="44000.00""#, r#"TotalUSD="0""#)]);
    assert_eq!(broken(&none), NONE, "a Concepto without Mercancia breaks no rule");
}

/// A transfer without CantidadAduana: what the customs would have must stand on the Concepto.
#[test]
fn a_transfer_says_the_customs_quantity_somewhere() {
    let base = without_customs(&transfer());
    let with = |from: &str, to: &str| broken(&edited(&base, &[(from, to)]));
    for (quantity, fits) in [
        ("0.001", true),
        ("0.0009", false),
        ("1200.125", true),
        ("1200.1250", false),
        ("99999999999999", true),
        ("99999999999999.999", true),
        ("999999999999999", false),
        ("12.", true),
        (".5", false),
        ("-1", false),
        ("1e3", true),
    ] {
        let broken = with(r#"Cantidad="1200""#, &format!(r#"Cantidad="{quantity}""#));
        assert_eq!(has(&broken, "CCE154"), !fits, "{quantity}");
    }
    for (value, fits) in [
        ("0", true),
        ("18.5", true),
        ("18.5000", true),
        ("18.50000", false),
        ("18.505", false),
        ("-1", false),
        ("9999999999999999.99", true),
        ("99999999999999999", false),
    ] {
        let broken = with(r#"ValorUnitario="18.50""#, &format!(r#"ValorUnitario="{value}""#));
        assert_eq!(has(&broken, "CCE156"), !fits, "{value}");
    }
    // The yen has no decimals; a currency that nobody knows is not judged by.
    for (moneda, fits) in [("JPY", false), ("USD", true), ("KWD", true), ("QQQ", true)] {
        let broken = with(r#"Moneda="USD""#, &format!(r#"Moneda="{moneda}""#));
        assert_eq!(has(&broken, "CCE156"), !fits, "{moneda}");
    }
    for (unit, fits) in [(r#" Unidad="01""#, true), (r#" Unidad="99""#, true), (r#" Unidad="KGM""#, false), ("", false)]
    {
        let broken = with(r#" Unidad="01""#, unit);
        assert_eq!(has(&broken, "CCE155"), !fits, "{unit}");
    }
    // On an invoice the Concepto is free, but for the unit of the tariff line.
    let invoice = without_customs(&export());
    for (from, to) in [
        (r#"Cantidad="1200""#, r#"Cantidad="1200.0000""#),
        (r#"ValorUnitario="18.50""#, r#"ValorUnitario="18.500000""#),
    ] {
        assert_eq!(broken(&edited(&invoice, &[(from, to)])), NONE);
    }
    let broken_codes = broken(&edited(&invoice, &[(r#" Unidad="01""#, "")]));
    assert_eq!(broken_codes, ["CCE162"]);
    // With CantidadAduana nobody asks.
    assert_eq!(broken(&edited(&transfer(), &[(r#"Cantidad="1200""#, r#"Cantidad="1200.0000""#)])), NONE);
}

/// The tariff of SAT: 9503002300 ended on 2024-03-22, 9503002301 begins that day, 8708309901 on 2024-01-18.
#[test]
fn a_tariff_line_is_in_force_on_the_day() {
    let on = |day: &str, code: &str| {
        let xml = edited(
            &export(),
            &[
                (r#"Fecha="2026-04-20T16:05:00""#, &format!(r#"Fecha="{day}T12:00:00""#)),
                (r#"FraccionArancelaria="8708309901""#, &format!(r#"FraccionArancelaria="{code}""#)),
                (r#"CantidadAduana="800.000" UnidadAduana="06""#, r#"CantidadAduana="800.000" UnidadAduana="01""#),
                (r#"FraccionArancelaria="8544309901""#, r#"FraccionArancelaria="0101210100""#),
            ],
        );
        let report = validate(&xml, &options()).report;
        let second = |event: Event| {
            let mut all = report.findings().iter().filter(|finding| finding.event == event);
            all.any(|it| it.code.as_str() == "CCE161" && it.location.as_str().contains("Mercancia[2]"))
        };
        (second(Event::Violated), second(Event::NotChecked))
    };
    for (day, code, expected) in [
        ("2024-03-22", "9503002300", (false, false)),
        ("2024-03-23", "9503002300", (true, false)),
        ("2024-01-18", "9503002300", (false, false)),
        ("2024-03-22", "9503002301", (false, false)),
        ("2024-03-21", "9503002301", (false, true)),
        // Its unit is 06, whatever the day.
        ("2024-01-18", "8708309901", (true, false)),
        ("2024-01-17", "8708309901", (true, false)),
        ("2024-04-20", "8708309988", (true, false)),
        ("2024-04-20", "", (false, false)),
    ] {
        assert_eq!(on(day, code), expected, "{code} on {day}");
    }
    let near = validate(&export().replace("8708309901", "8708309911"), &options()).report;
    let told = near.violations().find(|finding| finding.code.as_str() == "CCE161").unwrap();
    assert!(told.values.candidates.iter().any(|code| code == "8708309901"), "{:?}", told.values.candidates);
}

/// SAT's matrix joins the conditions: UnidadAduana 99 or ClaveUnidad E48 says service.
#[test]
fn services_have_no_tariff_line_and_goods_have_one() {
    let with = |clave: &str, tariff: &str, unit: &str| {
        let from = r#" FraccionArancelaria="8708309901" CantidadAduana="800.000" UnidadAduana="06""#;
        let tariff = if tariff.is_empty() { String::new() } else { format!(r#" FraccionArancelaria="{tariff}""#) };
        let unit = if unit.is_empty() { String::new() } else { format!(r#" UnidadAduana="{unit}""#) };
        let xml = edited(
            &export(),
            &[
                (from, &format!(r#"{tariff} CantidadAduana="800.000"{unit}"#)),
                (r#"Cantidad="800" ClaveUnidad="H87""#, &format!(r#"Cantidad="800" ClaveUnidad="{clave}""#)),
            ],
        );
        let mut broken = broken(&xml);
        // What comes of a unit that is not there.
        broken.retain(|code| !["CCE162", "CCE165", "CCE166"].contains(&&**code));
        broken
    };
    assert_eq!(with("H87", "8708309901", "06"), NONE);
    assert_eq!(with("H87", "", "06"), ["CCE160"]);
    assert_eq!(with("H87", "", ""), ["CCE160"]);
    assert_eq!(with("H87", "", "99"), NONE);
    assert_eq!(with("E48", "", "06"), NONE);
    assert_eq!(with("E48", "", "99"), NONE);
    assert_eq!(with("E48", "8708309901", "06"), ["CCE159"]);
    assert_eq!(with("E48", "8708309901", ""), ["CCE159"]);
    assert_eq!(with("H87", "8708309901", "99"), ["CCE159", "CCE161", "CCE167", "CCE170"]);

    // One number for goods and their freight: each Mercancia is right.
    let mixed = edited(
        &export(),
        &[
            (
                r#"NoIdentificacion="HAR-7710" Cantidad="1200" ClaveUnidad="H87""#,
                r#"NoIdentificacion="ROT-280V" Cantidad="1200" ClaveUnidad="E48""#,
            ),
            (
                r#"NoIdentificacion="HAR-7710" FraccionArancelaria="8544309901" CantidadAduana="2220.000" UnidadAduana="01" ValorUnitarioAduana="10.000000" ValorDolares="22200.00""#,
                r#"NoIdentificacion="ROT-280V" CantidadAduana="1" UnidadAduana="99" ValorUnitarioAduana="0" ValorDolares="0""#,
            ),
            (r#"TotalUSD="44000.00""#, r#"TotalUSD="21800.00""#),
        ],
    );
    assert_eq!(broken(&mixed), NONE);
}

/// Two tariff lines of one number that are counted in two units: no Unidad is right for both.
#[test]
fn one_concepto_cannot_be_counted_in_two_units() {
    let xml = edited(
        &without_customs(&export()),
        &[
            (r#"<cce20:Mercancia NoIdentificacion="HAR-7710""#, r#"<cce20:Mercancia NoIdentificacion="ROT-280V""#),
            (r#"ClaveUnidad="H87" Unidad="06""#, r#"ClaveUnidad="H87" Unidad="01""#),
        ],
    );
    let report = validate(&xml, &options()).report;
    let told: Vec<_> = report.violations().filter(|finding| finding.code.as_str() == "CCE162").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].values.expected.as_deref(), Some("06"), "kilograms are right for the first");
}

/// Partly there, there on one alone, nowhere.
#[test]
fn customs_attributes_are_on_all_or_none() {
    let (first, second) = (
        r#" CantidadAduana="2220.000" UnidadAduana="01" ValorUnitarioAduana="10.000000""#,
        r#" CantidadAduana="800.000" UnidadAduana="06" ValorUnitarioAduana="27.250000""#,
    );
    let of = |one: &str, two: &str| {
        let mut broken = broken(&edited(&export(), &[(first, one), (second, two)]));
        broken.retain(|code| ["CCE165", "CCE166"].contains(&&**code));
        broken
    };
    assert_eq!(of(first, second), NONE);
    assert_eq!(of("", ""), NONE);
    assert_eq!(of(first, ""), ["CCE166"]);
    assert_eq!(of("", second), ["CCE166"]);
    let both = r#" CantidadAduana="1" UnidadAduana="01""#;
    for missing in [r#" CantidadAduana="800.000""#, r#" UnidadAduana="06""#, r#" ValorUnitarioAduana="27.250000""#] {
        assert_eq!(of(first, &second.replace(missing, "")), ["CCE165", "CCE166"], "{missing}");
        let empty = format!("{}=\"\"", missing.split_once('=').unwrap().0);
        assert_eq!(of(first, &second.replace(missing, &empty)), ["CCE165", "CCE166"], "{missing}");
    }
    assert_eq!(of(both, both), ["CCE165"], "what nobody has is missing on nobody");
}

#[test]
fn the_same_goods_stand_once() {
    let more = |rows: &[(&str, &str)]| {
        let rows: String = rows
            .iter()
            .map(|(id, tariff)| format!(r#"<cce20:Mercancia NoIdentificacion="{id}"{tariff} ValorDolares="0"/>"#))
            .collect();
        let xml = edited(&export(), &[("</cce20:Mercancias>", &format!("{rows}</cce20:Mercancias>"))]);
        let report = validate(&xml, &options()).report;
        let places = report.violations().filter(|finding| finding.code.as_str() == "CCE153");
        places
            .map(|finding| finding.location.as_str().rsplit_once("Mercancia[").unwrap().1[..1].to_owned())
            .collect::<Vec<_>>()
    };
    let (har, rot) = (r#" FraccionArancelaria="8544309901""#, r#" FraccionArancelaria="8708309901""#);
    assert_eq!(more(&[("HAR-7710", rot)]), NONE);
    assert_eq!(more(&[("ROT-280V", har), ("ROT-280V", "")]), NONE);
    assert_eq!(more(&[("", har), ("", har)]), NONE, "without number nobody is the same");
    let nameless =
        edited(&export(), &[("</cce20:Mercancias>", r#"<cce20:Mercancia ValorDolares="0"/></cce20:Mercancias>"#)]);
    assert_eq!(broken(&nameless), ["CCE160", "CCE166"], "a number that is not there is the schema's");
    assert_eq!(more(&[("HAR-7710", har)]), ["3"]);
    assert_eq!(more(&[("HAR-7710", rot), ("HAR-7710", har), ("HAR-7710", rot)]), ["4", "5"]);
    assert_eq!(more(&[("ROT-280V", ""), ("ROT-280V", "")]), ["4"]);
}

/// 9801000100: what is given away is discounted. In dollars: 21800.00 × 17.7430 ÷ 17.7430 and 386797.40 × 1 ÷ 17.7430 = 21800.
#[test]
fn samples_are_worth_no_more_than_their_discount() {
    let sample = |moneda: &str, discount: &str, dollars: &str| {
        let discount = if discount.is_empty() { String::new() } else { format!(r#" Descuento="{discount}""#) };
        let broken = broken(&edited(
            &export(),
            &[
                (r#"Moneda="USD" TipoCambio="17.7430""#, moneda),
                (r#"Importe="21800.00" ObjetoImp"#, &format!(r#"Importe="21800.00"{discount} ObjetoImp"#)),
                (r#"FraccionArancelaria="8708309901""#, r#"FraccionArancelaria="9801000100""#),
                (r#"ValorDolares="21800.00""#, &format!(r#"ValorDolares="{dollars}""#)),
            ],
        ));
        has(&broken, "CCE164")
    };
    let usd = r#"Moneda="USD" TipoCambio="17.7430""#;
    let mxn = r#"Moneda="MXN""#;
    for (moneda, discount, dollars, fits) in [
        (usd, "21800.00", "21800.00", true),
        (usd, "21800.00", "21800.01", false),
        (usd, "21800.00", "100", true),
        (usd, "", "0", true),
        (usd, "", "1", false),
        (mxn, "386797.40", "21800.00", true),
        (mxn, "386797.40", "21800.01", false),
        // 386797.32 ÷ 17.743 = 21799.99549, which is 21800.00 in cents; 386797.31 ÷ 17.743 = 21799.99493, which is 21799.99.
        (mxn, "386797.32", "21800.00", true),
        (mxn, "386797.31", "21800.00", false),
        // 386797.45 ÷ 17.743 = 21800.00282.
        (mxn, "386797.45", "21800.0028", true),
        (mxn, "386797.45", "21800.0029", false),
        // Nothing is known without a rate.
        (r#"Moneda="EUR""#, "1", "21800.00", true),
    ] {
        assert_eq!(sample(moneda, discount, dollars), !fits, "{moneda} {discount} {dollars}");
    }
    // What the message says it may be, in cents.
    let xml = edited(
        &export(),
        &[
            (r#"Moneda="USD" TipoCambio="17.7430""#, mxn),
            (r#"Importe="21800.00" ObjetoImp"#, r#"Importe="21800.00" Descuento="386797.31" ObjetoImp"#),
            (r#"FraccionArancelaria="8708309901""#, r#"FraccionArancelaria="9801000100""#),
        ],
    );
    let report = validate(&xml, &options()).report;
    let told = report.violations().find(|finding| finding.code.as_str() == "CCE164").unwrap();
    assert_eq!(told.values.expected.as_deref(), Some("21799.99"));
    // Not of other goods.
    assert_eq!(broken(&export()), NONE);
}

/// Twenty thousand Mercancias and Conceptos of one number, and of as many, take a moment.
#[test]
fn many_goods_are_judged_in_a_moment() {
    const MANY: usize = 20_000;
    for same in [true, false] {
        let id = |i: usize| if same { "X".to_owned() } else { format!("X{i}") };
        let conceptos: String = (0..MANY)
            .map(|i| {
                format!(r#"<cfdi:Concepto NoIdentificacion="{}" Unidad="06" Importe="1.00" ObjetoImp="01"/>"#, id(i))
            })
            .collect();
        let goods: String = (0..MANY)
            .map(|i| {
                format!(
                    r#"<cce20:Mercancia NoIdentificacion="{}" FraccionArancelaria="8708309901" ValorDolares="1.00"/>"#,
                    id(i)
                )
            })
            .collect();
        let xml = edited(
            &export(),
            &[
                ("</cfdi:Conceptos>", &format!("{conceptos}</cfdi:Conceptos>")),
                ("</cce20:Mercancias>", &format!("{goods}</cce20:Mercancias>")),
            ],
        );
        let start = std::time::Instant::now();
        assert!(has(&broken(&xml), "CCE153") == same);
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }
}
