//! CFDI40143 to CFDI40161: the receiver.

use super::Cfdi;
use super::comun::has_comercio_exterior;
use super::emisor::{Persona, as_registered, fits_person, registered};
use super::global::PUBLICO_EN_GENERAL;
use super::sources::CFDI;
use super::view::{Listed, Texto};
use crate::catalog::pattern;
use crate::context::{RFC_FOREIGN as EXTRANJERO, RFC_PUBLIC as PUBLICO};
use crate::rules::{Example, Needs, Rule, Table, rule};

pub(super) static TABLE: Table = Table { name: "CFDI 4.0: receptor", rules: RULES };

const GENERICS: &[&str] = &[PUBLICO, EXTRANJERO];

static RULES: &[Rule] = &[
    rule(
        "CFDI40143",
        &CFDI,
        (
            "Rfc of the receiver is generic, or in SAT's list of taxpayers that are registered and not cancelled",
            "Ask the customer for the constancia de situación fiscal; without an RFC take the generic one.",
        ),
        (
            "Rfc del receptor es genérico o está en la lista del SAT de RFC inscritos no cancelados",
            "Pida al cliente su constancia de situación fiscal; si no tiene RFC, use el genérico.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[unregistered("cfdi:Receptor/@Rfc").with(&["CFDI40144", "CFDI40147"])])
    .cfdi(|cfdi, out| registered(own_rfc(cfdi), &cfdi.receptor.rfc, cfdi, out)),
    rule(
        "CFDI40144",
        &CFDI,
        (
            "Nombre of the receiver is of a taxpayer in SAT's list",
            "Write RFC and name as in the customer's constancia de situación fiscal.",
        ),
        (
            "Nombre del receptor es de un contribuyente de la lista del SAT",
            "Escriba el RFC y el nombre como en la constancia de situación fiscal del cliente.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[unregistered("cfdi:Receptor/@Nombre").with(&["CFDI40143", "CFDI40147"])])
    .cfdi(|cfdi, out| registered(own_rfc(cfdi), &cfdi.receptor.nombre, cfdi, out)),
    rule(
        "CFDI40145",
        &CFDI,
        (
            "Nombre of the receiver is the one registered for the RFC",
            "Write {expected}, in capitals and without the company's legal form.",
        ),
        (
            "Nombre del receptor es el registrado para su RFC",
            "Escriba {expected}, en mayúsculas y sin el régimen de capital.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        DOMESTIC,
        "cfdi:Receptor/@Nombre",
        &[(r#"Nombre="UNIVERSIDAD ROBOTICA ESPAÑOLA""#, r#"Nombre="UNIVERSIDAD ROBOTICA""#)],
    )])
    .cfdi(|cfdi, out| as_registered(own_rfc(cfdi), &cfdi.receptor.nombre, |it| &it.name, cfdi, out)),
    rule(
        "CFDI40146",
        &CFDI,
        ("Rfc of the receiver PUBLICO EN GENERAL is XAXX010101000", "Write XAXX010101000, or the customer's own name."),
        (
            "Rfc del receptor PUBLICO EN GENERAL es XAXX010101000",
            "Escriba XAXX010101000, o el nombre propio del cliente.",
        ),
    )
    .tried(&[Example::new(
        DOMESTIC,
        "cfdi:Receptor/@Rfc",
        &[(r#"Nombre="UNIVERSIDAD ROBOTICA ESPAÑOLA""#, r#"Nombre="PUBLICO EN GENERAL""#)],
    )])
    .cfdi(|cfdi, out| {
        let rfc = &cfdi.receptor.rfc;
        if cfdi.receptor.nombre.is(PUBLICO_EN_GENERAL) && rfc.is_there() && !rfc.is(PUBLICO) {
            out.expected(rfc, PUBLICO);
        }
    }),
    rule(
        "CFDI40147",
        &CFDI,
        (
            "DomicilioFiscalReceptor is of a taxpayer in SAT's list",
            "Write RFC and postal code as in the customer's constancia de situación fiscal.",
        ),
        (
            "DomicilioFiscalReceptor es de un contribuyente de la lista del SAT",
            "Escriba el RFC y el código postal como en la constancia de situación fiscal del cliente.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[unregistered("cfdi:Receptor/@DomicilioFiscalReceptor").with(&["CFDI40143", "CFDI40144"])])
    .cfdi(|cfdi, out| registered(own_rfc(cfdi), &cfdi.receptor.domicilio_fiscal_receptor, cfdi, out)),
    rule(
        "CFDI40148",
        &CFDI,
        (
            "DomicilioFiscalReceptor is the postal code registered for the RFC",
            "Write {expected}: the fiscal domicile, not where it is delivered.",
        ),
        (
            "DomicilioFiscalReceptor es el código postal registrado para el RFC",
            "Escriba {expected}: el del domicilio fiscal, no el de entrega.",
        ),
    )
    .needing(Needs::Lookup)
    .tried(&[Example::new(
        DOMESTIC,
        "cfdi:Receptor/@DomicilioFiscalReceptor",
        &[(r#"DomicilioFiscalReceptor="86991""#, r#"DomicilioFiscalReceptor="42501""#)],
    )])
    .cfdi(|cfdi, out| {
        as_registered(own_rfc(cfdi), &cfdi.receptor.domicilio_fiscal_receptor, |it| &it.postal_code, cfdi, out);
    }),
    rule(
        "CFDI40149",
        &CFDI,
        (
            "A foreign or public customer takes the issuer's postal code, LugarExpedicion",
            "Repeat LugarExpedicion; a US ZIP goes to the buyer's address in Comercio Exterior.",
        ),
        (
            "El receptor extranjero o genérico lleva el código postal del emisor, LugarExpedicion",
            "Repita LugarExpedicion; el ZIP va en el domicilio del complemento Comercio Exterior.",
        ),
    )
    .tried(&[
        Example::new(
            EXPORT,
            "cfdi:Receptor/@DomicilioFiscalReceptor",
            &[(r#"DomicilioFiscalReceptor="84000""#, r#"DomicilioFiscalReceptor="85621""#)],
        )
        .with(&["FRO-MX-202"]),
        Example::new(
            GLOBAL,
            "cfdi:Receptor/@DomicilioFiscalReceptor",
            &[(r#"DomicilioFiscalReceptor="06002""#, r#"DomicilioFiscalReceptor="85621""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        let (domicilio, lugar) = (&cfdi.receptor.domicilio_fiscal_receptor, &cfdi.lugar_expedicion);
        if let (true, Some(own), Some(of_issuer)) = (is_generic(&cfdi.receptor.rfc), domicilio.get(), lugar.get())
            && own != of_issuer
        {
            out.expected(domicilio, of_issuer);
        }
    }),
    rule(
        "CFDI40150",
        &CFDI,
        ("ResidenciaFiscal is a country of c_Pais", "Write three letters of c_Pais, such as USA or CAN."),
        ("ResidenciaFiscal es un país de c_Pais", "Escriba tres letras de c_Pais, como USA o CAN."),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Receptor/@ResidenciaFiscal",
        &[(r#"ResidenciaFiscal="USA""#, r#"ResidenciaFiscal="UDA""#)],
    )])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_Pais", &cfdi.receptor.residencia_fiscal, out)),
    rule(
        "CFDI40151",
        &CFDI,
        (
            "ResidenciaFiscal is only of a receiver with XEXX010101000",
            "Leave ResidenciaFiscal out, or write XEXX010101000 for who has no RFC.",
        ),
        (
            "ResidenciaFiscal es solo de un receptor con XEXX010101000",
            "Omita ResidenciaFiscal, o escriba XEXX010101000 si el receptor no tiene RFC.",
        ),
    )
    .tried(&[
        Example::new(
            DOMESTIC,
            "cfdi:Receptor/@ResidenciaFiscal",
            &[(r#"FiscalReceptor="86991""#, r#"FiscalReceptor="86991" ResidenciaFiscal="USA""#)],
        ),
        Example::new(
            GLOBAL,
            "cfdi:Receptor/@ResidenciaFiscal",
            &[(r#"FiscalReceptor="06002""#, r#"FiscalReceptor="06002" ResidenciaFiscal="USA""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        if is_mexican(&cfdi.receptor.rfc) {
            out.must(!cfdi.receptor.residencia_fiscal.is_there(), &cfdi.receptor.residencia_fiscal);
        }
    }),
    rule(
        "CFDI40152",
        &CFDI,
        ("ResidenciaFiscal is not Mexico", "Write the country where the receiver pays taxes, or leave it out."),
        ("ResidenciaFiscal no es México", "Escriba el país de residencia fiscal del receptor, u omítalo."),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Receptor/@ResidenciaFiscal",
        &[(r#"ResidenciaFiscal="USA" NumRegIdTrib="001234567""#, r#"ResidenciaFiscal="MEX""#)],
    )])
    .cfdi(|cfdi, out| {
        let residencia = &cfdi.receptor.residencia_fiscal;
        out.must(!residencia.is("MEX"), residencia);
    }),
    rule(
        "CFDI40153",
        &CFDI,
        (
            "ResidenciaFiscal is there for XEXX010101000 with NumRegIdTrib or Comercio Exterior",
            "Write the receiver's country, three letters of c_Pais, such as USA.",
        ),
        (
            "ResidenciaFiscal está para XEXX010101000 con NumRegIdTrib o Comercio Exterior",
            "Escriba el país del receptor, tres letras de c_Pais, como USA.",
        ),
    )
    .tried(&[Example::new(EXPORT, "cfdi:Receptor/@ResidenciaFiscal", &[(r#" ResidenciaFiscal="USA""#, "")])])
    .cfdi(|cfdi, out| {
        let to = &cfdi.receptor;
        if to.rfc.is(EXTRANJERO) && (to.num_reg_id_trib.is_there() || has_comercio_exterior(cfdi)) {
            out.must(to.residencia_fiscal.is_there(), &to.residencia_fiscal);
        }
    }),
    rule(
        "CFDI40154",
        &CFDI,
        (
            "NumRegIdTrib is only of a receiver with XEXX010101000",
            "Leave NumRegIdTrib out: whoever has an RFC is known by it.",
        ),
        (
            "NumRegIdTrib es solo de un receptor con XEXX010101000",
            "Omita NumRegIdTrib: a quien tiene RFC se le identifica por él.",
        ),
    )
    .tried(&[
        Example::new(
            DOMESTIC,
            "cfdi:Receptor/@NumRegIdTrib",
            &[(r#"FiscalReceptor="86991""#, r#"FiscalReceptor="86991" NumRegIdTrib="001234567""#)],
        ),
        Example::new(
            GLOBAL,
            "cfdi:Receptor/@NumRegIdTrib",
            &[(r#"FiscalReceptor="06002""#, r#"FiscalReceptor="06002" NumRegIdTrib="001234567""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        if is_mexican(&cfdi.receptor.rfc) {
            out.must(!cfdi.receptor.num_reg_id_trib.is_there(), &cfdi.receptor.num_reg_id_trib);
        }
    }),
    rule(
        "CFDI40155",
        &CFDI,
        (
            "NumRegIdTrib is there for XEXX010101000 with Comercio Exterior",
            "Write the receiver's tax number of their country, in the US the nine digits of the EIN.",
        ),
        (
            "NumRegIdTrib está para XEXX010101000 con Comercio Exterior",
            "Escriba el número fiscal del receptor en su país; en EE. UU., los nueve dígitos del EIN.",
        ),
    )
    .tried(&[Example::new(
        "cfdi/export-auto-parts-comercio-exterior.xml",
        "cfdi:Receptor/@NumRegIdTrib",
        &[(r#" ResidenciaFiscal="USA" NumRegIdTrib="002345678" Reg"#, r#" ResidenciaFiscal="USA" Reg"#)],
    )])
    .cfdi(|cfdi, out| {
        if cfdi.receptor.rfc.is(EXTRANJERO) && has_comercio_exterior(cfdi) {
            out.must(cfdi.receptor.num_reg_id_trib.is_there(), &cfdi.receptor.num_reg_id_trib);
        }
    }),
    rule(
        "CFDI40156",
        &CFDI,
        (
            "NumRegIdTrib is written as c_Pais has it for ResidenciaFiscal",
            "Write it in the country's form; for the US and Canada nine digits without a dash.",
        ),
        (
            "NumRegIdTrib tiene la forma que c_Pais da para ResidenciaFiscal",
            "Escríbalo en la forma del país; para EE. UU. y Canadá, nueve dígitos sin guion.",
        ),
    )
    .tried(&[Example::new(
        EXPORT,
        "cfdi:Receptor/@NumRegIdTrib",
        &[(r#"NumRegIdTrib="001234567""#, r#"NumRegIdTrib="00-1234567""#)],
    )])
    .cfdi(|cfdi, out| {
        let number = &cfdi.receptor.num_reg_id_trib;
        let country = cfdi.asked.catalogs.pais(cfdi.receptor.residencia_fiscal.text());
        if let (Some(text), Some(pattern)) = (number.get(), country.and_then(|country| country.tax_id_pattern())) {
            out.ask(pattern::matches(pattern, text), number);
        }
    }),
    rule(
        "CFDI40157",
        &CFDI,
        (
            "RegimenFiscalReceptor is a code of c_RegimenFiscal",
            "Write the receiver's regime, three digits; 616 with a generic RFC.",
        ),
        (
            "RegimenFiscalReceptor es una clave de c_RegimenFiscal",
            "Escriba el régimen del receptor, tres dígitos; 616 con un RFC genérico.",
        ),
    )
    .tried(&[Example::new(
        DOMESTIC,
        "cfdi:Receptor/@RegimenFiscalReceptor",
        &[(r#"RegimenFiscalReceptor="601""#, r#"RegimenFiscalReceptor="629""#)],
    )
    .with(&["CFDI40161"])])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_RegimenFiscal", &cfdi.receptor.regimen_fiscal_receptor, out)),
    rule(
        "CFDI40158",
        &CFDI,
        (
            "RegimenFiscalReceptor is one for the receiver's kind of person",
            "Write a regime for companies with an RFC of 12 characters, one for natural persons with 13.",
        ),
        (
            "RegimenFiscalReceptor corresponde al tipo de persona del receptor",
            "Escriba un régimen de persona moral con un RFC de 12 caracteres, de persona física con uno de 13.",
        ),
    )
    .tried(&[
        Example::new(
            DOMESTIC,
            "cfdi:Receptor/@RegimenFiscalReceptor",
            &[(r#"RegimenFiscalReceptor="601""#, r#"RegimenFiscalReceptor="612""#)],
        ),
        Example::new(
            "cfdi/medical-consultation-exento.xml",
            "cfdi:Receptor/@RegimenFiscalReceptor",
            &[(r#"RegimenFiscalReceptor="612" UsoCFDI="D01""#, r#"RegimenFiscalReceptor="601" UsoCFDI="G03""#)],
        ),
    ])
    .cfdi(|cfdi, out| fits_person(&cfdi.receptor.regimen_fiscal_receptor, &cfdi.receptor.rfc, cfdi, out)),
    rule(
        "CFDI40159",
        &CFDI,
        (
            "RegimenFiscalReceptor is 616 with a generic RFC",
            "Write 616, sin obligaciones fiscales, for the public and for receivers abroad.",
        ),
        (
            "RegimenFiscalReceptor es 616 con un RFC genérico",
            "Escriba 616, sin obligaciones fiscales, para el público en general y para extranjeros.",
        ),
    )
    .tried(&[
        Example::new(
            EXPORT,
            "cfdi:Receptor/@RegimenFiscalReceptor",
            &[(r#"RegimenFiscalReceptor="616""#, r#"RegimenFiscalReceptor="612""#)],
        ),
        Example::new(
            GLOBAL,
            "cfdi:Receptor/@RegimenFiscalReceptor",
            &[(r#"RegimenFiscalReceptor="616""#, r#"RegimenFiscalReceptor="612""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        let regimen = &cfdi.receptor.regimen_fiscal_receptor;
        if is_generic(&cfdi.receptor.rfc) && regimen.is_there() && !regimen.is("616") {
            out.expected(regimen, "616");
        }
    }),
    rule(
        "CFDI40160",
        &CFDI,
        (
            "UsoCFDI is a code of c_UsoCFDI",
            "Write a code of c_UsoCFDI that is in force on Fecha; P01 is none any more.",
        ),
        ("UsoCFDI es una clave de c_UsoCFDI", "Escriba una clave de c_UsoCFDI vigente en la Fecha; P01 ya no lo es."),
    )
    .tried(&[Example::new(DOMESTIC, "cfdi:Receptor/@UsoCFDI", &[(r#"UsoCFDI="G01""#, r#"UsoCFDI="P01""#)])])
    .cfdi(|cfdi, out| cfdi.must_be_listed("c_UsoCFDI", &cfdi.receptor.uso_cfdi, out)),
    rule(
        "CFDI40161",
        &CFDI,
        (
            "UsoCFDI fits the receiver's kind of person and RegimenFiscalReceptor; CP01 in payments, CN01 in payrolls",
            "Ask the customer for the use that goes with the regime; with 616 it is S01.",
        ),
        (
            "UsoCFDI corresponde al tipo de persona y a RegimenFiscalReceptor; CP01 en pagos, CN01 en nóminas",
            "Pida al cliente el uso que va con su régimen; con 616 es S01.",
        ),
    )
    .tried(&[
        Example::new(DOMESTIC, "cfdi:Receptor/@UsoCFDI", &[(r#"UsoCFDI="G01""#, r#"UsoCFDI="D01""#)]),
        Example::new(EXPORT, "cfdi:Receptor/@UsoCFDI", &[(r#"UsoCFDI="S01""#, r#"UsoCFDI="G03""#)]),
        Example::new(
            "cfdi/payment-receipt-usd.xml",
            "cfdi:Receptor/@UsoCFDI",
            &[(r#"UsoCFDI="CP01""#, r#"UsoCFDI="S01""#)],
        ),
        Example::new(
            "cfdi/payroll-fortnight.xml",
            "cfdi:Receptor/@UsoCFDI",
            &[(r#"UsoCFDI="CN01""#, r#"UsoCFDI="S01""#)],
        ),
    ])
    .cfdi(|cfdi, out| {
        let (uso, to) = (&cfdi.receptor.uso_cfdi, &cfdi.receptor);
        let only = match cfdi.tipo_de_comprobante.get() {
            Some("N") => Some("CN01"),
            Some("P") => Some("CP01"),
            _ => None,
        };
        if let Some(only) = only.filter(|only| uso.is_there() && !uso.is(only)) {
            return out.expected(uso, only);
        }
        let Some(entry) = cfdi.asked.catalogs.uso_cfdi(uso.text()) else { return };
        if cfdi.in_force(&entry) == Listed::NotYet {
            return out.not_checked(uso);
        }
        let persons = (entry.is_for_natural_persons(), entry.is_for_legal_persons());
        let fits_person = Persona::of(&to.rfc).map_or(Some(true), |persona| persona.fits(persons.0, persons.1));
        let regimes_are_said = entry.regimes().next().is_some();
        let fits_regimen = to
            .regimen_fiscal_receptor
            .get()
            .map_or(Some(true), |regimen| regimes_are_said.then(|| entry.accepts_regimen(regimen)));
        match (fits_person, fits_regimen) {
            // While CFDI 3.3 was still in use, PACs stamped uses that the matrix does not have.
            (Some(false), _) | (_, Some(false)) if cfdi.is_stamped_in_transition() => out.warn(uso),
            (Some(false), _) | (_, Some(false)) => out.violated(uso),
            (Some(true), Some(true)) => {}
            _ => out.not_checked(uso),
        }
    }),
];

const DOMESTIC: &str = "cfdi/tequila-ieps-53.xml";
const EXPORT: &str = "cfdi/export-produce.xml";
const GLOBAL: &str = "cfdi/global-invoice-public.xml";

const fn unregistered(at: &'static str) -> Example {
    Example::new(DOMESTIC, at, &[(r#"Rfc="URE180429TM6""#, r#"Rfc="URE180429TM5""#)])
}

fn is_generic(rfc: &Texto<'_>) -> bool {
    rfc.is_one_of(GENERICS)
}

/// The receiver's RFC where it is one of their own, which a register can know.
fn own_rfc<'c>(cfdi: &'c Cfdi<'_>) -> Option<&'c str> {
    cfdi.receptor.rfc.get().filter(|rfc| !GENERICS.contains(rfc))
}

/// An RFC that SAT gave, or that of the public; whether the first is registered is another rule's question.
fn is_mexican(rfc: &Texto<'_>) -> bool {
    rfc.get().is_some_and(|rfc| !rfc.is_empty() && rfc != EXTRANJERO)
}
