//! The bystanders of a run's blocks: who sings, who is a control, where names are said, and which are innocent.

use std::net::SocketAddr;

use arna_model::{Micros, Transport};
use arna_net::{Net, SecureResolver};
use tokio::sync::oneshot;
use url::Url;

use super::case::Neighbour;
use super::repeat::Repeat;
use super::trial::{ENOUGH_FOR_INNOCENTS, is_answered};
use super::{Post, wake};

/// What blocks are made of, beside the target: chosen once per run.
#[derive(Clone, Debug)]
pub(crate) struct Bystanders {
    /// Where the canary sings.
    pub(crate) echo: (SocketAddr, Transport),
    /// Endpoints for C and C2, all of which never see a forbidden name.
    pub(crate) controls: Vec<Neighbour>,
    /// The helper's address where the forbidden name is tried: never a control.
    pub(crate) name_post: Option<SocketAddr>,
    /// The same helper, as the holder of its certificate: rates are measured there.
    pub(crate) rate_post: Option<Post>,
    /// The public resolver, in the clear and, where its name is known, over HTTPS.
    pub(crate) resolver: Option<(SocketAddr, Option<SecureResolver>)>,
    /// Names that nobody minds.
    pub(crate) innocent_names: Vec<String>,
}

impl Bystanders {
    /// From what the run has found: the helpers' posts and sites that opened, fastest first, then
    /// the foreign anchors.
    pub(crate) fn choose(
        echo: (SocketAddr, Transport),
        resolver: Option<(SocketAddr, Option<SecureResolver>)>,
        posts: &[Post],
        mut neighbours: Vec<Neighbour>,
        anchors: Vec<Neighbour>,
    ) -> Self {
        let name_post = posts.last().map(|post| post.address);
        // A helper's own name gets its own certificate there, and no control may hear a forbidden name.
        neighbours.retain(|neighbour| {
            posts.iter().all(|post| post.name != neighbour.name)
                && name_post.is_none_or(|post| post.ip() != neighbour.address.ip())
        });
        neighbours.sort_by_key(|neighbour| neighbour.handshake);
        neighbours.truncate(MOST_NEIGHBOURS);
        let mut innocent_names: Vec<String> =
            neighbours.iter().map(|neighbour| neighbour.name.clone()).collect();
        innocent_names.push(INNOCENT_NAME.to_owned());
        // A helper that has only one address lends it to the name; the sites are the controls then.
        let spare = posts.iter().filter(|post| Some(post.address) != name_post);
        let helpers = spare.map(|post| Neighbour {
            name: innocent_names[0].clone(),
            address: post.address,
            handshake: Micros(0),
        });
        let controls = helpers.chain(neighbours.iter().cloned()).chain(anchors).collect();
        let rate_post = posts.last().cloned();
        Self { echo, controls, name_post, rate_post, resolver, innocent_names }
    }

    /// C and C2 for a block: two different addresses, none of them a target's.
    pub(super) fn controls(
        &self,
        targets: &[SocketAddr],
        block: u16,
    ) -> Option<(&Neighbour, &Neighbour)> {
        let is_target =
            |control: &Neighbour| targets.iter().any(|one| one.ip() == control.address.ip());
        let fit: Vec<&Neighbour> =
            self.controls.iter().filter(|control| !is_target(control)).collect();
        let first = fit.first()?;
        let others: Vec<&&Neighbour> =
            fit.iter().filter(|other| other.address.ip() != first.address.ip()).collect();
        // Turning spares each of them, and one that is down spoils one block in many.
        let second = others.get(usize::from(block) % others.len().max(1))?;
        Some((first, second))
    }

    /// The helper's address at which a block says the name that it repeats, if it does. A helper listens on no
    /// other port for requests in the clear, and a proxy for pages takes port 80 alone: what is said there of a
    /// name tells nothing of other ports.
    pub(crate) fn where_named(&self, repeat: &Repeat) -> Option<SocketAddr> {
        let post = self.name_post?;
        match repeat {
            Repeat::Pair(..) => Some(post),
            Repeat::Request(address, _) if address.port() == HTTP => {
                Some(SocketAddr::new(post.ip(), HTTP))
            }
            _ => None,
        }
    }

    /// Whether a block that says a name over TLS at the helper's address says this one.
    pub(crate) fn hears_name_of(&self, repeat: &Repeat) -> bool {
        matches!(repeat, Repeat::Pair(..)) && self.name_post.is_some()
    }

    /// The innocent name whose length is nearest to the target's.
    pub(super) fn innocent_name(&self, name: &str) -> &str {
        let near = self.innocent_names.iter().filter(|innocent| innocent.as_str() != name);
        near.min_by_key(|innocent| innocent.len().abs_diff(name.len()))
            .map_or(INNOCENT_NAME, String::as_str)
    }

    /// The same page under an innocent name.
    pub(super) fn innocent_url(&self, url: &Url) -> Url {
        let mut innocent = url.clone();
        let name = self.innocent_name(url.host_str().unwrap_or_default());
        // Names of sites that opened are hosts; a URL with a host takes another.
        innocent.set_host(Some(name)).ok();
        innocent
    }

    /// Does all of a block while the canary sings, with what the radio says before, meanwhile and after.
    pub(super) async fn watched(&self, canary: Net, block: impl Future<Output = ()>) {
        let (over, is_over) = oneshot::channel::<()>();
        let until = async {
            // Dropped or sent: the block is over either way.
            is_over.await.ok();
        };
        let (echo, transport) = self.echo;
        let before = canary.sample_radio(echo).await;
        let watch = async {
            tokio::select! {
                biased;
                _ = canary.ping(echo, transport, CANARY_INTERVAL, until) => {}
                never = canary.watch_radio(echo, before) => match never {},
            }
        };
        tokio::join!(watch, async {
            block.await;
            drop(over);
        });
        canary.sample_radio(echo).await;
    }

    /// Says an innocent name at an address; the tape has whether it speaks.
    pub(crate) async fn speak_to(&self, net: &Net, address: SocketAddr) {
        let innocent = self.innocent_name("");
        is_answered(net.patient_for(ENOUGH_FOR_INNOCENTS), address, innocent).await;
    }

    /// Wakes the radio before a block's clocks run.
    pub(crate) async fn wake(&self, net: &Net) {
        wake::wake(net, self.echo.0, self.echo.1).await;
    }
}

/// One echo every 250 ms sees a stall of one second as a gap of four.
const CANARY_INTERVAL: Micros = Micros::from_millis(250);

const MOST_NEIGHBOURS: usize = 8;

const HTTP: u16 = 80;

/// A name that nobody has a reason to filter.
pub(super) const INNOCENT_NAME: &str = "example.com";
