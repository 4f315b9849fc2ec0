//! SAT's catalogues: every fact of the sources is in the tables, and what a file brings at run time is read strictly.

mod support;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use frontera::catalog::{Border, Catalogs, Direction};
use frontera::model::Date;
use frontera::{ErrorKind, InputProblem};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn rate(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// SAT's catalogues as CSV, or `None` with a loud word.
fn csv_folder(test: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let folder = shared.join("sat");
    if folder.is_dir() {
        return Some(folder);
    }
    let message = format!("SKIPPED {test}: no {}", folder.display());
    assert!(std::env::var("FRONTERA_ORACLE").as_deref() != Ok("required"), "{message}");
    // Straight to the terminal: the test harness swallows what a passing test prints.
    let _ = writeln!(std::io::stderr(), "{message}");
    None
}

/// The generator's list, for which file is which catalogue and how its key is made.
fn listed() -> Vec<(String, String, String)> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("xtask/data/catalogs.tsv");
    let list = std::fs::read_to_string(list).unwrap();
    let rows = list.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t'));
    rows.map(|mut row| [(); 3].map(|()| row.next().unwrap().to_owned())).map(Into::into).collect()
}

/// Read independently of the generator: each cell of each row of each CSV is what the entry says.
#[test]
fn every_row_of_every_csv_is_there_with_its_facts() {
    let Some(folder) = csv_folder("every_row_of_every_csv_is_there_with_its_facts") else { return };
    let catalogs = Catalogs::builtin();
    let files: BTreeMap<String, (String, String)> = listed()
        .into_iter()
        .filter_map(|(name, rows, key)| Some((rows.strip_prefix("csv:")?.to_owned(), (name, key))))
        .collect();
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let (name, key) = files.get(stem).unwrap_or_else(|| panic!("{stem} is no catalogue"));
        let catalog = catalogs.get(name).unwrap_or_else(|| panic!("no {name}"));
        let mut reader = csv::Reader::from_path(&file).unwrap();
        let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(catalog.len(), rows.len(), "{name}");
        assert!(!catalog.title().is_empty() && !catalog.title_en().is_empty() && catalog.date().is_some(), "{name}");
        let mut earlier = BTreeMap::<&str, u32>::new();
        for row in &rows {
            let cell = |column: &str| row.get(columns.iter().position(|name| name == column).unwrap()).unwrap();
            let nth = earlier.entry(&row[0]).or_default();
            *nth += 1;
            let code = match key.as_str() {
                "" => row[0].to_owned(),
                "rows" if *nth == 1 => row[0].to_owned(),
                "rows" => format!("{}|{nth}", &row[0]),
                "rule" => rule_key(&cell),
                two => {
                    let (first, second) = two.split_once(',').unwrap();
                    format!("{}|{}", cell(first), cell(second))
                }
            };
            let entry = catalog.entry(&code).unwrap_or_else(|| panic!("{name} has no {code}"));
            for (column, fact) in columns.iter().zip(row) {
                let said = match column.as_str() {
                    "id" | "fraccion" => Some(entry.code().split('|').next().unwrap().to_owned()),
                    "texto" => Some(entry.name()),
                    "vigencia_desde" => entry.valid_from().map(|date| date.to_string()),
                    "vigencia_hasta" => entry.valid_until().map(|date| date.to_string()),
                    "impuesto" => Some(entry.name()),
                    column if key.split(',').any(|part| part == column) => continue,
                    "estado" => Some(entry.code().to_owned()),
                    _ => entry.field(column).map(Into::into),
                };
                let said = said.unwrap_or_default();
                // Heavy names are features.
                let light = !cfg!(feature = "catalogs")
                    && said.is_empty()
                    && ["cce20:c_F", "ccp31:c_"].iter().any(|p| name.starts_with(p));
                // The sources' known faults: a line break in a pattern, regimes separated in two ways.
                let fact = match (name.as_str(), column.as_str()) {
                    ("c_Pais", "patron_identidad_tributaria") => fact.replace("\\n", ""),
                    ("c_UsoCFDI", "regimenes_fiscales_receptores") => fact.replace(' ', ""),
                    _ => fact.to_owned(),
                };
                assert!(light || said == fact, "{name} {code} {column}: {said:?} is not {fact:?}");
            }
            seen += 1;
        }
    }
    // The rows of the 81 files of August 2026.
    assert_eq!(seen, 37_375);
}

