//! Small echoes in a row: the canary of a block, the warm-up of a radio, the latency nettest.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arna_model::{Event, Failure, Micros, Ping, Pings, Transport};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::allowance::{self, Metered};
use crate::{Datagrams as _, Family, Net, Seen, classify, dns, echo};

impl Net {
    /// Sends an echo every `interval` until `until` is done, waits for the last ones, and records all
    /// of them as one observation. Fails when not one came back.
    pub async fn ping(
        &self,
        address: SocketAddr,
        transport: Transport,
        interval: Micros,
        until: impl Future<Output = ()>,
    ) -> Seen<Vec<Ping>> {
        self.row(address, transport, interval, |_| until).await
    }

    /// Wakes the radio: echoes until two in a row agree within 30 % or 10 ms, at most for `patience`. The first
    /// round trip holds the radio's promotion from idle (docs/method.md, "Radio warm-up").
    pub async fn wake(
        &self,
        address: SocketAddr,
        transport: Transport,
        patience: Micros,
    ) -> Seen<Vec<Ping>> {
        let until = |heard: Arc<Heard>| async move {
            let agreed = async {
                while !heard.agrees() {
                    heard.notify.notified().await;
                }
            };
            // Out of patience is an answer too: the row says so.
            drop(timeout(patience.into(), agreed).await);
        };
        self.row(address, transport, WAKE_INTERVAL, until).await
    }

    async fn row<U: Future<Output = ()>>(
        &self,
        address: SocketAddr,
        transport: Transport,
        interval: Micros,
        until: impl FnOnce(Arc<Heard>) -> U,
    ) -> Seen<Vec<Ping>> {
        let t0 = self.now();
        let mut bytes = arna_model::Bytes::default();
        let (pings, trouble) = match self.datagrams(address, allowance::ROW).await {
            Err(failure) => (Vec::new(), Some(failure)),
            Ok(socket) => {
                let row = Row::new(self, transport, &socket);
                let trouble = row.run(interval, until(row.heard.clone())).await;
                let trouble = socket.over().or(trouble);
                bytes = socket.meter();
                (row.heard.pings().clone(), trouble)
            }
        };
        let outcome = if pings.iter().any(|ping| ping.rtt.is_some()) {
            Ok(pings.clone())
        } else {
            Err(trouble.unwrap_or(Failure::GenericTimeout))
        };
        let event = Event::Pings(Pings { address, transport, pings });
        let id = self.record(t0, event, outcome.as_ref().err().cloned(), bytes);
        Seen { id, outcome }
    }
}

struct Row<'a> {
    net: &'a Net,
    transport: Transport,
    socket: &'a Metered,
    nonce: u32,
    heard: Arc<Heard>,
}

/// The echoes so far, and a bell for each that comes back.
#[derive(Default)]
struct Heard {
    pings: Mutex<Vec<Ping>>,
    notify: Notify,
}

impl Heard {
    fn pings(&self) -> MutexGuard<'_, Vec<Ping>> {
        self.pings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the last two answered agree.
    fn agrees(&self) -> bool {
        let pings = self.pings();
        let mut last = pings.iter().rev().filter_map(|ping| ping.rtt);
        last.next().zip(last.next()).is_some_and(|(one, other)| agree(one, other))
    }
}

/// Whether two round trips are of a radio that is awake: within 30 %, or within what a short way swings by.
fn agree(one: Micros, other: Micros) -> bool {
    let apart = one.0.abs_diff(other.0);
    apart * 10 <= one.0.max(other.0) * 3 || apart <= SWING.0
}

impl<'a> Row<'a> {
    fn new(net: &'a Net, transport: Transport, socket: &'a Metered) -> Self {
        let nonce = net.entropy("ping").next_u64() as u32;
        Self { net, transport, socket, nonce, heard: Arc::default() }
    }

