//! US invoices become drafts of CFDIs: against figures worked out by hand, against a judge of arithmetic of the tests' own, and
//! against SAT's XSD.
//!
//! `FRONTERA_DRAFTS` asks for more random drafts than the usual 10,000, `FRONTERA_SEED` for others.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use frontera::context::{Context, Series};
use frontera::exchange::{Quote, Rates};
use frontera::{Case, Converted, Format, Intent, Options, Profile, Report, Severity, ValidateOptions};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};
use support::arithmetic::{self, Node, Written};
use support::drafts::{self, Draft};
use support::{convert_with, from_env, oracle};

/// `fixtures/draft/expected.json`.
#[derive(Deserialize)]
struct Expectations {
    drafts: BTreeMap<String, Expected>,
    refused: BTreeMap<String, Refused>,
}

#[derive(Deserialize)]
struct Expected {
    context: String,
    rates: Option<String>,
    tipo_de_comprobante: String,
    moneda: String,
    tipo_cambio: Option<String>,
    exportacion: String,
    metodo_pago: String,
    forma_pago: String,
    lines: Vec<ExpectedLine>,
    subtotal: String,
    discount: Option<String>,
    tax: Option<String>,
    withholding: Option<String>,
    total: String,
    comment: String,
}

#[derive(Deserialize)]
struct ExpectedLine {
    objeto_imp: String,
    amount: String,
    discount: Option<String>,
    taxes: Vec<ExpectedTax>,
}

#[derive(Deserialize)]
struct ExpectedTax {
    impuesto: String,
    factor: String,
    rate: Option<String>,
    base: String,
    amount: Option<String>,
    withheld: bool,
}

#[derive(Deserialize)]
struct Refused {
    context: String,
    rates: Option<String>,
    pointer: String,
}

fn expectations() -> Expectations {
    serde_json::from_slice(&support::fixture("draft/expected.json")).unwrap()
}

fn options(context: &str, rates: Option<&str>) -> Options {
    let context = Context::from_json(&support::fixture(&format!("draft/{context}.json"))).unwrap();
    let options = Options::default().case(Case::MxIssuerDraft).context(context);
    match rates {
        Some(rates) => with_rates(options, rates),
        None => options,
    }
}

/// The file's rates, of the dollar; the library's own reader of such files is a feature, and has its own tests.
fn with_rates(options: Options, rates: &str) -> Options {
    let file = support::fixture(&format!("draft/{rates}"));
    let mut rows = csv::Reader::from_reader(&file[..]);
    let quotes = rows.records().map(|row| {
        let row = row.unwrap();
        let series = if row[2].eq_ignore_ascii_case("dof") { Series::Dof } else { Series::Fix };
        Quote::new(row[0].parse().unwrap(), "USD", series, row[1].parse().unwrap()).unwrap()
    });
    options.rates(Rates::from_quotes(quotes).unwrap())
}

/// Every attribute that a row of `expected.json` names, as numbers where they are numbers.
fn facts_of(expected: &Expected) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    let mut put = |at: &str, value: Option<&str>| {
        if let Some(value) = value {
            facts.insert(at.to_owned(), value.to_owned());
        }
    };
    put("TipoDeComprobante", Some(&expected.tipo_de_comprobante));
    put("Moneda", Some(&expected.moneda));
    put("TipoCambio", expected.tipo_cambio.as_deref());
    put("Exportacion", Some(&expected.exportacion));
    put("MetodoPago", Some(&expected.metodo_pago));
    put("FormaPago", Some(&expected.forma_pago));
    for (i, line) in expected.lines.iter().enumerate() {
        let at = format!("Concepto[{}]", i + 1);
        put(&format!("{at}/ObjetoImp"), Some(&line.objeto_imp));
        put(&format!("{at}/Importe"), number(&line.amount).as_deref());
        put(&format!("{at}/Descuento"), line.discount.as_deref().and_then(number).as_deref());
        for tax in &line.taxes {
            let of = [Some(tax.impuesto.as_str()), Some(&tax.factor), tax.rate.as_deref()];
            let at = tax_place(&at, tax.withheld, of);
            put(&format!("{at}/Base"), number(&tax.base).as_deref());
            put(&format!("{at}/Importe"), tax.amount.as_deref().and_then(number).as_deref());
        }
    }
    put("SubTotal", number(&expected.subtotal).as_deref());
    put("Descuento", expected.discount.as_deref().and_then(number).as_deref());
    put("TotalImpuestosTrasladados", expected.tax.as_deref().and_then(number).as_deref());
    put("TotalImpuestosRetenidos", expected.withholding.as_deref().and_then(number).as_deref());
    put("Total", number(&expected.total).as_deref());
    facts
}

