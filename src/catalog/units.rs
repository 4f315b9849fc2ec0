//! Units as US invoices write them, and their codes of UN/ECE Recommendation 20 and 21, from which SAT's c_ClaveUnidad is
//! taken.
//!
//! Source: UN/ECE Rec 20 rev. 17 and Rec 21; c_ClaveUnidad of August 2026. The US gallon is `GLL` (`GLI` is imperial), the
//! pound `LBR` (whose description in SAT's list is wrong: it speaks of a currency).
//!
//! Beside them what the same quantity is in a unit of c_UnidadAduana, the customs' list, where that is a matter of measure alone.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::model::{Unit, UnitCodeList};

/// The Rec 20 code of a unit: its own, or that of its row.
pub(crate) fn rec20_of(unit: &Unit) -> Option<&str> {
    let code = unit.code.as_deref()?;
    match unit.code_list {
        None | Some(UnitCodeList::UneceRec20) => Some(code),
        Some(list) => to_rec20(list, code).map(|row| row.rec20),
    }
}

/// How many units of c_UnidadAduana one unit of Rec 20 is; `None` where no measure says so, and only the goods do.
/// Exact: each factor is a definition, and every quotient of two of them here has an end or is rounded at 28 digits.
pub(crate) fn customs_units(rec20: &str, customs: &str) -> Option<Decimal> {
    let find = |table: &[Measure], code: &str| {
        let row = table.iter().find(|row| row.code == code)?;
        Some((row.of, Decimal::from_str(row.factor).ok()?))
    };
    let (of, factor) = find(REC20, rec20)?;
    let (wanted, unit) = find(CUSTOMS, customs)?;
    (of == wanted).then(|| factor.checked_div(unit).map(|quotient| quotient.normalize())).flatten()
}

/// Whether the unit counts whatever is sold as one, so that only the seller knows how many pieces are in it.
pub(crate) fn counts_sales(rec20: &str) -> bool {
    matches!(rec20, "C62" | "EA")
}

/// Whether the unit is one of services (c_UnidadAduana 99).
pub(crate) fn is_of_services(rec20: &str) -> bool {
    REC20.iter().any(|row| row.code == rec20 && row.of == Of::Service)
}

/// What a unit measures or counts. What is not the same here is not converted: a pair may be one piece or two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Area,
    Box,
    Energy,
    Head,
    Length,
    Mass,
    Pair,
    Piece,
    Power,
    Service,
    Set,
    Volume,
}

/// A unit, and how many it is of the first of its kind: metre, square metre, cubic metre, kilogram, piece, kilowatt (hour).
struct Measure {
    code: &'static str,
    of: Of,
    factor: &'static str,
}

const fn measure(code: &'static str, of: Of, factor: &'static str) -> Measure {
    Measure { code, of, factor }
}

