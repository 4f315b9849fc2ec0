//! Random CFDI 4.0 and 3.3 documents that SAT's XSD accepts, some of them as odd as it allows.
//!
//! The structure is walked from `tests/data/*.tsv`, which `cargo xtask structure` writes from SAT's XSD; no model of
//! ours is asked, so a node that the library forgot still turns up here. The values are random, not consistent: totals
//! do not add up and seals do not verify. The same [`Shape`] always gives the same document.
//!
//! Departures from what the XSD accepts: `Version` is never padded (SAT's stylesheet and every judge choose by it);
//! nothing of the document's own namespace stands inside a complement; there is no DOCTYPE.

// Each test binary includes this file as a private module.
#![allow(unreachable_pub)]

use std::sync::LazyLock;

/// Which document to make.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Another seed, another document.
    pub seed: u64,
    /// `TipoDeComprobante`: `I`, `E`, `T`, `P` or `N`.
    pub tipo: char,
    /// With literals and markup that the XSD accepts and few issuers write.
    pub odd: bool,
    /// With stamps, complements known and unknown, and an Addenda.
    pub foreign: bool,
}

/// A random CFDI 4.0 that SAT's XSD accepts (its Addenda and unknown complements set aside).
pub fn document(shape: Shape) -> String {
    document_of(shape, &CFDI, MAIN)
}

/// The same of CFDI 3.3.
pub fn document_33(shape: Shape) -> String {
    document_of(shape, &CFDI33, MAIN33)
}

fn document_of(shape: Shape, table: &'static Element, namespace: &'static str) -> String {
    let odd = shape.odd;
    let mut random = Random(shape.seed);
    for part in [u64::from(u32::from(shape.tipo)), u64::from(odd), u64::from(shape.foreign)] {
        random = Random(random.next() ^ part);
    }
    let maker = Maker {
        main: if odd { random.pick(&["cfdi", "cfdi", "", "", "c", "CFDI", "_4.0", "ñandú"]) } else { "cfdi" },
        xsi: if odd { random.pick(&["xsi", "xsi", "i", "esquema-1"]) } else { "xsi" },
        layout: random.pick(&[Layout::Compact, Layout::Lines, Layout::Indented]),
        references: odd && random.chance(1, 2),
        namespace,
        shape,
        random,
        out: String::new(),
        scope: Vec::new(),
        depth: 0,
        sello: String::new(),
    };
    maker.document(table)
}

struct Maker {
    shape: Shape,
    random: Random,
    out: String,
    /// The document's own namespace.
    namespace: &'static str,
    /// The usual prefix of the document's own namespace, and that of XMLSchema-instance.
    main: &'static str,
    xsi: &'static str,
    layout: Layout,
    /// Whether letters with an accent become character references often.
    references: bool,
    /// Every declaration (prefix, namespace) in force, the innermost last.
    scope: Vec<(String, String)>,
    depth: usize,
    sello: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Compact,
    Lines,
    Indented,
}

/// What may stand between two tags.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Outside,
    /// A content type without content: comments, but no blank.
    Empty,
    Sequence,
    Foreign,
}

type Pairs = Vec<(String, String)>;

/// The document and its typed nodes.
impl Maker {
    fn document(mut self, table: &'static Element) -> String {
        let (odd, crlf) = (self.shape.odd, self.shape.odd && self.random.chance(1, 4));
        let usual = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
        let bom = if odd && self.random.chance(1, 4) { "\u{feff}" } else { "" };
        let declaration = match odd {
            true => self.random.pick(&[
                usual,
                "",
                "<?xml version='1.0' encoding='utf-8'?>",
                r#"<?xml version="1.0"?>"#,
                r#"<?xml  version = "1.0" encoding="UTF-8" standalone='yes' ?>"#,
            ]),
            false => usual,
        };
        self.out.push_str(declaration);
        self.gap(Place::Outside);
        self.typed(table, self.namespace);
        self.gap(Place::Outside);
        format!("{bom}{}", if crlf { self.out.replace('\n', "\r\n") } else { self.out })
    }

    /// An element that a table declares, with what the table declares below it.
    fn typed(&mut self, element: &'static Element, namespace: &'static str) {
        let (odd, mark, root) = (self.shape.odd, self.scope.len(), self.scope.is_empty());
        let mut attributes = Pairs::new();
        if root {
            self.declare_root(&mut attributes);
        }
        let prefix = self.prefix_of(namespace, &mut attributes);
        if !root && odd && self.random.chance(1, 10) {
            self.declare_nested(&prefix, &mut attributes);
        }
        // An Addenda may carry what it likes, since the XSD never sees it.
        let free = self.shape.foreign && element.name == "Addenda" && self.random.chance(1, 2);
        if free {
            self.foreign_attributes(&mut attributes);
        }
        let located = match namespace {
            _ if free => false,
            _ if root => self.random.chance(7, 8),
            TFD => self.random.chance(1, 2),
            _ => odd && self.random.chance(1, 16),
        };
        if located {
            let xsi = self.instance(&mut attributes);
            attributes.push((format!("{xsi}:schemaLocation"), self.locations(namespace)));
        }
        let own = attributes.len();
        let bare = odd && element.may_be_empty() && self.random.chance(1, 5);
        for attribute in &element.attributes {
            if attribute.required || !bare && self.random.chance(1, 2) {
                let value = self.value(element, attribute);
                attributes.push((attribute.name.into(), value));
            }
        }
        let mut children = self.children(element, bare);
        if children.is_empty() && attributes.len() == own && !odd && !element.children.is_empty() {
            // An empty node is legal and odd.
            children.push(&element.children[self.random.below(element.children.len())]);
        }

        let name = qualified(&prefix, element.name);
        let at = self.start(&name, attributes);
        match element.content {
            Content::Any => self.open_node(element.name),
            Content::Empty if !odd => {}
            Content::Empty => self.gap(Place::Empty),
            Content::Sequence if children.is_empty() && (!odd || self.random.chance(1, 2)) => {}
            Content::Sequence => {
                for child in children {
                    self.gap(Place::Sequence);
                    self.typed(child, namespace);
                }
                self.depth -= 1;
                self.gap(Place::Sequence);
                self.depth += 1;
            }
        }
        self.finish(&name, at);
        self.scope.truncate(mark);
    }

