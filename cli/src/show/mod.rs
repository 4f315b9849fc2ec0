//! `frontera show`: an invoice as a person reads it, in English or Spanish.
//!
//! Every amount is the document's own text; nothing is added up, rounded or converted. What the document does not say is not
//! shown, and what it says beyond the main fields is named, so that nobody takes the page for less than it is.

mod complements;
mod head;
mod lines;
mod sheet;
mod taxes;

use frontera::formats::cfdi::{self, NoExpression};
use frontera::model::Tax;
use frontera::{Format, Lang, Options, Reading};

use crate::Outcome;
use crate::args::ShowArgs;
use crate::failure::Failure;
use crate::findings::{self, Located};
use crate::io::Input;
use crate::print;
use crate::words;
use sheet::Sheet;

pub(crate) fn run(args: &ShowArgs) -> Result<Outcome, Failure> {
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let mut options = Options::default().limits(args.reading.limits());
    if let Some(from) = args.from {
        options = options.from(from);
    }
    let reading = match frontera::read(&input.bytes, &options) {
        Ok(reading) => reading,
        Err(error) => return Err(Failure::Library(error, input)),
    };
    let located = findings::locate(&reading.report, &input, |_| None);
    let expression = match reading.format {
        // What was read once is read again.
        Format::Cfdi => cfdi::read(&input.bytes, &args.reading.limits()).ok().map(|it| it.expresion_impresa()),
        _ => None,
    };
    let qr = Qr { expression: expression.as_ref(), drawn: args.qr };
    print::stdout_styled(&page(&reading, &located, qr, args.reading.lang()))?;
    Ok(if reading.report.has_errors() { Outcome::Errors } else { Outcome::Done })
}

/// A tax as a person says it: `VAT (IVA) 16 % on 4440.00`.
pub(crate) fn tax_in_words(tax: &Tax, lang: Lang) -> String {
    taxes::in_words(&Sheet::new(lang, WIDTH), tax)
}

/// What the QR says, if there can be one, and whether it is drawn as well.
#[derive(Clone, Copy)]
struct Qr<'e> {
    expression: Option<&'e Result<String, NoExpression>>,
    drawn: bool,
}

fn page(reading: &Reading, located: &[Located<'_>], qr: Qr<'_>, lang: Lang) -> String {
    let columns = terminal_size::terminal_size_of(std::io::stdout()).map_or(WIDTH, |(width, _)| width.0.into());
    let mut sheet = Sheet::new(lang, columns.clamp(60, 160));
    let invoice = &reading.invoice;
    head::head(&mut sheet, invoice, qr);
    head::parties(&mut sheet, invoice);
    head::references(&mut sheet, invoice);
    lines::lines(&mut sheet, invoice);
    taxes::summary(&mut sheet, invoice);
    taxes::totals(&mut sheet, invoice);
    complements::foot(&mut sheet, reading);
    summary(&mut sheet, located);
    sheet.finish()
}

/// Columns where standard output is no terminal.
const WIDTH: usize = 110;

/// How many findings there are, and each in a line or two.
fn summary(sheet: &mut Sheet, located: &[Located<'_>]) {
    let lang = sheet.lang;
    let count = match located.is_empty() {
        true => words::NONE.of(lang).to_owned(),
        false => findings::summary(located, lang),
    };
    sheet.field(words::FINDINGS, count);
    let shown = findings::most_severe(located);
    for located in &shown {
        let (message, _) = findings::words_of(located.finding, lang);
        let path = findings::path(located).map(|path| format!(" {} {path}", words::AT.of(lang)));
        sheet.field(words::FINDINGS, format!("{}{}: {message}", located.finding.code, path.unwrap_or_default()));
    }
    if let Some(more) = findings::more(located.len() - shown.len(), lang) {
        sheet.field(words::FINDINGS, more);
    }
    sheet.end_block();
}
