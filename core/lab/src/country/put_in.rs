//! Censors put in: a scenario's rules upon the network's hop, each with the names and addresses that it is after.

use std::collections::BTreeMap;
use std::net::IpAddr;

use arna_model::{Micros, WallTime};
use arna_net::Entropy;

use super::addressing::Addressing;
use super::atlas::{ANCHORS, COUNTRY, COUNTRY_V6, HELPERS};
use super::builder::Builder;
use super::cast::Site;
use super::certificates::StateRoot;
use super::error::LabError;
use super::hosts::{Interceptor, blockpage, blockpage_in_windows_1251, way_to_blockpage};
use super::named_rule::NamedRule;
use super::only::Only;
use super::rule::{By, Form};
use super::scenario::{Rule, Stand};
use crate::sim::{
    Bounded, Bounds, Censor, Daily, Denial, DnsDeny, DnsForge, FreezeAfter, HttpHost, IpDrop,
    IpReset, QuicDrop, QuicSniDrop, Retort, SniAnswer, SniDelay, SniDrop, SniReset, Throttle, Whom,
};

impl Builder<'_> {
    /// Puts a censor in behind those that are there.
    pub(super) fn put_in(
        &mut self,
        censor: &NamedRule,
        sites: &[Site],
        starts: WallTime,
    ) -> Result<(), LabError> {
        let rule = &censor.rule;
        let meant = || sites.iter().filter(|site| site.censored_by.has(censor.word()));
        let names: Vec<_> = meant().map(Site::listed_name).collect();
        let addressing = self.addressing;
        let seen = move |address| addressing.seen(address);
        // Who leads to what is censored has an address that is not.
        let at_home = || meant().filter(|site| site.leads_to.is_none());
        let addresses = || at_home().flat_map(Site::addresses).flat_map(seen).collect();
        let bounds = bounds(rule.only(), censor.word(), addressing, self.seed, starts);
        let censor: Box<dyn Censor> = match rule {
            Rule::SniDrop { residual_s, reassembles, joins_records, .. } => {
                let drop = SniDrop::new(names, *residual_s);
                Box::new(match (joins_records, reassembles) {
                    (true, _) => drop.joining_records(),
                    (false, true) => drop.reassembling(),
                    (false, false) => drop,
                })
            }
            Rule::SniFin { .. } => Box::new(SniAnswer::new(names, Vec::new())),
            Rule::SniAnswer { says, .. } => Box::new(SniAnswer::new(names, says.bytes().to_vec())),
            Rule::Throttle { kbit, .. } => Box::new(Throttle::new(names, *kbit)),
            Rule::SniDelay { ms, .. } => {
                Box::new(SniDelay::new(names, Micros::from_millis(u64::from(*ms))))
            }
            Rule::FreezeAfter { bytes, by, .. } => {
                let whom = match by {
                    By::Name => Whom::Names(names),
                    By::Address => Whom::Addresses(addresses()),
                };
                Box::new(FreezeAfter::new(whom, u64::from(*bytes)))
            }
            Rule::QuicDrop { .. } => Box::new(QuicDrop { addresses: Some(addresses()) }),
            Rule::QuicSniDrop { residual_s, reassembles, .. } => {
                let drop = QuicSniDrop::new(names, *residual_s);
                Box::new(if *reassembles { drop.reassembling() } else { drop })
            }
            Rule::SniReset { .. } => Box::new(SniReset { names }),
            Rule::DnsForge { answers, is_racing, .. } => {
                let answers = answers.iter().copied().flat_map(seen).collect();
                Box::new(DnsForge { names, answers, is_racing: *is_racing })
            }
            Rule::IpDrop { .. } => Box::new(IpDrop { addresses: addresses() }),
            Rule::IpReset { .. } => Box::new(IpReset { addresses: addresses() }),
            Rule::DnsDrop { .. } => Box::new(DnsDeny { names, denial: Denial::Silence }),
            Rule::DnsNxdomain { is_empty, .. } => {
                let denial = if *is_empty { Denial::NoAddress } else { Denial::NoSuchName };
                Box::new(DnsDeny { names, denial })
            }
            Rule::HttpHostDrop { .. } => Box::new(HttpHost::new(names, Retort::Silence)),
            Rule::HttpHostReset { .. } => Box::new(HttpHost::new(names, Retort::Reset)),
            Rule::HttpBlockpage { form, .. } => {
                let answer = match form {
                    Form::Page => blockpage(),
                    Form::Windows1251 => blockpage_in_windows_1251(),
                    Form::Redirect => way_to_blockpage(),
                };
                Box::new(HttpHost::new(names, Retort::Answer(answer)))
            }
            Rule::TlsMitm { root, .. } => {
                let root = StateRoot::new(self.keys, starts, root)?;
                let mut servers = trusted_servers(sites, addressing);
                servers.extend(named(meant().filter(|site| site.has_certificate()), addressing));
                let interceptor = Interceptor::new(root, servers);
                let listener = self.world.interceptor(Some(names), interceptor.addresses(), bounds);
                interceptor.put_up(listener, &mut self.tasks);
                return Ok(());
            }
        };
        self.world.censor(Box::new(Bounded::new(censor, bounds)));
        Ok(())
    }
}

