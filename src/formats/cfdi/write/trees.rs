//! Complements, Addendas and the stamp.

use super::{Writer, cadena, groups};
use crate::mapping::{self, Field};
use crate::model::national::TimbreFiscalDigital;
use crate::model::{Element as Tree, Node};
use crate::report::{Location, Values};
use crate::xml::{self, is_name, is_xml_text};

impl<'m> Writer<'m, '_> {
    // Trees.

    /// How many nodes but Addendas the document will have.
    pub(super) fn typed_nodes(&self) -> usize {
        let mx = self.mx;
        let groups = groups(&mx.cfdi_relacionados, &self.invoice.preceding_documents).len();
        usize::from(mx.informacion_global.is_some())
            + groups
            + 3
            + usize::from(self.has_summary())
            + mx.complemento.len()
    }

    /// Writes the Addendas that are followed by at least this many of those nodes.
    pub(super) fn addendas(&mut self, left: usize) {
        let mx = self.mx;
        while let Some(addenda) = mx.addenda.get(self.addendas) {
            if (addenda.antes_de.unwrap_or(0) as usize) < left {
                break;
            }
            let at = self.addendas;
            self.addendas += 1;
            self.tree_root(&addenda.nodo, "Addenda", || mapping::row(Field::Addenda).at(&[], &[at]));
        }
    }

    pub(super) fn tree_root(&mut self, tree: &Tree, local: &str, location: impl Fn() -> Location) {
        let (field, layout) = match local {
            "Complemento" => (Field::Complemento, Layout::Complements),
            "Addenda" => (Field::Addenda, Layout::Free),
            _ => (Field::ComplementoConcepto, Layout::Complements),
        };
        if tree.local_name() != local {
            return self.block("FRO-CFDI-010", field, location(), Values::found(tree.name.clone()));
        }
        self.close_tag();
        self.line_break(self.path.len());
        if let Err(what) = self.tree(tree, self.path.len(), layout) {
            self.block("FRO-CFDI-010", field, location(), Values::found(what));
        }
    }

    /// Writes a tree; the error is what cannot be written. Bounded by the depth that JSON and XML readers allow.
    pub(super) fn tree(&mut self, tree: &Tree, depth: usize, layout: Layout) -> Result<(), String> {
        if !is_name(&tree.name) {
            return Err(tree.name.to_string());
        }
        self.out.push(b'<');
        self.out.extend_from_slice(tree.name.as_bytes());
        self.pairs(&tree.xmlns, &tree.attributes)?;
        let has_stamp = !self.draft && self.mx.timbre.is_some();
        let absent = |node: &Node| matches!(node, Node::Stamp) && !has_stamp;
        if tree.children.iter().all(absent) {
            self.out.extend_from_slice(b"/>");
            return Ok(());
        }
        self.out.push(b'>');
        let indent = layout != Layout::Fixed && !tree.children.iter().any(|node| matches!(node, Node::Text(_)));
        for node in tree.children.iter().filter(|node| !absent(node)) {
            if indent {
                self.line_break(depth + 1);
            }
            let layout = match (node, layout) {
                (Node::Element(complement), Layout::Complements) => self.layout_of(complement, tree),
                _ => layout,
            };
            self.tree_node(node, depth + 1, layout)?;
        }
        if indent {
            self.line_break(depth);
        }
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(tree.name.as_bytes());
        self.out.push(b'>');
        Ok(())
    }

    /// Blanks may be added inside a complement only where the cadena does not have them.
    pub(super) fn layout_of(&self, complement: &Tree, parent: &Tree) -> Layout {
        let prefix = complement.name.split_once(':').map_or("", |(prefix, _)| prefix);
        let declared = complement.xmlns.get(prefix).or_else(|| parent.xmlns.get(prefix));
        let outside = || self.bindings.iter().rev().find(|(bound, _)| *bound == prefix).map(|(_, address)| *address);
        let namespace = declared.or_else(outside).unwrap_or_default();
        match cadena::text_is_sealed(self.family, namespace, complement.local_name()) {
            true => Layout::Fixed,
            false => Layout::Free,
        }
    }

    pub(super) fn tree_node(&mut self, node: &Node, depth: usize, layout: Layout) -> Result<(), String> {
        match node {
            Node::Element(tree) => return self.tree(tree, depth, layout),
            Node::Text(text) if is_xml_text(text) => xml::character_data(&mut self.out, text),
            Node::Comment(text) if is_xml_text(text) && !text.contains("--") && !text.ends_with('-') => {
                self.out.extend_from_slice(b"<!--");
                self.out.extend_from_slice(text.as_bytes());
                self.out.extend_from_slice(b"-->");
            }
            Node::Instruction(target, data) => {
                let reserved = target.eq_ignore_ascii_case("xml") || target.contains(':');
                if !is_name(target) || reserved || !is_xml_text(data) || data.contains("?>") {
                    return Err(target.to_string());
                }
                self.out.extend_from_slice(b"<?");
                self.out.extend_from_slice(target.as_bytes());
                if !data.is_empty() {
                    self.out.push(b' ');
                    self.out.extend_from_slice(data.as_bytes());
                }
                self.out.extend_from_slice(b"?>");
            }
            Node::Stamp => {
                let mx = self.mx;
                if let Some(timbre) = mx.timbre.as_deref().filter(|_| !self.draft) {
                    self.timbre(timbre)?;
                }
            }
            Node::Text(text) | Node::Comment(text) => return Err(text.to_string()),
        }
        Ok(())
    }

    pub(super) fn timbre(&mut self, timbre: &TimbreFiscalDigital) -> Result<(), String> {
        let name = timbre.name.as_deref().unwrap_or("tfd:TimbreFiscalDigital");
        if !is_name(name) || !name.ends_with("TimbreFiscalDigital") {
            return Err(name.to_owned());
        }
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        self.pairs(&timbre.xmlns, &timbre.attributes)?;
        self.text(Field::TfdVersion, &[], &timbre.version);
        self.text(Field::TfdUuid, &[], &timbre.uuid);
        self.text(Field::TfdFechaTimbrado, &[], &timbre.fecha_timbrado);
        self.text(Field::TfdRfcProvCertif, &[], &timbre.rfc_prov_certif);
        self.text(Field::TfdLeyenda, &[], &timbre.leyenda);
        self.text(Field::TfdSelloCfd, &[], &timbre.sello_cfd);
        self.text(Field::TfdNoCertificadoSat, &[], &timbre.no_certificado_sat);
        self.text(Field::TfdSelloSat, &[], &timbre.sello_sat);
        self.out.extend_from_slice(b"/>");
        Ok(())
    }
}

/// Where a tree may be broken into lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Around its children; each of them has its own layout.
    Complements,
    /// Nowhere.
    Fixed,
    /// Wherever there is no text.
    Free,
}
