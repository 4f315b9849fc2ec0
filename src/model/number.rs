//! Decimal numbers that keep how they were written, and short text.
//!
//! A [`Number`] is a value *and* its written scale: SAT's tolerances depend on the decimals as written, so `200.2020` and
//! `200.202` are different numbers here, with the same [`value`](Number::value).
//! ```
//! use frontera::model::Number;
//! let n: Number = "200.2020".parse()?;
//! assert_eq!(n.to_string(), "200.2020");
//! assert_ne!(n, "200.202".parse()?);
//! assert_eq!(n.value(), "200.202".parse::<Number>()?.value());
//! # Ok::<(), frontera::model::NotANumber>(())
//! ```
//! Departure: `xs:decimal` allows literals of any length. What does not fit a [`rust_decimal::Decimal`] (more than 28
//! digits) is kept as text and has no [`value`](Number::value); arithmetic on it is the caller's finding, never a panic.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use compact_str::CompactString;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A decimal number with its written scale.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// Mantissa and scale, compared as written: `1.0` is not `1.00`.
    Exact { mantissa: i128, scale: u32 },
    /// A canonical literal of more than 28 digits.
    Wide(Box<str>),
}

impl Number {
    /// The number zero without decimals.
    pub const ZERO: Number = Number(Repr::Exact { mantissa: 0, scale: 0 });

    /// The value, where a [`Decimal`] can hold it (28 digits).
    pub fn value(&self) -> Option<Decimal> {
        match &self.0 {
            Repr::Exact { mantissa, scale } => Decimal::try_from_i128_with_scale(*mantissa, *scale).ok(),
            Repr::Wide(_) => None,
        }
    }

    /// How many decimals are written.
    pub fn scale(&self) -> usize {
        match &self.0 {
            Repr::Exact { scale, .. } => *scale as usize,
            Repr::Wide(text) => text.find('.').map_or(0, |point| text.len() - point - 1),
        }
    }

    /// True where no [`Decimal`] can hold it.
    pub(crate) fn is_wide(&self) -> bool {
        matches!(self.0, Repr::Wide(_))
    }

    /// True for values below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Exact { mantissa, .. } => *mantissa < 0,
            Repr::Wide(text) => text.starts_with('-'),
        }
    }

    /// True for zero, whatever its scale.
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Repr::Exact { mantissa, .. } => *mantissa == 0,
            Repr::Wide(text) => text.bytes().all(|b| matches!(b, b'0' | b'.' | b'-')),
        }
    }

    /// A hundredth of it, exactly: two decimals more.
    pub(crate) fn hundredth(&self) -> Number {
        let text = self.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = format!("{whole:0>3}");
        let (whole, moved) = whole.split_at(whole.len() - 2);
        // A number is digits, so its hundredth is.
        Number::from_xsd(&format!("{sign}{whole}.{moved}{decimals}")).map_or(Number::ZERO, |(number, _)| number)
    }

    /// Reads a literal of `xs:decimal`, already without white space around it: `+1`, `01.0`, `1.` and `.5` included.
    /// The flag tells whether writing the number gives the literal back.
    pub(crate) fn from_xsd(literal: &str) -> Option<(Number, bool)> {
        let bytes = literal.as_bytes();
        let (negative, digits) = match bytes.first()? {
            b'-' => (true, &bytes[1..]),
            b'+' => (false, &bytes[1..]),
            _ => (false, bytes),
        };
        // Nearly every amount fits 64 bits, whose multiplication is the cheaper one.
        let (mut short, mut mantissa, mut point, mut count) = (0u64, 0u128, None, 0usize);
        for (i, b) in digits.iter().enumerate() {
            match b {
                b'0'..=b'9' => {
                    count += 1;
                    let digit = b - b'0';
                    if count <= SHORT_DIGITS {
                        short = short * 10 + u64::from(digit);
                        continue;
                    }
                    if count == SHORT_DIGITS + 1 {
                        mantissa = u128::from(short);
                    }
                    if count <= MAX_DIGITS {
                        mantissa = mantissa * 10 + u128::from(digit);
                    }
                }
                b'.' if point.is_none() => point = Some(i),
                _ => return None,
            }
        }
        if count == 0 {
            return None;
        }
        let whole = point.unwrap_or(digits.len());
        let scale = digits.len() - whole - usize::from(point.is_some());
        let leading_zero = whole > 1 && digits[0] == b'0';
        if count <= SHORT_DIGITS {
            mantissa = u128::from(short);
        }
        if count <= MAX_DIGITS {
            let signed = if negative { -(mantissa as i128) } else { mantissa as i128 };
            let canonical = bytes[0] != b'+'
                && !leading_zero
                && whole > 0
                && point != Some(digits.len() - 1)
                && !(negative && mantissa == 0);
            return Some((Number(Repr::Exact { mantissa: signed, scale: scale as u32 }), canonical));
        }
        let text = std::str::from_utf8(digits).ok()?;
        let (int, frac) = text.split_once('.').unwrap_or((text, ""));
        let int = int.trim_start_matches('0');
        let zero = int.is_empty() && frac.bytes().all(|b| b == b'0');
        let mut canonical = String::with_capacity(literal.len() + 1);
        if negative && !zero {
            canonical.push('-');
        }
        canonical.push_str(if int.is_empty() { "0" } else { int });
        if !frac.is_empty() {
            canonical.push('.');
            canonical.push_str(frac);
        }
        let same = canonical == literal;
        // Leading zeros may have been all that made it long.
        match int.len().max(1) + frac.len() <= MAX_DIGITS {
            true => Number::from_xsd(&canonical).map(|(n, _)| (n, same)),
            false => Some((Number(Repr::Wide(canonical.into())), same)),
        }
    }

    /// Writes the number into `buffer` and gives the text; a number beyond the buffer lends its own text.
    pub(crate) fn text<'t>(&'t self, buffer: &'t mut [u8; 48]) -> &'t str {
        let (mantissa, scale) = match &self.0 {
            Repr::Wide(text) => return text,
            Repr::Exact { mantissa, scale } => (*mantissa, *scale as usize),
        };
        // At most 28 digits, a point, a sign and a leading zero: 48 bytes hold them.
        let mut at = buffer.len();
        let mut left = mantissa.unsigned_abs();
        let mut written = 0;
        loop {
            if written == scale && scale > 0 {
                at -= 1;
                buffer[at] = b'.';
            }
            // Most amounts fit 64 bits, where a division is several times cheaper.
            let digit = match u64::try_from(left) {
                Ok(small) => {
                    left = u128::from(small / 10);
                    (small % 10) as u8
                }
                Err(_) => {
                    let digit = (left % 10) as u8;
                    left /= 10;
                    digit
                }
            };
            at -= 1;
            buffer[at] = b'0' + digit;
            written += 1;
            if left == 0 && written > scale {
                break;
            }
        }
        if mantissa < 0 {
            at -= 1;
            buffer[at] = b'-';
        }
        std::str::from_utf8(&buffer[at..]).unwrap_or_default()
    }
}

