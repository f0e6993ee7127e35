//! What shells do with lists of pages.

use arna_lists::Read;
use arna_model::{ListEntry, ListId, Request};
use url::Url;

use super::Engine;
use crate::Error;
use crate::asking::built_in_entries;
use crate::lists::{self, Group, List, ListTrouble, Listed, Switch};
use crate::store::{BUILT_IN_ROW, EntryRow, ListRow, ListTables, Rows};

impl Engine {
    /// All lists in the user's order, the built-in one among them.
    ///
    /// # Errors
    /// The store's.
    pub async fn lists(&self) -> Result<Vec<List>, Error> {
        let rows = self.store.list_rows().await?;
        let built_in = self.built_in(rows.iter().any(|row| row.id == BUILT_IN_ROW)).await?;
        Ok(lists::lists(rows, &built_in))
    }

    /// Pages of a list in its order: at most `limit`, from number `from` on.
    ///
    /// # Errors
    /// There is no such list; the store's.
    pub async fn list(&self, id: ListId, from: u32, limit: u32) -> Result<Vec<Listed>, Error> {
        match id {
            ListId::BuiltIn => {
                let all = self.built_in(true).await?.into_iter();
                Ok(all.skip(from as usize).take(limit as usize).collect())
            }
            ListId::Own(row) => {
                self.own(row).await?;
                let rows = Rows { from: from.into(), limit: limit.into() };
                let rows = self.store.entry_rows(row, rows).await?;
                Ok(rows.into_iter().map(Listed::from).collect())
            }
        }
    }

    /// The pages of a list by what they are about: those that are no risk first.
    ///
    /// # Errors
    /// There is no such list; the store's.
    pub async fn list_groups(&self, id: ListId) -> Result<Vec<Group>, Error> {
        Ok(lists::groups(&self.list(id, 0, u32::MAX).await?))
    }

    /// Keeps a list behind all others, switched on; its risky pages are off. Where `read` has no page nothing is kept,
    /// and its mistakes say why.
    ///
    /// # Errors
    /// A name that it cannot have or another list has; more pages than a list holds; the store's.
    pub async fn add_list(&self, name: &str, read: &Read) -> Result<Option<ListId>, Error> {
        let name = lists::name(name)?;
        if read.entries.is_empty() {
            return Ok(None);
        }
        let pages = lists::pages(read.entries.clone(), &[])?;
        let made = self.store.change_lists(move |tables| {
            if is_taken(tables, &name, None)? {
                return Ok(Err(ListTrouble::Taken(name)));
            }
            let id = tables.make(&name)?;
            tables.fill(id, &pages)?;
            Ok(Ok(ListId::Own(id)))
        });
        Ok(Some(made.await??))
    }

    /// Gives a list other pages in place of those that it has. What was switched by hand stays as it was. Where `read`
    /// has no page nothing is changed.
    ///
    /// # Errors
    /// There is no such list, or it is the built-in one; more pages than a list holds; the store's.
    pub async fn replace_list(&self, id: ListId, read: &Read) -> Result<(), Error> {
        let row = own(id)?;
        let entries = read.entries.clone();
        self.own(row).await?;
        if entries.is_empty() {
            return Ok(());
        }
        let filled = self.store.change_lists(move |tables| {
            let pages = match lists::pages(entries, &tables.entries(row)?) {
                Ok(pages) => pages,
                Err(trouble) => return Ok(Err(trouble)),
            };
            tables.fill(row, &pages)?;
            Ok(Ok(()))
        });
        Ok(filled.await??)
    }

    /// Puts one page at the end of the list of this name, which is made where there is none, and switches both on.
    ///
    /// # Errors
    /// A name that no list of the user's can have; more pages than a list holds; the store's.
    pub async fn add_page(&self, name: &str, url: &Url) -> Result<ListId, Error> {
        let (name, url) = (lists::name(name)?, url.to_string());
        let added = self.store.change_lists(move |tables| {
            let known = tables.rows()?.into_iter().find(|row| row.name.as_ref() == Some(&name));
            let id = match known {
                Some(row) => row.id,
                None => tables.make(&name)?,
            };
            let before = tables.entries(id)?;
            if let Some(row) = before.iter().find(|row| row.entry.url == url) {
                tables.switch_entry(row.seq, true)?;
            } else {
                let known = before.iter().map(|row| row.entry.clone());
                let new = ListEntry { url, category: None };
                let pages = match lists::pages(known.chain([new]).collect(), &before) {
                    Ok(pages) => pages,
                    Err(trouble) => return Ok(Err(trouble)),
                };
                tables.fill(id, &pages)?;
            }
            tables.switch(id, true)?;
            Ok(Ok(ListId::Own(id)))
        });
        Ok(added.await??)
    }

    /// Gives a list another name.
    ///
    /// # Errors
    /// There is no such list, or it is the built-in one; a name that it cannot have or another list has; the store's.
    pub async fn rename_list(&self, id: ListId, name: &str) -> Result<(), Error> {
        let (row, name) = (own(id)?, lists::name(name)?);
        self.own(row).await?;
        let renamed = self.store.change_lists(move |tables| {
            if is_taken(tables, &name, Some(row))? {
                return Ok(Err(ListTrouble::Taken(name)));
            }
            Ok(Ok(tables.rename(row, &name)?))
        });
        Ok(renamed.await??)
    }

