//! The table at the end of a run: the answer first, in words, the colour only beside them.

use arna_model::{Code, Decoys, Measurement, RunSummary, Score, Truth, Verdict};
use arna_words::Phrase;
use comfy_table::{Cell, Color, Table};

use crate::out::{self, Broken};
use crate::words::words;
use crate::{grid, layout};

/// Prints measurements as a table, worst news first, and what they come to.
pub(crate) fn print(measurements: &[Measurement], summary: &RunSummary) -> Result<(), Broken> {
    let width = out::width();
    let rows = in_order(measurements);
    if !rows.is_empty() {
        out::line(fitted(&rows, width))?;
        out::line("")?;
    }
    for line in counts(summary, width).lines() {
        out::line(layout::wrapped(line, width))?;
    }
    let more = [
        summary.score.as_ref().map(right),
        summary.decoys.as_ref().filter(|decoys| decoys.tested > 0).map(checked),
    ];
    more.into_iter().flatten().try_for_each(|line| out::line(layout::wrapped(&line, width)))
}

/// Worst news first, then by name; without the sites that the run chose itself.
pub(crate) fn in_order(measurements: &[Measurement]) -> Vec<&Measurement> {
    let mut rows: Vec<_> = measurements.iter().filter(|one| !one.is_decoy).collect();
    rows.sort_by_key(|one| (weight(one.verdict.code), words().subject(one).to_owned()));
    rows
}

fn fitted(rows: &[&Measurement], width: u16) -> String {
    let table = if width < NARROW { narrow(rows) } else { wide(rows, width) };
    grid::text(table, width)
}

/// One line a site where there is nothing to explain. How it shows has a column of its own where
/// there is room, and stands below the verdict elsewhere.
fn wide(rows: &[&Measurement], width: u16) -> Table {
    let has_how = width >= ROOMY && rows.iter().any(|one| !words().detail(one).is_empty());
    let has_truth = rows.iter().any(|one| one.truth.is_some());
    let how = has_how.then_some(Phrase::How);
    let truth = has_truth.then_some(Phrase::Truth);
    let heads = [Phrase::Site, Phrase::Verdict].into_iter().chain(how);
    let heads = heads.chain([Phrase::Time, Phrase::Bytes]).chain(truth);
    let mut table = grid::with_heads(heads.map(|one| words().phrase(one)));
    for one in rows {
        let (verdict, how) = (words().verdict(&one.verdict), words().detail(one));
        let answer = match (has_how, how.is_empty()) {
            (false, false) => format!("{verdict}\n{how}"),
            _ => verdict,
        };
        let mut cells =
            vec![Cell::new(words().subject(one)), Cell::new(answer).fg(colour(one.verdict.code))];
        if has_how {
            cells.push(Cell::new(how));
        }
        cells.push(Cell::new(seconds(one)));
        cells.push(Cell::new(words().bytes(one.bytes.total())));
        if has_truth {
            cells.push(Cell::new(truth_of(one).unwrap_or_default()));
        }
        table.add_row(cells);
    }
    let first_figure = if has_how { 3 } else { 2 };
    grid::align_right(&mut table, [first_figure, first_figure + 1]);
    let longest = rows.iter().map(|one| words().subject(one).chars().count()).max();
    grid::keep_whole(&mut table, 0, longest.unwrap_or_default(), width * 3 / 10);
    table
}

/// For narrow terminals: two columns, the rest below the verdict.
fn narrow(rows: &[&Measurement]) -> Table {
    let mut table = grid::plain();
    for one in rows {
        let used = format!("{}, {}", seconds(one), words().bytes(one.bytes.total()));
        let truth = truth_of(one)
            .map(|truth| format!("{}: {truth}", words().phrase(Phrase::Truth).to_lowercase()));
        let parts =
            [Some(words().verdict(&one.verdict)), Some(words().detail(one)), Some(used), truth];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        table.add_row([
            Cell::new(words().subject(one)),
            Cell::new(parts.join("\n")).fg(colour(one.verdict.code)),
        ]);
    }
    table
}

