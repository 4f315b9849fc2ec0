//! Verifying what is sealed and stamped.

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};

use super::authorities::{Authorities, Issued};
use super::certificate::Certificate;
use super::judge::{self, Force};
use crate::convert::{Format, Limits};
use crate::error::{Error, InputProblem};
use crate::formats::cfdi::sealed::{Hash, Part, SealParts, Timbre};
use crate::formats::cfdi::{self, Document, Family};
use crate::report::{CertificateKind, CertificateReport, Check, CheckReport, Report, SealReport, Values, Verdict};
use crate::rules::{self, Lookups};
use crate::validate::Validation;

/// Verifies seals, certificates and stamps: of CFDI 4.0, 3.3 and 3.2, Retenciones 2.0 and 1.0.
///
/// It trusts SAT's [`Authorities`], and those that are added. As [`Lookups`] it answers the rules CFDI40102 and CFDI40106 of
/// [`validate`](crate::validate()).
/// ```
/// use frontera::report::{Check, Verdict};
/// use frontera::seal::{Certificate, Verifier};
/// let file = |name: &str| std::fs::read(format!("fixtures/seal/{name}")).unwrap();
/// let verifier = Verifier::default()
///     .authority(Certificate::read(&file("ac.cer"))?)?
///     .stamp_certificate(Certificate::read(&file("sat.cer"))?);
/// let verified = verifier.verify(&file("stamped.xml"))?.seal.unwrap();
/// assert!(verified.checks.iter().all(|it| it.verdict == Verdict::Holds));
///
/// // One cent more, and the seal says so.
/// let forged = String::from_utf8(file("stamped.xml")).unwrap().replacen("28187.55", "28187.56", 1);
/// let validation = verifier.verify(forged.as_bytes())?;
/// assert_eq!(validation.seal.as_ref().unwrap().verdict(Check::Seal), Some(Verdict::Fails));
/// assert_eq!(validation.report.violations().next().unwrap().code, "CFDI40102");
/// # Ok::<(), frontera::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    authorities: Authorities,
    stamp_certificates: Vec<Certificate>,
    limits: Limits,
}

impl Verifier {
    /// Trusts one more authority.
    ///
    /// # Errors
    /// A certificate that may not issue others.
    pub fn authority(mut self, authority: Certificate) -> Result<Self, Error> {
        self.authorities = self.authorities.with(authority)?;
        Ok(self)
    }

    /// Whom it trusts, in the place of SAT's authorities.
    pub fn authorities(mut self, authorities: Authorities) -> Self {
        self.authorities = authorities;
        self
    }

    /// A certificate of SAT's with which stamps are verified; that of a stamp is found by its number.
    pub fn stamp_certificate(mut self, certificate: Certificate) -> Self {
        self.stamp_certificates.push(certificate);
        self
    }

    /// How much is read before it is refused.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Verifies a document: its seal over the cadena original, the certificate for this issuer and this date, who issued the
    /// certificate, that the stamp is of this seal, and SAT's seal of the stamp where SAT's certificate was given. What it
    /// finds is in [`Validation::seal`], with a finding for each thing that does not hold or could not be judged. Neither
    /// structure nor rules are looked at.
    ///
    /// # Errors
    /// Input that is not well-formed, exceeds a limit or is none of SAT's documents.
    pub fn verify(&self, bytes: &[u8]) -> Result<Validation, Error> {
        self.limits.check(bytes)?;
        if Format::detect(bytes)? != Format::Cfdi {
            return Err(Error::input(
                InputProblem::Unsupported,
                "neutral JSON has no seal; the CFDI that was made of it has",
            ));
        }
        let document = cfdi::read(bytes, &self.limits)?;
        let mut report = Report::default();
        let seal = Verification { verifier: self, document: &document, report: &mut report, checks: Vec::new() }.run();
        let profile = document.profile(None, &mut Report::default());
        let (uuid, uuid_at) = document.uuid().map_or_else(Default::default, |(uuid, at)| (Some(uuid), at));
        Ok(Validation {
            format: Format::Cfdi,
            family: Some(document.family()),
            profile: Some(profile),
            uuid,
            seal: Some(seal),
            report,
            uuid_at,
        })
    }
}

/// Answers CFDI40102 and CFDI40106.
impl Lookups for Verifier {
    fn seal(&self, sealed: &rules::Sealed<'_>) -> Option<bool> {
        let certificate = base64(sealed.certificado).and_then(|der| Certificate::from_der(&der).ok());
        let (Some(certificate), Some(seal)) = (certificate, base64(sealed.sello)) else { return Some(false) };
        Some(certificate.verifies(&sealed.cadena_sha256, Hash::Sha256, &seal))
    }

