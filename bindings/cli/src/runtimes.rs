//! On what a command runs: the machine's network by its clock, or the lab by a virtual one.

use arna_words::Line;
use tokio::runtime::{Builder, Runtime};

use crate::exits::{Done, Trouble};
use crate::follow::Stop;
use crate::words::{line, words};

/// For the machine's own network.
pub(crate) fn here() -> Result<Runtime, Trouble> {
    // Runs mostly wait: workers that wake each other cost CPU and save no time.
    Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(no_runtime)
}

/// Does `work` on the lab's runtime, which hears no signals: Ctrl-C is heard outside of it. `broken` is said when
/// it ends without a word.
pub(crate) fn in_the_lab<Working>(
    broken: Line,
    work: impl FnOnce(Stop) -> Working + Send + 'static,
) -> Done
where
    Working: Future<Output = Done>,
{
    let ears = Builder::new_multi_thread().worker_threads(1).enable_io().build();
    let ears = ears.map_err(no_runtime)?;
    let stop = Stop::default();
    ears.spawn(stop.clone().on_interrupt());
    // On a thread of its own: a runtime cannot wait inside another one's.
    let done = ears.block_on(
        ears.spawn_blocking(move || arna_lab::runtime().map_err(no_runtime)?.block_on(work(stop))),
    );
    ears.shutdown_background();
    done.unwrap_or_else(|_| Err(Trouble::own(line(broken, &[]))))
}

/// The system gives no threads or no timers.
pub(crate) fn no_runtime(error: std::io::Error) -> Trouble {
    Trouble::own(line(Line::NoRoomToWork, &[("why", &words().system(&error))]))
}