fn rule_key<'r>(cell: &impl Fn(&str) -> &'r str) -> String {
    let tax = match cell("impuesto") {
        "ISR" => "001",
        "IEPS" => "003",
        _ => "002",
    };
    let direction = ["traslado", "retencion"].map(|column| cell(column) == "1");
    let direction = format!("{}{}", if direction[0] { "T" } else { "" }, if direction[1] { "R" } else { "" });
    let range = if cell("minimo").is_empty() { String::new() } else { format!("{}-", cell("minimo")) };
    format!("{tax}|{}|{direction}|{range}{}", cell("factor"), cell("valor"))
}

/// As the sources' README counts them.
#[test]
fn the_large_catalogues_are_whole() {
    let catalogs = Catalogs::builtin();
    let count = |name: &str| catalogs.get(name).map_or(0, |catalog| catalog.len());
    assert_eq!(count("c_ClaveProdServ"), 52_514);
    assert_eq!(count("c_CodigoPostal"), 95_749);
    assert_eq!(count("cce20:c_FraccionArancelaria"), 11_519);
    if cfg!(feature = "catalogs") {
        assert_eq!(count("c_Colonia"), 145_366);
        assert_eq!(count("ccp31:c_ClaveProdServCP"), 48_757);
        assert_eq!(catalogs.get("c_Colonia").unwrap().entry("01000|0001").unwrap().name(), "San Ángel");
    }
    for catalog in catalogs.iter() {
        assert_eq!(catalog.iter().count(), catalog.len(), "{}", catalog.name());
    }
}

