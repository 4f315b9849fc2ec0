//! Units as US invoices write them, and their codes of UN/ECE Recommendation 20 and 21, from which SAT's c_ClaveUnidad is
//! taken.
//!
//! Source: UN/ECE Rec 20 rev. 17 and Rec 21; c_ClaveUnidad of August 2026. The US gallon is `GLL` (`GLI` is imperial), the
//! pound `LBR` (whose description in SAT's list is wrong: it speaks of a currency).

use crate::model::UnitCodeList;

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
