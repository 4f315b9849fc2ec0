//! What the integration tests share.

// Not every test binary uses everything.
#![allow(dead_code, unreachable_pub)]

pub mod generate;
pub mod oracle;

use std::path::{Path, PathBuf};

use frontera::{Converted, Format, Options, Report};

/// A file of `fixtures/`.
pub fn fixture(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every CFDI of `fixtures/`.
pub fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cfdi");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    files.sort();
    files
}

/// A conversion that must give a document.
pub fn convert(bytes: &[u8], to: Format) -> (Vec<u8>, Report) {
    convert_with(bytes, to, &Options::default())
}

/// A conversion that must give a document.
pub fn convert_with(bytes: &[u8], to: Format, options: &Options) -> (Vec<u8>, Report) {
    let Converted { output, report, .. } = frontera::convert(bytes, to, options)
        .unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(bytes)));
    let output = output.unwrap_or_else(|| panic!("no output: {report:#?}\n{}", String::from_utf8_lossy(bytes)));
    (output, report)
}

/// CFDI to US JSON and back.
pub fn there_and_back(xml: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (json, _) = convert(xml, Format::UsJson);
    let (back, _) = convert(&json, Format::Cfdi);
    (json, back)
}

/// The codes of a report, in order.
pub fn codes(report: &Report) -> Vec<&'static str> {
    report.findings().iter().map(|finding| finding.code.as_str()).collect()
}

/// A number from the environment, for runs longer than the usual one.
pub fn from_env(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}
