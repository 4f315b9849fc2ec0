//! Which of three legally different things a conversion is. The caller says so; it is inferred only where the document leaves
//! one possibility.
//!
//! A US seller does not issue a CFDI. So a US invoice becomes one only as the draft of a Mexican issuer that keeps its
//! invoices in a US product ([`Case::MxIssuerDraft`]); the invoice of a US seller is for its Mexican buyer a payable and
//! customs input ([`Case::ReceivedInMx`]); and a Mexican supplier's CFDI is for its US buyer a bill
//! ([`Case::ReceivedInUs`]).
//!
//! What each case makes of each kind of document, and what it refuses, is a table: [`rules`], which is also `docs/cases.md`.
//! ```
//! use frontera::case::{self, Case, Outcome};
//! use frontera::{Format, model::DocumentType};
//! let rule = case::rule(Case::ReceivedInMx, Format::UsJson, DocumentType::Invoice);
//! assert!(matches!(rule.outcome, Outcome::Yields { format: Format::Payable, .. }));
//! let rule = case::rule(Case::ReceivedInUs, Format::Cfdi, DocumentType::Payroll);
//! assert!(matches!(rule.outcome, Outcome::Refused { code: "FRO-CASE-006" }));
//! ```
//! Nothing here is legal advice; the source of each rule stands in its row.

use crate::catalog::countries;
use crate::context::{Issuer, bare, fold_name, is_generic_rfc};
use crate::convert::{Format, Intent, Options};
use crate::formats::cfdi::wire_name;
use crate::mapping::{self, Field};
use crate::model::{DocumentType, Invoice, Party, TaxIdType, TaxType};
use crate::report::{Location, Report, Values};
use crate::tax::money;

/// What a conversion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Case {
    /// A Mexican issuer's invoice, kept in a US product, becomes the draft of a CFDI.
    MxIssuerDraft,
    /// A US seller's invoice, received by a Mexican company, becomes an accounts-payable record.
    ReceivedInMx,
    /// A Mexican supplier's CFDI, received by a US company, becomes a bill in the neutral JSON.
    ReceivedInUs,
}

impl Case {
    /// Every case.
    pub const ALL: &'static [Case] = &[Case::MxIssuerDraft, Case::ReceivedInMx, Case::ReceivedInUs];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Case::MxIssuerDraft => "mx-issuer-draft",
            Case::ReceivedInMx => "received-in-mx",
            Case::ReceivedInUs => "received-in-us",
        }
    }

    /// What it is, in a line.
    pub fn description(self) -> &'static str {
        match self {
            Case::MxIssuerDraft => "a Mexican issuer's invoice, kept in a US product, becomes the draft of a CFDI",
            Case::ReceivedInMx => "a US seller's invoice becomes an accounts-payable record of its Mexican buyer",
            Case::ReceivedInUs => "a Mexican supplier's CFDI becomes the bill of its US buyer",
        }
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// What some kinds of documents come to in a case.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The case.
    pub case: Case,
    /// What the document is by origin: a neutral invoice that was read from a CFDI counts as that CFDI.
    pub from: Format,
    /// The kinds of document.
    pub document_types: &'static [DocumentType],
    /// What they come to.
    pub outcome: Outcome,
    /// Why.
    pub why: &'static str,
    /// The article, or SAT's catalogue.
    pub source: &'static str,
}

/// What a document comes to. Closed: there is no third way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A finding of this code, and no document.
    Refused {
        /// The code in the registry of findings.
        code: &'static str,
    },
    /// A document.
    Yields {
        /// Its format.
        format: Format,
        /// What it is to whoever gets it.
        what: &'static str,
    },
}

/// The table: each case, origin and kind of document stands in one rule.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The rule of a document.
pub fn rule(case: Case, from: Format, document_type: DocumentType) -> &'static Rule {
    let fits = |rule: &&Rule| rule.case == case && rule.from == from && rule.document_types.contains(&document_type);
    // A test finds every document in the table; a payable is never read.
    RULES.iter().find(fits).unwrap_or(&RULES[0])
}

/// A finding says why the document becomes nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused;

