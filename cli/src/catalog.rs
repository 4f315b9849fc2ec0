//! `frontera catalog`: SAT's catalogues searched, shown, listed, and built from SAT's own spreadsheets.

use std::fmt::Write;
use std::path::Path;

use frontera::catalog::{Catalog, Catalogs, Entry};
use frontera::model::Date;
use serde_json::{Map, Value, json};

use crate::Outcome;
use crate::args::{CatalogArgs, CatalogBuildArgs, CatalogCommand};
use crate::failure::Failure;
use crate::findings;
use crate::io::{Input, Target, write_all};
use crate::print;
use crate::sheets;
use crate::table::{Align, Column, Row, Table};
use crate::text::clip;

pub(crate) fn run(args: &CatalogArgs) -> Result<Outcome, Failure> {
    let loaded = args.catalogs.as_deref().map(load).transpose()?;
    let catalogs = loaded.as_ref().unwrap_or(Catalogs::builtin());
    match &args.command {
        CatalogCommand::Build(build) => run_build(build),
        CatalogCommand::List { json } => list(catalogs, *json),
        CatalogCommand::Search { words, catalog, limit, json } => {
            search(catalogs, &words.join(" "), catalog.as_deref(), *limit, *json)
        }
        CatalogCommand::Show { name, code, json } => show(catalogs, name, code, *json),
    }
}

pub(crate) fn load(path: &Path) -> Result<Catalogs, Failure> {
    let input = Input::read(path, MOST_BYTES)?;
    match Catalogs::builtin().load(&input.bytes) {
        Ok(catalogs) => Ok(catalogs),
        Err(error) => Err(Failure::Library(error, input)),
    }
}

fn named<'c>(catalogs: &'c Catalogs, name: &str) -> Result<Catalog<'c>, Failure> {
    catalogs.get(name).ok_or_else(|| {
        let near = catalogs.near(name);
        let hint = match near.is_empty() {
            true => "`frontera catalog list` has all".to_owned(),
            false => format!("did you mean {}?", quoted(near)),
        };
        Failure::Said(format!("no catalogue is called `{}`; {hint}", clip(name, 80)))
    })
}

fn quoted<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn list(catalogs: &Catalogs, json: bool) -> Result<Outcome, Failure> {
    let date = |catalog: Catalog<'_>| catalog.date().map(|date| date.to_string());
    let text = if json {
        let rows = catalogs.iter().map(|catalog| {
            json!({
                "name": catalog.name(), "title": catalog.title(), "title_en": catalog.title_en(),
                "family": catalog.family(), "rows": catalog.len(), "release": catalog.release(), "date": date(catalog),
                "source": catalog.source(), "fields": catalog.fields().collect::<Vec<_>>(),
            })
        });
        format!("{:#}\n", Value::Array(rows.collect()))
    } else {
        let rows = catalogs.iter().map(|catalog| {
            let (rows, date) = (catalog.len().to_string(), date(catalog).unwrap_or_default());
            let text = [catalog.name(), catalog.title(), catalog.release(), &date, catalog.source()].map(str::to_owned);
            let [name, title, release, date, source] = text;
            Row::Cells(vec![name, title, rows, release, date, source])
        });
        let titles = ["name", "title", "rows", "release", "date", "source"];
        table(titles.map(|title| (title, if title == "rows" { Align::Point } else { Align::Left })), rows.collect())
    };
    print::stdout_styled(&text).map(|()| Outcome::Done)
}

fn search(catalogs: &Catalogs, words: &str, name: Option<&str>, limit: usize, json: bool) -> Result<Outcome, Failure> {
    let found = match name {
        Some(name) => named(catalogs, name)?.search(words),
        None => catalogs.search(words),
    };
    let shown = &found[..found.len().min(limit)];
    let text = if json {
        format!("{:#}\n", Value::Array(shown.iter().map(json_of).collect()))
    } else {
        let rows = shown.iter().map(|entry| {
            let until = entry.valid_until().map(|date| format!("until {date}")).unwrap_or_default();
            let english = entry.name_en().unwrap_or_default();
            Row::Cells(vec![entry.catalog().name().into(), entry.code().into(), entry.name(), english, until])
        });
        table(["catalogue", "code", "name", "in English", ""].map(|title| (title, Align::Left)), rows.collect())
    };
    if found.is_empty() {
        findings::print_message(&format!("nothing is called `{}`", clip(words, 80)));
    } else if found.len() > shown.len() && !json {
        findings::print_note(&format!("{} more; --limit shows them", found.len() - shown.len()));
    }
    if !found.is_empty() || json {
        print::stdout_styled(&text)?;
    }
    Ok(if found.is_empty() { Outcome::Errors } else { Outcome::Done })
}

