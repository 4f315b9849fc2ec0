//! CRP20101 to CRP20279: the complement Pagos 2.0, wherever it stands.
//!
//! Here is the complement as its rules see it; the tables are by what they are about. `suma` and `limites` are the arithmetic:
//! what the documents of a payment add up to, in their own currencies.

pub(super) mod comprobante;
pub(super) mod cuentas;
pub(super) mod documentos;
pub(super) mod impuestos_dr;
pub(super) mod impuestos_p;
pub(super) mod limites;
pub(super) mod pago;
mod suma;
mod tasa;
pub(super) mod totales;

use super::view::{Cfdi, Lector, Leer, Nodo, Nodo0};
use crate::exchange::NO_CURRENCY;
use crate::xml::Element;

/// How the names of the complement's tables begin.
pub(super) const NAME: &str = "Pagos 2.0";

/// The namespace of Pagos 2.0.
pub(super) const PAGOS: &str = "http://www.sat.gob.mx/Pagos20";

super::view::nodo! {
    /// pago20:Totales
    Totales {
        retenciones_iva: Numero "TotalRetencionesIVA", retenciones_isr: Numero "TotalRetencionesISR",
        retenciones_ieps: Numero "TotalRetencionesIEPS", base_iva_16: Numero "TotalTrasladosBaseIVA16",
        impuesto_iva_16: Numero "TotalTrasladosImpuestoIVA16", base_iva_8: Numero "TotalTrasladosBaseIVA8",
        impuesto_iva_8: Numero "TotalTrasladosImpuestoIVA8", base_iva_0: Numero "TotalTrasladosBaseIVA0",
        impuesto_iva_0: Numero "TotalTrasladosImpuestoIVA0", base_iva_exento: Numero "TotalTrasladosBaseIVAExento",
        monto_total_pagos: Numero "MontoTotalPagos",
    }
    /// pago20:Pago, its attributes
    PagoNodo {
        fecha_pago: Texto "FechaPago", forma_de_pago_p: Texto "FormaDePagoP", moneda_p: Texto "MonedaP",
        tipo_cambio_p: Numero "TipoCambioP", monto: Numero "Monto", rfc_emisor_cta_ord: Texto "RfcEmisorCtaOrd",
        nom_banco_ord_ext: Texto "NomBancoOrdExt", cta_ordenante: Texto "CtaOrdenante",
        rfc_emisor_cta_ben: Texto "RfcEmisorCtaBen", cta_beneficiario: Texto "CtaBeneficiario",
        tipo_cad_pago: Texto "TipoCadPago", cert_pago: Texto "CertPago", cad_pago: Texto "CadPago",
        sello_pago: Texto "SelloPago",
    }
    /// pago20:DoctoRelacionado, its attributes
    DocumentoNodo {
        moneda_dr: Texto "MonedaDR", equivalencia_dr: Numero "EquivalenciaDR", imp_saldo_ant: Numero "ImpSaldoAnt",
        imp_pagado: Numero "ImpPagado", imp_saldo_insoluto: Numero "ImpSaldoInsoluto", objeto_imp_dr: Texto "ObjetoImpDR",
    }
    /// pago20:RetencionDR or pago20:TrasladoDR
    ImpuestoDr {
        base: Numero "BaseDR", impuesto: Texto "ImpuestoDR", tipo_factor: Texto "TipoFactorDR",
        tasa_o_cuota: Numero "TasaOCuotaDR", importe: Numero "ImporteDR",
    }
    /// pago20:RetencionP
    RetencionP { impuesto: Texto "ImpuestoP", importe: Numero "ImporteP" }
    /// pago20:TrasladoP
    TrasladoP {
        base: Numero "BaseP", impuesto: Texto "ImpuestoP", tipo_factor: Texto "TipoFactorP",
        tasa_o_cuota: Numero "TasaOCuotaP", importe: Numero "ImporteP",
    }
}

/// pago20:Pagos with what is in it.
pub(crate) struct Pagos<'d> {
    totales: Totales<'d>,
    pagos: Vec<Pago<'d>>,
}

/// pago20:Pago with what is in it.
struct Pago<'d> {
    at: PagoNodo<'d>,
    documentos: Vec<Documento<'d>>,
    /// Of pago20:ImpuestosP.
    retenciones: Vec<RetencionP<'d>>,
    traslados: Vec<TrasladoP<'d>>,
}

