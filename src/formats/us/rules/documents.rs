//! FRO-US-401 to FRO-US-413: days, terms of payment, and the documents that this one is about.

use rust_decimal::Decimal;

use super::{FORMAT, found};
use crate::model::{Date, DocumentType, PaymentTerms, TermsCode, Text, is_uuid};
use crate::rules::{Example, Rule, Source, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: days, terms, related documents", rules: RULES };

static RFC_4122: Source = Source::new("Anexo 20, CfdiRelacionado/@UUID; RFC 4122", "");

static RULES: &[Rule] = &[
    rule(
        "FRO-US-401",
        &FORMAT,
        (
            "Payment is not due before the invoice is issued",
            "Correct one of the two days; what was paid in advance is in payments.",
        ),
        (
            "El pago no vence antes de emitirse la factura",
            "Corrija una de las dos fechas; lo pagado por adelantado va en payments.",
        ),
    )
    .warning()
    .tried(&[Example::new(HARVEST, "/due_date", &[(r#""due_date": "2026-03-20""#, r#""due_date": "2026-02-17""#)])
        .given(WITHOUT_TERMS)])
    .us(|us, out| {
        let it = us.invoice;
        if let (Some(issued), Some(due)) = (it.issue_date, it.due_date)
            && due < issued
        {
            out.violated(found("/due_date", due));
        }
    }),
    rule(
        "FRO-US-402",
        &FORMAT,
        (
            "Net days are counted from the day of issue to the day on which payment is due",
            "Correct one of the two; a day that falls on a weekend may move to the Monday after it.",
        ),
        (
            "Los días netos se cuentan de la emisión al vencimiento",
            "Corrija uno de los dos; un vencimiento en fin de semana puede pasar al lunes siguiente.",
        ),
    )
    .warning()
    .tried(&[
        // 30 days after 2026-02-18.
        Example::new(HARVEST, "/due_date", &[(r#""due_date": "2026-03-20""#, r#""due_date": "2026-03-21""#)]),
        Example::new(HARVEST, "/due_date", &[(r#""due_date": "2026-03-20""#, r#""due_date": "2026-03-19""#)]),
        // A Saturday, 24 days after it; Tuesday is no Monday.
        Example::new(HARVEST, "/due_date", &[(r#""due_date": "2026-03-16""#, r#""due_date": "2026-03-17""#)]).given(&[
            (r#""due_date": "2026-03-20""#, r#""due_date": "2026-03-16""#),
            (r#""net_days": 30"#, r#""net_days": 24"#),
        ]),
    ])
    .us(|us, out| {
        let it = us.invoice;
        let Some(PaymentTerms { code: None | Some(TermsCode::Net), net_days: Some(days), .. }) = &it.payment_terms
        else {
            return;
        };
        let (Some(issued), Some(due)) = (it.issue_date, it.due_date) else { return };
        let Some(expected) = after(issued, *days) else { return };
        if due != expected && due != not_on_a_weekend(expected) {
            out.expected(found("/due_date", due), expected);
        }
    }),
    rule(
        "FRO-US-403",
        &FORMAT,
        (
            "The discount for an early payment ends before payment is due",
            "Correct the days of the discount or the net days: 2/10 net 30 is ten and thirty.",
        ),
        (
            "El descuento por pronto pago termina antes del vencimiento",
            "Corrija los días del descuento o los días netos: 2/10 net 30 son diez y treinta.",
        ),
    )
    .tried(&[Example::new(
        "draft/freight-mx-company.json",
        "/payment_terms/discount_days",
        &[(r#""discount_days": 10"#, r#""discount_days": 31"#)],
    )])
    .us(|us, out| {
        let Some(PaymentTerms { net_days: Some(net), discount_days: Some(discount), .. }) = &us.invoice.payment_terms
        else {
            return;
        };
        if discount > net {
            out.violated(found("/payment_terms/discount_days", discount));
        }
    }),
    rule(
        "FRO-US-404",
        &FORMAT,
        ("The discount for an early payment is between 0 and 100 percent", "Write the percent: 2 for 2/10 net 30."),
        ("El descuento por pronto pago está entre 0 y 100 por ciento", "Escriba el porcentaje: 2 para 2/10 net 30."),
    )
    .tried(&[
        Example::new(
            "draft/freight-mx-company.json",
            "/payment_terms/discount_percent",
            &[(r#""discount_percent": "2""#, r#""discount_percent": "-2""#)],
        ),
        Example::new(
            "draft/freight-mx-company.json",
            "/payment_terms/discount_percent",
            &[(r#""discount_percent": "2""#, r#""discount_percent": "100.5""#)],
        ),
    ])
    .us(|us, out| {
        let terms = us.invoice.payment_terms.as_ref();
        let Some(percent) = terms.and_then(|terms| terms.discount_percent.as_ref()) else { return };
        let above = percent.value().is_some_and(|percent| percent > Decimal::ONE_HUNDRED);
        if percent.is_negative() || above {
            out.violated(found("/payment_terms/discount_percent", percent));
        }
    }),
    rule(
        "FRO-US-405",
        &FORMAT,
        (
            "What is due on receipt is due on the day of issue",
            "Write net with its days, or leave out the days and the later day.",
        ),
        (
            "Lo que vence a la recepción vence el día de la emisión",
            "Escriba net con sus días, o quite los días y la fecha posterior.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            "draft/pue-unpaid.json",
            "/payment_terms/net_days",
            &[(r#""code": "due_on_receipt""#, r#""code": "due_on_receipt", "net_days": 15"#)],
        ),
        Example::new(
            "draft/pue-unpaid.json",
            "/due_date",
            &[(r#""issue_date": "2026-03-30""#, r#""issue_date": "2026-03-30", "due_date": "2026-03-31""#)],
        ),
    ])
    .us(|us, out| {
        let it = us.invoice;
        let Some(terms @ PaymentTerms { code: Some(TermsCode::DueOnReceipt), .. }) = &it.payment_terms else { return };
        if let Some(days) = terms.net_days.filter(|days| *days > 0) {
            out.violated(found("/payment_terms/net_days", days));
        }
        if let (Some(issued), Some(due)) = (it.issue_date, it.due_date)
            && due > issued
        {
            out.expected(found("/due_date", due), issued);
        }
    }),
    rule(
        "FRO-US-406",
        &FORMAT,
        ("A period of service ends after it begins", "Exchange the two days."),
        ("Un periodo de servicio termina después de empezar", "Intercambie las dos fechas."),
    )
    .tried(&[Example::new(
        "neutral/texas-distributor.json",
        "/service_period/end",
        &[(r#""end": "2026-02-28""#, r#""end": "2026-01-31""#)],
    )])
    .us(|us, out| {
        if let Some(period) = us.invoice.service_period.as_ref().filter(|period| period.end < period.start) {
            out.violated(found("/service_period/end", period.end));
        }
    }),
    rule(
        "FRO-US-410",
        &FORMAT,
        (
            "A credit or debit memo names the invoice that it changes",
            "Put its number into preceding_documents, and its UUID where it is a CFDI.",
        ),
        (
            "Una nota de crédito o de débito nombra la factura que modifica",
            "Ponga su número en preceding_documents, y su UUID si es un CFDI.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            CREDIT,
            "/preceding_documents",
            &[(
                r#""preceding_documents": [
    {"number": "INV-2041", "date": "2026-02-12", "relation": "credit"}
  ]"#,
                r#""preceding_documents": []"#,
            )],
        ),
        Example::new(
            CREDIT,
            "/preceding_documents",
            &[(r#"{"number": "INV-2041", "date": "2026-02-12", "relation": "credit"}"#, "")],
        )
        .given(&[(r#""document_type": "credit_memo""#, r#""document_type": "debit_memo""#)]),
    ])
    .us(|us, out| {
        let it = us.invoice;
        let memo = matches!(it.document_type, DocumentType::CreditMemo | DocumentType::DebitMemo);
        if memo && it.preceding_documents.is_empty() {
            out.violated(super::at("/preceding_documents"));
        }
    }),
    rule(
        "FRO-US-411",
        &RFC_4122,
        (
            "A UUID has 32 hexadecimal digits in five groups",
            "Correct it: 7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B17; the number of the invoice goes into number.",
        ),
        (
            "Un UUID tiene 32 dígitos hexadecimales en cinco grupos",
            "Corríjalo: 7A3C1E52-0B64-4D6F-9C1A-5E2D8F304B17; el número de la factura va en number.",
        ),
    )
    .tried(&[
        Example::new(
            "us/credit-note-01.json",
            "/preceding_documents/0/uuid",
            &[(r#""uuid": "CBF27734-AC10-4525-8B66-402800E03D2C""#, r#""uuid": "INV-2041""#)],
        ),
        Example::new(
            "us/credit-note-01.json",
            "/preceding_documents/0/uuid",
            &[("CBF27734-AC10-4525-8B66-402800E03D2C", "CBF277340AC10-4525-8B66-402800E03D2C")],
        ),
    ])
    .us(|us, out| {
        for (i, document) in us.invoice.preceding_documents.iter().enumerate() {
            if let Some(uuid) = document.uuid.as_deref().filter(|uuid| !is_uuid(uuid.trim())) {
                out.violated(found(format!("/preceding_documents/{i}/uuid"), uuid));
            }
        }
    }),
    rule(
        "FRO-US-412",
        &FORMAT,
        ("A document that this one is about was issued before it", "Correct the day of one of the two."),
        ("Un documento al que este se refiere se emitió antes", "Corrija la fecha de uno de los dos."),
    )
    .warning()
    .tried(&[Example::new(
        CREDIT,
        "/preceding_documents/0/date",
        &[(r#""date": "2026-02-12""#, r#""date": "2026-02-28""#)],
    )])
    .us(|us, out| {
        let Some(issued) = us.invoice.issue_date else { return };
        for (i, document) in us.invoice.preceding_documents.iter().enumerate() {
            if let Some(date) = document.date.filter(|date| *date > issued) {
                out.violated(found(format!("/preceding_documents/{i}/date"), date));
            }
        }
    }),
    rule(
        "FRO-US-413",
        &FORMAT,
        (
            "A document that this one is about has a number or a UUID",
            "Write one of them: a day alone names no document.",
        ),
        (
            "Un documento al que este se refiere tiene número o UUID",
            "Escriba uno de los dos: una fecha sola no nombra un documento.",
        ),
    )
    .warning()
    .tried(&[Example::new(CREDIT, "/preceding_documents/0", &[(r#""number": "INV-2041", "date""#, r#""date""#)])])
    .us(|us, out| {
        for (i, document) in us.invoice.preceding_documents.iter().enumerate() {
            let said = |text: &Option<Text>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
            if !said(&document.number) && !said(&document.uuid) {
                out.violated(super::at(format!("/preceding_documents/{i}")));
            }
        }
    }),
];

const HARVEST: &str = "draft/tequila-domestic.json";
const CREDIT: &str = "draft/credit-memo.json";
const WITHOUT_TERMS: &[(&str, &str)] = &[(r#""net_days": 30,"#, "")];

fn after(day: Date, days: u32) -> Option<Date> {
    day.plus_days(i32::try_from(days).ok()?)
}

/// The Monday after a weekend.
fn not_on_a_weekend(day: Date) -> Date {
    let mut moved = day;
    for _ in 0..2 {
        if moved.is_weekend() {
            moved = moved.plus_days(1).unwrap_or(moved);
        }
    }
    moved
}
