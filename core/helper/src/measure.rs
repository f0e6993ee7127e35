//! One measurement: the name, its endpoints and the page, at once and within the deadline.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};

use arna_model::{Certificate, DistinguishedName, Event, Failure, Micros};
use arna_net::{Net, Wire as _};
use futures_util::future::{join, join_all};
use tokio::time::{Instant, timeout, timeout_at};

use crate::bogon::{is_bogon, meant};
use crate::page::{self, NoPage};
use crate::protocol::{
    DnsResult, FLAG_BOGON, FLAG_BY_HELPER, FLAG_BY_PROBE, FLAG_VALID, HttpResult, IpInfo, Response,
    TcpResult, TlsResult,
};
use crate::task::{Site, Task};
use crate::{Helper, vocabulary};

impl Helper {
    /// Looks at everything that `task` names.
    ///
    /// # Errors
    /// How long to wait, where a site was asked for too often lately: what was seen of it says nothing then.
    pub(crate) async fn measure(&self, task: &Task) -> Result<Response, Micros> {
        let net = self.net();
        let deadline = Instant::now() + self.settings.patience.into();
        let resolved = self.resolve(&net, &task.host).await;
        let addresses = match &resolved {
            Ok(addresses) => addresses.as_slice(),
            Err(_) => &[],
        };

        let endpoints = self.endpoints(task, addresses);
        self.count(&task.host, endpoints.iter().map(SocketAddr::ip))?;
        let dials = endpoints.into_iter();
        let dials = join_all(dials.map(|endpoint| self.dial(&net, task, endpoint, deadline)));
        let fetch = timeout_at(deadline, page::fetch(self, &net, task, resolved.clone()));
        let (dialled, page) = join(dials, fetch).await;
        let page = match page {
            Ok(Ok(page)) => Ok(page),
            Ok(Err(NoPage::Failed(failure))) => Err(failure),
            Ok(Err(NoPage::TooOften(wait))) => return Err(wait),
            Err(_) => Err(Failure::GenericTimeout),
        };

        let mut response = Response {
            dns: dns_result(&resolved),
            ip_info: self.ip_info(task, addresses),
            http_request: page
                .unwrap_or_else(|failure| HttpResult::failed(vocabulary::http(&failure))),
            ..Response::default()
        };
        for dialled in dialled {
            dialled.write_to(&mut response);
        }
        if task.is_brief {
            add_chains(&net, &mut response);
        }
        Ok(response)
    }

    /// Counts a visit of `site` at `addresses`, whoever asked for it; refused, it says how long to wait.
    pub(crate) fn count(
        &self,
        site: &Site,
        addresses: impl Iterator<Item = IpAddr>,
    ) -> Result<(), Micros> {
        let now = self.fence.now();
        self.sites.admit(site.clone(), now)?;
        let addresses: BTreeSet<IpAddr> = addresses.map(meant).collect();
        addresses.into_iter().try_for_each(|address| self.addresses.admit(address, now))
    }

    /// The addresses of `site`, as they are: a bogon among them is for the caller to refuse.
    pub(crate) async fn resolve(&self, net: &Net, site: &Site) -> Result<Vec<IpAddr>, Failure> {
        let name = match site {
            Site::Address(address) => return Ok(vec![*address]),
            Site::Name(_) if site.is_local() && !self.settings.allow_private => {
                return Err(Failure::DnsBogon);
            }
            Site::Name(name) => name,
        };
        let asking = async {
            match self.settings.resolver {
                Some(resolver) => net.resolve_udp(name, resolver).await,
                None => net.resolve(name).await,
            }
        };
        match timeout(self.settings.dns_patience.into(), asking).await {
            Ok(seen) => seen.outcome,
            Err(_) => Err(Failure::DnsTemporary),
        }
    }

    /// What to dial: what the phone asks for, and the URL's port at each address that the name has
    /// here; for a cleartext URL port 443 too, since TLS shows whose address it is.
    fn endpoints(&self, task: &Task, addresses: &[IpAddr]) -> Vec<SocketAddr> {
        let port = task.url.port_or_known_default().unwrap_or(443);
        let ports = if task.url.port().is_none() { vec![port, 443] } else { vec![port] };
        let ours = addresses.iter().take(self.settings.max_addresses).flat_map(|address| {
            ports.iter().map(|port| SocketAddr::new(*address, *port)).collect::<Vec<_>>()
        });
        let asked = task.endpoints.iter().copied();
        let mut endpoints: Vec<SocketAddr> = asked.chain(ours).collect();
        endpoints.sort_unstable();
        endpoints.dedup();
        endpoints.retain(|endpoint| self.fence.is_open_to(endpoint.ip()));
        endpoints
    }

