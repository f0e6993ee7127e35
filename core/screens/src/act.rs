//! What a button or a switch does, as far as it only changes what is kept.

use arna_engine::{Engine, Error, List, ListTrouble, Switch};
use arna_model::ListId;

use crate::Does;

/// Does what changes settings and lists. `false`: it is nothing of that, and the shell's to do.
///
/// # Errors
/// A value that a setting does not take; there is no such list; the store's.
pub async fn act(engine: &Engine, does: &Does) -> Result<bool, Error> {
    match does {
        // Keys with a dot are a shell's own.
        Does::Set { key, value } if !key.contains('.') => engine.set(key, value).await?,
        Does::SwitchList { list, is_on } => {
            engine.switch_list(of(list)?, Switch::List, *is_on).await?;
        }
        Does::SwitchKinds { list, kinds, is_on } => {
            let list = list.as_deref().map(of).transpose()?;
            switch_kinds(engine, list, kinds, *is_on).await?;
        }
        Does::SwitchPage { list, url, is_on } => {
            let list = of(list)?;
            if *is_on {
                wake(engine, list).await?;
            }
            engine.switch_list(list, Switch::Page(url.clone()), *is_on).await?;
        }
        Does::AddPage { name, url } => {
            let Ok(url) = arna_engine::page(url) else { return Ok(false) };
            engine.add_page(name, &url).await?;
        }
        Does::RemoveList { list } => engine.remove_list(of(list)?).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn of(list: &str) -> Result<ListId, ListTrouble> {
    list.parse().map_err(|_| ListTrouble::NoList)
}

/// In one list, or in every list that has pages of these categories.
async fn switch_kinds(
    engine: &Engine,
    only: Option<ListId>,
    kinds: &[String],
    is_on: bool,
) -> Result<(), Error> {
    let lists = engine.lists().await?.into_iter().map(|list| list.id);
    let lists: Vec<_> = lists.filter(|id| only.is_none_or(|only| *id == only)).collect();
    if lists.is_empty() {
        return Err(ListTrouble::NoList.into());
    }
    let mut is_found = false;
    for list in lists {
        if is_on {
            wake(engine, list).await?;
        }
        for kind in kinds {
            let what = Switch::Category(Some(kind.clone()));
            match engine.switch_list(list, what, is_on).await {
                Err(Error::List(ListTrouble::NoEntry)) => {}
                switched => {
                    switched?;
                    is_found = true;
                }
            }
        }
    }
    is_found.then_some(()).ok_or_else(|| ListTrouble::NoEntry.into())
}

/// The built-in list is shown by its groups alone: where it is off as a whole, all of them are. Whoever switches one of
/// them on gets that one and no other.
async fn wake(engine: &Engine, list: ListId) -> Result<(), Error> {
    let lists = engine.lists().await?;
    let is_off = |one: &&List| one.id == ListId::BuiltIn && !one.is_on;
    if list != ListId::BuiltIn || lists.iter().find(is_off).is_none() {
        return Ok(());
    }
    for group in engine.list_groups(list).await? {
        engine.switch_list(list, Switch::Category(group.category), false).await?;
    }
    engine.switch_list(list, Switch::List, true).await
}
