//! What is wrong with a certificate for a document, sealed or to be sealed.

use super::authorities::{Authorities, Issued};
use super::certificate::{Certificate, KeyTrouble, Moment};
use crate::formats::cfdi::Family;
use crate::formats::cfdi::sealed::{Part, SealParts};
use crate::report::{CertificateKind, Report, Values, Verdict};

/// Whether a certificate is in force at a document's local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    In,
    NotYet,
    Expired,
    /// There is no date and time.
    NoTime,
}

/// A document's date is local time without a zone: out of force is what is so in every zone of Mexico, UTC-8 to UTC-5.
pub(super) fn force(certificate: &Certificate, local: &str) -> Force {
    let Some(local) = Moment::parse(local) else { return Force::NoTime };
    let (from, until) = certificate.valid();
    if local.plus_hours(8) < from {
        Force::NotYet
    } else if local.plus_hours(5) > until {
        Force::Expired
    } else {
        Force::In
    }
}

/// What is wrong with its key for this family's seals.
pub(super) fn key_trouble(certificate: &Certificate, family: Family) -> Option<(&'static str, Values)> {
    let too_short = |values: Values| Some(("FRO-CERT-010", values.expected(MIN_BITS.to_string())));
    match (certificate.key(), certificate.key_bits()) {
        (Err(KeyTrouble::NotRsa(algorithm)), _) => Some(("FRO-CERT-009", Values::found(algorithm.clone()))),
        (Err(KeyTrouble::Damaged), _) => too_short(Values::default()),
        // SAT issued keys of 1024 bits while CFDI 3.2 was in use.
        (Ok(_), Some(bits)) if bits < MIN_BITS && !matches!(family, Family::Cfdi32 | Family::Retenciones10) => {
            too_short(Values::found(bits.to_string()))
        }
        _ => None,
    }
}

/// The certificate by itself and at the document's date: what it is for, its key, whether it is in force. The number is the
/// document's word for it, and compared by who verifies.
pub(super) fn certificate(
    certificate: &Certificate,
    family: Family,
    (certificado, fecha): (&Part<'_>, &Part<'_>),
    report: &mut Report,
) -> Verdict {
    let mut fine = true;
    let kind = match certificate.kind() {
        CertificateKind::Csd => None,
        CertificateKind::Fiel => Some("FRO-CERT-002"),
        CertificateKind::Other => Some("FRO-CERT-011"),
    };
    let kind = kind.map(|code| (code, Values::found(certificate.number())));
    for (code, values) in [kind, key_trouble(certificate, family)].into_iter().flatten() {
        fine = false;
        report.add(code, None, certificado.location(), values);
    }
    let (from, until) = certificate.valid();
    let trouble = match force(certificate, local_time(family, fecha)) {
        Force::In => None,
        Force::NotYet => Some(("FRO-CERT-004", Some(from))),
        Force::Expired => Some(("FRO-CERT-005", Some(until))),
        Force::NoTime => Some(("FRO-CERT-017", None)),
    };
    if let Some((code, bound)) = trouble {
        fine = false;
        let expected = bound.map(|bound| bound.to_string().into());
        report.add(code, None, fecha.location(), Values { expected, ..Values::found(fecha.shown()) });
    }
    Verdict::of(fine)
}

/// Whether it is its issuer's who makes the document.
pub(super) fn holder(certificate: &Certificate, parts: &SealParts<'_>, report: &mut Report) -> Verdict {
    // One that names nobody is told as such.
    let Some(rfc) = certificate.rfc() else { return Verdict::NotChecked };
    if rfc == parts.rfc.value {
        return Verdict::Holds;
    }
    let values = Values::found(parts.rfc.shown()).expected(rfc);
    let operation = parts.fac_atr_adquirente.as_ref().filter(|it| is_operation(&it.value));
    if let Some(operation) = operation {
        report.add("FRO-CERT-016", None, operation.location(), values);
        return Verdict::NotChecked;
    }
    report.add("FRO-CERT-006", None, parts.rfc.location(), values);
    Verdict::Fails
}

/// Whether one of the authorities issued it; `unknown` is what is told where none of that name are known.
pub(super) fn issuer(
    certificate: &Certificate,
    authorities: &Authorities,
    unknown: &'static str,
    at: &Part<'_>,
    report: &mut Report,
) -> Issued {
    let issued = authorities.issued(certificate);
    let code = match issued {
        Issued::Trusted => return issued,
        Issued::Forged => "FRO-CERT-008",
        Issued::NotJudged => "FRO-CERT-019",
        Issued::OutOfForce => "FRO-CERT-018",
        Issued::Unknown => unknown,
    };
    report.add(code, None, at.location(), Values::found(certificate.issuer()));
    issued
}

/// Ten digits, as the schema of FacAtrAdquirente has it.
pub(super) fn is_operation(number: &str) -> bool {
    number.len() == 10 && number.bytes().all(|b| b.is_ascii_digit())
}

/// The date and time; Retenciones 1.0 may have more behind it, which xs:dateTime allows.
fn local_time<'p>(family: Family, fecha: &'p Part<'_>) -> &'p str {
    const LENGTH: usize = "YYYY-MM-DDThh:mm:ss".len();
    match fecha.value.split_at_checked(LENGTH) {
        Some((time, rest)) if family == Family::Retenciones10 && rest.starts_with(['.', 'Z', '+', '-']) => time,
        _ => &fecha.value,
    }
}

/// Anexo 20 asks for RSA with 2048 bits.
pub(super) const MIN_BITS: usize = 2048;
