//! The card: one true sentence about one site, as a picture that can be sent on.
//!
//! It tells the day and never the hour, since an hour and an operator can find a person. What is only probable says so on
//! the card itself.

use arna_engine::{Engine, Error, Filter, Part};
use arna_model::{Account, Code, How, Measurement, MeasurementId, Network, State, WallTime};
use arna_words::{OnScreen, Words, short};
use serde::Serialize;

use crate::network::Named;
use crate::spoken::{capital, sentences};
use crate::{Ends, Strand, Verdict};

/// The card of a measurement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The network and the country.
    pub network: String,
    /// The day.
    pub day: String,
    /// The site.
    pub host: String,
    /// The answer.
    pub verdict: Verdict,
    /// What stands beside the answer, as large, if it is not certain.
    pub doubt: Option<String>,
    /// Where it is stopped.
    pub strand: Strand,
    /// How and since when.
    pub line: String,
    /// How sure, in a line.
    pub sure: String,
    /// A tag that is always on it: the network is simulated.
    pub tag: Option<String>,
    /// What is to be known before it is sent on; not on the card itself.
    pub warning: Vec<String>,
    /// The card in sentences.
    pub spoken: String,
}

/// What a card stands on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The measurement.
    pub measurement: Measurement,
    /// How its double checks came to their word.
    pub account: Option<Account>,
    /// Since when what it says is seen, and whether the phone's clock is doubtful there.
    pub since: Option<(WallTime, bool)>,
}

/// Reads what a card stands on.
///
/// # Errors
/// The store's; it is not found as long as it is not measured.
pub async fn read(engine: &Engine, id: &MeasurementId) -> Result<Facts, Error> {
    let measurement = engine.store().measurement(id).await?;
    let account = engine.account(id).await?;
    let since = since(engine, &measurement).await?;
    Ok(Facts { measurement, account, since })
}

/// The card, if there is a claim: an abstention is none, a figure is none, and a site that the run chose to check itself is
/// nobody's business.
pub fn card(facts: &Facts, words: Words) -> Option<Card> {
    let Facts { measurement, account, since } = facts;
    let verdict = &measurement.verdict;
    if measurement.is_decoy || !is_claim(verdict.code) {
        return None;
    }
    let host = host(measurement)?;
    let named = Named::of(&measurement.vantage, words);
    let (code, word) = (verdict.code, words.code(verdict.code));
    let doubt = (code == Code::LikelyBlocked).then(|| words.on_screen(OnScreen::NotCertainYet));
    let how = verdict.how.map(|how| words.how(how));
    let since = since.map(|(at, is_doubtful)| match is_doubtful {
        true => words.since_about(at, measurement.started),
        false => words.since_date(at, measurement.started),
    });
    let line = match (how, since) {
        (Some(how), Some(since)) => {
            words.screen(OnScreen::HowAndSince, &[("how", &how), ("since", &since)])
        }
        (Some(how), None) => how.to_owned(),
        (None, Some(since)) => since,
        (None, None) => words.meaning(code).to_owned(),
    };
    let line = sentences([capital(&line).as_str()]);
    let sure = sure(measurement, account.as_ref(), words);
    let network = place(&named, measurement.vantage.country.as_deref(), words);
    let day = words.full_date(measurement.started);
    let is_lab = measurement.vantage.lab.is_some();
    let tag = is_lab.then(|| words.on_screen(OnScreen::Simulated).to_owned());
    let head = format!("{host}: {word}");
    let said = [head.as_str()].into_iter().chain(doubt).chain([
        line.as_str(),
        sure.as_str(),
        network.as_str(),
        day.as_str(),
    ]);
    let spoken = sentences(said.chain(tag.as_deref()));
    Some(Card {
        strand: Strand {
            ends: Ends::of(code),
            you: words.on_screen(OnScreen::APhone).to_owned(),
            gate: named.operator,
            site: host.clone(),
            spoken: sentences([head.as_str()]),
        },
        verdict: Verdict { code, word: word.to_owned() },
        doubt: doubt.map(str::to_owned),
        warning: warning(measurement, words),
        network,
        day,
        host,
        line,
        sure,
        tag,
        spoken,
    })
}

/// What is to be known before it is sent on.
fn warning(measurement: &Measurement, words: Words) -> Vec<String> {
    let vantage = &measurement.vantage;
    let is_vpn = vantage.uplink.as_ref().is_some_and(|uplink| uplink.is_vpn);
    let warnings = [
        (true, OnScreen::CardTells),
        (vantage.lab.is_some(), OnScreen::CardLab),
        (is_vpn, OnScreen::CardVpn),
        (measurement.verdict.code == Code::LikelyBlocked, OnScreen::CardDoubt),
        (true, OnScreen::CardDanger),
    ];
    let said = warnings.into_iter().filter(|(is_so, _)| *is_so);
    said.map(|(_, text)| words.on_screen(text).to_owned()).collect()
}

