//! This machine's networks: `arna interfaces` lists them, `arna run --interface` goes over one of them (Linux).

mod device;
mod names;
mod resolvers;

use std::collections::BTreeSet;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arna_engine::Uplinks;
use arna_model::{Uplink, UplinkKind};
use arna_net::{OsWire, Wire};
use arna_words::Line;
use async_trait::async_trait;
use nix::net::if_::InterfaceFlags;
use serde_json::json;

use crate::args::{Compare, Over};
use crate::exits::{Done, Ending, Trouble};
use crate::grid::Cell;
use crate::words::line;
use crate::{grid, json, link, operator, out, places, runtimes};
use device::Device;

/// The networks of this machine, of which those that were named have resolvers.
#[derive(Default)]
pub(crate) struct Interfaces {
    named: Vec<Named>,
    /// Where it is kept whose networks are, if that is looked up.
    remembered: Option<PathBuf>,
}

/// One that a run is to go over.
struct Named {
    name: String,
    resolvers: Vec<IpAddr>,
    /// Whose it is and of what kind, where somebody says.
    operator: Option<String>,
    technology: Option<String>,
}

impl Interfaces {
    /// This machine's, with the interface that a run is to go over, the resolvers that it has, and its `operator`.
    ///
    /// # Errors
    /// There is no such interface; nobody says which resolver it uses, and none was named.
    pub(crate) fn of(over: &Over, operator: Option<&str>) -> Result<Self, Trouble> {
        let Some(name) = &over.interface else { return Ok(Self::default()) };
        let mut named = Named::found(name, over.own_resolver)?;
        named.operator = operator.map(str::to_owned);
        named.technology.clone_from(&over.technology);
        Ok(Self { named: vec![named], remembered: None })
    }

    /// The same for what goes on for days, while this machine comes to other networks: whose each is, is looked up in
    /// a database's settings whenever somebody asks.
    ///
    /// # Errors
    /// As [`Interfaces::of`].
    pub(crate) fn while_moving(over: &Over, database: &Path) -> Result<Self, Trouble> {
        let remembered = Some(database.to_owned());
        Ok(Self { remembered, ..Self::of(over, over.operator.as_deref())? })
    }

    /// The same with two that are compared.
    ///
    /// # Errors
    /// As for one; something is said of an interface that is neither.
    pub(crate) fn both(asked: &Compare, names: &[String; 2]) -> Result<Self, Trouble> {
        let told = asked.own_resolver.iter().map(|(name, _)| name);
        if let Some(other) =
            told.chain(asked.operator.iter().map(|(name, _)| name)).find(|it| !names.contains(*it))
        {
            return Err(Trouble::usage(line(Line::NotOneOfBoth, &[("name", other)])));
        }
        let named = names.each_ref().map(|name| {
            let mut named = Named::found(name, asked.resolver_of(name))?;
            named.operator = asked.operator_of(name).map(str::to_owned);
            Ok(named)
        });
        Ok(Self { named: named.into_iter().collect::<Result<_, Trouble>>()?, remembered: None })
    }

    /// Fills in whose the networks are that may be measured, as far as that is known.
    async fn tell_whose(&self, all: &mut [Uplink]) {
        let Some(database) = &self.remembered else { return };
        let kept = places::open_to_read(database).ok();
        let is_named = |one: &Uplink| self.named.iter().any(|named| named.name == one.id);
        for one in all.iter_mut().filter(|one| one.is_default || is_named(one)) {
            if one.operator.is_none() {
                let known = operator::of(None, Some(&one.id), kept.as_ref(), false).await;
                one.operator = known.ok().and_then(|known| known.name);
            }
        }
    }
}

impl Named {
    fn found(name: &str, own_resolver: Option<IpAddr>) -> Result<Self, Trouble> {
        let known = all();
        if known.is_empty() {
            return Err(Trouble::usage(line(Line::NoNetworkUp, &[])));
        }
        if !known.contains(name) {
            let names = known.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let values: &[(&str, &dyn std::fmt::Display)] = &[("name", &name), ("names", &names)];
            return Err(Trouble::usage(line(Line::NoInterface, values)));
        }
        let resolvers = match own_resolver {
            Some(resolver) => vec![resolver],
            None => names::resolvers_of(name),
        };
        if resolvers.is_empty() {
            return Err(Trouble::usage(line(Line::NoOwnResolver, &[("name", &name)])));
        }
        Ok(Self { name: name.to_owned(), resolvers, operator: None, technology: None })
    }
}