    fn certificate(&self, named: &rules::Certificate<'_>) -> Option<bool> {
        let certificate = base64(named.certificado).and_then(|der| Certificate::from_der(&der).ok());
        let Some(certificate) = certificate else { return Some(false) };
        Some(
            certificate.kind() == CertificateKind::Csd
                && certificate.number() == named.number
                && named.rfc.is_none_or(|rfc| certificate.rfc() == Some(rfc))
                && judge::key_trouble(&certificate, Family::Cfdi40).is_none()
                && judge::force(&certificate, named.fecha) == Force::In
                && self.authorities.issued(&certificate) == Issued::Trusted,
        )
    }
}

struct Verification<'v> {
    verifier: &'v Verifier,
    document: &'v Document<'v>,
    report: &'v mut Report,
    checks: Vec<CheckReport>,
}

impl<'v> Verification<'v> {
    fn run(mut self) -> SealReport {
        let parts = self.document.seal_parts();
        let certificate = self.seal(&parts);
        let stamp_certificate = parts.timbre.as_ref().and_then(|timbre| self.stamp(timbre, &parts));
        for (code, location) in [("FRO-SEAL-017", &parts.second_timbre), ("FRO-SEAL-024", &parts.second_emisor)] {
            if let Some(location) = location {
                self.report.add(code, None, location.clone(), Values::default());
            }
        }
        if parts.timbre_elsewhere {
            self.tell("FRO-SEAL-025", &parts.sello, Values::default());
        }
        self.last_day(&parts);
        SealReport {
            certificate: certificate.as_ref().map(CertificateReport::new),
            stamp_certificate: stamp_certificate.map(CertificateReport::new),
            checks: self.checks,
        }
    }

    /// A document of a family that was not in use any more on its day: its seal may hold, and SAT knows none such.
    fn last_day(&mut self, parts: &SealParts<'_>) {
        let Some(last) = self.document.family().last_day() else { return };
        if parts.fecha.value.get(..last.len()).is_some_and(|day| day > last) {
            self.tell("FRO-SEAL-026", &parts.fecha, Values::found(parts.fecha.shown()).expected(last));
        }
    }

    /// Seal and certificate.
    fn seal(&mut self, parts: &SealParts<'_>) -> Option<Certificate> {
        let family = self.document.family();
        for part in [&parts.sello, &parts.certificado] {
            if part.is_empty() {
                self.tell("FRO-SEAL-009", part, Values::default());
                self.check(Check::Seal, Verdict::Fails);
                return None;
            }
        }
        let seal = self.decoded(&parts.sello);
        let certificate = self.decoded(&parts.certificado).and_then(|der| match Certificate::from_der(&der) {
            Ok(certificate) => Some(certificate),
            Err(reason) => {
                self.tell("FRO-CERT-001", &parts.certificado, Values::found(reason));
                None
            }
        });
        let (digest, hash) = self.document.digest();
        let holds = match (&certificate, &seal) {
            (Some(certificate), Some(seal)) => certificate.verifies(&digest, hash, seal),
            _ => false,
        };
        self.check(Check::Seal, Verdict::of(holds));
        if !holds {
            self.tell(seal_code(family), &parts.sello, Values::default());
        }
        let Some(certificate) = certificate else {
            self.check(Check::Certificate, Verdict::Fails);
            self.tell_certificate(family, parts);
            return None;
        };
        let dated = (&parts.certificado, &parts.fecha);
        let mut fine = judge::certificate(&certificate, family, dated, self.report);
        if certificate.number() != parts.no_certificado.value {
            let values = Values::found(parts.no_certificado.shown()).expected(certificate.number());
            self.tell("FRO-CERT-003", &parts.no_certificado, values);
            fine = Verdict::Fails;
        }
        self.check(Check::Certificate, fine);
        let holder = judge::holder(&certificate, parts, self.report);
        self.check(Check::Holder, holder);
        let authorities = &self.verifier.authorities;
        let issued = judge::issuer(&certificate, authorities, "FRO-CERT-007", &parts.certificado, self.report);
        let authority = Verdict::of(issued == Issued::Trusted);
        self.check(Check::Authority, authority);
        if [fine, holder, authority].contains(&Verdict::Fails) {
            self.tell_certificate(family, parts);
        }
        // SAT's list of revoked certificates (LCO) is not at hand.
        self.tell("FRO-CERT-015", &parts.no_certificado, Values::found(certificate.number()));
        Some(certificate)
    }

