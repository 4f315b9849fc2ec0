//! The project's own rules of a CFDI: what SAT does not test and what costs money all the same. All are warnings, dated where
//! the law is.

use rust_decimal::Decimal;

use super::view::{Cfdi, Concepto, Traslado};
use crate::catalog::Border;
use crate::context::{RFC_FOREIGN as FOREIGN, Series};
use crate::exchange::{MEXICAN_PESO, NO_CURRENCY, NoRate};
use crate::model::Date;
use crate::rules::{Example, Needs, Rule, Source, Table, rule};
use crate::tax::table::{RATES, RateRow};

pub(super) static TABLE: Table = Table { name: "frontera: warnings on a CFDI", rules: RULES };

static BORDER: Source = Source::new(
    "decrees of the border stimulus, DOF 2018-12-31 and 2020-12-30, extended 2024-12-24 and 2025-12-31",
    "2025-12-31",
);
static BORDER_FORM: Source = Source::new("RMF 2026, 11.9.3", "2025-12-28");
static RETENTIONS: Source = Source::new("LIVA 1-A; LISR 106, 113-J, 116: the payer is a Mexican legal person", "");
static ANEXO_20: Source = Source::new("Anexo 20, guía de llenado CFDI 4.0; RMF 2026, 2.7.1.23", "2025-12-28");
static LIVA_29: Source = Source::new("LIVA 29-I; Anexo 20, c_Exportacion", "2022-02-25");
static LIEPS: Source = Source::new("LIEPS 2-III", "");
static CFF_20: Source = Source::new("CFF 20: the rate that Banxico published the day before", "");

