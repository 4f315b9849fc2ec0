//! SAT's facts: codes, fiscal identities, seal and stamp, complements.
//!
//! Field names are SAT's own in snake case. Codes are text: which of them exist, and from when, is the catalogues' business.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Cfdi32, InformacionAduanera32};
use crate::model::{Element, Number, Pairs, Text};

/// SAT's facts of a document (`extensions.mx`).
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mx {
    /// Version of the CFDI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Text>,
    /// c_FormaPago; `payment_means.method` shows the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forma_pago: Option<Text>,
    /// c_MetodoPago: PUE or PPD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metodo_pago: Option<Text>,
    /// c_Exportacion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exportacion: Option<Text>,
    /// Postal code of the place of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lugar_expedicion: Option<Text>,
    /// The PAC's key for amounts or rates out of range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmacion: Option<Text>,
    /// Number of the certificate of the seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_certificado: Option<Text>,
    /// The certificate, base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificado: Option<Text>,
    /// The seal, base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sello: Option<Text>,
    /// Fiscal facts of the issuer.
    #[serde(default, skip_serializing_if = "Emisor::is_empty")]
    pub emisor: Emisor,
    /// Fiscal facts of the recipient.
    #[serde(default, skip_serializing_if = "Receptor::is_empty")]
    pub receptor: Receptor,
    /// The period of a global invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informacion_global: Option<InformacionGlobal>,
    /// How many `preceding_documents` stand in each CfdiRelacionados, where that does not follow from their relations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cfdi_relacionados: Vec<u32>,
    /// True where the document has an Impuestos node without anything in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub impuestos_vacio: bool,
    /// What only CFDI 3.2 says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cfdi32: Option<Box<Cfdi32>>,
    /// The stamp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timbre: Option<Box<TimbreFiscalDigital>>,
    /// The Complemento nodes as trees; `{"timbre": true}` marks the stamp's place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complemento: Vec<Element>,
    /// The Addenda nodes, but for this project's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addenda: Vec<Addenda>,
    /// Namespace declarations and attributes of any namespace on nodes that are otherwise typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodos: Vec<NodoExtra>,
    /// How values were written where the model would write them otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_read: Vec<AsRead>,
    /// SHA-256 of the cadena original as it was read: of all that the seal covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_sha256: Option<Text>,
    /// SHA-256 over what the seal does not cover itself: the seal, the certificate, the stamp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal_sha256: Option<Text>,
}

/// Seal and certificate are long and say nothing to a person: their length stands for them.
impl fmt::Debug for Mx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mx")
            .field("version", &self.version)
            .field("forma_pago", &self.forma_pago)
            .field("metodo_pago", &self.metodo_pago)
            .field("exportacion", &self.exportacion)
            .field("lugar_expedicion", &self.lugar_expedicion)
            .field("no_certificado", &self.no_certificado)
            .field("sello", &self.sello.as_ref().map(|s| s.len()))
            .field("emisor", &self.emisor)
            .field("receptor", &self.receptor)
            .field("cfdi32", &self.cfdi32)
            .field("uuid", &self.timbre.as_ref().and_then(|t| t.uuid.as_ref()))
            .field("complemento", &self.complemento)
            .field("addenda", &self.addenda.len())
            .field("as_read", &self.as_read)
            .field("sealed_sha256", &self.sealed_sha256)
            .field("seal_sha256", &self.seal_sha256)
            .finish_non_exhaustive()
    }
}

/// Fiscal facts of the issuer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Emisor {
    /// c_RegimenFiscal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regimen_fiscal: Option<Text>,
    /// Number of the operation when the acquirer issues for a small seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fac_atr_adquirente: Option<Text>,
}

impl Emisor {
    fn is_empty(&self) -> bool {
        *self == Emisor::default()
    }
}

/// Fiscal facts of the recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Receptor {
    /// Fiscal postal code; the issuer's place for a foreign or generic recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicilio_fiscal: Option<Text>,
    /// c_RegimenFiscal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regimen_fiscal: Option<Text>,
    /// c_UsoCFDI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uso_cfdi: Option<Text>,
}

impl Receptor {
    fn is_empty(&self) -> bool {
        *self == Receptor::default()
    }
}

/// The period of a global invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InformacionGlobal {
    /// c_Periodicidad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periodicidad: Option<Text>,
    /// c_Meses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meses: Option<Text>,
    /// The year.
    #[serde(default, rename = "año", skip_serializing_if = "Option::is_none")]
    pub año: Option<Text>,
}

