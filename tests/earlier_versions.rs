//! CFDI 3.3 and 3.2: what they give, what they are held to, and what becomes of them as a draft of 4.0.

mod support;

use std::collections::BTreeSet;

use frontera::formats::cfdi::{self, Family};
use frontera::{Format, InputProblem, Intent, Options, Report};
use serde_json::{Value, json};
use support::{attributes, codes, convert, convert_with, fixture, flatten, oracle};

fn to_json(name: &str) -> Value {
    serde_json::from_slice(&convert(&fixture(name), Format::UsJson).0).unwrap()
}

fn restore(json: &Value) -> (Option<String>, Report) {
    write(json, &Options::default())
}

fn draft(json: &Value) -> (Option<String>, Report) {
    write(json, &Options::default().intent(Intent::Draft))
}

fn write(json: &Value, options: &Options) -> (Option<String>, Report) {
    let converted = frontera::convert(&serde_json::to_vec(json).unwrap(), Format::Cfdi, options).unwrap();
    (converted.output.map(|xml| String::from_utf8(xml).unwrap()), converted.report)
}

/// Code and place of each error.
fn errors(report: &Report) -> Vec<(&str, &str)> {
    let errors = report.findings().iter().filter(|finding| finding.severity == frontera::Severity::Error);
    errors.map(|finding| (finding.code.as_str(), finding.location.pointer.as_deref().unwrap())).collect()
}

fn set(json: &mut Value, at: &str, value: Value) {
    let (parent, name) = at.rsplit_once('/').unwrap();
    match json.pointer_mut(parent).unwrap() {
        Value::Array(items) => items.push(value),
        parent => parent[name] = value,
    }
}

// CFDI 3.3.

/// 3.3 does not say whether a line is taxed, so neither does the invoice.
#[test]
fn taxability_is_not_guessed() {
    for path in support::fixtures_of("cfdi33") {
        let json: Value = serde_json::from_slice(&convert(&std::fs::read(&path).unwrap(), Format::UsJson).0).unwrap();
        assert_eq!(json["extensions"]["mx"]["version"], "3.3");
        for line in json["lines"].as_array().unwrap() {
            assert!(line["taxability"].is_null() && line["extensions"]["mx"]["objeto_imp"].is_null());
        }
    }
}

/// Facts that came with 4.0 are neither written into a 3.3 nor dropped from it.
#[test]
fn facts_of_4_0_are_refused() {
    let json = to_json("cfdi33/export-avocado-33.xml");
    let edits = [
        ("/extensions/mx/exportacion", json!("01"), "/extensions/mx/exportacion"),
        (
            "/extensions/mx/informacion_global",
            json!({"periodicidad": "01"}),
            "/extensions/mx/informacion_global/periodicidad",
        ),
        ("/extensions/mx/emisor/fac_atr_adquirente", json!("0123456789"), "/extensions/mx/emisor/fac_atr_adquirente"),
        ("/extensions/mx/receptor/domicilio_fiscal", json!("60000"), "/extensions/mx/receptor/domicilio_fiscal"),
        ("/extensions/mx/receptor/regimen_fiscal", json!("616"), "/extensions/mx/receptor/regimen_fiscal"),
        ("/lines/1/extensions/mx/objeto_imp", json!("02"), "/lines/1/extensions/mx/objeto_imp"),
        (
            "/lines/2/extensions/mx/a_cuenta_terceros",
            json!({"rfc": "EKU9003173C9"}),
            "/lines/2/extensions/mx/a_cuenta_terceros/rfc",
        ),
        ("/lines/0/extensions/mx/cuenta_predial", json!(["1", "2"]), "/lines/0/extensions/mx/cuenta_predial/1"),
    ];
    for (at, value, place) in edits {
        let mut json = json.clone();
        set(&mut json, at, value);
        let (xml, report) = restore(&json);
        assert_eq!(xml, None, "{at}");
        assert!(errors(&report).contains(&("FRO-CFDI-021", place)), "{at}: {report:#?}");
    }
    // A second CfdiRelacionados, for another relation.
    let mut json = to_json("cfdi33/credit-note-33.xml");
    let other = json!({"uuid": "6D7434A6-E3F2-47AD-9E4C-08849946AFA0", "relation": "return"});
    set(&mut json, "/preceding_documents/-", other);
    let (xml, report) = restore(&json);
    assert_eq!(xml, None);
    assert_eq!(errors(&report), [("FRO-CFDI-021", "/preceding_documents/2/relation")]);
}

