//! Confirmation (stage 1): a bad radio or a censor?
//!
//! For every nettest the same: the pair that failed is tried again in **blocks**, each beside two
//! controls and a canary, and beside the same name at the helper's other address. A block says
//! something only when everything but the target worked in it; the judge counts and says when to stop.
//! Nothing here decides anything.

use std::net::SocketAddr;
use std::pin::Pin;

use arna_model::{Arm, Micros, Place, Transport};
use arna_net::{Entropy, Net, SecureResolver};
use futures_util::future::join_all;
use tokio::sync::oneshot;
use url::Url;

use super::case::Neighbour;
use super::repeat::{AtSite, Repeat, Tries};
use super::trial::{
    connection, innocent_quic, is_answered, lookup, named, nobody_as_long_as, pair, plainly, quic,
    request, site,
};
use super::{Post, trial, wake};

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

    /// C and C2 for a block: two different addresses, neither of them the target's.
    fn controls(&self, target: Option<SocketAddr>, block: u16) -> Option<(&Neighbour, &Neighbour)> {
        let fit: Vec<&Neighbour> = self
            .controls
            .iter()
            .filter(|control| target.is_none_or(|target| target.ip() != control.address.ip()))
            .collect();
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

    /// The innocent name whose length is nearest to the target's.
    fn innocent_name(&self, name: &str) -> &str {
        let near = self.innocent_names.iter().filter(|innocent| innocent.as_str() != name);
        near.min_by_key(|innocent| innocent.len().abs_diff(name.len()))
            .map_or(INNOCENT_NAME, String::as_str)
    }

    /// The same page under an innocent name.
    fn innocent_url(&self, url: &Url) -> Url {
        let mut innocent = url.clone();
        let name = self.innocent_name(url.host_str().unwrap_or_default());
        // Names of sites that opened are hosts; a URL with a host takes another.
        innocent.set_host(Some(name)).ok();
        innocent
    }

    /// Makes one block on `net`, whose place is replaced arm by arm. `false`: there is nobody to
    /// compare with, so no block was made.
    pub(crate) async fn block(
        &self,
        net: &Net,
        repeat: &Repeat,
        (sitting, block): (u16, u16),
        Tries { at_helper, at_site, in_segments }: Tries,
        mut entropy: Entropy,
    ) -> bool {
        let net = net.patient_for(EXPOSURE);
        let arm = |arm| net.at(Place::Block { sitting, block, arm });
        let Some((first, second)) = self.controls(repeat.address(), block) else { return false };

        type Trial<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;
        let target: Trial<'_> = match repeat {
            Repeat::Pair(address, name) => Box::pin(pair(arm(Arm::Target), *address, name)),
            Repeat::Quic(address, name) => Box::pin(quic(arm(Arm::Target), *address, name)),
            Repeat::Request(address, url) => {
                Box::pin(asking(arm(Arm::Target), *address, url.clone()))
            }
            Repeat::Connection(address) => Box::pin(connection(arm(Arm::Target), *address)),
            Repeat::Lookup(name) | Repeat::SilentLookup(name) => {
                Box::pin(lookup(arm(Arm::Target), name))
            }
        };
        let control: Trial<'_> = match repeat {
            Repeat::Lookup(name) | Repeat::SilentLookup(name) => {
                Box::pin(lookup(arm(Arm::Control), self.innocent_name(name)))
            }
            _ => Box::pin(pair(arm(Arm::Control), first.address, &first.name)),
        };
        let second = pair(arm(Arm::SecondControl), second.address, &second.name);
        let mut trials = vec![target, control, Box::pin(second)];
        // After a hit an address may stay poisoned for minutes: then the innocent says so, and the name
        // has nothing to show.
        let (innocents, names) = (arm(Arm::InnocentAtHelper), arm(Arm::NameAtHelper));
        let mirror = (block == 1).then(|| arm(Arm::Mirror));
        match (repeat, self.where_named(repeat)) {
            (Repeat::Pair(_, name), Some(post)) if at_helper => {
                let innocent = self.innocent_name(name);
                trials.push(Box::pin(async move {
                    if is_answered(innocents, post, innocent).await {
                        named(names, mirror, post, name).await;
                    }
                }));
            }
            (Repeat::Request(address, url), post) => {
                let innocent = self.innocent_url(url);
                let there = arm(Arm::InnocentAtTarget);
                trials.push(Box::pin(asking(there, *address, innocent.clone())));
                if let Some(post) = post {
                    let named = url.clone();
                    trials.push(Box::pin(async move {
                        if request(innocents, post, &innocent).await {
                            request(names, post, &named).await;
                        }
                    }));
                }
            }
            (Repeat::SilentLookup(name), _) => {
                if let Some((plain, secure)) = &self.resolver {
                    let innocent = self.innocent_name(name);
                    let over_https = arm(Arm::NameOverHttps);
                    trials.push(Box::pin(plainly(arm(Arm::InnocentAtResolver), innocent, *plain)));
                    trials.push(Box::pin(plainly(arm(Arm::NameAtResolver), name, *plain)));
                    if let Some(secure) = secure {
                        trials.push(Box::pin(async move {
                            secure.resolve(&over_https, name).await;
                        }));
                    }
                }
            }
            (
                Repeat::Pair(..) | Repeat::Quic(..) | Repeat::Connection(_) | Repeat::Lookup(_),
                _,
            ) => {}
        }
        entropy.shuffle(&mut trials);

        let try_site = async {
            let there = arm(Arm::InnocentAtTarget);
            match repeat {
                Repeat::Pair(address, name) => {
                    let arms = trial::AtSite {
                        innocents: there,
                        halves: in_segments.then(|| arm(Arm::SplitAtTarget)),
                        innocents_in_records: arm(Arm::InnocentInRecords),
                        records: arm(Arm::RecordsAtTarget),
                    };
                    site(arms, *address, name, &nobody_as_long_as(name)).await;
                }
                Repeat::Quic(address, name) => {
                    innocent_quic(there, *address, &nobody_as_long_as(name)).await;
                }
                _ => {}
            }
        };
        let all = async move {
            match at_site {
                AtSite::Never => drop(join_all(trials).await),
                AtSite::First => {
                    try_site.await;
                    join_all(trials).await;
                }
                AtSite::Last => {
                    join_all(trials).await;
                    try_site.await;
                }
            }
        };
        self.watched(arm(Arm::Canary), all).await;
        true
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

    /// Wakes the radio before a block's clocks run.
    pub(crate) async fn wake(&self, net: &Net) {
        wake::wake(net, self.echo.0, self.echo.1).await;
    }
}

async fn asking(net: Net, address: SocketAddr, url: Url) {
    // The tape has it.
    request(net, address, &url).await;
}

/// How long the target is exposed in a block: the gates' arithmetic is for ten seconds, and a longer
/// wait only meets more stalls (docs/method.md, "Confirmation").
const EXPOSURE: Micros = Micros::from_secs(10);

/// Blocks in one sitting (docs/method.md, "Confirmation").
pub(crate) const MOST_BLOCKS: u16 = 10;

/// Blocks of one sitting lie within ten minutes.
pub(crate) const SITTING_LENGTH: Micros = Micros::from_secs(600);

/// The pause between two blocks: at least five seconds, and up to three more at random.
pub(crate) fn pause(entropy: &mut Entropy) -> Micros {
    Micros::from_millis(5_000 + entropy.below(3_000))
}

/// One echo every 250 ms sees a stall of one second as a gap of four.
const CANARY_INTERVAL: Micros = Micros::from_millis(250);

const MOST_NEIGHBOURS: usize = 8;

const HTTP: u16 = 80;

/// A name that nobody has a reason to filter.
pub(super) const INNOCENT_NAME: &str = "example.com";
