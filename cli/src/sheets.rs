//! Catalogues out of spreadsheets and CSV files as SAT publishes them.
//!
//! SAT's workbooks have a sheet per catalogue, with some lines about the release above the table, and titles in one or two
//! rows. The row of the titles is the one that has a cell with the catalogue's name; a row below it without a code has the
//! rest of the titles. Columns are known by their titles, with or without accents; an unknown one keeps its title as a name.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use frontera::catalog::Catalogs;

use crate::io::Input;

/// What has been read so far.
#[derive(Debug)]
pub(crate) struct Built {
    family: String,
    sections: BTreeMap<String, Section>,
    notes: Vec<String>,
}

#[derive(Debug, Default)]
struct Section {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Built {
    pub(crate) fn new(family: &str) -> Self {
        Built { family: family.to_owned(), sections: BTreeMap::new(), notes: Vec::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// What was left out.
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds what a file has: a workbook of any of the usual kinds, else CSV.
    pub(crate) fn add(&mut self, input: &Input) -> Result<(), String> {
        let name = input.name.to_string();
        let is_workbook = [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"].iter().any(|magic| input.bytes.starts_with(magic));
        if !is_workbook {
            let text = std::str::from_utf8(&input.bytes).map_err(|_| "neither a workbook nor CSV in UTF-8")?;
            let rows = csv(text.trim_start_matches('\u{feff}'))?;
            return self.add_sheet(&name, &rows);
        }
        let mut book = open_workbook_auto_from_rs(Cursor::new(&input.bytes[..])).map_err(|error| error.to_string())?;
        for sheet in book.sheet_names() {
            let range = book.worksheet_range(&sheet).map_err(|error| format!("{sheet}: {error}"))?;
            let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(text).collect()).collect();
            self.add_sheet(&sheet, &rows)?;
        }
        Ok(())
    }

    fn add_sheet(&mut self, sheet: &str, rows: &[Vec<String>]) -> Result<(), String> {
        let Some((header, at, name)) = header(rows) else {
            if rows.iter().any(|row| row.iter().any(|cell| !cell.is_empty())) {
                self.notes.push(format!("{sheet}: no column is called as a catalogue; left out"));
            }
            return Ok(());
        };
        let full = if self.family.is_empty() { name.clone() } else { format!("{}:{name}", self.family) };
        let (titles, body) = titles(rows, header, at);
        let mut columns: Vec<String> = titles.iter().map(|title| column(title)).collect();
        // A unit has a name and a description; everything else is named by its description.
        if let Some(described) = columns.iter().position(|column| column == "name")
            && let Some(named) = titles.iter().position(|title| fold(title) == "nombre")
        {
            columns[described] = "descripcion".into();
            columns[named] = "name".into();
        }
        if name != "c_TasaOCuota" {
            columns[at] = "code".into();
        }
        let used: Vec<usize> = (0..columns.len()).filter(|at| !columns[*at].is_empty()).collect();
        for (i, first) in used.iter().enumerate() {
            if used[i + 1..].iter().any(|second| columns[*first] == columns[*second]) {
                return Err(format!("{sheet}: two columns are both `{}`", columns[*first]));
            }
        }
        let width = code_width(&full);
        let mut left_out = 0;
        let mut table = Section { columns: used.iter().map(|at| columns[*at].clone()).collect(), rows: Vec::new() };
        for row in &rows[body..] {
            if row.iter().all(String::is_empty) {
                continue;
            }
            if row[at].is_empty() && name != "c_TasaOCuota" {
                left_out += 1;
                continue;
            }
            let cells = used.iter().map(|at| value(&name, &columns[*at], &row[*at], width));
            table.rows.push(cells.collect::<Result<_, _>>().map_err(|problem| format!("{sheet}: {problem}"))?);
        }
        if left_out > 0 {
            self.notes.push(format!("{sheet}: {left_out} rows without a code are left out"));
        }
        key(&name, &mut table).map_err(|problem| format!("{sheet}: {problem}"))?;
        // SAT spreads a large catalogue over several sheets.
        let section = self.sections.entry(full).or_default();
        if section.columns.is_empty() {
            *section = table;
        } else if section.columns == table.columns {
            section.rows.append(&mut table.rows);
        } else {
            return Err(format!("{sheet}: other columns than the sheet before it of the same catalogue"));
        }
        Ok(())
    }

    /// In the format that the library loads.
    pub(crate) fn to_text(&self, release: &str, date: Option<&str>, source: &str) -> String {
        let mut out = String::from("frontera-catalogs\t1\n");
        for (name, section) in &self.sections {
            out.push_str(&format!("\n[{name}]\n"));
            for (key, value) in [("release", release), ("date", date.unwrap_or_default()), ("source", source)] {
                if !value.is_empty() {
                    out.push_str(&format!("{key} = {value}\n"));
                }
            }
            out.push_str(&section.columns.join("\t"));
            out.push('\n');
            for row in &section.rows {
                out.push_str(&row.join("\t"));
                out.push('\n');
            }
        }
        out
    }
}

/// The row with the catalogue's name, the place of that cell, and the name.
fn header(rows: &[Vec<String>]) -> Option<(usize, usize, String)> {
    let is_name = |cell: &str| {
        let name = cell.trim();
        name.strip_prefix("c_").is_some_and(|rest| !rest.is_empty() && rest.chars().all(char::is_alphanumeric))
    };
    rows.iter().take(HEADER_WITHIN).enumerate().find_map(|(at, row)| {
        // A title alone in its row is a heading; the row of the titles has several cells.
        let several = row.iter().filter(|cell| !cell.is_empty()).count() > 1 || row.len() == 1;
        let cell = row.iter().position(|cell| is_name(cell)).filter(|_| several)?;
        Some((at, cell, row[cell].trim().to_owned()))
    })
}

/// The titles, of one row or of two, and where the table starts.
fn titles(rows: &[Vec<String>], header: usize, at: usize) -> (Vec<String>, usize) {
    let mut titles = rows[header].clone();
    let below = rows.get(header + 1).filter(|below| {
        let known = below.iter().filter(|cell| TITLES.iter().any(|(title, _)| *title == fold(cell))).count();
        known > 0 && (below[at].is_empty() || known > 1)
    });
    let Some(below) = below else { return (titles, header + 1) };
    for (title, below) in titles.iter_mut().zip(below) {
        if !below.is_empty() {
            title.clone_from(below);
        }
    }
    (titles, header + 2)
}

/// The column of a title; empty for a column without one.
fn column(title: &str) -> String {
    let folded = fold(title);
    match TITLES.iter().find(|(known, _)| *known == folded) {
        Some((_, column)) => (*column).to_owned(),
        None => {
            let words = title.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("_")
        }
    }
}

fn value(catalog: &str, column: &str, cell: &str, width: Option<usize>) -> Result<String, String> {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(match column {
        "code" => match width {
            // A spreadsheet may take the code 01 for the number 1.
            Some(width) if cell.bytes().all(|b| b.is_ascii_digit()) => format!("{cell:0>width$}"),
            _ => cell,
        },
        "from" | "until" => date(&cell).ok_or(format!("`{cell}` is no date"))?,
        "regimenes_fiscales_receptores" => cell.replace(' ', ""),
        "minimo" | "valor" if catalog == "c_TasaOCuota" => match cell.parse::<f64>() {
            // Rates have six decimals in a CFDI.
            Ok(_) if !cell.is_empty() => six_decimals(&cell),
            _ => String::new(),
        },
        _ if FLAGS.contains(&column) => match fold(&cell) {
            word if word == "1" || word.starts_with("si") => "1".into(),
            word if word == "opcional" && column.starts_with("permite_") => "1".into(),
            _ => String::new(),
        },
        _ => cell,
    })
}

/// Digits only: no number is computed.
fn six_decimals(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}.{decimals:0<6}")
}

/// `2022-01-01`, `01/01/2022` and `01-01-2022` as the first of them.
fn date(cell: &str) -> Option<String> {
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '-']).collect();
    match parts[..] {
        [""] => Some(String::new()),
        [year, month, day] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [day, month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => None,
    }
}

/// Keys of two columns, and the key of a rate: as the library has them.
fn key(name: &str, table: &mut Section) -> Result<(), String> {
    let find = |table: &Section, name: &str| table.columns.iter().position(|column| column == name);
    let pair = match name {
        "c_Localidad" | "c_Municipio" => "estado",
        "c_Colonia" => "codigo_postal",
        "c_TasaOCuota" => return key_of_rates(table),
        _ => {
            let at = find(table, "code").ok_or("no code")?;
            table.columns.swap(0, at);
            table.rows.iter_mut().for_each(|row| row.swap(0, at));
            return Ok(());
        }
    };
    let (first, second) =
        (find(table, pair).ok_or(format!("no column {pair}"))?, find(table, "code").ok_or("no code")?);
    let rest: Vec<usize> = (0..table.columns.len()).filter(|at| ![first, second].contains(at)).collect();
    let keep =
        |key: String, row: &[String]| std::iter::once(key).chain(rest.iter().map(|at| row[*at].clone())).collect();
    table.columns = keep("code".into(), &table.columns);
    for row in &mut table.rows {
        *row = keep(format!("{}|{}", row[first], row[second]), row);
    }
    Ok(())
}

fn key_of_rates(table: &mut Section) -> Result<(), String> {
    let find = |name: &str| table.columns.iter().position(|column| column == name).ok_or(format!("no column {name}"));
    let (kind, least, most, tax) = (find("tipo")?, find("minimo")?, find("valor")?, find("impuesto")?);
    let (factor, traslado, retencion) = (find("factor")?, find("traslado")?, find("retencion")?);
    for row in &mut table.rows {
        let label = row[tax].clone();
        let code = match fold(&label) {
            word if word.starts_with("iva") => "002",
            word if word.starts_with("ieps") => "003",
            word if word.starts_with("isr") => "001",
            _ => return Err(format!("`{label}` is no tax")),
        };
        if fold(&row[kind]) == "fijo" {
            row[least].clear();
        }
        let direction =
            format!("{}{}", if row[traslado] == "1" { "T" } else { "" }, if row[retencion] == "1" { "R" } else { "" });
        let range = if row[least].is_empty() { String::new() } else { format!("{}-", row[least]) };
        let key = format!("{code}|{}|{direction}|{range}{}", row[factor], row[most]);
        row[tax] = code.to_owned();
        row.splice(0..0, [key, label]);
    }
    table.columns.splice(0..0, ["code".to_owned(), "name".to_owned()]);
    Ok(())
}

/// How many digits the codes of a catalogue have, where all have as many.
fn code_width(name: &str) -> Option<usize> {
    let catalog = Catalogs::builtin().get(name)?;
    let mut widths = catalog.iter().take(1000).map(|entry| {
        let code = entry.code().rsplit('|').next().unwrap_or_default().to_owned();
        (code.bytes().all(|b| b.is_ascii_digit()), code.len())
    });
    let (digits, width) = widths.next()?;
    (digits && widths.all(|other| other == (true, width))).then_some(width)
}

fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.trim().to_owned(),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

/// Lower case, no accents, only letters and digits.
fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'Á' => 'a',
        'é' | 'É' => 'e',
        'í' | 'Í' => 'i',
        'ó' | 'Ó' => 'o',
        'ú' | 'ü' | 'Ú' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        _ => c.to_ascii_lowercase(),
    };
    text.chars().map(plain).filter(char::is_ascii_alphanumeric).collect()
}

