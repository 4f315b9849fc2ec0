//! Whether a document is what SAT asks for: what it is, what it is checked as, and everything that is wrong with it.
//!
//! A document that can be read is validated to its end and all findings collected; only one that cannot be read is an
//! [`Error`].

use std::sync::Arc;

use serde::Serialize;

use crate::catalog::Catalogs;
use crate::convert::{Format, Limits};
use crate::error::Error;
use crate::exchange::Rates;
use crate::formats::cfdi::rules::Asked;
use crate::formats::cfdi::{self, Family};
use crate::formats::us;
use crate::model::{Date, Text, Time};
use crate::report::{Finding, Location, Report, SealReport, Severity};
use crate::rules::Lookups;

/// Validates a document; its format is told from its content unless [`ValidateOptions::from`] names it.
///
/// A CFDI or Retenciones is checked as what it is, a draft, sealed or stamped, unless [`ValidateOptions::profile`] says as
/// what: its structure by SAT's XSDs, and a CFDI 4.0 by SAT's rules ([`rules`](crate::rules)), whatever is wrong with its
/// structure. A neutral invoice is read strictly, and then its own rules are checked.
/// ```
/// use frontera::{Profile, ValidateOptions};
/// let xml = include_bytes!("../fixtures/cfdi/export-produce.xml");
/// let validation = frontera::validate(xml, &ValidateOptions::default())?;
/// assert_eq!(validation.profile, Some(Profile::Stamped));
/// assert!(validation.is_valid());
/// # Ok::<(), frontera::Error>(())
/// ```
///
/// # Errors
/// Input that is not well-formed, exceeds a limit or is no document of its format.
pub fn validate(bytes: &[u8], options: &ValidateOptions) -> Result<Validation, Error> {
    options.limits.check(bytes)?;
    let format = options.from.map_or_else(|| Format::detect(bytes), Ok)?;
    let mut report = Report::default();
    match format {
        Format::Cfdi => {
            let document = cfdi::read_to_judge(bytes, &options.limits)?;
            let profile = document.profile(options.profile, &mut report);
            document.check_structure(profile, options.catalogs.as_ref(), &mut report);
            document.check_rules(options.asked(profile), options.dormant, &mut report);
            options.choose(&mut report);
            let (uuid, uuid_at) = document.uuid().map_or_else(Default::default, |(uuid, at)| (Some(uuid), at));
            let family = Some(document.family());
            Ok(Validation { format, family, profile: Some(profile), uuid, seal: None, report, uuid_at })
        }
        Format::Payable => Err(format.unreadable()),
        Format::UsJson => {
            let invoice = us::read(bytes, &options.limits)?;
            us::rules::check(&invoice, options.the_catalogs(), &mut report);
            options.choose(&mut report);
            let uuid_at = Location::default();
            Ok(Validation { format, family: None, profile: None, uuid: None, seal: None, report, uuid_at })
        }
    }
}

/// What validating a document gave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validation {
    /// What it is.
    pub format: Format,
    /// Which of SAT's documents; `None` for a neutral invoice.
    pub family: Option<Family>,
    /// What it was checked as; `None` for a neutral invoice.
    pub profile: Option<Profile>,
    /// The UUID of its stamp, as written; `None` for a neutral invoice and for what is not stamped.
    pub uuid: Option<Text>,
    /// What was verified of seal, certificate and stamp; `None` where it was not (feature `seal`, `seal::Verifier`).
    pub seal: Option<SealReport>,
    /// What there is to say.
    pub report: Report,
    pub(crate) uuid_at: Location,
}

impl Validation {
    /// True where no finding is an error. It says nothing about what is [`not_checked`](Validation::not_checked).
    pub fn is_valid(&self) -> bool {
        !self.report.has_errors()
    }

    /// Takes in what is found by a look at several documents ([`Duplicates`](crate::rules::Duplicates)): what the options
    /// leave out stays out, and what they make an error is one.
    pub fn add(&mut self, finding: Finding, options: &ValidateOptions) {
        let mut part = Report::default();
        part.take_in(finding);
        options.choose(&mut part);
        self.report.absorb(part, |_| None);
    }

    /// What could not be judged.
    pub fn not_checked(&self) -> impl Iterator<Item = &Finding> {
        self.report.not_checked()
    }
}

/// How far a document is on its way to being an invoice. Closed by nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Before it is sealed: Sello, Certificado, NoCertificado and the stamp are not checked.
    Draft,
    /// Sealed by its issuer, not yet stamped.
    Sealed,
    /// Stamped by a PAC.
    Stamped,
}

impl Profile {
    /// Every profile.
    pub const ALL: &'static [Profile] = &[Profile::Draft, Profile::Sealed, Profile::Stamped];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Draft => "draft",
            Profile::Sealed => "sealed",
            Profile::Stamped => "stamped",
        }
    }
}

