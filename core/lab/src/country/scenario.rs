//! What a scenario file says, parsed at the door.
//!
//! A scenario names a network, its censors and groups of targets. Unknown words are errors, with their
//! line and column. Truth is not written in the files: it follows from a group's character and censor
//! (`truth`), unless the group overrides it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arna_model::{Code, WallTime};
use serde::Deserialize;

use super::LabError;
use crate::sim::Profile;

/// A network, its censors and its targets, as data.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// How it is asked for.
    pub name: String,
    /// What happens, in a sentence or two.
    pub story: String,
    /// The link that it runs on unless another is asked for.
    pub profile: String,
    pub(super) network: Network,
    #[serde(default)]
    pub(super) censors: Vec<Rule>,
    pub(super) targets: Vec<Group>,
}

/// Where the phone is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Network {
    pub(super) country: String,
    pub(super) operator: String,
    /// Whether anybody can reach the test helpers.
    #[serde(default)]
    pub(super) helpers: Helpers,
    /// When the story begins, by a right clock.
    #[serde(default = "usual_start")]
    pub(super) starts: WallTime,
    /// How far the phone's clock is ahead.
    #[serde(default)]
    pub(super) clock_ahead_s: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Helpers {
    #[default]
    Answer,
    Silent,
}

/// A censor: its technique with what can be set. Its names and addresses are those of the groups that
/// are `censored_by` it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Rule {
    /// Silence once the ClientHello has named it, and at that address for a while after.
    SniDrop {
        #[serde(default)]
        residual_s: Option<f64>,
    },
    /// A reset once the ClientHello has named it.
    SniReset {},
    /// Forged answers to its DNS questions.
    DnsForge {
        answers: Vec<IpAddr>,
        /// Whether the true answer comes too, later.
        #[serde(default)]
        is_racing: bool,
    },
    /// Silence at its address.
    IpDrop {},
    /// Interception under a state root of this common name.
    TlsMitm { root: String },
}

/// What censors do, without how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Technique {
    SniDrop,
    SniReset,
    DnsForge,
    IpDrop,
    TlsMitm,
}

/// Targets of one character.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// Names; without any, those of ordinary sites.
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// How many; as many as there are names if it is not said.
    count: Option<usize>,
    #[serde(default)]
    pub(super) kind: Kind,
    pub(super) censored_by: Option<Technique>,
    /// Category of the test lists; otherwise `NEWS` for given names.
    pub(super) category: Option<String>,
    /// The right verdicts, where they are not the usual ones.
    pub(super) right: Option<Vec<Code>>,
}

/// What a site is like, whoever looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// A page of 60 kB over HTTPS.
    #[default]
    Fine,
    /// Nothing answers.
    SiteDown,
    /// The port is closed.
    Refused,
    /// The certificate is expired.
    ExpiredCertificate,
    /// A challenge instead of the page: every other site for everybody, the rest for this country.
    Captcha,
    /// 403 for this country, the page for everybody else.
    #[serde(rename = "geo_block_403")]
    GeoBlock403,
    /// Every packet from this country is ignored.
    ServerDropsCountry,
    /// One server in the country and one abroad; resolvers give the nearer.
    GeoVariantDns,
    /// 5 to 8 s until the answer begins.
    SlowServer,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// What is wrong, with its line and column where it is a matter of form.
    pub fn parse(text: &str) -> Result<Self, LabError> {
        let scenario: Self = toml::from_str(text)?;
        scenario.sound().map_err(LabError::Unsound)?;
        Ok(scenario)
    }

    /// How many targets it has.
    pub(super) fn count(&self) -> usize {
        self.targets.iter().map(Group::count).sum()
    }

    /// What the form cannot say.
    fn sound(&self) -> Result<(), String> {
        let name = &self.name;
        if Profile::named(&self.profile).is_none() {
            return Err(format!("{name}: there is no profile {:?}", self.profile));
        }
        if self.targets.is_empty() || self.targets.iter().any(|group| group.count() == 0) {
            return Err(format!(
                "{name}: every scenario has targets, and every group of them some"
            ));
        }
        let present: BTreeSet<_> = self.censors.iter().map(Rule::technique).collect();
        if present.len() < self.censors.len() {
            return Err(format!("{name}: two censors of one kind"));
        }
        let meant: BTreeSet<_> =
            self.targets.iter().filter_map(|group| group.censored_by).collect();
        if let Some(technique) = meant.symmetric_difference(&present).next() {
            return Err(format!(
                "{name}: {technique:?} is not both a censor and at work on targets"
            ));
        }
        let mut seen = BTreeSet::new();
        for given in self.targets.iter().flat_map(|group| &group.names) {
            if !seen.insert(given) {
                return Err(format!("{name}: {given} is there twice"));
            }
        }
        Ok(())
    }
}

impl Group {
    pub(super) fn count(&self) -> usize {
        self.count.unwrap_or(self.names.len())
    }
}

impl Rule {
    pub(super) fn technique(&self) -> Technique {
        match self {
            Self::SniDrop { .. } => Technique::SniDrop,
            Self::SniReset {} => Technique::SniReset,
            Self::DnsForge { .. } => Technique::DnsForge,
            Self::IpDrop {} => Technique::IpDrop,
            Self::TlsMitm { .. } => Technique::TlsMitm,
        }
    }
}

fn usual_start() -> WallTime {
    WallTime(USUAL_START)
}

/// 2024-05-01T08:00:00Z.
const USUAL_START: i64 = 1_714_550_400_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
name = "small"
story = "Nothing happens."
profile = "lte"
network = { country = "KZ", operator = "Kcell" }
[[targets]]
count = 2
"#;

    fn complaint(text: &str) -> String {
        Scenario::parse(text).expect_err("it is wrong").to_string()
    }

    #[test]
    fn the_usual_start_is_what_it_says() {
        assert_eq!(usual_start().to_string(), "2024-05-01T08:00:00Z");
    }

    #[test]
    fn an_unknown_word_is_shown_with_its_place() {
        let text = complaint(&SMALL.replace("count =", "cuont ="));
        assert!(text.contains("line 7, column 1") && text.contains("cuont"), "{text}");
        let text = complaint(&format!("{SMALL}kind = \"fien\"\n"));
        assert!(text.contains("line 8, column 8") && text.contains("server_drops"), "{text}");
        let text =
            complaint(&format!("{SMALL}\n[[censors]]\nkind = \"sni_drop\"\nresidaul_s = 1\n"));
        assert!(text.contains("line 9") && text.contains("residaul_s"), "{text}");
    }

    #[test]
    fn nonsense_is_refused() {
        let with = |more: &str| complaint(&format!("{SMALL}{more}"));
        assert!(with("censored_by = \"ip_drop\"\n").contains("IpDrop"));
        assert!(with("[[censors]]\nkind = \"sni_reset\"\n").contains("SniReset"));
        assert!(with("[[targets]]\nkind = \"refused\"\n").contains("some"));
        assert!(
            with("[[targets]]\nnames = [\"a.kz\", \"a.kz\"]\n").contains("a.kz is there twice")
        );
        assert!(complaint(&SMALL.replace("lte", "5g")).contains("profile \"5g\""));
    }
}
