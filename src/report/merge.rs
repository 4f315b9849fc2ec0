//! Equal events are one finding: which are equal, and how they are found without comparing each with each.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Code, Event, Finding, Location, Severity};
use crate::model::Text;

/// Where findings stand in a report, by a digest of what makes them equal, and which codes it has.
#[derive(Clone, Default)]
pub(super) struct Index {
    places: BTreeMap<u64, Vec<u32>>,
    codes: BTreeSet<Code>,
}

impl Index {
    /// The finding of the list that this one is equal to.
    pub(super) fn equal<'f>(&self, key: u64, new: &Finding, findings: &'f mut [Finding]) -> Option<&'f mut Finding> {
        let places = self.places.get(&key)?;
        let at = places.iter().map(|at| *at as usize).find(|at| findings.get(*at).is_some_and(|it| equal(it, new)))?;
        findings.get_mut(at)
    }

    /// True where a finding of the code is listed.
    pub(super) fn has(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }

    pub(super) fn remember(&mut self, key: u64, code: Code, at: usize) {
        self.places.entry(key).or_default().push(at as u32);
        self.codes.insert(code);
    }
}

/// What must be the same beside code and fault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Each has its own place.
    Place,
    /// The same field but for its indices.
    Field,
    /// The same field, whatever it holds.
    FieldAlone,
}

fn by(finding: &Finding) -> By {
    // By the registry: `strict` changes severities afterwards.
    match finding.code.as_str() {
        // Of odd literals one is shown for all of a field.
        "FRO-CFDI-005" | "FRO-CFDI-008" => By::FieldAlone,
        // What cannot be judged on one line cannot on the others.
        _ if finding.event == Event::NotChecked => By::Field,
        _ if finding.code.0.severity == Severity::Error => By::Place,
        _ => By::Field,
    }
}

fn equal(a: &Finding, b: &Finding) -> bool {
    a.code == b.code
        && a.event == b.event
        && a.severity == b.severity
        && a.fault == b.fault
        && match by(a) {
            By::Place => a.location == b.location && a.values == b.values,
            By::Field => same_field(&a.location, &b.location) && a.values == b.values,
            By::FieldAlone => same_field(&a.location, &b.location),
        }
}

fn same_field(a: &Location, b: &Location) -> bool {
    without_indices(&a.xpath).eq(without_indices(&b.xpath))
        && without_indices(&a.pointer).eq(without_indices(&b.pointer))
}

/// Equal findings have equal keys.
pub(super) fn key(finding: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    (finding.code, finding.fault, finding.event).hash(&mut hasher);
    let by = by(finding);
    match by {
        By::Place => finding.location.hash(&mut hasher),
        By::Field | By::FieldAlone => {
            for path in [&finding.location.xpath, &finding.location.pointer] {
                without_indices(path).for_each(|byte| hasher.write_u8(byte));
                hasher.write_u8(b'\n');
            }
        }
    }
    if by != By::FieldAlone {
        finding.values.hash(&mut hasher);
    }
    hasher.finish()
}

/// Indices are digits in brackets or without, and the first has none; the digits of names that have some are the same in both.
fn without_indices(path: &Option<Text>) -> impl Iterator<Item = u8> + '_ {
    path.iter().flat_map(|path| path.bytes()).filter(|byte| !byte.is_ascii_digit() && !matches!(byte, b'[' | b']'))
}
