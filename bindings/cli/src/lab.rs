//! `arna lab`: the simulated countries.

use arna_lab::scenarios;

use crate::exits::{Done, Ending};
use crate::{json, out};

/// Lists the scenarios.
pub(crate) fn list(is_json: bool) -> Done {
    for scenario in scenarios() {
        let (name, profile, story) = (&scenario.name, &scenario.profile, scenario.story.trim());
        if is_json {
            json::scenario(name, profile, story)?;
        } else {
            out::line(format_args!("{name:22} {profile:9} {story}"))?;
        }
    }
    Ok(Ending::Done)
}
