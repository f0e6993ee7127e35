//! The texts of notices. Whoever sees a locked phone may read them: they name no site, no operator, no place, no count and no
//! verdict.

use arna_model::{Interval, NetworkState};
use arna_words::{OnScreen, OnSettings, Words};
use serde::Serialize;

use crate::spoken::{action, sentences};
use crate::{Action, Does};

/// Every notice, and the two kinds under which a system lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notices {
    /// What the kind of silent notices is called.
    pub tests: String,
    /// What the kind of the others is called.
    pub to_act: String,
    /// While a test goes on.
    pub working: Notice,
    /// When a test is over and the app is not open.
    pub done: Notice,
    /// When the Internet was cut.
    pub cut: Notice,
    /// When it is back.
    pub back: Notice,
    /// When a second look is due.
    pub due: Notice,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What it says.
    pub title: String,
    /// A second line.
    pub detail: Option<String>,
    /// A button on it.
    pub action: Option<Action>,
    /// Whether it comes without a sound.
    pub is_silent: bool,
    /// All of it in one sentence.
    pub spoken: String,
}

/// Every notice.
pub fn notices(words: Words) -> Notices {
    let of = |title, detail: Option<OnSettings>, action, is_silent| {
        let title = words.on_settings(title);
        let detail = detail.map(|detail| words.on_settings(detail));
        let spoken = sentences([title].into_iter().chain(detail));
        let (title, detail) = (title.to_owned(), detail.map(str::to_owned));
        Notice { title, detail, action, is_silent, spoken }
    };
    let stop = action(words.on_screen(OnScreen::Stop), None, Does::Stop);
    Notices {
        tests: words.on_settings(OnSettings::NoticesOfTests).to_owned(),
        to_act: words.on_settings(OnSettings::NoticesToAct).to_owned(),
        working: of(OnSettings::Working, None, Some(stop), true),
        done: of(OnSettings::Done, Some(OnSettings::DoneDetail), None, false),
        cut: of(OnSettings::Cut, Some(OnSettings::SinceWhenDetail), None, false),
        back: of(OnSettings::Back, Some(OnSettings::SinceWhenDetail), None, false),
        due: of(OnSettings::ItIsTime, Some(OnSettings::ItIsTimeDetail), None, false),
    }
}

/// The notice of what the journal says `now` and did not say `before` of the network that was looked at last; `None`: the
/// Internet was neither cut there meanwhile nor is it back.
pub fn of_change(before: &[Interval], now: &[Interval], words: Words) -> Option<Notice> {
    let here = now.iter().filter(|one| one.state.is_some()).max_by_key(|one| one.until)?;
    let last = |all: &[Interval]| {
        let mut of_here = all.iter().filter(|one| one.network.is_same(&here.network));
        of_here.rfind(|one| one.state.is_some_and(|state| works(state).is_some()))?.state
    };
    match (works(last(before)?)?, works(last(now)?)?) {
        (true, false) => Some(notices(words).cut),
        (false, true) => Some(notices(words).back),
        (true, true) | (false, false) => None,
    }
}

/// Whether the Internet works; `None`: a page that wants a login and an empty balance are no cut, and what does not tell is
/// none either.
fn works(state: NetworkState) -> Option<bool> {
    match state {
        NetworkState::Online => Some(true),
        NetworkState::NoService
        | NetworkState::WhitelistShutdown
        | NetworkState::InternationalCut => Some(false),
        NetworkState::CaptivePortal | NetworkState::OutOfCredit | NetworkState::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use arna_model::{Micros, Network, WallTime};
    use arna_words::Language;

    use super::*;

    const WORDS: Words = Words::of(Language::En);

    #[test]
    fn only_a_cut_and_its_end_are_told() {
        use NetworkState::*;
        let told = |before: &[_], now: &[_]| {
            let [before, now] = [before, now].map(|states| journal("Beeline", states));
            of_change(&before, &now, WORDS).map(|told| told.title)
        };
        let (cut, back) = (notices(WORDS).cut.title, notices(WORDS).back.title);
        assert_ne!(cut, back);
        assert_eq!(told(&[Online], &[Online, NoService]), Some(cut.clone()));
        assert_eq!(told(&[NoService, Online], &[Online, InternationalCut, Unknown]), Some(cut));
        let returned = told(&[Online, WhitelistShutdown], &[WhitelistShutdown, Unknown, Online]);
        assert_eq!(returned, Some(back));
        let nothing: &[(&[_], &[_])] = &[
            (&[Online], &[Online, Online]),
            (&[Online], &[Online, CaptivePortal]),
            (&[Online], &[Online, OutOfCredit]),
            (&[Online], &[Online, Unknown]),
            (&[NoService], &[NoService, InternationalCut]),
            // Where nobody looked before, nothing is known to have changed.
            (&[], &[NoService]),
            (&[Unknown], &[Online]),
        ];
        for (before, now) in nothing {
            assert_eq!(told(before, now), None, "{before:?}, {now:?}");
        }
    }

    #[test]
    fn another_network_is_no_change() {
        use NetworkState::*;
        let before = journal("Beeline", &[Online]);
        // The journal has the networks one after the other; the other one was looked at last.
        let elsewhere = [journal("Kcell", &[Online, NoService]), before.clone()].concat();
        assert_eq!(of_change(&before, &elsewhere, WORDS), None);
        let known = [journal("Kcell", &[Online]), before].concat();
        let cut = of_change(&known, &elsewhere, WORDS).map(|told| told.title);
        assert_eq!(cut, Some(notices(WORDS).cut.title));
    }

    /// What was seen on an operator's network, hour by hour.
    fn journal(operator: &str, states: &[NetworkState]) -> Vec<Interval> {
        let network = Network { operator: Some(operator.to_owned()), ..Network::default() };
        let hour = |hour: usize| WallTime(hour as i64 * 3_600_000_000);
        let seen = states.iter().enumerate().map(|(at, state)| Interval {
            network: network.clone(),
            state: Some(*state),
            from: hour(at),
            until: hour(at + 1),
            lasted: Micros(3_600_000_000),
            not_before: None,
            shown: None,
        });
        seen.collect()
    }

    #[test]
    fn no_notice_names_what_others_may_not_see() {
        for language in Language::ALL {
            let all = notices(Words::of(language));
            for told in [all.working, all.done, all.cut, all.back, all.due] {
                assert!(
                    !told.spoken.chars().any(|letter| letter.is_ascii_digit() || letter == '{')
                );
            }
        }
    }
}
