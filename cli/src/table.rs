//! Tables of text: columns that align, numbers under each other by their points, long text wrapped within its column.

use crate::text::{self, width, wrap};

/// A table; columns in which no row has anything are left out.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// The column at which the text of a [`Row::Note`] starts.
    pub(crate) note_from: usize,
    /// The column that its amount stands in.
    pub(crate) amount_in: usize,
}

/// A column.
#[derive(Debug)]
pub(crate) struct Column {
    title: String,
    align: Align,
    /// How narrow it may become so that the table fits; without it, never narrower than its content.
    least: Option<usize>,
}

impl Column {
    pub(crate) fn new(title: impl Into<String>, align: Align) -> Self {
        Column { title: title.into(), align, least: None }
    }

    /// Lets its text wrap, at no less than this many columns.
    pub(crate) fn wraps(self, least: usize) -> Self {
        Column { least: Some(least), ..self }
    }
}

/// How cells stand under each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    /// By the decimal point; what is no number at the right.
    Point,
}

/// A row.
#[derive(Debug)]
pub(crate) enum Row {
    /// One text per column.
    Cells(Vec<String>),
    /// Something about the row above: text across columns, and perhaps an amount in its column.
    Note { text: String, amount: String },
}

impl Table {
    /// The table in lines of at most `most` columns where that can be done; bold titles.
    pub(crate) fn render(&self, most: usize) -> String {
        let shown: Vec<usize> = (0..self.columns.len()).filter(|at| self.is_used(*at)).collect();
        let layout = self.layout(&shown, most);
        let mut out = String::new();
        if shown.iter().any(|at| !self.columns[*at].title.is_empty()) {
            let titles: Vec<&str> = self.columns.iter().map(|column| column.title.as_str()).collect();
            for line in lines(&layout, &titles) {
                out.push_str(&format!("\x1B[1m{line}\x1B[0m\n"));
            }
        }
        for row in &self.rows {
            let lines = match row {
                Row::Cells(cells) => lines(&layout, &cells.iter().map(String::as_str).collect::<Vec<_>>()),
                Row::Note { text, amount } => self.note(&layout, text, amount),
            };
            for line in lines {
                out.push_str(&line);
                out.push('\n');
            }
        }
        out
    }

    fn is_used(&self, at: usize) -> bool {
        self.rows.iter().any(|row| match row {
            Row::Cells(cells) => cells.get(at).is_some_and(|cell| !cell.is_empty()),
            Row::Note { amount, .. } => at == self.amount_in && !amount.is_empty(),
        })
    }

    fn layout(&self, shown: &[usize], most: usize) -> Vec<Slot> {
        let mut slots: Vec<Slot> = shown
            .iter()
            .map(|at| {
                let column = &self.columns[*at];
                let cells = self.rows.iter().filter_map(|row| match row {
                    Row::Cells(cells) => cells.get(*at),
                    Row::Note { amount, .. } => Some(amount).filter(|_| *at == self.amount_in),
                });
                let (mut widest, mut whole, mut fraction) = (width(&column.title), 0, 0);
                for cell in cells {
                    match number(cell).filter(|_| column.align == Align::Point) {
                        Some((a, b)) => (whole, fraction) = (whole.max(a.len()), fraction.max(b.len())),
                        None => widest = widest.max(width(cell)),
                    }
                }
                let width = widest.max(whole + fraction);
                // A word of the title is not broken.
                let word = column.title.split(' ').map(text::width).max().unwrap_or(0);
                let least = column.least.map(|least| least.max(word));
                Slot { column: *at, align: column.align, from: 0, width, fraction, least }
            })
            .collect();
        let total = |slots: &[Slot]| slots.iter().map(|slot| slot.width + GAP).sum::<usize>().saturating_sub(GAP);
        while total(&slots) > most {
            let wide = slots.iter_mut().filter(|slot| slot.least.is_some_and(|least| slot.width > least));
            match wide.max_by_key(|slot| slot.width) {
                Some(slot) => slot.width -= 1,
                None => break,
            }
        }
        let mut from = 0;
        for slot in &mut slots {
            slot.from = from;
            from += slot.width + GAP;
        }
        slots
    }

