//! `arna lab replay`: a stored measurement as a scenario, to be run with `arna demo FILE`.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use arna_engine::store::Found;
use arna_model::{Measurement, shown};
use arna_words::Line;

use crate::args::Replay;
use crate::exits::{Done, Ending, Trouble};
use crate::runtimes::no_runtime;
use crate::words::{line, words};
use crate::{lists, out, places, private};

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
            let command = format!("arna demo {}", path.display());
            out::tell(line(Line::RunIt, &[("command", &command)]));
        }
    }
    Ok(Ending::Done)
}

/// The first measurement in a file of lines.
fn of_file(path: &str) -> Result<Measurement, Trouble> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| lists::cannot_read(Path::new(path), &error))?;
    let mut lines = text.lines().filter_map(|line| serde_json::from_str(line).ok());
    // A whole file may also be one object over many lines.
    let whole = || serde_json::from_str(&text).ok();
    let none = || Trouble::usage(line(Line::NoMeasurementIn, &[("path", &path)]));
    lines.next().or_else(whole).ok_or_else(none)
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
            Found::Run(id) => Err(Trouble::usage(line(Line::WantsMeasurement, &[("id", &id)]))),
        }
    })
}

fn write(path: &Path, scenario: &str) -> Result<(), Trouble> {
    let shown = path.display();
    let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    if !is_toml {
        return Err(Trouble::usage(line(Line::NoToml, &[("path", &shown)])));
    }
    let file = private::new_file(path);
    file.and_then(|mut file| file.write_all(scenario.as_bytes())).map_err(|error| {
        match error.kind() {
            ErrorKind::AlreadyExists => Trouble::usage(line(Line::IsThere, &[("path", &shown)])),
            _ => {
                let why = words().system(&error);
                Trouble::own(line(Line::CannotWrite, &[("path", &shown), ("why", &why)]))
            }
        }
    })
}
