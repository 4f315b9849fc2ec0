//! `frontera qr`.

use std::io::IsTerminal;
use std::path::Path;

use frontera::Lang;
use frontera::formats::cfdi::{self, NoExpression};
use frontera::qr::Qr;

use crate::Outcome;
use crate::args::{QrArgs, QrFormat};
use crate::failure::Failure;
use crate::findings;
use crate::io::{self, Input, Target};
use crate::print;
use crate::words;

pub(crate) fn run(args: &QrArgs) -> Result<Outcome, Failure> {
    let lang = args.reading.lang();
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let format = format(args.format, output, lang)?;
    let target = Target::beside(&args.input, output, args.force)?;
    let input = Input::read(&args.input, args.reading.max_bytes)?;
    let text = match cfdi::read(&input.bytes, &args.reading.limits()) {
        Ok(document) => document.expresion_impresa(),
        Err(error) => return Err(Failure::Library(error, input)),
    };
    let text = text.map_err(|why| {
        let said = words::HAS_NO_QR.of(lang).replacen("{}", &input.name.to_string(), 1);
        Failure::Said(said.replacen("{}", &reason(&why, lang), 1))
    })?;
    let bytes = match format {
        QrFormat::Svg => draw(&text, lang)?.svg().into_bytes(),
        QrFormat::Png => draw(&text, lang)?.png(),
        QrFormat::Text => match target {
            Target::Stdout => return in_terminal(&text, lang),
            _ => draw(&text, lang)?.text().into_bytes(),
        },
        QrFormat::Url => format!("{text}\n").into_bytes(),
    };
    io::write_all(vec![(target, bytes)]).map(|()| Outcome::Done)
}

/// Draws it on standard output; where that is a terminal which cannot show it, the text alone, and why.
fn in_terminal(text: &str, lang: Lang) -> Result<Outcome, Failure> {
    let code = draw(text, lang)?;
    match Screen::of_stdout().trouble(&code, lang) {
        None => print::stdout_styled(&styled(&code))?,
        Some(trouble) => {
            findings::print_note(&trouble);
            print::stdout(format!("{text}\n").as_bytes())?;
        }
    }
    Ok(Outcome::Done)
}

/// What a terminal can show; nothing is known of a file or a pipe, which takes whatever is written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Screen {
    columns: Option<usize>,
    without_colours: bool,
}

impl Screen {
    pub(crate) fn of_stdout() -> Screen {
        let stdout = std::io::stdout();
        if !stdout.is_terminal() {
            return Screen::default();
        }
        let without_colours = anstream::AutoStream::choice(&stdout) == anstream::ColorChoice::Never;
        let columns = terminal_size::terminal_size_of(stdout).map(|(width, _)| width.0.into());
        Screen { columns, without_colours }
    }

    /// Why nobody could read the code on it.
    pub(crate) fn trouble(self, code: &Qr, lang: Lang) -> Option<String> {
        let needed = code.side() + 2 * Qr::BORDER;
        if self.columns.is_some_and(|columns| columns < needed) {
            return Some(words::QR_NEEDS_COLUMNS.of(lang).replace("{}", &needed.to_string()));
        }
        self.without_colours.then(|| words::QR_NEEDS_COLOURS.of(lang).to_owned())
    }
}

/// The code in dark on light, whatever the terminal's own colours are.
pub(crate) fn styled(qr: &Qr) -> String {
    // Black and white of the 256 colours, which no theme changes.
    qr.text().lines().map(|line| format!("\x1B[38;5;16;48;5;231m{line}\x1B[0m\n")).collect()
}

/// An expresión impresa is far shorter than what a code can hold.
fn draw(text: &str, lang: Lang) -> Result<Qr, Failure> {
    let too_long = || Failure::Said(words::IS_TOO_LONG.of(lang).replace("{}", &text.len().to_string()));
    Qr::new(text).ok_or_else(too_long)
}

/// Why there is no QR; the library's own words are English.
fn reason(why: &NoExpression, lang: Lang) -> String {
    match why {
        NoExpression::NotStamped => words::IS_NOT_STAMPED.of(lang).to_owned(),
        NoExpression::Missing(at) => words::IS_MISSING.of(lang).replace("{}", at),
        NoExpression::Unreadable(at) => words::IS_UNREADABLE.of(lang).replace("{}", at),
        other => other.to_string(),
    }
}

fn format(asked: Option<QrFormat>, output: &Path, lang: Lang) -> Result<QrFormat, Failure> {
    let to_stdout = io::is_dash(output);
    if let Some(format) = asked {
        if format == QrFormat::Png && to_stdout && std::io::stdout().is_terminal() {
            return Err(Failure::Said(words::PNG_IN_TERMINAL.of(lang).to_owned()));
        }
        return Ok(format);
    }
    let extension = output.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
    match extension.as_deref() {
        _ if to_stdout => Ok(QrFormat::Text),
        Some("svg") => Ok(QrFormat::Svg),
        Some("png") => Ok(QrFormat::Png),
        _ => Err(Failure::Said(words::WHICH_IMAGE.of(lang).replace("{}", &output.display().to_string()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: the code of 12 letters has version 1, 21 modules, and 29 with its border.
    #[test]
    fn a_terminal_shows_what_can_be_read_on_it() {
        let code = Qr::new("HELLO WORLD!").unwrap();
        let screen = |columns, without_colours| Screen { columns, without_colours };
        for lang in [Lang::En, Lang::Es] {
            for fine in [screen(Some(29), false), screen(Some(200), false), screen(None, false), Screen::default()] {
                assert_eq!(fine.trouble(&code, lang), None, "{fine:?}");
            }
            let narrow = screen(Some(28), false).trouble(&code, lang).unwrap();
            assert!(narrow.contains("29"), "{narrow}");
            let without = screen(Some(29), true).trouble(&code, lang).unwrap();
            assert!(without.contains("NO_COLOR"), "{without}");
        }
    }
}
