//! Every row of the law's table as documents: a foreign buyer does not make anything 0 %, and a Mexican one does not make
//! anything taxed.
//!
//! The expected treatments are the law's, as docs/tax.md cites it, and not read from the table.

mod support;

use frontera::context::Context;
use frontera::{Format, Options};
use serde_json::{Value, json};

fn context(supply: &str) -> Context {
    let context = json!({
        "issuer": {
            "rfc": "EKU9003173C9", "legal_name": "ESCUELA KEMPER URGATE", "regimen_fiscal": "601", "lugar_expedicion": "64000"
        },
        "defaults": {"metodo_pago": "PUE", "forma_pago": "03"},
        "customers": [
            {
                "rfc": "URE180429TM6", "legal_name": "UNIVERSIDAD ROBOTICA ESPAÑOLA", "regimen_fiscal": "601",
                "domicilio_fiscal": "86991", "uso_cfdi": "G03"
            },
            {"rfc": "XEXX010101000", "legal_name": "SONORAN BUILDERS LLC", "country": "US", "tax_id": "001234567"}
        ],
        "items": [{"sku": "X", "clave_prod_serv": "01010101", "clave_unidad": "H87", "supply": supply}]
    });
    Context::from_json(&serde_json::to_vec(&context).unwrap()).unwrap()
}

fn invoice(buyer: &str, trade: Value) -> Value {
    json!({
        "schema_version": "1.0", "document_type": "invoice", "issue_date": "2026-03-10", "issue_time": "10:00:00",
        "currency": "MXN",
        "seller": {"legal_name": "Kemper", "tax_ids": [{"type": "rfc", "value": "EKU9003173C9"}]},
        "buyer": {"legal_name": buyer},
        "trade": trade,
        "lines": [{"sku": "X", "description": "X", "quantity": "1", "unit_price": "1000.00", "amount": "1000.00"}]
    })
}

/// IVA, what is kept back, and Exportacion: `16`, `0`, `exempt`, `none`, or the code that refuses.
fn treated(supply: &str, buyer: &str, trade: Value) -> String {
    let json = serde_json::to_vec(&invoice(buyer, trade)).unwrap();
    let converted = frontera::convert(&json, Format::Cfdi, &Options::default().context(context(supply))).unwrap();
    let Some(xml) = converted.output else {
        let error = converted.report.findings().iter().find(|finding| finding.severity == frontera::Severity::Error);
        return error.map_or("nothing said".into(), |error| {
            format!("{} {}", error.code, error.values.expected.as_deref().unwrap_or_default())
        });
    };
    let invoice = serde_json::to_value(frontera::read(&xml, &Options::default()).unwrap().invoice).unwrap();
    let taxes = invoice["lines"][0]["taxes"].as_array().cloned().unwrap_or_default();
    let mut said = match taxes.iter().find(|tax| tax["tax_type"] == "vat") {
        None => "none".to_owned(),
        Some(tax) if tax["factor"] == "exempt" => "exempt".to_owned(),
        Some(tax) => match tax["rate"].as_str().unwrap() {
            "0.160000" => "16".to_owned(),
            "0.000000" => "0".to_owned(),
            rate => rate.to_owned(),
        },
    };
    for tax in taxes.iter().filter(|tax| tax["tax_type"].as_str().unwrap().starts_with("withholding")) {
        said += &format!(" −{}", tax["rate"].as_str().unwrap());
    }
    format!("{said} {}", invoice["extensions"]["mx"]["exportacion"].as_str().unwrap())
}

#[test]
fn every_supply_for_a_foreign_and_a_mexican_buyer() {
    // Supply; in Mexico for a foreigner; returned or used abroad for a Mexican company.
    let rows = [
        ("advertising", "16 01", "0 01"),
        ("agricultural", "0 01", "0 04"),
        ("call_center", "16 01", "0 01"),
        ("commission", "16 01", "0 01"),
        ("exempt_goods", "exempt 01", "0 04"),
        ("exempt_service", "exempt 01", "exempt 01"),
        ("filming", "16 01", "0 01"),
        ("financing", "16 01", "0 01"),
        ("food", "0 01", "0 04"),
        ("freight", "16 01", "16 −0.040000 01"),
        ("goods", "16 01", "0 04"),
        ("insurance", "16 01", "0 01"),
        ("intangible", "FRO-TAX-007 intangible", "FRO-TAX-007 intangible"),
        ("international_freight", "0 01", "0 01"),
        ("it_services", "16 01", "0 01"),
        ("maquila", "16 01", "0 01"),
        ("medical_service", "exempt 01", "exempt 01"),
        ("medicine", "0 01", "0 04"),
        ("not_subject", "none 01", "none 01"),
        ("professional_fees", "16 01", "16 01"),
        ("rent", "16 01", "16 01"),
        ("scrap", "16 01", "0 04"),
        ("service", "16 01", "16 01"),
        ("technical_assistance", "16 01", "0 01"),
        ("tuition", "exempt 01", "exempt 01"),
    ];
    let schema: Value = serde_json::from_str(frontera::context::SCHEMA).unwrap();
    let all = schema["$defs"]["Supply"]["oneOf"].as_array().unwrap().len();
    assert_eq!(rows.len(), all, "a supply without its documents");
    let here = json!({"delivery": {"country": "MX", "postal_code": "64000"}, "services_used_in": "MX"});
    let away = json!({"delivery": {"country": "US"}, "pedimento_key": "RT", "services_used_in": "US"});
    for (supply, foreign, mexican) in rows {
        assert_eq!(
            treated(supply, "Sonoran Builders LLC", here.clone()),
            foreign,
            "{supply} for a foreigner in Mexico"
        );
        let company = treated(supply, "Universidad Robotica Española", away.clone());
        assert_eq!(company, mexican, "{supply} for a Mexican company abroad");
    }
}

/// What the table does not decide it refuses by name, whoever buys.
#[test]
fn every_refusal_by_name() {
    for (trade, name) in [
        (json!({"pedimento_key": "V1"}), "virtual_export"),
        (json!({"pedimento_key": "J3", "delivery": {"country": "US"}}), "other_pedimento_key"),
        (json!({"pedimento_key": "A1", "delivery": {"country": "MX"}}), "delivery_contradicts_pedimento"),
        (
            json!({"pedimento_key": "A1", "delivery": {"country": "US"}, "exporter_of_record": "Acme Forwarding"}),
            "export_through_third_party",
        ),
    ] {
        for buyer in ["Sonoran Builders LLC", "Universidad Robotica Española"] {
            assert_eq!(treated("goods", buyer, trade.clone()), format!("FRO-TAX-007 {name}"), "{trade}");
        }
    }
}
