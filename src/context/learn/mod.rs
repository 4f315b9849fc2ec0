//! A context from the issuer's own past CFDIs: what they say without contradiction, and nothing else.
//!
//! CFDI 4.0 of types I and E are learnt from; of CFDI 3.3 ClaveProdServ, ClaveUnidad, RFC and names, since the other facts
//! have changed their meaning. A field on which documents differ is left out of its entry and listed as undecided, with how
//! many documents say what. The order in which documents come does not matter.
//! ```
//! use frontera::context::{Context, LearnOptions, Learner};
//! use frontera::{Options, read};
//! let xml = include_bytes!("../../../fixtures/cfdi/export-produce.xml");
//! let mut learner = Learner::new(LearnOptions::default());
//! learner.add("export-produce.xml", &read(xml, &Options::default())?.invoice);
//! let learnt = learner.finish()?;
//! assert_eq!((learnt.documents, learnt.skipped.len()), (1, 0));
//! assert_eq!(learnt.context.issuer.unwrap().rfc, "EKU9003173C9");
//! assert_eq!(learnt.context.items[0].documents, Some(1));
//! # Ok::<(), frontera::Error>(())
//! ```
//! It never asks what a code means: whether it is still in force is for [`Context::check`].

mod facts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use facts::{BuyerFacts, Document, IssuerFacts, LineFacts, TaxFacts, intern, is_trade, rfc_of};

use super::lookup::{RFC_FOREIGN, bare, fold, fold_name};
use super::{Context, Customer, IssuedDocument, Issuer, Item, Seen, Undecided, UndecidedOf};
use crate::error::{Error, MisuseProblem};
use crate::model::{DocumentType, Element, Invoice, Tax, Text};
use crate::report::{Code, Finding, Location, Values};

/// Learns a context from documents, each with the name by which it is told when it is skipped.
///
/// # Errors
/// As [`Learner::finish`].
pub fn learn<N: Into<String>>(
    documents: impl IntoIterator<Item = (N, Invoice)>,
    options: LearnOptions,
) -> Result<Learnt, Error> {
    let mut learner = Learner::new(options);
    documents.into_iter().for_each(|(name, invoice)| learner.add(name, &invoice));
    learner.finish()
}

/// How to learn. Private fields and chained setters: a new one breaks nobody.
#[derive(Clone, Debug, Default)]
pub struct LearnOptions {
    issuer: Option<String>,
}

impl LearnOptions {
    /// Whose documents are learnt from, by RFC; others are skipped. Needed where there are several issuers.
    pub fn issuer(mut self, rfc: impl AsRef<str>) -> Self {
        self.issuer = Some(bare(rfc.as_ref()));
        self
    }
}

/// What was learnt.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Learnt {
    /// The context: entries by their keys, in the order of letters.
    pub context: Context,
    /// How many documents it is from.
    pub documents: usize,
    /// Documents that say nothing for it, by name, and why.
    pub skipped: Vec<Skipped>,
}

/// A document that was not learnt from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// Its name, as it was given.
    pub name: String,
    /// Why.
    pub why: Finding,
}

/// Learns from one document after the other; what it keeps of each is small, and equal lines are kept once.
#[derive(Clone, Default)]
pub struct Learner {
    options: LearnOptions,
    seen: Vec<Document>,
    skipped: Vec<Skipped>,
    lines: BTreeSet<Arc<LineFacts>>,
    buyers: BTreeSet<Arc<BuyerFacts>>,
    issuers: BTreeSet<Arc<IssuerFacts>>,
}

/// Documents hold tax numbers: their number stands for them.
impl std::fmt::Debug for Learner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Learner").field("documents", &self.seen.len()).finish_non_exhaustive()
    }
}

impl Learner {
    /// Learns nothing yet.
    pub fn new(options: LearnOptions) -> Self {
        Learner { options, ..Learner::default() }
    }

    /// Takes in a document. One that says nothing for a context is skipped, which [`Learnt::skipped`] tells.
    pub fn add(&mut self, name: impl Into<String>, invoice: &Invoice) {
        let name = name.into();
        match self.facts(&name, invoice) {
            Ok(document) => self.seen.push(document),
            Err((code, values)) => self.skipped.push(Skipped::new(name, code, values)),
        }
    }

