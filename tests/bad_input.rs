//! Hostile input: truncated, damaged, disguised, oversized. What cannot be read is an `Error` with its kind and its place;
//! what can be read survives the way to the other format; nothing panics, and memory follows the size of the input.
//!
//! In the tables a `▸` stands where the error must point; it is taken out before the document is read. A test that is
//! ignored as `bug: …` says what should be, not what is.

mod support;

use frontera::ErrorKind::{Input, Misuse};
use frontera::InputProblem::{
    Doctype, Duplicate, Empty, Encoding, Entity, Namespace, NotWellFormed, TooDeep, TooLarge, UnknownField,
    Unsupported, Value as WrongValue,
};
use frontera::formats::{cfdi, us};
use frontera::model::Invoice;
use frontera::{Error, Format, InputProblem, Lang, Limits, MisuseProblem, Options, Report};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{attributes, codes, convert, fixture, fixtures, flatten};

/// SAT's namespace as the default one; it wants Conceptos.
const ROOT: &str = r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/4" Version="4.0" TipoDeComprobante="I">"#;
/// The beginning of the shortest CFDI that comes back as it was.
const CFDI: &str =
    r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/4" Version="4.0" TipoDeComprobante="I"><Conceptos/>"#;
/// The formats that are read here and written.
const BOTH: [Format; 2] = [Format::Cfdi, Format::UsJson];
/// The beginning of every neutral invoice below.
const JSON: &str = r#"{"schema_version":"1.0","document_type":"invoice""#;

// What is not XML.

#[test]
fn xml_that_is_not_well_formed() {
    let cases = [
        // Tags.
        "▸<",
        "▸<a",
        "▸<a b=\"1",
        "▸<a b='1\"/>",
        "<a>▸<",
        "▸</a>",
        "<a>▸",
        "<a>\n  <b/>\n▸",
        "<a><b>▸</a>",
        "<a>\n<b>\n  ▸</c>\n</a>",
        "<a>▸</ a>",
        "<a>▸</a b=\"1\">",
        "<a/>▸</a>",
        "<▸1a/>",
        "<▸-a/>",
        "<▸:a/>",
        "<▸a:b:c xmlns:a=\"u\"/>",
        "<▸a/ >",
        // What stands beside the root.
        "<a/><▸b/>",
        "<a/>\n<▸a/>",
        "<a/>▸x",
        "<a/>\n▸&amp;",
        "<a/><![CDATA[▸x]]>",
        // Attributes.
        "<a ▸b/>",
        "<a ▸b c=\"1\"/>",
        "<a ▸/ >",
        "<a b=▸1/>",
        "<a b=▸1 c=\"2\"/>",
        "<a b=\"▸<\"/>",
        "<a b=\"1▸<c/>\"/>",
        "<a b=\"1\"▸c=\"2\"/>",
        "<a b='1'▸/ >",
        "<a ▸b:=\"1\"/>",
        "<a ▸1=\"1\"/>",
        "<a ▸xmlns:=\"u\"/>",
        // Namespaces.
        "<▸p:a/>",
        "<a ▸p:b=\"1\"/>",
        "<a><b xmlns:p=\"u\"/><▸p:c/></a>",
        "<▸xmlns:a/>",
        "<a ▸xmlns:p=\"\"/>",
        "<a ▸xmlns:xml=\"u\"/>",
        "<a ▸xmlns:xmlns=\"u\"/>",
        "<a ▸xmlns:p=\"http://www.w3.org/XML/1998/namespace\"/>",
        "<a ▸xmlns=\"http://www.w3.org/XML/1998/namespace\"/>",
        // Characters.
        "<a b=\"▸\u{1}\"/>",
        "<a b=\"▸\u{0}\"/>",
        "<a b='▸\u{FFFE}'/>",
        "<a>▸\u{8}</a>",
        "<a>▸\u{FFFF}</a>",
        "<a><![CDATA[▸\u{1F}]]></a>",
        "<a><!--▸\u{1}--></a>",
        "<a><?▸t \u{1}?></a>",
        "<a>▸]]></a>",
        "<a>b▸]]>c</a>",
        // References.
        "<a>▸&#0;</a>",
        "<a>▸&#x1F;</a>",
        "<a>▸&#xFFFE;</a>",
        "<a>▸&#65535;</a>",
        "<a>▸&#xD800;</a>",
        "<a>▸&#xDFFF;</a>",
        "<a>▸&#x110000;</a>",
        "<a b=\"▸&#0;\"/>",
        "<a b=\"ñ\n ▸&#xFFFE;\"/>",
        "<a b=\"▸&#xD83D;&#xDE00;\"/>",
        "<a b=\"▸&#99999999999999999999;\"/>",
        "<a b=\"▸&#;\"/>",
        "<a b=\"▸&#x;\"/>",
        "<a b=\"▸&#X41;\"/>",
        "<a b=\"▸&#+65;\"/>",
        "<a b=\"▸&#-1;\"/>",
        "<a b=\"▸&#x 41;\"/>",
        "<a>R ▸& D</a>",
        "<a>▸&</a>",
        "<a>▸&&amp;</a>",
        "<a b=\"R ▸& D\"/>",
        "<a b=\"1\" c=\"▸&amp\"/>",
        // Comments and instructions.
        "▸<!-->",
        "▸<!--->",
        "▸<!-- a",
        "<!-- a▸-- b --><a/>",
        "<!-- a ▸---><a/>",
        "▸<?",
        "▸<?>",
        "▸<??><a/>",
        "▸<? t?><a/>",
        "<a>▸<?1?></a>",
        "<a>▸<?p:t?></a>",
        "▸<?XML version=\"1.0\"?><a/>",
        "<a>▸<?xMl?></a>",
        // Other markup.
        "▸<!",
        "▸<!ELEMENT a ANY><a/>",
        "▸<!ENTITY a \"b\"><a>&a;</a>",
        "<a>▸<![CDATA[</a>",
        "<a>▸<![IGNORE[]]></a>",
        // The declaration.
        "▸<?xml?><a/>",
        "▸<?xml version=\"1.1\"?><a/>",
        "▸<?xml version='2.0'?><a/>",
        "▸<?xml version=1.0?><a/>",
        "▸<?xml encoding=\"UTF-8\" version=\"1.0\"?><a/>",
        "▸<?xml version=\"1.0\" \u{1}?><a/>",
        "\n▸<?xml version=\"1.0\"?><a/>",
        "<!-- c -->▸<?xml version=\"1.0\"?><a/>",
        "<a>▸<?xml version=\"1.0\"?></a>",
    ];
    for case in cases {
        assert_refused(case, NotWellFormed);
    }
}

#[test]
fn attributes_and_declarations_that_stand_twice() {
    let cases = [
        "<a b=\"1\" ▸b=\"2\"/>",
        "<a b=\"1\" c=\"1\"\n  d=\"1\" ▸b='1'/>",
        "<a ñ=\"1\" ▸ñ=\"2\"/>",
        "<a xmlns=\"u\" ▸xmlns=\"u\"/>",
        "<a xmlns:p=\"u\" ▸xmlns:p=\"v\"/>",
        "<a xml:lang=\"es\" ▸xml:lang=\"en\"/>",
        // Two prefixes of one namespace, declared before, after and around.
        "<a xmlns:p=\"u\" xmlns:q=\"u\" p:x=\"1\" ▸q:x=\"2\"/>",
        "<a p:x=\"1\" ▸q:x=\"2\" xmlns:p=\"u\" xmlns:q=\"u\"/>",
        "<a xmlns:p=\"u\"><b xmlns:q=\"&#x75;\" p:x=\"1\" ▸q:x=\"2\"/></a>",
    ];
    for case in cases {
        assert_refused(case, Duplicate);
    }
}

/// The default namespace is not one of attributes, so these are two.
#[test]
fn attributes_that_only_look_as_if_they_stood_twice() {
    let twins = r#"<p:a xmlns:p="u" xmlns="u" x="1" p:x="2" X="3"/>"#;
    let xml = format!("{ROOT}<Conceptos/><Addenda>{twins}</Addenda></Comprobante>");
    assert_eq!(convert(xml.as_bytes(), Format::UsJson).1.findings(), []);
}

/// In a complement that SAT's stylesheet knows, blanks between elements are layout; nothing between them changes that.
#[test]
fn an_empty_cdata_section_makes_no_text_of_blanks() {
    let xml = |between: &str| {
        let inside = format!(
            "<i:ImpuestosLocales xmlns:i=\"http://www.sat.gob.mx/implocal\"> {between} <i:RetencionesLocales/></i:ImpuestosLocales>"
        );
        format!("{ROOT}<Conceptos/><Complemento>{inside}</Complemento></Comprobante>")
    };
    let [with, without] = ["<![CDATA[]]>", ""].map(|between| convert(xml(between).as_bytes(), Format::UsJson).0);
    assert_eq!(String::from_utf8(with), String::from_utf8(without));
}

#[test]
fn entities_are_never_expanded() {
    let cases = [
        "<a>▸&nbsp;</a>",
        "<a>▸&ntilde;</a>",
        "<a>1 &lt; ▸&dos;</a>",
        "<a>▸&AMP;</a>",
        "<a b=\"▸&copy;\"/>",
        "<a b='&quot;&apos;\n▸&Quot;'/>",
    ];
    for case in cases {
        assert_refused(case, Entity);
    }
}

#[test]
fn document_types_are_refused_unread() {
    let laughs: String = (1..10)
        .map(|i| format!("<!ENTITY l{i} \"{}\">\n", format!("&l{};", i - 1).repeat(10)))
        .fold("<!ENTITY l0 \"lol\">\n".to_owned(), |all, one| all + &one);
    let cases = [
        "▸<!DOCTYPE a><a/>",
        "▸<!doctype html><html/>",
        "<?xml version=\"1.0\"?>\n<!-- c -->\n  ▸<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
        "▸<!DOCTYPE a PUBLIC \"p\" \"http://localhost/a.dtd\"><a/>",
        "▸<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "▸<!DOCTYPE a [<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;]><a>&x;</a>",
        "<a>▸<!DOCTYPE b></a>",
        &format!("<?xml version=\"1.0\"?>▸<!DOCTYPE lolz [\n{laughs}]>\n<lolz>&l9;</lolz>"),
    ];
    for case in cases {
        assert_refused(case, Doctype);
    }
}

#[test]
fn xml_that_is_nearly_well_formed() {
    let cases = [
        format!("▸<![CDATA[]]>{CFDI}</Comprobante>"),
        format!("{CFDI}</Comprobante>▸<![CDATA[]]>"),
        format!("{CFDI}<Addenda>▸< a=\"1\"/></Addenda></Comprobante>"),
        format!("{CFDI}<Addenda>▸<></></Addenda></Comprobante>"),
        format!("{CFDI}<Addenda><a ▸xmlns:p=\"http://www.w3.org/2000/xmlns/\"/></Addenda></Comprobante>"),
    ];
    for case in cases {
        assert_refused(&case, NotWellFormed);
    }
}

#[test]
fn declarations_that_are_none() {
    for declaration in [
        "version=\"1.0\" author=\"me\"",
        "version=\"1.0\"encoding=\"UTF-8\"",
        "version=\"1.0\" standalone=\"maybe\"",
        "version=\"1.0\" standalone=\"yes\" encoding=\"UTF-8\"",
        "version=\"1.0\" version=\"1.0\"",
    ] {
        assert_refused(&format!("▸<?xml {declaration}?>{CFDI}</Comprobante>"), NotWellFormed);
    }
}

#[test]
fn an_ampersand_before_a_blank_is_no_entity() {
    for case in ["<a>R ▸& D; Co</a>", "<a b=\"R ▸& D; Co\"/>", "<a>▸&;</a>", "<a b=\"▸&1;\"/>"] {
        assert_refused(case, NotWellFormed);
    }
}

/// quick-xml 0.42 counts from the last single hyphen before them.
#[test]
fn two_hyphens_after_a_single_one() {
    for case in ["<!-- a-b ▸-- c --><a/>", "<!-- 2026-03-01: a ▸-- b --><a/>"] {
        assert_refused(case, NotWellFormed);
    }
}

// What is no text.

#[test]
fn nothing_at_all() {
    for blank in ["", " ", "\n\n\t", "\r\n", "\u{FEFF}", "\u{FEFF} \n"] {
        for options in [Options::default(), Options::default().from(Format::UsJson)] {
            let error = frontera::convert(blank.as_bytes(), Format::UsJson, &options).unwrap_err();
            assert_eq!((error.kind(), place(&error)), (Input(Empty), (0, 1, 1)), "{blank:?}");
        }
        let named = Options::default().from(Format::Cfdi);
        assert_eq!(frontera::convert(blank.as_bytes(), Format::UsJson, &named).unwrap_err().kind(), Input(Empty));
    }
    // Nothing but what may stand around a root.
    for case in ["<!-- c -->▸", "<?xml version=\"1.0\"?>\n▸", "<?t?><!---->\n▸"] {
        assert_refused(case, Empty);
    }
}

#[test]
fn neither_xml_nor_json() {
    for case in
        ["▸x", "▸%PDF-1.7", "▸PK\u{3}\u{4}", "▸[]", "▸[{\"schema_version\":\"1.0\"}]", "▸\"{}\"", "▸12", "▸null", "▸ñ"]
    {
        assert_refused(case, InputProblem::Format);
    }
}

#[test]
fn neither_xml_nor_json_after_white_space() {
    for case in ["  ▸[]", "\n\n ▸x", "\t▸12"] {
        assert_refused(case, InputProblem::Format);
    }
}

