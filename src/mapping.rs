//! The mapping: one row per fact, with its place on each side and the one home that owns it.
//!
//! The reader, the writer, `docs/mapping.md`, `frontera map FIELD` and the completeness tests all read this table.
//! ```
//! use frontera::mapping::{self, Owner};
//! let row = mapping::search("UsoCFDI").next().unwrap();
//! assert_eq!(row.us, "/extensions/mx/receptor/uso_cfdi");
//! assert_eq!(row.owner, Owner::Mx);
//! ```

use crate::model::Text;
use crate::report::Location;

/// Who owns a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Owner {
    /// The neutral field is the fact.
    Model,
    /// SAT's code is the fact; it stands in `extensions.mx`.
    Mx,
    /// A neutral field that shows what SAT's code says; the code is the fact while the two agree.
    Projection,
    /// A fact without a place in CFDI; it crosses as a US fact.
    Us,
}

impl Owner {
    /// The word that docs and the command show.
    pub fn as_str(self) -> &'static str {
        match self {
            Owner::Model => "model",
            Owner::Mx => "mx",
            Owner::Projection => "projection",
            Owner::Us => "us",
        }
    }
}

/// One fact and its two places.
#[derive(Debug)]
#[non_exhaustive]
pub struct Row {
    /// Which one.
    pub field: Field,
    /// Who owns it.
    pub owner: Owner,
    /// Path in the CFDI, `[]` after what repeats; empty without one. A path without `@` is a node.
    pub cfdi: &'static str,
    /// JSON pointer in the neutral invoice, `[]` for an index; a pointer to an object or array covers what is inside.
    pub us: &'static str,
    /// How it crosses, where that is more than one to one.
    pub note: &'static str,
    /// The attribute's own name.
    pub(crate) attribute: &'static str,
}

impl Row {
    /// The places of the row with these indices (counted from 0).
    pub(crate) fn at(&self, xml: &[usize], json: &[usize]) -> Location {
        Location {
            xpath: (!self.cfdi.is_empty()).then(|| xpath(self.cfdi, xml)),
            pointer: (!self.us.is_empty()).then(|| pointer(self.us, json)),
        }
    }
}

/// Every row, SAT's attributes in the order of Anexo 20, then what only the US side has.
pub fn rows() -> &'static [Row] {
    ROWS
}

/// The row of a field.
pub fn row(field: Field) -> &'static Row {
    &ROWS[field as usize]
}

/// Rows of which a name, a path or a pointer ends with this one; case does not matter.
pub fn search(name: &str) -> impl Iterator<Item = &'static Row> {
    // Indices do not count: `lines/quantity` is `/lines/[]/quantity`.
    let plain = |path: &str| path.to_lowercase().replace("/[]", "").replace("[]", "").replace('@', "");
    let wanted = plain(name).trim_matches('/').to_owned();
    ROWS.iter().filter(move |row| {
        [row.cfdi, row.us].into_iter().any(|path| {
            let path = plain(path);
            !wanted.is_empty() && (path.trim_matches('/') == wanted || path.ends_with(&format!("/{wanted}")))
        })
    })
}

/// The row that a pointer belongs to: the longest that covers it.
pub(crate) fn by_pointer(pointer: &str) -> Option<&'static Row> {
    let covers = |template: &str| {
        let mut parts = pointer.split('/');
        template.split('/').all(|wanted| match parts.next() {
            Some(part) => part == wanted || (wanted == "[]" && part.bytes().all(|b| b.is_ascii_digit())),
            None => false,
        })
    };
    ROWS.iter().filter(|row| !row.us.is_empty() && covers(row.us)).max_by_key(|row| row.us.len())
}

