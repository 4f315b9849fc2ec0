//! The command line: what can be asked for, in clap's terms.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use frontera::formats::cfdi::cancellation::{self, Motive};
use frontera::model::{Date, Time};
use frontera::{Case, Format, Intent, Lang, Limits, Profile, UsFacts, rules};

/// Convert, show and explain invoices across the Mexico-US border
///
/// CFDI XML (Mexico) and the neutral US invoice JSON, either way, with nothing lost in silence: what does not cross,
/// or crosses as something else, is a finding with a code, a place in the file and what to do about it.
#[derive(Debug, Parser)]
#[command(name = "frontera", version, after_help = EXIT_STATUS, after_long_help = EXIT_STATUS, max_term_width = 100)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  done
  1  done or not, with an error among the findings (under --strict also anything lost)
  2  the input or the call cannot be used: an unreadable file, a malformed document, a wrong option";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Convert(ConvertArgs),
    Attach(AttachArgs),
    Show(ShowArgs),
    Map(MapArgs),
    Validate(ValidateArgs),
    Fix(FixArgs),
    Seal(SealArgs),
    Verify(VerifyArgs),
    Substitute(SubstituteArgs),
    Explain(ExplainArgs),
    ExplainTax(ExplainTaxArgs),
    Learn(LearnArgs),
    Context(ContextArgs),
    Cadena(CadenaArgs),
    Qr(QrArgs),
    Catalog(CatalogArgs),
    /// List the formats that can be read and written
    Formats,
    /// Print a schema; without a name, list them
    Schema {
        #[arg(value_parser = PossibleValuesParser::new(crate::print::SCHEMAS.iter().map(|schema| schema.name)))]
        name: Option<String>,
    },
    /// Print a completion script for a shell
    Completions {
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the whole or of one command, for `man -l -`
    Man {
        command: Option<String>,
    },
}

/// Convert an invoice
///
/// The output is written whole or not at all. Findings go to standard error; where an error among them prevents a result,
/// no document is written and the exit status is 1. Both sides are validated: the input as what it is, the output by reading
/// it back; a draft that breaks a rule is not given out.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct ConvertArgs {
    /// The invoice, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// What to make of it [default: what the case makes, else the other format than the input's]
    #[arg(long, value_name = "FORMAT", value_parser = formats(Format::ALL))]
    pub(crate) to: Option<Format>,
    /// What it is [default: told from its content]
    #[arg(long, value_name = "FORMAT", value_parser = formats(Format::READ))]
    pub(crate) from: Option<Format>,
    /// Which of three legally different things it is (docs/cases.md) [default: the only one that the document leaves]
    #[arg(long, value_name = "CASE", value_parser = cases())]
    pub(crate) case: Option<Case>,
    #[command(flatten)]
    pub(crate) files: DraftFiles,
    /// Where the result goes, `-` for standard output [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub(crate) force: bool,
    /// Where facts go that a CFDI has no place for
    #[arg(long, value_enum, default_value_t)]
    pub(crate) us_facts: UsFactsArg,
    /// The sidecar file [default: OUT.us-facts.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) sidecar: Option<PathBuf>,
    /// What a CFDI is written for
    #[arg(long, value_enum, default_value_t)]
    pub(crate) intent: IntentArg,
    /// Give a draft an empty Sello and Certificado and twenty zeros in NoCertificado, for a PAC that seals
    #[arg(long)]
    pub(crate) placeholder: bool,
    /// Make every dropped, defaulted or rounded fact an error; with an error there is no result
    #[arg(long)]
    pub(crate) strict: bool,
    /// Do not validate what is read and what is written
    #[arg(long)]
    pub(crate) no_validate: bool,
    /// Also seal the CFDI that is written, with --cert and --key
    #[arg(long, requires_all = ["cert", "key"])]
    pub(crate) seal: bool,
    /// The issuer's CSD, the .cer
    #[arg(long, value_name = "FILE", requires = "seal")]
    pub(crate) cert: Option<PathBuf>,
    /// Its private key, the .key; the password as `frontera seal` takes it
    #[arg(long, value_name = "FILE", requires = "seal")]
    pub(crate) key: Option<PathBuf>,
    /// A file with the key's password on its one line
    #[arg(long, value_name = "FILE", requires = "seal")]
    pub(crate) password_file: Option<PathBuf>,
    /// Do not warn of certificates of this authority (.cer), such as that of a test environment
    #[arg(long, value_name = "FILE", requires = "seal")]
    pub(crate) ca: Vec<PathBuf>,
    /// Also write the findings as JSON, whether there is a result or not
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// JSON on one line instead of indented
    #[arg(long)]
    pub(crate) compact: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Say how each line of an invoice would be taxed in a CFDI, and why
