//! Sealing and verifying with the certificates of `fixtures/seal`, which OpenSSL made, over documents that it sealed.

#![cfg(feature = "seal")]

mod support;

use frontera::report::{Check, Verdict};
use frontera::seal::{Authorities, Certificate, CertificateKind, Key, Password, SealOptions, Verifier, seal};
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
