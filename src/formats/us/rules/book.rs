//! What an invoice's own lines come to: worked out once, read by the rules of amounts and taxes.
//!
//! Nothing is told here. What a line does not say is [`Gap::Unsaid`], and what depends on it is not judged.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy::{MidpointAwayFromZero, MidpointTowardZero};

use super::summary::{Compared, compare};
use crate::catalog::Catalogs;
use crate::model::{
    Charge, Discount, Invoice, Line, Number, PriceBasis, Tax, TaxFactor, TaxRounding, TaxType, Taxability,
};
use crate::tax::money;

/// Why a sum is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// The document has nothing of the kind.
    Nothing,
    /// It has more digits than can be computed with.
    TooLong,
    /// The document has it, and does not say how much.
    Unsaid,
}

/// A sum, or why it is not known.
pub(super) type Total = Result<Sum, Gap>;

/// A sum of amounts: exact, and what it may be where each part is rounded to the currency before it is added.
///
/// Halves may go either way: half away from zero and half to even are both in use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sum {
    pub(super) exact: Decimal,
    pub(super) low: Decimal,
    pub(super) high: Decimal,
}

impl Sum {
    pub(super) const ZERO: Sum = Sum { exact: Decimal::ZERO, low: Decimal::ZERO, high: Decimal::ZERO };

    /// One amount.
    pub(super) fn of(value: Decimal, decimals: u32) -> Sum {
        let (low, high) = roundings(value, decimals);
        Sum { exact: value, low, high }
    }

    /// The same, where it may as well have been another one.
    fn or(self, other: Decimal, decimals: u32) -> Sum {
        let (low, high) = roundings(other, decimals);
        Sum { exact: self.exact, low: self.low.min(low), high: self.high.max(high) }
    }

    pub(super) fn plus(self, other: Sum) -> Total {
        let add = |a: Decimal, b: Decimal| {
            let sum = a.checked_add(b).ok_or(Gap::TooLong)?;
            enough(sum, a.scale().max(b.scale()), || a.normalize().scale().max(b.normalize().scale()))
        };
        Ok(Sum {
            exact: add(self.exact, other.exact)?,
            low: add(self.low, other.low)?,
            high: add(self.high, other.high)?,
        })
    }

    pub(super) fn minus(self, other: Sum) -> Total {
        self.plus(Sum { exact: -other.exact, low: -other.high, high: -other.low })
    }

    /// As a part of a greater sum: it may be rounded itself.
    pub(super) fn settled(self, decimals: u32) -> Sum {
        let (low, high) = roundings(self.exact, decimals);
        Sum { exact: self.exact, low: self.low.min(low), high: self.high.max(high) }
    }

    /// Whether a document may state this for the sum.
    pub(super) fn holds(self, stated: Decimal, decimals: u32) -> bool {
        self.holds_at_once(stated, decimals) || self.holds_part_by_part(stated)
    }

    /// Rounded once, to the decimals that are stated or those of the currency.
    pub(super) fn holds_at_once(self, stated: Decimal, decimals: u32) -> bool {
        is_rounding(stated, self.exact, decimals)
    }

    /// Each part rounded.
    pub(super) fn holds_part_by_part(self, stated: Decimal) -> bool {
        (self.low..=self.high).contains(&stated)
    }
}

/// A value with its halves rounded down and up.
fn roundings(value: Decimal, decimals: u32) -> (Decimal, Decimal) {
    if value.scale() <= decimals {
        return (value, value);
    }
    let away = value.round_dp_with_strategy(decimals, MidpointAwayFromZero);
    let toward = value.round_dp_with_strategy(decimals, MidpointTowardZero);
    (away.min(toward), away.max(toward))
}

/// Whether a stated value is what rounding makes of one; it may keep more decimals than the currency has.
pub(super) fn is_rounding(stated: Decimal, value: Decimal, decimals: u32) -> bool {
    if stated == value {
        return true;
    }
    let kept = if stated.scale() > decimals { stated.normalize().scale().max(decimals) } else { decimals };
    let (low, high) = roundings(value, kept);
    stated == low || stated == high
}

/// One unit of the currency's last decimal; nothing where there are more decimals than a number can have.
pub(super) fn unit(decimals: u32) -> Decimal {
    Decimal::try_from_i128_with_scale(1, decimals).unwrap_or_default()
}