/// The pointer of what an XPath names, as far as it is certain: of a list other than the lines, that of the list, since its
/// members may stand in another order.
pub(crate) fn pointer_of(xpath: &str) -> Option<Text> {
    let mut line = None;
    let mut path = String::with_capacity(xpath.len());
    for step in xpath.trim_start_matches('/').split('/') {
        let (name, index) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
            Some((name, index)) => (name, index.parse::<usize>().ok()?),
            None => (step, 1),
        };
        let name = name.split_once(':').map_or(name, |(_, local)| local);
        if name == "Concepto" {
            line = index.checked_sub(1);
        }
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(name);
    }
    let row = ROWS.iter().find(|row| !row.cfdi.is_empty() && row.cfdi.replace("[]", "") == path)?;
    let (certain, line) = match row.us.strip_prefix("/lines/[]") {
        Some(rest) => (rest, format!("/lines/{}", line?)),
        None => (row.us, String::new()),
    };
    let certain = certain.split_once("/[]").map_or(certain, |(list, _)| list);
    Some(format!("{line}{certain}").into())
}

/// The XPath of what a pointer names, as far as it is certain: of what is in a list of a line, that of the line.
pub(crate) fn xpath_of(pointer: &str) -> Option<Text> {
    let row = by_pointer(pointer).filter(|row| !row.cfdi.is_empty())?;
    let rest = row.us.strip_prefix("/lines/[]").unwrap_or(row.us);
    let line = pointer.strip_prefix("/lines/").and_then(|rest| rest.split('/').next()?.parse::<usize>().ok());
    match (line, rest.contains("[]")) {
        (_, false) => Some(xpath(row.cfdi, line.as_slice())),
        (Some(line), true) => Some(xpath("Comprobante/Conceptos/Concepto[]", &[line])),
        (None, true) => None,
    }
}

/// The names nearest to one that no row has.
pub fn nearest(name: &str) -> Vec<&'static str> {
    let leaf = |path: &'static str| {
        path.rsplit('/').find(|part| *part != "[]").unwrap_or_default().trim_matches(['@', '[', ']'])
    };
    let names = ROWS.iter().flat_map(|row| [leaf(row.cfdi), leaf(row.us)]);
    crate::nearest::nearest(name.rsplit('/').next().unwrap_or(name), names)
}

fn xpath(template: &str, indices: &[usize]) -> Text {
    let mut indices = indices.iter();
    let mut out = String::with_capacity(template.len() + 40);
    for part in template.split('/') {
        out.push('/');
        if let Some(stamp) = part.strip_prefix("TimbreFiscalDigital") {
            out.push_str("tfd:TimbreFiscalDigital");
            out.push_str(stamp);
        } else if part.starts_with('@') {
            out.push_str(part);
        } else {
            out.push_str("cfdi:");
            out.push_str(part.trim_end_matches("[]"));
            if part.ends_with("[]") {
                let index = indices.next().map_or(0, |i| *i);
                out.push_str(&format!("[{}]", index + 1));
            }
        }
    }
    out.into()
}

pub(crate) fn pointer(template: &str, indices: &[usize]) -> Text {
    let mut indices = indices.iter();
    let mut out = String::with_capacity(template.len() + 4);
    for part in template.split('/').skip(1) {
        out.push('/');
        match part {
            "[]" => out.push_str(&indices.next().map_or(0, |i| *i).to_string()),
            name => out.push_str(name),
        }
    }
    out.into()
}

/// What stands after the last `@`.
const fn attribute(path: &'static str) -> &'static str {
    let bytes = path.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        if bytes[at] == b'@' {
            return path.split_at(at + 1).1;
        }
    }
    ""
}

macro_rules! rows {
    ($($field:ident $owner:ident $cfdi:literal => $us:literal $note:literal)*) => {
        /// A row of the mapping.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        #[non_exhaustive]
        pub enum Field { $($field),* }

        static ROWS: &[Row] = &[$(Row {
            field: Field::$field, owner: Owner::$owner, cfdi: $cfdi, us: $us, note: $note, attribute: attribute($cfdi),
        }),*];
    };
}

