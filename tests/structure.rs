//! Our verdict on a document's structure against that of SAT's own XSDs, which libxml2 applies for `oracle.py xsd`.
//!
//! Judged are the public corpus, the fixtures, generated documents of every family and complement (both must accept them: that
//! proves the generator), and documents with one to three faults: `FRONTERA_MUTATIONS` asks for more of these, `FRONTERA_SEED` for
//! others.
//!
//! Where the two differ and the judge is wrong, or has not judged, one of [`RULES`] says so, with its reason.

mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Mutex;

use frontera::formats::cfdi::{Family, check_complement};
use frontera::schema::{Attribute, Element, Model, Schema, Type, ValueFault};
use frontera::{Format, Profile, Report, ValidateOptions};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use support::generate::pattern::Pattern;
use support::generate::{Complements, Shape, complements, document};
use support::mutate::{mutate, with_child, with_value};
use support::oracle::{self, Oracle};
use support::random::Random;
use support::{convert, fixtures, from_env};

/// Why a difference is not ours. Each asks for the very words of the judge and for their cause in the document.
struct Rule {
    /// For the reader of a failure.
    #[allow(dead_code)]
    why: &'static str,
    holds: fn(&Difference<'_>) -> bool,
}

const RULES: &[Rule] = &[
    Rule {
        why: "the judge sets unknown complements aside, and its own words make that neither valid nor invalid; where nothing is \
              left in a node that needs something, it says invalid",
        holds: |it| {
            let empty = |error: &str| error.ends_with("Missing child element(s). Expected is one of ( {*}*, * ).");
            it.ours.is_empty() && !it.unknown().is_empty() && it.all_errors(empty)
        },
    },
    Rule {
        why: "to libxml2 a CDATA section of no characters is content; to XML Schema, as to a SAX parser, it is not there",
        holds: |it| {
            let content =
                |error: &str| error.contains("Character content is not allowed, because the content type is empty");
            it.ours.is_empty() && it.xml.contains("<![CDATA[]]>") && it.all_errors(content)
        },
    },
    Rule {
        why: "lxml takes the text that follows an element out together with it, so that the judge never sees what stands right \
              after an Addenda or an unknown complement",
        holds: |it| {
            let text = |fault: &String| fault.ends_with(": TextNotAllowed");
            it.verdict["ok"] == true && it.ours.iter().all(text) && it.text_follows_what_is_set_aside()
        },
    },
    Rule {
        why: "libxml2 passes over characters that base64 has not; XML Schema part 2, 3.2.16, allows none (CertPago, SelloPago)",
        holds: |it| {
            let base64 =
                |fault: &String| fault.ends_with("/@CertPago: Pattern") || fault.ends_with("/@SelloPago: Pattern");
            it.verdict["ok"] == true && it.ours.iter().all(base64)
        },
    },
    Rule {
        why: "libxml2 does not read a document with a namespace that is no URI; that is a matter of XML, and SAT has none such",
        holds: |it| it.verdict["why"].as_str().is_some_and(|why| why.contains("is not a valid URI")),
    },
];

struct Difference<'d> {
    xml: &'d str,
    ours: &'d [String],
    verdict: &'d Value,
}

impl Difference<'_> {
    fn unknown(&self) -> &[Value] {
        self.verdict["unknown"].as_array().map_or(&[], Vec::as_slice)
    }

    fn text_follows_what_is_set_aside(&self) -> bool {
        let mut reader = Reader::from_str(self.xml);
        let mut after = false;
        while let Ok(event) = reader.read_event() {
            match event {
                Event::End(tag) => after = tag.local_name().as_ref() == "Addenda" || !self.unknown().is_empty(),
                Event::Empty(tag) => after = tag.local_name().as_ref() == "Addenda" || !self.unknown().is_empty(),
                Event::Start(_) => after = false,
                Event::Text(text) if after && !text.trim().is_empty() => return true,
                Event::CData(_) | Event::GeneralRef(_) if after => return true,
                Event::Eof => break,
                _ => {}
            }
        }
        false
    }

    fn all_errors(&self, is_it: fn(&str) -> bool) -> bool {
        let errors = self.verdict["errors"].as_array().map_or(&[][..], Vec::as_slice);
        // The judge shows five of them.
        (1..5).contains(&errors.len()) && errors.iter().all(|error| error.as_str().is_some_and(is_it))
    }
}

