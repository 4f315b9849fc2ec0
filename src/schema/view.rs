//! The documents that can be checked: one as it was read, and the trees of the model.

use std::borrow::Cow;

use super::{Inside, View, ViewAttr};
use crate::model::{Element as Tree, Node};
use crate::xml::{self, Item};

impl<'d, 'a> View for xml::Element<'d, 'a> {
    type Attr = DocumentAttr<'d, 'a>;

    fn local_name(&self) -> &str {
        (*self).local_name()
    }

    fn written(&self) -> &str {
        self.name()
    }

    fn namespace(&self) -> &str {
        (*self).namespace()
    }

    fn same_namespace(&self, other: &Self) -> bool {
        (*self).same_namespace(*other)
    }

    fn is(&self, other: &Self) -> bool {
        (*self).is(*other)
    }

    fn attributes(&self) -> impl Iterator<Item = Self::Attr> {
        let element = *self;
        element.attrs().iter().map(move |attr| DocumentAttr { element, attr })
    }

    fn inside(&self) -> impl Iterator<Item = Inside<Self>> {
        self.items().filter_map(|item| match item {
            Item::Element(element) => Some(Inside::Element(element)),
            Item::Space(_) => Some(Inside::Text(true)),
            Item::Text(text) => Some(Inside::Text(text.bytes().all(xml::is_space))),
            Item::Comment(_) | Item::Instruction(_) => None,
        })
    }

    fn text(&self) -> String {
        (*self).text()
    }
}

pub(crate) struct DocumentAttr<'d, 'a> {
    element: xml::Element<'d, 'a>,
    attr: &'d xml::Attr<'a>,
}

impl ViewAttr for DocumentAttr<'_, '_> {
    fn name(&self) -> &str {
        self.attr.name
    }

    fn is_declaration(&self) -> bool {
        self.attr.is_declaration()
    }

    fn namespace(&self) -> &str {
        self.element.attr_namespace(self.attr)
    }

    fn value(&self) -> Cow<'_, str> {
        self.attr.value()
    }

    fn collapsed(&self) -> Cow<'_, str> {
        self.attr.collapsed().0
    }
}

/// A tree of the model with its namespaces resolved.
pub(crate) struct Trees<'t> {
    nodes: Vec<Resolved<'t>>,
}

struct Resolved<'t> {
    tree: &'t Tree,
    namespace: &'t str,
    /// The namespaces of its attributes; empty for those without prefix.
    attributes: Vec<&'t str>,
    /// The elements inside, in their order.
    children: Vec<usize>,
}

impl<'t> Trees<'t> {
    /// Resolves a tree; `bindings` are the prefixes around it, the outermost first.
    pub(crate) fn new(tree: &'t Tree, bindings: &[(&'t str, &'t str)]) -> Self {
        let mut trees = Trees { nodes: Vec::new() };
        trees.add(tree, &mut bindings.to_vec());
        trees
    }

    /// The namespace of the root.
    pub(crate) fn namespace(&self) -> &'t str {
        self.nodes[0].namespace
    }

    pub(crate) fn root(&self) -> TreeView<'_, 't> {
        TreeView { trees: self, at: 0 }
    }

    fn add(&mut self, tree: &'t Tree, bindings: &mut Vec<(&'t str, &'t str)>) -> usize {
        let outside = bindings.len();
        bindings.extend(tree.xmlns.iter());
        let bound = |name: &str, default: &'t str| match name.split_once(':') {
            Some(("xml", _)) => "http://www.w3.org/XML/1998/namespace",
            Some((prefix, _)) => bindings.iter().rev().find(|(bound, _)| *bound == prefix).map_or("", |(_, ns)| ns),
            None => default,
        };
        let default = bindings.iter().rev().find(|(bound, _)| bound.is_empty()).map_or("", |(_, ns)| ns);
        let namespace = bound(&tree.name, default);
        let attributes = tree.attributes.iter().map(|(name, _)| bound(name, "")).collect();
        let at = self.nodes.len();
        self.nodes.push(Resolved { tree, namespace, attributes, children: Vec::new() });
        for child in tree.elements() {
            let child = self.add(child, bindings);
            self.nodes[at].children.push(child);
        }
        bindings.truncate(outside);
        at
    }
}

/// An element of a resolved tree.
#[derive(Clone, Copy)]
pub(crate) struct TreeView<'d, 't> {
    trees: &'d Trees<'t>,
    at: usize,
}

impl<'d, 't> TreeView<'d, 't> {
    fn resolved(self) -> &'d Resolved<'t> {
        &self.trees.nodes[self.at]
    }
}

impl<'d, 't> View for TreeView<'d, 't> {
    type Attr = TreeAttr<'d>;

    fn local_name(&self) -> &str {
        self.resolved().tree.local_name()
    }

    fn written(&self) -> &str {
        &self.resolved().tree.name
    }

    fn namespace(&self) -> &str {
        self.resolved().namespace
    }

    fn same_namespace(&self, other: &Self) -> bool {
        self.resolved().namespace == other.resolved().namespace
    }

    fn is(&self, other: &Self) -> bool {
        self.at == other.at
    }

    fn attributes(&self) -> impl Iterator<Item = Self::Attr> {
        let resolved = self.resolved();
        let pairs = resolved.tree.attributes.iter().zip(&resolved.attributes);
        pairs.map(|((name, value), namespace)| TreeAttr { name, value, namespace })
    }

    fn inside(&self) -> impl Iterator<Item = Inside<Self>> {
        let TreeView { trees, .. } = *self;
        let mut elements = self.resolved().children.iter();
        self.resolved().tree.children.iter().filter_map(move |node| match node {
            Node::Element(_) => elements.next().map(|at| Inside::Element(TreeView { trees, at: *at })),
            Node::Text(text) => Some(Inside::Text(text.bytes().all(xml::is_space))),
            Node::Comment(_) | Node::Instruction(..) | Node::Stamp => None,
        })
    }

    fn text(&self) -> String {
        let texts = self.resolved().tree.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }
}

pub(crate) struct TreeAttr<'d> {
    name: &'d str,
    value: &'d str,
    namespace: &'d str,
}

impl ViewAttr for TreeAttr<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn is_declaration(&self) -> bool {
        false
    }

    fn namespace(&self) -> &str {
        self.namespace
    }

    fn value(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.value)
    }

    fn collapsed(&self) -> Cow<'_, str> {
        xml::collapse(self.value)
    }
}
