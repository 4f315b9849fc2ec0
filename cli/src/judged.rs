//! Many files judged one by one, and what is said of each: what `frontera validate` and `frontera verify` share.

use std::collections::BTreeSet;
use std::path::PathBuf;

use frontera::report::{CertificateKind, CertificateReport, Check, FileReport, SealReport, Verdict};
use frontera::rules::{self, Duplicates, Needs};
use frontera::{Error, Event, Finding, Format, Lang, Profile, Source, ValidateOptions, Validation};

use crate::Outcome;
use crate::args::FindingsFormat;
use crate::failure::Failure;
use crate::files::{self, Entry};
use crate::findings::{self, Located};
use crate::io::{Input, Name};
use crate::print;
use crate::progress::Progress;
use crate::sarif::Log;
use crate::text::{BOLD, PLAIN, visible, width};
use crate::words::{self, Word};

/// What is asked of which files.
pub(crate) struct Job<'j> {
    pub(crate) inputs: &'j [PathBuf],
    /// The endings of file names that count in a folder.
    pub(crate) kinds: &'j [&'j str],
    /// What is said of a folder without any.
    pub(crate) empty: Word,
    pub(crate) format: FindingsFormat,
    pub(crate) lang: Lang,
    pub(crate) max_bytes: usize,
    pub(crate) words: &'j Words,
    pub(crate) judge: &'j dyn Fn(&[u8]) -> Result<Validation, Error>,
    /// Also told are files of one UUID, as these options want it.
    pub(crate) compare: Option<&'j ValidateOptions>,
}

/// How a verdict is called: of a file, and of many.
pub(crate) struct Words {
    pub(crate) yes: Word,
    pub(crate) no: Word,
    pub(crate) many_yes: Word,
    pub(crate) many_no: Word,
}

