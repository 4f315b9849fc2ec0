//! Lines as a CFDI can say them: quantity, price and amount within SAT's limits, discounts as money, nothing below zero; charges
//! and US sales tax as lines of their own.

use rust_decimal::Decimal;

use super::{Basis, Desk};
use crate::catalog::units;
use crate::context::{Item, Match, UndecidedOf, UsTax};
use crate::mapping::Field;
use crate::model::{
    Charge, ChargeType, Discount, Invoice, Jurisdiction, JurisdictionLevel, Line, Number, PriceBasis, Tax, TaxFactor,
    TaxType, Text, Unit, UnitCodeList,
};
use crate::report::Values;
use crate::tax::money::{self, LINE_DECIMALS, round, round_at_most};
use crate::tax::table::Reason;

/// A line in the making.
pub(super) struct Row<'a> {
    pub(super) line: Line,
    /// Where it stands in the given invoice.
    pub(super) at: String,
    pub(super) item: Option<&'a Item>,
    pub(super) quantity: Decimal,
    pub(super) price: Decimal,
    /// Importe, before discounts.
    pub(super) amount: Decimal,
    /// Descuento: the sum of the line's discounts.
    pub(super) discount: Decimal,
    /// Taxes of the US that stood on it.
    pub(super) us_taxes: Vec<Tax>,
    /// Its net amount is another than that of the given line, so that no stated base or tax can stand.
    pub(super) changed: bool,
    /// What its ClaveProdServ may be.
    pub(super) candidates: Vec<Text>,
    /// What decided its taxes.
    pub(super) basis: Basis,
    pub(super) withheld: Vec<&'static Reason>,
    pub(super) is_charge: bool,
    /// Something says how it is taxed: the document or its item.
    pub(super) has_treatment: bool,
}

impl<'a> Row<'a> {
    pub(super) fn new(line: Line, at: String, item: Option<&'a Item>) -> Self {
        Row {
            line,
            at,
            item,
            quantity: Decimal::ZERO,
            price: Decimal::ZERO,
            amount: Decimal::ZERO,
            discount: Decimal::ZERO,
            us_taxes: Vec::new(),
            changed: false,
            candidates: Vec::new(),
            basis: Basis::Stated,
            withheld: Vec::new(),
            is_charge: false,
            has_treatment: false,
        }
    }

    /// Something is owed to the buyer for it.
    pub(super) fn is_negative(&self) -> bool {
        self.amount.is_sign_negative() && !self.amount.is_zero()
    }

    /// What tells its treatment from another's: ObjetoImp, and kinds, factors and rates of taxes.
    fn treatment(&self) -> (Option<&str>, Vec<TaxKey>) {
        let objeto = self.line.extensions.mx.as_ref().and_then(|mx| mx.objeto_imp.as_deref());
        let key = |tax: &Tax| (tax.tax_type, tax.factor, tax.rate.as_ref().and_then(Number::value));
        (objeto, self.line.taxes.iter().map(key).collect())
    }

    /// What is to be paid for it, without tax unless prices are with it.
    pub(super) fn net(&self) -> Decimal {
        self.amount - self.discount
    }

    pub(super) fn set_amounts(&mut self, decimals: u32) {
        self.line.quantity = Some(kept(&self.line.quantity, self.quantity, 0));
        self.line.unit_price = Some(kept(&self.line.unit_price, self.price, 0));
        // CFDI40168: Importe has at least the decimals of Descuento.
        let least = decimals.max(self.discount.scale());
        self.line.amount =
            Some(kept(&self.line.amount, self.amount, if self.line.discounts.is_empty() { 0 } else { least }));
    }
}

/// What tells one tax from another, amounts aside.
type TaxKey = (TaxType, Option<TaxFactor>, Option<Decimal>);

/// The number as it was written, where it is the same and has the decimals; else with at least these.
pub(super) fn kept(written: &Option<Number>, value: Decimal, least: u32) -> Number {
    match written {
        Some(number) if number.value() == Some(value) && number.scale() >= least as usize => number.clone(),
        _ => tidy(value, least),
    }
}

