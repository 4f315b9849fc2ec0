//! `frontera validate`.

use std::collections::BTreeSet;

use frontera::model::{Date, Time};
use frontera::report::FileReport;
use frontera::rules::{self, Duplicates, Needs};
use frontera::{Error, Event, Finding, Format, Lang, Profile, Source, ValidateOptions, Validation};

use crate::Outcome;
use crate::args::{DenyArg, FindingsFormat, ValidateArgs};
use crate::catalog;
use crate::context;
use crate::failure::Failure;
use crate::files::{self, Entry};
use crate::findings::{self, Located};
use crate::io::{self, Input, Name};
use crate::print;
use crate::progress::Progress;
use crate::sarif::Log;
use crate::text::{visible, width};
use crate::words::{self, Word};

pub(crate) fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    let files = args.inputs.iter().chain(&args.rates).filter(|path| io::is_dash(path));
    if files.count() > 1 {
        return Err(Failure::Usage { command: "validate", message: "standard input can be read only once" });
    }
    let lang = args.reading.lang();
    let options = options(args)?;
    let entries = files::entries(&args.inputs, &["xml", "json"], words::EMPTY_FOLDER, lang);
    let mut says = Says::new(args.format, entries.len() == 1, lang);
    let mut tally = Tally::default();
    let mut duplicates = Duplicates::new();
    let progress = Progress::new(entries.len());
    says.print(&says.begin())?;
    for entry in &entries {
        let name = Name::new(&entry.path);
        progress.at(&name);
        let mut file = File::check(entry, name, &options, args.reading.max_bytes);
        file.compare(&mut duplicates, &options);
        tally.count(&file);
        let said = says.file(entry, &file);
        if !said.is_empty() {
            progress.aside(|| says.print(&said))?;
        }
        progress.step();
    }
    progress.end();
    says.print(&says.end(&tally))?;
    Ok(if tally.valid == tally.files { Outcome::Done } else { Outcome::Errors })
}

fn options(args: &ValidateArgs) -> Result<ValidateOptions, Failure> {
    let (day, time) = args.now.map_or_else(|| now("--now"), Ok)?;
    let mut options = ValidateOptions::default()
        .limits(args.reading.limits())
        .now(day, time)
        .dormant(args.dormant)
        .deny_warnings(args.deny == Some(DenyArg::Warnings));
    if let Some(profile) = args.profile {
        options = options.profile(profile);
    }
    if let Some(path) = &args.catalogs {
        options = options.catalogs(catalog::load(path)?);
    }
    if let Some(path) = &args.rates {
        options = options.rates(context::read_rates(path)?);
    }
    options = args.allow.iter().fold(options, |options, code| options.allow(*code));
    Ok(args.only.iter().fold(options, |options, code| options.only(*code)))
}

/// The time now, by the machine's clock and time zone.
pub(crate) fn now(option: &str) -> Result<(Date, Time), Failure> {
    let now = jiff::Zoned::now().datetime();
    let time = jiff::civil::time(now.hour(), now.minute(), now.second(), 0);
    match (now.date().to_string().parse(), time.to_string().parse()) {
        (Ok(day), Ok(time)) => Ok((day, time)),
        _ => Err(Failure::Said(format!("the machine's clock says no time; {option} TIME gives one"))),
    }
}

/// What is said in each format, piece by piece: one file is held at a time.
struct Says {
    lang: Lang,
    /// There is one file, of which everything is said.
    alone: bool,
    /// Of several files: the rules that ask outside, said once for all.
    asking: BTreeSet<&'static str>,
    form: Form,
}

enum Form {
    Text,
    Json,
    Sarif(Log),
}

impl Says {
    fn new(format: FindingsFormat, alone: bool, lang: Lang) -> Says {
        let form = match format {
            FindingsFormat::Text => Form::Text,
            FindingsFormat::Json => Form::Json,
            FindingsFormat::Sarif => Form::Sarif(Log::new(lang)),
        };
        Says { lang, alone, asking: BTreeSet::new(), form }
    }

    /// Only what is for people has styles.
    fn print(&self, text: &str) -> Result<(), Failure> {
        match self.form {
            Form::Text => print::stdout_styled(text),
            Form::Json | Form::Sarif(_) => print::stdout(text.as_bytes()),
        }
    }

    fn begin(&self) -> String {
        match &self.form {
            Form::Sarif(log) => log.begin(),
            Form::Text | Form::Json => String::new(),
        }
    }

