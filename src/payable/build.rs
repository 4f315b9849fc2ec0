//! From a US invoice to its payable: facts as stated, IVA by position, exact sums.

use rust_decimal::Decimal;

use super::iva::{Verdict, verdict};
use super::{Buyer, Iva, IvaPosition, IvaTotal, Payable, PayableLine, PayableVersion, Supplier, TaxCharged};
use crate::catalog::Border;
use crate::context::{Item, Match};
use crate::convert::Options;
use crate::exchange::{MEXICAN_PESO, NO_CURRENCY, rate_to_pesos};
use crate::formats::cfdi::wire_name;
use crate::mapping::{self, Field};
use crate::model::{
    Charge, Date, Discount, Invoice, JurisdictionLevel, Line, Number, Party, PriceBasis, Supply, Tax, TaxFactor,
    TaxIdType, TaxType, TermsCode, Text,
};
use crate::report::{Location, Report, Values};
use crate::tax::{money, table};

/// The payable of a US invoice. Whatever it lacks, computes or cannot decide is a finding.
pub fn of(invoice: &Invoice, options: &Options, report: &mut Report) -> Payable {
    let mut builder = Builder { invoice, options, decimals: decimals(invoice, options), report };
    builder.payable()
}

/// Of the currency; where it is not known nothing is rounded that SAT does not round.
fn decimals(invoice: &Invoice, options: &Options) -> u32 {
    let currency = invoice.currency.as_deref().and_then(|code| options.the_catalogs().moneda(code));
    currency.map_or(money::LINE_DECIMALS, |currency| currency.decimals())
}

struct Builder<'a> {
    invoice: &'a Invoice,
    options: &'a Options,
    decimals: u32,
    report: &'a mut Report,
}

/// A line on the way, with its values as numbers; what cannot be computed with is none, and told.
struct Draft {
    line: PayableLine,
    pointer: String,
    amount: Option<Decimal>,
    discount: Decimal,
    us_tax: Decimal,
    /// IVA that the seller states.
    charged: Vec<Tax>,
}

