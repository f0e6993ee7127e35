//! What goes wrong further in, and what the app's user is told of it, in the user's language. What only who writes the
//! app can mend (a setting that there is not, a page of no rows) stays in English.

use arna_engine::run::LedgerError;
use arna_engine::{Error, NoPage};
use arna_screens::trouble::{of_list, reason};
use arna_words::{Trouble, Words};

use crate::ArnaError;

/// What went wrong.
pub(crate) enum Fault {
    /// The engine's trouble.
    Engine(Error),
    /// What the user typed is no page.
    Page(NoPage),
    /// A panic.
    Mistake,
    /// The process ends.
    Ending,
    /// The system gives no threads.
    NoThreads,
    /// It is told already.
    Told(ArnaError),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<ArnaError> for Fault {
    fn from(error: ArnaError) -> Self {
        Self::Told(error)
    }
}

impl Fault {
    /// What an app gets.
    pub(crate) fn told(self, words: Words) -> ArnaError {
        let say = |trouble| words.trouble(trouble, &[]);
        match self {
            Self::Engine(Error::Store(error)) => of_store(&error, words),
            Self::Engine(Error::RunGoesOn(_)) => {
                ArnaError::Busy { reason: say(Trouble::RunGoesOn) }
            }
            Self::Engine(Error::NoUplink(_)) => ArnaError::refused(say(Trouble::NoUplink)),
            Self::Engine(Error::NotAllowed(decision)) => {
                let mut told = words.refusal(&decision);
                told.extend(words.may_next(&decision));
                ArnaError::NotAllowed { reason: told.join(" ") }
            }
            Self::Engine(Error::BadSetting { key, takes }) => {
                let told = words
                    .setting(&key)
                    .map(|takes| words.trouble(Trouble::BadValue, &[("takes", &takes)]));
                // An app's own settings are nobody else's.
                let own = || Error::BadSetting { key, takes }.to_string();
                ArnaError::refused(told.unwrap_or_else(own))
            }
            Self::Engine(Error::Vpn) => ArnaError::refused(say(Trouble::VpnNow)),
            Self::Engine(Error::SameUplink) => ArnaError::refused(say(Trouble::SameUplink)),
            Self::Engine(Error::NoComparison) => ArnaError::refused(say(Trouble::NoComparison)),
            Self::Engine(Error::Closed) => ArnaError::refused(say(Trouble::Closed)),
            Self::Engine(Error::NothingToMeasure) => {
                ArnaError::refused(say(Trouble::NothingToMeasure))
            }
            Self::Engine(Error::List(trouble)) => ArnaError::refused(of_list(&trouble, words)),
            Self::Engine(
                error @ (Error::UnknownNettest(_)
                | Error::BadHelper { .. }
                | Error::UnknownSetting(_)
                | Error::NoFolder),
            ) => ArnaError::refused(error.to_string()),
            Self::Page(NoPage { text, meant: Some(url), .. }) => ArnaError::refused(
                words.trouble(Trouble::NoPageBut, &[("text", &text), ("url", &url)]),
            ),
            Self::Page(NoPage { text, meant: None, .. }) => {
                ArnaError::refused(words.trouble(Trouble::NoPage, &[("text", &text)]))
            }
            Self::Mistake => ArnaError::internal(say(Trouble::Mistake)),
            Self::Ending => ArnaError::internal(say(Trouble::Ending)),
            Self::NoThreads => ArnaError::internal(say(Trouble::NoThreads)),
            Self::Told(error) => error,
        }
    }
}

fn of_store(error: &LedgerError, words: Words) -> ArnaError {
    let reason = reason(error, words);
    match error {
        LedgerError::NotFound => ArnaError::NotFound { reason },
        LedgerError::Busy | LedgerError::Running => ArnaError::Busy { reason },
        LedgerError::Locked => ArnaError::Locked { reason },
        LedgerError::Keyless
        | LedgerError::KeyLost
        | LedgerError::NotWiped { .. }
        | LedgerError::Full
        | LedgerError::ReadOnly
        | LedgerError::Newer { .. }
        | LedgerError::NotOurs(_)
        | LedgerError::Damaged(_)
        | LedgerError::Other(_) => ArnaError::Storage { reason },
    }
}

#[cfg(test)]
mod tests {
    use arna_words::Language;

    use super::*;

    #[test]
    fn the_user_is_told_in_the_users_language() {
        let [en, ru, kk] = Language::ALL
            .map(|language| Fault::from(LedgerError::Full).told(Words::of(language)).to_string());
        assert_eq!(en, "No room is left on this device to keep results.");
        assert!(ru.contains("не осталось места") && kk.contains("орын қалмады"), "{ru} {kk}");
    }

    #[test]
    fn what_was_left_and_what_was_meant_is_told() {
        let words = Words::of(Language::En);
        let left = LedgerError::NotWiped { files: vec!["a".into(), "b".into()], is_key_left: true };
        let told = reason(&left, words);
        assert!(told.contains("files left: 2.") && told.contains("the key"), "{told}");
        let wrong = arna_engine::page("meduza.io").expect_err("no scheme");
        let told = Fault::Page(wrong).told(words).to_string();
        assert!(told.contains("Did you mean https://meduza.io/ ?"), "{told}");
        assert!(matches!(Fault::Mistake.told(words), ArnaError::Internal { .. }));
    }
}
