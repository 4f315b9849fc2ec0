//! What was verified of a seal, as the report of a file has it.

use serde::Serialize;

/// What holds of a document's seal, certificate and stamp.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Seal", deny_unknown_fields))]
#[non_exhaustive]
pub struct SealReport {
    /// The certificate that the seal is of. Absent where there is none, or none that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateReport>,
    /// SAT's certificate with which the stamp was verified. Absent where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp_certificate: Option<CertificateReport>,
    /// What was asked and what came out, in this order; what a document does not have is not asked.
    pub checks: Vec<CheckReport>,
}

impl SealReport {
    /// What came out of a check; `None` where it was not asked.
    pub fn verdict(&self, check: Check) -> Option<Verdict> {
        self.checks.iter().find(|it| it.check == check).map(|it| it.verdict)
    }
}

/// A certificate, as far as a document is judged by it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Certificate", deny_unknown_fields))]
#[non_exhaustive]
pub struct CertificateReport {
    /// Its serial number: of SAT's certificates twenty digits.
    pub number: String,
    /// What it is for.
    pub kind: CertificateKind,
    /// The RFC of its holder. Absent where it names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rfc: Option<String>,
    /// The name of who issued it.
    pub issuer: String,
    /// The first second in which it is in force, UTC.
    pub valid_from: String,
    /// The last second in which it is in force, UTC.
    pub valid_until: String,
}

/// The RFC stays out of logs.
impl std::fmt::Debug for CertificateReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CertificateReport")
            .field("number", &self.number)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "seal")]
impl CertificateReport {
    pub(crate) fn new(certificate: &crate::seal::Certificate) -> Self {
        let (valid_from, valid_until) = certificate.validity_as_text();
        CertificateReport {
            number: certificate.number().into(),
            kind: certificate.kind(),
            rfc: certificate.rfc().map(Into::into),
            issuer: certificate.issuer().into(),
            valid_from,
            valid_until,
        }
    }
}

/// What a certificate is for. SAT gives both kinds of a taxpayer the same names; what sets them apart is what their keys may
/// do: the key of an e.firma also deciphers and agrees on keys, that of a CSD only signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CertificateKind {
    /// Certificado de sello digital: seals the taxpayer's documents. SAT's own, which seal stamps, are of this kind too.
    Csd,
    /// e.firma, before called FIEL: signs in the taxpayer's name, and seals no document.
    Fiel,
    /// Neither: it names no RFC, or its key is for something else.
    Other,
}

/// A check and what came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SealCheck", deny_unknown_fields))]
#[non_exhaustive]
pub struct CheckReport {
    /// What was asked.
    pub check: Check,
    /// What came out.
    pub verdict: Verdict,
}

/// What is asked about a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Check {
    /// Whether Sello is the certificate's seal of this cadena original.
    Seal,
    /// Whether Certificado is a CSD, with NoCertificado, in force on the document's date, with an RSA key of 2048 bits.
    Certificate,
    /// Whether the certificate is the issuer's.
    Holder,
    /// Whether an authority of SAT's issued the certificate, or one that was added.
    Authority,
    /// Whether the stamp is of this seal: SelloCFD is Sello.
    StampedSeal,
    /// Whether SelloSAT is SAT's seal of the stamp.
    StampSeal,
    /// Whether SAT's certificate of the stamp is SAT's, and in force when the document was stamped.
    StampCertificate,
}

impl Check {
    /// Every check, in the order asked.
    pub const ALL: &'static [Check] = &[
        Check::Seal,
        Check::Certificate,
        Check::Holder,
        Check::Authority,
        Check::StampedSeal,
        Check::StampSeal,
        Check::StampCertificate,
    ];
}

/// What comes out of a check. Closed by nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is so.
    Holds,
    /// It is not; a finding says what is wrong.
    Fails,
    /// It could not be judged; a finding says what it needs.
    NotChecked,
}

impl Verdict {
    #[cfg(feature = "seal")]
    pub(crate) fn of(holds: bool) -> Self {
        if holds { Verdict::Holds } else { Verdict::Fails }
    }
}
