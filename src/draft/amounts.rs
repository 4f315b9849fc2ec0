//! The amounts of taxes, their summary and the totals, as SAT checks them.
//!
//! A stated amount that SAT accepts stands; any other is computed, with a finding.

use rust_decimal::Decimal;

use super::lines::{Row, kept, tidy};
use super::{Basis, Desk, LineTreatment};
use crate::catalog::Direction;
use crate::context::UsTax;
use crate::mapping::Field;
use crate::model::{Invoice, Jurisdiction, Number, Tax, TaxFactor, TaxRounding, TaxType, Totals};
use crate::report::Values;
use crate::tax::money::{self, LINE_DECIMALS, round, round_at_most};

impl<'a> Desk<'a> {
    /// Lines, taxes, totals. Where something is missing the lines go back with what there is, and a finding has said so.
    pub(super) fn compute(&mut self, invoice: &mut Invoice, taxed: bool) -> (Vec<LineTreatment>, Vec<String>) {
        let inclusive = Self::is_inclusive(invoice);
        let stated = std::mem::take(&mut invoice.totals);
        let (mut rows, mut whole) = self.rows(invoice);
        if rows.is_empty() {
            invoice.totals = stated;
            return Default::default();
        }
        let raw_taxes = raw_taxes(&rows);
        if taxed {
            let around = self.surroundings(invoice);
            for row in &mut rows {
                self.treat(&around, row);
                whole &= row.basis != Basis::Undecided;
            }
        }
        whole = whole && self.settle(invoice, &mut rows);
        let us_taxes = us_sum(invoice, &rows);
        let nets = money::sum(rows.iter().map(Row::net)).and_then(|sum| money::plus(sum, us_taxes.unwrap_or_default()));
        if inclusive && us_taxes.is_some() {
            self.refuse("FRO-TAX-037", "/price_basis", Values::default());
            whole = false;
        }
        whole &= self.us_taxes(invoice, &mut rows);
        if !whole {
            return self.incomplete(invoice, stated, rows);
        }
        let mut by_document = nets;
        for row in &mut rows {
            if inclusive {
                whole &= self.part(row);
            }
            whole &= self.tax_amounts(row, invoice.tax_rounding);
            if row.basis == Basis::Stated && !inclusive {
                by_document = by_document.and_then(|sum| taxes_of(&row.line.taxes, sum));
            }
        }
        if inclusive {
            invoice.price_basis = None;
            self.tell("FRO-TAX-029", "/price_basis", Values::default());
        }
        if !whole {
            return self.incomplete(invoice, stated, rows);
        }
        let nets_and_raw = nets.zip(raw_taxes).and_then(|(nets, taxes)| money::plus(nets, taxes));
        let sums = Sums {
            amounts: money::sum(rows.iter().map(|row| row.amount)),
            discounts: money::sum(rows.iter().map(|row| row.discount)),
            discounted: rows.iter().any(|row| !row.line.discounts.is_empty()),
            outside: us_taxes.unwrap_or_default(),
            by_document: [by_document, nets_and_raw.filter(|_| !inclusive)],
        };
        for row in &mut rows {
            row.set_amounts(self.decimals);
            let mut us = std::mem::take(&mut row.us_taxes);
            row.line.taxes.append(&mut us);
        }
        let (treatments, places) = self.put_back(invoice, rows);
        self.totals(invoice, stated, &sums);
        (treatments, places)
    }

    /// The lines go back with what there is. What cannot be computed is told already; what follows from it need not be.
    fn incomplete(
        &mut self,
        invoice: &mut Invoice,
        stated: Totals,
        rows: Vec<Row<'a>>,
    ) -> (Vec<LineTreatment>, Vec<String>) {
        self.blocked = true;
        invoice.totals = stated;
        self.hints.told.extend([Field::SubTotal, Field::Total, Field::Exportacion].map(|field| (field, 0)));
        for (i, row) in rows.iter().enumerate() {
            let undecided = row.basis == Basis::Undecided;
            self.hints.told.extend(FOLLOWING.iter().map(|field| (*field, i)));
            if undecided {
                self.hints.told.insert((Field::ObjetoImp, i));
            }
        }
        self.put_back(invoice, rows)
    }

