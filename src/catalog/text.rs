//! Catalogues as a text file: how a newer release comes in at run time, and how the program's own can be looked at.
//!
//! The format is described in `docs/catalogs.md`. Reading is strict: what is not of the form is an error with its line and
//! column, and nothing is guessed.

use std::collections::HashSet;
use std::fmt::Write;
use std::ops::Range;

use super::Catalog;
use super::pack::{Column, Table};
use crate::error::{Error, InputProblem};
use crate::model::Date;

/// The first line.
pub(super) const HEAD: &str = "frontera-catalogs\t1";
/// The longest code, in bytes.
const LONGEST_CODE: usize = 100;
/// The longest cell, in bytes.
const LONGEST_CELL: usize = 10_000;
const MOST_COLUMNS: usize = 64;
/// Bytes of a file. The number of a word has three bytes, and a longer file might have more words than that.
const MOST_BYTES: usize = 64 << 20;

pub(super) fn read(file: &[u8]) -> Result<Vec<Table<'_>>, Error> {
    let whole = |problem, message: &str| Error::input(problem, message).at(file, 0..0);
    if file.len() > MOST_BYTES {
        return Err(whole(InputProblem::TooLarge, "longer than 64 MiB"));
    }
    let text = std::str::from_utf8(file).map_err(|error| {
        let at = error.valid_up_to();
        Error::input(InputProblem::Encoding, "not UTF-8").at(file, at..at + 1)
    })?;
    let mut lines = Lines { file, rest: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0 };
    lines.at = text.len() - lines.rest.len();
    match lines.next() {
        Some(line) if line.text == HEAD => {}
        Some(line) if line.text.starts_with("frontera-catalogs\t") => {
            return Err(line.error(file, InputProblem::Unsupported, "another version of the format than 1"));
        }
        _ => return Err(whole(InputProblem::Format, "the first line is not `frontera-catalogs`, a tab and `1`")),
    }
    let mut tables: Vec<Table<'_>> = Vec::new();
    while let Some(line) = lines.next() {
        if line.is_blank() {
            continue;
        }
        let name = line.text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|name| is_name(name));
        let Some(name) = name else {
            return Err(line.error(file, InputProblem::Value, "not the start of a catalogue, such as [c_UsoCFDI]"));
        };
        if tables.iter().any(|table| table.name == name) {
            return Err(line.error(file, InputProblem::Duplicate, &format!("{name} stands twice")));
        }
        tables.push(section(name, line, &mut lines)?);
    }
    Ok(tables)
}

/// Characters that turn the direction of text, so that a reader sees another order than there is.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What stands under `[name]`.
fn section<'f>(name: &'f str, start: Line<'f>, lines: &mut Lines<'f>) -> Result<Table<'f>, Error> {
    let file = lines.file;
    let mut table = Table { name, ..Table::default() };
    let mut said = HashSet::new();
    let header = loop {
        let Some(line) = lines.next() else {
            return Err(start.error(file, InputProblem::Value, "a catalogue without the line of its columns"));
        };
        if line.text == "code" || line.text.starts_with("code\t") {
            break line;
        }
        if line.is_blank() {
            continue;
        }
        let Some((key, value)) = line.text.split_once('=').map(|(key, value)| (key.trim(), value.trim())) else {
            return Err(line.error(file, InputProblem::Value, "neither `key = value` nor the line of the columns"));
        };
        if value.chars().any(|c| c.is_control() || is_bidi(c)) {
            return Err(line.error(file, InputProblem::Value, "a character that directs the terminal or the text"));
        }
        if !said.insert(key) {
            return Err(line.error(file, InputProblem::Duplicate, &format!("{key} stands twice")));
        }
        match key {
            "title" => table.title = value,
            "title_en" => table.title_en = value,
            "family" => table.family = value,
            "release" => table.release = value,
            "date" if value.parse::<Date>().is_ok() => table.date = value,
            "date" => return Err(line.error(file, InputProblem::Value, "not a date such as 2026-03-25")),
            "source" => table.source = value,
            "type" => match value.split_once(' ') {
                Some((namespace, type_name)) => (table.namespace, table.type_name) = (namespace, type_name),
                None => return Err(line.error(file, InputProblem::Value, "not a namespace, a blank and a name")),
            },
            _ => return Err(line.error(file, InputProblem::UnknownField, &format!("{key} is not known here"))),
        }
    };
    let mut names: Vec<&str> = Vec::new();
    for (name, span) in header.cells() {
        if !is_column(name) {
            return Err(header.error_at(file, span, InputProblem::Value, "columns are named by a-z, 0-9 and _"));
        }
        if names.contains(&name) || names.len() > MOST_COLUMNS {
            return Err(header.error_at(
                file,
                span,
                InputProblem::Duplicate,
                "a column stands twice, or there are too many",
            ));
        }
        names.push(name);
    }
    table.columns = names[1..].iter().map(|name| Column { name, cells: Vec::new() }).collect();
    let mut spans = Vec::new();
    loop {
        let before = (lines.rest, lines.at);
        let Some(line) = lines.next() else { break };
        if line.text.starts_with('[') {
            (lines.rest, lines.at) = before;
            break;
        }
        if line.is_blank() {
            continue;
        }
        let mut count = 0;
        for (at, (cell, span)) in line.cells().enumerate() {
            count += 1;
            let column = names.get(at).copied().unwrap_or_default();
            let problem = match column {
                "code" if cell.is_empty() || cell.trim() != cell || cell.len() > LONGEST_CODE => "not a code",
                "from" | "until" if !cell.is_empty() && cell.parse::<Date>().is_err() => {
                    "not a date such as 2026-03-25"
                }
                _ if cell.len() > LONGEST_CELL => "a cell of more than 10,000 bytes",
                _ if cell.chars().any(|c| c.is_control() || is_bidi(c)) => {
                    "a character that directs the terminal or the text"
                }
                _ => "",
            };
            if !problem.is_empty() {
                return Err(line.error_at(file, span, InputProblem::Value, problem));
            }
            match at.checked_sub(1) {
                None => table.codes.push(cell),
                Some(at) => {
                    if let Some(column) = table.columns.get_mut(at) {
                        column.cells.push(cell);
                    }
                }
            }
        }
        if count != names.len() {
            let message = format!("{count} cells, but {} columns", names.len());
            return Err(line.error(file, InputProblem::Value, &message));
        }
        spans.push(line);
    }
    match table.sort() {
        Ok(()) => Ok(table),
        Err(row) => Err(spans[row].error(file, InputProblem::Duplicate, "the code stands twice")),
    }
}

