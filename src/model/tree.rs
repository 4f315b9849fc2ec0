//! XML that is carried as it is: complements, and whatever stands in an Addenda.

use std::fmt;

use serde::de::{self, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Text;

/// An element with its prefix, its own namespace declarations, its attributes and its content in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// The name with its prefix, as written.
    pub name: Text,
    /// Namespaces declared here: prefix (empty for the default one) and address.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub xmlns: Pairs,
    /// Attributes, with their prefixes.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub attributes: Pairs,
    /// Elements, text, comments and processing instructions, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
}

/// Something inside an [`Element`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Node {
    /// A comment.
    Comment(Text),
    /// An element.
    Element(Element),
    /// A processing instruction: target and data.
    Instruction(Text, Text),
    /// The place of the TimbreFiscalDigital, which [`Mx`](super::national::Mx) holds typed.
    Stamp,
    /// Text, character references resolved.
    Text(Text),
}

impl Element {
    /// The elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The name without its prefix.
    pub fn local_name(&self) -> &str {
        self.name.rsplit_once(':').map_or(&self.name, |(_, local)| local)
    }

    /// The value of an attribute, by its name as written.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)
    }
}

/// The JSON form of every [`Node`] but text, which is a string.
#[derive(Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct NodeObject {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    xmlns: Pairs,
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    attributes: Pairs,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    children: Vec<Node>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instruction: Option<(Text, Text)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timbre: Option<bool>,
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let object = match self {
            Node::Text(text) => return serializer.serialize_str(text),
            Node::Element(element) => return element.serialize(serializer),
            Node::Comment(text) => NodeObject { comment: Some(text.clone()), ..NodeObject::default() },
            Node::Instruction(target, data) => {
                NodeObject { instruction: Some((target.clone(), data.clone())), ..NodeObject::default() }
            }
            Node::Stamp => NodeObject { timbre: Some(true), ..NodeObject::default() },
        };
        object.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Node;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, or an object with one of `name`, `comment`, `instruction`, `timbre`")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
                Ok(Node::Text(text.into()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Node, A::Error> {
                let object = NodeObject::deserialize(de::value::MapAccessDeserializer::new(map))?;
                let bare = object.xmlns.is_empty() && object.attributes.is_empty() && object.children.is_empty();
                match object {
                    NodeObject { name: Some(name), comment: None, instruction: None, timbre: None, .. } => {
                        Ok(Node::Element(Element {
                            name,
                            xmlns: object.xmlns,
                            attributes: object.attributes,
                            children: object.children,
                        }))
                    }
                    NodeObject { name: None, comment: Some(text), instruction: None, timbre: None, .. } if bare => {
                        Ok(Node::Comment(text))
                    }
                    NodeObject {
                        name: None, comment: None, instruction: Some((target, data)), timbre: None, ..
                    } if bare => Ok(Node::Instruction(target, data)),
                    NodeObject { name: None, comment: None, instruction: None, timbre: Some(true), .. } if bare => {
                        Ok(Node::Stamp)
                    }
                    _ => Err(de::Error::custom(
                        "a node is text or an object with exactly one of `name`, `comment`, `instruction`, `timbre`",
                    )),
                }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Node {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Node".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let object = generator.subschema_for::<NodeObject>();
        schemars::json_schema!({ "anyOf": [{ "type": "string" }, object] })
    }
}

/// Names and values in order, an object in JSON; a name stands once.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(Text, Text)>);

impl Pairs {
    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds one at the end; the caller knows that the name is new.
    pub(crate) fn push(&mut self, name: impl Into<Text>, value: impl Into<Text>) {
        self.0.push((name.into(), value.into()));
    }

    /// Gives new values where `change` has one.
    pub(crate) fn change(&mut self, change: impl Fn(&str, &str) -> Option<String>) {
        for (name, value) in &mut self.0 {
            if let Some(new) = change(name, value) {
                *value = new.into();
            }
        }
    }

    /// Keeps the pairs that `keep` asks for.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str, &str) -> bool) {
        self.0.retain(|(name, value)| keep(name, value));
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Pairs::default();
                let mut seen = std::collections::HashSet::new();
                while let Some((name, value)) = map.next_entry::<Text, Text>()? {
                    if !seen.insert(name.clone()) {
                        return Err(de::Error::custom(format_args!("duplicate field `{name}`")));
                    }
                    pairs.0.push((name, value));
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Pairs {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Pairs".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object", "additionalProperties": { "type": "string" } })
    }
}
