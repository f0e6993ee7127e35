//! What two runs over two networks say while they go on, and what they came to.

use std::fmt::Display;

use arna_engine::{Compared, Comparing, Comparison, Engine, Outcome, RunEvent};
use arna_model::{Code, Contrast, Measurement, RunId, Verdict};
use arna_words::{Line, Phrase, short};

use crate::exits::{self, Done, Ending, Trouble};
use crate::follow::Stop;
use crate::grid::{self, Cell};
use crate::words::{line, words};
use crate::{ending, json, layout, out, table};

/// What is wanted of it.
pub(crate) struct Wanted<'a> {
    /// What the networks are called.
    pub(crate) names: [&'a str; 2],
    pub(crate) is_json: bool,
    /// Whether what is the same over both is listed, too.
    pub(crate) all: bool,
    /// The command that goes on with both, if one can.
    pub(crate) again: Option<String>,
}

/// Follows both to their ends.
pub(crate) async fn follow(
    comparing: &mut Comparing,
    wanted: &Wanted<'_>,
    stop: &Stop,
) -> Result<[Outcome; 2], Trouble> {
    let mut ended = [None, None];
    let mut broken = None;
    loop {
        let next = tokio::select! {
            biased;
            () = stop.is_wanted() => {
                out::tell(line(Line::Stopping, &[]));
                comparing.cancel();
                continue;
            }
            next = comparing.next_event() => next,
        };
        let Some((side, event)) = next else { break };
        let over = wanted.names[side];
        match event {
            RunEvent::Measured(one) => {
                said(over, &one);
                if wanted.is_json
                    && broken.is_none()
                    && let Err(error) = json::measurement(&one)
                {
                    broken = Some(error);
                    comparing.cancel();
                }
            }
            RunEvent::Waiting => out::tell(format!("{over}: {}", line(Line::NetworkAway, &[]))),
            RunEvent::Finished(outcome) => ended[side] = Some(outcome),
            _ => {}
        }
    }
    let broke_off = || Trouble::own(line(Line::RunBrokeOff, &[]));
    match (broken, ended) {
        (Some(broken), _) => Err(broken.into()),
        (None, [Some(one), Some(other)]) => Ok([one, other]),
        (None, _) => Err(broke_off()),
    }
}

/// A verdict, and over which network.
fn said(over: &str, one: &Measurement) {
    let (subject, answer) = (words().subject(one), words().answer(one));
    let check = match one.is_decoy {
        true => format!(" {}", words().phrase(Phrase::ACheck)),
        false => String::new(),
    };
    let colour = table::colour(one.verdict.code);
    out::tell_coloured(&format!("{over}  "), &format!("{subject}{check}: {answer}"), colour);
}

/// Says what both came to, as it is stored.
pub(crate) async fn tell(
    engine: &Engine,
    runs: &[RunId; 2],
    ended: [Outcome; 2],
    wanted: &Wanted<'_>,
) -> Done {
    let comparison = engine.compared(&runs[0]).await?;
    if wanted.is_json {
        for run in runs {
            json::run(&engine.summary(run).await?)?;
        }
        json::comparison(&comparison)?;
    } else {
        print(&comparison, wanted)?;
        for run in runs {
            let summary = engine.summary(run).await?;
            let (used, time) =
                (words().bytes(summary.bytes.total()), words().seconds(summary.runtime));
            let values: [(&str, &dyn Display); 3] =
                [("used", &used), ("time", &time), ("run", run)];
            let used =
                if summary.virtual_time.is_some() { Line::UsedSimulated } else { Line::Used };
            out::line(layout::wrapped(&line(used, &values), out::width()))?;
        }
        if let Some(again) = &wanted.again {
            ending::tell_of_second_sittings(engine, runs, again).await?;
        }
    }
    for outcome in ended {
        match outcome {
            Outcome::Whole(_) => {}
            Outcome::Interrupted(_) => {
                match &wanted.again {
                    Some(again) => out::tell(line(Line::StoppedStored, &[("again", again)])),
                    None => out::tell(line(Line::Stopped, &[])),
                }
                return Ok(Ending::Interrupted);
            }
            // What the other one found stands.
            Outcome::UplinkGone(_) => out::error(line(Line::OneNetworkGone, &[])),
            Outcome::Failed(why) => return Err(Trouble::own(exits::stored(&why))),
        }
    }
    let is_nothing = comparison.targets.iter().all(|one| one.contrast == Contrast::Unknown);
    Ok(if is_nothing { Ending::NothingMeasured } else { Ending::Done })
}

/// What differs, what cannot be compared, and a sentence.
fn print(comparison: &Comparison, wanted: &Wanted<'_>) -> Result<(), Trouble> {
    let names = [network(comparison, 0, wanted.names[0]), network(comparison, 1, wanted.names[1])];
    let shown = |one: &&Compared| wanted.all || one.contrast != Contrast::Alike;
    let mut rows: Vec<_> = comparison.targets.iter().filter(shown).collect();
    // What differs stands last, nearest to the prompt.
    rows.sort_by_key(|one| (rank(one.contrast), one.input.clone()));
    if !rows.is_empty() {
        let mut drawn =
            grid::with_heads([words().phrase(Phrase::Site), names[0].as_str(), names[1].as_str()]);
        for one in rows {
            let cells = one.verdicts.each_ref().map(|verdict| cell(verdict.as_ref()));
            let [here, there] = cells;
            drawn.add_row([Cell::new(short(&one.input)), here, there]);
        }
        out::drawn(&grid::text(drawn, out::width()))?;
        out::line("")?;
    }
    for said in words().contrasts(comparison.targets.iter().map(|one| one.contrast)) {
        out::line(layout::wrapped(&said, out::width()))?;
    }
    Ok(())
}

/// What stands above a column: whose network it is, and behind which interface.
fn network(comparison: &Comparison, side: usize, interface: &str) -> String {
    let operator = comparison.vantages[side].operator.as_deref();
    operator.map_or_else(|| interface.to_owned(), |operator| format!("{operator} ({interface})"))
}

fn cell(verdict: Option<&Verdict>) -> Cell {
    match verdict {
        Some(verdict) => {
            let said = words().code_at(verdict.code, verdict.at.as_deref());
            Cell::new(said).fg(table::colour(verdict.code))
        }
        None => Cell::new(words().code(Code::NotTested)),
    }
}

fn rank(contrast: Contrast) -> u8 {
    match contrast {
        Contrast::Alike => 0,
        Contrast::Unknown => 1,
        Contrast::Differs => 2,
    }
}
