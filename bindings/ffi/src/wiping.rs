//! The wipe of what no engine can open.

use std::sync::Arc;

use arna_engine::run::LedgerError;
use arna_engine::store::Store;

use crate::ArnaError;
use crate::config::EngineConfig;
use crate::fault::Fault;
use crate::platform::Vault;

/// Deletes all that is kept without opening it: where `Engine.open` throws, since the key cannot be had or the file is
/// damaged. The key first, then files, overwritten. What still has it open goes on into nothing, so an app that has an engine
/// asks that. This waits for the disk: not on the thread that draws.
#[uniffi::export(default(vault = None))]
pub fn wipe_unopened(config: EngineConfig, vault: Option<Arc<dyn Vault>>) -> Result<(), ArnaError> {
    let words = config.words();
    let is_key_left = vault.is_some_and(|vault| vault.forget().is_err());
    let wiped = match Store::wipe_unopened(&config.database()?) {
        Ok(()) if is_key_left => Err(LedgerError::NotWiped { files: Vec::new(), is_key_left }),
        Err(LedgerError::NotWiped { files, .. }) => {
            Err(LedgerError::NotWiped { files, is_key_left })
        }
        wiped => wiped,
    };
    wiped.map_err(|error| Fault::from(error).told(words))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::Engine;
    use crate::platform::PlatformError;

    /// A vault that cannot be asked, and can or cannot forget.
    #[derive(Default)]
    struct Shut {
        is_stubborn: bool,
        has_forgotten: AtomicBool,
    }

    fn refused() -> PlatformError {
        PlatformError::Failed { reason: "shut".into() }
    }

    impl Vault for Shut {
        fn key(&self) -> Result<Option<Vec<u8>>, PlatformError> {
            Err(refused())
        }

        fn keep(&self, _key: Vec<u8>) -> Result<(), PlatformError> {
            Err(refused())
        }

        fn forget(&self) -> Result<(), PlatformError> {
            if self.is_stubborn {
                return Err(refused());
            }
            self.has_forgotten.store(true, Ordering::Release);
            Ok(())
        }
    }

    fn config(folder: &Path) -> EngineConfig {
        EngineConfig {
            folder: folder.to_string_lossy().into_owned(),
            language: "en".into(),
            country: None,
            lab: None,
            zone: Vec::new(),
        }
    }

    #[test]
    fn what_a_shut_vault_keeps_from_being_opened_can_be_wiped() {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(config(folder.path()), None, None, None).expect("opens");
        engine.shutdown();
        drop(engine);
        let database = folder.path().join("arna.db");
        assert!(database.exists());
        let vault = Arc::new(Shut::default());
        let opened = Engine::open(config(folder.path()), None, None, Some(vault.clone()));
        assert!(matches!(opened, Err(ArnaError::Locked { .. })));
        wipe_unopened(config(folder.path()), Some(vault.clone())).expect("wipes");
        assert!(!database.exists() && vault.has_forgotten.load(Ordering::Acquire));
        // Nothing is left to wipe, which is no trouble.
        wipe_unopened(config(folder.path()), None).expect("wipes nothing");
    }

    #[test]
    fn a_key_that_may_be_left_is_told_and_files_go_all_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("arna.db");
        drop(Engine::open(config(folder.path()), None, None, None).expect("opens"));
        let vault = Arc::new(Shut { is_stubborn: true, ..Shut::default() });
        let told = wipe_unopened(config(folder.path()), Some(vault)).expect_err("is told");
        assert!(told.to_string().contains("may still have the key"), "{told}");
        assert!(!database.exists());
    }

    #[test]
    fn a_file_of_somebody_else_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("arna.db");
        fs::write(&database, "mine").expect("writes");
        wipe_unopened(config(folder.path()), None).expect_err("is not ours");
        assert_eq!(fs::read(&database).expect("reads"), b"mine");
    }
}
