//! Several addresses of one name, raced as browsers do (RFC 8305, "Happy Eyeballs").

use std::net::SocketAddr;

use arna_model::{Bytes, Event, Failure, Micros, TcpConnect};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::time::sleep;

use crate::{Connection, Net};

impl Net {
    /// Connects to the addresses in `left`, each a little after the one before or at once when that one
    /// failed, and gives the first connection that opens. Those that were overtaken are recorded as
    /// interrupted, which is no failure of theirs, and stay in `left` with those that were not tried.
    pub async fn connect_first(&self, left: &mut Vec<SocketAddr>) -> Option<Connection> {
        let mut waiting = std::mem::take(left).into_iter();
        let mut started: Vec<(SocketAddr, Micros)> = Vec::new();
        let mut running = FuturesUnordered::new();
        loop {
            if let Some(address) = waiting.next() {
                started.push((address, self.now()));
                running.push(async move { (address, self.connect(address).await.ok()) });
            }
            let heard = tokio::select! {
                biased;
                heard = running.next() => heard,
                () = sleep(self.timeouts().next_address.into()), if waiting.len() > 0 => None,
            };
            let Some((address, connection)) = heard else {
                if running.is_empty() && waiting.len() == 0 {
                    return None;
                }
                continue;
            };
            started.retain(|(one, _)| *one != address);
            if let Some(connection) = connection {
                drop(running);
                for (address, t0) in &started {
                    let event = Event::TcpConnect(TcpConnect { address: *address, info: None });
                    self.record(*t0, event, Some(Failure::Interrupted), self.spend(ONE_SYN));
                }
                let overtaken = started.into_iter().map(|(address, _)| address);
                left.extend(overtaken.chain(waiting));
                return Some(connection);
            }
        }
    }
}

/// Addresses of both families by turns, in the order in which the resolver gives them (RFC 8305,
/// section 4).
pub fn by_turns(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let is_like_first =
        |one: &&SocketAddr| addresses.first().is_some_and(|it| it.is_ipv4() == one.is_ipv4());
    let (first, second): (Vec<SocketAddr>, Vec<_>) = addresses.iter().partition(is_like_first);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut turns = Vec::with_capacity(addresses.len());
    while turns.len() < addresses.len() {
        turns.extend(first.next().into_iter().chain(second.next()));
    }
    turns
}

/// What was sent to an address that was overtaken, at least.
const ONE_SYN: Bytes = Bytes { sent: 60, received: 0 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns_and_the_resolver_says_who_begins() {
        let turns = |all: &[&str]| {
            let all: Vec<SocketAddr> = all.iter().map(|one| one.parse().expect(one)).collect();
            by_turns(&all).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            turns(&["[2a00::1]:1", "[2a00::2]:1", "1.1.1.1:1"]),
            ["[2a00::1]:1", "1.1.1.1:1", "[2a00::2]:1"]
        );
        assert_eq!(turns(&["1.1.1.1:1", "[2a00::1]:1"]), ["1.1.1.1:1", "[2a00::1]:1"]);
        assert_eq!(turns(&[]), [""; 0]);
    }
}