#[test]
fn encodings_other_than_utf_8() {
    let xml = format!("<?xml version=\"1.0\"?>{CFDI}</Comprobante>");
    let json = format!("{JSON}}}");
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let mut cases: Vec<(Vec<u8>, (usize, usize, usize))> = Vec::new();
    for text in [&xml, &json] {
        cases.push((wide(&format!("\u{FEFF}{text}"), u16::to_le_bytes), (0, 1, 1)));
        cases.push((wide(&format!("\u{FEFF}{text}"), u16::to_be_bytes), (0, 1, 1)));
    }
    cases.push((wide(&xml, u16::to_le_bytes), (0, 1, 1)));
    cases.push((wide(&xml, u16::to_be_bytes), (0, 1, 1)));
    // UTF-32, with a byte order mark.
    cases.push((format!("\u{FEFF}{xml}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(), (0, 1, 1)));
    // Latin-1, declared and not.
    cases.push((b"<a b=\"\xF1\"/>".into(), (6, 1, 7)));
    cases.push((b"<a>\n  a\xF1o</a>".into(), (7, 2, 4)));
    cases.push((b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a>\xF1</a>".into(), (47, 2, 4)));
    // Overlong, a surrogate, beyond Unicode, cut off.
    cases.push((b"<a>\xC0\x80</a>".into(), (3, 1, 4)));
    cases.push((b"<a>\xED\xA0\x80</a>".into(), (3, 1, 4)));
    cases.push((b"<a>\xF4\x90\x80\x80</a>".into(), (3, 1, 4)));
    cases.push((b"<a>\xC3\xB1\xC3".into(), (5, 1, 5)));
    // JSON: the byte, in characters of its line.
    cases.push((b"{\"\xC3\xB1\":\n\"\xC3\xB1\xFF\"}".into(), (10, 2, 3)));
    cases.push((b"{\"notes\":[\"\xED\xA0\x80\"]}".into(), (11, 1, 12)));
    for (bytes, expected) in cases {
        let error = refused(&bytes);
        assert_eq!((error.kind(), place(&error)), (Input(Encoding), expected), "{}", String::from_utf8_lossy(&bytes));
    }
    // Declared as another encoding and in truth UTF-8, or ASCII but two bytes wide.
    for case in [
        "▸<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>ñ</a>",
        "▸<?xml version=\"1.0\" encoding=\"windows-1252\"?><a b=\"ñ\"/>",
        "▸<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>",
        "▸<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?><a/>",
        "▸<?xml version=\"1.0\" encoding=\"\"?><a/>",
    ] {
        assert_refused(case, Encoding);
    }
}

#[test]
fn json_in_utf_16_without_a_byte_order_mark() {
    let json = format!("{JSON}}}");
    let wide = |bytes: fn(u16) -> [u8; 2]| json.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
        assert_eq!(refused(&bytes).kind(), Input(Encoding));
    }
}

/// Plain ASCII means the same in all of them.
#[test]
fn one_byte_encodings_over_ascii_are_read() {
    let plain = convert(format!("{CFDI}</Comprobante>").as_bytes(), Format::UsJson).0;
    for encoding in ["ISO-8859-1", "iso-8859-15", "Windows-1252", "US-ASCII", "utf-8", "utf8"] {
        let xml = format!("<?xml version='1.0' encoding='{encoding}' standalone='yes'?>{CFDI}</Comprobante>");
        assert_eq!(convert(xml.as_bytes(), Format::UsJson).0, plain, "{encoding}");
    }
    // Bytes that the declared encoding has not.
    let xml = format!("<?xml version='1.0' encoding='us-ascii'?>{CFDI}<!--ñ--></Comprobante>");
    assert_eq!(refused(xml.as_bytes()).kind(), Input(Encoding));
}

#[test]
fn a_byte_order_mark_changes_nothing_that_is_read() {
    let xml = fixture("cfdi/odd-text.xml");
    let json = convert(&xml, Format::UsJson).0;
    for bytes in [xml, json] {
        let marked = [b"\xEF\xBB\xBF", &bytes[..]].concat();
        for to in BOTH {
            assert_eq!(
                frontera::convert(&marked, to, &Options::default()),
                frontera::convert(&bytes, to, &Options::default())
            );
        }
    }
}

/// Three bytes, and no column that an editor shows.
#[test]
fn a_byte_order_mark_moves_the_offset_alone() {
    for (case, problem) in [
        ("<a b=\"▸&#0;\"/>".into(), NotWellFormed),
        ("<a>\n</a>▸x".into(), NotWellFormed),
        ("<▸a/>".into(), InputProblem::Format),
        (format!("{JSON},\"totals\":{{\"total\":▸12}}}}"), WrongValue),
        (format!("{JSON},\n\"totals\":▸1}}"), WrongValue),
        (format!("{JSON}}}▸x"), NotWellFormed),
        ("▸x".into(), InputProblem::Format),
    ] {
        let (bytes, (offset, line, column)) = unmark(&case);
        let error = refused(&[b"\xEF\xBB\xBF", &bytes[..]].concat());
        assert_eq!((error.kind(), place(&error)), (Input(problem), (offset + 3, line, column)), "{case}");
    }
}

#[test]
fn findings_have_their_place_behind_a_byte_order_mark() {
    let json = format!("\u{FEFF}{JSON},\"series\":\"\\u0000\"}}");
    let report = frontera::convert(json.as_bytes(), Format::Cfdi, &Options::default()).unwrap().report;
    let finding = report.findings().iter().find(|finding| finding.code == "FRO-CFDI-009").unwrap();
    let position = finding.location.position(json.as_bytes()).unwrap();
    let (before, _) = json.split_once("\"\\u0000\"").unwrap();
    assert_eq!((position.offset, position.line, position.column), (before.len(), 1, before.chars().count()));
}

#[test]
fn two_byte_order_marks() {
    let xml = format!("\u{FEFF}\u{FEFF}{CFDI}</Comprobante>");
    assert_eq!(refused(xml.as_bytes()).kind(), Input(InputProblem::Format));
    let error = cfdi::read(xml.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), Input(NotWellFormed));
}

// What is XML and no CFDI.

#[test]
fn other_documents_are_named() {
    let cases = [
        ("<▸Comprobante xmlns=\"http://www.sat.gob.mx/cfd/3\" Version=\"3.0\"/>", Unsupported, "3.0"),
        ("<▸Comprobante xmlns=\"http://www.sat.gob.mx/cfd/3\" Version=\"4.0\"/>", Unsupported, "4.0"),
        ("<▸Comprobante xmlns=\"http://www.sat.gob.mx/cfd/4\" Version=\"3.3\"/>", Unsupported, "3.3"),
        ("<▸Comprobante xmlns=\"http://www.sat.gob.mx/cfd/2\" version=\"2.2\"/>", Unsupported, "cfd/2"),
        ("<▸Comprobante xmlns=\"http://www.sat.gob.mx/cfd/4\" Version=\"4.1\"/>", Unsupported, "4.1"),
        (
            "<▸r:Retenciones xmlns:r=\"http://www.sat.gob.mx/esquemas/retencionpago/1\" Version=\"1.0\"/>",
            Unsupported,
            "Retenciones 1.0",
        ),
        (
            "\n<▸Retenciones xmlns=\"http://www.sat.gob.mx/esquemas/retencionpago/2\" Version=\"2.0\"/>",
            Unsupported,
            "Retenciones 2.0",
        ),
        ("<▸Comprobante Version=\"4.0\"/>", Namespace, "without namespace"),
        ("<▸Comprobante xmlns=\"urn:x\" Version=\"4.0\"/>", Namespace, "urn:x"),
        (
            "<▸Comprobante xmlns=\"HTTP://WWW.SAT.GOB.MX/CFD/4\" Version=\"4.0\"/>",
            Namespace,
            "HTTP://WWW.SAT.GOB.MX/CFD/4",
        ),
        ("<▸Comprobante xmlns=\"https://www.sat.gob.mx/cfd/4\" Version=\"4.0\"/>", Namespace, "https://"),
        ("<▸comprobante xmlns=\"http://www.sat.gob.mx/cfd/4\" Version=\"4.0\"/>", InputProblem::Format, "comprobante"),
        (
            "<▸Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"/>",
            InputProblem::Format,
            "Invoice",
        ),
        ("<▸html/>", InputProblem::Format, "html"),
    ];
    for (case, problem, name) in cases {
        let error = assert_refused(case, problem);
        assert!(error.message().contains(name), "{error}");
    }
}

#[test]
fn a_version_of_nothing() {
    for version in ["", " ", "&#9;"] {
        survives(
            format!("{CFDI}</Comprobante>").replace("Version=\"4.0\"", &format!("Version=\"{version}\"")).as_bytes(),
        );
    }
}

/// Faults of the document itself do not keep it from being what it was.
#[test]
fn what_was_read_is_written_again() {
    for inside in
        ["<x/><Conceptos/>", "text<Conceptos/>", "<Conceptos/><Emisor Rfc=\"A\"/>", "<Conceptos><x/></Conceptos>", ""]
    {
        let json = convert(format!("{ROOT}{inside}</Comprobante>").as_bytes(), Format::UsJson).0;
        assert!(frontera::convert(&json, Format::Cfdi, &Options::default()).unwrap().output.is_some(), "{inside}");
    }
}

#[test]
fn the_order_of_attributes_does_not_matter() {
    for attributes in ["SubTotal=\"+2\" Total=\"+1\" Descuento=\"-1\"", "Total=\"+1\" SubTotal=\"+2\" Descuento=\"-1\""]
    {
        let xml = format!("{CFDI}</Comprobante>").replace("Version=", &format!("{attributes} Version="));
        let json = convert(xml.as_bytes(), Format::UsJson).0;
        assert!(frontera::convert(&json, Format::Cfdi, &Options::default()).unwrap().output.is_some(), "{attributes}");
    }
}

#[test]
fn a_node_without_its_number_is_told() {
    for inside in ["<InformacionAduanera/>", "<CuentaPredial/>", "<Parte><InformacionAduanera/></Parte>"] {
        let xml = format!("{ROOT}<Conceptos><Concepto>{inside}</Concepto></Conceptos></Comprobante>");
        let (json, report) = convert(xml.as_bytes(), Format::UsJson);
        assert!(codes(&report).contains(&"FRO-CFDI-002"), "{inside}: {report:?}");
        let (back, _) = convert(&json, Format::Cfdi);
        assert!(!String::from_utf8(back).unwrap().contains("=\"\""), "{inside}");
    }
}

/// None of these is valid, and each is read: then nothing may be missing or new on the way back unless it was said.
#[test]
fn nodes_are_neither_lost_nor_made_up_in_silence() {
    let start = "<Comprobante xmlns=\"http://www.sat.gob.mx/cfd/4\" TipoDeComprobante=\"I\">";
    let line = |inside: &str| format!("{start}<Conceptos><Concepto>{inside}</Concepto></Conceptos></Comprobante>");
    let mut silent = Vec::new();
    for xml in [
        format!("{start}<Emisor/><Conceptos/></Comprobante>"),
        format!("{start}<Receptor/><Conceptos/></Comprobante>"),
        format!("{start}</Comprobante>"),
        "<Comprobante xmlns=\"http://www.sat.gob.mx/cfd/4\"><Conceptos/></Comprobante>".into(),
        line("<Impuestos><Traslados x=\"1\"/></Impuestos>"),
        line("<Impuestos><Retenciones/></Impuestos>"),
        format!("{start}<Conceptos/><Impuestos><Traslados xml:lang=\"es\"/></Impuestos></Comprobante>"),
    ] {
        let (json, there) = convert(xml.as_bytes(), Format::UsJson);
        let back = frontera::convert(&json, Format::Cfdi, &Options::default()).unwrap();
        let same = back.output.is_some_and(|back| attributes(xml.as_bytes()) == attributes(&back));
        if !same && there.is_empty() && back.report.is_empty() {
            silent.push(xml);
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

// What is cut off.

/// A declaration, a letter of two bytes, comments, CDATA, a reference and an instruction.
const SMALL_CFDI: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- ñ -->\n\
    <c:Comprobante xmlns:c=\"http://www.sat.gob.mx/cfd/4\" Version=\"4.0\" TipoDeComprobante='I' Serie='Ñ&amp;&#65;'>\n  <c:Conceptos/>\n  \
    <c:Addenda><x a='1'>t<![CDATA[<]]>&lt;<?p i?><!--c--></x></c:Addenda>\n</c:Comprobante>\n<!-- z -->\n";

#[test]
fn a_cfdi_cut_off_at_every_byte() {
    let after = |part: &str| SMALL_CFDI.find(part).unwrap() + part.len();
    let line = |part: &str| [after(part), after(part) + 1];
    let nothing = [[0, 0], line("?>"), line("<!-- ñ -->")].concat();
    let complete = [line("</c:Comprobante>"), line("<!-- z -->")].concat();
    for end in 0..=SMALL_CFDI.len() {
        let cut = &SMALL_CFDI.as_bytes()[..end];
        if complete.contains(&end) {
            convert(&convert(cut, Format::UsJson).0, Format::Cfdi);
            continue;
        }
        let expected = if nothing.contains(&end) {
            Empty
        } else if std::str::from_utf8(cut).is_err() {
            Encoding
        } else {
            NotWellFormed
        };
        assert_eq!(refused(cut).kind(), Input(expected), "{}", String::from_utf8_lossy(cut));
    }
}

#[test]
fn a_json_cut_off_at_every_byte() {
    let json = String::from_utf8(convert(&fixture("cfdi/unknown-complement.xml"), Format::UsJson).0).unwrap().replacen(
        "\"totals\"",
        "\"payment_terms\":{\"net_days\":30},\"trade\":{\"related_parties\":true},\"reason\":null,\"totals\"",
        1,
    );
    convert(json.as_bytes(), Format::UsJson);
    for end in 0..json.len() {
        let cut = &json.as_bytes()[..end];
        let error = refused(cut);
        let (kind, at) = match end {
            0 => (Empty, 0),
            _ if std::str::from_utf8(cut).is_err() => (Encoding, end - 1),
            // The last byte there is.
            _ => (NotWellFormed, end - 1),
        };
        assert_eq!((error.kind(), place(&error).0), (Input(kind), at), "{}", String::from_utf8_lossy(cut));
    }
}

#[test]
fn every_fixture_cut_off_anywhere() {
    for path in fixtures() {
        let xml = std::fs::read(&path).unwrap();
        for end in (0..xml.trim_ascii_end().len()).step_by(97) {
            let Err(error) = frontera::convert(&xml[..end], Format::UsJson, &Options::default()) else {
                panic!("{}: {end} bytes were taken for a document", path.display());
            };
            assert!(matches!(error.kind(), Input(Empty | Encoding | NotWellFormed)), "{error}");
        }
    }
}

// What is not the JSON of an invoice.

#[test]
fn json_that_is_not_well_formed() {
    let cases = [
        "▸{",
        "{\"series\"▸}",
        "{▸a:1}",
        "{▸'a':1}",
        "{\"schema_version\"▸,\"1.0\"}",
        "{\"schema_version\":▸}",
        "{▸,}",
        "{\"schema_version\":\"1.0\" ▸\"document_type\":\"invoice\"}",
        "{\"schema_version\":\"1.0\",▸}",
        "{\"schema_version\":\"1.0\",\n▸/* c */}",
        "{\"schema_version\":▸TRUE}",
        "{\"schema_version\":▸NaN}",
        "{\"series\":nul▸}",
        "{\"schema_version\":▸+1}",
        "{\"schema_version\":▸.5}",
        "{\"schema_version\":▸\u{A0}\"1.0\"}",
    ];
    for case in cases {
        assert_refused(case, NotWellFormed);
    }
    let rest = [
        // Numbers: refused as JSON before anyone asks what they are for.
        "\"totals\":{\"total\":0▸1}",
        "\"totals\":{\"total\":1.▸}",
        "\"totals\":{\"total\":1e▸}",
        "\"totals\":{\"total\":-▸}",
        // Strings.
        "\"series\":\"▸\u{0}\"",
        "\"series\":\"a▸\u{1F}\"",
        "\"series\":\"a▸\tb\"",
        "\"series\":\"\\▸q\"",
        "\"series\":\"\\u00g▸0\"",
        "\"series\":\"\\ud800▸\"",
        "\"series\":\"\\ud800▸a\"",
        "\"series\":\"\\ud800\\u004▸1\"",
        "\"series\":\"\\udc0▸0\"",
        "\"notes\":[\"a\",▸]",
        "\"notes\":[\"a\"▸}",
    ];
    for rest in rest {
        assert_refused(&format!("{JSON},{rest}}}"), NotWellFormed);
    }
    for after in ["▸x", "▸}", "▸{}", "\n▸,", " \n▸\"\"", "▸\u{0}"] {
        assert_refused(&format!("{JSON}}}{after}"), NotWellFormed);
    }
}

#[test]
fn a_line_end_inside_a_string() {
    assert_refused("{\"schema_version\":\"1.▸\n0\"}", NotWellFormed);
    assert_refused(&format!("{JSON},\n\"notes\":[\"ñ\",\"a▸\nb\"]}}"), NotWellFormed);
}

#[test]
fn json_values_of_the_wrong_type_or_form() {
    let cases = [
        // Money is a string of digits and a point.
        "\"totals\":{\"total\":▸\"1e3\"}",
        "\"totals\":{\"total\":▸1e3}",
        "\"totals\":{\"total\":▸1E-2}",
        "\"totals\":{\"total\":▸12}",
        "\"totals\":{\"total\":▸12.50}",
        "\"totals\":{\"total\":▸\"+1\"}",
        "\"totals\":{\"total\":▸\"01\"}",
        "\"totals\":{\"total\":▸\"1.\"}",
        "\"totals\":{\"total\":▸\".5\"}",
        "\"totals\":{\"total\":▸\"-0\"}",
        "\"totals\":{\"total\":▸\"1,250.00\"}",
        "\"totals\":{\"total\":▸\" 1\"}",
        "\"totals\":{\"total\":▸\"1 \"}",
        "\"totals\":{\"total\":▸\"\"}",
        "\"totals\":{\"total\":▸\"NaN\"}",
        "\"totals\":{\"total\":▸\"٣\"}",
        "\"totals\":{\"total\":▸\"1\\u0000\"}",
        "\"totals\":{\"total\":▸true}",
        "\"totals\":{\"total\":▸{}}",
        "\"totals\":\n  {\"total\":\n    ▸[\"1\"]}",
        "\"lines\":[{},{\"quantity\":▸2}]",
        "\"lines\":[{\"taxes\":[{\"tax_type\":\"vat\",\"rate\":▸\"16%\"}]}]",
        // Dates, codes, text, counts.
        "\"issue_date\":▸\"2026-02-30\"",
        "\"issue_date\":▸\"2026-2-3\"",
        "\"issue_date\":▸\"2026-02-03T10:00:00\"",
        "\"issue_date\":▸20260203",
        "\"issue_time\":▸\"24:00:00\"",
        "\"issue_time\":▸\"10:00\"",
        "\"series\":▸7",
        "\"series\":▸[\"a\"]",
        "\"notes\":▸\"a\"",
        "\"notes\":[\"ñ\",▸null]",
        "\"lines\":▸{}",
        "\"lines\":[▸null]",
        "\"lines\":[{\"taxability\":▸\"Taxable\"}]",
        "\"payment_terms\":{\"net_days\":▸\"30\"}",
        "\"payment_terms\":{\"net_days\":▸-1}",
        "\"payment_terms\":{\"net_days\":▸30.0}",
        "\"payment_terms\":{\"net_days\":▸4294967296}",
        "\"trade\":{\"related_parties\":▸\"true\"}",
        "\"seller\":{\"tax_ids\":[▸{\"value\":\"1\"}]}",
        "\"charges\":[▸{\"type\":\"freight\"}]",
        "\"seller\":▸null",
        // Trees.
        "\"extensions\":▸[]",
        "\"extensions\":{\"mx\":▸\"\"}",
        "\"extensions\":{\"mx\":{\"complemento\":[▸{}]}}",
        "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"attributes\":{\"b\":▸1}}]}}",
        "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"children\":[▸1]}]}}",
        "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"children\":[▸{\"name\":\"b\",\"comment\":\"c\"}]}]}}",
        "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"children\":[▸{\"timbre\":false}]}]}}",
        "\"extensions\":{\"mx\":{\"cfdi_relacionados\":[▸-1]}}",
    ];
    for rest in cases {
        assert_refused(&format!("{JSON},{rest}}}"), WrongValue);
    }
    assert_refused("▸{}", WrongValue);
    assert_refused("\n  ▸{\"schema_version\":\"1.0\"}", WrongValue);
    assert_refused("{\"schema_version\":\"1.0\",\"document_type\":▸\"receipt\"}", WrongValue);
}

#[test]
fn codes_that_are_no_strings() {
    assert_refused("{\"document_type\":\"invoice\",\"schema_version\":▸1.0}", WrongValue);
    assert_refused("{\"schema_version\":\"1.0\",\"document_type\":▸null}", WrongValue);
    for rest in
        ["\"lines\":[{\"taxability\":▸2}]", "\"tax_rounding\":▸true", "\"seller\":{\"tax_ids\":[{\"type\":▸[]}]}"]
    {
        assert_refused(&format!("{JSON},{rest}}}"), WrongValue);
    }
}

#[test]
fn json_of_a_later_schema_version() {
    for version in ["2.0", "1.1", "1", ""] {
        let json = format!("{{\"schema_version\":\"{version}\",\"document_type\":\"invoice\"}}");
        let error = refused(json.as_bytes());
        assert_eq!((error.kind(), error.pointer()), (Input(Unsupported), Some("/schema_version")), "{error}");
    }
}

/// A field is shown at its closing quote, where the reader knew that it had it already.
#[test]
fn json_fields_that_stand_twice() {
    let cases = [
        ("", "\"document_type▸\":\"invoice\""),
        ("", "\"series\":\"a\",\"series▸\":\"b\""),
        ("", "\"series\":\"a\",\"s\\u0065ries▸\":\"b\""),
        ("", "\"series\":null,\"series▸\":null"),
        ("/lines/1", "\"lines\":[{},{\"sku\":\"1\",\"sku▸\":\"1\"}]"),
        ("/extensions", "\"extensions\":{\"mx\":{},\"mx▸\":{}}"),
        ("/extensions/mx", "\"extensions\":{\"mx\":{\"sello\":\"\",\n\"sello▸\":\"\"}}"),
        ("/lines/0/extensions", "\"lines\":[{\"extensions\":{\"mx\":{},\"mx▸\":{}}}]"),
    ];
    for (pointer, rest) in cases {
        let error = assert_refused(&format!("{JSON},{rest}}}"), Duplicate);
        assert_eq!(error.pointer(), Some(pointer), "{rest}");
    }
    // Where names are free a field is known to stand twice when its value has been read.
    let cases = [
        ("/extensions", "\"extensions\":{\"acme\":1,\"acme\":2▸}"),
        (
            "/extensions/mx/complemento/0/attributes",
            "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"attributes\":{\"b\":\"1\",\"b\":\"2\"▸}}]}}",
        ),
        (
            "/extensions/mx/complemento/0/children/0/xmlns",
            "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"children\":[{\"name\":\"b\",\
             \"xmlns\":{\"\":\"u\",\"\":\"v\"▸}}]}]}}",
        ),
    ];
    for (pointer, rest) in cases {
        let error = assert_refused(&format!("{JSON},{rest}}}"), Duplicate);
        assert_eq!(error.pointer(), Some(pointer), "{rest}");
    }
}

#[test]
fn json_fields_that_stand_twice_inside_an_extension() {
    for inside in [
        "{\"a\":1,\"a\":2}",
        "[{\"a\":{},\"a\":[]}]",
        "{\"b\":[[{\"x\":0,\"y\":0,\"x\":0}]]}",
        "{\"a\":1,\"\\u0061\":2}",
    ] {
        let whole = format!("{JSON},\"extensions\":{{\"acme\":{inside}}}}}");
        let line = format!("{JSON},\"lines\":[{{\"extensions\":{{\"acme\":{inside}}}}}]}}");
        for json in [whole, line] {
            assert_eq!(refused(json.as_bytes()).kind(), Input(Duplicate), "{json}");
        }
    }
}

/// DEPARTURE: the place is the extension's end, since what is inside passes through as text.
#[test]
fn a_fault_inside_an_extension_names_the_extension() {
    for (problem, rest) in [
        (Duplicate, "\"acme\":{\"a\":1,\"a\":2}"),
        (Duplicate, "\"acme\":\n {\"a\":[{\"b\":1,\n \"b\":2}]}"),
        (WrongValue, "\"acme\":{\"a\":\"\\ud800\"}"),
    ] {
        let error = refused(format!("{JSON},\"extensions\":{{{rest}}}}}").as_bytes());
        assert_eq!((error.kind(), error.pointer()), (Input(problem), Some("/extensions/acme")), "{error}");
    }
}

#[test]
fn unknown_json_fields_and_what_was_meant() {
    let cases = [
        ("/currancy", "\"currancy▸\":\"USD\"", Some("currency")),
        ("/documentNumber", "\"documentNumber▸\":\"1\"", Some("document_number")),
        ("/Seller", "\"Seller▸\":{}", Some("seller")),
        ("/po_number", "\"po_number▸\":\"1\"", None),
        ("/$schema", "\"$schema▸\":\"\"", None),
        ("/", "\"▸\":1", None),
        ("/a~1b~0c", "\"a/b~c▸\":1", None),
        ("/totals/totl", "\"totals\":{\"totl▸\":\"1\"}", Some("total")),
        ("/lines/1/unitPrice", "\"lines\":[{},{\"unitPrice▸\":\"1\"}]", Some("unit_price")),
        ("/lines/0/qty", "\"lines\":[{\"qty▸\":\"1\"}]", None),
        ("/seller/tax_ids/0/tipe", "\"seller\":{\"tax_ids\":[{\"tipe▸\":\"rfc\"}]}", Some("type")),
        ("/extensions/mx/uso_cfdi", "\"extensions\":{\"mx\":{\"uso_cfdi▸\":\"G03\"}}", None),
        (
            "/extensions/mx/receptor/uso_cdfi",
            "\"extensions\":{\"mx\":{\"receptor\":{\"uso_cdfi▸\":\"G03\"}}}",
            Some("uso_cfdi"),
        ),
        (
            "/lines/0/extensions/mx/clave_prodserv",
            "\"lines\":[{\"extensions\":{\"mx\":{\"clave_prodserv▸\":\"01010101\"}}}]",
            Some("clave_prod_serv"),
        ),
        (
            "/extensions/mx/complemento/0/childs",
            "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"childs▸\":[]}]}}",
            Some("children"),
        ),
    ];
    for (pointer, rest, meant) in cases {
        let error = assert_refused(&format!("{JSON},{rest}}}"), UnknownField);
        assert_eq!(error.pointer(), Some(pointer), "{rest}");
        let suggestion = error.message().split_once("did you mean `").map(|(_, name)| name.trim_end_matches("`?"));
        assert_eq!(suggestion, meant, "{error}");
    }
}

#[test]
fn an_unknown_field_with_backticks_in_its_name() {
    let error = refused(format!("{JSON},\"series`\":1}}").as_bytes());
    assert_eq!(error.message(), "unknown field `series``; did you mean `series`?");
}

#[test]
fn a_value_cannot_choose_the_kind_of_its_error() {
    for value in ["recursion limit exceeded", "duplicate field", "unknown field `x`"] {
        assert_refused(&format!("{JSON},\"totals\":{{\"total\":▸\"{value}\"}}}}"), WrongValue);
        assert_refused(&format!("{JSON},\"issue_date\":▸\"{value}\"}}"), WrongValue);
    }
}

#[test]
fn json_that_is_no_object_though_named_as_json() {
    for case in ["▸12", "▸\"{}\"", "▸null", "▸true"] {
        let (bytes, expected) = unmark(case);
        let error = us::read(&bytes, &Limits::default()).unwrap_err();
        assert_eq!((error.kind(), place(&error)), (Input(WrongValue), expected), "{case}");
    }
    assert_eq!(us::read(b"<a/>", &Limits::default()).unwrap_err().kind(), Input(NotWellFormed));
}

#[test]
fn numbers_of_any_size_pass_inside_an_extension() {
    for number in ["1e400", "-1E+999", "123456789012345678901234567890.123456789012345678901234567890"] {
        let json = format!("{JSON},\"extensions\":{{\"acme\":{{\"n\":{number}}}}}}}");
        let same = String::from_utf8(convert(json.as_bytes(), Format::UsJson).0).unwrap();
        assert!(same.contains(number), "{same}");
    }
}

// What is too deep.

/// 60 levels: the root, what is wrapped around, and the rest.
#[test]
fn xml_of_ten_thousand_levels() {
    let levels = |before: &str, around: usize, name: &str| {
        let open = format!("<{name}>");
        format!("{ROOT}{before}{}<▸{name}>{}", open.repeat(60 - 1 - around), open.repeat(10_000))
    };
    let cases = [
        levels("<Addenda>", 1, "x"),
        levels("<Complemento>", 1, "x"),
        levels("<Conceptos><Concepto><ComplementoConcepto>", 3, "x"),
        levels("", 0, "Conceptos"),
        levels("", 0, "Comprobante"),
        levels("", 0, "Addenda"),
        format!("{}<▸a>{}", "<a>\n".repeat(60), "<a>".repeat(10_000)),
    ];
    for case in cases {
        assert_refused(&case, TooDeep);
    }
    // A deeper limit is the caller's own; trees are never followed deeper than the stack allows.
    let xml = format!("{CFDI}<Addenda>{}", "<x>".repeat(10_000));
    let limits = Limits::default().depth(usize::MAX);
    assert_eq!(cfdi::read(xml.as_bytes(), &limits).unwrap_err().kind(), Input(TooDeep));
}

#[test]
fn xml_as_deep_as_allowed_comes_back() {
    let nested = |levels: usize| {
        format!("{}<x a=\"1\"><?t d?></x>{}", "<x a=\"1\">".repeat(levels - 1), "</x>".repeat(levels - 1))
    };
    for xml in [
        format!("{CFDI}<Addenda>{}</Addenda></Comprobante>", nested(58)),
        format!("{CFDI}<Complemento>{}</Complemento></Comprobante>", nested(58)),
        format!(
            "{ROOT}<Conceptos><Concepto><ComplementoConcepto>{}</ComplementoConcepto></Concepto></Conceptos></Comprobante>",
            nested(56)
        ),
    ] {
        let json = convert(xml.as_bytes(), Format::UsJson).0;
        let back = convert(&json, Format::Cfdi).0;
        assert_eq!(convert(&back, Format::UsJson).0, json);
    }
}

/// 512 levels, on the small stack of a test's thread.
#[test]
fn the_deepest_limit_is_followed_to_its_end() {
    let limits = Limits::default().depth(512);
    let xml = format!("{CFDI}<Addenda>{}{}</Addenda></Comprobante>", "<x>".repeat(510), "</x>".repeat(510));
    let reading = frontera::read(xml.as_bytes(), &Options::default().limits(limits)).unwrap();
    let json = us::write(&reading.invoice, true);
    assert_eq!(refused(&json).kind(), Input(TooDeep));
    let mut report = Report::default();
    let written = cfdi::write(&reading.invoice, &Default::default(), &mut report);
    assert_eq!(codes(&report), [] as [&str; 0]);
    let again = cfdi::read(&written.xml.unwrap(), &limits).unwrap().to_invoice().unwrap().0;
    assert_eq!(again, reading.invoice);
}

#[test]
fn json_of_ten_thousand_levels() {
    let lists = |n: usize| "[".repeat(n);
    let node = "{\"name\":\"a\",\"children\":[";
    let cases = [
        (TooDeep, format!("{JSON},\"extensions\":{{\"mx\":{{\"complemento\":[{}", node.repeat(10_000))),
        (
            TooDeep,
            format!("{JSON},\"lines\":[{{\"extensions\":{{\"mx\":{{\"complemento_concepto\":{}", node.repeat(10_000)),
        ),
        (TooDeep, format!("{JSON},\"extensions\":{{\"acme\":{}{}}}}}", lists(10_000), "]".repeat(10_000))),
        (TooDeep, format!("{JSON},\"extensions\":{{\"acme\":{}1{}}}}}", "{\"a\":".repeat(10_000), "}".repeat(10_000))),
        // Where no list belongs it is not entered.
        (WrongValue, format!("{JSON},\"notes\":{}", lists(10_000))),
        (UnknownField, format!("{JSON},\"nope\":{}", lists(10_000))),
        (NotWellFormed, format!("{JSON},\"extensions\":{{\"acme\":{}", lists(10_000))),
    ];
    for (problem, json) in cases {
        assert_eq!(refused(json.as_bytes()).kind(), Input(problem), "{}", &json[..120]);
    }
}

/// As deep as JSON is read: 62 elements in a tree of the document, 61 in one of a line.
#[test]
fn a_tree_as_deep_as_json_allows_is_written_readably() {
    for levels in 50..64 {
        let tree = (1..levels).fold(json!({"name": "x"}), |tree, _| json!({"name": "x", "children": [tree]}));
        for place in PLACES {
            let json = serde_json::to_vec(&place(tree.clone())).unwrap();
            if us::read(&json, &Limits::default()).is_ok() {
                assert_tame(&json);
            }
        }
    }
}

// What is too large.

#[test]
fn more_than_the_limit_of_bytes() {
    for first in [b'<', b'{'] {
        let mut bytes = vec![0; (128 << 20) + 1];
        bytes[0] = first;
        let error = refused(&bytes);
        assert_eq!((error.kind(), error.position()), (Input(TooLarge), None));
    }
    let xml = format!("{CFDI}</Comprobante>");
    let limited = |bytes: usize| Options::default().limits(Limits::default().bytes(bytes));
    assert_eq!(frontera::read(xml.as_bytes(), &limited(xml.len() - 1)).unwrap_err().kind(), Input(TooLarge));
    frontera::read(xml.as_bytes(), &limited(xml.len())).unwrap();
}

#[test]
fn more_than_the_limit_of_nodes() {
    let xml = |nodes: usize| format!("{CFDI}<Addenda>{}</Addenda></Comprobante>", "<x/><!---->t".repeat(nodes / 3));
    let limits = Limits::default().nodes(2 + 30);
    cfdi::read(xml(30).as_bytes(), &limits).unwrap();
    assert_eq!(cfdi::read(xml(60).as_bytes(), &limits).unwrap_err().kind(), Input(TooLarge));
}

/// 512 attributes; 256 namespaces, with XML's own, none and SAT's among them.
#[test]
fn more_attributes_and_namespaces_than_any_invoice_has() {
    let attributes = |from: usize, to: usize| (from..to).map(|i| format!(" a{i}=\"\"")).collect::<String>();
    assert_refused(&format!("<a{} ▸{}/>", attributes(0, 512), attributes(512, 100_000).trim_start()), TooLarge);
    let declarations = |from: usize, to: usize| (from..to).map(|i| format!(" xmlns:p{i}=\"u{i}\"")).collect::<String>();
    assert_refused(&format!("<a{} ▸{}/>", declarations(0, 254), declarations(254, 100_000).trim_start()), TooLarge);
    let elements = |from: usize, to: usize| (from..to).map(|i| format!("<a xmlns=\"u{i}\"/>")).collect::<String>();
    let (first, rest) = (elements(0, 253), elements(253, 100_000));
    let rest = rest.replacen("<a xmlns", "<a ▸xmlns", 1);
    assert_refused(&format!("{CFDI}<Addenda>{first}{rest}</Addenda></Comprobante>"), TooLarge);
    // One namespace may be declared as often as anyone likes.
    let xml = format!("{CFDI}<Addenda>{}</Addenda></Comprobante>", "<a xmlns=\"u\"/>".repeat(10_000));
    convert(xml.as_bytes(), Format::UsJson);
}

#[test]
fn an_error_about_a_long_name_is_short() {
    let name = "x".repeat(1 << 20);
    let error = assert_refused(&format!("{JSON},\"{name}▸\":1}}"), UnknownField);
    assert!(error.message().len() < 200, "{} bytes", error.message().len());
    assert!(assert_refused(&format!("<▸{name}/>"), InputProblem::Format).message().len() < 200);
}

#[test]
fn an_error_about_a_long_value_is_short() {
    let long = "x".repeat(1 << 20);
    for case in [
        format!("{JSON},\"totals\":{{\"total\":▸\"{long}\"}}}}"),
        format!("{JSON},\"lines\":[{{\"taxability\":▸\"{long}\"}}]}}"),
    ] {
        assert!(assert_refused(&case, WrongValue).message().len() < 400);
    }
    assert!(assert_refused(&format!("<a>▸&{long};</a>"), Entity).message().len() < 400);
    assert!(assert_refused(&format!("<▸p{long}:a/>"), NotWellFormed).message().len() < 400);
    assert!(assert_refused(&format!("<a p=\"\" {long}=\"1\" ▸{long}=\"2\"/>"), Duplicate).message().len() < 400);
}

// What is put into trees and texts to become markup. Either nothing is written and a finding says why, or what is written
// reads back to the very same invoice.

#[test]
fn trees_that_would_break_out_are_not_written() {
    let element = |name: &str| json!({"name": name});
    let with = |attributes: Value| json!({"name": "x", "attributes": attributes});
    let bound = |xmlns: Value| json!({"name": "x", "xmlns": xmlns});
    let around = |child: Value| json!({"name": "x", "children": [child]});
    let comment = |text: &str| around(json!({"comment": text}));
    let instruction = |target: &str, data: &str| around(json!({"instruction": [target, data]}));
    let trees = [
        element("a b=\"c\""),
        element("a/><evil"),
        element("/a"),
        element(""),
        element(" a"),
        element("a\n"),
        element("a\u{0}"),
        element("a\u{A0}b"),
        element("a:b:c"),
        element(":a"),
        element("p:a"),
        element("xmlns:a"),
        element("!--"),
        element("?xml"),
        with(json!({"": "1"})),
        with(json!({"a b": "1"})),
        with(json!({"a=\"\"/><evil b": "1"})),
        with(json!({"p:a": "1"})),
        with(json!({"xmlns": "u"})),
        with(json!({"xmlns:p": "u"})),
        with(json!({"a": "\u{1}"})),
        with(json!({"a": "\u{FFFE}"})),
        json!({"name": "x", "xmlns": {"p": "u", "q": "u"}, "attributes": {"p:a": "1", "q:a": "2"}}),
        bound(json!({"a b": "u"})),
        bound(json!({"a\"": "u"})),
        bound(json!({"a'": "u"})),
        bound(json!({"p=\"\" q": "u"})),
        bound(json!({"p:q": "u"})),
        bound(json!({"1": "u"})),
        bound(json!({"p": ""})),
        bound(json!({"p": "\u{1}"})),
        bound(json!({"xml": "u"})),
        bound(json!({"xmlns": "u"})),
        bound(json!({"xmlns": "http://www.w3.org/2000/xmlns/"})),
        bound(json!({"p": "http://www.w3.org/XML/1998/namespace"})),
        bound(json!({"": "http://www.w3.org/XML/1998/namespace"})),
        comment("--><evil/><!--"),
        comment("a--b"),
        comment("a-"),
        comment("-"),
        comment("\u{B}"),
        instruction("t", "?><evil/>"),
        instruction("t", "\u{1}"),
        instruction("?><evil/>", ""),
        instruction("t u", ""),
        instruction("", ""),
        instruction("p:t", ""),
        instruction("xml", "version=\"1.0\""),
        instruction("XmL", ""),
        around(json!("\u{0}")),
        around(json!("\u{FFFF}")),
        json!("\u{1B}"),
    ];
    for tree in trees {
        for place in PLACES {
            let json = serde_json::to_vec(&place(tree.clone())).unwrap();
            match verdict(&json) {
                Verdict::Refused(told) => {
                    assert!(["FRO-CFDI-010", "FRO-CFDI-011"].contains(&told[0]), "{tree}: {told:?}")
                }
                other => panic!("{tree}: {other:?}"),
            }
        }
    }
}

#[test]
fn trees_that_look_dangerous_come_back_the_same() {
    let with = |attributes: Value| json!({"name": "x", "attributes": attributes});
    let bound = |xmlns: Value| json!({"name": "x", "xmlns": xmlns});
    let around = |child: Value| json!({"name": "x", "children": [child]});
    let trees = [
        json!({"name": "Ñandú-1.2_·"}),
        json!({"name": "xml:a"}),
        with(json!({"a": "\"/><evil b=\"<&>'\t\n\r\u{85}\u{2028} ", "A": "]]>", "xml:space": "neither"})),
        with(json!({"a": "&amp;&#0;&lt;!DOCTYPE a>"})),
        bound(json!({"": ""})),
        bound(json!({"p": "\"><evil xmlns=\""})),
        bound(json!({"p": " u\n"})),
        bound(json!({"xml": "http://www.w3.org/XML/1998/namespace"})),
        bound(json!({"cfdi": "urn:other", "xsi": "urn:other"})),
        bound(json!({"": "http://www.sat.gob.mx/cfd/4"})),
        json!({"name": "cfdi:x", "xmlns": {"cfdi": "urn:other"}, "children": [{"name": "cfdi:Emisor"}]}),
        around(json!({"comment": ""})),
        around(json!({"comment": ">"})),
        around(json!({"comment": "->"})),
        around(json!({"comment": "<evil/> &amp; ]]> <?t?>"})),
        around(json!({"instruction": ["t", ""]})),
        around(json!({"instruction": ["t", "?"]})),
        around(json!({"instruction": ["t", "> -->"]})),
        around(json!({"instruction": ["xml-stylesheet", "href='x'"]})),
        around(json!("</x><evil/>")),
        around(json!("]]>")),
        around(json!("<![CDATA[ &amp; ]]>")),
        around(json!("\r\n\t\r ")),
        around(json!(" ")),
        json!({"name": "x", "children": [{"name": "y"}, "t", {"name": "z"}]}),
        json!("<evil/>"),
        json!({"comment": "<evil/>"}),
    ];
    for tree in trees {
        for place in PLACES {
            assert_same(&place(tree.clone()));
        }
    }
}

#[test]
fn declarations_and_attributes_of_typed_nodes_stay_in_their_tags() {
    let nodos = |extra: Value| {
        let mut invoice = plain();
        // What is of a line stands on the line.
        let line = extra["nodo"].as_str().unwrap().strip_prefix("/Conceptos/Concepto[2]").map(str::to_owned);
        match line {
            Some(path) => {
                let mut extra = extra;
                extra["nodo"] = if path.is_empty() { "/".into() } else { path.into() };
                invoice["lines"][1]["extensions"]["mx"]["nodos"] = json!([extra]);
            }
            None => invoice["extensions"]["mx"]["nodos"].as_array_mut().unwrap().push(extra),
        }
        invoice
    };
    for good in [
        json!({"nodo": "/Emisor", "attributes": {"x": "\"/><evil a=\"\n", "xsi:nil": "true"}}),
        json!({"nodo": "/Conceptos/Concepto[2]", "xmlns": {"p": "u"}, "attributes": {"p:x": "<"}}),
        json!({"nodo": "/Conceptos", "xmlns": {"": "http://www.sat.gob.mx/cfd/4"}}),
        json!({"nodo": "/Conceptos", "xmlns": {"cfdi": "urn:other", "c": "http://www.sat.gob.mx/cfd/4"}}),
    ] {
        assert_same(&nodos(good));
    }
    for bad in [
        json!({"nodo": "/Emisor", "attributes": {"a=\"\"/><evil b": "1"}}),
        json!({"nodo": "/Emisor", "attributes": {"Rfc": "XAXX010101000"}}),
        json!({"nodo": "/Emisor", "attributes": {"p:x": "1"}}),
        json!({"nodo": "/Emisor", "attributes": {"xmlns:p": "u"}}),
        json!({"nodo": "/Emisor", "attributes": {"x": "\u{0}"}}),
        json!({"nodo": "/Emisor", "xmlns": {"a b": "u"}}),
        json!({"nodo": "/Emisor", "xmlns": {"xml": "u"}}),
        json!({"nodo": "/Emisor", "xmlns": {"xmlns": "u"}}),
    ] {
        let verdict = verdict(&serde_json::to_vec(&nodos(bad.clone())).unwrap());
        assert!(matches!(verdict, Verdict::Refused(_)), "{bad}: {verdict:?}");
    }
    // The root: another namespace, or another version.
    for root in [
        json!({"nodo": "/", "xmlns": {"cfdi": "urn:other"}}),
        json!({"nodo": "/", "xmlns": {"cfdi": "http://www.sat.gob.mx/cfd/3"}}),
        json!({"nodo": "/", "attributes": {"Version": "3.3"}}),
    ] {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["nodos"] = json!([root]);
        let verdict = verdict(&serde_json::to_vec(&invoice).unwrap());
        assert!(matches!(verdict, Verdict::Refused(_)), "{root}: {verdict:?}");
    }
}

/// Every text of an invoice, one after the other: what XML cannot hold is refused, or crosses as JSON in a US fact.
#[test]
fn no_forbidden_character_reaches_the_xml() {
    let names = [
        "brake-kit-parts",
        "credit-note-two-relations",
        "global-invoice-public",
        "imported-laptops-pedimento",
        "rent-cuenta-predial",
        "third-party-a-cuenta-terceros",
        "unknown-complement",
        "us-buyer-counter-sale-iva-8",
    ];
    let (mut refusals, mut crossings) = (0, 0);
    for (i, name) in names.iter().enumerate() {
        let xml = fixture(&format!("cfdi/{name}.xml"));
        let mut invoice: Value = serde_json::from_slice(&convert(&xml, Format::UsJson).0).unwrap();
        invoice["purchase_order_number"] = "1".into();
        invoice["notes"] = json!(["a", "b"]);
        invoice["lines"][0]["brand"] = "c".into();
        // Literals are residue, the digests are no facts, and the path of a node is nothing that is written.
        let residue =
            |pointer: &str| pointer.contains("/as_read/") || pointer.ends_with("_sha256") || pointer.ends_with("/nodo");
        let bad = ["\u{0}", "\u{FFFE}", "\u{1F}", "\u{FFFF}"][i % 4];
        for (pointer, value) in flatten(&invoice) {
            let Some(text) = value.as_str().filter(|_| !residue(&pointer)) else { continue };
            let mut changed = invoice.clone();
            *changed.pointer_mut(&pointer).unwrap() = format!("{text}{bad}").into();
            match verdict(&serde_json::to_vec(&changed).unwrap()) {
                Verdict::Unreadable(Input(WrongValue | Unsupported)) => {}
                Verdict::Refused(told) => {
                    let expected =
                        ["FRO-CFDI-009", "FRO-CFDI-010", "FRO-CFDI-012", "FRO-MAP-005", "FRO-MAP-008", "FRO-MAP-011"];
                    assert!(told.iter().any(|code| expected.contains(code)), "{pointer}: {told:?}");
                    refusals += 1;
                }
                // A code that its neutral field contradicts gives way, and that is said.
                Verdict::Told(told) if told == ["FRO-MAP-002"] => {}
                Verdict::Same => crossings += 1,
                other => panic!("{pointer}: {other:?}"),
            }
        }
    }
    assert!(refusals > 200 && crossings >= names.len(), "{refusals} refusals, {crossings} crossings");
}

#[test]
fn markup_in_plain_fields_is_text() {
    let evil = "\"/></cfdi:Comprobante><evil a='&#0;'>]]>--&amp;";
    let mut invoice = plain();
    for pointer in [
        "/series",
        "/document_number",
        "/currency",
        "/seller/legal_name",
        "/seller/tax_ids/0/value",
        "/buyer/legal_name",
        "/lines/0/description",
        "/lines/0/unit/code",
        "/extensions/mx/forma_pago",
        "/extensions/mx/emisor/regimen_fiscal",
        "/lines/1/extensions/mx/clave_prod_serv",
    ] {
        *invoice.pointer_mut(pointer).unwrap() = evil.into();
    }
    invoice.as_object_mut().unwrap().remove("payment_means");
    invoice["exchange_rate"] = json!({"from": evil, "to": "MXN", "rate": "17.5"});
    invoice["purchase_order_number"] = format!("</frontera:Fact>{evil}\r\n\t ").into();
    invoice["notes"] = json!(["", " ", "\u{0}", evil]);
    invoice["lines"][1]["brand"] = "  ".into();
    invoice["extensions"]["a/b~c \"<&>\n"] = json!({"x": [evil, 1, null]});
    invoice["extensions"][""] = json!("\u{1}");
    invoice["lines"][0]["extensions"]["</frontera:UsFacts>"] = json!(0);
    assert_same(&invoice);
    // A draft is written by the same hand, and held against SAT's XSD: what no code can be is refused.
    invoice["currency"] = json!("USD");
    invoice["exchange_rate"]["from"] = json!("USD");
    let json = serde_json::to_vec(&invoice).unwrap();
    let options = Options::default().intent(frontera::Intent::Draft);
    let converted = frontera::convert(&json, Format::Cfdi, &options).unwrap();
    assert!(converted.output.is_none() && converted.report.has_errors());
    let mut plain = plain();
    plain["lines"][0]["description"] = evil.into();
    plain["series"] = evil[..25].into();
    plain["purchase_order_number"] = format!("</frontera:Fact>{evil}").into();
    let draft = convert_draft(&serde_json::to_vec(&plain).unwrap());
    let back = frontera::read(&draft, &Options::default()).unwrap().invoice;
    assert_eq!(back.lines[0].description.as_deref(), Some(evil));
    assert_eq!(back.series.as_deref(), Some(&evil[..25]));
    assert_eq!(back.purchase_order_number.as_deref(), plain["purchase_order_number"].as_str());
}

#[test]
fn the_name_of_a_stamp_stays_a_name() {
    let tfd = json!({"tfd": "http://www.sat.gob.mx/TimbreFiscalDigital"});
    for name in [
        "a/><TimbreFiscalDigital",
        "a b:TimbreFiscalDigital",
        ":TimbreFiscalDigital",
        "p:TimbreFiscalDigital",
        "",
        "tfd:x",
    ] {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["timbre"] = json!({"name": name, "version": "1.1", "xmlns": tfd});
        invoice["extensions"]["mx"]["complemento"] =
            json!([{"name": "cfdi:Complemento", "children": [{"timbre": true}]}]);
        let verdict = verdict(&serde_json::to_vec(&invoice).unwrap());
        assert!(matches!(verdict, Verdict::Refused(_)), "{name}: {verdict:?}");
    }
    let mut invoice = plain();
    let attributes = json!({"UUID": "other"});
    invoice["extensions"]["mx"]["timbre"] =
        json!({"uuid": "u", "version": "1.1", "xmlns": tfd, "attributes": attributes});
    invoice["extensions"]["mx"]["complemento"] = json!([{"name": "cfdi:Complemento", "children": [{"timbre": true}]}]);
    assert!(matches!(verdict(&serde_json::to_vec(&invoice).unwrap()), Verdict::Refused(_)));
}

/// Where the field has no value, the literal is whatever could not be read; it stays inside its quotes.
#[test]
fn literals_that_want_to_be_markup_stay_in_their_attribute() {
    for (at, text) in [
        ("/totals/discount", "\"/><evil a=\""),
        ("/totals/discount", "1e3 &lt;\t\n\r"),
        ("/lines/0/discounts/0/amount", "</cfdi:Concepto>"),
        ("/document_type", "\"/><evil a='"),
        ("/totals/tax", "&#0;"),
    ] {
        let mut invoice = plain();
        match at.strip_prefix("/lines/0") {
            Some(at) => invoice["lines"][0]["extensions"]["mx"]["as_read"] = json!([{"at": at, "text": text}]),
            None => invoice["extensions"]["mx"]["as_read"] = json!([{"at": at, "text": text}]),
        }
        assert_same(&invoice);
    }
}

/// Only a literal that says what the field says stands for it.
#[test]
fn a_literal_never_contradicts_its_field() {
    let cases = [
        json!({"at": "/totals/total", "text": "9999", "of": "4250.50"}),
        json!({"at": "/totals/total", "text": "4250.5", "of": "4250.50"}),
        json!({"at": "/totals/total", "text": "\"/><evil a=\"", "of": "4250.50"}),
        json!({"at": "/totals/discount", "text": "5.00"}),
        json!({"at": "/seller/legal_name", "text": "OTRA", "of": "ESCUELA KEMPER URGATE"}),
        json!({"at": "/seller/tax_ids/0/value", "text": "XAXX010101000", "of": "EKU9003173C9"}),
        json!({"at": "/extensions/mx/version", "text": "3.3", "of": "4.0"}),
        json!({"at": "/extensions/mx/receptor/uso_cfdi", "text": "P01", "of": "G03"}),
        json!({"at": "/document_type", "text": "N"}),
    ];
    let mut wrong = Vec::new();
    for literal in cases {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["as_read"] = json!([literal]);
        if let Verdict::Different(why) = verdict_but_for_literals(&serde_json::to_vec(&invoice).unwrap()) {
            wrong.push(format!("{literal}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_stamp_stands_once_in_a_complemento() {
    let tfd = json!({"tfd": "http://www.sat.gob.mx/TimbreFiscalDigital"});
    let stamp = json!({"version": "1.1", "uuid": "b2b2c9e4-0000-4000-8000-000000000001", "xmlns": tfd});
    let mark = json!({"timbre": true});
    let complemento = |children: Value| json!([{"name": "cfdi:Complemento", "children": children}]);
    let stamped = |stamp: &Value, complemento: Value| {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["timbre"] = stamp.clone();
        invoice["extensions"]["mx"]["complemento"] = complemento;
        invoice
    };
    // The stamp is not the one that was read, which is told, and stands where it should.
    let told = verdict(&serde_json::to_vec(&stamped(&stamp, complemento(json!([mark])))).unwrap());
    assert!(
        matches!(&told, Verdict::Told(codes) if codes == &["FRO-SEAL-001"]) || matches!(told, Verdict::Same),
        "{told:?}"
    );
    let other = |field: &str, value: &str| {
        let mut stamp = stamp.clone();
        stamp[field] = value.into();
        stamped(&stamp, complemento(json!([mark])))
    };
    let mut cases = vec![
        ("without its place", stamped(&stamp, json!([]))),
        ("beside its place", stamped(&stamp, complemento(json!([{"name": "x"}])))),
        ("twice", stamped(&stamp, complemento(json!([mark, mark])))),
        ("inside another node", stamped(&stamp, complemento(json!([{"name": "x", "children": [mark]}])))),
        ("of another version", other("version", "9.9")),
        ("of another name", other("name", "tfd:NoTimbreFiscalDigital")),
        ("of no namespace", other("name", "TimbreFiscalDigital")),
    ];
    let mut addenda = stamped(&stamp, json!([]));
    addenda["extensions"]["mx"]["addenda"] = json!([{"nodo": {"name": "cfdi:Addenda", "children": [mark]}}]);
    cases.push(("in an Addenda", addenda));
    let mut line = stamped(&stamp, json!([]));
    line["lines"][0]["extensions"]["mx"]["complemento_concepto"] =
        json!({"name": "cfdi:ComplementoConcepto", "children": [mark]});
    cases.push(("on a line", line));
    let mut none = plain();
    none["extensions"]["mx"]["complemento"] = complemento(json!([mark]));
    cases.push(("a place without a stamp", none));
    assert_all_tame(cases);
}

#[test]
fn carried_nodes_stay_in_the_namespace_of_the_document() {
    let mut cases = Vec::new();
    let mut case = |name: &'static str, pointer: &str, value: Value| {
        let mut invoice = plain();
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        invoice.pointer_mut(parent).unwrap()[field] = value;
        cases.push((name, invoice));
    };
    let mx = "/extensions/mx";
    case(
        "Complemento of none",
        &format!("{mx}/complemento"),
        json!([{"name": "Complemento", "children": [{"name": "x"}]}]),
    );
    case(
        "Complemento of another",
        &format!("{mx}/complemento"),
        json!([{"name": "z:Complemento", "xmlns": {"z": "u"}}]),
    );
    case("Addenda of none", &format!("{mx}/addenda"), json!([{"nodo": {"name": "Addenda"}}]));
    case(
        "Addenda of another",
        &format!("{mx}/addenda"),
        json!([{"nodo": {"name": "cfdi:Addenda", "xmlns": {"cfdi": "u"}}}]),
    );
    case(
        "ComplementoConcepto of another",
        "/lines/0/extensions/mx/complemento_concepto",
        json!({"name": "z:ComplementoConcepto", "xmlns": {"z": "u"}}),
    );
    for nodo in ["/Emisor", "/Receptor", "/Conceptos", "/Conceptos/Concepto[1]"] {
        let mut invoice = plain();
        let nodos = invoice["extensions"]["mx"]["nodos"].as_array_mut().unwrap();
        nodos.push(json!({"nodo": nodo, "xmlns": {"cfdi": "urn:other"}}));
        cases.push((nodo, invoice));
    }
    assert_all_tame(cases);
}

#[test]
fn us_facts_are_not_smuggled_in_a_tree() {
    let fact = json!({"name": "f:Fact", "attributes": {"at": "/remit_to/legal_name"}, "children": ["MALLORY"]});
    let tree = json!({"name": "f:UsFacts", "xmlns": {"f": "urn:frontera:us-facts:1"}, "children": [fact]});
    assert_all_tame(vec![("Addenda", PLACES[0](tree))]);
}

#[test]
fn nodos_are_not_lost_in_silence() {
    let nodos = |extra: &[Value]| {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["nodos"].as_array_mut().unwrap().extend_from_slice(extra);
        invoice
    };
    let x = json!({"x": "1"});
    assert_all_tame(vec![
        ("no such node", nodos(&[json!({"nodo": "/Nada", "attributes": x})])),
        ("no such line", nodos(&[json!({"nodo": "/Conceptos/Concepto[3]", "attributes": x})])),
        ("no path", nodos(&[json!({"nodo": "Emisor", "attributes": x})])),
        (
            "twice",
            nodos(&[json!({"nodo": "/Emisor", "attributes": x}), json!({"nodo": "/Emisor", "attributes": {"y": "2"}})]),
        ),
        // An attribute of SAT's has its own field.
        ("SAT's own", nodos(&[json!({"nodo": "/Emisor", "attributes": {"FacAtrAdquirente": "0123456789"}})])),
    ]);
}

#[test]
fn texts_of_trees_come_back_as_they_were() {
    let around = |children: Value| json!({"name": "x", "children": children});
    let trees = [
        around(json!([""])),
        around(json!(["", "a"])),
        around(json!(["a", "b"])),
        around(json!([{"name": "y"}, " ", {"name": "z"}])),
        around(json!([" ", {"comment": "c"}])),
        around(json!([{"comment": "a\r\nb\rc"}])),
        around(json!([{"instruction": ["t", "a\rb"]}])),
        around(json!([{"instruction": ["t", " a"]}])),
        json!(" "),
    ];
    let names = ["in the Addenda", "in a Complemento", "on a line"];
    let cases =
        trees.iter().flat_map(|tree| names.iter().zip(PLACES).map(|(name, place)| (*name, place(tree.clone()))));
    assert_all_tame(cases.collect());
}

/// `ª` and `²` are letters and digits of Unicode, and neither is in XML's ranges; a combining accent is. XML 1.0, section 2.3.
#[test]
fn names_follow_the_ranges_of_xml() {
    for name in ["ª", "aº", "a²", "a¼", "a\u{37E}"] {
        let verdict = verdict(&serde_json::to_vec(&PLACES[0](json!({"name": name}))).unwrap());
        assert!(matches!(verdict, Verdict::Refused(_)), "{name}: {verdict:?}");
        assert_refused(&format!("<▸{name}/>"), NotWellFormed);
    }
    for name in ["a\u{301}", "a\u{203F}b", "\u{200C}a", "a\u{1F600}", "\u{3001}"] {
        assert_same(&PLACES[0](json!({"name": name})));
    }
}

#[test]
fn a_certificate_without_a_seal_is_not_lost_in_silence() {
    let mut invoice = plain();
    let mx = invoice["extensions"]["mx"].as_object_mut().unwrap();
    mx.retain(|name, _| name != "sello" && name != "nodos");
    mx["certificado"] = "MIIB".into();
    assert_all_tame(vec![("draft", invoice)]);
}

#[test]
fn groups_of_relations_that_do_not_fit_are_made_anew() {
    for groups in [json!([4294967295u32, 1]), json!([1]), json!([4294967295u32]), json!([2147483648u32, 2147483648u32])]
    {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["cfdi_relacionados"] = groups;
        let (xml, _) = convert(&serde_json::to_vec(&invoice).unwrap(), Format::Cfdi);
        assert!(!String::from_utf8(xml).unwrap().contains("CfdiRelacionados"));
    }
}

#[test]
fn a_value_in_a_message_stays_as_it_is() {
    let xml = ROOT.replace('>', " FormaPago=\"{expected}{candidates}\"><Conceptos/></Comprobante>");
    let report = convert(xml.as_bytes(), Format::UsJson).1;
    assert!(report.findings()[0].message(Lang::En).contains("{expected}{candidates}"));
}

// US facts that are not what they seem.

#[test]
fn us_facts_that_cannot_be_are_left_out_and_named() {
    let cases = [
        ("", "x"),
        ("purchase_order_number", "x"),
        ("/", "x"),
        ("/nope", "x"),
        ("/totals", "x"),
        ("/totals/total", "1.00"),
        ("/totals/total/x", "1.00"),
        ("/seller/legal_name", "MALLORY"),
        ("/lines", "x"),
        ("/lines/0", "x"),
        ("/lines/7/brand", "x"),
        ("/lines/-1/brand", "x"),
        ("/lines/0/extensions/mx/clave_prod_serv", "x"),
        ("/extensions/mx/sello", "x"),
        ("/extensions/mx", "x"),
        ("/extensions/acme", "text where JSON belongs"),
        ("/schema_version", "9.9"),
        ("/document_type", "credit_memo"),
        ("/due_date", "tomorrow"),
        ("/payment_terms/net_days", "30"),
        ("/notes", "x"),
        ("/remit_to/legal_name/x", "x"),
    ];
    let clean = convert(&with_facts(""), Format::UsJson).0;
    for (at, text) in cases {
        let xml = with_facts(&fact(at, "", text));
        let (json, report) = convert(&xml, Format::UsJson);
        assert_eq!(codes(&report), ["FRO-MAP-007"], "{at}");
        assert_eq!(report.findings()[0].location.pointer.as_deref(), Some(at));
        assert_eq!(json, clean, "{at}");
    }
    for (at, text) in [
        ("/lines", "[]"),
        ("/lines/0/quantity", "null"),
        ("/seller", "{\"legal_name\":\"MALLORY\"}"),
        ("/notes", "[1]"),
        ("/notes", "["),
        ("/notes", ""),
        ("/notes", "[\"\\ud800\"]"),
        ("/extensions/acme", "{"),
        ("/extensions/acme", ""),
        ("/totals", "{\"total\":\"1\"}"),
    ] {
        let (json, report) = convert(&with_facts(&fact(at, " type=\"json\"", text)), Format::UsJson);
        assert_eq!((codes(&report), &json), (vec!["FRO-MAP-007"], &clean), "{at} {text}");
    }
    // A wrong one does not take the others with it.
    let facts = [fact("/reason", "", "a"), fact("/totals/total", "", "1.00"), fact("/footer", "", "b")].concat();
    let (json, report) = convert(&with_facts(&facts), Format::UsJson);
    let json: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!((&json["reason"], &json["footer"], &json["totals"]), (&json!("a"), &json!("b"), &json!({})));
    assert_eq!(codes(&report), ["FRO-MAP-007"]);
}

#[test]
fn a_foreign_extension_from_a_us_fact_is_json_that_reads_back() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for text in ["{\"a\":1,\"a\":2}", "\"\\ud800\"", "{\"a\":\"\\udc00\"}", "1e999", &deep] {
        let facts = [fact("/extensions/acme", " type=\"json\"", text), fact("/reason", "", "a")].concat();
        let json = convert(&with_facts(&facts), Format::UsJson).0;
        let back = frontera::convert(&json, Format::Cfdi, &Options::default());
        let short = text.chars().take(40).collect::<String>();
        let back = back.unwrap_or_else(|error| panic!("{short}: {error}")).output.unwrap();
        assert_eq!(frontera::read(&back, &Options::default()).unwrap().invoice.reason.as_deref(), Some("a"), "{short}");
    }
    // The same straight from one CFDI to the next.
    let facts = [fact("/extensions/acme", " type=\"json\"", "1e999"), fact("/reason", "", "a")].concat();
    let xml = convert(&with_facts(&facts), Format::Cfdi).0;
    assert_eq!(frontera::read(&xml, &Options::default()).unwrap().invoice.reason.as_deref(), Some("a"));
}

#[test]
fn a_us_fact_that_stands_twice_is_named() {
    let facts = [fact("/reason", "", "a"), fact("/reason", "", "b")].concat();
    assert_ne!(codes(&convert(&with_facts(&facts), Format::UsJson).1), [] as [&str; 0]);
}

#[test]
fn strangers_among_us_facts_are_named() {
    let ours = |attributes: &str, inside: &str| {
        let facts = format!("<f:UsFacts xmlns:f=\"urn:frontera:us-facts:1\"{attributes}>{inside}</f:UsFacts>");
        format!("{ROOT}<Conceptos/><Addenda>{facts}</Addenda></Comprobante>")
    };
    for xml in [
        ours("", "<f:Stranger/>"),
        ours("", "text"),
        ours("", "<f:Fact at=\"/reason\">a<b>c</b></f:Fact>"),
        ours("", "<f:Fact at=\"/reason\" type=\"xml\">a</f:Fact>"),
        ours(" version=\"2\"", "<f:Fact at=\"/reason\">a</f:Fact>"),
    ] {
        assert_ne!(codes(&convert(xml.as_bytes(), Format::UsJson).1), [] as [&str; 0], "{xml}");
    }
}

#[test]
fn every_us_fact_that_is_left_out_is_counted() {
    for wrong in [1, 256, 257, 10_000] {
        let facts: String = (0..wrong).map(|i| fact("/totals/total", "", &format!("{i}.00"))).collect();
        let report = convert(&with_facts(&facts), Format::UsJson).1;
        let told: u32 = report.findings().iter().filter(|f| f.code == "FRO-MAP-007").map(|f| f.count).sum();
        assert_eq!(told, wrong);
    }
}

/// 300 lines with a brand each, and one fact that contradicts.
#[test]
fn one_wrong_us_fact_among_many_is_the_only_one_left_out() {
    let facts: String = (0..300).map(|i| fact(&format!("/lines/{i}/brand"), "", "b")).collect();
    let xml = String::from_utf8(with_facts(&(facts + &fact("/totals/total", "", "1.00")))).unwrap();
    let xml = xml.replacen("<Concepto ", &format!("{}<Concepto ", "<Concepto/>".repeat(299)), 1);
    let (json, report) = convert(xml.as_bytes(), Format::UsJson);
    let json: Value = serde_json::from_slice(&json).unwrap();
    let kept = json["lines"].as_array().unwrap().iter().filter(|line| line["brand"] == "b").count();
    let told: u32 = report.findings().iter().map(|finding| finding.count).sum();
    assert_eq!(kept + told as usize, 301, "kept or told");
    assert_eq!(kept, 300);
}

#[test]
fn sidecars_that_are_none() {
    let xml = with_facts("");
    let version = "\"frontera_us_facts\":\"1\",\"of_sha256\":\"\"";
    for sidecar in [
        "",
        "x",
        "[]",
        "{}",
        "\u{0}",
        &format!("{{{version}}}"),
        &format!("{{{version},\"facts\":{{}}}}"),
        &format!("{{{version},\"facts\":[],\"facts\":[]}}"),
        &format!("{{{version},\"facts\":[],\"more\":1}}"),
        &format!("{{{version},\"facts\":[{{}}]}}"),
        &format!("{{{version},\"facts\":[{{\"at\":1}}]}}"),
        &format!("{{{version},\"facts\":[]}}x"),
        "{\"frontera_us_facts\":\"2\",\"facts\":[]}",
        &format!("{{{version},\"facts\":{}", "[".repeat(10_000)),
    ] {
        let error = cfdi::attach(&xml, sidecar.as_bytes(), &Limits::default()).unwrap_err();
        assert_eq!(error.kind(), Misuse(MisuseProblem::Sidecar), "{sidecar}");
    }
    let sidecar = |facts: &str| format!("{{{version},\"facts\":[{facts}]}}").into_bytes();
    // The stamped document itself.
    let error = cfdi::attach(b"<a>", &sidecar(""), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), Input(NotWellFormed));
    let twice = with_facts(&fact("/reason", "", "a"));
    let error = cfdi::attach(&twice, &sidecar(""), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), Misuse(MisuseProblem::AlreadyAttached));
    // Facts that want to be markup, and one that contradicts.
    let facts = r#"{"at":"/reason","text":"</f><evil/>"},{"at":"/footer","json":"\"\\u0000\""},{"at":"/totals/total","text":"1.00"}"#;
    let (attached, report) = cfdi::attach(&xml, &sidecar(facts), &Limits::default()).unwrap();
    // The sidecar does not say whose it is, and one fact contradicts.
    assert_eq!(codes(&report), ["FRO-MAP-017", "FRO-MAP-007"]);
    let invoice = frontera::read(&attached, &Options::default()).unwrap().invoice;
    assert_eq!((invoice.reason.as_deref(), invoice.footer.as_deref()), (Some("</f><evil/>"), Some("\u{0}")));
}

// What is large, each in a process of its own, whose memory is measured.

#[test]
fn one_attribute_of_a_hundred_megabytes() {
    assert_eq!(measured("attribute", 20).outcome, "Ok(true)");
}

#[test]
fn two_hundred_thousand_references() {
    assert_eq!(measured("references in a value", 20).outcome, "Ok(true)");
    assert_eq!(measured("references in a text", 40).outcome, "Ok(true)");
}

#[test]
fn a_million_elements_without_a_place() {
    assert_eq!(measured("elements without a place", 20).outcome, "Ok(true)");
}

/// A document of empty tags costs up to a kilobyte a node, as `Limits` says; four bytes of input can be one.
const TAGS_ALONE: usize = 200;

#[test]
fn a_million_elements_in_an_addenda() {
    for name in ["elements in an Addenda", "elements with an attribute in an Addenda", "JSON nodes"] {
        assert!(["Ok(true)", "Err(Input(TooLarge))"].contains(&&*measured(name, TAGS_ALONE).outcome));
    }
}

#[test]
fn a_million_lines_of_nothing() {
    for name in ["Concepto nodes", "JSON lines"] {
        assert!(["Ok(true)", "Err(Input(TooLarge))"].contains(&&*measured(name, TAGS_ALONE).outcome));
    }
}

#[test]
fn a_list_of_a_million_elements() {
    assert_eq!(measured("JSON notes", 20).outcome, "Ok(true)");
    assert_eq!(measured("JSON extension", 20).outcome, "Ok(true)");
}

#[test]
fn a_field_name_of_ten_megabytes() {
    assert_eq!(measured("JSON name", 20).outcome, "Err(Input(UnknownField))");
}

#[test]
fn ten_thousand_us_facts() {
    assert_eq!(measured("US facts", 20).outcome, "Ok(true)");
    assert_eq!(measured("US facts that contradict", 20).outcome, "Ok(true)");
    assert_eq!(measured("US facts with long pointers", 20).outcome, "Ok(true)");
}

/// What an honest issuer of large invoices sends: lines with taxes, and US facts on the way back.
#[test]
fn ten_thousand_ordinary_lines() {
    assert_eq!(measured("ordinary CFDI", 20).outcome, "Ok(true)");
    assert_eq!(measured("ordinary JSON", 20).outcome, "Ok(true)");
}

/// Each of them is carried, and none must look through those before it. No time is asserted; linear, it is a second.
#[test]
fn twenty_thousand_unreadable_numbers() {
    measured("unreadable numbers", 1_000);
}

/// Prefixes are looked up among 25,000 bindings in scope, 100,000 times. No time is asserted.
#[test]
fn a_hundred_thousand_elements_under_many_bindings() {
    measured("bindings", 1_000);
}

/// Each field that contradicts may cost a document to be written and compared. No time is asserted.
#[test]
fn two_hundred_wrong_us_facts_on_many_lines() {
    measured("US facts on many lines", 1_000);
}

// Garbage.

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_an_error(
        start in prop::sample::select(&["", "<", "{", "<?xml ", "<!--", "<![CDATA[", "<a>", "{\"", "\u{FEFF}<", CFDI, JSON][..]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        survives(&[start.as_bytes(), &bytes].concat());
    }

    /// From the letters that markup is made of.
    #[test]
    fn random_markup_is_an_error_or_survives(inside in "[<>/!?='\"&;#xX:a \\[\\]\\-\n\u{0}-\u{2}ñ\u{FFFD}-\u{FFFF}]{0,40}") {
        survives(inside.as_bytes());
        survives(format!("<{inside}").as_bytes());
        survives(format!("{CFDI}<Addenda>{inside}</Addenda></Comprobante>").as_bytes());
        survives(format!("{CFDI}<Complemento><{inside}/></Complemento></Comprobante>").as_bytes());
        survives(format!("{CFDI}<Complemento><a b={inside}/></Complemento></Comprobante>").as_bytes());
    }

    #[test]
    fn damaged_documents_are_errors_or_survive(one in picks(), two in picks(), damages in prop::collection::vec(damage(), 1..6), json in any::<bool>()) {
        let files = corpus();
        let pick = |index: &prop::sample::Index| {
            let (xml, neutral) = index.get(files);
            if json { neutral } else { xml }
        };
        let (mut bytes, other) = (pick(&one).clone(), pick(&two));
        for damage in &damages {
            damage.apply(&mut bytes, other);
        }
        survives(&bytes);
    }

    /// Damage that leaves the document well-formed reaches further.
    #[test]
    fn damaged_values_survive(one in picks(), changes in prop::collection::vec((picks(), hostile_value()), 1..5)) {
        let mut json: Value = serde_json::from_slice(&one.get(corpus()).1).unwrap();
        for (place, value) in &changes {
            let leaves: Vec<String> = flatten(&json).into_keys().collect();
            *json.pointer_mut(&leaves[place.index(leaves.len())]).unwrap() = value.clone();
        }
        survives(&serde_json::to_vec(&json).unwrap());
    }

    #[test]
    fn damaged_attributes_survive(one in picks(), changes in prop::collection::vec((picks(), hostile_text()), 1..5)) {
        let mut xml = String::from_utf8(one.get(corpus()).0.clone()).unwrap();
        for (place, text) in &changes {
            let value = place.get(&values_of(&xml)).clone();
            xml.replace_range(value, text);
        }
        survives(xml.as_bytes());
    }
}

// Helpers: errors.

/// Refuses with this kind at the `▸`.
#[track_caller]
fn assert_refused(marked: &str, problem: InputProblem) -> Error {
    let (bytes, expected) = unmark(marked);
    let error = refused(&bytes);
    let shown: String = marked.chars().take(300).collect();
    assert_eq!((error.kind(), place(&error)), (Input(problem), expected), "{shown}\n{}", short(error.message()));
    error
}

/// The error, which does not depend on where the conversion goes.
#[track_caller]
fn refused(bytes: &[u8]) -> Error {
    let shown = || short(&String::from_utf8_lossy(bytes));
    let [one, two] = BOTH.map(|to| match frontera::convert(bytes, to, &Options::default()) {
        Ok(converted) => panic!("read as a document: {}\n{:?}", shown(), codes(&converted.report)),
        Err(error) => error,
    });
    assert_eq!(one, two, "{}", shown());
    if let Some(position) = one.position() {
        assert!(position.offset + position.length <= bytes.len(), "{}: {position:?}", shown());
    }
    one
}

/// The document without its mark, and offset, line and column of the mark.
fn unmark(marked: &str) -> (Vec<u8>, (usize, usize, usize)) {
    let (before, after) = marked.split_once('▸').unwrap_or_else(|| panic!("no mark: {}", short(marked)));
    let line = before.rsplit('\n').next().unwrap_or_default();
    let place = (before.len(), before.matches('\n').count() + 1, line.chars().count() + 1);
    ([before, after].concat().into_bytes(), place)
}

#[track_caller]
fn place(error: &Error) -> (usize, usize, usize) {
    let position = error.position().unwrap_or_else(|| panic!("no position: {error}"));
    (position.offset, position.line, position.column)
}

fn short(text: &str) -> String {
    text.chars().take(300).collect()
}

// Helpers: invoices.

/// A neutral invoice with an empty seal.
fn plain() -> Value {
    let xml = fixture("cfdi/objeto-imp-03-04.xml");
    serde_json::from_slice(&convert(&xml, Format::UsJson).0).unwrap()
}

/// Where a tree may stand.
const PLACES: [fn(Value) -> Value; 3] = [
    |tree| {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["addenda"] = json!([{"nodo": {"name": "cfdi:Addenda", "children": [tree]}}]);
        invoice
    },
    |tree| {
        let mut invoice = plain();
        invoice["extensions"]["mx"]["complemento"] = json!([{"name": "cfdi:Complemento", "children": [tree]}]);
        invoice
    },
    |tree| {
        let mut invoice = plain();
        let nodo = json!({"name": "cfdi:ComplementoConcepto", "children": [tree]});
        invoice["lines"][0]["extensions"]["mx"]["complemento_concepto"] = nodo;
        invoice
    },
];

/// What became of a neutral invoice on the way to a CFDI.
#[derive(Debug)]
enum Verdict {
    /// The JSON was not read.
    Unreadable(frontera::ErrorKind),
    /// Nothing was written; the codes of the errors.
    Refused(Vec<&'static str>),
    /// It was written, with the codes of findings that say that something is not as it was.
    Told(Vec<&'static str>),
    /// It was written and reads back to the same invoice.
    Same,
    /// It was written and reads back to another, without a word.
    Different(String),
}

fn verdict(json: &[u8]) -> Verdict {
    verdict_by(json, |_| {})
}

fn verdict_but_for_literals(json: &[u8]) -> Verdict {
    verdict_by(json, |invoice| invoice.mx_mut().as_read.clear())
}

fn verdict_by(json: &[u8], forget: impl Fn(&mut Invoice)) -> Verdict {
    let mut invoice = match us::read(json, &Limits::default()) {
        Ok(invoice) => invoice,
        Err(error) => return Verdict::Unreadable(error.kind()),
    };
    let converted = frontera::convert(json, Format::Cfdi, &Options::default()).unwrap();
    let told = codes(&converted.report);
    let Some(xml) = converted.output else {
        assert!(converted.report.has_errors(), "no document, and no word why: {}", String::from_utf8_lossy(json));
        return Verdict::Refused(told);
    };
    let read = frontera::read(&xml, &Options::default());
    let mut again = read.unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(&xml))).invoice;
    for invoice in [&mut invoice, &mut again] {
        forget(invoice);
        // What an invoice says now is not what was read.
        (invoice.mx_mut().sealed_sha256, invoice.mx_mut().seal_sha256) = (None, None);
    }
    if invoice == again {
        return Verdict::Same;
    }
    if !told.is_empty() {
        return Verdict::Told(told);
    }
    let [was, is] = [&invoice, &again].map(|invoice| flatten(&serde_json::to_value(invoice).unwrap()));
    let pointers: std::collections::BTreeSet<_> = was.keys().chain(is.keys()).collect();
    let differing = pointers.into_iter().filter(|at| was.get(*at) != is.get(*at));
    let differing = differing.map(|at| format!("{at}: {:?} became {:?}", was.get(at), is.get(at)));
    Verdict::Different(differing.collect::<Vec<_>>().join("\n    "))
}

#[track_caller]
fn assert_same(invoice: &Value) {
    let json = serde_json::to_vec(invoice).unwrap();
    let verdict = verdict(&json);
    assert!(matches!(verdict, Verdict::Same), "{invoice}\n{verdict:?}");
}

/// Refused, told or the same; never different in silence.
#[track_caller]
fn assert_tame(json: &[u8]) {
    let verdict = verdict(json);
    assert!(!matches!(verdict, Verdict::Different(_)), "{}\n{verdict:?}", String::from_utf8_lossy(json));
}

#[track_caller]
fn assert_all_tame(cases: Vec<(&str, Value)>) {
    let different = cases.iter().filter_map(|(name, invoice)| match verdict(&serde_json::to_vec(invoice).unwrap()) {
        Verdict::Different(why) => Some(format!("{name}: {why}")),
        _ => None,
    });
    let different: Vec<_> = different.collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// A draft of a CFDI.
fn convert_draft(json: &[u8]) -> Vec<u8> {
    support::convert_with(json, Format::Cfdi, &Options::default().intent(frontera::Intent::Draft)).0
}

fn fact(at: &str, kind: &str, text: &str) -> String {
    format!("<f:Fact at=\"{at}\"{kind}>{text}</f:Fact>")
}

/// A CFDI of one line with US facts.
fn with_facts(facts: &str) -> Vec<u8> {
    let facts = match facts {
        "" => String::new(),
        facts => format!(
            "<Addenda><f:UsFacts xmlns:f=\"urn:frontera:us-facts:1\" version=\"1\">{facts}</f:UsFacts></Addenda>"
        ),
    };
    format!("{ROOT}<Conceptos><Concepto Cantidad=\"1\"/></Conceptos>{facts}</Comprobante>").into_bytes()
}

// Helpers: size.

/// What a process saw that converted one large document there and back.
struct Measured {
    outcome: String,
}

/// Converts the document of this name in a process of its own, and asserts that its peak of memory stays below so many times
/// the input, with four megabytes for the process itself.
#[cfg(target_os = "linux")]
fn measured(name: &str, times: usize) -> Measured {
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture", "helper_that_converts_a_large_document"])
        .env("FRONTERA_LARGE", name)
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&child.stdout).into_owned();
    let line = out.lines().find_map(|line| line.split_once("MEASURED ")).map(|(_, line)| line.to_owned());
    let line =
        line.unwrap_or_else(|| panic!("{name}: {:?}\n{out}\n{}", child.status, String::from_utf8_lossy(&child.stderr)));
    let mut parts = line.splitn(4, ' ');
    let mut number = || parts.next().unwrap().parse::<usize>().unwrap();
    let (input, peak, millis) = (number(), number(), number());
    let outcome = parts.next().unwrap().to_owned();
    println!("{name}: {input} bytes, {:.1} times that in memory, {millis} ms, {outcome}", peak as f64 / input as f64);
    assert!(peak < times * input + (4 << 20), "{name}: {peak} bytes of memory for {input} bytes of input");
    Measured { outcome }
}

#[cfg(not(target_os = "linux"))]
fn measured(name: &str, _: usize) -> Measured {
    println!("{name}: memory is not measured here");
    let (bytes, to) = large(name);
    Measured { outcome: outcome(&bytes, to) }
}

/// The other side of [`measured`]; nothing by itself.
#[test]
#[ignore = "helper: run by the tests of size in a process of its own"]
fn helper_that_converts_a_large_document() {
    let Ok(name) = std::env::var("FRONTERA_LARGE") else { return };
    let memory = |field: &str| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().unwrap() * 1024
    };
    let (bytes, to) = large(&name);
    // The program itself comes into memory as it is used: what it takes is not the document's.
    let (json, _) = support::convert(&support::fixture("cfdi/export-produce.xml"), Format::UsJson);
    support::convert(&json, Format::Cfdi);
    let (before, start) = (memory("VmRSS:"), std::time::Instant::now());
    let outcome = outcome(&bytes, to);
    let millis = start.elapsed().as_millis();
    println!("MEASURED {} {} {millis} {outcome}", bytes.len(), memory("VmHWM:") - before + bytes.len());
}

fn outcome(bytes: &[u8], to: Format) -> String {
    let converted = frontera::convert(bytes, to, &Options::default());
    format!("{:?}", converted.map(|converted| converted.output.is_some()).map_err(|error| error.kind()))
}

/// The large documents by name, and where they go.
fn large(name: &str) -> (Vec<u8>, Format) {
    const MILLION: usize = 1_000_000;
    let xml = |inside: &str| {
        let start = if inside.starts_with("<Conceptos") { ROOT } else { CFDI };
        (format!("{start}{inside}</Comprobante>").into_bytes(), Format::UsJson)
    };
    let json = |rest: &str| (format!("{JSON},{rest}}}").into_bytes(), Format::UsJson);
    let addenda = |inside: &str| xml(&format!("<Addenda>{inside}</Addenda>"));
    match name {
        "attribute" => {
            let mut bytes = Vec::with_capacity(100 * MILLION + 200);
            bytes.extend_from_slice(b"<Comprobante xmlns=\"http://www.sat.gob.mx/cfd/4\" Version=\"4.0\" Sello=\"");
            bytes.resize(100 * MILLION, b'x');
            bytes.extend_from_slice(b"\"/>");
            (bytes, Format::UsJson)
        }
        "references in a value" => addenda(&format!("<x a=\"{}\"/>", "&amp;".repeat(200_000))),
        "references in a text" => addenda(&format!("<x>{}</x>", "&amp;".repeat(200_000))),
        "elements without a place" => xml(&"<x/>".repeat(MILLION)),
        "elements in an Addenda" => addenda(&"<x/>".repeat(MILLION)),
        "elements with an attribute in an Addenda" => addenda(&"<x a=\"\"/>".repeat(MILLION)),
        "Concepto nodes" => xml(&format!("<Conceptos>{}</Conceptos>", "<Concepto/>".repeat(MILLION))),
        "unreadable numbers" => xml(&format!("<Conceptos>{}</Conceptos>", "<Concepto Importe=\"x\"/>".repeat(20_000))),
        "bindings" => {
            let declarations: String = (0..500).map(|i| format!(" xmlns:b{i}=\"u\"")).collect();
            let open = format!("<x{declarations}>").repeat(50);
            addenda(&format!("<z:x xmlns:z=\"v\">{open}{}{}</z:x>", "<z:y/>".repeat(100_000), "</x>".repeat(50)))
        }
        "US facts" => (
            with_facts(
                &(0..10_000).map(|i| fact(&format!("/extensions/e{i}"), " type=\"json\"", "1")).collect::<String>(),
            ),
            Format::UsJson,
        ),
        "US facts that contradict" => (
            with_facts(&(0..10_000).map(|i| fact("/totals/total", "", &i.to_string())).collect::<String>()),
            Format::UsJson,
        ),
        "US facts with long pointers" => (with_facts(&fact(&"/a".repeat(10_000), "", "x").repeat(200)), Format::UsJson),
        "US facts on many lines" => {
            let places = ["/totals/total", "/seller/legal_name"];
            let facts: String = (0..200).map(|i| fact(places[i % 2], "", &i.to_string())).collect();
            let xml = String::from_utf8(with_facts(&facts)).unwrap();
            (
                xml.replacen("<Concepto ", &format!("{}<Concepto ", "<Concepto/>".repeat(10_000)), 1).into_bytes(),
                Format::UsJson,
            )
        }
        "JSON lines" => json(&format!("\"lines\":[{}{{}}]", "{},".repeat(MILLION - 1))),
        "JSON notes" => json(&format!("\"notes\":[{}\"\"]", "\"\",".repeat(MILLION - 1))),
        "JSON nodes" => {
            let nodes = "\"\",".repeat(MILLION - 1);
            json(&format!(
                "\"extensions\":{{\"mx\":{{\"complemento\":[{{\"name\":\"a\",\"children\":[{nodes}\"\"]}}]}}}}"
            ))
        }
        "JSON extension" => json(&format!("\"extensions\":{{\"acme\":[{}{{}}]}}", "{},".repeat(MILLION - 1))),
        "JSON name" => json(&format!("\"{}\":1", "x".repeat(10 * MILLION))),
        "ordinary CFDI" => (ordinary(), Format::UsJson),
        "ordinary JSON" => {
            let mut json: Value = serde_json::from_slice(&convert(&ordinary(), Format::UsJson).0).unwrap();
            json["purchase_order_number"] = "PO-1".into();
            let bytes = serde_json::to_vec(&json).unwrap();
            (bytes, Format::Cfdi)
        }
        name => panic!("no large document is called {name}"),
    }
}

/// The lines of a fixture, ten thousand times over.
fn ordinary() -> Vec<u8> {
    let xml = String::from_utf8(fixture("cfdi/domestic-auto-parts-iva-16.xml")).unwrap();
    let start = xml.find("<cfdi:Concepto ").unwrap();
    let end = xml.find("</cfdi:Conceptos>").unwrap();
    let lines = xml[start..end].matches("<cfdi:Concepto ").count();
    [&xml[..start], &xml[start..end].repeat(10_000 / lines), &xml[end..]].concat().into_bytes()
}

// Helpers: garbage.

/// An error or a document; a document reads back and goes back to where it came from.
#[track_caller]
fn survives(bytes: &[u8]) {
    for to in BOTH {
        let Ok(converted) = frontera::convert(bytes, to, &Options::default()) else { continue };
        let from = Format::detect(bytes).unwrap();
        // Whatever was read can be shown as JSON; where there is no CFDI, errors say why.
        let Some(output) = converted.output else {
            assert!(to == Format::Cfdi && converted.report.has_errors(), "{}", String::from_utf8_lossy(bytes));
            continue;
        };
        let back = frontera::convert(&output, from, &Options::default()).unwrap_or_else(|error| {
            panic!("{error}\n{}\n{}", String::from_utf8_lossy(bytes), String::from_utf8_lossy(&output))
        });
        // `what_was_read_is_written_again` says more.
        assert!(back.output.is_some() || back.report.has_errors(), "{}", String::from_utf8_lossy(bytes));
    }
}

/// The fixtures and their JSON.
fn corpus() -> &'static [(Vec<u8>, Vec<u8>)] {
    static CORPUS: std::sync::LazyLock<Vec<(Vec<u8>, Vec<u8>)>> = std::sync::LazyLock::new(|| {
        let pair = |path: std::path::PathBuf| {
            let xml = std::fs::read(path).unwrap();
            let json = convert(&xml, Format::UsJson).0;
            (xml, json)
        };
        ["cfdi", "cfdi33", "cfdi32"].into_iter().flat_map(support::fixtures_of).map(pair).collect()
    });
    &CORPUS
}

fn picks() -> impl Strategy<Value = prop::sample::Index> {
    any::<prop::sample::Index>()
}

/// One thing that happens to a file on its way.
#[derive(Clone, Debug)]
enum Damage {
    Delete(prop::sample::Index, usize),
    Duplicate(prop::sample::Index, usize),
    Flip(prop::sample::Index, u8),
    Insert(prop::sample::Index, &'static str),
    /// From here on the file is another one.
    Splice(prop::sample::Index, prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let tokens = &[
        "<",
        ">",
        "/>",
        "</",
        "\"",
        "'",
        "&",
        ";",
        "&#0;",
        "&#x41;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<!DOCTYPE",
        "xmlns:",
        "xmlns=\"\"",
        "=",
        ":",
        " ",
        "\n",
        "\r",
        "\t",
        "\u{0}",
        "\u{FEFF}",
        "\u{FFFE}",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\\",
        "\\u0000",
        "\\ud800",
        "null",
        "1e9",
        "-",
        "{}",
        "[]",
    ][..];
    prop_oneof![
        (picks(), 1..200usize).prop_map(|(at, len)| Damage::Delete(at, len)),
        (picks(), 1..200usize).prop_map(|(at, len)| Damage::Duplicate(at, len)),
        (picks(), 0..8u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (picks(), prop::sample::select(tokens)).prop_map(|(at, token)| Damage::Insert(at, token)),
        (picks(), picks()).prop_map(|(at, from)| Damage::Splice(at, from)),
    ]
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>, other: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let len = bytes.len();
        match self {
            Damage::Delete(at, count) => {
                let at = at.index(len);
                bytes.drain(at..len.min(at + count));
            }
            Damage::Duplicate(at, count) => {
                let at = at.index(len);
                let again = bytes[at..len.min(at + count)].to_vec();
                bytes.splice(at..at, again);
            }
            Damage::Flip(at, bit) => bytes[at.index(len)] ^= 1 << bit,
            Damage::Insert(at, token) => {
                let at = at.index(len);
                bytes.splice(at..at, token.bytes());
            }
            Damage::Splice(at, from) => {
                bytes.truncate(at.index(len));
                bytes.extend_from_slice(&other[from.index(other.len())..]);
            }
        }
    }
}

fn hostile_text() -> impl Strategy<Value = String> {
    let texts = [
        "",
        " ",
        "  a  b ",
        "&#9;&#10;&#13;",
        "0",
        "-0",
        "+1",
        "01.",
        ".5",
        "1e3",
        "-1.50",
        "NaN",
        "99999999999999999999999999999999.99",
        "0.00000000000000000000000000000000001",
        "4.0",
        "3.3",
        "I",
        "N",
        "02",
        "ZZZ",
        "XEXX010101000",
        "2026-02-30T25:61:61",
        "2026-02-28T23:59:59",
        "http://www.sat.gob.mx/cfd/4",
        "urn:frontera:us-facts:1",
        "&lt;evil/&gt;",
        "&quot;",
        "ñ",
        "a\nb",
        "\u{85}",
        "\u{2028}",
        "\u{10FFFF}",
        "/extensions/mx",
        "json",
    ];
    prop::sample::select(texts.to_vec()).prop_map(str::to_owned)
}

fn hostile_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        hostile_text().prop_map(Value::String),
        any::<u32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!("\u{0}")),
        Just(json!("\u{FFFE}")),
        Just(json!({"name": "a", "children": ["b"]})),
        Just(json!({"timbre": true})),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map("[a-z_/~]{0,6}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Where the values of attributes stand, as far as plain quotes tell.
fn values_of(xml: &str) -> Vec<std::ops::Range<usize>> {
    let quote = if xml.contains("='") { '\'' } else { '"' };
    let quotes: Vec<usize> = xml.match_indices(quote).map(|(at, _)| at).collect();
    quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}
