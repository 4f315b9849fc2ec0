//! The line of a source around a place, short and harmless however long and hostile the line is.

use std::fmt;

use frontera::Position;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::io::Input;
use crate::text::{redact, visible};

/// A window of one line, with the place in it marked.
pub(crate) struct Snippet {
    name: String,
    text: String,
    mark: (usize, usize),
    line: usize,
    column: usize,
}

impl Snippet {
    /// The window around a place. Of a place that goes on over several lines the first one is shown.
    pub(crate) fn new(input: &Input, at: Position) -> Snippet {
        let source = &input.bytes;
        let offset = at.offset.min(source.len());
        let start = source[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |newline| newline + 1);
        let start = start + if source[start..offset].starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let end = source[offset..].iter().position(|b| *b == b'\n').map_or(source.len(), |newline| offset + newline);
        let end = if source[offset..end].ends_with(b"\r") { end - 1 } else { end };
        let marked = at.offset.saturating_add(at.length).clamp(offset, end);

        // What is looked at is bounded first, in bytes, and wider than what is shown, so that a number that would be cut
        // in the middle is still recognised.
        let from = start.max(offset.saturating_sub(LOOK));
        let until = end.min(offset.saturating_add(LOOK));
        let middle = marked.min(until);
        let parts = [&source[from..offset], &source[offset..middle], &source[middle..until]];
        let [before, mark, after] = parts.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        // Redacting keeps the lengths.
        let whole = redact(&[before.as_str(), &mark, &after].concat());
        let (before, rest) = whole.split_at(before.len());
        let (mark, after) = (&rest[..mark.len()], rest);

        let skip = before.chars().count().saturating_sub(BEFORE);
        let cut_before = skip > 0 || from > start;
        let before: String = before.chars().skip(skip).collect();
        let (mark, after) = whole_or_opening(mark, after);
        let (mark, cut_mark) = first(mark, MARK);
        let room = BEFORE + MARK - before.chars().count() - mark.chars().count();
        let (after, cut_after) = first(after, room);
        let cut_after = !cut_mark && (cut_after || until < end);

        let ellipsis = |cut: bool| if cut { "…" } else { "" };
        let before = format!("{}{}", ellipsis(cut_before), visible(&before));
        let mark = visible(&mark);
        let after = match cut_mark {
            true => "…".to_owned(),
            false => format!("{}{}", visible(&after), ellipsis(cut_after)),
        };
        Snippet {
            name: visible(&input.name.to_string()),
            mark: (before.len(), mark.len()),
            text: format!("{before}{mark}{after}"),
            line: at.line,
            column: at.column,
        }
    }

    /// The place in the window.
    pub(crate) fn mark(&self) -> SourceSpan {
        self.mark.into()
    }
}

impl fmt::Debug for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.name, self.line, self.column)
    }
}

/// The window is the whole source as miette sees it; line and column are the file's.
impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = (0, self.text.len()).into();
        let (line, column) = (self.line.saturating_sub(1), self.column.saturating_sub(1));
        let contents = MietteSpanContents::new_named(self.name.clone(), self.text.as_bytes(), whole, line, column, 1);
        Ok(Box::new(contents))
    }
}

/// Characters shown before the place, and of the place with what follows.
const BEFORE: usize = 30;
const MARK: usize = 60;
/// Bytes looked at on either side.
const LOOK: usize = 1024;

/// What is marked, and what follows it: of an element, an object or a list its opening only, since what is inside is not
/// what is meant.
fn whole_or_opening<'t>(mark: &'t str, rest: &'t str) -> (&'t str, &'t str) {
    let end = match mark.as_bytes().first() {
        Some(b'{' | b'[') => 1,
        Some(b'<') => mark.find([' ', '\t', '\r', '>', '/']).unwrap_or(mark.len()),
        _ => mark.len(),
    };
    (&mark[..end], &rest[end..])
}

fn first(text: &str, most: usize) -> (String, bool) {
    let mut chars = text.chars();
    let shown = chars.by_ref().take(most).collect();
    (shown, chars.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::Name;

    fn snippet(source: &str, span: std::ops::Range<usize>) -> Snippet {
        let input = Input { name: Name::new("in.xml"), bytes: source.into() };
        Snippet::new(&input, Position::of(source.as_bytes(), span))
    }

    fn marked(snippet: &Snippet) -> &str {
        &snippet.text[snippet.mark.0..snippet.mark.0 + snippet.mark.1]
    }

    #[test]
    fn a_line_of_megabytes_is_shown_around_the_place() {
        let source = format!("<a>\n{}HERE{}\n</a>", "é".repeat(2 << 20), "ñ".repeat(2 << 20));
        let at = source.find("HERE").unwrap();
        let snippet = snippet(&source, at..at + 4);
        assert_eq!(marked(&snippet), "HERE");
        assert_eq!((snippet.line, snippet.column), (2, (2 << 20) + 1));
        assert_eq!(snippet.text, format!("…{}HERE{}…", "é".repeat(30), "ñ".repeat(56)));
    }

    #[test]
    fn a_place_longer_than_the_window_is_cut() {
        let source = "x".repeat(1 << 20);
        assert_eq!(snippet(&source, 0..1 << 20).text, format!("{}…", "x".repeat(60)));
    }

    #[test]
    fn of_several_lines_the_first_is_shown() {
        let snippet = snippet("one\r\n  <b\r\n  c='d'>\r\n", 7..18);
        assert_eq!((snippet.text.as_str(), marked(&snippet), snippet.line), ("  <b", "<b", 2));
    }

    #[test]
    fn of_what_holds_others_the_opening_is_marked() {
        assert_eq!(marked(&snippet("<a><b c='d'>text</b></a>", 3..20)), "<b");
        let snippet = snippet(r#"{"lines":[{"sku":"x"}]}"#, 10..21);
        assert_eq!((snippet.text.as_str(), marked(&snippet)), (r#"{"lines":[{"sku":"x"}]}"#, "{"));
    }

    #[test]
    fn what_is_hostile_is_shown() {
        let snippet = snippet("a='\x1B[31m'", 3..8);
        assert_eq!((snippet.text.as_str(), marked(&snippet)), ("a='␛[31m'", "␛[31m"));
    }

    #[test]
    fn bytes_that_are_no_text_and_places_beyond_the_end_are_no_trouble() {
        let input = Input { name: Name::new("-"), bytes: b"\xFF\xFE\xC3".to_vec() };
        assert_eq!(marked(&Snippet::new(&input, Position { offset: 1, length: 1, line: 1, column: 2 })), "\u{FFFD}");
        assert_eq!(marked(&Snippet::new(&input, Position { offset: 9, length: 9, line: 7, column: 7 })), "");
    }
}
