//! Which entry of a context a line or a party means.
//!
//! A look-up answers with an entry, with none, or with all that it could be; it never takes the first of several. How names
//! are compared is here alone, so that what `frontera learn` writes is what a look-up finds.
//! ```
//! use frontera::context::{Context, Match};
//! use frontera::model::{Line, Party};
//! let context = Context::from_json(br#"{
//!   "customers": [{"rfc": "XEXX010101000", "legal_name": "RIO GRANDE FOODS INC", "names": ["Rio Grande Foods"]}],
//!   "items": [{"sku": "TOM-25", "description": "Roma tomatoes, 25 lb"}]
//! }"#)?;
//! let line = Line { description: Some("ROMA TOMATOES,  25 lb".into()), ..Line::default() };
//! assert!(matches!(context.item_for(&line), Match::One(item) if item.sku.as_deref() == Some("TOM-25")));
//! assert!(context.customer_for(&Party::named("Rio Grande Foods, Inc.")).one().is_some());
//! assert!(context.customer_for(&Party::named("Rio Bravo Foods")).one().is_none());
//! # Ok::<(), frontera::Error>(())
//! ```
//! Departure: letters are compared without their case, as Unicode folds it, but with their accents and as they are composed:
//! `CAFÉ` is `café` and not `cafe`.

use std::collections::HashMap;

use super::{Context, Customer, Item, Undecided, UndecidedOf};
use crate::model::{ChargeType, Line, Party, TaxIdType, Text};

/// The answer of a look-up. Entries that say the same are one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Match<'c, T> {
    /// It could be any of these, in the order of the context: nothing says which.
    Ambiguous(Vec<&'c T>),
    /// No entry that it can be, but these have the name and another tax number.
    Contradicted(Vec<&'c T>),
    /// There is none.
    None,
    /// It is this one.
    One(&'c T),
}

impl<'c, T> Match<'c, T> {
    /// The entry, where it is one.
    pub fn one(&self) -> Option<&'c T> {
        match self {
            Match::One(entry) => Some(entry),
            _ => None,
        }
    }

    /// True where no entry has anything to do with it.
    pub fn is_none(&self) -> bool {
        matches!(self, Match::None)
    }

    /// One entry, or those of several that do not say the same.
    fn of(found: Vec<&'c T>, same: impl Fn(&T, &T) -> bool) -> Match<'c, T> {
        match found.as_slice() {
            [] => Match::None,
            [first, others @ ..] if others.iter().all(|other| same(first, other)) => Match::One(first),
            _ => Match::Ambiguous(found),
        }
    }
}

impl Context {
    /// The item of a line: by its SKU, else by its description.
    ///
    /// A SKU is compared as it is, without the blanks around it; a description without regard to case and to how many blanks
    /// there are. A line whose SKU no item has is looked up by its description, and an item without a SKU of its own is then
    /// preferred to one that has another.
    pub fn item_for(&self, line: &Line) -> Match<'_, Item> {
        item_of(
            line,
            |sku| self.items_where(|item| item.sku.as_deref().is_some_and(|own| own.trim() == sku)),
            |wanted| self.items_where(|item| item.description.as_deref().is_some_and(|own| fold(own) == wanted)),
        )
    }

    /// The item of a kind of charge.
    pub fn item_for_charge(&self, charge: ChargeType) -> Match<'_, Item> {
        Match::of(self.items_where(|item| item.charge == Some(charge)), Item::says_the_same)
    }

    /// The customer that a party is: by its RFC unless that is a generic one, else by its foreign tax number, else by name.
    ///
    /// Dashes and blanks in numbers do not matter. In names neither case, blanks and commas nor punctuation at the end do; the
    /// party's legal and trade names are looked for among the customer's `legal_name` and `names`. A customer with another RFC
    /// or another foreign number than the party's is [contradicted](Match::Contradicted), whatever its name.
    pub fn customer_for(&self, party: &Party) -> Match<'_, Customer> {
        let rfc = party.rfc().and_then(|id| id.value.as_deref()).map(bare).filter(|rfc| !rfc.is_empty());
        let rfc = rfc.filter(|rfc| !is_generic_rfc(rfc));
        let names: Vec<String> = [&party.legal_name, &party.trade_name]
            .into_iter()
            .flatten()
            .map(|name| fold_name(name))
            .filter(|name| !name.is_empty())
            .collect();
        let named = |customer: &&Customer| {
            customer.all_names().any(|own| {
                let own = fold_name(own);
                names.contains(&own)
            })
        };
        let all = || self.customers.iter();
        let has_rfc = |customer: &&Customer| rfc.is_some() && customer.own_rfc() == rfc;
        let has_number = |customer: &&Customer| has_foreign_number(customer, party) == Some(true);
        for found in [all().filter(has_rfc).collect::<Vec<_>>(), all().filter(has_number).collect()] {
            // Several with one number are told apart by name, or not at all.
            let narrowed: Vec<_> = found.iter().copied().filter(named).collect();
            match (found.len(), narrowed.is_empty()) {
                (0, _) => {}
                (_, true) => return Match::of(found, Customer::says_the_same),
                (_, false) => return Match::of(narrowed, Customer::says_the_same),
            }
        }
        let contradicts = |customer: &&Customer| {
            let other_rfc = rfc.is_some() && customer.rfc.is_some() && customer.own_rfc() != rfc;
            other_rfc || has_foreign_number(customer, party) == Some(false)
        };
        let (against, found): (Vec<&Customer>, Vec<&Customer>) = all().filter(named).partition(contradicts);
        match found.is_empty() && !against.is_empty() {
            true => Match::Contradicted(against),
            false => Match::of(found, Customer::says_the_same),
        }
    }

    /// What past documents say differently about a field of an entry: candidates for whoever must decide, used by nothing.
    ///
    /// `key` is that of the entry: [`Item::key`], [`Customer::key`], the issuer's RFC.
    pub fn undecided_for(&self, of: UndecidedOf, key: &str, field: &str) -> Option<&Undecided> {
        let same_key = |undecided: &&Undecided| match of {
            UndecidedOf::Item => undecided.key.trim() == key.trim() || fold(&undecided.key) == fold(key),
            _ => bare(&undecided.key) == bare(key) || fold_name(&undecided.key) == fold_name(key),
        };
        let fits = |undecided: &&Undecided| undecided.of == of && undecided.field == field;
        self.undecided.iter().filter(fits).find(same_key)
    }

    fn items_where(&self, fits: impl Fn(&&Item) -> bool) -> Vec<&Item> {
        self.items.iter().filter(fits).collect()
    }
}

