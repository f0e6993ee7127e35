//! Histories written as strings: a letter a run, a day apart.

use arna_model::{MeasurementId, RunId, WallTime};

use super::*;

const DAY: i64 = 86_400_000_000;
const HOUR: i64 = 3_600_000_000;

fn code(letter: char) -> Code {
    match letter {
        'o' => Code::Accessible,
        'b' => Code::LikelyBlocked,
        'B' => Code::Blocked,
        't' => Code::Throttled,
        'u' => Code::Unreachable,
        'd' => Code::SiteDown,
        'w' => Code::WeakSignal,
        'i' => Code::Inconclusive,
        'n' => Code::NoInternet,
        '-' => Code::NotTested,
        other => panic!("no verdict {other}"),
    }
}

/// Sightings `apart` from each other; the run's id is its place.
fn sightings(letters: &str, apart: i64) -> Vec<Sighting> {
    let one = |(at, letter): (usize, char)| Sighting {
        stamp: Stamp {
            at: WallTime(at as i64 * apart),
            is_doubtful: false,
            run: RunId::new(at.to_string()),
            measurement: MeasurementId::new(at.to_string()),
        },
        code: code(letter),
        state: None,
        cause: None,
        at: None,
        judge: 1,
        is_odd: false,
    };
    letters.chars().enumerate().map(one).collect()
}

fn of(sightings: Vec<Sighting>) -> History {
    history("https://site.example/".into(), Network::default(), sightings)
}

fn days(letters: &str) -> History {
    of(sightings(letters, DAY))
}

/// "what holds", "what does not yet", changes as "from>to@last-first", places of odd ones.
fn told(history: &History) -> String {
    let letter = |state| match state {
        State::Open => 'o',
        State::Blocked => 'b',
        State::Throttled => 't',
        State::Unreachable => 'u',
        State::SiteTrouble => 'd',
    };
    let spell = |spell: &Option<Spell>| spell.as_ref().map_or('.', |spell| letter(spell.state));
    let mut text = format!("{}{}", spell(&history.settled), spell(&history.unsettled));
    for SiteChange { from, to, last, first, .. } in &history.changes {
        text += &format!(" {}>{}@{}-{}", letter(*from), letter(*to), last.run, first.run);
    }
    let odd =
        history.sightings.iter().filter(|one| one.is_odd).map(|one| one.stamp.run.to_string());
    let odd: Vec<_> = odd.collect();
    if odd.is_empty() { text } else { format!("{text} odd {}", odd.join(" ")) }
}

#[test]
fn two_in_a_row_make_a_change_and_one_alone_is_odd() {
    for (letters, expected) in [
        ("", ".."),
        ("o", ".o"),
        ("oo", "o."),
        ("ooob", "ob"),
        ("ooobb", "b. o>b@2-3"),
        ("ooobo", "o. odd 3"),
        ("oooboo", "o. odd 3"),
        ("oooboobb", "b. o>b@5-6 odd 3"),
        ("bbbobb", "b. odd 3"),
        ("bbbooo", "o. b>o@2-3"),
        ("oobboo", "o. o>b@1-2 b>o@3-4"),
        // Certain and probable blocks are one state.
        ("oobB", "b. o>b@1-2"),
        // Two odd ones of different kinds, and one before the state that then holds.
        ("oobuoo", "o. odd 2 3"),
        ("ooboubb", "b. o>b@3-5 odd 2 4"),
        // Nothing ever held.
        ("obobo", ".o"),
        ("oboo", "o. odd 1"),
        ("obb", "b."),
        ("uoboo", "o. odd 2"),
    ] {
        assert_eq!(told(&days(letters)), expected, "{letters}");
    }
}

#[test]
fn abstentions_are_neither() {
    for (letters, expected) in [
        ("wni-", ".."),
        ("oowwwww", "o."),
        ("oowbwb", "b. o>b@1-3"),
        ("oobwo", "o. odd 2"),
        ("bb-i-n-bb", "b."),
    ] {
        assert_eq!(told(&days(letters)), expected, "{letters}");
    }
    let history = days("owwb");
    assert_eq!((history.total, history.seen.len()), (4, 2), "counted among all, seen as nothing");
}

