//! Where results are kept, and which of them is meant.

use std::fs::File;
use std::io::ErrorKind::PermissionDenied;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arna_engine::run::LedgerError;
use arna_engine::store::{Carried, Found, Page, Place, SetAside, Why};
use arna_engine::{Config, Engine, Error};
use arna_lab::Lab;
use arna_model::{MeasurementId, RunId, Vantage};
use arna_net::{OsWire, Platform, web_roots};
use arna_words::Line;

use crate::exits::{self, Trouble};
use crate::words::{line, words};
use crate::{out, private};

/// The file that was named, or the usual one.
pub(crate) fn database(named: Option<PathBuf>) -> Result<PathBuf, Trouble> {
    if let Some(path) = named {
        if path.is_dir() {
            return Err(Trouble::usage(line(Line::IsFolder, &[("path", &path.display())])));
        }
        return Ok(path);
    }
    data_folder()
        .inspect(|folder| {
            // One of before may be open to others; one that is missing is made by whoever writes into it.
            if folder.is_dir() {
                private::folder(folder).ok();
            }
        })
        .map(|folder| folder.join("arna.db"))
        .ok_or_else(|| Trouble::usage(line(Line::NoHome, &[])))
}

/// The folder for application data; `None`: there is no home.
pub(crate) fn data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "arna").map(|folders| folders.data_dir().to_owned())
}

/// Opens an engine for reading what is stored. A file that is not there is not made.
pub(crate) fn open_stored(path: &Path) -> Result<Engine, Trouble> {
    open_to_read(path).map_err(|error| match error {
        Error::Store(LedgerError::NotFound) => nothing_stored(path),
        Error::Store(LedgerError::Damaged(_)) => Trouble::own(
            words().trouble(arna_words::Trouble::DamagedStays, &[("place", &path.display())]),
        ),
        error => unopened(path, error),
    })
}

/// The same, or what a fresh store holds where nothing is stored yet.
pub(crate) fn open_stored_or_empty(path: &Path) -> Result<Engine, Trouble> {
    match open_to_read(path) {
        Err(Error::Store(LedgerError::NotFound)) => Ok(open_at(Place::Memory)?),
        _ => open_stored(path),
    }
}

/// Opens an engine that keeps something there, and measures nothing.
pub(crate) fn open_kept(path: &Path) -> Result<Engine, Trouble> {
    opened_to_keep(config_at(Place::File(path.to_owned())))
}

/// Opens an engine, and tells what was set aside.
pub(crate) fn opened(config: Config) -> Result<Engine, Trouble> {
    let file = file_of(&config.store);
    let engine = Engine::open(config).map_err(|error| match &file {
        Some(path) => unopened(path, error),
        None => error.into(),
    })?;
    say_set_aside(&engine);
    Ok(engine)
}

/// The same where what it is given has to be kept.
pub(crate) fn opened_to_keep(config: Config) -> Result<Engine, Trouble> {
    let file = file_of(&config.store);
    let engine = opened(config)?;
    match file.filter(|_| engine.store().is_reading_only()) {
        Some(path) => Err(unopened(&path, Error::Store(LedgerError::ReadOnly))),
        None => Ok(engine),
    }
}

fn file_of(place: &Place) -> Option<PathBuf> {
    match place {
        Place::File(path) | Place::Stored(path) => Some(path.clone()),
        Place::Memory => None,
    }
}

/// Why nothing can be read or kept there, with the name of the file: whoever named none does not know it.
pub(crate) fn unopened(path: &Path, error: Error) -> Trouble {
    let Error::Store(why) = &error else { return error.into() };
    let unread = || File::open(path).err().filter(|why| why.kind() == PermissionDenied);
    // Asked of nothing else: what is no file may let nobody go who opens it.
    if matches!(why, LedgerError::ReadOnly)
        && let Some(why) = unread()
    {
        let why = words().system(&why);
        return Trouble::own(line(Line::CannotRead, &[("path", &path.display()), ("why", &why)]));
    }
    Trouble::own(format!("{}: {}", path.display(), exits::stored(why)))
}