    /// The context of everything that was taken in.
    ///
    /// # Errors
    /// Documents of several issuers where the options name none, and none of the issuer's.
    pub fn finish(mut self) -> Result<Learnt, Error> {
        self.seen.sort();
        let issuer = self.issuer()?;
        let mut documents: Vec<Document> = Vec::new();
        for document in self.seen {
            let earlier = documents.last().filter(|last| last.uuid.is_some() && last.uuid == document.uuid);
            if document.issuer.rfc != issuer {
                self.skipped.push(Skipped::new(document.name, "FRO-CTX-044", Values::default()));
            } else if let Some(earlier) = earlier {
                let values = Values::found(earlier.name.as_str());
                self.skipped.push(Skipped::new(document.name, "FRO-CTX-047", values));
            } else {
                documents.push(document);
            }
        }
        self.skipped.sort_by(|a, b| (&a.name, a.why.code).cmp(&(&b.name, b.why.code)));
        let mut context = Context::default();
        learn_issuer(&documents, &mut context);
        learn_customers(&documents, &mut context);
        learn_items(&documents, &mut context);
        learn_numbers(&documents, &mut context);
        Ok(Learnt { context, documents: documents.len(), skipped: self.skipped })
    }

    /// The one issuer.
    fn issuer(&self) -> Result<String, Error> {
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        self.seen.iter().for_each(|document| *all.entry(&document.issuer.rfc).or_default() += 1);
        // The ones with most documents first: a message has an end.
        let mut listed: Vec<(&str, usize)> = all.iter().map(|(rfc, count)| (*rfc, *count)).collect();
        listed.sort_by_key(|(rfc, count)| (std::cmp::Reverse(*count), *rfc));
        let shown: Vec<String> = listed.iter().map(|(rfc, count)| format!("{rfc} ({count})")).collect();
        match (&self.options.issuer, listed.as_slice()) {
            (_, []) => Err(Error::misuse(MisuseProblem::NothingLearnt, "no CFDI 4.0 or 3.3 of type I or E")),
            (Some(wanted), _) if all.contains_key(wanted.as_str()) => Ok(wanted.clone()),
            (Some(_), _) => {
                let message = format!("none is of that issuer, but of {}", shown.join(", "));
                Err(Error::misuse(MisuseProblem::NothingLearnt, message))
            }
            (None, [(rfc, _)]) => Ok((*rfc).to_owned()),
            (None, _) => {
                Err(Error::misuse(MisuseProblem::SeveralIssuers, format!("several issuers: {}", shown.join(", "))))
            }
        }
    }

    /// What a document says, or why it says nothing.
    fn facts(&mut self, name: &str, invoice: &Invoice) -> Result<Document, (&'static str, Values)> {
        let none = Values::default;
        let mx = invoice.mx().ok_or_else(|| ("FRO-CTX-042", none()))?;
        let is_40 = match mx.version.as_deref() {
            Some("4.0") => true,
            Some("3.3") => false,
            Some(version) => return Err(("FRO-CTX-043", Values::found(version))),
            None => return Err(("FRO-CTX-042", none())),
        };
        let credit = match invoice.document_type {
            DocumentType::Invoice | DocumentType::DebitMemo => false,
            DocumentType::CreditMemo => true,
            _ => return Err(("FRO-CTX-045", none())),
        };
        // Its lines are sales to the public, each with the number of its ticket for a SKU.
        if mx.informacion_global.is_some() {
            return Err(("FRO-CTX-046", none()));
        }
        let rfc = rfc_of(&invoice.seller).ok_or_else(|| ("FRO-CTX-048", none()))?;
        let trade = mx.complemento.iter().flat_map(Element::elements).find(is_trade).filter(|_| is_40);
        let issuer = IssuerFacts::of(rfc, &invoice.seller, mx, trade, is_40);
        let buyer = BuyerFacts::of(&invoice.buyer, mx, is_40, credit).map(|buyer| intern(&mut self.buyers, buyer));
        let exportacion = mx.exportacion.clone().filter(|_| is_40);
        let lines: BTreeSet<_> = invoice
            .lines
            .iter()
            .flat_map(|line| LineFacts::of(line, trade, is_40))
            .map(|line| intern(&mut self.lines, line))
            .collect();
        let number = invoice.document_number.as_ref();
        let number = number.map(|number| format!("{}{number}", invoice.series.as_deref().unwrap_or_default()).into());
        Ok(Document {
            uuid: mx.timbre.as_ref().and_then(|stamp| stamp.uuid.as_deref()).map(|uuid| uuid.trim().to_uppercase()),
            name: name.to_owned(),
            number,
            exportacion,
            issuer: intern(&mut self.issuers, issuer),
            buyer,
            lines: lines.into_iter().collect(),
        })
    }
}

