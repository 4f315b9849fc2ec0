//! The cadena original, judged by SAT's own XSLT; and by hand, where a rule of XSLT is easily forgotten.

mod support;

use frontera::formats::cfdi::{self, Family};
use frontera::{Format, Limits};
use support::cadena::{differential, hex};
use support::disturb::{Change, mutate};
use support::generate::{Complements, Shape, complements, document};
use support::random::Random;
use support::{convert, from_env, oracle};

/// Every file of the public corpus, all families.
#[test]
fn the_public_corpus_agrees_with_sat() {
    let Some(oracle) = oracle::available("the_public_corpus_agrees_with_sat") else { return };
    let compared = differential(&oracle, "cadena-corpus", corpus(&oracle));
    assert!(compared.cadenas >= 140 && compared.stamps >= 30, "{compared:?}");
}

/// Every fixture of the project.
#[test]
fn the_fixtures_agree_with_sat() {
    let Some(oracle) = oracle::available("the_fixtures_agree_with_sat") else { return };
    let compared = differential(&oracle, "cadena-fixtures", fixtures());
    assert_eq!(compared.unanswered, 0);
}

/// At least 2,000 documents: every family with every complement, each of them several times, and every type; all that SAT's
/// XSD leaves open is there in some and missing in others. `FRONTERA_DOCUMENTS` asks for more.
#[test]
fn generated_documents_agree_with_sat() {
    let Some(oracle) = oracle::available("generated_documents_agree_with_sat") else { return };
    let each = u64::from(from_env("FRONTERA_DOCUMENTS", 6));
    let mut documents = Vec::new();
    for family in Family::ALL.iter().copied() {
        for at in complements() {
            for seed in 0..each {
                let (odd, complements) = (seed % 2 == 1, Complements::Only(at));
                let shape = Shape { seed, family, odd, foreign: true, complements, ..Shape::default() };
                documents.push((format!("{family}-{at}-{seed}"), document(shape).into_bytes()));
            }
        }
        for tipo in ['I', 'E', 'T', 'P', 'N'] {
            for seed in 0..each * 4 {
                let (odd, foreign) = (seed % 2 == 0, seed % 3 == 0);
                let shape = Shape { seed, family, tipo, odd, foreign, ..Shape::default() };
                documents.push((format!("{family}-{tipo}-{seed}"), document(shape).into_bytes()));
            }
        }
    }
    let count = documents.len();
    assert!(count >= 2_000, "{count} documents");
    let compared = differential(&oracle, "cadena-generated", documents);
    assert_eq!((compared.cadenas, compared.unanswered), (count, 0));
    assert!(compared.stamps >= 50, "{compared:?}");
}

/// The same documents made odd: whatever is well-formed has a cadena. `FRONTERA_MUTANTS` asks for more of each.
#[test]
fn mutated_documents_agree_with_sat() {
    let Some(oracle) = oracle::available("mutated_documents_agree_with_sat") else { return };
    let each = from_env("FRONTERA_MUTANTS", 5);
    let originals: Vec<(String, String)> = corpus(&oracle)
        .chain(fixtures())
        .filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?)))
        .map(|(name, xml)| (name, xml.trim_start_matches('\u{feff}').to_owned()))
        .filter(|(_, xml)| cfdi::read(xml.as_bytes(), &Limits::default()).is_ok())
        .collect();
    let mut random = Random::new(u64::from(from_env("FRONTERA_SEED", 1)));
    let mut documents = Vec::new();
    for (name, xml) in &originals {
        for nth in 0..each {
            let donor = &originals[random.below(originals.len())].1;
            let mut changes: Vec<Change> = Change::ALL.into_iter().filter(|_| random.chance(1, 3)).collect();
            changes.push(Change::ALL[nth as usize % Change::ALL.len()]);
            let mutant = mutate(xml, &changes, donor, &mut random);
            documents.push((format!("{name}-{nth}"), mutant.into_bytes()));
        }
    }
    let compared = differential(&oracle, "cadena-mutants", documents);
    assert!(compared.unanswered * 10 < compared.cadenas, "{compared:?}");
}

/// The digest that the JSON carries is one that anybody can compute from the document.
#[test]
fn the_json_carries_the_digest_of_the_cadena() {
    for (name, xml) in fixtures() {
        let json: serde_json::Value = serde_json::from_slice(&convert(&xml, Format::UsJson).0).unwrap();
        let digest = hex(read(&xml).cadena_sha256());
        assert_eq!(json["extensions"]["mx"]["sealed_sha256"], digest.as_str(), "{name}");
    }
}

#[test]
fn pieces_come_to_the_text() {
    for (name, xml) in fixtures() {
        let document = read(&xml);
        let mut bytes = Vec::new();
        document.cadena_to(&mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), document.cadena(), "{name}");
        let mut short = [0; 5];
        let error = document.cadena_to(&mut short[..]).unwrap_err();
        assert_eq!((error.kind(), &short[..]), (std::io::ErrorKind::WriteZero, &b"||4.0"[..]), "{name}");
    }
}