/// Sources: SI; the international yard and pound of 1959 (0.9144 m, 0.45359237 kg); the US gallon of 231 cubic inches, the
/// imperial one of 4.54609 l, the barrel of 42 US gallons (NIST Handbook 44, appendix C); the metric carat of 0.2 g. All are
/// codes of c_ClaveUnidad. Boxes and cases are c_UnidadAduana's CAJA, service units its SERVICIO.
static REC20: &[Measure] = &[
    measure("ACT", Of::Service, "1"),
    measure("BLL", Of::Volume, "0.158987294928"),
    measure("C62", Of::Piece, "1"),
    measure("CEN", Of::Piece, "100"),
    measure("CLT", Of::Volume, "0.00001"),
    measure("CMK", Of::Area, "0.0001"),
    measure("CMT", Of::Length, "0.01"),
    measure("CTM", Of::Mass, "0.0002"),
    measure("DAY", Of::Service, "1"),
    measure("DZN", Of::Piece, "12"),
    measure("E48", Of::Service, "1"),
    measure("E51", Of::Service, "1"),
    measure("EA", Of::Piece, "1"),
    measure("FOT", Of::Length, "0.3048"),
    measure("FTK", Of::Area, "0.09290304"),
    measure("FTQ", Of::Volume, "0.028316846592"),
    measure("GLI", Of::Volume, "0.00454609"),
    measure("GLL", Of::Volume, "0.003785411784"),
    measure("GRM", Of::Mass, "0.001"),
    measure("H87", Of::Piece, "1"),
    measure("HEA", Of::Head, "1"),
    measure("HLT", Of::Volume, "0.1"),
    measure("HUR", Of::Service, "1"),
    measure("INH", Of::Length, "0.0254"),
    measure("INK", Of::Area, "0.00064516"),
    measure("INQ", Of::Volume, "0.000016387064"),
    measure("KGM", Of::Mass, "1"),
    measure("KMT", Of::Length, "1000"),
    measure("KWH", Of::Energy, "1"),
    measure("KWT", Of::Power, "1"),
    measure("LBR", Of::Mass, "0.45359237"),
    measure("LTN", Of::Mass, "1016.0469088"),
    measure("LTR", Of::Volume, "0.001"),
    measure("MIL", Of::Piece, "1000"),
    measure("MLT", Of::Volume, "0.000001"),
    measure("MMT", Of::Length, "0.001"),
    measure("MTK", Of::Area, "1"),
    measure("MTQ", Of::Volume, "1"),
    measure("MTR", Of::Length, "1"),
    measure("MWH", Of::Energy, "1000"),
    measure("ONZ", Of::Mass, "0.028349523125"),
    measure("OZA", Of::Volume, "0.0000295735295625"),
    measure("PR", Of::Pair, "1"),
    measure("PTL", Of::Volume, "0.000473176473"),
    measure("QTL", Of::Volume, "0.000946352946"),
    measure("SET", Of::Set, "1"),
    measure("SMI", Of::Length, "1609.344"),
    measure("STN", Of::Mass, "907.18474"),
    measure("TNE", Of::Mass, "1000"),
    measure("XBX", Of::Box, "1"),
    measure("XCS", Of::Box, "1"),
    measure("YDK", Of::Area, "0.83612736"),
    measure("YDQ", Of::Volume, "0.764554857984"),
    measure("YRD", Of::Length, "0.9144"),
];

/// c_UnidadAduana of Comercio Exterior 2.0. Missing: 16, net grams, and 21, bottles, which no unit of Rec 20 is by itself.
static CUSTOMS: &[Measure] = &[
    measure("01", Of::Mass, "1"),
    measure("02", Of::Mass, "0.001"),
    measure("03", Of::Length, "1"),
    measure("04", Of::Area, "1"),
    measure("05", Of::Volume, "1"),
    measure("06", Of::Piece, "1"),
    measure("07", Of::Head, "1"),
    measure("08", Of::Volume, "0.001"),
    measure("09", Of::Pair, "1"),
    measure("10", Of::Power, "1"),
    measure("11", Of::Piece, "1000"),
    measure("12", Of::Set, "1"),
    measure("13", Of::Energy, "1"),
    measure("14", Of::Mass, "1000"),
    measure("15", Of::Volume, "0.158987294928"),
    measure("17", Of::Piece, "10"),
    measure("18", Of::Piece, "100"),
    measure("19", Of::Piece, "12"),
    measure("20", Of::Box, "1"),
    measure("22", Of::Mass, "0.0002"),
    measure("99", Of::Service, "1"),
];

/// A unit in another list, and its Rec 20 code. `exact`: no other code of Rec 20 could have been meant.
pub(crate) struct UnitRow {
    list: UnitCodeList,
    code: &'static str,
    pub(crate) rec20: &'static str,
    pub(crate) exact: bool,
}

/// The row of a code in a list; case does not matter.
pub(crate) fn to_rec20(list: UnitCodeList, code: &str) -> Option<&'static UnitRow> {
    UNITS.iter().find(|row| row.list == list && row.code.eq_ignore_ascii_case(code))
}

/// The codes of a list, for the message when one is not known.
pub(crate) fn codes(list: UnitCodeList) -> impl Iterator<Item = &'static str> {
    UNITS.iter().filter(move |row| row.list == list).map(|row| row.code)
}

const fn us(code: &'static str, rec20: &'static str, exact: bool) -> UnitRow {
    UnitRow { list: UnitCodeList::Us, code, rec20, exact }
}

const fn x12(code: &'static str, rec20: &'static str, exact: bool) -> UnitRow {
    UnitRow { list: UnitCodeList::X12, code, rec20, exact }
}

