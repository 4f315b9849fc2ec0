use super::codes::TABLES;
use super::*;

const LANGS: [Lang; 2] = [Lang::En, Lang::Es];

#[test]
fn codes_are_well_formed_sorted_and_unique() {
    for table in TABLES {
        assert!(table.windows(2).all(|w| w[0].code < w[1].code));
    }
    let mut codes: Vec<_> = TABLES.iter().copied().flatten().map(|entry| entry.code).collect();
    let all = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all, "a code stands in two tables");
    for entry in TABLES.iter().copied().flatten() {
        if entry.code.starts_with("FRO") {
            let parts: Vec<_> = entry.code.split('-').collect();
            assert_eq!((parts.len(), parts[0], parts[2].len()), (3, "FRO", 3), "{}", entry.code);
        } else {
            let digits = entry.code.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            assert!(digits.len() >= 3 && digits.bytes().all(|b| b.is_ascii_digit()), "{}", entry.code);
        }
        for text in [entry.en.0, entry.en.1, entry.es.0, entry.es.1] {
            assert!(!text.is_empty(), "{}", entry.code);
        }
        assert!(std::ptr::eq(Code::of(entry.code).unwrap().0, entry), "{} is found", entry.code);
    }
    assert_eq!(Code::of("FRO-CFDI-999"), None);
    assert_eq!(Code::of(""), None);
}

/// Each code that the sources name is in the registry.
#[test]
fn every_code_of_the_sources_has_words() {
    fn walk(folder: &std::path::Path, seen: &mut usize) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, seen);
            } else if path.extension().is_some_and(|it| it == "rs")
                && !path.ends_with("report/tests.rs")
                && !path.ends_with("report/codes.rs")
            {
                let text = std::fs::read_to_string(&path).unwrap();
                for (at, _) in text.match_indices("\"FRO-") {
                    let code = text[at + 1..].split(['"', ' ']).next().unwrap();
                    *seen += 1;
                    assert!(Code::of(code).is_some(), "{code} of {} is not in the registry", path.display());
                }
            }
        }
    }
    let mut seen = 0;
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut seen);
    assert!(seen > 40, "{seen}");
}

#[test]
fn placeholders_are_known_and_the_same_in_both_languages() {
    let known =
        ["at", "pointer", "name", "found", "expected", "candidates", "nearest", "reason", "source", "or_context"];
    let placeholders = |text: &'static str| -> Vec<&'static str> {
        text.split('{').skip(1).map(|rest| rest.split_once('}').expect("closed").0).collect()
    };
    let texts = TABLES.iter().copied().flatten().map(|entry| (entry.code.to_owned(), entry.en, entry.es));
    let faults = Fault::ALL.iter().map(|fault| (format!("{fault:?}"), fault.text(Lang::En), fault.text(Lang::Es)));
    for (code, en, es) in texts.chain(faults) {
        for text in [en.0, en.1, es.0, es.1] {
            assert!(placeholders(text).iter().all(|name| known.contains(name)), "{code}: {text}");
            assert!(!text.ends_with("{candidates}.") && !text.is_empty(), "{code}: {text}");
        }
    }
    for fault in Fault::ALL {
        for (en, es) in
            [(fault.text(Lang::En).0, fault.text(Lang::Es).0), (fault.text(Lang::En).1, fault.text(Lang::Es).1)]
        {
            let [mut en, mut es] = [en, es].map(placeholders);
            en.sort_unstable();
            es.sort_unstable();
            assert_eq!(en, es, "{fault:?}");
        }
    }
    let mut all = Fault::ALL.to_vec();
    all.dedup();
    assert_eq!(all.len(), Fault::ALL.len());
}