static RULES: &[Rule] = &[
    rule(
        "FRO-MX-101",
        &BORDER,
        (
            "IVA at 8 % is of sellers in a border region: LugarExpedicion has its stimulus",
            "Charge 16 %, or issue the invoice from the branch in the region; the notice to SAT must be in effect.",
        ),
        (
            "El IVA de 8 % es de emisores en región fronteriza: LugarExpedicion tiene el estímulo",
            "Traslade 16 % o expida desde la sucursal en la región; el aviso al SAT debe estar vigente.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/border-hardware-iva-8.xml", "cfdi:Comprobante/@LugarExpedicion", &[(
        r#"LugarExpedicion="22000""#,
        r#"LugarExpedicion="64000""#,
    )])])
    .cfdi(|cfdi, out| {
        if border_lines(cfdi).next().is_some() && region(cfdi) == Some(Border::None) {
            out.violated(&cfdi.lugar_expedicion);
        }
    }),
    rule(
        "FRO-MX-102",
        &BORDER,
        (
            "IVA at 8 % is of products that c_ClaveProdServ flags for it",
            "Charge 16 % on the line, or correct its ClaveProdServ; 01010101 is for the global invoice alone.",
        ),
        (
            "El IVA de 8 % es de productos que c_ClaveProdServ marca para el estímulo",
            "Traslade 16 % en el concepto o corrija la ClaveProdServ; 01010101 es solo de la factura global.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/us-buyer-counter-sale-iva-8.xml", "cfdi:Concepto/@ClaveProdServ", &[(
        r#"ClaveProdServ="25172504""#,
        r#"ClaveProdServ="01010101""#,
    )])])
    .cfdi(|cfdi, out| {
        for (concepto, _) in border_lines(cfdi) {
            let clave = concepto.clave_prod_serv.text();
            let global = clave == "01010101" && cfdi.informacion_global.is_some();
            if !global && cfdi.asked.catalogs.product(clave).is_some_and(|product| !product.has_border_stimulus()) {
                out.violated(&concepto.clave_prod_serv);
            }
        }
    }),
    rule(
        "FRO-MX-103",
        &BORDER,
        (
            "IVA at 8 % is in force on Fecha in the region of LugarExpedicion",
            "Outside {expected} no decree is known here: charge 16 %, or see whether the stimulus was extended.",
        ),
        (
            "El IVA de 8 % está vigente en la Fecha en la región de LugarExpedicion",
            "Fuera de {expected} no se conoce decreto: traslade 16 % o revise si se prorrogó el estímulo.",
        ),
    )
    .warning()
    .tried(&[
        Example::new("cfdi/border-hardware-iva-8.xml", "cfdi:Comprobante/@Fecha", &[(
            r#"Fecha="2026-05-18T"#,
            r#"Fecha="2027-01-01T"#,
        )]),
        Example::new("cfdi/border-hardware-iva-8.xml", "cfdi:Comprobante/@Fecha", &[(
            r#"Fecha="2026-05-18T"#,
            r#"Fecha="2018-12-31T"#,
        )]),
    ])
    .cfdi(|cfdi, out| {
        let Some(day) = cfdi.day().filter(|_| border_lines(cfdi).next().is_some()) else { return };
        let Some(row) = region(cfdi).and_then(rate_of) else { return };
        let (from, until) = (row.reason.from, row.reason.until);
        let before = from.parse::<Date>().is_ok_and(|from| day < from);
        let after = until.parse::<Date>().is_ok_and(|until| until < day);
        if before || after {
            out.expected(&cfdi.fecha, format_args!("{from} … {until}"));
        }
    }),
    rule(
        "FRO-MX-104",
        &LIVA_29,
        (
            "IVA at 8 % is a domestic rate: a definitive export is at 0 %",
            "Write TasaOCuota 0.000000, or Exportacion 01 where the goods are handed over in Mexico.",
        ),
        (
            "El IVA de 8 % es tasa nacional: una exportación definitiva va a 0 %",
            "Escriba TasaOCuota 0.000000, o Exportacion 01 si la mercancía se entrega en México.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/us-buyer-counter-sale-iva-8.xml", "cfdi:Traslado/@TasaOCuota", &[(
        r#"Exportacion="01""#,
        r#"Exportacion="04""#,
    )])])
    .cfdi(|cfdi, out| {
        if is_definitive(cfdi) {
            border_lines(cfdi).for_each(|(_, traslado)| out.violated(&traslado.tasa_o_cuota));
        }
    }),
    rule(
        "FRO-MX-105",
        &BORDER_FORM,
        (
            "IVA withheld from a sale at 8 % is at most the IVA that is left after the credit",
            "Withhold at most 0.080000; two thirds of 8 % are 0.053333.",
        ),
        (
            "El IVA retenido de una venta al 8 % es a lo más el IVA que queda después del crédito",
            "Retenga a lo más 0.080000; dos terceras partes de 8 % son 0.053333.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/border-fees-iva-8-retention.xml", "cfdi:Retencion/@TasaOCuota", &[
        (r#"TasaOCuota="0.053333" Importe="639.996""#, r#"TasaOCuota="0.106667" Importe="1280.004""#),
        (r#"Impuesto="002" Importe="640.00""#, r#"Impuesto="002" Importe="1280.00""#),
        (r#"TotalImpuestosRetenidos="1840.00""#, r#"TotalImpuestosRetenidos="2480.00""#),
        (r#"Total="11120.00""#, r#"Total="10480.00""#),
    ])])
    .cfdi(|cfdi, out| {
        for (concepto, _) in border_lines(cfdi) {
            for retencion in concepto.retenciones().iter().filter(|it| it.impuesto.is("002")) {
                if retencion.tasa_o_cuota.value().is_some_and(|rate| rate > border_rate()) {
                    out.violated(&retencion.tasa_o_cuota);
                }
            }
        }
    }),
    rule(
        "FRO-MX-201",
        &RETENTIONS,
        (
            "A buyer without residence in Mexico withholds no Mexican tax",
            "Take out the Retenciones, or give the Mexican RFC of whoever pays.",
        ),
        (
            "Un receptor sin residencia en México no retiene impuestos mexicanos",
            "Quite las Retenciones o indique el RFC mexicano de quien paga.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/resico-uniforms-isr-1-25.xml", "cfdi:Concepto/cfdi:Impuestos/cfdi:Retenciones/cfdi:Retencion", &[(
        r#"<cfdi:Receptor Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" DomicilioFiscalReceptor="42501" RegimenFiscalReceptor="601" UsoCFDI="G03"/>"#,
        r#"<cfdi:Receptor Rfc="XEXX010101000" Nombre="RIO GRANDE UNIFORMS INC" DomicilioFiscalReceptor="01160" RegimenFiscalReceptor="616" UsoCFDI="S01"/>"#,
    )])])
    .cfdi(|cfdi, out| {
        if cfdi.receptor.rfc.is(FOREIGN) {
            let all = cfdi.conceptos.iter().flat_map(|concepto| concepto.retenciones());
            all.for_each(|retencion| out.violated(retencion.nodo));
        }
    }),
    rule(
        "FRO-MX-202",
        &ANEXO_20,
        (
            "DomicilioFiscalReceptor is no foreign postal code: a ZIP has five digits, too, but is none of SAT's",
            "Repeat LugarExpedicion for XEXX010101000; the buyer's ZIP goes to the Domicilio of Comercio Exterior.",
        ),
        (
            "DomicilioFiscalReceptor no es un código postal extranjero: el ZIP también tiene cinco dígitos, pero no es del SAT",
            "Repita LugarExpedicion con XEXX010101000; el ZIP va en el Domicilio de Comercio Exterior.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/export-produce.xml", "cfdi:Receptor/@DomicilioFiscalReceptor", &[(
        r#"DomicilioFiscalReceptor="84000""#,
        r#"DomicilioFiscalReceptor="85621""#,
    )])
    .with(&["CFDI40149"])])
    .cfdi(|cfdi, out| {
        let domicilio = &cfdi.receptor.domicilio_fiscal_receptor;
        let Some(code) = domicilio.get().filter(|code| Some(*code) != cfdi.lugar_expedicion.get()) else { return };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let zip_plus_four = code.split_once('-').is_some_and(|(zip, four)| {
            (zip.len(), four.len()) == (5, 4) && digits(zip) && digits(four)
        });
        let american = cfdi.receptor.rfc.is(FOREIGN) && cfdi.receptor.residencia_fiscal.is("USA");
        if zip_plus_four || american && code.len() == 5 && digits(code) {
            out.expected(domicilio, cfdi.lugar_expedicion.text());
        }
    }),
    rule(
        "FRO-MX-203",
        &CFF_20,
        (
            "TipoCambio of a foreign currency is not 1",
            "Write the pesos for one unit of Moneda; 1 is what systems fill in that did not look the rate up.",
        ),
        (
            "El TipoCambio de una moneda extranjera no es 1",
            "Escriba los pesos por una unidad de la Moneda; 1 es lo que ponen los sistemas que no consultaron el tipo.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/software-services-export-cad.xml", "cfdi:Comprobante/@TipoCambio", &[(
        r#"TipoCambio="13.0512""#,
        r#"TipoCambio="1""#,
    )])])
    .cfdi(|cfdi, out| {
        if is_foreign(cfdi.moneda.get()) && cfdi.tipo_cambio.value() == Some(Decimal::ONE) {
            out.violated(&cfdi.tipo_cambio);
        }
    }),
    rule(
        "FRO-MX-204",
        &CFF_20,
        (
            "TipoCambio is the rate of the table that was given, for the day of Fecha",
            "Write {expected}, or keep the rate where the currency was bought at it.",
        ),
        (
            "El TipoCambio es el de la tabla que se indicó, para el día de la Fecha",
            "Escriba {expected}, o conserve el tipo si a ese se compró la moneda.",
        ),
    )
    .warning()
    .needing(Needs::Given)
    .tried(&[Example::new("cfdi/net-terms-ppd.xml", "cfdi:Comprobante/@TipoCambio", &[(
        r#"TipoCambio="17.402300""#,
        r#"TipoCambio="17.420300""#,
    )])])
    .cfdi(|cfdi, out| {
        let (Some(rates), Some(day), Some(stated)) = (cfdi.asked.rates, cfdi.day(), cfdi.tipo_cambio.value()) else {
            return;
        };
        let moneda = cfdi.moneda.text();
        if !is_foreign(cfdi.moneda.get()) {
            return;
        }
        let quote = match rates.on(moneda, day, None) {
            Err(NoRate::WhichSeries) => rates.on(moneda, day, Some(Series::Dof)),
            quote => quote,
        };
        match quote.ok().and_then(|quote| quote.rate.value()) {
            Some(rate) if rate == stated => {}
            Some(rate) => out.expected(&cfdi.tipo_cambio, rate),
            None => out.not_checked(&cfdi.tipo_cambio),
        }
    }),
    rule(
        "FRO-MX-301",
        &LIVA_29,
        (
            "A definitive export (Exportacion 02, 04) carries IVA at 0 %",
            "Write TasaOCuota 0.000000, or Exportacion 01 where the goods are handed over in Mexico.",
        ),
        (
            "Una exportación definitiva (Exportacion 02, 04) lleva IVA a 0 %",
            "Escriba TasaOCuota 0.000000, o Exportacion 01 si la mercancía se entrega en México.",
        ),
    )
    .warning()
    .tried(&[
        Example::new("cfdi/domestic-auto-parts-iva-16.xml", "cfdi:Traslado/@TasaOCuota", &[(
            r#"Exportacion="01""#,
            r#"Exportacion="04""#,
        )]),
        Example::new("cfdi/medical-consultation-exento.xml", "cfdi:Traslado/@TipoFactor", &[(
            r#"Exportacion="01""#,
            r#"Exportacion="04""#,
        )]),
    ])
    .cfdi(|cfdi, out| {
        if !is_definitive(cfdi) {
            return;
        }
        for traslado in cfdi.conceptos.iter().flat_map(|concepto| concepto.traslados()) {
            if !traslado.impuesto.is("002") {
                continue;
            }
            if traslado.tipo_factor.is("Exento") {
                out.violated(&traslado.tipo_factor);
            } else if traslado.tasa_o_cuota.value().is_some_and(|rate| rate > Decimal::ZERO && rate != border_rate()) {
                out.violated(&traslado.tasa_o_cuota);
            }
        }
    }),
    rule(
        "FRO-MX-302",
        &LIVA_29,
        (
            "Exportacion 02 is of goods with a pedimento: services that are used abroad have 01",
            "Write Exportacion 01, or the unit of the goods in ClaveUnidad.",
        ),
        (
            "Exportacion 02 es de mercancías con pedimento: los servicios aprovechados en el extranjero llevan 01",
            "Escriba Exportacion 01, o la unidad de las mercancías en ClaveUnidad.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/software-services-export-cad.xml", "cfdi:Comprobante/@Exportacion", &[(
        r#"Exportacion="01""#,
        r#"Exportacion="02""#,
    )])
    .with(&["CFDI40122", "CCE104"])])
    .cfdi(|cfdi, out| {
        // UNSPSC: 70 to 94 are services.
        let is_service = |clave: &str| clave.get(..2).is_some_and(|segment| ("70".."95").contains(&segment));
        let all = |conceptos: &[Concepto<'_>]| conceptos.iter().all(|concepto| is_service(concepto.clave_prod_serv.text()));
        if cfdi.exportacion.is("02") && !cfdi.conceptos.is_empty() && all(&cfdi.conceptos) {
            out.expected(&cfdi.exportacion, "01");
        }
    }),
    rule(
        "FRO-MX-303",
        &LIEPS,
        (
            "A definitive export (Exportacion 02, 04) carries IEPS at 0 %",
            "Write the rate 0, or Exportacion 01 where the goods are handed over in Mexico.",
        ),
        (
            "Una exportación definitiva (Exportacion 02, 04) lleva IEPS a 0 %",
            "Escriba la tasa 0, o Exportacion 01 si la mercancía se entrega en México.",
        ),
    )
    .warning()
    .tried(&[Example::new("cfdi/soft-drinks-ieps-quota.xml", "cfdi:Traslado/@TasaOCuota", &[(
        r#"Exportacion="01""#,
        r#"Exportacion="04""#,
    )])
    .with(&["FRO-MX-301"])])
    .cfdi(|cfdi, out| {
        if is_definitive(cfdi) {
            let all = cfdi.conceptos.iter().flat_map(|concepto| concepto.traslados());
            let ieps = all.filter(|it| it.impuesto.is("003") && it.tasa_o_cuota.value().is_some_and(|it| it > Decimal::ZERO));
            ieps.for_each(|traslado| out.violated(&traslado.tasa_o_cuota));
        }
    }),
];

