//! What is seen while a run goes on: a line for each verdict, and on a terminal a bar below them that says what is waited
//! for. All of it on stderr.

use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arna_model::{Bytes, Measurement, Micros, shown};
use arna_words::{Phrase, short};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::words::words;
use crate::{out, table};

/// The progress of a run.
pub(crate) struct Progress {
    bar: Option<Bar>,
    done: usize,
    steps: usize,
    /// What is looked at now, the first first.
    under_way: Vec<String>,
}

/// The bar, and what it says.
struct Bar {
    bar: ProgressBar,
    said: Arc<Mutex<Waiting>>,
}

/// What is waited for.
#[derive(Default)]
struct Waiting {
    what: String,
    /// Until when, since the bar began, and the phrase for it.
    until: Option<(Phrase, Duration)>,
    /// What has been used.
    used: String,
}

impl Progress {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        let bar = out::is_watched().then(Bar::new);
        Self { bar, done: 0, steps: 0, under_way: Vec::new() }
    }

    /// A run begins, with so many steps to take.
    pub(crate) fn start(&mut self, steps: usize) {
        self.steps = steps;
        if let Some(Bar { bar, .. }) = &self.bar {
            bar.set_length(steps as u64);
        }
    }

    /// A look at `subject` begins, which takes as long as `usual` if nothing hurries it.
    pub(crate) fn looking(&mut self, subject: &str, usual: Option<Micros>) {
        self.under_way.push(short(subject).into_owned());
        self.tell_looks(usual);
    }

    /// A look at `subject` is over, and no verdict yet.
    pub(crate) fn looked(&mut self, subject: &str) {
        if let Some(at) = self.under_way.iter().position(|one| *one == short(subject)) {
            self.under_way.remove(at);
            self.tell_looks(None);
        }
    }

    /// A double check of `subject` and so many others begins, or is waited for.
    pub(crate) fn checking(&mut self, subject: &str, block: u16, wait: Micros, beside: usize) {
        self.under_way.clear();
        let site = short(subject).to_string();
        let sites = match beside {
            0 => site,
            more => words().counted(Phrase::UnderWay, more as u64, &[("site", &site)]),
        };
        let what = words().counted(Phrase::DoubleCheck, block.into(), &[("site", &sites)]);
        self.say(&what, (wait > Micros::default()).then_some((Phrase::NextBlockIn, wait)));
    }

    /// The place on the path to `subject` is looked for.
    pub(crate) fn tracing(&mut self, subject: &str, round: u16) {
        self.under_way.clear();
        let site = short(subject);
        let site = [("site", &*site)];
        self.say(&words().counted(Phrase::TracingRound, round.into(), &site), None);
    }

    /// The phone is somewhere else.
    pub(crate) fn moved(&self) {
        self.say(words().phrase(Phrase::OnAnotherNetwork), None);
    }

    /// Says what has been used.
    pub(crate) fn used(&self, bytes: Bytes) {
        if let Some(bar) = &self.bar {
            bar.said().used = words().bytes(bytes.total());
        }
    }

    /// A measurement has its verdict.
    pub(crate) fn measured(&mut self, measurement: &Measurement) {
        self.done += 1;
        let (subject, answer) = (words().subject(measurement), words().answer(measurement));
        let check = match measurement.is_decoy {
            true => format!(" {}", words().phrase(Phrase::ACheck)),
            false => String::new(),
        };
        let count = format!("{}/{} ", self.done, self.steps);
        let colour = table::colour(measurement.verdict.code);
        self.aside(|| out::tell_coloured(&count, &format!("{subject}{check}: {answer}"), colour));
        if let Some(Bar { bar, .. }) = &self.bar {
            bar.set_position(self.done as u64);
        }
        self.looked(measurement.input.as_deref().unwrap_or(&measurement.nettest));
    }

    /// Prints something without tearing the bar.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(Bar { bar, .. }) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(Bar { bar, .. }) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Whom the run waits for: the one that was begun first, and how many more.
    fn tell_looks(&self, usual: Option<Micros>) {
        let what = match &self.under_way[..] {
            [] => String::new(),
            [only] => only.clone(),
            [first, more @ ..] => {
                words().counted(Phrase::UnderWay, more.len() as u64, &[("site", first)])
            }
        };
        self.say(&what, usual.map(|usual| (Phrase::StillFor, usual)));
    }

    /// Says what is waited for, and how much longer.
    fn say(&self, what: &str, wait: Option<(Phrase, Micros)>) {
        let Some(bar) = &self.bar else { return };
        let until = wait.map(|(phrase, wait)| (phrase, bar.bar.elapsed() + Duration::from(wait)));
        let mut said = bar.said();
        said.what = shown(what).into_owned();
        said.until = until;
        drop(said);
        // Has it drawn now, and not at the next tick.
        bar.bar.set_message("");
    }
}

impl Bar {
    fn new() -> Self {
        let said: Arc<Mutex<Waiting>> = Arc::default();
        let (width, waiting) = (usize::from(out::width()), said.clone());
        // Drawn anew five times a second, so the time that is left counts down by itself.
        let line = move |state: &ProgressState, to: &mut dyn Write| {
            let said = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let count = format!("{}/{}", state.pos(), state.len().unwrap_or_default());
            let text = said.line(&count, state.elapsed());
            let room = if width < NARROW { width } else { width - BAR };
            // A bar's text cannot fail to be taken.
            to.write_str(&cut(&text, room.saturating_sub(1))).ok();
        };
        let template = if width < NARROW { "{line}" } else { "{bar:12} {line}" };
        let style = ProgressStyle::with_template(template)
            .expect("the templates are tested by every run")
            .with_key("line", line);
        let bar = ProgressBar::new(0).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, said }
    }

    fn said(&self) -> MutexGuard<'_, Waiting> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// What stands behind the bar, so long after it began.
    fn line(&self, count: &str, now: Duration) -> String {
        let what = match self.until {
            Some((phrase, until)) => {
                let left = words().countdown(until.saturating_sub(now).into());
                words().filled(phrase, &[("what", &self.what), ("time", &left)])
            }
            None => self.what.clone(),
        };
        let parts = [count, &self.used, &what].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("  ")
    }
}

/// The beginning of a text that has not enough room.
fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

/// The bar with the space behind it.
const BAR: usize = 13;
/// Under this the bar would take the room of the words.
const NARROW: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_what_is_waited_for_and_until_when() {
        let site = [("site", "meduza.io")];
        let what = words().counted(Phrase::DoubleCheck, 2, &site);
        let until = Some((Phrase::NextBlockIn, Duration::from_secs(20)));
        let mut said = Waiting { what, until, used: "1.2 MB".to_owned() };
        let line = said.line("7/43", Duration::from_millis(6_200));
        assert_eq!(line, "7/43  1.2 MB  double check 2 of meduza.io, next block in 14 s");
        assert!(line.chars().count() < 80 - BAR, "it fits a terminal of 80 columns");
        assert!(said.line("7/43", Duration::from_secs(99)).ends_with("next block in 0 s"));
        said.until = None;
        assert_eq!(said.line("7/43", Duration::ZERO), "7/43  1.2 MB  double check 2 of meduza.io");
        assert_eq!(cut("жазу", 3), "жа…");
    }
}
