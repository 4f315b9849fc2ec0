//! `frontera context`: what is wrong with one, and a template to begin with.

mod support;

use support::*;

/// A context with something of everything.
const WRONG: &str = r#"# A context with faults.
[issuer]
rfc = "EKU9003173C9"
legal_name = "ESCUELA KEMPER URGATE, S.A. DE C.V."
regimen_fiscal = "612"
lugar_expedicion = "32000"

[[customers]]
rfc = "XEXX010101000"
legal_name = "SONORAN SUNRISE PRODUCE"
country = "USA"
tax_id = "12-3456789"
domicilio_fiscal = "85621"

[[items]]
sku = "TOM-25"
clave_prod_serv = "5040700"
clave_unidad = "XCS"

[[items]]
sku = "TOM-25"
clave_unidad = "KGM"

[[undecided]]
of = "item"
key = "TOM-25"
field = "clave_unidad"
values = [{ value = "XCS", documents = 3 }, { value = "KGM", documents = 1 }]
"#;

fn inside(folder: &TempDir, args: &[&str]) -> Run {
    ended(command().current_dir(folder).args(args).output().unwrap())
}

fn with(text: &str) -> TempDir {
    let folder = folder();
    write(folder.path().join("context.toml"), text);
    folder
}

#[test]
fn findings_read_as_prose() {
    let folder = with(WRONG);
    for lang in ["en", "es"] {
        let run = inside(&folder, &["context", "check", "context.toml", "--lang", lang]).ended(1);
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        insta::assert_snapshot!(format!("check_{lang}"), run.stdout);
    }
}

#[test]
fn findings_as_json_have_places() {
    let folder = with(WRONG);
    let run = inside(&folder, &["context", "check", "context.toml", "--format", "json"]).ended(1);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&report["format"], &report["valid"]), (&json!("context"), &json!(false)));
    let of = |code: &str| report["findings"].as_array().unwrap().iter().find(|it| it["code"] == code).unwrap().clone();
    let near = of("FRO-CTX-003");
    assert_eq!(
        (&near["location"]["path"], &near["location"]["line"]),
        (&json!("/items/0/clave_prod_serv"), &json!(17))
    );
    assert_eq!(of("FRO-CTX-013")["candidates"], json!(["US"]));
    let schema: Value = serde_json::from_str(frontera::report::SCHEMA).unwrap();
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&report));
    assert_eq!(report["not_checked"][0]["code"], "FRO-CTX-001");
    assert!(!run.stdout.contains("3456789"), "{}", run.stdout);
}

/// The same faults at the same pointers, whichever form it has.
#[test]
fn both_forms_are_one() {
    let toml = with(WRONG);
    let context = frontera::context::Context::from_toml(WRONG.as_bytes()).unwrap();
    write(toml.path().join("context.json"), format!("\n\u{20}{}", context.to_json()));
    let pointers = |name| {
        let run = inside(&toml, &["context", "check", name, "--format", "json"]).ended(1);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let all = report["findings"].as_array().unwrap().clone();
        assert!(all.iter().all(|finding| finding["location"]["line"].is_number()), "{all:#?}");
        all.iter().map(|finding| format!("{} {}", finding["code"], finding["location"]["path"])).collect::<Vec<_>>()
    };
    assert_eq!(pointers("context.toml"), pointers("context.json"));
}

#[test]
fn what_cannot_be_read_is_shown_at_its_place() {
    let folder = with("[issuer]\nrfc = \"EKU9003173C9\"\nregimen_fiscal = 601\n");
    insta::assert_snapshot!("unreadable", inside(&folder, &["context", "check", "context.toml"]).ended(2).stderr);
    let folder = with("[isuer]\nrfc = \"EKU9003173C9\"\n");
    let run = inside(&folder, &["context", "check", "context.toml"]).ended(2);
    assert!(run.stderr.contains("context.toml:1:2") && run.stderr.contains("did you mean `issuer`?"), "{}", run.stderr);
    let run = frontera_with("{\"isuer\": {}}", ["context", "check", "-"]).ended(2);
    assert!(run.stderr.contains("did you mean `issuer`?"), "{}", run.stderr);
    inside(&folder, &["context", "check", "nowhere.toml"]).ended(2);
    inside(&folder, &["context", "check"]).ended(2);
    let run = inside(&folder, &["context", "check", "context.toml", "--on", "tomorrow"]).ended(2);
    assert!(run.stderr.contains("2026-03-25"), "{}", run.stderr);
}

/// A template says nothing, and each of its examples is right; both languages have the same ones.
#[test]
fn the_template_is_a_context() {
    let folder = folder();
    let mut examples = Vec::new();
    for lang in ["en", "es"] {
        let name = format!("{lang}.toml");
        inside(&folder, &["context", "new", "-o", &name, "--lang", lang]).ended(0);
        let run = inside(&folder, &["context", "check", &name]).ended(0);
        assert_eq!(run.stdout, format!("{name}: {}\n", "valid (context)"));
        let text = read(folder.path().join(&name));
        assert_eq!(frontera::context::Context::from_toml(text.as_bytes()).unwrap(), Default::default());
        let examples_of = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).map(str::to_owned);
        let uncommented: Vec<_> = text.lines().filter_map(examples_of).collect();
        write(folder.path().join("all.toml"), uncommented.join("\n"));
        let run = inside(&folder, &["context", "check", "all.toml"]).ended(0);
        assert_eq!(run.stdout, "all.toml: valid (context)\n");
        examples.push(frontera::context::Context::from_toml(uncommented.join("\n").as_bytes()).unwrap());
    }
    assert_eq!(examples[0], examples[1]);
    let run = inside(&folder, &["context", "new", "-o", "en.toml"]).ended(2);
    assert!(run.stderr.contains("--force"), "{}", run.stderr);
    assert!(frontera(["context", "new"]).ended(0).stdout.contains("[[customers]]"));
}

#[test]
fn newer_catalogues_judge() {
    let folder = with("[defaults]\nuso_cfdi = \"D11\"\n");
    write(
        folder.path().join("newer.tsv"),
        "frontera-catalogs\t1\n[c_UsoCFDI]\ncode\tname\tuntil\nD11\tx\t2026-12-31\n",
    );
    inside(&folder, &["context", "check", "context.toml"]).ended(1);
    let newer = ["context", "check", "context.toml", "--catalogs", "newer.tsv", "--on"];
    let on = |day| inside(&folder, &[&newer[..], &[day]].concat()).ended(0).stdout;
    assert!(on("2026-12-31").ends_with("valid (context)\n"));
    assert!(on("2027-01-01").contains("FRO-CTX-004"));
}
