//! What the screens of results, of one site and of the history say around verdicts. Its texts are in the section `sites`.

use std::fmt::Display;

use arna_model::WallTime;
use serde::{Deserialize, Serialize};

use crate::file::FILE;
use crate::phrase::WEEK;
use crate::{Words, fill};

/// A text of these screens; names in its braces stand in backticks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnSites {
    // Results.
    /// Title of the results.
    TitleResults,
    /// A run by its `network` and the `moment` when it began.
    RunChoice,
    /// The `run` that is shown, spoken.
    ChooseRun,
    /// In the field in which sites are looked for.
    FindSite,
    /// Filter: all sites.
    ChipAll,
    /// Filter: blocked for certain.
    ChipBlocked,
    /// Filter: probably blocked.
    ChipLikely,
    /// Filter: slowed down.
    ChipSlowed,
    /// Filter: cannot be reached, and nobody knows who stops them.
    ChipUnreachable,
    /// Filter: nothing is said.
    ChipUntold,
    /// Filter: the site's own trouble.
    ChipTrouble,
    /// Filter: they open.
    ChipOpen,
    /// A filter and its `sites`, spoken.
    ChipSpoken,
    /// `n` sites open, folded into one row.
    OpenSites,
    /// Below that row.
    TapToSee,
    /// `n` sites are hidden by a filter or a search.
    HiddenSites,
    /// Undoes that.
    ShowAll,
    /// Writes all that is kept into a file.
    SaveAll,
    /// What is in that file.
    SaveAllDetail,
    /// No run on a `network` is kept.
    NothingTested,
    /// No run is kept.
    NothingTestedYet,
    /// No site of the run has the `query` in its name.
    NoneFound,
    /// No site of the run is let through by the filter.
    NoneOfThese,
    /// A `site`, its `verdict`, how and since when (`line`), spoken.
    RowSpoken,
    /// A `site` and its `verdict`, spoken.
    RowSpokenShort,
    /// `how` it shows and `since` when.
    HowSince,
    /// It was so ever `since` it was looked at.
    SeenSince,
    /// It was seen for the first time at a `moment`.
    FirstSeen,
    /// A time by a clock that may have been wrong.
    AboutMoment,
    /// What a tap on a site does, spoken.
    OpensSite,
    // One site.
    /// Where and when: `network`, `day`, `time`, `zone`.
    OnNetwork,
    /// Title of how it shows.
    How,
    /// Title of the ladder.
    HowSure,
    /// Title of the bands.
    SinceWhen,
    /// Title of why nothing is said.
    WhyNothing,
    /// Title of the evidence.
    StandsOn,
    /// `n` things were done and seen.
    NEvents,
    /// Behind what a verdict stands on.
    ItCounts,
    /// The `run` that a measurement is of.
    OfRun,
    /// How sure: all three steps.
    SureCertain,
    /// How sure: two steps of three.
    SureLikely,
    /// First step.
    StepFailed,
    /// Second step.
    StepBeside,
    /// The same of a page that stops.
    StepFroze,
    /// The same where no double check was needed: what was seen speaks for itself.
    StepMark,
    /// Third step.
    StepAgain,
    /// The same where one sight is enough.
    StepNeedless,
    /// It was not taken, and nobody says when it can be.
    StepNotYet,
    /// It can be taken between two moments.
    StepWindow,
    /// It can be taken now, and `until` a moment.
    StepNow,
    /// `failures` of `n` tries that count.
    TimesOf,
    /// `n` tries do not count.
    DidNotCount,
    /// When both double checks were.
    BothTimes,
    /// The way, spoken: nothing is known of it.
    StrandPhone,
    /// It ends at the operator.
    StrandGate,
    /// It probably does.
    StrandGateProbably,
    /// It is narrow there.
    StrandNarrow,
    /// Nobody knows where it ends.
    StrandUnknown,
    /// It ends at the site.
    StrandAtSite,
    /// It is open.
    StrandThrough,
    /// What would help: a better signal.
    HelpSignal,
    /// Time.
    HelpLater,
    /// The Internet.
    HelpInternet,
    /// To log in.
    HelpLogIn,
    /// To top up.
    HelpCredit,
    /// A right clock.
    HelpClock,
    /// To be without a VPN.
    HelpVpn,
    /// A run of its own.
    HelpAlone,
    /// Another address.
    HelpAddress,
    /// Why a site cannot be tested now: it was double-checked lately, and can be again from a `moment`.
    AgainFrom,
    /// A second look, from a `time` on.
    LookAgainFrom,
    /// What that button does.
    RemindMe,
    /// Shares the answer.
    Share,
    /// How.
    ShareDetail,
    /// Saves a measurement with its evidence.
    SaveOne,
    /// What a site is like, short.
    ShortOpen,
    /// The same.
    ShortBlocked,
    /// The same.
    ShortLikely,
    /// The same.
    ShortSlowed,
    /// The same.
    ShortUnreachable,
    /// The same.
    ShortTrouble,
    /// The same.
    ShortUntold,
    /// It opened last on a day (`on`), and is in a `state` `since` another.
    Stopped,
    /// It opens again `since` a day; on another (`on`) it was in a `state`.
    WorksAgain,
    /// It is in a `state` `since` a day; on another (`on`) it `was` in another.
    Turned,
    /// It was in a `state` ever `since` it was first looked at.
    Held,
    /// It was seen once, on a day (`on`), in a `state`.
    SeenOnce,
    /// It was seen in a `state`, last on a day (`on`), and not long enough.
    SeenSeldom,
    /// Something else than what holds was seen on a day (`on`).
    SeenOtherwise,
    /// Behind what was seen too seldom.
    NotCertain,
    /// When what holds was seen last.
    SeenLast,
    /// No verdict was definite.
    NothingSaid,
    /// A day by a clock that may have been wrong.
    AboutDay,
    /// A `network` and what was so on it, spoken.
    BandSpoken,
    /// A site that was never tested.
    NotTestedSite,
    // History.
    /// Title of the history.
    TitleHistory,
    /// One half of it.
    HalfNetwork,
    /// The other.
    HalfSites,
    /// `n` days.
    NDays,
    /// `n` cuts in `days`; the longest lasted a `time`.
    NCuts,
    /// The same where nobody watched for a part of the longest.
    NCutsAtLeast,
    /// Nothing at all answered, `n` times; whose doing that was nobody knows.
    NSilences,
    /// Nothing of the kind was seen in `days`.
    NoCut,
    /// There is no journal of this network.
    NobodyWatchedYet,
    /// There is none of these `days`.
    NobodyWatchedLately,
    /// Of `n` sites something changed.
    NChanged,
    /// Of no site did anything change.
    NoChange,
    /// A day of the week.
    Monday,
    /// A day of the week.
    Tuesday,
    /// A day of the week.
    Wednesday,
    /// A day of the week.
    Thursday,
    /// A day of the week.
    Friday,
    /// A day of the week.
    Saturday,
    /// A day of the week.
    Sunday,
    /// A `day` with its `weekday`.
    DayTitle,
    /// The number of a `day`, and its `weekday`.
    DayShort,
    /// A stretch of a day.
    Span,
    /// The same, spoken, with its `state`.
    SpanSpoken,
    /// A `day` and its `parts`, spoken.
    DaySpoken,
    /// A state began at an earlier `moment`.
    BeganBefore,
    /// It went on until a later `moment`.
    EndedAfter,
    /// The day before.
    EarlierDay,
    /// The day after.
    LaterDay,
    /// More days.
    EarlierDays,
    /// Between two days it stopped opening, and is in a `state`.
    StoppedBetween,
    /// Between two days it began to open again.
    WorkedBetween,
    /// Between two days it turned from what it `was` into a `state`.
    TurnedBetween,
    /// A `site` on a `network`, and what changed (`line`), spoken.
    ChangeSpoken,
    /// What changed (`line`), and on which `network`.
    ChangeLine,
}

