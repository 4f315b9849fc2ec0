//! Random US invoices and the contexts that make drafts of them.
//!
//! Made to be written: the generator knows what is refused (freight at the border rate for a company that withholds, virtual
//! exports, lines without a base) and leaves it out. What it knows of the result without computing it as the library does is
//! handed along: discounts that must add up, and the gross total of prices with tax inside.

use std::sync::Arc;

use frontera::context::Context;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::arithmetic::{decimals_of, round};
use super::random::Random;

/// An invoice, its context, and what must hold of its draft.
pub struct Draft {
    pub json: Vec<u8>,
    pub context: Arc<Context>,
    /// The CFDI's Descuento, where it does not depend on the library's rounding.
    pub discount: Option<Decimal>,
    /// Total and what is withheld, where tax is inside the prices.
    pub gross: Option<Decimal>,
    /// To how many decimals base times rate is rounded on a line, where tax comes on top.
    pub decimals_of_taxes: Option<u32>,
}

/// Every context that a draft may have, read once.
pub struct Contexts(Vec<(Arc<Context>, Setting)>);

#[derive(Clone, Copy)]
struct Setting {
    /// Who issues: a company, a natural person, one of RESICO.
    issuer: usize,
    /// In Tijuana, with the notice of the border stimulus.
    border: bool,
}

impl Contexts {
    pub fn new() -> Contexts {
        let mut all = Vec::new();
        for (issuer, facts) in ISSUERS.iter().enumerate() {
            for (place, notice) in [("64000", false), ("22000", false), ("22000", true)] {
                for us_tax in ["concept", "outside"] {
                    let json = context(facts, place, notice, us_tax);
                    let context = Context::from_json(&serde_json::to_vec(&json).unwrap()).unwrap();
                    all.push((Arc::new(context), Setting { issuer, border: notice }));
                }
            }
        }
        Contexts(all)
    }

    /// The draft of a seed.
    pub fn draft(&self, seed: u64) -> Draft {
        let mut random = Random::new(seed);
        let at = random.below(self.0.len());
        let (context, setting) = &self.0[at];
        Maker::new(&mut random, *setting).invoice(context.clone())
    }
}

/// RFC, name, regime.
const ISSUERS: [(&str, &str, &str); 3] = [
    ("EKU9003173C9", "ESCUELA KEMPER URGATE", "601"),
    ("CACX7605101P8", "XOCHILT CASAS CHAVEZ", "612"),
    ("FUNK671228PH6", "KARLA FUENTE NOLASCO", "626"),
];

/// A supply, its ClaveProdServ and whether it is goods.
const SUPPLIES: [(&str, &str, bool); 24] = [
    ("goods", "31161500", true),
    ("agricultural", "50406500", true),
    ("food", "50406500", true),
    ("medicine", "51142001", true),
    ("scrap", "11191607", true),
    ("exempt_goods", "55101509", true),
    ("not_subject", "93161600", false),
    ("exempt_service", "84101501", false),
    ("medical_service", "85121600", false),
    ("tuition", "86121700", false),
    ("service", "80161500", false),
    ("professional_fees", "84111500", false),
    ("rent", "80131502", false),
    ("commission", "80141600", false),
    ("freight", "78101802", false),
    ("international_freight", "78101806", false),
    ("it_services", "81111500", false),
    ("maquila", "73161500", false),
    ("technical_assistance", "81111500", false),
    ("advertising", "82101500", false),
    ("insurance", "84131500", false),
    ("financing", "84101501", false),
    ("filming", "83121700", false),
    ("call_center", "83121700", false),
];

const EXCISES: [(&str, &str); 5] = [("0.53", ""), ("0.08", ""), ("0.265", ""), ("3.0818", "0.355"), ("1.5737", "12")];

const CHARGES: [(&str, &str, &str); 6] = [
    ("freight", "78121601", "service"),
    ("insurance", "84131500", "insurance"),
    ("packing", "78121500", "service"),
    ("handling", "78121601", "service"),
    ("commission", "80141600", "commission"),
    ("other", "93161600", "not_subject"),
];

