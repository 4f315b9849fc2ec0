//! The codes of a substitution, with their words.

use super::Entry;
use super::Event::{Derived, Dropped, NotChecked, Violated};
use super::Severity::{Error, Note, Warning};

/// A draft that substitutes a stamped CFDI.
pub(super) static SUBSTITUTION: &[Entry] = &[
    Entry {
        code: "FRO-SUB-001",
        severity: Error,
        event: Violated,
        en: (
            "The document has no stamp: SAT does not know it, so that there is nothing to substitute or cancel",
            "Correct it and have it stamped; what substitutes names its UUID, which only a stamp gives.",
        ),
        es: (
            "El documento no está timbrado: el SAT no lo conoce y no hay nada que sustituir ni cancelar",
            "Corríjalo y tímbrelo; lo que sustituye nombra su UUID, que solo da el timbre.",
        ),
    },
    Entry {
        code: "FRO-SUB-002",
        severity: Error,
        event: Violated,
        en: (
            "The stamp's UUID `{found}` is not one",
            "Take the document as it came back from the PAC: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.",
        ),
        es: (
            "El UUID `{found}` del timbre no tiene la forma de uno",
            "Use el documento tal como regresó del PAC: 32 dígitos hexadecimales en grupos de 8, 4, 4, 4 y 12.",
        ),
    },
    Entry {
        code: "FRO-SUB-003",
        severity: Error,
        event: Violated,
        en: (
            "The document relates to its own UUID, and not as what it substitutes (TipoRelacion 04)",
            "Remove that relation: a stamped CFDI cannot name the UUID that its stamp gave it.",
        ),
        es: (
            "El documento se relaciona con su propio UUID y no como sustitución (TipoRelacion 04)",
            "Quite esa relación: un CFDI timbrado no puede nombrar el UUID que le dio su timbre.",
        ),
    },
    Entry {
        code: "FRO-SUB-004",
        severity: Note,
        event: Derived,
        en: (
            "The draft substitutes {found} (TipoRelacion 04) and is issued {expected}",
            "Nothing to change; the stamped document counts until it is cancelled: `frontera explain --cancellation`.",
        ),
        es: (
            "El borrador sustituye a {found} (TipoRelacion 04) y se expide {expected}",
            "Nada que cambiar; el documento timbrado sigue vigente hasta que se cancele: `frontera explain --cancellation --lang es`.",
        ),
    },
    Entry {
        code: "FRO-SUB-005",
        severity: Error,
        event: Violated,
        en: (
            "The document has {found} stamps (TimbreFiscalDigital): it is not clear which UUID is substituted",
            "Take the document as it came back from the PAC, with one stamp.",
        ),
        es: (
            "El documento tiene {found} timbres (TimbreFiscalDigital): no es claro qué UUID se sustituye",
            "Use el documento tal como regresó del PAC, con un solo timbre.",
        ),
    },
    Entry {
        code: "FRO-SUB-006",
        severity: Error,
        event: Violated,
        en: (
            "The stamp (Version `{found}`) is none that is read: SAT's is of version 1.1 and empty, in a CFDI 3.2 also of 1.0",
            "Take the document as it came back from the PAC; what was put into the stamp is no part of it.",
        ),
        es: (
            "El timbre (Version `{found}`) no es uno que se lea: el del SAT es de versión 1.1 y vacío, en un CFDI 3.2 también 1.0",
            "Use el documento tal como regresó del PAC; lo que se agregó dentro del timbre no es parte de él.",
        ),
    },
    Entry {
        code: "FRO-SUB-007",
        severity: Warning,
        event: Violated,
        en: (
            "The draft is issued {found}, before the document that it substitutes ({expected})",
            "Give a later Fecha, local to LugarExpedicion, or look which document is meant.",
        ),
        es: (
            "El borrador se expide {found}, antes que el documento que sustituye ({expected})",
            "Indique una Fecha posterior, en hora local de LugarExpedicion, o revise de qué documento se trata.",
        ),
    },
    Entry {
        code: "FRO-SUB-008",
        severity: Warning,
        event: Dropped,
        en: (
            "Confirmacion `{found}` stays with the substituted document: a number is used once (CFDI40129)",
            "Where a limit asks for one again, get another number from the PAC and put it into the draft.",
        ),
        es: (
            "Confirmacion `{found}` se queda en el documento sustituido: cada clave se usa una sola vez (CFDI40129)",
            "Si un límite la vuelve a exigir, pida otra clave al PAC y agréguela al borrador.",
        ),
    },
    Entry {
        code: "FRO-SUB-009",
        severity: Warning,
        event: NotChecked,
        en: (
            "The IdCCP of the Carta Porte, {found}, is that of the substituted document and is carried",
            "Give the draft a new one (CCC and the rest of a UUID) before it is sealed: it identifies a CFDI with its Carta Porte.",
        ),
        es: (
            "El IdCCP de la Carta Porte, {found}, es el del documento sustituido y se conserva",
            "Ponga uno nuevo en el borrador (CCC y el resto de un UUID) antes de sellarlo: identifica a un CFDI con su Carta Porte.",
        ),
    },
];