/// What an edited 3.3 must have is what its own XSD asks for.
#[test]
fn an_edit_is_held_to_the_xsd_of_3_3() {
    let credit = to_json("cfdi33/credit-note-33.xml");
    // Names may be missing, and with them the parties are still told by their RFC.
    let mut json = to_json("cfdi33/export-avocado-33.xml");
    json["seller"].as_object_mut().unwrap().remove("legal_name");
    json["buyer"].as_object_mut().unwrap().remove("legal_name");
    let (xml, report) = restore(&json);
    assert!(!xml.unwrap().contains("Nombre=") && !report.has_errors(), "{report:#?}");
    for needed in [
        "/tax_summary/0/rate",
        "/tax_summary/0/amount",
        "/tax_summary/0/factor",
        "/extensions/mx/receptor/uso_cfdi",
        "/extensions/mx/emisor/regimen_fiscal",
        "/extensions/mx/lugar_expedicion",
        "/currency",
        "/lines/0/unit/code",
        "/lines/0/extensions/mx/clave_prod_serv",
        "/lines/0/taxes/1/rate",
    ] {
        let mut json = credit.clone();
        let (parent, name) = needed.rsplit_once('/').unwrap();
        json.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
        let (xml, report) = restore(&json);
        assert_eq!((xml, errors(&report)), (None, vec![("FRO-MAP-004", needed)]));
    }
}

/// What an edit writes into a 3.3 is a 3.3 to SAT's XSD.
#[test]
fn an_edited_3_3_satisfies_its_xsd() {
    let Some(oracle) = oracle::available("an_edited_3_3_satisfies_its_xsd") else { return };
    let edited = support::fixtures_of("cfdi33").into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut json = to_json(&format!("cfdi33/{name}.xml"));
        json["document_number"] = json!("77");
        json["lines"][0]["description"] = json!("Otra");
        json["purchase_order_number"] = json!("PO-1");
        // Neutral facts that 4.0 has a place for and 3.3 has not: they cross as US facts.
        json["lines"][0]["taxability"] = json!("taxable");
        if let Some(tax) = json.pointer_mut("/tax_summary/0") {
            tax["taxable_amount"] = json!("1.00");
        }
        let (xml, _) = restore(&json);
        let xml = xml.unwrap();
        assert!(!xml.contains("ObjetoImp") && xml.contains("Version=\"3.3\""), "{xml}");
        let fresh: Value = serde_json::from_slice(&convert(xml.as_bytes(), Format::UsJson).0).unwrap();
        for at in ["/lines/0/taxability", "/purchase_order_number", "/document_number", "/tax_summary"] {
            assert_eq!(fresh.pointer(at), json.pointer(at), "{name}: {at}");
        }
        (name, xml.into_bytes())
    });
    let paths = oracle::write("edited-33", edited);
    for (verdict, path) in oracle.judge("xsd", &paths).iter().zip(&paths) {
        assert_eq!(verdict["ok"], true, "{}: {}", path.display(), verdict["errors"]);
    }
}

/// The seal of an edited 3.3 is told to be broken, like that of a 4.0.
#[test]
fn a_broken_seal_is_told() {
    let mut json = to_json("cfdi33/hotel-two-complementos-33.xml");
    json["totals"]["total"] = json!("6500.86");
    let (xml, report) = restore(&json);
    assert!(xml.is_some());
    assert_eq!(codes(&report), ["FRO-SEAL-001"]);
}

