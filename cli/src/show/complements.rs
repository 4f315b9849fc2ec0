//! The foot: complements by name, payments and local taxes among them with their amounts, Addendas, notes.

use frontera::Reading;
use frontera::model::Element;

use super::head::{join_blank, labelled};
use super::sheet::{Sheet, join, or_empty};
use crate::words::{self, Word};

pub(super) fn foot(sheet: &mut Sheet, reading: &Reading) {
    let invoice = &reading.invoice;
    if let Some(mx) = invoice.mx() {
        for element in mx.complemento.iter().flat_map(Element::elements) {
            sheet.field(words::COMPLEMENTS, name(sheet, element));
            match element.local_name() {
                "Pagos" => payments(sheet, element),
                "ImpuestosLocales" => local_taxes(sheet, element),
                _ => {}
            }
        }
        let names = mx.addenda.iter().flat_map(|addenda| addenda.nodo.elements()).map(|it| it.name.to_string());
        sheet.field(words::ADDENDA, join(names));
    }
    sheet.field(words::EXTENSIONS, join(invoice.extensions.others.keys().map(|name| name.to_string())));
    for note in &invoice.notes {
        sheet.field(words::NOTES, note.as_str());
    }
    sheet.field(words::FOOTER, or_empty(&invoice.footer));
    sheet.end_block();
}

/// What a complement is called, with its version; one that nobody knows by its element's name.
pub(super) fn name(sheet: &Sheet, element: &Element) -> String {
    let version = element.attribute("Version").or(element.attribute("version")).unwrap_or_default();
    let name = words::complement(element.local_name()).map_or(element.name.as_str(), |word| sheet.say(word));
    join_blank([name.to_owned(), version.to_owned()])
}

/// What was paid, when, and for which invoices: the totals of a payment receipt are zero, its amounts stand here.
fn payments(sheet: &mut Sheet, pagos: &Element) {
    let named = |name: &'static str| move |element: &&Element| element.local_name() == name;
    for pago in pagos.elements().filter(named("Pago")) {
        let text = |name: &str| pago.attribute(name).unwrap_or_default().to_owned();
        let rate = match (pago.attribute("MonedaP"), pago.attribute("TipoCambioP")) {
            (Some(currency), Some(rate)) if currency != "MXN" => format!("1 {currency} = {rate} MXN"),
            _ => String::new(),
        };
        let amount = join_blank([text("Monto"), text("MonedaP")]);
        sheet.field(words::COMPLEMENTS, indent(join([text("FechaPago").replace('T', " "), amount, rate])));
        for document in pago.elements().filter(named("DoctoRelacionado")) {
            let text = |name: &str| document.attribute(name).unwrap_or_default().to_owned();
            let amount = |label: Word, name: &str| {
                let amount = document.attribute(name).map(|amount| join_blank([amount.to_owned(), text("MonedaDR")]));
                labelled(sheet, label, amount)
            };
            let number = join_blank([text("Serie"), text("Folio")]);
            let parts = [
                number,
                format!("UUID {}", text("IdDocumento")),
                amount(words::PAID, "ImpPagado"),
                amount(words::OUTSTANDING, "ImpSaldoInsoluto"),
            ];
            let line = indent(indent(join(parts)));
            sheet.field(words::COMPLEMENTS, line);
        }
    }
}

/// They are part of the total and of no other summary.
fn local_taxes(sheet: &mut Sheet, taxes: &Element) {
    for tax in taxes.elements() {
        let (label, name, rate) = match tax.local_name() {
            "TrasladosLocales" => (words::LOCAL_TAX, "ImpLocTrasladado", "TasadeTraslado"),
            "RetencionesLocales" => (words::LOCAL_WITHHELD, "ImpLocRetenido", "TasadeRetencion"),
            _ => continue,
        };
        let text = |name: &str| tax.attribute(name).unwrap_or_default().to_owned();
        // Here SAT writes percent, not a fraction.
        let rate = tax.attribute(rate).map(|rate| format!("{rate} %")).unwrap_or_default();
        let what = join_blank([sheet.say(label).to_owned(), text(name), rate]);
        sheet.field(words::COMPLEMENTS, indent(join([what, text("Importe")])));
    }
}

fn indent(text: String) -> String {
    format!("  {text}")
}
