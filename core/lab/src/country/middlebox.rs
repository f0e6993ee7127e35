//! Middleboxes as a scenario writes them: they censor nobody, and break connections all the same.
//!
//! Each works on all traffic, or on that of the targets alone that are `behind` its kind. They stand
//! behind the censors, nearer to the internet.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use arna_model::WallTime;
use serde::Deserialize;

use super::atlas::{ANCHORS, EXAMPLE, HELPERS, OPERATORS_PROXY};
use super::builder::Builder;
use super::cast::Site;
use super::certificates::StateRoot;
use super::error::LabError;
use super::hosts::{HTTPS, Interceptor, NameProxy};
use super::only::Only;
use super::put_in::{bounds, trusted_servers};
use crate::sim::{
    Bounded, Bounds, Censor, HostOptions, HttpProxy, LostHellos, MtuHole, Others, QuicDrop,
    TcpProxy, Wall,
};

/// A middlebox, with what can be set.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Middlebox {
    /// Answers every SYN itself, and asks the server meanwhile.
    TcpProxy {
        #[serde(default)]
        only: Only,
    },
    /// Takes every TLS connection, and brings it to the server that the ClientHello names.
    NameProxy {
        #[serde(default)]
        only: Only,
    },
    /// Writes into cleartext requests and answers.
    HttpProxy {
        #[serde(default)]
        only: Only,
    },
    /// Ends every TLS connection under a root of its own with this common name: a company, an antivirus.
    TlsProxy {
        issuer: String,
        #[serde(default)]
        only: Only,
    },
    /// Lets no packet pass that is longer, IP header included, and says nothing.
    MtuHole {
        up_bytes: Option<usize>,
        down_bytes: Option<usize>,
        #[serde(default)]
        only: Only,
    },
    /// Lets no QUIC out, whoever it is for.
    QuicHole {
        #[serde(default)]
        only: Only,
    },
    /// Loses the first connections to each server from their ClientHello on, and no more: those over TLS, or
    /// (`quic`) those over QUIC.
    LostHellos {
        count: u32,
        #[serde(default)]
        quic: bool,
        #[serde(default)]
        only: Only,
    },
}

/// What a middlebox does, without how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Work {
    TcpProxy,
    NameProxy,
    HttpProxy,
    TlsProxy,
    MtuHole,
    QuicHole,
    LostHellos,
}

impl Middlebox {
    pub(super) fn work(&self) -> Work {
        match self {
            Self::TcpProxy { .. } => Work::TcpProxy,
            Self::NameProxy { .. } => Work::NameProxy,
            Self::HttpProxy { .. } => Work::HttpProxy,
            Self::TlsProxy { .. } => Work::TlsProxy,
            Self::MtuHole { .. } => Work::MtuHole,
            Self::QuicHole { .. } => Work::QuicHole,
            Self::LostHellos { .. } => Work::LostHellos,
        }
    }

    /// What it is bound to.
    pub(super) fn only(&self) -> &Only {
        match self {
            Self::TcpProxy { only }
            | Self::NameProxy { only }
            | Self::HttpProxy { only }
            | Self::TlsProxy { only, .. }
            | Self::MtuHole { only, .. }
            | Self::QuicHole { only }
            | Self::LostHellos { only, .. } => only,
        }
    }

    /// What is wrong with what was set, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        if let Self::MtuHole { up_bytes, down_bytes, .. } = self {
            let mut sizes = up_bytes.iter().chain(down_bytes);
            if sizes.clone().next().is_none() || sizes.any(|size| !SIZES.contains(size)) {
                let (least, most) = SIZES.into_inner();
                return Some(format!(
                    "up_bytes or down_bytes is a length from {least} to {most}, IP header included"
                ));
            }
        }
        self.only().flaw()
    }

    /// What it does.
    pub(super) fn in_words(&self) -> String {
        let does = match self {
            Self::TcpProxy { .. } => {
                "every connection opens at once, whether anybody is there or not; the server is asked \
                 meanwhile"
                    .to_owned()
            }
            Self::NameProxy { .. } => {
                "every TLS connection opens at once and is brought to the server that its ClientHello \
                 names, whatever address was dialled"
                    .to_owned()
            }
            Self::HttpProxy { .. } => {
                "cleartext requests and answers get headers more, and Host is spelt anew".to_owned()
            }
            Self::TlsProxy { issuer, .. } => {
                format!("every TLS connection ends at a proxy, whose certificates go back to {issuer:?}")
            }
            Self::MtuHole { up_bytes, down_bytes, .. } => {
                let way = |bytes: &Option<usize>, way| {
                    bytes.map(|bytes| format!("packets of over {bytes} bytes {way} vanish"))
                };
                let ways = [way(up_bytes, "from the phone"), way(down_bytes, "to the phone")];
                ways.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
            Self::QuicHole { .. } => "no QUIC gets out, whoever it is for".to_owned(),
            Self::LostHellos { count, quic, .. } => {
                let over = if *quic { " over QUIC" } else { "" };
                format!("the first {count} ClientHellos to each server{over} are lost, as on a radio at its worst")
            }
        };
        format!("{}: {does}{}", self.work().word(), self.only().in_words())
    }
}