///
/// Exported or not, then the domestic rate: by the law's table (docs/tax.md), the document's own word, or the issuer's past
/// documents. What is missing to decide is a finding, and the exit status is then 1. Nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct ExplainTaxArgs {
    /// The invoice, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// What it is [default: told from its content]
    #[arg(long, value_name = "FORMAT", value_parser = formats(Format::READ))]
    pub(crate) from: Option<Format>,
    #[command(flatten)]
    pub(crate) files: DraftFiles,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// What the draft of a CFDI needs beside the invoice.
#[derive(Debug, clap::Args)]
pub(crate) struct DraftFiles {
    /// What the invoice does not carry: issuer, customers, items, rates, choices (TOML or JSON: `frontera context new`)
    #[arg(long, value_name = "FILE")]
    pub(crate) context: Option<PathBuf>,
    /// Published rates of exchange (CSV: date,rate,series,currency; series DOF or FIX), for documents without one
    #[arg(long, value_name = "FILE")]
    pub(crate) rates: Option<PathBuf>,
}

/// Put the US facts of a sidecar file into a stamped CFDI
///
/// They go into an Addenda, which neither seal nor stamp covers; no other byte changes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct AttachArgs {
    /// The CFDI as it came back stamped, `-` for standard input
    #[arg(value_name = "STAMPED")]
    pub(crate) stamped: PathBuf,
    /// The file that `convert --us-facts sidecar` wrote, `-` for standard input
    #[arg(value_name = "SIDECAR")]
    pub(crate) sidecar: PathBuf,
    /// Where the result goes, `-` for standard output [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Show an invoice as a person reads it
///
/// Amounts stand as the document has them; nothing is computed or rounded. Social security numbers (tax numbers of type
/// ssn or itin) are shown with their last four digits only.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct ShowArgs {
    /// The invoice, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// What it is [default: told from its content]
    #[arg(long, value_name = "FORMAT", value_parser = formats(Format::READ))]
    pub(crate) from: Option<Format>,
    /// Draw the QR of a stamped CFDI, too
    #[arg(long)]
    pub(crate) qr: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Where a field of either side stands on the other