#[test]
fn unreachable_slowed_and_broken_sites_are_kept_apart_from_blocks() {
    for (letters, expected) in [
        ("oouu", "u. o>u@1-2"),
        ("uubb", "b. u>b@1-2"),
        ("bbuubb", "b. b>u@1-2 u>b@3-4"),
        ("oodd", "d. o>d@1-2"),
        ("oott", "t. o>t@1-2"),
    ] {
        assert_eq!(told(&days(letters)), expected, "{letters}");
    }
    let history = days("oubuo");
    assert_eq!(history.seen[&State::Unreachable].times, 2);
    assert_eq!(history.seen[&State::Blocked].times, 1);
    assert_eq!(history.seen[&State::Open].first.run.as_str(), "0");
    assert_eq!(history.seen[&State::Open].last.run.as_str(), "4");
}

#[test]
fn runs_within_an_hour_are_one_moment() {
    let mut all = sightings("ooobb", DAY);
    all[4].stamp.at = WallTime(all[3].stamp.at.0 + HOUR - 1);
    assert_eq!(told(&of(all.clone())), "ob", "one moment, seen twice");
    all[4].stamp.at = WallTime(all[3].stamp.at.0 + HOUR);
    assert_eq!(told(&of(all)), "b. o>b@2-3");
    // A moment that was seen often is one moment still.
    let mut all = sightings("oobbbo", DAY);
    for at in [3, 4] {
        all[at].stamp.at = WallTime(all[2].stamp.at.0 + at as i64);
    }
    assert_eq!(told(&of(all)), "o. odd 2 3 4");
    // An afternoon of runs, twenty minutes apart, is an hour.
    assert_eq!(told(&of(sightings("oooobbbb", HOUR / 3))), "b. o>b@3-4");
}

#[test]
fn a_doubtful_clock_moves_nothing_and_settles_nothing() {
    let mut all = sightings("oobbb", DAY);
    all[2].stamp.at = WallTime(400 * DAY);
    all[2].stamp.is_doubtful = true;
    // The order is the store's; the first block stays the first.
    let history = of(all.clone());
    assert_eq!(told(&history), "b. o>b@1-2");
    assert!(history.changes[0].first.is_doubtful && !history.changes[0].last.is_doubtful);
    assert_eq!(history.changes[0].settled.run.as_str(), "4", "the doubtful one made no hour");
    all.truncate(4);
    assert_eq!(told(&of(all)), "ob");
}

#[test]
fn a_run_brings_news_once() {
    let of_run = |letters: &str, run: usize| news(&days(letters), &RunId::new(run.to_string()));
    assert!(matches!(of_run("ooob", 3), Some(News::Perhaps { .. })));
    assert_eq!(of_run("ooob", 2), None);
    let Some(News::Changed(change)) = of_run("ooobb", 4) else { panic!("no change") };
    assert_eq!((change.last.run.as_str(), change.first.run.as_str()), ("2", "3"));
    assert_eq!(of_run("ooobbb", 5), None, "told by the run before");
    assert_eq!(of_run("ooobb", 3), None, "not certain then, and no longer new");
    assert_eq!(of_run("o", 0), None, "nothing to compare with");
    assert_eq!(of_run("ob", 1), None, "nothing held");
    assert_eq!(of_run("ooow", 3), None, "an abstention is no news");
}

#[test]
fn another_judge_on_the_other_side_is_said() {
    let mut all = sightings("oobb", DAY);
    assert!(!of(all.clone()).changes[0].is_other_judge);
    all[2].judge = 2;
    assert!(of(all).changes[0].is_other_judge);
}

proptest::proptest! {
    #[test]
    fn changes_chain_and_odd_ones_are_no_abstentions(letters in "[obtudwi]{0,40}") {
        let history = days(&letters);
        for two in history.changes.windows(2) {
            proptest::prop_assert_eq!(two[0].to, two[1].from);
            proptest::prop_assert!(two[0].first.at <= two[1].last.at);
        }
        if let (Some(last), Some(settled)) = (history.changes.last(), &history.settled) {
            proptest::prop_assert_eq!(last.to, settled.state);
            proptest::prop_assert_eq!(&last.first, &settled.first);
        }
        for change in &history.changes {
            proptest::prop_assert!(change.last.at < change.first.at && change.from != change.to);
        }
        for one in history.sightings.iter().filter(|one| one.is_odd) {
            proptest::prop_assert!(state(one.code).is_some());
        }
    }
}
