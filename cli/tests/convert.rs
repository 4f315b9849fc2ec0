//! `frontera convert`: files and streams, what is never overwritten, how it ends, what it reports.

mod support;

use std::io::Write;
use std::process::Stdio;

use frontera::{Format, Options};
use support::*;

#[test]
fn every_fixture_goes_there_and_back_through_files() {
    for xml in all_cfdi() {
        let folder = folder();
        let [there, back, again] = ["there.json", "back.xml", "again.json"].map(|name| folder.path().join(name));
        let convert = |from: &std::path::Path, to: &std::path::Path| {
            frontera(["convert".as_ref(), from.as_os_str(), "-o".as_ref(), to.as_os_str()]).ended(0)
        };
        let run = convert(&xml, &there);
        assert_eq!(run.stdout, "", "a file is asked for");
        let restored = convert(&there, &back);
        assert_eq!(restored.stderr, "", "{}: nothing is lost on the way back", xml.display());
        convert(&back, &again);
        assert!(facts(&again) == facts(&there), "{}", xml.display());
        assert_eq!(seals(&back), seals(&xml), "{}", xml.display());
    }
}

/// What seal and stamp say.
fn seals(path: &std::path::Path) -> Vec<Option<String>> {
    let bytes = std::fs::read(path).unwrap();
    let document = frontera::formats::cfdi::read(&bytes, &Default::default()).unwrap();
    let stamp = "/cfdi:Comprobante/cfdi:Complemento/tfd:TimbreFiscalDigital";
    let paths = ["/cfdi:Comprobante/@Sello".to_owned(), format!("{stamp}/@UUID"), format!("{stamp}/@SelloSAT")];
    // Where there is no stamp, the value is the text around its place.
    paths.iter().map(|path| document.value(path).map(|value| value.trim().to_owned())).collect()
}

/// The JSON; odd literals stand in the order of their attributes, which does not count.
fn facts(path: &std::path::Path) -> Value {
    let mut value: Value = serde_json::from_str(&read(path)).unwrap();
    if let Some(Value::Array(literals)) = value.pointer_mut("/extensions/mx/as_read") {
        literals.sort_by_key(Value::to_string);
    }
    value
}

