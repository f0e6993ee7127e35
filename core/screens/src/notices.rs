//! The texts of notices. Whoever sees a locked phone may read them: they name no site, no operator, no place, no count and no
//! verdict.

use arna_model::NetworkState;
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

/// The notice of what the journal says `now` and did not say `before`, the latest state last in both; `None`: the Internet
/// was neither cut meanwhile nor is it back.
pub fn of_change(before: &[NetworkState], now: &[NetworkState], words: Words) -> Option<Notice> {
    let last = |states: &[NetworkState]| states.iter().rev().find_map(|state| works(*state));
    match (last(before)?, last(now)?) {
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
    use arna_words::Language;

    use super::*;

    const WORDS: Words = Words::of(Language::En);

    #[test]
    fn only_a_cut_and_its_end_are_told() {
        use NetworkState::*;
        let told = |before: &[_], now: &[_]| of_change(before, now, WORDS).map(|told| told.title);
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
