//! Arna's senses: everything that is measured passes through here.
//!
//! [`Wire`] is what an operating system offers (sockets, resolver, time, entropy); [`OsWire`] is the
//! machine's own, the lab has another. [`Net`] is what nettests get: each of its operations opens its
//! own sockets on the Wire, keeps its own deadline and **always** leaves an observation on the tape.
//! [`classify`] turns what went wrong into the one closed vocabulary of failures.
//!
//! Nothing here has an opinion: whether a time-out is a censor is for `arna-judge`.

mod allowance;
mod beginning;
mod blob;
mod chain;
pub mod classify;
mod connection;
mod cut;
mod dns;
pub mod echo;
mod entropy;
mod fragments;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod linger;
mod long;
mod names;
mod net;
mod os;
mod ping;
mod platform;
mod quic;
mod race;
mod radio;
mod reach;
mod records;
mod reflection;
mod tape;
mod timeouts;
mod tls;
mod trace;
mod transfer;
#[cfg(unix)]
mod uplink;
mod wire;

pub use blob::Blob;
pub use connection::{Connection, Secured};
pub use dns::{Family, SecureResolver, resolver_name};
pub use entropy::Entropy;
pub use http::{Answer, Carrier, Channel, Cookies, Limit, markup_of, tags_of, text_of, title_of};
pub use long::Patience;
pub use net::{Net, Seen, Settings};
#[cfg(unix)]
pub use os::Absence;
pub use os::{HEARS_ROUTERS, OsWire, system_resolve};
pub use platform::{Platform, RootStore, Trust};
pub use quic::ConnectionIds;
pub use race::by_turns;
pub use radio::{Radio, Reading};
pub use tape::{Recorded, Recorder};
pub use timeouts::Timeouts;
pub use tls::{Shaken, TlsEntropy, client_hello, is_tls_name, tls_provider, web_roots};
#[cfg(unix)]
pub use uplink::Uplink;
pub use wire::{Datagrams, Dial, Fate, ResolveError, Stream, Wire, lingers_for};
