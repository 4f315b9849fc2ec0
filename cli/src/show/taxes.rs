//! Taxes in words, their summary, and the totals.

use frontera::model::{Invoice, JurisdictionLevel, Number, Tax, TaxFactor};

use super::head::{join_blank, labelled};
use super::lines::{discount_in_words, exemption_in_words};
use super::sheet::{Sheet, join, or_empty};
use crate::table::{Align, Column, Row, Table};
use crate::words;

/// `VAT (IVA) 16 % on 4440.00`, without the amount.
pub(super) fn in_words(sheet: &Sheet, tax: &Tax) -> String {
    let base = tax.taxable_amount.as_ref().map(|base| match tax.factor {
        Some(TaxFactor::AmountPerUnit) => sheet.say(words::UNITS).replace("{}", &base.to_string()),
        _ => format!("{} {base}", sheet.say(words::ON)),
    });
    join_blank([name(sheet, tax), rate(sheet, tax), base.unwrap_or_default()])
}

/// What it is called, who levies it where that is not Mexico, and whether the buyer keeps it back.
fn name(sheet: &Sheet, tax: &Tax) -> String {
    let place = tax.jurisdiction.as_ref();
    let mexican = place.is_some_and(|it| it.level == JurisdictionLevel::Country && it.code.as_deref() == Some("MX"));
    let name = sheet.say(words::tax(tax.tax_type, mexican)).to_owned();
    let place = place.filter(|_| !mexican).map(|it| {
        let level = join_blank([words::level(it.level, sheet.lang).into_owned(), or_empty(&it.code)]);
        format!("({})", it.name.as_ref().map_or(level.clone(), |name| format!("{name}, {level}")))
    });
    let withheld = if tax.tax_type.is_withheld() { sheet.say(words::WITHHELD) } else { "" };
    join_blank([name, place.unwrap_or_default(), withheld.to_owned()])
}

fn rate(sheet: &Sheet, tax: &Tax) -> String {
    match (tax.factor, &tax.rate) {
        (Some(TaxFactor::Exempt), _) => sheet.say(words::EXEMPT).to_owned(),
        (_, None) => String::new(),
        (Some(TaxFactor::AmountPerUnit), Some(rate)) => format!("{rate} {}", sheet.say(words::PER_UNIT)),
        (_, Some(rate)) => format!("{} %", percent(rate)),
    }
}

/// A fraction in percent: the point moves, no digit changes, zeros at the end go.
fn percent(rate: &Number) -> String {
    let text = rate.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = format!("{fraction:0<2}");
    let (moved, rest) = fraction.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// Taxes of the document per kind and rate.
pub(super) fn summary(sheet: &mut Sheet, invoice: &Invoice) {
    let lang = sheet.lang;
    let columns = vec![
        Column::new(words::TAX.of(lang), Align::Left).wraps(20),
        Column::new(words::RATE.of(lang), Align::Left),
        Column::new(words::BASE.of(lang), Align::Point),
        Column::new(words::EXEMPT_AMOUNT.of(lang), Align::Point),
        Column::new(words::AMOUNT.of(lang), Align::Point),
    ];
    let rows = invoice.tax_summary.iter().map(|tax| {
        Row::Cells(vec![
            name(sheet, tax),
            rate(sheet, tax),
            or_empty(&tax.taxable_amount),
            or_empty(&tax.exempt_amount),
            or_empty(&tax.amount),
        ])
    });
    let rows = rows.collect();
    sheet.table(words::TAXES, Table { columns, rows, note_from: 0, amount_in: 4 });
}

/// What the document says it comes to, what is taken off or put on as a whole before it.
pub(super) fn totals(sheet: &mut Sheet, invoice: &Invoice) {
    let lang = sheet.lang;
    if let Some(exemption) = &invoice.exemption {
        sheet.field(words::EXEMPT_SALE, exemption_in_words(sheet, exemption));
    }
    if let Some(rounding) = invoice.tax_rounding {
        sheet.field(words::ROUNDED, words::tax_rounding(rounding, lang));
    }
    let currency = or_empty(&invoice.currency).replace("XXX", "");
    let mut rows = Vec::new();
    let mut row = |label: String, amount: String| {
        if !amount.is_empty() {
            rows.push(Row::Cells(vec![label, amount, currency.clone()]));
        }
    };
    for discount in &invoice.document_discounts {
        row(discount_in_words(sheet, discount), or_empty(&discount.amount));
    }
    for charge in &invoice.charges {
        let taxes = charge.taxes.iter().map(|tax| {
            let amount = tax.amount.as_ref().map(|it| it.to_string());
            join_blank([in_words(sheet, tax), labelled(sheet, words::AMOUNT_OF_TAX, amount)])
        });
        let label = join(std::iter::once(words::charge(charge.kind, lang).into_owned()).chain(taxes));
        row(label, charge.amount.to_string());
    }
    let totals = &invoice.totals;
    let all = [
        (words::SUBTOTAL, &totals.subtotal),
        (words::DISCOUNT, &totals.discount),
        (words::CHARGES, &totals.charges),
        (words::TAXABLE, &totals.taxable),
        (words::TAX_ON_TOP, &totals.tax),
        (words::WITHHOLDING, &totals.withholding),
        (words::ROUNDING, &totals.rounding),
        (words::TOTAL, &totals.total),
        (words::AMOUNT_DUE, &totals.amount_due),
    ];
    for (label, amount) in all {
        row(label.of(lang).to_owned(), or_empty(amount));
    }
    let columns =
        vec![Column::new("", Align::Left).wraps(20), Column::new("", Align::Point), Column::new("", Align::Left)];
    sheet.table(words::TOTALS, Table { columns, rows, note_from: 0, amount_in: 1 });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: the point moves two places to the right.
    #[test]
    fn a_rate_in_percent_keeps_every_digit() {
        let cases = [
            ("0.160000", "16"),
            ("0.16", "16"),
            ("0.106667", "10.6667"),
            ("0.053333", "5.3333"),
            ("0.000000", "0"),
            ("0.5", "50"),
            ("0.005", "0.5"),
            ("1.600000", "160"),
            ("3", "300"),
            ("-0.0825", "-8.25"),
        ];
        for (rate, shown) in cases {
            assert_eq!(percent(&rate.parse().unwrap()), shown, "{rate}");
        }
    }
}
