//! What a caller may answer for the rules that look outside the document.

/// Answers from outside: SAT's list of taxpayers, certificates, confirmations, pedimentos, registries of other countries.
///
/// Each has a default that knows nothing; what is not known is told as not checked, never as passed. Answers are asked for in
/// the middle of a validation, so that a slow source is best asked beforehand.
/// ```
/// use frontera::rules::{Lookups, Taxpayer};
/// struct Register;
/// impl Lookups for Register {
///     fn taxpayer(&self, rfc: &str) -> Option<Option<Taxpayer>> {
///         let known = Taxpayer { name: "ESCUELA KEMPER URGATE".into(), postal_code: "42501".into(), ..Taxpayer::default() };
///         Some((rfc == "EKU9003173C9").then_some(known))
///     }
/// }
/// let options = frontera::ValidateOptions::default().lookups(std::sync::Arc::new(Register));
/// ```
pub trait Lookups: Send + Sync {
    /// A taxpayer of SAT's list (l_RFC); `Some(None)` where the list has no such RFC, `None` where the list is not at hand.
    fn taxpayer(&self, rfc: &str) -> Option<Option<Taxpayer>> {
        let _ = rfc;
        None
    }

    /// Whether the seal verifies with the certificate over the cadena original (SHA-256 with RSA, PKCS #1 v1.5).
    fn seal(&self, sealed: &Sealed<'_>) -> Option<bool> {
        let _ = sealed;
        None
    }

    /// Whether the certificate is a CSD of SAT's, of this number and this RFC, and in force on that day.
    fn certificate(&self, certificate: &Certificate<'_>) -> Option<bool> {
        let _ = certificate;
        None
    }

    /// Whether a PAC gave this confirmation number, and it is not used yet.
    fn confirmation(&self, number: &str) -> Option<bool> {
        let _ = number;
        None
    }

    /// Whether the operation number of a buyer who issues for the seller (FacAtrAdquirente) is one.
    fn fac_atr_adquirente(&self, number: &str) -> Option<bool> {
        let _ = number;
        None
    }

    /// Whether the customs office and year have a pedimento of this number (c_NumPedimentoAduana).
    fn pedimento(&self, pedimento: &Pedimento<'_>) -> Option<bool> {
        let _ = pedimento;
        None
    }

    /// Whether a country's registry has this tax number; `country` is the alpha-3 code of c_Pais.
    fn tax_id(&self, country: &str, number: &str) -> Option<bool> {
        let _ = (country, number);
        None
    }

    /// What c_ClaveProdServ demands of a product: its columns for IVA, IEPS and complements.
    fn product_demands(&self, clave_prod_serv: &str) -> Option<ProductDemands> {
        let _ = clave_prod_serv;
        None
    }
}

/// A taxpayer as SAT's register has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxpayer {
    /// The name, without the company's legal form.
    pub name: String,
    /// The postal code of the fiscal domicile.
    pub postal_code: String,
    /// The mark for ISR withheld from regime 626: `1` or `2`; empty without one.
    pub resico_mark: String,
}

/// What a seal signs, with the seal and the certificate, both base64.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Sealed<'d> {
    /// SHA-256 of the cadena original.
    pub cadena_sha256: [u8; 32],
    /// Sello.
    pub sello: &'d str,
    /// Certificado.
    pub certificado: &'d str,
}

/// A certificate as the document names it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Certificate<'d> {
    /// NoCertificado.
    pub number: &'d str,
    /// Certificado, base64.
    pub certificado: &'d str,
    /// The issuer's RFC; `None` where another makes the document for him (FacAtrAdquirente), with a certificate of his own.
    pub rfc: Option<&'d str>,
    /// Fecha.
    pub fecha: &'d str,
}

/// The parts of a NumeroPedimento.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pedimento<'d> {
    /// The last two digits of the year.
    pub year: &'d str,
    /// The customs office, a code of c_Aduana.
    pub aduana: &'d str,
    /// The broker, a code of c_PatenteAduanal.
    pub patente: &'d str,
    /// The number: a digit of the year, and six more.
    pub number: &'d str,
}

/// What c_ClaveProdServ demands of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductDemands {
    /// Whether a Traslado of IVA must be there.
    pub iva: bool,
    /// Whether a Traslado of IEPS must be there.
    pub ieps: bool,
    /// The namespaces of the complements of which one must be there; empty where none is demanded.
    pub complements: Vec<String>,
}
