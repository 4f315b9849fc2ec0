//! Cancelling a CFDI: SAT's four motives, and what the law asks of whoever cancels. Data alone; nothing is sent anywhere.
//!
//! A stamped CFDI is never changed: it is cancelled, by its issuer, with a motive; and where it was wrong and the operation
//! stands, another one takes its place, which [`substitute`](fn@crate::substitute) drafts.
//! ```
//! use frontera::formats::cfdi::cancellation;
//! use frontera::Lang;
//! let motive = cancellation::motive("01").unwrap();
//! assert_eq!(motive.name, "Comprobante emitido con errores con relación");
//! assert!(motive.names_substitute);
//! assert!(motive.first.of(Lang::En).contains("TipoRelacion 04"));
//! ```
//! The law is that of 2026: CFF as reformed on 7 November 2025, RMF 2026 of 28 December 2025 (its first amendment, of 9 July
//! 2026, is not taken into account). Nothing here is legal or tax advice; each row names its source.
//!
//! Departure: SAT writes motive 04 both with *la* and with *una* factura global; the first is taken.

use crate::report::Lang;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Spanish.
    pub es: &'static str,
}

impl Words {
    /// The text in a language.
    pub fn of(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Es => self.es,
            Lang::En => self.en,
        }
    }
}

/// A motive for which a CFDI is cancelled, in force since 1 January 2022.
#[derive(Debug)]
#[non_exhaustive]
pub struct Motive {
    /// SAT's code: 01 to 04.
    pub code: &'static str,
    /// What SAT calls it.
    pub name: &'static str,
    /// What it is in English.
    pub name_en: &'static str,
    /// When it is the one.
    pub when: Words,
    /// What is done before, and in which order.
    pub first: Words,
    /// Whether the request names the UUID of the CFDI that takes its place, as FolioSustitucion. The others must not name one.
    pub names_substitute: bool,
    /// Who says so.
    pub source: &'static str,
}

impl Motive {
    /// The name in a language; SAT's own in Spanish.
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Es => self.name,
            Lang::En => self.name_en,
        }
    }
}

/// Something to know before cancelling.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fact {
    /// What it is about: `deadline`, `acceptance`, …; stable, for programs.
    pub topic: &'static str,
    /// The same for people.
    pub title: Words,
    /// What holds; for a list what the list is of.
    pub text: Words,
    /// The members of a list, with the fraction of the rule before each.
    pub list: &'static [Words],
    /// The article or rule, with the day of its publication.
    pub source: &'static str,
}

/// The motives, by their codes.
pub fn motives() -> &'static [Motive] {
    MOTIVES
}

/// The motive of a code, also without its zero.
pub fn motive(code: &str) -> Option<&'static Motive> {
    let code = code.trim();
    MOTIVES.iter().find(|motive| motive.code == code || motive.code.strip_prefix('0') == Some(code))
}

/// What else is to be known, in the order in which it is needed.
pub fn facts() -> &'static [Fact] {
    FACTS
}

const fn words(en: &'static str, es: &'static str) -> Words {
    Words { en, es }
}

const MOTIVES_OF_SAT: &str = "SAT, motivos de cancelación de la factura electrónica (desde 2022-01-01)";
const RMF_34: &str = "RMF 2026, regla 2.7.1.34 (DOF 2025-12-28)";
const RMF_35: &str = "RMF 2026, regla 2.7.1.35 (DOF 2025-12-28)";

