//! The store against its contract, on both kinds of runtime.

mod append_only;
mod attempts;
mod changes;
mod child;
mod damage;
mod export;
mod facts;
mod history;
mod journal;
mod kill;
mod lists;
mod locking;
mod making;
mod marked;
mod opening;
mod private;
mod reading;
mod room;
mod samples;
mod under_way;
mod usage;
mod vaults;
mod whose;
mod wiping;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};

use super::{Opened, Place, Store};
use vaults::Pocket;

/// Runs a test on every kind of runtime and of place, plain and locked: the lab's clock must not run away
/// meanwhile.
fn everywhere<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    for (paused, locked) in [(false, false), (false, true), (true, false), (true, true)] {
        let folder = tempfile::tempdir().expect("a folder");
        for place in [Place::Memory, Place::File(folder.path().join("arna.db"))] {
            let runtime = if paused { lab() } else { threads() };
            runtime.block_on(async {
                let start = tokio::time::Instant::now();
                let vault = Pocket::default();
                test(if locked { open_with(&place, &vault) } else { open(&place) }).await;
                assert!(!paused || start.elapsed().is_zero(), "the lab's clock ran away");
            });
        }
    }
}

fn threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

fn lab() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().expect("a runtime")
}

/// A store that opens without ado.
fn open(place: &Place) -> Store {
    let Opened { store, set_aside } = Store::open(place, None).expect("opens");
    assert_eq!(set_aside, None);
    store
}

/// The same with a vault.
fn open_with(place: &Place, vault: &Pocket) -> Store {
    let Opened { store, set_aside } =
        Store::open(place, Some(Arc::new(vault.clone()))).expect("opens");
    assert_eq!(set_aside, None);
    store
}

fn open_file(path: &Path) -> Store {
    open(&Place::File(path.to_owned()))
}

/// Another program's view of the file.
fn raw(path: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(path).expect("opens")
}

/// `path` with more to its name.
fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A file with one run, closed.
fn written(folder: &Path) -> PathBuf {
    let path = folder.join("arna.db");
    let store = open_file(&path);
    threads().block_on(samples::one_run(&store));
    path
}
