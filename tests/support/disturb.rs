//! Documents made odd, well-formed all the time: for judges that must agree about anything.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::random::Random;

/// A document cut into what stands between angle brackets and what stands between them.
#[derive(Clone)]
struct Piece {
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
    Empty,
    Other,
}

/// What is done to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Text, CDATA, references, comments, instructions and blanks between tags.
    Between,
    /// Values padded, emptied, dropped; blanks of every kind and references in them.
    Values,
    /// Elements repeated, dropped, moved to other places, put inside each other.
    Elements,
    /// Other prefixes, or the default namespace.
    Prefixes,
    /// Subtrees of another document anywhere.
    Foreign,
}

impl Change {
    pub const ALL: [Change; 5] = [Change::Between, Change::Values, Change::Elements, Change::Prefixes, Change::Foreign];
}

/// The document with some of these changes; `donor` is another one to take subtrees from.
pub fn mutate(xml: &str, changes: &[Change], donor: &str, random: &mut Random) -> String {
    let mut pieces = cut(xml);
    for change in changes {
        match change {
            Change::Between => between(&mut pieces, random),
            Change::Values => values(&mut pieces, random),
            Change::Elements => elements(&mut pieces, random),
            Change::Prefixes => {
                let text = prefixes(&join(&pieces), random);
                pieces = cut(&text);
            }
            Change::Foreign => foreign(&mut pieces, donor, random),
        }
    }
    // What was moved may have left its declarations behind.
    let mutant = join(&pieces);
    if is_resolved(&mutant) { mutant } else { xml.into() }
}

fn cut(xml: &str) -> Vec<Piece> {
    let mut reader = Reader::from_str(xml);
    let mut pieces = Vec::new();
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().unwrap();
        let kind = match event {
            Event::Start(_) => Kind::Start,
            Event::End(_) => Kind::End,
            Event::Empty(_) => Kind::Empty,
            Event::Eof => return pieces,
            _ => Kind::Other,
        };
        pieces.push(Piece { kind, text: xml[start..reader.buffer_position() as usize].into() });
    }
}

