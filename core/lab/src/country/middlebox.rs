//! Middleboxes as a scenario writes them: they censor nobody, and break connections all the same.
//!
//! Each works on all traffic, or on that of the targets alone that are `behind` its kind. They stand
//! behind the censors, nearer to the internet.

use std::net::IpAddr;

use arna_model::WallTime;
use serde::Deserialize;

use super::builder::Builder;
use super::cast::Site;
use super::put_in::bounds;
use super::rule::Only;
use crate::sim::{Bounded, Bounds, Censor, TcpProxy};

/// A middlebox, with what can be set.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Middlebox {
    /// Answers every SYN itself, and asks the server meanwhile.
    TcpProxy {
        #[serde(default)]
        only: Only,
    },
}

/// What a middlebox does, without how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Work {
    TcpProxy,
}

impl Middlebox {
    pub(super) fn work(&self) -> Work {
        match self {
            Self::TcpProxy { .. } => Work::TcpProxy,
        }
    }

    /// What it is bound to.
    pub(super) fn only(&self) -> &Only {
        match self {
            Self::TcpProxy { only } => only,
        }
    }

    /// What is wrong with what was set, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        self.only().flaw()
    }

    /// What it does.
    pub(super) fn in_words(&self) -> String {
        let does = match self {
            Self::TcpProxy { .. } => {
                "every connection opens at once, whether anybody is there or not; the server is asked \
                 meanwhile"
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
        }
    }
}

impl Builder<'_> {
    /// Puts a middlebox in behind what is there.
    pub(super) fn put_between(&mut self, middlebox: &Middlebox, sites: &[Site], starts: WallTime) {
        let work = middlebox.work();
        let behind = sites.iter().filter(|site| site.behind == Some(work));
        let servers: Vec<IpAddr> = behind.flat_map(Site::addresses).collect();
        let bounds = Bounds {
            servers: (!servers.is_empty()).then_some(servers),
            ..bounds(middlebox.only(), work.word(), self.addressing, self.seed, starts)
        };
        let rule: Box<dyn Censor> = match middlebox {
            Middlebox::TcpProxy { .. } => Box::new(TcpProxy::default()),
        };
        self.world.censor(Box::new(Bounded::new(rule, bounds)));
    }
}
