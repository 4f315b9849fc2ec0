//! X.509 certificates as SAT issues them: what they say, and whether one signed another.

use std::fmt;

use pkcs8::der::{Decode, Encode, Reader, SliceReader, Tag, Tagged, oid::ObjectIdentifier};
use rsa::traits::PublicKeyParts;
use rsa::{PublicKey, pkcs8::DecodePublicKey as _};
use sha2::{Digest, Sha256};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};
use x509_cert::name::Name;

use crate::error::{Error, InputProblem};
use crate::formats::cfdi::sealed::Hash;
use crate::model::{Date, Text, Time};
use crate::report::{CertificateKind, shorten};

use super::armor;

/// A certificate: a CSD, an e.firma (FIEL), an authority's, or one that seals stamps.
///
/// ```
/// use frontera::report::CertificateKind;
/// use frontera::seal::Certificate;
/// let csd = Certificate::read(&std::fs::read("fixtures/seal/csd.cer").unwrap())?;
/// assert_eq!((csd.number(), csd.rfc()), ("30001000000900000101", Some("EKU9003173C9")));
/// assert_eq!(csd.kind(), CertificateKind::Csd);
/// # Ok::<(), frontera::Error>(())
/// ```
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    number: Text,
    rfc: Option<Text>,
    kind: CertificateKind,
    is_authority: bool,
    issuer_name: Text,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    valid: (Moment, Moment),
    key: Result<PublicKey, KeyTrouble>,
    signed: Signed,
}

/// Seconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(i64);

/// Why a seal of this key cannot be verified or made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyTrouble {
    /// Another algorithm than RSA, by its name or number.
    NotRsa(Text),
    /// An RSA key of a length or with an exponent that no key has.
    Damaged,
}

/// What the issuer signed, and how.
#[derive(Clone)]
struct Signed {
    /// In the DER.
    what: std::ops::Range<usize>,
    algorithm: ObjectIdentifier,
    signature: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate: DER, PEM (of several blocks the first CERTIFICATE), or base64.
    ///
    /// # Errors
    /// What is no X.509 certificate, or longer than 64 KiB.
    pub fn read(bytes: &[u8]) -> Result<Certificate, Error> {
        let refuse = |reason: String| Error::input(InputProblem::Certificate, reason);
        let bare = armor::open(bytes, &["CERTIFICATE"]).map_err(refuse)?;
        match bare.label {
            None | Some("CERTIFICATE") => Certificate::from_der(&bare.der).map_err(refuse),
            Some(label) => Err(refuse(format!("a PEM block of `{label}`, not of a CERTIFICATE"))),
        }
    }

    /// The reason in words where it is none.
    pub(super) fn from_der(der: &[u8]) -> Result<Certificate, String> {
        if der.len() > armor::MAX_BYTES {
            return Err(format!("longer than {} bytes, which no certificate is", armor::MAX_BYTES));
        }
        let damaged = |error: pkcs8::der::Error| match error.kind() {
            pkcs8::der::ErrorKind::Incomplete { .. } => "a certificate that ends too early".to_owned(),
            _ => format!("not a certificate in DER or PEM: {error}"),
        };
        let certificate = x509_cert::Certificate::from_der(der).map_err(damaged)?;
        let tbs = certificate.tbs_certificate();
        let algorithm = certificate.signature_algorithm().oid;
        if tbs.signature().oid != algorithm {
            return Err("a certificate that names two algorithms for its signature".into());
        }
        let usage = tbs.get_extension::<KeyUsage>().map_err(damaged)?.map(|(_, usage)| usage);
        let constraints = tbs.get_extension::<BasicConstraints>().map_err(damaged)?.map(|(_, constraints)| constraints);
        let rfc = only_attribute(tbs.subject(), UNIQUE_IDENTIFIER).and_then(|text| holder(&text));
        let has_branch = attribute(tbs.subject(), ORGANIZATIONAL_UNIT).is_some();
        let signature = certificate.signature().as_bytes().ok_or("a certificate whose signature is no whole octets")?;
        let moment = |time: &x509_cert::time::Time| Moment(time.to_unix_duration().as_secs() as i64);
        Ok(Certificate {
            number: number(tbs.serial_number().as_bytes()),
            kind: kind(rfc.is_some(), usage.as_ref(), has_branch),
            rfc,
            is_authority: constraints.is_some_and(|constraints| constraints.ca)
                && usage.is_none_or(|usage| usage.key_cert_sign()),
            issuer_name: attribute(tbs.issuer(), COMMON_NAME).unwrap_or_else(|| "?".into()),
            issuer: name_der(tbs.issuer())?,
            subject: name_der(tbs.subject())?,
            valid: (moment(&tbs.validity().not_before), moment(&tbs.validity().not_after)),
            key: public_key(tbs.subject_public_key_info()),
            signed: Signed { what: signed_part(der).map_err(damaged)?, algorithm, signature: signature.to_vec() },
            der: der.to_vec(),
        })
    }

