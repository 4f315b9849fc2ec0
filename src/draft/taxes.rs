//! What taxes each line has, and why: the document's own, else those of the law's table, else those of the past.

use rust_decimal::Decimal;

use super::lines::Row;
use super::parties::rfc_of;
use super::{Basis, Desk};
use crate::catalog::Border;
use crate::context::is_generic_rfc;
use crate::formats::cfdi::codes;
use crate::mapping::Field;
use crate::model::{Delivery, Invoice, Jurisdiction, Line, Number, Supply, Tax, TaxFactor, TaxType, Text};
use crate::report::Values;
use crate::tax::table::Reason;
use crate::tax::treatment::{Facts, Levy, Missing, Treatment, Undecided, decide, goods_exported};
use crate::tax::{money, table};

/// What a line's taxes are to be, before their amounts.
pub(super) struct Treated {
    pub(super) taxes: Vec<Tax>,
    pub(super) basis: Basis,
    pub(super) withheld: Vec<&'static Reason>,
}

impl Treated {
    fn new(basis: Basis, taxes: Vec<Tax>) -> Self {
        Treated { taxes, basis, withheld: Vec::new() }
    }
}

/// What the whole document says for every line.
pub(super) struct Surroundings<'a> {
    delivery: Option<Delivery>,
    pedimento_key: Option<Text>,
    services_used_in: Option<Text>,
    exportacion: Option<Text>,
    third_party_exports: bool,
    seller_is_natural: bool,
    seller_regime: Option<Text>,
    buyer_withholds: bool,
    place_region: Border,
    delivery_region: Option<Border>,
    context: &'a crate::context::Context,
}