    fn put_back(&mut self, invoice: &mut Invoice, rows: Vec<Row<'a>>) -> (Vec<LineTreatment>, Vec<String>) {
        let mut treatments = Vec::with_capacity(rows.len());
        let mut places = Vec::with_capacity(rows.len());
        for (i, mut row) in rows.into_iter().enumerate() {
            self.hint(&mut row, i);
            treatments.push(LineTreatment { place: row.at.as_str().into(), basis: row.basis, withheld: row.withheld });
            places.push(row.at);
            invoice.lines.push(row.line);
        }
        (treatments, places)
    }

    fn hint(&mut self, row: &mut Row<'a>, i: usize) {
        let candidates = std::mem::take(&mut row.candidates);
        if !candidates.is_empty() {
            self.hints.candidates.insert((Field::ClaveProdServ, i), candidates);
        }
    }

    /// Base and amount of each tax of a line.
    fn tax_amounts(&mut self, row: &mut Row<'a>, rounding: Option<TaxRounding>) -> bool {
        let decimals = match rounding {
            Some(TaxRounding::Line) => self.decimals,
            _ => LINE_DECIMALS,
        };
        let net = row.net();
        let mut taxes = std::mem::take(&mut row.line.taxes);
        // IVA's base has the line's IEPS in it (LIVA 12).
        let mut order: Vec<usize> = (0..taxes.len()).collect();
        order.sort_by_key(|j| taxes[*j].tax_type != TaxType::Excise);
        let mut excise = Decimal::ZERO;
        let mut whole = true;
        for j in order {
            let base = if taxes[j].tax_type == TaxType::Vat { net + excise } else { net };
            let at = format!("{}/taxes/{j}", row.at);
            match self.tax_amount(&mut taxes[j], base, row.changed, decimals, &at) {
                Some(amount) if taxes[j].tax_type == TaxType::Excise => excise += amount,
                Some(_) => {}
                None => whole = false,
            }
        }
        if let Some((j, said, base)) = taxed_twice(&taxes, net, excise) {
            let values = Values::found(said.to_string()).expected(base.to_string());
            self.refuse("FRO-TAX-054", format!("{}/taxes/{j}", row.at), values);
            whole = false;
        }
        row.line.taxes = taxes;
        whole
    }

    fn tax_amount(&mut self, tax: &mut Tax, net: Decimal, changed: bool, decimals: u32, at: &str) -> Option<Decimal> {
        let per_unit = tax.factor == Some(TaxFactor::AmountPerUnit);
        let stated_base = match &tax.taxable_amount {
            Some(base) if !changed || per_unit => Some(self.value(base, format!("{at}/taxable_amount"))?),
            _ => None,
        };
        if per_unit && stated_base.is_none() {
            // The writer names it.
            return Some(Decimal::ZERO);
        }
        let base = stated_base.unwrap_or(net);
        if base <= Decimal::ZERO {
            self.refuse("FRO-TAX-024", at.to_owned(), Values::found(base.to_string()));
            return None;
        }
        if stated_base.is_none() {
            tax.taxable_amount = Some(kept(&tax.taxable_amount, base, self.decimals));
        } else if !per_unit && base != net {
            let values = Values::found(base.to_string()).expected(net.to_string());
            self.tell("FRO-TAX-047", format!("{at}/taxable_amount"), values);
        }
        if tax.factor == Some(TaxFactor::Exempt) {
            return self.exempt(tax, at).then_some(Decimal::ZERO);
        }
        let Some(written) = tax.rate.as_ref() else { return Some(Decimal::ZERO) };
        let rate = self.value(written, format!("{at}/rate"))?;
        // SAT's catalogue has six decimals.
        if written.scale() < LINE_DECIMALS as usize {
            tax.rate = Some(Number::from(round(rate, LINE_DECIMALS)));
        }
        if !self.is_of_the_catalogue(tax, rate, at) {
            return None;
        }
        let written = tax.taxable_amount.clone()?;
        let stated = match &tax.amount {
            Some(amount) => Some(self.value(amount, format!("{at}/amount"))?),
            None => None,
        };
        if let Some(stated) = stated
            && stated.normalize().scale() <= LINE_DECIMALS
            && money::tax_limits(&written, rate, self.decimals).is_some_and(|limits| limits.contains(&stated))
        {
            return Some(stated);
        }
        let Some(amount) = money::times(base, rate).map(|amount| round_at_most(amount, decimals)) else {
            self.refuse("FRO-TAX-020", at.to_owned(), Values::default());
            return None;
        };
        if let Some(stated) = stated {
            let values = Values::found(stated.to_string()).expected(amount.to_string());
            self.tell("FRO-TAX-030", format!("{at}/amount"), values);
        }
        tax.amount = Some(tidy(amount, self.decimals));
        Some(amount)
    }

