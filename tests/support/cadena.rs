//! The cadena original against SAT's own stylesheets.

use std::path::PathBuf;

use frontera::Limits;
use frontera::formats::cfdi;
use serde_json::Value;

use super::oracle::{self, Oracle};

/// How a comparison went: what was compared, and what the judge would not answer.
#[derive(Debug, Default)]
pub struct Compared {
    pub cadenas: usize,
    pub stamps: usize,
    pub unanswered: usize,
}

/// Compares the cadena and that of the stamp of every document with what SAT's stylesheets give; fails with all that differ.
/// Where the judge gives none (another version, no CFDI) there is nothing to compare. All documents go to one run of it.
pub fn differential(oracle: &Oracle, folder: &str, documents: impl IntoIterator<Item = (String, Vec<u8>)>) -> Compared {
    let documents: Vec<_> = documents.into_iter().collect();
    let paths = oracle::write(folder, documents.iter().cloned());
    compare(oracle, &paths, documents.iter().map(|(_, bytes)| bytes.as_slice()))
}

fn compare<'d>(oracle: &Oracle, paths: &[PathBuf], documents: impl Iterator<Item = &'d [u8]>) -> Compared {
    let (cadenas, stamps) = (oracle.judge("cadena", paths), oracle.judge("tfd", paths));
    let mut compared = Compared::default();
    let mut bad = Vec::new();
    for (((path, bytes), cadena), stamp) in paths.iter().zip(documents).zip(&cadenas).zip(&stamps) {
        if cadena["ok"] != true {
            compared.unanswered += 1;
            continue;
        }
        let document = match cfdi::read(bytes, &Limits::default().depth(512)) {
            Ok(document) => document,
            Err(error) => {
                bad.push(format!("{}: {error}", path.display()));
                continue;
            }
        };
        compared.cadenas += 1;
        let ours = document.cadena();
        if cadena["cadena"] != ours.as_str() {
            bad.push(format!("{}: {}", path.display(), difference(&ours, &cadena["cadena"])));
        }
        assert_eq!(cadena["sha256"] == hex(document.cadena_sha256()).as_str(), cadena["cadena"] == ours.as_str());
        let stamp = if stamp["ok"] == true { &stamp["cadena"] } else { &Value::Null };
        let ours = document.cadena_tfd();
        compared.stamps += usize::from(!stamp.is_null());
        if stamp.as_str() != ours.as_deref() {
            bad.push(format!("{}: {}", path.display(), difference(&ours.unwrap_or_default(), stamp)));
        }
    }
    assert!(bad.is_empty(), "{} of {} differ:\n{}", bad.len(), paths.len(), bad[..bad.len().min(20)].join("\n"));
    compared
}

/// Both texts from a little before where they part.
fn difference(ours: &str, expected: &Value) -> String {
    let expected = expected.as_str().unwrap_or_default();
    let same = ours.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| text.chars().skip(same.saturating_sub(30)).take(90).collect::<String>();
    format!("{:?} where SAT has {:?}", from(ours), from(expected))
}

/// Lower-case hexadecimal digits.
pub fn hex(digest: [u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