fn context((rfc, name, regime): &(&str, &str, &str), place: &str, notice: bool, us_tax: &str) -> Value {
    let supplies = SUPPLIES.iter().map(
        |(supply, key, _)| json!({"sku": supply, "clave_prod_serv": key, "clave_unidad": "E48", "supply": supply}),
    );
    let excises = EXCISES.iter().enumerate().map(|(i, (rate, units))| {
        let excise = match *units {
            "" => json!({"rate": rate}),
            units => json!({"amount_per_unit": rate, "units_per_unit": units}),
        };
        json!({"sku": format!("excise-{i}"), "clave_prod_serv": "50202206", "supply": "goods", "excise": excise})
    });
    let charges = CHARGES.iter().map(|(charge, key, supply)| {
        json!({"charge": charge, "clave_prod_serv": key, "clave_unidad": "E48", "supply": supply})
    });
    let mut issuer = json!({"rfc": rfc, "legal_name": name, "regimen_fiscal": regime, "lugar_expedicion": place});
    if notice {
        issuer["border_notice"] = json!({"filed": "2026-01-05"});
    }
    json!({
        "issuer": issuer,
        "us_tax": us_tax,
        "us_tax_concept": {"clave_prod_serv": "93161600", "clave_unidad": "E48"},
        "defaults": {"metodo_pago": "PUE", "forma_pago": "03", "issue_time": "09:00:00"},
        "customers": [
            {"legal_name": "BORDER TRADING LLC", "country": "US", "tax_id": "001122334", "rfc": "XEXX010101000"},
            {
                "rfc": "IIA040805DZ4", "legal_name": "INDISTRIA ILUMINADORA DE ALMACENES", "regimen_fiscal": "601",
                "domicilio_fiscal": "62661", "uso_cfdi": "G03",
            },
            {
                "rfc": "CACX7605101P8", "legal_name": "XOCHILT CASAS CHAVEZ", "regimen_fiscal": "612",
                "domicilio_fiscal": "36257", "uso_cfdi": "G03",
            },
        ],
        "items": supplies.chain(excises).chain(charges).collect::<Vec<_>>(),
    })
}

struct Maker<'r> {
    random: &'r mut Random,
    setting: Setting,
    /// Decimals of the currency.
    d: u32,
    inclusive: bool,
    /// A Mexican company buys.
    withholds: bool,
    abroad: bool,
}

/// A line and what it comes to.
struct Made {
    json: Value,
    sku: Option<String>,
    net: Decimal,
    discount: Decimal,
    /// Whether the net can be known without the library's rounding of quantity and price.
    sure: bool,
}

impl<'r> Maker<'r> {
    fn new(random: &'r mut Random, setting: Setting) -> Self {
        Maker { random, setting, d: 2, inclusive: false, withholds: false, abroad: false }
    }

    fn invoice(mut self, context: Arc<Context>) -> Draft {
        let currency = self.random.pick(&["MXN", "USD", "USD", "EUR", "CAD", "JPY"]);
        self.d = decimals_of(currency);
        self.inclusive = self.random.chance(1, 5);
        let buyer = self.buyer();
        self.abroad = self.random.chance(1, 4);
        let delivery = if self.abroad {
            json!({"country": "US", "postal_code": "78041"})
        } else {
            json!({"country": "MX", "postal_code": self.random.pick(&["22010", "64000"])})
        };
        let mut trade = json!({"delivery": delivery, "services_used_in": self.random.pick(&["MX", "US"])});
        if self.abroad {
            trade["pedimento_key"] = json!("RT");
        }

        let mut lines: Vec<Made> = (0..1 + self.random.below(6)).map(|_| self.line()).collect();
        let mut json = json!({
            "schema_version": "1.0", "document_type": "invoice", "issue_date": "2026-03-24", "currency": currency,
            "document_number": format!("R-{}", self.random.below(10_000)),
            "seller": {"legal_name": "US name of the seller"}, "buyer": buyer, "trade": trade,
        });
        if currency != "MXN" {
            json["exchange_rate"] = json!({"from": currency, "to": "MXN", "rate": "17.2534"});
        }
        self.kind(&mut json);
        if self.inclusive {
            json["price_basis"] = json!("tax_inclusive");
        } else if self.random.chance(1, 3) {
            json["price_basis"] = json!("tax_exclusive");
        }
        match self.random.below(3) {
            0 => json["tax_rounding"] = json!("line"),
            1 => json["tax_rounding"] = json!("document"),
            _ => {}
        }
        if self.random.chance(1, 3) {
            json["payment_terms"] = json!({"code": "net", "net_days": 30});
        }

        let mut sure = lines.iter().all(|line| line.sure);
        let mut spread = Decimal::ZERO;
        // Something must be left to take a discount from.
        if lines.iter().all(|line| line.net.is_zero()) {
            return self.invoice(context);
        }
        let negative = self.random.chance(1, 5).then(|| self.negative(&mut lines));
        if let Some(amount) = &negative {
            spread += amount.1;
        }
        let nets: Decimal = lines.iter().map(|line| line.net).sum();
        let (mut discounts, mut percents) = (Vec::new(), false);
        for _ in 0..self.random.below(3).saturating_sub(usize::from(self.random.chance(1, 2))) {
            if self.random.chance(1, 2) {
                let percent = self.decimal(1, 12, 3);
                discounts.push(json!({"percent": percent.to_string(), "reason": "Of the document"}));
                spread += round(nets * percent / Decimal::ONE_HUNDRED, self.d);
                percents = true;
            } else {
                let amount = self.part(nets, 12);
                discounts.push(json!({"amount": amount.to_string()}));
                spread += amount;
            }
        }
        // Which nets a percentage is of beside another discount of the whole is the library's business.
        sure &= !percents || (discounts.len() == 1 && negative.is_none() && !self.inclusive);
        if !discounts.is_empty() {
            json["document_discounts"] = json!(discounts);
        }
        let charges = self.charges(&mut json);
        let us_tax = !self.inclusive && self.random.chance(1, 10) && self.us_tax(&mut json, &mut lines);

        let of_lines: Decimal = lines.iter().map(|line| line.discount).sum();
        let none = (of_lines + spread).is_zero();
        let discount = (sure && !self.inclusive || none).then_some(of_lines + spread);
        let gross = (sure && self.inclusive && !charges && !us_tax).then_some(nets - spread);
        let mut lines: Vec<Value> = lines.into_iter().map(|line| line.json).collect();
        if let Some((line, _)) = negative {
            let at = self.random.below(lines.len() + 1);
            lines.insert(at, line);
        }
        json["lines"] = json!(lines);
        let decimals = if json["tax_rounding"] == "line" { self.d } else { 6 };
        let decimals_of_taxes = (!self.inclusive).then_some(decimals);
        Draft { json: serde_json::to_vec(&json).unwrap(), context, discount, gross, decimals_of_taxes }
    }