/// By hand, from SAT's published tables.
#[test]
fn well_known_facts() {
    let catalogs = Catalogs::builtin();
    let g03 = catalogs.uso_cfdi("G03").unwrap();
    assert_eq!((g03.name().as_str(), g03.name_en().as_deref()), ("Gastos en general.", Some("General expenses")));
    assert!(g03.is_for_natural_persons() && g03.is_for_legal_persons());
    assert!(g03.accepts_regimen("601") && g03.accepts_regimen("626") && !g03.accepts_regimen("616"));
    let d01 = catalogs.uso_cfdi("D01").unwrap();
    assert!(d01.is_for_natural_persons() && !d01.is_for_legal_persons());
    assert_eq!(d01.regimes().count(), 9);
    // The last regime of G01 is separated without a blank.
    assert!(catalogs.uso_cfdi("G01").unwrap().accepts_regimen("626"));

    let without = catalogs.regimen("616").unwrap();
    assert_eq!(without.name(), "Sin obligaciones fiscales");
    assert!(without.is_for_natural_persons() && !without.is_for_legal_persons());
    for gone in ["609", "628", "629", "630"] {
        assert!(catalogs.regimen(gone).is_none(), "the XSD admits {gone}, the table does not have it");
    }

    let billing = catalogs.product("84111506").unwrap();
    assert!(billing.has_border_stimulus() && billing.is_valid_on(day("2026-01-01")));
    assert_eq!(billing.valid_from(), Some(day("2019-01-07")));
    assert!(!catalogs.product("01010101").unwrap().has_border_stimulus());
    if cfg!(feature = "catalogs") {
        assert_eq!(billing.name(), "Servicios de facturación");
        assert_eq!(catalogs.product("01010101").unwrap().similar_words().as_deref(), Some("Público en general"));
    }
    let ended: Vec<_> = catalogs.get("c_ClaveProdServ").unwrap().iter().filter_map(|e| e.valid_until()).collect();
    assert_eq!(ended, [day("2020-01-15")]);

    let postal = |code| catalogs.postal_code(code).unwrap();
    assert_eq!((postal("21000").state(), postal("21000").municipality()), ("BCN", Some("002")));
    assert_eq!((postal("22000").border(), postal("22000").time_zone()), (Border::Northern, "Tiempo del Noroeste"));
    assert_eq!((postal("22000").municipality(), postal("22000").locality()), (Some("004"), Some("04")));
    assert_eq!((postal("06600").state(), postal("06600").border()), ("CMX", Border::None));
    // Tapachula, in the southern region of the decree of 2020.
    assert_eq!((postal("30700").state(), postal("30700").border()), ("CHP", Border::Southern));
    assert!(catalogs.postal_code("85621-1234").is_none() && catalogs.postal_code("").is_none());

    let decimals = |code| catalogs.moneda(code).unwrap().decimals();
    assert_eq!((decimals("USD"), decimals("JPY"), decimals("MXN"), decimals("XXX")), (2, 0, 2, 0));
    let usa = catalogs.pais("USA").unwrap();
    assert_eq!((usa.tax_id_pattern(), usa.postal_code_pattern()), (Some("[0-9]{9}"), Some("[0-9]{5}(-[0-9]{4})?")));
    assert!(!catalogs.pais("MEX").unwrap().tax_id_pattern().unwrap().contains('\n'));
    let card = catalogs.forma_pago("04").unwrap();
    assert_eq!((card.payer_account_pattern(), card.is_banked()), (Some("[0-9]{16}"), true));
    assert!(!catalogs.forma_pago("01").unwrap().takes_payer_account());
    // The XSD admits `DX` for SAT's `Dx`.
    assert!(catalogs.unit("Dx").is_some() && catalogs.unit("DX").is_none());
    assert_eq!(catalogs.unit("KGM").unwrap().symbol().as_deref(), Some("kg"));
    assert!(catalogs.get("c_TipoRelacion").unwrap().entry("08").is_none());
    assert_eq!(catalogs.fraccion("0101210100").unwrap().unit(), Some("07"));
    assert_eq!(catalogs.get("cce20:c_INCOTERM").unwrap().len(), 11);
    assert_eq!(catalogs.get("c_Municipio").unwrap().entry("BCN|004").unwrap().name(), "Tijuana");
    assert_eq!(catalogs.municipio("BCN", "004").unwrap().name(), "Tijuana");
    assert_eq!(catalogs.localidad("BCN", "01").unwrap().name(), "Ensenada");
    assert!(catalogs.localidad("BCN", "004").is_none());
    assert_eq!(catalogs.colonia("01000", "0001").is_some(), cfg!(feature = "catalogs"));
    // SAT lists UN 1790 twice.
    assert!(catalogs.get("ccp31:c_MaterialPeligroso").unwrap().entry("1790|2").is_some());
    let namespace = "http://www.sat.gob.mx/sitio_internet/cfd/catalogos";
    assert_eq!(catalogs.get("c_UsoCFDI").unwrap().xsd_type(), Some((namespace, "c_UsoCFDI")));
}

#[test]
fn rates_are_found_by_tax_direction_and_day() {
    let catalogs = Catalogs::builtin();
    let today = day("2026-03-01");
    let traslado = |tax, rate| catalogs.tasa_o_cuota(tax, "Tasa", Direction::Traslado, rate, today);
    for allowed in ["0", "0.08", "0.080000", "0.16", "0.160000"] {
        assert!(traslado("002", rate(allowed)).is_some_and(|rule| !rule.is_range()), "{allowed}");
    }
    assert_eq!(traslado("002", rate("0.080000")).unwrap().label(), "IVA Crédito aplicado del 50%");
    assert!(traslado("002", rate("0.11")).is_none() && traslado("001", rate("0.1")).is_none());
    let kept = |tax, of| catalogs.tasa_o_cuota(tax, "Tasa", Direction::Retencion, rate(of), today);
    assert!(kept("002", "0.106667").unwrap().is_range() && kept("002", "0.170000").is_none());
    assert_eq!(kept("001", "0.35").unwrap().most(), rate("0.35"));
    // The quota's range is of 2026.
    let quota = |on| catalogs.tasa_o_cuota("003", "Cuota", Direction::Traslado, rate("3.0818"), day(on));
    assert!(quota("2026-01-01").is_some() && quota("2025-12-31").is_none());
    assert_eq!(catalogs.tasas().count(), 19);
}

