//! The expresión impresa: the text of the QR on a printed CFDI, which is the address of SAT's page about it.
//!
//! ```
//! let xml = include_bytes!("../../../fixtures/cfdi/export-produce.xml");
//! let cfdi = frontera::formats::cfdi::read(xml, &Default::default())?;
//! assert_eq!(
//!     cfdi.expresion_impresa().unwrap(),
//!     "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=F3C95789-ACE1-4954-AC5D-6BAED2EAC902\
//!      &re=EKU9003173C9&rr=XEXX010101000&tt=28187.55&fe=b716nw=="
//! );
//! # Ok::<(), frontera::Error>(())
//! ```
//! Anexo 20 fixes parameters, order and the form of the total ("Especificación técnica del código de barras bidimensional a
//! incorporar en la representación impresa", for CFDI and for Retenciones); where it is silent, this module writes what SAT's
//! page is known to take. `docs/qr.md` has the form of each family, the sources, and where they differ.
//!
//! Departures: SAT's own example pads the total with zeros that its text says to leave out; here there are none. In an address
//! `Ñ` stands as `%C3%91`, which is what a browser makes of it. Nothing is cut or rounded to fit: what no document that SAT
//! stamped can have gives no expression.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::read::trim;
use super::{Document, Family};
use crate::model::{Number, is_uuid};

/// Why a document has no expresión impresa. It never holds a value of the document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoExpression {
    /// No stamp, or none with a UUID: SAT does not know the document. Have it stamped.
    #[error("it is not stamped, so that SAT has nothing to say about it")]
    NotStamped,
    /// A part of the expression that is not there, or empty, by its XPath as [`Document::value`] takes it. The document was
    /// changed after it was stamped, or is a Retenciones for a foreigner without tax number.
    #[error("{0} is missing")]
    Missing(String),
    /// A part that is none: a total that is no amount of at most 18 digits and 6 decimals, a UUID, RFC or Sello of another
    /// form than SAT's. The document was changed after it was stamped, or never was.
    #[error("{0} is not what SAT's schema says")]
    Unreadable(String),
}

impl Document<'_> {
    /// The text of the QR that a printed CFDI must have: for CFDI 4.0, 3.3 and Retenciones 2.0 the address under which SAT
    /// tells whether the document is in force. CFDI 3.2 and Retenciones 1.0 have an expression without address
    /// (`?re=…&rr=…&tt=…&id=…`), as Anexo 20 had it for them.
    ///
    /// Of the document as read; neither seal nor stamp is verified. An address is plain ASCII; either is at most some 300
    /// characters. The feature `qr` draws it.
    ///
    /// `Ñ` of an RFC is `%C3%91` in an address, as a browser sends it, and a blank of a foreign number `%20`. An address with
    /// `Ñ` as it is was tried on SAT's page (by phpcfdi); of the encoded form nobody is known to say so. See `docs/qr.md`.
    ///
    /// # Errors
    /// Where the document is not stamped, or lacks a part.
    pub fn expresion_impresa(&self) -> Result<String, NoExpression> {
        let form = Form::of(self.family);
        let (uuid, place) = self.uuid().ok_or(NoExpression::NotStamped)?;
        if !is_uuid(&uuid) {
            return Err(NoExpression::Unreadable(place.as_str().into()));
        }
        let write = if form.address.is_some() { in_address } else { in_text };
        let emisor = write(&self.part(form.emisor, rfc)?);
        let receptor = match (self.part(form.receptor, rfc), form.extranjero) {
            (Err(NoExpression::Missing(_)), Some(extranjero)) => {
                format!("nr={}", write(&self.part(extranjero, foreign)?))
            }
            (receptor, _) => format!("rr={}", write(&receptor?)),
        };
        Ok(match form.address {
            Some((address, sello)) => {
                let total = self.part(form.total, total)?;
                let end = self.part(sello, seal_end)?;
                format!("{address}?id={uuid}&re={emisor}&{receptor}&tt={total}&fe={end}")
            }
            None => {
                let total = self.part(form.total, padded_total)?;
                format!("?re={emisor}&{receptor}&tt={total}&id={uuid}")
            }
        })
    }

    /// A part in the form that it has in the expression.
    fn part(&self, xpath: &'static str, form: fn(&str) -> Option<String>) -> Result<String, NoExpression> {
        let value = self.value(xpath).unwrap_or_default();
        match trim(&value) {
            "" => Err(NoExpression::Missing(xpath.into())),
            value => form(value).ok_or_else(|| NoExpression::Unreadable(xpath.into())),
        }
    }
}

/// Where a family has the parts, as XPaths, and under which address.
struct Form {
    /// The page, and the seal whose end it asks for; none where the expression has no address.
    address: Option<(&'static str, &'static str)>,
    emisor: &'static str,
    receptor: &'static str,
    /// The tax number of a foreign receiver, which stands in the place of the RFC.
    extranjero: Option<&'static str>,
    total: &'static str,
}

