//! A full disk: a clear error, reading goes on, and writing too once there is room.

use arna_model::RunId;

use super::samples::{entry, plan, run};
use super::{Place, open, threads};
use crate::run::{Ledger, LedgerError};
use crate::store::Store;

#[test]
fn a_full_disk_is_said_and_survived() {
    let folder = tempfile::tempdir().expect("a folder");
    for place in [Place::Memory, Place::File(folder.path().join("arna.db"))] {
        let store = open(&place);
        threads().block_on(async {
            store.open_run(&run("r"), &plan("r", 1_000)).await.expect("opens");
            limit(&store, Some(4));
            let mut kept = 0;
            let error = loop {
                match store.keep(entry("r", kept)).await {
                    Ok(()) => kept += 1,
                    Err(error) => break error,
                }
            };
            assert!(matches!(error, LedgerError::Full), "{error:?}");
            let run = RunId::new("r");
            assert_eq!(store.measurements(&run).await.expect("reads").len(), kept as usize);
            limit(&store, None);
            store.keep(entry("r", kept)).await.expect("there is room again");
            assert_eq!(store.measurements(&run).await.expect("reads").len(), kept as usize + 1);
        });
    }
}

/// Leaves room for so many more pages.
fn limit(store: &Store, pages: Option<u32>) {
    store.shared.with_writer(|writer| {
        let used: u32 =
            writer.pragma_query_value(None, "page_count", |row| row.get(0)).expect("counts");
        let most = pages.map_or(u32::MAX >> 2, |pages| used + pages);
        let sql = format!("PRAGMA max_page_count = {most}");
        writer.query_row(&sql, [], |_| Ok(())).expect("limits");
    });
}
