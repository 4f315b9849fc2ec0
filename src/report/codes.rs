//! Every code of the project, with what it weighs and its words in English and Spanish.

use super::{Event, Severity};

/// A code with its words: message and help in each language.
pub(crate) struct Entry {
    pub(crate) code: &'static str,
    pub(super) severity: Severity,
    pub(super) event: Event,
    pub(super) en: (&'static str, &'static str),
    pub(super) es: (&'static str, &'static str),
}

use Event::{Defaulted, Derived, Dropped, NotChecked, Violated};
use Severity::{Error, Note, Warning};

/// Every code of the project. `FRO-CFDI`: reading and writing CFDI; `FRO-MAP`: between the two; `FRO-SEAL`: seal and stamp.
pub(crate) static CODES: &[Entry] = &[
    Entry {
        code: "FRO-CFDI-001",
        severity: Warning,
        event: Dropped,
        en: (
            "A comment or processing instruction outside Complemento and Addenda is not kept",
            "It carries no invoice data; nothing to change.",
        ),
        es: (
            "No se conserva un comentario o instrucción fuera de Complemento y Addenda",
            "No lleva datos de la factura; no hay nada que cambiar.",
        ),
    },
    Entry {
        code: "FRO-CFDI-002",
        severity: Error,
        event: Dropped,
        en: (
            "The element `{found}` has no place here and is not kept",
            "Remove it, or put it where Anexo 20 has it; a node of your own goes into the Addenda.",
        ),
        es: (
            "El elemento `{found}` no tiene lugar aquí y no se conserva",
            "Quítelo o póngalo donde indica el Anexo 20; un nodo propio va en la Addenda.",
        ),
    },
    Entry {
        code: "FRO-CFDI-003",
        severity: Error,
        event: Dropped,
        en: ("Text inside an element that holds only elements is not kept: `{found}`", "Remove the text."),
        es: ("No se conserva el texto dentro de un elemento que solo contiene elementos: `{found}`", "Quite el texto."),
    },
    Entry {
        code: "FRO-CFDI-004",
        severity: Warning,
        event: Derived,
        en: ("`{found}` stands out of SAT's order and is put in its place", "Keep the order of Anexo 20."),
        es: ("`{found}` está fuera del orden del SAT y se coloca en su lugar", "Respete el orden del Anexo 20."),
    },
    Entry {
        code: "FRO-CFDI-005",
        severity: Note,
        event: Derived,
        en: (
            "`{found}` is shown as `{expected}`; how it was written is kept in extensions.mx.as_read",
            "Nothing to change; SAT reads both as one value.",
        ),
        es: (
            "`{found}` se muestra como `{expected}`; la forma escrita se guarda en extensions.mx.as_read",
            "Nada que cambiar; para el SAT es el mismo valor.",
        ),
    },
    Entry {
        code: "FRO-CFDI-006",
        severity: Warning,
        event: NotChecked,
        en: (
            "The code `{found}` is not in SAT's list; it is carried as it is and the neutral field stays empty",
            "Check the code against the catalogue.",
        ),
        es: (
            "La clave `{found}` no está en la lista del SAT; se lleva tal cual y el campo neutral queda vacío",
            "Verifique la clave en el catálogo.",
        ),
    },
    Entry {
        code: "FRO-CFDI-007",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is not {expected}; it is carried as it is and the neutral field stays empty",
            "Correct the value.",
        ),
        es: (
            "`{found}` no tiene la forma que se espera; se lleva tal cual y el campo neutral queda vacío",
            "Corrija el valor.",
        ),
    },
    Entry {
        code: "FRO-CFDI-008",
        severity: Note,
        event: NotChecked,
        en: (
            "`{found}` has more than 28 digits; it is carried, and nothing is computed with it",
            "Nothing to change unless the value is a mistake.",
        ),
        es: (
            "`{found}` tiene más de 28 dígitos; se conserva, pero no se calcula con él",
            "Nada que cambiar, salvo que sea un error.",
        ),
    },
    Entry {
        code: "FRO-CFDI-009",
        severity: Error,
        event: Violated,
        en: ("The text holds a character that XML cannot", "Remove the control character."),
        es: ("El texto contiene un carácter que XML no admite", "Quite el carácter de control."),
    },
    Entry {
        code: "FRO-CFDI-010",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` cannot be written as XML",
            "Names follow XML's rules, prefixes are declared under `xmlns`, comments hold no `--`.",
        ),
        es: (
            "`{found}` no puede escribirse como XML",
            "Los nombres siguen las reglas de XML, los prefijos se declaran en `xmlns`, los comentarios no llevan `--`.",
        ),
    },
    Entry {
        code: "FRO-CFDI-011",
        severity: Error,
        event: Violated,
        en: ("What was written does not read back as XML: {found}", "Please report this; no document was written."),
        es: (
            "Lo escrito no puede leerse de nuevo como XML: {found}",
            "Revise nombres y prefijos en extensions.mx; si son correctos, por favor repórtelo. No se escribió ningún documento.",
        ),
    },
    Entry {
        code: "FRO-CFDI-012",
        severity: Error,
        event: Violated,
        en: (
            "The document is a CFDI {found}; this release writes 4.0",
            "Set the version to 4.0, or leave it out of a draft.",
        ),
        es: (
            "El documento es un CFDI {found}; esta versión escribe 4.0",
            "Ponga la versión 4.0 u omítala en un borrador.",
        ),
    },
    Entry {
        code: "FRO-CFDI-013",
        severity: Error,
        event: Defaulted,
        en: ("`{found}` is missing and is read as if it stood there", "Anexo 20 requires it."),
        es: ("Falta `{found}` y se lee como si estuviera", "El Anexo 20 lo exige."),
    },
    Entry {
        code: "FRO-MAP-001",
        severity: Note,
        event: Derived,
        en: ("SAT's `{found}` does not say which; shown as `{expected}`", "Read extensions.mx for SAT's own code."),
        es: (
            "`{found}` del SAT no dice cuál; se muestra como `{expected}`",
            "Lea extensions.mx para la clave del SAT.",
        ),
    },
    Entry {
        code: "FRO-MAP-002",
        severity: Warning,
        event: Derived,
        en: (
            "The neutral field says otherwise than SAT's code `{found}`; the CFDI takes `{expected}`",
            "Change both, or remove SAT's code from extensions.mx.",
        ),
        es: (
            "El campo neutral difiere de la clave `{found}` del SAT; el CFDI lleva `{expected}`",
            "Cambie ambos o quite la clave de extensions.mx.",
        ),
    },
    Entry {
        code: "FRO-MAP-003",
        severity: Error,
        event: Violated,
        en: ("{at} and {expected} contradict each other, and `{found}` has no code of SAT", "Change one of the two."),
        es: ("{at} y {expected} se contradicen, y `{found}` no tiene clave del SAT", "Cambie uno de los dos."),
    },
    Entry {
        code: "FRO-MAP-004",
        severity: Error,
        event: Violated,
        en: (
            "A CFDI needs {at}, and nothing gives it",
            "Put it into the document at {pointer}; it is never guessed. {expected}",
        ),
        es: (
            "El CFDI necesita {at} y nada lo da",
            "Póngalo en el documento en {pointer}; nunca se adivina. {expected}",
        ),
    },
    Entry {
        code: "FRO-MAP-005",
        severity: Error,
        event: Violated,
        en: (
            "{at} has no place in a CFDI: {expected}",
            "Write it as a line with its own SAT facts, or take it out of the document's totals.",
        ),
        es: (
            "{at} no tiene lugar en un CFDI y cambiaría sus importes",
            "Póngalo como una línea con sus propios datos del SAT o sáquelo de los totales.",
        ),
    },
    Entry {
        code: "FRO-MAP-006",
        severity: Warning,
        event: Dropped,
        en: (
            "{at} has no home in a CFDI and US facts are switched off",
            "Carry US facts in an Addenda or a sidecar file.",
        ),
        es: (
            "{at} no tiene lugar en un CFDI y los datos de EE. UU. están desactivados",
            "Lleve los datos de EE. UU. en una Addenda o archivo aparte.",
        ),
    },
    Entry {
        code: "FRO-MAP-007",
        severity: Warning,
        event: Dropped,
        en: (
            "The US fact at {at} contradicts the CFDI and is left out: {expected}",
            "The CFDI is what the seal covers; correct or remove the US fact.",
        ),
        es: (
            "El dato de EE. UU. en {at} contradice al CFDI o no se entiende, y se omite",
            "El CFDI es lo que cubre el sello; corrija o quite el dato.",
        ),
    },
    Entry {
        code: "FRO-MAP-008",
        severity: Error,
        event: Violated,
        en: (
            "An exchange rate from {found} is not TipoCambio, which is {expected}",
            "Give the rate in that direction; it is never inverted silently.",
        ),
        es: (
            "Un tipo de cambio de {found} no es TipoCambio, que es {expected}",
            "Dé el tipo en esa dirección; nunca se invierte en silencio.",
        ),
    },
    Entry {
        code: "FRO-MAP-009",
        severity: Note,
        event: Derived,
        en: ("The tax number is written without dashes, as SAT's pattern for its country asks", "Nothing to change."),
        es: ("El número de identificación va sin guiones, como pide el patrón del SAT", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-MAP-010",
        severity: Note,
        event: Derived,
        en: (
            "The unit `{found}` becomes `{expected}` of UN/ECE Recommendation 20",
            "Give the Rec 20 code yourself where another is meant.",
        ),
        es: (
            "La unidad `{found}` pasa a `{expected}` de la Recomendación 20 de UN/ECE",
            "Indique usted el código de la Rec. 20 si es otro.",
        ),
    },
    Entry {
        code: "FRO-MAP-011",
        severity: Error,
        event: Violated,
        en: (
            "The unit `{found}` has no code of UN/ECE Recommendation 20 here",
            "Give `unit.code` from SAT's c_ClaveUnidad with `code_list` unece_rec20. {candidates}",
        ),
        es: (
            "La unidad `{found}` no tiene aquí un código de la Recomendación 20",
            "Dé `unit.code` de c_ClaveUnidad con `code_list` unece_rec20. {candidates}",
        ),
    },
    Entry {
        code: "FRO-MAP-012",
        severity: Note,
        event: Derived,
        en: (
            "Several discounts on the line are one Descuento of `{expected}`",
            "The discounts themselves cross as US facts.",
        ),
        es: (
            "Los descuentos de la línea son un solo Descuento de `{expected}`",
            "Los descuentos mismos cruzan como datos de EE. UU.",
        ),
    },
    Entry {
        code: "FRO-MAP-013",
        severity: Note,
        event: Derived,
        en: ("{at} follows from what the CFDI says and will be there on the way back", "Nothing to change."),
        es: ("{at} se desprende del CFDI y aparecerá al regresar", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-MAP-014",
        severity: Error,
        event: Dropped,
        en: (
            "{at} does not read back from the CFDI as it was given",
            "The CFDI cannot say it there: names, namespaces and places in extensions.mx are those of the document.",
        ),
        es: (
            "{at} no se lee del CFDI como se dio",
            "El CFDI no puede decirlo ahí: nombres, espacios de nombres y lugares de extensions.mx son los del documento.",
        ),
    },
    Entry {
        code: "FRO-MAP-015",
        severity: Warning,
        event: Dropped,
        en: (
            "The US facts of the Addenda hold something that is no fact, or are of a later version",
            "Write them as schemas/us-facts.xsd says; what is understood was read.",
        ),
        es: (
            "Los datos de EE. UU. de la Addenda contienen algo que no es un dato, o son de otra versión",
            "Escríbalos como indica schemas/us-facts.xsd; lo que se entiende se leyó.",
        ),
    },
    Entry {
        code: "FRO-MAP-016",
        severity: Warning,
        event: Defaulted,
        en: (
            "The unit `{found}` names no list and is taken for one of UN/ECE Recommendation 20",
            "Say which list with `code_list`: unece_rec20, us or x12.",
        ),
        es: (
            "La unidad `{found}` no indica lista y se toma por una de la Recomendación 20 de UN/ECE",
            "Indique la lista en `code_list`: unece_rec20, us o x12.",
        ),
    },
    Entry {
        code: "FRO-MAP-017",
        severity: Warning,
        event: NotChecked,
        en: (
            "The US facts were written for a document with other contents than this one",
            "Attach a sidecar to the CFDI that it was written with; a new Fecha alone does no harm.",
        ),
        es: (
            "Los datos de EE. UU. se escribieron para un documento con otro contenido",
            "Adjunte el archivo al CFDI con el que se escribió; una Fecha nueva por sí sola no daña.",
        ),
    },
    Entry {
        code: "FRO-SEAL-001",
        severity: Error,
        event: Violated,
        en: (
            "A sealed part of the document changed: its seal and stamp no longer hold",
            "Undo the change, or issue it anew as a draft (intent draft) and have it stamped.",
        ),
        es: (
            "Cambió una parte sellada del documento: el sello y el timbre ya no son válidos",
            "Deshaga el cambio o emítalo de nuevo como borrador (intent draft) para timbrarlo.",
        ),
    },
    Entry {
        code: "FRO-SEAL-002",
        severity: Warning,
        event: Dropped,
        en: (
            "A draft keeps no seal and no stamp of an earlier document",
            "Convert with intent restore to get the sealed document back.",
        ),
        es: (
            "Un borrador no conserva sello ni timbre de otro documento",
            "Convierta con intent restore para recuperar el documento sellado.",
        ),
    },
    Entry {
        code: "FRO-SEAL-003",
        severity: Warning,
        event: NotChecked,
        en: (
            "Whether the seal still holds is not known: sealed_sha256 or seal_sha256 of extensions.mx is missing",
            "Convert the sealed document anew, or verify the seal.",
        ),
        es: (
            "No se sabe si el sello sigue siendo válido: falta sealed_sha256 o seal_sha256 en extensions.mx",
            "Convierta de nuevo el documento sellado o verifique el sello.",
        ),
    },
];