#[test]
fn through_standard_input_and_output() {
    let xml = read(cfdi("export-produce.xml"));
    let json = frontera_with(&xml, ["convert", "-"]).ended(0).stdout;
    assert_eq!(json, frontera(["convert", "export-produce.xml", "-o", "-"]).ended(0).stdout);
    let invoice: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(invoice["totals"]["total"], "28187.55");
    let back = frontera_with(&json, ["convert", "-", "--intent", "restore"]).ended(0);
    assert!(back.stdout.contains(r#"UUID="F3C95789-ACE1-4954-AC5D-6BAED2EAC902""#));
    assert_eq!(back.stderr, "");
}

#[test]
fn json_is_indented_unless_compact() {
    let indented = frontera(["convert", "transfer-trucking.xml"]).ended(0).stdout;
    assert!(indented.starts_with("{\n  \"schema_version\": \"1.0\",\n"));
    let compact = frontera(["convert", "transfer-trucking.xml", "--compact"]).ended(0).stdout;
    assert_eq!(compact.lines().count(), 1);
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(value(&compact), value(&indented));
}

#[test]
fn formats_can_be_named() {
    let xml = frontera(["convert", "export-produce.xml", "--to", "cfdi"]).ended(0).stdout;
    assert!(xml.contains("<cfdi:Comprobante"), "the same format again");
    let run = frontera(["convert", "export-produce.xml", "--from", "us-json"]).ended(2);
    assert!(run.stderr.contains("export-produce.xml:1:1"), "{}", run.stderr);
    let run = frontera(["convert", "export-produce.xml", "--to", "us-jsn"]).ended(2);
    assert!(run.stderr.contains("'us-json'"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_there_stays_unless_forced() {
    let folder = folder();
    let out = folder.path().join("out.json");
    let out = out.to_str().unwrap();
    write(out, "precious");
    let run = frontera(["convert", "export-produce.xml", "-o", out]).ended(2);
    assert!(run.stderr.contains("out.json exists") && run.stderr.contains("--force"), "{}", run.stderr);
    assert_eq!(read(out), "precious");
    frontera(["convert", "export-produce.xml", "-o", out, "--force"]).ended(0);
    assert!(read(out).starts_with('{'));
    assert_eq!(names(&folder), ["out.json"], "no temporary file is left");
}

#[test]
fn nothing_is_written_where_one_of_the_files_is_there() {
    let folder = folder();
    let json = with_purchase_order(&folder);
    let json = json.to_str().unwrap();
    let out = folder.path().join("out.xml");
    let out = out.to_str().unwrap();
    for (taken, option) in [("out.xml.us-facts.json", ""), ("s.json", "--sidecar"), ("r.json", "--report")] {
        let taken = folder.path().join(taken);
        write(&taken, "precious");
        let mut args = vec!["convert", json, "-o", out, "--us-facts", "sidecar"];
        if !option.is_empty() {
            args.extend([option, taken.to_str().unwrap()]);
        }
        frontera(args).ended(2);
        assert_eq!(read(&taken), "precious");
        std::fs::remove_file(&taken).unwrap();
        assert_eq!(names(&folder), ["with-po.json"]);
    }
}

#[test]
fn without_a_result_there_is_a_report_and_no_document() {
    let folder = folder();
    let json = incomplete(&folder);
    let [out, report] = ["out.xml", "r.json"].map(|name| folder.path().join(name).into_os_string());
    let args = ["convert".into(), json.into_os_string(), "-o".into(), out, "--report".into(), report.clone()];
    let run = frontera(args).ended(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.ends_with("No document was written.\n"), "{}", run.stderr);
    assert_eq!(names(&folder), ["incomplete.json", "r.json"]);
    let report: Value = serde_json::from_str(&read(report)).unwrap();
    assert!(report["findings"].as_array().unwrap().iter().any(|it| it["severity"] == "error"));
}

#[test]
fn an_error_without_consequence_for_the_document_is_still_an_error() {
    let xml = read(cfdi("export-produce.xml")).replace(" Total=\"28187.55\"", " Total=\"a lot\"");
    let run = frontera_with(&xml, ["convert", "-"]).ended(1);
    assert!(run.stderr.contains("FRO-CFDI-007"), "{}", run.stderr);
    assert!(run.stdout.contains("\"document_number\""), "what could be read is there");
}

#[test]
fn strict_makes_a_loss_an_error() {
    let folder = folder();
    let out = folder.path().join("out.json");
    let out = out.to_str().unwrap();
    // Its comments stand where a CFDI's facts do not include them.
    let args = ["convert", "other-prefix-comments-crlf.xml", "-o", out];
    let run = frontera(args.into_iter().chain(["--strict"])).ended(1);
    assert!(run.stderr.contains("error FRO-CFDI-001"), "{}", run.stderr);
    assert_eq!(names(&folder), Vec::<String>::new());
    let run = frontera(args).ended(0);
    assert!(run.stderr.contains("warning FRO-CFDI-001"), "{}", run.stderr);
    assert_eq!(names(&folder), ["out.json"]);
    // Nothing is lost here, and a derived value is no loss.
    frontera(["convert", "net-terms-ppd.xml", "--strict"]).ended(0);
}

#[test]
fn us_facts_go_where_they_are_sent() {
    let folder = folder();
    let json = with_purchase_order(&folder);
    let json = json.to_str().unwrap();
    let convert = |facts: &str| frontera(["convert", json, "--intent", "restore", "--us-facts", facts]);
    assert!(convert("addenda").ended(0).stdout.contains("PO-7"));
    let run = convert("none").ended(0);
    assert!(!run.stdout.contains("PO-7"));
    assert!(run.stderr.contains("FRO-MAP-006 at /purchase_order_number"), "{}", run.stderr);
    let run = convert("sidecar").ended(2);
    assert!(run.stderr.contains("--sidecar"), "{}", run.stderr);

    let sidecar = folder.path().join("facts.json");
    let args = ["convert", json, "--us-facts", "sidecar", "--sidecar", sidecar.to_str().unwrap()];
    assert!(!frontera(args).ended(0).stdout.contains("PO-7"));
    assert!(read(&sidecar).contains("PO-7"));
    let run = frontera(["convert", json, "--sidecar", sidecar.to_str().unwrap()]).ended(2);
    assert!(run.stderr.contains("--us-facts sidecar"), "{}", run.stderr);
}

#[test]
fn without_us_facts_there_is_no_sidecar() {
    let folder = folder();
    let out = folder.path().join("out.xml");
    let args = ["convert", "net-terms-ppd.xml", "--to", "cfdi", "--us-facts", "sidecar", "-o", out.to_str().unwrap()];
    let run = frontera(args).ended(0);
    assert!(run.stderr.contains("no sidecar was written"), "{}", run.stderr);
    assert_eq!(names(&folder), ["out.xml"]);
}

#[test]
fn one_place_takes_one_file() {
    let folder = folder();
    let same = folder.path().join("same");
    let same = same.to_str().unwrap();
    for args in [["-o", same, "--report", same], ["-o", "-", "--report", "-"]] {
        let run = frontera(["convert", "net-terms-ppd.xml"].into_iter().chain(args)).ended(2);
        assert!(run.stderr.contains("a place each"), "{}", run.stderr);
    }
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[test]
fn the_report_says_what_the_library_says_and_where() {
    let folder = folder();
    let path = folder.path().join("r.json");
    frontera(["convert", "odd-literals.xml", "--report", path.to_str().unwrap(), "--lang", "es"]).ended(0);
    let report: Value = serde_json::from_str(&read(&path)).unwrap();
    assert_eq!(report["file"], "odd-literals.xml");
    let source = read(cfdi("odd-literals.xml"));
    let options = Options::default().validate(true);
    let library = frontera::convert(source.as_bytes(), Format::UsJson, &options).unwrap().report;
    let list = |name: &str| report[name].as_array().unwrap().clone();
    let (findings, not_checked) = (list("findings"), list("not_checked"));
    assert_eq!(report["valid"], !library.has_errors());
    assert_eq!(not_checked.len(), library.not_checked().count());
    let not_checked = |finding: &&frontera::Finding| finding.event == frontera::Event::NotChecked;
    let told = library.findings().iter().filter(|finding| !not_checked(finding)).chain(library.not_checked());

    let mut compared = 0;
    for (shown, finding) in findings.iter().chain(report["not_checked"].as_array().unwrap()).zip(told) {
        compared += 1;
        let place = &shown["location"];
        let [offset, length, line, column] =
            ["offset", "length", "line", "column"].map(|name| place[name].as_u64().unwrap() as usize);
        // What the library serialises, in the language asked for and with its place.
        let mut said = json!(finding);
        said["message"] = finding.message(frontera::Lang::Es).into();
        said["help"] = finding.help(frontera::Lang::Es).into();
        for name in ["offset", "length", "line", "column"] {
            said["location"][name] = place[name].clone();
        }
        assert_eq!(shown, &said);
        // Line and column, counted here; the literal stands at that place.
        let before = &source[..offset];
        assert_eq!(line, before.matches('\n').count() + 1);
        assert_eq!(column, before.rsplit('\n').next().unwrap().chars().count() + 1);
        assert_eq!(&source[offset..offset + length], finding.values.found.as_deref().unwrap());
    }
    assert_eq!(compared, library.findings().len());
    let total = findings.iter().find(|it| it["location"]["path"] == "/cfdi:Comprobante/@Total").unwrap();
    assert_eq!(total["location"]["pointer"], "/totals/total");
    assert_eq!(total["found"], "0656.04");
    assert_eq!(total["location"]["line"], 2);
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder();
    let cases = [("no-such-file.xml", "no-such-file.xml"), (folder.path().to_str().unwrap(), "it is a folder")];
    for (path, says) in cases {
        let run = frontera(["convert", path]).ended(2);
        assert!(run.stderr.contains(says) && run.stderr.contains(path), "{}", run.stderr);
    }
    let run = frontera_with("<a><b></a>", ["convert", "-"]).ended(2);
    assert!(run.stderr.contains("standard input:1:7"), "{}", run.stderr);
    let run = frontera_with("", ["convert", "-"]).ended(2);
    assert!(run.stderr.contains("nothing but white space"), "{}", run.stderr);
    let run = frontera_with("no invoice", ["convert", "-"]).ended(2);
    assert!(run.stderr.contains("neither XML nor a JSON object"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_written_is_named() {
    let folder = folder();
    let nowhere = folder.path().join("nowhere").join("out.json");
    let run = frontera(["convert", "export-produce.xml", "-o", nowhere.to_str().unwrap()]).ended(2);
    assert!(run.stderr.contains("there is no folder"), "{}", run.stderr);
    let run = frontera(["convert", "export-produce.xml", "--force", "-o", folder.path().to_str().unwrap()]).ended(2);
    assert!(run.stderr.contains("it is a folder"), "{}", run.stderr);
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[test]
fn an_endless_input_is_left() {
    let mut child = command().args(["convert", "-", "--max-bytes", "100000"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let feed = std::thread::spawn(move || while pipe.write_all(&[b'<'; 4096]).is_ok() {});
    let run = ended(child.wait_with_output().unwrap()).ended(2);
    feed.join().expect("the pipe was closed on it");
    assert!(run.stderr.contains("longer than 100000 bytes"), "{}", run.stderr);
}

#[test]
fn a_file_of_just_the_limit_is_read() {
    let bytes = std::fs::metadata(cfdi("transfer-trucking.xml")).unwrap().len();
    let convert = |limit: u64| frontera(["convert", "transfer-trucking.xml", "--max-bytes", &limit.to_string()]);
    convert(bytes).ended(0);
    convert(bytes - 1).ended(2);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = command().args(["convert", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(read(cfdi("export-produce.xml")).as_bytes()).unwrap();
    let run = ended(child.wait_with_output().unwrap()).ended(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_line_of_megabytes_is_not_printed() {
    let xml = format!("<a b='{}'><c d='x' d='y'/></a>", "long ".repeat(1 << 20));
    let run = frontera_with(&xml, ["convert", "-"]).ended(2);
    assert!(run.stderr.contains("…") && run.stderr.len() < 2000, "{} bytes", run.stderr.len());
    let json = format!(r#"{{"schema_version": "1.0", "{}": 1}}"#, "n".repeat(1 << 22));
    let run = frontera_with(&json, ["convert", "-"]).ended(2);
    assert!(run.stderr.len() < 2000, "{} bytes", run.stderr.len());
}

#[test]
fn a_value_of_megabytes_is_not_printed() {
    let xml =
        read(cfdi("export-produce.xml")).replace(" Total=\"28187.55\"", &format!(" Total=\"{}\"", "x".repeat(1 << 20)));
    let run = frontera_with(&xml, ["convert", "-"]).ended(1);
    assert!(run.stderr.contains("FRO-CFDI-007") && run.stderr.len() < 4000, "{} bytes", run.stderr.len());
}

#[test]
fn a_hostile_document_does_not_reach_the_terminal() {
    // U+009B begins a control sequence as ESC [ does, and XML allows it; U+202E turns the direction of writing.
    let xml = read(cfdi("export-produce.xml")).replace("Folio=\"001027\"", "Folio=\" 1\u{9B}31m\u{202E}7 \"");
    for args in [["convert", "-"], ["show", "-"]] {
        let run = frontera_with(&xml, args).ended(0);
        let shown = if args[0] == "show" { run.stdout } else { run.stderr };
        assert!(!shown.contains('\u{9B}') && !shown.contains('\u{202E}'), "{shown}");
        assert!(shown.contains(r"\u{009B}31m\u{202E}7"), "{shown}");
    }
    let run = frontera_with("{\"schema_version\": \"1.0\", \"\x1B[2J\": 1}", ["convert", "-"]).ended(2);
    assert!(run.stderr.contains("␛[2J") && !run.stderr.contains('\x1B'), "{}", run.stderr);
}

#[test]
fn a_social_security_number_is_not_said() {
    let folder = folder();
    let run = frontera(["convert".into(), incomplete(&folder).into_os_string()]).ended(1);
    assert!(run.stderr.contains("***-**-6789") && !run.stderr.contains("123-45-6789"), "{}", run.stderr);
    // The message leaves it out; the source line has it masked.
    let xml = read(cfdi("export-produce.xml")).replace("=\"001234567\"", "=\" 001234567 \"");
    let run = frontera_with(&xml, ["convert", "-"]).ended(0);
    assert_eq!(run.stderr.matches("*****4567").count(), 1, "{}", run.stderr);
    assert!(!run.stderr.contains("001234567"), "{}", run.stderr);
}

#[test]
fn many_findings_are_not_all_printed() {
    let folder = folder();
    let report = folder.path().join("r.json");
    let line = json!({"description": "x", "quantity": "1", "unit": {"code": "H87"}});
    let invoice = json!({"schema_version": "1.0", "document_type": "invoice", "lines": vec![line; 200]});
    let run = frontera_with(invoice.to_string(), ["convert", "-", "--report", report.to_str().unwrap()]).ended(1);
    let report: Value = serde_json::from_str(&read(&report)).unwrap();
    let all = report["findings"].as_array().unwrap().len();
    assert!(all > 200, "{all}");
    assert_eq!(run.stderr.matches("╭─").count(), 100);
    assert!(
        run.stderr.contains(&format!("… and {} more; `convert --report FILE` has them all", all - 100)),
        "{}",
        run.stderr
    );
}

/// A line's amount of 5,000 is no number. What no list has is counted, in the report and on the terminal.
#[test]
fn thousands_of_findings_are_counted_and_not_all_listed() {
    let folder = folder();
    let report = folder.path().join("r.json");
    let lines = "<cfdi:Concepto Importe='x'/>".repeat(5_000);
    let xml = format!(
        "<cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/4' Version='4.0'><cfdi:Conceptos>{lines}</cfdi:Conceptos></cfdi:Comprobante>"
    );
    let run = frontera_with(xml, ["convert", "-", "--report", report.to_str().unwrap()]).ended(1);
    let report: Value = serde_json::from_str(&read(&report)).unwrap();
    let listed = report["findings"].as_array().unwrap().len() as u64;
    let omitted = report["omitted"].as_u64().unwrap();
    assert!((1_000..1_100).contains(&listed), "{listed}");
    assert!(listed + omitted >= 5_000, "{listed} + {omitted}");
    assert!(run.stderr.contains(&format!("… and {omitted} more that no list has")), "{}", run.stderr);
}

#[test]
fn findings_of_a_document_read_as_prose() {
    insta::assert_snapshot!("findings_en", frontera(["convert", "odd-literals.xml"]).ended(0).stderr);
    let folder = folder();
    let path = incomplete(&folder);
    let run = ended(
        command()
            .current_dir(&folder)
            .args(["convert", path.file_name().unwrap().to_str().unwrap(), "--lang", "es"])
            .output()
            .unwrap(),
    );
    insta::assert_snapshot!("findings_es", run.ended(1).stderr);
}

#[test]
fn colours_are_for_terminals() {
    let run = frontera(["convert", "odd-literals.xml"]).ended(0);
    assert!(!run.stderr.contains('\x1B'));
    let forced = |args: [&str; 2]| ended(command().env("CLICOLOR_FORCE", "1").args(args).output().unwrap());
    assert!(forced(["convert", "odd-literals.xml"]).stderr.contains("\x1B["));
    assert!(forced(["show", "odd-literals.xml"]).stdout.contains("\x1B[1m"));
    assert!(!forced(["convert", "odd-literals.xml"]).stdout.contains('\x1B'), "a document has no colours");
}

#[test]
fn an_error_shows_its_place() {
    let json =
        "{\n  \"schema_version\": \"1.0\",\n  \"document_type\": \"invoice\",\n  \"lines\": [{\"quantity\": 5}]\n}\n";
    insta::assert_snapshot!("error", frontera_with(json, ["convert", "-"]).ended(2).stderr);
}

/// The input is judged as `validate` does, and still converted; what could not be judged is not said.
#[test]
fn what_is_read_is_validated_unless_told_not_to() {
    let xml = read(cfdi("net-terms-ppd.xml")).replace("FormaPago=\"99\"", "FormaPago=\"03\"");
    let run = frontera_with(&xml, ["convert", "-"]).ended(1);
    assert!(run.stderr.contains("error CFDI40105 at /cfdi:Comprobante/@FormaPago"), "{}", run.stderr);
    assert!(run.stderr.contains("standard input:2:") && !run.stderr.contains("not checked"), "{}", run.stderr);
    assert!(run.stdout.contains("\"document_number\""));
    let run = frontera_with(&xml, ["convert", "-", "--no-validate"]).ended(0);
    assert!(!run.stderr.contains("CFDI40105"), "{}", run.stderr);
    // An error among the findings, and strict.
    assert_eq!(frontera_with(&xml, ["convert", "-", "--strict"]).ended(1).stdout, "");
}

/// JSON that is changed gives a CFDI that breaks a rule: it is told at its place in the JSON.
#[test]
fn what_is_written_is_validated() {
    let json = frontera(["convert", "net-terms-ppd.xml"]).ended(0).stdout;
    let changed =
        json.replace("\"forma_pago\": \"99\"", "\"forma_pago\": \"03\"").replace("\"undetermined\"", "\"wire\"");
    let run = frontera_with(&changed, ["convert", "-"]).ended(1);
    assert!(run.stderr.contains("error CFDI40105 at /extensions/mx/forma_pago"), "{}", run.stderr);
    assert!(run.stdout.contains("FormaPago=\"03\""), "a restored document is given out as it is");
    frontera_with(&changed, ["convert", "-", "--no-validate"]).ended(0);

    // As it was read it is not judged again, whatever was wrong with it.
    let xml = read(cfdi("net-terms-ppd.xml")).replace("FormaPago=\"99\"", "FormaPago=\"03\"");
    let json = frontera_with(xml, ["convert", "-"]).ended(1).stdout;
    let run = frontera_with(json, ["convert", "-"]).ended(0);
    assert_eq!(run.stderr, "");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &std::path::Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_has_the_rights_of_any_and_a_replaced_one_keeps_its_own() {
        let folder = folder();
        let [plain, out] = ["plain", "out.json"].map(|name| folder.path().join(name));
        write(&plain, "");
        frontera(["convert", "export-produce.xml", "-o", out.to_str().unwrap()]).ended(0);
        assert_eq!(mode(&out), mode(&plain));
        std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o640)).unwrap();
        frontera(["convert", "export-produce.xml", "--force", "-o", out.to_str().unwrap()]).ended(0);
        assert_eq!(mode(&out), 0o640);
    }

    #[test]
    fn through_a_link_its_file_is_replaced() {
        let folder = folder();
        let [real, link] = ["real.json", "link.json"].map(|name| folder.path().join(name));
        write(&real, "precious");
        symlink(&real, &link).unwrap();
        let args = ["convert", "export-produce.xml", "-o", link.to_str().unwrap()];
        frontera(args).ended(2);
        assert_eq!(read(&real), "precious");
        frontera(args.into_iter().chain(["--force"])).ended(0);
        assert!(read(&real).starts_with('{'));
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_device_is_written_to_and_stays() {
        frontera(["convert", "export-produce.xml", "-o", "/dev/null"]).ended(0);
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_folder_without_the_right_to_write_says_so() {
        let folder = folder();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
        // Root may write anywhere.
        if std::fs::write(folder.path().join("probe"), "").is_err() {
            let out = folder.path().join("out.json");
            let run = frontera(["convert", "export-produce.xml", "-o", out.to_str().unwrap()]).ended(2);
            assert!(run.stderr.contains("out.json"), "{}", run.stderr);
        } else {
            eprintln!("skipped: this user may write anywhere");
        }
    }
}
