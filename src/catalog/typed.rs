//! Look-ups that answer in types: what rules and the mapping ask of the catalogues.
//!
//! Each is an [`Entry`] with names for its columns. None allocates but for codes longer than 24 bytes.

use std::ops::Deref;
use std::str::FromStr;

use compact_str::format_compact;
use rust_decimal::Decimal;

use super::{Catalog, Catalogs, Entry};
use crate::model::Date;

/// The places of the catalogues that have types, so that a look-up need not find them by name; and the rates, read once.
#[derive(Default)]
pub(super) struct Known {
    at: [Option<usize>; NAMES.len()],
    rates: Vec<RateRule>,
}

/// As [`Known`] has them.
const NAMES: [&str; 12] = [
    "c_ClaveProdServ",
    "c_ClaveUnidad",
    "c_CodigoPostal",
    "c_FormaPago",
    "c_Moneda",
    "c_Pais",
    "c_RegimenFiscal",
    "c_UsoCFDI",
    "cce20:c_FraccionArancelaria",
    "c_Municipio",
    "c_Localidad",
    "c_Colonia",
];
const PRODUCT: usize = 0;
const UNIT: usize = 1;
const POSTAL_CODE: usize = 2;
const FORMA_PAGO: usize = 3;
const MONEDA: usize = 4;
const PAIS: usize = 5;
const REGIMEN: usize = 6;
const USO: usize = 7;
const FRACCION: usize = 8;
const MUNICIPIO: usize = 9;
const LOCALIDAD: usize = 10;
const COLONIA: usize = 11;

impl Known {
    pub(super) fn of(catalogs: &Catalogs) -> Known {
        let rates =
            catalogs.get("c_TasaOCuota").map(|rates| rates.iter().filter_map(|row| RateRule::of(&row)).collect());
        Known { at: NAMES.map(|name| catalogs.get(name).map(|catalog| catalog.at)), rates: rates.unwrap_or_default() }
    }
}

