//! What is wrong with a context by itself (`FRO-CTX`).

use super::Entry;
use super::Event::{NotChecked, Violated};
use super::Severity::{Error, Note, Warning};

/// `FRO-CTX`: a context by itself (001 to 039), and learning one (from 040 on).
pub(super) static CONTEXT: &[Entry] = &[
    Entry {
        code: "FRO-CTX-001",
        severity: Note,
        event: NotChecked,
        en: (
            "Past documents differ on `{found}`: {candidates}. The entry is used by nothing",
            "Write the right one into the entry and remove this one.",
        ),
        es: (
            "Los documentos anteriores difieren en `{found}`: {candidates}. Nada usa este registro",
            "Escriba el correcto en su registro y quite este.",
        ),
    },
    Entry {
        code: "FRO-CTX-002",
        severity: Error,
        event: Violated,
        en: (
            "us_tax = \"concept\" needs clave_prod_serv and clave_unidad of us_tax_concept",
            "Give both: the Concepto that US sales tax becomes has them.",
        ),
        es: (
            "us_tax = \"concept\" necesita clave_prod_serv y clave_unidad de us_tax_concept",
            "Indique ambas: las lleva el Concepto en que se convierte el impuesto de EE. UU.",
        ),
    },
    Entry {
        code: "FRO-CTX-003",
        severity: Error,
        event: Violated,
        en: ("`{found}` is not in {expected}", "Take a code of SAT's catalogue. {nearest}"),
        es: ("`{found}` no está en {expected}", "Tome una clave del catálogo del SAT. {nearest}"),
    },
    Entry {
        code: "FRO-CTX-004",
        severity: Warning,
        event: Violated,
        en: (
            "`{found}` is not always in force ({expected})",
            "Take a code that is in force on the day of the invoice.",
        ),
        es: ("`{found}` no siempre está vigente ({expected})", "Tome una clave vigente en la fecha de la factura."),
    },
    Entry {
        code: "FRO-CTX-005",
        severity: Error,
        event: Violated,
        en: (
            "This is no RFC: 12 characters of a company or 13 of a person, upper case, without dashes",
            "Copy it from the Constancia de Situación Fiscal.",
        ),
        es: (
            "Esto no es un RFC: 12 caracteres de persona moral o 13 de persona física, en mayúsculas y sin guiones",
            "Cópielo de la Constancia de Situación Fiscal.",
        ),
    },
    Entry {
        code: "FRO-CTX-006",
        severity: Error,
        event: Violated,
        en: (
            "metodo_pago `{found}` does not go with forma_pago `{expected}`",
            "PPD goes with 99 alone, PUE with any other.",
        ),
        es: ("metodo_pago `{found}` no va con forma_pago `{expected}`", "PPD va solo con 99; PUE, con cualquier otra."),
    },
    Entry {
        code: "FRO-CTX-007",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is not for companies (an RFC of 12 characters)",
            "Take the one of the Constancia de Situación Fiscal.",
        ),
        es: (
            "`{found}` no es para personas morales (RFC de 12 caracteres)",
            "Tome el de la Constancia de Situación Fiscal.",
        ),
    },
    Entry {
        code: "FRO-CTX-008",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is not for natural persons (an RFC of 13 characters)",
            "Take the one of the Constancia de Situación Fiscal.",
        ),
        es: (
            "`{found}` no es para personas físicas (RFC de 13 caracteres)",
            "Tome el de la Constancia de Situación Fiscal.",
        ),
    },
    Entry {
        code: "FRO-CTX-009",
        severity: Error,
        event: Violated,
        en: (
            "UsoCFDI `{found}` does not go with the regime `{expected}`",
            "Ask the customer; `frontera catalog show c_UsoCFDI {found}` lists the regimes.",
        ),
        es: (
            "El UsoCFDI `{found}` no corresponde al régimen `{expected}`",
            "Pregunte al cliente; `frontera catalog show c_UsoCFDI {found}` lista los regímenes.",
        ),
    },
    Entry {
        code: "FRO-CTX-010",
        severity: Error,
        event: Violated,
        en: ("With a generic RFC it is `{expected}`, not `{found}`", "Write {expected}, or leave it out."),
        es: ("Con un RFC genérico es `{expected}`, no `{found}`", "Escriba {expected} o quítelo."),
    },
    Entry {
        code: "FRO-CTX-011",
        severity: Error,
        event: Violated,
        en: (
            "A customer abroad has the postal code of the issuer's place (`{expected}`), not `{found}`",
            "Leave it out; a ZIP stands in the invoice's address.",
        ),
        es: (
            "Un cliente en el extranjero lleva el código postal del emisor (`{expected}`), no `{found}`",
            "Quítelo; el ZIP va en el domicilio de la factura.",
        ),
    },
    Entry {
        code: "FRO-CTX-012",
        severity: Warning,
        event: Violated,
        en: (
            "`{found}` looks like a postal code abroad; domicilio_fiscal is a Mexican one",
            "Leave it out: a customer abroad has that of the issuer's place.",
        ),
        es: (
            "`{found}` parece un código postal del extranjero; domicilio_fiscal es uno mexicano",
            "Quítelo: un cliente en el extranjero lleva el del emisor.",
        ),
    },
    Entry {
        code: "FRO-CTX-013",
        severity: Error,
        event: Violated,
        en: ("`{found}` is no country: two letters of ISO 3166-1, such as US", "Write its two letters. {nearest}"),
        es: ("`{found}` no es un país: dos letras de ISO 3166-1, como US", "Escriba sus dos letras. {nearest}"),
    },
    Entry {
        code: "FRO-CTX-014",
        severity: Warning,
        event: Violated,
        en: (
            "`{found}` has a kind of company in it ({expected}), which SAT's register has not in CFDI 4.0",
            "Write the name as the Constancia de Situación Fiscal has it, without the kind of company.",
        ),
        es: (
            "`{found}` incluye el régimen societario ({expected}), que el CFDI 4.0 no lleva",
            "Escriba el nombre como en la Constancia de Situación Fiscal, sin régimen societario.",
        ),
    },
    Entry {
        code: "FRO-CTX-015",
        severity: Warning,
        event: Violated,
        en: (
            "`{found}` has lower case letters; SAT's register has capitals alone",
            "Compare `{expected}` with the Constancia de Situación Fiscal.",
        ),
        es: (
            "`{found}` tiene minúsculas; el registro del SAT solo tiene mayúsculas",
            "Compare `{expected}` con la Constancia de Situación Fiscal.",
        ),
    },
    Entry {
        code: "FRO-CTX-016",
        severity: Warning,
        event: Violated,
        en: (
            "`{found}` has blanks at an end, or two together",
            "Write the name as the Constancia de Situación Fiscal has it.",
        ),
        es: (
            "`{found}` tiene espacios al inicio, al final o dobles",
            "Escriba el nombre como en la Constancia de Situación Fiscal.",
        ),
    },
    Entry {
        code: "FRO-CTX-017",
        severity: Warning,
        event: Violated,
        en: ("This has not the shape of a CURP: 18 capital letters and digits", "Copy it from the CURP's certificate."),
        es: (
            "Esto no tiene la forma de una CURP: 18 letras mayúsculas y dígitos",
            "Cópiela de la constancia de la CURP.",
        ),
    },
    Entry {
        code: "FRO-CTX-018",
        severity: Error,
        event: Violated,
        en: ("An issuer has no generic RFC", "Write the issuer's own."),
        es: ("Un emisor no tiene RFC genérico", "Escriba el propio."),
    },
    Entry {
        code: "FRO-CTX-019",
        severity: Warning,
        event: Violated,
        en: (
            "There is a notice of the border stimulus, and the place of issue {found} is in neither region: nothing will be 8 %",
            "Correct lugar_expedicion, or remove the notice.",
        ),
        es: (
            "Hay aviso del estímulo fronterizo y el lugar de expedición {found} no está en ninguna región: nada será al 8 %",
            "Corrija lugar_expedicion o quite el aviso.",
        ),
    },
    Entry {
        code: "FRO-CTX-020",
        severity: Error,
        event: Violated,
        en: ("The notice was withdrawn before it was filed", "Correct one of the two days."),
        es: ("El aviso se retiró antes de presentarse", "Corrija una de las dos fechas."),
    },
    Entry {
        code: "FRO-CTX-021",
        severity: Error,
        event: Violated,
        en: (
            "A rate of exchange from `{found}` to itself",
            "Correct `from` or `to`: one unit of `from` is so many of `to`.",
        ),
        es: (
            "Un tipo de cambio de `{found}` a la misma moneda",
            "Corrija `from` o `to`: una unidad de `from` son tantas de `to`.",
        ),
    },
    Entry {
        code: "FRO-CTX-022",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` is no rate of exchange between two currencies",
            "Write the published rate; 1 would make pesos of dollars.",
        ),
        es: (
            "`{found}` no es un tipo de cambio entre dos monedas",
            "Escriba el publicado; 1 haría pesos de los dólares.",
        ),
    },
    Entry {
        code: "FRO-CTX-023",
        severity: Warning,
        event: Violated,
        en: (
            "A rate of exchange without its day or its source",
            "Say which day it is of and who published it: date, source.",
        ),
        es: ("Un tipo de cambio sin fecha o sin fuente", "Indique de qué día es y quién lo publicó: date, source."),
    },
    Entry {
        code: "FRO-CTX-024",
        severity: Note,
        event: Violated,
        en: ("The same as {found}", "Remove one of the two."),
        es: ("Lo mismo que {found}", "Quite uno de los dos."),
    },
    Entry {
        code: "FRO-CTX-025",
        severity: Warning,
        event: Violated,
        en: (
            "The number of {found}, which says something else: only their names tell them apart",
            "Make them one, or give each the names by which the invoices know it.",
        ),
        es: (
            "El número de {found}, que dice otra cosa: solo los nombres los distinguen",
            "Únalos o dé a cada uno los nombres con que aparece en las facturas.",
        ),
    },
    Entry {
        code: "FRO-CTX-026",
        severity: Warning,
        event: Violated,
        en: (
            "A name of {found}, too: an invoice that has the name alone finds neither",
            "Give the number on the invoice, or remove the name from one of them.",
        ),
        es: (
            "También un nombre de {found}: una factura que solo tenga el nombre no encuentra a ninguno",
            "Indique el número en la factura o quite el nombre de uno de ellos.",
        ),
    },
    Entry {
        code: "FRO-CTX-027",
        severity: Warning,
        event: Violated,
        en: ("A customer that nothing finds: no rfc, tax_id, legal_name or names", "Give one of them."),
        es: ("Un cliente que nada encuentra: sin rfc, tax_id, legal_name ni names", "Indique uno de ellos."),
    },
    Entry {
        code: "FRO-CTX-028",
        severity: Warning,
        event: Violated,
        en: ("An item that nothing finds: no sku, description or charge", "Give one of them."),
        es: ("Un artículo que nada encuentra: sin sku, description ni charge", "Indique uno de ellos."),
    },
    Entry {
        code: "FRO-CTX-029",
        severity: Error,
        event: Violated,
        en: ("The same as {found}, which says something else: no line finds either", "Keep the right one."),
        es: ("Lo mismo que {found}, que dice otra cosa: ningún concepto encuentra alguno", "Conserve el correcto."),
    },
    Entry {
        code: "FRO-CTX-030",
        severity: Warning,
        event: NotChecked,
        en: (
            "The tariff asks for {expected}, and how many of them are in one `{found}` is not known",
            "Give customs_units_per_unit.",
        ),
        es: ("La tarifa pide {expected} y no se sabe cuántas hay en un `{found}`", "Indique customs_units_per_unit."),
    },
    Entry {
        code: "FRO-CTX-031",
        severity: Error,
        event: Violated,
        en: ("`{found}` customs units in one unit of the line", "It is a number above 0."),
        es: ("`{found}` unidades de aduana en una unidad del concepto", "Es un número mayor que 0."),
    },
    Entry {
        code: "FRO-CTX-032",
        severity: Warning,
        event: Violated,
        en: (
            "These taxes are used by nothing: of which Exportacion they are is not said",
            "Give taxes_with_exportacion, or say what the item is in `supply`.",
        ),
        es: (
            "Nada usa estos impuestos: no se dice de qué Exportacion son",
            "Indique taxes_with_exportacion o qué es el artículo en `supply`.",
        ),
    },
    Entry {
        code: "FRO-CTX-033",
        severity: Note,
        event: Violated,
        en: (
            "`{found}` has no border stimulus in c_ClaveProdServ: the item stays at the general rate",
            "Nothing to change if that is meant.",
        ),
        es: (
            "`{found}` no tiene estímulo fronterizo en c_ClaveProdServ: el artículo queda a la tasa general",
            "Nada que cambiar si así debe ser.",
        ),
    },
    Entry {
        code: "FRO-CTX-034",
        severity: Error,
        event: Violated,
        en: (
            "Excise is a rate, or an amount per unit with units per unit above 0",
            "Give `rate` alone, or `amount_per_unit` and `units_per_unit`.",
        ),
        es: (
            "El IEPS es una tasa, o una cuota con unidades por unidad mayores que 0",
            "Indique solo `rate`, o `amount_per_unit` y `units_per_unit`.",
        ),
    },
    Entry {
        code: "FRO-CTX-035",
        severity: Error,
        event: Violated,
        en: ("c_TasaOCuota has no {expected} of {found} for IEPS", "Correct it; 53 % is 0.530000."),
        es: ("c_TasaOCuota no tiene {expected} de {found} para IEPS", "Corríjala; 53 % es 0.530000."),
    },
    Entry {
        code: "FRO-CTX-036",
        severity: Error,
        event: Violated,
        en: ("`{found}` is no UUID", "Copy it from the stamp (TimbreFiscalDigital)."),
        es: ("`{found}` no es un UUID", "Cópielo del timbre (TimbreFiscalDigital)."),
    },
    Entry {
        code: "FRO-CTX-037",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` has another UUID at {expected}: a credit memo could not say which",
            "Keep the right one; a series tells numbers apart.",
        ),
        es: (
            "`{found}` tiene otro UUID en {expected}: una nota de crédito no podría decir cuál",
            "Conserve el correcto; la serie distingue los folios.",
        ),
    },
    Entry {
        code: "FRO-CTX-038",
        severity: Error,
        event: Violated,
        en: ("The postal code {found} is in {expected}, not in this state", "Correct one of the two."),
        es: ("El código postal {found} es de {expected}, no de este estado", "Corrija uno de los dos."),
    },
    Entry {
        code: "FRO-CTX-040",
        severity: Error,
        event: Violated,
        en: ("Documents of {found}", "Name one (`frontera learn --issuer RFC`); a context is one issuer's."),
        es: (
            "Documentos de más de un emisor ({found})",
            "Indique uno (`frontera learn --issuer RFC`); un contexto es de un solo emisor.",
        ),
    },
    Entry {
        code: "FRO-CTX-041",
        severity: Error,
        event: Violated,
        en: (
            "There is nothing to learn from: {found}",
            "Give CFDIs that the issuer issued: 4.0 or 3.3, types I and E.",
        ),
        es: ("No hay de qué aprender: {found}", "Dé CFDI que el emisor haya emitido: 4.0 o 3.3, tipos I y E."),
    },
    Entry {
        code: "FRO-CTX-042",
        severity: Note,
        event: NotChecked,
        en: ("It is no CFDI: nothing is learnt from it", "Give the XML that was stamped."),
        es: ("No es un CFDI: no se aprende de él", "Dé el XML timbrado."),
    },
    Entry {
        code: "FRO-CTX-043",
        severity: Note,
        event: NotChecked,
        en: ("A CFDI {found}: 4.0 and 3.3 are learnt from", "Nothing to change."),
        es: ("Un CFDI {found}: se aprende del 4.0 y del 3.3", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-CTX-044",
        severity: Note,
        event: NotChecked,
        en: ("It is another issuer's", "Nothing to change."),
        es: ("Es de otro emisor", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-CTX-045",
        severity: Note,
        event: NotChecked,
        en: ("Neither income nor credit memo (types I and E): it says nothing of items", "Nothing to change."),
        es: ("No es ingreso ni egreso (tipos I y E): no dice nada de artículos", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-CTX-046",
        severity: Note,
        event: NotChecked,
        en: ("A global invoice: its lines are tickets, not items", "Nothing to change."),
        es: ("Una factura global: sus conceptos son comprobantes, no artículos", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-CTX-047",
        severity: Note,
        event: NotChecked,
        en: ("The document of {found} once more (one UUID): it counts once", "Nothing to change."),
        es: ("Otra vez el documento de {found} (un mismo UUID): cuenta una vez", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-CTX-048",
        severity: Warning,
        event: NotChecked,
        en: ("It has no issuer's RFC: nothing is learnt from it", "Look at what wrote the file."),
        es: ("No tiene RFC del emisor: no se aprende de él", "Revise qué escribió el archivo."),
    },
];