/// A draft is a CFDI 4.0 whatever the invoice was; what 3.3 does not say is asked for, never made up.
#[test]
fn a_draft_of_a_3_3_is_a_4_0() {
    let Some(oracle) = oracle::available("a_draft_of_a_3_3_is_a_4_0") else { return };
    let mut drafts = Vec::new();
    for path in support::fixtures_of("cfdi33") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut json = to_json(&format!("cfdi33/{name}.xml"));
        let (xml, report) = draft(&json);
        assert_eq!(xml, None, "{name}");
        let missing: BTreeSet<_> = errors(&report).into_iter().collect();
        // Of a receipt nothing is computed, so that no line lacks a treatment.
        let treated = json["document_type"] != "payment_receipt";
        let told: BTreeSet<_> = report
            .findings()
            .iter()
            .filter_map(|finding| Some((finding.code.as_str(), finding.location.pointer.as_deref()?)))
            .collect();
        let undecided = missing.contains(&("FRO-TAX-002", "/lines/0/supply"));
        assert!(undecided || missing.contains(&("FRO-MAP-004", "/extensions/mx/exportacion")), "{name}: {missing:?}");
        for at in ["receptor/domicilio_fiscal", "receptor/regimen_fiscal"] {
            let at = format!("/extensions/mx/{at}");
            // With the RFC of non-residents SAT leaves no choice.
            let derived = told.contains(&("FRO-DRAFT-002", at.as_str()));
            assert!(derived || missing.contains(&("FRO-MAP-004", at.as_str())), "{name}: {missing:?}");
        }
        // A Traslado of IVA leaves no other code than 02.
        let derived = told.contains(&("FRO-TAX-053", "/lines/0/extensions/mx/objeto_imp"));
        let asked = missing.contains(&("FRO-MAP-004", "/lines/0/extensions/mx/objeto_imp"));
        assert!(derived || asked || undecided && treated, "{name}: {missing:?}");

        // The same with what 4.0 asks for.
        json["extensions"]["mx"]["exportacion"] = json!("01");
        json["extensions"]["mx"]["metodo_pago"] = json!("PUE");
        json["extensions"]["mx"]["receptor"]["domicilio_fiscal"] = json["extensions"]["mx"]["lugar_expedicion"].clone();
        json["extensions"]["mx"]["receptor"]["regimen_fiscal"] = json!("616");
        // 4.0 has no P01 ("to be defined").
        let uso = if json["document_type"] == "payment_receipt" { "CP01" } else { "S01" };
        json["extensions"]["mx"]["receptor"]["uso_cfdi"] = json!(uso);
        for party in ["seller", "buyer"] {
            json[party]["legal_name"] = json!("NOMBRE DE PRUEBA");
        }
        for line in json["lines"].as_array_mut().unwrap() {
            line["taxability"] = json!(if line["taxes"].is_array() { "taxable" } else { "not_subject" });
        }
        if let Some(tax) = json.pointer_mut("/tax_summary/0") {
            tax["taxable_amount"] = json!("1.00");
        }
        let (xml, report) = draft(&json);
        let xml = xml.unwrap_or_else(|| panic!("{name}: {report:#?}"));
        assert!(!report.has_errors(), "{name}: {report:#?}");
        assert!(codes(&report).contains(&"FRO-CFDI-022"));
        assert!(xml.contains("Version=\"4.0\"") && !xml.contains("cfd/3") && !xml.contains("cfdv33"), "{name}: {xml}");
        assert!(!xml.contains("Sello=") && !xml.contains("TimbreFiscalDigital "), "{name}: {xml}");
        assert_eq!(cfdi::read(xml.as_bytes(), &Default::default()).unwrap().family(), Family::Cfdi40);
        let sealed = " Sello=\"\" Certificado=\"\" NoCertificado=\"00000000000000000000\" Version=\"4.0\"";
        drafts.push((name, xml.replacen(" Version=\"4.0\"", sealed, 1).into_bytes()));
    }
    let paths = oracle::write("drafts-33", drafts.into_iter());
    for (verdict, path) in oracle.judge("xsd", &paths).iter().zip(&paths) {
        assert_eq!(verdict["ok"], true, "{}: {}", path.display(), verdict["errors"]);
    }
}

/// What stands inside an Addenda is somebody else's, also where it is of SAT's namespace; and a document without its Version is
/// moved by its namespace.
#[test]
fn a_draft_moves_the_document_and_nothing_else() {
    let xml = String::from_utf8(fixture("cfdi33/export-avocado-33.xml")).unwrap();
    let addenda = "<cfdi:Addenda xmlns:c=\"http://www.sat.gob.mx/cfd/3\"><c:a/><z:b xmlns:z=\"http://www.sat.gob.mx/cfd/3\"/></cfdi:Addenda></cfdi:Comprobante>";
    let xml = xml.replace("</cfdi:Comprobante>", addenda).replace(" Version=\"3.3\"", "");
    let mut json: Value = serde_json::from_slice(&convert(xml.as_bytes(), Format::UsJson).0).unwrap();
    assert!(json["extensions"]["mx"]["version"].is_null());
    json["extensions"]["mx"]["exportacion"] = json!("01");
    json["extensions"]["mx"]["metodo_pago"] = json!("PUE");
    json["extensions"]["mx"]["receptor"]["domicilio_fiscal"] = json["extensions"]["mx"]["lugar_expedicion"].clone();
    json["extensions"]["mx"]["receptor"]["regimen_fiscal"] = json!("616");
    json["extensions"]["mx"]["receptor"]["uso_cfdi"] = json!("S01");
    json["tax_summary"][0]["taxable_amount"] = json!("49512.00");
    for line in json["lines"].as_array_mut().unwrap() {
        line["taxability"] = json!("taxable");
    }
    let (draft, report) = draft(&json);
    let draft = draft.unwrap_or_else(|| panic!("{report:#?}"));
    assert!(draft.contains("<cfdi:Addenda xmlns:c=\"http://www.sat.gob.mx/cfd/4\">"), "{draft}");
    assert!(draft.contains("<z:b xmlns:z=\"http://www.sat.gob.mx/cfd/3\"/>"), "{draft}");
    assert_eq!(draft.matches("cfd/3").count(), 1, "{draft}");
}

