//! The file, read once: every kind of word by the names that the model has in data.
//!
//! What it may hold is said by types: an unknown name or language, and a language left out, do not
//! parse.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use arna_model::{
    Category, Cause, Code, Ended, Failure, Flaw, Found, Gate, How, NetworkState, Odd, Outcome,
    P0Source, Quic, Reason, Rule, State, Tested,
};
use serde::Deserialize;

use crate::day::Month;
use crate::plural::{Forms, Plural};
use crate::said::Said;
use crate::{Language, OnFrame, OnLists, OnScreen, OnSettings, OnSites, OnWhy, Phrase, Trouble};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) code: BTreeMap<Code, Text>,
    pub(crate) meaning: BTreeMap<Code, Text>,
    pub(crate) truth: BTreeMap<Code, Text>,
    pub(crate) cause: BTreeMap<Cause, Text>,
    pub(crate) how: BTreeMap<How, Text>,
    pub(crate) quic: BTreeMap<Quic, Text>,
    pub(crate) reason: BTreeMap<Reason, Text>,
    pub(crate) state: BTreeMap<NetworkState, Text>,
    pub(crate) failure: BTreeMap<Failure, Text>,
    pub(crate) site: BTreeMap<State, Text>,
    pub(crate) gate: BTreeMap<Gate, Text>,
    pub(crate) tested: BTreeMap<Tested, Text>,
    pub(crate) outcome: BTreeMap<Outcome, Text>,
    pub(crate) p0: BTreeMap<P0Source, Text>,
    pub(crate) found: BTreeMap<Found, Text>,
    pub(crate) category: BTreeMap<Category, Text>,
    pub(crate) flaw: BTreeMap<Flaw, Text>,
    pub(crate) rule: BTreeMap<Rule, Text>,
    pub(crate) because: BTreeMap<Rule, Text>,
    pub(crate) odd: BTreeMap<Odd, Text>,
    pub(crate) ended: BTreeMap<Ended, Text>,
    /// By its key, which only the engine knows.
    pub(crate) setting: BTreeMap<String, Text>,
    pub(crate) phrase: BTreeMap<Phrase, Text>,
    pub(crate) said: BTreeMap<Said, Text>,
    pub(crate) trouble: BTreeMap<Trouble, Text>,
    pub(crate) screen: BTreeMap<OnScreen, Text>,
    pub(crate) sites: BTreeMap<OnSites, Text>,
    pub(crate) lists: BTreeMap<OnLists, Text>,
    pub(crate) settings: BTreeMap<OnSettings, Text>,
    pub(crate) why: BTreeMap<OnWhy, Text>,
    pub(crate) frame: BTreeMap<OnFrame, Text>,
    pub(crate) month: BTreeMap<Month, Text>,
    pub(crate) since_month: BTreeMap<Month, Text>,
    pub(crate) on_month: BTreeMap<Month, Text>,
}

/// The same in every language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    en: Forms,
    ru: Forms,
    kk: Forms,
}

impl Text {
    pub(crate) fn forms(&self, language: Language) -> &Forms {
        match language {
            Language::En => &self.en,
            Language::Ru => &self.ru,
            Language::Kk => &self.kk,
        }
    }

    /// Where nothing is counted.
    pub(crate) fn of(&self, language: Language) -> &str {
        self.forms(language).of(Plural::Other)
    }

    /// As it is said of `n`.
    pub(crate) fn counted(&self, language: Language, n: u64) -> &str {
        self.forms(language).of(Plural::of(language, n))
    }
}

pub(crate) static FILE: LazyLock<File> = LazyLock::new(|| {
    serde_json::from_slice(WORDS).expect("compiled in, and parsed by this file's tests")
});

