//! CRP20262 to CRP20274: the taxes of a payment, which sum up those of its documents.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::super::sources::PAGOS;
use super::super::view::Numero;
use super::documentos::NO_TOTALS;
use super::suma::Suma;
use super::tasa::{self, EXENTO, WITH_RATE};
use super::totales::{EXEMPT, Iva};
use super::{ImpuestoDr, Pago, Pagos, TrasladoP};
use crate::catalog::Direction;
use crate::rules::{Example, Out, Rule, Table, rule};

pub(crate) static TABLE: Table = Table { name: "Pagos 2.0: impuestos del pago", rules: RULES };

const USD: &str = "cfdi/payment-receipt-usd.xml";
const MXN: &str = "cfdi/payment-receipt-usd-for-mxn-invoices.xml";
const RETENCION: &str = r#"<pago20:RetencionP ImpuestoP="002" ImporteP="400.00"/>"#;

static RULES: &[Rule] = &[
    rule(
        "CRP20262",
        &PAGOS,
        ("ImpuestoP of a RetencionP is in c_Impuesto", "Choose 001 ISR, 002 IVA or 003 IEPS."),
        ("ImpuestoP de una RetencionP está en c_Impuesto", "Elija 001 ISR, 002 IVA o 003 IEPS."),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesP/pago20:RetencionP/@ImpuestoP",
        &[
            (RETENCION, r#"<pago20:RetencionP ImpuestoP="004" ImporteP="400.00"/>"#),
            (
                r#"ImpuestoDR="002" TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#,
                r#"ImpuestoDR="004" TipoFactorDR="Tasa" TasaOCuotaDR="0.040000""#,
            ),
            (r#" TotalRetencionesIVA="400.00""#, ""),
        ],
    )
    .with(&["CRP20250"])])
    .cfdi(|cfdi, out| {
        for retencion in cfdi.cada_pago().flat_map(|pago| &pago.retenciones) {
            cfdi.must_be_listed("c_Impuesto", &retencion.impuesto, out);
        }
    }),
    rule(
        "CRP20263",
        &PAGOS,
        ("A payment has one RetencionP for each tax", "Add up what is withheld of the tax, whatever its rates are."),
        (
            "Cada pago lleva una sola RetencionP por impuesto",
            "Sume lo retenido del impuesto, sean cuales sean sus tasas.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesP/pago20:RetencionP[2]",
        &[
            (
                RETENCION,
                r#"<pago20:RetencionP ImpuestoP="002" ImporteP="400.00"/>
                   <pago20:RetencionP ImpuestoP="002" ImporteP="400.00"/>"#,
            ),
            (r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesIVA="800.00""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let mut seen = BTreeSet::new();
            for retencion in pago.retenciones.iter().filter(|retencion| retencion.impuesto.is_there()) {
                out.must(seen.insert(retencion.impuesto.text()), retencion.nodo);
            }
        }
    }),
    rule(
        "CRP20264",
        &PAGOS,
        (
            "Where a payment has a RetencionP, Totales has the total of its tax",
            "Write TotalRetencionesIVA, TotalRetencionesISR or TotalRetencionesIEPS, in pesos.",
        ),
        (
            "Si un pago lleva RetencionP, Totales lleva el total de su impuesto",
            "Escriba TotalRetencionesIVA, TotalRetencionesISR o TotalRetencionesIEPS, en pesos.",
        ),
    )
    .tried(&[Example::new(MXN, "pago20:Totales/@TotalRetencionesIVA", &[(r#" TotalRetencionesIVA="400.00""#, "")])])
    .cfdi(|cfdi, out| {
        for pagos in &cfdi.pagos {
            let withheld = |impuesto: &str| {
                pagos.pagos.iter().flat_map(|pago| &pago.retenciones).any(|retencion| retencion.impuesto.is(impuesto))
            };
            let totales = &pagos.totales;
            let totals = [
                (&totales.retenciones_iva, withheld("002")),
                (&totales.retenciones_isr, withheld("001")),
                (&totales.retenciones_ieps, withheld("003")),
            ];
            must_be_there(&totals, out);
        }
    }),
    rule(
        "CRP20265",
        &PAGOS,
        (
            "ImporteP of a RetencionP is what the documents withhold of its tax, in MonedaP",
            "Divide each ImporteDR of the tax by its EquivalenciaDR, and add up.",
        ),
        (
            "ImporteP de una RetencionP es lo que los documentos retienen de su impuesto, en MonedaP",
            "Divida cada ImporteDR del impuesto entre su EquivalenciaDR, y sume.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:RetencionesP/pago20:RetencionP/@ImporteP",
        &[
            (RETENCION, r#"<pago20:RetencionP ImpuestoP="002" ImporteP="400.01"/>"#),
            (r#"TotalRetencionesIVA="400.00""#, r#"TotalRetencionesIVA="400.01""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let sums = withheld(pago);
            for retencion in pago.retenciones.iter().filter(|retencion| retencion.impuesto.is_there()) {
                let sum = sums.get(retencion.impuesto.text()).copied().unwrap_or_default();
                sum.must_be(&retencion.importe, out);
            }
            let stands = |impuesto: &str| pago.retenciones.iter().any(|retencion| retencion.impuesto.is(impuesto));
            if sums.keys().any(|impuesto| !stands(impuesto)) {
                out.warn(pago.nodo.child("pago20:ImpuestosP"));
            }
        }
    }),
    rule(
        "CRP20266",
        &PAGOS,
        (
            "A TrasladoP has BaseP, ImpuestoP and TipoFactorP; unless it is exempt also TasaOCuotaP and ImporteP",
            "Write what is missing; an exempt one has neither TasaOCuotaP nor ImporteP.",
        ),
        (
            "Un TrasladoP lleva BaseP, ImpuestoP y TipoFactorP; salvo si es exento, también TasaOCuotaP e ImporteP",
            "Escriba lo que falta; uno exento no lleva TasaOCuotaP ni ImporteP.",
        ),
    )
    .tried(&[
        Example::new(
            USD,
            "pago20:TrasladosP/pago20:TrasladoP[2]/@TasaOCuotaP",
            &[(
                r#"BaseP="4000.00" ImpuestoP="002" TipoFactorP="Exento"/>"#,
                r#"BaseP="4000.00" ImpuestoP="002" TipoFactorP="Exento" TasaOCuotaP="0.000000"/>"#,
            )],
        )
        .given(EXEMPT),
        Example::new(
            USD,
            "pago20:TrasladosP/pago20:TrasladoP[2]/@ImporteP",
            &[(
                r#"BaseP="4000.00" ImpuestoP="002" TipoFactorP="Exento"/>"#,
                r#"BaseP="4000.00" ImpuestoP="002" TipoFactorP="Exento" ImporteP="0.00"/>"#,
            )],
        )
        .given(EXEMPT),
        Example::new(USD, "pago20:TrasladosP/pago20:TrasladoP[2]/@BaseP", &[(r#" BaseP="4000.00""#, "")]),
        Example::new(
            USD,
            "pago20:TrasladosP/pago20:TrasladoP[2]/@TasaOCuotaP",
            &[(r#"TasaOCuotaP="0.160000" "#, ""), NO_TOTALS],
        ),
        Example::new(
            USD,
            "pago20:TrasladosP/pago20:TrasladoP[2]/@ImporteP",
            &[(r#"TasaOCuotaP="0.160000" ImporteP="640.00""#, r#"TasaOCuotaP="0.160000""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_pago().flat_map(|pago| &pago.traslados) {
            for texto in [&*traslado.base, &traslado.impuesto, &traslado.tipo_factor] {
                out.must(texto.is_there(), texto);
            }
            let [rate, amount] = [&traslado.tasa_o_cuota, &traslado.importe];
            if traslado.tipo_factor.is(EXENTO) {
                out.must(!rate.is_there(), rate);
                out.must(!amount.is_there(), amount);
            } else if traslado.tipo_factor.is_one_of(WITH_RATE) {
                out.must(rate.is_there(), rate);
                // What is not there is nothing, where the rate is 0.
                let nothing = rate.value().is_some_and(|rate| rate.is_zero());
                match amount.is_there() {
                    true => {}
                    false if nothing => out.warn(amount),
                    false => out.violated(amount),
                }
            }
        }
    }),
    rule(
        "CRP20267",
        &PAGOS,
        (
            "Where a payment has a TrasladoP of IVA, Totales has the total of its base",
            "Write TotalTrasladosBaseIVA16, 8, 0 or Exento, in pesos.",
        ),
        (
            "Si un pago lleva TrasladoP de IVA, Totales lleva el total de su base",
            "Escriba TotalTrasladosBaseIVA16, 8, 0 o Exento, en pesos.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Totales/@TotalTrasladosBaseIVA16",
        &[(r#" TotalTrasladosBaseIVA16="27500.00""#, "")],
    )])
    .cfdi(|cfdi, out| {
        for pagos in &cfdi.pagos {
            let totales = &pagos.totales;
            let totals = [
                (&totales.base_iva_16, has(pagos, Iva::Sixteen)),
                (&totales.base_iva_8, has(pagos, Iva::Eight)),
                (&totales.base_iva_0, has(pagos, Iva::Zero)),
                (&totales.base_iva_exento, has(pagos, Iva::Exempt)),
            ];
            must_be_there(&totals, out);
        }
    }),
    rule(
        "CRP20268",
        &PAGOS,
        (
            "BaseP of a TrasladoP is what the documents have as base of its tax, factor and rate, in MonedaP",
            "Divide each BaseDR of the same tax, factor and rate by its EquivalenciaDR, and add up.",
        ),
        (
            "BaseP de un TrasladoP es la suma de las bases de los documentos de su impuesto, factor y tasa, en MonedaP",
            "Divida cada BaseDR del mismo impuesto, factor y tasa entre su EquivalenciaDR, y sume.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Pago[2]/pago20:ImpuestosP/pago20:TrasladosP/pago20:TrasladoP/@BaseP",
        &[
            (r#"BaseP="10000.00""#, r#"BaseP="10000.01""#),
            (r#"TotalTrasladosBaseIVA16="27500.00""#, r#"TotalTrasladosBaseIVA16="27500.01""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let sums = Transferred::of(pago, |tax| &tax.base);
            for traslado in pago.traslados.iter().filter(|traslado| !traslado.tipo_factor.is(EXENTO)) {
                sums.must_be(traslado, &traslado.base, out);
            }
            sums.told_of(pago, |factor| factor != EXENTO, out);
        }
    }),
    rule(
        "CRP20269",
        &PAGOS,
        (
            "BaseP of an exempt TrasladoP is what the documents have as exempt base of its tax, in MonedaP",
            "Divide each exempt BaseDR of the tax by its EquivalenciaDR, and add up.",
        ),
        (
            "BaseP de un TrasladoP exento es la suma de las bases exentas de los documentos, en MonedaP",
            "Divida cada BaseDR exenta del impuesto entre su EquivalenciaDR, y sume.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosP/pago20:TrasladoP[2]/@BaseP",
        &[
            (r#"BaseP="4000.00""#, r#"BaseP="4000.01""#),
            (r#"TotalTrasladosBaseIVAExento="71614.00""#, r#"TotalTrasladosBaseIVAExento="71614.18""#),
        ],
    )
    .given(EXEMPT)])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let sums = Transferred::of(pago, |tax| &tax.base);
            for traslado in pago.traslados.iter().filter(|traslado| traslado.tipo_factor.is(EXENTO)) {
                sums.must_be(traslado, &traslado.base, out);
            }
            sums.told_of(pago, |factor| factor == EXENTO, out);
        }
    }),
    rule(
        "CRP20270",
        &PAGOS,
        ("ImpuestoP of a TrasladoP is in c_Impuesto", "Choose 002 IVA or 003 IEPS."),
        ("ImpuestoP de un TrasladoP está en c_Impuesto", "Elija 002 IVA o 003 IEPS."),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosP/pago20:TrasladoP[2]/@ImpuestoP",
        &[
            (r#"BaseP="4000.00" ImpuestoP="002""#, r#"BaseP="4000.00" ImpuestoP="004""#),
            (r#"BaseDR="4000.00" ImpuestoDR="002""#, r#"BaseDR="4000.00" ImpuestoDR="004""#),
            NO_TOTALS,
        ],
    )
    .with(&["CRP20256"])])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_pago().flat_map(|pago| &pago.traslados) {
            cfdi.must_be_listed("c_Impuesto", &traslado.impuesto, out);
        }
    }),
    rule(
        "CRP20271",
        &PAGOS,
        (
            "A payment has one TrasladoP for each tax, factor and rate",
            "Add up what has the same tax, factor and rate; 0.16 and 0.160000 are one rate.",
        ),
        (
            "Cada pago lleva un solo TrasladoP por impuesto, factor y tasa",
            "Sume lo del mismo impuesto, factor y tasa; 0.16 y 0.160000 son una sola tasa.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosP/pago20:TrasladoP[3]",
        &[
            (
                r#"<pago20:TrasladoP BaseP="4000.00""#,
                r#"<pago20:TrasladoP BaseP="4000.00" ImpuestoP="002" TipoFactorP="Tasa" TasaOCuotaP="0.16"
                    ImporteP="640.00"/>
                   <pago20:TrasladoP BaseP="4000.00""#,
            ),
            (
                r#"TotalTrasladosBaseIVA16="71614.00" TotalTrasladosImpuestoIVA16="11458.24""#,
                r#"TotalTrasladosBaseIVA16="143228.00" TotalTrasladosImpuestoIVA16="22916.48""#,
            ),
        ],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let mut seen = BTreeSet::new();
            for traslado in &pago.traslados {
                if let Some(key) = key_of(traslado) {
                    out.must(seen.insert(key), traslado.nodo);
                }
            }
        }
    }),
    rule(
        "CRP20272",
        &PAGOS,
        (
            "TasaOCuotaP of a TrasladoP is in c_TasaOCuota for its tax and factor",
            "Write the rate as a fraction, 0.160000 for 16 %, and the tax and factor that have it.",
        ),
        (
            "TasaOCuotaP de un TrasladoP está en c_TasaOCuota para su impuesto y factor",
            "Escriba la tasa como fracción, 0.160000 para 16 %, y el impuesto y factor que la tienen.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosP/pago20:TrasladoP[2]/@TasaOCuotaP",
        &[
            (r#"TasaOCuotaP="0.160000" ImporteP="640.00""#, r#"TasaOCuotaP="0.150000" ImporteP="600.00""#),
            (r#"TasaOCuotaDR="0.160000" ImporteDR="640.00""#, r#"TasaOCuotaDR="0.150000" ImporteDR="600.00""#),
            NO_TOTALS,
        ],
    )
    .with(&["CRP20260"])])
    .cfdi(|cfdi, out| {
        for traslado in cfdi.cada_pago().flat_map(|pago| &pago.traslados) {
            let rate = (&traslado.impuesto, &traslado.tipo_factor, &traslado.tasa_o_cuota);
            tasa::must_be_listed(cfdi, rate, Direction::Traslado, out);
        }
    }),
    rule(
        "CRP20273",
        &PAGOS,
        (
            "Where a payment has a TrasladoP of IVA that is not exempt, Totales has the total of its tax",
            "Write TotalTrasladosImpuestoIVA16, 8 or 0, in pesos.",
        ),
        (
            "Si un pago lleva TrasladoP de IVA no exento, Totales lleva el total de su impuesto",
            "Escriba TotalTrasladosImpuestoIVA16, 8 o 0, en pesos.",
        ),
    )
    .tried(&[Example::new(
        MXN,
        "pago20:Totales/@TotalTrasladosImpuestoIVA16",
        &[(r#" TotalTrasladosImpuestoIVA16="4400.00""#, "")],
    )])
    .cfdi(|cfdi, out| {
        for pagos in &cfdi.pagos {
            let totales = &pagos.totales;
            let totals = [
                (&totales.impuesto_iva_16, has(pagos, Iva::Sixteen)),
                (&totales.impuesto_iva_8, has(pagos, Iva::Eight)),
                (&totales.impuesto_iva_0, has(pagos, Iva::Zero)),
            ];
            must_be_there(&totals, out);
        }
    }),
    rule(
        "CRP20274",
        &PAGOS,
        (
            "ImporteP of a TrasladoP is what the documents have of its tax, factor and rate, in MonedaP",
            "Divide each ImporteDR of the same tax, factor and rate by its EquivalenciaDR, and add up.",
        ),
        (
            "ImporteP de un TrasladoP es lo que los documentos llevan de su impuesto, factor y tasa, en MonedaP",
            "Divida cada ImporteDR del mismo impuesto, factor y tasa entre su EquivalenciaDR, y sume.",
        ),
    )
    .tried(&[Example::new(
        USD,
        "pago20:TrasladosP/pago20:TrasladoP[2]/@ImporteP",
        &[
            (r#"TasaOCuotaP="0.160000" ImporteP="640.00""#, r#"TasaOCuotaP="0.160000" ImporteP="640.01""#),
            (r#"TotalTrasladosImpuestoIVA16="11458.24""#, r#"TotalTrasladosImpuestoIVA16="11458.42""#),
        ],
    )])
    .cfdi(|cfdi, out| {
        for pago in cfdi.cada_pago() {
            let sums = Transferred::of(pago, |tax| &tax.importe);
            for traslado in pago.traslados.iter().filter(|traslado| !traslado.tipo_factor.is(EXENTO)) {
                sums.must_be(traslado, &traslado.importe, out);
            }
        }
    }),
];

/// The rule that totals stand which are needed. Where others of their kind stand SAT accepts the document.
fn must_be_there(totals: &[(&Numero<'_>, bool)], out: &mut Out<'_>) {
    let others = totals.iter().any(|(total, _)| total.is_there());
    for (total, _) in totals.iter().filter(|(total, needed)| *needed && !total.is_there()) {
        if others {
            out.warn(total);
        } else {
            out.violated(total);
        }
    }
}

/// Whether a payment has this IVA.
fn has(pagos: &Pagos<'_>, iva: Iva) -> bool {
    pagos.pagos.iter().flat_map(|pago| &pago.traslados).any(|traslado| iva.is(traslado))
}

/// What the documents of a payment withhold, by tax.
fn withheld<'p>(pago: &'p Pago<'_>) -> BTreeMap<&'p str, Suma> {
    let mut sums: BTreeMap<&str, Suma> = BTreeMap::new();
    for documento in &pago.documentos {
        for tax in documento.retenciones.iter().filter(|tax| tax.impuesto.is_there()) {
            sums.entry(tax.impuesto.text()).or_default().add_converted(&tax.importe, documento, pago);
        }
    }
    sums
}

/// Tax, factor, and the rate of what is not exempt.
type Key<'p> = (&'p str, &'p str, Option<Decimal>);

fn key<'p>(impuesto: &'p str, factor: &'p str, rate: &Numero<'_>) -> Option<Key<'p>> {
    let exempt = factor == EXENTO;
    let there = !impuesto.is_empty() && !factor.is_empty() && (exempt || rate.value().is_some());
    there.then(|| (impuesto, factor, rate.value().filter(|_| !exempt)))
}

fn key_of<'p>(traslado: &'p TrasladoP<'_>) -> Option<Key<'p>> {
    key(traslado.impuesto.text(), traslado.tipo_factor.text(), &traslado.tasa_o_cuota)
}

/// What the documents of a payment transfer, by tax, factor and rate.
struct Transferred<'p> {
    sums: BTreeMap<Key<'p>, Suma>,
    /// Something does not say which tax, factor or rate it is of: no sum is whole.
    vague: bool,
}

impl<'p> Transferred<'p> {
    fn of<'d>(pago: &'p Pago<'d>, amount: for<'t> fn(&'t ImpuestoDr<'d>) -> &'t Numero<'d>) -> Transferred<'p> {
        let mut all = Transferred { sums: BTreeMap::new(), vague: false };
        for documento in &pago.documentos {
            for tax in &documento.traslados {
                match key(tax.impuesto.text(), tax.tipo_factor.text(), &tax.tasa_o_cuota) {
                    Some(key) => all.sums.entry(key).or_default().add_converted(amount(tax), documento, pago),
                    None => all.vague = true,
                }
            }
        }
        all
    }

    fn must_be(&self, traslado: &TrasladoP<'_>, amount: &Numero<'_>, out: &mut Out<'_>) {
        let Some(key) = key_of(traslado) else { return };
        let mut sum = self.sums.get(&key).copied().unwrap_or_default();
        if self.vague {
            sum.lacks();
        }
        sum.must_be(amount, out);
    }

    /// Tells that the payment does not sum up a tax of its documents: SAT's matrix has no code for it.
    fn told_of(&self, pago: &Pago<'_>, factors: impl Fn(&str) -> bool, out: &mut Out<'_>) {
        // One that does not say its rate may be the one.
        let Some(stands) = pago.traslados.iter().map(key_of).collect::<Option<BTreeSet<Key<'_>>>>() else { return };
        if self.sums.keys().any(|key| factors(key.1) && !stands.contains(key)) {
            out.warn(pago.nodo.child("pago20:ImpuestosP"));
        }
    }
}
