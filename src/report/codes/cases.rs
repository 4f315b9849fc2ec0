//! What a conversion legally is (`FRO-CASE`), rates of exchange (`FRO-FX`), payables (`FRO-PAY`).

use super::Entry;
use super::Event::{Derived, Dropped, NotChecked, Rounded, Violated};
use super::Severity::{Error, Note, Warning};

/// The case of a conversion.
pub(super) static CASES: &[Entry] = &[
    Entry {
        code: "FRO-CASE-001",
        severity: Error,
        event: Violated,
        en: (
            "A US seller does not issue a CFDI: the seller is one by {at} (`{found}`) and has no RFC",
            "For the seller's Mexican buyer convert with case received-in-mx; a Mexican issuer is named by its RFC, in the document or as `issuer` of the context.",
        ),
        es: (
            "Un vendedor de EE. UU. no emite CFDI: lo es por {at} (`{found}`) y no tiene RFC",
            "Para su comprador mexicano convierta con el caso received-in-mx; un emisor mexicano se nombra por su RFC, en el documento o como `issuer` del contexto.",
        ),
    },
    Entry {
        code: "FRO-CASE-002",
        severity: Error,
        event: Violated,
        en: (
            "Nobody issues a CFDI with `{found}`, the generic RFC of whoever has none",
            "Give the issuer's own RFC; the invoice of a foreign seller is for its Mexican buyer: case received-in-mx.",
        ),
        es: (
            "Nadie emite un CFDI con `{found}`, el RFC genérico de quien no tiene",
            "Dé el RFC del emisor; la factura de un vendedor extranjero es para su comprador mexicano: caso received-in-mx.",
        ),
    },
    Entry {
        code: "FRO-CASE-003",
        severity: Error,
        event: Violated,
        en: (
            "The seller has no RFC and the context names an issuer: nothing says that they are the same",
            "Say the case: mx-issuer-draft if the seller is the context's issuer, received-in-mx if it is a US supplier. Its RFC in the document, or its name in `issuer.names`, says it for good.",
        ),
        es: (
            "El vendedor no tiene RFC y el contexto nombra un emisor: nada dice que sean el mismo",
            "Indique el caso: mx-issuer-draft si el vendedor es el emisor del contexto, received-in-mx si es un proveedor de EE. UU. Su RFC en el documento, o su nombre en `issuer.names`, lo dice de una vez.",
        ),
    },
    Entry {
        code: "FRO-CASE-004",
        severity: Error,
        event: Violated,
        en: (
            "In the case {found} this document becomes {expected}, and something else is asked for",
            "Ask for that format, or name the case that is meant: docs/cases.md has all of them.",
        ),
        es: (
            "En el caso {found} este documento pasa a {expected}, y se pide otra cosa",
            "Pida ese formato o nombre el caso que corresponde: docs/cases.md los tiene todos.",
        ),
    },
    Entry {
        code: "FRO-CASE-005",
        severity: Error,
        event: Violated,
        en: (
            "A withholding statement is no CFDI: in Mexico it is a Retenciones document",
            "Issue it as Retenciones 2.0; the invoice that tax was withheld from is converted by itself.",
        ),
        es: (
            "Una constancia de retenciones no es un CFDI de factura: en México es un documento Retenciones",
            "Emítala como Retenciones 2.0; la factura de la que se retuvo se convierte por separado.",
        ),
    },
    Entry {
        code: "FRO-CASE-006",
        severity: Error,
        event: Violated,
        en: (
            "Payroll is no supplier's invoice: it is between an employer and an employee of one country",
            "Leave the case out to read a payroll CFDI as it is.",
        ),
        es: (
            "La nómina no es factura de un proveedor: es entre un patrón y su trabajador en un mismo país",
            "Omita el caso para leer un CFDI de nómina tal como es.",
        ),
    },
    Entry {
        code: "FRO-CASE-007",
        severity: Error,
        event: Violated,
        en: (
            "Nothing is owed by a document of the kind {found}: it becomes no payable",
            "Convert the invoice, credit memo or debit memo that it is about.",
        ),
        es: (
            "Un documento del tipo {found} no genera deuda: no pasa a cuentas por pagar",
            "Convierta la factura, nota de crédito o de cargo a la que se refiere.",
        ),
    },
    Entry {
        code: "FRO-CASE-008",
        severity: Error,
        event: Violated,
        en: (
            "A CFDI is the invoice of a Mexican issuer: in Mexico it is booked as it is",
            "The case received-in-mx is for the invoice of a US seller; for a US buyer it is received-in-us.",
        ),
        es: (
            "Un CFDI es la factura de un emisor mexicano: en México se contabiliza tal cual",
            "El caso received-in-mx es para la factura de un vendedor de EE. UU.; para un comprador de EE. UU. es received-in-us.",
        ),
    },
    Entry {
        code: "FRO-CASE-009",
        severity: Error,
        event: Violated,
        en: (
            "The case received-in-us is a Mexican supplier's CFDI, and this document was none",
            "Give the CFDI. A US seller's invoice is received-in-mx for its Mexican buyer.",
        ),
        es: (
            "El caso received-in-us es el CFDI de un proveedor mexicano, y este documento no lo fue",
            "Dé el CFDI. La factura de un vendedor de EE. UU. es received-in-mx para su comprador mexicano.",
        ),
    },
    Entry {
        code: "FRO-CASE-010",
        severity: Error,
        event: Violated,
        en: (
            "The seller has an RFC and nothing says that it is a foreign one: its Mexican buyer needs its CFDI",
            "Ask the seller for the CFDI, without which nothing is deducted or credited (LISR 27-III, LIVA 5-II); a foreign seller has a foreign tax number or address.",
        ),
        es: (
            "El vendedor tiene RFC y nada dice que sea extranjero: su comprador mexicano necesita su CFDI",
            "Pida el CFDI al vendedor; sin él nada se deduce ni se acredita (LISR 27-III, LIVA 5-II). Un vendedor extranjero tiene número fiscal o domicilio extranjero.",
        ),
    },
    Entry {
        code: "FRO-CASE-011",
        severity: Warning,
        event: NotChecked,
        en: (
            "The seller has an RFC beside `{found}`: whether it must issue a CFDI is not decided here",
            "With a permanent establishment in Mexico it must (ask for the CFDI); a foreign provider of digital services need not (LIVA 18-D).",
        ),
        es: (
            "El vendedor tiene RFC además de `{found}`: aquí no se decide si debe emitir CFDI",
            "Con establecimiento permanente en México debe (pida el CFDI); un prestador extranjero de servicios digitales no (LIVA 18-D).",
        ),
    },
    Entry {
        code: "FRO-CASE-012",
        severity: Note,
        event: Derived,
        en: (
            "The IVA of {found} is foreign VAT to a US buyer: part of the cost unless Mexico refunds it, never sales tax",
            "Book it as cost, or as a claim where a refund is due.",
        ),
        es: (
            "El IVA de {found} es IVA extranjero para un comprador de EE. UU.: parte del costo salvo devolución, nunca sales tax",
            "Regístrelo como costo, o como cuenta por cobrar si procede la devolución.",
        ),
    },
];