/// An edited document says which version it is.
#[test]
fn a_version_cannot_be_taken_away() {
    for name in ["cfdi33/export-avocado-33.xml", "cfdi/domestic-auto-parts-iva-16.xml"] {
        let mut json = to_json(name);
        json["extensions"]["mx"].as_object_mut().unwrap().remove("version");
        let (xml, report) = restore(&json);
        assert_eq!(xml, None, "{name}");
        assert!(errors(&report).contains(&("FRO-MAP-004", "/extensions/mx/version")), "{report:#?}");
    }
}

/// An attribute that 3.3 does not know is kept with the document, and does not become one of a 4.0 by the way.
#[test]
fn an_unknown_attribute_of_a_3_3_is_no_fact_of_4_0() {
    let xml = String::from_utf8(fixture("cfdi33/export-avocado-33.xml")).unwrap();
    let xml = xml.replacen(" MetodoPago=", " Exportacion=\"02\" MetodoPago=", 1);
    let (json, _) = convert(xml.as_bytes(), Format::UsJson);
    assert_eq!(attributes(&convert(&json, Format::Cfdi).0), attributes(xml.as_bytes()));
    let json: Value = serde_json::from_slice(&json).unwrap();
    assert!(json["extensions"]["mx"]["exportacion"].is_null());
    let (_, report) = draft(&json);
    assert!(errors(&report).contains(&("FRO-MAP-004", "/extensions/mx/exportacion")));
    let told = report.findings().iter().find(|finding| finding.code == "FRO-CFDI-023").unwrap();
    assert_eq!(told.location.pointer.as_deref(), Some("/extensions/mx/nodos/0/attributes"));
}

/// A version that the namespaces contradict is named, not written.
#[test]
fn a_version_cannot_be_changed_by_hand() {
    for (name, version, code) in [
        ("cfdi33/export-avocado-33.xml", "4.0", "FRO-CFDI-027"),
        ("cfdi/export-produce.xml", "3.3", "FRO-CFDI-027"),
        ("cfdi33/export-avocado-33.xml", "3.2", "FRO-CFDI-020"),
        ("cfdi33/export-avocado-33.xml", "3.1", "FRO-CFDI-012"),
    ] {
        let mut json = to_json(name);
        json["extensions"]["mx"]["version"] = json!(version);
        let (xml, report) = restore(&json);
        assert_eq!((xml, codes(&report)), (None, vec![code]), "{name}");
    }
}

/// The Addenda of US facts and the sidecar file work as on a 4.0.
#[test]
fn us_facts_cross_a_3_3() {
    let xml = fixture("cfdi33/hotel-two-complementos-33.xml");
    let mut json = to_json("cfdi33/hotel-two-complementos-33.xml");
    json["purchase_order_number"] = json!("PO-7");
    json["lines"][0]["brand"] = json!("Sol");
    let (with, report) = restore(&json);
    assert_eq!(codes(&report), [] as [&str; 0]);
    let (fresh, report) = convert(with.unwrap().as_bytes(), Format::UsJson);
    assert!(!report.has_errors());
    assert_eq!(serde_json::from_slice::<Value>(&fresh).unwrap(), json);

    let sidecar = Options::default().us_facts(frontera::UsFacts::Sidecar);
    let bytes = serde_json::to_vec(&json).unwrap();
    let sidecar = frontera::convert(&bytes, Format::Cfdi, &sidecar).unwrap().sidecar.unwrap();
    let (attached, report) = cfdi::attach(&xml, &sidecar, &Default::default()).unwrap();
    assert_eq!(codes(&report), [] as [&str; 0]);
    let (fresh, _) = convert(&attached, Format::UsJson);
    assert_eq!(serde_json::from_slice::<Value>(&fresh).unwrap(), json);
}

