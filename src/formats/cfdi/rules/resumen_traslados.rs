//! CFDI40212 to CFDI40221: the summary of what is transferred.

use super::comun::{decimals, decimals_of_currency, keys, rate, traslados};
use super::resumen::{repeated, row_of};
use super::sources::CFDI;
use super::sumas::{Clave, Sumas, Tasa, must_be};
use super::view::{Cfdi, Traslado};
use crate::catalog::Direction;
use crate::rules::{Example, Out, Rule, Table, rule};
use crate::tax::money;

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: resumen de impuestos, traslados", rules: RULES };

const SOFTWARE: &str = "cfdi/software-services-export-cad.xml";
const MEDICAL: &str = "cfdi/medical-consultation-exento.xml";
/// Rows of no amount: IEPS at 8 % and 9 %, and exempt.
const ROWS: &[(&str, &str)] = &[(
    r#"<cfdi:Traslado Base="12415.00""#,
    r#"<cfdi:Traslado Base="0.00" Impuesto="003" TipoFactor="Tasa" TasaOCuota="0.080000" Importe="0.00"/><cfdi:Traslado Base="0.00" Impuesto="003" TipoFactor="Tasa" TasaOCuota="0.090000" Importe="0.00"/><cfdi:Traslado Base="0.00" Impuesto="001" TipoFactor="Exento"/><cfdi:Traslado Base="12415.00""#,
)];

