//! Networks of both versions of IP, and of IPv6 alone.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};

use arna_lab::{Lab, Scenario, runtime};
use arna_model::{Code, Nat64, Place, RunId};
use arna_net::{Dial, Net, Platform, Recorder, Settings, Stream};
use tokio::time::timeout;

use super::phone::*;

async fn addresses(lab: &Lab, name: &str) -> Vec<IpAddr> {
    lab.wire().resolve(name).await.expect(name)
}

async fn dial_at(lab: &Lab, address: IpAddr) -> std::io::Result<Box<dyn Stream>> {
    let address = SocketAddr::new(address, 443);
    timeout(PATIENCE, lab.wire().connect(Dial { address, receive_buffer: None })).await?
}

async fn explored(lab: &Lab) -> Net {
    let (wire, roots) = (lab.wire(), lab.roots());
    let (epoch, before) = (wire.now(), Default::default());
    let settings = Settings { roots, epoch, before, platform: Platform::default() };
    let net = Net::new(wire, settings, Recorder::new(RunId::new("test"), 0)).at(Place::WarmUp);
    net.explore().await;
    net
}

#[test]
fn a_site_opens_over_either_version_and_is_silent_over_either() {
    within("dual-stack-sni-drop", async |lab| {
        let open = names(lab, |target| is_right(target, Code::Accessible))[0].clone();
        let found = addresses(lab, &open).await;
        assert!(found.len() == 2 && found[0].is_ipv6() && found[1].is_ipv4(), "{found:?}");
        for address in found {
            let stream = dial_at(lab, address).await.expect("opens");
            shake(lab, stream, &open).await.expect("a handshake");
        }
        for address in addresses(lab, "meduza.io").await {
            let stream = dial_at(lab, address).await.expect("TCP opens");
            let error = shake(lab, stream, "meduza.io").await.err().expect("nothing comes back");
            assert_eq!(error.kind(), ErrorKind::TimedOut, "{address}");
        }
    });
}

#[test]
fn where_ipv6_is_broken_ipv4_works() {
    within("broken-ipv6", async |lab| {
        let mut broken = 0;
        for name in names(lab, |_| true) {
            let [v6, v4] = addresses(lab, &name).await[..] else { panic!("two addresses") };
            dial_at(lab, v4).await.expect("opens");
            let is_broken =
                dial_at(lab, v6).await.is_err_and(|it| it.kind() == ErrorKind::TimedOut);
            broken += u32::from(is_broken);
        }
        assert_eq!(broken, 5);
    });
}

#[test]
fn a_phone_of_ipv6_alone_reaches_ipv4_under_the_prefix_and_only_so() {
    within("ipv6-only", async |lab| {
        let open = names(lab, |target| is_right(target, Code::Accessible));
        let mut synthesised = 0;
        for name in &open {
            let page = fetch(lab, name).await.expect(name);
            assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
            let [v6, v4] = addresses(lab, name).await[..] else { panic!("two addresses") };
            let error = dial_at(lab, v4).await.err().expect("there is no IPv4");
            assert_eq!(error.kind(), ErrorKind::NetworkUnreachable);
            let (IpAddr::V6(v6), IpAddr::V4(v4)) = (v6, v4) else { panic!("{v6} and {v4}") };
            match Nat64::WELL_KNOWN.extract(v6) {
                Some(behind) => assert_eq!(behind, v4),
                None => assert!(v6.segments()[0] == 0x2a01, "{v6}"),
            }
            synthesised += u32::from(Nat64::WELL_KNOWN.extract(v6).is_some());
        }
        assert_eq!((open.len(), synthesised), (10, 7));
        let dropped = names(lab, |target| is_right(target, Code::Unreachable))[0].clone();
        let error = dial(lab, &dropped, 443).await.err().expect("the server drops the country");
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    });
}

#[test]
fn a_run_learns_how_this_network_reaches_ipv4() {
    let v4: IpAddr = "9.9.9.9".parse().expect("an address");
    let v6: IpAddr = "2620:fe::fe".parse().expect("an address");
    for (name, dialled) in [
        ("open-lte", "9.9.9.9"),
        ("broken-ipv6", "9.9.9.9"),
        ("ipv6-only", "64:ff9b::909:909"),
        ("ipv6-only-sni-drop", "2a03:32c0:64:ff9b:9:909:900:0"),
    ] {
        within(name, async |lab| {
            let net = explored(lab).await;
            let there: IpAddr = dialled.parse().expect("an address");
            assert_eq!(net.dialled_at(SocketAddr::new(v4, 53)), SocketAddr::new(there, 53));
            assert_eq!(net.plain(there), v4, "{name}");
            let both = if there == v4 { vec![v4, v6] } else { vec![there, v6] };
            assert_eq!(net.dialled(&[v4, v6, there]), both, "{name}");
            // A network of IPv4 alone costs nothing to know.
            let asked = net.take().observations.len();
            assert_eq!(asked, usize::from(name != "open-lte"), "{name}");
        });
    }
}

#[test]
fn conditions_of_the_network_hold_for_either_version() {
    // The border lies between the same servers, whatever their addresses look like.
    let text = |families: &str| {
        format!(
            "name = \"x\"\nstory = \"y\"\nprofile = \"lte\"\nnetwork = {{ country = \"KZ\", \
             operator = \"Kcell\", condition = \"border_cut\", families = \"{families}\" }}\n\
             [[targets]]\ncount = 1\nlives = \"country\"\nipv6 = \"works\"\n\
             [[targets]]\ncount = 1\nlives = \"country\"\n[[targets]]\ncount = 1\n"
        )
    };
    for families in ["ipv4", "dual_stack", "ipv6_only"] {
        let scenario = Scenario::parse(&text(families)).expect("parses");
        runtime().expect("a runtime").block_on(async {
            let lab = Lab::open(&scenario, &options(1)).expect("opens");
            let home = names(&lab, |target| is_right(target, Code::Accessible));
            let abroad = names(&lab, |target| is_right(target, Code::NoInternet));
            assert_eq!((home.len(), abroad.len()), (2, 1));
            for name in home {
                fetch(&lab, &name).await.expect("the country can be reached");
            }
            dial(&lab, &abroad[0], 443).await.err().expect("nobody abroad can be");
        });
    }
}
