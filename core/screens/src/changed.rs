//! Which screens to read again when something changed.

use std::collections::BTreeSet;

use arna_engine::store::Topic;

/// A screen, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenName {
    /// Home.
    Home,
    /// A run that goes on.
    Run,
    /// The sites of a run.
    Results,
    /// One site.
    Site,
    /// What was so over time.
    History,
    /// The card of a measurement.
    Card,
    /// What is tested.
    Lists,
    /// Settings.
    Settings,
    /// Why no test ran by itself.
    AutoWhy,
    /// Whom a test contacts.
    Contacts,
    /// The first run.
    FirstRun,
}

/// The screens on which something is another one now. One that is not among them shows what it showed.
pub fn screens(changed: &BTreeSet<Topic>) -> BTreeSet<ScreenName> {
    changed.iter().flat_map(|topic| of(*topic)).copied().collect()
}

fn of(topic: Topic) -> &'static [ScreenName] {
    use ScreenName::{
        AutoWhy, Card, Contacts, FirstRun, History, Home, Lists, Results, Run, Settings, Site,
    };
    match topic {
        // Bytes count against the user's means, and what the latest run took is what the next one costs.
        Topic::Runs => &[Home, Results, Site, History, Card, Lists, Settings, AutoWhy],
        Topic::Progress => &[Run],
        Topic::Journal => &[Home, History, Settings, AutoWhy],
        Topic::Lists => &[Home, Lists, Contacts, FirstRun],
        Topic::Settings => &[Home, Lists, Settings, AutoWhy, Contacts, FirstRun],
        // Settings say when the last automatic test was.
        Topic::Attempts => &[Settings, AutoWhy],
        // Whose hosts at home are asked goes by the country.
        Topic::Networks => &[Home, Results, Site, History, Lists, AutoWhy, Contacts, FirstRun],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_goes_on_is_no_reason_to_read_settings_again() {
        let of = |topics: &[Topic]| screens(&topics.iter().copied().collect());
        assert_eq!(of(&[Topic::Progress]), BTreeSet::from([ScreenName::Run]));
        let both = of(&[Topic::Runs, Topic::Journal]);
        assert!(both.contains(&ScreenName::Home) && both.contains(&ScreenName::Card));
        assert!(!both.contains(&ScreenName::Contacts) && !both.contains(&ScreenName::Run));
        assert!(of(&[]).is_empty());
    }

    #[test]
    fn after_a_wipe_every_screen_is_read_again() {
        assert_eq!(screens(&Topic::ALL.into()).len(), 11);
    }
}
