//! Tables as bytes: what a blob holds and how a cell is read where it lies.
//!
//! A blob is the words of its texts, a directory of tables, and their data. A table has codes and columns, or *extends* one
//! of another blob by columns for the same rows: so a heavy column can be left out of a build. The directory is read once
//! per blob; after that a cell costs some tens of nanoseconds. [`super::pack`] writes what this file reads.
//!
//! A column is of one of three kinds: **dictionary** (distinct values, and an index of as many bits as needed per row),
//! **runs** (distinct values, and where each run of equal rows starts), **words** (see [`super::words`]).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::words::{Tokens, Words};
use crate::packed::{CodeSet, Numbers, last_at_most, number, varint};

/// Bytes that live as long as the program, or as long as somebody uses them.
#[derive(Clone)]
pub(crate) enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<[u8]>),
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }
}

/// A part of a blob's bytes.
type Span = Range<u32>;

/// Tables that were packed together.
pub(crate) struct Blob {
    bytes: Bytes,
    words: Span,
    pub(crate) tables: Vec<Table>,
}

/// A table's place in its blob.
pub(crate) struct Table {
    facts: [Span; FACTS],
    pub(crate) rows: usize,
    pub(crate) extends: bool,
    codes: Span,
    columns: Vec<Column>,
}

struct Column {
    name: Span,
    kind: u8,
    data: Span,
}

/// What is known about a table, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    Name,
    Title,
    TitleEn,
    Family,
    Release,
    Date,
    Source,
    Namespace,
    Type,
}

pub(crate) const FACTS: usize = 9;
pub(crate) const DICTIONARY: u8 = 0;
pub(crate) const RUNS: u8 = 1;
pub(crate) const WORDS: u8 = 2;
pub(crate) const MAGIC: &[u8; 8] = b"FRCAT\x01\0\0";
/// Rows between two offsets of a column of words.
pub(crate) const ROWS: usize = 32;

impl Blob {
    pub(crate) fn new(bytes: Bytes) -> Option<Blob> {
        let all = bytes.get();
        let mut rest = all.strip_prefix(MAGIC)?;
        let at = |rest: &[u8]| (all.len() - rest.len()) as u32;
        let size = |rest: &mut &[u8]| varint(rest).and_then(|size| usize::try_from(size).ok());
        let (words, tables, directory) = (size(&mut rest)?, size(&mut rest)?, size(&mut rest)?);
        let mut data = at(rest.get(words.checked_add(directory)?..)?);
        let words = at(rest)..at(rest.get(words..)?);
        rest = rest.get(words.len()..)?;
        let take = |rest: &mut &[u8]| -> Option<Span> {
            let length = size(rest)?;
            let start = at(rest);
            *rest = rest.get(length..)?;
            Some(start..at(rest))
        };
        let mut reserve = |rest: &mut &[u8]| -> Option<Span> {
            let start = data;
            data = start.checked_add(u32::try_from(size(rest)?).ok()?)?;
            (data as usize <= all.len()).then_some(start..data)
        };
        let mut list = Vec::new();
        for _ in 0..tables {
            let mut facts = [const { 0..0 }; FACTS];
            for fact in &mut facts {
                *fact = take(&mut rest)?;
            }
            let rows = size(&mut rest)?;
            let extends = size(&mut rest)? == 1;
            let codes = reserve(&mut rest)?;
            let mut columns = Vec::new();
            for _ in 0..size(&mut rest)? {
                let name = take(&mut rest)?;
                columns.push(Column { name, kind: size(&mut rest)? as u8, data: reserve(&mut rest)? });
            }
            list.push(Table { facts, rows, extends, codes, columns });
        }
        Some(Blob { words, tables: list, bytes })
    }

    #[inline]
    fn slice(&self, span: &Span) -> &[u8] {
        self.bytes.get().get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn str(&self, span: &Span) -> &str {
        std::str::from_utf8(self.slice(span)).unwrap_or_default()
    }

    pub(crate) fn fact(&self, table: &Table, fact: Fact) -> &str {
        self.str(&table.facts[fact as usize])
    }

    #[inline]
    pub(crate) fn codes(&self, table: &Table) -> CodeSet<'_> {
        CodeSet::from_bytes(self.slice(&table.codes)).unwrap_or(CodeSet::EMPTY)
    }

