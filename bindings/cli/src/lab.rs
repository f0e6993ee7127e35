//! `arna lab`: the simulated countries.

use arna_lab::scenarios;

use crate::exits::{Done, Ending};
use crate::{grid, json, out};

/// Lists the scenarios.
pub(crate) fn list(is_json: bool) -> Done {
    let mut table = grid::with_heads(["Scenario", "Profile", "What happens"]);
    for scenario in scenarios() {
        let (name, profile, story) = (&scenario.name, &scenario.profile, scenario.story.trim());
        if is_json {
            json::scenario(name, profile, story)?;
        } else {
            table.add_row([name, profile, story]);
        }
    }
    if !is_json {
        out::line(grid::text(table, out::width()))?;
    }
    Ok(Ending::Done)
}
