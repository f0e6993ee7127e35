//! What a phone's screens say around verdicts: titles, answers, buttons. Its texts are in the section `screen`.

use std::fmt::Display;

use serde::Deserialize;

use crate::file::FILE;
use crate::{Words, fill};

/// A text of a screen; names in its braces stand in backticks here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnScreen {
    // Days.
    /// This day.
    Today,
    /// The day before.
    Yesterday,
    /// On a `date`.
    OnDate,
    /// Since this day.
    SinceToday,
    /// Since the day before.
    SinceYesterday,
    /// Since a `date`.
    SinceDate,
    /// Since a `date` that is the second of its month.
    SinceSecond,
    /// A `date` of another `year`.
    OfYear,
    /// A `time` of day on a `day`.
    Moment,
    // Networks.
    /// A network whose operator nobody named.
    SomeNetwork,
    // The picture.
    /// Above the beginning of the strands.
    You,
    /// `n` sites, above the end of the strands.
    NSites,
}

impl Words {
    /// A text of a screen that has nothing to fill in.
    pub fn on_screen(self, text: OnScreen) -> &'static str {
        self.pick(FILE.screen.get(&text))
    }

    /// A text of a screen with these values in its braces.
    pub fn screen(self, text: OnScreen, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.on_screen(text), values)
    }

    /// The same as it is said of `n`, which is one of the values.
    pub fn counted_screen(self, text: OnScreen, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let forms = FILE.screen.get(&text).expect(crate::ALL_SAID);
        let number = self.thousands(n);
        let mut all: Vec<(&str, &dyn Display)> = vec![("n", &number)];
        all.extend_from_slice(values);
        fill::filled(forms.counted(self.language(), n), &all)
    }
}
