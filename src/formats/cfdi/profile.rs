//! What a document is checked as: a draft, sealed or stamped.

use super::read::trim;
use super::{Document, Family, TFD};
use crate::report::{Location, Report, Values};
use crate::validate::Profile;

impl Document<'_> {
    /// The profile asked for, else the document's own, with what is missing for it or left out by it.
    pub(crate) fn profile(&self, asked: Option<Profile>, report: &mut Report) -> Profile {
        let root = self.xml.root();
        let parts = self.family.seal_attributes();
        let missing = |name: &&&str| {
            let value = root.attr(name).map(|attr| attr.value()).unwrap_or_default();
            // Drafts have a certificate's number of zeros, since the schema asks for twenty digits.
            trim(&value).is_empty() || (**name == parts[2] && trim(&value).bytes().all(|b| b == b'0'))
        };
        let sealed = !missing(&&parts[0]);
        let stamped = self.has_stamp();
        // A stamp makes a document final, so that one whose seal was taken away is no draft.
        let own = match (stamped, sealed) {
            (true, _) => Profile::Stamped,
            (false, true) => Profile::Sealed,
            (false, false) => Profile::Draft,
        };
        let profile = asked.unwrap_or(own);

        let path = format!("/{}", self.family.qualified_root());
        let mut tell = |code, path, values| report.add(code, None, Location::xpath(path), values);
        match profile {
            Profile::Draft if own == Profile::Draft => tell("FRO-SEAL-004", path, Values::default()),
            Profile::Draft => tell("FRO-SEAL-005", path, Values::default()),
            Profile::Sealed | Profile::Stamped => {
                let values = Values::default().expected(profile.name());
                // One that is not there at all is a fault of structure.
                for part in parts.iter().filter(|part| root.attr(part).is_some() && missing(part)) {
                    tell("FRO-SEAL-006", format!("{path}/@{part}"), values.clone());
                }
                match profile {
                    Profile::Stamped if !stamped => tell("FRO-SEAL-007", path, values),
                    Profile::Sealed if stamped => tell("FRO-SEAL-008", path, Values::default()),
                    _ => {}
                }
            }
        }
        profile
    }

    fn has_stamp(&self) -> bool {
        let root = self.xml.root();
        root.elements()
            .filter(|child| child.same_namespace(root) && child.local_name() == "Complemento")
            .flat_map(|complement| complement.elements())
            .any(|child| child.namespace() == TFD && child.local_name() == "TimbreFiscalDigital")
    }
}

impl Family {
    /// The root's attributes for the seal, its certificate and the certificate's number, seal first.
    fn seal_attributes(self) -> [&'static str; 3] {
        match self {
            Family::Cfdi32 => ["sello", "certificado", "noCertificado"],
            Family::Retenciones10 => ["Sello", "Cert", "NumCert"],
            Family::Cfdi33 | Family::Cfdi40 | Family::Retenciones20 => ["Sello", "Certificado", "NoCertificado"],
        }
    }

    /// The root's name with SAT's prefix.
    pub(super) fn qualified_root(self) -> String {
        let prefix = if self.root() == "Retenciones" { "retenciones" } else { "cfdi" };
        format!("{prefix}:{}", self.root())
    }
}
