//! `frontera context`, and how every command reads a context.

use std::path::Path;

use frontera::catalog::Catalogs;
use frontera::context::Context;
use frontera::exchange::Rates;
use frontera::report::FileReport;
use frontera::{Lang, Limits, Options, Report, Source};

use crate::Outcome;
use crate::args::{ContextArgs, ContextCheckArgs, ContextCommand, DraftFiles, ReportFormat};
use crate::catalog;
use crate::failure::Failure;
use crate::findings;
use crate::io::{Input, Target, is_dash, write_all};
use crate::print;
use crate::text::{BOLD, PLAIN, visible};
use crate::words;

pub(crate) fn run(args: &ContextArgs) -> Result<Outcome, Failure> {
    match &args.command {
        ContextCommand::Check(args) => check(args),
        ContextCommand::New { output, force, lang } => {
            let target = Target::new(output.as_deref().unwrap_or(Path::new("-")), *force)?;
            let text = template((*lang).into());
            write_all(vec![(target, text.as_bytes().to_vec())]).map(|()| Outcome::Done)
        }
    }
}

/// Reads a context, TOML or JSON, from a file or standard input.
fn read(path: &Path) -> Result<Context, Failure> {
    read_within(path, MOST_BYTES).map(|(context, _)| context)
}

impl DraftFiles {
    /// Puts what the files say into the options.
    pub(crate) fn read_into(&self, options: Options) -> Result<Options, Failure> {
        self.read_with(self.read_context()?, options)
    }

    /// The context alone.
    pub(crate) fn read_context(&self) -> Result<Option<Context>, Failure> {
        self.context.as_deref().map(read).transpose()
    }

    /// As [`read_into`](Self::read_into), with the context read already.
    pub(crate) fn read_with(&self, context: Option<Context>, mut options: Options) -> Result<Options, Failure> {
        if let Some(context) = context {
            options = options.context(context);
        }
        if let Some(path) = &self.rates {
            options = options.rates(read_rates(path)?);
        }
        Ok(options)
    }

    /// Standard input is one stream.
    pub(crate) fn one_from_standard_input(&self, command: &'static str, input: &Path) -> Result<(), Failure> {
        let files = [Some(input), self.context.as_deref(), self.rates.as_deref()];
        let message = "only one of the invoice, the context and the rates can come from standard input";
        match files.into_iter().flatten().filter(|path| is_dash(path)).count() {
            0 | 1 => Ok(()),
            _ => Err(Failure::Usage { command, message }),
        }
    }
}

/// Reads a table of rates.
pub(crate) fn read_rates(path: &Path) -> Result<Rates, Failure> {
    let input = Input::read(path, Limits::default().bytes)?;
    Rates::from_csv(&input.bytes).map_err(|error| Failure::Library(error, input))
}

fn read_within(path: &Path, most: usize) -> Result<(Context, Input), Failure> {
    let input = Input::read(path, most)?;
    match Context::from_bytes(&input.bytes) {
        Ok(context) => Ok((context, input)),
        Err(error) => Err(Failure::Library(error, input)),
    }
}

/// What the library reads at most.
const MOST_BYTES: usize = 64 << 20;

fn check(args: &ContextCheckArgs) -> Result<Outcome, Failure> {
    let lang = args.reading.lang();
    let loaded = args.catalogs.as_deref().map(catalog::load).transpose()?;
    let (context, input) = read_within(&args.input, args.reading.max_bytes)?;
    let mut report = Report::default();
    context.check(loaded.as_ref().unwrap_or(Catalogs::builtin()), args.on, &mut report);
    let source = Source::context(&input.bytes);
    match args.format {
        ReportFormat::Json => {
            let report = FileReport::of_context(input.name.given(), &report, &source, lang);
            // Strings and numbers alone; there is nothing to fail on.
            let mut out = serde_json::to_vec(&report).unwrap_or_default();
            out.push(b'\n');
            print::stdout(&out)?;
        }
        ReportFormat::Text => print::stdout_styled(&to_text(&report, &input, &source, lang))?,
    }
    Ok(if report.has_errors() { Outcome::Errors } else { Outcome::Done })
}

fn to_text(report: &Report, input: &Input, source: &Source<'_>, lang: Lang) -> String {
    let status = if report.has_errors() { words::NOT_VALID } else { words::VALID };
    let name = visible(&input.name.to_string());
    let mut out = format!("{BOLD}{name}{PLAIN}: {} ({})", status.of(lang), words::CONTEXT.of(lang));
    let located = findings::locate_in(source, report, input, |_| None);
    if !located.is_empty() {
        out.push_str(&format!(": {}\n\n", findings::summary(&located, lang)));
        out.push_str(&findings::render(&located, lang, findings::columns(std::io::stdout())));
        let rest = located.len().saturating_sub(findings::SHOWN);
        if rest > 0 {
            out.push_str(&words::MORE_IN_JSON.of(lang).replace("{}", &rest.to_string()));
            out.push('\n');
        }
        out.extend(findings::not_listed(report.omitted(), lang).map(|more| more + "\n"));
    } else {
        out.push('\n');
    }
    out
}

/// A context that says nothing yet, with everything that one may say in comments.
fn template(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => include_str!("context.es.toml"),
        _ => include_str!("context.en.toml"),
    }
}
