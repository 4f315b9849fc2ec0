//! What is wrong with a context by itself, before any invoice: codes that SAT does not have, facts that do not go together,
//! entries that no look-up can tell apart.
//!
//! It judges what is written, not what is missing: what a draft lacks is known only with the invoice.

use std::collections::BTreeMap;

use super::lookup::{bare, fold, fold_name, is_generic_rfc};
use super::{Context, Customer, Defaults, Item, MxAddress, UsTax};
use crate::catalog::{Border, Catalogs, Entry};
use crate::model::{ChargeType, Date, Number, Text, is_uuid};
use crate::report::{Location, Report, Values, mask};

impl Context {
    /// Checks a context against SAT's catalogues and against itself; each finding has a JSON pointer.
    ///
    /// Whether a code is in force is judged on `day`. Without one, a code whose days SAT has limited is told, whichever they
    /// are. Tax numbers are in no finding.
    /// ```
    /// use frontera::catalog::Catalogs;
    /// use frontera::context::Context;
    /// let context = Context::from_json(br#"{"items": [{"sku": "TOM-25", "clave_prod_serv": "5040700"}]}"#)?;
    /// let mut report = frontera::Report::default();
    /// context.check(Catalogs::builtin(), None, &mut report);
    /// assert_eq!(report.findings()[0].code, "FRO-CTX-003");
    /// assert_eq!(report.findings()[0].location.as_str(), "/items/0/clave_prod_serv");
    /// # Ok::<(), frontera::Error>(())
    /// ```
    pub fn check(&self, catalogs: &Catalogs, day: Option<Date>, report: &mut Report) {
        let mut check = Check { context: self, catalogs, day, report };
        check.us_tax();
        check.issuer();
        check.exchange();
        check.defaults();
        check.customers();
        check.items();
        check.documents();
        for (i, undecided) in self.undecided.iter().enumerate() {
            let seen = |seen: &super::Seen| format!("{} ({})", mask(&seen.value), seen.documents).into();
            // Which numbers there are is not said.
            let is_number = ["curp", "rfc", "tax_id"].contains(&undecided.field.as_str());
            let candidates = undecided.values.iter().filter(|_| !is_number).take(5).map(seen).collect();
            let values = Values { candidates, ..Values::found(undecided.field.clone()) };
            check.add("FRO-CTX-001", format!("/undecided/{i}/key"), values);
        }
    }
}

struct Check<'c> {
    context: &'c Context,
    catalogs: &'c Catalogs,
    day: Option<Date>,
    report: &'c mut Report,
}

/// Whose RFC it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Person {
    Legal,
    Natural,
}