rows! {
    Version Mx "Comprobante/@Version" => "/extensions/mx/version" ""
    Serie Model "Comprobante/@Serie" => "/series" ""
    Folio Model "Comprobante/@Folio" => "/document_number" "leading zeros stay"
    Fecha Model "Comprobante/@Fecha" => "/issue_date" "date and time are two fields: `/issue_date`, `/issue_time`; local time at LugarExpedicion"
    Sello Mx "Comprobante/@Sello" => "/extensions/mx/sello" "not in a draft, or empty as a placeholder"
    FormaPago Mx "Comprobante/@FormaPago" => "/extensions/mx/forma_pago" "shown as `/payment_means/method`"
    NoCertificado Mx "Comprobante/@NoCertificado" => "/extensions/mx/no_certificado" "not in a draft, or twenty zeros as a placeholder"
    Certificado Mx "Comprobante/@Certificado" => "/extensions/mx/certificado" "not in a draft, or empty as a placeholder"
    CondicionesDePago Model "Comprobante/@CondicionesDePago" => "/payment_terms/text" ""
    SubTotal Model "Comprobante/@SubTotal" => "/totals/subtotal" ""
    Descuento Model "Comprobante/@Descuento" => "/totals/discount" ""
    Moneda Model "Comprobante/@Moneda" => "/currency" "XXX where there are no amounts"
    TipoCambio Model "Comprobante/@TipoCambio" => "/exchange_rate/rate" "MXN for one unit of Moneda: `/exchange_rate/from` is the currency, `/exchange_rate/to` is MXN"
    Total Model "Comprobante/@Total" => "/totals/total" ""
    TipoDeComprobante Model "Comprobante/@TipoDeComprobante" => "/document_type" "I invoice, or debit_memo where a TipoRelacion is 02; E credit_memo; T transfer; P payment_receipt; N payroll"
    Exportacion Mx "Comprobante/@Exportacion" => "/extensions/mx/exportacion" ""
    MetodoPago Mx "Comprobante/@MetodoPago" => "/extensions/mx/metodo_pago" ""
    LugarExpedicion Mx "Comprobante/@LugarExpedicion" => "/extensions/mx/lugar_expedicion" ""
    Confirmacion Mx "Comprobante/@Confirmacion" => "/extensions/mx/confirmacion" ""
    Periodicidad Mx "Comprobante/InformacionGlobal/@Periodicidad" => "/extensions/mx/informacion_global/periodicidad" ""
    Meses Mx "Comprobante/InformacionGlobal/@Meses" => "/extensions/mx/informacion_global/meses" ""
    Año Mx "Comprobante/InformacionGlobal/@Año" => "/extensions/mx/informacion_global/año" ""
    TipoRelacion Model "Comprobante/CfdiRelacionados[]/@TipoRelacion" => "/preceding_documents/[]/relation" "01 credit, 02 debit, 03 return, 04 substitution, 05 transfer_of_invoiced, 06 invoice_of_transfers, 07 advance_applied, 08 installment, 09 deferred_payment; neighbours with one relation share a node, else `/extensions/mx/cfdi_relacionados` has the sizes"
    RelacionadoUuid Model "Comprobante/CfdiRelacionados[]/CfdiRelacionado[]/@UUID" => "/preceding_documents/[]/uuid" ""
    EmisorRfc Model "Comprobante/Emisor/@Rfc" => "/seller/tax_ids/[]/value" "the entry of type rfc"
    EmisorNombre Model "Comprobante/Emisor/@Nombre" => "/seller/legal_name" ""
    EmisorRegimenFiscal Mx "Comprobante/Emisor/@RegimenFiscal" => "/extensions/mx/emisor/regimen_fiscal" ""
    FacAtrAdquirente Mx "Comprobante/Emisor/@FacAtrAdquirente" => "/extensions/mx/emisor/fac_atr_adquirente" ""
    ReceptorRfc Model "Comprobante/Receptor/@Rfc" => "/buyer/tax_ids/[]/value" "the entry of type rfc, the generic ones included"
    ReceptorNombre Model "Comprobante/Receptor/@Nombre" => "/buyer/legal_name" ""
    DomicilioFiscalReceptor Mx "Comprobante/Receptor/@DomicilioFiscalReceptor" => "/extensions/mx/receptor/domicilio_fiscal" "never the ZIP of a US address"
    ResidenciaFiscal Model "Comprobante/Receptor/@ResidenciaFiscal" => "/buyer/tax_ids/[]/country" "of the first entry that is not an rfc; alpha-3 there, alpha-2 here"
    NumRegIdTrib Model "Comprobante/Receptor/@NumRegIdTrib" => "/buyer/tax_ids/[]/value" "of the first entry that is not an rfc; EIN, SSN and ITIN lose their dashes on the way there and come back with type other unless US facts say which"
    RegimenFiscalReceptor Mx "Comprobante/Receptor/@RegimenFiscalReceptor" => "/extensions/mx/receptor/regimen_fiscal" ""
    UsoCfdi Mx "Comprobante/Receptor/@UsoCFDI" => "/extensions/mx/receptor/uso_cfdi" ""
    ClaveProdServ Mx "Comprobante/Conceptos/Concepto[]/@ClaveProdServ" => "/lines/[]/extensions/mx/clave_prod_serv" "never taken from another classification"
    NoIdentificacion Model "Comprobante/Conceptos/Concepto[]/@NoIdentificacion" => "/lines/[]/sku" ""
    Cantidad Model "Comprobante/Conceptos/Concepto[]/@Cantidad" => "/lines/[]/quantity" ""
    ClaveUnidad Model "Comprobante/Conceptos/Concepto[]/@ClaveUnidad" => "/lines/[]/unit/code" "code_list unece_rec20; a US or X12 code goes through the table of units"
    Unidad Model "Comprobante/Conceptos/Concepto[]/@Unidad" => "/lines/[]/unit/text" ""
    Descripcion Model "Comprobante/Conceptos/Concepto[]/@Descripcion" => "/lines/[]/description" ""
    ValorUnitario Model "Comprobante/Conceptos/Concepto[]/@ValorUnitario" => "/lines/[]/unit_price" ""
    Importe Model "Comprobante/Conceptos/Concepto[]/@Importe" => "/lines/[]/amount" ""
    ConceptoDescuento Model "Comprobante/Conceptos/Concepto[]/@Descuento" => "/lines/[]/discounts/[]/amount" "one discount; several are summed, and cross as US facts"
    ObjetoImp Mx "Comprobante/Conceptos/Concepto[]/@ObjetoImp" => "/lines/[]/extensions/mx/objeto_imp" "shown as `/lines/[]/taxability`"
    TrasladoBase Model "Comprobante/Conceptos/Concepto[]/Impuestos/Traslados/Traslado[]/@Base" => "/lines/[]/taxes/[]/taxable_amount" "taxes transferred first, then withheld"
    TrasladoImpuesto Model "Comprobante/Conceptos/Concepto[]/Impuestos/Traslados/Traslado[]/@Impuesto" => "/lines/[]/taxes/[]/tax_type" "001 income, 002 vat, 003 excise; jurisdiction is the country MX"
    TrasladoTipoFactor Model "Comprobante/Conceptos/Concepto[]/Impuestos/Traslados/Traslado[]/@TipoFactor" => "/lines/[]/taxes/[]/factor" "Tasa rate, Cuota amount_per_unit, Exento exempt"
    TrasladoTasaOCuota Model "Comprobante/Conceptos/Concepto[]/Impuestos/Traslados/Traslado[]/@TasaOCuota" => "/lines/[]/taxes/[]/rate" "a fraction, as written"
    TrasladoImporte Model "Comprobante/Conceptos/Concepto[]/Impuestos/Traslados/Traslado[]/@Importe" => "/lines/[]/taxes/[]/amount" ""
    RetencionBase Model "Comprobante/Conceptos/Concepto[]/Impuestos/Retenciones/Retencion[]/@Base" => "/lines/[]/taxes/[]/taxable_amount" ""
    RetencionImpuesto Model "Comprobante/Conceptos/Concepto[]/Impuestos/Retenciones/Retencion[]/@Impuesto" => "/lines/[]/taxes/[]/tax_type" "001 withholding_income, 002 withholding_vat, 003 withholding_excise"
    RetencionTipoFactor Model "Comprobante/Conceptos/Concepto[]/Impuestos/Retenciones/Retencion[]/@TipoFactor" => "/lines/[]/taxes/[]/factor" ""
    RetencionTasaOCuota Model "Comprobante/Conceptos/Concepto[]/Impuestos/Retenciones/Retencion[]/@TasaOCuota" => "/lines/[]/taxes/[]/rate" ""
    RetencionImporte Model "Comprobante/Conceptos/Concepto[]/Impuestos/Retenciones/Retencion[]/@Importe" => "/lines/[]/taxes/[]/amount" ""
    TercerosRfc Mx "Comprobante/Conceptos/Concepto[]/ACuentaTerceros/@RfcACuentaTerceros" => "/lines/[]/extensions/mx/a_cuenta_terceros/rfc" ""
    TercerosNombre Mx "Comprobante/Conceptos/Concepto[]/ACuentaTerceros/@NombreACuentaTerceros" => "/lines/[]/extensions/mx/a_cuenta_terceros/nombre" ""
    TercerosRegimen Mx "Comprobante/Conceptos/Concepto[]/ACuentaTerceros/@RegimenFiscalACuentaTerceros" => "/lines/[]/extensions/mx/a_cuenta_terceros/regimen_fiscal" ""
    TercerosDomicilio Mx "Comprobante/Conceptos/Concepto[]/ACuentaTerceros/@DomicilioFiscalACuentaTerceros" => "/lines/[]/extensions/mx/a_cuenta_terceros/domicilio_fiscal" ""
    NumeroPedimento Mx "Comprobante/Conceptos/Concepto[]/InformacionAduanera[]/@NumeroPedimento" => "/lines/[]/extensions/mx/informacion_aduanera/[]" "doubled blanks are part of the number"
    CuentaPredial Mx "Comprobante/Conceptos/Concepto[]/CuentaPredial[]/@Numero" => "/lines/[]/extensions/mx/cuenta_predial/[]" ""
    ComplementoConcepto Mx "Comprobante/Conceptos/Concepto[]/ComplementoConcepto" => "/lines/[]/extensions/mx/complemento_concepto" "a tree"
    ParteClaveProdServ Mx "Comprobante/Conceptos/Concepto[]/Parte[]/@ClaveProdServ" => "/lines/[]/extensions/mx/partes/[]/clave_prod_serv" ""
    ParteNoIdentificacion Mx "Comprobante/Conceptos/Concepto[]/Parte[]/@NoIdentificacion" => "/lines/[]/extensions/mx/partes/[]/no_identificacion" ""
    ParteCantidad Mx "Comprobante/Conceptos/Concepto[]/Parte[]/@Cantidad" => "/lines/[]/extensions/mx/partes/[]/cantidad" ""
    ParteUnidad Mx "Comprobante/Conceptos/Concepto[]/Parte[]/@Unidad" => "/lines/[]/extensions/mx/partes/[]/unidad" ""
    ParteDescripcion Mx "Comprobante/Conceptos/Concepto[]/Parte[]/@Descripcion" => "/lines/[]/extensions/mx/partes/[]/descripcion" ""
    ParteValorUnitario Mx "Comprobante/Conceptos/Concepto[]/Parte[]/@ValorUnitario" => "/lines/[]/extensions/mx/partes/[]/valor_unitario" ""
    ParteImporte Mx "Comprobante/Conceptos/Concepto[]/Parte[]/@Importe" => "/lines/[]/extensions/mx/partes/[]/importe" ""
    ParteNumeroPedimento Mx "Comprobante/Conceptos/Concepto[]/Parte[]/InformacionAduanera[]/@NumeroPedimento" => "/lines/[]/extensions/mx/partes/[]/informacion_aduanera/[]" ""
    TotalImpuestosRetenidos Model "Comprobante/Impuestos/@TotalImpuestosRetenidos" => "/totals/withholding" ""
    TotalImpuestosTrasladados Model "Comprobante/Impuestos/@TotalImpuestosTrasladados" => "/totals/tax" ""
    ResumenRetencionImpuesto Model "Comprobante/Impuestos/Retenciones/Retencion[]/@Impuesto" => "/tax_summary/[]/tax_type" "taxes transferred first, then withheld"
    ResumenRetencionImporte Model "Comprobante/Impuestos/Retenciones/Retencion[]/@Importe" => "/tax_summary/[]/amount" ""
    ResumenTrasladoBase Model "Comprobante/Impuestos/Traslados/Traslado[]/@Base" => "/tax_summary/[]/taxable_amount" ""
    ResumenTrasladoImpuesto Model "Comprobante/Impuestos/Traslados/Traslado[]/@Impuesto" => "/tax_summary/[]/tax_type" ""
    ResumenTrasladoTipoFactor Model "Comprobante/Impuestos/Traslados/Traslado[]/@TipoFactor" => "/tax_summary/[]/factor" ""
    ResumenTrasladoTasaOCuota Model "Comprobante/Impuestos/Traslados/Traslado[]/@TasaOCuota" => "/tax_summary/[]/rate" ""
    ResumenTrasladoImporte Model "Comprobante/Impuestos/Traslados/Traslado[]/@Importe" => "/tax_summary/[]/amount" ""
    Complemento Mx "Comprobante/Complemento" => "/extensions/mx/complemento" "a tree; the stamp's place is marked"
    Addenda Mx "Comprobante/Addenda" => "/extensions/mx/addenda" "a tree; the project's own Addenda is read as US facts instead"
    TfdVersion Mx "Comprobante/Complemento/TimbreFiscalDigital/@Version" => "/extensions/mx/timbre/version" ""
    TfdUuid Mx "Comprobante/Complemento/TimbreFiscalDigital/@UUID" => "/extensions/mx/timbre/uuid" ""
    TfdFechaTimbrado Mx "Comprobante/Complemento/TimbreFiscalDigital/@FechaTimbrado" => "/extensions/mx/timbre/fecha_timbrado" ""
    TfdRfcProvCertif Mx "Comprobante/Complemento/TimbreFiscalDigital/@RfcProvCertif" => "/extensions/mx/timbre/rfc_prov_certif" ""
    TfdLeyenda Mx "Comprobante/Complemento/TimbreFiscalDigital/@Leyenda" => "/extensions/mx/timbre/leyenda" ""
    TfdSelloCfd Mx "Comprobante/Complemento/TimbreFiscalDigital/@SelloCFD" => "/extensions/mx/timbre/sello_cfd" ""
    TfdNoCertificadoSat Mx "Comprobante/Complemento/TimbreFiscalDigital/@NoCertificadoSAT" => "/extensions/mx/timbre/no_certificado_sat" ""
    TfdSelloSat Mx "Comprobante/Complemento/TimbreFiscalDigital/@SelloSAT" => "/extensions/mx/timbre/sello_sat" ""

    IssueTime Model "" => "/issue_time" "the second half of Fecha"
    RateFrom Projection "" => "/exchange_rate/from" "Moneda"
    RateTo Projection "" => "/exchange_rate/to" "MXN"
    PaymentMethod Projection "" => "/payment_means/method" "FormaPago; a method that SAT's code does not tell apart (ach and wire are both 03) crosses as a US fact"
    Taxability Projection "" => "/lines/[]/taxability" "ObjetoImp, one to one"
    SellerTaxIdType Projection "" => "/seller/tax_ids/[]/type" "rfc"
    SellerTaxIdCountry Projection "" => "/seller/tax_ids/[]/country" "MX of an rfc"
    BuyerTaxIdType Projection "" => "/buyer/tax_ids/[]/type" "rfc, else other; US facts say which other one"
    UnitCodeList Projection "" => "/lines/[]/unit/code_list" "unece_rec20"
    TaxJurisdiction Projection "" => "/lines/[]/taxes/[]/jurisdiction" "the country MX"
    SummaryJurisdiction Projection "" => "/tax_summary/[]/jurisdiction" "the country MX"
    SchemaVersion Projection "" => "/schema_version" "a constant"
    Cfdi32 Mx "" => "/extensions/mx/cfdi32" "what only CFDI 3.2 says: see docs/cfdi-3.md"
    InformacionAduanera32 Mx "" => "/lines/[]/extensions/mx/informacion_aduanera_32" "pedimentos of CFDI 3.2"
    ParteInformacionAduanera32 Mx "" => "/lines/[]/extensions/mx/partes/[]/informacion_aduanera_32" "pedimentos of CFDI 3.2"
    Nodos Mx "" => "/extensions/mx/nodos" "namespace declarations, xsi:schemaLocation and unknown attributes of typed nodes"
    RelacionadosGroups Mx "" => "/extensions/mx/cfdi_relacionados" "how relations share nodes"
    EmptyImpuestos Mx "" => "/extensions/mx/impuestos_vacio" "an Impuestos node without anything in it"
    EmptyLineImpuestos Mx "" => "/lines/[]/extensions/mx/impuestos_vacio" "an Impuestos node without anything in it"
    AsRead Mx "" => "/extensions/mx/as_read" "literals that the model would write otherwise"
    LineNodos Mx "" => "/lines/[]/extensions/mx/nodos" "the same for the nodes of a line: paths from its Concepto"
    LineAsRead Mx "" => "/lines/[]/extensions/mx/as_read" "the same for the fields of a line: pointers from the line"
    SealedDigest Mx "" => "/extensions/mx/sealed_sha256" "of the cadena original"
    SealDigest Mx "" => "/extensions/mx/seal_sha256" "over the seal, its certificate and the stamp"
    TfdName Mx "" => "/extensions/mx/timbre/name" "another prefix than tfd"
    TfdXmlns Mx "" => "/extensions/mx/timbre/xmlns" "declarations on the stamp"
    TfdAttributes Mx "" => "/extensions/mx/timbre/attributes" "xsi:schemaLocation of the stamp"

    TimeZone Us "" => "/time_zone" ""
    DueDate Us "" => "/due_date" ""
    ServicePeriod Us "" => "/service_period" ""
    RateDate Us "" => "/exchange_rate/date" ""
    RateSource Us "" => "/exchange_rate/source" ""
    PriceBasis Us "" => "/price_basis" "a CFDI's prices are without tax: tax_inclusive ones are parted into price and tax"
    SellerTradeName Us "" => "/seller/trade_name" ""
    SellerTaxIds Us "" => "/seller/tax_ids" "all but the rfc"
    SellerAddress Us "" => "/seller/address" ""
    SellerContact Us "" => "/seller/contact" ""
    SellerTaxForm Us "" => "/seller/us_tax_form" ""
    BuyerTradeName Us "" => "/buyer/trade_name" ""
    BuyerTaxIds Us "" => "/buyer/tax_ids" "all but the rfc and the first other one"
    BuyerAddress Us "" => "/buyer/address" ""
    BuyerContact Us "" => "/buyer/contact" ""
    BuyerTaxForm Us "" => "/buyer/us_tax_form" ""
    ShipTo Us "" => "/ship_to" ""
    ShipFrom Us "" => "/ship_from" ""
    RemitTo Us "" => "/remit_to" ""
    ImporterOfRecord Us "" => "/importer_of_record" ""
    Producer Us "" => "/producer" ""
    PurchaseOrder Us "" => "/purchase_order_number" ""
    Contract Us "" => "/contract_number" ""
    BuyerReference Us "" => "/buyer_reference" ""
    TermsCode Us "" => "/payment_terms/code" ""
    TermsNetDays Us "" => "/payment_terms/net_days" ""
    TermsDiscountPercent Us "" => "/payment_terms/discount_percent" ""
    TermsDiscountDays Us "" => "/payment_terms/discount_days" ""
    Payments Us "" => "/payments" "a Pago is a CFDI of its own"
    PrecedingNumber Us "" => "/preceding_documents/[]/number" ""
    PrecedingDate Us "" => "/preceding_documents/[]/date" ""
    Reason Us "" => "/reason" ""
    DocumentDiscounts Us "" => "/document_discounts" "prorated to the discounts of the lines"
    Charges Us "" => "/charges" "each becomes a line of its own"
    DocumentExemption Us "" => "/exemption" ""
    TaxRounding Us "" => "/tax_rounding" ""
    Trade Us "" => "/trade" ""
    TotalCharges Us "" => "/totals/charges" ""
    TotalTaxable Us "" => "/totals/taxable" ""
    AmountDue Us "" => "/totals/amount_due" ""
    Rounding Us "" => "/totals/rounding" ""
    Notes Us "" => "/notes" ""
    Footer Us "" => "/footer" ""
    LineNumber Us "" => "/lines/[]/line_number" ""
    DiscountPercent Us "" => "/lines/[]/discounts/[]/percent" ""
    DiscountReason Us "" => "/lines/[]/discounts/[]/reason" ""
    Classifications Us "" => "/lines/[]/classifications" "UNSPSC, HTS and the like; never a ClaveProdServ"
    CountryOfOrigin Us "" => "/lines/[]/country_of_origin" ""
    NetWeight Us "" => "/lines/[]/net_weight" ""
    SerialNumbers Us "" => "/lines/[]/serial_numbers" ""
    Brand Us "" => "/lines/[]/brand" ""
    Model Us "" => "/lines/[]/model" ""
    Supply Us "" => "/lines/[]/supply" "decides the treatment of a draft: see docs/tax.md"
    LineExemption Us "" => "/lines/[]/exemption" ""
    TaxExemptAmount Us "" => "/lines/[]/taxes/[]/exempt_amount" ""
    SummaryExemptAmount Us "" => "/tax_summary/[]/exempt_amount" ""
    OtherExtensions Us "" => "/extensions" "all but mx, as JSON"
    OtherLineExtensions Us "" => "/lines/[]/extensions" "all but mx, as JSON"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_its_places() {
        let at = row(Field::TrasladoBase).at(&[1, 0], &[1, 0]);
        let xpath =
            "/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[2]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado[1]/@Base";
        assert_eq!(at.xpath.unwrap(), xpath);
        assert_eq!(at.pointer.unwrap(), "/lines/1/taxes/0/taxable_amount");
    }

    #[test]
    fn an_xpath_has_a_pointer_as_far_as_it_is_certain() {
        let conceptos = "/cfdi:Comprobante/cfdi:Conceptos";
        for (xpath, pointer) in [
            ("/cfdi:Comprobante/@FormaPago".to_owned(), "/extensions/mx/forma_pago"),
            (format!("{conceptos}/cfdi:Concepto[2]/@Importe"), "/lines/1/amount"),
            (format!("{conceptos}/cfdi:Concepto/@Importe"), "/lines/0/amount"),
            (
                format!("{conceptos}/cfdi:Concepto[3]/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado[2]/@Base"),
                "/lines/2/taxes",
            ),
            ("/cfdi:Comprobante/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado[2]/@Base".to_owned(), "/tax_summary"),
        ] {
            assert_eq!(pointer_of(&xpath).as_deref(), Some(pointer), "{xpath}");
        }
        assert_eq!(pointer_of("/cfdi:Comprobante/cfdi:Complemento/pago20:Pagos/@Version"), None);
        assert_eq!(pointer_of("/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[0]/@Importe"), None);
    }

    #[test]
    fn a_pointer_has_an_xpath_as_far_as_it_is_certain() {
        let line = "/cfdi:Comprobante/cfdi:Conceptos/cfdi:Concepto[2]";
        for (pointer, xpath) in [
            ("/totals/total", "/cfdi:Comprobante/@Total".to_owned()),
            ("/lines/1/amount", format!("{line}/@Importe")),
            ("/lines/1/taxes/0/amount", line.to_owned()),
        ] {
            assert_eq!(xpath_of(pointer).as_deref(), Some(&*xpath), "{pointer}");
        }
        for pointer in ["/notes", "/tax_summary/0/amount", "/nowhere", ""] {
            assert_eq!(xpath_of(pointer), None, "{pointer}");
        }
    }

    #[test]
    fn no_two_rows_share_a_place_in_the_cfdi() {
        let mut paths: Vec<_> = ROWS.iter().map(|row| row.cfdi).filter(|path| !path.is_empty()).collect();
        let all = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), all);
    }
}
