//! Generators: `cargo xtask schemas | docs | structure | xsd | cadena | check`.
//!
//! `check` regenerates everything into memory and compares; it says what it skips.

mod cadena;
mod docs;
mod dom;
mod pattern;
mod structure;
mod wheels;
mod xsd;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    let done = match what.as_str() {
        "schemas" => write(schemas()),
        "docs" => write(docs::mapping()),
        "structure" => tables().and_then(|files| files.ok_or("SAT's XSDs are not here".into())).and_then(write),
        "xsd" => xsd(),
        "cadena" => cadena::plan().and_then(|files| files.ok_or("SAT's XSLTs are not here".into())).and_then(write),
        "check" => check(),
        _ => Err("usage: cargo xtask schemas | docs | structure | xsd | cadena | check".into()),
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
    let tables =
        xsd::tables(&wheels::satcfdi().ok_or("satcfdi is not here")?.join("transform/schemas/www.sat.gob.mx"))?;
    std::fs::write(root().join("src/schema/tables.rs"), tables.source).map_err(|error| error.to_string())?;
    std::fs::write(root().join("src/schema/sets.bin"), tables.sets).map_err(|error| error.to_string())
}

/// Files of the project and what they should hold.
type Files = Vec<(&'static str, String)>;

fn schemas() -> Files {
    let text = |schema| serde_json::to_string_pretty(&schema).expect("a JSON value can be written") + "\n";
    vec![
        ("schemas/us-invoice.schema.json", text(frontera::formats::us::schema())),
        ("schemas/validation.schema.json", text(frontera::report::schema())),
    ]
}

/// The structure tables of the tests, from SAT's XSDs in the satcfdi wheel; `None` where it is not installed.
fn tables() -> Result<Option<Files>, String> {
    let Some(sat) = wheel() else { return Ok(None) };
    let read = |path: &str| {
        let path = sat.join(path);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let types = read("tipoDatos/tdCFDI/tdCFDI.xsd")?;
    let catalogs = read("catalogos/catCFDI.xsd")?;
    let cfdi = structure::table(&read("4/cfdv40.xsd")?, &[&types, &catalogs])?;
    let cfdi33 = structure::table(&read("3/cfdv33.xsd")?, &[&types, &catalogs])?;
    let stamp = structure::table(&read("TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd")?, &[&types])?;
    Ok(Some(vec![("tests/data/cfdv33.tsv", cfdi33), ("tests/data/cfdv40.tsv", cfdi), ("tests/data/tfd11.tsv", stamp)]))
}

/// SAT's folder inside the satcfdi wheel of the project's Python.
fn wheel() -> Option<PathBuf> {
    Some(wheels::satcfdi()?.join("transform/schemas/www.sat.gob.mx/sitio_internet/cfd"))
}

fn check() -> Result<(), String> {
    let mut files = schemas();
    files.extend(docs::mapping());
    match tables()? {
        Some(tables) => files.extend(tables),
        None => eprintln!("SKIPPED structure: satcfdi is not installed in .venv"),
    }
    match cadena::plan()? {
        Some(plan) => files.extend(plan),
        None => eprintln!("SKIPPED cadena: satcfdi is not installed in .venv"),
    }
    let stale: Vec<&str> = files
        .iter()
        .filter(|(path, text)| std::fs::read_to_string(root().join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| *path)
        .collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("not current: {}; run cargo xtask schemas, docs, structure, cadena", stale.join(", ")))
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
