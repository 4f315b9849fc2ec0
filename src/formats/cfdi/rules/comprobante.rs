//! CFDI40101 to CFDI40112: date, seal, certificate, way of paying, SubTotal and Descuento.

use rust_decimal::Decimal;

use super::Cfdi;
use super::sources::CFDI;
use super::view::{Numero, moment};
use crate::rules::{Certificate, Example, Needs, Out, Rule, Sealed, Table, rule};
use crate::tax::money;
use crate::validate::Profile;

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: comprobante", rules: RULES };

/// The types whose lines and totals have amounts.
const WITH_AMOUNTS: &[&str] = &["I", "E", "N"];

static RULES: &[Rule] = &[
    rule(
        "CFDI40101",
        &CFDI,
        (
            "Fecha is a day and a time to the second, without a time zone",
            "Write AAAA-MM-DDThh:mm:ss, local time at LugarExpedicion, a day of the calendar.",
        ),
        (
            "Fecha es un día y una hora hasta el segundo, sin huso horario",
            "Escriba AAAA-MM-DDThh:mm:ss, hora local de LugarExpedicion, un día del calendario.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/export-produce.xml",
            "cfdi:Comprobante/@Fecha",
            &[(r#" Fecha="2026-02-11T07:45:10""#, r#" Fecha="2026-02-11 07:45:10""#)],
        ),
        Example::new(
            "cfdi/export-produce.xml",
            "cfdi:Comprobante/@Fecha",
            &[(r#" Fecha="2026-02-11T07:45:10""#, r#" Fecha="2026-02-30T07:45:10""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        if cfdi.fecha.get().is_some_and(|fecha| moment(fecha).is_none()) {
            out.expected(&cfdi.fecha, "AAAA-MM-DDThh:mm:ss");
        }
    }),
    rule(
        "CFDI40102",
        &CFDI,
        (
            "Sello verifies with Certificado over the cadena original",
            "Seal the document again; whatever changed after it was sealed breaks the seal.",
        ),
        (
            "Sello se verifica con Certificado sobre la cadena original",
            "Vuelva a sellar el comprobante; todo cambio posterior al sellado invalida el sello.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Comprobante/@Sello",
        &[(r#" Sello="BV1vcJR33"#, r#" Sello="AAAAcJR33"#)],
    )])
    .cfdi(|cfdi, out| {
        let Some(sello) = cfdi.sello.get().filter(|_| cfdi.asked.profile != Profile::Draft) else { return };
        let Some(cadena_sha256) = cfdi.cadena_sha256 else { return out.not_checked(&cfdi.sello) };
        let sealed = Sealed { cadena_sha256, sello, certificado: cfdi.certificado.text() };
        out.ask(cfdi.asked.lookups.seal(&sealed), &cfdi.sello);
    }),
    rule(
        "CFDI40103",
        &CFDI,
        (
            "FormaPago is not in documents of type T, N and P",
            "Leave FormaPago out; in a payment its complement says how it was paid.",
        ),
        (
            "FormaPago no está en comprobantes de tipo T, N y P",
            "Omita FormaPago; en un pago, su complemento dice cómo se pagó.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/payroll-fortnight.xml",
            "cfdi:Comprobante/@FormaPago",
            &[(r#" SubTotal="8400.00""#, r#" FormaPago="03" SubTotal="8400.00""#)],
        ),
        Example::new(
            "cfdi/transfer-trucking.xml",
            "cfdi:Comprobante/@FormaPago",
            &[(r#" SubTotal="0""#, r#" FormaPago="03" SubTotal="0""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        if cfdi.is_type(&["T", "N", "P"]) {
            out.must(!cfdi.forma_pago.is_there(), &cfdi.forma_pago);
        }
    }),
    rule(
        "CFDI40104",
        &CFDI,
        ("FormaPago is a code of c_FormaPago", "Write a code of c_FormaPago that is in force on Fecha."),
        ("FormaPago es una clave de c_FormaPago", "Escriba una clave de c_FormaPago vigente en la Fecha."),
    )
    .tried(&[Example::new(
        "cfdi/domestic-auto-parts-iva-16.xml",
        "cfdi:Comprobante/@FormaPago",
        &[(r#" FormaPago="03""#, r#" FormaPago="07""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_FormaPago", &cfdi.forma_pago, out)),
    rule(
        "CFDI40105",
        &CFDI,
        (
            "FormaPago is 99 when MetodoPago is PPD",
            "Write 99, por definir; the payment's own CFDI says how it was paid.",
        ),
        ("FormaPago es 99 cuando MetodoPago es PPD", "Escriba 99, por definir; el CFDI de pago dirá cómo se pagó."),
    )
    .tried(&[Example::new(
        "cfdi/net-terms-ppd.xml",
        "cfdi:Comprobante/@FormaPago",
        &[(r#"FormaPago="99""#, r#"FormaPago="03""#)],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.metodo_pago.is("PPD") && cfdi.forma_pago.is_there() && !cfdi.forma_pago.is("99") {
            out.expected(&cfdi.forma_pago, "99");
        }
    }),
    rule(
        "CFDI40106",
        &CFDI,
        (
            "Certificado is a CSD of SAT's with NoCertificado, of the issuer's RFC and in force on Fecha",
            "Seal with the issuer's CSD, not the FIEL, that is in force and not revoked.",
        ),
        (
            "Certificado es un CSD del SAT con NoCertificado, del RFC del emisor y vigente en la Fecha",
            "Selle con el CSD del emisor, no con la e.firma, vigente y sin revocar.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Comprobante/@NoCertificado",
        &[(r#" NoCertificado="30001000000900000001""#, r#" NoCertificado="90001000000900000001""#)],
    )])
    .cfdi(|cfdi, out| {
        let (Some(number), Some(certificado)) = (cfdi.no_certificado.get(), cfdi.certificado.get()) else { return };
        if cfdi.asked.profile == Profile::Draft {
            return;
        }
        let rfc = (!cfdi.emisor.fac_atr_adquirente.is_there()).then(|| cfdi.emisor.rfc.text());
        let certificate = Certificate { number, certificado, rfc, fecha: cfdi.fecha.text() };
        out.ask(cfdi.asked.lookups.certificate(&certificate), &cfdi.no_certificado);
    }),
    rule(
        "CFDI40107",
        &CFDI,
        ("SubTotal has no more decimals than its currency", "Write {expected}, with the decimals of Moneda."),
        ("SubTotal no tiene más decimales que su moneda", "Escriba {expected}, con los decimales de Moneda."),
    )
    .tried(&[
        Example::new(
            "cfdi/export-produce.xml",
            "cfdi:Comprobante/@SubTotal",
            &[(r#" SubTotal="28187.55""#, r#" SubTotal="28187.550""#)],
        ),
        Example::new(
            "cfdi/injection-molds-jpy.xml",
            "cfdi:Comprobante/@SubTotal",
            &[(r#" SubTotal="1250000""#, r#" SubTotal="1250000.0""#)],
        ),
    ])
    .cfdi(|cfdi, out| decimals_of_currency(&cfdi.sub_total, cfdi, out)),
    rule(
        "CFDI40108",
        &CFDI,
        (
            "SubTotal of an invoice, credit note or payroll is the rounded sum of its lines' Importe",
            "Write {expected}, before discounts and taxes; round only the sum.",
        ),
        (
            "SubTotal de un comprobante I, E o N es la suma redondeada de los Importe de sus conceptos",
            "Escriba {expected}, antes de descuentos e impuestos; redondee solo la suma.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/domestic-auto-parts-iva-16.xml",
            "cfdi:Comprobante/@SubTotal",
            &[(r#" SubTotal="30577.70""#, r#" SubTotal="30577.71""#), (r#" Total="35470.13""#, r#" Total="35470.14""#)],
        ),
        Example::new(
            "cfdi/resin-six-decimals.xml",
            "cfdi:Comprobante/@SubTotal",
            &[(r#" SubTotal="9997.96""#, r#" SubTotal="9997.97""#), (r#" Total="11597.63""#, r#" Total="11597.64""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        if cfdi.is_type(WITH_AMOUNTS) {
            let sum = sum(cfdi.conceptos.iter().map(|concepto| &concepto.at.importe));
            must_equal(&cfdi.sub_total, sum, cfdi, out);
        }
    }),
    rule(
        "CFDI40109",
        &CFDI,
        (
            "SubTotal of a transfer or payment is zero",
            "Write 0; what was paid or is carried stands in the complement and the lines.",
        ),
        (
            "SubTotal de un traslado o pago es cero",
            "Escriba 0; lo pagado o trasladado va en el complemento y los conceptos.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/transfer-trucking.xml",
        "cfdi:Comprobante/@SubTotal",
        &[(r#"SubTotal="0" Moneda="XXX" Total="0""#, r#"SubTotal="5" Moneda="XXX" Total="5""#)],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.is_type(&["T", "P"]) && cfdi.sub_total.number().is_some_and(|number| !number.is_zero()) {
            out.expected(&cfdi.sub_total, 0);
        }
    }),
    rule(
        "CFDI40110",
        &CFDI,
        ("Descuento is not greater than SubTotal", "Reduce the lines' discounts to at most their Importe."),
        ("Descuento no es mayor que SubTotal", "Reduzca los descuentos de los conceptos, a lo más a su Importe."),
    )
    .tried(&[Example::new(
        "cfdi/discounts-line-and-document.xml",
        "cfdi:Comprobante/@Descuento",
        &[
            (r#" Descuento="822.00" Moneda"#, r#" Descuento="9852.01" Moneda"#),
            (r#" Total="10474.80""#, r#" Total="1444.79""#),
        ],
    )
    .with(&["CFDI40111"])])
    .cfdi(|cfdi, out| {
        let (descuento, sub_total) = (&cfdi.descuento, &cfdi.sub_total);
        if let (Some(less), Some(all)) = (descuento.value(), sub_total.value()) {
            out.must(less <= all, descuento);
        } else if descuento.number().is_some() && sub_total.number().is_some() {
            out.not_checked(descuento);
        }
    }),
    rule(
        "CFDI40111",
        &CFDI,
        (
            "Descuento is the rounded sum of the lines' Descuento, which only types I, E and N have",
            "Give the document a Descuento exactly when a line has one, and their sum.",
        ),
        (
            "Descuento es la suma redondeada de los Descuento de los conceptos, que solo hay en I, E y N",
            "Ponga Descuento en el comprobante solo cuando un concepto lo tenga, y su suma.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/discounts-line-and-document.xml",
            "cfdi:Comprobante/@Descuento",
            &[
                (r#" Descuento="822.00" Moneda"#, r#" Descuento="822.01" Moneda"#),
                (r#" Total="10474.80""#, r#" Total="10474.79""#),
            ],
        ),
        Example::new(
            "cfdi/discounts-line-and-document.xml",
            "cfdi:Comprobante/@Descuento",
            &[(r#" Descuento="822.00" Moneda"#, " Moneda"), (r#" Total="10474.80""#, r#" Total="11296.80""#)],
        ),
        Example::new(
            "cfdi/domestic-auto-parts-iva-16.xml",
            "cfdi:Comprobante/@Descuento",
            &[(r#" SubTotal="30577.70""#, r#" SubTotal="30577.70" Descuento="0.00""#)],
        ),
        Example::new(
            "cfdi/transfer-trucking.xml",
            "cfdi:Concepto[2]/@Descuento",
            &[(
                r#"Descripcion="Bolsas plásticas de empaque" ValorUnitario="0" Importe="0""#,
                r#"Descripcion="Bolsas plásticas de empaque" ValorUnitario="0" Importe="0" Descuento="0""#,
            )],
        ),
    ])
    .cfdi(discounts),
    rule(
        "CFDI40112",
        &CFDI,
        ("Descuento has no more decimals than its currency", "Write {expected}, with the decimals of Moneda."),
        ("Descuento no tiene más decimales que su moneda", "Escriba {expected}, con los decimales de Moneda."),
    )
    .tried(&[Example::new(
        "cfdi/discounts-line-and-document.xml",
        "cfdi:Comprobante/@Descuento",
        &[(r#" Descuento="822.00" Moneda"#, r#" Descuento="822.000" Moneda"#)],
    )])
    .cfdi(|cfdi, out| decimals_of_currency(&cfdi.descuento, cfdi, out)),
];

fn discounts(cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    let of_lines = || cfdi.conceptos.iter().map(|concepto| &concepto.at.descuento);
    let with_amounts = cfdi.is_type(WITH_AMOUNTS);
    if cfdi.tipo_de_comprobante.is_there() && !with_amounts {
        of_lines().filter(|descuento| descuento.is_there()).for_each(|descuento| out.violated(descuento));
    }
    let descuento = &cfdi.descuento;
    match (of_lines().any(|descuento| descuento.is_there()), descuento.is_there()) {
        (false, true) => out.violated(descuento),
        (true, true) if with_amounts => must_equal(descuento, sum(of_lines()), cfdi, out),
        (true, false) if with_amounts => match (sum(of_lines()), cfdi.currency_decimals()) {
            (Ok(sum), Some(decimals)) => out.expected(descuento, money::round(sum, decimals)),
            _ => out.violated(descuento),
        },
        _ => {}
    }
}

/// Why a sum is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoSum {
    /// A part is no number, which is the schema's to say.
    NotANumber,
    /// 28 digits do not hold it.
    TooLong,
}

/// The sum of what is there.
pub(super) fn sum<'n, 'd: 'n>(parts: impl IntoIterator<Item = &'n Numero<'d>>) -> Result<Decimal, NoSum> {
    let mut sum = Some(Decimal::ZERO);
    for part in parts {
        if part.is_there() && part.number().is_none() {
            return Err(NoSum::NotANumber);
        }
        sum = sum.and_then(|sum| money::plus(sum, part.value_or_zero()?));
    }
    sum.ok_or(NoSum::TooLong)
}

/// The rule that a stated amount is a sum, rounded to the currency.
pub(super) fn must_equal(stated: &Numero<'_>, sum: Result<Decimal, NoSum>, cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    let (Some(number), Ok(_) | Err(NoSum::TooLong)) = (stated.number(), &sum) else { return };
    let (Some(value), Ok(sum)) = (number.value(), sum) else { return out.not_checked(stated) };
    // Of an unknown currency the amount itself says how it is rounded.
    let written = || u32::try_from(number.scale()).unwrap_or_default();
    let expected = money::round(sum, cfdi.currency_decimals().unwrap_or_else(written));
    if value != expected {
        out.expected(stated, expected);
    }
}

/// The rule that an amount has no more decimals than the currency, as they are written.
fn decimals_of_currency(amount: &Numero<'_>, cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    let Some(decimals) = cfdi.currency_decimals() else { return };
    if amount.decimals() > decimals as usize {
        match amount.value() {
            Some(value) => out.expected(amount, money::round(value, decimals)),
            None => out.violated(amount),
        }
    }
}
