//! The yardstick of the budget: a bare quick-xml scan of the same bytes, in the same process, interleaved.
//!
//! `cargo bench` prints `ratio NAME VALUE` for each case: the median of the conversion's time over the yardstick's in the
//! same round. The scan is the design's and is not to be tuned: `Reader::from_str` as it comes, every event, every
//! attribute with its checks and its normalised value. For US → CFDI the yardstick is `serde_json` to a `Value`.
//! `ns NAME VALUE` is the median time of one look-up in SAT's catalogues.

use std::hint::black_box;
use std::time::{Duration, Instant};

use frontera::catalog::Catalogs;
use frontera::context::Context;
use frontera::formats::{cfdi, us};
use frontera::{Case, Format, Limits, Options, ValidateOptions};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

fn main() {
    // `cargo test` builds and runs benches with `--test`; there is nothing to test here.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let ten = include_str!("../fixtures/cfdi/export-produce.xml");
    assert!((8_000..=10_000).contains(&ten.len()), "the yardstick's document is 8 to 10 kB");
    for lines in [1, 10, 1_000] {
        let xml = with_lines(ten, lines);
        let ratio = compare(
            rounds(lines),
            || scan(&xml),
            || frontera::convert(xml.as_bytes(), Format::UsJson, &Options::default()).unwrap().output.unwrap().len(),
        );
        report(&format!("cfdi_to_us_{lines}"), ratio);
        let options = ValidateOptions::default();
        let ratio = compare(
            rounds(lines),
            || scan(&xml),
            || usize::from(frontera::validate(xml.as_bytes(), &options).unwrap().is_valid()),
        );
        report(&format!("validate_{lines}"), ratio);
    }
    // Where the time of the ten lines goes, in the same unit.
    let limits = Limits::default();
    let document = cfdi::read(ten.as_bytes(), &limits).unwrap();
    let invoice = document.to_invoice().unwrap().0;
    let read = compare(
        rounds(10),
        || scan(ten),
        || cfdi::read(ten.as_bytes(), &limits).unwrap().value("/cfdi:Comprobante/@Serie").unwrap().len(),
    );
    let mean = compare(rounds(10), || scan(ten), || document.to_invoice().unwrap().0.lines.len());
    let write = compare(rounds(10), || scan(ten), || us::write(&invoice, false).len());
    println!("stage read {:.2}, mean {:.2}, write {:.2}", read.ratio, mean.ratio, write.ratio);

    let cadena = compare(rounds(10), || scan(ten), || document.cadena_sha256().into_iter().map(usize::from).sum());
    report("cadena_10", cadena);

    let json = frontera::convert(ten.as_bytes(), Format::UsJson, &Options::default()).unwrap().output.unwrap();
    let ratio = compare(
        rounds(10),
        || serde_json::from_slice::<serde_json::Value>(&json).unwrap().as_object().unwrap().len(),
        || frontera::convert(&json, Format::Cfdi, &Options::default()).unwrap().output.unwrap().len(),
    );
    report("us_to_cfdi_10", ratio);
    draft();
    catalogs();
    #[cfg(feature = "seal")]
    verify();
    #[cfg(not(feature = "seal"))]
    eprintln!("verifying is measured with --features seal");
}

