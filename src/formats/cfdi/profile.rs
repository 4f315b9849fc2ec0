//! What a document is checked as: a draft, sealed or stamped.

use super::read::trim;
use super::stamps::is_stamp;
use super::{Document, Family};
use crate::model::Text;
use crate::report::{Location, Report, Values};
use crate::validate::Profile;
use crate::xml::Element;

impl Document<'_> {
    /// The profile asked for, else the document's own, with what is missing for it or left out by it.
    pub(crate) fn profile(&self, asked: Option<Profile>, report: &mut Report) -> Profile {
        let root = self.xml.root();
        let parts = self.family.seal_attributes();
        let missing = |name: &&&str| {
            let value = root.attr(name).map(|attr| attr.value()).unwrap_or_default();
            is_placeholder(&value, **name == parts[2])
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

    /// The UUID of the stamp, with its place; none where it is empty.
    pub(crate) fn uuid(&self) -> Option<(Text, Location)> {
        let (nth, stamp) = self.stamp()?;
        let value = stamp.attr("UUID")?.value();
        let uuid = Some(trim(&value)).filter(|uuid| !uuid.is_empty())?;
        Some((uuid.into(), Location::xpath(format!("{}/@UUID", self.family.stamp_path(nth)))))
    }

    fn has_stamp(&self) -> bool {
        self.stamp().is_some()
    }

    /// The first stamp, and in which Complemento it is.
    fn stamp(&self) -> Option<(usize, Element<'_, '_>)> {
        self.stamps().next()
    }
}

impl<'a> Document<'a> {
    /// The stamps, each with the number of its Complemento; one elsewhere stamps nothing.
    pub(super) fn stamps(&self) -> impl Iterator<Item = (usize, Element<'_, 'a>)> {
        let root = self.xml.root();
        let is_complement =
            move |child: &Element<'_, '_>| child.same_namespace(root) && child.local_name() == "Complemento";
        let complements = root.elements().filter(is_complement).enumerate();
        let inside = complements.flat_map(|(i, complement)| complement.elements().map(move |child| (i + 1, child)));
        inside.filter(|(_, child)| is_stamp(child.namespace(), child.local_name()))
    }
}

/// What a draft has for a seal or a certificate: nothing; for a number zeros, since the schema asks for twenty digits.
pub(super) fn is_placeholder(value: &str, is_number: bool) -> bool {
    let value = trim(value);
    value.is_empty() || (is_number && value.bytes().all(|b| b == b'0'))
}

impl Family {
    /// The root's attributes for the seal, its certificate and the certificate's number, seal first.
    pub(super) fn seal_attributes(self) -> [&'static str; 3] {
        match self {
            Family::Cfdi32 => ["sello", "certificado", "noCertificado"],
            Family::Retenciones10 => ["Sello", "Cert", "NumCert"],
            Family::Cfdi33 | Family::Cfdi40 | Family::Retenciones20 => ["Sello", "Certificado", "NoCertificado"],
        }
    }

    /// The root's attribute for the document's date, and that of its Emisor for the RFC.
    #[cfg(feature = "seal")]
    pub(super) fn date_and_rfc(self) -> (&'static str, &'static str) {
        match self {
            Family::Cfdi32 => ("fecha", "rfc"),
            Family::Cfdi33 | Family::Cfdi40 => ("Fecha", "Rfc"),
            Family::Retenciones10 => ("FechaExp", "RFCEmisor"),
            Family::Retenciones20 => ("FechaExp", "RfcE"),
        }
    }

    /// The XPath of the stamp in the nth Complemento.
    pub(super) fn stamp_path(self, nth: usize) -> String {
        let index = if nth > 1 { format!("[{nth}]") } else { String::new() };
        format!("/{}/{}:Complemento{index}/tfd:TimbreFiscalDigital", self.qualified_root(), self.prefix())
    }

    /// SAT's prefix.
    pub(super) fn prefix(self) -> &'static str {
        if self.root() == "Retenciones" { "retenciones" } else { "cfdi" }
    }

    /// The root's name with SAT's prefix.
    pub(crate) fn qualified_root(self) -> String {
        format!("{}:{}", self.prefix(), self.root())
    }
}
