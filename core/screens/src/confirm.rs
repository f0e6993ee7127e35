//! What is asked before something that cannot be undone: everything is wiped, or saved as a file, a list is removed, a card is
//! sent on, or more is used than the user's means give.

use arna_words::{OnLists, OnSettings, OnSites, Words};

use crate::card::Card;
use crate::spoken::{action, sentences};
use crate::{Confirm, Does};

/// Before everything is wiped, for who cannot hold a row.
pub fn wipe(words: Words) -> Confirm {
    let what = [OnSettings::WipeWhat, OnSettings::WipeStays];
    let what = what.map(|text| words.on_settings(text).to_owned());
    asked(OnSettings::WipeSure, what.into(), (OnSettings::WipeNow, None, Does::Wipe), words)
}

/// Before the card of this measurement is sent on: what it tells, and what may follow.
pub fn send(card: &Card, measurement: &str, words: Words) -> Confirm {
    let detail = words.on_settings(OnSettings::ShareDetail);
    let does = Does::Send { measurement: measurement.to_owned() };
    let yes = (OnSettings::ShareNow, Some(detail), does);
    asked(OnSettings::ShareSure, card.warning.clone(), yes, words)
}

/// Before all that is kept is saved as a file: what it holds, and that nobody can lock or wipe it then.
pub fn export(words: Words) -> Confirm {
    let what = [
        sentences([words.on_sites(OnSites::SaveAllDetail)]),
        words.on_settings(OnSettings::RiskOfFiles).to_owned(),
        words.on_settings(OnSettings::WipeStays).to_owned(),
    ];
    asked(OnSettings::ExportSure, what.into(), (OnSettings::ExportNow, None, Does::Export), words)
}

/// Before a list of the user's is removed, by its id: what becomes of its sites and results.
pub fn removal(list: &str, words: Words) -> Confirm {
    let what = [
        words.on_settings(OnSettings::RemoveWhat).to_owned(),
        sentences([words.on_lists(OnLists::RemoveDetail)]),
    ];
    let does = Does::RemoveList { list: list.to_owned() };
    asked(OnSettings::RemoveSure, what.into(), (OnSettings::RemoveNow, None, does), words)
}

/// Before what the user's means forbid is done all the same, this once. `why`: they forbid it, a whole sentence.
pub fn beyond_means(why: String, does: Does, words: Words) -> Confirm {
    asked(OnSettings::BeyondSure, vec![why], (OnSettings::BeyondNow, None, does), words)
}

fn asked(
    heading: OnSettings,
    what: Vec<String>,
    (label, detail, does): (OnSettings, Option<&str>, Does),
    words: Words,
) -> Confirm {
    let heading = words.on_settings(heading).to_owned();
    Confirm {
        spoken: sentences([heading.as_str()].into_iter().chain(what.iter().map(String::as_str))),
        heading,
        sentences: what,
        yes: action(words.on_settings(label), detail.map(str::to_owned), does),
        no: action(words.on_settings(OnSettings::Cancel), None, Does::Cancel),
    }
}
