//! `frontera catalog`: what SAT's catalogues say, and how newer ones come in.

mod support;

use frontera::catalog::Catalogs;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use support::*;

fn json(args: &[&str]) -> Value {
    let args = ["catalog"].iter().chain(args).chain(&["--json"]);
    serde_json::from_str(&frontera(args).ended(0).stdout).unwrap()
}

#[test]
fn an_entry_reads_as_prose() {
    insta::assert_snapshot!(frontera(["catalog", "show", "c_UsoCFDI", "G03"]).ended(0).stdout);
    insta::assert_snapshot!(frontera(["catalog", "show", "c_CodigoPostal", "22000"]).ended(0).stdout);
    let product = frontera(["catalog", "show", "c_ClaveProdServ", "84111506"]).ended(0).stdout;
    assert!(product.contains("Servicios de facturación"), "the command has every name: {product}");
}

#[test]
fn an_entry_as_json_has_every_field() {
    let entry = json(&["show", "c_Moneda", "USD"]);
    assert_eq!(entry["name_en"], "US dollar");
    assert_eq!((&entry["from"], &entry["until"]), (&"2022-01-01".into(), &Value::Null));
    assert_eq!(entry["fields"], json!({"decimales": "2", "porcentaje_variacion": "5"}));
}

#[test]
fn what_is_not_there_is_answered_with_the_nearest() {
    let run = frontera(["catalog", "show", "UsoCFDI", "G03"]).ended(2);
    assert!(run.stderr.contains("`c_UsoCFDI`"), "{}", run.stderr);
    let run = frontera(["catalog", "show", "c_ClaveProdServ", "3116150"]).ended(1);
    assert!(run.stderr.contains("`31161500` (Tornillos)"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    let run = frontera(["catalog", "search", "zzzzz"]).ended(1);
    assert!(run.stderr.contains("nothing is called `zzzzz`"), "{}", run.stderr);
    frontera(["catalog", "search", "x", "--catalog", "c_Nothing"]).ended(2);
}

#[test]
fn a_search_shows_the_best_first() {
    insta::assert_snapshot!(frontera(["catalog", "search", "tornillos", "--limit", "3"]).ended(0).stdout);
    let found = json(&["search", "general", "expenses", "--catalog", "c_UsoCFDI"]);
    assert_eq!((found.as_array().unwrap().len(), &found[0]["code"]), (1, &"G03".into()));
    assert_eq!(json(&["search", "servicios"]).as_array().unwrap().len(), 20);
    let run = frontera(["catalog", "search", "servicios"]).ended(0);
    assert!(run.stderr.contains("more; --limit shows them"), "{}", run.stderr);
}

#[test]
fn every_catalogue_is_listed_with_its_release() {
    let list = json(&["list"]);
    assert_eq!(list.as_array().unwrap().len(), Catalogs::builtin().iter().count());
    let uso = list.as_array().unwrap().iter().find(|row| row["name"] == "c_UsoCFDI").unwrap();
    assert_eq!(
        (&uso["rows"], &uso["release"], &uso["date"]),
        (&24.into(), &"10.14.20260806".into(), &"2026-08-06".into())
    );
    let text = frontera(["catalog", "list"]).ended(0).stdout;
    assert_eq!(text.lines().count(), list.as_array().unwrap().len() + 1);
}

/// A workbook as SAT lays it out: a heading, lines about the release, titles in two rows, dates as dates.
fn workbook(folder: &TempDir) -> std::path::PathBuf {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("c_UsoCFDI").unwrap();
    sheet.write(0, 0, "Catálogo de uso de comprobantes.").unwrap();
    sheet.write(1, 0, "Versión CFDI").unwrap();
    sheet.write(1, 1, "Versión catálogo").unwrap();
    sheet.write(2, 0, 4.0).unwrap();
    let titles = [
        "c_UsoCFDI",
        "Descripción",
        "Aplica para tipo persona",
        "",
        "Fecha inicio de vigencia",
        "Fecha fin de vigencia",
        "Régimen Fiscal Receptor",
    ];
    for (at, title) in (0u16..).zip(titles) {
        sheet.write(4, at, title).unwrap();
    }
    sheet.write(5, 2, "Física").unwrap();
    sheet.write(5, 3, "Moral").unwrap();
    for (row, code, moral) in [(6, "G03", "Sí"), (7, "D01", "No")] {
        sheet.write(row, 0, code).unwrap();
        sheet.write(row, 1, "Gastos en general.").unwrap();
        sheet.write(row, 2, "Sí").unwrap();
        sheet.write(row, 3, moral).unwrap();
        sheet.write_with_format(row, 4, ExcelDateTime::from_ymd(2022, 1, 1).unwrap(), &date).unwrap();
        sheet.write(row, 6, "601, 603,605").unwrap();
    }
    // A number where SAT has a code with a leading zero; the large catalogues are in parts.
    for (part, code, state) in [("c_Municipio_Parte_1", 4.0, "BCN"), ("c_Municipio_Parte_2", 1.0, "AGU")] {
        let sheet = book.add_worksheet().set_name(part).unwrap();
        sheet.write(0, 0, "Catálogo de municipios.").unwrap();
        for (at, title) in (0u16..).zip([
            "c_Municipio",
            "c_Estado",
            "Descripción",
            "Fecha de inicio de vigencia",
            "Fecha de fin de vigencia",
        ]) {
            sheet.write(3, at, title).unwrap();
        }
        sheet.write(4, 0, code).unwrap();
        sheet.write(4, 1, state).unwrap();
        sheet.write(4, 2, "Un municipio").unwrap();
        sheet.write(4, 3, "01/01/2022").unwrap();
    }
    let sheet = book.add_worksheet().set_name("c_TasaOCuota").unwrap();
    for (at, title) in (0u16..).zip([
        "Rango o Fijo",
        "c_TasaOCuota",
        "",
        "Impuesto",
        "Factor",
        "Traslado",
        "Retención",
        "Fecha inicio de vigencia",
        "Fecha fin de vigencia",
    ]) {
        sheet.write(3, at, title).unwrap();
    }
    sheet.write(4, 1, "Valor mínimo").unwrap();
    sheet.write(4, 2, "Valor máximo").unwrap();
    for (row, kind, least, most) in [(5, "Fijo", "", 0.08), (6, "Rango", "0", 0.16)] {
        for (at, cell) in [(0, kind), (1, least), (3, "IVA"), (4, "Tasa"), (5, "Sí"), (6, "No")] {
            sheet.write(row, at, cell).unwrap();
        }
        sheet.write(row, 2, most).unwrap();
        sheet.write_with_format(row, 7, ExcelDateTime::from_ymd(2022, 1, 1).unwrap(), &date).unwrap();
    }
    let path = folder.path().join("catCFDI.xlsx");
    book.save(&path).unwrap();
    path
}

#[test]
fn sats_workbook_becomes_a_file_that_is_loaded() {
    let folder = folder();
    let book = workbook(&folder);
    let out = folder.path().join("newer.tsv");
    let build = |more: &[&str]| {
        let fixed = [
            "catalog",
            "build",
            book.to_str().unwrap(),
            "-o",
            out.to_str().unwrap(),
            "--release",
            "99",
            "--date",
            "2027-01-01",
        ];
        frontera(fixed.iter().chain(more))
    };
    let run = build(&[]).ended(0);
    assert!(run.stderr.contains("c_Municipio: 2 rows"), "{}", run.stderr);
    insta::assert_snapshot!(read(&out));
    build(&[]).ended(2);
    build(&["--force"]).ended(0);

    let catalogs = Catalogs::builtin().load(read(&out).as_bytes()).unwrap();
    let uso = catalogs.uso_cfdi("D01").unwrap();
    assert!(uso.is_for_natural_persons() && !uso.is_for_legal_persons() && uso.accepts_regimen("605"));
    assert_eq!(catalogs.get("c_Municipio").unwrap().entry("BCN|004").unwrap().name(), "Un municipio");
    assert_eq!(catalogs.tasas().count(), 2);

    let run = frontera(["catalog", "show", "c_UsoCFDI", "G01", "--catalogs", out.to_str().unwrap()]).ended(1);
    assert!(run.stderr.contains("no `G01`"), "{}", run.stderr);
    let shown = frontera(["catalog", "--catalogs", out.to_str().unwrap(), "show", "c_UsoCFDI", "G03"]).ended(0);
    assert!(shown.stdout.contains("General expenses"), "{}", shown.stdout);
}

/// A workbook of sheets with texts and numbers, the titles in the first row.
fn sheets(folder: &TempDir, sheets: &[(&str, &[&[&str]])]) -> std::path::PathBuf {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (at, row) in (0u32..).zip(*rows) {
            for (column, cell) in (0u16..).zip(*row) {
                match cell.strip_prefix('#') {
                    Some(number) => sheet.write(at, column, number.parse::<f64>().unwrap()).unwrap(),
                    None => sheet.write(at, column, *cell).unwrap(),
                };
            }
        }
    }
    let path = folder.path().join("sheets.xlsx");
    book.save(&path).unwrap();
    path
}

fn build(book: &std::path::Path) -> Run {
    frontera(["catalog", "build", book.to_str().unwrap(), "-o", "-"])
}

const METHODS: (&str, &[&[&str]]) = ("c_MetodoPago", &[&["c_MetodoPago", "Descripción"], &["PUE", "Una"]]);

#[test]
fn a_cell_in_the_far_corner_costs_nothing() {
    let folder = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("c_MetodoPago").unwrap();
    for (row, code, name) in [(0, "c_MetodoPago", "Descripción"), (1, "PUE", "Una"), (1_048_575, "PPD", "Parcial")] {
        sheet.write(row, 0, code).unwrap();
        sheet.write(row, 1, name).unwrap();
    }
    sheet.write(1_048_575, 16_383, "far").unwrap();
    let path = folder.path().join("far.xlsx");
    book.save(&path).unwrap();
    let run = build(&path).ended(0);
    assert!(run.stdout.ends_with("code\tname\nPUE\tUna\nPPD\tParcial\n"), "{}", run.stdout);
}

/// An .xls of one sheet with numbers at these places.
fn xls(folder: &TempDir, cells: &[(u16, u16)]) -> std::path::PathBuf {
    let record = |kind: u16, data: &[u8]| {
        let len = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &len.to_le_bytes(), data].concat()
    };
    let start = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let sheet = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat());
    let at = [start(5), sheet(0), record(0x000A, &[])].concat().len();
    let mut book = [start(5), sheet(u32::try_from(at).unwrap()), record(0x000A, &[]), start(16)].concat();
    for (row, column) in cells {
        let number = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &1f64.to_le_bytes()].concat();
        book.extend(record(0x0203, &number));
    }
    book.extend(record(0x000A, &[]));
    book.resize(book.len().max(8192), 0);
    let path = folder.path().join(format!("{}.xls", cells[1].0));
    let file = std::fs::File::options().read(true).write(true).create_new(true).open(&path).unwrap();
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, file).unwrap();
    std::io::Write::write_all(&mut file.create_stream("Workbook").unwrap(), &book).unwrap();
    file.flush().unwrap();
    path
}

