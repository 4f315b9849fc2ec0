//! FRO-US-220 to FRO-US-229: why no sales tax is charged, and the paper that says so.

use std::fmt::{self, Display};

use super::places::{NO_STATE_TAX_SOURCE, find, has_sales_tax};
use super::{FORMAT, UsInvoice, at, found};
use crate::model::{Exemption, ExemptionReason, Party, Text};
use crate::rules::{Example, Rule, Source, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: exemptions", rules: RULES };

/// 34 Texas Administrative Code 3.323: a seller that exports keeps one of four proofs.
static EXPORTS: Source = Source::new("Texas Tax Code 151.307; 34 TAC 3.323, and like rules of other states", "");

static RULES: &[Rule] = &[
    rule(
        "FRO-US-220",
        &NO_STATE_TAX_SOURCE,
        (
            "Who sells without sales tax has the buyer's certificate, where the state has a sales tax",
            "Put the certificate's number there, or the number of its form where it has none of its own; an export needs a proof of shipment instead.",
        ),
        (
            "Quien vende sin sales tax tiene el certificado del comprador, donde el estado tiene ese impuesto",
            "Ponga el número del certificado, o el del formato si no tiene número propio; una exportación requiere en su lugar prueba de embarque.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            EXEMPT,
            "/exemption",
            &[(
                r#""certificate_number": "32-0000001-9",
    "state": "TX",
    "issued": "2026-01-02",
    "form": "01-339""#,
                r#""state": "TX", "issued": "2026-01-02""#,
            )],
        ),
        // The state of the buyer, where no other is named.
        Example::new(
            EXEMPT,
            "/exemption",
            &[(
                r#""certificate_number": "32-0000001-9",
    "state": "TX",
    "issued": "2026-01-02",
    "form": "01-339""#,
                r#""issued": "2026-01-02""#,
            )],
        ),
        Example::new(
            "neutral/texas-distributor.json",
            "/lines/2/exemption",
            &[
                (r#""certificate_number": "32-0000001-9","#, ""),
                (
                    r#""expires": "2029-12-31",
        "form": "01-339""#,
                    r#""expires": "2029-12-31""#,
                ),
            ],
        ),
    ])
    .us(|us, out| {
        for (place, exemption) in exemptions(us) {
            let paper = said(&exemption.certificate_number) || said(&exemption.form);
            if paper || !asks_for_a_certificate(exemption.reason) {
                continue;
            }
            if state(us, exemption).is_some_and(|state| has_sales_tax(state, us.invoice.issue_date) == Some(true)) {
                out.violated(at(place.to_string()));
            }
        }
    }),
    rule(
        "FRO-US-221",
        &FORMAT,
        (
            "The certificate of an exemption is in force on the day of issue",
            "Ask the buyer for one that is: without it the seller owes the tax.",
        ),
        (
            "El certificado de una exención está vigente el día de la emisión",
            "Pida al comprador uno vigente: sin él, el vendedor debe el impuesto.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            EXEMPT,
            "/exemption/expires",
            &[(r#""expires": "2026-04-06""#, r#""expires": "2026-04-05""#)],
        )
        .given(&[(r#""form": "01-339""#, r#""form": "01-339", "expires": "2026-04-06""#)]),
        Example::new(EXEMPT, "/exemption/issued", &[(r#""issued": "2026-04-06""#, r#""issued": "2026-04-07""#)])
            .given(&[(r#""issued": "2026-01-02""#, r#""issued": "2026-04-06""#)]),
    ])
    .us(|us, out| {
        let Some(day) = us.invoice.issue_date else { return };
        for (place, exemption) in exemptions(us) {
            if let Some(expires) = exemption.expires.filter(|expires| *expires < day) {
                out.violated(found(format!("{place}/expires"), expires));
            }
            if let Some(issued) = exemption.issued.filter(|issued| *issued > day) {
                out.violated(found(format!("{place}/issued"), issued));
            }
        }
    }),
    rule(
        "FRO-US-222",
        &FORMAT,
        ("A certificate is issued before it ends", "Correct one of the two days."),
        ("Un certificado se emite antes de vencer", "Corrija una de las dos fechas."),
    )
    .tried(&[Example::new(
        EXEMPT,
        "/exemption/expires",
        &[(r#""issued": "2026-01-02""#, r#""issued": "2026-04-07""#)],
    )
    .given(&[(r#""form": "01-339""#, r#""form": "01-339", "expires": "2026-04-06""#)])
    .with(&["FRO-US-221"])])
    .us(|us, out| {
        for (place, exemption) in exemptions(us) {
            let Some((issued, expires)) = exemption.issued.zip(exemption.expires) else { continue };
            if issued > expires {
                out.violated(found(format!("{place}/expires"), expires));
            }
        }
    }),
    rule(
        "FRO-US-223",
        &EXPORTS,
        (
            "What is exempt as an export is not handed over in the United States",
            "Goods that the buyer picks up there are taxed, and the tax is refunded later; else correct the place.",
        ),
        (
            "Lo exento por exportación no se entrega en Estados Unidos",
            "Los bienes que el comprador recoge ahí causan el impuesto, que se devuelve después; o bien corrija el lugar.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            "neutral/texas-distributor.json",
            "/lines/2/exemption/reason",
            &[(r#""reason": "resale""#, r#""reason": "export""#)],
        ),
        Example::new(
            EXEMPT,
            "/exemption/reason",
            &[(r#""delivery": {"country": "MX"}"#, r#""delivery": {"country": "US"}"#)],
        )
        .given(&[
            (r#""reason": "resale""#, r#""reason": "export""#),
            (r#""exemption": {"#, r#""trade": {"delivery": {"country": "MX"}}, "exemption": {"#),
        ]),
    ])
    .us(|us, out| {
        let it = us.invoice;
        let delivery = it.trade.as_ref().and_then(|trade| trade.delivery.as_ref());
        let handed_over = delivery.map(|delivery| delivery.country.as_str());
        let ship_to = it.ship_to.as_ref().and_then(|party| party.address.as_ref()?.country.as_deref());
        if handed_over.or(ship_to) != Some("US") {
            return;
        }
        for (place, _) in exemptions(us).filter(|(_, it)| it.reason == ExemptionReason::Export) {
            out.violated(found(format!("{place}/reason"), "export"));
        }
    }),
];

const EXEMPT: &str = "draft/us-exemption-says-nothing.json";

/// Of the document, or of a line; its display is the pointer.
struct Place(Option<usize>);

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(i) => write!(f, "/lines/{i}/exemption"),
            None => f.write_str("/exemption"),
        }
    }
}

/// Of the document and of its lines, with their places.
fn exemptions<'d>(us: &UsInvoice<'d>) -> impl Iterator<Item = (Place, &'d Exemption)> {
    let of_lines = us.invoice.lines.iter().enumerate();
    let of_lines = of_lines.filter_map(|(i, line)| Some((Place(Some(i)), line.exemption.as_deref()?)));
    us.invoice.exemption.iter().map(|it| (Place(None), it)).chain(of_lines)
}

/// Exports have proofs of shipment, public bodies buy by an order of their own.
fn asks_for_a_certificate(reason: ExemptionReason) -> bool {
    match reason {
        ExemptionReason::Agriculture
        | ExemptionReason::DirectPay
        | ExemptionReason::Manufacturing
        | ExemptionReason::Nonprofit
        | ExemptionReason::Resale => true,
        ExemptionReason::Export | ExemptionReason::Government | ExemptionReason::Other => false,
    }
}

/// The state whose tax is not charged: the one of the certificate, else where the goods go, else the buyer's.
fn state<'d>(us: &UsInvoice<'d>, exemption: &'d Exemption) -> Option<&'d str> {
    let it = us.invoice;
    let of = |party: &'d Party| party.address.as_ref()?.state.as_deref();
    let named = exemption.state.as_deref();
    let state = named.or_else(|| it.ship_to.as_deref().and_then(of)).or_else(|| of(&it.buyer))?;
    find(state).map(|state| state.code)
}

fn said(text: &Option<Text>) -> bool {
    text.as_ref().is_some_and(|text| !text.trim().is_empty())
}