/// Half of the last decimal.
pub(super) fn half(decimals: u32) -> Decimal {
    Decimal::try_from_i128_with_scale(5, decimals + 1).unwrap_or_default()
}

/// What amounts are judged by.
#[derive(Clone, Copy)]
pub(super) struct Basis {
    /// Of the currency; two where it is not known.
    pub(super) decimals: u32,
    /// Written from a CFDI, or for one: SAT's tolerances apply.
    pub(super) sat: bool,
    /// Where the document says that tax is rounded; a CFDI does not say it.
    pub(super) rounding: Option<TaxRounding>,
}

/// What the invoice comes to.
pub(crate) struct Book {
    pub(super) basis: Basis,
    /// Nobody checked its arithmetic when it was issued, or its currency is not known: what is wrong is a warning.
    pub(super) lenient: bool,
    /// Prices contain tax.
    pub(super) inclusive: bool,
    /// Amounts of the lines, and of those above zero alone.
    pub(super) lines: Total,
    pub(super) positive_lines: Total,
    /// Discounts of the lines; nothing where none is listed.
    pub(super) line_discounts: Total,
    /// Discounts of the document; nothing where none is listed.
    pub(super) document_discounts: Total,
    /// Nothing where none is listed.
    pub(super) charges: Total,
    /// Taxes that the buyer pays, and those that it keeps back.
    pub(super) charged: Levy,
    pub(super) withheld: Levy,
    /// Taxes of the charges alone.
    pub(super) taxes_of_charges: Total,
    /// Taxes of the complement of local taxes.
    pub(super) local_taxes: Total,
    /// What lines and charges that are taxed are taxed on: at least and at most.
    pub(super) taxed: Option<(Decimal, Decimal)>,
    /// The summary beside the lines.
    pub(super) summary: Vec<Compared>,
}

/// What the taxes of one direction come to; each nothing where none is listed, or not with its amount.
#[derive(Clone, Copy)]
pub(super) struct Levy {
    /// As lines and charges state them.
    pub(super) stated: Total,
    /// As they follow from their bases and rates.
    pub(super) computed: Total,
    /// As the summary states them.
    pub(super) summary: Total,
    /// Some tax of the kind stands on a line or charge, in the summary.
    pub(super) on_lines: bool,
    pub(super) in_summary: bool,
    /// Every line and charge says its taxes, or that it has none.
    pub(super) complete: bool,
}

impl Book {
    pub(super) fn of(invoice: &Invoice, catalogs: &Catalogs) -> Book {
        let currency = invoice.currency.as_deref().and_then(|code| catalogs.moneda(code));
        let decimals = currency.as_ref().map_or(2, |currency| currency.decimals());
        let mx = invoice.mx();
        let sat = mx.is_some();
        let basis = Basis { decimals, sat, rounding: invoice.tax_rounding.filter(|_| !sat) };
        // A PAC checked no amount of a CFDI 3.2.
        let unchecked = mx.is_some_and(|mx| mx.version.as_deref() == Some("3.2"));
        let mut book = Book {
            basis,
            lenient: unchecked || currency.is_none(),
            inclusive: invoice.price_basis == Some(PriceBasis::TaxInclusive),
            lines: Err(Gap::Nothing),
            positive_lines: Err(Gap::Nothing),
            line_discounts: Err(Gap::Nothing),
            document_discounts: Err(Gap::Nothing),
            charges: all(invoice.charges.iter().map(|charge| number(&charge.amount, decimals))),
            charged: levy(invoice, false, basis),
            withheld: levy(invoice, true, basis),
            taxes_of_charges: Err(Gap::Nothing),
            local_taxes: crate::draft::local_taxes(invoice).ok_or(Gap::TooLong).map(|sum| Sum::of(sum, decimals)),
            taxed: None,
            summary: Vec::new(),
        };
        let amount = |line: &Line| line_amount(line, basis);
        book.lines = all(invoice.lines.iter().map(amount));
        let positive = |line: &&Line| !amount(line).is_ok_and(|sum| sum.exact < Decimal::ZERO);
        book.positive_lines = all(invoice.lines.iter().filter(positive).map(amount));
        let discounted = invoice.lines.iter().filter(|line| !line.discounts.is_empty());
        book.line_discounts = all(discounted.map(|line| line_discount(line, amount(line), decimals)));
        let nets = book.nets();
        book.document_discounts =
            all(invoice.document_discounts.iter().map(|discount| discount_amount(discount, nets, decimals)));
        let of_charges = invoice.charges.iter().flat_map(|charge| &charge.taxes);
        let of_charges = of_charges.filter(|tax| !tax.tax_type.is_withheld());
        book.taxes_of_charges = all(of_charges.map(|tax| stated_tax(tax, decimals)));
        book.taxed = taxed(invoice, &book);
        book.summary = compare(invoice, &book);
        book
    }