    /// The certificate in DER, as it stands in a document's Certificado (there in base64).
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// NoCertificado: the serial number, which SAT writes as twenty digits. Another's is hexadecimal, behind `0x`.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The RFC of its holder, for a taxpayer's certificate.
    pub fn rfc(&self) -> Option<&str> {
        self.rfc.as_deref()
    }

    /// What it is for.
    pub fn kind(&self) -> CertificateKind {
        self.kind
    }

    /// The name of who issued it.
    pub fn issuer(&self) -> &str {
        &self.issuer_name
    }

    /// The first second in which it is in force, UTC.
    pub fn valid_from(&self) -> Option<(Date, Time)> {
        self.valid.0.civil()
    }

    /// The last second in which it is in force, UTC.
    pub fn valid_until(&self) -> Option<(Date, Time)> {
        self.valid.1.civil()
    }

    pub(crate) fn validity_as_text(&self) -> (String, String) {
        (self.valid.0.to_string(), self.valid.1.to_string())
    }

    /// How many bits its RSA key has; `None` for another kind of key.
    pub fn key_bits(&self) -> Option<usize> {
        self.key.as_ref().ok().map(|key| key.n().bit_width_vartime() as usize)
    }

    pub(super) fn is_authority(&self) -> bool {
        self.is_authority
    }

    pub(super) fn valid(&self) -> (Moment, Moment) {
        self.valid
    }

    pub(super) fn key(&self) -> Result<&PublicKey, &KeyTrouble> {
        self.key.as_ref()
    }

    /// True where this one's holder has the name of that one's issuer.
    pub(super) fn is_named_issuer_of(&self, issued: &Certificate) -> bool {
        self.subject == issued.issuer
    }

    /// True where this one was in force when that one began to be.
    pub(super) fn was_in_force_for(&self, issued: &Certificate) -> bool {
        let (from, until) = self.valid;
        from <= issued.valid.0 && issued.valid.0 <= until
    }

    /// True where this one's key signed that one; none where that cannot be judged: another algorithm than SAT's.
    pub(super) fn signed(&self, issued: &Certificate) -> Option<bool> {
        let key = self.key.as_ref().ok()?;
        let what = issued.der.get(issued.signed.what.clone())?;
        let signature = &issued.signed.signature;
        let verifies = match issued.signed.algorithm {
            SHA256_WITH_RSA => key.pkcs1v15_verify_prehash::<Sha256>(&Sha256::digest(what), signature),
            SHA1_WITH_RSA => key.pkcs1v15_verify_prehash::<sha1::Sha1>(&sha1::Sha1::digest(what), signature),
            SHA384_WITH_RSA => key.pkcs1v15_verify::<sha2::Sha384>(what, signature),
            SHA512_WITH_RSA => key.pkcs1v15_verify::<sha2::Sha512>(what, signature),
            _ => return None,
        };
        Some(verifies.is_ok())
    }

    /// Whether a seal of this digest is this certificate's.
    pub(super) fn verifies(&self, digest: &[u8], hash: Hash, signature: &[u8]) -> bool {
        let Ok(key) = &self.key else { return false };
        match hash {
            Hash::Sha1 => key.pkcs1v15_verify_prehash::<sha1::Sha1>(digest, signature).is_ok(),
            Hash::Sha256 => key.pkcs1v15_verify_prehash::<Sha256>(digest, signature).is_ok(),
        }
    }
}