///
/// FIELD is an attribute of the CFDI (`UsoCFDI`), a field of the JSON (`unit_price`), or the end of a path of either
/// (`Receptor/@Rfc`, `/totals/total`). Case does not matter.
#[derive(Debug, clap::Args)]
pub(crate) struct MapArgs {
    /// Name, path or pointer [default: every row]
    pub(crate) field: Option<String>,
    /// Every row
    #[arg(long, conflicts_with = "field")]
    pub(crate) all: bool,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Say whether invoices are valid
///
/// A CFDI by SAT's XSDs and rules, neutral JSON by its own. All findings of each file, with the source underlined, as JSON or
/// as SARIF; one that is not valid or cannot be read does not stop the others. Folders are searched for .xml and .json files.
/// `frontera explain CODE` says what a code means.
#[derive(Debug, clap::Args)]
#[command(after_help = VALIDATE_EXIT_STATUS)]
pub(crate) struct ValidateArgs {
    /// Invoices and folders of invoices, `-` for standard input
    #[arg(value_name = "IN", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// How the findings are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: FindingsFormat,
    /// What a CFDI is checked as [default: what it is]
    #[arg(long = "as", value_name = "PROFILE", value_parser = profiles())]
    pub(crate) profile: Option<Profile>,
    /// The time that rules count from where a document has neither stamp nor Fecha; a day alone is its end
    /// [default: the machine's]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) now: Option<(Date, Time)>,
    /// Newer catalogues, as `catalog build` makes them: their codes are admitted as well
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogs: Option<PathBuf>,
    /// Published rates of exchange (CSV: date,rate,series,currency; series DOF or FIX), with which a document's is compared
    #[arg(long, value_name = "FILE")]
    pub(crate) rates: Option<PathBuf>,
    /// Count these as errors
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) deny: Option<DenyArg>,
    /// Leave out the findings of a code
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub(crate) allow: Vec<&'static str>,
    /// Leave out the findings of all other codes
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub(crate) only: Vec<&'static str>,
    /// Also check the rules that SAT suspends
    #[arg(long)]
    pub(crate) dormant: bool,
    /// Also check seal and certificate (CFDI40102, CFDI40106); `frontera verify` says more about them
    #[arg(long)]
    pub(crate) verify: bool,
    /// Trust this authority as well (.cer), such as that of a test environment
    #[arg(long, value_name = "FILE", requires = "verify")]
    pub(crate) ca: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Mend what has one answer in the draft of a CFDI 4.0
///
/// Totals, summary and decimals as the lines come to, the constants of a receiver with a generic RFC (616, S01,
/// LugarExpedicion), dashes in NumRegIdTrib. Lines are never changed and no code is guessed; each change is a finding. A sealed
/// or stamped document is refused. What is still wrong is told, and the exit status is then 1.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct FixArgs {
    /// The draft, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where the result goes, `-` for standard output [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Seal a draft with its issuer's CSD
///
/// Sets NoCertificado, Certificado and Sello of a CFDI 4.0 or 3.3 or a Retenciones 2.0; no other byte changes. A draft that is not
/// valid is not sealed, nor is anything with a certificate that is an e.firma, not in force on Fecha, or another's (but for
/// FacAtrAdquirente, with a warning).
///
/// The key's password is read from --password-file, else from the environment variable FRONTERA_KEY_PASSWORD, else asked for;
/// it is never an argument, which every user of the machine can read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct SealArgs {
    /// The draft, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// The issuer's CSD: the .cer as SAT issued it (DER), or PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: PathBuf,
    /// Its private key: the .key as SAT issued it (encrypted PKCS #8), DER or PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// A file with the key's password on its one line
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Do not warn of certificates of this authority (.cer), such as that of a test environment
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Vec<PathBuf>,
    /// Newer catalogues, as `catalog build` makes them: their codes are admitted as well
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogs: Option<PathBuf>,
    /// Where the result goes, `-` for standard output [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Also seal what is not valid as a draft
    #[arg(long)]
    pub(crate) force: bool,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) replace: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Say what holds of seals, certificates and stamps