/// Without superfluous zeros, but with these decimals.
pub(super) fn tidy(value: Decimal, least: u32) -> Number {
    let mut value = value.normalize();
    if value.scale() < least {
        value.rescale(least);
    }
    Number::from(value)
}

impl<'a> Desk<'a> {
    /// Every line of the invoice, then its charges; false where one cannot be computed.
    pub(super) fn rows(&mut self, invoice: &mut Invoice) -> (Vec<Row<'a>>, bool) {
        let mut rows = Vec::with_capacity(invoice.lines.len() + invoice.charges.len());
        let mut whole = true;
        // What there is goes on, so that all that is missing is told at once.
        for (i, line) in std::mem::take(&mut invoice.lines).into_iter().enumerate() {
            let at = format!("/lines/{i}");
            let item = self.item(&line, &at);
            let (row, complete) = self.row(line, at, item);
            rows.push(row);
            whole &= complete;
        }
        for (j, charge) in std::mem::take(&mut invoice.charges).into_iter().enumerate() {
            match self.charge(charge, j) {
                Some(row) => rows.push(row),
                None => whole = false,
            }
        }
        (rows, whole)
    }

    /// Discounts as lines have them, and nothing below zero; false where that cannot be done.
    pub(super) fn settle(&mut self, invoice: &mut Invoice, rows: &mut Vec<Row<'a>>) -> bool {
        let whole = self.negative_lines(rows) && self.document_discounts(invoice, rows);
        for row in rows.iter().filter(|_| whole) {
            // CFDI40166, and the XSD's least Cantidad.
            let wrong = [("quantity", row.quantity), ("unit_price", row.price)];
            if let Some((name, value)) = wrong.into_iter().find(|(_, value)| *value <= Decimal::ZERO) {
                self.refuse("FRO-TAX-039", format!("{}/{name}", row.at), Values::found(value.to_string()));
                return false;
            }
        }
        whole
    }

