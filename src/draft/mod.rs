//! From the invoice of a US product to one that a CFDI can be written from: facts from the context, treatments, amounts.
//!
//! Model in, model out. What is missing stays missing and is the writer's finding; nothing is guessed.
//! Preparing what is prepared changes nothing.
