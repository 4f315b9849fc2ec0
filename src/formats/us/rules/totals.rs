//! FRO-US-110 to FRO-US-129: the totals beside what the document's own parts come to.

use rust_decimal::Decimal;

use super::book::{Gap, Levy, Sum, Total, add, less, listed, percent_of, stated, value};
use super::{FORMAT, UsInvoice, found};
use crate::model::{DocumentType, Number, Totals};
use crate::rules::{Example, Out, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: totals", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "FRO-US-110",
        &FORMAT,
        (
            "The subtotal is the sum of the lines before discounts and tax",
            "Correct it, or the line that is missing; discounts and charges have totals of their own.",
        ),
        (
            "El subtotal es la suma de las líneas antes de descuentos e impuestos",
            "Corríjalo o corrija la línea que falta; los descuentos y cargos tienen sus propios totales.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/totals/subtotal", &[(r#""subtotal": "1199.88""#, r#""subtotal": "1199.89""#)]),
        // Net of the discounts of lines: 1199.88 − 75.00; another practice.
        Example::new(
            TEXAS,
            "/totals/subtotal",
            &[
                (r#""subtotal": "1199.88""#, r#""subtotal": "1124.88""#),
                (r#""discount": "97.50""#, r#""discount": "22.50""#),
            ],
        ),
        // Without the line below zero: 900.00 + 321.00.
        Example::new(
            "draft/negative-line-same-sku.json",
            "/totals/subtotal",
            &[(r#""subtotal": "1131.00""#, r#""subtotal": "1221.00""#)],
        )
        .given(&[(r#""total": "1311.96""#, r#""total": "1131.00""#)]),
    ])
    .us(|us, out| {
        let Some(subtotal) = &us.invoice.totals.subtotal else { return };
        let Some(value) = number(out, subtotal, "/totals/subtotal") else { return };
        if is_for_nothing(us, value) {
            return;
        }
        let at = || found("/totals/subtotal", subtotal);
        match (us.book.lines, meaning(us, value)) {
            (Err(Gap::TooLong), _) => out.not_checked(at()),
            (Ok(lines), Some(Meaning::NetOfLineDiscounts | Meaning::WithoutNegativeLines)) => {
                out.warn_expected(at(), us.money(lines.exact));
            }
            (Ok(lines), None) => us.wrong(out, at(), us.money(lines.exact)),
            _ => {}
        }
    }),
    rule(
        "FRO-US-111",
        &FORMAT,
        (
            "The total of discounts is the sum of those of the lines and of the document",
            "Correct it, or the discount that is missing.",
        ),
        (
            "El total de descuentos es la suma de los de las líneas y del documento",
            "Corríjalo o corrija el descuento que falta.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/totals/discount", &[(r#""discount": "97.50""#, r#""discount": "97.49""#)]),
        // Of the document alone, where the subtotal is before the discounts of lines.
        Example::new(TEXAS, "/totals/discount", &[(r#""discount": "97.50""#, r#""discount": "22.50""#)]),
    ])
    .us(|us, out| {
        let Some(discount) = &us.invoice.totals.discount else { return };
        let Some(value) = number(out, discount, "/totals/discount") else { return };
        let book = &us.book;
        if (book.line_discounts, book.document_discounts) == (Err(Gap::Nothing), Err(Gap::Nothing)) {
            return;
        }
        let subtotal = us.invoice.totals.subtotal.as_ref().and_then(Number::value);
        let meaning = subtotal.and_then(|subtotal| meaning(us, subtotal)).unwrap_or(Meaning::Lines);
        let expected = discounts(us, meaning);
        compare(us, out, Some(value), &[expected], || found("/totals/discount", discount));
    }),
    rule(
        "FRO-US-112",
        &FORMAT,
        ("The total of charges is their sum", "Correct it, or the charge that is missing."),
        ("El total de cargos es su suma", "Corríjalo o corrija el cargo que falta."),
    )
    .tried(&[Example::new(TEXAS, "/totals/charges", &[(r#""charges": "45.00""#, r#""charges": "45.01""#)])])
    .us(|us, out| {
        let Some(charges) = &us.invoice.totals.charges else { return };
        let value = number(out, charges, "/totals/charges");
        compare(us, out, value, &[us.book.charges], || found("/totals/charges", charges));
    }),
    rule(
        "FRO-US-113",
        &FORMAT,
        (
            "The taxable total is what the taxes of lines and charges stand on",
            "Correct it, or the taxable amount of a tax: each line counts once, however many jurisdictions tax it.",
        ),
        (
            "El total gravado es la base de los impuestos de líneas y cargos",
            "Corríjalo o corrija la base de un impuesto: cada línea cuenta una vez, sin importar cuántas jurisdicciones la graven.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/totals/taxable", &[(r#""taxable": "959.90""#, r#""taxable": "959.91""#)]),
        Example::new(TEXAS, "/totals/taxable", &[(r#""taxable": "959.90""#, r#""taxable": "959.89""#)]),
        // No more than all that is sold: 1200.00 + 300.00.
        Example::new(
            "draft/texas-header-tax.json",
            "/totals/taxable",
            &[(r#""subtotal": "1500.00","#, r#""subtotal": "1500.00", "taxable": "1500.01","#)],
        ),
    ])
    .us(|us, out| {
        let Some(taxable) = &us.invoice.totals.taxable else { return };
        let Some(value) = number(out, taxable, "/totals/taxable") else { return };
        let Some((least, most)) = us.book.taxed else { return };
        let d = us.book.basis.decimals;
        let (low, high) = (Sum::of(least, d).low, Sum::of(most, d).high);
        if value < low {
            us.wrong(out, found("/totals/taxable", taxable), us.money(least));
        } else if value > high {
            us.wrong(out, found("/totals/taxable", taxable), us.money(most));
        }
    }),
    rule(
        "FRO-US-114",
        &FORMAT,
        (
            "The total of tax is the sum of the taxes that the buyer pays",
            "Correct it, or the tax that is missing; taxes that the buyer keeps back are in the total of withholding.",
        ),
        (
            "El total de impuestos es la suma de los que paga el comprador",
            "Corríjalo o corrija el impuesto que falta; los que el comprador retiene van en el total de retenciones.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/totals/tax", &[(r#""tax": "79.19""#, r#""tax": "79.20""#)]),
        // Less than the one tax that is stated.
        Example::new("draft/charge-with-stated-tax.json", "/totals/tax", &[(r#""tax": "4.80""#, r#""tax": "4.79""#)])
            .given(&[(r#""tax": "28.32""#, r#""tax": "4.80""#), (r#""total": "205.32""#, r#""total": "181.80""#)]),
        // More than that: the line may be taxed and not say so, a warning.
        Example::new("draft/charge-with-stated-tax.json", "/totals/tax", &[(r#""tax": "4.80""#, r#""tax": "28.32""#)])
            .given(&[(r#""tax": "28.32""#, r#""tax": "4.80""#), (r#""total": "205.32""#, r#""total": "181.80""#)]),
    ])
    .us(|us, out| levied(us, out, &us.invoice.totals.tax, &us.book.charged, "/totals/tax")),
    rule(
        "FRO-US-115",
        &FORMAT,
        (
            "The total of withholding is the sum of the taxes that the buyer keeps back",
            "Correct it, or the withheld tax that is missing.",
        ),
        (
            "El total de retenciones es la suma de los impuestos que el comprador retiene",
            "Corríjalo o corrija la retención que falta.",
        ),
    )
    .tried(&[Example::new(
        "us/professional-fees-retentions.json",
        "/totals/withholding",
        &[(r#""withholding": "2066.67""#, r#""withholding": "2066.68""#)],
    )])
    .us(|us, out| levied(us, out, &us.invoice.totals.withholding, &us.book.withheld, "/totals/withholding")),
    rule(
        "FRO-US-116",
        &FORMAT,
        (
            "The total is subtotal less discount plus charges and tax less withholding, and the rounding",
            "Correct it, or what is missing: a line, a discount, a charge, a tax.",
        ),
        (
            "El total es subtotal menos descuento más cargos e impuestos menos retenciones, y el redondeo",
            "Corríjalo o corrija lo que falta: una línea, un descuento, un cargo, un impuesto.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/totals/total", &[(r#""total": "1226.57""#, r#""total": "1226.58""#)]),
        Example::new("us/hotel-local-lodging-tax.json", "/totals/total", &[(
            r#""total": "14280.00""#,
            r#""total": "13920.00""#,
        )]),
        Example::new(
            "us/professional-fees-retentions.json",
            "/totals/total",
            &[(r#""total": "9533.33""#, r#""total": "11600.00""#)],
        ),
        Example::new("draft/tax-inclusive.json", "/totals/total", &[(r#""total": "631.42""#, r#""total": "631.43""#)]),
        // No tax is stated, so that this may be what is more: a warning.
        Example::new(
            "draft/total-without-tax.json",
            "/totals/total",
            &[(r#""total": "1290.00""#, r#""total": "1496.40""#)],
        ),
    ])
    .us(|us, out| {
        let Some(total) = &us.invoice.totals.total else { return };
        let Some(value) = number(out, total, "/totals/total") else { return };
        // What a statement of withholding totals is the tax.
        if us.invoice.document_type == DocumentType::WithholdingStatement || is_for_nothing(us, value) {
            return;
        }
        let ways = ways(us);
        if ways.iter().any(|way| is(us, *way, value)) {
            return;
        }
        let at = || found("/totals/total", total);
        let Some(expected) = ways.iter().find_map(|way| way.ok()) else {
            if ways.contains(&Err(Gap::TooLong)) {
                out.not_checked(at());
            }
            return;
        };
        match knows_tax(us) {
            true => us.wrong(out, at(), us.money(expected.exact)),
            false => out.warn_expected(at(), us.money(expected.exact)),
        }
    }),
    rule(
        "FRO-US-117",
        &FORMAT,
        (
            "What is due is the total less the payments",
            "Correct it, or the payment that is missing.",
        ),
        (
            "Lo que se adeuda es el total menos los pagos",
            "Corríjalo o corrija el pago que falta.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/totals/amount_due", &[(r#""amount_due": "992.55""#, r#""amount_due": "992.54""#)]),
        // Nothing due, and more open than the 2 % of an early payment.
        Example::new(TEXAS, "/totals/amount_due", &[(r#""amount_due": "992.55""#, r#""amount_due": "0.00""#)]),
        // Without payments there may be a deposit or an older balance: a warning.
        Example::new("draft/texas-header-tax.json", "/totals/amount_due", &[(
            r#""amount_due": "1599.00""#,
            r#""amount_due": "1500.00""#,
        )]),
    ])
    .us(|us, out| {
        let Totals { amount_due: Some(due), total: Some(total), .. } = &us.invoice.totals else { return };
        let (Some(value), Some(total)) = (
            number(out, due, "/totals/amount_due"),
            number(out, total, "/totals/amount_due"),
        ) else {
            return;
        };
        let at = || found("/totals/amount_due", due);
        let Some(paid) = paid(us) else { return out.not_checked(at()) };
        let fits = |total: Decimal| is_due(us, value, total, paid);
        if fits(total) || ways(us).iter().any(|way| way.is_ok_and(|sum| fits(us.money(sum.exact)))) {
            return;
        }
        let Some(expected) = total.checked_sub(paid) else { return out.not_checked(at()) };
        match us.invoice.payments.is_empty() {
            true => out.warn_expected(at(), us.money(expected)),
            false => us.wrong(out, at(), us.money(expected)),
        }
    }),
    rule(
        "FRO-US-118",
        &FORMAT,
        (
            "The rounding of a total is no more than one unit of the currency",
            "It is for cash and for systems that pay whole units; what is more is a discount or a charge.",
        ),
        (
            "El redondeo de un total no excede una unidad de la moneda",
            "Es para pagos en efectivo y sistemas de unidades enteras; lo que excede es un descuento o un cargo.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            TOMATOES,
            "/totals/rounding",
            &[
                (r#""rounding": "1.00""#, r#""rounding": "1.01""#),
                (r#""total": "3751.00""#, r#""total": "3751.01""#),
            ],
        )
        .given(&[(r#""total": "3750.00""#, r#""rounding": "1.00", "total": "3751.00""#)]),
        Example::new(
            TOMATOES,
            "/totals/rounding",
            &[
                (r#""rounding": "-1.00""#, r#""rounding": "-1.01""#),
                (r#""total": "3749.00""#, r#""total": "3748.99""#),
            ],
        )
        .given(&[(r#""total": "3750.00""#, r#""rounding": "-1.00", "total": "3749.00""#)]),
    ])
    .us(|us, out| {
        let Some(rounding) = &us.invoice.totals.rounding else { return };
        let Some(value) = number(out, rounding, "/totals/rounding") else { return };
        // Where there are no cents, notes and coins are of tens and hundreds.
        if us.book.basis.decimals > 0 && value.abs() > Decimal::ONE {
            out.violated(found("/totals/rounding", rounding));
        }
    }),
    rule(
        "FRO-US-119",
        &FORMAT,
        (
            "Totals have no more decimals than the currency",
            "Round them: nobody can pay a fraction of the smallest coin. Lines and taxes of lines may have more.",
        ),
        (
            "Los totales no tienen más decimales que la moneda",
            "Redondéelos: nadie puede pagar una fracción de la moneda más pequeña. Las líneas y sus impuestos pueden tener más.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(TOMATOES, "/totals/subtotal", &[(
            r#""subtotal": "3750.00""#,
            r#""subtotal": "3750.001""#,
        )])
        .given(&[(r#""unit_price": "12.50""#, r#""unit_price": "12.500003333333""#), (
            r#""amount": "3750.00""#,
            r#""amount": "3750.001""#,
        )]),
        Example::new("us/injection-molds-jpy.json", "/totals/total", &[
            (r#""total": "1450000""#, r#""total": "1450000.5""#),
        ])
        .with(&["FRO-US-116"]),
    ])
    .us(|us, out| {
        let d = us.book.basis.decimals;
        for (name, number) in totals(&us.invoice.totals) {
            let fine = |value: Decimal| value.normalize().scale() > d;
            if number.scale() > d as usize && number.value().is_none_or(fine) {
                out.violated(found(format!("/totals/{name}"), number));
            }
        }
    }),
    rule(
        "FRO-US-120",
        &FORMAT,
        (
            "The total of a document is not below zero: its type says which way the money goes",
            "What the seller owes is a credit memo with amounts above zero.",
        ),
        (
            "El total de un documento no es negativo: su tipo dice en qué sentido va el dinero",
            "Lo que debe el vendedor es una nota de crédito con importes positivos.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        "draft/credit-memo.json",
        "/totals/total",
        &[
            (r#""total": "170.52""#, r#""total": "-170.52""#),
            (r#""unit_price": "36.75""#, r#""unit_price": "-36.75""#),
            (r#""amount": "147.00""#, r#""amount": "-147.00""#),
            (r#""subtotal": "147.00""#, r#""subtotal": "-147.00""#),
            (r#""tax": "23.52""#, r#""tax": "-23.52""#),
        ],
    )])
    .us(|us, out| {
        if let Some(total) = us.invoice.totals.total.as_ref().filter(|total| total.is_negative()) {
            out.violated(found("/totals/total", total));
        }
    }),
];

const TEXAS: &str = "neutral/texas-distributor.json";
const TOMATOES: &str = "draft/tomatoes-tijuana.json";

/// Whether a total of nothing is right whatever the lines are worth: nobody pays for what is moved, and a receipt is no debt.
fn is_for_nothing(us: &UsInvoice<'_>, total: Decimal) -> bool {
    total.is_zero() && matches!(us.invoice.document_type, DocumentType::PaymentReceipt | DocumentType::Transfer)
}

/// What a subtotal may be meant as.
#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    /// As the schema has it.
    Lines,
    NetOfLineDiscounts,
    /// Lines below zero are among the discounts.
    WithoutNegativeLines,
    /// Of prices with tax inside, the part that is no tax.
    WithoutTax,
    /// The lines do not say what they come to.
    Unknown,
}

fn meaning(us: &UsInvoice<'_>, subtotal: Decimal) -> Option<Meaning> {
    let book = &us.book;
    let d = book.basis.decimals;
    let Ok(lines) = book.lines else { return Some(Meaning::Unknown) };
    let is = |sum: Total| is(us, sum, subtotal);
    let without_tax = |sum: Total| match best(&book.charged) {
        // Nothing says how much of a price is tax.
        Err(Gap::Nothing | Gap::Unsaid) => sum.is_ok_and(|sum| subtotal < sum.exact),
        tax => is(less(sum, tax)),
    };
    // Discounts are off the subtotal once: what it is already without is in no total of discounts.
    let stated = us.invoice.totals.discount.as_ref().and_then(Number::value);
    let fits = |meaning: Meaning| stated.is_none_or(|stated| self::is(us, discounts(us, meaning), stated));
    if lines.holds(subtotal, d) {
        Some(Meaning::Lines)
    } else if is(book.nets()) && fits(Meaning::NetOfLineDiscounts) {
        Some(Meaning::NetOfLineDiscounts)
    } else if is(book.positive_lines) && fits(Meaning::WithoutNegativeLines) {
        Some(Meaning::WithoutNegativeLines)
    } else if book.inclusive && (without_tax(book.lines) || without_tax(book.nets())) {
        Some(Meaning::WithoutTax)
    } else {
        None
    }
}

/// What the discounts come to beside a subtotal.
fn discounts(us: &UsInvoice<'_>, subtotal: Meaning) -> Total {
    let book = &us.book;
    let all = add(listed(book.line_discounts), listed(book.document_discounts));
    match subtotal {
        Meaning::NetOfLineDiscounts => listed(book.document_discounts),
        Meaning::WithoutNegativeLines => add(all, less(book.positive_lines, book.lines)),
        Meaning::Lines | Meaning::Unknown | Meaning::WithoutTax => all,
    }
}

/// The summary, else the lines.
fn best(levy: &Levy) -> Total {
    match (levy.summary, levy.stated) {
        (Err(Gap::Nothing), lines) | (Err(Gap::Unsaid), lines @ Ok(_)) => lines,
        (summary, _) => summary,
    }
}

/// A total, unless it has more digits than can be computed with, which is said.
fn number(out: &mut Out<'_>, number: &Number, at: &'static str) -> Option<Decimal> {
    let value = number.value();
    if value.is_none() {
        out.not_checked(found(at, number));
    }
    value
}

/// A total is one of these sums; the first is what it should be.
fn compare(
    us: &UsInvoice<'_>,
    out: &mut Out<'_>,
    stated: Option<Decimal>,
    sums: &[Total],
    at: impl FnOnce() -> super::Pointer,
) {
    let Some(stated) = stated else { return };
    if sums.iter().any(|sum| is(us, *sum, stated)) {
        return;
    }
    match sums.first() {
        Some(Ok(sum)) => us.wrong(out, at(), us.money(sum.exact)),
        Some(Err(Gap::TooLong)) => out.not_checked(at()),
        _ => {}
    }
}

fn levied(us: &UsInvoice<'_>, out: &mut Out<'_>, total: &Option<Number>, levy: &Levy, at: &'static str) {
    let Some(total) = total.as_ref().filter(|_| levy.on_lines || levy.in_summary) else { return };
    let Some(value) = number(out, total, at) else { return };
    let (first, second) = if levy.in_summary { (levy.summary, levy.stated) } else { (levy.stated, levy.computed) };
    let sums = [first, second, levy.computed];
    // Lines that say nothing of their taxes may have some.
    let may_be_more = !levy.in_summary && !levy.complete && first.is_ok_and(|sum| value > sum.high);
    match first {
        Ok(sum) if may_be_more && !sums.iter().any(|sum| is(us, *sum, value)) => {
            out.warn_expected(found(at, total), us.money(sum.exact));
        }
        _ => compare(us, out, Some(value), &sums, || found(at, total)),
    }
}

/// Whether a sum is stated as this.
fn is(us: &UsInvoice<'_>, sum: Total, stated: Decimal) -> bool {
    sum.is_ok_and(|sum| sum.holds(stated, us.book.basis.decimals))
}

/// Every way from the document's own numbers to its total: by its totals, and by its parts. One that is wrong is told where it
/// stands, and does not make the total wrong.
fn ways(us: &UsInvoice<'_>) -> [Total; 7] {
    let book = &us.book;
    let d = book.basis.decimals;
    let of = |it: &Option<Number>| stated(it, d);
    let totals = &us.invoice.totals;
    let first =
        |a: Total, b: Total| if matches!(a, Err(Gap::Nothing | Gap::Unsaid)) && b != Err(Gap::Nothing) { b } else { a };
    let discounts = match (book.line_discounts, book.document_discounts) {
        (Err(Gap::Nothing), Err(Gap::Nothing)) => Err(Gap::Nothing),
        (lines, document) => add(listed(lines), listed(document)),
    };
    let withheld = best(&book.withheld);
    let rest = |way: Total| {
        let way = add(way, listed(of(&totals.rounding)));
        add(way, book.local_taxes)
    };
    let by_totals = |tax: Total| {
        let settled = |sum: Total| listed(sum).map(|sum| sum.settled(d));
        let way = less(first(of(&totals.subtotal), book.lines), settled(first(of(&totals.discount), discounts)));
        let way = add(way, settled(first(of(&totals.charges), book.charges)));
        let way = less(add(way, settled(tax)), settled(first(of(&totals.withholding), withheld)));
        rest(way)
    };
    let by_parts = |tax: Total| {
        let settled = |sum: Total| listed(sum).map(|sum| sum.settled(d));
        let lines = first(book.lines, of(&totals.subtotal)).map(|sum| sum.settled(d));
        let way = less(lines, settled(first(discounts, of(&totals.discount))));
        let way = add(way, settled(first(book.charges, of(&totals.charges))));
        let way = less(add(way, settled(tax)), settled(first(withheld, of(&totals.withholding))));
        rest(way)
    };
    let (summary, on_lines, computed) = (book.charged.summary, book.charged.stated, book.charged.computed);
    let tax = first(of(&totals.tax), best(&book.charged));
    let none = Err(Gap::Unsaid);
    if book.inclusive {
        // Tax is in the lines, unless the subtotal is what is left without it; a charge may have its own on top.
        let subtotal = totals.subtotal.as_ref().and_then(Number::value);
        let apart = subtotal.is_some_and(|subtotal| meaning(us, subtotal) == Some(Meaning::WithoutTax));
        let inside = by_totals(Ok(Sum::ZERO));
        let (inside, outside) = if apart { (none, by_totals(tax)) } else { (inside, none) };
        let by_parts = [by_parts(Ok(Sum::ZERO)), by_parts(book.taxes_of_charges)];
        return [inside, outside, by_parts[0], by_parts[1], none, none, none];
    }
    [
        by_totals(tax),
        by_totals(first(summary, tax)),
        by_totals(first(on_lines, tax)),
        by_parts(tax),
        by_parts(first(summary, tax)),
        by_parts(first(on_lines, tax)),
        by_parts(first(computed, tax)),
    ]
}

/// Whether the document says what tax there is: in a total, in the summary, or on every line.
fn knows_tax(us: &UsInvoice<'_>) -> bool {
    let charged = &us.book.charged;
    let total = |total: &Option<Number>| total.is_some();
    us.book.inclusive || total(&us.invoice.totals.tax) || charged.in_summary || charged.complete
}

/// The sum of the payments with their amounts; `None` where it cannot be computed.
fn paid(us: &UsInvoice<'_>) -> Option<Decimal> {
    let amounts = us.invoice.payments.iter().filter_map(|payment| payment.amount.as_ref());
    amounts.map(value).try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount.ok()?))
}

/// Whether so much is due of a total: what is not paid; nothing where more was paid, or where the rest is what the terms give
/// up for an early payment.
fn is_due(us: &UsInvoice<'_>, due: Decimal, total: Decimal, paid: Decimal) -> bool {
    let Some(open) = total.checked_sub(paid) else { return false };
    if due == open {
        return true;
    }
    let percent = us.invoice.payment_terms.as_ref().and_then(|terms| terms.discount_percent.as_ref()?.value());
    let given_up = percent.and_then(|percent| percent_of(total, percent).ok()).unwrap_or_default();
    due.is_zero() && paid > Decimal::ZERO && open <= Sum::of(given_up, us.book.basis.decimals).high
}

/// Every total with its name.
fn totals(it: &Totals) -> impl Iterator<Item = (&'static str, &Number)> {
    let all = [
        ("subtotal", &it.subtotal),
        ("discount", &it.discount),
        ("charges", &it.charges),
        ("taxable", &it.taxable),
        ("tax", &it.tax),
        ("withholding", &it.withholding),
        ("total", &it.total),
        ("amount_due", &it.amount_due),
        ("rounding", &it.rounding),
    ];
    all.into_iter().filter_map(|(name, number)| Some((name, number.as_ref()?)))
}

/// Whether any amount of the document is not zero.
pub(super) fn has_amounts(us: &UsInvoice<'_>) -> Option<String> {
    let nonzero = |number: &Option<Number>| number.as_ref().is_some_and(|number| !number.is_zero());
    // Goods that are moved have a value all the same.
    let moved = us.invoice.document_type == DocumentType::Transfer;
    let line = us.invoice.lines.iter().position(|line| nonzero(&line.amount) && !moved);
    let total = totals(&us.invoice.totals).find(|(_, number)| !number.is_zero());
    total.map(|(name, _)| format!("/totals/{name}")).or_else(|| line.map(|i| format!("/lines/{i}/amount")))
}