    /// The children to write, repeats included, in the order of the XSD.
    fn children(&mut self, element: &'static Element, bare: bool) -> Vec<&'static Element> {
        let mut children = Vec::new();
        for child in &element.children {
            let wanted = match child.content {
                Content::Any if self.shape.foreign => self.random.chance(2, 3),
                Content::Any => self.shape.odd && child.may_be_empty() && self.random.chance(1, 4),
                _ => child.required || !bare && self.random.chance(1, 2),
            };
            let most = if child.repeats { 3 } else { 1 };
            children.extend((0..if wanted { 1 + self.random.below(most) } else { 0 }).map(|_| child));
        }
        children
    }

    fn declare_root(&mut self, attributes: &mut Pairs) {
        self.declare(self.main, self.namespace, attributes);
        if !self.shape.odd || self.random.chance(1, 2) {
            self.declare(self.xsi, XSI, attributes);
        }
        if self.shape.foreign {
            for (prefix, namespace) in [("tfd", TFD), ("iedu", IEDU_NAMESPACE), ("x", STRANGE[0])] {
                if self.random.chance(1, 3) {
                    self.declare(prefix, namespace, attributes);
                }
            }
        }
        if self.shape.odd {
            // SAT's usual prefixes bound to something else.
            for prefix in ["", "cfdi", "xsi", "tfd"] {
                if self.random.chance(1, 12) {
                    self.declare(prefix, STRANGE[1], attributes);
                }
            }
        }
    }

    /// A declaration that the typed node of `prefix` does not need; what is below it may use it.
    fn declare_nested(&mut self, prefix: &str, attributes: &mut Pairs) {
        let ours = self.prefixes(self.namespace);
        let default_in_use = prefix.is_empty() || ours.contains(&String::new());
        match (self.random.below(7), ours.first()) {
            (0, Some(main)) => self.declare(main, self.namespace, attributes),
            (1, _) => self.declare(&self.fresh("otro"), self.namespace, attributes),
            (2, _) => self.declare(&self.fresh("sin-uso"), STRANGE[2], attributes),
            (3, _) => self.declare(&self.fresh("tfd"), TFD, attributes),
            (4, _) => self.declare(&self.fresh(self.xsi), XSI, attributes),
            (5, _) if !default_in_use => self.declare("", STRANGE[1], attributes),
            // Legal, since it binds this prefix to what it always means.
            _ => attributes.push(("xmlns:xml".into(), "http://www.w3.org/XML/1998/namespace".into())),
        }
    }

    /// A prefix for an element of `namespace`, declared here if none is in force.
    fn prefix_of(&mut self, namespace: &str, attributes: &mut Pairs) -> String {
        let known = self.prefixes(namespace);
        if namespace == self.namespace && self.shape.odd && self.random.chance(1, 30) {
            let prefix = self.fresh("otro");
            self.declare(&prefix, namespace, attributes);
            return prefix;
        }
        if namespace == self.namespace && known.iter().any(|prefix| prefix == self.main) && self.random.chance(3, 4) {
            return self.main.into();
        }
        if !known.is_empty() && (namespace == self.namespace || self.random.chance(1, 2)) {
            return known[self.random.below(known.len())].clone();
        }
        let usual = match namespace {
            TFD => "tfd",
            IEDU_NAMESPACE => "iedu",
            _ => "cfdi",
        };
        let prefix = if self.shape.odd { self.random.pick(&[usual, usual, "", "sat1"]) } else { usual };
        self.declare(prefix, namespace, attributes);
        prefix.into()
    }

    /// The value of `xsi:schemaLocation`: pairs of a namespace and an address.
    fn locations(&mut self, namespace: &str) -> String {
        let xsd = if self.namespace == MAIN { "cfd/4/cfdv40.xsd" } else { "cfd/3/cfdv33.xsd" };
        let main = format!("{} {SAT}{xsd}", self.namespace);
        let stamp = format!("{TFD} {SAT}cfd/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd");
        let mut pairs = match namespace {
            TFD => vec![stamp],
            _ if self.shape.foreign && self.random.chance(1, 2) => vec![main, stamp],
            _ => vec![main],
        };
        if self.shape.odd && self.random.chance(1, 2) {
            let at = self.random.below(pairs.len() + 1);
            pairs.insert(at, format!("{}\n  https://ejemplo.com.mx/x.xsd?a=1&b=2", STRANGE[0]));
        }
        pairs.join(if self.shape.odd { self.random.pick(&[" ", "  ", "\n"]) } else { " " })
    }
}

/// What stands inside Complemento, ComplementoConcepto and Addenda: somebody else's.
impl Maker {
    fn open_node(&mut self, node: &str) {
        if !self.shape.foreign {
            if self.random.chance(1, 2) {
                self.gap(Place::Foreign);
            }
            return;
        }
        match node {
            "Addenda" => self.mixed(true, true),
            "ComplementoConcepto" => {
                // The XSD wants one child that it can check.
                let mut parts: Vec<bool> = (0..1 + self.random.below(3)).map(|_| self.random.chance(1, 3)).collect();
                let known = self.random.below(parts.len());
                parts[known] = true;
                self.complements(&parts, &IEDU, IEDU_NAMESPACE);
            }
            _ => {
                let mut parts = vec![false; self.random.below(4)];
                if !parts.is_empty() && self.random.chance(2, 3) {
                    let stamp = self.random.below(parts.len());
                    parts[stamp] = true;
                    // The XSD takes a second stamp too.
                    let second = self.random.below(parts.len());
                    parts[second] |= self.shape.odd && self.random.chance(1, 4);
                }
                self.complements(&parts, &STAMP, TFD);
            }
        }
    }

