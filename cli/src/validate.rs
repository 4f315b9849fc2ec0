//! `frontera validate`.

use frontera::report::FileReport;
use frontera::{Error, Event, Format, Lang, Profile, Source, ValidateOptions, Validation};

use crate::Outcome;
use crate::args::{ReportFormat, ValidateArgs};
use crate::catalog;
use crate::failure::Failure;
use crate::files::{self, Entry};
use crate::findings::{self, Located};
use crate::io::{self, Input, Name};
use crate::print;
use crate::text::visible;
use crate::words::{self, Word};

pub(crate) fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    if args.inputs.iter().filter(|path| io::is_dash(path)).count() > 1 {
        return Err(Failure::Usage { command: "validate", message: "standard input can be read only once" });
    }
    let lang = args.reading.lang();
    let mut options = ValidateOptions::default().limits(args.reading.limits());
    if let Some(profile) = args.profile {
        options = options.profile(profile);
    }
    if let Some(path) = &args.catalogs {
        options = options.catalogs(catalog::load(path)?);
    }
    let entries = files::entries(&args.inputs, &["xml", "json"], words::EMPTY_FOLDER, lang);
    let mut tally = Tally::default();
    for entry in &entries {
        let file = File::check(entry, &options, args.reading.max_bytes);
        tally.count(&file);
        match args.format {
            ReportFormat::Json => print::stdout(&file.to_json(lang))?,
            ReportFormat::Text if entries.len() == 1 || file.has_anything_to_say() => {
                print::stdout_styled(&file.to_text(lang))?;
            }
            ReportFormat::Text => {}
        }
    }
    if args.format == ReportFormat::Text {
        print::stdout_styled(&tally.to_text(lang))?;
    }
    Ok(if tally.valid == tally.files { Outcome::Done } else { Outcome::Errors })
}

/// A file and what there is to say about it.
struct File {
    name: Name,
    input: Option<Input>,
    result: Result<Validation, Error>,
}

impl File {
    fn check(entry: &Entry, options: &ValidateOptions, max_bytes: usize) -> File {
        let name = Name::new(&entry.path);
        let input = match &entry.trouble {
            Some(trouble) => Err(trouble.clone()),
            None => Input::begin(&entry.path, max_bytes).map_err(|error| error.to_string()),
        };
        match input {
            Ok(input) => File { name, result: frontera::validate(&input.bytes, options), input: Some(input) },
            Err(reason) => File { name, result: Err(Error::unreadable(reason)), input: None },
        }
    }

    fn has_anything_to_say(&self) -> bool {
        self.result.as_ref().map_or(true, |validation| !validation.report.is_empty())
    }

    fn to_json(&self, lang: Lang) -> Vec<u8> {
        let name = self.name.given();
        let report = match &self.result {
            Ok(validation) => FileReport::new(name, validation, &Source::new(self.bytes()), lang),
            Err(error) => FileReport::of_error(name, error, lang),
        };
        // Strings and numbers alone; there is nothing to fail on.
        let mut out = serde_json::to_vec(&report).unwrap_or_default();
        out.push(b'\n');
        out
    }

    fn to_text(&self, lang: Lang) -> String {
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
