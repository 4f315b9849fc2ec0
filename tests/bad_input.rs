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
use frontera::{Error, Format, InputProblem, Lang, Limits, MisuseProblem, Options};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{codes, convert, fixture, fixtures, flatten};

/// SAT's namespace as the default one: the shortest CFDI there is.
const CFDI: &str = r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/4" Version="4.0">"#;
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
        "▸<a><",
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
    let xml = r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/4" Version="4.0">
        <Addenda><p:a xmlns:p="u" xmlns="u" x="1" p:x="2" X="3"/></Addenda></Comprobante>"#;
    assert_eq!(convert(xml.as_bytes(), Format::UsJson).1.findings(), []);
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
#[ignore = "bug: an empty CDATA section beside the root, a nameless element and the namespace of xmlns are taken for XML"]
fn xml_that_is_not_well_formed_and_taken() {
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
#[ignore = "bug: pseudo-attributes of the XML declaration are not checked"]
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
#[ignore = "bug: `&` before a blank is called an entity where a `;` follows somewhere"]
fn an_ampersand_before_a_blank_is_no_entity() {
    for case in ["<a>R ▸& D; Co</a>", "<a b=\"R ▸& D; Co\"/>", "<a>▸&;</a>", "<a b=\"▸&1;\"/>"] {
        assert_refused(case, NotWellFormed);
    }
}

/// quick-xml counts from the last single hyphen: <https://github.com/tafia/quick-xml>.
#[test]
#[ignore = "bug: two hyphens after a single one are shown too far left"]
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
#[ignore = "bug: white space and a byte order mark before the wrong character are not counted"]
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
#[ignore = "bug: UTF-16 JSON without a byte order mark is called not well-formed"]
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
    for encoding in ["ISO-8859-1", "iso-8859-15", "Windows-1252", "US-ASCII", "utf-8"] {
        let xml = format!("<?xml version='1.0' encoding='{encoding}' standalone='yes'?>{CFDI}</Comprobante>");
        assert_eq!(convert(xml.as_bytes(), Format::UsJson).0, plain, "{encoding}");
    }
}

#[test]
fn a_byte_order_mark_changes_nothing_that_is_read() {
    let xml = fixture("cfdi/odd-text.xml");
    let json = convert(&xml, Format::UsJson).0;
    for bytes in [xml, json] {
        let marked = [b"\xEF\xBB\xBF", &bytes[..]].concat();
        for to in Format::ALL {
            assert_eq!(
                frontera::convert(&marked, to, &Options::default()),
                frontera::convert(&bytes, to, &Options::default())
            );
        }
    }
}

/// Three bytes, and no column that an editor shows.
#[test]
#[ignore = "bug: XML positions leave out its three bytes, JSON columns count it"]
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
#[ignore = "bug: a finding has no place in JSON that begins with a byte order mark"]
fn findings_have_their_place_behind_a_byte_order_mark() {
    let json = format!("\u{FEFF}{JSON},\"series\":\"\\u0000\"}}");
    let report = frontera::convert(json.as_bytes(), Format::Cfdi, &Options::default()).unwrap().report;
    let finding = report.findings().iter().find(|finding| finding.code == "FRO-CFDI-009").unwrap();
    let position = finding.location.position(json.as_bytes()).unwrap();
    let (before, _) = json.split_once("\"\\u0000\"").unwrap();
    assert_eq!((position.offset, position.line, position.column), (before.len(), 1, before.chars().count()));
}