/// A stamped document of ten lines, verified to its end: seal, certificate with its authority (RSA 4096), stamp with SAT's
/// certificate and its authority. Beside it the four RSA operations alone, with keys that are ready, and the same of the seal alone.
#[cfg(feature = "seal")]
fn verify() {
    use base64ct::{Base64, Encoding};
    use frontera::seal::{Certificate, Verifier};
    use rsa::pkcs8::DecodePublicKey;
    use x509_cert::der::{Decode, Encode};

    let (xml, ac, csd, sat): (&str, &[u8], &[u8], &[u8]) = (
        include_str!("../fixtures/seal/stamped.xml"),
        include_bytes!("../fixtures/seal/ac.cer"),
        include_bytes!("../fixtures/seal/csd.cer"),
        include_bytes!("../fixtures/seal/sat.cer"),
    );
    let read = |der: &[u8]| Certificate::read(der).unwrap();
    let verifier = Verifier::default().authority(read(ac)).unwrap().stamp_certificate(read(sat));

    let document = cfdi::read(xml.as_bytes(), &Limits::default()).unwrap();
    let value = |path: &str| Base64::decode_vec(&document.value(path).unwrap()).unwrap();
    let sha256 = |bytes: &[u8]| <sha2::Sha256 as sha2::Digest>::digest(bytes).to_vec();
    let public = |der: &[u8]| {
        let certificate = x509_cert::Certificate::from_der(der).unwrap();
        let spki = certificate.tbs_certificate().subject_public_key_info().to_der().unwrap();
        rsa::PublicKey::from_public_key_der(&spki).unwrap()
    };
    let issued = |der: &[u8]| {
        let certificate = x509_cert::Certificate::from_der(der).unwrap();
        let signature = certificate.signature().as_bytes().unwrap().to_vec();
        (public(ac), sha256(&certificate.tbs_certificate().to_der().unwrap()), signature)
    };
    let stamp = "/cfdi:Comprobante/cfdi:Complemento/tfd:TimbreFiscalDigital";
    let of_seal = (public(csd), document.cadena_sha256().to_vec(), value("/cfdi:Comprobante/@Sello"));
    let of_stamp =
        (public(sat), sha256(document.cadena_tfd().unwrap().as_bytes()), value(&format!("{stamp}/@SelloSAT")));
    let operations = [of_seal, issued(csd), of_stamp, issued(sat)];
    let rsa = |operations: &[(rsa::PublicKey, Vec<u8>, Vec<u8>)]| {
        operations
            .iter()
            .map(|(key, digest, signature)| {
                usize::from(key.pkcs1v15_verify_prehash::<sha2::Sha256>(digest, signature).is_ok())
            })
            .sum()
    };
    let whole = || usize::from(verifier.verify(xml.as_bytes()).unwrap().is_valid());
    let all = compare(100, || rsa(&operations), whole);
    println!("share rsa_in_verify_10 {:.2}", 1.0 / all.ratio);
    eprintln!("      rsa_in_verify_10: RSA {:?}, frontera {:?}", all.yardstick, all.subject);
    let verifier = Verifier::default();
    let seal_alone =
        compare(100, || rsa(&operations[..1]), || usize::from(!verifier.verify(xml.as_bytes()).unwrap().is_valid()));
    println!("share rsa_in_verify_seal_10 {:.2}", 1.0 / seal_alone.ratio);
    eprintln!("      rsa_in_verify_seal_10: RSA {:?}, frontera {:?}", seal_alone.yardstick, seal_alone.subject);
    report("verify_10", compare(100, || scan(xml), whole));
}

/// The invoice of a US product with ten lines, and a context: facts filled in, treatments, amounts, the XML, read back and held
/// against SAT's XSD.
fn draft() {
    let mut invoice: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/draft/document-discount-prorated.json")).unwrap();
    let lines = invoice["lines"].as_array().unwrap().clone();
    invoice["lines"] = lines.iter().cycle().take(10).cloned().collect();
    invoice.as_object_mut().unwrap().remove("totals");
    let json = serde_json::to_vec(&invoice).unwrap();
    let context = include_bytes!("../fixtures/draft/contexts/kemper-monterrey.json");
    let options = Options::default().context(Context::from_json(context).unwrap()).case(Case::MxIssuerDraft);
    let ratio = compare(
        rounds(10),
        || serde_json::from_slice::<serde_json::Value>(&json).unwrap().as_object().unwrap().len(),
        || frontera::convert(&json, Format::Cfdi, &options).unwrap().output.unwrap().len(),
    );
    report("us_draft_10", ratio);
}