    /// `known` complements by their table, the others of invented namespaces.
    fn complements(&mut self, parts: &[bool], table: &'static Element, namespace: &'static str) {
        for known in parts {
            self.gap(Place::Foreign);
            if *known {
                self.typed(table, namespace);
            } else {
                self.foreign(true, false);
            }
        }
        self.depth -= 1;
        self.gap(Place::Foreign);
        self.depth += 1;
    }

    /// An element of an invented namespace, or of none. `top`: it stands right inside SAT's node.
    fn foreign(&mut self, top: bool, addenda: bool) {
        let mark = self.scope.len();
        let mut attributes = Pairs::new();
        let prefix = self.foreign_prefix(addenda, &mut attributes);
        self.foreign_attributes(&mut attributes);
        let name = qualified(&prefix, self.random.word(NAMES));
        let at = self.start(&name, attributes);
        let nested = if top { self.random.chance(3, 4) } else { self.depth < 9 && self.random.chance(1, 3) };
        match self.random.below(6) {
            _ if nested => self.mixed(false, addenda),
            0 => {}
            1 => self.out.push_str(self.random.pick(&[" ", "   ", "\n", "\n\t ", "\t"])),
            2 if self.shape.odd => {
                self.out.push_str(self.random.pick(&["&#32;", "&#13;", "<![CDATA[]]>", "<![CDATA[  ]]>", "&#xA;&#9;"]));
            }
            3 => self.remark(),
            _ => self.prose(),
        }
        self.finish(&name, at);
        self.scope.truncate(mark);
    }

    /// Some children, with text, comments and processing instructions among them.
    fn mixed(&mut self, top: bool, addenda: bool) {
        let text = addenda || self.random.chance(1, 4);
        for _ in 0..1 + self.random.below(4) {
            match self.random.below(8) {
                0 | 1 if text => self.prose(),
                2 => self.remark(),
                3 => self.line(),
                _ => {
                    if !text || self.random.chance(1, 2) {
                        self.gap(Place::Foreign);
                    }
                    self.foreign(top, addenda);
                }
            }
        }
        if self.random.chance(1, 2) {
            self.depth -= 1;
            self.gap(Place::Foreign);
            self.depth += 1;
        }
    }

    /// The prefix of a foreign element: inherited, by default, none, redeclared or own.
    fn foreign_prefix(&mut self, addenda: bool, attributes: &mut Pairs) -> String {
        let visible = self.visible();
        let default_is_ours = visible.iter().any(|(prefix, uri)| prefix.is_empty() && OURS.contains(&uri.as_str()));
        let inherited: Vec<&String> =
            visible.iter().filter(|(_, uri)| STRANGE.contains(&uri.as_str())).map(|(prefix, _)| prefix).collect();
        let strange = self.random.pick(STRANGE);
        let own = ["x", "y", "tienda", "ns1", "a.b-c", "ñ"];
        let (prefix, namespace) = match self.random.below(10) {
            0..=2 if !inherited.is_empty() => return inherited[self.random.below(inherited.len())].clone(),
            3 | 4 => ("", strange),
            5 => ("", ""),
            // Right inside SAT's nodes the XSD would look for an unprefixed element of the document's own default.
            6 if !default_is_ours || addenda => return String::new(),
            7 => (self.random.pick(&["cfdi", "tfd", "iedu", "xsi"]), strange),
            8 if addenda => return self.prefix_of(self.namespace, attributes),
            _ => (self.random.pick(&own), strange),
        };
        self.declare(prefix, namespace, attributes);
        prefix.into()
    }

    /// Attributes plain and prefixed, `xsi:*`, `xml:*`, and values that name a prefix.
    fn foreign_attributes(&mut self, attributes: &mut Pairs) {
        self.plain_attributes(attributes);
        if self.random.chance(1, 6) {
            let prefix = self.fresh("q");
            let strange = self.random.pick(STRANGE);
            self.declare(&prefix, strange, attributes);
        }
        let named: Vec<String> =
            self.visible().into_iter().filter(|(prefix, _)| !prefix.is_empty()).map(|(prefix, _)| prefix).collect();
        let name = |maker: &mut Self| match named.len() {
            0 => "Tipo".to_owned(),
            count => format!("{}:Tipo", named[maker.random.below(count)]),
        };
        if self.random.chance(1, 6) {
            let value = format!("{} {}", name(self), name(self));
            attributes.push(("refs".into(), value));
        }
        let strange =
            self.visible().into_iter().find(|(prefix, uri)| !prefix.is_empty() && STRANGE.contains(&uri.as_str()));
        if let Some((prefix, _)) = strange.filter(|_| self.random.chance(1, 3)) {
            attributes.push((format!("{prefix}:clave"), self.text(0, 20)));
        }
        if self.random.chance(1, 5) {
            let (xsi, value) = (self.instance(attributes), name(self));
            attributes.push((format!("{xsi}:type"), value));
            if self.random.chance(1, 4) {
                attributes.push((format!("{xsi}:nil"), "true".into()));
            }
            if self.random.chance(1, 4) {
                attributes.push((format!("{xsi}:schemaLocation"), self.locations(self.namespace)));
            }
        }
        if self.random.chance(1, 12) {
            attributes.push(("xml:lang".into(), "es-MX".into()));
        }
        if self.random.chance(1, 16) {
            attributes.push(("xml:space".into(), "preserve".into()));
        }
    }

