//! The steps of the first run as screens.

use arna_engine::run::decoys_of;
use arna_engine::{Engine, Error, Estimate};
use arna_model::{Request, Uplink, UplinkKind, Vantage};
use arna_words::{OnScreen, Words};
use serde::Serialize;

use super::{FirstState, FirstStep, Seer, Tongue};
use crate::network::Named;
use crate::spoken::{action, leading, row, sentences, strands};
use crate::{Action, Choice, Does, Fold, Goes, Icon, Mark, Row, ShownNetwork, StrandKind, Strands};

/// A step of the first run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstRun {
    /// Which step, from 1.
    pub step: u8,
    /// How many there are. A bar shows those from the second on.
    pub steps: u8,
    /// Its title.
    pub answer: String,
    /// Below it.
    pub lead: Option<String>,
    /// What is to be read.
    pub sentences: Vec<Row>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What is to be known before it is too late.
    pub hint: Option<String>,
    /// What is said to a wrong answer.
    pub reply: Option<String>,
    /// What will be tested, dry still.
    pub picture: Option<Strands>,
    /// The network that will be tested, where there are several to choose from.
    pub network: Option<ShownNetwork>,
    /// Rows that lead to more.
    pub rows: Vec<Row>,
    /// Whom a test contacts, in full.
    pub contacts: Option<Fold>,
    /// The button; the first step has none: a choice goes on.
    pub next: Option<Action>,
    /// A second button.
    pub leave: Option<Action>,
}

/// What the first run stands on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The network that will be tested.
    pub here: Vantage,
    /// What will be asked for.
    pub request: Request,
    /// What that is likely to cost.
    pub estimate: Estimate,
    /// The phone's other mobile networks: that of a second SIM.
    pub others: Vec<Uplink>,
    /// Whether the phone has no network.
    pub is_offline: bool,
    /// Whether the phone is on Wi-Fi, and its mobile network is tested all the same.
    pub is_on_wifi: bool,
}

/// Reads what the first run stands on. Nothing is sent.
///
/// # Errors
/// The engine's; that there is no network is none.
pub async fn read(engine: &Engine, request: &Request) -> Result<Facts, Error> {
    let networks = engine.networks().await;
    let (here, is_away) = match engine.network(&request.uplink).await {
        Ok(here) => (here, false),
        Err(Error::NoUplink(_)) => (Vantage::default(), true),
        Err(error) => return Err(error),
    };
    let is_wifi = |kind| kind == Some(UplinkKind::Wifi);
    let is_default_wifi = networks.iter().any(|one| one.is_default && is_wifi(one.kind));
    let has_mobile = networks.iter().any(|one| one.kind == Some(UplinkKind::Cellular));
    Ok(Facts {
        estimate: engine.estimate(request)?,
        request: request.clone(),
        is_offline: is_away,
        others: networks
            .into_iter()
            .filter(|one| one.kind == Some(UplinkKind::Cellular))
            .filter(|one| here.operator.is_none() || one.operator != here.operator)
            .collect(),
        is_on_wifi: is_default_wifi && has_mobile && !request.uplink.is_default(),
        here,
    })
}

/// A step as a screen.
pub fn first_run(state: &FirstState, facts: &Facts, words: Words) -> FirstRun {
    match state.step {
        FirstStep::Language => language(state, words),
        FirstStep::What => what(words),
        FirstStep::Question => question(state, words),
        FirstStep::Results => results(words),
        FirstStep::Ready => ready(facts, words),
    }
}

/// A step with nothing but its title.
fn bare(step: u8, answer: String) -> FirstRun {
    FirstRun {
        step,
        steps: STEPS,
        answer,
        lead: None,
        sentences: Vec::new(),
        choices: Vec::new(),
        hint: None,
        reply: None,
        picture: None,
        network: None,
        rows: Vec::new(),
        contacts: None,
        next: None,
        leave: None,
    }
}

