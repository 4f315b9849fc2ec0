//! `frontera show`: amounts as written, words in one language, secrets kept; the pages themselves as snapshots.

mod support;

use std::collections::HashSet;

use support::*;

#[test]
fn pages_read_as_prose() {
    for name in ["export-produce", "payment-receipt-usd", "soft-drinks-ieps-quota"] {
        for lang in ["en", "es"] {
            let page = frontera(["show", &format!("{name}.xml"), "--lang", lang]).ended(0).stdout;
            insta::assert_snapshot!(format!("{name}_{lang}"), page);
        }
    }
}

/// Everything that a US invoice can say, in places that a CFDI does not have.
const US_INVOICE: &str = include_str!("data/us-invoice.json");

#[test]
fn a_us_invoice_reads_as_prose() {
    for lang in ["en", "es"] {
        let page = frontera_with(US_INVOICE, ["show", "-", "--lang", lang]).ended(0).stdout;
        insta::assert_snapshot!(format!("us_invoice_{lang}"), page);
    }
}

/// Every text of the invoice but the names of choices stands on the page, however it is wrapped.
#[test]
fn a_us_invoice_is_shown_whole() {
    let page = frontera_with(US_INVOICE, ["show", "-"]).ended(0).stdout;
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let on_page = squeezed(&page);
    let not_words = [
        // Choices have words of their own, and SSN and ITIN a mask.
        "schema_version",
        "document_type",
        "price_basis",
        "type",
        "code_list",
        "code",
        "method",
        "relation",
        "taxability",
        "tax_type",
        "level",
        "factor",
        "rate",
        "reason",
        "tax_rounding",
        "scheme",
    ];
    fn texts<'v>(name: &str, value: &'v Value, out: &mut Vec<(String, &'v str)>) {
        match value {
            Value::String(text) => out.push((name.to_owned(), text)),
            Value::Array(items) => items.iter().for_each(|item| texts(name, item, out)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| texts(name, value, out)),
            _ => {}
        }
    }
    let invoice: Value = serde_json::from_str(US_INVOICE).unwrap();
    let mut all = Vec::new();
    texts("", &invoice, &mut all);
    let mut checked = 0;
    for (name, text) in all {
        if not_words.contains(&name.as_str()) || ["123-45-6789", "912345678"].contains(&text) {
            continue;
        }
        checked += 1;
        // A cell may be broken over lines between which other cells stand; its words are whole.
        let there = on_page.contains(&squeezed(text)) || text.split(' ').all(|word| page.contains(word));
        assert!(there, "{name}: {text} is not on the page\n{page}");
    }
    assert!(checked > 60, "{checked}");
}

#[test]
fn a_social_security_number_is_masked() {
    for lang in ["en", "es"] {
        let page = frontera_with(US_INVOICE, ["show", "-", "--lang", lang]).ended(0).stdout;
        assert!(page.contains("SSN ***-**-6789") && page.contains("ITIN *****5678"), "{page}");
        assert!(!page.contains("123-45") && !page.contains("91234"), "{page}");
    }
}

/// Amounts are the document's own text: each of the JSON is on the page.
#[test]
fn amounts_stand_as_written() {
    let mut checked = 0;
    for xml in all_cfdi() {
        let json: Value =
            serde_json::from_str(&frontera(["convert".as_ref(), xml.as_os_str()]).ended(0).stdout).unwrap();
        let page = frontera(["show".as_ref(), xml.as_os_str()]).ended(0).stdout;
        let words: HashSet<&str> = page.split_whitespace().collect();
        let mut amounts = Vec::new();
        let fields = ["quantity", "unit_price", "amount", "taxable_amount"];
        let lines = json["lines"].as_array().unwrap();
        let taxes = lines.iter().filter_map(|line| line["taxes"].as_array()).chain(json["tax_summary"].as_array());
        for object in lines.iter().chain(taxes.flatten()) {
            amounts.extend(fields.iter().filter_map(|field| object[field].as_str()));
        }
        amounts.extend(json["totals"].as_object().unwrap().values().filter_map(Value::as_str));
        amounts.extend(json["exchange_rate"]["rate"].as_str());
        for amount in amounts {
            checked += 1;
            assert!(words.contains(amount), "{}: {amount}\n{page}", xml.display());
        }
    }
    assert!(checked > 700, "{checked}");
}

/// No label of one language stands on a page of the other.
#[test]
fn a_page_has_one_language() {
    let english =
        ["Invoice", "Issued", "Export", "Seller", "Buyer", "Payment", "taxable", "withheld", "Findings", "note"];
    let spanish =
        ["Factura", "Emisión", "Exportación", "Emisor", "Receptor", "Pago", "gravado", "retenido", "Hallazgos"];
    for xml in all_cfdi() {
        for (lang, others) in [("en", &spanish[..]), ("es", &english[..])] {
            let page = frontera(["show".as_ref(), xml.as_os_str(), "--lang".as_ref(), lang.as_ref()]).ended(0).stdout;
            // The document's own words are not the page's: labels begin a line or a value, descriptions stand in tables.
            for line in page.lines() {
                let label: String = line.chars().take(16).collect();
                let first = label.split_whitespace().next().unwrap_or_default();
                assert!(!others.contains(&first), "{}: {line}", xml.display());
            }
        }
    }
}