    /// CFDI40177: what is exempt has neither rate nor amount; US products write a zero.
    fn exempt(&mut self, tax: &mut Tax, at: &str) -> bool {
        let said = [&tax.rate, &tax.amount].into_iter().flatten().find(|number| !number.is_zero());
        if let Some(said) = said {
            self.refuse("FRO-TAX-051", at.to_owned(), Values::found(said.to_string()));
            return false;
        }
        (tax.rate, tax.amount) = (None, None);
        true
    }

    /// CFDI40179, CFDI40185: a rate that c_TasaOCuota has on the day.
    fn is_of_the_catalogue(&mut self, tax: &Tax, rate: Decimal, at: &str) -> bool {
        let code = match tax.tax_type {
            TaxType::Income | TaxType::WithholdingIncome => "001",
            TaxType::Vat | TaxType::WithholdingVat => "002",
            TaxType::Excise | TaxType::WithholdingExcise => "003",
            _ => return true,
        };
        let factor = if tax.factor == Some(TaxFactor::AmountPerUnit) { "Cuota" } else { "Tasa" };
        let direction = if tax.tax_type.is_withheld() { Direction::Retencion } else { Direction::Traslado };
        let Some(day) = self.day else { return true };
        // A row that begins after the day proves nothing about the days before.
        let known = || {
            self.catalogs.tasas().filter(|row| {
                row.impuesto() == code && row.factor() == factor && row.applies_to(direction) && !row.has_ended_by(day)
            })
        };
        let six = rate.normalize().scale() <= LINE_DECIMALS;
        if six && known().any(|row| row.least() <= rate && rate <= row.most()) {
            return true;
        }
        let shown = known().map(|row| match row.is_range() {
            true => format!("{} … {}", row.least(), row.most()),
            false => row.most().to_string(),
        });
        let values = Values::found(rate.to_string()).candidates(shown.collect::<Vec<_>>());
        self.refuse("FRO-TAX-045", format!("{at}/rate"), values);
        false
    }

