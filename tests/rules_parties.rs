//! CFDI40130 to CFDI40161 beyond their examples: the global invoice, issuer and receiver.
//!
//! What is expected is SAT's error matrix and catalogues, written out here.

mod support;

use std::sync::Arc;

use frontera::ValidateOptions;
use support::said::Said::{Error, NotChecked, Nothing, Warning};
use support::said::{Asked, Doc, EMISOR, GLOBAL, RECEPTOR, ROOT, said};

#[test]
fn a_global_invoice_is_to_the_public_and_no_other() {
    let doc = Doc::of("global-invoice-public");
    let node = r#"<cfdi:InformacionGlobal Periodicidad="01" Meses="09" Año="2026"/>"#;
    for (kind, rfc, name, without, with) in [
        ("I", "XAXX010101000", "PUBLICO EN GENERAL", Error, Nothing),
        ("I", "XAXX010101000", " PUBLICO  EN GENERAL ", Error, Nothing),
        ("E", "XAXX010101000", "PUBLICO EN GENERAL", Nothing, Warning),
        ("I", "XEXX010101000", "PUBLICO EN GENERAL", Nothing, Warning),
        ("I", "URE180429TM6", "PUBLICO EN GENERAL", Nothing, Warning),
        ("I", "XAXX010101000", "PÚBLICO EN GENERAL", Nothing, Warning),
        ("I", "XAXX010101000", "Publico en general", Nothing, Warning),
        ("I", "XAXX010101000", "PUBLICO EN GENERAL TIENDA 2", Nothing, Warning),
    ] {
        let doc = doc.set(ROOT, "TipoDeComprobante", kind).set(RECEPTOR, "Rfc", rfc).set(RECEPTOR, "Nombre", name);
        assert_eq!(doc.said("CFDI40130"), with, "{kind} {rfc} {name}");
        assert_eq!(doc.replace(node, "").said("CFDI40130"), without, "{kind} {rfc} {name}");
        let public = !rfc.starts_with("XAXX") && name == "PUBLICO EN GENERAL";
        assert_eq!(doc.said("CFDI40146"), if public { Error } else { Nothing }, "{rfc} {name}");
    }
    // What is not there is not another one.
    for doc in [doc.without(RECEPTOR, "Rfc"), doc.without(RECEPTOR, "Nombre"), doc.without(ROOT, "TipoDeComprobante")] {
        assert_eq!((doc.said("CFDI40130"), doc.said("CFDI40146")), (Nothing, Nothing));
        assert_eq!(doc.replace(node, "").said("CFDI40130"), Nothing);
    }
}

/// c_Periodicidad and c_Meses, every pair; only regime 621 may have 05.
#[test]
fn months_go_with_their_period() {
    let doc = Doc::of("global-invoice-public");
    let natural = doc.set(EMISOR, "Rfc", "FUNK671228PH6").set(EMISOR, "RegimenFiscal", "621");
    for period in ["01", "02", "03", "04", "05"] {
        for month in (0..=19).map(|month| format!("{month:02}")) {
            let set = |doc: &Doc| doc.set(GLOBAL, "Periodicidad", period).set(GLOBAL, "Meses", &month);
            let report = set(&natural).report(&ValidateOptions::default());
            let number: u8 = month.parse().unwrap();
            let wrong = |wrong: bool| if wrong { Error } else { Nothing };
            assert_eq!(said(&report, "CFDI40131"), Nothing);
            assert_eq!(said(&report, "CFDI40132"), Nothing);
            assert_eq!(said(&report, "CFDI40133"), wrong(number == 0 || number > 18), "{month}");
            assert_eq!(said(&report, "CFDI40134"), wrong(period != "05" && (number == 0 || number > 12)), "{month}");
            assert_eq!(said(&report, "CFDI40135"), wrong(period == "05" && !(13..=18).contains(&number)), "{month}");
            assert_eq!(set(&doc).said("CFDI40132"), wrong(period == "05"), "{period}");
        }
    }
    for (month, months, two) in [("9", Error, Error), ("0A", Error, Error), ("1:", Error, Error), ("", Error, Error)] {
        let doc = doc.set(GLOBAL, "Meses", month);
        assert_eq!(doc.said("CFDI40134"), months, "{month}");
        assert_eq!(doc.set(GLOBAL, "Periodicidad", "05").said("CFDI40135"), two, "{month}");
    }
    let bare = doc.without(GLOBAL, "Meses");
    assert_eq!((bare.said("CFDI40134"), bare.set(GLOBAL, "Periodicidad", "05").said("CFDI40135")), (Nothing, Nothing));
    assert_eq!(doc.without(GLOBAL, "Periodicidad").set(GLOBAL, "Meses", "13").said("CFDI40134"), Error);
    assert_eq!(doc.set(GLOBAL, "Periodicidad", "05").without(EMISOR, "RegimenFiscal").said("CFDI40132"), Error);
}

