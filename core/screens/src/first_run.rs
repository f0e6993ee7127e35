//! The first run: to know what Arna does, who sees it, and where results stay, before anything is sent.
//!
//! A step and an input make the next step; a step and its facts make a screen. There is no way past the question but
//! its right answer.

mod screen;
#[cfg(test)]
mod tests;

use arna_words::Language;
use serde::{Deserialize, Serialize};

pub(crate) use screen::NAMES;
pub use screen::{Facts, FirstRun, first_run, read};

/// Where somebody is in the first run, and what they chose so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstState {
    /// The step.
    pub step: FirstStep,
    /// The language that was chosen; nothing: the system's.
    pub language: Option<Tongue>,
    /// The answer to the question.
    pub answer: Option<Seer>,
    /// What it came to, once it is over.
    pub ended: Option<FirstEnd>,
}

/// A step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstStep {
    /// In which language.
    #[default]
    Language,
    /// What Arna does.
    What,
    /// The question whether that was understood.
    Question,
    /// Where results stay.
    Results,
    /// All is ready.
    Ready,
}

/// A language that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tongue {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

/// Who can see what is tested: answers to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seer {
    /// Nobody, which is wrong.
    Nobody,
    /// The operator, which is right.
    Operator,
    /// Only who made Arna, which is wrong.
    Makers,
}

/// How the first run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstEnd {
    /// A test is to begin.
    Tests,
    /// Only a look is to be made.
    Looks,
    /// Home is shown, and nothing is tested yet.
    Later,
    /// The app closes, and forgets what was chosen.
    Left,
}

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FirstInput {
    /// Chose one of several.
    Chose {
        /// The choice's id.
        id: String,
    },
    /// Pressed the button.
    Next,
    /// Went back.
    Back,
    /// Pressed the second button: leaves, or puts the first test off.
    Leave,
}

impl FirstState {
    /// What an input makes of it. What makes no sense there changes nothing. `is_offline`: the phone has no network.
    #[must_use]
    pub fn after(self, input: &FirstInput, is_offline: bool) -> Self {
        use FirstStep::{Language, Question, Ready, Results, What};
        match (self.step, input) {
            _ if self.ended.is_some() => self,
            (Language, FirstInput::Chose { id }) => match Tongue::of(id) {
                Some(tongue) => Self { language: Some(tongue), step: What, ..self },
                None => self,
            },
            (Question, FirstInput::Chose { id }) => {
                Self { answer: Seer::of(id).or(self.answer), ..self }
            }
            (What, FirstInput::Next) => Self { step: Question, ..self },
            (Question, FirstInput::Next) => match self.answer {
                Some(Seer::Operator) => Self { step: Results, ..self },
                Some(Seer::Nobody | Seer::Makers) => Self { step: What, answer: None, ..self },
                None => self,
            },
            (Results, FirstInput::Next) => Self { step: Ready, ..self },
            (Ready, FirstInput::Next) if is_offline => self.ends(FirstEnd::Looks),
            (Ready, FirstInput::Next) => self.ends(FirstEnd::Tests),
            (What, FirstInput::Back) => Self { step: Language, ..self },
            (Question, FirstInput::Back) => Self { step: What, answer: None, ..self },
            (Results, FirstInput::Back) => Self { step: Question, ..self },
            (Ready, FirstInput::Back) => Self { step: Results, ..self },
            (What | Question, FirstInput::Leave) => Self::default().ends(FirstEnd::Left),
            (Ready, FirstInput::Leave) => self.ends(FirstEnd::Later),
            (Language, FirstInput::Next | FirstInput::Back | FirstInput::Leave)
            | (Results, FirstInput::Leave)
            | (What | Results | Ready, FirstInput::Chose { .. }) => self,
        }
    }

    fn ends(self, end: FirstEnd) -> Self {
        Self { ended: Some(end), ..self }
    }
}

impl Tongue {
    /// All of them, in the order of the screen.
    pub(crate) const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The language.
    pub fn language(self) -> Language {
        match self {
            Self::Kk => Language::Kk,
            Self::Ru => Language::Ru,
            Self::En => Language::En,
        }
    }

    fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.language().code() == id)
    }
}

impl Seer {
    pub(crate) const ALL: [Self; 3] = [Self::Nobody, Self::Operator, Self::Makers];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Operator => "operator",
            Self::Makers => "makers",
        }
    }

    fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|seer| seer.id() == id)
    }
}
