//! `frontera explain`: what a code means, from the library's registry alone.

use frontera::rules::{self, Example, Explanation, Group, Needs, Rule};
use frontera::{Event, Lang, Severity};
use serde::Serialize;

use crate::Outcome;
use crate::args::ExplainArgs;
use crate::cancellation;
use crate::failure::Failure;
use crate::findings;
use crate::print;
use crate::table::{Align, Column, Row, Table};
use crate::text::{BOLD, PLAIN, visible, width, wrap};
use crate::words::{self, Word};

pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let lang = args.lang.into();
    let columns = findings::columns(std::io::stdout()).max(40);
    if let Some(motive) = args.cancellation {
        return cancellation::explain(motive, args.json, lang, columns);
    }
    let groups = rules::groups();
    let mut all = groups.iter().flat_map(|group| group.codes.iter().map(move |it| (group, it)));
    // The parser of the arguments found the code there.
    let one = args.code.and_then(|code| all.by_ref().find(|(_, it)| it.code() == code));
    match (one, args.json) {
        (Some((group, it)), true) => json(&Explained::new(it, group, lang)),
        (Some((group, it)), false) => print::stdout_styled(&page(it, group, lang, columns)),
        (None, true) => json(&all.map(|(group, it)| InList::new(it, group, lang)).collect::<Vec<_>>()),
        (None, false) => {
            let lists: Vec<String> = groups.iter().map(|group| list(group, lang, columns)).collect();
            print::stdout_styled(&lists.join("\n"))
        }
    }
    .map(|()| Outcome::Done)
}

pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    // Strings and lists alone; there is nothing to fail on.
    print::stdout((serde_json::to_string_pretty(value).unwrap_or_default() + "\n").as_bytes())
}

/// One code for a person.
fn page(it: &Explanation, group: &Group, lang: Lang, columns: usize) -> String {
    let mut out = format!("{BOLD}{}{PLAIN} · {}\n", it.code(), severity(it, lang));
    for line in wrap(&visible(it.title(lang)), columns) {
        out.push_str(&line);
        out.push('\n');
    }
    out.push('\n');
    let mut rows = vec![(words::TO_CHANGE, it.text(lang).to_owned())];
    match it.rule() {
        None => rows.push((words::KIND, words::IS_FINDING.of(lang).to_owned())),
        Some(rule) => {
            rows.push((words::DECIDED, decided(rule, lang)));
            rows.push((words::SOURCE, source(rule)));
        }
    }
    rows.push((words::TABLE_OF_RULES, group.name(lang).to_owned()));
    out.push_str(&labelled(&rows, "", lang, columns));
    for example in it.rule().map_or(&[][..], Rule::examples) {
        out.push('\n');
        out.push_str(&shown(example, lang, columns));
    }
    out
}

/// A wrong text and the right one in its place.
fn shown(example: &Example, lang: Lang, columns: usize) -> String {
    let head = format!("{}: fixtures/{} {} …{}", words::EXAMPLE.of(lang), example.base, words::AT.of(lang), example.at);
    let mut rows = Vec::new();
    rows.extend(example.given.iter().map(|(before, after)| (words::FIRST_CHANGE, format!("{before} → {after}"))));
    for (right, wrong) in example.edits {
        rows.push((words::RIGHT, (*right).to_owned()));
        rows.push((words::WRONG, (*wrong).to_owned()));
    }
    if !example.with.is_empty() {
        rows.push((words::COMES_WITH, example.with.join(", ")));
    }
    format!("{}\n{}", wrap(&head, columns).join("\n  "), labelled(&rows, "  ", lang, columns))
}

/// Lines of text behind their labels.
pub(crate) fn labelled(rows: &[(Word, String)], indent: &str, lang: Lang, columns: usize) -> String {
    let label = indent.len() + rows.iter().map(|(word, _)| width(word.of(lang))).max().unwrap_or(0) + 2;
    let mut out = String::new();
    for (word, text) in rows {
        for (i, line) in wrap(&visible(text), columns.saturating_sub(label)).iter().enumerate() {
            let name = format!("{indent}{}", if i == 0 { word.of(lang) } else { "" });
            out.push_str(&format!("{name}{}{line}\n", " ".repeat(label - width(&name))));
        }
    }
    out
}

