//! What the tests of the command share: running it, fixtures, folders.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub use serde_json::{Value, json};
pub use tempfile::TempDir;

/// How a run ended, and what it said.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Fails with what was said unless it ended with this status.
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stderr: {}\nstdout: {}", self.stderr, self.stdout);
        self
    }
}

/// The command, in the folder of CFDI fixtures and away from the terminal of whoever tests.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontera"));
    command.current_dir(cfdi("")).env_remove("CLICOLOR_FORCE").env_remove("COLUMNS").env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the command.
pub fn frontera<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Run {
    ended(command().args(args).output().unwrap())
}

/// Runs the command with this on standard input.
pub fn frontera_with<S: AsRef<std::ffi::OsStr>>(stdin: impl AsRef<[u8]>, args: impl IntoIterator<Item = S>) -> Run {
    let mut child = command().args(args).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.as_ref().to_vec();
    // It may stop reading early.
    let feed = std::thread::spawn(move || drop(pipe.write_all(&bytes)));
    let run = ended(child.wait_with_output().unwrap());
    feed.join().unwrap();
    run
}

pub fn ended(output: std::process::Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The path of a CFDI fixture.
pub fn cfdi(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cfdi").join(name)
}

/// Every CFDI fixture.
pub fn all_cfdi() -> Vec<PathBuf> {
    let files = std::fs::read_dir(cfdi("")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|it| it == "xml")).collect();
    files.sort();
    assert!(files.len() > 40, "the fixtures are there");
    files
}

pub fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}

pub fn write(path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
    std::fs::write(path, text).unwrap();
}

/// The names in a folder.
pub fn names(folder: &TempDir) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// `net-terms-ppd.xml` as JSON with a purchase order on it, which a CFDI has no place for.
pub fn with_purchase_order(folder: &TempDir) -> PathBuf {
    let json = frontera(["convert", "net-terms-ppd.xml"]).ended(0).stdout;
    let mut invoice: Value = serde_json::from_str(&json).unwrap();
    invoice["purchase_order_number"] = "PO-7".into();
    let path = folder.path().join("with-po.json");
    write(&path, invoice.to_string());
    path
}

/// A US invoice that lacks what a CFDI needs, of a buyer with a social security number.
pub fn incomplete(folder: &TempDir) -> PathBuf {
    let mut invoice: Value = serde_json::from_str(&read(cfdi("../us/draft-produce.json"))).unwrap();
    invoice["buyer"]["tax_ids"][1] = json!({"country": "US", "type": "ssn", "value": "123-45-6789"});
    invoice["lines"][0]["unit"] = json!({"code": "CASES", "code_list": "us"});
    invoice["lines"][0]["extensions"]["mx"].as_object_mut().unwrap().remove("clave_prod_serv");
    let path = folder.path().join("incomplete.json");
    write(&path, format!("{invoice:#}"));
    path
}
