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

/// Now, so many hours before or after UTC, to the second.
fn now(hours: i64) -> jiff::civil::DateTime {
    let now = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours);
    let now = now.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    now.date().at(now.hour(), now.minute(), now.second(), 0)
}

/// Runs `substitute` on a machine of this time zone, between the two times that are given with it.
fn in_zone(zone: &str, xml: &str, more: &[&str], hours: i64) -> (Run, Option<jiff::civil::DateTime>) {
    let folder = folder();
    let (input, out) = (folder.path().join("in.xml"), folder.path().join("out.xml"));
    write(&input, xml);
    let before = now(hours);
    let mut command = command();
    command.env("TZ", zone).arg("substitute").arg(&input).arg("-o").arg(&out).args(more);
    let run = ended(command.output().unwrap());
    let fecha = std::fs::read_to_string(&out).ok().map(|draft| {
        let fecha = draft.split(" Fecha=\"").nth(1).unwrap().split('"').next().unwrap();
        fecha.parse::<jiff::civil::DateTime>().unwrap()
    });
    if let Some(fecha) = fecha {
        assert!(before <= fecha && fecha <= now(hours), "{zone}: {before} {fecha}");
    }
    (run, fecha)
}

/// Wherever the machine is: by hand from SAT's catalogue, 84000 is in Sonora (UTC-7 all year), 06600 in Mexico City (UTC-6),
/// 77500 in Quintana Roo (UTC-5).
#[test]
fn without_a_date_it_is_the_time_of_the_place() {
    let sonora = read(cfdi(STAMPED));
    assert!(sonora.contains("LugarExpedicion=\"84000\""));
    let at = |place: &str| sonora.replace("\"84000\"", &format!("\"{place}\""));
    for zone in ["UTC", "Asia/Tokyo", "<+14>-14", "<-12>12"] {
        for (place, hours) in [("84000", -7), ("06600", -6), ("77500", -5)] {
            let (run, fecha) = in_zone(zone, &at(place), &[], hours);
            assert!(fecha.is_some() && !run.stderr.contains("--date"), "{zone} {place}: {}", run.stderr);
        }
    }
}

/// Of a place that is not known it is the machine's time, which is said in either language.
#[test]
fn without_a_place_it_is_the_machines_time() {
    let elsewhere = read(cfdi(STAMPED)).replace("LugarExpedicion=\"84000\"", "LugarExpedicion=\"00001\"");
    for (lang, said) in [("en", "is the machine's time, "), ("es", "es la hora del equipo, ")] {
        let before = now(9);
        let (run, _) = in_zone("JST-9", &elsewhere, &["--lang", lang], 9);
        let time = run.ended(1).stderr.split(said).nth(1).expect("it is said")[..19].to_owned();
        let time: jiff::civil::DateTime = time.parse().unwrap();
        assert!(before <= time && time <= now(9), "{time}");
    }
    // Who gives a time is not told of any.
    let (run, _) = in_zone("JST-9", &elsewhere, &DATE, 9);
    assert!(!run.stderr.contains("machine's time"), "{}", run.stderr);
}

/// A context says where it is issued if the document does not.
#[test]
fn the_place_may_stand_in_the_context() {
    let folder = folder();
    let run = frontera(["convert", STAMPED, "--to", "us-json"]).ended(0);
    let mut json: Value = serde_json::from_str(&run.stdout).unwrap();
    json["extensions"]["mx"].as_object_mut().unwrap().remove("lugar_expedicion").unwrap();
    let context = folder.path().join("context.json");
    let issuer = json!({"rfc": "EKU9003173C9", "regimen_fiscal": "601", "lugar_expedicion": "84000"});
    write(&context, json!({"issuer": issuer}).to_string());
    let context = context.to_str().unwrap().to_owned();
    let (run, fecha) = in_zone("Asia/Tokyo", &json.to_string(), &["--context", &context], -7);
    assert!(fecha.is_some() && !run.stderr.contains("machine's time"), "{}", run.stderr);
}

/// A stamped original is a legal document: nothing takes its place on the disk.
#[test]
fn the_input_is_never_written_to() {
    let folder = folder();
    let input = folder.path().join("stamped.xml");
    let xml = read(cfdi(STAMPED));
    write(&input, &xml);
    let other_way = folder.path().join("./../").join(folder.path().file_name().unwrap()).join("stamped.xml");
    let mut outs = vec![input.clone(), other_way];
    if cfg!(unix) {
        let link = folder.path().join("link.xml");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&input, &link).unwrap();
        outs.push(link);
    }
    for out in &outs {
        for more in [&[][..], &["--force"]] {
            for command in ["substitute", "qr"] {
                let svg = if command == "qr" { &["--format", "svg"][..] } else { &[] };
                let args = [command, input.to_str().unwrap(), "-o", out.to_str().unwrap()];
                let run = frontera(args.iter().chain(more).chain(svg)).ended(2);
                assert!(run.stderr.contains("it is the input"), "{command} {}: {}", out.display(), run.stderr);
                assert_eq!(read(&input), xml);
            }
        }
    }
}

/// A draft that is held back is not spoken of as if it were there.
#[test]
fn with_an_error_nothing_is_written_and_nothing_comes_next() {
    let odd = read(cfdi(STAMPED)).replacen("<cfdi:Emisor", "<cfdi:Extra/><cfdi:Emisor", 1);
    let run = frontera_with(odd, ["substitute", "-"].into_iter().chain(DATE)).ended(1);
    assert!(run.stdout.is_empty() && run.stderr.contains("No document was written."), "{}", run.stderr);
    assert!(!run.stderr.contains("Next:") && !run.stderr.contains("FRO-SUB-004"), "{}", run.stderr);
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
    for (command, status) in [("substitute", "no draft is written"), ("qr", "the document has no QR")] {
        let help = frontera([command, "--help"]).ended(0).stdout;
        assert!(help.contains(status) && !help.contains("--strict"), "{help}");
    }
    for command in ["substitute", "explain"] {
        let help = frontera([command, "--help"]).ended(0).stdout;
        assert!(help.contains("--cancellation"), "{help}");
    }
}
