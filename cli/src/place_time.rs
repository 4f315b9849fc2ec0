//! What time it is where a CFDI is issued.
//!
//! A PAC counts the 72 hours of Fecha in the time zone that c_CodigoPostal has for LugarExpedicion, and takes none of the
//! future (RMF 2026, rule 2.7.2.9, fraction I). The catalogue names the zones; what a name means is the law's (Ley de los Husos
//! Horarios, DOF 2022-10-28, last reformed 2022-11-29): the border keeps the clock of the US.
//!
//! Departure: the catalogue has Ciudad Juárez and its neighbours under the zone of Matamoros, the law an hour earlier. They have
//! the law's time here, which is never of the future by the other. Ojinaga, Coyame and Manuel Benavides stand in it without
//! the summer time that the law gives them, and have the catalogue's.

use frontera::catalog::{Catalogs, PostalCode};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The local time at a postal code, to the second; none where SAT does not know it.
pub(crate) fn at(postal_code: &str, now: Timestamp) -> Option<DateTime> {
    let place = Catalogs::builtin().postal_code(postal_code.trim())?;
    let zone = TimeZone::posix(rule(&place)?).ok()?;
    Some(to_the_second(zone.to_datetime(now)))
}

/// Without its fraction.
pub(crate) fn to_the_second(time: DateTime) -> DateTime {
    time.date().at(time.hour(), time.minute(), time.second(), 0)
}

/// The zone of a place, as POSIX writes one.
fn rule(place: &PostalCode<'_>) -> Option<&'static str> {
    let name = place.time_zone();
    let fits = |zone: &&Zone| zone.name == name && zone.state.is_none_or(|state| state == place.state());
    ZONES.iter().find(fits).map(|zone| zone.rule)
}

/// A zone of SAT's catalogue.
struct Zone {
    name: &'static str,
    /// The state that it is one of, where not all have the same.
    state: Option<&'static str>,
    rule: &'static str,
}

const fn zone(name: &'static str, state: Option<&'static str>, rule: &'static str) -> Zone {
    Zone { name, state, rule }
}

/// The first that fits is the one.
static ZONES: &[Zone] = &[
    zone("Tiempo del Centro", None, "CST6"),
    zone("Tiempo del Centro en Frontera", Some("CHH"), "MST7MDT,M3.2.0,M11.1.0"),
    zone("Tiempo del Centro en Frontera", None, "CST6CDT,M3.2.0,M11.1.0"),
    zone("Tiempo del Noroeste", None, "PST8PDT,M3.2.0,M11.1.0"),
    zone("Tiempo del Pacífico", None, "MST7"),
    zone("Tiempo del Sureste", None, "EST5"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, from noon in UTC: Mexico City, Tijuana, Hermosillo, Cancún, Reynosa, Ciudad Juárez. The border changes on the
    /// second Sunday of March and the first of November at two in the morning, as the US do; nobody else since 2022.
    #[test]
    fn each_zone_has_the_laws_hour() {
        let places = ["06600", "22000", "83000", "77500", "88500", "32000"];
        for (now, hours) in [
            ("2026-01-15T12:00:00Z", [6, 4, 5, 7, 6, 5]),
            ("2026-07-15T12:00:00Z", [6, 5, 5, 7, 7, 6]),
            // 2026-03-08: at 10 in UTC it is 2 in Tijuana, at 9 in Juárez, at 8 in Reynosa.
            ("2026-03-08T07:59:59Z", [1, 23, 0, 2, 1, 0]),
            ("2026-03-08T08:00:00Z", [2, 0, 1, 3, 3, 1]),
            ("2026-03-08T09:00:00Z", [3, 1, 2, 4, 4, 3]),
            ("2026-03-08T10:00:00Z", [4, 3, 3, 5, 5, 4]),
            // 2026-11-01: back at 9, 8 and 7 in UTC.
            ("2026-11-01T06:59:59Z", [0, 23, 23, 1, 1, 0]),
            ("2026-11-01T07:00:00Z", [1, 0, 0, 2, 1, 1]),
            ("2026-11-01T08:00:00Z", [2, 1, 1, 3, 2, 1]),
            ("2026-11-01T09:00:00Z", [3, 1, 2, 4, 3, 2]),
        ] {
            let now: Timestamp = now.parse().unwrap();
            let are = places.map(|place| i32::from(at(place, now).unwrap().hour()));
            assert_eq!(are, hours, "{now}");
        }
        assert_eq!(
            at("06600", "2026-01-15T03:04:05.678Z".parse().unwrap()).unwrap().to_string(),
            "2026-01-14T21:04:05"
        );
    }

    #[test]
    fn a_place_that_sat_does_not_know_has_no_time() {
        for unknown in ["", "00001", "6600", "Tijuana", "85621-1234"] {
            assert!(at(unknown, Timestamp::UNIX_EPOCH).is_none(), "{unknown}");
        }
    }

    /// Whatever the catalogue says of a place is a zone of the table.
    #[test]
    fn every_postal_code_has_a_zone() {
        let mut count = 0;
        for code in (0..100_000).map(|code| format!("{code:05}")) {
            let Some(place) = Catalogs::builtin().postal_code(&code) else { continue };
            assert!(rule(&place).is_some(), "{code}: {}", place.time_zone());
            count += 1;
        }
        assert!(count > 90_000, "{count}");
        assert!(ZONES.iter().all(|zone| TimeZone::posix(zone.rule).is_ok()));
    }
}
