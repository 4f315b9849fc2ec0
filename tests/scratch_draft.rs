use frontera::{Format, Options, context::Context};
use serde_json::Value;
fn num(v: &Value) -> Option<rust_decimal::Decimal> {
    v.as_str().map(|s| s.parse().unwrap())
}
#[test]
fn scratch() {
    let exp: Value = serde_json::from_slice(&std::fs::read("fixtures/draft/expected.json").unwrap()).unwrap();
    let mut bad = 0;
    for (name, e) in exp["drafts"].as_object().unwrap() {
        let ctx = std::fs::read(format!("fixtures/draft/{}.json", e["context"].as_str().unwrap())).unwrap();
        let ctx = Context::from_json(&ctx).unwrap();
        let json = std::fs::read(format!("fixtures/draft/{name}.json")).unwrap();
        let mut inv: Value = serde_json::from_slice(&json).unwrap();
        if inv.get("exchange_rate").is_none() && e["moneda"] != "MXN" {
            inv["exchange_rate"] = serde_json::json!({"from":e["moneda"],"to":"MXN","rate":e["tipo_cambio"]});
        }
        let c =
            match frontera::convert(&serde_json::to_vec(&inv).unwrap(), Format::Cfdi, &Options::default().context(ctx))
            {
                Ok(c) => c,
                Err(er) => {
                    println!("{name}: ERR {er}");
                    bad += 1;
                    continue;
                }
            };
        let Some(xml) = c.output else {
            bad += 1;
            println!("## {name}: no output");
            for f in c.report.findings() {
                if f.severity == frontera::Severity::Error {
                    println!("   {} {} {}", f.code, f.location.as_str(), f.message(frontera::Lang::En));
                }
            }
            continue;
        };
        let inv = frontera::read(&xml, &Options::default()).unwrap().invoice;
        let v = serde_json::to_value(&inv).unwrap();
        let mut diffs = vec![];
        for (k, f) in [
            ("subtotal", "subtotal"),
            ("discount", "discount"),
            ("tax", "tax"),
            ("withholding", "withholding"),
            ("total", "total"),
        ] {
            let (a, b) = (num(&v["totals"][f]), num(&e[k]));
            if a != b {
                diffs.push(format!("{k}: got {a:?} want {b:?}"));
            }
        }
        for k in ["exportacion", "metodo_pago", "forma_pago"] {
            if v["extensions"]["mx"][k] != e[k] {
                diffs.push(format!("{k}: got {} want {}", v["extensions"]["mx"][k], e[k]));
            }
        }
        let (la, lb) = (v["lines"].as_array().unwrap(), e["lines"].as_array().unwrap());
        if la.len() != lb.len() {
            diffs.push(format!("lines {} vs {}", la.len(), lb.len()));
        }
        for (i, (a, b)) in la.iter().zip(lb).enumerate() {
            if num(&a["amount"]) != num(&b["amount"]) {
                diffs.push(format!("line {i} amount {} vs {}", a["amount"], b["amount"]));
            }
            if a["extensions"]["mx"]["objeto_imp"] != b["objeto_imp"] {
                diffs.push(format!("line {i} objeto {} vs {}", a["extensions"]["mx"]["objeto_imp"], b["objeto_imp"]));
            }
            let none = vec![];
            let (ta, tb) = (a["taxes"].as_array().unwrap_or(&none), b["taxes"].as_array().unwrap_or(&none));
            let fa = |t: &Value| {
                let imp = match t["tax_type"].as_str().unwrap() {
                    "vat" | "withholding_vat" => "002",
                    "excise" => "003",
                    "withholding_income" => "001",
                    _ => "?",
                };
                format!(
                    "{imp} {:?} {:?} {:?} {}",
                    num(&t["rate"]).map(|d| d.normalize()),
                    num(&t["taxable_amount"]).map(|d| d.normalize()),
                    num(&t["amount"]).map(|d| d.normalize()),
                    t["tax_type"].as_str().unwrap().starts_with("with")
                )
            };
            let fb = |t: &Value| {
                format!(
                    "{} {:?} {:?} {:?} {}",
                    t["impuesto"].as_str().unwrap(),
                    num(&t["rate"]).map(|d| d.normalize()),
                    num(&t["base"]).map(|d| d.normalize()),
                    num(&t["amount"]).map(|d| d.normalize()),
                    t["withheld"].as_bool().unwrap()
                )
            };
            let mut xa: Vec<_> = ta.iter().filter(|t| t["jurisdiction"]["code"] == "MX").map(fa).collect();
            let mut xb: Vec<_> = tb.iter().map(fb).collect();
            xa.sort();
            xb.sort();
            if xa != xb {
                diffs.push(format!("line {i} taxes\n      got {xa:?}\n      want {xb:?}"));
            }
        }
        if !diffs.is_empty() {
            bad += 1;
            println!("## {name}");
            for d in diffs {
                println!("   {d}");
            }
        }
    }
    for (name, e) in exp["refused"].as_object().unwrap() {
        let ctx = std::fs::read(format!("fixtures/draft/{}.json", e["context"].as_str().unwrap())).unwrap();
        let json = std::fs::read(format!("fixtures/draft/refused/{name}.json")).unwrap();
        let c = frontera::convert(&json, Format::Cfdi, &Options::default().context(Context::from_json(&ctx).unwrap()))
            .unwrap();
        let want = e["pointer"].as_str().unwrap();
        let hit = c.report.findings().iter().any(|f| {
            f.severity == frontera::Severity::Error && f.location.pointer.as_deref().unwrap_or("").starts_with(want)
        });
        if c.output.is_some() || !hit {
            bad += 1;
            println!("## refused/{name} output {} want {want}", c.output.is_some());
            for f in c.report.findings() {
                if f.severity == frontera::Severity::Error {
                    println!(
                        "   {} {} {}",
                        f.code,
                        f.location.pointer.as_deref().unwrap_or("-"),
                        f.message(frontera::Lang::En)
                    );
                }
            }
        }
    }
    println!("bad {bad}");
}