impl<'d> std::ops::Deref for Pago<'d> {
    type Target = PagoNodo<'d>;
    fn deref(&self) -> &PagoNodo<'d> {
        &self.at
    }
}

/// pago20:DoctoRelacionado with what is in it.
struct Documento<'d> {
    at: DocumentoNodo<'d>,
    /// pago20:ImpuestosDR, where it is there.
    impuestos: Option<Nodo>,
    retenciones: Vec<ImpuestoDr<'d>>,
    traslados: Vec<ImpuestoDr<'d>>,
}

impl<'d> std::ops::Deref for Documento<'d> {
    type Target = DocumentoNodo<'d>;
    fn deref(&self) -> &DocumentoNodo<'d> {
        &self.at
    }
}

impl Pago<'_> {
    /// Whether a document is in the payment's currency, and whether it is in another one; neither where one of the two is not
    /// said.
    fn same_currency(&self, documento: &Documento<'_>) -> Option<bool> {
        Some(self.moneda_p.get()? == documento.moneda_dr.get()?)
    }
}

impl Cfdi<'_> {
    /// Every payment, of whichever complement.
    fn cada_pago(&self) -> impl Iterator<Item = &Pago<'_>> {
        self.pagos.iter().flat_map(|pagos| &pagos.pagos)
    }

    /// Every related document, with its payment.
    fn cada_documento(&self) -> impl Iterator<Item = (&Pago<'_>, &Documento<'_>)> {
        self.cada_pago().flat_map(|pago| pago.documentos.iter().map(move |documento| (pago, documento)))
    }

    fn cada_retencion_dr(&self) -> impl Iterator<Item = &ImpuestoDr<'_>> {
        self.cada_documento().flat_map(|(_, documento)| &documento.retenciones)
    }

    fn cada_traslado_dr(&self) -> impl Iterator<Item = &ImpuestoDr<'_>> {
        self.cada_documento().flat_map(|(_, documento)| &documento.traslados)
    }

    /// The decimals of a currency's amounts; none for XXX, and where c_Moneda does not have it.
    fn decimals_of(&self, moneda: &str) -> Option<u32> {
        let moneda = (moneda != NO_CURRENCY).then(|| self.asked.catalogs.moneda(moneda))??;
        Some(moneda.decimals())
    }
}

pub(super) fn leer<'d, 'a: 'd>(lector: &mut Lector, nodo: Nodo, element: Element<'d, 'a>) -> Pagos<'d> {
    let here = (nodo, Some(element));
    let (totales, _) = lector.child(here, "pago20:Totales");
    let pagos = lector.children::<PagoNodo<'d>>(here, "pago20:Pago");
    let pagos = pagos.into_iter().map(|(at, element)| {
        let here = (at.nodo, Some(element));
        let documentos = lector.children::<DocumentoNodo<'d>>(here, "pago20:DoctoRelacionado");
        let documentos = documentos.into_iter().map(|(at, element)| {
            let here = (at.nodo, Some(element));
            let nodos = lector.children::<Nodo0>(here, "pago20:ImpuestosDR");
            let retenciones = lista(lector, &nodos, "pago20:RetencionesDR", "pago20:RetencionDR");
            let traslados = lista(lector, &nodos, "pago20:TrasladosDR", "pago20:TrasladoDR");
            Documento { at, impuestos: nodos.first().map(|(nodo, _)| nodo.nodo), retenciones, traslados }
        });
        let documentos = documentos.collect();
        let nodos = lector.children::<Nodo0>(here, "pago20:ImpuestosP");
        let retenciones = lista(lector, &nodos, "pago20:RetencionesP", "pago20:RetencionP");
        let traslados = lista(lector, &nodos, "pago20:TrasladosP", "pago20:TrasladoP");
        Pago { at, documentos, retenciones, traslados }
    });
    Pagos { totales, pagos: pagos.collect() }
}

/// The items of every list of a name in every one of the nodes.
fn lista<'d, 'a: 'd, T: Leer<'d>>(
    lector: &mut Lector,
    nodos: &[(Nodo0, Element<'d, 'a>)],
    list: &'static str,
    item: &'static str,
) -> Vec<T> {
    let mut items = Vec::new();
    for (nodo, element) in nodos {
        for (list, element) in lector.children::<Nodo0>((nodo.nodo, Some(*element)), list) {
            let found = lector.children((list.nodo, Some(element)), item);
            items.extend(found.into_iter().map(|(item, _)| item));
        }
    }
    items
}
