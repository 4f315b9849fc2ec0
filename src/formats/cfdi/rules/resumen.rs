//! CFDI40201 to CFDI40211: the summary of taxes, its totals and what is withheld.

use super::comun::{decimals, decimals_of_currency, keys, retenciones};
use super::sources::CFDI;
use super::sumas::{Clave, Sumas, must_be};
use super::view::Nodo;
use crate::rules::{Example, Rule, Table, rule};
use crate::tax::money;

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: resumen de impuestos, retenciones", rules: RULES };

const FREIGHT: &str = "cfdi/freight-retention-4.xml";
/// Rows of nothing withheld: ISR and IEPS beside IVA.
const ROWS: &[(&str, &str)] = &[(
    r#"<cfdi:Retencion Impuesto="002""#,
    r#"<cfdi:Retencion Impuesto="001" Importe="0.00"/><cfdi:Retencion Impuesto="003" Importe="0.00"/><cfdi:Retencion Impuesto="002""#,
)];
/// A summary of which nothing is withheld, and that is said.
const NOTHING: &[(&str, &str)] = &[(
    r#"<cfdi:Impuestos TotalImpuestosTrasladados="0.00">"#,
    r#"<cfdi:Impuestos TotalImpuestosRetenidos="0.00" TotalImpuestosTrasladados="0.00"><cfdi:Retenciones><cfdi:Retencion Impuesto="001" Importe="0.00"/></cfdi:Retenciones>"#,
)];
const SOFTWARE: &str = "cfdi/software-services-export-cad.xml";