/// In three languages at once: nobody knows yet which one is read.
fn language(state: &FirstState, words: Words) -> FirstRun {
    let sentences = Tongue::ALL.map(|tongue| {
        let own = Words::of(tongue.language());
        row(Mark::None, own.on_screen(OnScreen::WhatGetsThrough), None)
    });
    let choices = Tongue::ALL.map(|tongue| {
        let id = tongue.language().code();
        let title = NAMES[tongue as usize];
        chosen(id, title, state.language == Some(tongue))
    });
    FirstRun {
        sentences: sentences.into(),
        choices: choices.into(),
        ..bare(1, words.on_screen(OnScreen::Arna).to_owned())
    }
}

fn what(words: Words) -> FirstRun {
    let sentences = [
        (Icon::Open, OnScreen::ItOpensSites),
        (Icon::Eye, OnScreen::OperatorCanSee),
        (Icon::Phone, OnScreen::ItStaysHere),
    ];
    FirstRun {
        sentences: read_out(sentences, words),
        next: Some(action(words.on_screen(OnScreen::Next), None, Does::Next)),
        leave: Some(leave(words)),
        ..bare(2, words.on_screen(OnScreen::WhatArnaDoes).to_owned())
    }
}

fn question(state: &FirstState, words: Words) -> FirstRun {
    let choices = Seer::ALL.map(|seer| {
        let title = match seer {
            Seer::Nobody => OnScreen::Nobody,
            Seer::Operator => OnScreen::MyOperator,
            Seer::Makers => OnScreen::MakersOnly,
        };
        chosen(seer.id(), words.on_screen(title), state.answer == Some(seer))
    });
    let reply = match state.answer {
        Some(Seer::Nobody) => Some(OnScreen::NotNobody),
        Some(Seer::Makers) => Some(OnScreen::NotMakers),
        Some(Seer::Operator) | None => None,
    };
    let label = if reply.is_some() { OnScreen::ReadAgain } else { OnScreen::Next };
    let next = action(words.on_screen(label), None, Does::Next);
    FirstRun {
        lead: Some(words.on_screen(OnScreen::WhoCanSee).to_owned()),
        choices: choices.into(),
        hint: Some(words.on_screen(OnScreen::LeaveIfDangerous).to_owned()),
        reply: reply.map(|text| words.on_screen(text).to_owned()),
        next: Some(Action { is_enabled: state.answer.is_some(), ..next }),
        leave: Some(leave(words)),
        ..bare(3, words.on_screen(OnScreen::OneQuestion).to_owned())
    }
}

/// Nothing is to be chosen there: Arna has no way to send a result.
fn results(words: Words) -> FirstRun {
    let sentences = [
        (Icon::Phone, OnScreen::SentToNobody),
        (Icon::File, OnScreen::HandedOnByYou),
        (Icon::Bin, OnScreen::CanBeWiped),
    ];
    FirstRun {
        sentences: read_out(sentences, words),
        next: Some(action(words.on_screen(OnScreen::Next), None, Does::Next)),
        ..bare(4, words.on_screen(OnScreen::WhereResultsStay).to_owned())
    }
}

/// Sentences to be read, each with its icon.
fn read_out(sentences: [(Icon, OnScreen); 3], words: Words) -> Vec<Row> {
    let read = |(icon, text)| row(Mark::Icon { icon }, words.on_screen(text), None);
    sentences.map(read).into()
}

