//! What stands around screens: the words of tabs, and of buttons that are icons alone.

use arna_words::{OnFrame, Words};
use serde::Serialize;

use crate::lists::MOST_TYPED;

/// The words around screens. They need no engine: a shell has them before anything is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// The tab of home.
    pub home: String,
    /// The tab of sites.
    pub sites: String,
    /// The tab of the history.
    pub history: String,
    /// The tab of settings.
    pub settings: String,
    /// Leads back; spoken.
    pub back: String,
    /// Empties a field; spoken.
    pub clear: String,
    /// Stands in the place of a screen while what is kept is being opened: a whole sentence.
    pub opening: String,
    /// Letters that a field takes, counted in UTF-16: neither an address nor a name is longer, and a list that is
    /// longer is given as a file is.
    pub most_typed: u32,
}

/// The words around screens.
pub fn frame(words: Words) -> Frame {
    let say = |text| words.on_frame(text).to_owned();
    Frame {
        home: say(OnFrame::Home),
        sites: say(OnFrame::Sites),
        history: say(OnFrame::History),
        settings: say(OnFrame::Settings),
        back: say(OnFrame::Back),
        clear: say(OnFrame::Clear),
        opening: say(OnFrame::Opening),
        most_typed: u32::try_from(MOST_TYPED).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use arna_words::{Language, OnSettings, OnSites};

    use super::*;

    #[test]
    fn a_tab_is_called_as_its_screen() {
        for language in Language::ALL {
            let words = Words::of(language);
            let frame = frame(words);
            assert_eq!(frame.sites, words.on_sites(OnSites::TitleResults));
            assert_eq!(frame.history, words.on_sites(OnSites::TitleHistory));
            assert_eq!(frame.settings, words.on_settings(OnSettings::TitleSettings));
        }
    }
}