impl std::fmt::Display for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// How to validate. Private fields and chained setters: a new one breaks nobody.
///
/// ```
/// use frontera::{Profile, ValidateOptions};
/// let options = ValidateOptions::default().profile(Profile::Draft);
/// ```
#[derive(Clone, Default)]
pub struct ValidateOptions {
    from: Option<Format>,
    profile: Option<Profile>,
    catalogs: Option<Catalogs>,
    limits: Limits,
    now: Option<(Date, Time)>,
    rates: Option<Rates>,
    lookups: Option<Arc<dyn Lookups>>,
    dormant: bool,
    deny_warnings: bool,
    allow: Vec<String>,
    only: Vec<String>,
}

impl std::fmt::Debug for ValidateOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ValidateOptions")
            .field("from", &self.from)
            .field("profile", &self.profile)
            .field("now", &self.now)
            .field("dormant", &self.dormant)
            .field("deny_warnings", &self.deny_warnings)
            .field("allow", &self.allow)
            .field("only", &self.only)
            .finish_non_exhaustive()
    }
}

impl ValidateOptions {
    /// Names the input's format instead of telling it from the content.
    pub fn from(mut self, format: Format) -> Self {
        self.from = Some(format);
        self
    }

    /// Says as what a CFDI is checked, instead of telling it from the document.
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Newer catalogues than the program's: codes that they have are admitted, whatever the XSD's list says.
    /// ```
    /// use frontera::catalog::Catalogs;
    /// let newer = "frontera-catalogs\t1\n[c_UsoCFDI]\ncode\taplica_moral\tregimenes_fiscales_receptores\nD11\t1\t601\n";
    /// let newer = Catalogs::builtin().load(newer.as_bytes())?;
    /// let options = frontera::ValidateOptions::default().catalogs(newer);
    /// let xml = std::fs::read_to_string("fixtures/cfdi/domestic-auto-parts-iva-16.xml").unwrap();
    /// let xml = xml.replace("UsoCFDI=\"G01\"", "UsoCFDI=\"D11\"");
    /// assert!(frontera::validate(xml.as_bytes(), &options)?.is_valid());
    /// # Ok::<(), frontera::Error>(())
    /// ```
    pub fn catalogs(mut self, catalogs: Catalogs) -> Self {
        self.catalogs = Some(catalogs);
        self
    }

    /// How much is read before it is refused.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The time now, for the rules that count from it where a document has neither stamp nor Fecha. The library reads no
    /// clock.
    pub fn now(mut self, day: Date, time: Time) -> Self {
        self.now = Some((day, time));
        self
    }

    /// Published rates of exchange, with which a document's rate is compared.
    pub fn rates(mut self, rates: Rates) -> Self {
        self.rates = Some(rates);
        self
    }

    /// Answers for the rules that look outside the document; without them those are told as not checked.
    pub fn lookups(mut self, lookups: Arc<dyn Lookups>) -> Self {
        self.lookups = Some(lookups);
        self
    }

    /// Also checks the rules that SAT suspends, which need a confirmation number that nobody can get.
    pub fn dormant(mut self, dormant: bool) -> Self {
        self.dormant = dormant;
        self
    }

    /// Makes every warning an error.
    pub fn deny_warnings(mut self, deny: bool) -> Self {
        self.deny_warnings = deny;
        self
    }

    /// Leaves out the findings of a code.
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.allow.push(code.into());
        self
    }

    /// Leaves out the findings of other codes than this; several may be named.
    pub fn only(mut self, code: impl Into<String>) -> Self {
        self.only.push(code.into());
        self
    }

    fn the_catalogs(&self) -> &Catalogs {
        self.catalogs.as_ref().unwrap_or_else(|| Catalogs::builtin())
    }

    pub(crate) fn limits_asked(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn asked(&self, profile: Profile) -> Asked<'_> {
        Asked {
            catalogs: self.the_catalogs(),
            profile,
            now: self.now,
            rates: self.rates.as_ref(),
            lookups: self.lookups.as_deref().unwrap_or(&NobodyKnows),
            verifies: self.lookups.is_some(),
        }
    }

    fn choose(&self, report: &mut Report) {
        let wanted = |code: &str| {
            (self.only.is_empty() || self.only.iter().any(|it| it == code)) && self.allow.iter().all(|it| it != code)
        };
        if !self.only.is_empty() || !self.allow.is_empty() {
            report.retain(|finding| wanted(finding.code.as_str()));
        }
        if self.deny_warnings {
            report.raise(Severity::Warning);
        }
    }
}

/// Where nobody gives look-ups.
pub(crate) struct NobodyKnows;

impl Lookups for NobodyKnows {}
