//! CRP20221 to CRP20235: the banks and accounts of a payment, and its electronic proof.

use super::super::sources::PAGOS;
use super::super::view::{Cfdi, Texto};
use super::Pago;
use crate::catalog::{WayOfPaying, pattern};
use crate::context::RFC_FOREIGN as FOREIGN;
use crate::rules::{Example, Needs, Out, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: cuentas y cadena de pago", rules: RULES };

const USD: &str = "cfdi/payment-receipt-usd.xml";
const MXN: &str = "cfdi/payment-receipt-usd-for-mxn-invoices.xml";
/// A transfer, the only way of paying that has an electronic proof.
const TRANSFER: &str = "03";

/// A transfer with its proof.
const PROOF: &[(&str, &str)] =
    &[(r#"NumOperacion="WIRE 0219-7781""#, r#"TipoCadPago="01" CertPago="QUJD" CadPago="cadena" SelloPago="QUJD""#)];

static RULES: &[Rule] = &[
    rule(
        "CRP20221",
        &PAGOS,
        (
            "RfcEmisorCtaOrd stands only where FormaDePagoP goes through a bank of the payer",
            "Remove it, or correct FormaDePagoP; c_FormaPago says which ones take it.",
        ),
        (
            "RfcEmisorCtaOrd va solo donde FormaDePagoP admite el banco ordenante",
            "Elimínelo o corrija FormaDePagoP; c_FormaPago dice cuáles lo admiten.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@RfcEmisorCtaOrd",
        &[(r#"FormaDePagoP="03""#, r#"FormaDePagoP="01""#), (r#" CtaOrdenante="0000000001""#, "")],
    )])
    .cfdi(|cfdi, out| only_where(cfdi, out, |pago| &pago.rfc_emisor_cta_ord, |forma| forma.takes_payer_bank())),
    rule(
        "CRP20222",
        &PAGOS,
        (
            "RfcEmisorCtaOrd is in SAT's list of taxpayers, or XEXX010101000 for a foreign bank",
            "Write the bank's RFC; a foreign bank takes XEXX010101000 and its name in NomBancoOrdExt.",
        ),
        (
            "RfcEmisorCtaOrd está en la lista de RFC del SAT, o es XEXX010101000 para un banco extranjero",
            "Escriba el RFC del banco; uno extranjero lleva XEXX010101000 y su nombre en NomBancoOrdExt.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@RfcEmisorCtaOrd",
        &[(r#"RfcEmisorCtaOrd="EKU9003173C9""#, r#"RfcEmisorCtaOrd="AAA010101AAA""#)],
    )
    .given(&[(r#"RfcEmisorCtaOrd="XEXX010101000""#, r#"RfcEmisorCtaOrd="EKU9003173C9""#)])])
    .cfdi(|cfdi, out| {
        for rfc in cfdi.cada_pago().map(|pago| &pago.rfc_emisor_cta_ord) {
            if let Some(text) = rfc.get().filter(|text| *text != FOREIGN) {
                out.ask(cfdi.asked.lookups.taxpayer(text).map(|taxpayer| taxpayer.is_some()), rfc);
            }
        }
    }),
    rule(
        "CRP20223",
        &PAGOS,
        ("A foreign bank of the payer, XEXX010101000, has its name in NomBancoOrdExt", "Write the bank's name."),
        (
            "El banco ordenante extranjero, XEXX010101000, lleva su nombre en NomBancoOrdExt",
            "Escriba el nombre del banco.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@NomBancoOrdExt",
        &[(r#" NomBancoOrdExt="FIRST INVENTED BANK OF ARIZONA""#, "")],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago().filter(|pago| pago.rfc_emisor_cta_ord.is(FOREIGN)) {
            out.must(!pago.nom_banco_ord_ext.text().is_empty(), &pago.nom_banco_ord_ext);
        }
    }),
    rule(
        "CRP20224",
        &PAGOS,
        (
            "CtaOrdenante stands only where FormaDePagoP takes an account of the payer",
            "Remove it, or correct FormaDePagoP; c_FormaPago says which ones take it.",
        ),
        (
            "CtaOrdenante va solo donde FormaDePagoP admite la cuenta del ordenante",
            "Elimínela o corrija FormaDePagoP; c_FormaPago dice cuáles la admiten.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@CtaOrdenante",
        &[
            (r#"FormaDePagoP="03""#, r#"FormaDePagoP="01""#),
            (r#" RfcEmisorCtaOrd="XEXX010101000" NomBancoOrdExt="FIRST INVENTED BANK OF ARIZONA""#, ""),
        ],
    )])
    .cfdi(|cfdi, out| only_where(cfdi, out, |pago| &pago.cta_ordenante, |forma| forma.takes_payer_account())),
    rule(
        "CRP20225",
        &PAGOS,
        (
            "CtaOrdenante is written as c_FormaPago says for FormaDePagoP",
            "Write the whole number and nothing else: of a transfer 10, 16 or 18 digits.",
        ),
        (
            "CtaOrdenante cumple el patrón de c_FormaPago para FormaDePagoP",
            "Escriba el número completo y nada más: de una transferencia, 10, 16 o 18 dígitos.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@CtaOrdenante",
        &[(r#"CtaOrdenante="0000000001""#, r#"CtaOrdenante="00000000001""#)],
    )])
    .cfdi(|cfdi, out| {
        must_match(cfdi, out, |pago| &pago.cta_ordenante, |forma| forma.payer_account_pattern());
    }),
    rule(
        "CRP20226",
        &PAGOS,
        (
            "CtaBeneficiario is written as c_FormaPago says for FormaDePagoP",
            "Write the whole number and nothing else: of a transfer 10 or 18 digits.",
        ),
        (
            "CtaBeneficiario cumple el patrón de c_FormaPago para FormaDePagoP",
            "Escriba el número completo y nada más: de una transferencia, 10 o 18 dígitos.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@CtaBeneficiario",
        &[(r#"CtaBeneficiario="000000000000000018""#, r#"CtaBeneficiario="0000000000000016""#)],
    )
    .given(&[(r#"CtaOrdenante="0000000001""#, r#"CtaBeneficiario="000000000000000018""#)])])
    .cfdi(|cfdi, out| {
        must_match(cfdi, out, |pago| &pago.cta_beneficiario, |forma| forma.payee_account_pattern());
    }),
    rule(
        "CRP20227",
        &PAGOS,
        (
            "RfcEmisorCtaBen stands only where FormaDePagoP goes through a bank of the payee",
            "Remove it, or correct FormaDePagoP; c_FormaPago says which ones take it.",
        ),
        (
            "RfcEmisorCtaBen va solo donde FormaDePagoP admite el banco beneficiario",
            "Elimínelo o corrija FormaDePagoP; c_FormaPago dice cuáles lo admiten.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Pago[2]/@RfcEmisorCtaBen",
        &[(r#"FormaDePagoP="02""#, r#"FormaDePagoP="06" RfcEmisorCtaBen="AAA010101AAA""#)],
    )])
    .cfdi(|cfdi, out| only_where(cfdi, out, |pago| &pago.rfc_emisor_cta_ben, |forma| forma.takes_payee_bank())),
    rule(
        "CRP20228",
        &PAGOS,
        (
            "CtaBeneficiario stands only where FormaDePagoP takes an account of the payee",
            "Remove it, or correct FormaDePagoP; c_FormaPago says which ones take it.",
        ),
        (
            "CtaBeneficiario va solo donde FormaDePagoP admite la cuenta del beneficiario",
            "Elimínela o corrija FormaDePagoP; c_FormaPago dice cuáles la admiten.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Pago[2]/@CtaBeneficiario",
        &[(r#"FormaDePagoP="02""#, r#"FormaDePagoP="06" CtaBeneficiario="0000000001""#)],
    )])
    .cfdi(|cfdi, out| only_where(cfdi, out, |pago| &pago.cta_beneficiario, |forma| forma.takes_payee_account())),
    rule(
        "CRP20229",
        &PAGOS,
        (
            "TipoCadPago stands only where FormaDePagoP is 03",
            "Remove it with CertPago, CadPago and SelloPago, or correct FormaDePagoP.",
        ),
        (
            "TipoCadPago va solo donde FormaDePagoP es 03",
            "Elimínelo con CertPago, CadPago y SelloPago, o corrija FormaDePagoP.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:Pago/@TipoCadPago",
        &[
            (r#"FormaDePagoP="03""#, r#"FormaDePagoP="02""#),
            (r#"CtaOrdenante="0000000001""#, r#"CtaOrdenante="00000000001""#),
        ],
    )
    .given(PROOF)])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let other = pago.forma_de_pago_p.is_there() && !pago.forma_de_pago_p.is(TRANSFER);
            out.must(!other || !pago.tipo_cad_pago.is_there(), &pago.tipo_cad_pago);
        }
    }),
    rule(
        "CRP20230",
        &PAGOS,
        ("TipoCadPago comes with CertPago", "Write the certificate of the proof, or remove TipoCadPago."),
        (
            "TipoCadPago va acompañado de CertPago",
            "Escriba el certificado del comprobante de pago o elimine TipoCadPago.",
        ),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@CertPago", &[(r#" CertPago="QUJD""#, "")]).given(PROOF)])
    .cfdi(|cfdi, out| with_proof(cfdi, out, |pago| &pago.cert_pago)),
    rule(
        "CRP20231",
        &PAGOS,
        ("CertPago stands only with TipoCadPago", "Remove it, or write TipoCadPago."),
        ("CertPago va solo con TipoCadPago", "Elimínelo o escriba TipoCadPago."),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@CertPago", &[(r#"MonedaP="USD""#, r#"MonedaP="USD" CertPago="QUJD""#)])])
    .cfdi(|cfdi, out| without_proof(cfdi, out, |pago| &pago.cert_pago)),
    rule(
        "CRP20232",
        &PAGOS,
        ("TipoCadPago comes with CadPago", "Write what the proof's seal covers, or remove TipoCadPago."),
        ("TipoCadPago va acompañado de CadPago", "Escriba la cadena original del pago o elimine TipoCadPago."),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@CadPago", &[(r#" CadPago="cadena""#, "")]).given(PROOF)])
    .cfdi(|cfdi, out| with_proof(cfdi, out, |pago| &pago.cad_pago)),
    rule(
        "CRP20233",
        &PAGOS,
        ("CadPago stands only with TipoCadPago", "Remove it, or write TipoCadPago."),
        ("CadPago va solo con TipoCadPago", "Elimínela o escriba TipoCadPago."),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@CadPago", &[(r#"MonedaP="USD""#, r#"MonedaP="USD" CadPago="cadena""#)])])
    .cfdi(|cfdi, out| without_proof(cfdi, out, |pago| &pago.cad_pago)),
    rule(
        "CRP20234",
        &PAGOS,
        ("TipoCadPago comes with SelloPago", "Write the seal of the proof, or remove TipoCadPago."),
        ("TipoCadPago va acompañado de SelloPago", "Escriba el sello del comprobante de pago o elimine TipoCadPago."),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@SelloPago", &[(r#" SelloPago="QUJD""#, "")]).given(PROOF)])
    .cfdi(|cfdi, out| with_proof(cfdi, out, |pago| &pago.sello_pago)),
    rule(
        "CRP20235",
        &PAGOS,
        ("SelloPago stands only with TipoCadPago", "Remove it, or write TipoCadPago."),
        ("SelloPago va solo con TipoCadPago", "Elimínelo o escriba TipoCadPago."),
    )
    .tried(&[Example::new(USD, "pago20:Pago/@SelloPago", &[(r#"MonedaP="USD""#, r#"MonedaP="USD" SelloPago="QUJD""#)])])
    .cfdi(|cfdi, out| without_proof(cfdi, out, |pago| &pago.sello_pago)),
];

/// An attribute of a payment.
type Of = for<'p, 'd> fn(&'p Pago<'d>) -> &'p Texto<'d>;

/// The rule that an attribute stands only where the way of paying allows it. An unknown way is another rule's.
fn only_where(cfdi: &Cfdi<'_>, out: &mut Out<'_>, attribute: Of, allows: fn(&WayOfPaying<'_>) -> bool) {
    for pago in cfdi.cada_pago() {
        let attribute = attribute(pago);
        if attribute.is_there() && forma(cfdi, pago).is_some_and(|forma| !allows(&forma)) {
            out.violated(attribute);
        }
    }
}

/// The rule that an account is written as the way of paying says, where it says it.
fn must_match(
    cfdi: &Cfdi<'_>,
    out: &mut Out<'_>,
    attribute: Of,
    pattern_of: for<'f, 'c> fn(&'f WayOfPaying<'c>) -> Option<&'c str>,
) {
    for pago in cfdi.cada_pago() {
        let attribute = attribute(pago);
        let Some((account, forma)) = attribute.get().zip(forma(cfdi, pago)) else { continue };
        if let Some(pattern) = pattern_of(&forma) {
            out.ask(pattern::matches(pattern, account), attribute);
        }
    }
}

fn forma<'c>(cfdi: &'c Cfdi<'_>, pago: &Pago<'_>) -> Option<WayOfPaying<'c>> {
    cfdi.asked.catalogs.forma_pago(pago.forma_de_pago_p.text())
}

/// The rule that an attribute of the electronic proof stands where there is one.
fn with_proof(cfdi: &Cfdi<'_>, out: &mut Out<'_>, attribute: Of) {
    for pago in cfdi.cada_pago().filter(|pago| pago.tipo_cad_pago.is_there()) {
        out.must(attribute(pago).is_there(), attribute(pago));
    }
}

/// The rule that an attribute of the electronic proof stands only where there is one.
fn without_proof(cfdi: &Cfdi<'_>, out: &mut Out<'_>, attribute: Of) {
    for pago in cfdi.cada_pago().filter(|pago| !pago.tipo_cad_pago.is_there()) {
        out.must(!attribute(pago).is_there(), attribute(pago));
    }
}