/// Which case a conversion is: the one that the caller names, else the only one that the document leaves. None where it needs
/// none: a CFDI into JSON as it is, and back.
pub(crate) fn decide(
    invoice: &Invoice,
    origin: Format,
    to: Format,
    options: &Options,
    report: &mut Report,
) -> Result<Option<Case>, Refused> {
    // The document that it was is no new one, whoever asks for it.
    if origin == Format::Cfdi && to == Format::Cfdi && options.intent != Intent::Draft {
        return Ok(options.case);
    }
    let case = match (options.case, origin, to) {
        (Some(case), ..) => Some(case),
        (None, _, Format::Payable) => Some(Case::ReceivedInMx),
        (None, Format::UsJson, Format::Cfdi) => issuer(&invoice.seller, options, report)?,
        (None, ..) => None,
    };
    let Some(case) = case else { return Ok(None) };
    let document = mapping::row(Field::TipoDeComprobante).at(&[], &[]);
    match rule(case, origin, invoice.document_type).outcome {
        Outcome::Refused { code } => {
            let values = Values::found(wire_name(&invoice.document_type));
            return refuse(code, document, values, report);
        }
        Outcome::Yields { format, .. } if format != to => {
            return refuse("FRO-CASE-004", document, Values::found(case.name()).expected(format.name()), report);
        }
        Outcome::Yields { .. } => {}
    }
    match case {
        Case::MxIssuerDraft => not_generic(&invoice.seller, report)?,
        Case::ReceivedInMx => foreign_seller(&invoice.seller, report)?,
        Case::ReceivedInUs => tell_foreign_vat(invoice, report),
    }
    Ok(Some(case))
}

/// Who draws up a CFDI of a US invoice, where nobody says: whoever has an RFC, and whoever the context's issuer is called, unless
/// something says that it is a US seller. That one is refused, and asked about where the context names an issuer, which it may
/// be. Of anyone else the writer says that the RFC is missing.
fn issuer(seller: &Party, options: &Options, report: &mut Report) -> Result<Option<Case>, Refused> {
    if own_rfc(seller) {
        return Ok(Some(Case::MxIssuerDraft));
    }
    not_generic(seller, report)?;
    match (&options.the_context().issuer, us_trace(seller)) {
        (Some(issuer), None) if is_called(issuer, seller) => Ok(Some(Case::MxIssuerDraft)),
        (Some(_), _) => refuse("FRO-CASE-003", at("/seller"), Values::default(), report),
        (None, Some((place, found))) => refuse("FRO-CASE-001", at(&place), Values::found(found), report),
        (None, None) => Ok(None),
    }
}

/// Whether a party has the issuer's name, or one that the context says the US product has for it.
fn is_called(issuer: &Issuer, party: &Party) -> bool {
    let names = || issuer.legal_name.iter().chain(&issuer.names).map(|name| fold_name(name));
    let own = [&party.legal_name, &party.trade_name].into_iter().flatten().map(|name| fold_name(name));
    own.filter(|own| !own.is_empty()).any(|own| names().any(|name| name == own))
}

/// The generic RFCs stand for others than an issuer: a foreigner without one, the public.
fn not_generic(seller: &Party, report: &mut Report) -> Result<(), Refused> {
    let rfcs = seller.tax_ids.iter().enumerate().filter(|(_, id)| id.kind == TaxIdType::Rfc);
    let mut values = rfcs.filter_map(|(i, id)| Some((i, id.value.as_deref()?)));
    match values.next() {
        Some((i, value)) if is_generic_rfc(&bare(value)) => {
            let location = mapping::row(Field::EmisorRfc).at(&[], &[i]);
            refuse("FRO-CASE-002", location, Values::found(value), report)
        }
        _ => Ok(()),
    }
}

/// A payable is owed to a seller that need not issue a CFDI.
fn foreign_seller(seller: &Party, report: &mut Report) -> Result<(), Refused> {
    if !own_rfc(seller) {
        return Ok(());
    }
    match foreign_trace(seller) {
        Some((place, found)) => {
            report.add("FRO-CASE-011", None, at(&place), Values::found(found));
            Ok(())
        }
        None => refuse("FRO-CASE-010", at("/seller/tax_ids"), Values::default(), report),
    }
}

/// Said once for the whole document: its JSON has the IVA as `vat` of MX already.
fn tell_foreign_vat(invoice: &Invoice, report: &mut Report) {
    let charged = invoice.tax_summary.iter().filter(|tax| tax.tax_type == TaxType::Vat);
    let amounts = charged.filter_map(|tax| tax.amount.as_ref()?.value());
    let Some(sum) = money::sum(amounts).filter(|sum| !sum.is_zero()) else { return };
    let amount = format!("{sum} {}", invoice.currency.as_deref().unwrap_or_default());
    let location = mapping::row(Field::TotalImpuestosTrasladados).at(&[], &[]);
    report.add("FRO-CASE-012", None, location, Values::found(amount.trim_end()));
}

fn own_rfc(party: &Party) -> bool {
    let rfc = party.rfc().and_then(|id| id.value.as_deref());
    rfc.is_some_and(|rfc| !bare(rfc).is_empty() && !is_generic_rfc(&bare(rfc)))
}