impl Check<'_> {
    fn add(&mut self, code: &'static str, at: impl Into<Text>, values: Values) {
        let location = Location { xpath: None, pointer: Some(at.into()) };
        self.report.add(code, None, location, values);
    }

    /// What stands there, safe to say.
    fn found(text: &Text) -> Values {
        Values::found(mask(&crate::report::shorten(text, 120)))
    }

    fn us_tax(&mut self) {
        if self.context.us_tax == Some(UsTax::Concept) {
            let concept = self.context.us_tax_concept.as_ref();
            let has = |field: fn(&Item) -> &Option<Text>| concept.is_some_and(|concept| field(concept).is_some());
            if !has(|item| &item.clave_prod_serv) || !has(|item| &item.clave_unidad) {
                self.add(
                    "FRO-CTX-002",
                    if concept.is_some() { "/us_tax_concept" } else { "/us_tax" },
                    Values::default(),
                );
            }
        }
        if let Some(concept) = &self.context.us_tax_concept {
            self.item(concept, "/us_tax_concept");
        }
    }

    fn issuer(&mut self) {
        let Some(issuer) = &self.context.issuer else { return };
        let at = "/issuer";
        let person = self.rfc(&issuer.rfc, &format!("{at}/rfc"));
        if is_generic_rfc(&issuer.rfc) {
            self.add("FRO-CTX-018", format!("{at}/rfc"), Values::default());
        }
        self.legal_name(issuer.legal_name.as_ref(), at);
        self.regimen(issuer.regimen_fiscal.as_ref(), person.filter(|_| !is_generic_rfc(&issuer.rfc)), at);
        self.code("c_CodigoPostal", issuer.lugar_expedicion.as_ref(), &format!("{at}/lugar_expedicion"));
        if issuer.curp.as_ref().is_some_and(|curp| !is_curp(curp)) {
            self.add("FRO-CTX-017", format!("{at}/curp"), Values::default());
        }
        if let Some(address) = &issuer.address {
            self.address(address, &format!("{at}/address"));
        }
        let Some(notice) = &issuer.border_notice else { return };
        if notice.withdrawn.is_some_and(|withdrawn| withdrawn < notice.filed) {
            self.add("FRO-CTX-020", format!("{at}/border_notice/withdrawn"), Values::default());
        }
        let place = issuer.lugar_expedicion.as_deref().and_then(|place| self.catalogs.postal_code(place));
        if let Some(place) = place.filter(|place| place.border() == Border::None) {
            let values = Values::found(place.code());
            self.add("FRO-CTX-019", format!("{at}/lugar_expedicion"), values);
        }
    }

    fn exchange(&mut self) {
        for (i, rate) in self.context.exchange.rates.iter().enumerate() {
            let at = format!("/exchange/rates/{i}");
            for (field, currency) in [("from", &rate.from), ("to", &rate.to)] {
                self.code("c_Moneda", Some(currency), &format!("{at}/{field}"));
            }
            let is_one = rate.rate.value().is_some_and(|rate| rate == rust_decimal::Decimal::ONE);
            if rate.from == rate.to {
                self.add("FRO-CTX-021", format!("{at}/to"), Self::found(&rate.to));
            } else if is_one || rate.rate.is_zero() || rate.rate.is_negative() {
                self.add("FRO-CTX-022", format!("{at}/rate"), Values::found(rate.rate.to_string()));
            }
            if rate.date.is_none() || rate.source.is_none() {
                self.add("FRO-CTX-023", at, Values::default());
            }
        }
    }

    fn defaults(&mut self) {
        let Defaults { uso_cfdi, metodo_pago, forma_pago, .. } = &self.context.defaults;
        self.code("c_UsoCFDI", uso_cfdi.as_ref(), "/defaults/uso_cfdi");
        self.paying(metodo_pago.as_ref(), forma_pago.as_ref(), "/defaults");
    }

    fn customers(&mut self) {
        let all = &self.context.customers;
        for (i, customer) in all.iter().enumerate() {
            self.customer(customer, &format!("/customers/{i}"));
        }
        let numbers = all.iter().enumerate().flat_map(|(i, customer)| {
            let rfc = customer.own_rfc().map(|rfc| ("rfc", rfc));
            let abroad = customer
                .tax_id
                .as_deref()
                .map(|id| ("tax_id", format!("{}|{}", customer.country.as_deref().unwrap_or_default(), bare(id))));
            rfc.into_iter().chain(abroad).map(move |(field, number)| (number, (i, field)))
        });
        let mut twins = BTreeMap::new();
        for group in groups(numbers) {
            let (first, others) = (group[0], &group[1..]);
            for &(i, field) in others {
                twins.insert((first.0, i), ());
                let same = all[i].says_the_same(&all[first.0]);
                let code = if same { "FRO-CTX-024" } else { "FRO-CTX-025" };
                self.add(code, format!("/customers/{i}/{field}"), Values::found(format!("/customers/{}", first.0)));
            }
        }
        let names = all.iter().enumerate().flat_map(|(i, customer)| {
            let mut own: Vec<String> = customer.all_names().map(|name| fold_name(name)).collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter().filter(|name| !name.is_empty()).map(move |name| (name, i))
        });
        for group in groups(names) {
            for &i in &group[1..] {
                // Said already.
                if twins.contains_key(&(group[0], i)) || all[i].says_the_same(&all[group[0]]) {
                    continue;
                }
                let values = Values::found(format!("/customers/{}", group[0]));
                self.add("FRO-CTX-026", format!("/customers/{i}"), values);
            }
        }
    }

    fn customer(&mut self, customer: &Customer, at: &str) {
        let generic = customer.rfc.as_deref().is_some_and(is_generic_rfc);
        let person = customer.rfc.as_ref().and_then(|rfc| self.rfc(rfc, &format!("{at}/rfc"))).filter(|_| !generic);
        if customer.key().is_none() {
            self.add("FRO-CTX-027", at, Values::default());
        }
        if person.is_some() {
            self.legal_name(customer.legal_name.as_ref(), at);
        }
        self.country(customer.country.as_ref(), &format!("{at}/country"));
        self.country(customer.services_used_in.as_ref(), &format!("{at}/services_used_in"));
        if let Some(delivery) = &customer.delivery {
            self.country(Some(&delivery.country), &format!("{at}/delivery/country"));
            if delivery.country == "MX" {
                self.code("c_CodigoPostal", delivery.postal_code.as_ref(), &format!("{at}/delivery/postal_code"));
            }
        }
        self.code("c_Exportacion", customer.exportacion.as_ref(), &format!("{at}/exportacion"));
        self.paying(customer.metodo_pago.as_ref(), customer.forma_pago.as_ref(), at);
        self.use_and_regime(customer, person, generic, at);
        self.domicile(customer, generic, at);
    }

    fn use_and_regime(&mut self, customer: &Customer, person: Option<Person>, generic: bool, at: &str) {
        let (regimen, uso) = (customer.regimen_fiscal.as_ref(), customer.uso_cfdi.as_ref());
        if generic {
            if let Some(regimen) = regimen.filter(|regimen| **regimen != "616") {
                self.add("FRO-CTX-010", format!("{at}/regimen_fiscal"), Self::found(regimen).expected("616"));
            }
            if let Some(uso) = uso.filter(|uso| **uso != "S01") {
                self.add("FRO-CTX-010", format!("{at}/uso_cfdi"), Self::found(uso).expected("S01"));
            }
            return;
        }
        self.regimen(regimen, person, at);
        let place = format!("{at}/uso_cfdi");
        self.code("c_UsoCFDI", uso, &place);
        let Some(uso) = uso.and_then(|uso| self.catalogs.uso_cfdi(uso)) else { return };
        let fits = match person {
            Some(Person::Legal) => uso.is_for_legal_persons(),
            Some(Person::Natural) => uso.is_for_natural_persons(),
            None => true,
        };
        let known = regimen.filter(|regimen| self.catalogs.regimen(regimen).is_some());
        if !fits {
            let code = if person == Some(Person::Legal) { "FRO-CTX-007" } else { "FRO-CTX-008" };
            self.add(code, place, Values::found(uso.code()));
        } else if let Some(regimen) = known.filter(|regimen| !uso.accepts_regimen(regimen)) {
            self.add("FRO-CTX-009", place, Values::found(uso.code()).expected(regimen.clone()));
        }
    }

    /// A customer abroad has the issuer's place of issue (CFDI40149), and often a ZIP stands there.
    fn domicile(&mut self, customer: &Customer, generic: bool, at: &str) {
        let place = format!("{at}/domicilio_fiscal");
        let Some(domicile) = &customer.domicilio_fiscal else { return };
        let abroad = customer.country.as_deref().is_some_and(|country| country != "MX");
        let has_own_rfc = customer.rfc.is_some() && !generic;
        if has_own_rfc || !(generic || abroad) {
            return self.code("c_CodigoPostal", Some(domicile), &place);
        }
        let issued_at = self.context.issuer.as_ref().and_then(|issuer| issuer.lugar_expedicion.as_ref());
        match issued_at {
            Some(issued_at) if issued_at != domicile => {
                self.add("FRO-CTX-011", place, Self::found(domicile).expected(issued_at.clone()));
            }
            None if self.catalogs.postal_code(domicile).is_none() || customer.country.as_deref() == Some("US") => {
                self.add("FRO-CTX-012", place, Self::found(domicile));
            }
            _ => {}
        }
    }

    fn items(&mut self) {
        let all = &self.context.items;
        for (i, item) in all.iter().enumerate() {
            let at = format!("/items/{i}");
            self.item(item, &at);
            if item.key().is_none() && item.charge.is_none() {
                self.add("FRO-CTX-028", at, Values::default());
            }
        }
        let by = |key: &dyn Fn(&Item) -> Option<String>| -> Vec<(String, usize)> {
            all.iter().enumerate().filter_map(|(i, item)| Some((key(item)?, i))).collect()
        };
        let skus = by(&|item| item.sku.as_deref().map(|sku| sku.trim().to_owned()));
        let plain = by(&|item| item.description.as_deref().filter(|_| item.sku.is_none()).map(fold));
        let charges = by(&|item| item.charge.map(charge_name));
        for (field, keys) in [("sku", skus), ("description", plain), ("charge", charges)] {
            for group in groups(keys.into_iter().filter(|(key, _)| !key.is_empty())) {
                let first = group[0];
                for &i in &group[1..] {
                    let same = all[i].says_the_same(&all[first]);
                    let code = if same { "FRO-CTX-024" } else { "FRO-CTX-029" };
                    self.add(code, format!("/items/{i}/{field}"), Values::found(format!("/items/{first}")));
                }
            }
        }
    }

    fn item(&mut self, item: &Item, at: &str) {
        self.code("c_ClaveProdServ", item.clave_prod_serv.as_ref(), &format!("{at}/clave_prod_serv"));
        self.code("c_ClaveUnidad", item.clave_unidad.as_ref(), &format!("{at}/clave_unidad"));
        self.code("c_ObjetoImp", item.objeto_imp.as_ref(), &format!("{at}/objeto_imp"));
        self.code("cce20:c_FraccionArancelaria", item.fraccion.as_ref(), &format!("{at}/fraccion"));
        self.code("c_Exportacion", item.taxes_with_exportacion.as_ref(), &format!("{at}/taxes_with_exportacion"));
        if !item.taxes.is_empty() && item.taxes_with_exportacion.is_none() {
            self.add("FRO-CTX-032", format!("{at}/taxes"), Values::default());
        }
        let notice = self.context.issuer.as_ref().and_then(|issuer| issuer.border_notice.as_ref());
        let product = item.clave_prod_serv.as_deref().and_then(|code| self.catalogs.product(code));
        if let Some(product) = product.filter(|product| notice.is_some() && !product.has_border_stimulus()) {
            self.add("FRO-CTX-033", format!("{at}/clave_prod_serv"), Values::found(product.code()));
        }
        self.customs_unit(item, at);
        self.excise(item, at);
    }

    /// Whether a quantity of the line can be told in the unit that the tariff asks for.
    fn customs_unit(&mut self, item: &Item, at: &str) {
        if let Some(factor) = item.customs_units_per_unit.as_ref().filter(|factor| !is_positive(factor)) {
            let place = format!("{at}/customs_units_per_unit");
            return self.add("FRO-CTX-031", place, Values::found(factor.to_string()));
        }
        let Some(unit) = &item.clave_unidad else { return };
        let tariff = item.fraccion.as_deref().and_then(|code| self.catalogs.fraccion(code));
        let Some(asked) = tariff.as_ref().and_then(|tariff| tariff.unit()) else { return };
        if item.customs_units_per_unit.is_none() && !is_convertible(unit, asked) {
            let name = self.catalogs.get("cce20:c_UnidadAduana").and_then(|units| units.entry(asked));
            let asked = name.map_or(asked.to_owned(), |entry| format!("{asked} {}", entry.name()));
            self.add("FRO-CTX-030", format!("{at}/fraccion"), Self::found(unit).expected(asked));
        }
    }

    fn excise(&mut self, item: &Item, at: &str) {
        let Some(excise) = &item.excise else { return };
        let at = format!("{at}/excise");
        let (factor, field, rate) = match (&excise.rate, &excise.amount_per_unit, &excise.units_per_unit) {
            (Some(rate), None, None) => ("Tasa", "rate", rate),
            (None, Some(amount), Some(units)) if is_positive(units) => ("Cuota", "amount_per_unit", amount),
            _ => return self.add("FRO-CTX-034", at, Values::default()),
        };
        let row = rate.value().is_some_and(|value| {
            self.catalogs.tasas().any(|row| {
                let fits = row.impuesto() == "003" && row.factor() == factor;
                let fits = fits && row.applies_to(crate::catalog::Direction::Traslado);
                fits && row.least() <= value && value <= row.most() && self.day.is_none_or(|day| row.is_valid_on(day))
            })
        });
        if !row {
            self.add("FRO-CTX-035", format!("{at}/{field}"), Values::found(rate.to_string()).expected(factor));
        }
    }

    fn documents(&mut self) {
        let all = &self.context.documents;
        for (i, document) in all.iter().enumerate().filter(|(_, document)| !is_uuid(&document.uuid)) {
            self.add("FRO-CTX-036", format!("/documents/{i}/uuid"), Self::found(&document.uuid));
        }
        let numbers = all.iter().enumerate().map(|(i, document)| (document.number.trim().to_owned(), i));
        for group in groups(numbers) {
            let first = group[0];
            for &i in &group[1..] {
                if !all[i].uuid.eq_ignore_ascii_case(&all[first].uuid) {
                    let values = Self::found(&all[i].number).expected(format!("/documents/{first}"));
                    self.add("FRO-CTX-037", format!("/documents/{i}/number"), values);
                }
            }
        }
    }

    /// A code of a catalogue: there, and in force.
    fn code(&mut self, catalog: &'static str, code: Option<&Text>, at: &str) {
        let Some(code) = code else { return };
        // A catalogue that is a feature which is off cannot be asked.
        let Some(catalog) = self.catalogs.get(catalog) else { return };
        match catalog.entry(code) {
            Some(entry) => self.in_force(&entry, at),
            None => {
                let candidates = catalog.near(code).iter().map(|near| near.code().into()).collect();
                let values = Values { candidates, ..Self::found(code).expected(catalog.name()) };
                self.add("FRO-CTX-003", at, values);
            }
        }
    }

    fn in_force(&mut self, entry: &Entry<'_>, at: &str) {
        let (from, until) = (entry.valid_from(), entry.valid_until());
        let limits = match (self.day, from, until) {
            (Some(day), Some(from), _) if day < from => format!("{}: {from} –", entry.catalog().name()),
            (Some(day), _, Some(until)) if until < day => format!("{}: – {until}", entry.catalog().name()),
            (None, _, Some(until)) => format!("{}: – {until}", entry.catalog().name()),
            _ => return,
        };
        self.add("FRO-CTX-004", at, Values::found(entry.code()).expected(limits));
    }

    fn country(&mut self, country: Option<&Text>, at: &str) {
        let Some(country) = country.filter(|country| crate::catalog::countries::alpha3(country).is_none()) else {
            return;
        };
        let values = Self::found(country).candidates(crate::catalog::countries::meant(country));
        self.add("FRO-CTX-013", at, values);
    }

    fn rfc(&mut self, rfc: &Text, at: &str) -> Option<Person> {
        let person = kind_of(rfc);
        if person.is_none() {
            self.add("FRO-CTX-005", at, Values::default());
        }
        person
    }

    fn regimen(&mut self, regimen: Option<&Text>, person: Option<Person>, at: &str) {
        let at = format!("{at}/regimen_fiscal");
        self.code("c_RegimenFiscal", regimen, &at);
        let Some(regimen) = regimen.and_then(|regimen| self.catalogs.regimen(regimen)) else { return };
        match person {
            Some(Person::Legal) if !regimen.is_for_legal_persons() => {
                self.add("FRO-CTX-007", at, Values::found(regimen.code()));
            }
            Some(Person::Natural) if !regimen.is_for_natural_persons() => {
                self.add("FRO-CTX-008", at, Values::found(regimen.code()));
            }
            _ => {}
        }
    }

    /// SAT's register has names in upper case and without the kind of company.
    fn legal_name(&mut self, name: Option<&Text>, at: &str) {
        let Some(name) = name else { return };
        let at = format!("{at}/legal_name");
        if let Some(kind) = kind_of_company(name) {
            self.add("FRO-CTX-014", at, Self::found(name).expected(kind));
        } else if name.chars().any(char::is_lowercase) {
            self.add("FRO-CTX-015", at, Self::found(name).expected(mask(&name.to_uppercase().into())));
        } else if name.trim() != name.as_str() || name.contains("  ") {
            self.add("FRO-CTX-016", at, Self::found(name));
        }
    }

    /// PPD goes with 99 alone, and PUE with anything else.
    fn paying(&mut self, metodo: Option<&Text>, forma: Option<&Text>, at: &str) {
        let place = format!("{at}/metodo_pago");
        self.code("c_MetodoPago", metodo, &place);
        self.code("c_FormaPago", forma, &format!("{at}/forma_pago"));
        if let (Some(metodo), Some(forma)) = (metodo, forma)
            && ((metodo == "PPD" && forma != "99") || (metodo == "PUE" && forma == "99"))
        {
            self.add("FRO-CTX-006", place, Self::found(metodo).expected(forma.clone()));
        }
    }

    fn address(&mut self, address: &MxAddress, at: &str) {
        let MxAddress { colonia, localidad, municipio, estado, codigo_postal, .. } = address;
        self.code("cce20:c_Estado", Some(estado), &format!("{at}/estado"));
        self.code("c_CodigoPostal", Some(codigo_postal), &format!("{at}/codigo_postal"));
        if let Some(place) = self.catalogs.postal_code(codigo_postal)
            && place.state() != estado.as_str()
        {
            let values = Values::found(codigo_postal.clone()).expected(place.state());
            self.add("FRO-CTX-038", format!("{at}/estado"), values);
        }
        // These keys are of two columns; a person writes the second one.
        for (catalog, within, code, field) in [
            ("cce20:c_Municipio", estado, municipio, "municipio"),
            ("cce20:c_Localidad", estado, localidad, "localidad"),
            ("c_Colonia", codigo_postal, colonia, "colonia"),
        ] {
            let (Some(code), Some(catalog)) = (code, self.catalogs.get(catalog)) else { continue };
            if !catalog.contains(&format!("{within}|{code}")) {
                let values = Self::found(code).expected(format!("{} ({within})", catalog.name()));
                self.add("FRO-CTX-003", format!("{at}/{field}"), values);
            }
        }
    }
}