static RULES: &[Rule] = &[
    rule(
        "CFDI40201",
        &CFDI,
        (
            "Documents of type T and P have no summary of taxes",
            "Take cfdi:Impuestos away; a payment's taxes stand in its complement.",
        ),
        (
            "Los comprobantes de tipo T y P no llevan resumen de impuestos",
            "Quite cfdi:Impuestos; los impuestos de un pago van en su complemento.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/transfer-trucking.xml",
        "cfdi:Comprobante/cfdi:Impuestos",
        &[("</cfdi:Conceptos>", r#"</cfdi:Conceptos><cfdi:Impuestos TotalImpuestosTrasladados="0"/>"#)],
    )])
    .cfdi(|cfdi, out| {
        if let Some(impuestos) = cfdi.impuestos.as_ref().filter(|_| cfdi.is_type(&["T", "P"])) {
            out.violated(impuestos.at.nodo);
        }
    }),
    rule(
        "CFDI40202",
        &CFDI,
        (
            "TotalImpuestosRetenidos has no more decimals than the currency",
            "Round it to the decimals of the currency.",
        ),
        (
            "TotalImpuestosRetenidos no tiene más decimales que la moneda",
            "Redondéelo a los decimales de la moneda.",
        ),
    )
    .tried(&[Example::new(
        FREIGHT,
        "cfdi:Impuestos/@TotalImpuestosRetenidos",
        &[(r#"TotalImpuestosRetenidos="1174.00""#, r#"TotalImpuestosRetenidos="1174.000""#)],
    )])
    .cfdi(|cfdi, out| {
        decimals_of_currency(cfdi, cfdi.impuestos.iter().map(|it| &it.at.total_impuestos_retenidos), out);
    }),
    rule(
        "CFDI40203",
        &CFDI,
        (
            "TotalImpuestosRetenidos is the sum of Importe of the summary's Retenciones",
            "Add the rows up again.",
        ),
        (
            "TotalImpuestosRetenidos es la suma de los Importes de las Retenciones del resumen",
            "Vuelva a sumar los renglones.",
        ),
    )
    .tried(&[Example::new(
        FREIGHT,
        "cfdi:Impuestos/@TotalImpuestosRetenidos",
        &[
            (r#"TotalImpuestosRetenidos="1174.00""#, r#"TotalImpuestosRetenidos="1174.01""#),
            (r#" Total="32872.00""#, r#" Total="32871.99""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        let Some(impuestos) = &cfdi.impuestos else { return };
        if impuestos.at.total_impuestos_retenidos.is_there() {
            let rows = impuestos.retenciones.iter().map(|row| row.importe.value_or_zero());
            must_be(sum(rows), &impuestos.at.total_impuestos_retenidos, out);
        }
    }),
    rule(
        "CFDI40204",
        &CFDI,
        (
            "TotalImpuestosTrasladados has no more decimals than the currency",
            "Round it to the decimals of the currency.",
        ),
        (
            "TotalImpuestosTrasladados no tiene más decimales que la moneda",
            "Redondéelo a los decimales de la moneda.",
        ),
    )
    .tried(&[Example::new(
        FREIGHT,
        "cfdi:Impuestos/@TotalImpuestosTrasladados",
        &[(r#"TotalImpuestosTrasladados="4696.00""#, r#"TotalImpuestosTrasladados="4696.000""#)],
    )])
    .cfdi(|cfdi, out| {
        decimals_of_currency(cfdi, cfdi.impuestos.iter().map(|it| &it.at.total_impuestos_trasladados), out);
    }),
    rule(
        "CFDI40205",
        &CFDI,
        (
            "TotalImpuestosTrasladados is the sum of Importe of the summary's Traslados",
            "Add the rows up again; exempt rows have no Importe.",
        ),
        (
            "TotalImpuestosTrasladados es la suma de los Importes de los Traslados del resumen",
            "Vuelva a sumar los renglones; los exentos no tienen Importe.",
        ),
    )
    .tried(&[Example::new(
        FREIGHT,
        "cfdi:Impuestos/@TotalImpuestosTrasladados",
        &[
            (r#"TotalImpuestosTrasladados="4696.00""#, r#"TotalImpuestosTrasladados="4695.99""#),
            (r#" Total="32872.00""#, r#" Total="32871.99""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        let Some(impuestos) = &cfdi.impuestos else { return };
        if impuestos.at.total_impuestos_trasladados.is_there() {
            let rows = impuestos.traslados.iter().map(|row| row.importe.value_or_zero());
            must_be(sum(rows), &impuestos.at.total_impuestos_trasladados, out);
        }
    }),
    rule(
        "CFDI40206",
        &CFDI,
        (
            "TotalImpuestosRetenidos is there where the summary has Retenciones",
            "Write the sum of the rows.",
        ),
        (
            "TotalImpuestosRetenidos está cuando el resumen tiene Retenciones",
            "Escriba la suma de los renglones.",
        ),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Impuestos/@TotalImpuestosRetenidos",
        &[(
            r#"<cfdi:Impuestos TotalImpuestosTrasladados="0.00">"#,
            r#"<cfdi:Impuestos TotalImpuestosTrasladados="0.00"><cfdi:Retenciones/>"#,
        )],
    )])
    .cfdi(|cfdi, out| {
        if let Some(impuestos) = cfdi.impuestos.as_ref().filter(|it| it.nodo_retenciones.is_some()) {
            let total = &impuestos.at.total_impuestos_retenidos;
            out.must(total.is_there(), total);
        }
    }),
    rule(
        "CFDI40207",
        &CFDI,
        (
            "Impuesto of a Retencion of the summary is a key of c_Impuesto",
            "Write 001 for ISR, 002 for IVA or 003 for IEPS.",
        ),
        (
            "El Impuesto de la Retencion del resumen es una clave de c_Impuesto",
            "Escriba 001 para ISR, 002 para IVA o 003 para IEPS.",
        ),
    )
    .tried(&[Example::new(
        FREIGHT,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Impuesto",
        &[(r#"Impuesto="001""#, r#"Impuesto="01""#)],
    )
    .given(ROWS)])
    .cfdi(|cfdi, out| {
        let rows = cfdi.impuestos.iter().flat_map(|it| &it.retenciones);
        keys(cfdi, "c_Impuesto", rows.map(|row| &row.impuesto), out);
    }),
    rule(
        "CFDI40208",
        &CFDI,
        (
            "The summary has one Retencion for each tax",
            "Put the rows of the tax together, whatever the rates of the lines.",
        ),
        (
            "El resumen tiene una sola Retencion por impuesto",
            "Junte los renglones del impuesto, sin importar las tasas de los conceptos.",
        ),
    )
    .tried(&[Example::new(
        FREIGHT,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion[2]/@Impuesto",
        &[(r#"Impuesto="003""#, r#"Impuesto="001""#)],
    )
    .given(ROWS)])
    .cfdi(|cfdi, out| {
        let rows = cfdi.impuestos.iter().flat_map(|it| &it.retenciones).filter(|row| row.impuesto.is_there());
        for row in repeated(rows.map(|row| (row.impuesto.text(), row))) {
            out.violated(&row.impuesto);
        }
    }),
    rule(
        "CFDI40209",
        &CFDI,
        (
            "A Retencion of the summary has its total in TotalImpuestosRetenidos",
            "Write TotalImpuestosRetenidos, the sum of the rows.",
        ),
        (
            "La Retencion del resumen tiene su total en TotalImpuestosRetenidos",
            "Escriba TotalImpuestosRetenidos, la suma de los renglones.",
        ),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Importe",
        &[(r#" TotalImpuestosRetenidos="0.00""#, "")],
    )
    .given(NOTHING)
    .with(&["CFDI40206"])])
    .cfdi(|cfdi, out| {
        let Some(impuestos) = &cfdi.impuestos else { return };
        if let Some(row) = impuestos.retenciones.first() {
            out.must(impuestos.at.total_impuestos_retenidos.is_there(), &row.importe);
        }
    }),
    rule(
        "CFDI40210",
        &CFDI,
        (
            "Importe of a Retencion of the summary has no more decimals than the currency",
            "Round the sum of the lines to the decimals of the currency.",
        ),
        (
            "El Importe de la Retencion del resumen no tiene más decimales que la moneda",
            "Redondee la suma de los conceptos a los decimales de la moneda.",
        ),
    )
    .tried(&[Example::new(
        FREIGHT,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Importe",
        &[(r#" Importe="1174.00""#, r#" Importe="1174.000""#)],
    )])
    .cfdi(|cfdi, out| {
        let rows = cfdi.impuestos.iter().flat_map(|it| &it.retenciones);
        decimals_of_currency(cfdi, rows.map(|row| &row.importe), out);
    }),
    rule(
        "CFDI40211",
        &CFDI,
        (
            "Importe of a Retencion of the summary is the rounded sum of what the lines withhold of the tax",
            "Add the lines up and round once; each tax that is withheld has its row.",
        ),
        (
            "El Importe de la Retencion del resumen es la suma redondeada de lo que los conceptos retienen del impuesto",
            "Sume los conceptos y redondee una sola vez; cada impuesto retenido tiene su renglón.",
        ),
    )
    .tried(&[
        Example::new(
            FREIGHT,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion/@Importe",
            &[
                (r#" Importe="1174.00""#, r#" Importe="1174.01""#),
                (r#"TotalImpuestosRetenidos="1174.00""#, r#"TotalImpuestosRetenidos="1174.01""#),
                (r#" Total="32872.00""#, r#" Total="32871.99""#),
            ],
        ),
        Example::new(
            SOFTWARE,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Retenciones",
            &[(
                r#"TasaOCuota="0.000000" Importe="0.00"/>
        </cfdi:Traslados>
      </cfdi:Impuestos>
    </cfdi:Concepto>
  </cfdi:Conceptos>"#,
                r#"TasaOCuota="0.000000" Importe="0.00"/>
        </cfdi:Traslados>
        <cfdi:Retenciones>
          <cfdi:Retencion Base="4015.00" Impuesto="001" TipoFactor="Tasa" TasaOCuota="0.100000" Importe="401.50"/>
        </cfdi:Retenciones>
      </cfdi:Impuestos>
    </cfdi:Concepto>
  </cfdi:Conceptos>"#,
            )],
        )
        .with(&["FRO-MX-201"]),
    ])
    .cfdi(|cfdi, out| {
        let lines = retenciones(cfdi).map(|it| (Clave::of_retencion(it), &it.importe));
        let sums = Sumas::of(lines);
        let rows = || cfdi.impuestos.iter().flat_map(|it| &it.retenciones);
        if sums.is_empty() && rows().next().is_none() {
            return;
        }
        let Some(decimals) = decimals(cfdi, out) else { return };
        for row in rows().filter(|row| row.importe.is_there()) {
            let sum = sums.get(Clave::of_retencion(row)).map(|sum| money::round(sum, decimals));
            must_be(sum, &row.importe, out);
        }
        if cfdi.is_type(&["T", "P"]) {
            return;
        }
        for (clave, sum) in sums.without_row(rows().map(Clave::of_retencion), decimals) {
            let below = cfdi.impuestos.as_ref().map(|it| (it.at.nodo, it.nodo_retenciones));
            out.expected(row_of(cfdi.at.nodo, below, ROW_OF_RETENCION), format_args!("{clave}: {sum}"));
        }
    }),
];

/// Where a row should stand: in its list, or in what is missing around it.
pub(super) fn row_of(
    comprobante: Nodo,
    below: Option<(Nodo, Option<Nodo>)>,
    [impuestos, list, row]: [&'static str; 3],
) -> super::view::Spotted {
    match below {
        None => comprobante.child(impuestos),
        Some((impuestos, None)) => impuestos.child(list),
        Some((_, Some(list))) => list.child(row),
    }
}

const ROW_OF_RETENCION: [&str; 3] = ["cfdi:Impuestos", "cfdi:Retenciones", "cfdi:Retencion"];

/// The sum of amounts, where all of them can be computed with.
fn sum(mut amounts: impl Iterator<Item = Option<rust_decimal::Decimal>>) -> Option<rust_decimal::Decimal> {
    amounts.try_fold(rust_decimal::Decimal::ZERO, |sum, amount| money::plus(sum, amount?))
}

/// The rows whose key an earlier one has.
pub(super) fn repeated<K: Ord, R>(rows: impl Iterator<Item = (K, R)>) -> Vec<R> {
    let mut rows: Vec<(K, R)> = rows.collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let mut earlier: Option<K> = None;
    let mut again = Vec::new();
    for (key, row) in rows {
        if earlier.as_ref() == Some(&key) {
            again.push(row);
        }
        earlier = Some(key);
    }
    again
}
