//! Every word that people read about a verdict, in the language that was asked for.
//!
//! The words are in `arna-words`; here is only which language it is, chosen once, before anything is
//! printed. JSON has the names of the model and never comes by here.

use std::sync::OnceLock;

use arna_model::{
    Cause, Code, Failure, Found, Gate, How, NetworkState, Outcome, P0Source, Quic, Reason, State,
    Tested, WallTime,
};
use arna_words::{Language, Phrase, Words};

/// Chooses the language for all that is printed: the one asked for, or the system's.
pub(crate) fn choose(asked: Option<Language>) {
    let language = asked.unwrap_or_else(|| of_system(|name| std::env::var(name).ok()));
    LANGUAGE.get_or_init(|| language);
}

/// A place on the scale.
pub(crate) fn code(code: Code) -> &'static str {
    words().code(code)
}

/// What a place on the scale means.
pub(crate) fn meaning(code: Code) -> &'static str {
    words().meaning(code)
}

/// What is really so, in a word that fits into a column.
pub(crate) fn in_short(code: Code) -> &'static str {
    words().truth(code)
}

/// What became of QUIC.
pub(crate) fn quic(quic: Quic) -> &'static str {
    words().quic(quic)
}

/// How it shows.
pub(crate) fn how(how: How) -> &'static str {
    words().how(how)
}

/// Why nothing better could be said.
pub(crate) fn reason(reason: Reason) -> &'static str {
    words().reason(reason)
}

/// At which layer.
pub(crate) fn cause(cause: Cause) -> &'static str {
    words().cause(cause)
}

/// The state of a whole network.
pub(crate) fn state(state: NetworkState) -> &'static str {
    words().state(state)
}

/// What a failure is like.
pub(crate) fn failure(failure: &Failure) -> String {
    words().failure(failure)
}

/// What a target was like for a while.
pub(crate) fn site(state: State) -> &'static str {
    words().site(state)
}

/// Why a block is void.
pub(crate) fn gate(gate: Gate) -> &'static str {
    words().gate(gate)
}

/// What a test is about.
pub(crate) fn tested(tested: Tested) -> &'static str {
    words().tested(tested)
}

/// What a test came to.
pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    words().outcome(outcome)
}

/// Where the failure rate of a test comes from.
pub(crate) fn p0(from: P0Source) -> &'static str {
    words().p0(from)
}

/// What looking for the place on the path found.
pub(crate) fn found(found: Found) -> &'static str {
    words().found(found)
}

/// A day with its day of the week.
pub(crate) fn day(at: WallTime) -> String {
    words().day(at)
}

/// What stands around the words.
pub(crate) fn phrase(phrase: Phrase) -> &'static str {
    words().phrase(phrase)
}

/// The same with these values in its braces.
pub(crate) fn filled(phrase: Phrase, values: &[(&str, &str)]) -> String {
    words().filled(phrase, values)
}

fn words() -> Words {
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
