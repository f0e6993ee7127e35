//! Handshakes that are only begun, as the phone's interface shows them.

use std::net::SocketAddr;
use std::time::Duration;

use arna_lab::{Direction, Lab};
use arna_model::{Event, Micros, Place, RunId};
use arna_net::{Net, Platform, Recorder, Settings};

use super::phone::*;

fn net(lab: &Lab) -> Net {
    let settings = Settings {
        roots: lab.roots(),
        epoch: lab.now(),
        before: Micros(0),
        platform: Platform::default(),
    };
    let recorder = Recorder::new(RunId::new("begun"), 0);
    Net::new(lab.wire(), settings, recorder).at(Place::Look { attempt: 1 })
}

/// What is left of a TCP segment of IPv4: how long its payload is, and whether it is a reset.
fn segment(packet: &[u8]) -> (usize, bool) {
    let ip = 4 * usize::from(packet[0] & 15);
    let tcp = 4 * usize::from(packet[ip + 12] >> 4);
    (packet.len() - ip - tcp, packet[ip + 13] & 4 != 0)
}

#[test]
fn behind_the_hello_the_phone_says_that_it_is_over_and_hardly_any_certificates_come() {
    within("open-wired", async |lab| {
        let helper = &lab.helpers()[0];
        let name = helper.trim_start_matches("https://").trim_end_matches('/');
        let at = SocketAddr::new(address(lab, name).await, 443);
        let mut bytes = Vec::new();
        for is_begun in [false, true] {
            let (tell, seen) = std::sync::mpsc::channel();
            lab.capture(move |_, direction, packet| {
                tell.send((direction, segment(packet), packet.len())).unwrap_or_default();
            });
            let net = net(lab);
            let narrow = net.for_beginnings();
            match is_begun {
                true => {
                    let connection = narrow.connect(at).await.ok().expect("opens");
                    assert!(narrow.handshake_begun(connection, "example.com").await.is_success());
                }
                false => {
                    let connection = net.connect(at).await.ok().expect("opens");
                    drop(net.handshake_unverified(connection, "example.com").await);
                }
            }
            // All that was on its way has come by then.
            tokio::time::sleep(Duration::from_secs(5)).await;
            let packets: Vec<_> = seen.try_iter().collect();
            bytes.push(packets.iter().map(|one| one.2).sum::<usize>());
            net.settled().await;
            assert_eq!(net.bytes().total(), bytes[bytes.len() - 1] as u64, "all is counted");
            let last = net.take().observations.pop().expect("a handshake");
            let Event::TlsHandshake(tls) = &last.event else { panic!("{last:?}") };
            assert_eq!(tls.is_complete, !is_begun);
            assert_eq!(tls.resent_before_answer, Some(0));
            if is_begun {
                assert_eq!(last.failure, None);
                let up = packets.iter().filter(|one| one.0 == Direction::Up).map(|one| one.1);
                let up: Vec<_> = up.collect();
                let [_syn, _ack, hello, behind @ .., reset] = &up[..] else { panic!("{up:?}") };
                assert!(hello.0 > 150 && *reset == (0, true), "{up:?}");
                // What has come by then may be acknowledged.
                assert!(behind.len() <= 1 && behind.iter().all(|one| *one == (0, false)), "{up:?}");
                // Where one packet of the answer is lost, the other one says that the hello came.
                let down = packets.iter().filter(|one| one.0 == Direction::Down && one.1.0 > 0);
                assert_eq!(down.count(), 2, "{packets:?}");
            }
        }
        assert!(bytes[0] > 3_500 && bytes[1] < 2_400, "{bytes:?}");
    });
}
