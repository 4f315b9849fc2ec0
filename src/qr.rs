//! A QR as SVG, PNG and text: the bar code that Anexo 20 asks for on a printed CFDI (feature `qr`).
//!
//! It owns how a text becomes modules and those an image; what the text says is
//! [`expresion_impresa`](crate::formats::cfdi::Document::expresion_impresa). The same text gives the same bytes.
//! ```
//! use frontera::{formats::cfdi, qr::Qr};
//! let xml = include_bytes!("../fixtures/cfdi/export-produce.xml");
//! let text = cfdi::read(xml, &Default::default())?.expresion_impresa().unwrap();
//! let qr = Qr::new(&text).unwrap();
//! assert!(qr.svg().starts_with("<svg ") && qr.png().starts_with(b"\x89PNG"));
//! # Ok::<(), frontera::Error>(())
//! ```
//! Anexo 20 ("Especificación técnica del código de barras bidimensional") asks for QR Code by ISO/IEC 18004, error correction
//! of level M at least, and a square of no less than 2.75 cm in print. Here it is level M, the border of four modules that
//! ISO/IEC 18004 wants, and a size in print of 3 cm without the border, which SVG and PNG carry.
//!
//! Departure: text beyond ASCII is UTF-8, as readers take it, without the ECI that ISO/IEC 18004 has for it; an expresión
//! impresa is ASCII.

use std::fmt::Write;

use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};
use qrcode::{Color, EcLevel, QrCode};

/// The modules of a QR of level M.
#[derive(Clone, PartialEq, Eq)]
pub struct Qr {
    side: usize,
    /// Row by row; `true` is dark.
    modules: Vec<bool>,
}

impl Qr {
    /// The longest text in bytes: what version 40 holds at level M.
    pub const LONGEST: usize = 2331;
    /// Modules of the border on each side, which stay light.
    pub const BORDER: usize = 4;

    /// The QR of a text; `None` for one longer than [`LONGEST`](Self::LONGEST).
    pub fn new(text: &str) -> Option<Qr> {
        if text.len() > Self::LONGEST {
            return None;
        }
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let side = code.width();
        Some(Qr { side, modules: code.into_colors().into_iter().map(|color| color == Color::Dark).collect() })
    }

    /// Modules on a side, without the border: 21 to 177.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether the module of a column and a row is dark, counted from the upper left one; the border and whatever is beyond
    /// is light.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.side && row < self.side && self.modules[row * self.side + column]
    }

    /// An SVG: one path on a white ground, 3 cm in print and the border around.
    pub fn svg(&self) -> String {
        let whole = self.whole();
        let size = self.millimetres_of(whole);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}mm\" height=\"{size}mm\" viewBox=\"0 0 {whole} {whole}\" \
             shape-rendering=\"crispEdges\">\n<path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/>\n<path d=\""
        );
        for row in 0..self.side {
            let mut column = 0;
            while column < self.side {
                let run = (column..self.side).take_while(|at| self.is_dark(*at, row)).count();
                if run > 0 {
                    // Writing to a string does not fail.
                    let _ = write!(out, "M{} {}h{run}v1h-{run}z", column + Self::BORDER, row + Self::BORDER);
                }
                column += run + 1;
            }
        }
        out.push_str("\"/>\n</svg>\n");
        out
    }

    /// A PNG of one bit per pixel, eight pixels to the module, with its size in print: 3 cm and the border around.
    pub fn png(&self) -> Vec<u8> {
        let pixels = self.whole() * PIXELS;
        let mut data = Vec::with_capacity(pixels * pixels / 8);
        for row in 0..self.whole() {
            // Eight pixels of a module are one byte; white is 1.
            let line = (0..self.whole()).map(|column| if self.is_dark_in_whole(column, row) { 0x00 } else { 0xFF });
            let line: Vec<u8> = line.collect();
            (0..PIXELS).for_each(|_| data.extend_from_slice(&line));
        }
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, pixels as u32, pixels as u32);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::One);
        // A whole number of pixels: the code is a hair under 3 cm, and far above 2.75.
        let per_metre = (self.side * PIXELS * 1000).div_ceil(MILLIMETRES) as u32;
        encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&data)?;
            writer.finish()
        });
        // A vector takes all that is written, and the data has the length that the header says.
        debug_assert!(written.is_ok(), "{written:?}");
        out
    }

    /// Two rows of modules to a line of block elements, ink where a module is dark, the border included; every line ends
    /// with a line feed.
    ///
    /// Dark on light: on a dark terminal the colours are to be set, since not every reader takes a QR in negative.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for row in (0..self.whole()).step_by(2) {
            for column in 0..self.whole() {
                let below = row + 1 < self.whole() && self.is_dark_in_whole(column, row + 1);
                out.push(match (self.is_dark_in_whole(column, row), below) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            out.push('\n');
        }
        out
    }

    /// Modules on a side with the border.
    fn whole(&self) -> usize {
        self.side + 2 * Self::BORDER
    }

    fn is_dark_in_whole(&self, column: usize, row: usize) -> bool {
        let inside = |at: usize| at.checked_sub(Self::BORDER);
        inside(column).zip(inside(row)).is_some_and(|(column, row)| self.is_dark(column, row))
    }

    /// The length of so many modules in print, in hundredths.
    fn millimetres_of(&self, modules: usize) -> String {
        let hundredths = (modules * MILLIMETRES * 100).div_ceil(self.side);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// The text may be about a document with tax numbers: its size stands for it.
impl std::fmt::Debug for Qr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Qr").field("side", &self.side).finish_non_exhaustive()
    }
}

/// The side of the code in print without its border: more than the 27.5 of Anexo 20.
const MILLIMETRES: usize = 30;
/// Pixels on the side of a module; with one bit per pixel a module is one byte.
const PIXELS: usize = 8;
