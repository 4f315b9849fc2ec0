//! Complements that a draft needs and an invoice has no tree of: made from the invoice, the context and the catalogues.
//!
//! Each is a [`model::Element`](crate::model::Element) tree put into `extensions.mx.complemento`, so that the writer, the
//! structure check and the way back treat it as one that was read. Departure: none is ever half made. What is missing is an
//! error that names its places, and the complement is then not there.

pub(crate) mod comercio_exterior;