/// The groups of two and more with one key, in the order of their first members.
fn groups<T: Copy + Ord>(keyed: impl IntoIterator<Item = (String, T)>) -> Vec<Vec<T>> {
    let mut by_key: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for (key, member) in keyed {
        by_key.entry(key).or_default().push(member);
    }
    let mut all: Vec<_> = by_key.into_values().filter(|group| group.len() > 1).collect();
    all.sort();
    all
}

fn is_positive(number: &Number) -> bool {
    !number.is_zero() && !number.is_negative()
}

fn charge_name(charge: ChargeType) -> String {
    format!("{charge:?}")
}

/// Whether a text has the shape of an RFC.
pub(crate) fn is_rfc(text: &str) -> bool {
    kind_of(text).is_some()
}

/// Whose an RFC is by its shape: three letters of a company or four of a person, a day, three signs.
fn kind_of(rfc: &str) -> Option<Person> {
    let signs: Vec<char> = rfc.chars().collect();
    let (letters, person) = match signs.len() {
        12 => (3, Person::Legal),
        13 => (4, Person::Natural),
        _ => return None,
    };
    let (name, rest) = signs.split_at(letters);
    let (day, check) = rest.split_at(6);
    let number = |at: usize| Some(day[at].to_digit(10)? * 10 + day[at + 1].to_digit(10)?);
    let fits = name.iter().all(|c| c.is_ascii_uppercase() || matches!(c, '&' | 'Ñ'))
        && number(0).is_some()
        && number(2).is_some_and(|month| (1..=12).contains(&month))
        && number(4).is_some_and(|day| (1..=31).contains(&day))
        && check[..2].iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && (check[2].is_ascii_digit() || check[2] == 'A');
    // The generic ones have no day.
    (fits || is_generic_rfc(rfc)).then_some(person)
}

