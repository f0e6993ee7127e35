//! What may pass on the wire, below HTTP, TLS and QUIC: for each exchange, and for a whole run.
//!
//! A server that means harm, or anybody on the path, can send without an end what no protocol calls an answer:
//! frames of unknown kinds, empty records, answers before the answer. So bytes are counted where they are
//! paid for, at the socket, and an exchange that passes its allowance ends with a failure of its own
//! ([`Failure::TooManyBytes`]), the connection with a reset. Why each has so much: docs/method.md, "What may pass".

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arna_model::{Bytes, Failure};
use async_trait::async_trait;

use crate::{Datagrams, Net};

/// A handshake over TCP or QUIC: rustls takes a chain of 64 KiB.
pub(crate) const HANDSHAKE: u64 = 128 * 1024;
/// A question to a resolver over TCP or TLS: the length of an answer has two bytes.
pub(crate) const QUESTION: u64 = 128 * 1024;
/// A question to a resolver over UDP, for each of its sockets.
pub(crate) const DATAGRAMS: u64 = 32 * 1024;
/// A row of small echoes: some 60 seconds of them, four a second, with the longest answers of resolvers.
pub(crate) const ROW: u64 = 256 * 1024;
/// The head of an answer, as far as it is read.
const HEAD: u64 = 64 * 1024;
/// A record of TLS that cannot be read in part, the farewell, and a few packets sent again.
const SLACK: u64 = 32 * 1024;

/// A request and so much of its answer's body. Twice as much, for what is sent again on a bad link, the marks
/// of chunks, and the headers of small packets.
pub(crate) fn exchange(limit: usize) -> u64 {
    HEAD + 2 * limit as u64 + SLACK
}

/// A transfer of so many bytes.
pub(crate) fn transfer(wanted: u64) -> u64 {
    2 * wanted + SLACK
}

/// The bytes of a run, as they pass: what is under way is in it too.
#[derive(Debug)]
pub(crate) struct Purse {
    spent: AtomicU64,
    most: AtomicU64,
}

impl Default for Purse {
    fn default() -> Self {
        Self { spent: AtomicU64::new(0), most: AtomicU64::new(u64::MAX) }
    }
}

impl Purse {
    fn take(&self, bytes: u64) {
        self.spent.fetch_add(bytes, Ordering::Relaxed);
    }

    fn is_spent(&self) -> bool {
        self.spent.load(Ordering::Relaxed) >= self.most.load(Ordering::Relaxed)
    }
}

impl Net {
    /// From now on no more than so many bytes may pass, in all views of this run: what is under way then ends as
    /// interrupted, and nothing new is begun.
    pub fn limit(&self, most: u64) {
        let purse = self.purse();
        let spent = purse.spent.load(Ordering::Relaxed);
        purse.most.store(spent.saturating_add(most), Ordering::Relaxed);
    }

    /// Whether the bytes of the run are spent, with those that are under way.
    pub fn is_spent(&self) -> bool {
        self.purse().is_spent()
    }

    /// The failure of whatever would begin now, if the bytes of the run are spent.
    pub(crate) fn refusal(&self) -> Option<Failure> {
        self.is_spent().then_some(Failure::Interrupted)
    }

    /// Counts bytes that no socket of ours has seen.
    pub(crate) fn spend(&self, bytes: Bytes) -> Bytes {
        self.purse().take(bytes.total());
        bytes
    }

    /// Opens a UDP socket over which no more than so many bytes pass.
    pub(crate) async fn datagrams(&self, peer: SocketAddr, most: u64) -> Result<Metered, Failure> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        let socket = self.wire().datagrams(peer).await;
        let socket = socket.map_err(|error| crate::classify::io_failure(&error))?;
        let mut spending = Spending::new(self.purse().clone());
        spending.allow(Bytes::default(), most);
        Ok(Metered { socket, spending: Mutex::new(spending) })
    }
}

/// What passes over one socket.
#[derive(Clone, Debug)]
pub(crate) struct Spending {
    purse: Arc<Purse>,
    /// Bytes that the purse knows of.
    known: u64,
    /// Bytes that may pass before it is over.
    most: u64,
    over: Option<Failure>,
}