/// The items of a context by what they are known by, for a document of many lines: [`Context::item_for`] in one look-up.
pub(crate) struct ItemIndex<'c> {
    by_sku: HashMap<&'c str, Vec<&'c Item>>,
    by_description: HashMap<String, Vec<&'c Item>>,
}

impl<'c> ItemIndex<'c> {
    pub(crate) fn of(context: &'c Context) -> Self {
        let mut index = ItemIndex { by_sku: HashMap::new(), by_description: HashMap::new() };
        for item in &context.items {
            if let Some(sku) = &item.sku {
                index.by_sku.entry(sku.trim()).or_default().push(item);
            }
            if let Some(description) = &item.description {
                index.by_description.entry(fold(description)).or_default().push(item);
            }
        }
        index
    }

    pub(crate) fn item_for(&self, line: &Line) -> Match<'c, Item> {
        item_of(
            line,
            |sku| self.by_sku.get(sku).cloned().unwrap_or_default(),
            |wanted| self.by_description.get(wanted).cloned().unwrap_or_default(),
        )
    }
}

/// The item of a line among those that have its SKU, else among those that have its description, folded.
fn item_of<'c>(
    line: &Line,
    by_sku: impl Fn(&str) -> Vec<&'c Item>,
    by_description: impl Fn(&str) -> Vec<&'c Item>,
) -> Match<'c, Item> {
    let with_sku = line.sku.as_deref().map(str::trim).filter(|sku| !sku.is_empty()).map(by_sku).unwrap_or_default();
    if !with_sku.is_empty() {
        return Match::of(with_sku, Item::says_the_same);
    }
    let Some(wanted) = line.description.as_deref().map(fold).filter(|wanted| !wanted.is_empty()) else {
        return Match::None;
    };
    let mut found = by_description(&wanted);
    if found.iter().any(|item| item.sku.is_none()) {
        found.retain(|item| item.sku.is_none());
    }
    Match::of(found, Item::says_the_same)
}

