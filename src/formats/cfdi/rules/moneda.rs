//! CFDI40113 to CFDI40129: currency and rate, Total, type, export, method of payment, place, Confirmacion.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::Cfdi;
use super::comprobante::{NoSum, must_equal, sum};
use super::comun::has_comercio_exterior;
use super::sources::CFDI;
use crate::context::Series;
use crate::exchange::{MEXICAN_PESO, NO_CURRENCY};
use crate::rules::{Example, Needs, Out, Rule, Table, rule};
use crate::tax::money;

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: moneda, total, confirmación", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "CFDI40113",
        &CFDI,
        ("Moneda is a code of c_Moneda", "Write a currency's three letters of c_Moneda, such as MXN or USD."),
        ("Moneda es una clave de c_Moneda", "Escriba las tres letras de una moneda de c_Moneda, como MXN o USD."),
    )
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Comprobante/@Moneda",
        &[(r#" Moneda="USD""#, r#" Moneda="USB""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_Moneda", &cfdi.moneda, out)),
    rule(
        "CFDI40114",
        &CFDI,
        ("TipoCambio, where it is given with MXN, is 1", "Write 1, or leave TipoCambio out."),
        ("TipoCambio, si se registra con MXN, es 1", "Escriba 1, u omita TipoCambio."),
    )
    .tried(&[Example::new(
        "cfdi/domestic-auto-parts-iva-16.xml",
        "cfdi:Comprobante/@TipoCambio",
        &[(r#" TipoCambio="1""#, r#" TipoCambio="1.000001""#)],
    )])
    .cfdi(|cfdi, out| {
        let rate = &cfdi.tipo_cambio;
        if !cfdi.moneda.is(MEXICAN_PESO) {
            return;
        }
        match rate.value() {
            Some(value) if value != Decimal::ONE => out.expected(rate, 1),
            None if rate.is_too_long() => out.not_checked(rate),
            _ => {}
        }
    }),
    rule(
        "CFDI40115",
        &CFDI,
        (
            "TipoCambio is there for every currency but MXN and XXX",
            "Write the pesos for one unit of Moneda, with up to six decimals.",
        ),
        (
            "TipoCambio está para toda moneda distinta de MXN y XXX",
            "Escriba los pesos por una unidad de Moneda, con hasta seis decimales.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Comprobante/@TipoCambio",
        &[(r#" TipoCambio="17.8642""#, "")],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.moneda.is_there() && !cfdi.moneda.is_one_of(&[MEXICAN_PESO, NO_CURRENCY]) {
            out.must(cfdi.tipo_cambio.is_there(), &cfdi.tipo_cambio);
        }
    }),
    rule(
        "CFDI40116",
        &CFDI,
        ("TipoCambio is not there with XXX", "Leave TipoCambio out: XXX is no currency."),
        ("TipoCambio no está con XXX", "Omita TipoCambio: XXX no es una moneda."),
    )
    .tried(&[Example::new(
        "cfdi/transfer-trucking.xml",
        "cfdi:Comprobante/@TipoCambio",
        &[(r#" Moneda="XXX""#, r#" Moneda="XXX" TipoCambio="1""#)],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.moneda.is(NO_CURRENCY) {
            out.must(!cfdi.tipo_cambio.is_there(), &cfdi.tipo_cambio);
        }
    }),
    rule(
        "CFDI40117",
        &CFDI,
        (
            "TipoCambio is a decimal number with at most six decimals",
            "Write the pesos for one unit of Moneda as digits and a point, rounded to six decimals.",
        ),
        (
            "TipoCambio es un número decimal con seis decimales a lo más",
            "Escriba los pesos por una unidad de Moneda con cifras y punto, redondeados a seis decimales.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/export-produce.xml",
            "cfdi:Comprobante/@TipoCambio",
            &[(r#" TipoCambio="17.8642""#, r#" TipoCambio="17.8642000""#)],
        ),
        Example::new(
            "cfdi/export-produce.xml",
            "cfdi:Comprobante/@TipoCambio",
            &[(r#" TipoCambio="17.8642""#, r#" TipoCambio="17,8642""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        let rate = &cfdi.tipo_cambio;
        // That it is a number at all is this rule's own, not only the schema's.
        let fits = rate.number().is_some() && rate.decimals() <= money::LINE_DECIMALS as usize;
        out.must(fits || !rate.is_there(), rate);
    }),
    rule(
        "CFDI40118",
        &CFDI,
        (
            "TipoCambio is within the variation of its currency around the published rate, or Confirmacion is there",
            "Correct TipoCambio to between {expected}, or ask the PAC for a confirmation.",
        ),
        (
            "TipoCambio está dentro de la variación de su moneda respecto del publicado, o hay Confirmacion",
            "Corrija TipoCambio a entre {expected}, o pida al PAC una confirmación.",
        ),
    )
    .needing(Needs::Given)
    .warning()
    .dormant()
    .tried(&[Example::new(
        "cfdi/net-terms-ppd.xml",
        "cfdi:Comprobante/@TipoCambio",
        &[(r#" TipoCambio="17.9000""#, r#" TipoCambio="107.400001""#)],
    )
    .given(&[
        (r#" Fecha="2026-06-01T10:30:00""#, r#" Fecha="2026-01-05T10:30:00""#),
        (r#" TipoCambio="17.402300""#, r#" TipoCambio="17.9000""#),
    ])
    .with(&["FRO-MX-204"])])
    .cfdi(|cfdi, out| {
        if cfdi.confirmacion.is_there() {
            return;
        }
        match rate_within_band(cfdi) {
            Some(Ok(())) => {}
            Some(Err(band)) => out.expected(&cfdi.tipo_cambio, format_args!("{} … {}", band.start(), band.end())),
            None => out.not_checked(&cfdi.tipo_cambio),
        }
    }),
    rule(
        "CFDI40119",
        &CFDI,
        (
            "Total is SubTotal less Descuento, with the taxes transferred and without those withheld, local ones too",
            "Write {expected}, or correct the amount that is wrong: SubTotal, Descuento or a total of taxes.",
        ),
        (
            "Total es SubTotal menos Descuento, más los impuestos trasladados y menos los retenidos, también los locales",
            "Escriba {expected}, o corrija el importe equivocado: SubTotal, Descuento o un total de impuestos.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/domestic-auto-parts-iva-16.xml",
            "cfdi:Comprobante/@Total",
            &[(r#" Total="35470.13""#, r#" Total="35470.12""#)],
        ),
        Example::new(
            "cfdi/hotel-local-lodging-tax.xml",
            "cfdi:Comprobante/@Total",
            &[(r#" Total="14280.00""#, r#" Total="13920.00""#)],
        ),
    ])
    .cfdi(|cfdi, out| must_equal(&cfdi.total, total(cfdi), cfdi, out)),
    rule(
        "CFDI40120",
        &CFDI,
        (
            "Total in pesos is within the limit of its type of document, or Confirmacion is there",
            "Correct Total and TipoCambio, or ask the PAC for a confirmation.",
        ),
        (
            "Total en pesos está dentro del límite de su tipo de comprobante, o hay Confirmacion",
            "Corrija Total y TipoCambio, o pida al PAC una confirmación.",
        ),
    )
    .warning()
    .dormant()
    .tried(&[
        Example::new(
            "cfdi/confirmation-eur.xml",
            "cfdi:Comprobante/@Total",
            &[(r#" Confirmacion="Q7x2B""#, "")],
        )
        .given(&[(r#" TipoCambio="20.931500""#, r#" TipoCambio="9999999999999""#)]),
        Example::new(
            "cfdi/transfer-trucking.xml",
            "cfdi:Comprobante/@Total",
            &[(r#"Moneda="XXX" Total="0""#, r#"Moneda="XXX" Total="1""#)],
        )
        .with(&["CFDI40119"]),
    ])
    .cfdi(|cfdi, out| {
        if cfdi.confirmacion.is_there() {
            return;
        }
        match total_within_limit(cfdi) {
            Some(Ok(())) => {}
            Some(Err(limit)) => out.expected(&cfdi.total, format_args!("0 … {limit}")),
            None => out.not_checked(&cfdi.total),
        }
    }),
    rule(
        "CFDI40121",
        &CFDI,
        ("TipoDeComprobante is a code of c_TipoDeComprobante", "Write I, E, T, N or P."),
        ("TipoDeComprobante es una clave de c_TipoDeComprobante", "Escriba I, E, T, N o P."),
    )
    .tried(&[Example::new(
        "cfdi/domestic-auto-parts-iva-16.xml",
        "cfdi:Comprobante/@TipoDeComprobante",
        &[(r#" TipoDeComprobante="I""#, r#" TipoDeComprobante="X""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_TipoDeComprobante", &cfdi.tipo_de_comprobante, out)),
    rule(
        "CFDI40122",
        &CFDI,
        (
            "A definitive export, Exportacion 02, has the complement Comercio Exterior",
            "Add the complement, or write 01 where nothing is exported, 04 where no sale or another key than A1.",
        ),
        (
            "Una exportación definitiva, Exportacion 02, lleva el complemento Comercio Exterior",
            "Agregue el complemento, o escriba 01 si nada se exporta, 04 si no hay enajenación o la clave no es A1.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Comprobante/@Exportacion",
        &[(r#" Exportacion="01""#, r#" Exportacion="02""#)],
    )
    .with(&["CCE104"])])
    .cfdi(|cfdi, out| {
        if cfdi.exportacion.is("02") {
            out.must(has_comercio_exterior(cfdi), &cfdi.exportacion);
        }
    }),
    rule(
        "CFDI40123",
        &CFDI,
        ("Exportacion is a code of c_Exportacion", "Write 01, 02, 03 or 04."),
        ("Exportacion es una clave de c_Exportacion", "Escriba 01, 02, 03 o 04."),
    )
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Comprobante/@Exportacion",
        &[(r#" Exportacion="01""#, r#" Exportacion="05""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_Exportacion", &cfdi.exportacion, out)),
    rule(
        "CFDI40124",
        &CFDI,
        ("MetodoPago is a code of c_MetodoPago", "Write PUE, paid at once, or PPD, paid later or in parts."),
        (
            "MetodoPago es una clave de c_MetodoPago",
            "Escriba PUE, en una sola exhibición, o PPD, en parcialidades o diferido.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/domestic-auto-parts-iva-16.xml",
        "cfdi:Comprobante/@MetodoPago",
        &[(r#" MetodoPago="PUE""#, r#" MetodoPago="PIP""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_MetodoPago", &cfdi.metodo_pago, out)),
    rule(
        "CFDI40125",
        &CFDI,
        ("MetodoPago is not in documents of type T and P", "Leave MetodoPago out."),
        ("MetodoPago no está en comprobantes de tipo T y P", "Omita MetodoPago."),
    )
    .tried(&[Example::new(
        "cfdi/transfer-trucking.xml",
        "cfdi:Comprobante/@MetodoPago",
        &[(r#" Exportacion="01""#, r#" Exportacion="01" MetodoPago="PUE""#)],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.is_type(&["T", "P"]) {
            out.must(!cfdi.metodo_pago.is_there(), &cfdi.metodo_pago);
        }
    }),
    rule(
        "CFDI40126",
        &CFDI,
        (
            "LugarExpedicion is a postal code of c_CodigoPostal",
            "Write the Mexican postal code of the place where it is issued.",
        ),
        (
            "LugarExpedicion es un código postal de c_CodigoPostal",
            "Escriba el código postal del lugar donde se expide.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/domestic-auto-parts-iva-16.xml",
        "cfdi:Comprobante/@LugarExpedicion",
        &[(r#" LugarExpedicion="64000""#, r#" LugarExpedicion="00001""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_CodigoPostal", &cfdi.lugar_expedicion, out)),
    rule(
        "CFDI40127",
        &CFDI,
        (
            "Confirmacion is there only when TipoCambio or Total is out of its limits",
            "Leave Confirmacion out.",
        ),
        ("Confirmacion está solo cuando TipoCambio o Total están fuera de sus límites", "Omita Confirmacion."),
    )
    .needing(Needs::Given)
    .warning()
    .dormant()
    .tried(&[Example::new(
        "cfdi/domestic-auto-parts-iva-16.xml",
        "cfdi:Comprobante/@Confirmacion",
        &[(r#" LugarExpedicion="64000""#, r#" LugarExpedicion="64000" Confirmacion="A7x2B""#)],
    )])
    .cfdi(|cfdi, out| {
        if !cfdi.confirmacion.is_there() {
            return;
        }
        match (rate_within_band(cfdi), total_within_limit(cfdi)) {
            (Some(Err(_)), _) | (_, Some(Err(_))) => {}
            (Some(Ok(())), Some(Ok(()))) => out.violated(&cfdi.confirmacion),
            _ => out.not_checked(&cfdi.confirmacion),
        }
    }),
    rule(
        "CFDI40128",
        &CFDI,
        (
            "Confirmacion is a number that a PAC gave",
            "Ask the PAC that stamps the document for a confirmation number.",
        ),
        (
            "Confirmacion es un número que un PAC otorgó",
            "Pida un número de confirmación al PAC que timbra el comprobante.",
        ),
    )
    .needing(Needs::Lookup)
    .warning()
    .dormant()
    .tried(&[unknown_number(&["CFDI40129"])])
    .cfdi(confirmed),
    rule(
        "CFDI40129",
        &CFDI,
        ("Confirmacion is a number not used before", "Ask the PAC for another confirmation number."),
        ("Confirmacion es un número no utilizado antes", "Pida al PAC otro número de confirmación."),
    )
    .needing(Needs::Lookup)
    .warning()
    .dormant()
    .tried(&[unknown_number(&["CFDI40128"])])
    .cfdi(confirmed),
];

/// A look-up says in one answer whether the number was given and is not used.
const fn unknown_number(with: &'static [&'static str]) -> Example {
    Example::new(
        "cfdi/confirmation-eur.xml",
        "cfdi:Comprobante/@Confirmacion",
        &[(r#" Confirmacion="A7x2B""#, r#" Confirmacion="Q7x2B""#)],
    )
    .given(&[
        (r#" TipoCambio="20.931500""#, r#" TipoCambio="9999999999999""#),
        (r#" Confirmacion="Q7x2B""#, r#" Confirmacion="A7x2B""#),
    ])
    .with(with)
}

fn confirmed(cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    if let Some(number) = cfdi.confirmacion.get() {
        out.ask(cfdi.asked.lookups.confirmation(number), &cfdi.confirmacion);
    }
}

/// What Total should be, of the totals that the document states: each of those has a rule of its own.
fn total(cfdi: &Cfdi<'_>) -> Result<Decimal, NoSum> {
    let taxes = cfdi.impuestos.as_ref().map(|impuestos| &impuestos.at);
    let more = std::iter::once(&cfdi.sub_total)
        .chain(taxes.map(|taxes| &taxes.total_impuestos_trasladados))
        .chain(cfdi.locales.iter().map(|local| &local.total_de_traslados));
    let less = std::iter::once(&cfdi.descuento)
        .chain(taxes.map(|taxes| &taxes.total_impuestos_retenidos))
        .chain(cfdi.locales.iter().map(|local| &local.total_de_retenciones));
    match (sum(more), sum(less)) {
        (Ok(more), Ok(less)) => money::plus(more, -less).ok_or(NoSum::TooLong),
        (Err(NoSum::NotANumber), _) | (_, Err(NoSum::NotANumber)) => Err(NoSum::NotANumber),
        _ => Err(NoSum::TooLong),
    }
}

/// Whether TipoCambio is within the band of its currency, else that band; none where nothing says.
fn rate_within_band(cfdi: &Cfdi<'_>) -> Option<Result<(), RangeInclusive<Decimal>>> {
    let currency = cfdi.moneda.text();
    // Pesos have no rate, and what is not listed is another rule's.
    let Some(listed) = cfdi.asked.catalogs.moneda(currency).filter(|_| currency != MEXICAN_PESO) else {
        return Some(Ok(()));
    };
    let variation = Decimal::from(listed.variation()?);
    // What is no currency has no variation.
    if variation.is_zero() || cfdi.tipo_cambio.number().is_none() {
        return Some(Ok(()));
    }
    let (rates, day) = (cfdi.asked.rates?, cfdi.day()?);
    // SAT compares with the FIX; a table of the DOF has the same number on the day that it is published.
    let published =
        [Series::Fix, Series::Dof].into_iter().find_map(|series| rates.on(currency, day, Some(series)).ok());
    let published = published?.rate.value()?;
    // The catalogue's 5 is a cell that reads 500 %.
    let low = money::times(published, Decimal::ONE - variation)?.max(Decimal::ZERO);
    let high = money::times(published, Decimal::ONE + variation)?;
    let band = low..=high;
    let rate = cfdi.tipo_cambio.value()?;
    Some(if band.contains(&rate) { Ok(()) } else { Err(band) })
}

/// Whether Total, in pesos, is within the limit of its type, else that limit; none where it cannot be computed.
fn total_within_limit(cfdi: &Cfdi<'_>) -> Option<Result<(), Decimal>> {
    let kind = cfdi.catalog("c_TipoDeComprobante").and_then(|types| types.entry(cfdi.tipo_de_comprobante.text()));
    let Some(kind) = kind.filter(|_| cfdi.total.number().is_some()) else { return Some(Ok(())) };
    let limit: Decimal = kind.field("valor_maximo")?.parse().ok()?;
    let total = cfdi.total.value()?;
    let rate = if cfdi.tipo_cambio.number().is_some() { cfdi.tipo_cambio.value()? } else { Decimal::ONE };
    // What overflows is beyond any limit; what is rounded to 28 digits differs by less than SAT's decimals.
    let is_beyond = total.checked_mul(rate).is_none_or(|pesos| pesos > limit);
    Some(if is_beyond { Err(limit) } else { Ok(()) })
}
