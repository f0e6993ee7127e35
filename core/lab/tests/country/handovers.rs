//! Handovers, as a phone without an opinion finds them.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use arna_lab::Lab;
use arna_model::Micros;
use arna_net::echo;
use tokio::time::{sleep, timeout};

use super::phone::*;

/// The shortest of several round trips to an echo, and the phone's address on the way.
async fn round_trip(lab: &Lab, helper: SocketAddr) -> (Micros, IpAddr) {
    let socket = lab.wire().datagrams(helper).await.expect("a socket");
    let mut shortest = Micros::from_secs(9);
    for number in 0..5_u8 {
        let before = lab.now();
        socket.send(&echo::question([number; 6])).await.expect("sends");
        // Late ones are of those before.
        let heard = async || echo::answered(&socket.receive().await.expect("an echo"));
        let own = async { while heard().await != Some([number; 6]) {} };
        if timeout(Duration::from_secs(1), own).await.is_ok() {
            shortest = shortest.min(lab.now().since(before));
        }
    }
    (shortest, socket.local().ip())
}

#[test]
fn the_phone_comes_to_another_link_and_back() {
    within("handover-to-edge", async |lab| {
        let echo = SocketAddr::new(address(lab, "helper-one.arna.example").await, 443);
        let open = dial(lab, "helper-one.arna.example", 443).await.expect("opens");
        let (lte, first) = round_trip(lab, echo).await;
        assert!(lab.now() < Micros::from_secs(4) && lte < Micros::from_millis(150), "{lte:?}");

        sleep(Duration::from_secs(4)).await;
        let (edge, second) = round_trip(lab, echo).await;
        assert!(edge > Micros::from_millis(350) && edge < Micros::from_secs(1), "{edge:?}");
        shake(lab, open, "helper-one.arna.example").await.err().expect("it died silently");

        let back = Micros::from_secs(25).since(lab.now());
        sleep(Duration::from_micros(back.0)).await;
        let (again, third) = round_trip(lab, echo).await;
        assert!(again < Micros::from_millis(150), "{again:?}");
        assert!(first != second && second != third && third != first);
    });
}
