//! SAT's codes for whatever breaks a schema: what each of their findings says is the fault's own.

use super::sources::{CCE, CFDI, PAGOS};
use crate::rules::{Rule, Source, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: estructura", rules: RULES };

const PLACE: &str = "src/schema: SAT's XSD; tests/structure.rs";

static RULES: &[Rule] = &[
    structure(
        "CCE999",
        &CCE,
        "The complement Comercio Exterior is as SAT's schema has it",
        "El complemento Comercio Exterior es como lo pide el esquema del SAT",
    ),
    structure(
        "CFDI40999",
        &CFDI,
        "The document is as SAT's schema has it",
        "El comprobante es como lo pide el esquema del SAT",
    ),
    structure(
        "CRP20999",
        &PAGOS,
        "The complement Pagos is as SAT's schema has it",
        "El complemento Pagos es como lo pide el esquema del SAT",
    ),
];

const fn structure(code: &'static str, source: &'static Source, en: &'static str, es: &'static str) -> Rule {
    let help = ("Write it as the schema says.", "Escríbalo como indica el esquema.");
    rule(code, source, (en, help.0), (es, help.1)).elsewhere(PLACE)
}
