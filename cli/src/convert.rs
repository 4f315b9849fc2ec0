//! `frontera convert`.

use std::path::Path;

use frontera::report::FileReport;
use frontera::{Case, Format, Lang, Options, Report, Source};

use crate::Outcome;
use crate::args::{ConvertArgs, IntentArg, UsFactsArg};
use crate::credentials;
use crate::failure::Failure;
use crate::findings;
use crate::io::{self, Input, Target};
use crate::words;

pub(crate) fn run(args: &ConvertArgs) -> Result<Outcome, Failure> {
    let mut targets = Targets::new(args)?;
    let lang = args.reading.lang();
    args.files.one_from_standard_input("convert", &args.input)?;
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let mut options = Options::default()
        .intent(args.intent.into())
        .us_facts(args.us_facts.into())
        .strict(args.strict)
        .pretty(!args.compact)
        .placeholder(args.placeholder)
        .validate(!args.no_validate)
        .limits(args.reading.limits());
    if let Some(from) = args.from {
        options = options.from(from);
    }
    if let Some(case) = args.case {
        options = options.case(case);
    }
    options = args.files.read_into(options)?;
    if let (true, Some(cert), Some(key)) = (args.seal, &args.cert, &args.key) {
        options = options.seal(credentials::csd(cert, key, args.password_file.as_deref(), lang)?);
        options = options.authorities(credentials::authorities(&args.ca, lang)?);
    }
    let to = match target_format(args, &input) {
        Ok(to) => to,
        Err(error) => return Err(Failure::Library(error, input)),
    };
    if args.seal && to != Format::Cfdi {
        return Err(usage("--seal goes with a CFDI alone"));
    }
    if args.placeholder && to != Format::Cfdi {
        return Err(usage("--placeholder is for the draft of a CFDI: --to cfdi"));
    }
    let converted = match frontera::convert(&input.bytes, to, &options) {
        Ok(converted) => converted,
        Err(error) => return Err(Failure::Library(error, input)),
    };

    let located = findings::locate(&converted.report, &input, |_| None);
    findings::print(&located, converted.report.omitted(), lang);
    let mut writes = Vec::new();
    if let Some(report) = targets.report.take() {
        writes.push((report, report_json(&converted.report, &input, lang)));
    }
    match (targets.sidecar.take(), converted.sidecar) {
        (Some(sidecar), Some(facts)) => writes.push((sidecar, facts)),
        (Some(_), None) if converted.output.is_some() => findings::print_note(words::NO_US_FACTS.of(lang)),
        _ => {}
    }
    match converted.output {
        Some(output) => writes.push((targets.output, output)),
        None => findings::print_note(words::NOTHING_WRITTEN.of(lang)),
    }
    io::write_all(writes)?;
    Ok(if converted.report.has_errors() { Outcome::Errors } else { Outcome::Done })
}

/// The findings in the library's JSON form.
fn report_json(report: &Report, input: &Input, lang: Lang) -> Vec<u8> {
    let report = FileReport::of_conversion(input.name.given(), report, &Source::new(&input.bytes), lang);
    // Strings and numbers alone; there is nothing to fail on.
    let mut out = serde_json::to_vec_pretty(&report).unwrap_or_default();
    out.push(b'\n');
    out
}

/// Where everything goes, known to be fit before anything is read.
struct Targets {
    output: Target,
    sidecar: Option<Target>,
    report: Option<Target>,
}

impl Targets {
    fn new(args: &ConvertArgs) -> Result<Targets, Failure> {
        if args.placeholder && args.intent == IntentArg::Restore {
            return Err(usage("--placeholder is for a draft, and --intent restore writes the document as it was"));
        }
        let output = args.output.as_deref().unwrap_or(Path::new("-"));
        let sidecar = match (&args.sidecar, args.us_facts) {
            (Some(path), UsFactsArg::Sidecar) => Some(path.clone()),
            (Some(_), _) => return Err(usage("--sidecar FILE needs --us-facts sidecar")),
            (None, UsFactsArg::Sidecar) if io::is_dash(output) => {
                return Err(usage("--us-facts sidecar needs --sidecar FILE where the result goes to standard output"));
            }
            (None, UsFactsArg::Sidecar) => Some(io::appended(output, ".us-facts.json")),
            (None, _) => None,
        };
        let target = |path: &Path| Target::new(path, args.force);
        let targets = Targets {
            output: target(output)?,
            sidecar: sidecar.as_deref().map(target).transpose()?,
            report: args.report.as_deref().map(target).transpose()?,
        };
        let all: Vec<&Target> =
            std::iter::once(&targets.output).chain(&targets.sidecar).chain(&targets.report).collect();
        for (i, target) in all.iter().enumerate() {
            if all[..i].iter().any(|earlier| earlier.is_same_as(target)) {
                return Err(usage("the result, the sidecar and the report need a place each"));
            }
        }
        Ok(targets)
    }
}

fn usage(message: &'static str) -> Failure {
    Failure::Usage { command: "convert", message }
}

/// The format asked for, else what the case makes, else the one on the other side of the border.
fn target_format(args: &ConvertArgs, input: &Input) -> Result<Format, frontera::Error> {
    if let Some(to) = args.to {
        return Ok(to);
    }
    match args.case {
        Some(Case::MxIssuerDraft) => return Ok(Format::Cfdi),
        Some(Case::ReceivedInMx) => return Ok(Format::Payable),
        Some(Case::ReceivedInUs) => return Ok(Format::UsJson),
        _ => {}
    }
    let from = args.from.map_or_else(|| Format::detect(&input.bytes), Ok)?;
    Ok(if from == Format::Cfdi { Format::UsJson } else { Format::Cfdi })
}