/// Rows of a CSV file: commas, double quotes, and line ends of any kind.
fn csv(text: &str) -> Result<Vec<Vec<String>>, String> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            ',' if !quoted => row.push(std::mem::take(&mut cell).trim().to_owned()),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if quoted {
        return Err("a quoted cell does not end".into());
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell.trim().to_owned());
        rows.push(row);
    }
    let widest = rows.iter().map(Vec::len).max().unwrap_or_default();
    rows.iter_mut().for_each(|row| row.resize(widest, String::new()));
    Ok(rows)
}

/// The row of the titles is among the first ones.
const HEADER_WITHIN: usize = 20;

/// Columns that say yes or no.
const FLAGS: &[&str] = &[
    "aplica_fisica",
    "aplica_moral",
    "es_bancarizado",
    "permite_banco_beneficiario_rfc",
    "permite_banco_ordenante_rfc",
    "permite_cuenta_beneficiario",
    "permite_cuenta_ordenante",
    "permite_tipo_cadena_pago",
    "requiere_banco_ordenante_nombre_ext",
    "requiere_numero_operacion",
    "retencion",
    "traslado",
];

/// SAT's titles as [`fold`] leaves them, its misprints included, and the library's columns.
const TITLES: &[(&str, &str)] = &[
    ("agrupaciones", "agrupaciones"),
    ("bancarizado", "es_bancarizado"),
    ("ccodigopostal", "codigo_postal"),
    ("cestado", "estado"),
    ("clocalidad", "localidad"),
    ("cmunicipio", "municipio"),
    ("cpais", "pais"),
    ("cuentadebeneficiario", "permite_cuenta_beneficiario"),
    ("cuentadebenenficiario", "permite_cuenta_beneficiario"),
    ("cuentaordenante", "permite_cuenta_ordenante"),
    ("decimales", "decimales"),
    ("descripcion", "name"),
    ("descripciondelhusohorario", "huso_horario"),
    ("estimulofranjafronteriza", "estimulo_franja_fronteriza"),
    ("factor", "factor"),
    ("fechadefindevigencia", "until"),
    ("fechadeiniciodevigencia", "from"),
    ("fechafindevigencia", "until"),
    ("fechafinvigencia", "until"),
    ("fechainiciodevigencia", "from"),
    ("fechainiciovigencia", "from"),
    ("fisica", "aplica_fisica"),
    ("formatodecodigopostal", "patron_codigo_postal"),
    ("formatoderegistrodeidentidadtributaria", "patron_identidad_tributaria"),
    ("impuesto", "impuesto"),
    ("moral", "aplica_moral"),
    ("nombre", "name"),
    ("nombredelasentamiento", "name"),
    ("nombredelbancoemisordelacuentaordenanteencasodeextranjero", "requiere_banco_ordenante_nombre_ext"),
    ("nombredelestado", "name"),
    ("numerodeoperacion", "requiere_numero_operacion"),
    ("palabrassimilares", "palabras_similares"),
    ("patronparacuentabeneficiaria", "patron_cuenta_beneficiario"),
    ("patronparacuentaordenante", "patron_cuenta_ordenante"),
    ("porcentajevariacion", "porcentaje_variacion"),
    ("rangoofijo", "tipo"),
    ("regimenfiscalreceptor", "regimenes_fiscales_receptores"),
    ("retencion", "retencion"),
    ("rfcdelemisorcuentadebeneficiario", "permite_banco_beneficiario_rfc"),
    ("rfcdelemisordelacuentaordenante", "permite_banco_ordenante_rfc"),
    ("simbolo", "simbolo"),
    ("texto", "name"),
    ("tipocadenapago", "permite_tipo_cadena_pago"),
    ("traslado", "traslado"),
    ("umt", "unidad"),
    ("validaciondelregistrodeidentidadtributaria", "validacion_identidad_tributaria"),
    ("valormaximo", "valor"),
    ("valorminimo", "minimo"),
    ("vigenciadesde", "from"),
    ("vigenciahasta", "until"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_sorted_and_folded() {
        assert!(TITLES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TITLES.iter().all(|(title, _)| fold(title) == *title));
        assert_eq!(column("Fecha inicio de vigencia"), "from");
        assert_eq!(column("Género / Clase"), "genero_clase");
    }

    #[test]
    fn dates_of_all_writings() {
        for text in ["2022-01-05", "05/01/2022", "5/1/2022", "05-01-2022", "2022-01-05 00:00:00"] {
            assert_eq!(date(text).as_deref(), Some("2022-01-05"), "{text}");
        }
        assert_eq!((date(""), date("soon")), (Some(String::new()), None));
    }

    #[test]
    fn quoted_cells() {
        let rows = csv("a,\"b, \"\"c\"\"\"\r\n1\n").unwrap();
        assert_eq!(rows, [["a", "b, \"c\""], ["1", ""]]);
        assert!(csv("\"a").is_err());
    }
}
