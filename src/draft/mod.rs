//! From the invoice of a US product to one that a CFDI can be written from: facts from the context, treatments, amounts.
//!
//! Model in, model out. What the document says stands; what it does not say comes from the [`Context`]
//! or follows from a rule, each time with a finding; what is still missing stays missing, and the writer names it. Nothing is
//! guessed. Preparing what is prepared changes nothing.
//! ```
//! use frontera::{Options, Report, context::Context, draft};
//! let json = include_bytes!("../../fixtures/us/draft-produce.json");
//! let invoice = frontera::read(json, &Options::default())?.invoice;
//! let mut report = Report::default();
//! let draft = draft::prepare(&invoice, &Options::default(), &mut report);
//! // 10 × 12.50 = 125.00; produce is 0 %.
//! assert_eq!(draft.invoice.totals.total.unwrap().to_string(), "125.00");
//! # Ok::<(), frontera::Error>(())
//! ```
//! What a US invoice can say and a CFDI cannot is put into its words (`docs/tax.md`): charges become lines, document discounts
//! and negative lines become discounts of lines, prices with tax are parted. A draft reads back as the prepared invoice, not as
//! the given one.

mod amounts;
mod lines;
mod parties;
mod payment;
mod receiver;
mod taxes;
#[cfg(test)]
mod tests;

pub(crate) use amounts::local_taxes;
pub(crate) use lines::is_us;

use std::collections::{HashMap, HashSet};

use crate::catalog::Catalogs;
use crate::context::{Context, ItemIndex};
use crate::convert::Options;
use crate::formats::cfdi::complements::comercio_exterior;
use crate::mapping::Field;
use crate::model::{Date, DocumentType, Invoice, Text};
use crate::report::{Location, Report, Values};
use crate::tax::table::Reason;

/// An invoice that a CFDI can be written from, unless a finding says why not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Draft {
    /// The invoice with what was filled in and computed.
    pub invoice: Invoice,
    /// How each of its lines is taxed, in their order; none for documents without taxes of lines (receipts, transfers, payroll).
    pub lines: Vec<LineTreatment>,
    /// Where each line stood in the invoice that was given.
    pub(crate) places: Vec<String>,
    pub(crate) hints: Hints,
    /// An error says why there will be no CFDI.
    pub(crate) blocked: bool,
}

/// How a line is taxed, and why.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LineTreatment {
    /// JSON pointer of the line or charge in the invoice that was given.
    pub place: Text,
    /// What decided.
    pub basis: Basis,
    /// What the buyer keeps back, and why.
    pub withheld: Vec<&'static Reason>,
}

/// What decided a line's taxes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Basis {
    /// The table of the law.
    Law(&'static Reason),
    /// The issuer's past documents, as the context has them.
    Past,
    /// The document, or the context's ObjetoImp.
    Stated,
    /// Nothing: a finding says what is missing.
    Undecided,
}

/// What the writer's findings about missing facts know beyond the field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints {
    /// Facts that another finding tells already, by field and line.
    pub(crate) told: HashSet<(Field, usize)>,
    /// What it may be.
    pub(crate) candidates: HashMap<(Field, usize), Vec<Text>>,
}

/// Fills in and computes. The invoice is taken for one that is to become a new CFDI.
pub fn prepare(invoice: &Invoice, options: &Options, report: &mut Report) -> Draft {
    let mut desk = Desk {
        context: options.the_context(),
        items: ItemIndex::of(options.the_context()),
        catalogs: options.the_catalogs(),
        options,
        report,
        hints: Hints::default(),
        blocked: false,
        decimals: 2,
        day: invoice.issue_date,
        exportacion: None,
    };
    let mut invoice = invoice.clone();
    desk.countries(&invoice);
    desk.parties(&mut invoice);
    desk.relations(&mut invoice);
    desk.time(&mut invoice);
    match crate::exchange::rate_to_pesos(&invoice, options, desk.report) {
        Ok(Some(rate)) => invoice.exchange_rate = Some(rate),
        Ok(None) => {}
        Err(_) => {
            desk.blocked = true;
            desk.hints.told.insert((Field::TipoCambio, 0));
        }
    }
    let kind = invoice.document_type;
    let computed = match kind {
        DocumentType::Invoice | DocumentType::DebitMemo | DocumentType::CreditMemo => Some(true),
        DocumentType::Payroll => Some(false),
        _ => None,
    };
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    if let Some(taxed) = computed
        && desk.currency(&invoice)
    {
        (lines, places) = desk.compute(&mut invoice, taxed);
    }
    if computed == Some(true) {
        desk.payment(&mut invoice);
        desk.exportacion(&mut invoice);
        desk.comercio_exterior(&mut invoice);
    }
    let Desk { hints, blocked, .. } = desk;
    Draft { invoice, lines, places, hints, blocked }
}

