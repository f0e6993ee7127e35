//! The rules, each for itself.

use arna_model::{
    Condition, Conditions, Limits, LocalTime, Means, MeansFigures, Micros, Occasion, Purse, Rule,
    Uplink, UplinkKind, WallTime, When,
};

use crate::Spent;
use crate::share::{EVENING, is_evening};

/// Everything that a rule looks at.
pub(crate) struct Seen<'a> {
    pub(crate) occasion: Occasion,
    pub(crate) means: &'a Means,
    pub(crate) conditions: &'a Conditions,
    pub(crate) spent: Spent,
    pub(crate) limits: Limits,
    pub(crate) share: Option<u64>,
    pub(crate) local: LocalTime,
    pub(crate) time: Option<Micros>,
    pub(crate) is_busy: bool,
}

/// The rules of an occasion, in the order in which they are told.
pub(crate) fn of(occasion: Occasion) -> &'static [Rule] {
    match occasion {
        // A person who asks knows the battery and the hour; a VPN has a word of its own in each run.
        Occasion::Hand { .. } => &[Rule::Alone, Rule::Roaming, Rule::MonthBytes, Rule::DayBytes],
        Occasion::Watch { .. } => &[Rule::Roaming, Rule::MonthBytes, Rule::DayBytes],
        Occasion::Slice => &[
            Rule::Automatic,
            Rule::Alone,
            Rule::Time,
            Rule::Vpn,
            Rule::Roaming,
            Rule::Kind,
            Rule::Charging,
            Rule::Battery,
            Rule::PowerSaving,
            Rule::DataSaving,
            Rule::Idle,
            Rule::QuietHours,
            Rule::MonthBytes,
            Rule::DayBytes,
            Rule::Share,
            Rule::Network,
        ],
    }
}

impl Seen<'_> {
    /// A rule as it stands; `None`: it says nothing here.
    pub(crate) fn condition(&self, rule: Rule) -> Option<Condition> {
        let (Conditions { uplink, is_charging, .. }, means) = (self.conditions, self.means);
        let kind = uplink.as_ref().and_then(|uplink| uplink.kind);
        let mut figures = None;
        let holds = match rule {
            Rule::Automatic => means.is_automatic,
            // Who asks was started.
            Rule::Started => true,
            Rule::Alone => !self.is_busy,
            Rule::Time => self.time != Some(Micros(0)),
            Rule::Vpn => !uplink.as_ref().is_some_and(|uplink| uplink.is_vpn),
            Rule::Roaming => self.is_at_home(kind),
            Rule::Kind if means.when == When::Wifi => {
                // Nothing costs nothing.
                let is_fixed = matches!(kind, Some(UplinkKind::Wifi | UplinkKind::Ethernet));
                let is_counted = uplink.as_ref().and_then(|uplink| uplink.is_metered);
                uplink.is_none() || is_fixed && is_counted != Some(true)
            }
            Rule::Charging if means.when == When::Charging => *is_charging == Some(true),
            Rule::Kind | Rule::Charging => return None,
            Rule::Battery => {
                // `sound` leaves 0 to 100.
                let has = self.conditions.battery_percent.and_then(|it| u8::try_from(it).ok());
                let least = means.battery_floor;
                figures = Some(MeansFigures::Percent { has, least });
                *is_charging == Some(true) || has.is_none_or(|has| has >= least)
            }
            Rule::PowerSaving => self.conditions.is_power_saving != Some(true),
            Rule::DataSaving => self.conditions.is_data_saving != Some(true) || !self.is_counted(),
            Rule::Idle => self.conditions.is_idle != Some(true),
            Rule::QuietHours => {
                let quiet = means.quiet?;
                figures = Some(MeansFigures::Hours(quiet));
                !quiet.has(self.local.minute)
            }
            Rule::MonthBytes => {
                bytes(&mut figures, self.spent.month, self.limits.month)? || self.is_agreed()
            }
            Rule::DayBytes => {
                bytes(&mut figures, self.spent.today, self.limits.day)? || self.is_agreed()
            }
            Rule::Share => bytes(&mut figures, self.spent.today, self.share)?,
            Rule::Network => uplink.is_some(),
        };
        Some(Condition { rule, holds, figures })
    }

    /// Whether bytes of the network are counted, as far as a phone that saves data goes by that.
    fn is_counted(&self) -> bool {
        let counts = |uplink: &Uplink| {
            Purse::of(uplink) == Purse::Cellular && uplink.is_metered != Some(false)
        };
        self.conditions.uplink.as_ref().is_some_and(counts)
    }

    /// Whether a person agreed to more bytes than the settings say, this once: a watch rests until there are more.
    pub(crate) fn is_agreed(&self) -> bool {
        self.occasion == Occasion::Hand { is_agreed: true }
    }

    /// Whether nobody pays for being abroad, or agreed to.
    fn is_at_home(&self, kind: Option<UplinkKind>) -> bool {
        let Some(uplink) = &self.conditions.uplink else { return true };
        match (self.occasion, uplink.is_roaming) {
            (Occasion::Hand { is_agreed: true } | Occasion::Watch { is_agreed: true }, _)
            | (_, Some(false)) => true,
            (_, Some(true)) => false,
            // A mobile network that does not say is none to spend on unasked.
            (Occasion::Slice, None) => kind != Some(UplinkKind::Cellular),
            (Occasion::Hand { .. } | Occasion::Watch { .. }, None) => true,
        }
    }

    /// When all of these would hold by time alone; `None`: never.
    pub(crate) fn next(&self, all: &[Condition]) -> Option<WallTime> {
        let local = self.local;
        let mut next = None;
        for broken in all.iter().filter(|one| !one.holds) {
            let then = match broken.rule {
                Rule::QuietHours => self.after_quiet(local.day_begins, local.minute)?,
                Rule::MonthBytes => local.next_month,
                Rule::DayBytes => local.next_day,
                Rule::Share if is_evening(local) => local.next_day,
                Rule::Share => minutes_after(local.day_begins, EVENING),
                _ => return None,
            };
            next = next.max(Some(then));
        }
        let next = next?;
        // What begins at midnight may meet a quiet hour.
        if next == local.next_day || next == local.next_month {
            return self.after_quiet(next, 0);
        }
        let minute =
            u16::try_from(next.since(local.day_begins)?.0 / MINUTE % 1440).unwrap_or_default();
        let day = WallTime(next.0 - i64::from(minute) * MINUTE.cast_signed());
        self.after_quiet(day, minute)
    }

    /// The first moment at or after a minute of a day that is in no quiet hour; `None`: all of them are.
    fn after_quiet(&self, day_begins: WallTime, minute: u16) -> Option<WallTime> {
        let at = minutes_after(day_begins, minute);
        let Some(quiet) = self.means.quiet.filter(|quiet| quiet.has(minute)) else {
            return Some(at);
        };
        if quiet.from == quiet.until {
            return None;
        }
        // Over midnight they end the next day.
        let days = if quiet.until > minute { 0 } else { 1440 };
        Some(minutes_after(day_begins, quiet.until + days))
    }
}

/// Whether bytes are left, with the figures.
fn bytes(figures: &mut Option<MeansFigures>, used: u64, most: Option<u64>) -> Option<bool> {
    let most = most?;
    *figures = Some(MeansFigures::Bytes { used, most });
    Some(used < most)
}

fn minutes_after(begin: WallTime, minutes: u16) -> WallTime {
    begin.after(Micros(u64::from(minutes) * MINUTE))
}

/// Microseconds.
const MINUTE: u64 = 60_000_000;
