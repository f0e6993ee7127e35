//! What still passes once a connection is let go of: the rest of a window that is on its way, the farewell, and
//! what acknowledges it. The socket is kept for a round trip and a half, unread, so that its window opens no
//! more, and its meter is asked once more before it goes.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use arna_model::Bytes;
use tokio::runtime::Handle;

use crate::Recorder;
use crate::allowance::Spending;
use crate::wire::Stream;

/// A stream whose end is counted, too.
pub(crate) struct Held {
    stream: Option<Box<dyn Stream>>,
    /// What observations say of it so far.
    told: Bytes,
    recorder: Arc<Recorder>,
}

impl Held {
    pub(crate) fn new(stream: Box<dyn Stream>, recorder: Arc<Recorder>) -> Self {
        Self { stream: Some(stream), told: Bytes::default(), recorder }
    }

    /// What its meter says now, for an observation.
    pub(crate) fn tell(&mut self) -> Bytes {
        self.told = self.meter();
        self.told
    }

    /// Lets go of it; whatever passes that no observation has told counts for the run.
    pub(crate) fn let_go(&mut self, mut spending: Spending) {
        let (Some(stream), told) = (self.stream.take(), self.told) else { return };
        // Where the system cannot tell later, or nobody could wait, it is as it is now.
        let recorder = self.recorder.clone();
        let metered = stream.meter();
        drop(spending.note(metered));
        match (stream.linger(), Handle::try_current()) {
            (Some(lingering), Ok(runtime)) => {
                recorder.linger();
                runtime.spawn(async move {
                    let metered = lingering.await;
                    drop(spending.note(metered));
                    recorder.add_late(metered - told);
                });
            }
            _ => recorder.add(metered - told),
        }
    }
}

impl Deref for Held {
    type Target = dyn Stream;

    fn deref(&self) -> &Self::Target {
        self.stream.as_deref().expect("it is held until it is let go of, and that is the end")
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.stream.as_deref_mut().expect("it is held until it is let go of, and that is the end")
    }
}
