//! Faults of a draft that have one answer: totals and summary that follow from the lines, decimals, the constants of a receiver
//! with a generic RFC, dashes in a tax number.
//!
//! Only the attributes in question change; every other byte of the document stays. A code is never chosen, and lines are never
//! changed: where they contradict themselves, what follows from them is not touched. Sealed and stamped documents are refused.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::edit::Edit;
use super::path::{self, Found, Memo};
use super::rules::{Cfdi, view};
use super::{Document, Family, read, refuse};
use crate::catalog::pattern;
use crate::context::{RFC_FOREIGN, RFC_PUBLIC};
use crate::error::{Error, InputProblem};
use crate::model::Number;
use crate::report::{Event, Location, Report, Values};
use crate::rules::{At, Spot};
use crate::tax::money;
use crate::validate::{Profile, ValidateOptions};
use crate::xml::Element;

/// Mends what has one answer in the draft of a CFDI 4.0, and validates what comes out of it.
///
/// Each change is a finding (`FRO-FIX-…`, derived) with what stood there and what stands there now; after them come the
/// rules that the mended document still breaks.
/// ```
/// use frontera::ValidateOptions;
/// let draft = std::fs::read_to_string("fixtures/cfdi/maquila-services-export.xml").unwrap();
/// let wrong = draft.replace(" Total=\"14318.60\"", " Total=\"14318.61\"");
/// let fixed = frontera::fix(wrong.as_bytes(), &ValidateOptions::default())?;
/// assert_eq!(fixed.output.unwrap(), draft.as_bytes());
/// assert_eq!(fixed.changes, 1);
/// # Ok::<(), frontera::Error>(())
/// ```
///
/// # Errors
/// As [`validate`](crate::validate()), and for anything but a CFDI 4.0.
pub fn fix(bytes: &[u8], options: &ValidateOptions) -> Result<Fixed, Error> {
    options.limits_asked().check(bytes)?;
    let document = read(bytes, options.limits_asked())?;
    if document.family != Family::Cfdi40 {
        let message = format!("a {} is not mended; drafts of CFDI 4.0 are", document.family);
        return Err(refuse(InputProblem::Unsupported, message, bytes, &document.xml));
    }
    let mut report = Report::default();
    if document.profile(None, &mut Report::default()) != Profile::Draft {
        let location = Location::xpath("/cfdi:Comprobante/@Sello");
        report.add("FRO-FIX-001", None, location, Values::default());
        return Ok(Fixed { output: None, changes: 0, report });
    }
    let cfdi = Cfdi::read(document.xml.root(), options.asked(Profile::Draft));
    let mut mender = Mender { document: &document, cfdi: &cfdi, edits: Vec::new(), memo: Memo::default(), report };
    mender.receptor();
    mender.tax_numbers();
    mender.amounts();
    let Mender { edits, mut report, .. } = mender;
    let changes = edits.len();
    let output = document.edited(edits);
    let mut rest = crate::validate(&output, options)?.report;
    rest.retain(|finding| finding.event == Event::Violated);
    report.absorb(rest, |_| None);
    Ok(Fixed { output: Some(output), changes, report })
}

/// What mending a draft gave.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The mended draft, or the same bytes where nothing has one answer; absent for a document with seal or stamp.
    pub output: Option<Vec<u8>>,
    /// How many places changed.
    pub changes: usize,
    /// The changes, and what is still wrong.
    pub report: Report,
}

/// Documents hold tax numbers: their length stands for them.
impl std::fmt::Debug for Fixed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fixed")
            .field("output", &self.output.as_ref().map(Vec::len))
            .field("changes", &self.changes)
            .field("report", &self.report)
            .finish()
    }
}

struct Mender<'m, 'a> {
    document: &'m Document<'a>,
    cfdi: &'m Cfdi<'m>,
    edits: Vec<Edit>,
    memo: Memo,
    report: Report,
}

