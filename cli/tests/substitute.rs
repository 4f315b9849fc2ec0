//! `frontera substitute` and `frontera explain --cancellation`: what is written, what is said, how it ends.

mod support;

use frontera::Lang;
use frontera::formats::cfdi::cancellation::{facts, motives};
use support::*;

const STAMPED: &str = "export-produce.xml";
const DATE: [&str; 2] = ["--date", "2026-11-28T10:30:00"];

#[test]
fn a_stamped_cfdi_is_substituted_and_what_comes_next_is_said() {
    let folder = folder();
    let out = folder.path().join("draft.xml");
    let args = ["substitute", STAMPED, "-o", out.to_str().unwrap()];
    let run = frontera(args.into_iter().chain(DATE)).ended(0);
    insta::assert_snapshot!("substitute_en", run.stderr);
    let draft = read(&out);
    assert!(draft.contains(" Fecha=\"2026-11-28T10:30:00\"") && !draft.contains("Sello"), "{draft}");
    assert!(draft.contains("<cfdi:CfdiRelacionados TipoRelacion=\"04\">"), "{draft}");
    // The draft is one to the command as well.
    frontera(["validate", out.to_str().unwrap()]).ended(0);
    // A file that is there stays, unless told otherwise.
    frontera(args.into_iter().chain(DATE)).ended(2);
    let run = frontera(args.into_iter().chain(DATE).chain(["--force", "--lang", "es"])).ended(0);
    insta::assert_snapshot!("substitute_es", run.stderr);
}

/// By the machine's clock, as whoever runs the tests has it: between the times before and after, to the second.
#[test]
fn without_a_date_it_is_the_machines_time() {
    let now = || jiff::Zoned::now().datetime().round(jiff::Unit::Second).unwrap();
    let before = now().checked_sub(jiff::Span::new().seconds(1)).unwrap();
    let draft = frontera(["substitute", STAMPED]).ended(0).stdout;
    let fecha = draft.split(" Fecha=\"").nth(1).unwrap().split('"').next().unwrap();
    let fecha: jiff::civil::DateTime = fecha.parse().unwrap();
    assert!(before <= fecha && fecha <= now(), "{before} {fecha}");
}

#[test]
fn placeholders_are_there_when_asked_for() {
    let three = [" Sello=\"\"", " Certificado=\"\"", " NoCertificado=\"00000000000000000000\""];
    let count = |text: &str| three.iter().filter(|placeholder| text.contains(**placeholder)).count();
    let run = |more: &[&str]| frontera(["substitute", STAMPED].iter().chain(&DATE).chain(more)).ended(0).stdout;
    assert_eq!((count(&run(&[])), count(&run(&["--placeholder"]))), (0, 3));
    let convert = ["convert", "../us/draft-produce.json", "--to", "cfdi"];
    let run = |more: &[&str]| frontera(convert.iter().chain(more)).ended(0).stdout;
    assert_eq!((count(&run(&[])), count(&run(&["--placeholder"]))), (0, 3));
}

#[test]
fn placeholders_of_anything_but_a_draft_are_a_wrong_call() {
    let said = |args: &[&str]| frontera(args).ended(2).stderr;
    assert!(said(&["convert", STAMPED, "--placeholder"]).contains("--to cfdi"));
    assert!(
        said(&["convert", "../us/export-produce.json", "--placeholder", "--intent", "restore"]).contains("restore")
    );
    // Of a document that is restored because it was a CFDI it is said.
    let run = frontera(["convert", "../us/export-produce.json", "--placeholder"]).ended(0);
    assert!(run.stderr.contains("FRO-DRAFT-040"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_substituted_is_said_and_nothing_written() {
    let folder = folder();
    let out = folder.path().join("draft.xml");
    let run = frontera(["substitute", "maquila-services-export.xml", "-o", out.to_str().unwrap()]).ended(1);
    assert!(run.stderr.contains("FRO-SUB-001") && run.stderr.contains("No document was written."), "{}", run.stderr);
    assert!(!run.stderr.contains("Next:") && names(&folder).is_empty(), "{}", run.stderr);
    let xml = "<r:Retenciones xmlns:r=\"http://www.sat.gob.mx/esquemas/retencionpago/2\" Version=\"2.0\"/>";
    let run = frontera_with(xml, ["substitute", "-"]).ended(2);
    assert!(run.stderr.contains("a Retenciones 2.0 is not substituted"), "{}", run.stderr);
    for date in ["2026-11-28", "2026-11-28T10:30", "today", "2026-02-30T10:30:00"] {
        frontera(["substitute", STAMPED, "--date", date]).ended(2);
    }
    frontera(["substitute", "-", "--context", "-"]).ended(2);
}

#[test]
fn cancelling_reads_as_prose() {
    insta::assert_snapshot!("cancellation_en", frontera(["explain", "--cancellation"]).ended(0).stdout);
    insta::assert_snapshot!("cancellation_es", frontera(["explain", "--cancellation", "--lang", "es"]).ended(0).stdout);
    // One motive is a part of the page.
    let page = frontera(["explain", "--cancellation"]).ended(0).stdout;
    for code in ["01", "2", "03", "04"] {
        let one = frontera(["explain", "--cancellation", code]).ended(0).stdout;
        assert!(one.contains(code) && page.contains(&one), "{one}");
    }
    let run = frontera(["explain", "--cancellation", "05"]).ended(2);
    assert!(run.stderr.contains("01, 02, 03, 04"), "{}", run.stderr);
    frontera(["explain", "40149", "--cancellation"]).ended(2);
    frontera(["explain", "--list", "--cancellation"]).ended(2);
}

#[test]
fn cancelling_as_json_is_the_librarys_table() {
    for (name, lang) in [("en", Lang::En), ("es", Lang::Es)] {
        let run = frontera(["explain", "--cancellation", "--json", "--lang", name]).ended(0);
        let all: Value = serde_json::from_str(&run.stdout).unwrap();
        let of = |part: &str| all[part].as_array().unwrap().clone();
        assert_eq!((of("motives").len(), of("facts").len()), (motives().len(), facts().len()));
        for (said, motive) in of("motives").iter().zip(motives()) {
            assert_eq!((&said["code"], &said["name"]), (&json!(motive.code), &json!(motive.name(lang))));
            assert_eq!((&said["when"], &said["first"]), (&json!(motive.when.of(lang)), &json!(motive.first.of(lang))));
            assert_eq!((&said["sat_name"], &said["source"]), (&json!(motive.name), &json!(motive.source)));
            assert_eq!(said["folio_sustitucion"], motive.code == "01");
            let one = frontera(["explain", "--json", "--lang", name, "--cancellation", motive.code]).ended(0);
            assert_eq!(serde_json::from_str::<Value>(&one.stdout).unwrap(), *said);
        }
        for (said, fact) in of("facts").iter().zip(facts()) {
            assert_eq!((&said["topic"], &said["text"]), (&json!(fact.topic), &json!(fact.text.of(lang))));
            assert_eq!(said["list"].as_array().unwrap().len(), fact.list.len());
        }
    }
}

/// Whoever substitutes finds what comes after, and whoever asks what a code means finds it too.
#[test]
fn cancelling_is_found_from_both_commands() {
    for command in ["substitute", "explain"] {
        let help = frontera([command, "--help"]).ended(0).stdout;
        assert!(help.contains("--cancellation"), "{help}");
    }
}
