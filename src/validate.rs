//! Whether a document is what SAT asks for: what it is, what it is checked as, and everything that is wrong with it.
//!
//! A document that can be read is validated to its end and all findings collected; only one that cannot be read is an
//! [`Error`].

use serde::Serialize;

use crate::catalog::Catalogs;
use crate::convert::{Format, Limits};
use crate::error::Error;
use crate::formats::cfdi::{self, Family};
use crate::formats::us;
use crate::report::{Finding, Report};

/// Validates a document; its format is told from its content unless [`ValidateOptions::from`] names it.
///
/// A CFDI or Retenciones is checked as what it is, a draft, sealed or stamped, unless [`ValidateOptions::profile`] says as
/// what. A neutral invoice is read strictly, which is all that is checked of it.
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
            let document = cfdi::read(bytes, &options.limits)?;
            let profile = document.profile(options.profile, &mut report);
            document.check_structure(profile, options.catalogs.as_ref(), &mut report);
            Ok(Validation { format, family: Some(document.family()), profile: Some(profile), report })
        }
        Format::Payable => Err(format.unreadable()),
        Format::UsJson => {
            us::read(bytes, &options.limits)?;
            Ok(Validation { format, family: None, profile: None, report })
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
    /// What there is to say.
    pub report: Report,
}

impl Validation {
    /// True where no finding is an error. It says nothing about what is [`not_checked`](Validation::not_checked).
    pub fn is_valid(&self) -> bool {
        !self.report.has_errors()
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
#[derive(Clone, Debug, Default)]
pub struct ValidateOptions {
    from: Option<Format>,
    profile: Option<Profile>,
    catalogs: Option<Catalogs>,
    limits: Limits,
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
    /// let newer = Catalogs::builtin().load(b"frontera-catalogs\t1\n[c_UsoCFDI]\ncode\tname\nD11\tDonativos en l\xC3\xADnea\n")?;
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
}
