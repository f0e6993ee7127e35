//! One site: the answer, how sure it is, since when, and what it stands on.

mod bands;
mod evidence;
mod facts;
mod help;
mod ladder;
#[cfg(test)]
mod tests;

use arna_model::{Code, Measurement, WallTime};
use arna_words::{OnScreen, OnSites, Words};
use serde::Serialize;

pub use evidence::{Check, EvidenceFold, EvidenceRow};
pub use facts::{Facts, Known, read};

use crate::network::Named;
use crate::results::name;
use crate::spoken::{action, capital, sentences};
use crate::{Action, Band, Does, Ends, Strand, Sure, Verdict};

/// One site.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Site {
    /// Its name.
    pub host: String,
    /// The answer.
    pub verdict: Verdict,
    /// A tag that is always to be seen beside it: the network is simulated.
    pub tag: Option<String>,
    /// Where and when it was seen; empty if it never was.
    pub place: String,
    /// The picture of the way.
    pub strand: Strand,
    /// What the answer means: a sentence or two.
    pub meaning: String,
    /// How it shows, with its title.
    pub how: Option<Said>,
    /// Why nothing better can be said, and what would help, with its title.
    pub reason: Option<Said>,
    /// How sure it is: of blocks alone.
    pub sure: Option<Sure>,
    /// Title of the bands.
    pub since_title: String,
    /// Since when, on each network.
    pub since: Vec<Band>,
    /// Dates below the bands, at their beginning and end; nothing if there are none.
    pub axis: Option<Dates>,
    /// What has to be known of the dates.
    pub caveats: Vec<String>,
    /// What it stands on.
    pub evidence: Option<EvidenceFold>,
    /// How double checks came to their word: part of what is folded.
    pub checks: Vec<Check>,
    /// What was seen beside it: of QUIC, of the place on the path.
    pub beside: Vec<String>,
    /// The main button.
    pub again: Action,
    /// Shares the answer, where there is one.
    pub share: Option<Action>,
    /// Saves all that it stands on.
    pub save: Option<Action>,
    /// The answer with its name and place, as it is spoken.
    pub spoken: String,
}

/// The dates below the bands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// At its beginning.
    pub from: String,
    /// At its end.
    pub until: String,
}

/// Sentences under a title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// What stands above them.
    pub heading: String,
    /// The sentences.
    pub sentences: Vec<String>,
}

/// A site, as it is `now` by the phone's clock.
pub fn site(facts: &Facts, words: Words, now: WallTime) -> Site {
    let host = name(&facts.input);
    let Some(known) = &facts.known else { return untested(facts, host, words) };
    let measurement = &known.measurement;
    let verdict = &measurement.verdict;
    let answer = words.code_at(verdict.code, verdict.at.as_deref());
    let place = place(measurement, words, now);
    let bands = bands::bands(&known.histories, words, now);
    let (since, axis) = bands.unzip();
    let since = since.unwrap_or_default();
    Site {
        strand: strand(verdict.code, &host, &Named::of(&measurement.vantage, words), words),
        meaning: words.meaning(verdict.code).to_owned(),
        how: how(measurement, words),
        reason: help::reason(verdict, words),
        sure: ladder::ladder(known, words, now),
        since_title: words.on_sites(OnSites::SinceWhen).to_owned(),
        caveats: bands::caveats(&known.histories, words),
        evidence: Some(evidence::fold(measurement, words)),
        checks: evidence::checks(known.account.as_ref(), words),
        beside: beside(known, words),
        again: help::again(known, words, now),
        share: (!verdict.code.is_abstention()).then(|| share(measurement, words)),
        save: Some(action(
            words.on_sites(OnSites::SaveOne),
            None,
            Does::Save { measurement: measurement.id.to_string() },
        )),
        tag: measurement
            .vantage
            .lab
            .as_ref()
            .map(|_| words.on_screen(OnScreen::Simulated).to_owned()),
        spoken: sentences([host.as_str(), &answer, &place]),
        verdict: Verdict { code: verdict.code, word: answer },
        axis,
        since,
        host,
        place,
    }
}

/// Where and when: "On Beeline 4G · 18 September, 14:32 (UTC+5)".
fn place(measurement: &Measurement, words: Words, now: WallTime) -> String {
    let network = Named::of(&measurement.vantage, words).whole();
    let at = measurement.started;
    let (day, time, zone) = (words.date_in_words(at, now), words.time_of_day(at), words.zone(at));
    words.sites(
        OnSites::OnNetwork,
        &[("network", &network), ("day", &day), ("time", &time), ("zone", &zone)],
    )
}

fn strand(code: Code, host: &str, network: &Named, words: Words) -> Strand {
    let ends = Ends::of(code);
    let said = match ends {
        Ends::Phone => OnSites::StrandPhone,
        Ends::Gate => OnSites::StrandGate,
        Ends::GateProbably => OnSites::StrandGateProbably,
        Ends::Narrow => OnSites::StrandNarrow,
        Ends::Unknown => OnSites::StrandUnknown,
        Ends::AtSite => OnSites::StrandAtSite,
        Ends::Through => OnSites::StrandThrough,
    };
    let gate = network.operator.clone();
    Strand {
        ends,
        you: words.on_screen(OnScreen::You).to_owned(),
        site: host.to_owned(),
        spoken: words.sites(said, &[("site", &host), ("gate", &gate)]),
        gate,
    }
}

fn how(measurement: &Measurement, words: Words) -> Option<Said> {
    let how = capital(words.how(measurement.verdict.how?));
    let heading = words.on_sites(OnSites::How).to_owned();
    Some(Said { heading, sentences: vec![sentences([how.as_str()])] })
}

/// What was seen of QUIC and of the place on the path.
fn beside(known: &Known, words: Words) -> Vec<String> {
    let quic = words.beside(&known.measurement.verdict);
    let path = known.account.as_ref().and_then(|account| account.path.as_ref());
    let path = path.map(|path| words.found(path.found));
    quic.into_iter().chain(path).map(|said| sentences([capital(said).as_str()])).collect()
}

fn share(measurement: &Measurement, words: Words) -> Action {
    let detail = words.on_sites(OnSites::ShareDetail).to_owned();
    let does = Does::Share { measurement: measurement.id.to_string() };
    action(words.on_sites(OnSites::Share), Some(detail), does)
}

/// A site that was never tested.
fn untested(facts: &Facts, host: String, words: Words) -> Site {
    let code = Code::NotTested;
    let word = words.code(code).to_owned();
    let network = facts.here.clone().unwrap_or_default();
    let sentence = words.sites(OnSites::NotTestedSite, &[("site", &host)]);
    let does = Does::Again { input: facts.input.clone() };
    Site {
        strand: strand(code, &host, &Named::of(&network, words), words),
        spoken: sentence.clone(),
        meaning: sentence,
        verdict: Verdict { code, word },
        tag: None,
        place: String::new(),
        how: None,
        reason: None,
        sure: None,
        since_title: words.on_sites(OnSites::SinceWhen).to_owned(),
        since: Vec::new(),
        axis: None,
        caveats: Vec::new(),
        evidence: None,
        checks: Vec::new(),
        beside: Vec::new(),
        again: action(words.on_screen(OnScreen::TestNow), None, does),
        share: None,
        save: None,
        host,
    }
}
