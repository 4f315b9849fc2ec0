//! Generators: `cargo xtask xsd | cadena | catalogs | schemas | docs | check`; `mutants` for testing the tests.
//!
//! What SAT publishes becomes tables that are committed, each with a manifest; a plain build needs none of this. `check`
//! regenerates everything into memory and compares; it says what it skips.

mod automaton;
mod cadena;
mod catalogs;
mod docs;
mod dom;
mod mutants;
mod pattern;
mod rules;
mod tax;
mod wheels;
mod xsd;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    let sources = |files: Option<Files>| files.ok_or_else(|| format!("{what}: SAT's files are not here"));
    let done = match what.as_str() {
        "xsd" => xsd::files().and_then(sources).and_then(write),
        "cadena" => cadena::plan().and_then(sources).and_then(write),
        "catalogs" => catalogs::run(&std::env::args().skip(2).collect::<Vec<_>>()),
        "schemas" => write(schemas()),
        "docs" => write(docs::pages()),
        "mutants" => mutants::run(&std::env::args().skip(2).collect::<Vec<_>>()),
        "check" => check(),
        _ => Err("usage: cargo xtask xsd | cadena | catalogs [--out FILE] | schemas | docs | mutants | check".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Files of the project and what they should hold.
type Files = Vec<(&'static str, Vec<u8>)>;

fn schemas() -> Files {
    let text =
        |schema| (serde_json::to_string_pretty(&schema).expect("a JSON value can be written") + "\n").into_bytes();
    vec![
        ("schemas/context.schema.json", text(frontera::context::schema())),
        ("schemas/payable.schema.json", text(frontera::payable::schema())),
        ("schemas/us-invoice.schema.json", text(frontera::formats::us::schema())),
        ("schemas/validation.schema.json", text(frontera::report::schema())),
    ]
}

fn check() -> Result<(), String> {
    let mut files = schemas();
    files.extend(docs::pages());
    let mut skipped = Vec::new();
    for (name, generated) in [("xsd", xsd::files()?), ("cadena", cadena::plan()?)] {
        match generated {
            Some(generated) => files.extend(generated),
            None => skipped.push(format!("{name}: the wheel satcfdi cannot be had")),
        }
    }
    let mut stale: Vec<String> = files
        .iter()
        .filter(|(path, bytes)| std::fs::read(root().join(path)).ok().as_ref() != Some(bytes))
        .map(|(path, _)| (*path).to_owned())
        .collect();
    match catalogs::stale()? {
        Some(files) => stale.extend(files),
        None => skipped.push("catalogs: their sources are not here".into()),
    }
    for what in &skipped {
        eprintln!("SKIPPED {what}");
    }
    if !skipped.is_empty() && std::env::var("FRONTERA_ORACLE").as_deref() == Ok("required") {
        return Err("FRONTERA_ORACLE=required: nothing may be skipped".into());
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("not current: {}; run cargo xtask xsd, cadena, catalogs, schemas, docs", stale.join(", ")))
    }
}

fn write(files: Files) -> Result<(), String> {
    for (path, bytes) in files {
        std::fs::write(root().join(path), bytes).map_err(|error| format!("{path}: {error}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
