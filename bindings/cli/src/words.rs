//! Every word that people read about a verdict, in the language that was asked for.
//!
//! The words are in `arna-words`; here is only which language it is, chosen once, before anything is
//! printed. JSON has the names of the model and never comes by here.

use std::fmt::Display;
use std::sync::OnceLock;

use arna_model::WallTime;
use arna_words::{Language, Line, Local, Words};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Chooses the language for all that is printed: the one asked for, or the system's.
pub(crate) fn choose(asked: Option<Language>) {
    let language = asked.unwrap_or_else(|| of_system(|name| std::env::var(name).ok()));
    LANGUAGE.get_or_init(|| language);
}

/// The words of that language.
pub(crate) fn words() -> Words {
    Words::of(LANGUAGE.get().copied().unwrap_or_default()).by(|at| local(zone(), at))
}

/// A line in that language, with these values in its braces.
pub(crate) fn line(line: Line, values: &[(&str, &dyn Display)]) -> String {
    words().line(line, values)
}

/// Minutes that the user's clock is ahead of UTC.
pub(crate) fn minutes_ahead(at: WallTime) -> i32 {
    local(zone(), at).ahead_s / 60
}

/// The name of the user's zone, as IANA has it if the system says.
pub(crate) fn zone_name(at: WallTime) -> String {
    let name = zone().iana_name().filter(|name| !UTC.contains(name)).map(str::to_owned);
    name.unwrap_or_else(|| local(zone(), at).zone.into_owned())
}

/// The user's zone: of TZ, or else the system's. Where neither says one (a container without zones, a name that nobody
/// knows), times are UTC, and are called so.
fn zone() -> &'static TimeZone {
    ZONE.get_or_init(|| match TimeZone::try_system() {
        Ok(zone) if !zone.is_unknown() => zone,
        _ => TimeZone::UTC,
    })
}

fn local(zone: &TimeZone, at: WallTime) -> Local {
    let info = Timestamp::from_microsecond(at.0).unwrap_or_default();
    let info = zone.to_offset_info(info);
    let (ahead_s, name) = (info.offset().seconds(), info.abbreviation());
    // Many zones have no name but their distance: "+05".
    let is_name = name.chars().all(|one| one.is_ascii_alphabetic()) && !name.is_empty();
    if is_name { Local { ahead_s, zone: name.to_owned().into() } } else { Local::ahead(ahead_s) }
}

/// What nobody calls it.
const UTC: &[&str] =
    &["Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Zulu", "Universal", "UCT"];

static ZONE: OnceLock<TimeZone> = OnceLock::new();

/// The language that a command line asks for which is not understood otherwise.
pub(crate) fn asked_for(typed: impl Iterator<Item = String>) -> Option<Language> {
    let typed: Vec<String> = typed.collect();
    let after = typed.windows(2).find(|pair| pair[0] == "--language").map(|pair| pair[1].as_str());
    let tag = after.or_else(|| typed.iter().find_map(|word| word.strip_prefix("--language=")));
    Language::of_tag(tag?)
}

/// POSIX: the first of these that is set decides. What Arna does not speak is told in English.
fn of_system(variable: impl Fn(&str) -> Option<String>) -> Language {
    let tags = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
    let tag = tags.into_iter().find(|tag| !tag.is_empty());
    tag.and_then(|tag| Language::of_tag(&tag)).unwrap_or_default()
}

static LANGUAGE: OnceLock<Language> = OnceLock::new();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_called_by_their_names_or_their_distance() {
        let told = |zone: &str, at: &str| {
            let zone = TimeZone::posix(zone).expect("a zone");
            let at: Timestamp = at.parse().expect("a time");
            let local = local(&zone, WallTime(at.as_microsecond()));
            (local.ahead_s, local.zone.into_owned())
        };
        let of = |ahead_s, zone: &str| (ahead_s, zone.to_owned());
        assert_eq!(told("<+05>-5", "2024-05-14T00:00:00Z"), of(18_000, "UTC+5"));
        assert_eq!(told("NST3:30NDT,M3.2.0,M11.1.0", "2024-01-14T00:00:00Z"), of(-12_600, "NST"));
        let berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
        assert_eq!(told(berlin, "2024-05-14T00:00:00Z"), of(7_200, "CEST"));
        assert_eq!(told(berlin, "2024-12-14T00:00:00Z"), of(3_600, "CET"));
        assert_eq!(local(&TimeZone::UTC, WallTime(0)), Local::utc(WallTime(0)));
        assert_eq!(Local::ahead(-12_600).zone, "UTC-3:30");
        assert_eq!(Local::ahead(20_700).zone, "UTC+5:45");
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (all, messages, lang, language) in [
            ("", "", "", Language::En),
            ("", "", "ru_RU.UTF-8", Language::Ru),
            ("", "kk_KZ", "ru_RU.UTF-8", Language::Kk),
            ("C.UTF-8", "kk_KZ", "ru_RU.UTF-8", Language::En),
            ("", "de_DE", "ru_RU", Language::En),
        ] {
            let variable = |name: &str| match name {
                "LC_ALL" => Some(all.to_owned()),
                "LC_MESSAGES" => Some(messages.to_owned()),
                _ => Some(lang.to_owned()),
            };
            assert_eq!(of_system(variable), language, "{all:?} {messages:?} {lang:?}");
        }
        assert_eq!(of_system(|_| None), Language::En);
    }
}
