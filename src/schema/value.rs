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
        let listed = match self.codes {
            Codes::Any => true,
            Codes::Few(codes) if self.base.is_number() => codes.iter().any(|code| compare_numbers(code, value).is_eq()),
            Codes::Few(codes) => codes.contains(&value),
            Codes::Many(set) => code_set(set).contains(value),
        };
        if !listed {
            return Err(ValueFault::Enumeration);
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
