//! FRO-US-501 to FRO-US-532: terms of trade, customs codes, origin.

use super::{UsInvoice, at, found};
use crate::context::{bare, is_rfc};
use crate::model::{ClassificationScheme, Line, Party, Supply, TaxId, TaxIdType, Trade, UsmcaCertification};
use crate::nearest::nearest;
use crate::rules::{Example, Out, Rule, Source, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: trade", rules: RULES };

static INCOTERMS_2020: Source = Source::new("ICC, Incoterms 2020", "2020-01-01");
static HTS: Source = Source::new("Harmonized Tariff Schedule of the United States, general notes; 15 CFR 30.6", "");
static HS: Source = Source::new("WCO, Harmonized System convention", "");
static TIGIE: Source =
    Source::new("Ley de los Impuestos Generales de Importación y de Exportación (TIGIE)", "2022-06-07");
static UNSPSC: Source = Source::new("UNSPSC, segment, family, class, commodity", "");
static CUSTOMS_INVOICE: Source = Source::new("19 CFR 141.86(a)", "");
static USMCA: Source = Source::new("USMCA, article 5.2 and annex 5-A", "2020-07-01");

static RULES: &[Rule] = &[
    rule(
        "FRO-US-501",
        &INCOTERMS_2020,
        (
            "An Incoterm is one of the eleven of Incoterms 2020",
            "Write its three letters alone: EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU or DDP; the place has a field of its own.",
        ),
        (
            "Un Incoterm es uno de los once de Incoterms 2020",
            "Escriba solo sus tres letras: EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU o DDP; el lugar tiene su propio campo.",
        ),
    )
    .tried(&[
        Example::new(HARVEST, "/trade/incoterm", &[(r#""incoterm": "DAP""#, r#""incoterm": "DAQ""#)]),
        // Of Incoterms 2010 and 2000, in other letters, with its place: what is meant is plain, a warning.
        Example::new(HARVEST, "/trade/incoterm", &[(r#""incoterm": "DAP""#, r#""incoterm": "DAT""#)]),
        Example::new(HARVEST, "/trade/incoterm", &[(r#""incoterm": "DAP""#, r#""incoterm": "dap""#)]),
        Example::new(HARVEST, "/trade/incoterm", &[(r#""incoterm": "DAP""#, r#""incoterm": "FOB Origin""#)]),
    ])
    .us(|us, out| {
        let Some(term) = incoterm(us).filter(|term| !TERMS.contains(term)) else { return };
        let at = || found("/trade/incoterm", term);
        let first = term.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        if let Some((_, now)) = FORMER.iter().find(|(former, _)| *former == first) {
            out.warn_expected(at(), now);
        } else if TERMS.contains(&first.as_str()) {
            out.warn_expected(at(), first);
        } else {
            out.near(at(), &nearest(term, TERMS.iter().copied()));
        }
    }),
    rule(
        "FRO-US-502",
        &INCOTERMS_2020,
        (
            "An Incoterm has its named place",
            "Write it into incoterm_place: without it the term does not say where cost and risk pass.",
        ),
        (
            "Un Incoterm lleva su lugar convenido",
            "Escríbalo en incoterm_place: sin él, el término no dice dónde se transmiten costo y riesgo.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        HARVEST,
        "/trade/incoterm_place",
        &[(r#""incoterm_place": "Tucson, AZ","#, r#""incoterm_place": " ","#)],
    )])
    .us(|us, out| {
        let place = us.invoice.trade.as_ref().and_then(|trade| trade.incoterm_place.as_deref());
        if incoterm(us).is_some() && place.is_none_or(|place| place.trim().is_empty()) {
            out.violated(at("/trade/incoterm_place"));
        }
    }),
    rule(
        "FRO-US-503",
        &INCOTERMS_2020,
        (
            "The Incoterm FOB is not for carriage within the United States",
            "FOB origin or destination is a term of the UCC, which belongs to the notes; the Incoterm is for goods that are loaded on a ship.",
        ),
        (
            "El Incoterm FOB no es para transporte dentro de Estados Unidos",
            "FOB origen o destino es un término del UCC y va en las notas; el Incoterm es para bienes que se cargan en un barco.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(TEXAS, "/trade/incoterm", &[(r#""incoterm": "DAP""#, r#""incoterm": "FOB""#)]).given(&[(
            r#""document_discounts""#,
            r#""trade": {"incoterm": "DAP", "incoterm_place": "Houston"}, "document_discounts""#,
        )]),
    ])
    .us(|us, out| {
        let within = countries(us) == (Some("US"), Some("US"));
        if incoterm(us) == Some("FOB") && within {
            out.violated(found("/trade/incoterm", "FOB"));
        }
    }),
    rule(
        "FRO-US-510",
        &HTS,
        (
            "A number of the US tariff has ten digits",
            "Write all ten, with or without points: eight are the legal number, the last two are for statistics.",
        ),
        (
            "Una fracción del arancel de EE. UU. tiene diez dígitos",
            "Escriba los diez, con o sin puntos: ocho son el número legal, los dos últimos son estadísticos.",
        ),
    )
    .tried(&[
        Example::new(HARVEST, "/lines/0/classifications/0/code", &[("0702.00.20.35", "0702.00.20.3")]),
        Example::new(HARVEST, "/lines/0/classifications/0/code", &[("0702.00.20.35", "0702.00.20.3S")]),
        // Its heading alone, and no chapter of any tariff.
        Example::new(HARVEST, "/lines/0/classifications/0/code", &[("0702.00.20.35", "0702.00.20")]),
        Example::new(HARVEST, "/lines/0/classifications/0/code", &[("0702.00.20.35", "0002.00.20.35")])
            .with(&["FRO-US-515"]),
        Example::new(HARVEST, "/lines/0/classifications/0/code", &[("0702.00.20.35", "7702.00.20.35")])
            .with(&["FRO-US-515"]),
    ])
    .us(|us, out| classified(us, out, ClassificationScheme::HtsUs, &[10], &[6, 8], 99)),
    rule(
        "FRO-US-511",
        &HTS,
        (
            "A Schedule B number has ten digits",
            "Write all ten, with or without points.",
        ),
        ("Un número de Schedule B tiene diez dígitos", "Escriba los diez, con o sin puntos."),
    )
    .tried(&[
        Example::new(HARVEST, "/lines/1/classifications/0/code", &[("3923100000", "39231000")]),
        Example::new(HARVEST, "/lines/1/classifications/0/code", &[("3923100000", "392310000")]),
    ])
    .us(|us, out| classified(us, out, ClassificationScheme::ScheduleB, &[10], &[6, 8], 98)),
    rule(
        "FRO-US-512",
        &HS,
        (
            "A subheading of the Harmonized System has six digits",
            "Write the six that all tariffs share, with or without points; longer numbers have schemes of their own.",
        ),
        (
            "Una subpartida del Sistema Armonizado tiene seis dígitos",
            "Escriba los seis que comparten todos los aranceles, con o sin puntos; los números más largos tienen su propio esquema.",
        ),
    )
    .tried(&[
        Example::new(HARVEST, "/lines/0/classifications/1/code", &[(r#""070200""#, r#""0702""#)]),
        Example::new(HARVEST, "/lines/0/classifications/1/code", &[(r#""070200""#, r#""07020020""#)]),
    ])
    .us(|us, out| classified(us, out, ClassificationScheme::Hs6, &[6], &[], 97)),
    rule(
        "FRO-US-513",
        &TIGIE,
        (
            "A Mexican tariff item has eight digits, ten with its NICO",
            "Write eight or ten, with or without points.",
        ),
        (
            "Una fracción arancelaria mexicana tiene ocho dígitos, diez con su NICO",
            "Escriba ocho o diez, con o sin puntos.",
        ),
    )
    .tried(&[
        Example::new(HARVEST, "/lines/0/classifications/2/code", &[("0702009900", "070200990")]),
        Example::new(HARVEST, "/lines/0/classifications/2/code", &[("0702009900", "070200")]),
    ])
    .us(|us, out| classified(us, out, ClassificationScheme::Tigie, &[8, 10], &[], 98)),
    rule(
        "FRO-US-514",
        &UNSPSC,
        (
            "A UNSPSC code has eight digits",
            "Write all eight; a class alone ends in 00.",
        ),
        (
            "Un código UNSPSC tiene ocho dígitos",
            "Escriba los ocho; una clase sola termina en 00.",
        ),
    )
    .tried(&[
        Example::new(HARVEST, "/lines/0/classifications/3/code", &[("50406500", "504065")]),
        // With a business function, which few systems know: a warning.
        Example::new(HARVEST, "/lines/0/classifications/3/code", &[("50406500", "5040650014")]),
    ])
    .us(|us, out| {
        for (place, code) in codes(us, ClassificationScheme::Unspsc) {
            let code = code.trim();
            match code.len() {
                8 | 10 if !code.bytes().all(|b| b.is_ascii_digit()) => out.violated(found(place(), code)),
                8 => {}
                10 => out.warn(found(place(), code)),
                _ => out.violated(found(place(), code)),
            }
        }
    }),
    rule(
        "FRO-US-515",
        &HS,
        (
            "The tariff numbers of a line begin with the same six digits",
            "Correct the one that is wrong: the first six digits are those of the Harmonized System in every tariff.",
        ),
        (
            "Las fracciones arancelarias de una línea empiezan con los mismos seis dígitos",
            "Corrija la que esté mal: los primeros seis dígitos son los del Sistema Armonizado en todos los aranceles.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        HARVEST,
        "/lines/0/classifications/2/code",
        &[("0702009900", "0703009900")],
    )])
    .us(|us, out| {
        for (i, line) in us.invoice.lines.iter().enumerate() {
            let mut first = None;
            for (j, it) in line.classifications.iter().enumerate() {
                let Some(six) = six_of(it.scheme, &it.code) else { continue };
                if *first.get_or_insert(six) != six {
                    out.violated(found(format!("/lines/{i}/classifications/{j}/code"), &it.code));
                }
            }
        }
    }),
    rule(
        "FRO-US-520",
        &CUSTOMS_INVOICE,
        (
            "Goods that cross a border have their tariff number",
            "Put it into the classifications of the line: hts_us on the way into the US, tigie into Mexico, hs6 where no more is known.",
        ),
        (
            "Los bienes que cruzan una frontera llevan su fracción arancelaria",
            "Póngala en classifications de la línea: hts_us hacia EE. UU., tigie hacia México, hs6 si no se conoce más.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(HARVEST, "/lines/1/classifications", &[(r#""scheme": "schedule_b", "code": "3923100000""#, UNSPSC_ONLY)]),
        // Without a term of trade: the key of the export is enough.
        Example::new(HARVEST, "/lines/1/classifications", &[(r#""scheme": "schedule_b", "code": "3923100000""#, UNSPSC_ONLY)])
            .given(&[
                (r#""incoterm": "DAP","#, ""),
                (r#""incoterm_place": "Tucson, AZ","#, ""),
            ]),
    ])
    .us(|us, out| {
        let tariff = |line: &Line| line.classifications.iter().any(|it| it.scheme != ClassificationScheme::Unspsc);
        goods_without(us, out, "classifications", tariff);
    }),
    rule(
        "FRO-US-521",
        &CUSTOMS_INVOICE,
        (
            "Goods that cross a border have their country of origin",
            "Put it into country_of_origin of the line: where they were made, not where they are shipped from.",
        ),
        (
            "Los bienes que cruzan una frontera llevan su país de origen",
            "Póngalo en country_of_origin de la línea: donde se hicieron, no de donde se envían.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        HARVEST,
        "/lines/1/country_of_origin",
        &[(r#""country_of_origin": "US","#, "")],
    )])
    .us(|us, out| {
        goods_without(us, out, "country_of_origin", |line| {
            line.country_of_origin.as_ref().is_some_and(|country| !country.trim().is_empty())
        });
    }),
    rule(
        "FRO-US-530",
        &USMCA,
        (
            "The origin criterion of USMCA is A, B, C or D",
            "A wholly obtained, B by a rule of the product, C of originating materials alone, D the other case of article 4.2.",
        ),
        (
            "El criterio de origen del T-MEC es A, B, C o D",
            "A totalmente obtenido, B por regla del producto, C solo de materiales originarios, D el otro caso del artículo 4.2.",
        ),
    )
    .tried(&[Example::new(
        HARVEST,
        "/trade/usmca_certification/origin_criterion",
        &[(r#""origin_criterion": "A""#, r#""origin_criterion": "E""#)],
    )])
    .us(|us, out| {
        let criterion = certification(us).and_then(|it| it.origin_criterion.as_deref());
        if let Some(criterion) = criterion.filter(|it| !matches!(it.trim(), "A" | "B" | "C" | "D")) {
            out.expected(found("/trade/usmca_certification/origin_criterion", criterion), "A … D");
        }
    }),
    rule(
        "FRO-US-531",
        &USMCA,
        (
            "Who certifies origin is importer, exporter or producer",
            "Write one of the three words.",
        ),
        (
            "Quien certifica el origen es importador, exportador o productor",
            "Escriba una de las tres palabras: importer, exporter, producer.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        HARVEST,
        "/trade/usmca_certification/certifier_role",
        &[(r#""certifier_role": "exporter""#, r#""certifier_role": "broker""#)],
    )])
    .us(|us, out| {
        let role = certification(us).and_then(|it| it.certifier_role.as_deref());
        let known = |role: &str| ["importer", "exporter", "producer"].iter().any(|it| role.trim().eq_ignore_ascii_case(it));
        if let Some(role) = role.filter(|role| !known(role)) {
            out.violated(found("/trade/usmca_certification/certifier_role", role));
        }
    }),
    rule(
        "FRO-US-532",
        &USMCA,
        (
            "The blanket period of a certification of origin begins before it ends, and is of a year at most",
            "Correct one of the two days.",
        ),
        (
            "El periodo que ampara una certificación de origen empieza antes de terminar y es de un año a lo más",
            "Corrija una de las dos fechas.",
        ),
    )
    .tried(&[
        Example::new(HARVEST, BLANKET_END, &[(r#""blanket_end": "2026-12-31""#, r#""blanket_end": "2025-12-31""#)]),
        // Longer than a year: a warning.
        Example::new(HARVEST, BLANKET_END, &[(r#""blanket_end": "2026-12-31""#, r#""blanket_end": "2027-01-03""#)]),
    ])
    .us(|us, out| {
        let days = certification(us).and_then(|it| it.blanket_start.zip(it.blanket_end));
        let Some((start, end)) = days else { return };
        // A leap year has 366 days, and some count the last day as another one.
        let year = start.plus_days(366);
        if end < start {
            out.violated(found(BLANKET_END, end));
        } else if year.is_some_and(|year| end > year) {
            out.warn(found(BLANKET_END, end));
        }
    }),
];

const HARVEST: &str = "neutral/nogales-tomatoes.json";
const TEXAS: &str = "neutral/texas-distributor.json";
const UNSPSC_ONLY: &str = r#""scheme": "unspsc", "code": "24111503""#;
const BLANKET_END: &str = "/trade/usmca_certification/blanket_end";

static TERMS: &[&str] = &["CFR", "CIF", "CIP", "CPT", "DAP", "DDP", "DPU", "EXW", "FAS", "FCA", "FOB"];
/// Terms of earlier editions, and what comes nearest to them.
static FORMER: &[(&str, &str)] = &[("DAF", "DAP"), ("DAT", "DPU"), ("DDU", "DAP"), ("DEQ", "DPU"), ("DES", "DAP")];

fn incoterm<'d>(us: &UsInvoice<'d>) -> Option<&'d str> {
    let term = us.invoice.trade.as_ref()?.incoterm.as_deref()?.trim();
    (!term.is_empty()).then_some(term)
}

fn certification<'d>(us: &UsInvoice<'d>) -> Option<&'d UsmcaCertification> {
    us.invoice.trade.as_ref()?.usmca_certification.as_ref()
}

/// Codes of a scheme with their places.
fn codes<'d>(us: &UsInvoice<'d>, scheme: ClassificationScheme) -> impl Iterator<Item = (impl Fn() -> String, &'d str)> {
    us.invoice.lines.iter().enumerate().flat_map(move |(i, line)| {
        let of = line.classifications.iter().enumerate().filter(move |(_, it)| it.scheme == scheme);
        of.map(move |(j, it)| (move || format!("/lines/{i}/classifications/{j}/code"), it.code.as_str()))
    })
}

/// A code of a tariff: so many digits are right, so many others are a part of it, and its chapter is one that the tariff has.
fn classified(
    us: &UsInvoice<'_>,
    out: &mut Out<'_>,
    scheme: ClassificationScheme,
    right: &[usize],
    parts: &[usize],
    last: u8,
) {
    for (place, code) in codes(us, scheme) {
        match digits(code) {
            Some((count, chapter, _))
                if chapter >= 1 && chapter <= last && chapter != RESERVED && right.contains(&count) => {}
            Some((count, chapter, _))
                if chapter >= 1 && chapter <= last && chapter != RESERVED && parts.contains(&count) =>
            {
                out.warn(found(place(), code));
            }
            _ => out.violated(found(place(), code)),
        }
    }
}

/// Kept for later use by the Harmonized System.
const RESERVED: u8 = 77;

/// How many digits a code has, its chapter, and the number of its first six; none where anything but points is between them.
fn digits(code: &str) -> Option<(usize, u8, u32)> {
    let (mut count, mut chapter, mut six) = (0, 0, 0);
    for c in code.trim().chars().filter(|c| *c != '.') {
        let digit = c.to_digit(10)?;
        count += 1;
        if count <= 2 {
            chapter = chapter * 10 + digit as u8;
        }
        if count <= 6 {
            six = six * 10 + digit;
        }
    }
    Some((count, chapter, six))
}

/// The first six digits, where they are those of the Harmonized System: a country's own chapters 98 and 99 are not.
fn six_of(scheme: ClassificationScheme, code: &str) -> Option<u32> {
    if scheme == ClassificationScheme::Unspsc {
        return None;
    }
    let (count, chapter, six) = digits(code)?;
    (count >= 6 && chapter < 98).then_some(six)
}

/// Where the goods come from and where they go to, as far as the document says.
fn countries<'d>(us: &UsInvoice<'d>) -> (Option<&'d str>, Option<&'d str>) {
    let it = us.invoice;
    let of = |party: &'d Party| party.address.as_ref()?.country.as_deref();
    let from = it.ship_from.as_deref().and_then(of).or_else(|| of(&it.seller)).or_else(|| {
        let is_mexican =
            |id: &TaxId| id.kind == TaxIdType::Rfc && id.value.as_deref().is_some_and(|rfc| is_rfc(&bare(rfc)));
        it.seller.tax_ids.iter().any(is_mexican).then_some("MX")
    });
    let delivery = it.trade.as_ref().and_then(|trade| trade.delivery.as_ref());
    let delivery = delivery.map(|delivery| delivery.country.as_str());
    let to = it.ship_to.as_deref().and_then(of).or(delivery).or_else(|| of(&it.buyer));
    (from, to)
}

/// Whether the document is about goods that cross a border: it says where from and where to, and something of the crossing.
fn crosses(us: &UsInvoice<'_>) -> bool {
    let it = us.invoice;
    let of_goods = |trade: &Trade| {
        trade.incoterm.is_some()
            || trade.pedimento_key.is_some()
            || trade.port_of_entry.is_some()
            || trade.usmca_certification.is_some()
    };
    let said = it.trade.as_deref().is_some_and(of_goods) || it.ship_from.is_some() || it.ship_to.is_some();
    match countries(us) {
        (Some(from), Some(to)) => said && from != to,
        _ => false,
    }
}

fn goods_without(us: &UsInvoice<'_>, out: &mut Out<'_>, name: &'static str, has: impl Fn(&Line) -> bool) {
    if !crosses(us) {
        return;
    }
    for (i, line) in us.invoice.lines.iter().enumerate() {
        if is_goods(line) && !has(line) {
            out.violated(at(format!("/lines/{i}/{name}")));
        }
    }
}

/// Whether a line is of goods: as it says; else by its UNSPSC code, whose segments from 70 on are services; else what is
/// counted in hours and jobs is none.
fn is_goods(line: &Line) -> bool {
    if line.amount.as_ref().is_some_and(|amount| amount.is_negative()) || line.quantity.is_none() {
        return false;
    }
    if let Some(supply) = line.supply {
        return matches!(
            supply,
            Supply::Agricultural
                | Supply::ExemptGoods
                | Supply::Food
                | Supply::Goods
                | Supply::Medicine
                | Supply::Scrap
        );
    }
    let unspsc = line.classifications.iter().find(|it| it.scheme == ClassificationScheme::Unspsc);
    if let Some(segment) = unspsc.and_then(|it| it.code.get(..2)?.parse::<u8>().ok()) {
        return segment < 70;
    }
    let unit = line.unit.as_ref().and_then(|unit| unit.code.as_deref()).unwrap_or_default();
    !matches!(unit, "HR" | "HUR" | "DAY" | "MO" | "MON" | "ANN" | "E48" | "ACT" | "E51" | "JOB" | "LS")
}
