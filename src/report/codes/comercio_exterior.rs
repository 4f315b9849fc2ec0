//! What a draft's Comercio Exterior lacks (`FRO-CCE`).

use super::Entry;
use super::Event::{Defaulted, Derived, Dropped, NotChecked, Rounded, Violated};
use super::Severity::{Error, Note, Warning};

/// `FRO-CCE`: what a draft's Comercio Exterior lacks, and what was derived for it.
pub(super) static COMERCIO_EXTERIOR: &[Entry] = &[
    Entry {
        code: "FRO-CCE-001",
        severity: Note,
        event: Derived,
        en: (
            "The complement Comercio Exterior was made from the invoice and the context: {found}",
            "Compare it with the pedimento before stamping.",
        ),
        es: (
            "El complemento Comercio Exterior se formó con la factura y el contexto: {found}",
            "Compárelo con el pedimento antes de timbrar.",
        ),
    },
    Entry {
        code: "FRO-CCE-002",
        severity: Note,
        event: Derived,
        en: (
            "The USMCA certification does not make the CFDI a certificate of origin: CertificadoOrigen is 0",
            "Send the certification to the importer as before; it has no number that NumCertificadoOrigen could state.",
        ),
        es: (
            "La certificación T-MEC no hace del CFDI un certificado de origen: CertificadoOrigen es 0",
            "Envíe la certificación al importador como siempre; no tiene un número que pueda ir en NumCertificadoOrigen.",
        ),
    },
    Entry {
        code: "FRO-CCE-003",
        severity: Error,
        event: Violated,
        en: (
            "No Comercio Exterior is made for a document of the kind `{found}`",
            "A transfer (type T) needs MotivoTraslado and perhaps Propietario, which no invoice states: give the complement in `extensions.mx.complemento`.",
        ),
        es: (
            "No se forma Comercio Exterior para un documento de tipo `{found}`",
            "Un traslado (tipo T) necesita MotivoTraslado y quizá Propietario, que ninguna factura indica: entregue el complemento en `extensions.mx.complemento`.",
        ),
    },
    Entry {
        code: "FRO-CCE-004",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` at {at} may not stand beside Comercio Exterior",
            "Remove it, or issue a CFDI of its own for it (SAT: CCE106, CCE107, CCE111, CCE112, CCE115, CFDI40195).",
        ),
        es: (
            "`{found}` en {at} no puede ir junto con Comercio Exterior",
            "Quítelo o emita otro CFDI para ello (SAT: CCE106, CCE107, CCE111, CCE112, CCE115, CFDI40195).",
        ),
    },
    Entry {
        code: "FRO-CCE-005",
        severity: Error,
        event: Violated,
        en: (
            "The Incoterm is missing; an A1 export must state it (SAT: CCE120)",
            "Set `{pointer}` to one of: {candidates}",
        ),
        es: (
            "Falta el Incoterm; una exportación A1 debe indicarlo (SAT: CCE120)",
            "Ponga en `{pointer}` uno de: {candidates}",
        ),
    },
    Entry {
        code: "FRO-CCE-006",
        severity: Error,
        event: Violated,
        en: ("`{found}` is no Incoterm of SAT's list", "Set `{pointer}` to one of: {candidates}"),
        es: ("`{found}` no es un Incoterm de la lista del SAT", "Ponga en `{pointer}` uno de: {candidates}"),
    },
    Entry {
        code: "FRO-CCE-007",
        severity: Error,
        event: Violated,
        en: (
            "There is no rate of pesos for a US dollar for the day of issue {found}, which TipoCambioUSD needs whatever the currency",
            "Add a rate from USD to MXN to `{expected}` of the context, or give a file of published rates.",
        ),
        es: (
            "No hay tipo de cambio de pesos por dólar para el día de emisión {found}; TipoCambioUSD lo necesita en cualquier moneda",
            "Agregue un tipo de USD a MXN en `{expected}` del contexto, o dé un archivo de tipos publicados.",
        ),
    },
    Entry {
        code: "FRO-CCE-008",
        severity: Error,
        event: Violated,
        en: (
            "There is no rate of pesos for `{found}`, the document's currency, so the value in dollars cannot be told",
            "Set `exchange_rate` from the document's currency to MXN.",
        ),
        es: (
            "No hay tipo de cambio de pesos por `{found}`, la moneda del documento, y sin él no hay valor en dólares",
            "Indique `exchange_rate` de la moneda del documento a MXN.",
        ),
    },
    Entry {
        code: "FRO-CCE-010",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` cannot be the pesos for one {expected}",
            "Give the rate from the foreign currency to MXN, above 0; 1 is for pesos alone.",
        ),
        es: (
            "`{found}` no puede ser los pesos por un {expected}",
            "Dé el tipo de la moneda extranjera a MXN, mayor que 0; 1 es solo para pesos.",
        ),
    },
    Entry {
        code: "FRO-CCE-012",
        severity: Warning,
        event: Rounded,
        en: (
            "The rate `{found}` has more than six decimals and is {expected} in the complement",
            "Give it with six decimals.",
        ),
        es: (
            "El tipo de cambio `{found}` tiene más de seis decimales y en el complemento es {expected}",
            "Délo con seis decimales.",
        ),
    },
    Entry {
        code: "FRO-CCE-013",
        severity: Error,
        event: Violated,
        en: (
            "The issuer's address is missing or incomplete: Comercio Exterior needs `{expected}` of the context",
            "Fill it in with the codes of SAT's catalogues. {nearest}",
        ),
        es: (
            "Falta el domicilio del emisor o está incompleto: Comercio Exterior necesita `{expected}` del contexto",
            "Complételo con las claves de los catálogos del SAT. {nearest}",
        ),
    },
    Entry {
        code: "FRO-CCE-014",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` in `{expected}` of the context is no code of SAT's catalogue, or not one of the address's postal code",
            "Take the code that goes with the postal code (SAT: CCE126 to CCE130). {nearest}",
        ),
        es: (
            "`{found}` en `{expected}` del contexto no es clave del catálogo del SAT o no corresponde al código postal",
            "Tome la clave que va con el código postal (SAT: CCE126 a CCE130). {nearest}",
        ),
    },
    Entry {
        code: "FRO-CCE-015",
        severity: Error,
        event: Violated,
        en: (
            "The issuer is a natural person (RFC of 13 characters), whose CURP is missing (SAT: CCE124)",
            "Add `{expected}` to the context.",
        ),
        es: (
            "El emisor es persona física (RFC de 13 caracteres) y falta su CURP (SAT: CCE124)",
            "Agregue `{expected}` al contexto.",
        ),
    },
    Entry {
        code: "FRO-CCE-016",
        severity: Note,
        event: NotChecked,
        en: (
            "The issuer's Colonia `{found}` was not checked: c_Colonia is not loaded",
            "Build with the feature `catalog-places`, or load the catalogue, to have it checked (SAT: CCE129).",
        ),
        es: (
            "No se verificó la Colonia `{found}` del emisor: c_Colonia no está cargado",
            "Compile con la característica `catalog-places`, o cargue el catálogo, para verificarla (SAT: CCE129).",
        ),
    },
    Entry {
        code: "FRO-CCE-017",
        severity: Error,
        event: Violated,
        en: (
            "`{pointer}` is missing; Comercio Exterior needs the address with it",
            "Add it: `line1`, `state`, `postal_code` and `country` must be there.",
        ),
        es: (
            "Falta `{pointer}`; Comercio Exterior pide el domicilio con ese dato",
            "Agréguelo: deben estar `line1`, `state`, `postal_code` y `country`.",
        ),
    },
    Entry {
        code: "FRO-CCE-018",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is no country of ISO 3166-1 that SAT's c_Pais has",
            "Write its two letters: `US`, `CA`. {nearest}",
        ),
        es: (
            "`{found}` no es un país de ISO 3166-1 que tenga el c_Pais del SAT",
            "Escriba sus dos letras: `US`, `CA`. {nearest}",
        ),
    },
    Entry {
        code: "FRO-CCE-019",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is no state of {expected} in SAT's c_Estado, or not that of the postal code",
            "Write the state's code. {nearest}",
        ),
        es: (
            "`{found}` no es un estado de {expected} en el c_Estado del SAT, o no es el del código postal",
            "Escriba la clave del estado. {nearest}",
        ),
    },
    Entry {
        code: "FRO-CCE-020",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is no state: SAT's c_Estado has the fifty states of the USA alone, and c_Pais has this territory as a country",
            "Set `country` of the address to `{candidates}`; its state is then a text.",
        ),
        es: (
            "`{found}` no es un estado: el c_Estado del SAT solo tiene los cincuenta de EE. UU., y c_Pais tiene este territorio como país",
            "Ponga `country` del domicilio en `{candidates}`; el estado es entonces un texto.",
        ),
    },
    Entry {
        code: "FRO-CCE-021",
        severity: Error,
        event: Violated,
        en: (
            "SAT has no key for `{found}`: c_Estado has the fifty states of the USA alone, without the District of Columbia and military addresses",
            "Agree with your PAC or customs broker on an address in a state; none is chosen for you.",
        ),
        es: (
            "El SAT no tiene clave para `{found}`: c_Estado solo tiene los cincuenta estados de EE. UU., sin el Distrito de Columbia ni direcciones militares",
            "Acuerde con su PAC o agente aduanal un domicilio en un estado; aquí no se elige ninguno.",
        ),
    },
    Entry {
        code: "FRO-CCE-022",
        severity: Error,
        event: Violated,
        en: ("`{found}` is no postal code as its country has it ({expected})", "Correct the postal code. {nearest}"),
        es: (
            "`{found}` no es un código postal como los de su país ({expected})",
            "Corrija el código postal. {nearest}",
        ),
    },
    Entry {
        code: "FRO-CCE-023",
        severity: Error,
        event: Violated,
        en: (
            "The buyer has no RFC of its own, and its foreign tax number is missing (SAT: CCE133)",
            "Add it to `{pointer}`, or as `{expected}` to the context.",
        ),
        es: (
            "El comprador no tiene RFC propio y falta su número de identificación fiscal extranjero (SAT: CCE133)",
            "Agréguelo en `{pointer}`, o como `{expected}` al contexto.",
        ),
    },
    Entry {
        code: "FRO-CCE-024",
        severity: Error,
        event: Violated,
        en: (
            "The tax number at {at} is not as its country has it ({expected})",
            "Correct it; an EIN is nine digits without a dash (SAT: CCE135, CCE144).",
        ),
        es: (
            "El número de identificación fiscal en {at} no tiene la forma de su país ({expected})",
            "Corríjalo; un EIN son nueve dígitos sin guion (SAT: CCE135, CCE144).",
        ),
    },
    Entry {
        code: "FRO-CCE-025",
        severity: Error,
        event: Violated,
        en: (
            "A buyer without an RFC of its own has its address abroad, and this one is in Mexico (SAT: CCE134)",
            "Give the buyer's RFC, or its address abroad; where the goods go is `ship_to`.",
        ),
        es: (
            "Un comprador sin RFC propio tiene su domicilio en el extranjero y este está en México (SAT: CCE134)",
            "Dé el RFC del comprador o su domicilio en el extranjero; a dónde va la mercancía es `ship_to`.",
        ),
    },
    Entry {
        code: "FRO-CCE-026",
        severity: Note,
        event: Derived,
        en: (
            "State and municipality are those of the postal code {found} in SAT's catalogue: {expected}",
            "Nothing to change if the postal code is right.",
        ),
        es: (
            "Estado y municipio son los del código postal {found} en el catálogo del SAT: {expected}",
            "Nada que cambiar si el código postal es correcto.",
        ),
    },
    Entry {
        code: "FRO-CCE-027",
        severity: Note,
        event: NotChecked,
        en: ("{at} was not checked: the catalogue's pattern `{expected}` is not understood", "Compare it by hand."),
        es: ("No se verificó {at}: no se entiende el patrón `{expected}` del catálogo", "Compárelo a mano."),
    },
    Entry {
        code: "FRO-CCE-028",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` does not fit SAT's attribute ({expected})",
            "Shorten or correct it; a vertical bar is never allowed.",
        ),
        es: (
            "`{found}` no cabe en el atributo del SAT ({expected})",
            "Acórtelo o corríjalo; la barra vertical nunca se admite.",
        ),
    },
    Entry {
        code: "FRO-CCE-029",
        severity: Error,
        event: Violated,
        en: (
            "The invoice has no goods, and Exportacion 02 is for goods",
            "Set `supply` of what is goods; services exported alone are Exportacion 01.",
        ),
        es: (
            "La factura no tiene mercancías y la Exportacion 02 es de mercancías",
            "Indique `supply` de lo que es mercancía; los servicios solos van con Exportacion 01.",
        ),
    },
    Entry {
        code: "FRO-CCE-030",
        severity: Error,
        event: Violated,
        en: (
            "The line `{found}` has no SKU; beside Comercio Exterior every line needs one (SAT: CCE151)",
            "Add `{pointer}`; for a charge, `sku` of its item in the context.",
        ),
        es: (
            "La línea `{found}` no tiene SKU; con Comercio Exterior todas lo necesitan (SAT: CCE151)",
            "Agregue `{pointer}`; para un cargo, `sku` de su artículo en el contexto.",
        ),
    },
    Entry {
        code: "FRO-CCE-031",
        severity: Error,
        event: Violated,
        en: (
            "The line with the SKU `{found}` has no tariff line (fracción arancelaria)",
            "Add `{expected}` of the SKU to the context, or a classification of scheme `tigie` to the line.",
        ),
        es: (
            "La línea con el SKU `{found}` no tiene fracción arancelaria",
            "Agregue `{expected}` del SKU al contexto, o una clasificación `tigie` a la línea.",
        ),
    },
    Entry {
        code: "FRO-CCE-032",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is no tariff line of SAT's catalogue in force on the day of issue (SAT: CCE161)",
            "Write its ten digits, with the NICO. {nearest}",
        ),
        es: (
            "`{found}` no es una fracción del catálogo del SAT vigente el día de emisión (SAT: CCE161)",
            "Escriba sus diez dígitos, con el NICO. {nearest}",
        ),
    },
    Entry {
        code: "FRO-CCE-033",
        severity: Error,
        event: Violated,
        en: (
            "Goods in the unit `{found}`: SAT allows them no tariff line then (CCE159), and goods need one",
            "Give the line the unit in which the goods are counted.",
        ),
        es: (
            "Mercancía en la unidad `{found}`: así el SAT no le admite fracción (CCE159), y la mercancía la necesita",
            "Dé a la línea la unidad en que se cuenta la mercancía.",
        ),
    },
    Entry {
        code: "FRO-CCE-034",
        severity: Error,
        event: Violated,
        en: (
            "A service has the tariff line `{found}`",
            "Remove the tariff line, or say by `supply` and unit that it is goods (SAT: CCE159).",
        ),
        es: (
            "Un servicio tiene la fracción `{found}`",
            "Quite la fracción, o diga con `supply` y la unidad que es mercancía (SAT: CCE159).",
        ),
    },
    Entry {
        code: "FRO-CCE-035",
        severity: Note,
        event: Derived,
        en: (
            "ValorDolares of `{found}` is 0: freight and insurance are outside the export value (Ley Aduanera 79)",
            "Nothing to change.",
        ),
        es: (
            "ValorDolares de `{found}` es 0: fletes y seguros quedan fuera del valor de exportación (Ley Aduanera 79)",
            "Nada que cambiar.",
        ),
    },
    Entry {
        code: "FRO-CCE-036",
        severity: Warning,
        event: Defaulted,
        en: (
            "ValorDolares of the service `{found}` is 0: it is taken to be outside the value of the goods",
            "If the customs count it in, put it into the price of the goods.",
        ),
        es: (
            "ValorDolares del servicio `{found}` es 0: se toma como fuera del valor de la mercancía",
            "Si la aduana lo incluye, póngalo en el precio de la mercancía.",
        ),
    },
    Entry {
        code: "FRO-CCE-037",
        severity: Error,
        event: Violated,
        en: ("`{pointer}` is missing; goods are declared with quantity and value", "Add it."),
        es: ("Falta `{pointer}`; la mercancía se declara con cantidad y valor", "Agréguelo."),
    },
    Entry {
        code: "FRO-CCE-038",
        severity: Error,
        event: Violated,
        en: (
            "The unit `{found}` cannot be turned into the customs unit {expected} of the tariff line",
            "Add `items[].customs_units_per_unit` of the SKU to the context: how many customs units one unit of the line is.",
        ),
        es: (
            "La unidad `{found}` no puede pasarse a la unidad aduanera {expected} de la fracción",
            "Agregue `items[].customs_units_per_unit` del SKU al contexto: cuántas unidades aduaneras es una unidad de la línea.",
        ),
    },
    Entry {
        code: "FRO-CCE-039",
        severity: Note,
        event: Derived,
        en: ("CantidadAduana of {found} is {expected}", "Nothing to change if the unit of the line is right."),
        es: ("CantidadAduana de {found} es {expected}", "Nada que cambiar si la unidad de la línea es correcta."),
    },
    Entry {
        code: "FRO-CCE-040",
        severity: Error,
        event: Violated,
        en: (
            "`customs_units_per_unit` of the item is `{found}`, which cannot be: {expected}",
            "Correct or remove it in the context, or correct the unit of the line.",
        ),
        es: (
            "`customs_units_per_unit` del artículo es `{found}`, lo que no puede ser: {expected}",
            "Corríjalo o quítelo en el contexto, o corrija la unidad de la línea.",
        ),
    },
    Entry {
        code: "FRO-CCE-041",
        severity: Error,
        event: Violated,
        en: (
            "Samples (9801000100) of the value {expected} are discounted by {found} only (SAT: CCE164)",
            "Discount them wholly, or take the tariff line of the goods.",
        ),
        es: (
            "Muestras (9801000100) con valor de {expected} tienen un descuento de solo {found} (SAT: CCE164)",
            "Descuéntelas por completo, o use la fracción de la mercancía.",
        ),
    },
    Entry {
        code: "FRO-CCE-042",
        severity: Error,
        event: Violated,
        en: (
            "The value in dollars {found} cannot be computed within SAT's limits ({expected})",
            "Correct quantity, price and amount of the line; numbers of more than 28 digits cannot be computed.",
        ),
        es: (
            "El valor en dólares {found} no puede calcularse dentro de los límites del SAT ({expected})",
            "Corrija cantidad, precio e importe de la línea; con más de 28 dígitos no se puede calcular.",
        ),
    },
    Entry {
        code: "FRO-CCE-043",
        severity: Error,
        event: Violated,
        en: ("The line has two tariff lines, `{found}` and `{expected}`", "Keep the right one."),
        es: ("La línea tiene dos fracciones, `{found}` y `{expected}`", "Deje la correcta."),
    },
    Entry {
        code: "FRO-CCE-044",
        severity: Warning,
        event: Violated,
        en: (
            "The invoice has the tariff line `{found}`, the context `{expected}`; that of the invoice is taken",
            "Correct the wrong one.",
        ),
        es: (
            "La factura tiene la fracción `{found}` y el contexto `{expected}`; se toma la de la factura",
            "Corrija la equivocada.",
        ),
    },
    Entry {
        code: "FRO-CCE-045",
        severity: Note,
        event: Derived,
        en: (
            "ValorDolares is before discounts, as SAT compares it with the Importe (CCE157, CCE158)",
            "Nothing to change; TotalUSD is greater than the total in dollars by the discounts.",
        ),
        es: (
            "ValorDolares es antes de descuentos, como el SAT lo compara con el Importe (CCE157, CCE158)",
            "Nada que cambiar; TotalUSD supera al total en dólares por los descuentos.",
        ),
    },
    Entry {
        code: "FRO-CCE-046",
        severity: Warning,
        event: Dropped,
        en: (
            "Brand, model or serial number is longer than SAT's ({expected}) and is not in the complement",
            "Shorten it, if the customs ask for it; it stays with the US facts.",
        ),
        es: (
            "La marca, el modelo o el número de serie es más largo que en el SAT ({expected}) y no va en el complemento",
            "Acórtelo si la aduana lo pide; se conserva con los datos de EE. UU.",
        ),
    },
    Entry {
        code: "FRO-CCE-047",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is too little to be declared ({expected} is the least)",
            "Invoice it together with what it belongs to, or in a larger unit.",
        ),
        es: (
            "`{found}` es demasiado poco para declararse (lo mínimo es {expected})",
            "Factúrelo junto con aquello a lo que pertenece, o en una unidad mayor.",
        ),
    },
    Entry {
        code: "FRO-CCE-048",
        severity: Error,
        event: Violated,
        en: (
            "The line with the SKU `{found}` has no tariff line (fracción arancelaria); six digits of its number abroad are also those of {candidates}",
            "Add the right one as `{expected}` of the SKU to the context, or as a classification of scheme `tigie` to the line; none is chosen for you.",
        ),
        es: (
            "La línea con el SKU `{found}` no tiene fracción arancelaria; seis dígitos de su número en el extranjero son también los de {candidates}",
            "Agregue la correcta como `{expected}` del SKU al contexto, o como clasificación `tigie` a la línea; aquí no se elige ninguna.",
        ),
    },
    Entry {
        code: "FRO-CCE-049",
        severity: Error,
        event: Violated,
        en: (
            "`{pointer}` is {found}, and must be above 0 to be declared (SAT: CCE168)",
            "Correct it. Samples are invoiced at their value and discounted, under the tariff line 9801000100.",
        ),
        es: (
            "`{pointer}` es {found} y debe ser mayor que 0 para declararse (SAT: CCE168)",
            "Corríjalo. Las muestras se facturan a su valor y se descuentan, con la fracción 9801000100.",
        ),
    },
];
