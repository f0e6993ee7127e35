//! Whether a target is something else over one network than over another, at the same time.

use arna_model::{Contrast, State, Verdict};

use crate::history::state;

/// What two verdicts on one target come to, each over a network of its own. Abstentions, and what was not measured, say
/// nothing; nor does a target that cannot be reached, nobody knows why, beside one that does not open either.
pub fn contrast(verdicts: [Option<&Verdict>; 2]) -> Contrast {
    let [one, other] = verdicts.map(|verdict| verdict.and_then(|it| state(it.code)));
    match (one, other) {
        (None, _) | (_, None) => Contrast::Unknown,
        (Some(one), Some(other)) if one == other => Contrast::Alike,
        (Some(State::Unreachable), Some(State::Open)) => Contrast::Differs,
        (Some(State::Open), Some(State::Unreachable)) => Contrast::Differs,
        (Some(State::Unreachable), _) | (_, Some(State::Unreachable)) => Contrast::Unknown,
        _ => Contrast::Differs,
    }
}

#[cfg(test)]
mod tests {
    use arna_model::Code;

    use super::*;

    #[test]
    fn who_abstains_is_compared_with_nobody() {
        for (one, other, wanted) in [
            (Code::Blocked, Code::Accessible, Contrast::Differs),
            (Code::LikelyBlocked, Code::Accessible, Contrast::Differs),
            (Code::LikelyBlocked, Code::Blocked, Contrast::Alike),
            (Code::Accessible, Code::Accessible, Contrast::Alike),
            (Code::Unreachable, Code::Accessible, Contrast::Differs),
            (Code::Unreachable, Code::Blocked, Contrast::Unknown),
            (Code::Unreachable, Code::Unreachable, Contrast::Alike),
            (Code::SiteDown, Code::Accessible, Contrast::Differs),
            (Code::Throttled, Code::Accessible, Contrast::Differs),
            (Code::Inconclusive, Code::Accessible, Contrast::Unknown),
            (Code::WeakSignal, Code::Blocked, Contrast::Unknown),
        ] {
            let (one, other) = (Verdict::of(one, 0), Verdict::of(other, 0));
            assert_eq!(contrast([Some(&one), Some(&other)]), wanted, "{one:?} {other:?}");
            assert_eq!(contrast([Some(&other), Some(&one)]), wanted, "{one:?} {other:?}");
            assert_eq!(contrast([Some(&one), None]), Contrast::Unknown);
        }
    }
}
