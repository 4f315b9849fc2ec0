//! A second opinion on the arithmetic of a CFDI 4.0: SAT's rules of amounts, written from its matrix of errors and its guide
//! of rounding, without a line of the library. It reads XML on its own and knows nothing of how a draft is made.
//!
//! The codes are those of SAT's matrix; two more say what the matrix does not: [`LAW`], that a tax stands on the base that the
//! law gives it, and [`LITERAL`], that a number is none.

use std::collections::BTreeMap;

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use rust_decimal::{Decimal, RoundingStrategy};

/// What is wrong and where.
pub type Fault = (&'static str, String);

/// The base of a tax is not the one of the law: the net amount, for IVA with the line's IEPS (LIVA 12).
pub const LAW: &str = "LIVA12";
/// A number that cannot be read.
pub const LITERAL: &str = "LITERAL";

/// Everything that SAT's rules of amounts find wrong.
pub fn faults(xml: &[u8]) -> Vec<Fault> {
    let document = Node::read(xml);
    let mut check = Check { faults: Vec::new() };
    check.document(&document);
    check.faults
}

/// The same, and that every tax stands on the base of the law: for documents whose taxes were computed.
pub fn faults_of_draft(xml: &[u8]) -> Vec<Fault> {
    let document = Node::read(xml);
    let mut check = Check { faults: Vec::new() };
    check.document(&document);
    for (place, concepto) in document.lines() {
        check.bases_of_law(&place, concepto);
    }
    check.faults
}

/// The codes alone, each once, in order.
pub fn codes(faults: &[Fault]) -> Vec<&'static str> {
    let mut codes: Vec<_> = faults.iter().map(|fault| fault.0).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// An element without its prefix.
#[derive(Debug, Default)]
pub struct Node {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Node {
    /// The root of a document that is well-formed.
    pub fn read(xml: &[u8]) -> Node {
        let xml = xml.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(xml);
        let mut reader = Reader::from_str(std::str::from_utf8(xml).unwrap());
        let mut open = vec![Node::default()];
        loop {
            let event = reader.read_event().unwrap();
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name();
                    let name: &str = name.as_ref();
                    let mut node = Node { name: local(name).to_owned(), ..Node::default() };
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap();
                        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
                        node.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
                    }
                    open.push(node);
                    if matches!(event, Event::Empty(_)) {
                        close(&mut open);
                    }
                }
                Event::End(_) => close(&mut open),
                Event::Eof => break,
                _ => {}
            }
        }
        open.pop().and_then(|mut document| document.children.pop()).expect("an element")
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.trim())
    }

    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The nodes of a list such as `Traslados`, numbered as XPath does.
    pub fn list<'n>(&'n self, list: &str, item: &'n str) -> impl Iterator<Item = (usize, &'n Node)> {
        let list = self.child(list).map_or(&[][..], |list| &list.children);
        list.iter().filter(move |child| child.name == item).enumerate().map(|(i, child)| (i + 1, child))
    }

    /// The lines with their places.
    pub fn lines(&self) -> impl Iterator<Item = (String, &Node)> {
        self.list("Conceptos", "Concepto").map(|(i, concepto)| (format!("Concepto[{i}]"), concepto))
    }

    /// The taxes of a line or of the document with their places.
    fn taxes(&self, place: &str) -> Vec<Tax<'_>> {
        let Some(taxes) = self.child("Impuestos") else { return Vec::new() };
        let kinds = [("Traslados", "Traslado", false), ("Retenciones", "Retencion", true)];
        let all = kinds.into_iter().flat_map(|(list, item, withheld)| {
            taxes.list(list, item).map(move |(i, node)| Tax { place: format!("{place}/{item}[{i}]"), node, withheld })
        });
        all.collect()
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn close(open: &mut Vec<Node>) {
    let node = open.pop().expect("an open element");
    open.last_mut().expect("the document").children.push(node);
}

/// A number and the decimals it is written with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Written {
    pub value: Decimal,
    pub decimals: u32,
}

impl Written {
    /// Reads `xs:decimal`: a sign, zeros in front, a bare point.
    pub fn parse(literal: &str) -> Option<Written> {
        let (sign, digits) = match literal.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", literal.strip_prefix('+').unwrap_or(literal)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.len() + fraction.len() == 0 || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit()) {
            return None;
        }
        // A decimal holds 28 digits; zeros at either end are no digits of the value.
        let (short, bare) = (fraction.trim_end_matches('0'), whole.trim_start_matches('0'));
        let value: Decimal = format!("{sign}{}.{}", zero(bare), zero(short)).parse().ok()?;
        Some(Written { value, decimals: u32::try_from(fraction.len()).ok()? })
    }

    /// Half of the last written decimal.
    fn half(self) -> Decimal {
        if self.decimals >= 27 { Decimal::ZERO } else { Decimal::new(5, self.decimals + 1) }
    }
}