/// Rates of exchange.
pub(super) static RATES: &[Entry] = &[
    Entry {
        code: "FRO-FX-001",
        severity: Error,
        event: Violated,
        en: (
            "An exchange rate of {found} is no rate: one unit of a foreign currency is not one peso",
            "Give the rate of the day, or take it out and supply `exchange.rates` in the context or a table of rates.",
        ),
        es: (
            "Un tipo de cambio de {found} no es un tipo: una unidad de moneda extranjera no es un peso",
            "Dé el tipo del día, o quítelo y supla `exchange.rates` en el contexto o una tabla de tipos.",
        ),
    },
    Entry {
        code: "FRO-FX-002",
        severity: Error,
        event: Violated,
        en: ("`{found}` is no exchange rate", "A rate is above zero, with six decimals at most."),
        es: ("`{found}` no es un tipo de cambio", "Un tipo es mayor que cero, con seis decimales a lo más."),
    },
    Entry {
        code: "FRO-FX-003",
        severity: Warning,
        event: Rounded,
        en: (
            "The exchange rate {found} becomes {expected}: TipoCambio has six decimals at most",
            "Give it with six decimals to choose the last one yourself.",
        ),
        es: (
            "El tipo de cambio {found} pasa a {expected}: TipoCambio tiene seis decimales a lo más",
            "Delo con seis decimales para elegir usted el último.",
        ),
    },
    Entry {
        code: "FRO-FX-004",
        severity: Error,
        event: Violated,
        en: (
            "The exchange rate is from {found}, and one from {expected} is needed: nothing allows to invert it",
            "Give it in that direction, or set `exchange.allow_inverted` in the context.",
        ),
        es: (
            "El tipo de cambio es de {found} y se necesita de {expected}: nada permite invertirlo",
            "Delo en esa dirección o ponga `exchange.allow_inverted` en el contexto.",
        ),
    },
    Entry {
        code: "FRO-FX-005",
        severity: Warning,
        event: Rounded,
        en: (
            "The exchange rate {found} is inverted to {expected}, with six decimals",
            "As the context allows; the rate in the other direction is not exactly this one.",
        ),
        es: (
            "El tipo de cambio {found} se invierte a {expected}, con seis decimales",
            "Como permite el contexto; el tipo en la otra dirección no es exactamente este.",
        ),
    },
    Entry {
        code: "FRO-FX-006",
        severity: Error,
        event: Violated,
        en: (
            "An exchange rate from {found} says nothing about {expected}",
            "Give the rate from the document's currency to MXN, or take it out and supply one in the context.",
        ),
        es: (
            "Un tipo de cambio de {found} no dice nada de {expected}",
            "Dé el tipo de la moneda del documento a MXN, o quítelo y supla uno en el contexto.",
        ),
    },
    Entry {
        code: "FRO-FX-007",
        severity: Note,
        event: Derived,
        en: (
            "The exchange rate {expected} is the context's ({found})",
            "Give another in the document where it is meant.",
        ),
        es: ("El tipo de cambio {expected} es el del contexto ({found})", "Dé otro en el documento si es el que vale."),
    },
    Entry {
        code: "FRO-FX-008",
        severity: Error,
        event: Violated,
        en: (
            "The context has exchange rates that contradict each other for {found}",
            "Keep one of them in `exchange.rates`: {candidates}",
        ),
        es: (
            "El contexto tiene tipos de cambio que se contradicen para {found}",
            "Deje uno de ellos en `exchange.rates`: {candidates}",
        ),
    },
    Entry {
        code: "FRO-FX-009",
        severity: Note,
        event: Derived,
        en: (
            "The exchange rate {expected} is that of {found}, the last one published before the document's day (CFF 20)",
            "Give another in the document where it is meant.",
        ),
        es: (
            "El tipo de cambio {expected} es el de {found}, el último publicado antes del día del documento (CFF 20)",
            "Dé otro en el documento si es el que vale.",
        ),
    },
    Entry {
        code: "FRO-FX-010",
        severity: Error,
        event: Violated,
        en: (
            "The table of rates has two series for {found}, DOF and FIX, a banking day apart: nothing says which",
            "Set `exchange.series` in the context to dof or fix.",
        ),
        es: (
            "La tabla tiene dos series para {found}, DOF y FIX, con un día hábil de diferencia: nada dice cuál",
            "Ponga `exchange.series` en el contexto: dof o fix.",
        ),
    },
];

