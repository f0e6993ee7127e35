//! The UDP echo, which anybody can ask under a forged sender: an answer is no longer than its question and is no
//! question itself, no server of the system is answered, and there are only so many answers a second.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use arna_model::Micros;
use arna_net::{Wire as _, echo};

use crate::Helper;
use crate::book::subscriber;

impl Helper {
    /// The answer to a datagram `from` somebody; `None`: it deserves none.
    pub fn echo(&self, datagram: &[u8], from: SocketAddr) -> Option<[u8; echo::LENGTH]> {
        let answer = echo::answer_to(datagram)?;
        // No phone asks from there: it would be an echo, a clock or a resolver that the sender wants to hit.
        if from.port() < FIRST_OF_CLIENTS {
            return None;
        }
        self.echoes.admit(from.ip(), self.fence.now()).then_some(answer)
    }
}

/// Answers in the running second.
pub(crate) struct Echoes {
    most: u32,
    most_to_one: u32,
    second: Mutex<Second>,
}

#[derive(Default)]
struct Second {
    since: Micros,
    all: u32,
    by_client: BTreeMap<IpAddr, u32>,
}

impl Echoes {
    pub(crate) fn new(most: u32, most_to_one: u32) -> Self {
        Self { most, most_to_one, second: Mutex::default() }
    }

    /// Counts an answer to `client`, if there may be one more.
    fn admit(&self, client: IpAddr, now: Micros) -> bool {
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        if now.since(second.since) >= Micros::from_secs(1) {
            *second = Second { since: now, ..Second::default() };
        }
        if second.all >= self.most {
            return false;
        }
        let own = second.by_client.entry(subscriber(client)).or_default();
        if *own >= self.most_to_one {
            return false;
        }
        *own += 1;
        second.all += 1;
        true
    }
}

/// Below are servers (RFC 6335: system ports).
const FIRST_OF_CLIENTS: u16 = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_has_only_so_many_answers() {
        let echoes = Echoes::new(3, 2);
        let admit = |last: u8, ms| echoes.admit([192, 0, 2, last].into(), Micros::from_millis(ms));
        assert!(admit(1, 5_000) && admit(1, 5_100) && !admit(1, 5_200), "one client's share");
        assert!(admit(2, 5_300) && !admit(3, 5_999), "everybody's");
        assert!(admit(3, 6_000) && admit(1, 6_001));
    }
}
