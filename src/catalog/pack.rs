//! Writing the tables that `table.rs` reads: for the generator, and for catalogues that are loaded at run time.
//!
//! Public for the generator alone and hidden: nothing of it is promised to others.

use std::collections::{BTreeSet, HashMap};

use super::table::{DICTIONARY, FACTS, MAGIC, ROWS, RUNS, WORDS};
use super::words::Packer;
use crate::packed::{encode_codes, push_numbers, push_varint, size_of_numbers};

/// A table to be packed.
#[derive(Clone, Debug, Default)]
pub struct Table<'t> {
    /// Its name: `c_UsoCFDI`.
    pub name: &'t str,
    /// What it lists, in Spanish.
    pub title: &'t str,
    /// What it lists, in English.
    pub title_en: &'t str,
    /// To what it belongs: `CFDI 4.0`.
    pub family: &'t str,
    /// The release of its source.
    pub release: &'t str,
    /// The day of that release.
    pub date: &'t str,
    /// Where it was taken from.
    pub source: &'t str,
    /// The namespace of the simple type that admits its codes.
    pub namespace: &'t str,
    /// The name of that type.
    pub type_name: &'t str,
    /// Distinct codes, sorted by their bytes; of the same rows where it extends a table of another blob.
    pub codes: Vec<&'t str>,
    /// Whether it only adds columns to a table of another blob.
    pub extends: bool,
    /// Its columns.
    pub columns: Vec<Column<'t>>,
}

/// A column to be packed: as many cells as the table has codes.
#[derive(Clone, Debug, Default)]
pub struct Column<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its cells.
    pub cells: Vec<&'t str>,
}

impl<'t> Table<'t> {
    /// Puts the rows in order; the first of two rows with one code, if there are any, is the error.
    pub fn sort(&mut self) -> Result<(), usize> {
        let mut order: Vec<usize> = (0..self.codes.len()).collect();
        order.sort_by_key(|row| self.codes[*row].as_bytes());
        if let Some(pair) = order.windows(2).find(|pair| self.codes[pair[0]] == self.codes[pair[1]]) {
            return Err(pair[1]);
        }
        self.codes = order.iter().map(|row| self.codes[*row]).collect();
        for column in &mut self.columns {
            column.cells = order.iter().map(|row| column.cells[*row]).collect();
        }
        Ok(())
    }

    fn facts(&self) -> [&'t str; FACTS] {
        [
            self.name,
            self.title,
            self.title_en,
            self.family,
            self.release,
            self.date,
            self.source,
            self.namespace,
            self.type_name,
        ]
    }
}

/// Columns that are packed as words; the others repeat themselves, or are looked up as they are.
const TEXTS: &[&str] = &[
    "concesionario",
    "descripcion",
    "entre",
    "hasta",
    "name",
    "name_en",
    "nombre_complemento",
    "nombre_tecnico",
    "nota",
    "palabras_similares",
    "razon_social",
    "simbolo",
];

/// Packs tables into one blob.
///
/// # Panics
/// If codes are not sorted and distinct, or a column has not as many cells as there are codes.
pub fn pack(tables: &[Table<'_>]) -> Vec<u8> {
    let texts: Vec<Vec<bool>> =
        tables.iter().map(|table| table.columns.iter().map(|column| TEXTS.contains(&column.name)).collect()).collect();
    let columns = || tables.iter().zip(&texts).flat_map(|(table, texts)| table.columns.iter().zip(texts));
    let packer = Packer::new(columns().filter(|(_, is_text)| **is_text).flat_map(|(c, _)| c.cells.iter().copied()));
    let (mut directory, mut data) = (Vec::new(), Vec::new());
    for (table, texts) in tables.iter().zip(&texts) {
        for fact in table.facts() {
            push_text(fact, &mut directory);
        }
        push_varint(table.codes.len() as u64, &mut directory);
        push_varint(u64::from(table.extends), &mut directory);
        let codes = if table.extends { Vec::new() } else { encode_codes(&table.codes) };
        push_varint(codes.len() as u64, &mut directory);
        data.extend(codes);
        push_varint(table.columns.len() as u64, &mut directory);
        for (column, is_text) in table.columns.iter().zip(texts) {
            assert_eq!(column.cells.len(), table.codes.len(), "{}: {}", table.name, column.name);
            let (kind, bytes) = match is_text {
                true => (WORDS, words(&packer, &column.cells)),
                false => values(&column.cells),
            };
            push_text(column.name, &mut directory);
            push_varint(u64::from(kind), &mut directory);
            push_varint(bytes.len() as u64, &mut directory);
            data.extend(bytes);
        }
    }
    let words = packer.bytes();
    let mut out = MAGIC.to_vec();
    push_varint(words.len() as u64, &mut out);
    push_varint(tables.len() as u64, &mut out);
    push_varint(directory.len() as u64, &mut out);
    out.extend(words);
    out.extend(directory);
    out.extend(data);
    out
}

fn push_text(text: &str, out: &mut Vec<u8>) {
    push_varint(text.len() as u64, out);
    out.extend(text.as_bytes());
}

fn words(packer: &Packer<'_>, cells: &[&str]) -> Vec<u8> {
    let (mut offsets, mut stream) = (Vec::new(), Vec::new());
    let mut row = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        if at % ROWS == 0 {
            offsets.push(stream.len() as u64);
        }
        row.clear();
        packer.push(cell, &mut row);
        push_varint(row.len() as u64, &mut stream);
        stream.extend_from_slice(&row);
    }
    let size = size_of_numbers(&offsets);
    let mut out = vec![size];
    push_numbers(&offsets, size, &mut out);
    out.extend(stream);
    out
}

/// The smaller of a dictionary and runs.
fn values(cells: &[&str]) -> (u8, Vec<u8>) {
    let distinct: BTreeSet<&str> = cells.iter().copied().collect();
    let places: HashMap<&str, u64> = distinct.iter().copied().zip(0..).collect();
    let indexes: Vec<u64> = cells.iter().map(|cell| places[cell]).collect();
    let mut head = (distinct.len() as u32).to_le_bytes().to_vec();
    let mut end = 0;
    let ends: Vec<u64> = distinct
        .iter()
        .map(|value| {
            end += value.len() as u64;
            end
        })
        .collect();
    let size = size_of_numbers(&ends);
    head.push(size);
    push_numbers(&ends, size, &mut head);
    head.extend(distinct.iter().flat_map(|value| value.bytes()));

    let bits = (usize::BITS - distinct.len().saturating_sub(1).leading_zeros()) as usize;
    let mut packed = vec![bits as u8];
    packed.resize(1 + (cells.len() * bits).div_ceil(8), 0);
    for (row, index) in indexes.iter().enumerate() {
        for bit in (0..bits).filter(|bit| index >> bit & 1 == 1) {
            let at = row * bits + bit;
            packed[1 + at / 8] |= 1 << (at % 8);
        }
    }

    let mut starts = Vec::new();
    let mut runs = Vec::new();
    for (row, index) in indexes.iter().enumerate() {
        if runs.last() != Some(index) {
            starts.push(row as u64);
            runs.push(*index);
        }
    }
    let mut coded = (runs.len() as u32).to_le_bytes().to_vec();
    let (start, index) = (size_of_numbers(&starts), size_of_numbers(&runs));
    coded.extend([start, index]);
    push_numbers(&starts, start, &mut coded);
    push_numbers(&runs, index, &mut coded);

    let (kind, body) = if packed.len() <= coded.len() { (DICTIONARY, packed) } else { (RUNS, coded) };
    head.extend(body);
    (kind, head)
}
