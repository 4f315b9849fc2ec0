//! The summary of taxes beside the taxes of lines and charges.
//!
//! What both sides say is compared, and no more: a summary may name a rate and no jurisdiction, a CFDI's retentions have
//! neither, and the one tax of QuickBooks stands on no line at all.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::book::{Basis, Book, Gap, Sum, Total, Verdict, add, apart, base_of, computed_tax, half, is_rounding};
use super::book::{product, stated, stated_tax, three, value};
use crate::model::{Invoice, Jurisdiction, JurisdictionLevel, Number, Tax, TaxFactor, TaxRounding};

/// What there is to say of an entry of the summary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared {
    /// Which; absent where lines have a tax that the summary lacks.
    pub(super) at: Option<usize>,
    /// Its amount beside that of the lines.
    pub(super) amount: Option<Verdict>,
    /// Its base beside theirs.
    pub(super) base: Option<Verdict>,
    /// Its amount beside its own base and rate, where it is of no lines.
    pub(super) own: Option<Verdict>,
}

/// What makes taxes the same: the kind, and as much of jurisdiction, factor and rate as both sides say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'d> {
    kind: usize,
    place: Option<(u8, &'d str)>,
    factor: Option<u8>,
    rate: Option<Decimal>,
}

/// How much all taxes of a kind say.
#[derive(Clone, Copy)]
struct Grain {
    code: bool,
    name: bool,
    level: bool,
    factor: bool,
    rate: bool,
}

struct OfLines {
    stated: Total,
    computed: Total,
    base: Total,
    matched: bool,
}

struct OfSummary {
    first: usize,
    amount: Total,
    base: Total,
    /// Base times rate of its entries; where that is right and not that of the lines, their bases differ.
    product: Total,
}

/// How many kinds of tax there are.
const KINDS: usize = 11;

pub(super) fn compare(invoice: &Invoice, book: &Book) -> Vec<Compared> {
    if invoice.tax_summary.is_empty() {
        return Vec::new();
    }
    let basis = book.basis;
    let on_lines = || {
        let of_charges = invoice.charges.iter().flat_map(|charge| &charge.taxes);
        invoice.lines.iter().flat_map(|line| &line.taxes).chain(of_charges)
    };
    let mut grains = [Grain { code: true, name: true, level: true, factor: true, rate: true }; KINDS];
    for tax in on_lines().chain(&invoice.tax_summary) {
        grains[kind_of(tax)].take(tax);
    }
    let key = |tax| grains[kind_of(tax)].key(tax);

    let mut lines: BTreeMap<Key<'_>, OfLines> = BTreeMap::new();
    for tax in on_lines() {
        let d = basis.decimals;
        let (stated, computed, base) = (stated_tax(tax, d), computed_tax(tax, d), base_of(tax, basis));
        let group =
            lines.entry(key(tax)).or_insert(OfLines { stated: NONE, computed: NONE, base: NONE, matched: false });
        group.stated = add(group.stated, stated);
        group.computed = add(group.computed, computed);
        group.base = add(group.base, base);
    }
    // Each tax may be rounded by itself.
    let mut kinds = [None; KINDS];
    for (key, group) in &lines {
        let (stated, computed) = kinds[key.kind].unwrap_or((NONE, NONE));
        let settled = |sum: Total| sum.map(|sum| sum.settled(basis.decimals));
        kinds[key.kind] = Some((add(stated, settled(group.stated)), add(computed, settled(group.computed))));
    }
    let mut summary: BTreeMap<Key<'_>, OfSummary> = BTreeMap::new();
    let mut summed = [None; KINDS];
    for (j, tax) in invoice.tax_summary.iter().enumerate() {
        let d = basis.decimals;
        let amount = stated(&tax.amount, d);
        let none = OfSummary { first: j, amount: NONE, base: NONE, product: NONE };
        let group = summary.entry(key(tax)).or_insert(none);
        group.amount = add(group.amount, amount);
        group.base = add(group.base, stated(&tax.taxable_amount, d));
        group.product = add(group.product, three(tax).map_or(Err(Gap::Unsaid), |_| computed_tax(tax, d)));
        summed[kind_of(tax)] = Some(add(summed[kind_of(tax)].unwrap_or(NONE), stated_tax(tax, d)));
    }
    // What a kind comes to is the same on both sides, or not known.
    let agrees = |kind: usize| match (summed[kind], kinds[kind]) {
        (Some(Ok(sum)), Some((stated, computed))) => {
            let sum: Sum = sum;
            [stated, computed].iter().any(|lines| lines.map_or(true, |lines| lines.holds(sum.exact, basis.decimals)))
        }
        _ => true,
    };

    let mut all = Vec::with_capacity(invoice.tax_summary.len());
    for (key, of) in &summary {
        let mut compared = Compared { at: Some(of.first), amount: None, base: None, own: None };
        match lines.get_mut(key) {
            Some(group) => {
                group.matched = true;
                compared.amount = of.judge_amount(group, book);
                compared.base = of.judge_base(group, book);
            }
            None if kinds[key.kind].is_some() && !agrees(key.kind) => {
                let nothing = of.amount.is_ok_and(|sum| sum.exact.is_zero());
                compared.amount = (!nothing).then_some(Verdict::Off(Decimal::ZERO));
            }
            None => {}
        }
        all.push(compared);
    }
    for (j, tax) in invoice.tax_summary.iter().enumerate() {
        if !lines.contains_key(&key(tax)) {
            all.push(Compared {
                at: Some(j),
                amount: None,
                base: None,
                own: judge_own(tax, basis, Book::parts(invoice)),
            });
        }
    }
    for (key, group) in &lines {
        let sum = group.stated.map_or(Decimal::ZERO, |sum| sum.exact);
        if !group.matched && summed[key.kind].is_some() && !agrees(key.kind) && !sum.is_zero() {
            all.push(Compared { at: None, amount: Some(Verdict::Off(sum)), base: None, own: None });
        }
    }
    all
}