fn border_rate() -> Decimal {
    Decimal::new(8, 2)
}

/// The lines with IVA at the border's rate, each with that tax.
fn border_lines<'c, 'd>(cfdi: &'c Cfdi<'d>) -> impl Iterator<Item = (&'c Concepto<'d>, &'c Traslado<'c>)> {
    let is_border = |traslado: &&Traslado<'_>| {
        traslado.impuesto.is("002")
            && traslado.tipo_factor.is("Tasa")
            && traslado.tasa_o_cuota.value() == Some(border_rate())
    };
    let of = move |concepto: &'c Concepto<'d>| concepto.traslados().iter().find(is_border).map(|tax| (concepto, tax));
    cfdi.conceptos.iter().filter_map(of)
}

/// The region of LugarExpedicion; none where c_CodigoPostal does not have it.
fn region(cfdi: &Cfdi<'_>) -> Option<Border> {
    cfdi.asked.catalogs.postal_code(cfdi.lugar_expedicion.text()).map(|code| code.border())
}

/// The row of the border's rate in a region.
fn rate_of(region: Border) -> Option<&'static RateRow> {
    RATES.iter().find(|row| row.region == region && row.rate == border_rate())
}

fn is_definitive(cfdi: &Cfdi<'_>) -> bool {
    cfdi.exportacion.is_one_of(&["02", "04"])
}

fn is_foreign(moneda: Option<&str>) -> bool {
    moneda.is_some_and(|moneda| ![MEXICAN_PESO, NO_CURRENCY].contains(&moneda))
}
