//! Facts and opinions are appended: whoever writes to the file cannot edit them.

use super::{raw, written};

#[test]
fn nobody_edits_what_was_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = raw(&written(folder.path()));
    for table in ["observation", "verdict", "blob"] {
        let content = |sql: &str| file.execute(sql, []).expect_err(sql).to_string();
        let changed = content(&format!("UPDATE {table} SET content = x'01'"));
        assert!(changed.contains("is never changed"), "{changed}");
        let deleted = content(&format!("DELETE FROM {table}"));
        assert!(deleted.contains("is never deleted"), "{deleted}");
    }
}

#[test]
fn replacing_is_editing() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = super::open_file(&written(folder.path()));
    for table in ["observation", "verdict", "blob"] {
        let sql = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}");
        let replaced = store.shared.with_writer(|writer| writer.execute(&sql, []));
        let replaced = replaced.expect_err(table).to_string();
        assert!(replaced.contains("is never deleted"), "{replaced}");
    }
}

#[test]
fn a_run_with_facts_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = super::open_file(&written(folder.path()));
    for table in ["run", "step"] {
        let sql = format!("DELETE FROM {table}");
        let deleted = store.shared.with_writer(|writer| writer.execute(&sql, []));
        deleted.expect_err("foreign keys hold it");
    }
}

#[test]
fn the_rules_of_the_file_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = super::open_file(&written(folder.path()));
    let rule = |name: &str| -> String {
        let sql = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
        let asked = store.shared.with_writer(|writer| writer.query_row(&sql, [], |row| row.get(0)));
        asked.expect(name)
    };
    assert_eq!(rule("journal_mode"), "wal");
    assert_eq!(rule("foreign_keys"), "1");
    assert_eq!(rule("synchronous"), "2");
    assert_eq!(rule("temp_store"), "2");
    assert_eq!(rule("secure_delete"), "1");
    assert_eq!(rule("recursive_triggers"), "1");
}