/// All of `data`, as `build.rs` makes it.
const WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.json"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::line::Line;
    use crate::lines::LINES;
    use crate::{fill, names::names};

    /// Words that only people of the trade know.
    const JARGON: &[&str] =
        &["dns", "tcp", "tls", "sni", "nxdomain", "anomaly", "handshake", "rst"];

    /// Every text with the section that it stands in.
    fn texts() -> impl Iterator<Item = (&'static str, &'static Text)> {
        let file = &*FILE;
        let all =
            |section, texts: Vec<&'static Text>| texts.into_iter().map(move |one| (section, one));
        all("code", file.code.values().collect())
            .chain(all("meaning", file.meaning.values().collect()))
            .chain(all("truth", file.truth.values().collect()))
            .chain(all("cause", file.cause.values().collect()))
            .chain(all("how", file.how.values().collect()))
            .chain(all("quic", file.quic.values().collect()))
            .chain(all("reason", file.reason.values().collect()))
            .chain(all("state", file.state.values().collect()))
            .chain(all("failure", file.failure.values().collect()))
            .chain(all("site", file.site.values().collect()))
            .chain(all("gate", file.gate.values().collect()))
            .chain(all("tested", file.tested.values().collect()))
            .chain(all("outcome", file.outcome.values().collect()))
            .chain(all("p0", file.p0.values().collect()))
            .chain(all("found", file.found.values().collect()))
            .chain(all("category", file.category.values().collect()))
            .chain(all("flaw", file.flaw.values().collect()))
            .chain(all("rule", file.rule.values().collect()))
            .chain(all("because", file.because.values().collect()))
            .chain(all("odd", file.odd.values().collect()))
            .chain(all("ended", file.ended.values().collect()))
            .chain(all("setting", file.setting.values().collect()))
            .chain(all("phrase", file.phrase.values().collect()))
            .chain(all("said", file.said.values().collect()))
            .chain(all("trouble", file.trouble.values().collect()))
            .chain(all("screen", file.screen.values().collect()))
            .chain(all("sites", file.sites.values().collect()))
            .chain(all("lists", file.lists.values().collect()))
            .chain(all("settings", file.settings.values().collect()))
            .chain(all("why", file.why.values().collect()))
            .chain(all("month", file.month.values().collect()))
            .chain(all("since_month", file.since_month.values().collect()))
            .chain(all("on_month", file.on_month.values().collect()))
            .chain(all("line", LINES.values().collect()))
    }

    #[test]
    fn every_word_of_the_model_is_said_and_no_other() {
        let read = |json| serde_json::from_slice::<serde_json::Value>(json).expect("JSON");
        let mut table = read(WORDS);
        table["line"] = read(include_bytes!(concat!(env!("OUT_DIR"), "/lines.json")));
        let failures: Vec<_> = Failure::ALL.iter().map(ToString::to_string).collect();
        for (section, wanted) in [
            ("code", names::<Code>()),
            ("meaning", names::<Code>()),
            ("truth", names::<Code>()),
            ("cause", names::<Cause>()),
            ("how", names::<How>()),
            ("quic", names::<Quic>()),
            ("reason", names::<Reason>()),
            ("state", names::<NetworkState>()),
            ("failure", failures.iter().map(String::as_str).collect()),
            ("site", names::<State>()),
            ("gate", names::<Gate>()),
            ("tested", names::<Tested>()),
            ("outcome", names::<Outcome>()),
            ("p0", names::<P0Source>()),
            ("found", names::<Found>()),
            ("category", names::<Category>()),
            ("flaw", names::<Flaw>()),
            ("rule", names::<Rule>()),
            ("because", names::<Rule>()),
            ("odd", names::<Odd>()),
            ("ended", names::<Ended>()),
            ("phrase", names::<Phrase>()),
            ("said", names::<Said>()),
            ("trouble", names::<Trouble>()),
            ("screen", names::<OnScreen>()),
            ("sites", names::<OnSites>()),
            ("lists", names::<OnLists>()),
            ("settings", names::<OnSettings>()),
            ("why", names::<OnWhy>()),
            ("frame", names::<OnFrame>()),
            ("month", names::<Month>()),
            ("since_month", names::<Month>()),
            ("on_month", names::<Month>()),
            ("line", names::<Line>()),
        ] {
            let said: BTreeSet<_> =
                table[section].as_object().expect("a section").keys().map(String::as_str).collect();
            let missing: Vec<_> = wanted.difference(&said).collect();
            let unused: Vec<_> = said.difference(&wanted).collect();
            assert!(
                missing.is_empty() && unused.is_empty(),
                "core/words/data, [{section}.…]: missing {missing:?}, unused {unused:?}"
            );
        }
    }

    #[test]
    fn the_same_is_filled_in_in_every_language() {
        for (section, text) in texts() {
            let wanted = fill::names(text.of(Language::En));
            for said in Language::ALL.into_iter().flat_map(|language| text.forms(language).all()) {
                assert!(!said.is_empty() && said.trim() == said, "[{section}]: {text:?}");
                assert_eq!(fill::names(said), wanted, "[{section}]: {text:?}");
            }
            let is_filled = section.ends_with("month")
                || [
                    "because", "flaw", "phrase", "said", "trouble", "screen", "sites", "lists",
                    "settings", "why", "line",
                ]
                .contains(&section);
            assert!(is_filled || wanted.is_empty(), "{section}: {text:?}");
        }
    }

    #[test]
    fn no_word_is_of_the_trade() {
        for said in texts().flat_map(|(_, text)| text.forms(Language::En).all()) {
            let words = said.to_lowercase();
            let mut words = words.split(|one: char| !one.is_alphanumeric());
            assert!(!words.any(|word| JARGON.contains(&word)), "{said:?} is jargon");
        }
    }

    #[test]
    fn russian_and_kazakh_are_in_cyrillic() {
        let is_latin = |word: &&str| word.chars().any(|one| one.is_ascii_alphabetic());
        for (_, text) in texts() {
            for said in
                [Language::Ru, Language::Kk].into_iter().flat_map(|one| text.forms(one).all())
            {
                // What is typed stands in backticks.
                let plain = fill::fill(said, &[]);
                let plain: String = plain.split('`').step_by(2).collect();
                let words = plain.split(|one: char| !one.is_alphanumeric());
                let odd: Vec<_> =
                    words.filter(is_latin).filter(|word| !NAMES.contains(word)).collect();
                assert!(odd.is_empty(), "{said:?}: {odd:?}");
            }
        }
    }

    /// A language says what it counts in all of its forms, and in none that it does not have.
    #[test]
    fn what_is_counted_has_every_form_of_its_language() {
        for (section, text) in texts() {
            for language in Language::ALL {
                if let Some(forms) = text.forms(language).counted() {
                    assert_eq!(forms, Plural::all(language), "[{section}] {language:?}: {text:?}");
                }
            }
        }
    }

    #[test]
    fn no_two_places_on_the_scale_are_said_alike() {
        for language in Language::ALL {
            let words: BTreeSet<_> = FILE.code.values().map(|text| text.of(language)).collect();
            assert_eq!(words.len(), Code::ALL.len(), "{language:?}");
        }
    }

    /// What is only probable is said with a word of doubt, which the certain one does not have.
    #[test]
    fn no_language_accuses_more_strongly_than_another() {
        for (language, doubt) in
            [(Language::En, "Probably"), (Language::Ru, "Вероятно"), (Language::Kk, "ықтимал")]
        {
            let said = |code| FILE.code[&code].of(language);
            assert!(said(Code::LikelyBlocked).contains(doubt), "{}", said(Code::LikelyBlocked));
            assert!(!said(Code::Blocked).contains(doubt), "{}", said(Code::Blocked));
        }
        let unknown =
            [(Language::En, "unknown"), (Language::Ru, "неизвестно"), (Language::Kk, "белгісіз")];
        for (language, word) in unknown {
            assert!(FILE.code[&Code::Unreachable].of(language).contains(word));
        }
    }

    /// Names that are written in Latin letters everywhere.
    const NAMES: &[&str] = &[
        "Arna", "Fi", "HTTP", "OONI", "PEM", "QUIC", "Run", "SHA", "TLS", "UDP", "UTC", "UTF",
        "VPN", "Wi",
    ];
}
