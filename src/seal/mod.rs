//! The seal that makes a CFDI a legal document: certificates and keys, sealing, verification. Feature `seal`.
//!
//! [`seal`](fn@seal) seals a draft with its issuer's CSD, [`Verifier`] tells what of a document's seal, certificate and stamp
//! holds. What they sign is the cadena original ([`formats::cfdi`](crate::formats::cfdi)); the cryptography is RustCrypto's. No
//! clock is read and nothing is fetched: a certificate is judged by the document's own date, and whether SAT revoked it since
//! is told as not checked.
//! ```
//! use frontera::seal::{Certificate, Csd, Password, SealOptions, Verifier, seal};
//! let file = |name: &str| std::fs::read(format!("fixtures/{name}")).unwrap();
//! let csd = Csd::read(&file("seal/csd.cer"), &file("seal/csd.key"), &Password::new("12345678a"))?;
//! let sealed = seal(&file("cfdi/net-terms-ppd.xml"), &csd, &SealOptions::default())?.output.unwrap();
//!
//! let test_authority = Certificate::read(&file("seal/ac.cer"))?;
//! let verification = Verifier::default().authority(test_authority)?.verify(&sealed)?;
//! assert!(verification.is_valid());
//! # Ok::<(), frontera::Error>(())
//! ```
//! Departures: a document's Fecha is local time without a zone, while a certificate is in force by UTC: it is told as out of force
//! only where it is in every zone of Mexico. An authority is trusted for what it issued while it was in force itself, and not
//! only until it expires, since documents are kept for longer than that.

mod armor;
mod authorities;
mod certificate;
mod encryption;
mod judge;
mod key;
mod sign;
mod verify;

pub use authorities::Authorities;
pub use certificate::Certificate;
pub use key::{Csd, Key, Password};
pub use sign::{SealOptions, Sealed, seal};
pub use verify::Verifier;
