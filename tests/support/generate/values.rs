//! Values that satisfy every facet of their type, some of them as odd as it allows.
//!
//! Facets are read from the type, but the library's check of values is never asked: what it got wrong would not turn up.
//! Departure: numbers of more than 28 digits and dates before the year 1 or after 9999 are made only where no bound is given.

use std::collections::HashMap;
use std::sync::Mutex;

use frontera::schema::Type;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use super::Maker;
use super::pattern::Pattern;

impl Maker {
    /// The value of an attribute, or of an element that has a value.
    pub(super) fn value(&mut self, name: &str, of: Type) -> String {
        let value = self.plain(name, of);
        if name.eq_ignore_ascii_case("sello") {
            self.sello.clone_from(&value);
        }
        if !self.shape.odd || !self.random.chance(1, 7) {
            return value;
        }
        let odd = self.oddly(&value, of);
        if satisfies(&odd, of) { odd } else { value }
    }

    fn plain(&mut self, name: &str, of: Type) -> String {
        let tipo = self.shape.tipo.to_string();
        if name == "TipoDeComprobante" && of.lists(&tipo) {
            return tipo;
        }
        if let Some(count) = of.listed() {
            // A random code of a long catalogue is hardly ever one that documents really carry.
            let usual = USUAL.iter().find(|(usual, _)| *usual == name).map(|(_, codes)| *codes);
            if let Some(codes) = usual.filter(|_| self.random.chance(1, 2)) {
                let code = self.random.pick(codes);
                if of.lists(code) {
                    return code.into();
                }
            }
            let index = self.random.below(count);
            return of.code(index).expect("below the count").to_string();
        }
        if of.base() == "xs:string" && name.eq_ignore_ascii_case("sellocfd") && self.random.chance(3, 4) {
            return self.sello.clone();
        }
        for _ in 0..400 {
            let value = self.candidate(of);
            if satisfies(&value, of) {
                return value;
            }
        }
        let bounds = [of.min(), of.max()].into_iter().flatten();
        let found = bounds.map(String::from).find(|bound| satisfies(bound, of));
        found.unwrap_or_else(|| panic!("no value for {name}: {of:?}"))
    }

    fn candidate(&mut self, of: Type) -> String {
        let patterns: Vec<Vec<&'static str>> = of.patterns().map(Iterator::collect).collect();
        if !patterns.is_empty() {
            return self.sample(&patterns[0], of);
        }
        let (min, max) = of.length();
        match of.base() {
            "xs:decimal" => self.decimal(of),
            "xs:integer" | "xs:int" | "xs:short" => self.integer(of),
            "xs:date" => self.date(),
            "xs:dateTime" => format!("{}T{}{}", self.date_only(), self.time(), self.zone()),
            "xs:time" => self.time() + self.zone(),
            "xs:base64Binary" => self.base64(),
            "xs:NMTOKEN" => (0..1 + self.random.below(12)).map(|_| self.random.letter("aZ09.-_:ñé")).collect(),
            "xs:string" | "xs:anySimpleType" if (min, max) == (0, None) && of.collapses() => self.base64(),
            "xs:string" | "xs:anySimpleType" => {
                let least = if min == 0 && self.random.chance(7, 8) { 1 } else { min };
                self.text(least, max.unwrap_or(least.max(40)))
            }
            base => panic!("no sampler for {base}"),
        }
    }

