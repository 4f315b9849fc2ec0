//! The open end of the model: one country's facts under `mx`, anybody's under any other name.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::Text;
use super::national::{LineMx, Mx};

/// Extensions of the document.
pub type Extensions = Open<Mx>;
/// Extensions of a line.
pub type LineExtensions = Open<LineMx>;

/// SAT's facts, typed, beside foreign ones that pass through as JSON text.
#[derive(Clone)]
pub struct Open<M> {
    /// Mexico's facts.
    pub mx: Option<Box<M>>,
    /// Others' facts by name, as JSON text.
    pub others: BTreeMap<Text, Box<RawValue>>,
}

impl<M> Open<M> {
    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.mx.is_none() && self.others.is_empty()
    }
}

impl<M> Default for Open<M> {
    fn default() -> Self {
        Open { mx: None, others: BTreeMap::new() }
    }
}

impl<M: PartialEq> PartialEq for Open<M> {
    fn eq(&self, other: &Self) -> bool {
        self.mx == other.mx
            && self.others.len() == other.others.len()
            && self.others.iter().zip(&other.others).all(|(a, b)| a.0 == b.0 && a.1.get() == b.1.get())
    }
}

impl<M: fmt::Debug> fmt::Debug for Open<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Open").field("mx", &self.mx).field("others", &self.others.keys()).finish()
    }
}

impl<M: Serialize> Serialize for Open<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(mx) = &self.mx {
            map.serialize_entry("mx", mx)?;
        }
        for (name, value) in &self.others {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de, M: DeserializeOwned> Deserialize<'de> for Open<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<M>(PhantomData<M>);
        impl<'de, M: DeserializeOwned> de::Visitor<'de> for Visitor<M> {
            type Value = Open<M>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of extensions")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Open<M>, A::Error> {
                let mut open = Open { mx: None, others: BTreeMap::new() };
                while let Some(name) = map.next_key::<Text>()? {
                    if name == "mx" {
                        if open.mx.is_some() {
                            return Err(de::Error::duplicate_field("mx"));
                        }
                        open.mx = Some(map.next_value()?);
                        continue;
                    }
                    let value: Box<RawValue> = map.next_value()?;
                    serde_json::from_str::<NoDuplicates>(value.get()).map_err(de::Error::custom)?;
                    if open.others.insert(name.clone(), value).is_some() {
                        return Err(de::Error::custom(format_args!("duplicate field `{name}`")));
                    }
                }
                Ok(open)
            }
        }
        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

/// Reads any JSON and keeps nothing of it, but refuses an object that names a field twice: what passes through unread must
/// mean the same to everyone.
struct NoDuplicates;

impl<'de> Deserialize<'de> for NoDuplicates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = NoDuplicates;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_bool<E>(self, _: bool) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_i64<E>(self, _: i64) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_u64<E>(self, _: u64) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_f64<E>(self, _: f64) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_str<E>(self, _: &str) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_unit<E>(self) -> Result<NoDuplicates, E> {
                Ok(NoDuplicates)
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<NoDuplicates, A::Error> {
                while seq.next_element::<NoDuplicates>()?.is_some() {}
                Ok(NoDuplicates)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NoDuplicates, A::Error> {
                let mut seen = std::collections::HashSet::new();
                while let Some(name) = map.next_key::<String>()? {
                    map.next_value::<NoDuplicates>()?;
                    if let Some(name) = seen.replace(name) {
                        return Err(de::Error::custom(format_args!("duplicate field `{name}`")));
                    }
                }
                Ok(NoDuplicates)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(feature = "schema")]
impl<M: schemars::JsonSchema> schemars::JsonSchema for Open<M> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Extensions{}", M::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mx = generator.subschema_for::<M>();
        schemars::json_schema!({ "type": "object", "properties": { "mx": mx } })
    }
}
