//! Whose certificates are SAT's: its certification authorities, and those that a caller adds.

use std::sync::LazyLock;

use super::certificate::Certificate;
use crate::error::{Error, InputProblem};

/// The authorities whose certificates are trusted.
///
/// [`Authorities::default`] is SAT's, AC0 of 2004 to AC7 of 2023, as SAT publishes them. Those that expired are among them: a
/// document is judged by what was in force when it was made.
/// ```
/// use frontera::seal::{Authorities, Certificate};
/// let authorities = Authorities::default().with(Certificate::read(&std::fs::read("fixtures/seal/ac.cer").unwrap())?)?;
/// assert_eq!(authorities.certificates().count(), 9);
/// # Ok::<(), frontera::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Authorities {
    sat: bool,
    own: Vec<Certificate>,
}

/// SAT's authorities.
impl Default for Authorities {
    fn default() -> Self {
        Authorities { sat: true, own: Vec::new() }
    }
}

/// Who issued a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issued {
    /// One of the authorities.
    Trusted,
    /// It names one of them, and none of that name signed it.
    Forged,
    /// It names one of them, and whether that one signed it cannot be judged: by another algorithm than SAT's.
    NotJudged,
    /// One of them signed it, when it was not in force itself.
    OutOfForce,
    /// Nobody known.
    Unknown,
}

impl Authorities {
    /// Nobody: add those that are trusted.
    pub fn none() -> Self {
        Authorities { sat: false, own: Vec::new() }
    }

    /// Trusts one more, such as the authority of a PAC's test environment.
    ///
    /// # Errors
    /// A certificate that may not issue others.
    pub fn with(mut self, authority: Certificate) -> Result<Self, Error> {
        if !authority.is_authority() {
            let message = format!("certificate {} is no authority's: it may not issue others", authority.number());
            return Err(Error::input(InputProblem::Certificate, message));
        }
        self.own.push(authority);
        Ok(self)
    }

    /// All of them.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.own.iter().chain(if self.sat { SAT.as_slice() } else { &[] })
    }

    pub(super) fn issued(&self, certificate: &Certificate) -> Issued {
        let mut issued = Issued::Unknown;
        for authority in self.certificates().filter(|authority| authority.is_named_issuer_of(certificate)) {
            issued = match authority.signed(certificate) {
                Some(true) if authority.was_in_force_for(certificate) => return Issued::Trusted,
                Some(true) => Issued::OutOfForce,
                // One that signed it tells more than another of the same name.
                _ if issued == Issued::OutOfForce => issued,
                Some(false) => Issued::Forged,
                None => Issued::NotJudged,
            };
        }
        issued
    }
}

static SAT: LazyLock<Vec<Certificate>> = LazyLock::new(|| read_all(include_bytes!("authorities.pem")));

/// Every certificate of a PEM file; what is around them is for people.
fn read_all(pem: &[u8]) -> Vec<Certificate> {
    let text = std::str::from_utf8(pem).unwrap_or_default();
    let blocks = text.match_indices("-----BEGIN ").map(|(at, _)| &text.as_bytes()[at..]);
    // A test counts them.
    blocks.filter_map(|block| Certificate::read(block).ok()).collect()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::formats::cfdi::hex;

    /// The digests are SAT's certificates': those of AC5 to AC7 are in two public lists of its ZIP (2026-07-24, 2026-09-15), those
    /// of AC0 to AC4 are of the file in the wheel, which `tests/seal_oracle.rs` compares.
    #[test]
    fn sats_authorities_are_those_of_the_file() {
        let text = include_str!("authorities.pem");
        assert_eq!(SAT.len(), 8);
        for (i, authority) in SAT.iter().enumerate() {
            let digest = hex(Sha256::digest(authority.der()).into());
            assert!(text.contains(&format!("AC{i} SHA-256 {digest}\n")), "AC{i}");
            assert!(authority.is_authority() && authority.key_bits() >= Some(2048), "AC{i}");
        }
    }
}