    /// What the lines come to without their discounts.
    pub(super) fn nets(&self) -> Total {
        less(self.lines, self.line_discounts)
    }

    /// What is sold in all: lines without their discounts, and charges.
    pub(super) fn sold(&self) -> Total {
        add(self.nets(), listed(self.charges))
    }

    /// How often tax may have been rounded on the way to a sum.
    pub(super) fn parts(invoice: &Invoice) -> u32 {
        u32::try_from(invoice.lines.len() + invoice.charges.len()).unwrap_or(u32::MAX).max(1)
    }
}

/// What is listed; nothing where nothing is.
pub(super) fn listed(sum: Total) -> Total {
    match sum {
        Err(Gap::Nothing) => Ok(Sum::ZERO),
        known => known,
    }
}

/// A sum less what is listed of another one.
pub(super) fn less(a: Total, b: Total) -> Total {
    a?.minus(listed(b)?)
}

pub(super) fn add(a: Total, b: Total) -> Total {
    a?.plus(b?)
}

/// The sum of all; nothing where there is none of them.
fn all(parts: impl Iterator<Item = Total>) -> Total {
    let mut sum = None;
    let mut gap = None;
    for part in parts {
        match (part, sum) {
            (Err(Gap::TooLong), _) => return Err(Gap::TooLong),
            (Err(_), _) => gap = Some(Gap::Unsaid),
            (Ok(part), None) => sum = Some(part),
            (Ok(part), Some(before)) => sum = Some(part.plus(before)?),
        }
    }
    match gap {
        Some(gap) => Err(gap),
        None => sum.ok_or(Gap::Nothing),
    }
}

pub(super) fn value(number: &Number) -> Result<Decimal, Gap> {
    number.value().ok_or(Gap::TooLong)
}

/// A number as an amount.
pub(super) fn number(number: &Number, decimals: u32) -> Total {
    Ok(Sum::of(value(number)?, decimals))
}

/// A number that may be absent.
pub(super) fn stated(it: &Option<Number>, decimals: u32) -> Total {
    number(it.as_ref().ok_or(Gap::Nothing)?, decimals)
}

/// The product of two numbers; cut where it has more than 28 digits, as long as no rounding to a currency notices.
pub(super) fn product(a: &Number, b: &Number) -> Result<Decimal, Gap> {
    let (a, b) = (value(a)?, value(b)?);
    let product = a.checked_mul(b).ok_or(Gap::TooLong)?;
    enough(product, a.scale() + b.scale(), || a.normalize().scale() + b.normalize().scale())
}

/// A result of which enough decimals are left, of those that are written or at least needed.
fn enough(result: Decimal, written: u32, needed: impl FnOnce() -> u32) -> Result<Decimal, Gap> {
    const ENOUGH: u32 = 8;
    let scale = result.scale();
    match result.is_zero() || scale >= written.min(ENOUGH) || scale >= needed().min(ENOUGH) {
        true => Ok(result),
        false => Err(Gap::TooLong),
    }
}

/// The amount of a line: as stated, else quantity times price. Where one is wrong the sums may be of either: a rule tells the
/// line, and need not tell them too.
pub(super) fn line_amount(line: &Line, basis: Basis) -> Total {
    let d = basis.decimals;
    match (&line.amount, &line.quantity, &line.unit_price) {
        (Some(amount), ..) => {
            let sum = number(amount, d)?;
            Ok(match judge_line(line, basis) {
                Some(Verdict::Off(other)) => sum.or(other, d),
                _ => sum,
            })
        }
        (None, Some(quantity), Some(price)) => Ok(Sum::of(product(quantity, price)?, d)),
        // Words alone cost nothing.
        (None, None, None) => Ok(Sum::ZERO),
        _ => Err(Gap::Unsaid),
    }
}

