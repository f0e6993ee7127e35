//! The whole store as JSON lines: for another program, another phone, or a reader in ten years.
//!
//! One object a line, its `kind` first; what refers to something comes after it. Keys are only ever added.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use arna_model::{
    Bytes, Change, Figures, ListEntry, MeasurementId, Network, Observation, Request, RunId, Stop,
    Tally, Target, Vantage, Verdict, WallTime, WatchRecord, escaped,
};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use super::lists::{EntryRow, ListRow, Rows};
use super::private;
use super::rows::{RUN, Tables};
use super::usage::{Days, Usage};
use crate::run::{LedgerError, Opinion, RunRecord, StepRecord};

/// What an export came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub path: PathBuf,
    /// Objects in it.
    pub lines: u64,
    /// Its length.
    pub bytes: u64,
}

/// Version of the lines.
const FORMAT: u32 = 1;

/// A line.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'a> {
    Store {
        format: u32,
        program: &'static str,
    },
    Setting {
        key: &'a str,
        value: &'a str,
    },
    Run {
        id: &'a RunId,
        started: WallTime,
        vantage: &'a Vantage,
        request: &'a Request,
        #[serde(flatten)]
        end: Option<End>,
    },
    Measurement {
        id: &'a MeasurementId,
        run: &'a RunId,
        number: u32,
        nettest: &'a str,
        target: Option<&'a Target>,
        decoy: bool,
        /// The measurement of another run whose sitting counts with this one's.
        earlier: Option<&'a MeasurementId>,
    },
    Observation {
        run: &'a RunId,
        measurement: Option<&'a MeasurementId>,
        observation: &'a Observation,
    },
    Verdict {
        measurement: &'a MeasurementId,
        given: WallTime,
        verdict: &'a Verdict,
        figures: Option<&'a Figures>,
        tally: Tally,
        stop: Option<Stop>,
    },
    Watch {
        id: &'a str,
        started: WallTime,
        vantage: &'a Vantage,
        every_s: f64,
        looks: u64,
        bytes: Bytes,
    },
    Change {
        watch: &'a str,
        at: WallTime,
        since_start_s: f64,
        state: arna_model::NetworkState,
        shown: &'a arna_model::Shown,
    },
    Usage {
        day: i64,
        network: &'a Network,
        bytes: Bytes,
    },
    /// A list of pages; the built-in one has no name, and of its pages only those that were switched.
    List {
        id: i64,
        name: Option<&'a str>,
        on: bool,
    },
    /// A page of a list.
    ListEntry {
        list: i64,
        entry: &'a ListEntry,
        on: bool,
    },
    Attempt {
        attempt: &'a arna_model::Attempt,
    },
    /// A body or a certificate, in Base64.
    Blob {
        id: &'a str,
        content: &'a str,
    },
}

/// How a run ended.
#[derive(Serialize)]
struct End {
    bytes: Bytes,
    runtime_s: f64,
    tally: Tally,
}

/// Where lines go, and how many went.
struct Lines<W> {
    to: W,
    lines: u64,
    bytes: u64,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &Line<'_>) -> Result<(), LedgerError> {
        let text = serde_json::to_string(line)
            .map_err(|_| LedgerError::Other("a value that cannot be written as JSON".into()))?;
        let text = escaped(&text);
        self.to.write_all(text.as_bytes())?;
        self.to.write_all(b"\n")?;
        self.lines += 1;
        self.bytes += text.len() as u64 + 1;
        Ok(())
    }
}

/// Writes it all to a file beside `to`, and gives that its name once it is whole.
pub(super) fn export(tables: &Tables<'_>, to: &Path) -> Result<Exported, LedgerError> {
    if let Some(folder) = to.parent() {
        private::make_folder(folder)?;
    }
    let part = to.with_added_extension("part");
    let written = write_to(tables, &part).and_then(|written| {
        fs::rename(&part, to)?;
        Ok(written)
    });
    if written.is_err() {
        // What is left of it is of no use to anybody.
        fs::remove_file(&part).ok();
    }
    let (lines, bytes) = written?;
    Ok(Exported { path: to.to_owned(), lines, bytes })
}

