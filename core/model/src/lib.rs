//! The words of Arna.
//!
//! Every crate speaks through these types: what was asked for, what was observed, what is thought of
//! it. They are plain serde data. Nothing here performs I/O, reads a clock or decides anything, so
//! that a stored measurement can be read by any later version and by other programs.
//!
//! The words follow the field's usage (OONI's above all); `docs/method.md` defines them.

mod account;
mod bytes;
mod category;
mod certificate;
mod conditions;
mod control;
mod decision;
mod dossier;
mod event;
mod everywhere;
mod failure;
mod hello;
mod history;
mod ids;
mod journal;
mod list;
mod local_time;
mod means;
mod measurement;
mod media;
mod moment;
mod nat64;
mod observation;
mod place;
mod request;
mod state;
mod text;
mod trace;
mod truth;
mod uplink;
mod verdict;
mod way;

pub use account::{
    Account, BlockAccount, EarlierAccount, Found, Gate, Outcome, P0, P0Source, PathAccount,
    SittingAccount, TestAccount, Tested, Trial, TrialAccount,
};
pub use bytes::Bytes;
pub use category::Category;
pub use certificate::{Certificate, DistinguishedName};
pub use conditions::{Conditions, Odd};
pub use control::{AddressFacts, ControlAnswer, ControlHttp, ControlTls};
pub use decision::{
    Allowed, Attempt, AttemptEnd, Condition, Decision, Ended, MeansFigures, Occasion, Rule,
};
pub use dossier::{Dossier, Earlier, Stop, Tally};
pub use event::{
    DnsAnswer, DnsEngine, DnsLookup, DnsSend, Event, HelperExchange, HttpTransaction, Ping, Pings,
    QuicHandshake, RadioSample, Tags, TcpConnect, TcpInfo, Technology, TlsAnswer, TlsHandshake,
    Transfer, TransferMark, Transport,
};
pub use everywhere::Everywhere;
pub use failure::Failure;
pub use hello::{ClientHello, Reflection};
pub use history::{History, Network, News, Seen, Sighting, SiteChange, Spell, Stamp, State};
pub use ids::{BlobId, MeasurementId, ObservationId, RunId, WatchId};
pub use journal::{
    AnchorAnswer, Change, Doubtful, Interval, Mark, Shown, WatchRecord, WatchRequest,
};
pub use list::{BUILT_IN, Flaw, ListEntry, ListId, Mistake, NoListId};
pub use local_time::{LocalTime, is_zone};
pub use means::{Limits, Means, Purse, Quiet, When};
pub use measurement::{Decoys, Figures, Measurement, RunSummary, Score, Vantage};
pub use media::{is_page, media_type};
pub use moment::{Micros, Uptime, WallTime};
pub use nat64::{Nat64, NoNat64};
pub use observation::Observation;
pub use place::{Arm, Half, Leg, Place, Round, Side};
pub use request::{Anchor, Budget, Landmark, Leave, Rates, Request, Target};
pub use state::NetworkState;
pub use text::{escaped, is_unseen, shown};
pub use trace::{HopAnswer, HopWord, Trace, TraceHop};
pub use truth::Truth;
pub use uplink::{Contrast, Uplink, UplinkChoice, UplinkKind};
pub use verdict::{Cause, Code, How, Quic, Reason, Verdict};
pub use way::{MOST_REDIRECTS, is_inside, is_inside_address};
