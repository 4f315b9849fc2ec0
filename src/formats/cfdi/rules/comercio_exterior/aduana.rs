//! CCE165 to CCE172: the customs' quantity, unit and value of a unit, and the limits of ValorDolares.

use super::super::sources::CCE as SOURCE;
use super::super::view::Cfdi;
use super::Mercancia;
use super::dice;
use super::ejemplos::*;
use super::enlaces::Grupo;
use super::limites::{Cambio, producto};
use super::mercancias::{es_cero_o_uno, es_unidad_de_servicio};
use crate::rules::{Example, Out, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Comercio Exterior 2.0: aduana y valores", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "CCE165",
        &SOURCE,
        (
            "The three customs attributes stand together, and all where two Conceptos share a NoIdentificacion",
            "Write CantidadAduana, UnidadAduana and ValorUnitarioAduana.",
        ),
        (
            "Los tres datos de aduana van juntos, y todos si dos Conceptos comparten NoIdentificacion",
            "Registre CantidadAduana, UnidadAduana y ValorUnitarioAduana.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia[2]/@ValorUnitarioAduana",
        &[(r#" ValorUnitarioAduana="27.250000""#, "")],
    )
    .with(&["CCE166"])])
    .cfdi(|cfdi, out| {
        for (mercancia, grupo) in cfdi.comercio_exterior.iter().flat_map(|cce| cce.mercancias_y_grupos(cfdi)) {
            let all = mercancia.aduana();
            let needed = grupo.cuantos_conceptos() > 1 || all.iter().any(|texto| dice(texto));
            if let Some(missing) = all.iter().find(|texto| needed && !dice(texto)) {
                out.violated(missing);
            }
        }
    }),
    rule(
        "CCE166",
        &SOURCE,
        (
            "CantidadAduana, UnidadAduana and ValorUnitarioAduana are on every Mercancia or on none",
            "Write them on every Mercancia.",
        ),
        (
            "CantidadAduana, UnidadAduana y ValorUnitarioAduana están en todas las Mercancias o en ninguna",
            "Regístrelos en todas las Mercancias.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cce20:Mercancia[2]/@CantidadAduana", &[SIN_ADUANA_2]).given(&[UNIDAD_2])])
    .cfdi(|cfdi, out| {
        for cce in &cfdi.comercio_exterior {
            let mut somewhere = [false; 3];
            for mercancia in &cce.mercancias {
                for (it, texto) in somewhere.iter_mut().zip(mercancia.aduana()) {
                    *it |= dice(texto);
                }
            }
            for mercancia in &cce.mercancias {
                let all = mercancia.aduana().into_iter().zip(somewhere);
                let mut missing = all.filter(|(texto, elsewhere)| *elsewhere && !dice(texto));
                if let Some((missing, _)) = missing.next() {
                    out.violated(missing);
                }
            }
        }
    }),
    rule(
        "CCE167",
        &SOURCE,
        (
            "UnidadAduana is the customs unit of the FraccionArancelaria",
            "Write {expected}, and the quantity in that unit.",
        ),
        (
            "UnidadAduana es la unidad de medida de aduana de la FraccionArancelaria",
            "Escriba {expected}, y la cantidad en esa unidad.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia[2]/@UnidadAduana",
        &[(r#"CantidadAduana="800.000" UnidadAduana="06""#, r#"CantidadAduana="800.000" UnidadAduana="01""#)],
    )
    .with(&["CCE161"])])
    .cfdi(|cfdi, out| {
        for mercancia in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.mercancias) {
            let unidad = &mercancia.unidad_aduana;
            let tariff = cfdi.asked.catalogs.fraccion(mercancia.fraccion_arancelaria.text());
            let unit = tariff.and_then(|tariff| tariff.unit());
            if let Some(unit) = unit.filter(|unit| dice(unidad) && !unidad.is(unit)) {
                out.expected(unidad, unit);
            }
        }
    }),
    rule(
        "CCE168",
        &SOURCE,
        (
            "ValorUnitarioAduana is above 0, except for a service, UnidadAduana 99",
            "Write the value of one customs unit in dollars.",
        ),
        (
            "ValorUnitarioAduana es mayor que 0, salvo en un servicio, UnidadAduana 99",
            "Escriba el valor en dólares de una unidad de aduana.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia[2]/@ValorUnitarioAduana",
        &[
            (r#"ValorUnitarioAduana="27.250000""#, r#"ValorUnitarioAduana="0.000000""#),
            (r#"ValorDolares="21800.00""#, r#"ValorDolares="0""#),
            TOTAL_1,
        ],
    )])
    .cfdi(|cfdi, out| {
        for mercancia in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.mercancias) {
            let valor = &mercancia.valor_unitario_aduana;
            let positive = valor.number().is_none_or(|number| !number.is_zero() && !number.is_negative());
            out.must(positive || es_unidad_de_servicio(mercancia), valor);
        }
    }),
    rule(
        "CCE169",
        &SOURCE,
        (
            "ValorDolares is CantidadAduana by ValorUnitarioAduana, within what their written decimals allow",
            "Write a value between {expected}.",
        ),
        (
            "ValorDolares es CantidadAduana por ValorUnitarioAduana, dentro de lo que permiten sus decimales",
            "Escriba un valor entre {expected}.",
        ),
    )
    .tried(&[
        Example::new(EXPORT, "cce20:Mercancia[2]/@ValorDolares", &[VALOR_UNITARIO_MAYOR]).with(&["CCE171"]),
        Example::new(
            EXPORT,
            "cce20:Mercancia[2]/@ValorDolares",
            &[(r#"ValorDolares="0""#, r#"ValorDolares="0.76""#), (r#"TotalUSD="22200.00""#, r#"TotalUSD="22200.76""#)],
        )
        .given(&[SERVICIO_2, TOTAL_1])
        .with(&["CCE158"]),
    ])
    .cfdi(|cfdi, out| {
        for (mercancia, grupo) in cfdi.comercio_exterior.iter().flat_map(|cce| cce.mercancias_y_grupos(cfdi)) {
            if dice(&mercancia.cantidad_aduana) && es_cero_o_uno(mercancia) {
                si_se_permite(mercancia, &grupo, out);
            }
            por_cantidad(mercancia, out);
        }
    }),
    rule(
        "CCE170",
        &SOURCE,
        (
            "With UnidadAduana 99, service, there is no FraccionArancelaria",
            "Take FraccionArancelaria out, or write the unit of the goods.",
        ),
        (
            "Con UnidadAduana 99, servicio, no existe FraccionArancelaria",
            "Quite FraccionArancelaria o escriba la unidad de la mercancía.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia[2]/@FraccionArancelaria",
        &[(r#"UnidadAduana="99""#, r#"FraccionArancelaria="8708309901" UnidadAduana="99""#)],
    )
    .given(&[SERVICIO_2, TOTAL_1])
    .with(&["CCE159", "CCE161", "CCE167"])])
    .cfdi(|cfdi, out| {
        for mercancia in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.mercancias) {
            let fraccion = &mercancia.fraccion_arancelaria;
            out.must(!(es_unidad_de_servicio(mercancia) && fraccion.is_there()), fraccion);
        }
    }),
    rule(
        "CCE171",
        &SOURCE,
        (
            "ValorDolares of goods is CantidadAduana by ValorUnitarioAduana, within what their decimals allow",
            "Write a value between {expected}.",
        ),
        (
            "ValorDolares de la mercancía es CantidadAduana por ValorUnitarioAduana, según permiten sus decimales",
            "Escriba un valor entre {expected}.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cce20:Mercancia[2]/@ValorDolares", &[VALOR_UNITARIO_MAYOR]).with(&["CCE169"])])
    .cfdi(|cfdi, out| {
        let all = cfdi.comercio_exterior.iter().flat_map(|cce| &cce.mercancias);
        for mercancia in all.filter(|mercancia| !es_unidad_de_servicio(mercancia)) {
            por_cantidad(mercancia, out);
        }
    }),
    rule(
        "CCE172",
        &SOURCE,
        (
            "Without CantidadAduana, ValorDolares of goods that stand once is their Importe in dollars",
            "Write a value between {expected}.",
        ),
        (
            "Sin CantidadAduana, ValorDolares de la mercancía que no se repite es su Importe en dólares",
            "Escriba un valor entre {expected}.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia[2]/@ValorDolares",
        &[
            (r#"ValorDolares="21800.00""#, r#"ValorDolares="21801.00""#),
            (r#"TotalUSD="44000.00""#, r#"TotalUSD="44001.00""#),
        ],
    )
    .given(traslado![SIN_ADUANA_1, SIN_ADUANA_2, UNIDAD_1, UNIDAD_2])])
    .cfdi(por_importe),
];

/// ValorDolares 0 is for a service outside the customs value, and 1 where SAT allows it, which no document says.
fn si_se_permite(mercancia: &Mercancia<'_>, grupo: &Grupo<'_, '_>, out: &mut Out<'_>) {
    let is_service = es_unidad_de_servicio(mercancia) || grupo.hay_servicio();
    let is_zero = mercancia.valor_dolares.value().is_some_and(|value| value.is_zero());
    if !(is_zero && is_service) {
        out.not_checked(&mercancia.valor_dolares);
    }
}

/// The limits of CantidadAduana and ValorUnitarioAduana.
fn por_cantidad(mercancia: &Mercancia<'_>, out: &mut Out<'_>) {
    let (quantity, unit_value) = (mercancia.cantidad_aduana.number(), mercancia.valor_unitario_aduana.number());
    let dollars = &mercancia.valor_dolares;
    let (Some(quantity), Some(unit_value), Some(_)) = (quantity, unit_value, dollars.number()) else { return };
    if es_cero_o_uno(mercancia) {
        return;
    }
    match dollars.value().zip(producto(quantity, unit_value)) {
        Some((value, limits)) if limits.contains(&value) => {}
        Some((_, limits)) => out.expected(dollars, format_args!("{} … {}", limits.start(), limits.end())),
        None => out.not_checked(dollars),
    }
}

fn por_importe(cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    for cce in &cfdi.comercio_exterior {
        let mut cambio = None;
        for grupo in cce.grupos(cfdi) {
            let (1, 1) = (grupo.cuantos_conceptos(), grupo.cuantas_mercancias()) else { continue };
            let (Some(concepto), Some(mercancia)) = (grupo.conceptos().next(), grupo.mercancias().next()) else {
                continue;
            };
            if dice(&mercancia.cantidad_aduana) {
                continue;
            }
            if es_cero_o_uno(mercancia) {
                si_se_permite(mercancia, &grupo, out);
                continue;
            }
            let (dollars, importe) = (&mercancia.valor_dolares, &concepto.importe);
            if dollars.number().is_none() || importe.number().is_none() {
                continue;
            }
            let Some(cambio) = cambio.get_or_insert_with(|| Cambio::de(cfdi, cce, out)) else { break };
            let limits = importe.value().and_then(|value| cambio.limites(value, importe.decimals()));
            match dollars.value().zip(limits) {
                Some((value, limits)) if limits.contains(&value) => {}
                Some((_, limits)) => out.expected(dollars, format_args!("{} … {}", limits.start(), limits.end())),
                None => out.not_checked(dollars),
            }
        }
    }
}
