//! CCE101 to CCE172: the complement Comercio Exterior 2.0.
//!
//! Every rule is asked of each cce20:ComercioExterior of the document. What must be there is missing where it is empty; what
//! must not be there is there even where it is empty.

#[macro_use]
mod ejemplos;

pub(super) mod aduana;
pub(super) mod comprobante;
pub(super) mod domicilios;
mod enlaces;
mod limites;
mod lugares;
pub(super) mod mercancias;
pub(super) mod partes;

use std::cell::OnceCell;

use rust_decimal::Decimal;

use super::view::{Cfdi, Lector, Leer, Nodo, Nodo0, Numero, Texto};
use crate::context::{RFC_FOREIGN as EXTRANJERO, RFC_PUBLIC as PUBLICO};
use crate::rules::Out;
use crate::tax::money;
use crate::xml::Element;

use enlaces::Enlaces;

/// How the names of the tables begin.
pub(super) const NAME: &str = "Comercio Exterior 2.0";

/// The namespace of Comercio Exterior 2.0.
pub(super) const CCE: &str = "http://www.sat.gob.mx/ComercioExterior20";

/// The rules are asked where the complement is, and where it should be.
pub(super) fn applies(cfdi: &Cfdi<'_>) -> bool {
    !cfdi.comercio_exterior.is_empty() || cfdi.exportacion.is("02") || !cfdi.comercio_exterior_fuera.is_empty()
}

super::view::nodo! {
    /// cce20:ComercioExterior, its attributes
    ComercioExteriorNodo {
        motivo_traslado: Texto "MotivoTraslado", certificado_origen: Numero "CertificadoOrigen",
        num_certificado_origen: Texto "NumCertificadoOrigen",
        numero_exportador_confiable: Texto "NumeroExportadorConfiable", incoterm: Texto "Incoterm",
        tipo_cambio_usd: Numero "TipoCambioUSD", total_usd: Numero "TotalUSD",
    }
    /// cce20:Emisor, its attributes
    Emisor { curp: Texto "Curp" }
    /// cce20:Propietario
    Propietario { num_reg_id_trib: Texto "NumRegIdTrib", residencia_fiscal: Texto "ResidenciaFiscal" }
    /// cce20:Receptor or cce20:Destinatario, its attributes
    Parte { num_reg_id_trib: Texto "NumRegIdTrib" }
    /// cce20:Domicilio
    Domicilio {
        colonia: Texto "Colonia", localidad: Texto "Localidad", municipio: Texto "Municipio", estado: Texto "Estado",
        pais: Texto "Pais", codigo_postal: Texto "CodigoPostal",
    }
    /// cce20:Mercancia
    Mercancia {
        no_identificacion: Texto "NoIdentificacion", fraccion_arancelaria: Texto "FraccionArancelaria",
        cantidad_aduana: Numero "CantidadAduana", unidad_aduana: Texto "UnidadAduana",
        valor_unitario_aduana: Numero "ValorUnitarioAduana", valor_dolares: Numero "ValorDolares",
    }
}

/// cce20:ComercioExterior with what is in it.
pub(crate) struct ComercioExterior<'d> {
    at: ComercioExteriorNodo<'d>,
    emisor: Emisor<'d>,
    domicilio_emisor: Domicilio<'d>,
    propietarios: Vec<Propietario<'d>>,
    receptor: Parte<'d>,
    domicilio_receptor: Domicilio<'d>,
    destinatarios: Vec<Destinatario<'d>>,
    mercancias: Vec<Mercancia<'d>>,
    enlaces: OnceCell<Enlaces>,
}

/// cce20:Destinatario with its domiciles.
struct Destinatario<'d> {
    at: Parte<'d>,
    domicilios: Vec<Domicilio<'d>>,
}

impl<'d> std::ops::Deref for ComercioExterior<'d> {
    type Target = ComercioExteriorNodo<'d>;
    fn deref(&self) -> &ComercioExteriorNodo<'d> {
        &self.at
    }
}

impl<'d> ComercioExterior<'d> {
    /// Each NumRegIdTrib with its country.
    pub(crate) fn tax_numbers(&self) -> impl Iterator<Item = (&Texto<'d>, &str)> {
        let owners = self.propietarios.iter().map(|it| (&it.num_reg_id_trib, it.residencia_fiscal.text()));
        let receptor = (&self.receptor.num_reg_id_trib, self.domicilio_receptor.pais.text());
        let consignees = self
            .destinatarios
            .iter()
            .map(|it| (&it.at.num_reg_id_trib, it.domicilios.first().map_or("", |domicilio| domicilio.pais.text())));
        owners.chain([receptor]).chain(consignees)
    }

    /// The domiciles of all its Destinatarios.
    fn domicilios_destinatarios(&self) -> impl Iterator<Item = &Domicilio<'d>> {
        self.destinatarios.iter().flat_map(|destinatario| &destinatario.domicilios)
    }
}

impl<'d> Mercancia<'d> {
    /// The customs' quantity, unit and value of a unit.
    fn aduana(&self) -> [&Texto<'d>; 3] {
        [&self.cantidad_aduana, &self.unidad_aduana, &self.valor_unitario_aduana]
    }
}

pub(super) fn leer<'d, 'a: 'd>(it: &mut Lector, nodo: Nodo, element: Element<'d, 'a>) -> ComercioExterior<'d> {
    let here = (nodo, Some(element));
    let (emisor, inside) = it.child::<Emisor<'d>>(here, "cce20:Emisor");
    let (domicilio_emisor, _) = it.child((emisor.nodo, inside), "cce20:Domicilio");
    let propietarios = it.children(here, "cce20:Propietario").into_iter().map(|(it, _)| it).collect();
    let (receptor, inside) = it.child::<Parte<'d>>(here, "cce20:Receptor");
    let (domicilio_receptor, _) = it.child((receptor.nodo, inside), "cce20:Domicilio");
    let destinatarios = it.children::<Parte<'d>>(here, "cce20:Destinatario").into_iter().map(|(at, inside)| {
        let domicilios = it.children((at.nodo, Some(inside)), "cce20:Domicilio");
        Destinatario { at, domicilios: domicilios.into_iter().map(|(it, _)| it).collect() }
    });
    let destinatarios = destinatarios.collect();
    let mut mercancias = Vec::new();
    for (list, inside) in it.children::<Nodo0>(here, "cce20:Mercancias") {
        let all = it.children((list.nodo, Some(inside)), "cce20:Mercancia");
        mercancias.extend(all.into_iter().map(|(it, _)| it));
    }
    ComercioExterior {
        at: Leer::leer(nodo, Some(element)),
        emisor,
        domicilio_emisor,
        propietarios,
        receptor,
        domicilio_receptor,
        destinatarios,
        mercancias,
        enlaces: OnceCell::new(),
    }
}

/// Whether an attribute says something.
fn dice(texto: &Texto<'_>) -> bool {
    !texto.text().is_empty()
}

/// The sum of attributes; none where one is not there or no number, which the schema says, or where it is too long.
fn suma<'n, 'd: 'n>(numeros: impl Iterator<Item = &'n Numero<'d>>, out: &mut Out<'_>) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for numero in numeros {
        let value = numero.number()?.value();
        match value.and_then(|value| money::plus(sum, value)) {
            Some(longer) => sum = longer,
            None => {
                out.not_checked(numero);
                return None;
            }
        }
    }
    Some(sum)
}
