//! The expresión impresa: what the QR of a printed CFDI says. Expected texts are by hand from Anexo 20, from the published
//! tests of phpcfdi/cfdi-expresiones, and of satcfdi.

mod support;

use frontera::Limits;
use frontera::formats::cfdi::{self, NoExpression};
use proptest::prelude::*;
use support::{fixture, fixtures, fixtures_of, oracle};

const SAT: &str = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx";
const SAT_RETENCIONES: &str = "https://prodretencionverificacion.clouda.sat.gob.mx/";

fn expression(xml: impl AsRef<[u8]>) -> Result<String, NoExpression> {
    let limits = Limits::default().bytes(16 << 20);
    cfdi::read(xml.as_ref(), &limits).unwrap().expresion_impresa()
}

/// A stamped CFDI with these attributes.
fn comprobante(version: &str, root: &str, emisor: &str, receptor: &str, uuid: &str) -> String {
    let (major, attribute, rfc) = match version {
        "4.0" => ("4", "Version", "Rfc"),
        "3.3" => ("3", "Version", "Rfc"),
        _ => ("3", "version", "rfc"),
    };
    let [emisor, receptor] = [emisor, receptor].map(|rfc| rfc.replace('&', "&amp;"));
    format!(
        r#"<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/{major}" {attribute}="{version}" {root}>
        <c:Emisor {rfc}="{emisor}"/><c:Receptor {rfc}="{receptor}"/><c:Conceptos/>
        <c:Complemento><t:TimbreFiscalDigital xmlns:t="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1"
        UUID="{uuid}"/></c:Complemento></c:Comprobante>"#
    )
}

/// A stamped Retenciones 2.0.
fn retenciones(receptor: &str, total: &str) -> String {
    format!(
        r#"<r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/2" Version="2.0" Sello="...qsIe6w==">
        <r:Emisor RfcE="AAA010101AAA"/><r:Receptor>{receptor}</r:Receptor><r:Totales MontoTotOperacion="{total}"/>
        <r:Complemento><t:TimbreFiscalDigital xmlns:t="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1"
        UUID="4E3DD8EA-5220-8C42-85A8-E37F9D7502F8"/></r:Complemento></r:Retenciones>"#
    )
}

/// By hand, from the attributes of the fixtures.
#[test]
fn the_fixtures() {
    let cases = [
        // A whole number keeps a digit behind the point, zeros that say nothing go.
        (
            "cfdi/addenda-foreign-namespace",
            "?id=B459071A-FB8A-4F9E-BF72-C46DCA8FBE35&re=EKU9003173C9&rr=H&amp;E951128469&tt=19024.0&fe=r5DsxA==",
        ),
        (
            "cfdi/payroll-fortnight",
            "?id=73F80E52-A369-48B5-A441-4C46F147ECF9&re=EKU9003173C9&rr=FUNK671228PH6&tt=7592.3&fe=ksuCcg==",
        ),
        // Of a receipt of payments SAT asks for the total of the CFDI, which is zero.
        (
            "cfdi/payment-receipt-usd",
            "?id=004498F4-B987-47C1-8C9C-26A813678D7A&re=EKU9003173C9&rr=XEXX010101000&tt=0.0&fe=tIHYZg==",
        ),
        // Total="0656.04".
        (
            "cfdi/odd-literals",
            "?id=F1260EBC-7D56-4B56-B714-DC919B27DBDF&re=H&amp;E951128469&rr=URE180429TM6&tt=656.04&fe=TxvD9g==",
        ),
        // The stamp is in the second Complemento.
        (
            "cfdi33/hotel-two-complementos-33",
            "?id=5D0C1E3B-7A94-4C0E-9F3D-0B7A4E5C9A11&re=EKU9003173C9&rr=URE180429TM6&tt=6500.85&fe=Bw2aAA==",
        ),
        (
            "cfdi33/odd-literals-33",
            "?id=A41F6B52-0C3E-4D77-8E21-95D3C7F80B16&re=EKU9003173C9&rr=XAXX010101000&tt=349.16&fe=LNRxhg==",
        ),
    ];
    for (name, query) in cases {
        assert_eq!(expression(fixture(&format!("{name}.xml"))).unwrap(), format!("{SAT}{query}"), "{name}");
    }
    assert_eq!(
        expression(fixture("cfdi32/professional-fees-32.xml")).unwrap(),
        "?re=EKU9003173C9&rr=URE180429TM6&tt=0000017160.000000&id=7B3E9D14-6A0F-4C58-B2E7-1D4F8A9C0E63"
    );
}

