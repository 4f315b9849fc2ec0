//! What one document says, kept small: equal parts of many documents are one.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::context::MxAddress;
use crate::context::lookup::{RFC_FOREIGN, RFC_PUBLIC, bare, fold, is_generic_rfc};
use crate::model::national::Mx;
use crate::model::{Element, Number, Party, Tax, TaxFactor, TaxIdType, TaxType, Text};

/// What is kept of a document. Sorted by UUID, then name: of two with one UUID the first by name counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Document {
    pub(super) uuid: Option<String>,
    pub(super) name: String,
    pub(super) number: Option<Text>,
    pub(super) exportacion: Option<Text>,
    pub(super) issuer: Arc<IssuerFacts>,
    pub(super) buyer: Option<Arc<BuyerFacts>>,
    pub(super) lines: Vec<Arc<LineFacts>>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct IssuerFacts {
    pub(super) rfc: String,
    pub(super) legal_name: Option<Text>,
    /// Of CFDI 3.3, which had the kind of company in it.
    pub(super) former_name: Option<Text>,
    pub(super) regimen_fiscal: Option<Text>,
    pub(super) lugar_expedicion: Option<Text>,
    pub(super) curp: Option<Text>,
    pub(super) address: Option<String>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BuyerFacts {
    pub(super) rfc: String,
    pub(super) legal_name: Option<Text>,
    pub(super) former_name: Option<Text>,
    pub(super) country: Option<Text>,
    pub(super) tax_id: Option<Text>,
    pub(super) regimen_fiscal: Option<Text>,
    pub(super) domicilio_fiscal: Option<Text>,
    pub(super) uso_cfdi: Option<Text>,
    pub(super) metodo_pago: Option<Text>,
    pub(super) forma_pago: Option<Text>,
    pub(super) exportacion: Option<Text>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineFacts {
    pub(super) sku: Option<Text>,
    pub(super) description: Option<Text>,
    pub(super) clave_prod_serv: Option<Text>,
    pub(super) clave_unidad: Option<Text>,
    pub(super) objeto_imp: Option<Text>,
    /// Of CFDI 4.0 alone: kinds, factors and rates as text that sorts and reads.
    pub(super) taxes: Option<Vec<TaxFacts>>,
    pub(super) fraccion: Option<Text>,
}

/// A tax without amounts: kind, factor, rate with six decimals at least, as the JSON writes them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TaxFacts {
    pub(super) kind: String,
    pub(super) factor: String,
    pub(super) rate: String,
}

impl IssuerFacts {
    pub(super) fn of(rfc: String, party: &Party, mx: &Mx, trade: Option<&Element>, is_40: bool) -> IssuerFacts {
        let (legal_name, former_name) = names_of(party, is_40);
        let emisor = trade.and_then(|trade| child(trade, "Emisor"));
        let address = emisor.and_then(|emisor| child(emisor, "Domicilio")).map(address_of);
        IssuerFacts {
            rfc,
            legal_name,
            former_name,
            regimen_fiscal: mx.emisor.regimen_fiscal.clone().filter(|_| is_40),
            lugar_expedicion: mx.lugar_expedicion.clone().filter(|_| is_40),
            curp: emisor.and_then(|emisor| emisor.attribute("Curp")).map(Text::from),
            // As JSON, which sorts and from which it is made again.
            address: address.and_then(|address| serde_json::to_string(&address).ok()),
        }
    }
}

impl BuyerFacts {
    /// The public at large is no customer, and who has no RFC has no CFDI.
    pub(super) fn of(party: &Party, mx: &Mx, is_40: bool, credit: bool) -> Option<BuyerFacts> {
        let rfc = rfc_of(party).filter(|rfc| rfc != RFC_PUBLIC)?;
        let (legal_name, former_name) = names_of(party, is_40);
        let abroad = party.tax_ids.iter().find(|id| id.kind != TaxIdType::Rfc).filter(|_| rfc == RFC_FOREIGN);
        let new = |fact: &Option<Text>| fact.clone().filter(|_| is_40);
        // A credit memo has a use and a way of paying of its own.
        let sale = |fact: &Option<Text>| fact.clone().filter(|_| is_40 && !credit);
        Some(BuyerFacts {
            legal_name,
            former_name,
            country: abroad.and_then(|id| id.country.clone()),
            tax_id: abroad.and_then(|id| id.value.clone()),
            regimen_fiscal: new(&mx.receptor.regimen_fiscal),
            // Of a customer abroad it is the place of issue, whichever that is.
            domicilio_fiscal: new(&mx.receptor.domicilio_fiscal).filter(|_| !is_generic_rfc(&rfc)),
            uso_cfdi: sale(&mx.receptor.uso_cfdi),
            metodo_pago: sale(&mx.metodo_pago),
            forma_pago: sale(&mx.forma_pago),
            exportacion: sale(&mx.exportacion),
            rfc,
        })
    }
}

impl LineFacts {
    /// One, or one for each tariff code that the complement has for its SKU; none for a line without a name.
    pub(super) fn of(line: &crate::model::Line, trade: Option<&Element>, is_40: bool) -> Vec<LineFacts> {
        let trimmed =
            |text: &Option<Text>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(Text::from);
        let (sku, description) = (trimmed(&line.sku), trimmed(&line.description));
        if sku.is_none() && description.is_none() {
            return Vec::new();
        }
        let mx = line.extensions.mx.as_deref();
        let facts = LineFacts {
            clave_prod_serv: mx.and_then(|mx| mx.clave_prod_serv.clone()),
            clave_unidad: line.unit.as_ref().and_then(|unit| unit.code.clone()),
            objeto_imp: mx.and_then(|mx| mx.objeto_imp.clone()).filter(|_| is_40),
            taxes: is_40.then(|| taxes_of(&line.taxes)),
            fraccion: None,
            sku,
            description,
        };
        let goods = trade.and_then(|trade| child(trade, "Mercancias")).into_iter().flat_map(Element::elements);
        let mine = goods.filter(|goods| {
            let sku = goods.attribute("NoIdentificacion").map(str::trim);
            sku.is_some() && sku == facts.sku.as_deref()
        });
        let codes: BTreeSet<&str> = mine.filter_map(|goods| goods.attribute("FraccionArancelaria")).collect();
        match codes.is_empty() {
            true => vec![facts],
            false => codes.into_iter().map(|code| LineFacts { fraccion: Some(code.into()), ..facts.clone() }).collect(),
        }
    }

    /// By what the item is known: the SKU, else the description as it is compared.
    pub(super) fn key(&self) -> (bool, String) {
        match (&self.sku, &self.description) {
            (Some(sku), _) => (false, sku.to_string()),
            (None, description) => (true, description.as_deref().map(fold).unwrap_or_default()),
        }
    }
}

pub(super) fn intern<T: Ord>(all: &mut BTreeSet<Arc<T>>, facts: T) -> Arc<T> {
    if let Some(known) = all.get(&facts) {
        return Arc::clone(known);
    }
    let facts = Arc::new(facts);
    all.insert(Arc::clone(&facts));
    facts
}

pub(super) fn rfc_of(party: &Party) -> Option<String> {
    party.rfc().and_then(|id| id.value.as_deref()).map(bare).filter(|rfc| !rfc.is_empty())
}

/// The name by its version.
pub(super) fn names_of(party: &Party, is_40: bool) -> (Option<Text>, Option<Text>) {
    let name = party.legal_name.clone().filter(|name| !name.trim().is_empty());
    if is_40 { (name, None) } else { (None, name) }
}

/// Comercio Exterior 2.0: earlier versions have another tariff.
pub(super) fn is_trade(element: &&Element) -> bool {
    element.local_name() == "ComercioExterior" && element.attribute("Version") == Some("2.0")
}

pub(super) fn child<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    element.elements().find(|child| child.local_name() == name)
}

