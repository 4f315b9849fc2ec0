//! The structure of a document against SAT's schema.

use super::Document;
use crate::report::Report;
use crate::validate::Profile;

impl Document<'_> {
    /// Checks nothing yet.
    pub(crate) fn check_structure(&self, _profile: Profile, _report: &mut Report) {}
}
