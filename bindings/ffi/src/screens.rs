//! What screens show, in the reader's language: the records of `arna_screens` as they are, and the functions that read
//! them. A screen never throws: what goes wrong stands in its place.

mod auto_why;
mod card;
mod changes;
mod codes;
mod files;
mod first_run;
mod frame;
mod history;
mod home;
mod lists;
mod more;
mod parts;
mod pictures;
mod reader;
mod results;
mod run;
mod settings;
mod site;
mod switched;
mod taps;
mod unseen;

use std::sync::Arc;

use arna_engine::Engine as Core;
use arna_model::{UplinkChoice, Vantage, WallTime};
use arna_screens::{Screen, trouble};
use arna_words::Words;

pub use auto_why::{AutoWhy, AutoWhyScreen, StartSteps};
pub use card::{Card, CardScreen};
pub use changes::{Changed, Changes, ScreenName};
pub use codes::{Code, NetworkState};
pub use files::{FileTrouble, file_trouble, longest_list, not_done};
pub use first_run::{
    FirstEnd, FirstInput, FirstRun, FirstRunScreen, FirstState, FirstStep, Seer, Tongue,
    first_state,
};
pub use frame::{Frame, frame};
pub use history::{Day, DayDetail, Half, History, HistoryQuery, HistoryScreen, Legend, Stretch};
pub use home::{Home, HomeQuery, HomeScreen, home_unopened};
pub use lists::{
    AddingScreen, AddingSites, GroupScreen, GroupSites, ListsScreen, RiskyKind, RiskyScreen,
    ShownLists, WrongLines,
};
pub use more::{
    AboutApp, AboutPart, ContactsScreen, LicenceText, Notice, Notices, PartLicence, Risks,
    SendScreen, ShownContacts, ShownLicence, about_app, confirm_export, confirm_removal,
    confirm_wipe, licence_of_part, locked_app, notice_of_change, risks_of_testing,
    texts_of_notices,
};
pub use parts::{
    Chip, Choice, Fold, Icon, Mark, Row, RowsHeld, ShownNetwork, Trouble, Verdict, VerdictGroup,
};
pub use pictures::{
    Band, BandPart, Ends, PartKind, Step, Strand, StrandCount, StrandKind, Strands, Sure,
};
pub(crate) use reader::reads;
pub use reader::{Reader, ZoneShift};
pub use results::{Folded, Results, ResultsQuery, ResultsScreen, ShownRun};
pub(crate) use run::Seen;
pub use run::{RunScreen, Running, Stage};
pub use settings::{
    SettingBlock, SettingRow, SettingsQuery, SettingsScreen, ShownSettings, WipeRow,
};
pub use site::{Check, Dates, EvidenceFold, EvidenceRow, Said, Site, SiteQuery, SiteScreen};
pub use switched::{Confirm, GroupBlock, SiteGroup, SiteSwitch, Switched, beyond_means};
pub use taps::{Action, Does, Goes, Offer, PhonePage};
pub use unseen::{no_news, no_reminder};

use crate::Engine;
use crate::config::NetworkChoice;
use crate::fault::Fault;
use crate::home::{Done, Work};

/// A screen, or what stands in its place: `arna_screens::Screen` of one record, since no generic type crosses to other
/// languages.
macro_rules! screen {
    ($(#[$doc:meta])* $name:ident of $record:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, uniffi::Enum)]
        // Of some records only, so it cannot be expected of all.
        #[allow(clippy::large_enum_variant, reason = "no box crosses to other languages")]
        pub enum $name {
            /// All that is on it.
            Ready {
                /// It.
                screen: $record,
            },
            /// It takes a while.
            Working {
                /// At what: a whole sentence.
                sentence: String,
            },
            /// It cannot be shown.
            Trouble {
                /// Why, and what helps.
                trouble: arna_screens::Trouble,
            },
            /// The key to what is kept cannot be had now.
            Locked {
                /// What to say, and what helps.
                trouble: arna_screens::Trouble,
            },
        }

        impl From<arna_screens::Screen<$record>> for $name {
            fn from(screen: arna_screens::Screen<$record>) -> Self {
                use arna_screens::Screen;
                match screen {
                    Screen::Ready(screen) => Self::Ready { screen },
                    Screen::Working(sentence) => Self::Working { sentence },
                    Screen::Trouble(trouble) => Self::Trouble { trouble },
                    Screen::Locked(trouble) => Self::Locked { trouble },
                }
            }
        }
    };
}
use screen;

impl Engine {
    /// Makes a screen with the engine, on threads of our own.
    pub(crate) async fn shows<S: From<Screen<T>>, T: Send + 'static, Making>(
        &self,
        reader: Reader,
        make: impl FnOnce(Arc<Core>, Words) -> Making,
    ) -> S
    where
        Making: Future<Output = Result<T, Fault>> + Send + 'static,
    {
        let words = reader.words();
        let made = match self.held() {
            Ok(core) => self.place().does(Work::of(make(core, words))).await,
            Err(fault) => Err(fault),
        };
        made.and_then(Done::open).map_or_else(|fault| fault.in_place(words), Screen::Ready).into()
    }
}

impl Fault {
    /// What stands in the place of a screen.
    fn in_place<T>(self, words: Words) -> Screen<T> {
        match self {
            Self::Engine(error) => trouble::screen(Err(error), words),
            other => trouble::in_place(other.told(words).to_string(), words),
        }
    }
}

/// Minutes that the reader's clock is ahead of UTC.
fn minutes_ahead(words: Words, now: WallTime) -> i32 {
    let ahead = words.local(now).0.saturating_sub(now.0) / 60_000_000;
    i32::try_from(ahead).unwrap_or_default()
}

/// Where the phone is, as far as that is known.
async fn here(core: &Core, network: Option<NetworkChoice>) -> Option<Vantage> {
    core.network(&network.map_or(UplinkChoice::Default, UplinkChoice::from)).await.ok()
}
