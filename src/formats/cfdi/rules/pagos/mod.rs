//! CRP20101 to CRP20279: the complement Pagos 2.0.

use super::view::{Lector, Nodo};
use crate::rules::{Rule, Table};
use crate::xml::Element;

pub(super) const NAME: &str = "Pagos 2.0";
pub(super) static TABLE: Table = Table { name: NAME, rules: RULES };

/// The namespace of Pagos 2.0.
pub(super) const PAGOS: &str = "http://www.sat.gob.mx/Pagos20";

static RULES: &[Rule] = &[];

super::view::nodo! {
    /// pago20:Pagos, its attributes
    PagosNodo { version: Texto "Version" }
}

/// pago20:Pagos with what is in it.
pub(crate) struct Pagos<'d> {
    pub(crate) at: PagosNodo<'d>,
}

pub(super) fn leer<'d, 'a: 'd>(_lector: &mut Lector, nodo: Nodo, element: Element<'d, 'a>) -> Pagos<'d> {
    Pagos { at: super::view::Leer::leer(nodo, Some(element)) }
}