impl<'m, 'a> Mender<'m, 'a> {
    /// The constants of a receiver that is the public or has no Mexican RFC (RMF 2.7.1.23, CFDI40149, CFDI40159).
    fn receptor(&mut self) {
        let receptor = &self.cfdi.receptor;
        let foreign = receptor.rfc.is(RFC_FOREIGN);
        if !receptor.is_there || !foreign && !receptor.rfc.is(RFC_PUBLIC) {
            return;
        }
        if !receptor.regimen_fiscal_receptor.is("616") {
            self.set(&receptor.regimen_fiscal_receptor, "616", "FRO-FIX-002");
        }
        let uso = receptor.uso_cfdi.text();
        let fits = self.cfdi.asked.catalogs.uso_cfdi(uso).is_some_and(|uso| uso.accepts_regimen("616"));
        if foreign && !fits {
            let uso = if self.cfdi.is_type(&["P"]) { "CP01" } else { "S01" };
            self.set(&receptor.uso_cfdi, uso, "FRO-FIX-002");
        }
        let lugar = self.cfdi.lugar_expedicion.text();
        let is_place = self.cfdi.asked.catalogs.postal_code(lugar).is_some();
        if is_place && !receptor.domicilio_fiscal_receptor.is(lugar) {
            self.set(&receptor.domicilio_fiscal_receptor, lugar, "FRO-FIX-002");
        }
    }

    /// Tax numbers whose country writes them without the dashes that they have here.
    fn tax_numbers(&mut self) {
        let receptor = &self.cfdi.receptor;
        self.tax_number(&receptor.num_reg_id_trib, receptor.residencia_fiscal.text());
        for complement in &self.cfdi.comercio_exterior {
            for (number, country) in complement.tax_numbers() {
                self.tax_number(number, country);
            }
        }
    }

    fn tax_number(&mut self, number: &view::Texto<'_>, country: &str) {
        let catalogs = self.cfdi.asked.catalogs;
        let Some(country) = catalogs.pais(country) else { return };
        let Some(rule) = country.tax_id_pattern() else { return };
        let fits = |text: &str| pattern::matches(rule, text) == Some(true);
        let bare: String = number.text().chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        if bare != number.text() && !fits(number.text()) && fits(&bare) {
            self.set(number, &bare, "FRO-FIX-003");
        }
    }

    /// What follows from the lines: subtotal, discount, summary, total.
    fn amounts(&mut self) {
        let cfdi = self.cfdi;
        let Some(decimals) = cfdi.currency_decimals() else { return };
        if cfdi.is_type(&["T", "P"]) {
            for amount in [&cfdi.sub_total, &cfdi.total] {
                if amount.value() != Some(Decimal::ZERO) {
                    self.set(amount, "0", "FRO-FIX-004");
                }
            }
            return;
        }
        if !cfdi.is_type(&["I", "E", "N"]) || cfdi.conceptos.is_empty() {
            return;
        }
        match Sums::of(cfdi, decimals) {
            Ok(sums) => match self.on_no_line(&sums) {
                Some((location, found)) => self.report.add("FRO-FIX-009", None, location, found),
                None => self.totals(&sums, decimals),
            },
            Err(at) => {
                let location = match at {
                    Spot::Node { node, below } => Location::xpath(cfdi.nodos.xpath(node, &below)),
                    Spot::Pointer(_) => Location::default(),
                };
                self.report.add("FRO-FIX-005", None, location, Values::default());
            }
        }
    }

    /// A discount or taxes of the document that no line has: whether the lines lack them or the document has them wrongly is not
    /// to be seen, unless the total is without them.
    fn on_no_line(&self, sums: &Sums) -> Option<(Location, Values)> {
        let cfdi = self.cfdi;
        let without = cfdi.total.value() == Some(sums.total);
        let discount = sums.descuento.is_none() && cfdi.descuento.value_or_zero() != Some(Decimal::ZERO);
        if discount && !without {
            let values = Values { found: cfdi.descuento.get().map(Into::into), ..Values::default() };
            return Some((Location::xpath("/cfdi:Comprobante/@Descuento"), values));
        }
        let taxes =
            |impuestos: &view::Impuestos<'_>| !impuestos.traslados.is_empty() || !impuestos.retenciones.is_empty();
        let untaxed = sums.traslados.is_empty() && sums.retenciones.is_empty();
        (untaxed && cfdi.impuestos.as_ref().is_some_and(taxes))
            .then(|| (Location::xpath("/cfdi:Comprobante/cfdi:Impuestos"), Values::default()))
    }

    fn totals(&mut self, sums: &Sums, decimals: u32) {
        let cfdi = self.cfdi;
        self.amount(&cfdi.sub_total, Some(sums.sub_total), decimals);
        self.amount(&cfdi.descuento, sums.descuento, decimals);
        self.summary(sums, decimals);
        self.amount(&cfdi.total, Some(sums.total), decimals);
    }

