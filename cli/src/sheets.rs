//! Catalogues out of spreadsheets and CSV files as SAT publishes them.
//!
//! SAT's workbooks have a sheet per catalogue, with some lines about the release above the table, and titles in one or two
//! rows. A catalogue is called as its sheet is, else as one of its titles. The row of the titles is the one that has a cell
//! with the catalogue's name; a row below it without a code has the rest of the titles. Columns are known by their titles,
//! with or without accents; an unknown one keeps its title as a name.
//!
//! A sheet that cannot be read costs its own catalogue, and no other: half a catalogue would replace a whole one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Sheets, XlsxError, open_workbook_auto_from_rs};
use frontera::catalog::{Catalog, Catalogs};
use frontera::model::Date;

use crate::io::Input;

/// What has been read so far.
#[derive(Debug)]
pub(crate) struct Built {
    family: String,
    sections: BTreeMap<String, Section>,
    /// Catalogues of which a sheet could not be read.
    broken: BTreeSet<String>,
    notes: Vec<String>,
    failed: bool,
}

#[derive(Debug, Default)]
struct Section {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A row that has something, with its number in the sheet. All rows of a sheet have as many cells.
#[derive(Debug)]
struct Line {
    number: usize,
    cells: Vec<String>,
}

impl Built {
    pub(crate) fn new(family: &str) -> Self {
        Built {
            family: family.to_owned(),
            sections: BTreeMap::new(),
            broken: BTreeSet::new(),
            notes: Vec::new(),
            failed: false,
        }
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

    /// Whether something was left out that should have been a catalogue.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Adds what a file has: a workbook of any of the usual kinds, else CSV.
    pub(crate) fn add(&mut self, input: &Input) -> Result<(), String> {
        let name = input.name.to_string();
        let is_workbook = [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"].iter().any(|magic| input.bytes.starts_with(magic));
        if !is_workbook {
            let text = std::str::from_utf8(&input.bytes).map_err(|_| "neither a workbook nor CSV in UTF-8")?;
            let rows = csv(text.trim_start_matches('\u{feff}'))?;
            self.add_sheet(&name, None, Ok(rows));
            return Ok(());
        }
        if input.bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            check_xls(&input.bytes)?;
        }
        let mut book = open_workbook_auto_from_rs(Cursor::new(&input.bytes[..])).map_err(|error| error.to_string())?;
        for sheet in book.sheet_names() {
            let lines = lines(&mut book, &sheet);
            self.add_sheet(&sheet, named(&sheet), lines);
        }
        Ok(())
    }

    /// Leaves a catalogue out for an error.
    pub(crate) fn leave_out(&mut self, name: &str, reason: &str) {
        self.sections.remove(name);
        self.fail(name, reason);
    }

    fn fail(&mut self, what: &str, reason: &str) {
        self.failed = true;
        self.notes.push(format!("{what}: left out: {reason}"));
    }

    fn add_sheet(&mut self, sheet: &str, named: Option<&str>, lines: Result<Vec<Line>, String>) {
        let of_sheet = named.map(|name| self.full(name));
        let lines = match lines {
            Ok(lines) if lines.is_empty() => return,
            Ok(lines) => lines,
            Err(reason) => {
                self.broken.extend(of_sheet);
                return self.fail(sheet, &reason);
            }
        };
        let header = match header(&lines, named) {
            Some(header) => header,
            None if named.is_some() => {
                self.broken.extend(of_sheet);
                return self.fail(sheet, "called as a catalogue, but it has no row of titles");
            }
            None => {
                return self.notes.push(format!("{sheet}: no column is called as a catalogue; left out"));
            }
        };
        let full = of_sheet.unwrap_or_else(|| self.full(&header.name));
        match self.table(sheet, &full, &header, &lines).and_then(|table| self.append(&full, table)) {
            Ok(()) => {}
            Err(reason) => {
                self.fail(sheet, &reason);
                self.broken.insert(full);
            }
        }
    }

    /// The catalogue's name with its family, spelled as the program spells it.
    fn full(&self, name: &str) -> String {
        let name = format!("c_{}", &name[2..]);
        let full = if self.family.is_empty() { name } else { format!("{}:{name}", self.family) };
        let known = Catalogs::builtin().iter().map(|catalog| catalog.name().to_owned());
        known.into_iter().find(|known| known.eq_ignore_ascii_case(&full)).unwrap_or(full)
    }

    fn table(&mut self, sheet: &str, full: &str, header: &Header, lines: &[Line]) -> Result<Section, String> {
        let name = full.rsplit(':').next().unwrap_or(full);
        let at = header.column;
        let (titles, body) = titles(lines, header.row, at);
        let mut columns: Vec<String> = titles.iter().map(|title| column(title)).collect();
        // A unit has a name and a description; everything else is named by its description.
        if let Some(described) = columns.iter().position(|column| column == "name")
            && let Some(named) = titles.iter().position(|title| fold(title) == "nombre")
        {
            columns[described] = "descripcion".into();
            columns[named] = "name".into();
        }
        let is_rates = name == "c_TasaOCuota";
        if is_rates {
            columns.iter_mut().filter(|column| *column == "valor_maximo").for_each(|column| *column = "valor".into());
        } else {
            columns[at] = "code".into();
        }
        distinguish(&mut columns, at);
        let used: Vec<usize> = (0..columns.len()).filter(|at| !columns[*at].is_empty()).collect();
        // A catalogue that the program has not has the codes of the one that its title names.
        let width = code_width(full).or_else(|| code_width(&self.full(&header.name)));
        let mut left_out = 0;
        let mut table = Section { columns: used.iter().map(|at| columns[*at].clone()).collect(), rows: Vec::new() };
        let mut numbers = Vec::new();
        for line in &lines[body..] {
            // A rate has no code; a cell alone in its row is a remark below the table.
            let is_remark = is_rates && line.cells.iter().filter(|cell| !cell.is_empty()).count() == 1;
            if is_remark || (line.cells[at].is_empty() && !is_rates) {
                left_out += 1;
                continue;
            }
            let cells = used.iter().map(|at| value(&columns[*at], &line.cells[*at], width));
            let cells = cells.collect::<Result<_, _>>();
            table.rows.push(cells.map_err(|problem| format!("row {}: {problem}", line.number))?);
            numbers.push(line.number);
        }
        if left_out > 0 {
            self.notes.push(format!("{sheet}: {left_out} rows without a code are left out"));
        }
        key(name, &mut table, &numbers)?;
        Ok(table)
    }

    /// SAT spreads a large catalogue over several sheets.
    fn append(&mut self, full: &str, mut table: Section) -> Result<(), String> {
        let section = self.sections.entry(full.to_owned()).or_default();
        if section.columns.is_empty() {
            *section = table;
        } else if section.columns == table.columns {
            section.rows.append(&mut table.rows);
        } else {
            return Err("other columns than the sheet before it of the same catalogue".into());
        }
        Ok(())
    }

    /// When all files are added: catalogues with a sheet missing go, and codes that may repeat are numbered.
    pub(crate) fn finish(&mut self) {
        for name in std::mem::take(&mut self.broken) {
            if self.sections.remove(&name).is_some() {
                self.fail(&name, "not all of its sheets could be read");
            }
        }
        for (name, section) in &mut self.sections {
            if may_repeat(name) {
                number(&mut section.rows);
            }
        }
    }

    /// In the format that the library loads.
    pub(crate) fn to_text(&self, release: &str, date: Option<&str>, source: &str) -> String {
        self.write(|_| true, release, date, source)
    }

    /// One catalogue alone in that format.
    pub(crate) fn text_of(&self, name: &str) -> String {
        self.write(|other| other == name, "", None, "")
    }

    fn write(&self, which: impl Fn(&str) -> bool, release: &str, date: Option<&str>, source: &str) -> String {
        let mut out = String::from("frontera-catalogs\t1\n");
        for (name, section) in self.sections.iter().filter(|(name, _)| which(name)) {
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

/// The cells of a sheet that have something, within bounds: the rectangle around them may be of any size.
fn lines(book: &mut Sheets<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Line>, String> {
    let mut cells = Cells::default();
    match book {
        Sheets::Xlsx(book) => {
            let mut reader = match book.worksheet_cells_reader(sheet) {
                // A sheet of a chart.
                Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
                reader => reader.map_err(|error| error.to_string())?,
            };
            while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
                let (row, column) = cell.get_position();
                cells.push(row, column, &cell.get_value().clone().into())?;
            }
        }
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
            while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
                let (row, column) = cell.get_position();
                cells.push(row, column, &cell.get_value().clone().into())?;
            }
        }
        // These have been read whole when the workbook was opened.
        book => {
            let range = book.worksheet_range(sheet).map_err(|error| error.to_string())?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, cell) in range.used_cells() {
                let place = |start: u32, at: usize| u32::try_from(at).map_or(u32::MAX, |at| start.saturating_add(at));
                cells.push(place(top, row), place(left, column), cell)?;
            }
        }
    }
    cells.into_lines()
}

/// Refuses an .xls with cells far from each other: all its sheets are laid out when it is opened.
fn check_xls(bytes: &[u8]) -> Result<(), String> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let stream =
        file.open_stream("Workbook").or_else(|_| file.open_stream("Book")).map_err(|error| error.to_string())?;
    let mut book = Vec::new();
    stream.take(bytes.len() as u64).read_to_end(&mut book).map_err(|error| error.to_string())?;
    let globals = records(&book).take_while(|(kind, _)| *kind != END_OF_SHEET);
    let starts = globals.filter(|(kind, _)| *kind == SHEET).filter_map(|(_, data)| Some(u32_at(data, 0)? as usize));
    let mut all = 0u64;
    for start in starts {
        let sheet = book.get(start..).ok_or("a sheet lies behind the end of the workbook")?;
        let (mut depth, mut rows, mut columns) = (0, (u16::MAX, 0), (u16::MAX, 0));
        for (kind, data) in records(sheet) {
            match kind {
                START_OF_SHEET => depth += 1,
                END_OF_SHEET if depth <= 1 => break,
                END_OF_SHEET => depth -= 1,
                DIMENSIONS => {
                    // What it says is set aside at once, true or not. Older writers count rows in two bytes.
                    let short = |at| u16_at(data, at).map_or(0, u64::from);
                    let long = |at| u32_at(data, at).map_or(0, u64::from);
                    let [top, bottom, left, right] = match data.len() {
                        14.. => [long(0), long(4), short(8), short(10)],
                        _ => [short(0), short(2), short(4), short(6)],
                    };
                    let (height, width) = (bottom.checked_sub(top), right.checked_sub(left));
                    let (Some(height), Some(width)) = (height, width) else {
                        return Err("a sheet ends before it starts".into());
                    };
                    if height.saturating_mul(width) > MOST_OF_XLS {
                        return Err("a sheet is larger than a catalogue".into());
                    }
                }
                _ if CELLS.contains(&kind) => {
                    let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
                    // Several cells in one end with the last column.
                    let last = if kind == SEVERAL { u16_at(data, data.len() - 2).unwrap_or(column) } else { column };
                    rows = (rows.0.min(row), rows.1.max(row));
                    columns = (columns.0.min(column), columns.1.max(column).max(last));
                }
                _ => {}
            }
        }
        if rows.0 <= rows.1 && columns.0 <= columns.1 {
            all += (u64::from(rows.1 - rows.0) + 1) * (u64::from(columns.1 - columns.0) + 1);
        }
        if all > MOST_OF_XLS {
            return Err("the sheets are larger than catalogues: the cells are too far from each other".into());
        }
    }
    Ok(())
}

/// Kind and data of each record of an .xls ([MS-XLS] 2.1.4).
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, len) = (u16_at(stream, 0)?, u16_at(stream, 2)? as usize);
        let data = stream.get(4..4 + len)?;
        stream = &stream[4 + len..];
        Some((kind, data))
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..)?.first_chunk().copied()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..)?.first_chunk().copied()?))
}

