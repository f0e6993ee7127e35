//! A small dossier builder, so that a test reads like a story.

use std::net::{IpAddr, SocketAddr};

mod around;
mod blocks;
mod events;
mod looks;
mod lookups;
mod pair;
mod quic;
mod requests;
mod story;

use arna_judge::{Sitting, judge, sitting, suspicion};
use arna_model::*;
pub use events::*;
pub use lookups::*;
pub use pair::*;
pub use requests::*;
pub use story::*;

pub const SITE: &str = "93.184.216.34:443";
pub const OTHER: &str = "93.184.216.35:443";
/// A public resolver, and what carries a lookup there.
pub const RESOLVER: &str = "9.9.9.9:443";
pub type Carrier = (Event, Option<Failure>);

pub const HELPER: &str = "185.199.108.7:443";
pub const INNOCENT: &str = "151.101.1.57:443";
pub const INNOCENT2: &str = "104.244.42.1:443";

pub fn at(text: &str) -> SocketAddr {
    text.parse().expect(text)
}

pub fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}

pub fn verdict(story: &Story) -> Verdict {
    judge(&story.dossier).verdict
}

/// Without a word on how it shows.
#[track_caller]
pub fn is_said(story: &Story, code: Code, reason: Option<Reason>) {
    let verdict = verdict(story);
    assert_eq!((verdict.code, verdict.reason), (code, reason), "{verdict:#?}");
}

#[track_caller]
pub fn says(story: &Story, code: Code, how: Option<How>, reason: Option<Reason>) {
    let verdict = verdict(story);
    assert_eq!((verdict.code, verdict.how, verdict.reason), (code, how, reason), "{verdict:#?}");
}