    fn summary(&mut self, sums: &Sums, decimals: u32) {
        let cfdi = self.cfdi;
        if sums.traslados.is_empty() && sums.retenciones.is_empty() {
            // Taxes that no line has: whether lines or summary are right is not to be seen.
            return;
        }
        let same_rows = cfdi.impuestos.as_ref().is_some_and(|impuestos| {
            let mut stated: Vec<_> = impuestos.traslados.iter().map(key).collect();
            let mut withheld: Vec<_> = impuestos.retenciones.iter().map(|row| row.impuesto.text()).collect();
            stated.sort();
            withheld.sort_unstable();
            stated.iter().eq(sums.traslados.keys())
                && withheld.iter().copied().eq(sums.retenciones.keys().map(String::as_str))
        });
        let Some(impuestos) = cfdi.impuestos.as_ref().filter(|_| same_rows) else {
            return self.rewrite_summary(sums, decimals);
        };
        for row in &impuestos.traslados {
            let Some(sum) = sums.traslados.get(&key(row)) else { continue };
            self.amount(&row.base, Some(sum.base), decimals);
            if !row.tipo_factor.is("Exento") {
                self.amount(&row.importe, Some(sum.importe), decimals);
            }
        }
        for row in &impuestos.retenciones {
            self.amount(&row.importe, sums.retenciones.get(row.impuesto.text()).copied(), decimals);
        }
        self.amount(&impuestos.at.total_impuestos_retenidos, sums.retenidos, decimals);
        self.amount(&impuestos.at.total_impuestos_trasladados, sums.trasladados, decimals);
    }

    /// The whole node anew, in the place of the one that is there or in the place that Anexo 20 has for it.
    fn rewrite_summary(&mut self, sums: &Sums, decimals: u32) {
        let root = self.document.xml.root();
        let child = |names: &[&str]| {
            root.elements().find(|child| child.same_namespace(root) && names.contains(&child.local_name()))
        };
        let indent = indent(root);
        let text = sums.to_xml(root.name().split_once(':').map(|(prefix, _)| prefix), decimals, &indent);
        let Some(text) = text else { return };
        let edit = match child(&["Impuestos"]) {
            Some(there) => Edit { at: outside(there, self.document), text },
            None => {
                let at = child(&["Complemento", "Addenda"]).map(|next| next.span().start - 1);
                let Some(at) = at.or_else(|| root.elements().last().map(|last| outside(last, self.document).end))
                else {
                    return;
                };
                let next = child(&["Complemento", "Addenda"]).is_some();
                Edit { at: at..at, text: if next { format!("{text}{indent}") } else { format!("{indent}{text}") } }
            }
        };
        self.report.add("FRO-FIX-006", None, Location::xpath("/cfdi:Comprobante/cfdi:Impuestos"), Values::default());
        self.edits.push(edit);
    }

    /// An amount that must be this, or not there.
    fn amount(&mut self, at: &view::Numero<'_>, must: Option<Decimal>, decimals: u32) {
        match must {
            Some(must) if at.value() == Some(must) && at.decimals() <= decimals as usize => {}
            Some(must) => self.set(at, &Number::from(must).to_string(), "FRO-FIX-004"),
            None if at.is_there() => self.remove(at),
            None => {}
        }
    }

    fn set(&mut self, at: &view::Texto<'_>, value: &str, code: &'static str) {
        let Some((element, xpath)) = self.find(at) else { return };
        let edit = Edit::attribute(self.document, element, at.name(), value, "");
        self.edits.push(edit);
        // A tax number is nobody's to read in a log.
        let values = match code {
            "FRO-FIX-003" => Values::default(),
            _ => Values { found: at.get().map(Into::into), ..Values::default() }.expected(value),
        };
        let code = if code == "FRO-FIX-004" && !at.is_there() { "FRO-FIX-007" } else { code };
        self.report.add(code, None, Location::xpath(xpath), values);
    }

    fn remove(&mut self, at: &view::Texto<'_>) {
        let Some((element, xpath)) = self.find(at) else { return };
        let Some(attr) = element.attr(at.name()) else { return };
        let (name, value) = (self.document.xml.span(attr.name), self.document.xml.attr_span(attr));
        // With the quote behind the value and the blank before the name.
        self.edits.push(Edit { at: name.start - 1..value.end + 1, text: String::new() });
        let values = Values { found: at.get().map(Into::into), ..Values::default() };
        self.report.add("FRO-FIX-008", None, Location::xpath(xpath), values);
    }

