//! Generators: `cargo xtask catalogs | schemas | docs | structure | check`.
//!
//! `check` regenerates everything into memory and compares; it says what it skips.

mod catalogs;
mod docs;
mod structure;
mod wheels;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    let done = match what.as_str() {
        "schemas" => write(schemas()),
        "docs" => write(docs::mapping()),
        "structure" => tables().and_then(|files| files.ok_or("SAT's XSDs are not here".into())).and_then(write),
        "catalogs" => catalogs::run(&std::env::args().skip(2).collect::<Vec<_>>()),
        "check" => check(),
        _ => Err("usage: cargo xtask catalogs | schemas | docs | structure | check".into()),
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
type Files = Vec<(&'static str, String)>;

fn schemas() -> Files {
    let schema = serde_json::to_string_pretty(&frontera::formats::us::schema()).expect("a JSON value can be written");
    vec![("schemas/us-invoice.schema.json", schema + "\n")]
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
    let stamp = structure::table(&read("TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd")?, &[&types])?;
    Ok(Some(vec![("tests/data/cfdv40.tsv", cfdi), ("tests/data/tfd11.tsv", stamp)]))
}

/// SAT's folder inside the satcfdi wheel of the project's Python.
fn wheel() -> Option<PathBuf> {
    let python = std::env::var_os("FRONTERA_PYTHON").map_or_else(|| root().join(".venv/bin/python"), PathBuf::from);
    let script = "import satcfdi, pathlib; print(pathlib.Path(satcfdi.__file__).parent)";
    let output = Command::new(python).args(["-c", script]).output().ok().filter(|output| output.status.success())?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    Some(folder.join("transform/schemas/www.sat.gob.mx/sitio_internet/cfd"))
}

fn check() -> Result<(), String> {
    let mut files = schemas();
    files.extend(docs::mapping());
    match tables()? {
        Some(tables) => files.extend(tables),
        None => eprintln!("SKIPPED structure: satcfdi is not installed in .venv"),
    }
    let mut stale: Vec<String> = files
        .iter()
        .filter(|(path, text)| std::fs::read_to_string(root().join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| (*path).to_owned())
        .collect();
    match catalogs::stale()? {
        Some(files) => stale.extend(files),
        None => eprintln!("SKIPPED catalogs: their sources are not here"),
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("not current: {}; run cargo xtask catalogs, schemas, docs, structure", stale.join(", ")))
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
