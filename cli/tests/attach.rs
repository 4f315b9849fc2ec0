//! `frontera attach`: US facts back into the stamped document.

mod support;

use support::*;

struct Pair {
    folder: TempDir,
    stamped: String,
    sidecar: String,
}

/// A document and its sidecar, as they are when the PAC has stamped the one.
fn pair() -> Pair {
    let folder = folder();
    let json = with_purchase_order(&folder);
    let stamped = folder.path().join("stamped.xml").to_str().unwrap().to_owned();
    let args = ["convert", json.to_str().unwrap(), "--intent", "restore", "--us-facts", "sidecar", "-o", &stamped];
    frontera(args).ended(0);
    let sidecar = format!("{stamped}.us-facts.json");
    Pair { folder, stamped, sidecar }
}

#[test]
fn the_purchase_order_comes_back() {
    let Pair { folder, stamped, sidecar } = pair();
    let without = frontera(["convert", &stamped]).ended(0).stdout;
    assert!(!without.contains("purchase_order_number"));
    let out = folder.path().join("with.xml");
    frontera(["attach", &stamped, &sidecar, "-o", out.to_str().unwrap()]).ended(0);
    let json = frontera(["convert", out.to_str().unwrap()]).ended(0).stdout;
    let invoice: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(invoice["purchase_order_number"], "PO-7");
    // What the PAC stamped is there as it was.
    let (before, _) =
        read(&stamped).split_once("</cfdi:Comprobante>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(read(&out).starts_with(before.trim_end()));
}

#[test]
fn through_standard_input_and_output() {
    let Pair { folder: _folder, stamped, sidecar } = pair();
    let from_files = frontera(["attach", &stamped, &sidecar]).ended(0).stdout;
    assert!(from_files.contains("PO-7"));
    assert_eq!(frontera_with(read(&stamped), ["attach", "-", &sidecar]).ended(0).stdout, from_files);
    assert_eq!(frontera_with(read(&sidecar), ["attach", &stamped, "-"]).ended(0).stdout, from_files);
    let run = frontera(["attach", "-", "-"]).ended(2);
    assert!(run.stderr.contains("only one of the two"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_there_stays_unless_forced() {
    let Pair { folder, stamped, sidecar } = pair();
    let before = read(&stamped);
    frontera(["attach", &stamped, &sidecar, "-o", &stamped]).ended(2);
    assert_eq!(read(&stamped), before);
    frontera(["attach", &stamped, &sidecar, "-o", &stamped, "--force"]).ended(0);
    assert!(read(&stamped).contains("PO-7"));
    assert_eq!(names(&folder), ["stamped.xml", "stamped.xml.us-facts.json", "with-po.json"]);
}

#[test]
fn what_is_wrong_names_the_right_file() {
    let Pair { folder, stamped, sidecar } = pair();
    let run = frontera(["attach", &stamped, &stamped]).ended(2);
    assert!(run.stderr.contains("stamped.xml: not a sidecar"), "{}", run.stderr);
    let run = frontera(["attach", &sidecar, &sidecar]).ended(2);
    assert!(run.stderr.contains("stamped.xml.us-facts.json"), "{}", run.stderr);
    let twice = folder.path().join("twice.xml");
    let twice = twice.to_str().unwrap();
    frontera(["attach", &stamped, &sidecar, "-o", twice]).ended(0);
    let run = frontera(["attach", twice, &sidecar]).ended(2);
    assert!(run.stderr.contains("twice.xml: the document already carries US facts"), "{}", run.stderr);
}

#[test]
fn a_fact_that_contradicts_is_shown_in_the_sidecar() {
    let Pair { folder, stamped, sidecar } = pair();
    let mut facts: Value = serde_json::from_str(&read(&sidecar)).unwrap();
    facts["facts"].as_array_mut().unwrap().push(json!({"at": "/currency", "text": "EUR"}));
    let path = folder.path().join("wrong.json");
    write(&path, format!("{facts:#}"));
    let run = frontera(["attach", &stamped, path.to_str().unwrap()]).ended(0);
    assert!(run.stderr.contains("warning FRO-MAP-007 at /currency"), "{}", run.stderr);
    // By hand: the second fact of the indented file begins in its seventh line, after four blanks.
    assert!(run.stderr.contains("wrong.json:7:5]"), "{}", run.stderr);
    assert!(run.stdout.contains("PO-7") && !run.stdout.contains("EUR"));
}
