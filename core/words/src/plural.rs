//! What is counted, in the forms of each language (CLDR's categories of whole numbers).

use std::sync::LazyLock;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde::Deserialize;
use unic_langid::LanguageIdentifier;

use crate::Language;

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Plural {
    One,
    Few,
    Many,
    Other,
}

impl Plural {
    /// The form that `n` takes.
    pub(crate) fn of(language: Language, n: u64) -> Self {
        match RULES[language as usize].select(n) {
            Ok(PluralCategory::ONE) => Self::One,
            Ok(PluralCategory::FEW) => Self::Few,
            Ok(PluralCategory::MANY) => Self::Many,
            // None of our languages has a zero or a two.
            _ => Self::Other,
        }
    }

    /// The forms that whole numbers take.
    #[cfg(test)]
    pub(crate) fn all(language: Language) -> Vec<Self> {
        match language {
            Language::En | Language::Kk => vec![Self::One, Self::Other],
            Language::Ru => vec![Self::One, Self::Few, Self::Many],
        }
    }
}

static RULES: LazyLock<[PluralRules; 3]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let tag: LanguageIdentifier =
            language.code().parse().expect("a code of ISO 639-1 is a tag");
        PluralRules::create(tag, PluralRuleType::CARDINAL).expect("CLDR has all our languages")
    })
});

/// A text: the same for every number, or one for each form.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Forms {
    Same(String),
    Counted(Counted),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    one: Option<String>,
    few: Option<String>,
    many: Option<String>,
    other: Option<String>,
}

impl Counted {
    fn forms(&self) -> impl DoubleEndedIterator<Item = (Plural, &str)> {
        let Self { one, few, many, other } = self;
        let all =
            [(Plural::One, one), (Plural::Few, few), (Plural::Many, many), (Plural::Other, other)];
        all.into_iter().filter_map(|(form, text)| Some((form, text.as_deref()?)))
    }
}

impl Forms {
    /// The text of a form; where a language does not have it, that of the largest numbers.
    pub(crate) fn of(&self, form: Plural) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Counted(counted) => {
                let found = counted.forms().find(|(known, _)| *known == form);
                found.or_else(|| counted.forms().next_back()).map_or("", |(_, text)| text)
            }
        }
    }

    /// Every text.
    #[cfg(test)]
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        let all = match self {
            Self::Same(text) => vec![text.as_str()],
            Self::Counted(counted) => counted.forms().map(|(_, text)| text).collect(),
        };
        all.into_iter()
    }

    /// Which forms there are, if it is counted.
    #[cfg(test)]
    pub(crate) fn counted(&self) -> Option<Vec<Plural>> {
        match self {
            Self::Same(_) => None,
            Self::Counted(counted) => Some(counted.forms().map(|(form, _)| form).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The samples of CLDR's own table.
    #[test]
    fn numbers_take_the_forms_of_their_language() {
        for (n, en, ru) in [
            (0, Plural::Other, Plural::Many),
            (1, Plural::One, Plural::One),
            (2, Plural::Other, Plural::Few),
            (4, Plural::Other, Plural::Few),
            (5, Plural::Other, Plural::Many),
            (11, Plural::Other, Plural::Many),
            (12, Plural::Other, Plural::Many),
            (14, Plural::Other, Plural::Many),
            (21, Plural::Other, Plural::One),
            (22, Plural::Other, Plural::Few),
            (25, Plural::Other, Plural::Many),
            (101, Plural::Other, Plural::One),
            (111, Plural::Other, Plural::Many),
            (1_000_000, Plural::Other, Plural::Many),
        ] {
            assert_eq!(Plural::of(Language::En, n), en, "{n}");
            assert_eq!(Plural::of(Language::Kk, n), en, "{n}");
            assert_eq!(Plural::of(Language::Ru, n), ru, "{n}");
        }
    }
}