impl Item {
    /// What the item is known by: its SKU, else its description.
    pub fn key(&self) -> Option<&Text> {
        self.sku.as_ref().or(self.description.as_ref())
    }

    /// Whether both come to the same in a CFDI: keys and the number of documents set aside.
    pub(crate) fn says_the_same(&self, other: &Item) -> bool {
        let facts = |item: &Item| Item { sku: None, description: None, charge: None, documents: None, ..item.clone() };
        facts(self) == facts(other)
    }
}

impl Customer {
    /// What the customer is known by: its RFC unless that is a generic one, else its foreign tax number, else its name.
    pub fn key(&self) -> Option<&Text> {
        let rfc = self.rfc.as_ref().filter(|rfc| !is_generic_rfc(&bare(rfc)));
        rfc.or(self.tax_id.as_ref()).or(self.legal_name.as_ref()).or(self.names.first())
    }

    /// Its legal name and the names of US products.
    pub(crate) fn all_names(&self) -> impl Iterator<Item = &Text> {
        self.legal_name.iter().chain(&self.names)
    }

    /// Its RFC, bare, unless that is a generic one.
    pub(crate) fn own_rfc(&self) -> Option<String> {
        self.rfc.as_deref().map(bare).filter(|rfc| !is_generic_rfc(rfc))
    }

    /// Whether both come to the same in a CFDI: other names and the number of documents set aside.
    pub(crate) fn says_the_same(&self, other: &Customer) -> bool {
        let facts = |customer: &Customer| Customer { names: Vec::new(), documents: None, ..customer.clone() };
        facts(self) == facts(other)
    }
}

/// Whether the party has the customer's foreign number; `None` where one of them has none to compare.
fn has_foreign_number(customer: &Customer, party: &Party) -> Option<bool> {
    let own = customer.tax_id.as_deref().map(bare).filter(|own| !own.is_empty())?;
    let mut comparable = party
        .tax_ids
        .iter()
        .filter(|id| !matches!(id.kind, TaxIdType::Rfc | TaxIdType::StatePermit))
        .filter(|id| id.country.is_none() || customer.country.is_none() || id.country == customer.country)
        .filter_map(|id| id.value.as_deref())
        .map(bare)
        .filter(|value| !value.is_empty())
        .peekable();
    comparable.peek()?;
    Some(comparable.any(|value| value == own))
}

/// The RFC of the public at large.
pub(crate) const RFC_PUBLIC: &str = "XAXX010101000";
/// The RFC of non-residents without one.
pub(crate) const RFC_FOREIGN: &str = "XEXX010101000";

/// Whether an RFC is one of the two that name nobody.
pub(crate) fn is_generic_rfc(rfc: &str) -> bool {
    rfc == RFC_PUBLIC || rfc == RFC_FOREIGN
}

/// A tax number without the dashes and blanks that people put into it, in upper case.
pub(crate) fn bare(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}

/// A description as it is compared: case folded, blanks around it left out, those between words one.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        // Upper case first: `ß` and `SS` are one, and so are both small sigmas.
        out.push_str(&word.to_uppercase().to_lowercase());
    }
    out
}