fn zero(digits: &str) -> &str {
    if digits.is_empty() { "0" } else { digits }
}

struct Tax<'n> {
    place: String,
    node: &'n Node,
    withheld: bool,
}

impl Tax<'_> {
    fn is(&self, factor: &str) -> bool {
        self.node.text("TipoFactor") == Some(factor)
    }

    fn of(&self) -> &str {
        self.node.text("Impuesto").unwrap_or_default()
    }
}

/// What the lines say for a row of the summary.
#[derive(Default)]
struct Sum {
    base: Decimal,
    amount: Decimal,
}

/// Tax, factor and rate as a number.
type Key = (String, String, Option<Decimal>);

struct Check {
    faults: Vec<Fault>,
}

impl Check {
    fn fault(&mut self, code: &'static str, place: impl Into<String>) {
        self.faults.push((code, place.into()));
    }

    fn must(&mut self, holds: bool, code: &'static str, place: impl Into<String>) {
        if !holds {
            self.fault(code, place);
        }
    }

    fn number(&mut self, node: &Node, name: &str, place: &str) -> Option<Written> {
        let literal = node.text(name)?;
        let number = Written::parse(literal);
        self.must(number.is_some(), LITERAL, format!("{place}/@{name}"));
        number
    }

    fn document(&mut self, c: &Node) {
        let kind = c.text("TipoDeComprobante").unwrap_or_default();
        let currency = c.text("Moneda").unwrap_or_default();
        let d = decimals_of(currency);
        let sells = matches!(kind, "I" | "E" | "N");
        self.exchange_rate(c, currency);

        let (mut amounts, mut discounts, mut any_discount) = (Decimal::ZERO, Decimal::ZERO, false);
        for (place, concepto) in c.lines() {
            let (amount, discount) = self.line(&place, concepto, d, sells);
            amounts += amount;
            any_discount |= discount.is_some();
            discounts += discount.unwrap_or_default();
        }

        let subtotal = self.number(c, "SubTotal", "");
        let discount = self.number(c, "Descuento", "");
        let total = self.number(c, "Total", "");
        let value = |number: Option<Written>| number.map_or(Decimal::ZERO, |number| number.value);
        if let Some(subtotal) = subtotal {
            self.must(subtotal.decimals <= d, "CFDI40107", "/@SubTotal");
            if sells {
                self.must(subtotal.value == round(amounts, d), "CFDI40108", "/@SubTotal");
            } else {
                self.must(subtotal.value.is_zero(), "CFDI40109", "/@SubTotal");
            }
        }
        self.must(value(discount) <= value(subtotal), "CFDI40110", "/@Descuento");
        let as_lines = discount.is_some() == any_discount && value(discount) == round(discounts, d);
        self.must(as_lines && (sells || discount.is_none()), "CFDI40111", "/@Descuento");
        self.must(discount.is_none_or(|discount| discount.decimals <= d), "CFDI40112", "/@Descuento");

        let taxes = self.summary(c, d, kind);
        let locals = local_taxes(c);
        let expected = value(subtotal) - value(discount) + taxes + locals;
        self.must(total.is_some_and(|total| total.value == expected && total.decimals <= d), "CFDI40119", "/@Total");
    }

    fn exchange_rate(&mut self, c: &Node, currency: &str) {
        let place = "/@TipoCambio";
        let Some(rate) = c.text("TipoCambio") else {
            return self.must(matches!(currency, "MXN" | "XXX"), "CFDI40115", place);
        };
        self.must(currency != "XXX", "CFDI40116", place);
        let Some(rate) = Written::parse(rate) else { return self.fault("CFDI40117", place) };
        self.must(currency != "MXN" || rate.value == Decimal::ONE, "CFDI40114", place);
        self.must(rate.decimals <= 6, "CFDI40117", place);
    }