///
/// Sello over the cadena original; the certificate: a CSD, of this number and this issuer, in force on Fecha, issued by SAT's
/// authorities; SelloCFD of the stamp; SelloSAT where SAT's certificate is given. CFDI 4.0, 3.3 and 3.2, Retenciones 2.0 and 1.0.
/// Nothing is fetched: whether SAT revoked the certificate is not checked. One file does not stop the others; folders are searched
/// for .xml files.
#[derive(Debug, clap::Args)]
#[command(after_help = VERIFY_EXIT_STATUS)]
pub(crate) struct VerifyArgs {
    /// Documents and folders of them, `-` for standard input
    #[arg(value_name = "IN", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// SAT's certificate (.cer) with which the stamp was sealed, by which SelloSAT is verified; the right one of several is taken
    #[arg(long, value_name = "FILE")]
    pub(crate) sat_cert: Vec<PathBuf>,
    /// Trust this authority as well (.cer), such as that of a test environment
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Vec<PathBuf>,
    /// How the findings are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: FindingsFormat,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

const VERIFY_EXIT_STATUS: &str = "\
Exit status:
  0  everything that was verified holds, in every file
  1  something does not, or a file cannot be read
  2  the call cannot be used: a wrong option, a certificate that cannot be read";

/// Draft the CFDI that substitutes a stamped one
///
/// The same document, issued anew: its UUID under TipoRelacion 04 beside whatever it relates to, a new Fecha, no seal, no
/// stamp. IN is the stamped XML, or its neutral JSON (`frontera convert`) with what is to be corrected. Nothing is sent and
/// nothing is cancelled: what comes next is said at the end, and `frontera explain --cancellation` has SAT's motives 01 to 04,
/// the deadline, and who must accept. A draft that breaks a rule is not given out. OUT is never IN, also with --force.
///
/// Of JSON, issuer and type are what it says: they are not compared with the stamped document's. A document with US sales tax
/// needs the context with which it was drafted.
#[derive(Debug, clap::Args)]
#[command(after_help = SUBSTITUTE_EXIT_STATUS)]
pub(crate) struct SubstituteArgs {
    /// The stamped CFDI or its neutral JSON, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where the draft goes, `-` for standard output [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Fecha of the draft: local time of its LugarExpedicion, which a PAC takes for 72 hours [default: now at that place]
    #[arg(long, value_name = "TIME", value_parser = second)]
    pub(crate) date: Option<(Date, Time)>,
    #[command(flatten)]
    pub(crate) files: DraftFiles,
    /// An empty Sello and Certificado and twenty zeros in NoCertificado, for a PAC that seals
    #[arg(long)]
    pub(crate) placeholder: bool,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

const SUBSTITUTE_EXIT_STATUS: &str = "\
Exit status:
  0  the draft is written
  1  an error among the findings: no draft is written
  2  the input or the call cannot be used: an unreadable file, Retenciones, OUT that is there or is IN, a wrong option";

/// A day and a time of it.
fn second(text: &str) -> Result<(Date, Time), String> {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    match (day.parse(), time.parse()) {
        (Ok(day), Ok(time)) => Ok((day, time)),
        _ => Err("not a time to the second, such as 2026-11-28T22:00:00".to_owned()),
    }
}

/// Say what a code of a finding means, or what cancelling a CFDI asks
///
/// What must hold, what to change, where it is written, how it is decided, and for rules a wrong and a right example.
/// With --cancellation: SAT's motives 01 to 04, what to do before, the deadline, and who must accept.
#[derive(Debug, clap::Args)]
#[command(after_help = EXPLAIN_EXIT_STATUS)]
pub(crate) struct ExplainArgs {
    /// CFDI40149, also as 40149; case does not matter
    #[arg(value_name = "CODE", required_unless_present_any = ["list", "cancellation"], value_parser = code)]
    pub(crate) code: Option<&'static str>,
    /// Every code with its severity and title
    #[arg(long, conflicts_with = "code")]
    pub(crate) list: bool,
    /// The motives for which SAT lets a CFDI be cancelled and the law around them, or one motive: 01, 02, 03, 04
    #[arg(long, value_name = "MOTIVE", num_args = 0..=1, conflicts_with_all = ["code", "list"], value_parser = motive)]
    pub(crate) cancellation: Option<Option<&'static Motive>>,
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Language of what is said
    #[arg(long, value_enum, default_value_t, value_name = "LANG")]
    pub(crate) lang: LangArg,
}

fn motive(code: &str) -> Result<&'static Motive, String> {
    let codes = || cancellation::motives().iter().map(|motive| motive.code).collect::<Vec<_>>().join(", ");
    cancellation::motive(code).ok_or_else(|| format!("SAT's motives are {}", codes()))
}

const EXPLAIN_EXIT_STATUS: &str = "\
Exit status:
  0  done
  2  no such code or motive; those nearest to it are named";

/// A code of the registry, however it was written.
fn code(text: &str) -> Result<&'static str, String> {
    if let Some(explanation) = rules::explain(text) {
        return Ok(explanation.code());
    }
    Err(match rules::near(text).as_slice() {
        [] => "no code is called so; `frontera explain --list` has them all".to_owned(),
        near => format!("no code is called so; did you mean {}?", near.join(", ")),
    })
}