fn write_to(tables: &Tables<'_>, part: &Path) -> Result<(u64, u64), LedgerError> {
    fs::remove_file(part).ok(); // of an export that was cut off
    let mut lines = Lines { to: BufWriter::new(private::create(part)?), lines: 0, bytes: 0 };
    tables.put_all(&mut lines)?;
    let file = lines.to.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok((lines.lines, lines.bytes))
}

impl Tables<'_> {
    fn put_all<W: Write>(&self, lines: &mut Lines<W>) -> Result<(), LedgerError> {
        lines.put(&Line::Store { format: FORMAT, program: PROGRAM })?;
        for (key, value) in self.all_settings()? {
            lines.put(&Line::Setting { key: &key, value: &value })?;
        }
        let sql = format!("SELECT {RUN} FROM run ORDER BY seq");
        for run in self.all(&sql, [], |row| self.run_record(row))? {
            self.put_run(&run, lines)?;
        }
        for (watch, changes) in self.watches(None)? {
            put_watch(&watch, &changes, lines)?;
        }
        for Usage { day, network, bytes } in self.usage(&Days::default())? {
            lines.put(&Line::Usage { day, network: &network, bytes })?;
        }
        for ListRow { id, name, is_on, .. } in self.list_rows()? {
            lines.put(&Line::List { id, name: name.as_deref(), on: is_on })?;
            for EntryRow { entry, is_on, .. } in self.entry_rows(id, Rows::ALL)? {
                lines.put(&Line::ListEntry { list: id, entry: &entry, on: is_on })?;
            }
        }
        for is_lab in [false, true] {
            for attempt in &self.attempts(is_lab)?.all {
                lines.put(&Line::Attempt { attempt })?;
            }
        }
        self.each_blob(|id, content| {
            lines.put(&Line::Blob { id, content: &BASE64_STANDARD.encode(content) })
        })
    }

    fn put_run<W: Write>(&self, run: &RunRecord, lines: &mut Lines<W>) -> Result<(), LedgerError> {
        let RunRecord { id, request, vantage, started, end, .. } = run;
        let end = end.map(|end| End {
            bytes: end.bytes,
            runtime_s: end.runtime.as_secs_f64(),
            tally: end.tally,
        });
        lines.put(&Line::Run { id, started: *started, vantage, request, end })?;
        for observation in &self.run_observations(id)? {
            lines.put(&Line::Observation { run: id, measurement: None, observation })?;
        }
        for StepRecord { step, .. } in self.plan(id)? {
            let recalled = self.recall(&step.measurement)?;
            let measurement = &step.measurement;
            let earlier = recalled.earlier.as_ref().map(|earlier| &earlier.sitting.measurement);
            lines.put(&Line::Measurement {
                id: measurement,
                run: id,
                number: step.number,
                nettest: &step.nettest,
                target: step.target.as_ref(),
                decoy: step.is_decoy,
                earlier,
            })?;
            for observation in &recalled.observations {
                let measurement = Some(measurement);
                lines.put(&Line::Observation { run: id, measurement, observation })?;
            }
            for Opinion { verdict, figures, tally, stop, given } in &recalled.opinions {
                let (figures, tally) = (figures.as_ref(), *tally);
                let (given, stop) = (*given, *stop);
                lines.put(&Line::Verdict { measurement, given, verdict, figures, tally, stop })?;
            }
        }
        Ok(())
    }
}

fn put_watch<W: Write>(
    watch: &WatchRecord,
    changes: &[Change],
    lines: &mut Lines<W>,
) -> Result<(), LedgerError> {
    let id = watch.id.as_str();
    lines.put(&Line::Watch {
        id,
        started: watch.started,
        vantage: &watch.vantage,
        every_s: watch.every.as_secs_f64(),
        looks: watch.looks,
        bytes: watch.bytes,
    })?;
    for Change { mark, state, shown, .. } in changes {
        let since_start_s = mark.at.as_secs_f64();
        let (at, state) = (mark.wall, *state);
        lines.put(&Line::Change { watch: id, at, since_start_s, state, shown })?;
    }
    Ok(())
}

const PROGRAM: &str = concat!("arna ", env!("CARGO_PKG_VERSION"));
