//! `frontera explain --cancellation`: SAT's motives and the law around them, from the library's table alone.

use frontera::Lang;
use frontera::formats::cfdi::cancellation::{Fact, Motive, facts, motives};
use serde_json::{Value, json};

use crate::Outcome;
use crate::explain::{json as print_json, labelled};
use crate::failure::Failure;
use crate::print;
use crate::text::{BOLD, PLAIN, wrap};
use crate::words;

/// One motive, or all of them with what else is to be known.
pub(crate) fn explain(
    motive: Option<&'static Motive>,
    as_json: bool,
    lang: Lang,
    columns: usize,
) -> Result<Outcome, Failure> {
    match (motive, as_json) {
        (Some(motive), true) => print_json(&of_motive(motive, lang)),
        (None, true) => print_json(&json!({
            "motives": motives().iter().map(|motive| of_motive(motive, lang)).collect::<Vec<_>>(),
            "facts": facts().iter().map(|fact| of_fact(fact, lang)).collect::<Vec<_>>(),
        })),
        (Some(motive), false) => print::stdout_styled(&said_of_motive(motive, lang, columns)),
        (None, false) => print::stdout_styled(&page(lang, columns)),
    }
    .map(|()| Outcome::Done)
}

fn page(lang: Lang, columns: usize) -> String {
    let head = format!("{BOLD}{}{PLAIN}\n", words::CANCELLING.of(lang));
    let motives = motives().iter().map(|motive| said_of_motive(motive, lang, columns));
    let facts = facts().iter().map(|fact| said_of_fact(fact, lang, columns));
    let parts: Vec<String> = std::iter::once(head).chain(motives).chain(facts).collect();
    parts.join("\n")
}

fn said_of_motive(motive: &Motive, lang: Lang, columns: usize) -> String {
    let named = if motive.names_substitute { words::IS_NAMED } else { words::NONE };
    let rows = [
        (words::WHEN, motive.when.of(lang).to_owned()),
        (words::BEFORE, motive.first.of(lang).to_owned()),
        (words::FOLIO_SUSTITUCION, named.of(lang).to_owned()),
        (words::SOURCE, motive.source.to_owned()),
    ];
    let head = format!("{BOLD}{} {}{PLAIN} · {}", words::MOTIVE.of(lang), motive.code, motive.name(lang));
    // SAT's own name is what its portal shows.
    let name = match lang {
        Lang::Es => String::new(),
        _ => format!("SAT: {}\n", motive.name),
    };
    format!("{head}\n{name}{}", labelled(&rows, "  ", lang, columns))
}

fn said_of_fact(fact: &Fact, lang: Lang, columns: usize) -> String {
    let mut out = format!("{BOLD}{}{PLAIN}\n", fact.title.of(lang));
    let mut say = |text: &str, indent: &str| {
        for (i, line) in wrap(text, columns.saturating_sub(indent.len() + 2)).iter().enumerate() {
            out.push_str(&format!("{indent}{}{line}\n", if i == 0 || indent == INDENT { "" } else { "  " }));
        }
    };
    say(fact.text.of(lang), INDENT);
    fact.list.iter().for_each(|member| say(member.of(lang), "    "));
    out + &labelled(&[(words::SOURCE, fact.source.to_owned())], INDENT, lang, columns)
}

fn of_motive(motive: &Motive, lang: Lang) -> Value {
    json!({
        "code": motive.code,
        "name": motive.name(lang),
        "sat_name": motive.name,
        "when": motive.when.of(lang),
        "first": motive.first.of(lang),
        "folio_sustitucion": motive.names_substitute,
        "source": motive.source,
    })
}

fn of_fact(fact: &Fact, lang: Lang) -> Value {
    json!({
        "topic": fact.topic,
        "title": fact.title.of(lang),
        "text": fact.text.of(lang),
        "list": fact.list.iter().map(|member| member.of(lang)).collect::<Vec<_>>(),
        "source": fact.source,
    })
}

const INDENT: &str = "  ";