/// The oddities below have the cadena that was worked out by hand.
#[test]
fn rules_by_hand() {
    for (why, xml, expected) in oddities() {
        assert_eq!(read(xml.as_bytes()).cadena(), expected, "{why}");
    }
}

/// And the hand was right.
#[test]
fn rules_by_hand_agree_with_sat() {
    let Some(oracle) = oracle::available("rules_by_hand_agree_with_sat") else { return };
    let documents = oddities().enumerate().map(|(nth, (_, xml, _))| (format!("{nth}"), xml.into_bytes()));
    let compared = differential(&oracle, "cadena-rules", documents);
    assert_eq!((compared.cadenas, compared.unanswered), (CFDI_40.len() + OTHER_FAMILIES.len(), 0));
}

/// By hand: the first stamp of the document counts, wherever it is; other versions than SAT's have no cadena.
#[test]
fn the_stamp_is_the_first_one() {
    let stamped = |inside: &str| {
        let head = r#"<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" xmlns:t="http://www.sat.gob.mx/TimbreFiscalDigital" Version="4.0">"#;
        read(format!("{head}{inside}</c:Comprobante>").as_bytes()).cadena_tfd()
    };
    let first = "<c:Addenda><t:TimbreFiscalDigital Version='1.1' UUID='a'/></c:Addenda>";
    let second = "<c:Complemento><t:TimbreFiscalDigital version='1.0' UUID=' b '/></c:Complemento>";
    assert_eq!(stamped(&format!("{first}{second}")).as_deref(), Some("||1.1|a||||||"));
    assert_eq!(stamped(&format!("{second}{first}")).as_deref(), Some("||1.0|b|||||"));
    assert_eq!(stamped("<t:TimbreFiscalDigital Version='1.2'/>"), None);
    assert_eq!(stamped("<t:Timbre Version='1.1'/>"), None);
    assert_eq!(stamped(""), None);
}

/// Conceptos in Conceptos and Partes in Partes, which SAT's stylesheet finds again from each of them: 150 × 150 times the
/// one below, which is half a megabyte. Refused, and at once; the same depth without the loops is read.
#[test]
fn a_cadena_out_of_proportion_is_refused() {
    let document = |concepto: &str, parte: &str| {
        let (open, close) = ("<Conceptos>", "</Conceptos>");
        let nest = |name: &str, times: usize| (format!("<{name}>").repeat(times), format!("</{name}>").repeat(times));
        let pair = [concepto, "ComplementoConcepto"].map(|name| nest(name, 1));
        let conceptos = format!("{}{}", pair[0].0, pair[1].0).repeat(150);
        let ends = format!("{}{}", pair[1].1, pair[0].1).repeat(150);
        let partes = nest(parte, 150);
        let pedimento = format!("<InformacionAduanera NumeroPedimento='{}'/>", "1".repeat(500_000));
        format!(
            "<Comprobante xmlns='{}' Version='4.0'>{open}{conceptos}{}{pedimento}{}{ends}{close}</Comprobante>",
            cfdi::CFDI,
            partes.0,
            partes.1
        )
    };
    let start = std::time::Instant::now();
    let limits = Limits::default().depth(512);
    let error = cfdi::read(document("Concepto", "Parte").as_bytes(), &limits).unwrap_err();
    assert_eq!(error.kind(), frontera::ErrorKind::Input(frontera::InputProblem::TooLarge), "{error}");
    assert!(cfdi::read(document("Otro", "Otra").as_bytes(), &limits).is_ok());
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

fn read(xml: &[u8]) -> cfdi::Document<'_> {
    cfdi::read(xml, &Limits::default()).unwrap()
}

fn corpus(oracle: &oracle::Oracle) -> impl Iterator<Item = (String, Vec<u8>)> {
    oracle.corpus().into_iter().map(|sample| {
        let name = sample.path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&sample.path).unwrap())
    })
}

fn fixtures() -> impl Iterator<Item = (String, Vec<u8>)> {
    support::fixtures().into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&path).unwrap())
    })
}

/// Why, the document, and its cadena.
fn oddities() -> impl Iterator<Item = (&'static str, String, String)> {
    let cfdi_40 = CFDI_40.iter().map(|(why, inside, expected)| {
        let root = r#"<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" Version="4.0">"#;
        // Version, and eight required attributes that are not there.
        (*why, format!("{root}{inside}</c:Comprobante>"), format!("||4.0||||||||{expected}||"))
    });
    cfdi_40.chain(OTHER_FAMILIES.iter().map(|(why, xml, expected)| (*why, (*xml).into(), (*expected).into())))
}