/// `Decimal` holds 28 digits whatever they are.
const MAX_DIGITS: usize = 28;
/// And 64 bits these.
const SHORT_DIGITS: usize = 19;

impl FromStr for Number {
    type Err = NotANumber;

    /// The grammar of the neutral JSON: digits without superfluous zeros, at most one point with digits on both sides, a
    /// minus sign where needed; no plus sign, no exponent.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        match Number::from_xsd(text) {
            Some((number, true)) => Ok(number),
            _ => Err(NotANumber),
        }
    }
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        // A Decimal may hold a 29th digit; it is then a wide literal.
        let text = value.to_string();
        Number::from_xsd(&text).map_or(Number::ZERO, |(number, _)| number)
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Number(Repr::Exact { mantissa: i128::from(value), scale: 0 })
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text(&mut [0; 48]))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(&mut [0; 48]))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text(&mut [0; 48]))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal string such as \"1250.00\" (no exponent, no plus sign, no superfluous zero)")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A decimal as a string, with its written scale",
            "pattern": "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$"
        })
    }
}

/// The text is not a decimal number in the form that the neutral JSON asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number")]
pub struct NotANumber;

/// Text of an invoice; up to 24 bytes are kept inline.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(CompactString);

impl Text {
    /// The text as a slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text(text.into())
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        Text(text.as_ref().into())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_of_xsd_is_canonical_only_as_the_json_writes_it() {
        let cases = [
            ("0", "0", true),
            ("0.160000", "0.160000", true),
            ("+1", "1", false),
            ("01.0", "1.0", false),
            ("1.", "1", false),
            (".5", "0.5", false),
            ("-0.00", "0.00", false),
            ("-3.10", "-3.10", true),
            ("0000000000000000000000000000000000001.50", "1.50", false),
            ("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890", true),
            ("+1234567890123456789012345678901234567890.1", "1234567890123456789012345678901234567890.1", false),
        ];
        for (literal, text, canonical) in cases {
            let (number, same) = Number::from_xsd(literal).unwrap();
            assert_eq!((number.to_string().as_str(), same), (text, canonical), "{literal}");
        }
        for bad in ["", ".", "+", "1e3", "1,5", "1.2.3", "--1", " 1", "NaN"] {
            assert!(Number::from_xsd(bad).is_none(), "{bad:?}");
        }
    }

    /// By hand.
    #[test]
    fn a_hundredth_is_exact() {
        for (of, is) in [
            ("16.00", "0.1600"),
            ("16", "0.16"),
            ("0", "0.00"),
            ("0.5", "0.005"),
            ("-8.0", "-0.080"),
            ("160", "1.60"),
            ("12345.6", "123.456"),
            ("1234567890123456789012345678901234567890", "12345678901234567890123456789012345678.90"),
        ] {
            assert_eq!(of.parse::<Number>().unwrap().hundredth().to_string(), is);
        }
    }

    #[test]
    fn json_takes_the_canonical_form_only() {
        for bad in ["+1", "01", "1.", ".5", "1E2", "-0", ""] {
            assert_eq!(bad.parse::<Number>(), Err(NotANumber), "{bad:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(text in "-?[1-9][0-9]{0,33}(\\.[0-9]{1,20})?|0\\.[0-9]{1,30}") {
            let number: Number = text.parse().unwrap();
            proptest::prop_assert_eq!(number.to_string(), text);
        }
    }
}