/// The same of a draft.
fn facts_in(xml: &[u8]) -> BTreeMap<String, String> {
    let document = Node::read(xml);
    let mut facts = BTreeMap::new();
    let mut put = |at: String, value: Option<String>| {
        if let Some(value) = value {
            assert!(facts.insert(at.clone(), value).is_none(), "{at} twice");
        }
    };
    let own = |name: &str| document.text(name).map(str::to_owned);
    // TipoCambio 1 beside pesos says nothing.
    let pesos = document.text("Moneda") == Some("MXN") && document.text("TipoCambio") == Some("1");
    for name in ["TipoDeComprobante", "Moneda", "Exportacion", "MetodoPago", "FormaPago"] {
        put(name.to_owned(), own(name));
    }
    for name in ["SubTotal", "Descuento", "Total"] {
        put(name.to_owned(), document.text(name).and_then(number));
    }
    put("TipoCambio".into(), own("TipoCambio").filter(|_| !pesos));
    if let Some(taxes) = document.child("Impuestos") {
        for name in ["TotalImpuestosTrasladados", "TotalImpuestosRetenidos"] {
            put(name.to_owned(), taxes.text(name).and_then(number));
        }
    }
    for (at, concepto) in document.lines() {
        put(format!("{at}/ObjetoImp"), concepto.text("ObjetoImp").map(str::to_owned));
        for name in ["Importe", "Descuento"] {
            put(format!("{at}/{name}"), concepto.text(name).and_then(number));
        }
        let Some(taxes) = concepto.child("Impuestos") else { continue };
        for (list, item) in [("Traslados", "Traslado"), ("Retenciones", "Retencion")] {
            for (_, tax) in taxes.list(list, item) {
                let of = ["Impuesto", "TipoFactor", "TasaOCuota"].map(|name| tax.text(name));
                let at = tax_place(&at, item == "Retencion", of);
                for name in ["Base", "Importe"] {
                    put(format!("{at}/{name}"), tax.text(name).and_then(number));
                }
            }
        }
    }
    facts
}

fn tax_place(line: &str, withheld: bool, of: [Option<&str>; 3]) -> String {
    let kind = if withheld { "Retencion" } else { "Traslado" };
    let [of, factor, rate] = of.map(Option::unwrap_or_default);
    format!("{line}/{kind} {of} {factor} {rate}")
}

/// A number without the decimals that say nothing.
fn number(literal: &str) -> Option<String> {
    Some(Written::parse(literal)?.value.normalize().to_string())
}