    fn note(&self, layout: &[Slot], text: &str, amount: &str) -> Vec<String> {
        let from = layout.iter().find(|slot| slot.column >= self.note_from).map_or(0, |slot| slot.from);
        let amounts = layout.iter().find(|slot| slot.column == self.amount_in);
        let until = amounts.map_or(usize::MAX, |slot| slot.from.saturating_sub(GAP));
        let mut lines = wrap(text, until.saturating_sub(from).max(20));
        lines.iter_mut().for_each(|line| line.insert_str(0, &" ".repeat(from)));
        if let Some(slot) = amounts
            && !amount.is_empty()
        {
            // It stands beside the text's last line, as a sum does, or below it.
            let mut last = lines.pop().unwrap_or_default();
            if width(&last) + GAP > slot.from {
                lines.push(std::mem::take(&mut last));
            }
            pad_to(&mut last, slot.from);
            lines.push(last + &slot.place(amount));
        }
        lines.iter().map(|line| line.trim_end_matches(' ').to_owned()).collect()
    }
}

/// Columns between columns.
const GAP: usize = 2;

/// A column as it is laid out.
struct Slot {
    column: usize,
    align: Align,
    from: usize,
    width: usize,
    /// The most characters from the point on.
    fraction: usize,
    least: Option<usize>,
}

impl Slot {
    /// The text within the column's width.
    fn place(&self, text: &str) -> String {
        match (self.align, number(text)) {
            (Align::Left, _) => text.to_owned(),
            (Align::Point, Some((_, fraction))) => {
                let text = format!("{text}{}", " ".repeat(self.fraction - fraction.len().min(self.fraction)));
                format!("{text:>width$}", width = self.width)
            }
            (Align::Point, None) => format!("{}{text}", " ".repeat(self.width.saturating_sub(width(text)))),
        }
    }
}

/// The lines of one row.
fn lines(layout: &[Slot], cells: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for slot in layout {
        let cell = cells.get(slot.column).copied().unwrap_or_default();
        let parts = if slot.least.is_some() { wrap(cell, slot.width) } else { vec![cell.to_owned()] };
        for (i, part) in parts.iter().enumerate() {
            if lines.len() <= i {
                lines.push(String::new());
            }
            if !part.is_empty() {
                pad_to(&mut lines[i], slot.from);
                lines[i].push_str(&slot.place(part));
            }
        }
    }
    lines.iter().map(|line| line.trim_end_matches(' ').to_owned()).collect()
}

fn pad_to(line: &mut String, column: usize) {
    line.push_str(&" ".repeat(column.saturating_sub(width(line))));
}

/// Digits before the point, and from the point on, of a plain number.
fn number(text: &str) -> Option<(&str, &str)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    plain.then(|| text.split_at(text.find('.').unwrap_or(text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Row {
        Row::Cells(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    /// Without the bold of the titles.
    fn plain(table: &Table, most: usize) -> Vec<String> {
        let text = table.render(most).replace("\x1B[1m", "").replace("\x1B[0m", "");
        text.lines().map(str::to_owned).collect()
    }

    fn invoice() -> Table {
        Table {
            columns: vec![
                Column::new("#", Align::Left),
                Column::new("Description", Align::Left).wraps(8),
                Column::new("Discount", Align::Point),
                Column::new("Price", Align::Point),
            ],
            rows: vec![
                cells(&["1", "株式会社 round trip", "", "1250.5"]),
                Row::Note { text: "VAT 16 %".into(), amount: "200.08".into() },
                cells(&["2", "Ñandú", "", "0.085"]),
                cells(&["10", "x", "", "7"]),
            ],
            note_from: 1,
            amount_in: 3,
        }
    }

    #[test]
    fn numbers_stand_under_each_other_and_an_empty_column_is_left_out() {
        let expected = [
            "#   Description             Price",
            "1   株式会社 round trip  1250.5",
            "    VAT 16 %              200.08",
            "2   Ñandú                   0.085",
            "10  x                       7",
        ];
        assert_eq!(plain(&invoice(), 100), expected);
    }

    #[test]
    fn a_narrow_table_wraps_its_text() {
        let expected = [
            "#   Description     Price",
            "1   株式会社     1250.5",
            "    round trip",
            "    VAT 16 %      200.08",
            "2   Ñandú           0.085",
            "10  x               7",
        ];
        assert_eq!(plain(&invoice(), 10), expected);
    }
}
