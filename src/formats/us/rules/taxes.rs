//! FRO-US-201 to FRO-US-213: taxes of lines and charges, and their summary.

use rust_decimal::Decimal;

use super::book::{Gap, Sum, Verdict, add, is_percent, judge_tax, line_net, listed, stated, unit};
use super::places::{has_sales_tax, state_of};
use super::{FORMAT, TaxPlace, UsInvoice, found};
use crate::model::{Jurisdiction, JurisdictionLevel, Number, Tax, TaxFactor, TaxType, Taxability};
use crate::rules::{Example, Rule, Source, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: taxes", rules: RULES };

/// Mexican IVA is another tax than sales tax, and each has its own field in every return.
static BOTH_LAWS: Source = Source::new("LIVA 1; sales tax is levied by US states and their subdivisions alone", "");

static RULES: &[Rule] = &[
    rule(
        "FRO-US-201",
        &FORMAT,
        (
            "The amount of a tax is its taxable amount times its rate",
            "Correct one of the three. Rounding may go either way at half a cent; where tax is rounded once for the document, a line may be up to a cent off.",
        ),
        (
            "El importe de un impuesto es su base por su tasa",
            "Corrija uno de los tres. Medio centavo se redondea en cualquier sentido; donde el impuesto se redondea una vez por documento, una línea puede diferir hasta un centavo.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/lines/0/taxes/1/amount", &[(r#""amount": "13.50""#, r#""amount": "13.51""#)]),
        Example::new(TEXAS, "/charges/0/taxes/0/amount", &[(r#""amount": "2.81""#, r#""amount": "2.83""#)]),
        // 42.1875: rounded up it is 42.19, cut it is 42.18; another practice where each line is rounded.
        Example::new(TEXAS, "/lines/0/taxes/0/amount", &[(r#""amount": "42.19""#, r#""amount": "42.18""#)])
            .given(&[(r#""document_type""#, r#""tax_rounding": "line", "document_type""#)]),
        // SAT's limits, by hand: 9999.995 × 0.1067 = 1066.9994… → 1066.99, which is more than 1066.67.
        Example::new(
            "us/professional-fees-retentions.json",
            "/lines/0/taxes/1/amount",
            &[(r#""rate": "0.106667""#, r#""rate": "0.106700""#)],
        ),
    ])
    .us(|us, out| {
        for (place, tax) in us.taxes().take_while(|(place, _)| !matches!(place, TaxPlace::Summary(_))) {
            us.tell(out, judge_tax(tax, us.book.basis), || {
                found(format!("{place}/amount"), tax.amount.as_ref().map_or(String::new(), Number::to_string))
            });
        }
    }),
    rule(
        "FRO-US-202",
        &FORMAT,
        (
            "The amount of a tax that stands in the summary alone is its taxable amount times its rate",
            "Correct one of the three. It may be the sum of taxes rounded on each line.",
        ),
        (
            "El importe de un impuesto que solo está en el resumen es su base por su tasa",
            "Corrija uno de los tres. Puede ser la suma de impuestos redondeados en cada línea.",
        ),
    )
    .tried(&[
        // 99.00 ± 0.01 for two lines.
        Example::new(
            HEADER,
            "/tax_summary/0/amount",
            &[
                (r#""amount": "99.00""#, r#""amount": "99.02""#),
                (r#""tax": "99.00""#, r#""tax": "99.02""#),
                (r#""total": "1599.00""#, r#""total": "1599.02""#),
                (r#""amount_due": "1599.00""#, r#""amount_due": "1599.02""#),
            ],
        ),
        // Rounded once it is 99.00 and no other.
        Example::new(
            HEADER,
            "/tax_summary/0/amount",
            &[
                (r#""amount": "99.00""#, r#""amount": "99.01""#),
                (r#""tax": "99.00""#, r#""tax": "99.01""#),
                (r#""total": "1599.00""#, r#""total": "1599.01""#),
                (r#""amount_due": "1599.00""#, r#""amount_due": "1599.01""#),
            ],
        )
        .given(&[(r#""document_type""#, r#""tax_rounding": "document", "document_type""#)]),
    ])
    .us(|us, out| {
        for compared in &us.book.summary {
            let Some(j) = compared.at else { continue };
            us.tell(out, compared.own, || in_summary(us, j, "amount"));
        }
    }),
    rule(
        "FRO-US-203",
        &FORMAT,
        (
            "The summary has the sum of the taxes of lines and charges",
            "Correct the summary, or the tax of a line; each kind, jurisdiction and rate has one entry.",
        ),
        (
            "El resumen tiene la suma de los impuestos de líneas y cargos",
            "Corrija el resumen o el impuesto de una línea; cada tipo, jurisdicción y tasa tiene una entrada.",
        ),
    )
    .tried(&[
        Example::new(TEXAS, "/tax_summary/0/amount", &[(r#""amount": "59.99""#, r#""amount": "60.00""#)]),
        // A tax that no line has.
        Example::new(
            "draft/texas-sales-tax-concept.json",
            "/tax_summary/2/amount",
            &[(
                r#""exempt_amount": "500.00"
    }
  ],
  "totals": {"#,
                r#""exempt_amount": "500.00"
    },
    {"tax_type": "sales_tax", "jurisdiction": {"level": "county", "code": "48453"}, "rate": "0.01", "amount": "20.00"}
  ],
  "totals": {"#,
            )],
        ),
        // And one that the summary lacks.
        Example::new(
            TEXAS,
            "/tax_summary",
            &[(
                r#"    {
      "tax_type": "sales_tax",
      "jurisdiction": {"level": "city""#,
                r#"    {
      "tax_type": "duty",
      "jurisdiction": {"level": "city""#,
            )],
        ),
    ])
    .us(|us, out| {
        for compared in &us.book.summary {
            us.tell(out, compared.amount, || match compared.at {
                Some(j) => in_summary(us, j, "amount"),
                None => found("/tax_summary", "0"),
            });
        }
    }),
    rule(
        "FRO-US-204",
        &FORMAT,
        (
            "The taxable amount of the summary is the sum of those of lines and charges",
            "Correct it, or the taxable amount of a line.",
        ),
        (
            "La base en el resumen es la suma de las de líneas y cargos",
            "Corríjala o corrija la base de una línea.",
        ),
    )
    .tried(&[Example::new(
        "us/tequila-ieps-53.json",
        "/tax_summary/0/taxable_amount",
        &[(r#""taxable_amount": "18000.00""#, r#""taxable_amount": "18000.01""#)],
    )])
    .us(|us, out| {
        for compared in &us.book.summary {
            let Some(j) = compared.at else { continue };
            us.tell(out, compared.base, || in_summary(us, j, "taxable_amount"));
        }
    }),
    rule(
        "FRO-US-205",
        &FORMAT,
        (
            "A rate is a fraction of what is taxed, from 0 to 1: 0.0825 for 8.25 %",
            "Write the fraction, not the percent.",
        ),
        (
            "Una tasa es una fracción de la base, de 0 a 1: 0.0825 para 8.25 %",
            "Escriba la fracción, no el porcentaje.",
        ),
    )
    .tried(&[
        Example::new(HEADER, "/tax_summary/0/rate", &[(r#""rate": "0.0825""#, r#""rate": "8.25""#)]),
        Example::new(HEADER, "/tax_summary/0/rate", &[(r#""rate": "0.0825""#, r#""rate": "-0.0825""#)])
            .with(&["FRO-US-202"]),
    ])
    .us(|us, out| {
        for (place, tax) in us.taxes() {
            let Some(rate) = &tax.rate else { continue };
            if is_percent(tax) {
                us.wrong(out, found(format!("{place}/rate"), rate), rate.hundredth());
            } else if rate.is_negative() {
                us.wrong(out, found(format!("{place}/rate"), rate), "0 … 1");
            }
        }
    }),
    rule(
        "FRO-US-206",
        &FORMAT,
        (
            "What is exempt has neither rate nor amount",
            "Leave them out, or say that it is taxed; a tax of 0 % is no exemption.",
        ),
        (
            "Lo exento no tiene tasa ni importe",
            "Quítelos o indique que está gravado; una tasa de 0 % no es una exención.",
        ),
    )
    .tried(&[
        Example::new(TUITION, "/lines/0/taxes/0/amount", &[(EXEMPT, r#""factor": "exempt",
          "amount": "696.00",
          "#)]),
        Example::new(TUITION, "/lines/0/taxes/0/rate", &[(EXEMPT, r#""factor": "exempt",
          "rate": "0.16",
          "#)]),
    ])
    .us(|us, out| {
        for (place, tax) in us.taxes().filter(|(_, tax)| tax.factor == Some(TaxFactor::Exempt)) {
            for (name, number) in [("rate", &tax.rate), ("amount", &tax.amount)] {
                if let Some(number) = number.as_ref().filter(|number| !number.is_zero()) {
                    us.wrong(out, found(format!("{place}/{name}"), number), "0");
                }
            }
        }
    }),
    rule(
        "FRO-US-207",
        &FORMAT,
        (
            "What is taxed and what is exempt of a line come to the line",
            "Correct the taxable or the exempt amount; of a line that is taxed in part, the rest is its exempt amount.",
        ),
        (
            "Lo gravado y lo exento de una línea suman la línea",
            "Corrija la base o el importe exento; de una línea gravada en parte, el resto es su importe exento.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            "draft/texas-sales-tax-concept.json",
            "/lines/0/taxes/0",
            &[(
                r#""amount": "125.00",
          "exempt_amount": "500.00""#,
                r#""amount": "125.00",
          "exempt_amount": "499.00""#,
            )],
        ),
        Example::new(
            "draft/texas-sales-tax-concept.json",
            "/lines/0/taxes/1",
            &[(
                r#""amount": "40.00",
          "exempt_amount": "500.00""#,
                r#""amount": "40.00",
          "exempt_amount": "501.00""#,
            )],
        ),
        Example::new(
            HEADER,
            "/tax_summary/0",
            &[
                (r#""taxable_amount": "1200.00", "amount": "99.00""#, r#""taxable_amount": "1500.02", "amount": "123.75""#),
                (r#""tax": "99.00""#, r#""tax": "123.75""#),
                (r#""total": "1599.00""#, r#""total": "1623.75""#),
                (r#""amount_due": "1599.00""#, r#""amount_due": "1623.75""#),
            ],
        ),
    ])
    .us(|us, out| {
        if us.book.inclusive {
            return;
        }
        let basis = us.book.basis;
        // Freight and the like may be taxed with the goods, and a discount of the document be off their price.
        let charges = listed(us.book.charges);
        let whole = us.invoice.document_discounts.is_empty() && us.invoice.charges.is_empty();
        for (i, line) in us.invoice.lines.iter().enumerate() {
            for (j, tax) in line.taxes.iter().enumerate().filter(|(_, tax)| is_us_sale(tax)) {
                let (Ok(net), Ok(most)) = (line_net(line, basis), add(line_net(line, basis), charges)) else { break };
                let verdict = parts_of(tax, Sum { high: most.high, ..net }, whole, basis.decimals);
                us.tell(out, verdict, || found(format!("/lines/{i}/taxes/{j}"), parts_in_words(tax)));
            }
        }
        let Ok(sold) = us.book.sold() else { return };
        for (j, tax) in us.invoice.tax_summary.iter().enumerate().filter(|(_, tax)| is_us_sale(tax)) {
            let verdict = parts_of(tax, sold, false, basis.decimals);
            us.tell(out, verdict, || found(format!("/tax_summary/{j}"), parts_in_words(tax)));
        }
    }),
    rule(
        "FRO-US-208",
        &FORMAT,
        (
            "A line that is exempt, or of a seller who does not collect there, has no sales tax",
            "Leave the tax out, or say that the line is taxable.",
        ),
        (
            "Una línea exenta, o de un vendedor que no recauda ahí, no lleva sales tax",
            "Quite el impuesto o indique que la línea está gravada.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            HEADER,
            "/lines/0/taxes/0",
            &[(r#""taxability": "taxable""#, r#""taxability": "customer_exempt""#)],
        )
        .given(&[(
            r#""sku": "HOST-MO","#,
            r#""sku": "HOST-MO", "taxability": "taxable", "taxes": [{"tax_type": "sales_tax", "rate": "0.0825", "taxable_amount": "1200.00", "amount": "99.00"}],"#,
        )]),
        Example::new(
            HEADER,
            "/lines/0/taxes/0",
            &[(
                r#""taxability": "taxable","#,
                r#""exemption": {"reason": "government", "state": "TX"},"#,
            )],
        )
        .given(&[(
            r#""sku": "HOST-MO","#,
            r#""sku": "HOST-MO", "taxability": "taxable", "taxes": [{"tax_type": "sales_tax", "rate": "0.0825", "taxable_amount": "1200.00", "amount": "99.00"}],"#,
        )]),
    ])
    .us(|us, out| {
        for (i, line) in us.invoice.lines.iter().enumerate() {
            let said = line.taxability.is_some_and(is_without_sales_tax);
            for (j, tax) in line.taxes.iter().enumerate().filter(|(_, tax)| is_us_sale(tax)) {
                let charged = tax.amount.as_ref().or(tax.rate.as_ref()).is_some_and(|number| !number.is_zero());
                let in_part = tax.exempt_amount.as_ref().is_some_and(|number| !number.is_zero());
                if charged && (said || line.exemption.is_some() && !in_part) {
                    let amount = tax.amount.as_ref().or(tax.rate.as_ref());
                    let amount = amount.map_or(String::new(), Number::to_string);
                    out.violated(found(format!("/lines/{i}/taxes/{j}"), amount));
                }
            }
        }
    }),
    rule(
        "FRO-US-209",
        &BOTH_LAWS,
        (
            "Mexican IVA is a vat, not a sales tax",
            "Write vat, of the country MX: it is foreign tax in the US, part of the cost unless it is reclaimed.",
        ),
        (
            "El IVA mexicano es vat, no sales_tax",
            "Escriba vat, del país MX: en EE. UU. es un impuesto extranjero, parte del costo salvo que se recupere.",
        ),
    )
    .tried(&[
        Example::new(
            HEADER,
            "/tax_summary/0/tax_type",
            &[(r#""level": "state", "code": "TX""#, r#""level": "country", "code": "MX""#)],
        )
        .given(STATE),
        Example::new(
            HEADER,
            "/tax_summary/0/tax_type",
            &[(r#""level": "state", "code": "TX""#, r#""level": "special", "name": "I.V.A. trasladado""#)],
        )
        .given(STATE),
        // A rate of Mexico, and of no state: a warning.
        Example::new(
            HEADER,
            "/tax_summary/0/tax_type",
            &[
                (r#""level": "state", "code": "TX""#, r#""level": "country""#),
                (r#""rate": "0.0825", "taxable_amount": "1200.00""#, r#""rate": "0.08", "taxable_amount": "1237.50""#),
            ],
        )
        .given(STATE),
    ])
    .us(|us, out| {
        for (place, tax) in us.taxes().filter(|(_, tax)| is_us_sale(tax)) {
            let Some(of) = &tax.jurisdiction else { continue };
            let at = || found(format!("{place}/tax_type"), words_for(tax.tax_type));
            let country = of.level == JurisdictionLevel::Country;
            if country && of.code.as_deref() == Some("MX") || of.name.as_deref().is_some_and(names_iva) {
                out.expected(at(), "vat");
            } else if country && of.code.is_none() && has_rate_of_iva(tax) {
                out.warn_expected(at(), "vat");
            }
        }
    }),
    rule(
        "FRO-US-210",
        &BOTH_LAWS,
        (
            "A tax of a US state, county or city is a sales tax, not a vat",
            "Write sales_tax or use_tax; the United States have no value added tax.",
        ),
        (
            "Un impuesto de un estado, condado o ciudad de EE. UU. es sales tax, no IVA",
            "Escriba sales_tax o use_tax; en Estados Unidos no hay impuesto al valor agregado.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            HEADER,
            "/tax_summary/0/tax_type",
            &[(r#""tax_type": "sales_tax""#, r#""tax_type": "vat""#)],
        )
        .given(STATE),
        Example::new(
            HEADER,
            "/tax_summary/0/tax_type",
            &[(r#""level": "country", "code": "MX""#, r#""level": "country", "code": "US""#)],
        )
        .given(&[
            (r#"{"tax_type": "sales_tax","#, r#"{"tax_type": "vat", "jurisdiction": {"level": "country", "code": "MX"},"#),
        ]),
    ])
    .us(|us, out| {
        for (place, tax) in us.taxes().filter(|(_, tax)| tax.tax_type == TaxType::Vat) {
            let Some(of) = &tax.jurisdiction else { continue };
            if is_in_the_us(of) {
                out.expected(found(format!("{place}/tax_type"), "vat"), "sales_tax");
            }
        }
    }),
    rule(
        "FRO-US-211",
        &super::places::NO_STATE_TAX_SOURCE,
        (
            "A state that has no sales tax levies none",
            "Correct the state, or the tax: Alaska has it in cities and boroughs alone; Delaware, Montana, New Hampshire and Oregon have none.",
        ),
        (
            "Un estado sin sales tax no lo cobra",
            "Corrija el estado o el impuesto: Alaska lo tiene solo en ciudades y distritos; Delaware, Montana, New Hampshire y Oregon no lo tienen.",
        ),
    )
    .warning()
    .tried(&[Example::new(HEADER, "/tax_summary/0/jurisdiction/code", &[(r#""code": "TX""#, r#""code": "OR""#)])
        .given(STATE)])
    .us(|us, out| {
        for (place, tax) in us.taxes().filter(|(_, tax)| is_us_sale(tax)) {
            let Some(of) = tax.jurisdiction.as_ref().filter(|of| of.level == JurisdictionLevel::State) else { continue };
            let Some(state) = of.code.as_deref().and_then(state_of) else { continue };
            let charged = tax.amount.as_ref().or(tax.rate.as_ref()).is_some_and(|number| !number.is_zero());
            if charged && has_sales_tax(state, us.invoice.issue_date) == Some(false) {
                out.violated(found(format!("{place}/jurisdiction/code"), state));
            }
        }
    }),
];

const TEXAS: &str = "neutral/texas-distributor.json";
const TUITION: &str = "us/school-tuition-iedu.json";
/// Of the line, which is further in than the summary.
const EXEMPT: &str = r#""factor": "exempt",
          "#;
const HEADER: &str = "draft/texas-header-tax.json";
const STATE: &[(&str, &str)] = &[(
    r#"{"tax_type": "sales_tax","#,
    r#"{"tax_type": "sales_tax", "jurisdiction": {"level": "state", "code": "TX"},"#,
)];

fn in_summary(us: &UsInvoice<'_>, j: usize, name: &str) -> super::Pointer {
    let tax = us.invoice.tax_summary.get(j);
    let number = tax.and_then(|tax| if name == "amount" { tax.amount.as_ref() } else { tax.taxable_amount.as_ref() });
    found(format!("/tax_summary/{j}/{name}"), number.map_or(String::new(), Number::to_string))
}

/// A US tax on a sale.
fn is_us_sale(tax: &Tax) -> bool {
    matches!(tax.tax_type, TaxType::SalesTax | TaxType::UseTax)
}

fn words_for(kind: TaxType) -> &'static str {
    if kind == TaxType::UseTax { "use_tax" } else { "sales_tax" }
}

/// Taxable and exempt amount beside what is sold. Where an exempt amount is stated both come to all of it, else the taxable one
/// is no more; a unit of rounding is left to each.
fn parts_of(tax: &Tax, sold: Sum, whole: bool, d: u32) -> Option<Verdict> {
    let (base, exempt) = (stated(&tax.taxable_amount, d), stated(&tax.exempt_amount, d));
    let base = match base {
        Ok(base) => base,
        Err(Gap::Nothing | Gap::Unsaid) => return None,
        Err(Gap::TooLong) => return Some(Verdict::TooLong),
    };
    let all = match exempt {
        Ok(exempt) => base.plus(exempt).ok()?,
        Err(Gap::Nothing | Gap::Unsaid) => base,
        Err(Gap::TooLong) => return Some(Verdict::TooLong),
    };
    let (most, least) = (sold.high.checked_add(unit(d))?, sold.low.checked_sub(unit(d))?);
    let below = whole && exempt.is_ok() && all.exact < least;
    // On what comes back there is as much tax as on what was sold.
    let above = if sold.exact < Decimal::ZERO { all.exact < least } else { all.exact > most };
    Some(if below || above { Verdict::Near(sold.exact) } else { Verdict::Fits })
}

fn parts_in_words(tax: &Tax) -> String {
    let all = [&tax.taxable_amount, &tax.exempt_amount].into_iter().flatten();
    all.map(Number::to_string).collect::<Vec<_>>().join(" + ")
}

fn is_without_sales_tax(taxability: Taxability) -> bool {
    matches!(
        taxability,
        Taxability::CustomerExempt
            | Taxability::NotCollecting
            | Taxability::ProductExempt
            | Taxability::NotSubject
            | Taxability::NoTaxDue
            | Taxability::ZeroRated
    )
}

/// IVA as a word of a name, with or without points.
fn names_iva(name: &str) -> bool {
    let word = |word: &str| {
        let letters = word.chars().filter(|c| *c != '.').map(|c| c.to_ascii_uppercase());
        letters.eq("IVA".chars())
    };
    name.split(|c: char| !c.is_alphanumeric() && c != '.').any(word)
}

/// 16 % and the border's 8 %.
fn has_rate_of_iva(tax: &Tax) -> bool {
    let rate = tax.rate.as_ref().and_then(Number::value);
    [Decimal::new(16, 2), Decimal::new(8, 2)].into_iter().any(|iva| rate == Some(iva))
}

fn is_in_the_us(of: &Jurisdiction) -> bool {
    let code = of.code.as_deref();
    match of.level {
        JurisdictionLevel::Country => code == Some("US"),
        _ => code.is_some_and(|code| state_of(code).is_some()),
    }
}
