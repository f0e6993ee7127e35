//! A phone with two networks: the scenario's own, which a mobile operator carries, and another one beside it, which its
//! system prefers.

use arna_model::{Uplink, UplinkKind};
use serde::Deserialize;

use super::scenario::{Network, Scenario};
use crate::sim::Profile;

/// The other network. Its time is that of the scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beside {
    /// What carries it.
    pub(super) kind: UplinkKind,
    /// The link.
    pub(super) profile: String,
    pub(super) network: Network,
    /// Which of the censors are on it as well, by the words that groups have for them.
    #[serde(default)]
    pub(super) censors: Vec<String>,
}

impl Beside {
    /// What the reader of a description sees of it.
    pub(super) fn in_words(&self) -> String {
        let Network { operator, country, condition, .. } = &self.network;
        let state = condition.in_words().map(|state| format!(", {state}")).unwrap_or_default();
        let censors = match &self.censors[..] {
            [] => "no censor".to_owned(),
            words => words.join(", "),
        };
        format!(
            "beside it, and preferred: {} of {operator} in {country}{state}, link {}, {censors}",
            self.kind.as_str(),
            self.profile
        )
    }
}

impl Scenario {
    /// The networks of its phone, as scenarios of one network each: its own first; the one that the system prefers is the
    /// default.
    pub fn networks(&self) -> Vec<(Uplink, Self)> {
        let own = Self { beside: None, ..self.clone() };
        let Some(beside) = &self.beside else {
            return vec![(uplink_of(&own, UplinkKind::Cellular, true), own)];
        };
        let mut other = own.clone();
        other.profile.clone_from(&beside.profile);
        other.network = beside.network.clone();
        other.network.starts = own.network.starts;
        other.network.measured = own.network.measured;
        other.censors.retain(|censor| beside.censors.iter().any(|word| word == censor.word()));
        for group in &mut other.targets {
            let before = group.censored_by.clone();
            group.censored_by.retain(|word| beside.censors.iter().any(|one| one == word));
            if before != group.censored_by {
                group.right = None;
            }
        }
        vec![
            (uplink_of(&own, UplinkKind::Cellular, false), own),
            (uplink_of(&other, beside.kind, true), other),
        ]
    }

    /// Whether its phone has two networks.
    pub fn has_two_networks(&self) -> bool {
        self.beside.is_some()
    }
}

fn uplink_of(scenario: &Scenario, kind: UplinkKind, is_default: bool) -> Uplink {
    let id = match kind {
        UplinkKind::Cellular => "rmnet0",
        UplinkKind::Wifi => "wlan0",
        UplinkKind::Ethernet => "eth0",
        UplinkKind::Vpn => "tun0",
    };
    let technology = match kind {
        UplinkKind::Cellular => Profile::named(&scenario.profile),
        _ => None,
    };
    Uplink {
        id: id.to_owned(),
        kind: Some(kind),
        operator: Some(scenario.network.operator.clone()),
        technology: technology.map(|profile| profile.technology.as_str().to_owned()),
        is_default,
        is_vpn: kind == UplinkKind::Vpn,
        ..Uplink::default()
    }
}
