//! The invoice of a US product becomes a CFDI draft; what is missing is named with both places that can give it.
//!
//! `cargo run --example draft`

use std::error::Error;

use frontera::context::Context;
use frontera::{Format, Lang, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let invoice = r#"{
      "schema_version": "1.0",
      "document_type": "invoice",
      "document_number": "1042",
      "issue_date": "2026-03-02",
      "issue_time": "09:30:00",
      "currency": "MXN",
      "seller": {"legal_name": "Kemper Produce", "tax_ids": [{"type": "rfc", "value": "EKU9003173C9"}]},
      "buyer": {"legal_name": "Robotica Española"},
      "purchase_order_number": "PO-7781",
      "payment_terms": {"code": "net", "net_days": 30},
      "lines": [{"sku": "FORK-H", "description": "Forklift hours", "quantity": "3", "unit": {"code": "HR", "code_list": "us"}, "unit_price": "450.00"}]
    }"#
    .as_bytes();

    // What only Mexican law asks for is not there yet, and nothing of it is guessed.
    let alone = frontera::convert(invoice, Format::Cfdi, &Options::default())?;
    assert!(alone.output.is_none());
    for finding in alone.report.findings() {
        println!("{}: {} {}", finding.code, finding.message(Lang::En), finding.help(Lang::En));
    }

    let context = Context::from_json(
        r#"{
          "issuer": {"rfc": "EKU9003173C9", "legal_name": "ESCUELA KEMPER URGATE", "regimen_fiscal": "601", "lugar_expedicion": "64000"},
          "customers": [{
            "rfc": "URE180429TM6", "legal_name": "UNIVERSIDAD ROBOTICA ESPAÑOLA", "names": ["Robotica Española"],
            "regimen_fiscal": "601", "domicilio_fiscal": "86991", "uso_cfdi": "G03"
          }],
          "items": [{"sku": "FORK-H", "clave_prod_serv": "72141700", "clave_unidad": "HUR", "supply": "service"}]
        }"#
        .as_bytes(),
    )?;
    let converted = frontera::convert(invoice, Format::Cfdi, &Options::default().context(context))?;
    for finding in converted.report.findings() {
        println!("{}: {}", finding.code, finding.message(Lang::En));
    }
    println!("{}", String::from_utf8(converted.output.ok_or("a draft")?)?);
    Ok(())
}
