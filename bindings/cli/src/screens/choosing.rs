//! The screens on which something is chosen, and those that they lead to.

use std::collections::BTreeMap;
use std::path::Path;

use arna_engine::Engine;
use arna_model::WallTime;
use arna_screens::about::{self, about};
use arna_screens::auto_why::{self, auto_why};
use arna_screens::contacts::{self, contacts};
use arna_screens::lists::{self, Given, Which};
use arna_screens::settings::{self, SettingsPart};
use arna_words::Line;

use super::drawn_choosing as drawn;
use super::print;
use crate::args::ScreenName;
use crate::exits::Trouble;
use crate::words::{line, minutes_ahead, words};

/// One of them; `about_what`: a part of it, or what it is of.
pub(super) async fn choosing(
    engine: &Engine,
    name: ScreenName,
    about_what: Option<&str>,
    (now, is_json): (WallTime, bool),
) -> Result<(), Trouble> {
    match name {
        ScreenName::Lists => of_lists(engine, about_what, is_json).await,
        ScreenName::Adding => {
            let wants = || Trouble::usage(line(Line::AddingWantsFile, &[]));
            let path = Path::new(about_what.ok_or_else(wants)?);
            let (content, _) = crate::lists::content(path)?;
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let given = Given { content, name, is_shared: false };
            let screen = lists::adding(&given, words(), now);
            print("adding", &screen, drawn::adding(&screen), is_json)
        }
        ScreenName::Settings => {
            let part = part(about_what)?;
            // Of what a phone's app sets for itself this terminal has a language.
            let language = words().language().code().to_owned();
            let own = BTreeMap::from([("app.language".to_owned(), language)]);
            let facts = settings::read(engine, minutes_ahead(now), own, VERSION).await?;
            let screen = settings::settings(&facts, part, words(), now);
            print("settings", &screen, drawn::settings(&screen), is_json)
        }
        ScreenName::AutoWhy => {
            let (maker, conditions) =
                (about_what.unwrap_or_default(), crate::slice::conditions().await);
            let facts = auto_why::read(engine, conditions, maker, minutes_ahead(now)).await?;
            let screen = auto_why(&facts, words(), now);
            print("auto_why", &screen, drawn::auto_why(&screen), is_json)
        }
        ScreenName::Contacts => {
            let asked = contacts::read(engine, &super::request(engine).await?).await?;
            let screen = contacts(&asked, words());
            print("contacts", &screen, drawn::contacts(&screen), is_json)
        }
        ScreenName::Risks => {
            let screen = arna_screens::risks::risks(words());
            print("risks", &screen, drawn::risks(&screen), is_json)
        }
        ScreenName::Notices => {
            let screen = arna_screens::notices::notices(words());
            print("notices", &screen, drawn::notices(&screen), is_json)
        }
        _ => {
            let facts = about::Facts { version: VERSION.to_owned(), ..about::Facts::default() };
            let screen = about(&facts, words());
            print("about", &screen, drawn::about(&screen), is_json)
        }
    }
}

/// All lists, one group or list, what a risky kind means, or whatever else is looked for.
async fn of_lists(engine: &Engine, what: Option<&str>, is_json: bool) -> Result<(), Trouble> {
    let facts = lists::read(engine, &super::request(engine).await?).await?;
    let Some(what) = what else {
        let screen = lists::lists(&facts, "", words());
        return print("lists", &screen, drawn::lists(&screen), is_json);
    };
    let by_name = facts.lists.iter().find(|one| one.list.name == what);
    let id = by_name.map_or(what.to_owned(), |one| one.list.id.to_string());
    let which = Which::of_id(&id);
    if let Some(screen) = which.and_then(|which| lists::sites(&facts, &which, (ALL, None), words()))
    {
        return print("group", &screen, drawn::group(&screen), is_json);
    }
    if let Some(screen) = lists::risky(&facts, what, (ALL, None), words()) {
        return print("risky", &screen, drawn::risky(&screen), is_json);
    }
    let screen = lists::lists(&facts, what, words());
    print("lists", &screen, drawn::lists(&screen), is_json)
}

fn part(named: Option<&str>) -> Result<SettingsPart, Trouble> {
    let Some(named) = named else { return Ok(SettingsPart::Main) };
    let parts = SettingsPart::ALL.map(SettingsPart::id).join(", ");
    SettingsPart::of_id(named).ok_or_else(|| {
        Trouble::usage(line(Line::NoSuchPart, &[("part", &named), ("parts", &parts)]))
    })
}

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Pages of rows: a terminal scrolls.
const ALL: u32 = u32::MAX;