#[test]
fn a_document_is_shown_as_what_it_is() {
    let cases = [
        ("export-produce", "stamped 2026-02-11 07:47:31 by the PAC IIA040805DZ4"),
        ("export-produce", "1 USD = 17.8642 MXN"),
        ("professional-fees-retentions", "sealed, not stamped"),
        ("professional-fees-retentions", "VAT (IVA) withheld 10.6667 % on 10000.00"),
        ("professional-fees-retentions", "Income tax (ISR) withheld 10 % on 10000.00"),
        ("hotel-local-lodging-tax", "draft, not stamped"),
        ("hotel-local-lodging-tax", "local tax ISH 3.00 % · 360.00"),
        ("tequila-ieps-53", "Excise (IEPS) 53 % on 12000.00"),
        ("medical-consultation-exento", "VAT (IVA) exempt on 950.00"),
        ("credit-note-01", "Credit memo"),
        ("credit-note-two-relations", "returns goods of UUID 4260CE86-CA96-4D78-BA56-9EE452A5D423"),
        ("payroll-fortnight", "Payroll 1.2"),
        ("unknown-complement", "bit:Bitacora"),
        ("transfer-trucking", "XXX (no amounts)"),
        ("school-tuition-iedu", "Complement: Private school"),
        ("rent-cuenta-predial", "property tax account"),
        ("global-invoice-public", "RFC XAXX010101000 (general public)"),
        ("third-party-a-cuenta-terceros", "on behalf of KARLA FUENTE NOLASCO · RFC FUNK671228PH6"),
        ("addenda-foreign-namespace", "po:Order"),
    ];
    for (name, says) in cases {
        let page = frontera(["show", &format!("{name}.xml")]).ended(0).stdout;
        assert!(page.contains(says), "{name}: {says}\n{page}");
    }
}

#[test]
fn an_error_among_the_findings_is_the_exit_status() {
    let xml = read(cfdi("export-produce.xml")).replace(" Total=\"28187.55\"", " Total=\"a lot\"");
    let run = frontera_with(&xml, ["show", "-"]).ended(1);
    assert!(run.stdout.contains("Findings           1 error"), "{}", run.stdout);
    assert!(run.stdout.contains("FRO-CFDI-007 at /cfdi:Comprobante/@Total"), "{}", run.stdout);
    frontera_with("{}", ["show", "-"]).ended(2);
}

const ADDRESS: &str = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=F3C95789-ACE1-4954-AC5D-6BAED2EAC902\
                       &re=EKU9003173C9&rr=XEXX010101000&tt=28187.55&fe=b716nw==";

/// Whole on its line, so that a terminal knows it; by hand, from the attributes of the fixture.
#[test]
fn a_stamped_document_says_where_sat_tells_of_it() {
    for (lang, label) in [("en", "SAT's page"), ("es", "Página del SAT")] {
        let page = frontera(["show", "export-produce.xml", "--lang", lang]).ended(0).stdout;
        let line = page.lines().find(|line| line.starts_with(label)).unwrap();
        assert_eq!(line.split_whitespace().last(), Some(ADDRESS));
        assert!(!page.contains('▀'), "drawn only when asked for");
    }
    // CFDI 3.2 has a text and no address.
    let page = frontera(["show", "../cfdi32/professional-fees-32.xml"]).ended(0).stdout;
    assert!(page.contains("Text of the QR     ?re=EKU9003173C9&rr=URE180429TM6&tt=0000017160.000000&id="), "{page}");
    let page = frontera(["show", "freight-retention-4.xml"]).ended(0).stdout;
    assert!(!page.contains("SAT's page"), "{page}");
}

#[test]
fn the_qr_is_drawn_when_asked_for() {
    let drawn = frontera(["qr", "export-produce.xml"]).ended(0).stdout;
    let page = frontera(["show", "--qr", "export-produce.xml"]).ended(0).stdout;
    assert!(page.contains(&drawn) && page.contains("Totals"), "{page}");
    for (file, why) in [
        ("freight-retention-4.xml", "None before the stamp"),
        ("../us/export-produce.json", "Only for the XML of a stamped CFDI"),
    ] {
        let page = frontera(["show", "--qr", file]).ended(0).stdout;
        assert!(page.contains(why) && !page.contains('▀'), "{page}");
    }
    // A text that is no address is drawn, and is said to be none.
    let page = frontera(["show", "--qr", "../cfdi32/professional-fees-32.xml"]).ended(0).stdout;
    assert!(page.contains("SAT's page         None in a CFDI 3.2") && page.contains('▀'), "{page}");
    let changed = read(cfdi("export-produce.xml")).replace(" Total=\"28187.55\"", " Total=\"28187.5500001\"");
    let page = frontera_with(&changed, ["show", "-"]).stdout;
    assert!(
        page.contains("SAT's page         None: /cfdi:Comprobante/@Total is missing or is not as SAT has it"),
        "{page}"
    );
}
