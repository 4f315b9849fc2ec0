//! Small lists that both sides need: countries and units.

pub(crate) mod countries;
pub(crate) mod units;
