//! Values against simple types.
//!
//! Departure from XML Schema, as libxml2 has it: dates and times without a pattern are not collapsed before they are read,
//! so that blanks around them are a fault.

use std::cmp::Ordering;

use super::{Codes, Simple, code_set, tables};
use crate::xml;

/// The built-in type that a simple type restricts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Any,
    Base64,
    Date,
    DateTime,
    Decimal,
    Int,
    Integer,
    NmToken,
    Short,
    String,
    Time,
}

/// What becomes of white space before a value is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Collapse,
    Preserve,
}

/// The facet that a value fails, with what the XSD asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueFault {
    /// It is no value of the built-in type (`xs:decimal`, `xs:dateTime` …).
    Base(&'static str),
    /// It is none of the listed values.
    Enumeration,
    /// More digits after the point.
    FractionDigits(u8),
    /// Another number of characters.
    Length(u32),
    /// Greater.
    MaxInclusive(&'static str),
    /// More characters.
    MaxLength(u32),
    /// Less.
    MinInclusive(&'static str),
    /// Fewer characters.
    MinLength(u32),
    /// It matches no pattern; the first of them.
    Pattern(&'static str),
    /// More digits.
    TotalDigits(u8),
}

impl Simple {
    /// Checks a value whose white space is done with.
    pub(super) fn check(&self, value: &str) -> Result<(), ValueFault> {
        self.base.check(value).map_err(|()| ValueFault::Base(self.base.name()))?;
        let listed = match self.codes {
            Codes::Any => true,
            Codes::Few(codes) if self.base.is_number() => codes.iter().any(|code| compare_numbers(code, value).is_eq()),
            Codes::Few(codes) => codes.contains(&value),
            Codes::Many(set) => code_set(set).contains(value),
        };
        if !listed {
            return Err(ValueFault::Enumeration);
        }
        let (min, max) = self.length;
        if min > 0 || max != u32::MAX {
            let length = if value.is_ascii() { value.len() } else { value.chars().count() };
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            if length < min || length > max {
                return Err(match (min == max, length < min) {
                    (true, _) => ValueFault::Length(min),
                    (false, true) => ValueFault::MinLength(min),
                    (false, false) => ValueFault::MaxLength(max),
                });
            }
        }
        for any in self.patterns {
            if !any.iter().any(|at| tables::PATTERNS[usize::from(*at)].matches(value)) {
                return Err(ValueFault::Pattern(tables::PATTERNS[usize::from(any[0])].source()));
            }
        }
        if let Some(min) = self.min
            && self.base.compare(value, min).is_none_or(Ordering::is_lt)
        {
            return Err(ValueFault::MinInclusive(min));
        }
        if let Some(max) = self.max
            && self.base.compare(value, max).is_none_or(Ordering::is_gt)
        {
            return Err(ValueFault::MaxInclusive(max));
        }
        if self.fraction != u8::MAX || self.total != u8::MAX {
            let (_, whole, fraction) = digits(value);
            if fraction.len() > usize::from(self.fraction) && self.fraction != u8::MAX {
                return Err(ValueFault::FractionDigits(self.fraction));
            }
            if (whole.len() + fraction.len()) > usize::from(self.total) && self.total != u8::MAX {
                return Err(ValueFault::TotalDigits(self.total));
            }
        }
        Ok(())
    }

    /// Blanks around a date that no pattern follows are a fault to libxml2; see the head of this file.
    pub(super) fn check_spaces(&self, written: &str) -> Result<(), ValueFault> {
        let dated = matches!(self.base, Base::Date | Base::DateTime | Base::Time);
        if dated && self.patterns.is_empty() && written.bytes().any(xml::is_space) {
            return Err(ValueFault::Base(self.base.name()));
        }
        Ok(())
    }

    /// Whether a value is the fixed one.
    pub(super) fn is_fixed(&self, value: &str, fixed: &str) -> bool {
        if self.base.is_number() { compare_numbers(value, fixed).is_eq() } else { value == fixed }
    }
}

impl Base {
    pub(super) fn name(self) -> &'static str {
        match self {
            Base::Any => "xs:anySimpleType",
            Base::Base64 => "xs:base64Binary",
            Base::Date => "xs:date",
            Base::DateTime => "xs:dateTime",
            Base::Decimal => "xs:decimal",
            Base::Int => "xs:int",
            Base::Integer => "xs:integer",
            Base::NmToken => "xs:NMTOKEN",
            Base::Short => "xs:short",
            Base::String => "xs:string",
            Base::Time => "xs:time",
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Base::Decimal | Base::Int | Base::Integer | Base::Short)
    }

    fn check(self, value: &str) -> Result<(), ()> {
        let good = match self {
            Base::Any | Base::String => true,
            Base::Base64 => is_base64(value),
            Base::Date => date(value).is_some_and(|(_, rest)| zone(rest).is_some()),
            Base::DateTime => moment(value).is_some(),
            Base::Decimal => is_decimal(value),
            Base::Int => is_within(value, "-2147483648", "2147483647"),
            Base::Integer => is_integer(value),
            Base::NmToken => !value.is_empty() && value.chars().all(xml::is_name_char),
            Base::Short => is_within(value, "-32768", "32767"),
            Base::Time => time(value).is_some_and(|(_, rest)| zone(rest).is_some()),
        };
        if good { Ok(()) } else { Err(()) }
    }

    /// None where the two cannot be compared: times of which only one has a zone, less than 14 hours apart.
    fn compare(self, a: &str, b: &str) -> Option<Ordering> {
        match self {
            Base::DateTime => compare_moments(moment(a)?, moment(b)?),
            Base::Date => {
                let of = |text| {
                    let (day, rest) = date(text)?;
                    Some((day * DAY, zone(rest)?))
                };
                compare_moments(of(a)?, of(b)?)
            }
            _ => Some(compare_numbers(a, b)),
        }
    }
}

// Numbers, of any length.

fn is_decimal(value: &str) -> bool {
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    !(whole.is_empty() && fraction.is_empty()) && (whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit())
}

fn is_integer(value: &str) -> bool {
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    !unsigned.is_empty() && unsigned.bytes().all(|b| b.is_ascii_digit())
}

fn is_within(value: &str, min: &str, max: &str) -> bool {
    is_integer(value) && compare_numbers(value, min).is_ge() && compare_numbers(value, max).is_le()
}

/// The sign and the digits that count, before and after the point.
fn digits(value: &str) -> (bool, &str, &str) {
    let negative = value.starts_with('-');
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    (negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction)
}

fn compare_numbers(a: &str, b: &str) -> Ordering {
    let (a, b) = (digits(a), digits(b));
    match (a.0, b.0) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (negative, _) => {
            let larger = a.1.len().cmp(&b.1.len()).then_with(|| a.1.cmp(b.1)).then_with(|| a.2.cmp(b.2));
            if negative { larger.reverse() } else { larger }
        }
    }
}

/// White space may stand anywhere in it.
fn is_base64(value: &str) -> bool {
    let (mut count, mut padding, mut last) = (0usize, 0usize, 0u8);
    for b in value.bytes().filter(|b| !xml::is_space(*b)) {
        let bits = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => return false,
        };
        if padding > 0 {
            return false;
        }
        (count, last) = (count + 1, bits);
    }
    match (count % 4, padding) {
        (0, 0) => true,
        (2, 2) => last & 0b1111 == 0,
        (3, 1) => last & 0b11 == 0,
        _ => false,
    }
}

