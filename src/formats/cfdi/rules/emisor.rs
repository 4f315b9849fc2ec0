//! CFDI40138 to CFDI40142: the issuer; and what a register and the kind of person say of either party.

use super::Cfdi;
use super::sources::CFDI;
use super::view::{Listed, Texto};
use crate::rules::{Example, Needs, Out, Rule, Table, Taxpayer, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: emisor", rules: RULES };

static RULES: &[Rule] = &[
    rule(
        "CFDI40138",
        &CFDI,
        (
            "The issuer is in SAT's list of taxpayers that are registered and not cancelled",
            "Write the issuer's RFC and name as in the constancia de situación fiscal.",
        ),
        (
            "El emisor está en la lista del SAT de RFC inscritos no cancelados",
            "Escriba el RFC y el nombre del emisor como en su constancia de situación fiscal.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/tequila-ieps-53.xml",
        "cfdi:Emisor/@Nombre",
        &[(r#"Rfc="EKU9003173C9""#, r#"Rfc="EKU9003173C8""#)],
    )])
    .cfdi(|cfdi, out| registered(cfdi.emisor.rfc.get(), &cfdi.emisor.nombre, cfdi, out)),
    rule(
        "CFDI40139",
        &CFDI,
        (
            "Nombre of the issuer is the one registered for the RFC",
            "Write {expected}, in capitals and without the company's legal form.",
        ),
        (
            "Nombre del emisor es el registrado para su RFC",
            "Escriba {expected}, en mayúsculas y sin el régimen de capital.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/tequila-ieps-53.xml",
        "cfdi:Emisor/@Nombre",
        &[(r#"Nombre="ESCUELA KEMPER URGATE""#, r#"Nombre="ESCUELA KEMPER URGATE SA DE CV""#)],
    )])
    .cfdi(|cfdi, out| as_registered(cfdi.emisor.rfc.get(), &cfdi.emisor.nombre, |it| &it.name, cfdi, out)),
    rule(
        "CFDI40140",
        &CFDI,
        (
            "RegimenFiscal of the issuer is a code of c_RegimenFiscal",
            "Write the issuer's regime, three digits, as in the constancia de situación fiscal.",
        ),
        (
            "RegimenFiscal del emisor es una clave de c_RegimenFiscal",
            "Escriba el régimen del emisor, tres dígitos, como en su constancia de situación fiscal.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/tequila-ieps-53.xml",
        "cfdi:Emisor/@RegimenFiscal",
        &[(r#" RegimenFiscal="601""#, r#" RegimenFiscal="609""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_RegimenFiscal", &cfdi.emisor.regimen_fiscal, out)),
    rule(
        "CFDI40141",
        &CFDI,
        (
            "RegimenFiscal of the issuer is one for its kind of person",
            "Write a regime for companies with an RFC of 12 characters, one for natural persons with 13.",
        ),
        (
            "RegimenFiscal del emisor corresponde a su tipo de persona",
            "Escriba un régimen de persona moral con un RFC de 12 caracteres, de persona física con uno de 13.",
        ),
    )
    .tried(&[
        Example::new(
            "cfdi/tequila-ieps-53.xml",
            "cfdi:Emisor/@RegimenFiscal",
            &[(r#" RegimenFiscal="601""#, r#" RegimenFiscal="612""#)],
        ),
        Example::new(
            "cfdi/medical-consultation-exento.xml",
            "cfdi:Emisor/@RegimenFiscal",
            &[(r#" RegimenFiscal="612""#, r#" RegimenFiscal="601""#)],
        ),
    ])
    .cfdi(|cfdi, out| fits_person(&cfdi.emisor.regimen_fiscal, &cfdi.emisor.rfc, cfdi, out)),
    rule(
        "CFDI40142",
        &CFDI,
        (
            "FacAtrAdquirente is an operation number of a buyer who issues for the seller",
            "Write the ten digits that SAT gave the buyer, or leave the attribute out.",
        ),
        (
            "FacAtrAdquirente es un número de operación de un adquirente que factura por el enajenante",
            "Escriba los diez dígitos que el SAT dio al adquirente, u omita el atributo.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        "cfdi/tequila-ieps-53.xml",
        "cfdi:Emisor/@FacAtrAdquirente",
        &[(r#"FacAtrAdquirente="0048210937""#, r#"FacAtrAdquirente="9048210937""#)],
    )
    .given(&[(r#" RegimenFiscal="601""#, r#" RegimenFiscal="601" FacAtrAdquirente="0048210937""#)])])
    .cfdi(|cfdi, out| {
        let number = &cfdi.emisor.fac_atr_adquirente;
        if let Some(text) = number.get() {
            out.ask(cfdi.asked.lookups.fac_atr_adquirente(text), number);
        }
    }),
];

/// The rule that the register has the RFC that a value belongs to.
pub(super) fn registered(rfc: Option<&str>, value: &Texto<'_>, cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    let Some(rfc) = rfc.filter(|_| value.is_there()) else { return };
    out.ask(cfdi.asked.lookups.taxpayer(rfc).map(|taxpayer| taxpayer.is_some()), value);
}

/// The rule that a value is the one that the register has for the RFC. Of an RFC that is not registered there is none.
pub(super) fn as_registered(
    rfc: Option<&str>,
    value: &Texto<'_>,
    of: fn(&Taxpayer) -> &String,
    cfdi: &Cfdi<'_>,
    out: &mut Out<'_>,
) {
    let (Some(rfc), Some(text)) = (rfc, value.get()) else { return };
    match cfdi.asked.lookups.taxpayer(rfc) {
        None => out.not_checked(value),
        Some(Some(taxpayer)) if of(&taxpayer) != text => out.expected(value, of(&taxpayer)),
        Some(_) => {}
    }
}

/// The rule that a regime is one for the kind of person.
pub(super) fn fits_person(regimen: &Texto<'_>, rfc: &Texto<'_>, cfdi: &Cfdi<'_>, out: &mut Out<'_>) {
    let (Some(entry), Some(persona)) = (cfdi.asked.catalogs.regimen(regimen.text()), Persona::of(rfc)) else { return };
    if cfdi.in_force(&entry) == Listed::NotYet {
        return out.not_checked(regimen);
    }
    out.ask(persona.fits(entry.is_for_natural_persons(), entry.is_for_legal_persons()), regimen);
}

/// The kind of person, which the length of the RFC tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Persona {
    Fisica,
    Moral,
}

impl Persona {
    pub(super) fn of(rfc: &Texto<'_>) -> Option<Persona> {
        // Characters: an Ñ is two bytes.
        match rfc.text().chars().count() {
            12 => Some(Persona::Moral),
            13 => Some(Persona::Fisica),
            _ => None,
        }
    }

    /// Whether a row that is for these persons is for this one; none where it is for nobody, as in a catalogue without the
    /// columns.
    pub(super) fn fits(self, natural: bool, legal: bool) -> Option<bool> {
        (natural || legal).then_some(match self {
            Persona::Fisica => natural,
            Persona::Moral => legal,
        })
    }
}
