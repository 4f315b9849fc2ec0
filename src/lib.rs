//! Invoices across the Mexico–US border, with nothing lost in silence.
//!
//! `frontera` reads Mexico's CFDI XML (4.0, 3.3, 3.2) and the neutral US invoice JSON into one canonical [`model::Invoice`] and writes
//! either from it. A sealed CFDI that goes to JSON and back keeps its seal; whatever does not cross is in the [`Report`].
//!
//! # A CFDI as US invoice JSON
//! ```
//! use frontera::{Format, Options};
//! let xml = include_bytes!("../fixtures/cfdi/export-produce.xml");
//! let converted = frontera::convert(xml, Format::UsJson, &Options::default())?;
//! let json = String::from_utf8(converted.output.unwrap()).unwrap();
//! assert!(json.contains(r#""currency":"USD""#));
//! # Ok::<(), frontera::Error>(())
//! ```
//!
//! # And back, sealed as it was
//! ```
//! # use frontera::{Format, Options};
//! # let xml = include_bytes!("../fixtures/cfdi/export-produce.xml");
//! # let json = frontera::convert(xml, Format::UsJson, &Options::default())?.output.unwrap();
//! let back = frontera::convert(&json, Format::Cfdi, &Options::default())?;
//! assert!(!back.report.has_errors());
//! # Ok::<(), frontera::Error>(())
//! ```
//!
//! # A US invoice as the draft of a CFDI
//! ```
//! use frontera::{Case, Format, Options, context::Context};
//! let context = Context::from_json(include_bytes!("../fixtures/draft/contexts/kemper-tijuana.json"))?;
//! let options = Options::default().case(Case::MxIssuerDraft).context(context);
//! let json = include_bytes!("../fixtures/draft/tile-tijuana-notice.json");
//! let draft = frontera::convert(json, Format::Cfdi, &options)?.output.unwrap();
//! // Handed over in Tijuana by a seller with the border notice: 8 %.
//! assert!(String::from_utf8(draft).unwrap().contains(r#"TasaOCuota="0.080000""#));
//! # Ok::<(), frontera::Error>(())
//! ```
//!
//! # What the PAC would say
//! ```
//! use frontera::{Lang, ValidateOptions};
//! let xml = std::fs::read_to_string("fixtures/cfdi/export-produce.xml").unwrap();
//! let wrong = xml.replace("DomicilioFiscalReceptor=\"84000\"", "DomicilioFiscalReceptor=\"85621\"");
//! let validation = frontera::validate(wrong.as_bytes(), &ValidateOptions::default())?;
//! let finding = validation.report.violations().next().unwrap();
//! assert_eq!((finding.code.as_str(), finding.values.expected.as_deref()), ("CFDI40149", Some("84000")));
//! println!("{}. {}", finding.message(Lang::Es), finding.help(Lang::Es));
//! # Ok::<(), frontera::Error>(())
//! ```
//!
//! # The pieces
//! ```
//! use frontera::formats::{cfdi, us};
//! let document = cfdi::read(include_bytes!("../fixtures/cfdi/export-produce.xml"), &Default::default())?;
//! let (mut invoice, _report) = document.to_invoice()?;
//! invoice.purchase_order_number = Some("PO-7".into());
//! let json = us::write(&invoice, true);
//! # assert!(json.starts_with(b"{"));
//! # Ok::<(), frontera::Error>(())
//! ```
//!
//! # What it does not do
//! No I/O, no threads, no clock, no network: bytes in, bytes out. It guesses no ClaveProdServ, RFC, régimen or postal code: what
//! a CFDI needs and neither the invoice nor the context says is a finding. It seals (feature `seal`) and does not stamp: that is a
//! PAC's.
//!
//! # Where next
//! [`convert()`] and [`Options`]; [`validate()`] and, for its JSON, [`report::FileReport`]; [`rules`] for what is validated and
//! [`fix`](fn@fix) for what has one answer; [`substitute`](fn@substitute) for a stamped document that is wrong, and
//! [`formats::cfdi::cancellation`] for what cancelling it asks; [`model`] for the fields;
//! [`draft`], [`tax`], [`context`], [`exchange`] and [`case`] for the way from a US invoice to a CFDI; [`mapping`] for where each fact stands on either side; [`catalog`] for SAT's codes and what they mean; [`schema`] for SAT's
//! XSDs; [`case`] for what a conversion legally is, [`exchange`] for rates, [`payable`] for what a Mexican buyer owes a US seller;
//! [`formats`] for the formats one by one; `docs/architecture.md` for how it hangs together.
//!
//! # Features
//! All are off by default. `schema`: the JSON Schemas of the neutral invoice and of findings as values, for generators.
//! `catalogs`, and its parts `catalog-products`, `catalog-places`, `catalog-tariff`, `catalog-transport`: what of SAT's
//! [`catalog`]s weighs much. `csv`: tables of exchange rates as files ([`exchange::Rates::from_csv`]); `toml`: a [`context`] as TOML,
//! beside JSON; `qr`: the QR of a printed CFDI as SVG, PNG and text (`qr::Qr`).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod case;
pub mod catalog;
pub mod context;
mod convert;
pub mod draft;
mod error;
pub mod exchange;
pub mod formats;
pub mod mapping;
pub mod model;
mod nearest;
#[doc(hidden)]
pub mod packed;
pub mod payable;
#[cfg(feature = "qr")]
pub mod qr;
pub mod report;
pub mod rules;
pub mod schema;
#[cfg(feature = "seal")]
pub mod seal;
pub mod tax;
mod validate;
mod xml;

pub use case::Case;
pub use convert::{Converted, Format, Intent, Limits, Options, Reading, UsFacts, convert, read};
pub use error::{Error, ErrorKind, InputProblem, MisuseProblem, Position};
pub use formats::Source;
pub use formats::cfdi::{Fixed, Substituted, fix, substitute};
pub use report::{Code, Event, Finding, Lang, Location, Report, Severity, Values};
pub use validate::{Profile, ValidateOptions, Validation, validate};

/// The README's code is compiled and run like any other.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
