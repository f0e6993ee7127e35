//! Rows that whoever asks for more of them has already.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;

/// The pages of rows that a record brought. With the query of a later page they say what need not come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct RowsHeld {
    /// How many pages, from the first on.
    pub pages: u32,
    /// What tells the record from any other one: rows of it, or what stands around them, may change meanwhile.
    pub mark: u64,
}

impl RowsHeld {
    /// What whoever gets this record of so many pages holds then.
    pub(crate) fn of(record: &impl Hash, pages: u32) -> Self {
        let mut hasher = DefaultHasher::new();
        record.hash(&mut hasher);
        Self { pages, mark: hasher.finish() }
    }

    /// The record that is held, made anew, if it is still the same and so many `pages` go on from it.
    pub(crate) fn still<T: Hash>(
        self,
        pages: u32,
        make: impl FnOnce(u32) -> Option<T>,
    ) -> Option<T> {
        let record = (self.pages <= pages).then(|| make(self.pages)).flatten()?;
        (Self::of(&record, self.pages) == self).then_some(record)
    }
}