#[test]
fn an_xls_with_far_cells_is_refused_before_it_is_laid_out() {
    let folder = folder();
    let run = build(&xls(&folder, &[(0, 0), (u16::MAX, u16::MAX)])).ended(2);
    assert!(run.stderr.contains("too far from each other"), "{}", run.stderr);
    let run = build(&xls(&folder, &[(0, 0), (7, 1)])).ended(2);
    assert!(run.stderr.contains("S: no column is called as a catalogue"), "{}", run.stderr);
}

#[test]
fn a_sheet_larger_than_any_catalogue_is_left_out() {
    let folder = folder();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("c_Colonia").unwrap();
    // Few cells, but the table would have 64 columns of each row.
    sheet.write(0, 0, "c_Colonia").unwrap();
    sheet.write(0, 63, "Nombre").unwrap();
    for row in 1..70_000 {
        sheet.write(row, 0, 1.0).unwrap();
    }
    let sheet = book.add_worksheet().set_name(METHODS.0).unwrap();
    for (row, cells) in (0u32..).zip(METHODS.1) {
        sheet.write_row(row, 0, cells.iter().copied()).unwrap();
    }
    let path = folder.path().join("large.xlsx");
    book.save(&path).unwrap();
    let run = build(&path).ended(1);
    assert!(run.stderr.contains("c_Colonia: left out: larger than a catalogue"), "{}", run.stderr);
    assert!(run.stdout.contains("[c_MetodoPago]") && !run.stdout.contains("[c_Colonia]"), "{}", run.stdout);
}