    fn file(&mut self, entry: &Entry, file: &File) -> String {
        match &mut self.form {
            Form::Json => file.to_json(self.lang),
            Form::Sarif(log) => log.file(&entry.path, &file.report(self.lang), file.bytes()),
            Form::Text => {
                let asking: BTreeSet<&'static str> = file.asking().collect();
                if self.alone {
                    let columns = findings::columns(std::io::stdout());
                    return file.to_text(&asking_line(&asking, self.lang, columns), self.lang);
                }
                self.asking.extend(asking);
                if file.has_anything_to_say() { file.to_text("", self.lang) } else { String::new() }
            }
        }
    }

    fn end(&self, tally: &Tally) -> String {
        match &self.form {
            Form::Json => String::new(),
            Form::Sarif(log) => log.end(),
            Form::Text => {
                let columns = findings::columns(std::io::stdout());
                asking_line(&self.asking, self.lang, columns) + &tally.to_text(self.lang)
            }
        }
    }
}

/// The rules that ask outside the document, as many of them as the line has room for.
fn asking_line(codes: &BTreeSet<&str>, lang: Lang, columns: usize) -> String {
    if codes.is_empty() {
        return String::new();
    }
    let rules = if codes.len() == 1 { words::NEEDS_MORE } else { words::NEED_MORE };
    let rules = rules.of(lang).replace("{}", &codes.len().to_string());
    let mut line = format!("{}: {rules}:", words::NOT_CHECKED.of(lang));
    let tail = words::EXPLAIN_CODE.of(lang);
    let room = columns.saturating_sub(width(tail) + width("   … "));
    let mut left = codes.len();
    for code in codes {
        if left < codes.len() && width(&line) + width(code) + 2 > room {
            break;
        }
        line.push_str(if left == codes.len() { " " } else { ", " });
        line.push_str(code);
        left -= 1;
    }
    format!("{line}{} {tail}\n", if left > 0 { " …" } else { "" })
}

/// A file and what there is to say about it.
struct File {
    name: Name,
    input: Option<Input>,
    result: Result<Validation, Error>,
}

impl File {
    fn check(entry: &Entry, name: Name, options: &ValidateOptions, max_bytes: usize) -> File {
        let input = match &entry.trouble {
            Some(trouble) => Err(trouble.clone()),
            None => Input::begin(&entry.path, max_bytes).map_err(|error| error.to_string()),
        };
        match input {
            Ok(input) => File { name, result: frontera::validate(&input.bytes, options), input: Some(input) },
            Err(reason) => File { name, result: Err(Error::unreadable(reason)), input: None },
        }
    }

    /// Finds whether an earlier file has the same stamp.
    fn compare(&mut self, duplicates: &mut Duplicates, options: &ValidateOptions) {
        if let Ok(validation) = &mut self.result
            && let Some(finding) = duplicates.check(validation, &self.name.given())
        {
            validation.add(finding, options);
        }
    }

    /// The codes of the rules that ask outside the document, where nobody answers.
    fn asking(&self) -> impl Iterator<Item = &'static str> {
        let findings = self.result.iter().flat_map(|validation| validation.report.findings());
        findings.filter(|finding| asks(finding)).map(|finding| finding.code.as_str())
    }

    fn has_anything_to_say(&self) -> bool {
        self.result.as_ref().map_or(true, |validation| validation.report.findings().iter().any(|it| !asks(it)))
    }

    fn report(&self, lang: Lang) -> FileReport {
        let name = self.name.given();
        match &self.result {
            Ok(validation) => FileReport::new(name, validation, &Source::new(self.bytes()), lang),
            Err(error) => FileReport::of_error(name, error, lang),
        }
    }

    fn to_json(&self, lang: Lang) -> String {
        // Strings and numbers alone; there is nothing to fail on.
        serde_json::to_string(&self.report(lang)).unwrap_or_default() + "\n"
    }

    /// All that there is to say; `asking` is the line about the rules that ask outside.
    fn to_text(&self, asking: &str, lang: Lang) -> String {
        let columns = findings::columns(std::io::stdout());
        let name = visible(&self.name.to_string());
        let validation = match &self.result {
            Ok(validation) => validation,
            Err(error) => {
                let head = format!("{BOLD}{name}{PLAIN}: {}\n\n", words::NOT_READ.of(lang));
                return head + &findings::render_error(error, self.input.as_ref(), lang, columns);
            }
        };
        let mut out = format!("{BOLD}{name}{PLAIN}: {} ({})", status(validation).of(lang), what(validation, lang));
        let located = self.input.as_ref().map(|input| findings::locate(&validation.report, input, |_| None));
        let (not_checked, findings): (Vec<_>, Vec<_>) =
            located.unwrap_or_default().into_iter().partition(|it| it.finding.event == Event::NotChecked);
        let not_checked: Vec<_> = not_checked.into_iter().filter(|it| !asks(it.finding)).collect();
        if !findings.is_empty() {
            out.push_str(&format!(": {}", findings::summary(&findings, lang)));
        }
        out.push('\n');
        let more = |all: &[Located<'_>]| {
            let rest = all.len().saturating_sub(findings::SHOWN);
            (rest > 0).then(|| words::MORE_IN_JSON.of(lang).replace("{}", &rest.to_string()) + "\n")
        };
        for located in not_checked.iter().take(findings::SHOWN) {
            let (message, _) = findings::words_of(located.finding, lang);
            out.push_str(&format!("  {}: {message} ({})\n", words::NOT_CHECKED.of(lang), located.finding.code));
        }
        out.extend(more(&not_checked));
        if !asking.is_empty() {
            out.push_str(&format!("  {asking}"));
        }
        if !findings.is_empty() {
            out.push('\n');
            out.push_str(&findings::render(&findings, lang, columns));
            out.extend(more(&findings));
        }
        if let Some(not_listed) = findings::not_listed(validation.report.omitted(), lang) {
            out.push_str(&not_listed);
            out.push('\n');
        }
        out
    }

    fn bytes(&self) -> &[u8] {
        self.input.as_ref().map_or(&[], |input| &input.bytes)
    }
}

