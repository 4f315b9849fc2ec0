//! What a vendor's upload page does: is the document well-formed for SAT, and what are its products called?
//!
//! `cargo run --example validate --features catalogs -- fixtures/cfdi/export-produce.xml`

use frontera::catalog::Catalogs;
use frontera::formats::cfdi;
use frontera::{Lang, ValidateOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "fixtures/cfdi/export-produce.xml".into());
    let xml = std::fs::read(&path)?;
    let validation = frontera::validate(&xml, &ValidateOptions::default())?;
    println!("{path}: {}", if validation.is_valid() { "valid" } else { "not valid" });
    for finding in validation.report.findings() {
        println!("  {} {}: {}", finding.code, finding.location.as_str(), finding.message(Lang::En));
    }
    let document = cfdi::read(&xml, &Default::default())?;
    println!("its seal signs {} bytes", document.cadena().len());
    let (invoice, _) = document.to_invoice()?;
    for line in &invoice.lines {
        let code = line.extensions.mx.as_deref().and_then(|mx| mx.clave_prod_serv.as_deref()).unwrap_or_default();
        // Without the feature `catalog-products` the name is empty; the code is known all the same.
        match Catalogs::builtin().product(code) {
            Some(product) => println!("  {code} {}", product.name()),
            None => println!("  {code} is not in force"),
        }
    }
    Ok(())
}
