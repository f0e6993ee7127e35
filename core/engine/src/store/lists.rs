//! The rows of lists: names and pages go through the seal, switches and places are plain.
//!
//! Which pages the built-in list has is not kept here, only which of them were switched, and how.

use arna_model::ListEntry;
use rusqlite::{Row, params};

use super::rows::{Tables, signed, unsigned};
use super::{Store, Topic};
use crate::run::LedgerError;

/// The number of the built-in list's row.
pub(crate) const BUILT_IN_ROW: i64 = 1;

/// A list's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListRow {
    /// Its number.
    pub(crate) id: i64,
    /// What its user calls it; `None`: the built-in one.
    pub(crate) name: Option<String>,
    /// Whether it is looked at.
    pub(crate) is_on: bool,
    /// How many pages it has.
    pub(crate) entries: u64,
    /// How many of them are looked at if the list is.
    pub(crate) on: u64,
}

/// A page's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryRow {
    /// The row's own number.
    pub(crate) seq: i64,
    /// The page.
    pub(crate) entry: ListEntry,
    /// Whether it is looked at if its list is.
    pub(crate) is_on: bool,
}

/// Which rows of pages are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    /// How many to leave out.
    pub(crate) from: u64,
    /// At most this many.
    pub(crate) limit: u64,
}

impl Rows {
    /// All of them.
    pub(crate) const ALL: Self = Self { from: 0, limit: u64::MAX };
}

impl Store {
    /// Every list that has a row, in the user's order.
    pub(crate) async fn list_rows(&self) -> Result<Vec<ListRow>, LedgerError> {
        self.read(|tables| tables.list_rows()).await
    }

    /// Pages of a list, in its order.
    pub(crate) async fn entry_rows(
        &self,
        list: i64,
        rows: Rows,
    ) -> Result<Vec<EntryRow>, LedgerError> {
        self.read(move |tables| tables.entry_rows(list, rows)).await
    }

    /// Changes lists: all of it or nothing.
    pub(crate) async fn change_lists<T: Send + 'static>(
        &self,
        change: impl FnOnce(&ListTables<'_, '_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        self.write(Topic::Lists, move |tables| change(&ListTables(tables))).await
    }
}

/// The tables of lists, as one transaction that may write sees them.
pub(crate) struct ListTables<'a, 'b>(&'a Tables<'b>);

impl ListTables<'_, '_> {
    /// Every list that has a row, in the user's order.
    pub(crate) fn rows(&self) -> Result<Vec<ListRow>, LedgerError> {
        self.0.list_rows()
    }

    /// All pages of a list, in its order.
    pub(crate) fn entries(&self, list: i64) -> Result<Vec<EntryRow>, LedgerError> {
        self.0.entry_rows(list, Rows::ALL)
    }

    /// Makes the built-in list's row if there is none yet.
    pub(crate) fn make_built_in(&self) -> Result<(), LedgerError> {
        self.0.execute(
            "INSERT INTO list (id, place, name, chosen) VALUES (?, 0, NULL, 1) ON CONFLICT DO NOTHING",
            [BUILT_IN_ROW],
        )?;
        Ok(())
    }

    /// Makes a list behind all others, which is looked at, and says its number.
    pub(crate) fn make(&self, name: &str) -> Result<i64, LedgerError> {
        self.make_built_in()?;
        let name = self.0.seal.seal(name.as_bytes())?;
        self.0.execute(
            "INSERT INTO list (place, name, chosen) SELECT max(place) + 1, ?, 1 FROM list",
            [name],
        )?;
        Ok(self.0.sql.last_insert_rowid())
    }

    /// Gives a list these pages in place of those that it has.
    pub(crate) fn fill(&self, list: i64, pages: &[(ListEntry, bool)]) -> Result<(), LedgerError> {
        self.0.execute("DELETE FROM list_entry WHERE list = ?", [list])?;
        for (number, (entry, is_on)) in (0..).zip(pages) {
            self.add(list, number, entry, *is_on)?;
        }
        Ok(())
    }