    /// Gives the line's amount and discount.
    fn line(&mut self, place: &str, concepto: &Node, d: u32, sells: bool) -> (Decimal, Option<Decimal>) {
        let [quantity, price, amount, discount] =
            ["Cantidad", "ValorUnitario", "Importe", "Descuento"].map(|name| self.number(concepto, name, place));
        if sells {
            self.must(
                price.is_none_or(|price| price.value > Decimal::ZERO),
                "CFDI40166",
                format!("{place}/@ValorUnitario"),
            );
        }
        if let (Some(quantity), Some(price), Some(amount)) = (quantity, price, amount) {
            let (low, high) = limits(quantity, price, d);
            self.must((low..=high).contains(&amount.value), "CFDI40167", format!("{place}/@Importe"));
        }
        if let (Some(discount), Some(amount)) = (discount, amount) {
            self.must(discount.decimals <= amount.decimals, "CFDI40168", format!("{place}/@Descuento"));
            self.must(discount.value <= amount.value, "CFDI40169", format!("{place}/@Descuento"));
        }
        let taxes = concepto.taxes(place);
        let node = concepto.child("Impuestos").is_some();
        match concepto.text("ObjetoImp").unwrap_or_default() {
            "02" => self.must(node, "CFDI40171", place),
            "01" | "03" | "04" | "05" => self.must(!node, "CFDI40172", place),
            _ => {}
        }
        self.must(!node || !taxes.is_empty(), "CFDI40173", place);
        for tax in &taxes {
            self.tax_of_line(tax, d);
        }
        (amount.map_or(Decimal::ZERO, |amount| amount.value), discount.map(|discount| discount.value))
    }

    fn tax_of_line(&mut self, tax: &Tax<'_>, d: u32) {
        let pick = |transferred, withheld| if tax.withheld { withheld } else { transferred };
        let place = &tax.place;
        let [base, rate, amount] = ["Base", "TasaOCuota", "Importe"].map(|name| self.number(tax.node, name, place));
        let positive = base.is_none_or(|base| base.value > Decimal::ZERO);
        self.must(positive, pick("CFDI40174", "CFDI40181"), format!("{place}/@Base"));
        let known = matches!(tax.of(), "001" | "002" | "003");
        self.must(known, pick("CFDI40175", "CFDI40182"), format!("{place}/@Impuesto"));
        let factor = tax.node.text("TipoFactor").unwrap_or_default();
        let known = matches!(factor, "Tasa" | "Cuota" | "Exento");
        self.must(known, pick("CFDI40176", "CFDI40183"), format!("{place}/@TipoFactor"));
        if factor == "Exento" {
            if tax.withheld {
                self.fault("CFDI40184", place);
            } else {
                self.must(rate.is_none() && amount.is_none(), "CFDI40177", place);
            }
            return;
        }
        // Without them a Retencion breaks the XSD, and no rule of the matrix.
        self.must(tax.withheld || rate.is_some() && amount.is_some(), "CFDI40178", place);
        let Some(rate) = rate else { return };
        let listed = is_listed(tax.of(), factor, rate.value, tax.withheld);
        self.must(listed, pick("CFDI40179", "CFDI40185"), format!("{place}/@TasaOCuota"));
        if let (Some(base), Some(amount)) = (base, amount) {
            let (low, high) = tax_limits(base, rate.value, d);
            let inside = (low..=high).contains(&amount.value);
            self.must(inside, pick("CFDI40180", "CFDI40186"), format!("{place}/@Importe"));
        }
    }

