//! What a run may still cost.

use arna_model::{Budget, Bytes, Micros};

/// Whether the budget is spent by what was used so far.
pub(crate) fn is_spent(budget: Budget, used: Bytes, elapsed: Micros) -> bool {
    budget.max_bytes.is_some_and(|most| used.total() >= most)
        || budget.max_time.is_some_and(|most| elapsed >= most)
}
