//! Every code of the project, with what it weighs and its words in English and Spanish.

mod cases;
mod comercio_exterior;
mod context;
mod draft;
mod seal;
mod substitution;

use super::{Event, Severity};
use cases::{CASES, PAYABLES, RATES};
use comercio_exterior::COMERCIO_EXTERIOR;
use context::CONTEXT;
use draft::DRAFT;
use seal::SEAL;
use substitution::SUBSTITUTION;

/// A code with its words: message and help in each language.
///
/// `{at}`, `{pointer}`, `{name}` (the last step of the XPath), `{found}`, `{expected}`, `{file}` and `{candidates}` stand for
/// values.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    pub(crate) event: Event,
    pub(crate) en: (&'static str, &'static str),
    pub(crate) es: (&'static str, &'static str),
}

use Event::{Defaulted, Derived, Dropped, NotChecked, Violated};
use Severity::{Error, Note, Warning};

/// The registry: tables sorted by code. A new room of rules is one more table.
pub(super) static TABLES: &[&[Entry]] =
    &[CODES, COMERCIO_EXTERIOR, CONTEXT, DRAFT, SAT_STRUCTURE, SEAL, CASES, RATES, PAYABLES, SUBSTITUTION];

/// The entry of a code.
pub(super) fn find(code: &str) -> Option<&'static Entry> {
    let in_table = |table: &&'static [Entry]| {
        let at = table.binary_search_by(|entry| entry.code.cmp(code)).ok()?;
        table.get(at)
    };
    TABLES.iter().find_map(in_table).or_else(|| crate::rules::find(code).map(|rule| &rule.entry))
}

/// Every entry that is no rule's.
pub(crate) fn entries() -> impl Iterator<Item = &'static Entry> {
    TABLES.iter().copied().flatten()
}

/// What a code says that the registry lacks; a test walks the sources for such codes.
pub(super) static UNREGISTERED: Entry = Entry {
    code: "FRO-XXX-000",
    severity: Error,
    event: Violated,
    en: ("A finding without words at {at}: {found}", "Please report this."),
    es: ("Un hallazgo sin texto en {at}: {found}", "Por favor repórtelo."),
};

/// The code of a structural fault by the namespace of the schema that is broken: SAT's own where its matrix has one for
/// "the XSD and anything unclassified", else the project's.
pub(crate) fn of_structure(namespace: &str) -> &'static str {
    match namespace {
        "http://www.sat.gob.mx/cfd/4" => "CFDI40999",
        "http://www.sat.gob.mx/Pagos20" => "CRP20999",
        "http://www.sat.gob.mx/ComercioExterior20" => "CCE999",
        "http://www.sat.gob.mx/CartaPorte31" => "CP999",
        "http://www.sat.gob.mx/esquemas/retencionpago/1/PlataformasTecnologicas10" => "SPT999",
        _ => "FRO-XSD-001",
    }
}

/// SAT's own codes for whatever breaks a schema, where no rules of that document are known; the others are rules. What exactly
/// is broken is the finding's [`Fault`](super::Fault).
static SAT_STRUCTURE: &[Entry] = &[structure("CP999"), structure("SPT999")];

const fn structure(code: &'static str) -> Entry {
    Entry {
        code,
        severity: Error,
        event: Violated,
        en: ("`{name}` is not as SAT's schema has it", "Write it as the schema says."),
        es: ("`{name}` no es como lo pide el esquema del SAT", "Escríbalo como indica el esquema."),
    }
}