    fn plain_attributes(&mut self, attributes: &mut Pairs) {
        for name in ["id", "número", "tipo", "Version"] {
            if self.random.chance(1, 4) {
                let mut value = self.text(0, 40);
                if self.shape.odd && self.random.chance(1, 4) {
                    value = format!(" {value}{} ", self.random.pick(&["\n", "\t", "\r", "  ", "|"]));
                }
                attributes.push((name.into(), value));
            }
        }
    }

    /// Text where blanks count.
    fn prose(&mut self) {
        let odd = self.shape.odd;
        let mut text = self.text(1, 60);
        if self.random.chance(1, 3) {
            text.insert_str(0, self.random.pick(&[" ", "\n", "  ", "\t"]));
            text.push_str(self.random.pick(&["", " ", "\n\n", if odd { "\r" } else { " " }]));
        }
        let fits = !text.contains('\r') && !text.contains("]]>");
        if odd && fits && self.random.chance(1, 4) {
            // Against each other, CDATA and text are one text.
            let (left, right) = text.split_at(text.find(' ').unwrap_or(0));
            self.escaped(left, None);
            self.out.push_str(&format!("<![CDATA[{right}<&amp;]]>"));
        } else {
            self.escaped(&text, None);
        }
    }
}

/// Values.
impl Maker {
    fn value(&mut self, element: &Element, attribute: &Attribute) -> String {
        if let Some(fixed) = attribute.fixed {
            return fixed.into();
        }
        let value = match (attribute.base, attribute.pattern) {
            _ if attribute.name == "TipoDeComprobante" => {
                let tipo = self.shape.tipo.to_string();
                assert!(attribute.values.contains(&tipo.as_str()), "no TipoDeComprobante {tipo}");
                tipo
            }
            _ if !attribute.values.is_empty() => self.enumerated(attribute),
            ("decimal", _) => self.decimal(attribute),
            ("short", None) => {
                let year = attribute.lowest.expect("a year has its first").parse::<usize>().expect("a number");
                (year + self.random.below(12)).to_string()
            }
            (_, Some(pattern)) => self.sample(pattern, attribute),
            ("string", None) if attribute.name == "SelloCFD" && self.random.chance(3, 4) => self.sello.clone(),
            ("string", None) if attribute.is_unlimited() && attribute.collapse => self.base64(),
            ("string", None) => self.text(attribute.shortest.unwrap_or(1), attribute.longest.unwrap_or(40)),
            (base, None) => panic!("no sampler for {}/@{}: {base}", element.name, attribute.name),
        };
        if attribute.name == "Sello" {
            self.sello.clone_from(&value);
        }
        if self.shape.odd && self.random.chance(1, 7) { self.oddly(value, attribute) } else { value }
    }

    fn enumerated(&mut self, attribute: &Attribute) -> String {
        // A sample of a long catalogue leaves out the codes that nearly every document carries.
        let usual = USUAL.iter().find(|(name, _)| *name == attribute.name).map(|(_, values)| *values);
        let values = usual.filter(|_| self.random.chance(1, 2)).unwrap_or(&attribute.values);
        self.random.pick(values).into()
    }

    fn decimal(&mut self, attribute: &Attribute) -> String {
        let positive = attribute.lowest.is_some_and(|lowest| lowest.contains(|digit| ('1'..='9').contains(&digit)));
        if attribute.pattern.is_none() && !positive && self.random.chance(2, 3) {
            return self.random.word(RATES).into();
        }
        let whole = self.random.pick(&[1, 1, 2, 3, 4, 5, 6, 7, 18]);
        let scale = self.random.below(attribute.fraction + 1);
        let mut text = self.digits(whole).trim_start_matches('0').to_owned();
        if text.is_empty() {
            text.push('0');
        }
        if scale > 0 {
            let zeros = if self.random.chance(1, 2) { self.random.below(scale + 1) } else { 0 };
            text = format!("{text}.{}{}", self.digits(scale - zeros), "0".repeat(zeros));
        }
        let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        match attribute.lowest {
            Some(lowest) if positive && zero => lowest.into(),
            _ => text,
        }
    }