/// Four letters, a day, sex, state and consonants, homonym and check digit.
fn is_curp(curp: &str) -> bool {
    let bytes = curp.as_bytes();
    bytes.len() == 18
        && bytes[..4].iter().all(u8::is_ascii_uppercase)
        && bytes[4..10].iter().all(u8::is_ascii_digit)
        && matches!(bytes[10], b'H' | b'M' | b'X')
        && bytes[11..16].iter().all(u8::is_ascii_uppercase)
        && (bytes[16].is_ascii_uppercase() || bytes[16].is_ascii_digit())
        && bytes[17].is_ascii_digit()
}

/// The kind of company at the end of a name, which SAT's register of CFDI 4.0 leaves out.
fn kind_of_company(name: &str) -> Option<&'static str> {
    let words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.chars().filter(|c| *c != '.').flat_map(char::to_uppercase).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let joined = format!(" {}", words.join(" "));
    KINDS_OF_COMPANY.iter().find(|(ending, _)| joined.ends_with(ending)).map(|(_, kind)| *kind)
}

/// Longer endings first. `SA` and `AC` alone end names that are no such thing, so that they count with their points only.
static KINDS_OF_COMPANY: &[(&str, &str)] = &[
    (" SAPI DE CV", "S.A.P.I. de C.V."),
    (" S A P I DE C V", "S.A.P.I. de C.V."),
    (" SAB DE CV", "S.A.B. de C.V."),
    (" SPR DE RL DE CV", "S.P.R. de R.L. de C.V."),
    (" SPR DE RL", "S.P.R. de R.L."),
    (" SOFOM ENR", "S.O.F.O.M. E.N.R."),
    (" S DE RL DE CV", "S. de R.L. de C.V."),
    (" S DE R L DE C V", "S. de R.L. de C.V."),
    (" S DE RL MI", "S. de R.L. M.I."),
    (" S DE RL", "S. de R.L."),
    (" SA DE CV", "S.A. de C.V."),
    (" S A DE C V", "S.A. de C.V."),
    (" SC DE RL DE CV", "S.C. de R.L. de C.V."),
    (" SC DE RL", "S.C. de R.L."),
    (" SAS DE CV", "S.A.S. de C.V."),
    (" DE CV", "de C.V."),
];

