//! A draft that substitutes a stamped CFDI: what differs from it, what is refused, what SAT's XSD and rules say of it.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use frontera::{Format, InputProblem, Intent, Lang, Options, Profile, Severity, Substituted, ValidateOptions};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use support::{attributes, codes, convert, convert_with, fixture, oracle};

/// The day and time of the drafts: after those of every fixture.
const FECHA: &str = "2026-11-28T10:30:00";

/// What a stamp of the tests says.
const UUID: &str = "5A8B2C1D-0E3F-4A6B-9C8D-7E6F5A4B3C2D";

fn substitute(stamped: &[u8], options: &Options) -> Substituted {
    let (date, time) = FECHA.split_once('T').unwrap();
    frontera::substitute(stamped, date.parse().unwrap(), time.parse().unwrap(), options).unwrap()
}

/// The draft, which must be one.
fn draft(stamped: &[u8], options: &Options) -> String {
    let Substituted { output, report, .. } = substitute(stamped, options);
    String::from_utf8(output.unwrap_or_else(|| panic!("no draft: {report:#?}"))).unwrap()
}

/// The document with a stamp of the tests' own, unless it has one.
fn stamped(xml: &[u8]) -> Vec<u8> {
    let xml = std::str::from_utf8(xml).unwrap();
    if xml.contains("TimbreFiscalDigital ") {
        return xml.as_bytes().to_vec();
    }
    let root = &xml[xml.rfind("</").unwrap() + 2..xml.rfind('>').unwrap()];
    let complemento = root.replace("Comprobante", "Complemento");
    let stamp = format!(
        "<tfd:TimbreFiscalDigital xmlns:tfd=\"http://www.sat.gob.mx/TimbreFiscalDigital\" Version=\"1.1\" UUID=\"{UUID}\" \
         FechaTimbrado=\"2026-06-01T12:00:00\" RfcProvCertif=\"SPR190613I52\" SelloCFD=\"c2VsbG8=\" \
         NoCertificadoSAT=\"30001000000500003456\" SelloSAT=\"c2VsbG8=\"/>"
    );
    let at = |end: String| xml.find(&end).map(|at| (at, stamp.clone()));
    let whole = format!("<{complemento}>{stamp}</{complemento}>");
    let addenda = format!("<{}", root.replace("Comprobante", "Addenda"));
    let before = |what: &str| xml.find(what).map(|at| (at, whole.clone()));
    let place = at(format!("</{complemento}>")).or_else(|| before(&addenda)).or_else(|| before(&format!("</{root}>")));
    let (at, text) = place.unwrap();
    format!("{}{text}{}", &xml[..at], &xml[at..]).into_bytes()
}

/// Every CFDI 4.0 of the fixtures, with its stamp or one of the tests'.
fn all_stamped() -> Vec<(String, Vec<u8>)> {
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    let files = support::fixtures().into_iter();
    files.map(|path| (name(&path), stamped(&std::fs::read(&path).unwrap()))).collect()
}

/// What stays in a substitute: attributes and texts by their place, but for those of seal, stamp, Fecha, relations and
/// Confirmacion, which has a test of its own.
fn what_stays(xml: &[u8]) -> BTreeMap<String, String> {
    let all = attributes(xml);
    let names = |at: &str| at.split('/').map(|step| step.rsplit(':').next().unwrap().to_owned()).collect::<Vec<_>>();
    let is_new = |at: &str| {
        let steps = names(at);
        let of_root = ["@Sello", "@Certificado", "@NoCertificado", "@Fecha", "@Confirmacion"]
            .contains(&steps.last().unwrap().as_str());
        let is_in = |name: &str| steps.iter().any(|step| step.starts_with(name));
        of_root && steps.len() == 3 || is_in("CfdiRelacionados[") || is_in("TimbreFiscalDigital[")
    };
    // A Complemento that held the stamp alone goes with it.
    let only_stamp = |at: &str| {
        let inside = format!("{at}/");
        names(at).last().unwrap().starts_with("Complemento[")
            && all.keys().filter(|other| other.starts_with(&inside)).all(|other| other.contains("TimbreFiscalDigital["))
    };
    let stay = all.iter().filter(|(at, _)| !is_new(at) && !only_stamp(at));
    stay.map(|(at, value)| (at.clone(), value.clone())).collect()
}

/// What differs that should stay. A rate is written with the six decimals of c_TasaOCuota, whatever literal it had.
fn differences(was: &[u8], is: &[u8]) -> Vec<String> {
    let (was, is) = (what_stays(was), what_stays(is));
    let number = |text: &String| text.trim_start_matches('+').parse::<Decimal>().ok();
    let same = |at: &str| match (was.get(at), is.get(at)) {
        (Some(was), Some(is)) if at.ends_with("/@TasaOCuota") => was == is || number(was) == number(is),
        (was, is) => was == is,
    };
    let places: BTreeSet<_> = was.keys().chain(is.keys()).filter(|at| !same(at)).collect();
    places.into_iter().map(|at| format!("{at}: {:?} is {:?}", was.get(at), is.get(at))).collect()
}