impl Work {
    /// How files call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::TcpProxy => "tcp_proxy",
            Self::NameProxy => "name_proxy",
            Self::HttpProxy => "http_proxy",
            Self::TlsProxy => "tls_proxy",
            Self::MtuHole => "mtu_hole",
            Self::QuicHole => "quic_hole",
            Self::LostHellos => "lost_hellos",
        }
    }
}

impl Builder<'_> {
    /// Puts a middlebox in behind what is there.
    pub(super) fn put_between(
        &mut self,
        middlebox: &Middlebox,
        sites: &[Site],
        starts: WallTime,
    ) -> Result<(), LabError> {
        let work = middlebox.work();
        let behind = sites.iter().filter(|site| site.behind == Some(work));
        let servers: Vec<IpAddr> = behind.flat_map(Site::addresses).collect();
        let bounds = Bounds {
            servers: (!servers.is_empty()).then_some(servers),
            ..bounds(middlebox.only(), work.word(), self.addressing, self.seed, starts)
        };
        let rule: Box<dyn Censor> = match middlebox {
            Middlebox::TcpProxy { .. } => Box::new(TcpProxy::default()),
            Middlebox::HttpProxy { .. } => Box::new(HttpProxy::default()),
            Middlebox::MtuHole { up_bytes, down_bytes, .. } => {
                Box::new(MtuHole { up: *up_bytes, down: *down_bytes })
            }
            Middlebox::QuicHole { .. } => Box::new(QuicDrop { addresses: None }),
            Middlebox::LostHellos { count, quic: false, .. } => Box::new(LostHellos::new(*count)),
            Middlebox::LostHellos { count, .. } => Box::new(LostHellos::over_quic(*count)),
            Middlebox::NameProxy { .. } => {
                let options = HostOptions { one_way_ms: 2.0, ..HostOptions::default() };
                let host = self.world.host(&[OPERATORS_PROXY], options);
                let anchors = ANCHORS.iter().map(|(_, name, address, _)| (*name, *address));
                let helpers = HELPERS.iter().map(|(name, address, _)| (*name, *address));
                let sites = sites.iter().map(|site| (site.name.as_str(), site.address));
                let all = anchors.chain(helpers).chain([(EXAMPLE.0, EXAMPLE.1)]).chain(sites);
                let servers = all.map(|(name, address)| (name.to_owned(), address)).collect();
                let proxy = NameProxy { wire: host.wire(Vec::new()), servers };
                let wall = Wall { diverts: vec![HTTPS], others: Others::Pass, ..Wall::default() };
                if let Some(listener) = self.world.wall(wall, bounds).pop() {
                    proxy.put_up(listener, &mut self.tasks);
                }
                return Ok(());
            }
            Middlebox::TlsProxy { issuer, .. } => {
                let root = StateRoot::of_company(self.keys, starts, issuer)?;
                let interceptor = Interceptor::new(root, trusted_servers(sites, self.addressing));
                let listener = self.world.interceptor(None, interceptor.addresses(), bounds);
                interceptor.put_up(listener, &mut self.tasks);
                return Ok(());
            }
        };
        self.world.censor(Box::new(Bounded::new(rule, bounds)));
        Ok(())
    }
}

/// What a path takes at least (RFC 791), and what the lab's links take.
const SIZES: RangeInclusive<usize> = 68..=1500;