impl<'a> Desk<'a> {
    pub(super) fn surroundings(&mut self, invoice: &Invoice) -> Surroundings<'a> {
        let customer = self.customer(invoice);
        let trade = invoice.trade.as_deref();
        let mx = invoice.mx();
        let seller = rfc_of(&invoice.seller);
        let buyer = rfc_of(&invoice.buyer);
        let exporter =
            trade.and_then(|trade| trade.exporter_of_record.as_deref()).filter(|name| !name.trim().is_empty());
        let issuer = self.context.issuer.as_ref().map_or(&[][..], |issuer| &issuer.names);
        let buyers = customer.map_or(&[][..], |customer| &customer.names);
        let by_seller = exporter.is_none_or(|name| Self::is_named(&invoice.seller, issuer, name));
        let by_buyer = exporter.is_some_and(|name| Self::is_named(&invoice.buyer, buyers, name));
        let stated = trade.and_then(|trade| trade.delivery.as_deref()).cloned();
        let mut delivery = stated.or_else(|| customer.and_then(|customer| customer.delivery.clone()));
        let key = trade.and_then(|trade| trade.pedimento_key.clone());
        // What the register says of exports is of goods that leave; a document that is delivered in Mexico has its own say.
        let in_mexico = delivery.as_ref().is_some_and(|delivery| delivery.country == "MX");
        let learnt_key = customer.and_then(|customer| customer.pedimento_key.clone()).filter(|_| !in_mexico);
        let mut pedimento_key = key.or(learnt_key);
        // The buyer's own export: the seller hands over in Mexico, and the pedimento is none of its.
        let abroad = delivery.as_ref().is_some_and(|delivery| delivery.country != "MX");
        if by_buyer && !by_seller && !abroad {
            if delivery.is_none() {
                delivery = Some(Delivery { country: "MX".into(), postal_code: None });
                self.tell("FRO-TAX-049", "/trade/exporter_of_record", Values::default().expected("MX"));
            }
            pedimento_key = None;
        }
        let exportacion = mx.and_then(|mx| mx.exportacion.clone());
        let nothing_said = delivery.is_none() && pedimento_key.is_none();
        let learnt = customer.and_then(|customer| customer.exportacion.clone()).filter(|_| nothing_said);
        let place = mx.and_then(|mx| mx.lugar_expedicion.as_deref());
        let place_region =
            place.and_then(|place| self.catalogs.postal_code(place)).map_or(Border::None, |it| it.border());
        // A place in Mexico that SAT does not have is no answer; a place elsewhere is in no region.
        let code = delivery.as_ref().and_then(|delivery| delivery.postal_code.clone());
        let delivery_region = match code {
            Some(_) if abroad => Some(Border::None),
            Some(code) => match self.catalogs.postal_code(&code) {
                Some(place) => Some(place.border()),
                None => {
                    self.refuse("FRO-TAX-046", "/trade/delivery/postal_code", Values::found(code));
                    None
                }
            },
            None => None,
        };
        Surroundings {
            delivery,
            pedimento_key,
            services_used_in: trade
                .and_then(|trade| trade.services_used_in.clone())
                .or_else(|| customer.and_then(|customer| customer.services_used_in.clone())),
            exportacion: exportacion.or(learnt),
            // Whoever else exports what is delivered abroad, the buyer included: it is no export of the seller's.
            third_party_exports: !by_seller && (!by_buyer || abroad),
            seller_is_natural: seller.is_some_and(|rfc| rfc.chars().count() == 13),
            seller_regime: mx.and_then(|mx| mx.emisor.regimen_fiscal.clone()),
            buyer_withholds: buyer.is_some_and(|rfc| rfc.chars().count() == 12 && !is_generic_rfc(&rfc)),
            place_region,
            delivery_region,
            context: self.context,
        }
    }

    /// Gives a line its taxes, without amounts, and says why. Where it cannot, a finding says what is missing.
    pub(super) fn treat(&mut self, around: &Surroundings<'_>, row: &mut Row<'a>) {
        row.has_treatment = !row.line.taxes.is_empty()
            || row.line.supply.is_some()
            || row.item.is_some()
            || stated_objeto(&row.line).is_some();
        // What is taken off the whole has no treatment of its own.
        if row.is_negative() && !row.has_treatment {
            return;
        }
        let mexican = std::mem::take(&mut row.line.taxes);
        let mut treated = self.decide(around, row, mexican);
        // ObjetoImp is shown as taxability.
        if let Some(code) = stated_objeto(&row.line).as_deref() {
            let shown = codes::shown(codes::OBJETO_IMP, code).map(|(taxability, _)| taxability);
            let stated = row.line.taxability;
            if let (Some(shown), Some(stated)) = (shown, stated)
                && codes::code_of(codes::OBJETO_IMP, stated, None).is_none()
            {
                let found = crate::formats::cfdi::wire_name(&stated);
                let at = format!("{}/taxability", row.at);
                self.tell_of("FRO-TAX-043", Some(Field::Taxability), at, Values::found(found).expected(code));
                row.line.taxability = Some(shown);
            }
            if let Some(wrong) = contradicts(code, &treated.taxes) {
                let values = Values::found(code).expected(wrong);
                self.refuse("FRO-TAX-050", format!("{}/taxes", row.at), values);
            }
        }
        treated.taxes.sort_by_key(|tax| tax.tax_type.is_withheld());
        row.line.taxes = treated.taxes;
        (row.basis, row.withheld) = (treated.basis, treated.withheld);
    }

    fn decide(&mut self, around: &Surroundings<'_>, row: &mut Row<'a>, mexican: Vec<Tax>) -> Treated {
        let supply = row.line.supply.or(row.item.and_then(|item| item.supply));
        let stated = stated_objeto(&row.line);
        if !mexican.is_empty() {
            let vat = mexican.iter().any(|tax| tax.tax_type == TaxType::Vat);
            if stated.is_none() && (vat || row.item.is_some_and(|item| item.objeto_imp.as_deref() == Some("02"))) {
                // CFDI40171, CFDI40172, CFDI140226, CFDI140227: with a Traslado of IVA no other code is left.
                set_objeto(&mut row.line, "02");
                let at = format!("{}/extensions/mx/objeto_imp", row.at);
                self.tell_of("FRO-TAX-053", Some(Field::ObjetoImp), at, Values::default().expected("02"));
            }
            self.compare(around, row, supply, &mexican);
            return Treated::new(Basis::Stated, mexican);
        }
        match stated.as_deref() {
            None | Some("02") => {}
            Some(_) => return Treated::new(Basis::Stated, Vec::new()),
        }
        if let Some(code) = row.item.and_then(|item| item.objeto_imp.as_deref())
            && code != "02"
            && row.item.is_some_and(|item| item.taxes.is_empty())
        {
            set_objeto(&mut row.line, code);
            let values = Values::default().expected("items[]");
            self.tell_of("FRO-DRAFT-001", Some(Field::ObjetoImp), row.at.clone(), values);
            return Treated::new(Basis::Stated, Vec::new());
        }
        let Some(supply) = supply else { return self.past(around, row) };
        match decide(&self.facts(around, row, supply)) {
            Ok(treatment) => self.by_law(row, treatment),
            Err(undecided) => {
                self.undecided(row, undecided);
                Treated::new(Basis::Undecided, Vec::new())
            }
        }
    }

    fn facts<'f>(&self, around: &'f Surroundings<'_>, row: &'f Row<'a>, supply: Supply) -> Facts<'f> {
        let delivery = around.delivery.as_ref();
        let clave = row.line.extensions.mx.as_ref().and_then(|mx| mx.clave_prod_serv.as_deref());
        Facts {
            supply,
            day: self.day.unwrap_or(crate::model::Date::MAX),
            delivered_in: delivery.map(|delivery| delivery.country.as_str()),
            delivery_region: around.delivery_region,
            pedimento_key: around.pedimento_key.as_deref(),
            services_used_in: around.services_used_in.as_deref(),
            exportacion: around.exportacion.as_deref(),
            third_party_exports: around.third_party_exports,
            seller_is_natural: around.seller_is_natural,
            seller_regime: around.seller_regime.as_deref(),
            buyer_withholds: around.buyer_withholds,
            border_notice: around.context.issuer.as_ref().and_then(|issuer| issuer.border_notice.as_ref()),
            place_region: around.place_region,
            product_flag: clave
                .and_then(|clave| self.catalogs.product(clave))
                .map(|product| product.has_border_stimulus()),
            excise: row.item.and_then(|item| item.excise.as_ref()),
        }
    }

    /// What delivery and pedimento alone make of Exportacion, where the document does not say it itself; absent where they
    /// say nothing or contradict each other.
    pub(super) fn exportacion_of(&self, around: &Surroundings<'_>) -> Option<Text> {
        let line = Line::default();
        let row = Row::new(line, String::new(), None);
        let goods = goods_exported(&self.facts(around, &row, Supply::Goods)).ok()?;
        Some(goods.map_or("01", |row| row.exportacion).into())
    }

    fn by_law(&mut self, row: &mut Row<'a>, treatment: Treatment) -> Treated {
        let Treatment { reason, objeto_imp, exportacion, levies, outdated } = treatment;
        set_objeto(&mut row.line, objeto_imp);
        self.tell_reason("FRO-TAX-001", reason, row.at.clone());
        if outdated {
            let values = Values::found(reason.until).expected(reason.code);
            self.tell("FRO-TAX-009", row.at.clone(), values);
        }
        // Goods that leave under A1 weigh more than services beside them.
        self.exportacion = self.exportacion.into_iter().chain([exportacion]).max_by_key(|code| match *code {
            "02" => 2,
            "04" => 1,
            _ => 0,
        });
        let withheld: Vec<&'static Reason> =
            levies.iter().filter(|levy| levy.tax.is_withheld()).map(|levy| levy.reason).collect();
        for reason in &withheld {
            self.tell_reason("FRO-TAX-010", reason, row.at.clone());
        }
        for levy in levies.iter().filter(|levy| levy.tax == TaxType::Excise) {
            self.tell_reason("FRO-TAX-010", levy.reason, row.at.clone());
        }
        let taxes = levies.iter().map(|levy| tax_of(levy, row.quantity)).collect();
        Treated { taxes, basis: Basis::Law(reason), withheld }
    }

    fn tell_reason(&mut self, code: &'static str, reason: &'static Reason, at: String) {
        self.tell(code, at, Values::default().expected(reason.code));
    }

    fn undecided(&mut self, row: &Row<'_>, undecided: Undecided) {
        let at = row.at.clone();
        match undecided {
            Undecided::Waits => {}
            Undecided::Refused(refusal) => {
                let at = if refusal.at.is_empty() { at } else { refusal.at.to_owned() };
                self.refuse("FRO-TAX-007", at, Values::default().expected(refusal.code));
            }
            Undecided::Missing(missing) => {
                let (code, at) = match missing {
                    Missing::Delivery => ("FRO-TAX-003", "/trade/delivery"),
                    Missing::DeliveryPlace => ("FRO-TAX-004", "/trade/delivery/postal_code"),
                    Missing::PedimentoKey => ("FRO-TAX-005", "/trade/pedimento_key"),
                    Missing::ServicesUsedIn => ("FRO-TAX-006", "/trade/services_used_in"),
                };
                self.refuse(code, at, Values::default());
            }
        }
    }

    /// What the issuer's past documents say, where they are of the same kind as this one.
    fn past(&mut self, around: &Surroundings<'_>, row: &mut Row<'a>) -> Treated {
        let exportacion = self.exportacion_of(around);
        let item = row.item.filter(|item| {
            let says = match item.objeto_imp.as_deref() {
                Some("02") => !item.taxes.is_empty(),
                Some(_) => true,
                None => item.taxes.iter().any(|tax| tax.tax_type == TaxType::Vat),
            };
            says && item.taxes_with_exportacion == exportacion && may_be_again(around, &item.taxes)
        });
        let Some(item) = item else {
            self.refuse("FRO-TAX-002", format!("{}/supply", row.at), Values::default());
            return Treated::new(Basis::Undecided, Vec::new());
        };
        // With a Traslado of IVA no other code than 02 is left.
        set_objeto(&mut row.line, item.objeto_imp.as_deref().unwrap_or("02"));
        let documents = item.documents.unwrap_or_default().to_string();
        self.tell("FRO-TAX-011", row.at.clone(), Values::found(documents));
        let template = |tax: &Tax| Tax { taxable_amount: None, amount: None, ..tax.clone() };
        Treated::new(Basis::Past, item.taxes.iter().map(template).collect())
    }

    /// Whether the table would say otherwise than the document.
    fn compare(&mut self, around: &Surroundings<'_>, row: &Row<'a>, supply: Option<Supply>, stated: &[Tax]) {
        let Some(supply) = supply else { return };
        let treatment = match decide(&self.facts(around, row, supply)) {
            Ok(treatment) => treatment,
            // What the table refuses to decide the document may decide; that it did is told.
            Err(Undecided::Refused(refusal)) => {
                return self.tell("FRO-TAX-052", format!("{}/taxes", row.at), Values::default().expected(refusal.code));
            }
            Err(_) => return,
        };
        let rates = |taxes: &[Tax]| {
            let key = |tax: &Tax| (tax.tax_type as u8, tax.factor, tax.rate.as_ref().and_then(Number::value));
            let mut keys: Vec<_> = taxes.iter().map(key).collect();
            keys.sort_by_key(|key| (key.0, key.2));
            keys
        };
        let wanted: Vec<Tax> = treatment.levies.iter().map(|levy| tax_of(levy, row.quantity)).collect();
        if rates(stated) != rates(&wanted) {
            let values = Values::found(shown(stated)).expected(shown(&wanted));
            self.tell("FRO-TAX-008", format!("{}/taxes", row.at), values);
        }
    }
}

