//! The pieces one by one: read a CFDI, look at a node as SAT names it, change the invoice, write the JSON.
//!
//! `cargo run --example pieces`

use std::error::Error;

use frontera::formats::{cfdi, us};
use frontera::mapping;
use frontera::model::Address;

fn main() -> Result<(), Box<dyn Error>> {
    let xml = std::fs::read("fixtures/cfdi/net-terms-ppd.xml")?;
    let document = cfdi::read(&xml, &Default::default())?;
    println!("Emisor: {:?}", document.value("/cfdi:Comprobante/cfdi:Emisor/@Nombre"));

    let (mut invoice, report) = document.to_invoice()?;
    println!("{} findings", report.findings().len());
    for line in &invoice.lines {
        let number = |n: &Option<frontera::model::Number>| n.as_ref().map(ToString::to_string).unwrap_or_default();
        println!("{:>12} x {:>12} = {:>14}", number(&line.quantity), number(&line.unit_price), number(&line.amount));
    }
    for row in mapping::search("UsoCFDI") {
        println!("{} <-> {} ({})", row.cfdi, row.us, row.owner.as_str());
    }

    // A fact that a CFDI has no place for; on the way back it crosses in an Addenda, outside the seal.
    let address = Address { city: Some("Tucson".into()), state: Some("AZ".into()), ..Address::default() };
    invoice.buyer.address = Some(Box::new(address));
    let json = us::write(&invoice, true);
    println!("{} bytes of JSON", json.len());
    Ok(())
}