/// Relation and UUIDs of each CfdiRelacionados, in their order.
fn relations(xml: &[u8]) -> Vec<(String, Vec<String>)> {
    let attributes = attributes(xml);
    let nodes = attributes.iter().filter(|(at, _)| at.ends_with("/@TipoRelacion"));
    let mut nodes: Vec<_> = nodes.collect();
    nodes.sort_by_key(|(at, _)| at.len());
    let uuids = |node: &str| -> Vec<String> {
        let inside = format!("{}/", node.strip_suffix("/@TipoRelacion").unwrap());
        let mut uuids: Vec<_> =
            attributes.iter().filter(|(at, _)| at.starts_with(&inside) && at.ends_with("/@UUID")).collect();
        uuids.sort_by_key(|(at, _)| at.len());
        uuids.into_iter().map(|(_, uuid)| uuid.clone()).collect()
    };
    nodes.into_iter().map(|(at, relation)| (relation.clone(), uuids(at))).collect()
}

/// The UUID of the stamp, by the text alone.
fn uuid_of(stamped: &[u8]) -> String {
    let text = std::str::from_utf8(stamped).unwrap();
    let stamp = &text[text.find("TimbreFiscalDigital ").unwrap()..];
    stamp.split(" UUID=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The test's own eyes: what a draft loses, changes or invents is seen, texts among it.
#[test]
fn differences_are_seen() {
    let was = b"<a><b x=\"1\">text</b><c/></a>";
    for is in [
        "<a><b x=\"2\">text</b><c/></a>",
        "<a><b>text</b><c/></a>",
        "<a><b x=\"1\"/><c/></a>",
        "<a><b x=\"1\">other</b><c/></a>",
        "<a><b x=\"1\">text</b><c>new</c></a>",
        "<a><b x=\"1\">text</b></a>",
        "<a><b x=\"1\">text</b><c><![CDATA[new]]></c></a>",
    ] {
        assert!(!differences(was, is.as_bytes()).is_empty(), "{is}");
    }
    assert!(differences(was, was).is_empty());
    assert!(differences(was, b"<a><b x='1'><![CDATA[text]]></b><c/></a>").is_empty());
}

/// What must be wrong with a substitute for the test to fail: every difference, and whatever its own validation says.
fn faults(stamped: &[u8], draft: &[u8]) -> Vec<String> {
    let mut wrong = differences(stamped, draft);
    let validation = frontera::validate(draft, &ValidateOptions::default()).unwrap();
    if validation.profile != Some(Profile::Draft) || !validation.is_valid() {
        wrong.push(format!("{:?} {:?}", validation.profile, codes(&validation.report)));
    }
    let root = |name: &str| {
        attributes(draft).into_iter().find(|(at, _)| at.split('/').count() == 3 && at.ends_with(&format!("/@{name}")))
    };
    if ["Sello", "Certificado", "NoCertificado"].into_iter().any(|name| root(name).is_some()) {
        wrong.push("it has a seal".into());
    }
    if attributes(draft).keys().any(|at| at.contains("TimbreFiscalDigital[")) {
        wrong.push("it has a stamp".into());
    }
    if root("Fecha").is_none_or(|(_, fecha)| fecha != FECHA) {
        wrong.push(format!("its Fecha is not {FECHA}"));
    }
    let (was, mut is) = (relations(stamped), relations(draft));
    let uuid = uuid_of(stamped);
    let at = is.iter().position(|(relation, uuids)| relation == "04" && uuids.last() == Some(&uuid));
    match at {
        None => wrong.push(format!("relations {is:?}")),
        Some(at) => {
            is[at].1.pop();
            is.retain(|(_, uuids)| !uuids.is_empty());
            if is != was {
                wrong.push(format!("relations {was:?} are {is:?}"));
            }
        }
    }
    wrong
}

#[test]
fn a_substitute_differs_in_seal_stamp_fecha_and_relations_alone() {
    let (mut wrong, mut drafts, mut types) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (name, stamped) in all_stamped() {
        let Substituted { output, report, uuid, .. } = substitute(&stamped, &Options::default());
        let Some(draft) = output.filter(|_| !report.has_errors()) else {
            wrong.push(format!("{name}: {report:#?}"));
            continue;
        };
        assert_eq!(uuid.as_deref(), Some(&*uuid_of(&stamped)));
        wrong.extend(faults(&stamped, &draft).into_iter().map(|fault| format!("{name}: {fault}")));
        types.insert(attributes(&draft).into_iter().find(|(at, _)| at.ends_with("/@TipoDeComprobante")).unwrap().1);
        let with = substitute(&stamped, &Options::default().placeholder(true)).output.unwrap();
        drafts.push((name, with));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Each type is substituted by its own.
    assert_eq!(types.into_iter().collect::<String>(), "EINPT");
    let Some(oracle) = oracle::available("a_substitute_differs_in_seal_stamp_fecha_and_relations_alone") else {
        return;
    };
    let paths = oracle::write("substitutes", drafts.into_iter());
    for (verdict, path) in oracle.structure(&paths).iter().zip(&paths) {
        assert_eq!(verdict["ok"], true, "{}: {}", path.display(), verdict["errors"]);
    }
}

/// Whatever is stamped in public and valid, with its Addenda and complements.
#[test]
fn public_documents_that_are_valid_are_substituted() {
    let Some(oracle) = oracle::available("public_documents_that_are_valid_are_substituted") else { return };
    let (mut wrong, mut substituted, mut refused) = (Vec::new(), 0, 0);
    for sample in oracle.corpus().into_iter().filter(|sample| ["4.0", "3.3", "3.2"].contains(&&*sample.version)) {
        let stamped = std::fs::read(&sample.path).unwrap();
        let name = sample.path.file_name().unwrap().to_string_lossy().into_owned();
        // As a draft of that day, since some rules are younger than the document.
        let today = std::str::from_utf8(&stamped).unwrap();
        let fecha = today.split(" Fecha=\"").nth(1).map(|rest| &rest[..rest.find('"').unwrap()]);
        let today = fecha.map_or(today.to_owned(), |fecha| today.replacen(fecha, FECHA, 1));
        let options = ValidateOptions::default().profile(Profile::Draft);
        let Ok(validation) = frontera::validate(today.as_bytes(), &options) else { continue };
        if validation.uuid.is_none() {
            let unstamped = substitute(&stamped, &Options::default());
            assert!(unstamped.output.is_none() && codes(&unstamped.report).contains(&"FRO-SUB-001"), "{name}");
            continue;
        }
        let Substituted { output, report, .. } = substitute(&stamped, &Options::default());
        match output {
            Some(draft) => {
                substituted += 1;
                // What SAT leaves no choice in is filled in, and told.
                let filled = "/cfdi:Comprobante[1]/@FormaPago: None is Some(\"99\")";
                let faults = faults(&stamped, &draft).into_iter().filter(|fault| fault != filled);
                wrong.extend(faults.map(|fault| format!("{name}: {fault}")));
            }
            None => {
                refused += 1;
                assert!(report.has_errors(), "{name}: refused without a word");
                if sample.version == "4.0" && validation.report.violations().next().is_none() {
                    wrong.push(format!("{name}: valid, and {:?}", codes(&report)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((substituted, refused), (11, 17));
}

/// A document without a stamp has no UUID that could be named.
#[test]
fn what_is_not_stamped_is_refused() {
    for name in ["cfdi/maquila-services-export.xml", "cfdi/credit-note-01.xml", "cfdi33/export-avocado-33.xml"] {
        let Substituted { output, uuid, report, .. } = substitute(&fixture(name), &Options::default());
        assert_eq!((output, uuid), (None, None), "{name}");
        let errors = report.findings().iter().filter(|finding| finding.severity == Severity::Error);
        assert_eq!(errors.map(|error| error.code.as_str()).collect::<Vec<_>>(), ["FRO-SUB-001"], "{name}");
    }
    // Sealed and stamped are two things.
    let sealed = String::from_utf8(fixture("cfdi/export-produce.xml")).unwrap();
    let (before, rest) = sealed.split_once("<tfd:TimbreFiscalDigital").unwrap();
    let sealed = format!("{before}{}", rest.split_once("/>").unwrap().1);
    assert_eq!(
        frontera::validate(sealed.as_bytes(), &ValidateOptions::default()).unwrap().profile,
        Some(Profile::Sealed)
    );
    assert!(codes(&substitute(sealed.as_bytes(), &Options::default()).report).contains(&"FRO-SUB-001"));
}

#[test]
fn a_stamp_without_a_uuid_is_none() {
    let stamped = String::from_utf8(stamped(&fixture("cfdi/maquila-services-export.xml"))).unwrap();
    for (uuid, code) in [("", "FRO-SUB-001"), ("  ", "FRO-SUB-001"), ("5A8B2C1D", "FRO-SUB-002")] {
        let Substituted { output, report, .. } =
            substitute(stamped.replace(UUID, uuid).as_bytes(), &Options::default());
        assert!(output.is_none() && codes(&report).contains(&code), "{uuid:?}: {report:#?}");
    }
}

/// A second stamp, beside the first or in a Complemento of its own, and stamps that are not read as one: SAT's XSD has one
/// stamp, of version 1.1, empty.
fn odd_stamps() -> Vec<(&'static str, String)> {
    let xml = String::from_utf8(fixture("cfdi/export-produce.xml")).unwrap();
    let from = xml.find("<tfd:TimbreFiscalDigital").unwrap();
    let length = xml[from..].find("/>").unwrap() + 2;
    let (before, stamp, after) = (&xml[..from], &xml[from..from + length], &xml[from + length..]);
    let open = stamp.replace("/>", ">");
    let uuid = uuid_of(xml.as_bytes());
    let other = stamp.replace(&uuid, UUID);
    let close = "</tfd:TimbreFiscalDigital>";
    let default = stamp.replace("tfd:TimbreFiscalDigital", "TimbreFiscalDigital").replace("xmlns:tfd=", "xmlns=");
    let own = format!("</cfdi:Complemento><cfdi:Complemento>{other}");
    let with = |stamp: String| format!("{before}{stamp}{after}");
    vec![
        ("two", with(format!("{stamp}{other}"))),
        ("two, the second with a comment", with(format!("{stamp}{}<!-- again -->{close}", other.replace("/>", ">")))),
        ("two in two Complementos", with(format!("{stamp}{own}"))),
        (
            "two, the first of another version",
            with(format!("{}{other}", stamp.replace("Version=\"1.1\"", "Version=\"1.0\""))),
        ),
        ("a comment inside", with(format!("{open}<!-- stamped -->{close}"))),
        ("text inside", with(format!("{open}stamped{close}"))),
        ("an element inside", with(format!("{open}<tfd:Otro/>{close}"))),
        ("another version", with(stamp.replace("Version=\"1.1\"", "Version=\"2.0\""))),
        ("the default namespace, text inside", with(format!("{}x</TimbreFiscalDigital>", default.replace("/>", ">")))),
    ]
}

/// No draft has anything of a stamp, wherever it comes from; what is restored has all of it.
#[test]
fn a_draft_has_no_stamp_however_odd() {
    let of_stamp = |xml: &[u8]| attributes(xml).keys().filter(|at| at.contains("TimbreFiscalDigital[")).count();
    let draft = Options::default().intent(Intent::Draft);
    for (name, stamped) in odd_stamps() {
        let (restored, report) = convert(stamped.as_bytes(), Format::UsJson);
        assert!(!codes(&report).contains(&"FRO-SEAL-002"), "{name}");
        let again = convert(&restored, Format::Cfdi).0;
        assert_eq!(of_stamp(&again), of_stamp(stamped.as_bytes()), "{name}");
        for given in [stamped.as_bytes(), &restored] {
            let converted = frontera::convert(given, Format::Cfdi, &draft).unwrap();
            assert!(codes(&converted.report).contains(&"FRO-SEAL-002"), "{name}: {:#?}", converted.report);
            let xml = converted.output.unwrap_or_else(|| panic!("{name}: {:#?}", converted.report));
            assert_eq!(of_stamp(&xml), 0, "{name}: {}", String::from_utf8_lossy(&xml));
            let text = String::from_utf8(xml).unwrap();
            assert!(!text.contains("<cfdi:Complemento/>") && !text.contains("SelloSAT"), "{name}: {text}");
        }
    }
    // The same of a US invoice that brings a stamp as a complement, alone and beside another one.
    let stamp = json!({
        "name": "t:TimbreFiscalDigital", "xmlns": {"t": "http://www.sat.gob.mx/TimbreFiscalDigital"},
        "attributes": {"Version": "1.1", "UUID": UUID}
    });
    let leyendas = json!({
        "name": "leyendasFisc:LeyendasFiscales", "xmlns": {"leyendasFisc": "http://www.sat.gob.mx/leyendasFiscales"},
        "attributes": {"version": "1.0"},
        "children": [{"name": "leyendasFisc:Leyenda", "attributes": {"textoLeyenda": "Una leyenda"}}]
    });
    for (children, complements) in [(vec![stamp.clone()], 0), (vec![leyendas, stamp], 1)] {
        let mut invoice: Value = serde_json::from_slice(&fixture("us/draft-produce.json")).unwrap();
        let complemento = json!([{"name": "cfdi:Complemento", "children": children}]);
        support::merge(&mut invoice, json!({"extensions": {"mx": {"complemento": complemento}}}));
        let (xml, report) = convert(invoice.to_string().as_bytes(), Format::Cfdi);
        assert!(codes(&report).contains(&"FRO-SEAL-002"), "{report:#?}");
        assert_eq!(
            (of_stamp(&xml), String::from_utf8(xml).unwrap().matches("<cfdi:Complemento>").count()),
            (0, complements)
        );
    }
}

/// What is not clear is not substituted, and what is unclear is said.
#[test]
fn a_stamp_that_is_not_clear_is_refused() {
    for (name, stamped) in odd_stamps() {
        let (code, other) =
            if name.starts_with("two") { ("FRO-SUB-005", "FRO-SUB-006") } else { ("FRO-SUB-006", "FRO-SUB-005") };
        let (json, _) = convert(stamped.as_bytes(), Format::UsJson);
        for given in [stamped.as_bytes(), &json] {
            let Substituted { output, uuid, report, .. } = substitute(given, &Options::default());
            assert_eq!((output, uuid), (None, None), "{name}");
            let codes = codes(&report);
            assert!(codes.contains(&code) && !codes.contains(&other), "{name}: {codes:?}");
            assert!(!codes.contains(&"FRO-SUB-001") && !codes.contains(&"FRO-SUB-004"), "{name}: {codes:?}");
        }
        // The place is that of a stamp that is there.
        let report = substitute(stamped.as_bytes(), &Options::default()).report;
        let finding = report.findings().iter().find(|finding| finding.code == code).unwrap();
        let xpath = finding.location.xpath.as_deref().unwrap();
        let document = frontera::formats::cfdi::read(stamped.as_bytes(), &Default::default()).unwrap();
        assert!(document.value(&format!("{xpath}/@UUID")).is_some(), "{name}: {xpath}");
    }
}

#[test]
fn retenciones_are_refused_by_name() {
    for (version, namespace) in [
        ("2.0", "http://www.sat.gob.mx/esquemas/retencionpago/2"),
        ("1.0", "http://www.sat.gob.mx/esquemas/retencionpago/1"),
    ] {
        let xml = format!("<r:Retenciones xmlns:r=\"{namespace}\" Version=\"{version}\"/>");
        let (date, time) = ("2026-11-28".parse().unwrap(), "10:30:00".parse().unwrap());
        let error = frontera::substitute(xml.as_bytes(), date, time, &Options::default()).unwrap_err();
        assert_eq!(error.kind(), frontera::ErrorKind::Input(InputProblem::Unsupported));
        assert!(error.message().starts_with(&format!("a Retenciones {version} is not substituted")), "{error}");
        assert!(error.position().is_some());
    }
}

/// `credit-note-two-relations.xml` credits two documents (01) and is a return of another (03): see fixtures/cfdi/README.md.
#[test]
fn references_are_kept_and_04_has_a_node() {
    let relations_of = |name: &str| relations(draft(&stamped(&fixture(name)), &Options::default()).as_bytes());
    let mut was = relations(&fixture("cfdi/credit-note-two-relations.xml"));
    was.push(("04".into(), vec![UUID.into()]));
    assert_eq!(relations_of("cfdi/credit-note-two-relations.xml"), was);
    // One that substitutes already names both.
    let both = vec!["23CC390C-9354-40E3-8E1F-39485D23D1F3".to_owned(), UUID.to_owned()];
    assert_eq!(relations_of("cfdi/substitution-04.xml"), [("04".to_owned(), both)]);
}

/// The correction is made in the neutral JSON, which carries the stamp; what it says of its own UUID is not said twice.
#[test]
fn a_corrected_json_is_substituted() {
    let (json, _) = convert(&fixture("cfdi/export-produce.xml"), Format::UsJson);
    let uuid = uuid_of(&fixture("cfdi/export-produce.xml"));
    let mut json: Value = serde_json::from_slice(&json).unwrap();
    json["lines"][0]["description"] = json!("Corregido");
    let corrected = draft(json.to_string().as_bytes(), &Options::default());
    assert!(corrected.contains("Descripcion=\"Corregido\"") && !corrected.contains("Sello="));
    assert_eq!(relations(corrected.as_bytes()), [("04".to_owned(), vec![uuid.clone()])]);

    json["preceding_documents"] = json!([{"uuid": uuid.to_lowercase(), "relation": "substitution"}]);
    let corrected = draft(json.to_string().as_bytes(), &Options::default());
    assert_eq!(relations(corrected.as_bytes()), [("04".to_owned(), vec![uuid.to_lowercase()])]);

    json["preceding_documents"][0]["relation"] = json!("credit");
    let Substituted { output, report, .. } = substitute(json.to_string().as_bytes(), &Options::default());
    let own = report.findings().iter().find(|finding| finding.code == "FRO-SUB-003").unwrap();
    assert_eq!((output, own.location.pointer.as_deref()), (None, Some("/preceding_documents/0/uuid")));
    // SAT's code, whatever the JSON calls it.
    assert_eq!(own.values.found.as_deref(), Some("01"));
    assert!(!codes(&report).contains(&"FRO-SUB-004"));
}

/// Of several nodes with several documents each, the one that names the document itself is the one that is pointed at.
#[test]
fn what_relates_to_itself_is_pointed_at() {
    let stamped = String::from_utf8(stamped(&fixture("cfdi/credit-note-two-relations.xml"))).unwrap();
    let documents: Vec<(String, Vec<String>)> = relations(stamped.as_bytes());
    assert_eq!(documents.iter().map(|(_, uuids)| uuids.len()).collect::<Vec<_>>(), [2, 3]);
    let places = [
        (&documents[0].1[0], "/cfdi:Comprobante/cfdi:CfdiRelacionados[1]/cfdi:CfdiRelacionado[1]/@UUID", "01", 0),
        (&documents[0].1[1], "/cfdi:Comprobante/cfdi:CfdiRelacionados[1]/cfdi:CfdiRelacionado[2]/@UUID", "01", 1),
        (&documents[1].1[2], "/cfdi:Comprobante/cfdi:CfdiRelacionados[2]/cfdi:CfdiRelacionado[3]/@UUID", "03", 4),
    ];
    for (uuid, xpath, relation, index) in places {
        let own = stamped.replace(uuid.as_str(), &UUID.to_lowercase());
        let Substituted { output, report, .. } = substitute(own.as_bytes(), &Options::default());
        let finding = report.findings().iter().find(|finding| finding.code == "FRO-SUB-003").unwrap();
        assert!(output.is_none() && !codes(&report).contains(&"FRO-SUB-004"));
        assert_eq!(finding.location.xpath.as_deref(), Some(xpath));
        assert_eq!(finding.location.pointer.as_deref(), Some(&*format!("/preceding_documents/{index}/uuid")));
        assert_eq!(finding.values.found.as_deref(), Some(relation));
        let document = frontera::formats::cfdi::read(own.as_bytes(), &Default::default()).unwrap();
        assert_eq!(document.value(xpath), Some(UUID.to_lowercase()));
    }
    // A relation without a name is none that could be quoted.
    let own = stamped.replace(places[0].0.as_str(), UUID).replace("TipoRelacion=\"01\"", "TipoRelacion=\"\"");
    let report = substitute(own.as_bytes(), &Options::default()).report;
    let finding = report.findings().iter().find(|finding| finding.code == "FRO-SUB-003").unwrap();
    for lang in [Lang::En, Lang::Es] {
        assert!(!finding.message(lang).contains("``"), "{}", finding.message(lang));
    }
}

/// Whatever error there is, also one of reading that stops no draft: there is none, and nothing says that there is.
#[test]
fn with_an_error_there_is_no_draft() {
    let stamped = String::from_utf8(fixture("cfdi/export-produce.xml")).unwrap();
    for (what, code) in [("<cfdi:Extra/>", "FRO-CFDI-002"), ("text", "FRO-CFDI-003")] {
        let odd = stamped.replacen("<cfdi:Emisor", &format!("{what}<cfdi:Emisor"), 1);
        let facts = Options::default().us_facts(frontera::UsFacts::Sidecar);
        let Substituted { output, sidecar, uuid, report, .. } = substitute(odd.as_bytes(), &facts);
        assert!(output.is_none() && sidecar.is_none() && codes(&report).contains(&code), "{what}: {report:#?}");
        assert!(!codes(&report).contains(&"FRO-SUB-004"));
        // What was to be substituted is known.
        assert_eq!(uuid.as_deref(), Some(&*uuid_of(stamped.as_bytes())));
    }
}

/// The fixture is of 2026-02-11T07:45:10; a second decides.
#[test]
fn a_draft_that_is_older_than_its_document_is_told() {
    let stamped = fixture("cfdi/export-produce.xml");
    let fecha = attributes(&stamped).remove("/cfdi:Comprobante[1]/@Fecha").unwrap();
    assert_eq!(fecha, "2026-02-11T07:45:10");
    for (date, time, is_told) in [
        ("2026-02-11", "07:45:09", true),
        ("2026-02-11", "07:45:10", false),
        ("2026-02-11", "07:45:11", false),
        ("2020-01-01", "23:59:59", true),
    ] {
        let Substituted { output, report, .. } =
            frontera::substitute(&stamped, date.parse().unwrap(), time.parse().unwrap(), &Options::default()).unwrap();
        let told = report.findings().iter().find(|finding| finding.code == "FRO-SUB-007");
        assert_eq!(told.is_some(), is_told, "{date}T{time}");
        if let Some(finding) = told {
            assert_eq!(finding.severity, Severity::Warning);
            assert_eq!(finding.values.expected.as_deref(), Some(&*fecha));
            assert_eq!(finding.values.found, Some(format!("{date}T{time}").as_str().into()));
        }
        assert!(output.is_some() || report.has_errors());
    }
}

/// A PAC takes the number of a confirmation once: CFDI40129.
#[test]
fn a_confirmation_is_not_used_twice() {
    let stamped = stamped(&fixture("cfdi/confirmation-eur.xml"));
    let Substituted { output, report, .. } = substitute(&stamped, &Options::default());
    let finding = report.findings().iter().find(|finding| finding.code == "FRO-SUB-008").unwrap();
    let number = attributes(&stamped).remove("/cfdi:Comprobante[1]/@Confirmacion");
    assert_eq!(finding.values.found.as_deref(), number.as_deref());
    assert_eq!(finding.location.as_str(), "/cfdi:Comprobante/@Confirmacion");
    assert!(!String::from_utf8(output.unwrap()).unwrap().contains("Confirmacion"));
    // A loss, which strict does not let pass.
    assert!(substitute(&stamped, &Options::default().strict(true)).output.is_none());
}

/// SAT's questions and answers on Carta Porte: IdCCP identifies a CFDI with its complement, and whoever issues makes it.
#[test]
fn a_carta_porte_keeps_its_number_and_that_is_told() {
    let number = "CCC12345-1234-1234-1234-123456789012";
    let invoice = String::from_utf8(stamped(&fixture("cfdi/maquila-services-export.xml"))).unwrap();
    let with = |namespace: &str, number: &str| {
        let carta = format!("<x:CartaPorte xmlns:x=\"{namespace}\" Version=\"3.1\" IdCCP=\"{number}\"/>");
        invoice.replacen("<tfd:", &format!("{carta}<tfd:"), 1)
    };
    let told = |xml: String| {
        let report = substitute(xml.as_bytes(), &Options::default()).report;
        let all: Vec<_> = report.findings().iter().filter(|finding| finding.code == "FRO-SUB-009").cloned().collect();
        all
    };
    for version in ["30", "31"] {
        let found = told(with(&format!("http://www.sat.gob.mx/CartaPorte{version}"), number));
        assert_eq!(found.len(), 1, "{version}");
        assert_eq!((found[0].severity, found[0].values.found.as_deref()), (Severity::Warning, Some(number)));
    }
    assert!(told(with("http://www.sat.gob.mx/CartaPorte20", "")).is_empty());
    assert!(told(with("http://example.com/CartaPorte31", number)).is_empty());
    assert!(told(invoice.clone()).is_empty());
}

/// Nobody issues with the RFC of the public: CFF 29-A, RMF 2.7.1.23.
#[test]
fn what_no_issuer_could_draft_is_refused() {
    let stamped = String::from_utf8(fixture("cfdi/export-produce.xml")).unwrap();
    let emisor = stamped.split("<cfdi:Emisor Rfc=\"").nth(1).unwrap().split('"').next().unwrap();
    let generic = stamped.replacen(&format!("Emisor Rfc=\"{emisor}\""), "Emisor Rfc=\"XAXX010101000\"", 1);
    let Substituted { output, report, .. } = substitute(generic.as_bytes(), &Options::default());
    assert_eq!((output, codes(&report)), (None, vec!["FRO-CASE-002"]));
}

/// A draft that breaks a rule is not given out, whatever the options say of validation.
#[test]
fn what_breaks_a_rule_is_not_given_out() {
    let stamped = String::from_utf8(fixture("cfdi/export-produce.xml")).unwrap();
    let wrong = stamped.replace("DomicilioFiscalReceptor=\"84000\"", "DomicilioFiscalReceptor=\"85621\"");
    assert_ne!(wrong, stamped);
    for options in [Options::default(), Options::default().validate(false)] {
        let Substituted { output, report, .. } = substitute(wrong.as_bytes(), &options);
        assert!(output.is_none() && report.has_errors(), "{report:#?}");
    }
}

/// What 3.3 does not say is asked for; with it the draft is a 4.0 that substitutes the 3.3.
#[test]
fn a_3_3_is_substituted_by_a_4_0() {
    let stamped = fixture("cfdi33/hotel-two-complementos-33.xml");
    let refused = substitute(&stamped, &Options::default());
    assert!(refused.output.is_none() && codes(&refused.report).contains(&"FRO-MAP-004"), "{:#?}", refused.report);
    let (json, _) = convert(&stamped, Format::UsJson);
    let mut json: Value = serde_json::from_slice(&json).unwrap();
    let mx = &mut json["extensions"]["mx"];
    mx["exportacion"] = json!("01");
    mx["receptor"]["domicilio_fiscal"] = json!("86991");
    mx["receptor"]["regimen_fiscal"] = json!("601");
    for line in json["lines"].as_array_mut().unwrap() {
        line["taxability"] = json!("taxable");
    }
    if let Some(tax) = json.pointer_mut("/tax_summary/0") {
        tax.as_object_mut().unwrap().remove("taxable_amount");
    }
    let Substituted { output, report, .. } = substitute(json.to_string().as_bytes(), &Options::default());
    let draft = output.unwrap_or_else(|| panic!("{report:#?}"));
    assert!(std::str::from_utf8(&draft).unwrap().contains("Version=\"4.0\""));
    assert_eq!(relations(&draft), [("04".to_owned(), vec![uuid_of(&stamped)])]);
    // The totals of the 3.3 stand.
    let root = |xml: &[u8], name: &str| attributes(xml).remove(&format!("/cfdi:Comprobante[1]/@{name}"));
    for name in ["SubTotal", "Descuento", "Total"] {
        assert_eq!(root(&draft, name), root(&stamped, name), "{name}");
    }
}

/// A 3.2 lacks so much that nothing but what is missing is said of it.
#[test]
fn of_a_3_2_what_is_missing_is_said() {
    let Substituted { output, report, uuid, .. } =
        substitute(&fixture("cfdi32/professional-fees-32.xml"), &Options::default());
    assert!(output.is_none() && uuid.is_some());
    assert!(codes(&report).contains(&"FRO-MAP-004") && codes(&report).contains(&"FRO-CFDI-022"), "{report:#?}");
}

/// US facts cross as in any draft, and strict lets no loss pass.
#[test]
fn us_facts_go_with_the_substitute() {
    let (json, _) = convert(&fixture("cfdi/export-produce.xml"), Format::UsJson);
    let mut json: Value = serde_json::from_slice(&json).unwrap();
    json["purchase_order_number"] = json!("PO-7");
    let with = convert(json.to_string().as_bytes(), Format::Cfdi).0;
    assert!(draft(&with, &Options::default()).contains("PO-7"));
    let sidecar = substitute(&with, &Options::default().us_facts(frontera::UsFacts::Sidecar));
    assert!(String::from_utf8(sidecar.sidecar.unwrap()).unwrap().contains("PO-7"));
    let strict = Options::default().us_facts(frontera::UsFacts::None).strict(true);
    let refused = substitute(&with, &strict);
    assert!(refused.output.is_none() && codes(&refused.report).contains(&"FRO-MAP-006"));
    // A seal that a draft cannot have is no loss.
    assert!(!substitute(&with, &Options::default().strict(true)).report.has_errors());
}

/// In the order of Anexo 20, as PACs take it; a draft without is told the same, and both come back as they were.
#[test]
fn placeholders_stand_in_the_place_of_the_seal() {
    let names = ["Sello", "Certificado", "NoCertificado"];
    let with = Options::default().placeholder(true);
    for (name, plain) in [("convert", Options::default()), ("draft", Options::default().intent(Intent::Draft))]
        .map(|(name, options)| (name, convert_with(&fixture("us/draft-produce.json"), Format::Cfdi, &options).0))
    {
        let attributes = attributes(&plain);
        assert!(
            names.iter().all(|attribute| !attributes.contains_key(&format!("/cfdi:Comprobante[1]/@{attribute}"))),
            "{name}"
        );
    }
    let (plain, _) = convert(&fixture("us/draft-produce.json"), Format::Cfdi);
    let (xml, report) = convert_with(&fixture("us/draft-produce.json"), Format::Cfdi, &with);
    assert!(!codes(&report).contains(&"FRO-DRAFT-040"));
    let text = String::from_utf8(xml.clone()).unwrap();
    let head = &text[..text.find(" SubTotal=").unwrap()];
    let at = |name: &str| head.find(&format!(" {name}=")).unwrap_or_else(|| panic!("{name}: {head}"));
    assert!(at("Fecha") < at("Sello") && at("Sello") < at("FormaPago"));
    assert!(at("FormaPago") < at("NoCertificado") && at("NoCertificado") < at("Certificado"));
    for (placeholder, count) in
        [(" Sello=\"\"", 1), (" NoCertificado=\"00000000000000000000\"", 1), (" Certificado=\"\"", 1)]
    {
        assert_eq!(text.matches(placeholder).count(), count, "{head}");
    }
    let removed = text
        .replace(" Sello=\"\"", "")
        .replace(" NoCertificado=\"00000000000000000000\"", "")
        .replace(" Certificado=\"\"", "");
    assert_eq!(removed.as_bytes(), plain);
    let validation = frontera::validate(&xml, &ValidateOptions::default()).unwrap();
    assert_eq!((validation.profile, validation.is_valid()), (Some(Profile::Draft), true));
    // Draft, JSON, draft: the same bytes, restored or drafted again.
    let (json, _) = convert(&xml, Format::UsJson);
    for options in [Options::default(), with.clone(), with.clone().intent(Intent::Draft)] {
        let (again, report) = convert_with(&json, Format::Cfdi, &options);
        assert_eq!(again, xml, "{options:?}");
        assert!(!codes(&report).contains(&"FRO-DRAFT-040") && !codes(&report).contains(&"FRO-SEAL-002"), "{report:#?}");
    }
    // Without the option a draft loses them: they were no facts.
    assert_eq!(convert_with(&json, Format::Cfdi, &Options::default().intent(Intent::Draft)).0, plain);
    let Some(oracle) = oracle::available("placeholders_stand_in_the_place_of_the_seal") else { return };
    let paths = oracle::write("placeholders", std::iter::once(("placeholder".to_owned(), xml)));
    assert_eq!(oracle.judge("xsd", &paths)[0]["ok"], true);
}

/// A sealed document, and a draft that has none, are restored as they were, which is said.
#[test]
fn placeholders_are_for_drafts() {
    let with = Options::default().placeholder(true);
    for name in ["cfdi/export-produce.xml", "cfdi/net-terms-ppd.xml"] {
        let (json, _) = convert(&fixture(name), Format::UsJson);
        let (plain, _) = convert(&json, Format::Cfdi);
        let (restored, report) = convert_with(&json, Format::Cfdi, &with);
        let has_them = String::from_utf8_lossy(&plain).contains(" Sello=\"\"");
        assert_eq!(restored, plain, "{name}");
        assert_eq!(codes(&report).contains(&"FRO-DRAFT-040"), !has_them, "{name}");
        let converted = frontera::convert(&json, Format::Cfdi, &with.clone().strict(true)).unwrap();
        assert_eq!(converted.output.is_none(), !has_them, "{name}");
    }
    let (plain, _) = convert(&fixture("us/draft-produce.json"), Format::Cfdi);
    let (json, _) = convert(&plain, Format::UsJson);
    let (restored, report) = convert_with(&json, Format::Cfdi, &with);
    assert!(restored == plain && codes(&report).contains(&"FRO-DRAFT-040"));
}
