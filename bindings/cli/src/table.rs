//! The table at the end of a run: the answer first, in words, the colour only beside them.

use arna_model::{Code, Measurement, RunSummary, Score};
use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Table, presets};

use crate::out::{self, Broken};
use crate::words;

/// Prints measurements as a table, worst news first, and what they come to.
pub(crate) fn print(measurements: &[Measurement], summary: &RunSummary) -> Result<(), Broken> {
    let width = out::width();
    let mut rows: Vec<_> = measurements.iter().collect();
    rows.sort_by_key(|one| (weight(one.verdict.code), words::subject(one).to_owned()));
    let table = if width < NARROW { narrow(&rows) } else { wide(&rows) };
    if !rows.is_empty() {
        out::line(finished(table, width))?;
    }
    out::line(counts(summary))?;
    match &summary.score {
        Some(score) => out::line(right(score)),
        None => Ok(()),
    }
}

fn wide(rows: &[&Measurement]) -> Table {
    let has_truth = rows.iter().any(|one| one.truth.is_some());
    let mut table = Table::new();
    let truth = has_truth.then_some("The truth");
    let heads = ["Site", "Verdict", "How", "Time", "Bytes"].into_iter().chain(truth);
    table.set_header(heads.map(|head| Cell::new(head).add_attribute(Attribute::Bold)));
    for one in rows {
        let mut cells = vec![
            Cell::new(words::subject(one)),
            verdict(one),
            Cell::new(words::detail(one)),
            Cell::new(seconds(one)).set_alignment(CellAlignment::Right),
            Cell::new(words::bytes(one.bytes.total())).set_alignment(CellAlignment::Right),
        ];
        if has_truth {
            cells.push(Cell::new(one.truth.as_ref().map(words::truth).unwrap_or_default()));
        }
        table.add_row(cells);
    }
    table
}

/// For narrow terminals: two columns, the rest below the verdict.
fn narrow(rows: &[&Measurement]) -> Table {
    let mut table = Table::new();
    for one in rows {
        let used = format!("{}, {}", seconds(one), words::bytes(one.bytes.total()));
        let truth = one.truth.as_ref().map(|truth| format!("truth: {}", words::truth(truth)));
        let parts =
            [Some(words::verdict(&one.verdict)), Some(words::detail(one)), Some(used), truth];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        table.add_row([
            Cell::new(words::subject(one)),
            Cell::new(parts.join("\n")).fg(colour(one.verdict.code)),
        ]);
    }
    table
}

fn finished(mut table: Table, width: u16) -> String {
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    if out::has_colours() {
        table.enforce_styling()
    } else {
        table.force_no_tty()
    };
    table.trim_fmt()
}

fn verdict(one: &Measurement) -> Cell {
    Cell::new(words::verdict(&one.verdict)).fg(colour(one.verdict.code))
}

fn seconds(one: &Measurement) -> String {
    format!("{:.1} s", one.runtime.as_secs_f64())
}

/// How many of each, and what it cost.
fn counts(summary: &RunSummary) -> String {
    let mut counts: Vec<_> = summary.by_code.iter().collect();
    counts.sort_by_key(|(code, _)| weight(**code));
    let counts: Vec<_> =
        counts.iter().map(|(code, count)| format!("{count} × {}", words::code(**code))).collect();
    let (used, time) = (words::bytes(summary.bytes.total()), summary.runtime.as_secs_f64());
    let kind = if summary.virtual_time.is_some() { " of simulated time" } else { "" };
    format!("{}\n{used} used in {time:.1} s{kind}. Run {}", counts.join(" · "), summary.id)
}

/// How the verdicts compare with the truth.
fn right(score: &Score) -> String {
    let Score { targets, right, accused_innocent, cleared_censored, abstained } = score;
    format!(
        "{right} of {targets} verdicts are right \
         ({accused_innocent} wrongly accused, {cleared_censored} blocks missed, {abstained} left open)"
    )
}

/// What people look for first.
fn weight(code: Code) -> u8 {
    match code {
        Code::Blocked => 0,
        Code::LikelyBlocked => 1,
        Code::Throttled => 2,
        Code::Unreachable => 3,
        Code::NoInternet => 4,
        Code::WeakSignal => 5,
        Code::Inconclusive => 6,
        Code::NotTested => 7,
        Code::SiteRefuses => 8,
        Code::SiteDown => 9,
        Code::Measured => 10,
        Code::Accessible => 11,
    }
}

fn colour(code: Code) -> Color {
    match code {
        Code::Accessible | Code::Measured => Color::DarkGreen,
        Code::Blocked | Code::LikelyBlocked | Code::Throttled => Color::Red,
        Code::Unreachable => Color::Magenta,
        Code::SiteRefuses | Code::SiteDown => Color::DarkCyan,
        Code::WeakSignal | Code::NoInternet | Code::Inconclusive | Code::NotTested => {
            Color::DarkYellow
        }
    }
}

/// Under this the columns would be one word wide.
const NARROW: u16 = 76;

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, How, MeasurementId, Micros, RunId, Truth, Vantage, Verdict, WallTime};

    use super::*;

    fn measurement(input: &str, code: Code) -> Measurement {
        Measurement {
            id: MeasurementId::new("0"),
            run: RunId::new("0"),
            nettest: "web_connectivity".into(),
            input: Some(input.into()),
            verdict: Verdict {
                code,
                cause: None,
                how: code.is_accusation().then_some(How::SilenceAfterName),
                nats: None,
                false_positive_bound: None,
                reason: None,
                basis: Vec::new(),
                judge: 1,
            },
            figures: None,
            observations: Vec::new(),
            bytes: Bytes { sent: 1_000, received: 20_000 },
            started: WallTime(0),
            runtime: Micros::from_millis(1_234),
            vantage: Vantage::default(),
            truth: Some(Truth { censored: false, cause: None, right: vec![Code::Accessible] }),
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let rows = [
            measurement("https://kloop.kg/", Code::LikelyBlocked),
            measurement("https://a-rather-long-name.for-a-site.example.com/x", Code::Unreachable),
        ];
        let rows: Vec<_> = rows.iter().collect();
        for width in [40, 60, 76, 80, 100, 140] {
            let table = if width < NARROW { narrow(&rows) } else { wide(&rows) };
            let text = finished(table, width);
            assert!(text.contains("kloop"), "{text}");
            for line in text.lines() {
                assert!(line.chars().count() <= usize::from(width), "{width}: {line}");
            }
        }
    }
}