const START_OF_SHEET: u16 = 0x0809;
const END_OF_SHEET: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL: u16 = 0x00BD;
/// Formula, several numbers, rich text, shared text, number, text, truth, number in short.
const CELLS: &[u16] = &[0x0006, SEVERAL, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];
/// The rectangles of all sheets of an .xls together: a full sheet of 65,536 rows and 256 columns has 17 million.
const MOST_OF_XLS: u64 = 40_000_000;

#[derive(Debug, Default)]
struct Cells {
    cells: Vec<(u32, usize, String)>,
    bytes: usize,
}

impl Cells {
    fn push(&mut self, row: u32, column: u32, cell: &Data) -> Result<(), String> {
        let column = column as usize;
        let text = if column < MOST_COLUMNS { text(cell) } else { String::new() };
        if text.is_empty() {
            return Ok(());
        }
        self.bytes += text.len();
        if self.cells.len() >= MOST_CELLS || self.bytes > MOST_TEXT {
            return Err(too_large());
        }
        self.cells.push((row, column, text));
        Ok(())
    }

    /// Rows without anything are no rows.
    fn into_lines(mut self) -> Result<Vec<Line>, String> {
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        let width = self.cells.iter().map(|(_, column, _)| column + 1).max().unwrap_or_default();
        let rows = self.cells.chunk_by(|one, other| one.0 == other.0).count();
        if rows.saturating_mul(width) > MOST_CELLS {
            return Err(too_large());
        }
        let mut lines: Vec<Line> = Vec::with_capacity(rows);
        for (row, column, text) in self.cells {
            let number = row as usize + 1;
            if lines.last().is_none_or(|line| line.number != number) {
                lines.push(Line { number, cells: vec![String::new(); width] });
            }
            if let Some(line) = lines.last_mut() {
                line.cells[column] = text;
            }
        }
        Ok(lines)
    }
}