/// What a unit measures; units of one kind are each a number of the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Area,
    Bottle,
    Box,
    Count,
    Energy,
    Length,
    Mass,
    Pair,
    Power,
    Set,
    Volume,
}

/// Whether so many of a unit (c_ClaveUnidad) are so many of a customs unit (c_UnidadAduana) without more being known.
fn is_convertible(unit: &str, customs: &str) -> bool {
    let of = |table: &[(Measure, &[&str])], code: &str| {
        table.iter().find(|(_, codes)| codes.contains(&code)).map(|(measure, _)| *measure)
    };
    of(UNITS, unit).is_some_and(|measure| Some(measure) == of(CUSTOMS_UNITS, customs))
}

/// Source: c_UnidadAduana of Comercio Exterior 2.0.
static CUSTOMS_UNITS: &[(Measure, &[&str])] = &[
    (Measure::Area, &["04"]),
    (Measure::Bottle, &["21"]),
    (Measure::Box, &["20"]),
    (Measure::Count, &["06", "07", "11", "17", "18", "19"]),
    (Measure::Energy, &["13"]),
    (Measure::Length, &["03"]),
    (Measure::Mass, &["01", "02", "14", "16", "22"]),
    (Measure::Pair, &["09"]),
    (Measure::Power, &["10"]),
    (Measure::Set, &["12"]),
    (Measure::Volume, &["05", "08", "15"]),
];

