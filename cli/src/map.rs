//! `frontera map`.

use std::fmt::Write;

use frontera::mapping::{self, Owner, Row};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::MapArgs;
use crate::failure::Failure;
use crate::print;
use crate::table::{Align, Column, Row as Cells, Table};
use crate::text::clip;

pub(crate) fn run(args: &MapArgs) -> Result<Outcome, Failure> {
    let rows: Vec<&Row> = match &args.field {
        None => mapping::rows().iter().collect(),
        Some(field) => mapping::search(field).collect(),
    };
    if let Some(field) = &args.field
        && rows.is_empty()
    {
        return Err(unknown(field));
    }
    let text = match (args.json, &args.field) {
        (true, _) => format!("{:#}\n", Value::Array(rows.into_iter().map(json_of).collect())),
        (false, None) => table(&rows),
        (false, Some(_)) => blocks(&rows),
    };
    print::stdout_styled(&text).map(|()| Outcome::Done)
}

fn unknown(field: &str) -> Failure {
    let near = mapping::nearest(field);
    let hint = match near.is_empty() {
        true => "`frontera map` lists all".to_owned(),
        false => format!("did you mean {}?", near.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
    };
    Failure::Said(format!("no field is called `{}`; {hint}", clip(field, 80)))
}

fn json_of(row: &Row) -> Value {
    let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    json!({ "cfdi": some(row.cfdi), "us": some(row.us), "owner": row.owner.as_str(), "note": some(row.note) })
}

/// One row a line, for `grep` and the eye.
fn table(rows: &[&Row]) -> String {
    let columns = ["CFDI 4.0", "US JSON", "owner", "note"].map(|title| Column::new(title, Align::Left)).into();
    let cells = |row: &&Row| Cells::Cells([row.cfdi, row.us, row.owner.as_str(), row.note].map(str::to_owned).into());
    Table { columns, rows: rows.iter().map(cells).collect(), note_from: 0, amount_in: 0 }.render(usize::MAX)
}

/// Some rows in full.
fn blocks(rows: &[&Row]) -> String {
    let mut out = String::new();
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let nowhere = |text: &'static str| if text.is_empty() { "(no place)" } else { text };
        // Writing to a string does not fail.
        let _ = writeln!(out, "CFDI 4.0  {}", nowhere(row.cfdi));
        let _ = writeln!(out, "US JSON   {}", nowhere(row.us));
        let _ = writeln!(out, "owner     {}: {}", row.owner.as_str(), meaning(row.owner));
        if !row.note.is_empty() {
            let _ = writeln!(out, "note      {}", row.note);
        }
    }
    out
}

fn meaning(owner: Owner) -> &'static str {
    match owner {
        Owner::Model => "the neutral field is the fact",
        Owner::Mx => "SAT's code is the fact, under extensions.mx",
        Owner::Projection => "a neutral field that shows what its owner says",
        Owner::Us => "a CFDI has no place for it; it crosses as a US fact",
        _ => "see docs/mapping.md",
    }
}
