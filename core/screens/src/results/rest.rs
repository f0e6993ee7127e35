//! The page that was asked for, or what of it is not there yet.

use arna_model::WallTime;
use arna_words::Words;

use super::{Asked, Facts, Results, whole};
use crate::RowsHeld;

/// The results of a run, as they are `now` by the phone's clock.
pub fn results(facts: &Facts, asked: &Asked, words: Words, now: WallTime) -> Results {
    let of = |pages| whole(facts, &Asked { pages, ..asked.clone() }, words, now);
    let made = of(asked.pages);
    let held = Some(RowsHeld::of(&made, asked.pages));
    let before = asked.held.and_then(|held| held.still(asked.pages, |pages| Some(of(pages))));
    let is_rest = before.is_some();
    let shown = before.iter().fold(made, after);
    Results { held, is_rest, ..shown }
}

/// Without the rows of the pages before. Every verdict has its section from the first page on, be it without rows.
fn after(mut made: Results, before: &Results) -> Results {
    for (section, before) in made.sections.iter_mut().zip(&before.sections) {
        section.rows.drain(..before.rows.len());
    }
    if let (Some(folded), Some(before)) = (&mut made.folded, &before.folded) {
        folded.rows.drain(..before.rows.len());
    }
    made
}
