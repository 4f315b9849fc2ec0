//! CCE101 to CCE172: the complement Comercio Exterior 2.0.

use super::view::{Lector, Nodo};
use crate::rules::{Rule, Table};
use crate::xml::Element;

pub(super) const NAME: &str = "Comercio Exterior 2.0";
pub(super) static TABLE: Table = Table { name: NAME, rules: RULES };

/// The namespace of Comercio Exterior 2.0.
pub(super) const CCE: &str = "http://www.sat.gob.mx/ComercioExterior20";

static RULES: &[Rule] = &[];

super::view::nodo! {
    /// cce20:ComercioExterior, its attributes
    ComercioExteriorNodo { version: Texto "Version" }
}

/// cce20:ComercioExterior with what is in it.
pub(crate) struct ComercioExterior<'d> {
    pub(crate) at: ComercioExteriorNodo<'d>,
}

impl<'d> ComercioExterior<'d> {
    /// Each NumRegIdTrib with its country.
    pub(crate) fn tax_numbers(&self) -> Vec<(&super::view::Texto<'d>, &str)> {
        Vec::new()
    }
}

pub(super) fn leer<'d, 'a: 'd>(_lector: &mut Lector, nodo: Nodo, element: Element<'d, 'a>) -> ComercioExterior<'d> {
    ComercioExterior { at: super::view::Leer::leer(nodo, Some(element)) }
}