impl Skipped {
    fn new(name: String, code: &'static str, values: Values) -> Skipped {
        Skipped { name, why: Finding::of(Code::of(code), Location::default(), values) }
    }
}

/// How many documents have each value of a field.
#[derive(Default)]
struct Votes(BTreeMap<Text, u32>);

impl Votes {
    /// Of one document: each value once, and nothing where nothing is said.
    fn of(&mut self, values: impl IntoIterator<Item = Option<Text>>) {
        let values: BTreeSet<Text> = values.into_iter().flatten().collect();
        values.into_iter().for_each(|value| *self.0.entry(value).or_default() += 1);
    }

    /// The most frequent first, else in the order of letters.
    fn seen(&self) -> Vec<Seen> {
        let mut seen: Vec<Seen> =
            self.0.iter().map(|(value, documents)| Seen { value: value.clone(), documents: *documents }).collect();
        seen.sort_by_key(|seen| std::cmp::Reverse(seen.documents));
        seen
    }

    /// The value, where there is one alone.
    fn unanimous(&self) -> Option<Text> {
        self.0.keys().next().filter(|_| self.0.len() == 1).cloned()
    }

    fn most_frequent(&self) -> Option<Text> {
        self.seen().into_iter().next().map(|seen| seen.value)
    }
}

/// Where what was seen is decided or listed.
struct Decider<'c> {
    of: UndecidedOf,
    key: Text,
    undecided: &'c mut Vec<Undecided>,
}

impl Decider<'_> {
    fn decide(&mut self, field: &str, votes: &Votes) -> Option<Text> {
        if votes.0.len() > 1 {
            let (of, key) = (self.of, self.key.clone());
            self.undecided.push(Undecided { of, key, field: field.into(), values: votes.seen() });
        }
        votes.unanimous()
    }
}

fn count(documents: usize) -> Option<u32> {
    Some(u32::try_from(documents).unwrap_or(u32::MAX))
}

/// Votes of one field over documents.
fn votes<'d, T: 'd>(facts: impl IntoIterator<Item = &'d T>, field: impl Fn(&T) -> &Option<Text>) -> Votes {
    let mut votes = Votes::default();
    facts.into_iter().for_each(|facts| votes.of([field(facts).clone()]));
    votes
}

/// Names that are not the legal one, as they are compared.
fn other_names(legal_name: Option<&Text>, names: impl Iterator<Item = Text>) -> Vec<Text> {
    let legal_name = legal_name.map(|name| fold_name(name));
    let mut by_fold: BTreeMap<String, Text> = BTreeMap::new();
    for name in names {
        let folded = fold_name(&name);
        if Some(&folded) != legal_name.as_ref() && !folded.is_empty() {
            let one = by_fold.entry(folded).or_insert_with(|| name.clone());
            if name < *one {
                *one = name;
            }
        }
    }
    by_fold.into_values().collect()
}

fn learn_issuer(documents: &[Document], context: &mut Context) {
    let Some(first) = documents.first() else { return };
    let facts = || documents.iter().map(|document| &*document.issuer);
    let key = Text::from(first.issuer.rfc.as_str());
    let mut decider = Decider { of: UndecidedOf::Issuer, key: key.clone(), undecided: &mut context.undecided };
    let mut addresses = Votes::default();
    facts().for_each(|facts| addresses.of([facts.address.as_deref().map(Text::from)]));
    let legal_name = decider.decide("legal_name", &votes(facts(), |facts| &facts.legal_name));
    let issuer = Issuer {
        rfc: key,
        names: other_names(legal_name.as_ref(), facts().filter_map(|facts| facts.former_name.clone())),
        legal_name,
        regimen_fiscal: decider.decide("regimen_fiscal", &votes(facts(), |facts| &facts.regimen_fiscal)),
        lugar_expedicion: decider.decide("lugar_expedicion", &votes(facts(), |facts| &facts.lugar_expedicion)),
        border_notice: None,
        address: decider.decide("address", &addresses).and_then(|address| serde_json::from_str(&address).ok()),
        curp: decider.decide("curp", &votes(facts(), |facts| &facts.curp)),
        documents: count(documents.len()),
    };
    context.issuer = Some(issuer);
}

