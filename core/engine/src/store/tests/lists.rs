//! Rows of lists: sealed, in order, and gone when they are removed.

use arna_model::ListEntry;

use super::marked::MARKER;
use super::vaults::Pocket;
use super::{Place, everywhere, open_file, open_with, raw, threads};
use crate::run::LedgerError;
use crate::store::lists::{BUILT_IN_ROW, Rows};
use crate::store::{Opened, Store};

fn page(url: &str) -> ListEntry {
    ListEntry { url: url.to_owned(), category: Some("NEWS".to_owned()) }
}

async fn make(store: &Store, name: &str, pages: Vec<(ListEntry, bool)>) -> i64 {
    let name = name.to_owned();
    let made = store.change_lists(move |tables| {
        let id = tables.make(&name)?;
        tables.fill(id, &pages)?;
        Ok(id)
    });
    made.await.expect("makes")
}

#[test]
fn what_is_kept_is_read_in_its_order_and_in_parts() {
    everywhere(async |store| {
        let pages: Vec<_> =
            (0..9).map(|n| (page(&format!("https://{n}.example/")), n % 2 == 0)).collect();
        let id = make(&store, "Новости", pages).await;
        let other = make(&store, "B", vec![]).await;
        assert!(BUILT_IN_ROW < id && id < other);
        let rows = store.list_rows().await.expect("reads");
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.id, row.name.as_deref(), row.is_on, row.entries, row.on))
            .collect();
        let built_in = (BUILT_IN_ROW, None, true, 0, 0);
        assert_eq!(
            told,
            [built_in, (id, Some("Новости"), true, 9, 5), (other, Some("B"), true, 0, 0)]
        );
        let part = store.entry_rows(id, Rows { from: 7, limit: 5 }).await.expect("reads");
        let urls: Vec<_> = part.iter().map(|row| row.entry.url.as_str()).collect();
        assert_eq!(urls, ["https://7.example/", "https://8.example/"]);
        store.change_lists(move |tables| tables.put(id, 9)).await.expect("puts");
        let order: Vec<_> =
            store.list_rows().await.expect("reads").iter().map(|row| row.id).collect();
        assert_eq!(order, [BUILT_IN_ROW, other, id]);
    });
}

#[test]
fn what_is_removed_is_gone_and_its_number_is_never_given_again() {
    everywhere(async |store| {
        let id = make(&store, "A", vec![(page("https://a.example/"), true)]).await;
        store.change_lists(move |tables| tables.remove(id)).await.expect("removes");
        assert!(store.entry_rows(id, Rows::ALL).await.expect("reads").is_empty());
        for gone in [id, 99] {
            let refused = store.change_lists(move |tables| tables.switch(gone, true)).await;
            assert!(matches!(refused, Err(LedgerError::NotFound)), "{refused:?}");
        }
        assert!(make(&store, "A", vec![]).await > id);
    });
}

#[test]
fn what_fails_half_way_changes_nothing() {
    everywhere(async |store| {
        let id = make(&store, "A", vec![(page("https://a.example/"), true)]).await;
        let failed: Result<(), _> = store
            .change_lists(move |tables| {
                tables.fill(id, &[])?;
                tables.rename(id, "B")?;
                Err(LedgerError::NotFound)
            })
            .await;
        assert!(failed.is_err());
        let rows = store.list_rows().await.expect("reads");
        assert_eq!((rows[1].name.as_deref(), rows[1].entries), (Some("A"), 1));
    });
}

#[test]
fn names_and_pages_go_through_the_seal() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let vault = Pocket::default();
    let store = open_with(&Place::File(path.clone()), &vault);
    let url = format!("https://{MARKER}.example/");
    threads().block_on(make(&store, MARKER, vec![(page(&url), true)]));
    drop(store);
    let kept = std::fs::read(&path).expect("reads");
    for secret in [MARKER, "NEWS"] {
        assert!(!kept.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
    let store = open_with(&Place::File(path), &vault);
    let rows = threads().block_on(store.list_rows()).expect("reads");
    assert_eq!(rows[1].name.as_deref(), Some(MARKER));
}

#[test]
fn lists_are_carried_over_from_a_damaged_file_but_for_what_makes_no_sense() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("arna.db");
    let store = open_file(&path);
    let pages: Vec<_> = (0..300).map(|n| (page(&format!("https://{n}.example/")), true)).collect();
    let id = threads().block_on(make(&store, "A", pages));
    drop(store);
    let file = raw(&path);
    file.execute("UPDATE list_entry SET content = x'01ff' WHERE number = 7", []).expect("writes");
    // A table whose root page makes no sense: the file is damaged, and the lists are not.
    let root: usize = file
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'blob'", [], |row| {
            Ok(usize::try_from(row.get::<_, i64>(0)?).expect("a page"))
        })
        .expect("reads");
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("folds in");
    drop(file);
    let mut bytes = std::fs::read(&path).expect("reads");
    bytes[(root - 1) * 4096..root * 4096].fill(0x5a);
    std::fs::write(&path, bytes).expect("writes");
    let Opened { store, set_aside } = Store::open(&Place::File(path), None).expect("opens");
    assert!(set_aside.and_then(|aside| aside.carried).is_some_and(|carried| carried.lost >= 1));
    let rows = threads().block_on(store.list_rows()).expect("reads");
    let own = rows.iter().find(|row| row.id == id).expect("it is there");
    assert_eq!((own.name.as_deref(), own.entries, own.on), (Some("A"), 299, 299));
}

#[test]
fn an_export_has_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open_file(&folder.path().join("arna.db"));
    threads().block_on(async {
        make(&store, "A", vec![(page("https://a.example/"), false)]).await;
        let to = folder.path().join("all.jsonl");
        store.export(&to).await.expect("writes");
        let text = std::fs::read_to_string(to).expect("reads");
        assert!(text.contains(r#"{"kind":"list","id":2,"name":"A","on":true}"#), "{text}");
        let entry = r#"{"kind":"list_entry","list":2,"entry":{"url":"https://a.example/","category":"NEWS"},"on":false}"#;
        assert!(text.contains(entry), "{text}");
    });
}