fn show(catalogs: &Catalogs, name: &str, code: &str, json: bool) -> Result<Outcome, Failure> {
    let catalog = named(catalogs, name)?;
    let Some(entry) = catalog.entry(code) else {
        let near = catalog.near(code);
        let near: Vec<String> = near.iter().map(|entry| format!("`{}` ({})", entry.code(), entry.name())).collect();
        let hint = match near.is_empty() {
            true => format!("`frontera catalog search --catalog {name} WORDS` looks by name"),
            false => format!("did you mean {}?", near.join(", ")),
        };
        findings::print_message(&format!("{name} has no `{}`; {hint}", clip(code, 80)));
        return Ok(Outcome::Errors);
    };
    let text = if json { format!("{:#}\n", json_of(&entry)) } else { block(&entry) };
    print::stdout_styled(&text).map(|()| Outcome::Done)
}

fn block(entry: &Entry<'_>) -> String {
    let mut lines = vec![("catalogue", format!("{} ({})", entry.catalog().name(), entry.catalog().title_en()))];
    lines.push(("code", entry.code().into()));
    lines.push(("name", entry.name()));
    lines.push(("in English", entry.name_en().unwrap_or_default()));
    lines.push(("from", entry.valid_from().map(|date| date.to_string()).unwrap_or_default()));
    lines.push(("until", entry.valid_until().map(|date| date.to_string()).unwrap_or_default()));
    lines.extend(entry.fields().map(|(name, value)| (name, value.into_owned())));
    lines.retain(|(_, value)| !value.is_empty());
    let widest = lines.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut out = String::new();
    for (name, value) in lines {
        // Writing to a string does not fail.
        let _ = writeln!(out, "{name:widest$}  {value}");
    }
    out
}

fn json_of(entry: &Entry<'_>) -> Value {
    let fields: Map<String, Value> =
        entry.fields().map(|(name, value)| (name.to_owned(), value.into_owned().into())).collect();
    json!({
        "catalog": entry.catalog().name(), "code": entry.code(),
        "name": Some(entry.name()).filter(|name| !name.is_empty()), "name_en": entry.name_en(),
        "from": entry.valid_from().map(|date| date.to_string()), "until": entry.valid_until().map(|date| date.to_string()),
        "fields": fields,
    })
}

fn table<const N: usize>(columns: [(&str, Align); N], rows: Vec<Row>) -> String {
    let columns = columns.into_iter().map(|(title, align)| Column::new(title, align)).collect();
    Table { columns, rows, note_from: 0, amount_in: 0 }.render(usize::MAX)
}

fn run_build(args: &CatalogBuildArgs) -> Result<Outcome, Failure> {
    let usage = |message| Failure::Usage { command: "catalog", message };
    if args.date.as_deref().is_some_and(|date| date.len() != 10 || date.parse::<Date>().is_err()) {
        return Err(usage("--date is not a day, such as 2026-03-25"));
    }
    if [&args.release, &args.source].iter().any(|text| text.chars().any(char::is_control)) {
        return Err(usage("--release and --source are one line each, without control characters"));
    }
    let target = Target::new(&args.output, args.force)?;
    let mut built = sheets::Built::new(&args.family);
    for path in &args.inputs {
        let input = Input::read(path, MOST_BYTES)?;
        built.add(&input).map_err(|reason| Failure::input(&input.name, &reason))?;
    }
    built.finish();
    let written = judged(&mut built, args);
    for note in built.notes() {
        findings::print_note(note);
    }
    let Some((text, catalogs)) = written? else {
        return Err(Failure::Said(match built.has_failed() {
            true => "no sheet could be read as a catalogue".into(),
            false => "no sheet or column is called as a catalogue, such as c_UsoCFDI".into(),
        }));
    };
    write_all(vec![(target, text.into_bytes())])?;
    for name in built.names() {
        let rows = catalogs.get(name).map_or(0, |catalog| catalog.len());
        findings::print_note(&format!("{name}: {rows} rows"));
    }
    Ok(if built.has_failed() { Outcome::Errors } else { Outcome::Done })
}

/// The text and what the library reads of it: the library is the judge, and what it refuses is left out.
fn judged(built: &mut sheets::Built, args: &CatalogBuildArgs) -> Result<Option<(String, Catalogs)>, Failure> {
    let refused = |text: &str| {
        let error = Catalogs::builtin().load(text.as_bytes()).err()?;
        let place = error.position().and_then(|place| text.lines().nth(place.line - 1)).unwrap_or_default();
        Some(format!("what was built cannot be read: {}: {}", error.message(), clip(place, 120)))
    };
    let whole = |built: &sheets::Built| built.to_text(&args.release, args.date.as_deref(), &args.source);
    let text = whole(built);
    if let Ok(catalogs) = Catalogs::builtin().load(text.as_bytes()) {
        return Ok(Some((text, catalogs)).filter(|_| !built.is_empty()));
    }
    let names: Vec<String> = built.names().map(str::to_owned).collect();
    for name in names {
        if let Some(reason) = refused(&built.text_of(&name)) {
            built.leave_out(&name, &reason);
        }
    }
    if built.is_empty() {
        return Ok(None);
    }
    let text = whole(built);
    match Catalogs::builtin().load(text.as_bytes()) {
        Ok(catalogs) => Ok(Some((text, catalogs))),
        Err(_) => Err(Failure::Said(refused(&text).unwrap_or_default())),
    }
}

/// The workbook of all catalogues has some 20 MB.
const MOST_BYTES: usize = 256 << 20;