/// Source: UN/ECE Recommendation 20 and 21.
static UNITS: &[(Measure, &[&str])] = &[
    (Measure::Area, &["CMK", "FTK", "INK", "MTK", "YDK"]),
    (Measure::Bottle, &["XBO", "XBQ"]),
    (Measure::Box, &["XBX"]),
    (Measure::Count, &["C62", "CEN", "DZN", "EA", "GRO", "H87", "HEA", "MIL"]),
    (Measure::Energy, &["KWH", "MWH"]),
    (Measure::Length, &["CMT", "FOT", "INH", "KMT", "MMT", "MTR", "SMI", "YRD"]),
    (Measure::Mass, &["CTM", "GRM", "KGM", "LBR", "LTN", "MGM", "ONZ", "STN", "TNE"]),
    (Measure::Pair, &["NPR", "PR"]),
    (Measure::Power, &["KWT", "MAW"]),
    (Measure::Set, &["KT", "SET"]),
    (
        Measure::Volume,
        &["BLL", "CMQ", "DMQ", "FTQ", "GLI", "GLL", "INQ", "LTR", "MLT", "MTQ", "OZA", "PTL", "QTL", "YDQ"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_an_rfc_says_whose_it_is() {
        for (rfc, person) in [
            ("EKU9003173C9", Some(Person::Legal)),
            ("Ñ&A010101AAA", Some(Person::Legal)),
            ("CUSC850516316", Some(Person::Natural)),
            ("XEXX010101000", Some(Person::Natural)),
            ("eku9003173c9", None),
            ("EKU9013173C9", None),
            ("EKU900317-3C9", None),
            ("EKU9003173CB", None),
            ("", None),
        ] {
            assert!(kind_of(rfc) == person, "{rfc}");
        }
    }

    #[test]
    fn the_kind_of_company_ends_a_name() {
        for (name, kind) in [
            ("ESCUELA KEMPER URGATE, S.A. de C.V.", Some("S.A. de C.V.")),
            ("ESCUELA KEMPER URGATE SA DE CV", Some("S.A. de C.V.")),
            ("FRUTAS DEL VALLE S. DE R.L. DE C.V.", Some("S. de R.L. de C.V.")),
            ("FRUTAS DEL VALLE S DE RL", Some("S. de R.L.")),
            ("ESCUELA KEMPER URGATE", None),
            ("COMERCIALIZADORA NASA", None),
        ] {
            assert_eq!(kind_of_company(name), kind, "{name}");
        }
    }

    /// Each unit stands once, and SAT has it.
    #[test]
    fn the_units_are_those_of_the_catalogues() {
        for (table, catalog) in [(UNITS, "c_ClaveUnidad"), (CUSTOMS_UNITS, "cce20:c_UnidadAduana")] {
            let catalog = Catalogs::builtin().get(catalog).unwrap();
            let mut codes: Vec<&str> = table.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
            assert!(codes.iter().all(|code| catalog.contains(code)), "{codes:?}");
            let all = codes.len();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), all);
        }
        assert!(is_convertible("LBR", "01") && !is_convertible("XCS", "01") && !is_convertible("H87", "12"));
    }

    #[test]
    fn groups_are_of_two_and_more() {
        let keyed = [("b", 0), ("a", 1), ("b", 2), ("c", 3), ("a", 4)].map(|(key, at)| (key.to_owned(), at));
        assert_eq!(groups(keyed), [vec![0, 2], vec![1, 4]]);
    }

    #[test]
    fn the_other_numbers_have_their_shapes() {
        assert!(is_curp("XEXX010101HNEXXXA4") && !is_curp("XEXX010101HNEXXX"));
    }
}
