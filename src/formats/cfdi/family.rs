//! Which of SAT's documents it is.

use super::CFDI;
use super::read::{shorten, trim};
use crate::error::InputProblem;
use crate::xml::Document;

/// A document that SAT publishes a schema and a cadena original for, with its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Family {
    /// CFDI 3.2, sealed with SHA-1 until November 2017.
    Cfdi32,
    /// CFDI 3.3, in use until March 2023.
    Cfdi33,
    /// CFDI 4.0, Anexo 20 of 2022.
    Cfdi40,
    /// The statement of withheld taxes of 2014.
    Retenciones10,
    /// The statement of withheld taxes in use.
    Retenciones20,
}

/// The last day on which CFDI 3.3 could be issued.
pub(crate) const LAST_DAY_OF_CFDI33: &str = "2023-03-31";

impl Family {
    /// Every family.
    pub const ALL: &'static [Family] =
        &[Family::Cfdi32, Family::Cfdi33, Family::Cfdi40, Family::Retenciones10, Family::Retenciones20];

    /// The namespace of the document.
    pub fn namespace(self) -> &'static str {
        match self {
            Family::Cfdi32 | Family::Cfdi33 => "http://www.sat.gob.mx/cfd/3",
            Family::Cfdi40 => CFDI,
            Family::Retenciones10 => "http://www.sat.gob.mx/esquemas/retencionpago/1",
            Family::Retenciones20 => "http://www.sat.gob.mx/esquemas/retencionpago/2",
        }
    }

    /// The version that stands in the root's Version (of CFDI 3.2: `version`).
    pub fn version(self) -> &'static str {
        match self {
            Family::Cfdi32 => "3.2",
            Family::Cfdi33 => "3.3",
            Family::Cfdi40 => "4.0",
            Family::Retenciones10 => "1.0",
            Family::Retenciones20 => "2.0",
        }
    }

    /// The local name of the root.
    pub fn root(self) -> &'static str {
        match self {
            Family::Cfdi32 | Family::Cfdi33 | Family::Cfdi40 => "Comprobante",
            Family::Retenciones10 | Family::Retenciones20 => "Retenciones",
        }
    }

    /// What people call it: `CFDI 4.0`.
    pub fn name(self) -> &'static str {
        match self {
            Family::Cfdi32 => "CFDI 3.2",
            Family::Cfdi33 => "CFDI 3.3",
            Family::Cfdi40 => "CFDI 4.0",
            Family::Retenciones10 => "Retenciones 1.0",
            Family::Retenciones20 => "Retenciones 2.0",
        }
    }

    /// The last day on which it could be issued, where that is past.
    #[cfg(feature = "seal")]
    pub(crate) fn last_day(self) -> Option<&'static str> {
        match self {
            Family::Cfdi32 => Some("2017-11-30"),
            Family::Cfdi33 => Some(LAST_DAY_OF_CFDI33),
            _ => None,
        }
    }

    /// Whether there is an invoice in it.
    pub(super) fn has_invoice(self) -> bool {
        matches!(self, Family::Cfdi32 | Family::Cfdi33 | Family::Cfdi40)
    }

    /// The one family of the root's namespace, whatever its version says; none where there are several.
    pub(super) fn by_namespace(document: &Document<'_>) -> Option<Family> {
        let root = document.root();
        let of = |family: &&Family| family.namespace() == root.namespace() && family.root() == root.local_name();
        let mut families = Family::ALL.iter().filter(of);
        let only = families.next().copied();
        only.filter(|_| families.next().is_none())
    }

    /// Tells the family from the root; what else is often sent is named. A root without its version is one of the newest.
    pub(super) fn of(document: &Document<'_>) -> Result<Family, (InputProblem, String)> {
        use InputProblem::{Format, Namespace, Unsupported};
        let root = document.root();
        let version = root.attr("Version").or(root.attr("version"));
        let version = version.map(|version| trim(&version.value()).to_owned()).unwrap_or_default();
        let (namespace, name) = (root.namespace(), root.local_name());
        let mut family = None;
        for candidate in Family::ALL.iter().filter(|family| family.namespace() == namespace && family.root() == name) {
            if version.is_empty() || version == candidate.version() {
                family = Some(*candidate);
            }
        }
        if let Some(family) = family {
            return Ok(family);
        }
        Err(match (namespace, name) {
            ("", "Comprobante") => {
                (Namespace, "a Comprobante without namespace; CFDI 4.0 is http://www.sat.gob.mx/cfd/4".into())
            }
            (CFDI | "http://www.sat.gob.mx/cfd/3", "Comprobante") => {
                (Unsupported, format!("CFDI version `{}`; 4.0, 3.3 and 3.2 are read", shorten(&version)))
            }
            (ns, "Comprobante") if ns.starts_with("http://www.sat.gob.mx/cfd/") => {
                (Unsupported, format!("a CFD of namespace {}; CFDI 4.0, 3.3 and 3.2 are read", shorten(ns)))
            }
            (ns, "Comprobante") => (
                Namespace,
                format!("a Comprobante of namespace `{}`; CFDI 4.0 is http://www.sat.gob.mx/cfd/4", shorten(ns)),
            ),
            (ns, "Retenciones") if ns.starts_with("http://www.sat.gob.mx/esquemas/retencionpago/") => {
                (Unsupported, format!("Retenciones version `{}`; 2.0 and 1.0 are read", shorten(&version)))
            }
            _ => (Format, format!("the root element is `{}`, not a CFDI", shorten(root.name()))),
        })
    }
}

impl std::fmt::Display for Family {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
