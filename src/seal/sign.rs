//! Sealing a draft.

use base64ct::{Base64, Encoding as _};

use super::authorities::Authorities;
use super::judge;
use super::{Certificate, Key};
use crate::error::{Error, InputProblem};
use crate::formats::cfdi::{self, Family};
use crate::report::{Event, Location, Report, Values, Verdict};
use crate::validate::{Profile, ValidateOptions};

/// Seals a CFDI 4.0 or 3.3 or a Retenciones 2.0 with its issuer's CSD: NoCertificado, Certificado and Sello are set, and no other
/// byte of the document changes. An earlier seal is replaced.
///
/// It is sealed only where it is valid as a draft ([`SealOptions::force`] aside), has no stamp, and where the certificate is a CSD
/// of the issuer's RFC, in force on Fecha, with an RSA key of 2048 bits or more that is this one; each thing in the way is a
/// finding. The seal that was made is verified before it is given out.
///
/// # Errors
/// Input that is not well-formed, exceeds a limit, or is another document.
pub fn seal(bytes: &[u8], certificate: &Certificate, key: &Key, options: &SealOptions) -> Result<Sealed, Error> {
    let limits = options.validate.limits_asked();
    limits.check(bytes)?;
    let document = cfdi::read(bytes, limits)?;
    let family = document.family();
    if !matches!(family, Family::Cfdi33 | Family::Cfdi40 | Family::Retenciones20) {
        let message = format!("a {family} is not sealed any more; CFDI 4.0 and 3.3 and Retenciones 2.0 are");
        return Err(document.refuse(InputProblem::Unsupported, message));
    }
    let mut report = Report::default();
    let parts = document.seal_parts();
    if parts.timbre.is_some() {
        report.add("FRO-SEAL-018", None, parts.sello.location(), Values::default());
        return Ok(Sealed { output: None, report });
    }
    let fine = judge::certificate(certificate, family, &parts, &mut report) == Verdict::Holds;
    let fine = fine & (judge::holder(certificate, &parts, &mut report) != Verdict::Fails);
    judge::issuer(certificate, &options.authorities, "FRO-CERT-014", &parts.certificado, &mut report);
    if !key.is_of(certificate) {
        report.add("FRO-CERT-012", None, parts.certificado.location(), Values::found(certificate.number()));
    }
    let fine = fine && key.is_of(certificate) && !report.has_errors();

    let mut draft = crate::validate(bytes, &options.validate.clone().profile(Profile::Draft))?.report;
    draft.retain(|finding| finding.event == Event::Violated);
    let broken = draft.has_errors();
    report.absorb(draft, |_| None);
    if broken && !options.force {
        report.add("FRO-SEAL-020", None, root(family), Values::default());
    }
    if !fine || broken && !options.force {
        return Ok(Sealed { output: None, report });
    }
    if !parts.sello.is_placeholder() {
        report.add("FRO-SEAL-019", None, parts.sello.location(), Values::default());
    }
    let body = Base64::encode_string(certificate.der());
    // NoCertificado is sealed, so that it must be there first.
    let unsealed = document.with_seal("", &body, certificate.number());
    let output = cfdi::read(&unsealed, limits)
        .ok()
        .and_then(|unsealed| {
            let (digest, hash) = unsealed.digest();
            let seal = key.sign(&digest).filter(|seal| certificate.verifies(&digest, hash, seal))?;
            Some(unsealed.with_seal(&Base64::encode_string(&seal), &body, certificate.number()))
        })
        .filter(|sealed| cfdi::read(sealed, limits).is_ok());
    if output.is_none() {
        report.add("FRO-SEAL-022", None, root(family), Values::default());
    }
    Ok(Sealed { output, report })
}

fn root(family: Family) -> Location {
    Location::xpath(format!("/{}", family.qualified_root()))
}

/// What sealing gave.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sealed {
    /// The sealed document; absent where a finding says why it is not sealed.
    pub output: Option<Vec<u8>>,
    /// What there is to say.
    pub report: Report,
}

/// Documents hold tax numbers: their length stands for them.
impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealed")
            .field("output", &self.output.as_ref().map(Vec::len))
            .field("report", &self.report)
            .finish()
    }
}

/// How to seal. Private fields and chained setters: a new one breaks nobody.
#[derive(Clone, Debug, Default)]
pub struct SealOptions {
    validate: ValidateOptions,
    force: bool,
    authorities: Authorities,
}

impl SealOptions {
    /// How the draft is validated before it is sealed.
    pub fn validate(mut self, options: ValidateOptions) -> Self {
        self.validate = options;
        self
    }

    /// Also seals what is not valid as a draft; what is wrong with it is told all the same.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// Whose certificates come without a warning; SAT's unless told otherwise.
    pub fn authorities(mut self, authorities: Authorities) -> Self {
        self.authorities = authorities;
        self
    }
}