impl Catalogs {
    #[inline]
    fn known(&self, which: usize, code: &str) -> Option<Entry<'_>> {
        let at = self.0.known.at[which]?;
        Catalog { catalogs: self, at }.entry(code)
    }

    /// A product or service of c_ClaveProdServ.
    pub fn product(&self, code: &str) -> Option<Product<'_>> {
        self.known(PRODUCT, code).map(Product)
    }

    /// A unit of c_ClaveUnidad.
    pub fn unit(&self, code: &str) -> Option<Unit<'_>> {
        self.known(UNIT, code).map(Unit)
    }

    /// A postal code of c_CodigoPostal.
    pub fn postal_code(&self, code: &str) -> Option<PostalCode<'_>> {
        self.known(POSTAL_CODE, code).map(PostalCode)
    }

    /// A way of paying of c_FormaPago.
    pub fn forma_pago(&self, code: &str) -> Option<WayOfPaying<'_>> {
        self.known(FORMA_PAGO, code).map(WayOfPaying)
    }

    /// A currency of c_Moneda.
    pub fn moneda(&self, code: &str) -> Option<Currency<'_>> {
        self.known(MONEDA, code).map(Currency)
    }

    /// A country of c_Pais, by its alpha-3 code.
    pub fn pais(&self, code: &str) -> Option<Country<'_>> {
        self.known(PAIS, code).map(Country)
    }

    /// A regime of c_RegimenFiscal.
    pub fn regimen(&self, code: &str) -> Option<Regime<'_>> {
        self.known(REGIMEN, code).map(Regime)
    }

    /// A use of c_UsoCFDI.
    pub fn uso_cfdi(&self, code: &str) -> Option<Use<'_>> {
        self.known(USO, code).map(Use)
    }

    /// A tariff line of Comercio Exterior's c_FraccionArancelaria, by its ten digits.
    pub fn fraccion(&self, code: &str) -> Option<Tariff<'_>> {
        self.known(FRACCION, code).map(Tariff)
    }

    /// A municipality of c_Municipio, by the codes of its state and its own.
    /// ```
    /// let catalogs = frontera::catalog::Catalogs::builtin();
    /// assert_eq!(catalogs.municipio("BCN", "004").unwrap().name(), "Tijuana");
    /// assert!(catalogs.municipio("AGU", "099").is_none());
    /// ```
    pub fn municipio(&self, estado: &str, municipio: &str) -> Option<Entry<'_>> {
        self.known(MUNICIPIO, &format_compact!("{estado}|{municipio}"))
    }

    /// A locality of c_Localidad, by the codes of its state and its own.
    pub fn localidad(&self, estado: &str, localidad: &str) -> Option<Entry<'_>> {
        self.known(LOCALIDAD, &format_compact!("{estado}|{localidad}"))
    }

    /// A neighbourhood of c_Colonia, by its postal code and its own code; `None` where the feature `catalog-places` is off.
    pub fn colonia(&self, codigo_postal: &str, colonia: &str) -> Option<Entry<'_>> {
        self.known(COLONIA, &format_compact!("{codigo_postal}|{colonia}"))
    }

    /// The row of c_TasaOCuota that allows a rate on a day: one with exactly this rate, else one whose range has it.
    ///
    /// `impuesto` is a code of c_Impuesto, `factor` one of c_TipoFactor.
    /// ```
    /// use frontera::catalog::{Catalogs, Direction};
    /// let catalogs = Catalogs::builtin();
    /// let rate = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    /// let day = "2026-03-01".parse()?;
    /// // SAT labels the border's rate otherwise, but it is IVA.
    /// let border = catalogs.tasa_o_cuota("002", "Tasa", Direction::Traslado, rate("0.08"), day).unwrap();
    /// assert_eq!((border.impuesto(), border.label()), ("002", "IVA Crédito aplicado del 50%"));
    /// assert!(catalogs.tasa_o_cuota("002", "Tasa", Direction::Traslado, rate("0.11"), day).is_none());
    /// assert!(catalogs.tasa_o_cuota("002", "Tasa", Direction::Retencion, rate("0.106667"), day).unwrap().is_range());
    /// # Ok::<(), frontera::model::NotATime>(())
    /// ```
    pub fn tasa_o_cuota(
        &self,
        impuesto: &str,
        factor: &str,
        direction: Direction,
        rate: Decimal,
        day: Date,
    ) -> Option<&RateRule> {
        let fits = |rule: &&RateRule| {
            rule.impuesto == impuesto
                && rule.factor == factor
                && rule.applies_to(direction)
                && rule.is_valid_on(day)
                && rule.least <= rate
                && rate <= rule.most
        };
        let rules = || self.0.known.rates.iter().filter(fits);
        rules().find(|rule| !rule.is_range()).or_else(|| rules().next())
    }

    /// Every row of c_TasaOCuota.
    pub fn tasas(&self) -> impl Iterator<Item = &RateRule> {
        self.0.known.rates.iter()
    }
}

macro_rules! entry {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name<'a>(Entry<'a>);

        impl<'a> Deref for $name<'a> {
            type Target = Entry<'a>;
            fn deref(&self) -> &Entry<'a> {
                &self.0
            }
        }
    };
}

entry!(
    /// A product or service of c_ClaveProdServ.
    Product
);

impl<'a> Product<'a> {
    /// Whether SAT flags it for the 8 % rate of the border (the rate has other conditions, too).
    pub fn has_border_stimulus(&self) -> bool {
        self.flag("estimulo_franja_fronteriza")
    }

    /// Other words for it, where SAT gives some and the feature `catalog-products` is on.
    pub fn similar_words(&self) -> Option<String> {
        self.field("palabras_similares").map(|words| words.into_owned())
    }
}

entry!(
    /// A unit of c_ClaveUnidad.
    Unit
);

impl<'a> Unit<'a> {
    /// Its symbol, where it has one.
    pub fn symbol(&self) -> Option<String> {
        self.field("simbolo").map(|symbol| symbol.into_owned())
    }
}

