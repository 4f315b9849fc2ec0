//! Generators: `cargo xtask xsd | cadena | catalogs | schemas | docs | check`.
//!
//! What SAT publishes becomes tables that are committed, each with a manifest; a plain build needs none of this. `check`
//! regenerates everything into memory and compares; it says what it skips.

mod cadena;
mod catalogs;
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
    let sources = |files: Option<Files>| files.ok_or_else(|| format!("{what}: SAT's files are not here"));
    let done = match what.as_str() {
        "xsd" => xsd::files().and_then(sources).and_then(write),
        "cadena" => cadena::plan().and_then(sources).and_then(write),
        "catalogs" => catalogs::run(&std::env::args().skip(2).collect::<Vec<_>>()),
        "schemas" => write(schemas()),
        "docs" => write(docs::mapping()),
        "structure" => tables().and_then(sources).and_then(write),
        "check" => check(),
        _ => Err("usage: cargo xtask xsd | cadena | catalogs [--out FILE] | schemas | docs | check".into()),
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
    let earlier = structure::table(&read("3/cfdv33.xsd")?, &[&types, &catalogs])?;
    let stamp = structure::table(&read("TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd")?, &[&types])?;
    Ok(Some(vec![
        ("tests/data/cfdv40.tsv", cfdi.into_bytes()),
        ("tests/data/cfdv33.tsv", earlier.into_bytes()),
        ("tests/data/tfd11.tsv", stamp.into_bytes()),
    ]))
}

/// SAT's folder inside the satcfdi wheel of the project's Python.
fn wheel() -> Option<PathBuf> {
    Some(wheels::satcfdi()?.join("transform/schemas/www.sat.gob.mx/sitio_internet/cfd"))
}

fn check() -> Result<(), String> {
    let mut files = schemas();
    files.extend(docs::mapping());
    for (name, generated) in [("xsd", xsd::files()?), ("cadena", cadena::plan()?), ("structure", tables()?)] {
        match generated {
            Some(generated) => files.extend(generated),
            None => eprintln!("SKIPPED {name}: the wheel satcfdi cannot be had"),
        }
    }
    let mut stale: Vec<String> = files
        .iter()
        .filter(|(path, bytes)| std::fs::read(root().join(path)).ok().as_ref() != Some(bytes))
        .map(|(path, _)| (*path).to_owned())
        .collect();
    match catalogs::stale()? {
        Some(files) => stale.extend(files),
        None => eprintln!("SKIPPED catalogs: their sources are not here"),
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
