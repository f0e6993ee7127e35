//! The file, read once: every kind of word by the names that the model has in data.
//!
//! A text without one of the languages, or with another, does not build; that every word has its text, and no text is left
//! over, the tests see to.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

use arna_model::{
    Category, Cause, Code, Ended, Failure, Flaw, Found, Gate, How, NetworkState, Odd, Outcome,
    P0Source, Quic, Reason, Rule, State, Tested,
};
use serde::{Deserialize, Serialize};

use crate::day::Month;
use crate::plural::{Forms, Plural};
use crate::said::Said;
use crate::{Language, OnFrame, OnLists, OnScreen, OnSettings, OnSites, OnWhy, Phrase, Trouble};

/// The sections of the file, and the names that each has.
macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident: $kind:ty,)*) => {
        pub(crate) struct File {
            $($(#[$doc])* pub(crate) $name: Section<$kind>,)*
        }

        pub(crate) static FILE: File = File { $($name: Section::called(stringify!($name)),)* };

        #[cfg(test)]
        const SECTIONS: &[&str] = &[$(stringify!($name),)*];
    };
}

sections! {
    code: Code,
    meaning: Code,
    truth: Code,
    cause: Cause,
    how: How,
    quic: Quic,
    reason: Reason,
    state: NetworkState,
    failure: Failure,
    site: State,
    gate: Gate,
    tested: Tested,
    outcome: Outcome,
    p0: P0Source,
    found: Found,
    category: Category,
    flaw: Flaw,
    rule: Rule,
    because: Rule,
    odd: Odd,
    ended: Ended,
    /// By its key, which only the engine knows.
    setting: str,
    phrase: Phrase,
    said: Said,
    trouble: Trouble,
    screen: OnScreen,
    sites: OnSites,
    lists: OnLists,
    settings: OnSettings,
    why: OnWhy,
    frame: OnFrame,
    month: Month,
    since_month: Month,
    on_month: Month,
}

/// A section: a kind of word. All kinds are read as one, since code for each of them was 0.1 MB of a phone's library.
pub(crate) struct Section<K: ?Sized> {
    name: &'static str,
    kind: PhantomData<fn(&K)>,
}

impl<K: Serialize + ?Sized> Section<K> {
    const fn called(name: &'static str) -> Self {
        Self { name, kind: PhantomData }
    }

    pub(crate) fn get(&self, word: &K) -> Option<&'static Text> {
        TEXTS.get(self.name)?.get(InData(word).to_string().as_str())
    }
}

/// Shows a word by the name that it has in data.
struct InData<'a, K: ?Sized>(&'a K);

impl<K: Serialize + ?Sized> fmt::Display for InData<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
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

type Texts = BTreeMap<&'static str, Text>;

static TEXTS: LazyLock<BTreeMap<&'static str, Texts>> = LazyLock::new(|| {
    let Columns { names, en, ru, kk } = columns();
    let mut texts = en.into_iter().zip(ru).zip(kk).map(|((en, ru), kk)| Text { en, ru, kk });
    let mut section = |names: Vec<_>| names.into_iter().zip(texts.by_ref()).collect();
    names.into_iter().map(|(name, names)| (name, section(names))).collect()
});

/// The names of each section, and what each language says, in the order of the names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    #[serde(borrow)]
    names: Vec<(&'static str, Vec<&'static str>)>,
    en: Vec<Forms>,
    ru: Vec<Forms>,
    kk: Vec<Forms>,
}

fn columns() -> Columns {
    serde_json::from_slice(WORDS).expect("compiled in, and parsed by this file's tests")
}

/// All of `data`, as `build.rs` makes it.
const WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.json"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::line::Line;
    use crate::lines::LINES;
    use crate::{Words, fill, names::names};

    /// Words that only people of the trade know.
    const JARGON: &[&str] =
        &["dns", "tcp", "tls", "sni", "nxdomain", "anomaly", "handshake", "rst"];

    /// Every text with the section that it stands in.
    fn texts() -> impl Iterator<Item = (&'static str, &'static Text)> {
        let of = |(section, texts): (&&'static str, &'static Texts)| {
            let section = *section;
            texts.values().map(move |text| (section, text))
        };
        TEXTS.iter().flat_map(of).chain(LINES.values().map(|text| ("line", text)))
    }

    #[test]
    fn every_name_has_what_each_language_says() {
        let Columns { names, en, ru, kk } = columns();
        let named: usize = names.iter().map(|(_, names)| names.len()).sum();
        assert_eq!([en.len(), ru.len(), kk.len()], [named; 3]);
        assert_eq!(TEXTS.values().map(BTreeMap::len).sum::<usize>(), named);
    }

    #[test]
    fn every_section_is_said_and_no_other() {
        let said: BTreeSet<_> = TEXTS.keys().copied().collect();
        assert_eq!(said, SECTIONS.iter().copied().collect());
    }

    #[test]
    fn every_word_of_the_model_is_said_and_no_other() {
        let mut sections: BTreeSet<_> = SECTIONS.iter().copied().collect();
        // Of the settings the engine knows which there are.
        sections.remove("setting");
        let lines = include_bytes!(concat!(env!("OUT_DIR"), "/lines.json"));
        let lines: serde_json::Value = serde_json::from_slice(lines).expect("JSON");
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
            sections.remove(section);
            let said: BTreeSet<_> = match section {
                "line" => {
                    lines.as_object().expect("a section").keys().map(String::as_str).collect()
                }
                _ => TEXTS[section].keys().copied().collect(),
            };
            let missing: Vec<_> = wanted.difference(&said).collect();
            let unused: Vec<_> = said.difference(&wanted).collect();
            assert!(
                missing.is_empty() && unused.is_empty(),
                "core/words/data, [{section}.…]: missing {missing:?}, unused {unused:?}"
            );
        }
        assert!(sections.is_empty(), "nobody asked whether these are whole: {sections:?}");
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
            let words: BTreeSet<_> = TEXTS["code"].values().map(|text| text.of(language)).collect();
            assert_eq!(words.len(), Code::ALL.len(), "{language:?}");
        }
    }

    /// What is only probable is said with a word of doubt, which the certain one does not have.
    #[test]
    fn no_language_accuses_more_strongly_than_another() {
        for (language, doubt) in
            [(Language::En, "Probably"), (Language::Ru, "Вероятно"), (Language::Kk, "ықтимал")]
        {
            let said = |code| Words::of(language).code(code);
            assert!(said(Code::LikelyBlocked).contains(doubt), "{}", said(Code::LikelyBlocked));
            assert!(!said(Code::Blocked).contains(doubt), "{}", said(Code::Blocked));
        }
        let unknown =
            [(Language::En, "unknown"), (Language::Ru, "неизвестно"), (Language::Kk, "белгісіз")];
        for (language, word) in unknown {
            assert!(Words::of(language).code(Code::Unreachable).contains(word));
        }
    }

    /// Names that are written in Latin letters everywhere.
    const NAMES: &[&str] = &[
        "Arna", "Fi", "HTTP", "OONI", "PEM", "QUIC", "Run", "SHA", "TLS", "UDP", "UTC", "UTF",
        "VPN", "Wi", "https", "iPhone",
    ];
}