/// Judges every file; one that is not valid or cannot be read does not stop the others.
pub(crate) fn run(job: &Job<'_>) -> Result<Outcome, Failure> {
    let entries = files::entries(job.inputs, job.kinds, job.empty, job.lang);
    let mut says = Says::new(job, entries.len() == 1);
    let mut tally = Tally::default();
    let mut duplicates = Duplicates::new();
    let progress = Progress::new(entries.len());
    says.print(&says.begin())?;
    for entry in &entries {
        let name = Name::new(&entry.path);
        progress.at(&name);
        let mut file = File::check(entry, name, job);
        if let Some(options) = job.compare {
            file.compare(&mut duplicates, options);
        }
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

/// What is said in each format, piece by piece: one file is held at a time.
struct Says<'j> {
    lang: Lang,
    words: &'j Words,
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

impl<'j> Says<'j> {
    fn new(job: &Job<'j>, alone: bool) -> Says<'j> {
        let lang = job.lang;
        let form = match job.format {
            FindingsFormat::Text => Form::Text,
            FindingsFormat::Json => Form::Json,
            FindingsFormat::Sarif => Form::Sarif(Log::new(lang)),
        };
        Says { lang, words: job.words, alone, asking: BTreeSet::new(), form }
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
                    return file.to_text(&asking_line(&asking, self.lang, columns), self.words, self.lang);
                }
                self.asking.extend(asking);
                if file.has_anything_to_say() { file.to_text("", self.words, self.lang) } else { String::new() }
            }
        }
    }

    fn end(&self, tally: &Tally) -> String {
        match &self.form {
            Form::Json => String::new(),
            Form::Sarif(log) => log.end(),
            Form::Text => {
                let columns = findings::columns(std::io::stdout());
                asking_line(&self.asking, self.lang, columns) + &tally.to_text(self.words, self.lang)
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
    fn check(entry: &Entry, name: Name, job: &Job<'_>) -> File {
        let input = match &entry.trouble {
            Some(trouble) => Err(trouble.clone()),
            None => Input::begin(&entry.path, job.max_bytes).map_err(|error| error.to_string()),
        };
        match input {
            Ok(input) => File { name, result: (job.judge)(&input.bytes), input: Some(input) },
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
        let says = |validation: &Validation| {
            validation.seal.is_some() || validation.report.findings().iter().any(|finding| !asks(finding))
        };
        self.result.as_ref().map_or(true, says)
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
    fn to_text(&self, asking: &str, words: &Words, lang: Lang) -> String {
        let columns = findings::columns(std::io::stdout());
        let name = visible(&self.name.to_string());
        let validation = match &self.result {
            Ok(validation) => validation,
            Err(error) => {
                let head = format!("{BOLD}{name}{PLAIN}: {}\n\n", words::NOT_READ.of(lang));
                return head + &findings::render_error(error, self.input.as_ref(), lang, columns);
            }
        };
        let in_part =
            validation.seal.as_ref().is_some_and(|it| it.checks.iter().any(|it| it.verdict == Verdict::NotChecked));
        let status = match (validation.is_valid(), in_part) {
            (true, false) => words.yes,
            (true, true) => words::VERIFIED_IN_PART,
            (false, _) => words.no,
        };
        let mut out = format!("{BOLD}{name}{PLAIN}: {} ({})", status.of(lang), what(validation, lang));
        let located = self.input.as_ref().map(|input| findings::locate(&validation.report, input, |_| None));
        let (not_checked, findings): (Vec<_>, Vec<_>) =
            located.unwrap_or_default().into_iter().partition(|it| it.finding.event == Event::NotChecked);
        let not_checked: Vec<_> = not_checked.into_iter().filter(|it| !asks(it.finding)).collect();
        if !findings.is_empty() {
            out.push_str(&format!(": {}", findings::summary(&findings, lang)));
        }
        out.push('\n');
        if let Some(seal) = &validation.seal {
            out.push_str(&seal_lines(seal, lang));
        }
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

/// What was verified, a line each: what came out, what was asked, and by which certificate.
fn seal_lines(seal: &SealReport, lang: Lang) -> String {
    let said = |verdict| match verdict {
        Verdict::Holds => words::HOLDS,
        Verdict::Fails => words::FAILS,
        Verdict::NotChecked => words::NOT_CHECKED,
    };
    let room = [Verdict::Holds, Verdict::Fails, Verdict::NotChecked].map(|it| width(said(it).of(lang)));
    let room = room.into_iter().max().unwrap_or_default();
    let mut out = String::new();
    for it in &seal.checks {
        let verdict = said(it.verdict).of(lang);
        let blanks = " ".repeat(room - width(verdict));
        out.push_str(&format!("  {verdict}{blanks}  {}", words::check(it.check).of(lang)));
        if let Some(detail) = seal_detail(it.check, seal) {
            out.push_str(&format!(": {}", visible(&detail)));
        }
        out.push('\n');
    }
    out
}

/// What of a certificate a check was about.
fn seal_detail(check: Check, seal: &SealReport) -> Option<String> {
    let whole = |certificate: &CertificateReport, kind| {
        format!("{kind}{}, {} – {}", certificate.number, certificate.valid_from, certificate.valid_until)
    };
    let certificate = seal.certificate.as_ref();
    match check {
        Check::Certificate => certificate.map(|it| {
            let kind = match it.kind {
                CertificateKind::Csd => "CSD ",
                CertificateKind::Fiel => "e.firma ",
                _ => "",
            };
            whole(it, kind)
        }),
        Check::Holder => certificate?.rfc.clone(),
        Check::Authority => certificate.map(|it| it.issuer.clone()),
        Check::StampCertificate => seal.stamp_certificate.as_ref().map(|it| whole(it, "")),
        _ => None,
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

    fn to_text(&self, words: &Words, lang: Lang) -> String {
        let count = |word: Word, number: usize| word.of(lang).replace("{}", &number.to_string());
        let files = if self.files == 1 { words::ONE_FILE } else { words::MANY_FILES };
        format!(
            "{}: {}, {}, {}\n",
            count(files, self.files),
            count(words.many_yes, self.valid),
            count(words.many_no, self.files - self.valid - self.not_read),
            count(words::MANY_NOT_READ, self.not_read),
        )
    }
}

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
