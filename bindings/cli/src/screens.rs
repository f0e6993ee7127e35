//! `arna screen`: what a phone's app shows, for who has no phone: the records that both apps draw, line by line.

mod choosing;
mod drawn;
mod drawn_choosing;
mod drawn_sites;
mod sites;

use std::path::Path;

use arna_engine::store::Found;
use arna_engine::{Engine, usual_request};
use arna_model::{MeasurementId, Request, RunId, WallTime};
use arna_net::{OsWire, Wire as _};
use arna_screens::first_run::{FirstState, FirstStep};
use arna_screens::{card, first_run, home, run};
use arna_words::Line;

use crate::args::{self, ScreenName};
use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;
use crate::words::{line, words};
use crate::{json, out, places};

/// Shows a screen.
pub(crate) fn screens(asked: &args::Screen) -> Done {
    let path = places::database(asked.db.clone())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        // What is set and what is tested is there before anything was measured.
        let engine = match asked.name.is_of_results() {
            true => places::open_stored(&path)?,
            false => places::open_stored_or_empty(&path)?,
        };
        let (id, now) = (asked.id.as_deref(), OsWire::new().wall());
        match asked.name {
            ScreenName::Home => {
                let request = request(&engine).await?;
                let facts = home::read(&engine, &request, Vec::new(), now).await?;
                let home = home::home(&facts, words(), now);
                print("home", &home, drawn::home(&home), asked.json)?;
            }
            ScreenName::Run => {
                let id = places::find_run(&engine, id, &path).await?;
                let run = of_run(&engine, &id, now).await?;
                print("run", &run, drawn::run(&run), asked.json)?;
            }
            ScreenName::Card => {
                let id = measurement(&engine, id, &path).await?;
                let facts =
                    card::read(&engine, &id).await.map_err(|_| places::not_made_yet(&id))?;
                let card = card::card(&facts, words()).ok_or_else(|| no_card(&facts))?;
                print("card", &card, drawn::card(&card), asked.json)?;
            }
            ScreenName::Results => sites::results(&engine, id, &path, (now, asked.json)).await?,
            ScreenName::Site => sites::site(&engine, id, &path, (now, asked.json)).await?,
            ScreenName::History => sites::history(&engine, id, (now, asked.json)).await?,
            name @ (ScreenName::Lists
            | ScreenName::Adding
            | ScreenName::Settings
            | ScreenName::AutoWhy
            | ScreenName::Contacts
            | ScreenName::Risks
            | ScreenName::Notices
            | ScreenName::About) => {
                choosing::choosing(&engine, name, id, (now, asked.json)).await?;
            }
            ScreenName::FirstRun => {
                let request = request(&engine).await?;
                let facts = first_run::read(&engine, &request).await?;
                for step in steps(id)? {
                    let state = FirstState { step, ..FirstState::default() };
                    let screen = first_run::first_run(&state, &facts, words());
                    print("first_run", &screen, drawn::first_run(&screen), asked.json)?;
                }
            }
        }
        Ok(Ending::Done)
    })
}

fn print(
    name: &'static str,
    record: &impl serde::Serialize,
    drawn: String,
    is_json: bool,
) -> Result<(), Trouble> {
    if is_json {
        json::screen(name, record)?;
    } else {
        out::line(crate::layout::hanging(&drawn, out::width()))?;
    }
    Ok(())
}

/// What the next run would be asked for: what the latest one was, or else the usual.
async fn request(engine: &Engine) -> Result<Request, Trouble> {
    use arna_engine::run::Ledger as _;
    let last = engine.store().last_run().await?;
    Ok(last.map_or_else(|| usual_request(None), |run| run.request))
}

async fn of_run(engine: &Engine, id: &RunId, now: WallTime) -> Result<run::Running, Trouble> {
    let progress = run::begin(engine, id, now).await?;
    Ok(run::run(&progress, words(), now))
}

async fn measurement(
    engine: &Engine,
    id: Option<&str>,
    path: &Path,
) -> Result<MeasurementId, Trouble> {
    match places::find(engine, id, path).await? {
        Found::Measurement(id) => Ok(id),
        Found::Run(id) => Err(Trouble::usage(line(Line::WantsMeasurement, &[("id", &id)]))),
    }
}

fn no_card(facts: &card::Facts) -> Trouble {
    let id = &facts.measurement.id;
    let answer = words().verdict(&facts.measurement.verdict);
    Trouble::usage(line(Line::NoCard, &[("id", id), ("answer", &answer)]))
}

/// The step with this number, or all of them.
fn steps(number: Option<&str>) -> Result<Vec<FirstStep>, Trouble> {
    let Some(number) = number else { return Ok(STEPS.into()) };
    let at = number.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
    let step = at.and_then(|at| STEPS.get(at));
    let last = STEPS.len();
    let said = || line(Line::NoSuchStep, &[("step", &number), ("last", &last)]);
    Ok(vec![*step.ok_or_else(|| Trouble::usage(said()))?])
}

const STEPS: [FirstStep; 5] = [
    FirstStep::Language,
    FirstStep::What,
    FirstStep::Question,
    FirstStep::Results,
    FirstStep::Ready,
];
