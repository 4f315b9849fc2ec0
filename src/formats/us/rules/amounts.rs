//! FRO-US-101 to FRO-US-109: lines, discounts and charges.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::book::{self, Gap, Sum, Total, Verdict, apart, judge_line, line_amount, percent_of, unit, value};
use super::{FORMAT, UsInvoice, at, found};
use crate::model::{Discount, DocumentType, Number};
use crate::rules::{Example, Out, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: lines, discounts, charges", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "FRO-US-101",
        &FORMAT,
        (
            "The amount of a line is its quantity times its unit price",
            "Correct quantity, price or amount; discounts of the line stand beside it and are not in the amount.",
        ),
        (
            "El importe de una línea es su cantidad por su precio unitario",
            "Corrija la cantidad, el precio o el importe; los descuentos de la línea van aparte y no están en el importe.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/lines/0/amount", &[(r#""amount": "750.00""#, r#""amount": "751.00""#)]),
        // 40.01 × 18.75 = 750.1875, and half a cent of the price for each is 0.20: a price that is shown rounded, a warning.
        Example::new(TEXAS, "/lines/0/amount", &[(r#""quantity": "40""#, r#""quantity": "40.01""#)]),
        // SAT's limits, by hand: 9.5 × 13.165 = 125.0675 → 125.06, which is more than 125.00.
        Example::new(
            "us/draft-produce.json",
            "/lines/0/amount",
            &[(r#""unit_price": "12.50""#, r#""unit_price": "13.17""#)],
        ),
    ])
    .us(|us, out| {
        for (i, line) in us.invoice.lines.iter().enumerate() {
            let verdict = judge_line(line, us.book.basis);
            us.tell(out, verdict, || {
                let amount = line.amount.as_ref().map(Number::to_string);
                found(format!("/lines/{i}/amount"), amount.unwrap_or_default())
            });
        }
    }),
    rule(
        "FRO-US-102",
        &FORMAT,
        (
            "A discount of a line is between nothing and the whole line",
            "A percent is between 0 and 100, money is not below zero; what is added is a charge or a line.",
        ),
        (
            "El descuento de una línea está entre nada y la línea completa",
            "Un porcentaje está entre 0 y 100 y el dinero no es negativo; lo que se suma es un cargo o una línea.",
        ),
    )
    .tried(&[
        Example::new(
            "us/discounts-line-and-document.json",
            "/lines/3/discounts",
            &[(r#""amount": "0.00""#, r#""amount": "450.01""#)],
        )
        .with(&["FRO-US-111"]),
        Example::new(
            "us/discounts-line-and-document.json",
            "/lines/3/discounts/0/amount",
            &[(r#""amount": "0.00""#, r#""amount": "-0.01""#)],
        )
        .with(&["FRO-US-111"]),
        Example::new(
            "draft/free-sample-04.json",
            "/lines/0/discounts/0/percent",
            &[(r#""percent": "100""#, r#""percent": "-1""#)],
        ),
        Example::new(
            "draft/free-sample-04.json",
            "/lines/0/discounts/0/percent",
            &[(r#""percent": "100""#, r#""percent": "100.01""#)],
        ),
    ])
    .us(|us, out| {
        for (i, line) in us.invoice.lines.iter().enumerate().filter(|(_, line)| !line.discounts.is_empty()) {
            let amount = line_amount(line, us.book.basis);
            let negative = amount.is_ok_and(|sum| sum.exact < Decimal::ZERO);
            let place = || format!("/lines/{i}/discounts");
            if discounts_are_some(us, out, &line.discounts, negative, place) {
                no_more_than(us, out, book::line_net(line, us.book.basis), amount, place);
            }
        }
    }),
    rule(
        "FRO-US-103",
        &FORMAT,
        (
            "A discount in percent and in money says the same twice",
            "Correct one of the two, or state only the money: it is what counts.",
        ),
        (
            "Un descuento en porcentaje y en dinero dice lo mismo dos veces",
            "Corrija uno de los dos o indique solo el dinero: es lo que cuenta.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(TEXAS, "/lines/0/discounts/0", &[(r#""percent": "10""#, r#""percent": "10.5""#)]),
        Example::new(TEXAS, "/document_discounts/0", &[(r#""percent": "2", "amount""#, r#""percent": "3", "amount""#)]),
    ])
    .us(|us, out| {
        for (i, line) in us.invoice.lines.iter().enumerate().filter(|(_, line)| !line.discounts.is_empty()) {
            let of = line_amount(line, us.book.basis);
            percents_fit(us, out, &line.discounts, &[of], |j| format!("/lines/{i}/discounts/{j}"));
        }
        let of = [us.book.nets(), us.book.sold()];
        percents_fit(us, out, &us.invoice.document_discounts, &of, |j| format!("/document_discounts/{j}"));
    }),
    rule(
        "FRO-US-104",
        &FORMAT,
        (
            "A discount of the document is between nothing and all that is sold",
            "A percent is between 0 and 100, money is not below zero; what is owed the other way is a credit memo.",
        ),
        (
            "El descuento del documento está entre nada y todo lo que se vende",
            "Un porcentaje está entre 0 y 100 y el dinero no es negativo; lo que se debe en sentido contrario es una nota de crédito.",
        ),
    )
    .tried(&[
        Example::new(
            "draft/line-and-document-discounts.json",
            "/document_discounts",
            &[(r#""amount": "21.00""#, r#""amount": "477.19""#)],
        ),
        Example::new(
            "draft/line-and-document-discounts.json",
            "/document_discounts/0/amount",
            &[(r#""amount": "21.00""#, r#""amount": "-21.00""#)],
        ),
        Example::new(
            "draft/document-discount-prorated.json",
            "/document_discounts/0/percent",
            &[(r#""percent": "7.5""#, r#""percent": "750""#)],
        ),
    ])
    .us(|us, out| {
        let discounts = &us.invoice.document_discounts;
        let place = || "/document_discounts".to_owned();
        if discounts_are_some(us, out, discounts, false, place) && !discounts.is_empty() {
            let sold = us.book.sold();
            no_more_than(us, out, book::less(sold, us.book.document_discounts), sold, place);
        }
    }),
    rule(
        "FRO-US-105",
        &FORMAT,
        ("A charge is not below zero", "What is taken off is a discount of the document."),
        ("Un cargo no es negativo", "Lo que se resta es un descuento del documento."),
    )
    .warning()
    .tried(&[Example::new(
        "draft/refused/charge-without-item.json",
        "/charges/0/amount",
        &[(r#""amount": "12.00""#, r#""amount": "-12.00""#)],
    )])
    .us(|us, out| {
        for (i, charge) in us.invoice.charges.iter().enumerate() {
            if charge.amount.is_negative() {
                out.violated(found(format!("/charges/{i}/amount"), &charge.amount));
            }
        }
    }),
    rule(
        "FRO-US-106",
        &FORMAT,
        (
            "A line number stands once",
            "Number the lines anew: payments and credit memos refer to a line by its number.",
        ),
        (
            "Un número de línea aparece una sola vez",
            "Numere de nuevo las líneas: los pagos y las notas de crédito se refieren a una línea por su número.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        TEXAS,
        "/lines/2/line_number",
        &[(r#""line_number": "3""#, r#""line_number": "1""#)],
    )])
    .us(|us, out| {
        let mut seen = BTreeMap::new();
        for (i, line) in us.invoice.lines.iter().enumerate() {
            let Some(number) = line.line_number.as_deref().filter(|number| !number.is_empty()) else { continue };
            if seen.insert(number, i).is_some() {
                out.violated(found(format!("/lines/{i}/line_number"), number));
            }
        }
    }),
    rule(
        "FRO-US-107",
        &FORMAT,
        (
            "Quantities of a credit memo are above zero: its type says that the money goes back",
            "Write what comes back as a positive quantity; a fee that is kept is a line with an amount below zero.",
        ),
        (
            "Las cantidades de una nota de crédito son positivas: su tipo ya dice que el dinero regresa",
            "Escriba lo que se devuelve con cantidad positiva; un cargo que se retiene es una línea con importe negativo.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        "draft/credit-memo.json",
        "/lines/0/quantity",
        &[
            (r#""quantity": "4""#, r#""quantity": "-4""#),
            (r#""unit_price": "36.75""#, r#""unit_price": "-36.75""#),
        ],
    )])
    .us(|us, out| {
        if us.invoice.document_type != DocumentType::CreditMemo {
            return;
        }
        for (i, line) in us.invoice.lines.iter().enumerate() {
            if let Some(quantity) = line.quantity.as_ref().filter(|quantity| quantity.is_negative()) {
                out.violated(found(format!("/lines/{i}/quantity"), quantity));
            }
        }
    }),
];

const TEXAS: &str = "neutral/texas-distributor.json";

/// Whether each discount is one by itself.
fn discounts_are_some(
    us: &UsInvoice<'_>,
    out: &mut Out<'_>,
    discounts: &[Discount],
    negative: bool,
    place: impl Fn() -> String,
) -> bool {
    let mut all = true;
    for (j, discount) in discounts.iter().enumerate() {
        let outside = |percent: &Number| {
            percent.is_negative() || percent.value().is_some_and(|percent| percent > Decimal::ONE_HUNDRED)
        };
        if let Some(percent) = discount.percent.as_ref().filter(|percent| outside(percent)) {
            us.wrong(out, found(format!("{}/{j}/percent", place()), percent), "0 … 100");
            all = false;
        }
        // Off a line below zero money may be written with its sign.
        if let Some(amount) = discount.amount.as_ref().filter(|amount| amount.is_negative() && !negative) {
            us.wrong(out, found(format!("{}/{j}/amount", place()), amount), "0 …");
            all = false;
        }
    }
    all
}

/// What is taken off is no more than what there is.
fn no_more_than(us: &UsInvoice<'_>, out: &mut Out<'_>, left: Total, of: Total, place: impl Fn() -> String) {
    match (left, of) {
        (Ok(Sum { exact: left, high, .. }), Ok(of)) if high < Decimal::ZERO && of.exact >= Decimal::ZERO => {
            let taken = of.exact.checked_sub(left).unwrap_or(of.exact);
            us.wrong(out, found(place(), us.money(taken)), us.money(of.exact));
        }
        (Err(Gap::TooLong), _) => out.not_checked(at(place())),
        _ => {}
    }
}

/// A percent may be of the whole, or of what the discounts before it have left; to a unit, as drafts take it.
fn percents_fit(
    us: &UsInvoice<'_>,
    out: &mut Out<'_>,
    discounts: &[Discount],
    of: &[Total],
    place: impl Fn(usize) -> String,
) {
    let mut before = Ok(Decimal::ZERO);
    for (j, discount) in discounts.iter().enumerate() {
        let Some(amount) = &discount.amount else {
            before = Err(Gap::Unsaid);
            continue;
        };
        if let Some(percent) = &discount.percent {
            us.tell(out, percent_fits(us, amount, percent, of, before), || found(place(j), amount));
        }
        let amount = value(amount);
        before = before.and_then(|before| before.checked_add(amount?).ok_or(Gap::TooLong));
    }
}

fn percent_fits(
    us: &UsInvoice<'_>,
    amount: &Number,
    percent: &Number,
    of: &[Total],
    before: Result<Decimal, Gap>,
) -> Option<Verdict> {
    let (Ok(amount), Ok(percent)) = (value(amount), value(percent)) else { return Some(Verdict::TooLong) };
    let mut expected = None;
    for sum in of.iter().filter_map(|sum| sum.ok()) {
        let left = [Some(Decimal::ZERO), before.ok()];
        for (whole, less) in [sum.exact, sum.low, sum.high].into_iter().flat_map(|sum| left.map(|left| (sum, left))) {
            let Some(part) = less.and_then(|less| percent_of(whole.checked_sub(less)?, percent).ok()) else { continue };
            if apart(amount.abs(), us.money(part).abs())? <= unit(us.book.basis.decimals) {
                return Some(Verdict::Fits);
            }
            expected = expected.or(Some(part));
        }
    }
    expected.map(Verdict::Near)
}