impl Builder<'_> {
    fn payable(&mut self) -> Payable {
        let invoice = self.invoice;
        self.note("FRO-PAY-010", Location::default(), Values::default());
        let exchange_rate = rate_to_pesos(invoice, self.options, self.report);
        let missing = matches!(exchange_rate, Ok(None));
        let exchange_rate = exchange_rate.ok().flatten();
        let total = invoice.totals.total.clone();
        if total.is_none() {
            self.wrong(mapping::row(Field::Total).at(&[], &[]));
        }
        let total_mxn = match (invoice.currency.as_deref(), &exchange_rate) {
            (Some(MEXICAN_PESO), _) => total.clone(),
            (Some(NO_CURRENCY), _) => None,
            (None, _) => {
                self.wrong(mapping::row(Field::Moneda).at(&[], &[]));
                None
            }
            (Some(_), Some(rate)) => self.in_pesos(total.as_ref(), &rate.rate),
            (Some(currency), None) => {
                // Otherwise a finding has said what is wrong with the rate.
                if missing {
                    let location = mapping::row(Field::TipoCambio).at(&[], &[]);
                    self.note("FRO-PAY-004", location, Values::found(currency));
                }
                None
            }
        };
        if invoice.buyer.rfc().and_then(|id| id.value.as_ref()).is_none() {
            self.note("FRO-PAY-005", at("/buyer/tax_ids"), Values::default());
        }
        let lines = self.lines();
        Payable {
            schema_version: PayableVersion::V1,
            document_type: invoice.document_type,
            series: invoice.series.clone(),
            document_number: invoice.document_number.clone(),
            issue_date: invoice.issue_date,
            due_date: self.due_date(),
            payment_terms: invoice.payment_terms.clone(),
            purchase_order_number: invoice.purchase_order_number.clone(),
            preceding_documents: invoice.preceding_documents.clone(),
            supplier: supplier(&invoice.seller),
            buyer: Buyer {
                rfc: invoice.buyer.rfc().and_then(|id| id.value.clone()),
                legal_name: invoice.buyer.legal_name.clone(),
            },
            currency: invoice.currency.clone(),
            exchange_rate,
            total,
            total_mxn,
            amount_due: invoice.totals.amount_due.clone(),
            us_taxes: self.us_taxes(),
            iva_totals: self.iva_totals(&lines),
            lines,
        }
    }

    /// Converted once, for the whole document.
    fn in_pesos(&mut self, total: Option<&Number>, rate: &Number) -> Option<Number> {
        let total = total?;
        let pesos = total.value().zip(rate.value()).and_then(|(total, rate)| money::times(total, rate));
        if pesos.is_none() {
            self.wrong(mapping::row(Field::Total).at(&[], &[]));
        }
        // Centavos.
        pesos.map(|pesos| money::round(pesos, 2).into())
    }

    fn due_date(&mut self) -> Option<Date> {
        let invoice = self.invoice;
        if invoice.due_date.is_some() {
            return invoice.due_date;
        }
        let terms = invoice.payment_terms.as_ref()?;
        let days = match (terms.code?, terms.net_days) {
            (TermsCode::DueOnReceipt, None | Some(0)) => 0,
            (TermsCode::Net, Some(days)) => i32::try_from(days).ok()?,
            _ => return None,
        };
        let due = invoice.issue_date?.plus_days(days)?;
        self.note("FRO-PAY-009", at("/payment_terms"), Values::default().expected(due.to_string()));
        Some(due)
    }

    fn lines(&mut self) -> Vec<PayableLine> {
        let invoice = self.invoice;
        let mut drafts: Vec<Draft> = Vec::with_capacity(invoice.lines.len() + invoice.charges.len());
        for (i, line) in invoice.lines.iter().enumerate() {
            let draft = self.line(i, line);
            drafts.push(draft);
        }
        // A discount of the document is of its lines.
        let discounted = self.document_discounts(&mut drafts);
        for (j, charge) in invoice.charges.iter().enumerate() {
            drafts.push(self.charge(j, charge));
        }
        let taxes =
            || invoice.lines.iter().flat_map(|line| &line.taxes).chain(invoice.charges.iter().flat_map(|it| &it.taxes));
        let in_summary = |fits: fn(&Tax) -> bool| invoice.tax_summary.iter().any(fits) && !taxes().any(fits);
        let vat_apart = in_summary(is_charged_iva);
        if vat_apart || drafts.iter().any(|draft| !draft.charged.is_empty()) {
            let place = if vat_apart { "/tax_summary" } else { "/lines" };
            self.note("FRO-PAY-006", at(place), Values::default());
        }
        if taxes().any(|tax| tax.tax_type.is_withheld())
            || invoice.tax_summary.iter().any(|tax| tax.tax_type.is_withheld())
        {
            self.note("FRO-PAY-012", mapping::row(Field::TotalImpuestosRetenidos).at(&[], &[]), Values::default());
        }
        let mut lines = Vec::with_capacity(drafts.len());
        for draft in drafts {
            lines.push(self.finished(draft, discounted, vat_apart));
        }
        let self_assessed = lines.iter().any(|line| line.iva.position == IvaPosition::SelfAssessed);
        if self_assessed && in_summary(is_foreign) && !self.is_inclusive() {
            self.note("FRO-PAY-007", at("/tax_summary"), Values::default());
        }
        lines
    }

    fn line(&mut self, i: usize, line: &Line) -> Draft {
        let pointer = format!("/lines/{i}");
        let supply = match line.supply {
            Some(supply) => Some(supply),
            None => {
                let location = mapping::row(Field::Supply).at(&[], &[i]);
                let name = line.description.as_ref().or(line.sku.as_ref()).cloned().unwrap_or_default();
                let found = self.options.the_context().item_for(line);
                self.supply_of(found, "FRO-PAY-001", location, name)
            }
        };
        let amount = self.amount(i, line);
        let discount = self.discounts(&line.discounts, amount, &format!("{pointer}/discounts"));
        let us_tax = self.us_tax(&line.taxes, &format!("{pointer}/taxes"));
        let shown = |value: Option<Decimal>| value.map(Number::from);
        Draft {
            line: PayableLine {
                charge: None,
                line_number: line.line_number.clone(),
                sku: line.sku.clone(),
                description: line.description.clone(),
                quantity: line.quantity.clone(),
                unit: line.unit.clone(),
                unit_price: line.unit_price.clone(),
                amount: line.amount.clone().or(shown(amount)),
                discount: None,
                net: None,
                us_tax: None,
                supply,
                iva: undecided(),
            },
            pointer,
            amount,
            discount,
            us_tax,
            charged: line.taxes.iter().filter(|tax| is_charged_iva(tax)).cloned().collect(),
        }
    }

    fn charge(&mut self, j: usize, charge: &Charge) -> Draft {
        let pointer = format!("/charges/{j}");
        let found = self.options.the_context().item_for_charge(charge.kind);
        let kind = wire_name(&charge.kind);
        let supply = self.supply_of(found, "FRO-PAY-014", at(&pointer), kind.into());
        let amount = charge.amount.value();
        if amount.is_none() {
            self.wrong(at(&format!("{pointer}/amount")));
        }
        let us_tax = self.us_tax(&charge.taxes, &format!("{pointer}/taxes"));
        Draft {
            line: PayableLine {
                charge: Some(charge.kind),
                line_number: None,
                sku: None,
                description: None,
                quantity: None,
                unit: None,
                unit_price: None,
                amount: Some(charge.amount.clone()),
                discount: None,
                net: None,
                us_tax: None,
                supply,
                iva: undecided(),
            },
            pointer,
            amount,
            discount: Decimal::ZERO,
            us_tax,
            charged: charge.taxes.iter().filter(|tax| is_charged_iva(tax)).cloned().collect(),
        }
    }

    /// The context's word for it; none is told.
    fn supply_of(
        &mut self,
        found: Match<'_, Item>,
        code: &'static str,
        location: Location,
        name: Text,
    ) -> Option<Supply> {
        let supply = found.one().and_then(|item| item.supply);
        if supply.is_none() {
            let items = if let Match::Ambiguous(items) = found { items } else { Vec::new() };
            let keys = items.iter().filter_map(|item| item.key()).take(CANDIDATES).cloned();
            self.note(code, location, Values::found(name).candidates(keys));
        }
        supply
    }

    /// As stated, else quantity times price.
    fn amount(&mut self, i: usize, line: &Line) -> Option<Decimal> {
        let location = mapping::row(Field::Importe).at(&[i], &[i]);
        let stated = line.amount.as_ref().map(Number::value);
        let value = match stated {
            Some(value) => value,
            None => {
                let factors = line.quantity.as_ref().and_then(Number::value);
                let factors = factors.zip(line.unit_price.as_ref().and_then(Number::value));
                factors.and_then(|(quantity, price)| money::times(quantity, price))
            }
        };
        let Some(value) = value else {
            self.wrong(location);
            return None;
        };
        if stated.is_some() {
            return Some(value);
        }
        let rounded = money::round(value, self.decimals);
        let values = Values::found(value.normalize().to_string()).expected(rounded.to_string());
        let code = if rounded == value { "FRO-PAY-013" } else { "FRO-PAY-011" };
        self.note(code, location, values);
        Some(rounded)
    }

    /// Their sum: money, else percent of the amount.
    fn discounts(&mut self, discounts: &[Discount], of: Option<Decimal>, pointer: &str) -> Decimal {
        let mut sum = Decimal::ZERO;
        for (j, discount) in discounts.iter().enumerate() {
            let value = match (&discount.amount, &discount.percent) {
                (Some(amount), _) => amount.value(),
                (None, Some(percent)) => {
                    of.zip(percent.value()).and_then(|(of, percent)| money::percent(of, percent, self.decimals))
                }
                (None, None) => None,
            };
            match value.and_then(|value| money::plus(sum, value)) {
                Some(more) => sum = more,
                None => self.wrong(at(&format!("{pointer}/{j}"))),
            }
        }
        sum
    }

    /// Gives each line its share; false where that cannot be computed, which is told.
    fn document_discounts(&mut self, drafts: &mut [Draft]) -> bool {
        let discounts = &self.invoice.document_discounts;
        if discounts.is_empty() {
            return true;
        }
        let nets: Option<Vec<Decimal>> = drafts.iter().map(|draft| draft.amount?.checked_sub(draft.discount)).collect();
        let total = nets.as_ref().and_then(|nets| money::sum(nets.iter().copied()));
        let discount = self.discounts(discounts, total, "/document_discounts");
        let shares = nets.and_then(|nets| {
            let none_negative = nets.iter().all(|net| *net >= Decimal::ZERO);
            if none_negative { money::prorate(discount, &nets, &nets, self.decimals) } else { None }
        });
        let Some(shares) = shares else {
            self.wrong(at("/document_discounts"));
            return false;
        };
        for (draft, share) in drafts.iter_mut().zip(shares) {
            draft.discount += share;
        }
        true
    }

    fn us_tax(&mut self, taxes: &[Tax], pointer: &str) -> Decimal {
        let mut sum = Decimal::ZERO;
        for (k, tax) in taxes.iter().enumerate().filter(|(_, tax)| is_foreign(tax)) {
            match tax.amount.as_ref().and_then(Number::value).and_then(|amount| money::plus(sum, amount)) {
                Some(more) => sum = more,
                None => self.wrong(at(&format!("{pointer}/{k}/amount"))),
            }
        }
        sum
    }

    fn finished(&mut self, draft: Draft, discounted: bool, vat_apart: bool) -> PayableLine {
        let Draft { mut line, pointer, amount, discount, us_tax, charged } = draft;
        let is_line = line.charge.is_none();
        let net = amount.filter(|_| discounted || !is_line).and_then(|amount| amount.checked_sub(discount));
        let shown = |value: Decimal| (!value.is_zero()).then(|| Number::from(value));
        line.discount = shown(discount);
        line.net = net.map(Number::from);
        line.us_tax = shown(us_tax);
        line.iva = match (charged.as_slice(), line.supply) {
            ([tax], _) => Iva {
                position: IvaPosition::Charged,
                source: "LIVA 5-II, 18-D".into(),
                rate: tax.rate.clone(),
                base: tax.taxable_amount.clone(),
                amount: tax.amount.clone(),
            },
            ([_, _, ..], _) => Iva { position: IvaPosition::Charged, source: "LIVA 5-II, 18-D".into(), ..undecided() },
            ([], None) => undecided(),
            ([], Some(supply)) => self.iva(supply, net, us_tax, &pointer, vat_apart),
        };
        line
    }

    fn iva(&mut self, supply: Supply, net: Option<Decimal>, us_tax: Decimal, pointer: &str, vat_apart: bool) -> Iva {
        match verdict(supply, self.services_used_in().as_deref()) {
            Verdict::Unsettled(source) => {
                let values = Values::found(wire_name(&supply)).expected(source);
                self.note("FRO-PAY-003", at(pointer), values);
                Iva { source: source.into(), ..undecided() }
            }
            Verdict::WhereUsed(source) => {
                self.note("FRO-PAY-002", at("/trade/services_used_in"), Values::default());
                Iva { source: source.into(), ..undecided() }
            }
            // The seller may have charged it in the sum.
            Verdict::Decided(IvaPosition::SelfAssessed, source) if vat_apart => {
                Iva { source: source.into(), ..undecided() }
            }
            Verdict::Decided(IvaPosition::SelfAssessed, source) => {
                let rate = general_rate();
                // Taxes that are charged with a service are part of its value, and prices with tax contain them.
                let base = match self.is_inclusive() {
                    true => net,
                    false => net.and_then(|net| money::plus(net, us_tax)),
                };
                let amount = base.and_then(|base| money::times(base, rate));
                if net.is_some() && amount.is_none() {
                    self.wrong(at(pointer));
                }
                Iva {
                    position: IvaPosition::SelfAssessed,
                    source: source.into(),
                    rate: Some(rate.into()),
                    base: base.map(Number::from),
                    amount: amount.map(|amount| self.shown(amount).into()),
                }
            }
            Verdict::Decided(position, source) => Iva { position, source: source.into(), ..undecided() },
        }
    }

    /// The document's word, else the context's for the buyer.
    fn services_used_in(&self) -> Option<Text> {
        let stated = self.invoice.trade.as_ref().and_then(|trade| trade.services_used_in.clone());
        let of_buyer = || self.options.the_context().customer_for(&self.invoice.buyer).one()?.services_used_in.clone();
        stated.or_else(of_buyer)
    }

    /// The summary's where it has any, since those are in the total; else the sums of the lines' and charges'.
    fn us_taxes(&mut self) -> Vec<TaxCharged> {
        let invoice = self.invoice;
        let summary: Vec<&Tax> = invoice.tax_summary.iter().filter(|tax| is_foreign(tax)).collect();
        let parts =
            invoice.lines.iter().flat_map(|line| &line.taxes).chain(invoice.charges.iter().flat_map(|it| &it.taxes));
        let from_summary = !summary.is_empty();
        let taxes = if from_summary { summary } else { parts.filter(|tax| is_foreign(tax)).collect() };
        let mut sums: Vec<TaxCharged> = Vec::new();
        for tax in taxes {
            let Some(amount) = tax.amount.as_ref().and_then(|amount| Some((amount, amount.value()?))) else {
                // The lines' have been told.
                if from_summary {
                    self.wrong(at("/tax_summary"));
                }
                continue;
            };
            let rate = |rate: &Option<Number>| rate.as_ref().map(|rate| rate.value().ok_or_else(|| rate.clone()));
            let same = |sum: &&mut TaxCharged| {
                sum.tax_type == tax.tax_type
                    && sum.jurisdiction == tax.jurisdiction
                    && rate(&sum.rate) == rate(&tax.rate)
            };
            match sums.iter_mut().find(same) {
                Some(sum) => match sum.amount.value().and_then(|so_far| money::plus(so_far, amount.1)) {
                    Some(more) => sum.amount = more.into(),
                    None => self.wrong(at("/tax_summary")),
                },
                None => sums.push(TaxCharged {
                    tax_type: tax.tax_type,
                    jurisdiction: tax.jurisdiction.clone(),
                    rate: tax.rate.clone(),
                    amount: amount.0.clone(),
                }),
            }
        }
        sums
    }

    /// Rounded once; a rate is its value, however it is written.
    fn iva_totals(&mut self, lines: &[PayableLine]) -> Vec<IvaTotal> {
        let mut sums: Vec<(IvaPosition, Decimal, Decimal, Decimal)> = Vec::new();
        for line in lines {
            let number = |number: &Option<Number>| number.as_ref().and_then(Number::value);
            let Iva { position, rate, base, amount, .. } = &line.iva;
            let (Some(rate), Some(base), Some(amount)) = (number(rate), number(base), number(amount)) else { continue };
            match sums.iter_mut().find(|sum| (sum.0, sum.1) == (*position, rate)) {
                Some(sum) => match money::plus(sum.2, base).zip(money::plus(sum.3, amount)) {
                    Some((base, amount)) => (sum.2, sum.3) = (base, amount),
                    None => self.wrong(at("/lines")),
                },
                None => sums.push((*position, rate, base, amount)),
            }
        }
        let total = |(position, rate, base, amount): (IvaPosition, Decimal, Decimal, Decimal)| IvaTotal {
            position,
            rate: rate.into(),
            base: base.into(),
            amount: money::round(amount, self.decimals).into(),
        };
        sums.into_iter().map(total).collect()
    }

    /// An exact value with the decimals of the currency, and more only where it has them.
    fn shown(&self, value: Decimal) -> Decimal {
        let mut value = value.normalize();
        value.rescale(value.scale().max(self.decimals));
        value
    }

    fn is_inclusive(&self) -> bool {
        self.invoice.price_basis == Some(PriceBasis::TaxInclusive)
    }

    fn wrong(&mut self, location: Location) {
        self.note("FRO-PAY-008", location, Values::default());
    }

    fn note(&mut self, code: &'static str, location: Location, values: Values) {
        self.report.add(code, None, location, values);
    }
}

