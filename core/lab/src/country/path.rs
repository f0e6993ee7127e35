//! The way from a phone to everybody: the operator's routers, its border, and those abroad.

use super::atlas::{COUNTRY, COUNTRY_V6, INSIDE, OUTSIDE};
use super::scenario::Network;
use crate::sim::{Route, Router};

impl Network {
    /// The routers, those of the scenario silent.
    pub(super) fn route(&self) -> Route {
        let mut hop = 0;
        let mut router = |(v4, v6): &(_, _)| {
            hop += 1;
            Router { v4: *v4, v6: *v6, is_silent: self.silent_hops.contains(&hop) }
        };
        let inside = INSIDE.iter().map(&mut router).collect();
        let outside = OUTSIDE.iter().map(&mut router).collect();
        Route { inside, outside, home: vec![COUNTRY, COUNTRY_V6] }
    }
}
