//! Plans, runs, stores.

pub mod run;
pub mod store;
