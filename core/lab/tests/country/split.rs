//! ClientHellos, whole and in two segments, as the phone's interface shows them.

use std::net::SocketAddr;

use arna_lab::{Direction, Lab, Options, Scenario, runtime};
use arna_model::{Code, Event, Micros, Place, RunId};
use arna_net::{Net, Platform, Recorder, Settings};

use super::phone::*;

fn net(lab: &Lab) -> Net {
    let settings = Settings {
        roots: lab.roots(),
        epoch: lab.now(),
        before: Micros(0),
        platform: Platform::default(),
    };
    let recorder = Recorder::new(RunId::new("split"), 0);
    Net::new(lab.wire(), settings, recorder).at(Place::Look { attempt: 1 })
}

/// Whether the site answers to its name, cut in two or not, with its own certificate; and where it was cut.
async fn opens(net: &Net, address: SocketAddr, name: &str, is_split: bool) -> (bool, Option<u32>) {
    let Some(connection) = net.connect(address).await.ok() else { return (false, None) };
    let seen = match is_split {
        true => net.handshake_split(connection, name).await,
        false => net.handshake_unverified(connection, name).await,
    };
    let recorded = net.take();
    let cut_at = recorded.observations.iter().find_map(|seen| match &seen.event {
        Event::TlsHandshake(tls) => Some(tls.cut_at),
        _ => None,
    });
    (seen.outcome.is_ok_and(|(_, refusal)| refusal.is_none()), cut_at.flatten())
}

#[test]
fn a_filter_of_single_segments_lets_a_split_hello_pass_and_one_that_reassembles_does_not() {
    for (scenario, passes) in [("kz-2024-sni-drop", true), ("sni-drop-reassembling", false)] {
        within(scenario, async |lab| {
            let net = net(lab);
            for name in names(lab, |target| is_right(target, Code::LikelyBlocked)) {
                let at = SocketAddr::new(address(lab, &name).await, 443);
                assert!(!opens(&net, at, &name, false).await.0, "{name} whole");
                let (is_open, cut_at) = opens(&net, at, &name, true).await;
                assert_eq!((is_open, cut_at.is_some()), (passes, true), "{scenario}: {name}");
            }
        });
    }
}

#[test]
fn only_who_puts_records_together_reads_a_name_in_two_of_them() {
    for (scenario, passes) in [
        ("kz-2024-sni-drop", true),
        ("no-helper-reassembling", true),
        ("no-helper-joining-records", false),
    ] {
        within(scenario, async |lab| {
            let net = net(lab);
            for name in names(lab, |target| target.truth.as_ref().is_some_and(|it| it.censored)) {
                let at = SocketAddr::new(address(lab, &name).await, 443);
                let connection = net.connect(at).await.ok().expect("the address is open");
                let seen = net.handshake_in_records(connection, &name).await;
                let is_open = seen.outcome.is_ok_and(|(_, refusal)| refusal.is_none());
                assert_eq!(is_open, passes, "{scenario}: {name}");
                let cut = net.take().observations.into_iter().find_map(|seen| match seen.event {
                    Event::TlsHandshake(tls) => tls.record_cut_at,
                    _ => None,
                });
                assert!(cut.is_some(), "{name}");
            }
        });
    }
}

/// On a link that loses one packet in ten the parts are sent again, and never together.
#[test]
fn no_segment_ever_holds_the_whole_name() {
    let (mut passed, mut tried) = (0, 0);
    for seed in 0..12 {
        runtime().expect("a runtime").block_on(async {
            let profile = Some("lte_edge".to_owned());
            let options = Options { seed, profile, ..Options::default() };
            let scenario = Scenario::named("kz-2024-sni-drop").expect("shipped");
            let lab = Lab::open(scenario, &options).expect("opens");
            let (tell, seen) = std::sync::mpsc::channel();
            lab.capture(move |_, direction, packet| {
                if direction == Direction::Up {
                    tell.send(packet.to_vec()).unwrap_or_default();
                }
            });
            let net = net(&lab);
            for name in names(&lab, |target| is_right(target, Code::LikelyBlocked)) {
                let Ok(found) = lab.wire().resolve(&name).await else { continue };
                let (is_open, cut_at) =
                    opens(&net, SocketAddr::new(found[0], 443), &name, true).await;
                tried += u32::from(cut_at.is_some());
                passed += u32::from(is_open);
                let domain = name.trim_start_matches("www.").as_bytes();
                let holds = |packet: &[u8]| {
                    // Names in questions to resolvers are in another form.
                    packet.windows(domain.len()).any(|part| part == domain)
                };
                assert!(!seen.try_iter().any(|packet| holds(&packet)), "{name} seed {seed}");
            }
        });
    }
    assert!(tried >= 50 && passed * 10 >= tried * 9, "{passed} of {tried}");
}

/// A resend of the end of a handshake is none of the hello.
#[test]
fn what_was_sent_again_before_the_answer_is_counted_apart() {
    let (mut resent, mut only_behind) = (0, 0);
    for seed in 0..4 {
        runtime().expect("a runtime").block_on(async {
            let profile = Some("lte_edge".to_owned());
            let options = Options { seed, profile, ..Options::default() };
            let scenario = Scenario::named("kz-2024-sni-drop").expect("shipped");
            let lab = Lab::open(scenario, &options).expect("opens");
            let (tell, seen) = std::sync::mpsc::channel();
            lab.capture(move |_, direction, packet| {
                if direction == Direction::Up {
                    tell.send(is_hello(packet)).unwrap_or_default();
                }
            });
            let net = net(&lab);
            for name in names(&lab, |target| is_right(target, Code::Accessible)) {
                let Ok(found) = lab.wire().resolve(&name).await else { continue };
                let Some(connection) = net.connect((found[0], 443).into()).await.ok() else {
                    continue;
                };
                seen.try_iter().for_each(drop);
                drop(net.handshake_unverified(connection, &name).await);
                let hellos = seen.try_iter().filter(|is_hello| *is_hello).count() as u32;
                for one in net.take().observations {
                    let Event::TlsHandshake(tls) = one.event else { continue };
                    let Some(before) = tls.resent_before_answer else { continue };
                    assert_eq!(before + 1, hellos, "{name} seed {seed}");
                    resent += u32::from(before > 0);
                    let in_all = tls.info.expect("the lab's kernel tells").retransmits;
                    only_behind += u32::from(before == 0 && in_all > 0);
                }
            }
        });
    }
    assert!(resent > 0 && only_behind > 0, "{resent}, {only_behind}");
}

/// Whether a packet of IPv4 holds the beginning of a ClientHello.
fn is_hello(packet: &[u8]) -> bool {
    let words = |offset: usize| packet.get(offset).map_or(0, |byte| usize::from(*byte));
    let tcp = 4 * (words(0) & 15);
    let payload = packet.get(tcp + 4 * (words(tcp + 12) >> 4)..).unwrap_or_default();
    words(9) == 6 && payload.starts_with(&[22, 3, 1])
}
