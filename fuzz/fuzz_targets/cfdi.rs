//! Any bytes as a CFDI: an error, or JSON that goes back to a CFDI.

#![no_main]

use frontera::{Format, Options, convert};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(there) = convert(bytes, Format::UsJson, &Options::default().from(Format::Cfdi)) else { return };
    let json = there.output.expect("what was read is shown as JSON");
    let back = convert(&json, Format::Cfdi, &Options::default()).expect("JSON that was written is read");
    // CFDI 3.2 is read and not written.
    let earlier = back.report.findings().iter().any(|finding| finding.code == "FRO-CFDI-020");
    assert!(back.output.is_some() || earlier, "{:?}", back.report);
});