/// Where a draft is made.
struct Desk<'a> {
    context: &'a Context,
    items: ItemIndex<'a>,
    catalogs: &'a Catalogs,
    options: &'a Options,
    report: &'a mut Report,
    hints: Hints,
    blocked: bool,
    /// Of the currency.
    decimals: u32,
    /// Of issue.
    day: Option<Date>,
    /// What the treatments make of Exportacion.
    exportacion: Option<&'static str>,
}

impl Desk<'_> {
    /// A finding at a place of the given invoice.
    fn tell(&mut self, code: &'static str, at: impl Into<Text>, values: Values) {
        self.tell_of(code, None, at, values);
    }

    /// The same about a field of the mapping.
    fn tell_of(&mut self, code: &'static str, field: Option<Field>, at: impl Into<Text>, values: Values) {
        self.report.add(code, field, Location { xpath: None, pointer: Some(at.into()) }, values);
    }

    /// The same, and there will be no CFDI.
    fn refuse(&mut self, code: &'static str, at: impl Into<Text>, values: Values) {
        self.tell(code, at, values);
        self.blocked = true;
    }

    /// The decimals of the currency; false where nothing can be computed in it.
    fn currency(&mut self, invoice: &Invoice) -> bool {
        let Some(code) = invoice.currency.as_deref() else { return false };
        match self.catalogs.moneda(code).filter(|_| code != "XXX") {
            Some(currency) => {
                self.decimals = currency.decimals();
                true
            }
            None => {
                let near = self.catalogs.get("c_Moneda").map(|catalog| catalog.near(code)).unwrap_or_default();
                let near = near.iter().map(|entry| Text::from(entry.code().to_owned()));
                self.refuse("FRO-DRAFT-011", "/currency", Values::found(code).candidates(near));
                false
            }
        }
    }

    fn time(&mut self, invoice: &mut Invoice) {
        if invoice.issue_time.is_none()
            && invoice.issue_date.is_some()
            && let Some(time) = self.context.defaults.issue_time
        {
            invoice.issue_time = Some(time);
            self.tell("FRO-DRAFT-003", "/issue_time", Values::default().expected(time.to_string()));
        }
    }

    fn exportacion(&mut self, invoice: &mut Invoice) {
        if invoice.mx().is_some_and(|mx| mx.exportacion.is_some()) {
            return;
        }
        let around = self.surroundings(invoice);
        let by_lines = self.exportacion.map(Text::from);
        let Some(code) = by_lines.or_else(|| self.exportacion_of(&around)) else { return };
        self.tell_of(
            "FRO-DRAFT-010",
            Some(Field::Exportacion),
            "/extensions/mx/exportacion",
            Values::default().expected(code.clone()),
        );
        invoice.mx_mut().exportacion = Some(code);
    }

    /// CFDI40122: a definitive export under A1 has the complement. It is made of what is computed by now.
    fn comercio_exterior(&mut self, invoice: &mut Invoice) {
        let a1 = invoice.mx().is_some_and(|mx| mx.exportacion.as_deref() == Some("02"));
        if !a1 || comercio_exterior::is_there(invoice) || self.blocked || !self.hints.told.is_empty() {
            return;
        }
        comercio_exterior::complete(invoice, self.options, self.report);
        self.blocked |= !comercio_exterior::is_there(invoice);
    }
}

/// The place of a fact in the context, for the message that it is missing.
pub(crate) fn context_place(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::ClaveProdServ => "items[].clave_prod_serv",
        Field::ClaveUnidad => "items[].clave_unidad",
        Field::ObjetoImp => "items[].supply",
        Field::Cantidad | Field::ValorUnitario => "defaults.one_unit",
        Field::EmisorRfc => "issuer.rfc",
        Field::EmisorNombre => "issuer.legal_name",
        Field::EmisorRegimenFiscal => "issuer.regimen_fiscal",
        Field::LugarExpedicion => "issuer.lugar_expedicion",
        Field::ReceptorRfc => "customers[].rfc",
        Field::ReceptorNombre => "customers[].legal_name",
        Field::DomicilioFiscalReceptor => "customers[].domicilio_fiscal",
        Field::RegimenFiscalReceptor => "customers[].regimen_fiscal",
        Field::UsoCfdi => "customers[].uso_cfdi",
        Field::MetodoPago => "customers[].metodo_pago",
        Field::FormaPago => "customers[].forma_pago",
        Field::TipoCambio => "exchange.rates",
        Field::IssueTime => "defaults.issue_time",
        Field::RelacionadoUuid => "documents[].uuid",
        Field::Exportacion => "customers[].delivery",
        _ => return None,
    })
}
