//! The project's own rules of a CFDI: what SAT does not test and what costs money all the same. All are warnings.

use crate::rules::{Rule, Table};

pub(super) static TABLE: Table = Table { name: "frontera: CFDI", rules: RULES };

static RULES: &[Rule] = &[];