/// Takes from the catalogue in whose place it comes what the file does not say about the catalogue itself.
pub(super) fn inherit<'t>(table: &mut Table<'t>, old: Catalog<'t>) {
    let inherit = |new: &mut &'t str, old: &'t str| {
        if new.is_empty() {
            *new = old;
        }
    };
    inherit(&mut table.title, old.title());
    inherit(&mut table.title_en, old.title_en());
    inherit(&mut table.family, old.family());
    if let Some((namespace, name)) = old.xsd_type().filter(|_| table.type_name.is_empty()) {
        (table.namespace, table.type_name) = (namespace, name);
    }
}

pub(super) fn write<'a>(catalogs: impl Iterator<Item = Catalog<'a>>) -> String {
    let mut out = format!("{HEAD}\n");
    for catalog in catalogs {
        // Writing to a string does not fail.
        let _ = writeln!(out, "\n[{}]", catalog.name());
        let kind = catalog.xsd_type().map(|(namespace, name)| format!("{namespace} {name}")).unwrap_or_default();
        let date = catalog.date().map(|date| date.to_string()).unwrap_or_default();
        let facts = [
            ("title", catalog.title()),
            ("title_en", catalog.title_en()),
            ("family", catalog.family()),
            ("release", catalog.release()),
            ("date", &date),
            ("source", catalog.source()),
            ("type", &kind),
        ];
        for (key, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(out, "{key} = {value}");
        }
        let columns: Vec<&str> = catalog.columns().collect();
        out.push_str("code");
        for column in &columns {
            let _ = write!(out, "\t{column}");
        }
        out.push('\n');
        let cells: Vec<_> = columns.iter().filter_map(|column| catalog.cells(column)).collect();
        for entry in catalog.iter() {
            out.push_str(entry.code());
            for cells in &cells {
                out.push('\t');
                out.push_str(&cells.get(entry.row));
            }
            out.push('\n');
        }
    }
    out
}

/// Letters, digits and what stands between them in SAT's names; SAT's accents, too.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_CODE && name.chars().all(|c| c.is_alphanumeric() || "_:.-".contains(c))
}

fn is_column(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

struct Lines<'f> {
    file: &'f [u8],
    rest: &'f str,
    at: usize,
}

impl<'f> Lines<'f> {
    fn next(&mut self) -> Option<Line<'f>> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest.as_bytes());
        let text = &self.rest[..end.unwrap_or(self.rest.len())];
        let line = Line { text: text.strip_suffix('\r').unwrap_or(text), at: self.at };
        let taken = text.len() + usize::from(end.is_some());
        self.rest = &self.rest[taken..];
        self.at += taken;
        Some(line)
    }
}

/// A line, and the bytes before it.
#[derive(Clone, Copy)]
struct Line<'f> {
    text: &'f str,
    at: usize,
}

impl<'f> Line<'f> {
    /// Nothing, or a comment.
    fn is_blank(self) -> bool {
        self.text.is_empty() || self.text.starts_with('#')
    }

    fn cells(self) -> impl Iterator<Item = (&'f str, Range<usize>)> {
        let mut at = self.at;
        self.text.split('\t').map(move |cell| {
            let span = at..at + cell.len();
            at = span.end + 1;
            (cell, span)
        })
    }

    fn error(self, file: &[u8], problem: InputProblem, message: &str) -> Error {
        self.error_at(file, self.at..self.at + self.text.len(), problem, message)
    }

    fn error_at(self, file: &[u8], span: Range<usize>, problem: InputProblem, message: &str) -> Error {
        Error::input(problem, message).at(file, span)
    }
}
