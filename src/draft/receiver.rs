//! How countries, RFCs and postal codes are written, and what SAT leaves no choice in for a receiver.
//!
//! Nothing is corrected but what can be read in one way alone. Source: SAT's matrix of CFDI 4.0, by the codes that stand here.

use super::Desk;
use super::parties::rfc_of;
use crate::catalog::{countries, pattern};
use crate::context::{Customer, RFC_FOREIGN, RFC_PUBLIC, bare, is_generic_rfc, is_rfc};
use crate::mapping::{self, Field};
use crate::model::national::InformacionGlobal;
use crate::model::{DocumentType, Invoice, Party, TaxId, TaxIdType, Text};
use crate::report::{Values, mask, shorten};

impl Desk<'_> {
    /// What decides by a country decides by its ISO 3166-1 alpha-2 code: `Mexico` is not `MX`, and is not abroad either.
    pub(super) fn countries(&mut self, invoice: &Invoice) {
        let mut all: Vec<(String, &Text)> = Vec::new();
        let others = [&invoice.ship_to, &invoice.ship_from].map(Option::as_deref);
        let parties = [Some(&invoice.seller), Some(&invoice.buyer)].into_iter().chain(others);
        for (name, party) in ["seller", "buyer", "ship_to", "ship_from"].into_iter().zip(parties) {
            let Some(party) = party else { continue };
            let address = party.address.as_ref().and_then(|address| address.country.as_ref());
            all.extend(address.map(|country| (format!("/{name}/address/country"), country)));
            for (j, id) in party.tax_ids.iter().enumerate() {
                // The one code of c_Pais that ISO has not: a number of a country that is not stated.
                let country = id.country.as_ref().filter(|country| *country != "ZZZ");
                all.extend(country.map(|country| (format!("/{name}/tax_ids/{j}/country"), country)));
            }
        }
        if let Some(trade) = &invoice.trade {
            all.extend(trade.delivery.iter().map(|it| ("/trade/delivery/country".to_owned(), &it.country)));
            all.extend(trade.services_used_in.iter().map(|it| ("/trade/services_used_in".to_owned(), it)));
        }
        let origins = invoice.lines.iter().enumerate();
        all.extend(
            origins.filter_map(|(i, line)| {
                Some((format!("/lines/{i}/country_of_origin"), line.country_of_origin.as_ref()?))
            }),
        );
        for (at, country) in all.into_iter().filter(|(_, country)| !is_country(country)) {
            self.refuse("FRO-DRAFT-015", at, in_words(country).candidates(countries::meant(country)));
        }
        let Some(customer) = self.customer(invoice) else { return };
        let delivery = customer.delivery.as_ref().map(|delivery| &delivery.country);
        let register = [
            ("country", customer.country.as_ref()),
            ("delivery.country", delivery),
            ("services_used_in", customer.services_used_in.as_ref()),
        ];
        for (field, country) in register {
            if let Some(country) = country.filter(|country| !is_country(country)) {
                let values = in_words(country).expected(format!("{}.{field}", self.place_of(customer)));
                self.refuse("FRO-DRAFT-016", "/buyer", values.candidates(countries::meant(country)));
            }
        }
    }

    /// Where a customer stands in the context.
    pub(super) fn place_of(&self, customer: &Customer) -> String {
        let at = self.context.customers.iter().position(|own| std::ptr::eq(own, customer));
        format!("customers[{}]", at.map(|at| at.to_string()).unwrap_or_default())
    }

    /// An RFC is written without dashes and blanks, in capitals, and a party has one.
    pub(super) fn rfcs(&mut self, party: &mut Party, of: &'static str) {
        let all = party.tax_ids.iter().enumerate().filter(|(_, id)| id.kind == TaxIdType::Rfc);
        let all: Vec<(usize, String)> = all.map(|(j, id)| (j, bare(id.value.as_deref().unwrap_or_default()))).collect();
        let mut all = all.into_iter().filter(|(_, rfc)| !rfc.is_empty());
        let Some((at, rfc)) = all.next() else { return };
        let place = format!("{of}/tax_ids/{at}/value");
        if let Some((j, other)) = all.find(|(_, other)| *other != rfc) {
            let values = Values::found(mask(&other.into())).expected(mask(&rfc.into()));
            return self.refuse("FRO-DRAFT-018", format!("{of}/tax_ids/{j}/value"), values);
        }
        if !is_rfc(&rfc) {
            // What stands there instead may be the number of a person.
            return self.refuse("FRO-DRAFT-019", place, Values::default());
        }
        let value = &mut party.tax_ids[at].value;
        if value.as_deref() != Some(rfc.as_str()) {
            let given = value.replace(rfc.as_str().into()).unwrap_or_default();
            self.tell("FRO-DRAFT-020", place, Values::found(given).expected(rfc));
        }
    }

    /// The document stands against the register, and both are told.
    pub(super) fn contrast(&mut self, field: Field, stated: &Option<Text>, register: &Option<Text>) {
        let (Some(stated), Some(register)) = (said(stated), said(register)) else { return };
        if stated != register {
            let values = in_words(&stated.into()).expected(register);
            self.tell_of("FRO-DRAFT-017", Some(field), mapping::row(field).us, values);
        }
    }

    /// CFDI40126, CFDI40147: postal codes are those of c_CodigoPostal.
    pub(super) fn postal_codes(&mut self, invoice: &Invoice) {
        let Some(mx) = invoice.mx() else { return };
        let generic = rfc_of(&invoice.buyer).as_deref().is_some_and(is_generic_rfc);
        self.postal_code(Field::LugarExpedicion, &mx.lugar_expedicion);
        // The other is then the same, or another finding says so.
        if !generic {
            self.postal_code(Field::DomicilioFiscalReceptor, &mx.receptor.domicilio_fiscal);
        }
    }

    fn postal_code(&mut self, field: Field, code: &Option<Text>) {
        let (Some(code), Some(list)) = (said(code), self.catalogs.get("c_CodigoPostal")) else { return };
        if list.entry(code).is_none() {
            let near = list.near(code).into_iter().map(|near| Text::from(near.code()));
            let values = in_words(&code.into()).candidates(near);
            self.tell_of("FRO-DRAFT-029", Some(field), mapping::row(field).us, values);
            self.blocked = true;
        }
    }

    /// What goes with the two generic RFCs, and with the name of the public.
    pub(super) fn receiver(&mut self, invoice: &mut Invoice) {
        let Some(rfc) = rfc_of(&invoice.buyer) else { return };
        let is_public = invoice.buyer.legal_name.as_deref().is_some_and(|name| name.trim() == PUBLIC);
        if is_public && rfc != RFC_PUBLIC {
            // CFDI40146
            let at = mapping::row(Field::ReceptorNombre).us;
            self.refuse("FRO-DRAFT-028", at, Values::found(rfc.as_str()).expected(RFC_PUBLIC));
        }
        let income = matches!(invoice.document_type, DocumentType::Invoice | DocumentType::DebitMemo);
        let global = invoice.mx().and_then(|mx| mx.informacion_global.as_ref());
        let global = global.is_some_and(|global| *global != InformacionGlobal::default());
        if is_public && rfc == RFC_PUBLIC && income && !global {
            // CFDI40130
            self.refuse("FRO-DRAFT-027", "/extensions/mx/informacion_global", Values::default());
        }
        if is_generic_rfc(&rfc) {
            self.generic_facts(invoice, &rfc);
        }
        if rfc == RFC_FOREIGN {
            self.foreign_number(invoice);
        }
    }

    fn generic_facts(&mut self, invoice: &Invoice, rfc: &str) {
        let Some(mx) = invoice.mx() else { return };
        let receptor = &mx.receptor;
        let (regimen, domicilio) = (said(&receptor.regimen_fiscal), said(&receptor.domicilio_fiscal));
        // CFDI40159
        if let Some(regimen) = regimen.filter(|regimen| *regimen != "616") {
            let values = Values::found(regimen).expected("616").candidates([rfc]);
            self.refuse("FRO-DRAFT-021", mapping::row(Field::RegimenFiscalReceptor).us, values);
        }
        // CFDI40149
        if let (Some(domicilio), Some(place)) = (domicilio, said(&mx.lugar_expedicion))
            && domicilio != place
        {
            let values = in_words(&domicilio.into()).expected(place).candidates([rfc]);
            self.refuse("FRO-DRAFT-022", mapping::row(Field::DomicilioFiscalReceptor).us, values);
        }
        // CFDI40161: what the catalogue has for 616, of which CP01 is for receipts alone and the only one there.
        let Some(uso) = said(&receptor.uso_cfdi) else { return };
        let (fits, expected) = match invoice.document_type {
            DocumentType::PaymentReceipt => (uso == "CP01", "CP01"),
            _ => {
                let goes_with_616 = self.catalogs.uso_cfdi(uso).is_some_and(|uso| uso.accepts_regimen("616"));
                (goes_with_616 && uso != "CP01", "S01")
            }
        };
        if !fits {
            let values = in_words(&uso.into()).expected(expected).candidates([rfc]);
            self.refuse("FRO-DRAFT-023", mapping::row(Field::UsoCfdi).us, values);
        }
    }

    /// CFDI40152, CFDI40153, CFDI40156: the number of a foreigner has its country, another than Mexico, and its form.
    fn foreign_number(&mut self, invoice: &mut Invoice) {
        let mut ids = invoice.buyer.tax_ids.iter_mut().enumerate();
        // The one that the writer takes.
        let Some((j, id)) = ids.find(|(_, id)| !matches!(id.kind, TaxIdType::Rfc | TaxIdType::StatePermit)) else {
            return;
        };
        let at = format!("/buyer/tax_ids/{j}");
        let is_irs = matches!(id.kind, TaxIdType::Ein | TaxIdType::Itin | TaxIdType::Ssn);
        if said(&id.country).is_none() {
            if !is_irs {
                return self.refuse("FRO-DRAFT-025", format!("{at}/country"), Values::default());
            }
            id.country = Some("US".into());
            self.tell("FRO-DRAFT-039", format!("{at}/country"), Values::default().expected("US"));
        }
        let (Some(country), number) = (said(&id.country), number_as_written(id, is_irs)) else { return };
        if country == "MX" {
            return self.refuse("FRO-DRAFT-024", format!("{at}/country"), Values::default());
        }
        let known = countries::alpha3(country).and_then(|code| self.catalogs.pais(code));
        let form = known.and_then(|country| country.tax_id_pattern());
        if let (Some(number), Some(form)) = (number, form)
            && pattern::matches(form, &number) == Some(false)
        {
            let values = Values::default().expected(format!("{country}: {form}"));
            self.refuse("FRO-DRAFT-026", format!("{at}/value"), values);
        }
    }
}

/// The number as NumRegIdTrib will have it.
fn number_as_written(id: &TaxId, is_irs: bool) -> Option<String> {
    let number = said(&id.value)?;
    Some(if is_irs { number.replace('-', "") } else { number.to_owned() })
}

/// A customer's foreign number as its country writes it, where dashes and blanks are all that differs.
pub(super) fn as_its_country_writes(number: &str, form: Option<&str>) -> String {
    let plain = bare(number);
    let fits = |text: &str| form.is_some_and(|form| pattern::matches(form, text) == Some(true));
    if !fits(number) && fits(&plain) { plain } else { number.to_owned() }
}

/// Whether it is an ISO 3166-1 alpha-2 code as it stands.
fn is_country(text: &str) -> bool {
    countries::alpha3(text).is_some()
}

/// What stands there, safe to say: a value in a wrong place may be a tax number.
fn in_words(text: &Text) -> Values {
    Values::found(mask(&shorten(text, 60)))
}

/// What a field says, where it says anything.
pub(super) fn said(field: &Option<Text>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// The receiver of a global invoice.
const PUBLIC: &str = "PUBLICO EN GENERAL";
