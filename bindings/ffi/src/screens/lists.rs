//! What is tested, as it is seen and changed before it is.

pub use arna_screens::lists::{AddingSites, GroupSites, RiskyKind, ShownLists, WrongLines};
use arna_screens::lists::{Given, Which, adding, lists, read, risky, sites};
use arna_screens::{Action, GroupBlock, Row, RowsHeld, SiteSwitch};
use arna_words::Trouble as Name;

use super::{Reader, screen};
use crate::config::RunRequest;
use crate::fault::Fault;
use crate::{ArnaError, Engine};

/// What is tested.
#[uniffi::remote(Record)]
pub struct ShownLists {
    /// Its title.
    pub heading: String,
    /// What is looked for.
    pub query: String,
    /// In the field for that.
    pub query_hint: String,
    /// While something is looked for: what was found, in place of the blocks.
    pub found: Vec<SiteSwitch>,
    /// How many more there are.
    pub more_found: Option<String>,
    /// Nothing was found.
    pub none_found: Option<String>,
    /// What is looked for is an address that no list has: adds it.
    pub add_found: Option<Action>,
    /// The built-in list, the user's own, and risky kinds, as far as there are any.
    pub blocks: Vec<GroupBlock>,
    /// Leads to where sites are typed, pasted and read from files. It stands below the block of the user's own lists,
    /// which is the second one.
    pub add: Row,
    /// Starts a test of all that is on.
    pub test: Action,
}

/// The sites of a group or of a list.
#[uniffi::remote(Record)]
pub struct GroupSites {
    /// What it is called.
    pub heading: String,
    /// How many of them are on.
    pub count: String,
    /// Its sites.
    pub rows: Vec<SiteSwitch>,
    /// Shows more of them.
    pub more: Option<Action>,
    /// There is none.
    pub empty: Option<String>,
    /// What can be done with all of it: switched, or, where it is a list of the user's, renamed and removed.
    pub actions: Vec<Action>,
    /// What is said when the next page is asked for, to get its rows alone.
    #[uniffi(default = None)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[uniffi(default = false)]
    pub is_rest: bool,
}

/// What a risky kind of sites means.
#[uniffi::remote(Record)]
pub struct RiskyKind {
    /// What the sites are about.
    pub heading: String,
    /// What is to be known before one of them is chosen.
    pub sentences: Vec<String>,
    /// Chooses all of them; nothing: all of them are on.
    pub choose: Option<Action>,
    /// Leaves them off, or switches them off again.
    pub leave: Action,
    /// The sites, each with a switch of its own.
    pub rows: Vec<SiteSwitch>,
    /// Shows more of them.
    pub more: Option<Action>,
    /// The title and what is to be known, as they are spoken.
    pub spoken: String,
    /// What is said when the next page is asked for, to get its rows alone.
    #[uniffi(default = None)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[uniffi(default = false)]
    pub is_rest: bool,
}

/// Sites to add.
#[uniffi::remote(Record)]
pub struct AddingSites {
    /// Its title.
    pub heading: String,
    /// In the field in which addresses are typed.
    pub hint: String,
    /// What was given, as the field holds it; nothing: it is too long for a field, or no text.
    pub text: Option<String>,
    /// Stands in the place of the field then. It is emptied by giving nothing.
    pub held: Option<String>,
    /// Opens a file.
    pub open: Action,
    /// In the field with the list's name.
    pub name_hint: String,
    /// The name that the list gets unless another one is typed; nothing as long as there is no site.
    pub name: Option<String>,
    /// How many sites were found in what was given.
    pub answer: Option<String>,
    /// What else is to be known of them.
    pub notes: Vec<String>,
    /// The first of them.
    pub rows: Vec<Row>,
    /// How many more there are.
    pub more: Option<String>,
    /// What is wrong with the rest.
    pub wrong: Option<WrongLines>,
    /// Keeps them as a list.
    pub add: Action,
}

/// Lines that are left out, each with what is wrong.
#[uniffi::remote(Record)]
pub struct WrongLines {
    /// How many there are.
    pub heading: String,
    /// The first of them.
    pub rows: Vec<Row>,
    /// How many more there are.
    pub more: Option<String>,
}

screen! {
    /// What is tested, or what stands in its place.
    ListsScreen of ShownLists
}

screen! {
    /// The sites of a group or of a list, or what stands in their place.
    GroupScreen of GroupSites
}

screen! {
    /// What a risky kind of sites means, or what stands in its place.
    RiskyScreen of RiskyKind
}

screen! {
    /// Sites to add, or what stands in their place.
    AddingScreen of AddingSites
}

#[uniffi::export]
impl Engine {
    /// What is tested. `query`: what is looked for; empty: nothing. What its switches do, `act` does.
    #[uniffi::method(default(query = ""))]
    pub async fn lists_screen(&self, reader: Reader, query: String) -> ListsScreen {
        let usual = self.usual();
        self.shows(reader, |core, words| async move {
            let request = RunRequest::default().on(usual.now(&core).await)?;
            Ok(lists(&read(&core, &request).await?, &query, words))
        })
        .await
    }

    /// The sites of a group or of a list, as `Goes.Group` names it. `pages`: so many times 50 of them, from the first on;
    /// `held`: what of them is there already, as the record before had it.
    #[uniffi::method(default(pages = 1, held = None))]
    pub async fn group_screen(
        &self,
        reader: Reader,
        id: String,
        pages: u32,
        held: Option<RowsHeld>,
    ) -> GroupScreen {
        let usual = self.usual();
        self.shows(reader, |core, words| async move {
            let request = RunRequest::default().on(usual.now(&core).await)?;
            let facts = read(&core, &request).await?;
            let shown =
                Which::of_id(&id).and_then(|which| sites(&facts, &which, (pages, held), words));
            shown.ok_or_else(|| Fault::Told(ArnaError::refused(words.trouble(Name::NoList, &[]))))
        })
        .await
    }

    /// What a risky kind of sites means, as `Goes.Risky` names it, with its sites by fifties. `held`: what of them is there
    /// already.
    #[uniffi::method(default(pages = 1, held = None))]
    pub async fn risky_screen(
        &self,
        reader: Reader,
        category: String,
        pages: u32,
        held: Option<RowsHeld>,
    ) -> RiskyScreen {
        let usual = self.usual();
        self.shows(reader, |core, words| async move {
            let request = RunRequest::default().on(usual.now(&core).await)?;
            let facts = read(&core, &request).await?;
            let none = || ArnaError::refused(words.trouble(Name::NoListEntry, &[]));
            risky(&facts, &category, (pages, held), words).ok_or_else(|| Fault::Told(none()))
        })
        .await
    }

    /// What of a text or a file can be added, and what is wrong with the rest. Nothing is kept. `name`: what the file is
    /// called; `is_shared`: another app shared it, so that it may be a sentence with addresses in it.
    #[uniffi::method(default(name = None, is_shared = false))]
    pub async fn adding_screen(
        &self,
        reader: Reader,
        content: Vec<u8>,
        name: Option<String>,
        is_shared: bool,
    ) -> AddingScreen {
        self.shows(reader, move |core, words| async move {
            Ok(adding(&Given { content, name, is_shared }, words, core.now()))
        })
        .await
    }
}
