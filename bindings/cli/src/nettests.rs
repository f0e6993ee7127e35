//! `arna nettests`: what can be measured.

use arna_engine::nettests;

use crate::exits::{Done, Ending};
use crate::{out, words};

/// Lists them.
pub(crate) fn nettests() -> Done {
    for nettest in nettests::ALL {
        let spec = nettest.spec();
        let cost = words::bytes(spec.usual_bytes);
        out::line(format_args!("{:18} {} (about {cost} each time)", spec.name, spec.story))?;
    }
    Ok(Ending::Done)
}
