//! The head of an invoice: what it is, when and where it was issued, who is on either side, how it is paid.

use frontera::formats::cfdi::NoExpression;
use frontera::model::national::Mx;
use frontera::model::{Invoice, Party, PaymentTerms, TaxId, TaxIdType};

use super::Qr;
use super::sheet::{Sheet, join, or_empty};
use crate::qr::{Screen, styled};
use crate::text::mask;
use crate::words::{self, Word};

pub(super) fn head(sheet: &mut Sheet, invoice: &Invoice, code: Qr<'_>) {
    let kind = sheet.say(words::document_type(invoice.document_type));
    let number = join_blank([or_empty(&invoice.series), or_empty(&invoice.document_number)]);
    let number = if number.is_empty() { sheet.say(words::WITHOUT_NUMBER).to_owned() } else { number };
    sheet.title(&format!("{kind} {number}"));

    let mx = invoice.mx();
    let when = join_blank([or_empty(&invoice.issue_date), or_empty(&invoice.issue_time)]);
    let place = labelled(sheet, words::AT_POSTAL_CODE, mx.and_then(|mx| mx.lugar_expedicion.as_deref()));
    let zone = labelled(sheet, words::TIME_ZONE, invoice.time_zone.as_deref());
    sheet.field(words::ISSUED, join([when, place, zone]));
    if let Some(period) = &invoice.service_period {
        sheet.field(words::SERVICE_PERIOD, format!("{} – {}", period.start, period.end));
    }
    if let Some(period) = mx.and_then(|mx| mx.informacion_global.as_ref()) {
        let parts = [
            labelled(sheet, words::PERIODICITY, period.periodicidad.as_deref()),
            labelled(sheet, words::MONTHS, period.meses.as_deref()),
            labelled(sheet, words::YEAR, period.año.as_deref()),
        ];
        sheet.field(words::GLOBAL_PERIOD, join(parts));
    }
    if let Some(code) = mx.and_then(|mx| mx.exportacion.as_deref()) {
        sheet.field(words::EXPORT, coded(sheet, words::exportacion(code), code));
    }
    sheet.field(words::CONFIRMATION, mx.map_or(String::new(), |mx| or_empty(&mx.confirmacion)));
    sheet.field(words::REASON, or_empty(&invoice.reason));
    stamp(sheet, mx);
    qr(sheet, code);
    sheet.end_block();
}

fn stamp(sheet: &mut Sheet, mx: Option<&Mx>) {
    let filled = |text: &Option<frontera::model::Text>| text.as_ref().is_some_and(|text| !text.is_empty());
    let value = match mx {
        None => sheet.say(words::NO_CFDI).to_owned(),
        Some(Mx { timbre: Some(timbre), .. }) => {
            sheet.field(words::STAMP, format!("UUID {}", or_empty(&timbre.uuid)));
            let when = labelled(sheet, words::STAMPED, timbre.fecha_timbrado.as_deref()).replace('T', " ");
            join_blank([when, labelled(sheet, words::BY_PAC, timbre.rfc_prov_certif.as_deref())])
        }
        Some(mx) if filled(&mx.sello) => sheet.say(words::SEALED).to_owned(),
        Some(_) => sheet.say(words::DRAFT).to_owned(),
    };
    sheet.field(words::STAMP, value);
}

