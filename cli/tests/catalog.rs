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