entry!(
    /// A postal code of c_CodigoPostal.
    ///
    /// SAT lists whole ranges of numbers: a code without municipality is no place that mail goes to, but it is admitted.
    PostalCode
);

impl<'a> PostalCode<'a> {
    /// The state, a code of c_Estado.
    pub fn state(&self) -> &'a str {
        self.value("estado")
    }

    /// The municipality, a code of c_Municipio within the state.
    pub fn municipality(&self) -> Option<&'a str> {
        self.said("municipio")
    }

    /// The locality, a code of c_Localidad within the state.
    pub fn locality(&self) -> Option<&'a str> {
        self.said("localidad")
    }

    /// Whether it has the stimulus of a border region.
    pub fn border(&self) -> Border {
        match self.value("estimulo_franja_fronteriza") {
            "1" => Border::Northern,
            "2" => Border::Southern,
            _ => Border::None,
        }
    }

    /// SAT's name of its time zone: `Tiempo del Noroeste`.
    pub fn time_zone(&self) -> &'a str {
        self.value("huso_horario")
    }
}

/// The region whose stimulus a postal code has. Closed: the law knows two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Border {
    /// Neither.
    None,
    /// The northern border region.
    Northern,
    /// The southern border region.
    Southern,
}

entry!(
    /// A use of c_UsoCFDI.
    Use
);

impl<'a> Use<'a> {
    /// Whether a natural person can have it.
    pub fn is_for_natural_persons(&self) -> bool {
        self.flag("aplica_fisica")
    }

    /// Whether a legal person can have it.
    pub fn is_for_legal_persons(&self) -> bool {
        self.flag("aplica_moral")
    }

    /// The regimes of the receiver that go with it.
    pub fn regimes(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.value("regimenes_fiscales_receptores").split(',').map(str::trim).filter(|regime| !regime.is_empty())
    }

    /// Whether the receiver's regime goes with it.
    pub fn accepts_regimen(&self, regime: &str) -> bool {
        self.regimes().any(|accepted| accepted == regime)
    }
}

entry!(
    /// A regime of c_RegimenFiscal.
    Regime
);

impl Regime<'_> {
    /// Whether a natural person can be in it.
    pub fn is_for_natural_persons(&self) -> bool {
        self.flag("aplica_fisica")
    }

    /// Whether a legal person can be in it.
    pub fn is_for_legal_persons(&self) -> bool {
        self.flag("aplica_moral")
    }
}

entry!(
    /// A way of paying of c_FormaPago. Patterns are SAT's own regular expressions, to be matched against the whole text.
    WayOfPaying
);

impl<'a> WayOfPaying<'a> {
    /// Whether it goes through a bank.
    pub fn is_banked(&self) -> bool {
        self.flag("es_bancarizado")
    }

    /// Whether the payer's bank may be named (`RfcEmisorCtaOrd`).
    pub fn takes_payer_bank(&self) -> bool {
        self.flag("permite_banco_ordenante_rfc")
    }

    /// Whether the payer's account may be given (`CtaOrdenante`).
    pub fn takes_payer_account(&self) -> bool {
        self.flag("permite_cuenta_ordenante")
    }

    /// How the payer's account is written.
    pub fn payer_account_pattern(&self) -> Option<&'a str> {
        self.said("patron_cuenta_ordenante")
    }

    /// Whether the payee's bank may be named (`RfcEmisorCtaBen`).
    pub fn takes_payee_bank(&self) -> bool {
        self.flag("permite_banco_beneficiario_rfc")
    }

    /// Whether the payee's account may be given (`CtaBeneficiario`).
    pub fn takes_payee_account(&self) -> bool {
        self.flag("permite_cuenta_beneficiario")
    }

    /// How the payee's account is written.
    pub fn payee_account_pattern(&self) -> Option<&'a str> {
        self.said("patron_cuenta_beneficiario")
    }

    /// Whether a payment chain may be given (`TipoCadPago`).
    pub fn takes_payment_chain(&self) -> bool {
        self.flag("permite_tipo_cadena_pago")
    }

    /// Whether a foreign bank of the payer must be named (`NomBancoOrdExt`).
    pub fn needs_foreign_bank_name(&self) -> bool {
        self.flag("requiere_banco_ordenante_nombre_ext")
    }
}

