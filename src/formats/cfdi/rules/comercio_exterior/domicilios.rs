//! CCE136 to CCE150: the domiciles of receiver and consignees, and the consignees' number.

use super::super::sources::CCE as SOURCE;
use super::super::view::Cfdi;
use super::ejemplos::*;
use super::lugares::{self, MEXICO};
use super::{Domicilio, dice};
use crate::rules::{Example, Out, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Comercio Exterior 2.0: domicilios, destinatario", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "CCE136",
        &SOURCE,
        (
            "A Colonia of four digits of a receiver in Mexico is a key of c_Colonia for its CodigoPostal",
            "Write a key of that postal code, or the name.",
        ),
        (
            "Una Colonia de cuatro dígitos de un receptor en México es una clave de c_Colonia para su CodigoPostal",
            "Escriba una clave de ese código postal, o el nombre.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Receptor/cce20:Domicilio/@Colonia",
        &[(r#"Colonia="0528""#, r#"Colonia="9999""#)],
    )
    .given(traslado![(EN_EL_PASO, EN_TIJUANA)])])
    .cfdi(|cfdi, out| {
        for domicilio in receptores(cfdi) {
            en_mexico(cfdi, domicilio, lugares::colonia, out);
        }
    }),
    rule(
        "CCE137",
        &SOURCE,
        (
            "Localidad of a receiver in Mexico is a key of c_Localidad for its Estado",
            "Write SAT's key of the locality, two digits, or leave it out.",
        ),
        (
            "Localidad de un receptor en México es una clave de c_Localidad para su Estado",
            "Escriba la clave del SAT, de dos dígitos, u omita el atributo.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Receptor/cce20:Domicilio/@Localidad",
        &[(r#"Localidad="04""#, r#"Localidad="99""#)],
    )
    .given(traslado![(EN_EL_PASO, EN_TIJUANA)])
    .with(&["CCE141"])])
    .cfdi(|cfdi, out| {
        for domicilio in receptores(cfdi) {
            en_mexico(cfdi, domicilio, lugares::localidad, out);
        }
    }),
    rule(
        "CCE138",
        &SOURCE,
        (
            "Municipio of a receiver in Mexico is a key of c_Municipio for its Estado",
            "Write SAT's key of the municipality, three digits, or leave it out.",
        ),
        (
            "Municipio de un receptor en México es una clave de c_Municipio para su Estado",
            "Escriba la clave del SAT, de tres dígitos, u omita el atributo.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Receptor/cce20:Domicilio/@Municipio",
        &[(r#"Municipio="004""#, r#"Municipio="099""#)],
    )
    .given(traslado![(EN_EL_PASO, EN_TIJUANA)])
    .with(&["CCE141"])])
    .cfdi(|cfdi, out| {
        for domicilio in receptores(cfdi) {
            en_mexico(cfdi, domicilio, lugares::municipio, out);
        }
    }),
    rule(
        "CCE139",
        &SOURCE,
        (
            "Estado of a receiver is a key of c_Estado for its Pais, where that has any: MEX, USA, CAN",
            "Write the key: TX for Texas, ON for Ontario, CHH for Chihuahua.",
        ),
        (
            "Estado de un receptor es una clave de c_Estado para su Pais, si este las tiene: MEX, USA, CAN",
            "Escriba la clave: TX para Texas, ON para Ontario, CHH para Chihuahua.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Receptor/cce20:Domicilio/@Estado",
        &[(r#"Estado="TX""#, r#"Estado="TEXAS""#)],
    )])
    .cfdi(|cfdi, out| {
        for domicilio in receptores(cfdi) {
            lugares::estado(cfdi, domicilio, domicilio.pais.text(), out);
        }
    }),
    rule(
        "CCE140",
        &SOURCE,
        (
            "CodigoPostal of a receiver abroad is written as c_Pais says for its country",
            "Correct it; a ZIP code is 79901 or 79901-0001, a Canadian one is K1A 0B1.",
        ),
        (
            "CodigoPostal de un receptor en el extranjero tiene la forma que c_Pais indica para su país",
            "Corríjalo; un ZIP es 79901 o 79901-0001, uno de Canadá es K1A 0B1.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Receptor/cce20:Domicilio/@CodigoPostal",
        &[(r#"CodigoPostal="79901-0001""#, r#"CodigoPostal="79901-001""#)],
    )])
    .cfdi(|cfdi, out| {
        for domicilio in receptores(cfdi) {
            en_el_extranjero(cfdi, domicilio, lugares::codigo_postal_extranjero, out);
        }
    }),
    rule(
        "CCE141",
        &SOURCE,
        (
            "CodigoPostal of a receiver in Mexico is in c_CodigoPostal with its Estado, Municipio, Localidad",
            "Write the postal code of the place, or the keys that c_CodigoPostal has for this one.",
        ),
        (
            "CodigoPostal de un receptor en México está en c_CodigoPostal con su Estado, Municipio, Localidad",
            "Escriba el código postal del lugar, o las claves que c_CodigoPostal tiene para este.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Receptor/cce20:Domicilio/@CodigoPostal",
        &[(r#"CodigoPostal="22000""#, r#"CodigoPostal="21600""#)],
    )
    .given(traslado![(EN_EL_PASO, EN_TIJUANA), (r#" Colonia="0528""#, "")])])
    .cfdi(|cfdi, out| {
        for domicilio in receptores(cfdi) {
            en_mexico(cfdi, domicilio, lugares::codigo_postal, out);
        }
    }),
    rule(
        "CCE142",
        &SOURCE,
        ("A transfer, type T, has at most one Destinatario", "Issue one transfer for each consignee."),
        ("Un traslado, tipo T, tiene a lo más un Destinatario", "Emita un traslado por cada destinatario."),
    )
    .tried(&[Example::new(EXPORT, "cce20:Destinatario[2]", &[OTRO_DESTINATARIO]).given(traslado![])])
    .cfdi(|cfdi, out| {
        for cce in cfdi.comercio_exterior.iter().filter(|_| cfdi.is_type(&["T"])) {
            if let Some(second) = cce.destinatarios.get(1) {
                out.violated(second.at.nodo);
            }
        }
    }),
    rule(
        "CCE143",
        &SOURCE,
        (
            "A Destinatario with NumRegIdTrib has its Domicilio abroad, not in MEX",
            "Take NumRegIdTrib out, or write the address abroad.",
        ),
        (
            "El Destinatario con NumRegIdTrib tiene su Domicilio en el extranjero, no en MEX",
            "Quite NumRegIdTrib o escriba el domicilio en el extranjero.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cce20:Destinatario/@NumRegIdTrib", &[(EN_SANTA_TERESA, EN_TIJUANA)])])
    .cfdi(|cfdi, out| {
        for destinatario in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.destinatarios) {
            let numero = &destinatario.at.num_reg_id_trib;
            let in_mexico = destinatario.domicilios.iter().any(|domicilio| domicilio.pais.is(MEXICO));
            out.must(!(dice(numero) && in_mexico), numero);
        }
    }),
    rule(
        "CCE144",
        &SOURCE,
        (
            "NumRegIdTrib of a Destinatario is one of the country of its Domicilio, as c_Pais says",
            "Correct it; in the United States and Canada it is nine digits without a dash.",
        ),
        (
            "NumRegIdTrib del Destinatario es uno del país de su Domicilio, según c_Pais",
            "Corríjalo; en Estados Unidos y Canadá son nueve dígitos sin guion.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Destinatario/@NumRegIdTrib",
        &[(r#"<cce20:Destinatario NumRegIdTrib="002345678""#, r#"<cce20:Destinatario NumRegIdTrib="0023456789""#)],
    )])
    .cfdi(|cfdi, out| {
        for destinatario in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.destinatarios) {
            let numero = &destinatario.at.num_reg_id_trib;
            for pais in destinatario.domicilios.iter().map(|domicilio| domicilio.pais.text()) {
                lugares::numero_registrado(cfdi, pais, numero, out);
                lugares::forma_de_numero(cfdi, pais, numero, out);
            }
        }
    }),
    rule(
        "CCE145",
        &SOURCE,
        (
            "A Colonia of four digits of a consignee in Mexico is a key of c_Colonia for its CodigoPostal",
            "Write a key of that postal code, or the name.",
        ),
        (
            "Una Colonia de cuatro dígitos de un destinatario en México es una clave de c_Colonia para su CodigoPostal",
            "Escriba una clave de ese código postal, o el nombre.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Destinatario/cce20:Domicilio/@Colonia",
        &[(r#"Colonia="0528""#, r#"Colonia="9999""#)],
    )
    .given(&[SIN_NUMERO_DESTINATARIO, (EN_SANTA_TERESA, EN_TIJUANA)])])
    .cfdi(|cfdi, out| {
        for domicilio in destinatarios(cfdi) {
            en_mexico(cfdi, domicilio, lugares::colonia, out);
        }
    }),
    rule(
        "CCE146",
        &SOURCE,
        (
            "Localidad of a consignee in Mexico is a key of c_Localidad for its Estado",
            "Write SAT's key of the locality, two digits, or leave it out.",
        ),
        (
            "Localidad de un destinatario en México es una clave de c_Localidad para su Estado",
            "Escriba la clave del SAT, de dos dígitos, u omita el atributo.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Destinatario/cce20:Domicilio/@Localidad",
        &[(r#"Localidad="04""#, r#"Localidad="99""#)],
    )
    .given(&[SIN_NUMERO_DESTINATARIO, (EN_SANTA_TERESA, EN_TIJUANA)])
    .with(&["CCE150"])])
    .cfdi(|cfdi, out| {
        for domicilio in destinatarios(cfdi) {
            en_mexico(cfdi, domicilio, lugares::localidad, out);
        }
    }),
    rule(
        "CCE147",
        &SOURCE,
        (
            "Municipio of a consignee in Mexico is a key of c_Municipio for its Estado",
            "Write SAT's key of the municipality, three digits, or leave it out.",
        ),
        (
            "Municipio de un destinatario en México es una clave de c_Municipio para su Estado",
            "Escriba la clave del SAT, de tres dígitos, u omita el atributo.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Destinatario/cce20:Domicilio/@Municipio",
        &[(r#"Municipio="004""#, r#"Municipio="099""#)],
    )
    .given(&[SIN_NUMERO_DESTINATARIO, (EN_SANTA_TERESA, EN_TIJUANA)])
    .with(&["CCE150"])])
    .cfdi(|cfdi, out| {
        for domicilio in destinatarios(cfdi) {
            en_mexico(cfdi, domicilio, lugares::municipio, out);
        }
    }),
    rule(
        "CCE148",
        &SOURCE,
        (
            "Estado of a consignee is a key of c_Estado for its Pais, where that has any: MEX, USA, CAN",
            "Write the key: TX for Texas, ON for Ontario, CHH for Chihuahua.",
        ),
        (
            "Estado de un destinatario es una clave de c_Estado para su Pais, si este las tiene: MEX, USA, CAN",
            "Escriba la clave: TX para Texas, ON para Ontario, CHH para Chihuahua.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Destinatario/cce20:Domicilio/@Estado",
        &[(r#"Estado="NM""#, r#"Estado="DC""#)],
    )])
    .cfdi(|cfdi, out| {
        for domicilio in destinatarios(cfdi) {
            lugares::estado(cfdi, domicilio, domicilio.pais.text(), out);
        }
    }),
    rule(
        "CCE149",
        &SOURCE,
        (
            "CodigoPostal of a consignee abroad is written as c_Pais says for its country",
            "Correct it; a ZIP code is 79901 or 79901-0001, a Canadian one is K1A 0B1.",
        ),
        (
            "CodigoPostal de un destinatario en el extranjero tiene la forma que c_Pais indica para su país",
            "Corríjalo; un ZIP es 79901 o 79901-0001, uno de Canadá es K1A 0B1.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Destinatario/cce20:Domicilio/@CodigoPostal",
        &[(r#"CodigoPostal="88008""#, r#"CodigoPostal="8008""#)],
    )])
    .cfdi(|cfdi, out| {
        for domicilio in destinatarios(cfdi) {
            en_el_extranjero(cfdi, domicilio, lugares::codigo_postal_extranjero, out);
        }
    }),
    rule(
        "CCE150",
        &SOURCE,
        (
            "CodigoPostal of a consignee in Mexico is in c_CodigoPostal with its Estado, Municipio, Localidad",
            "Write the postal code of the place, or the keys that c_CodigoPostal has for this one.",
        ),
        (
            "CodigoPostal de un destinatario en México está en c_CodigoPostal con su Estado, Municipio, Localidad",
            "Escriba el código postal del lugar, o las claves que c_CodigoPostal tiene para este.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:Destinatario/cce20:Domicilio/@CodigoPostal",
        &[(r#"CodigoPostal="22000""#, r#"CodigoPostal="21600""#)],
    )
    .given(&[SIN_NUMERO_DESTINATARIO, (EN_SANTA_TERESA, EN_TIJUANA), (r#" Colonia="0528""#, "")])])
    .cfdi(|cfdi, out| {
        for domicilio in destinatarios(cfdi) {
            en_mexico(cfdi, domicilio, lugares::codigo_postal, out);
        }
    }),
];

fn receptores<'c, 'd>(cfdi: &'c Cfdi<'d>) -> impl Iterator<Item = &'c Domicilio<'d>> {
    cfdi.comercio_exterior.iter().map(|cce| &cce.domicilio_receptor)
}

fn destinatarios<'c, 'd>(cfdi: &'c Cfdi<'d>) -> impl Iterator<Item = &'c Domicilio<'d>> {
    cfdi.comercio_exterior.iter().flat_map(|cce| cce.domicilios_destinatarios())
}

type Lugar = fn(&Cfdi<'_>, &Domicilio<'_>, &mut Out<'_>);

fn en_mexico(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, check: Lugar, out: &mut Out<'_>) {
    if domicilio.pais.is(MEXICO) {
        check(cfdi, domicilio, out);
    }
}

fn en_el_extranjero(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, check: Lugar, out: &mut Out<'_>) {
    if !domicilio.pais.is(MEXICO) {
        check(cfdi, domicilio, out);
    }
}
