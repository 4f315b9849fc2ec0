//! CFDI40101 to CFDI40161: the comprobante, global invoice, relations, issuer and receiver.

use super::sources::CFDI;
use crate::rules::{Example, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: comprobante, emisor, receptor", rules: RULES };

static RULES: &[Rule] = &[
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
        "CFDI40149",
        &CFDI,
        (
            "A foreign or public customer takes the issuer's postal code, LugarExpedicion",
            "Repeat LugarExpedicion; a US ZIP goes to the buyer's address in Comercio Exterior.",
        ),
        (
            "El receptor extranjero o genérico lleva el código postal del emisor, LugarExpedicion",
            "Repita LugarExpedicion; el ZIP va en el domicilio del complemento Comercio Exterior.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/export-produce.xml",
        "cfdi:Receptor/@DomicilioFiscalReceptor",
        &[(r#"DomicilioFiscalReceptor="84000""#, r#"DomicilioFiscalReceptor="85621""#)],
    )])
    .cfdi(|cfdi, out| {
        let generic = cfdi.receptor.rfc.is_one_of(&["XAXX010101000", "XEXX010101000"]);
        let domicilio = &cfdi.receptor.domicilio_fiscal_receptor;
        if generic && domicilio.is_there() && domicilio.get() != cfdi.lugar_expedicion.get() {
            out.expected(domicilio, cfdi.lugar_expedicion.text());
        }
    }),
];