static RULES: &[Rule] = &[
    rule(
        "CFDI40212",
        &CFDI,
        (
            "TotalImpuestosTrasladados is there where the summary has Traslados and some line is not exempt",
            "Write the sum of the rows, 0.00 where all are of 0 %.",
        ),
        (
            "TotalImpuestosTrasladados está cuando el resumen tiene Traslados y algún concepto no es exento",
            "Escriba la suma de los renglones, 0.00 si todos son de 0 %.",
        ),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Impuestos/@TotalImpuestosTrasladados",
        &[(r#" TotalImpuestosTrasladados="0.00""#, "")],
    )])
    .cfdi(|cfdi, out| {
        let Some(impuestos) = cfdi.impuestos.as_ref().filter(|it| it.nodo_traslados.is_some()) else { return };
        let total = &impuestos.at.total_impuestos_trasladados;
        if !total.is_there() && traslados(cfdi).any(|it| it.tipo_factor.is_there() && !it.tipo_factor.is("Exento")) {
            out.violated(total);
        }
    }),
    rule(
        "CFDI40213",
        &CFDI,
        (
            "A Traslado of the summary has Base, Impuesto and TipoFactor, and where all lines are exempt nothing else",
            "Add what is missing; an exempt row has neither TasaOCuota nor Importe.",
        ),
        (
            "El Traslado del resumen lleva Base, Impuesto y TipoFactor, y si todos los conceptos son exentos nada más",
            "Agregue lo que falta; un renglón exento no lleva TasaOCuota ni Importe.",
        ),
    )
    .tried(&[
        Example::new(
            MEDICAL,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Base",
            &[(r#" Base="2150.00""#, "")],
        ),
        Example::new(
            MEDICAL,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@TasaOCuota",
            &[(
                r#"Base="2150.00" Impuesto="002" TipoFactor="Exento""#,
                r#"Base="2150.00" Impuesto="002" TipoFactor="Exento" TasaOCuota="0.000000""#,
            )],
        ),
        Example::new(
            MEDICAL,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Importe",
            &[(
                r#"Base="2150.00" Impuesto="002" TipoFactor="Exento""#,
                r#"Base="2150.00" Impuesto="002" TipoFactor="Exento" Importe="0.00""#,
            )],
        ),
    ])
    .cfdi(|cfdi, out| {
        let all_exempt = all_exempt(cfdi);
        for row in rows(cfdi) {
            out.must(row.base.is_there(), &row.base);
            out.must(row.impuesto.is_there(), &row.impuesto);
            out.must(row.tipo_factor.is_there(), &row.tipo_factor);
            if all_exempt && row.tipo_factor.is("Exento") {
                out.must(!row.tasa_o_cuota.is_there(), &row.tasa_o_cuota);
                out.must(!row.importe.is_there(), &row.importe);
            }
        }
    }),
    rule(
        "CFDI40214",
        &CFDI,
        (
            "Base of a Traslado of the summary has no more decimals than the currency",
            "Round the sum of the lines to the decimals of the currency.",
        ),
        (
            "La Base del Traslado del resumen no tiene más decimales que la moneda",
            "Redondee la suma de los conceptos a los decimales de la moneda.",
        ),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Base",
        &[(r#"Base="12415.00""#, r#"Base="12415.000""#)],
    )])
    .cfdi(|cfdi, out| decimals_of_currency(cfdi, rows(cfdi).map(|row| &row.base), out)),
    rule(
        "CFDI40215",
        &CFDI,
        (
            "Base of a Traslado of the summary is the rounded sum of the lines' bases of its tax, factor and rate",
            "Add the lines up and round once; each tax, factor and rate of the lines has its row.",
        ),
        (
            "La Base del Traslado del resumen es la suma redondeada de las bases de los conceptos de su impuesto, factor y tasa",
            "Sume los conceptos y redondee una sola vez; cada impuesto, factor y tasa de los conceptos tiene su renglón.",
        ),
    )
    .tried(&[
        Example::new(
            SOFTWARE,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Base",
            &[(r#"Base="12415.00""#, r#"Base="12415.01""#)],
        ),
        Example::new(
            SOFTWARE,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado",
            &[
                (r#"Base="4015.00" Impuesto="002""#, r#"Base="4015.00" Impuesto="003""#),
                (r#"Base="12415.00""#, r#"Base="8400.00""#),
            ],
        ),
    ])
    .cfdi(|cfdi, out| bases(cfdi, false, out)),
    rule(
        "CFDI40216",
        &CFDI,
        (
            "Where all lines are exempt, Base of the summary's Traslado is the rounded sum of the lines' bases of its tax",
            "Add the lines up and round once.",
        ),
        (
            "Si todos los conceptos son exentos, la Base del Traslado del resumen es la suma redondeada de las bases de su impuesto",
            "Sume los conceptos y redondee una sola vez.",
        ),
    )
    .tried(&[
        Example::new(
            MEDICAL,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Base",
            &[(r#"Base="2150.00""#, r#"Base="2149.99""#)],
        ),
        Example::new(
            MEDICAL,
            "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados",
            &[(
                r#"  <cfdi:Impuestos>
    <cfdi:Traslados>
      <cfdi:Traslado Base="2150.00" Impuesto="002" TipoFactor="Exento"/>
    </cfdi:Traslados>
  </cfdi:Impuestos>"#,
                "  <cfdi:Impuestos/>",
            )],
        ),
    ])
    .cfdi(|cfdi, out| bases(cfdi, true, out)),
    rule(
        "CFDI40217",
        &CFDI,
        (
            "Impuesto of a Traslado of the summary is a key of c_Impuesto",
            "Write 002 for IVA or 003 for IEPS.",
        ),
        ("El Impuesto del Traslado del resumen es una clave de c_Impuesto", "Escriba 002 para IVA o 003 para IEPS."),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado[3]/@Impuesto",
        &[(r#"Impuesto="001""#, r#"Impuesto="004""#)],
    )
    .given(ROWS)])
    .cfdi(|cfdi, out| keys(cfdi, "c_Impuesto", rows(cfdi).map(|row| &row.impuesto), out)),
    rule(
        "CFDI40218",
        &CFDI,
        (
            "The summary has one Traslado for each tax, factor and rate",
            "Put the rows together; 0.16 and 0.160000 are one rate.",
        ),
        (
            "El resumen tiene un solo Traslado por impuesto, factor y tasa",
            "Junte los renglones; 0.16 y 0.160000 son la misma tasa.",
        ),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado[2]",
        &[(r#"TasaOCuota="0.090000""#, r#"TasaOCuota="0.08""#)],
    )
    .given(ROWS)])
    .cfdi(|cfdi, out| {
        if rows(cfdi).nth(1).is_none() {
            return;
        }
        let known = rows(cfdi).filter(|row| row.impuesto.is_there() && row.tipo_factor.is_there());
        let keys = known.map(|row| (Clave::of_traslado(row), row));
        let (uncertain, certain): (Vec<_>, Vec<_>) = keys.partition(|(clave, _)| clave.tasa == Tasa::Incierta);
        for row in repeated(certain.into_iter()) {
            out.violated(row.nodo);
        }
        if let Some((_, row)) = uncertain.first() {
            out.not_checked(&row.tasa_o_cuota);
        }
    }),
    rule(
        "CFDI40219",
        &CFDI,
        (
            "TasaOCuota of a Traslado of the summary is one of c_TasaOCuota for its Impuesto and TipoFactor, in force on the day of Fecha",
            "Write the rate as the lines have it.",
        ),
        (
            "La TasaOCuota del Traslado del resumen está en c_TasaOCuota para su Impuesto y TipoFactor, vigente en la Fecha",
            "Escriba la tasa como la tienen los conceptos.",
        ),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@TasaOCuota",
        &[(r#"TasaOCuota="0.080000""#, r#"TasaOCuota="8.000000""#)],
    )
    .given(ROWS)])
    .cfdi(|cfdi, out| {
        for row in rows(cfdi) {
            rate(cfdi, Direction::Traslado, [&row.impuesto, &row.tipo_factor], &row.tasa_o_cuota, out);
        }
    }),
    rule(
        "CFDI40220",
        &CFDI,
        (
            "Importe of a Traslado of the summary has no more decimals than the currency",
            "Round the sum of the lines to the decimals of the currency.",
        ),
        (
            "El Importe del Traslado del resumen no tiene más decimales que la moneda",
            "Redondee la suma de los conceptos a los decimales de la moneda.",
        ),
    )
    .tried(&[Example::new(
        SOFTWARE,
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Importe",
        &[(
            r#"Base="12415.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0.00""#,
            r#"Base="12415.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0.000000""#,
        )],
    )])
    .cfdi(|cfdi, out| decimals_of_currency(cfdi, rows(cfdi).map(|row| &row.importe), out)),
    rule(
        "CFDI40221",
        &CFDI,
        (
            "Importe of a Traslado of the summary is the rounded sum of the lines' taxes of its tax, factor and rate",
            "Add the lines up and round once; do not multiply Base by the rate again.",
        ),
        (
            "El Importe del Traslado del resumen es la suma redondeada de los impuestos de los conceptos de su impuesto, factor y tasa",
            "Sume los conceptos y redondee una sola vez; no vuelva a multiplicar la Base por la tasa.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/net-terms-ppd.xml",
        "cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado/@Importe",
        &[
            (r#" Importe="2482.56""#, r#" Importe="2482.57""#),
            (r#"TotalImpuestosTrasladados="2482.56""#, r#"TotalImpuestosTrasladados="2482.57""#),
            (r#" Total="17998.56""#, r#" Total="17998.57""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        if rows(cfdi).next().is_none() {
            return;
        }
        let Some(decimals) = decimals(cfdi, out) else { return };
        let sums = Sumas::of(traslados(cfdi).map(|it| (Clave::of_traslado(it), &it.importe)));
        for row in rows(cfdi) {
            let sum = sums.get(Clave::of_traslado(row)).map(|sum| money::round(sum, decimals));
            must_be(sum, &row.importe, out);
        }
    }),
];

/// The Traslados of the summary.
fn rows<'c>(cfdi: &'c Cfdi<'_>) -> impl Iterator<Item = &'c Traslado<'c>> {
    cfdi.impuestos.iter().flat_map(|impuestos| &impuestos.traslados)
}

/// Whether the lines transfer taxes, and all of them exempt.
fn all_exempt(cfdi: &Cfdi<'_>) -> bool {
    traslados(cfdi).next().is_some() && traslados(cfdi).all(|it| it.tipo_factor.is("Exento"))
}

/// The bases of the summary: exempt ones where all lines are exempt, or all others.
fn bases(cfdi: &Cfdi<'_>, exempt: bool, out: &mut Out<'_>) {
    let all_exempt = all_exempt(cfdi);
    if exempt && !all_exempt || traslados(cfdi).next().is_none() && rows(cfdi).next().is_none() {
        return;
    }
    let of_rule = |clave: &Clave<'_>| exempt == (all_exempt && clave.factor == "Exento");
    let Some(decimals) = decimals(cfdi, out) else { return };
    let sums = Sumas::of(traslados(cfdi).map(|it| (Clave::of_traslado(it), &it.base)));
    for row in rows(cfdi).filter(|row| row.base.is_there()) {
        let clave = Clave::of_traslado(row);
        if of_rule(&clave) {
            must_be(sums.get(clave).map(|sum| money::round(sum, decimals)), &row.base, out);
        }
    }
    if cfdi.is_type(&["T", "P"]) {
        return;
    }
    for (clave, sum) in sums.without_row(rows(cfdi).map(Clave::of_traslado), decimals) {
        if of_rule(&clave) {
            let below = cfdi.impuestos.as_ref().map(|it| (it.at.nodo, it.nodo_traslados));
            out.expected(row_of(cfdi.at.nodo, below, ROW_OF_TRASLADO), format_args!("{clave}: {sum}"));
        }
    }
}

const ROW_OF_TRASLADO: [&str; 3] = ["cfdi:Impuestos", "cfdi:Traslados", "cfdi:Traslado"];
