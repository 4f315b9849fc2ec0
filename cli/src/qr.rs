//! `frontera qr`.

use std::io::IsTerminal;
use std::path::Path;

use frontera::Limits;
use frontera::formats::cfdi;
use frontera::qr::Qr;

use crate::Outcome;
use crate::args::{QrArgs, QrFormat};
use crate::failure::Failure;
use crate::io::{self, Input, Target};
use crate::print;

pub(crate) fn run(args: &QrArgs) -> Result<Outcome, Failure> {
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let format = format(args.format, output)?;
    let target = Target::new(output, args.force)?;
    let input = Input::read(&args.input, args.max_bytes)?;
    let text = match cfdi::read(&input.bytes, &Limits::default().bytes(args.max_bytes)) {
        Ok(document) => document.expresion_impresa(),
        Err(error) => return Err(Failure::Library(error, input)),
    };
    let text = text.map_err(|why| Failure::Said(format!("{} has no QR: {why}", input.name)))?;
    let bytes = match format {
        QrFormat::Svg => draw(&text)?.svg().into_bytes(),
        QrFormat::Png => draw(&text)?.png(),
        QrFormat::Text => match target {
            Target::Stdout => return print::stdout_styled(&styled(&draw(&text)?)).map(|()| Outcome::Done),
            _ => draw(&text)?.text().into_bytes(),
        },
        QrFormat::Url => format!("{text}\n").into_bytes(),
    };
    io::write_all(vec![(target, bytes)]).map(|()| Outcome::Done)
}

/// The code in dark on light, whatever the terminal's own colours are.
pub(crate) fn styled(qr: &Qr) -> String {
    // Black and white of the 256 colours, which no theme changes.
    qr.text().lines().map(|line| format!("\x1B[38;5;16;48;5;231m{line}\x1B[0m\n")).collect()
}

/// An expresión impresa is far shorter than what a code can hold.
pub(crate) fn draw(text: &str) -> Result<Qr, Failure> {
    Qr::new(text).ok_or_else(|| Failure::Said(format!("no QR holds {} bytes", text.len())))
}

fn format(asked: Option<QrFormat>, output: &Path) -> Result<QrFormat, Failure> {
    let to_stdout = io::is_dash(output);
    if let Some(format) = asked {
        if format == QrFormat::Png && to_stdout && std::io::stdout().is_terminal() {
            return Err(Failure::Said("a PNG is nothing for a terminal; -o FILE writes it to a file".into()));
        }
        return Ok(format);
    }
    let extension = output.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
    match extension.as_deref() {
        _ if to_stdout => Ok(QrFormat::Text),
        Some("svg") => Ok(QrFormat::Svg),
        Some("png") => Ok(QrFormat::Png),
        _ => Err(Failure::Said(format!(
            "{} ends neither in .svg nor in .png; --format says what it is",
            output.display()
        ))),
    }
}
