//! What the screens of lists say: what is tested, what is added, and what a risky kind of sites means. Its texts are in the
//! section `lists`.

use std::fmt::Display;

use arna_model::Category;
use serde::{Deserialize, Serialize};

use crate::file::FILE;
use crate::{Words, fill};

/// A text of these screens; names in its braces stand in backticks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnLists {
    /// In the field in which sites are looked for and added.
    FindOrAdd,
    /// Title of what comes with Arna.
    BuiltIn,
    /// Title of the user's own lists.
    Yours,
    /// Title of kinds that are off until they are chosen.
    OffUntilChosen,
    /// So many are `on` of `n`.
    OnOf,
    /// Group: news.
    News,
    /// Group: messengers and social networks.
    Talking,
    /// Group: human rights.
    Rights,
    /// Group: all others.
    Rest,
    /// `n` sites, `names` of two among them.
    SitesAs,
    /// `n` sites, `names` of all of them.
    SitesAre,
    /// `n` sites of a list that shows no names.
    Sites,
    /// Not all of them are on, spoken: `on` of `n`.
    PartlyOn,
    /// A row that leads to where sites are added.
    AddSites,
    /// In which ways.
    AddSitesDetail,
    /// What a tap on a group does, spoken.
    OpensSites,
    /// What a tap on a risky kind does, spoken.
    OpensKind,
    /// Starts a test of `n` sites.
    TestThese,
    /// Starts a test where nothing is on.
    TestNone,
    /// `n` more sites are found.
    MoreFound,
    /// No list has a site with `query` in its name.
    NoneFound,
    /// Adds the page with this `url`.
    AddPage,
    /// To the list with this `name`.
    ToList,
    /// The list that takes pages which are added one by one.
    MySites,
    /// A page of a risky kind, by the `list` that it is in.
    RiskyIn,
    /// Pages without a category.
    NoKind,
    /// Switches all pages of a group on.
    AllOn,
    /// Switches all of them off.
    AllOff,
    /// Shows more rows: `n` are left.
    ShowMore,
    /// There is no page.
    Empty,
    /// Gives a list another name.
    Rename,
    /// Removes a list.
    Remove,
    /// What stays then.
    RemoveDetail,
    /// In the field in which addresses are typed or pasted.
    PasteHere,
    /// What was given stands in no field, since it is too long, or no text: its `size`.
    NotInField,
    /// Opens a file.
    OpenFile,
    /// In the field with the list's name.
    NameHint,
    /// `n` sites were found in what was given.
    CanBeAdded,
    /// `n` more sites, which are not shown.
    AndMore,
    /// `n` sites were named without a scheme.
    NamesTaken,
    /// `n` lines name a site that was there before.
    Doubles,
    /// `n` lines are left out.
    LeftOut,
    /// `n` more lines are left out, and not shown.
    MoreLeftOut,
    /// `n` of them are of risky kinds.
    RiskyStayOff,
    /// Adds `n` sites.
    AddThese,
    /// Nothing can be added.
    AddNothing,
    /// A list without a name of its own, by the `day` on which it is added.
    ListOf,
    /// Who sees it.
    SeenByOperator,
    /// What it may look like.
    LooksLikeYou,
    /// Who decides.
    YouDecide,
    /// Chooses a risky kind: `n` sites.
    ChooseKind,
    /// Leaves it off.
    LeaveOff,
    /// What it means: alcohol and drugs.
    RiskAldr,
    /// What it means: ways around blocking.
    RiskAnon,
    /// What it means: meeting people.
    RiskDate,
    /// What it means: gambling.
    RiskGmb,
    /// What it means: hate speech.
    RiskHate,
    /// What it means: LGBT people.
    RiskLgbt,
    /// What it means: militants.
    RiskMilx,
    /// What it means: criticism of those who govern.
    RiskPolr,
    /// What it means: pornography.
    RiskPorn,
    /// What it means: scanty clothes.
    RiskProv,
}

impl OnLists {
    /// What opening sites of a category may mean; `None`: it is no risky one.
    pub fn risk_of(category: Category) -> Option<Self> {
        Some(match category {
            Category::Aldr => Self::RiskAldr,
            Category::Anon => Self::RiskAnon,
            Category::Date => Self::RiskDate,
            Category::Gmb => Self::RiskGmb,
            Category::Hate => Self::RiskHate,
            Category::Lgbt => Self::RiskLgbt,
            Category::Milx => Self::RiskMilx,
            Category::Polr => Self::RiskPolr,
            Category::Porn => Self::RiskPorn,
            Category::Prov => Self::RiskProv,
            _ => return None,
        })
    }
}

impl Words {
    /// A text of these screens that has nothing to fill in.
    pub fn on_lists(self, text: OnLists) -> &'static str {
        self.pick(FILE.lists.get(&text))
    }

    /// A text of these screens with these values in its braces.
    pub fn lists(self, text: OnLists, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.on_lists(text), values)
    }

    /// The same as it is said of `n`, which is one of the values.
    pub fn counted_lists(self, text: OnLists, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let forms = FILE.lists.get(&text).expect(crate::ALL_SAID);
        let number = self.thousands(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &number)];
        all.extend_from_slice(values);
        fill::filled(forms.counted(self.language(), n), &all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_risky_kind_says_what_it_means_and_no_other() {
        for category in Category::ALL {
            assert_eq!(OnLists::risk_of(category).is_some(), category.is_risky(), "{category:?}");
        }
    }
}