    /// The context's entry of a line.
    fn item(&mut self, line: &Line, at: &str) -> Option<&'a Item> {
        match self.items.item_for(line) {
            Match::One(item) => Some(item),
            Match::None | Match::Contradicted(_) => None,
            Match::Ambiguous(found) => {
                let keys = found.iter().filter_map(|item| item.key().cloned());
                self.refuse("FRO-DRAFT-005", at.to_owned(), Values::default().candidates(keys));
                None
            }
        }
    }

    /// SAT's codes from the context, and quantity, price and amount; false where these are not all there.
    fn row(&mut self, line: Line, at: String, item: Option<&'a Item>) -> (Row<'a>, bool) {
        let mut row = Row::new(line, at, item);
        row.candidates = self.codes(&mut row.line, &row.at, item);
        let Some([quantity, price, amount]) = self.measures(&mut row.line, &row.at) else { return (row, false) };
        row.us_taxes = take_us_taxes(&mut row.line.taxes);
        (row.quantity, row.price, row.amount) = (quantity, price, amount);
        let discount = self.discounts(&mut row);
        row.discount = discount.unwrap_or_default();
        (row, discount.is_some())
    }

    /// SAT's codes from the context, and what may be the one that is missing.
    fn codes(&mut self, line: &mut Line, at: &str, item: Option<&Item>) -> Vec<Text> {
        self.unit(line, at, item);
        // The register's own number of what it knows by another name.
        if line.sku.is_none()
            && let Some(sku) = item.and_then(|item| item.sku.clone())
        {
            line.sku = Some(sku);
            let values = Values::default().expected("items[]");
            self.tell_of("FRO-DRAFT-001", Some(Field::NoIdentificacion), at.to_owned(), values);
        }
        let mx = line.extensions.mx.get_or_insert_default();
        let code = item.and_then(|item| item.clave_prod_serv.clone());
        let mut candidates = Vec::new();
        match (mx.clave_prod_serv.is_some(), code) {
            (true, _) => {}
            (false, Some(code)) => {
                mx.clave_prod_serv = Some(code);
                let values = Values::default().expected("items[]");
                self.tell_of("FRO-DRAFT-001", Some(Field::ClaveProdServ), at.to_owned(), values);
            }
            (false, None) => {
                candidates = self.product_candidates(line);
            }
        }
        if line.extensions.mx.as_deref().is_some_and(|mx| *mx == Default::default()) {
            line.extensions.mx = None;
        }
        candidates
    }

    /// What past documents say, else what a UNSPSC code on the line may stand for, else what its words find.
    fn product_candidates(&self, line: &Line) -> Vec<Text> {
        let key = line.sku.as_ref().or(line.description.as_ref());
        let seen = key.and_then(|key| self.context.undecided_for(UndecidedOf::Item, key, "clave_prod_serv"));
        if let Some(seen) = seen {
            return seen.values.iter().map(|seen| seen.value.clone()).collect();
        }
        let unspsc =
            line.classifications.iter().filter(|code| code.scheme == crate::model::ClassificationScheme::Unspsc);
        for code in unspsc {
            // Its class is the fallback of SAT's own: the last two digits zero.
            let class = code.code.get(..6).map(|class| format!("{class}00"));
            for code in [Some(code.code.to_string()), class].into_iter().flatten() {
                let in_force = |day| self.catalogs.product(&code).is_some_and(|product| product.is_valid_on(day));
                if self.day.is_some_and(in_force) {
                    return vec![code.into()];
                }
            }
        }
        let Some(catalog) = self.catalogs.get("c_ClaveProdServ") else { return Vec::new() };
        let description = line.description.as_deref().unwrap_or_default();
        let mut words: Vec<&str> =
            description.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let found = words.iter().take(4).map(|word| catalog.search(word)).find(|found| !found.is_empty());
        found.unwrap_or_default().iter().take(3).map(|entry| Text::from(entry.code().to_owned())).collect()
    }

    /// SAT's unit: the document's where it says exactly one, else the context's.
    fn unit(&mut self, line: &mut Line, at: &str, item: Option<&Item>) {
        let Some(wanted) = item.and_then(|item| item.clave_unidad.as_ref()) else { return };
        let list = line.unit.as_ref().and_then(|unit| unit.code_list);
        let code = line.unit.as_ref().and_then(|unit| unit.code.clone());
        let stated = match (&code, list) {
            (None, _) => None,
            (Some(code), None | Some(UnitCodeList::UneceRec20)) => Some((code.to_string(), true)),
            (Some(code), Some(list)) => units::to_rec20(list, code).map(|row| (row.rec20.to_owned(), row.exact)),
        };
        match stated {
            Some((rec20, _)) if rec20 == wanted.as_str() => {}
            Some((rec20, true)) => {
                let values = Values::found(rec20).expected(wanted.clone());
                self.refuse("FRO-DRAFT-007", format!("{at}/unit/code"), values);
            }
            _ => {
                let text = line.unit.as_ref().and_then(|unit| unit.text.clone()).or(code);
                line.unit = Some(Unit { code: Some(wanted.clone()), code_list: Some(UnitCodeList::UneceRec20), text });
                let values = Values::default().expected("items[]");
                self.tell_of("FRO-DRAFT-001", Some(Field::ClaveUnidad), at.to_owned(), values);
            }
        }
    }

    /// Quantity, price and amount, each of at most six decimals; `None` where one is missing or they do not fit each other.
    fn measures(&mut self, line: &mut Line, at: &str) -> Option<[Decimal; 3]> {
        let given = [(&line.quantity, "quantity"), (&line.unit_price, "unit_price"), (&line.amount, "amount")];
        let mut values = [None; 3];
        for (slot, (number, name)) in values.iter_mut().zip(given) {
            let Some(number) = number else { continue };
            *slot = Some(self.value(number, format!("{at}/{name}"))?);
        }
        let [quantity, price, amount] = values;
        let (exact, derived) = match (quantity, price, amount) {
            (Some(quantity), Some(price), amount) => ([quantity, price, amount.unwrap_or_default()], None),
            (None, None, Some(amount)) if self.context.defaults.one_unit => {
                self.tell("FRO-DRAFT-003", format!("{at}/quantity"), Values::default().expected("1"));
                line.quantity = Some(Number::from(1));
                line.unit_price.clone_from(&line.amount);
                ([Decimal::ONE, amount, amount], None)
            }
            (Some(quantity), None, Some(amount)) => {
                // Nothing divides by zero, and then something is missing.
                let exact = amount.checked_div(quantity)?;
                let price = round_at_most(exact, LINE_DECIMALS);
                if money::times(price, quantity) != Some(amount) {
                    let values = Values::found(exact.to_string()).expected(price.to_string());
                    self.tell("FRO-TAX-021", format!("{at}/unit_price"), values);
                }
                line.unit_price = Some(tidy(price, self.decimals));
                ([quantity, price, amount], Some(("unit_price", price)))
            }
            (None, Some(price), Some(amount)) => {
                let quantity = amount.checked_div(price)?;
                // Only an even division says how many there were.
                if money::times(quantity, price) != Some(amount) || quantity.normalize().scale() > LINE_DECIMALS {
                    return None;
                }
                line.quantity = Some(tidy(quantity, 0));
                ([quantity, price, amount], Some(("quantity", quantity)))
            }
            _ => return None,
        };
        if let Some((name, value)) = derived {
            let values = Values::default().expected(tidy(value, 0).to_string());
            self.tell("FRO-TAX-033", format!("{at}/{name}"), values);
        }
        let rounded = [
            self.six(&mut line.quantity, exact[0], format!("{at}/quantity")),
            self.six(&mut line.unit_price, exact[1], format!("{at}/unit_price")),
        ];
        let amount = match amount {
            Some(amount) => self.six(&mut line.amount, amount, format!("{at}/amount")),
            None => {
                let product = |decimals| money::times_rounded(exact[0], exact[1], decimals);
                let (Some(cents), Some(fine)) = (product(self.decimals), product(LINE_DECIMALS)) else {
                    self.refuse("FRO-TAX-020", at.to_owned(), Values::default());
                    return None;
                };
                let amount = if cents.is_zero() { fine } else { cents };
                let values = Values::default();
                self.tell_of("FRO-TAX-033", Some(Field::Importe), format!("{at}/amount"), values);
                line.amount = Some(Number::from(amount));
                amount
            }
        };
        self.within_limits(line, rounded, amount, at).then_some([rounded[0], rounded[1], amount])
    }

    /// CFDI40167, for amounts of either sign.
    fn within_limits(&mut self, line: &Line, [quantity, price]: [Decimal; 2], amount: Decimal, at: &str) -> bool {
        let (Some(quantity_as_written), Some(price_as_written)) = (&line.quantity, &line.unit_price) else {
            return false;
        };
        let positive = |number: &Number| match number.is_negative() {
            true => number.value().map_or(Number::ZERO, |value| Number::from(-value)),
            false => number.clone(),
        };
        let limits = money::line_limits(&positive(quantity_as_written), &positive(price_as_written), self.decimals);
        let same_sign = (quantity * price).is_sign_negative() == amount.is_sign_negative() || amount.is_zero();
        match limits {
            Some(limits) if same_sign && limits.contains(&amount.abs()) => true,
            Some(limits) => {
                let sign = if (quantity * price).is_sign_negative() { "-" } else { "" };
                let expected = format!("{sign}{} … {sign}{}", limits.start(), limits.end());
                let values = Values::found(amount.to_string()).expected(expected);
                self.refuse("FRO-TAX-022", format!("{at}/amount"), values);
                false
            }
            None => {
                self.refuse("FRO-TAX-020", at.to_owned(), Values::default());
                false
            }
        }
    }

    /// A value that can be computed with.
    pub(super) fn value(&mut self, number: &Number, at: impl Into<Text>) -> Option<Decimal> {
        let value = number.value().filter(|value| value.abs() < MOST);
        if value.is_none() {
            self.refuse("FRO-TAX-020", at, Values::found(number.to_string()));
        }
        value
    }

    /// A CFDI has six decimals.
    fn six(&mut self, written: &mut Option<Number>, value: Decimal, at: String) -> Decimal {
        if value.normalize().scale() <= LINE_DECIMALS {
            // Zeros beyond the sixth decimal are no digits, but the schema counts them.
            if written.as_ref().is_some_and(|number| number.scale() > LINE_DECIMALS as usize) {
                *written = Some(Number::from(round(value, LINE_DECIMALS)));
            }
            return value;
        }
        let rounded = round(value, LINE_DECIMALS);
        let values = Values::found(value.to_string()).expected(rounded.to_string());
        self.tell("FRO-TAX-021", at, values);
        *written = Some(Number::from(rounded));
        rounded
    }

    /// The line's discounts as money; `None` where one cannot be one.
    fn discounts(&mut self, row: &mut Row<'a>) -> Option<Decimal> {
        let mut all = Decimal::ZERO;
        let negative = row.is_negative();
        for (j, discount) in row.line.discounts.iter_mut().enumerate() {
            let at = format!("{}/discounts/{j}", row.at);
            let value = self.discount(discount, row.amount.abs(), &at)?;
            all = money::plus(all, value)?;
        }
        // What comes back at a discount is worth so much less.
        if negative {
            return Some(-all);
        }
        if all > Decimal::ZERO && all > row.amount {
            let values = Values::found(all.to_string()).expected(row.amount.to_string());
            self.refuse("FRO-TAX-023", format!("{}/discounts", row.at), values);
            return None;
        }
        Some(all)
    }

    fn discount(&mut self, discount: &mut Discount, of: Decimal, at: &str) -> Option<Decimal> {
        let value = match (&discount.amount, &discount.percent) {
            (Some(amount), percent) => {
                let value = self.value(amount, format!("{at}/amount"))?;
                let by_percent =
                    percent.as_ref().and_then(|percent| money::percent(of, percent.value()?, self.decimals));
                let unit = Decimal::new(1, self.decimals);
                if let Some(other) = by_percent.filter(|other| (other - value).abs() > unit) {
                    let values = Values::found(value.to_string()).expected(other.to_string());
                    self.tell("FRO-TAX-048", at.to_owned(), values);
                }
                self.six(&mut discount.amount, value, format!("{at}/amount"))
            }
            (None, Some(percent)) => {
                let percent = self.value(percent, format!("{at}/percent"))?;
                let Some(value) = money::percent(of, percent, self.decimals) else {
                    self.refuse("FRO-TAX-020", at.to_owned(), Values::default());
                    return None;
                };
                self.tell_of("FRO-TAX-033", Some(Field::ConceptoDescuento), format!("{at}/amount"), Values::default());
                discount.amount = Some(Number::from(value));
                value
            }
            // The writer names it.
            (None, None) => return None,
        };
        if value.is_sign_negative() && !value.is_zero() {
            self.refuse("FRO-TAX-023", at.to_owned(), Values::found(value.to_string()));
            return None;
        }
        Some(value)
    }

    /// What is below zero is a discount: of the one line that has its SKU, else of the lines that are treated as it is; of all
    /// where it says nothing of itself but an amount.
    fn negative_lines(&mut self, rows: &mut Vec<Row<'a>>) -> bool {
        if !rows.iter().any(Row::is_negative) {
            return true;
        }
        let (negative, mut positive): (Vec<Row<'a>>, Vec<Row<'a>>) =
            std::mem::take(rows).into_iter().partition(Row::is_negative);
        let mut general = Vec::new();
        let mut done = true;
        for row in &negative {
            let off = -row.net();
            self.tell_what_goes(row);
            let same = |other: &Row<'_>| other.treatment() == row.treatment();
            let twins = positive.iter().filter(|other| row.line.sku.is_some() && other.line.sku == row.line.sku);
            let twin =
                twins.clone().next().filter(|other| twins.clone().count() == 1 && other.net() >= off && same(other));
            let twin = twin.map(|other| other.at.clone());
            let receiver = match &twin {
                Some(at) => positive.iter_mut().find(|other| other.at == *at),
                None => positive.iter_mut().find(|other| !row.has_treatment || same(other)),
            };
            // Its sales tax is off that of the others.
            if let Some(receiver) = receiver {
                receiver.us_taxes.extend(row.us_taxes.iter().cloned());
            }
            match twin {
                Some(at) => {
                    if let Some(other) = positive.iter_mut().find(|other| other.at == at) {
                        take_off(other, off, None, row.line.description.clone());
                    }
                    self.tell("FRO-TAX-025", row.at.clone(), Values::found(off.to_string()).expected(at));
                }
                None if !row.has_treatment => {
                    general.push((off, None, row.line.description.clone(), row.at.clone()));
                    self.tell("FRO-TAX-025", row.at.clone(), Values::found(off.to_string()).expected("/lines"));
                }
                None => {
                    let weights: Vec<Decimal> = positive
                        .iter()
                        .map(|other| if same(other) && !other.is_charge { other.net() } else { Decimal::ZERO })
                        .collect();
                    let off = vec![(off, None, row.line.description.clone(), row.at.clone())];
                    done &= self.spread(&mut positive, &weights, off);
                    let values = Values::found((-row.net()).to_string()).expected("/lines");
                    self.tell("FRO-TAX-025", row.at.clone(), values);
                }
            }
            if !done {
                break;
            }
        }
        if done && !general.is_empty() {
            let weights = nets(&positive);
            done = self.spread(&mut positive, &weights, general);
        }
        *rows = positive;
        if !done {
            // They are what is wrong; a document without them would only have other faults.
            rows.extend(negative);
        }
        done
    }

    /// What a negative line says beyond its amount is in no CFDI.
    fn tell_what_goes(&mut self, row: &Row<'_>) {
        let Line { line_number, sku, classifications, country_of_origin, net_weight, .. } = &row.line;
        let Line { serial_numbers, brand, model, exemption, extensions, .. } = &row.line;
        let says = [
            ("line_number", line_number.is_some()),
            ("sku", sku.is_some()),
            ("classifications", !classifications.is_empty()),
            ("country_of_origin", country_of_origin.is_some()),
            ("net_weight", net_weight.is_some()),
            ("serial_numbers", !serial_numbers.is_empty()),
            ("brand", brand.is_some()),
            ("model", model.is_some()),
            ("exemption", exemption.is_some()),
            ("extensions", !extensions.others.is_empty()),
        ];
        let names: Vec<&str> = says.into_iter().filter(|(_, said)| *said).map(|(name, _)| name).collect();
        if !names.is_empty() {
            self.tell("FRO-TAX-034", row.at.clone(), Values::found(names.join(", ")));
        }
    }

    /// Discounts of the document, over its lines.
    fn document_discounts(&mut self, invoice: &mut Invoice, rows: &mut [Row<'a>]) -> bool {
        if invoice.document_discounts.is_empty() {
            return true;
        }
        // Each is a part of what the lines come to before any of them.
        let weights = nets(rows);
        let mut all = Vec::new();
        for (j, mut discount) in std::mem::take(&mut invoice.document_discounts).into_iter().enumerate() {
            let at = format!("/document_discounts/{j}");
            let sum = money::sum(weights.iter().copied());
            let Some(off) = sum.and_then(|sum| self.discount(&mut discount, sum, &at)) else {
                if discount.amount.is_none() && discount.percent.is_none() {
                    self.refuse("FRO-TAX-023", at, Values::default());
                }
                return false;
            };
            self.tell("FRO-TAX-027", at.clone(), Values::found(off.to_string()));
            all.push((off, discount.percent, discount.reason, at));
        }
        self.spread(rows, &weights, all)
    }

    /// Shares amounts out over lines. Very many are one: a line need not have a thousand discounts.
    fn spread(&mut self, rows: &mut [Row<'a>], weights: &[Decimal], mut all: Vec<Shared>) -> bool {
        if all.len() > MOST_SHARED {
            let at = all[0].3.clone();
            let Some(sum) = money::sum(all.iter().map(|shared| shared.0)) else {
                self.refuse("FRO-TAX-020", at, Values::default());
                return false;
            };
            let mut reasons: Vec<Text> = all.into_iter().filter_map(|shared| shared.2).take(MOST_SHARED).collect();
            reasons.dedup();
            let reason = reasons.first().map(|_| Text::from(reasons.join("; ")));
            all = vec![(sum, None, reason, at)];
        }
        for (off, percent, reason, at) in all {
            let most: Vec<Decimal> = rows
                .iter()
                .zip(weights)
                .map(|(row, weight)| if weight.is_zero() { *weight } else { row.net() })
                .collect();
            let decimals = self.decimals.max(off.normalize().scale());
            let Some(parts) = money::prorate(off, weights, &most, decimals) else {
                let room = money::sum(most).map_or(String::new(), |all| all.to_string());
                self.refuse("FRO-TAX-026", at, Values::found(off.to_string()).expected(room));
                return false;
            };
            for (row, part) in rows.iter_mut().zip(parts) {
                if !part.is_zero() {
                    take_off(row, part, percent.clone(), reason.clone());
                }
            }
        }
        true
    }

    /// A charge as a line: one unit of it.
    fn charge(&mut self, charge: Charge, j: usize) -> Option<Row<'a>> {
        let at = format!("/charges/{j}");
        let amount = self.value(&charge.amount, format!("{at}/amount"))?;
        if amount.is_sign_negative() && !amount.is_zero() {
            self.refuse("FRO-TAX-035", format!("{at}/amount"), Values::found(amount.to_string()));
            return None;
        }
        let item = match self.context.item_for_charge(charge.kind) {
            Match::One(item) => Some(item),
            _ => None,
        };
        let description = item.and_then(|item| item.description.clone()).unwrap_or_else(|| name_of(charge.kind).into());
        let mut line = Line {
            description: Some(description),
            quantity: Some(Number::from(1)),
            unit_price: Some(charge.amount.clone()),
            amount: Some(charge.amount),
            taxes: charge.taxes,
            ..Line::default()
        };
        let candidates = self.codes(&mut line, &at, item);
        let [quantity, price, amount] = self.measures(&mut line, &at)?;
        let us_taxes = take_us_taxes(&mut line.taxes);
        self.tell("FRO-TAX-028", at.clone(), Values::default());
        let row = Row::new(line, at, item);
        Some(Row { quantity, price, amount, us_taxes, candidates, is_charge: true, ..row })
    }

    /// What becomes of US sales tax: the caller's choice, and an error without one.
    pub(super) fn us_taxes(&mut self, invoice: &mut Invoice, rows: &mut Vec<Row<'a>>) -> bool {
        let summary = take_us_taxes(&mut invoice.tax_summary);
        let on_lines = rows.iter().any(|row| !row.us_taxes.is_empty());
        let at = rows.iter().find(|row| !row.us_taxes.is_empty()).map(|row| format!("{}/taxes", row.at));
        let at = at.or((!summary.is_empty()).then(|| "/tax_summary".to_owned()));
        let Some(at) = at else { return true };
        let taxes: Vec<Tax> = match on_lines {
            true => rows.iter().flat_map(|row| row.us_taxes.iter().cloned()).collect(),
            false => summary.clone(),
        };
        let mut amounts = Vec::with_capacity(taxes.len());
        for tax in &taxes {
            match &tax.amount {
                Some(amount) => match self.value(amount, at.clone()) {
                    Some(amount) => amounts.push(amount),
                    None => return false,
                },
                None => {
                    self.refuse("FRO-TAX-036", at, Values::default());
                    return false;
                }
            }
        }
        let Some(all) = money::sum(amounts) else {
            self.refuse("FRO-TAX-020", at, Values::default());
            return false;
        };
        // The summary may leave out amounts; what it says must be what the lines say.
        let summed = summary.iter().map(|tax| tax.amount.as_ref().and_then(Number::value)).sum::<Option<Decimal>>();
        let tolerance = money::tolerance(rows.len(), self.decimals);
        if let Some(summed) =
            summed.filter(|summed| on_lines && !summary.is_empty() && (summed - all).abs() > tolerance)
        {
            let values = Values::found(summed.to_string()).expected(all.to_string());
            self.refuse("FRO-TAX-044", "/tax_summary", values);
            return false;
        }
        match self.context.us_tax {
            None => {
                self.refuse("FRO-TAX-040", at, Values::found(all.to_string()));
                false
            }
            Some(UsTax::Outside) => {
                // Those of lines stand on their lines again in the end.
                invoice.tax_summary.extend(summary);
                self.tell("FRO-TAX-042", at, Values::found(all.to_string()));
                true
            }
            Some(UsTax::Concept) => {
                rows.iter_mut().for_each(|row| row.us_taxes.clear());
                let item = self.context.us_tax_concept.as_ref();
                let description = item.and_then(|item| item.description.clone()).unwrap_or_else(|| "Sales tax".into());
                if !all.is_zero() {
                    let all = round_at_most(all, LINE_DECIMALS);
                    let mut line =
                        Line::new(description, Number::from(1), tidy(all, self.decimals), tidy(all, self.decimals));
                    line.taxability = Some(crate::model::Taxability::NotSubject);
                    let candidates = self.codes(&mut line, &at, item);
                    line.extensions.mx.get_or_insert_default().objeto_imp = Some("01".into());
                    let row = Row::new(line, at.clone(), item);
                    let quantity = Decimal::ONE;
                    rows.push(Row { quantity, price: all, amount: all, candidates, is_charge: true, ..row });
                }
                // Its split by jurisdiction has no place on a Concepto.
                self.tell("FRO-TAX-041", at, Values::found(all.to_string()));
                true
            }
        }
    }

    /// Whether prices contain tax; a CFDI's do not.
    pub(super) fn is_inclusive(invoice: &Invoice) -> bool {
        invoice.price_basis == Some(PriceBasis::TaxInclusive)
    }
}