/// Payables of a Mexican buyer.
pub(super) static PAYABLES: &[Entry] = &[
    Entry {
        code: "FRO-PAY-001",
        severity: Warning,
        event: NotChecked,
        en: (
            "The IVA of `{found}` is undecided: nothing says what it is to the law",
            "Give {pointer}, or `supply` on its item in the context (`items[]`). {candidates}",
        ),
        es: (
            "El IVA de `{found}` queda sin decidir: nada dice qué es para la ley",
            "Dé {pointer}, o `supply` en su artículo del contexto (`items[]`). {candidates}",
        ),
    },
    Entry {
        code: "FRO-PAY-002",
        severity: Warning,
        event: NotChecked,
        en: (
            "The IVA of services is undecided: nothing says where they are used",
            "Give {pointer}, or `services_used_in` on the buyer's entry in the context (`customers[]`): MX for services used in Mexico.",
        ),
        es: (
            "El IVA de los servicios queda sin decidir: nada dice dónde se aprovechan",
            "Dé {pointer}, o `services_used_in` en el registro del comprador del contexto (`customers[]`): MX si se aprovechan en México.",
        ),
    },
    Entry {
        code: "FRO-PAY-003",
        severity: Warning,
        event: NotChecked,
        en: (
            "The IVA of a supply of the kind {found} by a non-resident is undecided: see {expected}",
            "Decide it in the books; it depends on facts that no invoice has.",
        ),
        es: (
            "El IVA de {found} prestado por un no residente queda sin decidir: vea {expected}",
            "Decídalo en la contabilidad; depende de hechos que ninguna factura tiene.",
        ),
    },
    Entry {
        code: "FRO-PAY-004",
        severity: Warning,
        event: NotChecked,
        en: (
            "The total in pesos is missing: nothing gives a rate from {found} to MXN for the document's day",
            "Give {pointer}, `exchange.rates` in the context, or a table of rates.",
        ),
        es: (
            "Falta el total en pesos: nada da un tipo de {found} a MXN para el día del documento",
            "Dé {pointer}, `exchange.rates` en el contexto o una tabla de tipos.",
        ),
    },
    Entry {
        code: "FRO-PAY-005",
        severity: Warning,
        event: NotChecked,
        en: (
            "The buyer has no RFC: nothing in the document says that it is a Mexican taxpayer",
            "Give the buyer's tax number of type rfc in {pointer}.",
        ),
        es: (
            "El comprador no tiene RFC: nada en el documento dice que sea contribuyente mexicano",
            "Dé el RFC del comprador en {pointer}.",
        ),
    },
    Entry {
        code: "FRO-PAY-006",
        severity: Warning,
        event: NotChecked,
        en: (
            "The seller charges IVA: whether it can be credited is not decided here",
            "IVA is credited by a comprobante that shows it apart (LIVA 5-II; of foreign digital services, LIVA 18-D).",
        ),
        es: (
            "El vendedor traslada IVA: aquí no se decide si es acreditable",
            "Se acredita con un comprobante que lo muestre por separado (LIVA 5-II; de servicios digitales del extranjero, LIVA 18-D).",
        ),
    },
    Entry {
        code: "FRO-PAY-007",
        severity: Warning,
        event: NotChecked,
        en: (
            "US taxes stand in the summary alone: the base of IVA of the lines is without them",
            "Put them on the lines: whatever taxes are charged with a service is part of its base (LIVA 18, 27).",
        ),
        es: (
            "Los impuestos de EE. UU. están solo en el resumen: la base del IVA de las líneas no los tiene",
            "Póngalos en las líneas: los impuestos que se cobran con un servicio son parte de su base (LIVA 18, 27).",
        ),
    },
    Entry {
        code: "FRO-PAY-008",
        severity: Error,
        event: Violated,
        en: ("{at} is missing or cannot be computed with", "Give an amount of at most 28 digits."),
        es: ("{at} falta o no permite el cálculo", "Dé un importe de 28 dígitos a lo más."),
    },
    Entry {
        code: "FRO-PAY-009",
        severity: Note,
        event: Derived,
        en: ("The due date {expected} follows from the terms", "Give `due_date` where another day is meant."),
        es: ("El vencimiento {expected} se desprende de las condiciones", "Dé `due_date` si es otro día."),
    },
    Entry {
        code: "FRO-PAY-010",
        severity: Note,
        event: Derived,
        en: ("A payable is an extract of the invoice", "Keep the invoice with it."),
        es: ("Un registro de cuentas por pagar es un extracto de la factura", "Conserve la factura con él."),
    },
    Entry {
        code: "FRO-PAY-011",
        severity: Warning,
        event: Rounded,
        en: ("The amount `{expected}` is quantity times price, {found}, rounded", "Give the amount of the line."),
        es: ("El importe `{expected}` es cantidad por precio, {found}, redondeado", "Dé el importe de la línea."),
    },
    Entry {
        code: "FRO-PAY-012",
        severity: Warning,
        event: Dropped,
        en: (
            "Tax kept back stands on the invoice and not in the payable",
            "What a Mexican payer withholds from a non-resident follows from Mexican law, not from the invoice.",
        ),
        es: (
            "El impuesto retenido está en la factura y no en el registro",
            "Lo que un pagador mexicano retiene a un no residente se desprende de la ley mexicana, no de la factura.",
        ),
    },
    Entry {
        code: "FRO-PAY-013",
        severity: Note,
        event: Derived,
        en: ("The amount `{expected}` is quantity times price", "Give the amount of the line where another is meant."),
        es: ("El importe `{expected}` es cantidad por precio", "Dé el importe de la línea si es otro."),
    },
    Entry {
        code: "FRO-PAY-014",
        severity: Warning,
        event: NotChecked,
        en: (
            "The IVA of the charge `{found}` is undecided: nothing says what it is to the law",
            "Give `supply` on an item of the context (`items[]`) with `charge = \"{found}\"`, or write it as a line. {candidates}",
        ),
        es: (
            "El IVA del cargo `{found}` queda sin decidir: nada dice qué es para la ley",
            "Dé `supply` en un artículo del contexto (`items[]`) con `charge = \"{found}\"`, o póngalo como línea. {candidates}",
        ),
    },
];