    /// The stamp; gives the certificate with which it was verified.
    fn stamp(&mut self, timbre: &Timbre<'_>, parts: &SealParts<'_>) -> Option<&'v Certificate> {
        let same = bare(&timbre.sello_cfd.value) == bare(&parts.sello.value);
        self.check(Check::StampedSeal, Verdict::of(same));
        if !same {
            self.tell("FRO-SEAL-013", &timbre.sello_cfd, Values::default());
        }
        let Some((cadena, hash)) = &timbre.cadena else {
            self.tell("FRO-SEAL-021", &timbre.version, Values::found(timbre.version.shown()));
            self.check(Check::StampSeal, Verdict::Fails);
            return None;
        };
        let number = &*timbre.no_certificado_sat.value;
        let verifier = self.verifier;
        let mut named = verifier.stamp_certificates.iter().filter(|it| it.number() == number).peekable();
        if named.peek().is_none() {
            match address(number) {
                Some(address) => {
                    let values = Values::found(number).expected(address);
                    self.tell("FRO-SEAL-015", &timbre.no_certificado_sat, values);
                }
                None => self.tell("FRO-SEAL-016", &timbre.no_certificado_sat, Values::default()),
            }
            self.check(Check::StampSeal, Verdict::NotChecked);
            return None;
        }
        let digest = match hash {
            Hash::Sha1 => <sha1::Sha1 as sha1::Digest>::digest(cadena).to_vec(),
            Hash::Sha256 => <sha2::Sha256 as sha2::Digest>::digest(cadena).to_vec(),
        };
        let seal = self.decoded(&timbre.sello_sat).unwrap_or_default();
        let first = named.peek().copied();
        let holding = named.find(|certificate| certificate.verifies(&digest, *hash, &seal));
        self.check(Check::StampSeal, Verdict::of(holding.is_some()));
        if holding.is_none() {
            self.tell("FRO-SEAL-014", &timbre.sello_sat, Values::found(number));
        }
        let certificate = holding.or(first)?;
        let at = &timbre.no_certificado_sat;
        let family = self.document.family();
        let mut fine = judge::certificate(certificate, family, (at, &timbre.fecha_timbrado), self.report);
        if certificate.rfc() != Some(SAT) {
            self.tell("FRO-CERT-013", at, Values::found(certificate.number()));
            fine = Verdict::Fails;
        }
        if judge::issuer(certificate, &verifier.authorities, "FRO-CERT-007", at, self.report) != Issued::Trusted {
            fine = Verdict::Fails;
        }
        self.check(Check::StampCertificate, fine);
        Some(certificate)
    }

    fn tell_certificate(&mut self, family: Family, parts: &SealParts<'_>) {
        if let Some(code) = certificate_code(family) {
            self.tell(code, &parts.no_certificado, Values::default());
        }
    }

    /// The bytes of a base64 value, told where it is none, or has white space.
    fn decoded(&mut self, part: &Part<'_>) -> Option<Vec<u8>> {
        let decoded = base64(&part.value);
        match decoded {
            Some(_) if part.value.contains(' ') => self.tell("FRO-SEAL-012", part, Values::default()),
            Some(_) => {}
            None => self.tell("FRO-SEAL-011", part, Values::default()),
        }
        decoded
    }

    fn tell(&mut self, code: &'static str, part: &Part<'_>, values: Values) {
        self.report.add(code, None, part.location(), values);
    }

    fn check(&mut self, check: Check, verdict: Verdict) {
        self.checks.push(CheckReport { check, verdict });
    }
}

/// What a PAC answers where the seal does not verify: SAT's code for the document, else the project's.
fn seal_code(family: Family) -> &'static str {
    match family {
        Family::Cfdi40 => "CFDI40102",
        Family::Cfdi33 => "CFDI33102",
        Family::Retenciones20 => "Reten20101",
        Family::Cfdi32 | Family::Retenciones10 => "FRO-SEAL-010",
    }
}

/// What a PAC answers where something is wrong with the certificate, which finding besides says what.
fn certificate_code(family: Family) -> Option<&'static str> {
    match family {
        Family::Cfdi40 => Some("CFDI40106"),
        Family::Cfdi33 => Some("CFDI33105"),
        Family::Retenciones20 => Some("Reten20102"),
        Family::Cfdi32 | Family::Retenciones10 => None,
    }
}

/// Where SAT publishes the certificate of a number (its repository of certificates, RCCF); for people: nothing is fetched.
fn address(number: &str) -> Option<String> {
    let digits = number.len() == 20 && number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| {
        let [a, b, c, d, e] = [&number[..6], &number[6..12], &number[12..14], &number[14..16], &number[16..18]];
        format!("https://rdc.sat.gob.mx/rccf/{a}/{b}/{c}/{d}/{e}/{number}.cer")
    })
}

fn base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(&bare(text)).ok().filter(|bytes| !bytes.is_empty())
}

/// Without white space, which the reader has made blanks.
fn bare(text: &str) -> Cow<'_, str> {
    if text.contains(' ') { Cow::Owned(text.replace(' ', "")) } else { Cow::Borrowed(text) }
}

/// SAT's own RFC.
const SAT: &str = "SAT970701NN3";

#[cfg(test)]
mod tests {
    use super::*;

    /// The number's and the address's form are those of the repository's links to two of SAT's certificates.
    #[test]
    fn a_number_leads_to_its_certificate() {
        let address = address("00001000000406258094").unwrap();
        assert_eq!(address, "https://rdc.sat.gob.mx/rccf/000010/000004/06/25/80/00001000000406258094.cer");
        for not in ["", "0000100000040625809", "000010000004062580945", "0000100000040625809X", "00001000000406258Ñ4"]
        {
            assert_eq!(super::address(not), None, "{not}");
        }
    }
}
