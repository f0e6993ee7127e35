//! `arna wipe`: erases what is stored, after it was said what that is.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use arna_engine::Engine;
use arna_engine::run::LedgerError;
use arna_engine::store::{Page, Store};
use arna_words::{Line, Phrase};

use crate::args;
use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;
use crate::words::{line, words};
use crate::{ask, out, places};

/// Erases.
pub(crate) fn wipe(wipe: args::Wipe) -> Done {
    let path = places::database(wipe.db)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let files = Store::files(&path);
        // What cannot be read can be erased all the same.
        let engine = match places::open_to_read(&path) {
            Ok(engine) => Some(engine),
            Err(arna_engine::Error::Store(
                LedgerError::NotFound
                | LedgerError::Damaged(_)
                | LedgerError::KeyLost
                | LedgerError::Keyless
                | LedgerError::Newer { .. }
                | LedgerError::Full,
            )) => None,
            Err(error) => return Err(places::unopened(&path, error)),
        };
        let place = path.display();
        if files.is_empty() {
            out::tell(words().filled(Phrase::NothingToErase, &[("place", &place.to_string())]));
            return Ok(Ending::Done);
        }
        out::tell(words().phrase(Phrase::Erases));
        for file in &files {
            out::tell(format_args!("  - {}", file.display()));
        }
        if let Some(engine) = &engine {
            let runs = number_of_runs(engine).await?.to_string();
            out::tell(words().filled(Phrase::ErasesRuns, &[("n", &runs)]));
        }
        if !wipe.yes && !is_wanted()? {
            out::tell(words().phrase(Phrase::NothingErased));
            return Ok(Ending::Done);
        }
        erase(engine, &path).await.map_err(|error| places::unopened(&path, error))?;
        out::tell(words().phrase(Phrase::Erased));
        Ok(Ending::Done)
    })
}

async fn number_of_runs(engine: &Engine) -> Result<usize, Trouble> {
    Ok(engine.store().runs(Page { before: None, limit: u32::MAX }).await?.len())
}

fn is_wanted() -> Result<bool, Trouble> {
    if !io::stdin().is_terminal() {
        return Err(Trouble::usage(line(Line::NoTerminalToWipe, &[])));
    }
    out::ask(format_args!("{} ", words().phrase(Phrase::MayBeErased)));
    ask::answered_yes()
}

async fn erase(engine: Option<Engine>, path: &Path) -> Result<(), arna_engine::Error> {
    match engine {
        Some(engine) => engine.wipe().await?,
        None => Store::wipe_unopened(path)?,
    }
    Ok(())
}
