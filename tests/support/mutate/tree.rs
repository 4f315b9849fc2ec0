//! XML as a tree in which everything but tags stands as it was written, so that a document without faults comes out the same but
//! for the blanks between its attributes.

#[derive(Clone)]
pub(super) enum Node {
    Element(Tag),
    /// Text, comments, CDATA sections and instructions, as they were written.
    Other(String),
}

#[derive(Clone, Default)]
pub(super) struct Tag {
    pub(super) name: String,
    /// Values without their quotes, escaped.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) inside: Vec<Node>,
}

/// Where an element is: which node of each element on the way.
pub(super) type Path = Vec<usize>;

impl Tag {
    pub(super) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }

    /// Of itself and every element below, in document order.
    pub(super) fn paths(&self) -> Vec<Path> {
        let mut all = vec![Vec::new()];
        for (at, node) in self.inside.iter().enumerate() {
            if let Node::Element(tag) = node {
                all.extend(tag.paths().into_iter().map(|below| [vec![at], below].concat()));
            }
        }
        all
    }

    pub(super) fn at(&self, path: &[usize]) -> &Tag {
        path.iter().fold(self, |tag, at| match &tag.inside[*at] {
            Node::Element(tag) => tag,
            Node::Other(_) => unreachable!("paths lead to elements"),
        })
    }

    pub(super) fn at_mut(&mut self, path: &[usize]) -> &mut Tag {
        path.iter().fold(self, |tag, at| match &mut tag.inside[*at] {
            Node::Element(tag) => tag,
            Node::Other(_) => unreachable!("paths lead to elements"),
        })
    }

    pub(super) fn write(&self, out: &mut String) {
        out.push_str(&format!("<{}", self.name));
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}=\"{}\"", value.replace('"', "&quot;")));
        }
        if self.inside.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for node in &self.inside {
            match node {
                Node::Element(tag) => tag.write(out),
                Node::Other(text) => out.push_str(text),
            }
        }
        out.push_str(&format!("</{}>", self.name));
    }
}

/// What stands before the root, the root, and what follows it; the XML is well-formed.
pub(super) fn read(xml: &str) -> (String, Tag, String) {
    let mut at = 0;
    let mut open = vec![Tag::default()];
    while at < xml.len() {
        let rest = &xml[at..];
        let until = |end: &str| rest.find(end).map_or(rest.len(), |found| found + end.len());
        let width = match () {
            () if rest.starts_with("<!--") => until("-->"),
            () if rest.starts_with("<![CDATA[") => until("]]>"),
            () if rest.starts_with("<?") => until("?>"),
            () if rest.starts_with("</") => {
                let tag = open.pop().expect("tags match");
                open.last_mut().expect("tags match").inside.push(Node::Element(tag));
                at += until(">");
                continue;
            }
            () if rest.starts_with('<') => {
                let (tag, closed, width) = start(rest);
                open.push(tag);
                if closed {
                    let tag = open.pop().expect("just pushed");
                    open.last_mut().expect("tags match").inside.push(Node::Element(tag));
                }
                at += width;
                continue;
            }
            () => rest.find('<').unwrap_or(rest.len()),
        };
        open.last_mut().expect("tags match").inside.push(Node::Other(rest[..width].into()));
        at += width;
    }
    let (mut before, mut root, mut after) = (String::new(), None, String::new());
    for node in open.pop().expect("tags match").inside {
        match node {
            Node::Element(tag) => root = Some(tag),
            Node::Other(text) if root.is_none() => before.push_str(&text),
            Node::Other(text) => after.push_str(&text),
        }
    }
    (before, root.expect("a document has a root"), after)
}

/// A start tag, whether it is empty, and its width.
fn start(text: &str) -> (Tag, bool, usize) {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let mut at = text.find(|c| is_space(c) || matches!(c, '>' | '/')).expect("a tag ends");
    let mut tag = Tag { name: text[1..at].into(), ..Tag::default() };
    loop {
        at += text[at..].find(|c| !is_space(c)).expect("a tag ends");
        if text[at..].starts_with('>') {
            return (tag, false, at + 1);
        }
        if text[at..].starts_with("/>") {
            return (tag, true, at + 2);
        }
        let name = at + text[at..].find(|c| is_space(c) || c == '=').expect("an attribute has a value");
        let quote = name + text[name..].find(['"', '\'']).expect("an attribute has a value");
        let value = quote + 1;
        let end = value + text[value..].find(&text[quote..value]).expect("a value ends");
        tag.attributes.push((text[at..name].into(), text[value..end].replace('"', "&quot;")));
        at = end + 1;
    }
}

pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let end = at + rest[at..].find(';').expect("a reference ends");
        let c = match &rest[at + 1..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let number = number.trim_start_matches('#');
                let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
                u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).expect("a character")
            }
        };
        plain.push(c);
        rest = &rest[end + 1..];
    }
    plain + rest
}

pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", c as u32)),
            c => escaped.push(c),
        }
    }
    escaped
}