/// The same as [`open_stored`], with the engine's own word for why not.
pub(crate) fn open_to_read(path: &Path) -> Result<Engine, Error> {
    open_at(Place::Stored(path.to_owned()))
}

fn open_at(store: Place) -> Result<Engine, Error> {
    Engine::open(config_at(store))
}

fn config_at(store: Place) -> Config {
    Config {
        store,
        vault: None,
        uplinks: None,
        wire: Arc::new(OsWire::new()),
        roots: Arc::new(web_roots()),
        vantage: Vantage::default(),
        platform: Platform::default(),
    }
}

/// An engine in a simulated country.
pub(crate) fn engine_in(lab: &Lab, store: Place) -> Result<Engine, Trouble> {
    let (wire, roots, vantage) = (lab.wire(), lab.roots(), lab.vantage());
    let platform = lab.platform();
    opened(Config { store, vault: None, uplinks: None, wire, roots, vantage, platform })
}

/// Tells where a database went that cannot be read any more.
fn say_set_aside(engine: &Engine) {
    let Some(SetAside { to, why, carried }) = engine.set_aside() else { return };
    let place = to.display();
    let (trouble, Carried { runs, measurements, rows, lost }) = match (why, carried) {
        (Why::Damaged, Some(carried)) => (arna_words::Trouble::DamagedCarried, *carried),
        (Why::Damaged, None) => (arna_words::Trouble::DamagedAside, Carried::default()),
        (Why::KeyLost, _) => (arna_words::Trouble::LockedAside, Carried::default()),
    };
    let values: &[(&str, &dyn std::fmt::Display)] = &[
        ("place", &place),
        ("runs", &runs),
        ("measurements", &measurements),
        ("rows", &rows),
        ("lost", &lost),
    ];
    out::tell(words().trouble(trouble, values));
}

/// What an id, the beginning of one, or nothing (the latest run) stands for.
pub(crate) async fn find(engine: &Engine, id: Option<&str>, path: &Path) -> Result<Found, Trouble> {
    let Some(id) = id else {
        let latest = engine.store().runs(Page { before: None, limit: 1 }).await?;
        return latest
            .into_iter()
            .next()
            .map(|run| Found::Run(run.id))
            .ok_or_else(|| nothing_stored(path));
    };
    let mut found = engine.store().find(&id.to_lowercase()).await?;
    match found.len() {
        0 => Err(Trouble::usage(line(Line::NoSuchId, &[("id", &id)]))),
        1 => Ok(found.remove(0)),
        _ => {
            let ids: Vec<_> = found.iter().map(text).collect();
            let ids = ids.join(", ");
            Err(Trouble::usage(line(Line::ManySuchIds, &[("id", &id), ("ids", &ids)])))
        }
    }
}

/// As [`find`], for commands that take runs only.
pub(crate) async fn find_run(
    engine: &Engine,
    id: Option<&str>,
    path: &Path,
) -> Result<RunId, Trouble> {
    match find(engine, id, path).await? {
        Found::Run(run) => Ok(run),
        Found::Measurement(id) => Err(Trouble::usage(line(Line::WantsRun, &[("id", &id)]))),
    }
}

fn text(found: &Found) -> String {
    match found {
        Found::Run(id) => line(Line::RunCalled, &[("id", id)]),
        Found::Measurement(id) => line(Line::MeasurementCalled, &[("id", id)]),
    }
}

/// A measurement that is planned and not made yet.
pub(crate) fn not_made_yet(id: &MeasurementId) -> Trouble {
    Trouble::usage(line(Line::NotMadeYet, &[("id", id)]))
}

pub(crate) fn nothing_stored(path: &Path) -> Trouble {
    Trouble::usage(line(Line::NothingStored, &[("path", &path.display())]))
}
