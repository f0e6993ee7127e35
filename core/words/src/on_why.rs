//! What the screen says that tells why there was no automatic test, and what helps on phones of different makers. Its texts
//! are in the section `why`.

use std::fmt::Display;

use arna_model::Rule;
use serde::{Deserialize, Serialize};

use crate::file::FILE;
use crate::{Words, fill};

/// A text of this screen; names in its braces stand in backticks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnWhy {
    /// Answer: they are off.
    AreOff,
    /// Answer: none yet, and nothing has asked.
    NeverAsked,
    /// Answer: none yet, and `why`.
    NeverBecause,
    /// Answer: none `since` a day, and `why`.
    NoneSince,
    /// Answer: none since a `time` of this day, and `why`.
    NoneSinceTime,
    /// Answer: the last one was at a `moment`.
    LastWas,
    /// The last one, at a `moment`.
    LastOne,
    /// `n` tries since then came to nothing.
    TriesSince,
    /// `n` tries came to nothing, and there was no other.
    TriesEver,
    /// When the next one is.
    NextByItself,
    /// It cannot be before a `moment`.
    NextFrom,
    /// A condition is met.
    Met,
    /// A condition is not met.
    Unmet,
    /// The phone is at home, with an `operator`.
    AtHome,
    /// Title of the last tries.
    LastTries,
    /// A try tested `n` sites with so many `bytes`.
    Tested,
    /// It goes on, or was cut off.
    NoEndKept,
    /// Button: switches automatic tests on.
    SwitchOn,
    /// Button: what lets the phone start Arna, in `n` steps.
    ShowSteps,
    /// For phones of some `makers`.
    ForPhones,
    /// Button: opens the setting that is in the way.
    ChangeSetting,
    /// Button: opens the phone's own settings.
    OpenPhone,
    /// Title of the steps.
    StepsTitle,
    /// Below the steps.
    StepsDiffer,
    /// A `maker`'s phones stop apps; `n` steps allow it.
    MakerStops,
    /// Phones of a maker that is not known may do so.
    PhoneStops,
    /// Automatic tests are off now.
    NowAutomatic,
    /// Something else measures now.
    NowAlone,
    /// There is no time.
    NowTime,
    /// A VPN is on.
    NowVpn,
    /// It is abroad, or does not say.
    NowRoaming,
    /// Apple's phones never say.
    NowNeverSaid,
    /// The network is of another kind.
    NowKind,
    /// The phone is not charging.
    NowCharging,
    /// It saves power.
    NowPowerSaving,
    /// It saves data, and this network is counted.
    NowDataSaving,
    /// The same on Apple's, where no app can be left out.
    NowLowData,
    /// It sleeps.
    NowIdle,
    /// There is no network.
    NowNetwork,
    /// Xiaomi, first step.
    Xiaomi1,
    /// Xiaomi, second step.
    Xiaomi2,
    /// Samsung, first step.
    Samsung1,
    /// Samsung, second step.
    Samsung2,
    /// Huawei, first step.
    Huawei1,
    /// Huawei, second step.
    Huawei2,
    /// Oppo, first step.
    Oppo1,
    /// Oppo, second step.
    Oppo2,
    /// Vivo, first step.
    Vivo1,
    /// Vivo, second step.
    Vivo2,
    /// Apple, first step.
    Apple1,
    /// Apple, second step.
    Apple2,
    /// Any other phone.
    Other1,
}

impl OnWhy {
    /// What is said of a rule that is broken now; `None`: its figures say it, or the maker of the phone.
    pub fn now_of(rule: Rule) -> Option<Self> {
        Some(match rule {
            Rule::Automatic => Self::NowAutomatic,
            Rule::Alone => Self::NowAlone,
            Rule::Time => Self::NowTime,
            Rule::Vpn => Self::NowVpn,
            Rule::Roaming => Self::NowRoaming,
            Rule::Kind => Self::NowKind,
            Rule::Charging => Self::NowCharging,
            Rule::PowerSaving => Self::NowPowerSaving,
            Rule::DataSaving => Self::NowDataSaving,
            Rule::Idle => Self::NowIdle,
            Rule::Network => Self::NowNetwork,
            Rule::Started
            | Rule::Battery
            | Rule::QuietHours
            | Rule::MonthBytes
            | Rule::DayBytes
            | Rule::Share => return None,
        })
    }
}

impl Words {
    /// A text of this screen that has nothing to fill in.
    pub fn on_why(self, text: OnWhy) -> &'static str {
        self.pick(FILE.why.get(&text))
    }

    /// A text of this screen with these values in its braces.
    pub fn of_why(self, text: OnWhy, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.on_why(text), values)
    }

    /// The same as it is said of `n`, which is one of the values.
    pub fn counted_why(self, text: OnWhy, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let forms = FILE.why.get(&text).expect(crate::ALL_SAID);
        let number = self.thousands(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &number)];
        all.extend_from_slice(values);
        fill::filled(forms.counted(self.language(), n), &all)
    }
}
