//! Figures with their units, as people read them.

use arna_model::{Micros, WallTime, shown};

use crate::said::Said;
use crate::{Language, Local, Phrase, Words, phrase};

impl Words {
    /// Bytes, in the unit that a person would choose.
    pub fn bytes(self, bytes: u64) -> String {
        let of = |unit: f64| self.decimal(bytes as f64 / unit, 1);
        match bytes {
            0..1_000 => self.tell(Said::Byte, &[("n", &bytes)]),
            1_000..1_000_000 => self.tell(Said::Kilobytes, &[("n", &of(1e3))]),
            _ => self.tell(Said::Megabytes, &[("n", &of(1e6))]),
        }
    }

    /// A limit in bytes: without a fraction where it has none.
    pub fn limit_bytes(self, bytes: u64) -> String {
        match bytes {
            0 => self.bytes(bytes),
            whole if whole.is_multiple_of(1_000_000) => {
                self.tell(Said::Megabytes, &[("n", &self.thousands(whole / 1_000_000))])
            }
            other => self.bytes(other),
        }
    }

    /// About how many bytes, as they are said of what is still to come: tens of kilobytes, or tenths of megabytes, none too
    /// few.
    pub fn rough_bytes(self, bytes: u64) -> String {
        match bytes {
            0..10_000 => self.tell(Said::Kilobytes, &[("n", &bytes.div_ceil(1_000))]),
            10_000..990_001 => self.tell(Said::Kilobytes, &[("n", &(bytes.div_ceil(10_000) * 10))]),
            _ => {
                let tenths = bytes.div_ceil(100_000) as f64 / 10.0;
                self.tell(Said::Megabytes, &[("n", &self.decimal(tenths, 1))])
            }
        }
    }

    /// How long, in two units at most.
    pub fn lasted(self, time: Micros) -> String {
        let minutes = (time.0 + 30_000_000) / 60_000_000;
        let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
        let part = |n: u64, phrase| (n > 0).then(|| self.filled(phrase, &[("n", &n.to_string())]));
        let parts = [
            part(days, Phrase::Days),
            part(hours, Phrase::Hours),
            part(minutes, Phrase::Minutes).filter(|_| days == 0),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        if parts.is_empty() { self.filled(Phrase::Minutes, &[("n", "0")]) } else { parts.join(" ") }
    }

    /// How long to wait: whole seconds, or minutes when it is longer than a few.
    pub(crate) fn wait(self, seconds: u32) -> String {
        match seconds {
            0..120 => self.tell(Said::Seconds, &[("n", &seconds)]),
            // Whoever comes earlier is refused again.
            _ => self.lasted(Micros::from_secs(u64::from(seconds.div_ceil(60)) * 60)),
        }
    }

    /// Seconds, to the tenth.
    pub fn seconds(self, time: Micros) -> String {
        self.tell(Said::Seconds, &[("n", &self.decimal(time.as_secs_f64(), 1))])
    }

    /// About how long, as people say it of what they wait for: seconds under a minute and a half, then minutes.
    pub fn rounded(self, time: Micros) -> String {
        let seconds = time.0.saturating_add(500_000) / 1_000_000;
        match seconds {
            0..90 => self.tell(Said::Seconds, &[("n", &seconds.max(1))]),
            _ => self.lasted(time),
        }
    }

    /// Whole seconds.
    pub fn whole_seconds(self, time: Micros) -> String {
        self.tell(Said::Seconds, &[("n", &(time.0 / 1_000_000))])
    }

    /// Whole seconds that are left, none of them too few.
    pub fn countdown(self, time: Micros) -> String {
        self.tell(Said::Seconds, &[("n", &time.0.div_ceil(1_000_000))])
    }

    /// Whole milliseconds.
    pub fn milliseconds(self, time: Micros) -> String {
        self.tell(Said::Milliseconds, &[("n", &format_args!("{:.0}", time.as_millis_f64()))])
    }

    /// A probability, as people count: once in so many times.
    pub fn odds(self, probability: f64) -> String {
        let times = 1.0 / probability;
        match times {
            2.0..1e12 => {
                self.tell(Said::OnceIn, &[("times", &self.thousands(times.round() as u64))])
            }
            1e12.. => self.tell(Said::HardlyEver, &[]),
            _ => self.tell(Said::EveryOther, &[]),
        }
    }

    /// A time that people read: to the second, by their clock.
    pub fn at(self, time: WallTime) -> String {
        let (day, hour, zone) = self.clock_at(time);
        format!("{day} {hour} {zone}")
    }

    /// The same to the minute: "2024-05-14 08:00 UTC".
    pub fn minute(self, time: WallTime) -> String {
        let (day, hour, zone) = self.clock_at(time);
        format!("{day} {} {zone}", hour.get(..5).unwrap_or(&hour))
    }

    /// What the reader's clock shows then, as if it were UTC's.
    pub fn local(self, time: WallTime) -> WallTime {
        self.clock(time).shows(time)
    }

    /// What the reader's clock calls its zone then: "UTC+5".
    pub fn zone(self, at: WallTime) -> String {
        shown_zone(&self.clock(at))
    }

    /// The date, the time of day and the zone.
    fn clock_at(self, time: WallTime) -> (String, String, String) {
        let local = self.clock(time);
        let shown = local.shows(time).unix_seconds().saturating_mul(1_000_000);
        let text = WallTime(shown).to_string();
        let (day, hour) = text.trim_end_matches('Z').split_once('T').unwrap_or((&text, ""));
        (self.date(day), hour.to_owned(), shown_zone(&local))
    }

    /// A day by the reader's clock, with the day of the week: "Tue 2024-05-14".
    pub fn day(self, at: WallTime) -> String {
        let at = self.local(at);
        let days = at.unix_seconds().div_euclid(86_400);
        // The first of January 1970 was a Thursday.
        let weekday = usize::try_from((days + 3).rem_euclid(7)).unwrap_or_default();
        let text = at.to_string();
        let date = text.split_once('T').map_or(text.as_str(), |(date, _)| date);
        format!("{} {}", self.phrase(phrase::WEEK[weekday]), self.date(date))
    }

    /// A date as it is written where the language is spoken: "2024-05-14" (ISO 8601), "14.05.2024".
    fn date(self, iso: &str) -> String {
        let parts: Vec<_> = iso.split('-').collect();
        match (self.language(), &parts[..]) {
            (Language::Ru | Language::Kk, [year, month, day]) => format!("{day}.{month}.{year}"),
            _ => iso.to_owned(),
        }
    }

    /// The date of a time, without anything else.
    pub fn date_of(self, at: WallTime) -> String {
        let text = at.to_string();
        self.date(text.split_once('T').map_or(&*text, |(date, _)| date))
    }

    /// A figure with so many places behind its decimal mark, and the mark of the language.
    pub fn decimal(self, figure: f64, places: usize) -> String {
        let text = format!("{figure:.places$}");
        match self.language() {
            Language::En => text,
            Language::Ru | Language::Kk => text.replace('.', ","),
        }
    }

    /// A whole number. A comma is a decimal mark where a space parts the thousands.
    pub fn thousands(self, number: u64) -> String {
        let between = match self.language() {
            Language::En => ',',
            Language::Ru | Language::Kk => '\u{a0}',
        };
        let digits = number.to_string();
        let mut text = String::new();
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(between);
            }
            text.push(digit);
        }
        text
    }
}

