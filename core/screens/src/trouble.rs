//! Why a screen cannot be shown, in the user's language.

use arna_engine::run::LedgerError;
use arna_engine::store::{Carried, SetAside, Why};
use arna_engine::{Error, LONGEST_NAME, ListTrouble, MOST_ENTRIES};
use arna_words::{OnFrame, OnScreen, OnSettings, OnWhy, Trouble as Name, Words};

use crate::spoken::action;
use crate::{Does, PhonePage, Screen, Trouble};

/// A screen, or the trouble that stands in its place.
pub fn screen<T>(read: Result<T, Error>, words: Words) -> Screen<T> {
    let error = match read {
        Ok(ready) => return Screen::Ready(ready),
        Err(error) => error,
    };
    let is_locked = matches!(error, Error::Store(LedgerError::Locked));
    let trouble = trouble(sentence(&error, words), words);
    if is_locked { Screen::Locked(trouble) } else { Screen::Trouble(trouble) }
}

/// What stands in the place of a screen for another reason, which a whole sentence says.
pub fn in_place<T>(sentence: String, words: Words) -> Screen<T> {
    Screen::Trouble(trouble(sentence, words))
}

/// What stands there while the key to what is kept cannot be had, which a whole sentence says.
pub fn locked<T>(sentence: String, words: Words) -> Screen<T> {
    Screen::Locked(trouble(sentence, words))
}

/// What stands in the place of every screen while the app is locked, by its owner's choice.
pub fn app_locked(words: Words) -> Trouble {
    let opens = action(words.on_settings(OnSettings::Unlock), None, Does::Unlock);
    Trouble { sentence: words.on_settings(OnSettings::AppLocked).to_owned(), action: Some(opens) }
}

/// What is said of something that was asked for and did not come about. It is a page of its own: its button leads back.
pub fn not_done(sentence: String, words: Words) -> Trouble {
    let back = action(words.on_frame(OnFrame::Back), None, Does::Cancel);
    Trouble { sentence, action: Some(back) }
}

/// Why nobody would see what was asked for, which a whole sentence says: a page of its own, whose button opens what helps.
pub fn no_notices(sentence: String, words: Words) -> Trouble {
    let open = Does::OpenPhone { page: PhonePage::Notices };
    Trouble { sentence, action: Some(action(words.on_why(OnWhy::OpenPhone), None, open)) }
}

fn trouble(sentence: String, words: Words) -> Trouble {
    let again = action(words.on_screen(OnScreen::TryAgain), None, Does::Unlock);
    Trouble { sentence, action: Some(again) }
}

/// What went wrong: a whole sentence. What only who writes the app can mend stays in English.
pub fn sentence(error: &Error, words: Words) -> String {
    let say = |trouble| words.trouble(trouble, &[]);
    match error {
        Error::Store(error) => reason(error, words),
        Error::RunGoesOn(_) => say(Name::RunGoesOn),
        Error::NoUplink(_) => say(Name::NoUplink),
        Error::NotAllowed(decision) => words.refusal(decision).join(" "),
        Error::Vpn => say(Name::VpnNow),
        Error::SameUplink => say(Name::SameUplink),
        Error::NoComparison => say(Name::NoComparison),
        Error::Closed => say(Name::Closed),
        Error::List(trouble) => of_list(trouble, words),
        Error::NothingToMeasure => say(Name::NothingToMeasure),
        Error::UnknownNettest(_)
        | Error::BadHelper { .. }
        | Error::UnknownSetting(_)
        | Error::BadSetting { .. }
        | Error::NoFolder => error.to_string(),
    }
}

/// Why a list cannot be changed, or gives nothing.
pub fn of_list(trouble: &ListTrouble, words: Words) -> String {
    let say = |trouble| words.trouble(trouble, &[]);
    match trouble {
        ListTrouble::NoList => say(Name::NoList),
        ListTrouble::NoEntry => say(Name::NoListEntry),
        ListTrouble::Taken(name) => words.trouble(Name::ListTaken, &[("name", name)]),
        ListTrouble::BadName => words.trouble(Name::BadListName, &[("n", &LONGEST_NAME)]),
        ListTrouble::BuiltIn => say(Name::BuiltInStays),
        ListTrouble::TooMany(n) => {
            words.trouble(Name::ListTooMany, &[("n", n), ("most", &MOST_ENTRIES)])
        }
        ListTrouble::NothingOn => say(Name::NothingOn),
    }
}

/// Why what is stored cannot be kept or read.
pub fn reason(error: &LedgerError, words: Words) -> String {
    let trouble = match error {
        LedgerError::NotFound => Name::NotFound,
        LedgerError::Busy => Name::Busy,
        LedgerError::Running => Name::Running,
        LedgerError::NotOurs(_) => Name::NotOurs,
        LedgerError::Locked => Name::Locked,
        LedgerError::Keyless => Name::Keyless,
        LedgerError::KeyLost => Name::KeyLost,
        LedgerError::Full => Name::Full,
        LedgerError::ReadOnly => Name::ReadOnly,
        LedgerError::Newer { .. } => Name::Newer,
        LedgerError::NotWiped { files, is_key_left } => {
            let files =
                (!files.is_empty()).then(|| words.trouble(Name::FilesLeft, &[("n", &files.len())]));
            let key = is_key_left.then(|| words.trouble(Name::KeyLeft, &[]));
            return files.into_iter().chain(key).collect::<Vec<_>>().join(" ");
        }
        LedgerError::Damaged(what) => return words.trouble(Name::Damaged, &[("what", what)]),
        LedgerError::Other(what) => return words.trouble(Name::Failed, &[("what", what)]),
    };
    words.trouble(trouble, &[])
}

/// What was put aside when the store was opened, and why.
pub fn aside(aside: &SetAside, words: Words) -> String {
    let place = aside.to.display();
    let trouble = match (aside.why, &aside.carried) {
        (Why::Damaged, Some(Carried { runs, measurements, rows, lost })) => {
            return words.trouble(
                Name::DamagedCarried,
                &[
                    ("place", &place),
                    ("runs", runs),
                    ("measurements", measurements),
                    ("rows", rows),
                    ("lost", lost),
                ],
            );
        }
        (Why::Damaged, None) => Name::DamagedAside,
        (Why::KeyLost, _) => Name::LockedAside,
    };
    words.trouble(trouble, &[("place", &place)])
}

#[cfg(test)]
mod tests {
    use arna_words::Language;

    use super::*;

    #[test]
    fn the_user_is_told_in_the_users_language() {
        let told =
            |error: LedgerError, language| sentence(&Error::from(error), Words::of(language));
        assert_eq!(
            told(LedgerError::Full, Language::En),
            "No room is left on this device to keep results."
        );
        assert!(told(LedgerError::Full, Language::Ru).contains("не осталось места"));
        let left = LedgerError::NotWiped { files: vec!["a".into(), "b".into()], is_key_left: true };
        let told = reason(&left, Words::of(Language::En));
        assert!(told.contains("files left: 2.") && told.contains("the key"), "{told}");
    }

    #[test]
    fn a_store_without_its_key_is_a_locked_screen() {
        let words = Words::of(Language::En);
        let locked = screen::<()>(Err(LedgerError::Locked.into()), words);
        assert!(matches!(locked, Screen::Locked(Trouble { action: Some(_), .. })), "{locked:?}");
        assert!(matches!(screen::<()>(Err(Error::Closed), words), Screen::Trouble(_)));
        assert_eq!(screen(Ok(1), words), Screen::Ready(1));
    }
}