/// SAT's matrix: this year or up to five before; its guide: this or the last.
#[test]
fn a_year_counts_from_the_stamp() {
    let doc = Doc::of("global-invoice-public");
    let judge = |doc: &Doc, options: &ValidateOptions, now: i32| {
        for (before, expected) in
            [(-1, Error), (0, Nothing), (1, Nothing), (2, Warning), (5, Warning), (6, Error), (100, Error)]
        {
            let year = now - before;
            let doc = doc.set(GLOBAL, "Año", &year.to_string());
            assert_eq!(doc.said_with("CFDI40136", options), expected, "{year} in {now}");
        }
    };
    let now = |day: &str| ValidateOptions::default().now(day.parse().unwrap(), "00:00:00".parse().unwrap());
    judge(&doc, &now("2030-01-01"), 2026);
    let stamp = r#"<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" FechaTimbrado="2027-01-01T00:00:01"/></cfdi:Complemento></cfdi:Comprobante>"#;
    judge(&doc.replace("</cfdi:Comprobante>", stamp), &now("2030-01-01"), 2027);
    let undated = doc.without(ROOT, "Fecha");
    judge(&undated, &now("2030-12-31"), 2030);
    assert_eq!(undated.said("CFDI40136"), NotChecked);
    for text in ["", "26", "02026", "+026", "MMXX"] {
        assert_eq!(doc.set(GLOBAL, "Año", text).said("CFDI40136"), Nothing, "{text}");
    }
    assert_eq!(doc.without(GLOBAL, "Año").said("CFDI40136"), Nothing);
}

/// c_RegimenFiscal of August 2026: regime, for natural persons, for legal persons.
const REGIMES: [(&str, bool, bool); 19] = [
    ("601", false, true),
    ("603", false, true),
    ("605", true, false),
    ("606", true, false),
    ("607", true, false),
    ("608", true, false),
    ("610", true, true),
    ("611", true, false),
    ("612", true, false),
    ("614", true, false),
    ("615", true, false),
    ("616", true, false),
    ("620", false, true),
    ("621", true, false),
    ("622", false, true),
    ("623", false, true),
    ("624", false, true),
    ("625", true, false),
    ("626", true, true),
];

/// c_UsoCFDI of August 2026: the uses of a kind, whether companies have them, and the receiver's regimes that go with them.
const USES: [(&[&str], bool, &str); 5] = [
    (
        &["G01", "G03", "I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08"],
        true,
        "601 603 606 612 620 621 622 623 624 625 626",
    ),
    (&["G02"], true, "601 603 606 612 616 620 621 622 623 624 625 626"),
    (
        &["D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10"],
        false,
        "605 606 607 608 611 612 614 615 625",
    ),
    (&["S01", "CP01"], true, "601 603 605 606 607 608 610 611 612 614 615 616 620 621 622 623 624 625 626"),
    (&["CN01"], false, "605"),
];

const NATURAL: &str = "CACX7605101P8";
const LEGAL: &str = "EKU9003173C9";

#[test]
fn a_regime_fits_the_kind_of_person() {
    let doc = Doc::of("tequila-ieps-53");
    for (element, attribute, code) in
        [(EMISOR, "RegimenFiscal", "CFDI40141"), (RECEPTOR, "RegimenFiscalReceptor", "CFDI40158")]
    {
        for (regime, natural, legal) in REGIMES {
            let doc = doc.set(element, attribute, regime);
            for (rfc, fits) in
                [(NATURAL, natural), (LEGAL, legal), ("ÑÑ&amp;010101AAA", legal), ("ÑÑÑ&amp;010101AAA", natural)]
            {
                let expected = if fits { Nothing } else { Error };
                assert_eq!(doc.set(element, "Rfc", rfc).said(code), expected, "{regime} {rfc}");
            }
            // Neither is one.
            for rfc in ["", "EKU9003173C", "CACX7605101P88"] {
                assert_eq!(doc.set(element, "Rfc", rfc).said(code), Nothing, "{regime} {rfc}");
            }
        }
        assert_eq!(doc.set(element, attribute, "629").said(code), Nothing, "it is in no catalogue");
        assert_eq!(doc.without(element, attribute).said(code), Nothing);
        assert_eq!(doc.without(element, "Rfc").said(code), Nothing);
    }
    // Generic ones have the form of a natural person's, and 616 is for those.
    for fixture in ["export-produce", "global-invoice-public"] {
        assert_eq!(Doc::of(fixture).said("CFDI40158"), Nothing);
    }
}

