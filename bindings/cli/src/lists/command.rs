//! `arna lists`: the built-in list and the user's own, what is in them, and what of it is tested. Nothing is sent.

use std::fmt::Display;
use std::path::Path;

use arna_engine::{Engine, List, Switch};
use arna_lists::Read;
use arna_model::ListId;
use arna_words::{Line, OnLists, Phrase};
use serde_json::json;

use super::{complaints, content, or_meant};
use crate::args::{Lists, ListsCommand, Part};
use crate::exits::{Done, Ending, Trouble};
use crate::grid::Cell;
use crate::words::{line, words};
use crate::{grid, json, layout, out, places, runtimes};

/// Shows lists, or changes them.
pub(crate) fn lists(asked: Lists) -> Done {
    let path = places::database(asked.db)?;
    runtimes::here()?.block_on(async {
        match asked.command {
            None => show_all(&places::open_stored_or_empty(&path)?, asked.json).await,
            Some(ListsCommand::Show { name, text }) => {
                let engine = places::open_stored_or_empty(&path)?;
                let list = named(&engine, &name).await?;
                match text {
                    true => out::line(engine.list_text(list.id).await?.trim_end())?,
                    false => show(&engine, &list, asked.json).await?,
                }
                Ok(Ending::Done)
            }
            Some(change) => apply(&places::open_kept(&path)?, change).await,
        }
    })
}

/// The list that goes by a name, or by its id.
pub(crate) async fn named(engine: &Engine, name: &str) -> Result<List, Trouble> {
    let lists = engine.lists().await?;
    let is_it = |list: &&List| list.name == name || list.id.to_string() == name;
    let by_name = lists.iter().find(|list| list.name == name);
    if let Some(list) = by_name.or_else(|| lists.iter().find(is_it)) {
        return Ok(list.clone());
    }
    let said = line(Line::NoListCalled, &[("name", &name)]);
    let known = lists.iter().map(|list| list.name.as_str());
    Err(Trouble::usage(or_meant(said, name, known)))
}

async fn apply(engine: &Engine, change: ListsCommand) -> Done {
    match change {
        ListsCommand::Show { .. } => {}
        ListsCommand::Add { file, name } => add(engine, &file, name).await?,
        ListsCommand::Replace { name, file } => {
            let list = named(engine, &name).await?;
            let read = read(&file)?;
            engine.replace_list(list.id, &read).await?;
            tell_kept(engine, list.id, &read).await?;
        }
        ListsCommand::Rename { name, new } => {
            let list = named(engine, &name).await?;
            engine.rename_list(list.id, &new).await?;
            let values: &[(&str, &dyn Display)] = &[("was", &list.name), ("name", &new.trim())];
            out::tell(line(Line::ListRenamed, values));
        }
        ListsCommand::Order { names } => {
            let mut order = Vec::new();
            for name in &names {
                let id = named(engine, name).await?.id;
                if !order.contains(&id) {
                    order.push(id);
                }
            }
            engine.order_lists(&order).await?;
            return show_all(engine, false).await;
        }
        ListsCommand::Remove { name } => {
            let list = named(engine, &name).await?;
            engine.remove_list(list.id).await?;
            out::tell(line(Line::ListRemoved, &[("name", &list.name)]));
        }
        ListsCommand::On(part) => switch(engine, part, true).await?,
        ListsCommand::Off(part) => switch(engine, part, false).await?,
    }
    Ok(Ending::Done)
}

async fn add(engine: &Engine, file: &Path, name: Option<String>) -> Result<(), Trouble> {
    let read = read(file)?;
    let of_file = || file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let is_file = file != Path::new("-");
    let name = name.or_else(|| read.name.clone()).or_else(|| of_file().filter(|_| is_file));
    let name = name.ok_or_else(|| Trouble::usage(line(Line::ListWantsName, &[])))?;
    if let Some(id) = engine.add_list(&name, &read).await? {
        tell_kept(engine, id, &read).await?;
    }
    Ok(())
}

/// What a file holds, its mistakes said.
fn read(file: &Path) -> Result<Read, Trouble> {
    let (content, name) = content(file)?;
    let read = arna_lists::read(&content);
    complaints(&read, &name).iter().for_each(out::error);
    if read.entries.is_empty() {
        return Err(Trouble::usage(line(Line::NothingKept, &[])));
    }
    Ok(read)
}

