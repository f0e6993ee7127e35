//! A journal as a small picture: a line a day, a sign an hour.
//!
//! Signs differ by shape, so that nothing hangs on a colour, and fit 40 columns. An hour shows the worst that
//! was in it: a short cut is not to be hidden by the rest.

use arna_model::{Interval, NetworkState, WallTime};
use arna_words::Phrase;

use crate::layout;
use crate::words::{words, zone_name};

/// The picture with its legend, in lines of at most `width` characters; empty without intervals.
pub(crate) fn picture(journal: &[Interval], width: u16) -> String {
    let hour = |micros: i64| micros.div_euclid(HOUR);
    let local = |at: WallTime| words().local(at).0;
    let hours = || {
        let last = |one: &Interval| hour(local(one.until).max(local(one.from) + 1) - 1);
        journal.iter().map(move |one| (hour(local(one.from)), last(one)))
    };
    let (Some(first), Some(last)) =
        (hours().map(|it| it.0).min(), hours().map(|it| it.1.max(it.0)).max())
    else {
        return String::new();
    };
    let mut days: Vec<(i64, [char; 24])> = Vec::new();
    let mut used = Vec::new();
    for day in first.div_euclid(24)..=last.div_euclid(24) {
        let mut signs = [' '; 24];
        let mut is_seen = false;
        for (at, sign) in signs.iter_mut().enumerate() {
            let hour = day * 24 + at as i64;
            let states = journal.iter().zip(hours()).filter(|(one, (from, until))| {
                one.state.is_some() && (*from..=(*until).max(*from)).contains(&hour)
            });
            let worst =
                states.filter_map(|(one, _)| one.state).max_by_key(|state| state.severity());
            if let Some(state) = worst {
                *sign = self::sign(state);
                is_seen = true;
                if !used.contains(&state) {
                    used.push(state);
                }
            }
        }
        if is_seen {
            days.push((day, signs));
        }
    }
    let mut lines = vec![layout::wrapped(&by_the_hour(journal), width)];
    lines.push(format!("{:10} 0     6     12    18", ""));
    let skipped = days.len().saturating_sub(MOST_DAYS);
    for (day, signs) in &days[skipped..] {
        let signs: String = signs.iter().collect();
        lines.push(format!("{} {}", date(*day), signs.trim_end()));
    }
    used.sort_by_key(|state| state.severity());
    let legend = used.iter().map(|state| format!("- {} {}", sign(*state), words().state(*state)));
    lines.extend(legend.map(|line| layout::hanging(&line, width)));
    lines.join("\n")
}

/// What stands above: whose hours these are.
fn by_the_hour(journal: &[Interval]) -> String {
    let latest = journal.last().map_or(WallTime(0), |one| one.until);
    words().filled(Phrase::ByTheHour, &[("zone", &zone_name(latest))])
}

/// A day since 1970, as it is written.
fn date(day: i64) -> String {
    words().date_of(WallTime(day.saturating_mul(24 * HOUR)))
}

/// A state's sign.
pub(crate) fn sign(state: NetworkState) -> char {
    match state {
        NetworkState::Online => '.',
        NetworkState::Unknown => '?',
        NetworkState::CaptivePortal => 'p',
        NetworkState::OutOfCredit => '$',
        NetworkState::InternationalCut => 'x',
        NetworkState::WhitelistShutdown => 'w',
        NetworkState::NoService => '#',
    }
}

const HOUR: i64 = 3_600_000_000;
/// More than a month does not fit a screen; the table has all of it.
const MOST_DAYS: usize = 31;

#[cfg(test)]
mod tests {
    use arna_model::Micros;

    use super::*;

    fn interval(state: Option<NetworkState>, from_hour: f64, until_hour: f64) -> Interval {
        let at = |hour: f64| WallTime(1_641_254_400_000_000 + (hour * 3.6e9) as i64);
        Interval {
            network: Default::default(),
            state,
            from: at(from_hour),
            until: at(until_hour),
            lasted: Micros(0),
            not_before: None,
            shown: None,
        }
    }

    #[test]
    fn an_hour_shows_the_worst_that_was_in_it_and_a_gap_nothing() {
        let journal = [
            interval(Some(NetworkState::Online), 1.0, 3.5),
            interval(Some(NetworkState::NoService), 3.5, 3.75),
            interval(Some(NetworkState::Online), 3.75, 6.0),
            interval(None, 6.0, 49.0),
            interval(Some(NetworkState::WhitelistShutdown), 49.0, 49.0),
        ];
        let text = picture(&journal, 40);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines.contains(&"2022-01-04  ..#.."), "{text}");
        assert!(lines.contains(&"2022-01-06  w"), "{text}");
        assert!(!text.contains("2022-01-05"), "a day that nobody saw: {text}");
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert_eq!(picture(&[], 40), "");
    }
}
