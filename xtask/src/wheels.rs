//! Packages whose files the generators read.

use std::path::PathBuf;
use std::process::Command;

/// The release that the tables are made from.
pub(crate) const SATCFDI_RELEASE: &str = "satcfdi 26.10.1";

/// The folder of satcfdi in the project's Python (`FRONTERA_PYTHON`, else `.venv`), where it is installed.
pub fn satcfdi() -> Option<PathBuf> {
    let python =
        std::env::var_os("FRONTERA_PYTHON").map_or_else(|| super::root().join(".venv/bin/python"), PathBuf::from);
    let script = "import satcfdi, pathlib; print(pathlib.Path(satcfdi.__file__).parent)";
    let output = Command::new(python).args(["-c", script]).output().ok().filter(|output| output.status.success())?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}
