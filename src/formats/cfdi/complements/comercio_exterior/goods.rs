//! The lines as Mercancias: tariff line, quantity in the customs' unit, value in dollars.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{CANDIDATES, Made, Maker, Rates, codes, fault, is_valid, round, said};
use crate::catalog::{Tariff, units};
use crate::context::{Context, Item};
use crate::model::{ChargeType, ClassificationScheme as Scheme, Element, Line, Node, Number, Supply};
use crate::report::Values;
use crate::xml::collapse;

/// What stands in one Mercancia: the lines with one SKU and tariff line.
struct Group {
    sku: String,
    /// Tariff line and its customs unit; none for a service.
    tariff: Option<(String, String)>,
    /// The first line.
    line: usize,
    /// Customs units, not yet rounded.
    quantity: Decimal,
    /// Importe, with the decimals of the one that has most.
    amount: Decimal,
    scale: u32,
    discount: Decimal,
    details: Vec<Element>,
}

/// A line that can be declared.
struct Declared {
    tariff: Option<(String, String)>,
    quantity: Decimal,
    amount: Decimal,
}

impl<'m> Maker<'m, '_> {
    /// The Mercancias and TotalUSD.
    pub(super) fn mercancias(&mut self, mut made: Made, rates: Option<&Rates>) -> Option<(Made, Decimal)> {
        let invoice = self.invoice;
        let mut groups: Vec<Group> = Vec::new();
        for (i, line) in invoice.lines.iter().enumerate() {
            let Some(sku) = said(&line.sku).map(|sku| collapse(sku).into_owned()) else {
                let found = line.description.clone().unwrap_or_default();
                self.fail("FRO-CCE-030", format!("/lines/{i}/sku"), Values::found(found));
                continue;
            };
            let Some(declared) = self.declared(i, line) else { continue };
            let discount = discount(line, declared.amount);
            let at = groups.iter().position(|group| group.sku == sku && group.tariff == declared.tariff);
            let at = at.unwrap_or_else(|| {
                let tariff = declared.tariff.clone();
                let zero = Decimal::ZERO;
                groups.push(Group {
                    sku,
                    tariff,
                    line: i,
                    quantity: zero,
                    amount: zero,
                    scale: 0,
                    discount: zero,
                    details: Vec::new(),
                });
                groups.len() - 1
            });
            let group = &mut groups[at];
            let sum = |a: Decimal, b: Decimal| a.checked_add(b);
            let sums = (sum(group.quantity, declared.quantity), sum(group.amount, declared.amount));
            let (Some(quantity), Some(amount), Some(discounts)) = (sums.0, sums.1, sum(group.discount, discount))
            else {
                self.too_long(i, "amount");
                continue;
            };
            group.scale = group.scale.max(declared.amount.scale());
            (group.quantity, group.amount, group.discount) = (quantity, amount, discounts);
            if group.tariff.is_some() {
                let details = self.details(i, line, &made);
                let group = &mut groups[at];
                let new: Vec<_> = details.into_iter().filter(|new| !group.details.contains(new)).collect();
                group.details.extend(new);
            }
        }
        if !invoice.lines.is_empty() && !self.failed && groups.iter().all(|group| group.tariff.is_none()) {
            self.fail("FRO-CCE-029", "/lines", Values::default());
        }
        let rates = rates?;
        let mut total = Decimal::ZERO;
        let mut values = Vec::with_capacity(groups.len());
        for group in &groups {
            let value = self.mercancia(&mut made, group, rates)?;
            total = total.checked_add(value)?;
            values.push(value);
        }
        self.check_sums(&groups, &values, rates);
        Some((made, round(total, 2)))
    }

    /// What a line is to the customs; `None` where something is missing, which is then told.
    fn declared(&mut self, i: usize, line: &Line) -> Option<Declared> {
        let item = item_of(self.context, line);
        let supply = line.supply.or(item.and_then(|item| item.supply));
        let unit = line.unit.as_ref().and_then(units::rec20_of);
        let is_service = match supply.map(kind_of) {
            Some(Kind::Goods) => false,
            Some(Kind::Service) => true,
            Some(Kind::Either) | None => unit.is_some_and(units::is_of_services),
        };
        let amount = self.positive(line.amount.as_ref(), !is_service, &format!("/lines/{i}/amount"));
        let quantity = self.positive(line.quantity.as_ref(), true, &format!("/lines/{i}/quantity"));
        if is_service {
            let stated = stated_tariffs(line, item);
            if let Some((pointer, code)) = stated.first() {
                let pointer = format!("/lines/{i}/{pointer}");
                self.fail("FRO-CCE-034", pointer, Values::found(code.clone()));
                return None;
            }
            let by_law = matches!(supply, Some(Supply::Freight | Supply::InternationalFreight | Supply::Insurance))
                || item.is_some_and(|item| matches!(item.charge, Some(ChargeType::Freight | ChargeType::Insurance)));
            let code = if by_law { "FRO-CCE-035" } else { "FRO-CCE-036" };
            self.tell(code, &format!("/lines/{i}"), Values::found(line.sku.clone().unwrap_or_default()));
            return Some(Declared { tariff: None, quantity: quantity?, amount: amount? });
        }
        let tariff = self.tariff(i, line, item);
        if unit == Some("E48") {
            // CCE159: a Concepto in service units has no tariff line, and goods must have one.
            self.fail("FRO-CCE-033", format!("/lines/{i}/unit"), Values::found("E48"));
            return None;
        }
        let (tariff, quantity, amount) = (tariff?, quantity?, amount?);
        let customs = tariff.unit().unwrap_or_default();
        let factor = self.factor(i, unit, customs, line, item)?;
        let Some(units) = quantity.checked_mul(factor) else {
            self.too_long(i, "quantity");
            return None;
        };
        if factor != Decimal::ONE {
            let name = self.catalogs.get("cce20:c_UnidadAduana").and_then(|list| list.entry(customs));
            let name = name.map(|entry| entry.name()).unwrap_or_default();
            let from =
                format!("{} {}", line.quantity.as_ref().map_or(String::new(), Number::to_string), unit.unwrap_or("?"));
            let to = format!("{} {name} ({customs})", round(units, 3));
            self.tell("FRO-CCE-039", &format!("/lines/{i}/quantity"), Values::found(from).expected(to));
        }
        Some(Declared { tariff: Some((tariff.code().into(), customs.into())), quantity: units, amount })
    }

    /// CCE168: goods have a value; 0 is for services, and where the law allows 1 no document says.
    fn positive(&mut self, number: Option<&Number>, strictly: bool, pointer: &str) -> Option<Decimal> {
        let Some(number) = number else {
            self.fail("FRO-CCE-037", pointer, Values::default());
            return None;
        };
        let value = number.value().filter(|value| *value > Decimal::ZERO || !strictly && value.is_zero());
        if value.is_none() {
            self.fail("FRO-CCE-049", pointer, Values::found(number.to_string()));
        }
        value
    }

    fn too_long(&mut self, i: usize, field: &str) {
        let values = Values::found(format!("/lines/{i}/{field}")).expected("28 digits");
        self.fail("FRO-CCE-042", format!("/lines/{i}/{field}"), values);
    }

    /// CCE160, CCE161: the line of the tariff, ten digits, in force on the day of issue. Never that of another number: only six
    /// digits of the HTSUS or of a Schedule B number are Mexico's too, and they tell candidates.
    fn tariff(&mut self, i: usize, line: &Line, item: Option<&Item>) -> Option<Tariff<'m>> {
        let catalogs = self.catalogs;
        let stated = stated_tariffs(line, item);
        let Some((place, code)) = stated.first() else {
            let abroad = [Scheme::Hs6, Scheme::HtsUs, Scheme::ScheduleB];
            let numbers = line.classifications.iter().filter(|of| abroad.contains(&of.scheme));
            let mut six: Vec<String> = numbers.map(|of| digits(&of.code).chars().take(6).collect()).collect();
            six.retain(|six| six.len() == 6);
            six.dedup();
            let candidates = six.iter().flat_map(|six| self.tariffs_of(six)).take(CANDIDATES).collect::<Vec<_>>();
            let found = line.sku.clone().unwrap_or_default();
            let values = Values::found(found).expected("items[].fraccion").candidates(candidates);
            let code = if values.candidates.is_empty() { "FRO-CCE-031" } else { "FRO-CCE-048" };
            self.fail(code, format!("/lines/{i}/classifications"), values);
            return None;
        };
        let pointer = format!("/lines/{i}/{place}");
        if let Some((other, second)) = stated.iter().find(|(_, other)| other != code) {
            let values = Values::found(code.clone()).expected(second.clone());
            if other != "sku" {
                self.fail("FRO-CCE-043", pointer, values);
                return None;
            }
            self.tell("FRO-CCE-044", &pointer, values);
        }
        let known = catalogs.fraccion(code);
        if let Some(tariff) = known.filter(|tariff| is_valid(tariff, self.invoice.issue_date)) {
            return Some(tariff);
        }
        let prefix = [8, 6].into_iter().filter_map(|length| code.get(..length));
        let mut candidates = prefix.map(|prefix| self.tariffs_of(prefix)).find(|all| !all.is_empty());
        if candidates.is_none() {
            candidates = catalogs.get("cce20:c_FraccionArancelaria").map(|list| codes(list.near(code)));
        }
        let values = Values::found(code.clone()).expected(if place == "sku" { "items[].fraccion" } else { "" });
        let candidates = candidates.unwrap_or_default().into_iter().take(CANDIDATES);
        self.fail("FRO-CCE-032", pointer, values.candidates(candidates));
        None
    }

    /// Lines of the tariff that are in force and start with these digits.
    fn tariffs_of(&self, digits: &str) -> Vec<crate::model::Text> {
        let list = self.catalogs.get("cce20:c_FraccionArancelaria");
        let all = list.into_iter().flat_map(|list| list.iter()).filter(|entry| entry.code().starts_with(digits));
        all.filter(|entry| is_valid(entry, self.invoice.issue_date)).map(|entry| entry.code().into()).collect()
    }

    /// Customs units in one unit of the line: by measure, else as the item says. Where both say something else, the item is
    /// right of a unit that counts whatever is sold as one, and wrong of any other.
    fn factor(
        &mut self,
        i: usize,
        unit: Option<&str>,
        customs: &str,
        line: &Line,
        item: Option<&Item>,
    ) -> Option<Decimal> {
        let measured = unit.and_then(|unit| units::customs_units(unit, customs));
        let stated = item.and_then(|item| item.customs_units_per_unit.as_ref());
        let stated = match stated.map(|number| (number, number.value().filter(|value| *value > Decimal::ZERO))) {
            Some((number, None)) => {
                let values = Values::found(number.to_string()).expected("> 0");
                self.fail("FRO-CCE-040", format!("/lines/{i}/sku"), values);
                return None;
            }
            stated => stated.and_then(|(_, value)| value),
        };
        match (measured, stated) {
            (Some(measured), Some(stated)) if measured != stated => {
                if unit.is_some_and(units::counts_sales) {
                    return Some(stated);
                }
                let values = Values::found(stated.to_string()).expected(measured.to_string());
                self.fail("FRO-CCE-040", format!("/lines/{i}/sku"), values);
                None
            }
            (Some(factor), _) | (None, Some(factor)) => Some(factor),
            (None, None) => {
                let own = line.unit.as_ref().and_then(|unit| unit.code.as_deref().or(unit.text.as_deref()));
                let name = self.catalogs.get("cce20:c_UnidadAduana").and_then(|list| list.entry(customs));
                let name = name.map(|entry| entry.name()).unwrap_or_default();
                let values = Values::found(own.unwrap_or("—")).expected(format!("{name} ({customs})"));
                self.fail("FRO-CCE-038", format!("/lines/{i}/unit"), values);
                None
            }
        }
    }

    /// DescripcionesEspecificas, one for each serial number. Without a brand, or where a value is longer than SAT's, there is
    /// none, and brand, model and serial numbers stay with the US facts.
    fn details(&mut self, i: usize, line: &Line, mercancias: &Made) -> Vec<Element> {
        let Some(brand) = said(&line.brand) else { return Vec::new() };
        let Some(of) = mercancias.inside("Mercancia").and_then(|made| made.inside("DescripcionesEspecificas")) else {
            return Vec::new();
        };
        let serials: Vec<Option<&str>> = match line.serial_numbers.as_slice() {
            [] => vec![None],
            all => all.iter().map(|serial| Some(serial.as_str())).collect(),
        };
        let mut all = Vec::new();
        for serial in serials {
            let mut made = Made::new(of.of);
            for (name, value) in [("Marca", Some(brand)), ("Modelo", said(&line.model)), ("NumeroSerie", serial)] {
                let Some(value) = value.map(collapse) else { continue };
                if let Some(expected) = fault(&made, name, &value) {
                    self.tell("FRO-CCE-046", &format!("/lines/{i}/brand"), Values::default().expected(expected));
                    return Vec::new();
                }
                made.put(name, &*value);
            }
            all.push(made.tree);
        }
        all
    }

    /// One Mercancia; its ValorDolares.
    fn mercancia(&mut self, made: &mut Made, group: &Group, rates: &Rates) -> Option<Decimal> {
        let pointer = format!("/lines/{}", group.line);
        let mut one = made.inside("Mercancia")?;
        self.set(&mut one, "NoIdentificacion", &group.sku, &format!("{pointer}/sku"));
        let too_small = |what: &str| Values::found(group.sku.clone()).expected(what);
        let quantity = round(group.quantity, 3);
        if quantity.is_zero() {
            self.fail("FRO-CCE-047", format!("{pointer}/quantity"), too_small("CantidadAduana: 0.001"));
            return None;
        }
        let (customs, value) = match &group.tariff {
            None => ("99", Decimal::ZERO),
            Some((code, customs)) => {
                one.put("FraccionArancelaria", code.clone());
                (customs.as_str(), rates.dollars(group.amount)?)
            }
        };
        let (value, unit_value) =
            (round(value, 2), round(value.round_dp_with_strategy(2, HALF).checked_div(quantity)?, 6));
        if group.tariff.is_some() && (value.is_zero() || unit_value.is_zero()) {
            // CCE168, and CCE169 would take 0 for a service.
            let what = if value.is_zero() { "ValorDolares: 0.01" } else { "ValorUnitarioAduana: 0.000001" };
            self.fail("FRO-CCE-047", format!("{pointer}/amount"), too_small(what));
            return None;
        }
        if let Some((code, _)) = &group.tariff
            && code == SAMPLES
            && group.discount < group.amount
        {
            // CCE163, CCE164: samples are given away, so that their discount is at least their value.
            let values = Values::found(group.discount.to_string()).expected(group.amount.to_string());
            self.fail("FRO-CCE-041", format!("{pointer}/discounts"), values);
        }
        let inside = group.tariff.is_none()
            || limits::of_product(quantity, unit_value).is_some_and(|(least, most)| least <= value && value <= most);
        if !inside {
            self.fail("FRO-CCE-042", format!("{pointer}/amount"), Values::found(value.to_string()).expected("CCE171"));
        }
        self.set(&mut one, "CantidadAduana", &quantity.to_string(), &format!("{pointer}/quantity"));
        one.put("UnidadAduana", customs);
        self.set(&mut one, "ValorUnitarioAduana", &unit_value.to_string(), &format!("{pointer}/unit_price"));
        self.set(&mut one, "ValorDolares", &value.to_string(), &format!("{pointer}/amount"));
        one.tree.children.extend(group.details.iter().cloned().map(Node::Element));
        made.add(one);
        Some(value)
    }

    /// CCE157, CCE158: for each SKU the sum of ValorDolares is inside the limits of the sum of Importe.
    fn check_sums(&mut self, groups: &[Group], values: &[Decimal], rates: &Rates) {
        for (at, first) in groups.iter().enumerate() {
            let same = |group: &Group| group.sku == first.sku;
            if groups[..at].iter().any(same) || groups.iter().any(|group| same(group) && group.tariff.is_none()) {
                continue;
            }
            let of_sku = || groups.iter().zip(values).filter(|(group, _)| same(group));
            let sum: Decimal = of_sku().map(|(_, value)| *value).sum();
            let amount: Decimal = of_sku().map(|(group, _)| group.amount).sum();
            let scale = of_sku().map(|(group, _)| group.scale).max().unwrap_or_default();
            let limits = limits::of_amount(amount, scale, rates);
            if !limits.is_some_and(|(least, most)| least <= sum && sum <= most) {
                let values = Values::found(sum.to_string()).expected("CCE158");
                self.fail("FRO-CCE-042", format!("/lines/{}/amount", first.line), values);
            }
        }
        let discounted = groups.iter().find(|group| group.tariff.is_some() && !group.discount.is_zero());
        if let Some(group) = discounted {
            let code = "FRO-CCE-045";
            self.tell(code, &format!("/lines/{}/discounts", group.line), Values::default());
        }
    }
}

