//! The blocks of a double check as a table.

use arna_model::{Measurement, SittingAccount};
use arna_words::Phrase;

use crate::grid;
use crate::grid::{Cell, Table};
use crate::words::words;

/// The blocks of one sitting.
pub(crate) fn table(measurement: &Measurement, sitting: &SittingAccount) -> Table {
    let mut table = grid::with_heads(HEADS.map(|head| words().phrase(head)));
    for row in words().blocks(measurement, sitting) {
        table.add_row([
            Cell::new(row.block),
            Cell::new(row.at),
            Cell::new(row.the_site),
            Cell::new(row.innocents),
            Cell::new(row.echoes),
            Cell::new(row.silence),
            Cell::new(row.its_name),
            Cell::new(row.counts),
            Cell::new(row.nats),
        ]);
    }
    grid::align_right(&mut table, [0, 1, 3, 4, 5, 8]);
    table
}

const HEADS: [Phrase; 9] = [
    Phrase::Block,
    Phrase::At,
    Phrase::TheSite,
    Phrase::Innocents,
    Phrase::Echoes,
    Phrase::Silence,
    Phrase::ItsName,
    Phrase::Counts,
    Phrase::Nats,
];
