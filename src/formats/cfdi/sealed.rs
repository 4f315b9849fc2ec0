//! What a document has that a seal is verified with or made of: its attributes, the cadena's digest, the stamp.

use std::borrow::Cow;

use super::cadena::{self, Scope};
use super::edit::Edit;
use super::profile::is_placeholder;
use super::read::shorten;
use super::{Document, Family, TFD};
use crate::model::Text;
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
    /// The operation number with which another makes the document for its issuer (CFDI 4.0).
    pub(crate) fac_atr_adquirente: Option<Part<'d>>,
    /// A second Emisor.
    pub(crate) second_emisor: Option<Location>,
    /// The first stamp.
    pub(crate) timbre: Option<Timbre<'d>>,
    /// A second stamp.
    pub(crate) second_timbre: Option<Location>,
    /// True where a stamp stands where it stamps nothing.
    pub(crate) timbre_elsewhere: bool,
}

/// TimbreFiscalDigital.
pub(crate) struct Timbre<'d> {
    pub(crate) version: Part<'d>,
    pub(crate) sello_cfd: Part<'d>,
    pub(crate) no_certificado_sat: Part<'d>,
    pub(crate) sello_sat: Part<'d>,
    pub(crate) fecha_timbrado: Part<'d>,
    /// Its cadena original, with the digest that SelloSAT signs; none for a version that does not go with the document.
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

    /// Enough of the value to recognise it.
    pub(crate) fn shown(&self) -> Text {
        shorten(&self.value)
    }

    /// As a draft has a seal and a certificate.
    pub(crate) fn is_empty(&self) -> bool {
        is_placeholder(&self.value, false)
    }
}

impl<'a> Document<'a> {
    pub(crate) fn seal_parts(&self) -> SealParts<'_> {
        let root = self.xml.root();
        let path = format!("/{}", self.family.qualified_root());
        let [sello, certificado, no_certificado] = self.family.seal_attributes();
        let (fecha, rfc) = self.family.date_and_rfc();
        let of_root = |name| part(Some(root), &path, name);
        let emisor_path = format!("{path}/{}:Emisor", self.family.prefix());
        let mut emisores = root.elements().filter(|it| it.same_namespace(root) && it.local_name() == "Emisor");
        let emisor = emisores.next();
        let fac_atr = "FacAtrAdquirente";
        let has_fac_atr = self.family == Family::Cfdi40 && emisor.is_some_and(|emisor| emisor.attr(fac_atr).is_some());
        let mut timbres = self.stamps();
        let first = timbres.next();
        let timbre = first.map(|(nth, element)| self.timbre(element, &self.family.stamp_path(nth)));
        let second_timbre = timbres.next().map(|(nth, _)| Location::xpath(self.family.stamp_path(nth)));
        SealParts {
            sello: of_root(sello),
            certificado: of_root(certificado),
            no_certificado: of_root(no_certificado),
            fecha: of_root(fecha),
            rfc: part(emisor, &emisor_path, rfc),
            fac_atr_adquirente: has_fac_atr.then(|| part(emisor, &emisor_path, fac_atr)),
            second_emisor: emisores.next().map(|_| Location::xpath(format!("{emisor_path}[2]"))),
            timbre,
            second_timbre,
            timbre_elsewhere: self.has_timbre_elsewhere(),
        }
    }

    /// The digest of the cadena original that this family's seal signs.
    pub(crate) fn digest(&self) -> (Vec<u8>, Hash) {
        match self.family {
            Family::Cfdi32 | Family::Retenciones10 => {
                let mut sha1 = <sha1::Sha1 as sha1::Digest>::new();
                cadena::write(&self.xml, self.family, Scope::Sealed, &mut |piece| {
                    sha1::Digest::update(&mut sha1, piece);
                });
                (sha1::Digest::finalize(sha1).to_vec(), Hash::Sha1)
            }
            _ => (self.cadena_sha256().to_vec(), Hash::Sha256),
        }
    }

    /// The document with these for its seal, certificate and number; the rest is as it was, byte for byte.
    pub(crate) fn with_seal(&self, sello: &str, certificado: &str, number: &str) -> Vec<u8> {
        let root = self.xml.root();
        let (fecha, _) = self.family.date_and_rfc();
        // In the order of Anexo 20, should they be new.
        let parts = [("Sello", sello), ("NoCertificado", number), ("Certificado", certificado)];
        self.edited(parts.into_iter().map(|(name, value)| Edit::attribute(self, root, name, value, fecha)).collect())
    }

    /// Its attributes as its version names them. Those of another version's names are none: they would be compared, and others
    /// sealed.
    fn timbre<'d>(&'d self, element: Element<'d, 'a>, path: &str) -> Timbre<'d> {
        let cadena = cadena::of_stamp(&self.xml, element);
        let old = cadena.as_ref().is_some_and(|(_, version)| *version == "1.0");
        let named = |new, former| part(Some(element), path, if old { former } else { new });
        // Stamps have had version 1.1 since CFDI 3.3.
        let fits = !old || matches!(self.family, Family::Cfdi32 | Family::Retenciones10);
        Timbre {
            version: named("Version", "version"),
            sello_cfd: named("SelloCFD", "selloCFD"),
            no_certificado_sat: named("NoCertificadoSAT", "noCertificadoSAT"),
            sello_sat: named("SelloSAT", "selloSAT"),
            fecha_timbrado: part(Some(element), path, "FechaTimbrado"),
            cadena: cadena.filter(|_| fits).map(|(text, _)| (text, if old { Hash::Sha1 } else { Hash::Sha256 })),
        }
    }

    /// Whether there is one that is no child of a Complemento, Addendas set aside.
    fn has_timbre_elsewhere(&self) -> bool {
        let Some(namespace) = self.xml.namespace_id(TFD) else { return false };
        let root = self.xml.root();
        let is_stamp =
            |it: &Element<'_, '_>| it.namespace_id() == namespace && it.local_name() == "TimbreFiscalDigital";
        let own: Vec<u32> = self.stamps().map(|(_, element)| element.index()).collect();
        let addendas: Vec<std::ops::Range<usize>> = root
            .elements()
            .filter(|it| it.same_namespace(root) && it.local_name() == "Addenda")
            .map(|it| it.span().start..it.close())
            .collect();
        let outside = |it: &Element<'_, '_>| addendas.iter().all(|addenda| !addenda.contains(&it.span().start));
        self.xml.all_elements().filter(is_stamp).any(|it| !own.contains(&it.index()) && outside(&it))
    }
}

fn part<'d>(element: Option<Element<'d, '_>>, path: &str, name: &str) -> Part<'d> {
    let value = element.and_then(|element| element.attr(name)).map(|attr| attr.collapsed().0);
    Part { value: value.unwrap_or_default(), path: format!("{path}/@{name}") }
}
