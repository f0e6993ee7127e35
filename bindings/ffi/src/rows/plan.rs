//! What a run would be, before it is one.

use super::{count, length};

/// What a run is likely to cost, said before anything is sent.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Estimate {
    /// Measurements that it makes.
    pub steps: u32,
    /// Bytes, both directions, if everything opens.
    pub bytes: u64,
    /// Milliseconds, if everything opens.
    pub time_ms: u64,
    /// Most sites that it double-checks.
    pub most_suspects: u32,
    /// Bytes that each of them adds.
    pub bytes_a_suspect: u64,
    /// Milliseconds that each of them adds.
    pub time_a_suspect_ms: u64,
    /// Whom measuring contacts, for the user to agree to before the first run.
    pub contacts: Contacts,
}

impl Estimate {
    pub(crate) fn of(estimate: arna_engine::Estimate, contacts: Contacts) -> Self {
        let arna_engine::Estimate {
            steps,
            bytes,
            time,
            most_suspects,
            bytes_a_suspect,
            time_a_suspect,
        } = estimate;
        Self {
            steps: count(steps),
            bytes,
            time_ms: length(time),
            most_suspects: count(most_suspects),
            bytes_a_suspect,
            time_a_suspect_ms: length(time_a_suspect),
            contacts,
        }
    }
}

/// Whom measuring contacts, in sentences to show before the first run.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Contacts {
    /// What stands above the list.
    pub title: String,
    /// Everybody who is contacted, each with what he learns.
    pub everybody: Vec<String>,
    /// Who else sees it, what it may cost, and where results stay.
    pub notes: Vec<String>,
}

impl From<arna_words::Contacts> for Contacts {
    fn from(contacts: arna_words::Contacts) -> Self {
        let arna_words::Contacts { title, everybody, notes } = contacts;
        let everybody = everybody.iter().map(ToString::to_string).collect();
        Self { title, everybody, notes }
    }
}
