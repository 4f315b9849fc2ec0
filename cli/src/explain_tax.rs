//! `frontera explain-tax`: for each line of an invoice, how a draft would tax it and what decided.

use frontera::draft::{self, Basis, LineTreatment};
use frontera::model::{Invoice, Tax};
use frontera::tax::table::Reason;
use frontera::{Lang, Options, Report};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::ExplainTaxArgs;
use crate::failure::Failure;
use crate::findings;
use crate::io::Input;
use crate::print;
use crate::show;
use crate::table::{Align, Column, Row, Table};
use crate::text::{clip, visible};
use crate::words;

pub(crate) fn run(args: &ExplainTaxArgs) -> Result<Outcome, Failure> {
    let lang = args.reading.lang();
    args.files.one_from_standard_input("explain-tax", &args.input)?;
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let mut options = args.files.read_into(Options::default().limits(args.reading.limits()))?;
    if let Some(from) = args.from {
        options = options.from(from);
    }
    let reading = match frontera::read(&input.bytes, &options) {
        Ok(reading) => reading,
        Err(error) => return Err(Failure::Library(error, input)),
    };
    let mut report: Report = reading.report;
    let draft = draft::prepare(&reading.invoice, &options, &mut report);
    match args.json {
        true => print::stdout_styled(&format!("{:#}\n", json_of(&draft.invoice, &draft.lines, lang)))?,
        false => print::stdout_styled(&page(&draft.invoice, &draft.lines, lang))?,
    }
    let located = findings::locate(&report, &input, |_| None);
    findings::print(&located, report.omitted(), lang);
    Ok(if report.has_errors() { Outcome::Errors } else { Outcome::Done })
}

fn page(invoice: &Invoice, lines: &[LineTreatment], lang: Lang) -> String {
    if lines.is_empty() {
        return format!("{}\n", words::NO_TAXES_OF_LINES.of(lang));
    }
    let columns = vec![
        Column::new("#", Align::Point),
        Column::new(words::DESCRIPTION.of(lang), Align::Left).wraps(16),
        Column::new(words::TAX.of(lang), Align::Left).wraps(20),
        Column::new(words::WHY.of(lang), Align::Left).wraps(24),
        Column::new(words::SOURCE.of(lang), Align::Left).wraps(12),
    ];
    let mut rows = Vec::new();
    for (i, (line, treatment)) in invoice.lines.iter().zip(lines).enumerate() {
        let description = visible(line.description.as_deref().unwrap_or_default());
        let (why, source) = decided(treatment.basis, lang);
        rows.push(Row::Cells(vec![
            (i + 1).to_string(),
            clip(&description, LONGEST),
            taxes(&line.taxes, lang),
            why.to_owned(),
            source.to_owned(),
        ]));
        for reason in &treatment.withheld {
            let text = format!("{} ({})", say(reason, lang), reason.source);
            rows.push(Row::Note { text, amount: String::new() });
        }
    }
    let table = Table { columns, rows, note_from: 2, amount_in: 0 };
    table.render(findings::columns(std::io::stdout()))
}

/// A description longer than this is cut.
const LONGEST: usize = 60;

fn taxes(taxes: &[Tax], lang: Lang) -> String {
    match taxes {
        [] => words::NONE.of(lang).to_owned(),
        taxes => taxes.iter().map(|tax| show::tax_in_words(tax, lang)).collect::<Vec<_>>().join("; "),
    }
}

/// Why, and by which source.
fn decided(basis: Basis, lang: Lang) -> (&'static str, &'static str) {
    match basis {
        Basis::Law(reason) => (say(reason, lang), reason.source),
        Basis::Past => (words::AS_IN_THE_PAST.of(lang), ""),
        Basis::Stated => (words::AS_STATED.of(lang), ""),
        _ => (words::UNDECIDED.of(lang), ""),
    }
}

fn say(reason: &Reason, lang: Lang) -> &'static str {
    match lang {
        Lang::Es => reason.es,
        _ => reason.en,
    }
}

fn json_of(invoice: &Invoice, lines: &[LineTreatment], lang: Lang) -> Value {
    let reason = |reason: &Reason| json!({"code": reason.code, "text": say(reason, lang), "source": reason.source});
    let lines = invoice.lines.iter().zip(lines).map(|(line, treatment)| {
        let (basis, law) = match treatment.basis {
            Basis::Law(law) => ("law", Some(reason(law))),
            Basis::Past => ("past", None),
            Basis::Stated => ("stated", None),
            _ => ("undecided", None),
        };
        json!({
            "place": treatment.place,
            "description": line.description,
            "basis": basis,
            "reason": law,
            "objeto_imp": line.extensions.mx.as_ref().and_then(|mx| mx.objeto_imp.as_ref()),
            "taxes": line.taxes,
            "withheld": treatment.withheld.iter().map(|law| reason(law)).collect::<Vec<_>>(),
        })
    });
    let exportacion = invoice.mx().and_then(|mx| mx.exportacion.as_ref());
    json!({"exportacion": exportacion, "lines": lines.collect::<Vec<_>>()})
}
