//! SAT's prefixes: the one that findings write for a namespace, whatever a document's own is.
//!
//! `cfdi` and `retenciones` are not in the table: they stand for the namespace of the document's root, whichever version.

/// The prefix that SAT's schema of a namespace uses for itself.
pub(super) fn prefix_of(namespace: &str) -> Option<&'static str> {
    let at = PREFIXES.binary_search_by(|(known, _)| (*known).cmp(namespace)).ok()?;
    PREFIXES.get(at).map(|(_, prefix)| *prefix)
}

/// True for a prefix that stands for a namespace of the table.
pub(super) fn is_taken(prefix: &str) -> bool {
    PREFIXES.iter().any(|(_, taken)| *taken == prefix)
}

/// Namespaces, sorted, each with its prefix. From the `targetNamespace` of SAT's complement schemas.
static PREFIXES: &[(&str, &str)] = &[
    ("http://www.sat.gob.mx/CartaPorte", "cartaporte"),
    ("http://www.sat.gob.mx/CartaPorte20", "cartaporte20"),
    ("http://www.sat.gob.mx/CartaPorte30", "cartaporte30"),
    ("http://www.sat.gob.mx/CartaPorte31", "cartaporte31"),
    ("http://www.sat.gob.mx/ComercioExterior", "cce"),
    ("http://www.sat.gob.mx/ComercioExterior11", "cce11"),
    ("http://www.sat.gob.mx/ComercioExterior20", "cce20"),
    ("http://www.sat.gob.mx/ConsumoDeCombustibles11", "consumodecombustibles11"),
    ("http://www.sat.gob.mx/EstadoDeCuentaCombustible", "ecc11"),
    ("http://www.sat.gob.mx/EstadoDeCuentaCombustible12", "ecc12"),
    ("http://www.sat.gob.mx/GastosHidrocarburos10", "gceh"),
    ("http://www.sat.gob.mx/IngresosHidrocarburos10", "ieeh"),
    ("http://www.sat.gob.mx/Pagos", "pago10"),
    ("http://www.sat.gob.mx/Pagos20", "pago20"),
    ("http://www.sat.gob.mx/TimbreFiscalDigital", "tfd"),
    ("http://www.sat.gob.mx/TuristaPasajeroExtranjero", "tpe"),
    ("http://www.sat.gob.mx/acreditamiento", "aieps"),
    ("http://www.sat.gob.mx/aerolineas", "aerolineas"),
    ("http://www.sat.gob.mx/arteantiguedades", "obrasarte"),
    ("http://www.sat.gob.mx/certificadodestruccion", "destruccion"),
    ("http://www.sat.gob.mx/consumodecombustibles", "consumodecombustibles"),
    ("http://www.sat.gob.mx/detallista", "detallista"),
    ("http://www.sat.gob.mx/divisas", "divisas"),
    ("http://www.sat.gob.mx/donat", "donat"),
    ("http://www.sat.gob.mx/ecb", "ecb"),
    ("http://www.sat.gob.mx/ecc", "ecc"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/PlataformasTecnologicas10", "plataformasTecnologicas"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/arrendamientoenfideicomiso", "arrendamientoenfideicomiso"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/dividendos", "dividendos"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/enajenaciondeacciones", "enajenaciondeacciones"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/fideicomisonoempresarial", "fideicomisonoempresarial"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/intereses", "intereses"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/intereseshipotecarios", "intereseshipotecarios"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/operacionesconderivados", "operacionesconderivados"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/pagosaextranjeros", "pagosaextranjeros"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/planesderetiro", "planesderetiro"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/planesderetiro11", "planesderetiro11"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/premios", "premios"),
    ("http://www.sat.gob.mx/esquemas/retencionpago/1/sectorfinanciero", "sectorfinanciero"),
    ("http://www.sat.gob.mx/hidrocarburospetroliferos", "hidrocarburospetroliferos"),
    ("http://www.sat.gob.mx/iedu", "iedu"),
    ("http://www.sat.gob.mx/implocal", "implocal"),
    ("http://www.sat.gob.mx/ine", "ine"),
    ("http://www.sat.gob.mx/leyendasFiscales", "leyendasFisc"),
    ("http://www.sat.gob.mx/nomina", "nomina"),
    ("http://www.sat.gob.mx/nomina12", "nomina12"),
    ("http://www.sat.gob.mx/notariospublicos", "notariospublicos"),
    ("http://www.sat.gob.mx/pagoenespecie", "pagoenespecie"),
    ("http://www.sat.gob.mx/pfic", "pfic"),
    ("http://www.sat.gob.mx/psgecfd", "psgecfd"),
    ("http://www.sat.gob.mx/registrofiscal", "registrofiscal"),
    ("http://www.sat.gob.mx/renovacionysustitucionvehiculos", "decreto"),
    ("http://www.sat.gob.mx/servicioparcialconstruccion", "servicioparcial"),
    ("http://www.sat.gob.mx/spei", "spei"),
    ("http://www.sat.gob.mx/terceros", "terceros"),
    ("http://www.sat.gob.mx/valesdedespensa", "valesdedespensa"),
    ("http://www.sat.gob.mx/vehiculousado", "vehiculousado"),
    ("http://www.sat.gob.mx/ventavehiculos", "ventavehiculos"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_are_sorted_and_prefixes_are_unique() {
        assert!(PREFIXES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut prefixes: Vec<_> = PREFIXES.iter().map(|(_, prefix)| *prefix).chain(["cfdi", "retenciones"]).collect();
        prefixes.sort_unstable();
        assert!(prefixes.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
