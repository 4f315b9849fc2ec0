//! Private keys as SAT issues them: PKCS #8, encrypted with a password.

use std::fmt;

use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::asn1::{OctetStringRef, UintRef};
use pkcs8::der::{Decode, Reader, SliceReader};
use pkcs8::spki::AlgorithmIdentifierRef;
use rsa::PrivateKey;
use rsa::traits::PublicKeyParts;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::armor;
use super::certificate::{Certificate, RSA, algorithm};
use super::encryption::{self, MAX_ITERATIONS, Trouble};
use super::judge::MIN_BITS;
use crate::error::{Error, InputProblem};

/// What opens a private key. It is wiped from memory when it is dropped, and `Debug` does not show it.
///
/// ```
/// let password = frontera::seal::Password::new("12345678a");
/// assert_eq!(format!("{password:?}"), "Password(…)");
/// ```
pub struct Password(Zeroizing<Vec<u8>>);

impl Password {
    /// Takes a password over.
    pub fn new(password: impl Into<String>) -> Self {
        Password(Zeroizing::new(password.into().into_bytes()))
    }

    fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// In Latin-1, as older programs wrote it; none where it has other characters, or is the same.
    fn as_latin_1(&self) -> Option<Zeroizing<Vec<u8>>> {
        if self.0.is_ascii() {
            return None;
        }
        let text = std::str::from_utf8(&self.0).ok()?;
        // In one piece: a vector that grew would leave copies behind.
        let mut latin = Zeroizing::new(Vec::with_capacity(self.0.len()));
        for c in text.chars() {
            latin.push(u8::try_from(u32::from(c)).ok()?);
        }
        Some(latin)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A taxpayer's private RSA key. It is wiped from memory when it is dropped, and `Debug` does not show it.
pub struct Key(PrivateKey);

impl Key {
    /// Reads the `.key` of a CSD: PKCS #8 as DER or PEM, encrypted by PBES2 (3DES or AES, as SAT does it) or PBES1, or not
    /// encrypted at all, when the password does not matter.
    ///
    /// # Errors
    /// What is no such key, a wrong password, an encryption that is not known or asks for too much work, another key than RSA,
    /// fewer than 2048 bits. No error has the password or anything of the key in it.
    pub fn read(bytes: &[u8], password: &Password) -> Result<Key, Error> {
        let bare = armor::open(bytes, LABELS).map_err(|reason| key_error(InputProblem::Key, reason))?;
        match (bare.label, encrypted(&bare.der)) {
            (Some("RSA PRIVATE KEY"), _) => Err(key_error(InputProblem::Key, PKCS1)),
            (Some(label), _) if !LABELS.contains(&label) => {
                Err(key_error(InputProblem::Key, format!("a PEM block of `{label}`, not of a private key")))
            }
            (Some("ENCRYPTED PRIVATE KEY") | None, Ok((scheme, data))) => Key::decrypt(scheme, data, password),
            (Some("PRIVATE KEY"), _) => Key::from_pkcs8(&bare.der),
            (None, Err(_)) if PrivateKeyInfoRef::from_der(&bare.der).is_ok() => Key::from_pkcs8(&bare.der),
            (None, Err(_)) if pkcs1(&bare.der) => Err(key_error(InputProblem::Key, PKCS1)),
            (_, Err(error)) => Err(not_a_key(error)),
            (_, Ok(_)) => Err(key_error(InputProblem::Key, "not a private key, in DER or PEM")),
        }
    }

    /// True where a file is a key that a password opens, and false where it is one that is not encrypted, or none.
    pub fn is_encrypted(bytes: &[u8]) -> bool {
        armor::open(bytes, LABELS).is_ok_and(|bare| encrypted(&bare.der).is_ok())
    }

    /// How many bits it has.
    pub fn bits(&self) -> usize {
        self.0.n().bit_width_vartime() as usize
    }

    /// True where it is the key of this certificate.
    pub fn is_of(&self, certificate: &Certificate) -> bool {
        certificate.key().is_ok_and(|key| key == self.0.as_public_key())
    }

    /// The seal of a digest; nothing where the key cannot make one.
    pub(super) fn sign(&self, sha256: &[u8]) -> Option<Vec<u8>> {
        self.0.pkcs1v15_sign_prehash::<Sha256>(sha256).ok()
    }

    fn decrypt(scheme: AlgorithmIdentifierRef<'_>, data: &[u8], password: &Password) -> Result<Key, Error> {
        let mut opened = encryption::decrypt(scheme, data, password.as_bytes());
        if matches!(opened, Err(Trouble::Password))
            && let Some(latin) = password.as_latin_1()
        {
            opened = encryption::decrypt(scheme, data, &latin);
        }
        let wrong =
            || key_error(InputProblem::KeyPassword, "the password does not open the key, or the file is damaged");
        match opened {
            Ok(der) => Key::from_pkcs8(&der).map_err(|error| match error.kind() {
                // One wrong password of 256 leaves padding that looks right.
                crate::ErrorKind::Input(InputProblem::Key) => wrong(),
                _ => error,
            }),
            Err(Trouble::Password) => Err(wrong()),
            Err(Trouble::Unsupported(what)) => {
                let message = format!("the key is encrypted by {what}, which is not read; PBES2 with 3DES or AES is");
                Err(key_error(InputProblem::KeyEncryption, message))
            }
            Err(Trouble::TooMuch(rounds)) => {
                let message =
                    format!("the key's encryption asks for {rounds} rounds, and at most {MAX_ITERATIONS} are done");
                Err(key_error(InputProblem::KeyEncryption, message))
            }
            Err(Trouble::Damaged) => {
                Err(key_error(InputProblem::Key, "the key's encryption has parameters that cannot be read"))
            }
        }
    }

    fn from_pkcs8(der: &[u8]) -> Result<Key, Error> {
        let damaged = || key_error(InputProblem::Key, "not a PKCS #8 private key");
        let info = PrivateKeyInfoRef::from_der(der).map_err(|_| damaged())?;
        if info.algorithm.oid != RSA {
            let message = format!("a key of {}; SAT's are RSA", algorithm(info.algorithm.oid));
            return Err(key_error(InputProblem::KeyAlgorithm, message));
        }
        let key = Key(PrivateKey::try_from(info).map_err(|_| damaged())?);
        if key.bits() < MIN_BITS {
            let message = format!("an RSA key of {} bits; a seal needs {MIN_BITS}", key.bits());
            return Err(key_error(InputProblem::KeySize, message));
        }
        Ok(key)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("bits", &self.bits()).finish_non_exhaustive()
    }
}

/// A certificate with its private key: what a taxpayer seals with.
#[derive(Debug)]
pub struct Csd {
    certificate: Certificate,
    key: Key,
}

impl Csd {
    /// Puts both together. Whether they belong together, and whether the certificate may seal a document, is found where a
    /// document is sealed.
    pub fn new(certificate: Certificate, key: Key) -> Self {
        Csd { certificate, key }
    }

    /// Reads both files.
    ///
    /// # Errors
    /// As [`Certificate::read`] and [`Key::read`].
    pub fn read(certificate: &[u8], key: &[u8], password: &Password) -> Result<Self, Error> {
        Ok(Csd { certificate: Certificate::read(certificate)?, key: Key::read(key, password)? })
    }

    /// The certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The private key.
    pub fn key(&self) -> &Key {
        &self.key
    }
}

/// The encryption and what is encrypted.
fn encrypted(der: &[u8]) -> pkcs8::der::Result<(AlgorithmIdentifierRef<'_>, &[u8])> {
    let mut reader = SliceReader::new(der)?;
    let parts = reader.sequence(|reader| {
        let scheme = AlgorithmIdentifierRef::decode(reader)?;
        let data = <&OctetStringRef>::decode(reader)?;
        Ok::<_, pkcs8::der::Error>((scheme, data.as_bytes()))
    })?;
    reader.finish()?;
    Ok(parts)
}

/// Version, modulus, exponents and primes, with nothing around them.
fn pkcs1(der: &[u8]) -> bool {
    let numbers = SliceReader::new(der).and_then(|mut reader| {
        reader.sequence(|reader| {
            for _ in 0..9 {
                UintRef::decode(reader)?;
            }
            Ok::<_, pkcs8::der::Error>(())
        })
    });
    numbers.is_ok()
}

fn not_a_key(error: pkcs8::der::Error) -> Error {
    let message = match error.kind() {
        pkcs8::der::ErrorKind::Incomplete { .. } => "the key ends too early: the file is truncated",
        _ => "not a PKCS #8 private key, in DER or PEM",
    };
    key_error(InputProblem::Key, message)
}

fn key_error(problem: InputProblem, message: impl Into<String>) -> Error {
    Error::input(problem, message)
}

const LABELS: &[&str] = &["ENCRYPTED PRIVATE KEY", "PRIVATE KEY"];
const PKCS1: &str = "an RSA key in PKCS #1; `openssl pkcs8 -topk8 -v2 aes256` makes one in PKCS #8 of it";