/// SAT's facts of a line (`lines[].extensions.mx`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LineMx {
    /// c_ClaveProdServ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clave_prod_serv: Option<Text>,
    /// c_ObjetoImp; `taxability` shows the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objeto_imp: Option<Text>,
    /// True where the line has an Impuestos node without anything in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub impuestos_vacio: bool,
    /// For whom the line is sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a_cuenta_terceros: Option<Box<ACuentaTerceros>>,
    /// Numbers of the import pedimentos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub informacion_aduanera: Vec<Text>,
    /// Import pedimentos of CFDI 3.2, with date and customs house.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub informacion_aduanera_32: Vec<InformacionAduanera32>,
    /// Numbers of the property tax accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuenta_predial: Vec<Text>,
    /// The ComplementoConcepto as a tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complemento_concepto: Option<Box<Element>>,
    /// What the line is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partes: Vec<Parte>,
    /// As [`Mx::nodos`], for the nodes of the line: paths from its Concepto, so that they move with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodos: Vec<NodoExtra>,
    /// As [`Mx::as_read`], for the fields of the line: pointers from the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub as_read: Vec<AsRead>,
}

/// For whom a line is sold.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ACuentaTerceros {
    /// RFC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfc: Option<Text>,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nombre: Option<Text>,
    /// c_RegimenFiscal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regimen_fiscal: Option<Text>,
    /// Fiscal postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicilio_fiscal: Option<Text>,
}

/// Tax numbers are not shown.
impl fmt::Debug for ACuentaTerceros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ACuentaTerceros").field("nombre", &self.nombre).finish_non_exhaustive()
    }
}

/// A part of what a line sells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Parte {
    /// c_ClaveProdServ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clave_prod_serv: Option<Text>,
    /// The seller's number of the part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_identificacion: Option<Text>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cantidad: Option<Number>,
    /// Unit in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unidad: Option<Text>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub descripcion: Option<Text>,
    /// Price of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valor_unitario: Option<Number>,
    /// Amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importe: Option<Number>,
    /// Numbers of the import pedimentos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub informacion_aduanera: Vec<Text>,
    /// Import pedimentos of CFDI 3.2, with date and customs house.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub informacion_aduanera_32: Vec<InformacionAduanera32>,
}

/// The stamp of a PAC: version 1.1, and on a CFDI 3.2 version 1.0.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TimbreFiscalDigital {
    /// The element's name as written; absent for `tfd:TimbreFiscalDigital`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Namespaces declared on it.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub xmlns: Pairs,
    /// Attributes of other namespaces: `xsi:schemaLocation`.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub attributes: Pairs,
    /// Version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Text>,
    /// Folio fiscal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<Text>,
    /// When it was stamped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fecha_timbrado: Option<Text>,
    /// RFC of the PAC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfc_prov_certif: Option<Text>,
    /// SAT's message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leyenda: Option<Text>,
    /// The document's seal again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sello_cfd: Option<Text>,
    /// Number of SAT's certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_certificado_sat: Option<Text>,
    /// SAT's seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sello_sat: Option<Text>,
}

impl fmt::Debug for TimbreFiscalDigital {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimbreFiscalDigital")
            .field("uuid", &self.uuid)
            .field("fecha_timbrado", &self.fecha_timbrado)
            .finish_non_exhaustive()
    }
}

/// An Addenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Addenda {
    /// The element.
    pub nodo: Element,
    /// How many of the document's other nodes follow it; absent at its place, the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub antes_de: Option<u32>,
}

/// What a typed node carried beside SAT's attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodoExtra {
    /// Its XPath without prefixes, from the Comprobante or from the line's Concepto: `/`, `/Emisor`, `/Impuestos`.
    pub nodo: Text,
    /// Namespaces declared there.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub xmlns: Pairs,
    /// Attributes of other namespaces, and unknown ones.
    #[serde(default, skip_serializing_if = "Pairs::is_empty")]
    pub attributes: Pairs,
}

/// How a value was written, where the model writes it otherwise.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AsRead {
    /// JSON pointer of the field, from the invoice or from the line.
    pub at: Text,
    /// The text in the XML.
    pub text: Text,
    /// The field's value for which the text stands; absent where the field has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Text>,
}

/// The literal may be a tax number.
impl fmt::Debug for AsRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsRead").field("at", &self.at).finish_non_exhaustive()
    }
}
