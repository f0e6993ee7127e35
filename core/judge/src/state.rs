//! The state of the whole network, from one look at it, and when a look is believed.
//!
//! The table is docs/method.md, "No Internet". A bad radio is never a shutdown: for that a part of the
//! country must have answered in the same look in which everybody abroad was dead twice. And one look is
//! never enough for anything but good news, which cannot come by accident.

use arna_model::{NetworkState, Observation, Reason};

use crate::{anchors, portal};

/// What one look shows: the observations at the places `WarmUp` and `Anchor`.
pub fn network_state(look: &[Observation]) -> NetworkState {
    if let Some((_, reason)) = portal::holds(look) {
        return match reason {
            Reason::OutOfCredit => NetworkState::OutOfCredit,
            _ => NetworkState::CaptivePortal,
        };
    }
    if anchors::is_beyond_border(look) {
        return NetworkState::Online;
    }
    match anchors::shutdown(look) {
        Some(Reason::WhitelistShutdown) => NetworkState::WhitelistShutdown,
        Some(Reason::InternationalCut) => NetworkState::InternationalCut,
        _ if anchors::is_silent(look) => NetworkState::NoService,
        _ => NetworkState::Unknown,
    }
}

/// What to believe when these `looks` follow each other, the latest last, where `known` was believed
/// before; `None`: look again. A change for the worse takes two looks in a row that say the same; three
/// that do not are `Unknown`.
pub fn settled(known: Option<NetworkState>, looks: &[NetworkState]) -> Option<NetworkState> {
    let (&last, before) = looks.split_last()?;
    if last == NetworkState::Online || known == Some(last) || before.last() == Some(&last) {
        return Some(last);
    }
    (looks.len() >= MOST_LOOKS).then_some(NetworkState::Unknown)
}

/// A network that shows three faces in three looks has none that could be named.
const MOST_LOOKS: usize = 3;

#[cfg(test)]
mod tests {
    use super::NetworkState::{NoService, Online, Unknown, WhitelistShutdown};
    use super::*;

    #[test]
    fn one_lost_look_is_no_blackout() {
        assert_eq!(settled(Some(Online), &[NoService]), None);
        assert_eq!(settled(Some(Online), &[NoService, Online]), Some(Online));
        assert_eq!(settled(Some(Online), &[NoService, NoService]), Some(NoService));
        assert_eq!(settled(None, &[WhitelistShutdown]), None, "nor is the first");
    }

    #[test]
    fn what_is_known_needs_no_second_look() {
        for state in NetworkState::ALL {
            assert_eq!(settled(Some(*state), &[*state]), Some(*state));
        }
        assert_eq!(settled(Some(NoService), &[Online]), Some(Online));
    }

    #[test]
    fn looks_that_never_agree_tell_nothing() {
        let looks = [NoService, WhitelistShutdown, NoService];
        assert_eq!(settled(Some(Online), &looks[..2]), None);
        assert_eq!(settled(Some(Online), &looks), Some(Unknown));
        assert_eq!(settled(None, &[]), None);
    }
}