/// Items that are shown where a line fits several.
const CANDIDATES: usize = 6;

fn supplier(seller: &Party) -> Supplier {
    let of_ids = seller.tax_ids.iter().find_map(|id| match id.kind {
        TaxIdType::Ein | TaxIdType::Itin | TaxIdType::Ssn | TaxIdType::StatePermit => Some("US".into()),
        TaxIdType::Other => id.country.clone(),
        TaxIdType::Rfc => None,
    });
    Supplier {
        legal_name: seller.legal_name.clone(),
        trade_name: seller.trade_name.clone(),
        country: seller.address.as_ref().and_then(|address| address.country.clone()).or(of_ids),
        tax_ids: seller.tax_ids.clone(),
    }
}

fn undecided() -> Iva {
    Iva { position: IvaPosition::Undecided, source: "LIVA 24".into(), rate: None, base: None, amount: None }
}

/// The border's 8 % is a rate of sales inside the country: its decrees leave importations out.
fn general_rate() -> Decimal {
    let general = table::RATES.iter().find(|row| row.region == Border::None);
    general.map_or(Decimal::ZERO, |row| row.rate)
}

/// Mexico's, where its jurisdiction says so, or where there is none and the kind is one that the United States do not have.
fn is_mexican(tax: &Tax) -> bool {
    match &tax.jurisdiction {
        Some(of) => of.level == JurisdictionLevel::Country && of.code.as_deref() == Some("MX"),
        None => matches!(tax.tax_type, TaxType::Vat | TaxType::WithholdingVat),
    }
}

/// Charged, and not Mexico's.
fn is_foreign(tax: &Tax) -> bool {
    !is_mexican(tax) && !tax.tax_type.is_withheld()
}

/// IVA that is more than nothing.
fn is_charged_iva(tax: &Tax) -> bool {
    let is_nothing = |number: &Option<Number>| number.as_ref().is_none_or(Number::is_zero);
    let nothing = is_nothing(&tax.amount) && is_nothing(&tax.rate);
    is_mexican(tax) && tax.tax_type == TaxType::Vat && tax.factor != Some(TaxFactor::Exempt) && !nothing
}

fn at(pointer: &str) -> Location {
    Location { xpath: None, pointer: Some(pointer.into()) }
}
