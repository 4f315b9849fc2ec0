//! Comercio Exterior 2.0: what SAT wants to know of goods that leave for good under pedimento A1 (Exportacion 02).
//!
//! Made from the prepared invoice (lines with amounts and SKU, currency and rate, terms of trade, buyer, consignee), the
//! context (the issuer's address and CURP, the items' tariff lines) and the catalogues. Sources: SAT's XSD and standard of the
//! complement and its matrix of errors, whose codes (CCE…) stand at what follows from them; the customs law (LA).
//!
//! - One Mercancia for each SKU and tariff line, since CCE153 forbids a second; lines of the same are summed. Every Concepto
//!   has a SKU (CCE151), and every Mercancia all three customs attributes (CCE165, CCE166).
//! - **ValorDolares is before discounts**: CCE157 and CCE158 compare it with the Importe of the Conceptos. It is the sum of
//!   their Importe × TipoCambio ÷ TipoCambioUSD to the cent; ValorUnitarioAduana is that over CantidadAduana to six decimals,
//!   which is inside the limits of CCE171 whatever the quantity. TotalUSD is their sum (CCE122).
//! - **A service is no goods**: UnidadAduana 99, no tariff line (CCE159), ValorDolares 0, as CCE172 has it for a service outside
//!   the customs value. For freight and insurance the law says that they are outside (LA 79); for others it does not, so that
//!   is told as filled in.
//! - **CertificadoOrigen is 0**: 1 says that the CFDI itself is the certificate of origin and asks for a number of six
//!   characters or more (CCE118). A USMCA certification has no form and no number (Annex 5-A); it stands on the invoice or on
//!   a paper of its own, and nothing of it in the CFDI.
//! - Of an address abroad `line1` is Calle, `line2` NumeroInterior, the city Localidad, the county Municipio: street and
//!   number are not taken apart. In Mexico Estado and Municipio are those of the postal code in c_CodigoPostal.
//! - Not made: MotivoTraslado and Propietario (type T), NumeroExportadorConfiable, Observaciones, Referencia.
//!
//! Departure: SAT's XSD has Emisor, Receptor and their Domicilio as optional. Here they are made always, as SAT's guide and
//! CCE124 and CCE133 want them; only a buyer with an RFC of its own and no address has no Receptor.

mod goods;
mod parties;
#[cfg(test)]
mod tests;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::catalog::{Catalogs, Entry};
use crate::context::Context;
use crate::convert::Options;
use crate::exchange;
use crate::formats::cfdi::{CFDI, Family};
use crate::mapping;
use crate::model::national::{Mx, NodoExtra};
use crate::model::{Date, DocumentType, Element, Invoice, Node, Number, Pairs, Text};
use crate::report::{Location, Report, Values};
use crate::schema::{self, Schema};
use crate::xml::{XSI, collapse};

/// The namespace of the complement.
const CCE20: &str = "http://www.sat.gob.mx/ComercioExterior20";
/// The prefix that SAT's standard fixes for it.
const PREFIX: &str = "cce20";
/// The RFC of a non-resident without one (CFF 29-A-IV).
const FOREIGN: &str = "XEXX010101000";
/// The RFC of the public in general.
const PUBLIC: &str = "XAXX010101000";

/// Whether the invoice has a Comercio Exterior, of whatever version.
pub(crate) fn is_there(invoice: &Invoice) -> bool {
    let complements = || invoice.mx().into_iter().flat_map(|mx| &mx.complemento).flat_map(Element::elements);
    complements().any(|complement| complement.local_name() == "ComercioExterior")
}

/// Makes the complement of a draft with Exportacion 02 and puts it into the invoice.
///
/// Afterwards it is there exactly where nothing was missing: each thing that was is an error of the report (`FRO-CCE-…`) with
/// its pointer in the invoice and its place in the context. An invoice that has one stays as it is.
pub(crate) fn complete(invoice: &mut Invoice, options: &Options, report: &mut Report) {
    if is_there(invoice) {
        return;
    }
    let mut maker = Maker {
        invoice,
        options,
        context: options.the_context(),
        catalogs: options.the_catalogs(),
        report,
        failed: false,
    };
    let tree = maker.comercio_exterior();
    let failed = maker.failed;
    if let Some(tree) = tree.filter(|_| !failed) {
        place(invoice.mx_mut(), tree);
    }
}

