//! Sealing and verifying with the certificates of `fixtures/seal`, which OpenSSL made, over documents that it sealed.

#![cfg(feature = "seal")]

mod support;

use frontera::report::{CertificateKind, Check, Verdict};
use frontera::seal::{Authorities, Certificate, Csd, Key, Password, SealOptions, Verifier, seal};
use frontera::{ErrorKind, InputProblem, Validation};

use support::{codes, fixture};

fn certificate(name: &str) -> Certificate {
    Certificate::read(&fixture(&format!("seal/{name}"))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn key(name: &str) -> Key {
    Key::read(&fixture(&format!("seal/{name}")), &password()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn password() -> Password {
    Password::new("12345678a")
}

fn verifier() -> Verifier {
    Verifier::default().authority(certificate("ac.cer")).unwrap().stamp_certificate(certificate("sat.cer"))
}

fn verify(bytes: &[u8]) -> Validation {
    verifier().verify(bytes).unwrap()
}

#[test]
fn what_openssl_sealed_holds() {
    for name in ["stamped.xml", "sealed.xml", "sealed-33.xml", "stamped-retenciones.xml"] {
        let validation = verify(&fixture(&format!("seal/{name}")));
        let seal = validation.seal.as_ref().unwrap();
        assert!(seal.checks.iter().all(|it| it.verdict == Verdict::Holds), "{name}: {seal:?} {:?}", validation.report);
        assert_eq!(codes(&validation.report), ["FRO-CERT-015"], "{name}");
    }
}

fn csd(certificate_of: &str, key_of: &str) -> Csd {
    Csd::new(certificate(certificate_of), key(key_of))
}

/// Seals a draft of EKU9003173C9 of February 2026.
fn sealed(certificate_of: &str, key_of: &str) -> frontera::seal::Sealed {
    let options = SealOptions::default().authorities(Authorities::none().with(certificate("ac.cer")).unwrap());
    seal(&fixture(DRAFT), &csd(certificate_of, key_of), &options).unwrap()
}

const DRAFT: &str = "cfdi/net-terms-ppd.xml";

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn stamped() -> String {
    text(fixture("seal/stamped.xml"))
}

fn with(document: &str, from: &str, to: &str) -> String {
    assert_eq!(document.matches(from).count(), 1, "{from}");
    document.replace(from, to)
}

/// The value of an attribute that stands once.
fn value<'d>(document: &'d str, name: &str) -> &'d str {
    document.split_once(&format!(" {name}=\"")).unwrap().1.split_once('"').unwrap().0
}

/// What is wrong, without what could not be judged.
fn wrong(validation: &Validation) -> Vec<&'static str> {
    validation.report.violations().map(|finding| finding.code.as_str()).collect()
}

fn verdict(validation: &Validation, check: Check) -> Verdict {
    validation.seal.as_ref().unwrap().verdict(check).unwrap()
}

/// The document with another certificate beside the seal that it has.
fn with_certificate(document: &str, name: &str) -> String {
    with_certificate_of(document, &certificate(name))
}

fn with_certificate_of(document: &str, certificate: &Certificate) -> String {
    use base64ct::{Base64, Encoding};
    document.replace(value(document, "Certificado"), &Base64::encode_string(certificate.der()))
}

/// Whatever the encryption, the same key: each was written by OpenSSL.
#[test]
fn a_key_is_read_under_every_encryption_that_sat_and_openssl_write() {
    for name in [
        "csd.key",
        "csd-aes-256.key",
        "csd-aes-128-sha-512.key",
        "csd.key.pem",
        "csd-pbe-md5-des.key",
        "csd-pbe-sha1-des.key",
        "csd-pbe-sha1-3des.key",
        "csd-pbe-sha1-2des.key",
    ] {
        let key = key(name);
        assert!(key.is_of(&certificate("csd.cer")) && key.bits() == 2048, "{name}");
        assert!(!key.is_of(&certificate("csd-of-another.cer")), "{name}");
    }
}

/// As portals, editors and other programs give them.
#[test]
fn armour_of_every_form_is_taken_off() {
    use base64ct::{Base64, Encoding};
    let (cer, key) = (fixture("seal/csd.cer"), fixture("seal/csd.key"));
    let wrapped = |bytes: &[u8], label: &str, width: usize, end: &str| {
        let body = Base64::encode_string(bytes);
        let lines: Vec<&str> = body.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN {label}-----{end}{}{end}-----END {label}-----{end}", lines.join(end))
    };
    for (width, end) in [(64, "\n"), (64, "\r\n"), (76, "\n"), (100_000, "\n")] {
        let (cer, key) = (wrapped(&cer, "CERTIFICATE", width, end), wrapped(&key, "ENCRYPTED PRIVATE KEY", width, end));
        for both in [format!("{cer}{key}"), format!("Bag Attributes{end}{key}{end}{cer}")] {
            let csd = Csd::read(both.as_bytes(), both.as_bytes(), &password())
                .unwrap_or_else(|error| panic!("{width} {error}"));
            assert!(csd.key().is_of(csd.certificate()), "{width}");
        }
    }
    let with_end = |bytes: &[u8], end: &str| [bytes, end.as_bytes()].concat();
    for end in ["\n", "\r\n"] {
        assert!(Csd::read(&with_end(&cer, end), &with_end(&key, end), &password()).is_ok());
        let (cer, key) = (Base64::encode_string(&cer), Base64::encode_string(&key));
        assert!(Csd::read(with_end(cer.as_bytes(), end).as_slice(), key.as_bytes(), &password()).is_ok());
    }
    assert!(Key::is_encrypted(&key) && Key::is_encrypted(&fixture("seal/csd.key.pem")));
    assert!(!Key::is_encrypted(&cer) && !Key::is_encrypted(b"") && !Key::is_encrypted(&fixture("seal/csd.pem")));
    // OpenSSL's own form of old says how to get another.
    for old in [
        wrapped(b"0000", "RSA PRIVATE KEY", 64, "\n"),
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n".to_owned(),
    ] {
        let error = Key::read(old.as_bytes(), &password()).unwrap_err();
        assert_eq!(error.code(), "FRO-KEY-001");
        assert!(error.message().contains("openssl") || error.message().contains("headers"), "{error}");
    }
}

#[test]
fn a_wrong_password_opens_no_key_and_is_in_no_message() {
    for name in ["csd.key", "csd-aes-256.key", "csd.key.pem", "csd-pbe-md5-des.key", "csd-pbe-sha1-3des.key"] {
        for wrong in ["", "12345678", "12345678A", "hunter2-secret", "contraseña"] {
            let error = Key::read(&fixture(&format!("seal/{name}")), &Password::new(wrong)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Input(InputProblem::KeyPassword), "{name} {wrong}");
            assert_eq!(error.code(), "FRO-KEY-002");
            assert!(wrong.is_empty() || !format!("{error} {error:?}").contains(wrong), "{error:?}");
        }
    }
}

/// A password of 200 opens a key by chance: padding that looks right, and garbage inside.
#[test]
fn a_thousand_wrong_passwords_are_all_wrong() {
    let file = fixture("seal/csd-pbe-md5-des.key");
    for i in 0..1_000 {
        let error = Key::read(&file, &Password::new(format!("password {i}"))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input(InputProblem::KeyPassword), "{i}");
    }
}

#[test]
fn what_is_no_key_of_a_csd_is_told_by_what_it_is() {
    let problem = |bytes: &[u8]| match Key::read(bytes, &password()) {
        Err(error) => (error.code(), error.message().to_owned()),
        Ok(_) => panic!("a key"),
    };
    let whole = fixture("seal/csd.key");
    let (code, message) = problem(&whole[..whole.len() - 7]);
    assert_eq!(code, "FRO-KEY-001");
    assert!(message.contains("truncated"), "{message}");
    for length in 0..whole.len() {
        assert_eq!(problem(&whole[..length]).0, "FRO-KEY-001", "{length}");
    }
    assert_eq!(problem(&fixture("seal/csd-ec.key")).0, "FRO-KEY-004");
    assert!(problem(&fixture("seal/csd-ec.key")).1.contains("EC"));
    assert_eq!(problem(&fixture("seal/csd-1024.key")).0, "FRO-KEY-005");
    assert!(problem(&fixture("seal/csd-1024.key")).1.contains("1024"));
    for (name, what) in [("csd-scrypt.key", "scrypt"), ("csd-pbe-sha1-rc2.key", "RC2")] {
        let (code, message) = problem(&fixture(&format!("seal/{name}")));
        assert!(code == "FRO-KEY-003" && message.contains(what), "{code} {message}");
    }
    for not in [&b""[..], b"0", b"not a key", &fixture("seal/csd.cer"), &fixture("seal/csd.pem"), &vec![0x30; 70_000]] {
        assert_eq!(problem(not).0, "FRO-KEY-001");
    }
}

/// Two billion rounds would keep the machine busy for an hour.
#[test]
fn an_encryption_that_asks_for_too_much_work_is_refused() {
    for (name, two_thousand) in [("csd.key", &[2, 2, 8, 0][..]), ("csd-pbe-sha1-3des.key", &[2, 2, 8, 0])] {
        let mut file = fixture(&format!("seal/{name}"));
        let at = file.windows(4).position(|window| window == two_thousand).unwrap_or_else(|| panic!("{name}"));
        // INTEGER 2048 becomes one of four bytes, and everything around it two bytes longer.
        file.splice(at..at + 4, [2, 4, 0x7f, 0xff, 0xff, 0xff]);
        for around in lengths_around(&file, at) {
            match around {
                (at, 1) => file[at] += 2,
                (at, _) => {
                    let length = u16::from_be_bytes([file[at], file[at + 1]]) + 2;
                    file[at..at + 2].copy_from_slice(&length.to_be_bytes());
                }
            }
        }
        let error = Key::read(&file, &password()).unwrap_err();
        assert_eq!(error.code(), "FRO-KEY-003", "{name}: {error}");
        assert!(error.message().contains("rounds"), "{error}");
    }
}

/// Where the lengths stand of the sequences around a place, with their bytes.
fn lengths_around(der: &[u8], place: usize) -> Vec<(usize, usize)> {
    let (mut at, mut found) = (0, Vec::new());
    while at < place {
        let (length_at, bytes) = if der[at + 1] == 0x82 { (at + 2, 2) } else { (at + 1, 1) };
        let body = length_at + bytes;
        let length = if bytes == 2 {
            usize::from(u16::from_be_bytes([der[length_at], der[length_at + 1]]))
        } else {
            usize::from(der[length_at])
        };
        // The edit made what is around it shorter than it says.
        if der[at] == 0x30 && place < body + length {
            found.push((length_at, bytes));
            at = body;
        } else {
            at = body + length;
        }
    }
    found
}

#[test]
fn no_secret_is_shown() {
    let (password, key) = (password(), key("csd.key"));
    assert_eq!(format!("{password:?}"), "Password(…)");
    assert_eq!(format!("{key:?}"), "Key { bits: 2048, .. }");
    let csd = Csd::read(&fixture("seal/csd.cer"), &fixture("seal/csd.key"), &password).unwrap();
    let options = frontera::Options::default().seal(csd);
    let shown = format!("{options:#?}");
    assert!(shown.contains("bits: 2048") && shown.contains("30001000000900000101"), "{shown}");
    for secret in ["12345678a", "EKU9003173C9"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    // Every prime is of 1024 bits: nothing as long is shown.
    assert!(!shown.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.len() > 64), "{shown}");
}

#[test]
fn a_certificate_says_what_it_is() {
    let kinds = [
        ("csd.cer", CertificateKind::Csd),
        ("csd.pem", CertificateKind::Csd),
        ("fiel.cer", CertificateKind::Fiel),
        ("sat.cer", CertificateKind::Csd),
    ];
    for (name, kind) in kinds {
        assert_eq!(certificate(name).kind(), kind, "{name}");
    }
    let csd = certificate("csd.cer");
    assert_eq!(csd, certificate("csd.pem"));
    assert_eq!(
        (csd.number(), csd.rfc(), csd.issuer()),
        ("30001000000900000101", Some("EKU9003173C9"), "AC DE PRUEBAS DE FRONTERA")
    );
    let said = |moment: Option<(frontera::model::Date, frontera::model::Time)>| {
        let (day, time) = moment.unwrap();
        format!("{day} {time}")
    };
    assert_eq!(said(csd.valid_from()), "2025-01-01 00:00:00");
    assert_eq!(said(csd.valid_until()), "2029-01-01 00:00:00");
    assert_eq!((csd.key_bits(), certificate("csd-ec.cer").key_bits()), (Some(2048), None));
    assert_eq!(certificate("csd-of-another.cer").rfc(), Some("URE180429TM6"));
}

#[test]
fn what_is_no_certificate_is_refused() {
    let whole = fixture("seal/csd.cer");
    for length in 0..whole.len() {
        let error = Certificate::read(&whole[..length]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input(InputProblem::Certificate), "{length}");
    }
    assert!(Certificate::read(&whole[..900]).unwrap_err().message().contains("ends too early"));
    let mut longer = whole.clone();
    longer.push(0);
    assert!(Certificate::read(&longer).is_err());
    assert!(Certificate::read(&fixture("seal/csd.key.pem")).unwrap_err().message().contains("ENCRYPTED PRIVATE KEY"));
    for not in [&b""[..], b"-----BEGIN ", b"-----BEGIN CERTIFICATE-----\nAAAA\n", &vec![b'A'; 70_000]] {
        assert!(Certificate::read(not).is_err());
    }
    let too_long = [fixture("seal/csd.pem"), vec![b'\n'; 70_000]].concat();
    assert!(Certificate::read(&too_long).unwrap_err().message().starts_with("longer than 65536 bytes"));
    let as_long_as_may_be = [fixture("seal/csd.pem"), vec![b'\n'; 65_536 - fixture("seal/csd.pem").len()]].concat();
    assert!(Certificate::read(&as_long_as_may_be).is_ok());
    assert_eq!(Authorities::none().certificates().count(), 0);
    let error = Authorities::none().with(certificate("csd.cer")).unwrap_err();
    assert!(error.message().contains("may not issue"), "{error}");
}

#[test]
fn a_draft_is_sealed_byte_for_byte() {
    let draft = text(fixture(DRAFT));
    let sealed = sealed("csd.cer", "csd.key");
    assert_eq!(codes(&sealed.report), [""; 0]);
    let output = text(sealed.output.unwrap());
    let mut back = output.clone();
    for (name, empty) in [("Sello", ""), ("Certificado", ""), ("NoCertificado", "00000000000000000000")] {
        back = with(&back, &format!(" {name}=\"{}\"", value(&output, name)), &format!(" {name}=\"{empty}\""));
    }
    assert_eq!(back, draft, "nothing else changed");
    assert_eq!(value(&output, "NoCertificado"), "30001000000900000101");
    let validation = verify(output.as_bytes());
    assert_eq!(wrong(&validation), [""; 0]);
    assert_eq!(verdict(&validation, Check::Seal), Verdict::Holds);
}

/// As a draft of the project's own has it.
#[test]
fn attributes_that_are_not_there_are_put_in_their_place() {
    let draft = text(fixture(DRAFT));
    let mut bare = draft;
    for gone in [" Sello=\"\"", " Certificado=\"\"", " NoCertificado=\"00000000000000000000\""] {
        bare = with(&bare, gone, "");
    }
    let options = SealOptions::default();
    let output = text(seal(bare.as_bytes(), &csd("csd.cer", "csd.key"), &options).unwrap().output.unwrap());
    let names: Vec<usize> = [" Fecha=", " Sello=", " NoCertificado=", " Certificado="]
        .iter()
        .map(|name| output.find(name).unwrap_or_else(|| panic!("{name}")))
        .collect();
    assert!(names.is_sorted(), "the order of Anexo 20");
    assert_eq!(wrong(&verify(output.as_bytes())), [""; 0]);
}

#[test]
fn each_certificate_that_may_not_seal_is_told_by_its_reason() {
    for (certificate_of, key_of, code) in [
        ("fiel.cer", "fiel.key", "FRO-CERT-002"),
        ("csd-future.cer", "csd.key", "FRO-CERT-004"),
        ("csd-expired.cer", "csd.key", "FRO-CERT-005"),
        ("csd-of-another.cer", "csd-of-another.key", "FRO-CERT-006"),
        ("csd-forged.cer", "csd.key", "FRO-CERT-008"),
        ("csd-early.cer", "csd.key", "FRO-CERT-018"),
        ("csd-pss.cer", "csd.key", "FRO-CERT-019"),
        ("csd.cer", "csd-of-another.key", "FRO-CERT-012"),
    ] {
        let sealed = sealed(certificate_of, key_of);
        assert_eq!(sealed.output, None, "{certificate_of}");
        assert_eq!(codes(&sealed.report), [code], "{certificate_of} {key_of}");
    }
    // Keys that no seal is made with cannot be read at all, so that these come with another.
    for (certificate_of, code) in [("csd-ec.cer", "FRO-CERT-009"), ("csd-1024.cer", "FRO-CERT-010")] {
        assert_eq!(codes(&sealed(certificate_of, "csd.key").report), [code, "FRO-CERT-012"], "{certificate_of}");
    }
}

#[test]
fn an_authority_of_tests_is_a_warning_where_it_is_sealed() {
    let sealed = seal(&fixture(DRAFT), &csd("csd.cer", "csd.key"), &SealOptions::default()).unwrap();
    assert!(sealed.output.is_some());
    assert_eq!(codes(&sealed.report), ["FRO-CERT-014"]);
    assert!(!sealed.report.has_errors());
}

#[test]
fn what_is_not_valid_is_sealed_by_force_alone() {
    let wrong_total = with(&text(fixture(DRAFT)), "FormaPago=\"99\"", "FormaPago=\"03\"");
    let csd = csd("csd.cer", "csd.key");
    let refused = seal(wrong_total.as_bytes(), &csd, &SealOptions::default()).unwrap();
    assert_eq!(refused.output, None);
    assert_eq!(codes(&refused.report), ["CFDI40105", "FRO-CERT-014", "FRO-SEAL-020"]);
    let forced = seal(wrong_total.as_bytes(), &csd, &SealOptions::default().force(true)).unwrap();
    assert_eq!(codes(&forced.report), ["CFDI40105", "FRO-CERT-014"]);
    assert_eq!(verdict(&verify(&forced.output.unwrap()), Check::Seal), Verdict::Holds);
}

#[test]
fn a_seal_is_replaced_and_a_stamp_is_not_touched() {
    let csd = csd("csd.cer", "csd.key");
    let again = seal(&fixture("cfdi/professional-fees-retentions.xml"), &csd, &SealOptions::default()).unwrap();
    // It is of FUNK671228PH6: another's certificate.
    assert!(codes(&again.report).contains(&"FRO-CERT-006"), "{:?}", again.report);
    let again = seal(&fixture("seal/sealed.xml"), &csd, &SealOptions::default()).unwrap();
    assert!(codes(&again.report).contains(&"FRO-SEAL-019"), "{:?}", again.report);
    // RSA with PKCS #1 v1.5 gives one seal for one cadena and one key.
    assert_eq!(again.output.unwrap(), fixture("seal/sealed.xml"));
    let stamped = seal(&fixture("seal/stamped.xml"), &csd, &SealOptions::default()).unwrap();
    assert_eq!((stamped.output, codes(&stamped.report)), (None, vec!["FRO-SEAL-018"]));
    for old in ["cfdi32/professional-fees-32.xml", "neutral/nogales-tomatoes.json"] {
        assert!(seal(&fixture(old), &csd, &SealOptions::default()).is_err(), "{old}");
    }
}

#[test]
fn retenciones_and_cfdi_3_3_are_sealed_as_well() {
    let retenciones = seal(&fixture("seal/draft-retenciones.xml"), &csd("csd.cer", "csd.key"), &SealOptions::default());
    let output = retenciones.unwrap().output.unwrap();
    let changed = with(&text(output.clone()), "MontoTotRet=\"1000.00\"", "MontoTotRet=\"1000.01\"");
    assert_eq!(wrong(&verify(changed.as_bytes())), ["Reten20101"]);
    let other = with_certificate(&text(output.clone()), "fiel.cer");
    assert_eq!(wrong(&verify(other.as_bytes())), ["Reten20101", "FRO-CERT-002", "FRO-CERT-003", "Reten20102"]);
    let stamped = text(fixture("seal/stamped-retenciones.xml"));
    assert_eq!(value(&text(output), "Sello"), value(&stamped, "Sello"), "OpenSSL's");
    let options = SealOptions::default();
    let old = seal(&fixture("cfdi33/export-avocado-33.xml"), &csd("csd-expired.cer", "csd.key"), &options).unwrap();
    let old = old.output.unwrap_or_else(|| panic!("{:?}", old.report));
    assert_eq!(wrong(&verify(&old)), [""; 0]);
    let changed = text(old).replacen(" Total=\"", " Total=\"1", 1);
    assert_eq!(wrong(&verify(changed.as_bytes())), ["CFDI33102"]);
}

#[test]
fn convert_seals_what_it_writes() {
    let context = frontera::context::Context::from_json(&fixture("draft/contexts/kemper-tijuana.json")).unwrap();
    let options = || {
        let options = frontera::Options::default().case(frontera::Case::MxIssuerDraft).context(context.clone());
        options.seal(csd("csd.cer", "csd.key"))
    };
    let json = fixture("draft/tile-tijuana-notice.json");
    for validate in [false, true] {
        let converted = frontera::convert(&json, frontera::Format::Cfdi, &options().validate(validate)).unwrap();
        let output = converted.output.unwrap_or_else(|| panic!("{:?}", converted.report));
        assert_eq!(wrong(&verify(&output)), [""; 0]);
        assert_eq!(codes(&converted.report).iter().filter(|code| **code == "FRO-CERT-014").count(), 1);
    }
    // Nothing is given out that could not be sealed.
    let expired = options().seal(csd("csd-expired.cer", "csd.key"));
    let converted = frontera::convert(&json, frontera::Format::Cfdi, &expired).unwrap();
    assert_eq!(converted.output, None);
    assert!(codes(&converted.report).contains(&"FRO-CERT-005"));
    // One that was a CFDI and is not valid is not sealed either, whether it was validated before or not.
    let wrong_form = with(&text(fixture(DRAFT)), "FormaPago=\"99\"", "FormaPago=\"03\"");
    for validate in [false, true] {
        let options = frontera::Options::default().seal(csd("csd.cer", "csd.key")).validate(validate);
        let converted = frontera::convert(wrong_form.as_bytes(), frontera::Format::Cfdi, &options).unwrap();
        assert_eq!(converted.output, None, "{validate}");
        assert!(codes(&converted.report).contains(&"FRO-SEAL-020"), "{:?}", converted.report);
        let told = converted.report.findings().iter().find(|it| it.code == "CFDI40105").unwrap();
        assert_eq!(told.count, 1);
    }
    // What could not be judged is told as well.
    let for_another =
        with(&text(fixture(DRAFT)), "<cfdi:Emisor Rfc", "<cfdi:Emisor FacAtrAdquirente=\"1234567890\" Rfc");
    let another = frontera::Options::default().seal(csd("csd-of-another.cer", "csd-of-another.key"));
    let converted = frontera::convert(for_another.as_bytes(), frontera::Format::Cfdi, &another).unwrap();
    assert!(codes(&converted.report).contains(&"FRO-CERT-016"), "{:?}", converted.report);
    // A stamped document comes back as it was, and is not sealed again.
    let converted = frontera::convert(&fixture("seal/stamped.xml"), frontera::Format::Cfdi, &options()).unwrap();
    assert_eq!((converted.output, codes(&converted.report)), (None, vec!["FRO-SEAL-018"]));
}

/// Sealed by OpenSSL with what may not seal it: the seal holds, and the certificate is refused by its reason and by SAT's code.
#[test]
fn a_seal_that_holds_of_a_certificate_that_may_not_seal_is_refused() {
    for (name, reason, check) in [
        ("sealed-fiel.xml", "FRO-CERT-002", Check::Certificate),
        ("sealed-csd-future.xml", "FRO-CERT-004", Check::Certificate),
        ("sealed-csd-expired.xml", "FRO-CERT-005", Check::Certificate),
        ("sealed-csd-1024.xml", "FRO-CERT-010", Check::Certificate),
        ("sealed-csd-of-another.xml", "FRO-CERT-006", Check::Holder),
        ("sealed-csd-forged.xml", "FRO-CERT-008", Check::Authority),
        ("sealed-csd-early.xml", "FRO-CERT-018", Check::Authority),
        ("sealed-csd-pss.xml", "FRO-CERT-019", Check::Authority),
    ] {
        let validation = verify(&fixture(&format!("seal/{name}")));
        assert_eq!(wrong(&validation), [reason, "CFDI40106"], "{name}");
        assert_eq!(verdict(&validation, Check::Seal), Verdict::Holds, "{name}");
        assert_eq!(verdict(&validation, check), Verdict::Fails, "{name}");
        assert!(!validation.is_valid());
    }
}

/// With another certificate than it was sealed with.
#[test]
fn a_certificate_that_was_put_in_the_place_of_another_is_told_by_its_number() {
    for (certificate_of, reasons) in [
        ("fiel.cer", &["FRO-CERT-002", "FRO-CERT-003"][..]),
        ("csd-ec.cer", &["FRO-CERT-009", "FRO-CERT-003"]),
        ("csd-of-another.cer", &["FRO-CERT-003", "FRO-CERT-006"]),
        ("ac.cer", &["FRO-CERT-011", "FRO-CERT-003", "FRO-CERT-006"]),
    ] {
        let validation = verify(with_certificate(&stamped(), certificate_of).as_bytes());
        let found = wrong(&validation);
        assert_eq!((found.first(), found.last()), (Some(&"CFDI40102"), Some(&"CFDI40106")), "{certificate_of}");
        assert_eq!(found[1..found.len() - 1], *reasons, "{certificate_of}");
    }
}

/// A stamp of version 1.0 names its attributes otherwise: a real one, with this document's seal beside under the new name, would
/// be compared by the one and verified by the other.
#[test]
fn a_stamp_of_another_document_cannot_be_renamed_into_this_ones() {
    let replayed = verify(&fixture("seal/stamped-replayed.xml"));
    assert_eq!(wrong(&replayed), ["FRO-SEAL-013", "FRO-SEAL-021"]);
    assert_eq!(verdict(&replayed, Check::StampedSeal), Verdict::Fails);
    assert_eq!(verdict(&replayed, Check::StampSeal), Verdict::Fails);
    let old = verify(&fixture("seal/stamped-old.xml"));
    assert_eq!(wrong(&old), ["FRO-SEAL-013", "FRO-SEAL-021"]);
    let version = old.report.violations().find(|it| it.code == "FRO-SEAL-021").unwrap();
    assert_eq!(version.values.found.as_deref(), Some("1.0"));
    // Where such a stamp goes with the document it is read by its own names.
    let of_32 = verify(&fixture("cfdi32/professional-fees-32.xml"));
    assert_eq!(verdict(&of_32, Check::StampedSeal), Verdict::Holds);
}

#[test]
fn a_second_issuer_is_told() {
    let validation = verify(&fixture("seal/sealed-two-issuers.xml"));
    assert_eq!(wrong(&validation), ["FRO-SEAL-024"]);
    assert_eq!(verdict(&validation, Check::Seal), Verdict::Holds);
    let again =
        seal(&fixture("seal/sealed-two-issuers.xml"), &csd("csd.cer", "csd.key"), &SealOptions::default().force(true));
    let again = again.unwrap();
    assert!(again.output.is_none() && codes(&again.report).contains(&"FRO-SEAL-024"), "{:?}", again.report);
}

/// Without a time nothing is in force, and nothing is out of it either.
#[test]
fn a_date_that_is_none_is_told() {
    for fecha in [
        "2026-02-11 07:45:10",
        "2026-02-11t07:45:10",
        "20260211T074510",
        "2026-02-30T07:45:10",
        "2026-02-11T07:45:60",
        "2026-02-11T24:00:00",
        "2026-02-11T07:45:10Z",
        "2026-02-11T07:45:10+99",
        "",
    ] {
        let changed = with(&stamped(), "2026-02-11T07:45:10", fecha);
        let validation = verify(changed.as_bytes());
        assert!(wrong(&validation).contains(&"FRO-CERT-017"), "{fecha}");
        assert_eq!(verdict(&validation, Check::Certificate), Verdict::Fails, "{fecha}");
    }
    let stamp = with(&stamped(), "FechaTimbrado=\"2026-02-11T07:52:44\"", "FechaTimbrado=\"never\"");
    assert_eq!(wrong(&verify(stamp.as_bytes())), ["FRO-SEAL-014", "FRO-CERT-017"]);
    let draft = with(&text(fixture(DRAFT)), &format!(" Fecha=\"{}\"", value(&text(fixture(DRAFT)), "Fecha")), "");
    let forced = seal(draft.as_bytes(), &csd("csd.cer", "csd.key"), &SealOptions::default().force(true)).unwrap();
    assert!(forced.output.is_none() && codes(&forced.report).contains(&"FRO-CERT-017"), "{:?}", forced.report);
}

/// SAT took CFDI 3.2 until November 2017 and 3.3 until March 2023.
#[test]
fn a_version_that_was_not_in_use_on_its_day_is_told() {
    let old = text(fixture("cfdi32/professional-fees-32.xml"));
    let date = value(&old, "fecha").to_owned();
    for (day, told) in [("2017-11-30", false), ("2017-12-01", true), ("2026-02-11", true)] {
        let changed = old.replacen(&date, &format!("{day}T10:00:00"), 1);
        assert_eq!(codes(&verify(changed.as_bytes()).report).contains(&"FRO-SEAL-026"), told, "{day}");
    }
}

#[test]
fn a_stamp_that_stamps_nothing_is_told() {
    let document = stamped();
    let from = document.find("<tfd:TimbreFiscalDigital").unwrap();
    let stamp = document[from..document.find("</cfdi:Complemento>").unwrap()].to_owned();
    let sealed = text(fixture("seal/sealed.xml"));
    for at in ["</cfdi:Comprobante>", "</cfdi:Conceptos>"] {
        let validation = verify(with(&sealed, at, &format!("{stamp}{at}")).as_bytes());
        assert!(codes(&validation.report).contains(&"FRO-SEAL-025"), "{at}");
        assert_eq!(validation.profile, Some(frontera::Profile::Sealed));
    }
}

#[test]
fn a_certificate_of_nobody_known_is_not_trusted() {
    let validation = Verifier::default().verify(&fixture("seal/sealed.xml")).unwrap();
    assert_eq!(wrong(&validation), ["FRO-CERT-007", "CFDI40106"]);
    assert_eq!(verdict(&validation, Check::Authority), Verdict::Fails);
    assert_eq!(verdict(&validation, Check::Seal), Verdict::Holds);
    // SAT's name alone is nothing: its authorities are known by their keys.
    let nobody = Verifier::default().authorities(Authorities::none()).verify(&fixture("seal/sealed.xml")).unwrap();
    assert_eq!(wrong(&nobody), ["FRO-CERT-007", "CFDI40106"]);
}

/// Fecha is local time: a certificate of 2025-01-01 00:00 UTC is in force at 16:00 of the day before in Tijuana (UTC-8), and
/// one until 2029-01-01 00:00 UTC at no time after 19:00 in Cancún (UTC-5).
#[test]
fn a_certificate_is_out_of_force_where_it_is_in_every_zone_of_mexico() {
    for (fecha, expected) in [
        ("2024-12-31T15:59:59", Some("FRO-CERT-004")),
        ("2024-12-31T16:00:00", None),
        ("2028-12-31T19:00:00", None),
        ("2028-12-31T19:00:01", Some("FRO-CERT-005")),
    ] {
        let validation = verify(with(&stamped(), "2026-02-11T07:45:10", fecha).as_bytes());
        let found: Vec<_> = wrong(&validation).into_iter().filter(|code| code.starts_with("FRO-CERT")).collect();
        assert_eq!(found.first().copied(), expected, "{fecha}");
    }
}

#[test]
fn a_stamp_of_another_document_is_told() {
    let other = text(sealed("csd.cer", "csd.key").output.unwrap());
    let (sealed_document, stamped_document) = (text(fixture("seal/sealed.xml")), stamped());
    assert_ne!(value(&other, "Sello"), value(&sealed_document, "Sello"));
    let from = stamped_document.find("<cfdi:Complemento>").unwrap();
    let to = stamped_document.find("</cfdi:Complemento>").unwrap() + "</cfdi:Complemento>".len();
    let taken = with(&other, "</cfdi:Comprobante>", &format!("{}</cfdi:Comprobante>", &stamped_document[from..to]));
    let validation = verify(taken.as_bytes());
    assert_eq!(wrong(&validation), ["FRO-SEAL-013"]);
    assert_eq!(verdict(&validation, Check::StampedSeal), Verdict::Fails);
    // The stamp by itself is SAT's.
    assert_eq!(verdict(&validation, Check::StampSeal), Verdict::Holds);
}

#[test]
fn a_changed_stamp_does_not_verify() {
    for (from, to) in [
        ("UUID=\"8F3B2C60", "UUID=\"8F3B2C61"),
        ("FechaTimbrado=\"2026-02-11T07:52:44\"", "FechaTimbrado=\"2026-02-11T07:52:45\""),
        ("RfcProvCertif=\"SPR190613I52\"", "RfcProvCertif=\"SPR190613I53\""),
    ] {
        let validation = verify(with(&stamped(), from, to).as_bytes());
        assert_eq!(wrong(&validation), ["FRO-SEAL-014"], "{from}");
    }
    let none = with(&stamped(), "Version=\"1.1\"", "Version=\"9.9\"");
    assert_eq!(wrong(&verify(none.as_bytes())), ["FRO-SEAL-021"]);
    let number = with(&stamped(), "NoCertificadoSAT=\"30001000000900000201\"", "NoCertificadoSAT=\"3000\"");
    assert!(codes(&verify(number.as_bytes()).report).contains(&"FRO-SEAL-016"));
    let unknown =
        with(&stamped(), "NoCertificadoSAT=\"30001000000900000201\"", "NoCertificadoSAT=\"30001000000900000202\"");
    let validation = verify(unknown.as_bytes());
    let finding = validation.report.not_checked().find(|finding| finding.code == "FRO-SEAL-015").unwrap();
    let address = "https://rdc.sat.gob.mx/rccf/300010/000009/00/00/02/30001000000900000202.cer";
    assert_eq!(finding.values.expected.as_deref(), Some(address));
}

#[test]
fn only_sats_certificate_seals_stamps() {
    let document =
        with(&stamped(), "NoCertificadoSAT=\"30001000000900000201\"", "NoCertificadoSAT=\"30001000000900000101\"");
    let validation = verifier().stamp_certificate(certificate("csd.cer")).verify(document.as_bytes()).unwrap();
    assert_eq!(wrong(&validation), ["FRO-SEAL-014", "FRO-CERT-013"]);
}

#[test]
fn a_second_stamp_is_told_and_one_in_an_addenda_is_none() {
    let document = stamped();
    let from = document.find("<tfd:TimbreFiscalDigital").unwrap();
    let to = document.find("</cfdi:Complemento>").unwrap();
    let stamp = &document[from..to];
    let twice = with(&document, "</cfdi:Complemento>", &format!("{stamp}</cfdi:Complemento>"));
    assert_eq!(wrong(&verify(twice.as_bytes())), ["FRO-SEAL-017"]);
    let elsewhere = with(
        &text(fixture("seal/sealed.xml")),
        "</cfdi:Comprobante>",
        &format!("<cfdi:Addenda>{stamp}</cfdi:Addenda></cfdi:Comprobante>"),
    );
    let validation = verify(elsewhere.as_bytes());
    assert_eq!(codes(&validation.report), ["FRO-CERT-015"], "whatever an Addenda has");
    assert_eq!(validation.seal.as_ref().unwrap().verdict(Check::StampedSeal), None);
    assert_eq!(validation.profile, Some(frontera::Profile::Sealed));
}

#[test]
fn base64_with_white_space_is_read_and_told() {
    let document = stamped();
    for name in ["Sello", "Certificado", "SelloSAT"] {
        let whole = value(&document, name).to_owned();
        // SelloCFD is Sello as well.
        let spaced = format!("{}&#10;  {}", &whole[..76], &whole[76..]);
        let changed = document.replacen(&format!(" {name}=\"{whole}\""), &format!(" {name}=\"{spaced}\""), 1);
        let validation = verify(changed.as_bytes());
        let told = &validation.report.violations().next().unwrap();
        assert_eq!((wrong(&validation), told.severity), (vec!["FRO-SEAL-012"], frontera::Severity::Warning), "{name}");
        assert!(validation.is_valid());
    }
    for (name, codes) in [
        ("Sello", &["FRO-SEAL-011", "CFDI40102"][..]),
        ("Certificado", &["FRO-SEAL-011", "CFDI40102", "CFDI40106"]),
        ("SelloSAT", &["FRO-SEAL-011", "FRO-SEAL-014"]),
    ] {
        let whole = value(&document, name).to_owned();
        let damaged = document.replacen(&format!(" {name}=\"{whole}\""), &format!(" {name}=\"*{}\"", &whole[1..]), 1);
        let found: Vec<_> =
            wrong(&verify(damaged.as_bytes())).into_iter().filter(|code| *code != "FRO-SEAL-013").collect();
        assert_eq!(found, codes, "{name}");
    }
}

#[test]
fn a_draft_has_no_seal_to_verify() {
    for name in ["cfdi/net-terms-ppd.xml", "cfdi33/export-avocado-33.xml", "seal/draft-retenciones.xml"] {
        let validation = verify(&fixture(name));
        assert_eq!(wrong(&validation), ["FRO-SEAL-009"], "{name}");
        assert_eq!(verdict(&validation, Check::Seal), Verdict::Fails, "{name}");
    }
    let without =
        with(&stamped(), &format!(" Certificado=\"{}\"", value(&stamped(), "Certificado")), " Certificado=\"\"");
    assert_eq!(wrong(&verify(without.as_bytes())), ["FRO-SEAL-009"]);
    let error = verifier().verify(&fixture("us/export-produce.json")).unwrap_err();
    assert!(error.kind() == ErrorKind::Input(InputProblem::Unsupported) && error.message().contains("neutral JSON"));
}

/// Whoever makes a document for another (FacAtrAdquirente) has a certificate of his own, and whether he may is not in the document.
#[test]
fn a_document_made_for_its_issuer_by_another_has_anothers_certificate() {
    let validation = verify(&fixture("seal/sealed-for-another.xml"));
    assert_eq!(wrong(&validation), [""; 0]);
    assert_eq!(verdict(&validation, Check::Holder), Verdict::NotChecked);
    let told = validation.report.not_checked().find(|it| it.code == "FRO-CERT-016").unwrap();
    assert_eq!(told.severity, frontera::Severity::Warning);
    // What is no operation number excuses nothing, nor does one where no such attribute is.
    let odd = verify(&fixture("seal/sealed-for-another-odd.xml"));
    assert_eq!(wrong(&odd), ["FRO-CERT-006", "CFDI40106"]);
    let another = text(fixture("seal/sealed-for-another.xml"));
    for number in ["", "123456789", "12345678901", "ABCDEFGHIJ", "123456789 "] {
        let changed = with(&another, "FacAtrAdquirente=\"1234567890\"", &format!("FacAtrAdquirente=\"{number}\""));
        assert_eq!(verdict(&verify(changed.as_bytes()), Check::Holder), Verdict::Fails, "{number}");
    }
    let old = text(fixture("seal/sealed-33.xml")).replacen(
        "<cfdi:Emisor Rfc=\"EKU9003173C9\"",
        "<cfdi:Emisor FacAtrAdquirente=\"1234567890\" Rfc=\"IIA040805DZ4\"",
        1,
    );
    assert_eq!(verdict(&verify(old.as_bytes()), Check::Holder), Verdict::Fails);
    // The rule and the command say the same.
    let options = frontera::ValidateOptions::default().lookups(std::sync::Arc::new(verifier())).only("CFDI40106");
    let of_rule = |name: &str| codes(&frontera::validate(&fixture(name), &options).unwrap().report);
    assert_eq!(of_rule("seal/sealed-for-another.xml"), [""; 0]);
}

/// What the schema's facets let through: every attribute of the root that the cadena has, every line, every complement.
#[test]
fn every_sealed_value_is_sealed_and_the_addenda_is_not() {
    let document = stamped();
    let cadena = frontera::formats::cfdi::read(document.as_bytes(), &frontera::Limits::default()).unwrap().cadena();
    let mut changed = 0;
    for (name, value) in support::attributes(document.as_bytes()) {
        // The stamp has its own cadena; Sello and Certificado are what is judged.
        // A document of another Version is none that is read.
        let own = ["Sello", "Certificado", "Comprobante[1]/@Version"].iter().any(|own| name.ends_with(own));
        let of_comprobante =
            name.contains('@') && !name.contains("tfd:") && !name.contains("@xmlns") && !name.contains("@xsi");
        if !of_comprobante || own || value.is_empty() || !cadena.contains(&value) {
            continue;
        }
        let attribute = name.rsplit_once('@').unwrap().1;
        let escaped = value.replace('&', "&amp;").replace('"', "&quot;");
        let text = format!(" {attribute}=\"{escaped}\"");
        let Some(at) = document.find(&text) else { panic!("{name}: {text}") };
        let at = at + text.len() - 2;
        let mut bytes = document.clone().into_bytes();
        bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
        if std::str::from_utf8(&bytes).is_err() {
            continue;
        }
        let validation = verify(&bytes);
        assert_eq!(verdict(&validation, Check::Seal), Verdict::Fails, "{name}");
        assert!(wrong(&validation).contains(&"CFDI40102"), "{name}");
        changed += 1;
    }
    assert!(changed > 100, "{changed}");
    let addenda = |text: &str| {
        let text = format!("<cfdi:Addenda><x:y xmlns:x=\"urn:x\" z=\"{text}\"/></cfdi:Addenda></cfdi:Comprobante>");
        with(&document, "</cfdi:Comprobante>", &text)
    };
    for text in ["1", "2", "Ñandú"] {
        assert_eq!(wrong(&verify(addenda(text).as_bytes())), [""; 0]);
    }
}

#[test]
fn the_rules_of_seal_and_certificate_are_answered() {
    let validate = |bytes: &[u8]| {
        let options = frontera::ValidateOptions::default().lookups(std::sync::Arc::new(verifier()));
        let options = options.only("CFDI40102").only("CFDI40106");
        codes(&frontera::validate(bytes, &options).unwrap().report)
    };
    assert_eq!(validate(&fixture("seal/stamped.xml")), [""; 0]);
    let forged = with(&stamped(), " Total=\"28187.55\"", " Total=\"28187.56\"");
    assert_eq!(validate(forged.as_bytes()), ["CFDI40102"]);
    for name in
        ["fiel", "csd-future", "csd-expired", "csd-1024", "csd-of-another", "csd-forged", "csd-early", "csd-pss"]
    {
        assert_eq!(validate(&fixture(&format!("seal/sealed-{name}.xml"))), ["CFDI40106"], "{name}");
    }
    assert_eq!(validate(with_certificate(&stamped(), "csd-ec.cer").as_bytes()), ["CFDI40102", "CFDI40106"]);
    // Without a look-up they are told as not checked.
    let plain = frontera::validate(&fixture("seal/stamped.xml"), &frontera::ValidateOptions::default()).unwrap();
    assert_eq!(plain.not_checked().filter(|it| it.code == "CFDI40102" || it.code == "CFDI40106").count(), 2);
}

#[test]
fn hostile_seals_are_judged_and_their_messages_are_short() {
    let document = stamped();
    for (name, hostile) in [
        ("Sello", "A".repeat(4_000_000)),
        ("Certificado", "A".repeat(4_000_000)),
        ("Certificado", "MIIE".to_owned() + &"4".repeat(8_000)),
        ("NoCertificado", "3".repeat(1_000_000)),
        ("SelloCFD", "A".repeat(4_000_000)),
        ("NoCertificadoSAT", "Ñ".repeat(10)),
    ] {
        let whole = value(&document, name).to_owned();
        let changed = document.replacen(&format!(" {name}=\"{whole}\""), &format!(" {name}=\"{hostile}\""), 1);
        let validation = verify(changed.as_bytes());
        let fine = validation.seal.as_ref().unwrap().checks.iter().all(|it| it.verdict == Verdict::Holds);
        assert!(!fine, "{name}");
        for finding in validation.report.findings() {
            assert!(finding.message(frontera::Lang::En).len() < 1_000, "{name}");
        }
    }
}

proptest::proptest! {
    /// Damaged files are refused, or say something; they never end the program.
    #[test]
    fn damaged_certificates_and_keys_end_in_an_error_or_in_another_one(
        at in 0..1_300_usize,
        to in proptest::num::u8::ANY,
        cut in 0..1_300_usize,
        which in 0..4_usize,
    ) {
        let name = ["seal/csd.cer", "seal/csd.pem", "seal/csd-pbe-sha1-3des.key", "seal/csd.key.pem"][which];
        let whole = fixture(name);
        let mut bytes = whole.clone();
        bytes[at.min(whole.len() - 1)] = to;
        if at % 3 == 0 {
            bytes.truncate(cut);
        }
        if let Ok(certificate) = Certificate::read(&bytes) {
            let document = with_certificate_of(&stamped(), &certificate);
            let validation = verify(document.as_bytes());
            proptest::prop_assert!(bytes.len() < 10 || validation.seal.is_some());
            // Changed in what the authority signed, it is not the authority's.
            if certificate != self::certificate("csd.cer") {
                proptest::prop_assert!(!validation.is_valid());
            }
        }
        if let Ok(key) = Key::read(&bytes, &password()) {
            proptest::prop_assert!(key.bits() >= 2048);
        }
    }

    /// Whatever the file, and however long.
    #[test]
    fn anything_may_be_given_for_a_certificate_or_a_key(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        proptest::prop_assert!(Certificate::read(&bytes).is_err());
        proptest::prop_assert!(Key::read(&bytes, &password()).is_err());
        let _ = Key::is_encrypted(&bytes);
    }
}