    fn sample(&mut self, pattern: &str, attribute: &Attribute) -> String {
        let random = &mut self.random;
        if let Some((least, most)) = repeats(pattern, "[^|]") {
            return self.text(attribute.shortest.unwrap_or(least), attribute.longest.unwrap_or(most));
        }
        if let Some((least, most)) = repeats(pattern, "[0-9]") {
            let count = least + random.below(most - least + 1);
            return self.digits(count);
        }
        if let Some((least, most)) = repeats(pattern, "[0-9a-zA-Z]") {
            let limit = if random.chance(1, 8) { most } else { 20 };
            let count = least + random.below((most - least).min(limit) + 1);
            return (0..count).map(|_| random.letter(ALPHANUMERIC)).collect();
        }
        match pattern {
            UUID => {
                let hex = random.pick(&["0123456789abcdef", "0123456789ABCDEF", "0123456789abcdefABCDEF"]);
                [8, 4, 4, 4, 12].map(|count| (0..count).map(|_| random.letter(hex)).collect::<String>()).join("-")
            }
            RFC | RFC_PM | IEDU_RFC => {
                let letters = if pattern == RFC_PM { 3 } else { 3 + random.below(2) };
                if pattern == RFC && random.chance(1, 5) {
                    return random.pick(&["XAXX010101000", "XEXX010101000"]).into();
                }
                let name: String = (0..letters).map(|_| random.letter("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ&")).collect();
                let (date, end) = (self.month_and_day(31), self.random.letter("0123456789A"));
                let key: String = (0..2).map(|_| self.random.letter(&ALPHANUMERIC[..36])).collect();
                format!("{name}{}{}{key}{end}", self.digits(2), date.replace('-', ""))
            }
            IEDU_CURP => {
                let mut curp = String::new();
                for class in ["ABCXYZ", "AEIOUX", "ABCXYZ", "ABCXYZ", "01", "0123456789"] {
                    curp.push(random.letter(class));
                }
                let (sex, end) = (random.letter("HMX"), ["ADGS", "FTCRL", "BCÑZ", "BCDN", "XYZ", "0A9", "0123456789"]);
                let end = end.map(|class| random.letter(class)).iter().collect::<String>();
                format!("{curp}{}{sex}{end}", self.month_and_day(28).replace('-', ""))
            }
            PEDIMENTO => format!("{}  {}  {}  {}", self.digits(2), self.digits(2), self.digits(4), self.digits(7)),
            FECHA_HORA => {
                let (year, leap) = (2010 + random.below(90), random.chance(1, 12));
                let [hour, minute, second] = [24, 60, 60].map(|limit| random.below(limit));
                let date = if leap { "2024-02-29".into() } else { format!("{year}-{}", self.month_and_day(28)) };
                format!("{date}T{hour:02}:{minute:02}:{second:02}")
            }
            LEYENDA => {
                let marks: String =
                    (0..random.below(40)).map(|_| random.letter("Ññ!\"%&'´-:;>=<@_,{}`~áéíóúÁÉÍÓÚüÜ")).collect();
                format!("Leyenda 5 de {marks};")
            }
            unknown => panic!("no sampler for the pattern {unknown}"),
        }
    }

    fn month_and_day(&mut self, last: usize) -> String {
        format!("{:02}-{:02}", 1 + self.random.below(12), 1 + self.random.below(last))
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| self.random.letter("0123456789")).collect()
    }

    fn base64(&mut self) -> String {
        match self.random.below(8) {
            0 => String::new(),
            groups => {
                let count = 4 * groups * groups;
                (2..count).map(|_| self.random.letter(BASE64)).chain("==".chars()).collect()
            }
        }
    }

    /// Trade words with single blanks between, `least` to `most` characters.
    fn text(&mut self, least: usize, most: usize) -> String {
        let room = if self.random.chance(1, 12) { most } else { most.min(least + self.random.below(50)) };
        let room = room.max(least);
        let mut text: Vec<char> = Vec::new();
        while text.len() < room {
            if !text.is_empty() {
                text.push(' ');
            }
            let words = if self.shape.odd && self.random.chance(1, 12) { ODD_WORDS } else { WORDS };
            text.extend(self.random.word(words).chars());
        }
        text.truncate(room);
        if let Some(last) = text.last_mut().filter(|last| **last == ' ') {
            *last = 's';
        }
        text.into_iter().collect()
    }

    /// Another literal of the same value, or an extreme one, that the type still takes.
    fn oddly(&mut self, value: String, attribute: &Attribute) -> String {
        let zero_allowed = attribute.lowest.is_some_and(|lowest| lowest.trim_matches(['0', '.']).is_empty());
        let value = match (attribute.base, attribute.pattern) {
            ("decimal", Some(_)) => match self.random.below(5) {
                0 => padded(&value, 18),
                1 => padded(&value, (value.find('.').unwrap_or(value.len()) + 1).min(18)),
                // The dot in SAT's pattern takes any character, a digit too.
                2 => format!("7{}", self.digits(24)),
                3 if zero_allowed => "000.00".into(),
                _ => value,
            },
            ("decimal", None) => match self.random.below(9) {
                0 => format!("+{value}"),
                1 => format!("0{value}"),
                2 if !value.contains('.') => format!("{value}."),
                2 | 3 => ".5".into(),
                4 => format!("9{}", self.digits(39)),
                5 if value.contains('.') => format!("{value}{}", "0".repeat(1 + self.random.below(30))),
                6 if zero_allowed => self.random.pick(&["-0", "-0.000000", "+0", ".0", "0."]).into(),
                7 => format!("+000{value}"),
                _ => value,
            },
            ("short", _) => match self.random.below(4) {
                0 => format!("+{value}"),
                1 => format!("00{value}"),
                2 => i16::MAX.to_string(),
                _ => value,
            },
            ("string", None)
                if attribute.values.is_empty() && attribute.longest.is_some() && self.random.chance(1, 3) =>
            {
                // No pattern forbids the separator of the cadena original here.
                value.replace(' ', "|")
            }
            _ => value,
        };
        // The facets look at the collapsed text, so blanks may go wherever a blank is.
        if !attribute.collapse && !attribute.is_unlimited() || self.random.chance(1, 3) {
            return value;
        }
        let mut text = String::new();
        let blanks = |maker: &mut Self| maker.random.pick(&["", " ", "  ", "\t", "\n", "\r\n", " \n\t "]);
        text.push_str(blanks(self));
        for character in value.chars() {
            text.push(character);
            if character == ' ' {
                text.push_str(blanks(self));
            }
        }
        text + blanks(self)
    }
}

