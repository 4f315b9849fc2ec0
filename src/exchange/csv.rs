//! Tables of rates as CSV.

use std::collections::HashMap;
use std::ops::Range;

use ::csv::{ByteRecord, ReaderBuilder};

use super::{BadQuote, Quote, Rates};
use crate::context::Series;
use crate::error::{Error, InputProblem};
use crate::model::{Date, Number, Text};

/// Bytes and rows of a table: all currencies of a century are less.
const MAX_BYTES: usize = 32 << 20;
const MAX_ROWS: usize = 500_000;

impl Rates {
    /// Reads a table of rates (feature `csv`): comma-separated UTF-8 whose first row names the columns.
    ///
    /// `date` is `YYYY-MM-DD`; `rate` pesos for one unit, a decimal number with a point; `series` is `DOF` (by day of publication)
    /// or `FIX` (by day of determination; `banxico_fix` is the same); `currency`, which may be left out, is USD where it is
    /// empty. Columns may stand in any order, letters of either case.
    /// ```
    /// use frontera::exchange::Rates;
    /// let rates = Rates::from_csv(b"date,rate,series\n2026-02-27,17.8642,DOF\n")?;
    /// assert_eq!(rates.on("USD", "2026-03-02".parse().unwrap(), None).unwrap().rate.to_string(), "17.8642");
    /// let error = Rates::from_csv(b"date,rate,series\n2026-02-27,17.8642,spot\n").unwrap_err();
    /// assert_eq!((error.position().unwrap().line, error.position().unwrap().column), (2, 20));
    /// # Ok::<(), frontera::Error>(())
    /// ```
    ///
    /// # Errors
    /// Another encoding, an unknown or missing column, a value that is none, two rates for one day that differ, more than
    /// 32 MiB or half a million rows: with line and column.
    pub fn from_csv(bytes: &[u8]) -> Result<Rates, Error> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::input(InputProblem::TooLarge, format!("longer than {MAX_BYTES} bytes, the limit")));
        }
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            return Err(Error::input(InputProblem::Encoding, "not UTF-8; save the file as UTF-8").at(bytes, at..at + 1));
        }
        let mut table = Table::new(bytes);
        let Some(header) = table.next()? else {
            return Err(Error::input(InputProblem::Empty, "nothing but white space").at(bytes, 0..0));
        };
        let columns = Columns::of(&header)?;
        let mut quotes = Vec::new();
        let mut known = HashMap::new();
        while let Some(row) = table.next()? {
            if quotes.len() == MAX_ROWS {
                return Err(row.wrong(InputProblem::TooLarge, format!("more than {MAX_ROWS} rows, the limit")));
            }
            let quote = columns.quote(&row)?;
            // Two rows for one day: the second one is shown.
            match known.entry((quote.date, quote.currency.clone(), quote.series)) {
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(quote.rate.value());
                    quotes.push(quote);
                }
                std::collections::hash_map::Entry::Occupied(place) if *place.get() == quote.rate.value() => {}
                std::collections::hash_map::Entry::Occupied(_) => {
                    return Err(row.wrong(InputProblem::Duplicate, BadQuote::Contradiction.to_string()));
                }
            }
        }
        Rates::from_quotes(quotes).map_err(|bad| Error::input(InputProblem::Value, bad.to_string()))
    }
}

/// Where the columns stand.
struct Columns {
    count: usize,
    date: usize,
    rate: usize,
    series: usize,
    currency: Option<usize>,
}

impl Columns {
    fn of(header: &Row<'_>) -> Result<Columns, Error> {
        const NAMES: [&str; 4] = ["date", "rate", "series", "currency"];
        let mut places = [None; 4];
        for i in 0..header.fields.len() {
            let name = header.text(i).to_lowercase();
            let Some(which) = NAMES.iter().position(|known| *known == name) else {
                let message = format!("unknown column `{name}`; there are date, rate, series and currency");
                return Err(header.wrong_at(i, InputProblem::UnknownField, message));
            };
            if places[which].replace(i).is_some() {
                return Err(header.wrong_at(i, InputProblem::Duplicate, format!("the column `{name}` stands twice")));
            }
        }
        let place = |which: usize| {
            let missing = || header.wrong(InputProblem::Value, format!("the column `{}` is missing", NAMES[which]));
            places[which].ok_or_else(missing)
        };
        Ok(Columns {
            count: header.fields.len(),
            date: place(0)?,
            rate: place(1)?,
            series: place(2)?,
            currency: places[3],
        })
    }