/// What a rule called `word` is bound to, in a story that starts then.
pub(super) fn bounds(
    only: &Only,
    word: &str,
    addressing: Addressing,
    seed: u64,
    starts: WallTime,
) -> Bounds {
    let label = format!("censor/{word}/share");
    let micros = |seconds: f64| Micros((seconds * 1e6) as u64);
    let since_midnight = (starts.unix_seconds() + AHEAD_OF_UTC_S).rem_euclid(86_400);
    let minutes = |minutes: u32| Micros::from_secs(u64::from(minutes) * 60);
    Bounds {
        hop: only.hop.unwrap_or_else(|| only.at.hop()),
        share: only.share.map(|share| (share, Entropy::labelled(seed, &label))),
        after: only.after_s.map(micros).unwrap_or_default(),
        until: only.until_s.map(micros),
        daily: only.hours.map(|hours| Daily {
            from: minutes(hours.from),
            until: minutes(hours.until),
            at_start: Micros::from_secs(since_midnight.unsigned_abs()),
        }),
        spared: match only.at {
            Stand::Operator => Vec::new(),
            Stand::Border => addressing.seen_network(COUNTRY).chain([COUNTRY_V6]).collect(),
        },
        servers: None,
        networks: only.networks.as_ref().map(|all| all.iter().map(|it| (it.0, it.1)).collect()),
    }
}

/// The servers whose certificates the web trusts, with their names.
pub(super) fn trusted_servers(sites: &[Site], addressing: Addressing) -> BTreeMap<IpAddr, String> {
    let helpers = HELPERS.iter().map(|(name, address, _)| (*address, (*name).to_owned()));
    let anchors = ANCHORS.iter().map(|(_, name, address, _)| (*address, (*name).to_owned()));
    let seen = |(address, name): (IpAddr, String)| {
        addressing.seen(address).map(move |address| (address, name.clone()))
    };
    let trusted = sites.iter().filter(|site| site.is_trusted());
    helpers.chain(anchors).flat_map(seen).chain(named(trusted, addressing)).collect()
}

/// The addresses of sites, as the phone sees them, with their names.
fn named<'a>(
    sites: impl Iterator<Item = &'a Site>,
    addressing: Addressing,
) -> impl Iterator<Item = (IpAddr, String)> {
    sites.flat_map(move |site| {
        let seen = site.addresses().into_iter().flat_map(move |address| addressing.seen(address));
        seen.map(|address| (address, site.name.clone())).collect::<Vec<_>>()
    })
}

/// The lab's country keeps Kazakhstan's time since March 2024 the whole year and in every year.
const AHEAD_OF_UTC_S: i64 = 5 * 3600;
