//! Any bytes as neutral invoice JSON: an error, findings, or a CFDI that reads back.

#![no_main]

use frontera::{Format, Options, convert};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(there) = convert(bytes, Format::Cfdi, &Options::default().from(Format::UsJson)) else { return };
    let Some(xml) = there.output else {
        assert!(there.report.has_errors(), "no document, and no word why");
        return;
    };
    convert(&xml, Format::UsJson, &Options::default()).expect("a CFDI that was written is read");
});
