//! Random US invoices that add up, by arithmetic of their own: what the rules of amounts must find right, and what they must
//! find where one number is changed.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::random::Random;

/// An invoice whose every number is right, and the currency's smallest unit.
pub struct Right {
    pub json: Value,
    pub unit: Decimal,
}

/// Code and rate of those who tax: level, code, name, rate.
const AUTHORITIES: [(&str, &str, &str, &str); 4] = [
    ("state", "TX", "Texas", "0.0625"),
    ("city", "48-35000", "Houston", "0.02"),
    ("county", "48201", "Harris", "0.0075"),
    ("special", "48-MTA", "Metro", "0.01"),
];

struct Maker {
    random: Random,
    d: u32,
    /// Taxes of lines are rounded; else once for each authority.
    by_line: bool,
    authorities: usize,
    /// What each authority taxes, and its tax as the lines have it.
    taxed: Vec<(Decimal, Decimal)>,
    /// What is taxed, each line once.
    base: Decimal,
}

/// The invoice of a seed.
pub fn right(seed: u64) -> Right {
    let mut random = Random::new(seed);
    let (currency, d) = random.pick(&[("USD", 2), ("USD", 2), ("CAD", 2), ("JPY", 0)]);
    let by_line = random.chance(1, 2);
    let authorities = 1 + random.below(AUTHORITIES.len());
    let taxed = vec![(Decimal::ZERO, Decimal::ZERO); authorities];
    let mut maker = Maker { random, d, by_line, authorities, taxed, base: Decimal::ZERO };
    let json = maker.invoice(currency);
    Right { json, unit: Decimal::new(1, d) }
}

impl Maker {
    fn invoice(&mut self, currency: &str) -> Value {
        let mut json = json!({
            "schema_version": "1.0", "document_type": "invoice", "document_number": "N-1",
            "issue_date": "2026-03-02", "due_date": "2026-04-01", "currency": currency,
            "seller": {
                "legal_name": "Lone Star Janitorial Supply LLC",
                "address": {"city": "Houston", "state": "TX", "postal_code": "77002", "country": "US"},
            },
            "buyer": {"legal_name": "Border Trading LLC", "tax_ids": [{"type": "ein", "value": "00-1122334"}]},
            "payment_terms": {"code": "net", "net_days": 30},
        });
        match self.random.below(3) {
            0 => {}
            _ => json["tax_rounding"] = json!(if self.by_line { "line" } else { "document" }),
        }
        let (mut lines, mut amounts, mut discounts) = (Vec::new(), Decimal::ZERO, Decimal::ZERO);
        for i in 0..2 + self.random.below(6) {
            let (line, amount, discount) = self.line(i);
            lines.push(line);
            amounts += amount;
            discounts += discount;
        }
        json["lines"] = json!(lines);
        if self.random.chance(1, 2) {
            let off = self.decimal(1, 9, self.d);
            json["document_discounts"] = json!([{"amount": off.to_string()}]);
            discounts += off;
        }
        let mut charges = Decimal::ZERO;
        let listed: Vec<Value> = (0..self.random.below(3))
            .map(|_| {
                let amount = self.decimal(5, 60, self.d);
                charges += amount;
                let taxes = if self.random.chance(1, 2) { self.taxes(amount) } else { vec![] };
                json!({"type": self.random.pick(&["freight", "packing"]), "amount": amount.to_string(), "taxes": taxes})
            })
            .collect();
        // A charge without taxes leaves open whether it is taxed.
        let complete = listed.iter().all(|charge| charge["taxes"] != json!([]));
        let any_charge = !listed.is_empty();
        if any_charge {
            json["charges"] = json!(listed);
        }
        let tax = self.summary(&mut json);
        let mut totals = json!({"subtotal": amounts.to_string(), "tax": tax.to_string()});
        if !discounts.is_zero() || self.random.chance(1, 4) {
            totals["discount"] = json!(discounts.to_string());
        }
        if any_charge {
            totals["charges"] = json!(charges.to_string());
        }
        if complete {
            totals["taxable"] = json!(self.base.to_string());
        }
        let mut total = amounts - discounts + charges + tax;
        if self.random.chance(1, 4) {
            let off = Decimal::new(self.random.below(5) as i64 - 2, self.d);
            totals["rounding"] = json!(off.to_string());
            total += off;
        }
        totals["total"] = json!(total.to_string());
        if self.random.chance(1, 2) {
            let paid = self.decimal(1, 20, self.d);
            json["payments"] = json!([{"date": "2026-03-03", "amount": paid.to_string(), "method": "check"}]);
            totals["amount_due"] = json!((total - paid).to_string());
        }
        json["totals"] = totals;
        json
    }