fn join(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Where content may stand: after the root's start tag and before its end tag.
fn inside(pieces: &[Piece]) -> std::ops::Range<usize> {
    let first = pieces.iter().position(|piece| piece.kind == Kind::Start).map_or(0, |at| at + 1);
    first..pieces.iter().rposition(|piece| piece.kind == Kind::End).unwrap_or(first)
}

fn between(pieces: &mut Vec<Piece>, random: &mut Random) {
    const FILL: [&str; 14] = [
        "text",
        "  two  words ",
        "<![CDATA[ <c>  &  d ]]>",
        "<![CDATA[]]>",
        "<!-- a comment -->",
        "<?an instruction?>",
        "&amp;&#233;&lt;",
        "&#x9;&#10;&#13; ",
        "\r\n\t ",
        "\r",
        " ",
        "ñ\u{a0}\u{2003}x",
        "a<!-- b -->c",
        "]]<![CDATA[>]]>",
    ];
    // An empty element has no place for text until it is opened.
    for piece in pieces.iter_mut() {
        if piece.kind == Kind::Empty && random.chance(1, 4) {
            let name = name_of(&piece.text).to_owned();
            let fill = random.pick(&FILL);
            piece.text = format!("{}>{fill}</{name}>", piece.text.trim_end_matches("/>"));
            piece.kind = Kind::Other;
        }
    }
    let range = inside(pieces);
    for at in range.rev() {
        if random.chance(1, 3) {
            pieces.insert(at, Piece { kind: Kind::Other, text: random.pick(&FILL).into() });
        }
    }
}

fn name_of(tag: &str) -> &str {
    let inside = tag.trim_start_matches(['<', '/']);
    &inside[..inside.find([' ', '\t', '\r', '\n', '/', '>']).unwrap_or(inside.len())]
}

/// The attributes of a tag as `name="value"`, and where they stand.
fn attributes(tag: &str) -> Vec<(std::ops::Range<usize>, String, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 1 + name_of(tag).len();
    while let Some(equals) = tag[at..].find('=').map(|found| at + found) {
        let name = tag[at..equals].trim().to_owned();
        let start = at + tag[at..].find(|c: char| !c.is_ascii_whitespace()).unwrap_or_default();
        let Some(open) = tag[equals..].find(['"', '\'']).map(|found| equals + found) else { break };
        let quote = &tag[open..open + 1];
        let Some(close) = tag[open + 1..].find(quote).map(|found| open + 1 + found) else { break };
        found.push((start..close + 1, name, open + 1..close));
        at = close + 1;
    }
    found
}

fn values(pieces: &mut [Piece], random: &mut Random) {
    for piece in pieces.iter_mut().filter(|piece| matches!(piece.kind, Kind::Start | Kind::Empty)) {
        for (whole, name, value) in attributes(&piece.text).into_iter().rev() {
            let keep = name.starts_with("xmlns") || name.eq_ignore_ascii_case("version");
            if keep || !random.chance(1, 3) {
                continue;
            }
            let text = piece.text[value.clone()].to_owned();
            let new = match random.below(8) {
                0 => String::new(),
                1 => format!("  {text} "),
                2 => text.replace(' ', "  "),
                3 => format!("{text}&#10;&#9;x\r\ny"),
                4 => format!("\t{text}&#13;"),
                5 => format!("&#x20;{text}&amp;&quot;&lt;\u{a0}"),
                6 => " ".into(),
                _ => {
                    piece.text.replace_range(whole, "");
                    continue;
                }
            };
            piece.text.replace_range(value, &new);
        }
    }
}

/// A random element inside the root, from its first piece to its last.
fn element(pieces: &[Piece], random: &mut Random) -> Option<std::ops::Range<usize>> {
    let range = inside(pieces);
    let starts: Vec<usize> = range.clone().filter(|at| matches!(pieces[*at].kind, Kind::Start | Kind::Empty)).collect();
    if starts.is_empty() {
        return None;
    }
    let start = starts[random.below(starts.len())];
    let mut depth = 0;
    for (at, piece) in pieces.iter().enumerate().take(range.end).skip(start) {
        match piece.kind {
            Kind::Start => depth += 1,
            Kind::End => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(start..at + 1);
        }
    }
    None
}

fn elements(pieces: &mut Vec<Piece>, random: &mut Random) {
    for _ in 0..2 + random.below(6) {
        let Some(range) = element(pieces, random) else { return };
        let copy: Vec<Piece> = pieces[range.clone()].to_vec();
        // Documents double with each copy of a large part.
        if pieces.len() + copy.len() > 4_000 {
            continue;
        }
        match random.below(4) {
            0 => drop(pieces.splice(range.end..range.end, copy)),
            1 => drop(pieces.drain(range)),
            2 => {
                pieces.drain(range);
                insert(pieces, copy, random);
            }
            _ => insert(pieces, copy, random),
        }
    }
}

fn insert(pieces: &mut Vec<Piece>, copy: Vec<Piece>, random: &mut Random) {
    let range = inside(pieces);
    if range.is_empty() {
        return;
    }
    let at = range.start + random.below(range.len() + 1);
    pieces.splice(at..at, copy);
}

/// Declarations are by prefix: the same namespaces under other names.
fn prefixes(xml: &str, random: &mut Random) -> String {
    let Some(root) = cut(xml).into_iter().find(|piece| piece.kind == Kind::Start) else { return xml.into() };
    let declared: Vec<String> = attributes(&root.text)
        .into_iter()
        .filter_map(|(_, name, _)| name.strip_prefix("xmlns:").map(str::to_owned))
        .filter(|prefix| prefix != "xsi" && prefix != "xml")
        .collect();
    let mut out = xml.to_owned();
    let default = !root.text.contains("xmlns=") && !xml.contains(" xmlns=") && random.chance(1, 2);
    for (nth, prefix) in declared.iter().enumerate() {
        let new = if nth == 0 && default { String::new() } else { format!("p{nth}") };
        let colon = if new.is_empty() { String::new() } else { format!("{new}:") };
        out = out
            .replace(&format!("<{prefix}:"), &format!("<{colon}"))
            .replace(&format!("</{prefix}:"), &format!("</{colon}"))
            .replace(&format!(" {prefix}:"), &format!(" p{nth}:"))
            .replace(
                &format!("xmlns:{prefix}="),
                &if new.is_empty() { "xmlns=".into() } else { format!("xmlns:{new}=") },
            );
    }
    // A changed prefix may be one that an attribute or a nested element needs; then the document stays as it is.
    if is_resolved(&out) { out } else { xml.into() }
}

/// True where quick-xml reads it with every prefix declared.
fn is_resolved(xml: &str) -> bool {
    let mut reader = quick_xml::NsReader::from_str(xml);
    loop {
        match reader.read_resolved_event() {
            Ok((quick_xml::name::ResolveResult::Unknown(_), _)) | Err(_) => return false,
            Ok((_, Event::Eof)) => return true,
            Ok((_, Event::Start(tag) | Event::Empty(tag))) => {
                for attribute in tag.attributes() {
                    let Ok(attribute) = attribute else { return false };
                    if let (quick_xml::name::ResolveResult::Unknown(_), _) =
                        reader.resolver().resolve_attribute(attribute.key)
                    {
                        return false;
                    }
                }
            }
            Ok(_) => {}
        }
    }
}

fn foreign(pieces: &mut Vec<Piece>, donor: &str, random: &mut Random) {
    let theirs = cut(donor);
    let Some(root) = theirs.iter().find(|piece| piece.kind == Kind::Start) else { return };
    let declared: Vec<(String, String)> = attributes(&root.text)
        .into_iter()
        .filter(|(_, name, _)| name.starts_with("xmlns"))
        .map(|(whole, name, _)| (name, root.text[whole].to_owned()))
        .collect();
    for _ in 0..2 {
        let Some(range) = element(&theirs, random) else { return };
        let mut copy: Vec<Piece> = theirs[range].to_vec();
        let own: Vec<String> = attributes(&copy[0].text).into_iter().map(|(_, name, _)| name).collect();
        let at = 1 + name_of(&copy[0].text).len();
        let missing = declared.iter().filter(|(name, _)| !own.contains(name));
        let missing: String = missing.map(|(_, whole)| format!(" {whole}")).collect();
        copy[0].text.insert_str(at, &missing);
        // Most complements belong into a Complemento: there SAT's templates see them.
        let after = pieces.iter().position(|piece| piece.kind == Kind::Start && piece.text.contains("Complemento"));
        match after {
            Some(at) if random.chance(2, 3) => drop(pieces.splice(at + 1..at + 1, copy)),
            _ => insert(pieces, copy, random),
        }
    }
}
