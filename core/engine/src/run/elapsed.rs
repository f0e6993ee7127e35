//! How long ago something was that another run saw: a phone's clock may be set, its uptime cannot.

use arna_model::{Micros, WallTime};
use arna_net::Wire;

use super::Uptime;

/// A time between two moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Elapsed {
    pub(crate) time: Micros,
    /// Whether the clock that nobody can set says so.
    pub(crate) is_certain: bool,
}

/// The time since the machine was started, if the system says which start that was.
pub(crate) fn uptime(wire: &dyn Wire) -> Option<Uptime> {
    Some(Uptime { boot: wire.boot()?, at: wire.uptime() })
}

/// The time from one moment to a later one: by uptime if both are of one start of the machine, else by the
/// phone's clock. `None`: that clock calls the later one earlier.
pub(crate) fn between(
    (wall, uptime): (WallTime, Option<&Uptime>),
    (later_wall, later_uptime): (WallTime, Option<&Uptime>),
) -> Option<Elapsed> {
    if let (Some(from), Some(to)) = (uptime, later_uptime)
        && from.boot == to.boot
        && from.at <= to.at
    {
        return Some(Elapsed { time: to.at - from.at, is_certain: true });
    }
    later_wall.since(wall).map(|time| Elapsed { time, is_certain: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptime_is_believed_before_a_clock_that_may_be_set() {
        let up = |boot: &str, at| Uptime { boot: boot.to_owned(), at: Micros::from_secs(at) };
        let wall = |seconds: i64| WallTime(seconds * 1_000_000);
        let told = |from: Option<Uptime>, to: Option<Uptime>, later| {
            let between = between((wall(100), from.as_ref()), (wall(later), to.as_ref()));
            between.map(|it| (it.time, it.is_certain))
        };
        let one = || Some(up("a", 50));
        // Set forward by an hour, and set back.
        assert_eq!(told(one(), Some(up("a", 60)), 3_700), Some((Micros::from_secs(10), true)));
        assert_eq!(told(one(), Some(up("a", 60)), 5), Some((Micros::from_secs(10), true)));
        // Started again, or unknown.
        let by_wall = Some((Micros::from_secs(30), false));
        assert_eq!(told(one(), Some(up("b", 60)), 130), by_wall);
        assert_eq!(told(one(), None, 130), by_wall);
        assert_eq!(told(None, Some(up("a", 60)), 130), by_wall);
        // Two countries of the lab that begin alike.
        assert_eq!(told(one(), Some(up("a", 40)), 130), by_wall);
        assert_eq!(told(None, None, 99), None);
    }
}
