//! The rules against another judge of arithmetic, over changed fixtures and random drafts; and against what PACs stamped.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontera::{Case, Event, Format, Options, Profile, ValidateOptions};

use super::support::random::Random;
use super::support::{self, arithmetic, drafts, from_env};
use super::{codes, is_ours, report, violated};

/// What `support/arithmetic.rs` judges of these codes.
fn is_arithmetic(code: &str) -> bool {
    matches!(code[4..].parse(), Ok(40166..=40169 | 40171..=40186 | 40201..=40221))
}

fn differs(xml: &str) -> Option<String> {
    let theirs: BTreeSet<_> = arithmetic::faults(xml.as_bytes()).into_iter().map(|fault| fault.0).collect();
    // Without its tax a rate has no list to stand in; the other judge has no keys for it.
    let theirs: BTreeSet<_> =
        theirs.into_iter().filter(|code| code.starts_with("CFDI") && is_arithmetic(code)).collect();
    let report = report(xml, &ValidateOptions::default());
    let ours: BTreeSet<_> = codes(&report, Event::Violated).into_iter().filter(|code| is_arithmetic(code)).collect();
    (ours != theirs).then(|| format!("ours {ours:?}, theirs {theirs:?}"))
}

/// Where numeric attributes of lines, taxes, parts and the summary have their values.
fn numbers(xml: &str) -> Vec<std::ops::Range<usize>> {
    const NAMES: [&str; 9] = [
        "Cantidad",
        "ValorUnitario",
        "Importe",
        "Descuento",
        "Base",
        "TasaOCuota",
        "TotalImpuestosRetenidos",
        "TotalImpuestosTrasladados",
        "SubTotal",
    ];
    let mut found = Vec::new();
    for name in NAMES {
        let before = format!(" {name}=\"");
        for (at, _) in xml.match_indices(&before) {
            let start = at + before.len();
            found.push(start..start + xml[start..].find('"').unwrap());
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// A change of a number: what stands there, and what is put in its place.
fn changed(was: &str, how: usize) -> String {
    let number: rust_decimal::Decimal =
        was.trim().trim_start_matches('+').trim_end_matches('.').parse().unwrap_or_default();
    let unit = rust_decimal::Decimal::new(1, number.scale());
    match how {
        0 => (number + unit).to_string(),
        1 => (number - unit).to_string(),
        2 => format!("{was}0"),
        3 => number.round().to_string(),
        4 => "0".into(),
        5 => (number * rust_decimal::Decimal::TEN).to_string(),
        6 => (number + rust_decimal::Decimal::new(1, 6)).to_string(),
        _ => (number + rust_decimal::Decimal::new(3, 2)).to_string(),
    }
}

#[test]
fn fixtures_with_one_number_changed_are_judged_alike() {
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for path in support::fixtures() {
        let xml = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        wrong.extend(differs(&xml).map(|how| format!("{name}: {how}")));
        for (i, range) in numbers(&xml).into_iter().enumerate() {
            // Every number is changed in three ways of eight, and each way is tried many times.
            for how in [i % 8, (i + 3) % 8, (i + 5) % 8] {
                let was = &xml[range.clone()];
                let other = format!("{}{}{}", &xml[..range.start], changed(was, how), &xml[range.end..]);
                judged += 1;
                wrong.extend(differs(&other).map(|it| format!("{name}: {was} → {}: {it}", changed(was, how))));
            }
            let attribute = xml[..range.start].rfind(' ').unwrap();
            let without = format!("{}{}", &xml[..attribute], &xml[range.end + 1..]);
            wrong.extend(differs(&without).map(|it| format!("{name}: without {}: {it}", &xml[attribute..range.end])));
        }
    }
    assert!(wrong.is_empty(), "{} of {judged} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(judged > 2000, "{judged}");
}

#[test]
fn random_drafts_with_one_number_changed_are_judged_alike() {
    let contexts = drafts::Contexts::new();
    let (count, seed) = (from_env("FRONTERA_RULE_DRAFTS", 300), u64::from(from_env("FRONTERA_SEED", 1)));
    let (mut wrong, mut judged, mut seen) = (Vec::new(), 0, BTreeSet::new());
    for at in 0..u64::from(count) {
        let draft = contexts.draft(seed.wrapping_mul(0x5851_F42D) ^ at);
        let options = Options::default().case(Case::MxIssuerDraft).context(Arc::clone(&draft.context));
        let Some(xml) = frontera::convert(&draft.json, Format::Cfdi, &options).unwrap().output else { continue };
        let xml = String::from_utf8(xml).unwrap();
        wrong.extend(differs(&xml).map(|how| format!("{at}: {how}")));
        let mut random = Random::new(at);
        let all = numbers(&xml);
        for _ in 0..4 {
            let range = all[random.below(all.len())].clone();
            let (was, how) = (&xml[range.clone()], random.below(8));
            let other = format!("{}{}{}", &xml[..range.start], changed(was, how), &xml[range.end..]);
            judged += 1;
            wrong.extend(differs(&other).map(|it| format!("{at}: {was} → {}: {it}\n{other}", changed(was, how))));
            seen.extend(violated(&other));
        }
    }
    assert!(wrong.is_empty(), "{} of {judged} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(judged as u64 > u64::from(count) * 3 && (count < 300 || seen.len() > 15), "{judged}: {seen:?}");
}

/// SAT's PACs stamped them, so nothing is wrong; what is all the same is listed with its reason.
#[test]
fn stamped_documents_of_the_corpus_are_right() {
    const TRANSFER: &str = "a T with a summary of taxes: a program's own sample, whose stamp no PAC made";
    const WRONG: &[(&str, &str, &str)] = &[
        ("398bc836", "CFDI40172", TRANSFER),
        ("398bc836", "CFDI40201", TRANSFER),
        ("398bc836", "CFDI40205", TRANSFER),
        ("50f4124c", "CFDI40201", TRANSFER),
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("FRONTERA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let corpus = shared.join("corpus/cfdi");
    let Ok(index) = std::fs::read_to_string(corpus.join("INDEX.tsv")) else {
        let _ = writeln!(std::io::stderr(), "SKIPPED stamped documents of the corpus: no {}", corpus.display());
        return;
    };
    let (mut wrong, mut judged, mut listed) = (Vec::new(), 0, BTreeSet::new());
    let rows = index.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    for row in rows.filter(|row| row[2] == "4.0" && row[10] == "true") {
        let xml = std::fs::read_to_string(corpus.join(row[0])).unwrap();
        let report = report(&xml, &ValidateOptions::default().profile(Profile::Stamped));
        judged += 1;
        for finding in report.violations().filter(|finding| is_ours(finding.code.as_str())) {
            let code = finding.code.as_str();
            match WRONG.iter().find(|(file, known, _)| row[0].starts_with(file) && *known == code) {
                Some(known) => {
                    listed.insert(known);
                }
                None => wrong.push(format!("{} {code} {}: {:?}", row[0], finding.location.as_str(), finding.values)),
            }
        }
    }
    assert!(wrong.is_empty(), "{judged} judged:\n{}", wrong.join("\n"));
    assert_eq!(listed.len(), WRONG.len(), "some are right by now: {listed:?}");
    assert!(judged >= 15, "{judged}");
}