/// What says that a party is one of the United States, and where.
fn us_trace(party: &Party) -> Option<(String, &str)> {
    foreign(party, |country| countries::meant(country) == Some("US"))
}

/// What says that a party is one of another country than Mexico, and where. What is no country says nothing.
fn foreign_trace(party: &Party) -> Option<(String, &str)> {
    foreign(party, |country| countries::meant(country).is_some_and(|country| country != "MX"))
}

/// The kind of number or the country of the address, never a number itself.
fn foreign(party: &Party, fits: impl Fn(&str) -> bool) -> Option<(String, &str)> {
    for (i, id) in party.tax_ids.iter().enumerate() {
        let kind = match id.kind {
            TaxIdType::Ein => "ein",
            TaxIdType::Itin => "itin",
            TaxIdType::Ssn => "ssn",
            TaxIdType::StatePermit => "state_permit",
            TaxIdType::Rfc => continue,
            TaxIdType::Other => match id.country.as_deref() {
                Some(country) => country,
                None => continue,
            },
        };
        // The first four are numbers of the United States, whatever country stands beside them.
        let country = if id.kind == TaxIdType::Other { kind } else { "US" };
        if fits(country) {
            return Some((format!("/seller/tax_ids/{i}"), kind));
        }
    }
    let country = party.address.as_ref()?.country.as_deref().filter(|country| fits(country))?;
    Some(("/seller/address/country".into(), country))
}

fn at(pointer: &str) -> Location {
    Location { xpath: None, pointer: Some(pointer.into()) }
}

fn refuse<T>(code: &'static str, location: Location, values: Values, report: &mut Report) -> Result<T, Refused> {
    report.add(code, None, location, values);
    Err(Refused)
}

use Case::{MxIssuerDraft, ReceivedInMx, ReceivedInUs};
use DocumentType::{
    CreditMemo, DebitMemo, Invoice as Invoiced, PaymentReceipt, Payroll, Transfer, WithholdingStatement,
};
use Format::{Cfdi, Payable, UsJson};

const fn yields(format: Format, what: &'static str) -> Outcome {
    Outcome::Yields { format, what }
}

const fn refused(code: &'static str) -> Outcome {
    Outcome::Refused { code }
}

const RETENCIONES: &str = "SAT has another document for tax that was withheld, and no CFDI says it";