impl Rates {
    /// An amount of the document in dollars, not yet rounded.
    fn dollars(&self, amount: Decimal) -> Option<Decimal> {
        let (own, usd) = (self.own.value()?, self.usd.value()?);
        if own == usd {
            return Some(amount);
        }
        amount.checked_mul(own)?.checked_div(usd)
    }
}

/// The limits of ValorDolares in SAT's standard: the least and greatest value that the numbers as written can stand for.
pub(super) mod limits {
    use super::{Decimal, Rates, RoundingStrategy};

    /// Of CantidadAduana × ValorUnitarioAduana (CCE169, CCE171).
    pub(in super::super) fn of_product(quantity: Decimal, value: Decimal) -> Option<(Decimal, Decimal)> {
        let (q, v) = (half(quantity.scale()), half(value.scale()));
        let least = (quantity - q).checked_mul(value - v)?;
        let most = (quantity + q - TINY).checked_mul(value + v - TINY)?;
        Some((down(least), up(most)))
    }

    /// Of Importe × TipoCambio ÷ TipoCambioUSD (CCE157, CCE158); the standard takes TipoCambio's decimals for both rates.
    pub(in super::super) fn of_amount(amount: Decimal, scale: u32, rates: &Rates) -> Option<(Decimal, Decimal)> {
        let (own, usd) = (rates.own.value()?, rates.usd.value()?);
        let (a, r) = (half(scale), half(rates.own.scale() as u32));
        let least = (amount - a).checked_mul(own - r)?.checked_div(usd + r - TINY)?;
        let most = (amount + a - TINY).checked_mul(own + r - TINY)?.checked_div(usd - r)?;
        Some((down(least), up(most)))
    }