impl Spending {
    /// Before the first byte; a handshake's worth may pass unless something else is said.
    pub(crate) fn new(purse: Arc<Purse>) -> Self {
        Self { purse, known: 0, most: HANDSHAKE, over: None }
    }

    /// Lets so many bytes pass beyond those that are metered now.
    pub(crate) fn allow(&mut self, metered: Bytes, most: u64) {
        self.most = metered.total().saturating_add(most);
    }

    /// Takes in what the socket's meter says.
    ///
    /// # Errors
    /// It is over, now or since earlier.
    pub(crate) fn note(&mut self, metered: Bytes) -> io::Result<()> {
        let total = metered.total();
        self.purse.take(total.saturating_sub(self.known));
        self.known = self.known.max(total);
        if self.over.is_none() && total > self.most {
            self.over = Some(Failure::TooManyBytes);
        }
        self.goes_on()
    }

    /// Whether anything may pass yet.
    ///
    /// # Errors
    /// It is over, now or since earlier.
    pub(crate) fn goes_on(&mut self) -> io::Result<()> {
        if self.over.is_none() && self.purse.is_spent() {
            self.over = Some(Failure::Interrupted);
        }
        match self.over {
            None => Ok(()),
            Some(_) => Err(io::Error::other("more than may pass")),
        }
    }

    /// Why nothing passes any more, if that is so.
    pub(crate) fn over(&self) -> Option<Failure> {
        self.over.clone()
    }
}

/// A UDP socket with an allowance.
pub(crate) struct Metered {
    socket: Box<dyn Datagrams>,
    spending: Mutex<Spending>,
}

impl Metered {
    fn spending(&self) -> MutexGuard<'_, Spending> {
        self.spending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why nothing passes any more, if that is so.
    pub(crate) fn over(&self) -> Option<Failure> {
        self.spending().over()
    }
}

#[async_trait]
impl Datagrams for Metered {
    async fn send(&self, payload: &[u8]) -> io::Result<()> {
        self.spending().goes_on()?;
        let sent = self.socket.send(payload).await;
        drop(self.spending().note(self.socket.meter()));
        sent
    }

    async fn receive(&self) -> io::Result<Vec<u8>> {
        self.spending().goes_on()?;
        let received = self.socket.receive().await;
        self.spending().note(self.socket.meter())?;
        received
    }

    fn local(&self) -> SocketAddr {
        self.socket.local()
    }

    fn meter(&self) -> Bytes {
        self.socket.meter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(received: u64) -> Bytes {
        Bytes { sent: 0, received }
    }

    #[test]
    fn an_exchange_ends_past_its_allowance_and_stays_over() {
        let mut spending = Spending::new(Arc::default());
        assert!(spending.note(received(HANDSHAKE)).is_ok());
        spending.allow(received(HANDSHAKE), exchange(4096));
        assert!(spending.note(received(HANDSHAKE + exchange(4096))).is_ok());
        assert_eq!(spending.over(), None);
        assert!(spending.note(received(HANDSHAKE + exchange(4096) + 1)).is_err());
        spending.allow(received(0), u64::MAX);
        assert!(spending.note(received(1)).is_err(), "who was let go of is not taken up again");
        assert_eq!(spending.over(), Some(Failure::TooManyBytes));
    }

    #[test]
    fn one_purse_is_spent_by_all_sockets_together() {
        let purse = Arc::new(Purse { most: AtomicU64::new(3_000), ..Purse::default() });
        let [mut one, mut other] = [(); 2].map(|()| Spending::new(purse.clone()));
        assert!(one.note(received(1_000)).is_ok() && other.note(received(1_900)).is_ok());
        // A meter that says less than before takes nothing back.
        assert!(one.note(received(500)).is_ok() && one.note(received(1_000)).is_ok());
        assert!(one.note(received(1_100)).is_err() && other.note(received(1_900)).is_err());
        assert_eq!(one.over(), Some(Failure::Interrupted));
    }
}
