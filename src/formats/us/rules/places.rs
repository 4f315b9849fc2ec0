//! The states and territories of the United States, their ZIP codes, and where there is a sales tax. Data, with their sources.

use crate::model::Date;
use crate::rules::Source;

/// USPS's two letters and the first three digits of ZIP codes by state.
pub(super) static USPS: Source = Source::new("USPS, Publication 28, appendix B, and labeling list L002", "");

/// Which states levy no sales tax.
pub(super) static NO_STATE_TAX_SOURCE: Source =
    Source::new("Sales tax laws of the US states; Alaska Statutes 29.45.650 for its boroughs and cities", "");

/// A state, a territory, or the posts of the armed forces.
pub(super) struct State {
    /// USPS's two letters.
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// First and last of the first three digits of its ZIP codes.
    zips: &'static [(u16, u16)],
}

impl State {
    /// Whether the state has a ZIP code; `None` where the code has not the form of one.
    pub(super) fn has_zip(&self, zip: &str) -> Option<bool> {
        let first: u16 = zip.get(..3)?.parse().ok()?;
        Some(self.zips.iter().any(|(low, high)| (*low..=*high).contains(&first)))
    }
}

/// By its code.
pub(super) fn find(code: &str) -> Option<&'static State> {
    STATES.binary_search_by(|state| state.code.cmp(code)).ok().and_then(|at| STATES.get(at))
}

/// By its code in any case, or by its name.
pub(super) fn meant(text: &str) -> Option<&'static State> {
    let text = text.trim();
    STATES.iter().find(|state| state.code.eq_ignore_ascii_case(text) || state.name.eq_ignore_ascii_case(text))
}

/// The state of a jurisdiction's code: `TX`, or as ISO 3166-2 has it, `US-TX`.
pub(super) fn state_of(code: &str) -> Option<&'static str> {
    find(code.strip_prefix("US-").unwrap_or(code)).map(|state| state.code)
}

/// Whether a ZIP code has its form: five digits, or nine with or without a dash.
pub(super) fn is_zip(text: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        Some((zip, four)) => digits(zip, 5) && digits(four, 4),
        None => digits(text, 5) || digits(text, 9),
    }
}

/// Whether a state levies a sales tax on a day; `None` for the posts of the armed forces and the islands, which is not told here.
pub(super) fn has_sales_tax(state: &str, day: Option<Date>) -> Option<bool> {
    if ISLANDS_AND_POSTS.contains(&state) {
        return None;
    }
    let day = day.map(|day| day.to_string());
    Some(!NO_SALES_TAX.iter().any(|row| row.state == state && day.as_deref().is_none_or(|day| row.holds_on(day))))
}

/// A state without a sales tax of its own.
struct NoSalesTax {
    state: &'static str,
    /// The first day; empty where it never had one.
    from: &'static str,
    until: Option<&'static str>,
}