/// Sixteen digits before the point leave twelve behind it: what SAT's limits are computed with.
const MOST: Decimal = Decimal::from_parts(0x6FC1_0000, 0x0023_86F2, 0, false, 0);

/// A discount of several lines: money, the percent that it was, why, and where it stands.
type Shared = (Decimal, Option<Number>, Option<Text>, String);

/// More than these become one discount.
const MOST_SHARED: usize = 16;

/// What lines come to; charges are not discounted.
fn nets(rows: &[Row<'_>]) -> Vec<Decimal> {
    rows.iter().map(|row| if row.is_charge { Decimal::ZERO } else { row.net() }).collect()
}

fn take_off(row: &mut Row<'_>, off: Decimal, percent: Option<Number>, reason: Option<Text>) {
    row.discount += off;
    row.changed = true;
    row.line.discounts.push(Discount { percent, amount: Some(Number::from(off)), reason });
}

/// The taxes that are no Mexican ones, taken out.
fn take_us_taxes(taxes: &mut Vec<Tax>) -> Vec<Tax> {
    let (us, mexican) = std::mem::take(taxes).into_iter().partition(is_us);
    *taxes = mexican;
    us
}

/// True for a tax that is no Traslado and no Retencion: of another country, or of a state, county or city.
pub(crate) fn is_us(tax: &Tax) -> bool {
    let elsewhere = |place: &Jurisdiction| {
        place.level != JurisdictionLevel::Country || place.code.as_ref().is_some_and(|code| code != "MX")
    };
    tax.jurisdiction.as_ref().is_some_and(elsewhere)
        || matches!(tax.tax_type, TaxType::SalesTax | TaxType::UseTax | TaxType::Duty)
}

fn name_of(kind: ChargeType) -> &'static str {
    match kind {
        ChargeType::Commission => "Commission",
        ChargeType::Freight => "Freight",
        ChargeType::Handling => "Handling",
        ChargeType::Insurance => "Insurance",
        ChargeType::Other => "Other charge",
        ChargeType::Packing => "Packing",
    }
}
