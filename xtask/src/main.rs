//! Generators: `cargo xtask schemas | docs | xsd | check`.
//!
//! `check` regenerates everything into memory and compares; it says what it skips.

mod docs;
mod dom;
mod pattern;
mod wheels;
mod xsd;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    let done = match what.as_str() {
        "schemas" => write(schemas()),
        "docs" => write(docs::mapping()),
        "xsd" => xsd(),
        "check" => check(),
        _ => Err("usage: cargo xtask schemas | docs | xsd | check".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn xsd() -> Result<(), String> {
    let tables = xsd::tables(&wheels::schemas().ok_or("satcfdi is not here")?)?;
    std::fs::write(root().join("src/schema/tables.rs"), tables.source).map_err(|error| error.to_string())?;
    std::fs::write(root().join("src/schema/sets.bin"), tables.sets).map_err(|error| error.to_string())
}

/// Files of the project and what they should hold.
type Files = Vec<(&'static str, String)>;

fn schemas() -> Files {
    let schema = serde_json::to_string_pretty(&frontera::formats::us::schema()).expect("a JSON value can be written");
    vec![("schemas/us-invoice.schema.json", schema + "\n")]
}

fn check() -> Result<(), String> {
    let mut files = schemas();
    files.extend(docs::mapping());
    let mut stale: Vec<&str> = files
        .iter()
        .filter(|(path, text)| std::fs::read_to_string(root().join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| *path)
        .collect();
    match wheels::schemas() {
        Some(sat) => {
            let tables = xsd::tables(&sat)?;
            let is = |path: &str, bytes: &[u8]| std::fs::read(root().join(path)).is_ok_and(|found| found == bytes);
            if !is("src/schema/tables.rs", tables.source.as_bytes()) || !is("src/schema/sets.bin", &tables.sets) {
                stale.push("src/schema/tables.rs");
            }
        }
        None => eprintln!("SKIPPED xsd: satcfdi is not installed in .venv"),
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("not current: {}; run cargo xtask schemas, docs, xsd", stale.join(", ")))
    }
}

fn write(files: Files) -> Result<(), String> {
    for (path, text) in files {
        std::fs::write(root().join(path), text).map_err(|error| format!("{path}: {error}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
