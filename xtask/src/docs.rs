//! Pages that are tables of the library's own data.

use std::fmt::Write;

use frontera::case::{self, Case, Outcome, Rule};
use frontera::formats::cfdi::cancellation::{facts, motives};
use frontera::model::DocumentType;
use frontera::payable::{self, Verdict};
use frontera::tax::table;
use frontera::{Format, Lang, mapping};

/// Every page.
pub fn pages() -> super::Files {
    let pages = [
        ("docs/cancellation.md", cancellation()),
        ("docs/cases.md", cases()),
        ("docs/mapping.md", mapping()),
        ("docs/rules.md", crate::rules::page()),
        ("docs/tax.md", crate::tax::page()),
    ];
    pages.map(|(path, page)| (path, page.into_bytes())).into()
}

fn mapping() -> String {
    let mut page = String::from(HEAD);
    let (cfdi, us): (Vec<_>, Vec<_>) = mapping::rows().iter().partition(|row| !row.cfdi.is_empty());
    page.push_str("## Every node and attribute of Anexo 20\n\n| CFDI 4.0 | neutral invoice | owner | note |\n| --- | --- | --- | --- |\n");
    for row in cfdi {
        let path = row.cfdi.strip_prefix("Comprobante/").unwrap_or(row.cfdi);
        writeln!(page, "| `{path}` | `{}` | {} | {} |", row.us, row.owner.as_str(), row.note)
            .expect("text can be appended");
    }
    page.push_str(
        "\n## Fields without an attribute of their own\n\n| neutral invoice | owner | note |\n| --- | --- | --- |\n",
    );
    for row in us {
        writeln!(page, "| `{}` | {} | {} |", row.us, row.owner.as_str(), row.note).expect("text can be appended");
    }
    page.push_str(FOOT);
    page
}

fn cases() -> String {
    let mut page = String::from(CASES_HEAD);
    for case in Case::ALL {
        writeln!(page, "## `{case}`\n\nThat is: {}.\n", case.description()).expect("text can be appended");
        page.push_str("| document | becomes | because | source |\n| --- | --- | --- | --- |\n");
        for rule in case::rules().iter().filter(|rule| rule.case == *case) {
            let documents = documents(rule);
            let becomes = match rule.outcome {
                Outcome::Refused { code } => format!("refused ({code})"),
                Outcome::Yields { format, what } => format!("`{format}`: {what}"),
            };
            writeln!(page, "| {documents} | {becomes} | {} | {} |", rule.why, rule.source)
                .expect("text can be appended");
        }
        page.push('\n');
    }
    page.push_str(CASES_SELLER);
    iva(&mut page);
    page.push_str(CASES_FOOT);
    page
}

fn cancellation() -> String {
    let mut page = String::from(CANCELLATION_HEAD);
    page.push_str(
        "| motive | SAT's name | when | order | FolioSustitucion | source |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for motive in motives() {
        let named = if motive.names_substitute { "the new UUID" } else { "none" };
        let (when, first) = (motive.when.of(Lang::En), motive.first.of(Lang::En));
        writeln!(page, "| {} | {} | {when} | {first} | {named} | {} |", motive.code, motive.name, motive.source)
            .expect("text can be appended");
    }
    page.push_str("\n## The law around it\n");
    for fact in facts() {
        let (title, text) = (fact.title.of(Lang::En), fact.text.of(Lang::En));
        writeln!(page, "\n**{title}.** {text} ({})", fact.source).expect("text can be appended");
        for (i, member) in fact.list.iter().enumerate() {
            writeln!(page, "{}- {}", if i == 0 { "\n" } else { "" }, member.of(Lang::En))
                .expect("text can be appended");
        }
    }
    page
}

