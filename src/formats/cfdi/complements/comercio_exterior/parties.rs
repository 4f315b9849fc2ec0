//! Who exports, who buys and to whom it goes, with addresses in SAT's codes.

use super::{CANDIDATES, FOREIGN, Made, Maker, codes, said};
use crate::catalog::{Entry, countries, pattern};
use crate::context::MxAddress;
use crate::model::{Address, Party, TaxId, TaxIdType, Text};
use crate::report::Values;
use crate::xml::collapse;

impl<'m> Maker<'m, '_> {
    /// CCE123 to CCE130: the issuer's address in SAT's codes, and the CURP of a natural person, whose RFC has 13 characters.
    /// That of anyone else is not written: CCE123 forbids it.
    pub(super) fn emisor(&mut self, mut made: Made) -> Option<Made> {
        let issuer = self.context.issuer.as_ref();
        let rfc = self.invoice.seller.rfc().and_then(|id| id.value.as_deref()).or(issuer.map(|issuer| &*issuer.rfc));
        if rfc.is_some_and(|rfc| rfc.chars().count() == 13) {
            match issuer.and_then(|issuer| said(&issuer.curp)) {
                Some(curp) => self.set(&mut made, "Curp", curp, "/seller/tax_ids"),
                None => self.fail("FRO-CCE-015", "/seller/tax_ids", Values::default().expected("issuer.curp")),
            }
        }
        let Some(address) = issuer.and_then(|issuer| issuer.address.as_ref()) else {
            let values = Values::default().expected("issuer.address");
            self.fail("FRO-CCE-013", "/seller/address", values);
            return None;
        };
        for (field, value) in
            [("calle", &address.calle), ("codigo_postal", &address.codigo_postal), ("estado", &address.estado)]
        {
            if value.trim().is_empty() {
                let values = Values::default().expected(format!("issuer.address.{field}"));
                self.fail("FRO-CCE-013", "/seller/address", values);
                return None;
            }
        }
        let mut home = made.inside("Domicilio")?;
        self.check_issuer(address);
        self.set(&mut home, "Calle", &address.calle, "/seller/address/line1");
        for (name, value) in
            [("NumeroExterior", &address.numero_exterior), ("NumeroInterior", &address.numero_interior)]
        {
            if let Some(value) = said(value) {
                self.set(&mut home, name, value, "/seller/address/line1");
            }
        }
        for (name, value) in [
            ("Colonia", said(&address.colonia)),
            ("Localidad", said(&address.localidad)),
            ("Municipio", said(&address.municipio)),
            ("Estado", Some(&*address.estado)),
            ("Pais", Some("MEX")),
            ("CodigoPostal", Some(&*address.codigo_postal)),
        ] {
            if let Some(value) = value {
                home.put(name, value);
            }
        }
        made.add(home);
        Some(made)
    }

    /// The codes are those of the catalogues and of one place: CCE126 Estado, CCE127 Municipio, CCE128 Localidad, CCE129
    /// Colonia, CCE130 the postal code with all of them.
    fn check_issuer(&mut self, address: &MxAddress) {
        let catalogs = self.catalogs;
        let MxAddress { estado, codigo_postal, .. } = address;
        let Some(place) = catalogs.postal_code(codigo_postal) else {
            let near = catalogs.get("c_CodigoPostal").map(|list| codes(list.near(codigo_postal)));
            return self.wrong("codigo_postal", "/seller/address/postal_code", codigo_postal, near.unwrap_or_default());
        };
        if !self.is_state("MEX", estado) || **estado != *place.state() {
            return self.wrong("estado", "/seller/address/state", estado, vec![place.state().into()]);
        }
        match (said(&address.municipio), place.municipality()) {
            (Some(code), Some(known)) if code == known => {}
            (Some(code), None) if catalogs.municipio(estado, code).is_some() => {}
            (Some(code), known) => {
                self.wrong("municipio", "/seller/address/county", code, known.map(Text::from).into_iter().collect());
            }
            (None, known) => {
                let values = Values::default().expected("issuer.address.municipio").candidates(known);
                self.fail("FRO-CCE-013", "/seller/address/county", values);
            }
        }
        if let Some(code) = said(&address.localidad) {
            let known = place.locality();
            let fits = known.is_none_or(|known| known == code) && catalogs.localidad(estado, code).is_some();
            if !fits {
                self.wrong("localidad", "/seller/address/city", code, known.map(Text::from).into_iter().collect());
            }
        }
        let Some(code) = said(&address.colonia) else { return };
        match catalogs.get("c_Colonia") {
            None => self.tell("FRO-CCE-016", "/seller/address", Values::found(code)),
            Some(_) if catalogs.colonia(codigo_postal, code).is_some() => {}
            Some(list) => {
                let of = format!("{codigo_postal}|");
                let of = list.iter().filter_map(|entry| entry.code().strip_prefix(&of).map(Text::from));
                self.wrong("colonia", "/seller/address", code, of.take(CANDIDATES).collect());
            }
        }
    }

    fn wrong(&mut self, field: &str, pointer: &str, code: &str, candidates: Vec<Text>) {
        let values = Values::found(code).expected(format!("issuer.address.{field}")).candidates(candidates);
        self.fail("FRO-CCE-014", pointer, values);
    }

    /// CCE133 to CCE141. NumRegIdTrib is there exactly for a buyer without an RFC of its own.
    pub(super) fn receptor(&mut self, mut made: Made) -> Option<Made> {
        let buyer = &self.invoice.buyer;
        let is_foreign = buyer.rfc().and_then(|id| id.value.as_deref()) == Some(FOREIGN);
        if !is_foreign && buyer.address.is_none() {
            return None;
        }
        let home = made.inside("Domicilio")?;
        let (home, country) = self.domicilio(home, buyer.address.as_deref(), "/buyer/address");
        if is_foreign {
            match foreign_number(buyer) {
                _ if country == Some("MEX") => {
                    self.fail("FRO-CCE-025", "/buyer/address/country", Values::found("MX"));
                }
                Some((at, number)) => {
                    let pointer = format!("/buyer/tax_ids/{at}/value");
                    if self.is_number_of(country, &number, &pointer) {
                        self.set_hidden(&mut made, "NumRegIdTrib", &number, &pointer);
                    }
                }
                None => self.fail("FRO-CCE-023", "/buyer/tax_ids", Values::default().expected("customers[].tax_id")),
            }
        }
        made.add(home?);
        Some(made)
    }

    /// A consignee that is another party or at another place than the buyer; CCE143 to CCE150.
    pub(super) fn destinatario(&mut self, mut made: Made) -> Option<Made> {
        let (to, buyer) = (self.invoice.ship_to.as_deref()?, &self.invoice.buyer);
        if *to == Party::default() || is_same(to, buyer) {
            return None;
        }
        let home = made.inside("Domicilio")?;
        let (home, country) = self.domicilio(home, to.address.as_deref(), "/ship_to/address");
        // It may be left out; in Mexico it must be.
        if let Some((at, number)) = foreign_number(to).filter(|_| country != Some("MEX")) {
            let pointer = format!("/ship_to/tax_ids/{at}/value");
            if self.is_number_of(country, &number, &pointer) {
                self.set_hidden(&mut made, "NumRegIdTrib", &number, &pointer);
            }
        }
        for (field, name) in [("legal_name", &to.legal_name), ("trade_name", &to.trade_name)] {
            if let Some(name) = said(name) {
                self.set(&mut made, "Nombre", name, &format!("/ship_to/{field}"));
                break;
            }
        }
        made.add(home?);
        Some(made)
    }

    /// An address of a buyer or consignee, and its country of c_Pais.
    fn domicilio(&mut self, mut made: Made, of: Option<&Address>, at: &str) -> (Option<Made>, Option<&'static str>) {
        let nothing = Address::default();
        let address = of.unwrap_or(&nothing);
        let mut need = |value: &'_ Option<Text>, field: &str| {
            let value = said(value).map(str::to_owned);
            if value.is_none() {
                self.fail("FRO-CCE-017", format!("{at}/{field}"), Values::default().expected(field));
            }
            value
        };
        let street = need(&address.line1, "line1");
        let country = need(&address.country, "country");
        let postal_code = need(&address.postal_code, "postal_code");
        let known = country.as_deref().and_then(countries::alpha3).filter(|code| self.catalogs.pais(code).is_some());
        if let (Some(found), None) = (&country, known) {
            let all = self.catalogs.get("c_Pais").into_iter().flat_map(|list| list.iter());
            let all: Vec<_> = all.filter_map(|entry| countries::alpha2(entry.code())).collect();
            let near = crate::nearest::nearest(found, all.iter().copied());
            // The other list of the same standard is the likeliest mistake.
            let near = countries::alpha2(&found.to_uppercase()).into_iter().chain(near);
            self.fail("FRO-CCE-018", format!("{at}/country"), Values::found(&**found).candidates(near));
        }
        let in_mexico = known == Some("MEX");
        let place = match (in_mexico, &postal_code) {
            (true, Some(code)) => self.in_mexico(code, said(&address.state), at),
            (false, Some(code)) => {
                self.check_postal_code(known, code, at);
                None
            }
            _ => None,
        };
        let state = match place {
            Some((state, _)) => Some(state.to_owned()),
            None if in_mexico => None,
            None => self.state(known, said(&address.state), at),
        };
        let (Some(street), Some(postal_code), Some(country), Some(state)) = (street, postal_code, known, state) else {
            return (None, known);
        };
        self.set(&mut made, "Calle", &street, &format!("{at}/line1"));
        if let Some(line2) = said(&address.line2) {
            self.set(&mut made, "NumeroInterior", line2, &format!("{at}/line2"));
        }
        if !in_mexico {
            for (name, value, field) in [("Localidad", &address.city, "city"), ("Municipio", &address.county, "county")]
            {
                if let Some(value) = said(value) {
                    self.set(&mut made, name, value, &format!("{at}/{field}"));
                }
            }
        } else if let Some((_, Some(municipality))) = place {
            made.put("Municipio", municipality);
        }
        self.set(&mut made, "Estado", &state, &format!("{at}/state"));
        made.put("Pais", country);
        self.set(&mut made, "CodigoPostal", &postal_code, &format!("{at}/postal_code"));
        (Some(made), known)
    }

    /// State and municipality of a Mexican postal code: CCE138, CCE139 and CCE141 ask for codes, which an invoice of the
    /// United States has none of.
    fn in_mexico(&mut self, code: &str, state: Option<&str>, at: &str) -> Option<(&'m str, Option<&'m str>)> {
        let catalogs = self.catalogs;
        let Some(place) = catalogs.postal_code(code) else {
            let near = catalogs.get("c_CodigoPostal").map(|list| codes(list.near(code))).unwrap_or_default();
            let values = Values::found(code).expected("MEX").candidates(near);
            self.fail("FRO-CCE-022", format!("{at}/postal_code"), values);
            return None;
        };
        if let Some(other) = state.filter(|state| self.is_state("MEX", state) && *state != place.state()) {
            let values = Values::found(other).expected("MEX").candidates([place.state()]);
            self.fail("FRO-CCE-019", format!("{at}/state"), values);
            return None;
        }
        let found = [Some(place.state()), place.municipality()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        self.tell("FRO-CCE-026", &format!("{at}/postal_code"), Values::found(code).expected(found));
        Some((place.state(), place.municipality()))
    }

    /// CCE139, CCE148: a key of c_Estado where the country has any there (MEX, USA, CAN), else a text.
    fn state(&mut self, country: Option<&str>, state: Option<&str>, at: &str) -> Option<String> {
        let pointer = format!("{at}/state");
        let Some(state) = state else {
            self.fail("FRO-CCE-017", pointer, Values::default().expected("state"));
            return None;
        };
        let country = country?;
        let list = self.catalogs.get("c_Estado");
        let of_country: Vec<Entry<'_>> =
            list.into_iter().flat_map(|list| list.iter()).filter(|entry| is_of(entry, country)).collect();
        if of_country.is_empty() || self.is_state(country, state) {
            return Some(state.to_owned());
        }
        if country == "USA"
            && let Some((_, own)) = NO_STATES.iter().find(|(code, _)| code.eq_ignore_ascii_case(state))
        {
            match own {
                Some(own) => self.fail("FRO-CCE-020", pointer, Values::found(state).candidates([*own])),
                None => self.fail("FRO-CCE-021", pointer, Values::found(state)),
            }
            return None;
        }
        let same = |entry: &&Entry<'_>| {
            entry.code().eq_ignore_ascii_case(state) || entry.name().to_lowercase() == state.to_lowercase()
        };
        let candidates: Vec<String> = match of_country.iter().find(same) {
            Some(entry) => vec![entry.code().into()],
            None => {
                let near = crate::nearest::nearest(state, of_country.iter().map(|entry| entry.code()));
                near.into_iter().map(str::to_owned).collect()
            }
        };
        self.fail("FRO-CCE-019", pointer, Values::found(state).expected(country).candidates(candidates));
        None
    }

    fn is_state(&self, country: &str, code: &str) -> bool {
        let entry = self.catalogs.get("c_Estado").and_then(|list| list.entry(code));
        entry.is_some_and(|entry| is_of(&entry, country))
    }

    /// CCE140, CCE149: as c_Pais says that the country writes them.
    fn check_postal_code(&mut self, country: Option<&str>, code: &str, at: &str) {
        let Some(country) = country else { return };
        let form = self.catalogs.pais(country).and_then(|country| country.postal_code_pattern());
        let Some(form) = form else { return };
        match pattern::matches(form, code) {
            Some(true) => {}
            Some(false) => {
                let values = Values::found(code).expected(format!("{country}: {form}"));
                self.fail("FRO-CCE-022", format!("{at}/postal_code"), values);
            }
            None => self.tell("FRO-CCE-027", &format!("{at}/postal_code"), Values::default().expected(form)),
        }
    }

    /// CCE135, CCE144: as c_Pais says that the country writes its tax numbers. The number is never shown: nine digits may be
    /// those of a person.
    fn is_number_of(&mut self, country: Option<&str>, number: &str, pointer: &str) -> bool {
        let Some(country) = country else { return false };
        let form = self.catalogs.pais(country).and_then(|country| country.tax_id_pattern());
        let Some(form) = form else { return true };
        match pattern::matches(form, number) {
            Some(true) => true,
            Some(false) => {
                self.fail("FRO-CCE-024", pointer, Values::default().expected(format!("{country}: {form}")));
                false
            }
            None => {
                self.tell("FRO-CCE-027", pointer, Values::default().expected(form));
                true
            }
        }
    }
}

