//! CCE101 to CCE122: the Comprobante around the complement, and the complement's own attributes.

use super::super::sources::CCE as SOURCE;
use super::ejemplos::*;
use super::{CCE, EXTRANJERO, PUBLICO, dice, suma};
use crate::formats::cfdi::TFD;
use crate::model::is_uuid;
use crate::rules::{Example, Needs, Rule, Table, rule};
use crate::tax::money;

pub(crate) static TABLE: Table = Table { name: "Comercio Exterior 2.0: comprobante", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "CCE101",
        &SOURCE,
        (
            "TipoDeComprobante is I, E or T beside Comercio Exterior",
            "Issue an invoice, a credit note or a transfer, or take the complement out.",
        ),
        (
            "TipoDeComprobante es I, E o T cuando existe Comercio Exterior",
            "Emita un ingreso, un egreso o un traslado, o quite el complemento.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Comprobante/@TipoDeComprobante",
        &[(r#"TipoDeComprobante="I""#, r#"TipoDeComprobante="N""#), (r#"FormaPago="99" "#, "")],
    )
    .with(&["CFDI40161"])])
    .cfdi(|cfdi, out| {
        let tipo = &cfdi.tipo_de_comprobante;
        if !cfdi.comercio_exterior.is_empty() && tipo.is_there() && !tipo.is_one_of(&["I", "E", "T"]) {
            out.violated(tipo);
        }
    }),
    rule(
        "CCE102",
        &SOURCE,
        (
            "A transfer of goods of others, MotivoTraslado 05, names at least one Propietario",
            "Add a Propietario with NumRegIdTrib and ResidenciaFiscal.",
        ),
        (
            "El traslado de mercancías de terceros, MotivoTraslado 05, registra al menos un Propietario",
            "Agregue un Propietario con NumRegIdTrib y ResidenciaFiscal.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cce20:ComercioExterior/cce20:Propietario", &[(PROPIETARIO, "")])
        .given(traslado![MOTIVO_05, CON_PROPIETARIO])
        .with(&["CCE117"])])
    .cfdi(|cfdi, out| {
        for cce in cfdi.comercio_exterior.iter().filter(|_| cfdi.is_type(&["T"])) {
            if cce.motivo_traslado.is("05") && cce.propietarios.is_empty() {
                out.violated(cce.nodo.child("cce20:Propietario"));
            }
        }
    }),
    rule(
        "CCE103",
        &SOURCE,
        (
            "Propietario stands only in a transfer of goods of others, type T with MotivoTraslado 05",
            "Take Propietario out, or state the motive of the transfer.",
        ),
        (
            "Propietario solo existe en el traslado de mercancías de terceros, tipo T con MotivoTraslado 05",
            "Quite Propietario o indique el motivo del traslado.",
        ),
    )
    .tried(&[
        Example::new(EXPORT, "cce20:ComercioExterior/cce20:Propietario", &[EN_EXPORT]),
        Example::new(
            EXPORT,
            "cce20:ComercioExterior/cce20:Propietario",
            &[EN_EXPORT, (r#" ClaveDePedimento="A1""#, r#" MotivoTraslado="05" ClaveDePedimento="A1""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for cce in &cfdi.comercio_exterior {
            let of_others = cfdi.is_type(&["T"]) && cce.motivo_traslado.is("05");
            if let Some(propietario) = cce.propietarios.first().filter(|_| !of_others) {
                out.violated(propietario.nodo);
            }
        }
    }),
    rule(
        "CCE104",
        &SOURCE,
        (
            "Exportacion 02, definitive with pedimento A1, comes with the complement Comercio Exterior",
            "Add the complement, or write what it is: 01 no export, 03 temporary, 04 definitive otherwise.",
        ),
        (
            "Exportacion 02, definitiva con clave A1, lleva el complemento Comercio Exterior",
            "Agregue el complemento o indique lo que es: 01 no aplica, 03 temporal, 04 definitiva con otra clave.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/domestic-auto-parts-iva-16.xml",
        "cfdi:Comprobante/@Exportacion",
        &[(r#"Exportacion="01""#, r#"Exportacion="02""#)],
    )
    .with(&["CFDI40122", "FRO-MX-301"])])
    .cfdi(|cfdi, out| {
        // Until 2024 a CFDI 4.0 had the complement in its version 1.1.
        let is_there = cfdi
            .complementos
            .iter()
            .any(|complemento| complemento.local == "ComercioExterior" && complemento.namespace.starts_with(ANY_CCE));
        if cfdi.exportacion.is("02") && !is_there {
            out.violated(&cfdi.exportacion);
        }
    }),
    rule(
        "CCE105",
        &SOURCE,
        (
            "Exportacion 03, temporary, has no complement Comercio Exterior",
            "Write 02 for a definitive export with pedimento A1, or take the complement out.",
        ),
        (
            "Exportacion 03, temporal, no lleva el complemento Comercio Exterior",
            "Escriba 02 si la exportación es definitiva con clave A1, o quite el complemento.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cfdi:Comprobante/@Exportacion", &[(r#"Exportacion="02""#, r#"Exportacion="03""#)])
        .with(&["CFDI40222"])])
    .cfdi(|cfdi, out| {
        if cfdi.exportacion.is("03") && !cfdi.comercio_exterior.is_empty() {
            out.violated(&cfdi.exportacion);
        }
    }),
    rule(
        "CCE106",
        &SOURCE,
        (
            "An export is no global invoice: InformacionGlobal is absent beside Comercio Exterior",
            "Take InformacionGlobal out.",
        ),
        (
            "Una exportación no es factura global: no existe InformacionGlobal junto a Comercio Exterior",
            "Quite InformacionGlobal.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Comprobante/cfdi:InformacionGlobal",
        &[("<cfdi:Emisor Rfc", r#"<cfdi:InformacionGlobal Periodicidad="01" Meses="04" Año="2026"/><cfdi:Emisor Rfc"#)],
    )
    .with(&["CFDI40130"])])
    .cfdi(|cfdi, out| {
        if let Some(global) = cfdi.informacion_global.as_ref().filter(|_| !cfdi.comercio_exterior.is_empty()) {
            out.violated(global.nodo);
        }
    }),
    rule(
        "CCE107",
        &SOURCE,
        (
            "The buyer of an export, type I, is XEXX010101000 or registered with SAT, not the public",
            "Write XEXX010101000 for a buyer abroad, or the buyer's own RFC.",
        ),
        (
            "El comprador de una exportación, tipo I, es XEXX010101000 o está inscrito en el SAT, no el público",
            "Escriba XEXX010101000 si es extranjero, o el RFC propio del comprador.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[
        Example::new(
            EXPORT,
            "cfdi:Receptor/@Rfc",
            &[
                (r#"Rfc="URE180429TM6""#, r#"Rfc="XAXX010101000""#),
                (r#"DomicilioFiscalReceptor="86991""#, r#"DomicilioFiscalReceptor="32000""#),
                (r#"RegimenFiscalReceptor="601""#, r#"RegimenFiscalReceptor="616""#),
            ],
        )
        .given(COMPRADOR_INSCRITO),
        Example::new(EXPORT, "cfdi:Receptor/@Rfc", &[(r#"Rfc="URE180429TM6""#, r#"Rfc="URE180429TM7""#)])
            .given(COMPRADOR_INSCRITO)
            .with(&["CFDI40143", "CFDI40144", "CFDI40147"]),
    ])
    .cfdi(|cfdi, out| {
        let rfc = &cfdi.receptor.rfc;
        if cfdi.comercio_exterior.is_empty() || !cfdi.is_type(&["I"]) || !dice(rfc) {
            return;
        }
        match rfc.text() {
            EXTRANJERO => {}
            PUBLICO => out.violated(rfc),
            own => out.ask(cfdi.asked.lookups.taxpayer(own).map(|taxpayer| taxpayer.is_some()), rfc),
        }
    }),
    rule(
        "CCE108",
        &SOURCE,
        ("In a transfer, type T, the receiver is the issuer itself", "Repeat the issuer's RFC: {expected}."),
        ("En un traslado, tipo T, el receptor es el propio emisor", "Repita el RFC del emisor: {expected}."),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Receptor/@Rfc",
        &[(
            r#"Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" DomicilioFiscalReceptor"#,
            r#"Rfc="URE180429TM6" Nombre="ESCUELA KEMPER URGATE" DomicilioFiscalReceptor"#,
        )],
    )
    .given(traslado![])])
    .cfdi(|cfdi, out| {
        let (rfc, own) = (&cfdi.receptor.rfc, &cfdi.emisor.rfc);
        let is_transfer = cfdi.is_type(&["T"]) && !cfdi.comercio_exterior.is_empty();
        if is_transfer && rfc.is_there() && own.is_there() && rfc.get() != own.get() {
            out.expected(rfc, own.text());
        }
    }),
    rule(
        "CCE109",
        &SOURCE,
        (
            "A Concepto of an export with ObjetoImp 02 states its taxes in Impuestos",
            "Add Impuestos to the Concepto; an export is taxed at 0 %.",
        ),
        (
            "El Concepto de una exportación con ObjetoImp 02 desglosa sus impuestos en Impuestos",
            "Agregue Impuestos al Concepto; la exportación causa la tasa de 0 %.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Concepto[2]/cfdi:Impuestos",
        &[(r#"Importe="21800.00" ObjetoImp="01""#, r#"Importe="21800.00" ObjetoImp="02""#)],
    )
    .given(&[SIN_IMPUESTOS_1, SIN_IMPUESTOS_2, SIN_RESUMEN])
    .with(&["CFDI40171"])])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|_| !cfdi.comercio_exterior.is_empty()) {
            if concepto.objeto_imp.is("02") && concepto.impuestos.is_none() {
                out.violated(concepto.nodo.child("cfdi:Impuestos"));
            }
        }
    }),
    rule(
        "CCE110",
        &SOURCE,
        (
            "In a transfer, type T, every Concepto has ObjetoImp 01",
            "Write 01: goods that only move are not subject to tax.",
        ),
        (
            "En un traslado, tipo T, todo Concepto tiene ObjetoImp 01",
            "Escriba 01: la mercancía que solo se traslada no es objeto de impuesto.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Concepto[2]/@ObjetoImp",
        &[(r#"Importe="21800.00" ObjetoImp="01""#, r#"Importe="21800.00" ObjetoImp="03""#)],
    )
    .given(traslado![])])
    .cfdi(|cfdi, out| {
        if !cfdi.is_type(&["T"]) || cfdi.comercio_exterior.is_empty() {
            return;
        }
        for objeto in cfdi.conceptos.iter().map(|concepto| &concepto.objeto_imp) {
            if objeto.is_there() && !objeto.is("01") {
                out.expected(objeto, "01");
            }
        }
    }),
    rule(
        "CCE111",
        &SOURCE,
        (
            "Exported goods are not sold for a third party: no Concepto has ACuentaTerceros",
            "Take ACuentaTerceros out, or invoice that Concepto apart.",
        ),
        (
            "La mercancía exportada no se vende por cuenta de terceros: ningún Concepto tiene ACuentaTerceros",
            "Quite ACuentaTerceros o facture ese Concepto por separado.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cfdi:Concepto/cfdi:ACuentaTerceros", &[CON_TERCEROS])])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|_| !cfdi.comercio_exterior.is_empty()) {
            if let Some(terceros) = &concepto.a_cuenta_terceros {
                out.violated(terceros.nodo);
            }
        }
    }),
    rule(
        "CCE112",
        &SOURCE,
        (
            "Exported goods are no rent: no Concepto has CuentaPredial",
            "Take CuentaPredial out, or invoice that Concepto apart.",
        ),
        (
            "La mercancía exportada no es un arrendamiento: ningún Concepto tiene CuentaPredial",
            "Quite CuentaPredial o facture ese Concepto por separado.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cfdi:Concepto/cfdi:CuentaPredial", &[CON_PREDIAL])])
    .cfdi(|cfdi, out| {
        for concepto in cfdi.conceptos.iter().filter(|_| !cfdi.comercio_exterior.is_empty()) {
            if let Some(predial) = concepto.cuenta_predial.first() {
                out.violated(predial.nodo);
            }
        }
    }),
    rule(
        "CCE113",
        &SOURCE,
        ("ComercioExterior stands once in a document", "Keep one and put all Mercancias into it."),
        (
            "ComercioExterior existe una sola vez en el comprobante",
            "Deje uno solo y registre en él todas las Mercancias.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cfdi:Complemento/cce20:ComercioExterior[2]", &[DOS_VECES])])
    .cfdi(|cfdi, out| {
        for again in cfdi.comercio_exterior.iter().skip(1) {
            out.violated(again.nodo);
        }
    }),
    rule(
        "CCE114",
        &SOURCE,
        ("ComercioExterior is a child of the document's Complemento", "Move it into cfdi:Complemento."),
        ("ComercioExterior es hijo del nodo Complemento del comprobante", "Muévalo a cfdi:Complemento."),
    )
    .tried(&[
        Example::new(EXPORT, "cfdi:Concepto/cfdi:ComplementoConcepto/cce20:ComercioExterior", &[EN_CONCEPTO]),
        Example::new(
            EXPORT,
            "cfdi:Comprobante/cce20:ComercioExterior",
            &[("</cfdi:Conceptos>", r#"</cfdi:Conceptos><cce20:ComercioExterior Version="2.0"/>"#)],
        ),
        Example::new(
            "cfdi/domestic-auto-parts-iva-16.xml",
            "cfdi:Addenda/cce20:ComercioExterior",
            &[(r#"Exportacion="01""#, r#"Exportacion="02""#), EN_ADDENDA],
        )
        .with(&["CCE104", "CFDI40122", "FRO-MX-301"]),
    ])
    .cfdi(|cfdi, out| {
        // An Addenda may hold what it likes, a copy as well; it is misplaced where it is meant as the complement.
        let meant = cfdi.exportacion.is("02") && cfdi.comercio_exterior.is_empty();
        for misplaced in cfdi.comercio_exterior_fuera.iter().filter(|it| meant || !it.addenda) {
            out.violated(misplaced.nodo);
        }
    }),
    rule(
        "CCE115",
        &SOURCE,
        (
            "Beside Comercio Exterior stand only the stamp, local taxes, legends, fiscal registry and Carta Porte",
            "Issue a CFDI of its own for the other complement.",
        ),
        (
            "Junto a Comercio Exterior solo van timbre, impuestos locales, leyendas, registro fiscal y Carta Porte",
            "Emita otro CFDI para el otro complemento.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cfdi:Complemento/donat:Donatarias", &[CON_DONATARIAS])])
    .cfdi(|cfdi, out| {
        for complemento in cfdi.complementos.iter().filter(|_| !cfdi.comercio_exterior.is_empty()) {
            let namespace = complemento.namespace;
            if !BESIDE.contains(&namespace) && !namespace.starts_with(ANY_CARTA_PORTE) {
                out.violated(complemento.place());
            }
        }
    }),
    rule(
        "CCE116",
        &SOURCE,
        (
            "A transfer of goods invoiced before, MotivoTraslado 01, relates the UUID of that invoice",
            "Add CfdiRelacionados with TipoRelacion 05 and the UUID of the invoice.",
        ),
        (
            "El traslado de mercancías facturadas antes, MotivoTraslado 01, relaciona el UUID de esa factura",
            "Agregue CfdiRelacionados con TipoRelacion 05 y el UUID de la factura.",
        ),
    )
    .tried(&[
        Example::new(EXPORT, "cce20:ComercioExterior/@MotivoTraslado", &[(RELACION, "")])
            .given(traslado![MOTIVO_01, CON_RELACION]),
        Example::new(
            EXPORT,
            "cce20:ComercioExterior/@MotivoTraslado",
            &[("6F8A0C5E-1B2D-4E3F-8A9B-0C1D2E3F4A5B", "6F8A0C5E1B2D4E3F8A9B0C1D2E3F4A5B")],
        )
        .given(traslado![MOTIVO_01, CON_RELACION]),
        Example::new(EXPORT, "cce20:ComercioExterior/@MotivoTraslado", &[(r#" TipoRelacion="05""#, "")])
            .given(traslado![MOTIVO_01, CON_RELACION]),
        // SAT's guide names the relation, the matrix does not: a warning.
        Example::new(
            EXPORT,
            "cfdi:CfdiRelacionados/@TipoRelacion",
            &[(r#"TipoRelacion="05""#, r#"TipoRelacion="06""#)],
        )
        .given(traslado![MOTIVO_01, CON_RELACION]),
    ])
    .cfdi(|cfdi, out| {
        for cce in cfdi.comercio_exterior.iter().filter(|cce| cce.motivo_traslado.is("01")) {
            let with_uuid = cfdi.relacionados.iter().filter(|relacion| {
                dice(&relacion.at.tipo_relacion) && relacion.cfdis.iter().any(|cfdi| is_uuid(cfdi.uuid.text()))
            });
            let mut relations = with_uuid.map(|relacion| &relacion.at.tipo_relacion);
            match relations.clone().next() {
                None => out.violated(&cce.motivo_traslado),
                Some(other) if !relations.any(|relation| relation.is("05")) => out.warn_expected(other, "05"),
                Some(_) => {}
            }
        }
    }),
    rule(
        "CCE117",
        &SOURCE,
        (
            "MotivoTraslado 05 has a Propietario, any other motive has none",
            "Add the owner of the goods, or take Propietario out.",
        ),
        (
            "MotivoTraslado 05 lleva Propietario, cualquier otro motivo no",
            "Agregue al propietario de la mercancía o quite Propietario.",
        ),
    )
    .tried(&[
        Example::new(EXPORT, "cce20:ComercioExterior/@MotivoTraslado", &[(PROPIETARIO, "")])
            .given(traslado![MOTIVO_05, CON_PROPIETARIO])
            .with(&["CCE102"]),
        Example::new(
            EXPORT,
            "cce20:ComercioExterior/@MotivoTraslado",
            &[(r#"MotivoTraslado="05""#, r#"MotivoTraslado="02""#)],
        )
        .given(traslado![MOTIVO_05, CON_PROPIETARIO])
        .with(&["CCE103"]),
    ])
    .cfdi(|cfdi, out| {
        for cce in cfdi.comercio_exterior.iter().filter(|cce| dice(&cce.motivo_traslado)) {
            out.must(cce.motivo_traslado.is("05") != cce.propietarios.is_empty(), &cce.motivo_traslado);
        }
    }),
    rule(
        "CCE118",
        &SOURCE,
        (
            "NumCertificadoOrigen is there exactly when CertificadoOrigen is 1",
            "Write the folio of the certificate, or CertificadoOrigen 0 without a folio.",
        ),
        (
            "NumCertificadoOrigen existe solo cuando CertificadoOrigen es 1",
            "Escriba el folio del certificado, o CertificadoOrigen 0 sin folio.",
        ),
    )
    .tried(&[
        Example::new(
            EXPORT,
            "cce20:ComercioExterior/@NumCertificadoOrigen",
            &[(r#" NumCertificadoOrigen="USMCA-2026-000318""#, "")],
        ),
        Example::new(
            EXPORT,
            "cce20:ComercioExterior/@NumCertificadoOrigen",
            &[(r#" CertificadoOrigen="1""#, r#" CertificadoOrigen="0""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for cce in &cfdi.comercio_exterior {
            let folio = &cce.num_certificado_origen;
            let Some(certificate) = cce.certificado_origen.value() else { continue };
            if certificate.is_zero() {
                out.must(!folio.is_there(), folio);
            } else if certificate == rust_decimal::Decimal::ONE {
                out.must(dice(folio), folio);
            }
        }
    }),
    rule(
        "CCE119",
        &SOURCE,
        (
            "NumeroExportadorConfiable is only for buyers or consignees in the European Union",
            "Take NumeroExportadorConfiable out.",
        ),
        (
            "NumeroExportadorConfiable solo existe si el receptor o un destinatario está en la Unión Europea",
            "Quite NumeroExportadorConfiable.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:ComercioExterior/@NumeroExportadorConfiable",
        &[(r#" Incoterm="FCA""#, r#" NumeroExportadorConfiable="MX-0001" Incoterm="FCA""#)],
    )])
    .cfdi(|cfdi, out| {
        for cce in cfdi.comercio_exterior.iter().filter(|cce| cce.numero_exportador_confiable.is_there()) {
            let homes = cce.domicilios_destinatarios().chain([&cce.domicilio_receptor]);
            let in_union = homes
                .filter_map(|home| cfdi.asked.catalogs.pais(home.pais.text()))
                .any(|country| country.group().is_some_and(|groups| groups.contains("Unión Europea")));
            out.must(in_union, &cce.numero_exportador_confiable);
        }
    }),
    rule(
        "CCE120",
        &SOURCE,
        ("Exportacion 02 states its Incoterm, a key of c_INCOTERM", "Write the Incoterm of the sale."),
        ("Exportacion 02 indica su Incoterm, una clave de c_INCOTERM", "Escriba el Incoterm de la venta."),
    )
    .tried(&[
        Example::new(EXPORT, "cce20:ComercioExterior/@Incoterm", &[(r#" Incoterm="FCA""#, "")]),
        Example::new(EXPORT, "cce20:ComercioExterior/@Incoterm", &[(r#"Incoterm="FCA""#, r#"Incoterm="FCB""#)]),
    ])
    .cfdi(|cfdi, out| {
        for incoterm in cfdi.comercio_exterior.iter().map(|cce| &cce.incoterm) {
            if dice(incoterm) {
                cfdi.must_be_listed("cce20:c_INCOTERM", incoterm, out);
            } else if cfdi.exportacion.is("02") {
                out.violated(incoterm);
            }
        }
    }),
    rule(
        "CCE121",
        &SOURCE,
        (
            "TipoCambioUSD is the rate that the DOF published last before Fecha",
            "Write {expected}, or offer the rates of the days before Fecha.",
        ),
        (
            "TipoCambioUSD es el último tipo de cambio publicado en el DOF antes de Fecha",
            "Escriba {expected}, u ofrezca los tipos de cambio de los días anteriores a Fecha.",
        ),
    )
    .needing(Needs::Given)
    .tried(&[Example::new(
        EXPORT,
        "cce20:ComercioExterior/@TipoCambioUSD",
        &[(r#"TipoCambioUSD="17.7430""#, r#"TipoCambioUSD="17.7431""#)],
    )])
    .cfdi(|cfdi, out| {
        for stated in cfdi.comercio_exterior.iter().map(|cce| &cce.tipo_cambio_usd) {
            if stated.number().is_none() {
                continue;
            }
            let published = cfdi.asked.rates.zip(cfdi.day()).and_then(|(rates, day)| rates.on("USD", day, None).ok());
            match (published, stated.value()) {
                (Some(published), Some(value)) if published.rate.value() == Some(value) => {}
                (Some(published), Some(_)) => out.expected(stated, &published.rate),
                _ => out.not_checked(stated),
            }
        }
    }),
    rule(
        "CCE122",
        &SOURCE,
        ("TotalUSD is the sum of the Mercancias' ValorDolares, rounded to cents", "Write the sum: {expected}."),
        (
            "TotalUSD es la suma de ValorDolares de las Mercancias, redondeada a centavos",
            "Escriba la suma: {expected}.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cce20:ComercioExterior/@TotalUSD",
        &[(r#"TotalUSD="44000.00""#, r#"TotalUSD="44000.01""#)],
    )])
    .cfdi(|cfdi, out| {
        for cce in &cfdi.comercio_exterior {
            let total = &cce.total_usd;
            if total.number().is_none() {
                continue;
            }
            let Some(sum) = suma(cce.mercancias.iter().map(|mercancia| &mercancia.valor_dolares), out) else {
                continue;
            };
            let sum = money::round(sum, 2);
            match total.value() {
                Some(total) if total == sum => {}
                Some(_) => out.expected(total, sum),
                None => out.not_checked(total),
            }
        }
    }),
];

/// The namespace of Comercio Exterior without its version.
const ANY_CCE: &str = "http://www.sat.gob.mx/ComercioExterior";
/// The namespace of Carta Porte without its version.
const ANY_CARTA_PORTE: &str = "http://www.sat.gob.mx/CartaPorte";
/// What may stand beside the complement, and itself.
const BESIDE: [&str; 5] = [
    CCE,
    TFD,
    super::super::view::LOCALES,
    "http://www.sat.gob.mx/leyendasFiscales",
    "http://www.sat.gob.mx/registrofiscal",
];