    /// The element of an attribute, and the attribute's XPath.
    fn find(&mut self, at: &view::Texto<'_>) -> Option<(Element<'m, 'a>, String)> {
        let Spot::Node { node, below } = at.spot() else { return None };
        let xpath = self.cfdi.nodos.xpath(node, "");
        match path::find(&self.document.xml, &xpath, &mut self.memo)? {
            Found::Element(element) => Some((element, format!("{xpath}/{below}"))),
            _ => None,
        }
    }
}

/// What the lines come to.
struct Sums {
    sub_total: Decimal,
    descuento: Option<Decimal>,
    traslados: BTreeMap<Key, Sum>,
    retenciones: BTreeMap<String, Decimal>,
    trasladados: Option<Decimal>,
    retenidos: Option<Decimal>,
    total: Decimal,
}

/// Tax, factor and rate as a number.
type Key = (String, String, Option<Decimal>);

struct Sum {
    base: Decimal,
    importe: Decimal,
    /// As it is written on a line.
    rate: String,
}

fn key(row: &view::Traslado<'_>) -> Key {
    let rate = row.tasa_o_cuota.value().map(|rate| rate.normalize());
    (row.impuesto.text().to_owned(), row.tipo_factor.text().to_owned(), rate)
}

impl Sums {
    /// Fails at the first value of a line that contradicts the line, or cannot be computed with.
    fn of(cfdi: &Cfdi<'_>, decimals: u32) -> Result<Sums, Spot> {
        let (mut importes, mut descuentos, mut any_descuento) = (Decimal::ZERO, Decimal::ZERO, false);
        let mut traslados: BTreeMap<Key, Sum> = BTreeMap::new();
        let mut retenciones: BTreeMap<String, Decimal> = BTreeMap::new();
        let inside = |limits: Option<std::ops::RangeInclusive<Decimal>>, value: Decimal| {
            limits.is_some_and(|limits| limits.contains(&value))
        };
        let add = |sum: &mut Decimal, value: Decimal| {
            *sum = money::plus(*sum, value)?;
            Some(())
        };
        for concepto in &cfdi.conceptos {
            let importe = of_line(&concepto.importe)?;
            let limits = concepto.cantidad.number().zip(concepto.valor_unitario.number());
            let limits = limits.and_then(|(cantidad, valor)| money::line_limits(cantidad, valor, decimals));
            if !inside(limits, importe) {
                return Err(concepto.importe.spot());
            }
            add(&mut importes, importe).ok_or_else(|| concepto.importe.spot())?;
            if concepto.descuento.is_there() {
                any_descuento = true;
                let descuento = of_line(&concepto.descuento)?;
                if descuento > importe {
                    return Err(concepto.descuento.spot());
                }
                add(&mut descuentos, descuento).ok_or_else(|| concepto.descuento.spot())?;
            }
            for row in concepto.traslados() {
                let base = of_line(&row.base)?;
                let exempt = row.tipo_factor.is("Exento");
                let importe = if exempt { Decimal::ZERO } else { of_line(&row.importe)? };
                let limits = row.base.number().zip(row.tasa_o_cuota.value());
                let limits = limits.and_then(|(base, rate)| money::tax_limits(base, rate, decimals));
                if !exempt && !inside(limits, importe) {
                    return Err(row.importe.spot());
                }
                let rate = row.tasa_o_cuota.text().to_owned();
                let nothing = Sum { base: Decimal::ZERO, importe: Decimal::ZERO, rate };
                let sum = traslados.entry(key(row)).or_insert(nothing);
                add(&mut sum.base, base)
                    .and_then(|()| add(&mut sum.importe, importe))
                    .ok_or_else(|| row.base.spot())?;
            }
            for row in concepto.retenciones() {
                let importe = of_line(&row.importe)?;
                let limits = row.base.number().zip(row.tasa_o_cuota.value());
                let limits = limits.and_then(|(base, rate)| money::tax_limits(base, rate, decimals));
                if !inside(limits, importe) {
                    return Err(row.importe.spot());
                }
                let sum = retenciones.entry(row.impuesto.text().to_owned()).or_default();
                add(sum, importe).ok_or_else(|| row.importe.spot())?;
            }
        }
        let root = || cfdi.total.spot();
        let round = |value: Decimal| money::round(value, decimals);
        for sum in traslados.values_mut() {
            (sum.base, sum.importe) = (round(sum.base), round(sum.importe));
        }
        retenciones.values_mut().for_each(|sum| *sum = round(*sum));
        let charged = traslados.iter().filter(|((_, factor, _), _)| factor != "Exento").map(|(_, sum)| sum.importe);
        let any_charged = traslados.keys().any(|(_, factor, _)| factor != "Exento");
        let trasladado = money::sum(charged).ok_or_else(root)?;
        let retenido = money::sum(retenciones.values().copied()).ok_or_else(root)?;
        let (sub_total, descuento) = (round(importes), round(descuentos));
        let mut total = Some(sub_total);
        let mut plus = |value: Decimal| total = total.and_then(|total| money::plus(total, value));
        plus(-descuento);
        plus(trasladado);
        plus(-retenido);
        for local in &cfdi.locales {
            plus(of_line(&local.total_de_traslados)?);
            plus(-of_line(&local.total_de_retenciones)?);
        }
        let total = round(total.ok_or_else(root)?);
        Ok(Sums {
            sub_total,
            descuento: any_descuento.then_some(descuento),
            trasladados: any_charged.then(|| round(trasladado)),
            retenidos: (!retenciones.is_empty()).then(|| round(retenido)),
            traslados,
            retenciones,
            total,
        })
    }

