//! Text of a document on its way to a terminal: nothing in it acts, nothing in it hides, and it has a width.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

/// What a terminal takes for bold, until [`PLAIN`].
pub(crate) const BOLD: &str = "\x1B[1m";
pub(crate) const PLAIN: &str = "\x1B[0m";

/// The text with everything shown that would act on the terminal or not be seen: control characters as their pictures,
/// the invisible ones and those that turn the direction of writing as `\u{…}`.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x1F' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}')),
            '\x7F' => out.push('␡'),
            // Writing to a string does not fail.
            _ if is_unseen(c) => {
                let _ = write!(out, "\\u{{{:04X}}}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}

/// Controls beyond ASCII, marks of direction, separators of lines, blanks without width, tags. The joiners of emoji and of
/// Indic and Persian script are seen by what they do.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9F}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

/// At most `most` characters, the end made known where it is cut.
pub(crate) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Nine digits may be a social security number, and what a command says about a file often ends in a log: all but the last
/// four are masked where nothing but they, with or without dashes and blanks around, stands between quotes or tags. The
/// length stays.
pub(crate) fn redact(text: &str) -> String {
    let border = |c: char| matches!(c, '"' | '\'' | '`' | '<' | '>');
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(border) {
        let bare = piece.trim_end_matches(border);
        match is_nine_digits(bare.trim()) {
            true => out.push_str(&mask(bare)),
            false => out.push_str(bare),
        }
        out.push_str(&piece[bare.len()..]);
    }
    out
}

fn is_nine_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let dashed = bytes.len() == 11 && bytes[3] == b'-' && bytes[6] == b'-';
    (bytes.len() == 9 || dashed) && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'-') && count(text) == 9
}

/// A number with its digits and letters masked but for the last four.
pub(crate) fn mask(number: &str) -> String {
    let hidden = count(number).saturating_sub(4);
    let all = hidden == 0;
    let mut seen = 0;
    let masked = number.chars().map(|c| {
        let counts = c.is_alphanumeric();
        seen += usize::from(counts);
        if counts && (all || seen <= hidden) { '*' } else { c }
    });
    masked.collect()
}

fn count(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Columns on a terminal.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text in lines of at most `most` columns, broken at blanks where there are any. Never empty.
pub(crate) fn wrap(text: &str, most: usize) -> Vec<String> {
    let most = most.max(2);
    if width(text) <= most {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        let bare = width(word.trim_end());
        if used + bare > most && used > 0 {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if bare <= most {
            line.push_str(word);
            used += width(word);
            continue;
        }
        // A word longer than a line is broken where the line ends; a mark without width stays with its letter.
        let long = word.trim_end();
        for c in long.chars() {
            let wide = width(c.encode_utf8(&mut [0; 4]));
            if used + wide > most {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
        line.push_str(&word[long.len()..]);
        used += word.len() - long.len();
    }
    lines.push(line);
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end_matches(' ').len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_act_on_a_terminal_is_shown() {
        assert_eq!(visible("a\x1B[2Jb\r\n\tc\x7F"), "a␛[2Jb␍␊␉c␡");
        assert_eq!(visible("x\u{202E}y\u{9B}31m\u{200B}z"), "x\\u{202E}y\\u{009B}31m\\u{200B}z");
        assert_eq!(visible("Peña 株式会社 👩\u{200D}🌾"), "Peña 株式会社 👩\u{200D}🌾");
    }

    #[test]
    fn a_social_security_number_is_masked_and_nothing_else() {
        assert_eq!(redact(r#"{"value":"123456789"}"#), r#"{"value":"*****6789"}"#);
        assert_eq!(redact(r#"NumRegIdTrib="123-45-6789" x"#), r#"NumRegIdTrib="***-**-6789" x"#);
        assert_eq!(redact("<f>\n 123456789 </f>"), "<f>\n *****6789 </f>");
        for plain in [r#""12345678""#, r#""1234567890""#, r#""123456.78""#, r#""00-1234567""#, "123456789 cases"] {
            assert_eq!(redact(plain), plain);
        }
    }

    #[test]
    fn a_mask_leaves_the_last_four() {
        assert_eq!(mask("123-45-6789"), "***-**-6789");
        assert_eq!(mask("1234"), "****");
        assert_eq!(mask(""), "");
    }

    #[test]
    fn lines_break_at_blanks_and_count_columns() {
        assert_eq!(wrap("Tomate roma, caja de 25 lb", 12), ["Tomate roma,", "caja de 25", "lb"]);
        // Each of these signs takes two columns.
        assert_eq!(wrap("株式会社東京", 5), ["株式", "会社", "東京"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
