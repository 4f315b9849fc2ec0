//! Seller, buyer, and the documents that a credit memo is about.

use super::Desk;
use super::receiver::{as_its_country_writes, said};
use crate::catalog::countries;
use crate::context::{Customer, Match, RFC_FOREIGN, is_generic_rfc};
use crate::context::{bare, fold_name};
use crate::mapping::Field;
use crate::model::{DocumentType, Invoice, Party, TaxId, TaxIdType, Text};
use crate::report::Values;

impl<'a> Desk<'a> {
    pub(super) fn parties(&mut self, invoice: &mut Invoice) {
        self.rfcs(&mut invoice.seller, "/seller");
        self.rfcs(&mut invoice.buyer, "/buyer");
        self.seller(invoice);
        self.buyer(invoice);
        self.generic(invoice);
        self.postal_codes(invoice);
        self.receiver(invoice);
    }

    fn seller(&mut self, invoice: &mut Invoice) {
        let Some(issuer) = &self.context.issuer else { return };
        let stated = rfc_of(&invoice.seller);
        if let Some(stated) = &stated
            && *stated != bare(&issuer.rfc)
        {
            // Nothing of another issuer's context is for this one.
            self.hints.told.extend([(Field::EmisorRegimenFiscal, 0), (Field::LugarExpedicion, 0)]);
            let j = invoice.seller.tax_ids.iter().position(|id| id.kind == TaxIdType::Rfc).unwrap_or_default();
            let values = Values::found(stated.as_str()).expected(issuer.rfc.clone());
            return self.refuse("FRO-DRAFT-004", format!("/seller/tax_ids/{j}/value"), values);
        }
        let mut filled = false;
        if stated.is_none() {
            filled |= set_rfc(&mut invoice.seller, &issuer.rfc);
        }
        filled |= self.name(&mut invoice.seller, &issuer.legal_name, "/seller");
        let mx = invoice.mx_mut();
        self.contrast(Field::EmisorRegimenFiscal, &mx.emisor.regimen_fiscal, &issuer.regimen_fiscal);
        self.contrast(Field::LugarExpedicion, &mx.lugar_expedicion, &issuer.lugar_expedicion);
        filled |= fill(&mut mx.emisor.regimen_fiscal, &issuer.regimen_fiscal);
        filled |= fill(&mut mx.lugar_expedicion, &issuer.lugar_expedicion);
        if filled {
            self.tell("FRO-DRAFT-001", "/seller", Values::default().expected("issuer"));
        }
    }

    /// SAT's name is the legal one; the US product's stays as the trade name.
    fn name(&mut self, party: &mut Party, wanted: &Option<Text>, at: &'static str) -> bool {
        let Some(wanted) = wanted else { return false };
        match party.legal_name.take() {
            Some(own) if own == *wanted => {
                party.legal_name = Some(own);
                return false;
            }
            Some(own) => {
                let values = Values::found(own.clone()).expected(wanted.clone());
                self.tell("FRO-DRAFT-008", format!("{at}/legal_name"), values);
                party.trade_name.get_or_insert(own);
            }
            None => {}
        }
        party.legal_name = Some(wanted.clone());
        true
    }