/// Says what of a list was kept, and what of it stays off.
async fn tell_kept(engine: &Engine, id: ListId, read: &Read) -> Result<(), Trouble> {
    let lists = engine.lists().await?;
    let Some(list) = lists.into_iter().find(|list| list.id == id) else { return Ok(()) };
    let name: (&str, &dyn Display) = ("name", &list.name);
    out::tell(words().counted_line(Line::ListKept, list.entries, &[name]));
    if read.names > 0 {
        out::tell(words().counted_lists(OnLists::NamesTaken, read.names, &[]));
    }
    if read.doubles > 0 {
        out::tell(words().counted_line(Line::ListDoubles, read.doubles, &[]));
    }
    if list.on < list.entries {
        out::tell(words().counted_line(Line::ListPartlyOff, list.entries - list.on, &[name]));
    }
    Ok(())
}

async fn switch(engine: &Engine, part: Part, is_on: bool) -> Result<(), Trouble> {
    let list = named(engine, &part.name).await?;
    let what = match (part.category, part.page) {
        (Some(code), _) => Switch::Category(Some(code)),
        (None, Some(url)) => {
            // As lists have it, where it is one.
            Switch::Page(arna_engine::page(&url).map_or(url, String::from))
        }
        (None, None) => Switch::List,
    };
    engine.switch_list(list.id, what, is_on).await?;
    let now = named(engine, &list.id.to_string()).await?;
    let said = if now.is_on { Line::ListIsOn } else { Line::ListIsOff };
    let name = words().list(&now.name);
    let values: &[(&str, &dyn Display)] = &[("name", &name), ("on", &now.on), ("n", &now.entries)];
    out::tell(line(said, values));
    Ok(())
}

async fn show_all(engine: &Engine, is_json: bool) -> Done {
    let lists = engine.lists().await?;
    if is_json {
        for List { id, name, is_on, entries, on } in &lists {
            json::value(json!({
                "type": "list", "schema": json::SCHEMA, "id": id.to_string(), "name": name, "is_on": is_on,
                "pages": entries, "pages_on": on,
            }))?;
        }
        return Ok(Ending::Done);
    }
    let heads = [Line::ListHead, Line::TestedHead, Line::PagesHead];
    let mut table = grid::with_heads(heads.map(|head| line(head, &[])));
    for list in &lists {
        table.add_row([
            Cell::new(called(list)),
            Cell::new(yes_or_no(list.is_on)),
            Cell::new(of(list.on, list.entries)),
        ]);
    }
    out::drawn(&grid::text(table, out::width()))?;
    Ok(Ending::Done)
}

async fn show(engine: &Engine, list: &List, is_json: bool) -> Result<(), Trouble> {
    let pages = engine.list(list.id, 0, u32::MAX).await?;
    if is_json {
        for page in &pages {
            json::value(json!({
                "type": "page", "schema": json::SCHEMA, "list": list.id.to_string(), "url": page.entry.url,
                "category": page.entry.category, "is_risky": page.entry.is_risky(), "is_on": page.is_on,
            }))?;
        }
        return Ok(());
    }
    let width = out::width();
    let heads = [Line::AboutHead, Line::CodeHead, Line::PagesHead];
    let mut table = grid::with_heads(heads.map(|head| line(head, &[])));
    let groups = engine.list_groups(list.id).await?;
    for group in &groups {
        let about = group.category.as_deref().map(|code| words().category_of(code));
        let about = about.unwrap_or_else(|| line(Line::AboutNothing, &[]));
        let mark = if group.is_risky { " (!)" } else { "" };
        let code = group.category.as_deref().unwrap_or_default();
        table.add_row([format!("{about}{mark}"), code.to_owned(), of(group.on, group.entries)]);
    }
    out::drawn(&grid::text(table, width))?;
    if groups.iter().any(|group| group.is_risky) {
        let risky = words().phrase(Phrase::Risky);
        out::line(layout::hanging(&format!("(!) {risky}"), width))?;
    }
    out::line("")?;
    let heads = [Line::PageHead, Line::CodeHead, Line::TestedHead];
    let mut table = grid::with_heads(heads.map(|head| line(head, &[])));
    for page in &pages {
        let code = page.entry.category.clone().unwrap_or_default();
        let url = arna_words::as_written(&page.entry.url).into_owned();
        table.add_row([url, code, yes_or_no(page.is_on)]);
    }
    out::drawn(&grid::text(table, width))?;
    Ok(())
}

/// What a list is called, with its id where that is of use.
fn called(list: &List) -> String {
    let name = words().list(&list.name);
    if name == list.name { name } else { format!("{name} ({})", list.name) }
}

fn yes_or_no(is_on: bool) -> String {
    line(if is_on { Line::Tested } else { Line::NotTested }, &[])
}

fn of(on: u64, n: u64) -> String {
    line(Line::SoManyOf, &[("on", &on), ("n", &n)])
}
