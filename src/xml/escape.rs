//! What may stand in XML, and how it is written.

use std::borrow::Cow;

/// Appends an attribute's value. Tab and line ends become character references: a reader turns bare ones into blanks.
pub(crate) fn attribute_value(out: &mut Vec<u8>, text: &str) {
    escape(out, text, ATTRIBUTE);
}

/// Appends character data. A carriage return becomes a reference: a reader turns a bare one into a line feed.
pub(crate) fn character_data(out: &mut Vec<u8>, text: &str) {
    escape(out, text, TEXT);
}

fn escape(out: &mut Vec<u8>, text: &str, special: u8) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, b) in bytes.iter().enumerate() {
        if CLASS[*b as usize] & special == 0 {
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(match b {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' => b"&quot;",
            b'\t' => b"&#9;",
            b'\n' => b"&#10;",
            _ => b"&#13;",
        });
        from = at + 1;
    }
    out.extend_from_slice(&bytes[from..]);
}

/// Blank, tab, line feed, carriage return: what XML calls white space.
pub(crate) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

/// `xs:whiteSpace` collapse; borrowed where nothing changes.
pub(crate) fn collapse(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut blank = true;
    let mut changes = false;
    for b in bytes {
        let space = is_space(*b);
        changes |= space && (blank || *b != b' ');
        blank = space;
    }
    if !changes && (!blank || bytes.is_empty()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Line ends as line feeds, as XML reads them.
pub(crate) fn line_feeds(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(text),
    }
}

/// True where every character may stand in an XML 1.0 document.
pub(crate) fn is_xml_text(text: &str) -> bool {
    let classes = classes(text);
    classes & CONTROL == 0 && (classes & HIGH == 0 || !text.contains(['\u{FFFE}', '\u{FFFF}']))
}

/// The union of the classes of all bytes.
pub(crate) fn classes(text: &str) -> u8 {
    // Nearly every value has nothing special, which plain comparisons tell many bytes at a time.
    let mut special = false;
    for b in text.as_bytes() {
        special |= (*b <= b' ') | (*b == b'<') | (*b == b'&') | (*b == 0xEF);
    }
    if !special {
        return 0;
    }
    text.bytes().fold(0, |seen, b| seen | CLASS[b as usize])
}

/// True for a name of an element, attribute or prefix, with at most one colon inside (Namespaces in XML 1.0).
pub(crate) fn is_name(name: &str) -> bool {
    let mut at_start = true;
    let mut colon = false;
    for c in name.chars() {
        if c == ':' && !at_start && !colon {
            (colon, at_start) = (true, true);
            continue;
        }
        if !(starts_name(c) || (!at_start && continues_name(c))) {
            return false;
        }
        at_start = false;
    }
    !at_start
}

/// XML 1.0, production 4a: what may stand in a name, or be an NMTOKEN.
pub(crate) fn is_name_char(c: char) -> bool {
    c == ':' || starts_name(c) || continues_name(c)
}

/// XML 1.0, production 4, without the colon.
fn starts_name(c: char) -> bool {
    matches!(c, '_' | 'a'..='z' | 'A'..='Z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// XML 1.0, production 4a, beyond production 4.
fn continues_name(c: char) -> bool {
    matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// `<` is never allowed in a value, `&` begins a reference.
pub(crate) const MARKUP: u8 = 1;
/// Tab and line ends, which a reader of attributes turns into blanks.
pub(crate) const BREAK: u8 = 2;
/// Characters that XML 1.0 forbids.
pub(crate) const CONTROL: u8 = 4;
/// The first byte of U+FFFE and U+FFFF.
pub(crate) const HIGH: u8 = 8;
/// A blank, tab or line end.
pub(crate) const SPACE: u8 = 64;
const ATTRIBUTE: u8 = 16;
const TEXT: u8 = 32;

const CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 0x20 {
        table[b] = CONTROL;
        b += 1;
    }
    table[b'\t' as usize] = BREAK | SPACE | ATTRIBUTE;
    table[b'\n' as usize] = BREAK | SPACE | ATTRIBUTE;
    table[b'\r' as usize] = BREAK | SPACE | ATTRIBUTE | TEXT;
    table[b' ' as usize] = SPACE;
    table[b'<' as usize] = MARKUP | ATTRIBUTE | TEXT;
    table[b'&' as usize] = MARKUP | ATTRIBUTE | TEXT;
    table[b'>' as usize] = TEXT;
    table[b'"' as usize] = ATTRIBUTE;
    table[0xEF] = HIGH;
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_in_a_value_survives_as_references() {
        let mut out = Vec::new();
        attribute_value(&mut out, "a\tb\nc\rd \"<&>");
        assert_eq!(out, b"a&#9;b&#10;c&#13;d &quot;&lt;&amp;>");
        out.clear();
        character_data(&mut out, "a\tb\nc\rd \"<&>");
        assert_eq!(out, b"a\tb\nc&#13;d \"&lt;&amp;&gt;");
    }

    #[test]
    fn names_are_names() {
        for good in ["a", "cfdi:Emisor", "Año", "_x.1-2", "ñ"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", ":a", "a:", "a:b:c", "1a", "-a", "a b", "a=\"1\"", "a/", "a:1", "a\u{0}", "a<"] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