/// A day and a time of it, the last one where none is given.
fn moment(text: &str) -> Result<(Date, Time), String> {
    let (day, time) = text.split_once('T').unwrap_or((text, "23:59:59"));
    match (day.parse(), time.parse()) {
        (Ok(day), Ok(time)) => Ok((day, time)),
        _ => Err("not a time, such as 2026-11-28T22:00:00 or 2026-11-28".to_owned()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DenyArg {
    /// Every warning
    Warnings,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingsFormat {
    /// For people
    #[default]
    Text,
    /// One object per file and line (`frontera schema validation`)
    Json,
    /// One SARIF 2.1.0 log of all files, for editors and code scanning
    Sarif,
}

/// Learn a context from an issuer's own past CFDIs
///
/// Issuer, customers, items and the UUIDs of documents, with how many documents say so. What they say differently is in no
/// entry but listed as undecided. CFDI 4.0 of types I and E are learnt from; of 3.3 product and unit codes, RFC and names.
/// Folders are searched for .xml files; one that cannot be read or says nothing does not stop the others.
#[derive(Debug, clap::Args)]
#[command(after_help = LEARN_EXIT_STATUS)]
pub(crate) struct LearnArgs {
    /// CFDIs and folders of them, `-` for standard input
    #[arg(value_name = "IN", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Whose documents are learnt from; others are skipped [needed where there are several issuers]
    #[arg(long, value_name = "RFC")]
    pub(crate) issuer: Option<String>,
    /// Where the context goes, `-` for standard output [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// How the context is written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ContextFormat,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

const LEARN_EXIT_STATUS: &str = "\
Exit status:
  0  done
  1  done, but for files that could not be read
  2  the call cannot be used: several issuers and none named, nothing to learn from, a wrong option";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ContextFormat {
    /// For people to go on with, with comments
    #[default]
    Toml,
    /// As `frontera schema context` has it
    Json,
}

/// Check a context, or begin one
///
/// A context is what a CFDI needs and the invoice of a US product does not carry: issuer, customers, items, exchange rates, the
/// choices that only the user may make. TOML or JSON (`frontera schema context`).
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct ContextArgs {
    #[command(subcommand)]
    pub(crate) command: ContextCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ContextCommand {
    Check(ContextCheckArgs),
    /// Write a template with everything that a context may say, to be filled in
    New {
        /// Where it goes, `-` for standard output [default: standard output]
        #[arg(short, long, value_name = "OUT")]
        output: Option<PathBuf>,
        /// Replace a file that exists
        #[arg(long)]
        force: bool,
        /// Language of its comments
        #[arg(long, value_enum, default_value_t, value_name = "LANG")]
        lang: LangArg,
    },
}

/// Say what is wrong with a context by itself
///
/// Codes that SAT does not have, facts that do not go together, entries that no look-up can tell apart. What a draft lacks is
/// known only with the invoice: `frontera convert` says it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct ContextCheckArgs {
    /// The context, `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// How the findings are written: for people, or as one JSON object
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ReportFormat,
    /// The day on which codes must be in force [default: codes that have a last day are told]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) on: Option<Date>,
    /// Newer catalogues, as `catalog build` makes them, in the place of the program's
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogs: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "not a day, such as 2026-03-25".to_owned())
}

/// Print the cadena original: the text that the seal signs
///
/// Its bytes and nothing else, without a line end, so that `frontera cadena IN | openssl dgst -sha256` gives the digest that
/// was signed; a terminal gets a line end. CFDI 4.0, 3.3 and 3.2, Retenciones 2.0 and 1.0.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct CadenaArgs {
    /// The document, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// The stamp's own cadena, which SelloSAT signs
    #[arg(long)]
    pub(crate) tfd: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Draw the QR that a printed CFDI must have, with the address of SAT's page about it
///
/// Of a stamped CFDI 4.0, 3.3 or Retenciones 2.0; CFDI 3.2 and Retenciones 1.0 have a text without address. Level M of error
/// correction, 3 cm in print and a border of four modules around; Anexo 20 wants 2.75 cm. Nothing is asked of SAT, and neither
/// seal nor stamp is verified.
#[derive(Debug, clap::Args)]
#[command(after_help = QR_EXIT_STATUS)]
pub(crate) struct QrArgs {
    /// The document, `-` for standard input
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where the result goes, `-` for standard output [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// What is written [default: svg or png by the name of OUT; to standard output text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<QrFormat>,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

const QR_EXIT_STATUS: &str = "\
Exit status:
  0  done; where a terminal cannot show the code, the text of it stands in its place
  2  the document has no QR, or it or the call cannot be used: not stamped, OUT that is there or is IN, a wrong option";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum QrFormat {
    /// An image for print and the web
    Svg,
    /// An image of pixels
    Png,
    /// Block elements for a terminal; one that has no colours or too few columns gets the text of the code and a note
    Text,
    /// What the QR says, and no QR
    Url,
}

const VALIDATE_EXIT_STATUS: &str = "\
Exit status:
  0  every file is valid
  1  a finding is an error, or a file cannot be read
  2  the call cannot be used: a wrong option, nothing to validate";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    #[default]
    Text,
    /// One object per file and line (`frontera schema validation`)
    Json,
}

/// Look up SAT's catalogues
///
/// Catalogues have SAT's names: c_UsoCFDI. Those of CFDI 4.0 stand plainly, the others behind their family: cce20:c_INCOTERM.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct CatalogArgs {
    #[command(subcommand)]
    pub(crate) command: CatalogCommand,
    /// Newer catalogues, as `catalog build` makes them, in the place of the program's
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) catalogs: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// Find entries by the words of their names, in Spanish or English
    Search {
        /// All of them must be there, each at least as the beginning of a word; accents and case do not matter
        #[arg(required = true)]
        words: Vec<String>,
        /// In this catalogue alone
        #[arg(long, value_name = "NAME")]
        catalog: Option<String>,
        /// Show at most this many
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show everything that SAT says about a code
    Show {
        /// The catalogue: c_UsoCFDI
        name: String,
        /// The code: G03; of two columns, both: "BCN|004"
        code: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List the catalogues with their releases
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    Build(CatalogBuildArgs),
}

/// Make a file for --catalogs from SAT's spreadsheets
///
/// A sheet is a catalogue by its own name (c_UsoCFDI), else by the title of one of its columns; columns are known by SAT's titles.
#[derive(Debug, clap::Args)]
pub(crate) struct CatalogBuildArgs {
    /// Workbooks (.xls, .xlsx, .xlsb, .ods) or CSV files with the same titles
    #[arg(value_name = "IN", required = true)]
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the result goes, `-` for standard output
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Put the names behind a family: cce20, ccp31, nomina12, pagos20, ret20
    #[arg(long, value_name = "FAMILY", default_value = "")]
    pub(crate) family: String,
    /// The release that the files are of
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) release: String,
    /// The day of that release
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<String>,
    /// Where the files are from
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) source: String,
    /// Replace a file that exists
    #[arg(long)]
    pub(crate) force: bool,
}

/// What every command takes that reads an invoice.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadingArgs {
    /// Language of what is said
    #[arg(long, value_enum, default_value_t, value_name = "LANG")]
    lang: LangArg,
    /// Refuse input longer than this many bytes
    #[arg(long, value_name = "N", default_value_t = Limits::default().bytes)]
    pub(crate) max_bytes: usize,
}

