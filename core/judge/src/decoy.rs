//! Accusations in the light of the run's decoys: innocent sites that were judged blind (A/A).
//!
//! An accusation of one of them shows that something makes us accuse wrongly here, so those of the whole
//! run are taken back. A chain to a known state root is no such thing: no radio and no site makes one,
//! and where everything is intercepted the decoys are, too.

use arna_model::{Cause, Code, How, Reason, Verdict};

/// Whether a decoy that gets this verdict is accused wrongly, so that a target that gets it has to wait
/// for the decoys. Who says that QUIC is stopped by the name says it of somebody, whether the site opens or not.
pub fn may_be_false_alarm(verdict: &Verdict) -> bool {
    let is_root = matches!(verdict.how, Some(How::StateRoot | How::TrustedStateRoot));
    verdict.cause == Some(Cause::Quic) || verdict.code.is_accusation() && !is_root
}

/// A verdict without its accusation.
pub(crate) fn taken_back(mut verdict: Verdict, reason: Reason) -> Verdict {
    if may_be_false_alarm(&verdict) {
        verdict.code = Code::Inconclusive;
        verdict.reason = Some(reason);
        (verdict.cause, verdict.how, verdict.false_positive_bound) = (None, None, None);
    }
    verdict
}
