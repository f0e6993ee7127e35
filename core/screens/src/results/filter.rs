//! Filters of a list of sites. Certain and probable blocks have one each, never one together.

use arna_model::Code;
use arna_words::{OnScreen, OnSites, Words};

use super::Asked;
use crate::Chip;

/// Which sites are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// Blocked for certain.
    Blocked,
    /// Probably blocked.
    Likely,
    /// Slowed down.
    Slowed,
    /// Cannot be reached; who stops them is unknown.
    Unreachable,
    /// Nothing is said of them.
    Untold,
    /// The site itself refuses or is down.
    Trouble,
    /// They open.
    Open,
}

impl Only {
    /// Every filter, in the order of chips.
    pub const EVERY: [Self; 8] = [
        Self::All,
        Self::Blocked,
        Self::Likely,
        Self::Slowed,
        Self::Unreachable,
        Self::Untold,
        Self::Trouble,
        Self::Open,
    ];

    /// What a chip's id says.
    pub const fn id(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Blocked => "blocked",
            Self::Likely => "likely_blocked",
            Self::Slowed => "throttled",
            Self::Unreachable => "unreachable",
            Self::Untold => "untold",
            Self::Trouble => "site_trouble",
            Self::Open => "open",
        }
    }

    /// The filter with this id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|one| one.id() == id)
    }

    /// The filter that lets sites with a verdict through.
    pub fn of_code(code: Code) -> Self {
        match code {
            Code::Blocked => Self::Blocked,
            Code::LikelyBlocked => Self::Likely,
            Code::Throttled => Self::Slowed,
            Code::Unreachable => Self::Unreachable,
            Code::SiteRefuses | Code::SiteDown => Self::Trouble,
            Code::Accessible | Code::Measured => Self::Open,
            Code::Inconclusive | Code::WeakSignal | Code::NoInternet | Code::NotTested => {
                Self::Untold
            }
        }
    }

    /// Whether it lets a verdict through.
    pub fn lets(self, code: Code) -> bool {
        self == Self::All || self == Self::of_code(code)
    }

    fn label(self, words: Words) -> &'static str {
        words.on_sites(match self {
            Self::All => OnSites::ChipAll,
            Self::Blocked => OnSites::ChipBlocked,
            Self::Likely => OnSites::ChipLikely,
            Self::Slowed => OnSites::ChipSlowed,
            Self::Unreachable => OnSites::ChipUnreachable,
            Self::Untold => OnSites::ChipUntold,
            Self::Trouble => OnSites::ChipTrouble,
            Self::Open => OnSites::ChipOpen,
        })
    }
}

/// The filters of sites with these verdicts; what would let nothing through is left out, but for the chosen one.
pub(super) fn chips(codes: &[Code], asked: &Asked, words: Words) -> Vec<Chip> {
    let chip = |only: Only| {
        let n = codes.iter().filter(|code| only.lets(**code)).count() as u64;
        let is_chosen = only == asked.only;
        let label = only.label(words).to_owned();
        let sites = words.counted_screen(OnScreen::NSites, n, &[]);
        let spoken = words.sites(OnSites::ChipSpoken, &[("label", &label), ("sites", &sites)]);
        let count = words.thousands(n);
        let chip = Chip { id: only.id().to_owned(), label, count, is_chosen, spoken };
        (n > 0 || is_chosen).then_some(chip)
    };
    Only::EVERY.into_iter().filter_map(chip).collect()
}
