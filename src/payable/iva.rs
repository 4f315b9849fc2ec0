//! Where the IVA of a supply by a non-resident is paid.

use super::IvaPosition::{self, NotDue, OnPedimento, SelfAssessed};
use crate::model::Supply;
use crate::tax::table::{self, Domestic, Nature};

/// What the law says of a supply by a non-resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The position, and the articles.
    Decided(IvaPosition, &'static str),
    /// It depends on facts that no invoice has; the articles say on which.
    Unsettled(&'static str),
    /// It depends on where it is used, and nobody says.
    WhereUsed(&'static str),
}

/// Where the IVA of a supply by a non-resident is paid; `used_in` is the country in which services and rights are used, ISO 3166-1
/// alpha-2.
/// ```
/// use frontera::model::Supply;
/// use frontera::payable::{IvaPosition, Verdict, verdict};
/// let hosting = verdict(Supply::ItServices, Some("MX"));
/// assert_eq!(hosting, Verdict::Decided(IvaPosition::SelfAssessed, "LIVA 24-V, 26-IV; RLIVA 50"));
/// assert_eq!(verdict(Supply::ItServices, None), Verdict::WhereUsed("LIVA 24-V"));
/// ```
pub fn verdict(supply: Supply, used_in: Option<&str>) -> Verdict {
    use Verdict::{Decided, Unsettled, WhereUsed};
    let row = table::row(supply);
    match (row.nature, supply, row.domestic) {
        (Nature::NoSupply, ..) => Decided(NotDue, "LIVA 1, 24"),
        (Nature::Goods, _, Domestic::General) => Decided(OnPedimento, "LIVA 24-I, 26-I, 28"),
        // What is not taxed inside the country is not taxed at customs either, and the pedimento is where that is seen.
        (Nature::Goods, ..) => Decided(OnPedimento, "LIVA 24-I, 25-III, 28"),
        // The first depends on where the voyage begins; the rent of what is in Mexico is withheld by whoever pays it.
        (_, Supply::InternationalFreight, _) => Unsettled("LIVA 16, 24-V"),
        (_, Supply::Rent, _) => Unsettled("LIVA 1-A III, 19, 24-IV"),
        (Nature::Services, _, Domestic::Exempt) => Decided(NotDue, "LIVA 24-V, 25-III"),
        (Nature::Services, ..) => match used_in {
            Some("MX") => Decided(SelfAssessed, "LIVA 24-V, 26-IV; RLIVA 50"),
            Some(_) => Decided(NotDue, "LIVA 24-V"),
            None => WhereUsed("LIVA 24-V"),
        },
        // A right that is bought is imported wherever it is used, one that is licensed only where it is used in Mexico.
        (Nature::Intangible, ..) => match used_in {
            Some("MX") => Decided(SelfAssessed, "LIVA 24-II, 24-III, 26-III; RLIVA 50"),
            Some(_) => Unsettled("LIVA 24-II, 24-III"),
            None => WhereUsed("LIVA 24-II, 24-III"),
        },
    }
}
