//! The rows of home.

use arna_engine::Estimate;
use arna_model::{Code, Micros, Uplink, UplinkKind, WallTime};
use arna_words::{OnScreen, Words};

use super::{Facts, Last, Left, answer, is_here};
use crate::network::Named;
use crate::results::Only;
use crate::spoken::{action, leading, row, sentences};
use crate::{Action, Does, Goes, Icon, Mark, Offer, Row, trouble};

/// How many sites have which verdict, in the order in which it matters.
pub(super) fn verdicts(facts: &Facts, last: &Last, words: Words, now: WallTime) -> Vec<Row> {
    let found = |code: &&Code| last.of_codes(&[**code]) > 0;
    let row = |code: &Code| {
        let (code, n) = (*code, last.of_codes(&[*code]));
        let detail = match code {
            Code::Blocked => since(last, n, words, now),
            Code::LikelyBlocked => settled_when(facts, last, words, now),
            _ => None,
        };
        let (title, sites) = (words.code(code), words.counted_screen(OnScreen::NSites, n, &[]));
        let spoken = sentences(
            [format!("{title}: {sites}").as_str()]
                .into_iter()
                .chain(detail.as_deref())
                .chain([words.on_screen(OnScreen::OpensList)]),
        );
        Row {
            mark: Mark::Code { code },
            title: title.to_owned(),
            detail,
            count: Some(words.thousands(n)),
            goes: Some(Goes::Sites { only: Some(Only::of_code(code).id().to_owned()) }),
            spoken,
        }
    };
    ORDER.iter().filter(found).map(row).collect()
}

/// Since when the block that was found last is seen.
fn since(last: &Last, n: u64, words: Words, now: WallTime) -> Option<String> {
    let (at, is_doubtful) = last.newest_block?;
    let since = if is_doubtful { words.since_about(at, now) } else { words.since_day(at, now) };
    let text = if n == 1 { OnScreen::BlockedSince } else { OnScreen::NewestSince };
    let said = words.screen(text, &[("since", &since)]);
    Some(crate::spoken::capital(&said))
}

/// When a second look settles what is only probable.
fn settled_when(facts: &Facts, last: &Last, words: Words, now: WallTime) -> Option<String> {
    if let Some(awaiting) = facts.awaiting.as_ref().filter(|it| it.run.as_str() == last.run) {
        if !awaiting.is_here {
            return Some(words.on_screen(OnScreen::SureElsewhere).to_owned());
        }
        // The minute in which it is due has to be over.
        let minute = Micros::from_secs(60).0;
        let wait = Micros(awaiting.due_in.0.div_ceil(minute).saturating_mul(minute));
        let due = now.after(wait);
        let is_today = words.day_of(due, now) == words.day_of(now, now);
        let time = if is_today { words.time_of_day(due) } else { words.moment(due, now) };
        return Some(words.screen(OnScreen::SureAfter, &[("time", &time)]));
    }
    let is_due = matches!(facts.left, Some(Left::Seconds(_))) && is_here(facts, last);
    is_due.then(|| words.on_screen(OnScreen::SureNow).to_owned())
}

/// What is to be known before a first test.
pub(super) fn before_a_test(facts: &Facts, words: Words) -> Vec<Row> {
    let (n, more) = (facts.sites as u64, words.on_screen(OnScreen::OpensMore));
    let text = if facts.is_built_in { OnScreen::SitesBuiltIn } else { OnScreen::SitesChosen };
    let sites = words.counted_screen(text, n, &[]);
    let tested =
        row(Mark::Icon { icon: Icon::List }, words.on_screen(OnScreen::WhatIsTested), Some(sites));
    let stays = words.on_screen(OnScreen::NoResultIsSent).to_owned();
    let kept =
        row(Mark::Icon { icon: Icon::Phone }, words.on_screen(OnScreen::ResultsStay), Some(stays));
    vec![leading(tested, Goes::Lists, more), leading(kept, Goes::Risks, more)]
}

