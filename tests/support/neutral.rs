//! Random neutral invoices over the JSON Schema, and what a CFDI draft needs on top of it.
//!
//! The schema is walked as it stands, so that a field which the writer or the US facts forgot turns up; afterwards a few
//! fields are made such that a CFDI can be written at all (the rest of what it cannot say is tested to be an error).

use serde_json::{Map, Value, json};

/// A small generator of random numbers.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'p, T: ?Sized>(&mut self, from: &[&'p T]) -> &'p T {
        from[self.below(from.len())]
    }
}

/// An invoice with SAT's facts that becomes a CFDI draft.
pub fn draft(seed: u64) -> Value {
    let schema: Value = serde_json::from_str(frontera::formats::us::SCHEMA).unwrap();
    let mut random = Random(seed);
    let mut invoice = instance(&schema, &schema, &mut random);
    let random = &mut random;
    let fields = invoice.as_object_mut().unwrap();
    // How these become lines and discounts is tested in tests/draft.rs; here is what crosses as it is.
    for moved in ["charges", "document_discounts", "tax_summary", "price_basis"] {
        fields.remove(moved);
    }
    fields.insert("schema_version".into(), json!("1.0"));
    let kinds = ["invoice", "debit_memo", "credit_memo", "transfer", "payroll", "payment_receipt"];
    let kind = random.pick(&kinds);
    fields.insert("document_type".into(), json!(kind));
    fields.insert("issue_date".into(), json!("2026-03-01"));
    fields.insert("issue_time".into(), json!("10:15:00"));
    fields.insert("currency".into(), json!("USD"));
    let rate = fields.entry("exchange_rate").or_insert_with(|| json!({"rate": "17.8642"})).as_object_mut().unwrap();
    rate.insert("from".into(), json!("USD"));
    rate.insert("to".into(), json!("MXN"));
    // As long as Anexo 20 lets them be.
    for (name, most) in [("series", 25), ("document_number", 40)] {
        if let Some(value) = fields.get_mut(name) {
            shorten(value, most);
        }
    }
    let totals = fields.entry("totals").or_insert_with(|| json!({})).as_object_mut().unwrap();
    for computed in ["subtotal", "discount", "charges", "tax", "withholding", "total"] {
        totals.remove(computed);
    }
    // Goods of a receipt or transfer have no price: nothing is computed.
    let receipt = ["transfer", "payment_receipt"].contains(&kind);
    if receipt {
        totals.insert("subtotal".into(), json!("0"));
        totals.insert("total".into(), json!("0"));
    }

    let mut mx = json!({
        "exportacion": random.pick(&["01", "03", "04"]),
        "lugar_expedicion": "22000",
        "emisor": {"regimen_fiscal": "601"},
        "receptor": {"regimen_fiscal": "616", "uso_cfdi": "S01", "domicilio_fiscal": "22000"},
    });
    // c_UsoCFDI has one of its own for receipts.
    if kind == "payment_receipt" {
        mx["receptor"]["uso_cfdi"] = json!("CP01");
    }
    mx["metodo_pago"] = json!("PUE");
    if !fields.contains_key("payment_means") {
        mx["forma_pago"] = json!("03");
    }
    if random.one_in(4) {
        mx["informacion_global"] = json!({"periodicidad": "01", "meses": "03", "año": "2026"});
    }
    // A method without a code of SAT is an error; beside a code that it may stand for, it is not.
    let means = fields.get("payment_means").and_then(|means| means["method"].as_str()).unwrap_or_default();
    match means {
        "other" => mx["forma_pago"] = json!("12"),
        "" | "ach" => mx["forma_pago"] = json!("03"),
        _ => {}
    }
    let mut extensions = json!({ "mx": mx });
    if random.one_in(3) {
        extensions["acme/erp~1"] = json!({"id": 7, "tags": ["a", null, true], "text": text(random)});
    }
    fields.insert("extensions".into(), extensions);
    for name in ["seller", "buyer"] {
        let party = fields.entry(name).or_insert_with(|| json!({})).as_object_mut().unwrap();
        party.insert("legal_name".into(), json!(text(random)));
        let ids = party.entry("tax_ids").or_insert_with(|| json!([])).as_array_mut().unwrap();
        ids.retain(|id| id["type"] != "rfc");
        for id in ids.iter_mut() {
            id["country"] = json!("US");
            if id["value"].is_string() {
                id["value"] = json!(format!("00{:07}", random.below(10_000_000)));
            }
        }
        let at = random.below(ids.len() + 1);
        // A generic RFC is nobody's who issues a CFDI.
        let rfc = if name == "seller" { "EKU9003173C9" } else { "XEXX010101000" };
        ids.insert(at, json!({"country": "MX", "type": "rfc", "value": rfc}));
    }
    fix_countries(fields, random);
    let memo = ["credit_memo", "debit_memo"].contains(&kind);
    if memo && fields.get("preceding_documents").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        fields.insert("preceding_documents".into(), json!([{"number": "INV-7"}]));
    }
    if let Some(documents) = fields.get_mut("preceding_documents").and_then(Value::as_array_mut) {
        for document in documents {
            let document = document.as_object_mut().unwrap();
            if memo || document.contains_key("uuid") {
                document.insert("uuid".into(), json!("6D7434A6-E3F2-47AD-9E4C-08849946AFA0"));
                document.entry("relation").or_insert(json!("credit"));
            }
        }
    }
    let lines = fields.entry("lines").or_insert_with(|| json!([])).as_array_mut().unwrap();
    if lines.is_empty() {
        lines.push(json!({}));
    }
    for line in lines {
        fix_line(line.as_object_mut().unwrap(), random, receipt);
    }
    invoice
}

