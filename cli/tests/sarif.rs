//! `frontera validate --format sarif`: one log of all files, judged by OASIS's own schema and held against the JSON form.

mod support;

use support::*;

/// The log, which satisfies the schema of SARIF 2.1.0 as a third party's validator reads it.
#[track_caller]
fn log(run: &Run) -> Value {
    let mut schema: Value = serde_json::from_str(include_str!("data/sarif-schema-2.1.0.json")).unwrap();
    // This one is no regular expression; SARIF's errata 01 has it so.
    for object in ["run", "toolComponent"] {
        schema["definitions"][object]["properties"]["language"]["pattern"] = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    let validator = jsonschema::draft7::options().should_validate_formats(true).build(&schema).unwrap();
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{log:#}");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    log["runs"][0].clone()
}

/// A folder with what is valid, broken, doubled and unreadable, under names that a URI has to encode.
fn mixed() -> TempDir {
    let folder = folder();
    let sub = folder.path().join("año 2026");
    std::fs::create_dir(&sub).unwrap();
    let ppd = read(cfdi("net-terms-ppd.xml"));
    std::fs::copy(cfdi("export-produce.xml"), folder.path().join("a.xml")).unwrap();
    std::fs::copy(cfdi("export-produce.xml"), folder.path().join("b.xml")).unwrap();
    // A letter of two bytes before the place, and braces in what is said.
    let wrong = ppd.replace("Serie=", "xñ='' Serie=").replace("FormaPago=\"99\"", "FormaPago=\"{0}\"");
    write(sub.join("c#1.xml"), wrong);
    write(folder.path().join("d.xml"), "<a>\n<b></a>");
    folder
}

fn inside(folder: &TempDir, args: &[&str]) -> Run {
    ended(command().current_dir(folder).arg("validate").args(args).output().unwrap())
}

#[test]
fn a_log_says_what_the_json_says() {
    let folder = mixed();
    let run = log(&inside(&folder, &[".", "--format", "sarif"]).ended(1));
    let json = inside(&folder, &[".", "--format", "json"]).ended(1).stdout;
    let results = run["results"].as_array().unwrap();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut told = 0;
    for file in json.lines() {
        let file: Value = serde_json::from_str(file).unwrap();
        let findings = file["findings"].as_array().unwrap().iter();
        for finding in findings.chain(file["not_checked"].as_array().unwrap()) {
            let result = &results[told];
            told += 1;
            assert_eq!(result["ruleId"], finding["code"]);
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], finding["code"]);
            let open = finding["event"] == "not_checked";
            let level = if open { &json!("none") } else { &finding["severity"] };
            assert_eq!((&result["kind"], &result["level"]), (&json!(if open { "open" } else { "fail" }), level));
            let text = result["message"]["text"].as_str().unwrap().replace("{{", "{").replace("}}", "}");
            let (message, help) = (finding["message"].as_str().unwrap(), finding["help"].as_str().unwrap());
            assert_eq!(text, format!("{message}. {help}"));
            let region = &result["locations"][0]["physicalLocation"]["region"];
            for (ours, theirs) in
                [("line", "startLine"), ("column", "startColumn"), ("offset", "byteOffset"), ("length", "byteLength")]
            {
                assert_eq!(finding["location"][ours], region[theirs], "{theirs} of {result:#}");
            }
            let logical = &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
            assert_eq!(*logical, finding["location"]["path"]);
        }
    }
    assert_eq!(told, results.len());
    assert_eq!(rules.iter().map(|rule| &rule["id"]).collect::<std::collections::HashSet<_>>().len(), rules.len());
}

/// By hand: what stands where, in code points; the names as URIs; the earlier file of two.
#[test]
fn places_are_those_of_an_editor() {
    let folder = mixed();
    let run = log(&inside(&folder, &[".", "--format", "sarif"]).ended(1));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    let of = |code: &str| results.iter().find(|result| result["ruleId"] == code).unwrap();
    let uri = |result: &Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();

    let broken = results.iter().find(|it| it["message"]["text"].as_str().unwrap().contains("{{0}}")).unwrap();
    assert_eq!(uri(broken), "a%C3%B1o%202026/c%231.xml");
    let text = read(folder.path().join("año 2026/c#1.xml"));
    let line = text.lines().nth(1).unwrap();
    let before = line.split("{0}").next().unwrap().chars().count();
    let region = &broken["locations"][0]["physicalLocation"]["region"];
    let expected = [("startLine", 2), ("startColumn", before + 1), ("endLine", 2), ("endColumn", before + 4)];
    for (name, value) in expected {
        assert_eq!(region[name], value, "{name}");
    }
    assert_eq!(region["charOffset"], text.split("{0}").next().unwrap().chars().count());
    assert_eq!(region["charLength"], 3);

    let twice = of("FRO-DUP-001");
    assert_eq!((uri(twice), &twice["level"]), (json!("b.xml"), &json!("warning")));
    assert_eq!(twice["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a.xml");
    let unread = of("FRO-IN-010");
    assert_eq!((uri(unread), &unread["level"]), (json!("d.xml"), &json!("error")));
    assert_eq!(unread["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
}

#[test]
fn a_rule_has_its_words() {
    let run =
        frontera(["validate", "net-terms-ppd.xml", "--format", "sarif", "--lang", "es", "--only", "FRO-SEAL-004"]);
    let run = log(&run.ended(0));
    assert_eq!((&run["language"], &run["tool"]["driver"]["name"]), (&json!("es-MX"), &json!("frontera")));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    let said = frontera::rules::explain("FRO-SEAL-004").unwrap();
    assert_eq!(rules[0]["shortDescription"]["text"], said.title(frontera::Lang::Es));
    assert_eq!(rules[0]["help"]["text"], said.text(frontera::Lang::Es));
    assert_eq!(rules[0]["defaultConfiguration"]["level"], "note");
    assert!(rules[0].get("helpUri").is_none());
}

#[test]
fn nothing_found_is_a_log_too() {
    let run = frontera(["validate", "export-produce.xml", "--format", "sarif", "--only", "CFDI40149"]).ended(0);
    let run = log(&run);
    assert_eq!((&run["results"], &run["tool"]["driver"]["rules"]), (&json!([]), &json!([])));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn standard_input_is_named_so() {
    let run = log(&frontera_with("no invoice", ["validate", "-", "--format", "sarif"]).ended(1));
    let artifact = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!((&artifact["uri"], &artifact["description"]["text"]), (&json!("-"), &json!("standard input")));
}

/// 5,000 faults: what no list has is counted in a notification.
#[test]
fn what_no_list_has_is_counted() {
    let xml = format!(
        "<cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/4' Version='4.0'><cfdi:Conceptos>{}</cfdi:Conceptos></cfdi:Comprobante>",
        "<cfdi:Concepto/>".repeat(5_000)
    );
    let run = log(&frontera_with(xml, ["validate", "-", "--format", "sarif"]).ended(1));
    assert!((1_000..1_500).contains(&run["results"].as_array().unwrap().len()));
    let notice = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notice["level"], "note");
    assert!(notice["message"]["text"].as_str().unwrap().contains("no list has"));
}

#[test]
fn every_fixture_gives_a_log() {
    let run = log(&frontera(["validate", ".", "../us", "../cfdi33", "--format", "sarif"]).ended(0));
    assert!(run["results"].as_array().unwrap().len() > 20);
}