#[test]
fn a_bad_sheet_costs_its_own_catalogue() {
    let folder = folder();
    let book = sheets(
        &folder,
        &[
            METHODS,
            ("Notas", &[&["a", "b"], &["1", "2"]]),
            ("c_Meses", &[&["c_Meses", "Descripción", "Fecha inicio de vigencia"], &["01", "Enero", "31/02/2022"]]),
            ("c_Pais_Parte_1", &[&["c_Pais", "Descripción"], &["MEX", "México"]]),
            ("c_Pais_Parte_2", &[&["c_Pais", "Otra cosa"], &["USA", "Estados Unidos"]]),
            ("c_Exportacion", &[&["c_Exportacion", "Descripción"], &["01", "a"], &["01", "b"]]),
            ("c_Impuesto", &[&["nothing", "else"], &["1", "2"]]),
        ],
    );
    let run = build(&book).ended(1);
    let sections: Vec<_> = run.stdout.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(sections, ["[c_MetodoPago]"], "half a catalogue would replace a whole one");
    for note in [
        "Notas: no column is called as a catalogue",
        "c_Meses: left out: row 2: `31/02/2022` is no date",
        "c_Pais_Parte_2: left out: other columns",
        "c_Pais: left out: not all of its sheets",
        "c_Exportacion: left out: what was built cannot be read",
        "stands twice",
        "c_Impuesto: left out: called as a catalogue",
        "c_MetodoPago: 1 rows",
    ] {
        assert!(run.stderr.contains(note), "{note}: {}", run.stderr);
    }
    // What is no catalogue at all is no error.
    build(&sheets(&folder, &[METHODS, ("Notas", &[&["a", "b"], &["1", "2"]])])).ended(0);
}

