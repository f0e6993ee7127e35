//! The test helper.