impl NoSalesTax {
    fn holds_on(&self, day: &str) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

const fn none(state: &'static str) -> NoSalesTax {
    NoSalesTax { state, from: "", until: None }
}

/// As of 2026; cities and boroughs of Alaska levy their own.
static NO_SALES_TAX: &[NoSalesTax] = &[none("AK"), none("DE"), none("MT"), none("NH"), none("OR")];

static ISLANDS_AND_POSTS: &[&str] = &["AA", "AE", "AP", "AS", "FM", "GU", "MH", "MP", "PW", "VI"];

const fn state(code: &'static str, name: &'static str, zips: &'static [(u16, u16)]) -> State {
    State { code, name, zips }
}

#[rustfmt::skip]
static STATES: &[State] = &[
    state("AA", "Armed Forces Americas", &[(340, 340)]),
    state("AE", "Armed Forces Europe", &[(90, 98)]),
    state("AK", "Alaska", &[(995, 999)]),
    state("AL", "Alabama", &[(350, 369)]),
    state("AP", "Armed Forces Pacific", &[(962, 966)]),
    state("AR", "Arkansas", &[(716, 729)]),
    state("AS", "American Samoa", &[(967, 967)]),
    state("AZ", "Arizona", &[(850, 865)]),
    state("CA", "California", &[(900, 961)]),
    state("CO", "Colorado", &[(800, 816)]),
    state("CT", "Connecticut", &[(60, 69)]),
    state("DC", "District of Columbia", &[(200, 200), (202, 205), (569, 569)]),
    state("DE", "Delaware", &[(197, 199)]),
    state("FL", "Florida", &[(320, 339), (341, 349)]),
    state("FM", "Federated States of Micronesia", &[(969, 969)]),
    state("GA", "Georgia", &[(300, 319), (398, 399)]),
    state("GU", "Guam", &[(969, 969)]),
    state("HI", "Hawaii", &[(967, 968)]),
    state("IA", "Iowa", &[(500, 528)]),
    state("ID", "Idaho", &[(832, 838)]),
    state("IL", "Illinois", &[(600, 629)]),
    state("IN", "Indiana", &[(460, 479)]),
    state("KS", "Kansas", &[(660, 679)]),
    state("KY", "Kentucky", &[(400, 427)]),
    state("LA", "Louisiana", &[(700, 714)]),
    state("MA", "Massachusetts", &[(10, 27), (55, 55)]),
    state("MD", "Maryland", &[(205, 219)]),
    state("ME", "Maine", &[(39, 49)]),
    state("MH", "Marshall Islands", &[(969, 969)]),
    state("MI", "Michigan", &[(480, 499)]),
    state("MN", "Minnesota", &[(550, 567)]),
    state("MO", "Missouri", &[(630, 658)]),
    state("MP", "Northern Mariana Islands", &[(969, 969)]),
    state("MS", "Mississippi", &[(386, 397)]),
    state("MT", "Montana", &[(590, 599)]),
    state("NC", "North Carolina", &[(270, 289)]),
    state("ND", "North Dakota", &[(580, 588)]),
    state("NE", "Nebraska", &[(680, 693)]),
    state("NH", "New Hampshire", &[(30, 38)]),
    state("NJ", "New Jersey", &[(70, 89)]),
    state("NM", "New Mexico", &[(870, 884)]),
    state("NV", "Nevada", &[(889, 898)]),
    // 005 is the IRS in Holtsville, 063 Fishers Island.
    state("NY", "New York", &[(5, 5), (63, 63), (100, 149)]),
    state("OH", "Ohio", &[(430, 459)]),
    state("OK", "Oklahoma", &[(730, 732), (734, 749)]),
    state("OR", "Oregon", &[(970, 979)]),
    state("PA", "Pennsylvania", &[(150, 196)]),
    state("PR", "Puerto Rico", &[(6, 7), (9, 9)]),
    state("PW", "Palau", &[(969, 969)]),
    state("RI", "Rhode Island", &[(28, 29)]),
    state("SC", "South Carolina", &[(290, 299)]),
    state("SD", "South Dakota", &[(570, 577)]),
    state("TN", "Tennessee", &[(370, 385)]),
    // 733 is the IRS in Austin, 885 El Paso.
    state("TX", "Texas", &[(733, 733), (750, 799), (885, 885)]),
    state("UT", "Utah", &[(840, 847)]),
    state("VA", "Virginia", &[(201, 201), (220, 246)]),
    state("VI", "Virgin Islands", &[(8, 8)]),
    state("VT", "Vermont", &[(50, 54), (56, 59)]),
    state("WA", "Washington", &[(980, 994)]),
    state("WI", "Wisconsin", &[(530, 549)]),
    state("WV", "West Virginia", &[(247, 268)]),
    // 834 is Alta, behind the Tetons.
    state("WY", "Wyoming", &[(820, 831), (834, 834)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_has_every_state_once() {
        assert!(STATES.windows(2).all(|pair| pair[0].code < pair[1].code));
        // Fifty states, the District, five territories, three freely associated states, three posts.
        assert_eq!(STATES.len(), 50 + 1 + 5 + 3 + 3);
        let ranges = || STATES.iter().flat_map(|state| state.zips);
        assert!(ranges().all(|(low, high)| low <= high && *high < 1000));
        assert!(NO_SALES_TAX.iter().all(|row| find(row.state).is_some()));
        assert!(ISLANDS_AND_POSTS.iter().all(|state| find(state).is_some()));
    }

    #[test]
    fn a_row_of_a_tax_holds_between_its_days() {
        let day = |day: &str| Some(day.parse().unwrap());
        assert_eq!(has_sales_tax("OR", day("2026-01-01")), Some(false));
        assert_eq!((has_sales_tax("OR", None), has_sales_tax("TX", None)), (Some(false), Some(true)));
        let half = NoSalesTax { state: "TX", from: "2026-01-01", until: Some("2026-06-30") };
        let days = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"];
        assert_eq!(days.map(|day| half.holds_on(day)), [false, true, true, false]);
        assert_eq!((has_sales_tax("GU", None), has_sales_tax("PR", None)), (None, Some(true)));
    }
}