    /// The customer of the register that the buyer is.
    pub(super) fn customer(&self, invoice: &Invoice) -> Option<&'a Customer> {
        self.context.customer_for(&invoice.buyer).one()
    }

    fn buyer(&mut self, invoice: &mut Invoice) {
        let customer = match self.context.customer_for(&invoice.buyer) {
            Match::One(customer) => customer,
            Match::None => return self.unregistered(invoice),
            Match::Ambiguous(found) => {
                let known: Vec<Text> = found.iter().map(|customer| self.label(customer)).collect();
                return self.refuse("FRO-DRAFT-005", "/buyer", Values::default().candidates(known));
            }
            Match::Contradicted(_) => return self.refuse("FRO-DRAFT-006", "/buyer", Values::default()),
        };
        let mut filled = false;
        if let Some(rfc) = &customer.rfc
            && rfc_of(&invoice.buyer).is_none()
        {
            filled |= set_rfc(&mut invoice.buyer, rfc);
        }
        filled |= self.name(&mut invoice.buyer, &customer.legal_name, "/buyer");
        let foreign = |id: &TaxId| id.kind != TaxIdType::Rfc;
        if !invoice.buyer.tax_ids.iter().any(foreign)
            && let Some(country) = customer.country.as_ref().filter(|country| *country != "MX")
            && customer.own_rfc().is_none()
        {
            let known = countries::alpha3(country).and_then(|code| self.catalogs.pais(code));
            let form = known.and_then(|known| known.tax_id_pattern());
            let value = customer.tax_id.as_deref().map(|number| as_its_country_writes(number, form).into());
            invoice.buyer.tax_ids.push(TaxId { country: Some(country.clone()), kind: TaxIdType::Other, value });
            filled = true;
        }
        // Of the generic ones SAT's rules say more than the register.
        let national = rfc_of(&invoice.buyer).is_some_and(|rfc| !is_generic_rfc(&rfc));
        let credit = invoice.document_type == DocumentType::CreditMemo;
        let receptor = &mut invoice.mx_mut().receptor;
        if national {
            self.contrast(Field::RegimenFiscalReceptor, &receptor.regimen_fiscal, &customer.regimen_fiscal);
            self.contrast(Field::DomicilioFiscalReceptor, &receptor.domicilio_fiscal, &customer.domicilio_fiscal);
        }
        filled |= fill(&mut receptor.regimen_fiscal, &customer.regimen_fiscal);
        filled |= fill(&mut receptor.domicilio_fiscal, &customer.domicilio_fiscal);
        if !credit {
            if national {
                self.contrast(Field::UsoCfdi, &receptor.uso_cfdi, &customer.uso_cfdi);
            }
            filled |= fill(&mut receptor.uso_cfdi, &customer.uso_cfdi);
        }
        if filled {
            self.tell("FRO-DRAFT-001", "/buyer", Values::default().expected("customers[]"));
        }
        self.default_use(invoice);
    }

    /// What tells a customer from another of its name: an RFC or a country, and its place; no foreign number.
    fn label(&self, customer: &Customer) -> Text {
        let name = customer.legal_name.as_ref().or(customer.names.first()).map(|name| name.as_str());
        let place = self.place_of(customer);
        let (rfc, country) = (customer.own_rfc(), customer.country.as_ref().map(|country| country.to_string()));
        let facts: Vec<String> = rfc.or(country).into_iter().chain([place]).collect();
        format!("{} ({})", name.unwrap_or_default(), facts.join(", ")).trim_start().into()
    }

    /// What the buyer does with a credit memo is `G02`, whatever it does with invoices: the register and the default are for
    /// those.
    fn credit_use(&mut self, invoice: &mut Invoice) {
        let at = crate::mapping::row(Field::UsoCfdi).us;
        let receptor = &mut invoice.mx_mut().receptor;
        let returns = self.catalogs.uso_cfdi("G02");
        let (Some(returns), None) = (returns, said(&receptor.uso_cfdi)) else { return };
        if let Some(regimen) = said(&receptor.regimen_fiscal).filter(|regimen| !returns.accepts_regimen(regimen)) {
            self.hints.told.insert((Field::UsoCfdi, 0));
            return self.refuse("FRO-DRAFT-031", at, Values::found(regimen).expected("G02"));
        }
        receptor.uso_cfdi = Some("G02".into());
        self.tell_of("FRO-DRAFT-030", Some(Field::UsoCfdi), at, Values::default().expected("G02"));
    }

    fn default_use(&mut self, invoice: &mut Invoice) {
        let mexican = rfc_of(&invoice.buyer).is_some_and(|rfc| !is_generic_rfc(&rfc));
        if mexican && invoice.document_type == DocumentType::CreditMemo {
            return self.credit_use(invoice);
        }
        let default = self.context.defaults.uso_cfdi.as_ref().filter(|_| mexican);
        if let Some(default) = default
            && fill(&mut invoice.mx_mut().receptor.uso_cfdi, &Some(default.clone()))
        {
            let values = Values::default().expected(default.clone());
            self.tell_of("FRO-DRAFT-003", Some(Field::UsoCfdi), "/extensions/mx/receptor/uso_cfdi", values);
        }
    }

    /// A buyer abroad without RFC is a non-resident without one only where the user said that this may be assumed.
    fn unregistered(&mut self, invoice: &mut Invoice) {
        let address = invoice.buyer.address.as_ref().and_then(|address| address.country.as_deref());
        let number = invoice.buyer.tax_ids.iter().find(|id| id.kind != TaxIdType::Rfc);
        let country = address.or(number.and_then(|id| id.country.as_deref()));
        let abroad = country.is_some_and(|country| country != "MX" && countries::alpha3(country).is_some());
        if rfc_of(&invoice.buyer).is_none() && abroad && self.context.defaults.foreign_generic_rfc {
            set_rfc(&mut invoice.buyer, RFC_FOREIGN);
            self.tell_of(
                "FRO-DRAFT-003",
                Some(Field::ReceptorRfc),
                "/buyer/tax_ids",
                Values::default().expected(RFC_FOREIGN),
            );
        }
        self.default_use(invoice);
    }

    /// What SAT's rules leave no choice in for the two generic RFCs (CFDI40149, CFDI40159, c_UsoCFDI).
    fn generic(&mut self, invoice: &mut Invoice) {
        let rfc = rfc_of(&invoice.buyer);
        if rfc.as_deref() != Some(RFC_FOREIGN) {
            self.national(invoice);
        }
        if !rfc.as_deref().is_some_and(is_generic_rfc) {
            return;
        }
        let uso = match invoice.document_type {
            DocumentType::PaymentReceipt => "CP01",
            _ => "S01",
        };
        let place = invoice.mx().and_then(|mx| mx.lugar_expedicion.clone());
        let receptor = &mut invoice.mx_mut().receptor;
        let derived = [
            (fill(&mut receptor.regimen_fiscal, &Some("616".into())), Field::RegimenFiscalReceptor, "616".into()),
            (fill(&mut receptor.uso_cfdi, &Some(uso.into())), Field::UsoCfdi, uso.into()),
            (
                fill(&mut receptor.domicilio_fiscal, &place),
                Field::DomicilioFiscalReceptor,
                place.clone().unwrap_or_default(),
            ),
        ];
        for (filled, field, value) in derived {
            if filled {
                let at = crate::mapping::row(field).us;
                let values = Values::found(rfc.clone().unwrap_or_default()).expected(value);
                self.tell_of("FRO-DRAFT-002", Some(field), at, values);
            }
        }
    }

    /// NumRegIdTrib does not go with a registered RFC nor with that of the public (CFDI40151, CFDI40154): US numbers stay as US facts, which a number
    /// that says no kind cannot.
    fn national(&mut self, invoice: &mut Invoice) {
        if rfc_of(&invoice.buyer).is_none() {
            return;
        }
        let other = |id: &TaxId| id.kind == TaxIdType::Other;
        if let Some(j) = invoice.buyer.tax_ids.iter().position(other) {
            self.tell_of("FRO-DRAFT-014", Some(Field::NumRegIdTrib), format!("/buyer/tax_ids/{j}"), Values::default());
            invoice.buyer.tax_ids.retain(|id| !other(id));
        }
    }

    /// A credit or debit memo knows its invoice by number; the register of issued documents has the UUID.
    pub(super) fn relations(&mut self, invoice: &mut Invoice) {
        for (j, document) in invoice.preceding_documents.iter_mut().enumerate() {
            let (None, Some(number)) = (&document.uuid, &document.number) else { continue };
            let mut found = self.context.documents.iter().filter(|issued| issued.number.trim() == number.trim());
            let Some(first) = found.next() else { continue };
            let at = format!("/preceding_documents/{j}/uuid");
            let others: Vec<Text> = found.map(|other| other.uuid.clone()).filter(|uuid| *uuid != first.uuid).collect();
            if !others.is_empty() {
                let uuids = [first.uuid.clone()].into_iter().chain(others);
                self.refuse("FRO-DRAFT-005", at, Values::default().candidates(uuids));
                continue;
            }
            document.uuid = Some(first.uuid.clone());
            self.tell_of("FRO-DRAFT-001", Some(Field::RelacionadoUuid), at, Values::default().expected("documents[]"));
        }
        let refers = matches!(invoice.document_type, DocumentType::CreditMemo | DocumentType::DebitMemo);
        if refers && invoice.preceding_documents.is_empty() {
            self.refuse("FRO-DRAFT-012", "/preceding_documents", Values::default());
        }
    }

    /// Whether a name is that of a party, or one of these others that it has.
    pub(super) fn is_named(party: &Party, others: &[Text], name: &str) -> bool {
        let name = fold_name(name);
        let own = [&party.legal_name, &party.trade_name].into_iter().flatten();
        own.chain(others).any(|own| fold_name(own) == name)
    }
}

/// The RFC of a party, bare.
pub(super) fn rfc_of(party: &Party) -> Option<String> {
    party.rfc().and_then(|id| id.value.as_deref()).map(bare).filter(|rfc| !rfc.is_empty())
}

fn set_rfc(party: &mut Party, rfc: &str) -> bool {
    match party.tax_ids.iter_mut().find(|id| id.kind == TaxIdType::Rfc) {
        Some(id) => id.value = Some(rfc.into()),
        None => party.tax_ids.insert(0, TaxId::rfc(rfc)),
    }
    true
}

/// Puts a value where there is none.
fn fill(field: &mut Option<Text>, value: &Option<Text>) -> bool {
    let empty = field.as_ref().is_none_or(|text| text.trim().is_empty());
    if empty && value.is_some() {
        field.clone_from(value);
        return true;
    }
    false
}