/// Whether taxes of the past can be those of this document: what a buyer kept back is no tax of one that keeps nothing back,
/// and the border's rate is one of the border.
fn may_be_again(around: &Surroundings<'_>, taxes: &[Tax]) -> bool {
    let border = |tax: &Tax| {
        tax.tax_type == TaxType::Vat && tax.rate.as_ref().and_then(Number::value) == Some(table::millionths(80_000))
    };
    let withheld = taxes.iter().any(|tax| tax.tax_type.is_withheld());
    (!withheld || around.buyer_withholds)
        && (!taxes.iter().any(border)
            || around.place_region != Border::None
                && around.delivery_region.is_none_or(|region| region != Border::None))
}

/// SAT's rule that ObjetoImp and taxes break together.
fn contradicts(objeto: &str, taxes: &[Tax]) -> Option<&'static str> {
    let has = |kinds: &[TaxType]| taxes.iter().any(|tax| kinds.contains(&tax.tax_type));
    let vat = has(&[TaxType::Vat, TaxType::WithholdingVat]);
    let excise = has(&[TaxType::Excise, TaxType::WithholdingExcise]);
    match objeto {
        "02" if taxes.is_empty() => Some("CFDI40171"),
        "01" | "03" | "04" | "05" if !taxes.is_empty() => Some("CFDI40172"),
        "06" | "08" if vat || excise => Some("CFDI140226"),
        "07" if vat || !has(&[TaxType::Excise]) => Some("CFDI140227"),
        _ => None,
    }
}