entry!(
    /// A currency of c_Moneda.
    Currency
);

impl Currency<'_> {
    /// How many decimals its amounts have.
    pub fn decimals(&self) -> u32 {
        self.value("decimales").parse().unwrap_or_default()
    }

    /// By how many per cent a rate of exchange may differ from the official one before a confirmation is needed.
    pub fn variation(&self) -> Option<u32> {
        self.said("porcentaje_variacion")?.parse().ok()
    }
}

entry!(
    /// A country of c_Pais. Patterns are SAT's own regular expressions, to be matched against the whole text.
    Country
);

impl<'a> Country<'a> {
    /// How its postal codes are written.
    pub fn postal_code_pattern(&self) -> Option<&'a str> {
        self.said("patron_codigo_postal")
    }

    /// How its tax numbers are written (`NumRegIdTrib`).
    pub fn tax_id_pattern(&self) -> Option<&'a str> {
        self.said("patron_identidad_tributaria")
    }

    /// The groups of countries that it belongs to: `TLCAN`.
    pub fn group(&self) -> Option<&'a str> {
        self.said("agrupaciones")
    }
}

entry!(
    /// A tariff line of c_FraccionArancelaria, ten digits (with the NICO).
    Tariff
);

impl<'a> Tariff<'a> {
    /// The customs unit of its quantities, a code of c_UnidadAduana; `None` where SAT says none.
    pub fn unit(&self) -> Option<&'a str> {
        self.said("unidad")
    }
}

/// Whether a tax is added to the price or kept back from it. Closed: CFDI knows two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Kept back from it.
    Retencion,
    /// Added to it.
    Traslado,
}

/// A row of c_TasaOCuota: a rate, or a range of rates, of a tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRule {
    impuesto: String,
    factor: String,
    label: String,
    range: bool,
    least: Decimal,
    most: Decimal,
    traslado: bool,
    retencion: bool,
    from: Option<Date>,
    until: Option<Date>,
}

impl RateRule {
    fn of(row: &Entry<'_>) -> Option<RateRule> {
        let most = Decimal::from_str(row.value("valor")).ok()?;
        let range = row.value("tipo") == "Rango";
        Some(RateRule {
            impuesto: row.value("impuesto").into(),
            factor: row.value("factor").into(),
            label: row.name(),
            range,
            least: if range { Decimal::from_str(row.value("minimo")).ok()? } else { most },
            most,
            traslado: row.flag("traslado"),
            retencion: row.flag("retencion"),
            from: row.valid_from(),
            until: row.valid_until(),
        })
    }

    /// The tax, a code of c_Impuesto.
    pub fn impuesto(&self) -> &str {
        &self.impuesto
    }

    /// The factor, a code of c_TipoFactor.
    pub fn factor(&self) -> &str {
        &self.factor
    }

    /// SAT's own word for the tax, which for the border's rate is another one.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether every rate between [`least`](Self::least) and [`most`](Self::most) is allowed.
    pub fn is_range(&self) -> bool {
        self.range
    }

    /// The least rate.
    pub fn least(&self) -> Decimal {
        self.least
    }

    /// The greatest rate; without a range, the rate.
    pub fn most(&self) -> Decimal {
        self.most
    }

    /// Whether it is for taxes of this direction.
    pub fn applies_to(&self, direction: Direction) -> bool {
        match direction {
            Direction::Retencion => self.retencion,
            Direction::Traslado => self.traslado,
        }
    }

    /// Whether its last day is before a day.
    pub(crate) fn has_ended_by(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until < day)
    }

    /// Whether it can be used on a day.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}