// Dates and times.

const DAY: i64 = 86_400;
const ZONES: i64 = 14 * 3_600;

/// Two digits at the beginning.
fn two(text: &str) -> Option<(i64, &str)> {
    match text.as_bytes() {
        [a @ b'0'..=b'9', b @ b'0'..=b'9', ..] => Some((i64::from((a - b'0') * 10 + (b - b'0')), &text[2..])),
        _ => None,
    }
}

/// Days since some day, and what follows the date.
fn date(text: &str) -> Option<(i64, &str)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let width = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = unsigned.split_at(width);
    if width < 4 || (width > 4 && year.starts_with('0')) {
        return None;
    }
    // A longer year is none that seconds could be counted to.
    let year: i64 = year.parse().ok().filter(|year| (1..=100_000_000_000).contains(year))?;
    let year = if text.starts_with('-') { -year } else { year };
    let (month, rest) = two(rest.strip_prefix('-')?)?;
    let (day, rest) = two(rest.strip_prefix('-')?)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    // Days of a year that begins in March, so that the leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some((days + (month * 153 + 2) / 5 + day, rest))
}

/// Seconds since midnight, and what follows the time; a fraction of a second is read and not counted.
fn time(text: &str) -> Option<(i64, &str)> {
    let (hour, rest) = two(text)?;
    let (minute, rest) = two(rest.strip_prefix(':')?)?;
    let (second, mut rest) = two(rest.strip_prefix(':')?)?;
    let mut fraction = "";
    if let Some(digits) = rest.strip_prefix('.') {
        let width = digits.bytes().take_while(u8::is_ascii_digit).count();
        if width == 0 {
            return None;
        }
        (fraction, rest) = digits.split_at(width);
    }
    let end_of_day = (hour, minute, second) == (24, 0, 0) && fraction.bytes().all(|b| b == b'0');
    if !(end_of_day || hour < 24 && minute < 60 && second < 60) {
        return None;
    }
    Some((hour * 3_600 + minute * 60 + second, rest))
}