const NONE: Total = Ok(Sum::ZERO);

fn kind_of(tax: &Tax) -> usize {
    tax.tax_type as usize
}

/// The amount of a summary's tax beside its own base and rate. It may be the sum of as many rounded taxes as there are lines.
fn judge_own(tax: &Tax, basis: Basis, parts: u32) -> Option<Verdict> {
    let (base, rate, amount) = three(tax)?;
    let (Ok(product), Ok(amount)) = (product(base, rate), value(amount)) else { return Some(Verdict::TooLong) };
    let d = basis.decimals;
    if is_rounding(amount, product, d) {
        return Some(Verdict::Fits);
    }
    // SAT's summary rounds the base too.
    let halves = Decimal::from(if basis.sat { parts.saturating_add(1) } else { parts });
    let Some(slack) = half(d).checked_mul(halves) else { return Some(Verdict::TooLong) };
    Some(match basis.rounding {
        _ if apart(amount, product)? > slack => Verdict::Off(product),
        Some(TaxRounding::Document) => Verdict::Near(product),
        _ => Verdict::Fits,
    })
}

impl OfSummary {
    fn judge_amount(&self, lines: &OfLines, book: &Book) -> Option<Verdict> {
        let d = book.basis.decimals;
        let amount = match (self.amount, lines.stated, lines.computed) {
            (Err(Gap::Nothing | Gap::Unsaid), ..) | (_, Err(Gap::Nothing | Gap::Unsaid), _) => return None,
            (Err(Gap::TooLong), ..) | (_, Err(Gap::TooLong), _) | (.., Err(Gap::TooLong)) => {
                return Some(Verdict::TooLong);
            }
            (Ok(amount), ..) => amount.exact,
        };
        let stated = lines.stated.ok()?;
        let computed = lines.computed.unwrap_or(stated);
        let by_line = stated.holds_part_by_part(amount) || computed.holds_part_by_part(amount);
        let own = self.product.is_ok_and(|product| product.holds_at_once(amount, d));
        let at_once = computed.holds_at_once(amount, d) || own;
        let expected = match book.basis.rounding {
            Some(TaxRounding::Document) => computed.exact,
            _ => stated.exact,
        };
        let (as_said, otherwise) = match book.basis.rounding {
            Some(TaxRounding::Document) => (at_once, by_line),
            Some(TaxRounding::Line) => (by_line, at_once),
            None => (by_line || at_once || stated.holds_at_once(amount, d), false),
        };
        Some(match as_said {
            true => Verdict::Fits,
            // Lines that say nothing of their taxes may have some.
            false if otherwise || !book.charged.complete && amount > expected => Verdict::Near(expected),
            false => Verdict::Off(expected),
        })
    }

    fn judge_base(&self, lines: &OfLines, book: &Book) -> Option<Verdict> {
        match (self.base, lines.base) {
            (Err(Gap::Nothing | Gap::Unsaid), _) | (_, Err(Gap::Nothing | Gap::Unsaid)) => None,
            (Err(Gap::TooLong), _) | (_, Err(Gap::TooLong)) => Some(Verdict::TooLong),
            (Ok(base), Ok(lines)) if lines.holds(base.exact, book.basis.decimals) => Some(Verdict::Fits),
            (Ok(base), Ok(lines)) if !book.charged.complete && base.exact > lines.exact => {
                Some(Verdict::Near(lines.exact))
            }
            (Ok(_), Ok(lines)) => Some(Verdict::Off(lines.exact)),
        }
    }
}

impl Grain {
    fn take(&mut self, tax: &Tax) {
        let place = tax.jurisdiction.as_ref();
        self.level &= place.is_some();
        self.code &= place.is_some_and(|place| place.code.is_some());
        self.name &= place.is_some_and(|place| place.name.is_some());
        self.factor &= factor_of(tax).is_some();
        self.rate &= tax.rate.is_some() || tax.factor == Some(TaxFactor::Exempt);
    }

    fn key(self, tax: &Tax) -> Key<'_> {
        let place = tax.jurisdiction.as_ref().and_then(|place| {
            let text = match self {
                Grain { code: true, .. } => place.code.as_deref()?,
                Grain { name: true, .. } => place.name.as_deref()?,
                Grain { level: true, .. } => "",
                _ => return None,
            };
            Some((level_of(place), text))
        });
        let exempt = tax.factor == Some(TaxFactor::Exempt);
        let rate = tax.rate.as_ref().filter(|_| self.rate && !exempt).and_then(Number::value);
        let factor = factor_of(tax).filter(|_| self.factor);
        Key { kind: kind_of(tax), place, factor, rate: rate.map(|rate| rate.normalize()) }
    }
}

/// A rate without a factor is a fraction of the base.
fn factor_of(tax: &Tax) -> Option<u8> {
    match tax.factor {
        Some(TaxFactor::AmountPerUnit) => Some(0),
        Some(TaxFactor::Exempt) => Some(1),
        Some(TaxFactor::Rate) => Some(2),
        None => tax.rate.is_some().then_some(2),
    }
}

fn level_of(place: &Jurisdiction) -> u8 {
    match place.level {
        JurisdictionLevel::City => 0,
        JurisdictionLevel::Country => 1,
        JurisdictionLevel::County => 2,
        JurisdictionLevel::Special => 3,
        JurisdictionLevel::State => 4,
    }
}