#[test]
#[ignore = "bug: panics; the second mark is passed over by quick-xml without being counted"]
fn two_byte_order_marks() {
    let xml = format!("\u{FEFF}\u{FEFF}{CFDI}</Comprobante>");
    assert_eq!(refused(xml.as_bytes()).kind(), Input(InputProblem::Format));
    let error = cfdi::read(xml.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(error.kind(), Input(NotWellFormed));
}

// What is XML and no CFDI 4.0.

#[test]
fn other_documents_are_named() {
    let cases = [
        ("<▸Comprobante xmlns=\"http://www.sat.gob.mx/cfd/3\" Version=\"3.3\"/>", Unsupported, "CFDI 3.3"),
        ("<▸cfdi:Comprobante xmlns:cfdi=\"http://www.sat.gob.mx/cfd/3\" version=\"3.2\"/>", Unsupported, "CFDI 3.2"),
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

// What is cut off.

/// A declaration, a letter of two bytes, comments, CDATA, a reference and an instruction.
const SMALL_CFDI: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- ñ -->\n\
    <c:Comprobante xmlns:c=\"http://www.sat.gob.mx/cfd/4\" Version=\"4.0\" Serie='Ñ&amp;&#65;'>\n  <c:Conceptos/>\n  \
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
        for end in (0..xml.len()).step_by(97) {
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
        "{▸}x".strip_suffix('x').map_or("", |_| "{\"a\"▸}"),
        "{▸a:1}",
        "{▸'a':1}",
        "{\"schema_version\"▸,\"1.0\"}",
        "{\"schema_version\":▸}",
        "{▸,}",
        "{\"schema_version\":\"1.0\"▸ \"document_type\":\"invoice\"}",
        "{\"schema_version\":\"1.0\",▸}",
        "{\"schema_version\":\"1.0\",\n▸/* c */}",
        "{\"schema_version\":\"1.▸\n0\"}",
        "{\"schema_version\":▸TRUE}",
        "{\"schema_version\":▸NaN}",
        "{\"schema_version\":nul▸}",
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
        "\"series\":\"\\u00▸g0\"",
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
    assert_refused("{\"document_type\":\"invoice\",\"schema_version\":▸1.0}", WrongValue);
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
            "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"attributes\":{\"b\":\"1\",\"b\":\"2▸\"}}]}}",
        ),
        (
            "/extensions/mx/complemento/0/children/0/xmlns",
            "\"extensions\":{\"mx\":{\"complemento\":[{\"name\":\"a\",\"children\":[{\"name\":\"b\",\
             \"xmlns\":{\"\":\"u\",\"\":\"v▸\"}}]}]}}",
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

#[test]
#[ignore = "bug: the place is counted from the beginning of the extension, and the pointer stops above it"]
fn a_fault_inside_an_extension_has_its_place() {
    let cases = [
        (Duplicate, "\n\"acme\":{\"a\":1,\"a▸\":2}"),
        (Duplicate, "\n\"acme\":\n {\"a\":[{\"b\":1,\n \"b▸\":2}]}"),
        (NotWellFormed, "\n\"acme\":{\"a\":\"\\ud800▸\"}"),
    ];
    for (problem, rest) in cases {
        let error = assert_refused(&format!("{JSON},\"extensions\":{{{rest}}}}}"), problem);
        assert!(error.pointer().is_some_and(|pointer| pointer.starts_with("/extensions/acme")), "{error}");
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
#[ignore = "bug: backticks in a field's name end it, and what follows shifts the list of known names"]
fn an_unknown_field_with_backticks_in_its_name() {
    let error = refused(format!("{JSON},\"series`\":1}}").as_bytes());
    assert_eq!(error.message(), "unknown field `series``; did you mean `series`?");
}

#[test]
#[ignore = "bug: the kind is told from serde's words, which quote the value"]
fn a_value_cannot_choose_the_kind_of_its_error() {
    for value in ["recursion limit exceeded", "duplicate field", "unknown field `x`"] {
        assert_refused(&format!("{JSON},\"totals\":{{\"total\":▸\"{value}\"}}}}"), WrongValue);
        assert_refused(&format!("{JSON},\"issue_date\":▸\"{value}\"}}"), WrongValue);
    }
}

/// serde's derived readers take a list for an object and an object for a name; the schema takes neither.
#[test]
#[ignore = "bug: lists stand for objects, and `{\"invoice\": null}` for `\"invoice\"`"]
fn json_objects_are_objects_and_names_are_names() {
    for rest in [
        "\"totals\":▸[\"100.00\"]",
        "\"seller\":▸[]",
        "\"lines\":[▸[\"1\",\"SKU\"]]",
        "\"lines\":[{\"unit\":▸[\"H87\"]}]",
        "\"extensions\":{\"mx\":▸[]}",
        "\"extensions\":{\"mx\":{\"complemento\":[▸[\"a\"]]}}",
        "\"lines\":[{\"taxability\":▸{\"taxable\":null}}]",
        "\"tax_rounding\":▸{\"line\":null}",
    ] {
        assert_refused(&format!("{JSON},{rest}}}"), WrongValue);
    }
    assert_refused("{\"schema_version\":\"1.0\",\"document_type\":▸{\"invoice\":null}}", WrongValue);
    let (list, place_of_list) = unmark("▸[\"1.0\",\"invoice\"]");
    let error = us::read(&list, &Limits::default()).unwrap_err();
    assert_eq!((error.kind(), place(&error)), (Input(WrongValue), place_of_list));
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
#[ignore = "bug: a number beyond a binary one is refused in an extension, which should pass as text"]
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
        format!("{CFDI}{before}{}<▸{name}>{}", open.repeat(60 - 1 - around), open.repeat(10_000))
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
            "{CFDI}<Conceptos><Concepto><ComplementoConcepto>{}</ComplementoConcepto></Concepto></Conceptos></Comprobante>",
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
    let mut report = frontera::Report::default();
    let written = cfdi::write(&reading.invoice, Default::default(), Default::default(), &mut report);
    assert_eq!(codes(&report), [] as [&str; 0]);
    let again = cfdi::read(&written.xml.unwrap(), &limits).unwrap().to_invoice().0;
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
#[ignore = "bug: the two or three deepest trees that JSON can hold are written as CFDI that the reader finds too deep"]
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
        // One byte fewer is looked into.
        assert_eq!(refused(&bytes[..128 << 20]).kind(), Input(NotWellFormed));
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
#[ignore = "bug: values, names and references are quoted whole"]
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