/// The kinds of document as their own side calls them.
fn documents(rule: &Rule) -> String {
    let of_cfdi = |kind: &DocumentType| match kind {
        DocumentType::Invoice | DocumentType::DebitMemo => "CFDI I",
        DocumentType::CreditMemo => "CFDI E",
        DocumentType::Transfer => "CFDI T",
        DocumentType::PaymentReceipt => "CFDI P",
        DocumentType::Payroll => "CFDI N",
        DocumentType::WithholdingStatement => "Retenciones",
    };
    let mut names: Vec<String> = match rule.from {
        Format::Cfdi => rule.document_types.iter().map(|kind| of_cfdi(kind).into()).collect(),
        _ => rule.document_types.iter().map(|kind| format!("`{}`", wire_name(kind))).collect(),
    };
    // An invoice and a debit memo are of one type.
    names.dedup();
    names.join(", ")
}

/// Supplies with the same three answers are one row.
fn iva(page: &mut String) {
    let mut rows: Vec<([Verdict; 3], Vec<String>)> = Vec::new();
    for row in table::SUPPLIES {
        let answers = [Some("MX"), Some("US"), None].map(|used_in| payable::verdict(row.supply, used_in));
        let name = format!("`{}`", wire_name(&row.supply));
        match rows.iter_mut().find(|(known, _)| *known == answers) {
            Some((_, names)) => names.push(name),
            None => rows.push((answers, vec![name])),
        }
    }
    page.push_str("| `supply` | used in Mexico | used elsewhere | not said where |\n| --- | --- | --- | --- |\n");
    for (answers, names) in rows {
        let cells = answers.map(|answer| match answer {
            Verdict::Decided(position, source) => format!("`{}` ({source})", wire_name(&position)),
            Verdict::Unsettled(source) => format!("`undecided` (FRO-PAY-003: {source})"),
            Verdict::WhereUsed(source) => format!("`undecided` (FRO-PAY-002: {source})"),
            _ => String::new(),
        });
        writeln!(page, "| {} | {} |", names.join(", "), cells.join(" | ")).expect("text can be appended");
    }
}

/// A name as the JSON has it.
fn wire_name(value: &impl serde::Serialize) -> String {
    let name = serde_json::to_value(value).expect("a name is text");
    name.as_str().unwrap_or_default().to_owned()
}

const CANCELLATION_HEAD: &str = "\
<!-- Generated by `cargo xtask docs` from src/formats/cfdi/cancellation.rs; do not edit. -->

# Substituting and cancelling a CFDI

A stamped CFDI is never changed. One that is wrong is cancelled by its issuer, and where the operation stands another one takes
its place. frontera drafts that one and says what comes next; it sends nothing and cancels nothing.

```
frontera substitute stamped.xml -o draft.xml          # the same again, for a PAC: --placeholder
frontera convert stamped.xml -o invoice.json          # with a correction: change the JSON,
frontera substitute invoice.json -o draft.xml         # which carries the stamp
frontera explain --cancellation 01                    # motive, order, source; without 01 all that stands below
```

In the library: `frontera::substitute` with the Fecha that the caller gives, `formats::cfdi::cancellation` for the table below.

## What a substitute is

- The document as it was: lines, amounts, parties, complements, Addenda. A TasaOCuota is written with SAT's six decimals,
  whatever literal it had. What SAT leaves no choice in and the document lacked (FormaPago 99 beside PPD) is filled in and told.
- Fecha is new: `--date`, else now, in the local time of LugarExpedicion (the document's, else the context's). A PAC counts in
  the time zone that c_CodigoPostal has for the place, and refuses a Fecha older than 72 hours or of the future (RMF 2026, rule
  2.7.2.9, fraction I). Where the place is not known it is the machine's time, and that is said. In Ciudad Juárez and its
  neighbours the catalogue and the law (Ley de los Husos Horarios) are an hour apart: the law's is taken, the earlier one; in
  Ojinaga, Coyame and Manuel Benavides the catalogue's, which is an hour early in summer. A Fecha before that of the document
  is told (FRO-SUB-007). TipoCambio stays that of the operation.