static UNITS: &[UnitRow] = &[
    us("EA", "EA", false),
    us("EACH", "EA", false),
    us("PC", "H87", false),
    us("PCS", "H87", false),
    us("PIECE", "H87", false),
    us("PR", "PR", true),
    us("DZ", "DZN", true),
    us("DOZ", "DZN", true),
    us("SET", "SET", true),
    us("BX", "XBX", true),
    us("BOX", "XBX", true),
    us("CS", "XCS", true),
    us("CASE", "XCS", true),
    us("M", "MIL", true),
    us("LB", "LBR", true),
    us("LBS", "LBR", true),
    us("OZ", "ONZ", false),
    us("FL OZ", "OZA", true),
    us("TON", "STN", false),
    us("KG", "KGM", true),
    us("G", "GRM", true),
    us("GAL", "GLL", false),
    us("QT", "QTL", false),
    us("PT", "PTL", false),
    us("L", "LTR", true),
    us("IN", "INH", true),
    us("FT", "FOT", true),
    us("YD", "YRD", true),
    us("MI", "SMI", true),
    us("SQ FT", "FTK", true),
    us("SF", "FTK", true),
    us("HR", "HUR", true),
    us("HOUR", "HUR", true),
    us("DAY", "DAY", true),
    us("MO", "MON", true),
    us("JOB", "E51", false),
    us("SVC", "E48", false),
    x12("EA", "EA", true),
    x12("PC", "H87", false),
    x12("PR", "PR", true),
    x12("DZ", "DZN", true),
    x12("BX", "XBX", true),
    x12("CA", "XCS", true),
    x12("LB", "LBR", true),
    x12("OZ", "ONZ", true),
    x12("GA", "GLL", false),
    x12("KG", "KGM", true),
    x12("FT", "FOT", true),
    x12("IN", "INH", true),
    x12("HR", "HUR", true),
    x12("DA", "DAY", true),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    /// By hand: 231 cubic inches of 16.387064 cm³ are 3,785.411784 cm³, 42 of them a barrel.
    #[test]
    fn a_unit_is_so_many_of_the_customs() {
        for (rec20, customs, factor) in [
            ("LBR", "01", "0.45359237"),
            ("STN", "14", "0.90718474"),
            ("LTN", "14", "1.0160469088"),
            ("ONZ", "02", "28.349523125"),
            ("KGM", "02", "1000"),
            ("TNE", "01", "1000"),
            ("CTM", "02", "0.2"),
            ("GRM", "22", "5"),
            ("GLL", "08", "3.785411784"),
            ("QTL", "08", "0.946352946"),
            ("PTL", "08", "0.473176473"),
            ("OZA", "08", "0.0295735295625"),
            ("BLL", "08", "158.987294928"),
            ("BLL", "15", "1"),
            ("MTQ", "08", "1000"),
            ("FOT", "03", "0.3048"),
            ("SMI", "03", "1609.344"),
            ("FTK", "04", "0.09290304"),
            ("DZN", "06", "12"),
            ("DZN", "19", "1"),
            ("EA", "11", "0.001"),
            ("H87", "06", "1"),
            ("MIL", "06", "1000"),
            ("XCS", "20", "1"),
            ("HUR", "99", "1"),
        ] {
            assert_eq!(customs_units(rec20, customs), Some(factor.parse().unwrap()), "{rec20} {customs}");
        }
        for (rec20, customs) in
            [("PR", "06"), ("H87", "01"), ("XCS", "01"), ("GLL", "01"), ("KGM", "16"), ("EA", "07"), ("?", "01")]
        {
            assert_eq!(customs_units(rec20, customs), None, "{rec20} {customs}");
        }
    }

    #[test]
    fn measures_are_sorted_and_of_the_catalogues() {
        let catalogs = Catalogs::builtin();
        let customs = catalogs.get("cce20:c_UnidadAduana").unwrap();
        for table in [REC20, CUSTOMS] {
            assert!(table.windows(2).all(|pair| pair[0].code < pair[1].code));
            assert!(table.iter().all(|row| Decimal::from_str(row.factor).is_ok_and(|factor| factor > Decimal::ZERO)));
        }
        assert!(REC20.iter().all(|row| catalogs.unit(row.code).is_some()));
        assert!(CUSTOMS.iter().all(|row| customs.contains(row.code)));
        assert_eq!(customs.len() - CUSTOMS.len(), 2, "16 and 21");
    }
}
