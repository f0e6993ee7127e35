//! `arna lab replay`: a stored measurement as a scenario, to be run with `arna demo FILE`.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use arna_engine::store::Found;
use arna_model::{Measurement, shown};

use crate::args::Replay;
use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;
use crate::{out, places, private};

/// Prints or writes the scenario.
pub(crate) fn replay(asked: &Replay) -> Done {
    let is_file = Path::new(&asked.measurement)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let measurement = if is_file { of_file(&asked.measurement)? } else { of_store(asked)? };
    let scenario = arna_lab::replay(&measurement).map_err(Trouble::usage)?;
    // Names in it are the network's.
    let scenario: String = scenario.lines().map(|line| format!("{}\n", shown(line))).collect();
    match &asked.output {
        None => out::text(scenario.as_bytes())?,
        Some(path) => {
            write(path, &scenario)?;
            out::tell(format_args!("Run it: arna demo {}", path.display()));
        }
    }
    Ok(Ending::Done)
}

/// The first measurement in a file of lines.
fn of_file(path: &str) -> Result<Measurement, Trouble> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Trouble::usage(format_args!("cannot read {path}: {error}")))?;
    let mut lines = text.lines().filter_map(|line| serde_json::from_str(line).ok());
    // A whole file may also be one object over many lines.
    lines.next().or_else(|| serde_json::from_str(&text).ok()).ok_or_else(|| {
        Trouble::usage(format_args!(
            "{path} has no measurement in it, as `arna show MEASUREMENT --json` prints it"
        ))
    })
}

fn of_store(asked: &Replay) -> Result<Measurement, Trouble> {
    let path = places::database(asked.db.clone())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(no_runtime)?.block_on(async {
        let engine = places::open_stored(&path)?;
        match places::find(&engine, Some(&asked.measurement), &path).await? {
            Found::Measurement(id) => {
                let one = engine.store().measurement(&id).await;
                one.map_err(|_| places::not_made_yet(&id))
            }
            Found::Run(id) => Err(Trouble::usage(format_args!(
                "{id} is a run; a measurement is needed here (`arna history SITE` lists a site's)"
            ))),
        }
    })
}

fn write(path: &Path, scenario: &str) -> Result<(), Trouble> {
    let shown = path.display();
    let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    if !is_toml {
        return Err(Trouble::usage(format_args!("{shown} does not end in .toml, as scenarios do")));
    }
    let file = private::new_file(path);
    file.and_then(|mut file| file.write_all(scenario.as_bytes())).map_err(|error| {
        match error.kind() {
            ErrorKind::AlreadyExists => Trouble::usage(format_args!("{shown} is there already")),
            _ => Trouble::own(format_args!("cannot write {shown}: {error}")),
        }
    })
}
