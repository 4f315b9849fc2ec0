//! Any bytes as a document to verify, a certificate and a private key: an error, or something that can be asked.

#![no_main]

use frontera::seal::{Certificate, Key, Password, Verifier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(validation) = Verifier::default().verify(bytes) {
        assert!(validation.seal.is_some());
    }
    if let Ok(certificate) = Certificate::read(bytes) {
        assert!(!certificate.number().is_empty());
        let _ = (certificate.valid_from(), certificate.valid_until(), certificate.key_bits());
    }
    if let Ok(key) = Key::read(bytes, &Password::new("12345678a")) {
        assert!(key.bits() >= 2048);
    }
});
