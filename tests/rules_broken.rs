//! Random valid drafts, each broken in one known way: the finding is that one code, with the consequences that are listed.
//!
//! What breaks a draft, and what that comes to, is written from SAT's matrix. `FRONTERA_DRAFTS` asks for more drafts than the
//! usual number, `FRONTERA_SEED` for others.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use frontera::{Case, Format, Options, Severity, ValidateOptions};
use support::drafts;
use support::from_env;
use support::random::Random;

/// A document as text, with its attributes to be changed.
#[derive(Clone)]
struct Doc(String);

impl Doc {
    /// The start tags of an element between two places of the text, as ranges.
    fn tags(&self, name: &str) -> Vec<std::ops::Range<usize>> {
        let open = format!("<cfdi:{name}");
        let ends = |at: usize| matches!(self.0.as_bytes().get(at), Some(b' ' | b'>' | b'/' | b'\n'));
        let starts = self.0.match_indices(&open).map(|(at, _)| at).filter(|at| ends(at + open.len()));
        starts.map(|at| at..at + self.0[at..].find('>').unwrap() + 1).collect()
    }

    fn is_summary(&self, at: usize) -> bool {
        self.0.find("</cfdi:Conceptos>").is_some_and(|end| at > end)
    }

    /// Those of the lines, or of the summary.
    fn rows(&self, name: &str, summary: bool) -> Vec<std::ops::Range<usize>> {
        self.tags(name).into_iter().filter(|tag| self.is_summary(tag.start) == summary).collect()
    }

    fn attr(&self, tag: &std::ops::Range<usize>, name: &str) -> Option<&str> {
        let text = &self.0[tag.clone()];
        let at = text.find(&format!(" {name}=\""))? + name.len() + 3;
        text[at..].split('"').next()
    }

    fn set(&self, tag: &std::ops::Range<usize>, name: &str, value: &str) -> Doc {
        let text = &self.0[tag.clone()];
        let changed = match self.attr(tag, name) {
            Some(was) => text.replacen(&format!(" {name}=\"{was}\""), &format!(" {name}=\"{value}\""), 1),
            None => {
                let end = text.find([' ', '>', '/', '\n'].as_slice()).unwrap();
                format!("{} {name}=\"{value}\"{}", &text[..end], &text[end..])
            }
        };
        Doc(format!("{}{changed}{}", &self.0[..tag.start], &self.0[tag.end..]))
    }

    fn without(&self, tag: &std::ops::Range<usize>, name: &str) -> Option<Doc> {
        let was = self.attr(tag, name)?;
        let text = self.0[tag.clone()].replacen(&format!(" {name}=\"{was}\""), "", 1);
        Some(Doc(format!("{}{text}{}", &self.0[..tag.start], &self.0[tag.end..])))
    }

    fn root(&self) -> std::ops::Range<usize> {
        self.tags("Comprobante").remove(0)
    }

    fn of_root(&self, name: &str) -> &str {
        self.attr(&self.root(), name).unwrap_or_default()
    }
}

/// One unit of the last written decimal more.
fn more(amount: &str, units: i128) -> String {
    let decimals = amount.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let digits: i128 = amount.replace('.', "").parse().unwrap();
    let digits = format!("{:0width$}", digits + units, width = decimals + 1);
    let (whole, decimals_text) = digits.split_at(digits.len() - decimals);
    if decimals == 0 { whole.to_owned() } else { format!("{whole}.{decimals_text}") }
}

/// The same value with a decimal more.
fn longer(amount: &str) -> String {
    if amount.contains('.') { format!("{amount}0") } else { format!("{amount}.0") }
}

type Break = fn(&Doc, &mut Random) -> Option<Doc>;