/// A name as it is compared: as a description, without commas and without punctuation at its end.
pub(crate) fn fold_name(name: &str) -> String {
    let mut out = fold(&name.replace(',', " "));
    out.truncate(out.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TaxId;

    fn context(json: &str) -> Context {
        Context::from_json(json.as_bytes()).unwrap()
    }

    fn line(sku: Option<&str>, description: Option<&str>) -> Line {
        Line { sku: sku.map(Into::into), description: description.map(Into::into), ..Line::default() }
    }

    /// What was found, as the keys of the entries.
    fn keys<T>(found: Match<'_, T>, key: impl Fn(&T) -> Option<&Text>) -> Vec<String> {
        let all = match found {
            Match::Ambiguous(all) => all,
            Match::One(one) => vec![one],
            Match::None | Match::Contradicted(_) => vec![],
        };
        all.into_iter().map(|entry| key(entry).unwrap().to_string()).collect()
    }

    #[test]
    fn an_item_is_found_by_sku_then_by_description() {
        let context = context(
            r#"{"items": [
                {"sku": "A-1", "description": "Steel  bolt", "clave_prod_serv": "31161600"},
                {"description": "Maß Öl", "clave_prod_serv": "15121500"},
                {"sku": "B-1", "description": "steel bolt", "clave_prod_serv": "31161500"},
                {"sku": "C-1", "description": "Nut", "clave_prod_serv": "1"},
                {"description": "NUT", "clave_prod_serv": "2"},
                {"sku": "D-1", "clave_prod_serv": "3"}, {"sku": " D-1 ", "clave_prod_serv": "3"}]}"#,
        );
        let found = |sku, description| keys(context.item_for(&line(sku, description)), Item::key);
        assert_eq!(found(Some(" A-1"), Some("whatever")), ["A-1"]);
        assert!(found(Some("a-1"), None).is_empty(), "a SKU is as it is");
        assert_eq!(found(None, Some(" STEEL BOLT ")), ["A-1", "B-1"], "two that say different things");
        assert_eq!(found(Some("Z-9"), Some("mass öl")), ["Maß Öl"]);
        assert_eq!(found(None, Some("nut")), ["NUT"], "the one that is known by its description alone");
        assert_eq!(found(Some("D-1"), None), ["D-1"], "the same twice is one");
        assert!(found(None, None).is_empty() && found(Some(" "), Some(" ")).is_empty());
    }

    #[test]
    fn a_charge_is_found_by_its_kind() {
        let context = context(r#"{"items": [{"charge": "freight", "clave_prod_serv": "78101800"}]}"#);
        assert!(context.item_for_charge(ChargeType::Freight).one().is_some());
        assert!(context.item_for_charge(ChargeType::Packing).is_none());
    }

    fn party(name: &str, ids: &[(&str, TaxIdType, &str)]) -> Party {
        let ids = ids.iter().map(|(country, kind, value)| TaxId {
            country: (!country.is_empty()).then(|| (*country).into()),
            kind: *kind,
            value: Some((*value).into()),
        });
        Party { tax_ids: ids.collect(), ..Party::named(name) }
    }

    #[test]
    fn a_customer_is_found_by_its_numbers_then_by_its_names() {
        use TaxIdType::{Ein, Other, Rfc, StatePermit};
        let context = context(
            r#"{"customers": [
                {"rfc": "CTE950627K46", "legal_name": "COMERCIALIZADORA TEOREMA"},
                {"rfc": "XEXX010101000", "legal_name": "RIO GRANDE FOODS INC", "names": ["Rio Grande"], "country": "US",
                 "tax_id": "12-3456789"},
                {"rfc": "XEXX010101000", "legal_name": "RIO GRANDE FOODS INC", "country": "CA", "tax_id": "123456789"},
                {"names": ["Taller Uno"], "rfc": "CUSC850516316"}, {"names": ["Taller Dos"], "rfc": "CUSC850516316", "uso_cfdi": "G03"}]}"#,
        );
        let found = |party: Party| context.customer_for(&party);
        let keys = |party: Party| keys(found(party), Customer::key);
        assert_eq!(keys(party("Somebody", &[("MX", Rfc, "cte-950627-k46")])), ["CTE950627K46"]);
        assert_eq!(keys(party("x", &[("MX", Rfc, "XEXX010101000"), ("US", Ein, "12 3456789")])), ["12-3456789"]);
        assert_eq!(keys(party("x", &[("CA", Other, "123456789")])), ["123456789"]);
        assert_eq!(keys(party("Rio Grande Foods, Inc.", &[])), ["12-3456789", "123456789"]);
        assert_eq!(keys(party("Rio Grande, Foods  INC", &[("US", StatePermit, "7")])).len(), 2, "no number to compare");
        assert_eq!(keys(party("rio GRANDE.", &[])), ["12-3456789"]);
        assert!(keys(party("The public", &[("MX", Rfc, "XAXX010101000")])).is_empty());
        assert_eq!(keys(party("Taller Dos", &[("MX", Rfc, "CUSC850516316")])), ["CUSC850516316"]);
        assert_eq!(keys(party("Taller", &[("MX", Rfc, "CUSC850516316")])).len(), 2);
        assert!(keys(party("", &[])).is_empty() && keys(party("...", &[])).is_empty());
        let by_trade_name = Party { trade_name: Some("RIO GRANDE".into()), ..party("R.G.F.", &[]) };
        assert_eq!(keys(by_trade_name), ["12-3456789"]);
    }

    #[test]
    fn a_name_with_another_number_is_contradicted() {
        let context = context(
            r#"{"customers": [{"rfc": "CTE950627K46", "legal_name": "TEOREMA"},
                {"legal_name": "ACME", "country": "US", "tax_id": "12-3456789"}]}"#,
        );
        let teorema = party("Teorema", &[("MX", TaxIdType::Rfc, "EKU9003173C9")]);
        assert!(matches!(context.customer_for(&teorema), Match::Contradicted(all) if all.len() == 1));
        let acme = party("Acme", &[("US", TaxIdType::Ein, "98-7654321")]);
        assert!(matches!(context.customer_for(&acme), Match::Contradicted(_)));
        assert!(context.customer_for(&party("Acme", &[])).one().is_some());
    }

    #[test]
    fn what_is_undecided_is_found_by_the_key_of_its_entry() {
        let context = context(
            r#"{"undecided": [
                {"of": "item", "key": "Steel bolt", "field": "clave_unidad", "values": [{"value": "H87", "documents": 2}]},
                {"of": "customer", "key": "12-3456789", "field": "uso_cfdi", "values": []}]}"#,
        );
        assert!(context.undecided_for(UndecidedOf::Item, "STEEL BOLT", "clave_unidad").is_some());
        assert!(context.undecided_for(UndecidedOf::Item, "STEEL BOLT", "objeto_imp").is_none());
        assert!(context.undecided_for(UndecidedOf::Customer, "123456789", "uso_cfdi").is_some());
        assert!(context.undecided_for(UndecidedOf::Issuer, "123456789", "uso_cfdi").is_none());
    }

    #[test]
    fn the_index_answers_as_the_list() {
        let item = |sku: Option<&str>, description: Option<&str>, code: &str| Item {
            sku: sku.map(Text::from),
            description: description.map(Text::from),
            clave_prod_serv: Some(code.into()),
            ..Item::default()
        };
        let items = vec![
            item(Some(" A-1 "), Some("Roma tomatoes"), "1"),
            item(Some("A-1"), None, "1"),
            item(Some("B"), Some("Roma  Tomatoes"), "2"),
            item(None, Some("roma tomatoes"), "3"),
            item(Some("C"), Some("Tile"), "4"),
            item(Some("C"), Some("Tile"), "5"),
        ];
        let context = Context { items, ..Context::default() };
        let index = ItemIndex::of(&context);
        for sku in [None, Some("A-1"), Some("B"), Some("C"), Some("Z"), Some(" ")] {
            for description in [None, Some("ROMA tomatoes"), Some("tile"), Some("other")] {
                let line =
                    Line { sku: sku.map(Text::from), description: description.map(Text::from), ..Line::default() };
                assert_eq!(index.item_for(&line), context.item_for(&line), "{sku:?} {description:?}");
            }
        }
        let tomatoes = Line { description: Some("roma tomatoes".into()), ..Line::default() };
        assert_eq!(index.item_for(&tomatoes).one().unwrap().clave_prod_serv.as_deref(), Some("3"));
    }
}