fn learn_customers(documents: &[Document], context: &mut Context) {
    let all: Vec<&BuyerFacts> = documents.iter().filter_map(|document| document.buyer.as_deref()).collect();
    // By RFC; abroad by country and number, else by name.
    let mut groups: BTreeMap<(u8, String), Vec<&BuyerFacts>> = BTreeMap::new();
    let mut numbers_of: BTreeMap<String, BTreeSet<(u8, String)>> = BTreeMap::new();
    let name_of = |buyer: &BuyerFacts| {
        buyer.legal_name.as_deref().or(buyer.former_name.as_deref()).map(fold_name).unwrap_or_default()
    };
    for buyer in &all {
        let key = match &buyer.tax_id {
            _ if buyer.rfc != RFC_FOREIGN => (0, buyer.rfc.clone()),
            Some(number) => (1, format!("{}|{}", buyer.country.as_deref().unwrap_or_default(), bare(number))),
            None => continue,
        };
        if key.0 == 1 {
            numbers_of.entry(name_of(buyer)).or_default().insert(key.clone());
        }
        groups.entry(key).or_default().push(buyer);
    }
    for buyer in all.iter().filter(|buyer| buyer.rfc == RFC_FOREIGN && buyer.tax_id.is_none()) {
        let name = name_of(buyer);
        // Services have no number where exported goods have: the name says whose document it is, unless two have it.
        let key = match numbers_of.get(&name).map(|keys| keys.iter().collect::<Vec<_>>()).as_deref() {
            Some([key]) => (*key).clone(),
            _ if name.is_empty() => continue,
            _ => (2, name),
        };
        groups.entry(key).or_default().push(buyer);
    }
    for ((kind, _), facts) in groups {
        let facts = || facts.iter().copied();
        let names = votes(facts(), |facts| &facts.legal_name);
        let former = || facts().filter_map(|facts| facts.former_name.clone());
        let number = votes(facts(), |facts| &facts.tax_id).most_frequent();
        let key = match kind {
            0 => facts().next().map(|facts| facts.rfc.as_str().into()),
            1 => number.clone(),
            _ => names.most_frequent().or_else(|| former().min()),
        };
        let key = key.unwrap_or_default();
        let mut decider = Decider { of: UndecidedOf::Customer, key, undecided: &mut context.undecided };
        let legal_name = decider.decide("legal_name", &names);
        // Every name finds the customer, also where none of them is the legal one.
        let others = names.0.keys().filter(|_| legal_name.is_none()).cloned();
        let mut decide = |field, of: fn(&BuyerFacts) -> &Option<Text>| decider.decide(field, &votes(facts(), of));
        let customer = Customer {
            rfc: facts().next().map(|facts| facts.rfc.as_str().into()),
            names: other_names(legal_name.as_ref(), others.chain(former())),
            country: decide("country", |facts| &facts.country),
            // One number, however it is written.
            tax_id: number,
            regimen_fiscal: decide("regimen_fiscal", |facts| &facts.regimen_fiscal),
            domicilio_fiscal: decide("domicilio_fiscal", |facts| &facts.domicilio_fiscal),
            uso_cfdi: decide("uso_cfdi", |facts| &facts.uso_cfdi),
            metodo_pago: decide("metodo_pago", |facts| &facts.metodo_pago),
            forma_pago: decide("forma_pago", |facts| &facts.forma_pago),
            exportacion: decide("exportacion", |facts| &facts.exportacion),
            documents: count(facts().count()),
            legal_name,
            ..Customer::default()
        };
        context.customers.push(customer);
    }
}

