//! The servers of the simulated internet.
//!
//! A server costs one task per open port until somebody connects: certificates and TLS configurations
//! are made at the first handshake.

mod content;
mod edge;
mod helper;
mod http3;
mod interceptor;
mod leads;
mod name_proxy;
mod page;
mod portal;
mod resolver;
mod secure_resolver;
mod talk;
mod web;

use std::net::SocketAddr;
use std::time::Duration;

use arna_net::Stream;
use tokio::task::JoinSet;

use crate::sim::Listener;

pub(super) use content::{blockpage, blockpage_in_windows_1251, way_to_blockpage};
pub(super) use edge::put_up_edge;
pub(super) use helper::HelperHost;
pub(super) use interceptor::Interceptor;
pub(super) use leads::Leads;
pub(super) use name_proxy::NameProxy;
pub(super) use page::Manner;
pub(super) use portal::{Portal, put_up_probe};
pub(super) use resolver::{Resolver, Zone};
pub(super) use secure_resolver::SecureResolver;
pub(super) use web::WebServer;

/// Accepts for ever; every connection is served by a task of its own, all of which end with this
/// future.
async fn accept_all<F, Served>(listener: Listener, serve: F)
where
    F: Fn(Box<dyn Stream>, SocketAddr) -> Served,
    Served: Future<Output = ()> + Send + 'static,
{
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            (stream, peer) = listener.accept() => {
                open.spawn(serve(stream, peer));
            }
            Some(_served) = open.join_next() => {}
        }
    }
}

pub(super) const HTTP: u16 = 80;
pub(super) const HTTPS: u16 = 443;
pub(super) const DNS: u16 = 53;
/// For a TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(60);
