//! `arna lab exec`: any command inside a simulated country, in real time.
//!
//! ```text
//! arna (this process)     waits, hands signals on, ends as the command ended
//!   arna --init           first process of namespaces of its own: the lab, the TUN device, the files
//!     COMMAND             sees a phone's network, and nothing else of any network
//! ```
//!
//! Nothing has a name outside: no namespace, no device, no file. Whichever of the three dies, and however,
//! the kernel ends the others: the second is told of the first one's death, and is the first process of its
//! PID namespace, whose death nothing in it survives. All of this comes before any thread: only a process
//! with one thread may leave its namespaces.

mod files;
mod inside;
mod parent;

use arna_lab::Scenario;

use crate::args::Exec;
use crate::exits::{Done, Ending, Trouble};
use crate::{demo, out, scenario};

/// Runs the command, and ends as it does.
pub(crate) fn exec(exec: &Exec) -> Done {
    let done = scenario::find(&exec.scenario).and_then(|scenario| {
        if let Some(asked) = &exec.profile {
            demo::known_profile(asked)?;
        }
        let (scenario, beside) = both(scenario, exec.beside.as_deref())?;
        match exec.init {
            Some(parent) => inside::inside(exec, (&scenario, beside.as_ref()), parent),
            None => parent::parent(),
        }
    });
    done.or_else(|trouble| match trouble {
        Trouble::Usage(sentence) | Trouble::Own(sentence) => {
            out::error(&sentence);
            Ok(Ending::Code(OWN_TROUBLE))
        }
        Trouble::ReaderGone => Err(trouble),
    })
}

/// The scenario behind the default device, and the one behind a second device, if there is one: it was named, or the phone
/// has two networks.
fn both(scenario: Scenario, named: Option<&str>) -> Result<(Scenario, Option<Scenario>), Trouble> {
    if let Some(named) = named {
        return Ok((scenario, Some(scenario::find(named)?)));
    }
    let mut networks = scenario.networks();
    networks.sort_by_key(|(uplink, _)| !uplink.is_default);
    let mut networks = networks.into_iter().map(|(_, scenario)| scenario);
    Ok((networks.next().unwrap_or(scenario), networks.next()))
}

/// As `env`, `timeout` and containers have it: no number that a command is likely to use.
const OWN_TROUBLE: u8 = 125;