    pub(crate) fn words(&self) -> Option<Words<'_>> {
        Words::from_bytes(self.slice(&self.words))
    }

    pub(crate) fn column_names<'b>(&'b self, table: &'b Table) -> impl Iterator<Item = &'b str> {
        table.columns.iter().map(|column| self.str(&column.name))
    }

    pub(crate) fn cells<'b>(&'b self, table: &Table, column: &str) -> Option<Cells<'b>> {
        let column = table.columns.iter().find(|c| self.slice(&c.name) == column.as_bytes())?;
        let data = self.slice(&column.data);
        match column.kind {
            DICTIONARY => {
                let (values, rest) = Values::split(data)?;
                let (bits, packed) = rest.split_first()?;
                Some(Cells::Dictionary { values, bits: *bits, packed })
            }
            RUNS => {
                let (values, rest) = Values::split(data)?;
                let (count, rest) = rest.split_first_chunk()?;
                let count = u32::from_le_bytes(*count) as usize;
                let (&[start, index], rest) = rest.split_first_chunk()?;
                let (starts, rest) = Numbers::split(start, count, rest)?;
                let (indexes, _) = Numbers::split(index, count, rest)?;
                Some(Cells::Runs { values, starts, indexes })
            }
            _ => {
                let (size, rest) = data.split_first()?;
                let (offsets, stream) = Numbers::split(*size, table.rows.div_ceil(ROWS), rest)?;
                Some(Cells::Words { words: self.words()?, offsets, stream })
            }
        }
    }
}

/// The cells of a column.
#[derive(Clone, Copy)]
pub(crate) enum Cells<'b> {
    Dictionary { values: Values<'b>, bits: u8, packed: &'b [u8] },
    Runs { values: Values<'b>, starts: Numbers<'b>, indexes: Numbers<'b> },
    Words { words: Words<'b>, offsets: Numbers<'b>, stream: &'b [u8] },
}

impl<'b> Cells<'b> {
    /// The text of a cell; empty where nothing is said.
    pub(crate) fn get(&self, row: usize) -> Cow<'b, str> {
        match self {
            Cells::Words { words, .. } => {
                let tokens = self.tokens(row).map(|tokens| words.text(tokens));
                Cow::Owned(tokens.unwrap_or_default())
            }
            _ => Cow::Borrowed(self.value(row)),
        }
    }

    /// The value of a cell that is not made of words.
    #[inline]
    pub(crate) fn value(&self, row: usize) -> &'b str {
        let value = match self {
            Cells::Dictionary { values, bits, packed } => {
                let bits = usize::from(*bits);
                // At most 24 bits and 7 before them: in four bytes.
                let start = row * bits;
                let word = match bits {
                    0 => 0,
                    _ => number(packed, start / 8, 4.min(packed.len().saturating_sub(start / 8))).unwrap_or(u64::MAX),
                };
                values.get((word >> (start % 8) & ((1 << bits) - 1)) as usize)
            }
            Cells::Runs { values, starts, indexes } => {
                last_at_most(starts.len(), |run| starts.index(run).is_some_and(|start| start <= row))
                    .and_then(|run| values.get(indexes.index(run)?))
            }
            Cells::Words { .. } => None,
        };
        value.unwrap_or_default()
    }

    /// The words of a cell.
    pub(crate) fn tokens(&self, row: usize) -> Option<Tokens<'b>> {
        let Cells::Words { words, offsets, stream } = self else { return None };
        let mut rest = stream.get(offsets.index(row / ROWS)?..)?;
        for _ in 0..row % ROWS {
            take_row(&mut rest)?;
        }
        take_row(&mut rest).map(|bytes| words.tokens(bytes))
    }

    /// The words of all cells of a column, from the first row on; nothing where the column is no text.
    pub(crate) fn all_tokens(&self) -> impl Iterator<Item = Tokens<'b>> + use<'b> {
        let (words, mut rest) = match self {
            Cells::Words { words, stream, .. } => (Some(*words), *stream),
            _ => (None, &[][..]),
        };
        std::iter::from_fn(move || words.zip(take_row(&mut rest)).map(|(words, bytes)| words.tokens(bytes)))
    }
}

#[inline]
fn take_row<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(varint(rest)?).ok()?;
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

/// Distinct values.
#[derive(Clone, Copy)]
pub(crate) struct Values<'b> {
    ends: Numbers<'b>,
    text: &'b [u8],
}

impl<'b> Values<'b> {
    #[inline]
    fn split(data: &'b [u8]) -> Option<(Values<'b>, &'b [u8])> {
        let (count, rest) = data.split_first_chunk()?;
        let (size, rest) = rest.split_first()?;
        let (ends, rest) = Numbers::split(*size, u32::from_le_bytes(*count) as usize, rest)?;
        let length = ends.len().checked_sub(1).map_or(Some(0), |last| ends.index(last))?;
        let (text, rest) = rest.split_at_checked(length)?;
        Some((Values { ends, text }, rest))
    }

    #[inline]
    fn get(&self, index: usize) -> Option<&'b str> {
        let start = match index {
            0 => 0,
            _ => self.ends.index(index - 1)?,
        };
        std::str::from_utf8(self.text.get(start..self.ends.index(index)?)?).ok()
    }
}
