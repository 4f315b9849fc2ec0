//! Which complements SAT's stylesheet of the cadena original knows.
//!
//! For a complement that it has a template for, the cadena holds the attributes that the template names, and white space
//! between elements is layout. For any other, XSLT's built-in rule copies all its text as it is, blanks and line ends
//! included: there they are sealed.
//!
//! Source: cadenaoriginal_4_0.xslt, cadenaoriginal_3_3.xslt and the stylesheets that they include, as satcfdi 26.10.1 ships
//! them.

use super::CFDI;

/// True where the text of a complement, blanks included, goes into the cadena of a document of this namespace. The stamp is
/// one: it has no template, and normally no text.
pub(super) fn text_is_sealed(document: &str, namespace: &str, local_name: &str) -> bool {
    let complement = (namespace, local_name);
    let own = if document == CFDI { ONLY_40 } else { ONLY_33 };
    !(TEMPLATES.contains(&complement) || own.contains(&complement))
}

/// Templates of the stylesheet of CFDI 4.0 alone.
#[rustfmt::skip]
static ONLY_40: &[(&str, &str)] = &[
    ("http://www.sat.gob.mx/CartaPorte30", "CartaPorte"),
    ("http://www.sat.gob.mx/CartaPorte31", "CartaPorte"),
    ("http://www.sat.gob.mx/ComercioExterior20", "ComercioExterior"),
    ("http://www.sat.gob.mx/Pagos20", "Pagos"),
    ("http://www.sat.gob.mx/hidrocarburospetroliferos", "HidroYPetro"),
];

/// And of CFDI 3.3 alone.
#[rustfmt::skip]
static ONLY_33: &[(&str, &str)] = &[
    ("http://www.sat.gob.mx/CartaPorte", "CartaPorte"),
    ("http://www.sat.gob.mx/EstadoDeCuentaCombustible", "EstadoDeCuentaCombustible"),
    ("http://www.sat.gob.mx/Pagos", "Pagos"),
    ("http://www.sat.gob.mx/consumodecombustibles", "ConsumoDeCombustibles"),
    ("http://www.sat.gob.mx/terceros", "PorCuentadeTerceros"),
];

/// Of both.
#[rustfmt::skip]
static TEMPLATES: &[(&str, &str)] = &[
    ("http://www.sat.gob.mx/CartaPorte20", "CartaPorte"),
    ("http://www.sat.gob.mx/ComercioExterior11", "ComercioExterior"),
    ("http://www.sat.gob.mx/ConsumoDeCombustibles11", "ConsumoDeCombustibles"),
    ("http://www.sat.gob.mx/EstadoDeCuentaCombustible12", "EstadoDeCuentaCombustible"),
    ("http://www.sat.gob.mx/GastosHidrocarburos10", "GastosHidrocarburos"),
    ("http://www.sat.gob.mx/IngresosHidrocarburos10", "IngresosHidrocarburos"),
    ("http://www.sat.gob.mx/TuristaPasajeroExtranjero", "TuristaPasajeroExtranjero"),
    ("http://www.sat.gob.mx/aerolineas", "Aerolineas"),
    ("http://www.sat.gob.mx/arteantiguedades", "obrasarteantiguedades"),
    ("http://www.sat.gob.mx/certificadodestruccion", "certificadodedestruccion"),
    ("http://www.sat.gob.mx/detallista", "detallista"),
    ("http://www.sat.gob.mx/divisas", "Divisas"),
    ("http://www.sat.gob.mx/donat", "Donatarias"),
    ("http://www.sat.gob.mx/iedu", "instEducativas"),
    ("http://www.sat.gob.mx/implocal", "ImpuestosLocales"),
    ("http://www.sat.gob.mx/ine", "INE"),
    ("http://www.sat.gob.mx/leyendasFiscales", "LeyendasFiscales"),
    ("http://www.sat.gob.mx/nomina12", "Nomina"),
    ("http://www.sat.gob.mx/notariospublicos", "NotariosPublicos"),
    ("http://www.sat.gob.mx/pagoenespecie", "PagoEnEspecie"),
    ("http://www.sat.gob.mx/pfic", "PFintegranteCoordinado"),
    ("http://www.sat.gob.mx/registrofiscal", "CFDIRegistroFiscal"),
    ("http://www.sat.gob.mx/renovacionysustitucionvehiculos", "renovacionysustitucionvehiculos"),
    ("http://www.sat.gob.mx/servicioparcialconstruccion", "parcialesconstruccion"),
    ("http://www.sat.gob.mx/valesdedespensa", "ValesDeDespensa"),
    ("http://www.sat.gob.mx/vehiculousado", "VehiculoUsado"),
    ("http://www.sat.gob.mx/ventavehiculos", "VentaVehiculos"),
];