    async fn run(&self, interval: Micros, until: impl Future<Output = ()>) -> Option<Failure> {
        let started = Instant::now();
        let mut trouble = None;
        let sending = async {
            for number in 0u32.. {
                sleep_until(started + std::time::Duration::from(interval) * number).await;
                let ping = Ping { t: self.net.now(), rtt: None };
                self.heard.pings().push(ping);
                if let Err(error) = self.socket.send(&self.payload(number)).await {
                    trouble = Some(classify::io_failure(&error));
                }
            }
        };
        tokio::select! {
            biased;
            () = until => {}
            () = sending => {}
            () = self.listen() => {}
        }
        let outstanding = async {
            while self.is_waiting() {
                if let Ok(datagram) = self.socket.receive().await {
                    self.note(&datagram);
                } else {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::select! {
            biased;
            () = outstanding => {}
            () = sleep(self.net.timeouts().ping.into()) => {}
        }
        trouble
    }

    async fn listen(&self) {
        loop {
            match self.socket.receive().await {
                Ok(datagram) => self.note(&datagram),
                // The row is sung to its end all the same: others wait for that.
                Err(_) if self.socket.over().is_some() => std::future::pending().await,
                // An ICMP error says nothing about the next echo.
                Err(_) => sleep(std::time::Duration::from_millis(50)).await,
            }
        }
    }

    fn is_waiting(&self) -> bool {
        let pings = self.heard.pings();
        let patience = self.net.timeouts().ping;
        let now = self.net.now();
        pings.iter().any(|ping| ping.rtt.is_none() && now.since(ping.t) < patience)
    }

    fn note(&self, datagram: &[u8]) {
        let Some(number) = self.number(datagram) else {
            return;
        };
        let mut pings = self.heard.pings();
        if let Some(ping) = pings.get_mut(number)
            && ping.rtt.is_none()
        {
            ping.rtt = Some(self.net.now().since(ping.t));
            self.heard.notify.notify_one();
        }
    }

    /// The nonce and the number for an echo; for DNS a query whose id is the number (blurred by the nonce).
    fn payload(&self, number: u32) -> Vec<u8> {
        match self.transport {
            Transport::UdpEcho => echo::question(self.token(number)).to_vec(),
            Transport::Dns => {
                dns::query(number as u16 ^ self.nonce as u16, INNOCENT_NAME, Family::V4)
                    .expect("the innocent name is a DNS name")
            }
        }
    }

    /// Three bytes of the nonce, which tell whose echo it is, and three of the number: enough for a month of echoes.
    fn token(&self, number: u32) -> echo::Token {
        let ([_, a, b, c], [_, d, e, f]) = (self.nonce.to_be_bytes(), number.to_be_bytes());
        [a, b, c, d, e, f]
    }

    fn number(&self, datagram: &[u8]) -> Option<usize> {
        match self.transport {
            Transport::UdpEcho => {
                let token = echo::answered(datagram)?;
                let number = u32::from_be_bytes([0, token[3], token[4], token[5]]);
                (token == self.token(number)).then_some(number as usize)
            }
            Transport::Dns => {
                let id = dns::reply(datagram)?.id;
                Some(usize::from(id ^ self.nonce as u16))
            }
        }
    }
}

/// A name that nobody has a reason to filter and that every resolver knows.
const INNOCENT_NAME: &str = "example.com";

const WAKE_INTERVAL: Micros = Micros::from_millis(400);

/// Over Wi-Fi of 2 ms three are half as much more. No radio wakes in so short a time.
const SWING: Micros = Micros::from_millis(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_way_that_swings_is_awake_and_a_promotion_is_not() {
        for (one, other, is_awake) in [
            (2, 3, true),
            (1, 9, true),
            (100, 75, true),
            (36, 300, false),
            (100, 60, false),
            (2, 30, false),
        ] {
            let (one, other) = (Micros::from_millis(one), Micros::from_millis(other));
            assert_eq!(agree(one, other), is_awake, "{one:?}, {other:?}");
        }
    }
}