#[test]
fn a_use_fits_person_and_regime() {
    let doc = Doc::of("tequila-ieps-53");
    for (uses, for_companies, regimes) in USES {
        for uso in uses {
            for (regime, ..) in REGIMES {
                let doc = doc.set(RECEPTOR, "UsoCFDI", uso).set(RECEPTOR, "RegimenFiscalReceptor", regime);
                let listed = regimes.split(' ').any(|it| it == regime);
                for (rfc, fits) in [(NATURAL, listed), (LEGAL, listed && for_companies)] {
                    let doc = doc.set(RECEPTOR, "Rfc", rfc);
                    let expected = if fits { Nothing } else { Error };
                    assert_eq!(doc.said("CFDI40161"), expected, "{uso} {regime} {rfc}");
                }
            }
        }
    }
    // Either half is judged without the other.
    let use_of = |uso: &str| doc.set(RECEPTOR, "UsoCFDI", uso);
    assert_eq!(use_of("D01").without(RECEPTOR, "RegimenFiscalReceptor").said("CFDI40161"), Error);
    assert_eq!(use_of("G03").without(RECEPTOR, "RegimenFiscalReceptor").said("CFDI40161"), Nothing);
    assert_eq!(use_of("D01").without(RECEPTOR, "Rfc").said("CFDI40161"), Error);
    assert_eq!(use_of("G03").without(RECEPTOR, "Rfc").said("CFDI40161"), Nothing);
    assert_eq!(use_of("P01").said("CFDI40161"), Nothing, "it is in no catalogue");
    assert_eq!(doc.without(RECEPTOR, "UsoCFDI").said("CFDI40161"), Nothing);
}

#[test]
fn payments_and_payrolls_have_a_use_of_their_own() {
    for (fixture, own) in [("payment-receipt-usd", "CP01"), ("payroll-fortnight", "CN01")] {
        let doc = Doc::of(fixture);
        for uso in ["CP01", "CN01", "S01", "P01"] {
            let expected = if uso == own { Nothing } else { Error };
            assert_eq!(doc.set(RECEPTOR, "UsoCFDI", uso).said("CFDI40161"), expected, "{fixture} {uso}");
        }
        assert_eq!(doc.without(RECEPTOR, "UsoCFDI").said("CFDI40161"), Nothing, "{fixture}");
        // The catalogue's matrix still holds: CP01 is for any regime of 2022, CN01 for 605 alone.
        let other = doc.set(RECEPTOR, "RegimenFiscalReceptor", "612").said("CFDI40161");
        assert_eq!(other, if own == "CN01" { Error } else { Nothing }, "{fixture}");
    }
}

/// SAT's rows for the receiver, by RFC, ResidenciaFiscal, NumRegIdTrib and the complement.
#[test]
fn residence_and_tax_number_are_of_foreigners() {
    const FOREIGN: &str = "XEXX010101000";
    const PUBLIC: &str = "XAXX010101000";
    let codes = ["CFDI40150", "CFDI40151", "CFDI40152", "CFDI40153", "CFDI40154", "CFDI40155", "CFDI40156"];
    let with_complement = Doc::of("export-auto-parts-comercio-exterior");
    let without = Doc::of("export-produce");
    for (complement, rfc, residence, number, violated) in [
        (false, FOREIGN, "USA", "001234567", ""),
        (true, FOREIGN, "USA", "001234567", ""),
        (false, FOREIGN, "", "", ""),
        (true, FOREIGN, "", "", "53 55"),
        (false, FOREIGN, "", "001234567", "53"),
        (true, FOREIGN, "", "001234567", "53"),
        (false, FOREIGN, "USA", "", ""),
        (true, FOREIGN, "USA", "", "55"),
        (false, FOREIGN, "MEX", "EKU9003173C9", "52"),
        (false, FOREIGN, "MEX", "001234567", "52 56"),
        (false, FOREIGN, "UDA", "x", "50"),
        (false, FOREIGN, "DEU", "DE 123", ""),
        (false, FOREIGN, "USA", "00123456", "56"),
        (false, FOREIGN, "USA", "0012345678", "56"),
        (false, FOREIGN, "CAN", "001234567", ""),
        (false, FOREIGN, "CAN", "001234567RT0001", "56"),
        (false, PUBLIC, "", "", ""),
        (true, PUBLIC, "", "", ""),
        (false, PUBLIC, "USA", "", "51"),
        (false, PUBLIC, "", "001234567", "54"),
        (false, PUBLIC, "USA", "0", "51 54 56"),
        (true, "URE180429TM6", "", "", ""),
        (false, "URE180429TM6", "USA", "", "51"),
        (false, "CACX7605101P8", "", "001234567", "54"),
        (false, "-", "USA", "001234567", ""),
        (true, "-", "", "", ""),
    ] {
        let doc = if complement { &with_complement } else { &without };
        let set = |doc: Doc, attribute: &str, value: &str| match value {
            "" => doc.without(RECEPTOR, attribute),
            _ => doc.set(RECEPTOR, attribute, value),
        };
        let doc = set(doc.clone(), "ResidenciaFiscal", residence);
        let doc = set(doc, "NumRegIdTrib", number);
        let doc = if rfc == "-" { doc.without(RECEPTOR, "Rfc") } else { doc.set(RECEPTOR, "Rfc", rfc) };
        let report = doc.report(&ValidateOptions::default());
        for code in codes {
            let expected =
                if violated.split(' ').any(|end| code.ends_with(&format!("01{end}"))) { Error } else { Nothing };
            assert_eq!(said(&report, code), expected, "{code}: {complement} {rfc} {residence} {number}");
        }
    }
    let empty = without.set(RECEPTOR, "Rfc", "");
    assert_eq!((empty.said("CFDI40151"), empty.said("CFDI40154")), (Nothing, Nothing), "no RFC at all");
}

