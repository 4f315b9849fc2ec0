//! Mexican tax of a line: which treatment the law gives it, and the arithmetic by which SAT checks it.
//!
//! Two independent axes decide: *exported or not* (goods by delivery and pedimento, services by the law's closed list and where
//! they are used), then *the domestic rate*. The law stands in [`table`] as dated rows with sources; the rest reads them. It
//! decides from facts that a document or a context states, and says which one is missing; it knows no default.
//! ```
//! use frontera::model::Supply;
//! use frontera::tax::table;
//! // Food is 0 % whoever buys it, and goods are exported whoever buys them.
//! assert_eq!(table::row(Supply::Food).reason.unwrap().source, "LIVA 2-A I b");
//! assert_eq!(table::EXPORTS[0].reason.en, "0 %: goods exported, pedimento A1");
//! ```
//! Nothing here is tax advice. Departure: facts on which the law itself is not settled are refused by name
//! ([`table::REFUSALS`]); a document that states its taxes is taken at its word.

pub(crate) mod money;
pub mod table;
#[cfg(test)]
mod tests;
pub(crate) mod treatment;
