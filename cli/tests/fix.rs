//! `frontera fix`: what is written, what is said, how it ends.

mod support;

use support::{TempDir, cfdi, frontera};

/// A draft of the fixtures with one thing changed, in a folder of its own.
fn draft(folder: &TempDir, base: &str, from: &str, to: &str) -> (std::path::PathBuf, String) {
    let right = std::fs::read_to_string(cfdi(base)).unwrap();
    let path = folder.path().join("draft.xml");
    assert_eq!(right.matches(from).count(), 1);
    std::fs::write(&path, right.replace(from, to)).unwrap();
    (path, right)
}

#[test]
fn a_draft_is_mended_and_each_change_told() {
    let folder = TempDir::new().unwrap();
    let (path, right) = draft(&folder, "maquila-services-export.xml", " Total=\"14318.60\"", " Total=\"14318.61\"");
    let out = folder.path().join("mended.xml");
    let run = frontera(["fix", path.to_str().unwrap(), "-o", out.to_str().unwrap()]).ended(0);
    assert!(run.stderr.contains("FRO-FIX-004") && run.stderr.contains("14318.60"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), right);
    // A file that is there stays, unless told otherwise.
    let again = ["fix", path.to_str().unwrap(), "-o", out.to_str().unwrap()];
    frontera(again).ended(2);
    frontera(again.into_iter().chain(["--force"])).ended(0);
}

#[test]
fn what_is_still_wrong_ends_with_one() {
    let folder = TempDir::new().unwrap();
    let (path, _) = draft(&folder, "maquila-services-export.xml", "UsoCFDI=\"S01\"", "UsoCFDI=\"\" Rfz=\"\"");
    let run = frontera(["fix", path.to_str().unwrap(), "--lang", "es"]).ended(1);
    assert!(run.stdout.contains("UsoCFDI=\"S01\"") && run.stderr.contains("CFDI40999"), "{}", run.stderr);
}

#[test]
fn a_sealed_document_is_refused_and_nothing_written() {
    let run = frontera(["fix", "export-produce.xml"]).ended(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("FRO-FIX-001"), "{}", run.stderr);
}

#[test]
fn a_right_draft_comes_out_as_it_is() {
    let run = frontera(["fix", "maquila-services-export.xml"]).ended(0);
    assert_eq!(run.stdout, std::fs::read_to_string(cfdi("maquila-services-export.xml")).unwrap());
    assert!(run.stderr.contains("Nothing had to be mended."), "{}", run.stderr);
}
