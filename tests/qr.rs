//! The QR of a printed CFDI (feature `qr`), read back from each of its forms by a decoder of another hand.

#![cfg(feature = "qr")]

mod support;

use frontera::formats::cfdi;
use frontera::qr::Qr;
use proptest::prelude::*;
use rqrr::PreparedImage;
use support::{fixture, fixtures};

/// Dark or light, square.
struct Pixels {
    side: usize,
    dark: Vec<bool>,
}

impl Pixels {
    /// What the decoder reads; each pixel is drawn as a square of `scale`.
    fn decoded(&self, scale: usize) -> (String, rqrr::MetaData) {
        let side = self.side * scale;
        let shade = |x: usize, y: usize| if self.dark[y / scale * self.side + x / scale] { 0 } else { 255 };
        let mut image = PreparedImage::prepare_from_greyscale(side, side, shade);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1, "one code is found");
        let (meta, text) = grids[0].decode().unwrap();
        (text, meta)
    }
}

/// The path of the SVG as a plotter follows it: runs of modules on a grid of the view box.
fn of_svg(svg: &str) -> Pixels {
    let between = |begin: &str, end: &str| svg.split(begin).nth(1).unwrap().split(end).next().unwrap();
    let side: usize = between("viewBox=\"0 0 ", " ").parse().unwrap();
    let mut dark = vec![false; side * side];
    for run in between("<path d=\"", "\"").split('M').skip(1) {
        let (x, rest) = run.split_once(' ').unwrap();
        let (y, rest) = rest.split_once('h').unwrap();
        let (length, rest) = rest.split_once('v').unwrap();
        let [x, y, length] = [x, y, length].map(|number| number.parse::<usize>().unwrap());
        assert_eq!(rest, format!("1h-{length}z"));
        dark[y * side + x..][..length].fill(true);
    }
    Pixels { side, dark }
}

fn of_png(bytes: &[u8]) -> Pixels {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut data).unwrap();
    assert_eq!((frame.width, frame.color_type), (frame.height, png::ColorType::Grayscale));
    Pixels { side: frame.width as usize, dark: data.iter().map(|shade| *shade < 128).collect() }
}

fn of_text(text: &str) -> Pixels {
    let side = text.lines().next().unwrap().chars().count();
    let mut dark = Vec::new();
    for line in text.lines() {
        assert_eq!(line.chars().count(), side);
        dark.extend(line.chars().map(|c| matches!(c, '█' | '▀')));
        dark.extend(line.chars().map(|c| matches!(c, '█' | '▄')));
    }
    assert!(dark[side * side..].iter().all(|dark| !dark), "the half line below is light");
    dark.truncate(side * side);
    Pixels { side, dark }
}

/// Every form of the code gives the text back; level M is 0 in the format of ISO/IEC 18004 (L 1, M 0, Q 3, H 2).
fn check(text: &str) {
    let qr = Qr::new(text).unwrap();
    for (form, pixels, scale) in
        [("svg", of_svg(&qr.svg()), 4), ("png", of_png(&qr.png()), 1), ("text", of_text(&qr.text()), 4)]
    {
        let (decoded, meta) = pixels.decoded(scale);
        assert_eq!(decoded, text, "{form}");
        assert_eq!(meta.ecc_level, 0, "{form} is of level M");
        assert_eq!(meta.version.to_size(), qr.side(), "{form}");
        // The border of four modules is light on all sides.
        let module = if form == "png" { 8 } else { 1 };
        let (side, border) = (pixels.side, 4 * module);
        assert_eq!(side, (qr.side() + 8) * module);
        let in_border = |at: usize| at < border || at >= side - border;
        for at in (0..side * side).filter(|at| in_border(at % side) || in_border(at / side)) {
            assert!(!pixels.dark[at], "{form}: {at} is in the border");
        }
    }
}

#[test]
fn the_fixtures_read_back() {
    let mut count = 0;
    for path in fixtures() {
        let xml = std::fs::read(path).unwrap();
        if let Ok(text) = cfdi::read(&xml, &Default::default()).unwrap().expresion_impresa() {
            check(&text);
            count += 1;
        }
    }
    assert!(count >= 13, "{count}");
    let xml = fixture("cfdi32/professional-fees-32.xml");
    check(&cfdi::read(&xml, &Default::default()).unwrap().expresion_impresa().unwrap());
}

/// The longest that an address can be, and the ends of what a code can hold: 2331 bytes of version 40 at level M, by the
/// table of capacities of ISO/IEC 18004.
#[test]
fn the_longest_and_the_shortest() {
    check(
        "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=66933DFF-5507-5460-9EF0-9D0BB068A54A\
         &re=%C3%91&amp;%C3%91&amp;010101AAA&rr=%C3%91&amp;%C3%91&amp;010101AAA&tt=999999999999999999.999999&fe=l+AO4g==",
    );
    check("a");
    let longest = "a".repeat(2331);
    let qr = Qr::new(&longest).unwrap();
    assert_eq!(qr.side(), 177);
    assert_eq!(of_svg(&qr.svg()).decoded(3).0, longest);
    assert_eq!(Qr::new(&"a".repeat(2332)), None);
    assert_eq!(Qr::new(&"7".repeat(10 << 20)), None);
    assert!(Qr::new("").is_some_and(|qr| qr.side() == 21));
}

/// 3 cm for the code alone, where Anexo 20 wants 2.75. The address has 160 bytes: version 9 (53 modules) would hold it as
/// bytes, and version 8 (49) does, with its capitals and digits as such.
#[test]
fn the_size_in_print() {
    let xml = fixture("cfdi/export-produce.xml");
    let text = cfdi::read(&xml, &Default::default()).unwrap().expresion_impresa().unwrap();
    let qr = Qr::new(&text).unwrap();
    assert_eq!((text.len(), qr.side()), (160, 49));
    // (49 + 8) × 30 / 49 = 34.897…, rounded up.
    assert!(qr.svg().contains(r#"width="34.90mm" height="34.90mm" viewBox="0 0 57 57""#), "{}", &qr.svg()[..200]);
    let png = qr.png();
    let reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
    let dimensions = reader.info().pixel_dims.unwrap();
    assert!(matches!(dimensions.unit, png::Unit::Meter));
    let centimetres = 49.0 * 8.0 / f64::from(dimensions.xppu) * 100.0;
    assert!((2.99..=3.0).contains(&centimetres), "{centimetres}");
    assert_eq!(dimensions.xppu, dimensions.yppu);
}

#[test]
fn the_same_text_is_the_same_bytes() {
    let [a, b] = ["x", "x"].map(|text| Qr::new(text).unwrap());
    assert_eq!((a.svg(), a.png(), a.text()), (b.svg(), b.png(), b.text()));
    assert!(!format!("{a:?}").contains("true"), "{a:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Addresses of every length, and other texts.
    #[test]
    fn whatever_it_says_is_read_back(
        uuid in "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}",
        emisor in "[A-Z]{3,4}[0-9]{6}[A-Z0-9]{3}",
        receptor in "(%C3%91|&amp;|[A-Z]){3,4}[0-9]{6}[A-Z0-9]{3}",
        total in "(0|[1-9][0-9]{0,17})\\.[0-9]{1,6}",
        end in "[A-Za-z0-9+/]{6}==",
    ) {
        check(&format!(
            "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id={uuid}&re={emisor}&rr={receptor}&tt={total}&fe={end}"
        ));
    }

    #[test]
    fn other_texts_are_read_back(text in "[ -~ñÑ€]{1,300}") {
        check(&text);
    }
}