/// A draft takes ISO 3166-1 alpha-2 codes alone, and of a foreigner's number what its country writes.
fn fix_countries(fields: &mut Map<String, Value>, random: &mut Random) {
    fn set(place: Option<&mut Value>, random: &mut Random) {
        if let Some(place) = place {
            *place = json!(random.pick(&["US", "CA", "DE", "JP"]));
        }
    }
    for name in ["seller", "buyer", "ship_to", "ship_from"] {
        let Some(party) = fields.get_mut(name) else { continue };
        set(party.pointer_mut("/address/country"), random);
        for id in party.get_mut("tax_ids").and_then(Value::as_array_mut).into_iter().flatten() {
            let id = id.as_object_mut().unwrap();
            if id["type"] == "rfc" {
                id.insert("country".into(), json!("MX"));
                continue;
            }
            if id["type"] == "other" {
                id.entry("country").or_insert(Value::Null);
            }
            set(id.get_mut("country"), random);
            // Nine digits in the United States and in Canada; Germany and Japan write what they like.
            let free = id.get("country").is_some_and(|country| country == "DE" || country == "JP");
            if name == "buyer" && !free && id.contains_key("value") {
                id.insert("value".into(), json!(format!("{:09}", random.below(1_000_000_000))));
            }
        }
    }
    for at in ["delivery", "services_used_in"] {
        let place = fields.get_mut("trade").and_then(|trade| trade.get_mut(at));
        set(if at == "delivery" { place.map(|delivery| &mut delivery["country"]) } else { place }, random);
    }
    for line in fields.get_mut("lines").and_then(Value::as_array_mut).into_iter().flatten() {
        set(line.get_mut("country_of_origin"), random);
    }
}

fn fix_line(line: &mut Map<String, Value>, random: &mut Random, receipt: bool) {
    line.entry("description").or_insert(json!(text(random)));
    line.remove("amount");
    line.insert("quantity".into(), json!(format!("{}.{}", 1 + random.below(500), random.below(1000))));
    line.insert("unit_price".into(), json!(format!("{}.{:02}", 20 + random.below(5000), random.below(100))));
    if receipt {
        line.insert("amount".into(), json!("0"));
        line.remove("taxes");
    }
    let (list, code) = [("unece_rec20", "H87"), ("us", "LB"), ("us", "EA"), ("x12", "CA")][random.below(4)];
    let unit = line.entry("unit").or_insert_with(|| json!({})).as_object_mut().unwrap();
    if let Some(text) = unit.get_mut("text") {
        shorten(text, 20);
    }
    unit.insert("code".into(), json!(code));
    unit.insert("code_list".into(), json!(list));
    if let Some(discounts) = line.get_mut("discounts").and_then(Value::as_array_mut) {
        for discount in discounts {
            discount["amount"] = json!("1.50");
        }
    }
    let taxed = line.get("taxes").and_then(Value::as_array).is_some_and(|taxes| !taxes.is_empty());
    // The other four go without a tax, and 02 with one.
    if line.contains_key("taxability") {
        let taxability = if taxed { "taxable" } else { random.pick(&["not_subject", "not_itemized", "no_tax_due"]) };
        line.insert("taxability".into(), json!(taxability));
    }
    if let Some(taxes) = line.get_mut("taxes").and_then(Value::as_array_mut) {
        taxes.iter_mut().for_each(|tax| fix_tax(tax, random));
    }
    let mut mx = json!({"clave_prod_serv": "50401700"});
    if !line.contains_key("taxability") {
        mx["objeto_imp"] = json!(if taxed { "02" } else { "01" });
    }
    if random.one_in(4) {
        mx["informacion_aduanera"] = json!(["15  48  3009  0001234"]);
    }
    line.insert("extensions".into(), json!({ "mx": mx }));
}

