//! An app as a guest on a phone, in the simulated country: means, slices, lists, two networks, watches.

#![cfg(feature = "lab")]
#![allow(clippy::unwrap_used, reason = "tests say so by failing")]

use std::path::Path;
use std::sync::Arc;

use arna::{
    Conditions, Ending, Engine, EngineConfig, Event, LabConfig, LinkKind, NetworkInfo, Radio, Run,
};

mod lists;
mod means;
mod networks;
mod slices;

/// An app's engine in a simulated country.
fn open(folder: &Path, scenario: &str, radio: Option<Arc<dyn Radio>>) -> Arc<Engine> {
    let lab = LabConfig { scenario: scenario.to_owned(), profile: None, seed: 1 };
    let config = EngineConfig {
        folder: folder.to_str().unwrap().to_owned(),
        language: "en".to_owned(),
        country: None,
        lab: Some(lab),
        zone: Vec::new(),
    };
    Engine::open(config, radio, None, None).unwrap()
}

/// A phone at home, on its operator's network, with a full battery.
fn fine() -> Conditions {
    Conditions {
        network: Some(network(LinkKind::Cellular)),
        battery_percent: Some(80),
        is_charging: Some(false),
        is_power_saving: Some(false),
        is_data_saving: Some(false),
        is_idle: Some(false),
    }
}

fn network(kind: LinkKind) -> NetworkInfo {
    NetworkInfo {
        id: "1".to_owned(),
        kind: Some(kind),
        operator: None,
        is_default: true,
        is_metered: None,
        is_roaming: Some(false),
        is_validated: None,
        has_captive_portal: None,
        is_vpn: false,
        has_private_dns: None,
        resolvers: Vec::new(),
    }
}

async fn ending(run: &Run) -> Ending {
    loop {
        match run.next_event().await {
            Some(Event::Finished { ending }) => return ending,
            Some(_) => {}
            None => panic!("a run ends with an event"),
        }
    }
}
