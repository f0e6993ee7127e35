//! What apps see of the user's means, as it crosses to them.

use arna_model as model;
use arna_model::Means as Model;
use arna_words::Words;

use crate::NetworkInfo;
use crate::rows::millis;
use crate::slices::SliceEnd;

/// What the user lets measuring use.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Means {
    /// Whether anything is tested while nobody asks for it.
    pub is_automatic: bool,
    /// When that may be.
    pub when: AutomaticWhen,
    /// Least percent of the battery for it, 0 to 100, unless the phone is charging.
    pub battery_floor: u8,
    /// Hours in which nothing is tested by itself.
    pub quiet: Option<QuietHours>,
    /// What may pass a mobile network, and any other that may be counted.
    pub cellular: DataLimits,
    /// What may pass Wi-Fi and cables.
    pub fixed: DataLimits,
}

/// When something may be tested by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AutomaticWhen {
    /// On any network, charging or not.
    Any,
    /// On Wi-Fi or a cable.
    Wifi,
    /// While the phone is charging.
    Charging,
}

/// Hours of every day by local time, in minutes since midnight. They may go over midnight; two that are alike are the
/// whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QuietHours {
    /// When they begin, 0 to 1439.
    pub from: u16,
    /// When they are over, 0 to 1439.
    pub until: u16,
}

/// Bytes that may pass, both directions; nothing: no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct DataLimits {
    /// In one run or slice.
    pub run: Option<u64>,
    /// In a day of local time.
    pub day: Option<u64>,
    /// In a calendar month of local time.
    pub month: Option<u64>,
}

/// Which limits the bytes of a network count against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Purse {
    /// A mobile network's; also those of whatever is counted, and of what nobody knows.
    Cellular,
    /// Wi-Fi's and cables'.
    Fixed,
}

/// What was used of a purse, in runs, watches and slices alike, and what may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Spending {
    /// Whose limits.
    pub purse: Purse,
    /// Bytes since local midnight, to the hour.
    pub today: u64,
    /// Bytes since the month began by local time.
    pub month: u64,
    /// What may be.
    pub limits: DataLimits,
}

/// What the phone is like just now, as its app knows it. What is not known is left out; what cannot be (a battery of
/// 300 %) is told and taken as not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct Conditions {
    /// The network that whatever names none goes over; nothing: there is none.
    #[uniffi(default = None)]
    pub network: Option<NetworkInfo>,
    /// How full the battery is, 0 to 100 percent.
    #[uniffi(default = None)]
    pub battery_percent: Option<i32>,
    /// Whether it is connected to power.
    #[uniffi(default = None)]
    pub is_charging: Option<bool>,
    /// Whether the user has the phone save power.
    #[uniffi(default = None)]
    pub is_power_saving: Option<bool>,
    /// Whether the phone sleeps, so that its system keeps apps from the network (Android's Doze).
    #[uniffi(default = None)]
    pub is_idle: Option<bool>,
    /// Whether the user has the phone save data: Android's Data Saver, Apple's Low Data Mode.
    #[uniffi(default = None)]
    pub is_data_saving: Option<bool>,
}

/// What wants to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Occasion {
    /// A run that a person asked for.
    Hand {
        /// Whether that person agreed, this once, to measure abroad and beyond the bytes of the day and of the month.
        is_agreed: bool,
    },
    /// A slice in the background.
    Slice,
    /// A watch that a person began.
    Watch {
        /// Whether that person agreed to looks abroad, for as long as it goes on.
        is_agreed: bool,
    },
}

/// What may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Allowed {
    /// Nothing at all.
    Nothing,
    /// A look whether there is any Internet, for the journal.
    Look,
    /// That, double checks of what failed, and first looks at sites.
    Checks,
    /// Everything.
    All,
}

