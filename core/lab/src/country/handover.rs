//! Handovers: the phone comes to another network in the middle of what it does, and has another address
//! there, and perhaps another kind of link.
//!
//! What was open before dies without a word, as where a NAT has forgotten it: packets from an address that
//! is no longer the phone's go nowhere, and nobody answers to it.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde::Deserialize;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::atlas::PHONE;
use super::only::LONGEST_S;
use super::sound::unknown_profile;
use crate::sim::{Profile, World};

/// When the phone is handed over.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Handover {
    /// For the first time, after the story's start.
    after_s: f64,
    /// And again, if it is.
    every_s: Option<f64>,
    /// The links that it comes to, by turns; without any it keeps the one that it has.
    #[serde(default)]
    profiles: Vec<String>,
    /// Whether it keeps its address and what is open, and only the link is another.
    #[serde(default)]
    keeps_address: bool,
}

impl Handover {
    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        let is_time = |seconds: f64| (1.0..=LONGEST_S).contains(&seconds);
        if !(is_time(self.after_s) && self.every_s.is_none_or(is_time)) {
            return Some(format!("after_s and every_s are times from 1 to {LONGEST_S} seconds"));
        }
        if self.keeps_address && self.profiles.is_empty() {
            return Some("keeps_address wants profiles: else nothing would happen".to_owned());
        }
        let asked = self.profiles.iter().find(|name| Profile::named(name).is_none())?;
        Some(unknown_profile(asked))
    }

    /// In words.
    pub(super) fn in_words(&self) -> String {
        let again = self.every_s.map(|every| format!(" and every {every} s from then on"));
        let links = match &self.profiles[..] {
            [] => String::new(),
            [link] => format!("; the link is {link} then"),
            links => format!("; the link is {} by turns", links.join(", ")),
        };
        if self.keeps_address {
            let after = self.after_s;
            return format!(
                "the radio changes after {after} s{}{links}",
                again.unwrap_or_default()
            );
        }
        format!(
            "the phone is handed over and has another address after {} s{}: what was open dies \
             silently{links}",
            self.after_s,
            again.unwrap_or_default()
        )
    }

    /// Lets it happen.
    pub(super) fn put_in(&self, world: &World, tasks: &mut JoinSet<()>) {
        let (world, this) = (world.clone(), self.clone());
        tasks.spawn(async move {
            sleep(Duration::from_secs_f64(this.after_s)).await;
            let mut at = PHONE;
            let mut links = this.profiles.iter().filter_map(|name| Profile::named(name)).cycle();
            for to in addresses() {
                let to = if this.keeps_address { at } else { to };
                world.hand_over(at, to, links.next());
                at = to;
                let Some(every) = this.every_s else { return };
                sleep(Duration::from_secs_f64(every)).await;
            }
        });
    }
}

/// The phone's addresses, one after the other, beginning with its second.
fn addresses() -> impl Iterator<Item = IpAddr> {
    (1_u32..).map(|number| match PHONE {
        IpAddr::V4(first) => Ipv4Addr::from_bits(first.to_bits() + number % POOL).into(),
        IpAddr::V6(first) => IpAddr::V6(first),
    })
}

/// The operator's addresses for phones here.
const POOL: u32 = 200;