/// What documents say of one item.
#[derive(Default)]
struct ItemVotes {
    documents: u32,
    descriptions: Votes,
    clave_prod_serv: Votes,
    clave_unidad: Votes,
    objeto_imp: Votes,
    fraccion: Votes,
    exportacion: Votes,
    taxes: Votes,
    each_taxes: BTreeMap<Text, Vec<TaxFacts>>,
}

fn learn_items(documents: &[Document], context: &mut Context) {
    let mut items: BTreeMap<(bool, String), ItemVotes> = BTreeMap::new();
    for document in documents {
        let mut mine: BTreeMap<(bool, String), Vec<&LineFacts>> = BTreeMap::new();
        document.lines.iter().for_each(|line| mine.entry(line.key()).or_default().push(line));
        for (key, lines) in mine {
            let votes = items.entry(key).or_default();
            votes.documents += 1;
            votes.descriptions.of(lines.iter().map(|line| line.description.clone()));
            votes.clave_prod_serv.of(lines.iter().map(|line| line.clave_prod_serv.clone()));
            votes.clave_unidad.of(lines.iter().map(|line| line.clave_unidad.clone()));
            votes.objeto_imp.of(lines.iter().map(|line| line.objeto_imp.clone()));
            votes.fraccion.of(lines.iter().map(|line| line.fraccion.clone()));
            let Some(exportacion) = &document.exportacion else { continue };
            votes.exportacion.of([Some(exportacion.clone())]);
            let taxes = lines.iter().filter_map(|line| line.taxes.clone());
            let told: Vec<(Text, Vec<TaxFacts>)> =
                taxes.map(|taxes| (taxes_told(exportacion, &taxes), taxes)).collect();
            votes.taxes.of(told.iter().map(|(told, _)| Some(told.clone())));
            votes.each_taxes.extend(told);
        }
    }
    for ((by_description, key), mut votes) in items {
        let shown = match by_description {
            true => votes.descriptions.most_frequent().unwrap_or_default(),
            false => key.as_str().into(),
        };
        let mut decider = Decider { of: UndecidedOf::Item, key: shown.clone(), undecided: &mut context.undecided };
        let one_description = votes.descriptions.0.keys().map(|text| fold(text)).collect::<BTreeSet<_>>().len() == 1;
        let taxes = decider.decide("taxes", &votes.taxes);
        let taxes = taxes.and_then(|told| votes.each_taxes.remove(&told)).unwrap_or_default();
        let taxes: Vec<Tax> = taxes.iter().filter_map(TaxFacts::to_tax).collect();
        let item = Item {
            sku: (!by_description).then(|| shown.clone()),
            description: votes.descriptions.most_frequent().filter(|_| one_description),
            clave_prod_serv: decider.decide("clave_prod_serv", &votes.clave_prod_serv),
            clave_unidad: decider.decide("clave_unidad", &votes.clave_unidad),
            objeto_imp: decider.decide("objeto_imp", &votes.objeto_imp),
            fraccion: decider.decide("fraccion", &votes.fraccion),
            taxes_with_exportacion: votes.exportacion.unanimous().filter(|_| !taxes.is_empty()),
            taxes,
            documents: Some(votes.documents),
            ..Item::default()
        };
        context.items.push(item);
    }
}

/// Taxes as a person reads them, with the Exportacion that they go with: the same taxes of another one are another case.
fn taxes_told(exportacion: &Text, taxes: &[TaxFacts]) -> Text {
    let told: Vec<String> = taxes.iter().map(TaxFacts::to_text).collect();
    let told = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
    format!("exportacion {exportacion}: {told}").into()
}

fn learn_numbers(documents: &[Document], context: &mut Context) {
    let mut uuids: BTreeMap<&Text, Votes> = BTreeMap::new();
    for document in documents {
        if let (Some(number), Some(uuid)) = (&document.number, &document.uuid) {
            uuids.entry(number).or_default().of([Some(uuid.as_str().into())]);
        }
    }
    for (number, votes) in uuids {
        let mut decider = Decider { of: UndecidedOf::Issuer, key: number.clone(), undecided: &mut context.undecided };
        if let Some(uuid) = decider.decide("documents", &votes) {
            context.documents.push(IssuedDocument { number: number.clone(), uuid });
        }
    }
}
