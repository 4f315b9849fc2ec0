//! A context: both of its forms, what is checked of it, and what is learnt from past CFDIs.
#![cfg(feature = "toml")]

use frontera::context::Context;

#[test]
fn faults_of_toml_have_a_place() {
    for text in [
        "[isuer]\nrfc = 'EKU9003173C9'",
        "[issuer]\nrfc = 12",
        "[issuer]\nlegal_name = 'x'",
        "us_tax = 'both'",
        "[[items]]\nsku = 'a'\n[[items]]\nskuu = 'b'",
        "[[items]]\nclave_prod_serv = 50407000",
        "[[items]]\nobjeto_imp = 02",
        "[[items]]\nexcise = { rate = 0.53 }",
        "[[items]]\nsku = 'a'\nsku = 'b'",
        "[issuer]\nrfc = 'x'\n[issuer]",
        "[issuer\nrfc = 'x'",
        "[issuer]\nrfc = 'x'\nborder_notice = { filed = 2026-02-30 }",
        "[issuer]\nrfc = 'x'\nborder_notice = { filed = '2026-2-3' }",
        "[issuer]\nrfc = 'x'\nborder_notice = { filed = 2026-02-03T00:00:00Z }",
        "[defaults]\nissue_time = 12:00",
        "[[customers]]\ntax_id = 123456789",
        "[[customers]]\ndelivery = { country = 'US', zip = '1' }",
        " \n",
        "{ }x",
        "a = \"\u{0}\"",
    ] {
        let e = Context::from_toml(text.as_bytes()).unwrap_err();
        println!(
            "{text:?}\n   {} {:?} {:?} {e}",
            e.code(),
            e.pointer(),
            e.position().map(|p| &text[p.offset..p.offset + p.length])
        );
    }
    println!("{}", Context::from_toml(format!("a = {}", "[".repeat(100000)).as_bytes()).unwrap_err());
    println!("{}", Context::from_toml(format!("a{} = 1", ".a".repeat(100000)).as_bytes()).unwrap_err());
    Context::from_toml(
        b"[defaults]\nissue_time = 12:00:00\n[[exchange.rates]]\nfrom='USD'\nto='MXN'\nrate='17.1'\ndate=2026-01-01",
    )
    .unwrap();
}
