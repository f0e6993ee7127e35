//! Arna's senses.
mod entropy;
mod wire;
pub use entropy::Entropy;
pub use wire::{Datagrams, Dial, ResolveError, Stream, Wire};