impl Form {
    fn of(family: Family) -> Form {
        match family {
            Family::Cfdi40 | Family::Cfdi33 => Form {
                address: Some((
                    "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx",
                    "/cfdi:Comprobante/@Sello",
                )),
                emisor: "/cfdi:Comprobante/cfdi:Emisor/@Rfc",
                receptor: "/cfdi:Comprobante/cfdi:Receptor/@Rfc",
                extranjero: None,
                total: "/cfdi:Comprobante/@Total",
            },
            Family::Cfdi32 => Form {
                address: None,
                emisor: "/cfdi:Comprobante/cfdi:Emisor/@rfc",
                receptor: "/cfdi:Comprobante/cfdi:Receptor/@rfc",
                extranjero: None,
                total: "/cfdi:Comprobante/@total",
            },
            Family::Retenciones20 => Form {
                address: Some((
                    "https://prodretencionverificacion.clouda.sat.gob.mx/",
                    "/retenciones:Retenciones/@Sello",
                )),
                emisor: "/retenciones:Retenciones/retenciones:Emisor/@RfcE",
                receptor: "/retenciones:Retenciones/retenciones:Receptor/retenciones:Nacional/@RfcR",
                extranjero: Some("/retenciones:Retenciones/retenciones:Receptor/retenciones:Extranjero/@NumRegIdTribR"),
                total: "/retenciones:Retenciones/retenciones:Totales/@MontoTotOperacion",
            },
            Family::Retenciones10 => Form {
                address: None,
                emisor: "/retenciones:Retenciones/retenciones:Emisor/@RFCEmisor",
                receptor: "/retenciones:Retenciones/retenciones:Receptor/retenciones:Nacional/@RFCRecep",
                extranjero: Some("/retenciones:Retenciones/retenciones:Receptor/retenciones:Extranjero/@NumRegIdTrib"),
                total: "/retenciones:Retenciones/retenciones:Totales/@montoTotOperacion",
            },
        }
    }
}

/// 12 or 13 capital letters (`Ñ` and `&` among them) and digits.
fn rfc(text: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '&' | 'Ñ');
    let count = text.chars().take(14).filter(|c| fits(*c)).count();
    (matches!(count, 12 | 13) && text.chars().nth(count).is_none()).then(|| text.to_owned())
}

/// A foreign tax number, at most 20 characters, with zeros before it to 20.
fn foreign(text: &str) -> Option<String> {
    let count = text.chars().take(21).count();
    (count <= 20).then(|| format!("{}{text}", "0".repeat(20 - count)))
}

/// The total without zeros that say nothing, but with a digit on either side of the point: Anexo 20 counts three positions
/// at least.
fn total(text: &str) -> Option<String> {
    let total = amount(text)?;
    let point = if total.scale() == 0 { ".0" } else { "" };
    Some(format!("{total}{point}"))
}

/// The total as ten digits, a point and six decimals.
fn padded_total(text: &str) -> Option<String> {
    amount(text).map(|total| format!("{total:0>17.6}"))
}

/// An amount as SAT's schemas have it: not below zero, at most 18 digits and, zeros at the end apart, 6 decimals.
fn amount(text: &str) -> Option<Decimal> {
    let (number, _) = Number::from_xsd(text)?;
    // Whatever fits in 28 digits has a value; -0 is zero.
    let value = number.value()?.normalize();
    let fits = !value.is_sign_negative() && value.scale() <= 6 && value < Decimal::from(1_000_000_000_000_000_000_u64);
    fits.then_some(value)
}

/// The last eight characters of a seal; white space in base64 says nothing.
fn seal_end(text: &str) -> Option<String> {
    let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let mut end: Vec<u8> = text.bytes().rev().filter(|b| !b.is_ascii_whitespace()).take(8).collect();
    end.reverse();
    // `+`, `/` and `=` may stand in a query as they are, and stand so in SAT's example and in addresses that SAT's page took.
    (end.len() == 8 && end.iter().all(|b| is_base64(*b))).then(|| end.into_iter().map(char::from).collect())
}

/// A value in the query of an address: percent-encoded but for `&`.
fn in_address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(b)),
            // SAT's page takes it as XML has it: the form that others have tried out on it, and for which Anexo 20 has room.
            b'&' => out.push_str("&amp;"),
            _ => {
                // Writing to a string does not fail.
                let _ = write!(out, "%{b:02X}");
            }
        }
    }
    out
}

