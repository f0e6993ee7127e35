//! The way to a page: from the URL that was asked for, over its redirects, to where it ends or fails.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use arna_model::{ControlAnswer, Failure, MOST_REDIRECTS, Place, is_inside_address};
use arna_net::{Answer, Carrier, Channel, Connection, Cookies, Net, by_turns};

use super::hop::Hop;
use crate::nettests::Surroundings;
use crate::run::Question;

/// One look on its way.
pub(super) struct Journey<'a> {
    net: &'a Net,
    around: &'a Surroundings<'a>,
    cookies: Cookies,
    /// What the system's resolver gave for each name.
    known: BTreeMap<String, Vec<IpAddr>>,
    /// Whether it began inside, where only who is inside may be led.
    is_inside: bool,
}

/// How far it came.
enum End {
    /// To the last page: the hop, its answer, and where that came from.
    Arrived(Hop, Box<Answer>, IpAddr),
    /// To a hop that an earlier one led to, and that could not be had at these addresses.
    Stranded(Hop, Vec<IpAddr>),
    /// The first hop gave no answer.
    Nowhere,
}

impl<'a> Journey<'a> {
    /// Before the first step.
    pub(super) fn new(net: &'a Net, around: &'a Surroundings<'a>) -> Self {
        let (cookies, known) = (Cookies::default(), BTreeMap::new());
        Self { net, around, cookies, known, is_inside: false }
    }

    /// Goes to `first` and wherever it leads.
    pub(super) async fn go(mut self, first: Hop) {
        let (net, around) = (self.net, self.around);
        self.is_inside = !first.is_public();
        let own = self.resolve(&first).await;
        let is_hidden = own.is_none();
        let addresses = match own {
            Some(addresses) => addresses,
            // What the user's resolver hides may open all the same.
            None => opinions(net, around, &first).await.given,
        };
        let others = async {
            if is_hidden { Opinions::default() } else { opinions(net, around, &first).await }
        };
        let asked = ask_helper(net, around, &first, (&addresses, false));
        let (end, others, outside) = tokio::join!(self.travel(&first, &addresses), others, asked);
        match end {
            End::Arrived(hop, answer, address) => {
                self.try_rivals(&first, &addresses, &others.rivals).await;
                if let Some(port) = answer.http3_port().filter(|_| around.tries_quic && hop.is_tls)
                {
                    // The tape has it.
                    drop(net.quic_handshake(SocketAddr::new(address, port), &hop.name).await);
                }
            }
            End::Stranded(hop, addresses) => self.ask_about(&hop, &addresses).await,
            End::Nowhere => self.try_elsewhere(&first, &addresses, others.given, outside).await,
        }
    }

    /// What the system's resolver says of a hop's name, asked once in a look; `None`: nothing.
    async fn resolve(&mut self, hop: &Hop) -> Option<Vec<IpAddr>> {
        if let Some(address) = hop.literal {
            return Some(vec![address]);
        }
        if let Some(known) = self.known.get(&hop.name) {
            return Some(known.clone());
        }
        let mut system = self.net.resolve(&hop.name).await;
        let is_untold = |why: &Failure| why.is_timeout() || *why == Failure::AndroidDnsCacheNoData;
        if system.outcome.as_ref().is_err_and(is_untold) {
            // One lost packet is no finding: ask again before anything is made of it.
            system = self.net.resolve(&hop.name).await;
        }
        let addresses = system.outcome.ok()?;
        self.known.insert(hop.name.clone(), addresses.clone());
        Some(addresses)
    }

    /// Asks for `first`, and for what the answers lead to.
    async fn travel(&mut self, first: &Hop, addresses: &[IpAddr]) -> End {
        let Some((mut answer, mut channel)) = self.reach(first, addresses).await else {
            return End::Nowhere;
        };
        let mut hop = first.clone();
        for _ in 0..MOST_REDIRECTS {
            let Some(next) = answer.location().and_then(|to| hop.next(&to)) else { break };
            if !next.is_public() && !self.is_inside {
                // Its owner's own network is nobody's page. The answer that leads there is noted.
                break;
            }
            let can_go_on = next.is_beside(&hop) && channel.is_usable().await;
            hop = next;
            if can_go_on && let Some(again) = self.ask(&mut channel, &hop).await {
                answer = again;
                continue;
            }
            let Some(addresses) = self.resolve(&hop).await else {
                return End::Stranded(hop, Vec::new());
            };
            let addresses = self.outside(addresses);
            match self.reach(&hop, &addresses).await {
                Some(reached) => (answer, channel) = reached,
                None => return End::Stranded(hop, addresses),
            }
        }
        End::Arrived(hop, Box::new(answer), channel.address.ip())
    }

