//! A small tree of an XML file of SAT's, for the generators.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element with its attributes and the elements inside; prefixes stay in names and values.
#[derive(Debug, Default, Clone)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

impl Node {
    /// Reads a file; the prefix of XML Schema's own names is cut off.
    pub(crate) fn read(text: &str) -> Result<Node, String> {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Node::default()];
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => open.push(Node::of(&tag)?),
                Event::Empty(tag) => {
                    let node = Node::of(&tag)?;
                    open.last_mut().expect("the bottom stays").children.push(node);
                }
                Event::End(_) => {
                    let node = open.pop().expect("quick-xml pairs the tags");
                    open.last_mut().expect("the bottom stays").children.push(node);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let mut bottom = open.pop().expect("the bottom stays");
        bottom.children.pop().ok_or_else(|| "no element".into())
    }

    fn of(tag: &BytesStart<'_>) -> Result<Node, String> {
        let name: &str = tag.name().into_inner();
        let name = name.strip_prefix("xs:").unwrap_or(name).to_owned();
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            attributes.push((key, value.into_owned()));
        }
        Ok(Node { name, attributes, children: Vec::new() })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn need(&self, name: &str) -> Result<&str, String> {
        self.get(name).ok_or_else(|| format!("{} without {name}", self.name))
    }

    /// How many elements of these names stand below.
    pub(crate) fn count(&self, names: &[&str]) -> usize {
        let below: usize = self.children.iter().map(|child| child.count(names)).sum();
        below + usize::from(names.contains(&self.name.as_str()))
    }

    /// The children but annotations.
    pub(crate) fn content(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter(|child| child.name != "annotation")
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }
}
