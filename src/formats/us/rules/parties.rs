//! FRO-US-301 to FRO-US-313: tax numbers, countries, states and ZIP codes. No tax number is ever shown.

use super::places::{self, USPS, is_zip};
use super::{FORMAT, UsInvoice, at, found};
use crate::catalog::countries;
use crate::context::{bare, is_rfc};
use crate::model::{Address, JurisdictionLevel, TaxId, TaxIdType};
use crate::rules::{Example, Out, Rule, Source, Table, rule};

pub(super) static TABLE: Table = Table { name: "US invoice: parties and places", rules: RULES };

static IRS: Source = Source::new("IRS, Publication 1635 and Publication 1915", "");
static SSA: Source = Source::new("Social Security Administration, POMS RM 10201.035", "");
static SAT: Source = Source::new("Anexo 20, tdCFDI:t_RFC", "");
static ISO_3166: Source = Source::new("ISO 3166-1", "");

static RULES: &[Rule] = &[
    rule(
        "FRO-US-301",
        &IRS,
        (
            "An EIN has nine digits, 12-3456789",
            "Correct the number or its type; it is not shown here. Digits may be masked with X or *.",
        ),
        (
            "Un EIN tiene nueve dígitos, 12-3456789",
            "Corrija el número o su tipo; aquí no se muestra. Los dígitos pueden ocultarse con X o *.",
        ),
    )
    .tried(&[
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""value": "00-1987654""#, r#""value": "00-198765""#)]),
        // Nine digits with a dash elsewhere are a warning.
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""value": "00-1987654""#, r#""value": "001-98-7654""#)]),
    ])
    .us(|us, out| {
        for (place, id) in ids(us, TaxIdType::Ein) {
            shaped(out, &place, id, &[2, 7]);
        }
    }),
    rule(
        "FRO-US-302",
        &SSA,
        (
            "A social security number has nine digits, 123-45-6789, and is one that is given out",
            "Correct the number or its type; it is not shown here. Most invoices need none: mask it with X or *.",
        ),
        (
            "Un número de seguro social tiene nueve dígitos, 123-45-6789, y es de los que se asignan",
            "Corrija el número o su tipo; aquí no se muestra. Casi ninguna factura lo requiere: ocúltelo con X o *.",
        ),
    )
    .tried(&[
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""001-98-7654""#, r#""001-98-765""#)]).given(SSN),
        // 000, 666 and 900 to 999, group 00 and serial 0000 are given to nobody: a warning.
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""001-98-7654""#, r#""666-98-7654""#)]).given(SSN),
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""001-98-7654""#, r#""001007654""#)]).given(SSN),
    ])
    .us(|us, out| {
        for (place, id) in ids(us, TaxIdType::Ssn) {
            let Some(digits) = shaped(out, &place, id, &[3, 2, 4]) else { continue };
            let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
            if matches!(area, "000" | "666") || area.starts_with('9') || group == "00" || serial == "0000" {
                out.warn(at(place()));
            }
        }
    }),
    rule(
        "FRO-US-303",
        &IRS,
        (
            "An ITIN has nine digits, 9XX-50-XXXX, and is one that is given out",
            "Correct the number or its type; it is not shown here. It begins with 9, its group is 50 to 65, 70 to 88, 90 to 92 or 94 to 99.",
        ),
        (
            "Un ITIN tiene nueve dígitos, 9XX-50-XXXX, y es de los que se asignan",
            "Corrija el número o su tipo; aquí no se muestra. Empieza con 9 y su grupo es 50 a 65, 70 a 88, 90 a 92 o 94 a 99.",
        ),
    )
    .tried(&[
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""900-70-0000""#, r#""900-70-000A""#)]).given(ITIN),
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""900-70-0000""#, r#""800-70-0000""#)]).given(ITIN),
        Example::new(CREDIT, "/buyer/tax_ids/0/value", &[(r#""900-70-0000""#, r#""900-93-0000""#)]).given(ITIN),
    ])
    .us(|us, out| {
        for (place, id) in ids(us, TaxIdType::Itin) {
            let Some(digits) = shaped(out, &place, id, &[3, 2, 4]) else { continue };
            let group = digits[3..5].parse().unwrap_or(0);
            if !digits.starts_with('9') || !matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99) {
                out.warn(at(place()));
            }
        }
    }),
    rule(
        "FRO-US-304",
        &SAT,
        (
            "An RFC has three letters of a company or four of a person, six digits of a day, three signs",
            "Correct the number or its type; for who has none it is XAXX010101000 or XEXX010101000.",
        ),
        (
            "Un RFC tiene tres letras de una persona moral o cuatro de una física, seis dígitos de fecha y tres caracteres",
            "Corrija el número o su tipo; para quien no tiene es XAXX010101000 o XEXX010101000.",
        ),
    )
    .tried(&[Example::new(
        "draft/rent.json",
        "/buyer/tax_ids/0/value",
        &[(r#""value": "EKU9003173C9""#, r#""value": "EKU9013173C9""#)],
    )])
    .us(|us, out| {
        for (place, id) in ids(us, TaxIdType::Rfc) {
            if !is_rfc(&bare(id.value.as_deref().unwrap_or_default())) {
                // SAT's own rules judge that of a CFDI.
                match us.book.basis.sat {
                    true => out.warn(at(place())),
                    false => out.violated(at(place())),
                }
            }
        }
    }),
    rule(
        "FRO-US-305",
        &FORMAT,
        (
            "A tax number is of the country that gives such numbers out",
            "EIN, SSN, ITIN and state permits are of the United States, an RFC is of Mexico: correct country or type.",
        ),
        (
            "Un número fiscal es del país que los asigna",
            "EIN, SSN, ITIN y permisos estatales son de Estados Unidos, un RFC es de México: corrija el país o el tipo.",
        ),
    )
    .warning()
    .tried(&[
        Example::new(
            CREDIT,
            "/buyer/tax_ids/0/country",
            &[(r#""country": "US", "type": "ein""#, r#""country": "MX", "type": "ein""#)],
        ),
        Example::new(
            "draft/rent.json",
            "/buyer/tax_ids/0/country",
            &[(r#""country": "MX", "type": "rfc""#, r#""country": "US", "type": "rfc""#)],
        ),
    ])
    .us(|us, out| {
        for (of, party) in us.parties() {
            for (j, id) in party.tax_ids.iter().enumerate() {
                let Some(country) = id.country.as_deref() else { continue };
                let wanted = match id.kind {
                    TaxIdType::Ein | TaxIdType::Itin | TaxIdType::Ssn | TaxIdType::StatePermit => "US",
                    TaxIdType::Rfc => "MX",
                    TaxIdType::Other => continue,
                };
                // The IRS gives them out in the territories too.
                let territory = wanted == "US" && TERRITORIES.contains(&country);
                if country != wanted && !territory && countries::alpha3(country).is_some() {
                    out.expected(found(format!("{of}/tax_ids/{j}/country"), country), wanted);
                }
            }
        }
    }),
    rule(
        "FRO-US-310",
        &ISO_3166,
        (
            "Countries are codes of ISO 3166-1 of two letters",
            "Write the two letters in capitals: US, MX, CA.",
        ),
        (
            "Los países son claves de dos letras de ISO 3166-1",
            "Escriba las dos letras en mayúsculas: US, MX, CA.",
        ),
    )
    .tried(&[
        Example::new(
            CREDIT,
            "/buyer/address/country",
            &[(
                r#""country": "US"
    }"#,
                r#""country": "USA"
    }"#,
            )],
        ),
        Example::new(
            CREDIT,
            "/buyer/tax_ids/0/country",
            &[(r#""country": "US", "type": "ein""#, r#""country": "UX", "type": "ein""#)],
        ),
        Example::new("draft/maquila-return-rt.json", "/lines/0/country_of_origin", &[(
            r#""country_of_origin": "MX""#,
            r#""country_of_origin": "Mexico""#,
        )]),
        Example::new("draft/maquila-return-rt.json", "/trade/delivery/country", &[(
            r#""delivery": {"country": "US"}"#,
            r#""delivery": {"country": "United States"}"#,
        )]),
        Example::new("draft/it-services-used-in-mexico.json", "/trade/services_used_in", &[(
            r#""services_used_in": "MX""#,
            r#""services_used_in": "mx""#,
        )]),
        Example::new("draft/charge-with-stated-tax.json", "/charges/0/taxes/0/jurisdiction/code", &[(
            r#""code": "MX""#,
            r#""code": "MEX""#,
        )])
        .given(&[(r#""tax": "28.32""#, r#""tax": "4.80""#), (r#""total": "205.32""#, r#""total": "181.80""#)]),
    ])
    .us(|us, out| {
        let it = us.invoice;
        for (of, party) in us.parties() {
            for (j, id) in party.tax_ids.iter().enumerate() {
                must_be_a_country(out, id.country.as_deref(), || format!("{of}/tax_ids/{j}/country"));
            }
            let address = party.address.as_deref();
            let country = address.and_then(|address| address.country.as_deref());
            must_be_a_country(out, country, || format!("{of}/address/country"));
        }
        for (i, line) in it.lines.iter().enumerate() {
            must_be_a_country(out, line.country_of_origin.as_deref(), || format!("/lines/{i}/country_of_origin"));
        }
        if let Some(trade) = &it.trade {
            let delivery = trade.delivery.as_ref().map(|delivery| delivery.country.as_str());
            must_be_a_country(out, delivery, || "/trade/delivery/country".to_owned());
            must_be_a_country(out, trade.services_used_in.as_deref(), || "/trade/services_used_in".to_owned());
        }
        for (place, tax) in us.taxes() {
            let of = tax.jurisdiction.as_ref().filter(|of| of.level == JurisdictionLevel::Country);
            let code = of.and_then(|of| of.code.as_deref());
            must_be_a_country(out, code, || format!("{place}/jurisdiction/code"));
        }
    }),
    rule(
        "FRO-US-311",
        &USPS,
        (
            "States of the United States are the two letters of the postal service",
            "Write the two letters in capitals: TX, CA, AZ.",
        ),
        (
            "Los estados de Estados Unidos son las dos letras del servicio postal",
            "Escriba las dos letras en mayúsculas: TX, CA, AZ.",
        ),
    )
    .tried(&[
        Example::new(CREDIT, "/buyer/address/state", &[(r#""state": "CA""#, r#""state": "CF""#)]),
        // What it means is plain: a warning.
        Example::new(CREDIT, "/buyer/address/state", &[(r#""state": "CA""#, r#""state": "California""#)]),
        Example::new(EXEMPT, "/exemption/state", &[(r#""state": "TX""#, r#""state": "XT""#)]),
    ])
    .us(|us, out| {
        for (of, address) in addresses(us) {
            if address.country.as_deref() == Some("US") {
                must_be_a_state(out, address.state.as_deref(), || format!("{of}/address/state"));
            }
        }
        let it = us.invoice;
        let state = it.exemption.as_ref().and_then(|exemption| exemption.state.as_deref());
        must_be_a_state(out, state, || "/exemption/state".to_owned());
        for (i, line) in it.lines.iter().enumerate() {
            let state = line.exemption.as_ref().and_then(|exemption| exemption.state.as_deref());
            must_be_a_state(out, state, || format!("/lines/{i}/exemption/state"));
        }
    }),
    rule(
        "FRO-US-312",
        &USPS,
        (
            "A ZIP code has five digits, or nine: 78041, 78041-1234",
            "Correct it; spreadsheets cut the zeros in front, as in 02139.",
        ),
        (
            "Un código ZIP tiene cinco dígitos o nueve: 78041, 78041-1234",
            "Corríjalo; las hojas de cálculo quitan los ceros iniciales, como en 02139.",
        ),
    )
    .tried(&[
        Example::new(CREDIT, "/buyer/address/postal_code", &[(r#""postal_code": "92154""#, r#""postal_code": "9215""#)]),
        Example::new(
            "neutral/nogales-tomatoes.json",
            "/trade/delivery/postal_code",
            &[(r#""US", "postal_code": "85706"}"#, r#""US", "postal_code": "8570S"}"#)],
        ),
    ])
    .us(|us, out| {
        for (of, address) in addresses(us) {
            let (country, zip) = (address.country.as_deref(), address.postal_code.as_deref());
            must_be_a_zip(out, country, zip, || format!("{of}/address/postal_code"));
        }
        let trade = us.invoice.trade.as_ref();
        if let Some(delivery) = trade.and_then(|trade| trade.delivery.as_ref()) {
            let (country, zip) = (Some(delivery.country.as_str()), delivery.postal_code.as_deref());
            must_be_a_zip(out, country, zip, || "/trade/delivery/postal_code".to_owned());
        }
    }),
    rule(
        "FRO-US-313",
        &USPS,
        (
            "The ZIP code is one of the state",
            "Correct one of the two: the first three digits of a ZIP code belong to one state.",
        ),
        (
            "El código ZIP es del estado",
            "Corrija uno de los dos: los primeros tres dígitos de un código ZIP pertenecen a un estado.",
        ),
    )
    .warning()
    .tried(&[Example::new(
        CREDIT,
        "/buyer/address/postal_code",
        &[(r#""state": "CA""#, r#""state": "AZ""#)],
    )])
    .us(|us, out| {
        for (of, address) in addresses(us) {
            let (Some(state), Some(zip)) = (address.state.as_deref(), address.postal_code.as_deref()) else { continue };
            let in_the_us = address.country.as_deref().is_none_or(|country| country == "US");
            let Some(state) = places::find(state.trim()).filter(|_| in_the_us && is_zip(zip.trim())) else { continue };
            if state.has_zip(zip.trim()) == Some(false) {
                out.violated(found(format!("{of}/address/postal_code"), format_args!("{} {zip}", state.code)));
            }
        }
    }),
];

const CREDIT: &str = "draft/credit-memo.json";
const EXEMPT: &str = "draft/us-exemption-says-nothing.json";
const SSN: &[(&str, &str)] = &[(r#""type": "ein", "value": "00-1987654""#, r#""type": "ssn", "value": "001-98-7654""#)];
const ITIN: &[(&str, &str)] =
    &[(r#""type": "ein", "value": "00-1987654""#, r#""type": "itin", "value": "900-70-0000""#)];

static TERRITORIES: &[&str] = &["AS", "GU", "MP", "PR", "VI"];

/// Numbers of a kind that are stated, with the places of their values.
fn ids<'d>(us: &UsInvoice<'d>, kind: TaxIdType) -> impl Iterator<Item = (impl Fn() -> String, &'d TaxId)> {
    us.parties().flat_map(move |(of, party)| {
        let ids = party.tax_ids.iter().enumerate().filter(move |(_, id)| id.kind == kind && id.value.is_some());
        ids.map(move |(j, id)| (move || format!("{of}/tax_ids/{j}/value"), id))
    })
}

/// Groups of digits with dashes between them, or none; its digits, where no one of them is masked. Nine digits in other groups
/// are a warning, anything else is wrong; the number is in no finding.
fn shaped(out: &mut Out<'_>, place: impl Fn() -> String, id: &TaxId, groups: &[usize]) -> Option<String> {
    let text = id.value.as_deref().unwrap_or_default().trim();
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x' | '*');
    let parts: Vec<&str> = text.split('-').collect();
    let lengths = parts.iter().map(|part| part.chars().count());
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let nine = digits.chars().count() == groups.iter().sum::<usize>() && digits.chars().all(is_digit);
    if !nine {
        out.violated(at(place()));
        return None;
    }
    let grouped = !text.contains(' ') && (parts.len() == 1 || lengths.eq(groups.iter().copied()));
    if !grouped {
        out.warn(at(place()));
    }
    (grouped && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

fn addresses<'d>(us: &UsInvoice<'d>) -> impl Iterator<Item = (&'static str, &'d Address)> {
    us.parties().filter_map(|(of, party)| Some((of, party.address.as_deref()?)))
}

fn must_be_a_country(out: &mut Out<'_>, code: Option<&str>, place: impl FnOnce() -> String) {
    let Some(code) = code.filter(|code| !matches!(*code, "US" | "MX") && countries::alpha3(code).is_none()) else {
        return;
    };
    out.near(found(place(), code), countries::meant(code).as_slice());
}

fn must_be_a_state(out: &mut Out<'_>, state: Option<&str>, place: impl FnOnce() -> String) {
    let Some(state) = state.filter(|state| !state.trim().is_empty() && places::find(state).is_none()) else { return };
    match places::meant(state) {
        Some(meant) => out.warn_expected(found(place(), state), meant.code),
        None => out.violated(found(place(), state)),
    }
}

fn must_be_a_zip(out: &mut Out<'_>, country: Option<&str>, zip: Option<&str>, place: impl FnOnce() -> String) {
    let Some(zip) = zip.filter(|zip| country == Some("US") && !zip.trim().is_empty() && !is_zip(zip.trim())) else {
        return;
    };
    out.violated(found(place(), zip));
}
