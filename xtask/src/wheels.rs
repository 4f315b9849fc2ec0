//! SAT's files.

use std::path::PathBuf;
use std::process::Command;

/// The release that the tables are made from.
pub(crate) const SATCFDI: &str = "satcfdi 26.10.1";

/// SAT's folder of XSDs and XSLTs.
pub(crate) fn schemas() -> Option<PathBuf> {
    let python = std::env::var_os("FRONTERA_PYTHON").map_or_else(|| crate::root().join(".venv/bin/python"), PathBuf::from);
    let script = "import satcfdi, pathlib; print(pathlib.Path(satcfdi.__file__).parent)";
    let output = Command::new(python).args(["-c", script]).output().ok().filter(|output| output.status.success())?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    Some(folder.join("transform/schemas/www.sat.gob.mx"))
}
