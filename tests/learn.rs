//! A learnt context is judged by what it is for: past CFDIs, bare of SAT's facts, come out with the same codes.
#![cfg(feature = "toml")]

mod support;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontera::context::{Context, Item, LearnOptions, Learner, UndecidedOf};
use frontera::model::{DocumentType, Invoice, Line};
use frontera::{Case, Format, Intent, Options, Severity};

/// CFDI 4.0 of types I and E by issuer: the fixtures, and the public corpus where it is at hand.
fn by_issuer() -> BTreeMap<String, Vec<(String, Invoice)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let corpus = shared.join("corpus/cfdi");
    let mut files = support::fixtures();
    match std::fs::read_dir(&corpus) {
        Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
        Err(_) => {
            let message = format!("SKIPPED the corpus of learn: no {}", corpus.display());
            assert!(std::env::var("FRONTERA_ORACLE").as_deref() != Ok("required"), "{message}");
            let _ = writeln!(std::io::stderr(), "{message}");
        }
    }
    files.sort();
    let mut all: BTreeMap<String, Vec<(String, Invoice)>> = BTreeMap::new();
    for path in files {
        let Ok(reading) = frontera::read(&std::fs::read(&path).unwrap(), &Options::default()) else { continue };
        let invoice = reading.invoice;
        let sale =
            matches!(invoice.document_type, DocumentType::Invoice | DocumentType::DebitMemo | DocumentType::CreditMemo);
        let is_40 = invoice.mx().is_some_and(|mx| mx.version.as_deref() == Some("4.0"));
        let rfc = invoice.seller.rfc().and_then(|id| id.value.clone());
        if let Some(rfc) = rfc.filter(|_| sale && is_40) {
            all.entry(rfc.to_string()).or_default().push((path.display().to_string(), invoice));
        }
    }
    all
}

/// As the US product has it: no fact in SAT's terms.
fn stripped(invoice: &Invoice) -> Invoice {
    let mut bare = invoice.clone();
    bare.extensions.mx = None;
    bare.lines.iter_mut().for_each(|line| line.extensions.mx = None);
    bare
}