/// The beginning of a text, without a blank at its end.
fn shorten(text: &mut Value, most: usize) {
    let short: String = text.as_str().unwrap().chars().take(most).collect();
    *text = json!(short.trim_end());
}

fn fix_tax(tax: &mut Value, random: &mut Random) {
    let kind = random.pick(&["vat", "excise", "withholding_vat", "withholding_income"]);
    tax["tax_type"] = json!(kind);
    if tax["jurisdiction"].is_object() {
        tax["jurisdiction"] = json!({"level": "country", "code": "MX"});
    }
    // Rates that c_TasaOCuota has.
    let (rate, amount) = if *kind == *"excise" { ("0.080000", "0.80") } else { ("0.160000", "1.60") };
    for (name, value) in [("taxable_amount", "10.00"), ("rate", rate), ("amount", amount)] {
        tax[name] = json!(value);
    }
    tax["factor"] = json!("rate");
}

/// A random instance: each optional field in about two of five cases.
fn instance(root: &Value, schema: &Value, random: &mut Random) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return instance(root, &root["$defs"][name.rsplit('/').next().unwrap()], random);
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let choices: Vec<&Value> = choices.iter().filter(|choice| choice["type"] != "null").collect();
            return instance(root, choices[random.below(choices.len())], random);
        }
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(values) = schema["enum"].as_array() {
        return values[random.below(values.len())].clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[0].as_str().unwrap(),
        kind => kind.as_str().unwrap_or_else(|| panic!("{schema}")),
    };
    match kind {
        "object" => {
            let required: Vec<&str> =
                schema["required"].as_array().map(|r| r.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
            let mut fields = Map::new();
            for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                // SAT's facts are trees and literals; they are put in by hand.
                let wanted = required.contains(&name.as_str()) || random.below(5) < 2;
                if wanted && name != "extensions" {
                    fields.insert(name.clone(), instance(root, field, random));
                }
            }
            Value::Object(fields)
        }
        "array" => (0..random.below(3)).map(|_| instance(root, &schema["items"], random)).collect(),
        "boolean" => json!(random.one_in(2)),
        "integer" => json!(random.below(90)),
        "string" => match schema["pattern"].as_str() {
            None => json!(text(random)),
            Some(pattern) if pattern.starts_with("^-?") => number(random),
            Some(pattern) if pattern.contains(':') => {
                json!(format!("{:02}:{:02}:00", random.below(24), random.below(60)))
            }
            Some(_) => json!(format!("2026-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28))),
        },
        other => panic!("a schema of type {other}"),
    }
}

fn number(random: &mut Random) -> Value {
    let decimals = random.below(8);
    let whole = random.below(100_000);
    json!(if decimals == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{:0decimals$}", random.below(10usize.pow(decimals as u32)))
    })
}

/// Words of the border, and what makes XML and JSON stumble.
fn text(random: &mut Random) -> String {
    let words =
        ["Tomato", "año", "R&D", "<5 kg>", "\"premium\"", "O'Higgins", "\u{1F345}", "net 30", "ñ", "]]>", "a/b~c", "–"];
    let count = 1 + random.below(3);
    (0..count).map(|_| *random.pick(&words.each_ref())).collect::<Vec<_>>().join(" ")
}
