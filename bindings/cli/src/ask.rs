//! Whom a run contacts, said before anything is sent, and the question whether that is wanted.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use arna_engine::run::decoys_of;
use arna_engine::store::Store;
use arna_model::Request;
use arna_words::Phrase;

use crate::exits::Trouble;
use crate::out;
use crate::words::words;

/// Says whom `request` contacts and asks, unless the answer is known. `false`: the person said no.
pub(crate) async fn may_go_on(
    request: &Request,
    store: &Store,
    database: &Path,
    is_yes: bool,
) -> Result<bool, Trouble> {
    if is_yes || store.setting(ANSWER).await?.as_deref() == Some("yes") {
        return Ok(true);
    }
    out::tell(statement(request, database));
    if !io::stdin().is_terminal() {
        return Err(Trouble::usage(
            "there is no terminal to ask on; add --yes if these may be contacted",
        ));
    }
    out::ask(format_args!("{} ", words().phrase(Phrase::MayBeContacted)));
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Trouble::own(format_args!("no answer could be read: {error}")))?;
    let is_yes = is_consent(&answer, words().phrase(Phrase::Yes));
    if is_yes {
        store.set_setting(ANSWER, "yes").await?;
    } else {
        out::tell(words().phrase(Phrase::NothingSent));
    }
    Ok(is_yes)
}

/// Whom measuring contacts, as the terminal shows it.
fn statement(request: &Request, database: &Path) -> String {
    let said = words().contacts(request, decoys_of(request));
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

/// Whether an answer is "yes", or its first letter, in English or in the language of the question.
fn is_consent(answer: &str, yes: &str) -> bool {
    let answer = answer.trim().to_lowercase();
    let is_said = |yes: &str| {
        answer == yes || yes.chars().next().is_some_and(|first| answer == first.to_string())
    };
    is_said("yes") || is_said(yes)
}

/// The setting that keeps the answer.
const ANSWER: &str = "cli.may_contact";

#[cfg(test)]
mod tests {
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
        let text = statement(&Request::default(), Path::new("x.db"));
        assert!(text.ends_with("Nothing is uploaded.\nThey are in x.db."), "{text}");
    }
}