/// Findings name places by SAT's usual prefix, and find them in a document of any version.
#[test]
fn findings_have_their_place() {
    let xml = fixture("cfdi33/odd-literals-33.xml");
    let (_, report) = convert(&xml, Format::UsJson);
    let finding = report.findings().iter().find(|finding| finding.values.found.as_deref() == Some("0349.16")).unwrap();
    assert_eq!(finding.location.xpath.as_deref(), Some("/cfdi:Comprobante/@Total"));
    let position = finding.location.position(&xml).unwrap();
    assert_eq!(&xml[position.offset..position.offset + position.length], b"0349.16");
    let xml =
        String::from_utf8(fixture("cfdi32/imported-spirits-32.xml")).unwrap().replace("\"20200.00\"", "\"+20200.0\"");
    let (_, report) = convert(xml.as_bytes(), Format::UsJson);
    let finding = report.findings().iter().find(|finding| finding.code == "FRO-CFDI-005").unwrap();
    assert_eq!(finding.location.xpath.as_deref(), Some("/cfdi:Comprobante/@subTotal"));
    assert_eq!(finding.location.pointer.as_deref(), Some("/totals/subtotal"));
    let position = finding.location.position(xml.as_bytes()).unwrap();
    assert_eq!(&xml[position.offset..position.offset + position.length], "+20200.0");
}

// CFDI 3.2.

/// By hand, from the fixture.
#[test]
fn a_3_2_is_mapped() {
    let json = to_json("cfdi32/imported-spirits-32.xml");
    let expected = json!({
        "/document_type": "invoice", "/document_number": "2210", "/issue_date": "2016-11-03", "/issue_time": "10:00:00",
        "/currency": "USD", "/exchange_rate": {"from": "USD", "to": "MXN", "rate": "18.9042"},
        "/totals": {"subtotal": "20200.00", "discount": "600.00", "tax": "13833.52", "total": "33433.52"},
        "/payment_means/method": "wire",
        "/seller/tax_ids/0": {"country": "MX", "type": "rfc", "value": "URE180429TM6"},
        "/seller/address": {
            "line1": "Calle de Muestra 12", "city": "Guadalajara", "state": "Jalisco", "postal_code": "44100", "country": "MX"
        },
        "/buyer/legal_name": "SALTGRASS SPIRITS IMPORT INC",
        "/buyer/address": {
            "line1": "Example Avenue 900", "city": "Laredo", "state": "Texas", "postal_code": "78040", "country": "US"
        },
        "/tax_summary": [
            {"tax_type": "excise", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "rate", "rate": "0.53", "amount": "9222.00"},
            {"tax_type": "vat", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "rate", "rate": "0.160", "amount": "4611.52"},
        ],
        "/lines/0/quantity": "40", "/lines/0/unit": {"text": "CAJA"}, "/lines/0/sku": "TEQ-BL",
        "/lines/0/unit_price": "300.00", "/lines/0/amount": "12000.00",
        "/lines/0/extensions/mx/informacion_aduanera_32": [
            {"numero": "16 24 3009 6001234", "fecha": "2016-10-20", "aduana": "Nuevo Laredo"},
            {"numero": "16 24 3009 6001235", "fecha": "2016-10-21"},
        ],
        "/lines/2/extensions/mx/cuenta_predial": ["U-070-123456"],
        "/lines/3/extensions/mx/partes/0/informacion_aduanera_32/0/aduana": "Manzanillo",
        "/extensions/mx/version": "3.2", "/extensions/mx/lugar_expedicion": "44100",
        "/extensions/mx/cfdi32/metodo_de_pago": "03", "/extensions/mx/cfdi32/motivo_descuento": "Pronto pago",
        "/extensions/mx/cfdi32/folio_fiscal_orig": "2E9B7C60-4D1A-4F83-9A55-C0D7E6B1F284",
        "/extensions/mx/cfdi32/regimen_fiscal":
            ["Régimen General de Ley Personas Morales", "Régimen de los Coordinados"],
        "/extensions/mx/cfdi32/expedido_en":
            {"calle": "Carretera de Prueba", "no_exterior": "Km 4", "referencia": "Bodega 7", "pais": "México"},
    });
    for (at, value) in expected.as_object().unwrap() {
        assert_eq!(json.pointer(at), Some(value), "{at}");
    }
    assert_eq!(json.pointer("/lines/1/taxability"), None);

    let json = to_json("cfdi32/professional-fees-32.xml");
    assert_eq!(json["currency"], "MXN");
    assert_eq!(json["extensions"]["mx"]["cfdi32"]["moneda"], "Pesos");
    assert_eq!(json["extensions"]["mx"]["cfdi32"]["lugar_expedicion"], "Tijuana, Baja California");
    assert!(json["extensions"]["mx"]["lugar_expedicion"].is_null() && json["payment_means"].is_null());
    assert_eq!(json["extensions"]["mx"]["timbre"]["uuid"], "7B3E9D14-6A0F-4C58-B2E7-1D4F8A9C0E63");
    let withheld: Vec<_> =
        ["/tax_summary/1", "/tax_summary/2"].map(|at| json.pointer(at).unwrap()).into_iter().collect();
    assert_eq!(withheld[0]["tax_type"], "withholding_income");
    assert_eq!(withheld[1]["amount"], "1920.00");
    assert_eq!(json["totals"]["withholding"], "3720.00");
}

