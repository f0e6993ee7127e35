//! Days and times of day as they stand in a sentence: "today", "since 12 September", "14:32".

use arna_model::WallTime;
use serde::{Deserialize, Serialize};

use crate::file::{FILE, Text};
use crate::{OnScreen, Words, fill};

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Month {
    January,
    February,
    March,
    April,
    May,
    June,
    July,
    August,
    September,
    October,
    November,
    December,
}

/// A date and a time of day by the reader's clock, in numbers.
struct Parts {
    year: i64,
    month: Month,
    day: u32,
    /// Days since 1970.
    days: i64,
    /// Hour and minute.
    clock: String,
}

impl Words {
    /// A day by itself: "today", "yesterday", "12 September", "12 September 2023".
    pub fn day_of(self, at: WallTime, now: WallTime) -> String {
        match self.days_ago(at, now) {
            0 => self.on_screen(OnScreen::Today).to_owned(),
            1 => self.on_screen(OnScreen::Yesterday).to_owned(),
            _ => self.dated(Month::text, at, now),
        }
    }

    /// On which day: "today", "yesterday", "on 12 September".
    pub fn on_day(self, at: WallTime, now: WallTime) -> String {
        match self.days_ago(at, now) {
            0 | 1 => self.day_of(at, now),
            _ => {
                let date = self.dated(Month::on, at, now);
                self.screen(OnScreen::OnDate, &[("date", &date)])
            }
        }
    }

    /// Since which day: "since today", "since yesterday", "since 12 September".
    pub fn since_day(self, at: WallTime, now: WallTime) -> String {
        match self.days_ago(at, now) {
            0 => self.on_screen(OnScreen::SinceToday).to_owned(),
            1 => self.on_screen(OnScreen::SinceYesterday).to_owned(),
            _ => self.since_date(at, now),
        }
    }

    /// Since which date, whatever day it is now: "since 12 September", with its year if that is not the one of `now`.
    pub fn since_date(self, at: WallTime, now: WallTime) -> String {
        // In Russian the preposition of the second day of a month is another one.
        let is_second = self.parts(at).day == 2;
        let name = if is_second { OnScreen::SinceSecond } else { OnScreen::SinceDate };
        self.screen(name, &[("date", &self.dated(Month::since, at, now))])
    }

    /// The same by a clock that may have been wrong: always with its date.
    pub fn since_about(self, at: WallTime, now: WallTime) -> String {
        let date =
            self.screen(OnScreen::AboutDate, &[("date", &self.dated(Month::since, at, now))]);
        self.screen(OnScreen::SinceDate, &[("date", &date)])
    }

    /// A date, its year if that is not the present one: "12 September", "12 September 2023".
    pub fn date_in_words(self, at: WallTime, now: WallTime) -> String {
        self.dated(Month::text, at, now)
    }

    /// A date with its year, without regard to the present: "12 September 2024".
    pub fn full_date(self, at: WallTime) -> String {
        let parts = self.parts(at);
        self.with_year(&parts, &self.named(Month::text, &parts))
    }

    /// A day and a time of day: "today, 14:32".
    pub fn moment(self, at: WallTime, now: WallTime) -> String {
        let (day, time) = (self.day_of(at, now), self.time_of_day(at));
        self.screen(OnScreen::Moment, &[("day", &day), ("time", &time)])
    }

    /// A time of day by the reader's clock, to the minute: "14:32".
    pub fn time_of_day(self, at: WallTime) -> String {
        self.parts(at).clock
    }

    /// How many midnights of the reader's clock lie between; negative if `at` is on a later day than `now`.
    fn days_ago(self, at: WallTime, now: WallTime) -> i64 {
        self.parts(now).days - self.parts(at).days
    }

    fn dated(self, form: fn(Month) -> &'static Text, at: WallTime, now: WallTime) -> String {
        let parts = self.parts(at);
        let date = self.named(form, &parts);
        if parts.year == self.parts(now).year { date } else { self.with_year(&parts, &date) }
    }

    fn named(self, form: fn(Month) -> &'static Text, parts: &Parts) -> String {
        fill::filled(form(parts.month).of(self.language()), &[("day", &parts.day)])
    }

