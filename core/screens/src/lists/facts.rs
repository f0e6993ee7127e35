//! What the screens of lists stand on, and how the engine is asked for it.

use arna_engine::{Engine, Error, Estimate, List, ListTrouble, Listed};
use arna_model::Request;

/// What the screens of lists stand on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Every list with its pages, in the user's order.
    pub lists: Vec<OfList>,
    /// How many sites a test of all that is on would have, each once.
    pub sites: u64,
    /// What that is likely to cost.
    pub estimate: Estimate,
}

/// A list with its pages.
#[derive(Clone, Debug)]
pub struct OfList {
    /// The list.
    pub list: List,
    /// Its pages, in its order.
    pub pages: Vec<Listed>,
}

/// Reads what the screens of lists stand on. `request`: what a test would be asked for beside its sites. Nothing is sent.
///
/// # Errors
/// The engine's; that nothing is on is none.
pub async fn read(engine: &Engine, request: &Request) -> Result<Facts, Error> {
    let mut lists = Vec::new();
    for list in engine.lists().await? {
        let pages = engine.list(list.id, 0, u32::MAX).await?;
        lists.push(OfList { list, pages });
    }
    let asked = match engine.request_of_lists(request.clone(), None).await {
        Ok(asked) => engine.with_settings(asked).await?,
        Err(Error::List(ListTrouble::NothingOn)) => {
            return Ok(Facts { lists, ..Facts::default() });
        }
        Err(error) => return Err(error),
    };
    let estimate = crate::home::likely_here(engine, &asked).await?;
    Ok(Facts { lists, sites: asked.targets.len() as u64, estimate })
}

impl Facts {
    /// Whether a list has this page.
    pub(super) fn has(&self, url: &str) -> bool {
        self.lists.iter().any(|one| one.pages.iter().any(|page| page.entry.url == url))
    }
}