impl Words {
    /// A text of these screens that has nothing to fill in.
    pub fn on_sites(self, text: OnSites) -> &'static str {
        self.pick(FILE.sites.get(&text))
    }

    /// A text of these screens with these values in its braces.
    pub fn sites(self, text: OnSites, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.on_sites(text), values)
    }

    /// The same as it is said of `n`, which is one of the values.
    pub fn counted_sites(self, text: OnSites, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let forms = FILE.sites.get(&text).expect(crate::ALL_SAID);
        let number = self.thousands(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &number)];
        all.extend_from_slice(values);
        fill::filled(forms.counted(self.language(), n), &all)
    }

    /// A day of the calendar with its day of the week: "Tuesday, 15 September".
    pub fn weekday_and_date(self, at: WallTime, now: WallTime) -> String {
        let weekday = self.on_sites(DAYS[self.weekday(at)]);
        self.sites(
            OnSites::DayTitle,
            &[("weekday", &weekday), ("day", &self.date_in_words(at, now))],
        )
    }

    /// The same as short as it goes: "Tue 15".
    pub fn weekday_and_number(self, at: WallTime) -> String {
        let weekday = self.phrase(WEEK[self.weekday(at)]);
        let text = self.local(at).to_string();
        let day = text.get(8..10).unwrap_or_default().trim_start_matches('0');
        self.sites(OnSites::DayShort, &[("weekday", &weekday), ("day", &day)])
    }

    /// Which day of the week the reader's calendar shows, from Monday on.
    fn weekday(self, at: WallTime) -> usize {
        let days = self.local(at).unix_seconds().div_euclid(86_400);
        // The first of January 1970 was a Thursday.
        usize::try_from((days + 3).rem_euclid(7)).unwrap_or_default()
    }
}

const DAYS: [OnSites; 7] = [
    OnSites::Monday,
    OnSites::Tuesday,
    OnSites::Wednesday,
    OnSites::Thursday,
    OnSites::Friday,
    OnSites::Saturday,
    OnSites::Sunday,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Local};

    #[test]
    fn a_day_is_the_readers() {
        fn almaty(_: WallTime) -> Local {
            Local { ahead_s: 5 * 3_600, zone: "UTC+5".into() }
        }
        // 2024-05-14, 19:00 UTC: a Wednesday there already.
        let (at, now) = (WallTime(1_715_713_200_000_000), WallTime(1_717_000_000_000_000));
        let of = |language| Words::of(language).by(almaty);
        assert_eq!(of(Language::En).weekday_and_date(at, now), "Wednesday, 15 May");
        assert_eq!(of(Language::Ru).weekday_and_date(at, now), "среда, 15 мая");
        assert_eq!(of(Language::Kk).weekday_and_number(at), "ср 15");
        assert_eq!(Words::of(Language::En).weekday_and_number(at), "Tue 14");
    }
}
