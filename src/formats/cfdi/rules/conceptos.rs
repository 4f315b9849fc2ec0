//! CFDI40162 to CFDI40222 and CFDI140223 to CFDI140227: lines, their taxes and the summary; CFDI40999.

use super::sources::CFDI;
use crate::rules::{Example, Rule, Table, rule};
use crate::tax::money;

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: conceptos, impuestos", rules: RULES };

static RULES: &[Rule] = &[rule(
    "CFDI40167",
    &CFDI,
    (
        "Importe of a line is Cantidad by ValorUnitario, within what their written decimals allow",
        "Write an amount between {expected}.",
    ),
    (
        "El Importe del concepto es Cantidad por ValorUnitario, dentro de lo que permiten sus decimales",
        "Escriba un importe entre {expected}.",
    ),
)
.tried(&[Example::new(
    "cfdi/export-produce.xml",
    "cfdi:Concepto[10]/@Importe",
    &[(r#"ValorUnitario="19.99" Importe="1699.15""#, r#"ValorUnitario="18.99" Importe="1699.15""#)],
)])
.cfdi(|cfdi, out| {
    let Some(decimals) = cfdi.currency_decimals() else { return };
    for concepto in &cfdi.conceptos {
        let (Some(cantidad), Some(valor)) = (concepto.cantidad.number(), concepto.valor_unitario.number()) else {
            continue;
        };
        let (Some(limits), Some(importe)) = (money::line_limits(cantidad, valor, decimals), concepto.importe.value())
        else {
            continue;
        };
        if !limits.contains(&importe) {
            out.expected(&concepto.importe, format_args!("{} … {}", limits.start(), limits.end()));
        }
    }
})];
