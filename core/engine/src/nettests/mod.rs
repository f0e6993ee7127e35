//! Nettests: one file each, and the registry.
//!
//! A nettest acts through [`Net`], whose tape records. It opens no socket of its own, keeps nothing and
//! judges nothing: which pair of address and name has to be confirmed follows from its observations.
//! Adding one: a file with a unit struct, and one line in [`ALL`].

mod latency;
#[cfg(feature = "trial")]
mod trial;
mod web_connectivity;

use std::net::SocketAddr;

use arna_model::{Micros, Target, Transport};
use arna_net::{Net, SecureResolver};
use async_trait::async_trait;

use crate::run::Control;

/// Every nettest, in the order in which they are listed and run.
pub static ALL: &[&dyn Nettest] = &[&latency::Latency, &web_connectivity::WebConnectivity];

/// More of them, in builds for tests of shells alone.
#[cfg(not(feature = "trial"))]
static TRIAL: &[&dyn Nettest] = &[];
#[cfg(feature = "trial")]
static TRIAL: &[&dyn Nettest] = &[&trial::NOTHING, &trial::PANICS];

/// The nettest of that name.
pub fn named(name: &str) -> Option<&'static dyn Nettest> {
    ALL.iter().chain(TRIAL).copied().find(|nettest| nettest.spec().name == name)
}

/// One kind of test.
#[async_trait]
pub trait Nettest: Send + Sync {
    /// What it is.
    fn spec(&self) -> Spec;

    /// Looks at `target` (`None` for nettests without input). Everything seen is on `net`'s tape.
    ///
    /// # Errors
    /// Only when nothing could be measured for a reason that is not the network's.
    async fn look(
        &self,
        target: Option<&Target>,
        net: &Net,
        around: &Surroundings<'_>,
    ) -> Result<(), Abort>;
}

/// What a nettest is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Its name, as OONI spells it where OONI has it.
    pub name: &'static str,
    /// Version of its way of measuring.
    pub version: &'static str,
    /// One sentence for people.
    pub story: &'static str,
    /// What it takes.
    pub input: InputKind,
    /// Usual cost of one look, in bytes on the wire.
    pub usual_bytes: u64,
    /// Usual time that one look takes of a run, with others beside it.
    pub usual_time: Micros,
}

/// What a nettest takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Nothing: it runs once.
    None,
    /// URLs.
    Url,
}

/// What a nettest finds around it.
pub struct Surroundings<'a> {
    /// The outside control.
    pub control: &'a dyn Control,
    /// The public resolver to compare with.
    pub resolver: Option<SocketAddr>,
    /// The same over HTTPS.
    pub secure: Option<SecureResolver>,
    /// Where small echoes come back from.
    pub echo: Option<(SocketAddr, Transport)>,
    /// Whether QUIC is tried beside TLS.
    pub tries_quic: bool,
}

/// Why a nettest could not measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Abort {
    /// The input is nothing it can look at.
    #[error("{0}")]
    BadInput(String),
    /// Something it needs is not there.
    #[error("{0}")]
    Missing(&'static str),
}
