//! `frontera seal` and `frontera verify`, and sealing in `convert`: files, passwords, what is said, how it ends.

mod support;

use std::path::PathBuf;

use support::*;

fn pki(name: &str) -> String {
    cfdi("../seal").join(name).to_string_lossy().into_owned()
}

/// Runs with the key's password in the environment.
fn knowing(password: &str, args: &[&str]) -> Run {
    ended(command().env("FRONTERA_KEY_PASSWORD", password).args(args).output().unwrap())
}

fn seal(more: &[&str]) -> Vec<String> {
    let args =
        ["seal", "net-terms-ppd.xml", "--cert", &pki("csd.cer"), "--key", &pki("csd.key"), "--ca", &pki("ac.cer")];
    args.iter().chain(more).map(|arg| (*arg).to_owned()).collect()
}

#[track_caller]
fn sealed(folder: &TempDir) -> PathBuf {
    let out = folder.path().join("sealed.xml");
    let args = seal(&["-o", out.to_str().unwrap()]);
    let run = knowing("12345678a", &args.iter().map(String::as_str).collect::<Vec<_>>()).ended(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "nothing to say");
    out
}

fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn what_is_sealed_is_verified() {
    let folder = folder();
    let out = sealed(&folder);
    assert_eq!(names(&folder), ["sealed.xml"], "and nothing else");
    let run = frontera(["verify", out.to_str().unwrap(), "--ca", &pki("ac.cer")]).ended(0);
    assert!(run.stdout.contains(": verified (CFDI 4.0, sealed)"), "{}", run.stdout);
    // Of nobody known.
    frontera(["verify", out.to_str().unwrap()]).ended(1);
}

#[test]
fn the_password_comes_from_a_file_or_the_environment_and_is_never_said() {
    let folder = folder();
    let file = folder.path().join("password");
    let run_with = |text: &[u8]| {
        write(&file, text);
        frontera(seal(&["--password-file", file.to_str().unwrap()]))
    };
    for text in ["12345678a", "12345678a\n", "12345678a\r\n", "\u{FEFF}12345678a\n"] {
        run_with(text.as_bytes()).ended(0);
    }
    for text in ["12345678a ", "12345678a\n\n", "hunter2-secret", "", "12345678a\nb"] {
        let run = run_with(text.as_bytes()).ended(2);
        assert!(run.stderr.contains("FRO-KEY-002") || run.stderr.contains("one line"), "{}", run.stderr);
        assert!(!run.stderr.contains("12345678a") && !run.stderr.contains("hunter2"), "{}", run.stderr);
    }
    assert!(run_with(&[0xFF, 0xFE]).ended(2).stderr.contains("UTF-8"));
    // A file is meant before the environment.
    write(&file, "wrong");
    let args = seal(&["--password-file", file.to_str().unwrap()]);
    knowing("12345678a", &args.iter().map(String::as_str).collect::<Vec<_>>()).ended(2);
    for secret in ["--password", "--password=12345678a"] {
        let run = frontera(seal(&[secret])).ended(2);
        assert!(run.stderr.contains("unexpected argument"), "no such option: {}", run.stderr);
    }
}

