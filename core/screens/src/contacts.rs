//! Whom Arna contacts, each with what he learns: before anything is sent, and whenever somebody asks.

use arna_engine::run::decoys_of;
use arna_engine::{Engine, Error, ListTrouble};
use arna_model::Request;
use arna_words::{Contact, OnScreen, Words};
use serde::Serialize;

use crate::spoken::{row, sentences};
use crate::{Mark, Row};

/// Whom a test contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownContacts {
    /// Its title.
    pub heading: String,
    /// What stands above the list.
    pub lead: String,
    /// Everybody who is contacted, each with what he learns.
    pub rows: Vec<Row>,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// All of it, spoken.
    pub spoken: String,
}

/// What a test would ask for: `request` with the pages that are on in the lists and what the user set.
///
/// # Errors
/// The engine's; that nothing is on is none: then no site is contacted.
pub async fn read(engine: &Engine, request: &Request) -> Result<Request, Error> {
    let asked = match engine.request_of_lists(request.clone(), None).await {
        Err(Error::List(ListTrouble::NothingOn)) => {
            Request { targets: Vec::new(), list: None, ..request.clone() }
        }
        asked => asked?,
    };
    engine.with_settings(asked).await
}

/// Whom `request` contacts.
pub fn contacts(request: &Request, words: Words) -> ShownContacts {
    let told = words.contacts(request, decoys_of(request));
    let heading = words.on_screen(OnScreen::WhomItContacts).to_owned();
    let of = |one: &Contact| row(Mark::None, &one.who, Some(one.what.clone()));
    let rows: Vec<_> = told.everybody.iter().map(of).collect();
    let spoken = rows.iter().map(|row| &row.spoken);
    let all = [&heading, &told.title].into_iter().chain(spoken).chain(&told.notes);
    ShownContacts {
        spoken: sentences(all.map(String::as_str)),
        heading,
        lead: told.title,
        rows,
        notes: told.notes,
    }
}
