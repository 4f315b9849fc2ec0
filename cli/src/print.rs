//! What goes to standard output as it is: schemas, formats, manual pages.

use std::io::{self, Write};

use clap::CommandFactory;
use frontera::formats::{cfdi, us};
use frontera::{Format, context, payable, report};

use crate::args::Args;
use crate::failure::Failure;
use crate::table::{Align, Column, Row, Table};

/// A schema that the command prints.
pub(crate) struct Schema {
    pub(crate) name: &'static str,
    what: &'static str,
    text: &'static str,
}

/// Every schema.
pub(crate) static SCHEMAS: &[Schema] = &[
    Schema { name: "context", what: "JSON Schema (2020-12) of a context", text: context::SCHEMA },
    Schema { name: "payable", what: "JSON Schema (2020-12) of a payable", text: payable::SCHEMA },
    Schema { name: "us-invoice", what: "JSON Schema (2020-12) of the neutral US invoice", text: us::SCHEMA },
    Schema { name: "us-facts", what: "XML Schema of US facts in a CFDI's Addenda", text: cfdi::us_facts::XSD },
    Schema {
        name: "validation",
        what: "JSON Schema (2020-12) of findings, as `validate` writes them",
        text: report::SCHEMA,
    },
];

/// The text of a schema, or their list.
pub(crate) fn schema(name: Option<&str>) -> String {
    match SCHEMAS.iter().find(|schema| Some(schema.name) == name) {
        Some(schema) => schema.text.to_owned(),
        None => list(SCHEMAS.iter().map(|schema| vec![schema.name.into(), schema.what.into()])),
    }
}

/// The list of formats.
pub(crate) fn formats() -> String {
    let ways = |format: &Format| if Format::READ.contains(format) { "read, written" } else { "written" };
    list(Format::ALL.iter().map(|format| vec![format.name().into(), ways(format).into(), format.description().into()]))
}

/// The manual page, of the whole or of a command.
pub(crate) fn man(name: Option<&str>) -> Result<Vec<u8>, Failure> {
    let mut command = Args::command();
    command.build();
    if let Some(name) = name {
        let found = command.find_subcommand(name).cloned();
        command = found.ok_or_else(|| {
            let names: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
            Failure::Said(format!("no command is called {name:?}; there are {}", names.join(", ")))
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Failure::output("the manual page", &error))?;
    Ok(page)
}

/// Writes to standard output; whoever closed it has read enough.
pub(crate) fn stdout(bytes: &[u8]) -> Result<(), Failure> {
    finish(io::stdout().lock(), bytes)
}

/// As [`stdout`], with the styles in the text where standard output is a terminal that takes them.
pub(crate) fn stdout_styled(text: &str) -> Result<(), Failure> {
    finish(anstream::stdout().lock(), text.as_bytes())
}

fn finish(mut out: impl Write, bytes: &[u8]) -> Result<(), Failure> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::output("standard output", &error)),
        _ => Ok(()),
    }
}

fn list(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let rows: Vec<_> = rows.into_iter().map(Row::Cells).collect();
    let count = rows.iter().map(|row| if let Row::Cells(cells) = row { cells.len() } else { 0 }).max().unwrap_or(0);
    let columns = (0..count).map(|_| Column::new("", Align::Left)).collect();
    Table { columns, rows, note_from: 0, amount_in: 0 }.render(usize::MAX)
}
