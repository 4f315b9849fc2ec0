//! Every code with its words: what `frontera explain` and `docs/rules.md` say.

use super::{Rule, tables};
use crate::nearest::nearest;
use crate::report::{self, Entry, Event, Lang, Severity};

/// A code of the registry, a rule's or another finding's, with its words.
///
/// ```
/// use frontera::{Lang, Severity, rules};
/// let explanation = rules::explain("40149").unwrap();
/// assert_eq!((explanation.code(), explanation.severity()), ("CFDI40149", Severity::Error));
/// assert!(!explanation.rule().unwrap().examples().is_empty());
/// assert!(rules::explain("fro-map-004").unwrap().title(Lang::En).contains("needs {at}"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    entry: &'static Entry,
    rule: Option<&'static Rule>,
}

impl Explanation {
    /// The code.
    pub fn code(&self) -> &'static str {
        self.entry.code
    }

    /// How much a finding of it weighs, unless the case or `strict` says otherwise.
    pub fn severity(&self) -> Severity {
        self.entry.severity
    }

    /// What happened where it is told.
    pub fn event(&self) -> Event {
        self.entry.event
    }

    /// Of a rule what holds; of another finding its message, with a name in braces for each value.
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.entry.en.0,
            Lang::Es => self.entry.es.0,
        }
    }

    /// What to change, with a name in braces for each value.
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.entry.en.1,
            Lang::Es => self.entry.es.1,
        }
    }

    /// The rule, with its source and examples, where the code is one's.
    pub fn rule(&self) -> Option<&'static Rule> {
        self.rule
    }
}

/// Codes that belong together: a table of rules, or what else is said about one subject.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Group {
    names: (&'static str, &'static str),
    /// The codes, sorted.
    pub codes: Vec<Explanation>,
}

impl Group {
    /// What they are about.
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.names.0,
            Lang::Es => self.names.1,
        }
    }
}

/// Every code: the tables of rules, then what else is told, by its room.
pub fn groups() -> Vec<Group> {
    let of_rules = tables().filter(|table| !table.rules.is_empty()).map(|table| {
        let codes = table.rules.iter().map(|rule| Explanation { entry: &rule.entry, rule: Some(rule) });
        Group { names: (table.name, table.name), codes: codes.collect() }
    });
    let mut groups: Vec<Group> = of_rules.collect();
    let mut others: Vec<&'static Entry> = report::entries().collect();
    others.sort_by_key(|entry| (place(room(entry.code)), entry.code));
    for of_room in others.chunk_by(|a, b| room(a.code) == room(b.code)) {
        let Some(first) = of_room.first() else { continue };
        let room = room(first.code);
        let names = ROOMS.get(place(room)).map_or((room, room), |known| known.1);
        let codes = of_room.iter().map(|entry| Explanation { entry, rule: None }).collect();
        groups.push(Group { names, codes });
    }
    groups
}

/// Every code, in the order of [`groups`].
pub fn codes() -> impl Iterator<Item = Explanation> {
    groups().into_iter().flat_map(|group| group.codes)
}

/// What a code means; case does not matter, and the digits of one of SAT's codes stand for it where no other has them:
/// `40149`.
pub fn explain(code: &str) -> Option<Explanation> {
    let code = code.trim();
    let mut meant = codes().filter(|it| it.code().eq_ignore_ascii_case(code) || digits(it.code()) == Some(code));
    meant.next().filter(|_| meant.next().is_none())
}

/// The codes nearest to a mistyped one, or those that its digits stand for.
/// ```
/// use frontera::rules::near;
/// assert_eq!(near("fro-mpa-004")[0], "FRO-MAP-004");
/// assert_eq!(near("999"), ["CCE999", "CP999", "SPT999"]);
/// ```
pub fn near(code: &str) -> Vec<&'static str> {
    let code = code.trim();
    let all: Vec<&'static str> = codes().map(|it| it.code()).collect();
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
        return nearest(code, all);
    }
    let mut found: Vec<&'static str> = Vec::new();
    for near in nearest(code, all.iter().filter_map(|it| digits(it))) {
        found.extend(all.iter().filter(|it| digits(it) == Some(near)));
        // Those that are meant as they stand are all offered.
        if near == code || found.len() >= CANDIDATES {
            break;
        }
    }
    found.sort_unstable_by_key(|it| digits(it) != Some(code));
    found
}

