//! SAT's catalogues: which codes there are, from when until when, and what SAT says about them.
//!
//! The catalogues of CFDI 4.0, Comercio Exterior 2.0, Carta Porte 3.1, Pagos 2.0, Nómina 1.2 and Retenciones 2.0, with English
//! names for the codes that a border trader meets. They are tables in the program, read where they lie: no start-up, no
//! files, a look-up in well under a microsecond. A newer release is read at run time ([`Catalogs::load`], `docs/catalogs.md`).
//! ```
//! use frontera::catalog::Catalogs;
//! let catalogs = Catalogs::builtin();
//! let uso = catalogs.uso_cfdi("G03").unwrap();
//! assert_eq!(uso.name(), "Gastos en general.");
//! assert!(uso.accepts_regimen("601") && !uso.accepts_regimen("616"));
//! assert!(uso.is_valid_on("2026-03-01".parse()?));
//!
//! let tijuana = catalogs.postal_code("22000").unwrap();
//! assert_eq!((tijuana.state(), tijuana.border()), ("BCN", frontera::catalog::Border::Northern));
//! # Ok::<(), frontera::model::NotATime>(())
//! ```
//! It never judges an invoice, and it knows no clock: who asks whether a code is valid says on which day.
//!
//! # Names and keys
//! A catalogue has SAT's name for it: `c_UsoCFDI`. Those of CFDI 4.0 stand plainly, the others behind their family:
//! `cce20:`, `ccp31:`, `nomina12:`, `pagos20:`, `ret20:`. Where SAT's key is of two columns, ours is both with `|` between,
//! the wider place first: `BCN|004` (c_Municipio), `22000|0335` (c_Colonia). Where SAT lists one code in several rows, the
//! second is `1790|2`.
//!
//! # Features
//! Codes, dates, flags and the names of the short lists are always there. What weighs more is a feature each, and `catalogs`
//! is all of them: `catalog-products` (names of c_ClaveProdServ), `catalog-places` (c_Colonia), `catalog-tariff` (names of
//! c_FraccionArancelaria), `catalog-transport` (c_ClaveProdServCP, names of stations and dangerous goods). Without one, the
//! entry is there and its name is empty.
//!
//! Departure: *admitted by SAT's XSD* and *in force by SAT's table* are two lists. These are the tables; the XSD admits codes
//! that no table has any more, and which those are is no business of this module.

pub(crate) mod countries;
mod near;
#[doc(hidden)]
pub mod pack;
pub(crate) mod pattern;
mod search;
mod table;
mod text;
mod typed;
pub(crate) mod units;
mod words;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use compact_str::CompactString;

use crate::Error;
use crate::model::Date;
use crate::packed::CodeSet;

use table::{Blob, Bytes, Cells, Fact};

pub use typed::{
    Border, Country, Currency, Direction, PostalCode, Product, RateRule, Regime, Tariff, Unit, Use, WayOfPaying,
};

/// A set of catalogues: those of the program, or these with newer ones in their place.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct Catalogs(Arc<Inner>);

struct Inner {
    blobs: Vec<Arc<Blob>>,
    /// By name.
    list: Vec<Listed>,
    known: typed::Known,
}

/// A catalogue: its table, and the tables that extend it.
#[derive(Clone)]
struct Listed {
    name: CompactString,
    /// The blob and the place in it; the first has the codes.
    parts: Vec<(usize, usize)>,
    loaded: bool,
}