/// The amount of a line beside its quantity and price, where it has all three.
///
/// A price may be shown rounded, to the cent at least, and the amount be right all the same: that is another practice.
pub(super) fn judge_line(line: &Line, basis: Basis) -> Option<Verdict> {
    let (quantity, price) = (line.quantity.as_ref()?, line.unit_price.as_ref()?);
    let numbers = (product(quantity, price), value(quantity), line.amount.as_ref()?.value());
    let (Ok(product), Ok(count), Some(amount)) = numbers else { return Some(Verdict::TooLong) };
    let d = basis.decimals;
    if is_rounding(amount, product, d) {
        return Some(Verdict::Fits);
    }
    if basis.sat {
        let limits = money::line_limits(&positive(quantity)?, &positive(price)?, d);
        return Some(within(limits, amount, product));
    }
    let written = u32::try_from(price.scale()).unwrap_or(u32::MAX).max(d);
    let slack = count.abs().checked_mul(half(written)).and_then(|slack| slack.checked_add(half(d)));
    let Some(slack) = slack else { return Some(Verdict::TooLong) };
    Some(if apart(amount, product)? <= slack { Verdict::Near(product) } else { Verdict::Off(product) })
}

/// Whether an amount is within SAT's limits, which are those of numbers above zero.
fn within(limits: Option<RangeInclusive<Decimal>>, amount: Decimal, product: Decimal) -> Verdict {
    let same_sign = amount.is_zero() || (amount < Decimal::ZERO) == (product < Decimal::ZERO);
    match limits {
        Some(limits) if same_sign && limits.contains(&amount.abs()) => Verdict::Fits,
        Some(_) => Verdict::Off(product),
        None => Verdict::TooLong,
    }
}

/// The number without its sign, as it is written.
fn positive(number: &Number) -> Option<Number> {
    Some(if number.is_negative() { Number::from(-number.value()?) } else { number.clone() })
}

pub(super) fn apart(a: Decimal, b: Decimal) -> Option<Decimal> {
    Some(a.checked_sub(b)?.abs())
}

/// What a line's discounts take off; off a line below zero they take the other way.
fn line_discount(line: &Line, amount: Total, decimals: u32) -> Total {
    let negative = amount.is_ok_and(|sum| sum.exact < Decimal::ZERO);
    let of = amount.map(|sum| if negative { Sum { exact: -sum.exact, low: -sum.high, high: -sum.low } } else { sum });
    let sum = all(line.discounts.iter().map(|discount| discount_amount(discount, of, decimals)))?;
    if negative { Sum::ZERO.minus(sum) } else { Ok(sum) }
}

/// A discount: money, else percent of an amount.
fn discount_amount(discount: &Discount, of: Total, decimals: u32) -> Total {
    if discount.amount.is_some() {
        return stated(&discount.amount, decimals);
    }
    let percent = value(discount.percent.as_ref().ok_or(Gap::Unsaid)?)?;
    let of = of?;
    let part = |of: Decimal| percent_of(of, percent);
    Ok(Sum::of(part(of.exact)?, decimals).or(part(of.low)?, decimals).or(part(of.high)?, decimals))
}

/// Percent of an amount, exactly.
pub(super) fn percent_of(of: Decimal, percent: Decimal) -> Result<Decimal, Gap> {
    of.checked_mul(percent).and_then(|all| all.checked_mul(Decimal::new(1, 2))).ok_or(Gap::TooLong)
}

/// What a line is sold for: its amount without its discounts.
pub(super) fn line_net(line: &Line, basis: Basis) -> Total {
    let amount = line_amount(line, basis);
    if line.discounts.is_empty() { amount } else { less(amount, line_discount(line, amount, basis.decimals)) }
}

/// The amount of a tax: as stated, else from its base and rate; nothing for one that is exempt.
pub(super) fn stated_tax(tax: &Tax, decimals: u32) -> Total {
    match &tax.amount {
        Some(amount) => number(amount, decimals),
        None => computed_tax(tax, decimals),
    }
}

