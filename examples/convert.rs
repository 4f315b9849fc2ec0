//! A CFDI to US invoice JSON and back, and what there is to say about it.
//!
//! `cargo run --example convert [FILE.xml]`

use std::error::Error;

use frontera::{Format, Lang, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "fixtures/cfdi/export-produce.xml".into());
    let xml = std::fs::read(&path)?;

    let there = frontera::convert(&xml, Format::UsJson, &Options::default().pretty(true))?;
    let json = there.output.ok_or("an error among the findings prevents the result")?;
    println!("{path}: {} bytes of XML, {} bytes of JSON", xml.len(), json.len());
    for finding in there.report.findings() {
        println!("  {} at {}: {}", finding.code, finding.location.as_str(), finding.message(Lang::En));
    }

    let back = frontera::convert(&json, Format::Cfdi, &Options::default())?;
    let seal_holds = !back.report.has_errors();
    println!(
        "back: {} bytes of XML, the seal {}",
        back.output.map_or(0, |xml| xml.len()),
        if seal_holds { "holds" } else { "is broken" }
    );
    Ok(())
}