/// Where SAT tells whether the document is in force, and the code that leads there.
fn qr(sheet: &mut Sheet, Qr { expression, drawn }: Qr<'_>) {
    match expression {
        Some(Ok(text)) => {
            let label = if text.starts_with('?') { words::QR_TEXT } else { words::AT_SAT };
            sheet.address(label, text);
            if drawn && text.starts_with('?') {
                sheet.field(words::AT_SAT, sheet.say(words::NO_ADDRESS));
            }
            if let Some(code) = drawn.then(|| frontera::qr::Qr::new(text)).flatten() {
                match Screen::of_stdout().trouble(&code, sheet.lang) {
                    None => sheet.drawing(&styled(&code)),
                    Some(trouble) => sheet.field(words::QR, trouble),
                }
            }
        }
        Some(Err(NoExpression::Missing(path) | NoExpression::Unreadable(path))) => {
            sheet.field(words::AT_SAT, sheet.say(words::NO_QR).replace("{}", path));
        }
        Some(Err(_)) if drawn => sheet.field(words::AT_SAT, sheet.say(words::NO_QR_UNSTAMPED)),
        None if drawn => sheet.field(words::AT_SAT, sheet.say(words::NO_QR_OF_JSON)),
        // The page says elsewhere whether it is stamped.
        _ => {}
    }
}

pub(super) fn parties(sheet: &mut Sheet, invoice: &Invoice) {
    let mx = invoice.mx();
    party(sheet, words::SELLER, &invoice.seller);
    if let Some(emisor) = mx.map(|mx| &mx.emisor) {
        let regime = labelled(sheet, words::TAX_REGIME, emisor.regimen_fiscal.as_deref());
        let acquirer = labelled(sheet, words::ACQUIRER_ISSUES, emisor.fac_atr_adquirente.as_deref());
        sheet.field(words::SELLER, join([regime, acquirer]));
    }
    party(sheet, words::BUYER, &invoice.buyer);
    if let Some(receptor) = mx.map(|mx| &mx.receptor) {
        let parts = [
            labelled(sheet, words::FISCAL_POSTAL_CODE, receptor.domicilio_fiscal.as_deref()),
            labelled(sheet, words::TAX_REGIME, receptor.regimen_fiscal.as_deref()),
            labelled(sheet, words::USE_OF_CFDI, receptor.uso_cfdi.as_deref()),
        ];
        sheet.field(words::BUYER, join(parts));
    }
    let others = [
        (words::SHIP_TO, &invoice.ship_to),
        (words::SHIP_FROM, &invoice.ship_from),
        (words::REMIT_TO, &invoice.remit_to),
        (words::IMPORTER, &invoice.importer_of_record),
        (words::PRODUCER, &invoice.producer),
    ];
    for (label, other) in others {
        if let Some(other) = other {
            party(sheet, label, other);
        }
    }
    sheet.end_block();
}