    /// Those of a hop's addresses that a redirect may lead to.
    fn outside(&self, mut addresses: Vec<IpAddr>) -> Vec<IpAddr> {
        addresses.retain(|ip| self.is_inside || !is_inside_address(self.net.plain(*ip)));
        addresses
    }

    /// Tries the addresses until one gives an answer.
    async fn reach(&mut self, hop: &Hop, addresses: &[IpAddr]) -> Option<(Answer, Channel)> {
        let is_worth = |ip: &&IpAddr| hop.is_worth_dialling(self.net.plain(**ip));
        let worth: Vec<IpAddr> = addresses.iter().filter(is_worth).copied().collect();
        let mut left = by_turns(&hop.endpoints(&self.net.dialled(&worth)));
        left.truncate(MOST_RACED);
        for _ in 0..MOST_ADDRESSES {
            let connection = self.net.connect_first(&mut left).await?;
            if let Some(mut channel) = self.open(hop, connection).await
                && let Some(answer) = self.ask(&mut channel, hop).await
            {
                return Some((answer, channel));
            }
        }
        None
    }

    async fn open(&self, hop: &Hop, connection: Connection) -> Option<Channel> {
        let carrier = if hop.is_tls {
            let address = connection.address;
            let secured = self.net.handshake(connection, &hop.name).await.outcome;
            if let Err(failure) = &secured
                && self.around.tries_quic
                && is_cut_off_again(self.net, failure)
            {
                // Does what cuts off the name spare QUIC? The tape has it.
                drop(self.net.quic_handshake(address, &hop.name).await);
            }
            Carrier::Tls(Box::new(secured.ok()?))
        } else {
            Carrier::Plain(connection)
        };
        Some(Channel::open(carrier, limit(hop) as u32))
    }

    async fn ask(&mut self, channel: &mut Channel, hop: &Hop) -> Option<Answer> {
        self.net.fetch(channel, &hop.url, &mut self.cookies, limit(hop)).await.ok()
    }

    /// Says the name where one of two answers to a single question leads that the page did not come from: only a
    /// certificate tells a lie from a resolver that gives addresses by turns.
    async fn try_rivals(&self, hop: &Hop, own: &[IpAddr], rivals: &[IpAddr]) {
        let is_new = |ip: &&IpAddr| !own.contains(ip) && hop.is_worth_dialling(**ip);
        let new: Vec<IpAddr> = rivals.iter().filter(is_new).copied().collect();
        if hop.is_tls
            && let Some(endpoint) = hop.endpoints(&self.net.dialled(&new)).first()
            && let Ok(connection) = self.net.connect(*endpoint).await.outcome
        {
            // The tape has it.
            drop(self.net.handshake(connection, &hop.name).await);
        }
    }

    /// Tries what the public resolver gives, if that is quite different, or else what only the helper
    /// knows and can reach. Only the user's own resolver decides whether the site opens; this shows what
    /// it hides.
    async fn try_elsewhere(
        &mut self,
        hop: &Hop,
        tried: &[IpAddr],
        others: Vec<IpAddr>,
        outside: Option<ControlAnswer>,
    ) {
        let tried: Vec<IpAddr> = tried.iter().map(|ip| self.net.plain(*ip)).collect();
        if !others.is_empty() && others.iter().all(|ip| !tried.contains(ip)) {
            self.reach(hop, &others).await;
        } else if let Some(outside) = outside.filter(|_| hop.is_public_name()) {
            let is_new = |ip: &IpAddr| !tried.contains(ip) && !others.contains(ip);
            let takes = |ip: &IpAddr| {
                outside.tcp.get(&SocketAddr::new(*ip, hop.port)).is_some_and(Option::is_none)
            };
            let known = outside.dns_addresses.iter().copied();
            let new: Vec<IpAddr> = known.filter(|ip| is_new(ip) && takes(ip)).collect();
            self.reach(hop, &new).await;
        }
    }

