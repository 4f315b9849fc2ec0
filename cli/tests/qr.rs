//! `frontera qr`: where it goes, as what, and of what there is none. What the codes say is read back in the library's tests.

mod support;

use std::path::Path;

use frontera::qr::Qr;
use support::*;

/// By hand, from the attributes of the fixture.
const ADDRESS: &str = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=F3C95789-ACE1-4954-AC5D-6BAED2EAC902\
                       &re=EKU9003173C9&rr=XEXX010101000&tt=28187.55&fe=b716nw==";

fn qr_to(path: &Path, more: &[&str]) -> Run {
    let mut command = command();
    command.args(["qr", "export-produce.xml", "-o"]).arg(path).args(more);
    ended(command.output().unwrap())
}

#[test]
fn what_it_says_alone() {
    let run = frontera(["qr", "export-produce.xml", "--format", "url"]).ended(0);
    assert_eq!((run.stdout, run.stderr), (format!("{ADDRESS}\n"), String::new()));
    let xml = read(cfdi("export-produce.xml"));
    assert_eq!(frontera_with(&xml, ["qr", "-", "--format", "url"]).ended(0).stdout, format!("{ADDRESS}\n"));
}

#[test]
fn the_name_of_the_file_says_which_format() {
    let folder = folder();
    let qr = Qr::new(ADDRESS).unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, more, expected) in [
        ("a.svg", &[][..], qr.svg().into_bytes()),
        ("a.PNG", &[], qr.png()),
        ("b.png", &["--format", "svg"], qr.svg().into_bytes()),
        ("c.bin", &["--format", "png"], qr.png()),
        ("d", &["--format", "url"], format!("{ADDRESS}\n").into_bytes()),
        // A file has no colours.
        ("e", &["--format", "text"], qr.text().into_bytes()),
    ] {
        let run = qr_to(&at(name), more).ended(0);
        assert!(run.stdout.is_empty() && run.stderr.is_empty(), "{name}");
        assert!(std::fs::read(at(name)).unwrap() == expected, "{name}");
    }
    let run = qr_to(&at("f.jpg"), &[]).ended(2);
    assert!(run.stderr.contains("f.jpg ends neither in .svg nor in .png; --format says what it is"), "{}", run.stderr);
    let run = qr_to(&at("a.svg"), &[]).ended(2);
    assert!(run.stderr.contains("a.svg exists; --force replaces it"), "{}", run.stderr);
    qr_to(&at("a.svg"), &["--force"]).ended(0);
    assert_eq!(names(&folder), ["a.PNG", "a.svg", "b.png", "c.bin", "d", "e"]);
}

/// Drawn with characters; colours only where a terminal takes them.
#[test]
fn standard_output_is_a_terminals() {
    let qr = Qr::new(ADDRESS).unwrap();
    assert_eq!(frontera(["qr", "export-produce.xml"]).ended(0).stdout, qr.text());
    assert_eq!(frontera(["qr", "export-produce.xml", "--format", "svg", "-o", "-"]).ended(0).stdout, qr.svg());
    let coloured = command().args(["qr", "export-produce.xml"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    let coloured = ended(coloured).ended(0).stdout;
    for line in coloured.lines() {
        assert!(line.starts_with("\x1B[38;5;16;48;5;231m") && line.ends_with("\x1B[0m"), "{line:?}");
    }
    assert_eq!(coloured.lines().count(), qr.text().lines().count());
}

#[test]
fn what_has_none_is_told() {
    let cases = [
        ("freight-retention-4.xml", "freight-retention-4.xml has no QR: it is not stamped"),
        // Sealed alone.
        ("professional-fees-retentions.xml", "it is not stamped"),
        ("no-such.xml", "cannot read no-such.xml"),
        // As `cadena` says it: only XML has one.
        ("../us/export-produce.json", "text outside the root element"),
    ];
    for (file, says) in cases {
        let folder = folder();
        let run = frontera(["qr", file, "-o", folder.path().join("x.svg").to_str().unwrap()]).ended(2);
        assert!(run.stderr.contains(says) && run.stdout.is_empty(), "{}", run.stderr);
        assert!(names(&folder).is_empty(), "nothing is written");
    }
    let changed = read(cfdi("export-produce.xml")).replace("EKU9003173C9", &"X".repeat(1 << 20));
    let run = frontera_with(&changed, ["qr", "-"]).ended(2);
    assert!(run.stderr.contains("/cfdi:Comprobante/cfdi:Emisor/@Rfc is not what SAT's schema says"), "{}", run.stderr);
    assert!(run.stderr.len() < 300, "{}", run.stderr.len());
    let run = frontera_with(&changed, ["qr", "-", "--max-bytes", "1000"]).ended(2);
    assert!(run.stderr.contains("--max-bytes"), "{}", run.stderr);
}

/// The command's own words are said in both languages.
#[test]
fn reasons_are_said_in_spanish() {
    let said = |args: &[&str]| frontera(["qr"].iter().chain(args).chain(&["--lang", "es"])).ended(2).stderr;
    assert!(said(&["freight-retention-4.xml"]).contains("freight-retention-4.xml no tiene QR: no está timbrado"));
    assert!(said(&["export-produce.xml", "-o", "x.jpg"]).contains("x.jpg no termina en .svg ni en .png"));
    let with = |was: &str, is: &str| {
        let xml = read(cfdi("export-produce.xml")).replacen(was, is, 1);
        frontera_with(xml, ["qr", "-", "--lang", "es"]).ended(2).stderr
    };
    assert!(with(" Sello=\"", " X=\"").contains("falta /cfdi:Comprobante/@Sello"));
    assert!(with(" Total=\"28187.55\"", " Total=\"1e3\"").contains("Total no es como lo pide el esquema del SAT"));
}

/// A Retenciones is no invoice, and has one.
#[test]
fn other_families_too() {
    let xml = r#"<r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/2" Version="2.0" Sello="...qsIe6w==">
        <r:Emisor RfcE="AAA010101AAA"/><r:Receptor><r:Extranjero NumRegIdTribR="1234567890"/></r:Receptor>
        <r:Totales MontoTotOperacion="2000000.00"/><r:Complemento><t:TimbreFiscalDigital Version="1.1"
        xmlns:t="http://www.sat.gob.mx/TimbreFiscalDigital" UUID="4E3DD8EA-5220-8C42-85A8-E37F9D7502F8"/></r:Complemento>
        </r:Retenciones>"#;
    assert_eq!(
        frontera_with(xml, ["qr", "-", "--format", "url"]).ended(0).stdout,
        "https://prodretencionverificacion.clouda.sat.gob.mx/?id=4E3DD8EA-5220-8C42-85A8-E37F9D7502F8&re=AAA010101AAA\
         &nr=00000000001234567890&tt=2000000.0&fe=qsIe6w==\n"
    );
}