static MOTIVES: &[Motive] = &[
    Motive {
        code: "01",
        name: "Comprobante emitido con errores con relación",
        name_en: "Issued with errors, with a relation",
        when: words(
            "Some fact is wrong (a product code, a price, a discount, any other), the operation stands, and the CFDI is issued again.",
            "Algún dato es erróneo (clave de producto, valor unitario, descuento o cualquier otro), la operación subsiste y el CFDI se vuelve a expedir.",
        ),
        first: words(
            "First issue the right CFDI and have it stamped, related to the wrong one by TipoRelacion 04 (`frontera substitute`). Then cancel the wrong one, with the UUID of the new one as FolioSustitucion.",
            "Primero expida y timbre el CFDI correcto, relacionado con el erróneo por TipoRelacion 04 (`frontera substitute`). Después cancele el erróneo, con el UUID del nuevo como FolioSustitucion.",
        ),
        names_substitute: true,
        source: MOTIVES_OF_SAT,
    },
    Motive {
        code: "02",
        name: "Comprobante emitido con errores sin relación",
        name_en: "Issued with errors, without a relation",
        when: words(
            "Some fact is wrong, and no other CFDI takes its place, or none that is related to it: issued twice, say.",
            "Algún dato es erróneo y ningún otro CFDI lo sustituye, o ninguno que se relacione con él: por ejemplo, se expidió dos veces.",
        ),
        first: words(
            "Cancel it; the request names no other CFDI. Where the operation stands, the rules want a new CFDI that is related to this one: then the motive is 01.",
            "Cancélelo; la solicitud no nombra otro CFDI. Si la operación subsiste, las reglas piden un CFDI nuevo relacionado con este: entonces el motivo es 01.",
        ),
        names_substitute: false,
        source: "SAT, motivos de cancelación de la factura electrónica (desde 2022-01-01); RMF 2026, reglas 2.7.1.34 y 2.7.1.35 (DOF 2025-12-28)",
    },
    Motive {
        code: "03",
        name: "No se llevó a cabo la operación",
        name_en: "The operation did not take place",
        when: words("What was invoiced never came about.", "Se facturó una operación que no se concretó."),
        first: words(
            "Cancel it; nothing takes its place. What came about and was given back is a credit note (type E), no cancellation.",
            "Cancélelo; nada lo sustituye. Lo que sí se realizó y se devolvió es una nota de crédito (tipo E), no una cancelación.",
        ),
        names_substitute: false,
        source: "SAT, motivos de cancelación de la factura electrónica (desde 2022-01-01); CFF 29 (devoluciones: CFDI de egresos)",
    },
    Motive {
        code: "04",
        name: "Operación nominativa relacionada en la factura global",
        name_en: "Operation of a named customer inside a global invoice",
        when: words(
            "A sale is in the global invoice of the general public, and the customer asks for an invoice of its own afterwards.",
            "Una venta se incluyó en la factura global del público en general y después el cliente solicita su factura nominativa.",
        ),
        first: words(
            "In this order: cancel the global invoice, issue it again without that sale, issue the customer's invoice.",
            "En este orden: cancele la factura global, expídala de nuevo sin esa venta y expida la factura del cliente.",
        ),
        names_substitute: false,
        source: MOTIVES_OF_SAT,
    },
];