#[test]
fn a_fault_names_the_facet_and_the_attribute() {
    let mut report = Report::default();
    let at = || "/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[2]/@ClaveUnidad".to_owned();
    let values = Values::found("KGMM").candidates(["KGM"]);
    report.add_fault(of_structure("http://www.sat.gob.mx/cfd/4"), at, Fault::NotInList, values);
    report.add_fault(
        of_structure("http://www.sat.gob.mx/cfd/3"),
        || "/cfdi:Comprobante/cfdi:Receptor[1]".into(),
        Fault::MissingElement,
        Values::default(),
    );
    let said: Vec<_> = report.findings().iter().map(|f| LANGS.map(|lang| (f.message(lang), f.help(lang)))).collect();
    let both = |en: [&str; 2], es: [&str; 2]| [en, es].map(|[message, help]| (message.to_owned(), help.to_owned()));
    assert_eq!(
        said,
        [
            both(
                ["`KGMM` is not one of the values of `ClaveUnidad`", "Take a value of SAT's list. Did you mean `KGM`?"],
                [
                    "`KGMM` no es uno de los valores de `ClaveUnidad`",
                    "Tome un valor de la lista del SAT. ¿Quiso decir `KGM`?"
                ],
            ),
            both(
                ["The element `cfdi:Receptor` is missing", "Add it; the schema requires it."],
                ["Falta el elemento `cfdi:Receptor`", "Agréguelo; el esquema lo exige."],
            ),
        ]
    );
    assert_eq!(report.findings().iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["CFDI40999", "FRO-XSD-001"]);
    assert!(report.has_errors());
}

/// A document may hold values of megabytes; a report does not.
#[test]
fn a_long_value_is_cut() {
    let mut report = Report::default();
    let values = Values::found("ñ".repeat(1 << 20)).expected("x".repeat(1 << 20));
    report.add_fault("CFDI40999", || "/a/@b".into(), Fault::TooLong, values);
    let finding = &report.findings()[0];
    assert_eq!(finding.values.found.as_deref().unwrap(), "ñ".repeat(120) + "…");
    assert!(finding.message(Lang::En).chars().count() < 600);
}

#[test]
fn a_foreign_tax_number_is_not_said() {
    let mut report = Report::default();
    let at = || "/cfdi:Comprobante/cfdi:Receptor/@NumRegIdTrib".to_owned();
    report.add_fault("CFDI40999", at, Fault::Pattern, Values::found("123 45 6789").expected(".{1,40}"));
    assert!(!format!("{report:?} {}", report.findings()[0].message(Lang::En)).contains("6789"));
}

fn at(xpath: &str) -> Location {
    Location::xpath(xpath)
}

/// What merges: errors at one place; else the same field with the same values; of odd literals the field alone.
#[test]
fn equal_events_are_one_finding() {
    let counts = |report: &Report| report.findings().iter().map(|f| f.count).collect::<Vec<_>>();
    let mut errors = Report::default();
    for place in ["/a[1]/@x", "/a[2]/@x", "/a[1]/@x"] {
        errors.add("FRO-CFDI-007", None, at(place), Values::found("y"));
    }
    assert_eq!(counts(&errors), [2, 1]);
    let mut warnings = Report::default();
    for (place, value) in [("/a[1]/@x", "y"), ("/a[2]/@x", "y"), ("/a[2]/@x", "z"), ("/a/@y", "y")] {
        warnings.add("FRO-CFDI-006", None, at(place), Values::found(value));
    }
    assert_eq!(counts(&warnings), [2, 1, 1]);
    let mut literals = Report::default();
    for (place, value) in [("/a[1]/@x", "+1"), ("/a[20]/@x", "01"), ("/a/@y", "1.")] {
        literals.add("FRO-CFDI-005", None, at(place), Values::found(value));
    }
    assert_eq!(counts(&literals), [2, 1]);
    // A path and a pointer are not the same because their texts follow each other.
    let mut places = Report::default();
    places.add("FRO-MAP-001", None, at("/a"), Values::default());
    places.add("FRO-MAP-001", None, Location { xpath: None, pointer: Some("/a".into()) }, Values::default());
    assert_eq!(counts(&places), [1, 1]);
    // Faults of structure differ by what is wrong and where.
    let mut faults = Report::default();
    for (place, fault) in [("/a", Fault::TooLong), ("/a", Fault::Pattern), ("/a[2]", Fault::TooLong)] {
        faults.add_fault("CFDI40999", || place.into(), fault, Values::default());
    }
    assert_eq!(counts(&faults), [1, 1, 1]);
}