- The UUID of its stamp is added under TipoRelacion 04. Every other relation stays. Where the document substituted another one
  already, the UUID joins that CfdiRelacionados: CFDI 4.0 repeats the node for other relations. It never stands there twice.
- Sello, Certificado, NoCertificado and the stamp are gone; with `--placeholder` there are an empty Sello, an empty Certificado
  and twenty zeros in NoCertificado.
- Confirmacion is gone, which is told (FRO-SUB-008): a PAC takes such a number once (CFDI40129).
- A Carta Porte is carried with its IdCCP, which is told (FRO-SUB-009). By SAT's questions and answers that number identifies
  a CFDI with its Carta Porte, and the system that issues the CFDI makes it
  ([reported here](https://www.tyt.com.mx/nota/el-sat-actualiza-preguntas-frecuentes-del-complemento-carta-porte)); none of SAT's
  words was found on whether a substitute may have the old one. Nothing is made up: whoever issues gives a new one.
- It is a CFDI 4.0. What a 3.3 or 3.2 does not say is asked for, in the JSON or in a context ([context.md](context.md)).
- It is validated as a draft; one that breaks SAT's XSD or rules is not given out, nor is any while an error is among the
  findings. Rules younger than the document count.
- Of JSON, issuer and type are what it says: they are not compared with the stamped document's, which is not at hand. Whether
  the one may substitute the other (below) is for whoever corrects.
- A document with US sales tax needs the context with which it was drafted, `--context`: its US facts
  bring the tax back, and what becomes of it in a CFDI is the context's choice ([context.md](context.md)).

A document without a stamp is refused (FRO-SUB-001), one with several (FRO-SUB-005) or with a stamp that holds something or is of
another version than SAT's (FRO-SUB-006) as well: which UUID would be meant is not clear. So are Retenciones, which frontera does not
write. OUT is never the file that was read, also with `--force`.

## SAT's motives

Since 1 January 2022 whoever cancels names one. The law is that of 2026: CFF as reformed on 7 November 2025, RMF 2026 of 28
December 2025; its first amendment, of 9 July 2026, is not taken into account. None of this is legal advice.

";

const CASES_HEAD: &str = "<!-- Generated by `cargo xtask docs` from src/case.rs; do not edit. -->

# What a conversion legally is

A document that crosses the border is one of three things, and which one is not a matter of format. The caller says so with
`Options::case` or `frontera convert --case`. It is inferred only where the document leaves one possibility:

- A neutral invoice whose seller has an RFC of its own becomes a CFDI as the draft of that issuer. So does one whose seller
  has the name of the context's issuer (`issuer.legal_name`, `issuer.names`), unless a US tax number or address speaks against it.
- A seller without an RFC that has a US tax number or address is a US seller, whose invoice never becomes a CFDI
  (FRO-CASE-001); nor does one with a generic RFC (FRO-CASE-002). Where the context names an issuer, the seller may be that
  one: then the case is asked for (FRO-CASE-003).
- Who asks for a `payable` means `received-in-mx`.
- A CFDI that becomes JSON as it is, and that JSON back into the CFDI that it was, need no case. Neutral JSON that was read
  from a CFDI counts as that CFDI.

What a case refuses has one finding, with its code, and no document. A format that is not the case's is refused as well
(FRO-CASE-004). None of this is legal advice; the sources say where to look.

";

const CASES_SELLER: &str = "## Who the seller is

A payable is owed to a seller that issues no CFDI. One with an RFC and nothing foreign about it does issue one, and its
invoice is refused (FRO-CASE-010). One with an RFC beside a foreign tax number or address may be a foreign provider of digital
services, which is registered in Mexico and charges IVA without issuing CFDIs (LIVA 18-D), or a foreigner with an
establishment in Mexico, which does issue them: that is told (FRO-CASE-011) and not decided.

## IVA on a payable

By the line's `supply` (the document's, else that of the context's item) and where services and rights are used
(`trade.services_used_in`, else `services_used_in` of the buyer in the context):

";

const CASES_FOOT: &str = "
- `self_assessed`: 16 % in the return of the month in which the seller is paid, credited in the same return. The base is the
  net amount with the taxes that are charged on the line (LIVA 27, 18).
- `on_pedimento`: goods; whatever is due is paid at customs, and the pedimento proves it.
- `not_due`: no importation, or one that the law exempts.
- `charged`: the seller states IVA; as stated, with a finding (FRO-PAY-006).
- `undecided`: without a `supply` as well (FRO-PAY-001, FRO-PAY-014).

US taxes are part of the cost in every position and never creditable IVA.
";

const HEAD: &str = "<!-- Generated by `cargo xtask docs` from src/mapping.rs; do not edit. -->

# The mapping

Where each fact stands in a CFDI 4.0 and in the neutral US invoice JSON, and who owns it:

- **model**: the neutral field is the fact.
- **mx**: SAT's code is the fact; it stands under `extensions.mx`, in SAT's words.
- **projection**: a neutral field that shows what the owner says. On the way back the code stands while the two agree; where
  they differ the neutral field wins through its table, with a finding, and where it has no code an error names both.
- **us**: a fact that a CFDI has no place for. It crosses as a US fact: in an Addenda, in a sidecar file, or, where that is
  switched off, as a reported loss.

`frontera map FIELD` prints the rows of one field. What CFDI 3.3 and 3.2 do otherwise is in [cfdi-3.md](cfdi-3.md).

";

const FOOT: &str = "
## Normalisations

`US JSON → CFDI → US JSON` gives the same invoice but for these; each has its finding where it happens.

| what | finding |
| --- | --- |
| Projections are filled in from SAT's facts: payment method, taxability, jurisdiction MX, `code_list`, the country of an RFC | FRO-MAP-013 |
| A list that comes back with other members (tax identities, discounts, taxes) is carried whole as one US fact | none: it comes back as it was |
| `schema_version` is the newest; SAT's `version`, `nodos`, `sealed_sha256` and `seal_sha256` are there | none: constants, and facts of the reading |
| `null`, empty lists and empty objects are absent | none: they say nothing |
| A unit without `code_list` is taken for one of Recommendation 20 | FRO-MAP-016 |
| A draft is in a CFDI's terms: charges and US sales tax are lines, document discounts and lines below zero are discounts of lines, prices are without tax, amounts, summary and totals are computed ([tax.md](tax.md)) | FRO-TAX-025 to 042 |
| Facts of the context stand in the invoice; the names of the US product are trade names | FRO-DRAFT-001, FRO-DRAFT-008 |

`CFDI → US JSON → CFDI` gives the same cadena original and the same infoset but for these.

| what | finding |
| --- | --- |
| Comments and processing instructions outside Complemento, ComplementoConcepto and Addenda | FRO-CFDI-001 |
| The XML declaration, the borders of CDATA, attribute order, white space between elements (kept where the cadena has it) | none: no part of the infoset |

## US facts

A US fact is a JSON pointer of the neutral invoice and its value: whatever the invoice says and a fresh reading of its CFDI
does not. In the Addenda it is `<frontera:Fact at=\"/purchase_order_number\">PO-7</frontera:Fact>` inside
`<frontera:UsFacts xmlns:frontera=\"urn:frontera:us-facts:1\" version=\"1\">`; `type=\"json\"` marks a value that is no text
(`schemas/us-facts.xsd`). A sidecar file has the same as JSON, with a digest of
the cadena original that it was written with, Fecha, NoCertificado and stamp set aside; attached to another it is told (FRO-MAP-017). On
reading they are applied only if the CFDI that the result
would give is the one at hand: a US fact can add to the fiscal document, never contradict it (FRO-MAP-007).
";