/// Namespaces in force.
impl Maker {
    /// Puts a declaration on the element that is being made; a prefix already declared on it stands.
    fn declare(&mut self, prefix: &str, namespace: &str, attributes: &mut Pairs) {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        if attributes.iter().all(|(known, _)| *known != name) {
            self.scope.push((prefix.into(), namespace.into()));
            attributes.push((name, namespace.into()));
        }
    }

    /// The declarations that none further in hides.
    fn visible(&self) -> Pairs {
        let mut visible = Pairs::new();
        for (prefix, namespace) in self.scope.iter().rev() {
            if visible.iter().all(|(known, _)| known != prefix) {
                visible.push((prefix.clone(), namespace.clone()));
            }
        }
        visible
    }

    fn prefixes(&self, namespace: &str) -> Vec<String> {
        self.visible().into_iter().filter(|(_, uri)| uri == namespace).map(|(prefix, _)| prefix).collect()
    }

    /// A prefix like `base` that means nothing here yet.
    fn fresh(&self, base: &str) -> String {
        let taken = |prefix: &str| self.scope.iter().any(|(known, _)| known == prefix);
        if !taken(base) {
            return base.into();
        }
        (2..).map(|number| format!("{base}{number}")).find(|prefix| !taken(prefix)).expect("numbers do not end")
    }

    /// A prefix of XMLSchema-instance.
    fn instance(&mut self, attributes: &mut Pairs) -> String {
        if let Some(prefix) = self.prefixes(XSI).into_iter().find(|prefix| !prefix.is_empty()) {
            return prefix;
        }
        let prefix = self.fresh(self.xsi);
        self.declare(&prefix, XSI, attributes);
        prefix
    }
}

/// Markup.
impl Maker {
    /// Writes a start tag; the answer tells [`Self::finish`] where it ends.
    fn start(&mut self, name: &str, mut attributes: Pairs) -> usize {
        let odd = self.shape.odd;
        if odd && self.random.chance(3, 4) {
            self.random.shuffle(&mut attributes);
        }
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(if odd { self.random.pick(&[" ", " ", " ", "  ", "\n    ", "\t"]) } else { " " });
            self.out.push_str(&key);
            self.out.push_str(if odd { self.random.pick(&["=", "=", "=", "=", " = ", "=\n"]) } else { "=" });
            let quote = if odd && self.random.chance(1, 4) { '\'' } else { '"' };
            self.out.push(quote);
            self.escaped(&value, Some(quote));
            self.out.push(quote);
        }
        if odd && self.random.chance(1, 8) {
            self.out.push(' ');
        }
        self.depth += 1;
        self.out.push('>');
        self.out.len()
    }

    fn finish(&mut self, name: &str, at: usize) {
        self.depth -= 1;
        if self.out.len() == at && !self.random.chance(1, 5) {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            let blank = if self.shape.odd && self.random.chance(1, 12) { " " } else { "" };
            self.out.push_str(&format!("</{name}{blank}>"));
        }
    }

    /// What stands between two tags and says nothing: line ends, comments, processing instructions.
    fn gap(&mut self, place: Place) {
        let blanks = place != Place::Empty;
        if blanks {
            self.line();
        }
        while (self.shape.odd || place == Place::Foreign) && self.random.chance(1, 9) {
            self.remark();
            if blanks {
                self.line();
            }
        }
        if self.shape.odd && place == Place::Sequence && self.random.chance(1, 40) {
            self.out.push_str(self.random.pick(&["&#32;", "&#10;", "&#x9;", "<![CDATA[ ]]>"]));
        }
    }

    fn line(&mut self) {
        if self.layout == Layout::Compact || self.out.is_empty() && !self.shape.odd {
            return;
        }
        self.out.push('\n');
        if self.layout == Layout::Indented {
            self.out.push_str(&"  ".repeat(self.depth));
        }
    }

    fn remark(&mut self) {
        self.out.push_str(self.random.pick(&[
            "<!-- revisado: año < 2030 & > 2019, \"sí\" - ñ -->",
            "<!---->",
            "<!--<cfdi:Concepto Cantidad=\"9\"/>-->",
            "<!-- dos\n     líneas -->",
            "<?imprime copias=\"2\" papel='carta'?>",
            "<?vacía?>",
            "<?xml-stylesheet type=\"text/xsl\" href=\"cfdi.xsl\"?>",
            "<?php echo \"<a>&\" ; ?>",
        ]));
    }

    /// Text of an attribute between `quote`s, or of a node.
    fn escaped(&mut self, text: &str, quote: Option<char>) {
        let odd = self.shape.odd;
        for character in text.chars() {
            let written = match character {
                '<' => "&lt;",
                '&' => "&amp;",
                '>' if quote.is_none() || !odd || self.random.chance(1, 2) => "&gt;",
                '"' if quote == Some('"') => "&quot;",
                '\'' if quote == Some('\'') => "&apos;",
                // The parser takes each of these for a blank.
                ' ' if odd && quote.is_some() && self.random.chance(1, 40) => self.random.pick(&["\n", "\t", "&#32;"]),
                _ => "",
            };
            let reference = match character {
                '\r' => true,
                '\t' | '\n' => quote.is_some() || odd && self.random.chance(1, 8),
                _ if !odd => false,
                _ if character.is_ascii() => self.random.chance(1, 300),
                _ => self.references && self.random.chance(1, 2),
            };
            match (reference, written) {
                (true, _) if self.random.chance(1, 2) => self.out.push_str(&format!("&#{};", u32::from(character))),
                (true, _) => self.out.push_str(&format!("&#x{:X};", u32::from(character))),
                (false, "") => self.out.push(character),
                (false, written) => self.out.push_str(written),
            }
        }
    }
}

