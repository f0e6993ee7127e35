//! Every word that people read about a verdict, in the language that was asked for.
//!
//! The words are in `arna-words`; here is only which language it is, chosen once, before anything is
//! printed. JSON has the names of the model and never comes by here.

use std::sync::OnceLock;

use arna_words::{Language, Words};

/// Chooses the language for all that is printed: the one asked for, or the system's.
pub(crate) fn choose(asked: Option<Language>) {
    let language = asked.unwrap_or_else(|| of_system(|name| std::env::var(name).ok()));
    LANGUAGE.get_or_init(|| language);
}

/// The words of that language.
pub(crate) fn words() -> Words {
    Words::of(LANGUAGE.get().copied().unwrap_or_default())
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
