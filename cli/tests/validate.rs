//! `frontera validate`: files, folders and streams; what it says to people and to programs, and how it ends.

mod support;

use support::*;

/// One object a line; each satisfies the schema, as a third party's validator reads it.
#[track_caller]
fn objects(run: &Run) -> Vec<Value> {
    let schema: Value = serde_json::from_str(frontera::report::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let objects: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for object in &objects {
        let errors: Vec<_> = validator.iter_errors(object).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{object:#}");
    }
    objects
}

#[track_caller]
fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// The codes that are about the seal: which rules a document of the fixtures cannot be judged by is another matter.
#[track_caller]
fn of_seal(findings: &Value) -> Vec<&str> {
    codes(findings).into_iter().filter(|code| code.starts_with("FRO-SEAL")).collect()
}

/// What is said but for the line about rules that ask outside the document, which grows with the registry.
fn without_asking(text: &str) -> String {
    let about = ["need outside data", "needs outside data", "datos externos"];
    text.split_inclusive('\n').filter(|line| !about.iter().any(|words| line.contains(words))).collect()
}

/// A document of the fixtures that breaks CFDI40105 and no other rule.
fn broken() -> String {
    read(cfdi("net-terms-ppd.xml")).replace("FormaPago=\"99\"", "FormaPago=\"03\"")
}

/// A folder with a good file, a broken one, another good one deeper inside, and things that are no invoices.
fn mixed() -> TempDir {
    let folder = folder();
    let sub = folder.path().join("2026-02");
    std::fs::create_dir(&sub).unwrap();
    std::fs::copy(cfdi("export-produce.xml"), folder.path().join("a.xml")).unwrap();
    write(
        folder.path().join("b.xml"),
        "<cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/4'>\n  <cfdi:Emisor></cfdi:Receptor>\n",
    );
    std::fs::copy(cfdi("net-terms-ppd.xml"), folder.path().join("c.XML")).unwrap();
    std::fs::copy(cfdi("../us/draft-produce.json"), sub.join("d.json")).unwrap();
    write(folder.path().join("notes.txt"), "not an invoice");
    folder
}

/// Run inside the folder, so that names in the output are the same everywhere.
fn inside<const N: usize>(folder: &TempDir, args: [&str; N]) -> Run {
    ended(command().current_dir(folder).args(["validate"]).args(args).output().unwrap())
}

#[test]
fn every_fixture_is_valid_as_what_it_is() {
    let run = frontera(["validate", ".", "--format", "json"]).ended(0);
    let objects = objects(&run);
    assert_eq!(objects.len(), all_cfdi().len());
    for object in &objects {
        assert_eq!((&object["valid"], &object["family"]), (&json!(true), &json!("CFDI 4.0")), "{object:#}");
        let draft = object["profile"] == "draft";
        assert_eq!(draft, codes(&object["not_checked"]).contains(&"FRO-SEAL-004"), "{object:#}");
    }
    for profile in ["draft", "sealed", "stamped"] {
        assert!(objects.iter().any(|object| object["profile"] == profile), "no fixture is {profile}");
    }
}

#[test]
fn a_broken_file_does_not_stop_the_others() {
    let folder = mixed();
    let run = inside(&folder, [".", "--format", "json"]).ended(1);
    assert_eq!(run.stderr, "");
    let objects = objects(&run);
    let files: Vec<_> = objects.iter().map(|object| object["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["./2026-02/d.json", "./a.xml", "./b.xml", "./c.XML"], "sorted by path");
    let valid: Vec<_> = objects.iter().map(|object| object["valid"].as_bool().unwrap()).collect();
    assert_eq!(valid, [true, true, false, true]);
    let broken = &objects[2];
    assert_eq!(codes(&broken["findings"]), ["FRO-IN-010"]);
    let location = &broken["findings"][0]["location"];
    assert_eq!((&location["path"], &location["line"], &location["column"]), (&json!("/"), &json!(2), &json!(16)));
}

#[test]
fn what_is_said_reads_as_prose() {
    let folder = mixed();
    insta::assert_snapshot!("mixed_en", without_asking(&inside(&folder, ["."]).ended(1).stdout));
    let run = inside(&folder, [".", "nada.xml", "--lang", "es"]).ended(1);
    insta::assert_snapshot!("mixed_es", without_asking(&run.stdout));
    let run = frontera(["validate", "net-terms-ppd.xml", "--as", "stamped"]).ended(1);
    insta::assert_snapshot!("as_stamped_en", without_asking(&run.stdout));
    insta::assert_snapshot!(without_asking(&frontera(["validate", "export-produce.xml"]).ended(0).stdout), @r"
    export-produce.xml: valid (CFDI 4.0, stamped)
    1 file: 1 valid, 0 not valid, 0 could not be read
    ");
}

#[test]
fn standard_input_is_a_file() {
    let xml = read(cfdi("export-produce.xml"));
    let all = objects(&frontera_with(&xml, ["validate", "-", "--format", "json"]).ended(0));
    assert_eq!((&all[0]["file"], &all[0]["profile"]), (&json!("-"), &json!("stamped")));
    let run = frontera_with("<a><b></a>", ["validate", "-", "export-produce.xml"]).ended(1);
    assert!(run.stdout.contains("standard input: could not be read"), "{}", run.stdout);
    assert!(run.stdout.contains("standard input:1:7"), "{}", run.stdout);
    assert!(run.stdout.ends_with("2 files: 1 valid, 0 not valid, 1 could not be read\n"), "{}", run.stdout);
    frontera_with(&xml, ["validate", "-", "-"]).ended(2);
}

#[test]
fn a_document_is_checked_as_what_is_asked() {
    let validate = |file: &str, profile: &str, status: i32| {
        let run = frontera(["validate", file, "--as", profile, "--format", "json"]).ended(status);
        objects(&run).remove(0)
    };
    // A draft has an empty Sello and Certificado, a number of zeros, and no stamp.
    let object = validate("net-terms-ppd.xml", "stamped", 1);
    assert_eq!(of_seal(&object["findings"]), ["FRO-SEAL-006", "FRO-SEAL-006", "FRO-SEAL-006", "FRO-SEAL-007"]);
    let names = ["Sello", "Certificado", "NoCertificado"].map(|name| format!("/cfdi:Comprobante/@{name}"));
    for (finding, name) in object["findings"].as_array().unwrap().iter().zip(names) {
        assert_eq!(finding["location"]["path"], name);
        assert!(finding["location"]["line"].is_u64());
    }
    // SAT's XSD takes empty ones: a warning.
    assert_eq!(of_seal(&validate("net-terms-ppd.xml", "sealed", 0)["findings"]), ["FRO-SEAL-006"; 3]);
    assert_eq!(of_seal(&validate("net-terms-ppd.xml", "draft", 0)["not_checked"]), ["FRO-SEAL-004"]);

    let object = validate("export-produce.xml", "draft", 0);
    assert_eq!((&object["profile"], of_seal(&object["not_checked"])), (&json!("draft"), vec!["FRO-SEAL-005"]));
    assert_eq!(of_seal(&validate("export-produce.xml", "sealed", 0)["not_checked"]), ["FRO-SEAL-008"]);
    let object = validate("export-produce.xml", "stamped", 0);
    assert_eq!((codes(&object["findings"]), of_seal(&object["not_checked"])), (vec![], vec![]));
    // A seal without a stamp.
    assert_eq!(of_seal(&validate("professional-fees-retentions.xml", "stamped", 1)["findings"]), ["FRO-SEAL-007"]);
}

#[test]
fn what_cannot_be_read_is_a_finding_with_a_code() {
    let folder = folder();
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let args = ["nowhere.xml", empty.to_str().unwrap(), "--format", "json"];
    let objects_of = |run: Run| objects(&run.ended(1));
    for object in objects_of(inside(&folder, args)) {
        assert_eq!((&object["valid"], codes(&object["findings"])), (&json!(false), vec!["FRO-IN-014"]));
        assert_eq!(object["findings"][0]["location"]["line"], Value::Null);
    }
    for (text, code) in [
        ("", "FRO-IN-003"),
        ("<!DOCTYPE a><a/>", "FRO-IN-001"),
        ("<a b='' b=''/>", "FRO-IN-002"),
        ("<a/>", "FRO-IN-006"),
        ("<Comprobante/>", "FRO-IN-007"),
        ("{\"schema_version\": \"1.0\", \"document_type\": \"bill\"}", "FRO-IN-013"),
        ("{\"schema_version\": \"9.0\", \"document_type\": \"bill\"}", "FRO-IN-012"),
        ("no invoice", "FRO-IN-006"),
    ] {
        let objects = objects_of(frontera_with(text, ["validate", "-", "--format", "json"]));
        assert_eq!(codes(&objects[0]["findings"]), [code], "{text}");
    }
    let large = frontera(["validate", "export-produce.xml", "--max-bytes", "100", "--format", "json"]);
    assert_eq!(codes(&objects_of(large)[0]["findings"]), ["FRO-IN-009"]);
}

#[test]
fn a_wrong_call_is_a_wrong_call() {
    frontera(["validate"]).ended(2);
    frontera(["validate", "export-produce.xml", "--as", "paid"]).ended(2);
    frontera(["validate", "export-produce.xml", "--format", "xml"]).ended(2);
}

#[test]
fn a_hostile_document_does_not_reach_the_terminal() {
    let xml = "<a xmlns='urn:\u{9B}31m'><b></a>".replace("<b>", "<b\u{202E}>");
    let run = frontera_with(&xml, ["validate", "-"]).ended(1);
    assert!(!run.stdout.contains('\u{9B}') && !run.stdout.contains('\u{202E}'), "{}", run.stdout);
    assert!(!run.stdout.contains('\x1B'), "no styles where there is no terminal");
}

#[cfg(unix)]
#[test]
fn links_that_go_in_circles_end() {
    use std::os::unix::fs::symlink;
    let folder = mixed();
    symlink(folder.path(), folder.path().join("2026-02/around")).unwrap();
    symlink("nowhere", folder.path().join("gone.xml")).unwrap();
    let objects = objects(&inside(&folder, [".", "--format", "json"]).ended(1));
    let files: Vec<_> = objects.iter().map(|object| object["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["./2026-02/d.json", "./a.xml", "./b.xml", "./c.XML", "./gone.xml"]);
    assert_eq!(codes(&objects[4]["findings"]), ["FRO-IN-014"]);
}

/// A file of the project's root.
fn project(path: &str) -> String {
    read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path))
}

/// Run in the project's root, as the documents show it.
fn in_project(args: &[&str]) -> Run {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    ended(command().current_dir(root).args(args).output().unwrap())
}

#[test]
fn the_documented_example_is_what_is_written() {
    let page = project("docs/findings.md");
    let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let mut run =
        objects(&in_project(&["validate", "fixtures/cfdi/net-terms-ppd.xml", "--as", "sealed", "--format", "json"]));
    run[0]["findings"].as_array_mut().unwrap().truncate(1);
    run[0]["not_checked"].as_array_mut().unwrap().clear();
    assert_eq!(serde_json::from_str::<Value>(example).unwrap(), run[0]);
}

#[test]
fn the_readme_shows_what_is_written() {
    let page = project("README.md");
    let example = page.split("-- validate ").nth(1).unwrap().split("```").next().unwrap();
    let (args, expected) = example.split_once('\n').unwrap();
    let args: Vec<_> = ["validate"].into_iter().chain(args.split_whitespace()).collect();
    assert_eq!(without_asking(&in_project(&args).stdout), without_asking(expected));
}

/// A code of next month's catalogue, which the program's XSD does not list yet.
#[test]
fn newer_catalogues_admit_their_codes() {
    let folder = folder();
    let xml = read(cfdi("domestic-auto-parts-iva-16.xml")).replace("UsoCFDI=\"G01\"", "UsoCFDI=\"D11\"");
    std::fs::write(folder.path().join("a.xml"), xml).unwrap();
    std::fs::write(
        folder.path().join("newer.tsv"),
        "frontera-catalogs\t1\n[c_UsoCFDI]\ncode\tname\taplica_moral\tregimenes_fiscales_receptores\n\
         D11\tDonativos en línea\t1\t601\n",
    )
    .unwrap();
    let without = objects(&inside(&folder, ["a.xml", "--format", "json"]).ended(1));
    // The XSD's list comes first; SAT's rules may have more to say about a code that they do not know.
    assert_eq!(codes(&without[0]["findings"])[0], "CFDI40999");
    assert_eq!(without[0]["findings"][0]["candidates"][0], "D01");
    inside(&folder, ["a.xml", "--catalogs", "newer.tsv"]).ended(0);
    inside(&folder, ["a.xml", "--catalogs", "nowhere.tsv"]).ended(2);
}

/// What breaks a rule is told like any other finding, at its place.
#[test]
fn a_broken_rule_makes_a_file_not_valid() {
    let run = frontera_with(broken(), ["validate", "-", "--format", "json"]).ended(1);
    let object = objects(&run).remove(0);
    assert_eq!((&object["valid"], codes(&object["findings"])), (&json!(false), vec!["CFDI40105"]));
    let finding = &object["findings"][0];
    assert_eq!((&finding["found"], &finding["expected"]), (&json!("03"), &json!("99")));
    assert_eq!(finding["location"]["path"], "/cfdi:Comprobante/@FormaPago");
    let run = frontera_with(broken(), ["validate", "-"]).ended(1);
    assert!(run.stdout.contains("error CFDI40105 at /cfdi:Comprobante/@FormaPago"), "{}", run.stdout);
}

#[test]
fn codes_are_left_out_and_warnings_denied() {
    let run = |args: &[&str], status| {
        let args = ["validate", "-", "--format", "json"].iter().chain(args);
        objects(&frontera_with(broken(), args).ended(status)).remove(0)
    };
    assert_eq!(codes(&run(&["--allow", "CFDI40105"], 0)["findings"]), [""; 0]);
    assert_eq!(codes(&run(&["--allow", "40105", "--allow", "fro-seal-004"], 0)["findings"]), [""; 0]);
    let object = run(&["--only", "FRO-SEAL-004"], 0);
    assert_eq!((codes(&object["findings"]), codes(&object["not_checked"])), (vec![], vec!["FRO-SEAL-004"]));
    let object = run(&["--only", "40105", "--only", "FRO-SEAL-004"], 1);
    assert_eq!((codes(&object["findings"]), codes(&object["not_checked"])), (vec!["CFDI40105"], vec!["FRO-SEAL-004"]));

    // SAT's XSD takes an empty seal: a warning, or an error.
    let sealed = ["validate", "net-terms-ppd.xml", "--as", "sealed", "--only", "FRO-SEAL-006", "--format", "json"];
    let severities = |run: &Run| -> Vec<String> {
        let findings = objects(run).remove(0)["findings"].take();
        findings.as_array().unwrap().iter().map(|it| it["severity"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(severities(&frontera(sealed).ended(0)), ["warning"; 3]);
    let denied = sealed.into_iter().chain(["--deny", "warnings"]);
    assert_eq!(severities(&frontera(denied).ended(1)), ["error"; 3]);
}

#[test]
fn an_unknown_code_is_named_with_the_nearest() {
    for option in ["--allow", "--only"] {
        let run = frontera(["validate", "export-produce.xml", option, "FRO-SAEL-004"]).ended(2);
        assert!(run.stderr.contains(option) && run.stderr.contains("did you mean FRO-SEAL-004"), "{}", run.stderr);
        let run = frontera(["validate", "export-produce.xml", option, "all of them"]).ended(2);
        assert!(run.stderr.contains("explain --list"), "{}", run.stderr);
    }
    frontera(["validate", "export-produce.xml", "--deny", "notes"]).ended(2);
}

#[test]
fn the_time_now_can_be_given() {
    for time in ["2026-11-28T22:00:00", "2026-11-28"] {
        frontera(["validate", "export-produce.xml", "--now", time]).ended(0);
    }
    for time in ["now", "2026-02-30", "2026-11-28T22:00", "2026-11-28T22:00:00Z", "28/11/2026"] {
        let run = frontera(["validate", "export-produce.xml", "--now", time]).ended(2);
        assert!(run.stderr.contains("2026-11-28T22:00:00"), "{}", run.stderr);
    }
}

#[test]
fn rates_are_read_as_in_convert() {
    let folder = folder();
    write(folder.path().join("rates.csv"), "date,rate,series,currency\n2026-02-10,17.8642,FIX,USD\n");
    write(folder.path().join("odd.csv"), "day;rate\n");
    let rates = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    frontera(["validate", "export-produce.xml", "--rates", &rates("rates.csv")]).ended(0);
    for odd in ["odd.csv", "nowhere.csv"] {
        let run = frontera(["validate", "export-produce.xml", "--rates", &rates(odd)]).ended(2);
        assert!(run.stderr.contains(odd), "{}", run.stderr);
    }
    frontera_with("", ["validate", "-", "--rates", "-"]).ended(2);
}

/// A stamp that stands in two files: the later one names the earlier, whatever the case of its letters.
#[test]
fn a_stamp_stands_in_one_file() {
    let folder = folder();
    let xml = read(cfdi("export-produce.xml"));
    let uuid = "F3C95789-ACE1-4954-AC5D-6BAED2EAC902";
    assert_eq!(xml.matches(uuid).count(), 1);
    write(folder.path().join("a.xml"), &xml);
    write(folder.path().join("b.xml"), xml.replace(uuid, &uuid.to_lowercase()));
    std::fs::copy(cfdi("net-terms-ppd.xml"), folder.path().join("c.xml")).unwrap();
    std::fs::copy(cfdi("net-terms-ppd.xml"), folder.path().join("d.xml")).unwrap();
    let only = ["--only", "FRO-DUP-001"];
    let run = inside(&folder, [".", "--format", "json", only[0], only[1]]).ended(0);
    let objects = objects(&run);
    let told: Vec<_> = objects.iter().map(|object| codes(&object["findings"])).collect();
    assert_eq!(told, [vec![], vec!["FRO-DUP-001"], vec![], vec![]], "drafts have no stamp");
    let finding = &objects[1]["findings"][0];
    assert_eq!((&finding["severity"], &finding["file"]), (&json!("warning"), &json!("./a.xml")));
    assert_eq!(finding["found"], uuid.to_lowercase());
    let at = &finding["location"];
    assert_eq!(at["path"], "/cfdi:Comprobante/cfdi:Complemento/tfd:TimbreFiscalDigital/@UUID");
    let offset = at["offset"].as_u64().unwrap() as usize;
    assert!(read(folder.path().join("b.xml"))[offset..].starts_with(&uuid.to_lowercase()));

    inside(&folder, [".", only[0], only[1], "--deny", "warnings"]).ended(1);
    inside(&folder, [".", "--allow", "FRO-DUP-001", "--deny", "warnings"]).ended(0);
    insta::assert_snapshot!("same_stamp_en", inside(&folder, [".", only[0], only[1]]).ended(0).stdout);
    insta::assert_snapshot!("same_stamp_es", inside(&folder, [".", only[0], only[1], "--lang", "es"]).ended(0).stdout);
}

/// Rules that ask outside the document are a line together: of one file under it, of several once for all.
#[test]
fn rules_that_ask_outside_are_one_line() {
    use frontera::rules::{self, Needs};
    let object = objects(&frontera(["validate", "export-produce.xml", "--format", "json"]).ended(0)).remove(0);
    let asks = |code: &&str| rules::find(code).is_some_and(|rule| matches!(rule.needs(), Needs::Given | Needs::Lookup));
    let asking: Vec<&str> = codes(&object["not_checked"]).into_iter().filter(asks).collect();
    let one = frontera(["validate", "export-produce.xml"]).ended(0).stdout;
    let many = frontera(["validate", ".", "--allow", "FRO-SEAL-004"]).ended(0).stdout;
    let lines = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.contains("outside data")).map(str::to_owned).collect()
    };
    if asking.is_empty() {
        assert_eq!(lines(&one), [""; 0]);
        return;
    }
    let [line] = lines(&one).try_into().unwrap();
    let first = asking.iter().min().unwrap();
    assert!(line.starts_with("  not checked: ") && line.contains(first) && line.ends_with(" CODE)"), "{line}");
    assert!(asking.len() == 1 || line.contains(&format!("{} rules", asking.len())), "{line}");
    let [line] = lines(&many).try_into().unwrap();
    assert!(line.starts_with("not checked: "), "{line}");
    assert!(!many.contains("./export-produce.xml"), "there is nothing else to say about it");
}
