//! The rules of Pagos 2.0 where a bound, a matrix or several faults at once decide: CRP20101 to CRP20279.
//!
//! Expected values are by hand, from SAT's matrix and guide as the project's facts have them; arithmetic with its working.

// What is public here is so for the files beside it.
#![allow(unreachable_pub)]

mod payments;
mod receipt;
mod receipts;
mod sums;
#[path = "../support/mod.rs"]
mod support;
mod taxes;
