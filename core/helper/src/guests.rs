//! Who asked how much lately: so that nobody uses a public helper to hammer others. Addresses are kept
//! in memory for one window, with a count and nothing of what was asked.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use arna_model::Micros;

/// The book of guests.
pub(crate) struct Guests {
    /// Targets that one client may ask about in one window.
    most: u32,
    book: Mutex<BTreeMap<IpAddr, Visit>>,
}

#[derive(Clone, Copy)]
struct Visit {
    since: Micros,
    targets: u32,
}

impl Guests {
    pub(crate) fn new(most: u32) -> Self {
        Self { most, book: Mutex::default() }
    }

    /// Counts a target asked for by `client`; refused, it says how long to wait.
    pub(crate) fn admit(&self, client: IpAddr, now: Micros) -> Result<(), Micros> {
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let client = key(client);
        if book.len() >= MOST_GUESTS && !book.contains_key(&client) {
            book.retain(|_, visit| now.since(visit.since) < WINDOW);
            // Full all the same: the one who came first goes.
            if book.len() >= MOST_GUESTS
                && let Some(first) = book.iter().min_by_key(|(_, visit)| visit.since)
            {
                let first = *first.0;
                book.remove(&first);
            }
        }
        let visit = book.entry(client).or_insert(Visit { since: now, targets: 0 });
        if now.since(visit.since) >= WINDOW {
            *visit = Visit { since: now, targets: 0 };
        }
        if visit.targets >= self.most {
            return Err((visit.since + WINDOW).since(now));
        }
        visit.targets += 1;
        Ok(())
    }
}

/// A subscriber: an IPv4 address, or the /64 of an IPv6 one (RFC 6177: a site gets at least that).
fn key(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

/// An hour (ours).
const WINDOW: Micros = Micros::from_secs(3600);
/// Some megabyte of memory.
const MOST_GUESTS: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn v4(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn everybody_has_a_share_of_their_own_and_a_new_one_each_hour() {
        let guests = Guests::new(2);
        let (start, later) = (Micros::from_secs(5), Micros::from_secs(605));
        assert_eq!(guests.admit(v4(1), start), Ok(()));
        assert_eq!(guests.admit(v4(1), later), Ok(()));
        assert_eq!(guests.admit(v4(1), later), Err(Micros::from_secs(3000)));
        assert_eq!(guests.admit(v4(2), later), Ok(()));
        assert_eq!(guests.admit(v4(1), Micros::from_secs(3605)), Ok(()));
    }

    #[test]
    fn the_addresses_of_one_site_are_one_guest() {
        let guests = Guests::new(1);
        let ask = |text: &str| guests.admit(text.parse().expect("an address"), Micros(0)).is_ok();
        assert!(ask("2001:db8::1") && !ask("2001:db8::2:1") && ask("2001:db8:0:1::1"));
        assert!(ask("192.0.2.1") && !ask("::ffff:192.0.2.1"));
    }

    #[test]
    fn the_book_does_not_grow_for_ever() {
        let guests = Guests::new(1);
        for number in 0..(MOST_GUESTS as u32 + 500) {
            let client = IpAddr::from(number.to_be_bytes());
            assert_eq!(guests.admit(client, Micros(u64::from(number))), Ok(()));
        }
        assert_eq!(guests.book.lock().expect("free").len(), MOST_GUESTS);
    }
}