/// Its number and what it is; the RFC stays out of logs.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("number", &self.number).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The same bytes.
impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Moment {
    /// `YYYY-MM-DDThh:mm:ss` as if it were UTC, and nothing else.
    pub(super) fn parse(text: &str) -> Option<Moment> {
        let (day, time) = text.split_once('T')?;
        let (day, time): (Date, Time) = (day.parse().ok()?, time.parse().ok()?);
        let civil: jiff::civil::DateTime = format!("{day}T{time}").parse().ok()?;
        Some(Moment(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second()))
    }

    pub(super) fn plus_hours(self, hours: i64) -> Moment {
        Moment(self.0.saturating_add(hours * 3_600))
    }

    fn civil(self) -> Option<(Date, Time)> {
        let civil = jiff::Timestamp::from_second(self.0).ok()?.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        Some((civil.date().to_string().parse().ok()?, civil.time().to_string().parse().ok()?))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.civil() {
            Some((day, time)) => write!(f, "{day}T{time}Z"),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The name of an algorithm for people.
pub(super) fn algorithm(oid: ObjectIdentifier) -> Text {
    let known = [(EC, "EC"), (RSA, "RSA"), (RSA_PSS, "RSA-PSS"), (ED25519, "Ed25519"), (DSA, "DSA")];
    known.iter().find(|(known, _)| *known == oid).map_or_else(|| oid.to_string().into(), |(_, name)| (*name).into())
}

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATIONAL_UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
/// x500UniqueIdentifier: the RFC, of a company with that of its representative behind a slash.
const UNIQUE_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.45");
pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const DSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10040.4.1");
const SHA1_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5");
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const SHA384_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const SHA512_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");

fn public_key(spki: &x509_cert::spki::SubjectPublicKeyInfoOwned) -> Result<PublicKey, KeyTrouble> {
    if spki.algorithm.oid != RSA {
        return Err(KeyTrouble::NotRsa(algorithm(spki.algorithm.oid)));
    }
    let der = spki.to_der().map_err(|_| KeyTrouble::Damaged)?;
    PublicKey::from_public_key_der(&der).map_err(|_| KeyTrouble::Damaged)
}

/// The first attribute of this kind as text, whichever of the string types it has.
fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<Text> {
    let value = &name.iter().find(|attribute| attribute.oid == oid)?.value;
    let text = match value.tag() {
        Tag::BmpString => {
            let units: Vec<u16> = value.value().chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        // T61 and whatever claims to be ASCII: Latin-1 where it is no UTF-8.
        _ => match std::str::from_utf8(value.value()) {
            Ok(text) => text.to_owned(),
            Err(_) => value.value().iter().map(|b| char::from(*b)).collect(),
        },
    };
    let text = text.trim();
    (!text.is_empty()).then(|| shorten(&text.into(), 120))
}

/// As [`attribute`]; none where there are several, of which one would have to be chosen.
fn only_attribute(name: &Name, oid: ObjectIdentifier) -> Option<Text> {
    let one = name.iter().filter(|attribute| attribute.oid == oid).count() == 1;
    attribute(name, oid).filter(|_| one)
}

/// The keys of both kinds sign; that of an e.firma also deciphers and agrees on keys.
fn kind(names_rfc: bool, usage: Option<&KeyUsage>, has_branch: bool) -> CertificateKind {
    match usage {
        _ if !names_rfc => CertificateKind::Other,
        Some(usage) if !usage.digital_signature() || usage.key_cert_sign() => CertificateKind::Other,
        Some(usage) if usage.data_encipherment() || usage.key_agreement() => CertificateKind::Fiel,
        Some(_) => CertificateKind::Csd,
        // Without a word about the key's use: a CSD names its branch.
        None if has_branch => CertificateKind::Csd,
        None => CertificateKind::Fiel,
    }
}

/// `EKU9003173C9 / VADA800927DJ3`: the holder stands first.
fn holder(identifier: &str) -> Option<Text> {
    let rfc = identifier.split('/').next().unwrap_or_default().trim();
    (!rfc.is_empty()).then(|| rfc.into())
}

/// SAT's numbers are ASCII digits; others are shown so that they cannot be taken for one.
fn number(bytes: &[u8]) -> Text {
    if bytes.len() == 20 && bytes.iter().all(u8::is_ascii_digit) {
        return bytes.iter().map(|b| char::from(*b)).collect::<String>().into();
    }
    // A zero in front only says that the number is not below zero.
    let bytes = bytes.strip_prefix(&[0]).unwrap_or(bytes);
    format!("0x{}", bytes.iter().map(|b| format!("{b:02X}")).collect::<String>()).into()
}

fn name_der(name: &Name) -> Result<Vec<u8>, String> {
    name.to_der().map_err(|error| format!("a certificate with a name that cannot be written: {error}"))
}

/// Where the part stands that the issuer signed: the first element inside, with its header.
fn signed_part(der: &[u8]) -> pkcs8::der::Result<std::ops::Range<usize>> {
    let mut reader = SliceReader::new(der)?;
    pkcs8::der::Header::decode(&mut reader)?;
    let start = usize::try_from(reader.position())?;
    reader.tlv_bytes()?;
    Ok(start..usize::try_from(reader.position())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_not_sats_cannot_be_taken_for_one() {
        assert_eq!(number(b"30001000000900000101"), "30001000000900000101");
        for (bytes, shown) in [
            (&b"3000100000090000010A"[..], "0x3330303031303030303030393030303030313041"),
            (b"3000100000", "0x33303030313030303030"),
            (&[0x30, 0x00, 0x10], "0x300010"),
            (&[0, 0xAB, 0xCD], "0xABCD"),
        ] {
            assert_eq!(number(bytes), shown);
        }
    }

    #[test]
    fn only_the_one_form_is_a_moment() {
        assert_eq!(Moment::parse("1970-01-02T00:00:01").unwrap().0, 86_401);
        assert_eq!(Moment::parse("2026-02-11T07:45:10").unwrap().to_string(), "2026-02-11T07:45:10Z");
        for not in
            ["2026-02-11", "2026-02-11T07:45", "2026-02-11T07:45:10Z", "2026-02-11T07:45:10.5", "2026-02-30T00:00:00"]
        {
            assert_eq!(Moment::parse(not), None, "{not}");
        }
    }
}
