//! Which seal a file needs, and whether the vault's key is the one that locked it.

use rusqlite::{Connection, OptionalExtension};

use super::seal::Seal;
use super::vault::{Key, Vault};
use crate::run::LedgerError;

/// The seal for a file as it is: plain, or with the vault's key if that locked it.
///
/// `Keyless` if it is locked and there is no vault, `KeyLost` if the vault's key is another or none, and
/// `Locked` if it cannot be had now.
pub(super) fn seal_of(file: &Connection, vault: Option<&dyn Vault>) -> Result<Seal, LedgerError> {
    let Some(known) = known(file)? else { return Ok(Seal::Plain) };
    // Asked only now: whoever locks a file has kept the key before.
    let key = vault.ok_or(LedgerError::Keyless)?.key()?.ok_or(LedgerError::KeyLost)?;
    let seal = Seal::locked(&key);
    let is_known = seal.open(&known).is_ok_and(|text| *text == *TEXT);
    if is_known { Ok(seal) } else { Err(LedgerError::KeyLost) }
}

/// The same for a file that can be written: one that is not locked yet is locked with the vault's key,
/// which is made and kept first if there is none.
pub(super) fn fasten(
    writer: &mut Connection,
    vault: Option<&dyn Vault>,
) -> Result<Seal, LedgerError> {
    let transaction = writer.transaction()?; // whoever opens the file beside us waits, and finds our key
    let seal = match (seal_of(&transaction, vault)?, vault) {
        (Seal::Plain, Some(vault)) => {
            let seal = Seal::locked(&key_of(vault)?);
            transaction
                .execute("INSERT INTO lock (one, known) VALUES (1, ?)", [seal.seal(TEXT)?])?;
            seal
        }
        (seal, _) => seal,
    };
    transaction.commit()?;
    Ok(seal)
}

/// The vault's key, made if there is none. One that is there stays, even if it did not fit the file before:
/// it may yet open what was set aside.
fn key_of(vault: &dyn Vault) -> Result<Key, LedgerError> {
    if let Some(key) = vault.key()? {
        return Ok(key);
    }
    let key = Key::fresh()?;
    vault.keep(&key)?;
    Ok(key)
}

/// The known text as it is sealed in the file; `None`: no vault has locked it yet.
fn known(file: &Connection) -> Result<Option<Vec<u8>>, LedgerError> {
    // A query, which looks at the file: what the connection remembers of its tables may be older than another's migration.
    let of_tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'lock'";
    if file.query_row(of_tables, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(None); // of an older version
    }
    Ok(file.query_row("SELECT known FROM lock", [], |row| row.get(0)).optional()?)
}

/// What every key is tried on.
const TEXT: &[u8] = b"Arna";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_another_connection_made_meanwhile_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Connection::open(folder.path().join("a.db")).expect("opens");
        let early = open();
        assert_eq!(known(&early).expect("reads"), None); // and now it remembers that there is no table
        let other = open();
        other
            .execute_batch("CREATE TABLE lock (one INTEGER PRIMARY KEY, known BLOB) STRICT; INSERT INTO lock VALUES (1, x'00')")
            .expect("writes");
        assert_eq!(known(&early).expect("reads"), Some(vec![0]));
    }
}
