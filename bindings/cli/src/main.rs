//! `arna`.
fn main() {}
