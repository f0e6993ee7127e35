//! What a site is about, by the codes of the citizen test lists.

use serde::{Deserialize, Serialize};

/// A category of the citizen test lists (github.com/citizenlab/test-lists, `lists/00-LEGEND-new_category_codes.csv`).
/// Its name in data is its code there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Category {
    /// Alcohol and drugs.
    Aldr,
    /// Tools for anonymity and against censorship.
    Anon,
    /// Commerce.
    Comm,
    /// Tools to write and talk to each other.
    Comt,
    /// Harmless sites to compare with.
    Ctrl,
    /// Culture.
    Cultr,
    /// Meeting people.
    Date,
    /// Economy.
    Econ,
    /// Environment.
    Env,
    /// Sharing files.
    File,
    /// Games.
    Game,
    /// Gambling.
    Gmb,
    /// A government's own sites.
    Govt,
    /// Social networks.
    Grp,
    /// Computer security.
    Hack,
    /// Hate speech.
    Hate,
    /// Places for blogs and sites.
    Host,
    /// Human rights.
    Humr,
    /// Organisations of states.
    Igo,
    /// Lesbian, gay, bisexual and transgender people.
    Lgbt,
    /// Militants and terrorism.
    Milx,
    /// Whatever else.
    Misc,
    /// Sharing pictures, films and sound.
    Mmed,
    /// News.
    News,
    /// Criticism of those who govern.
    Polr,
    /// Pornography.
    Porn,
    /// Scanty clothes.
    Prov,
    /// Public health.
    Pubh,
    /// Religion.
    Rel,
    /// Search engines.
    Srch,
    /// Sex education.
    Xed,
}

impl Category {
    /// Every category, in the order of their codes.
    pub const ALL: [Self; 31] = {
        use Category as Is;
        [
            Is::Aldr,
            Is::Anon,
            Is::Comm,
            Is::Comt,
            Is::Ctrl,
            Is::Cultr,
            Is::Date,
            Is::Econ,
            Is::Env,
            Is::File,
            Is::Game,
            Is::Gmb,
            Is::Govt,
            Is::Grp,
            Is::Hack,
            Is::Hate,
            Is::Host,
            Is::Humr,
            Is::Igo,
            Is::Lgbt,
            Is::Milx,
            Is::Misc,
            Is::Mmed,
            Is::News,
            Is::Polr,
            Is::Porn,
            Is::Prov,
            Is::Pubh,
            Is::Rel,
            Is::Srch,
            Is::Xed,
        ]
    };

    /// Its code: three to five capital letters.
    pub fn code(self) -> &'static str {
        use Category as Is;
        match self {
            Is::Aldr => "ALDR",
            Is::Anon => "ANON",
            Is::Comm => "COMM",
            Is::Comt => "COMT",
            Is::Ctrl => "CTRL",
            Is::Cultr => "CULTR",
            Is::Date => "DATE",
            Is::Econ => "ECON",
            Is::Env => "ENV",
            Is::File => "FILE",
            Is::Game => "GAME",
            Is::Gmb => "GMB",
            Is::Govt => "GOVT",
            Is::Grp => "GRP",
            Is::Hack => "HACK",
            Is::Hate => "HATE",
            Is::Host => "HOST",
            Is::Humr => "HUMR",
            Is::Igo => "IGO",
            Is::Lgbt => "LGBT",
            Is::Milx => "MILX",
            Is::Misc => "MISC",
            Is::Mmed => "MMED",
            Is::News => "NEWS",
            Is::Polr => "POLR",
            Is::Porn => "PORN",
            Is::Prov => "PROV",
            Is::Pubh => "PUBH",
            Is::Rel => "REL",
            Is::Srch => "SRCH",
            Is::Xed => "XED",
        }
    }

    /// The category with this code, in letters of any size; `None`: the test lists have none of that name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Whether opening such a site may harm who opens it: it is looked at only if its user chose so.
    ///
    /// Sources: OONI's notes on risks (ooni.org/about/risks, and ooniprobe's RISKS) name pornography, hate speech and ways
    /// around blocking as what may be illegal to open. The others are **ours**: what countries of the region forbid or
    /// prosecute (gambling, drugs, militants, LGBT, criticism of those who govern), and codes under which lists have
    /// pornography too (scanty clothes, meeting people).
    pub fn is_risky(self) -> bool {
        use Category as Is;
        matches!(
            self,
            Is::Aldr
                | Is::Anon
                | Is::Date
                | Is::Gmb
                | Is::Hate
                | Is::Lgbt
                | Is::Milx
                | Is::Polr
                | Is::Porn
                | Is::Prov
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_names_in_data_and_lead_back() {
        for one in Category::ALL {
            let json = serde_json::to_value(one).expect("a word");
            assert_eq!(json, one.code());
            assert_eq!(Category::of_code(&one.code().to_lowercase()), Some(one));
        }
        assert!(Category::ALL.is_sorted());
        assert_eq!(Category::of_code("NONE"), None);
    }
}
