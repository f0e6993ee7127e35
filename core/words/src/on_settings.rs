//! What the screens of settings say, those that they lead to, and what is asked before something cannot be undone. Its texts
//! are in the section `settings`.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::file::FILE;
use crate::{Words, fill};

/// A text of these screens; names in its braces stand in backticks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnSettings {
    /// Title of the settings.
    TitleSettings,
    /// As the phone has it: a language, light or dark.
    AsThePhone,
    /// Something is on.
    On,
    /// Something is off.
    Off,
    /// What a tap on a row with choices does, spoken.
    OpensChoices,
    /// Row: the language.
    Language,
    /// Row: the lock of the app.
    Lock,
    /// It is off.
    LockOff,
    /// The phone's own lock opens it.
    LockPhone,
    /// The phone has no lock to use.
    LockNone,
    /// What stands on the screen of an app that is locked.
    AppLocked,
    /// The button that asks for the phone's lock.
    Unlock,
    /// Row: whether the app's screens can be pictured.
    Hidden,
    /// They cannot.
    HiddenOn,
    /// What that means.
    HiddenOnDetail,
    /// They can.
    HiddenOff,
    /// What that means.
    HiddenOffDetail,
    /// Row: light or dark.
    Theme,
    /// Light.
    ThemeLight,
    /// Dark.
    ThemeDark,
    /// Row: tests that nobody asks for.
    Automatic,
    /// They are on, and the last one was at a `moment`.
    OnLast,
    /// They are on, and there was none yet.
    OnNever,
    /// What a tap on that row does, spoken.
    OpensWhy,
    /// Row: when they may be.
    When,
    /// On any network.
    WhenAny,
    /// On Wi-Fi or a cable.
    WhenWifi,
    /// While the phone is charging.
    WhenCharging,
    /// Row: bytes that may pass.
    Data,
    /// `used` of `most` this month.
    MonthUsed,
    /// `used` this month, without a limit.
    MonthFree,
    /// `used` of `most` today.
    DayUsed,
    /// `used` today, without a limit.
    DayFree,
    /// Row: a month on a mobile network.
    MobileMonth,
    /// Row: a day on a mobile network.
    MobileDay,
    /// Row: one test on a mobile network.
    MobileTest,
    /// Row: a month on Wi-Fi or a cable.
    WifiMonth,
    /// Row: a day on Wi-Fi or a cable.
    WifiDay,
    /// Row: one test on Wi-Fi or a cable.
    WifiTest,
    /// So many `bytes` at most.
    AtMost,
    /// As many bytes as it takes.
    NoLimit,
    /// Row: the battery.
    Battery,
    /// From `n` percent on.
    BatteryFloor,
    /// At any charge.
    BatteryAny,
    /// Row: quiet hours.
    Quiet,
    /// They go `from` one time `until` another.
    QuietSpan,
    /// There are none.
    QuietNone,
    /// Row: abroad.
    Abroad,
    /// What holds there.
    AbroadNever,
    /// Row: what costs more.
    Closer,
    /// `on` of them are on.
    CloserSome,
    /// None of them is on.
    CloserNone,
    /// Row: speed.
    Rates,
    /// Of no site.
    RatesOff,
    /// Of suspects.
    RatesSuspects,
    /// Of all sites.
    RatesAll,
    /// Row: QUIC.
    Quic,
    /// Row: pages that freeze.
    Long,
    /// Row: the place of a block.
    Trace,
    /// It takes up to so many `bytes` a site.
    UpToASite,
    /// What a trace takes.
    TraceCost,
    /// Row: what there is to know.
    Risks,
    /// What it is about.
    RisksDetail,
    /// A wrong claim.
    RiskOfClaims,
    /// Who holds the phone.
    RiskOfThePhone,
    /// Who gets a file.
    RiskOfFiles,
    /// The law.
    RiskOfTheLaw,
    /// Row and title: about the app.
    About,
    /// A `version` of the app.
    Version,
    /// Row: the version.
    VersionRow,
    /// Row: how verdicts are reached, and its `number`.
    RulesOfVerdicts,
    /// Row: who signed it.
    Signed,
    /// What to do with that.
    SignedDetail,
    /// Row: its licence.
    Licence,
    /// Which.
    LicenceOwn,
    /// What stands above the text of a licence.
    LicenceWords,
    /// Row: where the source of a part is.
    Source,
    /// It is made of `n` parts of others.
    PartsOfOthers,
    /// Row: everything is erased.
    Wipe,
    /// How, and what that means.
    WipeDetail,
    /// While it is held.
    WipeHolding,
    /// The question.
    WipeSure,
    /// What is gone.
    WipeWhat,
    /// What stays.
    WipeStays,
    /// Yes.
    WipeNow,
    /// No.
    Cancel,
    /// The question before a card is sent on.
    ShareSure,
    /// Sends it on.
    ShareNow,
    /// What becomes of the picture.
    ShareDetail,
    /// Asked before everything is saved as a file.
    ExportSure,
    /// Yes.
    ExportNow,
    /// Whether a list shall be removed.
    RemoveSure,
    /// What becomes of its sites.
    RemoveWhat,
    /// Removes it.
    RemoveNow,
    /// The question before a test that the settings forbid.
    BeyondSure,
    /// Makes it, this once.
    BeyondNow,
    /// What kind of notice: about a test that goes on.
    NoticesOfTests,
    /// What kind of notice: about something to do.
    NoticesToAct,
    /// Notice: a test goes on.
    Working,
    /// Notice: a test is over.
    Done,
    /// Below it.
    DoneDetail,
    /// Notice: the Internet was cut.
    Cut,
    /// Notice: it is back.
    Back,
    /// Below both.
    SinceWhenDetail,
    /// Notice: a second look is due.
    ItIsTime,
    /// Below it.
    ItIsTimeDetail,
}

impl Words {
    /// A text of these screens that has nothing to fill in.
    pub fn on_settings(self, text: OnSettings) -> &'static str {
        self.pick(FILE.settings.get(&text))
    }

    /// A text of these screens with these values in its braces.
    pub fn settings(self, text: OnSettings, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.on_settings(text), values)
    }

    /// The same as it is said of `n`, which is one of the values.
    pub fn counted_settings(
        self,
        text: OnSettings,
        n: u64,
        values: &[(&str, &dyn Display)],
    ) -> String {
        let forms = FILE.settings.get(&text).expect(crate::ALL_SAID);
        let number = self.thousands(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &number)];
        all.extend_from_slice(values);
        fill::filled(forms.counted(self.language(), n), &all)
    }
}