    /// The node cfdi:Impuestos. None for values that no attribute of it can have.
    fn to_xml(&self, prefix: Option<&str>, decimals: u32, indent: &str) -> Option<String> {
        let name = |local: &str| prefix.map_or_else(|| local.to_owned(), |prefix| format!("{prefix}:{local}"));
        let amount = |value: Decimal| Number::from(money::round(value, decimals)).to_string();
        let step = if indent.contains('\n') { "  " } else { "" };
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        let mut out = format!("<{}", name("Impuestos"));
        if let Some(retenidos) = self.retenidos {
            out += &format!(" TotalImpuestosRetenidos=\"{}\"", amount(retenidos));
        }
        if let Some(trasladados) = self.trasladados {
            out += &format!(" TotalImpuestosTrasladados=\"{}\"", amount(trasladados));
        }
        out.push('>');
        let (list, row) = (format!("{indent}{step}"), format!("{indent}{step}{step}"));
        if !self.retenciones.is_empty() {
            out += &format!("{list}<{}>", name("Retenciones"));
            for (impuesto, importe) in &self.retenciones {
                plain(impuesto).then_some(())?;
                let tag = name("Retencion");
                out += &format!("{row}<{tag} Impuesto=\"{impuesto}\" Importe=\"{}\"/>", amount(*importe));
            }
            out += &format!("{list}</{}>", name("Retenciones"));
        }
        if !self.traslados.is_empty() {
            out += &format!("{list}<{}>", name("Traslados"));
            for ((impuesto, factor, _), sum) in &self.traslados {
                (plain(impuesto) && plain(factor) && plain(&sum.rate)).then_some(())?;
                let tag = name("Traslado");
                let base = amount(sum.base);
                out += &format!("{row}<{tag} Base=\"{base}\" Impuesto=\"{impuesto}\" TipoFactor=\"{factor}\"");
                if factor != "Exento" {
                    out += &format!(" TasaOCuota=\"{}\" Importe=\"{}\"", sum.rate, amount(sum.importe));
                }
                out += "/>";
            }
            out += &format!("{list}</{}>", name("Traslados"));
        }
        out += &format!("{indent}</{}>", name("Impuestos"));
        Some(out)
    }
}

/// A number of a line that can be computed with.
fn of_line(number: &view::Numero<'_>) -> Result<Decimal, Spot> {
    number.value().filter(|value| !value.is_sign_negative() || value.is_zero()).ok_or_else(|| number.spot())
}

/// The line end and blanks before the first child of the root, where nothing else stands there.
fn indent(root: Element<'_, '_>) -> String {
    match root.items().next() {
        Some(crate::xml::Item::Space(space)) => space.rsplit_once('\n').map_or_else(String::new, |(before, blanks)| {
            format!("{}\n{blanks}", if before.ends_with('\r') { "\r" } else { "" })
        }),
        _ => String::new(),
    }
}

/// The bytes of an element from its `<` to its last `>`.
fn outside(element: Element<'_, '_>, document: &Document<'_>) -> Range<usize> {
    let source = &document.bytes[document.bytes.len() - document.xml.source_len()..];
    let close = element.close();
    let end = source[close..].iter().position(|b| *b == b'>').map_or(source.len(), |at| close + at + 1);
    element.span().start - 1..end
}
