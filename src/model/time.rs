//! Calendar dates and times of day as invoices write them: no offset, no zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! civil {
    ($(#[$doc:meta])* $name:ident, $inner:ty, $shape:literal, $what:literal, $format:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name($inner);

        impl FromStr for $name {
            type Err = NotATime;
            fn from_str(text: &str) -> Result<Self, NotATime> {
                // jiff reads more than ISO 8601's one extended form; the document has exactly one.
                let shape: &[u8] = $shape;
                let fits = text.len() == shape.len()
                    && text.bytes().zip(shape).all(|(b, s)| if *s == b'0' { b.is_ascii_digit() } else { b == *s });
                if !fits {
                    return Err(NotATime);
                }
                let value: $inner = text.parse().map_err(|_| NotATime)?;
                // jiff reads a leap second as the one before it, which is another text.
                if value.to_string() == text { Ok($name(value)) } else { Err(NotATime) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $format })
            }
        }
    };
}

civil!(
    /// A day of the calendar, `YYYY-MM-DD`.
    Date, jiff::civil::Date, b"0000-00-00", "a date such as \"2026-03-01\"", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
);
civil!(
    /// A time of day to the second, `HH:MM:SS`.
    Time, jiff::civil::Time, b"00:00:00", "a time of day such as \"17:05:00\"", "^[0-9]{2}:[0-9]{2}:[0-9]{2}$"
);

impl Date {
    /// The last day that there is.
    pub(crate) const MAX: Date = Date(jiff::civil::Date::MAX);

    /// Its year.
    pub(crate) fn year(self) -> i16 {
        self.0.year()
    }

    /// So many days later, or earlier; `None` beyond the calendar.
    pub(crate) fn plus_days(self, days: i32) -> Option<Date> {
        self.0.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Date)
    }

    /// A Saturday or Sunday.
    pub(crate) fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
    }
}

/// The text is not a day of the calendar, or not a time of day, in the form asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date or time of the calendar")]
pub struct NotATime;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_in_the_one_form() {
        assert_eq!("2024-02-29".parse::<Date>().unwrap().to_string(), "2024-02-29");
        for bad in ["2023-02-29", "20240229", "2024-2-9", "2024-02-29T10:00:00", "2024-13-01", ""] {
            assert_eq!(bad.parse::<Date>(), Err(NotATime), "{bad:?}");
        }
        assert_eq!("09:05:00".parse::<Time>().unwrap().to_string(), "09:05:00");
        for bad in ["24:00:00", "9:05:00", "09:05", "09:05:00Z", "23:59:60"] {
            assert_eq!(bad.parse::<Time>(), Err(NotATime), "{bad:?}");
        }
    }
}