    /// Half a unit of the last decimal.
    fn half(scale: u32) -> Decimal {
        Decimal::new(5, (scale + 1).min(28))
    }

    fn down(value: Decimal) -> Decimal {
        value.round_dp_with_strategy(2, RoundingStrategy::ToZero)
    }

    fn up(value: Decimal) -> Decimal {
        value.round_dp_with_strategy(2, RoundingStrategy::ToPositiveInfinity)
    }

    /// 10⁻¹².
    const TINY: Decimal = Decimal::from_parts(1, 0, 0, false, 12);
}

/// The context's item of a line: by SKU, else by description.
fn item_of<'c>(context: &'c Context, line: &Line) -> Option<&'c Item> {
    let by_sku = said(&line.sku)
        .map(collapse)
        .and_then(|sku| context.items.iter().find(|item| said(&item.sku).is_some_and(|known| collapse(known) == sku)));
    let fold = |text: &str| collapse(text).to_lowercase();
    by_sku.or_else(|| {
        let description = said(&line.description).map(fold)?;
        let named = |item: &&Item| said(&item.description).map(fold).as_ref() == Some(&description);
        context.items.iter().filter(|item| item.sku.is_none()).find(named)
    })
}

/// Tariff lines that are stated, with their places in the line: the document's own first, then the context's.
fn stated_tariffs(line: &Line, item: Option<&Item>) -> Vec<(String, String)> {
    let tigie = line.classifications.iter().enumerate().filter(|(_, of)| of.scheme == Scheme::Tigie);
    let mut all: Vec<_> = tigie.map(|(j, of)| (format!("classifications/{j}/code"), digits(&of.code))).collect();
    all.extend(item.and_then(|item| said(&item.fraccion)).map(|code| ("sku".to_owned(), digits(code))));
    all
}

