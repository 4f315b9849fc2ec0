//! An invoice filled in by hand becomes a CFDI draft; what is missing is named with its place on either side.
//!
//! `cargo run --example draft`

use std::error::Error;

use frontera::formats::cfdi;
use frontera::model::{DocumentType, Invoice, Line, Party, TaxId, Unit, UnitCodeList};
use frontera::{Intent, Lang, Options, Report};

fn main() -> Result<(), Box<dyn Error>> {
    let mut invoice = Invoice::new(DocumentType::Invoice);
    invoice.issue_date = Some("2026-03-02".parse()?);
    invoice.issue_time = Some("09:30:00".parse()?);
    invoice.currency = Some("MXN".into());
    invoice.purchase_order_number = Some("PO-7781".into());
    invoice.seller = Party { tax_ids: vec![TaxId::rfc("EKU9003173C9")], ..Party::named("ESCUELA KEMPER URGATE") };
    invoice.buyer =
        Party { tax_ids: vec![TaxId::rfc("URE180429TM6")], ..Party::named("UNIVERSIDAD ROBOTICA ESPAÑOLA") };
    let mut line = Line::new("Forklift hours", "3".parse()?, "450.00".parse()?, "1350.00".parse()?);
    line.unit = Some(Unit { code: Some("HR".into()), code_list: Some(UnitCodeList::Us), text: None });
    invoice.lines.push(line);
    invoice.totals.subtotal = Some("1350.00".parse()?);
    invoice.totals.total = Some("1350.00".parse()?);

    // What only Mexican law asks for is not there yet, and nothing of it is guessed.
    let options = Options::default().intent(Intent::Draft);
    let mut report = Report::default();
    let written = cfdi::write(&invoice, &options, &mut report);
    assert!(written.xml.is_none());
    for finding in report.findings() {
        println!("{}: {}", finding.code, finding.message(Lang::En));
    }

    let mx = invoice.mx_mut();
    mx.exportacion = Some("01".into());
    mx.metodo_pago = Some("PUE".into());
    mx.forma_pago = Some("03".into());
    mx.lugar_expedicion = Some("22000".into());
    mx.emisor.regimen_fiscal = Some("601".into());
    mx.receptor.regimen_fiscal = Some("601".into());
    mx.receptor.uso_cfdi = Some("G03".into());
    mx.receptor.domicilio_fiscal = Some("86991".into());
    let line = invoice.lines[0].extensions.mx.get_or_insert_default();
    line.clave_prod_serv = Some("72141700".into());
    line.objeto_imp = Some("01".into());

    let mut report = Report::default();
    let written = cfdi::write(&invoice, &options, &mut report);
    println!("{}", String::from_utf8(written.xml.ok_or("a draft")?)?);
    Ok(())
}
