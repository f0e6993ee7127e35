//! Lists of pages: the built-in one and the user's own, what is in them, and what of it is measured.

mod rows;

use arna_lists::Read;
use arna_model::ListId;
use arna_words::Words;

use crate::fault::Fault;
use crate::reading::page_of;
use crate::{ArnaError, Engine};

pub use rows::{
    ListGroup, ListInfo, ListKept, ListMistake, ListPage, ListRead, ListSource, ListSwitch,
};

#[uniffi::export]
impl Engine {
    /// All lists in the user's order, the built-in one among them.
    pub async fn lists(&self) -> Result<Vec<ListInfo>, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            Ok(core.lists().await?.into_iter().map(|list| ListInfo::of(list, words)).collect())
        })
        .await
    }

    /// Pages of a list in its order: from number `from` on, 1 to 5000 of them. Empty behind the last.
    pub async fn list_pages(
        &self,
        list: String,
        from: u32,
        limit: u32,
    ) -> Result<Vec<ListPage>, ArnaError> {
        let (limit, words) = (page_of(limit)?, self.words());
        self.does(|core| async move {
            let pages = core.list(id(&list)?, from, limit).await?;
            let page = |one: arna_engine::Listed| ListPage::of(one.entry, one.is_on, words);
            Ok(pages.into_iter().map(page).collect())
        })
        .await
    }

    /// The pages of a list by what they are about: those that are no risk first.
    pub async fn list_groups(&self, list: String) -> Result<Vec<ListGroup>, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            let groups = core.list_groups(id(&list)?).await?;
            Ok(groups.into_iter().map(|group| ListGroup::of(group, words)).collect())
        })
        .await
    }

    /// What a source holds, before any of it is kept. Nothing is sent.
    pub async fn read_list(&self, source: ListSource) -> Result<ListRead, ArnaError> {
        let words = self.words();
        self.does(|_| async move { Ok(ListRead::of(&source.read().await?, words)) }).await
    }

    /// Keeps a list behind all others, switched on, its risky pages off. `name`: 1 to 80 characters; nothing: what the
    /// list calls itself.
    pub async fn add_list(
        &self,
        name: Option<String>,
        source: ListSource,
    ) -> Result<ListKept, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            let read = source.read().await?;
            let name = name.or_else(|| read.name.clone()).unwrap_or_default();
            let made = core.add_list(&name, &read).await?;
            kept(&core, made, &read, words).await
        })
        .await
    }

    /// Gives a list other pages in place of those that it has; what was switched by hand stays as it was.
    pub async fn replace_list(
        &self,
        list: String,
        source: ListSource,
    ) -> Result<ListKept, ArnaError> {
        let words = self.words();
        self.does(|core| async move {
            let (id, read) = (id(&list)?, source.read().await?);
            core.replace_list(id, &read).await?;
            kept(&core, (!read.entries.is_empty()).then_some(id), &read, words).await
        })
        .await
    }

    /// Gives a list another name.
    pub async fn rename_list(&self, list: String, name: String) -> Result<(), ArnaError> {
        self.does(|core| async move { Ok(core.rename_list(id(&list)?, &name).await?) }).await
    }

    /// Puts lists in this order; those that are not named stay behind them.
    pub async fn order_lists(&self, lists: Vec<String>) -> Result<(), ArnaError> {
        self.does(|core| async move {
            let mut order = Vec::new();
            for list in &lists {
                let id = id(list)?;
                // Twice in an order is once in it.
                if !order.contains(&id) {
                    order.push(id);
                }
            }
            Ok(core.order_lists(&order).await?)
        })
        .await
    }

    /// Removes a list and its pages. What was measured of them stays.
    pub async fn remove_list(&self, list: String) -> Result<(), ArnaError> {
        self.does(|core| async move { Ok(core.remove_list(id(&list)?).await?) }).await
    }

    /// Switches a list, a category of it, or a page, on or off.
    pub async fn switch_list(
        &self,
        list: String,
        what: ListSwitch,
        is_on: bool,
    ) -> Result<(), ArnaError> {
        self.does(|core| async move { Ok(core.switch_list(id(&list)?, what.into(), is_on).await?) })
            .await
    }

    /// A list as text, to be edited and given back by `replace_list`, or shared: switches are not in it.
    pub async fn list_text(&self, list: String) -> Result<String, ArnaError> {
        self.does(|core| async move { Ok(core.list_text(id(&list)?).await?) }).await
    }
}

/// Which list is meant.
pub(crate) fn id(text: &str) -> Result<ListId, Fault> {
    text.parse().map_err(|_| arna_engine::Error::from(arna_engine::ListTrouble::NoList).into())
}

/// The list that was kept, and what its source holds.
async fn kept(
    core: &arna_engine::Engine,
    id: Option<ListId>,
    read: &Read,
    words: Words,
) -> Result<ListKept, Fault> {
    let lists = core.lists().await?;
    let list = lists.into_iter().find(|list| Some(list.id) == id);
    let list = list.map(|list| ListInfo::of(list, words));
    Ok(ListKept { list, read: ListRead::of(read, words) })
}

impl ListSource {
    /// What it holds. Sixteen megabytes take a moment, in which others are to be served.
    async fn read(self) -> Result<Read, Fault> {
        let read = tokio::task::spawn_blocking(move || match self {
            Self::Text { text } => arna_lists::read(text.as_bytes()),
            Self::File { content } => arna_lists::read(&content),
            Self::Shared { text } => arna_lists::shared(text.as_bytes()),
        });
        read.await.map_err(|_| Fault::Mistake)
    }
}