/// Look-ups in SAT's catalogues, in nanoseconds: of codes that are there, spread over the table.
fn catalogs() {
    let catalogs = Catalogs::builtin();
    let codes = |name: &str| -> Vec<String> {
        let catalog = catalogs.get(name).unwrap();
        let step = (catalog.len() / 997).max(1);
        catalog.iter().step_by(step).map(|entry| entry.code().to_owned()).collect()
    };
    nanoseconds("catalog_product", &codes("c_ClaveProdServ"), |code| {
        catalogs.product(code).is_some_and(|product| product.valid_from().is_some())
    });
    nanoseconds("catalog_postal_code", &codes("c_CodigoPostal"), |code| {
        catalogs.postal_code(code).is_some_and(|place| place.state().len() == 3)
    });
    nanoseconds("catalog_use", &codes("c_UsoCFDI"), |code| {
        catalogs.uso_cfdi(code).is_some_and(|of| !of.accepts_regimen("none"))
    });
    nanoseconds("catalog_unit", &codes("c_ClaveUnidad"), |code| catalogs.unit(code).is_some());
    nanoseconds("catalog_tariff", &codes("cce20:c_FraccionArancelaria"), |code| catalogs.fraccion(code).is_some());
    let uses = catalogs.get("c_ClaveProdServ").unwrap();
    nanoseconds("catalog_near", &["3116150".to_owned()], |code| uses.near(code).len() == 5);
    nanoseconds("catalog_search", &["tijuana".to_owned()], |words| !catalogs.search(words).is_empty());
}

fn nanoseconds(name: &str, codes: &[String], look_up: impl Fn(&str) -> bool) {
    let once = || {
        let start = Instant::now();
        for code in codes {
            assert!(black_box(look_up(black_box(code))), "{code}");
        }
        start.elapsed().as_secs_f64() * 1e9 / codes.len() as f64
    };
    let mut times: Vec<f64> = (0..100).map(|_| once()).collect();
    times.sort_by(f64::total_cmp);
    println!("ns {name} {:.0}", times[times.len() / 2]);
}

/// The design's scan.
fn scan(xml: &str) -> usize {
    let mut reader = Reader::from_str(xml);
    let mut lengths = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    lengths += attribute.unwrap().normalized_value(XmlVersion::Implicit1_0).unwrap().len();
                }
            }
            Event::Eof => return lengths,
            _ => {}
        }
    }
}

/// The document with another number of lines; the seal is not what is measured.
fn with_lines(ten: &str, lines: usize) -> String {
    let start = ten.find("<cfdi:Concepto ").unwrap();
    let end = ten.find("</cfdi:Conceptos>").unwrap();
    let all: Vec<&str> =
        ten[start..end].split_inclusive("</cfdi:Concepto>").filter(|line| line.contains("<cfdi:Concepto ")).collect();
    assert_eq!(all.len(), 10);
    let body: String = (0..lines).map(|i| all[i % 10]).collect();
    format!("{}{body}{}", &ten[..start], &ten[end..])
}

fn rounds(lines: usize) -> usize {
    if lines > 100 { 60 } else { 400 }
}

struct Measured {
    yardstick: Duration,
    subject: Duration,
    ratio: f64,
}

/// Both in turn, so that the machine's moods fall on both; the results are checked to be the same each time.
fn compare(rounds: usize, yardstick: impl Fn() -> usize, subject: impl Fn() -> usize) -> Measured {
    let (expected_yardstick, expected_subject) = (yardstick(), subject());
    let time = |work: &dyn Fn() -> usize, expected: usize| {
        let repeat = 10;
        let start = Instant::now();
        for _ in 0..repeat {
            assert_eq!(black_box(work()), expected);
        }
        start.elapsed() / repeat
    };
    let mut measured: Vec<(Duration, Duration)> =
        (0..rounds).map(|_| (time(&yardstick, expected_yardstick), time(&subject, expected_subject))).collect();
    measured.sort_by(|a, b| ratio(*a).total_cmp(&ratio(*b)));
    let (yardstick, subject) = measured[measured.len() / 2];
    Measured { yardstick, subject, ratio: ratio((yardstick, subject)) }
}

fn ratio((yardstick, subject): (Duration, Duration)) -> f64 {
    subject.as_secs_f64() / yardstick.as_secs_f64()
}

fn report(name: &str, measured: Measured) {
    println!("ratio {name} {:.2}", measured.ratio);
    eprintln!("      {name}: yardstick {:?}, frontera {:?}", measured.yardstick, measured.subject);
}