#[test]
fn dates_are_both_inclusive() {
    let authorisations = Catalogs::builtin().get("ccp31:c_NumAutorizacionNaviero").unwrap();
    let entry = authorisations.entry("SCT418/068/2018").unwrap();
    for (on, valid) in [("2018-12-25", false), ("2018-12-26", true), ("2023-12-27", true), ("2023-12-28", false)] {
        assert_eq!(entry.is_valid_on(day(on)), valid, "{on}");
    }
}

#[test]
fn a_slip_of_the_pen_finds_its_code() {
    let catalogs = Catalogs::builtin();
    let near = |name: &str, code: &str| -> Vec<String> {
        catalogs.get(name).unwrap().near(code).iter().map(|entry| entry.code().to_owned()).collect()
    };
    assert!(near("c_ClaveProdServ", "3116150").contains(&"31161500".to_owned()), "a digit is missing");
    assert_eq!(near("c_UsoCFDI", "g03")[0], "G03");
    assert_eq!(near("c_UsoCFDI", "GO3")[0], "G03");
    assert_eq!(near("c_ClaveUnidad", "KMG")[0], "KGM");
    assert_eq!(near("c_ClaveUnidad", "DX")[0], "Dx");
    for anything in ["", "99999999999999999999999999999999", "ñandú", "\0", "G03"] {
        assert!(near("c_UsoCFDI", anything).len() <= 5, "{anything:?}");
    }
    assert_eq!(catalogs.near("usocfdi"), ["c_UsoCFDI"]);
    assert!(catalogs.near("INCOTERM").contains(&"cce20:c_INCOTERM"));
}

#[test]
fn names_are_found_by_words() {
    let catalogs = Catalogs::builtin();
    let found = |words: &str| -> Vec<(String, String)> {
        catalogs.search(words).iter().map(|e| (e.catalog().name().to_owned(), e.code().to_owned())).collect()
    };
    let has = |words: &str, name: &str, code: &str| found(words).contains(&(name.into(), code.into()));
    assert!(has("gastos general", "c_UsoCFDI", "G03"));
    assert!(has("GENERAL Expenses", "c_UsoCFDI", "G03"), "English names are searched");
    assert!(has("regimen simplificado", "c_RegimenFiscal", "626"), "accents do not matter");
    assert_eq!(found("g03")[0], ("c_UsoCFDI".into(), "G03".into()), "a code finds itself, in any case");
    assert!(has("wire transfer", "c_FormaPago", "03"));
    // By hand: what the source breaks with a backslash and an n is one class.
    let mexico = catalogs.get("c_Pais").unwrap().entry("MEX").unwrap();
    assert!(mexico.field("patron_identidad_tributaria").unwrap().ends_with("[A-Z0-9]{2}[0-9A]"));
    let newer = "frontera-catalogs\t1\n[c_Moneda]\ncode\tname\nUSD\tDólar americano\n";
    let newer = catalogs.load(newer.as_bytes()).unwrap();
    let dollar = newer.get("c_Moneda").unwrap().search("us dollar");
    assert_eq!(dollar.iter().map(|entry| entry.code()).collect::<Vec<_>>(), ["USD"], "English names stay");
    assert_eq!(found("zzzzqqq"), []);
    assert_eq!(found(""), []);
    if cfg!(feature = "catalogs") {
        let products = catalogs.get("c_ClaveProdServ").unwrap();
        let first: Vec<String> = products.search("tornillos").iter().map(|e| e.code().to_owned()).take(1).collect();
        assert_eq!(first, ["31161500"], "the shortest name with the very word stands first");
        assert!(products.search("tornill").len() >= products.search("tornillos").len());
        // Whatever its number; and products before the places that are called so.
        for (asked, code) in [("tornillo", "31161500"), ("aguacate", "50401700"), ("311615", "31161500")] {
            assert_eq!(found(asked)[0], ("c_ClaveProdServ".into(), code.into()), "{asked}");
        }
        assert!(products.search("publico general").iter().any(|e| e.code() == "01010101"), "similar words");
    }
}