/// A value in an expression without address: `&` as XML has it, which whoever takes the expression apart undoes, and whatever
/// else as it is.
fn in_text(text: &str) -> String {
    text.replace('&', "&amp;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CfdiUtils' documentation of SAT's service (0.99, 1.0, 0.0) and the tests of phpcfdi/cfdi-expresiones; what only
    /// rounding would make fit is refused, by decision.
    #[test]
    fn a_total_has_no_zeros_that_say_nothing() {
        let cases = [
            ("123.45", "123.45"),
            ("0.123456", "0.123456"),
            ("1000.00000", "1000.0"),
            ("0", "0.0"),
            ("0.00", "0.0"),
            ("0.99", "0.99"),
            ("1", "1.0"),
            ("2010.01", "2010.01"),
            ("2000000", "2000000.0"),
            // By hand, from "18 positions for the whole, 6 for decimals, zeros left out".
            ("0.1", "0.1"),
            ("100", "100.0"),
            ("1234.567800", "1234.5678"),
            ("000349.16", "349.16"),
            ("+1.50", "1.5"),
            (".5", "0.5"),
            ("5.", "5.0"),
            ("-0", "0.0"),
            ("1.0000000000000", "1.0"),
            ("999999999999999999.999999", "999999999999999999.999999"),
            ("123456789012345678", "123456789012345678.0"),
            ("0.000001", "0.000001"),
        ];
        for (literal, expected) in cases {
            assert_eq!(total(literal).as_deref(), Some(expected), "{literal}");
        }
        let long = "9".repeat(1 << 20);
        let none = [
            "",
            "x",
            "1e3",
            "1E3",
            "1,234.50",
            "$1",
            "1 000",
            "1.2.3",
            "-1",
            "-0.01",
            "NaN",
            "INF",
            "٣",
            "0x10",
            "0.1234561",
            "0.0000001",
            "1000000000000000000",
            &long,
        ];
        for literal in none {
            assert_eq!(total(literal), None, "{}", &literal[..literal.len().min(30)]);
            assert_eq!(padded_total(literal), None);
        }
    }

    /// The tests of phpcfdi/cfdi-expresiones for CFDI 3.2 and Retenciones 1.0, and the example of the Anexo 20 of 2011.
    #[test]
    fn an_earlier_total_has_seventeen_positions() {
        let cases = [
            ("123.45", "0000000123.450000"),
            ("0.123456", "0000000000.123456"),
            ("1000.00000", "0000001000.000000"),
            ("0", "0000000000.000000"),
            ("1234567890.123456", "1234567890.123456"),
            ("4685", "0000004685.000000"),
        ];
        for (literal, expected) in cases {
            assert_eq!(padded_total(literal).as_deref(), Some(expected), "{literal}");
        }
    }

    /// `&` and the padding by phpcfdi/cfdi-expresiones; `Ñ` by RFC 3986 over UTF-8 (C3 91).
    #[test]
    fn letters_that_an_address_cannot_have() {
        assert_eq!(in_address("H&E951128469"), "H&amp;E951128469");
        assert_eq!(in_address("Ñ&A010101AAA"), "%C3%91&amp;A010101AAA");
        assert_eq!(in_address("0012-345 #%+"), "0012-345%20%23%25%2B");
        assert_eq!(in_text("Ñ&A991231AA0"), "Ñ&amp;A991231AA0");
        for right in ["H&E951128469", "Ñ&A010101AAA", "XEXX010101000"] {
            assert_eq!(rfc(right).as_deref(), Some(right));
        }
        for wrong in ["", "XAXX0101010", "XAXX0101010000", "xaxx010101000", "XAXX 10101000", "XAXX01010100É"] {
            assert_eq!(rfc(wrong), None, "{wrong}");
        }
    }

    /// phpcfdi/cfdi-expresiones, which cuts a longer one; SAT's schema has none, so here it is refused.
    #[test]
    fn a_foreign_number_has_twenty_positions() {
        assert_eq!(foreign("1234567890").as_deref(), Some("00000000001234567890"));
        assert_eq!(foreign("X").as_deref(), Some("0000000000000000000X"));
        assert_eq!(foreign("ÑÑÑ").as_deref(), Some("00000000000000000ÑÑÑ"));
        assert_eq!(foreign("12345678901234567890").as_deref(), Some("12345678901234567890"));
        assert_eq!(foreign("123456789012345678901"), None);
        // By decision: one letter is one position, however it is written.
        assert_eq!(in_address(&foreign("A&Z").unwrap()), format!("{}A&amp;Z", "0".repeat(17)));
        assert_eq!(in_address(&foreign("12 34").unwrap()), format!("{}12%2034", "0".repeat(15)));
        assert_eq!(in_text(&foreign("12 34").unwrap()), format!("{}12 34", "0".repeat(15)));
    }

    #[test]
    fn the_end_of_a_seal() {
        assert_eq!(seal_end("...qsIe6w==").as_deref(), Some("qsIe6w=="));
        assert_eq!(seal_end("abcl+AO\r\n4g= =\n").as_deref(), Some("l+AO4g=="));
        assert_eq!(seal_end("/OAgdg==").as_deref(), Some("/OAgdg=="));
        for wrong in ["gdg==", "ABC&id=1", "ñbcdefgh", "12345%41"] {
            assert_eq!(seal_end(wrong), None, "{wrong}");
        }
    }
}