/// From July 2017 a 3.2 was stamped with version 1.1.
#[test]
fn a_3_2_with_a_later_stamp() {
    let xml = String::from_utf8(fixture("cfdi32/professional-fees-32.xml")).unwrap();
    let from = xml.find("version=\"1.0\" UUID").unwrap();
    let to = from + xml[from..].find("/>").unwrap();
    let stamp = "Version=\"1.1\" UUID=\"7B3E9D14-6A0F-4C58-B2E7-1D4F8A9C0E63\" FechaTimbrado=\"2017-09-17T13:21:40\" \
        RfcProvCertif=\"SPR190613I52\" SelloCFD=\"\" NoCertificadoSAT=\"00000000000000000000\" SelloSAT=\"\"";
    let xml = format!("{}{stamp}{}", &xml[..from], &xml[to..]);
    let json: Value = serde_json::from_slice(&convert(xml.as_bytes(), Format::UsJson).0).unwrap();
    let stamp = &json["extensions"]["mx"]["timbre"];
    assert_eq!((&stamp["version"], &stamp["rfc_prov_certif"]), (&json!("1.1"), &json!("SPR190613I52")));
    assert_eq!(stamp["uuid"], "7B3E9D14-6A0F-4C58-B2E7-1D4F8A9C0E63");
}

/// A text is a currency only where it can be no other; what it says stays either way.
#[test]
fn a_currency_in_words() {
    let xml = String::from_utf8(fixture("cfdi32/imported-spirits-32.xml")).unwrap();
    let read = |moneda: &str| {
        let xml = xml.replace("Moneda=\"USD\"", &format!("Moneda=\"{moneda}\""));
        let (json, report) = convert(xml.as_bytes(), Format::UsJson);
        let told: Vec<_> = report
            .findings()
            .iter()
            .filter(|finding| {
                ["/currency", "/exchange_rate/rate"].contains(&finding.location.pointer.as_deref().unwrap_or(""))
            })
            .map(|finding| finding.code.as_str())
            .collect();
        (serde_json::from_slice::<Value>(&json).unwrap(), told)
    };
    for (moneda, currency) in
        [("Pesos", "MXN"), ("M.N.", "MXN"), ("moneda nacional", "MXN"), ("Dólares Americanos", "USD"), ("usd", "USD")]
    {
        let (json, told) = read(moneda);
        assert_eq!((&json["currency"], told), (&json!(currency), vec!["FRO-CFDI-024"]), "{moneda}");
        assert_eq!(json["extensions"]["mx"]["cfdi32"]["moneda"], moneda);
        assert_eq!(json["exchange_rate"]["from"], currency);
    }
    for moneda in ["Dólares", "DLS", "Libras", ""] {
        let (json, told) = read(moneda);
        assert_eq!(told, ["FRO-CFDI-025", "FRO-CFDI-025"], "{moneda}");
        assert!(json["currency"].is_null() && json["exchange_rate"].is_null());
        let kept = &json["extensions"]["mx"]["cfdi32"];
        assert_eq!((&kept["moneda"], &kept["tipo_cambio"]), (&json!(moneda), &json!("18.9042")));
    }
    let (json, told) = read("CAD");
    assert_eq!((&json["currency"], told), (&json!("CAD"), vec![]));
    assert!(json["extensions"]["mx"]["cfdi32"]["moneda"].is_null());
}

