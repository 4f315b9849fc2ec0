//! The encryption of private keys by password: PBES2 and PBES1 (RFC 8018), and the schemes of PKCS #12 (RFC 7292) that OpenSSL's
//! `-v1` writes.

use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use des::{Des, TdesEde2, TdesEde3};
use md5::Md5;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{AnyRef, Decode, oid::ObjectIdentifier};
use pkcs8::pkcs5::pbes2;
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs12::kdf::{Pkcs12KeyType, derive_key_utf8};
use sha1::Sha1;
use sha2::Digest;
use sha2::digest::Output;
use zeroize::{Zeroize, Zeroizing};

/// Why a key cannot be opened.
#[derive(Debug)]
pub(super) enum Trouble {
    Damaged,
    Password,
    /// So many rounds.
    TooMuch(u32),
    /// By its name or number.
    Unsupported(String),
}

/// The key inside, in memory that is wiped.
pub(super) fn decrypt(
    scheme: AlgorithmIdentifierRef<'_>,
    data: &[u8],
    password: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let mut buffer = Zeroizing::new(data.to_vec());
    let length = match scheme.oid {
        pbes2::PBES2_OID => by_pbes2(scheme, &mut buffer, password)?,
        _ => by_table(scheme, &mut buffer, password)?,
    };
    // What is behind is wiped with the rest, when the buffer is dropped.
    buffer.truncate(length);
    Ok(buffer)
}

fn by_pbes2(scheme: AlgorithmIdentifierRef<'_>, buffer: &mut [u8], password: &[u8]) -> Result<usize, Trouble> {
    let parameters: AnyRef<'_> = scheme.parameters.ok_or(Trouble::Damaged)?;
    let parameters = match pbes2::Parameters::try_from(parameters) {
        Ok(parameters) => parameters,
        // What the reader does not know is told apart from what is broken by the parts that it names.
        Err(_) => return Err(inner_names(parameters).map_or(Trouble::Damaged, Trouble::Unsupported)),
    };
    let Some(kdf) = parameters.kdf.pbkdf2() else {
        return Err(Trouble::Unsupported("scrypt".into()));
    };
    bounded(kdf.iteration_count)?;
    let opened = parameters.decrypt_in_place(password, buffer);
    opened.map(<[u8]>::len).map_err(|error| match error {
        pkcs8::pkcs5::Error::UnsupportedAlgorithm { oid } => Trouble::Unsupported(oid.to_string()),
        _ => Trouble::Password,
    })
}

fn by_table(scheme: AlgorithmIdentifierRef<'_>, buffer: &mut [u8], password: &[u8]) -> Result<usize, Trouble> {
    let Some((_, open)) = OLD.iter().find(|(oid, _)| *oid == scheme.oid) else {
        let known = UNREAD.iter().find(|(oid, _)| *oid == scheme.oid);
        return Err(Trouble::Unsupported(known.map_or_else(|| scheme.oid.to_string(), |(_, name)| (*name).into())));
    };
    let parameters: AnyRef<'_> = scheme.parameters.ok_or(Trouble::Damaged)?;
    let (salt, iterations) = parameters
        .sequence(|reader| {
            let salt = <&OctetStringRef>::decode(reader)?;
            Ok::<_, pkcs8::der::Error>((salt.as_bytes(), u32::decode(reader)?))
        })
        .map_err(|_| Trouble::Damaged)?;
    bounded(iterations)?;
    if salt.is_empty() || iterations == 0 {
        return Err(Trouble::Damaged);
    }
    open(&Given { password, salt, iterations }, buffer)
}

/// What a key is derived from.
struct Given<'g> {
    password: &'g [u8],
    salt: &'g [u8],
    iterations: u32,
}

type Open = fn(&Given<'_>, &mut [u8]) -> Result<usize, Trouble>;

/// The schemes before PBES2 that are read.
static OLD: &[(ObjectIdentifier, Open)] = &[
    // pbeWithMD5AndDES-CBC, pbeWithSHA1AndDES-CBC
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.3"), by_pbes1::<Md5>),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.10"), by_pbes1::<Sha1>),
    // pbeWithSHAAnd3-KeyTripleDES-CBC, pbeWithSHAAnd2-KeyTripleDES-CBC
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3"), by_pkcs12::<TdesEde3>),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.4"), by_pkcs12::<TdesEde2>),
];