    /// Gives what the summary adds to the total.
    fn summary(&mut self, c: &Node, d: u32, kind: &str) -> Decimal {
        let mut transferred: BTreeMap<Key, Sum> = BTreeMap::new();
        let mut withheld: BTreeMap<String, Decimal> = BTreeMap::new();
        for (place, concepto) in c.lines() {
            for tax in concepto.taxes(&place) {
                let value = |name| tax.node.text(name).and_then(Written::parse).map(|number| number.value);
                let amount = value("Importe").unwrap_or_default();
                if tax.withheld {
                    *withheld.entry(tax.of().to_owned()).or_default() += amount;
                } else {
                    let sum = transferred.entry(key(&tax)).or_default();
                    sum.base += value("Base").unwrap_or_default();
                    sum.amount += amount;
                }
            }
        }
        // SAT has a rule of its own for the bases of a document where all is exempt.
        let all_exempt = !transferred.is_empty() && transferred.keys().all(|(_, factor, _)| factor == "Exento");
        let code_of_base = |factor: &str| if all_exempt && factor == "Exento" { "CFDI40216" } else { "CFDI40215" };
        let rows = c.taxes("/Impuestos");
        // A row that is not there is one of zero; a T or P must not have any.
        if !matches!(kind, "T" | "P") {
            for (of, amount) in &withheld {
                let has_row = rows.iter().any(|row| row.withheld && row.of() == of);
                self.must(has_row || round(*amount, d).is_zero(), "CFDI40211", format!("/Impuestos: no {of}"));
            }
            for (of, sum) in &transferred {
                let has_row = rows.iter().any(|row| !row.withheld && key(row) == *of);
                let place = format!("/Impuestos: no {of:?}");
                self.must(has_row || round(sum.base, d).is_zero(), code_of_base(&of.1), place);
            }
        }
        let Some(node) = c.child("Impuestos") else { return Decimal::ZERO };
        self.must(!matches!(kind, "T" | "P"), "CFDI40201", "/Impuestos");

        let total_withheld = self.number(node, "TotalImpuestosRetenidos", "/Impuestos");
        let total_transferred = self.number(node, "TotalImpuestosTrasladados", "/Impuestos");
        let (mut sum_withheld, mut sum_transferred) = (Decimal::ZERO, Decimal::ZERO);
        let (mut seen_withheld, mut seen) = (Vec::new(), Vec::new());
        for tax in &rows {
            let place = &tax.place;
            let [base, amount] = ["Base", "Importe"].map(|name| self.number(tax.node, name, place));
            let of = tax.of().to_owned();
            let known = matches!(tax.of(), "001" | "002" | "003");
            if tax.withheld {
                self.must(known, "CFDI40207", place);
                self.must(!seen_withheld.contains(&of), "CFDI40208", place);
                self.must(total_withheld.is_some(), "CFDI40209", place);
                if let Some(amount) = amount {
                    self.must(amount.decimals <= d, "CFDI40210", format!("{place}/@Importe"));
                    let lines = withheld.get(&of).copied().unwrap_or_default();
                    self.must(round(lines, d) == amount.value, "CFDI40211", format!("{place}/@Importe"));
                    sum_withheld += amount.value;
                }
                seen_withheld.push(of);
                continue;
            }
            let complete = base.is_some() && tax.node.text("TipoFactor").is_some() && !of.is_empty();
            self.must(complete, "CFDI40213", place);
            self.must(base.is_none_or(|base| base.decimals <= d), "CFDI40214", format!("{place}/@Base"));
            self.must(known, "CFDI40217", place);
            let key = key(tax);
            self.must(!seen.contains(&key), "CFDI40218", place);
            let exempt = tax.is("Exento");
            if exempt {
                let bare = tax.node.text("TasaOCuota").is_none() && amount.is_none();
                self.must(bare || !all_exempt, "CFDI40213", place);
            } else {
                let listed = key.2.is_none_or(|rate| is_listed(&key.0, &key.1, rate, false));
                self.must(listed, "CFDI40219", format!("{place}/@TasaOCuota"));
            }
            self.must(amount.is_none_or(|amount| amount.decimals <= d), "CFDI40220", format!("{place}/@Importe"));
            let lines = transferred.get(&key);
            let of_lines = lines.map_or([Decimal::ZERO; 2], |lines| [round(lines.base, d), round(lines.amount, d)]);
            if let Some(base) = base {
                self.must(of_lines[0] == base.value, code_of_base(&key.1), format!("{place}/@Base"));
            }
            let amount = amount.map_or(Decimal::ZERO, |amount| amount.value);
            self.must(of_lines[1] == amount, "CFDI40221", format!("{place}/@Importe"));
            sum_transferred += amount;
            seen.push(key);
        }

        let any_withheld = rows.iter().any(|tax| tax.withheld);
        let any_transferred = node.child("Traslados").is_some() && !transferred.is_empty() && !all_exempt;
        let totals = [
            (
                total_withheld,
                any_withheld,
                sum_withheld,
                "TotalImpuestosRetenidos",
                ["CFDI40202", "CFDI40203", "CFDI40206"],
            ),
            (
                total_transferred,
                any_transferred,
                sum_transferred,
                "TotalImpuestosTrasladados",
                ["CFDI40204", "CFDI40205", "CFDI40212"],
            ),
        ];
        for (total, any, sum, name, [decimals, value, presence]) in totals {
            let place = format!("/Impuestos/@{name}");
            match total {
                Some(total) => {
                    self.must(total.decimals <= d, decimals, &*place);
                    self.must(total.value == sum, value, place);
                }
                None => self.must(!any, presence, place),
            }
        }
        let value = |number: Option<Written>| number.map_or(Decimal::ZERO, |number| number.value);
        value(total_transferred) - value(total_withheld)
    }