/// An element of a table.
struct Element {
    name: &'static str,
    required: bool,
    repeats: bool,
    content: Content,
    /// Of [`Content::Any`]: whether nothing is enough.
    any_is_optional: bool,
    attributes: Vec<Attribute>,
    children: Vec<Element>,
}

#[derive(Clone, Copy, PartialEq)]
enum Content {
    Any,
    Empty,
    Sequence,
}

struct Attribute {
    name: &'static str,
    required: bool,
    base: &'static str,
    fixed: Option<&'static str>,
    collapse: bool,
    shortest: Option<usize>,
    longest: Option<usize>,
    fraction: usize,
    lowest: Option<&'static str>,
    pattern: Option<&'static str>,
    values: Vec<&'static str>,
}

impl Element {
    /// Reads a table as `cargo xtask structure` writes it.
    fn read(table: &'static str) -> Self {
        let mut root: Option<Self> = None;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let [path, min, max, base, facets, values] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("not six columns: {line}");
            };
            let mut steps = path.split('/');
            let first = steps.next().expect("a path has a step");
            let (last, between) = match steps.collect::<Vec<_>>() {
                steps if steps.is_empty() => (first, Vec::new()),
                mut steps => (steps.pop().expect("not empty"), steps),
            };
            let mut parent = root.as_mut();
            for step in between {
                parent = parent.and_then(|parent| parent.children.iter_mut().rfind(|child| child.name == step));
            }
            if let Some(name) = last.strip_prefix('@') {
                let parent = parent.expect("an element comes before its attributes");
                parent.attributes.push(Attribute::read(name, min, base, facets, values));
                continue;
            }
            let element = Self {
                name: last,
                required: min != "0",
                repeats: max != "1",
                content: match base {
                    "any" => Content::Any,
                    "empty" => Content::Empty,
                    "sequence" => Content::Sequence,
                    other => panic!("{path}: no content {other}"),
                },
                any_is_optional: facets.contains("minOccurs=0"),
                attributes: Vec::new(),
                children: Vec::new(),
            };
            match parent {
                Some(parent) => parent.children.push(element),
                None => root = Some(element),
            }
        }
        root.expect("a table has a root")
    }

    fn may_be_empty(&self) -> bool {
        let content = match self.content {
            Content::Any => self.any_is_optional,
            Content::Empty => true,
            Content::Sequence => self.children.iter().all(|child| !child.required),
        };
        content && self.attributes.iter().all(|attribute| !attribute.required)
    }
}

impl Attribute {
    fn read(name: &'static str, min: &str, base: &'static str, facets: &'static str, values: &'static str) -> Self {
        // The pattern stands last, since it may hold the separator.
        let (facets, pattern) = match facets.find("pattern=") {
            Some(at) => (&facets[..at], Some(&facets[at + "pattern=".len()..])),
            None => (facets, None),
        };
        let facet = |key: &str| facets.split(';').find_map(|facet| facet.strip_prefix(key)?.strip_prefix('='));
        let number = |key: &str| facet(key).map(|text| text.parse::<usize>().expect("a facet's number"));
        Self {
            name,
            required: min == "1",
            base,
            fixed: facet("fixed"),
            collapse: facet("whiteSpace") == Some("collapse"),
            shortest: number("length").or(number("minLength")),
            longest: number("length").or(number("maxLength")),
            fraction: number("fractionDigits").unwrap_or(6),
            lowest: facet("minInclusive"),
            pattern,
            values: values.split('|').filter(|value| !value.is_empty()).collect(),
        }
    }

    fn is_unlimited(&self) -> bool {
        self.pattern.is_none() && self.values.is_empty() && self.shortest.is_none() && self.longest.is_none()
    }
}

