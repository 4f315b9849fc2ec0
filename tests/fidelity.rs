//! The first contract, judged by SAT's own XSLT: CFDI → US JSON → CFDI keeps the cadena original and the infoset.

mod support;

use frontera::formats::cfdi::Family;
use frontera::{Format, Intent, Options};
use support::generate::{Complements, Shape, complements, document};
use support::neutral::draft;
use support::{convert, convert_with, from_env, oracle, there_and_back};

/// Every public CFDI 4.0 and 3.3 that SAT's XSD accepts.
#[test]
fn the_public_corpus_comes_back_the_same() {
    let Some(oracle) = oracle::available("the_public_corpus_comes_back_the_same") else { return };
    let mut samples = oracle.corpus();
    samples.retain(|sample| ["4.0", "3.3"].contains(&sample.version.as_str()) && sample.xsd_ok);
    for (version, least) in [("4.0", 80), ("3.3", 30)] {
        let count = samples.iter().filter(|sample| sample.version == version).count();
        assert!(count >= least, "{count} samples of {version}");
    }
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
    let pairs: Vec<_> = [support::fixtures(), support::fixtures_of("cfdi33")]
        .into_iter()
        .flatten()
        .map(|path| {
            let xml = std::fs::read(&path).unwrap();
            let back = there_and_back(&xml).1;
            (path.file_stem().unwrap().to_string_lossy().into_owned(), xml, back)
        })
        .collect();
    oracle.assert_same("fixtures", &pairs, true);
}

/// Every fixture as a draft: with placeholders where the seal goes, SAT's XSD accepts it.
#[test]
fn drafts_of_all_fixtures_satisfy_the_xsd() {
    let Some(oracle) = oracle::available("drafts_of_all_fixtures_satisfy_the_xsd") else { return };
    let mut drafts = Vec::new();
    for path in support::fixtures() {
        let (json, _) = convert(&std::fs::read(&path).unwrap(), Format::UsJson);
        let (draft, report) = convert_with(&json, Format::Cfdi, &Options::default().intent(Intent::Draft));
        assert!(!report.has_errors(), "{}: {report:#?}", path.display());
        let draft = String::from_utf8(draft).unwrap();
        assert!(!draft.contains("Sello=") && !draft.contains("TimbreFiscalDigital "), "{}", path.display());
        drafts.push((path, draft));
    }
    let (draft, _) = convert(&support::fixture("us/draft-produce.json"), Format::Cfdi);
    drafts.push(("draft-produce.json".into(), String::from_utf8(draft).unwrap()));
    let files = drafts.iter().map(|(path, draft)| {
        let seal = " Sello=\"\" Certificado=\"\" NoCertificado=\"00000000000000000000\" Version=\"4.0\"";
        (
            path.file_stem().unwrap().to_string_lossy().into_owned(),
            draft.replacen(" Version=\"4.0\"", seal, 1).into_bytes(),
        )
    });
    let paths = oracle::write("drafts", files);
    for (verdict, path) in oracle.judge("xsd", &paths).iter().zip(&paths) {
        assert_eq!(verdict["ok"], true, "{}: {}", path.display(), verdict["errors"]);
    }
}

/// The project's own Addenda is what its XSD says, as lxml reads it.
#[test]
fn us_facts_satisfy_their_xsd() {
    let Some(oracle) = oracle::available("us_facts_satisfy_their_xsd") else { return };
    let documents = (0..40).map(|seed| {
        let json = serde_json::to_vec(&draft(seed)).unwrap();
        (format!("facts-{seed}"), convert(&json, Format::Cfdi).0)
    });
    let documents: Vec<_> = documents.filter(|(_, xml)| String::from_utf8_lossy(xml).contains("UsFacts")).collect();
    assert!(documents.len() >= 30, "{} documents with US facts", documents.len());
    let script = r#"
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
for path in sys.argv[2:]:
    facts = etree.parse(path).find(".//{urn:frontera:us-facts:1}UsFacts")
    schema.assertValid(facts)
    facts.set("other", "x")
    assert not schema.validate(facts), "the schema takes anything"
"#;
    oracle.python(script, "schemas/us-facts.xsd", &oracle::write("facts", documents.into_iter()));
}

/// 500 documents of each type over SAT's XSD of CFDI 4.0, and a hundred of 3.3: every optional node and attribute, unknown
/// complements, foreign Addendas and odd literals. `FRONTERA_DOCUMENTS` asks for more of each type.
#[test]
fn generated_documents_come_back_the_same() {
    let Some(oracle) = oracle::available("generated_documents_come_back_the_same") else { return };
    let each = u64::from(from_env("FRONTERA_DOCUMENTS", 500));
    for (family, each) in [(Family::Cfdi40, each), (Family::Cfdi33, each / 5)] {
        for tipo in ['I', 'E', 'T', 'P', 'N'] {
            let pairs: Vec<_> = (0..each)
                .map(|seed| {
                    // One in four is plain, the others are odd, foreign or both.
                    let (odd, foreign) = (seed % 4 >= 2, seed % 2 == 1);
                    let xml = document(Shape { seed, family, tipo, odd, foreign, ..Shape::default() }).into_bytes();
                    let back = there_and_back(&xml).1;
                    (format!("{tipo}-{seed}"), xml, back)
                })
                .collect();
            oracle.assert_same(&format!("generated-{family}-{tipo}"), &pairs, false);
        }
    }
}

/// Each complement that SAT publishes an XSD of, on the document and on its lines, plain and odd.
#[test]
fn every_complement_comes_back_the_same() {
    let Some(oracle) = oracle::available("every_complement_comes_back_the_same") else { return };
    let mut pairs = Vec::new();
    for at in complements() {
        for seed in 0..8 {
            let odd = seed % 2 == 1;
            let xml =
                document(Shape { seed, odd, foreign: true, complements: Complements::Only(at), ..Shape::default() });
            let back = there_and_back(xml.as_bytes()).1;
            pairs.push((format!("{at}-{seed}"), xml.into_bytes(), back));
        }
    }
    oracle.assert_same("complements", &pairs, false);
}