#[test]
fn a_sheet_names_its_catalogue() {
    let folder = folder();
    let customs: &[&[&str]] = &[
        &["c_Aduana", "Patente", "Ejercicio", "Cantidad", "Fecha inicio de vigencia"],
        &["#1", "3007", "2024", "999999", "01/01/2024"],
        &["#1", "3019", "2024", "999999", "01/01/2024"],
        &["#2", "3007", "2024", "999999", "01/01/2024"],
        &["#1", "3020", "2024", "999999", "01/01/2024"],
    ];
    let patents: &[&[&str]] = &[
        &["C_PatenteAduanal", "Inicio de vigencia de la patente", "Fin de vigencia de la patente"],
        &["#101", "01/01/2022", ""],
    ];
    let kinds: &[&[&str]] = &[&["c_TipoDeComprobante", "Descripción", "Valor máximo"], &["T", "Traslado", "#0"]];
    let places: &[&[&str]] = &[&["C_Localidad", "c_Estado", "Descripción"], &["#4", "BCN", "Tijuana"]];
    let run = build(&sheets(
        &folder,
        &[
            ("c_Aduana", &[&["c_Aduana", "Descripción"], &["#1", "Acapulco"]]),
            ("c_NumPedimentoAduana", customs),
            ("c_PatenteAduanal", patents),
            ("c_TipoDeComprobante", kinds),
            ("C_Localidad_1", places),
        ],
    ))
    .ended(0);
    for section in [
        "[c_Aduana]\ncode\tname\n01\tAcapulco\n",
        "[c_NumPedimentoAduana]\ncode\tpatente\tejercicio\tcantidad\tfrom\n01\t3007\t2024\t999999\t2024-01-01\n01|2\t3019\t",
        "\n02\t3007\t2024\t999999\t2024-01-01\n01|3\t3020\t",
        "[c_PatenteAduanal]\ncode\tfrom\tuntil\n0101\t2022-01-01\t\n",
        "[c_TipoDeComprobante]\ncode\tname\tvalor_maximo\nT\tTraslado\t0\n",
        "[c_Localidad]\ncode\tname\nBCN|04\tTijuana\n",
    ] {
        assert!(run.stdout.contains(section), "{section}: {}", run.stdout);
    }
}

#[test]
fn columns_with_one_title_are_told_apart() {
    let folder = folder();
    let rows: &[&[&str]] = &[
        &["c_CodigoPostal", "c_Estado", "Mes_Inicio_Horario_Verano", "Mes_Inicio_Horario_Verano"],
        &["#0", "TLA", "", ""],
        &["#22000", "BCN", "Marzo", "Abril"],
    ];
    let run = build(&sheets(&folder, &[("c_CodigoPostal_Parte_1", rows)])).ended(0);
    let table = "code\testado\tmes_inicio_horario_verano\tmes_inicio_horario_verano_2\n\
                 00000\tTLA\t\t\n22000\tBCN\tMarzo\tAbril\n";
    assert!(run.stdout.contains(table), "the program's table has 00000 too: {}", run.stdout);
}

#[test]
fn a_pattern_is_one_line_or_nothing() {
    let folder = folder();
    let rows: &[&[&str]] = &[
        &["c_FormaPago", "Descripción", "Patrón para cuenta ordenante", "Patrón para cuenta Beneficiaria"],
        &["#1", "Efectivo", "No", "Opcional"],
        &["#3", "Transferencia", "[0-9]{10}|\n[0-9]{16}|\\n[0-9]{18}", "[0-9]{10}"],
    ];
    let run = build(&sheets(&folder, &[("c_FormaPago", rows)])).ended(0);
    let table = "01\tEfectivo\t\t\n03\tTransferencia\t[0-9]{10}|[0-9]{16}|[0-9]{18}\t[0-9]{10}\n";
    assert!(run.stdout.contains(table), "{}", run.stdout);
}

