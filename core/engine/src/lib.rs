//! Plans, runs, stores.