fn too_large() -> String {
    format!("larger than a catalogue: more than {MOST_CELLS} cells or {} MB of text", MOST_TEXT >> 20)
}

/// The catalogue that a sheet is called as: `c_Colonia` for `c_Colonia`, `C_Colonia`, `c_Colonia_1`, `c_Colonia_Parte_1`.
fn named(sheet: &str) -> Option<&str> {
    let sheet = sheet.trim();
    let whole = sheet.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = match whole.strip_suffix('_') {
        Some(name) if whole.len() < sheet.len() => {
            let part = name.len().checked_sub("_parte".len()).and_then(|at| name.split_at_checked(at));
            part.filter(|(_, part)| part.eq_ignore_ascii_case("_parte")).map_or(name, |(name, _)| name)
        }
        _ => sheet,
    };
    is_name(name).then_some(name)
}

fn is_name(name: &str) -> bool {
    let rest = name.strip_prefix("c_").or_else(|| name.strip_prefix("C_"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(char::is_alphanumeric))
}

/// The row of the titles.
struct Header {
    row: usize,
    /// Where the codes are.
    column: usize,
    /// The catalogue that the title of that column names, or the sheet.
    name: String,
}

fn header(lines: &[Line], named: Option<&str>) -> Option<Header> {
    // A title alone in its row is a heading; the row of the titles has several cells.
    let several = |line: &Line| line.cells.iter().filter(|cell| !cell.is_empty()).count() > 1 || line.cells.len() == 1;
    let rows = || lines.iter().take(HEADER_WITHIN).enumerate().filter(|(_, line)| several(line));
    let find = |is_it: &dyn Fn(&str) -> bool| {
        rows().find_map(|(row, line)| {
            let column = line.cells.iter().position(|cell| is_it(cell.trim()))?;
            Some(Header { row, column, name: line.cells[column].trim().to_owned() })
        })
    };
    let named_header = named.and_then(|name| find(&|cell| is_name(cell) && cell.eq_ignore_ascii_case(name)));
    named_header.or_else(|| find(&is_name)).or_else(|| {
        let known = |line: &Line| {
            line.cells.iter().filter(|cell| TITLES.iter().any(|(title, _)| *title == fold(cell))).count() > 1
        };
        let (row, line) = rows().find(|(_, line)| known(line))?;
        let column = line.cells.iter().position(|cell| !cell.is_empty())?;
        Some(Header { row, column, name: named?.to_owned() })
    })
}

/// Of two columns with one title the second gets `_2`; the codes keep theirs.
fn distinguish(columns: &mut [String], code: usize) {
    let mut taken = BTreeSet::from([columns[code].clone()]);
    for at in (0..columns.len()).filter(|at| *at != code) {
        if columns[at].is_empty() || taken.insert(columns[at].clone()) {
            continue;
        }
        let base = columns[at].clone();
        let mut count = 2;
        while columns.contains(&format!("{base}_{count}")) {
            count += 1;
        }
        columns[at] = format!("{base}_{count}");
        taken.insert(columns[at].clone());
    }
}

/// Whether a code may stand in several rows: it may where the program's table has such ones, in whatever family, and in a
/// catalogue that the program has not. In all others it is a mistake.
fn may_repeat(name: &str) -> bool {
    let bare = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let mut known = Catalogs::builtin().iter().filter(|catalog| bare(catalog.name()) == bare(name)).peekable();
    known.peek().is_none() || known.any(is_numbered)
}

/// Whether the catalogue has codes that SAT lists in several rows, such as `1790|2`.
fn is_numbered(catalog: Catalog<'_>) -> bool {
    catalog.iter().any(|entry| entry.code().strip_suffix("|2").is_some_and(|code| catalog.entry(code).is_some()))
}

fn number(rows: &mut [Vec<String>]) {
    let mut seen = HashMap::<String, u32>::new();
    for row in rows {
        let count = seen.entry(row[0].clone()).or_default();
        *count += 1;
        if *count > 1 {
            row[0] = format!("{}|{count}", row[0]);
        }
    }
}

/// The titles, of one row or of two, and where the table starts.
fn titles(lines: &[Line], header: usize, at: usize) -> (Vec<String>, usize) {
    let mut titles = lines[header].cells.clone();
    let below = lines.get(header + 1).map(|below| &below.cells).filter(|below| {
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

fn value(column: &str, cell: &str, width: Option<usize>) -> Result<String, String> {
    if column.starts_with("patron_") {
        return Ok(pattern(cell));
    }
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(match column {
        "code" => match width {
            // A spreadsheet may take the code 01 for the number 1.
            Some(width) if cell.bytes().all(|b| b.is_ascii_digit()) => format!("{cell:0>width$}"),
            _ => cell,
        },
        "from" | "until" => date(&cell).ok_or(format!("`{cell}` is no date"))?,
        "regimenes_fiscales_receptores" => cell.replace(' ', ""),
        _ if FLAGS.contains(&column) => match fold(&cell) {
            word if word == "1" || word.starts_with("si") => "1".into(),
            word if word == "opcional" && column.starts_with("permite_") => "1".into(),
            _ => String::new(),
        },
        _ => cell,
    })
}

/// A pattern on one line, however the spreadsheet breaks it; some cells say in words that there is none.
fn pattern(cell: &str) -> String {
    let cell = cell.replace(['\r', '\n'], "").replace("\\n", "");
    match fold(&cell).as_str() {
        "no" | "noaplica" | "opcional" if cell.chars().all(|c| c.is_alphabetic() || c == ' ') => String::new(),
        _ => cell.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// A rate with six decimals, as a CFDI has it. Digits only: no number is computed.
fn rate(cell: &str) -> Option<String> {
    let (whole, decimals) = cell.split_once('.').unwrap_or((cell, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fits = digits(whole) && digits(decimals) && decimals.len() <= 6 && (whole == "0" || !whole.starts_with('0'));
    fits.then(|| format!("{whole}.{decimals:0<6}"))
}

/// `2022-01-01`, `01/01/2022` and `01-01-2022` as the first of them.
fn date(cell: &str) -> Option<String> {
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '-']).collect();
    let text = match parts[..] {
        [""] => return Some(String::new()),
        [year, month, day] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => return None,
    };
    text.parse::<Date>().is_ok().then_some(text)
}

/// Keys of two columns, and the key of a rate: as the library has them.
fn key(name: &str, table: &mut Section, numbers: &[usize]) -> Result<(), String> {
    let find = |table: &Section, name: &str| table.columns.iter().position(|column| column == name);
    let pair = match name {
        "c_Localidad" | "c_Municipio" => "estado",
        "c_Colonia" => "codigo_postal",
        "c_TasaOCuota" => return key_of_rates(table, numbers),
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

fn key_of_rates(table: &mut Section, numbers: &[usize]) -> Result<(), String> {
    let find = |name: &str| table.columns.iter().position(|column| column == name).ok_or(format!("no column {name}"));
    let (kind, least, most, tax) = (find("tipo")?, find("minimo")?, find("valor")?, find("impuesto")?);
    let (factor, traslado, retencion) = (find("factor")?, find("traslado")?, find("retencion")?);
    for (row, number) in table.rows.iter_mut().zip(numbers) {
        let label = row[tax].clone();
        let code = match fold(&label) {
            word if word.starts_with("iva") => "002",
            word if word.starts_with("ieps") => "003",
            word if word.starts_with("isr") => "001",
            _ => return Err(format!("row {number}: `{label}` is no tax")),
        };
        let is_fixed = fold(&row[kind]) == "fijo";
        for at in [least, most] {
            // A fixed rate has no least one, and SAT may say so in words.
            if is_fixed && at == least && ["", "no", "noaplica"].contains(&fold(&row[at]).as_str()) {
                continue;
            }
            row[at] = rate(&row[at])
                .ok_or_else(|| format!("row {number}: `{}` is no rate with at most six decimals", row[at]))?;
        }
        if is_fixed {
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
    let numbered = is_numbered(catalog);
    let mut widths = catalog.iter().take(1000).map(|entry| {
        // Of a pair the second is the catalogue's own; a number behind a code is not of it.
        let code = if numbered { entry.code().split('|').next() } else { entry.code().rsplit('|').next() };
        let code = code.unwrap_or_default();
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
        Data::Float(number) => plain(number.to_string()),
        other => other.to_string(),
    }
}

/// A spreadsheet's 0.30000000000000004 is 0.3: within 1e-9 of six decimals, the six are meant.
fn plain(number: String) -> String {
    let Some((whole, decimals)) = number.split_once('.') else { return number };
    let Some((six, rest)) = decimals.split_at_checked(6).filter(|(_, rest)| !rest.is_empty()) else { return number };
    let digits = if rest.starts_with("000") {
        six.to_owned()
    } else if rest.starts_with("999") {
        // All nines carry into the whole part, which is left alone.
        match six.parse::<u32>() {
            Ok(six) if six < 999_999 => format!("{:06}", six + 1),
            _ => return number,
        }
    } else {
        return number;
    };
    match digits.trim_end_matches('0') {
        "" => whole.to_owned(),
        digits => format!("{whole}.{digits}"),
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
fn csv(text: &str) -> Result<Vec<Line>, String> {
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
    if rows.len().saturating_mul(widest) > MOST_CELLS {
        return Err(too_large());
    }
    let lines = rows.into_iter().enumerate().filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()));
    let pad = |(at, mut cells): (usize, Vec<String>)| {
        cells.resize(widest, String::new());
        Line { number: at + 1, cells }
    };
    Ok(lines.map(pad).collect())
}

/// The row of the titles is among the first ones.
const HEADER_WITHIN: usize = 20;

/// Columns that can be written; cells beyond them are ignored.
const MOST_COLUMNS: usize = 64;
/// Cells of a sheet. The largest of SAT's has 1.6 million.
const MOST_CELLS: usize = 4_000_000;
/// Bytes of all cells of a sheet: a shared text may stand in each of them.
const MOST_TEXT: usize = 256 << 20;

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
    ("findevigenciadelapatente", "until"),
    ("fisica", "aplica_fisica"),
    ("formatodecodigopostal", "patron_codigo_postal"),
    ("formatoderegistrodeidentidadtributaria", "patron_identidad_tributaria"),
    ("impuesto", "impuesto"),
    ("iniciodevigenciadelapatente", "from"),
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
    ("valormaximo", "valor_maximo"),
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
        assert_eq!((date(""), date("soon"), date("31/02/2022")), (Some(String::new()), None, None));
    }

    #[test]
    fn rates_are_digits() {
        for (cell, six) in [("0.16", "0.160000"), ("0", "0.000000"), ("43.770000", "43.770000")] {
            assert_eq!(rate(cell).as_deref(), Some(six));
        }
        for cell in ["", "NaN", "inf", "1e-1", "16%", "-0.1", "+0.1", "0.1600001", ".16", "0.", "00.16", "0.1.6"] {
            assert_eq!(rate(cell), None, "{cell}");
        }
        for (float, text) in [(0.1 + 0.2, "0.3"), (0.159_999_999_999, "0.16"), (0.160_000_1, "0.1600001"), (2.0, "2")] {
            assert_eq!(text_of_float(float), text);
        }
    }

    fn text_of_float(number: f64) -> String {
        text(&Data::Float(number))
    }

    #[test]
    fn sheets_are_called_as_catalogues() {
        for (sheet, name) in [
            ("c_Pais", Some("c_Pais")),
            ("C_Pais", Some("C_Pais")),
            ("c_Colonia_1", Some("c_Colonia")),
            ("c_Colonia_Parte_12", Some("c_Colonia")),
            ("c_", None),
            ("Hoja1", None),
            ("_parte_1", None),
        ] {
            assert_eq!(named(sheet), name, "{sheet}");
        }
    }

    #[test]
    fn quoted_cells() {
        let rows = csv("a,\"b, \"\"c\"\"\"\r\n1\n").unwrap();
        let cells: Vec<_> = rows.iter().map(|row| &row.cells[..]).collect();
        assert_eq!(cells, [["a", "b, \"c\""], ["1", ""]]);
        assert!(csv("\"a").is_err());
    }
}