struct Maker<'m, 'r> {
    invoice: &'m Invoice,
    options: &'m Options,
    context: &'m Context,
    catalogs: &'m Catalogs,
    report: &'r mut Report,
    /// Whether something is missing.
    failed: bool,
}

/// An element of the complement, with what the XSD says of it.
struct Made {
    tree: Element,
    of: schema::Element,
}

impl Made {
    fn new(of: schema::Element) -> Made {
        Made { tree: Element { name: format!("{PREFIX}:{}", of.name()).into(), ..Element::default() }, of }
    }

    fn inside(&self, name: &str) -> Option<Made> {
        self.of.child(name).map(Made::new)
    }

    /// An attribute whose value is known to be one of its type.
    fn put(&mut self, name: &str, value: impl Into<Text>) {
        self.tree.attributes.push(name, value);
    }

    fn add(&mut self, child: Made) {
        self.tree.children.push(Node::Element(child.tree));
    }
}

impl<'m> Maker<'m, '_> {
    /// The whole tree; every part is tried, so that one report says all that is missing.
    fn comercio_exterior(&mut self) -> Option<Element> {
        self.refuse_what_has_no_place();
        let mut made = Schema::find(CCE20, Some("2.0"))?.root("ComercioExterior").map(Made::new)?;
        let incoterm = self.incoterm();
        let rates = self.rates();
        let emisor = made.inside("Emisor").and_then(|emisor| self.emisor(emisor));
        let receptor = made.inside("Receptor").and_then(|receptor| self.receptor(receptor));
        let destinatario = made.inside("Destinatario").and_then(|destinatario| self.destinatario(destinatario));
        let (mercancias, total) = self.mercancias(made.inside("Mercancias")?, rates.as_ref())?;
        let usd = rates?.usd;

        made.put("Version", "2.0");
        made.put("ClaveDePedimento", "A1");
        made.put("CertificadoOrigen", "0");
        made.put("Incoterm", incoterm?);
        made.put("TipoCambioUSD", usd.to_string());
        made.put("TotalUSD", total.to_string());
        for child in [emisor, receptor, destinatario, Some(mercancias)].into_iter().flatten() {
            made.add(child);
        }
        if self.failed {
            return None;
        }
        if self.invoice.trade.as_ref().is_some_and(|trade| trade.usmca_certification.is_some()) {
            self.tell("FRO-CCE-002", "/trade/usmca_certification", Values::default());
        }
        let summary = format!("CertificadoOrigen 0, TipoCambioUSD {usd}, TotalUSD {total}");
        self.tell("FRO-CCE-001", "/extensions/mx/complemento", Values::found(summary));
        Some(made.tree)
    }

    /// What SAT forbids beside the complement: CCE101 (transfers need a motive that nobody states), CCE106, CCE107, CCE111,
    /// CCE112, CCE115, and import pedimentos (CFDI40195).
    fn refuse_what_has_no_place(&mut self) {
        let invoice = self.invoice;
        if !matches!(invoice.document_type, DocumentType::CreditMemo | DocumentType::DebitMemo | DocumentType::Invoice)
        {
            self.fail("FRO-CCE-003", "/document_type", Values::found(wire_name(invoice.document_type)));
        }
        if invoice.buyer.rfc().is_some_and(|id| id.value.as_deref() == Some(PUBLIC)) {
            self.fail("FRO-CCE-004", "/buyer/tax_ids", Values::found(PUBLIC));
        }
        let mx = invoice.mx();
        if mx.is_some_and(|mx| mx.informacion_global.is_some()) {
            self.fail("FRO-CCE-004", "/extensions/mx/informacion_global", Values::found("InformacionGlobal"));
        }
        for (i, node) in mx.into_iter().flat_map(|mx| &mx.complemento).enumerate() {
            for other in node.elements().filter(|other| !BESIDE.contains(&other.local_name())) {
                let pointer = format!("/extensions/mx/complemento/{i}");
                self.fail("FRO-CCE-004", pointer, Values::found(other.name.clone()));
            }
        }
        for (i, line) in invoice.lines.iter().enumerate() {
            let Some(mx) = line.extensions.mx.as_deref() else { continue };
            for (there, field, name) in [
                (mx.a_cuenta_terceros.is_some(), "a_cuenta_terceros", "ACuentaTerceros"),
                (!mx.cuenta_predial.is_empty(), "cuenta_predial", "CuentaPredial"),
                (!mx.informacion_aduanera.is_empty(), "informacion_aduanera", "InformacionAduanera"),
            ] {
                if there {
                    let pointer = format!("/lines/{i}/extensions/mx/{field}");
                    self.fail("FRO-CCE-004", pointer, Values::found(name));
                }
            }
        }
    }

    /// CCE120: with Exportacion 02 it must be there, and be one of c_INCOTERM.
    fn incoterm(&mut self) -> Option<Text> {
        let stated = self.invoice.trade.as_ref().and_then(|trade| said(&trade.incoterm));
        let list = self.catalogs.get("cce20:c_INCOTERM");
        let day = self.invoice.issue_date;
        if let Some(code) = stated
            && list.and_then(|list| list.entry(code)).is_some_and(|entry| is_valid(&entry, day))
        {
            return Some(code.into());
        }
        let all = list.into_iter().flat_map(|list| list.iter()).filter(|entry| is_valid(entry, day));
        let values = Values::default().candidates(all.map(|entry| entry.code().to_owned()));
        match stated {
            Some(code) => self.fail("FRO-CCE-006", "/trade/incoterm", Values { found: Some(code.into()), ..values }),
            None => self.fail("FRO-CCE-005", "/trade/incoterm", values),
        }
        None
    }

    /// Pesos for a unit of the document's currency, and for a dollar.
    fn rates(&mut self) -> Option<Rates> {
        let currency = self.invoice.currency.as_deref().unwrap_or("—");
        let stated = self.invoice.exchange_rate.as_ref().filter(|rate| rate.to == "MXN");
        let usd = self.usd();
        let own = match currency {
            "MXN" => Some(Number::from(1)),
            "USD" => usd.clone(),
            _ => match stated.filter(|rate| rate.from == currency) {
                Some(rate) => self.usable(&rate.rate, "/exchange_rate/rate", currency),
                None => {
                    self.fail("FRO-CCE-008", "/exchange_rate", Values::found(currency));
                    None
                }
            },
        };
        Some(Rates { own: own?, usd: usd? })
    }

    /// TipoCambioUSD: the document's own rate of the dollar, else the context's last one until the day of issue, else the
    /// published one (CFF 20).
    fn usd(&mut self) -> Option<Number> {
        let is_usd = |rate: &&crate::model::ExchangeRate| rate.from == "USD" && rate.to == "MXN";
        if let Some(rate) = self.invoice.exchange_rate.as_ref().filter(is_usd) {
            return self.usable(&rate.rate, "/exchange_rate/rate", "USD");
        }
        match exchange::of_others(self.invoice, &"USD".into(), self.options, self.report) {
            Ok(Some(rate)) => Some(rate.rate),
            Ok(None) => {
                let day = self.invoice.issue_date.map_or("—".to_owned(), |day| day.to_string());
                self.fail("FRO-CCE-007", "/exchange_rate", Values::found(day).expected("exchange.rates"));
                None
            }
            Err(_) => {
                self.failed = true;
                None
            }
        }
    }

    /// A rate that can be one: above 0, not 1 (which only pesos are), of six decimals at most (t_TipoCambio).
    fn usable(&mut self, rate: &Number, pointer: &str, currency: &str) -> Option<Number> {
        let Some(value) = rate.value().filter(|value| *value > Decimal::ZERO && *value != Decimal::ONE) else {
            self.fail("FRO-CCE-010", pointer, Values::found(rate.to_string()).expected(currency));
            return None;
        };
        if rate.scale() <= 6 {
            return Some(rate.clone());
        }
        let rounded = Number::from(round(value, 6));
        self.tell("FRO-CCE-012", pointer, Values::found(rate.to_string()).expected(rounded.to_string()));
        Some(rounded)
    }

    /// An attribute, if the value is one that its type in the XSD admits.
    fn set(&mut self, made: &mut Made, name: &str, value: &str, pointer: &str) {
        self.set_if(made, name, value, pointer, false);
    }

    /// As [`set`](Self::set), for a number that no message shows.
    fn set_hidden(&mut self, made: &mut Made, name: &str, value: &str, pointer: &str) {
        self.set_if(made, name, value, pointer, true);
    }

    fn set_if(&mut self, made: &mut Made, name: &str, value: &str, pointer: &str, hidden: bool) {
        let value = collapse(value);
        match fault(made, name, &value) {
            None => made.put(name, &*value),
            Some(expected) => {
                let found = if hidden { "…".into() } else { shorten(&value) };
                self.fail("FRO-CCE-028", pointer, Values::found(found).expected(expected));
            }
        }
    }

    fn fail(&mut self, code: &'static str, pointer: impl Into<Text>, values: Values) {
        self.failed = true;
        self.add(code, pointer.into(), values);
    }

    fn tell(&mut self, code: &'static str, pointer: &str, values: Values) {
        self.add(code, pointer.into(), values);
    }

    fn add(&mut self, code: &'static str, pointer: Text, values: Values) {
        let field = mapping::by_pointer(&pointer).map(|row| row.field);
        self.report.add(code, field, Location { xpath: None, pointer: Some(pointer) }, values);
    }
}

