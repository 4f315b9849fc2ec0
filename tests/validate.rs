//! `validate`: what a document is checked as, in every family, and what is said where that does not fit.

mod support;

use frontera::formats::cfdi::{self, Family};
use frontera::report::{Fault, FileReport};
use frontera::rules::Duplicates;
use frontera::{
    Error, ErrorKind, Format, InputProblem, Lang, Profile, Report, Severity, Source, ValidateOptions, Validation,
};
use serde_json::Value;

fn validate(bytes: &[u8], options: &ValidateOptions) -> Validation {
    frontera::validate(bytes, options).unwrap()
}

/// The codes that are about the seal: these documents are bare, and their structure is another matter.
fn codes(report: &Report) -> Vec<&str> {
    report.findings().iter().map(|finding| finding.code.as_str()).filter(|code| code.starts_with("FRO-SEAL")).collect()
}

/// A document of a family with these attributes for its seal, and a stamp or none.
fn document(family: Family, seal: [&str; 3], stamped: bool) -> String {
    let (version, names) = match family {
        Family::Cfdi32 => ("version", ["sello", "certificado", "noCertificado"]),
        Family::Retenciones10 => ("Version", ["Sello", "Cert", "NumCert"]),
        _ => ("Version", ["Sello", "Certificado", "NoCertificado"]),
    };
    let seal: String = names.iter().zip(seal).map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
    let stamp = match stamped {
        true => {
            "<d:Complemento/><d:Complemento><TimbreFiscalDigital xmlns=\"http://www.sat.gob.mx/TimbreFiscalDigital\"/></d:Complemento>"
        }
        false => "",
    };
    let (root, namespace) = (family.root(), family.namespace());
    format!("<d:{root} xmlns:d=\"{namespace}\" {version}=\"{}\"{seal}>{stamp}</d:{root}>", family.version())
}

#[test]
fn every_family_is_a_draft_sealed_or_stamped() {
    let full = ["c2VsbG8=", "Y2VydA==", "30001000000500003416"];
    for family in Family::ALL.iter().copied() {
        let of = |seal, stamped| {
            let validation = validate(document(family, seal, stamped).as_bytes(), &ValidateOptions::default());
            assert_eq!((validation.family, validation.format), (Some(family), Format::Cfdi));
            validation
        };
        let (draft, sealed, stamped) = (of(["", " \t", ""], false), of(full, false), of(full, true));
        assert_eq!(draft.profile, Some(Profile::Draft), "{family}");
        assert_eq!(codes(&draft.report), ["FRO-SEAL-004"], "{family}");
        let not_checked = draft.not_checked().filter(|finding| finding.code.as_str().starts_with("FRO-SEAL"));
        assert_eq!(not_checked.count(), 1);
        assert!(draft.report.findings().iter().all(|finding| !finding.location.as_str().ends_with("ello")), "{family}");
        assert_eq!((sealed.profile, codes(&sealed.report)), (Some(Profile::Sealed), vec![]), "{family}");
        assert_eq!((stamped.profile, codes(&stamped.report)), (Some(Profile::Stamped), vec![]), "{family}");
        // A certificate is put in before the seal is made.
        assert_eq!(of(["", full[1], full[2]], false).profile, Some(Profile::Draft), "{family}");
    }
}

/// Whoever takes the seal off a stamped document does not get a draft that nobody looks at.
#[test]
fn a_stamp_without_a_seal_is_no_draft() {
    for family in Family::ALL.iter().copied() {
        let xml = document(family, ["", "", "00000000000000000000"], true);
        let validation = validate(xml.as_bytes(), &ValidateOptions::default());
        assert_eq!(validation.profile, Some(Profile::Stamped));
        assert_eq!(codes(&validation.report), ["FRO-SEAL-006"; 3], "{family}");
    }
}