    /// Notes how a page of the built-in list is switched that has no row yet.
    pub(crate) fn note_switch(&self, entry: &ListEntry, is_on: bool) -> Result<(), LedgerError> {
        let sql = "SELECT coalesce(max(number), -1) + 1 FROM list_entry WHERE list = ?";
        let number = self.0.first(sql, [BUILT_IN_ROW], |row| Ok(row.get(0)?))?.unwrap_or(0);
        self.add(BUILT_IN_ROW, number, entry, is_on)
    }

    fn add(
        &self,
        list: i64,
        number: i64,
        entry: &ListEntry,
        is_on: bool,
    ) -> Result<(), LedgerError> {
        self.0.execute(
            "INSERT INTO list_entry (list, number, content, chosen) VALUES (?, ?, ?, ?)",
            params![list, number, self.0.seal.seal_json(entry)?, is_on],
        )?;
        Ok(())
    }

    /// Switches a page.
    pub(crate) fn switch_entry(&self, seq: i64, is_on: bool) -> Result<(), LedgerError> {
        let sql = "UPDATE list_entry SET chosen = ? WHERE seq = ?";
        found(self.0.execute(sql, params![is_on, seq])?)
    }

    /// Switches a list.
    pub(crate) fn switch(&self, list: i64, is_on: bool) -> Result<(), LedgerError> {
        found(self.0.execute("UPDATE list SET chosen = ? WHERE id = ?", params![is_on, list])?)
    }

    /// Gives a list another name.
    pub(crate) fn rename(&self, list: i64, name: &str) -> Result<(), LedgerError> {
        let name = self.0.seal.seal(name.as_bytes())?;
        found(self.0.execute("UPDATE list SET name = ? WHERE id = ?", params![name, list])?)
    }

    /// Gives a list its place among the others.
    pub(crate) fn put(&self, list: i64, place: u64) -> Result<(), LedgerError> {
        let place = signed(place);
        found(self.0.execute("UPDATE list SET place = ? WHERE id = ?", params![place, list])?)
    }

    /// Removes a list and its pages.
    pub(crate) fn remove(&self, list: i64) -> Result<(), LedgerError> {
        self.0.execute("DELETE FROM list_entry WHERE list = ?", [list])?;
        found(self.0.execute("DELETE FROM list WHERE id = ?", [list])?)
    }
}

fn found(touched: usize) -> Result<(), LedgerError> {
    if touched == 0 { Err(LedgerError::NotFound) } else { Ok(()) }
}

impl Tables<'_> {
    pub(super) fn list_rows(&self) -> Result<Vec<ListRow>, LedgerError> {
        let sql = "SELECT id, name, chosen,
                (SELECT count(*) FROM list_entry WHERE list = id),
                (SELECT count(*) FROM list_entry WHERE list = id AND list_entry.chosen = 1)
             FROM list ORDER BY place, id";
        self.all(sql, [], |row| {
            let name = match row.get_ref(1)?.as_blob_or_null().map_err(rusqlite::Error::from)? {
                Some(sealed) => Some(self.list_name(sealed)?),
                None => None,
            };
            Ok(ListRow {
                id: row.get(0)?,
                name,
                is_on: row.get(2)?,
                entries: unsigned(row.get(3)?),
                on: unsigned(row.get(4)?),
            })
        })
    }

    fn list_name(&self, sealed: &[u8]) -> Result<String, LedgerError> {
        let opened = self.seal.open(sealed)?.into_owned();
        String::from_utf8(opened)
            .map_err(|_| LedgerError::Damaged("a list's name that is no text".into()))
    }

    pub(super) fn entry_rows(&self, list: i64, rows: Rows) -> Result<Vec<EntryRow>, LedgerError> {
        let sql = "SELECT seq, content, chosen FROM list_entry WHERE list = ? ORDER BY number
             LIMIT ? OFFSET ?";
        self.all(sql, params![list, signed(rows.limit), signed(rows.from)], |row: &Row<'_>| {
            Ok(EntryRow {
                seq: row.get("seq")?,
                entry: self.json(row, "content")?,
                is_on: row.get("chosen")?,
            })
        })
    }
}