    /// Parts a price that contains its taxes, so that price and taxes make the same cents again.
    fn part(&mut self, row: &mut Row<'a>) -> bool {
        let refuse = |desk: &mut Self| {
            desk.refuse("FRO-TAX-020", row.at.clone(), Values::default());
            false
        };
        let (mut vat, mut excise, mut quota) = (Decimal::ZERO, Decimal::ZERO, None);
        for tax in row.line.taxes.iter().filter(|tax| !tax.tax_type.is_withheld()) {
            let rate = tax.rate.as_ref().and_then(Number::value);
            match (tax.tax_type, tax.factor, rate) {
                (_, Some(TaxFactor::Exempt), _) => {}
                (TaxType::Vat, Some(TaxFactor::Rate), Some(rate)) => vat = rate,
                (TaxType::Excise, Some(TaxFactor::Rate), Some(rate)) => excise = rate,
                (TaxType::Excise, Some(TaxFactor::AmountPerUnit), Some(rate)) => {
                    let units = tax.taxable_amount.as_ref().and_then(Number::value);
                    let Some(amount) = units.and_then(|units| money::times(units, rate)) else { return refuse(self) };
                    quota = Some(round(amount, self.decimals));
                }
                _ => return refuse(self),
            }
        }
        let decimals = self.decimals;
        let (one_vat, one_excise) = (Decimal::ONE + vat, Decimal::ONE + excise);
        let without = |gross: Decimal, decimals: u32| {
            let base = gross.checked_div(one_vat)?;
            match quota {
                Some(quota) => Some(round(base - quota, decimals)),
                None => Some(round(base.checked_div(one_excise)?, decimals)),
            }
        };
        // Each line is billed in whole cents.
        let gross = round(row.net(), decimals);
        let base = gross.checked_div(one_vat).map(|base| round(base, decimals));
        let Some(base) = base else { return refuse(self) };
        let net = match quota {
            Some(quota) => Some(base - quota),
            None => base.checked_div(one_excise).map(|net| round(net, decimals)),
        };
        let per_unit = match quota {
            Some(quota) => quota.checked_div(row.quantity),
            None => Some(Decimal::ZERO),
        };
        let price = row
            .price
            .checked_div(one_vat)
            .and_then(|price| price.checked_div(one_excise))
            .zip(per_unit)
            .map(|(price, per_unit)| round_at_most(price - per_unit, LINE_DECIMALS));
        let amount = if row.discount.is_zero() { net } else { without(row.amount, decimals) };
        let (Some(net), Some(price), Some(amount)) = (net, price, amount) else { return refuse(self) };
        let discount = amount - net;
        let shares: Vec<Decimal> =
            row.line.discounts.iter().filter_map(|discount| discount.amount.as_ref()?.value()).collect();
        if discount.is_sign_negative() || price <= Decimal::ZERO {
            return refuse(self);
        }
        if !row.line.discounts.is_empty() {
            let Some(shares) = money::prorate(discount, &shares, &shares, decimals) else { return refuse(self) };
            for (discount, share) in row.line.discounts.iter_mut().zip(shares) {
                discount.amount = Some(Number::from(share));
            }
        }
        for tax in row.line.taxes.iter_mut().filter(|tax| !tax.tax_type.is_withheld()) {
            let (of, amount) = match (tax.tax_type, tax.factor) {
                (TaxType::Excise, Some(TaxFactor::AmountPerUnit)) => (None, quota.unwrap_or_default()),
                (TaxType::Excise, _) => (Some(net), base - net),
                _ => (Some(base), gross - base),
            };
            if let Some(of) = of {
                tax.taxable_amount = Some(tidy(of, decimals));
            }
            if tax.factor != Some(TaxFactor::Exempt) {
                tax.amount = Some(tidy(amount, decimals));
            }
        }
        (row.amount, row.discount, row.price) = (amount, discount, price);
        // The bases are those of the parted price.
        row.changed = false;
        row.line.unit_price = Some(tidy(price, decimals));
        row.line.amount = Some(tidy(amount, decimals));
        let limits = row.line.quantity.as_ref().zip(row.line.unit_price.as_ref());
        let limits = limits.and_then(|(quantity, price)| money::line_limits(quantity, price, decimals));
        match limits {
            Some(limits) if limits.contains(&amount) => true,
            _ => refuse(self),
        }
    }

