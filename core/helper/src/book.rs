//! How much of something was asked for lately: by a client, so that nobody uses a public helper to hammer others;
//! about a site, so that many clients together do not. Kept in memory for one window, with a count and nothing of
//! what was asked or by whom.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use arna_model::Micros;

/// Counts by key.
pub(crate) struct Book<K> {
    /// What one key may have in one window.
    most: u32,
    pages: Mutex<BTreeMap<K, Count>>,
}

#[derive(Clone, Copy)]
struct Count {
    since: Micros,
    so_far: u32,
}

impl<K: Ord + Clone> Book<K> {
    pub(crate) fn new(most: u32) -> Self {
        Self { most, pages: Mutex::default() }
    }

    /// Counts one more for `key`; refused, it says how long to wait.
    pub(crate) fn admit(&self, key: K, now: Micros) -> Result<(), Micros> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MOST_KEYS && !pages.contains_key(&key) {
            pages.retain(|_, count| now.since(count.since) < WINDOW);
            // Full all the same: the one that came first goes.
            if pages.len() >= MOST_KEYS
                && let Some((first, _)) = pages.iter().min_by_key(|(_, count)| count.since)
            {
                let first = first.clone();
                pages.remove(&first);
            }
        }
        let count = pages.entry(key).or_insert(Count { since: now, so_far: 0 });
        if now.since(count.since) >= WINDOW {
            *count = Count { since: now, so_far: 0 };
        }
        if count.so_far >= self.most {
            return Err((count.since + WINDOW).since(now));
        }
        count.so_far += 1;
        Ok(())
    }
}

/// A subscriber: an IPv4 address, or the /64 of an IPv6 one (RFC 6177: a site gets at least that).
pub(crate) fn subscriber(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

/// An hour (ours).
const WINDOW: Micros = Micros::from_secs(3600);
/// Some megabyte of memory.
const MOST_KEYS: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn v4(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn everybody_has_a_share_of_their_own_and_a_new_one_each_hour() {
        let book = Book::new(2);
        let (start, later) = (Micros::from_secs(5), Micros::from_secs(605));
        assert_eq!(book.admit(v4(1), start), Ok(()));
        assert_eq!(book.admit(v4(1), later), Ok(()));
        assert_eq!(book.admit(v4(1), later), Err(Micros::from_secs(3000)));
        assert_eq!(book.admit(v4(2), later), Ok(()));
        assert_eq!(book.admit(v4(1), Micros::from_secs(3605)), Ok(()));
    }

    #[test]
    fn the_addresses_of_one_site_are_one_subscriber() {
        let key = |text: &str| subscriber(text.parse().expect("an address"));
        assert_eq!(key("2001:db8::1"), key("2001:db8::2:1"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_eq!(key("192.0.2.1"), key("::ffff:192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    #[test]
    fn the_book_does_not_grow_for_ever() {
        let book = Book::new(1);
        for number in 0..(MOST_KEYS as u32 + 500) {
            let client = IpAddr::from(number.to_be_bytes());
            assert_eq!(book.admit(client, Micros(u64::from(number))), Ok(()));
        }
        assert_eq!(book.pages.lock().expect("free").len(), MOST_KEYS);
    }
}
