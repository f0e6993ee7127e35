//! The languages, and how systems call them.

/// A language that Arna speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
    /// Kazakh, in Cyrillic.
    Kk,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::En, Self::Ru, Self::Kk];

    /// The code of ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Kk => "kk",
        }
    }

    /// The language of a tag like `kk`, `ru-RU` or `ru_RU.UTF-8`; `None` if Arna does not speak it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_', '.', '@']).next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_systems_are_understood() {
        for (tag, language) in [
            ("kk", Some(Language::Kk)),
            ("kk_KZ.UTF-8", Some(Language::Kk)),
            ("kk-Cyrl-KZ", Some(Language::Kk)),
            ("ru_RU", Some(Language::Ru)),
            ("RU", Some(Language::Ru)),
            ("en_US.UTF-8", Some(Language::En)),
            ("ru@icu", Some(Language::Ru)),
            ("C", None),
            ("POSIX", None),
            ("de_DE.UTF-8", None),
            ("kkk", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag:?}");
        }
    }
}