impl Catalogs {
    /// The catalogues of the program.
    pub fn builtin() -> &'static Catalogs {
        static BUILTIN: OnceLock<Catalogs> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            // A test reads every blob of the program.
            let blobs = TABLES.iter().filter_map(|bytes| Blob::new(Bytes::Static(bytes)));
            let blobs: Vec<Arc<Blob>> = blobs.map(Arc::new).collect();
            let mut list: Vec<Listed> = Vec::new();
            for extends in [false, true] {
                for (blob, tables) in blobs.iter().enumerate() {
                    for (at, table) in tables.tables.iter().enumerate().filter(|(_, table)| table.extends == extends) {
                        let name = tables.fact(table, Fact::Name);
                        match list.iter_mut().find(|listed| listed.name == name) {
                            Some(listed) => listed.parts.push((blob, at)),
                            None if extends => {}
                            None => list.push(Listed { name: name.into(), parts: vec![(blob, at)], loaded: false }),
                        }
                    }
                }
            }
            Catalogs::of(blobs, list)
        })
    }

    fn of(blobs: Vec<Arc<Blob>>, mut list: Vec<Listed>) -> Catalogs {
        list.sort_by(|a, b| a.name.cmp(&b.name));
        let known = typed::Known::default();
        let unknown = Catalogs(Arc::new(Inner { blobs, list, known }));
        let known = typed::Known::of(&unknown);
        let Inner { blobs, list, .. } = &*unknown.0;
        Catalogs(Arc::new(Inner { blobs: blobs.clone(), list: list.clone(), known }))
    }

    /// These catalogues with those of a file in their place: a newer release, read at run time.
    ///
    /// The format is that of `docs/catalogs.md`. A catalogue of the file replaces the one of its name whole, but for English
    /// names, which stay where the file has none; a catalogue that is not there yet is added.
    /// ```
    /// use frontera::catalog::Catalogs;
    /// let newer = Catalogs::builtin().load(
    ///     b"frontera-catalogs\t1\n[c_MetodoPago]\nrelease = 99\ncode\tname\tfrom\nPUE\tPago en una sola exhibici\xC3\xB3n\t2022-01-01\n",
    /// )?;
    /// let methods = newer.get("c_MetodoPago").unwrap();
    /// assert_eq!((methods.len(), methods.release()), (1, "99"));
    /// assert_eq!(newer.get("c_UsoCFDI").unwrap().len(), 24);
    /// # Ok::<(), frontera::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the file is not of that format, with line and column.
    pub fn load(&self, file: &[u8]) -> Result<Catalogs, Error> {
        let tables = text::read(file)?;
        // English names are the project's own; SAT's files have none, and a search must find them all the same.
        let english: Vec<Vec<String>> = tables.iter().map(|table| self.english_for(table)).collect();
        let mut tables = tables;
        for (table, english) in tables.iter_mut().zip(&english) {
            if let Some(old) = self.get(table.name) {
                text::inherit(table, old);
            }
            if english.iter().any(|name| !name.is_empty()) {
                let cells = english.iter().map(String::as_str).collect();
                table.columns.push(pack::Column { name: "name_en", cells });
            }
        }
        let packed = pack::pack(&tables);
        let blob = Blob::new(Bytes::Shared(packed.into()));
        let Some(blob) = blob else {
            return Err(Error::input(crate::InputProblem::TooLarge, "the catalogues do not fit into 4 GB"));
        };
        let (mut blobs, mut list) = (self.0.blobs.clone(), self.0.list.clone());
        for (at, table) in tables.iter().enumerate() {
            list.retain(|listed| listed.name != table.name);
            list.push(Listed { name: table.name.into(), parts: vec![(blobs.len(), at)], loaded: true });
        }
        blobs.push(Arc::new(blob));
        Ok(Catalogs::of(blobs, list))
    }

    /// The English names that these catalogues have for the codes of a table without any.
    fn english_for(&self, table: &pack::Table<'_>) -> Vec<String> {
        let Some(old) = self.get(table.name).filter(|_| table.columns.iter().all(|column| column.name != "name_en"))
        else {
            return Vec::new();
        };
        let name = |code: &&str| old.entry(code).and_then(|entry| entry.name_en().map(|name| name.to_string()));
        table.codes.iter().map(|code| name(code).unwrap_or_default()).collect()
    }

    /// All of them in the format that [`load`](Self::load) reads.
    pub fn to_text(&self) -> String {
        text::write(self.iter())
    }

    /// The catalogue of a name.
    pub fn get(&self, name: &str) -> Option<Catalog<'_>> {
        let at = self.0.list.binary_search_by(|listed| listed.name.as_str().cmp(name)).ok()?;
        Some(Catalog { catalogs: self, at })
    }

    /// All catalogues, by name.
    pub fn iter(&self) -> impl Iterator<Item = Catalog<'_>> {
        (0..self.0.list.len()).map(|at| Catalog { catalogs: self, at })
    }

    /// The names nearest to one that no catalogue has, nearest first.
    pub fn near(&self, name: &str) -> Vec<&str> {
        let all = || self.0.list.iter().map(|listed| listed.name.as_str());
        // Without the prefix, and in any case: `usocfdi` means c_UsoCFDI.
        let bare = |name: &str| name.rsplit([':', '_']).next().unwrap_or(name).to_lowercase();
        let wanted = bare(name);
        let mut same: Vec<&str> = all().filter(|candidate| bare(candidate) == wanted).collect();
        same.extend(crate::nearest::nearest(name, all()).into_iter().filter(|near| bare(near) != wanted));
        same
    }

    /// The entries whose names have all these words, in any case and with or without accents; the best first.
    ///
    /// A word also finds the longer ones that start with it, but later; names of fewer words stand before longer ones, and
    /// what is in force before what has ended. English names and SAT's similar words are searched too, and a code finds
    /// itself.
    /// ```
    /// use frontera::catalog::Catalogs;
    /// let found = Catalogs::builtin().search("facturacion gastos");
    /// assert!(found.is_empty());
    /// let found = Catalogs::builtin().search("GASTOS");
    /// assert!(found.iter().any(|entry| entry.code() == "G03"));
    /// ```
    pub fn search(&self, words: &str) -> Vec<Entry<'_>> {
        search::search(self.iter(), words)
    }
}