/// True where a rule would be decided by a register or by rates that nobody gave.
fn asks(finding: &Finding) -> bool {
    let rule = || rules::find(finding.code.as_str());
    finding.event == Event::NotChecked
        && rule().is_some_and(|rule| matches!(rule.needs(), Needs::Given | Needs::Lookup))
}

fn status(validation: &Validation) -> Word {
    if validation.is_valid() { words::VALID } else { words::NOT_VALID }
}

/// What a document is, in words: `CFDI 4.0, stamped`.
fn what(validation: &Validation, lang: Lang) -> String {
    let kind = match (validation.family, validation.format) {
        (Some(family), _) => family.name(),
        (None, Format::UsJson) => words::NEUTRAL_INVOICE.of(lang),
        (None, format) => format.name(),
    };
    match validation.profile {
        Some(Profile::Draft) => format!("{kind}, {}", words::AS_DRAFT.of(lang)),
        Some(Profile::Sealed) => format!("{kind}, {}", words::AS_SEALED.of(lang)),
        Some(Profile::Stamped) => format!("{kind}, {}", words::STAMPED.of(lang)),
        None => kind.to_owned(),
    }
}

#[derive(Default)]
struct Tally {
    files: usize,
    valid: usize,
    not_read: usize,
}

impl Tally {
    fn count(&mut self, file: &File) {
        self.files += 1;
        match &file.result {
            Ok(validation) => self.valid += usize::from(validation.is_valid()),
            Err(_) => self.not_read += 1,
        }
    }

    fn to_text(&self, lang: Lang) -> String {
        let count = |word: Word, number: usize| word.of(lang).replace("{}", &number.to_string());
        let files = if self.files == 1 { words::ONE_FILE } else { words::MANY_FILES };
        format!(
            "{}: {}, {}, {}\n",
            count(files, self.files),
            count(words::MANY_VALID, self.valid),
            count(words::MANY_NOT_VALID, self.files - self.valid - self.not_read),
            count(words::MANY_NOT_READ, self.not_read),
        )
    }
}

const BOLD: &str = "\x1B[1m";
const PLAIN: &str = "\x1B[0m";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_about_what_is_asked_names_as_many_as_fit() {
        let codes = |n: usize| -> BTreeSet<&'static str> {
            ["CCE137", "CCE140", "CFDI40102", "CFDI40138", "CFDI40143", "CRP20238"].into_iter().take(n).collect()
        };
        assert_eq!(asking_line(&codes(0), Lang::En, 100), "");
        let one = "not checked: 1 rule that needs outside data: CCE137 (frontera explain CODE)\n";
        assert_eq!(asking_line(&codes(1), Lang::En, 100), one);
        let two = "no revisado: 2 reglas que necesitan datos externos: CCE137, CCE140 (frontera explain CLAVE)\n";
        assert_eq!(asking_line(&codes(2), Lang::Es, 100), two);
        let line = asking_line(&codes(6), Lang::En, 100);
        assert!(line.contains("6 rules") && line.contains(": CCE137, CCE140, CFDI40102 … (frontera"), "{line}");
        assert!(width(line.trim_end()) <= 98, "{line}");
        // The first stands there however narrow it is.
        assert!(asking_line(&codes(6), Lang::En, 10).contains(": CCE137 … ("));
    }
}