impl ReadingArgs {
    pub(crate) fn lang(&self) -> Lang {
        self.lang.into()
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits::default().bytes(self.max_bytes)
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum LangArg {
    /// English
    #[default]
    En,
    /// Spanish
    Es,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::En => Lang::En,
            LangArg::Es => Lang::Es,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum UsFactsArg {
    /// In an Addenda of the CFDI, which no seal covers
    #[default]
    Addenda,
    /// In a file of their own, for `frontera attach` once the CFDI is stamped
    Sidecar,
    /// Nowhere: each is a loss
    None,
}

impl From<UsFactsArg> for UsFacts {
    fn from(arg: UsFactsArg) -> Self {
        match arg {
            UsFactsArg::Addenda => UsFacts::Addenda,
            UsFactsArg::Sidecar => UsFacts::Sidecar,
            UsFactsArg::None => UsFacts::None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum IntentArg {
    /// Restore what was read from a CFDI, else a draft
    #[default]
    Auto,
    /// A new document for the PAC, without seal and stamp
    Draft,
    /// The document that it was, sealed and stamped as it was
    Restore,
}

impl From<IntentArg> for Intent {
    fn from(arg: IntentArg) -> Self {
        match arg {
            IntentArg::Auto => Intent::Auto,
            IntentArg::Draft => Intent::Draft,
            IntentArg::Restore => Intent::Restore,
        }
    }
}

/// Formats by name; the library says which there are.
fn formats(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(formats.iter().map(|format| format.name())).try_map(|name| name.parse::<Format>())
}

/// Cases by name, each with what it is.
fn cases() -> impl TypedValueParser<Value = Case> {
    let values = Case::ALL.iter().map(|case| PossibleValue::new(case.name()).help(case.description()));
    PossibleValuesParser::new(values).try_map(|name| {
        let case = Case::ALL.iter().copied().find(|case| case.name() == name);
        case.ok_or_else(|| format!("no case is called {name}"))
    })
}

/// Profiles by name.
fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.iter().map(|profile| profile.name())).try_map(|name| {
        let profile = Profile::ALL.iter().copied().find(|profile| profile.name() == name);
        profile.ok_or_else(|| format!("no profile is called {name}"))
    })
}