/// Files of zones are the system's, and yet others' texts.
fn shown_zone(local: &Local) -> String {
    shown(&local.zone).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_by_the_readers_clock() {
        fn almaty(_: WallTime) -> Local {
            Local { ahead_s: 5 * 3_600, zone: "UTC+5".into() }
        }
        let (here, late) = (EN.by(almaty), WallTime(1_715_713_200_000_000));
        assert_eq!(EN.at(late), "2024-05-14 19:00:00 UTC");
        assert_eq!(here.at(late), "2024-05-15 00:00:00 UTC+5");
        assert_eq!(here.minute(late), "2024-05-15 00:00 UTC+5");
        assert_eq!(
            (EN.day(late), here.day(late)),
            ("Tue 2024-05-14".into(), "Wed 2024-05-15".into())
        );
    }

    const EN: Words = Words::of(Language::En);
    const RU: Words = Words::of(Language::Ru);

    #[test]
    fn bytes_are_short() {
        assert_eq!(EN.bytes(999), "999 B");
        assert_eq!(EN.bytes(23_456), "23.5 kB");
        assert_eq!(EN.bytes(2_400_000), "2.4 MB");
        assert_eq!(RU.bytes(23_456), "23,5 кБ");
        for (bytes, said) in [
            (1, "1 kB"),
            (9_100, "10 kB"),
            (406_000, "410 kB"),
            (990_000, "990 kB"),
            (990_001, "1.0 MB"),
            (1_420_000, "1.5 MB"),
        ] {
            assert_eq!(EN.rough_bytes(bytes), said);
        }
    }

    #[test]
    fn what_is_waited_for_is_said_in_seconds_and_then_in_minutes() {
        let said = |seconds: u64| EN.rounded(Micros::from_secs(seconds));
        assert_eq!((said(0).as_str(), said(41).as_str()), ("1 s", "41 s"));
        assert_eq!((said(89).as_str(), said(90).as_str()), ("89 s", "2 min"));
    }

    #[test]
    fn times_have_two_units_at_most() {
        let lasted = |minutes: u64| EN.lasted(Micros::from_secs(minutes * 60));
        assert_eq!(lasted(0), "0 min");
        assert_eq!(lasted(45), "45 min");
        assert_eq!(lasted(120), "2 h");
        assert_eq!(lasted(135), "2 h 15 min");
        assert_eq!(lasted(3 * 1_440 + 135), "3 d 2 h");
    }

    #[test]
    fn a_wait_is_never_said_too_short() {
        assert_eq!(EN.wait(5), "5 s");
        assert_eq!(EN.wait(121), "3 min");
        assert_eq!(EN.wait(3_600), "1 h");
    }

    #[test]
    fn odds_are_counted() {
        assert_eq!(EN.odds(1e-4), "once in 10,000 times");
        assert_eq!(EN.odds(1e-9), "once in 1,000,000,000 times");
        assert_eq!(EN.odds(0.9), "every other time");
        assert_eq!(EN.odds(0.0), "once in a million million times");
        assert!(RU.odds(1e-4).contains("10\u{a0}000"));
    }

    #[test]
    fn times_are_read_by_people() {
        let at = WallTime(1_714_521_600_000_123);
        assert_eq!(EN.at(at), "2024-05-01 00:00:00 UTC");
        assert_eq!(RU.at(at), "01.05.2024 00:00:00 UTC");
        assert_eq!(Words::of(Language::Kk).date_of(at), "01.05.2024");
    }

    #[test]
    fn a_day_has_its_weekday_in_every_language() {
        let said = |seconds: i64, language| Words::of(language).day(WallTime(seconds * 1_000_000));
        assert_eq!(said(0, Language::En), "Thu 1970-01-01");
        assert_eq!(said(-1, Language::En), "Wed 1969-12-31");
        assert_eq!(said(1_715_644_800, Language::En), "Tue 2024-05-14");
        assert_eq!(said(1_715_731_199, Language::Ru), "вт 14.05.2024");
        assert_eq!(said(1_715_731_200, Language::Kk), "ср 15.05.2024");
    }
}