#[test]
fn what_is_missing_for_the_profile_asked_for_is_shown_where_it_should_stand() {
    let xml = document(Family::Retenciones20, ["", "", ""], false);
    let stamped = validate(xml.as_bytes(), &ValidateOptions::default().profile(Profile::Stamped));
    assert_eq!(codes(&stamped.report), ["FRO-SEAL-006", "FRO-SEAL-006", "FRO-SEAL-006", "FRO-SEAL-007"]);
    let source = Source::new(xml.as_bytes());
    let of_seal = stamped.report.findings().iter().filter(|finding| finding.code == "FRO-SEAL-006");
    for (finding, name) in of_seal.zip(["Sello", "Certificado", "NoCertificado"]) {
        assert_eq!(finding.location.as_str(), format!("/retenciones:Retenciones/@{name}"));
        let at = source.position(&finding.location).unwrap();
        assert!(xml[..at.offset].ends_with(&format!("{name}=\"")), "{name} at {at:?}");
    }
    let draft = ValidateOptions::default().profile(Profile::Draft);
    let sealed = document(Family::Cfdi40, ["x", "y", "1"], true);
    assert_eq!(codes(&validate(sealed.as_bytes(), &draft).report), ["FRO-SEAL-005"]);
}

#[test]
fn a_neutral_invoice_is_read_strictly() {
    let json = support::fixture("us/draft-produce.json");
    let validation = validate(&json, &ValidateOptions::default());
    assert_eq!((validation.format, validation.family, validation.profile), (Format::UsJson, None, None));
    assert!(validation.is_valid() && validation.report.is_empty());
    let error = frontera::validate(br#"{"schema_version": "1.0"}"#, &ValidateOptions::default()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Input(InputProblem::Value), "FRO-IN-013"));
    let as_xml = ValidateOptions::default().from(Format::Cfdi);
    assert!(frontera::validate(&json, &as_xml).is_err());
}

/// The values of nodes that the mapping does not know: complements, CFDI 3.3, Retenciones.
#[test]
fn a_value_is_read_by_its_path_anywhere() {
    let cases = [
        ("cfdi/payment-receipt-usd.xml", "/cfdi:Comprobante/cfdi:Complemento/pago20:Pagos/@Version", "2.0"),
        (
            "cfdi/payment-receipt-usd.xml",
            "/cfdi:Comprobante/cfdi:Complemento[1]/pago20:Pagos/pago20:Pago[1]/@MonedaP",
            "USD",
        ),
        ("cfdi/payroll-fortnight.xml", "/cfdi:Comprobante/cfdi:Complemento/nomina12:Nomina/@Version", "1.2"),
        ("cfdi/default-namespace.xml", "/cfdi:Comprobante/@Version", "4.0"),
    ];
    for (fixture, path, value) in cases {
        let bytes = support::fixture(fixture);
        let document = cfdi::read(&bytes, &Default::default()).unwrap();
        assert_eq!(document.value(path).as_deref(), Some(value), "{fixture} {path}");
        assert_eq!(document.value(&format!("{path}Nowhere")), None);
    }
    let xml = document(Family::Retenciones20, ["s", "c", "n"], true);
    let document = cfdi::read(xml.as_bytes(), &Default::default()).unwrap();
    assert_eq!(document.value("/retenciones:Retenciones/@Sello").as_deref(), Some("s"));
    assert_eq!(
        document.value("/retenciones:Retenciones/retenciones:Complemento[2]/tfd:TimbreFiscalDigital").as_deref(),
        Some("")
    );
    assert_eq!(document.value("/cfdi:Comprobante/@Version"), None);
}

/// A third party's validator reads the schema as we do; what it must refuse it refuses.
#[test]
fn reports_satisfy_their_schema() {
    let schema: Value = serde_json::from_str(frontera::report::SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let check = |report: FileReport| {
        let json = serde_json::to_value(report).unwrap();
        let errors: Vec<_> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{json:#}");
        json
    };
    for path in support::fixtures() {
        let xml = std::fs::read(&path).unwrap();
        let source = Source::new(&xml);
        for profile in Profile::ALL.iter().copied() {
            let validation = validate(&xml, &ValidateOptions::default().profile(profile));
            check(FileReport::new("x.xml", &validation, &source, Lang::Es));
        }
        let (json, report) = support::convert(&xml, Format::UsJson);
        check(FileReport::of_conversion("x.xml", &report, &source, Lang::En));
        let report = support::convert(&json, Format::Cfdi).1;
        check(FileReport::of_conversion("x.json", &report, &Source::new(&json), Lang::En));
    }
    let error = frontera::validate(b"{\"lines\": 5}", &ValidateOptions::default()).unwrap_err();
    let of_error = check(FileReport::of_error("x.json", &error, Lang::En));
    check(FileReport::of_error("x.json", &Error::unreadable("no such file"), Lang::En));

    for (pointer, value) in [
        ("/findings/0/code", Value::Null),
        ("/findings/0/severity", "fatal".into()),
        ("/findings/0/location/line", "1".into()),
        ("/findings/0/found", Value::Null),
        ("/valid", "yes".into()),
    ] {
        let mut bad = of_error.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&bad), "the schema takes {bad:#}");
    }
}

#[test]
fn limits_hold() {
    let xml = support::fixture("cfdi/export-produce.xml");
    let small = ValidateOptions::default().limits(frontera::Limits::default().bytes(100));
    assert_eq!(frontera::validate(&xml, &small).unwrap_err().code(), "FRO-IN-009");
}

/// The UUID of a stamp in every family, in whichever Complemento it stands; drafts and neutral invoices have none.
#[test]
fn a_stamped_document_has_its_uuid() {
    let full = ["c2VsbG8=", "Y2VydA==", "30001000000500003416"];
    let with = |family, uuid: &str| {
        document(family, full, true)
            .replace("TimbreFiscalDigital xmlns", &format!("TimbreFiscalDigital UUID=\"{uuid}\" xmlns"))
    };
    let mut duplicates = Duplicates::new();
    for (nth, family) in Family::ALL.iter().copied().enumerate() {
        let xml = with(family, " ad662d33-6934-459c-a128-bdf0393f0f4a\n");
        let validation = validate(xml.as_bytes(), &ValidateOptions::default());
        assert_eq!(validation.uuid.as_deref(), Some("ad662d33-6934-459c-a128-bdf0393f0f4a"), "{family}");
        let told = duplicates.check(&validation, family.name());
        assert_eq!(told.is_some(), nth > 0, "{family}");
        let Some(finding) = told else { continue };
        assert_eq!(finding.values.file.as_deref(), Some(Family::ALL[0].name()));
        // The stamp stands in the second Complemento.
        let at = finding.location.position(xml.as_bytes()).unwrap();
        assert!(xml[at.offset..].starts_with(" ad662d33"), "{family}");
        for lang in [Lang::En, Lang::Es] {
            assert!(finding.help(lang).contains(Family::ALL[0].name()), "{}", finding.help(lang));
        }
    }
    for xml in [with(Family::Cfdi40, " "), document(Family::Cfdi40, full, true), document(Family::Cfdi40, full, false)]
    {
        let validation = validate(xml.as_bytes(), &ValidateOptions::default());
        assert_eq!(validation.uuid, None);
        assert_eq!(duplicates.check(&validation, "none"), None);
        assert_eq!(duplicates.check(&validation, "none"), None);
    }
    let json = validate(&support::fixture("us/draft-produce.json"), &ValidateOptions::default());
    assert_eq!(json.uuid, None);
}

/// A finding of several files is chosen, and weighed, as those of one.
#[test]
fn a_finding_of_several_files_joins_the_report() {
    let xml = support::fixture("cfdi/export-produce.xml");
    let added = |options: ValidateOptions| {
        let options = options.only("FRO-DUP-001");
        let mut validation = validate(&xml, &options);
        let mut duplicates = Duplicates::new();
        assert_eq!(duplicates.check(&validation, "a"), None);
        let finding = duplicates.check(&validation, "b").unwrap();
        validation.add(finding, &options);
        validation.report.findings().iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(added(ValidateOptions::default()), [Severity::Warning]);
    assert_eq!(added(ValidateOptions::default().deny_warnings(true)), [Severity::Error]);
    assert_eq!(added(ValidateOptions::default().allow("FRO-DUP-001")), []);
}

/// What is sent to cost much: text in thousands of pieces, as many unknown complements, faults behind a long list.
#[test]
fn hostile_structure_is_judged_at_once() {
    let root =
        |inside: &str| format!("<Comprobante xmlns='http://www.sat.gob.mx/cfd/4' Version='4.0'>{inside}</Comprobante>");
    let many = |piece: &str| piece.repeat(200_000);
    let related = "<CfdiRelacionado UUID='5FB2822E-396D-4725-8521-CDC4BDD20CCF'/>";
    let start = std::time::Instant::now();
    for inside in [
        many("text<x/>"),
        format!("<Complemento>{}</Complemento>", many("text<x xmlns='urn:x'/>")),
        many("<Complemento><x xmlns='urn:x'/></Complemento>"),
        format!("<CfdiRelacionados>{}{}</CfdiRelacionados>", many(related), "<CfdiRelacionado UUID=''/>".repeat(2_000)),
        format!("<Conceptos>{}</Conceptos>", many("<Concepto ClaveProdServ='3116150'/>")),
    ] {
        let validation = validate(root(&inside).as_bytes(), &ValidateOptions::default());
        assert!(!validation.is_valid());
        let source = root(&inside);
        let source = Source::new(source.as_bytes());
        let places = validation.report.findings().iter().filter_map(|finding| source.position(&finding.location));
        assert_eq!(places.count(), validation.report.findings().len());
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Elements that stand wrong are shown where they are, whatever their prefix says and whichever version they are of.
#[test]
fn misplaced_elements_are_shown_where_they_stand() {
    let root = |inside: &str| {
        format!(
            "<cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/4' Version='4.0'><cfdi:Emisor/><cfdi:Receptor/>\
             <cfdi:Conceptos><cfdi:Concepto/></cfdi:Conceptos>{inside}</cfdi:Comprobante>"
        )
    };
    let tfd = "xmlns:t='http://www.sat.gob.mx/TimbreFiscalDigital'";
    let earlier = "xmlns:c='http://www.sat.gob.mx/cfd/3'";
    // Each `▸` begins the name of an element that a finding must show.
    for inside in [
        "<▸tfd:TimbreFiscalDigital xmlns:tfd='http://www.sat.gob.mx/TimbreFiscalDigital'/>".to_owned(),
        format!("<▸t:TimbreFiscalDigital {tfd}/><▸t:TimbreFiscalDigital {tfd}/>"),
        "<▸cfdi:Emisor xmlns:cfdi='http://www.sat.gob.mx/cfd/3'/>".to_owned(),
        "<▸cfdi:Foo xmlns:cfdi='urn:x'/><▸cfdi:Emisor/>".to_owned(),
        "<▸a:X xmlns:a='urn:x'/><▸b:X xmlns:b='urn:x'/><▸a:X xmlns:a='urn:x'/>".to_owned(),
        format!(
            "<cfdi:Complemento><c:Comprobante version='3.2' {earlier}><▸c:Otro/></c:Comprobante></cfdi:Complemento>"
        ),
        format!("<cfdi:Complemento><▸c:Emisor {earlier}/><▸c:Emisor {earlier}/></cfdi:Complemento>"),
        "<cfdi:Complemento><cfdi:Comprobante xmlns:cfdi='http://www.sat.gob.mx/cfd/3' version='3.2'>\
         <▸cfdi:Otro/></cfdi:Comprobante></cfdi:Complemento>"
            .to_owned(),
        "<cfdi:Complemento><pago20:Pagos xmlns:pago20='http://www.sat.gob.mx/Pagos20'><▸p:T \
         xmlns:p='http://www.sat.gob.mx/implocal'/></pago20:Pagos></cfdi:Complemento>"
            .to_owned(),
    ] {
        let marked = root(&inside);
        let xml = marked.replace('▸', "");
        let validation = validate(xml.as_bytes(), &ValidateOptions::default());
        let source = Source::new(xml.as_bytes());
        let shown: Vec<usize> = validation
            .report
            .findings()
            .iter()
            .filter(|it| {
                matches!(it.fault(), Some(Fault::UnexpectedElement | Fault::NothingAllowed | Fault::NotDeclared))
            })
            .map(|finding| source.position(&finding.location).unwrap().offset)
            .collect();
        let expected: Vec<usize> =
            marked.match_indices('▸').enumerate().map(|(before, (at, mark))| at - before * mark.len()).collect();
        assert_eq!(shown, expected, "{marked}");
        let named = validation.report.findings().iter().all(|finding| !finding.message(Lang::En).contains("`*`"));
        assert!(named, "{:#?}", validation.report);
    }
}

/// By hand: the help says what SAT's XSD takes, and a value that looks right shows what is in it.
#[test]
fn help_can_be_followed() {
    let told = |xml: &str, path: &str| {
        let validation = validate(xml.as_bytes(), &ValidateOptions::default());
        let finding =
            validation.report.findings().iter().find(|it| it.location.as_str().ends_with(path)).unwrap().clone();
        (finding.message(Lang::En), finding.help(Lang::En))
    };
    let retenciones =
        r#"<r:Retenciones xmlns:r="http://www.sat.gob.mx/esquemas/retencionpago/1" Version="1.0" FechaExp="x"/>"#;
    assert_eq!(told(retenciones, "@FechaExp").1, "Write AAAA-MM-DDThh:mm:ss-06:00, a day of the calendar.");
    let cfdi =
        |attributes: &str| format!("<Comprobante xmlns='http://www.sat.gob.mx/cfd/4' Version='4.0' {attributes}/>");
    assert_eq!(told(&cfdi("Fecha='x'"), "@Fecha").1, "Write AAAA-MM-DDThh:mm:ss, a day of the calendar.");
    assert_eq!(told(&cfdi("Total='598\u{200D}'"), "@Total").0, "`598\\u{200d}` of `Total` is not a number");
    assert_eq!(told(&cfdi("Serie=''"), "@Serie").0, "`Serie` is empty");
    // A code of a list is looked for in the list, whatever its length.
    assert!(told(&cfdi("MetodoPago='PU'"), "@MetodoPago").1.contains("Did you mean `PUE`?"));
}

/// A CFDI 4.0 that calls itself something else is one with a fault, not a file that cannot be read; it is not converted.
#[test]
fn another_version_in_the_namespace_of_4_is_a_fault() {
    let xml = String::from_utf8(support::fixture("cfdi/maquila-services-export.xml")).unwrap();
    let wrong = xml.replacen(" Version=\"4.0\"", " Version=\"3.3\"", 1);
    let validation = validate(wrong.as_bytes(), &ValidateOptions::default());
    assert_eq!(validation.family, Some(Family::Cfdi40));
    let faults: Vec<_> =
        validation.report.violations().map(|finding| (finding.code.as_str(), finding.location.as_str())).collect();
    assert_eq!(faults, [("CFDI40999", "/cfdi:Comprobante/@Version")]);
    assert!(frontera::convert(wrong.as_bytes(), Format::UsJson, &Default::default()).is_err());
    // The namespace of 3.2 and 3.3 does not say which.
    let older = wrong.replace("http://www.sat.gob.mx/cfd/4", "http://www.sat.gob.mx/cfd/3").replace("3.3", "3.1");
    assert!(frontera::validate(older.as_bytes(), &ValidateOptions::default()).is_err());
}
