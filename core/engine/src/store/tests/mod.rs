//! The store against its contract, on both kinds of runtime.

mod append_only;
mod child;
mod export;
mod facts;
mod history;
mod journal;
mod kill;
mod opening;
mod reading;
mod room;
mod samples;
mod usage;

use std::path::{Path, PathBuf};

use tokio::runtime::{Builder, Runtime};

use super::{Opened, Place, Store};

/// Runs a test on every kind of runtime and of place: the lab's clock must not run away meanwhile.
fn everywhere<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    for paused in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        for place in [Place::Memory, Place::File(folder.path().join("arna.db"))] {
            let runtime = if paused { lab() } else { threads() };
            runtime.block_on(async {
                let start = tokio::time::Instant::now();
                test(open(&place)).await;
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
    let Opened { store, set_aside } = Store::open(place).expect("opens");
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

/// A file with one run, closed.
fn written(folder: &Path) -> PathBuf {
    let path = folder.join("arna.db");
    let store = open_file(&path);
    threads().block_on(samples::one_run(&store));
    path
}