static RULES: &[Rule] = &[
    Rule {
        case: MxIssuerDraft,
        from: UsJson,
        document_types: &[Invoiced],
        outcome: yields(Cfdi, "draft of type I (ingreso)"),
        why: "a Mexican issuer owes its customer a CFDI, wherever it keeps its invoices and wherever the customer is",
        source: "CFF 29, 29-A",
    },
    Rule {
        case: MxIssuerDraft,
        from: UsJson,
        document_types: &[DebitMemo],
        outcome: yields(Cfdi, "draft of type I (ingreso), related to the invoice as a debit note"),
        why: "what is charged on top is income like the invoice itself",
        source: "c_TipoRelacion 02",
    },
    Rule {
        case: MxIssuerDraft,
        from: UsJson,
        document_types: &[CreditMemo],
        outcome: yields(Cfdi, "draft of type E (egreso), related to the UUID of the invoice"),
        why: "a credit is a document of its own with positive amounts; without the UUID of what it credits it is refused",
        source: "CFF 29; c_TipoDeComprobante E; c_TipoRelacion 01, 03, 07",
    },
    Rule {
        case: MxIssuerDraft,
        from: UsJson,
        document_types: &[Transfer],
        outcome: yields(Cfdi, "draft of type T (traslado), with what `extensions.mx` says"),
        why: "goods that move without a sale travel with a CFDI without amounts",
        source: "CFF 29; c_TipoDeComprobante T",
    },
    Rule {
        case: MxIssuerDraft,
        from: UsJson,
        document_types: &[PaymentReceipt],
        outcome: yields(Cfdi, "draft of type P (pago), with the complement that `extensions.mx` has"),
        why: "what was invoiced as PPD gets a CFDI for each payment",
        source: "CFF 29; c_TipoDeComprobante P, Pagos 2.0",
    },
    Rule {
        case: MxIssuerDraft,
        from: UsJson,
        document_types: &[Payroll],
        outcome: yields(Cfdi, "draft of type N (nómina), with the complement that `extensions.mx` has"),
        why: "an employer in Mexico issues its employees a CFDI of their wages",
        source: "LISR 99-III; c_TipoDeComprobante N, Nómina 1.2",
    },
    Rule {
        case: MxIssuerDraft,
        from: UsJson,
        document_types: &[WithholdingStatement],
        outcome: refused("FRO-CASE-005"),
        why: RETENCIONES,
        source: "CFF 29; Retenciones 2.0",
    },
    Rule {
        case: MxIssuerDraft,
        from: Cfdi,
        document_types: &[Invoiced, DebitMemo, CreditMemo, Transfer, PaymentReceipt, Payroll],
        outcome: yields(Cfdi, "the document as it was; with intent draft a new one without seal and stamp"),
        why: "the issuer's own document, for instance to issue it anew in the place of one that was cancelled",
        source: "CFF 29-A; c_TipoRelacion 04",
    },
    Rule {
        case: MxIssuerDraft,
        from: Cfdi,
        document_types: &[WithholdingStatement],
        outcome: refused("FRO-CASE-005"),
        why: RETENCIONES,
        source: "CFF 29; Retenciones 2.0",
    },
    Rule {
        case: ReceivedInMx,
        from: UsJson,
        document_types: &[Invoiced, DebitMemo],
        outcome: yields(Payable, "accounts-payable record, with the position of each line towards IVA"),
        why: "a non-resident without an establishment in Mexico issues no CFDI; the buyer accounts for IVA itself, on services in its return, on goods at customs",
        source: "CFF 29; LIVA 24, 26, 28; RLIVA 50",
    },
    Rule {
        case: ReceivedInMx,
        from: UsJson,
        document_types: &[CreditMemo],
        outcome: yields(Payable, "the same, which reduces what is owed"),
        why: "what the seller credits was never a CFDI, so it needs none either",
        source: "CFF 29; LIVA 24",
    },
    Rule {
        case: ReceivedInMx,
        from: UsJson,
        document_types: &[PaymentReceipt, Transfer, WithholdingStatement],
        outcome: refused("FRO-CASE-007"),
        why: "nothing is owed by it",
        source: "none: what the document is",
    },
    Rule {
        case: ReceivedInMx,
        from: UsJson,
        document_types: &[Payroll],
        outcome: refused("FRO-CASE-006"),
        why: "wages are no supply: not even the VAT law takes them for a service",
        source: "LIVA 14",
    },
    Rule {
        case: ReceivedInMx,
        from: Cfdi,
        document_types: &[Invoiced, DebitMemo, CreditMemo, Transfer, PaymentReceipt, Payroll, WithholdingStatement],
        outcome: refused("FRO-CASE-008"),
        why: "its issuer is Mexican: its buyer deducts and credits by the CFDI itself",
        source: "LISR 27-III; LIVA 5-II",
    },
    Rule {
        case: ReceivedInUs,
        from: Cfdi,
        document_types: &[Invoiced, DebitMemo],
        outcome: yields(UsJson, "bill; its IVA is foreign VAT"),
        why: "no US law asks for another form; IVA is part of the cost unless Mexico refunds it, and never sales tax",
        source: "LIVA 1; none in the US: sales tax is a tax of its states",
    },
    Rule {
        case: ReceivedInUs,
        from: Cfdi,
        document_types: &[CreditMemo],
        outcome: yields(UsJson, "vendor credit; its IVA is foreign VAT"),
        why: "the same, the other way",
        source: "LIVA 1, 7",
    },
    Rule {
        case: ReceivedInUs,
        from: Cfdi,
        document_types: &[PaymentReceipt],
        outcome: yields(UsJson, "the supplier's receipt for a payment; no bill"),
        why: "it names the bills that were paid by their UUIDs",
        source: "Pagos 2.0",
    },
    Rule {
        case: ReceivedInUs,
        from: Cfdi,
        document_types: &[Transfer],
        outcome: yields(UsJson, "shipping document; nothing is owed by it"),
        why: "goods that move without a sale",
        source: "c_TipoDeComprobante T",
    },
    Rule {
        case: ReceivedInUs,
        from: Cfdi,
        document_types: &[Payroll],
        outcome: refused("FRO-CASE-006"),
        why: "its receiver is an employee, with an RFC and a CURP, and no buyer",
        source: "LISR 99-III; Nómina 1.2",
    },
    Rule {
        case: ReceivedInUs,
        from: Cfdi,
        document_types: &[WithholdingStatement],
        outcome: refused("FRO-CASE-005"),
        why: RETENCIONES,
        source: "CFF 29; Retenciones 2.0",
    },
    Rule {
        case: ReceivedInUs,
        from: UsJson,
        document_types: &[Invoiced, DebitMemo, CreditMemo, Transfer, PaymentReceipt, Payroll, WithholdingStatement],
        outcome: refused("FRO-CASE-009"),
        why: "a Mexican supplier's invoice is a CFDI; what is none was not issued by one",
        source: "CFF 29",
    },
];
