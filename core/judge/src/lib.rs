//! From a dossier to a verdict: pure and total.
//!
//! [`judge`] looks at a dossier and says one word of the scale, with the evidence for it. It performs no
//! I/O, reads no clock and draws no random number, so the same dossier always gives the same verdict, a
//! stored one can be judged again by a later version, and all of it runs in a browser (wasm32).
//! [`suspicion`] and [`sitting`] are the same eyes turned to what is still to be measured: what needs
//! confirmation, and whether another block is needed.
//!
//! **Innocence first.** Nothing here accuses without an observation that contradicts a control that
//! worked; when in doubt it abstains. No dossier makes it panic. Every number has its source in
//! `docs/method.md`; roots, pages and prefixes are data (`data/*.toml`).
//!
//! One file per layer: `dns`, `tcp`, `tls`, `quic`, `http` (with `fingerprint` and `likeness`); what they are put together from:
//! `look`, `blocks` with its `gate`, `sequential` with `count`, `effects` with `resolvers`, `sitting` with `trial`, `wanted`, `artefacts`, `control` with `down`, `anchors`,
//! `doubts`, `innocents`, `nat64`, `radio`, `resolved`, `race` and `denial` with `serving`, `tally`, `slowness` with `rates`, `long` with `freeze`, `path` with `stops` and `search`; and the
//! compositions: `web` with `redirects` and `suspect`, `confirmed` and `decoy`,
//! `latency`, and `state`, which judges a look at the whole network. Over a whole run: `everywhere`; over all runs: `history`, with `clocks`. How a sitting
//! came to its word is told by `account`.

mod account;
mod anchors;
mod artefacts;
mod blockpage;
mod blocks;
mod canary;
mod clocks;
mod confirmed;
mod contrast;
mod control;
mod count;
mod data;
mod decoy;
mod denial;
mod dns;
mod doubts;
mod down;
mod effects;
mod everywhere;
mod fingerprint;
mod freeze;
mod gate;
mod history;
mod http;
mod innocents;
mod latency;
mod likeness;
mod long;
mod look;
mod nat64;
mod opinion;
mod pages;
mod path;
mod portal;
mod quic;
mod race;
mod radio;
mod rates;
mod reading;
mod redirects;
mod resolved;
mod resolvers;
mod search;
pub mod sequential;
mod serving;
mod sitting;
pub mod slowness;
mod state;
mod stops;
mod suspect;
mod suspicion;
mod tally;
mod target;
mod tcp;
mod tls;
mod trial;
mod trouble;
mod wanted;
mod web;

use arna_model::{Dossier, Figures, Reason, Verdict};

pub use account::{account, void_blocks};
pub use clocks::contradicted;
pub use contrast::contrast;
pub use decoy::may_be_false_alarm;
pub use dns::{bogon, is_known_block_address};
pub use doubts::{Doubt, doubts};
pub use everywhere::everywhere;
pub use history::{Course, Glimpse, Stretch, Turn, course, history, news, said, state};
pub use innocents::is_clock_wrong;
pub use long::{LONG_BYTES, LONG_SILENCE, LongLook, LongPage, has_long_flow, long_look, long_page};
pub use path::{Tracing, tracing};
pub use rates::{Rating, handshake_ratios, is_slow, rated_name, rating};
pub use sitting::{Decision, MAX_BLOCKS, MAX_VOID, SECOND_SITTING_AFTER, Sitting, sitting};
pub use state::{network_state, settled};
pub use suspicion::{Confirmation, Suspicion, SuspicionKind, second_sitting, suspicion};
pub use tally::{controls, round_controls};
pub use tls::{is_answered_at_once, state_root};
pub use wanted::{is_name_wanted, is_site_wanted, is_split_wanted};

/// Version of the judge: it rises whenever some dossier could get another verdict.
pub const VERSION: u32 = 9;

/// An opinion, and the figures of performance nettests.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The opinion.
    pub verdict: Verdict,
    /// Figures by name, with the unit in the name.
    pub figures: Option<Figures>,
}

/// The figures of the pairs and blocks that were made of a target that opens.
fn figures(dossier: &Dossier) -> Option<Figures> {
    let mut all = rates::figures(dossier).unwrap_or_default();
    all.extend(long::figures(dossier).unwrap_or_default());
    (!all.is_empty()).then_some(all)
}

/// Judges a dossier by the rules of its nettest: `web_connectivity` or `latency`. Any other nettest is
/// `inconclusive`: this version has no rule for it.
pub fn judge(dossier: &Dossier) -> Judgement {
    match dossier.nettest.as_str() {
        "web_connectivity" => {
            let dossier = nat64::translated(dossier);
            Judgement { verdict: web::judge(&dossier), figures: figures(&dossier) }
        }
        "latency" => latency::judge(dossier),
        _ => {
            let verdict = opinion::Opinion::inconclusive(Reason::Undecided).verdict();
            Judgement { verdict: web::stopped(verdict, dossier, false), figures: None }
        }
    }
}
