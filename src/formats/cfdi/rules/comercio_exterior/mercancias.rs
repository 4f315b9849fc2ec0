//! CCE151 to CCE164: the Mercancias and the Conceptos they belong to, by NoIdentificacion.

use rust_decimal::Decimal;

use super::super::sources::CCE as SOURCE;
use super::super::view::{Cfdi, Concepto, Listed, Numero};
use super::ejemplos::*;
use super::enlaces::Grupo;
use super::limites::Cambio;
use super::{Mercancia, dice, suma};
use crate::rules::{Example, Out, Rule, Table, rule};
use crate::tax::money;

pub(crate) static TABLE: Table = Table { name: "Comercio Exterior 2.0: mercancías", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "CCE151",
        &SOURCE,
        (
            "Every Concepto of an export has a NoIdentificacion",
            "Write the product's own number; its Mercancia repeats it.",
        ),
        (
            "Todo Concepto de una exportación tiene NoIdentificacion",
            "Escriba la clave propia del producto; su Mercancia la repite.",
        ),
    )
    .tried(&[
        Example::new(EXPORT, "cfdi:Concepto[3]/@NoIdentificacion", &[(r#" NoIdentificacion="TARIMA""#, "")])
            .given(traslado![CON_TARIMA]),
        Example::new(
            EXPORT,
            "cfdi:Concepto[3]/@NoIdentificacion",
            &[(r#"NoIdentificacion="TARIMA""#, r#"NoIdentificacion=" ""#)],
        )
        .given(traslado![CON_TARIMA]),
    ])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|_| !cfdi.comercio_exterior.is_empty()) {
            out.must(dice(&concepto.no_identificacion), &concepto.no_identificacion);
        }
    }),
    rule(
        "CCE152",
        &SOURCE,
        (
            "NoIdentificacion of a Mercancia is that of a Concepto",
            "Repeat the NoIdentificacion of the Concepto that has these goods.",
        ),
        (
            "NoIdentificacion de una Mercancia es la de algún Concepto",
            "Repita el NoIdentificacion del Concepto que contiene la mercancía.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia/@NoIdentificacion",
        &[(r#"<cce20:Mercancia NoIdentificacion="HAR-7710""#, r#"<cce20:Mercancia NoIdentificacion="HAR-7711""#)],
    )])
    .cfdi(|cfdi, out| {
        for cce in &cfdi.comercio_exterior {
            for (mercancia, grupo) in cce.mercancias_y_grupos(cfdi) {
                let id = &mercancia.no_identificacion;
                out.must(!dice(id) || grupo.cuantos_conceptos() > 0, id);
            }
        }
    }),
    rule(
        "CCE153",
        &SOURCE,
        (
            "No two Mercancias have the same NoIdentificacion and FraccionArancelaria",
            "Put quantity and value of both into one.",
        ),
        (
            "No hay dos Mercancias con el mismo NoIdentificacion y FraccionArancelaria",
            "Sume la cantidad y el valor de ambas en una sola.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cce20:Mercancia[3]/@NoIdentificacion", &[OTRA_VEZ])])
    .cfdi(|cfdi, out| {
        let several = |grupo: &Grupo<'_, '_>| grupo.cuantas_mercancias() > 1;
        for grupo in cfdi.comercio_exterior.iter().flat_map(|cce| cce.grupos(cfdi)).filter(several) {
            let mut all: Vec<&Mercancia<'_>> = grupo.mercancias().collect();
            all.sort_by(|a, b| a.fraccion_arancelaria.text().cmp(b.fraccion_arancelaria.text()));
            for pair in all.windows(2) {
                if let [first, second] = pair {
                    let same = first.fraccion_arancelaria.text() == second.fraccion_arancelaria.text();
                    out.must(!same, &second.no_identificacion);
                }
            }
        }
    }),
    rule(
        "CCE154",
        &SOURCE,
        (
            "In a transfer without CantidadAduana, Cantidad is from 0.001, at most 14 digits and 3 decimals",
            "Write what the customs count, or the three customs attributes on every Mercancia.",
        ),
        (
            "En un traslado sin CantidadAduana, Cantidad es desde 0.001, hasta 14 enteros y 3 decimales",
            "Escriba lo que cuenta la aduana, o los tres datos de aduana en cada Mercancia.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cfdi:Concepto/@Cantidad", &[(r#"Cantidad="1200""#, r#"Cantidad="1200.0000""#)])
        .given(traslado![SIN_ADUANA_1, SIN_ADUANA_2, UNIDAD_1, UNIDAD_2])])
    .cfdi(|cfdi, out| {
        sin_aduana(cfdi, |concepto| {
            let cantidad = &concepto.cantidad;
            let least = Decimal::new(1, 3);
            let large_enough = cantidad.value().is_none_or(|value| value >= least);
            let wrong = cantidad.number().is_some() && !(large_enough && has_digits(cantidad, 14, 3));
            out.must(!wrong, cantidad);
        });
    }),
    rule(
        "CCE155",
        &SOURCE,
        (
            "In a transfer without CantidadAduana, Unidad is a key of c_UnidadAduana",
            "Write the customs' unit: 06 for pieces, 01 for kilograms.",
        ),
        (
            "En un traslado sin CantidadAduana, Unidad es una clave de c_UnidadAduana",
            "Escriba la unidad de la aduana: 06 para piezas, 01 para kilogramos.",
        ),
    )
    .tried(&[
        Example::new(
            EXPORT,
            "cfdi:Concepto[2]/@Unidad",
            &[(r#"ClaveUnidad="H87" Unidad="06""#, r#"ClaveUnidad="H87" Unidad="PIEZA""#)],
        )
        .given(traslado![SIN_ADUANA_1, SIN_ADUANA_2, UNIDAD_1, UNIDAD_2])
        .with(&["CCE162"]),
        Example::new(
            EXPORT,
            "cfdi:Concepto[2]/@Unidad",
            &[(r#"ClaveUnidad="H87" Unidad="06""#, r#"ClaveUnidad="H87""#)],
        )
        .given(traslado![SIN_ADUANA_1, SIN_ADUANA_2, UNIDAD_1, UNIDAD_2])
        .with(&["CCE162"]),
    ])
    .cfdi(|cfdi, out| {
        sin_aduana(cfdi, |concepto| match dice(&concepto.unidad) {
            true => cfdi.must_be_listed("cce20:c_UnidadAduana", &concepto.unidad, out),
            false => out.violated(&concepto.unidad),
        });
    }),
    rule(
        "CCE156",
        &SOURCE,
        (
            "In a transfer without CantidadAduana, ValorUnitario is from 0, with 4 decimals or the currency's",
            "Round ValorUnitario, or write the three customs attributes on every Mercancia.",
        ),
        (
            "En un traslado sin CantidadAduana, ValorUnitario es desde 0, con hasta 4 decimales y los de la moneda",
            "Redondee ValorUnitario, o escriba los tres datos de aduana en cada Mercancia.",
        ),
    )
    .tried(&[
        Example::new(
            EXPORT,
            "cfdi:Concepto[2]/@ValorUnitario",
            &[(r#"ValorUnitario="27.25""#, r#"ValorUnitario="27.25000""#)],
        )
        .given(traslado![SIN_ADUANA_1, SIN_ADUANA_2, UNIDAD_1, UNIDAD_2]),
        Example::new(
            EXPORT,
            "cfdi:Concepto[2]/@ValorUnitario",
            &[(r#"ValorUnitario="27.25""#, r#"ValorUnitario="27.251""#)],
        )
        .given(traslado![SIN_ADUANA_1, SIN_ADUANA_2, UNIDAD_1, UNIDAD_2]),
    ])
    .cfdi(|cfdi, out| {
        let decimals = cfdi.currency_decimals();
        sin_aduana(cfdi, |concepto| {
            let valor = &concepto.valor_unitario;
            // A currency's decimals are a rounding: zeros behind them say nothing.
            let rounded = |value: Decimal| decimals.is_none_or(|decimals| value.normalize().scale() <= decimals);
            let fits = valor.value().is_none_or(|value| value >= Decimal::ZERO && rounded(value));
            out.must(valor.number().is_none() || fits && has_digits(valor, 16, 4), valor);
        });
    }),
    rule(
        "CCE157",
        &SOURCE,
        (
            "The Conceptos' Importe of one NoIdentificacion gives, in dollars, the limits of its ValorDolares",
            "See CCE158.",
        ),
        (
            "El Importe de los Conceptos de un NoIdentificacion da, en dólares, los límites de su ValorDolares",
            "Vea CCE158.",
        ),
    )
    .elsewhere("CCE158: the limits are of the Importe, and the sum of ValorDolares is compared with them"),
    rule(
        "CCE158",
        &SOURCE,
        (
            "ValorDolares of one NoIdentificacion is the Importe of its Conceptos in dollars, as decimals allow",
            "Write values whose sum is between {expected}.",
        ),
        (
            "ValorDolares de un NoIdentificacion es el Importe de sus Conceptos en dólares, según sus decimales",
            "Escriba valores cuya suma esté entre {expected}.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia/@ValorDolares",
        &[
            (r#"ValorDolares="22200.00""#, r#"ValorDolares="22422.00""#),
            (r#"ValorUnitarioAduana="10.000000""#, r#"ValorUnitarioAduana="10.100000""#),
            (r#"TotalUSD="44000.00""#, r#"TotalUSD="44222.00""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for cce in cfdi.comercio_exterior.iter().filter(|_| cfdi.is_type(&["I", "E"])) {
            let Some(cambio) = Cambio::de(cfdi, cce, out) else { continue };
            for grupo in cce.grupos(cfdi) {
                if grupo.cuantos_conceptos() > 0 && !grupo.mercancias().any(es_cero_o_uno) {
                    valor_del_grupo(&grupo, &cambio, out);
                }
            }
        }
    }),
    rule(
        "CCE159",
        &SOURCE,
        (
            "A service has no FraccionArancelaria: UnidadAduana 99, or ClaveUnidad E48 of the Concepto",
            "Take FraccionArancelaria out, or write the unit of the goods.",
        ),
        (
            "Un servicio no tiene FraccionArancelaria: UnidadAduana 99, o ClaveUnidad E48 del Concepto",
            "Quite FraccionArancelaria o escriba la unidad de la mercancía.",
        ),
    )
    .tried(&[
        Example::new(
            EXPORT,
            "cce20:Mercancia[2]/@FraccionArancelaria",
            &[(r#"Cantidad="800" ClaveUnidad="H87""#, r#"Cantidad="800" ClaveUnidad="E48""#)],
        ),
        Example::new(
            EXPORT,
            "cce20:Mercancia[2]/@FraccionArancelaria",
            &[(r#"UnidadAduana="99""#, r#"FraccionArancelaria="8708309901" UnidadAduana="99""#)],
        )
        .given(&[SERVICIO_2, TOTAL_1])
        .with(&["CCE161", "CCE167", "CCE170"]),
    ])
    .cfdi(|cfdi, out| {
        for (mercancia, grupo) in cfdi.comercio_exterior.iter().flat_map(|cce| cce.mercancias_y_grupos(cfdi)) {
            let is_service = es_unidad_de_servicio(mercancia) || grupo.es_servicio();
            let fraccion = &mercancia.fraccion_arancelaria;
            out.must(!(is_service && fraccion.is_there()), fraccion);
        }
    }),
    rule(
        "CCE160",
        &SOURCE,
        (
            "Goods have a FraccionArancelaria: neither UnidadAduana 99 nor ClaveUnidad E48 says service",
            "Write the ten digits of the tariff line, or say that it is a service: UnidadAduana 99.",
        ),
        (
            "La mercancía tiene FraccionArancelaria: ni UnidadAduana 99 ni ClaveUnidad E48 indican servicio",
            "Escriba los diez dígitos de la fracción, o indique que es un servicio: UnidadAduana 99.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia[2]/@FraccionArancelaria",
        &[(r#" FraccionArancelaria="8708309901""#, "")],
    )])
    .cfdi(|cfdi, out| {
        for (mercancia, grupo) in cfdi.comercio_exterior.iter().flat_map(|cce| cce.mercancias_y_grupos(cfdi)) {
            let is_service = es_unidad_de_servicio(mercancia) || grupo.hay_servicio();
            let fraccion = &mercancia.fraccion_arancelaria;
            out.must(is_service || dice(fraccion), fraccion);
        }
    }),
    rule(
        "CCE161",
        &SOURCE,
        (
            "FraccionArancelaria is in c_FraccionArancelaria, in force on Fecha, and UnidadAduana is its unit",
            "Write the ten digits of the tariff line in force, and its customs unit.",
        ),
        (
            "FraccionArancelaria está en c_FraccionArancelaria, vigente en Fecha, y UnidadAduana es su unidad",
            "Escriba los diez dígitos de la fracción vigente y su unidad de medida de aduana.",
        ),
    )
    .tried(&[
        Example::new(
            EXPORT,
            "cce20:Mercancia[2]/@FraccionArancelaria",
            &[(r#"FraccionArancelaria="8708309901""#, r#"FraccionArancelaria="8708309988""#)],
        ),
        Example::new(
            EXPORT,
            "cce20:Mercancia[2]/@FraccionArancelaria",
            &[(r#"CantidadAduana="800.000" UnidadAduana="06""#, r#"CantidadAduana="800.000" UnidadAduana="01""#)],
        )
        .with(&["CCE167"]),
        // The trade of that line ended on 22 March 2024.
        Example::new(
            EXPORT,
            "cce20:Mercancia[2]/@FraccionArancelaria",
            &[(
                r#"FraccionArancelaria="8708309901" CantidadAduana="800.000" UnidadAduana="06""#,
                r#"FraccionArancelaria="9503002300" CantidadAduana="800.000" UnidadAduana="01""#,
            )],
        ),
    ])
    .cfdi(|cfdi, out| {
        for mercancia in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.mercancias) {
            let (fraccion, unidad) = (&mercancia.fraccion_arancelaria, &mercancia.unidad_aduana);
            let known = cfdi.asked.catalogs.fraccion(fraccion.text());
            let in_force = known.as_ref().map(|tariff| cfdi.in_force(tariff));
            match (known, in_force) {
                _ if !dice(fraccion) => {}
                (None, _) => cfdi.must_be_listed("cce20:c_FraccionArancelaria", fraccion, out),
                (_, Some(Listed::Ended)) => out.violated(fraccion),
                (Some(tariff), in_force) => {
                    let other_unit = dice(unidad) && tariff.unit().is_some_and(|unit| !unidad.is(unit));
                    if other_unit {
                        out.violated(fraccion);
                    } else if in_force == Some(Listed::NotYet) {
                        out.not_checked(fraccion);
                    }
                }
            }
        }
    }),
    rule(
        "CCE162",
        &SOURCE,
        (
            "Without UnidadAduana, Unidad of the Concepto is the customs unit of the FraccionArancelaria",
            "Write {expected} as Unidad, or the three customs attributes on every Mercancia.",
        ),
        (
            "Sin UnidadAduana, Unidad del Concepto es la unidad de aduana de la FraccionArancelaria",
            "Escriba {expected} en Unidad, o los tres datos de aduana en cada Mercancia.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Concepto[2]/@Unidad",
        &[(r#"ClaveUnidad="H87" Unidad="06""#, r#"ClaveUnidad="H87" Unidad="01""#)],
    )
    .given(SIN_ADUANA)])
    .cfdi(|cfdi, out| {
        for grupo in cfdi.comercio_exterior.iter().flat_map(|cce| cce.grupos(cfdi)) {
            let bare = grupo.mercancias().filter(|mercancia| !dice(&mercancia.unidad_aduana));
            let tariffs = bare.filter_map(|it| cfdi.asked.catalogs.fraccion(it.fraccion_arancelaria.text()));
            let mut units = tariffs.filter_map(|tariff| tariff.unit());
            let Some(unit) = units.next() else { continue };
            // Where two tariff lines want two units, no Unidad is right.
            let other = units.find(|other| *other != unit);
            for unidad in grupo.conceptos().map(|concepto| &concepto.unidad) {
                if !unidad.is(unit) {
                    out.expected(unidad, unit);
                } else if let Some(other) = other {
                    out.expected(unidad, other);
                }
            }
        }
    }),
    rule(
        "CCE163",
        &SOURCE,
        ("Of samples, 9801000100, the Conceptos' Descuento in dollars is at least their value", "See CCE164."),
        (
            "De las muestras, fracción 9801000100, el Descuento de los Conceptos en dólares es al menos su valor",
            "Vea CCE164.",
        ),
    )
    .elsewhere("CCE164: the sum of Descuento is what ValorDolares is compared with"),
    rule(
        "CCE164",
        &SOURCE,
        (
            "ValorDolares of samples, 9801000100, is no more than the Conceptos' Descuento in dollars",
            "Samples are given away: discount them wholly; ValorDolares is at most {expected}.",
        ),
        (
            "ValorDolares de las muestras, fracción 9801000100, no supera el Descuento de los Conceptos en dólares",
            "Las muestras se regalan: descuéntelas por completo; ValorDolares es a lo más {expected}.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Mercancia[2]/@ValorDolares",
        &[
            (r#"Importe="21800.00" Descuento="21800.00""#, r#"Importe="21800.00" Descuento="21799.99""#),
            (r#"SubTotal="44000.00" Descuento="21800.00""#, r#"SubTotal="44000.00" Descuento="21799.99""#),
            (r#" Total="22200.00""#, r#" Total="22200.01""#),
        ],
    )
    .given(MUESTRAS)])
    .cfdi(|cfdi, out| {
        for cce in &cfdi.comercio_exterior {
            let mut cambio = None;
            for grupo in cce.grupos(cfdi) {
                let Some(sample) = grupo.mercancias().find(|it| it.fraccion_arancelaria.is(MUESTRA)) else { continue };
                let Some(cambio) = cambio.get_or_insert_with(|| Cambio::de(cfdi, cce, out)) else { break };
                let discounts = grupo.conceptos().map(|concepto| &concepto.descuento);
                let discounted = suma(discounts.filter(|descuento| descuento.is_there()), out);
                let dollars = suma(grupo.mercancias().map(|mercancia| &mercancia.valor_dolares), out);
                let (Some(discounted), Some(dollars)) = (discounted, dollars) else { continue };
                let Some(most) = cambio.dolares(discounted) else {
                    out.not_checked(&sample.valor_dolares);
                    continue;
                };
                // ValorDolares may be rounded to cents.
                if dollars > most.max(money::round(most, 2)) {
                    out.expected(total(sample, dollars), money::round(most, 2));
                }
            }
        }
    }),
];

/// The tariff line of samples.
const MUESTRA: &str = "9801000100";

/// The Conceptos of a transfer whose Mercancia does not say the customs' quantity.
fn sin_aduana<'d>(cfdi: &Cfdi<'d>, mut check: impl FnMut(&Concepto<'d>)) {
    for cce in cfdi.comercio_exterior.iter().filter(|_| cfdi.is_type(&["T"])) {
        for grupo in cce.grupos(cfdi) {
            if grupo.mercancias().any(|mercancia| !dice(&mercancia.cantidad_aduana)) {
                grupo.conceptos().for_each(&mut check);
            }
        }
    }
}

/// Whether a number is written with so many digits at most, before and behind the point.
fn has_digits(numero: &Numero<'_>, whole: usize, decimals: usize) -> bool {
    let (before, behind) = numero.text().split_once('.').unwrap_or((numero.text(), ""));
    let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    !before.is_empty() && digits(before, whole) && digits(behind, decimals)
}

fn valor_del_grupo(grupo: &Grupo<'_, '_>, cambio: &Cambio, out: &mut Out<'_>) {
    let Some(first) = grupo.mercancias().next() else { return };
    let dollars = suma(grupo.mercancias().map(|mercancia| &mercancia.valor_dolares), out);
    let amount = suma(grupo.conceptos().map(|concepto| &concepto.importe), out);
    let (Some(dollars), Some(amount)) = (dollars, amount) else { return };
    let decimals = grupo.conceptos().map(|concepto| concepto.importe.decimals()).max().unwrap_or_default();
    match cambio.limites(amount, decimals) {
        Some(limits) if limits.contains(&dollars) => {}
        Some(limits) => {
            out.expected(total(first, dollars), format_args!("{} … {}", limits.start(), limits.end()));
        }
        None => out.not_checked(&first.valor_dolares),
    }
}

/// ValorDolares of the first Mercancia of a group, as the sum of all.
fn total(mercancia: &Mercancia<'_>, dollars: Decimal) -> super::super::view::Spotted {
    mercancia.nodo.attribute("ValorDolares").found(dollars.to_string())
}

/// 0 for a service outside the customs value, 1 where SAT allows it: they are not compared with anything.
pub(super) fn es_cero_o_uno(mercancia: &Mercancia<'_>) -> bool {
    mercancia.valor_dolares.value().is_some_and(|value| value.is_zero() || value == Decimal::ONE)
}

/// UnidadAduana 99, service.
pub(super) fn es_unidad_de_servicio(mercancia: &Mercancia<'_>) -> bool {
    mercancia.unidad_aduana.is("99")
}
