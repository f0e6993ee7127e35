//! The blackout journal, behind the port that watches see.

use arna_model::{
    Bytes, Change, Mark, Micros, NetworkState, Purse, Vantage, WallTime, WatchId, WatchRecord,
};
use async_trait::async_trait;
use rusqlite::{Row, params};
use serde::Deserialize as _;
use serde::de::value::{Error, StrDeserializer};

use super::rows::{Tables, purse, signed, unsigned, uptime};
use super::{Store, Topic};
use crate::run::{Journal, LedgerError, Looks, Note, OfSlices};

#[async_trait]
impl Journal for Store {
    async fn open_watch(&self, watch: &WatchRecord) -> Result<(), LedgerError> {
        let watch = watch.clone();
        self.write(Topic::Journal, move |tables| tables.open_watch(&watch)).await
    }

    async fn note(&self, note: Note) -> Result<(), LedgerError> {
        self.write(Topic::Journal, move |tables| tables.note(&note)).await
    }

    async fn doubt(&self, watch: &WatchId, looks: Looks) -> Result<(), LedgerError> {
        let watch = watch.clone();
        self.write(Topic::Journal, move |tables| tables.doubt(&watch, &looks)).await
    }

    async fn spent(&self, purse: Purse, is_lab: bool, since: WallTime) -> Result<u64, LedgerError> {
        self.read(move |tables| tables.spent(purse, is_lab, since)).await
    }

    async fn watch_of_slices(&self) -> Result<Option<OfSlices>, LedgerError> {
        self.read(|tables| tables.watch_of_slices()).await
    }
}

impl Store {
    /// Every watch with its rows, in the order in which they were opened (the phone's clock may have been
    /// set back).
    pub async fn watches(&self) -> Result<Vec<(WatchRecord, Vec<Change>)>, LedgerError> {
        self.read(|tables| tables.watches(None)).await
    }

    /// Those of them that go on until `since` or later, and the last one before these, so that what is between it and the next is known.
    pub async fn watches_since(
        &self,
        since: WallTime,
    ) -> Result<Vec<(WatchRecord, Vec<Change>)>, LedgerError> {
        self.read(move |tables| tables.watches(Some(since))).await
    }

    /// Every network that was ever watched, the one that was watched last first.
    pub async fn watched(&self) -> Result<Vec<Vantage>, LedgerError> {
        self.read(|tables| tables.watched()).await
    }
}

