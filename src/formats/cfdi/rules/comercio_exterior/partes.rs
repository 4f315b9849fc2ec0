//! CCE123 to CCE135: issuer and its domicile, owner, and the receiver's number.

use super::super::sources::CCE as SOURCE;
use super::ejemplos::*;
use super::lugares::{self, MEXICO};
use super::{EXTRANJERO, dice};
use crate::rules::{Example, Needs, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Comercio Exterior 2.0: emisor, propietario, receptor", rules: RULES };

static RULES: &[Rule] =
    &[
        rule(
            "CCE123",
            &SOURCE,
            ("A legal person, RFC of 12 characters, has no Curp", "Take Curp out of the complement's Emisor."),
            ("La persona moral, con RFC de 12 caracteres, no tiene Curp", "Quite Curp del Emisor del complemento."),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Emisor/@Curp",
            &[("<cce20:Emisor>", r#"<cce20:Emisor Curp="CACX760510MGTSHC04">"#)],
        )])
        .cfdi(|cfdi, out| {
            let of_company = cfdi.emisor.rfc.text().chars().count() == 12;
            for curp in cfdi.comercio_exterior.iter().map(|cce| &cce.emisor.curp) {
                out.must(!(of_company && curp.is_there()), curp);
            }
        }),
        rule(
            "CCE124",
            &SOURCE,
            (
                "A natural person, RFC of 13 characters, states its Curp",
                "Write the issuer's CURP in the complement's Emisor.",
            ),
            (
                "La persona física, con RFC de 13 caracteres, registra su Curp",
                "Escriba la CURP en el Emisor del complemento.",
            ),
        )
        .tried(&[Example::new(EXPORT, "cce20:Emisor/@Curp", &[(r#" Curp="CACX760510MGTSHC04""#, "")]).given(&[
            (
                r#"Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" RegimenFiscal="601""#,
                r#"Rfc="CACX7605101P8" Nombre="XOCHILT CASAS CHAVEZ" RegimenFiscal="612""#,
            ),
            ("<cce20:Emisor>", r#"<cce20:Emisor Curp="CACX760510MGTSHC04">"#),
        ])])
        .cfdi(|cfdi, out| {
            let of_person = cfdi.emisor.rfc.text().chars().count() == 13;
            for curp in cfdi.comercio_exterior.iter().map(|cce| &cce.emisor.curp) {
                out.must(!of_person || dice(curp), curp);
            }
        }),
        rule(
            "CCE125",
            &SOURCE,
            ("The issuer's Domicilio is in Mexico: Pais is MEX", "Write the issuer's fiscal domicile."),
            ("El Domicilio del emisor está en México: Pais es MEX", "Escriba el domicilio fiscal del emisor."),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Emisor/cce20:Domicilio/@Pais",
            &[(r#"Estado="CHH" Pais="MEX""#, r#"Estado="CHH" Pais="USA""#)],
        )])
        .cfdi(|cfdi, out| {
            for pais in cfdi.comercio_exterior.iter().map(|cce| &cce.domicilio_emisor.pais) {
                if pais.is_there() && !pais.is(MEXICO) {
                    out.expected(pais, MEXICO);
                }
            }
        }),
        rule(
            "CCE126",
            &SOURCE,
            (
                "Estado of the issuer's Domicilio is a Mexican state of c_Estado",
                "Write SAT's key of the state: CHH for Chihuahua.",
            ),
            (
                "Estado del Domicilio del emisor es una entidad de México en c_Estado",
                "Escriba la clave del SAT: CHH para Chihuahua.",
            ),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Emisor/cce20:Domicilio/@Estado",
            &[(r#"Estado="CHH" Pais="MEX""#, r#"Estado="TX" Pais="MEX""#)],
        )
        .given(&[(r#" Localidad="06" Municipio="037""#, "")])
        .with(&["CCE130"])])
        .cfdi(|cfdi, out| {
            for cce in &cfdi.comercio_exterior {
                lugares::estado(cfdi, &cce.domicilio_emisor, MEXICO, out);
            }
        }),
        rule(
            "CCE127",
            &SOURCE,
            (
                "Municipio of the issuer's Domicilio is a key of c_Municipio for its Estado",
                "Write SAT's key of the municipality, three digits, or leave it out.",
            ),
            (
                "Municipio del Domicilio del emisor es una clave de c_Municipio para su Estado",
                "Escriba la clave del SAT, de tres dígitos, u omita el atributo.",
            ),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Emisor/cce20:Domicilio/@Municipio",
            &[(r#"Municipio="037""#, r#"Municipio="099""#)],
        )
        .with(&["CCE130"])])
        .cfdi(|cfdi, out| {
            for cce in &cfdi.comercio_exterior {
                lugares::municipio(cfdi, &cce.domicilio_emisor, out);
            }
        }),
        rule(
            "CCE128",
            &SOURCE,
            (
                "Localidad of the issuer's Domicilio is a key of c_Localidad for its Estado",
                "Write SAT's key of the locality, two digits, or leave it out.",
            ),
            (
                "Localidad del Domicilio del emisor es una clave de c_Localidad para su Estado",
                "Escriba la clave del SAT, de dos dígitos, u omita el atributo.",
            ),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Emisor/cce20:Domicilio/@Localidad",
            &[(r#"Localidad="06""#, r#"Localidad="99""#)],
        )
        .with(&["CCE130"])])
        .cfdi(|cfdi, out| {
            for cce in &cfdi.comercio_exterior {
                lugares::localidad(cfdi, &cce.domicilio_emisor, out);
            }
        }),
        rule(
            "CCE129",
            &SOURCE,
            (
                "A Colonia of four digits of the issuer is a key of c_Colonia for its CodigoPostal",
                "Write a key of that postal code, or the name.",
            ),
            (
                "Una Colonia de cuatro dígitos del emisor es una clave de c_Colonia para su CodigoPostal",
                "Escriba una clave de ese código postal, o el nombre.",
            ),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Emisor/cce20:Domicilio/@Colonia",
            &[(r#"Colonia="0701""#, r#"Colonia="9999""#)],
        )])
        .cfdi(|cfdi, out| {
            for cce in &cfdi.comercio_exterior {
                lugares::colonia(cfdi, &cce.domicilio_emisor, out);
            }
        }),
        rule(
            "CCE130",
            &SOURCE,
            (
                "CodigoPostal of the issuer's Domicilio is in c_CodigoPostal with its Estado, Municipio and Localidad",
                "Write the postal code of the place, or the keys that c_CodigoPostal has for this one.",
            ),
            (
                "CodigoPostal del Domicilio del emisor está en c_CodigoPostal con su Estado, Municipio y Localidad",
                "Escriba el código postal del lugar, o las claves que c_CodigoPostal tiene para este.",
            ),
        )
        .tried(&[
            Example::new(
                EXPORT,
                "cce20:Emisor/cce20:Domicilio/@CodigoPostal",
                &[(r#"Pais="MEX" CodigoPostal="32000""#, r#"Pais="MEX" CodigoPostal="21600""#)],
            )
            .given(&[(r#" Colonia="0701""#, "")]),
            Example::new(
                EXPORT,
                "cce20:Emisor/cce20:Domicilio/@CodigoPostal",
                &[(r#"Pais="MEX" CodigoPostal="32000""#, r#"Pais="MEX" CodigoPostal="99999""#)],
            )
            .given(&[(r#" Colonia="0701""#, "")]),
        ])
        .cfdi(|cfdi, out| {
            for cce in &cfdi.comercio_exterior {
                lugares::codigo_postal(cfdi, &cce.domicilio_emisor, out);
            }
        }),
        rule(
            "CCE131",
            &SOURCE,
            (
                "NumRegIdTrib of a Propietario is known to the registry of its country, where c_Pais names one",
                "Write the number as the country's tax authority has it.",
            ),
            (
                "NumRegIdTrib del Propietario existe en el registro de su país, cuando c_Pais indica uno",
                "Escriba el número como lo tiene la autoridad fiscal del país.",
            ),
        )
        .needing(Needs::Lookup)
        .tried(&[Example::new(
            EXPORT,
            "cce20:Propietario/@NumRegIdTrib",
            &[(r#"NumRegIdTrib="URE180429TM6""#, r#"NumRegIdTrib="9RE180429TM6""#)],
        )
        .given(traslado![
            MOTIVO_05,
            CON_PROPIETARIO,
            (
                r#"NumRegIdTrib="123456789" ResidenciaFiscal="USA""#,
                r#"NumRegIdTrib="URE180429TM6" ResidenciaFiscal="MEX""#,
            ),
        ])])
        .cfdi(|cfdi, out| {
            for propietario in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.propietarios) {
                let pais = propietario.residencia_fiscal.text();
                lugares::numero_registrado(cfdi, pais, &propietario.num_reg_id_trib, out);
            }
        }),
        rule(
            "CCE132",
            &SOURCE,
            (
                "NumRegIdTrib of a Propietario is written as c_Pais says for its country",
                "Correct it; in the United States and Canada it is nine digits without a dash.",
            ),
            (
                "NumRegIdTrib del Propietario tiene la forma que c_Pais indica para su país",
                "Corríjalo; en Estados Unidos y Canadá son nueve dígitos sin guion.",
            ),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Propietario/@NumRegIdTrib",
            &[(r#"NumRegIdTrib="123456789""#, r#"NumRegIdTrib="12345678""#)],
        )
        .given(traslado![MOTIVO_05, CON_PROPIETARIO])])
        .cfdi(|cfdi, out| {
            for propietario in cfdi.comercio_exterior.iter().flat_map(|cce| &cce.propietarios) {
                let pais = propietario.residencia_fiscal.text();
                lugares::forma_de_numero(cfdi, pais, &propietario.num_reg_id_trib, out);
            }
        }),
        rule(
            "CCE133",
            &SOURCE,
            (
                "The complement's Receptor has NumRegIdTrib exactly when the receiver's RFC is XEXX010101000",
                "Write the foreign tax number of a buyer abroad; take it out where the receiver has an RFC of its own.",
            ),
            (
                "El Receptor del complemento tiene NumRegIdTrib solo cuando el RFC del receptor es XEXX010101000",
                "Escriba el número fiscal del comprador extranjero; quítelo si el receptor tiene RFC propio.",
            ),
        )
        .tried(&[
            Example::new(EXPORT, "cce20:Receptor/@NumRegIdTrib", &[SIN_NUMERO]),
            Example::new(
                EXPORT,
                "cce20:Receptor/@NumRegIdTrib",
                &[("<cce20:Receptor>", r#"<cce20:Receptor NumRegIdTrib="002345678">"#)],
            )
            .given(traslado![]),
        ])
        .cfdi(|cfdi, out| {
            let rfc = &cfdi.receptor.rfc;
            for numero in cfdi.comercio_exterior.iter().map(|cce| &cce.receptor.num_reg_id_trib) {
                match rfc.is(EXTRANJERO) {
                    true => out.must(dice(numero), numero),
                    false => out.must(!(dice(rfc) && numero.is_there()), numero),
                }
            }
        }),
        rule(
            "CCE134",
            &SOURCE,
            (
                "A Receptor with NumRegIdTrib has its Domicilio abroad, not in MEX",
                "Write the buyer's address abroad, or the RFC of a buyer in Mexico.",
            ),
            (
                "El Receptor con NumRegIdTrib tiene su Domicilio en el extranjero, no en MEX",
                "Escriba el domicilio en el extranjero, o el RFC del comprador mexicano.",
            ),
        )
        .tried(&[Example::new(EXPORT, "cce20:Receptor/@NumRegIdTrib", &[(EN_EL_PASO, EN_TIJUANA)])])
        .cfdi(|cfdi, out| {
            for cce in &cfdi.comercio_exterior {
                let numero = &cce.receptor.num_reg_id_trib;
                out.must(!(dice(numero) && cce.domicilio_receptor.pais.is(MEXICO)), numero);
            }
        }),
        rule(
            "CCE135",
            &SOURCE,
            (
                "NumRegIdTrib of the Receptor is one of the country of its Domicilio, as c_Pais says",
                "Correct it; in the United States and Canada it is nine digits without a dash.",
            ),
            (
                "NumRegIdTrib del Receptor es uno del país de su Domicilio, según c_Pais",
                "Corríjalo; en Estados Unidos y Canadá son nueve dígitos sin guion.",
            ),
        )
        .tried(&[Example::new(
            EXPORT,
            "cce20:Receptor/@NumRegIdTrib",
            &[(r#"<cce20:Receptor NumRegIdTrib="002345678">"#, r#"<cce20:Receptor NumRegIdTrib="00-2345678">"#)],
        )])
        .cfdi(|cfdi, out| {
            for cce in &cfdi.comercio_exterior {
                let (pais, numero) = (cce.domicilio_receptor.pais.text(), &cce.receptor.num_reg_id_trib);
                lugares::numero_registrado(cfdi, pais, numero, out);
                lugares::forma_de_numero(cfdi, pais, numero, out);
            }
        }),
    ];
