//! What a phone's screens show, each as one record that holds all of it, in the user's language.
//!
//! A screen is a pure function of facts (rows of the store), [`Words`](arna_words::Words) with the reader's clock, and the
//! present time. A shell draws the record and decides nothing: it formats no number, joins no texts and counts nothing.
//! Icons, colours, sizes and places are the shell's. Only `read` of a screen's module (of a run: `begin`) asks the engine.
//!
//! What holds for every screen, and is tested: certain and probable blocks are never one number; home and run name no site;
//! every row can be spoken.

pub mod about;
pub mod act;
pub mod auto_why;
pub mod card;
pub mod changed;
pub mod confirm;
pub mod contacts;
pub mod first_run;
pub mod frame;
pub mod history;
pub mod home;
pub mod licence;
pub mod lists;
mod maker;
pub mod network;
pub mod notices;
pub mod parts;
pub mod results;
pub mod risks;
pub mod run;
pub mod settings;
mod since;
pub mod site;
mod spoken;
pub mod trouble;

pub use maker::Maker;
pub use parts::{
    Action, Band, BandPart, Chip, Choice, Confirm, Does, Ends, Fold, Goes, GroupBlock, Icon, Mark,
    Offer, PartKind, PhonePage, Row, RowsHeld, Screen, ShownNetwork, SiteGroup, SiteSwitch, Step,
    Strand, StrandCount, StrandKind, Strands, Sure, Switched, Trouble, Verdict, VerdictGroup,
};
pub use since::Since;