    fn kind(&mut self, json: &mut Value) {
        let (kind, relation) = match self.random.below(12) {
            0 => ("credit_memo", "credit"),
            1 => ("debit_memo", "debit"),
            _ => return,
        };
        json["document_type"] = json!(kind);
        json["preceding_documents"] =
            json!([{"number": "R-1", "uuid": "7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B17", "relation": relation}]);
    }

    fn buyer(&mut self) -> Value {
        match self.random.below(if self.setting.issuer == 1 { 2 } else { 3 }) {
            0 => json!({
                "legal_name": "Border Trading, LLC",
                "address": {"city": "Laredo", "state": "TX", "postal_code": "78041", "country": "US"},
            }),
            1 => {
                self.withholds = true;
                json!({"tax_ids": [{"country": "MX", "type": "rfc", "value": "IIA040805DZ4"}]})
            }
            _ => json!({"legal_name": "Xochilt Casas Chavez"}),
        }
    }

    fn sku(&mut self) -> String {
        if self.random.chance(1, 4) {
            return format!("excise-{}", self.random.below(EXCISES.len()));
        }
        loop {
            let (supply, ..) = self.random.pick(&SUPPLIES);
            // Freight at the border rate for who withholds is refused.
            if supply != "freight" || !(self.setting.border && self.withholds) {
                return supply.to_owned();
            }
        }
    }

