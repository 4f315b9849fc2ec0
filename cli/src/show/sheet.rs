//! The page: a title, blocks of labelled values, tables. Whatever comes from the document is made harmless here.

use frontera::Lang;

use crate::table::{Row, Table};
use crate::text::{clip, visible, width, wrap};
use crate::words::Word;

/// A page that is being written.
pub(super) struct Sheet {
    pub(super) lang: Lang,
    width: usize,
    out: String,
    block: Vec<Value>,
}

/// A value of a block.
struct Value {
    label: &'static str,
    text: String,
    /// Broken into lines of the page's width.
    wraps: bool,
}

impl Sheet {
    pub(super) fn new(lang: Lang, width: usize) -> Self {
        Sheet { lang, width, out: String::new(), block: Vec::new() }
    }

    /// The word in the page's language.
    pub(super) fn say(&self, word: Word) -> &'static str {
        word.of(self.lang)
    }

    /// The page's title.
    pub(super) fn title(&mut self, text: &str) {
        self.bold(&clip(&visible(text), LONGEST));
    }

    /// A value with its label; values of one label in a row share it.
    pub(super) fn field(&mut self, label: Word, value: impl Into<String>) {
        self.push(label, &value.into(), true);
    }

    /// A value on one line however long it is, so that a terminal knows the address in it.
    pub(super) fn address(&mut self, label: Word, value: &str) {
        self.push(label, value, false);
    }

    fn push(&mut self, label: Word, value: &str, wraps: bool) {
        if !value.is_empty() {
            self.block.push(Value { label: label.of(self.lang), text: clip(&visible(value), LONGEST), wraps });
        }
    }

    /// A drawing on lines of its own, with its own styles, and a blank line.
    pub(super) fn drawing(&mut self, lines: &str) {
        self.end_block();
        self.out.push_str(lines);
        self.out.push('\n');
    }

    /// Writes the values gathered since the last block, their labels aligned, and a blank line.
    pub(super) fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let labels = block.iter().map(|value| width(value.label)).max().unwrap_or(0).max(label_width(self.lang));
        let room = self.width.saturating_sub(labels + 2).max(20);
        let mut last = "";
        for Value { label, text, wraps } in &block {
            // What is set in under something else stays so in its later lines.
            let value_at = text.len() - text.trim_start_matches(' ').len();
            let room = if *wraps { room.saturating_sub(value_at + 2) } else { usize::MAX };
            for (i, line) in wrap(&text[value_at..], room).iter().enumerate() {
                let shown = if i == 0 && *label != last { *label } else { "" };
                let pad = " ".repeat(labels - width(shown) + 2 + value_at + if i > 0 { 2 } else { 0 });
                self.out.push_str(format!("{shown}{pad}{line}").trim_end_matches(' '));
                self.out.push('\n');
            }
            last = label;
        }
        if !block.is_empty() {
            self.out.push('\n');
        }
    }

    /// A table under a heading, and a blank line; nothing without rows.
    pub(super) fn table(&mut self, heading: Word, mut table: Table) {
        self.end_block();
        if table.rows.is_empty() {
            return;
        }
        let harmless = |text: &mut String| *text = clip(&visible(text), LONGEST);
        for row in &mut table.rows {
            match row {
                Row::Cells(cells) => cells.iter_mut().for_each(harmless),
                Row::Note { text, amount } => [text, amount].into_iter().for_each(harmless),
            }
        }
        self.bold(heading.of(self.lang));
        self.out.push_str(&table.render(self.width));
        self.out.push('\n');
    }

    /// The page without the blank line at its end.
    pub(super) fn finish(mut self) -> String {
        self.end_block();
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
    }

    fn bold(&mut self, text: &str) {
        self.out.push_str(&format!("\x1B[1m{text}\x1B[0m\n"));
    }
}

/// The longest label of each language, so that blocks line up with each other.
fn label_width(lang: Lang) -> usize {
    if lang == Lang::Es { "Referencia del cliente".len() } else { "Buyer's reference".len() }
}

/// Twice what SAT allows for a description.
const LONGEST: usize = 2000;

/// The parts that say something, with a dot between.
pub(super) fn join(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The text, or nothing.
pub(super) fn or_empty<T: std::fmt::Display>(value: &Option<T>) -> String {
    value.as_ref().map(T::to_string).unwrap_or_default()
}