/// Every attribute and text of every 3.2 at hand stands in the JSON, in the terms that the mapping documents, or a finding
/// names its place.
#[test]
fn nothing_of_a_3_2_is_lost() {
    let mut documents: Vec<_> = support::fixtures_of("cfdi32");
    if let Some(oracle) = oracle::available("nothing_of_a_3_2_is_lost (public corpus)") {
        let corpus: Vec<_> = oracle.corpus().into_iter().filter(|sample| sample.version == "3.2").collect();
        assert!(corpus.len() >= 7);
        documents.extend(corpus.into_iter().map(|sample| sample.path));
    }
    for path in documents {
        let xml = std::fs::read(&path).unwrap();
        let (json, report) = convert(&xml, Format::UsJson);
        let json: Value = serde_json::from_slice(&json).unwrap();
        let mut values: BTreeSet<String> =
            flatten(&json).into_values().filter_map(|v| v.as_str().map(str::to_owned)).collect();
        // Two fields of one attribute.
        let both = [&json["issue_date"], &json["issue_time"]].map(|half| half.as_str().unwrap_or_default().to_owned());
        values.insert(both.join("T"));
        for (at, value) in attributes(&xml) {
            if value.is_empty() || !(at.contains('@') || at.ends_with("#text")) {
                continue;
            }
            let shown = match (at.rsplit('@').next().unwrap(), value.as_str()) {
                ("tipoDeComprobante", "ingreso") => "invoice",
                ("tipoDeComprobante", "egreso") => "credit_memo",
                ("tipoDeComprobante", "traslado") => "transfer",
                ("impuesto", "IVA") if at.contains("Retencion") => "withholding_vat",
                ("impuesto", "ISR") => "withholding_income",
                ("impuesto", "IVA") => "vat",
                ("impuesto", "IEPS") => "excise",
                (_, value) => value,
            };
            let told = report.findings().iter().any(|finding| {
                let plain = |path: &str| path.replace("[1]", "").replace("cfdi:", "");
                finding.location.xpath.as_deref().is_some_and(|xpath| plain(&at).starts_with(&plain(xpath)))
                    && finding.values.found.as_deref() == Some(value.as_str())
            });
            let there =
                values.iter().any(|text| text == shown || (at.ends_with("#text") && text.trim() == shown.trim()));
            assert!(there || told, "{}: {at}: {value}", path.display());
        }
    }
}

/// A 3.2 is not written; the one error says so, and what else can be done.
#[test]
fn a_3_2_is_not_written() {
    for path in support::fixtures_of("cfdi32") {
        let xml = std::fs::read(&path).unwrap();
        let (json, _) = convert(&xml, Format::UsJson);
        let json: Value = serde_json::from_slice(&json).unwrap();
        for intent in [Intent::Auto, Intent::Restore] {
            let (output, report) = write(&json, &Options::default().intent(intent));
            assert_eq!((output, codes(&report)), (None, vec!["FRO-CFDI-020"]));
        }
        let direct = frontera::convert(&xml, Format::Cfdi, &Options::default()).unwrap();
        assert!(direct.output.is_none() && codes(&direct.report).contains(&"FRO-CFDI-020"));
    }
}

/// Asked for, a draft is a CFDI 4.0: without what 4.0 needs there is none, with it there is, and what only 3.2 says is told.
#[test]
fn a_draft_of_a_3_2_is_a_4_0() {
    let mut json = to_json("cfdi32/imported-spirits-32.xml");
    let (xml, report) = draft(&json);
    assert_eq!(xml, None);
    let missing = errors(&report);
    for at in ["/extensions/mx/emisor/regimen_fiscal", "/lines/0/unit/code", "/lines/0/extensions/mx/clave_prod_serv"] {
        assert!(missing.contains(&("FRO-MAP-004", at)), "{missing:?}");
    }

    json["extensions"]["mx"]["exportacion"] = json!("01");
    json["extensions"]["mx"]["metodo_pago"] = json!("PUE");
    json["extensions"]["mx"]["emisor"] = json!({"regimen_fiscal": "601"});
    json["extensions"]["mx"]["receptor"] =
        json!({"domicilio_fiscal": "44100", "regimen_fiscal": "616", "uso_cfdi": "S01"});
    for line in json["lines"].as_array_mut().unwrap() {
        line["unit"]["code"] = json!("H87");
        line["unit"]["code_list"] = json!("unece_rec20");
        line["taxability"] = json!("not_subject");
        let mx = line["extensions"].as_object_mut().map(|open| &mut open["mx"]);
        match mx {
            Some(mx) => mx["clave_prod_serv"] = json!("50202200"),
            None => line["extensions"] = json!({"mx": {"clave_prod_serv": "50202200"}}),
        }
    }
    json["lines"][3]["extensions"]["mx"]["partes"][0]["clave_prod_serv"] = json!("52152000");
    json["lines"][3]["extensions"]["mx"]["partes"][1]["clave_prod_serv"] = json!("24112400");
    // A 3.2 has the taxes of the whole; a draft asks of which lines they are.
    let (xml, report) = draft(&json);
    assert!(xml.is_none() && errors(&report).contains(&("FRO-TAX-038", "/tax_summary/0")), "{report:#?}");
    let taxes = json["tax_summary"].take();
    json.as_object_mut().unwrap().remove("tax_summary");
    json["totals"] = json!({});
    json["lines"][0]["taxability"] = json!("taxable");
    json["lines"][0]["taxes"] = json!([{"tax_type": "excise", "factor": "rate", "rate": "0.53"}]);
    // A CuentaPredial of 3.2 may have letters where one of 4.0 has none: SAT's XSD says so.
    let (xml, report) = draft(&json);
    assert!(xml.is_none() && codes(&report).contains(&"CFDI40999"), "{report:#?}");
    json["lines"][2]["extensions"]["mx"]["cuenta_predial"] = json!(["070123456"]);
    assert!(taxes.to_string().contains("0.53"), "{taxes}");
    let (xml, report) = draft(&json);
    let xml = xml.unwrap_or_else(|| panic!("{report:#?}"));
    assert!(!report.has_errors(), "{report:#?}");
    assert_eq!(cfdi::read(xml.as_bytes(), &Default::default()).unwrap().family(), Family::Cfdi40);
    assert!(!xml.contains("cfd/3") && !xml.contains("Pronto pago"), "{xml}");
    assert!(xml.contains("TasaOCuota=\"0.530000\"") && xml.contains("FormaPago=\"03\""), "{xml}");
    let told: BTreeSet<_> = report
        .findings()
        .iter()
        .filter(|finding| finding.code == "FRO-CFDI-023")
        .map(|finding| finding.location.pointer.clone().unwrap().to_string())
        .collect();
    for at in [
        "/extensions/mx/cfdi32/motivo_descuento",
        "/extensions/mx/cfdi32/domicilio_fiscal",
        "/extensions/mx/cfdi32/folio_fiscal_orig",
        "/lines/0/extensions/mx/informacion_aduanera_32",
        "/lines/3/extensions/mx/partes/0/informacion_aduanera_32",
    ] {
        assert!(told.contains(at), "{at}: {told:?}");
    }
}