/// Pesos for one unit, with their written scale: the limits of SAT depend on it.
struct Rates {
    own: Number,
    usd: Number,
}

/// What the XSD has against a value: the attribute, and what it takes.
fn fault(made: &Made, name: &str, value: &str) -> Option<String> {
    let of = made.of.attribute(name)?.value_type();
    of.check(value).err()?;
    let patterns: Vec<_> = of.patterns().flatten().collect();
    Some(format!("{name}: {}", patterns.join(" | ")))
}

/// Puts the complement into the first Complemento, before the place of a stamp, and declares its namespace on the root, where
/// SAT's standard wants it.
fn place(mx: &mut Mx, mut tree: Element) {
    let root = match mx.nodos.iter().position(|kept| kept.nodo == "/") {
        Some(at) => &mut mx.nodos[at],
        None => {
            let mut root = NodoExtra { nodo: "/".into(), ..NodoExtra::default() };
            root.xmlns.push("cfdi", CFDI);
            root.xmlns.push("xsi", XSI);
            let file = schema_file(CFDI, Family::Cfdi40.version());
            root.attributes.push("xsi:schemaLocation", format!("{CFDI} {file}"));
            mx.nodos.insert(0, root);
            &mut mx.nodos[0]
        }
    };
    match root.xmlns.get(PREFIX) {
        Some(CCE20) => {}
        // The prefix is another's there.
        Some(_) => tree.xmlns.push(PREFIX, CCE20),
        None => root.xmlns.push(PREFIX, CCE20),
    }
    let file = schema_file(CCE20, "2.0");
    root.attributes.change(|name, value| {
        let known = value.split_ascii_whitespace().any(|part| part == CCE20);
        (name.ends_with(":schemaLocation") && !known).then(|| format!("{value} {CCE20} {file}"))
    });
    let own = |xmlns: &Pairs| {
        let mut prefixes = xmlns.iter().filter(|(_, address)| [CFDI, Family::Cfdi33.namespace()].contains(address));
        prefixes.next().map(|(prefix, _)| prefix.to_owned())
    };
    let name = match own(&root.xmlns).as_deref() {
        Some("") => "Complemento".to_owned(),
        Some(prefix) => format!("{prefix}:Complemento"),
        None => "cfdi:Complemento".to_owned(),
    };
    if mx.complemento.is_empty() {
        mx.complemento.push(Element { name: name.into(), ..Element::default() });
    }
    let children = &mut mx.complemento[0].children;
    let at = children.iter().position(|node| matches!(node, Node::Stamp)).unwrap_or(children.len());
    children.insert(at, Node::Element(tree));
}

/// Where SAT publishes a schema.
fn schema_file(namespace: &str, version: &str) -> String {
    let file = Schema::find(namespace, Some(version)).map(Schema::file).unwrap_or_default();
    format!("http://www.sat.gob.mx/{file}")
}

/// Text that says something.
fn said(text: &Option<Text>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn is_valid(entry: &Entry<'_>, day: Option<Date>) -> bool {
    // Without a day of issue nothing comes of the draft, and that is told elsewhere.
    day.is_none_or(|day| entry.is_valid_on(day))
}

fn codes(entries: Vec<Entry<'_>>) -> Vec<Text> {
    entries.iter().map(|entry| entry.code().into()).collect()
}

/// Half away from zero, always with so many decimals.
fn round(value: Decimal, decimals: u32) -> Decimal {
    let mut value = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    value.rescale(decimals);
    value
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The word of the neutral JSON.
fn wire_name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// How many candidates are of use.
const CANDIDATES: usize = 20;

/// CCE115: what may stand beside the complement.
const BESIDE: [&str; 5] =
    ["TimbreFiscalDigital", "ImpuestosLocales", "LeyendasFiscales", "CFDIRegistroFiscal", "CartaPorte"];