    /// Summary and totals (CFDI40108, CFDI40119, CFDI40203 to CFDI40221).
    fn totals(&mut self, invoice: &mut Invoice, stated: Totals, sums: &Sums) {
        let d = self.decimals;
        let us: Vec<Tax> = invoice.tax_summary.iter().filter(|tax| super::lines::is_us(tax)).cloned().collect();
        let given: Vec<Tax> =
            std::mem::take(&mut invoice.tax_summary).into_iter().filter(|tax| !super::lines::is_us(tax)).collect();
        let (Some(amounts), Some(discounts)) = (sums.amounts, sums.discounts) else {
            self.refuse("FRO-TAX-020", "/totals", Values::default());
            invoice.totals = stated;
            return;
        };
        let Some(summary) = self.summary(invoice, &given) else {
            self.refuse("FRO-TAX-020", "/tax_summary", Values::default());
            invoice.totals = stated;
            return;
        };
        if !self.summary_is_of_the_lines(&given, &summary, invoice.lines.len()) {
            invoice.totals = stated;
            return;
        }
        let of = |withheld: bool| {
            let mut amounts = summary
                .iter()
                .filter(|tax| tax.tax_type.is_withheld() == withheld)
                .filter_map(|tax| tax.amount.as_ref()?.value())
                .peekable();
            amounts.peek().is_some().then(|| amounts.sum::<Decimal>())
        };
        let (tax, withheld) = (of(false), of(true));
        let (subtotal, discount) = (round(amounts, d), round(discounts, d));
        let local = local_taxes(invoice).unwrap_or_default();
        let total = subtotal - discount + tax.unwrap_or_default() - withheld.unwrap_or_default() + local;
        if total.is_sign_negative() && !total.is_zero() {
            self.refuse("FRO-TAX-026", "/totals/total", Values::found(total.to_string()).expected("0"));
        }
        let computed = |desk: &mut Self, stated: &Option<Number>, value: Option<Decimal>, at: &'static str| {
            let written = stated.as_ref().filter(|number| number.scale() <= d as usize).cloned();
            let differs = |number: &Number| number.value() != Some(value.unwrap_or_default());
            if let Some(number) = stated.as_ref().filter(|number| differs(number)) {
                let expected = value.map_or("nothing".to_owned(), |value| round(value, d).to_string());
                desk.tell("FRO-TAX-032", at, Values::found(number.to_string()).expected(expected));
            }
            value.map(|value| written.filter(|own| own.value() == Some(value)).unwrap_or(Number::from(round(value, d))))
        };
        let mut totals = Totals {
            subtotal: computed(self, &stated.subtotal, Some(subtotal), "/totals/subtotal"),
            discount: computed(self, &stated.discount, sums.discounted.then_some(discount), "/totals/discount"),
            tax: computed(self, &stated.tax, tax, "/totals/tax"),
            withholding: computed(self, &stated.withholding, withheld, "/totals/withholding"),
            charges: None,
            rounding: None,
            ..stated.clone()
        };
        if let Some(rounding) = stated.rounding.as_ref().filter(|rounding| !rounding.is_zero()) {
            self.tell("FRO-TAX-032", "/totals/rounding", Values::found(rounding.to_string()).expected("0"));
        }
        if let Some(charges) = stated.charges.as_ref().filter(|charges| !charges.is_zero()) {
            self.tell("FRO-TAX-032", "/totals/charges", Values::found(charges.to_string()).expected("/lines"));
        }
        let written = stated.total.as_ref().filter(|number| number.scale() <= d as usize).cloned();
        let total = round(total, d);
        totals.total = Some(written.filter(|own| own.value() == Some(total)).unwrap_or(Number::from(total)));
        if let Some(value) = stated.total.as_ref().and_then(Number::value).filter(|value| *value != total) {
            self.total_differs(&stated, value, total, local, sums, invoice.lines.len());
            // What was paid already stays paid; what is kept outside the CFDI is owed all the same.
            let outside = if self.context.us_tax == Some(UsTax::Outside) { sums.outside } else { Decimal::ZERO };
            let more = total + outside - value;
            if let Some(due) = stated.amount_due.as_ref().filter(|_| !more.is_zero())
                && let Some(moved) = due.value().map(|due| Number::from(due + more))
            {
                let values = Values::found(due.to_string()).expected(moved.to_string());
                self.tell("FRO-TAX-032", "/totals/amount_due", values);
                totals.amount_due = Some(moved);
            }
        }
        invoice.totals = totals;
        invoice.tax_summary = summary;
        invoice.tax_summary.extend(us);
    }

    /// A summary that its lines do not bear out, as a header tax is one: it must not vanish.
    fn summary_is_of_the_lines(&mut self, given: &[Tax], summary: &[Tax], lines: usize) -> bool {
        let value = |tax: &Tax| tax.amount.as_ref().and_then(Number::value);
        let rate = |tax: &Tax| tax.rate.as_ref().and_then(Number::value);
        let tolerance = money::tolerance(lines, self.decimals);
        let mut right = true;
        for (j, tax) in given.iter().enumerate() {
            let like = |other: &&Tax| {
                other.tax_type == tax.tax_type
                    && (rate(tax).is_none() || rate(other).is_none() || rate(tax) == rate(other))
            };
            // Entries of one tax without a rate are parts of one sum.
            let said = given.iter().filter(like).filter_map(value).sum::<Decimal>();
            let computed = summary.iter().filter(like).filter_map(value).sum::<Decimal>();
            if value(tax).is_some() && (said - computed).abs() > tolerance {
                let values = Values::found(said.to_string()).expected(computed.to_string());
                self.refuse("FRO-TAX-038", format!("/tax_summary/{j}"), values);
                right = false;
            }
        }
        right
    }

    /// Another total than the invoice's: because its taxes are others, or because it does not add up.
    fn total_differs(
        &mut self,
        stated: &Totals,
        value: Decimal,
        total: Decimal,
        local: Decimal,
        sums: &Sums,
        lines: usize,
    ) {
        let number = |number: &Option<Number>| number.as_ref().and_then(Number::value).unwrap_or_default();
        let nets = sums.amounts.unwrap_or_default() - sums.discounts.unwrap_or_default();
        let by_totals = nets + number(&stated.tax) - number(&stated.withholding);
        let rounding = number(&stated.rounding);
        let tolerance = money::tolerance(lines, self.decimals);
        let near = |other: Decimal| {
            let offs = [local, Decimal::ZERO].map(|local| local + rounding);
            offs.iter().any(|off| (value - other - off).abs() <= tolerance)
        };
        let [computed, as_stated] = sums.by_document;
        let adds_up =
            computed.is_some_and(near) || as_stated.is_some_and(near) || near(by_totals) || near(total - local);
        match adds_up {
            true => {
                let values = Values::found(value.to_string()).expected(total.to_string());
                self.tell("FRO-TAX-030", "/totals/total", values);
            }
            false => {
                let comes_to = as_stated.or(computed).unwrap_or(total) + local;
                let values = Values::found(value.to_string()).expected(round(comes_to, self.decimals).to_string());
                self.refuse("FRO-TAX-031", "/totals/total", values);
            }
        }
    }

    /// One entry per tax, factor and rate as a number; retentions one per tax. An entry of the document stands while it is right.
    fn summary(&mut self, invoice: &Invoice, given: &[Tax]) -> Option<Vec<Tax>> {
        let d = self.decimals;
        let rate_of = |tax: &Tax| tax.rate.as_ref().and_then(Number::value);
        let same = |a: &Tax, b: &Tax| {
            a.tax_type == b.tax_type
                && (a.tax_type.is_withheld() || (a.factor == b.factor && (rate_of(a) == rate_of(b))))
        };
        let mut groups: Vec<(Tax, Decimal, Decimal)> = Vec::new();
        for tax in invoice.lines.iter().flat_map(|line| &line.taxes).filter(|tax| !super::lines::is_us(tax)) {
            let value = |number: &Option<Number>| number.as_ref().map_or(Some(Decimal::ZERO), Number::value);
            let (base, amount) = (value(&tax.taxable_amount)?, value(&tax.amount)?);
            match groups.iter_mut().find(|group| same(&group.0, tax)) {
                Some(group) => {
                    group.1 = money::plus(group.1, base)?;
                    group.2 = money::plus(group.2, amount)?;
                }
                None => groups.push((tax.clone(), base, amount)),
            }
        }
        groups.sort_by_key(|group| group.0.tax_type.is_withheld());
        // The document's order, where it has the same entries.
        groups.sort_by_key(|group| given.iter().position(|tax| same(tax, &group.0)).unwrap_or(usize::MAX));
        groups.sort_by_key(|group| group.0.tax_type.is_withheld());
        let mut summary = Vec::with_capacity(groups.len());
        for (tax, base, amount) in groups {
            let withheld = tax.tax_type.is_withheld();
            let exempt = tax.factor == Some(TaxFactor::Exempt);
            let mut wanted = Tax {
                jurisdiction: Some(Jurisdiction::mexico()),
                factor: tax.factor.filter(|_| !withheld),
                rate: tax.rate.filter(|_| !withheld && !exempt),
                taxable_amount: (!withheld).then(|| Number::from(round(base, d))),
                amount: (withheld || !exempt).then(|| Number::from(round(amount, d))),
                ..Tax::new(tax.tax_type)
            };
            if let Some(given) = given.iter().find(|given| same(given, &wanted)) {
                let equal = |a: &Option<Number>, b: &Option<Number>| {
                    a.as_ref().and_then(Number::value) == b.as_ref().and_then(Number::value)
                        && a.as_ref().is_none_or(|number| number.scale() <= d as usize)
                };
                match equal(&given.taxable_amount, &wanted.taxable_amount) && equal(&given.amount, &wanted.amount) {
                    true => wanted = given.clone(),
                    false => wanted.exempt_amount.clone_from(&given.exempt_amount),
                }
            }
            summary.push(wanted);
        }
        Some(summary)
    }
}

