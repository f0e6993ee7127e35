//! What people read of a verdict and of its evidence, in every language that Arna speaks.
//!
//! A shell asks [`Words`] for whole sentences, of a measurement, an observation or an account of double
//! checks, and adds only its layout.
//!
//! Files (`data/*.toml`) hold them side by side, under the names that the model has in
//! data, so that the terminal and the apps say the same and a translator sees what the others said.
//! It is compiled in: no file is opened, no system is asked which language it has. A word of the
//! model that no file has, or the other way round, fails the tests of this crate.

mod account;
mod block;
mod comparing;
mod contacts;
mod day;
mod event;
mod figures;
mod file;
mod fill;
mod host;
mod language;
mod line;
mod lines;
mod list;
mod local;
mod means;
mod measurement;
#[cfg(test)]
mod names;
mod on_frame;
mod on_lists;
mod on_screen;
mod on_settings;
mod on_sites;
mod on_why;
mod phrase;
mod plural;
mod refusals;
mod said;
mod sum;
mod trouble;
mod zone;

use std::fmt::Display;

use arna_model::{
    Cause, Code, Failure, Found, Gate, How, NetworkState, Outcome, P0Source, Quic, Reason, State,
    Tested, WallTime,
};

pub use account::{Section, Sentence, Topic};
pub use block::BlockRow;
pub use contacts::{Contact, Contacts, agreements};
use file::FILE;
pub use host::as_written;
pub use language::Language;
pub use line::Line;
pub use local::Local;
pub use measurement::short;
pub use on_frame::OnFrame;
pub use on_lists::OnLists;
pub use on_screen::OnScreen;
pub use on_settings::OnSettings;
pub use on_sites::OnSites;
pub use on_why::OnWhy;
pub use phrase::Phrase;
use said::Said;
pub use trouble::Trouble;
pub use zone::{Shift, Zone};

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    language: Language,
    clock: Clock,
}

/// Whose clock times are told by.
#[derive(Clone, Copy, Debug)]
enum Clock {
    Asked(fn(WallTime) -> Local),
    Of(Zone),
}

impl Words {
    /// The words of `language`; times are UTC.
    pub const fn of(language: Language) -> Self {
        Self { language, clock: Clock::Asked(Local::utc) }
    }

    /// The same with times by the reader's clock.
    #[must_use]
    pub const fn by(self, clock: fn(WallTime) -> Local) -> Self {
        Self { clock: Clock::Asked(clock), ..self }
    }

    /// The same with times as they are in a zone.
    #[must_use]
    pub const fn within(self, zone: Zone) -> Self {
        Self { clock: Clock::Of(zone), ..self }
    }

    /// What the reader's clock shows then.
    fn clock(&self, at: WallTime) -> Local {
        match &self.clock {
            Clock::Asked(clock) => clock(at),
            Clock::Of(zone) => zone.local(at),
        }
    }

    /// A place on the scale.
    pub fn code(self, code: Code) -> &'static str {
        self.pick(FILE.code.get(&code))
    }

    /// What a place on the scale means: whole sentences.
    pub fn meaning(self, code: Code) -> &'static str {
        self.pick(FILE.meaning.get(&code))
    }

    /// What is really so, in a word that fits into a column.
    pub fn truth(self, code: Code) -> &'static str {
        self.pick(FILE.truth.get(&code))
    }

    /// At which layer.
    pub fn cause(self, cause: Cause) -> &'static str {
        self.pick(FILE.cause.get(&cause))
    }

    /// How it shows.
    pub fn how(self, how: How) -> &'static str {
        self.pick(FILE.how.get(&how))
    }

    /// What became of QUIC.
    pub fn quic(self, quic: Quic) -> &'static str {
        self.pick(FILE.quic.get(&quic))
    }

    /// Why nothing better could be said.
    pub fn reason(self, reason: Reason) -> &'static str {
        self.pick(FILE.reason.get(&reason))
    }

    /// The state of a whole network.
    pub fn state(self, state: NetworkState) -> &'static str {
        self.pick(FILE.state.get(&state))
    }

    /// What a failure is like.
    pub fn failure(self, failure: &Failure) -> String {
        match failure {
            Failure::Unknown(what) => self.filled(Phrase::Failed, &[("what", what)]),
            known => self.pick(FILE.failure.get(known)).to_owned(),
        }
    }

    /// What a target was like for a while.
    pub fn site(self, state: State) -> &'static str {
        self.pick(FILE.site.get(&state))
    }

    /// Why a block is void.
    pub fn gate(self, gate: Gate) -> &'static str {
        self.pick(FILE.gate.get(&gate))
    }

    /// What a test is about.
    pub fn tested(self, tested: Tested) -> &'static str {
        self.pick(FILE.tested.get(&tested))
    }

    /// What a test came to.
    pub fn outcome(self, outcome: Outcome) -> &'static str {
        self.pick(FILE.outcome.get(&outcome))
    }

    /// Where the failure rate of a test comes from.
    pub fn p0(self, from: P0Source) -> &'static str {
        self.pick(FILE.p0.get(&from))
    }

    /// What looking for the place on the path found.
    pub fn found(self, found: Found) -> &'static str {
        self.pick(FILE.found.get(&found))
    }

    /// What stands around the words.
    pub fn phrase(self, phrase: Phrase) -> &'static str {
        self.pick(FILE.phrase.get(&phrase))
    }

    /// A phrase with these values in its braces, by name.
    pub fn filled(self, phrase: Phrase, values: &[(&str, &str)]) -> String {
        fill::fill(self.phrase(phrase), values)
    }

    /// The same as it is said of `n`, which fills `{n}` in.
    pub fn counted(self, phrase: Phrase, n: u64, values: &[(&str, &str)]) -> String {
        let text = FILE.phrase.get(&phrase).expect(ALL_SAID).counted(self.language, n);
        let number = self.thousands(n);
        fill::fill(text, &[&[("n", number.as_str())], values].concat())
    }

    /// A sentence of this crate's own, with these values in its braces.
    fn tell(self, said: Said, values: &[(&str, &dyn Display)]) -> String {
        fill::filled(self.pick(FILE.said.get(&said)), values)
    }

    /// Which language they are of.
    pub const fn language(self) -> Language {
        self.language
    }

    fn pick(self, text: Option<&'static file::Text>) -> &'static str {
        text.expect(ALL_SAID).of(self.language)
    }
}

const ALL_SAID: &str = "the files have every word of the model, as this crate's tests see to";
