//! What is wrong with a certificate for a document, sealed or to be sealed.

use super::authorities::{Authorities, Issued};
use super::certificate::{Certificate, CertificateKind, KeyTrouble, Moment};
use super::key::MIN_BITS;
use crate::formats::cfdi::Family;
use crate::formats::cfdi::sealed::{Part, SealParts};
use crate::report::{Report, Values, Verdict};

/// The certificate by itself and with the document: what it is for, when it is in force, its key. The number is the
/// document's word for it, and compared by who verifies.
pub(super) fn certificate(
    certificate: &Certificate,
    family: Family,
    parts: &SealParts<'_>,
    report: &mut Report,
) -> Verdict {
    let mut fine = true;
    let mut tell = |code, part: &Part<'_>, values| {
        fine = false;
        report.add(code, None, part.location(), values);
    };
    let at = &parts.certificado;
    match certificate.kind() {
        CertificateKind::Csd => {}
        CertificateKind::Fiel => tell("FRO-CERT-002", at, Values::found(certificate.number())),
        CertificateKind::Other => tell("FRO-CERT-011", at, Values::found(certificate.number())),
    }
    match (certificate.key(), certificate.key_bits()) {
        (Err(trouble @ KeyTrouble::NotRsa(_)), _) => tell("FRO-CERT-009", at, Values::found(trouble.to_string())),
        (Err(KeyTrouble::Damaged), _) => tell("FRO-CERT-010", at, Values::default().expected(MIN_BITS.to_string())),
        // SAT issued keys of 1024 bits while CFDI 3.2 was in use.
        (Ok(_), Some(bits)) if bits < MIN_BITS && !matches!(family, Family::Cfdi32 | Family::Retenciones10) => {
            tell("FRO-CERT-010", at, Values::found(bits.to_string()).expected(MIN_BITS.to_string()));
        }
        _ => {}
    }
    fine &= in_force(certificate, &parts.fecha, report);
    Verdict::of(fine)
}

/// Whether the certificate is in force at a local time of Mexico, whatever the zone: UTC-8 to UTC-5.
pub(super) fn in_force(certificate: &Certificate, at: &Part<'_>, report: &mut Report) -> bool {
    // Where there is no date, its own rule says so.
    let Some(local) = Moment::parse(&at.value) else { return true };
    let (from, until) = certificate.valid();
    let (code, expected) = if local.plus_hours(8) < from {
        ("FRO-CERT-004", from)
    } else if local.plus_hours(5) > until {
        ("FRO-CERT-005", until)
    } else {
        return true;
    };
    report.add(code, None, at.location(), Values::found(&*at.value).expected(expected.to_string()));
    false
}

/// Whether it is its issuer's who makes the document.
pub(super) fn holder(certificate: &Certificate, parts: &SealParts<'_>, report: &mut Report) -> Verdict {
    // One that names nobody is told as such.
    let Some(rfc) = certificate.rfc() else { return Verdict::NotChecked };
    if rfc == parts.rfc.value {
        return Verdict::Holds;
    }
    let values = Values::found(&*parts.rfc.value).expected(rfc);
    if parts.issued_by_another {
        report.add("FRO-CERT-016", None, parts.rfc.location(), values);
        return Verdict::NotChecked;
    }
    report.add("FRO-CERT-006", None, parts.rfc.location(), values);
    Verdict::Fails
}

/// Whether one of the authorities issued it; `unknown` is what is told where none of that name is known.
pub(super) fn issuer(
    certificate: &Certificate,
    authorities: &Authorities,
    unknown: &'static str,
    at: &Part<'_>,
    report: &mut Report,
) -> Verdict {
    let values = || Values::found(certificate.issuer());
    match authorities.issuer_of(certificate) {
        Issued::By(_) => Verdict::Holds,
        Issued::Forged => {
            report.add("FRO-CERT-008", None, at.location(), values());
            Verdict::Fails
        }
        Issued::Unknown => {
            report.add(unknown, None, at.location(), values());
            Verdict::Fails
        }
    }
}