/// US taxes as stated on the lines, else in the summary; absent without any.
fn us_sum(invoice: &Invoice, rows: &[Row<'_>]) -> Option<Decimal> {
    let mut on_lines = rows.iter().flat_map(|row| &row.us_taxes).peekable();
    let amount = |tax: &Tax| tax.amount.as_ref().and_then(Number::value).unwrap_or_default();
    if on_lines.peek().is_some() {
        return money::sum(on_lines.map(amount));
    }
    let mut in_summary = invoice.tax_summary.iter().filter(|tax| super::lines::is_us(tax)).peekable();
    in_summary.peek()?;
    money::sum(in_summary.map(amount))
}

/// A tax that a line has twice, with bases that together are more than the line: which, how much, and what there is.
fn taxed_twice(taxes: &[Tax], net: Decimal, excise: Decimal) -> Option<(usize, Decimal, Decimal)> {
    taxes.iter().enumerate().skip(1).find_map(|(j, tax)| {
        let like = |other: &&Tax| other.tax_type == tax.tax_type && other.factor != Some(TaxFactor::AmountPerUnit);
        let bases = taxes[..=j].iter().filter(like).filter_map(|other| other.taxable_amount.as_ref()?.value());
        let said: Decimal = bases.sum();
        let base = if tax.tax_type == TaxType::Vat { net + excise } else { net };
        (taxes[..j].iter().any(|other| like(&other)) && said > base).then_some((j, said, base))
    })
}

/// What a total is made of.
struct Sums {
    amounts: Option<Decimal>,
    discounts: Option<Decimal>,
    /// Some line has a discount, were it of nothing.
    discounted: bool,
    /// Sales tax of the US.
    outside: Decimal,
    /// What the document comes to by its own taxes: as they are computed, and as they are stated.
    by_document: [Option<Decimal>; 2],
}

/// What need not be told of a line that is not computed.
const FOLLOWING: &[Field] = &[
    Field::Importe,
    Field::ConceptoDescuento,
    Field::TrasladoBase,
    Field::TrasladoImporte,
    Field::RetencionBase,
    Field::RetencionImporte,
];

/// Mexican taxes as the lines state them; absent where an amount is not stated.
fn raw_taxes(rows: &[Row<'_>]) -> Option<Decimal> {
    rows.iter().flat_map(|row| &row.line.taxes).try_fold(Decimal::ZERO, |sum, tax| {
        let exempt = tax.factor == Some(TaxFactor::Exempt) && tax.amount.is_none();
        let amount = if exempt { Decimal::ZERO } else { tax.amount.as_ref()?.value()? };
        money::plus(sum, if tax.tax_type.is_withheld() { -amount } else { amount })
    })
}

/// What stated taxes add to a sum.
fn taxes_of(taxes: &[Tax], sum: Decimal) -> Option<Decimal> {
    taxes.iter().try_fold(sum, |sum, tax| {
        let amount = tax.amount.as_ref().map_or(Some(Decimal::ZERO), Number::value)?;
        money::plus(sum, if tax.tax_type.is_withheld() { -amount } else { amount })
    })
}

/// Local taxes of the complement, which are in Total and in nothing else; `None` where 28 digits do not hold them.
pub(crate) fn local_taxes(invoice: &Invoice) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    let complements = invoice.mx().into_iter().flat_map(|mx| &mx.complemento);
    for complement in complements.flat_map(|complemento| complemento.elements()) {
        let local = complement.name.rsplit(':').next() == Some("ImpuestosLocales");
        if !local {
            continue;
        }
        let amount = |name: &str| {
            let literal = complement.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| value)?;
            Number::from_xsd(literal.trim()).and_then(|(number, _)| number.value())
        };
        sum = money::plus(sum, amount("TotaldeTraslados").unwrap_or_default())?;
        sum = money::plus(sum, -amount("TotaldeRetenciones").unwrap_or_default())?;
    }
    Some(sum)
}
