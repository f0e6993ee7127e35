//! Who is here at once: so many in all, and so many of one client.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::book::subscriber;

/// A room with a number of places.
pub(crate) struct Crowd {
    most: usize,
    most_of_one: usize,
    here: Mutex<Here>,
}

#[derive(Default)]
struct Here {
    all: usize,
    by_client: BTreeMap<IpAddr, usize>,
}

/// A place, which is free again when this is dropped.
pub(crate) struct Place<'a> {
    crowd: &'a Crowd,
    client: IpAddr,
}

impl Crowd {
    pub(crate) fn new(most: usize, most_of_one: usize) -> Self {
        Self { most, most_of_one, here: Mutex::default() }
    }

    /// A place for `client`, if there is one.
    pub(crate) fn enter(&self, client: IpAddr) -> Option<Place<'_>> {
        let client = subscriber(client);
        let mut here = self.here();
        let own = here.by_client.get(&client).copied().unwrap_or(0);
        if here.all >= self.most || own >= self.most_of_one {
            return None;
        }
        here.all += 1;
        here.by_client.insert(client, own + 1);
        Some(Place { crowd: self, client })
    }

    /// How many are here, and how many may be.
    pub(crate) fn count(&self) -> (usize, usize) {
        (self.here().all, self.most)
    }

    fn here(&self) -> MutexGuard<'_, Here> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut here = self.crowd.here();
        here.all -= 1;
        if let Some(own) = here.by_client.get_mut(&self.client) {
            *own -= 1;
            if *own == 0 {
                here.by_client.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_all_places_and_who_goes_leaves_one() {
        let crowd = Crowd::new(3, 2);
        let enter = |text: &str| crowd.enter(text.parse().expect("an address"));
        let (first, second) = (enter("2001:db8::1"), enter("2001:db8::2"));
        assert!(first.is_some() && second.is_some() && enter("2001:db8::3").is_none());
        let other = enter("192.0.2.1");
        assert!(other.is_some() && enter("192.0.2.2").is_none());
        assert_eq!(crowd.count(), (3, 3));
        drop(first);
        assert!(enter("2001:db8::3").is_some());
        drop((second, other));
        assert_eq!(crowd.count(), (0, 3));
        assert!(crowd.here().by_client.is_empty(), "nobody is remembered");
    }
}
