//! The independent judges: SAT's own XSLT and XSD through `oracle.py`, which lives outside the project.
//!
//! Found by `FRONTERA_SHARED` or as `../shared`; Python as `FRONTERA_PYTHON` or `.venv/bin/python`. Where one is missing the
//! test says so aloud; with `FRONTERA_ORACLE=required`, as in CI, it fails.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The judges, or `None` with a loud word.
pub fn available(test: &str) -> Option<Oracle> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let python = std::env::var_os("FRONTERA_PYTHON").map_or_else(|| root.join(".venv/bin/python"), PathBuf::from);
    let script = shared.join("oracle/oracle.py");
    let missing = [&script, &python].into_iter().find(|path| !path.exists());
    if let Some(missing) = missing {
        let message = format!("SKIPPED {test}: no {}", missing.display());
        assert!(std::env::var("FRONTERA_ORACLE").as_deref() != Ok("required"), "{message}");
        // Straight to the terminal: the test harness swallows what a passing test prints.
        let _ = writeln!(std::io::stderr(), "{message}");
        return None;
    }
    Some(Oracle { python, script, corpus: shared.join("corpus/cfdi") })
}

/// The judges.
pub struct Oracle {
    python: PathBuf,
    script: PathBuf,
    corpus: PathBuf,
}

/// A file of the public corpus, with what its index says of it.
pub struct Sample {
    pub path: PathBuf,
    pub version: String,
    pub xsd_ok: bool,
    pub seal_ok: bool,
}

impl Oracle {
    /// One verdict per file, in order.
    pub fn judge(&self, what: &str, files: &[PathBuf]) -> Vec<Value> {
        let mut command = Command::new(&self.python);
        command.arg(&self.script).args([what, "-"]);
        verdicts(command, files)
    }

    /// As [`judge`](Oracle::judge), with a variable in the judge's environment.
    pub fn judge_with(&self, what: &str, files: &[PathBuf], variable: (&str, &std::ffi::OsStr)) -> Vec<Value> {
        let mut command = Command::new(&self.python);
        command.arg(&self.script).args([what, "-"]).env(variable.0, variable.1);
        verdicts(command, files)
    }

    /// The folder that is shared with the project.
    pub fn shared(&self) -> &Path {
        self.script.ancestors().nth(2).unwrap()
    }

    /// The verdicts of `oracle.py xsd`, with one compiled XSD for all combinations of complements instead of one for each:
    /// a schema of every namespace says of a document what the schema of its own namespaces says. Two processes at most.
    pub fn structure(&self, files: &[PathBuf]) -> Vec<Value> {
        let judge = |files: &[PathBuf]| {
            let mut command = Command::new(&self.python);
            command.args(["-c", ONE_XSD]).arg(self.script.parent().unwrap()).args(["xsd", "-"]);
            verdicts(command, files)
        };
        let (left, right) = files.split_at(files.len() / 2);
        std::thread::scope(|scope| {
            let left = scope.spawn(|| judge(left));
            let right = judge(right);
            let mut all = left.join().unwrap();
            all.extend(right);
            all
        })
    }

    /// Runs a script of the test's own in the judges' Python; it fails by an exception.
    pub fn python(&self, script: &str, schema: &str, files: &[PathBuf]) {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
        let output = Command::new(&self.python).args(["-c", script]).arg(schema).args(files).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// What a script of the test's own says of files in the judges' Python: it reads their names, one a line, and writes one
    /// line of JSON for each.
    pub fn ask(&self, script: &str, files: &[PathBuf]) -> Vec<Value> {
        let mut command = Command::new(&self.python);
        command.args(["-c", script]);
        verdicts(command, files)
    }

    /// The public corpus.
    pub fn corpus(&self) -> Vec<Sample> {
        let index = std::fs::read_to_string(self.corpus.join("INDEX.tsv")).unwrap();
        let rows = index.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
        rows.map(|row| Sample {
            path: self.corpus.join(row[0]),
            version: row[2].into(),
            xsd_ok: row[6] == "true",
            seal_ok: row[9] == "true",
        })
        .collect()
    }

    /// Judges documents before and after: cadena and infoset must be the same, and seals that held must hold.
    pub fn assert_same(&self, folder: &str, pairs: &[(String, Vec<u8>, Vec<u8>)], sealed: bool) {
        let before = write(&format!("{folder}-before"), pairs.iter().map(|pair| (pair.0.clone(), pair.1.clone())));
        let after = write(&format!("{folder}-after"), pairs.iter().map(|pair| (pair.0.clone(), pair.2.clone())));
        let mut bad = Vec::new();
        for what in ["cadena", "c14n"].into_iter().chain(sealed.then_some("seal")) {
            let (was, is) = (self.judge(what, &before), self.judge(what, &after));
            for (i, (was, is)) in was.iter().zip(&is).enumerate() {
                // A judge that fails on both sides has not judged.
                assert!(what == "seal" || was["ok"] == true, "{what} of {}: {}", before[i].display(), was["why"]);
                let same = ["ok", "sha256"].iter().all(|field| was[*field] == is[*field]);
                if !same {
                    bad.push(format!("{what} of {}: {}", after[i].display(), is["why"]));
                }
            }
        }
        assert!(bad.is_empty(), "{} of {} differ:\n{}", bad.len(), pairs.len(), bad.join("\n"));
    }
}

/// Lets a judge read the names of the files from its standard input.
fn verdicts(mut command: Command, files: &[PathBuf]) -> Vec<Value> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let names: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || stdin.write_all(names.as_bytes()));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let verdicts: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(verdicts.len(), files.len(), "the oracle stopped early: {command:?}");
    verdicts
}

/// `oracle.py` with another cache: what it asks for is found in a schema of all namespaces, of which only those with several
/// versions need several. The code of the judge stays as it is.
const ONE_XSD: &str = r#"
import sys
sys.path.insert(0, sys.argv.pop(1))
import oracle
from lxml import etree

class Supersets(dict):
    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        wanted = dict(key)
        for choice, schema in self.items():
            if all(choice.get(ns) == path for ns, path in wanted.items()):
                return schema
        choice = {ns: wanted.get(ns) or paths[max(paths, key=str)] for ns, paths in oracle.index().items()}
        lines = "".join(f'<xs:import namespace="{ns}" schemaLocation="{path.as_uri()}"/>' for ns, path in choice.items())
        text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{lines}</xs:schema>'
        schema = etree.XMLSchema(etree.fromstring(text, oracle.parser()))
        self.known.append((choice, schema))
        return schema

    known = []

    def items(self):
        return self.known

oracle._xsd = Supersets()
oracle.main()
"#;

/// Writes documents into a folder of the target's, emptied first.
pub fn write(folder: &str, documents: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<PathBuf> {
    // Unit tests, which have no folder of the target's, write into the system's.
    let scratch = option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from).join(folder);
    let _ = std::fs::remove_dir_all(&scratch);
    std::fs::create_dir_all(&scratch).unwrap();
    let paths = documents.map(|(name, bytes)| {
        let path = scratch.join(format!("{name}.xml"));
        std::fs::write(&path, bytes).unwrap();
        path
    });
    paths.collect()
}
