//! What a stamp is, and the stamps of an invoice: the typed one, and whatever else a Complemento carries under its name.

use super::TFD;
use crate::model::Element as Tree;
use crate::model::Node;
use crate::model::national::Mx;

/// True for a TimbreFiscalDigital, of whatever version and content.
pub(super) fn is_stamp(namespace: &str, local_name: &str) -> bool {
    namespace == TFD && local_name == "TimbreFiscalDigital"
}

/// A stamp that is carried as a tree: a further one, one with content, or of a version that is not read.
pub(super) struct Carried<'m> {
    pub(super) tree: &'m Tree,
    /// Which Complemento it is in, and which child of that.
    pub(super) place: (usize, usize),
}

/// The stamps that are trees, in the order of the document.
pub(super) fn carried(mx: &Mx) -> impl Iterator<Item = Carried<'_>> {
    of_namespace(mx).filter(|carried| is_stamp(TFD, carried.tree.local_name()))
}

/// How often the typed stamp stands in the document.
pub(super) fn typed(mx: &Mx) -> usize {
    let places = mx.complemento.iter().flat_map(|complemento| &complemento.children);
    let places = places.filter(|node| matches!(node, Node::Stamp)).count();
    if mx.timbre.is_some() { places.max(1) } else { 0 }
}

/// True where a Complemento carries anything of the stamp's namespace.
pub(super) fn are_carried(mx: &Mx) -> bool {
    of_namespace(mx).next().is_some()
}

/// Puts the place of a stamp where one is carried: a draft has nothing there.
pub(super) fn type_carried(mx: &mut Mx) {
    let places: Vec<_> = of_namespace(mx).map(|carried| carried.place).collect();
    for (i, j) in places {
        mx.complemento[i].children[j] = Node::Stamp;
    }
}

/// What stands directly in a Complemento and is of the stamp's namespace.
fn of_namespace(mx: &Mx) -> impl Iterator<Item = Carried<'_>> {
    let complements = mx.complemento.iter().enumerate();
    let children = complements.flat_map(|(i, complemento)| {
        let children = complemento.children.iter().enumerate();
        children.map(move |(j, node)| (complemento, node, (i, j)))
    });
    children.filter_map(|(complemento, node, place)| match node {
        Node::Element(tree) if namespace(mx, complemento, tree) == TFD => Some(Carried { tree, place }),
        _ => None,
    })
}

/// The namespace of an element directly in a Complemento; empty without one.
pub(super) fn namespace<'m>(mx: &'m Mx, complemento: &'m Tree, tree: &'m Tree) -> &'m str {
    let prefix = tree.name.split_once(':').map_or("", |(prefix, _)| prefix);
    let root = || mx.nodos.iter().find(|kept| kept.nodo.trim_end_matches('/').is_empty());
    let inside = tree.xmlns.get(prefix).or_else(|| complemento.xmlns.get(prefix));
    inside.or_else(|| root()?.xmlns.get(prefix)).unwrap_or_default()
}
