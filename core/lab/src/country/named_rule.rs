//! Censors by the names that a scenario gives them, so that there can be several of one kind.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::rule::Rule;

/// A censor with its name, if it has one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct NamedRule {
    name: Option<String>,
    #[serde(flatten)]
    pub(super) rule: Rule,
}

/// The censors that a group meets, each by its word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CensoredBy(Vec<String>);

impl NamedRule {
    /// What groups call it: its name, or its kind if it has none.
    pub(super) fn word(&self) -> &str {
        self.name.as_deref().unwrap_or(self.rule.technique().word())
    }

    /// What the reader of a description sees of that.
    pub(super) fn in_words(&self) -> String {
        let kind = self.rule.technique().word();
        match &self.name {
            Some(name) => format!("{name} ({kind})"),
            None => kind.to_owned(),
        }
    }
}

impl CensoredBy {
    /// Whether the censor called `word` is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|one| one == word)
    }

    /// Forgets those of which that is not so.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&String) -> bool) {
        self.0.retain(is_kept);
    }

    /// All of them.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for CensoredBy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;

        impl<'de> Visitor<'de> for OneOrMore {
            type Value = CensoredBy;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a censor in quotes, or a list of such")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<CensoredBy, E> {
                Ok(CensoredBy(vec![word.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<CensoredBy, A::Error> {
                let mut all = Vec::new();
                while let Some(word) = words.next_element()? {
                    all.push(word);
                }
                Ok(CensoredBy(all))
            }
        }

        deserializer.deserialize_any(OneOrMore)
    }
}