/// Seconds east of Greenwich; none where nothing is said.
fn zone(text: &str) -> Option<Option<i64>> {
    let sign = match text.as_bytes() {
        [] => return Some(None),
        b"Z" => return Some(Some(0)),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    let (hour, rest) = two(&text[1..])?;
    let (minute, rest) = two(rest.strip_prefix(':')?)?;
    let seconds = hour * 3_600 + minute * 60;
    (rest.is_empty() && minute < 60 && seconds <= ZONES).then_some(Some(sign * seconds))
}

/// Seconds since some day, local, and the zone.
fn moment(text: &str) -> Option<(i64, Option<i64>)> {
    let (day, rest) = date(text)?;
    let (second, rest) = time(rest.strip_prefix('T')?)?;
    Some((day * DAY + second, zone(rest)?))
}

fn compare_moments(a: (i64, Option<i64>), b: (i64, Option<i64>)) -> Option<Ordering> {
    match (a, b) {
        ((a, None), (b, None)) => Some(a.cmp(&b)),
        ((a, Some(x)), (b, Some(y))) => Some((a - x).cmp(&(b - y))),
        ((a, None), (b, Some(y))) => apart(a, b - y),
        ((a, Some(x)), (b, None)) => apart(a - x, b),
    }
}

/// One of the two is local somewhere.
fn apart(a: i64, b: i64) -> Option<Ordering> {
    if a + ZONES < b {
        Some(Ordering::Less)
    } else if a - ZONES > b {
        Some(Ordering::Greater)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::super::{Schema, Type, named_type};
    use super::*;

    /// A type without facets.
    const fn plain(base: Base) -> Simple {
        Simple {
            base,
            space: Space::Collapse,
            length: (0, u32::MAX),
            patterns: &[],
            codes: Codes::Any,
            min: None,
            max: None,
            total: u8::MAX,
            fraction: u8::MAX,
        }
    }

    fn assert_each(simple: &Simple, good: &[&str], bad: &[&str]) {
        for value in good {
            assert_eq!(simple.check(value), Ok(()), "{value:?}");
        }
        for value in bad {
            assert!(simple.check(value).is_err(), "{value:?}");
        }
    }

    /// XML Schema part 2, 3.2.3: a sign, digits, a point with digits on one side at least.
    #[test]
    fn decimals_need_a_digit_and_nothing_but_digits() {
        let good = ["0", "-0", "+1", "01.0", "1.", ".5", "-.5", "+000.000", &"9".repeat(400)];
        let bad = [
            "", ".", "+", "-", "+.", "1e5", "1,000.00", "--1", "+-1", "1.0.0", " 1", "1 ", "NaN", "INF", "0x1", "１",
            "٣",
        ];
        assert_each(&plain(Base::Decimal), &good, &bad);
    }

    #[test]
    fn integers_have_no_point_and_their_bounds() {
        assert_each(&plain(Base::Integer), &["0", "-0", "+007", &"9".repeat(60)], &["", "-", "1.", "1.0", ".0"]);
        assert_each(
            &plain(Base::Short),
            &["32767", "-32768", "+00032767", "-0"],
            &["32768", "-32769", "99999999999999999999"],
        );
        assert_each(&plain(Base::Int), &["2147483647", "-2147483648"], &["2147483648", "-2147483649"]);
    }

    /// Where no type of a machine's word could compare them.
    #[test]
    fn bounds_hold_for_numbers_of_any_length() {
        let above = Simple { min: Some("0.000001"), ..plain(Base::Decimal) };
        let tiny = format!("0.{}1", "0".repeat(60));
        assert_each(
            &above,
            &["0.000001", "0.0000010", "000.000001", "1", &"1".repeat(80)],
            &["0", "-1", "0.0000009", &tiny],
        );
        assert_eq!(above.check("0"), Err(ValueFault::MinInclusive("0.000001")));
        let below = Simple { max: Some("9999999999"), ..plain(Base::Decimal) };
        assert_each(
            &below,
            &["9999999999.000", "-99999999999", "0009999999999"],
            &["9999999999.0000000001", "10000000000"],
        );
        let from_zero = Simple { min: Some("0.00"), ..plain(Base::Decimal) };
        assert_each(&from_zero, &["-0", "-0.000", "+0"], &["-0.0000001"]);
    }

    /// Part 2, 4.3.11 and 4.3.12: of the value, so that zeros at either end do not count.
    #[test]
    fn digits_are_those_of_the_value() {
        let two = Simple { fraction: 2, ..plain(Base::Decimal) };
        assert_each(&two, &["1", "1.20", "1.2000000", "-0.000", "00.01"], &["1.001", "0.0001", "1.2000001"]);
        let of_five = Simple { total: 5, ..plain(Base::Decimal) };
        assert_each(
            &of_five,
            &["12345", "0012345", "123.45000", "0.00012", "-99999"],
            &["123456", "123.456", "0.000001"],
        );
        assert_eq!(of_five.check("123456"), Err(ValueFault::TotalDigits(5)));
    }

    /// The calendar: 2000 and 2024 have a leap day, 1900, 2023 and 2100 have none.
    #[test]
    fn dates_are_of_the_calendar() {
        let good = [
            "2024-02-29",
            "2000-02-29",
            "2023-02-28",
            "0001-01-01",
            "-0044-03-15",
            "12024-12-31",
            "2024-01-01Z",
            "2024-01-01-06:00",
            "2024-01-01+14:00",
        ];
        let bad = [
            "2023-02-29",
            "1900-02-29",
            "2100-02-29",
            "2024-02-30",
            "2024-04-31",
            "2024-13-01",
            "2024-00-01",
            "2024-01-00",
            "0000-01-01",
            "02024-01-01",
            "24-01-01",
            "2024-1-1",
            "2024/01/01",
            "20240101",
            "+2024-01-01",
            "2024-01-01z",
            "2024-01-01+14:01",
            "2024-01-01+6:00",
            "2024-01-01T00:00:00",
            "",
            "2024-01-011",
            "٢٠٢٤-01-01",
        ];
        assert_each(&plain(Base::Date), &good, &bad);
    }

    #[test]
    fn times_end_with_the_day() {
        let good =
            ["00:00:00", "23:59:59", "24:00:00", "24:00:00.000", "12:00:00.123456789", "12:00:00Z", "12:00:00-06:00"];
        let bad = [
            "24:00:01",
            "24:00:00.1",
            "23:60:00",
            "23:59:60",
            "12:00",
            "1:00:00",
            "12:00:00.",
            "12:00:00 ",
            "120000",
            "-1:00:00",
        ];
        assert_each(&plain(Base::Time), &good, &bad);
        let moments = ["2024-02-29T24:00:00", "2024-02-29T12:00:00.5-06:00"];
        assert_each(
            &plain(Base::DateTime),
            &moments,
            &["2024-02-29", "2024-02-29 12:00:00", "2024-02-29t12:00:00", "2023-02-29T12:00:00"],
        );
    }

    /// 2014-01-01T00:00:00-06:00 is 06:00 in Greenwich. A local time is compared only where no zone could change the answer.
    #[test]
    fn moments_compare_across_zones() {
        let since = Simple { min: Some("2014-01-01T00:00:00-06:00"), ..plain(Base::DateTime) };
        let good =
            ["2014-01-01T06:00:00Z", "2014-01-01T00:00:00-06:00", "2014-01-01T20:00:00+14:00", "2014-01-02T00:00:00"];
        let bad =
            ["2014-01-01T05:59:59Z", "2013-12-31T23:59:59-06:00", "2014-01-01T19:59:59+14:00", "2014-01-01T12:00:00"];
        assert_each(&since, &good, &bad);
    }

    /// RFC 4648: groups of four, the bits that do not count are 0; blanks anywhere, as XML Schema has it.
    #[test]
    fn base64_has_whole_groups() {
        let good = ["", "QUJD", "QUI=", "QQ==", "Q Q = =", "QU\nJD", "+/+/"];
        let bad = ["Q", "QQ", "QUI", "QQ=", "QUJD=", "=", "====", "QR==", "QUJ=", "QQ==QUJD", "QU-_", "QÑ=="];
        assert_each(&plain(Base::Base64), &good, &bad);
    }

    #[test]
    fn name_tokens_have_no_blank() {
        assert_each(&plain(Base::NmToken), &["a", "-.:_", "9", "ñandú"], &["", "a b", "a,b", "½"]);
    }

    /// A letter with an accent is two bytes, a sign beyond 16 bits is four: each is one character.
    #[test]
    fn lengths_are_of_characters() {
        let three = Simple { length: (3, 3), ..plain(Base::String) };
        assert_each(&three, &["abc", "ñññ", "🌽🌽🌽", "n\u{303}o"], &["", "ab", "abcd", "ñ", "🌽"]);
        assert_eq!(three.check("ñ"), Err(ValueFault::Length(3)));
        let some = Simple { length: (1, 2), ..plain(Base::String) };
        assert_eq!(some.check(""), Err(ValueFault::MinLength(1)));
        assert_eq!(some.check("ñññ"), Err(ValueFault::MaxLength(2)));
    }

    fn of(namespace: &str, path: &str) -> Type {
        let (path, attribute) = path.split_once('@').unwrap();
        let mut steps = path.trim_end_matches('/').split('/');
        let root = Schema::find(namespace, None).unwrap().root(steps.next().unwrap()).unwrap();
        let element = steps.fold(root, |element, step| element.child(step).unwrap());
        element.attribute(attribute).unwrap().value_type()
    }

    /// SAT writes the point of an amount as any character, so the type decides what it may be.
    #[test]
    fn the_point_of_an_amount_is_a_point() {
        let total = of("http://www.sat.gob.mx/cfd/4", "Comprobante/@Total");
        for good in ["1.5", "1", "123456789012345678.123456", "1234567890123456789012345", " 1.5\n"] {
            assert_eq!(total.check(good), Ok(()), "{good}");
        }
        for bad in ["1x5", "1.", ".5", "-1", "+1", "1.1234567", "12345678901234567890123456", "1 5", ""] {
            assert!(total.check(bad).is_err(), "{bad}");
        }
    }

    /// `[^|]{1,100}` after white space is collapsed.
    #[test]
    fn the_separator_of_the_cadena_is_kept_out() {
        let serie = of("http://www.sat.gob.mx/cfd/4", "Comprobante/@CondicionesDePago");
        let long = "ñ".repeat(1_000);
        for good in ["a", "\u{a0}", "🌽", "  a \t b  ", &long, "a\nb"] {
            assert_eq!(serie.check(good), Ok(()), "{good}");
        }
        for bad in ["", "  ", "a|b", "|", &format!("{long}ñ")] {
            assert!(serie.check(bad).is_err(), "{bad}");
        }
    }

    /// `([A-Z]|[0-9]|-|){5,10}` may repeat nothing. libxml2 wants four characters of it where XML Schema wants none, which
    /// does not show: SAT's types ask for five by a length too.
    #[test]
    fn a_repeated_nothing_is_no_character() {
        let mut all = tables::PATTERNS.iter();
        let source = "([A-Z]|[0-9]|-|){5,10}";
        let at = all.position(|pattern| pattern.source() == source).unwrap();
        assert!(tables::PATTERNS[at].matches("") && tables::PATTERNS[at].matches("A-12"));
        let types =
            tables::SIMPLES.iter().filter(|simple| simple.patterns.iter().any(|any| any.contains(&(at as u16))));
        for simple in types {
            assert_each(simple, &["A-123", "0123456789"], &["", "A-12", "01234567890", "abcde", "A BCD"]);
        }
    }

    /// Catalogues list codes to the letter; rates are numbers.
    #[test]
    fn lists_hold_codes_as_they_are_written_and_numbers_by_value() {
        let uso = named_type("http://www.sat.gob.mx/sitio_internet/cfd/catalogos", "c_UsoCFDI").unwrap();
        assert!(uso.check("G03").is_ok() && uso.check(" G03\n").is_ok());
        assert!(["g03", "G3", "G030", "", "G0", "Ｇ03"].iter().all(|bad| uso.check(bad).is_err()));
        let rates = Simple { codes: Codes::Few(&["0.160000", "0.080000"]), ..plain(Base::Decimal) };
        assert_each(&rates, &["0.16", "+.08", "00.1600000"], &["0.161", "16", "-0.16", "0"]);
    }

    /// Blanks around a date are libxml2's fault to find; around anything else that collapses they are none.
    #[test]
    fn blanks_around_a_date_without_pattern_are_a_fault() {
        let date = Type(Box::leak(Box::new(plain(Base::Date))));
        assert!(date.check("2024-02-29").is_ok() && date.check(" 2024-02-29").is_err());
        let number = Type(Box::leak(Box::new(plain(Base::Decimal))));
        assert!(number.check("\t1.5 ").is_ok());
    }

    proptest! {
        /// Against arithmetic that knows numbers of up to 28 digits.
        #[test]
        fn numbers_compare_by_value(a in "[+-]?0{0,3}[0-9]{1,12}(\\.[0-9]{0,12})?", b in "[+-]?0{0,3}[0-9]{1,2}(\\.[0-9]{0,2})?") {
            let value = |text: &str| {
                let tidy = text.trim_start_matches('+').trim_end_matches('.');
                Decimal::from_str_exact(tidy).unwrap()
            };
            prop_assert_eq!(compare_numbers(&a, &b), value(&a).cmp(&value(&b)));
            prop_assert_eq!(compare_numbers(&b, &a), value(&b).cmp(&value(&a)));
            let padded = format!("{}{}", b.trim_start_matches('+'), if b.contains('.') { "000" } else { ".000" });
            prop_assert_eq!(compare_numbers(&b, &padded), Ordering::Equal);
        }

        /// Against a calendar of others.
        #[test]
        fn days_are_counted_as_the_calendar_has_them(year in 1i16..=9999, month in 0i8..=13, day in 0i8..=32) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            let theirs = jiff::civil::Date::new(year, month, day).ok();
            prop_assert_eq!(date(&text).is_some(), theirs.is_some(), "{}", text);
            if let Some(theirs) = theirs {
                let epoch = date("1970-01-01").unwrap().0;
                let days = (theirs - jiff::civil::date(1970, 1, 1)).get_days();
                prop_assert_eq!(date(&text).unwrap().0 - epoch, i64::from(days));
            }
        }

        /// No text is too odd to be read, and a value does not change by being collapsed twice.
        #[test]
        fn any_text_has_an_answer(text in "\\PC{0,24}", number in 0usize..400) {
            let simple = &tables::SIMPLES[number % tables::SIMPLES.len()];
            let of = Type(simple);
            let collapsed = crate::xml::collapse(&text).into_owned();
            if simple.space == Space::Collapse && of.check(&text).is_ok() {
                prop_assert_eq!(of.check(&collapsed), Ok(()));
            }
        }
    }
}
