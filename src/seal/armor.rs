//! Certificates and keys as files have them: DER, PEM, or base64 without PEM's lines.

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

/// DER, and what PEM calls it.
pub(super) struct Bare<'f> {
    pub(super) der: Zeroizing<Vec<u8>>,
    /// `CERTIFICATE`; none where there was no PEM.
    pub(super) label: Option<&'f str>,
}

/// Takes the armour off. Of several PEM blocks the first is taken that has one of these names, else the first. Lines may be of any
/// length, and a file may end in a line end.
pub(super) fn open<'f>(file: &'f [u8], names: &[&str]) -> Result<Bare<'f>, String> {
    if file.len() > MAX_BYTES {
        return Err(format!("longer than {MAX_BYTES} bytes, which no certificate and no key is"));
    }
    let Some(text) = std::str::from_utf8(file).ok().filter(|text| text.contains(BEGIN)) else {
        let end = file.iter().rposition(|b| !matches!(b, b'\r' | b'\n')).map_or(0, |last| last + 1);
        let is_text = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=') || b.is_ascii_whitespace();
        // DER of what is read begins with a sequence, `0`, and its length, which is no letter.
        let der = match file.iter().all(is_text).then(|| decode(file)).flatten() {
            Some(der) => der,
            None if is_der_of(file, end) => Zeroizing::new(file[..end].to_vec()),
            None => Zeroizing::new(file.to_vec()),
        };
        return Ok(Bare { der, label: None });
    };
    let mut first = None;
    for block in text.split(BEGIN).skip(1) {
        let Some((label, rest)) = block.split_once("-----") else { continue };
        let body = rest.split("-----END ").next().unwrap_or_default();
        let wanted = names.contains(&label);
        if wanted || first.is_none() {
            first = Some((label, body));
        }
        if wanted {
            break;
        }
    }
    let (label, body) = first.ok_or("a PEM block that does not end")?;
    if body.contains(':') {
        return Err(format!("a PEM block of `{label}` with headers, as OpenSSL once wrote them"));
    }
    let der = decode(body.as_bytes()).ok_or_else(|| format!("a PEM block of `{label}` that is no base64"))?;
    Ok(Bare { der, label: Some(label) })
}

/// True where the DER of the file ends at `end`, with line ends behind it.
fn is_der_of(file: &[u8], end: usize) -> bool {
    let length = match file {
        [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        [0x30, 0x81, length, ..] => 3 + usize::from(*length),
        [0x30, length, ..] => 2 + usize::from(*length),
        _ => return false,
    };
    length == end
}

fn decode(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    // In one piece, since it may be a key: what grows leaves copies behind.
    let mut bare = Zeroizing::new(Vec::with_capacity(text.len()));
    bare.extend(text.iter().copied().filter(|b| !b.is_ascii_whitespace()));
    let mut der = Zeroizing::new(vec![0; bare.len()]);
    let length = Base64::decode(&*bare, &mut der).ok()?.len();
    der.truncate(length);
    (length > 0).then_some(der)
}

const BEGIN: &str = "-----BEGIN ";
/// Those of SAT have some 1,500 bytes.
pub(super) const MAX_BYTES: usize = 64 * 1024;
