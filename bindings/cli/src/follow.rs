//! Following a run: its announcements become lines and a bar, until it is over.

use std::io;
use std::sync::Arc;

use arna_engine::{Outcome, Run, RunEvent, nettests};
use arna_model::{Event, Failure, Measurement};
use arna_words::Line;
use tokio::sync::Notify;

use crate::exits::Trouble;
use crate::json;
use crate::out::{self, Broken};
use crate::screen::Progress;
use crate::words::{line, words};

/// Somebody wants the run to stop.
#[derive(Clone, Default)]
pub(crate) struct Stop(Arc<Notify>);

/// How a run was, seen from here.
pub(crate) struct Followed {
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// What became of asking the helpers.
    pub(crate) helpers: Helpers,
}

/// What became of asking the helpers.
#[derive(Default)]
pub(crate) struct Helpers {
    asked: u64,
    answered: u64,
    failure: Option<Failure>,
}

impl Stop {
    /// Waits until somebody wants it.
    pub(crate) async fn is_wanted(&self) {
        self.0.notified().await;
    }

    /// Waits until this is to end and passes it on; a second time ends the program at once. Runs for ever, on a
    /// runtime that hears signals.
    pub(crate) async fn on_interrupt(self) {
        while is_to_end().await.is_ok() {
            self.0.notify_one();
            if is_to_end().await.is_ok() {
                std::process::exit(130);
            }
        }
    }
}

/// Waits for Ctrl-C, or for what `kill`, `timeout` and service managers say. (Not for the end of a terminal: who
/// wants that ignored says so to the system with `nohup`, and hearing it would undo that.)
async fn is_to_end() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut told = signal(SignalKind::terminate())?;
        tokio::select! {
            heard = tokio::signal::ctrl_c() => heard,
            _ = told.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Follows `run` to its end. With `is_json` each verdict becomes a line on stdout.
///
/// # Errors
/// The run broke off without a word, or the output cannot be written (the run is stopped then, and
/// what is complete is stored).
pub(crate) async fn follow(run: &mut Run, is_json: bool, stop: &Stop) -> Result<Followed, Trouble> {
    let mut progress = Progress::new();
    let mut helpers = Helpers::default();
    let mut broken: Option<Broken> = None;
    let outcome = loop {
        let event = tokio::select! {
            biased;
            () = stop.0.notified() => {
                progress.aside(|| out::tell(line(Line::Stopping, &[])));
                run.cancel();
                continue;
            }
            event = run.next_event() => event,
        };
        match event {
            Some(RunEvent::Started { steps, .. }) => progress.start(steps),
            Some(RunEvent::Measuring { nettest, input }) => {
                // Alone, and as long as it says.
                let spec = nettests::named(&nettest).filter(|_| input.is_none());
                let usual = spec.map(|nettest| nettest.spec().usual_time);
                progress.looking(&input.unwrap_or(nettest), usual);
            }
            Some(RunEvent::Suspected { input }) => progress.looked(&input.unwrap_or_default()),
            Some(RunEvent::Confirming { input, block, wait, beside, .. }) => {
                progress.checking(&input.unwrap_or_default(), block, wait, beside);
            }
            Some(RunEvent::Tracing { input, round }) => {
                progress.tracing(&input.unwrap_or_default(), round);
            }
            Some(RunEvent::Waiting) => progress.aside(|| out::tell(line(Line::NetworkAway, &[]))),
            Some(RunEvent::Progress { bytes, .. }) => progress.used(bytes),
            Some(RunEvent::Moved(_)) => progress.moved(),
            Some(RunEvent::Measured(measurement)) => {
                helpers.count(&measurement);
                progress.measured(&measurement);
                if is_json
                    && broken.is_none()
                    && let Err(error) = progress.aside(|| json::measurement(&measurement))
                {
                    broken = Some(error);
                    run.cancel();
                }
            }
            Some(RunEvent::Finished(outcome)) => break Some(outcome),
            None => break None,
        }
    };
    progress.end();
    match (broken, outcome) {
        (Some(broken), _) => Err(broken.into()),
        (None, Some(outcome)) => Ok(Followed { outcome, helpers }),
        (None, None) => Err(Trouble::own(line(Line::RunBrokeOff, &[]))),
    }
}

impl Helpers {
    fn count(&mut self, measurement: &Measurement) {
        for seen in &measurement.observations {
            if let Event::HelperExchange(exchange) = &seen.event {
                self.asked += 1;
                self.answered += u64::from(exchange.answer.is_some());
                self.failure = seen.failure.clone().or(self.failure.take());
            }
        }
    }

    /// Says that no helper answered, if none did.
    pub(crate) fn complain(&self, named: &[String]) {
        if self.asked > 0 && self.answered == 0 {
            let why = self.failure.as_ref().map(|one| words().failure(one));
            let why = why.unwrap_or_else(|| line(Line::NoUsableAnswer, &[]));
            let named = named.join(", ");
            out::error(line(Line::NoHelperAnswered, &[("helpers", &named), ("why", &why)]));
        }
    }
}
