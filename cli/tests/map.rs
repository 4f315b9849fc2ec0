//! `frontera map`: every row is found by its names, and a slip of the pen is answered.

mod support;

use frontera::mapping;
use support::*;

fn rows(args: &[&str]) -> Vec<Value> {
    let run = frontera(["map", "--json"].iter().chain(args)).ended(0);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The last name of a path: an attribute, an element or a field.
fn leaf(path: &str) -> &str {
    path.rsplit('/')
        .map(|part| part.trim_start_matches('@').trim_end_matches("[]"))
        .find(|part| !part.is_empty())
        .unwrap()
}

#[test]
fn every_row_is_listed() {
    for args in [&[][..], &["--all"]] {
        let listed: Vec<_> = rows(args).iter().map(|row| (row["cfdi"].clone(), row["us"].clone())).collect();
        let text = |path: &str| if path.is_empty() { Value::Null } else { path.into() };
        let all: Vec<_> = mapping::rows().iter().map(|row| (text(row.cfdi), text(row.us))).collect();
        assert_eq!(listed, all);
    }
    let table = frontera(["map"]).ended(0).stdout;
    assert_eq!(table.lines().count(), mapping::rows().len() + 1);
    assert!(!table.contains('\x1B'), "no styles where there is no terminal");
}

#[test]
fn every_row_is_found_by_its_names_and_its_paths() {
    // One run per name, not per row.
    let mut asked = std::collections::BTreeMap::<&str, Vec<&mapping::Row>>::new();
    for row in mapping::rows() {
        for path in [row.cfdi, row.us].into_iter().filter(|path| !path.is_empty()) {
            asked.entry(leaf(path)).or_default().push(row);
            asked.entry(path).or_default().push(row);
        }
    }
    assert!(asked.len() > mapping::rows().len());
    for (name, wanted) in asked {
        let found = rows(&[name]);
        for row in wanted {
            let there = |it: &Value| {
                it["cfdi"].as_str().unwrap_or("") == row.cfdi
                    && it["us"].as_str().unwrap_or("") == row.us
                    && it["owner"] == row.owner.as_str()
                    && it["note"].as_str().unwrap_or("") == row.note
            };
            assert!(found.iter().any(there), "{name} does not find {} {}", row.cfdi, row.us);
        }
    }
}

#[test]
fn a_row_reads_as_prose() {
    insta::assert_snapshot!(frontera(["map", "usocfdi"]).ended(0).stdout, @r"
    CFDI 4.0  Comprobante/Receptor/@UsoCFDI
    US JSON   /extensions/mx/receptor/uso_cfdi
    owner     mx: SAT's code is the fact, under extensions.mx
    ");
    insta::assert_snapshot!(frontera(["map", "payment_terms/net_days"]).ended(0).stdout, @r"
    CFDI 4.0  (no place)
    US JSON   /payment_terms/net_days
    owner     us: a CFDI has no place for it; it crosses as a US fact
    ");
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let run = frontera(["map", "UsoCFDII"]).ended(2);
    assert!(run.stderr.contains("`UsoCFDII`") && run.stderr.contains("`UsoCFDI`"), "{}", run.stderr);
    let run = frontera(["map", "/lines/unitprice"]).ended(2);
    assert!(run.stderr.contains("`unit_price`"), "{}", run.stderr);
    let run = frontera(["map", "xyzzyxyzzy"]).ended(2);
    assert!(run.stderr.contains("`frontera map` lists all"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    frontera(["map", "Total", "--all"]).ended(2);
}
