//! `arna nettests`: what can be measured.

use arna_engine::nettests;
use arna_words::Line;

use crate::exits::{Done, Ending};
use crate::grid::Cell;
use crate::words::{line, words};
use crate::{grid, out};

/// Lists them.
pub(crate) fn nettests() -> Done {
    let heads = [Line::Nettest, Line::LooksAt, Line::UsualCost];
    let mut table = grid::with_heads(heads.map(|head| line(head, &[])));
    for nettest in nettests::ALL {
        let spec = nettest.spec();
        let cost = words().bytes(spec.usual_bytes);
        let story = match spec.name {
            "latency" => line(Line::OfLatency, &[]),
            "web_connectivity" => line(Line::OfWebConnectivity, &[]),
            _ => spec.story.to_owned(),
        };
        table.add_row([Cell::new(spec.name), Cell::new(story), Cell::new(cost)]);
    }
    grid::align_right(&mut table, [2]);
    out::drawn(&grid::text(table, out::width()))?;
    Ok(Ending::Done)
}