/// A way to break a draft: the code that finds it, what may come with it, and how.
struct Way(&'static str, &'static [&'static str], Break);

fn pick(random: &mut Random, rows: Vec<std::ops::Range<usize>>) -> Option<std::ops::Range<usize>> {
    if rows.is_empty() { None } else { Some(rows[random.below(rows.len())].clone()) }
}

fn set_root(doc: &Doc, name: &str, value: &str) -> Option<Doc> {
    Some(doc.set(&doc.root(), name, value))
}

/// Changes an attribute of some row; `of` gives the new value, or none where the row is not of the kind.
fn row(
    doc: &Doc,
    random: &mut Random,
    rows: Vec<std::ops::Range<usize>>,
    name: &str,
    of: impl Fn(&Doc, &std::ops::Range<usize>) -> Option<String>,
) -> Option<Doc> {
    let rows: Vec<_> = rows.into_iter().filter(|row| of(doc, row).is_some()).collect();
    let at = pick(random, rows)?;
    let value = of(doc, &at)?;
    Some(doc.set(&at, name, &value))
}

fn lines(doc: &Doc) -> Vec<std::ops::Range<usize>> {
    doc.tags("Concepto")
}

fn is(doc: &Doc, row: &std::ops::Range<usize>, name: &str, value: &str) -> Option<()> {
    (doc.attr(row, name) == Some(value)).then_some(())
}

static WAYS: &[Way] = &[
    Way("CFDI40104", &["CFDI40105"], |doc, _| set_root(doc, "FormaPago", "98")),
    Way("CFDI40105", &[], |doc, _| (doc.of_root("MetodoPago") == "PPD").then(|| set_root(doc, "FormaPago", "03"))?),
    Way("CFDI40107", &[], |doc, _| set_root(doc, "SubTotal", &longer(doc.of_root("SubTotal")))),
    Way("CFDI40108", &["CFDI40119"], |doc, _| set_root(doc, "SubTotal", &more(doc.of_root("SubTotal"), 1))),
    Way("CFDI40111", &["CFDI40119", "CFDI40110"], |doc, _| {
        doc.attr(&doc.root(), "Descuento").and_then(|it| set_root(doc, "Descuento", &more(it, 1)))
    }),
    Way("CFDI40112", &[], |doc, _| {
        doc.attr(&doc.root(), "Descuento").and_then(|it| set_root(doc, "Descuento", &longer(it)))
    }),
    Way("CFDI40113", &["CFDI40115"], |doc, _| set_root(doc, "Moneda", "ABC")),
    Way("CFDI40114", &[], |doc, _| (doc.of_root("Moneda") == "MXN").then(|| set_root(doc, "TipoCambio", "1.5"))?),
    Way("CFDI40115", &[], |doc, _| (doc.of_root("Moneda") != "MXN").then(|| doc.without(&doc.root(), "TipoCambio"))?),
    Way("CFDI40117", &[], |doc, _| {
        (doc.of_root("Moneda") != "MXN").then(|| set_root(doc, "TipoCambio", "17.1234567"))?
    }),
    Way("CFDI40119", &[], |doc, _| set_root(doc, "Total", &more(doc.of_root("Total"), 1))),
    Way("CFDI40122", &["CCE104", "FRO-MX-104", "FRO-MX-301", "FRO-MX-302", "FRO-MX-303"], |doc, _| {
        (doc.of_root("Exportacion") == "01").then(|| set_root(doc, "Exportacion", "02"))?
    }),
    Way("CFDI40123", &["CFDI40222"], |doc, _| {
        (doc.of_root("Exportacion") == "01").then(|| set_root(doc, "Exportacion", "09"))?
    }),
    Way("CFDI40124", &[], |doc, _| set_root(doc, "MetodoPago", "PPP")),
    Way("CFDI40140", &["CFDI40141"], |doc, _| Some(doc.set(&doc.tags("Emisor")[0], "RegimenFiscal", "699"))),
    Way("CFDI40149", &["FRO-MX-202"], |doc, random| {
        row(doc, random, doc.tags("Receptor"), "DomicilioFiscalReceptor", |doc, at| {
            is(doc, at, "Rfc", "XEXX010101000").map(|()| "85621".into())
        })
    }),
    Way("CFDI40151", &[], |doc, random| {
        row(doc, random, doc.tags("Receptor"), "ResidenciaFiscal", |doc, at| {
            doc.attr(at, "Rfc").filter(|rfc| *rfc != "XEXX010101000").map(|_| "USA".into())
        })
    }),
    Way("CFDI40154", &[], |doc, random| {
        row(doc, random, doc.tags("Receptor"), "NumRegIdTrib", |doc, at| {
            doc.attr(at, "Rfc").filter(|rfc| *rfc != "XEXX010101000").map(|_| "001234567".into())
        })
    }),
    Way("CFDI40159", &["CFDI40158", "CFDI40161"], |doc, random| {
        row(doc, random, doc.tags("Receptor"), "RegimenFiscalReceptor", |doc, at| {
            is(doc, at, "Rfc", "XEXX010101000").map(|()| "601".into())
        })
    }),
    Way("CFDI40160", &["CFDI40161"], |doc, _| Some(doc.set(&doc.tags("Receptor")[0], "UsoCFDI", "Z99"))),
    Way("CFDI40162", &["FRO-MX-302"], |doc, random| {
        row(doc, random, lines(doc), "ClaveProdServ", |_, _| Some("99999999".into()))
    }),
    Way("CFDI40165", &[], |doc, random| row(doc, random, lines(doc), "ClaveUnidad", |_, _| Some("ZZZZ".into()))),
    Way("CFDI40166", &["CFDI40167"], |doc, random| {
        row(doc, random, lines(doc), "ValorUnitario", |_, _| Some("0".into()))
    }),
    Way("CFDI40167", &["CFDI40108"], |doc, random| {
        row(doc, random, lines(doc), "Importe", |doc, at| Some(more(doc.attr(at, "Importe")?, 1_000_000_000)))
    }),
    Way("CFDI40169", &["CFDI40111", "CFDI40168"], |doc, random| {
        row(doc, random, lines(doc), "Descuento", |doc, at| Some(more(doc.attr(at, "Importe")?, 1)))
    }),
    Way("CFDI40170", &["CFDI40171", "CFDI40172"], |doc, random| {
        row(doc, random, lines(doc), "ObjetoImp", |_, _| Some("99".into()))
    }),
    Way("CFDI40171", &[], |doc, random| {
        row(doc, random, lines(doc), "ObjetoImp", |doc, at| is(doc, at, "ObjetoImp", "01").map(|()| "02".into()))
    }),
    Way("CFDI40172", &[], |doc, random| {
        row(doc, random, lines(doc), "ObjetoImp", |doc, at| is(doc, at, "ObjetoImp", "02").map(|()| "01".into()))
    }),
    Way("CFDI40174", &["CFDI40180", "CFDI40215", "CFDI40216"], |doc, random| {
        row(doc, random, doc.rows("Traslado", false), "Base", |_, _| Some("0".into()))
    }),
    Way("CFDI40175", &["CFDI40179", "CFDI40215", "CFDI40216", "CFDI40221"], |doc, random| {
        row(doc, random, doc.rows("Traslado", false), "Impuesto", |_, _| Some("009".into()))
    }),
    Way("CFDI40177", &[], |doc, random| {
        row(doc, random, doc.rows("Traslado", false), "Importe", |doc, at| {
            is(doc, at, "TipoFactor", "Exento").map(|()| "0.00".into())
        })
    }),
    Way("CFDI40178", &["CFDI40215", "CFDI40221"], |doc, random| {
        let rows = doc.rows("Traslado", false);
        let at = pick(random, rows.into_iter().filter(|at| is(doc, at, "TipoFactor", "Tasa").is_some()).collect())?;
        doc.without(&at, "TasaOCuota")
    }),
    Way("CFDI40179", &["CFDI40180", "CFDI40215", "CFDI40221", "FRO-MX-301"], |doc, random| {
        row(doc, random, doc.rows("Traslado", false), "TasaOCuota", |doc, at| {
            is(doc, at, "Impuesto", "002").and_then(|()| doc.attr(at, "TasaOCuota")).map(|_| "0.123456".into())
        })
    }),
    Way("CFDI40180", &["CFDI40221"], |doc, random| {
        row(doc, random, doc.rows("Traslado", false), "Importe", |doc, at| {
            Some(more(doc.attr(at, "Importe")?, 1_000_000_000))
        })
    }),
    Way("CFDI40182", &["CFDI40185", "CFDI40211"], |doc, random| {
        row(doc, random, doc.rows("Retencion", false), "Impuesto", |_, _| Some("009".into()))
    }),
    Way("CFDI40184", &["CFDI40185"], |doc, random| {
        row(doc, random, doc.rows("Retencion", false), "TipoFactor", |_, _| Some("Exento".into()))
    }),
    Way("CFDI40185", &["CFDI40186", "FRO-MX-105"], |doc, random| {
        row(doc, random, doc.rows("Retencion", false), "TasaOCuota", |_, _| Some("0.990000".into()))
    }),
    Way("CFDI40186", &["CFDI40211"], |doc, random| {
        row(doc, random, doc.rows("Retencion", false), "Importe", |doc, at| {
            Some(more(doc.attr(at, "Importe")?, 1_000_000_000))
        })
    }),
    Way("CFDI40202", &[], |doc, random| {
        row(doc, random, doc.rows("Impuestos", true), "TotalImpuestosRetenidos", |doc, at| {
            doc.attr(at, "TotalImpuestosRetenidos").map(longer)
        })
    }),
    Way("CFDI40203", &["CFDI40119"], |doc, random| {
        row(doc, random, doc.rows("Impuestos", true), "TotalImpuestosRetenidos", |doc, at| {
            Some(more(doc.attr(at, "TotalImpuestosRetenidos")?, 1))
        })
    }),
    Way("CFDI40204", &[], |doc, random| {
        row(doc, random, doc.rows("Impuestos", true), "TotalImpuestosTrasladados", |doc, at| {
            doc.attr(at, "TotalImpuestosTrasladados").map(longer)
        })
    }),
    Way("CFDI40205", &["CFDI40119"], |doc, random| {
        row(doc, random, doc.rows("Impuestos", true), "TotalImpuestosTrasladados", |doc, at| {
            Some(more(doc.attr(at, "TotalImpuestosTrasladados")?, 1))
        })
    }),
    Way("CFDI40206", &["CFDI40119", "CFDI40209"], |doc, random| {
        let rows = doc.rows("Impuestos", true);
        doc.without(&pick(random, rows)?, "TotalImpuestosRetenidos")
    }),
    Way("CFDI40210", &[], |doc, random| {
        row(doc, random, doc.rows("Retencion", true), "Importe", |doc, at| doc.attr(at, "Importe").map(longer))
    }),
    Way("CFDI40211", &["CFDI40203"], |doc, random| {
        row(doc, random, doc.rows("Retencion", true), "Importe", |doc, at| Some(more(doc.attr(at, "Importe")?, 1)))
    }),
    Way("CFDI40212", &["CFDI40119"], |doc, random| {
        let rows = doc.rows("Impuestos", true);
        doc.without(&pick(random, rows)?, "TotalImpuestosTrasladados")
    }),
    Way("CFDI40214", &[], |doc, random| {
        row(doc, random, doc.rows("Traslado", true), "Base", |doc, at| doc.attr(at, "Base").map(longer))
    }),
    Way("CFDI40215", &["CFDI40216"], |doc, random| {
        row(doc, random, doc.rows("Traslado", true), "Base", |doc, at| {
            (doc.attr(at, "TipoFactor") != Some("Exento")).then(|| more(doc.attr(at, "Base").unwrap(), 1))
        })
    }),
    Way("CFDI40217", &["CFDI40215", "CFDI40216", "CFDI40219", "CFDI40221"], |doc, random| {
        row(doc, random, doc.rows("Traslado", true), "Impuesto", |_, _| Some("009".into()))
    }),
    Way("CFDI40219", &["CFDI40215", "CFDI40221"], |doc, random| {
        row(doc, random, doc.rows("Traslado", true), "TasaOCuota", |doc, at| {
            is(doc, at, "Impuesto", "002").and_then(|()| doc.attr(at, "TasaOCuota")).map(|_| "0.123456".into())
        })
    }),
    Way("CFDI40220", &[], |doc, random| {
        row(doc, random, doc.rows("Traslado", true), "Importe", |doc, at| doc.attr(at, "Importe").map(longer))
    }),
    Way("CFDI40221", &["CFDI40205"], |doc, random| {
        row(doc, random, doc.rows("Traslado", true), "Importe", |doc, at| Some(more(doc.attr(at, "Importe")?, 1)))
    }),
];

/// The codes of violations, the schema's set aside: a document can fail the XSD and the rule.
fn codes(xml: &str) -> BTreeSet<String> {
    let validation = frontera::validate(xml.as_bytes(), &ValidateOptions::default()).unwrap();
    let violations = validation.report.violations().map(|finding| finding.code.as_str().to_owned());
    violations.filter(|code| code != "CFDI40999").collect()
}

#[test]
fn a_draft_broken_in_one_way_has_that_finding() {
    let count = u64::from(from_env("FRONTERA_DRAFTS", 10_000)).min(200_000) / 40;
    let first = u64::from(from_env("FRONTERA_SEED", 1)) << 32;
    let contexts = drafts::Contexts::new();
    let mut tried: BTreeMap<&str, u64> = BTreeMap::new();
    let mut wrong: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for at in 0..count {
        let draft = contexts.draft(first + at);
        let options = Options::default().case(Case::MxIssuerDraft).context((*draft.context).clone());
        let converted = frontera::convert(&draft.json, Format::Cfdi, &options).unwrap();
        let Some(xml) = converted.output else { continue };
        let doc = Doc(String::from_utf8(xml).unwrap());
        let mut note = |what: String| {
            let entry = wrong.entry(what).or_insert_with(|| (0, doc.0.clone()));
            entry.0 += 1;
        };
        let validation = frontera::validate(doc.0.as_bytes(), &ValidateOptions::default()).unwrap();
        for finding in validation.report.findings().iter().filter(|finding| finding.severity == Severity::Error) {
            note(format!("a valid draft has {} at {}", finding.code, finding.location.as_str()));
        }
        let mut random = Random::new(first + at);
        for Way(code, with, how) in WAYS {
            let Some(broken) = how(&doc, &mut random) else { continue };
            *tried.entry(code).or_default() += 1;
            let valid = codes(&doc.0);
            let found: BTreeSet<_> = codes(&broken.0).difference(&valid).cloned().collect();
            if !found.contains(*code) {
                note(format!("{code} is not found, but {found:?}"));
            }
            for other in found.iter().filter(|found| found != code && !with.contains(&found.as_str())) {
                note(format!("{code}: {other} comes with it"));
            }
        }
    }
    let told: Vec<_> = wrong.iter().map(|(what, (count, xml))| (what, count, xml)).collect();
    for (what, count, xml) in told.iter().take(from_env("FRONTERA_SHOWN", 3) as usize) {
        eprintln!("{count} × {what}\n{xml}\n");
    }
    let all: Vec<_> = told.iter().map(|(what, count, _)| format!("{count} × {what}")).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
    let rare: Vec<_> =
        WAYS.iter().filter(|way| tried.get(way.0).is_none_or(|n| n * 400 < count)).map(|way| way.0).collect();
    assert!(rare.is_empty(), "hardly tried: {rare:?} of {tried:?}");
}