/// A number of a tariff without the points and blanks that people write.
fn digits(code: &str) -> String {
    code.chars().filter(|c| !matches!(c, '.' | ' ' | '-')).collect()
}

/// What discounts there are on a line, in money.
fn discount(line: &Line, amount: Decimal) -> Decimal {
    let of = |discount: &crate::model::Discount| {
        let percent = || amount.checked_mul(discount.percent.as_ref()?.hundredth().value()?);
        discount.amount.as_ref().and_then(Number::value).or_else(percent)
    };
    line.discounts.iter().filter_map(of).fold(Decimal::ZERO, |sum, one| sum.checked_add(one).unwrap_or(sum))
}

/// Whether a supply is of goods.
enum Kind {
    Either,
    Goods,
    Service,
}

fn kind_of(supply: Supply) -> Kind {
    match supply {
        Supply::Agricultural
        | Supply::ExemptGoods
        | Supply::Food
        | Supply::Goods
        | Supply::Medicine
        | Supply::Scrap => Kind::Goods,
        Supply::NotSubject => Kind::Either,
        Supply::Advertising
        | Supply::CallCenter
        | Supply::Commission
        | Supply::ExemptService
        | Supply::Filming
        | Supply::Financing
        | Supply::Freight
        | Supply::Insurance
        | Supply::Intangible
        | Supply::InternationalFreight
        | Supply::ItServices
        | Supply::Maquila
        | Supply::MedicalService
        | Supply::ProfessionalFees
        | Supply::Rent
        | Supply::Service
        | Supply::TechnicalAssistance
        | Supply::Tuition => Kind::Service,
    }
}

const HALF: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// The tariff line of samples and collections of them.
const SAMPLES: &str = "9801000100";