/// The codes of a group, one a line.
fn list(group: &Group, lang: Lang, columns: usize) -> String {
    let mut table = Table {
        columns: vec![
            Column::new("", Align::Left),
            Column::new("", Align::Left),
            Column::new("", Align::Left).wraps(24),
        ],
        ..Table::default()
    };
    for it in &group.codes {
        let cells = vec![it.code().to_owned(), severity(it, lang), visible(it.title(lang))];
        table.rows.push(Row::Cells(cells));
    }
    format!("{BOLD}{}{PLAIN}\n{}", group.name(lang), table.render(columns))
}

/// How much it weighs, and whether it is suspended.
fn severity(it: &Explanation, lang: Lang) -> String {
    let severity = match it.event() {
        Event::NotChecked => words::NOT_CHECKED.of(lang),
        _ => words::severity(it.severity()).0.of(lang),
    };
    match it.rule() {
        Some(rule) if rule.is_dormant() => format!("{severity}, {}", words::DORMANT.of(lang)),
        _ => severity.to_owned(),
    }
}

fn decided(rule: &Rule, lang: Lang) -> String {
    let by: Word = match rule.needs() {
        Needs::Clock => words::BY_CLOCK,
        Needs::Lookup => words::BY_LOOK_UP,
        Needs::Given => words::BY_GIVEN,
        _ => words::BY_DOCUMENT,
    };
    let mut text = by.of(lang).to_owned();
    if rule.is_dormant() {
        text.push_str("; ");
        text.push_str(words::IS_DORMANT.of(lang));
    }
    if let Some(place) = rule.checked_elsewhere() {
        text.push_str("; ");
        text.push_str(place);
    }
    text
}

fn source(rule: &Rule) -> String {
    match rule.source().date {
        "" => rule.source().name.to_owned(),
        date => format!("{}, {date}", rule.source().name),
    }
}

/// A code as JSON.
#[derive(Serialize)]
struct Explained<'e> {
    code: &'e str,
    severity: Severity,
    event: Event,
    title: &'e str,
    text: &'e str,
    group: &'e str,
    #[serde(flatten)]
    rule: Option<OfRule>,
}

/// What only rules have.
#[derive(Serialize)]
struct OfRule {
    decided: &'static str,
    dormant: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    elsewhere: Option<&'static str>,
    source: Written,
    examples: Vec<Tried>,
}

#[derive(Serialize)]
struct Written {
    name: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    date: &'static str,
}

#[derive(Serialize)]
struct Tried {
    base: String,
    at: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    given: Vec<Change>,
    edits: Vec<Edit>,
    with: &'static [&'static str],
}

#[derive(Serialize)]
struct Change {
    from: &'static str,
    to: &'static str,
}

#[derive(Serialize)]
struct Edit {
    right: &'static str,
    wrong: &'static str,
}

impl<'e> Explained<'e> {
    fn new(it: &Explanation, group: &'e Group, lang: Lang) -> Self {
        Explained {
            code: it.code(),
            severity: it.severity(),
            event: it.event(),
            title: it.title(lang),
            text: it.text(lang),
            group: group.name(lang),
            rule: it.rule().map(OfRule::new),
        }
    }
}

impl OfRule {
    fn new(rule: &'static Rule) -> Self {
        let tried = |example: &'static Example| Tried {
            base: format!("fixtures/{}", example.base),
            at: example.at,
            given: example.given.iter().map(|(from, to)| Change { from, to }).collect(),
            edits: example.edits.iter().map(|(right, wrong)| Edit { right, wrong }).collect(),
            with: example.with,
        };
        OfRule {
            decided: needs(rule),
            dormant: rule.is_dormant(),
            elsewhere: rule.checked_elsewhere(),
            source: Written { name: rule.source().name, date: rule.source().date },
            examples: rule.examples().iter().map(tried).collect(),
        }
    }
}

/// A code of the list as JSON.
#[derive(Serialize)]
struct InList<'e> {
    code: &'e str,
    severity: Severity,
    event: Event,
    title: &'e str,
    group: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dormant: Option<bool>,
}

impl<'e> InList<'e> {
    fn new(it: &Explanation, group: &'e Group, lang: Lang) -> Self {
        InList {
            code: it.code(),
            severity: it.severity(),
            event: it.event(),
            title: it.title(lang),
            group: group.name(lang),
            decided: it.rule().map(needs),
            dormant: it.rule().map(Rule::is_dormant),
        }
    }
}

fn needs(rule: &Rule) -> &'static str {
    match rule.needs() {
        Needs::Clock => "clock",
        Needs::Lookup => "lookup",
        Needs::Given => "given",
        _ => "document",
    }
}
