//! Lines and their taxes: limits, rates, keys, ObjetoImp.

use std::collections::BTreeSet;

use frontera::catalog::Catalogs;
use frontera::{Event, ValidateOptions};

use super::{edited, report, text, verdict, verdict_alone, violated};

/// SAT's limits of an amount (3.5 of the guide): (10−0.5)×(45.00−0.005)=427.4525 and 10.5×45.005=472.5525 less next to nothing;
/// 9.995×44.995=449.725025 and 10.005×45.005=450.275025; 12.45×1842.5=22939.125 and 12.55×1843.5=23135.925;
/// 1234566.5×0.0001225=151.2344 and 1234567.5×0.0001235=152.4691.
#[test]
fn amounts_of_lines_and_parts_have_sats_limits() {
    let cases = [
        ("10", "45.00", "MXN", "427.45", "472.56", "0.01"),
        ("10.00", "45.00", "MXN", "449.72", "450.28", "0.01"),
        ("12.5", "1843", "JPY", "22939", "23136", "1"),
        ("1234567", "0.000123", "USD", "151.23", "152.47", "0.000001"),
    ];
    for (cantidad, valor, moneda, low, high, step) in cases {
        let [low, high, step] = [low, high, step].map(|it| it.parse::<rust_decimal::Decimal>().unwrap());
        for (importe, wanted) in [(low, "ok"), (high, "ok"), (low - step, "wrong"), (high + step, "wrong")] {
            let amounts = format!(r#"ValorUnitario="{valor}" Importe="{importe}""#);
            let moneda = format!(r#"Moneda="{moneda}""#);
            let line = edited(
                "objeto-imp-03-04",
                &[
                    (r#"Cantidad="30""#, &format!(r#"Cantidad="{cantidad}""#)),
                    (r#"ValorUnitario="50.00" Importe="1500.00""#, &amounts),
                    (r#"Moneda="MXN""#, &moneda),
                ],
            );
            assert_eq!(verdict_alone(&line, "CFDI40167"), wanted, "{cantidad} × {valor} = {importe}");
            let part = edited(
                "brake-kit-parts",
                &[
                    (r#"Cantidad="40""#, &format!(r#"Cantidad="{cantidad}""#)),
                    (r#"ValorUnitario="560.00" Importe="22400.00""#, &amounts),
                    (r#"Moneda="MXN""#, &moneda),
                ],
            );
            assert_eq!(verdict_alone(&part, "CFDI40198"), wanted, "{cantidad} × {valor} = {importe}");
        }
    }
}

/// (398.28±0.005)×0.16 spans 63.7240 to 63.7256; 999.995×0.106667=106.66646 and 1000.005×0.106667=106.667533; 99.5×0.16=15.92
/// and 100.5×0.16=16.08 less next to nothing; 3599.995×3.0818=11094.4645 and 3600.005×3.0818=11094.4954; in yen
/// 624999.5×0.16=99999.92 and 625000.5×0.16=100000.08.
#[test]
fn taxes_of_lines_have_sats_limits() {
    let cases = [
        ("398.28", "002", "Tasa", "0.160000", "MXN", "63.72", "63.73", "0.01"),
        ("1000.00", "002", "Tasa", "0.106667", "MXN", "106.66", "106.67", "0.000001"),
        ("100", "002", "Tasa", "0.16", "MXN", "15.92", "16.08", "0.01"),
        ("3600.00", "003", "Cuota", "3.081800", "MXN", "11094.46", "11094.50", "0.01"),
        ("625000", "002", "Tasa", "0.160000", "JPY", "99999", "100001", "1"),
    ];
    for (base, impuesto, factor, tasa, moneda, low, high, step) in cases {
        let [low, high, step] = [low, high, step].map(|it| it.parse::<rust_decimal::Decimal>().unwrap());
        for (importe, wanted) in [(low, "ok"), (high, "ok"), (low - step, "wrong"), (high + step, "wrong")] {
            let tax = format!(
                r#"Base="{base}" Impuesto="{impuesto}" TipoFactor="{factor}" TasaOCuota="{tasa}" Importe="{importe}""#
            );
            let moneda = format!(r#"Moneda="{moneda}""#);
            for (code, from) in [
                (
                    "CFDI40180",
                    r#"Base="4350.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000" Importe="696.00""#,
                ),
                (
                    "CFDI40186",
                    r#"Base="4350.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.040000" Importe="174.00""#,
                ),
            ] {
                let xml = edited("freight-retention-4", &[(from, &tax), (r#"Moneda="MXN""#, &moneda)]);
                assert_eq!(verdict_alone(&xml, code), wanted, "{code}: {tax}");
                let exempt = xml
                    .replace(&format!(r#"TipoFactor="{factor}" TasaOCuota="{tasa}" Importe="{importe}""#), &{
                        format!(r#"TipoFactor="Exento" TasaOCuota="{tasa}" Importe="{importe}""#)
                    });
                assert_eq!(verdict_alone(&exempt, code), "ok", "{code}: exempt is another rule's");
            }
        }
    }
}

/// CFDI40166 is about I, E and N; the bases and parts are of any type.
#[test]
fn prices_and_bases_are_above_zero() {
    for (value, wanted) in [("0", "wrong"), ("0.000000", "wrong"), ("-0.01", "wrong"), ("0.000001", "ok")] {
        for (tipo, of_type) in [("I", wanted), ("E", wanted), ("N", wanted), ("T", "ok"), ("P", "ok")] {
            let edits = [
                (r#"ValorUnitario="50.00""#, &*format!(r#"ValorUnitario="{value}""#)),
                (r#"TipoDeComprobante="I""#, &*format!(r#"TipoDeComprobante="{tipo}""#)),
            ];
            assert_eq!(verdict_alone(&edited("objeto-imp-03-04", &edits), "CFDI40166"), of_type, "{tipo} {value}");
        }
        let part = edited("brake-kit-parts", &[(r#"ValorUnitario="560.00""#, &format!(r#"ValorUnitario="{value}""#))]);
        assert_eq!(verdict_alone(&part, "CFDI40197"), wanted, "{value}");
        for (code, from) in
            [("CFDI40174", r#"<cfdi:Traslado Base="4350.00""#), ("CFDI40181", r#"<cfdi:Retencion Base="4350.00""#)]
        {
            let xml = edited("freight-retention-4", &[(from, &from.replace("4350.00", value))]);
            assert_eq!(verdict_alone(&xml, code), wanted, "{code} {value}");
        }
    }
}

/// 40170 to 40173, 140226 and 140227, from their rows.
#[test]
fn objeto_imp_and_the_taxes_of_a_line() {
    let traslado = |impuesto: &str| {
        format!(
            r#"<cfdi:Traslados><cfdi:Traslado Base="1" Impuesto="{impuesto}" TipoFactor="Exento"/></cfdi:Traslados>"#
        )
    };
    let retencion = |impuesto: &str| {
        format!(
            r#"<cfdi:Retenciones><cfdi:Retencion Base="1" Impuesto="{impuesto}" TipoFactor="Tasa" TasaOCuota="0.010000" Importe="0.01"/></cfdi:Retenciones>"#
        )
    };
    let (t, r) = (&traslado, &retencion);
    let insides = [
        None,
        Some(String::new()),
        Some(t("002")),
        Some(t("003")),
        Some(r("001")),
        Some(r("002")),
        Some(r("003")),
        Some(t("003") + &r("001")),
        Some(t("003") + &r("002")),
        Some(t("003") + &r("003")),
    ];
    // One column for each of them; 6 and 7 are 140226 and 140227.
    let matrix = [
        ("01", ["", "172 173", "172", "172", "172", "172", "172", "172", "172", "172"]),
        ("02", ["171", "173", "", "", "", "", "", "", "", ""]),
        ("03", ["", "172 173", "172", "172", "172", "172", "172", "172", "172", "172"]),
        ("04", ["", "172 173", "172", "172", "172", "172", "172", "172", "172", "172"]),
        ("05", ["", "172 173", "172", "172", "172", "172", "172", "172", "172", "172"]),
        ("06", ["", "173", "6", "6", "", "6", "6", "6", "6", "6"]),
        ("07", ["7", "173 7", "7", "", "7", "7", "7", "", "7", ""]),
        ("08", ["", "173", "6", "6", "", "6", "6", "6", "6", "6"]),
        ("2", ["170", "170 173", "170", "170", "170", "170", "170", "170", "170", "170"]),
    ];
    let short = |code: &str| match code {
        "CFDI140226" => Some("6".to_owned()),
        "CFDI140227" => Some("7".to_owned()),
        "CFDI40170" | "CFDI40171" | "CFDI40172" | "CFDI40173" => Some(code[6..].to_owned()),
        _ => None,
    };
    for (objeto, columns) in matrix {
        for (inside, wanted) in insides.iter().zip(columns) {
            let line = match inside {
                None => format!(r#"ObjetoImp="{objeto}"/>"#),
                Some(inside) => {
                    format!(r#"ObjetoImp="{objeto}"><cfdi:Impuestos>{inside}</cfdi:Impuestos></cfdi:Concepto>"#)
                }
            };
            let found = violated(&edited("objeto-imp-03-04", &[(r#"ObjetoImp="03"/>"#, &line)]));
            let found: BTreeSet<_> = found.iter().filter_map(|code| short(code)).collect();
            let wanted: BTreeSet<_> = wanted.split_whitespace().map(str::to_owned).collect();
            assert_eq!(found, wanted, "{line}");
        }
    }
}

/// Rows of c_TasaOCuota of August 2026; every row begins in 2022 but the quotas of IEPS, which begin in 2026.
#[test]
fn rates_are_those_of_the_catalogue_on_the_day() {
    let cases = [
        ("T", "002", "Tasa", "0.160000", "2026-05-07", "ok"),
        ("T", "002", "Tasa", "0.16", "2026-05-07", "ok"),
        ("T", "002", "Tasa", "0.080000", "2026-05-07", "ok"),
        ("T", "002", "Tasa", "0.000000", "2026-05-07", "ok"),
        ("T", "002", "Tasa", "0.040000", "2026-05-07", "wrong"),
        ("T", "002", "Cuota", "0.160000", "2026-05-07", "wrong"),
        ("T", "001", "Tasa", "0.100000", "2026-05-07", "wrong"),
        ("T", "003", "Tasa", "0.030000", "2026-05-07", "ok"),
        ("T", "003", "Tasa", "0.160000", "2026-05-07", "wrong"),
        ("T", "003", "Cuota", "72.160500", "2026-05-07", "ok"),
        ("T", "003", "Cuota", "72.160501", "2026-05-07", "wrong"),
        ("T", "003", "Cuota", "3.000000", "2026-01-01", "ok"),
        ("T", "003", "Cuota", "3.000000", "2025-12-31", "?"),
        ("T", "003", "Cuota", "99.000000", "2025-12-31", "?"),
        ("T", "002", "Tasa", "0.160000", "2022-01-01", "ok"),
        ("T", "002", "Tasa", "0.160000", "2021-12-31", "?"),
        ("T", "002", "Tasa", "0.150000", "2021-12-31", "wrong"),
        ("T", "002", "Otro", "0.160000", "2026-05-07", "wrong"),
        ("T", "004", "Tasa", "0.160000", "2026-05-07", "wrong"),
        ("T", "002", "Exento", "0.150000", "2026-05-07", "ok"),
        ("R", "002", "Tasa", "0.000000", "2026-05-07", "ok"),
        ("R", "002", "Tasa", "0.106667", "2026-05-07", "ok"),
        ("R", "002", "Tasa", "0.160000", "2026-05-07", "ok"),
        ("R", "002", "Tasa", "0.160001", "2026-05-07", "wrong"),
        ("R", "002", "Tasa", "-0.000001", "2026-05-07", "wrong"),
        ("R", "002", "Tasa", "0.200000", "2021-12-31", "?"),
        ("R", "001", "Tasa", "0.350000", "2026-05-07", "ok"),
        ("R", "001", "Tasa", "0.350001", "2026-05-07", "wrong"),
        ("R", "003", "Tasa", "0.030000", "2026-05-07", "wrong"),
        ("R", "003", "Tasa", "0.300000", "2026-05-07", "ok"),
    ];
    for (direction, impuesto, factor, tasa, day, wanted) in cases {
        let tax = format!(r#"Impuesto="{impuesto}" TipoFactor="{factor}" TasaOCuota="{tasa}""#);
        let day = format!(r#"Fecha="{day}T"#);
        let places: &[_] = match direction {
            "T" => &[
                ("CFDI40179", r#"Base="4350.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000""#),
                ("CFDI40219", r#"Base="29350.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.160000""#),
            ],
            _ => &[("CFDI40185", r#"Base="4350.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.040000""#)],
        };
        for (code, from) in places {
            let base = from.split_once(' ').unwrap().0;
            let to = format!("{base} {tax}");
            let xml = edited("freight-retention-4", &[(from, &to), (r#"Fecha="2026-05-07T"#, &day)]);
            assert_eq!(verdict_alone(&xml, code), wanted, "{code}: {tax} {day}");
        }
    }
}

/// A table that holds a rate's end, and a range's predecessor.
#[test]
fn rates_end_and_ranges_have_predecessors() {
    let table = "frontera-catalogs\t1\n[c_TasaOCuota]\n\
        code\ttipo\tminimo\tvalor\timpuesto\tfactor\ttraslado\tretencion\tfrom\tuntil\n\
        a\tFijo\t\t0.150000\t002\tTasa\t1\t\t2022-01-01\t2025-12-31\n\
        b\tFijo\t\t0.160000\t002\tTasa\t1\t\t2022-01-01\t\n\
        c\tRango\t0.000000\t0.040000\t002\tTasa\t\t1\t2022-01-01\t2025-12-31\n\
        d\tRango\t0.000000\t0.100000\t002\tTasa\t\t1\t2026-01-01\t\n";
    let options = ValidateOptions::default().catalogs(Catalogs::builtin().load(table.as_bytes()).unwrap());
    for (code, from, rate, day, wanted) in [
        ("CFDI40179", "0.160000\" Importe=\"696.00", "0.150000", "2025-12-31", "ok"),
        ("CFDI40179", "0.160000\" Importe=\"696.00", "0.150000", "2026-01-01", "wrong"),
        ("CFDI40185", "0.040000\" Importe=\"174.00", "0.040000", "2025-12-31", "ok"),
        ("CFDI40185", "0.040000\" Importe=\"174.00", "0.100000", "2025-12-31", "wrong"),
        ("CFDI40185", "0.040000\" Importe=\"174.00", "0.100000", "2026-01-01", "ok"),
        ("CFDI40185", "0.040000\" Importe=\"174.00", "0.100001", "2026-01-01", "wrong"),
        ("CFDI40185", "0.040000\" Importe=\"174.00", "0.040000", "2021-12-31", "?"),
    ] {
        let (was, rest) = from.split_once('"').unwrap();
        assert!(from.starts_with(was));
        let xml = edited(
            "freight-retention-4",
            &[(from, &format!("{rate}\"{rest}")), (r#"Fecha="2026-05-07T"#, &format!(r#"Fecha="{day}T"#))],
        );
        assert_eq!(verdict(&xml, code, &options), wanted, "{code} {rate} {day}");
    }
    // Without a day every row counts.
    let xml = edited(
        "freight-retention-4",
        &[
            ("0.160000\" Importe=\"696.00", "0.150000\" Importe=\"696.00"),
            (r#"Fecha="2026-05-07T22:10:00""#, r#"Fecha="""#),
        ],
    );
    assert_eq!(verdict(&xml, "CFDI40179", &options), "ok");
}

/// A key of a catalogue that has ended, or begins later: ObjetoImp 06 began on 2024-12-13.
#[test]
fn keys_are_in_force_on_the_day() {
    for (day, wanted) in [("2024-12-13", "ok"), ("2024-12-12", "?")] {
        let day = format!(r#"Fecha="{day}T"#);
        let xml = edited("objeto-imp-06-07-08", &[(r#"Fecha="2026-06-22T"#, &day)]);
        assert_eq!(verdict_alone(&xml, "CFDI40170"), wanted, "{day}");
    }
    let table = "frontera-catalogs\t1\n[c_ClaveProdServ]\ncode\tname\tfrom\tuntil\n\
        25171700\tKit\t2022-01-01\t2026-05-26\n25171713\tBalatas\t2022-01-01\t2026-05-25\n\
        25171715\tRotor\t2026-05-27\t\n15121509\tAceite\t2022-01-01\t\n";
    let options = ValidateOptions::default().catalogs(Catalogs::builtin().load(table.as_bytes()).unwrap());
    let report = report(&text("brake-kit-parts"), &options);
    let of_part: Vec<_> = report.findings().iter().filter(|finding| finding.code == "CFDI40196").collect();
    assert_eq!(verdict(&text("brake-kit-parts"), "CFDI40162", &options), "ok");
    assert_eq!(of_part.iter().map(|finding| finding.event).collect::<Vec<_>>(), [Event::Violated, Event::NotChecked]);
}

/// A key that was in order is not looked up again; each that was not is told.
#[test]
fn every_line_with_a_wrong_key_is_told() {
    let unit = |sku: &str, quantity: &str, key: &str| {
        format!(r#"NoIdentificacion="{sku}" Cantidad="{quantity}" ClaveUnidad="{key}""#)
    };
    let (second, last) = (("FIL-ACE-16", "36"), ("ALT-110", "3"));
    let edits = [second, last].map(|(sku, quantity)| (unit(sku, quantity, "H87"), unit(sku, quantity, "PZA")));
    let edits = edits.each_ref().map(|(from, to)| (from.as_str(), to.as_str()));
    let report = report(&edited("domestic-auto-parts-iva-16", &edits), &ValidateOptions::default());
    let places = report.violations().filter(|finding| finding.code == "CFDI40165");
    let places: Vec<_> = places.map(|finding| finding.location.as_str().rsplit('/').nth(1).unwrap()).collect();
    assert_eq!(places, ["cfdi:Concepto[2]", "cfdi:Concepto[4]"]);
}

/// Comercio Exterior 1.1 went with CFDI 4.0 until January 2024.
#[test]
fn either_comercio_exterior_counts() {
    let with_pedimento = edited(
        "export-auto-parts-comercio-exterior",
        &[(
            r#"Importe="21800.00" ObjetoImp="02">"#,
            r#"Importe="21800.00" ObjetoImp="02"><cfdi:InformacionAduanera NumeroPedimento="26  24  3420  6000517"/><cfdi:Parte ClaveProdServ="25171715" Cantidad="1" Descripcion="x"><cfdi:InformacionAduanera NumeroPedimento="26  24  3420  6000517"/></cfdi:Parte>"#,
        )],
    );
    let old =
        with_pedimento.replace("http://www.sat.gob.mx/ComercioExterior20", "http://www.sat.gob.mx/ComercioExterior11");
    let other = with_pedimento.replace("http://www.sat.gob.mx/ComercioExterior20", "http://www.sat.gob.mx/Other");
    for (xml, wanted) in [(&with_pedimento, "wrong"), (&old, "wrong"), (&other, "ok")] {
        assert_eq!(verdict_alone(xml, "CFDI40195"), wanted);
        assert_eq!(verdict_alone(xml, "CFDI40200"), wanted);
        for (exportacion, forbidden) in [("01", true), ("02", false), ("03", true), ("04", false)] {
            let xml = xml.replace(r#"Exportacion="02""#, &format!(r#"Exportacion="{exportacion}""#));
            let wanted = if forbidden { wanted } else { "ok" };
            assert_eq!(verdict_alone(&xml, "CFDI40222"), wanted, "{exportacion}");
        }
    }
}
