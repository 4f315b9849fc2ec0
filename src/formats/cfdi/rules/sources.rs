//! Where the rules are written.

use crate::rules::Source;

/// SAT's matrix of errors for CFDI 4.0; a release of 2026-03-25 was not at hand.
pub(super) static CFDI: Source = Source::new("SAT, matriz de errores CFDI 4.0", "2024-12-13");
/// SAT's matrix of errors for Pagos 2.0.
pub(super) static PAGOS: Source = Source::new("SAT, matriz de errores Pagos 2.0, revisión B", "");
/// SAT's matrix of errors for Comercio Exterior 2.0.
pub(super) static CCE: Source = Source::new("SAT, matriz de errores Comercio Exterior 2.0", "2023-12-18");
