//! Services of others: the test helper.

mod answer;
mod helper;
#[cfg(fuzzing)]
pub(crate) mod fuzzing {
    /// A helper's answer.
    pub fn answer(body: &[u8]) {
        drop(super::answer::parse(body));
    }
}

#[cfg(test)]
mod tests;

pub(crate) use helper::HelperClient;