#[async_trait]
impl Uplinks for Interfaces {
    async fn list(&self) -> Vec<Uplink> {
        let mut all = uplinks().await;
        for named in &self.named {
            if let Some(one) = all.iter_mut().find(|one| one.id == named.name) {
                one.operator.clone_from(&named.operator);
                one.technology.clone_from(&named.technology);
            }
        }
        self.tell_whose(&mut all).await;
        all
    }

    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        let named = self.named.iter().find(|named| named.name == uplink.id);
        let named = named.ok_or(io::ErrorKind::NotFound)?;
        let device = Device::new(named.name.clone(), named.resolvers.clone())?;
        Ok(Arc::new(OsWire::new().on(Arc::new(device))))
    }
}

/// Lists them.
pub(crate) fn interfaces(is_json: bool) -> Done {
    let found = runtimes::here()?.block_on(uplinks());
    if is_json {
        for one in &found {
            let has_resolver = !names::resolvers_of(&one.id).is_empty();
            json::value(json!({
                "type": "interface", "name": one.id, "kind": one.kind, "is_default": one.is_default,
                "has_resolver": has_resolver,
            }))?;
        }
        return Ok(Ending::Done);
    }
    let heads = [Line::Interface, Line::KindOfLink, Line::Standing, Line::AsksForNames];
    let mut table = grid::with_heads(heads.map(|head| line(head, &[])));
    for one in &found {
        let kind = one.kind.map_or_else(|| line(Line::UnknownKind, &[]), of_kind);
        let standing = if one.is_default { Line::DefaultLink } else { Line::OtherLink };
        let asks = match names::resolvers_of(&one.id).is_empty() {
            true => line(Line::NeedsOwnResolver, &[]),
            false => line(Line::HasOwnResolver, &[]),
        };
        table.add_row([
            Cell::new(&one.id),
            Cell::new(kind),
            Cell::new(line(standing, &[])),
            Cell::new(asks),
        ]);
    }
    out::drawn(&grid::text(table, out::width()))?;
    Ok(Ending::Done)
}

fn of_kind(kind: UplinkKind) -> String {
    let kind = match kind {
        UplinkKind::Cellular => Line::Cellular,
        UplinkKind::Wifi => Line::Wifi,
        UplinkKind::Ethernet => Line::Cable,
        UplinkKind::Vpn => Line::AVpn,
    };
    line(kind, &[])
}

/// The networks over which this machine speaks to others.
async fn uplinks() -> Vec<Uplink> {
    let default = link::default_interface(&OsWire::new()).await;
    let mut uplinks = Vec::new();
    for id in all() {
        let kind = link::kind_of_interface(&id);
        let is_default = default.as_ref() == Some(&id);
        let is_vpn = kind == Some(UplinkKind::Vpn);
        let is_roaming = match kind {
            Some(UplinkKind::Cellular) => operator::is_roaming(&id).await,
            _ => None,
        };
        uplinks.push(Uplink { id, kind, is_roaming, is_default, is_vpn, ..Uplink::default() });
    }
    uplinks
}

/// Interfaces that are up and have an address which is not this machine's alone.
fn all() -> BTreeSet<String> {
    let all = nix::ifaddrs::getifaddrs().into_iter().flatten();
    let is_there = |one: &nix::ifaddrs::InterfaceAddress| {
        let is_up = one.flags.contains(InterfaceFlags::IFF_UP);
        let is_own = one.flags.contains(InterfaceFlags::IFF_LOOPBACK);
        let v4 = one.address.as_ref().and_then(|it| it.as_sockaddr_in()).map(|it| it.ip());
        let v6 = one.address.as_ref().and_then(|it| it.as_sockaddr_in6()).map(|it| it.ip());
        is_up && !is_own && (v4.is_some() || v6.is_some_and(|ip| !ip.is_unicast_link_local()))
    };
    all.filter(is_there).map(|one| one.interface_name).collect()
}