/// What is written is read again as it was.
#[test]
fn the_programs_own_catalogues_come_back_from_text() {
    let catalogs = Catalogs::builtin();
    // Half of all rows are in these two, of the same kind as others.
    let large = ["c_Colonia", "ccp31:c_ClaveProdServCP"];
    let mut text = String::from("frontera-catalogs\t1\n");
    for catalog in catalogs.iter().filter(|catalog| !large.contains(&catalog.name())) {
        text.push_str(catalog.to_text().split_once('\n').unwrap().1);
    }
    let loaded = catalogs.load(text.as_bytes()).unwrap();
    for catalog in loaded.iter().filter(|catalog| !large.contains(&catalog.name())) {
        let old = catalogs.get(catalog.name()).unwrap();
        assert!(catalog.is_loaded() && !old.is_loaded());
        assert!(catalog.to_text() == old.to_text(), "{}", catalog.name());
        assert_eq!((catalog.len(), catalog.release(), catalog.xsd_type()), (old.len(), old.release(), old.xsd_type()));
    }
    assert_eq!(loaded.postal_code("22000").unwrap().border(), Border::Northern);
    assert_eq!(loaded.tasas().count(), 19);
}

#[test]
fn a_newer_release_replaces_and_adds() {
    let file = "frontera-catalogs\t1\r\n# by hand\r\n[c_RegimenFiscal]\r\nrelease = 7\r\ndate = 2027-01-01\r\n\
                code\tname\tfrom\tuntil\taplica_fisica\r\n699\tNuevo\t2027-01-01\t\t1\r\n601\tGeneral\t2022-01-01\t2026-12-31\t\r\n\
                \r\n[x:c_Own]\r\ncode\r\nB\r\nA\r\n";
    let catalogs = Catalogs::builtin().load(file.as_bytes()).unwrap();
    let regimes = catalogs.get("c_RegimenFiscal").unwrap();
    assert_eq!((regimes.len(), regimes.release(), regimes.title()), (2, "7", "Regímenes fiscales"));
    assert!(catalogs.regimen("699").unwrap().is_for_natural_persons());
    let old = catalogs.regimen("601").unwrap();
    assert!(!old.is_valid_on(day("2027-01-01")));
    assert_eq!(old.name_en().as_deref(), Some("Legal entities, general law"), "the program's English name stays");
    assert_eq!(catalogs.get("x:c_Own").unwrap().iter().map(|e| e.code().to_owned()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(catalogs.uso_cfdi("G03").unwrap().name(), "Gastos en general.");
    assert!(Catalogs::builtin().regimen("699").is_none());
}

#[test]
fn a_malformed_file_is_an_error_with_its_place() {
    let head = "frontera-catalogs\t1\n";
    let cases = [
        ("", InputProblem::Format, 1, 1),
        ("hello\n", InputProblem::Format, 1, 1),
        ("frontera-catalogs\t2\n", InputProblem::Unsupported, 1, 1),
        ("+code\n", InputProblem::Value, 2, 1),
        ("+[a b]\n", InputProblem::Value, 2, 1),
        ("+[c_A]\n", InputProblem::Value, 2, 1),
        ("+[c_A]\nwhat = it\ncode\n", InputProblem::UnknownField, 3, 1),
        ("+[c_A]\ndate = tomorrow\ncode\n", InputProblem::Value, 3, 1),
        ("+[c_A]\ndate = 2026-01-01\ndate = 2026-01-01\ncode\n", InputProblem::Duplicate, 4, 1),
        ("+[c_A]\ncode\tNAME\n", InputProblem::Value, 3, 6),
        ("+[c_A]\ncode\tname\tname\n", InputProblem::Duplicate, 3, 11),
        ("+[c_A]\ncode\tname\nA\n", InputProblem::Value, 4, 1),
        ("+[c_A]\ncode\tname\nA\tñ\tx\n", InputProblem::Value, 4, 1),
        ("+[c_A]\ncode\tname\n\tñ\n", InputProblem::Value, 4, 1),
        ("+[c_A]\ncode\tname\tfrom\nA\tñé\t2026-02-30\n", InputProblem::Value, 4, 6),
        ("+[c_A]\ncode\tname\nA\tb\nB\tb\nA\tc\n", InputProblem::Duplicate, 6, 1),
        ("+[c_A]\ncode\tname\nA\tb\u{7}\n", InputProblem::Value, 4, 3),
        ("+[c_A]\ncode\nA\n[c_A]\ncode\n", InputProblem::Duplicate, 5, 1),
    ];
    for (text, problem, line, column) in cases {
        let text = match text.strip_prefix('+') {
            Some(rest) => format!("{head}{rest}"),
            None => text.to_owned(),
        };
        let error = Catalogs::builtin().load(text.as_bytes()).unwrap_err();
        let place = error.position().unwrap();
        assert_eq!(
            (error.kind(), place.line, place.column),
            (ErrorKind::Input(problem), line, column),
            "{text:?}: {error}"
        );
    }
    let error = Catalogs::builtin().load(b"frontera-catalogs\t1\n[c_\xFF]\n").unwrap_err();
    assert_eq!((error.kind(), error.position().unwrap().line), (ErrorKind::Input(InputProblem::Encoding), 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(support::from_env("PROPTEST_CASES", 64)))]

    #[test]
    fn any_catalogue_that_is_written_is_read_again(
        rows in prop::collection::btree_map("[A-Z0-9|ñ]{1,6}", ("[a-zA-Zñé ,.]{0,30}", prop::option::of(0u32..28), "[01]?"), 0..80),
        release in "[a-z0-9.]{0,8}",
    ) {
        let mut file = format!("frontera-catalogs\t1\n[x:c_Any]\nrelease = {release}\ncode\tname\tfrom\tflag\n");
        for (code, (name, from, flag)) in &rows {
            let from = from.map(|d| format!("2026-02-{:02}", d + 1)).unwrap_or_default();
            file.push_str(&format!("{code}\t{name}\t{from}\t{flag}\n"));
        }
        let catalogs = Catalogs::builtin().load(file.as_bytes()).unwrap();
        let any = catalogs.get("x:c_Any").unwrap();
        prop_assert_eq!((any.len(), any.release()), (rows.len(), release.as_str()));
        for (code, (name, from, flag)) in &rows {
            let entry = any.entry(code).unwrap();
            prop_assert_eq!(&entry.name(), name);
            prop_assert_eq!(entry.valid_from().is_some(), from.is_some());
            let said = entry.field("flag");
            prop_assert_eq!(said.as_deref().unwrap_or_default(), flag.as_str());
        }
        let text = any.to_text();
        let again = Catalogs::builtin().load(text.as_bytes()).unwrap();
        prop_assert_eq!(again.get("x:c_Any").unwrap().to_text(), text);
    }

    #[test]
    fn hostile_files_never_panic(text in "(frontera-catalogs\t1\n)?(\\[c_[A-C]\\]\n|code(\tname)?\n|[a-z]+ = [a-z0-9-]{0,10}\n|[A-C]\t?[a-z]{0,3}\n|\\PC{0,8}\n){0,12}", query in "\\PC{0,12}") {
        if let Ok(catalogs) = Catalogs::builtin().load(text.as_bytes()) {
            for name in ["c_A", "c_B", "c_C"] {
                if let Some(catalog) = catalogs.get(name) {
                    let _ = (catalog.near(&query), catalog.search(&query), catalog.entry(&query));
                }
            }
        }
    }
}