    /// Asks what the rest of the world thinks of a hop in the middle of the way.
    async fn ask_about(&self, hop: &Hop, addresses: &[IpAddr]) {
        tokio::join!(
            second_opinion(self.net, self.around, hop),
            ask_helper(self.net, self.around, hop, (addresses, true))
        );
    }
}

/// Asks the helper about a hop, unless it is one at home: that is told to nobody.
async fn ask_helper(
    net: &Net,
    around: &Surroundings<'_>,
    hop: &Hop,
    (addresses, is_hop): (&[IpAddr], bool),
) -> Option<ControlAnswer> {
    if !hop.is_public() {
        return None;
    }
    let question = question(net, hop, addresses, is_hop);
    around.control.ask(&net.at(Place::Helper), &question).await
}

/// What the helper is asked: about addresses as the rest of the world knows them.
fn question(net: &Net, hop: &Hop, addresses: &[IpAddr], is_hop: bool) -> Question {
    let mut endpoints = hop.endpoints(addresses);
    endpoints.iter_mut().for_each(|endpoint| endpoint.set_ip(net.plain(endpoint.ip())));
    let mut seen = BTreeSet::new();
    // Addresses at home are told to nobody either.
    endpoints.retain(|endpoint| !is_inside_address(endpoint.ip()) && seen.insert(*endpoint));
    Question { url: hop.url.to_string(), endpoints, is_hop }
}

/// What a public resolver says of a hop's name.
async fn second_opinion(net: &Net, around: &Surroundings<'_>, hop: &Hop) -> Opinions {
    match around.resolver {
        Some(resolver) if hop.is_public_name() => {
            let seen = net.resolve_udp(&hop.name, resolver).await;
            let rivals = net.rivals(&seen);
            Opinions { given: seen.ok().unwrap_or_default(), rivals }
        }
        _ => Opinions::default(),
    }
}

/// What public resolvers say of a name.
#[derive(Default)]
struct Opinions {
    given: Vec<IpAddr>,
    /// Of answers to one send that have no address in common.
    rivals: Vec<IpAddr>,
}

/// What a public resolver says of a hop's name; from time to time over HTTPS as well.
async fn opinions(net: &Net, around: &Surroundings<'_>, hop: &Hop) -> Opinions {
    let secure = async {
        match &around.secure {
            Some(secure) if hop.is_public_name() && asks_over_https(net) => {
                secure.resolve(net, &hop.name).await
            }
            _ => Vec::new(),
        }
    };
    let (mut plain, secure) = tokio::join!(second_opinion(net, around, hop), secure);
    let new: Vec<IpAddr> = secure.into_iter().filter(|ip| !plain.given.contains(ip)).collect();
    plain.given.extend(new);
    plain
}

/// Whenever something was wrong, and in some first looks, so that a second one is nothing special.
fn asks_over_https(net: &Net) -> bool {
    match net.place() {
        Place::Look { attempt: 1 } => net.entropy("over-https").below(FIRST_LOOKS_OVER_HTTPS) == 0,
        _ => true,
    }
}

/// Whether a handshake was cut off in a look after the first, which most of what the radio does does not come to.
fn is_cut_off_again(net: &Net, failure: &Failure) -> bool {
    let is_cut = failure.is_timeout()
        || matches!(failure, Failure::ConnectionReset | Failure::ConnectionAborted | Failure::Eof);
    is_cut && !matches!(net.place(), Place::Look { attempt: 1 })
}

fn limit(hop: &Hop) -> usize {
    if hop.is_tls { AUTHENTIC_LIMIT } else { CLEARTEXT_LIMIT }
}

/// Addresses whose connections are raced.
const MOST_RACED: usize = 4;

/// Connections that are used. A browser uses more, but each that says nothing costs ten seconds, and tells
/// the name once more.
const MOST_ADDRESSES: usize = 2;

/// One first look in so many asks over HTTPS too: it costs fifty lookups over UDP.
const FIRST_LOOKS_OVER_HTTPS: u64 = 16;

/// An answer over verified TLS is the site's own: its head and 4 KiB say enough.
const AUTHENTIC_LIMIT: usize = 4 * 1024;

/// Over cleartext the page itself has to be compared.
const CLEARTEXT_LIMIT: usize = 64 * 1024;