    fn with_year(self, parts: &Parts, date: &str) -> String {
        self.screen(OnScreen::OfYear, &[("date", &date), ("year", &parts.year)])
    }

    fn parts(self, at: WallTime) -> Parts {
        let shown = self.local(at);
        let text = shown.to_string();
        let number = |from: usize, to: usize| text.get(from..to).and_then(|it| it.parse().ok());
        let month: usize = number(5, 7).unwrap_or(1);
        Parts {
            year: text.get(..4).and_then(|it| it.parse().ok()).unwrap_or_default(),
            month: MONTHS[month.clamp(1, 12) - 1],
            day: number(8, 10).unwrap_or(1) as u32,
            days: shown.unix_seconds().div_euclid(86_400),
            clock: text.get(11..16).unwrap_or_default().to_owned(),
        }
    }
}

impl Month {
    fn text(self) -> &'static Text {
        said(FILE.month.get(&self))
    }

    fn since(self) -> &'static Text {
        said(FILE.since_month.get(&self))
    }

    fn on(self) -> &'static Text {
        said(FILE.on_month.get(&self))
    }
}

fn said(text: Option<&'static Text>) -> &'static Text {
    text.expect("the files have every month, as this crate's tests see to")
}

const MONTHS: [Month; 12] = [
    Month::January,
    Month::February,
    Month::March,
    Month::April,
    Month::May,
    Month::June,
    Month::July,
    Month::August,
    Month::September,
    Month::October,
    Month::November,
    Month::December,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Local};

    fn almaty(_: WallTime) -> Local {
        Local { ahead_s: 5 * 3_600, zone: "UTC+5".into() }
    }

    fn at(text: &str) -> WallTime {
        serde_json::from_value(text.into()).expect("a time")
    }

    fn words(language: Language) -> Words {
        Words::of(language).by(almaty)
    }

    #[test]
    fn days_are_the_readers() {
        let now = at("2024-09-18T09:33:00Z");
        let day = |text| words(Language::En).day_of(at(text), now);
        assert_eq!(day("2024-09-17T19:00:00Z"), "today", "it is past midnight there");
        assert_eq!(day("2024-09-17T18:59:59Z"), "yesterday");
        assert_eq!(day("2024-09-12T09:00:00Z"), "12 September");
        assert_eq!(day("2024-09-18T19:00:00Z"), "19 September", "a clock that was set");
        assert_eq!(day("2023-12-31T19:00:00Z"), "1 January");
        assert_eq!(day("2023-12-31T18:59:00Z"), "31 December 2023");
        assert_eq!(words(Language::En).moment(now, now), "today, 14:33");
        assert_eq!(words(Language::En).full_date(now), "18 September 2024");
    }

    #[test]
    fn each_language_has_its_own_way_to_say_since_when() {
        let now = at("2024-09-18T09:33:00Z");
        let since = |language, text| words(language).since_day(at(text), now);
        let on = |language, text| words(language).on_day(at(text), now);
        let (twelfth, second) = ("2024-09-12T09:00:00Z", "2024-09-02T09:00:00Z");
        let (today, long_ago) = ("2024-09-18T09:00:00Z", "2023-03-05T09:00:00Z");
        assert_eq!(since(Language::En, twelfth), "since 12 September");
        assert_eq!(since(Language::Ru, twelfth), "с 12 сентября");
        assert_eq!(since(Language::Ru, second), "со 2 сентября");
        assert_eq!(since(Language::Kk, twelfth), "12 қыркүйектен бері");
        assert_eq!(since(Language::Ru, today), "с сегодняшнего дня");
        assert_eq!(since(Language::Kk, long_ago), "2023 жылғы 5 наурыздан бері");
        assert_eq!(on(Language::En, twelfth), "on 12 September");
        assert_eq!(on(Language::Ru, long_ago), "5 марта 2023 года");
        assert_eq!(on(Language::Kk, twelfth), "12 қыркүйекте");
        assert_eq!(on(Language::Kk, today), "бүгін");
    }

    #[test]
    fn an_impossible_time_is_no_panic() {
        for time in [i64::MIN, i64::MAX] {
            for language in Language::ALL {
                assert!(!words(language).moment(WallTime(time), WallTime(0)).is_empty());
            }
        }
    }
}
