//! What only CFDI 3.2 says, in its own words. It was issued until 2017; later versions have codes in place of its texts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Number, Text};

/// Facts of a CFDI 3.2 without a place in later versions (`extensions.mx.cfdi32`).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cfdi32 {
    /// formaDePago: in one payment or in instalments, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forma_de_pago: Option<Text>,
    /// metodoDePago: how it is paid, in words or by codes of that time; `payment_means.method` shows a single code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metodo_de_pago: Option<Text>,
    /// NumCtaPago: the last digits of the account that pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub num_cta_pago: Option<Text>,
    /// motivoDescuento: why there is a discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motivo_descuento: Option<Text>,
    /// Moneda where it is no code of ISO 4217; `currency` shows what a known spelling means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moneda: Option<Text>,
    /// TipoCambio where it is no rate of a known currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tipo_cambio: Option<Text>,
    /// LugarExpedicion where it is no postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lugar_expedicion: Option<Text>,
    /// FolioFiscalOrig: the UUID of the invoice that is paid in instalments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folio_fiscal_orig: Option<Text>,
    /// SerieFolioFiscalOrig.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serie_folio_fiscal_orig: Option<Text>,
    /// FechaFolioFiscalOrig.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fecha_folio_fiscal_orig: Option<Text>,
    /// MontoFolioFiscalOrig.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monto_folio_fiscal_orig: Option<Number>,
    /// RegimenFiscal of the issuer, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regimen_fiscal: Vec<Text>,
    /// DomicilioFiscal of the issuer; `seller.address` shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicilio_fiscal: Option<Box<Ubicacion>>,
    /// ExpedidoEn: the branch that issues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expedido_en: Option<Box<Ubicacion>>,
    /// Domicilio of the recipient; `buyer.address` shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicilio_receptor: Option<Box<Ubicacion>>,
}

/// Account numbers and addresses are not shown.
impl fmt::Debug for Cfdi32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cfdi32")
            .field("forma_de_pago", &self.forma_de_pago)
            .field("metodo_de_pago", &self.metodo_de_pago)
            .field("moneda", &self.moneda)
            .finish_non_exhaustive()
    }
}

/// An address of CFDI 3.2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ubicacion {
    /// Street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calle: Option<Text>,
    /// Number of the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_exterior: Option<Text>,
    /// Number inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_interior: Option<Text>,
    /// Neighbourhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colonia: Option<Text>,
    /// City or town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub localidad: Option<Text>,
    /// How to find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referencia: Option<Text>,
    /// Municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipio: Option<Text>,
    /// State.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estado: Option<Text>,
    /// Country, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pais: Option<Text>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codigo_postal: Option<Text>,
}

/// An import pedimento of CFDI 3.2, with its date and customs house.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InformacionAduanera32 {
    /// Its number, in any form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<Text>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fecha: Option<Text>,
    /// The customs house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aduana: Option<Text>,
}