impl Tables<'_> {
    fn open_watch(&self, watch: &WatchRecord) -> Result<(), LedgerError> {
        let Vantage { country, operator, technology, lab, .. } = &watch.vantage;
        self.execute(
            "INSERT INTO watch (id, country, operator, technology, lab, every, started, uptime, boot, purse,
                 slices)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                watch.id.as_str(),
                country,
                operator,
                technology,
                lab,
                signed(watch.every.0),
                watch.started.0,
                watch.uptime.as_ref().map(|uptime| signed(uptime.at.0)),
                watch.uptime.as_ref().map(|uptime| uptime.boot.as_str()),
                watch.purse.as_str(),
                watch.is_of_slices,
            ],
        )?;
        Ok(())
    }

    fn doubt(&self, watch: &WatchId, look: &Looks) -> Result<(), LedgerError> {
        let id = watch.as_str();
        self.count_watch(id, look.bytes, look.wall)?;
        let doubtful = look.doubtful.as_ref().map(|it| self.seal.seal_json(it)).transpose()?;
        let touched = self.execute(
            "UPDATE watch SET looks = ?, sent = ?, received = ?, doubtful = ? WHERE id = ?",
            params![
                signed(look.looks),
                signed(look.bytes.sent),
                signed(look.bytes.received),
                doubtful,
                id,
            ],
        )?;
        if touched == 0 { Err(LedgerError::NotFound) } else { Ok(()) }
    }

    /// The watch that slices of before made their looks in, the latest one, with its last row and the look that is not
    /// believed so far.
    fn watch_of_slices(&self) -> Result<Option<OfSlices>, LedgerError> {
        let sql = "SELECT * FROM watch WHERE slices ORDER BY seq DESC LIMIT 1";
        let found = self.first(sql, [], |row| {
            let doubtful = self.optional_json(row, "doubtful")?;
            Ok((row.get::<_, i64>("seq")?, watch(row)?, doubtful))
        })?;
        let Some((seq, watch, doubtful)) = found else { return Ok(None) };
        let sql = "SELECT * FROM journal WHERE watch = ? ORDER BY seq DESC LIMIT 1";
        let row = self.first(sql, [seq], |row| self.change(row))?;
        Ok(Some(OfSlices { watch, row, doubtful }))
    }

    fn change(&self, row: &Row<'_>) -> Result<Change, LedgerError> {
        Ok(Change {
            mark: Mark { at: Micros(unsigned(row.get("at")?)), wall: WallTime(row.get("wall")?) },
            previous: row.get::<_, Option<i64>>("previous")?.map(|at| Micros(unsigned(at))),
            state: state(&row.get::<_, String>("state")?)?,
            shown: self.json(row, "content")?,
        })
    }

    fn note(&self, note: &Note) -> Result<(), LedgerError> {
        let id = note.watch.as_str();
        self.count_watch(id, note.bytes, note.mark.wall)?;
        let touched = self.execute(
            "UPDATE watch SET at = ?, wall = ?, looks = ?, sent = ?, received = ?, doubtful = NULL
             WHERE id = ?",
            params![
                signed(note.mark.at.0),
                note.mark.wall.0,
                signed(note.looks),
                signed(note.bytes.sent),
                signed(note.bytes.received),
                id,
            ],
        )?;
        if touched == 0 {
            return Err(LedgerError::NotFound);
        }
        let Some(change) = &note.change else { return Ok(()) };
        self.execute(
            "INSERT INTO journal (watch, at, wall, previous, state, content)
             SELECT seq, ?, ?, ?, ?, ? FROM watch WHERE id = ?",
            params![
                signed(change.mark.at.0),
                change.mark.wall.0,
                change.previous.map(|previous| signed(previous.0)),
                change.state.as_str(),
                self.seal.seal_json(&change.shown)?,
                id,
            ],
        )?;
        Ok(())
    }

    fn watched(&self) -> Result<Vec<Vantage>, LedgerError> {
        let sql = "SELECT country, operator, technology, lab FROM watch
             GROUP BY country, operator, technology, lab ORDER BY max(seq) DESC";
        self.all(sql, [], |row| {
            Ok(Vantage {
                country: row.get(0)?,
                operator: row.get(1)?,
                technology: row.get(2)?,
                lab: row.get(3)?,
                ..Vantage::default()
            })
        })
    }

    pub(super) fn watches(
        &self,
        since: Option<WallTime>,
    ) -> Result<Vec<(WatchRecord, Vec<Change>)>, LedgerError> {
        // Order is the store's: a phone's clock may have been set back.
        let sql = "SELECT * FROM watch WHERE seq >= ifnull((SELECT max(seq) FROM watch WHERE seq <
                 ifnull((SELECT min(seq) FROM watch WHERE wall >= ?1), (SELECT max(seq) + 1 FROM watch))), 0)
             ORDER BY seq";
        let since = since.map_or(i64::MIN, |since| since.0);
        let watches = self.all(sql, [since], |row| Ok((row.get::<_, i64>("seq")?, watch(row)?)))?;
        let with_rows = |(seq, watch)| {
            let sql = "SELECT * FROM journal WHERE watch = ? ORDER BY seq";
            let changes = self.all(sql, [seq], |row| self.change(row))?;
            Ok((watch, changes))
        };
        watches.into_iter().map(with_rows).collect()
    }
}

fn watch(row: &Row<'_>) -> Result<WatchRecord, LedgerError> {
    let (at, wall): (Option<i64>, Option<i64>) = (row.get("at")?, row.get("wall")?);
    Ok(WatchRecord {
        id: WatchId::new(row.get::<_, String>("id")?),
        vantage: Vantage {
            country: row.get("country")?,
            operator: row.get("operator")?,
            technology: row.get("technology")?,
            uplink: None,
            lab: row.get("lab")?,
            software: None,
        },
        every: Micros(unsigned(row.get("every")?)),
        started: WallTime(row.get("started")?),
        uptime: uptime(row.get("uptime")?, row.get("boot")?),
        purse: purse(&row.get::<_, String>("purse")?)?,
        is_of_slices: row.get("slices")?,
        last: at
            .zip(wall)
            .map(|(at, wall)| Mark { at: Micros(unsigned(at)), wall: WallTime(wall) }),
        looks: unsigned(row.get("looks")?),
        bytes: Bytes { sent: unsigned(row.get("sent")?), received: unsigned(row.get("received")?) },
    })
}

/// A state from its spelling in data.
pub(super) fn state(word: &str) -> Result<NetworkState, LedgerError> {
    NetworkState::deserialize(StrDeserializer::<Error>::new(word))
        .map_err(|_| LedgerError::Damaged("an unknown word for the state of a network".into()))
}