    async fn dial(
        &self,
        net: &Net,
        task: &Task,
        endpoint: SocketAddr,
        deadline: Instant,
    ) -> Dialled {
        let patience = self.settings.dial_patience.into();
        let until = || deadline.min(Instant::now() + patience);
        let mut dialled = Dialled { endpoint, tcp: Ok(()), tls: None };
        let connection = match timeout_at(until(), net.connect(endpoint)).await {
            Ok(seen) => seen.outcome,
            Err(_) => Err(Failure::GenericTimeout),
        };
        let connection = match connection {
            Ok(connection) => connection,
            Err(failure) => {
                dialled.tcp = Err(failure);
                return dialled;
            }
        };
        let is_https = task.url.scheme() == "https";
        let is_tls = endpoint.port() == 443
            || (is_https && task.url.port_or_known_default() == Some(endpoint.port()));
        if is_tls {
            let name = task.host.name();
            let outcome = match timeout_at(until(), net.handshake(connection, &name)).await {
                Ok(seen) => seen.outcome.map(drop),
                Err(_) => Err(Failure::GenericTimeout),
            };
            dialled.tls = Some((name, outcome));
        }
        dialled
    }

    fn ip_info(&self, task: &Task, addresses: &[IpAddr]) -> BTreeMap<String, IpInfo> {
        let mut info: BTreeMap<String, IpInfo> = BTreeMap::new();
        let asked = task.endpoints.iter().map(|endpoint| (endpoint.ip(), FLAG_BY_PROBE));
        let ours = addresses.iter().map(|address| (*address, FLAG_BY_HELPER));
        for (address, flag) in asked.chain(ours.take(MAX_LISTED)) {
            let bogon = if is_bogon(address) { FLAG_BOGON } else { 0 };
            info.entry(address.to_string()).or_default().flags |= flag | bogon;
        }
        info
    }
}

/// How an endpoint took it.
struct Dialled {
    endpoint: SocketAddr,
    tcp: Result<(), Failure>,
    tls: Option<(String, Result<(), Failure>)>,
}

impl Dialled {
    fn write_to(self, response: &mut Response) {
        // The helper's own trouble (no IPv6 here) says nothing about the endpoint.
        if self.tcp.as_ref().is_err_and(Failure::is_local) {
            return;
        }
        let endpoint = self.endpoint.to_string();
        let (status, failure) = (self.tcp.is_ok(), self.tcp.err().map(|f| vocabulary::tcp(&f)));
        response.tcp_connect.insert(endpoint.clone(), TcpResult { status, failure });
        let Some((server_name, outcome)) = self.tls else {
            return;
        };
        let (status, failure) = (outcome.is_ok(), outcome.err().map(|f| f.to_string()));
        if status && let Some(info) = response.ip_info.get_mut(&self.endpoint.ip().to_string()) {
            info.flags |= FLAG_VALID;
        }
        let x_arna_chain = Vec::new();
        let result = TlsResult { server_name, status, failure, x_arna_chain };
        response.tls_handshake.insert(endpoint, result);
    }
}

/// Tells of each chain that was refused whose it is: hashes, keys and issuers, from the leaf up. A state's own sites
/// show the state's chain to everybody; who is intercepted does not.
fn add_chains(net: &Net, response: &mut Response) {
    for seen in net.take().observations {
        let Event::TlsHandshake(tls) = seen.event else { continue };
        let is_refused = seen.failure.as_ref().is_some_and(Failure::is_certificate);
        if let Some(result) = response.tls_handshake.get_mut(&tls.address.to_string())
            && is_refused
            && result.failure.is_some()
        {
            let chain = tls.chain.into_iter().take(MAX_CHAIN).map(|certificate| Certificate {
                subject: DistinguishedName::default(),
                issuer: short(certificate.issuer),
                not_before: None,
                not_after: None,
                ..certificate
            });
            result.x_arna_chain = chain.collect();
        }
    }
}

/// A name of which no part is long: it was written by whoever showed the certificate.
fn short(name: DistinguishedName) -> DistinguishedName {
    let part = |part: Option<String>| part.map(|text| text.chars().take(MAX_PART).collect());
    DistinguishedName {
        country: part(name.country),
        organization: part(name.organization),
        common_name: part(name.common_name),
    }
}

fn dns_result(resolved: &Result<Vec<IpAddr>, Failure>) -> DnsResult {
    match resolved {
        Ok(addresses) => DnsResult {
            failure: None,
            addrs: addresses.iter().take(MAX_LISTED).map(IpAddr::to_string).collect(),
        },
        Err(failure) => DnsResult { failure: vocabulary::dns(failure), addrs: Vec::new() },
    }
}

/// Most addresses of a name that a response lists.
const MAX_LISTED: usize = 32;
/// Most certificates that a response tells of, for an endpoint; servers send two or three.
const MAX_CHAIN: usize = 4;
/// Most letters of a part of a name (RFC 5280's upper bound for common names).
const MAX_PART: usize = 64;