fn party(sheet: &mut Sheet, label: Word, party: &Party) {
    let name = party.legal_name.as_deref().or(party.trade_name.as_deref());
    sheet.field(label, name.unwrap_or(sheet.say(words::UNNAMED)));
    if party.legal_name.is_some() {
        sheet.field(label, labelled(sheet, words::TRADING_AS, party.trade_name.as_deref()));
    }
    sheet.field(label, join(party.tax_ids.iter().map(|id| tax_id(sheet, id))));
    if let Some(address) = &party.address {
        let city = join_blank([or_empty(&address.state), or_empty(&address.postal_code)]);
        let parts = [
            or_empty(&address.line1),
            or_empty(&address.line2),
            or_empty(&address.city),
            or_empty(&address.county),
            city,
            or_empty(&address.country),
        ];
        sheet.field(label, parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "));
    }
    if let Some(contact) = &party.contact {
        let parts = join([or_empty(&contact.name), or_empty(&contact.email), or_empty(&contact.phone)]);
        sheet.field(label, labelled(sheet, words::CONTACT, Some(&parts).filter(|parts| !parts.is_empty())));
    }
    if let Some(form) = &party.us_tax_form {
        let form = join_blank([form.kind.to_string(), or_empty(&form.date)]);
        sheet.field(label, labelled(sheet, words::TAX_FORM, Some(&form)));
    }
}

/// A social security number is shown by its last four digits; an ITIN is one in all but name.
fn tax_id(sheet: &Sheet, id: &TaxId) -> String {
    let country = id.country.as_deref();
    let Some(value) = id.value.as_deref() else { return labelled(sheet, words::RESIDENCE, country) };
    let kind = match id.kind {
        TaxIdType::Ein => "EIN".to_owned(),
        TaxIdType::Itin => return format!("ITIN {}", mask(value)),
        TaxIdType::Rfc => {
            let generic = match value {
                "XAXX010101000" => format!(" {}", sheet.say(words::GENERIC_PUBLIC)),
                "XEXX010101000" => format!(" {}", sheet.say(words::GENERIC_FOREIGN)),
                _ => String::new(),
            };
            return format!("RFC {value}{generic}");
        }
        TaxIdType::Ssn => return format!("SSN {}", mask(value)),
        TaxIdType::StatePermit => sheet.say(words::STATE_PERMIT).to_owned(),
        _ => sheet.say(words::TAX_NUMBER).to_owned(),
    };
    match country {
        Some(country) => format!("{kind} {value} ({country})"),
        None => format!("{kind} {value}"),
    }
}

pub(super) fn references(sheet: &mut Sheet, invoice: &Invoice) {
    let lang = sheet.lang;
    let mx = invoice.mx();
    sheet.field(words::PURCHASE_ORDER, or_empty(&invoice.purchase_order_number));
    sheet.field(words::CONTRACT, or_empty(&invoice.contract_number));
    sheet.field(words::BUYER_REFERENCE, or_empty(&invoice.buyer_reference));
    for document in &invoice.preceding_documents {
        let relation = document.relation.map_or(words::REFERS_TO.of(lang).into(), |it| words::relation(it, lang));
        let uuid = document.uuid.as_ref().map(|uuid| format!("UUID {uuid}")).unwrap_or_default();
        let parts = join([or_empty(&document.number), or_empty(&document.date), uuid]);
        sheet.field(words::RELATED, format!("{relation} {parts}"));
    }

    let method = invoice.payment_means.as_ref().and_then(|means| means.method);
    let form = match (method, mx.and_then(|mx| mx.forma_pago.as_deref())) {
        (Some(method), Some(code)) => format!("{} (FormaPago {code})", words::payment_method(method, lang)),
        (Some(method), None) => words::payment_method(method, lang).into_owned(),
        (None, Some(code)) => format!("FormaPago {code}"),
        (None, None) => String::new(),
    };
    let when = mx.and_then(|mx| mx.metodo_pago.as_deref());
    let when = when.map(|code| coded(sheet, words::metodo_pago(code), code)).unwrap_or_default();
    sheet.field(words::PAYMENT, join([form, when]));
    let due = labelled(sheet, words::DUE, invoice.due_date.map(|date| date.to_string()).as_deref());
    sheet.field(words::TERMS, join([terms(sheet, invoice.payment_terms.as_ref()), due]));
    for payment in &invoice.payments {
        let method = payment.method.map(|method| words::payment_method(method, lang).into_owned());
        let amount = payment.amount.as_ref().map(|amount| money(invoice, amount)).unwrap_or_default();
        let parts = [or_empty(&payment.date), amount, or_empty(&method), or_empty(&payment.reference)];
        sheet.field(words::RECEIVED, join(parts));
    }

    match invoice.currency.as_deref() {
        Some("XXX") => sheet.field(words::CURRENCY, words::NO_CURRENCY.of(lang)),
        currency => sheet.field(words::CURRENCY, currency.unwrap_or_default()),
    }
    if let Some(rate) = &invoice.exchange_rate {
        let direction = format!("1 {} = {} {}", rate.from, rate.rate, rate.to);
        sheet.field(words::EXCHANGE_RATE, join([direction, or_empty(&rate.date), or_empty(&rate.source)]));
    }
    if let Some(basis) = invoice.price_basis {
        sheet.field(words::PRICES, words::price_basis(basis).of(lang));
    }
    trade(sheet, invoice);
    sheet.end_block();
}

fn terms(sheet: &Sheet, terms: Option<&PaymentTerms>) -> String {
    let Some(terms) = terms else { return String::new() };
    let code = terms.code.map(|code| words::terms_code(code, sheet.lang).into_owned());
    let net = terms.net_days.map(|days| sheet.say(words::NET_DAYS).replace("{}", &days.to_string()));
    let early = terms.discount_percent.as_ref().map(|percent| match terms.discount_days {
        Some(days) => {
            let with_percent = sheet.say(words::EARLY).replacen("{}", &percent.to_string(), 1);
            with_percent.replacen("{}", &days.to_string(), 1)
        }
        None => sheet.say(words::EARLY_PERCENT).replace("{}", &percent.to_string()),
    });
    // The number of days says what the code says.
    let code = code.filter(|_| net.is_none());
    join([or_empty(&terms.text), or_empty(&code), or_empty(&net), or_empty(&early)])
}

fn trade(sheet: &mut Sheet, invoice: &Invoice) {
    let Some(trade) = &invoice.trade else { return };
    let incoterm = join_blank([or_empty(&trade.incoterm), or_empty(&trade.incoterm_place)]);
    let related = trade.related_parties.map(|related| match related {
        true => sheet.say(words::RELATED_PARTIES),
        false => sheet.say(words::UNRELATED_PARTIES),
    });
    let value = trade.customs_value.as_ref().map(|value| money(invoice, value));
    let parts = [
        labelled(sheet, words::INCOTERM, Some(&incoterm).filter(|it| !it.is_empty())),
        labelled(sheet, words::EXPORT_REASON, trade.export_reason.as_deref()),
        labelled(sheet, words::PORT_OF_ENTRY, trade.port_of_entry.as_deref()),
        labelled(sheet, words::EXPORTER, trade.exporter_of_record.as_deref()),
        or_empty(&related),
        labelled(sheet, words::CUSTOMS_VALUE, value.as_ref()),
    ];
    sheet.field(words::TRADE, join(parts));
    for assist in &trade.assists {
        let amount = assist.amount.as_ref().map(|amount| money(invoice, amount)).unwrap_or_default();
        let text = join([assist.description.to_string(), amount]);
        sheet.field(words::TRADE, labelled(sheet, words::ASSIST, Some(&text)));
    }
    if let Some(it) = &trade.usmca_certification {
        let period = match (&it.blanket_start, &it.blanket_end) {
            (Some(start), Some(end)) => format!("{start} – {end}"),
            (start, end) => join_blank([or_empty(start), or_empty(end)]),
        };
        let parts = [
            sheet.say(words::ORIGIN_CERTIFICATION).to_owned(),
            labelled(sheet, words::CRITERION, it.origin_criterion.as_deref()),
            join_blank([or_empty(&it.certifier_role), or_empty(&it.certifier)]),
            labelled(sheet, words::EXPORTER, it.exporter.as_deref()),
            labelled(sheet, words::PRODUCER, it.producer.as_deref()),
            labelled(sheet, words::IMPORTER, it.importer.as_deref()),
            labelled(sheet, words::GOODS, it.goods.as_deref()),
            labelled(sheet, words::BLANKET_PERIOD, Some(period).filter(|it| !it.is_empty())),
            labelled(sheet, words::SIGNED, it.signed.map(|date| date.to_string())),
        ];
        sheet.field(words::TRADE, join(parts));
    }
}

/// An amount with the document's currency.
pub(super) fn money(invoice: &Invoice, amount: &impl std::fmt::Display) -> String {
    join_blank([amount.to_string(), or_empty(&invoice.currency)])
}

/// The value with its label before it, or nothing without a value.
pub(super) fn labelled(sheet: &Sheet, label: Word, value: Option<impl AsRef<str>>) -> String {
    value.map(|value| format!("{} {}", sheet.say(label), value.as_ref())).unwrap_or_default()
}

/// What a code means with the code behind it, or the code alone.
fn coded(sheet: &Sheet, meaning: Option<Word>, code: &str) -> String {
    meaning.map_or(code.to_owned(), |word| format!("{} ({code})", sheet.say(word)))
}

pub(super) fn join_blank(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
