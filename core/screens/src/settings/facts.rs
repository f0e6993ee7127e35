//! What settings stand on, and how the engine is asked for it.

use std::collections::BTreeMap;

use arna_engine::{Engine, Error, HEARS_ROUTERS, Spent};
use arna_model::{Conditions, Means, Purse, WallTime};

/// What settings stand on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What measuring may use.
    pub means: Means,
    /// What is set in the engine, by its keys.
    pub set: BTreeMap<String, String>,
    /// What passed mobile networks.
    pub mobile: Spent,
    /// What passed Wi-Fi and cables.
    pub fixed: Spent,
    /// When the last automatic test was.
    pub last: Option<WallTime>,
    /// The shell's own settings, by their keys: `app.language` (`phone`, `kk`, `ru`, `en`), `app.lock` (`off`, `phone`,
    /// or `none` where the phone has no lock), `app.hidden` (`on`, `off`), `app.theme` (`phone`, `light`, `dark`). One that
    /// is not here has no row.
    pub own: BTreeMap<String, String>,
    /// The version of the app.
    pub version: String,
    /// Whether this system tells where on the way something ends.
    pub hears_routers: bool,
}

/// Reads what settings stand on. `ahead`: minutes that local time is ahead of UTC.
///
/// # Errors
/// A setting that only a later version understands; the store's.
pub async fn read(
    engine: &Engine,
    ahead: i32,
    own: BTreeMap<String, String>,
    version: &str,
) -> Result<Facts, Error> {
    let tests = engine.automatic_tests(Conditions::default(), ahead).await?;
    Ok(Facts {
        means: engine.means().await?,
        set: engine.settings().await?,
        mobile: engine.spent(Purse::Cellular, ahead).await?,
        fixed: engine.spent(Purse::Fixed, ahead).await?,
        last: tests.kept.last.map(|last| last.at),
        own,
        version: version.to_owned(),
        hears_routers: HEARS_ROUTERS,
    })
}
