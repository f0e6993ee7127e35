//! A mobile network, packet by packet, in virtual time.
//!
//! ```text
//! phone == radio == routers, with the censors between them == the internet == hosts
//!                       |
//!                   interceptors
//! ```
//!
//! Censors take their turns in one place of the code, whichever two routers each stands between: only how far a
//! packet may go tells whether it comes to one (`censors::bounded`) and who says that it died (`route`).
//!
//! Every host has a TCP/IP stack of its own (`stack`, over smoltcp) that recovers from losses as Linux's
//! does (`flow`, `rto`, `timestamps`); packets are moved by one ordered queue of events (`network`); one
//! task (`world`) runs that queue against tokio's paused clock. What a prober sees is
//! [`arna_net::Wire`], as on a real machine: rustls and hyper run unmodified.
//!
//! Same seed, same history: every draw comes from an entropy stream with a label of its own, nothing
//! iterates over a `HashMap`, and two events of one microsecond go in the order they were made.
//! Nothing in here may wait for a real socket, a thread or the real clock.
#![allow(
    unreachable_pub,
    reason = "this is the lab's inner vocabulary; lib.rs picks what the world sees of it"
)]

mod cable;
mod censors;
mod chance;
mod datagrams;
mod flow;
mod hop;
mod host;
mod link;
mod middleboxes;
mod nat64;
mod network;
mod node;
mod packet;
mod phone_radio;
mod probe;
mod profile;
mod queue;
mod radio;
mod resolve;
mod rewrite;
mod route;
mod rto;
mod rules;
mod stack;
mod stream;
mod tap;
#[cfg(fuzzing)]
pub mod fuzzing {
    //! Doors to parsers for `fuzz/`.

    /// A ClientHello, as a middlebox reads it.
    pub fn client_hello(hello: &[u8]) {
        super::censors::fuzzing::server_name(hello);
    }

    /// A client's first datagram of QUIC, and what can be in one.
    pub fn quic_initial(bytes: &[u8]) {
        let mut parts = super::censors::fuzzing::Parts::default();
        parts.take(bytes);
        parts.take_frames(bytes);
        parts.joined();
    }

    /// A packet.
    pub fn packet(packet: &[u8]) {
        super::packet::network_layer(packet);
        super::packet::read(packet);
    }
}

#[cfg(test)]
mod tests;
mod timestamps;
mod wire;
mod world;

pub use censors::{
    Bounded, Bounds, Daily, Denial, DnsDeny, DnsForge, FreezeAfter, HttpHost, IpDrop, IpReset,
    Others, QuicDrop, QuicSniDrop, Retort, SniAnswer, SniDelay, SniDrop, SniReset, Throttle, Wall,
    Whom, server_name,
};
pub use hop::{Censor, Direction};
pub use host::{Host, HostOptions, HostSocket, Listener};
pub use link::Link;
pub use middleboxes::{HttpProxy, LostHellos, MtuHole, TcpProxy};
#[cfg(test)]
use profile::Loss;
pub use profile::{Profile, profiles};
pub use route::{Route, Router};

pub use world::{PhoneSettings, World};