/// By hand, from SAT's stylesheet and the rules of XSLT 1.0: what stands in a Comprobante without anything but its Version, and
/// what follows in the cadena.
const CFDI_40: &[(&str, &str, &str)] = &[
    (
        "an empty attribute is there",
        r#"<c:Complemento><n:INE xmlns:n="http://www.sat.gob.mx/ine" Version="1.1" TipoProceso="" TipoComite=""/></c:Complemento>"#,
        "|1.1||",
    ),
    (
        "a missing required one is an empty value",
        r#"<c:Complemento><n:INE xmlns:n="http://www.sat.gob.mx/ine"/></c:Complemento>"#,
        "||",
    ),
    (
        "blanks collapse in a value",
        "<c:InformacionGlobal Periodicidad=' a \t b&#10;' Meses='&#13;' Año='c&#160; d'/>",
        "|a b||c\u{a0} d",
    ),
    (
        "blanks of an unknown complement stay",
        "<c:Complemento> <x xmlns='u' a='1'> b\r\n<y><![CDATA[ <c> ]]></y><!-- d --><?e f?>&amp;&#13;</x> </c:Complemento>",
        " b\n <c> &\r",
    ),
    ("text where a template stops it is not in it", "t<c:Emisor Rfc='r'>t<x xmlns='u'>t</x></c:Emisor>t", "|r||"),
    ("an unknown child of the root is not in it", "<x xmlns='u'>t</x><c:Otro>t</c:Otro>", ""),
    ("the Addenda is not in it", "<c:Addenda>t<c:Emisor/></c:Addenda>", ""),
    ("a name in another namespace is another name", "<Emisor xmlns='u' Rfc='r'/>", ""),
    ("an attribute with a prefix is another one", "<c:Emisor c:Rfc='r' Nombre='n'/>", "||n|"),
    (
        "order is SAT's, repeated nodes stay in theirs",
        "<c:Receptor Rfc='b'/><c:Emisor Rfc='a'/><c:Emisor Rfc='c'/>",
        "|a|||c|||b||||",
    ),
    (
        "Parte at any depth, also in another Parte",
        "<c:Conceptos><c:Concepto><x xmlns='u'><c:Parte Descripcion='p'><c:Parte Descripcion='q'><c:InformacionAduanera NumeroPedimento='i'/></c:Parte></c:Parte></x></c:Concepto></c:Conceptos>",
        "||||||||||p|i|||q|i",
    ),
    (
        "an unknown element inside a Complemento lets its own known ones through",
        "<c:Complemento><x xmlns='u'>t<c:Emisor Rfc='r'/>u</x></c:Complemento>",
        "t|r||u",
    ),
    (
        "text inside an element is a value where SAT asks for one; of several the first",
        "<c:Complemento><d:detallista xmlns:d='http://www.sat.gob.mx/detallista' documentStructureVersion='v'><d:buyer/><d:buyer><d:gln> 1<x/> \n2<!-- 3 --><y>4</y> </d:gln><d:gln>5</d:gln></d:buyer></d:detallista></c:Complemento>",
        "|v|1 24|||",
    ),
    (
        "a complement of CFDI 3.2 is unknown to 4.0",
        "<c:Complemento><n:Nomina xmlns:n='http://www.sat.gob.mx/nomina' Version='1.0'>t</n:Nomina></c:Complemento>",
        "t",
    ),
];

/// By hand: what other families do that CFDI 4.0 does not.
const OTHER_FAMILIES: &[(&str, &str, &str)] = &[
    (
        "the first Domicilio that has the attribute gives it",
        r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/3" version="3.2"><Receptor rfc="r"><Domicilio calle="a"/><Domicilio calle="b" pais="p"/></Receptor></Comprobante>"#,
        // Version, seven required attributes, then rfc, calle, pais.
        "||3.2||||||||r|a|p||",
    ),
    (
        "one of several versions of a complement",
        r#"<Comprobante xmlns="http://www.sat.gob.mx/cfd/3" version="3.2"><Complemento><v:VentaVehiculos xmlns:v="http://www.sat.gob.mx/ventavehiculos" version="1.1" ClaveVehicular="c" Niv="n"/><v:VentaVehiculos xmlns:v="http://www.sat.gob.mx/ventavehiculos" version=" 1.1" ClaveVehicular="c" Niv="n"/></Complemento></Comprobante>"#,
        "||3.2||||||||1.1|c|n|1.1|c||",
    ),
    (
        "withheld taxes: their node has no template, so its text comes before its values",
        r#"<Retenciones xmlns="http://www.sat.gob.mx/esquemas/retencionpago/2" Version="2.0"><Totales><ImpRetenidos MontoRet="1"> t </ImpRetenidos></Totales></Retenciones>"#,
        // Version and four required; of Totales four; then the text, MontoRet and TipoPagoRet.
        "||2.0|||||||| t |1|||",
    ),
];
