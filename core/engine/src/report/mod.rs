//! Services of others: the test helper.

mod answer;
mod helper;
mod refusal;
#[cfg(test)]
mod tests;

pub(crate) use helper::HelperClient;

/// Reads a helper's answer.
#[cfg(fuzzing)]
pub fn read_answer(body: &[u8]) {
    drop(answer::parse(body));
}