/// Those that are named, and not read: no key of SAT's has them.
static UNREAD: &[(ObjectIdentifier, &str)] = &[
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.1"), "pbeWithMD2AndDES-CBC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.4"), "pbeWithMD2AndRC2-CBC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.6"), "pbeWithMD5AndRC2-CBC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.11"), "pbeWithSHA1AndRC2-CBC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.1"), "pbeWithSHAAnd128BitRC4"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.2"), "pbeWithSHAAnd40BitRC4"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.5"), "pbeWithSHAAnd128BitRC2-CBC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6"), "pbeWithSHAAnd40BitRC2-CBC"),
];

/// RFC 8018, 5.1 and 6.1: sixteen bytes of a digest of password and salt, digested over and over, are key and vector.
fn by_pbes1<D: Digest>(given: &Given<'_>, buffer: &mut [u8]) -> Result<usize, Trouble> {
    let mut derived: Output<D> = D::new().chain_update(given.password).chain_update(given.salt).finalize();
    for _ in 1..given.iterations {
        derived = D::digest(&derived);
    }
    let opened = by_cbc::<Des>(&derived[..8], &derived[8..16], buffer);
    derived.as_mut_slice().zeroize();
    opened
}

/// RFC 7292, appendix B and C.
fn by_pkcs12<C: BlockCipherDecrypt + KeyInit>(given: &Given<'_>, buffer: &mut [u8]) -> Result<usize, Trouble> {
    let password = std::str::from_utf8(given.password).map_err(|_| Trouble::Password)?;
    let derive = |kind, length| {
        let rounds = i32::try_from(given.iterations).map_err(|_| Trouble::Damaged)?;
        derive_key_utf8::<Sha1>(password, given.salt, kind, rounds, length)
            .map(Zeroizing::new)
            .map_err(|_| Trouble::Password)
    };
    let key = derive(Pkcs12KeyType::EncryptionKey, C::key_size())?;
    let vector = derive(Pkcs12KeyType::Iv, 8)?;
    by_cbc::<C>(&key, &vector, buffer)
}

fn by_cbc<C: BlockCipherDecrypt + KeyInit>(key: &[u8], vector: &[u8], buffer: &mut [u8]) -> Result<usize, Trouble> {
    let cipher = Decryptor::<C>::new_from_slices(key, vector).map_err(|_| Trouble::Damaged)?;
    cipher.decrypt_padded::<Pkcs7>(buffer).map(<[u8]>::len).map_err(|_| Trouble::Password)
}

/// A hostile file may ask for years.
fn bounded(iterations: u32) -> Result<(), Trouble> {
    if iterations <= MAX_ITERATIONS {
        return Ok(());
    }
    Err(Trouble::TooMuch(iterations))
}

/// SAT's keys have 2,048; what people choose today is some hundred thousand.
pub(super) const MAX_ITERATIONS: u32 = 2_000_000;

/// What PBES2 is made of here, for people; none where that is known, and its parameters are what is wrong.
fn inner_names(parameters: AnyRef<'_>) -> Option<String> {
    let parts = parameters.sequence(|reader| {
        let derivation = AlgorithmIdentifierRef::decode(reader)?;
        let cipher = AlgorithmIdentifierRef::decode(reader)?;
        Ok::<_, pkcs8::der::Error>((derivation.oid, cipher.oid))
    });
    let (derivation, cipher) = parts.ok()?;
    let known = [pbes2::AES_128_CBC_OID, pbes2::AES_192_CBC_OID, pbes2::AES_256_CBC_OID, pbes2::DES_EDE3_CBC_OID];
    match derivation {
        pbes2::PBKDF2_OID if known.contains(&cipher) => None,
        _ => Some(format!("PBES2 of {derivation} and {cipher}")),
    }
}
