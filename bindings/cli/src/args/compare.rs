//! What can be typed behind `arna compare`.

use std::net::IpAddr;

use arna_words::Line;
use clap::Args;

use super::values::name;
use super::{Asked, Deeper, Over, Run, Unfit};

#[derive(Clone, Debug, Args)]
pub(crate) struct Compare {
    /// The two interfaces that the networks are behind, like wlan0 and wwan0 (`arna interfaces` lists them).
    #[arg(value_name = "INTERFACE", num_args = 2, required_unless_present = "resume")]
    pub(crate) interfaces: Vec<String>,
    /// The resolver of an interface's network, where neither resolved nor NetworkManager says which it is (may be
    /// repeated).
    #[arg(long, value_name = "INTERFACE=IP", value_parser = named::<IpAddr>)]
    pub(crate) own_resolver: Vec<(String, IpAddr)>,
    /// Whose network an interface's is, like wwan0=Beeline (may be repeated).
    #[arg(long, value_name = "INTERFACE=NAME", value_parser = named::<String>)]
    pub(crate) operator: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Go on with the last comparison: with what was stopped of both runs, and with second sittings that are due.
    #[arg(long, conflicts_with_all = ["interfaces", "input", "input_file", "list"])]
    pub(crate) resume: bool,
}

impl Compare {
    /// The resolver that was named for an interface.
    pub(crate) fn resolver_of(&self, interface: &str) -> Option<IpAddr> {
        self.own_resolver.iter().find(|(of, _)| of == interface).map(|(_, resolver)| *resolver)
    }

    /// Whose network is behind an interface, if that was said.
    pub(crate) fn operator_of(&self, interface: &str) -> Option<&str> {
        self.operator.iter().find(|(of, _)| of == interface).map(|(_, name)| name.as_str())
    }

    /// What a run over one of them would be asked for.
    pub(crate) fn each(&self) -> Run {
        Run {
            nettests: vec!["web_connectivity".to_owned()],
            asked: self.asked.clone(),
            over: Over::default(),
            over_vpn: false,
            deeper: Deeper::default(),
            resume: false,
        }
    }
}

/// What is said of an interface: its name and a value, with a sign of equality between.
fn named<T: std::str::FromStr>(text: &str) -> Result<(String, T), Unfit> {
    let is_said = |(interface, what): &(&str, &str)| !interface.is_empty() && name(what).is_ok();
    let parts = text.split_once('=').filter(is_said);
    let parsed = parts.and_then(|(name, value)| Some((name.to_owned(), value.parse().ok()?)));
    parsed.ok_or(Unfit::Takes(Line::TakesPair))
}

pub(super) const EXAMPLES: &str = "\
Examples:
  arna interfaces
  arna compare wlan0 wwan0 --operator wwan0=Beeline
  arna compare --resume
  arna lab exec kz-2024-sni-drop --beside first-light -- sh -c \\
    'arna compare lab1 lab0 --own-resolver lab1=$ARNA_LAB_BESIDE_RESOLVER --yes \\
    --input-file $ARNA_LAB_TARGETS'";
