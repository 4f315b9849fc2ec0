//! Sealing a draft.

use base64ct::{Base64, Encoding as _};

use super::Csd;
use super::authorities::{Authorities, Issued};
use super::judge;
use crate::convert::{Format, Limits};
use crate::error::{Error, InputProblem};
use crate::formats::cfdi::{self, Document, Family};
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
pub fn seal(bytes: &[u8], csd: &Csd, options: &SealOptions) -> Result<Sealed, Error> {
    let mut sealing = Sealing::begin(bytes, csd, options.validate.limits_asked())?;
    if sealing.is_open() {
        let mut draft = crate::validate(bytes, &options.validate.clone().profile(Profile::Draft))?.report;
        draft.retain(|finding| finding.event == Event::Violated);
        let broken = draft.has_errors() && !options.force;
        sealing.report.absorb(draft, |_| None);
        sealing.certificate(&options.authorities);
        if broken {
            sealing.stop("FRO-SEAL-020");
        }
    }
    Ok(sealing.end())
}

/// One document being sealed.
struct Sealing<'s> {
    document: Document<'s>,
    csd: &'s Csd,
    limits: &'s Limits,
    stopped: bool,
    report: Report,
}

impl<'s> Sealing<'s> {
    fn begin(bytes: &'s [u8], csd: &'s Csd, limits: &'s Limits) -> Result<Sealing<'s>, Error> {
        limits.check(bytes)?;
        if Format::detect(bytes)? != Format::Cfdi {
            return Err(Error::input(
                InputProblem::Unsupported,
                "neutral JSON is not sealed; the CFDI that is made of it is",
            ));
        }
        let document = cfdi::read(bytes, limits)?;
        let family = document.family();
        if !matches!(family, Family::Cfdi33 | Family::Cfdi40 | Family::Retenciones20) {
            let message = format!("a {family} is not sealed any more; CFDI 4.0 and 3.3 and Retenciones 2.0 are");
            return Err(document.refuse(InputProblem::Unsupported, message));
        }
        let mut report = Report::default();
        let parts = document.seal_parts();
        let stopped = parts.timbre.is_some();
        if stopped {
            report.add("FRO-SEAL-018", None, parts.sello.location(), Values::default());
        }
        Ok(Sealing { document, csd, limits, stopped, report })
    }

    fn is_open(&self) -> bool {
        !self.stopped
    }

    /// Whether it is the right one for this document.
    fn certificate(&mut self, authorities: &Authorities) {
        let (certificate, report) = (self.csd.certificate(), &mut self.report);
        let parts = self.document.seal_parts();
        let dated = (&parts.certificado, &parts.fecha);
        let by_itself = judge::certificate(certificate, self.document.family(), dated, report);
        let holder = judge::holder(certificate, &parts, report);
        let issued = judge::issuer(certificate, authorities, "FRO-CERT-014", &parts.certificado, report);
        let pair = self.csd.key().is_of(certificate);
        if !pair {
            report.add("FRO-CERT-012", None, parts.certificado.location(), Values::found(certificate.number()));
        }
        if let Some(location) = parts.second_emisor {
            report.add("FRO-SEAL-024", None, location, Values::default());
            self.stopped = true;
        }
        let issued = matches!(issued, Issued::Trusted | Issued::Unknown);
        self.stopped |= !issued || !pair || [by_itself, holder].contains(&Verdict::Fails);
    }

    fn stop(&mut self, code: &'static str) {
        let root = format!("/{}", self.document.family().qualified_root());
        self.report.add(code, None, Location::xpath(root), Values::default());
        self.stopped = true;
    }

    fn end(mut self) -> Sealed {
        let mut output = None;
        if self.is_open() {
            output = self.make();
            match output {
                None => self.stop("FRO-SEAL-022"),
                Some(_) => {
                    let sello = self.document.seal_parts().sello;
                    let (was_sealed, location) = (!sello.is_empty(), sello.location());
                    if was_sealed {
                        self.report.add("FRO-SEAL-019", None, location, Values::default());
                    }
                }
            }
        }
        Sealed { output, report: self.report }
    }

    fn make(&self) -> Option<Vec<u8>> {
        let certificate = self.csd.certificate();
        let body = Base64::encode_string(certificate.der());
        // NoCertificado is sealed, so that it must be there first.
        let numbered = self.document.with_seal("", &body, certificate.number());
        let unsealed = cfdi::read(&numbered, self.limits).ok()?;
        let (digest, hash) = unsealed.digest();
        let seal = self.csd.key().sign(&digest).filter(|seal| certificate.verifies(&digest, hash, seal))?;
        let sealed = unsealed.with_seal(&Base64::encode_string(&seal), &body, certificate.number());
        cfdi::read(&sealed, self.limits).is_ok().then_some(sealed)
    }
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
