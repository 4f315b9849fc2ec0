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
                    let Foreign(value) = map.next_value()?;
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

/// JSON that passes through as text. What is not looked into must still mean the same to everyone who does: no name stands
/// twice in an object, and every string is one.
pub(crate) struct Foreign(pub(crate) Box<RawValue>);

impl Foreign {
    /// Reads JSON text.
    pub(crate) fn parse(text: &str) -> Result<Foreign, String> {
        let raw: Box<RawValue> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        check(&raw, MAX_DEPTH).map(|()| Foreign(raw))
    }
}

impl<'de> Deserialize<'de> for Foreign {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        check(&raw, MAX_DEPTH).map_err(de::Error::custom)?;
        Ok(Foreign(raw))
    }
}

/// Numbers stay text, so that none is too large.
fn check(raw: &RawValue, depth: usize) -> Result<(), String> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err("recursion limit exceeded".into());
    };
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).map_err(|error| plain(&error))?;
            let mut seen = std::collections::HashSet::with_capacity(members.len());
            for (name, value) in &members {
                if !seen.insert(name) {
                    return Err(format!("duplicate field `{name}`"));
                }
                check(value, depth)?;
            }
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| plain(&error))?;
            items.into_iter().try_for_each(|item| check(item, depth))?;
        }
        Some(b'"') => {
            serde_json::from_str::<String>(text).map_err(|error| plain(&error))?;
        }
        _ => {}
    }
    Ok(())
}

/// A message without the place, which would be counted from the extension's beginning.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(message, _)| message.to_owned())
}

/// As deep as the rest of the JSON may be.
const MAX_DEPTH: usize = 120;

/// The members of an object in order, unread.
pub(crate) struct Members<'j>(pub(crate) Vec<(String, &'j RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visitor)
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
