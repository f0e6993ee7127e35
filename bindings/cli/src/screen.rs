//! What is seen while a run goes on: a bar on a terminal, plain lines elsewhere. All of it on stderr.

use std::time::Duration;

use arna_model::{Bytes, Measurement};
use indicatif::{ProgressBar, ProgressStyle};

use crate::out;
use crate::words::words;

/// The progress of a run.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    done: usize,
    steps: usize,
}

impl Progress {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { bar: out::is_watched().then(bar), done: 0, steps: 0 }
    }

    /// A run begins, with so many steps to take.
    pub(crate) fn start(&mut self, steps: usize) {
        self.steps = steps;
        if let Some(bar) = &self.bar {
            bar.set_length(steps as u64);
        }
    }

    /// Says what happens now.
    pub(crate) fn now(&self, what: String) {
        if let Some(bar) = &self.bar {
            bar.set_message(what);
        }
    }

    /// Says what has been used.
    pub(crate) fn used(&self, bytes: Bytes) {
        if let Some(bar) = &self.bar {
            bar.set_prefix(words().bytes(bytes.total()));
        }
    }

    /// A measurement has its verdict.
    pub(crate) fn measured(&mut self, measurement: &Measurement) {
        self.done += 1;
        match &self.bar {
            Some(bar) => bar.set_position(self.done as u64),
            None => {
                let (subject, answer) = (words().subject(measurement), words().answer(measurement));
                let check = if measurement.is_decoy { " (a check)" } else { "" };
                let (done, steps) = (self.done, self.steps);
                out::tell(format_args!("{done}/{steps} {subject}{check}: {answer}"));
            }
        }
    }

    /// Prints something without tearing the bar.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:20} {pos}/{len} {prefix} {wide_msg}")
        .expect("the template is tested by every run");
    let bar = ProgressBar::new(0).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