    fn quote(&self, row: &Row<'_>) -> Result<Quote, Error> {
        if row.fields.len() != self.count {
            let message = format!("{} fields where the first row has {}", row.fields.len(), self.count);
            return Err(row.wrong(InputProblem::Value, message));
        }
        let wrong = |at: usize, message: &str| row.wrong_at(at, InputProblem::Value, message);
        let date: Date =
            row.text(self.date).parse().map_err(|_| wrong(self.date, "a date such as 2026-03-01 is expected"))?;
        let rate: Number = row.text(self.rate).parse().map_err(|_| {
            wrong(self.rate, "a decimal number such as 17.8642 is expected; leave out days without one")
        })?;
        let series = match row.text(self.series).to_ascii_lowercase().as_str() {
            "dof" => Series::Dof,
            "fix" | "banxico_fix" => Series::Fix,
            _ => return Err(wrong(self.series, "DOF or FIX is expected")),
        };
        let currency = self.currency.map_or("", |at| row.text(at));
        let currency = Text::from(if currency.is_empty() { "USD" } else { currency });
        Quote::new(date, currency, series, rate).map_err(|bad| {
            let at = match bad {
                BadQuote::Currency => self.currency.unwrap_or(self.rate),
                BadQuote::Weekend => self.date,
                BadQuote::Contradiction | BadQuote::Rate => self.rate,
            };
            wrong(at, &bad.to_string())
        })
    }
}

/// The rows of a table, each with its place.
struct Table<'s> {
    source: &'s [u8],
    /// A byte order mark.
    mark: usize,
    reader: ::csv::Reader<&'s [u8]>,
}

impl<'s> Table<'s> {
    fn new(source: &'s [u8]) -> Self {
        let mark = if source.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&source[mark..]);
        Table { source, mark, reader }
    }

    fn next(&mut self) -> Result<Option<Row<'s>>, Error> {
        let mut fields = ByteRecord::new();
        let start = self.reader.position().byte() as usize + self.mark;
        let there = self.reader.read_byte_record(&mut fields);
        // Memory does not fail, and rows may be of any length.
        let there = there.map_err(|error| Error::input(InputProblem::NotWellFormed, error.to_string()))?;
        let end = self.reader.position().byte() as usize + self.mark;
        Ok(there.then(|| Row { source: self.source, span: start..end.min(self.source.len()), fields }))
    }
}

/// A row, and where it stands.
struct Row<'s> {
    source: &'s [u8],
    span: Range<usize>,
    fields: ByteRecord,
}

impl Row<'_> {
    fn text(&self, at: usize) -> &str {
        // The whole file was found to be UTF-8.
        self.fields.get(at).and_then(|field| std::str::from_utf8(field).ok()).unwrap_or_default().trim()
    }

    /// An error that is shown at the row.
    fn wrong(&self, problem: InputProblem, message: impl Into<String>) -> Error {
        Error::input(problem, message).at(self.source, self.line())
    }

    /// An error that is shown at a field.
    fn wrong_at(&self, at: usize, problem: InputProblem, message: impl Into<String>) -> Error {
        Error::input(problem, message).at(self.source, self.place(at).unwrap_or_else(|| self.line()))
    }

    /// The row without the line ends around it.
    fn line(&self) -> Range<usize> {
        let is_end = |b: &u8| matches!(b, b'\r' | b'\n');
        let row = &self.source[self.span.clone()];
        let skipped = row.iter().take_while(|b| is_end(b)).count();
        let length = row[skipped..].iter().position(is_end).unwrap_or(row.len() - skipped);
        self.span.start + skipped..self.span.start + skipped + length
    }

    /// The bytes of a field: each is looked for behind the one before it. One with quotes inside is not found.
    fn place(&self, at: usize) -> Option<Range<usize>> {
        let mut from = self.line().start;
        let mut place = from..from;
        for i in 0..=at {
            let field = self.fields.get(i)?;
            let start = from + memchr::memmem::find(self.source.get(from..self.span.end)?, field)?;
            place = start..start + field.len();
            // A quotation mark may stand before the comma.
            from = place.end + memchr::memchr2(b',', b'\n', self.source.get(place.end..)?).map_or(0, |comma| comma + 1);
        }
        Some(place)
    }
}