    fn line(&mut self) -> Made {
        let sku = self.sku();
        let least = Decimal::new(20, self.d);
        let (quantity, price) = loop {
            let decimals = self.random.pick(&[0, 0, 0, 1, 2, 3, 6, 9, 12]);
            let quantity = self.decimal(0, 400, decimals);
            let decimals =
                if self.d == 0 { self.random.pick(&[0, 0, 2]) } else { self.random.pick(&[2, 2, 2, 3, 4, 6, 8, 12]) };
            let price = self.decimal(0, 900, decimals);
            // An amount of some units stays greater than all its discounts, and IEPS by the unit smaller than the price.
            let enough = quantity >= Decimal::new(1, 2) && price >= Decimal::new(1, 1) && quantity * price >= least;
            if enough && !(self.inclusive && sku.starts_with("excise") && price < Decimal::from(40)) {
                break (quantity, price);
            }
        };
        let short = quantity.scale() <= 6 && price.scale() <= 6;
        // Some products keep more decimals than the currency has, some fewer than they know.
        let fine = short && !self.inclusive && self.random.chance(1, 8);
        let amount = round(quantity * price, if fine { 4 } else { self.d });
        let mut line = json!({
            "sku": sku, "description": format!("Item {}", self.random.below(1000)),
            "quantity": quantity.to_string(), "unit_price": price.to_string(),
        });
        if sku.starts_with("excise") {
            line["unit"] = json!({"code": self.random.pick(&["EA", "CS", "GAL"]), "code_list": "us"});
        }
        let stated = fine || self.random.chance(1, 2);
        if stated {
            let amount = if self.random.chance(1, 5) { amount.normalize() } else { amount };
            line["amount"] = json!(amount.to_string());
        }
        let mut made = Made { json: line, sku: Some(sku), net: amount, discount: Decimal::ZERO, sure: stated || short };
        let mut discounts = Vec::new();
        for _ in 0..self.random.below(5).saturating_sub(2) {
            if self.random.chance(1, 2) {
                let decimals = self.random.pick(&[0, 1, 4]);
                let percent = self.decimal(1, 15, decimals);
                made.discount += round(amount * percent / Decimal::ONE_HUNDRED, self.d);
                discounts.push(json!({"percent": percent.to_string(), "reason": "Volume"}));
            } else {
                let part = self.part(amount, 15);
                made.discount += part;
                discounts.push(json!({"amount": part.to_string()}));
            }
        }
        // Of an amount with more decimals the whole may round to more than there is.
        if !fine && self.random.chance(1, 40) {
            discounts = vec![json!({"percent": "100", "reason": "Sample"})];
            made.discount = amount;
            made.json["taxability"] = json!("no_tax_due");
        } else if self.random.chance(1, 12) && !self.inclusive {
            made.json["taxes"] = json!([{
                "tax_type": "vat", "jurisdiction": {"level": "country", "code": "MX"}, "factor": "rate",
                "rate": self.random.pick(&["0.160000", "0.16", "0.000000"]),
            }]);
        }
        made.net -= made.discount;
        if !discounts.is_empty() {
            made.json["discounts"] = json!(discounts);
        }
        if self.random.chance(1, 8) && made.json["taxability"].is_null() {
            made.json["taxability"] = json!(self.random.pick(&["customer_exempt", "not_collecting", "product_exempt"]));
        }
        made
    }

    /// A line below zero and its amount.
    fn negative(&mut self, lines: &mut [Made]) -> (Value, Decimal) {
        let some: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].net > Decimal::ZERO).collect();
        let at = self.random.pick(&some);
        let all: Decimal = lines.iter().map(|line| line.net).sum();
        let own = self.random.chance(1, 2);
        let amount = if own { self.part(lines[at].net, 20) } else { self.part(all, 10) };
        let (quantity, price) = if self.random.chance(1, 2) { (-1, amount) } else { (1, -amount) };
        let mut line = json!({
            "description": "Returned or promised", "quantity": quantity.to_string(), "unit_price": price.to_string(),
            "amount": (-amount).to_string(),
        });
        if own {
            line["sku"] = json!(lines[at].sku);
        }
        (line, amount)
    }

    fn charges(&mut self, json: &mut Value) -> bool {
        let count = self.random.below(4).saturating_sub(1);
        let charges: Vec<_> = (0..count)
            .map(|_| {
                let (kind, ..) = self.random.pick(&CHARGES);
                let amount = self.decimal(1, 300, self.d) + Decimal::TEN;
                json!({"type": kind, "amount": amount.to_string()})
            })
            .collect();
        if !charges.is_empty() {
            json["charges"] = json!(charges);
        }
        count > 0
    }

    fn us_tax(&mut self, json: &mut Value, lines: &mut [Made]) -> bool {
        let tax = |amount: Decimal| {
            json!({
                "tax_type": "sales_tax", "jurisdiction": {"level": "state", "code": "TX"}, "factor": "rate", "rate": "0.0825",
                "amount": amount.to_string(),
            })
        };
        let amount = self.decimal(1, 90, self.d);
        if self.random.chance(1, 2) {
            lines[0].json["taxes"] = json!([tax(amount)]);
        } else {
            json["tax_summary"] = json!([tax(amount)]);
        }
        true
    }

    /// From `least` up to below `limit`, with so many decimals written.
    fn decimal(&mut self, least: i64, limit: i64, decimals: u32) -> Decimal {
        let unit = 10i128.pow(decimals);
        let span = u64::try_from(i128::from(limit - least) * unit).unwrap();
        Decimal::from_i128_with_scale(i128::from(least) * unit + i128::from(self.random.next() % span), decimals)
    }

    /// Some per cent of an amount, at most `most`, in the currency's decimals and never nothing.
    fn part(&mut self, of: Decimal, most: i64) -> Decimal {
        let percent = self.decimal(0, most, 2);
        (of * percent / Decimal::ONE_HUNDRED).trunc_with_scale(self.d).max(Decimal::new(1, self.d))
    }
}
