//! Tags, blanks, remarks and the namespaces in force.

use super::{Layout, Maker, Pairs, Place, XSI};

/// Namespaces in force.
impl Maker {
    /// Puts a declaration on the element that is being made; a prefix already declared on it stands.
    pub(super) fn declare(&mut self, prefix: &str, namespace: &str, attributes: &mut Pairs) {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        if attributes.iter().all(|(known, _)| *known != name) {
            self.scope.push((prefix.into(), namespace.into()));
            attributes.push((name, namespace.into()));
        }
    }

    /// The declarations that none further in hides.
    pub(super) fn visible(&self) -> Pairs {
        let mut visible = Pairs::new();
        for (prefix, namespace) in self.scope.iter().rev() {
            if visible.iter().all(|(known, _)| known != prefix) {
                visible.push((prefix.clone(), namespace.clone()));
            }
        }
        visible
    }

    pub(super) fn prefixes(&self, namespace: &str) -> Vec<String> {
        self.visible().into_iter().filter(|(_, uri)| uri == namespace).map(|(prefix, _)| prefix).collect()
    }

    /// A prefix like `base` that means nothing here yet.
    pub(super) fn fresh(&self, base: &str) -> String {
        let taken = |prefix: &str| self.scope.iter().any(|(known, _)| known == prefix);
        if !taken(base) {
            return base.into();
        }
        (2..).map(|number| format!("{base}{number}")).find(|prefix| !taken(prefix)).expect("numbers do not end")
    }

    /// A prefix of XMLSchema-instance.
    pub(super) fn instance(&mut self, attributes: &mut Pairs) -> String {
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
    pub(super) fn start(&mut self, name: &str, mut attributes: Pairs) -> usize {
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

    pub(super) fn finish(&mut self, name: &str, at: usize) {
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
    pub(super) fn gap(&mut self, place: Place) {
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

    pub(super) fn line(&mut self) {
        if self.layout == Layout::Compact || self.out.is_empty() && !self.shape.odd {
            return;
        }
        self.out.push('\n');
        if self.layout == Layout::Indented {
            self.out.push_str(&"  ".repeat(self.depth));
        }
    }

    pub(super) fn remark(&mut self) {
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
    pub(super) fn escaped(&mut self, text: &str, quote: Option<char>) {
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