/// Codes of the project; those of a room of their own are in [`cases`]. `FRO-CALL`: calls that mean nothing; `FRO-CFDI`: reading and writing CFDI; `FRO-IN`: input that
/// cannot be read; `FRO-MAP`: between the two; `FRO-XSD`: structure.
static CODES: &[Entry] = &[
    Entry {
        code: "FRO-CALL-001",
        severity: Error,
        event: Violated,
        en: (
            "The document already carries US facts",
            "Attach a sidecar only once, to the file as it came back stamped.",
        ),
        es: (
            "El documento ya lleva datos de EE. UU.",
            "Adjunte el archivo una sola vez, al documento tal como regresó timbrado.",
        ),
    },
    Entry {
        code: "FRO-CALL-002",
        severity: Error,
        event: Violated,
        en: ("The file is no sidecar of US facts: {found}", "Give the file that was written beside the CFDI."),
        es: ("El archivo no contiene datos de EE. UU.: {found}", "Indique el archivo que se escribió junto al CFDI."),
    },
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
            "The document is a CFDI {found}; this release writes 4.0 and 3.3",
            "Set the version that the document was read with, or leave it out of a draft.",
        ),
        es: (
            "El documento es un CFDI {found}; esta versión escribe 4.0 y 3.3",
            "Ponga la versión con la que se leyó u omítala en un borrador.",
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
        code: "FRO-CFDI-020",
        severity: Error,
        event: Violated,
        en: (
            "The document is a CFDI {found}, which is read and not written",
            "Keep the XML itself, or convert with intent draft to issue a CFDI 4.0.",
        ),
        es: (
            "El documento es un CFDI {found}, que se lee pero no se escribe",
            "Conserve el XML o convierta con intent draft para emitir un CFDI 4.0.",
        ),
    },
    Entry {
        code: "FRO-CFDI-021",
        severity: Error,
        event: Violated,
        en: (
            "{at} came with CFDI 4.0; a {found} has no place for it",
            "Take it out, or convert with intent draft to issue a CFDI 4.0.",
        ),
        es: (
            "{at} es del CFDI 4.0; un {found} no tiene lugar para ello",
            "Quítelo o convierta con intent draft para emitir un CFDI 4.0.",
        ),
    },
    Entry {
        code: "FRO-CFDI-022",
        severity: Note,
        event: Derived,
        en: (
            "The invoice was read from a CFDI {found}; the draft is a CFDI 4.0",
            "Nothing to change; what 4.0 asks for beyond {found} is named by its own errors.",
        ),
        es: (
            "La factura se leyó de un CFDI {found}; el borrador es un CFDI 4.0",
            "Nada que cambiar; lo que 4.0 pide además de {found} tiene sus propios errores.",
        ),
    },
    Entry {
        code: "FRO-CFDI-023",
        severity: Warning,
        event: Dropped,
        en: (
            "{at} is a fact of CFDI {found} and is not in the draft, which is a CFDI 4.0",
            "Say it in the terms of 4.0 where it still matters.",
        ),
        es: (
            "{at} es un dato del CFDI {found} y no está en el borrador, que es un CFDI 4.0",
            "Dígalo en los términos de 4.0 si aún importa.",
        ),
    },
    Entry {
        code: "FRO-CFDI-024",
        severity: Note,
        event: Derived,
        en: ("`{found}` is shown as `{expected}`", "Read extensions.mx.cfdi32 for what the CFDI 3.2 says."),
        es: ("`{found}` se muestra como `{expected}`", "Lea extensions.mx.cfdi32 para lo que dice el CFDI 3.2."),
    },
    Entry {
        code: "FRO-CFDI-025",
        severity: Warning,
        event: NotChecked,
        en: (
            "`{found}` is not {expected}; it is carried in extensions.mx.cfdi32 and the neutral field stays empty",
            "Fill in the neutral field where you know what is meant.",
        ),
        es: (
            "`{found}` no tiene forma conocida; se lleva en extensions.mx.cfdi32 y el campo neutral queda vacío",
            "Complete el campo neutral si sabe qué significa.",
        ),
    },
    Entry {
        code: "FRO-CFDI-026",
        severity: Note,
        event: Derived,
        en: (
            "The tasa of {found} per cent is shown as the fraction `{expected}`",
            "Nothing to change; CFDI 3.2 writes rates in per cent.",
        ),
        es: (
            "La tasa de {found} por ciento se muestra como la fracción `{expected}`",
            "Nada que cambiar; el CFDI 3.2 escribe las tasas en por ciento.",
        ),
    },
    Entry {
        code: "FRO-CFDI-027",
        severity: Error,
        event: Violated,
        en: (
            "extensions.mx.version says CFDI {found}, and the namespaces in extensions.mx.nodos are of another version",
            "Set the version back, or convert with intent draft to issue a CFDI 4.0.",
        ),
        es: (
            "extensions.mx.version dice CFDI {found} y los espacios de nombres en extensions.mx.nodos son de otra versión",
            "Regrese la versión o convierta con intent draft para emitir un CFDI 4.0.",
        ),
    },
    Entry {
        code: "FRO-FIX-001",
        severity: Error,
        event: Violated,
        en: (
            "A sealed or stamped document is not mended: any change breaks its seal",
            "Mend the draft it was made from, or issue a new document that substitutes it.",
        ),
        es: (
            "Un documento sellado o timbrado no se corrige: cualquier cambio rompe el sello",
            "Corrija el borrador del que se hizo, o emita otro que lo sustituya.",
        ),
    },
    Entry {
        code: "FRO-FIX-002",
        severity: Note,
        event: Derived,
        en: (
            "`{name}` of a receiver with a generic RFC is now `{expected}`",
            "Nothing to change: SAT fixes it (RMF 2.7.1.23).",
        ),
        es: (
            "`{name}` de un receptor con RFC genérico es ahora `{expected}`",
            "Nada que cambiar: lo fija el SAT (RMF 2.7.1.23).",
        ),
    },
    Entry {
        code: "FRO-FIX-003",
        severity: Note,
        event: Derived,
        en: (
            "The tax number is now written without dashes, as SAT's pattern for its country asks",
            "Nothing to change.",
        ),
        es: (
            "El número de identificación va ahora sin guiones, como pide el patrón del SAT para su país",
            "Nada que cambiar.",
        ),
    },
    Entry {
        code: "FRO-FIX-004",
        severity: Note,
        event: Derived,
        en: (
            "`{name}` was `{found}` and is now `{expected}`, as the lines come to",
            "Nothing to change; look at the lines if another amount was agreed.",
        ),
        es: (
            "`{name}` era `{found}` y es ahora `{expected}`, como resulta de los conceptos",
            "Nada que cambiar; revise los conceptos si se acordó otro importe.",
        ),
    },
    Entry {
        code: "FRO-FIX-005",
        severity: Warning,
        event: NotChecked,
        en: (
            "Totals and summary are left as they are: `{name}` of a line is not what the line comes to",
            "Correct the line first; which of its numbers is wrong is not to be seen from here.",
        ),
        es: (
            "Totales y resumen quedan como están: `{name}` de un concepto no es lo que resulta del concepto",
            "Corrija primero el concepto; desde aquí no se ve cuál de sus números está mal.",
        ),
    },
    Entry {
        code: "FRO-FIX-006",
        severity: Note,
        event: Derived,
        en: (
            "The summary of taxes is written anew from the lines",
            "Nothing to change; look at the taxes of the lines if the old one was meant.",
        ),
        es: (
            "El resumen de impuestos se escribió de nuevo a partir de los conceptos",
            "Nada que cambiar; revise los impuestos de los conceptos si el anterior era el correcto.",
        ),
    },
    Entry {
        code: "FRO-FIX-007",
        severity: Note,
        event: Derived,
        en: ("`{name}` was missing and is now `{expected}`, as the lines come to", "Nothing to change."),
        es: ("Faltaba `{name}` y es ahora `{expected}`, como resulta de los conceptos", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-FIX-008",
        severity: Note,
        event: Derived,
        en: (
            "`{name}` with `{found}` is taken out: no line has one",
            "Nothing to change; give the lines theirs if they were meant to have it.",
        ),
        es: (
            "Se quitó `{name}` con `{found}`: ningún concepto lo tiene",
            "Nada que cambiar; póngalo en los conceptos si debían tenerlo.",
        ),
    },
    Entry {
        code: "FRO-FIX-009",
        severity: Warning,
        event: NotChecked,
        en: (
            "Totals and summary are left as they are: `{name}` of the document stands on no line",
            "Put it on the lines it belongs to, or take it out; which of the two is meant is not to be seen from here.",
        ),
        es: (
            "Totales y resumen quedan como están: `{name}` del comprobante no está en ningún concepto",
            "Póngalo en los conceptos que le corresponden o quítelo; desde aquí no se ve cuál de los dos se quiso.",
        ),
    },
    Entry {
        code: "FRO-IN-001",
        severity: Error,
        event: Violated,
        en: ("The document has a document type declaration: {found}", "Remove the DOCTYPE; SAT uses none."),
        es: ("El documento tiene una declaración DOCTYPE: {found}", "Quite el DOCTYPE; el SAT no usa ninguno."),
    },
    Entry {
        code: "FRO-IN-002",
        severity: Error,
        event: Violated,
        en: ("Something stands twice: {found}", "Keep one of the two."),
        es: ("Algo aparece dos veces: {found}", "Conserve uno de los dos."),
    },
    Entry {
        code: "FRO-IN-003",
        severity: Error,
        event: Violated,
        en: ("The document is empty: {found}", "Send the file again; it was cut off or never written."),
        es: ("El documento está vacío: {found}", "Envíe de nuevo el archivo; quedó cortado o nunca se escribió."),
    },
    Entry {
        code: "FRO-IN-004",
        severity: Error,
        event: Violated,
        en: ("The document is not UTF-8: {found}", "Save the file as UTF-8."),
        es: ("El documento no está en UTF-8: {found}", "Guarde el archivo en UTF-8."),
    },
    Entry {
        code: "FRO-IN-005",
        severity: Error,
        event: Violated,
        en: ("An entity is used that XML does not have: {found}", "Write the character itself."),
        es: ("Se usa una entidad que XML no tiene: {found}", "Escriba el carácter mismo."),
    },
    Entry {
        code: "FRO-IN-006",
        severity: Error,
        event: Violated,
        en: (
            "The document is neither a CFDI nor a neutral invoice: {found}",
            "Send a CFDI as XML or a neutral invoice as JSON.",
        ),
        es: (
            "El documento no es un CFDI ni una factura neutral: {found}",
            "Envíe un CFDI en XML o una factura neutral en JSON.",
        ),
    },
    Entry {
        code: "FRO-IN-007",
        severity: Error,
        event: Violated,
        en: (
            "The root element has the wrong namespace: {found}",
            "Declare the namespace of its version; CFDI 4.0 is http://www.sat.gob.mx/cfd/4.",
        ),
        es: (
            "El elemento raíz tiene otro espacio de nombres: {found}",
            "Declare el de su versión; el CFDI 4.0 es http://www.sat.gob.mx/cfd/4.",
        ),
    },
    Entry {
        code: "FRO-IN-008",
        severity: Error,
        event: Violated,
        en: (
            "Elements or objects stand too deep inside each other: {found}",
            "No invoice needs that; look at what wrote the file.",
        ),
        es: (
            "Hay elementos u objetos anidados con demasiada profundidad: {found}",
            "Ninguna factura lo necesita; revise qué escribió el archivo.",
        ),
    },
    Entry {
        code: "FRO-IN-009",
        severity: Error,
        event: Violated,
        en: (
            "The document is larger than what is read: {found}",
            "Raise the limit if the file is meant to be that large.",
        ),
        es: ("El documento excede el tamaño que se lee: {found}", "Suba el límite si el archivo debe ser tan grande."),
    },
    Entry {
        code: "FRO-IN-010",
        severity: Error,
        event: Violated,
        en: ("The document is not well-formed: {found}", "Send the file again, or correct it at this place."),
        es: ("El documento está mal formado: {found}", "Envíe de nuevo el archivo o corríjalo en este lugar."),
    },
    Entry {
        code: "FRO-IN-011",
        severity: Error,
        event: Violated,
        en: ("The schema has no such field: {found}", "Correct its name; fields of your own go into `extensions`."),
        es: ("El esquema no tiene ese campo: {found}", "Corrija el nombre; los campos propios van en `extensions`."),
    },
    Entry {
        code: "FRO-IN-012",
        severity: Error,
        event: Violated,
        en: ("This release does not read such a document: {found}", "Send one of a version that it reads."),
        es: ("Esta versión no lee ese documento: {found}", "Envíe uno de una versión que sí lea."),
    },
    Entry {
        code: "FRO-IN-013",
        severity: Error,
        event: Violated,
        en: (
            "A value has the wrong type or form: {found}",
            "Correct the value as schemas/us-invoice.schema.json has it.",
        ),
        es: (
            "Un valor tiene otro tipo u otra forma: {found}",
            "Corrija el valor como indica schemas/us-invoice.schema.json.",
        ),
    },
    Entry {
        code: "FRO-IN-014",
        severity: Error,
        event: Violated,
        en: ("The file cannot be read: {found}", "Check its name and the right to read it."),
        es: ("No se puede leer el archivo: {found}", "Revise el nombre y el permiso de lectura."),
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
            "Put it into the document at {pointer}{or_context}; it is never guessed. {nearest}",
        ),
        es: (
            "El CFDI necesita {at} y nada lo da",
            "Póngalo en el documento en {pointer}{or_context}; nunca se adivina. {nearest}",
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
        code: "FRO-RULE-001",
        severity: Note,
        event: NotChecked,
        en: (
            "The rules of a {found} are not checked: only its structure is",
            "Nothing to change; SAT's rules are known for CFDI 4.0.",
        ),
        es: (
            "No se revisan las reglas de un {found}: solo su estructura",
            "Nada que cambiar; se conocen las reglas del SAT para CFDI 4.0.",
        ),
    },
    Entry {
        code: "FRO-XSD-001",
        severity: Error,
        event: Violated,
        en: ("`{name}` is not as SAT's schema has it", "Write it as the schema says."),
        es: ("`{name}` no es como lo pide el esquema del SAT", "Escríbalo como indica el esquema."),
    },
    Entry {
        code: "FRO-XSD-002",
        severity: Warning,
        event: NotChecked,
        en: (
            "No schema is known for the complement of namespace {found}: it is not checked",
            "Compare its namespace with the one that SAT publishes.",
        ),
        es: (
            "No se conoce el esquema del complemento con espacio de nombres {found}: no se revisa",
            "Compare su espacio de nombres con el que publica el SAT.",
        ),
    },
];
