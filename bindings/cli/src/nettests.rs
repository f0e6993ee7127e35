//! `arna nettests`: what can be measured.

use arna_engine::nettests;

use crate::exits::{Done, Ending};
use crate::grid::Cell;
use crate::words::words;
use crate::{grid, out};

/// Lists them.
pub(crate) fn nettests() -> Done {
    let mut table = grid::with_heads(["Nettest", "What it looks at", "Usual cost"]);
    for nettest in nettests::ALL {
        let spec = nettest.spec();
        let cost = words().bytes(spec.usual_bytes);
        table.add_row([Cell::new(spec.name), Cell::new(spec.story), Cell::new(cost)]);
    }
    grid::align_right(&mut table, [2]);
    out::drawn(&grid::text(table, out::width()))?;
    Ok(Ending::Done)
}
