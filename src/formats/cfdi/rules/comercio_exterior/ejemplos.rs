//! What the examples of several rules are made of: edits of the fixture.

pub(super) const EXPORT: &str = "cfdi/export-auto-parts-comercio-exterior.xml";

/// An edit: what stands there, and what is put in its place.
pub(super) type Edit = (&'static str, &'static str);

/// Without taxes: each Concepto, and the summary.
pub(super) const SIN_IMPUESTOS_1: Edit = (
    r#"Importe="22200.00" ObjetoImp="02">
      <cfdi:Impuestos>
        <cfdi:Traslados>
          <cfdi:Traslado Base="22200.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0.00"/>
        </cfdi:Traslados>
      </cfdi:Impuestos>"#,
    r#"Importe="22200.00" ObjetoImp="01">"#,
);
pub(super) const SIN_IMPUESTOS_2: Edit = (
    r#"Importe="21800.00" ObjetoImp="02">
      <cfdi:Impuestos>
        <cfdi:Traslados>
          <cfdi:Traslado Base="21800.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0.00"/>
        </cfdi:Traslados>
      </cfdi:Impuestos>"#,
    r#"Importe="21800.00" ObjetoImp="01">"#,
);
pub(super) const SIN_RESUMEN: Edit = (
    r#"<cfdi:Impuestos TotalImpuestosTrasladados="0.00">
    <cfdi:Traslados>
      <cfdi:Traslado Base="44000.00" Impuesto="002" TipoFactor="Tasa" TasaOCuota="0.000000" Importe="0.00"/>
    </cfdi:Traslados>
  </cfdi:Impuestos>"#,
    "",
);

