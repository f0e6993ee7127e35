//! Whom a run contacts, said before anything is sent, and the question whether that is wanted.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use arna_engine::run::decoys_of;
use arna_engine::store::Store;
use arna_model::Request;
use arna_net::{Blob, OsWire, Wire as _};
use arna_words::{Contacts, Line, Phrase, agreements};

use crate::exits::Trouble;
use crate::out;
use crate::words::{line, words};

/// Says whom `request` contacts that nobody agreed to yet, and asks, unless there is nobody or the answer is known.
/// `false`: the person said no.
pub(crate) async fn may_go_on(
    request: &Request,
    store: &Store,
    database: &Path,
    is_yes: bool,
) -> Result<bool, Trouble> {
    if is_yes {
        return Ok(true);
    }
    let mut agreed = Agreed::read(store.setting(AGREED).await?.as_deref());
    let Some(contacts) = agreed.lacks(request) else { return Ok(true) };
    out::tell(statement(contacts, database));
    if !io::stdin().is_terminal() {
        return Err(Trouble::usage(line(Line::NoTerminal, &[])));
    }
    out::ask(format_args!("{} ", words().phrase(Phrase::MayBeContacted)));
    let is_yes = answered_yes()?;
    if is_yes {
        agreed.add(request);
        store.set_setting(AGREED, &agreed.written()).await?;
    } else {
        out::tell(words().phrase(Phrase::NothingSent));
    }
    Ok(is_yes)
}

/// Whether the next line that is typed is a yes.
pub(crate) fn answered_yes() -> Result<bool, Trouble> {
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| {
        Trouble::own(line(Line::NoAnswerRead, &[("why", &words().system(&error))]))
    })?;
    Ok(is_consent(&answer, words().phrase(Phrase::Yes)))
}

/// Whom measuring contacts, as the terminal shows it.
fn statement(said: Contacts, database: &Path) -> String {
    let place = database.display().to_string();
    let listed = said.everybody.iter().map(|one| format!("  - {one}"));
    let kept = words().filled(Phrase::KeptIn, &[("place", &place)]);
    [said.title]
        .into_iter()
        .chain(listed)
        .chain(said.notes)
        .chain([kept])
        .collect::<Vec<_>>()
        .join("\n")
}

/// What was agreed to: a digest of each name, salted, since a setting must not say whom somebody looked at.
struct Agreed {
    salt: String,
    digests: BTreeSet<String>,
}

impl Agreed {
    /// From its setting; nobody agreed to anything where there is none.
    fn read(setting: Option<&str>) -> Self {
        let mut words = setting.unwrap_or_default().split_ascii_whitespace().map(str::to_owned);
        let salt = words.next().unwrap_or_else(|| OsWire::new().entropy("salt").id());
        Self { salt, digests: words.collect() }
    }

    fn written(&self) -> String {
        let digests = self.digests.iter().map(String::as_str);
        [self.salt.as_str()].into_iter().chain(digests).collect::<Vec<_>>().join(" ")
    }

    fn digest(&self, name: &str) -> String {
        let mut digest = Blob::new(format!("{} {name}", self.salt).into_bytes()).id.to_string();
        digest.truncate(DIGEST);
        digest
    }

    fn add(&mut self, request: &Request) {
        let names = agreements(request, decoys_of(request));
        let digests: Vec<_> = names.iter().map(|name| self.digest(name)).collect();
        self.digests.extend(digests);
    }

    /// Whom `request` contacts beyond that.
    fn lacks(&self, request: &Request) -> Option<Contacts> {
        let decoys = decoys_of(request);
        if self.digests.is_empty() {
            return Some(words().contacts(request, decoys));
        }
        words().contacts_beyond(request, decoys, |name| self.digests.contains(&self.digest(name)))
    }
}

/// Whether an answer is "yes", or its first letter, in English or in the language of the question.
fn is_consent(answer: &str, yes: &str) -> bool {
    let answer = answer.trim().to_lowercase();
    let is_said = |yes: &str| {
        answer == yes || yes.chars().next().is_some_and(|first| answer == first.to_string())
    };
    is_said("yes") || is_said(yes)
}

/// The setting that keeps it: the salt, and the digests. (A yes of earlier versions was for everything, and is no longer
/// one.)
const AGREED: &str = "cli.agreed";
/// Hexadecimal digits of a digest: among a million names two are alike once in ten million times.
const DIGEST: usize = 16;

#[cfg(test)]
mod tests {
    use arna_model::Target;

    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for answer in ["y", "YES\n", "д", "Да\n"] {
            assert!(is_consent(answer, "да"), "{answer:?}");
        }
        for answer in ["", "\n", "n", "no", "нет", "yesno", "дa"] {
            assert!(!is_consent(answer, "да"), "{answer:?}");
        }
    }

    #[test]
    fn the_place_of_the_results_is_told() {
        let text = statement(words().contacts(&Request::default(), 0), Path::new("x.db"));
        assert!(text.ends_with("Nothing is uploaded.\nThey are in x.db."), "{text}");
    }

    #[test]
    fn what_is_kept_names_nobody_and_knows_whom_it_was() {
        let target = |input: &str| Target {
            input: input.to_owned(),
            category: None,
            list: None,
            truth: None,
        };
        let of = |inputs: &[&str]| {
            let targets = inputs.iter().map(|input| target(input)).collect();
            Request { targets, helpers: vec!["https://h.example/".into()], ..Request::default() }
        };
        let mut agreed = Agreed::read(None);
        assert!(agreed.lacks(&of(&["https://a.example/"])).is_some());
        agreed.add(&of(&["https://a.example/", "https://b.example/"]));
        let written = agreed.written();
        assert!(!written.contains("example"), "{written}");
        let again = Agreed::read(Some(&written));
        assert!(again.lacks(&of(&["https://b.example/"])).is_none());
        let new = again.lacks(&of(&["https://b.example/", "https://c.example/"])).expect("c");
        assert!(new.everybody.iter().all(|one| !one.what.contains("b.example")), "{new:?}");
        let mut other = Agreed::read(None);
        other.add(&of(&["https://a.example/", "https://b.example/"]));
        assert!(other.digests.is_disjoint(&again.digests), "another salt");
    }
}
