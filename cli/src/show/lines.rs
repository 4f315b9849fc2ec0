//! The lines as a table, each with its taxes and whatever else stands on it.

use frontera::model::{Discount, Exemption, Invoice, Line, Unit};

use super::complements;
use super::head::{join_blank, labelled};
use super::sheet::{Sheet, join, or_empty};
use super::taxes;
use crate::table::{Align, Column, Row, Table};
use crate::words;

pub(super) fn lines(sheet: &mut Sheet, invoice: &Invoice) {
    if invoice.lines.is_empty() {
        sheet.field(words::LINES, sheet.say(words::NO_LINES));
        sheet.end_block();
        return;
    }
    let lang = sheet.lang;
    let columns = vec![
        Column::new(words::NUMBER.of(lang), Align::Left),
        Column::new(words::SKU.of(lang), Align::Left).wraps(12),
        Column::new(words::DESCRIPTION.of(lang), Align::Left).wraps(14),
        Column::new(words::QUANTITY.of(lang), Align::Point),
        Column::new(words::UNIT.of(lang), Align::Left).wraps(6),
        Column::new(words::PRICE.of(lang), Align::Point),
        Column::new(words::DISCOUNT.of(lang), Align::Point),
        Column::new(words::AMOUNT.of(lang), Align::Point),
        Column::new(words::TAXABILITY.of(lang), Align::Left).wraps(8),
    ];
    let mut rows = Vec::new();
    for (i, line) in invoice.lines.iter().enumerate() {
        rows.push(Row::Cells(cells(sheet, i, line)));
        notes(sheet, line, &mut rows);
    }
    sheet.table(words::LINES, Table { columns, rows, note_from: 2, amount_in: 7 });
}

fn cells(sheet: &Sheet, i: usize, line: &Line) -> Vec<String> {
    let mx = line.extensions.mx.as_deref();
    // Discounts are not added up: what is shown is what is written.
    let discounts: Vec<String> =
        line.discounts.iter().filter_map(|it| it.amount.as_ref()).map(|n| n.to_string()).collect();
    let taxability = match line.taxability {
        Some(taxability) => words::taxability(taxability, sheet.lang).into_owned(),
        None => mx.map(|mx| or_empty(&mx.objeto_imp)).unwrap_or_default(),
    };
    vec![
        line.line_number.as_ref().map_or_else(|| (i + 1).to_string(), |number| number.to_string()),
        or_empty(&line.sku),
        or_empty(&line.description),
        or_empty(&line.quantity),
        line.unit.as_ref().map(unit).unwrap_or_default(),
        or_empty(&line.unit_price),
        discounts.join(" + "),
        or_empty(&line.amount),
        taxability,
    ]
}

fn unit(unit: &Unit) -> String {
    match (&unit.text, &unit.code) {
        (Some(text), Some(code)) if text != code => format!("{text} ({code})"),
        (Some(text), _) => text.to_string(),
        (None, code) => or_empty(code),
    }
}

/// What stands on a line beyond its columns: taxes first.
fn notes(sheet: &Sheet, line: &Line, rows: &mut Vec<Row>) {
    for tax in &line.taxes {
        let exempt = tax.exempt_amount.as_ref().map(|it| it.to_string());
        let text = join([taxes::in_words(sheet, tax), labelled(sheet, words::EXEMPT_AMOUNT, exempt)]);
        rows.push(Row::Note { text, amount: or_empty(&tax.amount) });
    }
    let mut note = |text: String| {
        if !text.is_empty() {
            rows.push(Row::Note { text, amount: String::new() });
        }
    };
    for discount in line.discounts.iter().filter(|it| it.percent.is_some() || it.reason.is_some()) {
        note(discount_in_words(sheet, discount));
    }
    let weight = line.net_weight.as_ref().map(|weight| format!("{} {}", weight.value, weight.unit));
    let serials = line.serial_numbers.iter().map(|it| it.to_string()).collect::<Vec<_>>().join(", ");
    let codes = line.classifications.iter().map(|it| format!("{} {}", words::scheme(it.scheme), it.code));
    let facts = [
        labelled(sheet, words::BRAND, line.brand.as_deref()),
        labelled(sheet, words::MODEL, line.model.as_deref()),
        labelled(sheet, words::SERIALS, Some(&serials).filter(|it| !it.is_empty())),
        labelled(sheet, words::ORIGIN, line.country_of_origin.as_deref()),
        labelled(sheet, words::NET_WEIGHT, weight),
    ];
    note(join(codes.chain(facts)));
    if let Some(exemption) = &line.exemption {
        note(format!("{}: {}", sheet.say(words::EXEMPT_SALE), exemption_in_words(sheet, exemption)));
    }
    let Some(mx) = line.extensions.mx.as_deref() else { return };
    let pedimentos = mx.informacion_aduanera.iter().map(|it| labelled(sheet, words::PEDIMENTO, Some(it)));
    note(join(pedimentos.chain(mx.cuenta_predial.iter().map(|it| labelled(sheet, words::PROPERTY_TAX, Some(it))))));
    if let Some(third) = &mx.a_cuenta_terceros {
        let rfc = third.rfc.as_ref().map(|rfc| format!("RFC {rfc}")).unwrap_or_default();
        let who = join([
            or_empty(&third.nombre),
            rfc,
            labelled(sheet, words::TAX_REGIME, third.regimen_fiscal.as_deref()),
            labelled(sheet, words::FISCAL_POSTAL_CODE, third.domicilio_fiscal.as_deref()),
        ]);
        note(labelled(sheet, words::THIRD_PARTY, Some(who)));
    }
    for part in &mx.partes {
        let count = join_blank([or_empty(&part.cantidad), or_empty(&part.unidad)]);
        let pedimentos = part.informacion_aduanera.iter().map(|it| labelled(sheet, words::PEDIMENTO, Some(it)));
        let price = match (&part.valor_unitario, &part.importe) {
            (Some(price), Some(amount)) => format!("{price} → {amount}"),
            (price, amount) => join_blank([or_empty(price), or_empty(amount)]),
        };
        let parts = [or_empty(&part.no_identificacion), or_empty(&part.descripcion), count, price];
        note(labelled(sheet, words::PART, Some(join(parts.into_iter().chain(pedimentos)))));
    }
    if let Some(complement) = &mx.complemento_concepto {
        let names: Vec<_> = complement.elements().map(|element| complements::name(sheet, element)).collect();
        note(format!("{}: {}", sheet.say(words::COMPLEMENT), names.join(", ")));
    }
}

pub(super) fn discount_in_words(sheet: &Sheet, discount: &Discount) -> String {
    let percent = discount.percent.as_ref().map(|it| format!("{it} %")).unwrap_or_default();
    let head = join_blank([sheet.say(words::DISCOUNT).to_owned(), percent]);
    join([head, or_empty(&discount.reason)])
}

pub(super) fn exemption_in_words(sheet: &Sheet, it: &Exemption) -> String {
    let date = |date: &Option<frontera::model::Date>| date.map(|date| date.to_string());
    join([
        words::exemption(it.reason, sheet.lang).into_owned(),
        labelled(sheet, words::CERTIFICATE, it.certificate_number.as_deref()),
        or_empty(&it.state),
        labelled(sheet, words::FORM, it.form.as_deref()),
        labelled(sheet, words::ISSUED_ON, date(&it.issued)),
        labelled(sheet, words::EXPIRES, date(&it.expires)),
    ])
}