/// The figures and facts of every fixture, and that the draft is one to everybody else.
#[test]
fn drafts_have_the_figures_worked_out_by_hand() {
    let expectations = expectations();
    assert!(expectations.drafts.len() >= 50, "{} drafts", expectations.drafts.len());
    let mut wrong = Vec::new();
    let mut drafts = Vec::new();
    for (name, expected) in &expectations.drafts {
        let json = support::fixture(&format!("draft/{name}.json"));
        let options = options(&expected.context, expected.rates.as_deref());
        let Converted { output, report, .. } = frontera::convert(&json, Format::Cfdi, &options).unwrap();
        let Some(xml) = output.filter(|_| !report.has_errors()) else {
            wrong.push(format!("{name}: no draft: {}", errors_of(&report)));
            continue;
        };
        let (is, wanted) = (facts_in(&xml), facts_of(expected));
        if is != wanted {
            let differ: BTreeSet<_> =
                is.keys().chain(wanted.keys()).filter(|at| is.get(*at) != wanted.get(*at)).collect();
            let differ = differ.iter().map(|at| format!("\n  {at}: {:?}, by hand {:?}", is.get(*at), wanted.get(*at)));
            wrong.push(format!("{name}: {}{}", expected.comment, differ.collect::<String>()));
        }
        wrong.extend(what_is_wrong(&xml, &options).into_iter().map(|fault| format!("{name}: {fault}")));
        // With placeholders for the seal it is the same draft, and comes back with them.
        let options = options.placeholder(true);
        let (with, _) = convert_with(&json, Format::Cfdi, &options);
        wrong.extend(what_is_wrong(&with, &options).into_iter().map(|fault| format!("{name}, placeholders: {fault}")));
        drafts.push((name.clone(), xml));
    }
    if let Some(oracle) = oracle::available("drafts_have_the_figures_worked_out_by_hand") {
        wrong.extend(refused_by_xsd(&oracle, "draft-fixtures", drafts));
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// A draft satisfies the rules, the judge of arithmetic, and comes back as what it was: restored, and drafted again.
fn what_is_wrong(xml: &[u8], options: &Options) -> Vec<String> {
    let mut wrong = Vec::new();
    let validation = frontera::validate(xml, &ValidateOptions::default().profile(Profile::Draft)).unwrap();
    if !validation.is_valid() {
        wrong.push(format!("not valid: {}", errors_of(&validation.report)));
    }
    let faults = arithmetic::faults_of_draft(xml);
    if !faults.is_empty() {
        wrong.push(format!("arithmetic: {faults:?}"));
    }
    let (json, _) = convert_with(xml, Format::UsJson, &Options::default());
    for (how, options) in [("restored", Options::default()), ("drafted again", options.clone().intent(Intent::Draft))] {
        let again = frontera::convert(&json, Format::Cfdi, &options).unwrap();
        match again.output {
            None => wrong.push(format!("{how}: no draft: {}", errors_of(&again.report))),
            Some(again) if again != xml => wrong.push(format!("{how}: {}", first_difference(xml, &again))),
            Some(_) => {}
        }
    }
    let read = |bytes: &[u8]| frontera::read(bytes, &Options::default()).unwrap().invoice;
    if read(xml) != read(&json) {
        wrong.push("its JSON is another invoice".into());
    }
    wrong
}

/// The errors of a report, each with its place.
fn errors_of(report: &Report) -> String {
    let errors = report.findings().iter().filter(|finding| finding.severity == Severity::Error);
    let places = errors.map(|error| {
        let place = error.location.pointer.as_deref().or(error.location.xpath.as_deref());
        format!("{} at {} {:?}", error.code.as_str(), place.unwrap_or_default(), error.values)
    });
    places.collect::<Vec<_>>().join("; ")
}

fn first_difference(one: &[u8], other: &[u8]) -> String {
    let at = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let around = |text: &[u8]| {
        let (from, to) = (at.saturating_sub(80), (at + 160).min(text.len()));
        String::from_utf8_lossy(&text[from.min(to)..to]).into_owned()
    };
    format!("at byte {at}:\n    {}\n    {}", around(one), around(other))
}

/// SAT's XSD, with placeholders where the seal goes.
fn refused_by_xsd(oracle: &oracle::Oracle, folder: &str, drafts: Vec<(String, Vec<u8>)>) -> Vec<String> {
    let files = drafts.into_iter().map(|(name, xml)| {
        let seal = " Sello=\"\" Certificado=\"\" NoCertificado=\"00000000000000000000\" Version=\"4.0\"";
        (name, String::from_utf8(xml).unwrap().replacen(" Version=\"4.0\"", seal, 1).into_bytes())
    });
    let paths: Vec<PathBuf> = oracle::write(folder, files);
    let verdicts = oracle.structure(&paths);
    let refused = verdicts.iter().zip(&paths).filter(|(verdict, _)| verdict["ok"] != true);
    refused.map(|(verdict, path)| format!("XSD of {}: {}", path.display(), verdict["errors"])).collect()
}

/// SAT allows fewer decimals in its sums than the currency has; people expect all of them, and so do the fixtures.
#[test]
fn sums_are_written_with_the_decimals_of_their_currency() {
    let mut wrong = Vec::new();
    for (name, expected) in &expectations().drafts {
        let json = support::fixture(&format!("draft/{name}.json"));
        let options = options(&expected.context, expected.rates.as_deref());
        let Some(xml) = frontera::convert(&json, Format::Cfdi, &options).unwrap().output else { continue };
        let document = Node::read(&xml);
        let d = arithmetic::decimals_of(&expected.moneda);
        let taxes = document.child("Impuestos");
        let totals = ["TotalImpuestosTrasladados", "TotalImpuestosRetenidos"].map(|name| taxes?.text(name));
        let sums = ["SubTotal", "Descuento", "Total"].map(|name| document.text(name));
        for sum in sums.into_iter().chain(totals).flatten() {
            if Written::parse(sum).unwrap().decimals != d {
                wrong.push(format!("{name}: {sum}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What cannot be a draft is none, and a finding says at which place of the invoice.
#[test]
fn what_cannot_be_a_draft_is_refused_at_its_place() {
    let expectations = expectations();
    assert!(expectations.refused.len() >= 20, "{} refused", expectations.refused.len());
    let mut wrong = Vec::new();
    for (name, refused) in &expectations.refused {
        let json = support::fixture(&format!("draft/refused/{name}.json"));
        let options = options(&refused.context, refused.rates.as_deref());
        let Converted { output, report, .. } = frontera::convert(&json, Format::Cfdi, &options).unwrap();
        let errors = report.findings().iter().filter(|finding| finding.severity == Severity::Error);
        let pointers: Vec<_> = errors.filter_map(|error| error.location.pointer.as_deref()).collect();
        let there = |pointer: &&str| {
            let rest = pointer.strip_prefix(refused.pointer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if output.is_some() || !pointers.iter().any(there) {
            let errors = errors_of(&report);
            wrong.push(format!("{name}: wanted {}, output {}: {errors}", refused.pointer, output.is_some()));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), expectations.refused.len(), wrong.join("\n"));
}

/// People read the README, tests read `expected.json`: they say the same, of the files that are there.
#[test]
fn readme_and_expectations_say_the_same() {
    let expectations = expectations();
    let readme = String::from_utf8(support::fixture("draft/README.md")).unwrap();
    let rows: BTreeMap<String, Vec<&str>> = readme
        .lines()
        .filter(|row| row.starts_with("| `"))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            (cells[1].trim_matches('`').trim_end_matches(".json").to_owned(), cells)
        })
        .collect();
    for (name, expected) in &expectations.drafts {
        let cells = rows.get(name).unwrap_or_else(|| panic!("no row of {name}"));
        assert!(expected.context.ends_with(cells[2].split(',').next().unwrap()), "{name}");
        let figures = cells[5].rsplit("**").nth(1).unwrap();
        let labels = [
            ("SubTotal", Some(&expected.subtotal)),
            ("Descuento", expected.discount.as_ref()),
            ("transferred", expected.tax.as_ref()),
            ("withheld", expected.withholding.as_ref()),
            ("Total", Some(&expected.total)),
        ];
        for (label, wanted) in labels {
            let figure = figures.split("; ").find_map(|figure| figure.strip_prefix(label)?.strip_prefix(' '));
            assert_eq!(figure, wanted.map(String::as_str), "{name}: {label}");
        }
        assert!(cells[5].starts_with(&expected.comment), "{name}");
    }
    for (name, refused) in &expectations.refused {
        let cells = rows.get(name).unwrap_or_else(|| panic!("no row of {name}"));
        assert_eq!(cells[4].trim_matches('`'), refused.pointer, "{name}");
    }
    assert_eq!(rows.len(), expectations.drafts.len() + expectations.refused.len());
    for (folder, names) in [
        ("draft", expectations.drafts.keys().collect::<BTreeSet<_>>()),
        ("draft/refused", expectations.refused.keys().collect()),
    ] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some(name) = name.strip_suffix(".json").filter(|name| *name != "expected") else { continue };
            assert!(names.contains(&name.to_owned()), "nothing is expected of {name}");
        }
    }
}

/// Invoices and contexts are what their schemas say, to a third party's reader.
#[test]
fn fixtures_satisfy_the_schemas() {
    let schemas = [frontera::formats::us::SCHEMA, frontera::context::SCHEMA]
        .map(|schema| jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap());
    let expectations = expectations();
    let invoices = expectations.drafts.keys().map(|name| format!("draft/{name}.json"));
    let invoices = invoices.chain(expectations.refused.keys().map(|name| format!("draft/refused/{name}.json")));
    let contexts = expectations.drafts.values().map(|expected| &expected.context);
    let contexts = contexts.chain(expectations.refused.values().map(|refused| &refused.context));
    let contexts: BTreeSet<_> = contexts.map(|context| format!("draft/{context}.json")).collect();
    for (path, schema) in invoices.map(|path| (path, 0)).chain(contexts.into_iter().map(|path| (path, 1))) {
        let json: Value = serde_json::from_slice(&support::fixture(&path)).unwrap();
        let errors: Vec<_> =
            schemas[schema].iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
}

/// Both forms of a context are one context.
#[cfg(feature = "toml")]
#[test]
fn contexts_in_toml_are_those_in_json() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/draft/contexts");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let toml = Context::from_toml(&std::fs::read(&path).unwrap()).unwrap();
            let json = Context::from_json(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
            assert_eq!(toml, json, "{}", path.display());
            checked += 1;
        }
    }
    assert!(checked >= 15, "{checked} contexts");
}

/// Shares by hand: floors, then a unit each by largest remainder, ties to the earlier line.
#[test]
fn a_discount_of_the_document_is_spread_to_the_last_unit() {
    type Case = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);
    let cases: &[Case] = &[
        // 33.333… each; rest 0.01, all remainders equal: to the first.
        ("USD", &["100.00", "100.00", "100.00"], &["100.00"], &["33.34", "33.33", "33.33"]),
        // 0.0125 each → 0.01, rest 0.01 to the first.
        ("USD", &["10.00", "10.00", "10.00", "10.00"], &["0.05"], &["0.02", "0.01", "0.01", "0.01"]),
        // 0.00666… each → 0, rest 0.02 to the first two.
        ("USD", &["10.00", "10.00", "10.00"], &["0.02"], &["0.01", "0.01", "0"]),
        // 3.333, 3.333, 3.334 → 3.33 each, rest 0.01 to the largest remainder, 0.004: the third.
        ("MXN", &["33.33", "33.33", "33.34"], &["10.00"], &["3.33", "3.33", "3.34"]),
        // The largest line has the smallest remainder: 99.9×0.07÷100=0.06993 → 0.06, 0.1×0.07÷100=0.00007 → 0.
        ("MXN", &["99.90", "0.10"], &["0.07"], &["0.07", "0"]),
        // 700×1÷1000=0.70 and 300×1÷1000=0.30: even.
        ("CAD", &["700.00", "300.00"], &["1.00"], &["0.70", "0.30"]),
        // Greater than the first line: 100×150÷400=37.50, 300×150÷400=112.50.
        ("USD", &["100.00", "300.00"], &["150.00"], &["37.50", "112.50"]),
        // Greater than either: 100×390÷400=97.50, 300×390÷400=292.50.
        ("USD", &["100.00", "300.00"], &["390.00"], &["97.50", "292.50"]),
        // Yen: 33.33… each → 33, rest 1 to the first.
        ("JPY", &["1000", "1000", "1000"], &["100"], &["34", "33", "33"]),
        // 999×10÷1000=9.99 → 9, 1×10÷1000=0.01 → 0, rest 1 to the first.
        ("JPY", &["999", "1"], &["10"], &["10", "0"]),
        // 5×500÷1505=1.66 → 1, 1500×500÷1505=498.33 → 498, rest 1 to the first.
        ("JPY", &["5", "1500"], &["500"], &["2", "498"]),
        // Two of the document, each spread on its own: 10.00 and 30.00, 5.00 and 15.00.
        ("EUR", &["100.00", "300.00"], &["40.00", "20.00"], &["15.00", "45.00"]),
    ];
    let context = Context::from_json(&support::fixture("draft/contexts/kemper-monterrey.json")).unwrap();
    let options = Options::default().case(frontera::Case::MxIssuerDraft).context(context);
    for (currency, amounts, discounts, shares) in cases {
        let lines: Vec<_> = amounts
            .iter()
            .map(|amount| {
                json!({
                    "sku": "BOLT-38", "description": "Bolts", "quantity": "1", "unit_price": amount, "amount": amount,
                    "unit": {"code": "BX", "code_list": "us"},
                })
            })
            .collect();
        let discounts: Vec<_> = discounts.iter().map(|amount| json!({"amount": amount})).collect();
        let mut invoice = json!({
            "schema_version": "1.0", "document_type": "invoice", "issue_date": "2026-03-24", "currency": currency,
            "seller": {"legal_name": "Kemper Industrial Supply"}, "buyer": {"legal_name": "Iluminadora Stores"},
            "lines": lines, "document_discounts": discounts,
        });
        if *currency != "MXN" {
            invoice["exchange_rate"] = json!({"from": currency, "to": "MXN", "rate": "17.25"});
        }
        let (xml, report) = convert_with(&serde_json::to_vec(&invoice).unwrap(), Format::Cfdi, &options);
        assert!(!report.has_errors(), "{report:#?}");
        let document = Node::read(&xml);
        let value = |literal: &str| Written::parse(literal).unwrap().value;
        let is: Vec<_> = document.lines().map(|(_, line)| value(line.text("Descuento").unwrap_or("0"))).collect();
        let wanted: Vec<_> = shares.iter().map(|share| value(share)).collect();
        assert_eq!(is, wanted, "{discounts:?} over {amounts:?} {currency}");
        assert_eq!(arithmetic::faults_of_draft(&xml), [], "{discounts:?} over {amounts:?} {currency}");
    }
}

/// Whatever a US product may write and a draft may be made of: each draft adds up. At least 95 of 100 must be written.
#[test]
fn random_drafts_add_up() {
    let count = u64::from(from_env("FRONTERA_DRAFTS", 10_000));
    let first = u64::from(from_env("FRONTERA_SEED", 1)) << 32;
    let contexts = drafts::Contexts::new();
    let half = |from: u64| {
        let mut run = Run::default();
        for at in (from..count).step_by(2) {
            run.draft(&contexts.draft(first + at), at, count);
        }
        run
    };
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| half(1));
        (half(0), odd.join().unwrap())
    });
    let written = even.written + odd.written;
    let mut refused: BTreeMap<String, u64> = even.refused;
    for (why, count) in odd.refused {
        *refused.entry(why).or_default() += count;
    }
    let mut features = even.features;
    for (feature, count) in odd.features {
        *features.entry(feature).or_default() += count;
    }
    let mut wrong: Vec<_> = even.wrong.into_iter().chain(odd.wrong).collect();
    let faults = wrong.len();
    let shown = from_env("FRONTERA_SHOWN", 4);
    wrong.truncate(shown as usize);
    assert!(wrong.is_empty(), "{faults} of {written} drafts:\n{}\nrefused: {refused:#?}", wrong.join("\n"));
    assert!(written * 100 >= count * 95, "{written} of {count} written; refused: {refused:#?}");
    let rare: Vec<_> =
        FEATURES.iter().filter(|feature| features.get(*feature).is_none_or(|n| n * 100 < count)).collect();
    assert!(rare.is_empty(), "fewer than one draft in a hundred has {rare:?}: {features:#?}");
    if let Some(oracle) = oracle::available("random_drafts_add_up") {
        let sample: Vec<_> = even.sample.into_iter().chain(odd.sample).collect();
        let refused = refused_by_xsd(&oracle, "draft-random", sample);
        assert!(refused.is_empty(), "{}", refused.join("\n"));
    }
}

/// What random drafts must not lack.
const FEATURES: &[&str] = &[
    "Descuento=",
    "Moneda=\"JPY\"",
    "ObjetoImp=\"01\"",
    "ObjetoImp=\"04\"",
    "TasaOCuota=\"0.080000\"",
    "TasaOCuota=\"0.012500\"",
    "TasaOCuota=\"0.040000\"",
    "TasaOCuota=\"0.106667\"",
    "TasaOCuota=\"0.530000\"",
    "TipoDeComprobante=\"E\"",
    "TipoFactor=\"Cuota\"",
    "TipoFactor=\"Exento\"",
    "Exportacion=\"04\"",
];

/// What one thread found.
#[derive(Default)]
struct Run {
    written: u64,
    /// Why drafts were not written, by code and place.
    refused: BTreeMap<String, u64>,
    wrong: Vec<String>,
    /// How many drafts have what.
    features: BTreeMap<&'static str, u64>,
    sample: Vec<(String, Vec<u8>)>,
}

impl Run {
    fn draft(&mut self, draft: &Draft, at: u64, count: u64) {
        let options = Options::default().case(Case::MxIssuerDraft).context(Arc::clone(&draft.context));
        let Converted { output, report, .. } = frontera::convert(&draft.json, Format::Cfdi, &options).unwrap();
        let Some(xml) = output else {
            let error = report.findings().iter().find(|finding| finding.severity == Severity::Error);
            let why = error.map_or("nothing said".into(), |error| {
                let place = error.location.pointer.as_deref().map(support::template);
                format!("{} {}", error.code.as_str(), place.unwrap_or_default())
            });
            *self.refused.entry(why).or_default() += 1;
            return;
        };
        self.written += 1;
        let mut wrong = arithmetic::faults_of_draft(&xml).iter().map(|fault| format!("{fault:?}")).collect::<Vec<_>>();
        wrong.extend(draft_keeps_its_sums(draft, &xml));
        // The costlier judges see a part of them.
        if at.is_multiple_of(25) {
            wrong.extend(what_is_wrong(&xml, &options));
        }
        let xml_text = String::from_utf8_lossy(&xml);
        for feature in FEATURES {
            if xml_text.contains(feature) {
                *self.features.entry(feature).or_default() += 1;
            }
        }
        for (feature, has) in [("a known discount", draft.discount.is_some()), ("a known gross", draft.gross.is_some())]
        {
            *self.features.entry(feature).or_default() += u64::from(has);
        }
        // Where nothing may be skipped SAT's XSD sees every one.
        let all = std::env::var("FRONTERA_ORACLE").as_deref() == Ok("required");
        if all || at.is_multiple_of((count / 500).max(1)) {
            self.sample.push((format!("{at}"), xml.clone()));
        }
        if !wrong.is_empty() {
            let invoice = String::from_utf8_lossy(&draft.json);
            self.wrong.push(format!("draft {at}: {wrong:?}\n{invoice}\n{}", String::from_utf8_lossy(&xml)));
        }
    }
}

/// What is known of a draft without computing it: its discounts, the total of prices with tax inside, and, where tax comes on
/// top, each line's tax to the last decimal.
fn draft_keeps_its_sums(draft: &Draft, xml: &[u8]) -> Vec<String> {
    let document = Node::read(xml);
    let value =
        |node: &Node, name| node.text(name).and_then(Written::parse).map_or(Decimal::ZERO, |number| number.value);
    let mut wrong = Vec::new();
    let discount = value(&document, "Descuento");
    if let Some(wanted) = draft.discount.filter(|wanted| *wanted != discount) {
        wrong.push(format!("Descuento {discount}, the invoice has {wanted}"));
    }
    let withheld = document.child("Impuestos").map_or(Decimal::ZERO, |node| value(node, "TotalImpuestosRetenidos"));
    let gross = value(&document, "Total") + withheld;
    if let Some(wanted) = draft.gross.filter(|wanted| *wanted != gross) {
        wrong.push(format!("Total {gross} before retentions, the prices come to {wanted}"));
    }
    let Some(decimals) = draft.decimals_of_taxes else { return wrong };
    for (at, line) in document.lines() {
        let taxes = line.child("Impuestos");
        let taxes = taxes
            .iter()
            .flat_map(|node| node.list("Traslados", "Traslado").chain(node.list("Retenciones", "Retencion")));
        for (_, tax) in taxes.filter(|(_, tax)| tax.text("Importe").is_some()) {
            let [base, rate, amount] = ["Base", "TasaOCuota", "Importe"].map(|name| value(tax, name));
            let wanted = arithmetic::round(base * rate, decimals);
            if amount != wanted {
                wrong.push(format!("{at}: {base} × {rate} is {wanted}, written {amount}"));
            }
        }
    }
    wrong
}