/// How sure it is: what was done to be sure of it.
fn sure(measurement: &Measurement, account: Option<&Account>, words: Words) -> String {
    let Measurement { verdict, .. } = measurement;
    if !verdict.code.is_accusation() {
        // Where nothing shows how, the line has its meaning already.
        let is_said = verdict.how.is_none();
        let text =
            if is_said { words.on_screen(OnScreen::SoItWas) } else { words.meaning(verdict.code) };
        return text.to_owned();
    }
    let sittings = account.map_or(0, |account| account.sittings.len());
    let is_earlier = account.and_then(|it| it.earlier.as_ref()).is_some_and(|it| it.is_counted);
    let text = match verdict.how {
        _ if verdict.code == Code::Blocked && (sittings > 1 || is_earlier) => OnScreen::SeenTwice,
        Some(
            How::StateRoot
            | How::TrustedStateRoot
            | How::Blockpage
            | How::ForgedAnswer
            | How::AnsweredAfterName,
        ) if sittings == 0 => OnScreen::SeenInAnswer,
        _ if sittings > 0 => OnScreen::SeenInOneSitting,
        _ => return words.meaning(verdict.code).to_owned(),
    };
    words.on_screen(text).to_owned()
}

/// The site that the verdict is about: its name alone, without a path, which may be somebody's own.
fn host(measurement: &Measurement) -> Option<String> {
    let host = match &measurement.verdict.at {
        Some(at) => at.as_str(),
        None => {
            let input = measurement.input.as_deref()?;
            let rest = input.split_once("://").map_or(input, |(_, rest)| rest);
            rest.split(['/', '?', '#']).next().unwrap_or(rest)
        }
    };
    let written = short(&format!("https://{host}/")).into_owned();
    Some(arna_model::shown(&written).into_owned())
}

/// The network, with its country where that is known.
fn place(named: &Named, country: Option<&str>, words: Words) -> String {
    let network = named.whole();
    let Some(code) = country else { return network };
    let country = match COUNTRIES.iter().find(|(known, _)| *known == code) {
        Some((_, name)) => words.on_screen(*name).to_owned(),
        None => arna_model::shown(code).into_owned(),
    };
    words.screen(OnScreen::CardPlace, &[("network", &network), ("country", &country)])
}

/// Since when that is seen which the measurement says, on its network.
async fn since(
    engine: &Engine,
    measurement: &Measurement,
) -> Result<Option<(WallTime, bool)>, Error> {
    let (Some(input), Some(state)) = (&measurement.input, state(measurement.verdict.code)) else {
        return Ok(None);
    };
    // What is so of another site that it leads to, history does not count as this one's.
    if measurement.verdict.at.is_some() {
        return Ok(None);
    }
    let vantage = measurement.vantage.clone();
    let network = Network {
        country: vantage.country,
        operator: vantage.operator,
        technology: vantage.technology,
        is_lab: vantage.lab.is_some(),
    };
    let filter = Filter {
        site: Some(input.clone()),
        operator: network.operator.clone(),
        technology: network.technology.clone(),
    };
    let histories = engine.history(filter, Part { sightings: 0, ..Part::ALL }).await?;
    let own = histories.into_iter().find(|one| one.input == *input && one.network == network);
    let spells = own.into_iter().flat_map(|one| [one.unsettled, one.settled]).flatten();
    let spell = spells.into_iter().find(|spell| {
        let is_within = (spell.first.at..=spell.last.at).contains(&measurement.started);
        spell.state == state && (is_within || spell.last.measurement == measurement.id)
    });
    Ok(spell.map(|spell| (spell.first.at, spell.first.is_doubtful)))
}

/// What a verdict says of a site over time; that it opens is not told since when.
fn state(code: Code) -> Option<State> {
    match code {
        Code::Blocked | Code::LikelyBlocked => Some(State::Blocked),
        Code::Throttled => Some(State::Throttled),
        Code::Unreachable => Some(State::Unreachable),
        _ => None,
    }
}

/// Whether a verdict says something that can be sent on.
fn is_claim(code: Code) -> bool {
    !code.is_abstention() && code != Code::Measured
}

/// Countries whose names are known; others are told by their code.
const COUNTRIES: &[(&str, OnScreen)] = &[
    ("KZ", OnScreen::Kazakhstan),
    ("KG", OnScreen::Kyrgyzstan),
    ("RU", OnScreen::Russia),
    ("TJ", OnScreen::Tajikistan),
    ("TM", OnScreen::Turkmenistan),
    ("UZ", OnScreen::Uzbekistan),
];
