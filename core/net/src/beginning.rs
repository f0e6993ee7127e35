//! Reading no more of an answer than shows what it is.
//!
//! Where all that is wanted is that somebody answered a ClientHello, the rest is left with the system: reading on would
//! open the window for a chain of certificates that nobody looks at.

use std::fmt;
use std::io;

use crate::records::Want;
use crate::tls::is_handshake;

/// How far an answer was read of which only the beginning is wanted.
#[derive(Debug, Default)]
pub(crate) struct Beginning {
    /// Whether a handshake had begun, and reading ended for that.
    pub(crate) is_enough: bool,
}

impl Beginning {
    /// What to read next when `heard` has come; `None`: whatever there is, as an alert or what is no TLS has its
    /// failure from what follows.
    ///
    /// # Errors
    /// When a handshake has begun: then nothing more is read.
    pub(crate) fn want(&mut self, heard: &[u8]) -> io::Result<Option<Want>> {
        match ENOUGH.checked_sub(heard.len()) {
            Some(most @ 1..) => Ok(Some(Want { most, least: 1 })),
            _ if is_handshake(heard) => {
                self.is_enough = true;
                Err(io::Error::other(Enough))
            }
            _ => Ok(None),
        }
    }
}

/// The header of a record, and of the message in it the kind, or of an alert the level and the code.
const ENOUGH: usize = 7;

/// Why reading ends that nothing keeps from going on.
#[derive(Debug)]
struct Enough;

impl fmt::Display for Enough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no more is wanted")
    }
}

impl std::error::Error for Enough {}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much is read of `sent`, in parts of `each` bytes at most, until reading ends; and whether that is because a
    /// handshake has begun.
    fn read(sent: &[u8], each: usize) -> (usize, bool) {
        let (mut beginning, mut heard) = (Beginning::default(), 0);
        while heard < sent.len() {
            let Ok(want) = beginning.want(&sent[..heard]) else { break };
            let most = want.map_or(sent.len(), |want| want.most).min(each);
            heard += most.min(sent.len() - heard);
        }
        (heard, beginning.is_enough)
    }

    #[test]
    fn a_handshake_is_read_until_it_is_one_and_all_else_to_its_end() {
        let server_hello = [22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3, 1, 2, 3];
        let refusal = [21, 3, 3, 0, 2, 2, 40, 21, 3, 3, 0, 2, 1, 0];
        let done = [22, 3, 3, 0, 4, 14, 0, 0, 0, 22, 3, 3, 0, 4];
        for each in 1..=20 {
            assert_eq!(read(&server_hello, each), (7, true), "by {each}");
            assert_eq!(read(&server_hello[..6], each), (6, false), "by {each}");
            assert_eq!(read(&refusal, each), (refusal.len(), false), "by {each}");
            assert_eq!(read(b"HTTP/1.1 404 Not Found\r\n", each), (24, false), "by {each}");
            assert_eq!(read(&done, each), (done.len(), false), "by {each}");
        }
    }
}
