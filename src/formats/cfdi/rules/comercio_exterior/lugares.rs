//! Places: Mexico's by SAT's catalogues; abroad the states of c_Estado and the forms of c_Pais.

use super::super::view::{Cfdi, Listed, Texto};
use super::{Domicilio, dice};
use crate::catalog::{Entry, pattern};
use crate::rules::Out;

/// The country whose places SAT lists.
pub(super) const MEXICO: &str = "MEX";
/// The column of c_Pais that names a registry.
const REGISTRO: &str = "validacion_identidad_tributaria";

/// A key of c_Estado for the country; where the country has none there, any text.
pub(super) fn estado(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, pais: &str, out: &mut Out<'_>) {
    let estado = &domicilio.estado;
    let Some(list) = cfdi.catalog("c_Estado").filter(|_| dice(estado)) else { return };
    let of_country = |entry: &Entry<'_>| entry.field("pais").is_some_and(|of| of == pais);
    match list.entry(estado.text()).filter(of_country) {
        Some(entry) => en_vigor(cfdi, &entry, estado, out),
        None if list.iter().any(|entry| of_country(&entry)) => out.violated(estado),
        None => {}
    }
}

/// A key of c_Municipio for the Estado that is written.
pub(super) fn municipio(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, out: &mut Out<'_>) {
    let (estado, municipio) = (&domicilio.estado, &domicilio.municipio);
    if dice(estado) && dice(municipio) {
        let entry = cfdi.asked.catalogs.municipio(estado.text(), municipio.text());
        listado(cfdi, entry.as_ref(), municipio, out);
    }
}

/// A key of c_Localidad for the Estado that is written.
pub(super) fn localidad(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, out: &mut Out<'_>) {
    let (estado, localidad) = (&domicilio.estado, &domicilio.localidad);
    if dice(estado) && dice(localidad) {
        let entry = cfdi.asked.catalogs.localidad(estado.text(), localidad.text());
        listado(cfdi, entry.as_ref(), localidad, out);
    }
}

/// Four digits are a key of c_Colonia for the CodigoPostal that is written; anything else is a name.
pub(super) fn colonia(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, out: &mut Out<'_>) {
    let (colonia, codigo_postal) = (&domicilio.colonia, &domicilio.codigo_postal);
    let code = colonia.text();
    if code.len() != 4 || !code.bytes().all(|b| b.is_ascii_digit()) || !dice(codigo_postal) {
        return;
    }
    // The list is a feature of its own, and long.
    if cfdi.catalog("c_Colonia").is_none() {
        return out.not_checked(colonia);
    }
    listado(cfdi, cfdi.asked.catalogs.colonia(codigo_postal.text(), code).as_ref(), colonia, out);
}

/// A code of c_CodigoPostal in the Estado, Municipio and Localidad that are written.
pub(super) fn codigo_postal(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, out: &mut Out<'_>) {
    let codigo_postal = &domicilio.codigo_postal;
    if !dice(codigo_postal) {
        return;
    }
    let Some(place) = cfdi.asked.catalogs.postal_code(codigo_postal.text()) else {
        return cfdi.must_be_listed("c_CodigoPostal", codigo_postal, out);
    };
    let is_there = [
        (&domicilio.estado, Some(place.state())),
        (&domicilio.municipio, place.municipality()),
        (&domicilio.localidad, place.locality()),
    ];
    match is_there.iter().all(|(written, listed)| !dice(written) || written.get() == *listed) {
        true => en_vigor(cfdi, &place, codigo_postal, out),
        false => out.violated(codigo_postal),
    }
}

/// As c_Pais says that the country writes its postal codes.
pub(super) fn codigo_postal_extranjero(cfdi: &Cfdi<'_>, domicilio: &Domicilio<'_>, out: &mut Out<'_>) {
    let country = cfdi.asked.catalogs.pais(domicilio.pais.text());
    if let Some(form) = country.and_then(|country| country.postal_code_pattern()) {
        tiene_forma(form, &domicilio.codigo_postal, out);
    }
}

/// A number that the country's registry has, where it has one that can be asked.
pub(super) fn numero_registrado(cfdi: &Cfdi<'_>, pais: &str, numero: &Texto<'_>, out: &mut Out<'_>) {
    let country = cfdi.asked.catalogs.pais(pais);
    let asks = country.is_some_and(|country| country.field(REGISTRO).is_some());
    if asks && dice(numero) {
        out.ask(cfdi.asked.lookups.tax_id(pais, numero.text()), numero);
    }
}

/// As c_Pais says that the country writes its tax numbers, where no registry can be asked.
pub(super) fn forma_de_numero(cfdi: &Cfdi<'_>, pais: &str, numero: &Texto<'_>, out: &mut Out<'_>) {
    let country = cfdi.asked.catalogs.pais(pais);
    let country = country.filter(|country| country.field(REGISTRO).is_none());
    if let Some(form) = country.and_then(|country| country.tax_id_pattern()) {
        tiene_forma(form, numero, out);
    }
}

fn tiene_forma(form: &str, texto: &Texto<'_>, out: &mut Out<'_>) {
    if !dice(texto) {
        return;
    }
    match pattern::matches(form, texto.text()) {
        Some(fits) => out.must(fits, texto),
        None => out.not_checked(texto),
    }
}

fn listado(cfdi: &Cfdi<'_>, entry: Option<&Entry<'_>>, texto: &Texto<'_>, out: &mut Out<'_>) {
    match entry {
        Some(entry) => en_vigor(cfdi, entry, texto, out),
        None => out.violated(texto),
    }
}

/// An entry can be used on the day of Fecha.
pub(super) fn en_vigor(cfdi: &Cfdi<'_>, entry: &Entry<'_>, texto: &Texto<'_>, out: &mut Out<'_>) {
    match cfdi.in_force(entry) {
        Listed::NotYet => out.not_checked(texto),
        Listed::Ended => out.violated(texto),
        Listed::Yes | Listed::No => {}
    }
}
