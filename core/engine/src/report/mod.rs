//! Services of others: the test helper.

mod answer;
mod helper;
#[cfg(test)]
mod tests;

pub(crate) use helper::HelperClient;