fn ready(facts: &Facts, words: Words) -> FirstRun {
    let named = Named::of(&facts.here, words);
    let n = facts.request.targets.len() as u64;
    let (title, lead, next) = if facts.is_offline {
        let next = action(words.on_screen(OnScreen::LookWhatWorks), None, Does::Look);
        let title = words.on_screen(OnScreen::NoNetworkNow).to_owned();
        (title, words.on_screen(OnScreen::NothingCanBeTested).to_owned(), next)
    } else {
        let cost = crate::home::cost(&facts.estimate, words);
        let next = action(words.on_screen(OnScreen::TestNow), Some(cost), Does::Start);
        let title = words.screen(OnScreen::ReadyToTest, &[("network", &named.whole())]);
        (title, words.counted_screen(OnScreen::WhatComesNow, n, &[]), next)
    };
    let bed = vec![(StrandKind::Bed, u32::try_from(n).unwrap_or(u32::MAX))];
    FirstRun {
        lead: Some(lead),
        picture: Some(strands(bed, words.on_screen(OnScreen::You), &named.operator, words)),
        network: choice(facts, &named, words),
        rows: rows(facts, words),
        contacts: Some(contacts(facts, words)),
        next: Some(next),
        leave: Some(action(words.on_screen(OnScreen::NotNow), None, Does::NotNow)),
        ..bare(5, title)
    }
}

fn rows(facts: &Facts, words: Words) -> Vec<Row> {
    let more = words.on_screen(OnScreen::OpensMore);
    let n = facts.request.targets.len() as u64;
    let text = if crate::home::is_built_in(&facts.request) {
        OnScreen::NoneIsRisky
    } else {
        OnScreen::NSites
    };
    let sites = words.counted_screen(text, n, &[]);
    let tested =
        row(Mark::Icon { icon: Icon::List }, words.on_screen(OnScreen::WhatIsTested), Some(sites));
    let has_helper = !facts.request.helpers.is_empty();
    let whom = if has_helper { OnScreen::SitesServersHelper } else { OnScreen::SitesAndServers };
    let whom = words.on_screen(whom).to_owned();
    let contacts = row(
        Mark::Icon { icon: Icon::People },
        words.on_screen(OnScreen::WhomItContacts),
        Some(whom),
    );
    let wifi = facts.is_on_wifi.then(|| {
        let detail = words.on_screen(OnScreen::MobileAllTheSame).to_owned();
        let wifi = row(
            Mark::Icon { icon: Icon::Wifi },
            words.on_screen(OnScreen::OnWifiNow),
            Some(detail),
        );
        leading(wifi, Goes::Explained, more)
    });
    let rows = [leading(tested, Goes::Lists, more), leading(contacts, Goes::Contacts, more)];
    rows.into_iter().chain(wifi).collect()
}

/// The networks to choose from, where there are several.
fn choice(facts: &Facts, named: &Named, words: Words) -> Option<ShownNetwork> {
    let other = |uplink: &Uplink| {
        let title = Named::of_uplink(uplink, words).whole();
        let goes = Goes::Network { id: uplink.id.clone() };
        leading(
            row(Mark::Icon { icon: Icon::Sim }, &title, None),
            goes,
            words.on_screen(OnScreen::TakesThisNetwork),
        )
    };
    (!facts.others.is_empty()).then(|| ShownNetwork {
        operator: named.operator.clone(),
        technology: named.technology.clone(),
        choices: facts.others.iter().map(other).collect(),
        spoken: words.screen(OnScreen::ChooseNetwork, &[("network", &named.whole())]),
    })
}

fn contacts(facts: &Facts, words: Words) -> Fold {
    let told = words.contacts(&facts.request, decoys_of(&facts.request));
    Fold {
        title: words.on_screen(OnScreen::WhomItContacts).to_owned(),
        detail: told.title,
        rows: told.everybody.iter().map(ToString::to_string).collect(),
        foot: told.notes,
    }
}

fn chosen(id: &str, title: &str, is_chosen: bool) -> Choice {
    Choice {
        id: id.to_owned(),
        title: title.to_owned(),
        detail: None,
        mark: Mark::None,
        is_chosen,
        spoken: sentences([title]),
    }
}

fn leave(words: Words) -> Action {
    action(words.on_screen(OnScreen::Leave), None, Does::Leave)
}

const STEPS: u8 = 5;
/// Languages by their own names, in the order of [`Tongue`].
pub(crate) const NAMES: [&str; 3] = ["Қазақша", "Русский", "English"];