#[test]
fn a_rate_is_digits_with_six_decimals() {
    let folder = folder();
    let rates = |least: &str, most: &str| {
        let kind = if least == "No" { "Fijo" } else { "Rango" };
        let titles: &[&str] = &["Rango o Fijo", "c_TasaOCuota", "", "Impuesto", "Factor", "Traslado", "Retención"];
        let below: &[&str] = &["", "Valor mínimo", "Valor máximo", "", "", "", ""];
        let row: &[&str] = &[kind, least, most, "IVA", "Tasa", "Sí", "No"];
        build(&sheets(&folder, &[("c_TasaOCuota", &[titles, below, row, &["* Una nota"]])]))
    };
    for (least, most, key) in [
        ("No", "#0.16", "002|Tasa|T|0.160000"),
        ("No", "0.08", "002|Tasa|T|0.080000"),
        ("#0", "#0.30000000000000004", "002|Tasa|T|0.000000-0.300000"),
        ("0.000000", "#0.159999999999", "002|Tasa|T|0.000000-0.160000"),
    ] {
        let run = rates(least, most).ended(0);
        assert!(run.stdout.contains(&format!("\n{key}\t")), "{key}: {}", run.stdout);
        assert!(run.stderr.contains("c_TasaOCuota: 1 rows without a code are left out"), "{}", run.stderr);
    }
    for bad in ["NaN", "1e-1", "16%", "inf", "-0.1", "0.1600001", "#0.1600001", ""] {
        let run = rates("No", bad).ended(2);
        assert!(run.stderr.contains("c_TasaOCuota: left out: row 3: `"), "{bad}: {}", run.stderr);
    }
    rates("", "0.16").ended(2);
}

#[test]
fn options_of_a_build_are_checked_on_entry() {
    let folder = folder();
    let book = sheets(&folder, &[METHODS]);
    let build = |more: &[&str]| {
        let fixed = ["catalog", "build", book.to_str().unwrap(), "-o", "-"];
        frontera(fixed.iter().chain(more))
    };
    for date in ["2026-02-30", "2026-3-25", "20260325", "2026-W01-1", "yesterday", ""] {
        let run = build(&["--date", date]).ended(2);
        assert!(run.stderr.contains("--date"), "{date}: {}", run.stderr);
    }
    for option in ["--release", "--source"] {
        let run = build(&[option, "a\n[c_Pais]"]).ended(2);
        assert!(run.stderr.contains("one line"), "{}", run.stderr);
    }
    let run = build(&["--date", "2024-02-29", "--release", "99"]).ended(0);
    assert!(run.stdout.contains("release = 99\ndate = 2024-02-29\n"), "{}", run.stdout);
}

#[test]
fn csv_with_sats_titles_is_read_too() {
    let folder = folder();
    let (file, out) = (folder.path().join("incoterms.csv"), folder.path().join("out.tsv"));
    write(
        &file,
        "c_INCOTERM,Descripción,Fecha inicio de vigencia,Fecha fin de vigencia\nFOB,\"FRANCO, A BORDO\",01/01/2022,\n",
    );
    frontera(["catalog", "build", file.to_str().unwrap(), "--family", "cce20", "-o", out.to_str().unwrap()]).ended(0);
    assert!(read(&out).contains("[cce20:c_INCOTERM]\ncode\tname\tfrom\tuntil\nFOB\tFRANCO, A BORDO\t2022-01-01\t\n"));
    write(&file, "a,b\n1,2\n");
    frontera(["catalog", "build", file.to_str().unwrap(), "-o", "-"]).ended(2);
    write(&file, "c_INCOTERM,Descripción\nFOB,a\nFOB,b\n");
    let run = frontera(["catalog", "build", file.to_str().unwrap(), "-o", "-"]).ended(2);
    assert!(run.stderr.contains("stands twice"), "{}", run.stderr);
    write(&file, b"PK\x03\x04 no workbook");
    frontera(["catalog", "build", file.to_str().unwrap(), "-o", "-"]).ended(2);
}

#[test]
fn a_malformed_file_is_shown_with_its_place() {
    let folder = folder();
    let file = folder.path().join("bad.tsv");
    write(&file, "frontera-catalogs\t1\n[c_UsoCFDI]\ncode\tname\tfrom\nG03\tGastos\tyesterday\n");
    let run = frontera(["catalog", "list", "--catalogs", file.to_str().unwrap()]).ended(2);
    assert!(run.stderr.contains("not a date") && run.stderr.contains(":4:12"), "{}", run.stderr);
}
