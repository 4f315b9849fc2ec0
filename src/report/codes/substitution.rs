//! The codes of a substitution, with their words.

use super::Entry;
use super::Event::{Derived, Violated};
use super::Severity::{Error, Note};

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
            "The document relates to its own UUID, and not as what it substitutes (`{found}`)",
            "Remove that relation: a stamped CFDI cannot name the UUID that its stamp gave it.",
        ),
        es: (
            "El documento se relaciona con su propio UUID y no como sustitución (`{found}`)",
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
            "Nada que cambiar; el documento timbrado sigue vigente hasta que se cancele: `frontera explain --cancellation`.",
        ),
    },
];