/// splitmix64: small, even, and the same on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// 0 up to and without `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn chance(&mut self, of: usize, all: usize) -> bool {
        self.below(all) < of
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// One of the words between `|`.
    fn word(&mut self, from: &'static str) -> &'static str {
        let at = self.below(from.split('|').count());
        from.split('|').nth(at).expect("below the count")
    }

    fn letter(&mut self, from: &str) -> char {
        let at = self.below(from.chars().count());
        from.chars().nth(at).expect("below the count")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

/// `value` with leading zeros up to `width` digits before the dot.
fn padded(value: &str, width: usize) -> String {
    let whole = value.find('.').unwrap_or(value.len());
    format!("{}{value}", "0".repeat(width.saturating_sub(whole)))
}

/// The bounds of a pattern that is one class of characters, repeated.
fn repeats(pattern: &str, class: &str) -> Option<(usize, usize)> {
    let bounds = pattern.strip_prefix(class)?.strip_prefix('{')?.strip_suffix('}')?;
    let (least, most) = bounds.split_once(',').unwrap_or((bounds, bounds));
    Some((least.parse().ok()?, most.parse().ok()?))
}

static CFDI: LazyLock<Element> =
    LazyLock::new(|| Element::read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cfdv40.tsv"))));
static CFDI33: LazyLock<Element> =
    LazyLock::new(|| Element::read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cfdv33.tsv"))));
static STAMP: LazyLock<Element> =
    LazyLock::new(|| Element::read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tfd11.tsv"))));
static IEDU: LazyLock<Element> = LazyLock::new(|| Element::read(IEDU_TABLE));

const SAT: &str = "http://www.sat.gob.mx/sitio_internet/";
const MAIN: &str = "http://www.sat.gob.mx/cfd/4";
const MAIN33: &str = "http://www.sat.gob.mx/cfd/3";
const TFD: &str = "http://www.sat.gob.mx/TimbreFiscalDigital";
const IEDU_NAMESPACE: &str = "http://www.sat.gob.mx/iedu";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Namespaces whose elements the XSD would look for.
const OURS: &[&str] = &[MAIN, MAIN33, TFD, IEDU_NAMESPACE];
/// Invented ones.
const STRANGE: &[&str] =
    &["urn:x", "http://www.ejemplo.com.mx/addenda/1", "https://ejemplo.com.mx/ns?a=1&b=2", "urn:otra:cfd:4"];
/// Names of invented elements, some of them SAT's own.
const NAMES: &str = "Pedido|línea|nota|_x.y-z|Ñandú|TimbreFiscalDigital|Emisor|Complemento|Addenda|Comprobante";
const WORDS: &str = "Tornillo|acero|niños|piña|café|AÑO|S.A. de C.V.|R&D|\"premium\"|<5 kg>|2\"|O'Higgins|shipping|freight|\
    customs|broker|aguacate|Hass|caja|100%|N°|Güero|tubería|PEÑA|lime|Incoterm:|DAP|Laredo,|TX|a > b|&amp;|x:Tipo|maíz|\
    S de RL|#4|(net 30)|€|½|de|y|/";
/// White space to Unicode and not to XML, signs beyond 16 bits, combining marks, an end of CDATA.
const ODD_WORDS: &str = "\u{a0}|\u{2003}x|\u{85}|\u{2028}|🌽|n\u{303}o|漢字|]]>|\u{feff}|--|%20|{{x}}";
/// Rates with differing scales, ordinary and strange.
const RATES: &str = "0.160000|0.16|0.080000|0.08|0.000000|0.0|0|0.106667|0.265000|1.600000|59.1449|3";
/// What nearly every document carries, by the attribute's name.
const USUAL: &[(&str, &[&str])] = &[
    ("ClaveProdServ", &["01010101", "50404900", "78101800"]),
    ("ClaveUnidad", &["H87", "KGM", "E48", "ACT"]),
    ("Moneda", &["MXN", "USD", "XXX"]),
    ("ResidenciaFiscal", &["USA", "CAN"]),
];
const ALPHANUMERIC: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The patterns that `sample` knows, as SAT writes them.
const UUID: &str = "[a-f0-9A-F]{8}-[a-f0-9A-F]{4}-[a-f0-9A-F]{4}-[a-f0-9A-F]{4}-[a-f0-9A-F]{12}";
const RFC: &str = "[A-Z&Ñ]{3,4}[0-9]{2}(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]";
const RFC_PM: &str = "[A-Z&Ñ]{3}[0-9]{2}(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]";
const PEDIMENTO: &str = "[0-9]{2}  [0-9]{2}  [0-9]{4}  [0-9]{7}";
const FECHA_HORA: &str =
    "(20[1-9][0-9])-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])";
const LEYENDA: &str =
    r#"([A-Z]|[a-z]|[0-9]| |Ñ|ñ|!|"|%|&|'|´|-|:|;|>|=|<|@|_|,|\{|\}|`|~|á|é|í|ó|ú|Á|É|Í|Ó|Ú|ü|Ü){1,150}"#;
const IEDU_CURP: &str = "[A-Z][A,E,I,O,U,X][A-Z]{2}[0-9]{2}[0-1][0-9][0-3][0-9][M,H,X][A-Z]{2}[B,C,D,F,G,H,J,K,L,M,N,Ñ,P,Q,R,S,T,V,W,X,Y,Z]{3}[0-9,A-Z][0-9]";
const IEDU_RFC: &str = "[A-Z,Ñ,&]{3,4}[0-9]{2}[0-1][0-9][0-3][0-9][A-Z,0-9]?[A-Z,0-9]?[0-9,A-Z]?";

/// The iedu complement 1.0 (SAT's iedu.xsd) in the form of the tables; known, small, and allowed inside a line.
const IEDU_TABLE: &str = "\
instEducativas\t1\t1\tempty\t\t
instEducativas/@version\t1\t1\tstring\tfixed=1.0;whiteSpace=collapse\t
instEducativas/@nombreAlumno\t1\t1\tstring\t\t
instEducativas/@CURP\t1\t1\tstring\twhiteSpace=collapse;length=18;pattern=[A-Z][A,E,I,O,U,X][A-Z]{2}[0-9]{2}[0-1][0-9][0-3][0-9][M,H,X][A-Z]{2}[B,C,D,F,G,H,J,K,L,M,N,Ñ,P,Q,R,S,T,V,W,X,Y,Z]{3}[0-9,A-Z][0-9]\t
instEducativas/@nivelEducativo\t1\t1\tstring\t\tPreescolar|Primaria|Secundaria|Profesional técnico|Bachillerato o su equivalente
instEducativas/@autRVOE\t1\t1\tstring\tminLength=1;whiteSpace=collapse\t
instEducativas/@rfcPago\t0\t1\tstring\tminLength=12;maxLength=13;whiteSpace=collapse;pattern=[A-Z,Ñ,&]{3,4}[0-9]{2}[0-1][0-9][0-3][0-9][A-Z,0-9]?[A-Z,0-9]?[0-9,A-Z]?\t
";
