//! What a verdict stands on, for people who want to see it: the answer with its weight, what was seen
//! in the order of time, and the double checks block by block.

use arna_engine::run::Opinion;
use arna_model::{Account, Measurement, Observation, Place, Stop};
use arna_words::Phrase;
use comfy_table::Cell;

use crate::out::{self, Broken};
use crate::{account, blocks, events, grid, layout, phrases, words};

/// Prints a measurement with its evidence. `opinions`: all that were ever given of it, oldest first;
/// `told`: how its double checks came to their word.
pub(crate) fn print(
    measurement: &Measurement,
    opinions: &[Opinion],
    told: Option<&Account>,
) -> Result<(), Broken> {
    let width = out::width();
    let tell = |sentence: String| out::line(layout::wrapped(&sentence, width));
    let subject = phrases::subject(measurement);
    tell(format!("{subject}: {}", phrases::answer(measurement)))?;
    for sentence in about(measurement) {
        tell(sentence)?;
    }
    for old in earlier(opinions) {
        let (when, was) = (phrases::at(old.given), phrases::verdict(&old.verdict));
        tell(format!("Judged before, {when}: {was} (judge {}).", old.verdict.judge))?;
    }
    let seen = seen(measurement);
    if !seen.is_empty() {
        out::line("")?;
        out::line(grid::text(looks(&seen, measurement), width))?;
    }
    if let Some(told) = told {
        print_blocks(measurement, told, width)?;
    }
    // Measurements stand well apart.
    out::line("\n")
}

/// The double checks, block by block, and what each came to.
fn print_blocks(measurement: &Measurement, told: &Account, width: u16) -> Result<(), Broken> {
    let mut tables = blocks::tables(measurement, told);
    for sitting in &told.sittings {
        out::line(format_args!("\nDouble checks, sitting {}:\n", sitting.sitting))?;
        if let Some(table) = tables.remove(&sitting.sitting) {
            out::line(grid::text(table, width))?;
        }
        out::line("")?;
        for sentence in account::sentences(sitting) {
            out::line(layout::hanging(&sentence, width))?;
        }
    }
    if let Some(path) = &told.path {
        out::line("\nThe place on the path:\n")?;
        for sentence in account::of_path(path) {
            out::line(layout::hanging(&sentence, width))?;
        }
    }
    if let Some(sentence) = told.reflection.as_ref().and_then(account::reflected) {
        out::line("")?;
        out::line(layout::wrapped(&sentence, width))?;
    }
    if let Some(earlier) = &told.earlier {
        out::line("")?;
        out::line(layout::wrapped(&account::earlier(earlier), width))?;
    }
    if told.judge != measurement.verdict.judge {
        let (now, then) = (told.judge, measurement.verdict.judge);
        let sentence = format!("Explained by judge {now}; the verdict is judge {then}'s.");
        out::line(layout::wrapped(&sentence, width))?;
    }
    let id = &measurement.id;
    let legend = format!("{} `arna show {id} --json` has every event in them.", blocks::LEGEND);
    out::line("")?;
    out::line(layout::wrapped(&legend, width))
}

/// Where the measurement comes from, and what the verdict weighs.
fn about(measurement: &Measurement) -> Vec<String> {
    let verdict = &measurement.verdict;
    let mut sentences = vec![words::meaning(verdict.code).to_owned()];
    sentences.push(format!(
        "Measurement {}, {}, {:.1} s, {}.",
        measurement.id,
        phrases::at(measurement.started),
        measurement.runtime.as_secs_f64(),
        phrases::bytes(measurement.bytes.total()),
    ));
    if let Some(cause) = verdict.cause {
        sentences.push(words::filled(Phrase::ShowsAt, &[("cause", words::cause(cause))]));
    }
    match (verdict.nats, verdict.false_positive_bound) {
        (Some(nats), Some(bound)) => sentences.push(format!(
            "Weight of the evidence: {nats:.1} nats. If nobody blocks, chance brings as much at most {}.",
            phrases::odds(bound)
        )),
        (Some(nats), None) => {
            sentences.push(format!("Weight of the evidence: {nats:.1} nats."));
        }
        (None, _) => {}
    }
    if let Some(figures) = &measurement.figures {
        let figures = figures.iter().map(|(name, figure)| format!("{name} {figure:.1}"));
        sentences.push(format!("Figures: {}.", figures.collect::<Vec<_>>().join(", ")));
    }
    if let Some(truth) = &measurement.truth {
        let truth = phrases::whole_truth(truth);
        sentences.push(words::filled(Phrase::InTruth, &[("truth", &truth)]));
    }
    sentences
}

/// The last words of earlier judges; what was said on the way is in the table of blocks.
fn earlier(opinions: &[Opinion]) -> impl Iterator<Item = &Opinion> {
    let last = opinions.len().saturating_sub(1);
    // Each block of a second sitting leaves the first one's word as it is.
    let awaits = |at: usize| opinions[at].stop == Some(Stop::AwaitingSecondSitting);
    let is_said = move |at: &usize| {
        opinions[*at].stop != Some(Stop::StillConfirming)
            && !(awaits(*at) && *at > 0 && awaits(*at - 1))
    };
    (0..last).filter(is_said).map(|at| &opinions[at])
}

/// The looks and the helper's answers, in the order of time; blocks have a table of their own.
fn seen(measurement: &Measurement) -> Vec<&Observation> {
    let is_shown = |one: &&Observation| !matches!(one.place, Place::Block { .. } | Place::WarmUp);
    let mut seen: Vec<_> = measurement.observations.iter().filter(is_shown).collect();
    seen.sort_by_key(|one| (one.t0, one.id.number()));
    seen
}

fn looks(seen: &[&Observation], measurement: &Measurement) -> comfy_table::Table {
    let mut table = grid::with_heads(["", "At", "Where", "What", "Outcome", "Took"]);
    for one in seen {
        let is_basis = measurement.verdict.basis.contains(&one.id);
        table.add_row([
            Cell::new(if is_basis { "*" } else { "" }),
            Cell::new(format!("{:.1} s", one.t0.as_secs_f64())),
            Cell::new(events::place(&one.place)),
            Cell::new(events::what(&one.event)),
            Cell::new(events::outcome(one)),
            Cell::new(format!("{:.0} ms", one.duration().as_millis_f64())),
        ]);
    }
    grid::align_right(&mut table, [1, 5]);
    table
}
