//! Any bytes validated as each profile: an error, or findings with a place each; and a cadena that is the digest's.

#![no_main]

use frontera::formats::cfdi;
use frontera::{Format, Lang, Profile, Source, ValidateOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::new(bytes);
    for profile in Profile::ALL {
        let options = ValidateOptions::default().from(Format::Cfdi).profile(*profile);
        let Ok(validation) = frontera::validate(bytes, &options) else { return };
        for finding in validation.report.findings() {
            assert!(source.position(&finding.location).is_some(), "{}", finding.location.as_str());
            assert!(!finding.message(Lang::Es).is_empty());
        }
    }
    let document = cfdi::read(bytes, &Default::default()).expect("what was validated was read");
    let mut streamed = Vec::new();
    document.cadena_to(&mut streamed).expect("memory takes everything");
    assert_eq!(streamed, document.cadena().as_bytes());
    let _ = document.cadena_tfd();
});
