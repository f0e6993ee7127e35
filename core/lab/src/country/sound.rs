//! What a scenario's form cannot say: that its parts fit together, each mistake with its place.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use arna_model::UplinkKind;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use super::addressing::Families;
use super::atlas::{ANCHORS, EXAMPLE, HELPERS, HOPS, PORTAL, PROBE};
use super::handover::Handover;
use super::mistake::{Mistake, offer};
use super::named_rule::NamedRule;
use super::rule::LONGEST_S;
use super::scenario::{self, Kind, Rule, Scenario, Www};
use crate::sim::{Profile, profiles};

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
        .and_then(|()| of_sizes(scenario, &places))
        .and_then(|()| of_names(&places));
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

fn of_sizes(scenario: &Scenario, places: &Places) -> Found {
    let mut all = 0_usize;
    for (group, place) in scenario.targets.iter().zip(places.targets.get_ref()) {
        let at = place.get_ref().count.as_ref().map_or(place.span(), Spanned::span);
        if group.count() == 0 {
            return Err((at, "every group has some targets: say names or count".to_owned()));
        }
        if let (Kind::GeoVariantDns, Some(at)) = (group.kind, &place.get_ref().lives) {
            return Err((at.span(), "these live both in the country and abroad".to_owned()));
        }
        if let (Some(www), false) = (&place.get_ref().www, may_lead_to_www(group)) {
            let why = "only sites of the kinds fine, cleartext and redirects_to_https, under names \
                       without www, send visitors to their name with it";
            return Err((www.span(), why.to_owned()));
        }
        if let Some(at) = &place.get_ref().page_bytes
            && !group.page_bytes.is_some_and(|bytes| PAGES.contains(&bytes))
        {
            let (least, most) = (PAGES.start(), PAGES.end());
            let why = format!("page_bytes are a number from {least} to {most}");
            return Err((at.span(), why));
        }
        if let Some((at, to)) = place.get_ref().leads_to.as_ref().zip(group.leads_to.as_ref())
            && let Some(why) = flaw_of_leading(scenario, group, to)
        {
            return Err((at.span(), why));
        }
        if let (Some(www), Www::Listed) = (&place.get_ref().www, group.www)
            && group.censored_by.words().next().is_none()
        {
            return Err((www.span(), "these are listed by nobody: say censored_by".to_owned()));
        }
        all = all.saturating_add(group.count());
        if all > MOST_TARGETS {
            return Err((at, format!("a scenario has at most {MOST_TARGETS} targets")));
        }
    }
    if all == 0 {
        return Err((places.targets.span(), "every scenario has targets".to_owned()));
    }
    Ok(())
}

/// What is wrong with a group that sends its visitors to the target called `to`.
fn flaw_of_leading(scenario: &Scenario, group: &scenario::Group, to: &str) -> Option<String> {
    let is_named = |one: &&scenario::Group| one.names.iter().any(|name| name == to);
    let there = scenario.targets.iter().find(is_named);
    let is_able = matches!(group.kind, Kind::Fine | Kind::Cleartext) && group.www == Www::No;
    if !is_able {
        return Some(
            "only sites of the kinds fine and cleartext, without www, lead elsewhere".into(),
        );
    }
    match there {
        None => Some(format!("{to} is none of the names in this scenario")),
        Some(there) if there.leads_to.is_some() => {
            Some(format!("{to} leads elsewhere itself: say where its visitors end"))
        }
        Some(_) => None,
    }
}

fn may_lead_to_www(group: &scenario::Group) -> bool {
    let is_able = matches!(group.kind, Kind::Fine | Kind::Cleartext | Kind::RedirectsToHttps);
    group.www == Www::No || is_able && !group.names.iter().any(|name| name.starts_with("www."))
}

fn of_names(places: &Places) -> Found {
    let taken = HELPERS.iter().map(|one| one.0).chain(ANCHORS.iter().map(|one| one.1));
    let taken: BTreeSet<_> = taken.chain([EXAMPLE.0, PORTAL.0, PROBE.0]).collect();
    let mut seen = BTreeSet::new();
    for given in places.targets.get_ref().iter().flat_map(|group| &group.get_ref().names) {
        let name = given.get_ref().as_str();
        let why = if !is_host_name(name) {
            format!("{name:?} is no host name like www.example.org, in small letters")
        } else if taken.contains(name) {
            format!("{name} is one of the lab's own servers")
        } else if !seen.insert(name) {
            format!("{name} is there twice")
        } else {
            continue;
        };
        return Err((given.span(), why));
    }
    Ok(())
}

/// Whether a scenario can be called so: its file and its runs are.
pub(super) fn is_scenario_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(is_plain) && !name.starts_with('-')
}

/// Whether a certificate, a resolver and a URL can all have this name as it stands.
fn is_host_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(is_plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = name.rsplit('.').next().unwrap_or_default();
    name.len() <= 200
        && name.contains('.')
        && name.split('.').all(is_label)
        && top.starts_with(|c: char| c.is_ascii_lowercase())
}

const LONGEST_NAME: usize = 60;
/// So many targets at most: each has a server with tasks of its own; the addresses would last for 60,000.
pub const MOST_TARGETS: usize = 10_000;
/// A page has its head and a paragraph at least.
const PAGES: RangeInclusive<u32> = 1_000..=1_000_000;
/// More than any page.
const MOST_BEFORE_A_FREEZE: u32 = 1_000_000;
/// TCP gives up on what is slower.
const LONGEST_DELAY_MS: u32 = 60_000;
/// 2000-01-01 and 2100-01-01: certificates reach years further in both directions.
const EARLIEST: i64 = 946_684_800;
const LATEST: i64 = 4_102_444_800;
const MOST_AHEAD: u64 = 30 * 366 * 86_400;
