//! What a document has that a seal is verified with or made of: its attributes, the cadena's digest, the stamp.

use std::borrow::Cow;

use super::cadena::{self, Scope};
use super::edit::Edit;
use super::{Document, Family};
use crate::report::Location;
use crate::xml::Element;

/// The digest that a seal signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    /// CFDI 3.2, Retenciones 1.0 and the stamp 1.0.
    Sha1,
    /// What came after them.
    Sha256,
}

/// A sealed document's own parts; what it does not have is empty.
pub(crate) struct SealParts<'d> {
    pub(crate) sello: Part<'d>,
    pub(crate) certificado: Part<'d>,
    pub(crate) no_certificado: Part<'d>,
    pub(crate) rfc: Part<'d>,
    pub(crate) fecha: Part<'d>,
    /// True where the document says that another than its issuer makes it for him.
    pub(crate) issued_by_another: bool,
    /// The first stamp.
    pub(crate) timbre: Option<Timbre<'d>>,
    /// Where a second one stands.
    pub(crate) second_timbre: Option<Location>,
}

/// TimbreFiscalDigital.
pub(crate) struct Timbre<'d> {
    pub(crate) sello_cfd: Part<'d>,
    pub(crate) no_certificado_sat: Part<'d>,
    pub(crate) sello_sat: Part<'d>,
    pub(crate) fecha_timbrado: Part<'d>,
    /// Its cadena original, with the digest that SelloSAT signs; none for a version that SAT has no stylesheet for.
    pub(crate) cadena: Option<(String, Hash)>,
}

/// An attribute's value, blanks around it and runs of them collapsed, and its place.
pub(crate) struct Part<'d> {
    pub(crate) value: Cow<'d, str>,
    path: String,
}

impl Part<'_> {
    pub(crate) fn location(&self) -> Location {
        Location::xpath(self.path.as_str())
    }

    /// What a seal or certificate has in a draft: nothing, or zeros.
    pub(crate) fn is_placeholder(&self) -> bool {
        self.value.bytes().all(|b| matches!(b, b'0' | b' '))
    }
}

impl<'a> Document<'a> {
    pub(crate) fn seal_parts(&self) -> SealParts<'_> {
        let root = self.xml.root();
        let path = format!("/{}", self.family.qualified_root());
        let prefix = path[1..].split_once(':').map_or("", |(prefix, _)| prefix).to_owned();
        let [sello, certificado, no_certificado] = self.family.seal_attributes();
        let (fecha, rfc) = match self.family {
            Family::Cfdi32 => ("fecha", "rfc"),
            Family::Cfdi33 | Family::Cfdi40 => ("Fecha", "Rfc"),
            Family::Retenciones10 => ("FechaExp", "RFCEmisor"),
            Family::Retenciones20 => ("FechaExp", "RfcE"),
        };
        let emisor = root.elements().find(|child| child.same_namespace(root) && child.local_name() == "Emisor");
        let of_root = |name| part(Some(root), &path, name);
        let mut timbres = self.stamps();
        let timbre = timbres.next().map(|(nth, element)| self.timbre(element, &timbre_path(&path, &prefix, nth)));
        SealParts {
            sello: of_root(sello),
            certificado: of_root(certificado),
            no_certificado: of_root(no_certificado),
            fecha: of_root(fecha),
            rfc: part(emisor, &format!("{path}/{prefix}:Emisor"), rfc),
            issued_by_another: emisor.is_some_and(|emisor| emisor.attr("FacAtrAdquirente").is_some()),
            timbre,
            second_timbre: timbres.next().map(|(nth, _)| Location::xpath(timbre_path(&path, &prefix, nth))),
        }
    }

    /// The digest of the cadena original that this family's seal signs.
    pub(crate) fn digest(&self) -> (Vec<u8>, Hash) {
        match self.family {
            Family::Cfdi32 | Family::Retenciones10 => {
                let mut sha1 = <sha1::Sha1 as sha1::Digest>::new();
                cadena::write(&self.xml, self.family, Scope::Sealed, &mut |piece| {
                    sha1::Digest::update(&mut sha1, piece)
                });
                (sha1::Digest::finalize(sha1).to_vec(), Hash::Sha1)
            }
            _ => (self.cadena_sha256().to_vec(), Hash::Sha256),
        }
    }

    /// The document with these for its seal, certificate and number; the rest is as it was, byte for byte.
    pub(crate) fn with_seal(&self, sello: &str, certificado: &str, number: &str) -> Vec<u8> {
        let root = self.xml.root();
        let fecha = if self.family == Family::Retenciones20 { "FechaExp" } else { "Fecha" };
        // In the order of Anexo 20, should they be new.
        let parts = [("Sello", sello), ("NoCertificado", number), ("Certificado", certificado)];
        self.edited(parts.into_iter().map(|(name, value)| Edit::attribute(self, root, name, value, fecha)).collect())
    }

    fn timbre<'d>(&'d self, element: Element<'d, 'a>, path: &str) -> Timbre<'d> {
        let either = |new: &str, old: &str| match element.attr(new) {
            Some(_) => part(Some(element), path, new),
            None => part(Some(element), path, if element.attr(old).is_some() { old } else { new }),
        };
        Timbre {
            sello_cfd: either("SelloCFD", "selloCFD"),
            no_certificado_sat: either("NoCertificadoSAT", "noCertificadoSAT"),
            sello_sat: either("SelloSAT", "selloSAT"),
            fecha_timbrado: part(Some(element), path, "FechaTimbrado"),
            cadena: cadena::of_stamp(&self.xml, element)
                .map(|(cadena, version)| (cadena, if version == "1.0" { Hash::Sha1 } else { Hash::Sha256 })),
        }
    }
}

fn timbre_path(root: &str, prefix: &str, nth: usize) -> String {
    let index = if nth > 1 { format!("[{nth}]") } else { String::new() };
    format!("{root}/{prefix}:Complemento{index}/tfd:TimbreFiscalDigital")
}

fn part<'d>(element: Option<Element<'d, '_>>, path: &str, name: &str) -> Part<'d> {
    let value = element.and_then(|element| element.attr(name)).map(|attr| attr.collapsed().0);
    Part { value: value.unwrap_or_default(), path: format!("{path}/@{name}") }
}
