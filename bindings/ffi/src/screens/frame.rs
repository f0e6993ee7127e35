//! What stands around screens: it needs no engine.

pub use arna_screens::frame::Frame;

use super::Reader;

/// The words around screens. They need no engine: a shell has them before anything is opened.
#[uniffi::remote(Record)]
pub struct Frame {
    /// The tab of home.
    pub home: String,
    /// The tab of sites.
    pub sites: String,
    /// The tab of the history.
    pub history: String,
    /// The tab of settings.
    pub settings: String,
    /// Leads back; spoken.
    pub back: String,
    /// Empties a field; spoken.
    pub clear: String,
    /// Stands in the place of a screen while what is kept is being opened: a whole sentence.
    pub opening: String,
    /// Letters that a field takes, counted in UTF-16: neither an address nor a name is longer, and a list that is
    /// longer is given as a file is.
    pub most_typed: u32,
}

/// The words around screens.
#[uniffi::export]
pub fn frame(reader: Reader) -> Frame {
    arna_screens::frame::frame(reader.words())
}