    /// No rule of the matrix: what a tax is of.
    fn bases_of_law(&mut self, place: &str, concepto: &Node) {
        let value =
            |node: &Node, name: &str| node.text(name).and_then(Written::parse).map_or(Decimal::ZERO, |n| n.value);
        let net = value(concepto, "Importe") - value(concepto, "Descuento");
        let taxes = concepto.taxes(place);
        let excise: Decimal =
            taxes.iter().filter(|tax| !tax.withheld && tax.of() == "003").map(|tax| value(tax.node, "Importe")).sum();
        for tax in &taxes {
            let base = value(tax.node, "Base");
            let holds = match (tax.withheld, tax.of(), tax.is("Cuota")) {
                (_, _, true) => true,
                (false, "002", _) => base == net + excise,
                _ => base == net,
            };
            self.must(holds, LAW, format!("{}/@Base", tax.place));
        }
    }
}

/// Exempt is one row, whatever rate is written beside it.
fn key(tax: &Tax<'_>) -> Key {
    let rate = tax.node.text("TasaOCuota").filter(|_| !tax.is("Exento"));
    let rate = rate.and_then(Written::parse).map(|rate| rate.value.normalize());
    (tax.of().to_owned(), tax.node.text("TipoFactor").unwrap_or_default().to_owned(), rate)
}

/// Half away from zero.
pub fn round(value: Decimal, d: u32) -> Decimal {
    value.round_dp_with_strategy(d, RoundingStrategy::MidpointAwayFromZero)
}

/// SAT's limits of a line's amount.
pub fn limits(quantity: Written, price: Written, d: u32) -> (Decimal, Decimal) {
    let low = (quantity.value - quantity.half()) * (price.value - price.half());
    let high = (quantity.value + quantity.half() - EPSILON) * (price.value + price.half() - EPSILON);
    (floor(low, d), ceil(high, d))
}

/// SAT's limits of a line's tax.
fn tax_limits(base: Written, rate: Decimal, d: u32) -> (Decimal, Decimal) {
    (floor((base.value - base.half()) * rate, d), ceil((base.value + base.half() - EPSILON) * rate, d))
}

fn floor(value: Decimal, d: u32) -> Decimal {
    value.round_dp_with_strategy(d, RoundingStrategy::ToZero)
}

fn ceil(value: Decimal, d: u32) -> Decimal {
    value.round_dp_with_strategy(d, RoundingStrategy::AwayFromZero)
}

/// 10⁻¹².
const EPSILON: Decimal = Decimal::from_parts(1, 0, 0, false, 12);

/// Decimals of c_Moneda for the currencies of the tests.
pub fn decimals_of(currency: &str) -> u32 {
    if matches!(currency, "JPY" | "XXX" | "KRW" | "CLP") { 0 } else { 2 }
}

/// What the complement of local taxes adds.
fn local_taxes(c: &Node) -> Decimal {
    let locals =
        c.children.iter().filter(|child| child.name == "Complemento").flat_map(|complement| &complement.children);
    let locals = locals.filter(|node| node.name == "ImpuestosLocales");
    let value = |node: &Node, name| node.text(name).and_then(Written::parse).map_or(Decimal::ZERO, |n| n.value);
    locals.map(|node| value(node, "TotaldeTraslados") - value(node, "TotaldeRetenciones")).sum()
}

/// c_TasaOCuota of August 2026, in hundred-thousandths of a per cent where it lists single rates.
fn is_listed(of: &str, factor: &str, rate: Decimal, withheld: bool) -> bool {
    let between = |most: &str| rate >= Decimal::ZERO && rate <= most.parse().unwrap();
    let among = |rates: &[i64]| rates.iter().any(|each| rate == Decimal::new(*each, 4));
    match (of, factor, withheld) {
        ("001", "Tasa", true) => between("0.35"),
        ("002", "Tasa", true) => between("0.16"),
        ("002", "Tasa", false) => among(&[0, 800, 1600]),
        ("003", "Cuota", _) => between("72.1605"),
        ("003", "Tasa", _) => {
            among(&[2650, 3000, 5300, 5000, 16000, 3040, 2500, 900, 800, 700, 600]) || !withheld && among(&[0, 300])
        }
        _ => false,
    }
}