/// A pattern that is no plain one says nothing: SAT may write what it likes in c_Pais.
#[test]
fn a_pattern_that_is_not_understood_is_not_checked() {
    let file = "frontera-catalogs\t1\n[c_Pais]\ncode\tname\tpatron_identidad_tributaria\nUSA\tEstados Unidos\t\\d*\n";
    let catalogs = frontera::catalog::Catalogs::builtin().load(file.as_bytes()).unwrap();
    let options = ValidateOptions::default().catalogs(catalogs);
    assert_eq!(Doc::of("export-produce").said_with("CFDI40156", &options), NotChecked);
}

/// A newer catalogue need not have every column: what it does not say is not judged.
#[test]
fn a_catalogue_without_the_columns_says_nothing() {
    let with = |tables: &str| {
        let file = format!("frontera-catalogs\t1\n{tables}");
        let catalogs = frontera::catalog::Catalogs::builtin().load(file.as_bytes()).unwrap();
        ValidateOptions::default().catalogs(catalogs)
    };
    let regimes = with("[c_RegimenFiscal]\ncode\tname\n601\tGeneral\n");
    let doc = Doc::of("tequila-ieps-53");
    assert_eq!(["CFDI40141", "CFDI40158"].map(|code| doc.said_with(code, &regimes)), [NotChecked; 2]);
    let bare = with("[c_UsoCFDI]\ncode\tname\nG01\tAdquisición de mercancías\n");
    assert_eq!(doc.said_with("CFDI40161", &bare), NotChecked);
    assert_eq!(doc.without(RECEPTOR, "Rfc").said_with("CFDI40161", &bare), NotChecked);
    assert_eq!(doc.without(RECEPTOR, "RegimenFiscalReceptor").said_with("CFDI40161", &bare), NotChecked);
    let neither = doc.without(RECEPTOR, "Rfc").without(RECEPTOR, "RegimenFiscalReceptor");
    assert_eq!(neither.said_with("CFDI40161", &bare), Nothing);
    // One column says enough to break it.
    let persons = with("[c_UsoCFDI]\ncode\tname\taplica_fisica\nG01\tAdquisición de mercancías\t1\n");
    assert_eq!(doc.said_with("CFDI40161", &persons), Error);
    let listed = with("[c_UsoCFDI]\ncode\tname\tregimenes_fiscales_receptores\nG01\tAdquisición de mercancías\t612\n");
    assert_eq!(doc.said_with("CFDI40161", &listed), Error);
}

#[test]
fn a_generic_receiver_repeats_the_place_and_is_in_616() {
    for (fixture, lugar) in [("export-produce", "84000"), ("global-invoice-public", "06002")] {
        let doc = Doc::of(fixture);
        for (code, attribute, right, wrong) in [
            ("CFDI40149", "DomicilioFiscalReceptor", lugar, "85621"),
            ("CFDI40159", "RegimenFiscalReceptor", "616", "601"),
        ] {
            assert_eq!(doc.set(RECEPTOR, attribute, right).said(code), Nothing, "{fixture}");
            assert_eq!(doc.set(RECEPTOR, attribute, wrong).said(code), Error, "{fixture}");
            assert_eq!(doc.without(RECEPTOR, attribute).said(code), Nothing, "{fixture}");
            let own = doc.set(RECEPTOR, attribute, wrong).set(RECEPTOR, "Rfc", "URE180429TM6");
            assert_eq!(own.said(code), Nothing, "{fixture}");
        }
        assert_eq!(doc.without(ROOT, "LugarExpedicion").said("CFDI40149"), Nothing, "{fixture}");
    }
}

