//! Censors put in: a scenario's rules upon the network's hop, each with the names and addresses that it is after.

use std::collections::BTreeMap;
use std::net::IpAddr;

use arna_model::WallTime;

use super::atlas::{ANCHORS, HELPERS};
use super::cast::Site;
use super::certificates::StateRoot;
use super::error::LabError;
use super::hosts::{BLOCKPAGE, Interceptor};
use super::lab::Builder;
use super::scenario::Rule;
use crate::sim::{Denial, DnsDeny, DnsForge, HttpHost, IpDrop, IpReset, Retort, SniDrop, SniReset};

impl Builder<'_> {
    /// Puts a censor in behind those that are there.
    pub(super) fn put_in(
        &mut self,
        rule: &Rule,
        sites: &[Site],
        starts: WallTime,
    ) -> Result<(), LabError> {
        let technique = rule.technique();
        let meant = || sites.iter().filter(|site| site.censored_by == Some(technique));
        let names: Vec<_> = meant().map(|site| site.name.clone()).collect();
        match rule {
            Rule::SniDrop { residual_s } => {
                self.world.censor(Box::new(SniDrop::new(names, *residual_s)));
            }
            Rule::SniReset {} => self.world.censor(Box::new(SniReset { names })),
            Rule::DnsForge { answers, is_racing } => {
                let (answers, is_racing) = (answers.clone(), *is_racing);
                self.world.censor(Box::new(DnsForge { names, answers, is_racing }));
            }
            Rule::IpDrop {} => {
                let addresses = meant().flat_map(Site::addresses).collect();
                self.world.censor(Box::new(IpDrop { addresses }));
            }
            Rule::IpReset {} => {
                let addresses = meant().flat_map(Site::addresses).collect();
                self.world.censor(Box::new(IpReset { addresses }));
            }
            Rule::DnsDrop {} => {
                self.world.censor(Box::new(DnsDeny { names, denial: Denial::Silence }));
            }
            Rule::DnsNxdomain {} => {
                self.world.censor(Box::new(DnsDeny { names, denial: Denial::NoSuchName }));
            }
            Rule::HttpHostDrop {} => {
                self.world.censor(Box::new(HttpHost::new(names, Retort::Silence)));
            }
            Rule::HttpHostReset {} => {
                self.world.censor(Box::new(HttpHost::new(names, Retort::Reset)));
            }
            Rule::HttpBlockpage {} => {
                let page = Retort::Answer(BLOCKPAGE.as_bytes().to_vec());
                self.world.censor(Box::new(HttpHost::new(names, page)));
            }
            Rule::TlsMitm { root } => {
                let root = StateRoot::new(self.seed, starts, root)?;
                let interceptor = Interceptor::new(root, trusted_servers(sites));
                let listener = self.world.interceptor(&names, interceptor.addresses());
                interceptor.put_up(listener, &mut self.tasks);
            }
        }
        Ok(())
    }
}

/// The servers whose certificates the web trusts, with their names.
fn trusted_servers(sites: &[Site]) -> BTreeMap<IpAddr, String> {
    let helpers = HELPERS.iter().map(|(name, address, _)| (*address, (*name).to_owned()));
    let anchors = ANCHORS.iter().map(|(_, name, address, _)| (*address, (*name).to_owned()));
    let trusted = sites.iter().filter(|site| site.is_trusted());
    let sites = trusted
        .flat_map(|site| site.addresses().into_iter().map(|address| (address, site.name.clone())));
    helpers.chain(anchors).chain(sites).collect()
}
