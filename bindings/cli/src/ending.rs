//! What is said when a run is over, and what it comes to.

use std::path::Path;

use arna_engine::run::Ledger as _;
use arna_engine::{Engine, Outcome};
use arna_model::{Code, Measurement, RunId, RunSummary, Stop};
use arna_words::Line;

use crate::exits::{self, Done, Ending, Trouble};
use crate::words::{line, words};
use crate::{history, json, out, table};

/// Prints the end of a run. `again` is the command that goes on with it, if one can.
pub(crate) async fn tell(
    engine: &Engine,
    run: &RunId,
    outcome: Outcome,
    as_what: As,
    again: Option<&str>,
) -> Done {
    match outcome {
        // Both are read from the store: what is said now is what `arna show` will say.
        Outcome::Whole(_) => {
            let summary = print(engine, run, as_what).await?;
            Ok(of(&summary))
        }
        Outcome::Interrupted(_) => {
            print(engine, run, as_what).await?;
            match again {
                Some(again) => out::tell(line(Line::StoppedStored, &[("again", &again)])),
                None => out::tell(line(Line::Stopped, &[])),
            }
            Ok(Ending::Interrupted)
        }
        Outcome::UplinkGone(_) => {
            print(engine, run, as_what).await?;
            let values: &[(&str, &dyn std::fmt::Display)] =
                &[("again", &again.unwrap_or_default())];
            Err(Trouble::own(line(Line::NetworkGone, values)))
        }
        Outcome::Failed(why) => {
            if as_what != As::Json {
                // Reading may still work; if not, the first trouble is the one to tell.
                print(engine, run, as_what).await.ok();
            }
            let why = exits::stored(&why);
            Err(Trouble::own(match again {
                Some(again) => line(Line::KeptAndGoesOn, &[("why", &why), ("again", &again)]),
                None => line(Line::Kept, &[("why", &why)]),
            }))
        }
    }
}

/// Says whether any accusation of these runs can be made certain, and how.
pub(crate) async fn tell_of_second_sittings(
    engine: &Engine,
    runs: &[RunId],
    again: &str,
) -> Result<(), Trouble> {
    let mut plan = Vec::new();
    for run in runs {
        plan.extend(engine.store().plan(run).await?);
    }
    if plan.iter().any(|one| one.stop == Some(Stop::AwaitingSecondSitting)) {
        out::tell(line(Line::SecondSittings, &[("again", &again)]));
    }
    if plan.iter().any(|one| one.stop == Some(Stop::SatLately)) {
        out::tell(line(Line::SatLately, &[]));
    }
    Ok(())
}

async fn print(engine: &Engine, run: &RunId, as_what: As) -> Result<RunSummary, Trouble> {
    let summary = engine.summary(run).await?;
    if as_what == As::Json {
        json::run(&summary)?;
    } else {
        let measurements = engine.measurements(run).await?;
        table::print(&measurements, &summary, as_what == As::All)?;
        tell_refusals(&measurements);
        history::tell_news(engine, run).await?;
        table::close(&measurements, &summary, engine.everywhere(&measurements).as_ref())?;
    }
    Ok(summary)
}

/// Says which helpers turned questions away, and when they may be asked again.
pub(crate) fn tell_refusals(measurements: &[Measurement]) {
    words().refusals(measurements).iter().for_each(out::tell);
}

/// As what a run is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum As {
    /// Lines of JSON.
    Json,
    /// A table in which sites that say the same are one line.
    Table,
    /// A table of all.
    All,
}

impl As {
    /// What was asked for.
    pub(crate) fn asked(is_json: bool, all: bool) -> Self {
        match (is_json, all) {
            (true, _) => Self::Json,
            (false, false) => Self::Table,
            (false, true) => Self::All,
        }
    }
}

/// What a whole run comes to: nothing, if not a single verdict says anything.
pub(crate) fn of(summary: &RunSummary) -> Ending {
    let says_nothing = |code: &Code| matches!(code, Code::NoInternet | Code::NotTested);
    let is_nothing = summary.by_code.keys().all(says_nothing);
    if is_nothing { Ending::NothingMeasured } else { Ending::Done }
}

/// The option that names the database, if it was named.
pub(crate) fn with_database(command: &str, named: Option<&Path>) -> String {
    match named {
        Some(path) => format!("{command} --db {}", path.display()),
        None => command.to_owned(),
    }
}