#[test]
fn a_hundred_thousand_faults_are_counted_and_the_list_is_bounded() {
    let mut report = Report::default();
    let many = 100_000;
    for i in 0..many {
        report.add_fault("CFDI40999", || format!("/a[{i}]/@x"), Fault::Pattern, Values::found("y"));
        report.add("FRO-CFDI-007", None, at(&format!("/a[{i}]/@z")), Values::found("y"));
    }
    // The first of a code is listed whatever there is before it, so that nobody takes the rest for good.
    report.add("FRO-SEAL-001", None, at("/a/@Sello"), Values::default());
    report.add("FRO-SEAL-001", None, at("/b/@Sello"), Values::default());
    // One equal to a listed one is counted there.
    report.add("FRO-CFDI-007", None, at("/a[0]/@z"), Values::found("y"));
    assert_eq!(report.findings().len(), MAX_FINDINGS + 1);
    assert_eq!(report.findings()[1].count, 2);
    assert_eq!(report.omitted() + report.findings().len() as u64, 2 * many + 2);
    assert!(report.findings().iter().any(|f| f.code == "FRO-SEAL-001"));
}

proptest::proptest! {
    /// The index finds what comparing each with each would, in the order found.
    #[test]
    fn merging_is_that_of_comparing_each_with_each(
        events in proptest::collection::vec((0..4_usize, 0..3_usize, 0..3_u8, 0..3_u8), 0..60)
    ) {
        let codes = ["FRO-CFDI-005", "FRO-CFDI-006", "FRO-CFDI-007", "FRO-MAP-001"];
        let mut report = Report::default();
        let mut plain: Vec<(usize, String, String, u32)> = Vec::new();
        for (code, field, index, value) in events {
            let path = format!("/{}[{index}]", ["a", "b", "ab"][field]);
            let location = Location { xpath: Some(path.as_str().into()), pointer: Some(format!("/x/{index}").into()) };
            report.add(codes[code], None, location, Values::found(value.to_string()));
            let place = if code == 2 { path } else { field.to_string() };
            let value = if code == 0 { String::new() } else { value.to_string() };
            match plain.iter_mut().find(|it| (it.0, &it.1, &it.2) == (code, &place, &value)) {
                Some(it) => it.3 += 1,
                None => plain.push((code, place, value, 1)),
            }
        }
        let found: Vec<_> = report.findings().iter().map(|f| (f.code.as_str(), f.count)).collect();
        let expected: Vec<_> = plain.iter().map(|it| (codes[it.0], it.3)).collect();
        proptest::prop_assert_eq!(found, expected);
        proptest::prop_assert_eq!(report.omitted(), 0);
    }
}

#[test]
fn a_finding_has_one_json_form() {
    let mut report = Report::default();
    report.add(
        "FRO-CFDI-007",
        None,
        at("/cfdi:Comprobante/@Total"),
        Values::found("a lot").expected("a decimal number"),
    );
    let finding = &report.findings()[0];
    let json = serde_json::to_value(finding).unwrap();
    let expected = serde_json::json!({
        "code": "FRO-CFDI-007",
        "severity": "error",
        "event": "violated",
        "message": finding.message(Lang::En),
        "help": finding.help(Lang::En),
        "location": {
            "path": "/cfdi:Comprobante/@Total",
            "line": null, "column": null, "offset": null, "length": null,
            "xpath": "/cfdi:Comprobante/@Total",
        },
        "found": "a lot",
        "expected": "a decimal number",
    });
    assert_eq!(json, expected);
}