/// How many near codes are enough.
const CANDIDATES: usize = 3;

/// The number of one of SAT's codes.
fn digits(code: &str) -> Option<&str> {
    let digits = code.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then_some(digits)
}

/// `MAP` of `FRO-MAP-004`; nothing for SAT's own codes.
fn room(code: &str) -> &str {
    code.split('-').nth(1).unwrap_or_default()
}

fn place(room: &str) -> usize {
    ROOMS.iter().position(|known| known.0 == room).unwrap_or(ROOMS.len())
}

/// What the codes are about that are no rules', in the order of their page.
static ROOMS: &[(&str, (&str, &str))] = &[
    ("", ("Structure and seal: SAT's own codes", "Estructura y sello: claves del SAT")),
    ("XSD", ("Structure where SAT has no code", "Estructura sin clave del SAT")),
    ("SEAL", ("Seal and stamp", "Sello y timbre")),
    ("CERT", ("Certificates", "Certificados")),
    ("KEY", ("Private keys", "Llaves privadas")),
    ("RULE", ("Rules that are not checked", "Reglas que no se revisan")),
    ("IN", ("Input that cannot be read", "Archivos que no se pueden leer")),
    ("CFDI", ("Reading and writing CFDI", "Lectura y escritura de CFDI")),
    ("MAP", ("Between the two sides", "Entre los dos lados")),
    ("CASE", ("What a conversion legally is", "Qué es legalmente una conversión")),
    ("DRAFT", ("Drafts: facts", "Borradores: datos")),
    ("TAX", ("Drafts: treatments and amounts", "Borradores: impuestos e importes")),
    ("CCE", ("Drafts: Comercio Exterior", "Borradores: Comercio Exterior")),
    ("FX", ("Rates of exchange", "Tipos de cambio")),
    ("SUB", ("Drafts that substitute a stamped CFDI", "Borradores que sustituyen un CFDI timbrado")),
    ("FIX", ("Drafts that are mended", "Borradores que se corrigen")),
    ("PAY", ("Accounts payable", "Cuentas por pagar")),
    ("CTX", ("Contexts", "Contextos")),
    ("CALL", ("Calls that mean nothing", "Llamadas sin sentido")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let all: Vec<&str> = codes().map(|it| it.code()).collect();
        assert!(all.len() > 250, "{}", all.len());
        for code in &all {
            assert_eq!(explain(&code.to_lowercase()).map(|it| it.code()), Some(*code));
            assert_eq!(near(code).first(), Some(code));
        }
        let mut unique = all.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), all.len());
        for rule in crate::rules::all() {
            assert!(std::ptr::eq(explain(rule.code()).unwrap().rule().unwrap(), rule));
        }
        for group in groups() {
            assert!(!group.codes.is_empty());
            assert!(group.codes.windows(2).all(|pair| pair[0].code() < pair[1].code()), "{:?}", group.names);
            let first = &group.codes[0];
            assert!(first.rule().is_some() || place(room(first.code())) < ROOMS.len(), "{} in ROOMS", first.code());
        }
    }

    #[test]
    fn digits_stand_for_a_code_of_sats() {
        assert_eq!(explain(" 40105 ").unwrap().code(), "CFDI40105");
        // CCE999, CP999 and SPT999.
        assert!(explain("999").is_none());
        assert!(explain("001").is_none() && explain("").is_none() && explain("CFDI").is_none());
        assert_eq!(near("999").len(), 3);
        assert!(near("").is_empty() && near("zzzzzzzz").is_empty());
        assert!(near("fro-map-0004").contains(&"FRO-MAP-004"));
    }
}
