//! Whether something may run now, within which bytes, and if not, why, and when next.
//!
//! One pure function, [`decide`]: the same question has the same answer, whatever the clock, the network and the store
//! are like. It gives every rule with a yes or a no, so that a screen can say why there was no automatic test.

mod decide;
mod rules;
mod share;

pub use decide::{Question, Spent, decide};
pub use share::{EVENING, share};