pub(super) fn address_of(element: &Element) -> MxAddress {
    let said = |name: &str| element.attribute(name).map(Text::from);
    MxAddress {
        calle: said("Calle").unwrap_or_default(),
        numero_exterior: said("NumeroExterior"),
        numero_interior: said("NumeroInterior"),
        colonia: said("Colonia"),
        localidad: said("Localidad"),
        municipio: said("Municipio"),
        estado: said("Estado").unwrap_or_default(),
        codigo_postal: said("CodigoPostal").unwrap_or_default(),
    }
}

/// Kinds, factors and rates, each once, in the order of their names.
pub(super) fn taxes_of(taxes: &[Tax]) -> Vec<TaxFacts> {
    let facts = taxes.iter().map(|tax| TaxFacts {
        kind: wire(&tax.tax_type),
        factor: tax.factor.as_ref().map(wire).unwrap_or_default(),
        rate: tax.rate.as_ref().map(six_decimals).unwrap_or_default(),
    });
    facts.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A value as the JSON writes it.
pub(super) fn wire(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// SAT reads 0.16 and 0.160000 as one rate.
pub(super) fn six_decimals(rate: &Number) -> String {
    match rate.value() {
        Some(value) => {
            let value = value.normalize();
            format!("{value:.*}", (value.scale() as usize).max(6))
        }
        None => rate.to_string(),
    }
}

impl TaxFacts {
    pub(super) fn to_tax(&self) -> Option<Tax> {
        let named = |name: &str| serde_json::Value::String(name.to_owned());
        let kind: TaxType = serde_json::from_value(named(&self.kind)).ok()?;
        let factor: Option<TaxFactor> = serde_json::from_value(named(&self.factor)).ok();
        Some(Tax { factor, rate: self.rate.parse().ok(), ..Tax::new(kind) })
    }

    pub(super) fn to_text(&self) -> String {
        [&self.kind, &self.factor, &self.rate].map(String::as_str).join(" ").trim_end().to_owned()
    }
}
