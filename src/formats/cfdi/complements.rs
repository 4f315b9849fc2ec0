//! Which complements SAT's stylesheet of the cadena original knows.
//!
//! For a complement that it has a template for, the cadena holds the attributes that the template names, and white space
//! between elements is layout. For any other, XSLT's built-in rule copies all its text as it is, blanks and line ends
//! included: there they are sealed.
//!
//! Source: cadenaoriginal_4_0.xslt and the stylesheets that it includes, as satcfdi 26.10.1 ships them.

/// True where the text of a complement, blanks included, goes into the cadena. The stamp is one: it has no template, and
/// normally no text.
pub(super) fn text_is_sealed(namespace: &str, local_name: &str) -> bool {
    !TEMPLATES.contains(&(namespace, local_name))
}

#[rustfmt::skip]
static TEMPLATES: &[(&str, &str)] = &[
    ("http://www.sat.gob.mx/CartaPorte20", "CartaPorte"),
    ("http://www.sat.gob.mx/CartaPorte30", "CartaPorte"),
    ("http://www.sat.gob.mx/CartaPorte31", "CartaPorte"),
    ("http://www.sat.gob.mx/ComercioExterior11", "ComercioExterior"),
    ("http://www.sat.gob.mx/ComercioExterior20", "ComercioExterior"),
    ("http://www.sat.gob.mx/ConsumoDeCombustibles11", "ConsumoDeCombustibles"),
    ("http://www.sat.gob.mx/EstadoDeCuentaCombustible12", "EstadoDeCuentaCombustible"),
    ("http://www.sat.gob.mx/GastosHidrocarburos10", "GastosHidrocarburos"),
    ("http://www.sat.gob.mx/IngresosHidrocarburos10", "IngresosHidrocarburos"),
    ("http://www.sat.gob.mx/Pagos20", "Pagos"),
    ("http://www.sat.gob.mx/TuristaPasajeroExtranjero", "TuristaPasajeroExtranjero"),
    ("http://www.sat.gob.mx/aerolineas", "Aerolineas"),
    ("http://www.sat.gob.mx/arteantiguedades", "obrasarteantiguedades"),
    ("http://www.sat.gob.mx/certificadodestruccion", "certificadodedestruccion"),
    ("http://www.sat.gob.mx/detallista", "detallista"),
    ("http://www.sat.gob.mx/divisas", "Divisas"),
    ("http://www.sat.gob.mx/donat", "Donatarias"),
    ("http://www.sat.gob.mx/hidrocarburospetroliferos", "HidroYPetro"),
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