/// SAT's code as the document states it, or as its neutral field shows it.
fn stated_objeto(line: &Line) -> Option<Text> {
    let own = line.extensions.mx.as_ref().and_then(|mx| mx.objeto_imp.clone());
    let shown = || line.taxability.and_then(|it| codes::code_of(codes::OBJETO_IMP, it, None));
    own.or_else(|| shown().map(Text::from))
}

fn set_objeto(line: &mut Line, code: &str) {
    line.extensions.mx.get_or_insert_default().objeto_imp = Some(code.into());
}

/// A tax of the table, still without amounts.
fn tax_of(levy: &Levy, quantity: Decimal) -> Tax {
    let units = levy.units_per_unit.and_then(|units| money::times(units, quantity));
    Tax {
        jurisdiction: Some(Jurisdiction::mexico()),
        factor: Some(levy.factor),
        rate: levy.rate.map(|rate| Number::from(money::round(rate, money::LINE_DECIMALS))),
        taxable_amount: units.map(|units| Number::from(money::round_at_most(units, money::LINE_DECIMALS))),
        ..Tax::new(levy.tax)
    }
}

/// Taxes in a message: `vat 0.160000`.
fn shown(taxes: &[Tax]) -> String {
    let one = |tax: &Tax| {
        let name = crate::formats::cfdi::wire_name(&tax.tax_type);
        match (&tax.factor, &tax.rate) {
            (Some(TaxFactor::Exempt), _) => format!("{name} exempt"),
            (_, Some(rate)) => format!("{name} {rate}"),
            _ => name,
        }
    };
    taxes.iter().map(one).collect::<Vec<_>>().join(", ")
}
