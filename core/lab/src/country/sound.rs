//! What a scenario's form cannot say: that its parts fit together, each mistake with its place.

mod groups;
mod names;

use std::collections::BTreeSet;
use std::ops::Range;

use arna_model::UplinkKind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use super::addressing::Families;
use super::atlas::HOPS;
use super::handover::Handover;
use super::mistake::{Mistake, offer};
use super::named_rule::NamedRule;
use super::only::LONGEST_S;
use super::scenario::{Rule, Scenario};
use crate::sim::{Profile, profiles};

pub use groups::MOST_TARGETS;
pub(super) use names::is_scenario_name;

/// Where things stand in a scenario's text.
#[derive(Deserialize)]
struct Places {
    name: Spanned<IgnoredAny>,
    profile: Spanned<IgnoredAny>,
    network: Network,
    beside: Option<Beside>,
    #[serde(default)]
    censors: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    middleboxes: Vec<Spanned<IgnoredAny>>,
    targets: Spanned<Vec<Spanned<Group>>>,
}

#[derive(Deserialize)]
struct Network {
    starts: Option<Spanned<IgnoredAny>>,
    measured: Option<Spanned<IgnoredAny>>,
    clock_ahead_s: Option<Spanned<IgnoredAny>>,
    nat64: Option<Spanned<IgnoredAny>>,
    silent_hops: Option<Spanned<IgnoredAny>>,
    handover: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    later: Vec<Spanned<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Beside {
    kind: Spanned<IgnoredAny>,
    profile: Spanned<IgnoredAny>,
    network: Spanned<IgnoredAny>,
    #[serde(default)]
    censors: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    names: Vec<Spanned<String>>,
    count: Option<Spanned<IgnoredAny>>,
    lives: Option<Spanned<IgnoredAny>>,
    www: Option<Spanned<IgnoredAny>>,
    page_bytes: Option<Spanned<IgnoredAny>>,
    leads_to: Option<Spanned<IgnoredAny>>,
    censored_by: Option<Spanned<IgnoredAny>>,
    behind: Option<Spanned<IgnoredAny>>,
}

/// Whether `scenario`, which was read from `text`, makes sense.
pub(super) fn sound(scenario: &Scenario, text: &str) -> Result<(), Mistake> {
    let places: Places = toml::from_str(text).map_err(|error| Mistake::of_form(text, &error))?;
    let found = of_head(scenario, &places)
        .and_then(|()| of_beside(scenario, &places))
        .and_then(|()| of_censors(scenario, &places))
        .and_then(|()| of_censored(scenario, &places, text))
        .and_then(|()| of_middleboxes(scenario, &places))
        .and_then(|()| groups::of_groups(scenario, &places))
        .and_then(|()| names::of_names(&places));
    found.map_err(|(place, reason)| Mistake::at(text, &place, reason))
}

type Found = Result<(), (Range<usize>, String)>;

fn of_head(scenario: &Scenario, places: &Places) -> Found {
    let name = &scenario.name;
    if !is_scenario_name(name) {
        let why = format!("{name:?} is no name for a scenario: letters, digits, - and _ are");
        return Err((places.name.span(), why));
    }
    if Profile::named(&scenario.profile).is_none() {
        return Err((places.profile.span(), unknown_profile(&scenario.profile)));
    }
    if let Some(starts) = &places.network.starts
        && !(EARLIEST..LATEST).contains(&scenario.network.starts.unix_seconds())
    {
        return Err((starts.span(), "a story begins between 2000 and 2100".to_owned()));
    }
    if let Some(measured) = &places.network.measured
        && let Some(at) = scenario.network.measured
        && !(scenario.network.starts.unix_seconds()..LATEST).contains(&at.unix_seconds())
    {
        let why = "a run begins no sooner than the story does, and before 2100".to_owned();
        return Err((measured.span(), why));
    }
    if let Some(ahead) = &places.network.clock_ahead_s
        && scenario.network.clock_ahead_s.unsigned_abs() > MOST_AHEAD
    {
        return Err((ahead.span(), "no clock is wrong by more than thirty years".to_owned()));
    }
    if let Some(nat64) = &places.network.nat64
        && scenario.network.families != Families::Ipv6Only
    {
        let why = "a NAT64 stands only where families = \"ipv6_only\"".to_owned();
        return Err((nat64.span(), why));
    }
    if let Some(silent) = &places.network.silent_hops
        && scenario.network.silent_hops.iter().any(|hop| !(1..=HOPS).contains(hop))
    {
        return Err((silent.span(), format!("silent_hops are numbers from 1 to {HOPS}")));
    }
    if let Some(handover) = &places.network.handover
        && let Some(why) = scenario.network.handover.as_ref().and_then(Handover::flaw)
    {
        return Err((handover.span(), why));
    }
    if let Some((which, why)) = scenario.network.flaw_of_later() {
        return Err((places.network.later[which].span(), why));
    }
    Ok(())
}

fn of_beside(scenario: &Scenario, places: &Places) -> Found {
    let (Some(beside), Some(place)) = (&scenario.beside, &places.beside) else { return Ok(()) };
    if beside.kind == UplinkKind::Cellular {
        let why = "the scenario's own network is the mobile one; this is wifi, ethernet or vpn";
        return Err((place.kind.span(), why.to_owned()));
    }
    if Profile::named(&beside.profile).is_none() {
        return Err((place.profile.span(), unknown_profile(&beside.profile)));
    }
    let network = &beside.network;
    let is_of_times = network.measured.is_some() || !network.later.is_empty();
    if is_of_times || network.handover.is_some() || network.nat64.is_some() {
        let why = "a network beside another one has no measured, later, handover or nat64";
        return Err((place.network.span(), why.to_owned()));
    }
    let is_known = |word: &str| scenario.censors.iter().any(|censor| censor.word() == word);
    match place.censors.iter().find(|word| !is_known(word.get_ref())) {
        Some(word) => {
            let why =
                format!("there is no censor {:?}; it stands under censors first", word.get_ref());
            Err((word.span(), why))
        }
        None => Ok(()),
    }
}

/// What is wrong with a profile that there is not.
pub(super) fn unknown_profile(asked: &str) -> String {
    let known: Vec<_> = profiles().iter().map(|profile| profile.name.as_str()).collect();
    format!("there is no profile {asked:?} (there are {})", known.join(", "))
}

fn of_censors(scenario: &Scenario, places: &Places) -> Found {
    let meant: BTreeSet<_> =
        scenario.targets.iter().flat_map(|group| group.censored_by.words()).collect();
    let mut present = BTreeSet::new();
    for (censor, place) in scenario.censors.iter().zip(&places.censors) {
        let (rule, word) = (&censor.rule, censor.word());
        if !is_scenario_name(word) {
            let why = format!("{word:?} is no name for a censor: letters, digits, - and _ are");
            return Err((place.span(), why));
        }
        if !present.insert(word) {
            let why = format!("there are two censors called {word:?}: give each a name of its own");
            return Err((place.span(), why));
        }
        if !meant.contains(word) {
            let why = format!("this censor has nothing to do: no targets are censored_by {word:?}");
            return Err((place.span(), why));
        }
        if let Rule::SniDrop { residual_s: Some(residual), .. }
        | Rule::QuicSniDrop { residual_s: Some(residual), .. } = rule
            && !(0.0..=LONGEST_S).contains(residual)
        {
            let why = format!("residual_s is a time from 0 to {LONGEST_S} seconds");
            return Err((place.span(), why));
        }
        if let Rule::Throttle { kbit, .. } = rule
            && !(1.0..=1e6).contains(kbit)
        {
            return Err((place.span(), "kbit is a rate from 1 to 1000000".to_owned()));
        }
        if let Rule::SniDelay { ms, .. } = rule
            && !(1..=LONGEST_DELAY_MS).contains(ms)
        {
            let why = format!("ms is a delay from 1 to {LONGEST_DELAY_MS} milliseconds");
            return Err((place.span(), why));
        }
        if let Rule::FreezeAfter { bytes, .. } = rule
            && !(1_000..=MOST_BEFORE_A_FREEZE).contains(bytes)
        {
            let why = format!("bytes are a number from 1000 to {MOST_BEFORE_A_FREEZE}");
            return Err((place.span(), why));
        }
        if let Some(why) = rule.only().flaw() {
            return Err((place.span(), why));
        }
    }
    Ok(())
}

fn of_censored(scenario: &Scenario, places: &Places, text: &str) -> Found {
    let known: Vec<_> = scenario.censors.iter().map(NamedRule::word).collect();
    for (group, place) in scenario.targets.iter().zip(places.targets.get_ref()) {
        let Some(at) = &place.get_ref().censored_by else { continue };
        let mut words = group.censored_by.words();
        if let Some(word) = words.find(|word| !known.contains(word)) {
            let why = format!("there is no censor {word:?} here{}", offer(word, &known));
            return Err((of_word(text, at.span(), word), why));
        }
    }
    Ok(())
}

/// Where `word` stands in quotes, in this part of `text`.
fn of_word(text: &str, part: Range<usize>, word: &str) -> Range<usize> {
    let within = text.get(part.clone()).unwrap_or_default();
    let at = [format!("\"{word}\""), format!("'{word}'")].iter().find_map(|it| within.find(it));
    at.map_or(part.clone(), |at| part.start + at..part.end)
}

fn of_middleboxes(scenario: &Scenario, places: &Places) -> Found {
    let mut present = BTreeSet::new();
    for (middlebox, place) in scenario.middleboxes.iter().zip(&places.middleboxes) {
        if let Some(why) = middlebox.flaw() {
            return Err((place.span(), why));
        }
        if !present.insert(middlebox.work()) {
            let word = middlebox.work().word();
            return Err((place.span(), format!("there are two middleboxes of the kind {word:?}")));
        }
    }
    for (group, place) in scenario.targets.iter().zip(places.targets.get_ref()) {
        if let (Some(work), Some(at)) = (group.behind, &place.get_ref().behind)
            && !present.contains(&work)
        {
            let why = format!("there is no middlebox of the kind {:?}", work.word());
            return Err((at.span(), why));
        }
    }
    Ok(())
}

/// More than any page.
const MOST_BEFORE_A_FREEZE: u32 = 1_000_000;
/// TCP gives up on what is slower.
const LONGEST_DELAY_MS: u32 = 60_000;
/// 2000-01-01 and 2100-01-01: certificates reach years further in both directions.
const EARLIEST: i64 = 946_684_800;
const LATEST: i64 = 4_102_444_800;
const MOST_AHEAD: u64 = 30 * 366 * 86_400;