/// Base times rate, else the amount as it is stated.
pub(super) fn computed_tax(tax: &Tax, decimals: u32) -> Total {
    match (&tax.taxable_amount, &tax.rate) {
        _ if tax.factor == Some(TaxFactor::Exempt) && tax.amount.is_none() => Ok(Sum::ZERO),
        (Some(base), Some(rate)) if tax.factor != Some(TaxFactor::Exempt) => {
            Ok(Sum::of(product(base, rate)?, decimals))
        }
        (_, _) if tax.amount.is_none() => Err(Gap::Unsaid),
        _ => stated(&tax.amount, decimals),
    }
}

/// How a tax's amount stands beside its base and rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    Fits,
    /// Another practice than the one that the document names.
    Near(Decimal),
    Off(Decimal),
    TooLong,
}

/// The amount of a tax of a line or charge. `None` where it says less than base, rate and amount, or what is no fraction.
///
/// Where it is not said that each line is rounded, a line may have a part of a tax that was rounded once: less than one unit
/// away from its own.
pub(super) fn judge_tax(tax: &Tax, basis: Basis) -> Option<Verdict> {
    let (base, rate, amount) = three(tax)?;
    let numbers = (product(base, rate), value(rate), value(amount));
    let (Ok(product), Ok(rate), Ok(amount)) = numbers else { return Some(Verdict::TooLong) };
    let d = basis.decimals;
    if is_rounding(amount, product, d) {
        return Some(Verdict::Fits);
    }
    if basis.sat {
        return Some(within(money::tax_limits(&positive(base)?, rate, d), amount, product));
    }
    Some(match basis.rounding {
        _ if apart(amount, product)? >= unit(d) => Verdict::Off(product),
        Some(TaxRounding::Line) => Verdict::Near(product),
        _ => Verdict::Fits,
    })
}

/// The base of a tax. Where its own arithmetic is wrong, which a rule tells, it may as well be the one that its amount is of.
pub(super) fn base_of(tax: &Tax, basis: Basis) -> Total {
    let base = number(tax.taxable_amount.as_ref().ok_or(Gap::Unsaid)?, basis.decimals)?;
    if let (Some(Verdict::Off(_)), Some((_, rate, amount))) = (judge_tax(tax, basis), three(tax)) {
        let of = |amount: Decimal| amount.checked_div(value(rate).ok()?);
        let (amount, half) = (value(amount)?, half(basis.decimals));
        let (Some(low), Some(high)) = (of(amount - half), of(amount + half)) else { return Ok(base) };
        return Ok(Sum { exact: base.exact, low: base.low.min(low), high: base.high.max(high) });
    }
    Ok(base)
}

/// Base, rate and amount of a tax that has all three; not of one that is exempt, nor where the rate is told to be none.
pub(super) fn three(tax: &Tax) -> Option<(&Number, &Number, &Number)> {
    let all = (tax.taxable_amount.as_ref()?, tax.rate.as_ref()?, tax.amount.as_ref()?);
    (tax.factor != Some(TaxFactor::Exempt) && !is_percent(tax)).then_some(all)
}

/// Whether a rate says percent where a fraction is meant: no tax on a sale or an income takes more than all of it.
pub(super) fn is_percent(tax: &Tax) -> bool {
    let fraction = !matches!(
        tax.tax_type,
        TaxType::Duty | TaxType::Excise | TaxType::Other | TaxType::WithholdingExcise | TaxType::WithholdingOther
    );
    fraction
        && tax.factor != Some(TaxFactor::AmountPerUnit)
        && tax.rate.as_ref().and_then(Number::value).is_some_and(|rate| rate > Decimal::ONE)
}