/// A document, where it lies, and what was done to it.
struct Case {
    path: PathBuf,
    xml: Vec<u8>,
    told: String,
}

/// What is wrong to us; what cannot be read is wrong too.
fn faults(xml: &[u8]) -> Vec<String> {
    // As sealed: of a draft the XSD would ask for more than we do.
    match frontera::validate(xml, &ValidateOptions::default().profile(Profile::Sealed)) {
        Ok(validation) => {
            let violations = validation.report.violations().filter(|finding| finding.fault().is_some());
            violations.map(|it| format!("{}: {:?}", it.location.as_str(), it.fault().unwrap())).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

/// What came of asking both.
#[derive(Default)]
struct Outcome {
    /// To the judge.
    valid: usize,
    differences: Vec<String>,
    /// How often each of [`RULES`] has spoken.
    excused: [usize; RULES.len()],
}

fn compare(oracle: &Oracle, cases: &[Case]) -> Outcome {
    // Two of its processes at a time, whatever the harness runs in parallel.
    static ONE: Mutex<()> = Mutex::new(());
    let files: Vec<PathBuf> = cases.iter().map(|case| case.path.clone()).collect();
    let verdicts = {
        let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        oracle.structure(&files)
    };
    let mut outcome = Outcome::default();
    for (case, verdict) in cases.iter().zip(&verdicts) {
        let ours = faults(&case.xml);
        let is_valid = verdict["ok"] == true;
        outcome.valid += usize::from(is_valid);
        if is_valid == ours.is_empty() {
            continue;
        }
        let xml = String::from_utf8_lossy(&case.xml);
        let difference = Difference { xml: &xml, ours: &ours, verdict };
        if let Some(rule) = RULES.iter().position(|rule| (rule.holds)(&difference)) {
            outcome.excused[rule] += 1;
            continue;
        }
        let theirs = if verdict["why"].is_null() { &verdict["errors"] } else { &verdict["why"] };
        let (path, ours) = (case.path.display(), format!("{ours:?}"));
        outcome.differences.push(format!("{path}: {}\n  we say {ours:.600}\n  they say {theirs:.600}", case.told));
    }
    outcome
}

fn assert_none(differences: &[String], of: usize) {
    assert!(differences.is_empty(), "{} of {of} differ:\n{}", differences.len(), differences.join("\n"));
}

/// The public corpus, of every family, and the project's fixtures.
#[test]
fn files_are_judged_alike() {
    let Some(oracle) = oracle::available("files_are_judged_alike") else { return };
    let files: Vec<PathBuf> = oracle.corpus().into_iter().map(|sample| sample.path).chain(fixtures()).collect();
    let case = |path: &PathBuf| Case { path: path.clone(), xml: std::fs::read(path).unwrap(), told: String::new() };
    let cases: Vec<Case> = files.iter().map(case).collect();
    let Outcome { valid, differences, .. } = compare(&oracle, &cases);
    assert_none(&differences, cases.len());
    assert!(valid > 100 && valid < cases.len(), "{valid} of {} valid", cases.len());
}

/// The tables of states against the patterns as SAT writes them, which the generator reads in its own way: for what matches,
/// and for what hardly does not.
#[test]
fn patterns_say_what_their_source_says() {
    let mut types: Vec<(String, Type)> = Vec::new();
    let mut open: Vec<Element> = Schema::all().iter().flat_map(Schema::roots).collect();
    while let Some(element) = open.pop() {
        open.extend(element.children());
        for of in element.attributes().map(Attribute::value_type) {
            let sources =
                of.patterns().map(|any| any.collect::<Vec<_>>().join("  or  ")).collect::<Vec<_>>().join("  and  ");
            let key = format!("{} {:?} {sources}", of.base(), of.length());
            if !sources.is_empty() && types.iter().all(|(known, _)| *known != key) {
                types.push((key, of));
            }
        }
    }
    assert!(types.len() > 100, "{} types", types.len());
    let (mut random, mut bad) = (Random::new(1), 0);
    for (key, of) in types {
        let lists: Vec<Vec<Pattern>> = of.patterns().map(|any| any.map(Pattern::read).collect()).collect();
        let mut good = 0;
        for round in 0..300 {
            let mut text = String::new();
            lists[0][random.below(lists[0].len())].sample(&mut random, &mut text);
            if round % 3 != 0 {
                let mut chars: Vec<char> = text.chars().collect();
                let at = random.below(chars.len() + 1);
                let odd = random.letter("0159AZaz-_|/.,:&Ññáé %{}(!*?)\u{a0}🌽");
                match random.below(3) {
                    0 => chars.insert(at, odd),
                    1 if at < chars.len() => chars[at] = odd,
                    _ if at < chars.len() => drop(chars.remove(at)),
                    _ => {}
                }
                text = chars.into_iter().collect();
            }
            // Blanks that would be done away with before the pattern is asked.
            if of.collapses() && (text.trim() != text || text.contains("  ")) {
                continue;
            }
            let expected = lists.iter().all(|any| any.iter().any(|pattern| pattern.matches(&text)));
            // The built-in type and the length are asked before, all else after.
            let found = match of.check(&text) {
                Err(
                    ValueFault::Base(_) | ValueFault::Length(_) | ValueFault::MinLength(_) | ValueFault::MaxLength(_),
                ) => continue,
                Err(ValueFault::Pattern(_)) => false,
                _ => true,
            };
            assert_eq!(found, expected, "{text:?} of {key}");
            good += usize::from(expected);
            bad += usize::from(!expected);
        }
        assert!(good > 0, "nothing matches {key}");
    }
    // Of most types the length or the built-in type finds the fault first.
    assert!(bad > 2_000, "{bad} that do not match");
}

/// One XSD for all namespaces says what the judge's own choice of XSDs says.
#[test]
fn one_xsd_for_all_namespaces_judges_like_the_few_that_a_document_needs() {
    let Some(oracle) = oracle::available("one_xsd_for_all_namespaces") else { return };
    let all = complements();
    let cases = (0..24u64).map(|seed| {
        let at = all[seed as usize * 5 % all.len()];
        let family = Family::ALL[seed as usize % Family::ALL.len()];
        let shape = Shape { seed, family, foreign: true, complements: Complements::Only(at), ..Shape::default() };
        let xml = document(shape);
        let xml = if seed % 2 == 0 { xml } else { mutate(&xml, seed).0 };
        (format!("{seed}"), xml.into_bytes())
    });
    let files = oracle::write("one-xsd", cases);
    for (one, few) in oracle.structure(&files).iter().zip(oracle.judge("xsd", &files)) {
        assert_eq!(*one, few);
    }
}

/// Every family with every complement, plain and odd, and with the usual ones between unknown ones.
#[test]
fn generated_documents_are_valid_to_both() {
    let Some(oracle) = oracle::available("generated_documents_are_valid_to_both") else { return };
    let mut shapes = Vec::new();
    for family in Family::ALL {
        let shape = Shape { family: *family, foreign: true, ..Shape::default() };
        for at in complements() {
            let only = |seed| Shape { seed, odd: seed % 2 == 1, complements: Complements::Only(at), ..shape };
            shapes.extend((0..4).map(only));
        }
        let tipos = ['I', 'E', 'T', 'P', 'N'];
        let any = |seed: u64| Shape {
            seed,
            tipo: tipos[seed as usize % 5],
            odd: seed % 2 == 1,
            foreign: seed % 4 > 1,
            ..shape
        };
        shapes.extend((0..100).map(any));
    }
    let documents: Vec<Vec<u8>> = shapes.iter().map(|shape| document(*shape).into_bytes()).collect();
    let names = documents.iter().enumerate().map(|(at, xml)| (format!("{at}"), xml.clone()));
    let paths = oracle::write("structure", names);
    let cases: Vec<Case> = paths
        .into_iter()
        .zip(documents)
        .zip(&shapes)
        .map(|((path, xml), shape)| Case { path, xml, told: format!("{shape:?}") })
        .collect();
    assert_none(&compare(&oracle, &cases).differences, cases.len());
    // Neither may be wrong together: what is made is meant to be valid.
    for case in &cases {
        assert_eq!(faults(&case.xml), Vec::<String>::new(), "{}", case.path.display());
    }
}

/// What is never made is never judged: every element and attribute of every XSD turns up within some seeds.
#[test]
fn every_element_and_attribute_is_generated() {
    fn declared(element: Element, at: &str, paths: &mut BTreeSet<String>) {
        let at = format!("{at}/{}", element.name());
        paths.insert(at.clone());
        paths.extend(element.attributes().map(|attribute| format!("{at}/@{}", attribute.name())));
        element.children().into_iter().for_each(|child| declared(child, &at, paths));
    }
    let undo = |path: &str| {
        let part = |part: &str| {
            let part = part.split('[').next().unwrap_or_default();
            let (at, name) = part.strip_prefix('@').map_or(("", part), |name| ("@", name));
            format!("{at}{}", name.rsplit(':').next().unwrap_or_default())
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    };
    let mut missing = Vec::new();
    let families =
        Family::ALL.iter().map(|family| (Schema::find(family.namespace(), Some(family.version())).unwrap(), *family));
    let others = complements().into_iter().map(|at| (&Schema::all()[at], Family::Cfdi40));
    for (schema, family) in families.chain(others) {
        let mut left = BTreeSet::new();
        schema.roots().for_each(|root| declared(root, "", &mut left));
        let at = Schema::all().iter().position(|other| std::ptr::eq(schema, other)).unwrap();
        let own = family.namespace() == schema.namespace();
        let complements = if own { Complements::Any } else { Complements::Only(at) };
        for seed in 0..200 {
            if left.is_empty() {
                break;
            }
            let xml = document(Shape { seed, family, foreign: true, complements, ..Shape::default() });
            for path in support::attributes(xml.as_bytes()).keys().map(|path| undo(path)) {
                let path =
                    if own { path.as_str() } else { path.split_once("/Complemento").map_or("", |(_, path)| path) };
                let path = path.strip_prefix("Concepto").unwrap_or(path);
                left.remove(path);
            }
        }
        missing.extend(left.into_iter().map(|path| format!("{schema:?}: {path}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Each type of numbers, dates and the like with values that are hardly of it, and each member of an unordered group missing and
/// doubled: what chance would seldom find.
#[test]
fn rare_types_and_groups_are_judged_alike() {
    let Some(oracle) = oracle::available("rare_types_and_groups_are_judged_alike") else { return };
    let mut seen = BTreeSet::new();
    let mut made: Vec<(String, String)> = Vec::new();
    for (at, schema) in Schema::all().iter().enumerate() {
        let family = Family::ALL
            .iter()
            .find(|family| family.namespace() == schema.namespace() && Some(family.version()) == schema.version());
        let complements = if family.is_some() { Complements::Any } else { Complements::Only(at) };
        let shape =
            Shape { family: *family.unwrap_or(&Family::Cfdi40), foreign: true, complements, ..Shape::default() };
        let mut documents: Vec<String> = Vec::new();
        let mut first = |change: &dyn Fn(&str) -> Option<String>| {
            (0..40).find_map(|seed| {
                if documents.len() <= seed {
                    documents.push(document(Shape { seed: seed as u64, ..shape }));
                }
                change(&documents[seed])
            })
        };
        let mut open: Vec<Element> = schema.roots().collect();
        while let Some(element) = open.pop() {
            open.extend(element.children());
            for (member, _) in element.members() {
                for times in [0, 2] {
                    let told = format!("{} {times} times in {}", member.name(), element.name());
                    let xml = first(&|xml| with_child(xml, element.name(), member.name(), times));
                    made.extend(xml.map(|xml| (told, xml)));
                }
            }
            let attributes = element.attributes().map(|attribute| (Some(attribute.name()), attribute.value_type()));
            let text = match element.model() {
                Model::Text(of) => Some((None, of)),
                _ => None,
            };
            for (name, of) in attributes.chain(text) {
                let patterns: Vec<Vec<&str>> = of.patterns().map(Iterator::collect).collect();
                let digits = (of.total_digits(), of.fraction_digits());
                let key = format!("{} {:?} {:?} {digits:?} {patterns:?}", of.base(), of.min(), of.max());
                let values: Vec<&str> = match of.base() {
                    _ if of.listed().is_some() => continue,
                    "xs:string" | "xs:anySimpleType" => continue,
                    "xs:base64Binary" => BASE64.split('|').collect(),
                    "xs:NMTOKEN" => TOKENS.split('|').collect(),
                    "xs:date" | "xs:dateTime" | "xs:time" => MOMENTS.split('|').collect(),
                    _ => NUMBERS.split('|').chain(of.min()).chain(of.max()).collect(),
                };
                // In an element's text white space is another matter than in an attribute.
                if !seen.insert((name.is_none(), key)) {
                    continue;
                }
                for value in values {
                    let told = format!("{}/@{}: {value}", element.name(), name.unwrap_or_default());
                    let xml = first(&|xml| with_value(xml, element.name(), name, value));
                    made.extend(xml.map(|xml| (told, xml)));
                }
            }
        }
    }
    assert!(made.len() > 1_000, "{} documents", made.len());
    let names = made.iter().enumerate().map(|(at, (_, xml))| (format!("{at}"), xml.clone().into_bytes()));
    let paths = oracle::write("rare", names);
    let cases = paths.into_iter().zip(made).map(|(path, (told, xml))| Case { path, xml: xml.into_bytes(), told });
    let cases: Vec<Case> = cases.collect();
    let outcome = compare(&oracle, &cases);
    eprintln!("{} with rare faults: {} valid", cases.len(), outcome.valid);
    assert_none(&outcome.differences, cases.len());
}

const NUMBERS: &str = "|.|+1|-1|-0|1.|.5|00.10|1e5|1,5|1 0| 1 |&#10;1|12345678901234567890123456789.123456789|0.0000001|1.0000000|\
    99999999999999999999|NaN|32767|32768|2147483647|2147483648|-2147483648|-2147483649|12|123|1234|12345|123456|1.123|0.12|0";
const MOMENTS: &str = "2024-02-29|2023-02-29|1900-02-29|2000-02-29T12:00:00|2024-02-29T24:00:00|2024-02-29T24:00:01|24:00:00|\
    23:59:60|12:00:00.5|12:00:00.| 2024-02-29|2024-02-29 |2024-02-29Z|2024-02-29+14:00|2024-02-29+14:01|2024-02-29T12:00:00Z|0000-01-01|\
    2014-01-01T00:00:00-06:00|2014-01-01T05:59:59Z|2014-01-01T06:00:00Z|2013-12-31T23:59:59|2014-01-01T12:00:00|-0044-03-15|\
    12024-01-01|02024-01-01|9999-12-31|10000-01-01|2024-13-01T00:00:00|2024-1-1|";
const BASE64: &str = "|QUJD|QUI=|QQ==|QR==|QUJ=|Q Q = =| QQ== |QQ=|QQ|Q|====|=|QUJD=|QQ==QUJD|QU-_|&#10;QU&#9;JD|A";
const TOKENS: &str = "a|-.:_|9|ñandú|a b| a ||a,b|½|·a|a&#10;|/";

/// Files and generated documents with one to three faults each.
#[test]
fn documents_with_faults_are_judged_alike() {
    let Some(oracle) = oracle::available("documents_with_faults_are_judged_alike") else { return };
    let files = oracle.corpus().into_iter().map(|sample| sample.path).chain(fixtures());
    let files: Vec<String> = files.filter_map(|path| String::from_utf8(std::fs::read(path).unwrap()).ok()).collect();
    let all = complements();
    let source = |seed: u64| {
        if seed.is_multiple_of(4) {
            return files[seed as usize / 4 % files.len()].clone();
        }
        let family = Family::ALL[(seed / 4) as usize % Family::ALL.len()];
        let at = all[(seed / 16) as usize % all.len()];
        let complements = if seed % 8 == 1 { Complements::Any } else { Complements::Only(at) };
        document(Shape { seed, family, odd: seed.is_multiple_of(3), foreign: true, complements, ..Shape::default() })
    };
    let count = u64::from(from_env("FRONTERA_MUTATIONS", 5_000));
    let mut all_of_them = Outcome::default();
    let first = u64::from(from_env("FRONTERA_SEED", 0));
    for from in (first..first + count).step_by(5_000) {
        let seeds = from..(from + 5_000).min(first + count);
        let made: Vec<(u64, String, String)> = seeds
            .map(|seed| {
                let (xml, told) = mutate(&source(seed), seed);
                (seed, xml, told)
            })
            .collect();
        let names = made.iter().map(|(seed, xml, _)| (format!("{seed}"), xml.clone().into_bytes()));
        let paths = oracle::write(&format!("mutations-{from}"), names);
        let cases: Vec<Case> = paths
            .into_iter()
            .zip(made)
            .map(|(path, (_, xml, told))| Case { path, xml: xml.into_bytes(), told })
            .collect();
        let outcome = compare(&oracle, &cases);
        // As they come: a long run is worth reading before its end.
        for difference in &outcome.differences {
            eprintln!("{difference}");
        }
        if outcome.differences.is_empty() {
            let _ = std::fs::remove_dir_all(cases[0].path.parent().unwrap());
        }
        all_of_them.valid += outcome.valid;
        all_of_them.differences.extend(outcome.differences);
        all_of_them.excused.iter_mut().zip(outcome.excused).for_each(|(all, new)| *all += new);
        let Outcome { valid, differences, excused } = &all_of_them;
        let done = from + cases.len() as u64 - first;
        eprintln!("{done} with faults: {valid} valid, {} differ, excused by each rule {excused:?}", differences.len());
    }
    let Outcome { valid, differences, .. } = all_of_them;
    assert_none(&differences, count as usize);
    // Faults that all show, or none of which does, would say little.
    assert!((count / 20..count / 2).contains(&(valid as u64)), "{valid} of {count} valid");
}

/// The interpreter says of a complement in the model what it says of it in its document, whatever is wrong with it.
#[test]
fn trees_are_judged_as_documents_are() {
    const HERE: &str = "/cfdi:Comprobante/cfdi:Complemento";
    let (mut compared, mut faulty) = (0, 0);
    for (at, seed) in complements().into_iter().flat_map(|at| (0..8).map(move |seed| (at, seed))) {
        let mut random = Random::new(seed ^ at as u64);
        let shape = Shape { seed, foreign: true, complements: Complements::Only(at), ..Shape::default() };
        let mut json: Value = serde_json::from_slice(&convert(document(shape).as_bytes(), Format::UsJson).0).unwrap();
        let Some([complemento]) = json["extensions"]["mx"]["complemento"].as_array_mut().map(Vec::as_mut_slice) else {
            continue;
        };
        let complemento = complemento.take();
        let Some(tree) =
            complemento["children"].as_array().and_then(|all| all.iter().find(|it| it["name"].is_string()))
        else {
            continue;
        };
        let mut tree = tree.clone();
        if seed > 0 {
            spoil(&mut tree, &mut random);
        }
        json["extensions"]["mx"]["complemento"] = json!([{ "name": "cfdi:Complemento", "children": [tree] }]);
        json["extensions"]["mx"].as_object_mut().unwrap().remove("timbre");
        let (xml, _) = convert(&serde_json::to_vec(&json).unwrap(), Format::Cfdi);
        let tree: frontera::model::Element = serde_json::from_value(tree).unwrap();
        let root =
            json["extensions"]["mx"]["nodos"].as_array().unwrap().iter().find(|kept| kept["nodo"] == "/").unwrap();
        let around =
            root["xmlns"].as_object().unwrap().iter().chain(complemento["xmlns"].as_object().into_iter().flatten());
        let around: Vec<(&str, &str)> = around.map(|(prefix, uri)| (prefix.as_str(), uri.as_str().unwrap())).collect();
        let of = |report: &Report, inside: &str| -> Vec<String> {
            let within = |path: &str| path.strip_prefix(inside).filter(|rest| rest.starts_with('/')).map(str::to_owned);
            // SAT's rules are another matter.
            let structure = |code: &str| code.ends_with("999") || code.starts_with("FRO-XSD");
            let told = report.findings().iter().filter(|finding| structure(finding.code.as_str()));
            let told = told.filter_map(|finding| {
                Some(format!("{} {:?} {:?}", within(finding.location.as_str())?, finding.fault(), finding.values))
            });
            told.collect()
        };
        let validation = frontera::validate(&xml, &ValidateOptions::default()).unwrap();
        let (whole, alone) = (of(&validation.report, HERE), of(&check_complement(&tree, &around), ""));
        assert_eq!(whole, alone, "{}", String::from_utf8_lossy(&xml));
        compared += 1;
        faulty += usize::from(!alone.is_empty());
    }
    assert!(compared > 200 && faulty > 150, "{compared} compared, {faulty} faulty");
}

/// One to three faults in a tree of the JSON.
fn spoil(tree: &mut Value, random: &mut Random) {
    for _ in 0..random.pick(&[1, 2, 3]) {
        let mut node = &mut *tree;
        while let Some(inside) = Some(node["children"].as_array().map_or(0, Vec::len)).filter(|_| random.chance(2, 3)) {
            let elements: Vec<usize> = (0..inside).filter(|at| node["children"][*at]["name"].is_string()).collect();
            if elements.is_empty() {
                break;
            }
            node = &mut node["children"][random.pick(&elements)];
        }
        let name = node["attributes"].as_object().and_then(|all| {
            let at = random.below(all.len().max(1));
            all.keys().nth(at).cloned()
        });
        match (random.below(7), name) {
            (0, Some(name)) => drop(node["attributes"].as_object_mut().unwrap().remove(&name)),
            (1, Some(name)) => node["attributes"][name] = random.pick(&["", " ", "x", "-1", "1e5", "é|"]).into(),
            (2, Some(name)) => node["attributes"][format!("{name}X")] = "x".into(),
            (3, _) if node["children"].is_array() => drop(node["children"].as_array_mut().unwrap().pop()),
            (4, _) if node["children"].is_array() => {
                let copy = node["children"][0].clone();
                node["children"].as_array_mut().unwrap().push(copy);
            }
            (5, _) => node["name"] = format!("{}X", node["name"].as_str().unwrap()).into(),
            _ => {
                let text = json!("texto");
                match node["children"].as_array_mut() {
                    Some(children) => children.push(text),
                    None => node["children"] = json!([text]),
                }
            }
        }
    }
}
