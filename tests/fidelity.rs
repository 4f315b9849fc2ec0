//! The first contract, judged by SAT's own XSLT: CFDI → US JSON → CFDI keeps the cadena original and the infoset.

mod support;

use support::generate::{Shape, document};
use support::{from_env, oracle, there_and_back};

/// Every public CFDI 4.0 that SAT's XSD accepts.
#[test]
fn the_public_corpus_comes_back_the_same() {
    let Some(oracle) = oracle::available("the_public_corpus_comes_back_the_same") else { return };
    let samples: Vec<_> = oracle.corpus().into_iter().filter(|s| s.version == "4.0" && s.xsd_ok).collect();
    assert!(samples.len() >= 80, "{} samples", samples.len());
    let pairs: Vec<_> = samples
        .iter()
        .map(|sample| {
            let xml = std::fs::read(&sample.path).unwrap();
            let back = there_and_back(&xml).1;
            (sample.path.file_stem().unwrap().to_string_lossy().into_owned(), xml, back)
        })
        .collect();
    oracle.assert_same("corpus", &pairs, true);
    let sealed: Vec<_> = samples.iter().filter(|sample| sample.seal_ok).map(|sample| sample.path.clone()).collect();
    assert!(oracle.judge("seal", &sealed).iter().all(|verdict| verdict["ok"] == true));
}

/// The project's own fixtures.
#[test]
fn fixtures_come_back_the_same() {
    let Some(oracle) = oracle::available("fixtures_come_back_the_same") else { return };
    let pairs: Vec<_> = support::fixtures()
        .into_iter()
        .map(|path| {
            let xml = std::fs::read(&path).unwrap();
            let back = there_and_back(&xml).1;
            (path.file_stem().unwrap().to_string_lossy().into_owned(), xml, back)
        })
        .collect();
    oracle.assert_same("fixtures", &pairs, true);
}

/// 500 documents of each type over SAT's XSD: every optional node and attribute, unknown complements, foreign Addendas and
/// odd literals. `FRONTERA_DOCUMENTS` asks for more of each type.
#[test]
fn generated_documents_come_back_the_same() {
    let Some(oracle) = oracle::available("generated_documents_come_back_the_same") else { return };
    let each = u64::from(from_env("FRONTERA_DOCUMENTS", 500));
    for tipo in ['I', 'E', 'T', 'P', 'N'] {
        let pairs: Vec<_> = (0..each)
            .map(|seed| {
                // One in four is plain, the others are odd, foreign or both.
                let shape = Shape { seed, tipo, odd: seed % 4 >= 2, foreign: seed % 2 == 1 };
                let xml = document(shape).into_bytes();
                let back = there_and_back(&xml).1;
                (format!("{tipo}-{seed}"), xml, back)
            })
            .collect();
        oracle.assert_same(&format!("generated-{tipo}"), &pairs, false);
    }
}
