//! What an option takes, parsed.

use std::net::{IpAddr, SocketAddr};

use arna_model::{Rates, WallTime};
use arna_words::Language;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Whose rates are measured.
pub(super) fn rates() -> impl TypedValueParser<Value = Rates> {
    PossibleValuesParser::new(["suspects", "all"])
        .map(|whose| if whose == "all" { Rates::All } else { Rates::Suspects })
}

pub(super) fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code))
        .map(|code| Language::of_tag(&code).expect("a code is a tag"))
}

pub(super) fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one target is needed".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("that is not a whole number".to_owned()),
    }
}

pub(super) fn time(text: &str) -> Result<WallTime, String> {
    let quoted = serde_json::Value::String(text.to_owned());
    let time: Option<WallTime> = serde_json::from_value(quoted).ok();
    // Certificates of the simulated web are made for then.
    let is_told = |time: &WallTime| (946_684_800..4_102_444_800).contains(&time.unix_seconds());
    time.filter(is_told)
        .ok_or_else(|| "a time is written like 2024-05-14T08:00:00Z, from 2000 to 2099".to_owned())
}

pub(super) fn resolver(text: &str) -> Result<SocketAddr, String> {
    let with_port = text.parse().ok();
    let alone = || text.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    with_port
        .or_else(|| alone().map(|ip| SocketAddr::new(ip, 53)))
        .ok_or_else(|| "a resolver is an address like 1.1.1.1 or 1.1.1.1:53".to_owned())
}