/// The examples of phpcfdi/cfdi-expresiones (README and tests), but for `Ñ`, which stands there as it is; in an address it is
/// what a browser sends.
#[test]
fn published_examples() {
    let cases = [
        (
            comprobante(
                "4.0",
                r#"Total="2320.00" Sello="xxyl2MKg==""#,
                "EKU9003173C9",
                "AABF800614HI0",
                "66933DFF-5507-5460-9EF0-9D0BB068A54A",
            ),
            format!(
                "{SAT}?id=66933DFF-5507-5460-9EF0-9D0BB068A54A&re=EKU9003173C9&rr=AABF800614HI0&tt=2320.0&fe=yl2MKg=="
            ),
        ),
        (
            comprobante(
                "3.3",
                r#"Total="1234.5678" Sello="xx23456789""#,
                "Ñ&A010101AAA",
                "Ñ&A991231AA0",
                "CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC",
            ),
            format!(
                "{SAT}?id=CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC&re=%C3%91&amp;A010101AAA&rr=%C3%91&amp;A991231AA0&tt=1234.5678\
                 &fe=23456789"
            ),
        ),
        (
            comprobante(
                "3.2",
                r#"total="1234.567800" sello="""#,
                "AAA010101AAA",
                "COSC8001137NA",
                "CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC",
            ),
            "?re=AAA010101AAA&rr=COSC8001137NA&tt=0000001234.567800&id=CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC".into(),
        ),
        (
            retenciones(r#"<r:Extranjero NumRegIdTribR="1234567890"/>"#, "2000000.00"),
            format!(
                "{SAT_RETENCIONES}?id=4E3DD8EA-5220-8C42-85A8-E37F9D7502F8&re=AAA010101AAA&nr=00000000001234567890&tt=2000000.0\
                 &fe=qsIe6w=="
            ),
        ),
        (
            retenciones(r#"<r:Nacional RfcR="SUL010720JN8"/>"#, "4076.73"),
            format!(
                "{SAT_RETENCIONES}?id=4E3DD8EA-5220-8C42-85A8-E37F9D7502F8&re=AAA010101AAA&rr=SUL010720JN8&tt=4076.73\
                 &fe=qsIe6w=="
            ),
        ),
    ];
    for (xml, expected) in cases {
        assert_eq!(expression(xml).unwrap(), expected);
    }
}

/// Files of the public corpus with the expected values of the repositories that they are from (phpcfdi/cfdi-expresiones,
/// tests/Unit/Extractors).
#[test]
fn published_examples_of_whole_files() {
    let Some(oracle) = oracle::available("published_examples_of_whole_files") else { return };
    let corpus = oracle.corpus();
    let file = |name: &str| {
        let found = corpus.iter().find(|it| it.path.file_name().unwrap().to_str().unwrap().starts_with(name));
        std::fs::read(&found.unwrap_or_else(|| panic!("{name} is in the corpus")).path).unwrap()
    };
    let cases = [
        (
            "707a0585",
            "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC\
             &re=POT9207213D6&rr=DIM8701081LA&tt=2010.01&fe=/OAgdg==",
        ),
        (
            "122dd812",
            "?re=AAA010101AAA&nr=00000000001234567890&tt=0002000000.000000&id=fc1b47b2-42f3-4ca2-8587-36e0a216c4d5",
        ),
        ("2084817d", "?re=AAA010101AAA&rr=SUL010720JN8&tt=0002000000.000000&id=fc1b47b2-42f3-4ca2-8587-36e0a216c4d5"),
    ];
    for (name, expected) in cases {
        assert_eq!(expression(file(name)).unwrap(), expected, "{name}");
    }
    let missing = "/retenciones:Retenciones/retenciones:Receptor/retenciones:Extranjero/@NumRegIdTrib";
    assert_eq!(expression(file("28569a70")), Err(NoExpression::Missing(missing.into())));
}

/// satcfdi's own address of everything in the corpus that it reads. DEPARTURE: it writes values as they stand (the total's
/// zeros, `&`, `Ñ`, blanks around), a Retenciones' receiver last, and knows the address of CFDI 3.3 alone where SAT had an
/// expression without one, so parameters are compared, each by its meaning.
#[test]
fn the_public_corpus_agrees_with_satcfdi() {
    let Some(oracle) = oracle::available("the_public_corpus_agrees_with_satcfdi") else { return };
    const SCRIPT: &str = r#"
import json, sys
from satcfdi.cfdi import CFDI
for name in sys.stdin.read().splitlines():
    try:
        print(json.dumps(CFDI.from_file(name).verifica_url), flush=True)
    except Exception:
        print("null", flush=True)
"#;
    let files: Vec<_> = oracle.corpus().into_iter().map(|sample| sample.path).collect();
    let mut compared = 0;
    for (path, theirs) in files.iter().zip(oracle.ask(SCRIPT, &files)) {
        let Some(theirs) = theirs.as_str() else { continue };
        let ours = expression(std::fs::read(path).unwrap()).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        // Of what has no address the parameters are the same but for `fe`.
        assert!(ours.starts_with('?') || ours.split('?').next() == theirs.split('?').next(), "{ours}\n{theirs}");
        // In theirs a bare `&` may stand in an RFC: a parameter begins with its name.
        let theirs = meaning(&theirs.replace("H&E", "H&amp;E").replace("E&Ñ", "E&amp;Ñ"));
        for parameter in meaning(&ours) {
            assert!(theirs.contains(&parameter), "{}: {parameter:?} is not in {theirs:?}", path.display());
        }
        compared += 1;
    }
    assert!(compared >= 25, "satcfdi has read {compared}");
}

/// The parameters of an expression, `&` and `Ñ` as in the document, the total without its zeros.
fn meaning(expression: &str) -> Vec<(String, String)> {
    let (_, query) = expression.split_once('?').unwrap();
    let query = query.replace("&amp;", "＆");
    let parameters = query.split('&').map(|parameter| parameter.split_once('=').unwrap());
    let mut parameters: Vec<_> = parameters
        .map(|(name, value)| {
            let value = value.replace('＆', "&").replace("%C3%91", "Ñ").trim().to_owned();
            let value = match name {
                "tt" if value.contains('.') => value.trim_matches('0').trim_end_matches('.').to_owned(),
                "tt" => value.trim_start_matches('0').to_owned(),
                _ => value,
            };
            (name.to_owned(), value)
        })
        .collect();
    parameters.sort();
    parameters
}

/// No fixture without stamp has one; each with a stamp has.
#[test]
fn only_what_is_stamped_has_one() {
    let mut counts = (0, 0);
    let files = fixtures().into_iter().chain(fixtures_of("cfdi33")).chain(fixtures_of("cfdi32"));
    for path in files {
        let xml = std::fs::read_to_string(&path).unwrap();
        let stamped = xml.contains("TimbreFiscalDigital ");
        match expression(&xml) {
            Ok(text) => assert!(stamped && text.is_ascii(), "{}: {text}", path.display()),
            Err(why) => assert!(!stamped && why == NoExpression::NotStamped, "{}: {why}", path.display()),
        }
        *(if stamped { &mut counts.0 } else { &mut counts.1 }) += 1;
    }
    assert!(counts.0 >= 16 && counts.1 >= 30, "{counts:?}");
}

/// What no document that SAT stamped can say is a reason with its place, however long it is.
#[test]
fn what_is_wrong_is_named() {
    const UUID: &str = "66933DFF-5507-5460-9EF0-9D0BB068A54A";
    let sound = r#"Total="1.00" Sello="yl2MKg==""#;
    let long = "A".repeat(2 << 20);
    let at = |path: &str| path.to_owned();
    let of = |root: &str, emisor: &str, receptor: &str, uuid: &str| {
        expression(comprobante("4.0", root, emisor, receptor, uuid))
    };
    let rfc = "EKU9003173C9";
    assert!(of(sound, rfc, rfc, UUID).is_ok());

    let uuid = at("/cfdi:Comprobante/cfdi:Complemento/tfd:TimbreFiscalDigital/@UUID");
    assert_eq!(of(sound, rfc, rfc, " "), Err(NoExpression::NotStamped));
    for wrong in [
        &long,
        "66933DFF550754609EF09D0BB068A54A",
        "66933DFF-5507-5460-9EF0-9D0BB068A54G",
        "ñ6933DFF-5507-5460-9EF0-9D0BB068A54",
    ] {
        assert_eq!(of(sound, rfc, rfc, wrong), Err(NoExpression::Unreadable(uuid.clone())));
    }

    let emisor = at("/cfdi:Comprobante/cfdi:Emisor/@Rfc");
    assert_eq!(of(sound, "", rfc, UUID), Err(NoExpression::Missing(emisor.clone())));
    for wrong in [&long, "EKU9003173C9&rr=X", "eku9003173c9", "EKU 003173C9"] {
        assert_eq!(of(sound, wrong, rfc, UUID), Err(NoExpression::Unreadable(emisor.clone())));
    }
    let receptor = at("/cfdi:Comprobante/cfdi:Receptor/@Rfc");
    assert_eq!(of(sound, rfc, &long, UUID), Err(NoExpression::Unreadable(receptor)));

    let total = at("/cfdi:Comprobante/@Total");
    assert_eq!(of(r#"Sello="yl2MKg==""#, rfc, rfc, UUID), Err(NoExpression::Missing(total.clone())));
    for wrong in [&long, &"9".repeat(1 << 20), "1e3", "1.0000001", "1,000.00", "-1", "1000000000000000000"] {
        let root = format!(r#"Total="{wrong}" Sello="yl2MKg==""#);
        assert_eq!(of(&root, rfc, rfc, UUID), Err(NoExpression::Unreadable(total.clone())));
    }

    let sello = at("/cfdi:Comprobante/@Sello");
    assert_eq!(of(r#"Total="1" Sello=" &#10;""#, rfc, rfc, UUID), Err(NoExpression::Missing(sello.clone())));
    for wrong in ["2MKg==", "yl2MKg%3D%3D", "&amp;id=1&amp;x=2"] {
        let root = format!(r#"Total="1" Sello="{wrong}""#);
        assert_eq!(of(&root, rfc, rfc, UUID), Err(NoExpression::Unreadable(sello.clone())));
    }
    // A seal of megabytes has an end like any other.
    let root = format!(r#"Total="1" Sello="{long}yl2MKg==""#);
    assert!(of(&root, rfc, rfc, UUID).unwrap().ends_with("&tt=1.0&fe=yl2MKg=="));

    let foreigner = at("/retenciones:Retenciones/retenciones:Receptor/retenciones:Extranjero/@NumRegIdTribR");
    assert_eq!(expression(retenciones("<r:Extranjero/>", "1")), Err(NoExpression::Missing(foreigner.clone())));
    let number = format!(r#"<r:Extranjero NumRegIdTribR="{long}"/>"#);
    assert_eq!(expression(retenciones(&number, "1")), Err(NoExpression::Unreadable(foreigner)));
    let national = at("/retenciones:Retenciones/retenciones:Receptor/retenciones:Nacional/@RfcR");
    let both = r#"<r:Nacional RfcR="X"/><r:Extranjero NumRegIdTribR="1"/>"#;
    assert_eq!(expression(retenciones(both, "1")), Err(NoExpression::Unreadable(national)));
}

proptest! {
    /// Whatever stands in the attributes: an address is one, with its five parameters and nothing else, or there is none.
    #[test]
    fn an_address_is_an_address(
        total in prop_oneof!["[0-9]{1,20}(\\.[0-9]{0,8})?", ".{0,12}"],
        emisor in prop_oneof!["[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}", ".{0,16}"],
        sello in prop_oneof!["[A-Za-z0-9+/]{6,20}==", ".{0,16}"],
    ) {
        let plain = |text: &str| text.chars().filter(|c| !matches!(c, '<' | '&' | '"') && *c >= ' ' && !matches!(*c, '\u{FFFE}' | '\u{FFFF}')).collect::<String>();
        let root = format!(r#"Total="{}" Sello="{}""#, plain(&total), plain(&sello));
        let emisor: String = emisor.chars().filter(|c| *c == '&' || !plain(&c.to_string()).is_empty()).collect();
        let xml = comprobante("4.0", &root, &emisor, "XAXX010101000", "66933DFF-5507-5460-9EF0-9D0BB068A54A");
        if let Ok(text) = expression(&xml) {
            prop_assert!(text.is_ascii() && text.len() < 300 && !text.contains(['"', '<', ' ']), "{}", text);
            let (address, query) = text.split_once('?').unwrap();
            prop_assert_eq!(address, SAT);
            let query = query.replace("&amp;", "%26");
            let names: Vec<_> = query.split('&').map(|parameter| parameter.split_once('=').unwrap().0).collect();
            prop_assert_eq!(names, ["id", "re", "rr", "tt", "fe"]);
            let tt = query.split("&tt=").nth(1).unwrap().split('&').next().unwrap();
            let (whole, decimals) = tt.split_once('.').unwrap();
            prop_assert!((1..=18).contains(&whole.len()) && (1..=6).contains(&decimals.len()), "{}", tt);
            prop_assert!(whole == "0" || !whole.starts_with('0'), "{}", tt);
            prop_assert!(decimals == "0" || !decimals.ends_with('0'), "{}", tt);
        }
    }
}
