//! The lab as a real network: a TUN device through which this machine's programs are its phone.
//!
//! Packets that the kernel sends go up through the simulated radio, packets down are written to the
//! device. The device belongs into a network namespace in which there is nothing else: it takes the
//! default route, and it is gone with the process.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use rtnetlink::packet_route::address::AddressHeaderFlags;
use rtnetlink::packet_route::route::RouteScope;
use rtnetlink::{LinkUnspec, RouteMessageBuilder};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;
use tun_rs::DeviceBuilder;

use crate::Lab;

/// Why this machine's programs cannot be put into the lab.
#[derive(Debug, thiserror::Error)]
pub enum TunError {
    /// The device cannot be opened.
    #[error("the network device /dev/net/tun cannot be used: {0}")]
    Device(#[source] io::Error),
    /// The device is there and cannot be given its place in the network.
    #[error("the lab's network cannot be set up: {0}")]
    Route(#[from] rtnetlink::Error),
    /// No word with the kernel about networks.
    #[error("the kernel's networks cannot be talked about: {0}")]
    Netlink(#[source] io::Error),
}

/// Makes the lab a network of this namespace, for as long as what is returned is kept: the first one (`number` 0) is the
/// default, and those beside it are there for whoever asks for their device. Must be called on a current-thread runtime
/// with I/O, whose clock is the real one.
///
/// # Errors
/// Without a TUN device, or the right to set up this namespace's network.
pub async fn plug_in(lab: &Lab, number: u32) -> Result<JoinSet<()>, TunError> {
    let device = DeviceBuilder::new().name(device_name(number)).mtu(MTU);
    let device = Arc::new(device.build_async().map_err(TunError::Device)?);
    let mut tasks = JoinSet::new();
    let (connection, netlink, _) = rtnetlink::new_connection().map_err(TunError::Netlink)?;
    tasks.spawn(connection);
    netlink.link().change(LinkUnspec::new_with_name("lo").up().build()).execute().await?;
    let index = device.if_index().map_err(TunError::Device)?;
    for address in lab.phone_addresses() {
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let mut adding = netlink.address().add(index, address, bits);
        // At once: nobody else is on this link who could have the address.
        adding.message_mut().header.flags |= AddressHeaderFlags::Nodad;
        adding.execute().await?;
        let route = match address {
            IpAddr::V4(address) => RouteMessageBuilder::<Ipv4Addr>::new()
                .output_interface(index)
                .pref_source(address)
                .scope(RouteScope::Link)
                .priority(FIRST_METRIC + number)
                .build(),
            IpAddr::V6(address) => RouteMessageBuilder::<Ipv6Addr>::new()
                .output_interface(index)
                .pref_source(address)
                .priority(FIRST_METRIC + number)
                .build(),
        };
        netlink.route().add(route).execute().await?;
    }

    let (outlet, mut down) = unbounded_channel::<Vec<u8>>();
    let link = lab.link(outlet);
    let up = Arc::clone(&device);
    tasks.spawn(async move {
        let mut buffer = vec![0; usize::from(u16::MAX)];
        while let Ok(length) = up.recv(&mut buffer).await {
            link.send(buffer[..length].to_vec());
        }
    });
    tasks.spawn(async move {
        while let Some(packet) = down.recv().await {
            // What the kernel does not take is lost, as on any link.
            device.send(&packet).await.ok();
        }
    });
    Ok(tasks)
}

/// What its device is called.
pub fn device_name(number: u32) -> String {
    format!("lab{number}")
}

/// The kernel takes the route with the smallest.
const FIRST_METRIC: u32 = 100;
/// As everywhere in the lab.
const MTU: u16 = 1500;
