//! What tells the network behind an interface from others: NetworkManager's name of its connection, or the address of
//! the router's card. It never leaves this folder but as a digest.

use std::net::Ipv4Addr;

use super::said::said;

/// What tells the network behind an interface from others; `None`: nothing does.
pub(super) async fn of(interface: &str) -> Option<String> {
    let words = ["--terse", "--get-values", "GENERAL.CON-UUID", "device", "show", interface];
    let connection = said("nmcli", &words).await;
    let connection = connection.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    connection.or_else(|| {
        let table = |path| std::fs::read_to_string(path).ok();
        router(&table("/proc/net/route")?, &table("/proc/net/arp")?, interface)
    })
}

/// The card of the default route's router, by the kernel's tables (proc(5)).
fn router(routes: &str, neighbours: &str, interface: &str) -> Option<String> {
    let address = routes.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let (name, to, by) = (words.next()?, words.next()?, words.next()?);
        let is_default = name == interface && to == "00000000" && by != "00000000";
        let by = u32::from_str_radix(by, 16).ok().filter(|_| is_default)?;
        // As the machine has it in memory.
        Some(Ipv4Addr::from(by.to_ne_bytes()))
    })?;
    neighbours.lines().find_map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [ip, _, _, card, _, device] = words[..] else { return None };
        let is_it = ip.parse() == Ok(address) && device == interface && card != NO_CARD;
        is_it.then(|| card.to_owned())
    })
}

/// What the kernel has of a neighbour that did not answer.
const NO_CARD: &str = "00:00:00:00:00:00";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_router_of_the_default_route_tells_a_network() {
        let by = u32::from_ne_bytes([192, 168, 1, 1]);
        let routes = format!(
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n\
             wlan0\t00000000\t{by:08X}\t0003\t0\t0\t600\t00000000\n\
             wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\n\
             wwan0\t00000000\t00000000\t0001\t0\t0\t700\t00000000\n"
        );
        let neighbours = "IP address       HW type     Flags       HW address            Mask     Device\n\
             192.168.1.7      0x1         0x2         02:00:00:00:00:07     *        wlan0\n\
             192.168.1.1      0x1         0x2         02:00:00:00:00:01     *        wlan0\n";
        let of = |interface| router(&routes, neighbours, interface);
        assert_eq!(of("wlan0").as_deref(), Some("02:00:00:00:00:01"));
        assert_eq!(of("wwan0"), None, "a modem has no router");
        assert_eq!(of("eth0"), None);
        assert_eq!(
            router(&routes, &neighbours.replace("02:00:00:00:00:01", NO_CARD), "wlan0"),
            None
        );
        assert_eq!(router("", "nonsense", "wlan0"), None);
    }
}