fn truth_of(one: &Measurement) -> Option<String> {
    one.truth.as_ref().map(|truth| in_truth(truth, &one.verdict))
}

/// What is really so, in the lab, in a word; a mark before it says how the verdict compares.
fn in_truth(truth: &Truth, verdict: &Verdict) -> String {
    let mark = if truth.right.contains(&verdict.code) {
        '✓'
    } else if verdict.code.is_abstention() {
        '?'
    } else {
        '✗'
    };
    let word = match truth.right.first() {
        _ if truth.censored => words().truth(Code::Blocked),
        Some(&right) => words().truth(right),
        None => words().truth(Code::Accessible),
    };
    format!("{mark} {word}")
}

fn seconds(one: &Measurement) -> String {
    words().seconds(one.runtime)
}

/// How many of each, and what it cost.
fn counts(summary: &RunSummary, width: u16) -> String {
    let mut counts: Vec<_> = summary.by_code.iter().collect();
    counts.sort_by_key(|(code, _)| weight(**code));
    let counts = counts.iter().map(|(code, count)| format!("{count} × {}", words().code(**code)));
    let counts = layout::lines(counts, " · ", width);
    let (used, time) = (words().bytes(summary.bytes.total()), summary.runtime.as_secs_f64());
    let kind = if summary.virtual_time.is_some() { " of simulated time" } else { "" };
    format!("{counts}\n{used} used in {time:.1} s{kind}. Run {}", summary.id)
}

/// How the verdicts compare with the truth.
fn right(score: &Score) -> String {
    let Score { targets, right, accused_innocent, cleared_censored, abstained } = score;
    format!(
        "{right} of {targets} verdicts are right \
         ({accused_innocent} wrongly accused, {cleared_censored} blocks missed, {abstained} left open)"
    )
}

/// What became of the innocent sites.
fn checked(decoys: &Decoys) -> String {
    let Decoys { tested, accused } = decoys;
    match accused {
        0 => format!(
            "{tested} more that nobody blocks were measured as a check: none looked blocked"
        ),
        _ => format!(
            "{accused} of {tested} more that nobody blocks looked blocked, so nobody is accused"
        ),
    }
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
const NARROW: u16 = 72;

/// From here on there is room for one column more.
const ROOMY: u16 = 96;

#[cfg(test)]
mod tests {
    use arna_model::{Bytes, Cause, How, MeasurementId, Micros, RunId, Vantage, WallTime};

    use super::*;

    fn measurement(input: &str, code: Code) -> Measurement {
        Measurement {
            id: MeasurementId::new("0"),
            run: RunId::new("0"),
            nettest: "web_connectivity".into(),
            input: Some(input.into()),
            is_decoy: false,
            verdict: Verdict {
                code,
                cause: None,
                how: code.is_accusation().then_some(How::SilenceAfterName),
                nats: None,
                false_positive_bound: None,
                quic: None,
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
        for width in [40, 60, 72, 80, 95, 96, 100, 140] {
            let text = fitted(&rows, width);
            assert!(text.contains("kloop"), "{text}");
            for line in text.lines() {
                assert!(line.chars().count() <= usize::from(width), "{width}: {line}");
            }
        }
    }

    #[test]
    fn the_truth_says_how_the_verdict_compares() {
        let said = |truth: &Truth, code| in_truth(truth, &measurement("", code).verdict);
        let blocked = Truth {
            censored: true,
            cause: Some(Cause::Ip),
            right: vec![Code::LikelyBlocked, Code::Unreachable],
        };
        let open = Truth { censored: false, cause: None, right: vec![Code::Accessible] };
        assert_eq!(said(&blocked, Code::Unreachable), "✓ blocked");
        assert_eq!(said(&blocked, Code::WeakSignal), "? blocked");
        assert_eq!(said(&blocked, Code::Accessible), "✗ blocked");
        assert_eq!(said(&open, Code::Accessible), "✓ opens");
        assert_eq!(said(&open, Code::Blocked), "✗ opens");
    }
}
