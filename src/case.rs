//! Which of three legally different things a conversion is. The caller says so; it is inferred only where the document leaves
//! one possibility.
//!
//! A US seller does not issue a CFDI. So a US invoice becomes one only as the draft of a Mexican issuer that keeps its
//! invoices in a US product ([`Case::MxIssuerDraft`]); the invoice of a US seller is for its Mexican buyer a payable and
//! customs input ([`Case::ReceivedInMx`]); and a Mexican supplier's CFDI is for its US buyer a bill
//! ([`Case::ReceivedInUs`]).

/// What a conversion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Case {
    /// A Mexican issuer's invoice, kept in a US product, becomes the draft of a CFDI.
    MxIssuerDraft,
    /// A US seller's invoice, received by a Mexican company, becomes an accounts-payable record.
    ReceivedInMx,
    /// A Mexican supplier's CFDI, received by a US company, becomes a bill in the neutral JSON.
    ReceivedInUs,
}

impl Case {
    /// Every case.
    pub const ALL: &'static [Case] = &[Case::MxIssuerDraft, Case::ReceivedInMx, Case::ReceivedInUs];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Case::MxIssuerDraft => "mx-issuer-draft",
            Case::ReceivedInMx => "received-in-mx",
            Case::ReceivedInUs => "received-in-us",
        }
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
