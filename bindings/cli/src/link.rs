//! What kind of link leads out of this machine, where the system tells: Linux does.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use arna_model::UplinkKind;
use arna_net::Wire;

/// What leads out of this machine; `None`: the system does not say. Nothing is sent.
pub(crate) async fn kind(wire: &dyn Wire) -> Option<UplinkKind> {
    kind_of_interface(&default_interface(wire).await?)
}

/// What an interface is.
pub(crate) fn kind_of_interface(name: &str) -> Option<UplinkKind> {
    kind_of(Path::new(INTERFACES), name)
}

/// The interface by which whatever names none leaves this machine.
pub(crate) async fn default_interface(wire: &dyn Wire) -> Option<String> {
    // A connected socket has the address that packets to it would leave from, whatever rules a VPN made for them.
    for abroad in ABROAD {
        if let Ok(socket) = wire.datagrams(*abroad).await
            && let Some(name) = interface_of(socket.local().ip())
        {
            return Some(name);
        }
    }
    None
}

/// The interface with this address.
#[cfg(target_os = "linux")]
fn interface_of(address: IpAddr) -> Option<String> {
    let mut all = nix::ifaddrs::getifaddrs().ok()?;
    let has = |one: &nix::ifaddrs::InterfaceAddress| {
        let its = one.address.as_ref()?;
        let v4 = its.as_sockaddr_in().map(|its| IpAddr::V4(its.ip()));
        v4.or_else(|| its.as_sockaddr_in6().map(|its| IpAddr::V6(its.ip())))
    };
    all.find(|one| has(one) == Some(address)).map(|one| one.interface_name)
}

#[cfg(not(target_os = "linux"))]
fn interface_of(_address: IpAddr) -> Option<String> {
    None
}

/// What an interface is, by what the kernel says of it in `interfaces` (`/sys/class/net`).
fn kind_of(interfaces: &Path, name: &str) -> Option<UplinkKind> {
    let about = interfaces.join(name);
    let says = |file: &str| std::fs::read_to_string(about.join(file)).unwrap_or_default();
    let device = says("uevent");
    let device = device.lines().find_map(|line| line.strip_prefix("DEVTYPE="));
    let is_there = |file: &str| about.join(file).exists();
    match (says("type").trim(), device) {
        (_, Some("wlan")) => Some(UplinkKind::Wifi),
        (_, Some("wwan")) => Some(UplinkKind::Cellular),
        (_, Some("wireguard")) => Some(UplinkKind::Vpn),
        _ if is_there("wireless") || is_there("phy80211") => Some(UplinkKind::Wifi),
        _ if is_there("tun_flags") => Some(UplinkKind::Vpn),
        // Modems that speak plain IP.
        (RAW_IP, _) if CELLULAR.iter().any(|begins| name.starts_with(begins)) => {
            Some(UplinkKind::Cellular)
        }
        // Neither a bridge nor a container's end of a cable: a device.
        (ETHERNET, None) if is_there("device") => Some(UplinkKind::Ethernet),
        _ => None,
    }
}

const INTERFACES: &str = "/sys/class/net";
/// Any address abroad does; it hears nothing of this.
const ABROAD: &[SocketAddr] = &[
    SocketAddr::new(IpAddr::V4(Ipv4Addr::new(1, 1, 1, 1)), 443),
    SocketAddr::new(IpAddr::V6(Ipv6Addr::new(0x2606, 0x4700, 0x4700, 0, 0, 0, 0, 0x1111)), 443),
];
/// Kinds of hardware, as the kernel numbers them (`if_arp.h`).
const ETHERNET: &str = "1";
const RAW_IP: &str = "519";
const CELLULAR: &[&str] = &["wwan", "rmnet"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interface_is_what_the_kernel_says() {
        let folder = tempfile::tempdir().unwrap();
        for (name, files, kind) in [
            (
                "wlan0",
                &[("type", "1\n"), ("uevent", "DEVTYPE=wlan\nINTERFACE=wlan0\n")][..],
                Some(UplinkKind::Wifi),
            ),
            (
                "wlp3s0",
                &[("type", "1\n"), ("wireless", ""), ("device", "")],
                Some(UplinkKind::Wifi),
            ),
            (
                "eth0",
                &[("type", "1\n"), ("device", ""), ("uevent", "INTERFACE=eth0\n")],
                Some(UplinkKind::Ethernet),
            ),
            ("veth1", &[("type", "1\n")], None),
            ("br0", &[("type", "1\n"), ("uevent", "DEVTYPE=bridge\n")], None),
            ("tun0", &[("type", "65534\n"), ("tun_flags", "0x1001\n")], Some(UplinkKind::Vpn)),
            (
                "wg0",
                &[("type", "65534\n"), ("uevent", "DEVTYPE=wireguard\n")],
                Some(UplinkKind::Vpn),
            ),
            ("wwan0", &[("type", "519\n")], Some(UplinkKind::Cellular)),
            (
                "wwp0s1",
                &[("type", "1\n"), ("uevent", "DEVTYPE=wwan\n")],
                Some(UplinkKind::Cellular),
            ),
            // A modem's, or a fixed line's.
            ("ppp0", &[("type", "512\n")], None),
            ("lo", &[("type", "772\n")], None),
        ] {
            let place = folder.path().join(name);
            std::fs::create_dir(&place).unwrap();
            for (file, content) in files {
                std::fs::write(place.join(file), content).unwrap();
            }
            assert_eq!(kind_of(folder.path(), name), kind, "{name}");
        }
        assert_eq!(kind_of(folder.path(), "none"), None);
    }
}
