//! A draft is sealed with the issuer's CSD, and what holds of it is told, as of a document that came from elsewhere.
//!
//! `cargo run --example seal --features seal [FILE.xml]`

use std::error::Error;

use frontera::Lang;
use frontera::seal::{Certificate, Csd, Password, SealOptions, Verifier, seal};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "fixtures/cfdi/net-terms-ppd.xml".into());
    // A program of its own asks for the password, or reads it where secrets are kept.
    let password = Password::new("12345678a");
    let csd = Csd::read(&std::fs::read("fixtures/seal/csd.cer")?, &std::fs::read("fixtures/seal/csd.key")?, &password)?;

    let sealed = seal(&std::fs::read(path)?, &csd, &SealOptions::default())?;
    for finding in sealed.report.findings() {
        println!("{}: {}", finding.code, finding.message(Lang::En));
    }
    let document = sealed.output.ok_or("not sealed; the findings say why")?;

    // SAT's authorities are trusted already; this one is of the fixtures.
    let authority = Certificate::read(&std::fs::read("fixtures/seal/ac.cer")?)?;
    let validation = Verifier::default().authority(authority)?.verify(&document)?;
    for it in validation.seal.iter().flat_map(|seal| &seal.checks) {
        println!("{:?}: {:?}", it.check, it.verdict);
    }
    assert!(validation.is_valid());
    Ok(())
}