impl fmt::Debug for Catalogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// One catalogue.
#[derive(Clone, Copy)]
pub struct Catalog<'a> {
    catalogs: &'a Catalogs,
    at: usize,
}

impl<'a> Catalog<'a> {
    fn listed(self) -> &'a Listed {
        &self.catalogs.0.list[self.at]
    }

    fn parts(self) -> impl Iterator<Item = (&'a Blob, &'a table::Table)> {
        let blobs = &self.catalogs.0.blobs;
        self.listed().parts.iter().map(move |(blob, at)| (&*blobs[*blob], &blobs[*blob].tables[*at]))
    }

    #[inline]
    fn base(self) -> (&'a Blob, &'a table::Table) {
        let (blob, at) = self.listed().parts[0];
        let blob = &self.catalogs.0.blobs[blob];
        (blob, &blob.tables[at])
    }

    fn fact(self, fact: Fact) -> &'a str {
        let (blob, table) = self.base();
        blob.fact(table, fact)
    }

    #[inline]
    fn codes(self) -> CodeSet<'a> {
        let (blob, table) = self.base();
        blob.codes(table)
    }

    fn cells(self, column: &str) -> Option<Cells<'a>> {
        self.parts().find_map(|(blob, table)| blob.cells(table, column))
    }

    /// SAT's name for it, behind its family: `c_UsoCFDI`, `cce20:c_INCOTERM`.
    pub fn name(self) -> &'a str {
        &self.listed().name
    }

    /// What it lists, in Spanish.
    pub fn title(self) -> &'a str {
        self.fact(Fact::Title)
    }

    /// What it lists, in English.
    pub fn title_en(self) -> &'a str {
        self.fact(Fact::TitleEn)
    }

    /// The document or complement that it belongs to.
    pub fn family(self) -> &'a str {
        self.fact(Fact::Family)
    }

    /// The release of its source.
    pub fn release(self) -> &'a str {
        self.fact(Fact::Release)
    }

    /// The day of that release, where it is known.
    pub fn date(self) -> Option<Date> {
        self.fact(Fact::Date).parse().ok()
    }

    /// Where it was taken from.
    pub fn source(self) -> &'a str {
        self.fact(Fact::Source)
    }

    /// The simple type of SAT's XSDs that admits its codes: namespace and name.
    pub fn xsd_type(self) -> Option<(&'a str, &'a str)> {
        let name = self.fact(Fact::Type);
        (!name.is_empty()).then(|| (self.fact(Fact::Namespace), name))
    }

    /// Whether a document with this code is well-formed for SAT: the XSD's list has it, or a newer catalogue that was
    /// loaded. Whether it may be used on a day is another question ([`Entry::is_valid_on`]); the two lists differ.
    /// ```
    /// use frontera::catalog::Catalogs;
    /// let uses = Catalogs::builtin().get("c_UsoCFDI").unwrap();
    /// assert!(uses.admits("P01") && !uses.contains("P01"), "the XSD never lost the use \"to be defined\" of CFDI 3.3");
    /// ```
    pub fn admits(self, code: &str) -> bool {
        let listed = |(namespace, name)| crate::schema::named_type(namespace, name).map(|list| list.lists(code));
        match self.xsd_type().and_then(listed) {
            Some(listed) => listed || self.is_loaded() && self.contains(code),
            None => self.contains(code),
        }
    }

    /// Whether it came from a file, and not with the program.
    pub fn is_loaded(self) -> bool {
        self.listed().loaded
    }

    /// How many entries there are.
    pub fn len(self) -> usize {
        self.base().1.rows
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// What is known of its entries, by name, besides code, names and dates: see [`Entry::field`].
    pub fn fields(self) -> impl Iterator<Item = &'a str> {
        self.columns().filter(|column| !["name", "name_en", "from", "until"].contains(column))
    }

    fn columns(self) -> impl Iterator<Item = &'a str> {
        self.parts().flat_map(|(blob, table)| blob.column_names(table))
    }

    /// Whether the code is there, in force or ended.
    pub fn contains(self, code: &str) -> bool {
        self.codes().contains(code)
    }

    /// The entry of a code, in force or ended.
    pub fn entry(self, code: &str) -> Option<Entry<'a>> {
        let row = self.codes().position(code)?;
        Some(Entry { catalog: self, row, code: code.into() })
    }

    /// All entries, by code.
    pub fn iter(self) -> impl Iterator<Item = Entry<'a>> {
        self.codes().iter().enumerate().map(move |(row, code)| Entry { catalog: self, row, code })
    }

    /// The entries whose codes are near to one that is not there: at most five, nearest first.
    /// ```
    /// use frontera::catalog::Catalogs;
    /// let products = Catalogs::builtin().get("c_ClaveProdServ").unwrap();
    /// assert!(products.near("3116150").iter().any(|near| near.code() == "31161500"));
    /// ```
    pub fn near(self, code: &str) -> Vec<Entry<'a>> {
        near::near(self, code)
    }

    /// As [`Catalogs::search`], in this catalogue alone.
    pub fn search(self, words: &str) -> Vec<Entry<'a>> {
        search::search(std::iter::once(self), words)
    }

    /// It alone in the format that [`Catalogs::load`] reads.
    pub fn to_text(self) -> String {
        text::write(std::iter::once(self))
    }

    fn at_row(self, row: usize) -> Option<Entry<'a>> {
        self.codes().get(row).map(|code| Entry { catalog: self, row, code })
    }
}