/// An Addenda of US facts on a 3.2 is an Addenda like any other: there is no CFDI to hold the facts against.
#[test]
fn us_facts_on_a_3_2_stay_in_its_addenda() {
    let facts = "<f:UsFacts xmlns:f=\"urn:frontera:us-facts:1\" version=\"1\"><f:Fact at=\"/purchase_order_number\">PO</f:Fact></f:UsFacts></cfdi:Addenda>";
    let xml = String::from_utf8(fixture("cfdi32/imported-spirits-32.xml")).unwrap().replace("</cfdi:Addenda>", facts);
    let json: Value = serde_json::from_slice(&convert(xml.as_bytes(), Format::UsJson).0).unwrap();
    assert!(json["purchase_order_number"].is_null());
    assert!(json["extensions"]["mx"]["addenda"].to_string().contains("/purchase_order_number"));
    let sidecar = br#"{"frontera_us_facts": "1", "facts": []}"#;
    let error = cfdi::attach(xml.as_bytes(), sidecar, &Default::default()).unwrap_err();
    assert_eq!(error.kind(), frontera::ErrorKind::Input(InputProblem::Unsupported));
}

/// Whatever is wrong with a 3.2 is told, and the literal kept.
#[test]
fn faults_of_a_3_2() {
    let xml = String::from_utf8(fixture("cfdi32/imported-spirits-32.xml")).unwrap();
    let edits = [
        ("subTotal=\"20200.00\"", "subTotal=\"veinte\"", "FRO-CFDI-007", "/totals/subtotal"),
        ("fecha=\"2016-11-03T10:00:00\"", "fecha=\"2016-11-03\"", "FRO-CFDI-007", "/issue_date"),
        ("tipoDeComprobante=\"ingreso\"", "tipoDeComprobante=\"nota\"", "FRO-CFDI-006", "/document_type"),
        ("impuesto=\"IEPS\"", "impuesto=\"ISAN\"", "FRO-CFDI-006", "/tax_summary/0/tax_type"),
        ("tasa=\"53\"", "tasa=\"53 %\"", "FRO-CFDI-007", "/tax_summary/0/rate"),
        ("pais=\"U.S.A.\"", "pais=\"Tejas\"", "FRO-CFDI-025", "/buyer/address/country"),
        ("TipoCambio=\"18.9042\"", "TipoCambio=\"18,90\"", "FRO-CFDI-025", "/exchange_rate/rate"),
    ];
    for (was, is, code, at) in edits {
        assert!(xml.contains(was), "{was}");
        let (json, report) = convert(xml.replace(was, is).as_bytes(), Format::UsJson);
        let found = report
            .findings()
            .iter()
            .any(|finding| finding.code == code && finding.location.pointer.as_deref() == Some(at));
        assert!(found, "{is}: {report:#?}");
        let literal = is.split('"').nth(1).unwrap();
        assert!(String::from_utf8(json).unwrap().contains(literal), "{is}");
    }
    let (_, report) = convert_with(
        xml.replace("<cfdi:Conceptos>", "<cfdi:CfdiRelacionados/><cfdi:Conceptos>").as_bytes(),
        Format::UsJson,
        &Options::default(),
    );
    assert!(codes(&report).contains(&"FRO-CFDI-002"));
}
