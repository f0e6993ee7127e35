//! Whom the system asks for names over an interface.

use std::net::IpAddr;
use std::process::Command;

/// The resolvers that the system has for an interface, as systemd's resolved or NetworkManager say; none: neither is there,
/// or says any. Both are asked by their own programs, whose output is meant for other programs.
pub(super) fn resolvers_of(device: &str) -> Vec<IpAddr> {
    let said = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let of_resolved = said("resolvectl", &["dns", device]).map(|text| of_resolved(&text));
    let of_resolved = of_resolved.unwrap_or_default();
    if !of_resolved.is_empty() {
        return of_resolved;
    }
    let words = ["--terse", "--get-values", "IP4.DNS,IP6.DNS", "device", "show", device];
    said("nmcli", &words).map(|text| of_network_manager(&text)).unwrap_or_default()
}

/// `Link 3 (wlan0): 192.168.1.1 fe80::1%3#name`.
fn of_resolved(text: &str) -> Vec<IpAddr> {
    let words = text.lines().filter_map(|line| line.split_once("): ")).map(|(_, words)| words);
    let words = words.flat_map(str::split_whitespace);
    words.filter_map(|word| word.split(['#', '%']).next()?.parse().ok()).collect()
}

/// Values of one kind are separated by ` | `, and of each kind there is a line; a colon is escaped.
fn of_network_manager(text: &str) -> Vec<IpAddr> {
    let text = text.replace('\\', "");
    text.split(['\n', '|']).filter_map(|word| word.trim().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_s_programs_say_whom_an_interface_asks() {
        let of =
            |text: &[&str]| text.iter().map(|one| one.parse().unwrap()).collect::<Vec<IpAddr>>();
        let said = "Link 3 (wlan0): 192.168.1.1 2001:db8::1%3 9.9.9.9#dns.quad9.net\n";
        assert_eq!(of_resolved(said), of(&["192.168.1.1", "2001:db8::1", "9.9.9.9"]));
        assert_eq!(of_resolved("Link 4 (eth0):\n"), of(&[]));
        let said = "10.0.0.1 | 10.0.0.2\n2001\\:db8\\:\\:53\n";
        assert_eq!(of_network_manager(said), of(&["10.0.0.1", "10.0.0.2", "2001:db8::53"]));
        assert_eq!(of_network_manager("\n"), of(&[]));
    }
}