impl fmt::Debug for Catalog<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} entries, release {})", self.name(), self.len(), self.release())
    }
}

/// One row of a catalogue.
#[derive(Clone)]
pub struct Entry<'a> {
    catalog: Catalog<'a>,
    row: usize,
    code: CompactString,
}

impl<'a> Entry<'a> {
    /// Its catalogue.
    pub fn catalog(&self) -> Catalog<'a> {
        self.catalog
    }

    /// Its code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What SAT calls it; empty where SAT names it by its code alone, or where the names are a feature that is off.
    pub fn name(&self) -> String {
        self.catalog.cells("name").map(|cells| cells.get(self.row).into_owned()).unwrap_or_default()
    }

    /// A short English name, where the project gives one.
    pub fn name_en(&self) -> Option<String> {
        let own = self.catalog.cells("name_en").map(|cells| cells.get(self.row).into_owned());
        let name = match own {
            Some(name) => name,
            // A file has none; those of the program stand.
            None if self.catalog.is_loaded() => {
                let entry = Catalogs::builtin().get(self.catalog.name())?.entry(&self.code)?;
                return entry.name_en();
            }
            None => return None,
        };
        Some(name).filter(|name| !name.is_empty())
    }

    /// The first day on which it can be used, where SAT says one.
    pub fn valid_from(&self) -> Option<Date> {
        self.value("from").parse().ok()
    }

    /// The last day on which it can be used, where SAT says one.
    pub fn valid_until(&self) -> Option<Date> {
        self.value("until").parse().ok()
    }

    /// Whether it can be used on a day; both its first and its last day are such days.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from().is_none_or(|from| from <= day) && self.valid_until().is_none_or(|until| day <= until)
    }

    /// What else SAT says about it, by the name of the column; `None` where the catalogue has no such column or nothing is
    /// said. [`Catalog::fields`] has the names. A flag is `1` or not said.
    pub fn field(&self, name: &str) -> Option<Cow<'a, str>> {
        self.catalog.cells(name).map(|cells| cells.get(self.row)).filter(|value| !value.is_empty())
    }

    /// Everything else that SAT says about it.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        self.catalog.fields().filter_map(|name| self.field(name).map(|value| (name, value)))
    }

    /// The value of a column that is not made of words, empty where nothing is said.
    #[inline]
    fn value(&self, column: &str) -> &'a str {
        self.catalog.cells(column).map(|cells| cells.value(self.row)).unwrap_or_default()
    }

    fn said(&self, column: &str) -> Option<&'a str> {
        Some(self.value(column)).filter(|value| !value.is_empty())
    }

    fn flag(&self, column: &str) -> bool {
        matches!(self.value(column), "1" | "01")
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.catalog.name(), self.code, self.name())
    }
}