/// SAT's codes of a line.
fn codes(line: &Line) -> [(&'static str, Option<String>); 3] {
    let text = |text: &Option<frontera::model::Text>| text.as_deref().map(str::to_owned);
    let mx = line.extensions.mx.as_deref();
    [
        ("clave_prod_serv", mx.and_then(|mx| text(&mx.clave_prod_serv))),
        ("objeto_imp", mx.and_then(|mx| text(&mx.objeto_imp))),
        ("clave_unidad", line.unit.as_ref().and_then(|unit| text(&unit.code))),
    ]
}

/// Every line that the context decides has the codes that it had; where something is left open, an error says so.
#[test]
fn what_was_learnt_gives_the_same_codes_again() {
    let mut all = Tally::default();
    for (issuer, documents) in by_issuer() {
        all.learn_and_draft(&issuer, &documents);
    }
    let _ = writeln!(std::io::stderr(), "of all of an issuer: {all:?}");
    assert!(all.lines > 0 && all.refused > 0, "{all:?}");
}

/// The public samples of one RFC are of many hands and contradict each other; what was learnt of one document decides all of it.
#[test]
fn a_document_decides_itself() {
    let mut all = Tally::default();
    for (issuer, documents) in by_issuer() {
        for document in documents {
            all.learn_and_draft(&issuer, &[document]);
        }
    }
    let _ = writeln!(std::io::stderr(), "each of itself: {all:?}");
    assert!(all.written > 40 && all.lines > 80, "{all:?}");
}

/// What came of documents.
#[derive(Debug, Default)]
struct Tally {
    written: usize,
    lines: usize,
    refused: usize,
    /// Why, by code and field.
    why: BTreeMap<String, usize>,
}

impl Tally {
    fn learn_and_draft(&mut self, issuer: &str, documents: &[(String, Invoice)]) {
        let mut learner = Learner::new(LearnOptions::default().issuer(issuer));
        documents.iter().for_each(|(name, invoice)| learner.add(name.as_str(), invoice));
        let Ok(learnt) = learner.finish() else { return };
        let context = Arc::new(learnt.context);
        let options = Options::default().intent(Intent::Draft).case(Case::MxIssuerDraft).context(context.clone());
        for (name, invoice) in documents {
            let json = frontera::formats::us::write(&stripped(invoice), false);
            let converted = frontera::convert(&json, Format::Cfdi, &options).unwrap();
            let errors = converted.report.findings().iter().filter(|finding| finding.severity == Severity::Error);
            let errors: Vec<String> = errors
                .map(|finding| format!("{} {}", finding.code, finding.location.as_str().rsplit('/').next().unwrap()))
                .collect();
            let Some(xml) = converted.output.filter(|_| errors.is_empty()) else {
                assert!(!errors.is_empty(), "{name}: nothing is written and nothing is said");
                errors.into_iter().for_each(|why| *self.why.entry(why).or_default() += 1);
                self.refused += 1;
                continue;
            };
            self.written += 1;
            let back = frontera::read(&xml, &Options::default()).unwrap().invoice;
            parties_are_the_same(name, &context, invoice, &back);
            for (i, line) in invoice.lines.iter().enumerate() {
                self.lines += 1;
                line_is_the_same(&format!("{name}: line {i}"), &context, line, &back.lines[i]);
            }
        }
    }
}

fn line_is_the_same(name: &str, context: &Context, line: &Line, back: &Line) {
    let Some(item) = context.item_for(line).one() else {
        panic!("{name} is of no learnt item and was written");
    };
    for ((field, was), (_, is)) in codes(line).into_iter().zip(codes(back)) {
        let key = item.key().unwrap();
        let undecided = context.undecided_for(UndecidedOf::Item, key, field).is_some();
        // What is open was in the invoice itself, or it would not have been written.
        let learnt: Option<&str> = learnt_code(item, field);
        assert!(undecided || learnt == was.as_deref(), "{name}: {field} was learnt otherwise");
        assert_eq!(is, was, "{name}: {field}");
    }
}

fn learnt_code<'i>(item: &'i Item, field: &str) -> Option<&'i str> {
    match field {
        "clave_prod_serv" => item.clave_prod_serv.as_deref(),
        "clave_unidad" => item.clave_unidad.as_deref(),
        _ => item.objeto_imp.as_deref(),
    }
}

fn parties_are_the_same(name: &str, context: &Context, invoice: &Invoice, back: &Invoice) {
    let facts = |invoice: &Invoice| {
        let mx = invoice.mx().unwrap();
        let rfc = |party: &frontera::model::Party| party.rfc().and_then(|id| id.value.clone());
        [
            ("rfc", rfc(&invoice.seller)),
            ("regimen_fiscal", mx.emisor.regimen_fiscal.clone()),
            ("lugar_expedicion", mx.lugar_expedicion.clone()),
            ("buyer", rfc(&invoice.buyer)),
            ("buyer's regimen_fiscal", mx.receptor.regimen_fiscal.clone()),
            ("buyer's domicilio_fiscal", mx.receptor.domicilio_fiscal.clone()),
            ("buyer's uso_cfdi", mx.receptor.uso_cfdi.clone()),
            ("metodo_pago", mx.metodo_pago.clone()),
            ("forma_pago", mx.forma_pago.clone()),
            ("exportacion", mx.exportacion.clone()),
        ]
    };
    assert!(context.issuer.is_some());
    for ((field, was), (_, is)) in facts(invoice).into_iter().zip(facts(back)) {
        // CFDI40105 leaves no other form with PPD, also where the document broke that rule by having none.
        let by_rule = field == "forma_pago" && was.is_none() && is.as_deref() == Some("99");
        assert!(is == was || by_rule, "{name}: {field}: {is:?} for {was:?}");
    }
}
