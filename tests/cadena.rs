//! The cadena original, judged by SAT's own XSLT; and by hand, where a rule of XSLT is easily forgotten.

mod support;

use frontera::Limits;
use frontera::formats::cfdi;
use support::cadena::differential;
use support::generate::{Random, Shape, document};
use support::mutate::{Change, mutate};
use support::{from_env, oracle};

/// Every file of the public corpus, all families.
#[test]
fn the_public_corpus_agrees_with_sat() {
    let Some(oracle) = oracle::available("the_public_corpus_agrees_with_sat") else { return };
    let compared = differential(&oracle, "cadena-corpus", corpus(&oracle));
    assert!(compared.cadenas >= 140 && compared.stamps >= 30, "{compared:?}");
}

/// Every fixture of the project.
#[test]
fn the_fixtures_agree_with_sat() {
    let Some(oracle) = oracle::available("the_fixtures_agree_with_sat") else { return };
    let compared = differential(&oracle, "cadena-fixtures", fixtures());
    assert_eq!(compared.unanswered, 0);
}

/// Random CFDI 4.0 as odd as SAT's XSD allows. `FRONTERA_DOCUMENTS` asks for more of each type.
#[test]
fn generated_documents_agree_with_sat() {
    let Some(oracle) = oracle::available("generated_documents_agree_with_sat") else { return };
    let each = u64::from(from_env("FRONTERA_DOCUMENTS", 60));
    let shape = move |seed, tipo| Shape { seed, tipo, odd: seed % 2 == 0, foreign: seed % 3 == 0 };
    let documents = ['I', 'E', 'T', 'P', 'N'].into_iter().flat_map(|tipo| {
        (0..each).map(move |seed| (format!("{tipo}-{seed}"), document(shape(seed, tipo)).into_bytes()))
    });
    let compared = differential(&oracle, "cadena-generated", documents);
    assert_eq!(compared.unanswered, 0);
}

/// The same documents made odd: whatever is well-formed has a cadena. `FRONTERA_MUTANTS` asks for more of each.
#[test]
fn mutated_documents_agree_with_sat() {
    let Some(oracle) = oracle::available("mutated_documents_agree_with_sat") else { return };
    let each = from_env("FRONTERA_MUTANTS", 8);
    let originals: Vec<(String, String)> = corpus(&oracle)
        .chain(fixtures())
        .filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?)))
        .map(|(name, xml)| (name, xml.trim_start_matches('\u{feff}').to_owned()))
        .filter(|(_, xml)| cfdi::read(xml.as_bytes(), &Limits::default()).is_ok())
        .collect();
    let mut random = Random(u64::from(from_env("FRONTERA_SEED", 1)));
    let mut documents = Vec::new();
    for (name, xml) in &originals {
        for nth in 0..each {
            let donor = &originals[random.below(originals.len())].1;
            let mut changes: Vec<Change> = Change::ALL.into_iter().filter(|_| random.chance(1, 3)).collect();
            changes.push(Change::ALL[nth as usize % Change::ALL.len()]);
            let mutant = mutate(xml, &changes, donor, &mut random);
            documents.push((format!("{name}-{nth}"), mutant.into_bytes()));
        }
    }
    let compared = differential(&oracle, "cadena-mutants", documents);
    assert!(compared.unanswered * 10 < compared.cadenas, "{compared:?}");
}

fn corpus(oracle: &oracle::Oracle) -> impl Iterator<Item = (String, Vec<u8>)> {
    oracle.corpus().into_iter().map(|sample| {
        let name = sample.path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&sample.path).unwrap())
    })
}

fn fixtures() -> impl Iterator<Item = (String, Vec<u8>)> {
    support::fixtures().into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&path).unwrap())
    })
}
