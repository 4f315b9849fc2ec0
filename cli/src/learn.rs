//! `frontera learn`: a context from an issuer's own past CFDIs.

use std::path::Path;

use frontera::context::{LearnOptions, Learner, Learnt};
use frontera::report::FindingReport;
use frontera::{Lang, Options};

use crate::Outcome;
use crate::args::{ContextFormat, LearnArgs};
use crate::failure::Failure;
use crate::files::{self, Entry};
use crate::findings;
use crate::io::{self, Input, Name, Target};
use crate::words;

pub(crate) fn run(args: &LearnArgs) -> Result<Outcome, Failure> {
    if args.inputs.iter().filter(|path| io::is_dash(path)).count() > 1 {
        return Err(Failure::Usage { command: "learn", message: "standard input can be read only once" });
    }
    let target = Target::new(args.output.as_deref().unwrap_or(Path::new("-")), args.force)?;
    let lang = args.reading.lang();
    let mut options = LearnOptions::default();
    if let Some(issuer) = &args.issuer {
        options = options.issuer(issuer);
    }
    let mut learner = Learner::new(options);
    let mut unread = 0;
    for entry in &files::entries(&args.inputs, &["xml"], words::EMPTY_FOLDER_XML, lang) {
        if let Err(trouble) = take_in(&mut learner, entry, args) {
            unread += 1;
            if unread <= findings::SHOWN {
                trouble.print();
            }
        }
    }
    say_more(unread, lang);
    let learnt = learner.finish().map_err(|error| {
        let said = FindingReport::of_error(&error, lang);
        Failure::Said(format!("{}. {}", said.message, said.help))
    })?;
    for skipped in learnt.skipped.iter().take(findings::SHOWN) {
        let (message, _) = findings::words_of(&skipped.why, lang);
        let what = words::NOT_LEARNT_FROM.of(lang);
        findings::print_note(&format!("{}: {what}: {message} ({})", skipped.name, skipped.why.code));
    }
    say_more(learnt.skipped.len(), lang);
    let text = match args.format {
        ContextFormat::Json => learnt.context.to_json(),
        ContextFormat::Toml => format!("{}\n{}", head(&learnt, lang), learnt.context.to_toml()),
    };
    io::write_all(vec![(target, text.into_bytes())])?;
    findings::print_note(&summary(&learnt, unread, lang));
    Ok(if unread > 0 { Outcome::Errors } else { Outcome::Done })
}

fn take_in(learner: &mut Learner, entry: &Entry, args: &LearnArgs) -> Result<(), Failure> {
    let name = Name::new(&entry.path);
    let input = match &entry.trouble {
        Some(trouble) => Err(Failure::input(&name, trouble)),
        None => Input::read(&entry.path, args.reading.max_bytes),
    }?;
    match frontera::read(&input.bytes, &Options::default().limits(args.reading.limits())) {
        Ok(reading) => {
            learner.add(name.to_string(), &reading.invoice);
            Ok(())
        }
        Err(error) => Err(Failure::Library(error, input)),
    }
}

/// How many files beyond those that anybody reads.
fn say_more(files: usize, lang: Lang) {
    if let Some(rest) = files.checked_sub(findings::SHOWN).filter(|rest| *rest > 0) {
        findings::print_note(&words::MORE_FILES.of(lang).replace("{}", &rest.to_string()));
    }
}

fn summary(learnt: &Learnt, unread: usize, lang: Lang) -> String {
    let context = &learnt.context;
    let of = if learnt.documents == 1 { words::ONE_LEARNT } else { words::MANY_LEARNT };
    let of = of.of(lang).replace("{n}", &learnt.documents.to_string()).replace("{}", issuer(learnt));
    let what = words::WHAT_WAS_LEARNT.of(lang);
    let what = what.replace("{customers}", &context.customers.len().to_string());
    let what = what.replace("{items}", &context.items.len().to_string());
    let what = what.replace("{undecided}", &context.undecided.len().to_string());
    let rest = words::NOT_USED.of(lang).replace("{skipped}", &learnt.skipped.len().to_string());
    format!("{of}: {what}; {}", rest.replace("{unread}", &unread.to_string()))
}

/// What stands above the context, as comments: where it is from, and what is still to be said.
fn head(learnt: &Learnt, lang: Lang) -> String {
    let number = |word: words::Word, number: usize| word.of(lang).replace("{n}", &number.to_string());
    let mut text = number(words::LEARNT_HEAD, learnt.documents).replace("{issuer}", issuer(learnt));
    if !learnt.context.undecided.is_empty() {
        text.push('\n');
        text.push_str(&number(words::LEARNT_UNDECIDED, learnt.context.undecided.len()));
    }
    text.push_str("\n\n");
    text.push_str(words::LEARNT_REST.of(lang));
    text.lines().map(|line| format!("# {line}").trim_end().to_owned() + "\n").collect()
}

fn issuer(learnt: &Learnt) -> &str {
    learnt.context.issuer.as_ref().map_or("", |issuer| &issuer.rfc)
}
