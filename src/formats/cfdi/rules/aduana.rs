//! CFDI40194 to CFDI40200 and CFDI40222: pedimentos, parts of a line, and what goes with Comercio Exterior.

use super::comun::{amount_of_line, decimals, has_comercio_exterior, keys, partes, positive};
use super::sources::CFDI;
use super::view::{Cfdi, InformacionAduanera};
use crate::rules::{Example, Needs, Out, Pedimento, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: aduana, partes", rules: RULES };

const LAPTOPS: &str = "cfdi/imported-laptops-pedimento.xml";
const KIT: &str = "cfdi/brake-kit-parts.xml";
const EXPORT: &str = "cfdi/export-auto-parts-comercio-exterior.xml";

static RULES: &[Rule] = &[
    rule(
        "CFDI40194",
        &CFDI,
        (
            "NumeroPedimento of a line is year, customs office, broker and number, with two blanks between, as SAT has them",
            "Copy the number of the pedimento: AA  AD  PPPP  NNNNNNN, of a year not after the document's.",
        ),
        (
            "El NumeroPedimento del concepto es año, aduana, patente y número, con dos espacios entre ellos, como los tiene el SAT",
            "Copie el número del pedimento: AA  AD  PPPP  NNNNNNN, de un año no posterior al del comprobante.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[
        Example::new(
            LAPTOPS,
            "cfdi:Concepto[2]/cfdi:InformacionAduanera/@NumeroPedimento",
            &[("26  24  3420  6000517", "26 24 3420 6000517")],
        ),
        Example::new(
            LAPTOPS,
            "cfdi:Concepto[2]/cfdi:InformacionAduanera[2]/@NumeroPedimento",
            &[("26  40  3463  6000888", "27  40  3463  7000888")],
        ),
        Example::new(
            LAPTOPS,
            "cfdi:Concepto[2]/cfdi:InformacionAduanera/@NumeroPedimento",
            &[("26  24  3420  6000517", "26  99  3420  6000517")],
        ),
        Example::new(
            LAPTOPS,
            "cfdi:Concepto[2]/cfdi:InformacionAduanera/@NumeroPedimento",
            &[("26  24  3420  6000517", "26  24  0001  6000517")],
        ),
        Example::new(
            LAPTOPS,
            "cfdi:Concepto[2]/cfdi:InformacionAduanera/@NumeroPedimento",
            &[("26  24  3420  6000517", "26  24  3420  6999999")],
        ),
    ])
    .cfdi(|cfdi, out| {
        pedimentos(cfdi, cfdi.conceptos.iter().flat_map(|concepto| &concepto.informacion_aduanera), out);
    }),
    rule(
        "CFDI40195",
        &CFDI,
        (
            "A line has no NumeroPedimento beside the complement Comercio Exterior",
            "Take InformacionAduanera away: it is for goods that came into the country.",
        ),
        (
            "El concepto no lleva NumeroPedimento junto al complemento Comercio Exterior",
            "Quite InformacionAduanera: es para mercancías que entraron al país.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Concepto[2]/cfdi:InformacionAduanera/@NumeroPedimento",
        &[(
            r#"Importe="21800.00" ObjetoImp="02">"#,
            r#"Importe="21800.00" ObjetoImp="02"><cfdi:InformacionAduanera NumeroPedimento="26  24  3420  6000517"/>"#,
        )],
    )])
    .cfdi(|cfdi, out| {
        if has_comercio_exterior(cfdi) {
            let all = cfdi.conceptos.iter().flat_map(|concepto| &concepto.informacion_aduanera);
            all.for_each(|it| out.violated(&it.numero_pedimento));
        }
    }),
    rule(
        "CFDI40196",
        &CFDI,
        (
            "ClaveProdServ of a Parte is a key of c_ClaveProdServ, in force on the day of Fecha",
            "Take a key of SAT's catalogue; 01010101 stands for what the catalogue does not have.",
        ),
        (
            "La ClaveProdServ de la Parte es una clave de c_ClaveProdServ vigente en la Fecha",
            "Tome una clave del catálogo del SAT; 01010101 es para lo que no está en el catálogo.",
        ),
    )
    .tried(&[Example::new(
        KIT,
        "cfdi:Parte/@ClaveProdServ",
        &[(r#"ClaveProdServ="25171713""#, r#"ClaveProdServ="25171799""#)],
    )])
    .cfdi(|cfdi, out| keys(cfdi, "c_ClaveProdServ", partes(cfdi).map(|parte| &parte.at.clave_prod_serv), out)),
    rule(
        "CFDI40197",
        &CFDI,
        (
            "ValorUnitario of a Parte is above zero",
            "Write the part's price, or leave ValorUnitario and Importe out.",
        ),
        (
            "El ValorUnitario de la Parte es mayor que cero",
            "Escriba el precio de la parte, o quite ValorUnitario e Importe.",
        ),
    )
    .tried(&[Example::new(
        KIT,
        "cfdi:Parte/@ValorUnitario",
        &[(r#"ValorUnitario="610.00" Importe="12200.00""#, r#"ValorUnitario="0.00" Importe="0.00""#)],
    )])
    .cfdi(|cfdi, out| partes(cfdi).for_each(|parte| positive(&parte.at.valor_unitario, out))),
    rule(
        "CFDI40198",
        &CFDI,
        (
            "Importe of a Parte is Cantidad by ValorUnitario, within what their written decimals allow",
            "Correct the one of the three that is wrong, or write more decimals of Cantidad and ValorUnitario.",
        ),
        (
            "El Importe de la Parte es Cantidad por ValorUnitario, dentro de lo que permiten sus decimales",
            "Corrija el que esté mal de los tres, o escriba más decimales de Cantidad y ValorUnitario.",
        ),
    )
    .tried(&[Example::new(
        KIT,
        "cfdi:Parte[2]/@Importe",
        &[(r#"Importe="22400.00""#, r#"Importe="24200.00""#)],
    )])
    .cfdi(|cfdi, out| {
        if partes(cfdi).all(|parte| parte.at.importe.number().is_none()) {
            return;
        }
        let Some(decimals) = decimals(cfdi, out) else { return };
        for parte in partes(cfdi) {
            amount_of_line([&parte.at.cantidad, &parte.at.valor_unitario, &parte.at.importe], decimals, out);
        }
    }),
    rule(
        "CFDI40199",
        &CFDI,
        (
            "NumeroPedimento of a Parte is year, customs office, broker and number, with two blanks between, as SAT has them",
            "Copy the number of the pedimento: AA  AD  PPPP  NNNNNNN, of a year not after the document's.",
        ),
        (
            "El NumeroPedimento de la Parte es año, aduana, patente y número, con dos espacios entre ellos, como los tiene el SAT",
            "Copie el número del pedimento: AA  AD  PPPP  NNNNNNN, de un año no posterior al del comprobante.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[
        Example::new(
            KIT,
            "cfdi:Parte[2]/cfdi:InformacionAduanera/@NumeroPedimento",
            &[("26  24  3420  6000518", "26-24-3420-6000518")],
        ),
        Example::new(
            KIT,
            "cfdi:Parte[2]/cfdi:InformacionAduanera[2]/@NumeroPedimento",
            &[("25  07  3701  5003321", "25  07  3701  5999999")],
        ),
    ])
    .cfdi(|cfdi, out| pedimentos(cfdi, partes(cfdi).flat_map(|parte| &parte.informacion_aduanera), out)),
    rule(
        "CFDI40200",
        &CFDI,
        (
            "A Parte has no NumeroPedimento beside the complement Comercio Exterior",
            "Take InformacionAduanera away: it is for goods that came into the country.",
        ),
        (
            "La Parte no lleva NumeroPedimento junto al complemento Comercio Exterior",
            "Quite InformacionAduanera: es para mercancías que entraron al país.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Concepto[2]/cfdi:Parte/cfdi:InformacionAduanera/@NumeroPedimento",
        &[(
            r#"Importe="21800.00" ObjetoImp="02">"#,
            r#"Importe="21800.00" ObjetoImp="02"><cfdi:Parte ClaveProdServ="25171715" Cantidad="800" Descripcion="Rotor"><cfdi:InformacionAduanera NumeroPedimento="26  24  3420  6000517"/></cfdi:Parte>"#,
        )],
    )])
    .cfdi(|cfdi, out| {
        if has_comercio_exterior(cfdi) {
            let all = partes(cfdi).flat_map(|parte| &parte.informacion_aduanera);
            all.for_each(|it| out.violated(&it.numero_pedimento));
        }
    }),
    rule(
        "CFDI40222",
        &CFDI,
        (
            "Exportacion is not 01 or 03 in a document with the complement Comercio Exterior",
            "Write 02 for goods that leave for good under key A1, or take the complement away.",
        ),
        (
            "Exportacion no es 01 ni 03 en un comprobante con el complemento Comercio Exterior",
            "Escriba 02 para mercancías que salen en definitiva con clave A1, o quite el complemento.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Comprobante/@Exportacion",
        &[(r#"Exportacion="02""#, r#"Exportacion="01""#)],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.exportacion.is_one_of(&["01", "03"]) && has_comercio_exterior(cfdi) {
            out.violated(&cfdi.exportacion);
        }
    }),
];

/// Judges pedimentos; that nobody knows the numbers given out by customs is told once.
fn pedimentos<'c>(cfdi: &Cfdi<'_>, all: impl Iterator<Item = &'c InformacionAduanera<'c>>, out: &mut Out<'_>) {
    let (aduanas, patentes) = (cfdi.catalog("c_Aduana"), cfdi.catalog("c_PatenteAduanal"));
    let year = cfdi.day().map(|day| day.year());
    let mut unknown = None;
    for numero in all.map(|it| &it.numero_pedimento) {
        let Some(text) = numero.get() else { continue };
        let Some(pedimento) = parts(text) else {
            out.expected(numero, "AA  AD  PPPP  NNNNNNN");
            continue;
        };
        // Both keys were in use when the goods came in, which may be years before Fecha: their own dates say nothing here.
        let of_pedimento = pedimento.year.parse().map_or(0, |year: i16| 2000 + year);
        if let Some(year) = year.filter(|year| of_pedimento > *year) {
            out.expected(numero, format_args!("AA ≤ {:02}", year % 100));
        } else if aduanas.is_some_and(|catalog| !catalog.contains(pedimento.aduana)) {
            out.expected(numero, "c_Aduana");
        } else if patentes.is_some_and(|catalog| !catalog.contains(pedimento.patente)) {
            out.expected(numero, "c_PatenteAduanal");
        } else {
            match cfdi.asked.lookups.pedimento(&pedimento) {
                Some(known) => out.must(known, numero),
                None => unknown = unknown.or(Some(numero)),
            }
        }
    }
    if let Some(numero) = unknown {
        out.not_checked(numero);
    }
}

/// `AA  AD  PPPP  NNNNNNN`: year, customs office, broker, number.
fn parts(text: &str) -> Option<Pedimento<'_>> {
    let mut rest = text.split("  ");
    let mut digits = |length| rest.next().filter(|it| it.len() == length && it.bytes().all(|b| b.is_ascii_digit()));
    let pedimento = Pedimento { year: digits(2)?, aduana: digits(2)?, patente: digits(4)?, number: digits(7)? };
    rest.next().is_none().then_some(pedimento)
}
