//! How sure a block is: always the same three steps. Two taken are "probably", three "blocked".

use arna_model::{Account, Code, How, Micros, SittingAccount, Tested, WallTime};
use arna_words::{OnSites, Words};

use super::Known;
use crate::{Step, Sure};

/// The ladder of a block, certain or probable; of nothing else.
pub(super) fn ladder(known: &Known, words: Words, now: WallTime) -> Option<Sure> {
    let word = match known.measurement.verdict.code {
        Code::Blocked => OnSites::SureCertain,
        Code::LikelyBlocked => OnSites::SureLikely,
        _ => return None,
    };
    let first = Step {
        is_taken: true,
        sentence: words.on_sites(OnSites::StepFailed).to_owned(),
        detail: None,
    };
    let steps = vec![first, beside(known, words), again(known, words, now)];
    let heading = words.on_sites(OnSites::HowSure).to_owned();
    Some(Sure { heading, word: words.on_sites(word).to_owned(), steps })
}

/// The double check.
fn beside(known: &Known, words: Words) -> Step {
    let failing = known.account.as_ref().into_iter().flat_map(|account| &account.sittings);
    let counts = failing
        .filter_map(counts)
        .reduce(|one, other| (one.0 + other.0, one.1 + other.1, one.2 + other.2));
    let sentence = match (counts, known.measurement.verdict.how) {
        (None, _) => OnSites::StepMark,
        (Some(_), Some(How::PageFreezes)) => OnSites::StepFroze,
        (Some(_), _) => OnSites::StepBeside,
    };
    let detail = counts.map(|(failures, all, void)| {
        let failures = words.thousands(failures);
        let times = words.counted_sites(OnSites::TimesOf, all, &[("failures", &failures)]);
        let void = (void > 0).then(|| words.counted_sites(OnSites::DidNotCount, void, &[]));
        [times].into_iter().chain(void).collect::<Vec<_>>().join("; ")
    });
    Step { is_taken: true, sentence: words.on_sites(sentence).to_owned(), detail }
}

/// Of a sitting: how often the site failed, of how many tries that count, and how many do not count.
fn counts(sitting: &SittingAccount) -> Option<(u64, u64, u64)> {
    let test = sitting.tests.iter().find(|test| test.tested == Tested::Target)?;
    let all = test.failures + test.successes;
    let void = sitting.blocks.iter().filter(|block| !block.void.is_empty()).count() as u64;
    (all > 0).then_some((test.failures, all, void))
}

/// The second sight, an hour later or more.
fn again(known: &Known, words: Words, now: WallTime) -> Step {
    let at = |time: WallTime| words.moment(time, now);
    let taken =
        |name, detail| Step { is_taken: true, sentence: words.on_sites(name).to_owned(), detail };
    if known.measurement.verdict.code == Code::Blocked {
        let Some((first, second)) = both(known) else { return taken(OnSites::StepNeedless, None) };
        let is_same_day = words.day_of(first, now) == words.day_of(second, now);
        let later = if is_same_day { words.time_of_day(second) } else { at(second) };
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("first", &at(first)), ("second", &later)];
        return taken(OnSites::StepAgain, Some(words.sites(OnSites::BothTimes, &values)));
    }
    let second = known.exposure.as_ref().and_then(|one| one.second);
    let sentence = match second.filter(|(_, until)| *until > now) {
        None => words.on_sites(OnSites::StepNotYet).to_owned(),
        Some((from, until)) if from <= now => {
            words.sites(OnSites::StepNow, &[("until", &at(until))])
        }
        Some((from, until)) => {
            words.sites(OnSites::StepWindow, &[("from", &at(from)), ("until", &at(until))])
        }
    };
    Step { is_taken: false, sentence, detail: None }
}

/// When the two sittings began on which a verdict stands; nothing if it does not stand on two.
fn both(known: &Known) -> Option<(WallTime, WallTime)> {
    let sittings = &known.exposure.as_ref()?.sittings;
    let (first, last) = (*sittings.first()?, *sittings.last()?);
    if let Some(apart) = counted_earlier(known.account.as_ref()) {
        let before = i64::try_from(apart.0).unwrap_or(i64::MAX);
        return Some((WallTime(last.0.saturating_sub(before)), last));
    }
    let is_apart = last.since(first).is_some_and(|apart| apart >= AN_HOUR);
    is_apart.then_some((first, last))
}

/// How long before its own another run's sitting was that counts.
fn counted_earlier(account: Option<&Account>) -> Option<Micros> {
    let earlier = account?.earlier.as_ref()?;
    earlier.is_counted.then_some(earlier.apart)
}

/// As far as two sittings are apart that count as two (docs/method.md, "Confirmation").
const AN_HOUR: Micros = Micros::from_secs(3_600);
