//! Home after a test: what it came to. Certain and probable blocks are never one number.

use std::collections::BTreeMap;

use arna_model::{Code, WallTime};
use arna_words::{OnScreen, Words};

use super::{Body, Facts, Last, count, main, rows, you};
use crate::StrandKind;
use crate::network::Named;
use crate::spoken::{capital, strands};

pub(super) fn body(facts: &Facts, last: &Last, named: &Named, words: Words, now: WallTime) -> Body {
    Body {
        picture: strands(kinds(last), &you(words), &named.operator, words),
        answer: answer(last, words),
        when: Some(when(last, words, now)),
        cost: cost(last, words),
        rows: rows::verdicts(facts, last, words, now),
        main: main(facts, OnScreen::TestAgain, words),
    }
}

/// How many strands of each kind, in the order of the picture.
fn kinds(last: &Last) -> Vec<(StrandKind, u32)> {
    let mut kinds = BTreeMap::<StrandKind, u64>::new();
    for (code, n) in &last.counts {
        if let Some(kind) = StrandKind::of(*code) {
            *kinds.entry(kind).or_default() += n;
        }
    }
    kinds.into_iter().map(|(kind, n)| (kind, count(n))).collect()
}

/// What it came to, in a sentence: the gravest first. It never says that all is well.
pub(super) fn answer(last: &Last, words: Words) -> String {
    let of = |codes: &[Code]| last.of_codes(codes);
    let (blocked, likely) = (of(&[Code::Blocked]), of(&[Code::LikelyBlocked]));
    let say = |text, n| words.counted_screen(text, n, &[]);
    match (blocked, likely) {
        (0, 0) => {}
        (0, likely) => return say(OnScreen::LikelyAnswer, likely),
        (blocked, 0) => return say(OnScreen::BlockedAnswer, blocked),
        (blocked, likely) => {
            let first = say(OnScreen::BlockedAnswer, blocked);
            return words.counted_screen(OnScreen::LikelyMore, likely, &[("first", &first)]);
        }
    }
    let (slowed, unreachable) = (of(&[Code::Throttled]), of(&[Code::Unreachable]));
    if slowed > 0 {
        return say(OnScreen::SlowedAnswer, slowed);
    }
    if unreachable > 0 {
        return say(OnScreen::UnreachableAnswer, unreachable);
    }
    let sites = last.sites();
    if let Some(code) =
        [Code::NoInternet, Code::WeakSignal].into_iter().find(|one| of(&[*one]) == sites)
    {
        return words.code(code).to_owned();
    }
    if let Some(reason) = last.reason {
        return capital(words.reason(reason));
    }
    let (open, untold) = (of(&[Code::Accessible]), of(UNTOLD));
    // Where most of it is unclear, "no block found" would say too much.
    if untold > open {
        return words.counted_screen(OnScreen::UntoldAnswer, sites, &[("untold", &untold)]);
    }
    if open == sites {
        return say(OnScreen::AllOpenAnswer, sites);
    }
    words.counted_screen(OnScreen::NoBlockAnswer, sites, &[("open", &open)])
}

fn when(last: &Last, words: Words, now: WallTime) -> String {
    let is_whole = last.runtime.is_some();
    let text = if is_whole { OnScreen::TestedWhen } else { OnScreen::TestedInPart };
    let (day, time) = (words.on_day(last.started, now), words.time_of_day(last.started));
    words.screen(text, &[("day", &day), ("time", &time), ("zone", &words.zone(last.started))])
}

/// What it took; nothing is said of a run that is not over.
fn cost(last: &Last, words: Words) -> Option<String> {
    let (bytes, time) = (words.bytes(last.bytes?.total()), words.rounded(last.runtime?));
    let sites = words.counted_screen(OnScreen::NSites, last.sites(), &[]);
    Some(words.screen(OnScreen::TestedAt, &[("sites", &sites), ("time", &time), ("bytes", &bytes)]))
}

/// What says nothing of a site.
const UNTOLD: &[Code] = &[Code::WeakSignal, Code::NoInternet, Code::Inconclusive, Code::NotTested];

#[cfg(test)]
mod tests {
    use arna_model::Reason;
    use arna_words::Language;

    use super::*;

    fn last(counts: &[(Code, u64)]) -> Last {
        Last { counts: counts.iter().copied().collect(), ..Last::default() }
    }

    fn said(counts: &[(Code, u64)]) -> String {
        answer(&last(counts), Words::of(Language::En))
    }

    /// The numbers in a sentence.
    fn numbers(text: &str) -> Vec<u64> {
        let parts = text.split(|one: char| !one.is_ascii_digit());
        parts.filter_map(|part| part.parse().ok()).collect()
    }

    #[test]
    fn certain_and_probable_blocks_are_two_numbers_in_every_language() {
        for (blocked, likely) in (0..25).flat_map(|one| (0..25).map(move |other| (one, other))) {
            let counts =
                [(Code::Blocked, blocked), (Code::LikelyBlocked, likely), (Code::Accessible, 90)];
            for language in Language::ALL {
                let text = answer(&last(&counts), Words::of(language));
                let expected: Vec<_> = match (blocked, likely) {
                    (0, 0) => vec![90, 90],
                    (0, likely) => vec![likely],
                    (blocked, 0) => vec![blocked],
                    both => vec![both.0, both.1],
                };
                let told = numbers(&text);
                assert!(told == expected || (told == [90] && expected == [90, 90]), "{text}");
            }
        }
    }

    #[test]
    fn the_gravest_leads_and_nothing_is_called_well() {
        for (counts, answer) in [
            (
                &[(Code::Blocked, 2), (Code::LikelyBlocked, 1)][..],
                "2 sites are blocked, 1 more probably",
            ),
            (&[(Code::LikelyBlocked, 2), (Code::Throttled, 1)], "2 sites are probably blocked"),
            (&[(Code::Throttled, 1), (Code::Unreachable, 3)], "1 site opens, but slowed down"),
            (
                &[(Code::Unreachable, 3), (Code::Accessible, 3)],
                "3 sites cannot be reached; who stops them is unknown",
            ),
            (
                &[(Code::Accessible, 58), (Code::SiteDown, 1), (Code::Inconclusive, 1)],
                "No block found: 58 of 60 sites open",
            ),
            (&[(Code::Accessible, 60)], "No block found: all 60 sites open"),
            (
                &[(Code::Accessible, 3), (Code::WeakSignal, 2), (Code::NotTested, 5)],
                "Nothing can be said yet of 7 of 10 sites",
            ),
            (&[(Code::NoInternet, 4)], "No Internet on this network"),
            (&[(Code::WeakSignal, 4)], "Your signal was too weak to tell"),
        ] {
            assert_eq!(said(counts), answer);
        }
    }

    #[test]
    fn one_reason_for_all_is_the_answer() {
        let all = Last { reason: Some(Reason::WrongClock), ..last(&[(Code::Inconclusive, 3)]) };
        let said = answer(&all, Words::of(Language::En));
        assert_eq!(said, "The clock of this device is wrong");
    }
}
