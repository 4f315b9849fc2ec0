//! `frontera learn`: a context from past CFDIs.

mod support;

use frontera::context::Context;
use support::*;

fn inside(folder: &TempDir, args: &[&str]) -> Run {
    ended(command().current_dir(folder).args(args).output().unwrap())
}

/// A folder of one issuer's documents, one of another's, a payroll receipt and a broken file.
fn mixed() -> TempDir {
    let folder = folder();
    std::fs::create_dir(folder.path().join("2026")).unwrap();
    let copy = |name: &str, to: &str| write(folder.path().join(to), std::fs::read(cfdi(name)).unwrap());
    copy("export-produce.xml", "2026/a.xml");
    copy("export-auto-parts-comercio-exterior.xml", "2026/b.XML");
    copy("border-hardware-iva-8.xml", "c.xml");
    copy("payroll-fortnight.xml", "d.xml");
    write(folder.path().join("broken.xml"), "<cfdi:Comprobante>");
    write(folder.path().join("notes.txt"), "not looked at");
    folder
}

#[test]
fn what_was_learnt_reads_as_prose() {
    let folder = mixed();
    for lang in ["en", "es"] {
        let run = inside(&folder, &["learn", ".", "--issuer", "EKU9003173C9", "--lang", lang]).ended(1);
        insta::assert_snapshot!(format!("learn_{lang}"), run.stdout);
        insta::assert_snapshot!(format!("learn_said_{lang}"), run.stderr);
    }
}

#[test]
fn several_issuers_are_named() {
    let folder = mixed();
    let run = inside(&folder, &["learn", "."]).ended(2);
    assert!(run.stderr.contains("EKU9003173C9 (2)") && run.stderr.contains("--issuer RFC"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
    let run = inside(&folder, &["learn", ".", "--issuer", "ABC010101AB1"]).ended(2);
    assert!(run.stderr.contains("EKU9003173C9"), "{}", run.stderr);
    let run = inside(&folder, &["learn", "d.xml", "--lang", "es"]).ended(2);
    assert!(run.stderr.contains("No hay de qué aprender"), "{}", run.stderr);
    inside(&folder, &["learn"]).ended(2);
    inside(&folder, &["learn", "-", "-"]).ended(2);
}

#[test]
fn a_context_is_written_whole_and_checks() {
    let folder = mixed();
    let learn = ["learn", "2026", "-o", "eku.toml"];
    inside(&folder, &learn).ended(0);
    inside(&folder, &["context", "check", "eku.toml"]).ended(0);
    let run = inside(&folder, &learn).ended(2);
    assert!(run.stderr.contains("--force"), "{}", run.stderr);
    inside(&folder, &["learn", "2026", "-o", "eku.json", "--format", "json"]).ended(0);
    let [toml, json] = ["eku.toml", "eku.json"].map(|name| read(folder.path().join(name)));
    assert_eq!(Context::from_bytes(toml.as_bytes()).unwrap(), Context::from_bytes(json.as_bytes()).unwrap());
    assert!(toml.starts_with("# Context of EKU9003173C9"));
    let run = inside(&folder, &["learn", "2026", "-o", "2026"]).ended(2);
    assert!(run.stderr.contains("folder"), "{}", run.stderr);
}

/// However the files are named on the command line.
#[test]
fn the_order_of_files_does_not_matter() {
    let folder = mixed();
    let one = inside(&folder, &["learn", "2026/a.xml", "2026/b.XML"]).ended(0).stdout;
    let other = inside(&folder, &["learn", "2026/b.XML", "2026/a.xml"]).ended(0).stdout;
    assert_eq!(one, other);
    let piped = frontera_with(read(cfdi("export-produce.xml")), ["learn", "-", "--format", "json"]).ended(0);
    assert_eq!(Context::from_json(piped.stdout.as_bytes()).unwrap().issuer.unwrap().documents, Some(1));
}