fn levy(invoice: &Invoice, withheld: bool, basis: Basis) -> Levy {
    let d = basis.decimals;
    let of_kind = |tax: &&Tax| tax.tax_type.is_withheld() == withheld;
    let of_lines = invoice.lines.iter().flat_map(|line| &line.taxes);
    let of_both = of_lines.chain(invoice.charges.iter().flat_map(|charge| &charge.taxes)).filter(of_kind);
    let in_summary = || invoice.tax_summary.iter().filter(of_kind);
    let says = |line: &Line| {
        let exempt = line.exemption.is_some() || invoice.exemption.is_some();
        exempt || line.taxes.iter().any(|tax| of_kind(&tax)) || line.taxability.is_some_and(is_untaxed)
    };
    let costs = |line: &Line| !line_net(line, basis).is_ok_and(|sum| sum.exact.is_zero());
    let charge_says = |charge: &Charge| charge.taxes.iter().any(|tax| of_kind(&tax)) || charge.amount.is_zero();
    // Each authority's tax may be rounded by itself.
    let mut groups: BTreeMap<_, (Total, Total)> = BTreeMap::new();
    for tax in of_both {
        let place = tax.jurisdiction.as_ref().map(|place| (place.level as u8, &place.code, &place.name));
        let (stated, computed) = (stated_tax(tax, d), computed_tax(tax, d));
        groups
            .entry((tax.tax_type as u8, place))
            .and_modify(|sums| *sums = (add(sums.0, stated), add(sums.1, computed)))
            .or_insert((stated, computed));
    }
    let settled = |sum: Total| sum.map(|sum| sum.settled(d));
    Levy {
        stated: all(groups.values().map(|sums| settled(sums.0))),
        computed: all(groups.values().map(|sums| settled(sums.1))),
        summary: all(in_summary().map(|tax| stated_tax(tax, d))),
        on_lines: !groups.is_empty(),
        in_summary: in_summary().next().is_some(),
        complete: invoice.lines.iter().all(|line| says(line) || !costs(line))
            && invoice.charges.iter().all(charge_says),
    }
}

/// Whether the line says that no tax is charged on it.
pub(super) fn is_untaxed(taxability: Taxability) -> bool {
    !matches!(
        taxability,
        Taxability::Taxable
            | Taxability::NotItemized
            | Taxability::CreditPodebi
            | Taxability::VatNotChargedExciseItemized
            | Taxability::VatNotChargedExciseNotItemized
    )
}

/// What is taxed: where lines have taxes, the sum of their bases; else what the summary's are, and no more than all there is.
///
/// Each line counts once. What is taxed at zero may be counted or not, and so may a line that says nothing of its taxes.
fn taxed(invoice: &Invoice, book: &Book) -> Option<(Decimal, Decimal)> {
    if !book.charged.on_lines {
        let least =
            bases(&invoice.tax_summary, Err(Gap::Unsaid), book.basis)?.map_or(Decimal::ZERO, |(_, least)| least);
        let most = book.sold().ok()?.high;
        return book.charged.in_summary.then(|| (least, most.max(least)));
    }
    let (mut least, mut most) = (Decimal::ZERO, Decimal::ZERO);
    let lines = invoice.lines.iter().map(|line| (&line.taxes, line.taxability, line_net(line, book.basis)));
    let charges = invoice.charges.iter();
    let charges = charges.map(|charge| (&charge.taxes, None, number(&charge.amount, book.basis.decimals)));
    for (taxes, taxability, net) in lines.chain(charges) {
        let (low, high) = match bases(taxes, net, book.basis)? {
            Some(bounds) => bounds,
            None if taxability.is_some_and(is_untaxed) => continue,
            None => (Decimal::ZERO, net.ok()?.high.max(Decimal::ZERO)),
        };
        (least, most) = (least.checked_add(low)?, most.checked_add(high)?);
    }
    Some((least, most))
}

/// The smallest and the greatest base of the taxes that a buyer pays: of a line, the one is nothing where all are at zero.
/// `Some(None)` where there are none, `None` where one is not known.
fn bases(taxes: &[Tax], net: Total, basis: Basis) -> Option<Option<(Decimal, Decimal)>> {
    let mut bounds: Option<(Decimal, Decimal)> = None;
    for tax in taxes.iter().filter(|tax| !tax.tax_type.is_withheld()) {
        if matches!(tax.factor, Some(TaxFactor::Exempt | TaxFactor::AmountPerUnit)) {
            continue;
        }
        let base = if tax.taxable_amount.is_some() { base_of(tax, basis) } else { net };
        let base = base.ok()?;
        let at_zero = tax.rate.as_ref().is_some_and(Number::is_zero);
        let low = if at_zero { Decimal::ZERO } else { base.low };
        bounds = Some(bounds.map_or((low, base.high), |(least, most)| (least.min(low), most.max(base.high))));
    }
    Some(bounds)
}