    /// A text that matches one of the patterns.
    fn sample(&mut self, patterns: &[&'static str], of: Type) -> String {
        let source = self.random.pick(patterns);
        let (min, max) = of.length();
        with(source, |pattern| {
            if let Some((class, least, most)) = pattern.run().filter(|(class, ..)| class.is_open()) {
                let most = most.unwrap_or(least + 40).min(max.unwrap_or(usize::MAX));
                let text = self.text(least.max(min), most);
                return text.chars().map(|c| if class.has(c) { c } else { 'x' }).collect();
            }
            let mut text = String::new();
            pattern.sample(&mut self.random, &mut text);
            // Leap days are rare, and dates are where they go wrong.
            let dated = matches!(of.base(), "xs:date" | "xs:dateTime");
            if dated && self.random.chance(1, 10) && text.len() >= 10 && !text.starts_with('-') {
                text.replace_range(..10, self.random.pick(&["2024-02-29", "2000-02-29", "2023-02-28", "2016-12-31"]));
            }
            if self.random.chance(1, 5) && of.lists("") {
                text.clear();
            }
            text
        })
    }

    fn decimal(&mut self, of: Type) -> String {
        if of.total_digits().is_none() && self.random.chance(1, 2) {
            return self.random.word(RATES).into();
        }
        let whole = self.random.pick(&[1, 1, 1, 2, 3, 4, 5, 6, 7, 18]);
        let whole = whole.min(of.total_digits().map_or(18, usize::from));
        let most = of.fraction_digits().map_or(6, usize::from);
        let most = most.min(of.total_digits().map_or(most, |total| usize::from(total) - whole));
        let scale = self.random.below(most + 1);
        let mut text = self.digits(whole).trim_start_matches('0').to_owned();
        if text.is_empty() {
            text.push('0');
        }
        if scale > 0 {
            let zeros = if self.random.chance(1, 2) { self.random.below(scale + 1) } else { 0 };
            text = format!("{text}.{}{}", self.digits(scale - zeros), "0".repeat(zeros));
        }
        let negative = of.min().is_none() && self.random.chance(1, 12);
        if negative { format!("-{text}") } else { text }
    }

    fn integer(&mut self, of: Type) -> String {
        let number = |text: &'static str| text.parse::<i64>().ok();
        let (lowest, highest) = match of.base() {
            "xs:short" => (i64::from(i16::MIN), i64::from(i16::MAX)),
            _ => (i64::from(i32::MIN), i64::from(i32::MAX)),
        };
        let least = of.min().and_then(number).unwrap_or_else(|| self.random.pick(&[0, 0, 1, lowest]));
        let most = of.max().and_then(number).unwrap_or(highest);
        let most = of.total_digits().map_or(most, |total| most.min(10_i64.pow(u32::from(total)) - 1));
        let least = of.total_digits().map_or(least, |_| least.max(0));
        let room = self.random.pick(&[12, 100, 100_000, i64::MAX]).min(most - least);
        match self.random.below(16) {
            0 => most.to_string(),
            1 => least.to_string(),
            _ => (least + self.random.below(room as usize + 1) as i64).to_string(),
        }
    }

    fn date_only(&mut self) -> String {
        let (month, day) = (1 + self.random.below(12), 1 + self.random.below(28));
        match self.random.below(12) {
            0 => self.random.pick(&["2024-02-29", "2000-02-29", "1996-02-29", "2023-12-31"]).into(),
            1 if self.shape.odd => self.random.pick(&["-0044-03-15", "0001-01-01", "12024-02-29", "9999-12-31"]).into(),
            _ => format!("{}-{month:02}-{day:02}", 1990 + self.random.below(60)),
        }
    }

    fn date(&mut self) -> String {
        self.date_only() + self.zone()
    }

    fn time(&mut self) -> String {
        if self.shape.odd && self.random.chance(1, 8) {
            return self.random.pick(&["24:00:00", "00:00:00.0", "23:59:59.999999", "12:00:00.1"]).into();
        }
        let [hour, minute, second] = [24, 60, 60].map(|limit| self.random.below(limit));
        format!("{hour:02}:{minute:02}:{second:02}")
    }

    fn zone(&mut self) -> &'static str {
        if self.random.chance(3, 4) { "" } else { self.random.pick(&["Z", "-06:00", "+14:00", "-14:00", "+05:30"]) }
    }

    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| self.random.letter("0123456789")).collect()
    }

    fn base64(&mut self) -> String {
        match self.random.below(8) {
            0 => String::new(),
            groups => {
                let count = 4 * groups * groups;
                let body: String = (3..count).map(|_| self.random.letter(BASE64)).collect();
                // Of the last character of two only four bits count.
                format!("{body}{}==", self.random.pick(&["A", "Q", "g", "w"]))
            }
        }
    }

    /// Trade words with single blanks between, `least` to `most` characters.
    pub(super) fn text(&mut self, least: usize, most: usize) -> String {
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

    /// Another literal of the same value, or an extreme one, that the type may take.
    fn oddly(&mut self, value: &str, of: Type) -> String {
        let patterned = of.patterns().next().is_some();
        let value = match (of.base(), patterned) {
            ("xs:decimal", true) => match self.random.below(5) {
                0 => padded(value, 18),
                1 => padded(value, (value.find('.').unwrap_or(value.len()) + 1).min(18)),
                // The dot in SAT's pattern takes any character, a digit too.
                2 => format!("7{}", self.digits(24)),
                3 => "000.00".into(),
                _ => value.to_owned(),
            },
            ("xs:decimal", false) => match self.random.below(9) {
                0 => format!("+{value}"),
                1 => format!("0{value}"),
                2 if !value.contains('.') => format!("{value}."),
                2 | 3 => ".5".into(),
                4 if of.max().is_none() && of.total_digits().is_none() && of.listed().is_none() => {
                    format!("9{}", self.digits(39))
                }
                5 if value.contains('.') => format!("{value}{}", "0".repeat(1 + self.random.below(30))),
                6 => self.random.pick(&["-0", "-0.000000", "+0", ".0", "0."]).into(),
                7 => format!("+000{value}"),
                _ => value.to_owned(),
            },
            ("xs:short" | "xs:int" | "xs:integer", false) => match self.random.below(4) {
                0 => format!("+{value}"),
                1 => format!("00{value}"),
                2 => i16::MAX.to_string(),
                _ => value.to_owned(),
            },
            // No pattern forbids the separator of the cadena original here.
            ("xs:string", false) if of.listed().is_none() && of.length().1.is_some() && self.random.chance(1, 3) => {
                value.replace(' ', "|")
            }
            _ => value.to_owned(),
        };
        // libxml2 does not collapse dates that no pattern follows.
        let dated = matches!(of.base(), "xs:date" | "xs:dateTime" | "xs:time") && !patterned;
        let free = of.listed().is_none() && !patterned && of.length() == (0, None);
        let spaced = of.collapses() || free && matches!(of.base(), "xs:string" | "xs:anySimpleType");
        if !spaced || dated || self.random.chance(1, 3) {
            return value;
        }
        // The facets look at the collapsed text, so blanks may go wherever a blank is.
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

/// Whether a value satisfies its type, by a reading of the facets of its own; white space is done with as the type says.
fn satisfies(written: &str, of: Type) -> bool {
    let value = if of.collapses() { collapsed(written) } else { written.to_owned() };
    let (min, max) = of.length();
    let length = value.chars().count();
    let mut patterns = of.patterns();
    length >= min
        && max.is_none_or(|max| length <= max)
        && patterns.all(|mut any| any.any(|source| matches(source, &value)))
        && is_listed(&value, of)
        && match of.base() {
            "xs:decimal" | "xs:integer" | "xs:int" | "xs:short" => is_number_of(&value, of),
            "xs:date" | "xs:dateTime" => is_moment_of(&value, of),
            _ => true,
        }
}

fn is_listed(value: &str, of: Type) -> bool {
    let Some(count) = of.listed() else { return true };
    let numeric = matches!(of.base(), "xs:decimal" | "xs:integer" | "xs:int" | "xs:short");
    let same = |code: &str| number(code).zip(number(value)).is_some_and(|(a, b)| a == b);
    of.lists(value) || numeric && (0..count).any(|at| of.code(at).is_some_and(|code| same(&code)))
}

/// Of up to 28 digits.
fn number(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let good = unsigned.bytes().any(|b| b.is_ascii_digit())
        && unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && unsigned.bytes().filter(|b| *b == b'.').count() <= 1;
    let tidy = text.strip_prefix('+').unwrap_or(text);
    let tidy = if tidy.contains('.') { tidy.trim_end_matches('0').trim_end_matches('.') } else { tidy };
    // `-.0` and its like have nothing left.
    let tidy = if tidy.trim_start_matches('-').is_empty() { "0" } else { tidy };
    let tidy = match tidy.strip_prefix('.') {
        Some(fraction) => format!("0.{fraction}"),
        None => tidy.to_owned(),
    };
    if good { Decimal::from_str_exact(&tidy).ok() } else { None }
}

fn is_number_of(value: &str, of: Type) -> bool {
    let Some(found) = number(value) else {
        // Too long to be computed with, and greater than any bound from below.
        let digits = value.len() > 28 && value.bytes().all(|b| b.is_ascii_digit());
        return digits && of.base() == "xs:decimal" && of.max().is_none() && of.total_digits().is_none();
    };
    let found = found.normalize();
    let range = match of.base() {
        "xs:short" => Some((i64::from(i16::MIN), i64::from(i16::MAX))),
        "xs:int" => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
        _ => None,
    };
    let digits = found.mantissa().unsigned_abs().to_string();
    // `0.001` has one digit that counts, and three after the point.
    let total = if found.is_zero() { 0 } else { digits.len() };
    (of.base() == "xs:decimal" || !value.contains('.'))
        && range.is_none_or(|(least, most)| Decimal::from(least) <= found && found <= Decimal::from(most))
        && of.min().and_then(number).is_none_or(|least| found >= least)
        && of.max().and_then(number).is_none_or(|most| found <= most)
        && of.fraction_digits().is_none_or(|most| found.scale() <= u32::from(most))
        && of.total_digits().is_none_or(|most| total.max(found.scale() as usize) <= usize::from(most))
}

fn is_moment_of(value: &str, of: Type) -> bool {
    let bound = of.min().or(of.max()).is_some();
    if of.patterns().next().is_none() && !bound {
        // They were made to be one.
        return true;
    }
    if of.base() == "xs:date" {
        let date = |text: &str| text.parse::<Date>().ok().filter(|date| date.year() > 0);
        return date(value).is_some_and(|found| {
            of.min().and_then(date).is_none_or(|least| found >= least)
                && of.max().and_then(date).is_none_or(|most| found <= most)
        });
    }
    // With a zone and without are never mixed by SAT.
    if let Ok(found) = value.parse::<Timestamp>() {
        return !value.starts_with('-')
            && !value.starts_with("0000")
            && of.min().is_none_or(|least| least.parse::<Timestamp>().is_ok_and(|least| found >= least));
    }
    let moment = |text: &str| text.parse::<DateTime>().ok().filter(|moment| moment.year() > 0);
    moment(value).is_some_and(|found| of.min().and_then(moment).is_none_or(|least| found >= least))
}

/// White space of XML only: an odd blank of Unicode stays.
fn collapsed(text: &str) -> String {
    let words = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn matches(source: &'static str, value: &str) -> bool {
    with(source, |pattern| pattern.matches(value))
}

/// Each pattern is read once.
fn with<R>(source: &'static str, then: impl FnOnce(&Pattern) -> R) -> R {
    static READ: Mutex<Option<HashMap<&'static str, &'static Pattern>>> = Mutex::new(None);
    let pattern = {
        let mut read = READ.lock().expect("no test panics while it reads one");
        let read = read.get_or_insert_default();
        *read.entry(source).or_insert_with(|| Box::leak(Box::new(Pattern::read(source))))
    };
    then(pattern)
}

/// `value` with leading zeros up to `width` digits before the dot.
fn padded(value: &str, width: usize) -> String {
    let whole = value.find('.').unwrap_or(value.len());
    format!("{}{value}", "0".repeat(width.saturating_sub(whole)))
}

/// Names of invented elements, some of them SAT's own.
pub(super) const NAMES: &str =
    "Pedido|línea|nota|_x.y-z|Ñandú|TimbreFiscalDigital|Emisor|Complemento|Addenda|Comprobante";
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
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
