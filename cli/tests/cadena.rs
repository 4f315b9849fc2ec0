//! `frontera cadena`: the text that a seal signs, to the byte.

mod support;

use support::*;

/// By hand, from the attributes of the fixture in the order of Anexo 20.
#[test]
fn exactly_what_is_signed_and_no_line_end() {
    let cadena = frontera(["cadena", "net-terms-ppd.xml"]).ended(0).stdout;
    let xml = read(cfdi("net-terms-ppd.xml"));
    let value = |name: &str| xml.split_once(&format!(" {name}=\"")).unwrap().1.split_once('"').unwrap().0.to_owned();
    let begin = ["Version", "Serie", "Folio", "Fecha", "FormaPago", "NoCertificado"].map(value).join("|");
    assert!(cadena.starts_with(&format!("||{begin}|")), "{cadena}");
    assert!(cadena.ends_with("||"), "{cadena}");
    // By hand: no attribute of the fixture holds a line end.
    assert!(!cadena.contains(['\n', '\r']), "{cadena}");
}

/// By hand: the seven values of a stamp of version 1.1, the optional one absent.
#[test]
fn the_stamps_own() {
    let cadena = frontera(["cadena", "--tfd", "export-produce.xml"]).ended(0).stdout;
    let xml = read(cfdi("export-produce.xml"));
    let stamp = xml.split_once("<tfd:TimbreFiscalDigital").unwrap().1.split_once('>').unwrap().0;
    let value = |name: &str| stamp.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0;
    let names = [" Version", "UUID", "FechaTimbrado", "RfcProvCertif", "SelloCFD", "NoCertificadoSAT"];
    assert_eq!(cadena, format!("||{}||", names.map(value).join("|")));
}

#[test]
fn through_standard_input() {
    let from_file = frontera(["cadena", "odd-text.xml"]).ended(0).stdout;
    let from_stdin = frontera_with(read(cfdi("odd-text.xml")), ["cadena", "-"]).ended(0).stdout;
    assert_eq!(from_file, from_stdin);
}

/// Every family has one, also those that are not converted.
#[test]
fn other_families_too() {
    let retenciones = r#"<r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/2" Version="2.0" NoCertificado="1"
        FechaExp="2026-03-01T10:00:00" LugarExpRetenc="85000" CveRetenc="26"/>"#;
    let run = frontera_with(retenciones, ["cadena", "-"]).ended(0);
    assert_eq!(run.stdout, "||2.0|1|2026-03-01T10:00:00|85000|26||");
}

#[test]
fn what_has_none_is_told() {
    let run = frontera(["cadena", "no-such.xml"]).ended(2);
    assert!(run.stderr.contains("no-such.xml"), "{}", run.stderr);
    frontera_with("<a", ["cadena", "-"]).ended(2);
    frontera_with("{}", ["cadena", "-"]).ended(2);
    let run = frontera_with("<a/>", ["cadena", "-"]).ended(2);
    assert!(run.stderr.contains("not a CFDI"), "{}", run.stderr);
    let unstamped = r#"<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" Version="4.0"/>"#;
    let run = frontera_with(unstamped, ["cadena", "--tfd", "-"]).ended(2);
    assert!(run.stderr.contains("no stamp") && run.stdout.is_empty(), "{}", run.stderr);
}
