//! Names as one interface's own resolver gives them. The system's resolver asks whichever it likes.

use std::net::{IpAddr, SocketAddr};
use std::process::Command;
use std::sync::Arc;

use arna_model::{Failure, Micros, RunId};
use arna_net::{Family, Net, OsWire, Platform, Recorder, ResolveError, Settings, Uplink, Wire};
use rustls::RootCertStore;

/// Asks for names over one interface.
pub(super) struct Names {
    wire: Arc<dyn Wire>,
    resolvers: Vec<SocketAddr>,
}

impl Names {
    pub(super) fn over(interface: Arc<dyn Uplink>, resolvers: Vec<IpAddr>) -> Self {
        let resolvers = resolvers.into_iter().map(|ip| SocketAddr::new(ip, DNS)).collect();
        Self { wire: Arc::new(OsWire::new().on(interface)), resolvers }
    }

    /// As a system's resolver asks: for both families, and the next one where the first says nothing.
    pub(super) async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        let mut why = ResolveError::Temporary;
        for resolver in &self.resolvers {
            // Nothing of it is kept: whoever asked notes what came of it.
            let settings = Settings {
                roots: Arc::new(RootCertStore::empty()),
                epoch: self.wire.now(),
                before: Micros::default(),
                platform: Platform::default(),
            };
            let net = Net::new(self.wire.clone(), settings, Recorder::new(RunId::new("names"), 0));
            let (v4, v6) = tokio::join!(
                net.resolve_udp_of(name, Family::V4, *resolver),
                net.resolve_udp_of(name, Family::V6, *resolver)
            );
            match of_both(v4.outcome, v6.outcome) {
                Err(ResolveError::Temporary) => {}
                Err(said) => {
                    why = said;
                    break;
                }
                found => return found,
            }
        }
        Err(why)
    }
}

/// What an address of either family, or none, comes to.
fn of_both(
    v4: Result<Vec<IpAddr>, Failure>,
    v6: Result<Vec<IpAddr>, Failure>,
) -> Result<Vec<IpAddr>, ResolveError> {
    match (v4, v6) {
        (Ok(mut v4), v6) => {
            v4.extend(v6.unwrap_or_default());
            Ok(v4)
        }
        (Err(_), Ok(v6)) => Ok(v6),
        (Err(Failure::DnsNxdomain), _) | (_, Err(Failure::DnsNxdomain)) => {
            Err(ResolveError::NoName)
        }
        (Err(Failure::DnsNoAnswer), Err(Failure::DnsNoAnswer)) => Err(ResolveError::NoAddress),
        _ => Err(ResolveError::Temporary),
    }
}

const DNS: u16 = 53;

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
    fn an_address_of_either_family_is_one_and_a_silence_is_no_denial() {
        let ip: IpAddr = [192, 0, 2, 1].into();
        let (none, nobody) = (|| Err(Failure::DnsNoAnswer), || Err(Failure::DnsNxdomain));
        let silent = || Err(Failure::GenericTimeout);
        assert_eq!(of_both(Ok(vec![ip]), silent()), Ok(vec![ip]));
        assert_eq!(of_both(none(), Ok(vec![ip])), Ok(vec![ip]));
        assert_eq!(of_both(nobody(), nobody()), Err(ResolveError::NoName));
        assert_eq!(of_both(none(), none()), Err(ResolveError::NoAddress));
        assert_eq!(of_both(none(), silent()), Err(ResolveError::Temporary));
        assert_eq!(of_both(silent(), silent()), Err(ResolveError::Temporary));
    }

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
