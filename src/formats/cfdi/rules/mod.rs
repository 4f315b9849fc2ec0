//! SAT's rules of CFDI 4.0 and its complements, and the project's own, one entry each.
//!
//! `view` is the document as they see it. A table of rules is one file; adding a rule touches one place.

mod aduana;
pub(super) mod comercio_exterior;
mod comprobante;
mod comun;
mod conceptos;
mod emisor;
mod estructura;
mod global;
mod impuestos_concepto;
mod moneda;
pub(super) mod pagos;
mod project;
mod receptor;
mod regimenes;
mod resumen;
mod resumen_traslados;
mod sources;
mod sumas;
mod terceros;
pub(crate) mod view;

use super::{Document, Family};
use crate::report::{Location, Report, Values};
use crate::rules::{Check, Out, Table};

pub(crate) use view::{Asked, Cfdi, Nodos};

/// Every table, sorted by code in itself. The tables' codes do not overlap.
pub(crate) static TABLES: &[&Table] = &[
    &comprobante::TABLE,
    &moneda::TABLE,
    &global::TABLE,
    &emisor::TABLE,
    &receptor::TABLE,
    &conceptos::TABLE,
    &impuestos_concepto::TABLE,
    &terceros::TABLE,
    &aduana::TABLE,
    &resumen::TABLE,
    &resumen_traslados::TABLE,
    &regimenes::TABLE,
    &pagos::comprobante::TABLE,
    &pagos::totales::TABLE,
    &pagos::pago::TABLE,
    &pagos::cuentas::TABLE,
    &pagos::documentos::TABLE,
    &pagos::impuestos_dr::TABLE,
    &pagos::impuestos_p::TABLE,
    &pagos::limites::TABLE,
    &comercio_exterior::comprobante::TABLE,
    &comercio_exterior::partes::TABLE,
    &comercio_exterior::domicilios::TABLE,
    &comercio_exterior::mercancias::TABLE,
    &comercio_exterior::aduana::TABLE,
    &estructura::TABLE,
    &project::TABLE,
];

impl Document<'_> {
    /// Checks the rules of a CFDI 4.0, whatever is wrong with its structure. `dormant` also those that SAT suspends.
    pub(crate) fn check_rules(&self, asked: Asked<'_>, dormant: bool, report: &mut Report) {
        if self.family != Family::Cfdi40 {
            let location = Location::xpath(format!("/{}", self.family.qualified_root()));
            return report.add("FRO-RULE-001", None, location, Values::found(self.family.name()));
        }
        let mut cfdi = Cfdi::read(self.xml.root(), asked);
        if asked.verifies && asked.profile != crate::validate::Profile::Draft {
            cfdi.cadena_sha256 = Some(self.cadena_sha256());
        }
        for table in TABLES {
            if !applies(table.name, &cfdi) {
                continue;
            }
            for rule in table.rules.iter().filter(|rule| dormant || !rule.is_dormant()) {
                if let Check::Cfdi(check) = rule.check {
                    check(&cfdi, &mut Out::new(rule, Some(&cfdi.nodos), report));
                }
            }
        }
    }
}

/// Rules of a complement are asked where it is, or where it should be.
fn applies(table: &str, cfdi: &Cfdi<'_>) -> bool {
    match table {
        _ if table.starts_with(pagos::NAME) => !cfdi.pagos.is_empty(),
        _ if table.starts_with(comercio_exterior::NAME) => comercio_exterior::applies(cfdi),
        _ => true,
    }
}