/// The issuer's name; the receiver's RFC, name, name, postal code, postal code.
const REGISTER: [&str; 7] = ["CFDI40138", "CFDI40139", "CFDI40143", "CFDI40144", "CFDI40145", "CFDI40147", "CFDI40148"];

#[test]
fn the_register_is_asked_of_whom_it_can_know() {
    let judge = |doc: &Doc, known: &'static str| {
        let asked = Arc::new(Asked { known, ..Asked::default() });
        let report = doc.report(&ValidateOptions::default().lookups(asked.clone()));
        let mut rfcs = asked.rfcs.lock().unwrap().clone();
        rfcs.sort();
        rfcs.dedup();
        (REGISTER.map(|code| said(&report, code)), rfcs)
    };
    let [n, e] = [Nothing, Error];
    // EKU sells to URE, whom only one of these registers knows, by another name and place.
    let doc = Doc::of("tequila-ieps-53");
    let both = vec!["EKU9003173C9".to_owned(), "URE180429TM6".to_owned()];
    assert_eq!(judge(&doc, "EKU9003173C9"), ([n, n, e, e, n, e, n], both.clone()));
    assert_eq!(judge(&doc, "URE180429TM6"), ([e, n, n, n, e, n, e], both.clone()));
    let renamed =
        doc.set(RECEPTOR, "Nombre", "ESCUELA  KEMPER URGATE").set(RECEPTOR, "DomicilioFiscalReceptor", "42501");
    assert_eq!(judge(&renamed, "URE180429TM6"), ([e, n, n, n, n, n, n], both.clone()));
    let lower = doc.set(EMISOR, "Nombre", "Escuela Kemper Urgate");
    assert_eq!(judge(&lower, "EKU9003173C9"), ([n, e, e, e, n, e, n], both));
    // Nobody registers the generic ones.
    for fixture in ["export-produce", "global-invoice-public"] {
        let doc = Doc::of(fixture);
        let (said, rfcs) = judge(&doc, "EKU9003173C9");
        assert_eq!(said[2..], [n; 5], "{fixture}");
        assert!(rfcs.len() == 1 && !rfcs[0].starts_with('X'), "{fixture}: {rfcs:?}");
    }
    // What is not there is not asked for.
    let nameless =
        doc.without(EMISOR, "Nombre").without(RECEPTOR, "Nombre").without(RECEPTOR, "DomicilioFiscalReceptor");
    assert_eq!(judge(&nameless, "").0, [n, n, e, n, n, n, n]);
    let bare = doc.without(EMISOR, "Rfc").without(RECEPTOR, "Rfc");
    assert_eq!(judge(&bare, ""), ([n; 7], vec![]));
    // Nobody to ask.
    let report = doc.report(&ValidateOptions::default());
    assert_eq!(REGISTER.map(|code| said(&report, code)), [NotChecked; 7]);
    let report = nameless.without(RECEPTOR, "Rfc").report(&ValidateOptions::default());
    assert_eq!(REGISTER.map(|code| said(&report, code)), [Nothing; 7]);
}

/// SAT's matrix of uses is newer than the first stamps of CFDI 4.0: what a PAC stamped while 3.3 was still in use (until the end
/// of March 2023) is told as a warning; a draft or a later stamp as an error.
#[test]
fn a_use_stamped_in_the_transition_is_a_warning() {
    let xml = String::from_utf8(support::fixture("cfdi/export-produce.xml")).unwrap();
    let wrong = xml.replace("UsoCFDI=\"S01\"", "UsoCFDI=\"G03\"");
    let stamp = wrong.split("FechaTimbrado=\"").nth(1).unwrap()[..19].to_owned();
    for (stamped, severity) in [
        ("2022-02-02T16:31:09", frontera::Severity::Warning),
        ("2023-03-31T23:59:59", frontera::Severity::Warning),
        ("2023-04-01T00:00:00", frontera::Severity::Error),
    ] {
        let report = frontera::validate(wrong.replace(&stamp, stamped).as_bytes(), &Default::default()).unwrap().report;
        let found: Vec<_> = report.violations().filter(|finding| finding.code == "CFDI40161").collect();
        assert_eq!(found.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [severity], "{stamped}");
    }
}
