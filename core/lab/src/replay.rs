//! From a stored measurement to a scenario in which the same happens again.
//!
//! A verdict says what was seen, and a scenario what is there; many things look alike. So this takes the
//! simplest cause that gives the verdict (`guess`), the link nearest to the one that was measured
//! (`link`), and says in comments what it cannot know. It reads only what is stored: the truth of a
//! simulated measurement is not looked at.

mod guess;
mod link;

use std::fmt::Write as _;

use arna_model::{Event, Measurement, Observation, Place};
use url::Url;

use crate::Scenario;
use guess::{Guess, guess};

/// Why a measurement cannot be played again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReplay {
    /// It has no site.
    #[error("a measurement of the link alone has no site that could be put up again")]
    NoSite,
    /// The site has no name that the lab can give.
    #[error("the site's name is none that the lab can put up: {0}")]
    NoName(String),
}

/// A scenario, as TOML, that gives the verdict of `measurement` again.
///
/// # Errors
/// There is no site in it, or none that the lab can put up.
pub fn replay(measurement: &Measurement) -> Result<String, NoReplay> {
    let input = measurement.input.as_deref().ok_or(NoReplay::NoSite)?;
    let url = Url::parse(input).map_err(|_| NoReplay::NoName(input.to_owned()))?;
    let name = url.host_str().ok_or(NoReplay::NoSite)?;
    // What the verdict is about: the site, or the one that it leads to.
    let at = measurement.verdict.at.as_deref();
    let mut guess = guess(measurement, at.unwrap_or(name), is_clear(measurement, &url, at));
    if url.path() != "/" || url.query().is_some() {
        guess.unknown.push("the page's path: the lab's sites have one page".to_owned());
    }
    let text = written(measurement, (name, url.scheme() == "http"), &guess);
    match Scenario::parse(&text) {
        Ok(_) => Ok(text),
        Err(mistake) => Err(NoReplay::NoName(mistake.to_string())),
    }
}

/// Whether what the verdict is about came in the clear.
fn is_clear(measurement: &Measurement, url: &Url, at: Option<&str>) -> bool {
    let Some(at) = at else { return url.scheme() == "http" };
    measurement.observations.iter().any(|one| {
        let Event::HttpTransaction(http) = &one.event else { return false };
        let url = Url::parse(&http.url);
        url.is_ok_and(|url| url.scheme() == "http" && url.host_str() == Some(at))
    })
}

fn written(measurement: &Measurement, (name, is_clear): (&str, bool), guess: &Guess) -> String {
    let verdict = &measurement.verdict;
    let (profile, why) = link::nearest(measurement);
    let vantage = &measurement.vantage;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let word = |of: Option<&String>, or: &str| quoted(of.map_or(or, String::as_str));
    let mut text = String::new();
    let mut line = |said: String| writeln!(text, "{said}").expect("a string has room");
    line(format!(
        "# Made from measurement {}: what the lab needs to give its verdict again.",
        measurement.id
    ));
    line(format!("# Verdict: {}{}.", verdict.code.as_str(), spelled(measurement)));
    line("# Inferred, the simplest of what looks alike:".to_owned());
    line(format!("#   the link: {why}"));
    guess.inferred.iter().for_each(|said| line(format!("#   {said}")));
    line("# Not known:".to_owned());
    guess.unknown.iter().for_each(|said| line(format!("#   {said}")));
    line(format!("\nname = {}", quoted(&format!("replay-{}", plain(measurement.id.as_str())))));
    line(format!(
        "story = {}",
        quoted(&format!("What was measured at {} again.", measurement.started))
    ));
    line(format!("profile = {}", quoted(&profile)));
    let is_trace = |one: &Observation| matches!(one.place, Place::Trace { .. });
    if measurement.observations.iter().any(is_trace) {
        line("trace = true".to_owned());
    }
    line(format!(
        "\n[network]\ncountry = {}\noperator = {}",
        word(vantage.country.as_ref(), "KZ"),
        word(vantage.operator.as_ref(), "unknown")
    ));
    if (946_684_800..4_102_444_800).contains(&measurement.started.unix_seconds())
        && guess.ahead == 0
    {
        line(format!("starts = \"{}\"", measurement.started));
    }
    guess.network.iter().for_each(|said| line(said.clone()));
    if guess.ahead != 0 {
        line(format!("clock_ahead_s = {}", guess.ahead));
    }
    if let Some((kind, more)) = &guess.censor {
        line(format!("\n[[censors]]\nkind = \"{kind}\""));
        more.iter().for_each(|said| line(said.clone()));
    }
    if let Some((kind, more)) = &guess.middlebox {
        line(format!("\n[[middleboxes]]\nkind = \"{kind}\""));
        more.iter().for_each(|said| line(said.clone()));
    }
    let at = verdict.at.as_deref();
    if let Some(at) = at {
        let kind = if is_clear { "cleartext" } else { "fine" };
        line(format!(
            "\n[[targets]]\nnames = [{}]\nkind = \"{kind}\"\nleads_to = {}\nright = [\"{}\"]",
            quoted(name),
            quoted(at),
            verdict.code.as_str()
        ));
        if let Some((kind, _)) = &guess.censor {
            line(format!("censored_by = \"{kind}\""));
        }
    }
    let site = at.unwrap_or(name);
    line(format!("\n[[targets]]\nnames = [{}]\nkind = \"{}\"", quoted(site), guess.kind));
    if let Some((kind, _)) = &guess.censor {
        line(format!("censored_by = \"{kind}\""));
    }
    line(format!("right = [\"{}\"]", verdict.code.as_str()));
    line("\n# Ordinary sites: they show what the network does to everybody.".to_owned());
    let ordinary = (1..).map(|number| format!("ordinary-{number}.example"));
    let ordinary =
        ordinary.filter(|one| one != name && one != site).take(ORDINARY).map(|one| quoted(&one));
    line(format!("[[targets]]\nnames = [{}]", ordinary.collect::<Vec<_>>().join(", ")));
    text
}

/// Cause, manner and reason, as data spells them.
fn spelled(measurement: &Measurement) -> String {
    let verdict = toml::Table::try_from(&measurement.verdict).unwrap_or_default();
    let parts = ["cause", "how", "reason"].map(|key| {
        verdict.get(key).and_then(|word| word.as_str()).map(|word| format!(", {key} {word}"))
    });
    parts.into_iter().flatten().collect()
}

/// What may stand in a scenario's name.
fn plain(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(40).collect()
}

/// Sites of names that no list has, enough for a tally that lets a sitting decide, and few enough to be quick.
const ORDINARY: usize = 12;
