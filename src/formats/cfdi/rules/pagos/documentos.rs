//! CRP20236 to CRP20247, CRP20278 and CRP20279: the related documents, their balances and what of them is taxed.

use rust_decimal::Decimal;

use super::super::sources::PAGOS;
use super::super::view::{Cfdi, Numero};
use super::pago::{must_be_one, must_be_there};
use super::{Documento, ImpuestoDr};
use crate::rules::{Example, Out, Rule, Table, rule};
use crate::tax::money;

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: documentos relacionados", rules: RULES };

const USD: &str = "cfdi/payment-receipt-usd.xml";
const MXN: &str = "cfdi/payment-receipt-usd-for-mxn-invoices.xml";

/// The taxes of the second document are a comment, from what stands before them.
pub(super) const TAXED: &str = r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="02">"#;
pub(super) const END_OF_TAXES: (&str, &str) = (
    r#"ImporteDR="640.00"/>
            </pago20:TrasladosDR>
          </pago20:ImpuestosDR>"#,
    r#"ImporteDR="640.00"/>
            </pago20:TrasladosDR>
          </pago20:ImpuestosDR> -->"#,
);
/// So is the payment's sum of them.
pub(super) const NO_SUM: (&str, &str) =
    (r#"<pago20:TrasladoP BaseP="4000.00""#, r#"<!-- <pago20:TrasladoP BaseP="4000.00""#);
pub(super) const END_OF_SUM: (&str, &str) = (r#"ImporteP="640.00"/>"#, r#"ImporteP="640.00"/> -->"#);
/// And there are no totals of them.
pub(super) const NO_TOTALS: (&str, &str) =
    (r#" TotalTrasladosBaseIVA16="71614.00" TotalTrasladosImpuestoIVA16="11458.24""#, "");

/// The second document without taxes.
const UNTAXED: &[(&str, &str)] =
    &[(TAXED, r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="01"><!--"#), END_OF_TAXES, NO_SUM, END_OF_SUM, NO_TOTALS];
/// The second document with a quota of IEPS instead of IVA.
const IEPS: &[(&str, &str)] = &[
    (r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="02""#, r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="07""#),
    (
        r#"BaseDR="4000.00" ImpuestoDR="002" TipoFactorDR="Tasa""#,
        r#"BaseDR="4000.00" ImpuestoDR="003" TipoFactorDR="Cuota""#,
    ),
    (r#"BaseP="4000.00" ImpuestoP="002" TipoFactorP="Tasa""#, r#"BaseP="4000.00" ImpuestoP="003" TipoFactorP="Cuota""#),
    NO_TOTALS,
];

static RULES: &[Rule] = &[
    rule(
        "CRP20236",
        &PAGOS,
        ("MonedaDR is not XXX", "Write the currency of the related invoice."),
        ("MonedaDR no es XXX", "Escriba la moneda de la factura relacionada."),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:DoctoRelacionado/@MonedaDR",
        &[(r#"MonedaDR="MXN" EquivalenciaDR="17.5000000000""#, r#"MonedaDR="XXX" EquivalenciaDR="17.5000000000""#)],
    )])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento() {
            out.must(!documento.moneda_dr.is("XXX"), &documento.moneda_dr);
        }
    }),
    rule(
        "CRP20237",
        &PAGOS,
        (
            "EquivalenciaDR stands where MonedaDR is not MonedaP",
            "Write how many units of MonedaDR one of MonedaP is, with up to ten decimals.",
        ),
        (
            "EquivalenciaDR se registra cuando MonedaDR es distinta de MonedaP",
            "Escriba cuántas unidades de MonedaDR equivalen a una de MonedaP, con hasta diez decimales.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:DoctoRelacionado/@EquivalenciaDR",
        &[(r#" EquivalenciaDR="17.5000000000""#, "")],
    )])
    .cfdi(|cfdi, out| {
        for (pago, documento) in cfdi.cada_documento() {
            let other = pago.same_currency(documento) == Some(false);
            out.must(!other || documento.equivalencia_dr.is_there(), &documento.equivalencia_dr);
        }
    }),
    rule(
        "CRP20238",
        &PAGOS,
        ("EquivalenciaDR is 1 where MonedaDR is MonedaP", "Write 1, or correct the currency of one of the two."),
        ("EquivalenciaDR es 1 cuando MonedaDR es igual a MonedaP", "Escriba 1 o corrija una de las dos monedas."),
    )
    .tried(&[
        Example::new(
            USD,
            "pago20:DoctoRelacionado[2]/@EquivalenciaDR",
            &[(r#"EquivalenciaDR="1" NumParcialidad="2""#, r#"EquivalenciaDR="17.9035" NumParcialidad="2""#)],
        ),
        Example::new(
            USD,
            "pago20:DoctoRelacionado[2]/@EquivalenciaDR",
            &[(r#"EquivalenciaDR="1" NumParcialidad="2""#, r#"NumParcialidad="2""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for (pago, documento) in cfdi.cada_documento() {
            if pago.same_currency(documento) == Some(true) {
                match documento.equivalencia_dr.is_there() {
                    true => must_be_one(&documento.equivalencia_dr, out),
                    false => must_be_there(&documento.equivalencia_dr, true, cfdi, out),
                }
            }
        }
    }),
    rule(
        "CRP20239",
        &PAGOS,
        ("ImpSaldoAnt is more than 0", "Write what was owed before the payment; a paid invoice is not paid again."),
        ("ImpSaldoAnt es mayor que 0", "Escriba el saldo antes del pago; una factura pagada no se paga otra vez."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/@ImpSaldoAnt",
        &[(r#"ImpSaldoAnt="4640.00""#, r#"ImpSaldoAnt="0.00""#)],
    )
    .with(&["CRP20244"])])
    .cfdi(|cfdi, out| positive(cfdi, out, |documento| &documento.imp_saldo_ant)),
    rule(
        "CRP20240",
        &PAGOS,
        ("ImpSaldoAnt has no more decimals than MonedaDR", "Round it to the decimals of the currency."),
        ("ImpSaldoAnt no tiene más decimales que MonedaDR", "Redondéelo a los decimales de la moneda."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/@ImpSaldoAnt",
        &[(r#"ImpSaldoAnt="4640.00""#, r#"ImpSaldoAnt="4640.000""#)],
    )])
    .cfdi(|cfdi, out| decimals(cfdi, out, |documento| &documento.imp_saldo_ant)),
    rule(
        "CRP20241",
        &PAGOS,
        ("ImpPagado is more than 0", "Write what was paid of this document, or leave the document out."),
        ("ImpPagado es mayor que 0", "Escriba lo pagado de este documento, u omítalo."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/@ImpPagado",
        &[(r#"ImpPagado="4640.00" ImpSaldoInsoluto="0.00""#, r#"ImpPagado="0.00" ImpSaldoInsoluto="4640.00""#)],
    )])
    .cfdi(|cfdi, out| positive(cfdi, out, |documento| &documento.imp_pagado)),
    rule(
        "CRP20242",
        &PAGOS,
        ("ImpPagado has no more decimals than MonedaDR", "Round it to the decimals of the currency."),
        ("ImpPagado no tiene más decimales que MonedaDR", "Redondéelo a los decimales de la moneda."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/@ImpPagado",
        &[(r#"ImpPagado="4640.00""#, r#"ImpPagado="4640.000""#)],
    )])
    .cfdi(|cfdi, out| decimals(cfdi, out, |documento| &documento.imp_pagado)),
    rule(
        "CRP20243",
        &PAGOS,
        ("ImpSaldoInsoluto has no more decimals than MonedaDR", "Round it to the decimals of the currency."),
        ("ImpSaldoInsoluto no tiene más decimales que MonedaDR", "Redondéelo a los decimales de la moneda."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/@ImpSaldoInsoluto",
        &[(r#"ImpSaldoInsoluto="0.00""#, r#"ImpSaldoInsoluto="0.000""#)],
    )])
    .cfdi(|cfdi, out| decimals(cfdi, out, |documento| &documento.imp_saldo_insoluto)),
    rule(
        "CRP20244",
        &PAGOS,
        (
            "ImpSaldoInsoluto is ImpSaldoAnt less ImpPagado, and not below 0",
            "Correct the balances; whatever is paid beyond a balance is not of this document.",
        ),
        (
            "ImpSaldoInsoluto es ImpSaldoAnt menos ImpPagado, y no es menor que 0",
            "Corrija los saldos; lo pagado de más no es de este documento.",
        ),
    )
    .tried(&[
        Example::new(
            USD,
            "pago20:DoctoRelacionado[2]/@ImpSaldoInsoluto",
            &[(r#"ImpSaldoInsoluto="0.00""#, r#"ImpSaldoInsoluto="0.01""#)],
        ),
        Example::new(
            USD,
            "pago20:DoctoRelacionado[2]/@ImpSaldoInsoluto",
            &[(
                r#"ImpSaldoAnt="4640.00" ImpPagado="4640.00" ImpSaldoInsoluto="0.00""#,
                r#"ImpSaldoAnt="4639.99" ImpPagado="4640.00" ImpSaldoInsoluto="-0.01""#,
            )],
        ),
    ])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento() {
            let Documento { at, .. } = documento;
            let [before, paid, after] = [&at.imp_saldo_ant, &at.imp_pagado, &at.imp_saldo_insoluto];
            if [before, paid, after].into_iter().any(|amount| amount.number().is_none()) {
                continue;
            }
            let due = before.value().zip(paid.value()).and_then(|(before, paid)| money::plus(before, -paid));
            match due.zip(after.value()) {
                Some((due, _)) if due < Decimal::ZERO => out.violated(after),
                Some((due, value)) if due != value => out.expected(after, due),
                Some(_) => {}
                None => out.not_checked(after),
            }
        }
    }),
    rule(
        "CRP20245",
        &PAGOS,
        ("ObjetoImpDR is in c_ObjetoImp", "Choose a code of the catalogue, the one of the invoice."),
        ("ObjetoImpDR está en c_ObjetoImp", "Elija una clave del catálogo, la de la factura."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/@ObjetoImpDR",
        &[(r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="02""#, r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="09""#)],
    )])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento() {
            cfdi.must_be_listed("c_ObjetoImp", &documento.objeto_imp_dr, out);
        }
    }),
    rule(
        "CRP20246",
        &PAGOS,
        (
            "ObjetoImpDR 02 comes with ImpuestosDR",
            "Break down the taxes of what is paid of the document, or say that it has none.",
        ),
        (
            "ObjetoImpDR 02 va acompañado de ImpuestosDR",
            "Desglose los impuestos de lo pagado del documento o indique que no los hay.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/pago20:ImpuestosDR",
        &[(r#"ObjetoImpDR="01""#, r#"ObjetoImpDR="02""#)],
    )
    .given(UNTAXED)])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento() {
            if documento.objeto_imp_dr.is("02") && documento.impuestos.is_none() {
                out.violated(documento.at.nodo.child("pago20:ImpuestosDR"));
            }
        }
    }),
    rule(
        "CRP20247",
        &PAGOS,
        (
            "ObjetoImpDR 01, 03, 04 and 05 have no ImpuestosDR",
            "Remove the taxes, or write the ObjetoImpDR that has them.",
        ),
        (
            "ObjetoImpDR 01, 03, 04 y 05 no llevan ImpuestosDR",
            "Elimine los impuestos o escriba el ObjetoImpDR que los lleva.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:DoctoRelacionado[2]/pago20:ImpuestosDR",
        &[(r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="02""#, r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="01""#)],
    )])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento() {
            let without = documento.objeto_imp_dr.is_one_of(&["01", "03", "04", "05"]);
            if let Some(impuestos) = documento.impuestos.filter(|_| without) {
                out.violated(impuestos);
            }
        }
    }),
    rule(
        "CRP20278",
        &PAGOS,
        (
            "ObjetoImpDR 06 and 08 have neither IVA nor IEPS",
            "Remove the tax, or write the ObjetoImpDR that has it; ISR may be withheld.",
        ),
        (
            "ObjetoImpDR 06 y 08 no llevan IVA ni IEPS",
            "Elimine el impuesto o escriba el ObjetoImpDR que lo lleva; puede haber retención de ISR.",
        ),
    )
    .tried(&[
        Example::new(
            USD,
            "pago20:DoctoRelacionado[2]/pago20:ImpuestosDR/pago20:TrasladosDR/pago20:TrasladoDR/@ImpuestoDR",
            &[(r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="02""#, r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="06""#)],
        ),
        Example::new(
            USD,
            "pago20:DoctoRelacionado[2]/pago20:ImpuestosDR/pago20:TrasladosDR/pago20:TrasladoDR/@ImpuestoDR",
            &[(r#"ObjetoImpDR="07""#, r#"ObjetoImpDR="08""#)],
        )
        .given(IEPS),
    ])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento().filter(|(_, it)| it.objeto_imp_dr.is_one_of(&["06", "08"])) {
            if let Some(wrong) = taxes(documento).find(|tax| tax.impuesto.is_one_of(&["002", "003"])) {
                out.violated(&wrong.impuesto);
            }
        }
    }),
    rule(
        "CRP20279",
        &PAGOS,
        (
            "ObjetoImpDR 07 has no IVA and a TrasladoDR of IEPS",
            "Break down the IEPS and remove the IVA, or write another ObjetoImpDR; ISR and IEPS may be withheld.",
        ),
        (
            "ObjetoImpDR 07 no lleva IVA y sí un TrasladoDR de IEPS",
            "Desglose el IEPS y elimine el IVA, o escriba otro ObjetoImpDR; puede haber retención de ISR y de IEPS.",
        ),
    )
    .tried(&[
        Example::new(
            USD,
            "pago20:DoctoRelacionado[2]/pago20:ImpuestosDR/pago20:TrasladosDR/pago20:TrasladoDR/@ImpuestoDR",
            &[(r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="02""#, r#"ImpSaldoInsoluto="0.00" ObjetoImpDR="07""#)],
        ),
        Example::new(USD, "pago20:DoctoRelacionado[2]/@ObjetoImpDR", &[(r#"ObjetoImpDR="01""#, r#"ObjetoImpDR="07""#)])
            .given(UNTAXED),
    ])
    .cfdi(|cfdi, out| {
        for (_, documento) in cfdi.cada_documento().filter(|(_, it)| it.objeto_imp_dr.is("07")) {
            if let Some(iva) = taxes(documento).find(|tax| tax.impuesto.is("002")) {
                out.violated(&iva.impuesto);
            } else if !documento.traslados.iter().any(|tax| tax.impuesto.is("003")) {
                out.violated(&documento.objeto_imp_dr);
            }
        }
    }),
];

fn taxes<'p, 'd>(documento: &'p Documento<'d>) -> impl Iterator<Item = &'p ImpuestoDr<'d>> {
    documento.retenciones.iter().chain(&documento.traslados)
}

/// An amount of a document.
type Of = for<'p, 'd> fn(&'p Documento<'d>) -> &'p Numero<'d>;

fn positive(cfdi: &Cfdi<'_>, out: &mut Out<'_>, amount: Of) {
    for (_, documento) in cfdi.cada_documento() {
        let amount = amount(documento);
        out.must(amount.number().is_none_or(|number| !number.is_zero() && !number.is_negative()), amount);
    }
}

fn decimals(cfdi: &Cfdi<'_>, out: &mut Out<'_>, amount: Of) {
    for (_, documento) in cfdi.cada_documento() {
        let amount = amount(documento);
        let most = cfdi.decimals_of(documento.moneda_dr.text());
        out.must(most.is_none_or(|most| amount.decimals() <= most as usize), amount);
    }
}
