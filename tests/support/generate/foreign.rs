//! What stands inside Complemento, ComplementoConcepto and Addenda: somebody else's.

use frontera::schema::Schema;

use super::values::NAMES;
use super::{Complements, IEDU, Maker, Pairs, Place, STRANGE, TFD, complements, qualified};

impl Maker {
    /// `needed`: the XSD wants one child that it can check.
    pub(super) fn open_node(&mut self, node: &str, needed: bool) {
        if !self.shape.foreign {
            if self.random.chance(1, 2) {
                self.gap(Place::Foreign);
            }
            return;
        }
        if node == "Addenda" {
            return self.mixed(true, true);
        }
        let parts: Vec<Option<&'static Schema>> = match self.shape.complements {
            Complements::Only(at) => {
                let count = 1 + self.random.below(8) / 7;
                vec![Some(&Schema::all()[at]); count]
            }
            Complements::Any => self.parts(node, needed || node == "ComplementoConcepto"),
        };
        for part in parts {
            self.gap(Place::Foreign);
            match part {
                Some(schema) => {
                    let schema = self.version_of(schema);
                    let roots: Vec<_> = schema.roots().collect();
                    let root = roots[self.random.below(roots.len())];
                    self.typed(root, schema);
                }
                None => self.foreign(true, false),
            }
        }
        self.depth -= 1;
        self.gap(Place::Foreign);
        self.depth += 1;
    }

    /// Known complements, and unknown ones between them.
    fn parts(&mut self, node: &str, needed: bool) -> Vec<Option<&'static Schema>> {
        let mut parts = vec![None; usize::from(needed) + self.random.below(4 - usize::from(needed))];
        if parts.is_empty() {
            return parts;
        }
        let line = node == "ComplementoConcepto";
        let usual = if line { Schema::find(IEDU, None) } else { Schema::find(TFD, Some("1.1")) };
        let known = self.random.below(parts.len());
        if needed || self.random.chance(2, 3) {
            parts[known] = usual;
        }
        // The XSD takes a second stamp too.
        let second = self.random.below(parts.len());
        if self.shape.odd && self.random.chance(1, 4) {
            parts[second] = usual;
        }
        if self.random.chance(1, 3) {
            let at = self.random.below(parts.len());
            let all = complements();
            parts[at] = Some(&Schema::all()[self.random.pick(&all)]);
        }
        parts
    }

    /// Of a namespace with several versions, the one that this document has.
    fn version_of(&mut self, schema: &'static Schema) -> &'static Schema {
        match self.chosen.iter().find(|chosen| chosen.namespace() == schema.namespace()) {
            Some(chosen) => chosen,
            None => {
                self.chosen.push(schema);
                schema
            }
        }
    }

    /// An element of an invented namespace, or of none. `top`: it stands right inside SAT's node.
    pub(super) fn foreign(&mut self, top: bool, addenda: bool) {
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
        let default_is_ours =
            visible.iter().any(|(prefix, uri)| prefix.is_empty() && Schema::find(uri, None).is_some());
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
            8 if addenda => return self.prefix_of(self.family.namespace(), attributes),
            _ => (self.random.pick(&own), strange),
        };
        self.declare(prefix, namespace, attributes);
        prefix.into()
    }

    /// Attributes plain and prefixed, `xsi:*`, `xml:*`, and values that name a prefix.
    pub(super) fn foreign_attributes(&mut self, attributes: &mut Pairs) {
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
                attributes.push((format!("{xsi}:schemaLocation"), self.locations(self.family)));
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
    pub(super) fn prose(&mut self) {
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