    /// Puts lists in this order; those that are not named stay behind them, in the order that they have.
    ///
    /// # Errors
    /// There is no such list; the store's.
    pub async fn order_lists(&self, order: &[ListId]) -> Result<(), Error> {
        let order: Vec<_> = order.iter().map(|id| row_of(*id)).collect();
        let put = self.store.change_lists(move |tables| {
            tables.make_built_in()?;
            let rows = tables.rows()?;
            if order.iter().any(|id| rows.iter().all(|row| row.id != *id)) {
                return Ok(Err(ListTrouble::NoList));
            }
            let rest = rows.iter().map(|row| row.id).filter(|id| !order.contains(id));
            for (place, id) in (0..).zip(order.iter().copied().chain(rest)) {
                tables.put(id, place)?;
            }
            Ok(Ok(()))
        });
        Ok(put.await??)
    }

    /// Removes a list and its pages. What was measured of them stays.
    ///
    /// # Errors
    /// There is no such list, or it is the built-in one; the store's.
    pub async fn remove_list(&self, id: ListId) -> Result<(), Error> {
        let row = own(id)?;
        self.own(row).await?;
        Ok(self.store.change_lists(move |tables| tables.remove(row)).await?)
    }

    /// Switches a list, a category of it, or a page, on or off.
    ///
    /// # Errors
    /// There is no such list, category or page; the store's.
    pub async fn switch_list(&self, id: ListId, what: Switch, is_on: bool) -> Result<(), Error> {
        let row = row_of(id);
        let switched = self.store.change_lists(move |tables| {
            if id == ListId::BuiltIn {
                tables.make_built_in()?;
            } else if tables.rows()?.iter().all(|one| one.id != row) {
                return Ok(Err(ListTrouble::NoList));
            }
            if what == Switch::List {
                return Ok(Ok(tables.switch(row, is_on)?));
            }
            let rows = tables.entries(row)?;
            let is_wanted = |entry: &ListEntry| what.is_for(entry);
            let mut touched = 0;
            for one in rows.iter().filter(|one| is_wanted(&one.entry)) {
                tables.switch_entry(one.seq, is_on)?;
                touched += 1;
            }
            if id == ListId::BuiltIn {
                let is_new = |entry: &ListEntry| rows.iter().all(|row| row.entry.url != entry.url);
                let entries = built_in_entries().into_iter();
                for entry in entries.filter(|entry| is_wanted(entry) && is_new(entry)) {
                    tables.note_switch(&entry, is_on)?;
                    touched += 1;
                }
            }
            Ok(if touched > 0 { Ok(()) } else { Err(ListTrouble::NoEntry) })
        });
        Ok(switched.await??)
    }

    /// A list as text, which can be read again: switches are not in it.
    ///
    /// # Errors
    /// There is no such list; the store's.
    pub async fn list_text(&self, id: ListId) -> Result<String, Error> {
        let pages = self.list(id, 0, u32::MAX).await?;
        Ok(arna_lists::written(pages.iter().map(|page| &page.entry)))
    }

    /// `request` with the pages that are on as its targets, each once, in the order of the lists: those of one list, on
    /// or off, or of all that are on. Nothing is sent.
    ///
    /// # Errors
    /// There is no such list; nothing is on; the store's.
    pub async fn request_of_lists(
        &self,
        request: Request,
        only: Option<ListId>,
    ) -> Result<Request, Error> {
        let lists = self.lists().await?;
        let is_wanted = |list: &&List| only.map_or(list.is_on, |id| list.id == id);
        let wanted: Vec<_> = lists.iter().filter(is_wanted).collect();
        if let (Some(_), true) = (only, wanted.is_empty()) {
            return Err(ListTrouble::NoList.into());
        }
        let mut pages = Vec::new();
        for list in wanted {
            pages.push((list.name.clone(), self.list(list.id, 0, u32::MAX).await?));
        }
        let request = lists::request(request, pages);
        if request.targets.is_empty() {
            return Err(ListTrouble::NothingOn.into());
        }
        Ok(request)
    }

    /// The built-in list, with what was switched in it if anything may have been.
    async fn built_in(&self, may_be_switched: bool) -> Result<Vec<Listed>, Error> {
        let switched = match may_be_switched {
            true => self.store.entry_rows(BUILT_IN_ROW, Rows::ALL).await?,
            false => Vec::new(),
        };
        Ok(lists::built_in(built_in_entries(), &switched))
    }

    /// The row of a list of the user's.
    async fn own(&self, id: i64) -> Result<ListRow, Error> {
        let rows = self.store.list_rows().await?;
        let row = rows.into_iter().find(|row| row.id == id && id != BUILT_IN_ROW);
        Ok(row.ok_or(ListTrouble::NoList)?)
    }
}

impl From<EntryRow> for Listed {
    fn from(EntryRow { entry, is_on, .. }: EntryRow) -> Self {
        Self { entry, is_on }
    }
}

/// The row of a list that can be changed.
fn own(id: ListId) -> Result<i64, ListTrouble> {
    match id {
        ListId::BuiltIn => Err(ListTrouble::BuiltIn),
        ListId::Own(row) => Ok(row),
    }
}

fn row_of(id: ListId) -> i64 {
    match id {
        ListId::BuiltIn => BUILT_IN_ROW,
        ListId::Own(row) => row,
    }
}

/// Whether a list has this name, but the one that may keep it. Names are sealed, so only opening tells.
fn is_taken(
    tables: &ListTables<'_, '_>,
    name: &str,
    but: Option<i64>,
) -> Result<bool, crate::run::LedgerError> {
    let rows = tables.rows()?;
    Ok(rows.iter().any(|row| row.name.as_deref() == Some(name) && Some(row.id) != but))
}