/// What a run is likely to take: what the latest one of as many sites here took, or else the engine's estimate. In
/// the simulated country the bytes are within 20 % of what is used (`tests/screens/estimates.rs`).
pub fn likely(facts: &Facts) -> Estimate {
    let last = facts.last.as_ref();
    last.map_or(facts.estimate, |last| last.as_likely(facts.sites, facts.estimate))
}

/// The same in words.
pub(super) fn about_cost(facts: &Facts, words: Words) -> String {
    cost(&likely(facts), words)
}

/// About what a run takes.
pub(crate) fn cost(estimate: &Estimate, words: Words) -> String {
    let Estimate { time, bytes, .. } = *estimate;
    let (time, bytes) = (words.rounded(to_tens(time)), words.rough_bytes(bytes));
    words.screen(OnScreen::AboutCost, &[("time", &time), ("bytes", &bytes)])
}

/// Whole tens of seconds, none too few, where there are some.
fn to_tens(time: Micros) -> Micros {
    let ten = Micros::from_secs(10);
    if time < ten { time } else { Micros(time.0.div_ceil(ten.0).saturating_mul(ten.0)) }
}

/// Another of the phone's networks, with the latest answer about it.
pub(super) fn other((uplink, last): &(Uplink, Option<Last>), words: Words, now: WallTime) -> Row {
    let name = Named::of_uplink(uplink, words).whole();
    let detail = match last {
        Some(last) => {
            let moment = words.moment(last.started, now);
            format!("{} · {moment}", answer::answer(last, words))
        }
        None => words.on_screen(OnScreen::NotTestedHere).to_owned(),
    };
    let icon = match uplink.kind {
        Some(UplinkKind::Cellular) => Icon::Sim,
        Some(UplinkKind::Wifi) => Icon::Wifi,
        Some(UplinkKind::Ethernet | UplinkKind::Vpn) | None => Icon::Globe,
    };
    let goes = Goes::Network { id: uplink.id.clone() };
    let shown = row(Mark::Icon { icon }, &name, Some(detail));
    leading(shown, goes, words.on_screen(OnScreen::TakesThisNetwork))
}

/// What there is to say beside the answer, one at most: what was put aside, or, once there is a result, an offer.
pub(super) fn notices(facts: &Facts, words: Words) -> Vec<Row> {
    if let Some(aside) = &facts.set_aside {
        return vec![row(Mark::Icon { icon: Icon::Info }, &trouble::aside(aside, words), None)];
    }
    let offered = offer(facts).map(|offer| {
        let (title, detail) = match offer {
            Offer::Automatic => (OnScreen::OfferAutomatic, OnScreen::OfferAutomaticDetail),
            Offer::Notices => (OnScreen::OfferNotices, OnScreen::OfferNoticesDetail),
            Offer::Battery => (OnScreen::OfferBattery, OnScreen::OfferBatteryDetail),
        };
        let detail = words.on_screen(detail).to_owned();
        let shown = row(Mark::Icon { icon: Icon::Info }, words.on_screen(title), Some(detail));
        let goes = Goes::Offer { offer: *offer };
        leading(shown, goes, words.on_screen(OnScreen::OpensMore))
    });
    offered.into_iter().collect()
}

/// Puts the offer off, if there is one.
pub(super) fn put_off(facts: &Facts, words: Words) -> Option<Action> {
    let offer = *offer(facts).filter(|_| facts.set_aside.is_none())?;
    Some(action(words.on_screen(OnScreen::NotNow), None, Does::PutOff { offer }))
}

/// What is offered: nothing before the first result.
fn offer(facts: &Facts) -> Option<&Offer> {
    facts.offers.first().filter(|_| facts.last.is_some())
}

/// Accusations first, then what opens, then what says nothing of the network.
const ORDER: &[Code] = &[
    Code::Blocked,
    Code::LikelyBlocked,
    Code::Throttled,
    Code::Unreachable,
    Code::Accessible,
    Code::SiteRefuses,
    Code::SiteDown,
    Code::Inconclusive,
    Code::WeakSignal,
    Code::NoInternet,
    Code::NotTested,
];