/// Whether something may run now, and if not, why and when next.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Permission {
    /// What it may do.
    pub allowed: Allowed,
    /// Why it may not do all: whole sentences; none if it may.
    pub why: Vec<String>,
    /// When it may by time alone: a whole sentence; nothing: that is not a matter of time, or all is well.
    pub next: Option<String>,
    /// The same, milliseconds since 1970.
    pub next_ms: Option<i64>,
    /// Whose limits it counts against.
    pub purse: Purse,
    /// Most bytes that it may use, both directions; nothing: no limit.
    pub most_bytes: Option<u64>,
    /// Every rule that it has to keep to, those first that it does not.
    pub rules: Vec<KeptRule>,
    /// What the phone said that cannot be: whole sentences.
    pub odd: Vec<String>,
}

/// A rule, and whether it is kept to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct KeptRule {
    /// What it asks for, to stand beside a yes or a no.
    pub word: String,
    /// The yes or the no.
    pub holds: bool,
    /// The figures behind it, for the line below.
    pub figures: Option<String>,
}

/// The last automatic test, and why there was none since.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AutomaticTests {
    /// Both in whole sentences.
    pub sentences: Vec<String>,
    /// Whether one might begin now.
    pub now: Permission,
    /// The last one that might measure; nothing: there was none.
    pub last: Option<SliceEnd>,
    /// Those that might not since then, the latest first.
    pub since: Vec<SliceEnd>,
}

impl Permission {
    pub(crate) fn of(decision: &model::Decision, words: Words) -> Self {
        let rule = |one: &model::Condition| KeptRule {
            word: words.rule(one.rule).to_owned(),
            holds: one.holds,
            figures: words.figures_of(one),
        };
        Self {
            allowed: match decision.allowed {
                model::Allowed::Nothing => Allowed::Nothing,
                model::Allowed::Look => Allowed::Look,
                model::Allowed::Checks => Allowed::Checks,
                model::Allowed::All => Allowed::All,
            },
            why: words.refusal(decision),
            next: words.may_next(decision),
            next_ms: decision.next.map(millis),
            purse: decision.purse.into(),
            most_bytes: decision.most_bytes,
            rules: decision.conditions.iter().map(rule).collect(),
            odd: decision.odd.iter().map(|odd| words.odd(*odd).to_owned()).collect(),
        }
    }
}

impl From<Model> for Means {
    fn from(means: Model) -> Self {
        let Model { is_automatic, when, battery_floor, quiet, cellular, fixed } = means;
        Self {
            is_automatic,
            when: match when {
                model::When::Any => AutomaticWhen::Any,
                model::When::Wifi => AutomaticWhen::Wifi,
                model::When::Charging => AutomaticWhen::Charging,
            },
            battery_floor,
            quiet: quiet.map(|model::Quiet { from, until }| QuietHours { from, until }),
            cellular: cellular.into(),
            fixed: fixed.into(),
        }
    }
}

impl From<model::Limits> for DataLimits {
    fn from(model::Limits { run, day, month }: model::Limits) -> Self {
        Self { run, day, month }
    }
}

impl From<model::Purse> for Purse {
    fn from(purse: model::Purse) -> Self {
        match purse {
            model::Purse::Cellular => Self::Cellular,
            model::Purse::Fixed => Self::Fixed,
        }
    }
}

impl From<Occasion> for model::Occasion {
    fn from(occasion: Occasion) -> Self {
        match occasion {
            Occasion::Hand { is_agreed } => Self::Hand { is_agreed },
            Occasion::Slice => Self::Slice,
            Occasion::Watch { is_agreed } => Self::Watch { is_agreed },
        }
    }
}

impl From<Conditions> for model::Conditions {
    fn from(conditions: Conditions) -> Self {
        let Conditions {
            network,
            battery_percent,
            is_charging,
            is_power_saving,
            is_idle,
            is_data_saving,
        } = conditions;
        let uplink = network.map(model::Uplink::from);
        Self { uplink, battery_percent, is_charging, is_power_saving, is_idle, is_data_saving }
    }
}