    fn line(&mut self, i: usize) -> (Value, Decimal, Decimal) {
        let (decimals, places) = (self.random.pick(&[0, 0, 1, 3]), self.d + self.random.pick(&[0, 0, 2, 4]));
        let (quantity, price) = (self.decimal(1, 60, decimals), self.decimal(3, 90, places));
        let amount = self.rounded(quantity * price);
        let mut line = json!({
            "line_number": (i + 1).to_string(), "description": "Something", "quantity": quantity.to_string(),
            "unit_price": price.to_string(), "amount": amount.to_string(),
        });
        let mut discount = Decimal::ZERO;
        if self.random.chance(1, 3) {
            let percent = self.decimal(1, 30, 1);
            discount = self.rounded(amount * percent / Decimal::ONE_HUNDRED);
            line["discounts"] = match self.random.below(3) {
                0 => json!([{"percent": percent.to_string()}]),
                1 => json!([{"amount": discount.to_string()}]),
                _ => json!([{"percent": percent.to_string(), "amount": discount.to_string()}]),
            };
        }
        // The first is always taxed.
        if i == 0 || self.random.chance(3, 4) {
            line["taxes"] = json!(self.taxes(amount - discount));
        } else {
            line["taxability"] = json!(self.random.pick(&["not_subject", "product_exempt", "customer_exempt"]));
        }
        (line, amount, discount)
    }

    fn taxes(&mut self, base: Decimal) -> Vec<Value> {
        self.base += base;
        let authorities = AUTHORITIES.iter().take(self.authorities).enumerate();
        let taxes = authorities.map(|(at, (level, code, name, rate))| {
            let exact = base * rate.parse::<Decimal>().unwrap();
            let amount = if self.by_line { round(exact, self.d) } else { exact.normalize() };
            self.taxed[at].0 += base;
            self.taxed[at].1 += amount;
            json!({
                "tax_type": "sales_tax", "jurisdiction": {"level": level, "code": code, "name": name}, "factor": "rate",
                "rate": rate, "taxable_amount": base.to_string(), "amount": amount.to_string(),
            })
        });
        taxes.collect()
    }

    /// One entry for each authority; its tax is rounded here at the latest.
    fn summary(&mut self, json: &mut Value) -> Decimal {
        let mut sum = Decimal::ZERO;
        let entries = AUTHORITIES.iter().zip(&self.taxed).map(|((level, code, name, rate), (base, tax))| {
            let tax = round(*tax, self.d);
            sum += tax;
            json!({
                "tax_type": "sales_tax", "jurisdiction": {"level": level, "code": code, "name": name}, "factor": "rate",
                "rate": rate, "taxable_amount": base.to_string(), "amount": tax.to_string(),
            })
        });
        let entries: Vec<Value> = entries.collect();
        if self.random.chance(3, 4) {
            json["tax_summary"] = json!(entries);
        }
        sum
    }

    fn rounded(&self, value: Decimal) -> Decimal {
        round(value, self.d)
    }

    /// From `least` up to below `limit`, with so many decimals.
    fn decimal(&mut self, least: i64, limit: i64, decimals: u32) -> Decimal {
        let unit = 10i64.pow(decimals);
        let span = usize::try_from((limit - least) * unit).unwrap();
        Decimal::new(least * unit + self.random.below(span) as i64, decimals)
    }
}

/// Half away from zero, or half to even: a halved cent is rarer than either matters, so the first.
fn round(value: Decimal, decimals: u32) -> Decimal {
    let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded
}
