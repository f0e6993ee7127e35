//! Groups of targets: how many there are, what their pages are like, and where they lead.

use std::ops::RangeInclusive;

use toml::Spanned;

use super::{Found, Places};
use crate::country::scenario::{Group, Kind, Scenario, Www};

pub(super) fn of_groups(scenario: &Scenario, places: &Places) -> Found {
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
fn flaw_of_leading(scenario: &Scenario, group: &Group, to: &str) -> Option<String> {
    let is_named = |one: &&Group| one.names.iter().any(|name| name == to);
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

fn may_lead_to_www(group: &Group) -> bool {
    let is_able = matches!(group.kind, Kind::Fine | Kind::Cleartext | Kind::RedirectsToHttps);
    group.www == Www::No || is_able && !group.names.iter().any(|name| name.starts_with("www."))
}

/// So many targets at most: each has a server with tasks of its own; the addresses would last for 60,000.
pub const MOST_TARGETS: usize = 10_000;
/// A page has its head and a paragraph at least.
const PAGES: RangeInclusive<u32> = 1_000..=1_000_000;