/// The foreign tax number that the CFDI's own Receptor has, as it stands there: the writer takes the first that is no RFC
/// and no state's permit, and of the IRS's numbers the digits alone.
fn foreign_number(party: &Party) -> Option<(usize, String)> {
    let is_foreign = |id: &TaxId| !matches!(id.kind, TaxIdType::Rfc | TaxIdType::StatePermit);
    let (at, id): (usize, &TaxId) = party.tax_ids.iter().enumerate().find(|(_, id)| is_foreign(id))?;
    let number = said(&id.value)?;
    let is_irs = matches!(id.kind, TaxIdType::Ein | TaxIdType::Itin | TaxIdType::Ssn);
    Some((at, if is_irs { number.replace('-', "") } else { number.to_owned() }))
}

/// Whether a consignee is the buyer at the buyer's address. What is not said is not different.
fn is_same(to: &Party, buyer: &Party) -> bool {
    let same = |a: &Option<Text>, b: &Option<Text>| match (said(a), said(b)) {
        (Some(a), Some(b)) => collapse(a).to_lowercase() == collapse(b).to_lowercase(),
        (Some(_), None) => false,
        (None, _) => true,
    };
    let place = match (to.address.as_deref(), buyer.address.as_deref()) {
        (None, _) => true,
        (Some(to), Some(at)) => {
            let fields = |a: &Address| {
                [&a.line1, &a.line2, &a.city, &a.state, &a.postal_code, &a.country].map(|field| field.clone())
            };
            fields(to).iter().zip(&fields(at)).all(|(a, b)| same(a, b))
        }
        (Some(_), None) => false,
    };
    place
        && same(&to.legal_name, &buyer.legal_name)
        && (to.legal_name.is_some() || same(&to.trade_name, &buyer.trade_name))
}

fn is_of(state: &Entry<'_>, country: &str) -> bool {
    state.field("pais").is_some_and(|of| of == country)
}

/// What USPS has beside the fifty states (Publication 28, appendix B) and c_Estado has not: with the country that c_Pais lists it
/// as, or none.
const NO_STATES: [(&str, Option<&str>); 12] = [
    ("AA", None),
    ("AE", None),
    ("AP", None),
    ("AS", Some("AS")),
    ("DC", None),
    ("FM", Some("FM")),
    ("GU", Some("GU")),
    ("MH", Some("MH")),
    ("MP", Some("MP")),
    ("PR", Some("PR")),
    ("PW", Some("PW")),
    ("VI", Some("VI")),
];