/// Written by `cargo xtask catalogs`; `tables/MANIFEST.tsv` says from what.
static TABLES: &[&[u8]] = &[
    include_bytes!("tables/core.bin"),
    #[cfg(feature = "catalog-places")]
    include_bytes!("tables/places.bin"),
    #[cfg(feature = "catalog-products")]
    include_bytes!("tables/products.bin"),
    #[cfg(feature = "catalog-tariff")]
    include_bytes!("tables/tariff.bin"),
    #[cfg(feature = "catalog-transport")]
    include_bytes!("tables/transport.bin"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blob_of_the_program_is_read() {
        for bytes in TABLES {
            let blob = Blob::new(Bytes::Static(bytes)).expect("a blob of the generator");
            assert!(blob.words().is_some());
            for table in &blob.tables {
                let name = blob.fact(table, Fact::Name);
                assert!(table.extends || blob.codes(table).len() == table.rows, "{name}");
                for column in blob.column_names(table) {
                    assert!(blob.cells(table, column).is_some(), "{name}: {column}");
                }
            }
        }
    }

    /// A part that extends a table has its rows.
    #[test]
    fn parts_fit_together() {
        for catalog in Catalogs::builtin().iter() {
            assert!(catalog.parts().all(|(_, table)| table.rows == catalog.len()), "{}", catalog.name());
            let mut columns: Vec<_> = catalog.columns().collect();
            columns.sort_unstable();
            assert!(columns.windows(2).all(|pair| pair[0] != pair[1]), "{}", catalog.name());
        }
    }
}
