//! CRP20101 to CRP20123: the comprobante that a payment receipt is, whose values are all fixed.

use rust_decimal::Decimal;

use super::super::sources::PAGOS;
use super::super::view::{Cfdi, Concepto, Numero, Texto};
use crate::rules::{Example, Out, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: comprobante", rules: RULES };

const USD: &str = "cfdi/payment-receipt-usd.xml";

static RULES: &[Rule] = &[
    rule(
        "CRP20101",
        &PAGOS,
        (
            "A document with the complement Pagos is of TipoDeComprobante P",
            "Write P; a document that is no payment receipt has no complement Pagos.",
        ),
        (
            "El comprobante con complemento Pagos es de TipoDeComprobante P",
            "Escriba P; el comprobante que no es recibo de pago no lleva el complemento Pagos.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Comprobante/@TipoDeComprobante",
        &[(r#"TipoDeComprobante="P""#, r#"TipoDeComprobante="T""#), (r#"UsoCFDI="CP01""#, r#"UsoCFDI="S01""#)],
    )])
    .cfdi(|cfdi, out| must_be(&cfdi.tipo_de_comprobante, "P", out)),
    rule(
        "CRP20102",
        &PAGOS,
        ("Exportacion of a payment receipt is 01", "Write 01: a payment exports nothing, even where its invoice does."),
        ("Exportacion del recibo de pago es 01", "Escriba 01: un pago no exporta nada, aunque su factura sí."),
    )
    .tried(&[Example::new(USD, "cfdi:Comprobante/@Exportacion", &[(r#"Exportacion="01""#, r#"Exportacion="03""#)])])
    .cfdi(|cfdi, out| must_be(&cfdi.exportacion, "01", out)),
    rule(
        "CRP20103",
        &PAGOS,
        ("SubTotal of a payment receipt is 0", "Write 0; what was paid stands in Monto of the payment."),
        ("SubTotal del recibo de pago es 0", "Escriba 0; lo pagado va en Monto del pago."),
    )
    .tried(&[Example::new(USD, "cfdi:Comprobante/@SubTotal", &[(r#"SubTotal="0""#, r#"SubTotal="1""#)])
        .with(&["CFDI40109", "CFDI40119"])])
    .cfdi(|cfdi, out| must_be_zero(&cfdi.sub_total, out)),
    rule(
        "CRP20104",
        &PAGOS,
        ("Moneda of a payment receipt is XXX", "Write XXX; the currency of a payment is its MonedaP."),
        ("Moneda del recibo de pago es XXX", "Escriba XXX; la moneda de cada pago es su MonedaP."),
    )
    .tried(&[Example::new(USD, "cfdi:Comprobante/@Moneda", &[(r#"Moneda="XXX""#, r#"Moneda="MXN""#)])])
    .cfdi(|cfdi, out| must_be(&cfdi.moneda, "XXX", out)),
    rule(
        "CRP20105",
        &PAGOS,
        ("A payment receipt has no FormaPago", "Remove it; how it was paid is FormaDePagoP of each payment."),
        ("El recibo de pago no lleva FormaPago", "Elimínela; la forma de cada pago es su FormaDePagoP."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Comprobante/@FormaPago",
        &[(r#"SubTotal="0""#, r#"SubTotal="0" FormaPago="03""#)],
    )
    .with(&["CFDI40103"])])
    .cfdi(|cfdi, out| must_be_absent(&cfdi.forma_pago, out)),
    rule(
        "CRP20106",
        &PAGOS,
        ("A payment receipt has no MetodoPago", "Remove it; PUE and PPD are of the invoice."),
        ("El recibo de pago no lleva MetodoPago", "Elimínelo; PUE y PPD son de la factura."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Comprobante/@MetodoPago",
        &[(r#"SubTotal="0""#, r#"SubTotal="0" MetodoPago="PUE""#)],
    )
    .with(&["CFDI40125"])])
    .cfdi(|cfdi, out| must_be_absent(&cfdi.metodo_pago, out)),
    rule(
        "CRP20107",
        &PAGOS,
        ("A payment receipt has no CondicionesDePago", "Remove them; terms of payment are of the invoice."),
        ("El recibo de pago no lleva CondicionesDePago", "Elimínelas; las condiciones son de la factura."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Comprobante/@CondicionesDePago",
        &[(r#"SubTotal="0""#, r#"SubTotal="0" CondicionesDePago="30 days""#)],
    )])
    .cfdi(|cfdi, out| must_be_absent(&cfdi.condiciones_de_pago, out)),
    rule(
        "CRP20108",
        &PAGOS,
        ("A payment receipt has no Descuento", "Remove it; a discount is a credit note, or of the invoice."),
        ("El recibo de pago no lleva Descuento", "Elimínelo; un descuento es de la factura o de una nota de crédito."),
    )
    .tried(&[Example::new(USD, "cfdi:Comprobante/@Descuento", &[(r#"SubTotal="0""#, r#"SubTotal="0" Descuento="0""#)])
        .with(&["CFDI40111"])])
    .cfdi(|cfdi, out| must_be_absent(&cfdi.descuento, out)),
    rule(
        "CRP20109",
        &PAGOS,
        ("A payment receipt has no TipoCambio", "Remove it; the rate of a payment is its TipoCambioP."),
        ("El recibo de pago no lleva TipoCambio", "Elimínelo; el tipo de cambio de cada pago es su TipoCambioP."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Comprobante/@TipoCambio",
        &[(r#"SubTotal="0""#, r#"SubTotal="0" TipoCambio="1""#)],
    )
    .with(&["CFDI40116"])])
    .cfdi(|cfdi, out| must_be_absent(&cfdi.tipo_cambio, out)),
    rule(
        "CRP20110",
        &PAGOS,
        ("Total of a payment receipt is 0", "Write 0; what was paid stands in Monto of the payment."),
        ("Total del recibo de pago es 0", "Escriba 0; lo pagado va en Monto del pago."),
    )
    .tried(&[Example::new(USD, "cfdi:Comprobante/@Total", &[(r#" Total="0""#, r#" Total="1""#)]).with(&["CFDI40119"])])
    .cfdi(|cfdi, out| must_be_zero(&cfdi.total, out)),
    rule(
        "CRP20111",
        &PAGOS,
        (
            "A payment receipt has one Concepto",
            "Leave the one of the payment; several payments are several nodes Pago of the complement.",
        ),
        (
            "El recibo de pago lleva un solo Concepto",
            "Deje el del pago; varios pagos son varios nodos Pago del complemento.",
        ),
    )
    .tried(&[
        Example::new(
            USD,
            "cfdi:Conceptos/cfdi:Concepto[2]",
            &[(
                "<cfdi:Conceptos>",
                r#"<cfdi:Conceptos>
               <cfdi:Concepto ClaveProdServ="84111506" Cantidad="1" ClaveUnidad="ACT" Descripcion="Pago"
                ValorUnitario="0" Importe="0" ObjetoImp="01"/>"#,
            )],
        ),
        Example::new(
            USD,
            "cfdi:Conceptos/cfdi:Concepto",
            &[
                ("<cfdi:Concepto ClaveProdServ", "<!-- <cfdi:Concepto ClaveProdServ"),
                (r#"ObjetoImp="01"/>"#, r#"ObjetoImp="01"/> -->"#),
            ],
        ),
    ])
    .cfdi(|cfdi, out| match cfdi.conceptos.as_slice() {
        [_] => {}
        [] => out.violated(cfdi.nodo_conceptos.nodo.child("cfdi:Concepto")),
        [_, second, ..] => out.violated(second.at.nodo),
    }),
    rule(
        "CRP20112",
        &PAGOS,
        (
            "The Concepto of a payment receipt has nothing in it but ACuentaTerceros",
            "Remove the node; taxes of what is paid stand in ImpuestosDR and ImpuestosP.",
        ),
        (
            "El Concepto del recibo de pago no contiene más nodo que ACuentaTerceros",
            "Elimine el nodo; los impuestos de lo pagado van en ImpuestosDR e ImpuestosP.",
        ),
    )
    .tried(&[
        Example::new(
            USD,
            "cfdi:Concepto/cfdi:InformacionAduanera",
            &[(
                r#"ObjetoImp="01"/>"#,
                r#"ObjetoImp="01"><cfdi:InformacionAduanera NumeroPedimento="15  48  3009  0001234"/></cfdi:Concepto>"#,
            )],
        ),
        Example::new(
            USD,
            "cfdi:Concepto/cfdi:CuentaPredial",
            &[(r#"ObjetoImp="01"/>"#, r#"ObjetoImp="01"><cfdi:CuentaPredial Numero="15956011002"/></cfdi:Concepto>"#)],
        ),
        Example::new(
            USD,
            "cfdi:Concepto/cfdi:ComplementoConcepto",
            &[(r#"ObjetoImp="01"/>"#, r#"ObjetoImp="01"><cfdi:ComplementoConcepto/></cfdi:Concepto>"#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for concepto in &cfdi.conceptos {
            let impuestos = concepto.impuestos.as_ref().map(|impuestos| impuestos.nodo);
            let aduana = concepto.informacion_aduanera.first().map(|aduana| aduana.nodo);
            let predial = concepto.cuenta_predial.first().map(|predial| predial.nodo);
            let parte = concepto.partes.first().map(|parte| parte.at.nodo);
            for nodo in [impuestos, aduana, predial, parte].into_iter().flatten() {
                out.violated(nodo);
            }
            if concepto.complemento {
                out.violated(concepto.nodo.child("cfdi:ComplementoConcepto"));
            }
        }
    }),
    rule(
        "CRP20113",
        &PAGOS,
        ("ClaveProdServ of a payment receipt is 84111506", "Write 84111506; the goods are the invoice's."),
        ("ClaveProdServ del recibo de pago es 84111506", "Escriba 84111506; los productos son de la factura."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Concepto/@ClaveProdServ",
        &[(r#"ClaveProdServ="84111506""#, r#"ClaveProdServ="84111505""#)],
    )])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be(&concepto.clave_prod_serv, "84111506", out))),
    rule(
        "CRP20114",
        &PAGOS,
        ("The Concepto of a payment receipt has no NoIdentificacion", "Remove it; the complement says what was paid."),
        ("El Concepto del recibo de pago no lleva NoIdentificacion", "Elimínelo; lo pagado lo dice el complemento."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Concepto/@NoIdentificacion",
        &[(r#"Cantidad="1""#, r#"Cantidad="1" NoIdentificacion="P-55""#)],
    )])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be_absent(&concepto.no_identificacion, out))),
    rule(
        "CRP20115",
        &PAGOS,
        ("Cantidad of a payment receipt is 1", "Write 1, however many payments there are."),
        ("Cantidad del recibo de pago es 1", "Escriba 1, sean cuantos sean los pagos."),
    )
    .tried(&[Example::new(USD, "cfdi:Concepto/@Cantidad", &[(r#"Cantidad="1""#, r#"Cantidad="2""#)])])
    .cfdi(|cfdi, out| {
        each(cfdi, out, |concepto, out| match concepto.cantidad.value() {
            Some(cantidad) if cantidad != Decimal::ONE => out.expected(&concepto.cantidad, "1"),
            None if concepto.cantidad.is_too_long() => out.not_checked(&concepto.cantidad),
            _ => {}
        });
    }),
    rule(
        "CRP20116",
        &PAGOS,
        ("ClaveUnidad of a payment receipt is ACT", "Write ACT, activity."),
        ("ClaveUnidad del recibo de pago es ACT", "Escriba ACT, actividad."),
    )
    .tried(&[Example::new(USD, "cfdi:Concepto/@ClaveUnidad", &[(r#"ClaveUnidad="ACT""#, r#"ClaveUnidad="E48""#)])])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be(&concepto.clave_unidad, "ACT", out))),
    rule(
        "CRP20117",
        &PAGOS,
        ("The Concepto of a payment receipt has no Unidad", "Remove it; ClaveUnidad says it."),
        ("El Concepto del recibo de pago no lleva Unidad", "Elimínela; basta con ClaveUnidad."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Concepto/@Unidad",
        &[(r#"ClaveUnidad="ACT""#, r#"ClaveUnidad="ACT" Unidad="Actividad""#)],
    )])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be_absent(&concepto.unidad, out))),
    rule(
        "CRP20118",
        &PAGOS,
        ("Descripcion of a payment receipt is Pago", "Write Pago and nothing else."),
        ("Descripcion del recibo de pago es Pago", "Escriba Pago y nada más."),
    )
    .tried(&[Example::new(USD, "cfdi:Concepto/@Descripcion", &[(r#"Descripcion="Pago""#, r#"Descripcion="PAGO""#)])])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be(&concepto.descripcion, "Pago", out))),
    rule(
        "CRP20119",
        &PAGOS,
        ("ValorUnitario of a payment receipt is 0", "Write 0; what was paid stands in Monto of the payment."),
        ("ValorUnitario del recibo de pago es 0", "Escriba 0; lo pagado va en Monto del pago."),
    )
    .tried(&[Example::new(USD, "cfdi:Concepto/@ValorUnitario", &[(r#"ValorUnitario="0""#, r#"ValorUnitario="1""#)])])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be_zero(&concepto.valor_unitario, out))),
    rule(
        "CRP20120",
        &PAGOS,
        ("Importe of a payment receipt's Concepto is 0", "Write 0; what was paid stands in Monto of the payment."),
        ("Importe del Concepto del recibo de pago es 0", "Escriba 0; lo pagado va en Monto del pago."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Concepto/@Importe",
        &[(r#"ValorUnitario="0" Importe="0""#, r#"ValorUnitario="0" Importe="1""#)],
    )])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be_zero(&concepto.importe, out))),
    rule(
        "CRP20121",
        &PAGOS,
        ("The Concepto of a payment receipt has no Descuento", "Remove it; the complement says what was paid."),
        ("El Concepto del recibo de pago no lleva Descuento", "Elimínelo; lo pagado lo dice el complemento."),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Concepto/@Descuento",
        &[(r#"ValorUnitario="0""#, r#"ValorUnitario="0" Descuento="0""#)],
    )
    .with(&["CFDI40111"])])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be_absent(&concepto.descuento, out))),
    rule(
        "CRP20122",
        &PAGOS,
        ("ObjetoImp of a payment receipt is 01", "Write 01; what is taxed is said by ObjetoImpDR of each document."),
        (
            "ObjetoImp del recibo de pago es 01",
            "Escriba 01; lo que causa impuesto lo dice ObjetoImpDR de cada documento.",
        ),
    )
    .tried(&[Example::new(USD, "cfdi:Concepto/@ObjetoImp", &[(r#"ObjetoImp="01""#, r#"ObjetoImp="04""#)])])
    .cfdi(|cfdi, out| each(cfdi, out, |concepto, out| must_be(&concepto.objeto_imp, "01", out))),
    rule(
        "CRP20123",
        &PAGOS,
        (
            "A payment receipt has no Impuestos of its own",
            "Remove the node; taxes of what is paid stand in ImpuestosDR and ImpuestosP.",
        ),
        (
            "El recibo de pago no lleva nodo Impuestos propio",
            "Elimine el nodo; los impuestos de lo pagado van en ImpuestosDR e ImpuestosP.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "cfdi:Comprobante/cfdi:Impuestos",
        &[("</cfdi:Conceptos>", "</cfdi:Conceptos><cfdi:Impuestos/>")],
    )
    .with(&["CFDI40201"])])
    .cfdi(|cfdi, out| {
        if let Some(impuestos) = &cfdi.impuestos {
            out.violated(impuestos.at.nodo);
        }
    }),
];

fn each<'d>(cfdi: &Cfdi<'d>, out: &mut Out<'_>, check: impl Fn(&Concepto<'d>, &mut Out<'_>)) {
    cfdi.conceptos.iter().for_each(|concepto| check(concepto, out));
}

fn must_be(texto: &Texto<'_>, value: &str, out: &mut Out<'_>) {
    if texto.is_there() && !texto.is(value) {
        out.expected(texto, value);
    }
}

fn must_be_zero(numero: &Numero<'_>, out: &mut Out<'_>) {
    if numero.number().is_some_and(|number| !number.is_zero()) {
        out.expected(numero, "0");
    }
}

fn must_be_absent(texto: &Texto<'_>, out: &mut Out<'_>) {
    out.must(!texto.is_there(), texto);
}
