//! Seller, buyer, and the documents that a credit memo is about.

use super::Desk;
use crate::context::{Customer, Match, RFC_FOREIGN, is_generic_rfc};
use crate::context::{bare, fold_name};
use crate::mapping::Field;
use crate::model::{DocumentType, Invoice, Party, TaxId, TaxIdType, Text};
use crate::report::Values;

impl<'a> Desk<'a> {
    pub(super) fn parties(&mut self, invoice: &mut Invoice) {
        self.seller(invoice);
        self.buyer(invoice);
        self.generic(invoice);
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
                let names =
                    found.iter().filter_map(|customer| customer.legal_name.clone().or(customer.names.first().cloned()));
                return self.refuse("FRO-DRAFT-005", "/buyer", Values::default().candidates(names));
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
            let id = TaxId { country: Some(country.clone()), kind: TaxIdType::Other, value: customer.tax_id.clone() };
            invoice.buyer.tax_ids.push(id);
            filled = true;
        }
        let mx = invoice.mx_mut();
        filled |= fill(&mut mx.receptor.regimen_fiscal, &customer.regimen_fiscal);
        filled |= fill(&mut mx.receptor.domicilio_fiscal, &customer.domicilio_fiscal);
        filled |= fill(&mut mx.receptor.uso_cfdi, &customer.uso_cfdi);
        if filled {
            self.tell("FRO-DRAFT-001", "/buyer", Values::default().expected("customers[]"));
        }
        self.default_use(invoice);
    }

    fn default_use(&mut self, invoice: &mut Invoice) {
        let mexican = rfc_of(&invoice.buyer).is_some_and(|rfc| !is_generic_rfc(&rfc));
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
        let abroad = country.is_some_and(|country| country != "MX");
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
        if !rfc.as_deref().is_some_and(is_generic_rfc) {
            return self.national(invoice);
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

    /// NumRegIdTrib does not go with a registered RFC (CFDI40151, CFDI40154): US numbers stay as US facts, which a number
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

    /// A credit memo knows its invoice by number; the register of issued documents has the UUID.
    pub(super) fn relations(&mut self, invoice: &mut Invoice) {
        for (j, document) in invoice.preceding_documents.iter_mut().enumerate() {
            let (None, Some(number)) = (&document.uuid, &document.number) else { continue };
            let mut found = self.context.documents.iter().filter(|issued| issued.number.trim() == number.trim());
            let Some(first) = found.next() else { continue };
            let at = format!("/preceding_documents/{j}/uuid");
            if found.any(|other| other.uuid != first.uuid) {
                self.refuse("FRO-DRAFT-005", at, Values::default().candidates([first.number.clone()]));
                continue;
            }
            document.uuid = Some(first.uuid.clone());
            self.tell_of("FRO-DRAFT-001", Some(Field::RelacionadoUuid), at, Values::default().expected("documents[]"));
        }
        if invoice.document_type == DocumentType::CreditMemo && invoice.preceding_documents.is_empty() {
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