#[test]
fn a_key_that_is_not_encrypted_needs_no_password() {
    let folder = folder();
    let plain = folder.path().join("plain.key");
    let made = std::process::Command::new("openssl")
        .args(["pkcs8", "-in", &pki("csd.key"), "-inform", "DER", "-passin", "pass:12345678a", "-out"])
        .arg(&plain)
        .output();
    let Ok(made) = made else {
        eprintln!("SKIPPED a_key_that_is_not_encrypted_needs_no_password: no openssl");
        return;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let plain = plain.to_string_lossy().into_owned();
    frontera(["seal", "net-terms-ppd.xml", "--cert", &pki("csd.cer"), "--key", &plain]).ended(0);
}

#[test]
fn no_file_is_overwritten_that_should_stay() {
    let folder = folder();
    let out = sealed(&folder);
    let before = read(&out);
    let out = out.to_string_lossy().into_owned();
    let run = |more: &[&str]| {
        let args = seal(&[&["-o", &out], more].concat());
        knowing("12345678a", &args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(run(&[]).ended(2).stderr.contains("--replace"));
    // --force is about validity, and replaces nothing.
    assert!(run(&["--force"]).ended(2).stderr.contains("exists"));
    run(&["--replace"]).ended(0);
    assert_eq!(read(&out), before);
    let key = folder.path().join("my.key");
    std::fs::copy(pki("csd.key"), &key).unwrap();
    let key = key.to_string_lossy().into_owned();
    let args = ["seal", "net-terms-ppd.xml", "--cert", &pki("csd.cer"), "--key", &key, "-o", &key, "--replace"];
    assert!(knowing("12345678a", &args).ended(2).stderr.contains("would replace"));
    assert_eq!(std::fs::read(&key).unwrap(), std::fs::read(pki("csd.key")).unwrap());
}

#[test]
fn what_is_not_valid_is_sealed_by_force_alone() {
    let folder = folder();
    let wrong = folder.path().join("wrong.xml");
    write(&wrong, read(cfdi("net-terms-ppd.xml")).replace("FormaPago=\"99\"", "FormaPago=\"03\""));
    let wrong = wrong.to_string_lossy().into_owned();
    let (cert, key) = (pki("csd.cer"), pki("csd.key"));
    let run = |more: &[&str]| knowing("12345678a", &[&["seal", &wrong, "--cert", &cert, "--key", &key], more].concat());
    let refused = run(&[]).ended(1);
    assert_eq!(refused.stdout, "");
    for code in ["CFDI40105", "FRO-SEAL-020"] {
        assert!(refused.stderr.contains(code), "{}", refused.stderr);
    }
    let forced = run(&["--force"]).ended(1);
    assert!(forced.stdout.contains("NoCertificado=\"30001000000900000101\""));
    assert!(forced.stderr.contains("CFDI40105"), "told all the same: {}", forced.stderr);
}

#[test]
fn convert_seals_in_one_go() {
    let (cert, key) = (pki("csd.cer"), pki("csd.key"));
    let folder = folder();
    let json = folder.path().join("i.json");
    frontera(["convert", "net-terms-ppd.xml", "-o", json.to_str().unwrap()]).ended(0);
    let out = folder.path().join("o.xml");
    let args = [
        "convert",
        json.to_str().unwrap(),
        "--to",
        "cfdi",
        "--seal",
        "--cert",
        &cert,
        "--key",
        &key,
        "--ca",
        &pki("ac.cer"),
    ];
    let all = [&args[..], &["-o", out.to_str().unwrap()]].concat();
    assert_eq!(knowing("12345678a", &all).ended(0).stderr, "");
    frontera(["verify", out.to_str().unwrap(), "--ca", &pki("ac.cer")]).ended(0);
    // Half of it means nothing.
    frontera(["convert", json.to_str().unwrap(), "--to", "cfdi", "--seal"]).ended(2);
    frontera(["convert", json.to_str().unwrap(), "--to", "cfdi", "--cert", &cert]).ended(2);
    let to_json = ["convert", "net-terms-ppd.xml", "--to", "us-json", "--seal", "--cert", &cert, "--key", &key];
    assert!(knowing("12345678a", &to_json).ended(2).stderr.contains("CFDI alone"));
}

#[test]
fn files_that_are_no_certificate_or_key_are_named_with_what_to_do() {
    let said = |args: &[&str], lang: &str| knowing("12345678a", &[args, &["--lang", lang]].concat()).ended(2).stderr;
    let (cert, key, draft) = (pki("csd.cer"), pki("csd.key"), "net-terms-ppd.xml");
    let swapped = said(&["seal", draft, "--cert", &key, "--key", &cert], "en");
    assert!(swapped.contains("FRO-CERT-001") && swapped.contains("help: "), "{swapped}");
    let ec = said(&["seal", draft, "--cert", &cert, "--key", &pki("csd-ec.key")], "es");
    assert!(ec.contains("La llave privada no es RSA") && ec.contains("ayuda: "), "{ec}");
    let missing = said(&["seal", draft, "--cert", &cert, "--key", "nowhere.key"], "en");
    assert!(missing.contains("nowhere.key"), "{missing}");
    said(&["seal", draft, "--cert", &cert, "--key", "-"], "en");
    said(&["verify", draft, "--ca", &pki("csd.cer")], "en");
    said(&["verify", draft, "--sat-cert", &key], "en");
    let json = said(&["seal", "../us/export-produce.json", "--cert", &cert, "--key", &key], "en");
    assert!(json.contains("neutral JSON"), "{json}");
}

#[test]
fn verify_says_what_holds_in_both_languages() {
    let folder = folder();
    for name in ["stamped.xml", "sealed-fiel.xml", "ac.cer", "sat.cer"] {
        std::fs::copy(pki(name), folder.path().join(name)).unwrap();
    }
    let run = |args: &[&str]| ended(command().current_dir(&folder).arg("verify").args(args).output().unwrap());
    let all = ["stamped.xml", "--ca", "ac.cer", "--sat-cert", "sat.cer"];
    insta::assert_snapshot!("verified_en", run(&all).ended(0).stdout);
    insta::assert_snapshot!("verified_es", run(&[&all[..], &["--lang", "es"]].concat()).ended(0).stdout);
    insta::assert_snapshot!("not_verified_en", run(&["sealed-fiel.xml", "--ca", "ac.cer"]).ended(1).stdout);
    insta::assert_snapshot!("not_verified_es", run(&["sealed-fiel.xml", "--lang", "es"]).ended(1).stdout);
    let in_part = run(&["stamped.xml", "--ca", "ac.cer"]).ended(0).stdout;
    assert!(in_part.starts_with("stamped.xml: holds as far as it was verified"), "{in_part}");
}

/// Each line satisfies the schema, as a third party's validator reads it; one file that cannot be read does not stop the others.
#[test]
fn verify_speaks_to_programs() {
    let folder = folder();
    for name in ["stamped.xml", "sealed-csd-expired.xml", "stamped-retenciones.xml", "sealed-33.xml"] {
        std::fs::copy(pki(name), folder.path().join(name)).unwrap();
    }
    std::fs::copy(cfdi("net-terms-ppd.xml"), folder.path().join("draft.xml")).unwrap();
    write(folder.path().join("broken.xml"), "<cfdi:Comprobante");
    let run = ended(
        command()
            .current_dir(&folder)
            .args(["verify", ".", "--format", "json", "--ca", &pki("ac.cer"), "--sat-cert", &pki("sat.cer")])
            .output()
            .unwrap(),
    )
    .ended(1);
    let schema: Value = serde_json::from_str(frontera::report::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut seen = Vec::new();
    for line in run.stdout.lines() {
        let object: Value = serde_json::from_str(line).unwrap();
        let errors: Vec<_> = validator.iter_errors(&object).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{object:#}");
        let file = object["file"].as_str().unwrap().trim_start_matches("./").to_owned();
        seen.push((file, object["valid"] == true, codes(&object["findings"]).join(" ")));
        if object["file"] == "./stamped.xml" {
            let checks = object["seal"]["checks"].as_array().unwrap();
            assert_eq!(checks.len(), 7);
            assert!(checks.iter().all(|it| it["verdict"] == "holds"), "{object:#}");
            assert_eq!(object["seal"]["certificate"]["kind"], "csd");
            assert_eq!(object["seal"]["certificate"]["rfc"], "EKU9003173C9");
            assert_eq!(object["seal"]["stamp_certificate"]["number"], "30001000000900000201");
        }
    }
    let expected = [
        ("broken.xml", false, "FRO-IN-010"),
        ("draft.xml", false, "FRO-SEAL-009"),
        ("sealed-33.xml", true, ""),
        ("sealed-csd-expired.xml", false, "FRO-CERT-005 CFDI40106"),
        ("stamped-retenciones.xml", true, ""),
        ("stamped.xml", true, ""),
    ];
    assert_eq!(seen, expected.map(|(file, valid, codes)| (file.to_owned(), valid, codes.to_owned())));
    let sarif = frontera(["verify", &pki("sealed-fiel.xml"), "--format", "sarif"]).ended(1).stdout;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "FRO-CERT-002"), "{sarif:#}");
}

#[test]
fn verify_reads_standard_input_once() {
    let run = frontera_with(read(pki("stamped.xml")), ["verify", "-", "--ca", &pki("ac.cer")]).ended(0);
    assert!(run.stdout.starts_with("standard input: "), "{}", run.stdout);
    frontera(["verify", "-", "-"]).ended(2);
    frontera(["verify"]).ended(2);
    let json = frontera(["verify", "../us/export-produce.json"]).ended(1).stdout;
    assert!(json.contains("neutral JSON has no seal"), "{json}");
}

#[test]
fn validate_verifies_where_it_is_asked_to() {
    let stamped = pki("stamped.xml");
    let run = |more: &[&str]| {
        let args =
            [&["validate", &stamped, "--format", "json", "--only", "CFDI40102", "--only", "CFDI40106"], more].concat();
        let run = frontera(args);
        (run.status, serde_json::from_str::<Value>(&run.stdout).unwrap())
    };
    let (status, plain) = run(&[]);
    assert_eq!((status, codes(&plain["not_checked"])), (0, vec!["CFDI40102", "CFDI40106"]));
    let (status, verified) = run(&["--verify", "--ca", &pki("ac.cer")]);
    assert_eq!((status, codes(&verified["not_checked"]), codes(&verified["findings"])), (0, vec![], vec![]));
    let (status, unknown) = run(&["--verify"]);
    assert_eq!((status, codes(&unknown["findings"])), (1, vec!["CFDI40106"]));
    frontera(["validate", &stamped, "--ca", &pki("ac.cer")]).ended(2);
}
