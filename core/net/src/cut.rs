//! A ClientHello in two segments, cut inside the server name.
//!
//! The second part waits until the kernel says that the first was acknowledged. Without Nagle's
//! algorithm each write is a segment of its own, but what is lost is sent again together with its
//! neighbour (Linux's `tcp_retrans_collapse`), and the whole name would be in one segment after all.
//! Where the system does not tell, the second part waits for a time that is longer than round trips are.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

use crate::wire::Stream;

/// What is to be cut on a connection, and how far that is. A server may ask for the hello once more
/// (HelloRetryRequest): the name in it is cut again.
pub(crate) struct Cut {
    name: String,
    /// The first part was sent: until when the second waits at least.
    behind: Option<Pin<Box<Sleep>>>,
    /// Bytes of the first hello in its first segment, once the second part may follow.
    pub(crate) at: Option<usize>,
    sent: usize,
}

impl Cut {
    pub(crate) fn within(name: &str) -> Self {
        Self { name: name.to_owned(), behind: None, at: None, sent: 0 }
    }

    /// How much of what is to be said may be written now.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        stream: &dyn Stream,
        said: &[u8],
    ) -> Poll<usize> {
        let Some(pause) = &mut self.behind else {
            return Poll::Ready(place(said, &self.name).unwrap_or(said.len()));
        };
        let may_follow = match stream.info() {
            Some(info) if info.unacked_bytes == 0 => true,
            Some(_) => {
                // Nobody wakes us for an acknowledgement.
                if pause.as_mut().poll(cx).is_ready() {
                    *pause = Box::pin(sleep(GLANCE));
                    ready(pause.as_mut().poll(cx));
                }
                false
            }
            None => pause.as_mut().poll(cx).is_ready(),
        };
        if !may_follow {
            return Poll::Pending;
        }
        self.behind = None;
        self.at.get_or_insert(self.sent);
        Poll::Ready(said.len())
    }

    /// That so much of what was to be said is written.
    pub(crate) fn wrote(&mut self, said: &[u8], written: usize, stream: &dyn Stream) {
        if place(said, &self.name) == Some(written) {
            let pause = if stream.info().is_some() { GLANCE } else { UNTOLD };
            self.behind = Some(Box::pin(sleep(pause)));
            self.sent = written;
        }
    }
}

/// A sleep that has just begun is never over; polling it is what registers the waker.
fn ready(polled: Poll<()>) {
    debug_assert!(polled.is_pending());
}

/// Where a flight that holds the hello is cut, if it does: in the middle of the name's telling label.
pub(crate) fn place(said: &[u8], name: &str) -> Option<usize> {
    let is_hello = said.first() == Some(&HANDSHAKE) && said.get(5) == Some(&CLIENT_HELLO);
    let at =
        said.windows(name.len().max(1)).position(|part| part.eq_ignore_ascii_case(name.as_bytes()));
    is_hello.then_some(at? + within(name)).filter(|at| *at < said.len())
}

/// Where in a name: in the middle of the label below the top, or of the one below that if it is as
/// short as in `co.uk`. A filter that looks for a domain and all below it then finds it in no part.
fn within(name: &str) -> usize {
    let mut labels = name.rsplit('.');
    let mut end = name.len().saturating_sub(labels.next().map_or(0, str::len) + 1);
    let mut label = labels.next().unwrap_or(name);
    if label.len() <= SHORT
        && let Some(next) = labels.next()
    {
        end -= label.len() + 1;
        label = next;
    }
    let begin = if end == 0 { 0 } else { end - label.len() };
    begin + label.len().div_ceil(2)
}

const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
/// Labels like `co`, `com`, `gov` below a country's.
const SHORT: usize = 3;
/// How often the kernel is asked.
const GLANCE: Duration = Duration::from_millis(10);
/// Where the system does not tell: the median round trip of good 3G, with room.
const UNTOLD: Duration = Duration::from_millis(400);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_where_a_filter_would_look_for_it() {
        for (name, first) in [
            ("azattyq.org", "azat"),
            ("www.azattyq.org", "www.azat"),
            ("very-long-branch.of.meduza.io", "very-long-branch.of.med"),
            ("www.bbc.co.uk", "www.bb"),
            ("vk.com", "v"),
            ("t.me", "t"),
            ("news.gov", "ne"),
            ("localhost", "local"),
        ] {
            assert_eq!(&name[..within(name)], first);
        }
    }

    #[test]
    fn only_a_hello_is_cut() {
        let hello = b"\x16\x03\x01\x00\x20\x01....azattyq.org....";
        assert_eq!(place(hello, "azattyq.org"), Some(14));
        assert_eq!(place(&hello[14..], "azattyq.org"), None, "what is left of it");
        assert_eq!(place(b"\x17\x03\x03\x00\x20\x01....azattyq.org....", "azattyq.org"), None);
        assert_eq!(place(b"", ""), None);
    }
}
