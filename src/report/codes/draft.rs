//! The codes of drafts, with their words.

use super::Entry;
use super::Event::{Defaulted, Derived, Dropped, NotChecked, Rounded, Violated};
use super::Severity::{Error, Note, Warning};

/// Making a draft: `FRO-DRAFT` facts that are filled in, `FRO-TAX` treatments and amounts.
pub(super) static DRAFT: &[Entry] = &[
    Entry {
        code: "FRO-DRAFT-001",
        severity: Note,
        event: Derived,
        en: (
            "{at} comes from the context: {expected}",
            "Nothing to change; what the document says itself stands before it.",
        ),
        es: ("{at} viene del contexto: {expected}", "Nada que cambiar; lo que dice el documento tiene prioridad."),
    },
    Entry {
        code: "FRO-DRAFT-002",
        severity: Note,
        event: Derived,
        en: ("{at} is `{expected}`: SAT leaves no other for {found}", "Nothing to change."),
        es: ("{at} es `{expected}`: el SAT no admite otro con {found}", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-DRAFT-003",
        severity: Warning,
        event: Defaulted,
        en: ("{at} is `{expected}`, a default that the context allows", "Give it in the document where it is another."),
        es: (
            "{at} es `{expected}`, un valor por omisión que permite el contexto",
            "Indíquelo en el documento si es otro.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-004",
        severity: Error,
        event: Violated,
        en: (
            "The seller's RFC `{found}` is not that of the context's issuer, `{expected}`",
            "Use the context of the issuer, or correct the document.",
        ),
        es: (
            "El RFC del emisor `{found}` no es el del contexto, `{expected}`",
            "Use el contexto del emisor o corrija el documento.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-005",
        severity: Error,
        event: Violated,
        en: (
            "Several entries of the context fit {at}: {candidates}",
            "Tell them apart by tax number, SKU or name; the first one is not taken.",
        ),
        es: (
            "Varias entradas del contexto corresponden a {at}: {candidates}",
            "Distíngalas por número fiscal, clave o nombre; no se toma la primera.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-006",
        severity: Error,
        event: Violated,
        en: (
            "The context has a customer of this name with another tax number than {at}",
            "Correct the number in the document or in customers[], or add the second customer.",
        ),
        es: (
            "El contexto tiene un cliente con este nombre y otro número fiscal que {at}",
            "Corrija el número en el documento o en customers[], o agregue al segundo cliente.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-007",
        severity: Error,
        event: Violated,
        en: (
            "The document counts in `{found}` and the context's item in `{expected}`",
            "A quantity in one unit is another quantity in the other: correct one of the two.",
        ),
        es: (
            "El documento cuenta en `{found}` y el artículo del contexto en `{expected}`",
            "Una cantidad en una unidad es otra en la otra: corrija una de las dos.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-008",
        severity: Note,
        event: Derived,
        en: ("The CFDI has the registered name `{expected}`; `{found}` becomes the trade name", "Nothing to change."),
        es: (
            "El CFDI lleva el nombre registrado `{expected}`; `{found}` pasa a ser el nombre comercial",
            "Nada que cambiar.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-009",
        severity: Note,
        event: Derived,
        en: (
            "{at} is `{expected}`: the payments say so",
            "Nothing to change: paid in full is PUE, with the form of the payment.",
        ),
        es: (
            "{at} es `{expected}`: lo dicen los pagos",
            "Nada que cambiar: pagado por completo es PUE, con la forma del pago.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-010",
        severity: Note,
        event: Derived,
        en: ("Exportacion is `{expected}`, as the treatment of the lines has it", "Nothing to change."),
        es: ("Exportacion es `{expected}`, como resulta del tratamiento de las líneas", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-DRAFT-011",
        severity: Error,
        event: Violated,
        en: ("`{found}` is no currency of amounts in SAT's c_Moneda", "Write the ISO 4217 code. {nearest}"),
        es: ("`{found}` no es una moneda de importes de c_Moneda", "Escriba la clave ISO 4217. {nearest}"),
    },
    Entry {
        code: "FRO-DRAFT-012",
        severity: Error,
        event: Violated,
        en: (
            "A credit or debit memo names the invoice that it changes, and this one names none",
            "Put its UUID into the document at /preceding_documents, or its number there and both into documents[] of the context.",
        ),
        es: (
            "Una nota de crédito o de débito nombra la factura que modifica y ésta no nombra ninguna",
            "Ponga su UUID en el documento en /preceding_documents, o su número ahí y ambos en documents[] del contexto.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-013",
        severity: Warning,
        event: Dropped,
        en: (
            "FormaPago is 99 with PPD; that it will be paid by `{found}` is for the Pago to say",
            "Keep the method for the payment's own CFDI.",
        ),
        es: (
            "FormaPago es 99 con PPD; que se pagará con `{found}` lo dirá el complemento de pago",
            "Conserve la forma para el CFDI de pago.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-014",
        severity: Warning,
        event: Dropped,
        en: (
            "{at} does not go with this RFC and is not in the CFDI",
            "Say which number it is (type ein, ssn, itin): it then crosses as a US fact.",
        ),
        es: (
            "{at} no va con este RFC y no está en el CFDI",
            "Indique qué número es (type ein, ssn, itin): así cruza como dato de EE. UU.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-015",
        severity: Error,
        event: Violated,
        en: ("`{found}` at {at} is no country of ISO 3166-1", "Write its code of two letters, in capitals. {nearest}"),
        es: (
            "`{found}` en {at} no es un país de ISO 3166-1",
            "Escriba su clave de dos letras, en mayúsculas. {nearest}",
        ),
    },
    Entry {
        code: "FRO-DRAFT-016",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` at {expected} of the context is no country of ISO 3166-1",
            "Write its code of two letters, in capitals. {nearest}",
        ),
        es: (
            "`{found}` en {expected} del contexto no es un país de ISO 3166-1",
            "Escriba su clave de dos letras, en mayúsculas. {nearest}",
        ),
    },
    Entry {
        code: "FRO-DRAFT-017",
        severity: Warning,
        event: Derived,
        en: (
            "{at} is `{found}` in the document and `{expected}` in the context; the document's word stands",
            "Correct the one that is wrong.",
        ),
        es: (
            "{at} es `{found}` en el documento y `{expected}` en el contexto; vale lo que dice el documento",
            "Corrija el que esté mal.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-018",
        severity: Error,
        event: Violated,
        en: ("{at} is `{found}`, a second RFC beside `{expected}`", "A party has one RFC: remove the other."),
        es: ("{at} es `{found}`, un segundo RFC junto a `{expected}`", "Una parte tiene un solo RFC: quite el otro."),
    },
    Entry {
        code: "FRO-DRAFT-019",
        severity: Error,
        event: Violated,
        en: (
            "{at} has not the shape of an RFC",
            "Three letters of a company or four of a person, six digits of a day, three signs; for who has none, XAXX010101000 or XEXX010101000.",
        ),
        es: (
            "{at} no tiene la forma de un RFC",
            "Tres letras de una persona moral o cuatro de una física, seis dígitos de fecha y tres caracteres; para quien no tiene, XAXX010101000 o XEXX010101000.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-020",
        severity: Note,
        event: Derived,
        en: (
            "The RFC `{found}` is written `{expected}`",
            "Nothing to change: SAT writes it in capitals, without dashes and blanks.",
        ),
        es: (
            "El RFC `{found}` se escribe `{expected}`",
            "Nada que cambiar: el SAT lo escribe en mayúsculas, sin guiones ni espacios.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-021",
        severity: Error,
        event: Violated,
        en: (
            "{at} is `{found}`, and {candidates} goes with `{expected}` alone (CFDI40159)",
            "Write `{expected}`, or leave it out.",
        ),
        es: (
            "{at} es `{found}` y con {candidates} solo va `{expected}` (CFDI40159)",
            "Escriba `{expected}` o quítelo.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-022",
        severity: Error,
        event: Violated,
        en: (
            "{at} is `{found}`, and with {candidates} it is that of LugarExpedicion, `{expected}` (CFDI40149)",
            "Leave it out; a postal code abroad belongs to the buyer's address.",
        ),
        es: (
            "{at} es `{found}` y con {candidates} es el de LugarExpedicion, `{expected}` (CFDI40149)",
            "Quítelo; un código postal extranjero va en el domicilio del comprador.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-023",
        severity: Error,
        event: Violated,
        en: (
            "{at} is `{found}`, which does not go with {candidates} (CFDI40161)",
            "Write `{expected}`, or leave it out.",
        ),
        es: ("{at} es `{found}`, que no va con {candidates} (CFDI40161)", "Escriba `{expected}` o quítelo."),
    },
    Entry {
        code: "FRO-DRAFT-024",
        severity: Error,
        event: Violated,
        en: (
            "{at} is Mexico, where XEXX010101000 is for who resides abroad (CFDI40152)",
            "Give the buyer's RFC, or the country that gave the number.",
        ),
        es: (
            "{at} es México y XEXX010101000 es para quien reside en el extranjero (CFDI40152)",
            "Indique el RFC del comprador o el país que dio el número.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-025",
        severity: Error,
        event: Violated,
        en: (
            "The number of a buyer abroad lacks its country at {at} (CFDI40153)",
            "Write the country that gave the number.",
        ),
        es: (
            "Al número del comprador extranjero le falta su país en {at} (CFDI40153)",
            "Indique el país que dio el número.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-026",
        severity: Error,
        event: Violated,
        en: (
            "{at} is not as c_Pais says that the country writes its tax numbers: {expected} (CFDI40156)",
            "Correct the number or its country.",
        ),
        es: (
            "{at} no es como c_Pais dice que el país escribe sus números: {expected} (CFDI40156)",
            "Corrija el número o su país.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-027",
        severity: Error,
        event: Violated,
        en: (
            "An invoice to PUBLICO EN GENERAL is a global one and needs {at} (CFDI40130)",
            "Put periodicidad, meses and año there; an invoice to one customer has that customer's name.",
        ),
        es: (
            "Una factura a PUBLICO EN GENERAL es global y necesita {at} (CFDI40130)",
            "Ponga ahí periodicidad, meses y año; la factura de un solo cliente lleva su nombre.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-028",
        severity: Error,
        event: Violated,
        en: (
            "PUBLICO EN GENERAL at {at} goes with the RFC `{expected}`, and this one is `{found}` (CFDI40146)",
            "Correct the name or the RFC.",
        ),
        es: (
            "PUBLICO EN GENERAL en {at} va con el RFC `{expected}` y éste es `{found}` (CFDI40146)",
            "Corrija el nombre o el RFC.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-029",
        severity: Error,
        event: Violated,
        en: ("`{found}` at {at} is no postal code of SAT's c_CodigoPostal", "Write one that SAT has. {nearest}"),
        es: ("`{found}` en {at} no es un código postal de c_CodigoPostal", "Escriba uno que tenga el SAT. {nearest}"),
    },
    Entry {
        code: "FRO-DRAFT-030",
        severity: Note,
        event: Derived,
        en: (
            "{at} is `{expected}`: returns, discounts and allowances, as this is a credit memo",
            "Give it in the document where it is another.",
        ),
        es: (
            "{at} es `{expected}`: devoluciones, descuentos o bonificaciones, por ser nota de crédito",
            "Indíquelo en el documento si es otro.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-031",
        severity: Error,
        event: Violated,
        en: (
            "A credit memo would be for `{expected}`, which the buyer's regime {found} does not allow",
            "State the use in the document at {at}.",
        ),
        es: (
            "Una nota de crédito sería para `{expected}`, que el régimen {found} del receptor no admite",
            "Indique el uso en el documento en {at}.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-032",
        severity: Note,
        event: Derived,
        en: ("{at} is `{expected}`: it is due after the day of issue", "Give it in the document where it is another."),
        es: ("{at} es `{expected}`: vence después del día de emisión", "Indíquelo en el documento si es otro."),
    },
    Entry {
        code: "FRO-DRAFT-033",
        severity: Note,
        event: Derived,
        en: (
            "{at} is `{expected}`: a payment came after the month of issue",
            "Nothing to change; each payment gets its own CFDI.",
        ),
        es: (
            "{at} es `{expected}`: un pago llegó después del mes de emisión",
            "Nada que cambiar; cada pago lleva su propio CFDI.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-034",
        severity: Note,
        event: Derived,
        en: ("{at} is `{expected}`: the only form that goes with PPD (CFDI40105)", "Nothing to change."),
        es: ("{at} es `{expected}`: la única forma que va con PPD (CFDI40105)", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-DRAFT-035",
        severity: Note,
        event: Derived,
        en: ("{at} is `{expected}`: most was paid so", "SAT's guide takes the form of the greatest amount."),
        es: ("{at} es `{expected}`: así se pagó la mayor parte", "La guía del SAT toma la forma de la mayor cantidad."),
    },
    Entry {
        code: "FRO-DRAFT-036",
        severity: Error,
        event: Violated,
        en: (
            "The payments are less than the total, and nothing says when the rest is due",
            "State {at} (PPD where the rest is paid later), or give terms or a due date; a default does not decide it.",
        ),
        es: (
            "Los pagos son menores que el total y nada dice cuándo vence el resto",
            "Indique {at} (PPD si el resto se paga después), o condiciones o fecha de vencimiento; un valor por omisión no lo decide.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-037",
        severity: Error,
        event: Violated,
        en: (
            "No form of payment is the one in which most was paid: {candidates}",
            "State {at}; of equal amounts SAT's guide leaves the choice to the issuer.",
        ),
        es: (
            "Ninguna forma de pago es con la que se pagó la mayor parte: {candidates}",
            "Indique {at}; entre cantidades iguales la guía del SAT deja elegir al emisor.",
        ),
    },
    Entry {
        code: "FRO-DRAFT-038",
        severity: Error,
        event: Violated,
        en: (
            "{at} is `{found}`, and with PPD it is `{expected}` (CFDI40105)",
            "Leave it out, or make it PUE where it was paid in full.",
        ),
        es: ("{at} es `{found}` y con PPD es `{expected}` (CFDI40105)", "Quítela, o use PUE si se pagó por completo."),
    },
    Entry {
        code: "FRO-DRAFT-039",
        severity: Note,
        event: Derived,
        en: ("{at} is `{expected}`: the number is one of the United States", "Nothing to change."),
        es: ("{at} es `{expected}`: el número es de los Estados Unidos", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-DRAFT-040",
        severity: Warning,
        event: Dropped,
        en: (
            "Placeholders are asked for, and the document is written as it was",
            "Only a draft takes them: convert with intent draft.",
        ),
        es: (
            "Se piden marcadores en lugar del sello y el documento se escribe como era",
            "Solo un borrador los lleva: convierta con intent draft.",
        ),
    },
    Entry {
        code: "FRO-TAX-001",
        severity: Note,
        event: Derived,
        en: ("{at}: {reason}, {source}", "Nothing to change; `frontera explain-tax` lists every line."),
        es: ("{at}: {reason}, {source}", "Nada que cambiar; `frontera explain-tax` enumera cada línea."),
    },
    Entry {
        code: "FRO-TAX-002",
        severity: Error,
        event: Violated,
        en: (
            "Nothing says what {at} is to the law, and so not how it is taxed",
            "Put `supply` into the document there or into items[].supply of the context, or state the line's taxes; a rate is never guessed.",
        ),
        es: (
            "Nada dice qué es {at} para la ley ni, por lo tanto, cómo se grava",
            "Ponga `supply` en el documento ahí o en items[].supply del contexto, o indique los impuestos de la línea; nunca se adivina una tasa.",
        ),
    },
    Entry {
        code: "FRO-TAX-003",
        severity: Error,
        event: Violated,
        en: (
            "Whether the goods are exported depends on where they are handed over, and nothing says it",
            "Put {at} with its country, or /trade/pedimento_key, into the document, or customers[].delivery into the context; the buyer's RFC does not say it.",
        ),
        es: (
            "Si los bienes se exportan depende de dónde se entregan y nada lo dice",
            "Ponga {at} con su país, o /trade/pedimento_key, en el documento, o customers[].delivery en el contexto; el RFC del receptor no lo dice.",
        ),
    },
    Entry {
        code: "FRO-TAX-004",
        severity: Error,
        event: Violated,
        en: (
            "The border's rate depends on where the delivery takes place, and no postal code says it",
            "Put {at} into the document or customers[].delivery.postal_code into the context.",
        ),
        es: (
            "La tasa fronteriza depende del lugar de entrega y ningún código postal lo dice",
            "Ponga {at} en el documento o customers[].delivery.postal_code en el contexto.",
        ),
    },
    Entry {
        code: "FRO-TAX-005",
        severity: Error,
        event: Violated,
        en: (
            "Goods are handed over abroad, and nothing says under which pedimento they leave",
            "Put {at} into the document or customers[].pedimento_key into the context: A1, RT.",
        ),
        es: (
            "Los bienes se entregan en el extranjero y nada dice con qué pedimento salen",
            "Ponga {at} en el documento o customers[].pedimento_key en el contexto: A1, RT.",
        ),
    },
    Entry {
        code: "FRO-TAX-006",
        severity: Error,
        event: Violated,
        en: (
            "Whether the services are exported depends on where they are used, and nothing says it",
            "Put {at} into the document or customers[].services_used_in into the context.",
        ),
        es: (
            "Si los servicios se exportan depende de dónde se aprovechan y nada lo dice",
            "Ponga {at} en el documento o customers[].services_used_in en el contexto.",
        ),
    },
    Entry {
        code: "FRO-TAX-007",
        severity: Error,
        event: Violated,
        en: ("{at} is not decided here: {reason}", "Source: {source}."),
        es: ("{at} no se decide aquí: {reason}", "Fuente: {source}."),
    },
    Entry {
        code: "FRO-TAX-008",
        severity: Warning,
        event: Derived,
        en: (
            "{at} says {found}, and the law's table {expected}; the document's word stands",
            "Correct the document, or the item's supply.",
        ),
        es: (
            "{at} dice {found} y la tabla de la ley {expected}; vale lo que dice el documento",
            "Corrija el documento o el supply del artículo.",
        ),
    },
    Entry {
        code: "FRO-TAX-009",
        severity: Warning,
        event: NotChecked,
        en: ("{at} takes a rate whose last known day is {found}", "Make sure that the stimulus was extended."),
        es: ("{at} usa una tasa cuyo último día conocido es {found}", "Verifique que el estímulo se haya prorrogado."),
    },
    Entry {
        code: "FRO-TAX-010",
        severity: Note,
        event: Derived,
        en: ("{at}: {reason}, {source}", "Nothing to change."),
        es: ("{at}: {reason}, {source}", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-TAX-011",
        severity: Warning,
        event: Derived,
        en: (
            "{at} is taxed as in {found} past documents",
            "Give the item's supply, so that the law decides and not the past.",
        ),
        es: (
            "{at} se grava como en {found} documentos anteriores",
            "Indique el supply del artículo, para que decida la ley y no el pasado.",
        ),
    },
    Entry {
        code: "FRO-TAX-020",
        severity: Error,
        event: Violated,
        en: ("{at} cannot be computed exactly: {found}", "Write it with fewer digits."),
        es: ("{at} no se puede calcular con exactitud: {found}", "Escríbalo con menos dígitos."),
    },
    Entry {
        code: "FRO-TAX-021",
        severity: Warning,
        event: Rounded,
        en: (
            "`{found}` at {at} becomes `{expected}`: a CFDI has six decimals",
            "Nothing to change, unless the last digits matter; amounts were computed before.",
        ),
        es: (
            "`{found}` en {at} pasa a `{expected}`: un CFDI tiene seis decimales",
            "Nada que cambiar, salvo que importen los últimos dígitos; los importes se calcularon antes.",
        ),
    },
    Entry {
        code: "FRO-TAX-022",
        severity: Error,
        event: Violated,
        en: (
            "{at} is `{found}`; from quantity and price as written SAT accepts {expected}",
            "Correct quantity, price or amount.",
        ),
        es: (
            "{at} es `{found}`; por cantidad y precio como están escritos el SAT acepta {expected}",
            "Corrija cantidad, precio o importe.",
        ),
    },
    Entry {
        code: "FRO-TAX-023",
        severity: Error,
        event: Violated,
        en: (
            "The discount at {at} is more than the amount {expected}, below zero, or no amount at all",
            "A discount is money or a percent between nothing and the whole; what is added is a charge.",
        ),
        es: (
            "El descuento en {at} excede el importe {expected}, es negativo o no tiene importe",
            "Un descuento es dinero o un porcentaje entre nada y todo; lo que se suma es un cargo.",
        ),
    },
    Entry {
        code: "FRO-TAX-024",
        severity: Error,
        event: Violated,
        en: (
            "The base of {at} is {found}, and SAT takes none that is not above zero",
            "State ObjetoImp 04 (taxability no_tax_due) for a line that is discounted to nothing, or leave it out.",
        ),
        es: (
            "La base de {at} es {found} y el SAT solo acepta mayores que cero",
            "Indique ObjetoImp 04 (taxability no_tax_due) en una línea descontada por completo, o quítela.",
        ),
    },
    Entry {
        code: "FRO-TAX-025",
        severity: Note,
        event: Derived,
        en: (
            "The negative line {at} is a discount of {found} on {expected}",
            "A CFDI has no negative amounts; nothing to change.",
        ),
        es: (
            "La línea negativa {at} es un descuento de {found} en {expected}",
            "Un CFDI no tiene importes negativos; nada que cambiar.",
        ),
    },
    Entry {
        code: "FRO-TAX-026",
        severity: Error,
        event: Violated,
        en: (
            "{at} takes off {found}, and what it can be taken off comes to {expected}",
            "Amounts of a document are above zero: what is owed the other way is a document of its own.",
        ),
        es: (
            "{at} descuenta {found} y aquello de lo que puede descontarse suma {expected}",
            "Los importes de un documento son positivos: lo que se debe en sentido contrario es otro documento.",
        ),
    },
    Entry {
        code: "FRO-TAX-027",
        severity: Note,
        event: Derived,
        en: (
            "The document's discount of {found} is shared out among the lines",
            "A CFDI knows discounts of lines only; nothing to change.",
        ),
        es: (
            "El descuento de {found} se reparte entre las líneas",
            "Un CFDI solo tiene descuentos por concepto; nada que cambiar.",
        ),
    },
    Entry {
        code: "FRO-TAX-028",
        severity: Note,
        event: Derived,
        en: ("The charge {at} becomes a line", "A CFDI knows lines only; nothing to change."),
        es: ("El cargo {at} pasa a ser una línea", "Un CFDI solo tiene conceptos; nada que cambiar."),
    },
    Entry {
        code: "FRO-TAX-029",
        severity: Note,
        event: Derived,
        en: ("Prices contain tax and are parted into price and tax", "Nothing to change; the total is the same."),
        es: (
            "Los precios incluyen impuesto y se separan en precio e impuesto",
            "Nada que cambiar; el total es el mismo.",
        ),
    },
    Entry {
        code: "FRO-TAX-030",
        severity: Warning,
        event: Derived,
        en: (
            "{at} is `{found}` in the invoice and `{expected}` in the CFDI",
            "The invoice's system knows other taxes than the CFDI has; look at both before you send either.",
        ),
        es: (
            "{at} es `{found}` en la factura y `{expected}` en el CFDI",
            "El sistema de la factura conoce otros impuestos que el CFDI; revise ambos antes de enviar alguno.",
        ),
    },
    Entry {
        code: "FRO-TAX-031",
        severity: Error,
        event: Violated,
        en: (
            "The invoice does not add up: {at} is `{found}`, and its own lines and taxes come to `{expected}`",
            "A line, discount or tax is missing, or the total is wrong.",
        ),
        es: (
            "La factura no cuadra: {at} es `{found}` y sus propias líneas e impuestos suman `{expected}`",
            "Falta una línea, un descuento o un impuesto, o el total está mal.",
        ),
    },
    Entry {
        code: "FRO-TAX-032",
        severity: Note,
        event: Derived,
        en: ("{at} is `{found}` in the invoice, in the terms of a CFDI `{expected}`", "Nothing to change."),
        es: ("{at} es `{found}` en la factura y en términos del CFDI `{expected}`", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-TAX-033",
        severity: Note,
        event: Derived,
        en: ("{at} is computed from the rest of its line", "Nothing to change."),
        es: ("{at} se calcula de lo demás de su línea", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-TAX-034",
        severity: Warning,
        event: Dropped,
        en: (
            "The negative line {at} is a discount now, and what else it says has no place: {found}",
            "Keep it with the document that it is about.",
        ),
        es: (
            "La línea negativa {at} ahora es un descuento, y lo demás que dice no tiene lugar: {found}",
            "Consérvelo con el documento al que se refiere.",
        ),
    },
    Entry {
        code: "FRO-TAX-035",
        severity: Error,
        event: Violated,
        en: ("{at} is below zero: {found}", "What is taken off is a discount of the document."),
        es: ("{at} es negativo: {found}", "Lo que se resta es un descuento del documento."),
    },
    Entry {
        code: "FRO-TAX-036",
        severity: Error,
        event: Violated,
        en: ("A tax of the US at {at} has no amount", "Put it there; it is not computed here."),
        es: ("Un impuesto de EE. UU. en {at} no tiene importe", "Póngalo ahí; aquí no se calcula."),
    },
    Entry {
        code: "FRO-TAX-037",
        severity: Error,
        event: Violated,
        en: (
            "Prices contain tax, and US sales tax is among the taxes",
            "Part them in the invoice; what of a price is sales tax is not told here.",
        ),
        es: (
            "Los precios incluyen impuesto y hay sales tax entre los impuestos",
            "Sepárelos en la factura; aquí no se distingue qué parte del precio es sales tax.",
        ),
    },
    Entry {
        code: "FRO-TAX-038",
        severity: Error,
        event: Violated,
        en: (
            "{at} says a Mexican tax of {found}, and the lines come to {expected}",
            "State the tax on the lines that it is for, or give their supply: a CFDI has its taxes there.",
        ),
        es: (
            "{at} dice un impuesto mexicano de {found} y las líneas suman {expected}",
            "Indique el impuesto en las líneas que corresponda o dé su supply: un CFDI lleva ahí sus impuestos.",
        ),
    },
    Entry {
        code: "FRO-TAX-039",
        severity: Error,
        event: Violated,
        en: (
            "{at} is {found}; SAT takes quantities and prices above zero only",
            "Leave out a line that costs nothing, or give its price and a discount.",
        ),
        es: (
            "{at} es {found}; el SAT solo acepta cantidades y precios mayores que cero",
            "Quite la línea que no cuesta nada, o dé su precio y un descuento.",
        ),
    },
    Entry {
        code: "FRO-TAX-040",
        severity: Error,
        event: Violated,
        en: (
            "US sales tax of {found} at {at} has no home in a CFDI, and nothing says what becomes of it",
            "Choose in the context: us_tax = \"concept\" (a Concepto of its own) or \"outside\" (beside the CFDI, whose Total is less).",
        ),
        es: (
            "El sales tax de {found} en {at} no tiene lugar en un CFDI y nada dice qué hacer con él",
            "Elija en el contexto: us_tax = \"concept\" (un Concepto propio) u \"outside\" (fuera del CFDI, cuyo Total es menor).",
        ),
    },
    Entry {
        code: "FRO-TAX-041",
        severity: Warning,
        event: Dropped,
        en: (
            "US sales tax of {found} is a Concepto of its own, without the split by jurisdiction at {at}",
            "Keep the US invoice for the state's return.",
        ),
        es: (
            "El sales tax de {found} es un Concepto propio, sin el desglose por jurisdicción en {at}",
            "Conserve la factura de EE. UU. para la declaración estatal.",
        ),
    },
    Entry {
        code: "FRO-TAX-042",
        severity: Warning,
        event: Dropped,
        en: (
            "US sales tax of {found} at {at} is outside the CFDI, whose Total is so much less",
            "It crosses with the US facts.",
        ),
        es: (
            "El sales tax de {found} en {at} queda fuera del CFDI, cuyo Total es menor",
            "Cruza con los datos de EE. UU.",
        ),
    },
    Entry {
        code: "FRO-TAX-043",
        severity: Note,
        event: Derived,
        en: ("`{found}` at {at} is about US sales tax; the CFDI says ObjetoImp {expected}", "Nothing to change."),
        es: ("`{found}` en {at} se refiere al sales tax; el CFDI dice ObjetoImp {expected}", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-TAX-044",
        severity: Error,
        event: Violated,
        en: (
            "{at} has US sales tax of {found}, and the lines {expected}",
            "Correct one of the two: what is right is not told here.",
        ),
        es: (
            "{at} tiene sales tax de {found} y las líneas {expected}",
            "Corrija uno de los dos: aquí no se sabe cuál es el correcto.",
        ),
    },
    Entry {
        code: "FRO-TAX-045",
        severity: Error,
        event: Violated,
        en: (
            "SAT's c_TasaOCuota has no rate `{found}` for the tax at {at} on the day of issue",
            "A rate is a fraction of at most six decimals: 0.160000 is 16 %. It has: {candidates}",
        ),
        es: (
            "c_TasaOCuota del SAT no tiene la tasa `{found}` para el impuesto en {at} en la fecha de expedición",
            "Una tasa es una fracción de hasta seis decimales: 0.160000 es 16 %. Tiene: {candidates}",
        ),
    },
    Entry {
        code: "FRO-TAX-046",
        severity: Error,
        event: Violated,
        en: (
            "`{found}` at {at} is no postal code of SAT's c_CodigoPostal",
            "Correct it: whether it is in a border region decides the rate.",
        ),
        es: (
            "`{found}` en {at} no es un código postal de c_CodigoPostal",
            "Corríjalo: si está en la región fronteriza decide la tasa.",
        ),
    },
    Entry {
        code: "FRO-TAX-047",
        severity: Warning,
        event: Derived,
        en: (
            "{at} is `{found}`, and the line gives {expected}; the document's word stands",
            "Correct it, or leave it out so that it is computed.",
        ),
        es: (
            "{at} es `{found}` y la línea da {expected}; vale lo que dice el documento",
            "Corríjala u omítala para que se calcule.",
        ),
    },
    Entry {
        code: "FRO-TAX-048",
        severity: Warning,
        event: Derived,
        en: (
            "The discount at {at} is `{found}`, and its percent gives {expected}; the amount stands",
            "Correct one of the two.",
        ),
        es: (
            "El descuento en {at} es `{found}` y su porcentaje da {expected}; vale el importe",
            "Corrija uno de los dos.",
        ),
    },
    Entry {
        code: "FRO-TAX-049",
        severity: Note,
        event: Derived,
        en: (
            "The buyer is the exporter of record, so that the seller hands the goods over in Mexico",
            "State /trade/delivery where that is otherwise.",
        ),
        es: (
            "El comprador es el exportador, así que el vendedor entrega los bienes en México",
            "Indique /trade/delivery si es distinto.",
        ),
    },
    Entry {
        code: "FRO-TAX-050",
        severity: Error,
        event: Violated,
        en: (
            "ObjetoImp `{found}` does not go with the taxes at {at} ({expected})",
            "Change the taxability of the line or its taxes.",
        ),
        es: (
            "ObjetoImp `{found}` no va con los impuestos en {at} ({expected})",
            "Cambie el objeto de impuesto de la línea o sus impuestos.",
        ),
    },
    Entry {
        code: "FRO-TAX-051",
        severity: Error,
        event: Violated,
        en: ("The tax at {at} is exempt and has `{found}` (CFDI40177)", "What is exempt has neither rate nor amount."),
        es: ("El impuesto en {at} es exento y tiene `{found}` (CFDI40177)", "Lo exento no tiene tasa ni importe."),
    },
    Entry {
        code: "FRO-TAX-052",
        severity: Warning,
        event: Derived,
        en: ("{at} decides what the law's table does not: {reason}", "The document's word stands. Source: {source}."),
        es: ("{at} decide lo que la tabla de la ley no: {reason}", "Vale lo que dice el documento. Fuente: {source}."),
    },
    Entry {
        code: "FRO-TAX-053",
        severity: Note,
        event: Derived,
        en: ("ObjetoImp is `{expected}`: with the line's taxes no other code is left", "Nothing to change."),
        es: ("ObjetoImp es `{expected}`: con los impuestos de la línea no queda otra clave", "Nada que cambiar."),
    },
    Entry {
        code: "FRO-TAX-054",
        severity: Error,
        event: Violated,
        en: (
            "{at} is a second tax of its kind, and the bases come to {found} of {expected}",
            "State it once, or part the line's amount between them.",
        ),
        es: (
            "{at} es un segundo impuesto de su clase y las bases suman {found} de {expected}",
            "Indíquelo una vez o reparta entre ellos el importe de la línea.",
        ),
    },
];