/// Behind the first Concepto's taxes, which end so.
macro_rules! tras_impuestos {
    ($more:literal) => {
        (
            concat!(tras_impuestos!(), "\n    </cfdi:Concepto>\n    <cfdi:Concepto"),
            concat!(tras_impuestos!(), $more, "\n    </cfdi:Concepto>\n    <cfdi:Concepto"),
        )
    };
    () => {
        "\n        </cfdi:Traslados>\n      </cfdi:Impuestos>"
    };
}
pub(super) const CON_TERCEROS: Edit = tras_impuestos!(
    r#"<cfdi:ACuentaTerceros RfcACuentaTerceros="URE180429TM6" NombreACuentaTerceros="UNIVERSIDAD ROBOTICA ESPAÑOLA" RegimenFiscalACuentaTerceros="601" DomicilioFiscalACuentaTerceros="86991"/>"#
);
pub(super) const CON_PREDIAL: Edit = tras_impuestos!(r#"<cfdi:CuentaPredial Numero="123456"/>"#);
/// The complement where it does not belong, and twice, and beside another.
pub(super) const EN_CONCEPTO: Edit =
    tras_impuestos!(r#"<cfdi:ComplementoConcepto><cce20:ComercioExterior Version="2.0"/></cfdi:ComplementoConcepto>"#);
pub(super) const EN_ADDENDA: Edit = (
    "</cfdi:Comprobante>",
    r#"<cfdi:Addenda><cce20:ComercioExterior xmlns:cce20="http://www.sat.gob.mx/ComercioExterior20" Version="2.0"/></cfdi:Addenda></cfdi:Comprobante>"#,
);
pub(super) const DOS_VECES: Edit = (
    "</cce20:ComercioExterior>",
    r#"</cce20:ComercioExterior><cce20:ComercioExterior Version="2.0" ClaveDePedimento="A1" CertificadoOrigen="0" Incoterm="FCA" TipoCambioUSD="17.7430" TotalUSD="0.00"><cce20:Receptor NumRegIdTrib="002345678"/></cce20:ComercioExterior>"#,
);
pub(super) const CON_DONATARIAS: Edit = (
    "</cce20:ComercioExterior>",
    r#"</cce20:ComercioExterior><donat:Donatarias xmlns:donat="http://www.sat.gob.mx/donat" version="1.1" noAutorizacion="325-SAT-09" fechaAutorizacion="2026-01-02" leyenda="Donativo"/>"#,
);
/// The first Mercancia again.
pub(super) const OTRA_VEZ: Edit = (
    "</cce20:Mercancias>",
    r#"<cce20:Mercancia NoIdentificacion="HAR-7710" FraccionArancelaria="8544309901" CantidadAduana="1" UnidadAduana="01" ValorUnitarioAduana="1" ValorDolares="0"/></cce20:Mercancias>"#,
);

/// The buyer abroad, who becomes the issuer itself or a registered taxpayer.
pub(super) const RECEPTOR_PROPIO: Edit = (
    COMPRADOR,
    r#"Rfc="EKU9003173C9" Nombre="ESCUELA KEMPER URGATE" DomicilioFiscalReceptor="42501" RegimenFiscalReceptor="601""#,
);
const COMPRADOR: &str = r#"Rfc="XEXX010101000" Nombre="RIO BRAVO AXLE AND BRAKE INC" DomicilioFiscalReceptor="32000" ResidenciaFiscal="USA" NumRegIdTrib="002345678" RegimenFiscalReceptor="616""#;
pub(super) const SIN_NUMERO: Edit = (r#"<cce20:Receptor NumRegIdTrib="002345678">"#, "<cce20:Receptor>");
pub(super) const COMPRADOR_INSCRITO: &[Edit] = &[
    (
        COMPRADOR,
        r#"Rfc="URE180429TM6" Nombre="UNIVERSIDAD ROBOTICA ESPAÑOLA" DomicilioFiscalReceptor="86991" RegimenFiscalReceptor="601""#,
    ),
    SIN_NUMERO,
];

/// The invoice as a transfer of own goods, with more edits behind.
macro_rules! traslado {
    ($($more:expr),* $(,)?) => {
        &[
            (r#" FormaPago="99""#, ""),
            (r#"SubTotal="44000.00""#, r#"SubTotal="0""#),
            (r#" Total="44000.00" TipoDeComprobante="I""#, r#" Total="0" TipoDeComprobante="T""#),
            (r#" MetodoPago="PPD""#, ""),
            $crate::formats::cfdi::rules::comercio_exterior::ejemplos::RECEPTOR_PROPIO,
            $crate::formats::cfdi::rules::comercio_exterior::ejemplos::SIN_IMPUESTOS_1,
            $crate::formats::cfdi::rules::comercio_exterior::ejemplos::SIN_IMPUESTOS_2,
            $crate::formats::cfdi::rules::comercio_exterior::ejemplos::SIN_RESUMEN,
            $crate::formats::cfdi::rules::comercio_exterior::ejemplos::SIN_NUMERO,
            (r#" ClaveDePedimento="A1""#, r#" MotivoTraslado="02" ClaveDePedimento="A1""#),
            $($more,)*
        ]
    };
}

pub(super) const MOTIVO_01: Edit = (r#"MotivoTraslado="02""#, r#"MotivoTraslado="01""#);
pub(super) const MOTIVO_05: Edit = (r#"MotivoTraslado="02""#, r#"MotivoTraslado="05""#);

pub(super) const PROPIETARIO: &str = r#"<cce20:Propietario NumRegIdTrib="123456789" ResidenciaFiscal="USA"/>"#;
/// Into an invoice.
pub(super) const EN_EXPORT: Edit = (
    "<cce20:Receptor NumRegIdTrib",
    r#"<cce20:Propietario NumRegIdTrib="123456789" ResidenciaFiscal="USA"/><cce20:Receptor NumRegIdTrib"#,
);
/// Into a transfer.
pub(super) const CON_PROPIETARIO: Edit =
    ("<cce20:Receptor>", r#"<cce20:Propietario NumRegIdTrib="123456789" ResidenciaFiscal="USA"/><cce20:Receptor>"#);

pub(super) const RELACION: &str = r#"<cfdi:CfdiRelacionados TipoRelacion="05"><cfdi:CfdiRelacionado UUID="6F8A0C5E-1B2D-4E3F-8A9B-0C1D2E3F4A5B"/></cfdi:CfdiRelacionados>"#;
pub(super) const CON_RELACION: Edit = (
    "<cfdi:Emisor Rfc",
    r#"<cfdi:CfdiRelacionados TipoRelacion="05"><cfdi:CfdiRelacionado UUID="6F8A0C5E-1B2D-4E3F-8A9B-0C1D2E3F4A5B"/></cfdi:CfdiRelacionados><cfdi:Emisor Rfc"#,
);

/// Domiciles, and one in Mexico by SAT's keys.
pub(super) const EN_EL_PASO: &str =
    r#"Localidad="El Paso" Municipio="El Paso" Estado="TX" Pais="USA" CodigoPostal="79901-0001""#;
pub(super) const EN_SANTA_TERESA: &str = r#"Localidad="Santa Teresa" Estado="NM" Pais="USA" CodigoPostal="88008""#;
pub(super) const EN_TIJUANA: &str =
    r#"Colonia="0528" Localidad="04" Municipio="004" Estado="BCN" Pais="MEX" CodigoPostal="22000""#;
pub(super) const OTRO_DESTINATARIO: Edit = (
    "</cce20:Destinatario>",
    r#"</cce20:Destinatario><cce20:Destinatario><cce20:Domicilio Calle="88 Example Freight Road" Estado="NM" Pais="USA" CodigoPostal="88008"/></cce20:Destinatario>"#,
);
/// A consignee in Mexico has no number.
pub(super) const SIN_NUMERO_DESTINATARIO: Edit =
    (r#"<cce20:Destinatario NumRegIdTrib="002345678" "#, "<cce20:Destinatario ");

/// No customs' attributes: the Unidad of each Concepto says the customs' unit.
pub(super) const SIN_ADUANA_1: Edit =
    (r#" CantidadAduana="2220.000" UnidadAduana="01" ValorUnitarioAduana="10.000000""#, "");
pub(super) const SIN_ADUANA_2: Edit =
    (r#" CantidadAduana="800.000" UnidadAduana="06" ValorUnitarioAduana="27.250000""#, "");
pub(super) const UNIDAD_1: Edit =
    (r#"Cantidad="1200" ClaveUnidad="H87" Unidad="PIEZA""#, r#"Cantidad="1200" ClaveUnidad="H87" Unidad="01""#);
pub(super) const UNIDAD_2: Edit =
    (r#"Cantidad="800" ClaveUnidad="H87" Unidad="PIEZA""#, r#"Cantidad="800" ClaveUnidad="H87" Unidad="06""#);
pub(super) const SIN_ADUANA: &[Edit] = &[SIN_ADUANA_1, SIN_ADUANA_2, UNIDAD_1, UNIDAD_2];

/// A Concepto without Mercancia, into a transfer.
pub(super) const CON_TARIMA: Edit = (
    "</cfdi:Conceptos>",
    r#"<cfdi:Concepto ClaveProdServ="24112700" NoIdentificacion="TARIMA" Cantidad="10" ClaveUnidad="H87" Descripcion="Tarima" ValorUnitario="0" Importe="0" ObjetoImp="01"/></cfdi:Conceptos>"#,
);

/// The second Mercancia as a service outside the customs value.
pub(super) const SERVICIO_2: Edit = (
    r#"FraccionArancelaria="8708309901" CantidadAduana="800.000" UnidadAduana="06" ValorUnitarioAduana="27.250000" ValorDolares="21800.00""#,
    r#"CantidadAduana="1" UnidadAduana="99" ValorUnitarioAduana="0" ValorDolares="0""#,
);

pub(super) const TOTAL_1: Edit = (r#"TotalUSD="44000.00""#, r#"TotalUSD="22200.00""#);

pub(super) const VALOR_UNITARIO_MAYOR: Edit =
    (r#"ValorUnitarioAduana="27.250000""#, r#"ValorUnitarioAduana="27.260000""#);

/// The second Concepto as samples, which are given away.
pub(super) const MUESTRAS: &[Edit] = &[
    SIN_IMPUESTOS_2,
    (r#"Importe="21800.00" ObjetoImp="01""#, r#"Importe="21800.00" Descuento="21800.00" ObjetoImp="01""#),
    (r#"<cfdi:Traslado Base="44000.00""#, r#"<cfdi:Traslado Base="22200.00""#),
    (r#"SubTotal="44000.00""#, r#"SubTotal="44000.00" Descuento="21800.00""#),
    (r#" Total="44000.00""#, r#" Total="22200.00""#),
    (
        r#"FraccionArancelaria="8708309901" CantidadAduana="800.000" UnidadAduana="06""#,
        r#"FraccionArancelaria="9801000100" CantidadAduana="800.000" UnidadAduana="01""#,
    ),
];