static FACTS: &[Fact] = &[
    Fact {
        topic: "relation",
        title: words("What substitutes what", "Qué sustituye a qué"),
        text: words(
            "A CFDI of type I or E substitutes one of type I or E; one of type T, P or N one of its own type.",
            "Un CFDI de tipo I o E sustituye a uno de tipo I o E; uno de tipo T, P o N, a uno de su mismo tipo.",
        ),
        list: &[],
        source: "SAT, guía de llenado del Anexo 20, campo TipoRelacion, clave 04",
    },
    Fact {
        topic: "deadline",
        title: words("Until when", "Hasta cuándo"),
        text: words(
            "No later than in the month in which the annual income tax return of the year of its issue is due: March for companies, April for individuals.",
            "A más tardar en el mes en que se deba presentar la declaración anual del ISR del ejercicio en que se expidió: marzo para personas morales, abril para personas físicas.",
        ),
        list: &[],
        source: "CFF 29-A, cuarto párrafo (DOF 2025-11-07); LISR 9, 76-V, 150",
    },
    Fact {
        topic: "late",
        title: words("Too late, or never", "Fuera de plazo, o nunca"),
        text: words(
            "A CFDI of income that was issued in error and is not cancelled, or is cancelled after that month, costs a fine of 5 % to 10 % of its amount.",
            "No cancelar un CFDI de ingresos emitido por error, o cancelarlo después de ese mes, se multa con 5 % a 10 % de su monto.",
        ),
        list: &[],
        source: "CFF 81-XLVI, 82-XLII (DOF 2021-11-12)",
    },
    Fact {
        topic: "support",
        title: words("Supporting documents", "Soporte documental"),
        text: words(
            "Whoever cancels a CFDI of income justifies the motive and keeps the documents that support it.",
            "Quien cancela un CFDI de ingresos debe justificar y soportar documentalmente el motivo.",
        ),
        list: &[],
        source: "CFF 29-A, sexto párrafo (DOF 2021-11-12)",
    },
    Fact {
        topic: "related",
        title: words("Related CFDIs", "CFDI relacionados"),
        text: words(
            "The rule: when a CFDI is cancelled that has others related to it (payments, credit notes), those are cancelled before it.",
            "La regla: cuando se cancela un CFDI que tiene relacionados otros (pagos, notas de crédito), estos se cancelan previamente.",
        ),
        list: &[],
        source: RMF_34,
    },
    Fact {
        topic: "related_in_practice",
        title: words("Related CFDIs under motive 01", "CFDI relacionados con el motivo 01"),
        text: words(
            "The practice that a PAC describes: a document that relates to the old CFDI stays in force and passes to the substitute by itself; the old one alone is cancelled. Ask yours before you count on it.",
            "La práctica que describe un PAC: un documento relacionado con el CFDI anterior queda vigente y lo hereda automáticamente el sustituto; solo se cancela el anterior. Confírmelo con el suyo.",
        ),
        list: &[],
        source: "un PAC, no el SAT: developers.sw.com.mx/faq/cancelacion-con-documento-relacionado",
    },
    Fact {
        topic: "operation_stands",
        title: words("Where the operation stands", "Si la operación subsiste"),
        text: words(
            "A new CFDI is issued, related to the cancelled one as the guide of Anexo 20 says: with acceptance and without.",
            "Se emite un CFDI nuevo relacionado con el cancelado, conforme a la guía de llenado del Anexo 20: con aceptación y sin ella.",
        ),
        list: &[],
        source: "RMF 2026, reglas 2.7.1.34 y 2.7.1.35 (DOF 2025-12-28)",
    },
    Fact {
        topic: "not_cancellable",
        title: words("\"No cancelable\"", "«No cancelable»"),
        text: words(
            "Once the substitute is stamped, SAT's status of the old CFDI may say so, since another one relates to it. With motive 01 and the substitute's UUID the request is taken all the same.",
            "Una vez timbrado el sustituto, el estatus del SAT puede decirlo del CFDI anterior, porque otro se relaciona con él. Con el motivo 01 y el UUID del sustituto, la solicitud procede de todos modos.",
        ),
        list: &[],
        source: "un PAC, no el SAT: developers.sw.com.mx/faq/cancelacion-motivo-01",
    },
    Fact {
        topic: "acceptance",
        title: words("Who accepts", "Quién acepta"),
        text: words(
            "The issuer asks in SAT's portal; the receiver hears of it in the buzón tributario and answers within three days. Silence is acceptance, but not for CFDIs of hydrocarbons and fuels (complement Hidrocarburos y Petrolíferos; Carta Porte with diesel or gasoline on a CFDI of income).",
            "El emisor la solicita en el Portal del SAT; el receptor recibe aviso en el buzón tributario y contesta dentro de tres días. El silencio es aceptación, salvo en los CFDI de hidrocarburos y combustibles (complemento Hidrocarburos y Petrolíferos; ingreso con Carta Porte de diésel o gasolina).",
        ),
        list: &[],
        source: "CFF 29-A, cuarto párrafo (DOF 2025-11-07); RMF 2026, regla 2.7.1.34 (DOF 2025-12-28)",
    },
    Fact {
        topic: "without_acceptance",
        title: words("Without acceptance", "Sin aceptación"),
        text: words(
            "None is needed for these; CFDIs of income of hydrocarbons and petroleum products (rule 2.6.1.1) always need it, but for VII and VIII.",
            "No se requiere en estos casos; los CFDI de ingreso de hidrocarburos y petrolíferos (regla 2.6.1.1) siempre la requieren, salvo VII y VIII.",
        ),
        list: &[
            words(
                "I. A total of up to 1,000 pesos, but for payments (Pagos) and the fuels above.",
                "I. Montos totales de hasta 1,000 pesos, salvo los de pagos y los combustibles anteriores.",
            ),
            words("II. Payroll.", "II. Nómina."),
            words("III. Type E, but for the fuels above.", "III. Egresos, salvo los combustibles anteriores."),
            words(
                "IV. Type T; with diesel or gasoline in its Carta Porte only until the transport begins, and then not at all: it cannot be cancelled any more (rule 2.7.7.1.6).",
                "IV. Traslado; con diésel o gasolina en su Carta Porte solo hasta antes de que inicie el traslado, y después de ningún modo: queda como no cancelable (regla 2.7.7.1.6).",
            ),
            words(
                "V. Income, where the receiver was a taxpayer of the RIF as it was until 2021.",
                "V. Ingresos expedidos a contribuyentes del RIF, vigente hasta 2021.",
            ),
            words("VI. Retenciones.", "VI. Retenciones e información de pagos."),
            words(
                "VII. The general public, global invoices among them (rule 2.7.1.21).",
                "VII. Operaciones con el público en general, facturas globales incluidas (regla 2.7.1.21).",
            ),
            words(
                "VIII. Receivers that reside abroad (rule 2.7.1.23).",
                "VIII. Receptores residentes en el extranjero (regla 2.7.1.23).",
            ),
            words(
                "IX. Within the business day after its issue.",
                "IX. Dentro del día hábil siguiente a su expedición.",
            ),
            words(
                "X. CFDIs of income of sellers, lessors and the primary sector that a provider issues for them (section 2.7.3, rule 2.7.4.1).",
                "X. CFDI de ingresos de enajenantes, arrendadores y sector primario que expide por ellos un proveedor (sección 2.7.3, regla 2.7.4.1).",
            ),
            words("XI. Issued by the financial system.", "XI. Emitidos por integrantes del sistema financiero."),
            words(
                "XII. Issued by the Federation for fees, products and charges.",
                "XII. Emitidos por la Federación por derechos, productos y aprovechamientos.",
            ),
        ],
        source: RMF_35,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_motive_and_fact_is_said_in_both_languages_with_its_source() {
        assert_eq!(motives().iter().map(|motive| motive.code).collect::<Vec<_>>(), ["01", "02", "03", "04"]);
        let said = |words: &Words| [Lang::En, Lang::Es].map(|lang| words.of(lang));
        let of_motives = motives().iter().flat_map(|motive| {
            let names = [motive.name(Lang::En), motive.name(Lang::Es)];
            [names, said(&motive.when), said(&motive.first)].into_iter().chain([[motive.source, ""]])
        });
        let of_facts = facts().iter().flat_map(|fact| {
            let texts = [said(&fact.title), said(&fact.text), [fact.source, fact.topic]];
            texts.into_iter().chain(fact.list.iter().map(said))
        });
        let all: Vec<_> = of_motives.chain(of_facts).collect();
        for [en, es] in &all {
            assert!(!en.is_empty() && en != es, "{en}");
        }
        // 4 × 4 of motives, 3 of each fact, and the twelve fractions of rule 2.7.1.35.
        assert_eq!(all.len(), 16 + 3 * facts().len() + 12);
        let roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
        let without = facts().iter().find(|fact| fact.topic == "without_acceptance").unwrap();
        for (fraction, words) in roman.iter().zip(without.list) {
            assert!(said(words).iter().all(|text| text.starts_with(&format!("{fraction}. "))), "{fraction}");
        }
    }

    #[test]
    fn a_code_is_known_with_and_without_its_zero() {
        for code in ["01", "1", " 01 "] {
            assert_eq!(motive(code).unwrap().code, "01");
        }
        for code in ["", "0", "00", "05", "011", "one"] {
            assert!(motive(code).is_none(), "{code}");
        }
        // Of the four SAT takes a FolioSustitucion with the first alone.
        assert!(motives().iter().all(|motive| motive.names_substitute == (motive.code == "01")));
    }
}
